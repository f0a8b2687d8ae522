"""One question: what every kind of exercise has, and the verdict on an answer."""

import math
from functools import cached_property
from typing import NamedTuple

from alliancelab.classroom.answers import Unusable, plain, tidy
from alliancelab.ground.messages import say

UNANSWERED, WRONG, RIGHT = say("kinds.unanswered"), say("kinds.wrong"), say("kinds.right")
ROUNDING = 1e-9
# Beyond this a computer's numbers no longer tell neighbours apart, and no table of ours comes near.
_LARGEST = 1e15


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


def spelling(text: str) -> str:
    """A text in the one spelling in which it is compared: full width, capitals and blanks do not matter.

    >>> spelling(" Ｂ  c ")
    'b c'
    """
    return tidy(text).casefold()


def is_sensible(number: float) -> bool:
    """Whether a number is one that a table of this course could hold.

    >>> is_sensible(1e300)
    False
    """
    return abs(number) < _LARGEST and not math.isnan(number)
