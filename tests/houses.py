"""A small copy of the house, in which tests plant faults: a lesson, its notebook, two datasets, the README."""

import shutil
from pathlib import Path

from alliancelab.authoring import deposit, keys
from alliancelab.authoring.rules.plants import DATASET, LESSON
from alliancelab.classroom.course import Course
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
