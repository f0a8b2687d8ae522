"""Make forecasts bolder or more timid, and watch what their score is made of."""

from collections.abc import Sequence

import ipywidgets as widgets
import pandas as pd

from alliancelab import forecasts
from alliancelab.charts import scores
from alliancelab.charts.chart import Chart, numbers
from alliancelab.explorers.explorer import Explorer
from alliancelab.forecasts.scores import forecaster
from alliancelab.ground.messages import say
from alliancelab.ground.tables import need

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

    scored has forecast_prob, happened and forecaster (one name), one row per forecast. Raises as
    `calibration_chart` does.

    >>> made = pd.DataFrame({"forecast_prob": [0.2, 0.8], "happened": [False, True], "forecaster": "made"})
    >>> boldness(made, "made up").status
    'made: Brier score 0.040, made of reliability 0.040 - resolution 0.250 + uncertainty 0.250.'
    """
    controls = {
        "bold": widgets.SelectionSlider(
            options=list(FACTORS),
            value="as given",
            description=say("forecasts.control_bold"),
        ),
        "groups": widgets.ToggleButtons(
            options=list(GROUPS),
            description=say("forecasts.control_groups"),
        ),
    }
    # Drawn beforehand: making a figure takes longer than a move of the slider should.
    drawn = {(bold, groups): _moved_chart(scored, bold, groups, source) for bold in FACTORS for groups in GROUPS}
    # One scale for all, or a part that grows would look as long as before.
    widest = max(chart.to_dict()["layout"]["xaxis2"]["range"][1] for chart in drawn.values())
    for chart in drawn.values():
        chart.with_layout(xaxis2={"range": [0, widest]})
    return Explorer(controls, lambda bold, groups: drawn[bold, groups])


def _moved_chart(scored: pd.DataFrame, bold: str, groups: str, source: str) -> Chart:
    forecaster(scored)
    if FACTORS[bold] == 1:
        title = say("forecasts.as_given_title")
        return calibration_chart(scored, title=title, source=source, edges=GROUPS[groups])
    moved = scored.assign(forecast_prob=forecasts.stretched(scored["forecast_prob"], FACTORS[bold]))
    given = forecasts.brier_score(scored["forecast_prob"], scored["happened"])
    change = forecasts.brier_score(moved["forecast_prob"], moved["happened"]) - given
    if abs(change) < 0.0005:
        note = say("forecasts.bold_same", bold=bold, given=given)
    elif change > 0:
        note = say("forecasts.bold_worse", bold=bold, given=given)
    else:
        note = say("forecasts.bold_better", bold=bold, given=given)
    title = say("forecasts.bold_title", bold=bold)
    return calibration_chart(moved, title=title, source=source, edges=GROUPS[groups], note=note)


def calibration_chart(
    scored: pd.DataFrame, *, title: str, source: str, edges: Sequence[float] | None = None, note: str = ""
) -> Chart:
    """Forecast probability against the share that happened, and the parts of the Brier score, as one figure.

    scored has forecast_prob, happened and forecaster (one name), one row per forecast; edges as in
    `forecasts.calibration_table`; note is a sentence to add to the reading. Raises LookupError for a missing
    column and ValueError for a table without rows or with two forecasters.

    >>> made = pd.DataFrame({"forecast_prob": [0.2, 0.8], "happened": [False, True], "forecaster": "made"})
    >>> calibration_chart(made, title="Meant as said?", source="made up").reading[:23]
    'made: Brier score 0.040'
    """
    name = forecaster(scored)
    parts = forecasts.decomposition(scored["forecast_prob"], scored["happened"], edges)
    bars = {
        say("forecasts.reliability"): parts.reliability,
        say("forecasts.resolution"): parts.resolution,
        say("forecasts.uncertainty"): parts.uncertainty,
        say("forecasts.brier"): parts.brier,
    }
    note = f" {str(note).strip()}" if note else ""
    return scores.calibration(
        forecasts.calibration_table(scored["forecast_prob"], scored["happened"], edges),
        bars,
        title=title,
        axis=say("forecasts.parts_axis"),
        source=source,
        reading=say("forecasts.calibration_reading", forecaster=name, parts=parts_sentence(parts), note=note),
    )


def parts_sentence(parts: forecasts.Parts) -> str:
    """What a Brier score is made of, as a sentence. Raises ValueError for what `forecasts.decomposition` did not give.

    >>> parts_sentence(forecasts.decomposition([0.2, 0.8], [False, True]))
    'Brier score 0.040, made of reliability 0.040 - resolution 0.250 + uncertainty 0.250.'
    """
    if not isinstance(parts, forecasts.Parts):
        raise ValueError(say("forecasts.not_parts", given=parts))
    within = ""
    if round(abs(parts.within_groups), 3):
        size = abs(parts.within_groups)
        more, less = say("forecasts.within_more", within=size), say("forecasts.within_less", within=size)
        within = more if parts.within_groups > 0 else less
    return say(
        "forecasts.parts",
        brier=parts.brier,
        reliability=parts.reliability,
        resolution=parts.resolution,
        uncertainty=parts.uncertainty,
        within=within,
    )


def comparison(scored: pd.DataFrame) -> list[str]:
    """A forecaster beside the two who say the same of everything, in one sentence each that follows from the scores.

    scored has forecast_prob, happened and forecaster (one name). Raises as `forecasts.gap` does, LookupError for a
    missing column and ValueError for two forecasters.

    >>> made = pd.DataFrame({"forecast_prob": [0.9, 0.2, 0.1], "happened": [True, False, False], "forecaster": "made"})
    >>> comparison(made)[1][:66]
    'made: 0.020 against 0.250 of always 50%. Better by 0.230, give or '
    """
    name = forecaster(scored)
    sentences = []
    for rival, line in forecasts.baselines(scored["happened"]).iterrows():
        found = forecasts.gap(scored["forecast_prob"], scored["happened"], float(line["forecast_prob"]))
        size = abs(found.better_by)
        sure = say("forecasts.gap_told" if size > found.give_or_take else "forecasts.gap_not_told", n=len(scored))
        key = "same" if round(size, 3) == 0 else "better" if found.better_by > 0 else "worse"
        words = {"brier": found.brier, "other": found.other, "size": size, "error": found.give_or_take, "sure": sure}
        sentences.append(say(f"forecasts.gap_{key}", name=name, rival=rival, **words))
    return sentences


def board_chart(standings: pd.DataFrame, *, title: str, source: str) -> Chart:
    """Brier scores of several forecasters as bars, the best on top; lower is better.

    standings is `forecasts.scoreboard`: a forecaster per row, brier and log_score. Raises LookupError for a
    missing column and ValueError for a table without rows.

    >>> made = pd.DataFrame({"forecast_prob": [0.2, 0.8], "happened": [False, True], "forecaster": "made"})
    >>> board_chart(forecasts.scoreboard(made), title="Who was nearest?", source="made up").reading
    'Best first: made 0.040, always the base rate 0.250, always 50% 0.250 (lower is better).'
    """
    need(standings, what=say("forecasts.standings"), rows=True, filled=["brier", "log_score"])
    brier, log_score = numbers(standings["brier"]), numbers(standings["log_score"])
    best = dict(zip(map(str, standings.index), brier, strict=True))
    entries = [say("forecasts.board_entry", name=name, score=score) for name, score in best.items()]
    table = pd.DataFrame(
        {
            say("forecasts.forecaster"): standings.index,
            say("forecasts.brier"): [f"{x:.3f}" for x in brier],
            say("forecasts.log_score"): [f"{x:.3f}" for x in log_score],
        }
    )
    reading = say("forecasts.board_reading", entries=", ".join(entries))
    return scores.board(best, title=title, axis=say("forecasts.brier"), source=source, reading=reading, table=table)
