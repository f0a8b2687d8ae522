"""Probability forecasts: scores, their parts, calibration, and what comes of saying nothing new.

Tables have forecast_prob (a probability from 0 to 1) and happened (true or false), one row per forecast.
Lower scores are better throughout. `scores` has the arithmetic, `questions` what is asked and answered.
"""

from alliancelab.forecasts.questions import (
    asked,
    contradictions,
    one_row_each,
    opened,
    probability,
    sheet,
)
from alliancelab.forecasts.scores import (
    BASE_RATE,
    EVEN,
    FIFTHS,
    Gap,
    Parts,
    baselines,
    brier_score,
    calibration_table,
    decomposition,
    gap,
    log_score,
    scoreboard,
    stretched,
    without,
)

__all__ = [
    "BASE_RATE",
    "EVEN",
    "FIFTHS",
    "Gap",
    "Parts",
    "asked",
    "baselines",
    "brier_score",
    "calibration_table",
    "contradictions",
    "decomposition",
    "gap",
    "log_score",
    "one_row_each",
    "opened",
    "probability",
    "scoreboard",
    "sheet",
    "stretched",
    "without",
]
