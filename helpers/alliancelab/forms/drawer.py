"""A student's answers on disk: small JSON files beside the notebook; a locked one is never written again."""

import json
import os
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import NamedTuple

from alliancelab.ground.messages import say
from alliancelab.ground.paths import inside

FOLDER = "my-work"


class Kept(NamedTuple):
    """What a drawer holds: the answers by question, when they were locked ("" for a draft), the file, a sentence."""

    answers: dict[str, float]
    locked_at: str
    file: str
    note: str


class Drawer:
    """The files of one exercise: a draft, replaced at each change, and locked sheets, each under its own name.

    name.draft.json is the draft; name.json, name-2.json and so on are locked. The folder is made at the
    first write, beside the notebook (the kernel's working folder) unless another is given. Nothing is
    written by reading, except that a damaged file is renamed and so kept. Raises ValueError for a name that
    is not the name of a file.

    >>> with tempfile.TemporaryDirectory() as place:
    ...     drawer = Drawer("sheet", place)
    ...     drawer.save({"Q1": 0.3})
    ...     drawer.lock({"Q1": 0.3}, "2026-11-24T10:00"), drawer.read().locked_at
    ('sheet.json', '2026-11-24T10:00')
    """

    def __init__(self, name: str, folder: str | Path = FOLDER):
        self.name, self.folder = inside(place(folder), name).name, place(folder)
        self._draft = self.folder / f"{name}.draft.json"

    def read(self) -> Kept:
        """The newest answers: the draft if there is one, else the last locked sheet, else none."""
        notes = []
        for path in (self._draft, *reversed(self._locked())):
            try:
                answers, locked_at = _parsed(path.read_text(encoding="utf-8"))
            except FileNotFoundError:
                continue
            except OSError as error:
                notes.append(say("forms.file_not_read", file=self._shown(path), reason=error.strerror))
                continue
            except (ValueError, RecursionError):
                notes.append(self._set_aside(path))
                continue
            # A draft is never locked, whatever is written in it.
            return Kept(answers, "" if path == self._draft else locked_at, path.name, " ".join(notes))
        return Kept({}, "", "", " ".join(notes))

    def draft(self) -> dict[str, float] | None:
        """The answers of the draft as it is on the disk now; nothing where there is none that can be read."""
        try:
            return _parsed(self._draft.read_text(encoding="utf-8"))[0]
        except (OSError, ValueError, RecursionError):
            return None

    def save(self, answers: dict[str, float]) -> None:
        """Put the draft in place of the last one, whole or not at all. Raises OSError where it cannot be written."""
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.folder, suffix=".part")
        os.close(handle)
        part = Path(name)
        try:
            _fill(part, self._text(answers, ""))
            os.replace(part, self._draft)
        finally:
            part.unlink(missing_ok=True)

    def lock(self, answers: dict[str, float], locked_at: str) -> str:
        """Write a locked sheet under the first free name, remove the draft, and return the name.

        Raises OSError where it cannot be written; the draft then stays.
        """

        def name(number: int) -> str:
            return f"{self.name}.json" if number == 1 else f"{self.name}-{number}.json"

        written = _first_free(self.folder, lambda number: {name(number): self._text(answers, locked_at)})
        self._draft.unlink(missing_ok=True)
        return written[0].name

    def _locked(self) -> list[Path]:
        sheets = {1: self.folder / f"{self.name}.json"}
        for path in self.folder.glob(f"{self.name}-*.json"):
            number = path.stem.removeprefix(f"{self.name}-")
            if number.isdecimal():
                sheets[int(number)] = path
        return [sheets[number] for number in sorted(sheets)]

    def _text(self, answers: dict[str, float], locked_at: str) -> bytes:
        about = say("forms.about_file", name=self.name)
        sheet = {"about": about, "locked_at": locked_at, "answers": answers}
        return (json.dumps(sheet, indent=1) + "\n").encode()

    def _set_aside(self, path: Path) -> str:
        number = 1
        while (aside := path.with_name(f"{path.stem}.damaged-{number}.json")).exists():
            number += 1
        try:
            path.rename(aside)
        except OSError:
            return say("forms.damaged_stays", file=self._shown(path))
        return say("forms.damaged_kept", file=self._shown(path), name=aside.name)

    def _shown(self, path: Path) -> str:
        return f"{self.folder.name}/{path.name}"


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


def _parsed(text: str) -> tuple[dict[str, float], str]:
    sheet = json.loads(text)
    answers = sheet.get("answers") if isinstance(sheet, dict) else None
    locked_at = sheet.get("locked_at") if answers is not None else None
    if not isinstance(answers, dict) or type(locked_at) is not str:
        raise ValueError("not a sheet")
    for number in answers.values():
        if type(number) not in (int, float) or not 0 <= number <= 1:
            raise ValueError("not a probability")
    return {str(name): float(number) for name, number in answers.items()}, locked_at
