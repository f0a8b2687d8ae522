"""Agreement between coders: how far two people who coded the same cases agree beyond chance."""

import math
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from alliancelab.ground import days
from alliancelab.ground.messages import say
from alliancelab.ground.numbers import whole
from alliancelab.ground.suggestions import did_you_mean, resolve
from alliancelab.ground.tables import need, same_rows

# Two-sided 95% of the normal distribution.
_Z = 1.959963984540054


class Agreement(NamedTuple):
    """Cohen's kappa with a 95% interval, the shares behind it (0 to 1), and the number of cases.

    observed is the share of cases coded alike; expected is the share alike by chance, given how often
    each coder used each code. kappa = (observed - expected) / (1 - expected).
    """

    kappa: float
    low: float
    high: float
    observed: float
    expected: float
    n: int


def cohen_kappa(first: Sequence[str], second: Sequence[str], categories: Sequence[str] | None = None) -> Agreement:
    """Cohen's kappa of two coders, with its 95% interval by the large-sample standard error.

    1 is full agreement, 0 what chance would give, below 0 worse than chance. One code per case, the same
    cases in the same order (two columns have the same row labels); categories, if given, are the codes
    the rule allows. The interval is kappa
    plus and minus 1.96 standard errors of Fleiss, Cohen and Everitt, cut to -1 and 1. The formula was
    chosen over a bootstrap because it needs no seed and can be checked against published figures; both
    are rough below some thirty cases, and with full agreement both give an interval of no width.
    Raises ValueError for lists of different length or columns of different rows, a missing code, or only
    one code in use, where kappa is not defined, and LookupError for a code outside categories.

    >>> alike = cohen_kappa(["us", "us", "else", "else"], ["us", "us", "else", "us"])
    >>> alike.kappa, alike.observed, alike.expected
    (0.5, 0.75, 0.5)

    References: Cohen (1960), Educational and Psychological Measurement 20(1), 37-46; Fleiss, Cohen and
    Everitt (1969), Psychological Bulletin 72(5), 323-327, formula for a kappa that is not zero.
    """
    counts = confusion(first, second, categories).to_numpy(float)
    n = int(counts.sum())
    shares = counts / n
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    observed, expected = float(np.trace(shares)), float(rows @ columns)
    if math.isclose(expected, 1):
        raise ValueError(say("agreement.one_code"))
    kappa = (observed - expected) / (1 - expected)
    error = _standard_error(shares, rows, columns, kappa, expected, n)
    return Agreement(kappa, max(-1.0, kappa - _Z * error), min(1.0, kappa + _Z * error), observed, expected, n)


def _standard_error(shares, rows, columns, kappa: float, expected: float, n: int) -> float:
    # Fleiss, Cohen and Everitt (1969): agreeing cells, disagreeing cells, and what is taken off for both.
    agreeing = (np.diag(shares) * (1 - (rows + columns) * (1 - kappa)) ** 2).sum()
    margins = (columns[:, None] + rows[None, :]) ** 2 * shares
    disagreeing = (1 - kappa) ** 2 * (margins.sum() - np.trace(margins))
    taken_off = (kappa - expected * (1 - kappa)) ** 2
    return math.sqrt(max(0.0, agreeing + disagreeing - taken_off) / n) / (1 - expected)


def confusion(first: Sequence[str], second: Sequence[str], categories: Sequence[str] | None = None) -> pd.DataFrame:
    """How many cases the first coder (rows) and the second (columns) put under each pair of codes.

    Codes are in the order of categories, or, without it, sorted. Agreement is on the diagonal. Raises
    as `cohen_kappa` does for bad lists.

    >>> confusion(["us", "else"], ["us", "us"]).to_dict("index")
    {'else': {'else': 0, 'us': 1}, 'us': {'else': 0, 'us': 1}}
    """
    who = say("agreement.first"), say("agreement.second")
    one, two = _codes(first, who[0]), _codes(second, who[1])
    if len(one) != len(two):
        raise ValueError(say("agreement.unequal", first=len(one), second=len(two)))
    same_rows(first, second, who)
    if not one:
        raise ValueError(say("agreement.no_cases"))
    known = sorted({*one, *two}) if categories is None else list(dict.fromkeys(_codes(categories, "categories")))
    _check_known(dict(zip(who, (one, two), strict=True)), known)
    pairs = Counter(zip(one, two, strict=True))
    counts = [[pairs[row, column] for column in known] for row in known]
    return pd.DataFrame(counts, index=pd.Index(known, name="first"), columns=pd.Index(known, name="second"))


def _check_known(codes_by: dict[str, list[str]], known: list[str]) -> None:
    for who, codes in codes_by.items():
        for case, code in enumerate(codes, start=1):
            if code not in known:
                question = did_you_mean(code, known)
                listed = ", ".join(known)
                raise LookupError(
                    say("agreement.unknown_code", given=code, case=case, who=who, known=listed, question=question)
                )


def disagreements(table: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    """The rows of a table in which two columns of codes differ, in their order.

    Raises ValueError for a missing code and LookupError for a column the table lacks.

    >>> coded = pd.DataFrame({"move": ["a", "b"], "ours": ["us", "else"], "yours": ["us", "us"]})
    >>> disagreements(coded, "ours", "yours")
      move  ours yours
    1    b  else    us
    """
    need(table, first, second)
    one, two = _codes(table[first], first), _codes(table[second], second)
    return table[[a != b for a, b in zip(one, two, strict=True)]]


def krippendorff_alpha(first: Sequence[str], second: Sequence[str]) -> float:
    """Krippendorff's alpha of two coders for codes without an order: 1 is full agreement, 0 chance.

    It differs from kappa in what it calls chance: both coders' codes are put into one bag, and pairs are
    drawn from it without putting back. With many cases the two are close. Raises as `cohen_kappa` does.

    >>> round(krippendorff_alpha(list("aabbdcccedda"), list("babbbccceddd")), 3)
    0.692

    Reference: Krippendorff, Content Analysis (2004), chapter 11; the example is his own, of twelve articles.
    """
    counts = confusion(first, second).to_numpy(float)
    values = counts.sum(axis=0) + counts.sum(axis=1)
    n = values.sum()
    by_chance = 1 - float((values * (values - 1)).sum()) / (n * (n - 1))
    if by_chance == 0:
        raise ValueError(say("agreement.one_code"))
    return float(1 - (1 - np.trace(counts) / counts.sum()) / by_chance)


def sampled_kappas(
    first: Sequence[str], second: Sequence[str], size: int, times: int = 1000, seed: int = 20
) -> pd.Series:
    """Kappa in each of many samples of cases, drawn at random and without putting back.

    It shows what a kappa from a few cases is worth, and whether a small set of cases can be a random one.
    size is the number of cases in a sample, times the number of samples; another seed draws others, and the
    answer changes a little. A sample in which only one code is in use has no kappa and is missing. Raises
    as `cohen_kappa` does, and ValueError for a size or a number of samples that cannot be drawn.

    >>> sampled_kappas(list("aabb"), list("aabb"), size=4, times=3).tolist()
    [1.0, 1.0, 1.0]
    """
    counts = confusion(first, second)
    pairs = np.repeat(np.arange(counts.size), counts.to_numpy().ravel())
    size = whole(size, 2, len(pairs), say("agreement.sample_size"))
    chance = np.random.default_rng(whole(seed, 0, what=say("agreement.seed")))
    kappas = []
    for _ in range(whole(times, 1, 10_000, say("agreement.samples"))):
        drawn = np.bincount(chance.choice(pairs, size, replace=False), minlength=counts.size)
        shares = drawn.reshape(counts.shape) / size
        expected = float(shares.sum(axis=1) @ shares.sum(axis=0))
        kappas.append(math.nan if math.isclose(expected, 1) else (np.trace(shares) - expected) / (1 - expected))
    return pd.Series(kappas, name="kappa")


def by_variable(codings: pd.DataFrame) -> pd.DataFrame:
    """How far two codings agree: one row for each variable of each table and each way of counting.

    codings has the columns of second-codings. Where rows carry no code (na), they are also left out; where
    the second coder may name a second code, a match with either is also counted. The columns are dataset,
    variable, counted, n (rows), differ (rows), alike_pct, kappa with its 95% interval (low, high), and
    alpha (Krippendorff's). Rows that anybody would code alike raise all of these: give a part of the table
    to leave them out. Raises LookupError or ValueError for a table that lacks something, and where only one
    code is in use.

    >>> from alliancelab import catalogue
    >>> codings = catalogue.load("second-codings")
    >>> by_variable(codings)[["variable", "counted", "n", "differ"]].head(2).values.tolist()
    [['track', 'all rows', 125, 3], ['track', 'rows with a code', 108, 3]]
    """
    rows = []
    for dataset, variable in _coded(codings)[["dataset", "variable"]].drop_duplicates().itertuples(index=False):
        part = codings[(codings["dataset"] == dataset) & (codings["variable"] == variable)]
        ways = {"agreement.all_rows": part}
        if (part["first_code"] == "na").any():
            ways["agreement.without_na"] = part[part["first_code"] != "na"]
        if part["second_code"].notna().any():
            ways["agreement.either_code"] = part.assign(code=_nearer(part))
        rows += [[dataset, variable, say(way), *_measured(some)] for way, some in ways.items()]
    names = ["dataset", "variable", "counted", "n", "differ", "alike_pct", "kappa", "low", "high", "alpha"]
    return pd.DataFrame(rows, columns=names)


def by_category(codings: pd.DataFrame, variable: str) -> pd.DataFrame:
    """How far two codings agree on each code of one variable: one row per code, the most used first.

    codings has the columns of second-codings. first and second say how many rows each coder gave the code,
    both how many rows both gave it; alike_pct is twice both in percent of first and second together, and
    kappa sets this code against all others. So a single code that nobody can tell apart shows. Raises
    LookupError for a variable that was not coded, and as `by_variable` does.

    >>> from alliancelab import catalogue
    >>> by_category(catalogue.load("second-codings"), "domain")[["code", "first", "second", "both"]].values.tolist()
    [['diplomacy', 36, 56, 35], ['trade', 43, 47, 43], ['security', 46, 22, 21]]
    """
    variables = list(dict.fromkeys(_coded(codings)["variable"].astype("str")))
    part = codings[codings["variable"] == resolve(variable, variables, say("agreement.a_variable"))]
    counts = confusion(part["first_code"].astype("str"), part["code"].astype("str"))
    rows = []
    for code in counts.index:
        one, two = ([str(given == code) for given in part[column]] for column in ("first_code", "code"))
        first, second, both = int(counts.loc[code].sum()), int(counts[code].sum()), int(counts.loc[code, code])
        rows.append([code, first, second, both, 100 * 2 * both / (first + second), cohen_kappa(one, two).kappa])
    table = pd.DataFrame(rows, columns=["code", "first", "second", "both", "alike_pct", "kappa"])
    order = (table["first"] + table["second"]).sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)


def _coded(codings: pd.DataFrame) -> pd.DataFrame:
    filled, unique = ("first_code", "code"), ("dataset", "row_id", "variable")
    return need(
        codings,
        "second_code",
        what="codings",
        dataset="second-codings",
        rows=True,
        filled=filled + unique,
        unique=unique,
    )


def _nearer(part: pd.DataFrame) -> pd.Series:
    """The second coder's code that is nearer to the first coder's: its second one where that is the same."""
    first, main, other = (part[column].astype("str") for column in ("first_code", "code", "second_code"))
    return main.where(other != first, first)


def _measured(part: pd.DataFrame) -> list:
    one, two = part["first_code"].astype("str"), part["code"].astype("str")
    alike = cohen_kappa(one, two)
    differ = int((one != two).sum())
    alpha = krippendorff_alpha(one, two)
    return [alike.n, differ, 100 * alike.observed, alike.kappa, alike.low, alike.high, alpha]


def covered(dates: pd.Series, first: pd.Series, last: pd.Series) -> pd.Series:
    """For each day, whether it lies in at least one of a list of stretches of days: true or false.

    first and last are columns of one table with the first and last day of each stretch, that day
    included; a missing last day means a stretch of one day. The answer has the row labels of dates, and
    says how much of a full list is also on a picked list. Raises ValueError for values that are not
    days, a missing day, columns of different rows and a stretch that ends before it begins.

    >>> meetings = pd.to_datetime(pd.Series(["2018-04-17", "2018-05-10"]))
    >>> begins, ends = (pd.to_datetime(pd.Series([day])) for day in ("2018-04-16", "2018-04-18"))
    >>> covered(meetings, begins, ends).tolist()
    [True, False]
    """
    for name, column in {"dates": dates, "first": first, "last": last}.items():
        if not isinstance(column, pd.Series):
            raise ValueError(say("agreement.no_column_of_days", name=name, given=column))
        filled = [] if name == "last" else [name]
        need(column.to_frame(name), what=say("agreement.the_days"), days=[name], filled=filled)
    same_rows(first, last, ("first", "last"))
    begin, end = first.to_numpy(), last.where(last.notna(), first).to_numpy()
    if (end < begin).any():
        at = int((end < begin).argmax())
        start, stop = days.texts(first)[at], days.texts(last)[at]
        raise ValueError(say("agreement.reversed", number=at + 1, first=start, last=stop))
    moments = dates.to_numpy()[:, None]
    return pd.Series(((moments >= begin) & (moments <= end)).any(axis=1), index=dates.index)


def _codes(codes: Sequence[str], who: str) -> list[str]:
    is_list = hasattr(codes, "__len__") and hasattr(codes, "__iter__") and getattr(codes, "ndim", 1) == 1
    if isinstance(codes, (str, bytes, dict, set)) or not is_list:
        raise ValueError(say("agreement.not_a_list", who=who, given=codes))
    for case, code in enumerate(codes, start=1):
        if code is None or code is Ellipsis or code is pd.NA or code is pd.NaT or code == "":
            raise ValueError(say("agreement.no_code", case=case, who=who))
        if isinstance(code, float) and math.isnan(code):
            raise ValueError(say("agreement.no_code", case=case, who=who))
        if not isinstance(code, str):
            raise ValueError(say("agreement.not_a_code", case=case, who=who, given=code))
    return [str(code) for code in codes]
