"""What a student handed in, as plain values: the one place that touches objects of unknown kinds.

An answer is compared as values of exact built-in types, so that no object can talk its way to a good
verdict. What an object says of its own class, length or parts is never asked: the kind is taken by
`type`, and only kinds named here are opened, each by a function that cannot be replaced.
"""

import collections
import datetime as dt
import math
import unicodedata

import numpy as np
import pandas as pd

from alliancelab.ground import days
from alliancelab.ground.messages import say

MOST_PARTS = 200
# Nested lists multiply: four floors of two hundred would fill the memory of a laptop.
_MOST_ALTOGETHER = 2_000
_MOST_LETTERS = 20_000
_MOST_BITS = 200
_DEEPEST = 3
_MOST_SHOWN, _LARGEST_SHOWN = 40, 1e15

_MAPPINGS = (dict, collections.Counter, collections.defaultdict, collections.OrderedDict)
_LISTS = (list, tuple, set, frozenset, collections.deque, type({}.keys()), type({}.values()))
_INDEXES = (
    pd.Index,
    pd.RangeIndex,
    pd.MultiIndex,
    pd.CategoricalIndex,
    pd.DatetimeIndex,
    pd.IntervalIndex,
    pd.PeriodIndex,
    pd.TimedeltaIndex,
)
_ARRAYS = (
    pd.Categorical,
    pd.arrays.ArrowExtensionArray,
    pd.arrays.ArrowStringArray,
    pd.arrays.BooleanArray,
    pd.arrays.DatetimeArray,
    pd.arrays.FloatingArray,
    pd.arrays.IntegerArray,
    pd.arrays.IntervalArray,
    pd.arrays.NumpyExtensionArray,
    pd.arrays.PeriodArray,
    pd.arrays.SparseArray,
    pd.arrays.StringArray,
    pd.arrays.TimedeltaArray,
)
_NUMPY = frozenset(np.sctypeDict.values())


# What comes along when text is copied from a page or from Word: joiners, marks of direction, soft hyphens.
_UNSEEN = str.maketrans(dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"))


class Unusable(ValueError):
    """The answer is not of the kind asked for; the message is the sentence shown."""


class Incomplete(Unusable):
    """The answer is of the kind asked for, and a part of it is still to come; the message says which."""


def plain(answer: object) -> object:
    """The answer in exact built-in types: numpy and pandas values unwrapped, anything else refused.

    None stands for no answer. Lists, sets, columns and arrays become lists, tables of one column too; a column of
    numbers with names or whole numbers as its index becomes a dictionary. Raises Unusable with a sentence for
    anything else, for parts without end and for numbers and texts without measure.

    >>> plain(np.float64(65.1)), plain(pd.Series(["AUS", "KOR"])), plain(pd.Series({"a": 1}))
    (65.1, ['AUS', 'KOR'], {'a': 1})
    """
    return _Reading().value(answer, 0)


def tidy(text: str) -> str:
    """A text as it is compared: full-width signs as usual ones, without unseen marks and blanks at the ends.

    >>> tidy(" ２０１８\u3000年 ")
    '2018 年'
    """
    return " ".join(unicodedata.normalize("NFKC", text).translate(_UNSEEN).split())


class _Reading:
    """One answer on its way to plain values, with what it may still hold."""

    def __init__(self):
        self._left = _MOST_ALTOGETHER

    def value(self, answer: object, depth: int) -> object:
        kind = type(answer)
        if answer is None or answer is Ellipsis:
            return None
        if answer is pd.NA or answer is pd.NaT:
            raise Unusable(say("kinds.is", what=say("kinds.a_missing_value")))
        if kind in (bool, float):
            return answer
        if kind is int or kind is str:
            return _measured(answer)
        if kind in _NUMPY or kind in (dt.date, dt.datetime, pd.Timestamp):
            return _single(answer, kind)
        if depth > _DEEPEST:
            raise Unusable(say("kinds.too_deep"))
        return self._opened(answer, kind, depth)

    def _opened(self, answer: object, kind: type, depth: int) -> object:
        if kind is pd.DataFrame and answer.shape[1] == 1:
            answer, kind = answer.iloc[:, 0], pd.Series
        if kind is pd.Series:
            return self._column(answer, depth)
        if kind in _MAPPINGS:
            self._take(len(answer))
            return {_hashable(self.value(k, depth + 1)): self.value(v, depth + 1) for k, v in dict.items(answer)}
        if kind is np.ndarray and answer.ndim == 0:
            return self.value(answer.item() if answer.dtype == object else answer[()], depth + 1)
        if kind is range:
            # A range may be longer than any number that len can give.
            answer = list(answer[: MOST_PARTS + 1])
        elif kind is np.ndarray or kind in _ARRAYS or kind in _INDEXES:
            self._take(answer.size if kind is np.ndarray else len(answer))
            return self._parts(answer.tolist(), depth)
        elif kind is pd.DataFrame:
            raise Unusable(say("kinds.a_table", n=answer.shape[1]))
        elif kind not in _LISTS:
            raise Unusable(say("kinds.unknown_kind"))
        self._take(len(answer))
        parts = self._parts(list(answer), depth)
        # The order of a set changes from one start of Python to the next; a verdict must not.
        return sorted(parts, key=lambda part: (type(part).__name__, repr(part))) if kind in (set, frozenset) else parts

    def _column(self, column: pd.Series, depth: int) -> object:
        if type(column.array) not in _ARRAYS or type(column.index) not in _INDEXES:
            raise Unusable(say("kinds.unknown_kind"))
        self._take(len(column))
        labels = column.index.tolist() if depth == 0 and type(column.index) is not pd.RangeIndex else []
        values = self._parts(column.tolist(), depth)
        kinds = set(map(type, labels))
        named = kinds in ({str}, {int}) and len(set(labels)) == len(labels)
        if named and column.dtype.kind in "iufb":
            return dict(zip(map(_measured, labels), values, strict=True))
        return values

    def _parts(self, parts: list, depth: int) -> list:
        return [self.value(part, depth + 1) for part in parts]

    def _take(self, parts: int) -> None:
        self._left -= parts
        if parts > MOST_PARTS or self._left < 0:
            raise Unusable(say("kinds.too_long", n=parts, most=MOST_PARTS))


def _measured(answer: int | str) -> int | str:
    if type(answer) is str and len(answer) > _MOST_LETTERS:
        raise Unusable(say("kinds.too_many_letters", n=len(answer)))
    if type(answer) is int and answer.bit_length() > _MOST_BITS:
        raise Unusable(say("kinds.not_sensible"))
    return answer


def _single(answer: object, kind: type) -> object:
    if kind is dt.date:
        return answer
    if kind is dt.datetime or kind is pd.Timestamp or kind is np.datetime64:
        # A missing day of numpy is not pandas' own NaT.
        if pd.isna(answer):
            raise Unusable(say("kinds.is", what=say("kinds.a_missing_value")))
        try:
            return pd.Timestamp(answer).date()
        except (ValueError, OverflowError, AttributeError):
            raise Unusable(say("kinds.is", what=say("kinds.a_day_outside"))) from None
    if issubclass(kind, np.bool_):
        return bool(answer)
    for unwrapped, family in ((int, np.integer), (float, np.floating), (str, np.str_)):
        if issubclass(kind, family):
            return _measured(unwrapped(answer)) if unwrapped is not float else float(answer)
    raise Unusable(say("kinds.unknown_kind"))


def _hashable(key: object) -> object:
    return tuple(map(_hashable, key)) if type(key) is list else str(key) if type(key) is dict else key


def shown(value: object) -> str:
    """How a plain value is shown in a sentence: a text in quotation marks and cut, a number in figures, a day in words.

    >>> shown("JPN"), shown(12345), shown(0.25), shown(dt.date(2018, 6, 12)), shown([1, 2]), shown({"a": 1})
    ("'JPN'", '12,345', '0.25', '12 June 2018', 'a list of 2', 'a table of 1')
    """
    kind = type(value)
    if kind is str:
        text = "".join(filter(str.isprintable, tidy(value[: _MOST_SHOWN * 4])))
        return "'" + (f"{text[:_MOST_SHOWN]}…" if len(text) > _MOST_SHOWN else text) + "'"
    if kind is dt.date:
        return days.spoken(value)
    if kind in (int, float) and abs(value) >= _LARGEST_SHOWN:
        return say("kinds.very_large")
    if kind in (int, float) and not math.isnan(value):
        # No exponent: 1e-05 is a machine's way of writing.
        figures = f"{value:,.6f}" if abs(value) >= 10_000 else f"{value:.6f}"
        return figures.rstrip("0").rstrip(".") if value == 0 or abs(value) >= 1e-6 else say("kinds.almost_zero")
    if kind in (list, tuple):
        return say("kinds.a_list", n=len(value))
    if kind is dict:
        return say("kinds.a_small_table", n=len(value))
    return f"'{str(value).lower()}'" if kind is bool else say("kinds.no_number")


def called(answer: object) -> str:
    """How the kind of an object is named in a sentence, without asking the object.

    >>> called([1]), called(iter([]))
    ('a list', 'a list_iterator')
    """
    # A class may call itself anything, and its own class may answer for it.
    name = str.__getitem__(type.__dict__["__name__"].__get__(type(answer)), slice(0, 40))
    name = name if name.isidentifier() and name.isascii() else "object"
    return say("kinds.a_kind", article="an" if name[0].lower() in "aeiou" else "a", name=name)
