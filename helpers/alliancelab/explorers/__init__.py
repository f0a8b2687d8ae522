"""Controls around a chart: move one quantity, see the figure and a sentence follow.

The frame is here; what is explored is in the modules beside it, one a subject.
"""

from collections.abc import Callable
from html import escape

import ipywidgets as widgets

from alliancelab import charts


class Explorer(widgets.VBox):
    """Labelled controls, a figure redrawn from them, and a sentence that says what it shows.

    `draw(**values)` gets the controls' values by name and returns a chart. Without a running kernel
    the saved notebook still shows the sentence of the first position.
    """

    def __init__(self, controls: dict[str, widgets.Widget], draw: Callable[..., charts.Chart]):
        self.controls, self._draw = controls, draw
        self._figure = widgets.Output()
        self._sentence = widgets.HTML()
        super().__init__([*controls.values(), self._sentence, self._figure])
        for control in controls.values():
            control.observe(self._follow, "value")
        self._follow()

    @property
    def sentence(self) -> str:
        """The reading of the figure as it stands."""
        return self._reading

    def _follow(self, _change=None) -> None:
        chart = self._draw(**{name: control.value for name, control in self.controls.items()})
        self._reading = chart.reading
        self._sentence.value = f'<p role="status" aria-live="polite">{escape(chart.reading)}</p>'
        # Setting outputs redraws a plain figure; a FigureWidget would send its whole library each time.
        self._figure.outputs = (
            {"output_type": "display_data", "metadata": {}, "data": charts.mime_bundle(chart.to_dict(), chart.reading)},
        )

    def __repr__(self) -> str:
        return f"Explorer (needs a running kernel). First position: {self._reading}"

    def _repr_mimebundle_(self, **options):
        bundle = super()._repr_mimebundle_(**options)
        bundle["text/plain"] = repr(self)
        return bundle
