"""What cases can show: shares, truth tables, a change beside another."""

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from alliancelab.ground.messages import say
from alliancelab.ground.numbers import number
from alliancelab.ground.suggestions import brief, did_you_mean
from alliancelab.ground.tables import need

_LISTS = (list, tuple, np.ndarray, pd.Series, pd.Index, pd.api.extensions.ExtensionArray)
_YEAR = re.compile(r"\d{4}\b")


def share(part: float, whole: float) -> float:
    """The part in percent of the whole, both in the same unit.

    Raises ValueError when either is not a number, is negative, or the part is above the whole.

    >>> share(1, 4)
    25.0
    """
    part, whole = number(part, "part"), number(whole, "whole")
    if whole <= 0:
        raise ValueError(say("evidence.no_whole", whole=whole))
    if not 0 <= part <= whole:
        raise ValueError(say("evidence.no_part", part=part, whole=whole))
    return 100 * part / whole


def truth_table(
    cases: pd.DataFrame, conditions: Sequence[str], outcome: str, name: str = "country_name"
) -> pd.DataFrame:
    """One row for each combination of conditions that occurs, with how many of its cases have the outcome.

    Conditions and outcome are true or false in every case. Columns: the conditions, n, n_outcome,
    consistency (the share with the outcome, 0 to 1), verdict ("always", "never", "contradictory") and
    cases (names joined by commas). Raises LookupError for a column the table lacks and ValueError for a
    value that is not true or false.

    >>> cases = pd.DataFrame({"country_name": ["Japan", "Canada"], "ally": [True, True],
    ...                       "exempt": [False, True]})
    >>> truth_table(cases, ["ally"], "exempt")
       ally  n  n_outcome  consistency        verdict          cases
    0  True  2          1          0.5  contradictory  Japan, Canada

    References: Ragin (1987), The Comparative Method, chapter 6.
    """
    conditions = [conditions] if isinstance(conditions, str) else _listed(conditions)
    names = [*conditions, outcome, name]
    if not conditions or not all(isinstance(each, str) for each in names) or len(set(names)) < len(names):
        raise ValueError(say("evidence.no_conditions", conditions=", ".join(map(str, conditions)) or "none"))
    need(cases, *names, what="cases", filled=(name,), rows=True)
    table = pd.DataFrame({column: _booleans(cases[column], column) for column in [*conditions, outcome]})
    table[name] = cases[name].astype(str)
    grouped = table.groupby(conditions, sort=False)
    rows = grouped.agg(
        n=(outcome, "size"),
        n_outcome=(outcome, "sum"),
        consistency=(outcome, "mean"),
        cases=(name, ", ".join),
    ).reset_index()
    verdicts = [rows["n_outcome"] == rows["n"], rows["n_outcome"] == 0]
    rows.insert(len(rows.columns) - 1, "verdict", np.select(verdicts, ["always", "never"], "contradictory"))
    return rows.sort_values(conditions, ascending=False, ignore_index=True)


def before_after(
    table: pd.DataFrame,
    unit: str,
    treated: str,
    control: str,
    before: object,
    after: object,
    value: str,
    period: str = "year",
) -> pd.DataFrame:
    """Change in percent of a treated and a control unit, and how far apart the two changes are.

    `unit`, `period` and `value` name columns of `table`, which has one row for each unit and period.
    Rows treated, control and difference; the last one's change_pct is in percentage points (difference
    in differences of relative changes). Raises LookupError for a column or a row the table lacks,
    ValueError for rows given twice, for exchanged periods and for a start at zero or below.

    >>> table = pd.DataFrame({"country_code": ["JPN", "JPN", "CAN", "CAN"],
    ...                       "year": [2017, 2019, 2017, 2019], "quantity_kt": [200.0, 100.0, 100.0, 90.0]})
    >>> before_after(table, "country_code", "JPN", "CAN", 2017, 2019, "quantity_kt")
                country_code  before  after  change_pct
    treated              JPN   200.0  100.0       -50.0
    control              CAN   100.0   90.0       -10.0
    difference           NaN     NaN    NaN       -40.0

    References: Angrist and Pischke (2009), Mostly Harmless Econometrics, section 5.2.
    """
    need(table, unit, period, value, what="table")
    if not all(pd.api.types.is_scalar(each) and pd.notna(each) for each in (treated, control, before, after)):
        raise ValueError(say("evidence.not_one_unit"))
    if treated == control:
        raise ValueError(say("evidence.same_unit", unit=_plain(treated)))
    _in_order(before, after)
    rows = []
    for name in (treated, control):
        start, end = (_one(table, {unit: name, period: when}, value) for when in (before, after))
        if start <= 0:
            raise ValueError(say("evidence.no_start", value=value, unit=str(name), before=str(before), start=start))
        rows.append({unit: name, "before": start, "after": end, "change_pct": 100 * (end - start) / start})
    rows.append({"change_pct": rows[0]["change_pct"] - rows[1]["change_pct"]})
    return pd.DataFrame(rows, index=["treated", "control", "difference"])


def _in_order(before: object, after: object) -> None:
    """Refuse exchanged periods: numbers, days, and texts that begin with a year have an order of their own."""
    texts = isinstance(before, str) and isinstance(after, str)
    if texts and not (_YEAR.match(before) and _YEAR.match(after)):
        in_order = before != after
    else:
        try:
            in_order = bool(before < after)
        except TypeError:
            raise ValueError(say("evidence.other_periods", before=_plain(before), after=_plain(after))) from None
    if not in_order:
        raise ValueError(say("evidence.exchanged", before=_plain(before), after=_plain(after)))


def _one(table: pd.DataFrame, where: dict[str, object], value: str) -> float:
    rows = table
    for column, wanted in where.items():
        rows = rows[rows[column] == wanted]
    named = say("evidence.and").join(f"{column} {brief(_plain(wanted))}" for column, wanted in where.items())
    if rows.empty:
        names = [str(each) for each in table[next(iter(where))].unique()]
        question = did_you_mean(next(iter(where.values())), names)
        raise LookupError(say("evidence.no_row", named=named, question=question))
    if len(rows) > 1:
        raise ValueError(say("evidence.several_rows", n=len(rows), named=named))
    return number(rows[value].iloc[0], say("evidence.value_of", value=value, named=named))


def _booleans(column: pd.Series, what: str) -> pd.Series:
    wrong = ~column.map(lambda value: isinstance(value, (bool, np.bool_))).astype(bool)
    if wrong.any():
        row = wrong.index[wrong.to_numpy().argmax()]
        raise ValueError(say("evidence.not_yes_or_no", what=what, row=row, given=_plain(column[wrong].iloc[0])))
    return column.astype(bool)


def _plain(value: object) -> object:
    return value.item() if isinstance(value, np.generic) else value


def _listed(given: object) -> list:
    if not isinstance(given, _LISTS) or getattr(given, "ndim", 1) != 1:
        raise ValueError(say("evidence.not_a_list", given=given))
    return list(given)
