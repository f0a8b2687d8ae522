"""The lecturer's plan as a program reads it: slots of minutes tied to cells, other lengths, questions to discuss.

A plan is prose for a lecturer. What is read here is how its sections begin (CONTRIBUTING.md, "A plan"); what is
missing or misspelt is left out, and the rules of the house say so.
"""

import re
from dataclasses import dataclass

# Every plan has these sections, in this order; others may stand between them.
SECTIONS = (
    "Before class",
    "Materials",
    "Minutes",
    "In 50 minutes",
    "In 90 minutes",
    "Answers",
    "Mistakes to expect",
    "To discuss",
    "Homework",
    "Accessibility",
)
SAID = "**Say.**"
_SLOT = re.compile(r"(\d+) minutes?: (.+)")
_CELLS = re.compile(r"Cells? `([^`]+)`(?: to `([^`]+)`)?:")
_ROW = re.compile(r"\|(.+)\|(.+)\|(.+)\|")


@dataclass(frozen=True)
class Slot:
    """A stretch of class: its minutes, what it is called, and the cells, headings and exercises it covers.

    `quoted` is the beginning of its first cell where that is no heading; `said` is what the lecturer says.
    """

    minutes: int
    title: str
    first: str
    last: str
    headings: tuple[str, ...]
    exercises: tuple[str, ...]
    quoted: str
    said: str


@dataclass(frozen=True)
class Part:
    """A line of the plan for another length: a slot or an addition, its minutes there, and what changes."""

    title: str
    minutes: int
    change: str


@dataclass(frozen=True)
class Plan:
    """A plan in its parts: sections by title, slots in order, other lengths by minutes, answers by question."""

    sections: dict[str, str]
    slots: tuple[Slot, ...]
    lengths: dict[int, tuple[Part, ...]]
    questions: dict[str, str]


def read(text: str) -> Plan:
    """A plan from its Markdown.

    >>> plan = read('''# Lesson plan: An example
    ...
    ... ## Minutes
    ...
    ... ### 10 minutes: The question
    ...
    ... Cells `35-01` to `35-04`: *The question*. Exercises: `first-exercise`.
    ...
    ... **Say.** Look before you run.
    ... ''')
    >>> plan.slots[0].minutes, plan.slots[0].last, plan.slots[0].exercises, plan.slots[0].said
    (10, '35-04', ('first-exercise',), 'Look before you run.')
    """
    sections = _below(text, "## ")
    lengths = {
        int(found.group(1)): tuple(_parts(body))
        for title, body in sections.items()
        if (found := re.fullmatch(r"In (\d+) minutes", title))
    }
    slots = [_slot(title, body) for title, body in _below(sections.get("Minutes", ""), "### ").items()]
    return Plan(sections, tuple(slots), lengths, _below(sections.get("To discuss", ""), "### "))


def _below(text: str, mark: str) -> dict[str, str]:
    """What stands below each heading of one level, by its title."""
    parts = re.split(rf"^{mark}(.+)$", text, flags=re.MULTILINE)
    return {title.strip(): body.strip() for title, body in zip(parts[1::2], parts[2::2], strict=True)}


def _slot(heading: str, body: str) -> Slot:
    ties, _, rest = body.partition("\n\n")
    minutes, title = found.groups() if (found := _SLOT.fullmatch(heading)) else ("0", heading)
    first, last = found.groups() if (found := _CELLS.match(ties)) else ("", "")
    shown, _, asked = re.sub(_CELLS, "", ties).partition("Exercise")
    quoted = re.search(r'"([^"]+)"', shown)
    return Slot(
        int(minutes),
        title,
        first,
        last or first,
        tuple(re.findall(r"\*([^*]+)\*", shown)),
        tuple(re.findall(r"`([^`]+)`", asked)),
        quoted.group(1) if quoted else "",
        _said(rest),
    )


def _said(text: str) -> str:
    spoken = [part for part in text.split("\n\n") if part.startswith(SAID)]
    return " ".join(part.removeprefix(SAID).strip() for part in spoken)


def _parts(body: str):
    for title, minutes, change in _ROW.findall(body):
        if minutes.strip().isdecimal():
            yield Part(title.strip(), int(minutes), change.strip())
