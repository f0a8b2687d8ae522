"""Figures of bargains: two win-sets on one scale, and the set of deals two sides can strike."""

from collections.abc import Mapping

import pandas as pd

from alliancelab.charts.chart import OUTLINE, SERIES_STYLE, Chart, numbers
from alliancelab.charts.labels import END, literal, row_height, told, wrapped
from alliancelab.ground.messages import say
from alliancelab.ground.numbers import number
from alliancelab.ground.tables import need

_MARKS = ("x", "square", "diamond", "circle")


def win_sets(
    table: pd.DataFrame,
    *,
    title: str,
    axis: str,
    source: str,
    reading: str,
    shared: tuple[float, float] | None = None,
) -> Chart:
    """Win-sets as bars on one scale from 0 to 100, one row per side and rule; the overlap is shaded.

    table has the columns side, rule, low and high; shared is the stretch to shade. Raises LookupError for a
    missing column and ValueError for a table without rows or with a value missing.

    >>> one = pd.DataFrame({"side": ["Tokyo"], "rule": ["most groups"], "low": [0.0], "high": [50.0]})
    >>> win_sets(one, title="Room?", axis="scale", source="made up", reading="To 50.").data[0].x
    (50.0,)
    """
    need(table, what=say("sets.win_sets"), rows=True, filled=["side", "rule", "low", "high"])
    traces = [_bars(str(side), rows, n) for n, (side, rows) in enumerate(table.groupby("side", sort=False))]
    layout = {
        "title": title,
        "barmode": "overlay",
        "showlegend": False,
        "height": 110 + row_height((name for trace in traces for name in trace["y"]), 42) * len(table),
        "xaxis": {"title": {"text": axis}, "range": [0, 102]},
        "yaxis": {"autorange": "reversed"},
    }
    if shared:
        layout["shapes"] = [_shade(*shared)]
    return Chart(traces, layout, table=table, reading=reading, source=source)


def _bars(side: str, rows: pd.DataFrame, n: int) -> dict:
    low, high = numbers(rows["low"]), numbers(rows["high"])
    return {
        "type": "bar",
        "orientation": "h",
        "name": literal(side),
        "width": 0.5,
        "y": [wrapped(say("sets.rule", side=side, rule=rule)) for rule in rows["rule"]],
        "base": low,
        "x": [top - bottom for bottom, top in zip(low, high, strict=True)],
        "text": [say("sets.stretch", low=bottom, high=top) for bottom, top in zip(low, high, strict=True)],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textfont": {"color": "#000"},
        "hovertemplate": "%{y}: %{text}<extra></extra>",
        "marker": {
            "color": ("#9ecae1", "#fdd0a2")[n % 2],
            "line": OUTLINE,
            "pattern": {"shape": ("", "/")[n % 2], "fgcolor": "#f2b27a", "bgcolor": "#fdd0a2"},
        },
    }


def _shade(low: float, high: float) -> dict:
    return {
        "type": "rect",
        "xref": "x",
        "yref": "paper",
        "x0": low,
        "x1": high,
        "y0": 0,
        "y1": 1,
        "fillcolor": "#009E73",
        "opacity": 0.18,
        "line": {"width": 0},
        "layer": "below",
    }


def bargaining_set(
    edge: pd.DataFrame,
    deals: Mapping[str, tuple[float, float]],
    *,
    title: str,
    source: str,
    reading: str,
) -> Chart:
    """The deals two sides can strike, each as a point: what it is worth to the one and to the other.

    edge has two columns, one per side, with the corners of the best deals; deals names points, such as no
    deal, issue by issue, linked, each by its two worths; the first is the one without a deal. Raises
    ValueError for an edge that is not such a table.

    >>> edge = pd.DataFrame({"Japan": [0.0, 100.0], "United States": [100.0, 0.0]})
    >>> bargaining_set(edge, {"no deal": (20, 40)}, title="What?", source="made up", reading="20, 40.").data[1].name
    'no deal'
    """
    need(edge, what=say("sets.edge"), rows=True)
    if edge.shape[1] != 2:
        raise ValueError(say("sets.two_columns", n=edge.shape[1]))
    if not isinstance(deals, Mapping) or not all(isinstance(p, tuple) and len(p) == 2 for p in deals.values()):
        raise ValueError(say("sets.not_deals", given=deals))
    one, other = map(str, edge.columns)
    traces = [_edge(edge, one, other)]
    for n, (name, worths) in enumerate(deals.items()):
        traces.append(_deal(name, worths, n, one, other))
    columns = [say("sets.deal"), say("sets.worth", side=one), say("sets.worth", side=other)]
    table = pd.DataFrame([(name, *worths) for name, worths in deals.items()], columns=columns)
    layout = {"title": title, "showlegend": False, "height": 480, "xaxis": _axis(one), "yaxis": _axis(other)}
    return Chart(traces, layout, table=table, reading=reading, source=source)


def _worth(side: str) -> str:
    return say("sets.worth", side=side)


def _axis(side: str) -> dict:
    return {"title": {"text": literal(say("sets.worth_axis", side=side))}, "range": [0, 108]}


def _edge(edge: pd.DataFrame, one: str, other: str) -> dict:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": say("sets.best_deals"),
        "x": numbers(edge.iloc[:, 0]),
        "y": numbers(edge.iloc[:, 1]),
        "line": {"color": "#555", "width": 2},
        "fill": "tozeroy",
        "fillcolor": "rgba(86,180,233,0.15)",
        "hovertemplate": f"{told(_worth(one))}: %{{x:.0f}}<br>{told(_worth(other))}: %{{y:.0f}}<extra></extra>",
    }


def _deal(name: str, worths: tuple[float, float], n: int, one: str, other: str) -> dict:
    x, y = (number(worth, say("sets.worth_of", deal=name)) for worth in worths)
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": literal(name),
        "x": [float(f"{x:.9g}")],
        "y": [float(f"{y:.9g}")],
        "text": [f" {wrapped(str(name), END)}"],
        # The point without a deal lies below and left of the rest, so its name stands below it.
        "textposition": "middle right" if n else "bottom center",
        "cliponaxis": False,
        "marker": {
            "symbol": _MARKS[n % 4],
            "size": 13,
            "color": SERIES_STYLE[n % 4][0],
            "line": OUTLINE,
        },
        "hovertemplate": f"{told(name)}<br>{told(_worth(one))}: %{{x:.1f}}<br>{told(_worth(other))}: %{{y:.1f}}"
        "<extra></extra>",
    }
