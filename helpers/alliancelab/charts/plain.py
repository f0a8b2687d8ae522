"""Bars, lines and stretches of time: the figures that most tables need."""

import math
from collections.abc import Mapping

import pandas as pd

from alliancelab.charts.chart import MARGIN, OUTLINE, SERIES_STYLE, TREATMENT_STYLE, Chart, numbers
from alliancelab.charts.labels import END, KEY, literal, room, row_height, told, wrapped
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
    note: str | None = None,
    limits: tuple[float, float] | None = None,
) -> Chart:
    """Horizontal bars, one per row, each with its value written beside it.

    table has the columns named by label and value; axis is the axis title with its unit; styles maps a
    label to (colour, pattern, marker); note is a column of words written in small letters under each label,
    such as who is in the bar; limits fixes the two ends of the axis. Raises LookupError for a missing column,
    ValueError for no rows, a missing label and a value that is missing or not a number.

    >>> bars(pd.DataFrame({"a": ["x"], "n": [2.0]}), "a", "n", title="How many?", axis="rows",
    ...      source="made up", reading="Two rows.").data[0].x
    (2.0,)
    """
    need(table, *([note] if note else ()), filled=(label, value), rows=True)
    looks = [(styles or {}).get(name, (SERIES_STYLE[0][0], "", "")) for name in table[label]]
    lengths = numbers(table[value])
    words = [f"{number:,.1f}" for number in lengths]
    notes = table[note].fillna("").astype("str").tolist() if note else [""] * len(table)
    labels = [_named(name, said) for name, said in zip(table[label], notes, strict=True)]
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": labels,
        "x": lengths,
        "text": words,
        "textposition": "outside",
        "cliponaxis": False,
        "customdata": [
            told(f"{name}: {number}", axis, said) for name, number, said in zip(table[label], words, notes, strict=True)
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {
            "color": [c for c, _, _ in looks],
            "line": OUTLINE,
            "pattern": {"shape": [p for _, p, _ in looks]},
        },
    }
    if limits is None and min(lengths) < 0:
        # The number of a bar to the left stands left of it, where the names of the rows begin.
        limits = (1.4 * min(lengths), 1.1 * max(0, *lengths))
    layout = {
        "title": title,
        "xaxis": {"title": {"text": literal(axis)}, "rangemode": "tozero"}
        | ({"range": list(limits)} if limits else {}),
        "yaxis": {"autorange": "reversed"},
        "showlegend": False,
        "margin": MARGIN | {"r": room(words)},
        "height": 110 + row_height(labels) * len(table),
    }
    return Chart([trace], layout, table=table, reading=reading, source=source)


def _named(label: object, note: str) -> str:
    return wrapped(str(label)) + (f"<br><sub>{'<br>'.join(wrapped(note, 24).split('<br>'))}</sub>" if note else "")


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
    names = [column for column in table.columns if column != x]
    over = x_title if x_title is not None else say("charts.year")
    traces = []
    for n, name in enumerate(names):
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
                "text": [""] * (len(heights) - 1) + [f" {wrapped(name, END)}"],
                "textposition": "middle right",
                "cliponaxis": False,
                "hovertemplate": f"{told(name)}<br>{literal(over)} %{{x}}: %{{y:,.6~g}}<br>{told(axis)}<extra></extra>",
            }
        )
    layout = {
        "title": title,
        "yaxis": {"title": {"text": literal(axis)}, "rangemode": "tozero"},
        "showlegend": False,
        "xaxis": {"title": {"text": literal(over)}, "tickformat": "~g", "dtick": step(table[x])},
        "margin": MARGIN | {"r": room(wrapped(name, END) for name in names)},
    }
    return Chart(traces, layout, table=table, reading=reading, source=source)


def step(points: pd.Series) -> float:
    """The distance between two ticks of an axis of years or steps, so that seven at most have to stand side by side.

    >>> step(pd.Series([2012, 2024])), step(pd.Series([0.5, 3.5]))
    (2, 1)
    """
    wide = float(points.max() - points.min()) if pd.api.types.is_numeric_dtype(points) else 0
    return next((width for width in (1, 2, 5, 10, 20, 50) if wide <= 6 * width), 100)


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
    rate: str | None = None,
) -> Chart:
    """Bars in time: one row per partner, one bar for each stretch of days, drawn by kind.

    table needs the columns row, from_date, before_date (missing = still open, drawn to `until`) and
    kind, a key of styles. labels maps a kind to plain words. rate is a column of percentages: a kind that had
    several gets one entry of the legend and one shade for each, and its bars carry the rate where they have
    room. Raises LookupError for a missing column or a kind without a style, ValueError for no rows, for what is
    not a day and for a bar that ends before it begins.

    >>> held = pd.DataFrame({"who": ["Japan"], "from_date": pd.to_datetime(["2018-03-23"]),
    ...     "before_date": pd.to_datetime(["2022-04-01"]), "treatment": ["tariff"]})
    >>> intervals(held, "who", title="Who?", source="made up", reading="Japan.", until="2026-08-21",
    ...           labels={"tariff": "Full duty"}).data[0].name
    'Full duty'
    """
    bounds = ("from_date", "before_date")
    extra = [rate] if rate else []
    need(table, *extra, rows=True, days=bounds, filled=(row, "from_date", kind), known={kind: list(styles)})
    if not isinstance(labels, Mapping):
        raise ValueError(say("charts.no_labels", given=labels))
    table = table.reset_index(drop=True)
    ends = table["before_date"].fillna(days.read(until, "until"))
    if (reversed_bar := (ends < table["from_date"]).to_numpy()).any():
        at = table.iloc[int(reversed_bar.argmax())]
        end = ends.iloc[int(reversed_bar.argmax())]
        raise ValueError(say("charts.reversed_bar", row=str(at[row]), first=at["from_date"], last=end))
    traces = []
    for name, look in styles.items():
        rows = table[(table[kind].astype("str") == name).to_numpy()]
        rates = sorted(rows[rate].dropna().unique()) if rate else []
        parts = [(rows, "")]
        if len(rates) > 1:
            parts = [(rows[rows[rate].isna()], ""), *((rows[rows[rate] == each], f"{each:g}%") for each in rates)]
        for n, (part, percent) in enumerate(parts):
            if len(part):
                words = ", ".join(filter(None, [str(labels.get(name, name)), percent]))
                shade = (_shade(look[0], n, len(parts) - 1), *look[1:])
                traces.append(_stretches(part, ends[part.index], row, words, percent, shade))
    names = [wrapped(name) for name in table[row].astype("str").unique()]
    shown = table[[row, kind, *extra, *bounds]].copy()
    shown[kind] = shown[kind].astype("str").map(lambda name: labels.get(name, name))
    for day in bounds:
        shown[day] = shown[day].dt.strftime("%Y-%m-%d").fillna(say("charts.open"))
    layout = {
        "title": title,
        "barmode": "overlay",
        "xaxis": {"type": "date", "title": {"text": say("charts.day")}},
        "yaxis": {"autorange": "reversed"},
        "height": 190 + row_height(names, 30) * len(names),
        # A rate that has no room in its bar is left to the legend and to the pointer.
        "uniformtext": {"minsize": 10, "mode": "hide"},
    }
    return Chart(traces, layout, table=shown, reading=reading, source=source)


def _shade(colour: str, n: int, last: int) -> str:
    """The colour of the n-th rate of a kind: the highest as it is, the others paler."""
    keep = 0.4 + 0.6 * n / last if last else 1
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - keep * (255 - part)):02X}" for part in parts)


def _stretches(
    table: pd.DataFrame,
    ends: pd.Series,
    row: str,
    name: str,
    percent: str,
    look: tuple[str, str, str],
) -> dict:
    colour, pattern, _ = look
    hovers = [
        told(f"{who}: {name}", say("charts.still_open" if pd.isna(open_) else "charts.stretch", first=first, last=end))
        for who, first, end, open_ in zip(table[row], table["from_date"], ends, table["before_date"], strict=True)
    ]
    return {
        "type": "bar",
        "orientation": "h",
        "name": wrapped(name, KEY),
        "y": [wrapped(str(label)) for label in table[row]],
        "base": days.texts(table["from_date"]),
        "x": ((ends - table["from_date"]).dt.days * 86_400_000).tolist(),
        "text": percent or None,
        "textposition": "inside" if percent else None,
        "textangle": 0 if percent else None,
        "insidetextanchor": "middle" if percent else None,
        "customdata": hovers,
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {"color": colour, "line": OUTLINE, "pattern": {"shape": pattern}},
    }
