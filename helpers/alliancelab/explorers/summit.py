"""Explore the summit table: how much each side cares about each issue, and what it has without a deal."""

from collections.abc import Mapping, Sequence

import ipywidgets as widgets
import pandas as pd

from alliancelab import bargaining
from alliancelab.charts import Chart, bargains
from alliancelab.explorers import Explorer

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
        reading = f"No deal leaves {one} {no_deal[0]:g} and {other} {no_deal[1]:g} points: no package is better for both."
        return bargains.bargaining_set(edge, deals, title="What could they settle?", source=_SOURCE, reading=reading)
    reading = (f"Linked, {one} has {best.worth[0]:.1f} and {other} {best.worth[1]:.1f} points; "
               f"the issues go {one}'s way to these shares: " + _told(best.share_pct, names))
    try:
        alone = bargaining.unlinked(weights, no_deal)
    except ValueError:
        reading += " Issue by issue there is no deal at all."
    else:
        deals["issue by issue"] = alone.worth
        reading += f" Issue by issue they would have {alone.worth[0]:.1f} and {alone.worth[1]:.1f}."
    deals["linked"] = best.worth
    return bargains.bargaining_set(edge, deals, title="What could they settle?", source=_SOURCE, reading=reading)


def summit_table(weights: pd.DataFrame, no_deal: Sequence[float], names: Mapping[str, str]) -> Explorer:
    """Move what each side cares about (0 is nothing, shares of all it cares about count) and its no-deal worth.

    weights is where the sliders start, one row an issue and one column a side; no_deal likewise.
    """
    look = {"style": {"description_width": "210px"}, "layout": {"width": "min(600px, 95%)"}, "continuous_update": True}
    controls = {
        f"{side}|{issue}": widgets.IntSlider(value=round(weights.loc[issue, side]), min=5, max=95, step=5,
                                             description=f"{side}: {names[issue]}", **look)
        for side in weights for issue in weights.index
    }
    controls |= {
        f"{side}|no deal": widgets.IntSlider(value=round(worth), min=0, max=80, step=5, description=f"{side}: no deal", **look)
        for side, worth in zip(weights, no_deal, strict=True)
    }

    def draw(**values: int) -> Chart:
        importance = {side: {issue: values[f"{side}|{issue}"] for issue in weights.index} for side in weights}
        return bargain_chart(weights_of(importance), [values[f"{side}|no deal"] for side in weights], names)

    return Explorer(controls, draw)


def _told(shares: pd.Series, names: Mapping[str, str]) -> str:
    return ", ".join(f"{names[issue]} {share:.0f}%" for issue, share in shares.items()) + "."
