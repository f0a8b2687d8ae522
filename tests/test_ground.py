"""The ground floor at its limits: numbers, days, names, tables and files, each exactly at the edge and one beyond."""

import math
from datetime import datetime

import numpy as np
import pandas as pd
import pytest
from alliancelab.ground import days, messages, numbers, paths, tables
from alliancelab.ground.suggestions import did_you_mean, resolve


def refusal(kind, door, *given, **named) -> str:
    """The sentence with which a public function refuses what it is given."""
    with pytest.raises(kind) as refused:
        door(*given, **named)
    return str(refused.value)


def test_both_ends_of_a_range_count_and_what_lies_beyond_does_not():
    assert numbers.between(0, 0, 100) == 0 and numbers.between(100, 0, 100) == 100
    assert numbers.whole(5, 5, 7) == 5 and numbers.whole(7, 5, 7) == 7 and numbers.whole(np.int64(2**32), 0) == 2**32
    assert numbers.probability(0) == 0 and numbers.probability(1) == 1
    for refused in (
        lambda: numbers.between(-0.001, 0, 100),
        lambda: numbers.between(100.001, 0, 100),
        lambda: numbers.whole(4, 5, 7),
        lambda: numbers.whole(8, 5, 7),
        lambda: numbers.whole(2**32 + 1, 0),
        lambda: numbers.whole(True, 0),
        lambda: numbers.whole(5.0, 0),
        lambda: numbers.number(np.bool_(True)),
        lambda: numbers.number(10**400),
        lambda: numbers.probability(-0.001),
        lambda: numbers.probability(1.001),
    ):
        with pytest.raises(ValueError):
            refused()


@pytest.mark.parametrize(
    ("given", "meant"), [(1.9, None), (2, "0.02"), (95, "0.95"), (100, "1"), (101, None), (-2, None)]
)
def test_percent_is_offered_from_two_to_a_hundred(given, meant):
    with pytest.raises(ValueError) as refused:
        numbers.probability(given)
    assert ("Did you mean" in str(refused.value)) == (meant is not None)
    assert meant is None or f"mean {meant}?" in str(refused.value)


def test_too_large_for_a_float_is_off_the_scale_on_its_own_side():
    for huge in (10**400, -(10**400)):
        sentence = refusal(ValueError, numbers.probability, huge)
        assert "inf" in sentence and ("-inf" in sentence) == (huge < 0)
    with pytest.raises(ValueError):
        numbers.number(math.nan)


def test_a_stretch_may_be_one_day_and_a_moment_is_its_day():
    assert days.stretch("2018-03-08", "2018-03-08") == (pd.Timestamp("2018-03-08"),) * 2
    assert days.read(datetime(2018, 3, 8, 23, 59)) == pd.Timestamp("2018-03-08")
    assert days.read(np.datetime64("2018-03-08")) == days.read(" 2018-03-08T10:00 ") == pd.Timestamp("2018-03-08")
    with pytest.raises(ValueError, match="2018-03-09 is after 2018-03-08"):
        days.stretch("2018-03-09", "2018-03-08")
    for odd in ("2018-02-30", pd.NaT, np.datetime64("NaT"), 20180308):
        with pytest.raises(ValueError):
            days.read(odd)


def test_twelve_known_names_are_listed_and_of_thirteen_one_more_is_counted():
    names = [f"name{n:02}" for n in range(13)]
    twelve = refusal(LookupError, resolve, "x", names[:12], "thing")
    thirteen = refusal(LookupError, resolve, "x", names, "thing")
    assert "name11" in twelve and "more" not in twelve
    assert "name11" in thirteen and "name12" not in thirteen and "1 more" in thirteen
    table = pd.DataFrame({"code": ["x"]})
    twelve = refusal(LookupError, tables.need, table, known={"code": names[:12]})
    thirteen = refusal(LookupError, tables.need, table, known={"code": names})
    assert "name11" in twelve and "more" not in twelve
    assert "name11" in thirteen and "name12" not in thirteen and "1 more" in thirteen


def test_the_nearest_name_is_asked_for_whatever_its_capitals():
    assert "'Steel'" in did_you_mean(" STEAL ", ["Aluminum", "Steel", "Steels and more"])
    assert did_you_mean("abcde", ["abcxy"]) and not did_you_mean("abcde", ["abxyz"])
    assert did_you_mean(5, ["5"]) == ""


def test_what_a_table_lacks_is_said_of_the_first_row_that_lacks_it():
    table = pd.DataFrame({"a": [1.0, None, None], "b": ["x", "y", "z"]}, index=[7, 8, 9])
    sentence = refusal(ValueError, tables.need, table, filled=["a"])
    assert "8" in sentence and "2" in sentence
    twice = pd.DataFrame({"a": [1, 2, 3, 2, 3], "b": [1, 1, 1, 1, 1]})
    assert "2, 1" in refusal(ValueError, tables.need, twice, unique=["a", "b"])
    assert tables.need(twice, unique=["a", "b"][:0]) is twice
    codes = pd.DataFrame({"a": ["x", None, "odd", "other"]})
    assert "'odd'" in refusal(LookupError, tables.need, codes, known={"a": ["x"]})
    assert tables.need(codes.head(2), known={"a": ["x"]}) is not None


def test_a_table_without_rows_is_refused_only_where_rows_are_needed():
    empty = pd.DataFrame({"day": []})
    assert tables.need(empty, days=["day"]) is empty
    with pytest.raises(ValueError):
        tables.need(empty, rows=True)
    with pytest.raises(ValueError):
        tables.need(pd.DataFrame({"day": ["2018-03-08"]}), days=["day"])
    with pytest.raises(ValueError, match="zone"):
        tables.need(pd.DataFrame({"day": pd.to_datetime(["2018-03-08"]).tz_localize("UTC")}), days=["day"])


def test_cells_that_hold_lists_are_compared_and_never_a_code():
    lists = pd.DataFrame({"a": [[1], [2], [1]], "b": ["x", "x", "x"]})
    assert "[1]" in refusal(ValueError, tables.need, lists, unique=["a"])
    assert tables.need(lists.head(2), unique=["a"]) is not None
    with pytest.raises(LookupError):
        tables.need(lists, known={"a": ["x"]})


def test_columns_of_other_rows_are_refused_at_the_first_label_that_differs():
    one, other = pd.Series([1, 2, 3], index=[1, 2, 3]), pd.Series([1, 2, 3], index=[1, 5, 6])
    sentence = refusal(ValueError, tables.same_rows, one, other, ("the a", "the b"))
    assert "number 2" in sentence and "row 2" in sentence and "5" in sentence
    sentence = refusal(ValueError, tables.same_rows, one, other.head(2), ("the a", "the b"))
    assert "3" in sentence and "2" in sentence
    tables.same_rows(one, [1], ("the a", "the b"))
    tables.same_rows(one, one.copy(), ("the a", "the b"))


def test_the_name_of_a_file_has_at_most_121_letters(tmp_path):
    assert paths.inside(tmp_path, "x" * 121) == tmp_path / ("x" * 121)
    for odd in ("x" * 122, "", ".x", "a/b", None):
        with pytest.raises(ValueError):
            paths.inside(tmp_path, odd)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("x" * 60, "'" + "x" * 60 + "'"),
        ("x" * 61, "'" + "x" * 60 + "…'"),
        (10**30 - 1, "9" * 30),
        (10**30, "an int"),
        (-(10**30), "an int"),
        (None, "None"),
        ((1,), "a tuple"),
        (type("A" * 41, (), {})(), "an " + "A" * 40),
    ],
)
def test_a_value_is_shown_whole_up_to_its_limit(given, shown):
    assert messages.brief(given) == shown
