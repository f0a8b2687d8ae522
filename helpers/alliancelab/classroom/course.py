"""What a lesson says of itself: the settings at the head of lesson.md, and where its parts are."""

import importlib.util
import tomllib
from pathlib import Path
from types import ModuleType

from alliancelab.ground import paths
from alliancelab.ground.suggestions import resolve


def slugs() -> list[str]:
    """The lessons on the disk, in teaching order.

    >>> slugs()[0]
    '10-first-look'
    """
    return paths.names_in(paths.lessons(), "lesson.md")


def split(slug: str) -> tuple[dict, str]:
    """Settings and plan of a lesson: the TOML between +++ lines, and the Markdown after it.

    Raises LookupError for an unknown lesson, ValueError for settings that cannot be read.

    >>> split("10-first-look")[0]["minutes"] > 0
    True
    """
    path = home(slug) / "lesson.md"
    parts = path.read_text(encoding="utf-8").split("+++\n", 2)
    try:
        return tomllib.loads(parts[1]), parts[2]
    except (IndexError, tomllib.TOMLDecodeError) as error:
        raise ValueError(
            f"lessons/{slug}/lesson.md does not start with settings between two +++ lines ({error})."
        ) from None


def settings(slug: str) -> dict:
    """Title, question, minutes, objectives, claims and datasets of a lesson.

    >>> settings("10-first-look")["title"]
    'First look'
    """
    return split(slug)[0]


def home(slug: str) -> Path:
    """The teacher's folder of a lesson.

    >>> home("10-first-look").name
    '10-first-look'
    """
    return paths.lessons() / resolve(slug, slugs(), "lesson")


def notebook(slug: str) -> Path:
    """The student's notebook of a lesson.

    >>> notebook("10-first-look").name
    '10-first-look.ipynb'
    """
    return paths.notebooks() / f"{resolve(slug, slugs(), 'lesson')}.ipynb"


def module(slug: str) -> ModuleType:
    """The lesson's exercises.py, freshly imported.

    >>> hasattr(module("10-first-look"), "NUMBERS")
    True
    """
    path = home(slug) / "exercises.py"
    spec = importlib.util.spec_from_file_location(f"exercises_{slug.replace('-', '_')}", path)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded
