"""See how a score for an article depends on the rule that makes it."""

import itertools

import ipywidgets as widgets
import pandas as pd

from alliancelab.article.claims import UNSHOWN, VERDICTS
from alliancelab.article.scores import JUDGEMENTS, counted_by, score
from alliancelab.charts import stacks
from alliancelab.charts.chart import Chart
from alliancelab.explorers.explorer import Explorer
from alliancelab.ground.messages import say
from alliancelab.ground.tables import need

_WORTHS = (0.0, 0.25, 0.5, 0.75, 1.0)
_EVIDENCE = ("all claims", "with an official row")


def rules(table: pd.DataFrame, source: str) -> Explorer:
    """Move the rule by which verdicts become one number, and watch the number move.

    table is `dossier.table`; claims without a verdict are left out. Raises LookupError for a missing column
    or an unknown verdict, ValueError for a missing value and for official that is not a whole number.

    >>> one = pd.DataFrame({"group": ["a fact"], "lesson": ["10"], "verdict": ["supported"], "official": [1]})
    >>> rules(one, "made up").status.split(": ")[1]
    '100% of 1 claim. The rules on this page give anything from 100% to 100%.'
    """
    known = {"verdict": (*VERDICTS, UNSHOWN)}
    need(table, "official", what=say("article.table"), filled=["verdict", "group", "lesson"], known=known)
    table = table[table["verdict"] != UNSHOWN]
    # The scale stays when the rule leaves claims out, so that shorter bars look shorter.
    longest = {by: int(table[by].value_counts().max()) if len(table) else 0 for by in ("group", "lesson")}
    every = [
        score(table, partly, judgements, evidence == _EVIDENCE[1])[0]
        for partly, judgements, evidence in itertools.product(_WORTHS, JUDGEMENTS, _EVIDENCE)
    ]

    def draw(partly: float, judgements: str, evidence: str, by: str) -> Chart:
        read_only = evidence == _EVIDENCE[1]
        counted = counted_by(table, judgements, read_only)
        if counted.empty:
            return _nothing(source)
        number, claims = score(table, partly, judgements, read_only)
        reading = say(
            "article.score_reading",
            partly=partly,
            judgements=judgements if judgements == JUDGEMENTS[0] else say("article.counted_as", rule=judgements),
            evidence=evidence,
            score=number,
            n=claims,
            least=min(every),
            most=max(every),
        )
        chart = stacks.stacked(counted, by, title=say("article.score_title"), source=source, reading=reading)
        return chart.with_layout(xaxis={"range": [0, longest[by] + 0.5]})

    return Explorer(_controls(), draw)


def _controls() -> dict[str, widgets.Widget]:
    return {
        "partly": widgets.SelectionSlider(
            options=[(f"{worth:.2f}", worth) for worth in _WORTHS],
            value=0.5,
            description=say("article.partly"),
            tooltip=say("article.worth").capitalize(),
        ),
        "judgements": widgets.ToggleButtons(options=JUDGEMENTS, description=say("article.judgements")),
        "evidence": widgets.ToggleButtons(options=_EVIDENCE, description=say("article.evidence")),
        "by": widgets.ToggleButtons(options=["group", "lesson"], description=say("article.bars_by")),
    }


def _nothing(source: str) -> Chart:
    layout = {
        "title": say("article.score_title"),
        "xaxis": {"title": {"text": say("charts.claims_axis")}, "range": [0, 1], "showticklabels": False},
        "yaxis": {"visible": False},
    }
    # A bar without length: without any trace the axes are not drawn.
    trace = {"type": "bar", "x": [], "y": []}
    return Chart([trace], layout, table=pd.DataFrame({"group": []}), reading=say("article.no_score"), source=source)
