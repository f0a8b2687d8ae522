"""A coding sheet: cases one under the other, each with buttons for the codes a rule allows."""

from html import escape

import ipywidgets as widgets
import pandas as pd

from alliancelab.forms.frame import Form
from alliancelab.forms.journal import Journal, journal
from alliancelab.ground.messages import say
from alliancelab.ground.tables import need


class CodingSheet(Form):
    """Cases to code by clicking, or with Tab and the space bar; `codes` is what has been chosen so far.

    cases has one row per case, and name is the column with its short name; text has the words shown above
    the buttons, one text per case; options maps a code to the words on its button. Each code is kept at once in
    the journal of the student, under the name of the column. Raises LookupError for a missing column, ValueError
    for cases without a name or a text, and for choices that are not a dictionary.
    """

    def __init__(
        self, cases: pd.DataFrame, name: str, text: list[str], options: dict[str, str], work: Journal | None = None
    ):
        need(cases, what=say("forms.cases"), rows=True, filled=[name], unique=[name])
        if not isinstance(options, dict) or not options:
            raise ValueError(say("forms.not_options", given=options))
        if not isinstance(text, (list, tuple)):
            raise ValueError(say("forms.not_texts", given=text))
        if len(text) != len(cases):
            raise ValueError(say("forms.one_text_each", cases=len(cases), texts=len(text)))
        self.names = cases[name].astype("str").tolist()
        self._sheet, self._work, self._options, self._loading = f"codes/{name}", work or journal(), options, False
        choices = [(words, code) for code, words in options.items()]
        self.buttons = {case: _buttons(case, choices) for case in self.names}
        rows = []
        for case, words in zip(self.names, text, strict=True):
            rows += [widgets.HTML(f"<p style='margin:8px 0 2px'>{escape(str(words))}</p>"), self.buttons[case]]
            self.buttons[case].observe(lambda change, case=case: self._follow(case, change["new"]), "value")
        super().__init__([*rows, self.status_line])
        self._work.watch(self.load)
        self.load()

    def load(self) -> None:
        """Show the codes that the journal holds."""
        self._loading = True
        for case, button in self.buttons.items():
            kept = self._work.last(self._sheet, case)
            button.value = kept if kept in self._options else None
        self._loading = False
        self.tell(self._progress())

    @property
    def codes(self) -> dict[str, str]:
        """The codes chosen so far, by the name of the case."""
        return {case: button.value for case, button in self.buttons.items() if button.value is not None}

    def _follow(self, case: str, code: str | None) -> None:
        if not self._loading:
            self.tell(f"{self._progress()} {self._work.keep(self._sheet, case, code)}".strip())

    def _progress(self) -> str:
        done, most = len(self.codes), len(self.names)
        return say("forms.all_coded" if done == most else "forms.coded", n=done, most=most)

    def summary(self) -> str:
        return say("forms.coding_sheet", n=len(self.names), status=self.status)


def _buttons(case: str, choices: list[tuple[str, str]]) -> widgets.ToggleButtons:
    return widgets.ToggleButtons(options=choices, value=None, description=case, style={"button_width": "max-content"})
