"""Plans are tried: read in their parts, held to the notebook, and each way in which they part is caught."""

import re

import pytest
from alliancelab.authoring import rules
from alliancelab.authoring.rules import plants
from alliancelab.authoring.rules.subjects import House
from alliancelab.classroom import plans
from alliancelab.classroom.course import COURSE

RULES = rules.every()
PLAN = "lessons/{lesson}/lesson.md"
SLOTS = [name for name in RULES if name.startswith(("slots-", "plan-", "other-", "questions-"))]
READY = [slug for slug in COURSE.slugs() if COURSE.settings(slug).ready]
EXAMPLE = """# Lesson plan: An example

## Minutes

### 10 minutes: The question

Cells `35-01` to `35-04`: *The question*, *One row*. Exercises: `one`, `two`.

Everybody reads.

**Say.** Look before you run.

Then they answer.

**Say.** And now?

### 1 minute: The end

Cell `35-05`: from "So far, so good". No exercise.

**Say.** Thank you.

## In 50 minutes

| part | minutes | what changes |
|---|---|---|
| The question | 0 | `one` and `two` at home |
| A walk | 50 | out of doors |

## To discuss

### Why?

Because.
"""


def broken(name, root):
    return [sentence for lesson in House(root).lessons() for sentence in RULES[name].broken(lesson)]


def test_a_plan_is_read_in_its_parts():
    plan = plans.read(EXAMPLE)
    first, last = plan.slots
    assert (first.minutes, first.first, first.last) == (10, "35-01", "35-04")
    assert first.headings == ("The question", "One row") and first.exercises == ("one", "two")
    assert first.said == "Look before you run. And now?" and first.quoted == ""
    assert (last.minutes, last.first, last.last, last.quoted) == (1, "35-05", "35-05", "So far, so good")
    assert last.headings == last.exercises == ()
    assert plan.lengths == {
        50: (plans.Part("The question", 0, "`one` and `two` at home"), plans.Part("A walk", 50, "out of doors"))
    }
    assert plan.questions == {"Why?": "Because."}


def test_a_plan_without_slots_is_read_too():
    plan = plans.read("# Lesson plan\n\nProse.\n")
    assert plan.slots == () and plan.lengths == {} and plan.questions == {} and plan.sections == {}


@pytest.mark.parametrize("slug", READY)
@pytest.mark.parametrize("name", SLOTS)
def test_plan_and_notebook_hold_together(name, slug):
    lesson = next(lesson for lesson in House().lessons() if lesson.slug == slug)
    assert list(RULES[name].broken(lesson)) == []


def both(*changes):
    return lambda root: [change(root) for change in changes]


def swapped(cells):
    cells[2], cells[9] = cells[9], cells[2]


ROW = "| Who says so | 9 | as above, with both sides of the show of hands written on the board |\n"
FAULTS = [
    # The notebook changes, the plan does not.
    ("slots-cover", plants.notebook(lambda cells: cells.append(cells[2] | {"id": "10-99"})), "1 cell of the notebook"),
    ("slots-cover", plants.notebook(lambda cells: cells.pop(0)), "no cells from '10-01'"),
    ("slots-exercises", plants.notebook(lambda cells: cells.insert(5, cells.pop(14))), "first-day"),
    ("slots-findable", plants.notebook(swapped), "names the headings"),
    # The plan changes, the notebook does not.
    ("slots-cover", plants.replaced(PLAN, "`10-10` to `10-17`", "`10-17` to `10-10`"), "no cells"),
    (
        "slots-cover",
        plants.replaced(PLAN, "`10-10` to `10-17`", "`10-08` to `10-17`"),
        "next cell that is in no slot is 10-10",
    ),
    ("slots-exercises", plants.replaced(PLAN, "Exercises: `days-waited`", "No exercise"), "days-waited"),
    (
        "slots-findable",
        plants.replaced(PLAN, "`10-10` to `10-17`: *What is one row?*", "`10-10` to `10-17`:"),
        "What is one row?",
    ),
    (
        "slots-findable",
        both(
            plants.replaced(PLAN, "to `10-09`", "to `10-11`"),
            plants.replaced(PLAN, "`10-10` to `10-17`: *What is one row?*", '`10-12` to `10-17`: from "Here is Korea"'),
        ),
        "Here is Korea",
    ),
    (
        "slots-findable",
        both(
            plants.replaced(PLAN, "to `10-09`", "to `10-11`"),
            plants.replaced(PLAN, "`10-10` to `10-17`: *What is one row?*", "`10-12` to `10-17`:"),
        ),
        "quote its first words",
    ),
    ("slots-add-up", plants.replaced(PLAN, "### 14 minutes:", "### 15 minutes:"), "61 minutes"),
    ("slots-spoken", plants.replaced(PLAN, "### 14 minutes: Running", "### Running"), "Running"),
    ("slots-spoken", plants.replaced(PLAN, ": One table as a figure\n", ": What one row is\n"), "title of its own"),
    ("other-lengths", plants.replaced(PLAN, ROW, ""), "81 minutes"),
    ("other-lengths", plants.replaced(PLAN, ROW, ROW.replace("Who says so", "Who said so")), "each slot stands once"),
    ("other-lengths", plants.replaced(PLAN, ROW, "| Who says so | 9 | |\n"), "say what changes"),
    (
        "other-lengths",
        both(
            plants.replaced(PLAN, ROW, "| Who says so | 0 | left out |\n"),
            plants.replaced(PLAN, "| The forecasts in class | 17 |", "| The forecasts in class | 26 |"),
        ),
        "original-share",
    ),
    ("other-lengths", plants.replaced(PLAN, "as above, with both", "`original-part`, with both"), "original-part"),
    ("other-lengths", plants.replaced(PLAN, "## In 90 minutes", "## In 90 min"), "0 minutes"),
    ("plan-sections", plants.replaced(PLAN, "## Materials", "## To bring"), "Materials"),
    ("plan-sections", plants.replaced(PLAN, "## Materials\n", "## Materials\n\n(to fill in)\n"), "to fill in"),
    (
        "plan-sections",
        both(
            plants.replaced(PLAN, "## Homework", "## Home"),
            plants.replaced(PLAN, "## Before class", "## Homework\n\nNone.\n\n## Before class"),
        ),
        "another order",
    ),
    (
        "questions-answered",
        plants.replaced(PLAN, "Is the table therefore weak?", "The table is weak."),
        "question mark",
    ),
    (
        "questions-answered",
        plants.replaced(PLAN, "## To discuss", "## To discuss\n\nNothing.\n\n## Once discussed"),
        "no question",
    ),
]


@pytest.mark.parametrize(("name", "plant", "words"), FAULTS)
def test_where_plan_and_notebook_part_it_is_said(name, plant, words, house):
    assert broken(name, house) == []
    plant(house)
    said = broken(name, house)
    assert said and any(words in sentence for sentence in said), said


@pytest.mark.parametrize("name", SLOTS)
def test_a_draft_is_not_asked_for_a_plan(name, house):
    plants.replaced("lessons/{lesson}/settings.toml", 'status = "ready"', 'status = "draft"')(house)
    (house / PLAN.format(lesson=plants.LESSON)).write_text("# Lesson plan: none yet\n", encoding="utf-8")
    assert broken(name, house) == []


def test_minutes_and_cells_are_no_findings_and_other_numbers_are(house):
    plants.replaced(PLAN, "## Homework", "Take 7 minutes for `10-05`, and 8 for the rest.\n\n## Homework")(house)
    said = broken("numbers-in-plan", house)
    assert len(said) == 1 and "'8'" in said[0]


@pytest.mark.parametrize("slug", READY)
def test_a_plan_says_something_in_every_part(slug):
    plan = plans.read(COURSE.plan(slug))
    short = [slot.title for slot in plan.slots if len(slot.said.split()) < 8]
    assert short == []
    assert not re.search(r"\b(simply|obviously|just click)\b", COURSE.plan(slug))
