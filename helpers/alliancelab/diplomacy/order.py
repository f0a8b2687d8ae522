"""The order of events: gaps by the day and by the minute, clocks of three cities, stretches and runs."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from alliancelab.diplomacy.table import as_list, event_table, moments
from alliancelab.ground import days as calendar
from alliancelab.ground.messages import say
from alliancelab.ground.numbers import whole
from alliancelab.ground.suggestions import resolve

ZONES = {"Washington": "America/New_York", "UTC": "UTC", "Tokyo": "Asia/Tokyo"}


def in_order(events: pd.DataFrame) -> pd.DataFrame:
    """The events by local day, with gap_days since the event before (missing for the first).

    Events of one day keep the table's order, for a missing time is unknown and not midnight; only those with
    a time in UTC change places among themselves, so that the earlier comes first. Raises LookupError for a
    column the table lacks and ValueError for a day in the wrong order.

    >>> in_order(pd.DataFrame({"event_id": ["B", "A"], "from_date": pd.to_datetime(["2018-06-12", "2018-03-08"]),
    ...     "before_date": pd.to_datetime(["2018-06-13", "2018-03-09"])}))[["event_id", "gap_days"]].values.tolist()
    [['A', <NA>], ['B', 96]]
    """
    by_day = event_table(events).sort_values("from_date", kind="stable", ignore_index=True)
    ordered = by_day.iloc[_by_moment(by_day)].reset_index(drop=True)
    gaps = pd.to_datetime(ordered["from_date"]).diff().dt.days.astype("Int64")
    return ordered.assign(gap_days=gaps)


def _by_moment(by_day: pd.DataFrame) -> np.ndarray:
    moment, places = moments(by_day), np.arange(len(by_day))
    timed = np.flatnonzero(moment.notna())
    times = moment.iloc[timed].dt.tz_localize(None).to_numpy()
    places[timed] = timed[np.lexsort((times, by_day["from_date"].iloc[timed].to_numpy()))]
    return places


def gap_days(events: pd.DataFrame, first: str, second: str) -> int:
    """Days from one event to another, by the local day each began; negative if the second came first.

    Raises LookupError for an event the table lacks.

    >>> two = pd.DataFrame({"event_id": ["A", "B"], "from_date": pd.to_datetime(["2017-09-19", "2017-09-17"]),
    ...                     "before_date": pd.to_datetime(["2017-09-20", "2017-09-18"])})
    >>> gap_days(two, "A", "B")
    -2
    """
    return int((event(events, second)["from_date"] - event(events, first)["from_date"]).days)


def gap_minutes(events: pd.DataFrame, first: str, second: str) -> int:
    """Minutes from one event to another by UTC, the same whatever the clocks and dates of the cities say.

    Raises LookupError for an event the table lacks, ValueError for an event whose time is not known.

    >>> two = pd.DataFrame({"event_id": ["A", "B"], "from_date": pd.to_datetime(["2018-03-09", "2018-03-08"]),
    ...                     "before_date": pd.to_datetime(["2018-03-10", "2018-03-09"]),
    ...                     "at_utc": ["2018-03-08 23:50", "2018-03-09 00:00"]})
    >>> gap_minutes(two, "A", "B")
    10
    """
    return int((_moment(events, second) - _moment(events, first)).total_seconds() // 60)


def clocks(events: pd.DataFrame, names: Iterable[str]) -> pd.DataFrame:
    """What the clocks of Washington, UTC and Tokyo showed at each of these events, earliest first.

    Raises as `gap_minutes`, and ValueError where no event is named.

    >>> one = pd.DataFrame({"event_id": ["A"], "from_date": pd.to_datetime(["2018-03-09"]), "description": ["call"],
    ...     "before_date": pd.to_datetime(["2018-03-10"]), "at_utc": ["2018-03-08 23:50"]})
    >>> clocks(one, ["A"])["Tokyo"].tolist()
    ['9 Mar 08:50']
    """
    chosen = sorted(((_moment(events, name), name) for name in as_list(names, "the events")), key=lambda pair: pair[0])
    if not chosen:
        raise ValueError(say("diplomacy.no_event_named"))
    rows = [
        {"event_id": name, "description": event(events, name).get("description", "")}
        | {city: _clock(moment.tz_convert(zone)) for city, zone in ZONES.items()}
        for moment, name in chosen
    ]
    return pd.DataFrame(rows).set_index("event_id")


def event(events: pd.DataFrame, name: str) -> pd.Series:
    """One row of an event table by its event_id.

    Raises LookupError for an event the table lacks, ValueError for an id that two rows share.

    >>> one = pd.DataFrame({"event_id": ["A"], "from_date": pd.to_datetime(["2018-03-09"]),
    ...                     "before_date": pd.to_datetime(["2018-03-10"])})
    >>> event(one, "A")["event_id"]
    'A'
    """
    event_table(events, filled=["event_id"], unique=["event_id"])
    names = events["event_id"].tolist()
    return events.iloc[names.index(resolve(name, names, "event"))]


def between(events: pd.DataFrame, first: object, last: object) -> pd.DataFrame:
    """The events that touch the days from first to last, both counted.

    Raises ValueError for a value that is not a day, and for a last day before the first.

    >>> one = pd.DataFrame({"event_id": ["A"], "from_date": pd.to_datetime(["2018-03-25"]),
    ...                     "before_date": pd.to_datetime(["2018-03-29"])})
    >>> len(between(one, "2018-03-28", "2018-03-31")), len(between(one, "2018-03-29", "2018-03-31"))
    (1, 0)
    """
    event_table(events)
    start, end = calendar.stretch(first, last)
    return events[(events["from_date"] <= end) & (start < events["before_date"])]


def around(events: pd.DataFrame, name: str, days_before: int, days_after: int) -> pd.DataFrame:
    """The events from so many days before an event to so many days after it, in order.

    Raises LookupError for an event the table lacks and ValueError for days that are not a whole number from 0 up.

    >>> two = pd.DataFrame({"event_id": ["A", "B"], "from_date": pd.to_datetime(["2017-09-17", "2017-09-19"]),
    ...                     "before_date": pd.to_datetime(["2017-09-18", "2017-09-20"])})
    >>> around(two, "B", 2, 0)["event_id"].tolist()
    ['A', 'B']
    """
    before = whole(days_before, 0, 100_000, "the number of days before")
    after = whole(days_after, 0, 100_000, "the number of days after")
    middle = event(events, name)["from_date"]
    return in_order(between(events, middle - pd.Timedelta(days=before), middle + pd.Timedelta(days=after)))


def runs(events: pd.DataFrame, column: str = "direction") -> pd.DataFrame:
    """Unbroken stretches of one value in order of time: value, first day, last day, how many events, how long.

    `days` counts from the first event of the run to the last, both counted. Raises as `in_order`, and
    ValueError for an event without a value.

    >>> table = runs(pd.DataFrame({"from_date": pd.to_datetime(["2017-12-22", "2018-01-01", "2018-01-09"]),
    ...     "before_date": pd.to_datetime(["2017-12-23", "2018-01-02", "2018-01-10"]),
    ...     "direction": ["coercive", "cooperative", "cooperative"]}))
    >>> table[["direction", "events", "days"]].values.tolist()
    [['coercive', 1, 1], ['cooperative', 2, 9]]
    """
    event_table(events)
    event_table(events, filled=[resolve(column, events.columns, "column")])
    ordered = in_order(events)
    values = ordered[column].astype("str")
    grouped = ordered.assign(**{column: values}).groupby((values != values.shift()).cumsum(), sort=False)
    table = grouped.agg(
        **{
            column: (column, "first"),
            "first_day": ("from_date", "first"),
            "last_day": ("from_date", "last"),
            "events": (column, "size"),
        }
    ).reset_index(drop=True)
    return table.assign(days=(table["last_day"] - table["first_day"]).dt.days + 1)


def _moment(events: pd.DataFrame, name: str) -> pd.Timestamp:
    moment = moments(pd.DataFrame([event(events, name)])).iloc[0]
    if moment is pd.NaT:
        raise ValueError(say("diplomacy.no_time", event=name))
    return moment


def _clock(moment: pd.Timestamp) -> str:
    return f"{moment.day} {moment:%b %H:%M}"
