"""Who moved when: order of events, gaps, runs, who met whom, calls after launches, a hand against a machine.

An event table has one row an event with event_id, from_date and before_date (half-open, local days),
at_utc (text, empty where unknown), kind, actors (codes joined by semicolons) and direction, as in the
dataset korea-events. Every function that reads one refuses a row whose before_date is not after from_date.
"""

from collections.abc import Iterable
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

from alliancelab.ground.suggestions import brief, did_you_mean, resolve

ZONES = {"Washington": "America/New_York", "UTC": "UTC", "Tokyo": "Asia/Tokyo"}
DIRECTIONS = ("coercive", "neutral", "cooperative")
FACE_TO_FACE = ("summit", "meeting")
# The blunt second coder: what an event is called decides, whoever took part and whatever came of it.
BY_KIND = {
    "summit": "cooperative",
    "meeting": "cooperative",
    "call": "cooperative",
    "letter": "cooperative",
    "agreement": "cooperative",
    "missile_test": "coercive",
    "nuclear_test": "coercive",
    "sanction": "coercive",
    "exercise": "coercive",
}


class FollowUp(NamedTuple):
    """Days answered out of all, what chance gives on average, how often it gives as many, and its draws."""

    answered: int
    days: int
    expected: float
    p_value: float
    drawn: np.ndarray


def in_order(events: pd.DataFrame) -> pd.DataFrame:
    """The events by local day, with gap_days since the event before (missing for the first).

    Events of one day stand by their time in UTC where both have one; otherwise the table's order holds.
    Raises LookupError for a column the table lacks and ValueError for a day in the wrong order.

    >>> in_order(pd.DataFrame({"event_id": ["B", "A"], "from_date": pd.to_datetime(["2018-06-12", "2018-03-08"]),
    ...     "before_date": pd.to_datetime(["2018-06-13", "2018-03-09"])}))[["event_id", "gap_days"]].values.tolist()
    [['A', <NA>], ['B', 96]]
    """
    _check(events)
    by = ["from_date", "at_utc"] if "at_utc" in events else ["from_date"]
    ordered = events.sort_values(by, kind="stable", na_position="first", ignore_index=True)
    gaps = ordered["from_date"].diff().dt.days.astype("Int64")
    return ordered.assign(gap_days=gaps)


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
    """Minutes from one event to another by UTC, which no city's clock or date can turn round.

    Raises LookupError for an event the table lacks, ValueError for an event whose time is not known.

    >>> two = pd.DataFrame({"event_id": ["A", "B"], "from_date": pd.to_datetime(["2018-03-09", "2018-03-08"]),
    ...                     "before_date": pd.to_datetime(["2018-03-10", "2018-03-09"]),
    ...                     "at_utc": ["2018-03-08 23:50", "2018-03-09 00:00"]})
    >>> gap_minutes(two, "A", "B")
    10
    """
    return int((_moment(event(events, second)) - _moment(event(events, first))).total_seconds() // 60)


def clocks(events: pd.DataFrame, names: Iterable[str]) -> pd.DataFrame:
    """What the clocks of Washington, UTC and Tokyo showed at each of these events, earliest first.

    Raises as `gap_minutes`.

    >>> one = pd.DataFrame({"event_id": ["A"], "from_date": pd.to_datetime(["2018-03-09"]), "description": ["call"],
    ...     "before_date": pd.to_datetime(["2018-03-10"]), "at_utc": ["2018-03-08 23:50"]})
    >>> clocks(one, ["A"])["Tokyo"].tolist()
    ['9 Mar 08:50']
    """
    rows = sorted((event(events, name) for name in names), key=_moment)
    shown = [
        {"event_id": row["event_id"], "description": row.get("description", "")}
        | {city: _clock(_moment(row).tz_convert(zone)) for city, zone in ZONES.items()}
        for row in rows
    ]
    return pd.DataFrame(shown).set_index("event_id")


def event(events: pd.DataFrame, name: str) -> pd.Series:
    """One row of an event table by its event_id; LookupError for one it lacks.

    >>> one = pd.DataFrame({"event_id": ["A"], "from_date": pd.to_datetime(["2018-03-09"]),
    ...                     "before_date": pd.to_datetime(["2018-03-10"])})
    >>> event(one, "A")["event_id"]
    'A'
    """
    _check(events, "event_id")
    names = events["event_id"].tolist()
    return events.iloc[names.index(resolve(name, names, "event"))]


def between(events: pd.DataFrame, first: object, last: object) -> pd.DataFrame:
    """The events that touch the days from first to last, both counted.

    Raises ValueError for what is no day, and for a last day before the first.

    >>> one = pd.DataFrame({"event_id": ["A"], "from_date": pd.to_datetime(["2018-03-25"]),
    ...                     "before_date": pd.to_datetime(["2018-03-29"])})
    >>> len(between(one, "2018-03-28", "2018-03-31")), len(between(one, "2018-03-29", "2018-03-31"))
    (1, 0)
    """
    _check(events)
    start, end = _day(first), _day(last)
    if end < start:
        raise ValueError(
            f"A stretch of days ends after it begins; {end:%Y-%m-%d} is before {start:%Y-%m-%d}. Give the earlier day first."
        )
    return events[(events["from_date"] <= end) & (start < events["before_date"])]


def around(events: pd.DataFrame, name: str, days_before: int, days_after: int) -> pd.DataFrame:
    """The events from so many days before an event to so many days after it, in order.

    Raises LookupError for an event the table lacks and ValueError for days that are no whole number from 0 up.

    >>> two = pd.DataFrame({"event_id": ["A", "B"], "from_date": pd.to_datetime(["2017-09-17", "2017-09-19"]),
    ...                     "before_date": pd.to_datetime(["2017-09-18", "2017-09-20"])})
    >>> around(two, "B", 2, 0)["event_id"].tolist()
    ['A', 'B']
    """
    days = [
        pd.Timedelta(days=_count(n, what)) for n, what in ((days_before, "days_before"), (days_after, "days_after"))
    ]
    middle = event(events, name)["from_date"]
    return in_order(between(events, middle - days[0], middle + days[1]))


def involving(events: pd.DataFrame, *actors: str) -> pd.DataFrame:
    """The events in which all these countries take part (codes such as "JPN").

    Raises LookupError for a country that no event of the table has.

    >>> one = pd.DataFrame({"event_id": ["A"], "actors": ["JPN;USA"]})
    >>> len(involving(one, "JPN")), len(involving(one, "JPN", "USA"))
    (1, 1)
    """
    parties = _parties(events)
    known = sorted(set().union(*parties))
    wanted = {resolve(actor, known, "actor") for actor in actors}
    return events[[wanted <= party for party in parties]]


def runs(events: pd.DataFrame, column: str = "direction") -> pd.DataFrame:
    """Unbroken stretches of one value in order of time: value, first day, last day, how many events, how long.

    `days` counts from the first event of the run to the last, both counted. Raises as `in_order`.

    >>> found = runs(pd.DataFrame({"from_date": pd.to_datetime(["2017-12-22", "2018-01-01", "2018-01-09"]),
    ...     "before_date": pd.to_datetime(["2017-12-23", "2018-01-02", "2018-01-10"]),
    ...     "direction": ["coercive", "cooperative", "cooperative"]}))
    >>> found[["direction", "events", "days"]].values.tolist()
    [['coercive', 1, 1], ['cooperative', 2, 9]]
    """
    _check(events, column)
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


def who_met_whom(events: pd.DataFrame, kinds: Iterable[str] = FACE_TO_FACE) -> pd.DataFrame:
    """A square table: in how many events of these kinds each two countries sat together.

    The network as a table; it reads the same by row and by column, and the diagonal is 0. Raises as
    `involving`, and LookupError for a kind that no event has.

    >>> met = who_met_whom(pd.DataFrame({"kind": ["summit"], "actors": ["CHN;PRK"]}), ["summit"])
    >>> int(met.loc["CHN", "PRK"]), int(met.loc["PRK", "CHN"]), int(met.loc["PRK", "PRK"])
    (1, 1, 0)
    """
    parties, known = _parties(events), sorted(events["kind"].astype("str").unique())
    wanted = {resolve(kind, known, "kind") for kind in kinds}
    names = sorted(set().union(*parties))
    table = pd.DataFrame(0, index=names, columns=names)
    for kind, party in zip(events["kind"], parties, strict=True):
        for one, two in combinations(sorted(party), 2) if kind in wanted else ():
            table.loc[one, two] += 1
            table.loc[two, one] += 1
    return table


def follow_ups(
    days: Iterable,
    replies: Iterable,
    within_days: int,
    first: object,
    last: object,
    draws: int = 2_000,
    seed: int = 2018,
) -> FollowUp:
    """How many days (launches) are followed by a reply (call) within so many days, and how many by chance.

    A reply on the day itself counts. Chance: as many reply days dealt blindly over first to last, both
    counted, `draws` times with this seed; p_value is the share of draws with at least as many answered days
    (the one seen counted among them). Repeated days count once; days and replies outside the stretch are
    not counted. Raises ValueError for no days, and for days, counts or draws that make no sense.

    >>> found = follow_ups(["2017-03-06", "2017-05-15"], ["2017-03-07"], 3, "2017-01-20", "2017-12-31")
    >>> found.answered, found.days
    (1, 2)

    References: Good (2005), Permutation, Parametric and Bootstrap Tests of Hypotheses, chapter 3.
    """
    start, end, within = _day(first), _day(last), _count(within_days, "within_days")
    length = (end - start).days + 1
    if length < 1:
        raise ValueError(f"A stretch of days ends after it begins; {end:%Y-%m-%d} is before {start:%Y-%m-%d}.")
    asked, given = (
        np.array(sorted({n for n in ((_day(day) - start).days for day in group) if 0 <= n < length}), int)
        for group in (days, replies)
    )
    if not len(asked):
        raise ValueError(f"No day lies from {start:%Y-%m-%d} to {end:%Y-%m-%d}; widen the stretch or check the table.")
    dealer, draws = np.random.default_rng(seed), _count(draws, "draws", least=1)
    dealt = dealer.random((draws, length)).argpartition(max(len(given) - 1, 0), axis=1)[:, : len(given)]
    drawn = _answered(asked, dealt, within)
    seen = int(_answered(asked, given[None, :], within)[0])
    return FollowUp(seen, len(asked), float(drawn.mean()), float((1 + (drawn >= seen).sum()) / (1 + draws)), drawn)


def _answered(asked: np.ndarray, given: np.ndarray, within: int) -> np.ndarray:
    gaps = given[:, None, :] - asked[None, :, None]
    return ((gaps >= 0) & (gaps <= within)).any(axis=2).sum(axis=1)


def by_kind(events: pd.DataFrame) -> pd.Series:
    """The direction a blunt coder would give each event, knowing nothing but its kind (BY_KIND).

    >>> by_kind(pd.DataFrame({"kind": ["sanction", "summit", "statement"]})).tolist()
    ['coercive', 'cooperative', 'neutral']
    """
    _need(events, "kind")
    return events["kind"].astype("str").map(BY_KIND).fillna("neutral").rename("by_kind")


def side_by_side(events: pd.DataFrame, dyads: pd.DataFrame, one: str, two: str) -> pd.DataFrame:
    """Two countries by week: events coded by hand, and events counted by a machine, as cooperation minus conflict.

    events as above; dyads has week_from_date, actor_code, target_code and the four classes of counts
    (dataset weekly-dyads). One row for each week of dyads, both directions of the pair added; a week without
    a row is 0. Columns hand_events, hand_net, machine_events, machine_net. Raises LookupError for a country
    either table lacks.

    >>> events = pd.DataFrame({"from_date": pd.to_datetime(["2018-01-03"]), "actors": ["USA;PRK"],
    ...     "before_date": pd.to_datetime(["2018-01-04"]), "direction": ["coercive"]})
    >>> dyads = pd.DataFrame({"week_from_date": pd.to_datetime(["2018-01-01"]), "actor_code": ["USA"],
    ...     "target_code": ["PRK"], "events": [5], "verbal_cooperation": [3], "material_cooperation": [0],
    ...     "verbal_conflict": [1], "material_conflict": [1]})
    >>> side_by_side(events, dyads, "USA", "PRK").iloc[0, 1:].tolist()
    [1, -1, 5, 1]
    """
    _check(events, "actors", "direction")
    classes = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
    _need(dyads, "week_from_date", "actor_code", "target_code", "events", *classes)
    known = sorted({*dyads["actor_code"], *dyads["target_code"]})
    pair = {resolve(one, known, "actor"), resolve(two, known, "actor")}
    here = dyads[[{a, b} == pair for a, b in zip(dyads["actor_code"], dyads["target_code"], strict=True)]]
    weeks = pd.DatetimeIndex(sorted(dyads["week_from_date"].unique()), name="week_from_date")
    counted = here.groupby("week_from_date")[["events", *classes]].sum().reindex(weeks, fill_value=0).astype("int64")
    hand = involving(events, one, two)
    sign = hand["direction"].astype("str").map(dict(zip(DIRECTIONS, (-1, 0, 1), strict=True)))
    monday = hand["from_date"] - pd.to_timedelta(hand["from_date"].dt.day_of_week, unit="D")
    coded = sign.groupby(monday).agg(["size", "sum"]).reindex(weeks, fill_value=0).astype("int64")
    return pd.DataFrame(
        {
            "hand_events": coded["size"],
            "hand_net": coded["sum"],
            "machine_events": counted["events"],
            "machine_net": counted[classes[0]] + counted[classes[1]] - counted[classes[2]] - counted[classes[3]],
        }
    ).reset_index()


def rank_correlation(first: pd.Series, second: pd.Series) -> float:
    """Spearman's correlation of two columns of one table: do high weeks of one go with high weeks of the other?

    From -1 (opposite order) to 1 (same order); ties share their mean rank. Raises ValueError for columns of
    different length, fewer than three rows, or a column with one value only.

    >>> rank_correlation(pd.Series([1, 2, 3]), pd.Series([10, 20, 15]))
    0.5

    References: Spearman (1904), American Journal of Psychology 15(1), 72-101.
    """
    one, two = (pd.Series(list(values), dtype="float64").rank() for values in (first, second))
    if len(one) != len(two) or len(one) < 3:
        raise ValueError(
            f"Ranks are compared over three rows or more of one table; there are {len(one)} and {len(two)}."
        )
    if one.nunique() < 2 or two.nunique() < 2:
        raise ValueError(
            "A column with one value only has no order to compare; choose a longer stretch or another pair."
        )
    return round(float(np.corrcoef(one, two)[0, 1]), 12)


def _moment(row: pd.Series) -> pd.Timestamp:
    text = row.get("at_utc")
    if not isinstance(text, str) or not text:
        raise ValueError(f"The table gives no time of day for {row['event_id']}; compare it by days with gap_days.")
    return pd.Timestamp(text, tz="UTC")


def _clock(moment: pd.Timestamp) -> str:
    return f"{moment.day} {moment:%b %H:%M}"


def _day(value: object) -> pd.Timestamp:
    try:
        day = pd.Timestamp(value)
    except (ValueError, TypeError):
        day = pd.NaT
    if isinstance(value, (bool, int, float, np.number)) or day is pd.NaT:
        raise ValueError(f"A day is written year-month-day; {brief(value)} was given. Write it like '2018-03-08'.")
    return day.tz_localize(None).normalize()


def _count(value: object, what: str, least: int = 0) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or not least <= value <= 100_000:
        raise ValueError(
            f"A whole number from {least} up is needed; {what} is {brief(value)}. Give one such as {least + 3}."
        )
    return int(value)


def _parties(events: pd.DataFrame) -> list[set[str]]:
    _need(events, "actors")
    if events.empty:
        raise ValueError("The event table has no rows; loosen the filter that made it.")
    return [set(str(codes).split(";")) for codes in events["actors"]]


def _check(events: pd.DataFrame, *columns: str) -> None:
    _need(events, "from_date", "before_date", *columns)
    wrong = ~(events["from_date"] < events["before_date"])
    if wrong.any():
        row = events[wrong].iloc[0]
        raise ValueError(
            f"An event begins before it is over; {row.get('event_id', 'a row')} begins on {row['from_date']:%Y-%m-%d} "
            f"and is over on {row['before_date']:%Y-%m-%d}. Check for days in the wrong order."
        )


def _need(table: pd.DataFrame, *columns: str) -> None:
    if not isinstance(table, pd.DataFrame):
        raise ValueError(
            f"The table of events comes first; {brief(table)} was given. Take one that catalogue.load gave."
        )
    absent = [name for name in columns if name not in table]
    if absent:
        names = [str(name) for name in table.columns]
        raise LookupError(
            f"The table has no column {absent[0]}.{did_you_mean(absent[0], names)} It has {', '.join(names)}."
        )
