"""Propose a verdict for each claim before the tables speak."""

from collections.abc import Callable

import ipywidgets as widgets
import pandas as pd

from alliancelab.article import dossier
from alliancelab.article.claims import VERDICTS
from alliancelab.forms.frame import Form
from alliancelab.forms.journal import Journal, journal
from alliancelab.ground.messages import say
from alliancelab.ground.tables import need

CHOICES = (*VERDICTS, dossier.NO_OPINION)
# Under this name the journal keeps the verdicts.
_NAME = "verdicts"
# A statement is longer than the labels of widgets, which are cut where they do not fit.
_WRAPPED = "<style>.verdict-sheet .widget-label{white-space:normal;height:auto;max-width:100%;line-height:1.4}</style>"


class VerdictSheet(Form):
    """A row per claim, with its paraphrase and a button for each verdict; one sentence says how far you are.

    claims is the dataset article-claims. Each verdict is kept at once in the journal of the student, and is there
    again when the sheet is next made.
    """

    def __init__(self, claims: pd.DataFrame, work: Journal | None = None):
        need(claims, "paraphrase", what="claims", dataset="article-claims", rows=True, unique=["claim_id"])
        self._ids, self._work = claims["claim_id"].tolist(), work or journal()
        self._typed: dict[str, str] | None = None
        self._loading = False
        self.rows = {row.claim_id: _choice(row) for row in claims.itertuples()}
        super().__init__([widgets.HTML(_WRAPPED), *self.rows.values(), self.status_line])
        self.add_class("verdict-sheet")
        for name, row in self.rows.items():
            row.observe(lambda change, name=name: self._follow(name, change["new"]), "value")
        self._work.watch(self.load)
        self.load()

    def load(self) -> None:
        """Show the verdicts that the journal holds."""
        self._loading = True
        for name, row in self.rows.items():
            kept = self._work.last(_NAME, name)
            row.value = kept if kept in CHOICES else None
        self._loading = False
        self.tell(self._progress())

    def _follow(self, name: str, verdict: str | None) -> None:
        if not self._loading:
            self.tell(f"{self._progress()} {self._work.keep(_NAME, name, verdict)}".strip())

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
