"""What a mark says when the pointer rests on it: its whole row, in words."""

import textwrap
from collections.abc import Iterable, Mapping

from alliancelab.charts.chart import Chart
from alliancelab.charts.labels import literal


def lines(texts: Iterable[str], width: int = 60) -> str:
    """Texts as the lines of one label: each begins a line, long ones are broken between words.

    >>> lines(["8 March 2018", "Trump accepts <at once>"], width=15)
    '8 March 2018<br>Trump accepts<br>&lt;at once&gt;'
    """
    return "<br>".join(literal(line) for text in texts for line in textwrap.wrap(str(text), width))


def in_words(chart: Chart, words: Mapping[str, str]) -> Chart:
    """The chart, each mark of a row that has words saying them; the marks carry the names of their rows.

    >>> chart = Chart([{"type": "scatter", "x": [1], "text": ["E1"]}], {"title": "t"}, table=None, reading="",
    ...               source="made up")
    >>> in_words(chart, {"E1": "They met"}).to_dict()["data"][0]["hovertext"]
    ['They met']
    """
    for trace in chart.to_dict()["data"]:
        names = trace.get("customdata") or trace.get("text") or ()
        trace["hovertext"] = [words.get(name, name) for name in names]
        trace["hovertemplate"] = "%{hovertext}<extra></extra>"
    return chart
