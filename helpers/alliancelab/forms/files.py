"""Files that are made for a student: under the first free number, whole or not at all, and never written over."""

import os
from collections.abc import Callable
from itertools import count
from pathlib import Path

from alliancelab.ground.messages import say
from alliancelab.ground.paths import inside


def place(folder: str | Path) -> Path:
    """A folder by its name or path. Raises ValueError for anything else.

    >>> place("my-work").name
    'my-work'
    """
    if not isinstance(folder, (str, Path)):
        raise ValueError(say("forms.not_a_folder", given=folder))
    return Path(folder)


def new_files(folder: str | Path, stem: str, contents: dict[str, bytes]) -> list[Path]:
    """Write files that differ in their endings under one new number, all of them or none.

    Raises ValueError for a stem that is not the name of a file, OSError where they cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     [new_files(place, "a", {".txt": b""})[0].name for _ in range(2)]
    ['a-1.txt', 'a-2.txt']
    """
    home = place(folder)
    inside(home, stem)
    return _first_free(home, lambda number: {f"{stem}-{number}{end}": content for end, content in contents.items()})


def _first_free(folder: Path, named: Callable[[int], dict[str, bytes]]) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    for number in count(1):
        try:
            return _written(folder, named(number))
        except FileExistsError:
            continue


def _written(folder: Path, contents: dict[str, bytes]) -> list[Path]:
    paths = [folder / name for name in contents]
    parts, named = [], []
    try:
        for path in paths:
            parts.append(_owned(path))
        if any(map(os.path.lexists, paths)):
            raise FileExistsError
        for part, content in zip(parts, contents.values(), strict=True):
            _fill(part, content)
        for path in paths:
            os.rename(parts[0], path)
            # Its name is free again, and another kernel may have taken it: not ours to remove.
            del parts[0]
            named.append(path)
    except OSError:
        for path in named:
            path.unlink(missing_ok=True)
        raise
    finally:
        for part in parts:
            part.unlink(missing_ok=True)
    return paths


def _owned(path: Path) -> Path:
    # Who makes NAME.part owns NAME: two kernels never write one file, also on a disk without links.
    part = path.with_name(f"{path.name}.part")
    part.open("xb").close()
    return part


def _fill(part: Path, content: bytes) -> None:
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
