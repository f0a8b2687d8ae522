"""Checked exercises: one class an exercise, one plain line of feedback, never an error message.

An answer is compared as plain values of exact built-in types, so that no object can talk its way to
a good verdict, and an answer of any other type gets a sentence saying what would do.
"""

import datetime as dt
import math
from typing import NamedTuple

import ipywidgets as widgets
import numpy as np
import pandas as pd
from IPython.display import display

from alliancelab import lessons
from alliancelab.naming import brief, resolve

UNANSWERED, WRONG, RIGHT = "○ Not answered yet", "✗ Not yet", "✓ Right"
_LONGEST = 200


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

    def same(self, given: object, wanted: object) -> bool:
        """Whether two answers of this kind are the same."""
        return given == wanted

    def wrong(self, given: object) -> str:
        """What to say of a wrong answer that no known mistake explains."""
        return "look at the hint: " + self.call("hint")

    def call(self, what: str) -> str:
        return f'lesson.{what}("{self.key}")'

    def verdict(self, answer: object) -> Verdict:
        """Status and sentence for any object whatever; never raises."""
        try:
            value = plain(answer)
            if value is None or value in ("", [], {}):
                return Verdict(UNANSWERED, f"put {self.wants} in place of the three dots.")
            given = self.read(value)
            if self.same(given, self.read(plain(self.expected()))):
                return Verdict(RIGHT, self.why)
            for wrong, sentence in self.mistakes():
                if self.same(given, self.read(plain(wrong))):
                    return Verdict(WRONG, sentence)
            return Verdict(WRONG, self.wrong(given))
        except Unusable as error:
            return Verdict(WRONG, f"{error}; this asks for {self.wants}.")
        except RecursionError:
            return Verdict(WRONG, f"the answer contains itself; this asks for {self.wants}.")


class PickOne(Exercise):
    """A choice among lettered options; the answer is the letter (or a click)."""

    options: dict[str, str] = {}

    @property
    def wants(self) -> str:
        return "one letter, " + " or ".join(repr(letter) for letter in self.options)

    def read(self, value):
        if type(value) is str:
            text = value.strip().lower()[:_LONGEST]
            for letter, option in self.options.items():
                if text in (letter, option.lower()):
                    return letter
        raise Unusable(f"{brief(value)} is none of the options")


class Number(Exercise):
    """A number with a unit; right within tolerance (in the same unit)."""

    unit = ""
    tolerance = 0.0

    @property
    def wants(self) -> str:
        return f"a number in {self.unit}"

    def read(self, value):
        if type(value) is str:
            try:
                value = float(value.strip()[:_LONGEST].rstrip("%").replace(",", ""))
            except ValueError:
                raise Unusable(f"{brief(value)} is text") from None
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
        wanted = self.read(plain(self.expected()))
        if wanted and abs(given * 100 - wanted) <= self.tolerance + 1e-9:
            return f"{given:g} is the share as a fraction; give it in {self.unit}."
        side = "more" if given > wanted else "less"
        return f"{given:g} {self.unit} is {side} than the tables give; {super().wrong(given)}."


class Day(Exercise):
    """A day, written year-month-day."""

    wants = "a day as text, such as '2018-03-23'"

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
        wanted = self.read(plain(self.expected()))
        side = "too late" if given > wanted else "too early"
        return f"{given:%d %B %Y} is {side}; {super().wrong(given)}."


class Countries(Exercise):
    """A set of countries, as three-letter codes; order and repeats do not matter."""

    wants = "a list of three-letter country codes, such as ['AUS', 'KOR']"

    def read(self, value):
        parts = value.split(",") if type(value) is str else value
        if type(parts) is not list or not all(type(part) is str for part in parts):
            raise Unusable(f"the answer is {brief(value)}")
        codes = {part.strip().upper() for part in parts}
        odd = sorted(code for code in codes if len(code) != 3 or not code.isalpha())
        if odd:
            raise Unusable(f"{brief(odd[0])} is not a three-letter code")
        return codes

    def wrong(self, given):
        wanted = self.read(plain(self.expected()))
        extra, absent = sorted(given - wanted), len(wanted - given)
        told = [f"{', '.join(extra[:5])} should not be there"] if extra else []
        told += [f"{absent} {'is' if absent == 1 else 'are'} missing"] if absent else []
        return f"{' and '.join(told)}; {super().wrong(given)}."


class ShortTable(Exercise):
    """A few labelled numbers, as a dictionary or a column with labels; each within tolerance."""

    unit = ""
    tolerance = 0.0

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
        wanted = self.read(plain(self.expected()))
        if given.keys() != wanted.keys():
            return f"the labels should be {', '.join(wanted)}."
        off = [name for name in wanted if abs(given[name] - wanted[name]) > self.tolerance + 1e-9]
        return f"{', '.join(off)} {'does' if len(off) == 1 else 'do'} not agree with the tables."


class Prediction(PickOne):
    """A guess before a reveal: `lesson.predict` notes it, `lesson.check` sets it beside the tables."""


class Lesson:
    """What the notebook talks to: questions, hints, worked answers and progress of one lesson.

    >>> Lesson("10-first-look").verdict("no-such-exercise", 1)
    Traceback (most recent call last):
    LookupError: No exercise is called 'no-such-exercise'. Known: ...
    """

    def __init__(self, slug: str):
        self.settings = lessons.settings(slug)
        self.exercises = exercises_of(slug)
        self._seen: dict[str, Verdict] = {}
        self._hinted: dict[str, int] = {}

    def _find(self, key: str) -> Exercise:
        return self.exercises[resolve(key, self.exercises, "exercise")]

    def verdict(self, key: str, answer: object) -> Verdict:
        """The verdict on an answer, remembered for `progress`."""
        found = self._find(key).verdict(answer)
        self._seen[key] = found
        return found

    def check(self, key: str, answer: object = None) -> None:
        """Print one line: not answered yet, not yet and why, or right and why it matters."""
        print(self._spoken(lambda: str(self.verdict(key, answer))))

    def predict(self, key: str, answer: object = None) -> None:
        """Note a guess without saying yet whether it holds."""
        print(self._spoken(lambda: self._noted(key, answer)))

    def _noted(self, key: str, answer: object) -> str:
        exercise = self._find(key)
        found = exercise.verdict(answer)
        if found.status == UNANSWERED:
            return str(found)
        try:
            letter = exercise.read(plain(answer))
        except Unusable:
            return str(found)
        return f"● Noted: {exercise.options[letter]}. Run on to see what the tables say."

    def ask(self, key: str, answer: object = None) -> None:
        """Show a choice to click (or reach by Tab and press the space bar), and one line of text that follows it.

        The line stays in the saved notebook; the letter may also be typed in place of the three dots.
        """
        exercise = self._find(key)
        try:
            chosen = exercise.read(plain(answer))
        except Unusable:
            chosen = None
        # Buttons, not radios: JupyterLab takes the arrow keys a radio group needs for itself.
        buttons = widgets.ToggleButtons(
            options=[(f"{letter}) {text}", letter) for letter, text in exercise.options.items()],
            value=chosen, description="Choose:", style={"button_width": "max-content"},
        )
        display(buttons)
        line = display({"text/plain": str(self.verdict(key, answer))}, raw=True, display_id=True)

        def follow(change) -> None:
            told = f"Your choice: {change['new']}.\n{self.verdict(key, change['new'])}"
            line.update({"text/plain": told}, raw=True)

        buttons.observe(follow, "value")

    def hint(self, key: str) -> None:
        """Print the next hint for an exercise."""
        print(self._spoken(lambda: self._next_hint(key)))

    def _next_hint(self, key: str) -> str:
        hints = self._find(key).hints
        n = min(self._hinted.get(key, 0), len(hints) - 1)
        self._hinted[key] = n + 1
        return f"Hint {n + 1} of {len(hints)}: {hints[n]}"

    def solution(self, key: str) -> None:
        """Print the worked answer, once the exercise has been tried."""
        print(self._spoken(lambda: self._worked(key)))

    def _worked(self, key: str) -> str:
        exercise = self._find(key)
        if self._seen.get(key, Verdict(UNANSWERED, "")).status == UNANSWERED:
            return "Try it first: " + str(exercise.verdict(None).text)
        return f"One way: {exercise.solution}\n{exercise.worked or exercise.why}"

    def progress(self) -> pd.DataFrame:
        """A table of all exercises of the lesson and where each stands."""
        return pd.DataFrame(
            [(key, self._seen[key].status if key in self._seen else UNANSWERED) for key in self.exercises],
            columns=["exercise", "verdict"],
        )

    @staticmethod
    def _spoken(say) -> str:
        # A misspelt key is the author's or the student's slip: a sentence, so that Run All goes on.
        try:
            return say()
        except LookupError as error:
            return str(error)


def exercises_of(slug: str) -> dict[str, Exercise]:
    """The exercises of a lesson, by key, in the order they stand in exercises.py.

    >>> len(exercises_of("10-first-look")) >= 5
    True
    """
    found = [value for value in vars(lessons.module(slug)).values() if isinstance(value, type)]
    made = [kind() for kind in found if issubclass(kind, Exercise) and kind.key]
    return {exercise.key: exercise for exercise in made}
