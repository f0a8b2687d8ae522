"""The exercises of lesson 80: scoring probabilities, taking a score apart, committing oneself, and base rates."""

import functools
import math

from alliancelab import catalogue, forecasts
from alliancelab.classroom.kinds import Names, Number, PickOne, Prediction, ShortTable, Unusable, shown

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
    why = (
        "a miss counts by its square, so being wrong with much confidence costs far more than being wrong with little."
    )
    hints = ("What did not happen counts as 0.", "Take the distance from 0.7 to 0 and multiply it by itself.")

    def expected(self):
        return forecasts.brier_score([0.7], [False])

    def answer_text(self):
        return f"{self.expected():.2f}"

    def mistakes(self):
        return [
            (forecasts.brier_score([0.7], [True]), "that would be right if it had happened."),
            (0.7, "that is the distance; the score takes its square."),
            (0.3, "that is the distance if it had happened, and the score takes the square of the distance."),
        ]


class NeverSayNever(PickOne):
    key, objective = "never-say-never", "score-a-forecast"
    options = {"a": "zero", "b": "the same as always saying 50%", "c": "one, the worst there is", "d": "infinite"}
    solution = '"d"'
    why = "one certainty that fails spoils the whole sheet; say 1% or 99% if you mean nearly sure."
    hints = (
        "It is minus the logarithm of the probability that was given to what came.",
        "The logarithm of 0 has no bottom.",
    )

    def expected(self):
        return "d" if math.isinf(forecasts.log_score([0.0], [True])) else "a"

    def mistakes(self):
        return [
            ("a", "zero is the best score there is; this forecast was as wrong as can be."),
            ("b", "saying 50% leaves room for both; this forecast left none."),
            ("c", "that is what the Brier score says; the log score has no worst value."),
        ]


class RainParts(ShortTable):
    key, objective = "rain-parts", "take-a-score-apart"
    unit, tolerance = "points of the Brier score", 0.0006
    solution = '{name: getattr(parts, name) for name in ["reliability", "resolution", "uncertainty"]}'
    why = (
        "these are the figures the verification page prints, to three decimals: the function can be trusted on your "
        "own sheet."
    )
    hints = (
        "The cell above prints all five numbers by name.",
        "Take reliability, resolution and uncertainty, each to three decimals.",
    )

    def expected(self):
        parts = forecasts.decomposition(_days()["forecast_prob"], _days()["happened"])._asdict()
        return {name: parts[name] for name in ("reliability", "resolution", "uncertainty")}

    def answer_text(self):
        return ", ".join(f"{name}: {number:.3f}" for name, number in self.expected().items())

    def mistakes(self):
        parts = self.expected()
        return [
            (
                {**parts, "reliability": parts["resolution"], "resolution": parts["reliability"]},
                "reliability and resolution have changed places; low reliability is good, high resolution is good.",
            )
        ]


class PredictHedge(Prediction):
    key, objective = "predict-hedge", "take-a-score-apart"
    options = {"a": "falls (better)", "b": "stays nearly the same", "c": "rises (worse)"}
    solution = '"c"'
    why = (
        "most forecasts were low, and rightly so: moved toward 50% they promise too much rain, "
        "and reliability gets worse."
    )
    hints = (
        "Where is the base rate, and where does hedging take the forecasts?",
        "Most forecasts were low, and rightly so.",
    )

    def expected(self):
        prob, did = _days()["forecast_prob"], _days()["happened"]
        moved = forecasts.brier_score(forecasts.stretched(prob, 0.5), did) - forecasts.brier_score(prob, did)
        return "b" if abs(moved) < 0.001 else "c" if moved > 0 else "a"

    def mistakes(self):
        return [
            ("a", "caution pays only for forecasters who are too bold; these were near enough."),
            ("b", "read the two scores again: the second differs in its second decimal."),
        ]


class Follows(Names):
    key, objective = "follows", "commit-first"
    solution = '["Q02"]'
    why = "your probability for the first must not be higher than for the second, whatever you believe about the world."
    hints = (
        "What must two people do before one raises a matter with the other in person?",
        "Look for the same last day.",
    )

    def known(self):
        return _asked()

    def expected(self):
        row = _record().set_index("question_id").loc["Q04"]
        return {row["implies"]}

    def mistakes(self):
        return [
            ({"Q01"}, "the meeting could come after the last day of that question."),
            ({"Q05"}, "raising a matter is not the same as writing it into a statement."),
            ({"Q01", "Q02"}, "one of the two has an earlier last day, and need not be yes."),
        ]


class Twenty(ShortTable):
    """Any whole sheet is noted, except one that says 50% to everything."""

    marked = False

    key, objective = "twenty", "commit-first"
    wants = "Give every question on the sheet above a probability, then lock the sheet."
    solution = (
        "{"
        + ",\n    ".join(
            ", ".join(f'"{name}": {p}' for name, p in list(WORKED.items())[n : n + 7]) for n in range(0, len(WORKED), 7)
        )
        + "}"
    )
    why = "you are committed: what follows can be held against you, and that is what makes it worth something."
    hints = (
        "Begin with the questions you find easy, then ask how often such things happen.",
        "Press *Lock the sheet*, then check again.",
    )
    worked = "Any whole sheet will do; this one is made for the answer key."

    def expected(self):
        return WORKED

    def answer_text(self):
        return "any whole sheet; the key uses a made one"

    def mistakes(self):
        return [
            (
                dict.fromkeys(_asked(), 0.5),
                "50% on every question says nothing; it is a baseline you will be set beside. Move at least one.",
            )
        ]

    def read(self, value):
        if type(value) is not dict:
            raise Unusable(f"{shown(value)} is not a sheet of forecasts")
        try:
            return forecasts.sheet({self._label(name): prob for name, prob in value.items()}, _asked())
        except (ValueError, LookupError) as error:
            raise Unusable(str(error)) from None

    def same(self, given, wanted):
        return given == wanted or (set(given.values()) != {0.5} and set(wanted.values()) != {0.5})


class BaseRate(Number):
    key, objective = "base-rate", "judge-the-forecaster"
    unit, tolerance = "points of the Brier score", 0.0006
    solution = 'forecasts.brier_score([opened["happened"].mean()] * len(opened), opened["happened"])'
    why = "who cannot beat this number has told us nothing beyond how often such questions come out yes."
    hints = (
        "Give every question the share that happened, and score that.",
        'It is the rate times one less the rate. In code: rate = opened["happened"].mean(), then rate * (1 - rate).',
    )

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
                "that is over the questions on your sheet only; take every question in the table.",
            ),
            (float(_record()["happened"].mean()), "that is the base rate itself; the question asks for its score."),
        ]


class Expectations(Names):
    key, objective = "expectations", "judge-the-forecaster"
    solution = 'expected.groupby("claim_id")["happened"].all().loc[lambda all_came: all_came].index'
    why = "an expectation can be sensible and fail, or careless and come true: one outcome does not tell which."
    hints = ("Look at the column happened.", "Compare the days in what_happened with the last day in each question.")

    def known(self):
        return ["A02", "A10", "A18"]

    def expected(self):
        rows = _record().dropna(subset=["claim_id"])
        return {claim for claim, part in rows.groupby("claim_id") if part["happened"].all()}

    def mistakes(self):
        return [
            ({"A02", "A18"}, "the two did meet, but after the last day the article gave."),
            ({"A10", "A18"}, "no such meeting is on record by either of the two last days."),
            (set(self.known()), "read the column happened again: not all of them did."),
        ]


def _timid(prob):
    """A forecast half as bold, as the notebook says it in percent."""
    return f"{forecasts.stretched([prob], 0.5)[0]:.0%}"


def _percent(text):
    return f"{forecasts.probability(text):.0%}"


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
    "April 2018": lambda: f"{_record()['asked_date'].iloc[0]:%B %Y}",
    "18 April 2018": lambda: f"{_record()['asked_date'].iloc[0]:%d %B %Y}",
    "in 2003": lambda: f"in {catalogue.descriptor('rain-forecasts')['coverage']['from'][:4]}",
}
