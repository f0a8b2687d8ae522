"""Rules of a student's notebook: its order, its size, and what has no place in it."""

import ast
import re

from alliancelab.authoring import keys
from alliancelab.authoring.rules import rule
from alliancelab.authoring.rules.plants import code, first, notebook, prose
from alliancelab.authoring.rules.subjects import LessonFiles
from alliancelab.ground.messages import say

MOST_STATEMENTS, MOST_LINES = 10, 20
_WORDS = (700, 1500)


def _everywhere(lesson: LessonFiles, cells, bad, message: str, **values):
    for n, cell in cells:
        if bad(cell):
            yield say(message, where=lesson.notebook_where, cell=n, **values)


def _never(name: str, says: str, pattern: str, planted: str) -> None:
    # What a beginner should not meet, or what ties a notebook to a place or to the network.
    @rule(name, "lesson", f"A cell has no {says}.", code(planted))
    def _found(lesson: LessonFiles):
        has = re.compile(pattern, re.MULTILINE)
        yield from _everywhere(lesson, lesson.code, lambda cell: has.search(cell.source), "authoring.never", what=says)


_never("no-magic", "magic or shell command", r"^\s*[%!]", "%matplotlib inline")
_never("no-path", "path", r"sys\.path|\.\./|C:\\|^/", "open('../data.csv')")
_never("no-star-import", "star import", r"import \*", "from math import *")
_never("no-silenced-warning", "switched-off warning", r"filterwarnings", "warnings.filterwarnings('ignore')")
_never("no-network", "call to the network", r"requests\.|urllib|https?://", "requests.get(address)")


@rule("one-title", "lesson", "A notebook has one title (#).", prose("# Another title"))
def _one_title(lesson: LessonFiles):
    titles = sum(cell.source.startswith("# ") or "\n# " in cell.source for _, cell in lesson.words)
    if titles != 1:
        yield say("authoring.titles", where=lesson.notebook_where, n=titles)


@rule("heading-levels", "lesson", "No level of headings is skipped.", prose("#### Too deep"))
def _heading_levels(lesson: LessonFiles):
    level = 0
    for n, cell in lesson.words:
        for marks in re.findall(r"^(#+) ", cell.source, flags=re.MULTILINE):
            if len(marks) > level + 1:
                yield say("authoring.heading_skipped", where=lesson.notebook_where, cell=n)
            level = len(marks)


@rule(
    "locked",
    "lesson",
    "Instructions are locked (editable false).",
    notebook(lambda cells: first(cells, "markdown")["metadata"].pop("editable")),
)
def _locked(lesson: LessonFiles):
    unlocked = lambda cell: cell.metadata.get("editable", True)  # noqa: E731 (said once, used once)
    yield from _everywhere(lesson, lesson.words, unlocked, "authoring.unlocked")


@rule(
    "answers-open",
    "lesson",
    "A cell to answer in can be edited.",
    notebook(lambda cells: first(cells, "code", "...")["metadata"].update(editable=False)),
)
def _answers_open(lesson: LessonFiles):
    def shut(cell) -> bool:
        return bool(keys.exercise_in(cell)) and not cell.metadata.get("editable", True)

    yield from _everywhere(lesson, lesson.code, shut, "authoring.answer_shut")


@rule(
    "no-outputs",
    "lesson",
    "The student's copy keeps no outputs and no counts.",
    notebook(lambda cells: first(cells, "code").update(execution_count=1)),
)
def _no_outputs(lesson: LessonFiles):
    yield from _everywhere(
        lesson, lesson.code, lambda cell: cell.outputs or cell.execution_count, "authoring.has_outputs"
    )


@rule(
    "short-cells",
    "lesson",
    f"A cell has at most {MOST_STATEMENTS} statements and {MOST_LINES} lines.",
    code("\n".join(f"step_{n} = {n}" for n in range(11))),
)
def _short_cells(lesson: LessonFiles):
    yield from _everywhere(lesson, lesson.code, _long, "authoring.long_cell", most=MOST_STATEMENTS, lines=MOST_LINES)


def _long(cell) -> bool:
    try:
        statements = sum(isinstance(node, ast.stmt) for node in ast.walk(ast.parse(cell.source)))
    except SyntaxError:
        statements = 0  # a rule of its own refuses what is no Python
    return statements > MOST_STATEMENTS or len(cell.source.splitlines()) > MOST_LINES


@rule("is-python", "lesson", "A cell is Python that can be read.", code("answer = = 1"))
def _is_python(lesson: LessonFiles):
    def broken(cell) -> bool:
        try:
            ast.parse(re.sub(r"^\s*[%!].*$", "", cell.source, flags=re.MULTILINE))
        except SyntaxError:
            return True
        return False

    yield from _everywhere(lesson, lesson.code, broken, "authoring.no_python")


@rule(
    "asked-and-defined",
    "lesson",
    "Each exercise is asked in the notebook, and each one asked is defined.",
    notebook(lambda cells: first(cells, "code", '"first-day"').update(source=["first_day = ...\n"])),
)
def _asked_and_defined(lesson: LessonFiles):
    asked = {key for _, cell in lesson.code if (key := keys.exercise_in(cell))}
    for key in sorted(set(lesson.exercises) ^ asked):
        yield say("authoring.not_asked", where=lesson.notebook_where, exercise=key)


@rule(
    "cell-ids",
    "lesson",
    "Each cell has an id of its own, so that a worked notebook can take updates.",
    notebook(lambda cells: cells[1].update(id=cells[0]["id"])),
)
def _cell_ids(lesson: LessonFiles):
    ids = lesson.cell_ids
    if None in ids or len(set(ids)) < len(ids):
        yield say("authoring.cell_ids", where=lesson.notebook_where)


@rule("length", "lesson", f"A ready lesson has {_WORDS[0]} to {_WORDS[1]:,} words of prose.", prose("word " * 1500))
def _length(lesson: LessonFiles):
    words = len(lesson.prose.split())
    if lesson.settings.ready and not _WORDS[0] <= words <= _WORDS[1]:
        yield say("authoring.length", where=lesson.notebook_where, words=words, least=_WORDS[0], most=_WORDS[1])


@rule(
    "cells",
    "lesson",
    "A ready lesson has 25 cells or more, and at most nine for every ten minutes.",
    notebook(lambda cells: cells.extend(first(cells, "markdown") | {"id": f"more-{n}"} for n in range(40))),
)
def _cells(lesson: LessonFiles):
    # A lesson of less than fifty minutes may have as many cells as one of fifty.
    most, cells = round(45 * max(lesson.settings.minutes, 50) / 50), len(lesson.student.cells)
    if lesson.settings.ready and not 25 <= cells <= most:
        yield say("authoring.cells", where=lesson.notebook_where, cells=cells, most=most)
