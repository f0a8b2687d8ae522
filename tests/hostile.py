"""Answers nobody should hand in, and thousands that somebody might: what the fuzz tests draw from."""

import collections
import contextlib
import datetime as dt

import numpy as np
import pandas as pd


class Flatterer(float):
    def __eq__(self, other):
        return True

    def __sub__(self, other):
        return 0.0

    __rsub__ = __sub__
    __hash__ = float.__hash__


class Agreeable(str):
    def __eq__(self, other):
        return True

    def strip(self, *_):
        return self

    casefold = lower = upper = strip
    __hash__ = str.__hash__


class Bomb:
    def __getattribute__(self, name):
        raise RuntimeError("boom")

    def __repr__(self):
        raise RuntimeError("boom")


def lying_class():
    # Made in a function: pytest looks at every class of a module, and this one lets nobody look.
    class Kind(type):
        __name__ = property(lambda cls: 1 / 0)
        __module__ = property(lambda cls: 1 / 0)

        def __instancecheck__(cls, _):
            return True

        def __getattribute__(cls, name):
            raise RuntimeError("boom")

    class Liar(metaclass=Kind):
        __class__ = property(lambda self: float)

        def __len__(self):
            raise SystemError("no length")

        def __iter__(self):
            while True:
                yield 1

        def __float__(self):
            return 1.0

    return Liar


class Endless(list):
    def __len__(self):
        return 1

    def __iter__(self):
        while True:
            yield "JPN"


class Keys(dict):
    def items(self):
        return iter(lambda: ("a", 1), None)


class NumpyByName(np.float64):
    __module__ = "numpy"

    def item(self):
        return self


class FalseFrame(pd.DataFrame):
    @property
    def shape(self):
        return (1, 1)


def contained():
    nested = []
    nested.append(nested)
    return nested


def contained_dict():
    nested = {}
    nested["a"] = nested
    return nested


def contained_array():
    array = np.array(None, dtype=object)
    array[()] = array
    return array


def multiplied():
    part = ["JPN"] * 150
    for _ in range(3):
        part = [part] * 150
    return part


def deep():
    nested = 1
    for _ in range(50_000):
        nested = [nested]
    return nested


def generator():
    while True:
        yield "JPN"


# None of these is a right answer to anything; each is handed to every exercise.
HOSTILE = {
    "a float that equals everything": Flatterer(1),
    "a text that equals everything": Agreeable("a"),
    "an object that explodes": Bomb(),
    "an object whose class lies": lying_class()(),
    "a class that lies": lying_class(),
    "a missing day of numpy": np.datetime64("NaT"),
    "pairs of which one has no name": [["a", []], [[1], {}]],
    "a list that lies about its length": Endless(["JPN"]),
    "a dictionary without end": Keys(a=1),
    "a number that says it is numpy's": NumpyByName(1),
    "a frame that lies about its shape": FalseFrame({"a": [1], "b": [2]}),
    "a class whose name is two lines": type("a\nb" * 50, (), {})(),
    "a class whose name is a text of another kind": type(Agreeable("a"), (), {})(),
    "a list that contains itself": contained(),
    "a dictionary that contains itself": contained_dict(),
    "an array that contains itself": contained_array(),
    "a list of lists of lists of lists": multiplied(),
    "a very deep list": deep(),
    "a range of a billion": range(10**9),
    "a range longer than a computer counts": range(10**30),
    "an array of a billion": np.broadcast_to(np.int8(1), 10**9),
    "a column of a million": pd.Series(np.zeros(10**6)),
    "an index of a billion": pd.RangeIndex(10**9),
    "a generator without end": generator(),
    "an iterator": iter([]),
    "a map": map(str, [1]),
    "not a number": float("nan"),
    "infinity": float("inf"),
    "a huge number": 10**5000,
    "a large number": 10**40,
    "a long text": "x" * 10**6,
    "many names": "JPN," * 10**5,
    "a text of figures": "9" * 5000,
    "a lone surrogate": "\ud800",
    "a null": "\0",
    "bytes": b"bytes",
    "a type": object,
    "a function": print,
    "a module": np,
    "a long list": [1] * 10**5,
    "a nested dictionary": {"a": {"b": {"c": {"d": {"e": 1}}}}},
    "a dictionary of numbers": {1: 2.75},
    "keys that are pairs": {("a", "b"): 1.0, ("a", "c"): 2.0},
    "keys that are sets": {frozenset({"a"}): 1},
    "keys that print alike": {1: 1, "1": 2},
    "huge numbers by label": {"a": 10**400, "b": 10**50},
    "a list of nothing": [None],
    "a list of lists": [[]],
    "a letter and no reasons": ["a", None],
    "a letter and a number": ["a", 5],
    "a complex number": 1j,
    "a length of time": dt.timedelta(1),
    "no time": pd.NaT,
    "numpy's no time": np.datetime64("NaT"),
    "a year without a calendar": np.datetime64(10**12, "Y"),
    "a missing value": pd.NA,
    "a column of missing values": pd.Series([pd.NA, 1], dtype="Int64"),
    "a frame of two columns": pd.DataFrame({"a": [1], "b": [2]}),
    "an empty frame": pd.DataFrame(),
    "a table of numbers": np.array([[1, 2], [3, 4]]),
    "a structured array": np.array([(1, "a")], dtype=[("x", int), ("y", "U1")]),
    "a long double": np.longdouble("1e4000"),
    "a period": pd.Period("2018"),
    "an interval": pd.Interval(0, 1),
    "a grouping": pd.DataFrame({"a": [1], "b": [2]}).groupby("a"),
    "a grouping by two keys": pd.DataFrame({"a": [1], "b": [2], "c": [3]}).groupby(["a", "b"])["c"].sum(),
    "that grouping as a dictionary": pd.DataFrame({"a": [1], "b": [2], "c": [3]})
    .groupby(["a", "b"])["c"]
    .sum()
    .to_dict(),
    "true": True,
    "less than nothing": -1.5,
    "a statement": "SELECT",
    "a quotation mark": "'; --",
    "a sentence": "a) " * 50,
}


WRITTEN = [
    *[
        "",
        " ",
        "…",
        "ａ",
        "６６％",
        "65,1",
        "1,234.5",
        "3 413",
        "−5",
        "▲5",
        "96 days",
        "12 apples",
        "1e309",
        "45, 60",
        "45-60",
    ],
    *[
        "2018-03-08",
        "2018-13-45",
        "03/04/2018",
        "12 June 2018",
        "２０１８年６月１２日",
        "31 June 2018",
        "20180612",
        "June 2018",
    ],
    *[
        "日本",
        "韓国、米国",
        "the US",
        "Korea",
        "한국",
        "Türkiye",
        "Египет",
        "مصر",
        "🇯🇵",
        "U.S.A. and Japan",
        "USA",
        "JP",
    ],
    *[
        "b: C4 と C7 は announcement を示しているが、十分ではないと思う",
        "a) C1 C1 C1 C1 C1 C1 C1 C1",
        "K2は先だ",
        "a" * 300,
    ],
    *[
        "Japan: 1; South Korea = 2",
        "{'a': 1}",
        "[1, 2]",
        "<b>x</b>",
        "%s {0} {x}",
        "'",
        '"',
        "\u202e12",
        "\u200b",
        "\r\n",
        "\t",
    ],
]


def scalar(draw, words):
    numbers = [0, 1, -1, 2, 65, 66.0, 0.5, 1e-9, 1e15, 1e16, 1e308, 10**20, 2018, True, None, ..., float("nan")]
    kinds = [np.float64, np.float32, np.int64, np.uint8, np.bool_, np.str_, np.array, np.longdouble, np.complex128, str]
    one = draw.choice([*numbers, *words, *WRITTEN])
    if draw.random() < 0.3:
        with contextlib.suppress(ValueError, TypeError, OverflowError):
            one = draw.choice(kinds)(one)
    if draw.random() < 0.05:
        one = draw.choice(
            [dt.date(1, 1, 1), dt.datetime.max, dt.time(1), pd.Timestamp("2018-03-08", tz="Asia/Tokyo"), pd.NaT, pd.NA]
        )
    return one


# numpy and pandas would make a container of these whole, which takes the memory of the machine.
_TOO_LARGE = ("billion", "million", "longer", "without end", "length", "deep", "list of lists of lists", "itself")
SMALL = [one for name, one in HOSTILE.items() if not any(word in name for word in _TOO_LARGE)]


def value(draw, words, depth=0):
    """One value that somebody might hand in: a scalar, or a container of any kind, of values."""
    if depth > 4 or draw.random() < 0.4:
        return draw.choice(SMALL) if draw.random() < 0.02 else scalar(draw, words)
    parts = [value(draw, words, depth + 1) for _ in range(draw.choice([0, 1, 1, 2, 2, 3, 5]))]
    kinds = [list, tuple, pd.Series, pd.Index, pd.Categorical, np.array, set, frozenset, dict, iter, pd.array]
    kinds += [
        lambda p: pd.DataFrame({"a": p}),
        lambda p: pd.DataFrame([p]),
        lambda p: pd.Series(p, index=words[: len(p)]),
        lambda p: pd.Series(p).unique(),
        lambda p: np.array(p, dtype=object).reshape(-1, 1),
        collections.deque,
        collections.Counter,
        lambda p: (part for part in p),
    ]
    try:
        kind = draw.choice(kinds)
        return dict(zip(draw.sample(words, len(parts)), parts, strict=True)) if kind is dict else kind(parts)
    except Exception:  # what numpy or pandas will not hold is handed in as a list; Liar and Bomb raise anything
        return parts
