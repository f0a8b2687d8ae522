"""See how a score for an article depends on the rule that makes it."""

import itertools

import ipywidgets as widgets
import pandas as pd

from alliancelab import charts
from alliancelab.article import dossier
from alliancelab.charts import stacks
from alliancelab.explorers import Explorer


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
    worth = {
        "supported": 1.0,
        "partly supported": partly,
        "not supported": 0.0,
        "a judgement": 1.0 if judgements == "as supported" else 0.0,
    }
    return float(kept["verdict"].map(worth).mean() * 100), len(kept)


def rules(table: pd.DataFrame, source: str) -> Explorer:
    """Move the rule by which verdicts become one number, and watch the number move.

    table is `dossier.table`; claims without a verdict are left out.
    """
    table = table[table["verdict"] != dossier.UNSHOWN]
    controls = {
        "partly": widgets.SelectionSlider(
            options=[(f"{worth:.2f}", worth) for worth in (0.0, 0.25, 0.5, 0.75, 1.0)],
            value=0.5,
            description="Partly",
            tooltip="What a partly supported claim counts",
        ),
        "judgements": widgets.ToggleButtons(
            options=["left out", "as supported", "as not supported"], description="Judgements"
        ),
        "evidence": widgets.ToggleButtons(options=["all claims", "with a primary row"], description="Evidence"),
        "by": widgets.ToggleButtons(options=["group", "lesson"], description="Bars by"),
    }
    every = [
        score(table, partly, judgements, evidence != "all claims")[0]
        for partly, judgements, evidence in itertools.product(
            *(
                [o[1] if type(o) is tuple else o for o in controls[name].options]
                for name in ("partly", "judgements", "evidence")
            )
        )
    ]

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
        return stacks.stacked(
            kept, by, title="One number for an article: by which rule?", source=source, reading=reading
        )

    return Explorer(controls, draw)


def _kept(table: pd.DataFrame, judgements: str, read_only: bool) -> pd.DataFrame:
    kept = table[table["primary"] > 0] if read_only else table
    return kept[kept["verdict"] != "a judgement"] if judgements == "left out" else kept


def _nothing(source: str) -> charts.Chart:
    empty = pd.DataFrame({"group": ["no claim"], "verdict": [dossier.UNSHOWN]})
    return stacks.stacked(
        empty,
        "group",
        title="One number for an article: by which rule?",
        source=source,
        reading="No verdict is shown yet: give yours first, then run this cell again.",
    )
