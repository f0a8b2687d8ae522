"""The marking sheet of memos: made from the plan's rubric, with the code of each memo and no name."""

import re
from html import escape
from pathlib import Path
from typing import NamedTuple

from alliancelab.article import memo
from alliancelab.article.drafts import Shelf, draft
from alliancelab.article.memo_page import page_of
from alliancelab.ground.messages import say

HEADING = "Rubric for the policy memo"
LEVELS = ("not yet", "sound", "strong")
# A plan writes small numbers in words.
_WEIGHTS = {"one": 1, "two": 2, "three": 3, "four": 4}
_STYLE = """h1{margin-bottom:4pt}td.box{white-space:nowrap;text-align:center}
.write{border-bottom:1px solid #666;height:22pt}
section.sheet{break-after:page}section.sheet:last-child{break-after:auto}"""


class Criterion(NamedTuple):
    """One line of a rubric: what is judged, how much it weighs, and what each level looks like (as LEVELS)."""

    name: str
    weight: int
    levels: tuple[str, str, str]


def rubric(plan: str) -> list[Criterion]:
    """The rubric of a plan: the table under its heading. Raises LookupError where there is none.

    >>> table = "| a | b | c | d | e |\\n|---|\\n| rows | two | none | some | all |\\n"
    >>> rubric(f"## {HEADING}\\n\\n{table}")
    [Criterion(name='rows', weight=2, levels=('none', 'some', 'all'))]
    """
    found = re.search(rf"^## {HEADING}$(.*?)(?=^## |\Z)", plan if isinstance(plan, str) else "", re.M | re.S)
    lines = [line for line in found[1].splitlines() if line.startswith("|")] if found else []
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines[2:]]
    if not rows or any(len(row) != len(LEVELS) + 2 for row in rows):
        raise LookupError(say("article.no_rubric"))
    for name, weight, *_ in rows:
        if weight not in _WEIGHTS:
            raise LookupError(say("article.no_weight", criterion=name, given=weight))
    return [Criterion(name, _WEIGHTS[weight], tuple(levels)) for name, weight, *levels in rows]


def most(criteria: list[Criterion]) -> int:
    """The points of a memo that is strong in each line. Raises ValueError for what is no rubric.

    >>> most([Criterion("rows", 2, ("none", "some", "all"))])
    4
    """
    return sum(each.weight for each in _checked(criteria)) * (len(LEVELS) - 1)


def sheet(made: memo.Memo, criteria: list[Criterion]) -> str:
    """One marking sheet as a piece of HTML: the code of the memo, what the kit counted, and a box for each level.

    No name stands on it, also where one stands on the memo. Raises ValueError for anything else than a memo
    and a rubric.

    >>> "Aoi" in sheet(memo.Memo("Yes?", memo.Own("Yes."), author="Aoi"), [])
    False
    """
    lines = [
        (say("article.marking_memo"), memo.code(made)),
        (say("article.marking_marker"), "____________"),
        (say("article.marking_counted"), _facts(made)),
        (say("article.marking_check"), made.trouble or say("article.marking_passed")),
    ]
    block = "".join(f'<tr><th scope="row">{escape(name)}</th><td>{escape(value)}</td></tr>' for name, value in lines)
    levels = [say("article.marking_level", level=level, points=points) for points, level in enumerate(LEVELS)]
    top = [say("article.marking_criterion"), say("article.marking_weight"), *levels, say("article.marking_points")]
    heads = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in top)
    rows = "".join(_line(each) for each in _checked(criteria))
    columns = "".join(f'<col style="width:{width}%">' for width in (15, 8, 22, 22, 22, 11))
    comments = "".join(
        f'<p>{escape(say(f"article.marking_{each}"))}</p><div class="write"></div><div class="write"></div>'
        for each in ("strong", "mend")
    )
    total = say("article.marking_total", most=most(criteria))
    return (
        f'<section class="sheet"><h1>{escape(say("article.marking_title"))}</h1>'
        f'<table class="block"><tbody>{block}</tbody></table><p>{escape(say("article.marking_how"))}</p>'
        f"<table><colgroup>{columns}</colgroup><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
        f"<p><strong>{escape(total)}</strong></p>{comments}</section>"
    )


def sheets(shelf: Shelf, folder: Path, criteria: list[Criterion]) -> str:
    """A page to print with a sheet for each student's newest memo in a folder, in the order of the codes.

    folder holds saved memos, at any depth: what is handed in. Raises LookupError where it holds none,
    ValueError for anything else than a shelf, a folder and a rubric.

    >>> sheets(Shelf.__new__(Shelf), Path("no such folder"), [])
    Traceback (most recent call last):
    LookupError: No saved memo (memo-1.html and so on) is in no such folder.
    """
    if not isinstance(shelf, Shelf):
        raise ValueError(say("article.not_a_drafts_shelf", given=shelf))
    if not isinstance(folder, (str, Path)):
        raise ValueError(say("article.not_a_memo_folder", given=folder))
    newest: dict[Path, Path] = {}
    for path in sorted(Path(folder).rglob("memo-*.html"), key=_number):
        if _number(path):
            newest[path.parent] = path
    found = [memo.reopened(path.read_text(encoding="utf-8", errors="replace")) for path in newest.values()]
    made = [_drafted(shelf, kept) for kept in found if kept]
    if not made:
        raise LookupError(say("article.no_memos", folder=folder))
    made = sorted(made, key=memo.code)
    return page_of(say("article.marking_title"), "\n".join(sheet(each, criteria) for each in made), _STYLE)


def _checked(criteria: object) -> list[Criterion]:
    if not isinstance(criteria, list) or not all(isinstance(each, Criterion) for each in criteria):
        raise ValueError(say("article.not_criteria", given=criteria))
    return criteria


def _drafted(shelf: Shelf, kept: dict) -> memo.Memo:
    own = {name: str(kept.get(name, "")) for name in memo.Own._fields}
    ticked = [name for name in shelf.claims["claim_id"] if kept.get(name) is True]
    mine = kept.get("mine")
    return draft(shelf, own, ticked, mine=mine if isinstance(mine, dict) else None)


def _number(path: Path) -> int:
    found = re.fullmatch(r"memo-(\d+)", path.stem)
    return int(found[1]) if found else 0


def _facts(made: memo.Memo) -> str:
    rows = ", ".join(say("article.marking_row", name=note.name, grade=note.grade) for note in made.notes)
    differ = ", ".join(point.claim_id for point in made.points if memo.differs(point))
    none = say("article.marking_none")
    return say("article.marking_facts", n=made.own_words, rows=rows or none, differ=differ or none)


def _line(each: Criterion) -> str:
    cells = "".join(f"<td>☐ {escape(level)}</td>" for level in each.levels)
    weight = f'<td class="box">× {each.weight}</td>'
    return f'<tr><th scope="row">{escape(each.name)}</th>{weight}{cells}<td></td></tr>'
