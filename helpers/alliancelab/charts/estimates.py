"""Estimates with their doubt: a point and the range it may lie in, by label or by year."""

from collections.abc import Sequence

import pandas as pd

from alliancelab.charts.chart import SERIES_STYLE, Chart, numbers
from alliancelab.ground.tables import need


def whiskers(
    table: pd.DataFrame,
    label: str,
    value: str,
    low: str,
    high: str,
    *,
    title: str,
    axis: str,
    source: str,
    reading: str,
    limits: tuple[float, float] | None = None,
) -> Chart:
    """One row an estimate: a point at its value, a bar from low to high, the value written beside it.

    low and high are ends of the range, in the unit of value (named by axis). Raises ValueError for a
    missing column, no rows, or a value outside its range.

    >>> found = pd.DataFrame({"who": ["we"], "kappa": [0.5], "low": [0.1], "high": [0.9]})
    >>> whiskers(found, "who", "kappa", "low", "high", title="Alike?", axis="kappa", source="made up",
    ...          reading="Half.").data[0].x
    (0.5,)
    """
    _within(table, label, value, low, high)
    heights = numbers(table[value])
    trace = {
        "type": "scatter",
        "mode": "markers+text",
        "x": heights,
        "y": [str(name) for name in table[label]],
        "text": [f"{number:.2f}" for number in heights],
        "textposition": "top center",
        "cliponaxis": False,
        "marker": {"symbol": "diamond", "size": 12, "color": SERIES_STYLE[0][0]},
        "error_x": _bars(table, value, low, high) | {"color": "#222", "thickness": 2, "width": 8},
        "hovertemplate": "%{y}: %{x:.2f}<extra></extra>",
    }
    layout = {
        "title": title,
        "showlegend": False,
        "height": 240 + 55 * len(table),
        "xaxis": {"title": {"text": axis}, "zeroline": True, "zerolinecolor": "#555"}
        | ({"range": list(limits)} if limits else {}),
        "yaxis": {"autorange": "reversed", "type": "category"},
    }
    return Chart([trace], layout, table=table[[label, value, low, high]].round(2), reading=reading, source=source)


def by_year(
    table: pd.DataFrame,
    series: str,
    year: str,
    value: str,
    low: str,
    high: str,
    *,
    title: str,
    axis: str,
    source: str,
    reading: str,
    order: list | None = None,
) -> Chart:
    """A line for each series over the years, each point with its range, named at its end.

    table has one row a series and year; order says which series are drawn. Raises ValueError for a
    missing column, no rows, more than four series, or a value outside its range.

    >>> seen = pd.DataFrame({"who": ["Japan"] * 2, "year": [2016, 2017], "at": [0.8, 0.7], "low": [0.6, 0.5],
    ...                      "high": [0.9, 0.8]})
    >>> by_year(seen, "who", "year", "at", "low", "high", title="Moved?", axis="scale", source="made up",
    ...         reading="No.").data[0].name
    'Japan'
    """
    _within(table, series, value, low, high, year)
    names = list(order or table[series].astype("str").unique())
    if len(names) > len(SERIES_STYLE):
        raise ValueError(f"{len(SERIES_STYLE)} lines can be told apart and there are {len(names)}; choose fewer.")
    traces = []
    for name, (colour, dash, marker) in zip(names, SERIES_STYLE, strict=False):
        here = table[table[series].astype("str") == name].sort_values(year)
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers+text",
                "name": name,
                "x": [int(y) for y in here[year]],
                "y": numbers(here[value]),
                "line": {"color": colour, "dash": dash},
                "marker": {"symbol": marker, "size": 8},
                "text": [""] * (len(here) - 1) + [f" {name}"],
                "textposition": "middle right",
                "cliponaxis": False,
                "error_y": _bars(here, value, low, high) | {"color": colour, "thickness": 1, "width": 3},
                "hovertemplate": f"{name} %{{x}}: %{{y:.2f}}<extra></extra>",
            }
        )
    layout = {
        "title": title,
        "showlegend": False,
        "margin": {"l": 60, "r": 120, "t": 70, "b": 110},
        "xaxis": {"title": {"text": "Year"}, "tickformat": "d", "dtick": 1},
        "yaxis": {"title": {"text": axis}},
    }
    shown = table[table[series].astype("str").isin(names)][[series, year, value, low, high]]
    return Chart(traces, layout, table=shown, reading=reading, source=source)


def _bars(table: pd.DataFrame, value: str, low: str, high: str) -> dict:
    return {
        "type": "data",
        "symmetric": False,
        "array": numbers((table[high] - table[value]).round(6)),
        "arrayminus": numbers((table[value] - table[low]).round(6)),
    }


def _within(table: pd.DataFrame, label: str, value: str, low: str, high: str, *more: str) -> None:
    need(table, label, value, low, high, *more)
    bad = ~((table[low] <= table[value]) & (table[value] <= table[high]))
    if bad.any():
        first = table[bad].iloc[0]
        raise ValueError(
            f"An estimate lies within its range; {first[label]} has {first[value]:g} and the range from "
            f"{first[low]:g} to {first[high]:g}. Are low and high exchanged?"
        )


TEST_STYLE = {
    "straw in the wind": "circle-open",
    "hoop": "circle",
    "smoking gun": "square",
    "doubly decisive": "star",
    "": "x",
}


def beside_chance(answered: int, drawn: Sequence[int], *, title: str, axis: str, source: str, reading: str) -> Chart:
    """How often chance gave each count, with the counts at least as high as the one seen drawn hatched.

    drawn holds one count a draw. Raises ValueError for no draws.

    >>> beside_chance(2, [0, 1, 1, 2], title="Chance?", axis="launches", source="made up", reading="Rare.").data[1].x
    (2,)
    """
    counts = pd.Series(drawn, dtype="int64").value_counts(normalize=True).sort_index() * 100
    counts = counts.reindex(range(0, max(int(answered), *counts.index, 0) + 1), fill_value=0.0)
    table = pd.DataFrame({"count": counts.index, "share_pct": counts.to_numpy()})
    need(table, "count", "share_pct")
    high = table["count"] >= answered
    looks = [(~high, "fewer than seen", "#999999", ""), (high, "as many as seen, or more", "#D55E00", "/")]
    traces = [
        {
            "type": "bar",
            "name": name,
            "x": table.loc[part, "count"].tolist(),
            "y": numbers(table.loc[part, "share_pct"]),
            "text": [f"{share:.1f}" for share in table.loc[part, "share_pct"]],
            "textposition": "outside",
            "cliponaxis": False,
            "hovertemplate": "%{x}: %{text}%<extra></extra>",
            "marker": {"color": colour, "pattern": {"shape": shape}, "line": {"color": "#222", "width": 1}},
        }
        for part, name, colour, shape in looks
    ]
    layout = {
        "title": title,
        "xaxis": {"title": {"text": axis}, "dtick": 1},
        "margin": {"l": 60, "r": 20, "t": 90, "b": 110},
        "yaxis": {"title": {"text": "Share of draws (%)"}, "rangemode": "tozero"},
    }
    return Chart(traces, layout, table=table, reading=reading, source=source)


def beliefs(steps: pd.DataFrame, prior: float, *, title: str, source: str, reading: str) -> Chart:
    """Belief in an account before any clue and after each, the kind of test written at each step.

    steps has clue_id, kind (one of TEST_STYLE) and after (0 to 1); it may have no rows: then the start alone is
    drawn. Raises ValueError for a missing column.

    >>> steps = pd.DataFrame({"clue_id": ["C1"], "kind": ["hoop"], "after": [0.8]})
    >>> beliefs(steps, 0.5, title="How sure?", source="made up", reading="Surer.").data[0].y
    (50.0, 80.0)
    """
    if not steps.empty:
        need(steps, "clue_id", "kind", "after")
    names, kinds = ["start", *steps["clue_id"]], ["", *steps["kind"]]
    heights = numbers(pd.Series([prior, *steps["after"]]) * 100)
    trace = {
        "type": "scatter",
        "mode": "lines+markers+text",
        "x": names,
        "y": heights,
        "text": [f"{height:.0f}%" for height in heights],
        "textposition": "top center",
        "line": {"color": "#555", "dash": "dot"},
        "cliponaxis": False,
        "hovertemplate": "%{x}: %{text}<extra></extra>",
        "marker": {"size": 12, "color": SERIES_STYLE[0][0], "symbol": [TEST_STYLE[kind] for kind in kinds]},
    }
    under = [f"{name}<br>{kind.replace(' in the ', '<br>in the ')}" for name, kind in zip(names, kinds, strict=True)]
    layout = {
        "title": title,
        "showlegend": False,
        "margin": {"l": 60, "r": 20, "t": 70, "b": 140},
        "xaxis": {
            "title": {"text": "Clue, and the kind of test it is"},
            "type": "category",
            "tickangle": 0,
            "tickvals": names,
            "ticktext": under,
        },
        "yaxis": {"title": {"text": "Belief that Tokyo was surprised (%)"}, "range": [0, 112], "dtick": 20},
    }
    shown = pd.DataFrame({"step": names, "kind": kinds, "belief_pct": heights})
    return Chart([trace], layout, table=shown, reading=reading, source=source)
