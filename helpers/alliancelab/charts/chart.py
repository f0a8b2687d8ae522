"""The frame of every figure: each says its question, units, source and one-sentence reading, and keeps its table.

A chart is a plotly figure. Shown in a notebook it leaves three things behind: the figure, its reading,
and the table it was drawn from, so that it can be read without seeing the picture.
"""

from collections.abc import Mapping
from html import escape

import pandas as pd
import plotly.graph_objects as go
from IPython.display import HTML, display

from alliancelab.ground.messages import say
from alliancelab.ground.tables import need

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

    `layout.meta` keeps the reading as summary and the source; `chart.table` is the DataFrame. A copy and
    a pickled chart keep both; `go.Figure(chart)` gives the bare figure.
    """

    def __init__(self, data, layout: dict, *, table: pd.DataFrame, reading: str, source: str):
        # Unchecked by plotly, which takes longer than all the rest of a move; a test checks every stored figure.
        super().__init__(data=data, layout=_layout(layout, reading, source), _validate=False)
        self._keep(table, reading)

    def _keep(self, table: pd.DataFrame, reading: str) -> None:
        # go.Figure guards its attributes; these two are ours and are not part of the drawing.
        object.__setattr__(self, "table", table)
        object.__setattr__(self, "reading", reading)

    def __reduce__(self):
        # go.Figure copies itself by calling its class with one dict, which a chart's own arguments do not allow.
        return _restored, (self.to_dict(), self.table, self.reading)

    def _ipython_display_(self) -> None:
        display(mime_bundle(self.to_dict(), self.reading), raw=True)
        display(HTML(reading_html(self.reading, self.table)))


def _restored(figure: dict, table: pd.DataFrame, reading: str) -> Chart:
    chart = Chart.__new__(Chart)
    go.Figure.__init__(chart, figure, _validate=False)
    chart._keep(table, reading)
    return chart


def literal(text: object) -> str:
    """A text as plotly shows it letter by letter: it reads <b> and <a href> in titles, labels and hover.

    >>> literal("R&D <b>")
    'R&amp;D &lt;b&gt;'
    """
    # Quotation marks stay: plotly knows no entity for them and would show the entity itself.
    return escape(str(text), quote=False)


def mime_bundle(figure: dict, reading: str) -> dict:
    """What a notebook stores of a figure: plotly's JSON and its reading as plain text.

    >>> sorted(mime_bundle({"data": [], "layout": {}}, "Nothing."))
    ['application/vnd.plotly.v1+json', 'text/plain']
    """
    if not isinstance(figure, Mapping):
        raise ValueError(say("charts.not_a_figure", given=figure))
    return {MIME: {**figure, "config": {"displaylogo": False, "responsive": True}}, "text/plain": reading}


def reading_html(reading: str, table: pd.DataFrame) -> str:
    """The sentence under a figure and the folded table it was drawn from, as HTML.

    >>> "In short" in reading_html("In short: one.", pd.DataFrame({"n": [1]}))
    True
    """
    rows = need(table).to_html(index=False, border=0, na_rep="", float_format=_short)
    word, summary = say("charts.reading"), say("charts.table_behind")
    return (
        f'<p class="reading"><strong>{word}</strong> {escape(str(reading))}</p>'
        f"<details><summary>{summary}</summary>{rows}</details>"
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
                "text": literal(say("charts.source", source=source)),
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
    base["title"] = {"text": literal(layout["title"]), "x": 0, "xref": "paper", "y": 0.98, "yanchor": "top"}
    return base | {name: value for name, value in layout.items() if name != "title"}


def numbers(column: pd.Series) -> list[float]:
    """A column as plotly stores it. Raises ValueError for a value that is not a number.

    >>> numbers(pd.Series([1, 2.5]))
    [1.0, 2.5]
    """
    if not isinstance(column, pd.Series):
        raise ValueError(say("charts.not_a_column", given=column))
    try:
        values = column.astype("float64")
    except (TypeError, ValueError):
        odd = column[pd.to_numeric(column, errors="coerce").isna() & column.notna()]
        given = odd.iloc[0] if len(odd) else None
        raise ValueError(say("charts.not_numbers", column=str(column.name), given=given)) from None
    # Plain lists, nine digits: the stored figure stays small, readable and the same on every machine.
    return [float(f"{number:.9g}") for number in values]
