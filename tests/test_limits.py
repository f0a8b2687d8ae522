"""Answers at the limits of what is read: the last that is taken, and the first that is refused."""

import datetime as dt
import json

import numpy as np
import pandas as pd
import pytest
from alliancelab.classroom import COURSE, Lesson
from alliancelab.classroom.answers import plain
from alliancelab.classroom.course import settings_rules
from alliancelab.classroom.kinds import (
    NOTED,
    RIGHT,
    UNANSWERED,
    WRONG,
    Day,
    InOrder,
    Judgement,
    Names,
    Number,
    PickOne,
    ShortTable,
    Unusable,
)
from alliancelab.ground.messages import say


def nested(depth: int) -> object:
    return [nested(depth - 1)] if depth else 1


@pytest.mark.parametrize(
    ("taken", "refused"),
    [
        (list(range(200)), list(range(201))),
        (range(200), range(201)),
        (np.arange(200), np.arange(201)),
        (pd.Series(range(200)), pd.Series(range(201))),
        (dict.fromkeys(map(str, range(200)), 1), dict.fromkeys(map(str, range(201)), 1)),
        ([[1] * 198] * 10, [[1] * 199] * 10 + [[1]]),
        ("x" * 20_000, "x" * 20_001),
        (2**200 - 1, 2**200),
        (-(2**200) + 1, -(2**200)),
        (nested(4), nested(5)),
    ],
)
def test_an_answer_of_just_so_many_parts_is_read_and_one_of_more_is_refused(taken, refused):
    plain(taken)
    with pytest.raises(Unusable):
        plain(refused)


def test_a_column_with_names_is_a_table_and_one_without_is_a_list():
    assert plain(pd.Series([1.5, 2], index=["a", "b"])) == {"a": 1.5, "b": 2.0}
    assert plain(pd.Series([True], index=["a"])) == {"a": True}
    assert plain(pd.Series(["x", "y"], index=["a", "b"])) == ["x", "y"]
    assert plain(pd.Series([1, 2], index=["a", "a"])) == plain(pd.Series([1, 2], index=["a", 5])) == [1, 2]
    assert plain(pd.Series([1, 2], index=[2017, 2019])) == {2017: 1, 2019: 2}
    assert plain(pd.Series([1, 2])) == plain(pd.DataFrame({"n": [1, 2]})) == [1, 2]
    assert plain(pd.DataFrame({"n": [1, 2]}, index=["a", "b"])) == {"a": 1, "b": 2}
    assert plain({"b", "a", 1}) == [1, "a", "b"] and plain(np.array(7)) == 7 and plain(range(3)) == [0, 1, 2]
    with pytest.raises(Unusable, match="2 columns"):
        plain(pd.DataFrame({"a": [1], "b": [2]}))
    with pytest.raises(Unusable, match="no text, number, day or list"):
        plain(type("int_like", (), {})())


class Share(Number):
    key, why, unit, tolerance = "share", "that is why.", "%", 0.5

    def expected(self):
        return 40

    def mistakes(self):
        return [(60, "that is the rest.")]


@pytest.mark.parametrize("given", [39.5, 40, 40.5, "40.5 %", "40.5%", [40.5], "４０", "40,5", "39,5 %"])
def test_a_number_at_the_edge_of_its_tolerance_is_right(given):
    assert Share().verdict(given) == (RIGHT, "that is why.")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (39.49, "less"),
        (40.51, "more"),
        (0.4, "0.4"),
        (0.405, "0.405"),
        (0.39, "less"),
        (59.5, "that is the rest."),
        (60.6, "more"),
        ([40, 40], "number"),
        (1e15, "number"),
        (-1e15, "number"),
        ("40,51", "more"),
    ],
)
def test_a_number_beyond_its_tolerance_is_wrong_and_says_on_which_side(given, words):
    status, text = Share().verdict(given)
    assert status == WRONG and words in text


def test_a_number_is_written_with_its_decimals_only_where_it_has_some():
    class Tonnes(Share):
        unit, decimals = "t", 2

        def expected(self):
            return 1234.567

    class Half(Share):
        def expected(self):
            return 40.25

    assert Half().answer_text() == "40.2 %" and Share().answer_text() == "40 %"
    assert Tonnes().answer_text() == "1,234.57 t"
    assert "more" in Tonnes().verdict(999_999_999_999_999).text
    assert Tonnes().verdict("1,234.567").status == RIGHT and Tonnes().verdict("1,23").status == WRONG
    assert "%" not in Tonnes().verdict(12.34567).text


class Three(InOrder):
    key, why = "three", "that is why."

    def known(self):
        return ["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"]

    def expected(self):
        return ["One", "Two", "Three"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["Two", "One", "Three"], "1"),
        (["One", "Three", "Two"], "2"),
        (["One", "Two"], "3"),
        (["One", "Two", "Four"], "One, Three, Two"),
        (["One", "Two", "Three", "Three"], "3"),
    ],
)
def test_an_order_says_at_which_place_it_breaks(given, words):
    assert Three().verdict(given).status == WRONG and words in Three().verdict(given).text
    assert Three().verdict(["one", " TWO ", "three"]).status == RIGHT
    assert Three().answer_text() == "One, then Two, then Three"


def test_a_set_of_names_counts_the_absent_and_names_five_of_the_extra():
    class Some(Names):
        key = "some"
        known = Three.known

        def expected(self):
            return {"One", "Two", "Three"}

    exercise = Some()
    assert exercise.answer_text() == "One, Three, Two" and exercise.verdict("Three, one、two,").status == RIGHT
    absent = exercise.verdict(["One"]).text
    assert "2" in absent and "One" not in absent
    extra = exercise.verdict(["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"]).text
    assert "Eight, Five, Four, Nine, Seven" in extra and "Six" not in extra
    mixed = exercise.verdict(["One", "Two", "Four"]).text
    assert "Four" in mixed and "1" in mixed and "Hint" in mixed
    assert "Did you mean 'Three'" in exercise.verdict(["Thre"]).text


class Pair(ShortTable):
    key, why, unit, tolerance = "pair", "that is why.", "%", 0.5

    def expected(self):
        return {"a": 10.0, "b": 90.0}


@pytest.mark.parametrize(
    ("given", "status", "words"),
    [
        ({"a": 10.5, "b": 89.5}, RIGHT, "why"),
        ({"a": 10.51, "b": 90}, WRONG, "a"),
        ({"a": 90.0, "b": 10.0}, WRONG, "label"),
        ({"a": 0.1, "b": 0.9}, WRONG, "%"),
        ({"a": 10}, WRONG, "a, b"),
        ({"a": 10, "b": 90, "c": 0}, WRONG, "a, b"),
        ({"a": 10, "b": 1e15}, WRONG, "b"),
        ({"a": 10, " a": 10}, WRONG, "a"),
    ],
)
def test_a_short_table_is_right_within_its_tolerance_label_by_label(given, status, words):
    verdict = Pair().verdict(given)
    assert verdict.status == status and words in verdict.text
    assert Pair().answer_text() == "a: 10, b: 90"


def test_a_day_before_is_too_early_and_a_day_after_too_late():
    class Signed(Day):
        key = "signed"

        def expected(self):
            return dt.date(2018, 3, 8)

    exercise = Signed()
    assert exercise.verdict(["2018-03-08"]).status == exercise.verdict(pd.Timestamp("2018-03-08")).status == RIGHT
    early, late = exercise.verdict("2018-03-07").text, exercise.verdict("2018-03-09").text
    assert "early" in early and "late" in late and exercise.answer_text() == "2018-03-08"


class Weighed(Judgement):
    key, why, solution = "weighed", "that is why.", "['a', 'Row K1 says so in so many plain words.']"
    options = {"a": "yes", "b": "perhaps", "c": "no"}
    defensible, mistaken, least_words = ("a", "b"), {"c": "that is hard to say."}, 5

    def cites(self):
        return ["K1", "K2"]


@pytest.mark.parametrize(
    ("given", "status"),
    [
        (["a", "K1 says so in words"], NOTED),
        (["b", "K2 says so in words"], NOTED),
        (["c", "K1 says so in words"], NOTED),
        (["a", "K1 says so plainly"], UNANSWERED),
        (["a", "K1 says so so so so"], UNANSWERED),
        (["a", "K3 says so in words"], UNANSWERED),
        (["a", "K11 says so in words"], UNANSWERED),
        (["a"], UNANSWERED),
        (["x", "K1 says so in words"], WRONG),
        (["a", "K1 says so in words", "b"], WRONG),
    ],
)
def test_a_judgement_is_noted_with_just_enough_words_and_a_row(given, status):
    exercise = Weighed()
    assert exercise.verdict(given).status == status
    assert "that is hard to say." in exercise.verdict(["c", "K1 says so in words"]).text
    assert "K1" in exercise.verdict(["a", "K3 says so in words"]).text
    assert "4" in exercise.verdict(["a", "K1 says so plainly"]).text


def test_half_of_the_words_of_a_reason_are_other_words_than_rows():
    class Short(Weighed):
        least_words = 4

        def cites(self):
            return ["K1", "K2", "K3"]

    assert Short().verdict(["a", "K1 K2 say so"]).status == NOTED
    assert Short().verdict(["a", "K1 K2 K3 say"]).status == UNANSWERED


def test_three_rows_are_told_and_the_others_counted():
    class Many(Weighed):
        def cites(self):
            return ["K1", "K2", "K3", "K4", "K5"]

    assert "K1; K2; K3. " in Many().verdict(["a", "K1 K2 K3 say this of it"]).text
    assert "K1; K2; K3 and 2 more. " in Many().verdict(["a", "K1 K2 K3 K4 K5 say this of it"]).text


def test_a_choice_is_one_value_even_in_a_list_and_two_are_none():
    class Pick(PickOne):
        key, options = "pick", {"a": "b", "b": "a"}

        def expected(self):
            return "a"

    assert [Pick().verdict(given).status for given in ("a", ["A"], "(a)", "a.", "a) b")] == [RIGHT] * 5
    assert Pick().verdict(["a", "a"]).status == WRONG and Pick().verdict("b").status == WRONG
    assert [Pick().verdict(given).status for given in (None, ..., "", [], {})] == [UNANSWERED] * 5


def test_hints_are_counted_from_one_and_the_last_is_said_again(capsys):
    lesson = Lesson("10-first-look")
    for n, text in ((1, "Look"), (2, "It is the first day"), (2, "It is the first day")):
        lesson.hint("first-day")
        printed = capsys.readouterr().out
        assert f"{n} of 2" in printed and text in printed
    lesson.hint("half-open")
    assert "1 of 2" in capsys.readouterr().out


@pytest.mark.parametrize(("minutes", "wrong"), [(4, 1), (5, 0), (240, 0), (241, 1)])
def test_a_lesson_takes_from_five_minutes_to_four_hours(minutes, wrong):
    lists = {"claims": [], "datasets": [], "objectives": []}
    given = {"title": "T", "question": "Q?", "minutes": minutes, "status": "draft", **lists}
    assert len(settings_rules(given, "x")) == wrong


def test_a_worked_answer_waits_for_a_try_and_progress_follows_each(capsys):
    lesson = Lesson("10-first-look")
    lesson.solution("first-day")
    lesson.check("first-day", ...)
    lesson.solution("first-day")
    assert "2018-03-23" not in capsys.readouterr().out
    lesson.check("first-day", "2018-03-08")
    lesson.solution("first-day")
    assert '"2018-03-23"' in capsys.readouterr().out
    lines = repr(lesson.progress()).splitlines()[1:]
    assert len(lines) == 7 and f"{WRONG}: first day" in lines
    assert sum(line.startswith(UNANSWERED) for line in lines) == 6


def test_the_words_of_a_lesson_are_those_its_notebook_uses(monkeypatch, tmp_path):
    words = ["ally", "duty", "box", "tariff", "art", "dot.com"]
    glossary = pd.DataFrame({"term": words} | dict.fromkeys(["japanese", "reading_kana", "reading_romaji"], "x"))
    monkeypatch.setattr("alliancelab.catalogue.load", lambda _: glossary.assign(meaning="m"))
    sources = [("markdown", "Allies pay a duty.\n"), ("code", "art = 1"), ("markdown", "Two boxes, TARIFFS; dotscom")]
    cells = [{"cell_type": kind, "source": [source]} for kind, source in sources]
    (tmp_path / "x.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    monkeypatch.setattr(COURSE, "notebook", lambda _: tmp_path / "x.ipynb")
    page = Lesson("10-first-look").glossary().data
    assert [word for word in words if f">{word}<" in page] == ["ally", "duty", "box", "tariff"]


@pytest.mark.parametrize(("given", "is_fraction"), [(0.4, True), (0.405, True), (0.394, False), (0.406, False)])
def test_a_share_given_as_a_fraction_is_seen_within_the_tolerance_and_for_percent_only(given, is_fraction):
    assert ("less" in Share().verdict(given).text) == (not is_fraction)

    class Tonnes(Share):
        unit = "t"

    assert "less" in Tonnes().verdict(given).text


@pytest.mark.parametrize(
    ("exercise", "given"),
    [
        (Share(), 41),
        (Share(), 0.4),
        (Three(), ["Two", "One", "Three"]),
        (Three(), ["One"]),
        (Pair(), {"a": 0.1, "b": 0.9}),
        (Pair(), {"a": 90.0, "b": 10.0}),
        (Pair(), {"a": 11.0, "b": 90.0}),
        (Pair(), {"a": 11.0}),
        (Weighed(), ["x", "K1 says so in words"]),
    ],
)
def test_a_wrong_answer_of_the_right_kind_never_meets_the_sentence_of_last_resort(exercise, given):
    status, text = exercise.verdict(given)
    assert status == WRONG and text != say("kinds.unreadable")


def test_a_missing_value_is_called_so():
    for missing in (pd.NA, pd.NaT, [1, pd.NA]):
        with pytest.raises(Unusable, match="a missing value"):
            plain(missing)
