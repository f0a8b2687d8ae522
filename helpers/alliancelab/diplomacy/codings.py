"""Two coders of the same events: a blunt rule, a hand beside a machine, and how alike two series are."""

import numpy as np
import pandas as pd

from alliancelab.diplomacy.actors import involving
from alliancelab.diplomacy.table import DIRECTIONS, as_list, event_table
from alliancelab.ground.messages import say
from alliancelab.ground.numbers import number
from alliancelab.ground.suggestions import resolve
from alliancelab.ground.tables import need

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
_COOPERATION = ["verbal_cooperation", "material_cooperation"]
_CONFLICT = ["verbal_conflict", "material_conflict"]


def by_kind(events: pd.DataFrame) -> pd.Series:
    """The direction a blunt coder would give each event, knowing nothing but its kind (BY_KIND).

    Raises LookupError for a table without kinds, ValueError for an event without one.

    >>> by_kind(pd.DataFrame({"kind": ["sanction", "summit", "statement"]})).tolist()
    ['coercive', 'cooperative', 'neutral']
    """
    event_table(events, "kind", dated=False, filled=["kind"])
    return events["kind"].astype("str").map(BY_KIND).fillna("neutral").rename("by_kind")


def side_by_side(events: pd.DataFrame, dyads: pd.DataFrame, one: str, two: str) -> pd.DataFrame:
    """Two countries by week: events coded by hand, and events counted by a machine, as cooperation minus conflict.

    events as above; dyads has week_from_date, actor_code, target_code and the four classes of counts
    (dataset weekly-dyads). One row for each week of dyads, on whatever day its weeks begin, both directions of
    the pair added; a week without a row is 0. Columns hand_events, hand_net, machine_events, machine_net.
    Raises LookupError for a country either table lacks and for an unknown direction, ValueError for weeks that
    begin on different days, for a country beside itself and for a count that is missing or not a number.

    >>> events = pd.DataFrame({"from_date": pd.to_datetime(["2018-01-03"]), "actors": ["USA;PRK"],
    ...     "before_date": pd.to_datetime(["2018-01-04"]), "direction": ["coercive"]})
    >>> dyads = pd.DataFrame({"week_from_date": pd.to_datetime(["2018-01-01"]), "actor_code": ["USA"],
    ...     "target_code": ["PRK"], "events": [5], "verbal_cooperation": [3], "material_cooperation": [0],
    ...     "verbal_conflict": [1], "material_conflict": [1]})
    >>> side_by_side(events, dyads, "USA", "PRK").iloc[0, 1:].tolist()
    [1, -1, 5, 1]
    """
    event_table(events, "actors", filled=["direction"], known={"direction": DIRECTIONS})
    weeks = _weeks(_dyads(dyads))
    known = sorted({*dyads["actor_code"].astype("str"), *dyads["target_code"].astype("str")})
    pair = {resolve(code, known, "actor") for code in (one, two)}
    if len(pair) < 2:
        raise ValueError(say("diplomacy.same_country", code=one))
    machine = _by_machine(dyads, pair, weeks)
    hand = _by_hand(involving(events, one, two), weeks)
    return pd.DataFrame(
        {
            "hand_events": hand["size"],
            "hand_net": hand["sum"],
            "machine_events": machine["events"],
            "machine_net": machine[_COOPERATION].sum(axis=1) - machine[_CONFLICT].sum(axis=1),
        }
    ).reset_index()


def _dyads(dyads: pd.DataFrame) -> pd.DataFrame:
    key, counts = ["week_from_date", "actor_code", "target_code"], ["events", *_COOPERATION, *_CONFLICT]
    table = need(
        dyads,
        what="dyads",
        dataset="weekly-dyads",
        rows=True,
        days=["week_from_date"],
        filled=[*key, *counts],
        unique=key,
    )
    for column in counts:
        if not pd.api.types.is_numeric_dtype(table[column]):
            raise ValueError(say("diplomacy.not_counts", column=column, kind=str(table[column].dtype)))
    return table


def _weeks(dyads: pd.DataFrame) -> pd.DatetimeIndex:
    weeks = pd.DatetimeIndex(sorted(dyads["week_from_date"].unique()), name="week_from_date")
    odd = np.asarray((weeks - weeks[0]) % pd.Timedelta(days=7) != pd.Timedelta(0))
    if odd.any():
        raise ValueError(say("diplomacy.uneven_weeks", first=weeks[0], other=weeks[odd.argmax()]))
    return weeks


def _by_machine(dyads: pd.DataFrame, pair: set[str], weeks: pd.DatetimeIndex) -> pd.DataFrame:
    theirs = [{a, b} == pair for a, b in zip(dyads["actor_code"], dyads["target_code"], strict=True)]
    sums = dyads[theirs].groupby("week_from_date")[["events", *_COOPERATION, *_CONFLICT]].sum()
    return sums.reindex(weeks, fill_value=0).astype("int64")


def _by_hand(events: pd.DataFrame, weeks: pd.DatetimeIndex) -> pd.DataFrame:
    sign = events["direction"].astype("str").map(dict(zip(DIRECTIONS, (-1, 0, 1), strict=True))).to_numpy()
    days = pd.DatetimeIndex(events["from_date"])
    place = weeks.searchsorted(days, side="right") - 1
    inside = (place >= 0) & (days < weeks[place] + pd.Timedelta(days=7))
    coded = pd.Series(sign[inside], dtype="int64").groupby(place[inside]).agg(["size", "sum"])
    return coded.reindex(range(len(weeks)), fill_value=0).astype("int64").set_axis(weeks)


def rank_correlation(first: pd.Series, second: pd.Series) -> float:
    """Spearman's correlation of two columns of one table: do high weeks of one go with high weeks of the other?

    From -1 (opposite order) to 1 (same order); ties share their mean rank. Raises ValueError for columns of
    different tables, a missing value, fewer than three rows, or a column with one value only.

    >>> rank_correlation(pd.Series([1, 2, 3]), pd.Series([10, 20, 15]))
    0.5

    References: Spearman (1904), American Journal of Psychology 15(1), 72-101.
    """
    lists = [as_list(column, "a column to compare") for column in (first, second)]
    rows = [len(values) for values in lists]
    both_series = isinstance(first, pd.Series) and isinstance(second, pd.Series)
    if min(rows) < 3 or rows[0] != rows[1] or (both_series and not first.index.equals(second.index)):
        raise ValueError(say("diplomacy.ranks_of_two_tables", first=rows[0], second=rows[1]))
    one, two = (
        pd.Series([number(value, "a value to compare") for value in values], dtype="float64").rank() for values in lists
    )
    if one.nunique() < 2 or two.nunique() < 2:
        raise ValueError(say("diplomacy.one_value_only"))
    return round(float(np.corrcoef(one, two)[0, 1]), 12)
