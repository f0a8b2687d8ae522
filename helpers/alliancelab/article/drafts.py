"""A memo from what a student writes: what it may draw on, what it must have, and the memo that comes of it."""

from collections.abc import Mapping

import pandas as pd
from IPython.display import HTML

from alliancelab import catalogue
from alliancelab.article import dossier, memo, memo_own, memo_rows, naming, words
from alliancelab.article.claims import UNSHOWN, Finding, by_claim
from alliancelab.ground.messages import say
from alliancelab.ground.shown import html
from alliancelab.ground.suggestions import resolve
from alliancelab.ground.tables import need

MOST_CLAIMS = 4
_MOST_DOCUMENTS = 2
_CLAIMS = "article-claims"
# A gain or a cost of one word is a heading; the name of an option may be one.
_REASONED = tuple(name for name in memo.Own._fields if not name.startswith("option"))
_LEAST_OF_A_PART = 4


class Shelf:
    """What a memo may draw on: the claims, their findings, what is left out, and the rows behind each.

    claims is the dataset article-claims; findings as of `classroom.course.findings`; omissions maps a short title to
    an omission (sentence and rows). Rows are looked up once, when they are first asked for. Raises LookupError
    for a missing column, ValueError for anything else than tables, findings and omissions.
    """

    def __init__(self, claims: pd.DataFrame, findings: dict, omissions: Mapping):
        need(claims, "paraphrase", "how_to_test", what="claims", dataset=_CLAIMS, unique=["claim_id"])
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

    def names(self) -> dict[str, set[str]]:
        """The names of the rows behind the findings and the omissions, by dataset: those that a memo speaks of."""
        names: dict[str, set[str]] = {_CLAIMS: set(self._by_id)}
        for behind in (*self.findings.values(), *self.omissions.values()):
            for dataset, rows in behind.rows.items():
                if column := naming.key_column(dataset):
                    names.setdefault(dataset, set()).update(rows[column].astype("str"))
        return names

    def sentences(self) -> list[str]:
        """What the kit itself says of the article; in a memo it is not the writer's own."""
        said = [finding.sentence for finding in (*self.findings.values(), *self.omissions.values())]
        return said + self.claims[["paraphrase", "how_to_test"]].astype("str").to_numpy().ravel().tolist()

    def note(self, place: memo_rows.Place, yours: Mapping[str, str]) -> memo.Note:
        """The footnote of a row that is named; for a claim of the article, with the kit's verdict and yours."""
        row = memo_rows.row(place.dataset, place.name)
        says = memo_rows.says(place.dataset, place.name)
        if place.dataset == _CLAIMS and place.name in self._by_id:
            says = " ".join((f"{says}.", _two_verdicts(self.point(place.name), yours.get(place.name))))
        documents = catalogue.sources(row, place.dataset).to_dict("records")
        return memo.Note(
            place.name, place.dataset, says, str(row["grade"].iloc[0]), documents[0] if documents else None
        )

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
    own: Mapping[str, str] | None = None,
    chosen: list[str] | tuple[str, ...] = (),
    *,
    mine: dict | None = None,
    left_out: str = "",
    author: str = "",
    day: str = "",
) -> memo.Memo:
    """The memo that a student's words make, with the rows they name as footnotes and some claims attached.

    own maps the parts of a memo (`memo.Own`) to texts, chosen are claim ids, mine your verdicts. `trouble` of the
    memo says in one sentence what it lacks. Raises LookupError for a part or a choice that is not there, ValueError
    for anything else than a list of claims, verdicts by claim and texts.

    >>> from alliancelab import catalogue
    >>> shelf = Shelf(catalogue.load("article-claims"), {}, {})
    >>> draft(shelf, {"bottom_line": "Wait, says E110."}).notes[0].name
    'E110'
    """
    written = _own(shelf, own or {}, chosen, mine)
    for what, text in {"author": author, "day": day}.items():
        if not isinstance(text, str):
            raise ValueError(say("article.not_a_text", what=what, given=text))
    named = [memo_rows.named(text, shelf.names()) for text in written]
    places = dict.fromkeys((place.name, place.dataset) for each in named for place in each.places)
    yours = mine or {}
    notes = tuple(shelf.note(memo_rows.Place(0, *place), yours) for place in places)
    points = tuple(_voiced(shelf.point(name), yours.get(name)) for name in chosen)
    counted = memo_own.counted(written, [*shelf.sentences(), *(note.says for note in notes)])
    trouble = next((each.trouble for each in named if each.trouble), "")
    made = memo.Memo(say("article.subject"), written, author, day, notes, points, shelf.left_out(left_out), counted.own)
    return made._replace(trouble=_lacks(made, counted, trouble))


def _own(shelf: object, own: object, chosen: object, mine: object) -> memo.Own:
    if not isinstance(shelf, Shelf):
        raise ValueError(say("article.not_a_drafts_shelf", given=shelf))
    if not isinstance(chosen, (list, tuple)):
        raise ValueError(say("article.not_a_list", given=chosen))
    if not isinstance(mine, Mapping | None):
        raise ValueError(say("article.not_mine", given=mine))
    if not isinstance(own, Mapping):
        raise ValueError(say("article.not_own", given=own))
    for name, text in own.items():
        resolve(name, memo.Own._fields, "part of a memo")
        if not isinstance(text, str):
            raise ValueError(say("article.not_a_text", what=name, given=text))
    return memo.Own(**own)


def _lacks(made: memo.Memo, counted: memo_own.Counted, unknown_row: str) -> str:
    """What keeps a memo from being one, in one sentence; nothing where it is one."""
    own, written = made.own, made.own.written()
    if not written:
        return say("article.lacks_all", least=memo.LEAST_WORDS, most=memo.MOST_WORDS)
    if empty := [say(f"article.part_{name}") for name in own._fields if name not in written]:
        return say("article.lacks_parts", n=len(empty), parts=", ".join(empty))
    if short := [
        say(f"article.part_{name}") for name in _REASONED if words.count(getattr(own, name)) < _LEAST_OF_A_PART
    ]:
        return say("article.lacks_reasons", parts=", ".join(short))
    if _same(own.option_1) == _same(own.option_2) or _same(own.gain_1 + own.cost_1) == _same(own.gain_2 + own.cost_2):
        return say("article.lacks_second_option")
    if unknown_row:
        return unknown_row
    if counted.all > memo.MOST_WORDS:
        return say("article.too_many_words", n=counted.all, most=memo.MOST_WORDS, over=counted.all - memo.MOST_WORDS)
    if counted.own < memo.LEAST_WORDS:
        more = "too_few_words" if counted.own == counted.all else "too_few_own_words"
        return say(f"article.{more}", n=counted.own, least=memo.LEAST_WORDS, most=memo.MOST_WORDS, counted=counted)
    if all(note.dataset == _CLAIMS for note in made.notes):
        return say("article.lacks_rows")
    return (
        say("article.too_many_claims", n=len(made.points), most=MOST_CLAIMS) if len(made.points) > MOST_CLAIMS else ""
    )


def _same(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _voiced(point: memo.Point, yours: object) -> memo.Point:
    if yours in (None, dossier.NO_OPINION) or point.verdict == UNSHOWN:
        return point
    return point._replace(yours=str(yours))


def _two_verdicts(point: memo.Point, yours: object) -> str:
    voiced = _voiced(point, yours)
    if point.verdict == UNSHOWN:
        return say("article.note_unshown")
    if memo.differs(voiced):
        return say("article.note_differs", yours=voiced.yours, kits=point.verdict)
    return say("article.note_verdict", kits=point.verdict)


def shown(made: memo.Memo) -> HTML:
    """A memo to read in the notebook. Raises ValueError for anything else than a memo.

    >>> from alliancelab import catalogue
    >>> shelf = Shelf(catalogue.load("article-claims"), {}, {})
    >>> shown(draft(shelf, {"bottom_line": "Wait."})).data[:4]
    '<h3>'
    """
    return HTML(memo.body(made))


def looked_up(shelf: Shelf, *names: str, mine: dict | None = None) -> HTML:
    """What each row says when a memo names it: the footnotes that these names would get, as a table.

    Raises ValueError for a name that no row has, and for anything else than a shelf and texts.

    >>> "17 September 2017" in looked_up(Shelf(catalogue.load("article-claims"), {}, {}), "E110").data
    True
    """
    if not isinstance(shelf, Shelf):
        raise ValueError(say("article.not_a_drafts_shelf", given=shelf))
    lines = []
    for name in names:
        found = memo_rows.named(name, shelf.names())
        if found.trouble or not found.places:
            raise ValueError(found.trouble or say("article.no_such_row", name=name, question=""))
        note = shelf.note(found.places[0], mine or {})
        document = f"{note.document['publisher']}: {note.document['title']}" if note.document else ""
        lines.append((note.name, note.dataset, note.says, note.grade, document))
    columns = [say(f"article.looked_up_{each}") for each in ("name", "table", "says", "grade", "document")]
    return HTML(html(pd.DataFrame(lines, columns=columns)))
