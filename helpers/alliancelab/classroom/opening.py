"""What the first cell of a lesson shows: whose work this is, and how the forms look where a kernel is gone."""

import base64
from html import escape

import ipywidgets as widgets

from alliancelab.classroom import freshness, restore
from alliancelab.classroom.course import COURSE
from alliancelab.forms.frame import Form
from alliancelab.forms.journal import Journal, on_binder
from alliancelab.ground.messages import say

# JupyterLab says in machine words that a form has lost its kernel; these rules say it in ours. `al-saved` is the
# answer in words, which a living form beside it already shows.
STYLE = """<style>
.al-form{{max-width:820px;padding:4px 0}}
.al-form .widget-toggle-buttons,.al-form .widget-text,.al-form .widget-dropdown{{max-width:100%}}
.al-form .widget-toggle-button{{height:auto;white-space:normal;text-align:left}}
.al-form p[role=status],.al-saved p,.al-note{{font-family:var(--jp-ui-font-family,sans-serif);font-size:15px;
line-height:1.5;margin:6px 0;color:var(--jp-ui-font-color1,#222)}}
.al-aside p{{font-family:var(--jp-ui-font-family,sans-serif);font-size:14px;white-space:pre-wrap;margin:4px 0}}
.jp-OutputArea-child:has(.al-form)+.jp-OutputArea-child .al-saved{{display:none}}
.al-form.jupyter-widgets-disconnected::after,.jupyter-widgets-disconnected>.al-form::after
{{content:"{asleep}";display:block;font-size:14px}}
.jp-OutputArea-output.jupyter-widgets:not(:has(*)){{font-size:0}}
.jp-OutputArea-output.jupyter-widgets:not(:has(*))::after{{content:"{gone}";font-size:14px}}
@media print{{.al-form{{display:none}}.al-saved{{display:block!important}}}}
</style>"""


def style() -> str:
    """The rules of style that every form of a lesson needs, as HTML.

    >>> style().startswith("<style>")
    True
    """
    return STYLE.format(asleep=say("lesson.asleep"), gone=say("lesson.gone"))


class NameForm(Form):
    """Asks once whose work this is, says where it is kept, and offers what was done without a name.

    journal is `forms.journal.journal()`; lesson the name of the lesson, for the file to download on Binder.
    """

    def __init__(self, journal: Journal, lesson: str):
        self._journal, self._lesson = journal, lesson
        self.box = widgets.Text(
            value=journal.name,
            description=say("lesson.name"),
            placeholder=say("lesson.name_example"),
            continuous_update=False,
            style={"description_width": "initial"},
            layout={"width": "420px", "max_width": "100%"},
        )
        # Where one name is known it is in the box; of several the student presses hers.
        names = journal.names() if len(journal.names()) > 1 else []
        self.names = [widgets.Button(description=name, layout={"width": "max-content"}) for name in names]
        for button in self.names:
            button.on_click(lambda pressed: self._chosen(pressed.description))
        self.button = widgets.Button(description=say("lesson.name_keep"), layout={"width": "max-content"})
        self.take = widgets.Button(description=say("lesson.name_take"), layout={"width": "max-content"})
        self.fetch = widgets.Button(description=say("lesson.download"), layout={"width": "max-content"})
        self._link = widgets.HTML()
        self.button.on_click(lambda _: self.sign())
        self.take.on_click(lambda _: self._took())
        self.fetch.on_click(lambda _: self._prepared())
        self.pristine = widgets.Button(description=say("lesson.restore"), layout={"width": "max-content"})
        self.pristine.on_click(lambda _: self._restored())
        row = widgets.HBox([self.box, self.button], layout={"flex_flow": "row wrap"})
        known = widgets.HBox(self.names, layout={"flex_flow": "row wrap"})
        children = [known, row, self.take, self.status_line]
        if on_binder():
            children += [widgets.HTML(f'<p class="al-note">{escape(say("lesson.binder"))}</p>'), self.fetch, self._link]
        told, is_old = self._facts()
        # An old copy says so first, and a fresh one at the end, in small letters.
        size = 15 if is_old else 13
        facts = widgets.HTML(f'<p class="al-note" style="font-size:{size}px">{escape(told)}</p>' if told else "")
        super().__init__([facts, *children, self.pristine] if is_old else [*children, self.pristine, facts])
        self.add_class("al-form")
        self._offer()
        self.tell(" ".join(part for part in (self._standing(), journal.trouble()) if part))

    def _facts(self) -> tuple[str, bool]:
        # In the form and not beside it: a form is made again on each day, and what a key stores of it is not.
        try:
            return freshness.told(COURSE.settings(self._lesson).datasets)
        except (LookupError, ValueError):
            return "", False  # a descriptor that cannot be read is said where its table is loaded

    def sign(self) -> None:
        """Work under the name in the box."""
        try:
            self.tell(self._journal.sign(self.box.value))
        except ValueError as error:
            self.tell(str(error))
        self._offer()

    def _chosen(self, name: str) -> None:
        self.box.value = name
        self.sign()

    def _standing(self) -> str:
        journal = self._journal
        if journal.home is None:
            return say("lesson.name_nothing")
        if journal.name:
            return say("lesson.name_known", name=journal.name, folder=journal.shown)
        return say("lesson.name_choice") if journal.names() else say("lesson.name_wanted")

    def _offer(self) -> None:
        self.take.layout.display = "" if self._journal.left_without_name() else "none"

    def _took(self) -> None:
        self.tell(self._journal.take_over())
        self._offer()

    def _restored(self) -> None:
        try:
            self.tell(restore.restore(self._lesson).sentence)
        except ValueError as error:
            self.tell(str(error))

    def _prepared(self) -> None:
        # The answers travel inside the page: on Binder no other place outlives it.
        packed = base64.b64encode(self._journal.packed()).decode()
        file = f"alliance-lab-{self._journal.name or self._journal.kernel}.jsonl".replace(" ", "-")
        words = escape(say("lesson.download_link", file=file))
        self._link.value = f'<a download="{escape(file)}" href="data:application/json;base64,{packed}">{words}</a>'

    def summary(self) -> str:
        return say("lesson.name_wanted")
