"""Every exercise of every lesson: untouched, right, each known mistake, and answers of every wrong kind."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from alliancelab.classroom import COURSE, Lesson
from alliancelab.classroom.kinds import RIGHT, UNANSWERED, WRONG, InOrder, Judgement, Names, Number

ALL = [(slug, key) for slug in COURSE.slugs() for key in COURSE.exercises(slug)]


class Flatterer(float):
    def __eq__(self, other):
        return True

    def __sub__(self, other):
        return 0.0

    __hash__ = float.__hash__


class Bomb:
    def __getattribute__(self, name):
        raise RuntimeError("boom")

    def __repr__(self):
        raise RuntimeError("boom")


def endless():
    nested = []
    nested.append(nested)
    return nested


HOSTILE = [
    Flatterer(1),
    Bomb(),
    endless(),
    float("nan"),
    float("inf"),
    10**5000,
    "x" * 10**6,
    b"bytes",
    object,
    print,
    [1] * 10**5,
    {"a": {"b": {"c": {"d": {"e": 1}}}}},
    {1: 2},
    [None],
    [[]],
    1j,
    dt.timedelta(1),
    pd.NaT,
    pd.DataFrame({"a": [1], "b": [2]}),
    np.array([[1, 2], [3, 4]]),
    True,
    -1,
    "SELECT",
    "'; --",
    iter([]),
]


@pytest.mark.parametrize("slug, key", ALL)
def test_untouched_is_not_answered_yet(slug, key):
    exercise = COURSE.exercises(slug)[key]
    for nothing in (..., None, "", [], {}):
        assert exercise.verdict(nothing).status == UNANSWERED


@pytest.mark.parametrize("slug, key", ALL)
def test_the_expected_answer_is_right_and_says_why(slug, key):
    exercise = COURSE.exercises(slug)[key]
    verdict = exercise.verdict(exercise.expected())
    assert verdict.status == RIGHT and len(verdict.text) > 20


@pytest.mark.parametrize("slug, key", ALL)
def test_each_known_mistake_gets_its_own_sentence(slug, key):
    exercise = COURSE.exercises(slug)[key]
    mistakes = exercise.mistakes()
    assert mistakes, "every exercise names at least one known mistake"
    for wrong, sentence in mistakes:
        assert exercise.verdict(wrong) == (WRONG, sentence)
    assert len({sentence for _, sentence in mistakes}) == len(mistakes)


@pytest.mark.parametrize("slug, key", ALL)
@pytest.mark.parametrize("n", range(len(HOSTILE)))
def test_no_answer_whatever_raises_or_talks_its_way_in(slug, key, n, capsys):
    lesson, answer = Lesson(slug), HOSTILE[n]
    verdict = lesson.verdict(key, answer)
    assert verdict.status in (WRONG, UNANSWERED)
    assert 10 < len(str(verdict)) < 500 and "\n" not in str(verdict)
    lesson.check(key, answer)
    assert capsys.readouterr().out.count("\n") == 1


def test_numbers_within_tolerance_are_right_in_many_spellings():
    class Half(Number):
        key, unit, tolerance, why = "half", "%", 0.1, "that is half of everything there is."

        def expected(self):
            return 50.0

    for answer in (50, 50.1, np.float64(49.9), "50%", "50 %", " 50.0 ", pd.Series([50.0]), [50]):
        assert Half().verdict(answer).status == RIGHT
    assert Half().verdict(50.2).status == WRONG
    assert "fraction" in Half().verdict(0.5).text
    assert "decimal with a point" in Half().verdict("50,0").text


class Band(Names):
    key, why = "band", "those two stayed to the end of the tour."

    def known(self):
        return ["Aoki", "Baker", "Chiba"]

    def expected(self):
        return {"Aoki", "Chiba"}


def test_a_set_of_names_takes_any_order_and_tells_a_slip_from_a_mistake():
    assert Band().verdict("chiba, Aoki").status == RIGHT
    assert "Did you mean 'Chiba'" in Band().verdict(["Aoki", "Chiva"]).text
    assert "Baker should not be there and 1 is missing" in Band().verdict(["Aoki", "Baker"]).text


def test_names_in_order_say_where_the_order_breaks():
    class Tour(InOrder, Band):
        def expected(self):
            return ["Chiba", "Aoki", "Baker"]

    assert Tour().verdict(["Chiba", "Aoki", "Baker"]).status == RIGHT
    assert "off is number 2" in Tour().verdict(["Chiba", "Baker", "Aoki"]).text
    assert "has 3 names" in Tour().verdict(["Chiba", "Aoki"]).text


def test_a_judgement_wants_a_defensible_letter_and_a_row():
    class Held(Judgement):
        key, why, options, defensible = (
            "held",
            "both can be defended from rows.",
            {"a": "yes", "b": "partly", "c": "no"},
            ("a", "b"),
        )

        def cites(self):
            return ["K1", "K2"]

    said = "the meeting in K2 came first and the statement followed it"
    assert Held().verdict(["a", said]).status == Held().verdict(["b", said]).status == RIGHT
    assert "hard to defend" in Held().verdict(["c", said]).text
    assert "name no row" in Held().verdict(["a", said.replace("K2", "K22")]).text
    assert "too few" in Held().verdict(["a", "K2 shows it"]).text


def test_hints_come_one_by_one_and_the_solution_after_a_try(capsys):
    lesson = Lesson("10-first-look")
    lesson.hint("first-day")
    lesson.hint("first-day")
    lesson.solution("first-day")
    lesson.check("first-day", "2018-03-08")
    lesson.solution("first-day")
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("Hint 1 of 2") and said[1].startswith("Hint 2 of 2")
    assert said[2].startswith("Try it first") and said[4].startswith("One way")


def test_a_noted_guess_is_checked_later_without_being_typed_again(capsys):
    lesson = Lesson("30-tariff-exemptions")
    lesson.check("predict-share")
    lesson.predict("predict-share", "a")
    lesson.check("predict-share")
    said = [line for line in capsys.readouterr().out.splitlines() if line.startswith(("○", "✗"))]
    assert said[0].startswith(UNANSWERED) and "make a guess" in said[0]
    assert said[-1] == f"{WRONG}: that is nearer to the share of those who paid."


def test_a_misspelt_exercise_is_a_sentence_not_an_error(capsys):
    Lesson("10-first-look").check("first-dya", 1)
    assert "Did you mean 'first-day'" in capsys.readouterr().out


def test_progress_lists_every_exercise():
    lesson = Lesson("30-tariff-exemptions")
    assert lesson.progress()["verdict"].unique().tolist() == [UNANSWERED]
    lesson.verdict("all-ended", "2025-03-12")
    assert lesson.progress().set_index("exercise")["verdict"]["all-ended"] == RIGHT
