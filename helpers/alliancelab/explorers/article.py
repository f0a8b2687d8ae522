"""See how a score for an article depends on the rule that makes it."""

import itertools

import ipywidgets as widgets
import pandas as pd

from alliancelab.article import dossier
from alliancelab.article.claims import UNSHOWN
from alliancelab.charts import stacks
from alliancelab.charts.chart import Chart
from alliancelab.explorers.explorer import Explorer


def rules(table: pd.DataFrame, source: str) -> Explorer:
    """Move the rule by which verdicts become one number, and watch the number move.

    table is `dossier.table`; claims without a verdict are left out.
    """
    table = table[table["verdict"] != UNSHOWN]
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
        dossier.score(table, partly, judgements, evidence != "all claims")[0]
        for partly, judgements, evidence in itertools.product(
            *(
                [o[1] if type(o) is tuple else o for o in controls[name].options]
                for name in ("partly", "judgements", "evidence")
            )
        )
    ]

    def draw(partly: float, judgements: str, evidence: str, by: str) -> Chart:
        kept = dossier.counted_by(table, judgements, evidence != "all claims")
        if kept.empty:
            return _nothing(source)
        number, many = dossier.score(table, partly, judgements, evidence != "all claims")
        reading = (
            f"A partly supported claim counts {partly:.2f}, judgements are {'' if judgements == 'left out' else 'counted '}"
            f"{judgements}, {evidence}: {number:.0f}% of {many} claims. The rules on this page give anything from "
            f"{min(every):.0f}% to {max(every):.0f}%."
        )
        return stacks.stacked(
            kept, by, title="One number for an article: by which rule?", source=source, reading=reading
        )

    return Explorer(controls, draw)


def _nothing(source: str) -> Chart:
    empty = pd.DataFrame({"group": ["no claim"], "verdict": [UNSHOWN]})
    return stacks.stacked(
        empty,
        "group",
        title="One number for an article: by which rule?",
        source=source,
        reading="No verdict is shown yet: give yours first, then run this cell again.",
    )
