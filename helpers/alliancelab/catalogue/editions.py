"""The editions of a dataset: what changed from one to the next, cell by cell, and what a row said before.

changes.csv in a dataset's folder has one line for each edition, with a digest of all it held, and one line for
each cell that changed in it: day, row, column, old value, new value, why (one line, row *, where every row changed
alike, as when a column is new). Taking the lines back, the newest
first, gives every earlier edition, and its digest must come out: a value that was changed without a line does
not let it. `seal` writes the file; nobody else does.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from alliancelab.catalogue import schema
from alliancelab.ground.messages import say

CHANGES = "changes.csv"
# The columns of changes.csv. The line of an edition has no row, and the digests before and after as its values.
Line = NamedTuple("Line", [(name, str) for name in ("version", "day", "row", "column", "old", "new", "why")])
DIGEST, ADDED, EVERY = "digest", "(added)", "*"
FIRST = "1.0.0"
# Everything that one edition holds, by name and by column; an empty cell is left out.
Records = dict[str, dict[str, str]]
_SOURCE, _COLUMN, _ABOUT = "source ", "column ", "descriptor"
# What seal writes itself, and the bytes it seals by their hash, say nothing about the subject; nor does where an
# author looks at the next review, which may be made better on any day without a new edition.
_WRITTEN = {"version", "revisions", "resources", "created", "review_look_up"}
# A remark explains a value and is none.
_WORDS = {"remark"}


def records(package: Mapping, contents: Mapping[str, bytes]) -> Records:
    """All that a dataset holds: its rows, its sources ("source NAME"), its columns and its descriptor's own words.

    >>> package = {"title": "T", "resources": [{"path": "a.csv", "schema": {"fields": [], "primaryKey": ["k"]}}]}
    >>> records(package, {"a.csv": b"k,v\\nA,1\\nB,\\n"})
    {'A': {'k': 'A', 'v': '1'}, 'B': {'k': 'B'}, 'descriptor': {'title': 'T'}}
    """
    held: Records = {}
    for resource, prefix in zip(package["resources"], ("", _SOURCE), strict=False):
        key = schema.key_of(resource) or ["source_id"]
        text = contents[resource["path"]].decode("utf-8")
        for row in csv.DictReader(io.StringIO(text, newline="")):
            name = prefix + " ".join(str(row.get(column)) for column in key)
            held[name] = {column: value for column, value in row.items() if value and column}
        for field in resource["schema"]["fields"]:
            held[f"{_COLUMN}{prefix}{field['name']}"] = dict(_flat(field))
    held[_ABOUT] = dict(_flat({part: value for part, value in package.items() if part not in _WRITTEN}))
    return held


def _flat(value: object, at: str = "") -> Iterator[tuple[str, str]]:
    """A table of tables as pairs of a path and a text; a list of sentences one by one, other lists as they are."""
    if isinstance(value, Mapping):
        for part, each in value.items():
            yield from _flat(each, f"{at}.{part}" if at else str(part))
    elif isinstance(value, list) and all(isinstance(each, str) and " " in each for each in value):
        for n, each in enumerate(value, start=1):
            yield f"{at}.{n}", each
    elif value not in ("", None):
        yield at, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def digest(held: Records) -> str:
    """What tells one edition from another, whatever the order of its rows and columns.

    >>> digest({"A": {"v": "1"}, "B": {}}) == digest({"B": {}, "A": {"v": "1"}})
    True
    """
    whole = json.dumps(held, ensure_ascii=False, sort_keys=True)
    return "sha256:" + hashlib.sha256(whole.encode("utf-8")).hexdigest()


def differences(before: Records, after: Records) -> list[tuple[str, str, str, str]]:
    """Row, column, old value and new value of each cell that differs; a new row is one line, a row that is gone all.

    >>> differences({"A": {"v": "1"}, "B": {"v": "2"}}, {"A": {"v": "3"}, "C": {"v": "4"}})
    [('A', 'v', '1', '3'), ('C', '', '', '(added)'), ('B', 'v', '2', '')]
    """
    found = []
    for name in dict.fromkeys([*after, *before]):
        old, new = before.get(name), after.get(name, {})
        if old is None:
            found.append((name, "", "", ADDED))
            continue
        columns = [each for each in dict.fromkeys([*new, *old]) if old.get(each) != new.get(each)]
        found += [(name, each, old.get(each, ""), new.get(each, "")) for each in columns]
    return found


def told(before: Records, after: Records) -> list[tuple[str, str, str, str]]:
    """The differences as changes.csv tells them: one line, of row *, for a cell that changed alike in every row.

    >>> told({"A": {"v": "1"}, "B": {"v": "1"}}, {"A": {"v": "2"}, "B": {"v": "2"}, "C": {"v": "2"}})
    [('*', 'v', '1', '2'), ('C', '', '', '(added)')]
    """
    found, rows = differences(before, after), [name for name in before if is_row(name)]
    alike: dict[tuple, list[str]] = {}
    for name, *change in found:
        if is_row(name) and name in before:
            alike.setdefault(tuple(change), []).append(name)
    # With two rows or more; and no row is gone, since it would be every row's line too.
    none_gone = set(rows) <= set(after)
    whole = [change for change, names in alike.items() if none_gone and len(names) == len(rows) > 1]
    rest = [each for each in found if not (is_row(each[0]) and each[0] in before and each[1:] in whole)]
    return [(EVERY, *change) for change in whole] + rest


def is_row(name: str) -> bool:
    """Whether a name is one of a row of the table, not of a source, a column or the descriptor.

    >>> is_row("E014"), is_row("source proc-10144"), is_row("descriptor")
    (True, False, False)
    """
    return bool(name) and name not in (_ABOUT, EVERY) and not name.startswith((_SOURCE, _COLUMN))


def to_name(before: Records, after: Records) -> list[str]:
    """The rows and sources that an author must name: those that changed otherwise than by a new or dropped column.

    >>> a, b = {"A": {"v": "1"}, "column v": {}}, {"A": {"v": "1", "w": "x"}, "column v": {}, "column w": {}}
    >>> to_name(a, b)
    []
    """
    whole = {name.removeprefix(_COLUMN) for name in {*before} ^ {*after} if name.startswith(_COLUMN)}
    named = []
    for name, column, _, _ in differences(before, after):
        in_column = f"{_SOURCE}{column}" if name.startswith(_SOURCE) else column
        if (is_row(name) or name.startswith(_SOURCE)) and in_column not in whole:
            named.append(name)
    return list(dict.fromkeys(named))


def next_version(version: str, before: Records, after: Records) -> str:
    """The number of the next edition: major where a value changed or a row is gone, minor where rows or a column
    were added, patch where only words did (a remark, a source, the descriptor).

    >>> next_version("1.4.2", {"A": {"v": "1"}}, {"A": {"v": "2"}})
    '2.0.0'
    """
    major, minor, patch = map(int, version.split("."))
    new_columns = {name.removeprefix(_COLUMN) for name in after if name.startswith(_COLUMN) and name not in before}
    rows = [(column, old, new) for name, column, old, new in differences(before, after) if is_row(name)]
    if any(new != ADDED and column not in new_columns | _WORDS for column, _, new in rows):
        return f"{major + 1}.0.0"
    if any(new == ADDED or column in new_columns for column, _, new in rows):
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1}"


def read(home: Path) -> list[Line]:
    """The lines of changes.csv, the oldest first; none where there is no such file. Raises ValueError for another.

    >>> from alliancelab.ground import paths
    >>> read(paths.datasets())
    []
    """
    path = home / CHANGES
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    if not rows or tuple(rows[0]) != Line._fields or any(len(row) != len(Line._fields) for row in rows):
        raise ValueError(say("catalogue.changes_damaged", where=f"datasets/{home.name}/{CHANGES}"))
    return [Line(*row) for row in rows[1:]]


def write(home: Path, lines: list[Line]) -> None:
    """Write changes.csv.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write(Path(folder), [Line("1.0.0", "2026-11-26", "", DIGEST, "", "sha256:0", "First edition.")])
    ...     read(Path(folder))[0].why
    'First edition.'
    """
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([Line._fields, *lines])
    (home / CHANGES).write_text(text.getvalue(), encoding="utf-8", newline="\n")


class Edition(NamedTuple):
    """One edition, with the lines that made it from the one before (none for the first)."""

    version: str
    day: str
    why: str
    before: str
    after: str
    lines: list[Line]


def editions(lines: list[Line]) -> list[Edition]:
    """The editions that the lines of changes.csv tell, the oldest first.

    >>> editions([Line("1.0.0", "2026-11-26", "", DIGEST, "", "sha256:0", "First edition.")])[0].version
    '1.0.0'
    """
    found: list[Edition] = []
    for line in lines:
        if line.row:
            if found:
                found[-1].lines.append(line)
        else:
            found.append(Edition(line.version, line.day, line.why, line.old, line.new, []))
    return found


def taken_back(held: Records, lines: list[Line]) -> Records:
    """What an edition held before these lines. Raises ValueError for a line whose new value is not there.

    >>> line = Line("2.0.0", "2026-11-26", "A", "v", "1", "2", "Read again.")
    >>> taken_back({"A": {"v": "2"}}, [line])
    {'A': {'v': '1'}}
    """
    earlier = {name: dict(cells) for name, cells in held.items()}
    # The lines of every row come first in an edition and so are taken back last, when only its old rows are left.
    for line in _single(reversed(lines), earlier):
        cells = earlier.setdefault(line.row, {})
        if line.new == ADDED and not line.column:
            if not earlier.pop(line.row):
                raise ValueError(say("catalogue.change_untrue", row=line.row, column="", new=ADDED))
            continue
        if cells.get(line.column, "") != line.new:
            raise ValueError(say("catalogue.change_untrue", row=line.row, column=line.column, new=line.new))
        cells.pop(line.column, None)
        if line.old:
            cells[line.column] = line.old
    return earlier


def _single(lines: Iterable[Line], held: Records) -> Iterator[Line]:
    for line in lines:
        if line.row == EVERY:
            yield from [line._replace(row=name) for name in list(held) if is_row(name)]
        else:
            yield line


def faults(held: Records, version: str, lines: list[Line]) -> Iterator[tuple[str, str]]:
    """What does not fit between a dataset and its change log, as pairs of a kind and a sentence; none when all does.

    The kinds are "trace" (a value changed without a line, or a line tells of none) and "version" (a number that
    the rule does not give).

    >>> list(faults({}, "1.0.0", []))[0][0]
    'trace'
    """
    listed = editions(lines)
    if not listed or listed[0].lines:
        yield "trace", say("catalogue.no_first_edition")
        return
    if listed[-1].version != version:
        yield "version", say("catalogue.version_differs", given=version, wanted=listed[-1].version)
    for n in range(len(listed) - 1, -1, -1):
        edition = listed[n]
        if digest(held) != edition.after:
            yield "trace", say("catalogue.untraced", version=edition.version)
            return
        if n:
            try:
                earlier = taken_back(held, edition.lines)
            except ValueError as error:
                yield "trace", str(error)
                return
            wanted = next_version(listed[n - 1].version, earlier, held)
            if edition.version != wanted:
                yield "version", say("catalogue.version_wrong", given=edition.version, wanted=wanted)
            held = earlier


def history(lines: list[Line], row: str) -> pd.DataFrame:
    """Each change of one row, the oldest first: day, version, column, old value, new value, why.

    >>> history([Line("2.0.0", "2026-11-26", "A", "v", "1", "2", "Read again.")], "A")["old"].tolist()
    ['1']
    """
    kept = []
    for line in lines:
        if line.row == row and line.new == ADDED and not line.column:
            # What every row went through before is no change of a row that was not there.
            kept = [line]
        elif line.row == row or (line.row == EVERY and is_row(row)):
            kept.append(line)
    columns = ["day", "version", "column", "old", "new", "why"]
    return pd.DataFrame([[getattr(line, column) for column in columns] for line in kept], columns=columns)
