"""A notebook as it came, and the student's own kept beside it under a dated name.

What is brought back is lessons/LESSON/notebook.json, a copy of the notebook that `keys` writes (`seal_copy`). It
ships with the kit, so that one way works in a checkout, in an unpacked ZIP and from a wheel, without git, and also
where the keys are not given out. It is no .ipynb, so that nobody takes it for a lesson.
"""

import os
import subprocess
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import NamedTuple

from alliancelab.ground import paths
from alliancelab.ground.messages import say
from alliancelab.ground.suggestions import resolve

COPY = "notebook.json"
# How a student's own notebook is called: LESSON (mine, 2026-11-26 14.05).ipynb; colons are not for Windows.
MINE = " (mine, "


class Restored(NamedTuple):
    """The notebook that is as it came, the student's own (None where nothing had been changed), and a sentence."""

    notebook: Path
    mine: Path | None
    sentence: str


def restore(lesson: str, root: Path | None = None) -> Restored:
    """Bring a lesson's notebook back as it came; what was there is kept beside it, byte for byte.

    A lesson is named in full or by its number. Raises LookupError for an unknown one, ValueError where a file
    cannot be written; nothing is lost then.

    >>> restore("10-first-lok")
    Traceback (most recent call last):
    LookupError: No lesson is called '10-first-lok'. Did you mean '10-first-look'? Known: ...
    """
    slug = _slug(lesson, root)
    copy, notebook = _copy(slug, root), _notebooks(root) / f"{slug}.ipynb"
    try:
        came = copy.read_bytes()
        was = notebook.read_bytes() if os.path.lexists(notebook) else None
        if was == came:
            return Restored(notebook, None, say("restore.unchanged", name=notebook.name))
        mine = _keep(notebook, was) if was is not None else None
        _replace(notebook, came)
    except OSError as error:
        raise ValueError(say("restore.not_written", folder=notebook.parent, why=error.strerror)) from None
    if mine is None:
        return Restored(notebook, None, say("restore.back", name=notebook.name))
    return Restored(notebook, mine, say("restore.kept", name=notebook.name, mine=mine.name))


def update(root: Path | None = None) -> Iterator[str]:
    """Bring the kit up to date: what a student worked in is kept and restored, then git pulls where there is git.

    Yields a sentence for each thing done. Raises ValueError where a file cannot be written or git refuses.

    >>> next(update(Path("no such folder")))
    Traceback (most recent call last):
    ValueError: no such folder has no lessons. Change to the folder of your copy of Alliance Lab.
    """
    slugs = _slugs(root)
    if not slugs:
        raise ValueError(say("restore.no_lessons", folder=root or paths.root()))
    for slug in slugs:
        done = restore(slug, root)
        if done.mine:
            yield done.sentence
    home = root or paths.root()
    if not (home / ".git").exists():
        yield say("restore.without_git" if (home / "helpers").is_dir() else "restore.wheel")
        return
    try:
        git = subprocess.run(["git", "pull", "--ff-only"], cwd=home, capture_output=True, text=True)
    except FileNotFoundError:
        yield say("restore.without_git")
        return
    if git.returncode:
        words = (git.stderr.strip() or git.stdout.strip() or "?").splitlines()
        raise ValueError(say("restore.git_refused", why=words[-1]))
    yield say("restore.updated")


def seal_copy(slug: str, root: Path | None = None) -> Path:
    """Write the copy that `restore` brings back, from the notebook as its author leaves it.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     home = Path(place)
    ...     for room in ("notebooks", "lessons/10-x"):
    ...         (home / room).mkdir(parents=True)
    ...     _ = (home / "notebooks/10-x.ipynb").write_text("{}")
    ...     seal_copy("10-x", home).name, restore("10-x", home).mine
    ('notebook.json', None)
    """
    copy = _copy(slug, root)
    copy.write_bytes(((root or paths.root()) / "notebooks" / f"{slug}.ipynb").read_bytes())
    return copy


def _slugs(root: Path | None) -> list[str]:
    return paths.names_in(root / "lessons" if root else paths.lessons(), COPY)


def _slug(lesson: object, root: Path | None) -> str:
    slugs = _slugs(root)
    by_number = {slug.split("-")[0]: slug for slug in slugs}
    return by_number.get(lesson) or resolve(lesson, slugs, "lesson")


def _copy(slug: str, root: Path | None) -> Path:
    return (root / "lessons" if root else paths.lessons()) / slug / COPY


def _notebooks(root: Path | None) -> Path:
    home = root or paths.root()
    if root or (home / "helpers").is_dir():
        return home / "notebooks"
    # A wheel's own notebooks are nobody's: `lab` laid the lessons out in a working folder.
    here = Path.cwd()
    return here if here.name == "notebooks" else here / "notebooks"


def _keep(notebook: Path, content: bytes) -> Path:
    stamp = f"{datetime.now():%Y-%m-%d %H.%M}"
    for number in count(1):
        again = "" if number == 1 else f", {number}"
        mine = notebook.with_name(f"{notebook.stem}{MINE}{stamp}{again}).ipynb")
        try:
            file = mine.open("xb")
        except FileExistsError:
            continue
        try:
            with file:
                _written(file, content)
        except OSError:
            mine.unlink()
            raise
        return mine


def _replace(notebook: Path, content: bytes) -> None:
    part = notebook.with_name(f"{notebook.name}.part")
    try:
        with part.open("wb") as file:
            _written(file, content)
        os.replace(part, notebook)
    finally:
        part.unlink(missing_ok=True)


def _written(file, content: bytes) -> None:
    file.write(content)
    file.flush()
    os.fsync(file.fileno())
