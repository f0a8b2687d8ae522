"""The review: which tables are due for a check, how old their newest rows are, and where an author looks.

Nothing here is typed. What is due and where to look stand in the descriptors, and days stand in the tables; any
day can be asked, so that a test reads the same review tomorrow.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from alliancelab import catalogue
from alliancelab.catalogue import schema
from alliancelab.classroom.freshness import is_closed
from alliancelab.ground import days, paths
from alliancelab.ground.messages import say

# A table that is due within so many days is named already.
SOON = 60
# A day of our own reading is no day of the world, and so nothing that is still to come.
_READ_ON = ("last_confirmed", "as_of_date")
_WORDS, _KEY, _SHOWN = 64, 24, 3


class Due(NamedTuple):
    """A table that is to be checked again: by which day, and how many days are left (below nought: it is late)."""

    name: str
    by: pd.Timestamp
    left: int


class Newest(NamedTuple):
    """The newest row of a table: its day, its age in days, how many rows share the day, its key and first words."""

    name: str
    day: pd.Timestamp
    age: int
    rows: int
    key: str
    words: str


class Open(NamedTuple):
    """The rows of a table that have begun and have no end, by the day on which each was last confirmed."""

    name: str
    rows: int
    confirmed: dict[str, int]


class Coming(NamedTuple):
    """A day of a table that has not come yet, with the column and the rows it stands in."""

    day: pd.Timestamp
    name: str
    column: str
    rows: list[str]


class Table(NamedTuple):
    """A dataset as the review reads it."""

    package: Mapping
    rows: pd.DataFrame

    @property
    def name(self) -> str:
        """The name of the dataset."""
        return self.package["name"]

    @property
    def fields(self) -> list[dict]:
        """The columns of the table as the descriptor has them."""
        return self.package["resources"][0]["schema"]["fields"]

    @property
    def dated(self) -> list[str]:
        """The columns that hold days."""
        return [field["name"] for field in self.fields if field["type"] == "date"]

    def keys(self, rows: pd.DataFrame) -> list[str]:
        """The names of these rows."""
        named = rows[schema.key_of(self.package["resources"][0])].astype("str")
        return named.agg(" ".join, axis=1).tolist() if len(rows) else []


def tables(root: Path | None = None) -> list[Table]:
    """Every dataset of a house (the checkout's by default). Raises ValueError for one that cannot be read."""
    home = root / "datasets" if root else paths.datasets()
    names = catalogue.names(home)
    return [Table(catalogue.descriptor(name, home / name), catalogue.load(name, home / name)) for name in names]


def due(table: Table, on: pd.Timestamp) -> Due:
    """By which day a table is to be checked again."""
    by = days.read(table.package["review_by"], "review_by")
    return Due(table.name, by, (by - on).days)


def newest(table: Table, on: pd.Timestamp) -> Newest | None:
    """The newest row that a table has on a day; None where it has no days, or none before that one.

    The day is the table's first column of days; where it has none, the end of its last year.
    """
    column, began = _began(table)
    known = began[began <= on]
    if column is None or known.empty:
        return None
    rows = table.rows.loc[known[known == known.max()].index]
    words = _words(table, rows.iloc[0])
    return Newest(table.name, known.max(), (on - known.max()).days, len(rows), table.keys(rows)[0], words)


def _began(table: Table) -> tuple[str | None, pd.Series]:
    if table.dated:
        return table.dated[0], table.rows[table.dated[0]].dropna()
    if "year" in table.rows and pd.api.types.is_integer_dtype(table.rows["year"]):
        years = table.rows["year"].dropna().astype("str")
        return "year", pd.to_datetime(years + "-12-31")
    return None, pd.Series(dtype="datetime64[s]")


def _words(table: Table, row: pd.Series) -> str:
    """The first words of what a row says: its longest column of free text, without remarks, sources and codes."""
    left_out = {*schema.key_of(table.package["resources"][0]), "source_id", "grade", "remark"}
    free = [
        field["name"]
        for field in table.fields
        if field["type"] == "string" and field["name"] not in left_out and "enum" not in field.get("constraints", {})
    ]
    lengths = {name: table.rows[name].str.len().mean() for name in free if pd.notna(row[name])}
    return _short(str(row[max(lengths, key=lengths.get)]), _WORDS) if lengths else ""


def still_open(table: Table, on: pd.Timestamp) -> Open | None:
    """The rows that have begun on a day and have no end yet; None for a table that keeps no intervals."""
    if not {"from_date", "before_date"} <= set(table.rows):
        return None
    rows = table.rows
    rows = rows[(rows["from_date"] <= on) & (rows["before_date"].isna() | (rows["before_date"] > on))]
    confirmed = rows["last_confirmed"].dropna() if "last_confirmed" in rows else pd.Series(dtype="datetime64[s]")
    counts = pd.Series(days.texts(confirmed)).value_counts().sort_index()
    return Open(table.name, len(rows), counts.to_dict()) if len(rows) else None


def coming(table: Table, on: pd.Timestamp) -> list[Coming]:
    """The days of a table that have not come on a day: acts that will hold, questions that will be answered."""
    found = []
    for column in table.dated:
        if column not in _READ_ON:
            later = table.rows[table.rows[column] > on]
            found += [
                Coming(day, table.name, column, table.keys(rows)) for day, rows in later.groupby(column, sort=True)
            ]
    return found


def unanswered(table: Table, on: pd.Timestamp) -> list[str]:
    """The questions of a table whose day has come and that have no answer yet."""
    if not {"resolution_date", "happened"} <= set(table.rows):
        return []
    rows = table.rows
    return table.keys(rows[(rows["resolution_date"] <= on) & rows["happened"].isna()])


def look_up(table: Table) -> list[str]:
    """Where an author looks at the next review; nothing for a table that is closed."""
    return [] if is_closed(table.package) else table.package.get("review_look_up", [])


def review(on: object = None, root: Path | None = None) -> str:
    """The review on a day (today by default), as plain text in columns. Raises ValueError for a bad day."""
    day = days.read(on or date.today())
    read = tables(root)
    return "\n".join([say("review.title", day=day), *_due(read, day), *_rows(read, day), *_to_do(read, day)])


def _due(read: list[Table], on: pd.Timestamp) -> Iterator[str]:
    by = sorted((due(table, on) for table in read), key=lambda each: (each.by, each.name))
    late, soon = [each for each in by if each.left < 0], [each for each in by if 0 <= each.left <= SOON]
    yield from ("", say("review.late"))
    yield from _columns([(each.name, _text(each.by), say("review.ago", n=-each.left)) for each in late])
    yield from ("", say("review.soon", n=SOON))
    yield from _columns([(each.name, _text(each.by), say("review.left", n=each.left)) for each in soon])


def _rows(read: list[Table], on: pd.Timestamp) -> Iterator[str]:
    last = sorted(filter(None, (newest(table, on) for table in read)), key=lambda each: (each.age, each.name))
    lines = []
    for each in last:
        row = _named([_short(each.key, _KEY)], each.rows)
        lines.append((each.name, _text(each.day), say("review.age", n=each.age), row, each.words))
    yield from ("", say("review.newest"))
    yield from _columns(lines)
    yield from ("", say("review.open"))
    kept = filter(None, (still_open(table, on) for table in read))
    lines = []
    for each in kept:
        told = ", ".join(say("review.confirmed", day=day, n=n) for day, n in each.confirmed.items())
        lines.append((each.name, say("review.rows", n=each.rows), told))
    yield from _columns(lines)


def _to_do(read: list[Table], on: pd.Timestamp) -> Iterator[str]:
    later = sorted((each for table in read for each in coming(table, on)), key=lambda each: (each.day, each.name))
    rows = [_named(each.rows[:_SHOWN], len(each.rows)) for each in later]
    lines = [(_text(each.day), each.name, each.column, row) for each, row in zip(later, rows, strict=True)]
    yield from ("", say("review.coming"))
    yield from _columns(lines)
    asked = [(table.name, ", ".join(rows)) for table in read if (rows := unanswered(table, on))]
    yield from ("", say("review.unanswered"))
    yield from _columns(asked)
    # The table that is due first stands first.
    ordered = sorted(read, key=lambda table: (due(table, on).by, table.name))
    yield from ("", say("review.look_up"))
    for table in ordered:
        if told := look_up(table):
            yield say("review.known", name=table.name, as_of=table.package["as_of"], by=table.package["review_by"])
            yield from (f"    - {each}" for each in told)
    closed = [table.name for table in read if is_closed(table.package)]
    yield from ("", say("review.closed", n=len(closed), names=", ".join(closed)))


def _text(day: pd.Timestamp) -> str:
    return f"{day:%Y-%m-%d}"


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " ..."


def _named(rows: list[str], n: int) -> str:
    named = ", ".join(rows)
    return named if n == len(rows) else say("review.and_more", rows=named, n=n - len(rows))


def _columns(lines: list[tuple[str, ...]]) -> Iterator[str]:
    """Lines of a table, each column as wide as its widest word; one line that says so where there is none."""
    if not lines:
        yield say("review.none")
        return
    widths = [max(len(line[n]) for line in lines) for n in range(len(lines[0]))]
    for line in lines:
        yield "  " + "  ".join(word.ljust(width) for word, width in zip(line, widths, strict=True)).rstrip()
