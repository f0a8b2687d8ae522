"""What the tables say of one claim of the article: a verdict, one sentence, and the rows behind it.

A lesson decides its own claims, in CLAIMS of its exercises.py; `classroom.course` knows which lesson owns which.
"""

from typing import NamedTuple

import pandas as pd

from alliancelab.catalogue import OFFICIAL
from alliancelab.ground.messages import say
from alliancelab.ground.tables import need

VERDICTS = ("supported", "partly supported", "not supported", "a judgement")
# Shown instead of a verdict while the reader has not proposed one, or where a lesson cannot be read.
UNSHOWN = "not shown yet"


class Finding(NamedTuple):
    """A verdict (one of VERDICTS), a computed sentence, and the rows it rests on, by the name of their dataset.

    >>> finding = Finding("supported", "They met.", {"korea-events": pd.DataFrame({"grade": ["original"]})})
    >>> finding.count, finding.official
    (1, 1)
    """

    verdict: str
    sentence: str
    rows: dict[str, pd.DataFrame]

    @property
    def count(self) -> int:
        """How many rows the verdict rests on."""
        return sum(len(part) for part in self.rows.values())

    @property
    def official(self) -> int:
        """How many of them were read in an official text, in the original or in a copy."""
        return sum(int(part["grade"].isin(OFFICIAL).sum()) for part in self.rows.values())


def checked(claim_id: str, finding: object) -> Finding:
    """The finding itself. Raises ValueError for anything that is not one, or has an unknown verdict.

    >>> checked("A01", Finding("supported", "They met.", {})).verdict
    'supported'
    """
    if not isinstance(finding, Finding) or not isinstance(finding.rows, dict):
        raise ValueError(say("article.not_a_finding", claim=claim_id))
    if finding.verdict not in VERDICTS:
        known = ", ".join(VERDICTS)
        raise ValueError(say("article.unknown_verdict", claim=claim_id, given=finding.verdict, known=known))
    _graded(claim_id, finding)
    return finding


def by_claim(findings: object) -> dict[str, Finding]:
    """The findings themselves, by claim. Raises ValueError for anything that `course.findings()` does not give.

    >>> by_claim({})
    {}
    """
    if not isinstance(findings, dict):
        raise ValueError(say("article.not_findings", given=findings))
    for claim_id, finding in findings.items():
        if not isinstance(finding, Finding) or not isinstance(finding.rows, dict):
            raise ValueError(say("article.not_one_finding", claim=claim_id, given=finding))
        _graded(claim_id, finding)
    return findings


def _graded(claim_id: str, finding: Finding) -> None:
    for name, part in finding.rows.items():
        need(part, "grade", what=say("article.rows_of", dataset=name, claim=claim_id))
