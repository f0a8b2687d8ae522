"""Checked exercises in a notebook: one class per exercise, one plain line of feedback, never an error message."""

import json
import re
from collections.abc import Callable
from html import escape

from IPython.display import HTML, display

from alliancelab import catalogue
from alliancelab.article import markup
from alliancelab.classroom import formatters, progress
from alliancelab.classroom.answers import Unusable, called, plain
from alliancelab.classroom.course import COURSE
from alliancelab.classroom.kinds import UNANSWERED, Exercise, Prediction, Verdict
from alliancelab.classroom.opening import NameForm, style
from alliancelab.classroom.question import Question
from alliancelab.forecasts import asked
from alliancelab.forms.forecast_sheet import ForecastSheet
from alliancelab.forms.frame import Words
from alliancelab.forms.journal import journal
from alliancelab.forms.page import script
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
        # A student reads words and whole sentences, not the way in which pandas and numpy write values.
        formatters.install()
        self.journal = journal()
        self._questions: dict[str, Question] = {}
        self._hinted: dict[str, int] = {}
        self.journal.watch(self._refresh)

    def start(self) -> None:
        """Ask whose work this is, and show the words of the lesson; the first cell of a notebook ends with it."""
        display({"application/javascript": script(), "text/plain": ""}, raw=True)
        display(NameForm(self.journal, self.slug))
        words = self.glossary()
        summary = escape(say("lesson.glossary"))
        display(HTML(f"{style()}<details><summary>{summary}</summary>{words.data}</details>"))

    def _refresh(self) -> None:
        for question in self._questions.values():
            question.refresh()

    def keep(self, item: str, value: object) -> str:
        """Keep a value of this lesson now; one sentence where something went wrong, else nothing."""
        return self.journal.keep(self.slug, item, value)

    def last(self, item: str) -> object:
        """What was last kept of an item of this lesson; None where nothing was."""
        return self.journal.last(self.slug, item)

    def _find(self, key: str) -> Exercise:
        return self.exercises[resolve(key if type(key) is str else called(key), self.exercises, "exercise")]

    def verdict(self, key: str, answer: object) -> Verdict:
        """The verdict on an answer. Raises LookupError for an unknown exercise only."""
        return self._find(key).verdict(answer)

    def answer(self, key: str, given: object = ..., *, after: object = None, sheet: object = None) -> None:
        """Show the form of an exercise. What is put there is kept at once and comes back after a restart.

        given is a typed or computed answer in place of the three dots; the form then shows it. sheet is the form
        above that holds the answer (a coding sheet); after is a forecast sheet that must be locked first.
        """
        try:
            exercise = self._find(key)
        except LookupError as error:
            _show(str(error))
            return
        if after is not None and not after.is_locked:
            # What is about outcomes gives one away before the lock.
            _show(say("lesson.kept_for_later"))
            return
        # A guess whose result was shown stays, whatever is typed in its cell afterwards.
        given = ... if given is None or self.last(f"{key}/shown") else given
        self._questions[key] = Question(exercise, self, given, sheet)
        self._questions[key].show()

    def forecasts(self) -> ForecastSheet:
        """The sheet of twenty forecasts: locked early in the course, opened in the lesson on forecasts."""
        return ForecastSheet(asked(catalogue.load("forecast-questions")), "80-forecasts")

    def given(self, key: str) -> object:
        """The answer to an exercise, as it was put in its form or typed; None where there is none yet."""
        self._find(key)
        kept = self.last(key)
        answer = self._questions[key].answer if key in self._questions else None
        return answer if answer is not None else kept.get("answer") if type(kept) is dict else None

    def check(self, key: str, answer: object = None) -> None:
        """Set a guess beside the tables, or say what an answer is worth, in one sentence."""
        try:
            exercise = self._find(key)
        except LookupError as error:
            _show(str(error))
            return
        typed = answer is not None and answer is not ... and not self.last(f"{key}/shown")
        if typed:
            self.keep(key, {"answer": _plain(answer), "checked": True})
        given = answer if typed else self.given(key)
        if not isinstance(exercise, Prediction):
            _show(str(exercise.verdict(given)))
        elif given is None:
            _show(say("lesson.guess_first"))
        else:
            _show(exercise.outcome(given))
            self.keep(f"{key}/shown", True)
            if key in self._questions:
                self._questions[key].refresh()

    def hint(self, key: str) -> None:
        """Show the next hint for an exercise; the button Hint does the same."""
        _show(_spoken(lambda: self.hint_text(key)))

    def hint_text(self, key: str) -> str:
        """The next hint for an exercise as text."""
        hints = self._find(key).hints
        if not hints:
            return say("lesson.no_hint", key=key)
        n = min(self._hinted.get(key, 0), len(hints) - 1)
        self._hinted[key] = n + 1
        return say("lesson.hint", n=n + 1, most=len(hints), hint=hints[n])

    def solution(self, key: str) -> None:
        """Show the worked answer, once the exercise has been tried; the button Show a way does the same."""
        _show(_spoken(lambda: self.solution_text(key)))

    def solution_text(self, key: str) -> str:
        """The worked answer as text, once the exercise has been tried."""
        exercise = self._find(key)
        given = self.given(key)
        if given is None or exercise.verdict(given).status == UNANSWERED:
            return say("lesson.try_first", sentence=exercise.verdict(given).text)
        way = exercise.worked or exercise.why
        return say("lesson.one_way", answer=exercise.answer_text(), why=way, code=exercise.solution)

    def progress(self) -> Words:
        """How far each question is: what can be marked, counted; guesses and judgements, noted."""
        return Words(progress.report(self.exercises, self.journal.items(self.slug)))

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
        """What to read beside this lesson, with complete citations; the documents behind its tables are its sources."""
        rows = catalogue.load("readings")
        rows = rows[rows["lesson"] == self.slug]
        if rows.empty:
            words = say("lesson.no_readings")
            return HTML(f"<p>{escape(words)}</p>")
        cited = rows[["side", "is_open_access", "url"]].copy()
        cited.insert(0, say("lesson.reading"), [catalogue.cite_reading(row) for row in rows.to_dict("records")])
        return HTML(markup.table(cited))

    def _prose(self) -> str:
        cells = json.loads(COURSE.notebook(self.slug).read_text(encoding="utf-8"))["cells"]
        return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def _spoken(sentence: Callable[[], str]) -> str:
    # A misspelt key is the author's or the student's slip: a sentence, so that Run All goes on.
    try:
        return sentence()
    except LookupError as error:
        return str(error)


def _show(sentence: str) -> None:
    display(Words(sentence))


def _plain(answer: object) -> object:
    try:
        return plain(answer)
    except Unusable:
        return None


def _uses(prose: str, term: str) -> bool:
    stem, ending = (term[:-1], "(y|ies)") if term.endswith("y") else (term, "(s|es)?")
    return bool(re.search(rf"\b{re.escape(stem)}{ending}\b", prose, re.IGNORECASE))
