"""Probability forecasts: scores, their parts, calibration, and what comes of saying nothing new.

Tables have forecast_prob (a probability from 0 to 1) and happened (true or false), one row a forecast.
Lower scores are better throughout.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from alliancelab.ground.suggestions import brief, resolve

FIFTHS = (0, 0.2, 0.4, 0.6, 0.8, 1)
BASE_RATE, EVEN = "always the base rate", "always 50%"
ASKED = ["question_id", "question", "topic", "resolution_date"]


class Parts(NamedTuple):
    """A Brier score taken apart: reliability - resolution + uncertainty + within_groups = brier, exactly.

    within_groups is 0 when every group holds one probability only.
    """

    reliability: float
    resolution: float
    uncertainty: float
    within_groups: float
    brier: float


def probability(entry: object, where: str = "the answer") -> float | None:
    """One entry as a probability: a number from 0 to 1, or text such as "0.3" or "30%"; None when it is blank.

    Raises ValueError, in one sentence, for anything else.

    >>> probability("30%"), probability(" 0.3 "), probability("")
    (0.3, 0.3, None)
    >>> probability(95)
    Traceback (most recent call last):
    ValueError: A probability is between 0 and 1; the answer is 95. Did you mean 0.95?
    """
    value = entry.item() if isinstance(entry, np.generic) else entry
    text = value.strip()[:40] if type(value) is str else None
    if value is None or text == "":
        return None
    if type(value) not in (int, float, str):
        raise ValueError(f"A probability is a number between 0 and 1; {where} is {brief(value)}.")
    try:
        number = float(text.rstrip("%").replace(",", ".")) if text else float(value)
    except (ValueError, OverflowError):
        number = math.nan
    number = round(number / 100, 10) if text and text.endswith("%") else number
    if 0 <= number <= 1:
        return number
    shown = text or brief(value)
    if not math.isfinite(number):
        raise ValueError(f"A probability is a number between 0 and 1; {where} is {shown}.")
    meant = f" Did you mean {number / 100:g}?" if 2 <= number <= 100 else ""
    raise ValueError(f"A probability is between 0 and 1; {where} is {shown}.{meant}")


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
    """One row a group of forecasts: how many, their mean, how many came true, and what share.

    Without edges a group is one probability; with edges (rising, first 0 and last 1) it is a range that
    holds its lower edge, the last its upper edge too. Empty groups are left out.

    >>> calibration_table([0.1, 0.1, 0.9], [False, True, True])["observed_share"].tolist()
    [0.5, 1.0]
    """
    prob, did = _pairs(forecast_prob, happened)
    place, names = _groups(prob, edges)
    size = np.bincount(place, minlength=len(names))
    held = size > 0
    mean, came = (np.bincount(place, weights=w, minlength=len(names))[held] / size[held] for w in (prob, did))
    return pd.DataFrame(
        {
            "group": [name for name, some in zip(names, held, strict=True) if some],
            "forecasts": size[held],
            "mean_forecast": mean,
            "happened": np.rint(came * size[held]).astype(int),
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

    One row a forecaster with its probability, Brier score and log score. The base rate is known only
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


def scoreboard(scored: pd.DataFrame) -> pd.DataFrame:
    """Brier score, its parts by fifths of the scale, and log score: the forecaster and the two baselines.

    scored has one row a forecast with forecast_prob, happened and forecaster (one name). Best first.

    >>> made = pd.DataFrame({"forecast_prob": [0.8, 0.1], "happened": [True, False], "forecaster": "made"})
    >>> scoreboard(made).index.tolist()
    ['made', 'always the base rate', 'always 50%']
    """
    prob, did = _pairs(scored["forecast_prob"], scored["happened"])
    given = {str(scored["forecaster"].iloc[0]): prob}
    given |= {name: np.full(len(did), p) for name, p in baselines(did)["forecast_prob"].items()}
    rows = {
        name: {**decomposition(p, did, FIFTHS)._asdict(), "log_score": log_score(p, did)} for name, p in given.items()
    }
    return pd.DataFrame(rows).T.sort_values("brier", kind="stable")


def stretched(forecast_prob: Iterable[float], factor: float) -> np.ndarray:
    """The same forecasts, bolder or more timid: the log-odds of each times factor.

    A factor of 1 changes nothing, 0 says 50% to everything, 0.5 hedges, 2 is sure of itself.

    >>> stretched([0.8, 0.5], 2).round(3).tolist()
    [0.941, 0.5]
    """
    if not (isinstance(factor, (int, float)) and 0 <= factor <= 10):
        raise ValueError(
            f"The factor is a number from 0 to 10; {brief(factor)} was given; 1 leaves the forecasts as they are."
        )
    prob = np.array(_checked(forecast_prob))
    yes, no = prob**factor, (1 - prob) ** factor
    return yes / (yes + no)


def one_row_each(counts: pd.DataFrame) -> pd.DataFrame:
    """Counted forecasts written out: one row a forecast, as if each had been kept.

    counts has forecast_prob, forecasts and rained, one row a probability, each once.

    >>> one_row_each(pd.DataFrame({"forecast_prob": [0.1], "forecasts": [2], "rained": [1]}))["happened"].tolist()
    [True, False]
    """
    rows = counts.loc[counts.index.repeat(counts["forecasts"].astype(int))].reset_index(drop=True)
    place = rows.groupby("forecast_prob").cumcount()
    days = rows[["forecast_prob", *rows.columns.intersection(["source_id"])]].assign(
        happened=(place < rows["rained"]).astype(bool),
        question="Will it rain?",
        forecaster="rain forecasts for Tampere",
    )
    days.insert(0, "question_id", [f"day {n}" for n in range(1, len(days) + 1)])
    return days.assign(what_happened=days["happened"].map({True: "rain", False: "no rain"}))


def asked(record: pd.DataFrame, most: int = 20) -> pd.DataFrame:
    """The questions that resolve soonest, as they could have been asked: without any column on outcomes.

    record is forecast-questions; ties go to the lower question_id. One row a question.

    >>> record = pd.DataFrame({"question_id": ["Q2", "Q1"], "question": ["?", "?"], "topic": "trade",
    ...     "resolution_date": pd.to_datetime(["2018-05-31", "2018-05-31"]), "happened": [True, False]})
    >>> asked(record, 1)["question_id"].tolist(), "happened" in asked(record)
    (['Q1'], False)
    """
    first = record.sort_values(["resolution_date", "question_id"]).head(most)
    return first[ASKED].reset_index(drop=True)


def sheet(answers: Mapping | pd.Series | pd.DataFrame, question_ids: Sequence[str]) -> dict[str, float]:
    """A complete sheet: a probability for each question, in the order of question_ids.

    answers maps question_id to a probability, or is a table with question_id and forecast_prob.
    Raises LookupError for a question that is not asked and ValueError for a question answered twice or
    not at all, or for what is no probability.

    >>> sheet({"Q2": 0.1, "Q1": "40%"}, ["Q1", "Q2"])
    {'Q1': 0.4, 'Q2': 0.1}
    """
    if isinstance(answers, pd.DataFrame) and {"question_id", "forecast_prob"} <= set(answers):
        answers = answers.set_index("question_id")["forecast_prob"]
    if not isinstance(answers, (Mapping, pd.Series)):
        raise ValueError(
            f"A sheet gives a probability for each question, such as {{{question_ids[0]!r}: 0.3}}; {brief(answers)} was given."
        )
    pairs, found = list(answers.items()), {}
    for name, entry in pairs:
        key = resolve(name, question_ids, "question")
        if key in found:
            raise ValueError(f"{key} is answered twice; keep one probability for each question.")
        found[key] = probability(entry, key)
    absent = [name for name in question_ids if found.get(name) is None]
    if absent:
        raise ValueError(
            f"{len(absent)} of {len(question_ids)} questions have no answer yet: {', '.join(absent[:5])}"
            f"{' and more' if len(absent) > 5 else ''}."
        )
    return {name: found[name] for name in question_ids}


def opened(record: pd.DataFrame, answers: Mapping[str, float], forecaster: str = "you") -> pd.DataFrame:
    """Every question of the record with its outcome, and the forecasts of a locked sheet beside them.

    One row a question; forecast_prob is missing where the sheet did not ask. Adds squared_error, what
    the forecast adds to the Brier score before the mean is taken.

    >>> record = pd.DataFrame({"question_id": ["Q1"], "question": ["?"], "happened": [True], "what_happened": ["It did."]})
    >>> opened(record, {"Q1": 0.5})["squared_error"].tolist()
    [0.25]
    """
    if not isinstance(answers, (Mapping, pd.Series)):
        raise ValueError(
            f"Answers give a probability for each question, such as {{'Q01': 0.3}}; {brief(answers)} was given."
        )
    for name in dict(answers):
        resolve(name, record["question_id"].tolist(), "question")
    table = record.assign(
        forecast_prob=record["question_id"].map(dict(answers)).astype("float64"),
        happened=record["happened"].astype(bool),
        forecaster=forecaster,
    )
    return table.assign(squared_error=(table["forecast_prob"] - table["happened"]) ** 2)


def contradictions(answers: Mapping[str, float], record: pd.DataFrame) -> pd.DataFrame:
    """Pairs of answers that cannot both be right: a yes to the first implies a yes to the second.

    answers maps question_id to a probability (a Series does too); record has question_id and implies. One row
    for each pair in which the first is given the higher probability; no row is what you want.

    >>> record = pd.DataFrame({"question_id": ["Q1", "Q2"], "implies": ["Q2", None]})
    >>> contradictions({"Q1": 0.6, "Q2": 0.5}, record)["second"].tolist()
    ['Q2']
    """
    if not isinstance(answers, (Mapping, pd.Series)):
        raise ValueError(
            f"Answers give a probability for each question, such as {{'Q01': 0.3}}; {brief(answers)} was given."
        )
    pairs = [
        (a, b, answers[a], answers[b])
        for a, b in record[["question_id", "implies"]].itertuples(index=False)
        if type(b) is str and a in answers and b in answers and answers[a] > answers[b]
    ]
    return pd.DataFrame(pairs, columns=["first", "second", "prob_first", "prob_second"])


def _checked(values: Iterable[float]) -> list[float]:
    if isinstance(values, (str, bytes)) or not isinstance(values, Iterable):
        raise ValueError(f"Probabilities come as a list or a column; {brief(values)} was given.")
    found = [probability(None if value is pd.NA else value, f"number {n}") for n, value in enumerate(values, start=1)]
    if None in found:
        raise ValueError(
            f"A probability is missing at number {found.index(None) + 1}; leave that row out or fill it in."
        )
    if not found:
        raise ValueError("There are no forecasts to score; give at least one.")
    return found


def _outcomes(values: Iterable[bool]) -> np.ndarray:
    if isinstance(values, (str, bytes)) or not isinstance(values, Iterable):
        raise ValueError(f"What happened comes as a list or a column of true and false; {brief(values)} was given.")
    plain = list(values)
    odd = [
        value
        for value in plain
        if not pd.api.types.is_scalar(value) or value is None or value is pd.NA or value not in (0, 1)
    ]
    if odd or not plain:
        raise ValueError(
            f"What happened is true or false for each question; {brief(odd[0]) if odd else 'nothing'} was given."
        )
    return np.array(plain, dtype=float)


def _pairs(forecast_prob: Iterable[float], happened: Iterable[bool]) -> tuple[np.ndarray, np.ndarray]:
    prob, did = np.array(_checked(forecast_prob)), _outcomes(happened)
    if len(prob) != len(did):
        raise ValueError(
            f"{len(prob)} forecasts and {len(did)} outcomes do not go together; give one of each for a question."
        )
    return prob, did


def _groups(prob: np.ndarray, edges: Sequence[float] | None) -> tuple[np.ndarray, list[str]]:
    if edges is None:
        values, place = np.unique(prob, return_inverse=True)
        return place, [f"{p:g}" for p in values]
    if not isinstance(edges, Iterable):
        raise ValueError(f"The edges of groups rise from 0 to 1, such as {list(FIFTHS)}; {brief(edges)} was given.")
    steps = list(edges)
    if len(steps) < 2 or steps[0] != 0 or steps[-1] != 1 or sorted(set(steps)) != steps:
        raise ValueError(f"The edges of groups rise from 0 to 1, such as {list(FIFTHS)}; {steps} was given.")
    place = np.minimum(np.searchsorted(steps, prob, side="right") - 1, len(steps) - 2)
    return place, [f"{low:g} to {high:g}" for low, high in pairwise(steps)]
