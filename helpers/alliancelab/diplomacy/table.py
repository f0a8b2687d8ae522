"""The one check of an event table, and the moments its text stands for."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from alliancelab.ground.messages import say
from alliancelab.ground.tables import need

DIRECTIONS = ("coercive", "neutral", "cooperative")
_EVENTS = "korea-events"
_MOMENT = r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?"


def event_table(events: object, *columns: str, dated: bool = True, **checks: object) -> pd.DataFrame:
    """The event table itself, when it has these columns and each of its events is over after it began.

    With dated=False its days are not read and not checked; `checks` are those of `ground.tables.need`.
    Raises LookupError for a missing column or an unknown value, ValueError for the rest.

    >>> event_table(pd.DataFrame({"kind": ["summit"]}), "kind", dated=False)["kind"].tolist()
    ['summit']
    """
    if not dated:
        return need(events, *columns, what="events", dataset=_EVENTS, **checks)
    days = ["from_date", "before_date"]
    filled = [*days, *checks.pop("filled", [])]
    table = need(events, *columns, what="events", dataset=_EVENTS, days=days, filled=filled, **checks)
    # Plain arrays: a slider asks this at every move.
    first, end = (table[column].to_numpy("datetime64[us]") for column in days)
    for column, values in zip(days, (first, end), strict=True):
        if (timed := values != values.astype("M8[D]")).any():
            raise ValueError(say("diplomacy.day_with_time", column=column, given=str(values[timed.argmax()])))
    if (wrong := ~(first < end)).any():
        at = wrong.argmax()
        name = table["event_id"].iloc[at] if "event_id" in table else say("diplomacy.a_row")
        begins, over = (str(values[at])[:10] for values in (first, end))
        raise ValueError(say("diplomacy.over_before_it_begins", event=name, first=begins, end=over))
    return table


def moments(events: pd.DataFrame) -> pd.Series:
    """The column at_utc as moments in UTC, missing where it is empty or the table has no such column.

    Raises ValueError for anything else than a table and for a text that is not a day and a time of day.

    >>> moments(pd.DataFrame({"at_utc": ["2018-03-09 00:00", None]})).isna().tolist()
    [False, True]
    """
    need(events, what="events", dataset=_EVENTS)
    if "at_utc" not in events:
        return pd.Series(pd.NaT, index=events.index, dtype="datetime64[us, UTC]")
    given = events["at_utc"]
    if getattr(given.dtype, "kind", "") == "M":
        return pd.to_datetime(given, utc=True)
    texts = given.astype(object).where(given.notna() & (given != ""))
    # A day alone is a reading for pandas; here it would put an unknown hour at midnight.
    written = texts.astype("str").str.fullmatch(_MOMENT).fillna(False).astype(bool)
    read = pd.to_datetime(texts.where(written), utc=True, errors="coerce", format="ISO8601")
    if (odd := (texts.notna() & read.isna()).to_numpy()).any():
        raise ValueError(say("diplomacy.not_a_moment", given=texts.iloc[odd.argmax()]))
    return read


def as_list(given: object, what: str) -> list:
    """The names or days given, as a list; one text alone is one name.

    Raises ValueError for what cannot be gone through one by one.

    >>> as_list("summit", "the kinds"), as_list(("a", "b"), "the kinds")
    (['summit'], ['a', 'b'])
    """
    if isinstance(given, str):
        return [given]
    if not isinstance(given, (Iterable, Sequence, np.ndarray)):
        raise ValueError(say("diplomacy.not_a_list", what=what, given=given))
    return list(given)
