"""A student's answers on disk: small JSON files beside the notebook; a locked one is never written again."""

import json
import os
import tempfile
from itertools import count
from pathlib import Path
from typing import NamedTuple

FOLDER = "my-work"


class Kept(NamedTuple):
    """What was found: the answers by question, when they were locked ("" for a draft), the file, a sentence."""

    answers: dict[str, float]
    locked_at: str
    file: str
    note: str


class Drawer:
    """The files of one exercise: a draft, replaced at each change, and locked sheets, each under its own name.

    name.draft.json is the draft; name.json, name-2.json and so on are locked. The folder is made at the
    first write, beside the notebook (the kernel's working folder) unless another is given. Nothing is
    written by reading, except that a damaged file is renamed and so kept.

    >>> with tempfile.TemporaryDirectory() as place:
    ...     drawer = Drawer("sheet", place)
    ...     drawer.save({"Q1": 0.3})
    ...     drawer.lock({"Q1": 0.3}, "2026-11-24T10:00"), drawer.read().locked_at
    ('sheet.json', '2026-11-24T10:00')
    """

    def __init__(self, name: str, folder: str | Path = FOLDER):
        self.name, self.folder = name, Path(folder)
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
                notes.append(f"{self._shown(path)} could not be read ({error.strerror}); it was left alone.")
                continue
            except (ValueError, RecursionError):
                notes.append(self._set_aside(path))
                continue
            # A draft is never locked, whatever is written in it.
            return Kept(answers, "" if path == self._draft else locked_at, path.name, " ".join(notes))
        return Kept({}, "", "", " ".join(notes))

    def save(self, answers: dict[str, float]) -> None:
        """Put the draft in place of the last one, whole or not at all. Raises OSError where it cannot be written."""
        made = self._written(answers, "")
        try:
            os.replace(made, self._draft)
        finally:
            made.unlink(missing_ok=True)

    def lock(self, answers: dict[str, float], locked_at: str) -> str:
        """Write a locked sheet under the first free name, remove the draft, and return the name.

        Raises OSError where it cannot be written; the draft then stays.
        """
        made = self._written(answers, locked_at)
        try:
            name = self._named(made)
        finally:
            made.unlink(missing_ok=True)
        self._draft.unlink(missing_ok=True)
        return name

    def _locked(self) -> list[Path]:
        found = {1: self.folder / f"{self.name}.json"}
        for path in self.folder.glob(f"{self.name}-*.json"):
            number = path.stem.removeprefix(f"{self.name}-")
            if number.isdecimal():
                found[int(number)] = path
        return [found[number] for number in sorted(found)]

    def _written(self, answers: dict[str, float], locked_at: str) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(
            {
                "about": f"Your answers to {self.name}; keep this file to keep them.",
                "locked_at": locked_at,
                "answers": answers,
            },
            indent=1,
        )
        with tempfile.NamedTemporaryFile("w", dir=self.folder, suffix=".part", delete=False, encoding="utf-8") as part:
            part.write(text + "\n")
            part.flush()
            os.fsync(part.fileno())
        return Path(part.name)

    def _named(self, made: Path) -> str:
        number = 1
        while True:
            target = self.folder / (f"{self.name}.json" if number == 1 else f"{self.name}-{number}.json")
            try:
                _new_name(made, target)
                return target.name
            except FileExistsError:
                number += 1

    def _set_aside(self, path: Path) -> str:
        number = 1
        while (aside := path.with_name(f"{path.stem}.damaged-{number}.json")).exists():
            number += 1
        try:
            path.rename(aside)
        except OSError:
            return f"{self._shown(path)} is damaged and could not be set aside; rename it before you go on."
        return f"{self._shown(path)} was damaged; it is kept as {aside.name}."

    def _shown(self, path: Path) -> str:
        return f"{self.folder.name}/{path.name}"


def new_files(folder: str | Path, stem: str, contents: dict[str, bytes]) -> list[Path]:
    """Write files that differ in their endings under one new number. Raises OSError where that cannot be done.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     [new_files(place, "a", {".txt": b""})[0].name for _ in range(2)]
    ['a-1.txt', 'a-2.txt']
    """
    home = Path(folder)
    home.mkdir(parents=True, exist_ok=True)
    for number in count(1):
        paths = [home / f"{stem}-{number}{ending}" for ending in contents]
        if any(path.exists() for path in paths):
            continue
        try:
            for path, content in zip(paths, contents.values(), strict=True):
                # "x" fails where another kernel took the name a moment ago.
                with path.open("xb") as new:
                    new.write(content)
        except FileExistsError:
            continue
        return paths


def _new_name(made: Path, target: Path) -> None:
    # A link fails where the name is taken, even by another kernel a moment ago; not every disk has links.
    try:
        os.link(made, target)
    except FileExistsError:
        raise
    except OSError:
        with open(target, "x", encoding="utf-8") as new:
            new.write(made.read_text(encoding="utf-8"))


def _parsed(text: str) -> tuple[dict[str, float], str]:
    found = json.loads(text)
    answers = found.get("answers") if isinstance(found, dict) else None
    locked_at = found.get("locked_at") if answers is not None else None
    if not isinstance(answers, dict) or type(locked_at) is not str:
        raise ValueError("not a sheet")
    for number in answers.values():
        if type(number) not in (int, float) or not 0 <= number <= 1:
            raise ValueError("not a probability")
    return {str(name): float(number) for name, number in answers.items()}, locked_at
