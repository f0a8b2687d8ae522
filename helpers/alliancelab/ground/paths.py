"""Where the folders of the kit are: in a checkout, or inside an installed wheel."""

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def root() -> Path:
    """The folder that holds datasets/, lessons/ and notebooks/.

    A checkout wins over what a wheel carries, so that an edited table is the one that is read.

    >>> (root() / "datasets").is_dir()
    True
    """
    for folder in (_HERE.parents[1], _HERE / "house"):
        if (folder / "datasets").is_dir() and (folder / "lessons").is_dir():
            return folder
    raise LookupError(
        f"No datasets/ and lessons/ folders near {_HERE.name}; "
        "open the notebooks from a clone of the kit, or install it again."
    )


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
