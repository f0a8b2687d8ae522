"""Agreement between coders: how far two people who coded the same cases agree beyond chance."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from alliancelab.ground.suggestions import brief, did_you_mean

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

    1 is full agreement, 0 what chance would give, below 0 worse than chance. One code a case, the same
    cases in the same order; categories, if given, are the codes the rule allows. The interval is kappa
    plus and minus 1.96 standard errors of Fleiss, Cohen and Everitt, cut to -1 and 1. The formula was
    chosen over a bootstrap because it needs no seed and can be checked against published figures; both
    are rough below some thirty cases, and with full agreement both give an interval of no width.
    Raises ValueError for lists of different length, a missing code, a code outside categories, or only
    one code in use, where kappa is not defined.

    >>> found = cohen_kappa(["us", "us", "else", "else"], ["us", "us", "else", "us"])
    >>> found.kappa, found.observed, found.expected
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
        raise ValueError(
            "Both coders used one and the same code for every case, so chance would agree as well and kappa is not "
            "defined; code cases that differ."
        )
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

    Codes stand in the order of categories, or, without it, sorted. Agreement is on the diagonal. Raises
    ValueError as `agreement` does for bad lists.

    >>> confusion(["us", "else"], ["us", "us"]).to_dict("index")
    {'else': {'else': 0, 'us': 1}, 'us': {'else': 0, 'us': 1}}
    """
    one, two = _codes(first, "first"), _codes(second, "second")
    if len(one) != len(two):
        raise ValueError(
            f"Two coders are compared case by case; the first has {len(one)} codes and the second {len(two)}. "
            "Take both from one table."
        )
    if not one:
        raise ValueError("There are no cases to compare; code at least two.")
    known = list(dict.fromkeys(map(str, categories))) if categories is not None else sorted({*one, *two})
    for place, code in enumerate([*one, *two]):
        if code not in known:
            who = "first" if place < len(one) else "second"
            raise ValueError(
                f"{brief(code)}, case {place % len(one) + 1} of the {who} coder, is none of the codes "
                f"{', '.join(known)}.{did_you_mean(code, known)}"
            )
    table = pd.DataFrame(0, index=pd.Index(known, name="first"), columns=pd.Index(known, name="second"))
    for pair in zip(one, two, strict=True):
        table.loc[pair] += 1
    return table


def disagreements(table: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    """The rows of a table in which two columns of codes differ, in their order.

    Raises ValueError for a missing code and LookupError for a column the table lacks.

    >>> coded = pd.DataFrame({"move": ["a", "b"], "ours": ["us", "else"], "yours": ["us", "us"]})
    >>> disagreements(coded, "ours", "yours")
      move  ours yours
    1    b  else    us
    """
    for column in (first, second):
        if column not in table:
            raise LookupError(
                f"The table has no column {brief(column)}.{did_you_mean(column, map(str, table.columns))} "
                f"It has {', '.join(map(str, table.columns))}."
            )
    one, two = _codes(table[first], first), _codes(table[second], second)
    return table[[a != b for a, b in zip(one, two, strict=True)]]


def covered(dates: pd.Series, first: pd.Series, last: pd.Series) -> pd.Series:
    """For each day, whether it falls into any stretch of days of a second list: true or false.

    first and last are the first and last day of each stretch, that day included; a missing last day
    means one day. It says how much of a full list a picked list holds. Raises ValueError for values that
    are not days, a missing day, lists of different length and a stretch that ends before it begins.

    >>> days = pd.to_datetime(pd.Series(["2018-04-17", "2018-05-10"]))
    >>> covered(days, pd.to_datetime(pd.Series(["2018-04-16"])), pd.to_datetime(pd.Series(["2018-04-18"]))).tolist()
    [True, False]
    """
    for name, days in {"dates": dates, "first": first, "last": last}.items():
        if not isinstance(days, pd.Series) or days.dtype.kind != "M":
            raise ValueError(f"{name} is no column of days; take it from a table that catalogue.load gave.")
        if name != "last" and days.isna().any():
            raise ValueError(f"{name} has no day in {int(days.isna().sum())} rows; leave those rows out and say so.")
    if len(first) != len(last):
        raise ValueError(
            f"Every stretch has a first and a last day; there are {len(first)} and {len(last)}. Take both from one table."
        )
    begin, end = first.to_numpy(), last.fillna(first.set_axis(last.index)).to_numpy()
    if (end < begin).any():
        at = int((end < begin).argmax())
        raise ValueError(
            f"A stretch ends on or after its first day; number {at + 1} runs from {str(begin[at])[:10]} to {str(end[at])[:10]}. "
            "Were the two exchanged?"
        )
    inside = (dates.to_numpy()[:, None] >= begin) & (dates.to_numpy()[:, None] <= end)
    return pd.Series(inside.any(axis=1), index=dates.index)


def _codes(codes: Sequence[str], who: str) -> list[str]:
    if isinstance(codes, (str, bytes)) or not hasattr(codes, "__iter__"):
        raise ValueError(f"The codes of {who} are a list with one code a case; {brief(codes)} was given.")
    listed = list(codes)
    for place, code in enumerate(listed, start=1):
        if code is None or code is Ellipsis or code is pd.NA or code != code or code == "":
            raise ValueError(f"Case {place} of {who} has no code; give every case one, or leave it out of both.")
        if not isinstance(code, str):
            raise ValueError(f"Case {place} of {who} is {brief(code)}; a code is a word in quotation marks.")
    return [str(code) for code in listed]
