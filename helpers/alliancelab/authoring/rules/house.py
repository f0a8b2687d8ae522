"""Rules of the house as a whole: nothing lies about, and what is made from all lessons is made again."""

from alliancelab.authoring import keys
from alliancelab.authoring.rules import rule
from alliancelab.authoring.rules.plants import added, replaced
from alliancelab.authoring.rules.subjects import House
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
