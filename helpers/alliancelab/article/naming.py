"""How rows are named where a verdict speaks of them: by their keys, and people never one by one."""

from collections.abc import Iterable, Mapping
from functools import cache

import pandas as pd

from alliancelab import catalogue
from alliancelab.ground.messages import say
from alliancelab.ground.tables import need

# People are counted, not listed, and by one thing at a time: crossing two would single somebody out.
TOGETHER = {
    "abduction-record": [
        ["region"],
        ["status", "status_asserted_by"],
        ["dprk_claim", "dprk_claim_asserted_by", "japan_answer"],
    ]
}
_MOST_NAMES = 3


def row_names(rows: Mapping[str, pd.DataFrame]) -> list[str]:
    """The names of rows that a reason may point to: their keys, or the dataset where rows have no short name.

    Raises LookupError for an unknown dataset or a missing key column, ValueError for anything else than tables.

    >>> row_names({"eu-members": catalogue.load("eu-members").head(2)})
    ['AUT', 'BEL']
    """
    if not isinstance(rows, Mapping):
        raise ValueError(say("article.not_rows", given=rows))
    names = []
    for name, part in rows.items():
        column = key_column(name)
        need(part, "source_id", what=str(name), dataset=str(name))
        if column:
            need(part, column, what=name, dataset=name)
            names += part[column].astype("str").tolist()
        else:
            names.append(name)
    return list(dict.fromkeys(names))


def key_column(dataset: str) -> str:
    """The one column whose values name the rows of a dataset; empty where rows have no short name of their own.

    Raises LookupError for an unknown dataset, ValueError for what is no name.

    >>> key_column("eu-members"), key_column("abduction-record")
    ('country_code', '')
    """
    if not isinstance(dataset, str):
        raise ValueError(say("article.not_a_dataset", given=dataset))
    return _key_column(dataset)


@cache
def _key_column(dataset: str) -> str:
    key = catalogue.descriptor(dataset)["resources"][0]["schema"].get("primaryKey", [])
    key = [key] if isinstance(key, str) else key
    return key[0] if len(key) == 1 and dataset not in TOGETHER else ""


def keys_of(dataset: str, rows: pd.DataFrame) -> list[str]:
    """The names of some rows of one dataset, one a row; a row without a short name is a row of its dataset.

    Raises LookupError for an unknown dataset, ValueError for anything else than a table.

    >>> keys_of("eu-members", catalogue.load("eu-members").head(1))
    ['AUT']
    """
    column = key_column(dataset)
    if column and column in need(rows, what=dataset):
        return rows[column].astype("str").tolist()
    return [say("article.a_row_of", dataset=dataset)] * len(rows)


def named(chosen: Iterable[tuple[str, list[str]]]) -> str:
    """Rows in words, three at most: their names, and how many more. chosen are pairs of a dataset and its rows' names.

    Raises ValueError for anything else than such pairs.

    >>> named([("eu-members", ["AUT", "BEL"])]), named([("eu-members", [])])
    ('AUT, BEL', 'a new row of eu-members')
    """
    pairs = list(chosen) if isinstance(chosen, Iterable) else [chosen]
    names = []
    for pair in pairs:
        if not isinstance(pair, tuple) or len(pair) != 2 or not isinstance(pair[1], list):
            raise ValueError(say("article.not_named", given=pair))
        dataset, rows = pair
        names += list(map(str, rows)) or [say("article.a_new_row_of", dataset=dataset)]
    names = list(dict.fromkeys(names))
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (say("article.and_more", n=more) if more > 0 else "")
