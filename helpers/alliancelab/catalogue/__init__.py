"""The datasets: their names, their typed tables, what they say of themselves, and their sources.

Each dataset is a folder with a Data Package descriptor (Frictionless standard), the table and its
sources. Nothing is registered anywhere else: what is on the disk is the catalogue.
"""

import csv
import hashlib
import io
import json
import os
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from alliancelab.catalogue import editions, schema
from alliancelab.ground import paths, shown
from alliancelab.ground.messages import say
from alliancelab.ground.suggestions import resolve
from alliancelab.ground.tables import need

# The kind of document that a row was read in (each descriptor says what the words mean), best first; `ours` is no
# document at all. OFFICIAL are those that carry the words of the authority itself.
GRADES = ("original", "copy", "dataset", "report", "ours")
OFFICIAL = ("original", "copy")
# How review_look_up begins where nothing in a table can change any more.
NOTHING = "none: "


class _Loaded(NamedTuple):
    """A dataset read and checked once in a session, with what tells that a file of it has changed since."""

    stamp: tuple
    table: pd.DataFrame
    # Read as a table when it is asked for: most lessons load many tables and show the sources of a few.
    sources: Callable[[], pd.DataFrame]
    as_of: str


_LOADED: dict[Path, _Loaded] = {}


def names(folder: Path | None = None) -> list[str]:
    """Names of all datasets on the disk (below the checkout's datasets/, or another folder like it).

    >>> "eu-members" in names()
    True
    """
    return paths.names_in(folder or paths.datasets(), "datapackage.json")


def descriptor(name: str, folder: Path | None = None) -> dict:
    """What a dataset says of itself: the parsed datapackage.json.

    folder is the dataset's own, where it is not the checkout's. Raises LookupError for an unknown name,
    ValueError for a descriptor that cannot be used.

    >>> descriptor("eu-members")["name"]
    'eu-members'
    """
    try:
        content = (folder or _home(name)).joinpath("datapackage.json").read_bytes()
        package = json.loads(content)
    except OSError:
        raise ValueError(say("catalogue.damaged_descriptor", name=name, problem=say("catalogue.no_file"))) from None
    except (ValueError, RecursionError) as error:
        problem = say("catalogue.not_json", error=str(error))
        raise ValueError(say("catalogue.damaged_descriptor", name=name, problem=problem)) from None
    if problem := shape_fault(package):
        raise ValueError(say("catalogue.damaged_descriptor", name=name, problem=problem))
    return package


def shape_fault(package: object) -> str:
    """What keeps a descriptor from being read at all: a part that is missing or of another kind; empty when none.

    >>> shape_fault({"name": "x"})
    'resources must be a list of the table and its sources'
    """
    wanted = {
        "resources": ("a list of the table and its sources", lambda p: _is_list(p.get("resources"), dict, 2)),
        "path": ("a file name", lambda p: all(type(r.get("path")) is str for r in p["resources"])),
        "fields": ("a list of columns", lambda p: all(map(_has_fields, p["resources"]))),
        "primaryKey": ("names of columns", lambda p: all(map(_has_key, p["resources"]))),
        "cautions": ("a list of sentences", lambda p: _is_list(p.get("cautions", []), str, 0)),
        "coverage": ("a table", lambda p: isinstance(p.get("coverage", {}), dict)),
        "revisions": ("a list of tables", lambda p: _is_list(p.get("revisions", []), dict, 0)),
        "licenses": ("a list of tables with a name", lambda p: _is_list(p.get("licenses", []), dict, 0)),
        "text": ("text in title, grain, created, version and as_of", _has_texts),
    }
    if not isinstance(package, dict):
        return say("catalogue.wrong_part", part="the whole", wanted="a table")
    for part, (kind, holds) in wanted.items():
        if not holds(package):
            return say("catalogue.wrong_part", part=part, wanted=kind)
    return ""


def load(name: str, folder: Path | None = None) -> pd.DataFrame:
    """The table of a dataset, typed and checked against its descriptor once in a session.

    Days are datetime64, whole numbers Int64 (may be missing), columns with a fixed list of values
    categories in the descriptor's order. `attrs` keeps the dataset's name and as_of day.

    Raises LookupError for an unknown name and ValueError with file, line, column, value and what was
    expected when a file is not the one its descriptor was sealed with.

    >>> load("eu-members").columns[:2].tolist()
    ['country_code', 'country_name']
    """
    loaded = _loaded(name, folder or _home(name))
    # Copy-on-write: whoever changes the copy leaves the kept table alone, and an unchanged one costs nothing.
    table = loaded.table.copy(deep=False)
    table.attrs = {"dataset": name, "as_of": loaded.as_of}
    return table


def sources(table: pd.DataFrame, name: str | None = None) -> pd.DataFrame:
    """The sources of these rows, with how many of the rows rest on each.

    `table` is any part of a loaded dataset with its source_id column; name is needed only when the
    table has lost its attrs. Raises ValueError when the rows cannot be traced.

    >>> sources(load("eu-members")).shape[0]
    1
    """
    need(table)
    name = name or table.attrs.get("dataset")
    if name is None or "source_id" not in table:
        raise ValueError(say("catalogue.untraceable"))
    listed = _loaded(name, _home(name)).sources()
    counts = table["source_id"].astype("str").value_counts().rename("rows")
    cited = listed.set_index("source_id").join(counts, how="inner").sort_values("rows", ascending=False)
    return cited.reset_index()[["rows", "publisher", "title", "published", "url", "source_id"]]


def source_records(name: str) -> pd.DataFrame:
    """All sources of a dataset with everything that is recorded of them: address, day read, licence, grade.

    Raises LookupError for an unknown dataset.

    >>> source_records("eu-members")["grade"].notna().all().item()
    True
    """
    return _loaded(name, _home(name)).sources().copy()


def history(name: str, row: str) -> pd.DataFrame:
    """Each change of one row since the first edition: day, version, column, old value, new value, why.

    row is the row's key, its parts joined by a space; "source NAME" for a source, "column NAME" for a column,
    "descriptor" for the dataset's own words. No rows where nothing has changed. Raises LookupError for a dataset
    or a row that is not there and never was.

    >>> history("eu-members", "AUT").columns.tolist()
    ['day', 'version', 'column', 'old', 'new', 'why']
    """
    home = _home(name)
    lines, package = editions.read(home), descriptor(name)
    held = editions.records(package, {r["path"]: _content(home, name, r)[0] for r in package["resources"]})
    known = dict.fromkeys([*held, *(line.row for line in lines if line.row)])
    return editions.history(lines, resolve(row, list(known), "row"))


def describe(name: str) -> pd.DataFrame:
    """What one row is, the columns with types and units, cautions and coverage, as a table to read.

    >>> describe("eu-members").loc["one row is", "what it says"][:3]
    'One'
    """
    package = descriptor(name)
    rows = {
        say("catalogue.about_title"): package["title"],
        say("catalogue.about_grain"): package["grain"],
        say("catalogue.about_as_of"): package["as_of"],
        say("catalogue.about_coverage"): "; ".join(f"{key}: {value}" for key, value in package["coverage"].items()),
    }
    rows |= {say("catalogue.about_caution", n=n): text for n, text in enumerate(package["cautions"], start=1)}
    for field in package["resources"][0]["schema"]["fields"]:
        unit = f" [{field['unit']}]" if field.get("unit") else ""
        rows[field["name"]] = f"{field['description']}{unit} ({field['type']})"
    return pd.DataFrame({say("catalogue.about_says"): pd.Series(rows)}).rename_axis(say("catalogue.about"))


def cautions(name: str, first: Sequence[int] = (1, 2)) -> shown.Sentences:
    """The warnings that travel with a dataset: a list of texts, in the order of its descriptor.

    A notebook shows those of the numbers in first, counted from 1, and folds the others under them. Raises
    LookupError for an unknown dataset, ValueError for a number that no caution has.

    >>> all(isinstance(text, str) for text in cautions("us-aluminum-imports", first=(2, 3)))
    True
    """
    package = descriptor(name)
    return shown.Sentences(package["cautions"], say("catalogue.read_with_care", title=package["title"]), first)


def headings(table: pd.DataFrame | pd.Series) -> dict[str, str]:
    """The titles of a dataset's columns by their names, for any part of a loaded table; none where it is not known.

    >>> headings(load("section-232-status"))["country_name"]
    'Country'
    """
    name = getattr(table, "attrs", {}).get("dataset")
    return _titles(_home(name)) if isinstance(name, str) and name in names() else {}


def cite(name: str) -> str:
    """A citation of the dataset to paste: title, version, day it is known to, licence.

    >>> cite("eu-members").startswith("Alliance Lab")
    True
    """
    package = descriptor(name)
    return say(
        "catalogue.citation",
        year=package["created"][:4],
        title=package["title"],
        name=name,
        version=package["version"],
        as_of=package["as_of"],
        licence=package["licenses"][0]["name"],
    )


def citations(names: Sequence[str]) -> shown.Sentences:
    """The citations of several datasets, a list of texts. Raises LookupError for an unknown dataset.

    >>> len(citations(["eu-members", "glossary"]))
    2
    """
    if isinstance(names, str) or not isinstance(names, Sequence):
        raise ValueError(say("catalogue.not_names", given=names))
    return shown.Sentences([cite(name) for name in names])


def cite_reading(reading: Mapping[str, object]) -> str:
    """A reading as scholars cite it: authors (year). Title. Journal volume(issue), pages. Publisher. DOI.

    reading has the columns of the dataset readings; what is empty is left out. Raises LookupError for one that
    is not there.

    >>> rows = load("readings")
    >>> cite_reading(rows[rows["pages"] == "1-3"].iloc[0].to_dict())[:40]
    'Glenn W. Brier (1950). Verification of F'
    """
    parts = ("author", "published", "title", "container", "volume", "number", "pages", "publisher", "doi")
    if not isinstance(reading, Mapping):
        raise ValueError(say("catalogue.not_a_reading", given=reading))
    if absent := [part for part in parts if part not in reading]:
        raise LookupError(say("catalogue.reading_lacks", columns=", ".join(absent)))
    author, published, title, container, volume, number, pages, publisher, doi = (
        "" if pd.isna(reading[part]) else str(reading[part]) for part in parts
    )
    by = author or publisher or container
    issue = f" {volume}" + (f"({number})" if number else "") if volume else f" {number}" if number else ""
    where = f"{container}{issue}" + (f", {pages}" if pages else "")
    sentences = [f"{by} ({published[:4]})", title, where.strip(), publisher if publisher != by else ""]
    cited = " ".join(each if each.endswith(("?", ".")) else f"{each}." for each in sentences if each and each != by)
    return f"{cited} doi:{doi}" if doi else cited


def grades(table: pd.DataFrame) -> pd.Series:
    """How many of these rows have which grade (GRADES); a grade that no row has is left out.

    Raises LookupError for a table without the column grade.

    >>> int(grades(load("eu-members")).sum()) == len(load("eu-members"))
    True
    """
    counts = need(table, "grade")["grade"].value_counts(sort=False).rename("rows")
    return counts[counts > 0]


def key(name: str) -> list[str]:
    """The columns that together name a row of a dataset.

    >>> key("section-232-status")
    ['row_id']
    """
    return schema.key_of(descriptor(name)["resources"][0])


def digest(content: bytes) -> str:
    """What a descriptor is sealed with, computed from a file's bytes. Raises ValueError for anything else.

    >>> digest(b"")[:10]
    'sha256:e3b'
    """
    if not isinstance(content, bytes):
        raise ValueError(say("catalogue.not_bytes", given=content))
    return "sha256:" + hashlib.sha256(content).hexdigest()


@cache
def _titles(home: Path) -> dict[str, str]:
    try:
        fields = descriptor(home.name, home)["resources"][0]["schema"]["fields"]
    except ValueError:
        # A damaged descriptor is said where the table is loaded; a heading has words of its own.
        return {}
    return {field["name"]: field["title"] for field in fields if isinstance(field.get("title"), str)}


def _home(name: str) -> Path:
    return paths.datasets() / resolve(name, names(), "dataset")


def _loaded(name: str, home: Path) -> _Loaded:
    stamp = _stamp(home)
    if home not in _LOADED or _LOADED[home].stamp != stamp:
        package = descriptor(name, home)
        resource, listing = package["resources"][:2]
        content, sealed = _content(home, name, listing)
        table = _read(home, name, resource)
        if not sealed:
            _read(home, name, listing)
        _check_sources(table, content, f"datasets/{name}/{resource['path']}")
        sources = cache(lambda: _read(home, name, listing))
        _LOADED[home] = _Loaded(stamp, table, sources, package.get("as_of", ""))
    return _LOADED[home]


def _stamp(home: Path) -> tuple:
    try:
        return tuple(sorted((e.name, e.stat().st_size, e.stat().st_mtime_ns) for e in os.scandir(home)))
    except OSError:
        return ()


def _content(home: Path, name: str, resource: dict) -> tuple[bytes, bool]:
    """The bytes of a file, and whether they are those its descriptor was sealed with."""
    try:
        content = paths.inside(home, resource["path"]).read_bytes()
    except OSError:
        raise ValueError(say("catalogue.file_missing", where=f"datasets/{name}/{resource['path']}")) from None
    return content, resource.get("hash") == digest(content)


def _read(home: Path, name: str, resource: dict) -> pd.DataFrame:
    where = f"datasets/{name}/{resource['path']}"
    content, sealed = _content(home, name, resource)
    try:
        if sealed:
            return schema.typed(content, resource["schema"]["fields"])
    except (ValueError, KeyError, TypeError):
        # A sealed file that does not fit its descriptor: the descriptor changed; the fault below says where.
        pass
    for _, sentence in schema.faults(content, resource, where):
        raise ValueError(sentence)
    raise ValueError(say("catalogue.not_sealed", where=where, name=name))


def _check_sources(table: pd.DataFrame, content: bytes, where: str) -> None:
    rows = csv.DictReader(io.StringIO(content.decode("utf-8", "replace"), newline=""))
    if "source_id" not in table or "source_id" not in (rows.fieldnames or ()):
        return
    unknown = ~table["source_id"].isin([row["source_id"] for row in rows])
    if unknown.any():
        line, given = int(unknown.to_numpy().argmax()) + 2, table.loc[unknown, "source_id"].iloc[0]
        shown, expected = say("catalogue.cell_value", given=given), say("catalogue.expected_source")
        raise ValueError(
            say("catalogue.cell", where=where, line=line, column="source_id", given=shown, expected=expected)
        )


def _is_list(value: object, kind: type, least: int) -> bool:
    return isinstance(value, list) and len(value) >= least and all(isinstance(each, kind) for each in value)


def _has_fields(resource: dict) -> bool:
    fields = resource.get("schema", {}).get("fields") if isinstance(resource.get("schema"), dict) else None
    return _is_list(fields, dict, 1) and all(
        type(field.get("name")) is str
        and type(field.get("type")) is str
        and field["type"] in schema.DTYPES
        and isinstance(field.get("constraints", {}), dict)
        for field in fields
    )


def _has_key(resource: dict) -> bool:
    key = resource["schema"].get("primaryKey", [])
    names = [key] if type(key) is str else key
    columns = [field["name"] for field in resource["schema"]["fields"]]
    return _is_list(names, str, 0) and all(name in columns for name in names)


def _has_texts(package: dict) -> bool:
    return all(type(package.get(part, "")) is str for part in ("title", "grain", "created", "version", "as_of"))
