"""Rows that a text names: found by their names, and said in one sentence with the document behind each.

A name of a row has a figure in it (E110, JPN-steel-1). Where several tables have a row of that name, the table is
written before it (`sanctions S05`).
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from textwrap import shorten
from typing import NamedTuple

import pandas as pd

from alliancelab import catalogue
from alliancelab.article import naming
from alliancelab.ground import days, wording
from alliancelab.ground.messages import say
from alliancelab.ground.suggestions import did_you_mean

_MOST_LETTERS = 260
_WORDS = ("what", "description", "claim", "summary", "paraphrase", "position", "says", "clue", "main_measures", "rule")
_WORDS += ("definition", "question", "hedging_means", "text")
_WHO = ("asserted_by", "claimant", "speaker", "who_says", "who", "delegation", "author", "issuer_name")
# A claim about people never stands without its number, its standing, and who disputes it.
_ALWAYS = ("quantity", "unit", "standing", "disputed_by", "what_happened")
_DULL = {"source_id", "remark", "grade", "date_precision", "country_code", "before_date", "last_date", "action_id"}
_TOKEN = re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z][A-Za-z0-9_.]*(?:-[A-Za-z0-9_.]+)*")
_TABLE_BEFORE = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)[`'\" :/,]+$")
_LOOKS_LIKE_A_ROW = re.compile(r"[A-Z]{1,3}\d{2,4}|[A-Z]{3}-[A-Za-z_.0-9]+-\d+")
# What looks like the name of a row and is none.
_EVERYDAY = {"G20", "F35", "B52", "B1B", "F15", "F16", "KN02", "KN08", "KN17", "U235"}


# Full-width letters, figures, hyphen and underscore; Japanese brackets and stops stay Japanese.
_USUAL = {code: code - 0xFEE0 for code in (0xFF0D, 0xFF3F, *range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B))}
_USUAL |= {code: code - 0xFEE0 for code in range(0xFF41, 0xFF5B)}


class Place(NamedTuple):
    """A name in a text: where it ends, the name itself, and the table of its row."""

    end: int
    name: str
    dataset: str


class Named(NamedTuple):
    """The rows that a text names, and a sentence on the first name that is none (empty where all are)."""

    places: list[Place]
    trouble: str


def named(text: str, prefer: Mapping[str, Iterable[str]] | None = None) -> Named:
    """The rows that a text names, in its order, as often as it does.

    prefer has the names of rows by dataset that are meant where several tables have a row of one name. Raises
    ValueError for anything else than text.

    >>> [(place.name, place.dataset) for place in named("By E110 he met him.").places]
    [('E110', 'korea-events')]
    >>> named("By E999 he met him.").trouble[:24]
    'No row is called E999. D'
    """
    text, places, troubles = tidy(text), [], []
    prefer = {name: set(map(str, names)) for name, names in _by_dataset(prefer).items()}
    for found in _TOKEN.finditer(text):
        start = found.start()
        for token in _tokens(found[0]):
            end = text.index(token, start) + len(token)
            place, trouble = _place(token, end, text[: found.start()], prefer)
            places += [place] if place else []
            troubles += [trouble] if trouble else []
            start = end
    return Named(places, troubles[0] if troubles else "")


def _by_dataset(prefer: object) -> Mapping:
    if prefer is not None and not isinstance(prefer, Mapping):
        raise ValueError(say("article.not_names_by_dataset", given=prefer))
    for names in (prefer or {}).values():
        if isinstance(names, str) or not isinstance(names, Iterable):
            raise ValueError(say("article.not_names_by_dataset", given=prefer))
    return prefer or {}


def tidy(text: str) -> str:
    """A text with full-width letters and figures as usual ones and one blank between words; the rest is as typed.

    Raises ValueError for anything else than text.

    >>> tidy("Ｅ１１０\\u3000は")
    'E110 は'
    """
    if not isinstance(text, str):
        raise ValueError(say("article.not_a_text", what=say("article.a_text"), given=text))
    return " ".join(text.translate(_USUAL).split())


def _tokens(token: str) -> list[str]:
    """A token without its full stop; a stretch such as E110-E112 is two names."""
    token = token.rstrip("._-")
    parts = token.split("-")
    if token.upper() not in _index() and len(parts) == 2 and all(part.upper() in _index() for part in parts):
        return parts
    return [token] if re.search(r"\d", token) else []


def _place(token: str, end: int, before: str, prefer: Mapping) -> tuple[Place | None, str]:
    tables = _index().get(token.upper(), {})
    if not tables:
        return None, _unknown(token)
    said = _TABLE_BEFORE.search(before)
    if said and said[1] in tables:
        tables = {said[1]: tables[said[1]]}
    if len(tables) > 1:
        meant = {table: name for table, name in tables.items() if name in prefer.get(table, ())}
        tables = meant if len(meant) == 1 else tables
    if len(tables) > 1:
        listed = sorted(tables)
        return None, say("article.row_in_several", name=token, tables=", ".join(listed), first=listed[0])
    (dataset, name), *_ = tables.items()
    return Place(end, name, dataset), ""


def _unknown(token: str) -> str:
    family = re.fullmatch(r"([A-Za-z]+)(\d{1,4})", token)
    of_a_family = family and family[1].upper() in _families() and (token[0].isupper() or len(family[2]) > 1)
    if token.upper() in _EVERYDAY or not (of_a_family or _LOOKS_LIKE_A_ROW.fullmatch(token)):
        return ""
    return say("article.no_such_row", name=token, question=_nearest(token))


def _nearest(token: str) -> str:
    """A question with the name that was meant: the same figures with zeros in front, or the nearest spelling."""
    family = re.fullmatch(r"([A-Z]+)0*(\d+)", token.upper())
    padded = (f"{family[1]}{family[2].zfill(digits)}" for digits in (2, 3, 4)) if family else ()
    near = next((name for name in padded if name in _index()), "")
    return say("ground.did_you_mean", near=near) if near else did_you_mean(token, _known())


@cache
def _index() -> dict[str, dict[str, str]]:
    """The tables that have a row of a name (in capitals), and its name as it is written there."""
    index: dict[str, dict[str, str]] = {}
    for dataset in catalogue.names():
        for name in _names_of(dataset):
            index.setdefault(name.upper(), {})[dataset] = name
    return index


def _names_of(dataset: str) -> list[str]:
    """The names of a dataset's rows that no usual word is mistaken for: those with a letter and a figure."""
    column = naming.key_column(dataset)
    names = catalogue.load(dataset)[column].astype("str").tolist() if column else []
    return [name for name in names if re.search(r"[A-Za-z]", name) and re.search(r"\d", name) and " " not in name]


@cache
def _families() -> frozenset[str]:
    shapes = (re.fullmatch(r"([A-Z]+)\d+", name) for name in _index())
    return frozenset(shape[1] for shape in shapes if shape)


@cache
def _known() -> list[str]:
    return [name for tables in _index().values() for name in tables.values()]


def row(dataset: str, name: str) -> pd.DataFrame:
    """One row of a dataset by its name, as a table. Raises LookupError where there is none.

    >>> len(row("korea-events", "E110"))
    1
    """
    column = naming.key_column(dataset)
    table = catalogue.load(dataset)
    known = table[column].astype("str") == name if column and isinstance(name, str) else [False] * len(table)
    found = table[known]
    if found.empty:
        raise LookupError(say("article.no_such_row", name=name, question=""))
    return found


def says(dataset: str, name: str) -> str:
    """What a row says in one sentence: its day, who says it, and its words. Raises LookupError where there is none.

    >>> says("leader-statements", "S24")
    '19 September 2017, Donald Trump: Speaks of the abduction of a Japanese national in his address'
    """
    one = row(dataset, name).iloc[0].dropna()
    words = next((str(one[column]) for column in _WORDS if isinstance(one.get(column), str)), "")
    who = next((str(one[column]) for column in _WHO if isinstance(one.get(column), str)), "")
    titles = catalogue.headings(catalogue.load(dataset))
    more = "; ".join(_headed(one, each, titles) for each in _ALWAYS if each in one) if words else ""
    listed = more if words else ", ".join(_brief(one, each, titles) for each in _telling(one, dataset))
    head = ", ".join(part for part in (_day(one), who) if part)
    ending = "" if words.endswith(("?", "!")) else "."
    body = f"{words.rstrip('.')}{ending} {_large(listed)}" if words and listed else words or _large(listed)
    said = shorten(": ".join(part for part in (head, body) if part), _MOST_LETTERS, placeholder=" …")
    return said.rstrip(".")


def _telling(one: pd.Series, dataset: str) -> list[str]:
    day = next((column for column in one.index if isinstance(one[column], pd.Timestamp)), "")
    dull = _DULL | {naming.key_column(dataset), day, *_WHO}
    return [column for column in one.index if column not in dull][:6]


def _headed(one: pd.Series, column: str, titles: Mapping[str, str]) -> str:
    return f"{_small(wording.heading(column, titles))}: {wording.value(one[column], column)}"


def _brief(one: pd.Series, column: str, titles: Mapping[str, str]) -> str:
    """A value, with its heading where it is a number that says nothing alone."""
    value = wording.value(one[column], column)
    return value if isinstance(one[column], str) else f"{_small(wording.heading(column, titles))} {value}"


def _day(one: pd.Series) -> str:
    moments = [one[column] for column in one.index if isinstance(one[column], pd.Timestamp)]
    if not moments:
        return str(one["year"]) if "year" in one else ""
    precision = str(one.get("date_precision", "day"))
    if precision == "year":
        return f"{moments[0]:%Y}"
    if precision == "month":
        return f"{moments[0]:%B %Y}"
    return days.spoken(moments[0]) + (say("article.by_this_day") if precision == "by" else "")


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _large(text: str) -> str:
    return text[:1].upper() + text[1:]
