"""Estimates with their doubt: a point and the range it may lie in, by label or by year."""

import pandas as pd

from alliancelab.charts import SERIES_STYLE, Chart, _need, _numbers


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
    numbers = _numbers(table[value])
    trace = {
        "type": "scatter",
        "mode": "markers+text",
        "x": numbers,
        "y": [str(name) for name in table[label]],
        "text": [f"{number:.2f}" for number in numbers],
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
                "y": _numbers(here[value]),
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
        "array": _numbers((table[high] - table[value]).round(6)),
        "arrayminus": _numbers((table[value] - table[low]).round(6)),
    }


def _within(table: pd.DataFrame, label: str, value: str, low: str, high: str, *more: str) -> None:
    _need(table, label, value, low, high, *more)
    bad = ~((table[low] <= table[value]) & (table[value] <= table[high]))
    if bad.any():
        first = table[bad].iloc[0]
        raise ValueError(
            f"An estimate lies within its range; {first[label]} has {first[value]:g} and the range from "
            f"{first[low]:g} to {first[high]:g}. Are low and high exchanged?"
        )
