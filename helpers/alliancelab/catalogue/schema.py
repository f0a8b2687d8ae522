"""A table as its descriptor says it is: typed reading, and each constraint of Table Schema as one object.

The types and constraints are those of the Frictionless standard that this kit uses. A sealed file was checked
when it was sealed; the constraints are asked again only when a file is not the sealed one, to say which cell
is the odd one, and by the rules of the house.
"""

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

import pandas as pd

from alliancelab.ground.messages import say

DTYPES = {"string": "str", "integer": "Int64", "number": "float64", "boolean": "boolean", "date": "datetime64"}
_PARSERS = {
    "integer": lambda text: pd.to_numeric(text, errors="coerce", downcast="integer"),
    "number": lambda text: pd.to_numeric(text, errors="coerce"),
    "boolean": lambda text: text.map({"true": True, "false": False}),
    "date": lambda text: pd.to_datetime(text, errors="coerce", format="%Y-%m-%d"),
}
# A cell longer than this is no value of ours; matching stops there, so that no pattern is asked about a book.
_LONGEST_CELL = 5_000
_ONE_CHARACTER = ("LITERAL", "NOT_LITERAL", "IN", "ANY")


class Constraint(NamedTuple):
    """One constraint: which cells break it (from the typed column and the constraint's value), and what is expected."""

    name: str
    broken: Callable[[pd.Series, object, str], pd.Series]
    expected: str


def _bound(value: object, kind: str) -> object:
    return pd.Timestamp(_a(str, value)) if kind == "date" else _a((int, float), value)


def _a(kind: type | tuple[type, ...], value: object) -> object:
    # Asked before comparing: pandas and re make something of a list or a table too, and only warn.
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(value)
    return value


def _lengths(column: pd.Series) -> pd.Series:
    return column.astype("str").str.len().where(column.notna())


def _off_pattern(column: pd.Series, pattern: object, _kind: str) -> pd.Series:
    whole = re.compile(_a(str, pattern))
    fits = [bool(whole.fullmatch(str(value)[:_LONGEST_CELL])) for value in column]
    return column.notna() & ~pd.Series(fits, index=column.index, dtype=bool)


def _repeated(column: pd.Series, wanted: object, _kind: str) -> pd.Series:
    return (column.duplicated() & column.notna()) if wanted else column.isna() & False


CONSTRAINTS = {
    each.name: each
    for each in (
        Constraint("required", lambda column, wanted, _: column.isna() & bool(wanted), "catalogue.expected_required"),
        Constraint("enum", lambda column, known, _: column.notna() & ~column.isin(known), "catalogue.expected_enum"),
        Constraint("minimum", lambda column, least, kind: column < _bound(least, kind), "catalogue.expected_minimum"),
        Constraint("maximum", lambda column, most, kind: column > _bound(most, kind), "catalogue.expected_maximum"),
        Constraint(
            "minLength", lambda column, least, _: _lengths(column) < _a(int, least), "catalogue.expected_min_length"
        ),
        Constraint(
            "maxLength", lambda column, most, _: _lengths(column) > _a(int, most), "catalogue.expected_max_length"
        ),
        Constraint("pattern", _off_pattern, "catalogue.expected_pattern"),
        Constraint("unique", _repeated, "catalogue.expected_unique"),
    )
}


def typed(content: bytes, fields: list[dict]) -> pd.DataFrame:
    """The table in the types of its fields; columns with a fixed list of values become categories in its order.

    Raises ValueError where pandas cannot read it so; `faults` then says which cell it is.

    >>> typed(b"day\\n2018-03-23\\n", [{"name": "day", "type": "date"}])["day"].dt.year.tolist()
    [2018]
    """
    days = [field["name"] for field in fields if field["type"] == "date"]
    table = pd.read_csv(
        io.BytesIO(content),
        dtype={field["name"]: DTYPES[field["type"]] for field in fields if field["type"] != "date"},
        keep_default_na=False,
        na_values=[""],
        index_col=False,
        parse_dates=days,
        date_format="%Y-%m-%d",
    )
    if table.columns.tolist() != [field["name"] for field in fields]:
        raise ValueError("columns")
    for field in fields:
        known = field.get("constraints", {}).get("enum")
        if known and field["type"] == "string":
            codes = pd.Index(known).get_indexer(table[field["name"]])
            if (codes < 0).sum() > table[field["name"]].isna().sum():
                raise ValueError(field["name"])
            table[field["name"]] = pd.Categorical.from_codes(codes, known)
    return table


def faults(content: bytes, resource: Mapping, where: str) -> Iterator[tuple[str, str]]:
    """What is wrong with a file, as pairs of the kind of fault and a sentence with line, column and value.

    The kinds are "form", "columns", "type", "constraint", the names of CONSTRAINTS, and "key"; none when all is well.

    >>> resource = {"schema": {"fields": [{"name": "n", "type": "integer"}]}}
    >>> [kind for kind, _ in faults(b"n\\n1.5\\n", resource, "n.csv")]
    ['type']
    """
    fields = resource["schema"]["fields"]
    if sentence := _form(content, fields, where):
        yield sentence
        return
    try:
        plain = pd.read_csv(io.BytesIO(content), dtype="str", keep_default_na=False, index_col=False)
    except (ValueError, pd.errors.ParserError) as error:
        yield "form", say("catalogue.not_a_table", where=where, error=str(error).strip())
        return
    if plain.isna().any(axis=None):
        line = int(plain.isna().any(axis=1).to_numpy().argmax()) + 2
        yield "form", say("catalogue.short_line", where=where, line=line)
        return
    columns = {}
    for field in fields:
        columns[field["name"]], bad = _parsed(plain[field["name"]], field["type"])
        if bad.any():
            expected = say(f"catalogue.expected_{field['type']}")
            yield "type", _cell(where, bad, field["name"], plain[field["name"]], expected)
            return
    for field in fields:
        yield from _constraint_faults(columns[field["name"]], plain[field["name"]], field, where)
    yield from _key_faults(pd.DataFrame(columns), resource["schema"].get("primaryKey", []), where)


def key_of(resource: Mapping) -> list[str]:
    """The columns that together name a row.

    >>> key_of({"schema": {"primaryKey": "row_id"}})
    ['row_id']
    """
    key = resource["schema"].get("primaryKey", [])
    return [key] if isinstance(key, str) else list(key)


def _form(content: bytes, fields: list[dict], where: str) -> tuple[str, str] | None:
    wanted = [field["name"] for field in fields]
    if content.startswith(b"\xef\xbb\xbf"):
        return "form", say("catalogue.invisible_mark", where=where)
    try:
        header = content[: content.index(b"\n")].decode("utf-8").strip()
    except ValueError:
        return "form", say("catalogue.no_header", where=where)
    if header.split(";") == wanted and len(wanted) > 1:
        return "form", say("catalogue.semicolons", where=where)
    if header.split(",") != wanted:
        odd = sorted(set(header.split(",")) ^ set(wanted))
        columns = ", ".join(odd) or say("catalogue.their_order")
        return "columns", say("catalogue.other_columns", where=where, columns=columns)
    return None


def _parsed(texts: pd.Series, kind: str) -> tuple[pd.Series, pd.Series]:
    if kind not in _PARSERS:
        return texts.mask(texts == ""), texts != texts
    values = _PARSERS[kind](texts)
    uneven = values % 1 != 0 if kind == "integer" else False
    return values, (texts != "") & (values.isna() | uneven)


def _constraint_faults(column: pd.Series, texts: pd.Series, field: Mapping, where: str) -> Iterator[tuple[str, str]]:
    for name, value in field.get("constraints", {}).items():
        if constraint := CONSTRAINTS.get(name):
            try:
                bad = constraint.broken(column, value, field["type"]).fillna(False).astype(bool)
            except (TypeError, ValueError, re.error, OverflowError):
                yield (
                    "constraint",
                    say("catalogue.odd_constraint", where=where, column=field["name"], name=name, given=value),
                )
                continue
            if bad.any():
                shown = ", ".join(map(str, value)) if isinstance(value, list) else value
                expected = say(constraint.expected, value=shown)
                yield name, _cell(where, bad, field["name"], texts, expected)


def _key_faults(table: pd.DataFrame, key: list[str] | str, where: str) -> Iterator[tuple[str, str]]:
    names = [key] if isinstance(key, str) else list(key)
    if names and (twice := table.duplicated(names).to_numpy()).any():
        line = int(twice.argmax()) + 2
        yield "key", say("catalogue.repeated_key", where=where, line=line, key=" and ".join(names))


def _cell(where: str, bad: pd.Series, column: str, texts: pd.Series, expected: str) -> str:
    at = int(bad.to_numpy(dtype=bool).argmax())
    text = texts.iloc[at]
    given = say("catalogue.cell_empty") if text == "" else say("catalogue.cell_value", given=text)
    return say("catalogue.cell", where=where, line=at + 2, column=column, given=given, expected=expected)


def risky_pattern(pattern: object) -> bool:
    """Whether a pattern is none, or could take very long on some text.

    Allowed are a repeat of one character or class, and a repeated group that begins with a separator which
    nothing repeated inside it can match; no back reference, and no choice inside a repeat.

    >>> risky_pattern("[A-Z]+(;[A-Z]+)*"), risky_pattern("(a+)+"), risky_pattern("(")
    (False, True, True)
    """
    try:
        return type(pattern) is not str or _risky(re._parser.parse(pattern))
    except (re.error, RecursionError, OverflowError):
        return True


def _risky(parts: Iterable) -> bool:
    for name, value in parts:
        kind = str(name)
        if kind in _ONE_CHARACTER or kind == "AT":
            continue
        if kind == "SUBPATTERN":
            risky = _risky(value[-1])
        elif kind == "BRANCH":
            risky = any(map(_risky, value[1]))
        elif kind in ("MAX_REPEAT", "MIN_REPEAT"):
            risky = _risky_repeat(value[1], list(value[2]))
        else:
            risky = True
        if risky:
            return True
    return False


def _risky_repeat(most: int, body: list) -> bool:
    if len(body) == 1 and str(body[0][0]) in _ONE_CHARACTER:
        return False
    if most == 1:
        return _risky(body)
    group = list(body[0][1][-1]) if len(body) == 1 and str(body[0][0]) == "SUBPATTERN" else []
    if not group or str(group[0][0]) != "LITERAL":
        return True
    separator = chr(group[0][1])
    repeated = [list(value[2]) for name, value in group[1:] if "REPEAT" in str(name)]
    plain = all(str(name) in _ONE_CHARACTER or "REPEAT" in str(name) for name, _ in group)
    return not plain or any(len(each) != 1 or _matches(each[0], separator) for each in repeated)


def _matches(part: tuple, character: str) -> bool:
    kind, value = str(part[0]), part[1]
    if kind == "LITERAL":
        return chr(value) == character
    if kind == "IN":
        return any(_matches(each, character) for each in value)
    if kind == "RANGE":
        return value[0] <= ord(character) <= value[1]
    # Anything else ("." or a class such as \\d) is taken to match: better one pattern too many refused.
    return True
