"""The kinds of exercise: what an answer may look like, when it is right, and what to say of it.

An answer is first put into plain values (`classroom.answers`), so that no object can talk its way to a
good verdict, and an answer of any other type gets a sentence saying what would do.
"""

import ast
import datetime as dt
import math
import re
from functools import cached_property
from typing import NamedTuple

from alliancelab.article import words
from alliancelab.classroom.answers import Unusable, plain, tidy
from alliancelab.ground import days
from alliancelab.ground.messages import say
from alliancelab.ground.suggestions import brief, did_you_mean

__all__ = [
    "RIGHT",
    "UNANSWERED",
    "WRONG",
    "Countries",
    "Day",
    "Exercise",
    "InOrder",
    "Judgement",
    "Names",
    "Number",
    "PickOne",
    "Prediction",
    "ShortTable",
    "Unusable",
    "Verdict",
    "brief",
    "plain",
]

UNANSWERED, WRONG, RIGHT = say("kinds.unanswered"), say("kinds.wrong"), say("kinds.right")
_THOUSANDS = re.compile(r",(?=\d{3}(\D|$))")
_BETWEEN_NAMES = re.compile("[,、]")
# Beyond this a computer's numbers no longer tell neighbours apart, and no table here comes near.
_LARGEST = 1e15
_ROUNDING = 1e-9


class Verdict(NamedTuple):
    """A status (one of three) and the sentence that goes with it."""

    status: str
    text: str

    def __str__(self) -> str:
        return f"{self.status}: {self.text}"


class Exercise:
    """One question. A subclass states key, objective, hints, solution and why, and computes expected().

    `solution` is the source the answer key shows; `mistakes()` gives pairs of a wrong answer and the
    sentence that names the misconception behind it.
    """

    key = objective = solution = why = wants = ""
    hints: tuple[str, ...] = ()
    worked = ""
    # Whether the answer is one click on a choice.
    clickable = False

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
        return say("kinds.hint", call=self.call("hint"))

    def call(self, what: str) -> str:
        """How a notebook asks for something of this exercise, such as its hint."""
        return f'lesson.{what}("{self.key}")'

    def answer_text(self) -> str:
        """The right answer as a lecturer reads it, computed from the tables."""
        return str(self.expected())

    def verdict(self, answer: object) -> Verdict:
        """Status and sentence for any object whatever; never raises."""
        try:
            value = plain(answer)
            if value is None or value in ("", [], {}):
                return Verdict(UNANSWERED, say("kinds.put", wants=self.wants))
            return self._judged(self.read(value))
        except Unusable as error:
            sentence = str(error)
            if sentence.endswith("?"):
                return Verdict(WRONG, say("kinds.asks_after_question", sentence=sentence, wants=self.wants))
            return Verdict(WRONG, say("kinds.asks", sentence=sentence, wants=self.wants))
        except Exception:  # an answer nobody thought of must not end in Python's words; a test looks for this sentence
            return Verdict(WRONG, say("kinds.unreadable", wants=self.wants))

    def _judged(self, given: object) -> Verdict:
        if self.same(given, self.wanted):
            return Verdict(RIGHT, self.why)
        known = next((sentence for wrong, sentence in self.known_mistakes if self.same(given, wrong)), None)
        return Verdict(WRONG, known or self.wrong(given))

    def _hinted(self, sentence: str) -> str:
        return say("kinds.with_hint", sentence=sentence, call=self.call("hint"))


class PickOne(Exercise):
    """A choice among lettered options; the answer is the letter, the option, or both as the button shows them."""

    clickable = True
    options: dict[str, str] = {}

    def answer_text(self):
        return f"{self.expected()}) {self.options[self.expected()]}"

    @property
    def wants(self) -> str:
        options = [say("kinds.wants_option", letter=letter, text=text) for letter, text in self.options.items()]
        return say("kinds.wants_letter", options="; ".join(options))

    def read(self, value):
        value = _alone(value)
        text = _spelling(value) if type(value) is str else ""
        letter = self._spellings.get(text) or self._spellings.get(text.rstrip("."))
        if not letter:
            raise Unusable(say("kinds.not_an_option", given=value))
        return letter

    @cached_property
    def _spellings(self) -> dict[str, str]:
        spellings = {}
        # Letters first: an option that is itself a letter does not take another's place.
        for written in ("{0}", "{0})", "({0})", "{1}", "{0}) {1}", "{0}. {1}", "{0} {1}"):
            for letter, text in self.options.items():
                spellings.setdefault(_spelling(written.format(letter, text)), letter)
        return spellings


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
        return say("kinds.wants_number_in", unit=self.unit) if self.unit else say("kinds.wants_number")

    def read(self, value):
        value = _alone(value)
        number = self._figures(value) if type(value) is str else value
        if type(number) not in (int, float):
            raise Unusable(say("kinds.is_value", given=value))
        if not _is_sensible(number):
            raise Unusable(say("kinds.not_sensible"))
        return float(number)

    def _figures(self, text: str) -> float:
        figures = tidy(text).replace("−", "-").removesuffix(tidy(self.unit)).rstrip(" %")
        try:
            return float(_THOUSANDS.sub("", figures))
        except ValueError:
            comma = re.fullmatch(r"[-+]?\d+,\d+", figures)
            sentence = say("kinds.number_with_comma", given=text) if comma else say("kinds.number_as_text", given=text)
            raise Unusable(sentence) from None

    def same(self, given, wanted):
        return abs(given - wanted) <= self.tolerance + _ROUNDING

    def wrong(self, given):
        if self.unit.startswith("%") and self.same(given * 100, self.wanted):
            return say("kinds.as_fraction", given=given, unit=self.unit)
        shown = f"{given:g} {self.unit}".strip()
        side = say("kinds.more", given=shown) if given > self.wanted else say("kinds.less", given=shown)
        return self._hinted(side)


class Day(Exercise):
    """A day, written year-month-day."""

    @property
    def wants(self) -> str:
        return say("kinds.wants_day")

    def answer_text(self):
        return f"{self.expected():%Y-%m-%d}"

    def read(self, value):
        value = _alone(value)
        if type(value) is dt.date:
            return value
        if type(value) is not str:
            raise Unusable(say("kinds.is_value", given=value))
        try:
            return days.read(tidy(value)).date()
        except ValueError:
            raise Unusable(say("kinds.not_a_day", given=value)) from None

    def wrong(self, given):
        late = given > self.wanted
        return self._hinted(say("kinds.too_late", day=given) if late else say("kinds.too_early", day=given))


class Names(Exercise):
    """A set of names out of `known`; order and repeats do not matter, nor do capitals."""

    @property
    def wants(self) -> str:
        return say("kinds.wants_names")

    def known(self) -> list[str]:
        """Every name that could stand in an answer, so that a misspelt one is told from a wrong one."""
        raise NotImplementedError

    def answer_text(self):
        return ", ".join(sorted(self.expected()))

    def read(self, value):
        return set(self._names(value))

    def _names(self, value) -> list[str]:
        parts = [part for part in _BETWEEN_NAMES.split(tidy(value)) if part.strip()] if type(value) is str else value
        if type(parts) is not list or not all(type(part) is str for part in parts):
            raise Unusable(say("kinds.is_value", given=value))
        return [self._name(part) for part in parts]

    def _name(self, part: str) -> str:
        name = self._by_spelling.get(_spelling(part))
        if name is None:
            question = did_you_mean(tidy(part), self.known())
            raise Unusable(say("kinds.unknown_name", given=part, question=question).rstrip("."))
        return name

    @cached_property
    def _by_spelling(self) -> dict[str, str]:
        return {_spelling(name): name for name in self.known()}

    def wrong(self, given):
        extra, absent = sorted(given - self.wanted), len(self.wanted - given)
        parts = [say("kinds.extra_names", names=", ".join(extra[:5]))] if extra else []
        parts += [say("kinds.absent_names", n=absent)] if absent else []
        return self._hinted(say("kinds.both", first=parts[0], second=parts[1]) if len(parts) == 2 else parts[0])


class Countries(Names):
    """A set of countries, as three-letter codes; order and repeats do not matter."""

    @property
    def wants(self) -> str:
        return say("kinds.wants_countries")

    def _name(self, part):
        code = tidy(part).upper()
        if not re.fullmatch("[A-Z]{3}", code):
            raise Unusable(say("kinds.not_a_code", given=part))
        return code


class InOrder(Names):
    """Names in an order, first to last, each once."""

    @property
    def wants(self) -> str:
        return say("kinds.wants_order")

    def answer_text(self):
        return ", then ".join(self.expected())

    def read(self, value):
        return self._names(value)

    def wrong(self, given):
        wanted = self.wanted
        if sorted(given) != sorted(wanted):
            return say("kinds.order_has", n=len(wanted), names=", ".join(sorted(wanted)))
        place = next(n for n, (a, b) in enumerate(zip(given, wanted, strict=True), start=1) if a != b)
        return self._hinted(say("kinds.order_breaks", place=place))


class ShortTable(Exercise):
    """A few labelled numbers, as a dictionary or a column with labels; each within tolerance."""

    unit = ""
    tolerance = 0.0

    def answer_text(self):
        return ", ".join(f"{label}: {number:,.1f}" for label, number in self.expected().items())

    @property
    def wants(self) -> str:
        return say("kinds.wants_table", pairs=", ".join(f"{label!r}: 0" for label in self.wanted))

    def read(self, value):
        if type(value) is not dict:
            raise Unusable(say("kinds.is_value", given=value))
        table = {}
        for key, number in value.items():
            label = tidy(str(key))
            if type(number) not in (int, float):
                raise Unusable(say("kinds.table_value", label=label, given=number))
            if not _is_sensible(number):
                raise Unusable(say("kinds.table_not_sensible", label=label))
            if label in table:
                raise Unusable(say("kinds.table_twice", label=label))
            table[label] = float(number)
        return table

    def same(self, given, wanted):
        return given.keys() == wanted.keys() and not self._off(given, wanted)

    def _off(self, given: dict, wanted: dict) -> list[str]:
        return [name for name in wanted if abs(given[name] - wanted[name]) > self.tolerance + _ROUNDING]

    def wrong(self, given):
        wanted = self.wanted
        if given.keys() != wanted.keys():
            return say("kinds.labels", labels=", ".join(wanted))
        if sorted(given.values()) == sorted(wanted.values()):
            return say("kinds.wrong_labels")
        if self.same({name: number * 100 for name, number in given.items()}, wanted):
            return say("kinds.fractions", unit=self.unit)
        off = self._off(given, wanted)
        return say("kinds.off", labels=", ".join(off), n=len(off))


class Prediction(PickOne):
    """A guess before a reveal: `lesson.predict` notes it, `lesson.check` sets it beside the tables."""


class Judgement(PickOne):
    """A verdict with reasons: the answer is [letter, reasons]; reasons name at least one row of a table.

    More than one verdict may be defended (`defensible`); what is checked is that the reasons are there
    and point to rows (`cites()` gives the row names that count), not that they are ours. `solution` is the
    source of a list of a letter and reasons, and so the expected answer; `mistaken` has a sentence for each
    letter that is hard to defend, whatever rows are named.
    """

    clickable = False
    defensible: tuple[str, ...] = ()
    mistaken: dict[str, str] = {}
    least_words = 8

    def cites(self) -> list[str]:
        """Names of rows (claim, event or row ids) that a reason may point to."""
        raise NotImplementedError

    def answer_text(self):
        return say("kinds.or").join(f"{letter}) {self.options[letter]}" for letter in self.defensible)

    @property
    def wants(self) -> str:
        return say("kinds.wants_judgement", letters=", ".join(self.options), row=self.cites()[0])

    def expected(self):
        return ast.literal_eval(self.solution)

    def mistakes(self):
        # The worked reasons name a row; under another letter they make that letter's mistake.
        return [([letter, self.expected()[1]], sentence) for letter, sentence in self.mistaken.items()]

    def read(self, value):
        if type(value) is not list or len(value) != 2 or type(value[1]) is not str:
            raise Unusable(say("kinds.is_value", given=value))
        letter, reasons = super().read(value[0]), value[1]
        if (number := words.count(reasons)) < self.least_words:
            raise Unusable(say("kinds.too_few_words", n=number, least=self.least_words))
        return letter, bool(self.first_named(reasons, self.cites()))

    @staticmethod
    def first_named(reasons: str, names: list[str]) -> str:
        """The first of these names that reasons name, or nothing; kana may follow it, full width is read too.

        >>> Judgement.first_named("K22 is not it; Ｋ２は is", ["K1", "K2"])
        'K2'
        """
        by_text = {tidy(name): name for name in names}
        # Only Latin letters and figures make another name of a name: K2 is not in K22, and it is in K2は.
        listed = "|".join(map(re.escape, sorted(by_text, key=len, reverse=True)))
        named = re.search(rf"(?<!\w)(?:{listed})(?!\w)", tidy(reasons), re.ASCII) if listed else None
        return by_text[named[0]] if named else ""

    def same(self, given, wanted):
        both = given[0] in self.defensible and wanted[0] in self.defensible
        return (both or given[0] == wanted[0]) and given[1] == wanted[1]

    def wrong(self, given):
        if not given[1]:
            return say("kinds.no_row", row=self.cites()[0])
        return self._hinted(say("kinds.hard_to_defend"))


def _alone(value: object) -> object:
    return value[0] if type(value) is list and len(value) == 1 else value


def _spelling(text: str) -> str:
    return tidy(text).casefold()


def _is_sensible(number: float) -> bool:
    return abs(number) < _LARGEST and not math.isnan(number)
