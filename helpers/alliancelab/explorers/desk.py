"""A desk for the memo: choose what goes in, read it as it grows, and save it when you want to."""

import datetime as dt
from html import escape
from pathlib import Path

import ipywidgets as widgets
import pandas as pd

from alliancelab import dossier, memo
from alliancelab.ledger import Finding

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


def point(claim, found: Finding | None, yours: str = dossier.NO_OPINION, voice: str = "the tables'", most: int = 2) -> memo.Point:
    """A claim (a row of article-claims) as a point of a memo, citing its rows and most documents at most.

    Where your verdict stands and differs from the tables', the reason says both.
    """
    if found is None:
        nothing = pd.DataFrame(columns=["publisher", "title", "published", "url"])
        return memo.Point(claim.claim_id, claim.paraphrase, dossier.UNSHOWN, f"To test: {claim.how_to_test}.", [], nothing)
    parted = dossier.of_claim(claim, found)
    own = voice == "mine" and yours != dossier.NO_OPINION
    verdict, because = (yours if own else found.verdict), found.sentence
    if own and yours != found.verdict:
        because = f"The kit's verdict is \"{found.verdict}\". {because}"
    return memo.Point(claim.claim_id, claim.paraphrase, verdict, because, dossier.row_names(parted),
                      dossier.documents(parted).head(most))


def draft(claims: pd.DataFrame, findings: dict, omissions: dict, chosen: list[str], *, mine: dict | None = None,
          voice: str = "mine", bottom_line: str = "Facts yes, readings with care", left_out: str = "",
          advice: str = "Abductions in writing", reasons: str = "", author: str = "", day: str = "") -> memo.Memo:
    """The memo that these choices make; all it says of the record is computed from rows.

    findings as of `ledger.findings`; omissions maps a short title to an omission (sentence and rows);
    chosen are claim ids. Raises LookupError for a choice that is not on the desk.
    """
    by_id = {claim.claim_id: claim for claim in claims.itertuples()}
    points = [point(by_id[name], findings.get(name), (mine or {}).get(name, dossier.NO_OPINION), voice) for name in chosen]
    return memo.Memo(SUBJECT, author, day, BOTTOM_LINES[bottom_line], points, _omission(left_out, omissions),
                     ADVICE[advice], reasons)


def _omission(title: str, omissions: dict) -> memo.Point | None:
    if not title:
        return None
    parted = dossier.parts(omissions[title].rows, [])
    return memo.Point("", title, "", omissions[title].sentence, dossier.row_names(parted), dossier.documents(parted).head(1))


def first_choice(table: pd.DataFrame) -> list[str]:
    """Claims for a first draft: the first of each verdict, three at most (table is `dossier.table`)."""
    return table.drop_duplicates("verdict")["claim_id"].tolist()[:3]


class Desk(widgets.VBox):
    """Labelled choices, the memo they make, and a button that saves it as HTML and DOCX under a new name.

    Arguments as in `draft`. Nothing is written until *Save* is pressed, and no file is ever overwritten.
    """

    def __init__(self, claims: pd.DataFrame, findings: dict, omissions: dict, mine: dict | None = None,
                 folder: str | Path = memo.FOLDER):
        self._claims, self._findings, self._omissions = claims, findings, omissions
        self._mine, self._folder = (mine if type(mine) is dict else {}), Path(folder)
        start = first_choice(dossier.table(claims, findings))
        self.controls = {
            "bottom_line": _buttons("Bottom line", list(BOTTOM_LINES), 1),
            "voice": _buttons("Verdicts", list(VOICES), 0),
            "left_out": _buttons("Left out", list(omissions), 0),
            "advice": _buttons("Advice", list(ADVICE), 2),
            "reasons": widgets.Textarea(description="Reasons", placeholder="Why this advice follows from the rows",
                                        layout={"width": "95%", "height": "90px"}),
            "author": widgets.Text(description="Your name", placeholder="may stay empty"),
        }
        self.claims = {name: widgets.Checkbox(value=name in start, description=name, indent=False, layout={"width": "64px"})
                       for name in claims["claim_id"]}
        self._save = widgets.Button(description="Save memo", button_style="primary")
        self._status, self._preview = widgets.HTML(), widgets.HTML()
        ticks = widgets.HBox(list(self.claims.values()), layout={"flex_flow": "row wrap"})
        super().__init__([widgets.HTML(f"<p>Statements in the memo ({MOST_CLAIMS} at most):</p>"), ticks,
                          *self.controls.values(), self._save, self._status, self._preview])
        for control in (*self.controls.values(), *self.claims.values()):
            control.observe(lambda _: self._follow(), "value")
        self._save.on_click(lambda _: self.save())
        self._follow()

    @property
    def sentence(self) -> str:
        """The sentence under the controls."""
        return self._said

    @property
    def drafted(self) -> memo.Memo:
        """The memo as it stands."""
        return self._made("")

    def _made(self, day: str) -> memo.Memo:
        values = {name: control.value for name, control in self.controls.items()}
        return draft(self._claims, self._findings, self._omissions, self._ticked(), mine=self._mine, day=day, **values)

    def _ticked(self) -> list[str]:
        return [name for name, tick in self.claims.items() if tick.value]

    def save(self) -> None:
        """Write the memo as it stands into new files, and say which; or say why not."""
        if len(self._ticked()) > MOST_CLAIMS:
            self._say(f"Not saved: {len(self._ticked())} statements are too many for one page; leave {MOST_CLAIMS} or fewer.")
            return
        try:
            made = memo.save(self._made(dt.date.today().isoformat()), self._folder)
        except ValueError as error:
            self._say(f"Not saved: {error}")
        except OSError as error:
            self._say(f"Not saved: the file could not be written ({error.strerror}).")
        else:
            self._say(f"Saved as {' and '.join(f'{self._folder.name}/{path.name}' for path in made)}.")

    def _follow(self) -> None:
        made = self.drafted
        self._preview.value = memo.body(made)
        self._say(f"{len(made.points)} statements ({', '.join(self._ticked()) or 'none'}), {memo.words(made)} words of {memo.MOST_WORDS}.")

    def _say(self, sentence: str) -> None:
        self._said = sentence
        self._status.value = f'<p role="status" aria-live="polite">{escape(sentence)}</p>'

    def __repr__(self) -> str:
        return f"A desk for the memo (needs a running kernel). First draft: {self._said}"

    def _repr_mimebundle_(self, **options):
        bundle = super()._repr_mimebundle_(**options)
        bundle["text/plain"] = repr(self)
        return bundle


def _buttons(name: str, options: list[str], start: int) -> widgets.ToggleButtons:
    return widgets.ToggleButtons(options=options, value=options[start] if options else None, description=name,
                                 style={"button_width": "max-content"})
