"""The memo as HTML: a page to be printed on A4 or Letter, and a piece of a page for the notebook."""

import re
from collections.abc import Mapping
from html import escape

from alliancelab.article import markup
from alliancelab.article.sections import Document, Footnote, Runs, Section, Sheet
from alliancelab.ground.messages import language, say

_STYLE = """body{font:10.5pt/1.4 Arial,"Yu Gothic","Noto Sans CJK JP",sans-serif;max-width:172mm;margin:10mm auto;
color:#111}
h1{font-size:17pt;letter-spacing:.12em;text-transform:uppercase;margin:0 0 6pt}
h2{font-size:11.5pt;margin:11pt 0 3pt}p,ul,ol{margin:2pt 0}p,li,td{overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;table-layout:fixed}
th,td{border:1px solid #666;padding:3pt 5pt;text-align:left;vertical-align:top}
table.block{border-bottom:1.5pt solid #111;margin-bottom:4pt}
table.block th,table.block td{border:0;padding:1pt 0}table.block th{width:22mm}
sup a{text-decoration:none}ol.notes,ol.documents{font-size:8.5pt;padding-left:1.6em}
ol.notes{border-top:1px solid #666;margin-top:12pt;padding-top:4pt}
.attached{color:#333}hr.attached{border:0;border-top:1.5pt solid #111;margin:16pt 0 0}
@page{margin:16mm}
@media print{body{margin:0;max-width:none}hr.attached{break-before:page;border:0;margin:0}
tr,li{break-inside:avoid}h1,h2{break-after:avoid}}"""
_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
# JupyterLab sets cells to the right; sentences read from the left.
_LEFT = "text-align:left"


def page(title: str, sheet: Sheet, kept: Mapping[str, str]) -> str:
    """A page of its own. kept are names and texts that the page carries unseen.

    >>> page("Yes?", Sheet("Memorandum", (), ()), {}).startswith("<!doctype html>")
    True
    """
    return page_of(title, body(sheet, 1), kept=kept)


def page_of(title: str, content: str, style: str = "", kept: Mapping[str, str] | None = None) -> str:
    """A page to be printed around a piece of HTML, in the style of memos and a style of its own.

    >>> "<main>" in page_of("Sheet", "<p>One.</p>")
    True
    """
    unseen = "".join(f'<meta name="{escape(name)}" content="{escape(text)}">' for name, text in (kept or {}).items())
    return (
        f'<!doctype html>\n<html lang="{escape(language())}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title>{unseen}"
        f"<style>{_STYLE}{style}</style></head>\n<body><main>\n{content}\n</main></body></html>\n"
    )


def body(sheet: Sheet, level: int) -> str:
    """A memo as a piece of HTML whose first heading has the given level.

    >>> body(Sheet("Memorandum", (), ()), 3)
    '<h3>Memorandum</h3>'
    """
    top, sub = f"h{level}", f"h{level + 1}"
    parts = [f"<{top}>{escape(sheet.heading)}</{top}>", *([_block(sheet.block)] if sheet.block else [])]
    own = [part for part in sheet.sections if not part.attached]
    attached = [part for part in sheet.sections if part.attached]
    parts += [_section(part, sub) for part in own]
    parts += [_notes(sheet.footnotes)] if sheet.footnotes else []
    if attached:
        parts.append('<hr class="attached">')
        parts += [f'<section class="attached">{_section(part, sub)}</section>' for part in attached]
    return "\n".join(parts)


def _block(lines: tuple[tuple[str, str], ...]) -> str:
    rows = "".join(
        f'<tr><th scope="row" style="{_LEFT}">{escape(name)}</th><td style="{_LEFT}">{escape(value)}</td></tr>'
        for name, value in lines
    )
    return f'<table class="block"><tbody>{rows}</tbody></table>'


def _section(part: Section, heading: str) -> str:
    pieces = [f"<{heading}>{escape(part.title)}</{heading}>"]
    if part.runs:
        pieces.append(f"<p{_spoken(part.runs)}>{_marked(part.runs)}</p>")
    if part.rows:
        pieces.append(_table(part))
    if part.documents:
        listed = "".join(f"<li>{_linked(one)}</li>" for one in part.documents)
        pieces.append(f'<ol class="documents">{listed}</ol>')
    return "".join(pieces)


def _table(part: Section) -> str:
    columns = "".join(f'<col style="width:{width}%">' for width in part.widths)
    top = "".join(f'<th scope="col" style="{_LEFT}">{_marked(cell)}</th>' for cell in part.rows[0])
    lines = [
        "".join(f'<td{_spoken(cell)} style="{_LEFT}">{_marked(cell)}</td>' for cell in row) for row in part.rows[1:]
    ]
    rows = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<table><colgroup>{columns}</colgroup><thead><tr>{top}</tr></thead><tbody>{rows}</tbody></table>"


def _marked(runs: Runs) -> str:
    pieces = []
    for run in runs:
        pieces.append(escape(run.text))
        if run.note:
            said = escape(say("article.footnote", n=run.note))
            link = f'<a href="#memo-note-{run.note}" aria-label="{said}">{run.note}</a>'
            pieces.append(f'<sup id="memo-mark-{run.note}">{link}</sup>')
    return "".join(pieces)


def _spoken(runs: Runs) -> str:
    """Says that a text is Japanese, where most of it is."""
    letters = [letter for run in runs for letter in run.text if letter.isalpha()]
    return ' lang="ja"' if len(_JAPANESE.findall("".join(letters))) * 2 > len(letters) else ""


def _notes(footnotes: tuple[Footnote, ...]) -> str:
    lines = []
    for number, note in enumerate(footnotes, 1):
        document = f" {_linked(note.document)}" if note.document else ""
        lines.append(f'<li id="memo-note-{number}">{escape(note.text)}{document}</li>')
    return f'<ol class="notes">{"".join(lines)}</ol>'


def _linked(one: Document) -> str:
    return escape(one.before) + markup.link(one.url, one.title) + escape(one.after)
