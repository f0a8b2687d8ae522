"""A desk for the memo: choose what goes in, read it as it grows, and save it when you want to."""

import datetime as dt
from html import escape
from pathlib import Path

import ipywidgets as widgets

from alliancelab.article import dossier, memo
from alliancelab.article.drafts import ADVICE, BOTTOM_LINES, MOST_CLAIMS, VOICES, Shelf, draft, first_choice
from alliancelab.forms import drawer
from alliancelab.forms.frame import Form
from alliancelab.ground.messages import say


def save(made: memo.Memo, folder: str | Path = drawer.FOLDER, stem: str = "memo") -> list[Path]:
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
    return drawer.new_files(folder, stem, contents)


class MemoDesk(Form):
    """Labelled choices, the memo they make, and a button that saves it as HTML and DOCX under a new name.

    shelf and mine as in `drafts.draft`. Nothing is written until *Save* is pressed, and no file is ever
    overwritten. Raises ValueError for anything else than a shelf.
    """

    def __init__(self, shelf: Shelf, mine: dict | None = None, folder: str | Path = drawer.FOLDER):
        if not isinstance(shelf, Shelf):
            raise ValueError(say("forms.not_a_shelf", given=shelf))
        self._shelf, self._mine, self._folder = shelf, mine if type(mine) is dict else {}, drawer.place(folder)
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
            control.observe(lambda _: self._follow(), "value")
        self.save_button.on_click(lambda _: self.save())
        self._follow()

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
            files = save(self._made(dt.date.today().isoformat()), self._folder)
        except ValueError as error:
            self.tell(say("forms.not_saved", reason=str(error)))
        except OSError as error:
            self.tell(say("forms.not_saved_file", reason=error.strerror))
        else:
            names = say("forms.and").join(f"{self._folder.name}/{path.name}" for path in files)
            self.tell(say("forms.saved", files=names))

    def _follow(self) -> None:
        made, names = self.drafted, ", ".join(self._ticked()) or say("forms.none")
        self.preview.value = memo.body(made)
        length = memo.words(made)
        self.tell(say("forms.memo_length", n=len(made.points), names=names, words=length, most=memo.MOST_WORDS))

    def summary(self) -> str:
        return say("forms.memo_desk", status=self.status)


def _controls(omissions: list[str]) -> dict[str, widgets.Widget]:
    return {
        "bottom_line": _buttons(say("article.bottom_line"), list(BOTTOM_LINES), 1),
        "voice": _buttons(say("forms.verdicts"), list(VOICES), 0),
        "left_out": _buttons(say("forms.left_out"), omissions, 0),
        "advice": _buttons(say("article.advice"), list(ADVICE), 2),
        "reasons": widgets.Textarea(
            description=say("article.reasons"),
            placeholder=say("forms.reasons_wanted"),
            layout={"width": "95%", "height": "90px"},
        ),
        "author": widgets.Text(description=say("forms.your_name"), placeholder=say("forms.may_stay_empty")),
    }


def _buttons(name: str, options: list[str], start: int) -> widgets.ToggleButtons:
    return widgets.ToggleButtons(
        options=options,
        value=options[start] if options else None,
        description=name,
        style={"button_width": "max-content"},
    )
