"""A policy memo of one page, as HTML and as a Word document, and its files, each under a new name.

A memo is plain values: sentences that were computed or written elsewhere, and the documents they cite.
"""

import io
import re
from html import escape
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from alliancelab.forms import drawer

MOST_WORDS = 560  # what one A4 page holds with its table and list; a test prints one
_STYLE = """body{font:10pt/1.32 Arial,sans-serif;max-width:178mm;margin:8mm auto;color:#111}
h1{font-size:15pt;margin:0 0 4pt}h2{font-size:11pt;margin:8pt 0 2pt}p,ul,ol{margin:2pt 0}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #666;padding:2pt 4pt;text-align:left;vertical-align:top}
ol{font-size:8.5pt}@page{size:A4;margin:13mm}@media print{body{margin:0}}"""
_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


class Point(NamedTuple):
    """One claim of the article in the memo: verdict, reason, and the rows and documents it rests on.

    cites are names of rows and grades says how many of them are primary; documents has the columns publisher, title, published and url.
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
    """Number of words of a memo, its list of documents included.

    >>> words(Memo("One", "", "", "Two words.", [], None, "", "")) > 3
    True
    """
    return len(re.sub(r"<[^>]+>", " ", body(memo)).split())


def body(memo: Memo, level: int = 3) -> str:
    """The memo as a piece of HTML whose first heading has the given level (3 fits under a lesson's section).

    >>> "<h3>Can we rely on it?</h3>" in body(Memo("Can we rely on it?", "", "", "Yes.", [], None, "Wait.", ""))
    True
    """
    top, sub = f"h{level}", f"h{level + 1}"
    parts = [f"<{top}>{escape(memo.subject)}</{top}>", f"<p>{escape(_head(memo))}</p>"]
    for title, content in _sections(memo):
        parts.append(f"<{sub}>{title}</{sub}>")
        if isinstance(content, str):
            parts.append(f"<p>{escape(content)}</p>")
        elif title == "Documents":
            parts.append("<ol>" + "".join(f"<li>{_linked(one)}</li>" for one in content) + "</ol>")
        else:
            parts.append(_html_table(content))
    return "\n".join(parts)


def html(memo: Memo) -> str:
    """The memo as a page of its own: one A4 page when printed, no script, nothing fetched.

    >>> html(Memo("Yes?", "", "", "Yes.", [], None, "Wait.", "")).startswith("<!doctype html>")
    True
    """
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(memo.subject)}</title>'
        f"<style>{_STYLE}</style></head>\n<body><main>\n{body(memo, 1)}\n</main></body></html>\n"
    )


def docx(memo: Memo) -> bytes:
    """The memo as a Word document: real headings, its language set, a header row, links with their title.

    >>> docx(Memo("Yes?", "", "", "Yes.", [], None, "Wait.", ""))[:2]
    b'PK'
    """
    # Here, not at the top: a lesson that writes no file should not wait for the library.
    from alliancelab.article import memo_word

    content = io.BytesIO()
    memo_word.document(_clean(memo.subject), _clean(_head(memo)), _plain_sections(memo)).save(content)
    return content.getvalue()


def save(memo: Memo, folder: str | Path = drawer.FOLDER, stem: str = "memo") -> list[Path]:
    """Write the memo as HTML and DOCX under the first number that is free, and return the two files.

    Nothing is ever overwritten: memo-1, memo-2 and so on. The folder is made when it is not there.
    Raises ValueError for a memo of more than a page, OSError where the folder cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     [path.name for path in save(Memo("Yes?", "", "", "Yes.", [], None, "Wait.", ""), place)]
    ['memo-1.html', 'memo-1.docx']
    """
    if (long := words(memo)) > MOST_WORDS:
        raise ValueError(
            f"The memo has {long} words and one page holds {MOST_WORDS}. Shorten your reasons or leave out a claim."
        )
    return drawer.new_files(folder, stem, {".html": html(memo).encode(), ".docx": docx(memo)})


def numbered(memo: Memo) -> list[dict]:
    """The documents a memo cites, each once, in the order of their numbers.

    >>> numbered(Memo("Yes?", "", "", "Yes.", [], None, "Wait.", ""))
    []
    """
    first: dict[tuple[str, str], dict] = {}
    for point in memo.points + ([memo.left_out] if memo.left_out else []):
        for one in point.documents.to_dict("records"):
            first.setdefault(_same(one), one)
    return list(first.values())


def _same(one: dict) -> tuple[str, str]:
    # Two points may rest on another number of rows of one document.
    return one["publisher"], one["title"]


def _head(memo: Memo) -> str:
    return f"From: {memo.author or '(your name)'}. Date: {memo.day or '(the day you save it)'}."


def _sections(memo: Memo) -> list[tuple[str, object]]:
    found = numbered(memo)
    rows = [[f"{p.claim_id}. {p.claim}", p.verdict, f"{p.because} {_cited(p, found)}"] for p in memo.points]
    sections = [("Bottom line", memo.bottom_line), ("What the record says", [["Statement", "Verdict", "Why"], *rows])]
    if memo.left_out:
        text = f"{memo.left_out.because} {_cited(memo.left_out, found)}"
        sections.append(("What the article leaves out", text))
    sections += [("Advice", memo.advice), ("Reasons", memo.reasons), ("Documents", found)]
    return [(title, content) for title, content in sections if content]


def _cited(point: Point, found: list[dict]) -> str:
    order = [_same(one) for one in found]
    numbers = [order.index(_same(one)) + 1 for one in point.documents.to_dict("records")]
    shown, more = point.cites[:3], len(point.cites) - 3
    rows = ", ".join(shown) + (f" and {more} more" if more > 0 else "")
    return f"(rows: {rows}; {point.grades}) " * bool(rows) + "".join(f"[{number}]" for number in sorted(numbers))


def _document(one: dict) -> tuple[str, str, str, str]:
    url = str(one["url"])
    return f"{one['publisher']}: ", str(one["title"]), f" ({one['published']}).", url if url.startswith("http") else ""


def _linked(one: dict) -> str:
    before, title, after, url = map(escape, _document(one))
    return before + (f'<a href="{url}" style="text-decoration:underline">{title}</a>' if url else title) + after


def _html_table(rows: list[list[str]]) -> str:
    # JupyterLab sets cells to the right; sentences read from the left.
    left = ' style="text-align:left"'
    head = "".join(f'<th scope="col"{left}>{escape(cell)}</th>' for cell in rows[0])
    lines = ["".join(f"<td{left}>{escape(cell)}</td>" for cell in row) for row in rows[1:]]
    return (
        f"<table><thead><tr>{head}</tr></thead><tbody>"
        + "".join(f"<tr>{line}</tr>" for line in lines)
        + "</tbody></table>"
    )


def _plain_sections(memo: Memo) -> list[tuple[str, object]]:
    return [
        (title, _clean([_document(one) for one in content] if title == "Documents" else content))
        for title, content in _sections(memo)
    ]


def _clean(value):
    # A pasted control character would make a file that no word processor opens.
    if isinstance(value, str):
        return _NOT_XML.sub("", value)
    return [_clean(part) for part in value]
