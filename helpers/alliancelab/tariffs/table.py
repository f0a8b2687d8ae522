"""The status table and the table of members: their words, what must be true of them, how far they are known."""

from datetime import date

import numpy as np
import pandas as pd

from alliancelab.ground import days
from alliancelab.ground.messages import say
from alliancelab.ground.tables import need

TREATMENT_LABELS = {
    "tariff": "full duty",
    "trq": "tariff-rate quota",
    "quota_absolute": "absolute quota",
    "exempt_temporary": "exempt for a time",
    "exempt_agreement": "exempt by agreement",
}
TREATMENTS = tuple(TREATMENT_LABELS)
# Spared means: does not pay the full duty on all its goods. Quantities may still be limited.
SPARED = ("exempt_temporary", "exempt_agreement", "quota_absolute", "trq")
EU, DEFAULT = "EUU", "WLD"
APPLIES_AS = ("own", "EU member", "default")
PART_OF = {"aluminum_7601.10": "aluminum"}
FAR = 2**31  # the day number of an end that has not come
_DAY = np.timedelta64(1, "D")
_STRETCH = ("from_date", "before_date")
_NAMED = ("row_id", "country_code", "product", "from_date")
# Days outside are signs for "always" or "still open"; read as days they would make the table known for ever.
_EARLIEST, _LATEST = pd.Timestamp("1900-01-01"), pd.Timestamp("2200-01-01")


def check_tables(status: pd.DataFrame, members: pd.DataFrame) -> None:
    """Nothing when every rule about the two tables holds; one sentence otherwise.

    Raises LookupError for a missing column or an unknown treatment, ValueError for the rest.

    >>> check_tables(pd.DataFrame({"x": [1]}), None)
    Traceback (most recent call last):
    LookupError: status has no column 'from_date'. It has x. Load it with catalogue.load('section-232-status').
    """
    _check_status(status)
    _check_members(members)


def _check_status(status: pd.DataFrame) -> None:
    need(
        status,
        what="status",
        dataset="section-232-status",
        rows=True,
        known={"treatment": TREATMENTS},
        filled=("row_id", "country_code", "product", "from_date", "treatment", "action_id"),
        days=_STRETCH,
    )
    for column in ("rate_pct", "in_quota_rate_pct"):
        figures(status, column, "status")
    _near(status, "status")
    check_intervals(status)


def _check_members(members: pd.DataFrame) -> None:
    need(members, what="members", dataset="eu-members", filled=("country_code", "from_date"), days=_STRETCH)
    _near(members, "members")
    first, out = span(members)
    if (out <= first).any():
        row = members.iloc[int((out <= first).argmax())]
        raise ValueError(say("tariffs.member_reversed", country=str(row["country_code"]), first=row["from_date"]))


def figures(table: pd.DataFrame, column: str, what: str) -> pd.Series:
    """A column as floats, missing ones included. Raises ValueError where a value is not a number.

    >>> figures(pd.DataFrame({"rate_pct": [25, None]}), "rate_pct", "status").tolist()
    [25.0, nan]
    """
    need(table, column, what=what)
    numbers = pd.to_numeric(table[column], errors="coerce").astype(float)
    odd = numbers.isna() & table[column].notna()
    if odd.any():
        raise ValueError(say("tariffs.not_numbers", what=what, column=column, given=table.loc[odd, column].iloc[0]))
    return numbers


def last_known_day(status: pd.DataFrame, as_of: date | str | None = None) -> pd.Timestamp:
    """The last day the table can answer for.

    That is as_of where it is given, else the earliest day in a column as_of, else what the loaded table
    carries, else the last day on which a row begins or ends. Merging and concatenating drop what a table
    carries, never an argument or a column. Raises ValueError for what is not a day.

    >>> status = pd.DataFrame({"from_date": pd.to_datetime(["2018-03-23"]), "before_date": pd.NaT})
    >>> last_known_day(status, "2026-08-21"), last_known_day(status)
    (Timestamp('2026-08-21 00:00:00'), Timestamp('2018-03-23 00:00:00'))
    """
    need(status, what="status", dataset="section-232-status", days=_STRETCH)
    given = _declared(status, as_of)
    return days.read(given, "as_of") if given is not None else _last_turn(status)


def not_after(status: pd.DataFrame, day: pd.Timestamp, as_of: date | str | None = None) -> None:
    """Nothing for a day the table can answer for; otherwise ValueError with a sentence.

    >>> status = pd.DataFrame({"from_date": pd.to_datetime(["2018-03-23"]), "before_date": pd.NaT})
    >>> not_after(status, pd.Timestamp("2019-01-01"), as_of="2026-08-21")
    """
    known, day = last_known_day(status, as_of), days.read(day)
    if day > known:
        if _declared(status, as_of) is None:
            raise ValueError(say("tariffs.after_last_turn", known=known, day=day))
        raise ValueError(say("tariffs.after_known", known=known, day=day))


def _declared(status: pd.DataFrame, as_of: date | str | None) -> object:
    if as_of is not None:
        return as_of
    if "as_of" in status:
        column = need(status, what="status", filled=("as_of",), rows=True)["as_of"]
        return min(days.read(day, "as_of") for day in column.unique())
    return status.attrs.get("as_of") or None


def _last_turn(status: pd.DataFrame) -> pd.Timestamp:
    return pd.concat([status[name] for name in _STRETCH]).max()


def overlaps(status: pd.DataFrame) -> pd.DataFrame:
    """Pairs of rows for the same country and product that hold on a common day; empty when sound.

    Columns country_code, product, row_id, row_id_other. A row whose before_date is not after its
    from_date is listed with itself. Raises LookupError for a missing column, ValueError for a missing value.

    >>> status = pd.DataFrame({"row_id": ["a", "b"], "country_code": "JPN", "product": "steel",
    ...     "from_date": pd.to_datetime(["2018-03-23", "2022-04-01"]), "before_date": pd.NaT})
    >>> overlaps(status)[["row_id", "row_id_other"]].values.tolist()
    [['a', 'b']]
    """
    need(status, what="status", dataset="section-232-status", days=_STRETCH, filled=_NAMED)
    rows = pd.DataFrame({name: status[name].astype(str) for name in ("country_code", "product", "row_id")})
    rows["position"] = np.arange(len(rows))
    rows["first"], rows["out"] = span(status)
    pairs = rows.merge(rows, on=["country_code", "product"], suffixes=("", "_other"))
    common = (pairs["first"] < pairs["out_other"]) & (pairs["first_other"] < pairs["out"])
    empty = (pairs["position"] == pairs["position_other"]) & (pairs["out"] <= pairs["first"])
    broken = pairs[(common & (pairs["position"] < pairs["position_other"])) | empty]
    return broken[["country_code", "product", "row_id", "row_id_other"]].reset_index(drop=True)


def check_intervals(status: pd.DataFrame) -> None:
    """Nothing when no two rows hold together; otherwise ValueError with a sentence naming the rows.

    >>> check_intervals(pd.DataFrame({"row_id": ["a"], "country_code": "JPN", "product": "steel",
    ...     "from_date": pd.to_datetime(["2018-03-23"]), "before_date": pd.NaT}))
    """
    need(status, what="status", dataset="section-232-status", days=_STRETCH, filled=_NAMED)
    if not _sound(status):
        broken = overlaps(status)
        pairs = [
            one if one == other else say("tariffs.pair", one=one, other=other)
            for one, other in zip(broken["row_id"], broken["row_id_other"], strict=True)
        ]
        more = say("ground.and_more", n=len(pairs) - 5) if len(pairs) > 5 else ""
        raise ValueError(say("tariffs.overlap", pairs="; ".join(pairs[:5]) + more))


def _sound(status: pd.DataFrame) -> bool:
    """Whether no row is empty and none meets the next of its country and product: tried at every look-up."""
    first, out = span(status)
    country, product = (pd.factorize(status[name])[0] for name in ("country_code", "product"))
    order = np.lexsort((first, product, country))
    first, out, country, product = (values[order] for values in (first, out, country, product))
    same = (country[1:] == country[:-1]) & (product[1:] == product[:-1])
    return bool((first < out).all() and (out[:-1] <= first[1:])[same].all())


def day_numbers(column: pd.Series) -> np.ndarray:
    """Whole days since 1970-01-01; what is missing becomes far negative. Raises ValueError for no column of days.

    >>> day_numbers(pd.Series(pd.to_datetime(["1970-01-02"]))).tolist()
    [1]
    """
    if not isinstance(column, pd.Series):
        raise ValueError(say("tariffs.not_a_column", given=column))
    need(column.to_frame("day"), what="lines", days=("day",))
    values = pd.to_datetime(column).to_numpy()
    return values.view(np.int64) // (_DAY // np.timedelta64(1, np.datetime_data(values.dtype)[0]))


def span(table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """First day in and first day out of every row, as day numbers; a missing one is far ahead.

    >>> span(pd.DataFrame({"from_date": pd.to_datetime(["1970-01-02"]), "before_date": [pd.NaT]}))
    (array([1]), array([2147483648]))
    """
    need(table, days=_STRETCH)
    return tuple(np.where(table[name].isna(), FAR, day_numbers(table[name])) for name in _STRETCH)


def products(status: pd.DataFrame) -> list[str]:
    """The products of the status table, in its order.

    >>> products(pd.DataFrame({"product": ["steel", "aluminum", "steel"]}))
    ['steel', 'aluminum']
    """
    return [*dict.fromkeys(need(status, "product", what="status")["product"].astype(str))]


def _near(table: pd.DataFrame, what: str) -> None:
    for column in _STRETCH:
        days_in = pd.to_datetime(table[column]).dropna()
        far = days_in[(days_in < _EARLIEST) | (days_in > _LATEST)]
        if len(far):
            raise ValueError(say("tariffs.far_day", what=what, column=column, day=f"{far.iloc[0]:%Y-%m-%d}"))
