"""Bars on one of two scales that must not be compared: two panels beside each other, one row for both."""

from collections.abc import Mapping

import pandas as pd

from alliancelab.charts.chart import LEGEND_MARGIN, OUTLINE, Chart, numbers
from alliancelab.charts.labels import AXIS, row_height, told, wrapped
from alliancelab.ground.messages import say
from alliancelab.ground.numbers import between
from alliancelab.ground.suggestions import resolve
from alliancelab.ground.tables import need

# Colour of the others and of the chosen row, and pattern, for the left panel and the right one.
_LOOKS = [("#BFD7EA", "#0072B2", ""), ("#F3D3B5", "#D55E00", "/")]


def two_scales(
    table: pd.DataFrame,
    label: str,
    value: str,
    scale: str,
    *,
    scales: Mapping[str, str],
    title: str,
    source: str,
    reading: str,
    chosen: str | None = None,
    top: float | None = None,
) -> Chart:
    """Horizontal bars, one per row, each in the panel of its own scale: left the first of scales, right the second.

    table has label (each once), value and scale (a key of scales); scales maps the two scales to the titles of
    their axes, with units. chosen is a label, drawn darker and marked by an arrow. Both axes have one length; top
    fixes their end, and a bar that is longer is cut there and says so. Raises LookupError for a missing column, an
    unknown scale and a chosen label that is not there, ValueError for no rows, a label there twice, other than two
    scales, and what is not a number.

    >>> rates = pd.DataFrame({"who": ["Japan", "India"], "pct": [15, 10], "kind": ["all-in", "on top"]})
    >>> chart = two_scales(rates, "who", "pct", "kind", scales={"on top": "on top (%)", "all-in": "all-in (%)"},
    ...     title="Who pays what?", source="made up", reading="Two scales.", chosen="Japan")
    >>> [trace.x for trace in chart.data]
    [(None, 10.0), (15.0, None)]
    """
    if not isinstance(scales, Mapping) or len(scales) != 2:
        raise ValueError(say("scales.not_two", given=scales))
    # First the names of the columns: what is no name cannot be looked up below.
    need(table, rows=True, filled=(label, value, scale), unique=[label])
    need(table, known={scale: list(scales)})
    names = table[label].astype("str").tolist()
    if chosen is not None:
        resolve(chosen, names, label)
    places = table[scale].astype("str").tolist()
    lengths = numbers(table[value])
    end = 1.25 * max(0.8, *map(abs, lengths)) if top is None else between(top, 0, 1e9, say("scales.top"))
    labels = [wrapped(say("scales.chosen", name=name) if name == chosen else name) for name in names]
    sides = zip(scales, scales.values(), _LOOKS, ("", "2"), strict=True)
    traces, axes = [], {}
    for side, axis, (pale, dark, pattern), number in sides:
        here = [length if place == side else None for length, place in zip(lengths, places, strict=True)]
        traces.append(_panel(names, labels, here, end, (axis, number), (pale, dark, pattern), chosen))
        axes[f"xaxis{number}"] = {
            "title": {"text": wrapped(axis, AXIS)},
            "range": [0, end],
            "domain": [0.54, 1] if number else [0, 0.46],
        }
    layout = {
        "title": title,
        "showlegend": False,
        "margin": LEGEND_MARGIN | {"r": 40},
        "height": 110 + row_height(labels, 26) * len(labels),
        "yaxis": {"autorange": "reversed", "categoryorder": "array", "categoryarray": labels},
        **axes,
    }
    return Chart(traces, layout, table=table[[label, value, scale]], reading=reading, source=source)


def _panel(names: list, labels: list, lengths: list, end: float, axis: tuple, look: tuple, chosen: str | None) -> dict:
    (words, number), (pale, dark, pattern) = axis, look
    is_cut = [length is not None and length > end for length in lengths]
    shown = [
        "" if length is None else say("scales.cut", length=length) if cut else f"{length:,g}"
        for length, cut in zip(lengths, is_cut, strict=True)
    ]
    return {
        "type": "bar",
        "orientation": "h",
        "name": wrapped(words, AXIS),
        "y": labels,
        # Beyond the end of its axis plotly would hide the number of a bar too.
        "x": [end if cut else length for length, cut in zip(lengths, is_cut, strict=True)],
        "xaxis": f"x{number}",
        "text": shown,
        "textposition": ["inside" if cut else "outside" for cut in is_cut],
        "insidetextanchor": "start",
        "cliponaxis": False,
        "customdata": [told(f"{name}: {text}", words) for name, text in zip(names, shown, strict=True)],
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {
            "color": [dark if name == chosen else pale for name in names],
            "line": OUTLINE,
            "pattern": {"shape": pattern},
        },
    }
