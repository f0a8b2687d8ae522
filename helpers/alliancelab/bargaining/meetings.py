"""A meeting of two sides, played round by round with a seed, and what its outcome depends on."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from alliancelab import bargaining
from alliancelab.ground.messages import say
from alliancelab.ground.numbers import between, whole
from alliancelab.ground.suggestions import did_you_mean
from alliancelab.ground.tables import need

MOST_MEETINGS = 2_000
MOST_ROUNDS = 1_000
FEWEST = 10  # Meetings that ended in a deal, below which a rank correlation says nothing.
_STEP = 8  # The largest step back in one round, in points of a side's own 100.
_NEAR = 0.1


class Meeting(NamedTuple):
    """How one meeting went: the rounds as a table, whether it ended in a deal, the package and its worth."""

    rounds: pd.DataFrame
    agreed: bool
    share_pct: pd.Series
    worth: tuple[float, float]


def meeting(weights: pd.DataFrame, no_deal: Sequence[float], seed: int, rounds: int = 20) -> Meeting:
    """One meeting under assumed weights: each side opens with its best package and they give way in turn.

    weights and no_deal as in `bargaining.linked`. In each round the side gives way that would lose the
    smaller part of what it has left if talks failed (Zeuthen's rule; where both would lose the same, the
    seed decides); how far, 1 to 8 points, is drawn from the seed. They agree when one side asks no more
    than the other offers; otherwise, after the last round, there is no deal. Same seed, same meeting.
    Raises ValueError for a seed below 0 or rounds below 1.

    >>> weights = pd.DataFrame({"Japan": [30, 70], "United States": [60, 40]}, index=["trade", "missiles"])
    >>> meeting(weights, (20, 20), seed=1).agreed
    True

    References: Harsanyi (1956), Econometrica 24: 144-157, on Zeuthen's rule and Nash's solution.
    """
    bargaining.linked(weights, no_deal)
    whole(rounds, 1, MOST_ROUNDS, say("bargaining.number_of_rounds"))
    dice = np.random.default_rng(whole(seed, 0, what=say("bargaining.seed")))
    played = _played(weights, tuple(map(float, no_deal)), dice, rounds)
    names = ["round", "gives way", f"{weights.columns[0]} asks", f"{weights.columns[1]} offers", "agreed"]
    return played._replace(rounds=pd.DataFrame(played.rounds, columns=names))


def meetings(
    weights: pd.DataFrame,
    no_deal: Sequence[float],
    count: int,
    spread_pct: float,
    seed: int,
    rounds: int = 20,
) -> pd.DataFrame:
    """Many meetings with every assumption shaken: one row per meeting, what was assumed and what came out.

    Each weight and no-deal worth is multiplied by a number drawn between 1 - spread and 1 + spread, and
    the weights are brought back to 100. Columns: "Japan: trade" and so on (drawn weights), "Japan: no
    deal", agreed, one column per issue (share_pct; 50 means half way), and "worth to Japan" and so on.
    Raises ValueError for a count from 2,001 up, a spread above 50 percent, and what `meeting` refuses.

    >>> weights = pd.DataFrame({"Japan": [30, 70], "United States": [60, 40]}, index=["trade", "missiles"])
    >>> meetings(weights, (20, 20), count=3, spread_pct=10, seed=1)["agreed"].tolist()
    [True, True, True]
    """
    bargaining.linked(weights, no_deal)
    whole(count, 1, MOST_MEETINGS, say("bargaining.number_of_meetings"))
    whole(rounds, 1, MOST_ROUNDS, say("bargaining.number_of_rounds"))
    between(spread_pct, 0, 50, say("bargaining.spread"))
    dice, lines = np.random.default_rng(whole(seed, 0, what=say("bargaining.seed"))), []
    for _ in range(count):
        drawn = weights.to_numpy() * dice.uniform(1 - spread_pct / 100, 1 + spread_pct / 100, weights.shape)
        drawn = pd.DataFrame(100 * drawn / drawn.sum(axis=0), weights.index, weights.columns)
        out = tuple(float(worth * dice.uniform(1 - spread_pct / 100, 1 + spread_pct / 100)) for worth in no_deal)
        lines.append(_line(drawn, out, _played(drawn, out, dice, rounds)))
    return pd.DataFrame(lines)


def sensitivity(runs: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """What an outcome of many meetings moves with: one row per assumption, the strongest first.

    rank_correlation is Spearman's: 1 when a larger assumption always goes with a larger outcome, -1 when
    with a smaller, near 0 when the outcome does not move with it. Only meetings that ended in a deal
    count. Raises LookupError for an unknown outcome, ValueError when fewer than FEWEST meetings agreed.

    >>> weights = pd.DataFrame({"Japan": [30, 70], "United States": [60, 40]}, index=["trade", "missiles"])
    >>> table = sensitivity(meetings(weights, (20, 20), 50, 20, seed=1), "worth to Japan")
    >>> len(table)
    6

    References: Spearman (1904), The American Journal of Psychology 15: 72-101.
    """
    need(runs, "agreed", what=say("bargaining.the_meetings"), filled=["agreed"])
    if type(outcome) is not str or outcome not in runs:
        names = [str(name) for name in runs]
        question = did_you_mean(outcome, names)
        raise LookupError(say("bargaining.no_outcome", given=outcome, question=question, names=", ".join(names)))
    if not runs["agreed"].isin([True, False]).all():
        raise ValueError(say("bargaining.agreed_or_not"))
    agreed = runs[runs["agreed"].astype(bool)]
    if len(agreed) < FEWEST:
        raise ValueError(say("bargaining.few_deals", n=len(agreed), least=FEWEST))
    ranks = agreed.rank(numeric_only=True)
    if outcome not in ranks:
        raise ValueError(say("bargaining.outcome_not_numbers", given=outcome))
    assumptions = [name for name in ranks if ": " in str(name) and runs[name].nunique() > 1]
    moves = {name: ranks[name].corr(ranks[outcome]) for name in assumptions}
    table = pd.DataFrame({"assumption": list(moves), "rank_correlation": list(moves.values())})
    return table.sort_values("rank_correlation", key=abs, ascending=False, ignore_index=True)


def _played(weights: pd.DataFrame, out: tuple[float, float], dice: np.random.Generator, rounds: int) -> Meeting:
    edge = bargaining.frontier(weights).to_numpy()

    def to_second(worth: float) -> float:
        return float(np.interp(worth, edge[:, 0], edge[:, 1]))

    def to_first(worth: float) -> float:
        return float(np.interp(worth, edge[::-1, 1], edge[::-1, 0]))

    # Both ends are counted in the first side's points: what it asks, and what the other offers it.
    asks, offers, lines, agreed = to_first(out[1]), out[0], [], False
    for turn in range(1, rounds + 1):
        risks = (_risk(asks, offers, out[0]), _risk(to_second(offers), to_second(asks), out[1]))
        # At the start both risk all they have: equal but for rounding, which must not say who begins.
        tied = abs(risks[0] - risks[1]) <= bargaining.TIE
        mover = int(dice.integers(2)) if tied else int(risks[1] < risks[0])
        step = float(dice.uniform(1, _STEP))
        new = asks - step if mover == 0 else to_first(to_second(offers) - step)
        agreed = new < offers + _NEAR if mover == 0 else new > asks - _NEAR
        # Who would step past the other's standing offer takes that offer.
        if mover == 0:
            asks = offers if agreed else new
        else:
            offers = asks if agreed else new
        lines.append((turn, weights.columns[mover], round(asks, 1), round(offers, 1), agreed))
        if agreed:
            break
    if not agreed:
        return Meeting(lines, False, pd.Series(np.nan, index=weights.index, name="share_pct"), out)
    return Meeting(lines, True, bargaining.package(weights, min(asks, edge[-1, 0])), (asks, to_second(asks)))


def _risk(own: float, other: float, no_deal: float) -> float:
    """The part of its gain that a side would give up by taking the other's offer: its readiness to let talks fail."""
    return (own - other) / (own - no_deal) if own - no_deal > bargaining.TIE else 0.0


def _line(drawn: pd.DataFrame, out: tuple[float, float], played: Meeting) -> dict:
    line = {f"{side}: {issue}": weight for side in drawn for issue, weight in drawn[side].items()}
    line |= {f"{side}: no deal": worth for side, worth in zip(drawn, out, strict=True)}
    line |= {"agreed": played.agreed} | played.share_pct.to_dict()
    return line | {f"worth to {side}": worth for side, worth in zip(drawn, played.worth, strict=True)}
