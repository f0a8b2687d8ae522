"""Figures of forecasts: how well probabilities were meant, and what a score is made of."""

import pandas as pd

from alliancelab import forecasts
from alliancelab.charts.chart import SERIES_STYLE, Chart
from alliancelab.ground.tables import need


def calibration(scored: pd.DataFrame, *, title: str, source: str, edges=None, note: str = "") -> Chart:
    """Two panels: forecast probability against the share that happened, and the parts of the Brier score.

    scored has forecast_prob, happened and forecaster, one row a forecast; edges as in
    `forecasts.calibration_table`. A point on the dashed line is well calibrated; its size and the number
    beside it say how many forecasts it stands for. Raises ValueError for a missing column or no rows.

    >>> made = pd.DataFrame({"forecast_prob": [0.2, 0.8], "happened": [False, True], "forecaster": "made"})
    >>> calibration(made, title="Meant as said?", source="made up").reading[:23]
    'made: Brier score 0.040'
    """
    need(scored, "forecast_prob", "happened", "forecaster")
    groups = forecasts.calibration_table(scored["forecast_prob"], scored["happened"], edges)
    parts = forecasts.decomposition(scored["forecast_prob"], scored["happened"], edges)
    colour, _, marker = SERIES_STYLE[0]
    most = groups["forecasts"].max()
    points = {
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
            "line": {"color": "#222", "width": 1},
        },
        "hovertemplate": "said %{x:.2f}, came %{y:.2f} (%{text} forecasts)<extra></extra>",
    }
    line = {
        "type": "scatter",
        "mode": "lines",
        "xaxis": "x",
        "yaxis": "y",
        "x": [0, 1],
        "y": [0, 1],
        "line": {"color": "#555", "dash": "dash", "width": 1},
        "hoverinfo": "skip",
    }
    shown = {
        "reliability": parts.reliability,
        "resolution": parts.resolution,
        "uncertainty": parts.uncertainty,
        "Brier score": parts.brier,
    }
    layout = {
        "title": title,
        "showlegend": False,
        "xaxis": {"title": {"text": "Forecast probability"}, "range": [-0.05, 1.05], "domain": [0, 0.5]},
        "yaxis": {"title": {"text": "Share that happened"}, "range": [-0.08, 1.12]},
        "xaxis2": {
            "title": {"text": "Points of the Brier score"},
            "range": [0, max(0.4, 1.3 * max(shown.values()))],
            "domain": [0.68, 1],
            "anchor": "y2",
        },
        "yaxis2": {"autorange": "reversed", "anchor": "x2"},
    }
    table = pd.DataFrame(
        {
            "forecasts in the group": groups["group"],
            "how many": groups["forecasts"],
            "mean forecast": [f"{x:.2f}" for x in groups["mean_forecast"]],
            "happened": groups["happened"],
            "share that happened": [f"{x:.2f}" for x in groups["observed_share"]],
        }
    )
    reading = f"{scored['forecaster'].iloc[0]}: {parts_sentence(parts)}{note}"
    return Chart(
        [line, points, _bars(shown, "x2", "y2", ["", "/", "x", ""])],
        layout,
        table=table,
        reading=reading,
        source=source,
    )


def parts_sentence(parts: forecasts.Parts) -> str:
    """What a Brier score is made of, as a sentence.

    >>> parts_sentence(forecasts.decomposition([0.2, 0.8], [False, True]))
    'Brier score 0.040, made of reliability 0.040 - resolution 0.250 + uncertainty 0.250.'
    """
    left = (
        f" {'+' if parts.within_groups > 0 else '-'} within groups {abs(parts.within_groups):.3f}"
        if round(abs(parts.within_groups), 3)
        else ""
    )
    return (
        f"Brier score {parts.brier:.3f}, made of reliability {parts.reliability:.3f} - "
        f"resolution {parts.resolution:.3f} + uncertainty {parts.uncertainty:.3f}{left}."
    )


def board(table: pd.DataFrame, *, title: str, source: str) -> Chart:
    """Brier scores of several forecasters as bars, the best on top; lower is better.

    table is `forecasts.scoreboard`. Raises ValueError for a missing column or no rows.

    >>> made = pd.DataFrame({"forecast_prob": [0.2, 0.8], "happened": [False, True], "forecaster": "made"})
    >>> board(forecasts.scoreboard(made), title="Who was nearest?", source="made up").reading
    'Best first: made 0.040, always the base rate 0.250, always 50% 0.250 (lower is better).'
    """
    need(table, "brier", "log_score")
    rows = pd.DataFrame(
        {
            "forecaster": table.index,
            "Brier score": [f"{x:.3f}" for x in table["brier"]],
            "log score": [f"{x:.3f}" for x in table["log_score"]],
        }
    )
    best = table["brier"].to_dict()
    reading = "Best first: " + ", ".join(f"{name} {score:.3f}" for name, score in best.items()) + " (lower is better)."
    layout = {
        "title": title,
        "showlegend": False,
        "height": 330,
        "yaxis": {"autorange": "reversed"},
        "xaxis": {"title": {"text": "Brier score"}, "range": [0, max(0.3, 1.2 * max(best.values()))]},
    }
    return Chart([_bars(best, "x", "y", ["", "/", "x"])], layout, table=rows, reading=reading, source=source)


def _bars(numbers: dict[str, float], x: str, y: str, patterns: list[str]) -> dict:
    colours = [SERIES_STYLE[n % len(SERIES_STYLE)][0] for n in range(len(numbers))]
    return {
        "type": "bar",
        "orientation": "h",
        "xaxis": x,
        "yaxis": y,
        "y": list(numbers),
        "x": _short(pd.Series(list(numbers.values()))),
        "text": [f"{v:.3f}" for v in numbers.values()],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertemplate": "%{y}: %{text}<extra></extra>",
        "marker": {
            "color": colours,
            "line": {"color": "#222", "width": 1},
            "pattern": {"shape": patterns[: len(numbers)]},
        },
    }


def _short(column: pd.Series) -> list[float]:
    return [float(f"{number:.6g}") for number in column.astype("float64")]
