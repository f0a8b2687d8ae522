"""A coding sheet: cases one under the other, each with buttons for the codes a rule allows."""

from html import escape

import ipywidgets as widgets
import pandas as pd

from alliancelab.forms.frame import Form


class CodingSheet(Form):
    """Cases to code by clicking, or with Tab and the space bar; `codes` is what has been chosen so far.

    cases has one row a case, and name is the column with its short name; text has the words shown above
    the buttons, one a case; options maps a code to the words on its button. A line under the sheet
    counts, and gives the codes as text that can be kept.
    """

    def __init__(self, cases: pd.DataFrame, name: str, text: list[str], options: dict[str, str]):
        self.names = cases[name].astype("str").tolist()
        self.buttons = {
            case: widgets.ToggleButtons(
                options=[(words, code) for code, words in options.items()],
                value=None,
                description=case,
                style={"button_width": "max-content"},
            )
            for case in self.names
        }
        rows = []
        for case, words in zip(self.names, text, strict=True):
            rows += [widgets.HTML(f"<p style='margin:8px 0 2px'>{escape(words)}</p>"), self.buttons[case]]
            self.buttons[case].observe(self._follow, "value")
        super().__init__([*rows, self.status_line])
        self._follow()

    @property
    def codes(self) -> dict[str, str]:
        """The codes chosen so far, by the name of the case."""
        return {case: button.value for case, button in self.buttons.items() if button.value is not None}

    def _progress(self) -> str:
        done = len(self.codes)
        told = f"Coded {done} of {len(self.names)}."
        if done < len(self.names):
            return told
        listed = ", ".join(f'"{case}": "{code}"' for case, code in self.codes.items())
        return f"{told} To keep them, put this in place of the three dots below: {{{listed}}}"

    def _follow(self, _change=None) -> None:
        self.tell(self._progress())

    def summary(self) -> str:
        return f"A coding sheet for {len(self.names)} cases (needs a running kernel). {self.status}"
