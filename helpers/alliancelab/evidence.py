"""What cases and observations can show: shares, exact tests, truth tables and weighed evidence."""

import math
from collections.abc import Sequence
from itertools import combinations, islice
from numbers import Real
from typing import NamedTuple

import numpy as np
import pandas as pd

from alliancelab.ground.suggestions import brief, did_you_mean

MOST_ARRANGEMENTS = 3_000_000
_CHUNK = 100_000
# A clue is near certain if the account holds from CERTAIN on, near unique to it up to UNIQUE.
CERTAIN, UNIQUE = 0.9, 0.1


class PermutationResult(NamedTuple):
    """Difference of means (treated minus the rest), two-sided p, and the arrangements counted."""

    difference: float
    p_value: float
    arrangements: int
    as_extreme: int


class Update(NamedTuple):
    """Belief after one piece of evidence, and the evidence's weight in decibels (10 log10 of the ratio)."""

    posterior: float
    likelihood_ratio: float
    weight_db: float


def share(part: float, whole: float) -> float:
    """The part in percent of the whole, both in the same unit.

    Raises ValueError when either is not a number, is negative, or the part is above the whole.

    >>> share(1, 4)
    25.0
    """
    part, whole = _number(part, "part"), _number(whole, "whole")
    if whole <= 0:
        raise ValueError(f"A whole is above zero; whole is {whole:g}. Check that the table is not empty.")
    if not 0 <= part <= whole:
        raise ValueError(
            f"A part is between 0 and the whole, {whole:g}; part is {part:g}. Are they in one unit and order?"
        )
    return 100 * part / whole


def exact_permutation_test(values: Sequence[float], treated: Sequence[bool]) -> PermutationResult:
    """How often chance alone would part the cases as far as they are parted, counted over every way.

    One value a case (0 and 1 for no and yes), and whether the case was treated. Two-sided: an
    arrangement counts when its difference of means, either way, is at least the one seen. Yes-and-no
    values are counted by formula at any size, others one by one up to MOST_ARRANGEMENTS. Raises
    ValueError for values that are missing or not numbers, and for too many arrangements.

    >>> exact_permutation_test([1, 1, 0, 0], [True, True, False, False])
    PermutationResult(difference=1.0, p_value=0.333..., arrangements=6, as_extreme=2)

    References: Fisher (1935), The Design of Experiments, chapter 2.
    """
    numbers = np.array([_number(value, f"value {place}") for place, value in enumerate(values)])
    chosen = _booleans(pd.Series(list(treated), dtype=object), "treated").to_numpy(bool)
    if len(numbers) != len(chosen):
        raise ValueError(
            f"Every case needs a value and a treatment; there are {len(numbers)} values and {len(chosen)} "
            "treatments. Take both from one table."
        )
    cases, size = len(chosen), int(chosen.sum())
    if not 0 < size < cases:
        raise ValueError(
            f"A comparison needs treated cases and others; {size} of {cases} are treated. Check the condition."
        )
    difference = float(numbers[chosen].mean() - numbers[~chosen].mean())
    arrangements = math.comb(cases, size)
    if set(numbers) <= {0.0, 1.0}:
        as_extreme = _count_binary(cases, size, int(numbers.sum()), int(numbers[chosen].sum()))
    elif arrangements <= MOST_ARRANGEMENTS:
        as_extreme = _count_one_by_one(numbers, size, difference)
    else:
        raise ValueError(
            f"{size} of {cases} cases can be chosen in {arrangements:,} ways, above {MOST_ARRANGEMENTS:,}; "
            "compare fewer cases, or turn the values into yes and no."
        )
    return PermutationResult(difference, as_extreme / arrangements, arrangements, as_extreme)


def _count_binary(cases: int, size: int, yes: int, yes_treated: int) -> int:
    # The difference of means is linear in the treated yeses; in whole numbers there are no false ties.
    seen = abs(yes_treated * cases - yes * size)
    return sum(
        math.comb(yes, k) * math.comb(cases - yes, size - k)
        for k in range(max(0, size - (cases - yes)), min(size, yes) + 1)
        if abs(k * cases - yes * size) >= seen
    )


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
    """One row for each combination of conditions that occurs: how many cases, how many with the outcome.

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
    conditions = [conditions] if isinstance(conditions, str) else list(conditions)
    if not conditions or len({*conditions, outcome, name}) < len(conditions) + 2:
        raise ValueError(
            "A truth table needs one condition or more, each named once, apart from outcome and name; "
            f"conditions are {', '.join(map(str, conditions)) or 'none'}."
        )
    _need(cases, [*conditions, outcome, name])
    if cases[name].isna().any():
        raise ValueError(f"Every case needs a name; {name} is missing at row {_first(cases[name].isna())}.")
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


def update(prior: float, if_true: float, if_false: float) -> Update:
    """Belief in an account after seeing one piece of evidence, by Bayes' rule.

    `if_true` is the probability of the evidence if the account is true, `if_false` if it is not; all
    three are between 0 and 1. The ratio is infinite for evidence that is impossible otherwise. Raises
    ValueError for what is no probability, or for evidence that could not occur.

    >>> update(0.5, 0.8, 0.2)
    Update(posterior=0.8, likelihood_ratio=4.0, weight_db=6.02...)

    References: Good (1950), Probability and the Weighing of Evidence, chapter 6.
    """
    prior = _probability(prior, "prior")
    if_true, if_false = _probability(if_true, "if_true"), _probability(if_false, "if_false")
    evidence = prior * if_true + (1 - prior) * if_false
    if if_true == if_false == 0 or (evidence == 0 and prior in (0, 1)):
        raise ValueError(
            f"Evidence with if_true {if_true:g} and if_false {if_false:g} cannot occur under a prior of "
            f"{prior:g}, yet it was seen; raise one of the probabilities above 0."
        )
    ratio = if_true / if_false if if_false else math.inf
    weight_db = 10 * math.log10(ratio) if ratio else -math.inf
    # Shrunk together so that tiny likelihoods do not vanish in the product.
    largest = max(if_true, if_false)
    yes, no = prior * (if_true / largest), (1 - prior) * (if_false / largest)
    return Update(yes / (yes + no), ratio, weight_db)


def kind_of_test(if_true: float, if_false: float, certain: float = CERTAIN, unique: float = UNIQUE) -> str:
    """The name of the test a clue makes: hoop, smoking gun, doubly decisive or straw in the wind.

    A clue is certain when the account makes it at least `certain` likely, and unique when it is at most
    `unique` likely otherwise. Certain only: hoop. Unique only: smoking gun. Both: doubly decisive.

    >>> kind_of_test(0.95, 0.5), kind_of_test(0.3, 0.05)
    ('hoop', 'smoking gun')

    References: Van Evera (1997), Guide to Methods for Students of Political Science, chapter 1;
    Collier (2011), Understanding Process Tracing, PS 44(4).
    """
    is_certain = _probability(if_true, "if_true") >= _probability(certain, "certain")
    is_unique = _probability(if_false, "if_false") <= _probability(unique, "unique")
    names = ("straw in the wind", "smoking gun", "hoop", "doubly decisive")
    return names[2 * is_certain + is_unique]


def trace(
    clues: pd.DataFrame, prior: float = 0.5, if_surprised: str = "example_if_surprised", if_not: str = "example_if_not"
) -> pd.DataFrame:
    """Process tracing: belief that Tokyo was surprised before and after each clue, in the table's order.

    clues has clue_id and two columns of likelihoods, named by if_surprised and if_not. Columns clue_id, clue,
    if_surprised, if_not, speaks ("for" surprise, "against" or "neither"), kind (of test, for the account it
    speaks for), before, after (0 to 1) and moved (percentage points). Raises ValueError, naming the clue, for
    what is no probability and for likelihoods that are both zero.

    >>> clues = pd.DataFrame({"clue_id": ["C1"], "example_if_surprised": [0.8], "example_if_not": [0.2]})
    >>> trace(clues)[["kind", "after"]].values.tolist()
    [['straw in the wind', 0.8]]

    References: Fairfield and Charman (2017), Explicit Bayesian Analysis for Process Tracing, Political Analysis 25(3).
    """
    _need(clues, ["clue_id", if_surprised, if_not])
    belief, steps = prior, []
    for row in clues.to_dict("records"):
        yes, no = row[if_surprised], row[if_not]
        try:
            after = update(belief, yes, no).posterior
            kind = kind_of_test(max(yes, no), min(yes, no))
        except ValueError as error:
            raise ValueError(f"Clue {row['clue_id']}: {error}") from None
        speaks = "neither" if yes == no else "for" if yes > no else "against"
        steps.append(
            (row["clue_id"], row.get("clue", ""), yes, no, speaks, kind, belief, after, 100 * (after - belief))
        )
        belief = after
    columns = ["clue_id", "clue", "if_surprised", "if_not", "speaks", "kind", "before", "after", "moved"]
    return pd.DataFrame(steps, columns=columns)


def belief_reading(steps: pd.DataFrame, prior: float) -> str:
    """One sentence on where belief starts and ends, and which clue moves it most.

    >>> clues = pd.DataFrame({"clue_id": ["C1"], "example_if_surprised": [0.8], "example_if_not": [0.2]})
    >>> belief_reading(trace(clues), 0.5)
    'Belief goes from 50% to 80%; C1 moves it most, up by 30 points, as a straw in the wind for surprise.'
    """
    start = f"Belief goes from {prior:.0%} to {steps['after'].iloc[-1]:.0%}"
    most = steps.loc[steps["moved"].abs().idxmax()]
    if most["moved"] == 0:
        return f"{start}; no clue moves it."
    way, article = "up" if most["moved"] > 0 else "down", "" if most["kind"] == "doubly decisive" else "a "
    kind = article + most["kind"] + ("" if article else " evidence")
    return f"{start}; {most['clue_id']} moves it most, {way} by {abs(most['moved']):.0f} points, as {kind} {most['speaks']} surprise."


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
    ValueError for rows given twice and for a start at zero or below.

    >>> table = pd.DataFrame({"country_code": ["JPN", "JPN", "CAN", "CAN"],
    ...                       "year": [2017, 2019, 2017, 2019], "quantity_kt": [200.0, 100.0, 100.0, 90.0]})
    >>> before_after(table, "country_code", "JPN", "CAN", 2017, 2019, "quantity_kt")
                country_code  before  after  change_pct
    treated              JPN   200.0  100.0       -50.0
    control              CAN   100.0   90.0       -10.0
    difference           NaN     NaN    NaN       -40.0

    References: Angrist and Pischke (2009), Mostly Harmless Econometrics, section 5.2.
    """
    _need(table, [unit, period, value])
    rows = []
    for name in (treated, control):
        start, end = (_one(table, {unit: name, period: when}, value) for when in (before, after))
        if start <= 0:
            raise ValueError(
                f"A change in percent needs a start above zero; {value} of {name} in {before} is {start:g}. "
                "Choose another period."
            )
        rows.append({unit: name, "before": start, "after": end, "change_pct": 100 * (end - start) / start})
    rows.append({"change_pct": rows[0]["change_pct"] - rows[1]["change_pct"]})
    return pd.DataFrame(rows, index=["treated", "control", "difference"])


def _one(table: pd.DataFrame, where: dict[str, object], value: str) -> float:
    found = table
    for column, wanted in where.items():
        found = found[found[column] == wanted]
    named = " and ".join(f"{column} {_shown(wanted)}" for column, wanted in where.items())
    if found.empty:
        names = [str(each) for each in table[next(iter(where))].unique()]
        raise LookupError(
            f"The table has no row with {named}.{did_you_mean(next(iter(where.values())), names)} "
            "Choose a unit and periods it has."
        )
    if len(found) > 1:
        raise ValueError(f"The table has {len(found)} rows with {named}; keep one, or sum them first.")
    return _number(found[value].iloc[0], f"{value} with {named}")


def _booleans(column: pd.Series, what: str) -> pd.Series:
    wrong = ~column.map(lambda value: isinstance(value, (bool, np.bool_))).astype(bool)
    if wrong.any():
        raise ValueError(
            f"{what} must be true or false for every case; row {_first(wrong)} has "
            f"{_shown(column[wrong].iloc[0])}. Turn it into a yes-or-no column first."
        )
    return column.astype(bool)


def _shown(value: object) -> str:
    return brief(value.item() if isinstance(value, np.generic) else value)


def _first(wrong: pd.Series) -> object:
    return wrong.index[wrong.to_numpy().argmax()]


def _number(value: object, what: str) -> float:
    is_number = isinstance(value, (Real, np.bool_))
    if not is_number or not math.isfinite(value):
        raise ValueError(f"A number is needed; {what} is {_shown(value)}. Give a finite number.")
    return float(value)


def _probability(value: object, what: str) -> float:
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, Real):
        raise ValueError(f"A probability is between 0 and 1; {what} is {_shown(value)}. Give a number.")
    if not 0 <= value <= 1:
        hint = f"Did you mean {value / 100:g}?" if 1 < value <= 100 else "Give a number from 0 to 1."
        raise ValueError(f"A probability is between 0 and 1; {what} is {float(value):g}. {hint}")
    return float(value)


def _need(table: pd.DataFrame, columns: Sequence[str]) -> None:
    for column in columns:
        if column not in table.columns:
            names = [str(name) for name in table.columns]
            raise LookupError(
                f"The table has no column {brief(column)}.{did_you_mean(column, names)} "
                f"Its columns are {', '.join(names)}."
            )
