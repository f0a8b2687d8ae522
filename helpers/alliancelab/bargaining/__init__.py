"""What two sides can gain from each other: win-sets, linked issues and the Nash bargaining solution.

Beside it: `games` of two moves, `meetings` (a seeded meeting of the two sides) and `delegations` (the role-play).
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from alliancelab.bargaining.checks import number, on_scale
from alliancelab.ground.suggestions import brief

TOTAL = 100
_TIE = 1e-9


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
    opens "up to" a group accepts from 0 to its limit, with "from" it accepts from its limit to 100.

    >>> win_set({"farmers": 20, "carmakers": 70, "ministry": 50}, needed=2)
    (0.0, 50.0)
    >>> win_set({"farmers": 20, "carmakers": 70, "ministry": 50}, needed=3)
    (0.0, 20.0)

    References: Putnam (1988), International Organization: the win-set of a two-level game.
    """
    if opens not in ("up to", "from"):
        raise ValueError(f"A win-set runs 'up to' or 'from' a limit; opens is {brief(opens)}. Choose one of the two.")
    if not isinstance(limits, Mapping) or not limits:
        given = brief(limits) if limits else "empty"
        raise ValueError(
            f"A win-set needs groups at home, each with its limit; limits is {given}. Write such as {{'farmers': 20}}."
        )
    values = sorted(
        (on_scale(limit, f"the limit of {group}") for group, limit in limits.items()), reverse=opens == "up to"
    )
    if type(needed) is not int or not 1 <= needed <= len(values):
        raise ValueError(
            f"needed is between 1 and the {len(values)} groups; it is {brief(needed)}. Choose a whole number."
        )
    end = values[needed - 1]
    return (0.0, end) if opens == "up to" else (end, float(TOTAL))


def overlap(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float] | None:
    """The deals in both win-sets, or None when there is no deal that both homes accept.

    >>> overlap((0, 50), (30, 100)), overlap((0, 20), (30, 100))
    ((30, 50), None)
    """
    for stretch in (one, other):
        if not isinstance(stretch, tuple) or len(stretch) != 2:
            raise ValueError(
                f"A win-set is a pair (low, high); what was given is {brief(stretch)}. Make it with win_set."
            )
    low, high = max(one[0], other[0]), min(one[1], other[1])
    return (low, high) if low <= high else None


def nash(values: pd.DataFrame, no_deal: Sequence[float]) -> Agreement:
    """The Nash bargaining solution over several issues that may be traded for each other.

    values has one row an issue and two columns: what the whole issue is worth to the first side and to the
    second. Each issue is shared out between them, in parts if need be. no_deal is what each side has
    without an agreement. The solution has the largest product of gains. Raises ValueError when values are
    not positive numbers or no package is better than no deal for both.

    Nash's own example, Bill and Jack, is in the tests: gains of 12 and 5.

    >>> apples = pd.DataFrame({"Bill": [10, 1], "Jack": [1, 10]}, index=["pen", "book"])
    >>> nash(apples, (0, 0)).share_pct.to_dict()
    {'pen': 100.0, 'book': 0.0}

    References: Nash (1950), The Bargaining Problem, Econometrica 18; linkage: Tollison and Willett (1979).
    """
    mine, theirs, out = _worths(values, no_deal)
    order = _by_ratio(mine, theirs)
    best = None
    for place, (u, v) in enumerate(_corners(mine, theirs, order)):
        issue = order[place]
        # Along one issue the product is a parabola in the share t: its top, kept within 0 and 1.
        gain, lost = u - out[0], v - out[1]
        t = min(1.0, max(0.0, lost / (2 * theirs[issue]) - gain / (2 * mine[issue])))
        gains = (gain + t * mine[issue], lost - t * theirs[issue])
        if min(gains) > _TIE and (best is None or gains[0] * gains[1] > best[0] + _TIE):
            best = gains[0] * gains[1], gains, place, t
    if best is None:
        raise ValueError(
            f"No package is worth more than no deal to both sides; no_deal is {out[0]:g} and {out[1]:g}. "
            "Lower one of the two."
        )
    top, gains, place, t = best
    shares = np.zeros(len(mine))
    shares[order[:place]], shares[order[place]] = 1.0, t
    return Agreement(
        pd.Series(100 * shares, index=values.index, name="share_pct").round(9),
        (gains[0] + out[0], gains[1] + out[1]),
        gains,
        top,
    )


def package(values: pd.DataFrame, worth: float) -> pd.Series:
    """The best package that is worth so much to the first side: how far each issue goes its way (0 to 100).

    >>> package(pd.DataFrame({"Japan": [30, 70], "United States": [60, 40]}, index=["trade", "missiles"]), 85).to_dict()
    {'trade': 50.0, 'missiles': 100.0}
    """
    mine, theirs, _ = _worths(values, (0, 0))
    left, shares = on_scale(worth, "worth", sum(mine)), np.zeros(len(mine))
    for issue in _by_ratio(mine, theirs):
        shares[issue] = min(1.0, left / mine[issue])
        left = max(0.0, left - mine[issue])
    return pd.Series(100 * shares, index=values.index, name="share_pct").round(9)


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

    No deal is spread over the issues as the weights are. Never better for both than `linked`.

    >>> table = pd.DataFrame({"Japan": [30, 70], "United States": [60, 40]}, index=["trade", "missiles"])
    >>> unlinked(table, (20, 20)).worth
    (50.0, 50.0)
    """
    _add_up(weights)
    _, _, out = _worths(weights, no_deal)
    share = (out[0] + TOTAL - out[1]) / 2
    gains = (share - out[0], TOTAL - share - out[1])
    if min(gains) <= 0:
        raise ValueError(
            f"The two no-deal worths leave nothing to share; they are {out[0]:g} and {out[1]:g}. "
            "Issue by issue they must add up to less than 100."
        )
    shares = pd.Series(share, index=weights.index, name="share_pct", dtype=float)
    return Agreement(shares, (share, TOTAL - share), gains, gains[0] * gains[1])


def frontier(values: pd.DataFrame) -> pd.DataFrame:
    """The best packages there are: from all issues the second side's way to all the first side's way.

    One row a corner, columns named as those of values; between two corners one issue is shared out.

    >>> frontier(pd.DataFrame({"Japan": [30, 70], "United States": [60, 40]})).values.tolist()
    [[0.0, 100.0], [70.0, 60.0], [100.0, 0.0]]
    """
    mine, theirs, _ = _worths(values, (0, 0))
    order = _by_ratio(mine, theirs)
    corners = [*_corners(mine, theirs, order), (sum(mine), 0.0)]
    return pd.DataFrame(corners, columns=values.columns, dtype=float)


def _by_ratio(mine: list[float], theirs: list[float]) -> list[int]:
    # Cheapest first: the issue that gives the first side most for what it costs the second.
    return sorted(range(len(mine)), key=lambda issue: -mine[issue] / theirs[issue])


def _corners(mine: list[float], theirs: list[float], order: list[int]) -> list[tuple[float, float]]:
    """The worth of the package before each issue of the order goes the first side's way."""
    return [(sum(mine[i] for i in order[:n]), sum(theirs[i] for i in order[n:])) for n in range(len(order))]


def _worths(values: pd.DataFrame, no_deal: Sequence[float]) -> tuple[list[float], list[float], tuple[float, float]]:
    if not isinstance(values, pd.DataFrame) or values.shape[1] != 2 or values.empty:
        raise ValueError(
            "Issues are weighed in a table with one row an issue and two columns, one a side; "
            f"what was given is {brief(values)}. Make it with pd.DataFrame."
        )
    sides = []
    for side in values:
        sides.append([number(cell, f"a worth to {side}") for cell in values[side].tolist()])
        if min(sides[-1]) <= 0:
            raise ValueError(
                f"Every issue is worth something to both sides; one is worth {min(sides[-1]):g} to {side}. "
                "Give a number above 0."
            )
    if not isinstance(no_deal, (tuple, list)) or len(no_deal) != 2:
        raise ValueError(
            f"No deal is worth two numbers, one a side; no_deal is {brief(no_deal)}. Write such as (20, 40)."
        )
    out = tuple(number(worth, f"no_deal of {side}") for worth, side in zip(no_deal, values.columns, strict=True))
    if min(out) < 0:
        raise ValueError(
            f"No deal is worth 0 or more; no_deal is {out[0]:g} and {out[1]:g}. Count from the worst outcome."
        )
    return *sides, out


def _add_up(weights: pd.DataFrame) -> None:
    mine, theirs, _ = _worths(weights, (0, 0))
    for side, total in zip(weights.columns, (sum(mine), sum(theirs)), strict=True):
        if abs(total - TOTAL) > 1e-6:
            raise ValueError(
                f"The weights of {side} add up to {total:g}, not {TOTAL}; "
                f"{'take' if total > TOTAL else 'add'} {abs(total - TOTAL):g} points."
            )
