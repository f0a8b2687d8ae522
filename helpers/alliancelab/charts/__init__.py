"""Figures from tables: each says its question, units, source and one-sentence reading, and keeps its table.

A chart is a plotly figure. Shown in a notebook it leaves three things behind: the figure, its reading,
and the table it was drawn from, so that it can be read without seeing the picture.
"""

from html import escape

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from IPython.display import HTML, display

MIME = "application/vnd.plotly.v1+json"

# Okabe and Ito's colours in an order whose lightness also differs, so that a grey print still reads.
TREATMENT_STYLE = {
    "exempt_agreement": ("#F0E442", "", "circle"),
    "exempt_temporary": ("#E6C79C", ".", "circle-open"),
    "quota_absolute": ("#56B4E9", "/", "square"),
    "trq": ("#009E73", "x", "diamond"),
    "tariff": ("#3B3B6D", "", "triangle-up"),
}
SERIES_STYLE = [
    ("#0072B2", "solid", "circle"),
    ("#D55E00", "dash", "square"),
    ("#555555", "dot", "diamond"),
    ("#009E73", "dashdot", "triangle-up"),
]
_TEMPLATE = {
    "layout": {
        "font": {"family": "Arial, sans-serif", "size": 13, "color": "#222"},
        "paper_bgcolor": "#fff",
        "plot_bgcolor": "#fff",
        "xaxis": {"gridcolor": "#ddd", "linecolor": "#555", "automargin": True},
        "yaxis": {"gridcolor": "#ddd", "linecolor": "#555", "automargin": True},
    }
}


class Chart(go.Figure):
    """A plotly figure that carries its reading (one sentence) and the table it was drawn from.

    `layout.meta` keeps the reading as summary and the source; `chart.table` is the DataFrame.
    """

    def __init__(self, data, layout: dict, *, table: pd.DataFrame, reading: str, source: str):
        # Unchecked by plotly, which takes longer than all the rest of a move; a test checks every stored figure.
        super().__init__(data=data, layout=_layout(layout, reading, source), _validate=False)
        # go.Figure guards its attributes; these two are ours and are not part of the drawing.
        object.__setattr__(self, "table", table)
        object.__setattr__(self, "reading", reading)

    def _ipython_display_(self) -> None:
        display(mime_bundle(self.to_dict(), self.reading), raw=True)
        display(HTML(reading_html(self.reading, self.table)))


def mime_bundle(figure: dict, reading: str) -> dict:
    """What a notebook stores of a figure: plotly's JSON and its reading as plain text.

    >>> sorted(mime_bundle({"data": [], "layout": {}}, "Nothing."))
    ['application/vnd.plotly.v1+json', 'text/plain']
    """
    return {MIME: {**figure, "config": {"displaylogo": False, "responsive": True}}, "text/plain": reading}


def reading_html(reading: str, table: pd.DataFrame) -> str:
    """The sentence under a figure and the folded table it was drawn from, as HTML.

    >>> "In short" in reading_html("In short: one.", pd.DataFrame({"n": [1]}))
    True
    """
    rows = table.to_html(index=False, border=0, na_rep="", float_format=_short)
    return (
        f'<p class="reading"><strong>Reading:</strong> {escape(reading)}</p>'
        f"<details><summary>The table behind this figure</summary>{rows}</details>"
    )


def _short(number: float) -> str:
    return f"{number:,.1f}" if abs(number) >= 1 else f"{number:.3g}"


def _layout(layout: dict, reading: str, source: str) -> dict:
    base = {
        "template": _TEMPLATE,
        "height": 420,
        "margin": {"l": 60, "r": 20, "t": 70, "b": 110},
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        "meta": {"summary": reading, "alt": reading, "source": source},
        "annotations": [
            {
                "text": escape(f"Source: {source}"),
                "xref": "paper",
                "yref": "paper",
                "x": 0,
                "y": 0,
                "xanchor": "left",
                "yanchor": "top",
                "yshift": -72,
                "showarrow": False,
                "align": "left",
                "font": {"size": 11},
            }
        ],
    }
    title = layout.pop("title")
    base["title"] = {"text": escape(title), "x": 0, "xref": "paper", "y": 0.98, "yanchor": "top"}
    return base | layout


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
    """Horizontal bars, one a row, each with its value written beside it.

    table has the columns named by label and value; axis is the axis title with its unit; styles maps a
    label to (colour, pattern, marker). Raises ValueError for a table without those columns or rows.

    >>> bars(pd.DataFrame({"a": ["x"], "n": [2.0]}), "a", "n", title="How many?", axis="rows",
    ...      source="made up", reading="Two rows.").data[0].x
    (2.0,)
    """
    _need(table, label, value)
    looks = [(styles or {}).get(name, (SERIES_STYLE[0][0], "", "")) for name in table[label]]
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": [str(name) for name in table[label]],
        "x": _numbers(table[value]),
        "text": [f"{number:,.1f}" for number in _numbers(table[value])],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertemplate": "%{y}: %{text}<extra></extra>",
        "marker": {
            "color": [c for c, _, _ in looks],
            "line": {"color": "#222", "width": 1},
            "pattern": {"shape": [p for _, p, _ in looks]},
        },
    }
    layout = {
        "title": title,
        "xaxis": {"title": {"text": axis}, "rangemode": "tozero"},
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
    x_title: str = "Year",
) -> Chart:
    """One line for each column but x, told apart by colour, dash and marker, named at its end.

    table: one row a point in time, numeric columns in one unit (named by axis). Raises ValueError for
    a missing column or no rows.

    >>> lines(pd.DataFrame({"year": [2017, 2018], "Japan": [1.0, 2.0]}), "year", title="Up?", axis="kt",
    ...       source="made up", reading="Up.").data[0].name
    'Japan'
    """
    _need(table, x)
    traces = []
    for n, name in enumerate(column for column in table.columns if column != x):
        colour, dash, marker = SERIES_STYLE[n % len(SERIES_STYLE)]
        numbers = _numbers(table[name])
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers+text",
                "name": name,
                "x": table[x].tolist(),
                "y": numbers,
                "line": {"color": colour, "dash": dash},
                "marker": {"symbol": marker, "size": 9},
                "text": [""] * (len(numbers) - 1) + [f" {name}"],
                "textposition": "middle right",
                "cliponaxis": False,
                "hovertemplate": f"{name} %{{x}}: %{{y:,.0f}}<extra></extra>",
            }
        )
    layout = {
        "title": title,
        "yaxis": {"title": {"text": axis}, "rangemode": "tozero"},
        "showlegend": False,
        "xaxis": {"title": {"text": x_title}, "tickformat": "d", "dtick": 1},
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
    """Bars in time: one row a partner, one bar for each stretch of days, drawn by kind.

    table needs the columns row, from_date, before_date (missing = still open, drawn to `until`) and
    kind. labels maps a kind to plain words. Raises ValueError for a missing column or no rows.

    >>> held = pd.DataFrame({"who": ["Japan"], "from_date": pd.to_datetime(["2018-03-23"]),
    ...     "before_date": pd.to_datetime(["2022-04-01"]), "treatment": ["tariff"]})
    >>> intervals(held, "who", title="Who?", source="made up", reading="Japan.", until="2026-08-21",
    ...           labels={"tariff": "Full duty"}).data[0].name
    'Full duty'
    """
    _need(table, row, "from_date", "before_date", kind)
    ends = table["before_date"].fillna(pd.Timestamp(until))
    traces = []
    for name, (colour, pattern, _) in styles.items():
        here = (table[kind].astype("str") == name).to_numpy()
        if here.any():
            start = table.loc[here, "from_date"]
            traces.append(
                {
                    "type": "bar",
                    "orientation": "h",
                    "name": labels.get(name, name),
                    "y": table.loc[here, row].astype("str").tolist(),
                    "base": start.dt.strftime("%Y-%m-%d").tolist(),
                    "x": ((ends[here] - start).dt.days * 86_400_000).tolist(),
                    "customdata": ends[here].dt.strftime("%Y-%m-%d").tolist(),
                    "hovertemplate": "%{y}: %{base} to before %{customdata}<extra>%{fullData.name}</extra>",
                    "marker": {"color": colour, "line": {"color": "#222", "width": 1}, "pattern": {"shape": pattern}},
                }
            )
    shown = table[[row, kind, "from_date", "before_date"]].copy()
    shown[kind] = shown[kind].astype("str").map(lambda name: labels.get(name, name))
    for day in ("from_date", "before_date"):
        shown[day] = shown[day].dt.strftime("%Y-%m-%d").fillna("open")
    layout = {
        "title": title,
        "barmode": "overlay",
        "xaxis": {"type": "date", "title": {"text": "Day"}},
        "yaxis": {"autorange": "reversed"},
        "height": 260 + 30 * table[row].nunique(),
        "margin": {"l": 60, "r": 20, "t": 100, "b": 110},
    }
    return Chart(traces, layout, table=shown, reading=reading, source=source)


def day_texts(dates: pd.Series) -> list[str]:
    """Days as plotly wants them, year-month-day; ten times faster than strftime, which a slider would feel.

    >>> day_texts(pd.Series(pd.to_datetime(["2018-04-17"])))
    ['2018-04-17']
    """
    return np.datetime_as_string(dates.to_numpy().astype("M8[D]")).tolist()


def _numbers(column: pd.Series) -> list[float]:
    # Plain lists, nine digits: the stored figure stays small, readable and the same on every machine.
    return [float(f"{number:.9g}") for number in column.astype("float64")]


def _need(table: pd.DataFrame, *columns: str) -> None:
    absent = [name for name in columns if name not in table]
    if absent:
        raise ValueError(f"The table to draw has no column {absent[0]}; it has {', '.join(map(str, table.columns))}.")
    if table.empty:
        raise ValueError("The table to draw has no rows; loosen the filter that made it.")
