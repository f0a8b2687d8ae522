"""What cases can show: shares, exact tests, truth tables, a change beside another."""

import math
import re
from collections.abc import Sequence
from itertools import combinations, islice
from typing import NamedTuple

import numpy as np
import pandas as pd

from alliancelab.ground.messages import say
from alliancelab.ground.numbers import number
from alliancelab.ground.suggestions import brief, did_you_mean
from alliancelab.ground.tables import need, same_rows

MOST_ARRANGEMENTS, MOST_CASES = 3_000_000, 100_000
_CHUNK = 100_000
_LISTS = (list, tuple, range, np.ndarray, pd.Series, pd.Index, pd.api.extensions.ExtensionArray)
_YEAR = re.compile(r"\d{4}\b")


class PermutationResult(NamedTuple):
    """Difference of means (treated minus the rest), two-sided p, and the arrangements counted."""

    difference: float
    p_value: float
    arrangements: int
    as_extreme: int


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


def exact_permutation_test(values: Sequence[float], treated: Sequence[bool]) -> PermutationResult:
    """How often chance alone would set the two groups at least as far apart as they are, over every way to choose them.

    One value per case (0 and 1 for no and yes), and whether the case was treated; two columns come from
    one table, with the same row labels. Two-sided: an arrangement counts when its difference of means,
    either way, is at least the one seen. Yes-and-no values are counted by formula, others one by one up
    to MOST_ARRANGEMENTS. Raises ValueError for values that are missing or not numbers, for columns of
    different rows, and for too many cases or arrangements.

    >>> exact_permutation_test([1, 1, 0, 0], [True, True, False, False])
    PermutationResult(difference=1.0, p_value=0.333..., arrangements=6, as_extreme=2)

    References: Fisher (1935), The Design of Experiments, chapter 2.
    """
    numbers, chosen = _paired(values, treated)
    cases, size = len(chosen), int(chosen.sum())
    if not 0 < size < cases:
        raise ValueError(say("evidence.no_comparison", size=size, cases=cases))
    difference = float(numbers[chosen].mean() - numbers[~chosen].mean())
    if set(numbers) <= {0.0, 1.0}:
        arrangements = math.comb(cases, size)
        as_extreme = _count_binary(cases, size, int(numbers.sum()), int(numbers[chosen].sum()))
    else:
        # The smaller group: choosing who is treated and choosing who is not are the same arrangements.
        arrangements = _ways(cases, min(size, cases - size))
        as_extreme = _count_one_by_one(numbers, min(size, cases - size), difference)
    return PermutationResult(difference, as_extreme / arrangements, arrangements, as_extreme)


def _paired(values: Sequence[float], treated: Sequence[bool]) -> tuple[np.ndarray, np.ndarray]:
    listed = {"values": _listed(values, "values"), "treated": _listed(treated, "treated")}
    if len(listed["values"]) != len(listed["treated"]):
        raise ValueError(say("evidence.unequal", values=len(listed["values"]), treated=len(listed["treated"])))
    same_rows(values, treated, ("values", "treated"))
    # A yes or no is a number here, and nowhere else.
    plain = (float(value) if isinstance(value, (bool, np.bool_)) else value for value in listed["values"])
    numbers = np.array([number(value, f"value {place}") for place, value in enumerate(plain)])
    return numbers, _booleans(pd.Series(listed["treated"], dtype=object), "treated").to_numpy(bool)


def _listed(given: object, what: str) -> list:
    if not isinstance(given, _LISTS) or getattr(given, "ndim", 1) != 1:
        raise ValueError(say("evidence.not_a_list", what=what, given=given))
    if len(given) > MOST_CASES:
        raise ValueError(say("evidence.too_many_cases", what=what, n=len(given), most=MOST_CASES))
    return list(given)


def _ways(cases: int, size: int) -> int:
    ways = math.comb(cases, size)
    if ways > MOST_ARRANGEMENTS:
        shown = f"{ways:,}" if ways < 10**30 else say("evidence.countless")
        raise ValueError(say("evidence.too_many_ways", size=size, cases=cases, ways=shown, most=MOST_ARRANGEMENTS))
    return ways


def _count_binary(cases: int, size: int, yes: int, yes_treated: int) -> int:
    # The difference of means is linear in the treated yeses; in whole numbers there are no false ties.
    seen, no = abs(yes_treated * cases - yes * size), cases - yes
    least, most = max(0, size - no), min(size, yes)
    ways, count = math.comb(yes, least) * math.comb(no, size - least), 0
    for k in range(least, most + 1):
        count += ways if abs(k * cases - yes * size) >= seen else 0
        # The next number of ways from the last: computing each from scratch would take minutes for large tables.
        ways = ways * (yes - k) * (size - k) // ((k + 1) * (no - size + k + 1))
    return count


def _count_one_by_one(numbers: np.ndarray, size: int, difference: float) -> int:
    # Sums in another order differ in the last digits; a tie must stay a tie.
    centred = numbers - numbers.mean()
    scale = 1 / size + 1 / (len(numbers) - size)
    least = abs(difference) - 1e-9 * scale * np.abs(centred).sum()
    ways, count = combinations(range(len(numbers)), size), 0
    while chunk := list(islice(ways, max(1, _CHUNK // size))):
        count += int((np.abs(centred[np.array(chunk)].sum(axis=1)) * scale >= least).sum())
    return count


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
    conditions = [conditions] if isinstance(conditions, str) else _listed(conditions, "conditions")
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
