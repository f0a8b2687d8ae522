"""Rules of the house as a whole: nothing lies about, and what is made from all lessons is made again."""

import re
import shutil
from collections import defaultdict

from alliancelab.authoring import deposit, keys
from alliancelab.authoring.rules import rule
from alliancelab.authoring.rules.plants import DATASET, added, replaced
from alliancelab.authoring.rules.subjects import House, NotReadable
from alliancelab.classroom import restore
from alliancelab.ground.messages import say


@rule(
    "no-stray-notebook",
    "house",
    "Each notebook has a lesson folder of its name.",
    added("notebooks/15-stray.ipynb", "{}"),
)
def _no_stray_notebook(house: House):
    there = {path.stem for path in (house.root / "notebooks").glob("*.ipynb") if restore.MINE not in path.stem}
    strays = there - set(house.course.slugs())
    for slug in sorted(strays):
        yield say("authoring.stray_notebook", name=slug)


@rule("no-stray-lesson", "house", "Each folder in lessons/ has a lesson.md.", added("lessons/15-stray/notes.txt", "-"))
def _no_stray_lesson(house: House):
    homes = {path.name for path in (house.root / "lessons").iterdir() if path.is_dir() and path.name != "__pycache__"}
    for slug in sorted(homes - set(house.course.slugs())):
        yield say("authoring.stray_lesson", name=slug)


@rule(
    "readme-table",
    "house",
    "README.md has the table of lessons that the settings give.",
    replaced("README.md", "| 10 | ", "| 11 | "),
)
def _readme_table(house: House):
    readme = house.root / "README.md"
    if readme.is_file():
        try:
            wanted = keys.with_overview(house.course)
        except ValueError as error:
            yield str(error)
            return
        if wanted != readme.read_text(encoding="utf-8"):
            yield say("authoring.readme_differs")


@rule(
    "deposit-made",
    "house",
    "The metadata for a deposit (.zenodo.json) are those that CITATION.cff and the descriptors give.",
    replaced(".zenodo.json", '"open"', '"closed"'),
)
def _deposit_made(house: House):
    # A pulled copy without CITATION.cff deposits nothing.
    if (house.root / "CITATION.cff").is_file():
        path = house.root / deposit.FILE
        try:
            if not path.is_file() or path.read_text(encoding="utf-8") != deposit.text(house.root):
                yield say("authoring.deposit_differs", name=deposit.FILE)
        except ValueError as error:
            yield str(error)


def _two_grades(root) -> None:
    """A second dataset cites the same documents and grades one of them otherwise."""
    shutil.copytree(root / "datasets" / DATASET, root / "datasets" / "again")
    replaced("datasets/again/sources.csv", ",copy\n", ",original\n")(root)


@rule("one-grade", "house", "One document has one grade, in whichever dataset it stands.", _two_grades)
def _one_grade(house: House):
    grades, named = defaultdict(set), {}
    for data in house.datasets():
        try:
            sources = data.tables[1]
        except NotReadable:
            continue  # said by the rules of a dataset
        for row in sources.to_dict("records"):
            address = re.sub(r"^https?://(www\.)?|/$", "", str(row.get("url", "")).lower())
            document = (
                address if address not in ("none", "unknown", "nan", "") else f"{row['publisher']}, {row['title']}"
            )
            grades[document].add(row.get("grade"))
            named[document] = row.get("title")
    for document, given in grades.items():
        if len(given) > 1:
            where = f"{named[document]} ({document})"
            yield say("authoring.two_grades", url=where, given=", ".join(sorted(map(str, given))))
