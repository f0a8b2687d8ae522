"""Checks that a descriptor declares of its own values: against another table, an order, a sum, a total, its coverage.

A descriptor has a list `checks`; each has a `kind`, a sentence `says`, and what the kind needs:

- key: the values of `columns` are among those of `of` in `dataset` (`split`: a cell may hold several);
- same: a value of `column` is the one of `value` in `dataset`, in the row whose `of` is this row's `by`;
- order: a value of the second of `columns` does not come before the first;
- coverage: the days or years in `columns` lie within the coverage that the descriptor states;
- sum: `columns` (with a minus sign where they are taken off) give the column or the number `total`, give or take
  `within` (`at_most`: they give no more);
- total: per group of the columns `by`, the rows `parts` of `column` give the rows `whole`, give or take
  `within_pct` per cent of it (`at_most`: the parts of an incomplete list give no more than the whole;
  `complete`: only groups that have such rows are asked). `whole` may also be a number.

Empty cells are not asked. `parts` and `whole` name a column and its values: {"partner_kind": ["country"]}.
"""

from collections.abc import Callable, Iterator, Mapping

import pandas as pd

from alliancelab.ground.messages import say

# What adding up decimal fractions may leave over.
_ROUNDING = 1e-9
Other = Callable[[str], pd.DataFrame]


def broken(check: Mapping, table: pd.DataFrame, package: Mapping, other: Other) -> pd.Series:
    """Which rows of a table break a check: true or false for each. other gives another dataset's table by its name.

    Raises ValueError for a check that cannot be asked: an unknown kind, or a column that is not there.

    >>> moves = pd.DataFrame({"first": [1, 3], "last": [2, 2]})
    >>> broken({"kind": "order", "columns": ["first", "last"]}, moves, {}, lambda name: moves).tolist()
    [False, True]
    """
    try:
        return _KINDS[check["kind"]](check, table, package, other).fillna(False).astype(bool)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(say("catalogue.odd_check", given=str(check.get("says")), error=str(error))) from None


def faults(table: pd.DataFrame, package: Mapping, other: Other) -> Iterator[tuple[str, list[int]]]:
    """Each declared check that does not hold, by its sentence, with the numbers of the rows that break it (from 0).

    >>> list(faults(pd.DataFrame({"n": [1]}), {}, lambda name: None))
    []
    """
    for check in package.get("checks", []):
        bad = broken(check, table, package, other)
        if bad.any():
            yield check["says"], [n for n, each in enumerate(bad) if each]


def _key(check: Mapping, table: pd.DataFrame, _package: Mapping, other: Other) -> pd.Series:
    known = other(check["dataset"])[check["of"]].astype("str")
    known = set(known.itertuples(index=False, name=None))
    rows = table[check["columns"]].astype("str")
    given = table[check["columns"]].notna().all(axis=1)
    if split := check.get("split"):
        values = rows.iloc[:, 0].str.split(split)
        return given & values.map(lambda each: any((one.strip(),) not in known for one in each), na_action="ignore")
    found = [row in known for row in rows.itertuples(index=False, name=None)]
    return given & ~pd.Series(found, index=table.index, dtype=bool)


def _same(check: Mapping, table: pd.DataFrame, _package: Mapping, other: Other) -> pd.Series:
    values = other(check["dataset"]).drop_duplicates(check["of"]).set_index(check["of"])[check["value"]]
    there = table[check["by"]].map(values.astype("str").where(values.notna()))
    # As text, so that a day is a day in both.
    return table[check["column"]].notna() & there.notna() & (table[check["column"]].astype("str") != there)


def _order(check: Mapping, table: pd.DataFrame, _package: Mapping, _other: Other) -> pd.Series:
    first, last = check["columns"]
    return table[last] < table[first]


def _coverage(check: Mapping, table: pd.DataFrame, package: Mapping, _other: Other) -> pd.Series:
    first, last = (str(package["coverage"][end]) for end in ("from", "to"))
    bad = pd.Series(False, index=table.index)
    for column in check["columns"]:
        # As text, year first, so that a year, a month and a day are each compared as far as they go.
        text = table[column].dropna().astype("str")
        outside = [t[: len(first)] < first[: len(t)] or t[: len(last)] > last[: len(t)] for t in text]
        bad |= pd.Series(outside, index=text.index, dtype=bool).reindex(table.index, fill_value=False)
    return bad


def _sum(check: Mapping, table: pd.DataFrame, _package: Mapping, _other: Other) -> pd.Series:
    parts = [table[c.removeprefix("-")] * (-1 if c.startswith("-") else 1) for c in check["columns"]]
    total = table[check["total"]] if isinstance(check["total"], str) else check["total"]
    # A missing part makes the sum missing, and a missing sum is not asked.
    added = sum(part.astype("float64") for part in parts)
    over = added - total
    return (over if check.get("at_most") else over.abs()) > check.get("within", 0) + _ROUNDING


def _total(check: Mapping, table: pd.DataFrame, _package: Mapping, _other: Other) -> pd.Series:
    by, column = check["by"], check["column"]
    groups = pd.MultiIndex.from_frame(table[by]) if len(by) > 1 else pd.Index(table[by[0]])
    if complete := check.get("complete"):
        asked = groups.isin(groups[_those(complete, table)])
    else:
        asked = pd.Series(True, index=table.index)
    sums = [
        table[_those(rows, table)].groupby(by, observed=True)[column].sum(min_count=1)
        for rows in (check["parts"], check["whole"])
        if isinstance(rows, Mapping)
    ]
    is_number = not isinstance(check["whole"], Mapping)
    both = pd.concat(sums, axis=1, keys=["parts", "whole"][: len(sums)], join="inner").dropna()
    both = both.assign(whole=check["whole"]) if is_number else both
    margin = both["whole"].abs() * check.get("within_pct", 0) / 100 + _ROUNDING
    over = both["parts"] - both["whole"]
    off = both[(over if check.get("at_most") else over.abs()) > margin].index
    # The row of the whole stands for its group; without one, all its parts do.
    return (
        pd.Series(groups.isin(off), index=table.index) & asked & _those(check["parts" if is_number else "whole"], table)
    )


def _those(rows: Mapping, table: pd.DataFrame) -> pd.Series:
    chosen = pd.Series(True, index=table.index)
    for column, values in rows.items():
        chosen &= table[column].isin(values)
    return chosen


_KINDS = {"key": _key, "same": _same, "order": _order, "coverage": _coverage, "sum": _sum, "total": _total}
