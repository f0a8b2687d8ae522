"""Propose a verdict for each claim before the tables speak."""

import json
from pathlib import Path

import ipywidgets as widgets
import pandas as pd

from alliancelab.article import dossier
from alliancelab.article.claims import VERDICTS
from alliancelab.forms import drawer
from alliancelab.forms.frame import Form

CHOICES = (*VERDICTS, dossier.NO_OPINION)
_STEM = "verdicts"
# A statement is longer than the labels of widgets, which are cut where they do not fit.
_WRAPPED = "<style>.verdict-sheet .widget-label{white-space:normal;height:auto;max-width:100%;line-height:1.4}</style>"


class VerdictSheet(Form):
    """A row a claim, with its paraphrase and a button for each verdict; one sentence says how far you are.

    claims is the dataset article-claims. Nothing is written unless *Keep my verdicts* is pressed; kept
    verdicts (the newest file in folder) are there again when the sheet is made anew.
    """

    def __init__(self, claims: pd.DataFrame, folder: str | Path = drawer.FOLDER):
        self._ids, self._folder = claims["claim_id"].tolist(), Path(folder)
        self._typed: dict[str, str] | None = None
        self._rows = {row.claim_id: _choice(row) for row in claims.itertuples()}
        self._keep = widgets.Button(description="Keep my verdicts")
        super().__init__([widgets.HTML(_WRAPPED), *self._rows.values(), self._keep, self.status_line])
        self.add_class("verdict-sheet")
        note = self._read()
        for row in self._rows.values():
            row.observe(lambda _: self.tell(self._progress()), "value")
        self._keep.on_click(lambda _: self.keep())
        self.tell(f"{note} {self._progress()}".strip())

    @property
    def chosen(self) -> dict[str, str]:
        """The verdicts given so far, by claim."""
        return {name: row.value for name, row in self._rows.items() if row.value}

    def verdicts(self, typed: object = ...) -> object:
        """Your verdicts by claim: those typed in place of the three dots, otherwise those of the sheet."""
        self._typed = None
        if typed is ... or typed is None:
            return self.chosen
        if type(typed) is dict and set(typed) == set(self._ids) and all(value in CHOICES for value in typed.values()):
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

    def opened(self, findings) -> dict:
        """What the tables say (findings() computes it), once every claim has your verdict; before that, nothing."""
        if self.is_full:
            return findings()
        left = len(self._ids) - len(self.chosen)
        print(f"○ {left} claims wait for your verdict; until then the cells below show none of ours.")
        return {}

    def keep(self) -> None:
        """Write the verdicts into a new file of the folder, and say which."""
        try:
            made = drawer.new_files(self._folder, _STEM, {".json": json.dumps(self.chosen, indent=1).encode()})
        except OSError as error:
            self.tell(f"Not kept: the file could not be written ({error.strerror}).")
            return
        self.tell(f"Kept in {self._folder.name}/{made[0].name}. {self._progress()}")

    def _read(self) -> str:
        numbered = {path.stem.removeprefix(f"{_STEM}-"): path for path in self._folder.glob(f"{_STEM}-*.json")}
        newest = max((number for number in numbered if number.isdecimal()), key=int, default=None)
        if newest is None:
            return ""
        try:
            kept = json.loads(numbered[newest].read_text(encoding="utf-8"))
            known = {name: kept[name] for name in self._ids if kept.get(name) in CHOICES}
        except (OSError, ValueError, AttributeError, TypeError, RecursionError):
            return f"{numbered[newest].name} could not be read and was left alone."
        for name, verdict in known.items():
            self._rows[name].value = verdict
        return f"Read from {self._folder.name}/{numbered[newest].name}."

    def _progress(self) -> str:
        done = len(self.chosen)
        then = " Run the next cell and all below it." if done == len(self._ids) else ""
        return f"{done} of {len(self._ids)} claims have your verdict.{then}"

    def summary(self) -> str:
        return f"A sheet of {len(self._ids)} claims (needs a running kernel)"


def _choice(row) -> widgets.ToggleButtons:
    return widgets.ToggleButtons(
        options=CHOICES,
        value=None,
        description=f"{row.claim_id} {row.paraphrase}",
        tooltips=[f"{row.claim_id}: {choice}" for choice in CHOICES],
        style={"button_width": "max-content", "description_width": "auto"},
        layout={"width": "100%", "margin": "6px 0"},
    )
