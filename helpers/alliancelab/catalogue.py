"""The datasets: their names, their typed tables, what they say of themselves, and their sources.

Each dataset is a folder with a Data Package descriptor (Frictionless standard), the table and its
sources. Nothing is registered anywhere else: what is on the disk is the catalogue.
"""

import hashlib
import io
import json
import os
from datetime import date
from pathlib import Path

import pandas as pd

from alliancelab.ground import paths
from alliancelab.ground.suggestions import brief, resolve

_DTYPES = {"string": "str", "integer": "Int64", "number": "float64", "boolean": "boolean"}
_EXPECTED = {
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "date": "a day as year-month-day",
}


class _Refused(ValueError):
    """A table that breaks its descriptor, with the sentence already written."""


def names() -> list[str]:
    """Names of all datasets on the disk.

    >>> "eu-members" in names()
    True
    """
    return paths.names_in(paths.datasets(), "datapackage.json")


def descriptor(name: str, folder: Path | None = None) -> dict:
    """What a dataset says of itself: the parsed datapackage.json.

    Raises LookupError for an unknown name, ValueError for a descriptor that is not readable.

    >>> descriptor("eu-members")["name"]
    'eu-members'
    """
    home = folder or paths.datasets() / resolve(name, names(), "dataset")
    path = home / "datapackage.json"
    try:
        package = json.loads(path.read_bytes())
        package["resources"][0]["schema"]["fields"][0]["name"]
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise ValueError(
            f"datasets/{name}/datapackage.json is damaged ({error}); restore it with git checkout."
        ) from None
    return package


def load(name: str, folder: Path | None = None) -> pd.DataFrame:
    """The table of a dataset, typed and checked against its descriptor.

    Days are datetime64, whole numbers Int64 (may be missing), columns with a fixed list of values
    categories in the descriptor's order. `attrs` keeps the dataset's name and as_of day.

    Raises LookupError for an unknown name and ValueError with file, row, column, value and what was
    expected when the file breaks its descriptor.

    >>> load("eu-members").columns[:2].tolist()
    ['country_code', 'country_name']
    """
    home = folder or paths.datasets() / resolve(name, names(), "dataset")
    stamp = _stamp(home)
    if _LOADED.get(home, (None,))[0] != stamp:
        _LOADED[home] = stamp, *_checked(name, home)
    _, table, listed, as_of = _LOADED[home]
    # Copy-on-write: whoever changes the copy leaves the kept table alone, and an unchanged one costs nothing.
    copy = table.copy(deep=False)
    copy.attrs = {"dataset": name, "as_of": as_of}
    return copy


# Tables read and checked once in a session, by folder: (stamp of the files, table, its sources, as_of).
_LOADED: dict[Path, tuple] = {}


def _stamp(home: Path) -> tuple:
    """What tells that a file of a dataset has changed: name, size and time of each."""
    try:
        return tuple(sorted((e.name, e.stat().st_size, e.stat().st_mtime_ns) for e in os.scandir(home)))
    except OSError:
        return (None, home)


def _checked(name: str, home: Path) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    package = descriptor(name, home)
    tables = [_read(home, name, resource) for resource in package["resources"]]
    _check_sources(tables[0], tables[-1], f"datasets/{name}/{name}.csv")
    return tables[0], tables[-1], package.get("as_of", "")


def sources(table: pd.DataFrame, name: str | None = None) -> pd.DataFrame:
    """The sources of these rows, with how many of the rows rest on each.

    `table` is any part of a loaded dataset with its source_id column; name is needed only when the
    table has lost its attrs. Raises ValueError when the rows cannot be traced.

    >>> sources(load("eu-members")).shape[0]
    1
    """
    name = name or table.attrs.get("dataset")
    if name is None or "source_id" not in table:
        raise ValueError(
            "These rows cannot be traced: keep the column source_id, and give the dataset's name, "
            'as in catalogue.sources(rows, "section-232-status").'
        )
    package = descriptor(name)
    listed = _read(paths.datasets() / name, name, package["resources"][-1])
    counts = table["source_id"].astype("str").value_counts().rename("rows")
    found = listed.set_index("source_id").join(counts, how="inner").sort_values("rows", ascending=False)
    return found.reset_index()[["rows", "publisher", "title", "published", "url", "source_id"]]


def describe(name: str) -> pd.DataFrame:
    """What one row is, the columns with types and units, cautions and coverage, as a table to read.

    >>> describe("eu-members").loc["one row is", "what it says"][:3]
    'One'
    """
    package = descriptor(name)
    rows = {
        "title": package["title"],
        "one row is": package["grain"],
        "known up to": package["as_of"],
        "coverage": "; ".join(f"{key}: {value}" for key, value in package["coverage"].items()),
    }
    rows |= {f"caution {n}": text for n, text in enumerate(package["cautions"], start=1)}
    for field in package["resources"][0]["schema"]["fields"]:
        unit = f" [{field['unit']}]" if field.get("unit") else ""
        rows[field["name"]] = f"{field['description']}{unit} ({field['type']})"
    return pd.DataFrame({"what it says": pd.Series(rows)}).rename_axis("about")


def cautions(name: str) -> list[str]:
    """The warnings that travel with a dataset.

    >>> all(isinstance(text, str) for text in cautions("us-aluminum-imports"))
    True
    """
    return list(descriptor(name)["cautions"])


def cite(name: str) -> str:
    """A citation of the dataset to paste: title, version, day it is known to, licence.

    >>> cite("eu-members").startswith("Alliance Lab")
    True
    """
    package = descriptor(name)
    licence = package["licenses"][0]["name"]
    return (
        f"Alliance Lab ({package['created'][:4]}). {package['title']} [dataset {name}, "
        f"version {package['version']}, known up to {package['as_of']}]. {licence}."
    )


def evidence_grades(table: pd.DataFrame) -> pd.Series:
    """How many of these rows were read in a primary document, and how many are second-hand.

    >>> int(evidence_grades(load("eu-members")).sum()) == len(load("eu-members"))
    True
    """
    return table["evidence"].value_counts(sort=False).rename("rows")


def _read(home: Path, name: str, resource: dict) -> pd.DataFrame:
    path = home / resource["path"]
    where = f"datasets/{name}/{resource['path']}"
    fields = resource["schema"]["fields"]
    try:
        content = path.read_bytes()
    except OSError:
        raise ValueError(f"{where} is missing; restore it with git checkout -- {where}.") from None
    table = _typed(content, fields, where)
    for field in fields:
        _check_field(table, field, where)
    _check_keys(table, resource["schema"].get("primaryKey", []), where)
    if resource.get("hash") != "sha256:" + hashlib.sha256(content).hexdigest():
        raise ValueError(
            f"{where} is not the file its descriptor was sealed with; restore it with git checkout, or, "
            f"if you meant to change it, add a line to revisions and run python -m alliancelab seal {name}."
        )
    return table


def _typed(content: bytes, fields: list[dict], where: str) -> pd.DataFrame:
    wanted = [field["name"] for field in fields]
    try:
        header = content[: content.index(b"\n")].decode("utf-8").strip().split(",")
    except ValueError:
        raise ValueError(f"{where} has no readable header line; restore it with git checkout.") from None
    if header != wanted:
        odd = sorted(set(header) ^ set(wanted)) or ["their order"]
        raise ValueError(f"{where} has other columns than its descriptor: {', '.join(odd)}.")
    days = [field["name"] for field in fields if field["type"] == "date"]
    dtypes = {f["name"]: _DTYPES[f["type"]] for f in fields if f["type"] != "date"}
    try:
        table = pd.read_csv(
            io.BytesIO(content),
            dtype=dtypes,
            keep_default_na=False,
            na_values=[""],
            index_col=False,
            parse_dates=days,
            date_format="%Y-%m-%d",
        )
        if all(table[day].dtype.kind == "M" for day in days):
            return _categorised(table, fields, where)
    except _Refused:
        raise
    except (ValueError, TypeError, pd.errors.ParserError):
        # Which cell it was is found below, at leisure: pandas does not say.
        ...
    raise ValueError(_first_bad_cell(content, fields, where))


def _categorised(table: pd.DataFrame, fields: list[dict], where: str) -> pd.DataFrame:
    for field in fields:
        known = field.get("constraints", {}).get("enum")
        if known and field["type"] == "string":
            column = table[field["name"]]
            codes = pd.Index(known).get_indexer(column)
            odd = pd.Series((codes < 0) & column.notna().to_numpy())
            if odd.any():
                raise _Refused(_cell(where, odd, field, column, "one of " + ", ".join(known)))
            table[field["name"]] = pd.Categorical.from_codes(codes, known)
    return table


def _first_bad_cell(content: bytes, fields: list[dict], where: str) -> str:
    try:
        plain = pd.read_csv(io.BytesIO(content), dtype="str", keep_default_na=False, index_col=False)
    except (ValueError, pd.errors.ParserError) as error:
        return f"{where} is not a table: {str(error).strip()}."
    parsers = {
        "integer": lambda text: pd.to_numeric(text, errors="coerce", downcast="integer"),
        "number": lambda text: pd.to_numeric(text, errors="coerce"),
        "boolean": lambda text: text.map({"true": True, "false": False}),
        "date": lambda text: pd.to_datetime(text, errors="coerce", format="%Y-%m-%d"),
    }
    for field in fields:
        if field["type"] in parsers:
            column = plain[field["name"]].fillna("")
            parsed = parsers[field["type"]](column)
            whole = parsed % 1 != 0 if field["type"] == "integer" else False
            bad = (column != "") & (parsed.isna() | whole)
            if bad.any():
                return _cell(where, bad, field, column, _EXPECTED[field["type"]])
    return f"{where} could not be read as its descriptor says; restore it with git checkout."


def _check_field(table: pd.DataFrame, field: dict, where: str) -> None:
    column, rules = table[field["name"]], field.get("constraints", {})
    missing = column.isna()
    broken = {"required": (missing, "a value")} if rules.get("required") else {}
    if "minimum" in rules:
        least = pd.Timestamp(rules["minimum"]) if field["type"] == "date" else rules["minimum"]
        broken["minimum"] = ((column < least).fillna(False), f"at least {rules['minimum']}")
    if "maximum" in rules:
        most = pd.Timestamp(rules["maximum"]) if field["type"] == "date" else rules["maximum"]
        broken["maximum"] = ((column > most).fillna(False), f"at most {rules['maximum']}")
    if "pattern" in rules:
        odd = ~column.astype("str").str.fullmatch(rules["pattern"]).fillna(True).astype(bool) & ~missing
        broken["pattern"] = (odd, f"text of the form {rules['pattern']}")
    if rules.get("unique"):
        broken["unique"] = (column.duplicated() & ~missing, "a value that no earlier row has")
    for bad, expected in broken.values():
        if bad.any():
            raise ValueError(_cell(where, bad, field, column, expected))


def _check_keys(table: pd.DataFrame, key: list[str] | str, where: str) -> None:
    key = [key] if isinstance(key, str) else key
    if key and table.duplicated(key).any():
        row = int(table.duplicated(key).to_numpy().argmax()) + 2
        raise ValueError(f"{where}, line {row}: a second row with the same {' and '.join(key)}.")


def _check_sources(table: pd.DataFrame, listed: pd.DataFrame, where: str) -> None:
    if "source_id" in table and "source_id" in listed:
        unknown = ~table["source_id"].isin(listed["source_id"])
        if unknown.any():
            field = {"name": "source_id"}
            raise ValueError(_cell(where, unknown, field, table["source_id"], "a source in sources.csv"))


def _cell(where: str, bad: pd.Series, field: dict, column: pd.Series, expected: str) -> str:
    at = int(bad.to_numpy(dtype=bool).argmax())
    value = column.iloc[at]
    shown = "nothing" if pd.isna(value) or value == "" else brief(value if type(value) is str else str(value))
    return f"{where}, line {at + 2}, column {field['name']}: {shown} stands there; expected {expected}."


def seal(name: str) -> str:
    """Write a dataset's new hash and size into its descriptor; the author's last step after a change.

    >>> seal("eu-members")
    'eu-members: nothing had changed'
    """
    package, home = descriptor(name), paths.datasets() / name
    before = json.dumps(package)
    for resource in package["resources"]:
        content = (home / resource["path"]).read_bytes()
        resource["hash"] = "sha256:" + hashlib.sha256(content).hexdigest()
        resource["bytes"] = len(content)
    if json.dumps(package) == before:
        return f"{name}: nothing had changed"
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (home / "datapackage.json").write_text(text, encoding="utf-8", newline="\n")
    load(name)
    return f"{name}: sealed on {date.today().isoformat()}"
