"""One question: what every kind of exercise has, and the verdict on an answer."""

from functools import cached_property
from typing import NamedTuple

from alliancelab.classroom.answers import Incomplete, Unusable, plain
from alliancelab.classroom.kinds.readers import is_blank
from alliancelab.ground.messages import say

UNANSWERED, WRONG, RIGHT, NOTED = (say(f"kinds.{status}") for status in ("unanswered", "wrong", "right", "noted"))
ROUNDING = 1e-9


class Verdict(NamedTuple):
    """A status (one of four) and the sentence that goes with it."""

    status: str
    text: str

    def __str__(self) -> str:
        return f"{self.status}: {self.text}"


class Exercise:
    """One question. A subclass states key, objective, hints, solution and why, and computes expected().

    `wants` is the sentence that says what to give. `solution` is the source the answer key shows; `mistakes()`
    gives pairs of a wrong answer and the sentence that names the misconception behind it.
    """

    key = objective = solution = why = wants = ""
    hints: tuple[str, ...] = ()
    worked = ""
    # Whether the answer is one click on a choice.
    clickable = False
    # Whether an answer is right or wrong. What is not marked (a guess, a judgement, a sheet of one's own) is noted.
    marked = True

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
        return say("kinds.hint")

    def answer_text(self) -> str:
        """The right answer as a lecturer reads it, computed from the tables."""
        return str(self.expected())

    def verdict(self, answer: object) -> Verdict:
        """Status and sentence for any object whatever; never raises."""
        try:
            return self._verdict(answer)
        except Exception:  # an answer nobody thought of must not end in Python's words; a test looks for this sentence
            return Verdict(WRONG, say("kinds.unreadable"))

    def _verdict(self, answer: object) -> Verdict:
        try:
            value = plain(answer)
            if is_blank(value):
                return Verdict(UNANSWERED, self.wants[:1].lower() + self.wants[1:])
            return self._judged(self.read(value))
        except Incomplete as error:
            return Verdict(UNANSWERED, say("kinds.incomplete", sentence=error))
        except Unusable as error:
            sentence = str(error).rstrip(".")
            message = "kinds.asks_after_question" if sentence.endswith("?") else "kinds.asks"
            return Verdict(WRONG, say(message, sentence=sentence, wants=self.wants))

    def _judged(self, given: object) -> Verdict:
        if self.same(given, self.wanted):
            return Verdict(RIGHT if self.marked else NOTED, self.why)
        return Verdict(WRONG if self.marked else UNANSWERED, self._known_mistake(given) or self.wrong(given))

    def _known_mistake(self, given: object) -> str:
        return next((sentence for wrong, sentence in self.known_mistakes if self.same(given, wrong)), "")

    def _hinted(self, sentence: str) -> str:
        return say("kinds.with_hint", sentence=sentence)
