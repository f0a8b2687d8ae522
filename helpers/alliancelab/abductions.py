"""Who says what about the abductions: counts by claimant, answers, words, talks, and series with their gaps.

People are counted in groups, never one by one, and every number keeps its claimant. What is counted
here happened to people: a claim of death is a claim, and no function turns it into an outcome.
"""

import re
from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from alliancelab.ground.suggestions import brief, resolve

# From what both sides concede to what nobody has established; these are never added together.
LEVELS = {
    "admitted": "admitted as taken",
    "identified": "identified as abducted",
    "returned": "returned",
    "said_living": "said to be living",
    "said_dead": "said to have died",
    "said_never_entered": "said never to have entered",
    "cannot_be_ruled_out": "abduction cannot be ruled out",
    "larger_estimate": "estimated to have been taken",
    "other_nationals": "nationals of other countries",
}
PERSONAL = ("person_id", "name_en", "name_ja")
TOGETHER = "smaller groups together"


def counts(record: pd.DataFrame, by: str, least: int = 2) -> pd.Series:
    """How many people are in each group of a column, largest first; no group is smaller than `least`.

    Groups with fewer people are put together, and if that is still too small the next smallest joins
    them: a group of one is a person. record is the dataset abduction-record or a part of it. Raises
    LookupError for an unknown column, ValueError for one that names people or for fewer rows than `least`.

    >>> counts(pd.DataFrame({"place": ["a", "a", "a", "b", "c"]}), "place").to_dict()
    {'a': 3, 'smaller groups together': 2}

    Reference: small-cell suppression in Hundepool et al. (2012), Statistical Disclosure Control.
    """
    if type(least) is not int or least < 2:
        raise ValueError(f"A group has two people or more; least is {brief(least)}. Give a whole number from 2.")
    resolve(by, record.columns, "column")
    if by in PERSONAL:
        raise ValueError(f"{by} tells people apart one by one; count by a column that groups them, such as region.")
    if len(record) < least:
        raise ValueError(f"The table has {len(record)} rows, fewer than {least}; count a larger part of it.")
    sizes = record[by].astype("str").value_counts()
    sizes = sizes[sizes > 0].sort_index().sort_values(ascending=False, kind="stable")
    small = sizes[sizes < least]
    # Taking one group from a total would give a group of one away by subtraction; another joins it.
    while 0 < small.sum() < least:
        small = sizes.iloc[-len(small) - 1 :]
    kept = sizes.drop(small.index)
    if len(small):
        kept.loc[TOGETHER] = small.sum()
    return kept.rename("people")


def answers(record: pd.DataFrame) -> pd.DataFrame:
    """What the DPRK says of how many people, what their status is, and whether Japan agrees.

    One row an answer; the claimants stay in the table. record is the dataset abduction-record.

    >>> one = {"dprk_claim_asserted_by": "DPRK", "dprk_claim": "said_living", "status": "returned",
    ...        "japan_answer": "agrees"}
    >>> answers(pd.DataFrame([one, one])).to_numpy().tolist()
    [['DPRK', 'said_living', 'returned', 'agrees', 2]]
    """
    keys = ["dprk_claim_asserted_by", "dprk_claim", "status", "japan_answer"]
    _need(record, *keys, table="abduction-record")
    return record.groupby(keys, observed=True).size().rename("people").reset_index()


def levels(claims: pd.DataFrame, day: date | str) -> pd.DataFrame:
    """The latest count on record on a day, one row for each level and claimant, least contested first.

    claims is the dataset abduction-claims; rows without a date or without a level are left out. Levels
    are different counts of different things: the table has no total. Raises ValueError for what is not
    a day and for a day before the first count.

    >>> said = pd.DataFrame({"level": ["identified"] * 2, "claimant": ["Government of Japan"] * 2,
    ...     "claim_date": pd.to_datetime(["2005-04-27", "2006-11-20"]), "quantity": [16, 17]})
    >>> levels(said, "2006-11-19")["quantity"].tolist(), levels(said, "2006-11-20")["quantity"].tolist()
    ([16], [17])
    """
    _need(claims, "level", "claimant", "claim_date", "quantity", table="abduction-claims")
    day = _day(day)
    known = claims[claims["level"].isin(list(LEVELS)) & claims["quantity"].notna()]
    known = known[known["claim_date"] <= day].sort_values("claim_date", kind="stable")
    if known.empty and claims["claim_date"].isna().all():
        raise ValueError("No claim of this table has a date; keep the dated rows of abduction-claims.")
    if known.empty:
        first = claims.loc[claims["quantity"].notna(), "claim_date"].min()
        raise ValueError(f"No count was on record on {day:%Y-%m-%d}; the first is of {first:%Y-%m-%d}.")
    latest = known.drop_duplicates(["level", "claimant"], keep="last")
    order = latest["level"].astype("str").map(list(LEVELS).index)
    return latest.assign(order=order).sort_values(["order", "claimant"]).drop(columns="order").reset_index(drop=True)


def word_users(claims: pd.DataFrame) -> pd.DataFrame:
    """Which side uses which word: one row a word, one column a side, "yes" where a row has it.

    It says that a side used the word, not how often: the rows are hand-picked.

    >>> word_users(pd.DataFrame({"word": ["dead", "missing"], "claimant_group": ["DPRK", "press"]})).loc["dead"].tolist()
    ['yes', '']
    """
    _need(claims, "word", "claimant_group", table="abduction-claims")
    used = claims.dropna(subset=["word"]).astype({"word": "str", "claimant_group": "str"})
    table = pd.crosstab(used["word"], used["claimant_group"]) > 0
    return table.replace({True: "yes", False: ""}).rename_axis(index="word", columns=None)


def talks_by_phase(talks: pd.DataFrame) -> pd.DataFrame:
    """One row a phase: its first year, how many events, meetings of the two sides, meetings of governments.

    talks is the dataset japan-dprk-talks.

    >>> talks_by_phase(pd.DataFrame({"phase": ["a", "a"], "event_date": pd.to_datetime(["2002-09-17", "2002-10-15"]),
    ...     "direct": [True, False], "between_governments": [True, False]})).to_numpy().tolist()
    [[2002, 2, 1, 1]]
    """
    _need(talks, "phase", "event_date", "direct", "between_governments", table="japan-dprk-talks")
    table = talks.groupby("phase", observed=True, sort=False).agg(
        first_year=("event_date", "min"),
        events=("event_date", "size"),
        direct_meetings=("direct", "sum"),
        of_governments=("between_governments", "sum"),
    )
    table = table.sort_values("first_year")
    return table.assign(first_year=table["first_year"].dt.year).astype("int64")


def silences(talks: pd.DataFrame, until: date | str, least_days: int = 365) -> pd.DataFrame:
    """Stretches without a meeting of the two governments: first day of one meeting to first day of the next.

    Only events known to the day or the month count. The last stretch is open and ends at `until`. Raises
    ValueError for what is not a day and when no meeting came before `until`.

    >>> talks = pd.DataFrame({"event_date": pd.to_datetime(["2008-08-11", "2012-08-29"]),
    ...     "date_precision": "day", "between_governments": True})
    >>> silences(talks, "2012-09-01")["days"].tolist()
    [1479]
    """
    _need(talks, "event_date", "date_precision", "between_governments", table="japan-dprk-talks")
    until = _day(until)
    met = talks[talks["between_governments"].astype(bool) & (talks["date_precision"] != "year")]
    days = met.loc[met["event_date"] <= until, "event_date"].drop_duplicates().sort_values()
    if days.empty:
        raise ValueError(f"The table has no meeting of the two governments up to {until:%Y-%m-%d}.")
    ends = [*days.iloc[1:], until]
    table = pd.DataFrame({"met": days.to_numpy(), "met_again": ends, "open": [False] * (len(days) - 1) + [True]})
    table["days"] = (table["met_again"] - table["met"]).dt.days
    return table[table["days"] >= least_days].reset_index(drop=True)


def with_gaps(table: pd.DataFrame, year: str, columns: Sequence[str]) -> pd.DataFrame:
    """One row for every year from the first to the last, missing where the table has no row: a gap stays a gap.

    Raises LookupError for an unknown column and ValueError for a year that occurs twice.

    >>> with_gaps(pd.DataFrame({"year": [2016, 2018], "pct": [81.2, 81.4]}), "year", ["pct"])["pct"].isna().tolist()
    [False, True, False]
    """
    for name in (year, *columns):
        resolve(name, table.columns, "column")
    if table.empty:
        raise ValueError("The table has no rows; loosen the filter that made it.")
    if table[year].duplicated().any():
        twice = table.loc[table[year].duplicated(), year].iloc[0]
        raise ValueError(f"{year} {twice} occurs twice; keep one row a year before asking for gaps.")
    every = np.arange(int(table[year].min()), int(table[year].max()) + 1)
    series = table.set_index(table[year].astype("int64"))[list(columns)].astype("float64")
    return series.reindex(every).rename_axis(year).reset_index()


def _day(day: date | str) -> pd.Timestamp:
    # Text in another order, such as 03-04-2018, could be two days; only one order is read.
    dated = isinstance(day, date | np.datetime64)
    written = dated or (isinstance(day, str) and re.match(r"\d{4}-\d\d-\d\d", day))
    try:
        found = pd.Timestamp(day) if written else pd.NaT
    except (ValueError, TypeError):
        found = pd.NaT
    if found is pd.NaT:
        raise ValueError(f"A day is written year-month-day, such as 2018-04-17; day is {brief(day)}.")
    return found.tz_localize(None)


def _need(given: pd.DataFrame, *columns: str, table: str) -> None:
    absent = [name for name in columns if name not in given]
    if absent:
        raise ValueError(f'The table has no column {absent[0]}. Load it with catalogue.load("{table}").')
