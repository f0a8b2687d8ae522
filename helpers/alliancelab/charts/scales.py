"""Bars on one of two scales that must not be compared: two panels beside each other, one row for both."""

from collections.abc import Mapping

import pandas as pd

from alliancelab.charts.chart import LEGEND_MARGIN, OUTLINE, Chart, numbers
from alliancelab.charts.labels import AXIS, row_height, told, wrapped
from alliancelab.ground.messages import say
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
    tops: Mapping[str, float] | None = None,
) -> Chart:
    """Horizontal bars, one per row, each in the panel of its own scale: left the first of scales, right the second.

    table has label (each once), value and scale (a key of scales); scales maps the two scales to the titles of
    their axes, with units. chosen is a label, drawn darker and marked by an arrow; tops fixes the end of an axis by
    its scale. Raises LookupError for a missing column, an unknown scale and a chosen label that is not there,
    ValueError for no rows, a label there twice, other than two scales, and what is not a number.

    >>> rates = pd.DataFrame({"who": ["Japan", "India"], "pct": [15, 10], "kind": ["all-in", "on top"]})
    >>> chart = two_scales(rates, "who", "pct", "kind", scales={"on top": "on top (%)", "all-in": "all-in (%)"},
    ...     title="Who pays what?", source="made up", reading="Two scales.", chosen="Japan")
    >>> [trace.x for trace in chart.data]
    [(None, 10.0), (15.0, None)]
    """
    if not isinstance(scales, Mapping) or len(scales) != 2:
        raise ValueError(say("scales.not_two", given=scales))
    need(table, rows=True, filled=(label, value, scale), unique=[label], known={scale: list(scales)})
    if tops is not None and not isinstance(tops, Mapping):
        raise ValueError(say("scales.not_tops", given=tops))
    names = table[label].astype("str").tolist()
    if chosen is not None:
        resolve(chosen, names, label)
    places = table[scale].astype("str").tolist()
    lengths = numbers(table[value])
    labels = [wrapped(say("scales.chosen", name=name) if name == chosen else name) for name in names]
    sides = zip(scales, scales.values(), _LOOKS, ("", "2"), strict=True)
    traces, axes = [], {}
    for side, axis, (pale, dark, pattern), number in sides:
        here = [length if place == side else None for length, place in zip(lengths, places, strict=True)]
        traces.append(_panel(names, labels, here, (axis, number), (pale, dark, pattern), chosen))
        axes[f"xaxis{number}"] = {
            "title": {"text": wrapped(axis, AXIS)},
            "rangemode": "tozero",
            "domain": [0.54, 1] if number else [0, 0.46],
        } | ({"range": [0, float(tops[side])]} if tops and side in tops else {})
    layout = {
        "title": title,
        "showlegend": False,
        "margin": LEGEND_MARGIN | {"r": 40},
        "height": 110 + row_height(labels, 26) * len(labels),
        "yaxis": {"autorange": "reversed", "categoryorder": "array", "categoryarray": labels},
        **axes,
    }
    return Chart(traces, layout, table=table[[label, value, scale]], reading=reading, source=source)


def _panel(names: list, labels: list, lengths: list, axis: tuple, look: tuple, chosen: str | None) -> dict:
    (words, number), (pale, dark, pattern) = axis, look
    shown = ["" if length is None else f"{length:,g}" for length in lengths]
    return {
        "type": "bar",
        "orientation": "h",
        "name": wrapped(words, AXIS),
        "y": labels,
        "x": lengths,
        "xaxis": f"x{number}",
        "text": shown,
        "textposition": "outside",
        "cliponaxis": False,
        "customdata": [told(f"{name}: {text}", words) for name, text in zip(names, shown, strict=True)],
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {
            "color": [dark if name == chosen else pale for name in names],
            "line": OUTLINE,
            "pattern": {"shape": pattern},
        },
    }
