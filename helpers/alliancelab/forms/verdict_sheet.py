"""Propose a verdict for each claim before the tables speak."""

import json
from collections.abc import Callable
from pathlib import Path

import ipywidgets as widgets
import pandas as pd

from alliancelab.article import dossier
from alliancelab.article.claims import VERDICTS
from alliancelab.forms import drawer
from alliancelab.forms.frame import Form
from alliancelab.ground.messages import say
from alliancelab.ground.tables import need

CHOICES = (*VERDICTS, dossier.NO_OPINION)
_STEM = "verdicts"
# A statement is longer than the labels of widgets, which are cut where they do not fit.
_WRAPPED = "<style>.verdict-sheet .widget-label{white-space:normal;height:auto;max-width:100%;line-height:1.4}</style>"


class VerdictSheet(Form):
    """A row per claim, with its paraphrase and a button for each verdict; one sentence says how far you are.

    claims is the dataset article-claims. Nothing is written unless *Keep my verdicts* is pressed; kept
    verdicts (the newest file in folder that can be read) are there again when the sheet is next made.
    """

    def __init__(self, claims: pd.DataFrame, folder: str | Path = drawer.FOLDER):
        need(claims, "paraphrase", what="claims", dataset="article-claims", rows=True, unique=["claim_id"])
        self._ids, self._folder = claims["claim_id"].tolist(), drawer.place(folder)
        self._typed: dict[str, str] | None = None
        self.rows = {row.claim_id: _choice(row) for row in claims.itertuples()}
        self.keep_button = widgets.Button(description=say("forms.keep_verdicts"))
        super().__init__([widgets.HTML(_WRAPPED), *self.rows.values(), self.keep_button, self.status_line])
        self.add_class("verdict-sheet")
        note = self._read()
        for row in self.rows.values():
            row.observe(lambda _: self.tell(self._progress()), "value")
        self.keep_button.on_click(lambda _: self.keep())
        self.tell(f"{note} {self._progress()}".strip())

    @property
    def chosen(self) -> dict[str, str]:
        """The verdicts given so far, by claim."""
        return {name: row.value for name, row in self.rows.items() if row.value}

    def verdicts(self, typed: object = ...) -> object:
        """Your verdicts by claim: those typed in place of the three dots, otherwise those of the sheet."""
        self._typed = None
        if typed is ... or typed is None:
            return self.chosen
        if type(typed) is dict and len(typed) == len(self._ids) == len(_known(typed, self._ids)):
            self._typed = dict(typed)
        return typed

    @property
    def mine(self) -> dict[str, str]:
        """Your verdicts by claim, typed or chosen, as the cells below use them."""
        return self._typed or self.chosen

    @property
    def is_full(self) -> bool:
        """Whether every claim has a verdict (or *no opinion*), on the sheet or typed."""
        return self._typed is not None or len(self.chosen) == len(self._ids)

    def opened(self, findings: Callable[[], dict]) -> dict:
        """What the tables say (findings() computes it), once every claim has your verdict; before that, nothing."""
        if self.is_full:
            return findings()
        print(say("forms.verdicts_wait", n=len(self._ids) - len(self.chosen)))
        return {}

    def keep(self) -> None:
        """Write the verdicts into a new file of the folder, and say which."""
        try:
            made = drawer.new_files(self._folder, _STEM, {".json": json.dumps(self.chosen, indent=1).encode()})
        except OSError as error:
            self.tell(say("forms.not_kept", reason=error.strerror))
            return
        self.tell(say("forms.kept_in", file=self._shown(made[0]), progress=self._progress()))

    def _read(self) -> str:
        notes = []
        for path in self._files():
            try:
                verdicts = _known(json.loads(path.read_text(encoding="utf-8")), self._ids)
            except (OSError, ValueError, RecursionError):
                # A damaged file must not hide the good one before it.
                notes.append(say("forms.verdicts_not_read", file=self._shown(path)))
                continue
            for name, verdict in verdicts.items():
                self.rows[name].value = verdict
            return " ".join([*notes, say("forms.verdicts_read", file=self._shown(path))])
        return " ".join(notes)

    def _files(self) -> list[Path]:
        numbered = {path.stem.removeprefix(f"{_STEM}-"): path for path in self._folder.glob(f"{_STEM}-*.json")}
        return [numbered[number] for number in sorted(filter(str.isdecimal, numbered), key=int, reverse=True)]

    def _shown(self, path: Path) -> str:
        return f"{self._folder.name}/{path.name}"

    def _progress(self) -> str:
        done, most = len(self.chosen), len(self._ids)
        return (
            say("forms.verdicts_full", n=done, most=most)
            if done == most
            else say("forms.verdicts_given", n=done, most=most)
        )

    def summary(self) -> str:
        return say("forms.verdict_sheet", n=len(self._ids))


def _known(verdicts: object, ids: list[str]) -> dict[str, str]:
    if not isinstance(verdicts, dict):
        raise ValueError("not a table of verdicts")
    # Only texts are compared: an object of another kind could say that it is equal to anything.
    texts = {name: verdict for name, verdict in verdicts.items() if type(name) is type(verdict) is str}
    return {name: texts[name] for name in ids if texts.get(name) in CHOICES}


def _choice(row: tuple) -> widgets.ToggleButtons:
    return widgets.ToggleButtons(
        options=CHOICES,
        value=None,
        description=say("forms.claim", claim=row.claim_id, words=row.paraphrase),
        tooltips=[say("forms.claim_choice", claim=row.claim_id, choice=choice) for choice in CHOICES],
        style={"button_width": "max-content", "description_width": "auto"},
        layout={"width": "100%", "margin": "6px 0"},
    )
