"""One way of being wrong: every public function, given what will not do, answers in one sentence.

The calls come from the functions' own examples: each argument of each call is replaced by a bare table, a bad
day, a value of a wrong type, a table without one of its columns. What may come out is a value, LookupError or
ValueError; nothing else, and nothing may hang.
"""

import doctest
import importlib
import inspect
import signal
from datetime import date

import numpy as np
import pandas as pd
import pytest
from alliancelab.ground import days, numbers, tables
from test_house import MODULES, floor

BAD_DAYS = ["2018", "03-04-2018", "06/03/2018", "today", "2018-13-01", "", 20180308, True, None, float("nan"), pd.NaT,
            "2018-03-08T10:00+09:00", pd.Timestamp("2018-03-08", tz="Asia/Tokyo"), ["2018-03-08"]]  # fmt: skip
BARE = pd.DataFrame({"x": [1]})
BAD_TABLES = [BARE, BARE.iloc[:0], pd.DataFrame(), [1, 2], None, "a table", 5, pd.Series([1])]
BAD_VALUES = [
    None,
    "no such thing",
    "",
    float("nan"),
    float("inf"),
    -1,
    10**30,
    True,
    [],
    {},
    object(),
    [object()],
    b"x",
]
# What a notebook or an analyst imports. Below it code talks to code; above it people have forms and commands.
ROOMS = [
    module
    for module in MODULES
    if module.split(".")[0] not in ("ground", "lab", "forms", "classroom", "authoring", "__main__")
    and module
    not in ("catalogue.schema", "catalogue.editions", "catalogue.checks", "article.memo_word", "article.memo_page")
]


def public(module):
    loaded = importlib.import_module(f"alliancelab.{module}")
    return {
        name: function
        for name, function in vars(loaded).items()
        if inspect.isfunction(function) and function.__module__ == loaded.__name__ and not name.startswith("_")
    }


FUNCTIONS = [(module, name) for module in ROOMS for name in public(module)]


def calls_of(module, name):
    """The arguments with which a function's example calls it, by parameter."""
    loaded, function = importlib.import_module(f"alliancelab.{module}"), public(module)[name]
    calls, signature = [], inspect.signature(function)

    def recorder(*args, **kwargs):
        calls.append(signature.bind(*args, **kwargs).arguments)
        return function(*args, **kwargs)

    names = {**vars(loaded), name: recorder}
    for test in doctest.DocTestFinder(recurse=False).find(function, name, globs=names):
        for example in test.examples:
            try:
                exec(compile(example.source, name, "exec"), test.globs)
            except (LookupError, ValueError):
                continue
    return calls


def is_day(annotation, value):
    return "date" in str(annotation) or isinstance(value, date)


def spoilt(value, annotation):
    """What a person might hand over in place of a good value."""
    if isinstance(value, pd.DataFrame):
        yield from BAD_TABLES
        for column in value.columns:
            yield value.drop(columns=column)
            yield value.assign(**{str(column): [object()] * len(value)})
            yield value.assign(**{str(column): [None] * len(value)})
    elif isinstance(value, pd.Series):
        yield from [*BAD_VALUES, value.iloc[:0], pd.Series([None] * len(value), value.index), BARE]
    elif is_day(annotation, value) or isinstance(value, np.datetime64):
        yield from BAD_DAYS
    else:
        yield from BAD_VALUES


def replacements(parameter, value):
    """What is handed over for one parameter; for *names each bad value is one of the names."""
    if parameter.kind is parameter.VAR_POSITIONAL:
        return [(bad,) for bad in BAD_VALUES]
    return [] if parameter.kind is parameter.VAR_KEYWORD else spoilt(value, parameter.annotation)


def answered(function, arguments):
    def stop(*_):
        raise TimeoutError("the function does not come back")

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(20)
    try:
        bound = inspect.BoundArguments(inspect.signature(function), dict(arguments))
        result = function(*bound.args, **bound.kwargs)
        # A generator only works when it is asked.
        return list(result) if inspect.isgenerator(result) else result
    finally:
        signal.alarm(0)


def one_sentence(error):
    text = str(error.args[0]) if error.args else ""
    return 15 < len(text) < 600 and "\n" not in text and text[0].isupper() | (text[0] in "'\"") | text[0].isalnum()


@pytest.mark.parametrize(("module", "name"), FUNCTIONS, ids=[".".join(pair) for pair in FUNCTIONS])
def test_a_public_function_given_what_will_not_do_answers_in_one_sentence(module, name):
    function = public(module)[name]
    parameters = inspect.signature(function).parameters
    calls = calls_of(module, name)
    assert calls, "the example never calls the function"
    wrong = []
    for arguments in calls[:3]:
        for parameter, value in arguments.items():
            for bad in replacements(parameters[parameter], value):
                given = {**arguments, parameter: bad}
                try:
                    answered(function, given)
                except (LookupError, ValueError) as error:
                    if isinstance(error, KeyError | IndexError) or not one_sentence(error):
                        wrong.append((parameter, str(type(bad)), f"{type(error).__name__}: {str(error)[:80]}"))
                except Exception as error:  # the finding itself: any other exception is a bad answer
                    wrong.append((parameter, str(type(bad)), f"{type(error).__name__}: {str(error)[:80]}"))
    assert not wrong, "\n".join(map(str, wrong[:12]))


DAYS = [(m, n) for m, n in FUNCTIONS if any("date |" in str(p.annotation) or str(p.annotation) == "date"
        for p in inspect.signature(public(m)[n]).parameters.values())]  # fmt: skip


@pytest.mark.parametrize(("module", "name"), DAYS, ids=[".".join(pair) for pair in DAYS])
@pytest.mark.parametrize("bad", BAD_DAYS[:7], ids=map(str, BAD_DAYS[:7]))
def test_a_day_in_another_order_is_refused_everywhere(module, name, bad):
    function = public(module)[name]
    for arguments in calls_of(module, name)[:1]:
        for parameter in inspect.signature(function).parameters.values():
            if "date" in str(parameter.annotation) and parameter.name in arguments:
                with pytest.raises(ValueError, match=r"day"):
                    function(**{**arguments, parameter.name: bad})


def test_every_floor_of_the_subjects_is_walked():
    assert {floor(module) for module, _ in FUNCTIONS} >= {1, 2, 3, 4, 6}


@pytest.mark.parametrize("bad", BAD_DAYS, ids=map(str, BAD_DAYS))
def test_the_reader_of_days_refuses_what_could_be_two_days(bad):
    with pytest.raises(ValueError, match="day"):
        days.read(bad, "the day")


NO_NUMBERS = [None, "5", True, float("nan"), float("inf"), [], object(), 10**400, -(10**400)]


@pytest.mark.parametrize("bad", NO_NUMBERS, ids=map(str, range(9)))
@pytest.mark.parametrize("check", [numbers.number, lambda v: numbers.between(v, 0, 1), lambda v: numbers.whole(v, 0, 9),
                                   numbers.probability], ids=["number", "between", "whole", "probability"])  # fmt: skip
def test_the_checks_of_numbers_refuse_what_is_none(check, bad):
    with pytest.raises(ValueError):
        check(bad)


@pytest.mark.parametrize(
    ("labels", "says"),
    [
        ([0, 2, 1], "number 2 .* row 1 .* row 2"),
        ([0, pd.NA, 2], "number 2 .* row 1"),
        ([0, 1], "3 rows in one and 2 in"),
    ],
    ids=["another order", "a missing label", "another length"],
)
def test_columns_of_other_rows_are_not_paired(labels, says):
    one, other = pd.Series([1, 2, 3]), pd.Series(labels, index=labels)
    tables.same_rows(one, one + 1, ("one", "other"))
    tables.same_rows(one, other.tolist(), ("one", "other"))
    with pytest.raises(ValueError, match=says):
        tables.same_rows(one, other, ("one", "other"))
