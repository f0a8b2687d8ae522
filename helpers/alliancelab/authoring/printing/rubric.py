"""The rubric of a plan, and a marking sheet without a name that is made from it."""

import re

from alliancelab.authoring.printing.parts import BOX, lines, table, title, words
from alliancelab.classroom.course import Course
from alliancelab.ground.messages import say


def sheets(slug: str, course: Course) -> dict[str, list[str]]:
    """Rubric and marking sheet of a lesson whose plan has a section that begins with Rubric; nothing for another."""
    made = {}
    for heading, text in rubrics(course.plan(slug)).items():
        grid = _grid(text)
        if not grid:
            continue
        head, rows = grid[0], grid[1:]
        name = "rubric" if not made else f"rubric-{len(made) // 2 + 1}"
        made[name] = [title(heading) + words(_prose(text)) + table(head, rows)]
        made[name.replace("rubric", "marking-sheet")] = [_marking(heading, head, rows)]
    return made


def rubrics(plan: str) -> dict[str, str]:
    """The sections of a plan whose heading begins with Rubric, by heading.

    >>> rubrics("## Rubric for the memo\\n\\n| | good |\\n|---|---|\\n| rows | named |\\n")["Rubric for the memo"][:8]
    '| | good'
    """
    found = re.findall(r"^## (Rubric.*?)\n(.*?)(?=^## |\Z)", plan, flags=re.MULTILINE | re.DOTALL)
    return {heading.strip(): text.strip() for heading, text in found}


def _grid(text: str) -> list[list[str]]:
    rows = [line.strip().strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    return [[_bare(cell) for cell in row] for row in rows if not set("".join(row)) <= set("-: ")]


def _bare(cell: str) -> str:
    return re.sub(r"[*`]", "", cell).strip()


def _prose(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("|")).strip()


def _marking(heading: str, head: list[str], rows: list[list[str]]) -> str:
    marked = [[row[0], *(f"{BOX} {cell}" for cell in row[1:]), ""] for row in rows]
    return (
        title(say("printing.marking_title", rubric=heading))
        + words(say("printing.marking_how"))
        + table([*head, say("printing.marking_row")], marked)
        + words(say("printing.marking_end"))
        + lines(6)
    )
