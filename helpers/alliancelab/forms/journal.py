"""What one student answers, clicks and locks: one line per act in a file of her own, added at once, never written over.

The folder is `my-work` beside the notebooks, whatever the working folder is. In it each name has a folder with the
journal `answers.jsonl` and the files made for her. What is done before a name is given lies in a folder of this
kernel's own, and moves when the name is given: so nobody's answer is ever shown as somebody else's.
"""

import hashlib
import json
import os
import re
import sys
import unicodedata
import uuid
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from alliancelab.ground import paths
from alliancelab.ground.messages import say

FOLDER = "my-work"
NO_NAME = "without a name"
# Where the work is kept instead; "off" keeps nothing on the disk (keys, exported pages, tests).
ELSEWHERE = "ALLIANCELAB_WORK"
_FILE = "answers.jsonl"


class Line(NamedTuple):
    """One act: when (ISO, with the time zone), in which kernel, in which lesson, on which item, and its value."""

    at: str
    kernel: str
    lesson: str
    item: str
    value: object

    @property
    def instant(self) -> float:
        """When, as seconds that compare over a journey too. Raises ValueError where the time has no zone."""
        moment = datetime.fromisoformat(self.at)
        if moment.tzinfo is None:
            raise ValueError("not a time with its zone")
        return moment.timestamp()


class Journal:
    """The work of one student at a time; `sign` says whose it is.

    home is the folder of all students' work; None keeps everything in memory only. kernel is a name that a kernel
    keeps over a restart: what was done without a name comes back under it. Nothing raises where the disk
    fails: what was done stays until the kernel ends, and `keep` returns a sentence that says so.

    >>> journal = Journal(None)
    >>> journal.keep("10-first-look", "first-day", "2018-03-23")
    ''
    >>> journal.last("10-first-look", "first-day")
    '2018-03-23'
    """

    def __init__(self, home: Path | None, kernel: str = ""):
        self.home, self.name = home, ""
        # Two kernels of one student are told apart, and so are two students without a name.
        self.kernel = kernel or uuid.uuid4().hex[:8]
        self._own: list[Line] = []
        self._read: tuple[object, list[Line], int] = (None, [], 0)
        self._seen: dict[tuple[str, str], float] = {}
        self._readers: list[Callable[[], None]] = []
        # One name is hers; but what a restarted kernel did without a name stays on its screen until it is given one.
        if len(self.names()) == 1 and not (home / NO_NAME / self.kernel / _FILE).exists():
            self.name = self.names()[0]

    def names(self) -> list[str]:
        """The names under which work is kept here, in alphabetical order."""
        if self.home is None:
            return []
        return sorted(path.parent.name for path in self.home.glob(f"*/{_FILE}"))

    @property
    def folder(self) -> Path | None:
        """Where this student's files are kept; made at the first write. None where nothing is kept."""
        if self.home is None:
            return None
        return self.home / self.name if self.name else self.home / NO_NAME / self.kernel

    @property
    def shown(self) -> str:
        """The folder as a sentence names it."""
        return f"{FOLDER}/{self.name or NO_NAME}"

    def watch(self, reader: Callable[[], None]) -> None:
        """Call reader whenever somebody else's work comes on the screen."""
        self._readers.append(reader)

    def sign(self, name: object) -> str:
        """Work under this name from now on, and say what is kept under it.

        What this kernel did without a name moves to it. Raises ValueError for a name that no folder can have.
        """
        given = " ".join(unicodedata.normalize("NFKC", name).split()) if isinstance(name, str) else ""
        if not re.fullmatch(r"[^\W_][\w .'’-]{0,58}[\w.'’-]|[^\W_]", given) or given.endswith(".") or given == NO_NAME:
            raise ValueError(say("forms.not_a_person", given=name))
        # On some disks two spellings are one folder; they are one person on all.
        known = {each.casefold(): each for each in self.names()}
        unnamed, folder = ([] if self.name else self._own), self.folder
        self.name = known.get(given.casefold(), given)
        self._own = [] if not unnamed else self._own
        self._seen.clear()
        trouble = self._moved(folder, unnamed)
        number = len({(line.lesson, line.item) for line in self._lines()})
        for reader in self._readers:
            reader()
        return trouble or say("forms.signed", name=self.name, n=number, folder=self.shown)

    def left_without_name(self) -> list[Path]:
        """The journals of other kernels that were never given a name, oldest first."""
        if self.home is None:
            return []
        found = (path for path in (self.home / NO_NAME).glob(f"*/{_FILE}") if path.parent.name != self.kernel)
        return sorted(found, key=lambda path: path.stat().st_mtime)

    def take_over(self) -> str:
        """Take what was done here without a name, and say how much it was."""
        number = 0
        for path in self.left_without_name():
            lines = _parsed(path)[0]
            if trouble := self._moved(path.parent, lines):
                return trouble
            number += len(lines)
        for reader in self._readers:
            reader()
        return say("forms.taken_over", n=number, folder=self.shown)

    def last(self, lesson: str, item: str) -> object:
        """The newest value of an item, in whichever kernel of this student it was given; None where there is none."""
        line = self._last(lesson, item)
        if line is None:
            return None
        self._seen[lesson, item] = line.instant
        return line.value

    def items(self, lesson: str) -> dict[str, object]:
        """The newest value of every item of a lesson."""
        return {line.item: line.value for line in self._lines() if line.lesson == lesson}

    def when(self, lesson: str, item: str) -> str:
        """When an item was last given, as year-month-day and time; nothing where it was not."""
        line = self._last(lesson, item)
        return line.at[:16].replace("T", " ") if line else ""

    def keep(self, lesson: str, item: str, value: object) -> str:
        """Add a line now. Returns one sentence where something happened that the student should know, else ''."""
        before = self._last(lesson, item)
        if before is not None and before.value == value:
            return ""
        line = Line(self._now(), self.kernel, lesson, item, value)
        self._own.append(line)
        elsewhere = (
            before is not None and before.kernel != self.kernel and before.instant > self._seen.get((lesson, item), 0)
        )
        self._seen[lesson, item] = line.instant
        note = say("forms.other_page", at=before.at[11:16]) if elsewhere else ""
        return " ".join(part for part in (note, self._written(self.folder, [line])) if part)

    def _now(self) -> str:
        now = datetime.now().astimezone()
        newest = max((line.instant for line in self._lines()[-1:]), default=0)
        # A clock that is put back must not make the newest act an old one.
        return datetime.fromtimestamp(max(now.timestamp(), newest), now.tzinfo).isoformat(timespec="milliseconds")

    def packed(self) -> bytes:
        """The whole journal as one file, for a student who takes it away."""
        lines = (json.dumps(line._asdict(), ensure_ascii=False, default=str) for line in self._lines())
        return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")

    def trouble(self) -> str:
        """One sentence where the journal holds lines that cannot be read, else ''."""
        self._lines()
        return say("forms.lines_not_read", n=self._read[2], folder=self.shown) if self._read[2] else ""

    def _last(self, lesson: str, item: str) -> Line | None:
        return next((line for line in reversed(self._lines()) if (line.lesson, line.item) == (lesson, item)), None)

    def _lines(self) -> list[Line]:
        """All lines of this student, oldest first: those on the disk, and those of this kernel that are not there."""
        path = self.folder / _FILE if self.folder else None
        try:
            stamp = (path, path.stat().st_mtime_ns, path.stat().st_size) if path else None
        except OSError:
            stamp = None
        if stamp is None:
            self._read = (None, [], 0)
        elif stamp != self._read[0]:
            self._read = (stamp, *_parsed(path))
        written = self._read[1]
        unwritten = [line for line in self._own if line not in written]
        return sorted([*written, *unwritten], key=lambda line: line.instant) if unwritten else written

    def _moved(self, source: Path | None, lines: list[Line]) -> str:
        """Put another folder's lines and files into this student's, and say what failed."""
        if not lines:
            return ""
        if trouble := self._written(self.folder, lines):
            return trouble
        if source and source.is_dir() and source != self.folder:
            for path in source.iterdir():
                target = self.folder / path.name
                if path.name == _FILE:
                    path.unlink()
                elif not target.exists():
                    path.rename(target)
            if not any(source.iterdir()):
                source.rmdir()
        return ""

    def _written(self, folder: Path | None, lines: list[Line]) -> str:
        if folder is None:
            return ""
        # One write per act, at the end of the file: two kernels never cut each other's line.
        text = "".join(json.dumps(line._asdict(), ensure_ascii=False, default=str) + "\n" for line in lines)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _append(folder / _FILE, text.encode("utf-8", "replace"))
        except OSError as error:
            return say("forms.not_kept", reason=error.strerror)
        return ""


def _append(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o644)
    try:
        size = os.fstat(handle).st_size
        if size:
            os.lseek(handle, size - 1, os.SEEK_SET)
            # A line that a full disk once cut ends here, and the next one begins on a line of its own.
            content = content if os.read(handle, 1) == b"\n" else b"\n" + content
        written = os.write(handle, content)
        if written < len(content):
            if os.fstat(handle).st_size == size + written:
                os.ftruncate(handle, size)
            raise OSError(28, os.strerror(28))
        os.fsync(handle)
    finally:
        os.close(handle)


def _parsed(path: Path) -> tuple[list[Line], int]:
    """The lines of a journal, oldest first, and how many could not be read; those are left as they are."""
    try:
        texts = path.read_bytes().split(b"\n")
    except OSError:
        return [], 0
    lines, bad = [], 0
    for text in filter(None, texts):
        try:
            line = Line(**json.loads(text))
            if not all(type(part) is str for part in line[:4]) or not line.instant:
                raise ValueError("not a line of a journal")
        except (ValueError, TypeError, RecursionError):
            bad += 1
            continue
        lines.append(line)
    return sorted(lines, key=lambda line: line.instant), bad


def home() -> Path | None:
    """The folder of all students' work: beside the notebooks of this copy; None where nothing is to be kept.

    An answer key keeps nothing: its answers are nobody's.
    """
    elsewhere = os.environ.get(ELSEWHERE, "")
    if elsewhere:
        return None if elsewhere == "off" else Path(elsewhere)
    here, root = Path.cwd(), paths.root()
    if (root / "lessons") in (here, *here.parents):
        return None
    if (root / "helpers").is_dir():
        return root / "notebooks" / FOLDER
    # The lessons of an installed wheel are laid out in a working folder: the notebooks there are the anchor.
    laid_out = next((folder for folder in (here, *here.parents) if (folder / "notebooks" / "kit.py").is_file()), None)
    return laid_out / "notebooks" / FOLDER if laid_out else here / FOLDER


@cache
def journal() -> Journal:
    """The one journal of this kernel."""
    return Journal(home(), _kernel_id())


def _kernel_id() -> str:
    """A name of this kernel that it keeps when it is restarted; nothing where there is none."""
    if "ipykernel.kernelapp" not in sys.modules:
        return ""
    from ipykernel.connect import get_connection_file

    try:
        name = Path(get_connection_file()).name
    except RuntimeError:
        return ""
    return hashlib.sha256(name.encode()).hexdigest()[:8]


def on_binder() -> bool:
    """Whether this is Binder, which forgets everything when the session ends."""
    return any(os.environ.get(name) for name in ("BINDER_SERVICE_HOST", "BINDER_LAUNCH_HOST", "BINDER_REQUEST"))
