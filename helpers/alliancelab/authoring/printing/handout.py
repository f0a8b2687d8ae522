"""The student's handout of a lesson: its question, what is asked, room for answers, and where the rows come from."""

import re

import nbformat

from alliancelab import catalogue
from alliancelab.authoring import keys
from alliancelab.authoring.printing.parts import lines, table, ticks, title, words
from alliancelab.classroom.course import Course
from alliancelab.classroom.kinds import Exercise, Judgement
from alliancelab.ground.messages import say

_ASKED = re.compile(r"^\*\*(?:Your turn|Predict)", flags=re.MULTILINE)
# A row with such a name may stand on paper; the key of another table may be somebody's name.
_PLAIN = re.compile(r"[A-Za-z]{1,5}\d{1,4}")
_MOST_PUBLISHERS = 8


def sheets(slug: str, course: Course) -> dict[str, list[str]]:
    """The handout of a lesson as one run of sheets; no answer stands in it."""
    settings, exercises = course.settings(slug), course.exercises(slug)
    cells = nbformat.read(course.notebook(slug), 4).cells
    able = "\n".join(f"- {objective.text}" for objective in settings.objectives)
    head = say("printing.handout_name", minutes=settings.minutes)
    parts = [
        title(settings.title),
        words("\n\n".join([head, say("printing.handout_able"), able, say("printing.handout_screen")])),
    ]
    asked = ""
    for number, cell in enumerate(cells):
        if cell.cell_type == "markdown":
            parts += [title(_plain(heading), 2) for heading in re.findall(r"^## (.+)$", cell.source, re.MULTILINE)]
            asked = cell.source
            if number == _question(cells):
                parts.append(words(re.sub(r"^#+ .*$", "", cell.source, flags=re.MULTILINE)))
        elif exercise := exercises.get(keys.exercise_in(cell) or ""):
            parts.append(f'<div class="question">{words(_prompt(asked))}{_room(exercise)}</div>')
    return {"handout": ["".join([*parts, *_rows(settings.datasets)])]}


def _question(cells) -> int:
    """The number of the cell that tells the lesson's question: the first with a heading of the second level."""
    return next(
        n for n, cell in enumerate(cells) if cell.cell_type == "markdown" and re.search("^## ", cell.source, re.M)
    )


def _prompt(source: str) -> str:
    found = list(_ASKED.finditer(source))
    return source[found[-1].start() :].split("\n## ")[0] if found else source.strip().split("\n\n")[-1]


def _room(exercise: Exercise) -> str:
    options = [f"{letter}) {text}" for letter, text in getattr(exercise, "options", {}).items()]
    if options:
        return ticks(options) + (lines(4) if isinstance(exercise, Judgement) else "")
    return f'<div class="small">{words(exercise.wants)}</div>{lines(2)}'


def _rows(datasets) -> list[str]:
    found, cautions = [], []
    for name in datasets:
        rows, package = catalogue.load(name), catalogue.descriptor(name)
        records = catalogue.source_records(name)
        grades = ", ".join(f"{grade} {n}" for grade, n in catalogue.grades(rows).items() if n)
        found.append((package["title"], len(rows), _named(rows, name), grades, _publishers(records["publisher"])))
        cautions.append(f"- {package['title']}: {package['cautions'][0]}")
    head = [say(f"printing.rows_{part}") for part in ("table", "count", "named", "grades", "publishers")]
    cited = [f"- {catalogue.cite(name)}" for name in datasets]
    listed = {say("printing.rows_cautions"): cautions, say("printing.rows_cite"): cited}
    small = "\n\n".join(f"{heading}\n\n" + "\n".join(bullets) for heading, bullets in listed.items())
    return [
        title(say("printing.rows_title"), 2),
        table(head, found, "small"),
        f'<div class="small">{words(small)}</div>',
    ]


def _named(rows, name: str) -> str:
    key = catalogue.key(name)
    values = [str(value) for value in rows[key[0]]] if len(key) == 1 else []
    is_plain = values and all(map(_PLAIN.fullmatch, values))
    return say("printing.rows_from_to", first=min(values), last=max(values)) if is_plain else ", ".join(key)


def _publishers(published) -> str:
    names = list(dict.fromkeys(str(name) for name in published))
    more = len(names) - _MOST_PUBLISHERS
    shown = "; ".join(names[:_MOST_PUBLISHERS])
    return shown + say("printing.rows_more", n=more) if more > 0 else shown


def _plain(heading: str) -> str:
    return re.sub(r"[*`_]", "", heading).strip()
