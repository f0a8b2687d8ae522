"""A desk for the memo: choose what goes in, read it as it grows, and save it when you want to."""

import datetime as dt
from html import escape
from pathlib import Path

import ipywidgets as widgets

from alliancelab.article import dossier, memo
from alliancelab.article.drafts import ADVICE, BOTTOM_LINES, MOST_CLAIMS, VOICES, Shelf, draft, first_choice
from alliancelab.forms import files
from alliancelab.forms.frame import Form
from alliancelab.forms.journal import FOLDER, Journal, journal
from alliancelab.ground.messages import say

_NAME = "memo"


def save(made: memo.Memo, folder: str | Path = FOLDER, stem: str = "memo") -> list[Path]:
    """Write a memo as HTML and DOCX under the first number that is free, and return the two files.

    Nothing is ever overwritten: memo-1, memo-2 and so on. The folder is made when it is not there.
    Raises ValueError for a memo of more than a page, or a stem that is not the name of a file; OSError where
    the folder cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     [path.name for path in save(memo.Memo("Yes?", "", "", "Yes.", [], None, "Wait.", ""), place)]
    ['memo-1.html', 'memo-1.docx']
    """
    contents = {".html": memo.html(made).encode("utf-8", "replace"), ".docx": memo.docx(made)}
    if (length := memo.words(made)) > memo.MOST_WORDS:
        raise ValueError(say("article.memo_too_long", n=length, most=memo.MOST_WORDS))
    return files.new_files(folder, stem, contents)


class MemoDesk(Form):
    """Labelled choices, the memo they make, and a button that saves it as HTML and DOCX under a new name.

    shelf and mine as in `drafts.draft`. Each choice is kept at once in the journal of the student; a memo is
    written when *Save* is pressed, beside the journal, and no file is ever overwritten. Raises ValueError for
    anything else than a shelf.
    """

    def __init__(self, shelf: Shelf, mine: dict | None = None, work: Journal | None = None):
        if not isinstance(shelf, Shelf):
            raise ValueError(say("forms.not_a_shelf", given=shelf))
        self._shelf, self._mine = shelf, mine if type(mine) is dict else {}
        self._work, self._loading = work or journal(), False
        self.controls = _controls(list(shelf.omissions))
        start = first_choice(dossier.table(shelf.claims, shelf.findings))
        self.claims = {
            name: widgets.Checkbox(value=name in start, description=name, indent=False, layout={"width": "64px"})
            for name in shelf.claims["claim_id"]
        }
        self.save_button = widgets.Button(description=say("forms.save"), button_style="primary")
        self.preview = widgets.HTML()
        statements = say("forms.statements", most=MOST_CLAIMS)
        heading = widgets.HTML(f"<p>{escape(statements)}</p>")
        ticks = widgets.HBox(list(self.claims.values()), layout={"flex_flow": "row wrap"})
        controls = self.controls.values()
        super().__init__([heading, ticks, *controls, self.save_button, self.status_line, self.preview])
        for control in (*self.controls.values(), *self.claims.values()):
            control.observe(lambda _: self._changed(), "value")
        self.save_button.on_click(lambda _: self.save())
        self._work.watch(self.load)
        self.load()

    def load(self) -> None:
        """Put the choices that the journal holds on the desk."""
        kept = self._work.last(_NAME, "desk")
        kept = kept if type(kept) is dict else {}
        self._loading = True
        for name, control in (self.controls | self.claims).items():
            if _fits(control, kept.get(name)):
                control.value = kept[name]
        self._loading = False
        self._follow()

    def _changed(self) -> None:
        if not self._loading:
            values = {name: control.value for name, control in (self.controls | self.claims).items()}
            self._follow(self._work.keep(_NAME, "desk", values))

    @property
    def drafted(self) -> memo.Memo:
        """The memo as it is on the desk."""
        return self._made("")

    def _made(self, day: str) -> memo.Memo:
        values = {name: control.value for name, control in self.controls.items()}
        return draft(self._shelf, self._ticked(), mine=self._mine, day=day, **values)

    def _ticked(self) -> list[str]:
        return [name for name, tick in self.claims.items() if tick.value]

    def save(self) -> None:
        """Write the memo as it is on the desk into new files, and say which; or say why not."""
        if (number := len(self._ticked())) > MOST_CLAIMS:
            self.tell(say("forms.too_many", n=number, most=MOST_CLAIMS))
            return
        try:
            made = save(self._made(dt.date.today().isoformat()), self._work.folder or FOLDER)
        except ValueError as error:
            self.tell(say("forms.not_saved", reason=str(error)))
        except OSError as error:
            self.tell(say("forms.not_saved_file", reason=error.strerror))
        else:
            names = say("forms.and").join(f"{self._work.shown}/{path.name}" for path in made)
            self.tell(say("forms.saved", files=names))

    def _follow(self, note: str = "") -> None:
        made, names = self.drafted, ", ".join(self._ticked()) or say("forms.none")
        self.preview.value = memo.body(made)
        length = memo.words(made)
        sentence = say("forms.memo_length", n=len(made.points), names=names, words=length, most=memo.MOST_WORDS)
        self.tell(f"{sentence} {note}".strip())

    def summary(self) -> str:
        return say("forms.memo_desk", status=self.status)


def _fits(control: widgets.Widget, value: object) -> bool:
    if isinstance(control, widgets.ToggleButtons):
        return value in control.options
    return type(value) is type(control.value)


def _controls(omissions: list[str]) -> dict[str, widgets.Widget]:
    return {
        "bottom_line": _buttons(say("article.bottom_line"), list(BOTTOM_LINES), 1),
        "voice": _buttons(say("forms.verdicts"), list(VOICES), 0),
        "left_out": _buttons(say("forms.left_out"), omissions, 0),
        "advice": _buttons(say("article.advice"), list(ADVICE), 2),
        "reasons": widgets.Textarea(
            description=say("article.reasons"),
            placeholder=say("forms.reasons_wanted"),
            # While letters are sent one by one, a press on Save may overtake the last of them.
            continuous_update=False,
            layout={"width": "95%", "height": "90px"},
        ),
        "author": widgets.Text(
            description=say("forms.your_name"), placeholder=say("forms.may_stay_empty"), continuous_update=False
        ),
    }


def _buttons(name: str, options: list[str], start: int) -> widgets.ToggleButtons:
    return widgets.ToggleButtons(
        options=options,
        value=options[start] if options else None,
        description=name,
        style={"button_width": "max-content"},
    )
