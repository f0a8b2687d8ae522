"""Checked exercises in a notebook: one class an exercise, one plain line of feedback, never an error message."""

import json
import re
from collections.abc import Callable
from html import escape

import ipywidgets as widgets
import pandas as pd
from IPython.display import HTML, display

from alliancelab import catalogue
from alliancelab.article import markup
from alliancelab.classroom.answers import Unusable, called, plain
from alliancelab.classroom.course import COURSE
from alliancelab.classroom.kinds import UNANSWERED, Exercise, PickOne, Prediction, Verdict
from alliancelab.ground.messages import say
from alliancelab.ground.suggestions import resolve


class Lesson:
    """What the notebook talks to: questions, hints, worked answers and progress of one lesson.

    >>> Lesson("10-first-look").verdict("no-such-exercise", 1)
    Traceback (most recent call last):
    LookupError: No exercise is called 'no-such-exercise'. Known: ...
    """

    def __init__(self, slug: str):
        self.slug, self.settings = slug, COURSE.settings(slug)
        self.exercises = COURSE.exercises(slug)
        # A student reads whole sentences in a table; pandas would cut them at fifty characters.
        pd.set_option("display.max_colwidth", None)
        self._seen: dict[str, Verdict] = {}
        self._hinted: dict[str, int] = {}
        self._guesses: dict[str, str] = {}

    def _find(self, key: str) -> Exercise:
        return self.exercises[resolve(key if type(key) is str else called(key), self.exercises, "exercise")]

    def verdict(self, key: str, answer: object) -> Verdict:
        """The verdict on an answer, remembered for `progress`. Raises LookupError for an unknown exercise only."""
        verdict = self._find(key).verdict(answer)
        self._seen[key] = verdict
        return verdict

    def check(self, key: str, answer: object = None) -> None:
        """Print one line: not answered yet, not yet and why, or right and why it matters.

        Without an answer, a guess noted by `predict` is checked.
        """
        print(_spoken(lambda: str(self._checked(key, answer))))

    def _checked(self, key: str, answer: object) -> Verdict:
        if answer is None and isinstance(self._find(key), Prediction):
            if key not in self._guesses:
                return Verdict(UNANSWERED, say("lesson.guess_first", key=key))
            answer = self._guesses[key]
        return self.verdict(key, answer)

    def predict(self, key: str, answer: object = None) -> None:
        """Show the choices and note a guess without saying yet whether it holds.

        Later `lesson.check(key)` alone sets the noted guess beside the tables.
        """
        self._choose(key, answer, self._noted)

    def _noted(self, exercise: PickOne, answer: object) -> str:
        letter = _letter(exercise, answer)
        if letter is None:
            return str(exercise.verdict(answer))
        self._guesses[exercise.key] = letter
        return say("lesson.noted", option=exercise.options[letter])

    def ask(self, key: str, answer: object = None) -> None:
        """Show a choice to click (or reach by Tab and press the space bar), and one line of text that follows it.

        The line stays in the saved notebook; the letter may also be typed in place of the three dots.
        """
        self._choose(key, answer, lambda exercise, given: str(self.verdict(exercise.key, given)))

    def _choose(self, key: str, answer: object, verdict: Callable[[PickOne, object], str]) -> None:
        try:
            exercise = self._find(key)
        except LookupError as error:
            print(error)
            return
        if not exercise.clickable:
            print(say("lesson.no_choices", key=key))
            return
        buttons = _buttons(exercise, _letter(exercise, answer))
        display(buttons)
        line = display({"text/plain": verdict(exercise, answer)}, raw=True, display_id=True)

        def follow(change) -> None:
            sentence = say("lesson.your_choice", letter=change["new"], verdict=verdict(exercise, change["new"]))
            line.update({"text/plain": sentence}, raw=True)

        buttons.observe(follow, "value")

    def hint(self, key: str) -> None:
        """Print the next hint for an exercise."""
        print(_spoken(lambda: self._next_hint(key)))

    def _next_hint(self, key: str) -> str:
        hints = self._find(key).hints
        if not hints:
            return say("lesson.no_hint", key=key)
        n = min(self._hinted.get(key, 0), len(hints) - 1)
        self._hinted[key] = n + 1
        return say("lesson.hint", n=n + 1, most=len(hints), hint=hints[n])

    def solution(self, key: str) -> None:
        """Print the worked answer, once the exercise has been tried."""
        print(_spoken(lambda: self._worked(key)))

    def _worked(self, key: str) -> str:
        exercise = self._find(key)
        if self._seen.get(key, Verdict(UNANSWERED, "")).status == UNANSWERED:
            return say("lesson.try_first", sentence=exercise.verdict(None).text)
        return say("lesson.one_way", solution=exercise.solution, why=exercise.worked or exercise.why)

    def progress(self) -> pd.DataFrame:
        """A table of all exercises of the lesson and how far each is."""
        return pd.DataFrame(
            [(key, self._seen[key].status if key in self._seen else UNANSWERED) for key in self.exercises],
            columns=["exercise", "verdict"],
        )

    def claims(self) -> HTML:
        """The article's claims this lesson tests, each with the verdict computed from the tables and why.

        Analysts get the same as a table from `COURSE.ledger(slug)`.
        """
        return HTML(markup.table(COURSE.ledger(self.slug)[["claim_id", "claim", "verdict", "because"]]))

    def glossary(self) -> HTML:
        """The words of this lesson: the terms of the glossary that its notebook uses, with their Japanese."""
        words = catalogue.load("glossary")
        prose = self._prose()
        used = words[[_uses(prose, term) for term in words["term"]]]
        return HTML(markup.table(used[["term", "japanese", "reading_kana", "reading_romaji", "meaning"]]))

    def readings(self) -> HTML:
        """What to read beside this lesson; the documents behind its tables come from catalogue.sources."""
        rows = catalogue.load("readings")
        rows = rows[rows["lesson"] == self.slug]
        if rows.empty:
            return HTML(f"<p>{escape(say('lesson.no_readings'))}</p>")
        return HTML(markup.table(rows[["title", "author", "publisher", "published", "url"]]))

    def _prose(self) -> str:
        cells = json.loads(COURSE.notebook(self.slug).read_text(encoding="utf-8"))["cells"]
        return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def _spoken(sentence: Callable[[], str]) -> str:
    # A misspelt key is the author's or the student's slip: a sentence, so that Run All goes on.
    try:
        return sentence()
    except LookupError as error:
        return str(error)


def _letter(exercise: PickOne, answer: object) -> str | None:
    try:
        return exercise.read(plain(answer))
    except Unusable:
        return None


def _buttons(exercise: PickOne, chosen: str | None) -> widgets.ToggleButtons:
    # Buttons, not radios: JupyterLab takes the arrow keys a radio group needs for itself.
    choices = [(say("lesson.choice", letter=letter, text=text), letter) for letter, text in exercise.options.items()]
    return widgets.ToggleButtons(
        options=choices, value=chosen, description=say("lesson.choose"), style={"button_width": "max-content"}
    )


def _uses(prose: str, term: str) -> bool:
    stem, ending = (term[:-1], "(y|ies)") if term.endswith("y") else (term, "(s|es)?")
    return bool(re.search(rf"\b{re.escape(stem)}{ending}\b", prose, re.IGNORECASE))
