"""Small pieces of printed pages: tables, boxes to tick, lines to write on."""

from collections.abc import Sequence
from html import escape

from nbconvert.filters.markdown import markdown2html

BOX = "\N{BALLOT BOX}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]], kind: str = "") -> str:
    """A table of texts; nothing in them is read as markup."""
    titles = "".join(f'<th scope="col">{escape(str(cell))}</th>' for cell in head)
    lines = "".join(f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>" for row in rows)
    marks = f' class="{kind}"' if kind else ""
    return f"<table{marks}><thead><tr>{titles}</tr></thead><tbody>{lines}</tbody></table>"


def ticks(options: Sequence[str]) -> str:
    """Choices to tick, one a line."""
    return "".join(f"<p>{BOX} {escape(str(option))}</p>" for option in options)


def lines(n: int) -> str:
    """So many empty lines to write on."""
    return '<div class="line"></div>' * n


def words(markdown: str) -> str:
    """Markdown as HTML; nothing in it is read as markup of a page."""
    return markdown2html(escape(markdown, quote=False))


def title(text: str, level: int = 1) -> str:
    """A heading."""
    return f"<h{level}>{escape(text)}</h{level}>"
