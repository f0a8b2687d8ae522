"""Verdicts as bars: how many claims of each group got which verdict, told apart by pattern and letter."""

from collections import Counter

import pandas as pd

from alliancelab.charts.chart import LEGEND, OUTLINE, Chart
from alliancelab.charts.labels import row_height, told, wrapped
from alliancelab.ground.messages import say
from alliancelab.ground.tables import need

# Colour, pattern and letter of each verdict, in the order they are stacked.
STYLE = {
    "supported": ("#009E73", "", "S"),
    "partly supported": ("#56B4E9", "/", "P"),
    "not supported": ("#E69F00", "x", "N"),
    "a judgement": ("#E6C79C", ".", "J"),
    "not shown yet": ("#ffffff", "", "?"),
}


def stacked(table: pd.DataFrame, by: str, *, title: str, source: str, reading: str = "") -> Chart:
    """Horizontal bars, one per group, cut into verdicts; each piece carries its count and a letter.

    table has one row per claim with the columns named by `by` and verdict (a key of STYLE). Without a
    reading the counts of the whole are said. Raises LookupError for a missing column or an unknown
    verdict, ValueError for no rows and for a missing group or verdict.

    >>> stacked(pd.DataFrame({"lesson": ["10"], "verdict": ["supported"]}), "lesson", title="Held?",
    ...         source="made up").reading
    'Of 1 claim: 1 supported.'
    """
    need(table, rows=True, filled=(by, "verdict"), known={"verdict": list(STYLE)})
    pairs = Counter(zip(table[by].astype("str"), table["verdict"].astype("str"), strict=True))
    groups = sorted({group for group, _ in pairs})
    counts = {verdict: [pairs[group, verdict] for group in groups] for verdict in STYLE}
    counts = {verdict: numbers for verdict, numbers in counts.items() if any(numbers)}
    traces = [_trace(groups, numbers, verdict) for verdict, numbers in counts.items()]
    layout = {
        "title": title,
        "barmode": "stack",
        "showlegend": True,
        "height": 190 + row_height(traces[0]["y"], 40) * len(groups),
        "xaxis": {"title": {"text": say("charts.claims_axis")}, "rangemode": "tozero", "dtick": 1},
        "yaxis": {"autorange": "reversed"},
        "legend": LEGEND | {"traceorder": "normal"},
    }
    shown = pd.DataFrame({by: groups} | counts)
    return Chart(traces, layout, table=shown, reading=reading or counted(table["verdict"]), source=source)


def counted(verdicts: pd.Series) -> str:
    """How often each verdict occurs in a column, as a sentence. Raises LookupError for an unknown verdict.

    >>> counted(pd.Series(["supported", "a judgement", "supported"]))
    'Of 3 claims: 2 supported, 1 a judgement.'
    """
    if not isinstance(verdicts, (list, tuple, pd.Series)):
        raise ValueError(say("charts.no_verdicts", given=verdicts))
    table = pd.DataFrame({"verdict": pd.Series(verdicts, dtype=object)})
    numbers = need(table, rows=True, filled=("verdict",), known={"verdict": list(STYLE)})["verdict"].value_counts()
    counts = [say("charts.verdict_count", n=numbers[name], verdict=name) for name in STYLE if name in numbers]
    return say("charts.verdicts", n=len(table), counts=", ".join(counts))


def _trace(groups: list[str], numbers: list[int], verdict: str) -> dict:
    colour, pattern, letter = STYLE[verdict]
    return {
        "type": "bar",
        "orientation": "h",
        "name": say("charts.verdict_key", letter=letter, verdict=verdict),
        "y": [wrapped(group) for group in groups],
        "x": numbers,
        "text": [f"{number}<br>{letter}" if number else "" for number in numbers],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"color": "#000", "size": 14, "weight": 700},
        "customdata": [
            told(group, say("charts.verdict_claims", n=number, verdict=verdict))
            for group, number in zip(groups, numbers, strict=True)
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {
            "color": colour,
            "line": OUTLINE,
            "pattern": {"shape": pattern, "bgcolor": colour, "fgcolor": "#888", "size": 9, "solidity": 0.12},
        },
    }
