"""The ways in which rows decide a part of a claim: a fact that holds or not, sides that are weighed, a judgement."""

from collections.abc import Mapping

import pandas as pd

from alliancelab.article.claims import OUTCOMES, Change, Part, Rows
from alliancelab.article.naming import keys_of
from alliancelab.ground.messages import say
from alliancelab.ground.tables import need

_OTHER = {"for": "against", "against": "for"}


def fact(
    name: str,
    holds: bool | None,
    sentence: str,
    rows: Mapping[str, pd.DataFrame],
    *,
    hinge: Mapping[str, pd.DataFrame] | None = None,
) -> Part:
    """A part that one look at its rows decides: it holds, it does not, or (None, or no rows) it is open.

    One row turns it: one of hinge, or, where every row is needed, of the first dataset that has rows. Raises
    ValueError for rows that are no tables with a grade, by the name of their dataset.

    >>> rows = {"eu-members": pd.DataFrame({"country_code": ["AUT"], "grade": ["copy"]})}
    >>> part = fact("member", True, "Austria was a member.", rows)
    >>> part.outcome, part.changes["against"]
    ('for', (1, {'eu-members': ['AUT']}))
    """
    rows = _tables(rows)
    there = {key: table for key, table in (_tables(hinge) or rows).items() if len(table)}
    if not there or not any(map(len, rows.values())):
        return Part(name, "open", sentence, _some(rows), _found(rows))
    dataset, table = next(iter(there.items()))
    change = 1, {dataset: keys_of(dataset, table)}
    outcome = "open" if holds is None else "for" if holds else "against"
    return Part(name, outcome, sentence, _some(rows), {other: change for other in OUTCOMES if other != outcome})


def tally(
    name: str,
    sentence: str,
    pro: Mapping[str, pd.DataFrame],
    con: Mapping[str, pd.DataFrame] | None = None,
    *,
    weights: Mapping[str, pd.Series] | None = None,
    crosses: bool = False,
    beside: Mapping[str, pd.DataFrame] | None = None,
) -> Part:
    """A part that is for where the rows for it weigh more, against where those against it do, else open.

    pro and con are rows by dataset, each of weight one unless weights gives it one (by dataset, with the rows'
    index). crosses says that a row coded otherwise counts for the other side; if not, it only stops to count.
    beside are rows to show that are not weighed. Raises ValueError for rows that are no tables with a grade, by the
    name of their dataset, and for weights that are no numbers.

    >>> two = {"eu-members": pd.DataFrame({"country_code": ["AUT", "BEL"], "grade": ["copy"] * 2})}
    >>> part = tally("members", "Two were.", two)
    >>> part.outcome, part.changes["open"]
    ('for', (2, {'eu-members': ['AUT', 'BEL']}))
    """
    pro, con, weights = _tables(pro), _tables(con), _checked(weights)
    sides = {"for": _weighed(pro, weights), "against": _weighed(con, weights)}
    heavy = {side: sum(weight for *_, weight in rows) for side, rows in sides.items()}
    rows = _joined(pro, con, _tables(beside))
    if heavy["for"] == heavy["against"]:
        return Part(name, "open", sentence, _some(rows), _found({**pro, **con}))
    outcome = max(heavy, key=heavy.get)
    margin = heavy[outcome] - heavy[_OTHER[outcome]]
    return Part(name, outcome, sentence, _some(rows), _changes(sides[outcome], margin, outcome, crosses))


def judged(name: str, sentence: str, rows: Mapping[str, pd.DataFrame] | None = None) -> Part:
    """A part that no row can decide; rows are what a judge would read. Raises ValueError as `fact` does.

    >>> judged("wise", "Whether it was wise is a judgement.").decides
    'judgement'
    """
    return Part(name, "open", sentence, _some(_tables(rows)), {}, "judgement")


def _tables(rows: object) -> Rows:
    if rows is None:
        return {}
    if not isinstance(rows, Mapping):
        raise ValueError(say("article.not_rows", given=rows))
    return {str(name): need(table, "grade", what=str(name)) for name, table in rows.items()}


def _checked(weights: object) -> dict[str, pd.Series]:
    if weights is None:
        return {}
    if not isinstance(weights, Mapping):
        raise ValueError(say("article.not_weights", given=weights))
    for each in weights.values():
        if not isinstance(each, pd.Series) or not pd.api.types.is_numeric_dtype(each):
            raise ValueError(say("article.not_weights", given=each))
    return dict(weights)


def _some(rows: Rows) -> Rows:
    return {name: table for name, table in rows.items() if len(table)}


def _found(rows: Mapping[str, pd.DataFrame]) -> dict[str, Change]:
    # Where nothing decides, one row that is found would.
    found: Change = (1, {next(iter(rows), ""): []})
    return {"for": found, "against": found} if rows else {}


def _joined(*sides: Rows) -> Rows:
    tables: dict[str, list[pd.DataFrame]] = {}
    for side in sides:
        for name, table in side.items():
            tables.setdefault(name, []).append(table)
    joined = {name: pd.concat(some) if len(some) > 1 else some[0] for name, some in tables.items()}
    return {name: table[~table.index.duplicated()] for name, table in joined.items()}


def _weighed(side: Rows, weights: Mapping[str, pd.Series]) -> list[tuple[str, str, float]]:
    """The rows of a side as (dataset, name, weight), heaviest first."""
    told = []
    for dataset, rows in side.items():
        each = weights[dataset].reindex(rows.index).fillna(0).tolist() if dataset in weights else [1] * len(rows)
        told += list(zip([dataset] * len(rows), keys_of(dataset, rows), map(float, each), strict=True))
    return sorted(told, key=lambda one: -one[2])


def _changes(rows: list, margin: float, outcome: str, crosses: bool) -> dict[str, Change]:
    """The fewest of these rows whose change takes the margin away, or turns it round."""
    changes, left, chosen = {}, margin, {}
    for count, (dataset, name, weight) in enumerate(rows, start=1):
        left -= weight * (2 if crosses else 1)
        chosen = {**chosen, dataset: [*chosen.get(dataset, []), name]}
        if left <= 0:
            changes["open" if left == 0 else _OTHER[outcome]] = count, chosen
            if left < 0:
                return changes
    # When every row for it is gone, one more against it decides.
    if rows:
        count, chosen = changes.get("open", (len(rows), chosen))
        changes[_OTHER[outcome]] = count + 1, chosen
    return changes
