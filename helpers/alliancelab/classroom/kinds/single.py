"""Answers of one part: a choice, a number, a day."""

import datetime as dt
import re
from functools import cached_property

from alliancelab.classroom.answers import Unusable, tidy
from alliancelab.classroom.kinds.exercise import ROUNDING, Exercise, is_sensible, spelling
from alliancelab.ground import days
from alliancelab.ground.messages import say

_THOUSANDS = re.compile(r",(?=\d{3}(\D|$))")


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
        text = spelling(value) if type(value) is str else ""
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
                spellings.setdefault(spelling(written.format(letter, text)), letter)
        return spellings


class Prediction(PickOne):
    """A guess before a reveal: `lesson.predict` notes it, `lesson.check` sets it beside the tables."""

    def outcome(self, answer):
        return "TEMP " + str(self.verdict(answer))


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
        if not is_sensible(number):
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
        return abs(given - wanted) <= self.tolerance + ROUNDING

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


def _alone(value: object) -> object:
    return value[0] if type(value) is list and len(value) == 1 else value
