"""Figures of forecasts: how well probabilities were meant, and what a score is made of."""

from collections.abc import Mapping

import pandas as pd

from alliancelab.charts.chart import MARGIN, OUTLINE, SERIES_STYLE, Chart, numbers
from alliancelab.charts.labels import literal, room, row_height, told, wrapped
from alliancelab.ground.messages import say
from alliancelab.ground.numbers import number
from alliancelab.ground.tables import need


def calibration(
    groups: pd.DataFrame,
    parts: Mapping[str, float],
    *,
    title: str,
    axis: str,
    source: str,
    reading: str,
) -> Chart:
    """Two panels: forecast probability against the share that happened, and below it the parts of a score as bars.

    groups has one row per group of forecasts: group, forecasts (how many), mean_forecast, happened (how
    many) and observed_share. parts names the bars from the top, axis is the title under them. A point on
    the dashed line is well calibrated; its size and the number beside it say how many forecasts it stands
    for. Raises LookupError for a missing column and ValueError for a table without rows.

    >>> groups = pd.DataFrame({"group": ["0.2"], "forecasts": [5], "mean_forecast": [0.2], "happened": [1],
    ...                        "observed_share": [0.2]})
    >>> chart = calibration(groups, {"score": 0.16}, title="So?", axis="points", source="made up", reading="Yes.")
    >>> chart.data[1].x, chart.data[2].x
    ((0.2,), (0.16,))
    """
    filled = ["group", "forecasts", "mean_forecast", "happened", "observed_share"]
    need(groups, what=say("scores.groups"), rows=True, filled=filled)
    for column in ("forecasts", "mean_forecast", "observed_share"):
        numbers(groups[column])
    bars = _bars(parts, "x2", "y2", ["", "/", "x", ""])
    layout = {
        "title": title,
        "showlegend": False,
        "height": 620,
        "margin": MARGIN | {"r": room(bars["text"])},
        "xaxis": {"title": {"text": say("scores.probability_axis")}, "range": [-0.05, 1.05], "anchor": "y"},
        "yaxis": {"title": {"text": say("scores.share_axis")}, "range": [-0.08, 1.12], "domain": [0.42, 1]},
        "xaxis2": {
            "title": {"text": literal(axis)},
            "range": [0, max(0.4, 1.3 * max(bars["x"]))],
            "anchor": "y2",
        },
        "yaxis2": {"autorange": "reversed", "anchor": "x2", "automargin": True, "domain": [0, 0.24]},
    }
    traces = [_diagonal(), _points(groups), bars]
    return Chart(traces, layout, table=_groups_table(groups), reading=reading, source=source)


def _points(groups: pd.DataFrame) -> dict:
    colour, _, marker = SERIES_STYLE[0]
    most = groups["forecasts"].max()
    return {
        "type": "scatter",
        "mode": "markers+text",
        "xaxis": "x",
        "yaxis": "y",
        "x": _short(groups["mean_forecast"]),
        "y": _short(groups["observed_share"]),
        "text": [f"{n}" for n in groups["forecasts"]],
        "textposition": "top center",
        "cliponaxis": False,
        "marker": {
            "color": colour,
            "symbol": marker,
            "size": [round(9 + 15 * (n / most) ** 0.5, 1) for n in groups["forecasts"]],
            "line": OUTLINE,
        },
        "customdata": [
            told(
                say("scores.hover", said=row["mean_forecast"], n=row["forecasts"]),
                say("scores.hover_share", happened=row["happened"], share=row["observed_share"]),
            )
            for row in groups.to_dict("records")
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _diagonal() -> dict:
    return {
        "type": "scatter",
        "mode": "lines",
        "xaxis": "x",
        "yaxis": "y",
        "x": [0, 1],
        "y": [0, 1],
        "line": {"color": "#555", "dash": "dash", "width": 1},
        "hoverinfo": "skip",
    }


def _groups_table(groups: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            say("scores.group"): groups["group"],
            say("scores.how_many"): groups["forecasts"],
            say("scores.mean_forecast"): [f"{x:.2f}" for x in groups["mean_forecast"]],
            say("scores.happened"): groups["happened"],
            say("scores.observed_share"): [f"{x:.2f}" for x in groups["observed_share"]],
        }
    )


def board(bars: Mapping[str, float], *, title: str, axis: str, source: str, reading: str, table: pd.DataFrame) -> Chart:
    """Scores of several forecasters as bars from the top, in the order they are given.

    bars maps a name to its score; table is what is folded under the figure. Raises ValueError for scores
    that are not numbers and for none.

    >>> table = pd.DataFrame({"forecaster": ["made"], "score": [0.04]})
    >>> board({"made": 0.04}, title="Who?", axis="score", source="made up", reading="0.04.", table=table).data[0].x
    (0.04,)
    """
    trace = _bars(bars, "x", "y", ["", "/", "x"])
    layout = {
        "title": title,
        "showlegend": False,
        "height": 110 + row_height(trace["y"], 45) * len(trace["y"]),
        "margin": MARGIN | {"r": room(trace["text"])},
        "yaxis": {"autorange": "reversed"},
        "xaxis": {"title": {"text": literal(axis)}, "range": [0, max(0.3, 1.2 * max(trace["x"]))]},
    }
    return Chart([trace], layout, table=table, reading=reading, source=source)


def _bars(bars: Mapping[str, float], x: str, y: str, patterns: list[str]) -> dict:
    if not isinstance(bars, Mapping) or not bars:
        raise ValueError(say("scores.not_bars", given=bars))
    lengths = [number(length, say("scores.bar", name=name)) for name, length in bars.items()]
    colours = [SERIES_STYLE[n % len(SERIES_STYLE)][0] for n in range(len(bars))]
    return {
        "type": "bar",
        "orientation": "h",
        "xaxis": x,
        "yaxis": y,
        "y": [wrapped(str(name)) for name in bars],
        "x": _short(pd.Series(lengths)),
        "text": [f"{length:.3f}" for length in lengths],
        "textposition": "outside",
        "cliponaxis": False,
        "customdata": [told(f"{name}: {length:.3f}") for name, length in zip(bars, lengths, strict=True)],
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {
            "color": colours,
            "line": OUTLINE,
            "pattern": {"shape": patterns[: len(bars)]},
        },
    }


def _short(column: pd.Series) -> list[float]:
    return [float(f"{value:.6g}") for value in column.astype("float64")]
