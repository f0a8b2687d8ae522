"""The frame of every figure: each says its question, units, source and one-sentence reading, and keeps its table.

Shown in a notebook a chart leaves three things behind: the figure, its reading,
and the table it was drawn from, so that it can be read without seeing the picture.
"""

import copy
from collections.abc import Mapping
from html import escape

import pandas as pd
from IPython.display import HTML, display

from alliancelab.charts.labels import literal
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
# Of bars and marks, so that pale ones end where they end on paper too.
OUTLINE = {"color": "#222", "width": 1}
# Above the figure, which then needs more room on top than one without a legend.
LEGEND = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}
LEGEND_MARGIN = {"l": 60, "r": 20, "t": 100, "b": 110}
_TEMPLATE = {
    "layout": {
        "font": {"family": "Arial, sans-serif", "size": 13, "color": "#222"},
        "paper_bgcolor": "#fff",
        "plot_bgcolor": "#fff",
        "xaxis": {"gridcolor": "#ddd", "linecolor": "#555", "automargin": True},
        "yaxis": {"gridcolor": "#ddd", "linecolor": "#555", "automargin": True},
    }
}


class Chart:
    """A figure with its reading (one sentence) and the table it was drawn from.

    `chart.figure` is the plotly figure, and whatever a plotly figure has (data, layout, update_layout) the
    chart has too. It is made when it is first asked for: showing a chart needs only what it was drawn from,
    which is most of the time and memory of a figure saved. `layout.meta` keeps the reading as summary and the
    source; `chart.table` is the DataFrame.
    """

    def __init__(self, data, layout: dict, *, table: pd.DataFrame, reading: str, source: str):
        self.table, self.reading = table, reading
        # Unchecked by plotly, which takes longer than all the rest of a move; a test checks every stored figure.
        self._drawing = {"data": [_there(trace) for trace in data], "layout": _layout(layout, reading, source)}

    @property
    def figure(self):
        """The chart as a plotly figure (plotly.graph_objects.Figure), to change or to save."""
        if "_figure" not in vars(self):
            import plotly.graph_objects as go

            self._figure = go.Figure(**self._drawing, _validate=False)
        return self._figure

    def __getattr__(self, name: str):
        if name.startswith("_"):
            raise AttributeError(name)
        part = getattr(self.figure, name)
        if not callable(part):
            return part

        def changed(*given, **named):
            result = part(*given, **named)
            return self if result is self.figure else result

        return changed

    def __copy__(self) -> "Chart":
        return copy.deepcopy(self)

    def with_layout(self, **parts: dict) -> "Chart":
        """The chart itself, each part of its layout (margin, yaxis) joined with what is given."""
        layout = self.to_dict()["layout"]
        self._drawing = {
            "data": self.to_dict()["data"],
            "layout": layout | {n: layout.get(n, {}) | p for n, p in parts.items()},
        }
        vars(self).pop("_figure", None)
        return self

    def to_dict(self) -> dict:
        """The chart as plotly's JSON, with all that was changed on its figure."""
        return self._figure.to_dict() if "_figure" in vars(self) else self._drawing

    def _ipython_display_(self) -> None:
        display(mime_bundle(self.to_dict(), self.reading), raw=True)
        display(HTML(reading_html(self.reading, self.table)))


def _there(trace: dict) -> dict:
    return {name: value for name, value in trace.items() if value is not None}


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
        "legend": LEGEND,
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
            },
            *layout.get("annotations", ()),
        ],
    }
    base["title"] = {"text": literal(layout["title"]), "x": 0, "xref": "paper", "y": 0.98, "yanchor": "top"}
    return base | {name: value for name, value in layout.items() if name not in ("title", "annotations")}


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
