"""What is asked and what is answered: entries, sheets, opened questions, and answers that contradict each other."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from alliancelab.ground import numbers
from alliancelab.ground.messages import say
from alliancelab.ground.suggestions import resolve
from alliancelab.ground.tables import need

ASKED = ["question_id", "question", "topic", "resolution_date"]


def probability(entry: object, where: str = "the answer") -> float | None:
    """One entry as a probability: a number from 0 to 1, or text such as "0.3" or "30%"; None when it is blank.

    Raises ValueError, in one sentence, for anything else.

    >>> probability("30%"), probability(" 0.3 "), probability("")
    (0.3, 0.3, None)
    >>> probability(95)
    Traceback (most recent call last):
    ValueError: A probability is between 0 and 1; the answer is 95. Did you mean 0.95?
    """
    if entry is None or entry is pd.NA or (type(entry) is str and not entry.strip()):
        return None
    if not isinstance(entry, str):
        return numbers.probability(entry, where)
    text = entry.strip()[:40]
    try:
        value = float(text.rstrip("%").replace(",", "."))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ValueError(say("forecasts.not_a_probability", where=where, text=text))
    if not text.endswith("%"):
        return numbers.probability(value, where)
    if not 0 <= value <= 100:
        raise ValueError(say("forecasts.off_percent", where=where, text=text))
    return round(value / 100, 10)


def one_row_each(
    counts: pd.DataFrame,
    happened: str,
    question: str,
    *,
    forecaster: str,
    case: str = "case",
    words: tuple[str, str] = ("yes", "no"),
) -> pd.DataFrame:
    """Counted forecasts written out: one row per forecast, as if each had been kept.

    counts has forecast_prob, forecasts and a column of those that came true, named by happened; one row per
    probability. question and forecaster are the same in every row, words says what happened when it came
    true and when not, and case names a row ("case 1"). Columns question_id, forecast_prob, source_id (if
    counts has it), happened, question, forecaster, what_happened. Raises ValueError for counts that are not
    whole numbers, or more that came true than were forecast.

    >>> counts = pd.DataFrame({"forecast_prob": [0.1], "forecasts": [2], "rained": [1]})
    >>> one_row_each(counts, "rained", "Rain?", forecaster="made", case="day")["happened"].tolist()
    [True, False]
    """
    _counts(counts, happened)
    if not isinstance(words, (tuple, list)) or len(words) != 2:
        raise ValueError(say("forecasts.not_two_words", given=words))
    rows = counts.iloc[np.repeat(np.arange(len(counts)), counts["forecasts"].astype(int))].reset_index(drop=True)
    place = rows.groupby("forecast_prob").cumcount()
    table = rows[["forecast_prob", *rows.columns.intersection(["source_id"])]].assign(
        happened=(place < rows[happened]).astype(bool), question=question, forecaster=forecaster
    )
    table.insert(0, "question_id", [f"{case} {n}" for n in range(1, len(table) + 1)])
    return table.assign(what_happened=table["happened"].map({True: words[0], False: words[1]}))


def _counts(counts: pd.DataFrame, happened: str) -> None:
    if type(happened) is not str:
        raise ValueError(say("forecasts.not_a_column", given=happened))
    what, columns = say("forecasts.counts"), ["forecast_prob", "forecasts", happened]
    need(counts, what=what, dataset="rain-forecasts", rows=True, filled=columns, unique=["forecast_prob"])
    for row, (prob, many, came) in enumerate(counts[columns].itertuples(index=False), start=1):
        numbers.probability(prob, say("forecasts.cell", column="forecast_prob", row=row))
        _whole(many, 10**6, say("forecasts.cell", column="forecasts", row=row))
        _whole(came, int(many), say("forecasts.cell", column=happened, row=row))


def _whole(value: object, most: int, what: str) -> None:
    count = numbers.number(value, what)
    numbers.whole(int(count) if count == int(count) else value, 0, most, what)


def asked(record: pd.DataFrame, most: int = 20) -> pd.DataFrame:
    """The questions that resolve soonest, as they could have been asked: without any column on outcomes.

    record is forecast-questions; ties go to the lower question_id. One row per question.

    >>> record = pd.DataFrame({"question_id": ["Q2", "Q1"], "question": ["?", "?"], "topic": "trade",
    ...     "resolution_date": pd.to_datetime(["2018-05-31", "2018-05-31"]), "happened": [True, False]})
    >>> asked(record, 1)["question_id"].tolist(), "happened" in asked(record)
    (['Q1'], False)
    """
    _questions(record, "topic", days=["resolution_date"], filled=["question", "resolution_date"])
    first = record.sort_values(["resolution_date", "question_id"])
    return first.head(numbers.whole(most, 1, what=say("forecasts.most")))[ASKED].reset_index(drop=True)


def sheet(answers: Mapping | pd.Series | pd.DataFrame, question_ids: Sequence[str]) -> dict[str, float]:
    """A complete sheet: a probability for each question, in the order of question_ids.

    answers maps question_id to a probability, or is a table with question_id and forecast_prob.
    Raises LookupError for a question that is not asked and ValueError for a question answered twice or
    not at all, or for what is not a probability.

    >>> sheet({"Q2": 0.1, "Q1": "40%"}, ["Q1", "Q2"])
    {'Q1': 0.4, 'Q2': 0.1}
    """
    ids = list(question_ids) if isinstance(question_ids, (list, tuple, pd.Series, pd.Index)) else []
    if not ids:
        raise ValueError(say("forecasts.no_questions", given=question_ids))
    if isinstance(answers, pd.DataFrame) and {"question_id", "forecast_prob"} <= set(answers):
        answers = answers.set_index("question_id")["forecast_prob"]
    if not isinstance(answers, (Mapping, pd.Series)):
        raise ValueError(say("forecasts.not_answers", name=ids[0], given=answers))
    given = _answers(answers, ids)
    absent = [name for name in ids if name not in given]
    if absent:
        more = say("ground.and_more", n=len(absent) - 5) if len(absent) > 5 else ""
        names = ", ".join(absent[:5]) + more
        raise ValueError(say("forecasts.unanswered", n=len(absent), all=len(ids), names=names))
    return {name: given[name] for name in ids}


def is_outcome(value: object) -> bool:
    """Whether a value says that something happened or not: true, false, 1 or 0, and never text or a gap.

    >>> is_outcome(True), is_outcome("False"), is_outcome(None)
    (True, False, False)
    """
    # pd.NA answers neither yes nor no to "is it in (0, 1)?", so it is asked first.
    return pd.api.types.is_scalar(value) and not pd.isna(value) and value in (0, 1)


def opened(record: pd.DataFrame, answers: Mapping[str, float] | pd.Series, forecaster: str = "you") -> pd.DataFrame:
    """Every question of the record with its outcome, and the forecasts of a locked sheet beside them.

    One row per question; forecast_prob is missing where the sheet did not ask. Adds squared_error, what
    the forecast adds to the Brier score before the mean is taken. Raises LookupError for an answer to a
    question that is not in the record, ValueError for a question without an outcome and for an answer that
    is not a probability.

    >>> record = pd.DataFrame({"question_id": ["Q1"], "happened": [True], "what_happened": ["It did."]})
    >>> opened(record, {"Q1": 0.5})["squared_error"].tolist()
    [0.25]
    """
    _questions(record, filled=["happened"])
    for name, value in zip(record["question_id"], record["happened"], strict=True):
        if not is_outcome(value):
            raise ValueError(say("forecasts.no_outcome", name=name, given=_plain(value)))
    ids = record["question_id"].tolist()
    given = _answers(_mapping(answers), ids)
    table = record.assign(
        forecast_prob=pd.Series([given.get(name, math.nan) for name in ids], record.index, dtype="float64"),
        happened=record["happened"].astype(bool),
        forecaster=forecaster,
    )
    return table.assign(squared_error=(table["forecast_prob"] - table["happened"]) ** 2)


def contradictions(answers: Mapping[str, float] | pd.Series, record: pd.DataFrame) -> pd.DataFrame:
    """Pairs of answers that cannot both be right: a yes to the first implies a yes to the second.

    answers maps question_id to a probability (a Series does too); record has question_id and implies. One row
    for each pair in which the first is given the higher probability; no row is what you want. Raises as
    `opened` does.

    >>> record = pd.DataFrame({"question_id": ["Q1", "Q2"], "implies": ["Q2", None]})
    >>> contradictions({"Q1": 0.6, "Q2": 0.5}, record)["second"].tolist()
    ['Q2']
    """
    answers = _mapping(answers)
    _questions(record, "implies")
    given = _answers(answers, record["question_id"].tolist())
    pairs = [
        (a, b, given[a], given[b])
        for a, b in record[["question_id", "implies"]].itertuples(index=False)
        if type(b) is str and a in given and b in given and given[a] > given[b]
    ]
    return pd.DataFrame(pairs, columns=["first", "second", "prob_first", "prob_second"])


def _questions(record: pd.DataFrame, *columns: str, days: Sequence[str] = (), filled: Sequence[str] = ()) -> None:
    need(
        record,
        *columns,
        what=say("forecasts.record"),
        dataset="forecast-questions",
        days=days,
        filled=["question_id", *filled],
        unique=["question_id"],
    )


def _mapping(answers: object) -> Mapping | pd.Series:
    if not isinstance(answers, (Mapping, pd.Series)):
        raise ValueError(say("forecasts.not_answers", name="Q01", given=answers))
    return answers


def _answers(answers: Mapping | pd.Series, ids: Sequence[str]) -> dict[str, float]:
    """The probabilities that were given, by question; blank ones are left out."""
    given, what = {}, say("forecasts.question")
    for name, entry in answers.items():
        key = resolve(name, ids, what)
        if key in given:
            raise ValueError(say("forecasts.answered_twice", name=key))
        given[key] = probability(entry, key)
    return {name: value for name, value in given.items() if value is not None}


def _plain(value: object) -> object:
    return value.item() if isinstance(value, np.generic) else value
