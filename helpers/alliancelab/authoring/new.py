"""A new lesson and a new dataset: drafts that pass every rule, to be filled in by their author."""

import hashlib
import json
import re
from datetime import date
from pathlib import Path

import nbformat
import pandas as pd

from alliancelab.authoring import keys, seals
from alliancelab.authoring.rules.datasets import PROFILE, TO_FILL_IN
from alliancelab.catalogue import GRADES
from alliancelab.classroom.course import COURSE, SETTINGS, Course
from alliancelab.ground import paths
from alliancelab.ground.messages import say

_SETTINGS = """title = "{title}"
question = "{fill}"
minutes = 50
status = "draft"
claims = []
datasets = []

[[objectives]]
id = "first-objective"
text = "{fill}"
exercises = ["first-exercise"]
"""
_PLAN = """# Lesson plan: {title}

{fill}

## Before class

{fill}

## Materials

{fill}

## Minutes

### 50 minutes: All of it

Cells `{first}` to `{last}`: *An example*. Exercises: `first-exercise`.

{fill}

**Say.** {fill}

## In 90 minutes

| part | minutes | what changes |
|---|---|---|
| All of it | 90 | {fill} |

## Answers

This table is made from the exercises by `make keys`; it is not typed.

<!-- answers -->
<!-- end -->

## Mistakes to expect

{fill}

## To discuss

### What would a critic answer?

{fill}

## Homework

{fill}

## Accessibility

{fill}
"""
_EXERCISES = '''"""The exercises of lesson {number}: one example, to be replaced."""

from alliancelab.classroom.kinds import PickOne


class FirstExercise(PickOne):
    key, objective = "first-exercise", "first-objective"
    options = {{"a": "as it is", "b": "as something else"}}
    solution = '"a"'
    why = "an example shows how an exercise is written; put your own in its place."
    hints = ("Read the question again.", "It is the first of the two.")

    def expected(self):
        return "a"

    def mistakes(self):
        return [("b", "that is the other one.")]


# Every number the lesson's prose uses, as a function that computes it from the tables.
NUMBERS = {{}}
'''
_SETUP = """import kit  # Not found? Open or run this notebook in its own folder of a copy of Alliance Lab.

from alliancelab.classroom import Lesson

lesson = Lesson("{slug}")"""
_SOURCES = ("source_id", "publisher", "title", "url", "published", "accessed", "licence", "grade")


def new_lesson(slug: str, course: Course = COURSE) -> list[Path]:
    """Write a draft lesson with one exercise: its folder, its notebook and its key. Returns the files.

    slug is two figures and words joined by hyphens, such as "35-quotas". Nothing else is touched. Raises
    ValueError for another name or a lesson that is there already.

    >>> new_lesson("quotas")
    Traceback (most recent call last):
    ValueError: A lesson's name is two figures and words in small letters, such as '35-quotas'; 'quotas' was given.
    """
    if not re.fullmatch(r"\d\d(-[a-z0-9]+)+", slug if isinstance(slug, str) else ""):
        raise ValueError(say("authoring.lesson_name", given=slug))
    home, notebook = course.root / "lessons" / slug, course.root / "notebooks" / f"{slug}.ipynb"
    if home.exists() or notebook.exists():
        raise ValueError(say("authoring.already_there", name=f"lessons/{slug}"))
    number, _, words = slug.partition("-")
    title = words.replace("-", " ").capitalize()
    home.mkdir(parents=True)
    made = _notebook(slug, title)
    first, last = made.cells[0].id, made.cells[-1].id
    for file, text in ((SETTINGS, _SETTINGS), ("lesson.md", _PLAN), ("exercises.py", _EXERCISES)):
        whole = text.format(title=title, number=number, fill=TO_FILL_IN, first=first, last=last)
        (home / file).write_text(whole, encoding="utf-8", newline="\n")
    keys.write(made, notebook)
    keys.make_key(slug, course)
    seals.seal_lesson(slug, [seals.ALL], course)
    return [*sorted(home.iterdir()), notebook]


def _notebook(slug: str, title: str) -> nbformat.NotebookNode:
    cells = [
        ("markdown", f"# {title}\n\n**50 minutes.** {TO_FILL_IN}"),
        ("code", _SETUP.format(slug=slug)),
        ("markdown", f"## An example\n\n{TO_FILL_IN}"),
        ("code", 'lesson.answer("first-exercise", ...)'),
    ]
    made = []
    for kind, source in cells:
        new = nbformat.v4.new_markdown_cell if kind == "markdown" else nbformat.v4.new_code_cell
        metadata = {"editable": False} if kind == "markdown" else {}
        # An id from the text, not by chance: the same draft is the same file.
        made.append(new(source, metadata=metadata, id=hashlib.sha256(source.encode()).hexdigest()[:8]))
    return nbformat.v4.new_notebook(cells=made, metadata=keys.METADATA)


def new_dataset(name: str, table: Path, folder: Path | None = None) -> list[Path]:
    """Write a draft dataset from a CSV file: the table with columns for source and grade, sources, descriptor, seal.

    Types, codes and the key are guessed from the values; the author fills in what a row is, what to beware
    of, and the sources, and takes the line "status" out. Returns the files. Raises ValueError for a bad name,
    a dataset that is there already, or a file that is not a table.
    """
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name if isinstance(name, str) else ""):
        raise ValueError(say("authoring.dataset_name", given=name))
    home = (folder or paths.datasets()) / name
    if home.exists():
        raise ValueError(say("authoring.already_there", name=f"datasets/{name}"))
    rows = _with_sources(_read(table), name)
    home.mkdir(parents=True)
    listed = pd.DataFrame(
        [[f"{name}-source", *[TO_FILL_IN] * 2, "none", *[TO_FILL_IN] * 3, "report"]], columns=list(_SOURCES)
    )
    for file, content in ((f"{name}.csv", rows), ("sources.csv", listed)):
        content.to_csv(home / file, index=False, encoding="utf-8", lineterminator="\n")
    text = json.dumps(_descriptor(name, rows, listed), ensure_ascii=False, indent=2) + "\n"
    (home / "datapackage.json").write_text(text, encoding="utf-8", newline="\n")
    seals.seal_dataset(name, [seals.ALL], "First draft.", home)
    return sorted(home.iterdir())


def _read(path: Path) -> pd.DataFrame:
    try:
        # Text first, so that a value is written as it was read.
        rows = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig", sep=_separator(path))
    except (OSError, ValueError, pd.errors.ParserError) as error:
        raise ValueError(say("authoring.no_table", path=str(path), error=str(error).strip())) from None
    if rows.empty:
        raise ValueError(say("authoring.no_table", path=str(path), error="no rows"))
    rows.columns = [re.sub(r"\W+", "_", str(column).strip().lower()).strip("_") for column in rows.columns]
    return rows


def _separator(path: Path) -> str:
    # Spreadsheet programs write semicolons or tabs in some countries.
    header = path.open(encoding="utf-8-sig").readline()
    return max(",;\t", key=header.count)


def _with_sources(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    if not _key(rows):
        rows.insert(0, "row_id", [f"R{n:04d}" for n in range(1, len(rows) + 1)])
    for column, value in (("source_id", f"{name}-source"), ("grade", "report"), ("remark", "")):
        if column not in rows:
            rows[column] = value
    return rows


def _key(rows: pd.DataFrame) -> list[str]:
    """The first columns that tell all rows apart, three at the most; none where they do not."""
    for n in range(1, min(3, len(rows.columns)) + 1):
        names = list(rows.columns[:n])
        if not rows.duplicated(names).any() and not (rows[names] == "").any(axis=None):
            return names
    return []


def _descriptor(name: str, rows: pd.DataFrame, listed: pd.DataFrame) -> dict:
    today = date.today()
    return {
        "name": name,
        "title": TO_FILL_IN,
        "description": TO_FILL_IN,
        "status": "draft",
        "created": f"{today.isoformat()}T00:00:00Z",
        "version": "0.1.0",
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "review_look_up": [TO_FILL_IN],
        "grain": TO_FILL_IN,
        "cautions": [TO_FILL_IN],
        "coverage": {"scope": TO_FILL_IN},
        "as_of": today.isoformat(),
        "review_by": today.replace(year=today.year + 1, day=1).isoformat(),
        "revisions": [],
        "resources": [
            _resource(name, f"{name}.csv", [_field(rows, c) for c in rows], _key(rows))
            | {"schema": _schema([_field(rows, c) for c in rows], _key(rows)) | _foreign()},
            _resource("sources", "sources.csv", [_field(listed, c) for c in listed], ["source_id"]),
        ],
    }


def _foreign() -> dict:
    reference = {"resource": "sources", "fields": ["source_id"]}
    return {"foreignKeys": [{"fields": ["source_id"], "reference": reference}]}


def _schema(fields: list[dict], key: list[str]) -> dict:
    return {"fields": fields, "missingValues": [""], "primaryKey": key}


def _resource(name: str, path: str, fields: list[dict], key: list[str]) -> dict:
    return {
        "name": name,
        "path": path,
        "profile": PROFILE,
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": _schema(fields, key),
    }


def _field(rows: pd.DataFrame, column: str) -> dict:
    values = rows[column][rows[column] != ""]
    field = {"name": column, "type": _kind(values), "title": column.replace("_", " "), "description": TO_FILL_IN}
    constraints = {"required": True} if len(values) == len(rows) else {}
    if column == "grade":
        constraints["enum"] = list(GRADES)
    return field | ({"constraints": constraints} if constraints else {})


def _kind(values: pd.Series) -> str:
    if values.empty:
        return "string"
    patterns = {
        "integer": r"-?\d{1,15}",
        "number": r"-?\d+(\.\d+)?",
        "boolean": "true|false",
        "date": r"\d{4}-\d\d-\d\d",
    }
    return next((kind for kind, pattern in patterns.items() if values.str.fullmatch(pattern).all()), "string")
