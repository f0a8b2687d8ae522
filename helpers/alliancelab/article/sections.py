"""The parts of a memo as plain values, which the page and the Word document are both made from."""

from typing import NamedTuple


class Document(NamedTuple):
    """A document as the list names it: the words before its title, the title, the words after, and its address."""

    before: str
    title: str
    after: str
    url: str


class Section(NamedTuple):
    """A part of a memo: a heading, and a sentence, rows of cells (the first is the header) or documents."""

    title: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    documents: tuple[Document, ...] = ()
