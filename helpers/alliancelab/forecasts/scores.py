"""Scores of probability forecasts and their parts: Brier, log, calibration, baselines, bolder and more timid."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from alliancelab.forecasts.questions import is_outcome, probability
from alliancelab.ground.messages import say
from alliancelab.ground.numbers import between, number
from alliancelab.ground.tables import need, same_rows

FIFTHS = (0, 0.2, 0.4, 0.6, 0.8, 1)
BASE_RATE, EVEN = "always the base rate", "always 50%"


class Gap(NamedTuple):
    """A forecaster beside one who says the same of everything: the two Brier scores and how far they lie apart.

    better_by is the other score less one's own, so above 0 where one did better; give_or_take is twice its
    standard error, as if the questions had nothing to do with each other.
    """

    brier: float
    other: float
    better_by: float
    give_or_take: float


class Parts(NamedTuple):
    """A Brier score taken apart: reliability - resolution + uncertainty + within_groups = brier, exactly.

    within_groups is 0 when every group holds one probability only.
    """

    reliability: float
    resolution: float
    uncertainty: float
    within_groups: float
    brier: float


def brier_score(forecast_prob: Iterable[float], happened: Iterable[bool]) -> float:
    """Mean squared distance between forecast probabilities and what happened (1 if it did, 0 if not).

    0 is perfect; always saying 0.5 scores 0.25; always wrong with certainty scores 1.
    Raises ValueError for probabilities outside 0 to 1, missing values, unequal lengths or no forecasts.

    >>> brier_score([0.75, 0.25], [True, False])
    0.0625

    Reference: Brier (1950), Monthly Weather Review 78(1), halved for two outcomes.
    """
    prob, did = _pairs(forecast_prob, happened)
    return float(np.mean((prob - did) ** 2))


def log_score(forecast_prob: Iterable[float], happened: Iterable[bool]) -> float:
    """Mean of -ln(probability given to what came), in nats; always saying 0.5 scores ln 2, about 0.693.

    A forecast of 0 for what happened, or of 1 for what did not, scores infinity and so does the whole
    sheet: nothing is cut off, because a cut would reward whoever claims certainty.

    >>> round(log_score([0.5, 0.5], [True, False]), 3), log_score([0.0], [True])
    (0.693, inf)

    Reference: Good (1952), Journal of the Royal Statistical Society B 14(1).
    """
    prob, did = _pairs(forecast_prob, happened)
    given = np.where(did == 1, prob, 1 - prob)
    with np.errstate(divide="ignore"):
        return float(np.mean(-np.log(given))) + 0.0


def calibration_table(
    forecast_prob: Iterable[float],
    happened: Iterable[bool],
    edges: Sequence[float] | None = None,
) -> pd.DataFrame:
    """One row per group of forecasts: how many, their mean, how many came true, and what share.

    Without edges a group is one probability; with edges (rising, first 0 and last 1) it is a range that
    holds its lower edge, the last its upper edge too. Empty groups are left out.

    >>> calibration_table([0.1, 0.1, 0.9], [False, True, True])["observed_share"].tolist()
    [0.5, 1.0]
    """
    prob, did = _pairs(forecast_prob, happened)
    place, names = _groups(prob, edges)
    size = np.bincount(place, minlength=len(names))
    some = size > 0
    mean, came = (np.bincount(place, weights=w, minlength=len(names))[some] / size[some] for w in (prob, did))
    return pd.DataFrame(
        {
            "group": [name for name, is_some in zip(names, some, strict=True) if is_some],
            "forecasts": size[some],
            "mean_forecast": mean,
            "happened": np.rint(came * size[some]).astype(int),
            "observed_share": came,
        }
    )


def decomposition(
    forecast_prob: Iterable[float],
    happened: Iterable[bool],
    edges: Sequence[float] | None = None,
) -> Parts:
    """A Brier score taken apart into reliability, resolution and uncertainty (Murphy 1973).

    Reliability is how far each group's mean forecast lies from its observed share (0 is best);
    resolution how far the shares lie from the base rate (more is better); uncertainty the score of the
    base rate itself. Without edges each probability is a group and Murphy's three parts are exact. With
    edges (see calibration_table) the variance of forecasts within a group, less twice their covariance
    with what happened, is kept as a fourth part, so that the sum stays exact (Stephenson, Coelho and
    Jolliffe 2008).

    >>> decomposition([0.0, 0.5, 0.5, 1.0], [False, False, True, True]).resolution
    0.125

    References: Murphy (1973), Journal of Applied Meteorology 12(4); Stephenson et al. (2008), Weather
    and Forecasting 23(4).
    """
    prob, did = _pairs(forecast_prob, happened)
    groups = calibration_table(prob, did, edges)
    weight, rate = groups["forecasts"] / len(prob), float(did.mean())
    reliability = float((weight * (groups["mean_forecast"] - groups["observed_share"]) ** 2).sum())
    resolution = float((weight * (groups["observed_share"] - rate) ** 2).sum())
    brier, uncertainty = brier_score(prob, did), rate * (1 - rate)
    # Rounded far below what matters, so that an exact sum does not show as -0.
    within = round(brier - (reliability - resolution + uncertainty), 12) + 0.0
    return Parts(reliability, resolution, uncertainty, 0.0 if edges is None else within, brier)


def baselines(happened: Iterable[bool]) -> pd.DataFrame:
    """Two forecasters who say the same of every question: the share that happened, and 50%.

    One row per forecaster with its probability, Brier score and log score. The base rate is known only
    afterwards: it is a yardstick, not a rival.

    >>> float(baselines([True, False, False, False]).loc["always the base rate", "brier"])
    0.1875
    """
    did = _outcomes(happened)
    rows = [
        (p, brier_score(np.full(len(did), p), did), log_score(np.full(len(did), p), did))
        for p in (float(did.mean()), 0.5)
    ]
    return pd.DataFrame(rows, index=[BASE_RATE, EVEN], columns=["forecast_prob", "brier", "log_score"])


def gap(forecast_prob: Iterable[float], happened: Iterable[bool], same: float) -> Gap:
    """How far a forecaster lies from one who says the same of every question, and how sure that is.

    same is the probability that the other gives to all. Raises ValueError as `brier_score` does, and for fewer
    than two forecasts, which have no spread.

    >>> gap([0.9, 0.2, 0.1], [True, False, False], 0.5)
    Gap(brier=0.02, other=0.25, better_by=0.23, give_or_take=0.02)

    Reference: Diebold and Mariano (1995), Journal of Business and Economic Statistics 13(3), for comparing two
    forecasters by the mean of their differences; here without a correction for questions that hang together.
    """
    prob, did = _pairs(forecast_prob, happened)
    if len(prob) < 2:
        raise ValueError(say("forecasts.no_spread", n=len(prob)))
    other = probability(same, say("forecasts.same"))
    if other is None:
        raise ValueError(say("forecasts.not_a_probability", where=say("forecasts.same"), text=str(same)))
    each = (other - did) ** 2 - (prob - did) ** 2
    own, theirs = brier_score(prob, did), float(np.mean((other - did) ** 2))
    error = 2 * float(each.std(ddof=1)) / len(prob) ** 0.5
    return Gap(*(round(value, 12) + 0.0 for value in (own, theirs, theirs - own, error)))


def without(scored: pd.DataFrame, left_out: Mapping[str, Iterable[str]]) -> pd.DataFrame:
    """The Brier score of all forecasts, and again without some questions, beside one who says the same of everything.

    scored has question_id, forecast_prob and happened; left_out maps a name of a row to the questions that it
    leaves out. The other says the base rate of all rows of scored, in each line the same: the base rate of a few
    questions that are left would fit them too well. One row for all and one per name; columns forecasts, brier and
    base_rate_brier, empty where nothing is left. Raises LookupError for a missing column.

    >>> made = pd.DataFrame({"question_id": ["a", "b"], "forecast_prob": [0.9, 0.5], "happened": [True, False]})
    >>> without(made, {"without b": ["b"]}).round(2).values.tolist()
    [[2.0, 0.13, 0.25], [1.0, 0.01, 0.25]]
    """
    need(scored, what=say("forecasts.scored"), rows=True, filled=["question_id", "forecast_prob", "happened"])
    if not isinstance(left_out, Mapping):
        raise ValueError(say("forecasts.not_left_out", given=left_out))
    rate = float(_outcomes(scored["happened"]).mean())
    kept = {say("forecasts.all"): scored}
    kept |= {name: scored[~scored["question_id"].isin(list(ids))] for name, ids in left_out.items()}
    lines = [(len(rows), *(_both(rows, rate) if len(rows) else (np.nan, np.nan))) for rows in kept.values()]
    return pd.DataFrame(lines, index=list(kept), columns=["forecasts", "brier", "base_rate_brier"])


def _both(rows: pd.DataFrame, rate: float) -> tuple[float, float]:
    own = brier_score(rows["forecast_prob"], rows["happened"])
    return own, brier_score(np.full(len(rows), rate), rows["happened"])


def scoreboard(scored: pd.DataFrame) -> pd.DataFrame:
    """Brier score, its parts by fifths of the scale, and log score: the forecaster and the two baselines.

    scored has one row per forecast with forecast_prob, happened and forecaster (one name). Best first. Raises
    LookupError for a missing column and ValueError for two forecasters in one table.

    >>> made = pd.DataFrame({"forecast_prob": [0.8, 0.1], "happened": [True, False], "forecaster": "made"})
    >>> scoreboard(made).index.tolist()
    ['made', 'always the base rate', 'always 50%']
    """
    name = forecaster(scored)
    prob, did = _pairs(scored["forecast_prob"], scored["happened"])
    given = {name: prob}
    given |= {name: np.full(len(did), p) for name, p in baselines(did)["forecast_prob"].items()}
    rows = {
        name: {**decomposition(p, did, FIFTHS)._asdict(), "log_score": log_score(p, did)} for name, p in given.items()
    }
    return pd.DataFrame(rows).T.sort_values("brier", kind="stable")


def forecaster(scored: pd.DataFrame) -> str:
    """The one forecaster of a table of scored forecasts.

    Raises LookupError for a missing column (forecast_prob, happened, forecaster) and ValueError for a table
    without rows or with two forecasters: their scores are not one score.

    >>> forecaster(pd.DataFrame({"forecast_prob": [0.8], "happened": [True], "forecaster": "made"}))
    'made'
    """
    columns = ["forecast_prob", "happened", "forecaster"]
    need(scored, what=say("forecasts.scored"), rows=True, filled=columns)
    names = [str(name) for name in scored["forecaster"].unique()]
    if len(names) > 1:
        raise ValueError(say("forecasts.two_forecasters", one=names[0], other=names[1]))
    return names[0]


def stretched(forecast_prob: Iterable[float], factor: float) -> np.ndarray:
    """The same forecasts, bolder or more timid: the log-odds of each times factor.

    A factor of 1 changes nothing, 0 says 50% to everything, 0.5 hedges, 2 is sure of itself. Raises
    ValueError for a factor below 0 or above 10.

    >>> stretched([0.8, 0.5], 2).round(3).tolist()
    [0.941, 0.5]
    """
    power = between(factor, 0, 10, say("forecasts.factor"))
    prob = np.array(_probabilities(forecast_prob))
    yes, no = prob**power, (1 - prob) ** power
    return yes / (yes + no)


def _probabilities(values: Iterable[float]) -> list[float]:
    if isinstance(values, (str, bytes)) or not isinstance(values, Iterable):
        raise ValueError(say("forecasts.not_probabilities", given=values))
    probs = []
    for n, value in enumerate(values, start=1):
        probs.append(probability(value, f"number {n}"))
        if probs[-1] is None:
            raise ValueError(say("forecasts.missing_probability", n=n))
    if not probs:
        raise ValueError(say("forecasts.no_forecasts"))
    return probs


def _outcomes(values: Iterable[bool]) -> np.ndarray:
    if isinstance(values, (str, bytes)) or not isinstance(values, Iterable):
        raise ValueError(say("forecasts.not_outcomes", given=values))
    outcomes = list(values)
    if not outcomes:
        raise ValueError(say("forecasts.no_outcomes"))
    for n, value in enumerate(outcomes, start=1):
        if not is_outcome(value):
            given = value.item() if isinstance(value, np.generic) else value
            raise ValueError(say("forecasts.not_an_outcome", n=n, given=given))
    return np.array(outcomes, dtype=float)


def _pairs(forecast_prob: Iterable[float], happened: Iterable[bool]) -> tuple[np.ndarray, np.ndarray]:
    prob, did = np.array(_probabilities(forecast_prob)), _outcomes(happened)
    if len(prob) != len(did):
        raise ValueError(say("forecasts.unequal", n=len(prob), m=len(did)))
    same_rows(forecast_prob, happened, (say("forecasts.the_forecasts"), say("forecasts.the_outcomes")))
    return prob, did


def _groups(prob: np.ndarray, edges: Sequence[float] | None) -> tuple[np.ndarray, list[str]]:
    if edges is None:
        values, place = np.unique(prob, return_inverse=True)
        return place, [f"{p:g}" for p in values]
    fifths = str(list(FIFTHS))
    if isinstance(edges, (str, bytes)) or not isinstance(edges, Iterable):
        raise ValueError(say("forecasts.not_edges", fifths=fifths, given=edges))
    steps = [number(edge, say("forecasts.edge")) for edge in edges]
    if len(steps) < 2 or steps[0] != 0 or steps[-1] != 1 or sorted(set(steps)) != steps:
        raise ValueError(say("forecasts.edges_do_not_rise", fifths=fifths, given=", ".join(f"{x:g}" for x in steps)))
    place = np.minimum(np.searchsorted(steps, prob, side="right") - 1, len(steps) - 2)
    return place, [f"{low:g} to {high:g}" for low, high in pairwise(steps)]
