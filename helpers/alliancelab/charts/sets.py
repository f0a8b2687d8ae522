"""Figures of bargains: two win-sets on one scale, and the set of deals two sides can strike."""

from collections.abc import Mapping

import pandas as pd

from alliancelab.charts.chart import SERIES_STYLE, Chart, numbers
from alliancelab.ground.tables import need


def win_sets(
    table: pd.DataFrame,
    *,
    title: str,
    axis: str,
    source: str,
    reading: str,
    shared: tuple[float, float] | None = None,
) -> Chart:
    """Win-sets as bars on one scale from 0 to 100, one row a side and rule; the overlap is shaded.

    table has the columns side, rule, low and high; shared is the stretch to shade. Raises ValueError for a
    table without those columns or rows.

    >>> one = pd.DataFrame({"side": ["Tokyo"], "rule": ["most groups"], "low": [0.0], "high": [50.0]})
    >>> win_sets(one, title="Room?", axis="scale", source="made up", reading="To 50.").data[0].x
    (50.0,)
    """
    need(table, "side", "rule", "low", "high")
    traces = []
    for n, (side, rows) in enumerate(table.groupby("side", sort=False)):
        low, high = numbers(rows["low"]), numbers(rows["high"])
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": str(side),
                "width": 0.5,
                "y": [f"{side}: {rule}" for rule in rows["rule"]],
                "base": low,
                "x": [top - bottom for bottom, top in zip(low, high, strict=True)],
                "text": [f"{bottom:g} to {top:g}" for bottom, top in zip(low, high, strict=True)],
                "textposition": "inside",
                "insidetextanchor": "middle",
                "textfont": {"color": "#000"},
                "hovertemplate": "%{y}: %{text}<extra></extra>",
                "marker": {
                    "color": ("#9ecae1", "#fdd0a2")[n % 2],
                    "line": {"color": "#222", "width": 1},
                    "pattern": {"shape": ("", "/")[n % 2], "fgcolor": "#f2b27a", "bgcolor": "#fdd0a2"},
                },
            }
        )
    layout = {
        "title": title,
        "barmode": "overlay",
        "showlegend": False,
        "height": 240 + 42 * len(table),
        "xaxis": {"title": {"text": axis}, "range": [0, 102]},
        "yaxis": {"autorange": "reversed"},
    }
    if shared:
        layout["shapes"] = [
            {
                "type": "rect",
                "xref": "x",
                "yref": "paper",
                "x0": shared[0],
                "x1": shared[1],
                "y0": 0,
                "y1": 1,
                "fillcolor": "#009E73",
                "opacity": 0.18,
                "line": {"width": 0},
                "layer": "below",
            }
        ]
    return Chart(traces, layout, table=table, reading=reading, source=source)


def bargaining_set(
    edge: pd.DataFrame,
    deals: Mapping[str, tuple[float, float]],
    *,
    title: str,
    source: str,
    reading: str,
) -> Chart:
    """The deals two sides can strike, each as a point: what it is worth to the one and to the other.

    edge has two columns, one a side, with the corners of the best deals; deals names points (such as no
    deal, issue by issue, linked). Raises ValueError for an edge without rows.

    >>> edge = pd.DataFrame({"Japan": [0.0, 100.0], "United States": [100.0, 0.0]})
    >>> bargaining_set(edge, {"no deal": (20, 40)}, title="What?", source="made up", reading="20, 40.").data[1].name
    'no deal'
    """
    one, other = edge.columns
    need(edge, one, other)
    traces = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": "best deals there are",
            "x": numbers(edge[one]),
            "y": numbers(edge[other]),
            "line": {"color": "#555", "width": 2},
            "fill": "tozeroy",
            "fillcolor": "rgba(86,180,233,0.15)",
            "hovertemplate": f"{one} %{{x:.0f}}, {other} %{{y:.0f}}<extra></extra>",
        }
    ]
    marks = ("x", "square", "diamond", "circle")
    for n, (name, (x, y)) in enumerate(deals.items()):
        traces.append(
            {
                "type": "scatter",
                "mode": "markers+text",
                "name": name,
                "x": [float(f"{x:.9g}")],
                "y": [float(f"{y:.9g}")],
                "text": [f" {name}"],
                "textposition": "bottom left" if name == "no deal" else "middle right",
                "marker": {
                    "symbol": marks[n % 4],
                    "size": 13,
                    "color": SERIES_STYLE[n % 4][0],
                    "line": {"color": "#222", "width": 1},
                },
                "hovertemplate": f"{name}: {one} %{{x:.1f}}, {other} %{{y:.1f}}<extra></extra>",
            }
        )
    layout = {
        "title": title,
        "showlegend": False,
        "height": 480,
        "xaxis": {"title": {"text": f"Worth to {one} (points of 100)"}, "range": [0, 108]},
        "yaxis": {"title": {"text": f"Worth to {other} (points of 100)"}, "range": [0, 108]},
    }
    table = pd.DataFrame(
        [(name, *point) for name, point in deals.items()], columns=["deal", f"worth to {one}", f"worth to {other}"]
    )
    return Chart(traces, layout, table=table, reading=reading, source=source)
