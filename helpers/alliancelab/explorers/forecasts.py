"""Make forecasts bolder or more timid, and watch what their score is made of."""

import ipywidgets as widgets
import pandas as pd

from alliancelab import forecasts
from alliancelab.charts import scores
from alliancelab.charts.chart import Chart
from alliancelab.explorers.explorer import Explorer

FACTORS = {
    "all at 50%": 0.0,
    "very timid": 0.25,
    "timid": 0.5,
    "a little timid": 0.75,
    "as given": 1.0,
    "a little bold": 1.25,
    "bold": 1.5,
    "bolder": 2.0,
    "reckless": 3.0,
}
GROUPS = {"each probability": None, "fifths of the scale": forecasts.FIFTHS}


def boldness(scored: pd.DataFrame, source: str) -> Explorer:
    """Move one quantity, how bold the forecasts are (their log-odds times a factor), and choose the groups.

    scored has forecast_prob, happened and forecaster, one row a forecast.
    """
    controls = {
        "bold": widgets.SelectionSlider(
            options=list(FACTORS), value="as given", description="How bold", layout={"width": "min(560px, 95%)"}
        ),
        "groups": widgets.ToggleButtons(
            options=list(GROUPS), description="Groups", style={"button_width": "max-content"}
        ),
    }
    # Drawn beforehand: making a figure takes longer than a move of the slider should.
    drawn = {(bold, groups): _chart(scored, bold, groups, source) for bold in FACTORS for groups in GROUPS}
    return Explorer(controls, lambda bold, groups: drawn[bold, groups])


def _chart(scored: pd.DataFrame, bold: str, groups: str, source: str) -> Chart:
    moved = scored.assign(forecast_prob=forecasts.stretched(scored["forecast_prob"], FACTORS[bold]))
    given = forecasts.brier_score(scored["forecast_prob"], scored["happened"])
    now = forecasts.brier_score(moved["forecast_prob"], moved["happened"])
    turn = "the same as" if abs(now - given) < 0.0005 else "worse than" if now > given else "better than"
    note = f" Made {bold}, they score {turn} the {given:.3f} of the forecasts as given." if FACTORS[bold] != 1 else ""
    title = f"What if all forecasts were {bold}?" if note else "The forecasts as they were given"
    return scores.calibration(moved, title=title, source=source, edges=GROUPS[groups], note=note)
