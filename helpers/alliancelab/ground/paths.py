"""Where the folders of the kit are: in a checkout, or inside an installed wheel."""

import re
from pathlib import Path

from alliancelab.ground.messages import say

_HERE = Path(__file__).resolve().parents[1]


def root() -> Path:
    """The folder that holds datasets/, lessons/ and notebooks/.

    A checkout wins over what a wheel carries, so that an edited table is the one that is read.

    >>> (root() / "datasets").is_dir()
    True
    """
    for folder in (_HERE.parents[1], _HERE / "_course"):
        if (folder / "datasets").is_dir() and (folder / "lessons").is_dir():
            return folder
    raise LookupError(say("ground.no_folders", place=_HERE.name))


def datasets() -> Path:
    """The folder of datasets, one folder each.

    >>> datasets().name
    'datasets'
    """
    return root() / "datasets"


def lessons() -> Path:
    """The teacher's side, one folder a lesson.

    >>> lessons().name
    'lessons'
    """
    return root() / "lessons"


def notebooks() -> Path:
    """The student's side, one notebook a lesson.

    >>> notebooks().name
    'notebooks'
    """
    return root() / "notebooks"


def names_in(folder: Path, marker: str) -> list[str]:
    """Names of the subfolders that hold the file called marker, in alphabetical order.

    >>> "section-232-status" in names_in(datasets(), "datapackage.json")
    True
    """
    return sorted(path.parent.name for path in folder.glob(f"*/{marker}"))


def inside(folder: Path, name: object) -> Path:
    """The path of a file or folder of that name directly in a folder. Raises ValueError for a name that leaves it.

    >>> inside(datasets(), "eu-members").name
    'eu-members'
    >>> inside(datasets(), "../eu-members")
    Traceback (most recent call last):
    ValueError: '../eu-members' is not a name for a file: use letters, figures and hyphens only.
    """
    if type(name) is not str or not re.fullmatch(r"\w[\w.-]{0,120}", name):
        raise ValueError(say("ground.outside_folder", given=name))
    return folder / name
