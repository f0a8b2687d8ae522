"""One number for an article: by which rule?"""

import pandas as pd

from alliancelab.article.claims import UNSHOWN, VERDICTS
from alliancelab.ground.messages import say
from alliancelab.ground.numbers import between, whole
from alliancelab.ground.suggestions import resolve
from alliancelab.ground.tables import need

# What a rule may do with judgements.
JUDGEMENTS = ("left out", "as supported", "as not supported")


def score(table: pd.DataFrame, partly: float, judgements: str, read_only: bool) -> tuple[float, int]:
    """A score in percent by one rule, and how many claims it is about (0 claims: the score is nan).

    table is `dossier.table`; partly is what a partly supported claim counts (0 to 1); judgements is
    "left out", "as supported" or "as not supported"; read_only keeps claims with a row read in an official
    document. Claims without a verdict do not count. Raises LookupError for a missing column, an unknown
    verdict or rule, ValueError for a share that is not between 0 and 1.

    >>> two = pd.DataFrame({"verdict": ["supported", "partly supported"], "official": [1, 0]})
    >>> score(two, 0.5, "left out", False)
    (75.0, 2)
    """
    counted = counted_by(table, judgements, read_only)
    worth = {
        "supported": 1.0,
        "partly supported": between(partly, 0, 1, say("article.worth")),
        "not supported": 0.0,
        "a judgement": 1.0 if judgements == "as supported" else 0.0,
    }
    return float(counted["verdict"].map(worth).mean() * 100), len(counted)


def counted_by(table: pd.DataFrame, judgements: str, read_only: bool) -> pd.DataFrame:
    """The claims that a rule counts. Raises as `score`, and ValueError for official that is not a whole number.

    >>> counted_by(pd.DataFrame({"verdict": ["a judgement"], "official": [1]}), "left out", False).empty
    True
    """
    need(table, filled=["verdict", "official"], known={"verdict": (*VERDICTS, UNSHOWN)})
    for rows in table["official"]:
        whole(rows, 0, what=say("article.official_rows"))
    rule = resolve(judgements, JUDGEMENTS, "rule for judgements")
    decided = table[table["verdict"] != UNSHOWN]
    read = decided[decided["official"] > 0] if read_only else decided
    return read[read["verdict"] != "a judgement"] if rule == "left out" else read
