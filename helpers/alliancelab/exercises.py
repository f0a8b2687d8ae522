"""Checked exercises in a notebook: one class an exercise, one plain line of feedback, never an error message."""

import ipywidgets as widgets
import pandas as pd
from IPython.display import display

from alliancelab import ledger, lessons
from alliancelab.kinds import UNANSWERED, Exercise, Unusable, Verdict, plain
from alliancelab.naming import resolve


class Lesson:
    """What the notebook talks to: questions, hints, worked answers and progress of one lesson.

    >>> Lesson("10-first-look").verdict("no-such-exercise", 1)
    Traceback (most recent call last):
    LookupError: No exercise is called 'no-such-exercise'. Known: ...
    """

    def __init__(self, slug: str):
        self.slug, self.settings = slug, lessons.settings(slug)
        self.exercises = exercises_of(slug)
        # A student reads whole sentences in a table; pandas would cut them at fifty characters.
        pd.set_option("display.max_colwidth", None)
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

    def claims(self) -> pd.DataFrame:
        """The article's claims this lesson tests, each with the verdict computed from the tables and why."""
        return ledger.table(self.slug).set_index("claim_id")[["claim", "verdict", "because"]]

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
