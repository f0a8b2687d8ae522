"""Tables: the one check that every public function makes of the table it is given."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd

from alliancelab.ground.messages import say
from alliancelab.ground.suggestions import did_you_mean


def need(
    table: object,
    *columns: str,
    what: str = "the table",
    dataset: str = "",
    rows: bool = False,
    days: Sequence[str] = (),
    filled: Sequence[str] = (),
    unique: Sequence[str] = (),
    known: Mapping[str, Collection] | None = None,
) -> pd.DataFrame:
    """The table itself, when it has what a function reads; otherwise one sentence that says what it lacks.

    columns must be there, and so must those named by the other arguments: `days` hold days without a time
    zone, `filled` have a value in every row, `unique` together name a row, `known` hold only these values
    (or nothing). With rows=True the table has at least one. `what` names the table and `dataset` the one to
    load instead.

    Raises LookupError for a missing column or an unknown value, ValueError for the rest.

    >>> status = pd.DataFrame({"product": ["steel"]})
    >>> need(status, "from_date", what="status", dataset="section-232-status")
    Traceback (most recent call last):
    LookupError: status has no column 'from_date'. It has product. Load it with catalogue.load('section-232-status').
    """
    load = say("ground.load_it", name=dataset) if dataset else ""
    if not isinstance(table, pd.DataFrame):
        raise ValueError(say("ground.not_a_table", what=what, given=table) + load)
    known = known or {}
    for column in [*columns, *days, *filled, *unique, *known]:
        if not isinstance(column, str) or column not in table:
            names = [str(name) for name in table.columns]
            raise LookupError(
                say(
                    "ground.no_column",
                    what=what,
                    column=column,
                    question=did_you_mean(column, names),
                    columns=", ".join(names)[:200] or "none",
                    load=load,
                )
            )
    if rows and table.empty:
        raise ValueError(say("ground.no_rows", what=what, load=load))
    for column in days:
        _days(table[column], column, what)
    for column in filled:
        empty = table[column].isna()
        if empty.any():
            row = table.index[empty.to_numpy().argmax()]
            raise ValueError(say("ground.missing_value", what=what, column=column, n=int(empty.sum()), row=row))
    for column, values in known.items():
        _known(table[column], column, values, what)
    if unique and (twice := _duplicated(table, list(unique))).any():
        given = ", ".join(str(value) for value in table[list(unique)].iloc[int(twice.argmax())].tolist())
        raise ValueError(say("ground.repeated_key", what=what, key=" and ".join(unique), given=given))
    return table


def same_rows(one: object, other: object, names: tuple[str, str]) -> None:
    """Nothing, when two columns that are taken row by row have the same row labels in the same order.

    Lists have no labels and are taken in their order. names are what a sentence calls the two. Raises ValueError
    for columns of different rows: their values would be paired wrongly, and silently.

    >>> values = pd.Series([1, 2])
    >>> same_rows(values, [True, False], ("the values", "the treatments"))
    >>> same_rows(values, values[::-1], ("the values", "the treatments"))
    Traceback (most recent call last):
    ValueError: The values and the treatments are not from the same rows: at number 1 one is from row 0 and the other...
    """
    if not isinstance(one, pd.Series) or not isinstance(other, pd.Series) or one.index.equals(other.index):
        return
    if len(one) != len(other):
        raise ValueError(say("ground.unequal_rows", one=names[0], other=names[1], n=len(one), m=len(other)))
    # By their text: a missing label answers neither yes nor no to "is it another?".
    texts = [(str(a)[:40], str(b)[:40]) for a, b in zip(one.index, other.index, strict=True)]
    n, (first, second) = next(((n, pair) for n, pair in enumerate(texts, start=1) if len({*pair}) > 1), (1, texts[0]))
    raise ValueError(say("ground.other_rows", one=names[0], other=names[1], n=n, first=first, second=second))


def _days(column: pd.Series, name: str, what: str) -> None:
    # A table without rows may hold any kind: nothing in it is read.
    if getattr(column.dtype, "kind", "") != "M" and len(column):
        raise ValueError(say("ground.not_days", what=what, column=name, kind=str(column.dtype)))
    if getattr(column.dtype, "tz", None) is not None:
        raise ValueError(say("ground.zoned_days", what=what, column=name))


def _duplicated(table: pd.DataFrame, names: list[str]) -> np.ndarray:
    try:
        return table.duplicated(names).to_numpy()
    except TypeError:
        # A cell that holds a list or the like: compared by its text.
        return table[names].astype("str").duplicated().to_numpy()


def _known(column: pd.Series, name: str, values: Collection, what: str) -> None:
    try:
        odd = (column.notna() & ~column.isin(list(values))).to_numpy(dtype=bool)
    except TypeError:
        # A cell that holds a list or the like can be no code.
        odd = np.array([not isinstance(value, str | int | float | bool) for value in column])
    if odd.any():
        given, listed = column.iloc[int(odd.argmax())], [str(value) for value in values]
        question = did_you_mean(given, listed)
        shown = ", ".join(listed[:12]) + (say("ground.and_more", n=len(listed) - 12) if len(listed) > 12 else "")
        raise LookupError(
            say("ground.unknown_value", what=what, column=name, given=given, question=question, known=shown)
        )
