"""Process tracing: belief in an account before and after each clue, by Bayes' rule."""

import math
from typing import NamedTuple

import pandas as pd

from alliancelab.ground.messages import say
from alliancelab.ground.numbers import number, probability
from alliancelab.ground.tables import need

# A clue is near certain if the account holds from CERTAIN on, near unique to it up to UNIQUE.
CERTAIN, UNIQUE = 0.9, 0.1


class Update(NamedTuple):
    """Belief after one piece of evidence, and the evidence's weight in decibels (10 log10 of the ratio)."""

    posterior: float
    likelihood_ratio: float
    weight_db: float


def update(prior: float, if_true: float, if_false: float) -> Update:
    """Belief in an account after seeing one piece of evidence, by Bayes' rule.

    `if_true` is the probability of the evidence if the account is true, `if_false` if it is not; all
    three are between 0 and 1. The ratio is infinite for evidence that is impossible otherwise. Raises
    ValueError for what is not a probability, or for evidence that could not occur.

    >>> update(0.5, 0.8, 0.2)
    Update(posterior=0.8, likelihood_ratio=4.0, weight_db=6.02...)

    References: Good (1950), Probability and the Weighing of Evidence, chapter 6.
    """
    prior = probability(prior, "prior")
    if_true, if_false = probability(if_true, "if_true"), probability(if_false, "if_false")
    evidence = prior * if_true + (1 - prior) * if_false
    if if_true == if_false == 0 or (evidence == 0 and prior in (0, 1)):
        raise ValueError(say("evidence.impossible", if_true=if_true, if_false=if_false, prior=prior))
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
    Raises ValueError for what is not a probability.

    >>> kind_of_test(0.95, 0.5), kind_of_test(0.3, 0.05)
    ('hoop', 'smoking gun')

    References: Van Evera (1997), Guide to Methods for Students of Political Science, chapter 1;
    Collier (2011), Understanding Process Tracing, PS 44(4).
    """
    is_certain = probability(if_true, "if_true") >= probability(certain, "certain")
    is_unique = probability(if_false, "if_false") <= probability(unique, "unique")
    names = ("straw in the wind", "smoking gun", "hoop", "doubly decisive")
    return names[2 * is_certain + is_unique]


def trace(
    clues: pd.DataFrame, prior: float = 0.5, if_surprised: str = "example_if_surprised", if_not: str = "example_if_not"
) -> pd.DataFrame:
    """Process tracing: belief that Tokyo was surprised before and after each clue, in the table's order.

    clues has clue_id and two columns of likelihoods, named by if_surprised and if_not. Columns clue_id, clue,
    if_surprised, if_not, speaks ("for" surprise, "against" or "neither"), kind (of test, for the account it
    speaks for), before, after (0 to 1) and moved (percentage points). Raises LookupError for a column the
    table lacks and ValueError, naming the clue, for what is not a probability and for two likelihoods of zero.

    >>> clues = pd.DataFrame({"clue_id": ["C1"], "example_if_surprised": [0.8], "example_if_not": [0.2]})
    >>> trace(clues)[["kind", "after"]].values.tolist()
    [['straw in the wind', 0.8]]

    References: Fairfield and Charman (2017), Explicit Bayesian Analysis for Process Tracing, Political Analysis 25(3).
    """
    need(clues, "clue_id", if_surprised, if_not, what="clues", dataset="tokyo-clues")
    belief, steps = probability(prior, "prior"), []
    for row in clues.to_dict("records"):
        yes, no = row[if_surprised], row[if_not]
        try:
            after = update(belief, yes, no).posterior
            kind = kind_of_test(max(yes, no), min(yes, no))
        except ValueError as error:
            raise ValueError(say("evidence.clue", clue=row["clue_id"], error=str(error))) from None
        speaks = "neither" if yes == no else "for" if yes > no else "against"
        moved = 100 * (after - belief)
        steps.append((row["clue_id"], row.get("clue", ""), yes, no, speaks, kind, belief, after, moved))
        belief = after
    columns = ["clue_id", "clue", "if_surprised", "if_not", "speaks", "kind", "before", "after", "moved"]
    return pd.DataFrame(steps, columns=columns)


def belief_reading(steps: pd.DataFrame, prior: float) -> str:
    """One sentence on where belief starts and ends, and which clue moves it most.

    `steps` is what `trace` gives, prior the belief it started from. Raises ValueError for no steps.

    >>> clues = pd.DataFrame({"clue_id": ["C1"], "example_if_surprised": [0.8], "example_if_not": [0.2]})
    >>> belief_reading(trace(clues), 0.5)
    'Belief goes from 50% to 80%; C1 moves it most, up by 30 points, as a straw in the wind for surprise.'
    """
    need(steps, "clue_id", "kind", "speaks", "after", "moved", what="steps", rows=True)
    start = say("evidence.belief", before=probability(prior, "prior"), after=number(steps["after"].iloc[-1], "after"))
    moves = [abs(number(moved, "moved")) for moved in steps["moved"]]
    most = steps.iloc[moves.index(max(moves))]
    if most["moved"] == 0:
        return say("evidence.unmoved", start=start)
    way = say("evidence.up") if most["moved"] > 0 else say("evidence.down")
    decisive = most["kind"] == "doubly decisive"
    kind = say("evidence.decisive") if decisive else say("evidence.kind", kind=most["kind"])
    points = abs(most["moved"])
    return say(
        "evidence.moved", start=start, clue=most["clue_id"], way=way, points=points, kind=kind, speaks=most["speaks"]
    )
