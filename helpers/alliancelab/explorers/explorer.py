"""The frame of an explorer: controls, a figure beside them that follows, and a sentence that says what it shows."""

from collections.abc import Callable, Sequence
from functools import cache
from html import escape
from pathlib import Path

import ipywidgets as widgets

from alliancelab.charts.chart import Chart, heading_html, mime_bundle
from alliancelab.forms.frame import Form
from alliancelab.ground.messages import say

# One height for every position: the page does not jump, and controls and figure share a small laptop's screen.
HEIGHT = 480


class Explorer(Form):
    """Labelled controls, beside them a figure redrawn from them, and a sentence that says what it shows.

    `draw(**values)` gets the controls' values by name and returns a chart. panel lays the controls out where
    one below the other is too long: a widget, or words and the controls to stand side by side under them, each
    with its whole name as tooltip, which a screen reader says; is_wide gives them more room. On a narrow screen
    the figure is below. Without a running kernel the saved notebook still shows the sentence of the first position.

    >>> from alliancelab.charts.chart import Chart
    >>> def draw(n):
    ...     return Chart([], {"title": "t"}, table=None, reading=f"At {n}.", source="made up")
    >>> Explorer({"n": widgets.IntSlider(value=3)}, draw).status
    'At 3.'
    """

    def __init__(
        self,
        controls: dict[str, widgets.Widget],
        draw: Callable[..., Chart],
        *,
        panel: Sequence[widgets.Widget | tuple[str, Sequence[widgets.Widget]]] = (),
        is_wide: bool = False,
    ):
        self.controls, self._draw = controls, draw
        # The height is kept while a new figure is drawn; otherwise the page jumps at every move.
        self._figure = widgets.Output(layout={"min_height": f"{HEIGHT}px"})
        self._heading, self._source = widgets.HTML(), widgets.HTML()
        column = widgets.VBox([*map(_placed, panel or controls.values()), self.status_line])
        beside = widgets.VBox([self._heading, self._figure, self._source])
        box = widgets.Box([column, beside])
        column.add_class("alliancelab-controls")
        beside.add_class("alliancelab-figure")
        box.add_class("alliancelab-explorer")
        if is_wide:
            box.add_class("alliancelab-wide")
        super().__init__([widgets.HTML(f"<style>{_style()}</style>", layout={"display": "none"}), box])
        for control in controls.values():
            control.observe(self._follow, "value")
        self._follow()

    def _follow(self, _change=None) -> None:
        chart = self._draw(**{name: control.value for name, control in self.controls.items()})
        self.tell(chart.reading)
        self._heading.value = heading_html(chart.title)
        self._source.value = f'<p class="al-source">{escape(say("charts.source", source=chart.source))}</p>'
        # Setting outputs redraws a plain figure; a FigureWidget would send its whole library each time.
        self._figure.outputs = ({"output_type": "display_data", "metadata": {}, "data": _shown(chart)},)

    def summary(self) -> str:
        return say("forms.explorer_still", sentence=self.status)


def _shown(chart: Chart) -> dict:
    figure = chart.to_dict()
    return mime_bundle({**figure, "layout": {**figure["layout"], "height": HEIGHT}}, chart.reading)


@cache
def _style() -> str:
    return Path(__file__).with_name("explorer.css").read_text(encoding="utf-8")


def _placed(part: widgets.Widget | tuple[str, Sequence[widgets.Widget]]) -> widgets.Widget:
    if isinstance(part, widgets.Widget):
        return part
    words, controls = part
    box = widgets.VBox([widgets.HTML(escape(words)), widgets.HBox(list(controls))])
    box.add_class("alliancelab-pair")
    return box
