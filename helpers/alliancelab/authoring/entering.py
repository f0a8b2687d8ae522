"""Entering what has happened: rows are written into a table by a person, and all that follows from them is made.

One command seals the tables, writes the figures of the prose anew, seals the answers that followed, runs the keys of
every lesson that uses the tables, and makes what is made of all lessons. What only a person can judge, it names.
"""

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import nbformat
import pandas as pd
from nbclient.exceptions import CellExecutionError

from alliancelab import catalogue
from alliancelab.authoring import deposit, figures, keys, links, seals
from alliancelab.classroom.course import COURSE, Course
from alliancelab.ground import days, paths
from alliancelab.ground.messages import say
from alliancelab.ground.suggestions import resolve


def enter(names: list[str], rows: list[str], why: str, as_of: str | None = None) -> Iterator[str]:
    """Seal tables after rows were written into them, and make all that follows; a sentence for each thing done.

    names are datasets, rows the names of all rows and sources that were meant to change, in whichever of them; why
    is the reason. as_of is the day up to which the author has looked everything up (review_look_up); it moves the
    days of the descriptors. Nothing is written where another row has changed too, and the same call again goes on
    where it stopped. Raises LookupError for an unknown dataset, ValueError with what must be put right first.

    >>> next(enter(["rain-forecasts"], [], ""))
    'rain-forecasts: nothing has changed.'
    """
    names = [resolve(name, catalogue.names(), "dataset") for name in dict.fromkeys(names)]
    yield from _sealed(names, rows, why, as_of)
    if set(names) & set(links.READERS):
        told = links.accounts({name: catalogue.load(name) for name in links.READERS})
        yield from links.open_questions(catalogue.load("shared-events"), told)
    slugs = [slug for slug in COURSE.slugs() if set(names) & set(COURSE.settings(slug).datasets)]
    yield say("entering.lessons", n=len(slugs), names=", ".join(names), lessons=", ".join(slugs))
    for slug in slugs:
        yield from _followed(slug, COURSE)
    keys.write_overview()
    if (COURSE.root / "CITATION.cff").is_file():
        deposit.write()


def _sealed(names: list[str], rows: list[str], why: str, as_of: str | None) -> Iterator[str]:
    changed = {name: seals.to_name(name) for name in names}
    every = list(dict.fromkeys(row for each in changed.values() for row in each))
    # Nothing to seal: the same command again, after what it named was put right.
    if every and set(rows) != set(every):
        raise ValueError(seals.difference(", ".join(names), rows, every))
    if every and not why.strip():
        raise ValueError(say("authoring.seal_why", name=", ".join(names)))
    if as_of:
        moved = {name: _known_up_to(name, days.read(as_of, "--as-of")) for name in names}
        for name, package in moved.items():
            text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
            (paths.datasets() / name / "datapackage.json").write_text(text, encoding="utf-8", newline="\n")
    for name in names:
        yield seals.seal_dataset(name, changed[name], why)


def _known_up_to(name: str, after: pd.Timestamp) -> dict:
    """A descriptor with its days moved: as_of, the check that is due after it, and a coverage that goes along."""
    package = catalogue.descriptor(name)
    before, coverage = days.read(package["as_of"], "as_of"), package["coverage"]
    if not before <= after <= pd.Timestamp(date.today()):
        raise ValueError(say("entering.as_of", name=name, given=after, before=before))
    if coverage.get("to") == package["as_of"]:
        coverage["to"] = f"{after:%Y-%m-%d}"
    elif coverage.get("to") == _last_day(package, paths.datasets() / name / seals.SEALED):
        # A coverage that ended with the newest row ends with the newest row.
        coverage["to"] = _last_day(package, paths.datasets() / name)
    due = days.read(package["review_by"], "review_by") + (after - before)
    return package | {"as_of": f"{after:%Y-%m-%d}", "review_by": f"{due:%Y-%m-%d}"}


def _last_day(package: dict, home: Path) -> str:
    """The last of the days that a table says lie within its coverage."""
    columns = [c for check in package.get("checks", []) if check.get("kind") == "coverage" for c in check["columns"]]
    with (home / package["resources"][0]["path"]).open(encoding="utf-8", newline="") as lines:
        return max((row[column] for row in csv.DictReader(lines) for column in columns), default="")


def _followed(slug: str, course: Course) -> Iterator[str]:
    """Make what follows in one lesson: its figures, the answers that are computed, its key and its plan's table."""
    changed, unclear = figures.moved(slug, course)
    yield from unclear
    yield from figures.rewrite(slug, changed, course)
    answers = seals.computed_anew(slug, course)
    for key, (before, now) in answers.items():
        yield say("entering.answer", slug=slug, key=key, before=before, now=now)
    path = course.home(slug) / "key.ipynb"
    old = _key(path)
    try:
        keys.make_key(slug, course)
    except CellExecutionError as error:
        yield say("entering.key_stopped", slug=slug, error=f"{error.ename}: {error.evalue}")
        return
    new = _key(path)
    yield from _other_cells(slug, old, new)
    for finding in course.settings(slug).findings:
        if not keys.cells_with(finding, new):
            was = ", ".join(keys.cells_with(finding, old))
            yield say("entering.finding", slug=slug, finding=finding, cells=was)
    named = [*answers, *_findings(slug, new, course)]
    # What else of an exercise has changed was not made by the tables, and is for its author to name.
    if named and set(named) == set(seals.changed_exercises(slug, course)):
        yield seals.seal_lesson(slug, named, course)


def _key(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, 4) if path.is_file() else nbformat.v4.new_notebook()


def _other_cells(slug: str, old: nbformat.NotebookNode, new: nbformat.NotebookNode) -> Iterator[str]:
    before = {cell.id: cell.get("outputs") for cell in old.cells}
    other = [cell for cell in new.cells if cell.get("outputs") != before.get(cell.id)]
    # A chart is looked at, where a number is read.
    drawn = [any(keys.PLOTLY in output.get("data", {}) for output in cell.outputs) for cell in other]
    named = [say("entering.figure", cell=c.id) if chart else c.id for c, chart in zip(other, drawn, strict=True)]
    said = "entering.key_made" if other else "entering.key_same"
    yield say(said, slug=slug, n=len(other), cells=", ".join(named))


def _findings(slug: str, key: nbformat.NotebookNode, course: Course) -> list[str]:
    """The word "findings" where the settings promise others than were sealed, and the key says just that."""
    sealed, now = seals.sealed_findings(slug, course), list(course.settings(slug).findings)
    gone, new = [f for f in sealed if f not in now], [f for f in now if f not in sealed]
    told = not any(keys.cells_with(f, key) for f in gone) and all(keys.cells_with(f, key) for f in new)
    return [seals.FINDINGS] if sealed != now and told else []
