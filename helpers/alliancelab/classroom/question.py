"""The form of one exercise: its field, the buttons Check, Hint and Show a way, and the sentence that answers.

Two things are left on the page: the form, which lives while its kernel does, and the answer in words, which stays in
the saved notebook, on a page that is printed or exported, and where a form cannot live.
"""

from html import escape
from typing import Protocol

import ipywidgets as widgets
from IPython.display import display

from alliancelab.classroom import fields, kinds
from alliancelab.forms.frame import Form, Words, paragraphs
from alliancelab.ground.messages import say


class Desk(Protocol):
    """What a question needs of the lesson it belongs to."""

    def verdict(self, key: str, answer: object) -> kinds.Verdict: ...
    def keep(self, item: str, value: object) -> str: ...
    def last(self, item: str) -> object: ...
    def hint_text(self, key: str) -> str: ...
    def solution_text(self, key: str) -> str: ...


class Question(Form):
    """The form of an exercise. What a person puts is kept at each change; *Check* says what it is worth.

    A guess and a judgement are noted and never marked; a guess that was made before its result was shown stays.
    """

    def __init__(self, exercise: kinds.Exercise, lesson: Desk, typed: object = ..., sheet: object = None):
        self._exercise, self._lesson, self._typed = exercise, lesson, typed
        self._field = fields.field(exercise, sheet)
        self._saved = None
        self._is_guess = isinstance(exercise, kinds.Prediction)
        # From the first Check on, each change is judged at once: a browser may send the click before what was typed.
        self._checked = self._is_guess
        self.buttons = [] if self._is_guess else self._made_buttons()
        self._aside = widgets.HTML()
        row = widgets.HBox(self.buttons, layout={"flex_flow": "row wrap"})
        super().__init__([self._field.widget, row, self.status_line, self._aside])
        self.add_class("al-form")
        self.add_class(f"al-{exercise.key}")
        self._field.changed = self._follow
        if typed is ...:
            self.refresh()
        else:
            answer, self._checked = _shown(exercise, typed), True
            self._field.fill(answer)
            note = lesson.keep(exercise.key, {"answer": answer, "checked": True})
            self._say(f"{self._judged(typed, checked=True)} {note}".strip())

    def _made_buttons(self) -> list[widgets.Button]:
        acts = (
            ("lesson.check", self.check),
            ("lesson.hint_button", lambda: self._tell_aside(self._lesson.hint_text(self._exercise.key))),
            ("lesson.way_button", lambda: self._tell_aside(self._lesson.solution_text(self._exercise.key))),
        )
        if not self._exercise.marked:
            acts = (("lesson.note", self.check), *acts[1:])
        buttons = []
        for words, act in acts:
            button = widgets.Button(description=say(words), layout={"width": "max-content"})
            button.on_click(lambda _, act=act: act())
            buttons.append(button)
        return buttons

    @property
    def answer(self) -> object:
        """What is answered now: in the form, or else typed in the cell; None where nothing is."""
        given = self._field.value
        return given if given is not None or self._typed is ... else self._typed

    def refresh(self) -> None:
        """Show what is kept of this exercise, after a restart or when somebody else's work comes on the screen."""
        kept = self._lesson.last(self._exercise.key)
        kept = kept if type(kept) is dict else {}
        self._checked = self._is_guess or bool(kept.get("checked"))
        self._field.fill(kept.get("answer"))
        self._field.switch(not self._is_frozen())
        if kept.get("answer") is None:
            self._say(say("lesson.frozen_empty") if self._is_frozen() else say("lesson.waits"))
        else:
            self._say(self._judged(kept["answer"], self._checked))

    def check(self) -> None:
        """Say what the answer in the form is worth, and keep that it was asked."""
        self._checked = True
        self._follow()

    def _follow(self) -> None:
        given = self._field.value
        note = self._lesson.keep(self._exercise.key, {"answer": given, "checked": self._checked})
        self._say(f"{self._judged(given, self._checked)} {note}".strip())

    def _is_frozen(self) -> bool:
        return self._is_guess and bool(self._lesson.last(f"{self._exercise.key}/shown"))

    def _judged(self, given: object, checked: bool) -> str:
        if given is None or given is ...:
            return say("lesson.waits")
        if not checked:
            return say("lesson.press_check" if self._exercise.marked else "lesson.press_note")
        return str(self._lesson.verdict(self._exercise.key, given))

    def _tell_aside(self, text: str) -> None:
        self._aside.value = f'<div role="status" class="al-aside">{paragraphs(text)}</div>'

    def _say(self, sentence: str) -> None:
        self.tell(sentence)
        if self._saved is not None:
            self._saved.update(self._in_words())

    def _in_words(self) -> Words:
        """The answer and its verdict as they stay in the saved notebook."""
        given = _spoken(self._exercise, self.answer)
        words = say("lesson.your_answer", answer=given) if given else ""
        return Words(f"{words}\n{self.status}".strip(), "al-saved")

    def show(self) -> None:
        """Put the form and the answer in words under the cell."""
        display(self)
        self._saved = display(self._in_words(), display_id=True)

    def summary(self) -> str:
        return say("lesson.form_still", wants=self._exercise.wants)

    def _repr_mimebundle_(self, **options):
        bundle = super()._repr_mimebundle_(**options)
        bundle["text/html"] = f'<p class="al-question">{escape(self.summary())}</p>'
        return bundle


def _shown(exercise: kinds.Exercise, typed: object) -> object:
    """A typed or computed answer as the field can show it; what cannot be shown is judged all the same."""
    try:
        return kinds.plain(typed)
    except kinds.Unusable:
        return None


def _spoken(exercise: kinds.Exercise, answer: object) -> str:
    """An answer as one would say it: the words of an option, names with commas, a label with its number."""
    answer = _shown(exercise, answer)
    if isinstance(exercise, kinds.PickOne):
        letter, reasons = answer if type(answer) is list and len(answer) == 2 else (answer, "")
        option = exercise.options.get(letter, letter) if type(letter) is str else ""
        return "; ".join(str(part) for part in (option, reasons) if part)
    if type(answer) is dict:
        return ", ".join(f"{label}: {value}" for label, value in answer.items() if value != "")
    if type(answer) is list:
        return ", ".join(map(str, answer))
    return "" if answer is None else str(answer)
