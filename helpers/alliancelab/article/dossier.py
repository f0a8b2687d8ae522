"""The evidence behind each claim of the article, as tables: its verdict, its rows and their documents.

claims is the dataset article-claims; findings maps a claim to its Finding (`classroom.course.findings()`).
Claims without a finding are shown as UNSHOWN: their lesson is not on the disk, or the reader has not
proposed a verdict yet.
"""

from collections.abc import Mapping

import pandas as pd

from alliancelab import catalogue
from alliancelab.article.claims import UNSHOWN, Finding, by_claim
from alliancelab.ground.messages import say
from alliancelab.ground.suggestions import did_you_mean
from alliancelab.ground.tables import need

NO_OPINION = say("article.no_opinion")
# Coded once, by the makers of this kit, by the rule: what would you have to look at to decide?
GROUPS = {
    say("article.facts"): ("date", "list", "count", "order", "share"),
    say("article.statements"): ("statement", "claim", "forecast"),
    say("article.readings"): ("pattern", "process", "coding", "what-if", "judgement"),
}
_UNDECIDED = Finding(UNSHOWN, "", {})
_COLUMNS = ["claim_id", "lesson", "group", "claim", "yours", "verdict", "because", "rows", "official", "turns"]
_COLUMNS += catalogue.GRADES


def table(claims: pd.DataFrame, findings: dict, mine: dict | None = None) -> pd.DataFrame:
    """One row per claim: its group, the verdict you proposed, the tables' verdict and reason, and its rows.

    mine maps a claim to your verdict. Columns: claim_id, lesson, group, claim, yours, verdict, because,
    rows (how many), official (how many of them were read in an official text), turns (how many rows are enough to
    turn the verdict; 0 where none can), and how many rows have each grade (original, copy, dataset, report, ours).
    Raises LookupError for a missing column or an unknown kind of claim,
    ValueError for anything else than tables and findings.

    >>> table(catalogue.load("article-claims"), {})["verdict"].unique().tolist()
    ['not shown yet']
    """
    need(claims, "lesson", "paraphrase", "kind", what="claims", dataset="article-claims", unique=["claim_id"])
    if not isinstance(mine, Mapping | None):
        raise ValueError(say("article.not_mine", given=mine))
    findings, yours = by_claim(findings), mine or {}
    lines = []
    for claim in claims.itertuples():
        found = findings.get(claim.claim_id, _UNDECIDED)
        words = (claim.claim_id, claim.lesson, group_of(claim.kind), claim.paraphrase)
        counts = (found.count, found.official, found.turning.rows, *found.grades.values())
        lines.append((*words, yours.get(claim.claim_id, NO_OPINION), found.verdict, found.sentence, *counts))
    return pd.DataFrame(lines, columns=_COLUMNS)


def group_of(kind: str) -> str:
    """The group of a kind of statement: something to look up, something said, or a reading.

    Raises LookupError for an unknown kind.

    >>> group_of("date")
    'facts to look up'
    """
    for group, kinds in GROUPS.items():
        if kind in kinds:
            return group
    known = [kind for kinds in GROUPS.values() for kind in kinds]
    question = did_you_mean(kind, known)
    raise LookupError(say("article.unknown_kind", given=kind, question=question, known=", ".join(known)))


def documents(rows: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The documents behind rows of several datasets, those with most rows first.

    Columns as in `catalogue.sources`; a document listed by two datasets is there once. Raises LookupError
    for an unknown dataset, ValueError for rows that cannot be traced.

    >>> len(documents({"eu-members": catalogue.load("eu-members")}))
    1
    """
    parts = _parts(rows)
    if not parts:
        return pd.DataFrame(columns=["rows", "publisher", "title", "published", "url", "source_id"])
    listed = pd.concat([catalogue.sources(part, name) for name, part in parts.items()], ignore_index=True)
    count = listed.groupby("source_id")["rows"].transform("sum")
    once = listed.assign(rows=count).drop_duplicates("source_id")
    return once.sort_values("rows", ascending=False, kind="stable", ignore_index=True)


def _parts(rows: object) -> dict[str, pd.DataFrame]:
    if not isinstance(rows, dict):
        raise ValueError(say("article.not_rows", given=rows))
    return {name: need(part, "source_id", what=str(name), dataset=str(name)) for name, part in rows.items()}
