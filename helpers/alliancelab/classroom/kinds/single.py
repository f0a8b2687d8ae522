"""Answers of one part: a choice, a number, a day."""

from functools import cached_property

from alliancelab.classroom.answers import Unusable, plain, shown
from alliancelab.classroom.kinds import readers
from alliancelab.classroom.kinds.exercise import NOTED, ROUNDING, Exercise, Verdict
from alliancelab.classroom.kinds.readers import spelling
from alliancelab.ground.messages import say

_AROUND = " .,:;()[]\"'*-"


class PickOne(Exercise):
    """A choice among lettered options; the answer is the letter, the option, or both as the button shows them."""

    clickable = True
    options: dict[str, str] = {}

    def answer_text(self):
        return self._labelled(self.expected())

    def _labelled(self, letter: str) -> str:
        return say("kinds.option", letter=letter, text=self.options[letter])

    @property
    def wants(self) -> str:
        return say("kinds.wants_letter", options="; ".join(map(self._labelled, self.options)))

    def read(self, value):
        value = readers.alone(value)
        text = spelling(value[:1_000]) if type(value) is str else ""
        letter = self._spellings.get(text) or self._spellings.get(text.strip(_AROUND))
        if not letter:
            raise Unusable(say("kinds.not_an_option", given=shown(value)))
        return letter

    @cached_property
    def _spellings(self) -> dict[str, str]:
        spellings = {}
        # Letters first: an option that is itself a letter does not take another's place.
        for written in (
            "{0}",
            "option {0}",
            "{1}",
            "{0}) {1}",
            "({0}) {1}",
            "{0}. {1}",
            "{0}: {1}",
            "{0}, {1}",
            "{0} {1}",
        ):
            for letter, text in self.options.items():
                typed = spelling(written.format(letter, text))
                spellings.setdefault(typed, letter)
                spellings.setdefault(typed.strip(_AROUND), letter)
        return spellings


class Prediction(PickOne):
    """A guess before a reveal: it is noted, and `outcome` later sets it beside the tables. It is never marked."""

    marked = False

    def _judged(self, given):
        return Verdict(NOTED, say("kinds.noted_guess", option=self._labelled(given)))

    def outcome(self, answer: object) -> str:
        """The guess beside what the tables say, and why; never raises."""
        try:
            tables = self._labelled(self.wanted)
            if self.verdict(answer).status != NOTED:
                return say("kinds.no_guess", tables=tables)
            letter = self.read(plain(answer))
        except Exception:  # as in verdict
            return say("kinds.unreadable")
        because = self.why if letter == self.wanted else self._known_mistake(letter) or self.why
        return say("kinds.outcome", guess=self._labelled(letter), tables=tables, because=because)


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
        return readers.number(value, self.unit)

    def same(self, given, wanted):
        return abs(given - wanted) <= self.tolerance + ROUNDING

    def wrong(self, given):
        if readers.is_percent(self.unit) and self.same(given * 100, self.wanted):
            return say("kinds.as_fraction", given=shown(given), unit=self.unit)
        figure = f"{shown(given)} {self.unit}".strip()
        side = say("kinds.more", given=figure) if given > self.wanted else say("kinds.less", given=figure)
        return self._hinted(side)


class Day(Exercise):
    """A day, in any order that can only mean one."""

    @property
    def wants(self) -> str:
        return say("kinds.wants_day")

    def answer_text(self):
        return f"{self.expected():%Y-%m-%d}"

    def read(self, value):
        return readers.day(value)

    def wrong(self, given):
        late = given > self.wanted
        return self._hinted(say("kinds.too_late", day=given) if late else say("kinds.too_early", day=given))
