"""What the tables say of one claim of the article: its parts, one verdict by one rule, and what would turn it.

A lesson decides its own claims, in CLAIMS of its exercises.py; `classroom.course` knows which lesson owns which.
The parts of each claim, and what speaks for and against each, stand in the dataset claim-parts.
"""

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from alliancelab.article import naming
from alliancelab.catalogue import GRADES, OFFICIAL
from alliancelab.ground.messages import say
from alliancelab.ground.tables import need

VERDICTS = ("supported", "partly supported", "not supported", "a judgement")
OUTCOMES = ("for", "against", "open")
DECIDES = ("rows", "judgement")
# Shown instead of a verdict while the reader has not proposed one, or where a lesson cannot be read.
UNSHOWN = "not shown yet"

Rows = dict[str, pd.DataFrame]
# The smallest change that gives a part another outcome: so many rows, with one way to choose them by dataset.
Change = tuple[int, dict[str, list]]


class Part(NamedTuple):
    """One testable part of a claim: its name in claim-parts, an outcome (OUTCOMES), a sentence, and its rows.

    changes maps another outcome to the smallest change of rows that would bring it about. decides is "rows",
    or "judgement" where no row can decide the part; such a part is open.
    """

    name: str
    outcome: str
    sentence: str
    rows: Rows
    changes: dict[str, Change]
    decides: str = "rows"


class Turning(NamedTuple):
    """The smallest change of rows that would turn a verdict: how many rows (0: none can), and a sentence."""

    rows: int
    sentence: str


class Finding(NamedTuple):
    """A verdict (one of VERDICTS), a computed sentence, the rows it rests on by dataset, and the parts behind it.

    >>> finding = Finding("supported", "They met.", {"korea-events": pd.DataFrame({"grade": ["original"]})})
    >>> finding.count, finding.official
    (1, 1)
    """

    verdict: str
    sentence: str
    rows: Rows
    parts: tuple[Part, ...] = ()
    turning: Turning = Turning(0, "")

    @property
    def count(self) -> int:
        """How many rows the verdict rests on."""
        return sum(len(part) for part in self.rows.values())

    @property
    def grades(self) -> dict[str, int]:
        """How many of them have which grade (catalogue.GRADES)."""
        told = [str(grade) for part in self.rows.values() for grade in part["grade"]]
        return {grade: told.count(grade) for grade in GRADES}

    @property
    def official(self) -> int:
        """How many of them were read in an official text, in the original or in a copy."""
        return sum(number for grade, number in self.grades.items() if grade in OFFICIAL)


def verdict_of(parts: Iterable[tuple[str, str]]) -> str:
    """The verdict that the outcomes of the parts make, by one rule; parts are pairs (outcome, decides).

    A part that no row can decide is left out of the count, and named. Of the others: all for, supported; none for
    and one or more against, not supported; nothing decided, a judgement; anything else, partly supported. So a
    part that rows could decide and do not (open) keeps a claim from being supported, and never speaks against it.
    Raises ValueError for anything else than such pairs.

    >>> verdict_of([("for", "rows"), ("open", "judgement")]), verdict_of([("for", "rows"), ("open", "rows")])
    ('supported', 'partly supported')
    >>> verdict_of([("against", "rows"), ("open", "rows")]), verdict_of([("open", "rows")])
    ('not supported', 'a judgement')
    """
    counted = [outcome for outcome, decides in _pairs(parts) if decides == "rows"]
    if "for" not in counted and "against" not in counted:
        return "a judgement"
    if "for" not in counted:
        return "not supported"
    return "supported" if set(counted) == {"for"} else "partly supported"


def _pairs(parts: object) -> list[tuple[str, str]]:
    pairs = list(parts) if isinstance(parts, Iterable) else [parts]
    for pair in pairs:
        outcome, decides = pair if isinstance(pair, tuple) and len(pair) == 2 else (None, None)
        if outcome not in OUTCOMES or decides not in DECIDES:
            raise ValueError(say("article.not_an_outcome", given=pair))
    return pairs


def _all_parts(parts: object) -> list[Part]:
    whole = list(parts) if isinstance(parts, Iterable) else [parts]
    for part in whole:
        if not isinstance(part, Part):
            raise ValueError(say("article.not_made_a_part", given=part))
    return whole


def decided(*parts: Part) -> Finding:
    """The finding that these parts make: its verdict by the rule, its rows, and what would turn it.

    Raises ValueError for anything else than parts.

    >>> rows = {"eu-members": pd.DataFrame({"country_code": ["AUT"], "grade": ["copy"]})}
    >>> made = decided(Part("member", "for", "Austria was a member.", rows, {"open": (1, {"eu-members": ["AUT"]})}))
    >>> made.verdict, made.sentence
    ('supported', 'Austria was a member. One row can turn it: AUT.')
    """
    verdict = verdict_of((part.outcome, part.decides) for part in _all_parts(parts))
    turned = turning(parts)
    sentence = " ".join([*(part.sentence for part in parts if part.sentence), turned.sentence])
    return Finding(verdict, sentence, _together(parts), tuple(parts), turned)


def turning(parts: Iterable[Part]) -> Turning:
    """The smallest change of rows that would turn the verdict of these parts, single rows first.

    Raises ValueError for anything else than parts.

    >>> turning([Part("taste", "open", "", {}, {}, "judgement")]).rows
    0
    """
    parts = [part for part in _all_parts(parts) if part.decides == "rows"]
    # The verdict depends only on which outcomes occur: of all ways to each set of outcomes the shortest is kept.
    ways: dict[frozenset, tuple[int, list[Change]]] = {frozenset(): (0, [])}
    for part in parts:
        longer: dict[frozenset, tuple[int, list[Change]]] = {}
        for outcomes, (rows, changes) in ways.items():
            for outcome, change in [(part.outcome, None), *part.changes.items()]:
                key = outcomes | {outcome}
                way = rows + (change[0] if change else 0), [*changes, *([change] if change else [])]
                if key not in longer or way[0] < longer[key][0]:
                    longer[key] = way
        ways = longer
    now = verdict_of((part.outcome, "rows") for part in parts)
    others = [way for outcomes, way in ways.items() if verdict_of((each, "rows") for each in outcomes) != now]
    best = min(others, key=lambda way: way[0], default=None)
    if best is None:
        return Turning(0, say("article.turned_by_none"))
    rows, changes = best
    names = naming.named([one for _, chosen in changes for one in chosen.items()])
    return Turning(rows, say("article.turned_by", n=rows, names=names))


def _together(parts: Iterable[Part]) -> Rows:
    rows: dict[str, list[pd.DataFrame]] = {}
    for part in parts:
        for name, table in part.rows.items():
            rows.setdefault(name, []).append(table)
    joined = {name: pd.concat(tables) if len(tables) > 1 else tables[0] for name, tables in rows.items()}
    return {name: table[~table.index.duplicated()].sort_index() for name, table in joined.items()}


def checked(claim_id: str, finding: object) -> Finding:
    """The finding itself. Raises ValueError for anything that is not one, or does not keep to the protocol.

    The verdict is the one that its parts make; a part is decided by rows that are there, never by an empty table.

    >>> checked("A01", decided(Part("taste", "open", "Whether it was wise.", {}, {}, "judgement"))).verdict
    'a judgement'
    """
    if not isinstance(finding, Finding) or not isinstance(finding.rows, dict):
        raise ValueError(say("article.not_a_finding", claim=claim_id))
    if finding.verdict not in VERDICTS:
        known = ", ".join(VERDICTS)
        raise ValueError(say("article.unknown_verdict", claim=claim_id, given=finding.verdict, known=known))
    _graded(claim_id, finding)
    if not finding.parts:
        raise ValueError(say("article.no_parts", claim=claim_id))
    for part in finding.parts:
        _part_checked(claim_id, part)
    made = verdict_of((part.outcome, part.decides) for part in finding.parts)
    if made != finding.verdict:
        raise ValueError(say("article.verdict_typed", claim=claim_id, given=finding.verdict, made=made))
    return finding


def _part_checked(claim_id: str, part: object) -> None:
    if not isinstance(part, Part) or part.outcome not in OUTCOMES or part.decides not in DECIDES:
        raise ValueError(say("article.not_a_part", claim=claim_id, given=part))
    if part.decides == "judgement" and part.outcome != "open":
        raise ValueError(say("article.judgement_decided", claim=claim_id, part=part.name))
    if part.outcome != "open" and not any(len(rows) for rows in part.rows.values()):
        raise ValueError(say("article.decided_by_nothing", claim=claim_id, part=part.name))


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
