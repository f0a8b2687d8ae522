"""A desk for the memo: write it in your own words, read it as it grows, save it, and open a saved one again."""

import datetime as dt
import re
from collections.abc import Mapping
from html import escape
from pathlib import Path

import ipywidgets as widgets

from alliancelab.article import memo
from alliancelab.article.drafts import MOST_CLAIMS, Shelf, draft
from alliancelab.forms import files
from alliancelab.forms.frame import Form
from alliancelab.forms.journal import FOLDER, Journal, journal
from alliancelab.ground import days
from alliancelab.ground.messages import say

# Under these names the journal keeps what is written.
_NAME, _ITEM = "memo", "writing"
_LINES = {"option_1": 1, "option_2": 1, "bottom_line": 3, "advice": 3, "change": 3}
_LINE_PX = 22
# Labels are above the boxes: beside them they are cut on a narrow screen.
_STYLE = (
    "<style>.memo-desk .memo-part{flex-direction:column;align-items:stretch;width:100%}"
    ".memo-desk .memo-part .widget-label{width:auto;text-align:left;font-weight:600}</style>"
)


def save(made: memo.Memo, folder: str | Path = FOLDER, stem: str = "memo", kept: Mapping | None = None) -> list[Path]:
    """Write a memo as HTML and DOCX under the first number that is free, and return the two files.

    Nothing is ever overwritten: memo-1, memo-2 and so on. kept is what `memo.reopened` gives back. The folder is
    made when it is not there. Raises ValueError for a memo that is not one yet (its `trouble`), or a stem that is
    not the name of a file; OSError where the folder cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     [path.name for path in save(memo.Memo("Yes?", memo.Own("Yes.")), place)]
    ['memo-1.html', 'memo-1.docx']
    """
    contents = {".html": memo.html(made, kept).encode("utf-8", "replace"), ".docx": memo.docx(made)}
    if made.trouble:
        raise ValueError(made.trouble)
    return files.new_files(folder, stem, contents)


class MemoDesk(Form):
    """A box for each part of a memo, the memo they make, and a button that saves it as HTML and DOCX.

    shelf and mine as in `drafts.draft`. What is written is kept at once in the journal of the student; a memo is
    saved when *Save* is pressed and nothing is lacking, beside the journal, and no file is ever overwritten. A saved
    memo can be opened again. Raises ValueError for anything else than a shelf.
    """

    def __init__(self, shelf: Shelf, mine: dict | None = None, work: Journal | None = None):
        if not isinstance(shelf, Shelf):
            raise ValueError(say("forms.not_a_shelf", given=shelf))
        self._shelf, self._mine = shelf, mine if type(mine) is dict else {}
        self._work, self._loading = work or journal(), False
        self._before: dict[str, object] = {}
        self.parts = {name: _box(name) for name in memo.Own._fields}
        self.claims = {
            name: widgets.Checkbox(value=False, description=name, indent=False, layout={"width": "64px"})
            for name in shelf.claims["claim_id"]
        }
        self.left_out = widgets.ToggleButtons(
            options=[say("forms.nothing"), *shelf.omissions],
            description=say("forms.left_out"),
            style={"description_width": "max-content", "button_width": "max-content"},
        )
        self.author = widgets.Text(
            description=say("forms.your_name"), placeholder=say("forms.may_stay_empty"), continuous_update=False
        )
        self.save_button = widgets.Button(description=say("forms.save"), button_style="primary")
        # Buttons, not a list to open: JupyterLab takes the keys of a list.
        self.saved = widgets.ToggleButtons(
            description=say("forms.open_saved"),
            style={"description_width": "max-content", "button_width": "max-content"},
        )
        self.open_button = widgets.Button(description=say("forms.open"))
        self.preview = widgets.HTML()
        super().__init__([widgets.HTML(_STYLE), *self._children()])
        self.add_class("memo-desk")
        for control in self._kept().values():
            control.observe(lambda _: self._changed(), "value")
        self.save_button.on_click(lambda _: self.save())
        self.open_button.on_click(lambda _: self.open_memo())
        self._work.watch(self.load)
        self.load()

    def _children(self) -> list[widgets.Widget]:
        statements = say("forms.statements", most=MOST_CLAIMS)
        heading = widgets.HTML(f"<p>{escape(statements)}</p>")
        ticks = widgets.HBox(list(self.claims.values()), layout={"flex_flow": "row wrap"})
        saving = widgets.HBox([self.save_button, self.saved, self.open_button], layout={"flex_flow": "row wrap"})
        last = [heading, ticks, self.left_out, self.author, saving, self.status_line, self.preview]
        return [*self.parts.values(), *last]

    def _kept(self) -> dict[str, widgets.Widget]:
        return self.parts | self.claims | {"left_out": self.left_out, "author": self.author}

    @property
    def _values(self) -> dict[str, object]:
        return {name: control.value for name, control in self._kept().items()}

    def load(self) -> None:
        """Put what the journal holds on the desk."""
        kept = self._work.last(_NAME, _ITEM)
        self._before = {}
        # What another student wrote leaves the screen with her name.
        self._put(self._blank() | (kept if type(kept) is dict else {}))
        self._list_saved()
        self._follow()

    def _put(self, kept: Mapping[str, object]) -> None:
        self._loading = True
        for name, control in self._kept().items():
            if _fits(control, kept.get(name)):
                control.value = kept[name]
        self._loading = False

    def _blank(self) -> dict[str, object]:
        texts = dict.fromkeys([*self.parts, "author"], "")
        return texts | dict.fromkeys(self.claims, False) | {"left_out": say("forms.nothing")}

    def _changed(self) -> None:
        if not self._loading:
            self._follow(self._work.keep(_NAME, _ITEM, self._values))

    @property
    def drafted(self) -> memo.Memo:
        """The memo as it is on the desk."""
        return self._made("")

    def _made(self, day: str) -> memo.Memo:
        own = {name: box.value for name, box in self.parts.items()}
        left_out = self.left_out.value if self.left_out.value in self._shelf.omissions else ""
        ticked = [name for name, tick in self.claims.items() if tick.value]
        return draft(self._shelf, own, ticked, mine=self._mine, left_out=left_out, author=self.author.value, day=day)

    def save(self) -> None:
        """Write the memo as it is on the desk into new files, and say which; or say why not."""
        try:
            made = save(self._made(days.spoken(dt.date.today())), self._work.folder or FOLDER, kept=self._to_keep())
        except ValueError as error:
            self.tell(say("forms.not_saved", reason=str(error)))
        except OSError as error:
            self.tell(say("forms.not_saved_file", reason=error.strerror))
        else:
            self._list_saved()
            names = say("forms.and").join(f"{self._work.shown}/{path.name}" for path in made)
            self.tell(say("forms.saved", files=names))

    def _to_keep(self) -> dict[str, object]:
        # The verdicts go with the memo: a lecturer who marks it sees where it differs from the kit.
        return self._values | {"mine": self._mine}

    def open_memo(self) -> None:
        """Put the chosen memo back on the desk; what was there can be opened again."""
        name, now = self.saved.value, self._values
        kept = self._before if name == say("forms.before_opening") else self._read(name)
        if not kept:
            self.tell(say("forms.not_opened", name=name) if name else say("forms.none_chosen"))
            return
        self._before = now
        # A part that the saved memo does not hold is empty, and not what was on the desk.
        self._put(self._blank() | kept)
        opened, note = say("forms.opened", name=name), self._work.keep(_NAME, _ITEM, self._values)
        self._list_saved()
        self._follow(f"{opened} {note}".strip())

    def _read(self, name: object) -> dict[str, object]:
        folder = self._work.folder
        if folder is None or name not in self._saved_names():
            return {}
        try:
            return memo.reopened((folder / f"{name}.html").read_text(encoding="utf-8", errors="replace"))
        except OSError:
            return {}

    def _saved_names(self) -> list[str]:
        folder = self._work.folder
        found = folder.glob("memo-*.html") if folder else ()
        names = [path.stem for path in found if re.fullmatch(r"memo-\d+", path.stem)]
        return sorted(names, key=lambda name: int(name.partition("-")[2]))

    def _list_saved(self) -> None:
        before = [say("forms.before_opening")] if self._before else []
        self.saved.options = [
            (say("forms.choose_memo"), ""),
            *((each, each) for each in [*self._saved_names(), *before]),
        ]

    def _follow(self, note: str = "") -> None:
        made = self.drafted
        self.preview.value = memo.body(made)
        self.tell(" ".join(filter(None, (_counts(made), _ready(made), note))))

    def summary(self) -> str:
        return say("forms.memo_desk", status=self.status)


def _counts(made: memo.Memo) -> str:
    rows = say("forms.memo_rows", n=len(made.notes), names=", ".join(note.name for note in made.notes))
    attached = ", ".join(point.claim_id for point in made.points)
    return say(
        "forms.memo_counts",
        n=made.own_words,
        least=memo.LEAST_WORDS,
        most=memo.MOST_WORDS,
        rows=rows if made.notes else say("forms.memo_no_rows"),
        attached=say("forms.memo_attached", names=attached) if attached else "",
    ).strip()


def _ready(made: memo.Memo) -> str:
    differing = ", ".join(point.claim_id for point in made.points if memo.differs(point))
    differ = say("forms.memo_verdicts_differ", claims=differing) if differing else ""
    ready = say("forms.memo_not_ready", reason=made.trouble) if made.trouble else say("forms.memo_ready")
    return f"{differ} {ready}".strip()


def _fits(control: widgets.Widget, value: object) -> bool:
    if isinstance(control, widgets.ToggleButtons):
        return value in control.options
    return type(value) is type(control.value)


def _box(name: str) -> widgets.Widget:
    lines = _LINES.get(name, 2)
    layout = {"width": "95%"} | ({"height": f"{lines * _LINE_PX + 12}px"} if lines > 1 else {})
    kind = widgets.Textarea if lines > 1 else widgets.Text
    # Letter by letter, a press on Save may overtake the last of them; the memo follows when the box is left.
    box = kind(
        description=say(f"forms.write_{name}"),
        placeholder=say(f"forms.ask_{name}"),
        layout=layout,
        continuous_update=False,
    )
    box.add_class("memo-part")
    return box
