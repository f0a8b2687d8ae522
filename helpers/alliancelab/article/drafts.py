"""A memo from choices: what it may draw on, and the draft that a few choices make."""

from collections.abc import Mapping

import pandas as pd
from IPython.display import HTML

from alliancelab.article import dossier, memo, naming
from alliancelab.article.claims import UNSHOWN, Finding, by_claim
from alliancelab.ground.messages import say
from alliancelab.ground.suggestions import resolve
from alliancelab.ground.tables import need

MOST_CLAIMS = 4
_MOST_DOCUMENTS = 2
# The name on the button, and the sentence in the memo.
BOTTOM_LINES = {
    say("article.rely"): say("article.rely_line"),
    say("article.facts_only"): say("article.facts_only_line"),
    say("article.corrected"): say("article.corrected_line"),
    say("article.not_rely"): say("article.not_rely_line"),
}
ADVICE = {
    say("article.exemption"): say("article.exemption_line"),
    say("article.ranges"): say("article.ranges_line"),
    say("article.abductions"): say("article.abductions_line"),
    say("article.channel"): say("article.channel_line"),
}
VOICES = (say("article.mine"), say("article.tables"))


class Shelf:
    """What a memo may draw on: the claims, their findings, what is left out, and the rows behind each.

    claims is the dataset article-claims; findings as of `classroom.course.findings`; omissions maps a short title to
    an omission (sentence and rows). Rows are looked up once, when they are first asked for. Raises LookupError
    for a missing column, ValueError for anything else than tables, findings and omissions.
    """

    def __init__(self, claims: pd.DataFrame, findings: dict, omissions: Mapping):
        need(claims, "paraphrase", "how_to_test", what="claims", dataset="article-claims", unique=["claim_id"])
        if not isinstance(omissions, Mapping):
            raise ValueError(say("article.not_rows", given=omissions))
        self.claims, self.findings, self.omissions = claims, by_claim(findings), omissions
        self._by_id = {claim.claim_id: claim for claim in claims.itertuples()}
        self._points: dict[tuple[str, str], memo.Point] = {}

    def point(self, claim_id: str) -> memo.Point:
        """A claim with the tables' verdict, and the names of its rows and documents.

        Raises LookupError for an unknown claim.
        """
        claim = self._by_id[resolve(claim_id, self._by_id, "claim")]
        untested = Finding(UNSHOWN, say("article.to_test_short", how=claim.how_to_test), {})
        return self._made("claim", claim_id, claim.paraphrase, self.findings.get(claim_id, untested))

    def left_out(self, title: str) -> memo.Point | None:
        """Something the article leaves out, as a point without a verdict; nothing for an empty title.

        Raises LookupError for an unknown title.
        """
        if title == "" or title is None:
            return None
        omission = self.omissions[resolve(title, self.omissions, "omission")]
        return self._made("omission", "", title, Finding("", omission.sentence, omission.rows))

    def _made(self, kind: str, claim_id: str, words: str, finding: Finding) -> memo.Point:
        key = kind, claim_id or words
        if key not in self._points:
            grades = say("article.grades", official=finding.official, n=finding.count) if finding.count else ""
            documents = dossier.documents(finding.rows).head(_MOST_DOCUMENTS)
            rows = naming.row_names(finding.rows)
            self._points[key] = memo.Point(claim_id, words, finding.verdict, finding.sentence, rows, grades, documents)
        return self._points[key]


def draft(
    shelf: Shelf,
    chosen: list[str],
    *,
    mine: dict | None = None,
    voice: str = VOICES[0],
    bottom_line: str = list(BOTTOM_LINES)[1],
    left_out: str = "",
    advice: str = list(ADVICE)[2],
    reasons: str = "",
    author: str = "",
    day: str = "",
) -> memo.Memo:
    """The memo that these choices make; all it says of the record is computed from rows.

    chosen are claim ids, mine your verdicts. Where your verdict is given and differs from the tables', the
    reason says both. Raises LookupError for a choice that is not on the shelf, ValueError for anything else than
    a list of claims, verdicts by claim and texts.

    >>> from alliancelab import catalogue
    >>> shelf = Shelf(catalogue.load("article-claims"), {}, {})
    >>> [point.claim_id for point in draft(shelf, ["A05", "A01"], mine={"A05": "supported"}).points]
    ['A05', 'A01']
    """
    if not isinstance(shelf, Shelf):
        raise ValueError(say("article.not_a_drafts_shelf", given=shelf))
    if not isinstance(chosen, (list, tuple)):
        raise ValueError(say("article.not_a_list", given=chosen))
    if not isinstance(mine, Mapping | None):
        raise ValueError(say("article.not_mine", given=mine))
    for what, text in {"reasons": reasons, "author": author, "day": day}.items():
        if not isinstance(text, str):
            raise ValueError(say("article.not_a_text", what=what, given=text))
    yours = (mine or {}) if resolve(voice, VOICES, "voice") == VOICES[0] else {}
    return memo.Memo(
        subject=say("article.subject"),
        author=author,
        day=day,
        bottom_line=BOTTOM_LINES[resolve(bottom_line, BOTTOM_LINES, "bottom line")],
        points=[_voiced(shelf.point(name), yours.get(name)) for name in chosen],
        left_out=shelf.left_out(left_out),
        advice=ADVICE[resolve(advice, ADVICE, "advice")],
        reasons=reasons,
    )


def _voiced(point: memo.Point, yours: str | None) -> memo.Point:
    if yours in (None, dossier.NO_OPINION, point.verdict) or point.verdict == UNSHOWN:
        return point
    because = say("article.kits_verdict", verdict=point.verdict, because=point.because)
    return point._replace(verdict=str(yours), because=because)


def shown(made: memo.Memo) -> HTML:
    """A memo to read in the notebook. Raises ValueError for anything else than a memo.

    >>> from alliancelab import catalogue
    >>> shelf = Shelf(catalogue.load("article-claims"), {}, {})
    >>> shown(draft(shelf, ["A01"])).data[:4]
    '<h3>'
    """
    return HTML(memo.body(made))


def first_choice(table: pd.DataFrame) -> list[str]:
    """Claims for a first draft: the first of each verdict, three at most (table is `dossier.table`).

    >>> first_choice(pd.DataFrame({"claim_id": ["A01", "A02"], "verdict": ["supported", "supported"]}))
    ['A01']
    """
    need(table, "claim_id", "verdict", what=say("article.table"))
    known = table[table["verdict"] != UNSHOWN]
    return (known if len(known) else table).drop_duplicates("verdict")["claim_id"].tolist()[:3]
