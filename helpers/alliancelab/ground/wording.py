"""Names and values as a reader says them: a column's name, a day, a number, a code, and what is missing."""

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from numbers import Integral, Real

import numpy as np
import pandas as pd

from alliancelab.ground import messages
from alliancelab.ground.messages import say

MISSING = "–"
# The end of a column's name says its unit; the longest first.
_UNITS = ("_usd_bn", "_usd_m", "_usd", "_pct", "_prob", "_km", "_kt", "_deg", "_min")
_CODE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+")
_CODES = re.compile(r"[a-z0-9_]+(?:;[a-z0-9_]+)+")


def heading(name: object, titles: Mapping[str, str] | None = None) -> str:
    """The name of a column in words, with its unit in brackets.

    titles has the title of each name that has one of its own, as `catalogue.headings` gives them.

    >>> heading("rate_pct"), heading("claim_id"), heading("us_takes_part")
    ('Rate (%)', 'Claim no.', 'US takes part')
    """
    if not isinstance(name, str):
        return value(name)
    ending = next((unit for unit in _UNITS if name.endswith(unit)), "")
    title = titles.get(name) if isinstance(titles, Mapping) else ""
    title = title or _listed(f"shown.column_{name}") or _listed(f"shown.code_{name}")
    if not title:
        words = name.removesuffix(ending).replace("_", " ").split(" ")
        title = " ".join(_listed(f"shown.word_{word}") or word for word in words)
    title = title[:1].upper() + title[1:]
    unit = _listed(f"shown.unit_{ending[1:]}") if ending else ""
    return f"{title} ({unit})" if unit and "(" not in title else title


def labels(given: Sequence, axis: object = None, titles: Mapping[str, str] | None = None) -> list[str]:
    """The labels of rows, or of columns that are named by values: a year has no comma.

    axis is what they are labels of, such as "year". Without one, labels are headings where one of them is known
    to be a column's name, as in one row of a table.

    >>> labels([2018]), labels(["asked", "rate_pct"]), labels(["said_dead"], "dprk_claim")
    (['2018'], ['Asked for', 'Rate (%)'], ['said to have died'])
    """
    texts = [each for each in given if isinstance(each, str)] if axis is None else []
    if any(each in (titles or ()) or _listed(f"shown.column_{each}") or _is_column(each) for each in texts):
        return [heading(each, titles) for each in given]
    whole = (Integral, np.integer)
    return [
        str(int(each)) if isinstance(each, whole) and not isinstance(each, bool) else value(each, axis)
        for each in given
    ]


def value(given: object, column: object = None) -> str:
    """One value in words: a day, a stretch of time, a number, yes or no, a code; a dash where it is missing.

    column is the name of its column, for a code that means different things in different ones.

    >>> value(pd.Timestamp("2018-03-23")), value(75.8095), value(True), value("in_force"), value(None)
    ('2018-03-23', '75.81', 'yes', 'in force', '–')
    """
    if isinstance(given, str):
        return _coded(given, column)
    if pd.api.types.is_list_like(given):
        return ", ".join(value(each, column) for each in _parts(given))
    if given is None or given is pd.NaT or given is pd.NA or given != given:
        return MISSING
    if isinstance(given, (bool, np.bool_)):
        return say("shown.yes") if given else say("shown.no")
    if isinstance(given, (np.datetime64, date)):
        moment = pd.Timestamp(given)
        return f"{moment:%Y-%m-%d}" if moment == moment.normalize() else f"{moment:%Y-%m-%d %H:%M}"
    if isinstance(given, (np.timedelta64, timedelta)):
        return _stretch(pd.Timedelta(given))
    if isinstance(given, Integral):
        # A year alone is a whole number too, and has no comma.
        return f"{int(given):,}" if abs(int(given)) >= 10_000 else str(int(given))
    if isinstance(given, Real):
        return numbers([given])[0]
    return str(given)


def numbers(given: Sequence, name: object = None) -> list[str]:
    """A column of numbers with the decimals it needs, at most as many as a reader can use; years without a comma.

    name is the column's. Raises ValueError for what is neither a number nor missing.

    >>> numbers([1728.37, 34647.46]), numbers([0.25, None, 1 / 3]), numbers([2017, 2018], "year")
    (['1,728', '34,647'], ['0.250', '–', '0.333'], ['2017', '2018'])
    """
    if not all(is_number(each) for each in given):
        raise ValueError(say("shown.not_numbers", given=list(given)))
    floats = [math.nan if each is None or each is pd.NA or each is pd.NaT else float(each) for each in given]
    finite = [abs(each) for each in floats if math.isfinite(each)]
    is_year = isinstance(name, str) and "year" in name.split("_") and all(1000 <= each < 3000 for each in finite)
    decimals, comma = _decimals(finite), "" if is_year else ","
    return [_rounded(each, decimals, comma) for each in floats]


def is_number(given: object) -> bool:
    """Whether a value is a number or missing, so that it may stand in a column of numbers.

    >>> is_number(2.5), is_number(None), is_number(True), is_number("2.5")
    (True, True, False, False)
    """
    if given is None or given is pd.NA or given is pd.NaT:
        return True
    return isinstance(given, Real) and not isinstance(given, (bool, np.bool_))


def _listed(message: str) -> str:
    """A word of the table of messages, or nothing where it has none: most names and codes are words already."""
    room, _, key = message.partition(".")
    return messages.table(room, messages.language()).get(key) or messages.table(room, messages.ENGLISH).get(key, "")


def _is_column(name: str) -> bool:
    return bool(_CODE.fullmatch(name)) and not _listed(f"shown.code_{name}")


def _coded(given: str, column: object) -> str:
    if " " in given:
        # A sentence is no code, and most cells of a long table are sentences.
        return given
    if own := _listed(f"shown.code_{column}_{given}") or _listed(f"shown.code_{given}"):
        return own
    if _CODES.fullmatch(given):
        return "; ".join(_coded(each, column) for each in given.split(";"))
    return given.replace("_", " ") if _CODE.fullmatch(given) else given


def _parts(given: object) -> list:
    if isinstance(given, Mapping):
        return [f"{value(name)}: {value(part)}" for name, part in given.items()]
    return sorted(given, key=str) if isinstance(given, (set, frozenset)) else list(given)


def _stretch(given: pd.Timedelta) -> str:
    if given == given.floor("D"):
        return say("shown.days", n=given.days)
    return say("shown.minutes", n=round(given.total_seconds() / 60))


def _decimals(sizes: Sequence[float]) -> int:
    largest = max(sizes, default=0.0)
    if largest == 0:
        return 0
    small = 2 - math.floor(math.log10(largest))
    most = 0 if largest >= 1000 else 1 if largest >= 100 else 2 if largest >= 1 else small
    rounded = [round(each, most) for each in sizes]
    return next((n for n in range(most) if all(round(each, n) == each for each in rounded)), most)


def _rounded(number: float, decimals: int, comma: str) -> str:
    if number != number:
        return MISSING
    if math.isinf(number):
        return say("shown.endless")
    # Adding 0 takes the sign from a nought.
    return f"{round(number, decimals) + 0.0:{comma}.{decimals}f}"
