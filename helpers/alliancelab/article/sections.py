"""The parts of a memo as plain values, which the page and the Word document are both made from."""

from typing import NamedTuple


class Document(NamedTuple):
    """A document as a list names it: the words before its title, the title, the words after, and its address."""

    before: str
    title: str
    after: str
    url: str


class Run(NamedTuple):
    """A piece of text, and the number of the footnote whose mark stands behind it (0: none)."""

    text: str
    note: int = 0


class Footnote(NamedTuple):
    """What stands behind a number: a sentence on the row that was named, and its document where it has one."""

    text: str
    document: Document | None = None


# A cell, or a paragraph: its pieces in order.
Runs = tuple[Run, ...]


class Section(NamedTuple):
    """A part of a memo: a heading, then a paragraph, rows of cells (the first is the header), or documents.

    widths are the shares of the columns, which add up to 100. attached says that the kit wrote the part.
    """

    title: str
    runs: Runs = ()
    rows: tuple[tuple[Runs, ...], ...] = ()
    widths: tuple[int, ...] = ()
    documents: tuple[Document, ...] = ()
    attached: bool = False


class Sheet(NamedTuple):
    """A whole memo: its heading, the lines of its title block (name and value), its parts and its footnotes."""

    heading: str
    block: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    footnotes: tuple[Footnote, ...] = ()
