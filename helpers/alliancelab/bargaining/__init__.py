"""What two sides can gain from each other: win-sets, linked issues and the Nash bargaining solution.

Beside it: `games` of two moves, `meetings` (a seeded meeting of the two sides) and `delegations` (the role-play).
"""

from collections.abc import Mapping, Sequence
from math import fsum
from typing import NamedTuple

import numpy as np
import pandas as pd

from alliancelab.ground.messages import say
from alliancelab.ground.numbers import between, number, whole

TOTAL = 100
# Far below what a person could mean, far above what rounding does: what differs by less is a tie.
TIE = 1e-9


class NoDeal(ValueError):
    """No package is better than no deal for both sides: the numbers are sound, the bargain is not there."""


class Agreement(NamedTuple):
    """A package and what it is worth: share_pct is how far each issue goes the first side's way (0 to 100).

    gains are what each side has above its no-deal worth; product is the two gains multiplied.
    """

    share_pct: pd.Series
    worth: tuple[float, float]
    gains: tuple[float, float]
    product: float


def win_set(limits: Mapping[str, float], needed: int, opens: str = "up to") -> tuple[float, float]:
    """The deals that enough groups at home accept, as a stretch of the scale from 0 to 100.

    limits maps a group at home to its limit on the scale; needed is how many groups must accept. With
    opens "up to" a group accepts from 0 to its limit, with "from" it accepts from its limit to 100. Raises
    ValueError for a limit off the scale, a number of groups that there are not, and another word for opens.

    >>> win_set({"farmers": 20, "carmakers": 70, "ministry": 50}, needed=2)
    (0.0, 50.0)
    >>> win_set({"farmers": 20, "carmakers": 70, "ministry": 50}, needed=3)
    (0.0, 20.0)

    References: Putnam (1988), International Organization: the win-set of a two-level game.
    """
    if type(opens) is not str or opens not in ("up to", "from"):
        raise ValueError(say("bargaining.opens", given=opens))
    if not isinstance(limits, Mapping):
        raise ValueError(say("bargaining.limits", given=limits))
    if not limits:
        raise ValueError(say("bargaining.no_groups"))
    ends = [between(limit, 0, TOTAL, say("bargaining.limit_of", group=group)) for group, limit in limits.items()]
    end = sorted(ends, reverse=opens == "up to")[whole(needed, 1, len(ends), say("bargaining.needed")) - 1]
    return (0.0, end) if opens == "up to" else (end, float(TOTAL))


def overlap(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float] | None:
    """The deals in both win-sets, or None when there is no deal that both homes accept.

    Raises ValueError for what is not a pair of numbers, the lower one first.

    >>> overlap((0, 50), (30, 100)), overlap((0, 20), (30, 100))
    ((30, 50), None)
    """
    for pair in (one, other):
        if not isinstance(pair, tuple) or len(pair) != 2:
            raise ValueError(say("bargaining.not_a_win_set", given=pair))
        if number(pair[0], say("bargaining.low_end")) > number(pair[1], say("bargaining.high_end")):
            raise ValueError(say("bargaining.win_set_reversed", low=pair[0], high=pair[1]))
    low, high = max(one[0], other[0]), min(one[1], other[1])
    return (low, high) if low <= high else None


def nash(values: pd.DataFrame, no_deal: Sequence[float]) -> Agreement:
    """The Nash bargaining solution over several issues that may be traded for each other.

    values has one row per issue and two columns: what the whole issue is worth to the first side and to
    the second. Each issue is shared out between them, in parts if need be. no_deal is what each side has
    without an agreement. The solution has the largest product of gains. Raises ValueError when values are
    not positive numbers, and NoDeal, which is one, when no package is better than no deal for both.

    Nash's own example, Bill and Jack, is in the tests: gains of 12 and 5.

    >>> apples = pd.DataFrame({"Bill": [10, 1], "Jack": [1, 10]}, index=["pen", "book"])
    >>> nash(apples, (0, 0)).share_pct.to_dict()
    {'pen': 100.0, 'book': 0.0}

    References: Nash (1950), The Bargaining Problem, Econometrica 18; linkage: Tollison and Willett (1979).
    """
    mine, theirs, out = _worths(values, no_deal)
    order = _by_ratio(mine, theirs)
    best = None
    for place, corner in enumerate(_corners(mine, theirs, order)):
        t, gains = _top((corner[0] - out[0], corner[1] - out[1]), mine[order[place]], theirs[order[place]])
        if min(gains) > TIE and (best is None or gains[0] * gains[1] > best[0] + TIE):
            best = gains[0] * gains[1], gains, place, t
    if best is None:
        raise NoDeal(say("bargaining.no_package", one=out[0], other=out[1]))
    product, gains, place, t = best
    shares = np.zeros(len(mine))
    shares[order[:place]], shares[order[place]] = 1.0, t
    return Agreement(_shares(values, shares), (gains[0] + out[0], gains[1] + out[1]), gains, product)


def package(values: pd.DataFrame, worth: float) -> pd.Series:
    """The best package that is worth so much to the first side: how far each issue goes its way (0 to 100).

    values as in `nash`. Raises ValueError for a worth below 0 or above that of all issues together.

    >>> package(pd.DataFrame({"Japan": [30, 70], "United States": [60, 40]}, index=["trade", "missiles"]), 85).to_dict()
    {'trade': 50.0, 'missiles': 100.0}
    """
    mine, theirs, _ = _worths(values, (0, 0))
    left, shares = between(worth, 0, fsum(mine), say("bargaining.worth")), np.zeros(len(mine))
    for issue in _by_ratio(mine, theirs):
        shares[issue] = min(1.0, left / mine[issue])
        left = max(0.0, left - mine[issue])
    return _shares(values, shares)


def linked(weights: pd.DataFrame, no_deal: Sequence[float]) -> Agreement:
    """The Nash solution when issues are weighed in points that add up to 100 for each side.

    weights as values in `nash`; no_deal in the same points. Raises ValueError when a column does not add
    up to 100.

    >>> table = pd.DataFrame({"Japan": [30, 70], "United States": [60, 40]}, index=["trade", "missiles"])
    >>> linked(table, (20, 20)).share_pct.to_dict()
    {'trade': 0.0, 'missiles': 100.0}
    """
    _add_up(weights)
    return nash(weights, no_deal)


def unlinked(weights: pd.DataFrame, no_deal: Sequence[float]) -> Agreement:
    """The same issues settled one by one, none traded for another: each shared alike by Nash's rule.

    No deal is spread over the issues as the weights are. Never better for both than `linked`. Raises
    ValueError for weights that do not add up, and NoDeal when the no-deal worths leave nothing to share.

    >>> table = pd.DataFrame({"Japan": [30, 70], "United States": [60, 40]}, index=["trade", "missiles"])
    >>> unlinked(table, (20, 20)).worth
    (50.0, 50.0)
    """
    _add_up(weights)
    _, _, out = _worths(weights, no_deal)
    share = (out[0] + TOTAL - out[1]) / 2
    gains = (share - out[0], TOTAL - share - out[1])
    if min(gains) <= TIE:
        raise NoDeal(say("bargaining.nothing_to_share", one=out[0], other=out[1], total=TOTAL))
    shares = pd.Series(share, index=weights.index, name="share_pct", dtype=float)
    return Agreement(shares, (share, TOTAL - share), gains, gains[0] * gains[1])


def frontier(values: pd.DataFrame) -> pd.DataFrame:
    """The best packages there are: from all issues the second side's way to all the first side's way.

    One row per corner, columns named as those of values; between two corners one issue is shared out.

    >>> frontier(pd.DataFrame({"Japan": [30, 70], "United States": [60, 40]})).values.tolist()
    [[0.0, 100.0], [70.0, 60.0], [100.0, 0.0]]
    """
    mine, theirs, _ = _worths(values, (0, 0))
    order = _by_ratio(mine, theirs)
    corners = [*_corners(mine, theirs, order), (fsum(mine), 0.0)]
    return pd.DataFrame(corners, columns=values.columns, dtype=float)


def _by_ratio(mine: list[float], theirs: list[float]) -> list[int]:
    """Issues in the order of what they give the first side for what they cost the second; ties as they stand."""
    ratios = [one / other for one, other in zip(mine, theirs, strict=True)]
    order = sorted(range(len(mine)), key=lambda issue: -ratios[issue])
    rank, ranks = 0, {}
    for place, issue in enumerate(order):
        # Two equal ratios come out of a division a last bit apart: that must not decide which issue is traded.
        rank += place > 0 and ratios[order[place - 1]] - ratios[issue] > TIE * ratios[issue]
        ranks[issue] = rank
    return sorted(range(len(mine)), key=ranks.get)


def _corners(mine: list[float], theirs: list[float], order: list[int]) -> list[tuple[float, float]]:
    """The worth of the package before each issue of the order goes the first side's way."""
    # fsum, not sum: its result is the same on every Python and in every order of the issues.
    return [(fsum(mine[i] for i in order[:n]), fsum(theirs[i] for i in order[n:])) for n in range(len(order))]


def _top(gains: tuple[float, float], mine: float, theirs: float) -> tuple[float, tuple[float, float]]:
    """How much of one issue goes the first side's way at the largest product of gains, and those gains."""
    # Along one issue the product is a parabola in the share t: its top, kept within 0 and 1.
    t = min(1.0, max(0.0, gains[1] / (2 * theirs) - gains[0] / (2 * mine)))
    return t, (gains[0] + t * mine, gains[1] - t * theirs)


def _shares(values: pd.DataFrame, shares: np.ndarray) -> pd.Series:
    return pd.Series(100 * shares, index=values.index, name="share_pct").round(9)


def _worths(values: pd.DataFrame, no_deal: Sequence[float]) -> tuple[list[float], list[float], tuple[float, float]]:
    if not isinstance(values, pd.DataFrame) or values.shape[1] != 2 or values.empty or not values.columns.is_unique:
        raise ValueError(say("bargaining.not_issues", given=values))
    if not values.index.is_unique:
        raise ValueError(say("bargaining.issue_twice", given=values.index[values.index.duplicated()][0]))
    sides = []
    for side in values:
        what = say("bargaining.worth_to", side=side)
        sides.append([number(cell, what) for cell in values[side].tolist()])
        if min(sides[-1]) <= 0:
            raise ValueError(say("bargaining.worth_nothing", least=min(sides[-1]), side=side))
    if not isinstance(no_deal, (tuple, list)) or len(no_deal) != 2:
        raise ValueError(say("bargaining.not_two_worths", given=no_deal))
    names = [say("bargaining.no_deal_of", side=side) for side in values]
    out = tuple(number(worth, name) for worth, name in zip(no_deal, names, strict=True))
    if min(out) < 0:
        raise ValueError(say("bargaining.no_deal_below_zero", one=out[0], other=out[1]))
    return *sides, out


def _add_up(weights: pd.DataFrame) -> None:
    mine, theirs, _ = _worths(weights, (0, 0))
    for side, total in zip(weights.columns, (fsum(mine), fsum(theirs)), strict=True):
        off = total - TOTAL
        if off > 1e-6:
            raise ValueError(say("bargaining.too_heavy", side=side, total=total, wanted=TOTAL, off=off))
        if off < -1e-6:
            raise ValueError(say("bargaining.too_light", side=side, total=total, wanted=TOTAL, off=-off))
