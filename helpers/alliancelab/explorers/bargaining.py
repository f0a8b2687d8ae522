"""Explore the summit table: how much each side cares about each issue, and what it has without a deal."""

from collections.abc import Mapping, Sequence

import ipywidgets as widgets
import pandas as pd

from alliancelab import bargaining
from alliancelab.bargaining import games, meetings
from alliancelab.charts import sets
from alliancelab.charts.chart import Chart
from alliancelab.charts.plain import bars, lines
from alliancelab.explorers.explorer import Explorer

_SOURCE = "weights and no-deal worths assumed, not measured"


def weights_of(importance: Mapping[str, Mapping[str, float]]) -> pd.DataFrame:
    """Weights of 100 a side from any scale of importance: a side's numbers, divided by their sum.

    importance maps a side to its issues. Returns one row an issue, one column a side, for `bargaining.linked`.
    """
    table = pd.DataFrame(importance).astype(float)
    return 100 * table / table.sum()


def bargain_chart(weights: pd.DataFrame, no_deal: Sequence[float], names: Mapping[str, str]) -> Chart:
    """The bargaining set of two sides with no deal, issue by issue and linked marked, and what linking brings.

    weights and no_deal as in `bargaining.linked`; names maps an issue to plain words. Where no package
    beats no deal for both, the sentence says so and only no deal is marked.
    """
    one, other = weights.columns
    deals, edge = {"no deal": tuple(map(float, no_deal))}, bargaining.frontier(weights)
    try:
        best = bargaining.linked(weights, no_deal)
    except ValueError:
        reading = (
            f"No deal leaves {one} {no_deal[0]:g} and {other} {no_deal[1]:g} points: no package is better for both."
        )
        return sets.bargaining_set(edge, deals, title="What could they settle?", source=_SOURCE, reading=reading)
    reading = (
        f"Linked, {one} has {best.worth[0]:.1f} and {other} {best.worth[1]:.1f} points; "
        f"the issues go {one}'s way to these shares: " + _told(best.share_pct, names)
    )
    try:
        alone = bargaining.unlinked(weights, no_deal)
    except ValueError:
        reading += " Issue by issue there is no deal at all."
    else:
        deals["issue by issue"] = alone.worth
        reading += f" Issue by issue they would have {alone.worth[0]:.1f} and {alone.worth[1]:.1f}."
    deals["linked"] = best.worth
    return sets.bargaining_set(edge, deals, title="What could they settle?", source=_SOURCE, reading=reading)


def fear_chart(abandonment: float, fears: Sequence[float]) -> Chart:
    """How often the ally stays close and the patron deals alone as the fear of entrapment grows, the other fear fixed."""
    table = games.mixing(abandonment, fears)
    table = table.rename(columns={"stays close": "Tokyo stays close", "deals alone": "Washington deals alone"})
    close, alone = (table[name] for name in table.columns[1:])
    chart = lines(
        table,
        "entrapment",
        title="Tokyo's fear, Washington's freedom",
        axis="How often, in the mixed equilibrium (%)",
        x_title="Tokyo's fear of entrapment (points)",
        source="the alliance game, points assumed",
        reading=f"As Tokyo's fear of entrapment grows from {min(fears):g} to {max(fears):g}, Washington deals alone "
        f"{alone.iloc[0]:.1f}% to {alone.iloc[-1]:.1f}% of the time; Tokyo stays close {close.iloc[0]:.0f}% at the "
        f"start and {close.iloc[-1]:.0f}% at the end.",
    )
    # Names at the ends of the lines need room to the right of the last point.
    chart.update_traces(cliponaxis=False)
    chart.update_layout(margin_r=190, yaxis_range=[0, 100])
    return chart


def room_chart(tokyo: Mapping[str, float], washington: Mapping[str, float], needed: int) -> Chart:
    """The win-sets of two sides under every rule at home, the overlap under one rule shaded.

    tokyo maps a group to the furthest it accepts, washington to the least; needed groups must agree.
    """
    rules = [
        (groups, side, n)
        for side, groups in (("Tokyo", tokyo), ("Washington", washington))
        for n in range(1, len(groups) + 1)
    ]
    table = pd.DataFrame(
        [
            (
                side,
                f"{n} of {len(groups)} agree",
                *bargaining.win_set(groups, n, "up to" if side == "Tokyo" else "from"),
            )
            for groups, side, n in rules
        ],
        columns=["side", "rule", "low", "high"],
    )

    def room(n: int) -> tuple[float, float] | None:
        return bargaining.overlap(bargaining.win_set(tokyo, n), bargaining.win_set(washington, n, "from"))

    most = min(len(tokyo), len(washington))
    told = [
        f"{n} on each side, {f'from {found[0]:g} to {found[1]:g}' if (found := room(n)) else 'no room'}"
        for n in range(1, most + 1)
    ]
    return sets.win_sets(
        table,
        title="How much room do the homes leave?",
        axis="How far Japan opens its market (0 to 100)",
        source="groups and limits made up for the exercise",
        shared=room(needed),
        reading=f"If so many groups must agree: {'; '.join(told)}. Shaded: {needed}.",
    )


def sensitivity_chart(runs: pd.DataFrame, outcome: str) -> Chart:
    """What an outcome of many simulated meetings moves with, one bar an assumption."""
    moved = meetings.sensitivity(runs, outcome)
    first, last = moved.iloc[0], moved.iloc[-1]
    return bars(
        moved,
        "assumption",
        "rank_correlation",
        title=f"What does the {outcome} move with?",
        axis="Rank correlation (-1 to 1)",
        source=f"{len(runs)} simulated meetings, assumptions shaken",
        reading=f"Most with '{first['assumption']}' ({first['rank_correlation']:.1f}), "
        f"least with '{last['assumption']}' ({last['rank_correlation']:.1f}).",
    )


def summit_table(weights: pd.DataFrame, no_deal: Sequence[float], names: Mapping[str, str]) -> Explorer:
    """Move what each side cares about (0 is nothing, shares of all it cares about count) and its no-deal worth.

    weights is where the sliders start, one row an issue and one column a side; no_deal likewise.
    """
    look = {"style": {"description_width": "210px"}, "layout": {"width": "min(600px, 95%)"}, "continuous_update": True}
    controls = {
        f"{side}|{issue}": widgets.IntSlider(
            value=round(weights.loc[issue, side]), min=5, max=95, step=5, description=f"{side}: {names[issue]}", **look
        )
        for side in weights
        for issue in weights.index
    }
    controls |= {
        f"{side}|no deal": widgets.IntSlider(
            value=round(worth), min=0, max=80, step=5, description=f"{side}: no deal", **look
        )
        for side, worth in zip(weights, no_deal, strict=True)
    }

    def draw(**values: int) -> Chart:
        importance = {side: {issue: values[f"{side}|{issue}"] for issue in weights.index} for side in weights}
        return bargain_chart(weights_of(importance), [values[f"{side}|no deal"] for side in weights], names)

    return Explorer(controls, draw)


def _told(shares: pd.Series, names: Mapping[str, str]) -> str:
    return ", ".join(f"{names[issue]} {share:.0f}%" for issue, share in shares.items()) + "."
