"""The frame of every figure: each says its question, units, source and one-sentence reading, and keeps its table.

Shown in a notebook a chart leaves three things behind: its title; the figure; its reading, its source and the
table it was drawn from. All but the figure are text, which wraps, grows and is read aloud as text does.
"""

import copy
import textwrap
from collections.abc import Mapping
from html import escape

import pandas as pd
from IPython.display import HTML, display

from alliancelab.charts.labels import AXIS
from alliancelab.ground import shown
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
# Above the figure from its left edge, as many rows of it as its width needs; plotly makes room for it.
LEGEND = {"orientation": "h", "xref": "container", "yref": "container", "x": 0, "y": 1, "yanchor": "top"}
# What stands beside the axes asks for its own room (automargin).
MARGIN = LEGEND_MARGIN = {"l": 10, "r": 20, "t": 20, "b": 20}
# Without a toolbar nothing lies over a figure, and without dragging a finger scrolls the page and not the axis.
# JupyterLab itself fits a figure to its cell; were plotly to follow too (responsive), a figure would lose its height
# at every other change of theme. A page of the site says responsive itself.
_CONFIG = {"displayModeBar": False, "responsive": False, "showAxisDragHandles": False}
_AXIS = {"gridcolor": "#ddd", "linecolor": "#555", "automargin": True, "title": {"font": {"size": 13}}}
_TEMPLATE = {
    "layout": {
        "font": {"family": "Arial, sans-serif", "size": 13, "color": "#222"},
        "paper_bgcolor": "#fff",
        "plot_bgcolor": "#fff",
        "dragmode": False,
        "hoverlabel": {"align": "left", "namelength": -1},
        "xaxis": _AXIS,
        "yaxis": _AXIS | {"separatethousands": True},
    }
}
# A figure is stored with its light colours, since plotly's JSON knows no theme. In JupyterLab's dark theme the
# browser turns its lightness round and keeps its hues: white becomes the dark page (#111), and what told itself
# apart on white still does, also in figures that set colours of their own. Where this style is not let in, in a
# notebook not trusted yet, a figure stays dark on white, which can be read.
_STYLE = (
    "<style>"
    ".al-title,.reading,.al-source{color:var(--jp-content-font-color1,#222);margin:.3em 0;max-width:75ch}"
    ".al-title{font-size:1.1em;font-weight:700}.al-source{font-size:.9em}"
    "[data-jp-theme-light=false] .js-plotly-plot .svg-container{filter:invert(.933) hue-rotate(180deg)}"
    "</style>"
)


class Chart:
    """A figure with its reading (one sentence) and the table it was drawn from.

    `chart.figure` is the plotly figure, and whatever a plotly figure has (data, layout, update_layout) the
    chart has too. It is made when it is first asked for: showing a chart needs only what it was drawn from,
    which is most of the time and memory of a figure saved. `chart.title`, `chart.reading` and `chart.source`
    are texts that stand around the figure; `layout.meta` keeps them (summary is the reading) for pages made
    from a notebook. `chart.table` is the DataFrame.
    """

    def __init__(self, data, layout: dict, *, table: pd.DataFrame, reading: str, source: str):
        self.table, self.reading, self.source, self.title = table, reading, source, layout["title"]
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
        display(HTML(heading_html(self.title)))
        display(mime_bundle(self.to_dict(), self.reading), raw=True)
        display(HTML(reading_html(self.reading, self.table, self.source)))


def _there(trace: dict) -> dict:
    return {name: value for name, value in trace.items() if value is not None}


def mime_bundle(figure: dict, reading: str) -> dict:
    """What a notebook stores of a figure: plotly's JSON and its reading as plain text.

    >>> sorted(mime_bundle({"data": [], "layout": {}}, "Nothing."))
    ['application/vnd.plotly.v1+json', 'text/plain']
    """
    if not isinstance(figure, Mapping):
        raise ValueError(say("charts.not_a_figure", given=figure))
    return {MIME: {**figure, "config": _CONFIG}, "text/plain": reading}


def heading_html(title: str) -> str:
    """The title over a figure as HTML, with the style of the words around it and of a figure in the dark theme.

    >>> heading_html("Who was spared?")[-39:]
    '<p class="al-title">Who was spared?</p>'
    """
    return f'{_STYLE}<p class="al-title">{escape(str(title))}</p>'


def reading_html(reading: str, table: pd.DataFrame, source: str = "") -> str:
    """What stands under a figure as HTML: its reading, its source, and the folded table it was drawn from.

    >>> "In short" in reading_html("In short: one.", pd.DataFrame({"n": [1]}), "made up")
    True
    """
    rows = shown.html(need(table).reset_index(drop=True))
    word, summary = say("charts.reading"), say("charts.table_behind")
    named = f'<p class="al-source">{escape(say("charts.source", source=source))}</p>' if source else ""
    return (
        f'<p class="reading"><strong>{word}</strong> {escape(str(reading))}</p>{named}'
        f"<details><summary>{summary}</summary>{rows}</details>"
    )


def _layout(layout: dict, reading: str, source: str) -> dict:
    base = {
        "template": _TEMPLATE,
        "height": 360,
        "margin": MARGIN,
        "legend": LEGEND,
        "meta": {"title": layout["title"], "summary": reading, "alt": reading, "source": source},
    }
    own = {name: _axis(value) if name[1:5] == "axis" else value for name, value in layout.items() if name != "title"}
    return base | own


def _axis(axis: dict) -> dict:
    """An axis with its title in lines that have room on a telephone."""
    words = str(axis.get("title", {}).get("text", ""))
    if not words:
        return axis
    # Between words only: the text is escaped already, and half of &amp; would be no sign.
    lines = textwrap.wrap(words, AXIS, break_long_words=False)
    return axis | {"title": {**axis["title"], "text": "<br>".join(lines)}}


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
