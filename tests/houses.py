"""A small copy of the house, in which tests plant faults: a lesson, its notebook, two datasets, the README."""

import re
import shutil
from pathlib import Path

from alliancelab.authoring import deposit, keys, links
from alliancelab.authoring.rules.plants import DATASET, LESSON
from alliancelab.classroom.course import SETTINGS, Course
from alliancelab.classroom.kinds import readers
from alliancelab.ground import paths


def small_house(root: Path) -> Path:
    """Copy the parts that every rule looks at into root, and make its README's table from them."""
    source = paths.root()
    ignore = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    for part in (f"lessons/{LESSON}", f"datasets/{DATASET}", "datasets/section-232-actions"):
        shutil.copytree(source / part, root / part, ignore=ignore)
    (root / "notebooks").mkdir()
    shutil.copy(source / f"notebooks/{LESSON}.ipynb", root / "notebooks")
    shutil.copy(source / "README.md", root)
    shutil.copy(source / "CITATION.cff", root)
    (root / "README.md").write_text(keys.with_overview(Course(root)), encoding="utf-8", newline="\n")
    deposit.write(root)
    return root


def working_house(root: Path, lesson: str) -> Path:
    """A copy that can run: the helpers, one lesson with nothing before it, and the datasets that it needs."""
    source, course = paths.root(), Course()
    ignore = shutil.ignore_patterns(".ipynb_checkpoints", "my-work")
    linked = {*links.READERS, "shared-events", *readers._NAMES_OF_COUNTRIES}
    datasets = {*course.settings(lesson).datasets, *linked, "article-claims", "claim-parts", "glossary", "readings"}
    for part in ("helpers", f"lessons/{lesson}", *(f"datasets/{name}" for name in datasets)):
        shutil.copytree(source / part, root / part, ignore=ignore)
    (root / "notebooks").mkdir()
    for part in ("notebooks/kit.py", f"notebooks/{lesson}.ipynb", "README.md", "CITATION.cff"):
        shutil.copy(source / part, root / part)
    settings = root / "lessons" / lesson / SETTINGS
    alone = re.sub(r"\n\[\[needs\]\].*?(?=\n\[\[|\Z)", "", settings.read_text(encoding="utf-8"), flags=re.DOTALL)
    settings.write_text(alone, encoding="utf-8", newline="\n")
    (root / "README.md").write_text(keys.with_overview(Course(root)), encoding="utf-8", newline="\n")
    deposit.write(root)
    return root
