"""What rules look at: a dataset, a lesson and the house, each read from the disk once for one check."""

import json
import warnings
from functools import cached_property
from pathlib import Path
from types import ModuleType

import nbformat

from alliancelab import catalogue
from alliancelab.catalogue import schema
from alliancelab.classroom import plans
from alliancelab.classroom.course import Course, Settings
from alliancelab.classroom.kinds import Exercise
from alliancelab.ground import paths


class NotReadable(Exception):
    """The part that a rule looks at cannot be read; another rule says so."""


class House:
    """All datasets and lessons below one root."""

    def __init__(self, root: Path | None = None):
        self.root = root or paths.root()
        self.course = Course(self.root)

    def datasets(self) -> list["DatasetFiles"]:
        """Every folder of datasets/, with or without a descriptor."""
        homes = sorted(path for path in (self.root / "datasets").iterdir() if path.is_dir())
        return [DatasetFiles(home) for home in homes]

    def lessons(self) -> list["LessonFiles"]:
        """Every lesson with a lesson.md."""
        return [LessonFiles(self, slug) for slug in self.course.slugs()]


class DatasetFiles:
    """One folder of datasets/."""

    def __init__(self, home: Path):
        self.home, self.name = home, home.name
        self.where = f"datasets/{self.name}"

    @cached_property
    def package(self) -> dict:
        """The descriptor. Raises NotReadable."""
        try:
            return catalogue.descriptor(self.name, self.home)
        except ValueError as error:
            raise NotReadable(str(error)) from None

    @property
    def fields(self) -> list[tuple[str, dict]]:
        """Every column of the table and of its sources, with the file it is in."""
        return [(r["path"], field) for r in self.package["resources"] for field in r["schema"]["fields"]]

    @cached_property
    def contents(self) -> dict[str, bytes]:
        """The bytes of each file that the descriptor names. Raises NotReadable for one that is not there."""
        try:
            return {r["path"]: paths.inside(self.home, r["path"]).read_bytes() for r in self.package["resources"]}
        except (OSError, ValueError) as error:
            raise NotReadable(str(error)) from None

    @cached_property
    def faults(self) -> list[tuple[str, str]]:
        """What is wrong with the files, as kinds and sentences (`catalogue.schema.faults`)."""
        found = []
        for resource in self.package["resources"]:
            where = f"{self.where}/{resource['path']}"
            found += schema.faults(self.contents[resource["path"]], resource, where)
        return found

    @cached_property
    def tables(self) -> list:
        """The table and its sources, typed. Raises NotReadable where they are faulty."""
        if any(kind in ("form", "columns", "type", "constraint", "enum") for kind, _ in self.faults):
            raise NotReadable(self.where)
        return [schema.typed(self.contents[r["path"]], r["schema"]["fields"]) for r in self.package["resources"]]


class LessonFiles:
    """One lesson: its folder in lessons/ and its notebook."""

    def __init__(self, house: House, slug: str):
        self.house, self.course, self.slug = house, house.course, slug
        self.where, self.notebook_where = f"lessons/{slug}", f"notebooks/{slug}.ipynb"
        self.home = self.course.home(slug)

    @cached_property
    def raw(self) -> dict:
        """The settings as written. Raises NotReadable."""
        return _or_not(lambda: self.course.raw_settings(self.slug))

    @cached_property
    def settings(self) -> Settings:
        """The settings, checked. Raises NotReadable."""
        return _or_not(lambda: self.course.settings(self.slug))

    @cached_property
    def plan(self) -> str:
        """The plan as it is written. Raises NotReadable."""
        return _or_not(lambda: self.course.plan(self.slug))

    @cached_property
    def parts(self) -> plans.Plan:
        """The plan in its parts. Raises NotReadable."""
        return plans.read(self.plan)

    @cached_property
    def module(self) -> ModuleType:
        """The lesson's exercises.py. Raises NotReadable."""
        return _or_not(lambda: self.course.module(self.slug))

    @cached_property
    def exercises(self) -> dict[str, Exercise]:
        """The exercises by key. Raises NotReadable."""
        return _or_not(lambda: self.course.exercises(self.slug))

    @cached_property
    def student(self) -> nbformat.NotebookNode:
        """The student's notebook. Raises NotReadable."""
        return _or_not(lambda: _notebook(self.course.notebook(self.slug)))

    @cached_property
    def key(self) -> nbformat.NotebookNode:
        """The stored answer key. Raises NotReadable."""
        return _or_not(lambda: _notebook(self.home / "key.ipynb"))

    @cached_property
    def cell_ids(self) -> list[str | None]:
        """The ids of the notebook's cells as written; reading them as a notebook would put right what is doubled."""
        text = _or_not(lambda: self.course.notebook(self.slug).read_text(encoding="utf-8"))
        return [cell.get("id") for cell in _or_not(lambda: json.loads(text)["cells"])]

    @property
    def code(self) -> list[tuple[int, nbformat.NotebookNode]]:
        """The code cells of the notebook, each with its number in the notebook."""
        return [(n, cell) for n, cell in enumerate(self.student.cells, start=1) if cell.cell_type == "code"]

    @property
    def words(self) -> list[tuple[int, nbformat.NotebookNode]]:
        """The Markdown cells of the notebook, each with its number in the notebook."""
        return [(n, cell) for n, cell in enumerate(self.student.cells, start=1) if cell.cell_type == "markdown"]

    @property
    def prose(self) -> str:
        """All Markdown of the notebook."""
        return "\n".join(cell.source for _, cell in self.words)


def _notebook(path: Path) -> nbformat.NotebookNode:
    with warnings.catch_warnings():
        # A doubled cell id has a rule of its own.
        warnings.simplefilter("ignore")
        return nbformat.reads(path.read_text(encoding="utf-8"), 4)


def _or_not(read):
    try:
        return read()
    except (OSError, LookupError, ValueError, AttributeError, nbformat.ValidationError) as error:
        raise NotReadable(str(error)) from None
