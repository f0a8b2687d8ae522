"""Propose verdicts before the tables speak, and see how a score depends on the rule that makes it."""

import itertools
import json
from html import escape
from pathlib import Path

import ipywidgets as widgets
import pandas as pd

from alliancelab import charts, dossier, memo
from alliancelab.charts import verdicts
from alliancelab.explorers import Explorer
from alliancelab.ledger import VERDICTS

CHOICES = (*VERDICTS, dossier.NO_OPINION)
_STEM = "verdicts"


class Sheet(widgets.VBox):
    """A row a claim, with its paraphrase and a button for each verdict; one sentence says how far you are.

    claims is the dataset article-claims. Nothing is written unless *Keep my verdicts* is pressed; kept
    verdicts (the newest file in folder) are there again when the sheet is made anew.
    """

    def __init__(self, claims: pd.DataFrame, folder: str | Path = memo.FOLDER):
        self._ids, self._folder = claims["claim_id"].tolist(), Path(folder)
        self._typed: dict[str, str] | None = None
        self._rows = {row.claim_id: _choice(row) for row in claims.itertuples()}
        self._keep = widgets.Button(description="Keep my verdicts")
        self._status = widgets.HTML()
        lines = [widgets.VBox([widgets.HTML(f"<p><strong>{row.claim_id}</strong> {escape(row.paraphrase)}</p>"),
                               self._rows[row.claim_id]]) for row in claims.itertuples()]
        super().__init__([*lines, self._keep, self._status])
        note = self._read()
        for row in self._rows.values():
            row.observe(lambda _: self._say(self._progress()), "value")
        self._keep.on_click(lambda _: self.keep())
        self._say(f"{note} {self._progress()}".strip())

    @property
    def status(self) -> str:
        """The sentence under the sheet."""
        return self._sentence

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
            made = memo.new_files(self._folder, _STEM, {".json": json.dumps(self.chosen, indent=1).encode()})
        except OSError as error:
            self._say(f"Not kept: the file could not be written ({error.strerror}).")
            return
        self._say(f"Kept in {self._folder.name}/{made[0].name}. {self._progress()}")

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

    def _say(self, sentence: str) -> None:
        self._sentence = sentence
        self._status.value = f'<p role="status" aria-live="polite">{escape(sentence)}</p>'

    def __repr__(self) -> str:
        return f"A sheet of {len(self._ids)} claims (needs a running kernel)"

    def _repr_mimebundle_(self, **options):
        bundle = super()._repr_mimebundle_(**options)
        bundle["text/plain"] = repr(self)
        return bundle


def _choice(row) -> widgets.ToggleButtons:
    return widgets.ToggleButtons(
        options=CHOICES, value=None, description=row.claim_id,
        tooltips=[f"{row.claim_id}: {choice}" for choice in CHOICES], style={"button_width": "max-content"},
    )


def score(table: pd.DataFrame, partly: float, judgements: str, read_only: bool) -> tuple[float, int]:
    """A score in percent by one rule, and how many claims it is about (0 claims: the score is nan).

    table is `dossier.table`; partly is what a partly supported claim counts (0 to 1); judgements is
    "left out", "as supported" or "as not supported"; read_only keeps claims with a row read in a primary
    document.

    >>> two = pd.DataFrame({"verdict": ["supported", "partly supported"], "primary": [1, 0]})
    >>> score(two, 0.5, "left out", False)
    (75.0, 2)
    """
    kept = _kept(table, judgements, read_only)
    worth = {"supported": 1.0, "partly supported": partly, "not supported": 0.0,
             "a judgement": 1.0 if judgements == "as supported" else 0.0}
    return float(kept["verdict"].map(worth).mean() * 100), len(kept)


def rules(table: pd.DataFrame, source: str) -> Explorer:
    """Move the rule by which verdicts become one number, and watch the number move.

    table is `dossier.table`; claims without a verdict are left out.
    """
    table = table[table["verdict"] != dossier.UNSHOWN]
    controls = {
        "partly": widgets.SelectionSlider(
            options=[(f"{worth:.2f}", worth) for worth in (0.0, 0.25, 0.5, 0.75, 1.0)], value=0.5,
            description="Partly", tooltip="What a partly supported claim counts",
        ),
        "judgements": widgets.ToggleButtons(options=["left out", "as supported", "as not supported"],
                                            description="Judgements"),
        "evidence": widgets.ToggleButtons(options=["all claims", "with a primary row"], description="Evidence"),
        "by": widgets.ToggleButtons(options=["group", "lesson"], description="Bars by"),
    }
    every = [score(table, partly, judgements, evidence != "all claims")[0] for partly, judgements, evidence in
             itertools.product(*([o[1] if type(o) is tuple else o for o in controls[name].options]
                                 for name in ("partly", "judgements", "evidence")))]

    def draw(partly: float, judgements: str, evidence: str, by: str) -> charts.Chart:
        kept = _kept(table, judgements, evidence != "all claims")
        if kept.empty:
            return _nothing(source)
        number, many = score(table, partly, judgements, evidence != "all claims")
        reading = (
            f"A partly supported claim counts {partly:.2f}, judgements are {'' if judgements == 'left out' else 'counted '}"
            f"{judgements}, {evidence}: {number:.0f}% of {many} claims. The rules on this page give anything from "
            f"{min(every):.0f}% to {max(every):.0f}%."
        )
        return verdicts.stacked(kept, by, title="One number for an article: by which rule?", source=source, reading=reading)

    return Explorer(controls, draw)


def _kept(table: pd.DataFrame, judgements: str, read_only: bool) -> pd.DataFrame:
    kept = table[table["primary"] > 0] if read_only else table
    return kept[kept["verdict"] != "a judgement"] if judgements == "left out" else kept


def _nothing(source: str) -> charts.Chart:
    empty = pd.DataFrame({"group": ["no claim"], "verdict": [dossier.UNSHOWN]})
    return verdicts.stacked(empty, "group", title="One number for an article: by which rule?", source=source,
                            reading="No verdict is shown yet: give yours first, then run this cell again.")
