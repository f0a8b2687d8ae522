"""A desk for the memo: choose what goes in, read it as it grows, and save it when you want to."""

import datetime as dt
from pathlib import Path

import ipywidgets as widgets
import pandas as pd
from IPython.display import HTML

from alliancelab.article import dossier, memo
from alliancelab.article.claims import UNSHOWN, Finding
from alliancelab.forms import drawer
from alliancelab.forms.frame import Form
from alliancelab.ground.suggestions import resolve

SUBJECT = "Can we rely on the article of 17 April 2018?"
MOST_CLAIMS = 4
BOTTOM_LINES = {
    "Rely on it": "Yes. What it states as fact stands in the record, and its readings can be defended.",
    "Facts yes, readings with care": "For its facts, yes. Its readings of motives are one side's; say so when you use them.",
    "Only with corrections": "Only with the corrections below. Several statements hold in part, and the order of events must be checked.",
    "Do not rely on it": "No. Use the documents listed below instead.",
}
ADVICE = {
    "Ask for an exemption": "Ask Washington for an exemption from the steel duty, and say which quota Tokyo would accept.",
    "All ranges": "Ask that any agreement names missiles of all ranges, and that its text says so.",
    "Abductions in writing": "Ask that the abduction issue is raised with Pyongyang, and that it is written down.",
    "Own channel": "Open a channel of Tokyo's own to Pyongyang, and tell Washington first.",
}
VOICES = ("mine", "the tables'")


class Shelf:
    """What a memo may draw on: the claims, what was found, what is left out, and the rows behind each.

    claims is the dataset article-claims; findings as of `classroom.course.findings`; omissions maps a short title to
    an omission (sentence and rows). Rows are looked up once, when they are first asked for.
    """

    def __init__(self, claims: pd.DataFrame, findings: dict, omissions: dict):
        self.claims, self.findings, self.omissions = claims, findings, omissions
        self._by_id = {claim.claim_id: claim for claim in claims.itertuples()}
        self._cited: dict[str, memo.Point] = {}

    def point(self, claim_id: str) -> memo.Point:
        """A claim with the tables' verdict, and the names of its rows and documents."""
        if claim_id not in self._cited:
            claim = self._by_id[resolve(claim_id, self._by_id, "claim")]
            found = self.findings.get(claim_id)
            verdict, because = (found.verdict, found.sentence) if found else (UNSHOWN, f"To test: {claim.how_to_test}.")
            self._cited[claim_id] = _point(claim_id, claim.paraphrase, verdict, because, found.rows if found else {}, 2)
        return self._cited[claim_id]

    def left_out(self, title: str) -> memo.Point | None:
        """Something the article leaves out, as a point without a verdict; nothing for an empty title."""
        if title and title not in self._cited:
            found = self.omissions[resolve(title, self.omissions, "omission")]
            self._cited[title] = _point("", title, "", found.sentence, found.rows, 2)
        return self._cited.get(title)


def _point(name: str, claim: str, verdict: str, because: str, rows: dict, most: int) -> memo.Point:
    found = Finding(verdict, because, rows)
    grades = f"{found.primary} of {found.count} primary" if found.count else ""
    return memo.Point(
        name,
        claim,
        verdict,
        because,
        dossier.row_names(rows),
        grades,
        dossier.documents(rows).head(most),
    )


def draft(
    shelf: Shelf,
    chosen: list[str],
    *,
    mine: dict | None = None,
    voice: str = "mine",
    bottom_line: str = "Facts yes, readings with care",
    left_out: str = "",
    advice: str = "Abductions in writing",
    reasons: str = "",
    author: str = "",
    day: str = "",
) -> memo.Memo:
    """The memo that these choices make; all it says of the record is computed from rows.

    chosen are claim ids, mine your verdicts. Where your verdict stands and differs from the tables', the
    reason says both. Raises LookupError for a choice that is not on the desk.
    """
    points = [_voiced(shelf.point(name), (mine or {}).get(name), voice) for name in chosen]
    return memo.Memo(
        SUBJECT,
        author,
        day,
        BOTTOM_LINES[resolve(bottom_line, BOTTOM_LINES, "bottom line")],
        points,
        shelf.left_out(left_out),
        ADVICE[resolve(advice, ADVICE, "advice")],
        reasons,
    )


def shown(made: memo.Memo) -> HTML:
    """A memo to read in the notebook."""
    return HTML(memo.body(made))


def _voiced(point: memo.Point, yours: str | None, voice: str) -> memo.Point:
    if voice != "mine" or yours in (None, dossier.NO_OPINION, point.verdict) or point.verdict == UNSHOWN:
        return point
    return point._replace(verdict=yours, because=f'The kit\'s verdict is "{point.verdict}". {point.because}')


def first_choice(table: pd.DataFrame) -> list[str]:
    """Claims for a first draft: the first of each verdict, three at most (table is `dossier.table`)."""
    known = table[table["verdict"] != UNSHOWN]
    return (known if len(known) else table).drop_duplicates("verdict")["claim_id"].tolist()[:3]


class MemoDesk(Form):
    """Labelled choices, the memo they make, and a button that saves it as HTML and DOCX under a new name.

    shelf and mine as in `draft`. Nothing is written until *Save* is pressed, and no file is ever overwritten.
    """

    def __init__(self, shelf: Shelf, mine: dict | None = None, folder: str | Path = drawer.FOLDER):
        self._shelf, self._mine, self._folder = shelf, mine if type(mine) is dict else {}, Path(folder)
        start = first_choice(dossier.table(shelf.claims, shelf.findings))
        self.controls = {
            "bottom_line": _buttons("Bottom line", list(BOTTOM_LINES), 1),
            "voice": _buttons("Verdicts", list(VOICES), 0),
            "left_out": _buttons("Left out", list(shelf.omissions), 0),
            "advice": _buttons("Advice", list(ADVICE), 2),
            "reasons": widgets.Textarea(
                description="Reasons",
                placeholder="Why this advice follows from the rows",
                layout={"width": "95%", "height": "90px"},
            ),
            "author": widgets.Text(description="Your name", placeholder="may stay empty"),
        }
        self.claims = {
            name: widgets.Checkbox(value=name in start, description=name, indent=False, layout={"width": "64px"})
            for name in shelf.claims["claim_id"]
        }
        self._save = widgets.Button(description="Save memo", button_style="primary")
        self._preview = widgets.HTML()
        ticks = widgets.HBox(list(self.claims.values()), layout={"flex_flow": "row wrap"})
        super().__init__(
            [
                widgets.HTML(f"<p>Statements in the memo ({MOST_CLAIMS} at most):</p>"),
                ticks,
                *self.controls.values(),
                self._save,
                self.status_line,
                self._preview,
            ]
        )
        for control in (*self.controls.values(), *self.claims.values()):
            control.observe(lambda _: self._follow(), "value")
        self._save.on_click(lambda _: self.save())
        self._follow()

    @property
    def drafted(self) -> memo.Memo:
        """The memo as it stands."""
        return self._made("")

    def _made(self, day: str) -> memo.Memo:
        values = {name: control.value for name, control in self.controls.items()}
        return draft(self._shelf, self._ticked(), mine=self._mine, day=day, **values)

    def _ticked(self) -> list[str]:
        return [name for name, tick in self.claims.items() if tick.value]

    def save(self) -> None:
        """Write the memo as it stands into new files, and say which; or say why not."""
        if len(self._ticked()) > MOST_CLAIMS:
            self.tell(
                f"Not saved: {len(self._ticked())} statements are too many for one page; leave {MOST_CLAIMS} or fewer."
            )
            return
        try:
            made = memo.save(self._made(dt.date.today().isoformat()), self._folder)
        except ValueError as error:
            self.tell(f"Not saved: {error}")
        except OSError as error:
            self.tell(f"Not saved: the file could not be written ({error.strerror}).")
        else:
            self.tell(f"Saved as {' and '.join(f'{self._folder.name}/{path.name}' for path in made)}.")

    def _follow(self) -> None:
        made = self.drafted
        self._preview.value = memo.body(made)
        number = len(made.points)
        self.tell(
            f"{number} {'statement' if number == 1 else 'statements'} ({', '.join(self._ticked()) or 'none'}), {memo.words(made)} words of {memo.MOST_WORDS}."
        )

    def summary(self) -> str:
        return f"A desk for the memo (needs a running kernel). First draft: {self.status}"


def _buttons(name: str, options: list[str], start: int) -> widgets.ToggleButtons:
    return widgets.ToggleButtons(
        options=options,
        value=options[start] if options else None,
        description=name,
        style={"button_width": "max-content"},
    )
