"""Checked exercises in a notebook: one class an exercise, one plain line of feedback, never an error message."""

import json
import re

import ipywidgets as widgets
import pandas as pd
from IPython.display import HTML, display

from alliancelab import catalogue
from alliancelab.classroom.course import COURSE
from alliancelab.classroom.kinds import UNANSWERED, Exercise, Prediction, Unusable, Verdict, plain
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
        return self.exercises[resolve(key, self.exercises, "exercise")]

    def verdict(self, key: str, answer: object) -> Verdict:
        """The verdict on an answer, remembered for `progress`."""
        found = self._find(key).verdict(answer)
        self._seen[key] = found
        return found

    def check(self, key: str, answer: object = None) -> None:
        """Print one line: not answered yet, not yet and why, or right and why it matters.

        Without an answer, a guess noted by `predict` is checked.
        """
        if answer is None and isinstance(self.exercises.get(key if type(key) is str else ""), Prediction):
            answer = self._guesses.get(key)
            if answer is None:
                print(
                    Verdict(
                        UNANSWERED, f'make a guess in the cell that begins lesson.predict("{key}", then run this again.'
                    )
                )
                return
        print(self._spoken(lambda: str(self.verdict(key, answer))))

    def predict(self, key: str, answer: object = None) -> None:
        """Show the choices and note a guess without saying yet whether it holds.

        Later `lesson.check(key)` alone sets the noted guess beside the tables.
        """
        self._choose(key, answer, self._noted)

    def _noted(self, exercise: Exercise, answer: object) -> str:
        try:
            letter = exercise.read(plain(answer))
        except Unusable:
            return str(exercise.verdict(answer))
        self._guesses[exercise.key] = letter
        return f"● Noted: {exercise.options[letter]}. Run on to see what the tables say."

    def ask(self, key: str, answer: object = None) -> None:
        """Show a choice to click (or reach by Tab and press the space bar), and one line of text that follows it.

        The line stays in the saved notebook; the letter may also be typed in place of the three dots.
        """
        self._choose(key, answer, lambda exercise, given: str(self.verdict(exercise.key, given)))

    def _choose(self, key: str, answer: object, say) -> None:
        try:
            exercise = self._find(key)
        except LookupError as error:
            print(error)
            return
        try:
            chosen = exercise.read(plain(answer))
        except Unusable:
            chosen = None
        # Buttons, not radios: JupyterLab takes the arrow keys a radio group needs for itself.
        buttons = widgets.ToggleButtons(
            options=[(f"{letter}) {text}", letter) for letter, text in exercise.options.items()],
            value=chosen,
            description="Choose:",
            style={"button_width": "max-content"},
        )
        display(buttons)
        line = display({"text/plain": say(exercise, answer)}, raw=True, display_id=True)

        def follow(change) -> None:
            told = f"Your choice: {change['new']}.\n{say(exercise, change['new'])}"
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

    def claims(self) -> HTML:
        """The article's claims this lesson tests, each with the verdict computed from the tables and why.

        Analysts get the same as a table from `COURSE.ledger(slug)`.
        """
        shown = COURSE.ledger(self.slug)[["claim_id", "claim", "verdict", "because"]]
        return _read_from_the_left(shown)

    def glossary(self) -> HTML:
        """The words of this lesson: the terms of the glossary that its notebook uses, with their Japanese."""
        words = catalogue.load("glossary")
        prose = self._prose()
        shown = words.loc[
            [_uses(prose, term) for term in words["term"]],
            ["term", "japanese", "reading_kana", "reading_romaji", "meaning"],
        ]
        return _read_from_the_left(shown)

    def readings(self) -> HTML:
        """What to read beside this lesson; the documents behind its tables come from catalogue.sources."""
        rows = catalogue.load("readings")
        rows = rows[rows["lesson"] == self.slug]
        if rows.empty:
            return HTML("<p>The documents to read beside this lesson are the sources of its tables.</p>")
        return _read_from_the_left(rows[["title", "author", "publisher", "published", "url"]])

    def _prose(self) -> str:
        cells = json.loads(COURSE.notebook(self.slug).read_text(encoding="utf-8"))["cells"]
        return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")

    @staticmethod
    def _spoken(say) -> str:
        # A misspelt key is the author's or the student's slip: a sentence, so that Run All goes on.
        try:
            return say()
        except LookupError as error:
            return str(error)


def _read_from_the_left(table: pd.DataFrame) -> HTML:
    # Sentences read from the left; JupyterLab sets every cell of a table to the right.
    html = table.to_html(index=False, border=0, na_rep="", justify="left")
    return HTML(html.replace("<td>", '<td style="text-align:left">'))


def _uses(prose: str, term: str) -> bool:
    stem, ending = (term[:-1], "(y|ies)") if term.endswith("y") else (term, "(s|es)?")
    return bool(re.search(rf"\b{re.escape(stem)}{ending}\b", prose, re.IGNORECASE))
