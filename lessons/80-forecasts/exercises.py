"""The exercises of lesson 80: scoring probabilities, taking a score apart, committing oneself, and base rates."""

import functools
import math

from alliancelab import catalogue, forecasts
from alliancelab.classroom.kinds import Names, Number, PickOne, Prediction, WholeSheet
from alliancelab.ground import days

# A made sheet for the answer key: coherent, written with hindsight, so its score says nothing of anybody.
WORKED = {
    "Q01": 0.35,
    "Q02": 0.6,
    "Q03": 0.4,
    "Q04": 0.5,
    "Q05": 0.15,
    "Q06": 0.25,
    "Q07": 0.2,
    "Q08": 0.5,
    "Q09": 0.3,
    "Q10": 0.4,
    "Q11": 0.1,
    "Q12": 0.5,
    "Q13": 0.3,
    "Q14": 0.3,
    "Q15": 0.15,
    "Q18": 0.7,
    "Q19": 0.3,
    "Q22": 0.5,
    "Q26": 0.2,
    "Q27": 0.15,
}


@functools.cache
def _record():
    return catalogue.load("forecast-questions")


@functools.cache
def _days():
    counts = catalogue.load("rain-forecasts")
    return forecasts.one_row_each(counts, "rained", "Will it rain?", forecaster="rain forecasts for Tampere")


def _asked():
    return forecasts.asked(_record())["question_id"].tolist()


class OneForecast(Number):
    key, objective = "one-forecast", "score-a-forecast"
    unit, tolerance = "points of the Brier score", 0.001
    solution = "(0.7 - 0) ** 2"
    why = "a miss counts by its square. So it costs far more to be wrong with much confidence than with little."
    hints = ("What did not happen counts as 0.", "Take the distance from 0.7 to 0 and multiply it by itself.")
    worked = "The distance from 0.7 to 0 is 0.7. Multiply it by itself."

    def expected(self):
        return forecasts.brier_score([0.7], [False])

    def answer_text(self):
        return f"{self.expected():.2f}"

    def mistakes(self):
        return [
            (forecasts.brier_score([0.7], [True]), "that would be right if it had happened."),
            (0.7, "that is the distance. The score takes its square."),
            (0.3, "that would be the distance if it had happened. And the score takes the square of the distance."),
        ]


class NeverSayNever(PickOne):
    key, objective = "never-say-never", "score-a-forecast"
    options = {"a": "zero", "b": "the same as always saying 50%", "c": "one, the worst there is", "d": "infinite"}
    solution = '"d"'
    why = "one certainty that fails spoils the whole sheet. Say 1% or 99% when you are nearly sure."
    hints = (
        "It is minus the logarithm of the probability that was given to what came.",
        "The smaller a probability is, the further its logarithm lies below zero. There is no bottom.",
    )
    worked = "The logarithm of a probability falls without end as the probability goes to zero. Minus that has no top."

    def expected(self):
        return "d" if math.isinf(forecasts.log_score([0.0], [True])) else "a"

    def mistakes(self):
        return [
            ("a", "zero is the best score there is. This forecast was as wrong as a forecast can be."),
            ("b", "saying 50% leaves room for both answers. This forecast left none."),
            ("c", "that is what the Brier score says. The log score has no worst value."),
        ]


class WhatBoldnessMoves(PickOne):
    """Asked of the explorer; what is true of the rain forecasts is true of any sheet, each probability by itself."""

    key, objective = "what-boldness-moves", "take-a-score-apart"
    options = {
        "a": "reliability alone",
        "b": "resolution alone",
        "c": "reliability and resolution",
        "d": "reliability, resolution and uncertainty",
    }
    solution = '"a"'
    why = (
        "boldness changes how well your words fit the facts. It cannot buy resolution, because the order of the "
        "forecasts stays."
    )
    hints = (
        "Write down the three parts at one position of the slider, then move it and compare.",
        "The buttons of the groups must stand on each probability.",
    )
    worked = "At each position of the slider read the three parts in the sentence. Keep those whose number changes."

    def expected(self):
        moved = [forecasts.stretched(_days()["forecast_prob"], factor) for factor in (0.25, 1, 3)]
        parts = [forecasts.decomposition(prob, _days()["happened"]) for prob in moved]
        changes = [
            name
            for name in ("reliability", "resolution", "uncertainty")
            if not math.isclose(min(getattr(p, name) for p in parts), max(getattr(p, name) for p in parts))
        ]
        words = f"{changes[0]} alone" if len(changes) == 1 else " and ".join([", ".join(changes[:-1]), changes[-1]])
        return next(letter for letter, text in self.options.items() if text == words)

    def mistakes(self):
        return [
            ("b", "the forecasts stay in the same order, so they tell likely from unlikely as well as before."),
            ("c", "one of the two keeps its number. Check that the groups stand on each probability."),
            ("d", "uncertainty belongs to the questions. What you say cannot change it."),
        ]


class PredictHedge(Prediction):
    key, objective = "predict-hedge", "take-a-score-apart"
    options = {"a": "falls (better)", "b": "stays nearly the same", "c": "rises (worse)"}
    solution = '"c"'
    why = (
        "most forecasts were low, and rightly so. Moved toward 50% they promise too much rain, "
        "and reliability gets worse."
    )
    hints = (
        "How often did it rain, and where does caution take the forecasts?",
        "Most forecasts were low, and rightly so.",
    )

    def expected(self):
        prob, did = _days()["forecast_prob"], _days()["happened"]
        moved = forecasts.brier_score(forecasts.stretched(prob, 0.5), did) - forecasts.brier_score(prob, did)
        return "b" if abs(moved) < 0.001 else "c" if moved > 0 else "a"

    def mistakes(self):
        return [
            ("a", "caution pays only for forecasters who are too bold. These were near enough."),
            ("b", "read the two scores again. They differ in the second decimal."),
        ]


class Follows(Names):
    key, objective = "follows", "commit-first"
    solution = '["Q02"]'
    worked = "Ask of each question: could it be answered no, although Q04 is answered yes?"
    why = "your probability for the first must not be higher than for the second, whatever you believe about the world."
    hints = (
        "What must two people do before one raises a matter with the other in person?",
        "Look for the question with the same last day.",
    )

    def known(self):
        return _asked()

    def expected(self):
        row = _record().set_index("question_id").loc["Q04"]
        return {row["implies"]}

    def mistakes(self):
        return [
            ({"Q01"}, "the two could meet after the last day of that question."),
            ({"Q05"}, "raising a matter is not the same as writing it into a statement."),
            ({"Q01", "Q02"}, "one of the two has an earlier last day, so it need not be yes."),
        ]


class Twenty(WholeSheet):
    key, objective = "twenty", "commit-first"
    made = WORKED
    why = "you are committed. What follows can be held against you, and that is what gives it worth."
    hints = (
        "Begin with the questions you find easy, then ask how often such things happen.",
        "Press Lock the sheet, then run the cell again.",
    )


class BaseRate(Number):
    key, objective = "base-rate", "judge-the-forecaster"
    unit, tolerance = "points of the Brier score", 0.0006
    solution = 'forecasts.brier_score([opened["happened"].mean()] * len(opened), opened["happened"])'
    why = "this is what it scores to know only how often such questions come out yes. To beat it, tell them apart."
    hints = (
        "The base rate is the number of those that came out yes, divided by the number of questions.",
        "Multiply the base rate by what is missing from it to one.",
    )
    worked = "Divide to get the base rate, take it from one, and multiply the two numbers."

    def expected(self):
        return float(forecasts.baselines(_record()["happened"])["brier"].iloc[0])

    def answer_text(self):
        return f"{self.expected():.3f}"

    def mistakes(self):
        sheet = forecasts.opened(_record(), WORKED).dropna(subset=["forecast_prob"])
        return [
            (0.25, "that is the score of always saying 50%."),
            (
                float(forecasts.baselines(sheet["happened"])["brier"].iloc[0]),
                "that is the score over the questions on your sheet alone. Take every question in the table.",
            ),
            (float(_record()["happened"].mean()), "that is the base rate itself. The question asks for its score."),
        ]


class Expectations(Names):
    key, objective = "expectations", "judge-the-forecaster"
    solution = 'expected.groupby("claim_id")["happened"].all().loc[lambda all_came: all_came].index'
    why = "an expectation can be sensible and fail, or careless and come true. One outcome does not tell which it was."
    hints = (
        "Look at the column happened.",
        "A claim may have several questions. Keep it only if all of them came out yes.",
    )
    worked = "Read the column happened, and keep a claim only if all its questions came out yes."

    def known(self):
        return ["A02", "A10", "A18"]

    def expected(self):
        rows = _record().dropna(subset=["claim_id"])
        return {claim for claim, part in rows.groupby("claim_id") if part["happened"].all()}

    def mistakes(self):
        return [
            ({"A02", "A18"}, "the two did meet, but after the last day that the article gave."),
            ({"A10", "A18"}, "no such meeting is on record by either of the two last days of A10."),
            (set(self.known()), "read the column happened again. Not all of them happened."),
        ]


def _timid(prob):
    """A forecast half as bold, as the notebook says it in percent."""
    return f"{forecasts.stretched([prob], 0.5)[0]:.0%}"


def _percent(text):
    return f"{forecasts.probability(text):.0%}"


def _given_away():
    sheet = forecasts.asked(_record())["question_id"]
    return _record().set_index("question_id").loc[sheet, "shown_in"].notna()


def _others():
    """What came of the questions on the sheet that no earlier lesson answers, in words."""
    away = _given_away()
    came = _record().set_index("question_id")["happened"].astype(bool)[away[~away].index]
    return f"other {len(came)} came out {'no' if not came.any() else 'yes' if came.all() else 'yes or no'}"


def _size():
    return f"{len(_asked())} of {len(_record())} questions"


NUMBERS = {
    # What hedging makes of a forecast, and what the question says in words.
    "75%": lambda: _timid(0.9),
    "25%": lambda: _timid(0.1),
    "0%": lambda: _timid(0),
    "50%": lambda: _timid(0.5),
    "100%": lambda: _timid(1),
    "90%": lambda: _percent("0.9"),
    "10%": lambda: _percent("0.1"),
    "30%": lambda: _percent("0.3"),
    "30": lambda: _percent("0.3").rstrip("%"),
    "0.69": lambda: f"{forecasts.log_score([0.5], [True]):.2f}",
    "20 of 28 questions": _size,
    "13 of the 20 questions": lambda: f"{_given_away().sum()} of the {len(_asked())} questions",
    "other 7 came out no": _others,
    "April 2018": lambda: f"{_record()['asked_date'].iloc[0]:%B %Y}",
    "17 April 2018": lambda: days.spoken(days.read(catalogue.descriptor("article-claims")["coverage"]["to"])),
    "18 April 2018": lambda: f"{_record()['asked_date'].iloc[0]:%d %B %Y}",
    "in 2003": lambda: f"in {catalogue.descriptor('rain-forecasts')['coverage']['from'][:4]}",
}
