"""Who says what about the abductions: counts by claimant, answers, words, talks, and series with their gaps.

People are counted in groups, never one by one, and every number keeps its claimant. What is counted
here happened to people: a claim of death is a claim, and no function turns it into an outcome.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from alliancelab.ground import days as calendar
from alliancelab.ground.messages import say
from alliancelab.ground.numbers import whole
from alliancelab.ground.suggestions import resolve
from alliancelab.ground.tables import need

# From what both sides concede to what nobody has established; these are never added together.
LEVELS = {
    "admitted": say("abductions.admitted"),
    "identified": say("abductions.identified"),
    "returned": say("abductions.returned"),
    "said_living": say("abductions.said_living"),
    "said_dead": say("abductions.said_dead"),
    "said_never_entered": say("abductions.said_never_entered"),
    "cannot_be_ruled_out": say("abductions.cannot_be_ruled_out"),
    "larger_estimate": say("abductions.larger_estimate"),
    "other_nationals": say("abductions.other_nationals"),
}
# Claims that count nobody, and a count of the police that the Government has taken over.
NO_LEVEL = ("not_a_count", "identified_police")
PERSONAL = ("person_id", "name_en", "name_ja")
TOGETHER, NOT_GIVEN = say("abductions.together"), say("abductions.not_given")
_RECORD, _CLAIMS, _TALKS = "abduction-record", "abduction-claims", "japan-dprk-talks"


def counts(record: pd.DataFrame, by: str, least: int = 2) -> pd.Series:
    """How many people are in each group of a column, largest first; no group is smaller than `least`.

    Groups with fewer people are put together, and if that is still too small the next smallest joins
    them: a group of one is a person. Rows without a value are a group of their own, not given. record is the
    dataset abduction-record or a part of it. Raises LookupError for an unknown column, ValueError for one that
    names people and for fewer than `least` rows with a value.

    >>> counts(pd.DataFrame({"place": ["a", "a", "a", "b", "c"]}), "place").to_dict()
    {'a': 3, 'smaller groups together': 2}

    Reference: small-cell suppression in Hundepool et al. (2012), Statistical Disclosure Control.
    """
    need(record, what="record", dataset=_RECORD)
    least = whole(least, 2, what="the smallest group shown")
    if resolve(by, record.columns, "column") in PERSONAL:
        raise ValueError(say("abductions.one_by_one", column=by))
    given = record[by].dropna().astype("str")
    if len(given) < least:
        raise ValueError(say("abductions.too_few_rows", rows=len(given), column=by, least=least))
    sizes = given.value_counts()
    if absent := len(record) - len(given):
        sizes[NOT_GIVEN] = absent
    sizes = sizes[sizes > 0].sort_index().sort_values(ascending=False, kind="stable")
    return _put_together(sizes, least).rename("people")


def _put_together(sizes: pd.Series, least: int) -> pd.Series:
    small = int((sizes < least).sum())
    # Taking one group from a total would give a group of one away by subtraction; another joins it.
    while 0 < small < len(sizes) and sizes.tail(small).sum() < least:
        small += 1
    shown = sizes.head(len(sizes) - small).copy()
    if small:
        shown.loc[TOGETHER] = sizes.tail(small).sum()
    return shown


def answers(record: pd.DataFrame) -> pd.DataFrame:
    """What the DPRK says of how many people, what their status is, and whether Japan agrees.

    One row per answer; the claimants stay in the table. record is the dataset abduction-record. Raises
    LookupError for a missing column, ValueError for a row that lacks one of the four.

    >>> one = {"dprk_claim_asserted_by": "DPRK", "dprk_claim": "said_living", "status": "returned",
    ...        "japan_answer": "agrees"}
    >>> answers(pd.DataFrame([one, one])).to_numpy().tolist()
    [['DPRK', 'said_living', 'returned', 'agrees', 2]]
    """
    keys = ["dprk_claim_asserted_by", "dprk_claim", "status", "japan_answer"]
    need(record, what="record", dataset=_RECORD, filled=keys)
    return record.groupby(keys, observed=True).size().rename("people").reset_index()


def levels(claims: pd.DataFrame, day: object) -> pd.DataFrame:
    """The latest count on record on a day, one row for each level and claimant, least contested first.

    claims is the dataset abduction-claims; rows without a date, a number or a level (NO_LEVEL) are left out.
    Levels are different counts of different things: the table has no total. Raises LookupError for a missing
    column or an unknown level, ValueError for a value that is not a day, for a day before the first count, for
    a count without a claimant and for two counts of one claimant, level and day.

    >>> claims = pd.DataFrame({"level": ["identified"] * 2, "claimant": ["Government of Japan"] * 2,
    ...     "claim_date": pd.to_datetime(["2005-04-27", "2006-11-20"]), "quantity": [16, 17]})
    >>> levels(claims, "2006-11-19")["quantity"].tolist(), levels(claims, "2006-11-20")["quantity"].tolist()
    ([16], [17])
    """
    need(
        claims,
        *("claimant", "quantity"),
        what="claims",
        dataset=_CLAIMS,
        days=["claim_date"],
        known={"level": [*LEVELS, *NO_LEVEL]},
    )
    _numeric(claims, "quantity")
    day = calendar.read(day)
    counted = claims[claims["level"].isin(list(LEVELS)) & claims["quantity"].notna() & claims["claim_date"].notna()]
    if counted.empty:
        raise ValueError(say("abductions.no_dated_claim"))
    key = ["level", "claimant", "claim_date"]
    need(counted.reset_index(drop=True), what="claims", filled=["claimant"], unique=key)
    known = counted[counted["claim_date"] <= day].sort_values("claim_date", kind="stable")
    if known.empty:
        raise ValueError(say("abductions.before_first_count", day=day, first=counted["claim_date"].min()))
    latest = known.drop_duplicates(["level", "claimant"], keep="last")
    order = latest["level"].astype("str").map(list(LEVELS).index)
    return latest.assign(order=order).sort_values(["order", "claimant"]).drop(columns="order").reset_index(drop=True)


def word_users(claims: pd.DataFrame) -> pd.DataFrame:
    """Which side uses which word: one row per word, one column per side, "yes" where a row has it.

    It says that a side used the word, not how often: the rows are hand-picked. Raises LookupError for a missing
    column, ValueError for a word without a side.

    >>> claims = pd.DataFrame({"word": ["dead", "missing"], "claimant_group": ["DPRK", "press"]})
    >>> word_users(claims).loc["dead"].tolist()
    ['yes', '']
    """
    need(claims, "word", "claimant_group", what="claims", dataset=_CLAIMS)
    used = need(claims.dropna(subset=["word"]), what="claims", filled=["claimant_group"]).astype(
        {"word": "str", "claimant_group": "str"}
    )
    table = pd.crosstab(used["word"], used["claimant_group"]) > 0
    return table.replace({True: say("abductions.yes"), False: ""}).rename_axis(index="word", columns=None)


def talks_by_phase(talks: pd.DataFrame) -> pd.DataFrame:
    """One row per phase: its first year, how many events, meetings of the two sides, meetings of governments.

    talks is the dataset japan-dprk-talks. Where it has the column on_record, a contact that was only reported is
    an event and no meeting. Raises LookupError for a missing column or a value that is not true or false,
    ValueError for an event that lacks its phase, its day or whether sides or governments met.

    >>> talks_by_phase(pd.DataFrame({"phase": ["a", "a"], "event_date": pd.to_datetime(["2002-09-17", "2002-10-15"]),
    ...     "direct": [True, False], "between_governments": [True, False]})).to_numpy().tolist()
    [[2002, 2, 1, 1]]
    """
    _talks(talks, "phase", yes_or_no=["direct", "between_governments"])
    if "on_record" in talks:
        # Nobody on record says that a reported contact took place.
        talks = talks.assign(direct=talks["direct"].astype(bool) & ~talks["on_record"].isin(["reported"]))
    table = talks.groupby("phase", observed=True, sort=False).agg(
        first_year=("event_date", "min"),
        events=("event_date", "size"),
        direct_meetings=("direct", "sum"),
        of_governments=("between_governments", "sum"),
    )
    table = table.sort_values("first_year")
    return table.assign(first_year=table["first_year"].dt.year).astype("int64")


def silences(talks: pd.DataFrame, until: object, least_days: int = 365) -> pd.DataFrame:
    """Stretches without a meeting of the two governments: first day of one meeting to first day of the next.

    Only events known to the day or the month count. The last stretch is open and ends at `until`. Raises
    LookupError for a missing column, ValueError for a value that is not a day, for an event without a day (the
    gap it leaves would look like a silence) and when no meeting came before `until`.

    >>> talks = pd.DataFrame({"event_date": pd.to_datetime(["2008-08-11", "2012-08-29"]),
    ...     "date_precision": "day", "between_governments": True})
    >>> silences(talks, "2012-09-01")["days"].tolist()
    [1479]
    """
    _talks(talks, "date_precision", yes_or_no=["between_governments"])
    until, least_days = calendar.read(until), whole(least_days, 0, what="the least number of days")
    met = talks[talks["between_governments"].astype(bool) & (talks["date_precision"] != "year")]
    days = met.loc[met["event_date"] <= until, "event_date"].drop_duplicates().sort_values()
    if days.empty:
        raise ValueError(say("abductions.no_meeting", until=until))
    ends = [*days.iloc[1:], until]
    table = pd.DataFrame({"met": days.to_numpy(), "met_again": ends, "open": [False] * (len(days) - 1) + [True]})
    table["days"] = (table["met_again"] - table["met"]).dt.days
    return table[table["days"] >= least_days].reset_index(drop=True)


def with_gaps(table: pd.DataFrame, year: str, columns: Sequence[str]) -> pd.DataFrame:
    """One row per year from the first to the last, missing where the table has no row: a gap stays a gap.

    Raises LookupError for an unknown column, ValueError for a year that is missing, not whole or there twice and
    for a column that does not hold numbers.

    >>> with_gaps(pd.DataFrame({"year": [2016, 2018], "pct": [81.2, 81.4]}), "year", ["pct"])["pct"].isna().tolist()
    [False, True, False]
    """
    need(table, what="table", rows=True)
    columns = list(columns) if isinstance(columns, Iterable) and not isinstance(columns, str) else [columns]
    for name in (year, *columns):
        resolve(name, table.columns, "column")
    years = need(table, what="table", filled=[year])[year]
    if not pd.api.types.is_numeric_dtype(years) or (years % 1 != 0).any() or not years.between(1, 9999).all():
        raise ValueError(say("abductions.not_years", column=year))
    if (twice := years.duplicated()).any():
        raise ValueError(say("abductions.year_twice", column=year, year=int(years[twice].iloc[0])))
    for name in columns:
        _numeric(table, name)
    every = np.arange(int(years.min()), int(years.max()) + 1)
    series = table.set_index(years.astype("int64"))[columns].astype("float64")
    return series.reindex(every).rename_axis(year).reset_index()


def _numeric(table: pd.DataFrame, column: str) -> None:
    if not pd.api.types.is_numeric_dtype(table[column]):
        raise ValueError(say("abductions.not_numbers", column=column))


def _talks(talks: pd.DataFrame, *columns: str, yes_or_no: Sequence[str]) -> pd.DataFrame:
    return need(
        talks,
        what="talks",
        dataset=_TALKS,
        days=["event_date"],
        filled=["event_date", *columns, *yes_or_no],
        known=dict.fromkeys(yes_or_no, (True, False)),
    )
