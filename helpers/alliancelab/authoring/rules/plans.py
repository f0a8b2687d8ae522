"""Rules of plans and of the syllabus: they hold together with the notebooks and the settings."""

import re
from collections import Counter

from alliancelab.authoring import keys
from alliancelab.authoring.rules import rule
from alliancelab.authoring.rules.datasets import TO_FILL_IN
from alliancelab.authoring.rules.plants import added, first, notebook, replaced
from alliancelab.authoring.rules.subjects import House, LessonFiles
from alliancelab.classroom import plans, syllabus
from alliancelab.classroom.course import COURSE, LessonError
from alliancelab.ground import paths
from alliancelab.ground.messages import say

_PLAN = "lessons/{lesson}/lesson.md"
# The other lengths that each plan has, and how many words an answer to a question has at least.
_LENGTHS, _ANSWER_WORDS = (50, 90), 20


def _lengths(lesson: LessonFiles) -> list[int]:
    return [minutes for minutes in _LENGTHS if minutes != lesson.settings.minutes]


@rule(
    "plan-sections",
    "lesson",
    f"The plan of a ready lesson has the sections {', '.join(plans.SECTIONS)}, in this order.",
    replaced(_PLAN, "## Homework", "## Home"),
)
def _sections(lesson: LessonFiles):
    spared = f"In {lesson.settings.minutes} minutes"
    wanted = [title for title in plans.SECTIONS if title != spared]
    there = lesson.parts.sections if lesson.settings.ready else dict.fromkeys(wanted, " ")
    for title in wanted:
        if not there.get(title):
            yield say("authoring.plan_lacks", where=lesson.where, section=title)
    if lesson.settings.ready and TO_FILL_IN in lesson.plan:
        yield say("authoring.plan_unfilled", where=lesson.where, mark=TO_FILL_IN)
    if [title for title in there if title in wanted] != [title for title in wanted if title in there]:
        yield say("authoring.plan_order", where=lesson.where, sections=", ".join(wanted))


@rule(
    "slots-cover",
    "lesson",
    "The slots of a plan cover each cell of the notebook once, in order.",
    replaced(_PLAN, "Cells `10-01` to `10-09`", "Cells `10-01` to `10-08`"),
)
def _slots_cover(lesson: LessonFiles):
    ids, next_cell = [cell.id for cell in lesson.student.cells], 0
    for slot in _slots(lesson):
        begins, ends = (ids.index(name) if name in ids else None for name in (slot.first, slot.last))
        if begins is None or ends is None or ends < begins:
            yield say("authoring.slot_cells", where=lesson.where, slot=slot.title, first=slot.first, last=slot.last)
            return
        if begins != next_cell:
            wanted = ids[next_cell] if next_cell < len(ids) else "-"
            yield say("authoring.slot_gap", where=lesson.where, slot=slot.title, first=slot.first, wanted=wanted)
        next_cell = ends + 1
    if lesson.settings.ready and next_cell < len(ids):
        yield say("authoring.slots_end", where=lesson.where, cell=ids[next_cell], n=len(ids) - next_cell)


@rule(
    "slots-findable",
    "lesson",
    "A slot names the headings of its cells, and quotes the words it begins with where that is no heading.",
    notebook(lambda cells: first(cells, "markdown", "## What is one row?").update(source=["## One row"])),
)
def _slots_findable(lesson: LessonFiles):
    for slot, cells in _with_cells(lesson):
        titles = tuple(title for cell in cells for title in _headings(cell))
        if slot.headings != titles:
            named, there = ", ".join(slot.headings), ", ".join(titles)
            yield say("authoring.slot_headings", where=lesson.where, slot=slot.title, named=named, there=there)
        begins = cells[0]
        plain = re.sub(r"[*`_]", "", begins.source)
        if begins.cell_type != "markdown" or (not begins.source.startswith("#") and not slot.quoted):
            yield say("authoring.slot_begins", where=lesson.where, slot=slot.title, cell=begins.id)
        elif slot.quoted and slot.quoted not in plain:
            yield say("authoring.slot_quotes", where=lesson.where, slot=slot.title, quoted=slot.quoted, cell=begins.id)


@rule(
    "slots-exercises",
    "lesson",
    "Each exercise stands in the slot in whose cells it is asked.",
    replaced(_PLAN, "Exercises: `first-day`, `half-open`", "Exercises: `first-day`"),
)
def _slots_exercises(lesson: LessonFiles):
    for slot, cells in _with_cells(lesson):
        asked = tuple(key for cell in cells if (key := keys.exercise_in(cell)))
        if slot.exercises != asked:
            named, there = ", ".join(slot.exercises), ", ".join(asked)
            yield say("authoring.slot_exercises", where=lesson.where, slot=slot.title, named=named, there=there)


@rule(
    "slots-add-up",
    "lesson",
    "The minutes of the slots add up to the minutes of the settings.",
    replaced("lessons/{lesson}/settings.toml", "minutes = 60", "minutes = 65"),
)
def _slots_add_up(lesson: LessonFiles):
    total = sum(slot.minutes for slot in _slots(lesson))
    if lesson.settings.ready and total != lesson.settings.minutes:
        yield say("authoring.slots_sum", where=lesson.where, total=total, wanted=lesson.settings.minutes)


@rule(
    "slots-spoken",
    "lesson",
    "Each slot has a title of its own, minutes, and what the lecturer says.",
    replaced(_PLAN, plans.SAID, "Say:"),
)
def _slots_spoken(lesson: LessonFiles):
    slots = _slots(lesson)
    for slot in slots:
        if not slot.said or not slot.minutes or [each.title for each in slots].count(slot.title) > 1:
            yield say("authoring.slot_silent", where=lesson.where, slot=slot.title, said=plans.SAID)


@rule(
    "other-lengths",
    "lesson",
    "A plan for 50 and one for 90 minutes: each slot once, in order, minutes that add up, and what changes is said.",
    replaced(_PLAN, "| What one row is | 12 |", "| What one row is | 22 |"),
)
def _other_lengths(lesson: LessonFiles):
    slots = {slot.title: slot for slot in _slots(lesson)}
    for minutes in _lengths(lesson) if lesson.settings.ready else []:
        parts = lesson.parts.lengths.get(minutes, ())
        where = f"{lesson.where}/lesson.md, In {minutes} minutes"
        if (total := sum(part.minutes for part in parts)) != minutes:
            yield say("authoring.length_sum", where=where, total=total, wanted=minutes)
        if [part.title for part in parts if part.title in slots] != list(slots):
            yield say("authoring.length_slots", where=where, slots=", ".join(slots))
        for part in parts:
            yield from _changed(part, slots.get(part.title), set(lesson.exercises), where)


def _changed(part: plans.Part, slot: plans.Slot | None, exercises: set[str], where: str):
    named = set(re.findall(r"`([^`]+)`", part.change))
    if slot is None and not (part.minutes and part.change):
        yield say("authoring.length_addition", where=where, part=part.title)
    if slot and part.minutes != slot.minutes and not part.change:
        yield say("authoring.length_unsaid", where=where, part=part.title, n=slot.minutes, now=part.minutes)
    if slot and not part.minutes and set(slot.exercises) - named:
        left = ", ".join(sorted(set(slot.exercises) - named))
        yield say("authoring.length_left_out", where=where, part=part.title, exercises=left)
    for name in sorted(named - exercises):
        yield say("authoring.length_unknown", where=where, part=part.title, name=name)


@rule(
    "questions-answered",
    "lesson",
    f"A question to discuss has a model answer of {_ANSWER_WORDS} words or more.",
    replaced(_PLAN, "## Homework", "### And what else?\n\nWho knows.\n\n## Homework"),
)
def _questions_answered(lesson: LessonFiles):
    questions = lesson.parts.questions if lesson.settings.ready else {}
    if lesson.settings.ready and not questions:
        yield say("authoring.no_question", where=lesson.where)
    for question, answer in questions.items():
        if not question.endswith("?") or len(answer.split()) < _ANSWER_WORDS:
            yield say("authoring.question_unanswered", where=lesson.where, question=question, n=_ANSWER_WORDS)


def _slots(lesson: LessonFiles) -> tuple[plans.Slot, ...]:
    # A draft's plan is not asked yet, as its notebook is not.
    return lesson.parts.slots if lesson.settings.ready else ()


def _with_cells(lesson: LessonFiles):
    """Each slot with its cells, where both ends are in the notebook."""
    cells = lesson.student.cells
    place = {cell.id: n for n, cell in enumerate(cells)}
    doubled = {name for name, n in Counter(cell.id for cell in cells).items() if n > 1}
    for slot in _slots(lesson):
        if {slot.first, slot.last} <= set(place) - doubled and place[slot.first] <= place[slot.last]:
            yield slot, cells[place[slot.first] : place[slot.last] + 1]


def _headings(cell) -> list[str]:
    found = re.findall(r"^##+ (.+)$", cell.source, flags=re.MULTILINE) if cell.cell_type == "markdown" else []
    return [title.replace("*", "").replace("`", "").strip() for title in found]


@rule(
    "syllabus-read",
    "house",
    f"lessons/{syllabus.FILE} has the course as a whole: outcomes, assessment and reading questions, each complete.",
    added(f"lessons/{syllabus.FILE}", "title = \n"),
)
def _syllabus_read(house: House):
    if (house.root / "lessons" / syllabus.FILE).is_file():
        try:
            whole = syllabus.whole(house.course)
        except LessonError as error:
            yield str(error)
            return
        for part in sorted({*_PARTS, *_TABLES} - set(whole)):
            yield say("authoring.syllabus_lacks", part=part)
        for part, keys_of in _TABLES.items():
            for n, each in enumerate(whole.get(part, []), start=1):
                for key in sorted(key for key in keys_of if not each.get(key)):
                    yield say("authoring.syllabus_lacks", part=f"{part} {n}: {key}")


_PARTS = ("title", "about", "article", "away", "longer")
_TABLES = {
    "outcomes": ("id", "text", "objectives"),
    "assessment": ("id", "title", "how", "weights", "due"),
    "questions": ("ask", "answer", "claims", "lesson"),
}


def _lighter(root) -> None:
    """The syllabus of the house with one weight made smaller."""
    text = (paths.lessons() / syllabus.FILE).read_text(encoding="utf-8")
    lighter = text.replace("{ forecasts = 15 }", "{ forecasts = 10 }")
    (root / "lessons" / syllabus.FILE).write_text(lighter, encoding="utf-8", newline="\n")


@rule(
    "syllabus-holds",
    "house",
    "Weights add up to a hundred; each objective of a ready lesson has one outcome, and each outcome is marked.",
    _lighter,
)
def _syllabus_holds(house: House):
    if not (house.root / "lessons" / syllabus.FILE).is_file():
        return
    course, whole = house.course, syllabus.whole(house.course)
    outcomes, assessment = whole.get("outcomes", []), whole.get("assessment", [])
    total = sum(sum(each["weights"].values()) for each in assessment)
    if total != 100:
        yield say("authoring.syllabus_weights", total=total)
    ready = [slug for slug in course.slugs() if course.settings(slug).ready]
    taught = Counter(f"{slug} {objective.id}" for slug in ready for objective in course.settings(slug).objectives)
    named = Counter(name for outcome in outcomes for name in outcome["objectives"] if name.split()[0] in ready)
    for name in sorted((taught - named) + (named - taught)):
        yield say("authoring.syllabus_objective", name=name, n=named[name])
    marked = {key for each in assessment for key in each["weights"]}
    for name in sorted(marked ^ {outcome["id"] for outcome in outcomes}):
        yield say("authoring.syllabus_outcome", name=name)
    # In a copy with some of the lessons, those that came with the kit count as there.
    lessons, claims = set(course.slugs()) | set(COURSE.slugs()), set(course.owners())
    used = (
        {due["lesson"] for each in assessment for due in each["due"]}
        | {one["lesson"] for one in whole["questions"]}
        | set(whole["longer"])
    )
    asked = {claim for one in whole["questions"] for claim in one["claims"]}
    for name in sorted((used - lessons) | (asked - claims)):
        yield say("authoring.syllabus_unknown", name=name)
