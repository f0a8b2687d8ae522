"""A policy memo in its writer's own words, as HTML and as a Word document; what the kit says is attached to it.

A memo is plain values: the writer's words, the rows they name as footnotes, and the statements that are attached.
`forms.memo_desk.save` writes it into files.
"""

import hashlib
import io
import json
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import NamedTuple

import pandas as pd

from alliancelab.article import markup, memo_page, memo_rows
from alliancelab.article.sections import Document, Footnote, Run, Runs, Section, Sheet
from alliancelab.ground.messages import say

LEAST_WORDS, MOST_WORDS = 120, 250
# Under this name a saved page holds what was written, so that it can be opened again.
KEPT = "alliance-lab-memo"
_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_OPTION_WIDTHS, _RECORD_WIDTHS = (24, 38, 38), (30, 18, 52)


class Own(NamedTuple):
    """What the writer of a memo writes: a bottom line, two options with gain and cost, advice, what would change it.

    >>> Own(bottom_line="Rely on its facts.").written()
    ['bottom_line']
    """

    bottom_line: str = ""
    option_1: str = ""
    gain_1: str = ""
    cost_1: str = ""
    option_2: str = ""
    gain_2: str = ""
    cost_2: str = ""
    advice: str = ""
    change: str = ""

    def written(self) -> list[str]:
        """The names of the parts that hold a word."""
        return [name for name, text in self._asdict().items() if any(map(str.isalnum, text))]


class Note(NamedTuple):
    """A row that the writer named: its name, its dataset, a sentence on what it says, its grade, its document."""

    name: str
    dataset: str
    says: str
    grade: str = ""
    document: dict | None = None


class Point(NamedTuple):
    """A claim of the article that is attached: the kit's verdict and reason, the writer's verdict, and its documents.

    cites are names of rows and grades says how many of them are official; documents has the columns
    publisher, title, published and url. yours is empty where the writer gave no verdict.
    """

    claim_id: str
    claim: str
    verdict: str
    because: str
    cites: list[str]
    grades: str
    documents: pd.DataFrame
    yours: str = ""


class Memo(NamedTuple):
    """All that a memo says. `notes` are in the order of their numbers, `own_words` counts the writer's own words.

    `left_out` is None or a Point without a verdict. `trouble` is empty, or one sentence that says why the memo is
    not one yet.
    """

    subject: str
    own: Own
    author: str = ""
    day: str = ""
    notes: tuple[Note, ...] = ()
    points: tuple[Point, ...] = ()
    left_out: Point | None = None
    own_words: int = 0
    trouble: str = ""


def code(memo: Memo) -> str:
    """A short code of the writer's words, which stands on the memo and on its marking sheet in place of a name.

    >>> code(Memo("Yes?", Own("Yes."))) == code(Memo("No?", Own("Yes."), author="Aoi"))
    True
    """
    written = "\n".join(" ".join(text.split()) for text in _checked(memo).own)
    figures = hashlib.sha256(written.encode("utf-8", "replace")).hexdigest().upper()
    return f"{figures[:3]}-{figures[3:6]}"


def body(memo: Memo, level: int = 3) -> str:
    """The memo as a piece of HTML whose first heading has the given level (3 fits under a lesson's section).

    Raises ValueError for anything else than a memo.

    >>> "<h3>Memorandum</h3>" in body(Memo("Can we rely on it?", Own("Yes.")))
    True
    """
    return memo_page.body(sheet(memo), level)


def html(memo: Memo, kept: Mapping[str, object] | None = None) -> str:
    """The memo as a page of its own, to be printed: no script, nothing fetched.

    kept is what `reopened` gives back; what is no dictionary is not kept. Raises ValueError for anything
    else than a memo.

    >>> html(Memo("Yes?", Own("Yes."))).startswith("<!doctype html>")
    True
    """
    return memo_page.page(_checked(memo).subject, sheet(memo), {KEPT: _kept(kept)})


def reopened(page: str) -> dict[str, object]:
    """What was kept in a saved page; nothing where it is not a page of ours.

    >>> reopened(html(Memo("Yes?", Own("Yes.")), {"bottom_line": "Yes."}))
    {'bottom_line': 'Yes.'}
    """
    reader = _Kept()
    reader.feed(page if isinstance(page, str) else "")
    try:
        kept = json.loads(reader.found)
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}


def docx(memo: Memo) -> bytes:
    """The memo as a Word document: title block, real footnotes, columns as wide as they need, its language set.

    >>> docx(Memo("Yes?", Own("Yes.")))[:2]
    b'PK'
    """
    # Imported late: a lesson that writes no file should not wait for the library.
    from alliancelab.article import memo_word

    content = io.BytesIO()
    memo_word.document(_clean(_checked(memo).subject), _clean(sheet(memo))).save(content)
    return content.getvalue()


def sheet(memo: Memo) -> Sheet:
    """The memo as a heading, a title block, parts and footnotes. Raises ValueError for anything else than a memo.

    >>> [part.title for part in sheet(Memo("Yes?", Own("Yes.", advice="Wait."))).sections]
    ['Bottom line', 'Advice']
    """
    own = _checked(memo).own
    marks = _Marks(memo.notes)
    top = (say("article.option"), say("article.gain"), say("article.cost"))
    options = [
        (f"{number}. {name.strip()}", gain, cost)
        for number, (name, gain, cost) in enumerate((own[1:4], own[4:7]), 1)
        if "".join((name, gain, cost)).strip()
    ]
    rows = tuple(tuple(marks.runs(cell) for cell in line) for line in (top, *options)) if options else ()
    # Footnotes are numbered as a reader meets them.
    parts = [
        Section(say("article.bottom_line"), marks.runs(own.bottom_line)),
        Section(say("article.options"), rows=rows, widths=_OPTION_WIDTHS),
        Section(say("article.advice"), marks.runs(own.advice)),
        Section(say("article.change"), marks.runs(own.change)),
        *_attached(memo),
    ]
    filled = tuple(part for part in parts if any(run.text for run in part.runs) or part.rows or part.documents)
    return Sheet(say("article.memorandum"), _block(memo), filled, tuple(map(_footnote, memo.notes)))


def numbered(memo: Memo) -> list[dict]:
    """The documents behind the attached statements, each once, in the order of their numbers.

    >>> numbered(Memo("Yes?", Own("Yes.")))
    []
    """
    first: dict[tuple[str, str], dict] = {}
    for point in (*_checked(memo).points, *([memo.left_out] if memo.left_out else [])):
        for one in point.documents.to_dict("records"):
            first.setdefault(_same(one), one)
    return list(first.values())


def differs(point: Point) -> bool:
    """Whether the writer's verdict on a claim is another than the kit's. Raises ValueError for no Point.

    >>> differs(Point("A01", "He came", "supported", "", [], "", pd.DataFrame(), "not supported"))
    True
    """
    if not isinstance(point, Point):
        raise ValueError(say("article.not_a_point", given=point))
    return bool(point.yours) and point.yours != point.verdict


class _Marks:
    """Puts the mark of a footnote behind the first place where its row is named."""

    def __init__(self, notes: tuple[Note, ...]):
        self._numbers = {(note.name, note.dataset): number for number, note in enumerate(notes, 1)}
        self._prefer: dict[str, list[str]] = {}
        for note in notes:
            self._prefer.setdefault(note.dataset, []).append(note.name)

    def runs(self, text: str) -> Runs:
        text = memo_rows.tidy(text)
        pieces, start = [], 0
        for place in memo_rows.named(text, self._prefer).places:
            number = self._numbers.pop((place.name, place.dataset), 0)
            if number:
                pieces.append(Run(text[start : place.end], number))
                start = place.end
        return (*pieces, Run(text[start:])) if text[start:] or not pieces else tuple(pieces)


class _Kept(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = ""

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "meta" and values.get("name") == KEPT:
            self.found = values.get("content") or ""


def _kept(kept: object) -> str:
    return json.dumps(dict(kept) if isinstance(kept, Mapping) else {}, default=str)


def _plain(text: str) -> Runs:
    return (Run(text),)


def _block(memo: Memo) -> tuple[tuple[str, str], ...]:
    author = " ".join(memo.author.split()) or say("article.no_author", code=code(memo))
    return (
        (say("article.to"), say("article.to_whom")),
        (say("article.from"), author),
        (say("article.date"), memo.day or say("article.no_day")),
        (say("article.about"), memo.subject),
        (say("article.code"), say("article.code_words", code=code(memo), n=memo.own_words)),
    )


def _footnote(note: Note) -> Footnote:
    graded = say("article.note_grade", grade=note.grade) if note.grade else ""
    text = say("article.note", name=note.name, dataset=note.dataset, says=note.says, grade=graded)
    return Footnote(text, _document(note.document) if note.document else None)


def _attached(memo: Memo) -> list[Section]:
    if not memo.points and memo.left_out is None:
        return []
    cited = numbered(memo)
    top = (say("article.statement"), say("article.verdict"), say("article.why"))
    lines = [(f"{p.claim_id}. {p.claim}", _verdicts(p), f"{p.because} {_cited(p, cited)}".strip()) for p in memo.points]
    rows = tuple(tuple(map(_plain, line)) for line in (top, *lines)) if lines else ()
    differing = [point.claim_id for point in memo.points if differs(point)]
    head = say("article.attached_differs", claims=", ".join(differing)) if differing else say("article.attached_words")
    left_out = f"{memo.left_out.because} {_cited(memo.left_out, cited)}".strip() if memo.left_out else ""
    return [
        Section(say("article.attached"), _plain(head), attached=True),
        Section(say("article.record"), rows=rows, widths=_RECORD_WIDTHS, attached=True),
        Section(say("article.omitted"), _plain(left_out), attached=True),
        Section(say("article.documents"), documents=tuple(map(_document, cited)), attached=True),
    ]


def _verdicts(point: Point) -> str:
    if differs(point):
        return say("article.two_verdicts", yours=point.yours, kits=point.verdict)
    return say("article.same_verdict", verdict=point.verdict) if point.yours else point.verdict


def _checked(memo: object) -> Memo:
    if not isinstance(memo, Memo):
        raise ValueError(say("article.not_a_memo", given=memo))
    return memo


def _same(one: dict) -> tuple[str, str]:
    # Two points may rest on another number of rows of one document.
    return one["publisher"], one["title"]


def _cited(point: Point, cited: list[dict]) -> str:
    order = [_same(one) for one in cited]
    numbers = sorted(order.index(_same(one)) + 1 for one in point.documents.to_dict("records"))
    more = len(point.cites) - 3
    names = ", ".join(point.cites[:3]) + (say("article.and_more", n=more) if more > 0 else "")
    rows = say("article.cited_rows", rows=names, grades=point.grades) if names else ""
    documents = say("article.cited_documents", n=len(numbers), numbers=", ".join(map(str, numbers))) if numbers else ""
    return f"{rows} {documents}".strip()


def _document(one: Mapping) -> Document:
    before = say("article.memo_document", publisher=one["publisher"])
    after = say("article.memo_published", day=one["published"])
    return Document(before, str(one["title"]), after, markup.address(one["url"]))


def _clean(value):
    # A pasted control character would make a file that no word processor opens.
    if isinstance(value, str):
        return _NOT_XML.sub("", value)
    if not isinstance(value, tuple):
        return value
    return type(value)(*map(_clean, value)) if hasattr(value, "_fields") else tuple(map(_clean, value))
