"""The article's claims and what the tables say of each: a verdict, one sentence, and the rows behind it.

Each lesson finds for its own claims, in CLAIMS of its exercises.py; the ledger walks the lessons.
"""

from typing import NamedTuple

import pandas as pd

from alliancelab import catalogue
from alliancelab.classroom import course
from alliancelab.ground.suggestions import resolve

VERDICTS = ("supported", "partly supported", "not supported", "a judgement")


class Finding(NamedTuple):
    """What the tables say of one claim: one of VERDICTS, a computed sentence, and the rows it rests on.

    rows is part of one dataset, or several parts one after another, with the column source_id.
    """

    verdict: str
    sentence: str
    rows: pd.DataFrame


def finding(claim_id: str) -> Finding:
    """The finding on one claim, computed from the tables by its lesson.

    Raises LookupError for a claim that no lesson tests.

    >>> finding("A04").verdict
    'supported'
    """
    found = _all()
    return found[resolve(claim_id, found, "claim")][1]()


def findings(slug: str | None = None) -> dict[str, Finding]:
    """Every finding by claim, computed once from the tables by the lessons on the disk, in order of claims.

    slug keeps the claims of one lesson.

    >>> list(findings("10-first-look"))[-1]
    'A04'
    """
    return {claim_id: compute() for claim_id, (_, compute) in sorted(_all(slug).items())}


def table(slug: str | None = None) -> pd.DataFrame:
    """The ledger: one row a claim with its lesson, paraphrase, verdict, reason and number of rows behind it.

    slug keeps the claims of one lesson; without it all lessons on the disk are walked.

    >>> table("10-first-look").columns.tolist()
    ['claim_id', 'lesson', 'claim', 'verdict', 'because', 'rows']
    """
    words = catalogue.load("article-claims").set_index("claim_id")["paraphrase"]
    lines = []
    for claim_id, (lesson, compute) in sorted(_all(slug).items()):
        found = compute()
        resolve(found.verdict, VERDICTS, "verdict")
        lines.append((claim_id, lesson, words[claim_id], found.verdict, found.sentence, len(found.rows)))
    return pd.DataFrame(lines, columns=["claim_id", "lesson", "claim", "verdict", "because", "rows"])


def _all(slug: str | None = None) -> dict:
    chosen = [slug] if slug else course.slugs()
    return {
        claim_id: (name, compute)
        for name in chosen
        for claim_id, compute in getattr(course.module(name), "CLAIMS", {}).items()
    }
