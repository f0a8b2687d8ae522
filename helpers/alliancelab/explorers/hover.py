"""What a mark says when the pointer rests on it: its whole row, in words."""

import textwrap
from collections.abc import Iterable, Mapping

from alliancelab.charts.chart import Chart
from alliancelab.charts.labels import literal

# Longer lines would leave the figure on a small screen.
_LINE = 60


class RowWords:
    """The words of each row by its name, wrapped once for all positions of an explorer.

    >>> chart = Chart([{"type": "scatter", "x": [1], "text": ["E1"]}], {"title": "t"}, table=None, reading="",
    ...               source="made up")
    >>> RowWords({"E1": ["8 March 2018", "They <met>"]}).on(chart).to_dict()["data"][0]["hovertext"]
    ['8 March 2018<br>They &lt;met&gt;']
    """

    def __init__(self, rows: Mapping[str, Iterable[str]]):
        self._words = {
            literal(name): "<br>".join(literal(line) for text in texts for line in textwrap.wrap(text, _LINE))
            for name, texts in rows.items()
        }

    def on(self, chart: Chart) -> Chart:
        """The chart, each mark saying its row; a mark carries the name of its row as customdata or text."""
        for trace in chart.to_dict()["data"]:
            names = trace.get("customdata") or trace.get("text") or ()
            trace["hovertext"] = [self._words[name] for name in names]
            trace["hovertemplate"] = "%{hovertext}<extra></extra>"
        return chart
