"""A policy memo of one page, as HTML and as a Word document.

A memo is plain values: sentences that were computed or written elsewhere, and the documents they cite.
`forms.memo_desk.save` writes it into files.
"""

import io
import re
from html import escape, unescape
from typing import NamedTuple

import pandas as pd

from alliancelab.article import markup
from alliancelab.article.sections import Document, Section
from alliancelab.article.words import count
from alliancelab.ground.messages import language, say

MOST_WORDS = 560  # what one A4 page holds with its table and list; a test prints one
_STYLE = """body{font:10pt/1.32 Arial,sans-serif;max-width:178mm;margin:8mm auto;color:#111}
h1{font-size:15pt;margin:0 0 4pt}h2{font-size:11pt;margin:8pt 0 2pt}p,ul,ol{margin:2pt 0}
table{border-collapse:collapse;width:100%}
th,td{border:1px solid #666;padding:2pt 4pt;text-align:left;vertical-align:top}
p,li,h1{overflow-wrap:anywhere}
ol{font-size:8.5pt}@page{size:A4;margin:13mm}@media print{body{margin:0}}"""
_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
# JupyterLab sets cells to the right; sentences read from the left.
_LEFT = ' style="text-align:left"'


class Point(NamedTuple):
    """One claim of the article in the memo: verdict, reason, and the rows and documents it rests on.

    cites are names of rows and grades says how many of them are official; documents has the columns
    publisher, title, published and url.
    """

    claim_id: str
    claim: str
    verdict: str
    because: str
    cites: list[str]
    grades: str
    documents: pd.DataFrame


class Memo(NamedTuple):
    """All that a memo says, in order. `left_out` is None or a Point without a verdict."""

    subject: str
    author: str
    day: str
    bottom_line: str
    points: list[Point]
    left_out: Point | None
    advice: str
    reasons: str


def words(memo: Memo) -> int:
    """Length of a memo in words, its list of documents included (`article.words.count`).

    >>> words(Memo("One", "", "", "Two words.", [], None, "", "")) > 3
    True
    """
    return count(unescape(re.sub(r"<[^>]+>", " ", body(memo))))


def body(memo: Memo, level: int = 3) -> str:
    """The memo as a piece of HTML whose first heading has the given level (3 fits under a lesson's section).

    Raises ValueError for anything else than a memo.

    >>> "<h3>Can we rely on it?</h3>" in body(Memo("Can we rely on it?", "", "", "Yes.", [], None, "Wait.", ""))
    True
    """
    top, sub = f"h{level}", f"h{level + 1}"
    parts = [f"<{top}>{escape(_checked(memo).subject)}</{top}>", f"<p>{escape(head(memo))}</p>"]
    for section in sections(memo):
        parts.append(f"<{sub}>{escape(section.title)}</{sub}>")
        if section.rows:
            parts.append(_table(section.rows))
        elif section.documents:
            parts.append(f"<ol>{''.join(f'<li>{_linked(one)}</li>' for one in section.documents)}</ol>")
        else:
            parts.append(f"<p>{escape(section.text)}</p>")
    return "\n".join(parts)


def html(memo: Memo) -> str:
    """The memo as a page of its own: one A4 page when printed, no script, nothing fetched.

    >>> html(Memo("Yes?", "", "", "Yes.", [], None, "Wait.", "")).startswith("<!doctype html>")
    True
    """
    return (
        f'<!doctype html>\n<html lang="{escape(language())}"><head><meta charset="utf-8">'
        f"<title>{escape(_checked(memo).subject)}</title>"
        f"<style>{_STYLE}</style></head>\n<body><main>\n{body(memo, 1)}\n</main></body></html>\n"
    )


def docx(memo: Memo) -> bytes:
    """The memo as a Word document: real headings, its language set, a header row, links with their title.

    >>> docx(Memo("Yes?", "", "", "Yes.", [], None, "Wait.", ""))[:2]
    b'PK'
    """
    # Imported late: a lesson that writes no file should not wait for the library.
    from alliancelab.article import memo_word

    content = io.BytesIO()
    memo_word.document(_clean(_checked(memo).subject), _clean(head(memo)), list(map(_clean, sections(memo)))).save(
        content
    )
    return content.getvalue()


def numbered(memo: Memo) -> list[dict]:
    """The documents a memo cites, each once, in the order of their numbers.

    >>> numbered(Memo("Yes?", "", "", "Yes.", [], None, "Wait.", ""))
    []
    """
    first: dict[tuple[str, str], dict] = {}
    for point in _checked(memo).points + ([memo.left_out] if memo.left_out else []):
        for one in point.documents.to_dict("records"):
            first.setdefault(_same(one), one)
    return list(first.values())


def head(memo: Memo) -> str:
    """Who wrote the memo and when, in one line. Raises ValueError for anything else than a memo.

    >>> head(Memo("Yes?", "Aoi", "2026-11-24", "Yes.", [], None, "Wait.", ""))
    'From: Aoi. Date: 2026-11-24.'
    """
    author, day = _line(_checked(memo).author) or say("article.no_author"), memo.day or say("article.no_day")
    return say("article.head", author=author, day=day)


def sections(memo: Memo) -> list[Section]:
    """The parts of a memo that say something, in order.

    >>> [part.title for part in sections(Memo("Yes?", "", "", "Yes.", [], None, "Wait.", ""))]
    ['Bottom line', 'What the record says', 'Advice']
    """
    cited = numbered(memo)
    top = (say("article.statement"), say("article.verdict"), say("article.why"))
    rows = [(f"{p.claim_id}. {p.claim}", p.verdict, f"{p.because} {_cited(p, cited)}") for p in memo.points]
    left_out = _checked(memo).left_out
    parts = [
        Section(say("article.bottom_line"), memo.bottom_line),
        Section(say("article.record"), rows=(top, *rows)),
        Section(say("article.omitted"), f"{left_out.because} {_cited(left_out, cited)}" if left_out else ""),
        Section(say("article.advice"), memo.advice),
        Section(say("article.reasons"), _line(memo.reasons)),
        Section(say("article.documents"), documents=tuple(map(_document, cited))),
    ]
    return [part for part in parts if part.text or part.rows or part.documents]


def _checked(memo: object) -> Memo:
    if not isinstance(memo, Memo):
        raise ValueError(say("article.not_a_memo", given=memo))
    return memo


def _line(text: str) -> str:
    # Empty lines would make a page longer without a word.
    return " ".join(text.split())


def _same(one: dict) -> tuple[str, str]:
    # Two points may rest on another number of rows of one document.
    return one["publisher"], one["title"]


def _cited(point: Point, cited: list[dict]) -> str:
    order = [_same(one) for one in cited]
    numbers = sorted(order.index(_same(one)) + 1 for one in point.documents.to_dict("records"))
    more = len(point.cites) - 3
    names = ", ".join(point.cites[:3]) + (say("article.and_more", n=more) if more > 0 else "")
    rows = say("article.cited_rows", rows=names, grades=point.grades) if names else ""
    return rows + "".join(f"[{number}]" for number in numbers)


def _document(one: dict) -> Document:
    before = say("article.memo_document", publisher=one["publisher"])
    after = say("article.memo_published", day=one["published"])
    return Document(before, str(one["title"]), after, markup.address(one["url"]))


def _linked(one: Document) -> str:
    return escape(one.before) + markup.link(one.url, one.title) + escape(one.after)


def _table(rows: tuple[tuple[str, ...], ...]) -> str:
    top = "".join(f'<th scope="col"{_LEFT}>{escape(cell)}</th>' for cell in rows[0])
    lines = ["".join(f"<td{_LEFT}>{escape(cell)}</td>" for cell in row) for row in rows[1:]]
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _clean(value):
    # A pasted control character would make a file that no word processor opens.
    if isinstance(value, str):
        return _NOT_XML.sub("", value)
    return type(value)(*map(_clean, value)) if hasattr(value, "_fields") else tuple(map(_clean, value))
