"""The frame of an explorer: controls, a figure that follows them, and a sentence that says what it shows."""

from collections.abc import Callable

import ipywidgets as widgets

from alliancelab.charts.chart import Chart, mime_bundle
from alliancelab.forms.frame import Form
from alliancelab.ground.messages import say


class Explorer(Form):
    """Labelled controls, a figure redrawn from them, and a sentence that says what it shows.

    `draw(**values)` gets the controls' values by name and returns a chart. Without a running kernel
    the saved notebook still shows the sentence of the first position.

    >>> from alliancelab.charts.chart import Chart
    >>> def draw(n):
    ...     return Chart([], {"title": "t"}, table=None, reading=f"At {n}.", source="made up")
    >>> Explorer({"n": widgets.IntSlider(value=3)}, draw).status
    'At 3.'
    """

    def __init__(self, controls: dict[str, widgets.Widget], draw: Callable[..., Chart]):
        self.controls, self._draw = controls, draw
        self._figure = widgets.Output()
        super().__init__([*controls.values(), self.status_line, self._figure])
        for control in controls.values():
            control.observe(self._follow, "value")
        self._follow()

    def _follow(self, _change=None) -> None:
        chart = self._draw(**{name: control.value for name, control in self.controls.items()})
        self.tell(chart.reading)
        # Setting outputs redraws a plain figure; a FigureWidget would send its whole library each time.
        self._figure.outputs = (
            {"output_type": "display_data", "metadata": {}, "data": mime_bundle(chart.to_dict(), chart.reading)},
        )

    def summary(self) -> str:
        return say("forms.explorer_still", sentence=self.status)
