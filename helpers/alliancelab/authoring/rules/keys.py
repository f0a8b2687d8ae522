"""Rules of an answer key: that it is made from its notebook, was run, and is right."""

import re

from alliancelab.authoring import keys
from alliancelab.authoring.rules import rule
from alliancelab.authoring.rules.plants import added, first, notebook, replaced
from alliancelab.authoring.rules.subjects import LessonFiles
from alliancelab.classroom import restore
from alliancelab.classroom.kinds import NOTED, RIGHT
from alliancelab.ground.messages import say

# How the sentence begins that sets a guess beside the tables.
_OUTCOME = say("kinds.outcome", guess="", tables="", because="").partition(":")[0]
_KEY, _PLAN = "lessons/{lesson}/key.ipynb", "lessons/{lesson}/lesson.md"


def _texts(cell) -> str:
    return "".join(o.get("text", "") or o.get("data", {}).get("text/plain", "") for o in cell.get("outputs", []))


@rule(
    "key-made",
    "lesson",
    "The key is its notebook with the solutions in.",
    notebook(lambda cells: first(cells, "code", "len(claims)")["source"].append("\nlen(claims)")),
)
def _key_made(lesson: LessonFiles):
    wanted = [(cell.cell_type, cell.id, cell.source) for cell in keys.with_solutions(lesson.slug, lesson.course).cells]
    if wanted != [(cell.cell_type, cell.id, cell.source) for cell in lesson.key.cells]:
        yield say("authoring.key_unmade", where=lesson.where)


@rule(
    "copy-made",
    "lesson",
    "The copy that `restore` brings back is the notebook.",
    added(f"lessons/{{lesson}}/{restore.COPY}", " "),
)
def _copy_made(lesson: LessonFiles):
    copy = lesson.home / restore.COPY
    if not copy.is_file() or copy.read_bytes() != lesson.course.notebook(lesson.slug).read_bytes():
        yield say("authoring.copy_unmade", where=lesson.where, copy=restore.COPY)


@rule(
    "key-run",
    "lesson",
    "Each cell of the key was run, in order.",
    notebook(lambda cells: first(cells, "code").update(execution_count=None), _KEY),
)
def _key_run(lesson: LessonFiles):
    counts = [cell.execution_count for cell in lesson.key.cells if cell.cell_type == "code"]
    if counts != list(range(1, len(counts) + 1)):
        yield say("authoring.key_unrun", where=lesson.where)


@rule(
    "key-right",
    "lesson",
    "Every verdict in the key is right, or noted.",
    notebook(lambda cells: first(cells, "code", '"first-day"')["outputs"].clear(), _KEY),
)
def _key_right(lesson: LessonFiles):
    for n, cell in enumerate(lesson.key.cells, start=1):
        asked = re.search(r'lesson\.(?:answer|check)\("([^"]+)"', cell.source) if cell.cell_type == "code" else None
        if asked and not any(word in _texts(cell) for word in (RIGHT, NOTED, _OUTCOME)):
            yield say("authoring.key_wrong", where=lesson.where, cell=n, exercise=asked.group(1))


@rule(
    "answers-table",
    "lesson",
    "The plan's table of answers is made from the exercises.",
    replaced(_PLAN, "| 2018-03-23 |", "| 2018-03-24 |"),
)
def _answers_table(lesson: LessonFiles):
    try:
        wanted = keys.with_answers(lesson.slug, lesson.course)
    except ValueError as error:
        yield str(error)
        return
    if wanted != (lesson.home / "lesson.md").read_text(encoding="utf-8"):
        yield say("authoring.answers_differ", where=lesson.where)
