"""How a table is shown: as HTML and as plain text, in one style everywhere. Nothing from it is read as markup.

Words read from the left and numbers from the right, days are whole, headings and codes are words
(`ground.wording`), addresses are links, and Japanese says that it is Japanese.
"""

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple
from urllib.parse import urlsplit

import pandas as pd

from alliancelab.ground import wording
from alliancelab.ground.messages import say
from alliancelab.ground.tables import need

MOST_ROWS = 30
# With every table, because an output is also read alone: in an exported page, or on paper.
STYLE = (
    "<style>"
    "table.shown{border-collapse:collapse;border:0;margin:.5em 0;font-variant-numeric:tabular-nums;"
    "color:var(--jp-content-font-color1,inherit)}"
    "table.shown th,table.shown td{text-align:left;vertical-align:top;white-space:normal;overflow-wrap:normal;"
    "word-break:normal;max-width:36em;padding:.3em .7em;line-height:1.4;"
    "border:0;border-bottom:1px solid var(--jp-border-color2,#bbb)}"
    "table.shown .whole,table.shown td.number{white-space:nowrap}table.shown .number{text-align:right}"
    "@media print{table.shown{color:#000}table.shown tr{break-inside:avoid}}"
    "</style>"
)
# On paper nothing can be unfolded.
_UNFOLDED = "<style>@media print{details::details-content{content-visibility:visible}}</style>"
_KANA = "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uff66-\uff9f"
_JAPANESE = re.compile(rf"[{_KANA}](?:[{_KANA}\s、。・「」『』（）]*[{_KANA}。」』）])?")
# A longer one may be broken at its hyphens.
_LONGEST_WHOLE = 24
_JOINED = "joined"


class _Cell(NamedTuple):
    """A text, the class it is drawn in (or that it is joined with the cell before), and the address it leads to."""

    text: str
    kind: str = ""
    url: str = ""


class _Grid(NamedTuple):
    """A table as it is shown: lines of headings and of cells, how many columns are labels, how many rows are left."""

    head: list[list[_Cell]]
    body: list[list[_Cell]]
    labels: int
    left: int


def address(url: object) -> str:
    """The address itself where it is one of a web page; otherwise nothing, so that no link runs a program.

    >>> address("https://example.org/a"), address("javascript:alert(1)"), address("unknown")
    ('https://example.org/a', '', '')
    """
    text = str(url)
    if not text.lower().startswith("http"):
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    is_web = parts.scheme in ("http", "https") and parts.netloc and not re.search(r"[\s<>\"'\x00-\x20\x7f]", text)
    return text if is_web else ""


def link(url: object, title: object) -> str:
    """A title that leads to its address, or the title alone where it has none.

    >>> link("unknown", "A <b>")
    'A &lt;b&gt;'
    """
    words = _spoken(str(title))
    if not address(url):
        return words
    # Underlined: a link marked by its colour alone is none to many readers.
    return f'<a href="{escape(address(url))}" style="text-decoration:underline">{words}</a>'


def html(
    table: pd.DataFrame | pd.Series,
    most: int | None = None,
    titles: Mapping[str, str] | None = None,
    *,
    styled: bool = True,
) -> str:
    """A table, or one column, as HTML: at most so many rows, then how many are left.

    A column title beside a column url becomes links. titles as in `wording.heading`. A page of many tables has
    STYLE once and each table unstyled. Raises ValueError for anything else than a table.

    >>> "<td" in html(pd.DataFrame({"day": ["2018-03-23"]}))
    True
    """
    grid = _grid(table, most, titles)
    if not grid.body:
        return f"<p>{escape(say('shown.no_rows'))}</p>"
    head = "".join(_line(cells, len(cells)) for cells in grid.head)
    body = "".join(_line(cells, grid.labels) for cells in grid.body)
    left = f"<p>{escape(say('shown.more_rows', n=grid.left))}</p>" if grid.left else ""
    head = f"<thead>{head}</thead>" if head else ""
    return f'{STYLE if styled else ""}<table class="shown">{head}<tbody>{body}</tbody></table>{left}'


def text(table: pd.DataFrame | pd.Series, most: int | None = None, titles: Mapping[str, str] | None = None) -> str:
    """The same table in plain text. Raises ValueError for anything else than a table.

    >>> print(text(pd.DataFrame({"country_name": ["Japan"], "rate_pct": [25.0]})))
    Country  Rate (%)
    Japan          25
    """
    grid = _grid(table, most, titles)
    if not grid.body:
        return say("shown.no_rows")
    lines = [*grid.head, *grid.body]
    widths = [max(len(each.text) for each in column) for column in zip(*lines, strict=True)]
    texts = ["  ".join(map(_padded, line, widths)).rstrip() for line in lines]
    return "\n".join([*texts, *([say("shown.more_rows", n=grid.left)] if grid.left else [])])


class Sentences(list):
    """A list of texts that a notebook shows as a short list: under a title, some in view and the others folded.

    first has their numbers, counted from 1; without it all are in view. Raises ValueError for what is no text and
    for a number that none has.

    >>> Sentences(["One.", "Two.", "Three."], first=(3,))._repr_html_().count("<ul>")
    2
    """

    def __init__(self, texts: Sequence[str], title: str = "", first: Sequence[int] | None = None):
        if isinstance(texts, str) or not all(isinstance(each, str) for each in texts):
            raise ValueError(say("shown.not_sentences", given=texts))
        super().__init__(texts)
        if first is not None and not (isinstance(first, (tuple, list)) and all(map(self._is_number, first))):
            raise ValueError(say("shown.no_such_sentence", n=len(self), given=first))
        self.title, self._first = title, range(1, len(self) + 1) if first is None else first

    def _is_number(self, given: object) -> bool:
        return type(given) is int and 1 <= given <= len(self)

    def _parts(self) -> tuple[list[str], list[str]]:
        return [self[n - 1] for n in self._first], [each for n, each in enumerate(self, 1) if n not in self._first]

    def _repr_html_(self) -> str:
        view, rest = self._parts()
        title = f"<p><strong>{_spoken(self.title)}</strong></p>" if self.title else ""
        if not rest:
            return title + _list(view)
        summary = escape(say("shown.more_sentences", n=len(rest)))
        return f"{title}{_list(view)}<details><summary>{summary}</summary>{_list(rest)}</details>{_UNFOLDED}"

    def _repr_pretty_(self, printer, cycle: bool) -> None:
        view, rest = self._parts()
        printer.text("\n".join([*([self.title] if self.title else []), *(f"- {each}" for each in [*view, *rest])]))


def _list(texts: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{_spoken(each)}</li>' for each in texts)}</ul>"


def _grid(table: object, most: int | None, titles: Mapping[str, str] | None) -> _Grid:
    one = isinstance(table, pd.Series)
    whole = need(table.to_frame() if one else table)
    rows = whole if most is None else whole.head(most)
    addresses = []
    if {"title", "url"} <= {name for name in rows.columns if isinstance(name, str)}:
        addresses, rows = [address(url) for url in rows["url"]], rows.drop(columns="url")
    labels = [] if _is_counted(rows.index) else [rows.index.get_level_values(n) for n in range(rows.index.nlevels)]
    columns = [[*map(_word, wording.labels(level, level.name, titles))] for level in labels]
    for n, name in enumerate(rows.columns):
        cells = _cells(rows.iloc[:, n], name)
        if addresses and name == "title":
            cells = [cell._replace(url=url) for cell, url in zip(cells, addresses, strict=True)]
        columns.append(cells)
    # A column without a name of its own, and one row with its number for a name, have nothing to say above them.
    head = [] if one and not isinstance(table.name, str) else _head(rows, labels, columns, titles)
    return _Grid(head, [list(line) for line in zip(*columns, strict=True)], len(labels), len(whole) - len(rows))


def _is_counted(index: pd.Index) -> bool:
    """Whether the labels of the rows are nothing but numbers in the table that they come from."""
    return index.nlevels == 1 and index.name is None and index.dtype.kind in "iu"


def _cells(column: pd.Series, name: object) -> list[_Cell]:
    name = name[-1] if isinstance(name, tuple) else name
    given = column.tolist()
    if column.dtype.kind not in "Mm" and all(map(wording.is_number, given)) and column.notna().any():
        return [_Cell(each, "number") for each in wording.numbers(given, name)]
    return [_word(wording.value(each, name)) for each in given]


def _word(text: str) -> _Cell:
    if address(text):
        return _Cell(urlsplit(text).netloc.removeprefix("www."), "", text)
    return _Cell(text, "whole" if len(text) <= _LONGEST_WHOLE and (" " not in text or text[:1].isdigit()) else "")


def _head(rows: pd.DataFrame, labels: list, columns: list[list[_Cell]], titles: Mapping | None) -> list[list[_Cell]]:
    kinds = ["number" if cells and cells[0].kind == "number" else "" for cells in columns[len(labels) :]]
    corner = [_Cell(wording.heading(level.name, titles) if level.name is not None else "") for level in labels]
    blank, lines = [_Cell("") for _ in corner], []
    levels = [rows.columns.get_level_values(n) for n in range(rows.columns.nlevels)]
    for level in levels[:-1]:
        texts = _over(level, titles)
        joined = [n > 0 and each == before for n, (each, before) in enumerate(zip(texts, ["", *texts], strict=False))]
        lines.append([*blank, *(_Cell("", _JOINED) if on else _Cell(t) for t, on in zip(texts, joined, strict=True))])
    if len(levels) == 1 and levels[0].name is not None and kinds:
        axis = wording.heading(levels[0].name, titles)
        lines.append([*blank, _Cell(axis), *(_Cell("", _JOINED) for _ in kinds[1:])])
    return [*lines, [*corner, *map(_Cell, _over(levels[-1], titles), kinds)]]


def _over(level: pd.Index, titles: Mapping | None) -> list[str]:
    """What stands over the columns: their names, or the values that they count where the columns have an axis."""
    if level.name is not None:
        return wording.labels(level, level.name, titles)
    return [wording.heading(each, titles) if isinstance(each, str) else wording.labels([each])[0] for each in level]


def _line(cells: list[_Cell], labels: int) -> str:
    tags = []
    for n, cell in enumerate(cells):
        if cell.kind == _JOINED:
            continue
        span = next((m for m in range(n + 1, len(cells)) if cells[m].kind != _JOINED), len(cells)) - n
        in_head = labels == len(cells)
        tags.append(_tag(cell, ("col" if span == 1 else "colgroup") if in_head else "row" if n < labels else "", span))
    return f"<tr>{''.join(tags)}</tr>"


def _tag(cell: _Cell, scope: str, span: int) -> str:
    # A heading over nothing is none to a screen reader.
    name = "th" if scope and cell.text else "td"
    marks = f' scope="{scope}"' if name == "th" else ""
    marks += f' colspan="{span}"' if span > 1 else ""
    marks += f' class="{cell.kind}"' if cell.kind else ""
    # JupyterLab sets every cell to the right, and takes the style away from a notebook that it does not trust.
    marks += "" if cell.kind == "number" else ' style="text-align:left"'
    if not cell.url and _is_japanese(cell.text):
        return f'<{name}{marks} lang="ja">{escape(cell.text)}</{name}>'
    return f"<{name}{marks}>{link(cell.url, cell.text)}</{name}>"


def _is_japanese(text: str) -> bool:
    return bool(_JAPANESE.search(text)) and not re.search(r"[A-Za-z]", text)


def _spoken(text: str) -> str:
    """A text as HTML, each piece of Japanese in it marked for a screen reader and for the right shapes of letters."""
    return _JAPANESE.sub(lambda piece: f'<span lang="ja">{piece.group()}</span>', escape(text))


def _padded(cell: _Cell, width: int) -> str:
    return cell.text.rjust(width) if cell.kind == "number" else cell.text.ljust(width)
