"""Shares of one whole, each bar with words of its own above it, on a scale that never moves."""

from collections.abc import Mapping

import pandas as pd

from alliancelab.charts.chart import MARGIN, OUTLINE, SERIES_STYLE, Chart, numbers
from alliancelab.charts.labels import literal, told, wrapped
from alliancelab.ground.messages import say
from alliancelab.ground.tables import need

# A line of words fits a telephone held upright.
_LINE = 46


def shares(
    table: pd.DataFrame,
    label: str,
    value: str,
    words: str,
    *,
    title: str,
    axis: str,
    source: str,
    reading: str,
    styles: Mapping[str, tuple[str, str, str]],
) -> Chart:
    """Horizontal bars from 0 to 100%, one per row, the row's words above its bar and its share beside it.

    table has the columns named by label, value (percent) and words; styles maps a label to (colour, pattern,
    marker). Raises LookupError for a missing column, ValueError for no rows and a value that is missing or
    not a number.

    >>> table = pd.DataFrame({"kind": ["duty"], "share": [40.0], "who": ["duty: Japan, Turkey"]})
    >>> shares(table, "kind", "share", "who", title="Who?", axis="%", source="made up", reading="Two.",
    ...        styles={}).data[0].x
    (40.0,)
    """
    need(table, filled=(label, value, words), rows=True)
    if not isinstance(styles, Mapping):
        raise ValueError(say("charts.no_styles", given=styles))
    looks = [styles.get(name, (SERIES_STYLE[0][0], "", "")) for name in table[label]]
    lengths = numbers(table[value])
    said = [wrapped(str(text), _LINE) for text in table[words]]
    places = range(len(lengths))
    bars = {
        "type": "bar",
        "orientation": "h",
        "y": [place + 0.28 for place in places],
        "x": lengths,
        "width": 0.3,
        "text": [f"{length:.1f}%" for length in lengths],
        "textposition": "outside",
        "cliponaxis": False,
        "customdata": [told(f"{length:.1f}%", text) for length, text in zip(lengths, table[words], strict=True)],
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {
            "color": [colour for colour, _, _ in looks],
            "line": OUTLINE,
            "pattern": {"shape": [pattern for _, pattern, _ in looks]},
        },
    }
    above = {
        "type": "scatter",
        "mode": "text",
        "x": [0] * len(lengths),
        "y": [place + 0.1 for place in places],
        "text": said,
        "textposition": "top right",
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    layout = {
        "title": title,
        "showlegend": False,
        "xaxis": {"title": {"text": literal(axis)}, "range": [0, 112], "tickvals": [0, 20, 40, 60, 80, 100]},
        "yaxis": {"visible": False, "range": [len(lengths) - 0.5, -0.6]},
        "margin": MARGIN,
        "height": 60 + 62 * len(lengths),
    }
    return Chart([bars, above], layout, table=table, reading=reading, source=source)
