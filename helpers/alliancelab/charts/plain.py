"""Bars, lines and stretches of time: the figures that most tables need."""

import math
from collections.abc import Mapping

import pandas as pd

from alliancelab.charts.chart import LEGEND_MARGIN, OUTLINE, SERIES_STYLE, TREATMENT_STYLE, Chart, numbers
from alliancelab.charts.labels import literal
from alliancelab.ground import days
from alliancelab.ground.messages import say
from alliancelab.ground.tables import need


def bars(
    table: pd.DataFrame,
    label: str,
    value: str,
    *,
    title: str,
    axis: str,
    source: str,
    reading: str,
    styles: dict | None = None,
) -> Chart:
    """Horizontal bars, one per row, each with its value written beside it.

    table has the columns named by label and value; axis is the axis title with its unit; styles maps a
    label to (colour, pattern, marker). Raises LookupError for a missing column, ValueError for no rows, a
    missing label and a value that is missing or not a number.

    >>> bars(pd.DataFrame({"a": ["x"], "n": [2.0]}), "a", "n", title="How many?", axis="rows",
    ...      source="made up", reading="Two rows.").data[0].x
    (2.0,)
    """
    need(table, filled=(label, value), rows=True)
    looks = [(styles or {}).get(name, (SERIES_STYLE[0][0], "", "")) for name in table[label]]
    lengths = numbers(table[value])
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": [literal(name) for name in table[label]],
        "x": lengths,
        "text": [f"{number:,.1f}" for number in lengths],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertemplate": "%{y}: %{text}<extra></extra>",
        "marker": {
            "color": [c for c, _, _ in looks],
            "line": OUTLINE,
            "pattern": {"shape": [p for _, p, _ in looks]},
        },
    }
    layout = {
        "title": title,
        "xaxis": {"title": {"text": literal(axis)}, "rangemode": "tozero"},
        "yaxis": {"autorange": "reversed"},
        "showlegend": False,
        "height": 230 + 34 * len(table),
    }
    return Chart([trace], layout, table=table, reading=reading, source=source)


def lines(
    table: pd.DataFrame,
    x: str,
    *,
    title: str,
    axis: str,
    source: str,
    reading: str,
    x_title: str | None = None,
) -> Chart:
    """One line for each column but x, told apart by colour, dash and marker, named at its end.

    table: one row per point in time, numeric columns in one unit (named by axis), a gap where a value is
    missing; x_title is "Year" where it is not given. Raises LookupError for a missing column, ValueError
    for no rows and for values that are not numbers.

    >>> lines(pd.DataFrame({"year": [2017, 2018], "Japan": [1.0, 2.0]}), "year", title="Up?", axis="kt",
    ...       source="made up", reading="Up.").data[0].name
    'Japan'
    """
    need(table, filled=(x,), rows=True)
    traces = []
    for n, name in enumerate(column for column in table.columns if column != x):
        colour, dash, marker = SERIES_STYLE[n % len(SERIES_STYLE)]
        # Plotly leaves the line open where it finds nothing, and JSON has no nan.
        heights = [None if math.isnan(height) else height for height in numbers(table[name])]
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers+text",
                "name": literal(name),
                "x": table[x].tolist(),
                "y": heights,
                "line": {"color": colour, "dash": dash},
                "marker": {"symbol": marker, "size": 9},
                "text": [""] * (len(heights) - 1) + [f" {literal(name)}"],
                "textposition": "middle right",
                "cliponaxis": False,
                "hovertemplate": "%{fullData.name} %{x}: %{y:,.0f}<extra></extra>",
            }
        )
    layout = {
        "title": title,
        "yaxis": {"title": {"text": literal(axis)}, "rangemode": "tozero"},
        "showlegend": False,
        "xaxis": {
            "title": {"text": literal(say("charts.year") if x_title is None else x_title)},
            "tickformat": "d",
            "dtick": 1,
        },
        "margin": {"l": 60, "r": 110, "t": 70, "b": 110},
    }
    return Chart(traces, layout, table=table, reading=reading, source=source)


def intervals(
    table: pd.DataFrame,
    row: str,
    *,
    title: str,
    source: str,
    reading: str,
    until: str,
    labels: dict,
    styles: dict = TREATMENT_STYLE,
    kind: str = "treatment",
) -> Chart:
    """Bars in time: one row per partner, one bar for each stretch of days, drawn by kind.

    table needs the columns row, from_date, before_date (missing = still open, drawn to `until`) and
    kind, a key of styles. labels maps a kind to plain words. Raises LookupError for a missing column or a
    kind without a style, ValueError for no rows, for what is not a day and for a bar that ends before it
    begins.

    >>> held = pd.DataFrame({"who": ["Japan"], "from_date": pd.to_datetime(["2018-03-23"]),
    ...     "before_date": pd.to_datetime(["2022-04-01"]), "treatment": ["tariff"]})
    >>> intervals(held, "who", title="Who?", source="made up", reading="Japan.", until="2026-08-21",
    ...           labels={"tariff": "Full duty"}).data[0].name
    'Full duty'
    """
    bounds = ("from_date", "before_date")
    need(table, rows=True, days=bounds, filled=(row, "from_date", kind), known={kind: list(styles)})
    if not isinstance(labels, Mapping):
        raise ValueError(say("charts.no_labels", given=labels))
    ends = table["before_date"].fillna(days.read(until, "until"))
    if (reversed_bar := (ends < table["from_date"]).to_numpy()).any():
        at = table.iloc[int(reversed_bar.argmax())]
        end = ends.iloc[int(reversed_bar.argmax())]
        raise ValueError(say("charts.reversed_bar", row=str(at[row]), first=at["from_date"], last=end))
    traces = [
        _stretches(table[chosen], ends[chosen], row, literal(labels.get(name, name)), look)
        for name, look in styles.items()
        if (chosen := (table[kind].astype("str") == name).to_numpy()).any()
    ]
    shown = table[[row, kind, *bounds]].copy()
    shown[kind] = shown[kind].astype("str").map(lambda name: labels.get(name, name))
    for day in bounds:
        shown[day] = shown[day].dt.strftime("%Y-%m-%d").fillna(say("charts.open"))
    layout = {
        "title": title,
        "barmode": "overlay",
        "xaxis": {"type": "date", "title": {"text": say("charts.day")}},
        "yaxis": {"autorange": "reversed"},
        "height": 260 + 30 * table[row].nunique(),
        "margin": LEGEND_MARGIN,
    }
    return Chart(traces, layout, table=shown, reading=reading, source=source)


def _stretches(table: pd.DataFrame, ends: pd.Series, row: str, name: str, look: tuple[str, str, str]) -> dict:
    colour, pattern, _ = look
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "y": [literal(label) for label in table[row]],
        "base": days.texts(table["from_date"]),
        "x": ((ends - table["from_date"]).dt.days * 86_400_000).tolist(),
        "customdata": days.texts(ends),
        "hovertemplate": say("charts.stretch_hover"),
        "marker": {"color": colour, "line": OUTLINE, "pattern": {"shape": pattern}},
    }
