"""The kinds of exercise: what an answer may look like, when it is right, and what to say of it.

An answer is compared as plain values of exact built-in types, so that no object can talk its way to
a good verdict, and an answer of any other type gets a sentence saying what would do.
"""

import datetime as dt
import math
import re
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from alliancelab.ground.suggestions import brief, did_you_mean

UNANSWERED, WRONG, RIGHT = "○ Not answered yet", "✗ Not yet", "✓ Right"
_LONGEST = 200
_THOUSANDS = re.compile(r",(?=\d{3}(\D|$))")


class Verdict(NamedTuple):
    """A status (one of three) and the sentence that goes with it."""

    status: str
    text: str

    def __str__(self) -> str:
        return f"{self.status}: {self.text}"


class Unusable(ValueError):
    """The answer is not of the kind asked for; the message is the sentence shown."""


def plain(answer: object, depth: int = 0) -> object:
    """The answer in exact built-in types: numpy and pandas values unwrapped, anything else refused.

    >>> plain(np.float64(65.1)), plain(pd.Series(["AUS", "KOR"]))
    (65.1, ['AUS', 'KOR'])
    """
    kind = type(answer)
    if answer is None or answer is Ellipsis:
        return None
    if kind in (bool, int, float, str):
        return answer
    if kind is dt.datetime or kind is pd.Timestamp:
        return answer.date()
    if kind is dt.date:
        return answer
    if kind.__module__ == "numpy" and issubclass(kind, np.generic):
        return plain(answer.item(), depth)
    if depth > 3:
        raise Unusable("the answer is nested too deeply; give a short list")
    if kind is pd.DataFrame and answer.shape[1] == 1:
        answer, kind = answer.iloc[:, 0], pd.Series
    if kind is pd.Series and not isinstance(answer.index, pd.RangeIndex) and depth == 0:
        labels = answer.index.tolist()[:_LONGEST]
        if all(type(label) is str for label in labels) and answer.dtype.kind in "iufb":
            answer, kind = dict(zip(labels, answer.tolist(), strict=False)), dict
    if kind is pd.Series or kind is np.ndarray or issubclass(kind, pd.Index):
        answer = answer.tolist()
        kind = list
    if kind in (list, tuple, set, frozenset):
        if len(answer) > _LONGEST:
            raise Unusable(f"the answer has {len(answer):,} parts; a short list would do")
        return [plain(part, depth + 1) for part in answer]
    if kind is dict:
        if len(answer) > _LONGEST:
            raise Unusable(f"the answer has {len(answer):,} parts; a short table would do")
        return {plain(key, depth + 1): plain(value, depth + 1) for key, value in answer.items()}
    raise Unusable(f"the answer is {brief(answer)}")


class Exercise:
    """One question. A subclass states key, objective, hints, solution and why, and computes expected().

    `solution` is the source the answer key shows; `mistakes()` gives pairs of a wrong answer and the
    sentence that names the misconception behind it.
    """

    key = objective = solution = why = wants = ""
    hints: tuple[str, ...] = ()
    worked = ""

    def expected(self):
        """The right answer, computed from the tables."""
        raise NotImplementedError

    def mistakes(self) -> list[tuple[object, str]]:
        """Wrong answers people do give, each with its own sentence."""
        return []

    def read(self, value: object) -> object:
        """The plain answer in this exercise's own terms, or Unusable with a sentence."""
        raise NotImplementedError

    @cached_property
    def wanted(self) -> object:
        """The right answer as `read` gives it, computed from the tables once."""
        return self.read(plain(self.expected()))

    @cached_property
    def known_mistakes(self) -> list[tuple[object, str]]:
        """The mistakes as `read` gives them, each with its sentence, computed once."""
        return [(self.read(plain(wrong)), sentence) for wrong, sentence in self.mistakes()]

    def same(self, given: object, wanted: object) -> bool:
        """Whether two answers of this kind are the same."""
        return given == wanted

    def wrong(self, given: object) -> str:
        """What to say of a wrong answer that no known mistake explains."""
        return "look at the hint: " + self.call("hint")

    def call(self, what: str) -> str:
        return f'lesson.{what}("{self.key}")'

    def answer_text(self) -> str:
        """The right answer as a lecturer reads it, computed from the tables."""
        return str(self.expected())

    def verdict(self, answer: object) -> Verdict:
        """Status and sentence for any object whatever; never raises."""
        try:
            value = plain(answer)
            if value is None or value in ("", [], {}):
                return Verdict(UNANSWERED, f"put {self.wants} in place of the three dots.")
            given = self.read(value)
            if self.same(given, self.wanted):
                return Verdict(RIGHT, self.why)
            for wrong, sentence in self.known_mistakes:
                if self.same(given, wrong):
                    return Verdict(WRONG, sentence)
            return Verdict(WRONG, self.wrong(given))
        except Unusable as error:
            text = str(error)
            return Verdict(WRONG, f"{text}{' T' if text.endswith('?') else '; t'}his asks for {self.wants}.")
        except RecursionError:
            return Verdict(WRONG, f"the answer contains itself; this asks for {self.wants}.")


class PickOne(Exercise):
    """A choice among lettered options; the answer is the letter (or a click)."""

    options: dict[str, str] = {}

    def answer_text(self):
        return f"{self.expected()}) {self.options[self.expected()]}"

    @property
    def wants(self) -> str:
        return "one letter, " + "; ".join(f'"{letter}" for {text}' for letter, text in self.options.items())

    def read(self, value):
        if type(value) is str:
            text = value.strip().lower()[:_LONGEST].rstrip(").")
            for letter, option in self.options.items():
                if text in (letter, option.lower()):
                    return letter
        raise Unusable(f"{brief(value)} is none of the options")


class Number(Exercise):
    """A number with a unit; right within tolerance (in the same unit)."""

    unit = ""
    tolerance = 0.0
    decimals = 1

    def answer_text(self):
        number = float(self.expected())
        return f"{number:,.{0 if number == round(number) else self.decimals}f} {self.unit}".strip()

    @property
    def wants(self) -> str:
        return f"a number in {self.unit}" if self.unit else "a number"

    def read(self, value):
        if type(value) is str:
            try:
                text = value.strip()[:_LONGEST].removesuffix(self.unit).rstrip(" %")
                value = float(_THOUSANDS.sub("", text))
            except ValueError:
                comma = "; write the decimal with a point" if "," in value else ""
                raise Unusable(f"{brief(value)} is text{comma}") from None
        if type(value) is list and len(value) == 1:
            value = value[0]
        if type(value) not in (int, float):
            raise Unusable(f"the answer is {brief(value)}")
        if (type(value) is float and not math.isfinite(value)) or abs(value) > 1e15:
            raise Unusable("the answer is not a finite number of a sensible size")
        return float(value)

    def same(self, given, wanted):
        return abs(given - wanted) <= self.tolerance + 1e-9

    def wrong(self, given):
        wanted = self.wanted
        if self.unit.startswith("%") and abs(given * 100 - wanted) <= self.tolerance + 1e-9:
            return f"{given:g} is the share as a fraction; give it in {self.unit}."
        side = "more" if given > wanted else "less"
        return f"{f'{given:g} {self.unit}'.strip()} is {side} than the tables give; {super().wrong(given)}."


class Day(Exercise):
    """A day, written year-month-day."""

    wants = "a day as text, such as '2001-12-31'"

    def answer_text(self):
        return f"{self.expected():%Y-%m-%d}"

    def read(self, value):
        if type(value) is dt.date:
            return value
        if type(value) is str:
            try:
                return dt.date.fromisoformat(value.strip()[:_LONGEST])
            except ValueError:
                raise Unusable(f"{brief(value)} is not a day written year-month-day") from None
        raise Unusable(f"the answer is {brief(value)}")

    def wrong(self, given):
        wanted = self.wanted
        side = "too late" if given > wanted else "too early"
        return f"{given:%d %B %Y} is {side}; {super().wrong(given)}."


class Names(Exercise):
    """A set of names out of `known`; order and repeats do not matter, nor do capitals."""

    wants = "a list of names, each in quotation marks"

    def known(self) -> list[str]:
        """Every name that could stand in an answer, so that a misspelt one is told from a wrong one."""
        raise NotImplementedError

    def answer_text(self):
        return ", ".join(sorted(self.expected()))

    def read(self, value):
        return set(self._names(value))

    def _names(self, value) -> list[str]:
        parts = value.split(",") if type(value) is str else value
        if type(parts) is not list or not all(type(part) is str for part in parts):
            raise Unusable(f"the answer is {brief(value)}")
        return [self._name(part.strip()) for part in parts]

    def _name(self, part: str) -> str:
        by_lower = {name.lower(): name for name in self.known()}
        if part.lower() not in by_lower:
            raise Unusable(f"{brief(part)} is no name in the table.{did_you_mean(part, self.known())}".rstrip("."))
        return by_lower[part.lower()]

    def wrong(self, given):
        wanted = self.wanted
        extra, absent = sorted(given - wanted), len(wanted - given)
        told = [f"{', '.join(extra[:5])} should not be there"] if extra else []
        told += [f"{absent} {'is' if absent == 1 else 'are'} missing"] if absent else []
        return f"{' and '.join(told)}; {super().wrong(given)}."


class Countries(Names):
    """A set of countries, as three-letter codes; order and repeats do not matter."""

    wants = "a list of three-letter country codes, such as ['CHE', 'NOR']"

    def _name(self, part):
        if len(part) != 3 or not part.isalpha():
            raise Unusable(f"{brief(part)} is not a three-letter code")
        return part.upper()


class InOrder(Names):
    """Names in an order, first to last, each once."""

    wants = "a list of names in order, each in quotation marks"

    def answer_text(self):
        return ", then ".join(self.expected())

    def read(self, value):
        return self._names(value)

    def wrong(self, given):
        wanted = self.wanted
        if sorted(given) != sorted(wanted):
            return f"the order has {len(wanted)} names, each once: {', '.join(sorted(wanted))}."
        place = next(n for n, (a, b) in enumerate(zip(given, wanted, strict=True), start=1) if a != b)
        return f"the first place that is off is number {place}; {Exercise.wrong(self, given)}."


class ShortTable(Exercise):
    """A few labelled numbers, as a dictionary or a column with labels; each within tolerance."""

    unit = ""
    tolerance = 0.0

    def answer_text(self):
        return ", ".join(f"{label}: {number:,.1f}" for label, number in self.expected().items())

    @property
    def wants(self) -> str:
        labels = list(self.expected())
        return "a number for each label, such as {" + ", ".join(f"{name!r}: 0" for name in labels) + "}"

    def read(self, value):
        if type(value) is not dict or not all(type(v) in (int, float) for v in value.values()):
            raise Unusable(f"the answer is {brief(value)}")
        if not all(math.isfinite(v) and abs(v) < 1e15 for v in value.values()):
            raise Unusable("the answer has a number that is not finite or not of a sensible size")
        return {str(label): float(number) for label, number in value.items()}

    def same(self, given, wanted):
        return given.keys() == wanted.keys() and all(
            abs(given[name] - wanted[name]) <= self.tolerance + 1e-9 for name in wanted
        )

    def wrong(self, given):
        wanted = self.wanted
        if given.keys() != wanted.keys():
            return f"the labels should be {', '.join(wanted)}."
        if sorted(given.values()) == sorted(wanted.values()):
            return "the numbers are there, but under the wrong labels."
        if self.same({name: number * 100 for name, number in given.items()}, wanted):
            return f"those are fractions; give them in {self.unit}."
        off = [name for name in wanted if abs(given[name] - wanted[name]) > self.tolerance + 1e-9]
        return f"{', '.join(off)} {'does' if len(off) == 1 else 'do'} not agree with the tables."


class Prediction(PickOne):
    """A guess before a reveal: `lesson.predict` notes it, `lesson.check` sets it beside the tables."""


class Judgement(PickOne):
    """A verdict with reasons: the answer is [letter, reasons]; reasons name at least one row of a table.

    More than one verdict may be defended (`defensible`); what is checked is that the reasons are there
    and point to rows (`cites()` gives the row names that count), not that they are ours.
    """

    defensible: tuple[str, ...] = ()
    least_words = 8

    def cites(self) -> list[str]:
        """Names of rows (claim, event or row ids) that a reason may point to."""
        raise NotImplementedError

    def answer_text(self):
        return " or ".join(f"{letter}) {self.options[letter]}" for letter in self.defensible)

    @property
    def wants(self) -> str:
        return f"[a letter ({', '.join(self.options)}), 'your reasons, naming a row such as {self.cites()[0]}']"

    def expected(self):
        return [self.defensible[0], f"{self.cites()[0]} " + "word " * self.least_words]

    def read(self, value):
        if type(value) is not list or len(value) != 2 or type(value[1]) is not str:
            raise Unusable(f"the answer is {brief(value)}")
        letter, reasons = super().read(value[0]), value[1][:5_000]
        words = len(reasons.split())
        if words < self.least_words:
            raise Unusable(f"{words} words are too few for reasons; {self.least_words} or more would do")
        named = {name for name in self.cites() if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", reasons)}
        return letter, bool(named)

    def same(self, given, wanted):
        both = given[0] in self.defensible and wanted[0] in self.defensible
        return (both or given[0] == wanted[0]) and given[1] == wanted[1]

    def wrong(self, given):
        if not given[1]:
            return f"the reasons name no row; name one, such as {self.cites()[0]}."
        return f"that verdict is hard to defend from these rows; {Exercise.wrong(self, given)}."
