"""What becomes of a verdict when rows change: each row dropped, coded otherwise or added, each table emptied.

A rule is a function of CLAIMS in a lesson's exercises.py: it takes a loader of tables and returns a Finding. All
changes are made in copies; the datasets stay as they are.
"""

from collections.abc import Callable, Iterator, Mapping

import pandas as pd

from alliancelab import catalogue
from alliancelab.article.claims import Finding, checked
from alliancelab.article.naming import keys_of
from alliancelab.ground.messages import say

Rule = Callable[[Callable[[str], pd.DataFrame]], Finding]
_COLUMNS = ["change", "dataset", "row", "column", "verdict", "turned"]
# Far enough to leave any span that a claim names.
_AWAY = pd.Timedelta(days=400)
_DAY = pd.Timedelta(days=1)
# Of many rows so many a column, and so many other values, are tried; of few rows, every code.
_FEW, _SHORT = 2, 6


def tries(rule: Rule, load: Callable[[str], pd.DataFrame] = catalogue.load) -> pd.DataFrame:
    """One line per change: what was changed, and the verdict then; turned says whether it is another one.

    Each row that the verdict rests on is dropped alone; those that differ in a column that the rule reads are also
    coded otherwise in that column, and added once more under another name; each table that the rule reads is emptied,
    and cut to the rows that the verdict rests on. A rule must bear any of these. Raises ValueError for what is no
    rule or no loader.

    >>> rows = pd.DataFrame({"country_code": ["AUT"], "grade": ["copy"]})
    >>> from alliancelab.article import claims, parts
    >>> rule = lambda load: claims.decided(parts.tally("members", "One.", {"eu-members": load("eu-members")}))
    >>> tries(rule, {"eu-members": rows}.__getitem__)["change"].unique().tolist()
    ['drop', 'empty', 'rest']
    """
    tables, columns = _needed(rule, read_by(rule, load))
    now = rule(tables.__getitem__)
    lines = []
    for change, dataset, row, column, table in _changes(now, tables, columns):
        then = checked(row or dataset, rule({**tables, dataset: table}.__getitem__))
        lines.append((change, dataset, row, column, then.verdict, then.verdict != now.verdict))
    return pd.DataFrame(lines, columns=_COLUMNS)


def read_by(rule: Rule, load: Callable[[str], pd.DataFrame] = catalogue.load) -> dict[str, pd.DataFrame]:
    """The tables that a rule reads, by name. Raises ValueError for what is no rule or no loader.

    >>> from alliancelab.article import claims, parts
    >>> list(read_by(lambda load: load("eu-members")))
    ['eu-members']
    """
    for given in (rule, load):
        if not callable(given):
            raise ValueError(say("article.not_a_rule", given=given))
    tables: dict[str, pd.DataFrame] = {}

    def noted(name: str) -> pd.DataFrame:
        tables[name] = load(name)
        return tables[name]

    rule(noted)
    return tables


def overview(rules: dict[str, Rule], load: Callable[[str], pd.DataFrame] = catalogue.load) -> pd.DataFrame:
    """One line per claim: its verdict, how many rows are enough to turn it, what was tried and what turned it.

    Columns claim_id, verdict, turns, tried, turned, by (changes that turned it, with the first row of each kind).
    Raises ValueError for anything else than rules by claim.

    >>> overview({}).empty
    True
    """
    if not isinstance(rules, Mapping):
        raise ValueError(say("article.not_a_rule", given=rules))
    lines = []
    for claim_id, rule in sorted(rules.items()):
        tried = tries(rule, load)
        single = tried[tried["change"].isin(["drop", "recode", "add"])]
        moved = single[single["turned"]].drop_duplicates(["change", "dataset"])
        by = "; ".join(f"{one.change} {one.row} ({one.verdict})" for one in moved.itertuples())
        found = rule(load)
        lines.append((claim_id, found.verdict, found.turning.rows, len(tried), int(single["turned"].sum()), by))
    return pd.DataFrame(lines, columns=["claim_id", "verdict", "turns", "tried", "turned", "by"])


def _needed(rule: Rule, tables: dict[str, pd.DataFrame]) -> tuple[dict[str, pd.DataFrame], dict[str, list[str]]]:
    """The tables cut to the columns that a rule reads, and these columns by dataset, without the row's name."""
    seen: dict[str, set] = {name: set() for name in tables}
    said = rule(lambda name: _watched(tables[name], seen[name])).sentence
    read = {name: [column for column in table.columns[1:] if column in seen[name]] for name, table in tables.items()}
    always = {name: [table.columns[0], *read[name], "grade"] for name, table in tables.items()}
    cut = {name: table[list(dict.fromkeys(always[name]))] for name, table in tables.items()}
    try:
        whole = rule(cut.__getitem__).sentence == said
    except LookupError:
        whole = False
    # A rule may read a column in a way that is not seen; it then gets whole tables, which is only slower.
    return (cut if whole else tables), read


def _watched(table: pd.DataFrame, seen: set) -> pd.DataFrame:
    """The table, noting in seen each column that is asked for by its name, also in any part of it."""

    class Watched(pd.DataFrame):
        @property
        def _constructor(self):
            return Watched

        def __getitem__(self, key):
            seen.update([key] if isinstance(key, str) else [name for name in key if isinstance(name, str)])
            return super().__getitem__(key)

    return Watched(table)


def _changes(
    now: Finding, tables: dict, columns: dict[str, list[str]]
) -> Iterator[tuple[str, str, str, str, pd.DataFrame]]:
    for dataset, rows in _decisive(now).items():
        table = tables[dataset]
        names = dict(zip(rows.index, keys_of(dataset, rows), strict=True))
        for row in rows.index:
            yield "drop", dataset, names[row], "", table.drop(row)
        for column in columns[dataset]:
            # Rows of one code are alike to a rule; of days and numbers the outermost are tried.
            for row in _outermost(rows, column):
                others = _others(table, row, column)[: None if len(rows) <= _SHORT else _FEW]
                for value in others:
                    yield "recode", dataset, names[row], column, _recoded(table, row, column, value)
                for value in others[:1]:
                    yield "add", dataset, names[row], column, _added(table, row, column, value)
    for dataset, table in tables.items():
        yield "empty", dataset, "", "", table.head(0)
    for dataset, rows in now.rows.items():
        yield "rest", dataset, "", "", tables[dataset].loc[rows.index]


def _decisive(now: Finding) -> dict[str, pd.DataFrame]:
    """The rows of the parts that rows decide."""
    found: dict[str, list] = {}
    for part in now.parts:
        if part.decides == "rows":
            for dataset, rows in part.rows.items():
                found.setdefault(dataset, []).append(rows)
    joined = {dataset: pd.concat(rows) for dataset, rows in found.items()}
    return {dataset: rows[~rows.index.duplicated()] for dataset, rows in joined.items()}


def _outermost(rows: pd.DataFrame, column: str) -> list:
    """A few rows that differ in a column: the first and the last of its values, and those between in number."""
    each = rows.drop_duplicates(column)
    if not isinstance(rows[column].dtype, pd.CategoricalDtype):
        each = each.sort_values(column)
    return list(dict.fromkeys([*each.index[:_FEW], *each.index[-1:]]))


def _others(table: pd.DataFrame, row: object, column: str) -> list:
    """Other values of this column for a row: other codes, the other truth, days before and after, half and twice."""
    kind, value = table[column].dtype, table.loc[row, column]
    if isinstance(kind, pd.CategoricalDtype):
        return [code for code in kind.categories if code != value]
    if pd.isna(value):
        return []
    if pd.api.types.is_bool_dtype(kind):
        return [not value]
    if pd.api.types.is_datetime64_any_dtype(kind):
        return [value - _AWAY, value + _AWAY, value - _DAY, value + _DAY]
    if pd.api.types.is_numeric_dtype(kind):
        return [value // 2 if pd.api.types.is_integer_dtype(kind) else value / 2, value * 2]
    return [other for other in table[column].dropna().drop_duplicates().head(5) if other != value]


def _recoded(table: pd.DataFrame, row: object, column: str, value: object) -> pd.DataFrame:
    changed = table.copy()
    changed.loc[row, column] = value
    return changed


def _added(table: pd.DataFrame, row: object, column: str, value: object) -> pd.DataFrame:
    more = _recoded(table.loc[[row]], row, column, value)
    more[more.columns[0]] = (
        f"{more.iloc[0, 0]}x" if more.columns[0] not in ("country_code", column) else more.iloc[0, 0]
    )
    return pd.concat([table, more], ignore_index=True)
