"""Every exercise of every lesson: untouched, right, each known mistake, and answers of every wrong kind."""

import collections
import contextlib
import datetime as dt
import random
import time
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from alliancelab.classroom import COURSE, Lesson, fields
from alliancelab.classroom.answers import plain
from alliancelab.classroom.kinds import (
    NOTED,
    RIGHT,
    UNANSWERED,
    WRONG,
    Countries,
    Day,
    Exercise,
    InOrder,
    Judgement,
    Names,
    Number,
    PickOne,
    ShortTable,
    Unusable,
)
from alliancelab.classroom.question import Question
from alliancelab.forms.journal import Journal
from alliancelab.ground.messages import say

ALL = [(slug, key) for slug in COURSE.slugs() for key in COURSE.exercises(slug)]
# The sentence of last resort: a value that meets it was not thought of.
UNREADABLE = say("kinds.unreadable", wants="").split(";")[0]


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
    "a dictionary of numbers": {1: 2},
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


def _fault(exercise, answer):
    """What is wrong with the verdict on an answer that is not right, or nothing."""
    started = time.perf_counter()
    try:
        verdict = exercise.verdict(answer)
    except BaseException as error:
        return f"raised {type(error).__name__}"
    if time.perf_counter() - started > 2:
        return "took more than two seconds"
    if verdict.status not in (WRONG, UNANSWERED):
        return f"was {verdict.status}"
    if verdict.text.startswith(UNREADABLE):
        return "was not foreseen"
    return "" if 10 < len(str(verdict)) < 600 and "\n" not in str(verdict) else f"got the sentence {verdict}"


@pytest.mark.parametrize("slug, key", ALL)
def test_no_answer_whatever_raises_hangs_or_talks_its_way_in(slug, key):
    exercise = COURSE.exercises(slug)[key]
    faults = {name: _fault(exercise, answer) for name, answer in HOSTILE.items()}
    assert {name: fault for name, fault in faults.items() if fault} == {}


def test_no_answer_whatever_stops_a_cell_of_the_notebook(capsys):
    lesson = Lesson("30-tariff-exemptions")
    for key in lesson.exercises:
        for door in (lesson.check, lesson.answer):
            for name, answer in HOSTILE.items():
                door(key, answer)
                assert capsys.readouterr().out.strip(), (key, name)


def _scalars(draw, words):
    numbers = [0, 1, -1, 2, 65, 66.0, 0.5, 1e15, 1e16, 1e308, 10**20, 2018, True, None, ..., float("nan")]
    kinds = [np.float64, np.float32, np.int64, np.uint8, np.bool_, np.str_, np.array, np.longdouble, str, repr]
    value = draw.choice(
        [*numbers, *words, "", " ", "ａ", "６６％", "2018-03-08", "2018-13-45", "1,234.5", "日本", "a)"]
    )
    if draw.random() < 0.3:
        with contextlib.suppress(ValueError, TypeError, OverflowError):
            value = draw.choice(kinds)(value)
    if draw.random() < 0.05:
        value = draw.choice([dt.date(1, 1, 1), dt.datetime.max, pd.Timestamp("2018-03-08", tz="Asia/Tokyo"), pd.NaT])
    return value


def _value(draw, words, depth=0):
    if depth > 4 or draw.random() < 0.4:
        return _scalars(draw, words)
    parts = [_value(draw, words, depth + 1) for _ in range(draw.choice([0, 1, 1, 2, 3, 5]))]
    kinds = [list, tuple, pd.Series, pd.Index, pd.Categorical, np.array, set, frozenset, dict, iter]
    kinds += [
        lambda p: pd.DataFrame({"a": p}),
        collections.deque,
        collections.Counter,
        lambda p: pd.Series(p, index=words[: len(p)]),
        pd.array,
    ]
    try:
        kind = draw.choice(kinds)
        return dict(zip(draw.sample(words, len(parts)), parts, strict=True)) if kind is dict else kind(parts)
    except (ValueError, TypeError, OverflowError, AttributeError, AssertionError):
        return parts


def _of_each_kind():
    chosen = {}
    for slug, key in ALL:
        exercise = COURSE.exercises(slug)[key]
        own = "read" in vars(type(exercise)) or "verdict" in vars(type(exercise))
        chosen.setdefault((type(exercise).__mro__[1], key if own else ""), exercise)
    return list(chosen.values())


# pandas and numpy warn of odd values while they are drawn; the verdict is what is tried.
@pytest.mark.filterwarnings("ignore")
def test_thousands_of_drawn_values_get_a_verdict_from_every_kind():
    draw, exercises, faults = random.Random(2018), _of_each_kind(), []
    assert {type(exercise).__mro__[1] for exercise in exercises} >= {PickOne, Number, Day, Names, InOrder, ShortTable}
    for n in range(4_000):
        exercise = exercises[n % len(exercises)]
        words = [*map(str, getattr(exercise, "options", {})), "JPN", "KOR", "supported", "a", "b", "A05", "x" * 30]
        answer = _value(draw, words)
        fault = _fault(exercise, answer)
        if fault and not (fault.startswith("was ✓") and _is_right(exercise, answer)):
            faults.append((exercise.key, fault, repr(answer)[:200]))
    assert faults == []


def _is_right(exercise, answer):
    return exercise.same(exercise.read(plain(answer)), exercise.wanted)


@pytest.mark.filterwarnings("ignore")
def test_plain_gives_nothing_but_plain_values():
    def kinds(value):
        inner = (
            [*value.keys(), *value.values()] if type(value) is dict else value if type(value) in (list, tuple) else []
        )
        return {type(value)}.union(*map(kinds, inner))

    draw, exact = random.Random(4), {bool, int, float, str, dt.date, list, dict, tuple, type(None)}
    for _ in range(3_000):
        try:
            value = plain(_value(draw, ["a", "b", "c", "d", "e", "f"]))
        except Unusable:
            continue
        assert kinds(value) <= exact


def test_the_columns_of_our_own_tables_are_read_in_every_form_pandas_gives():
    class Two(Names):
        key, why = "two", "those are the two that the table names."

        def known(self):
            return ["steel", "aluminum"]

        def expected(self):
            return {"steel", "aluminum"}

    names = pd.Series(["steel", "aluminum", "steel"])
    for column in (names, names.astype("category"), names.astype(object), names.astype("string[python]")):
        for form in (column, column.unique(), column.array, column.values, pd.Index(column), column.to_numpy()):
            assert Two().verdict(form).status == RIGHT, type(form)
        assert Two().verdict(dict.fromkeys(column).keys()).status == RIGHT
        assert Two().verdict(column.to_frame()).status == RIGHT


class Half(Number):
    key, unit, tolerance, why = "half", "%", 0.1, "that is half of everything there is."

    def expected(self):
        return 50.0


def test_a_number_is_read_in_every_form_pandas_gives():
    for form in (
        np.array(50.0),
        np.array([50]),
        pd.array([50], dtype="Int64"),
        pd.Series([50], dtype="Float64"),
    ):
        assert Half().verdict(form).status == RIGHT
    assert Half().verdict(pd.Series([50], index=[3]).values).status == RIGHT
    assert Half().verdict(np.longdouble(50)).status == Half().verdict(np.float16(50)).status == RIGHT


def test_numbers_within_tolerance_are_right_in_many_spellings():
    texts = ("50%", "50 %", " 50.0 ", "５０％", "５０．０", "50.00")
    for answer in (50, 50.1, np.float64(49.9), *texts, pd.Series([50.0]), [50]):
        assert Half().verdict(answer).status == RIGHT
    assert Half().verdict(50.2).status == WRONG
    assert "fraction" in Half().verdict(0.5).text
    assert "decimal with a point" in Half().verdict("50,0").text
    assert "decimal" not in Half().verdict("half, or so").text


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


def test_names_are_read_in_full_width_and_with_japanese_commas():
    assert Band().verdict("ａｏｋｉ、 Ｃｈｉｂａ").status == Band().verdict(["Ａｏｋｉ", "chiba"]).status == RIGHT

    class Two(Countries):
        key, why = "two", "those two are the ones that were asked for."

        def expected(self):
            return {"JPN", "KOR"}

    assert Two().verdict("ｊｐｎ，KOR").status == RIGHT


def test_names_in_order_say_where_the_order_breaks():
    class Tour(InOrder, Band):
        def expected(self):
            return ["Chiba", "Aoki", "Baker"]

    assert Tour().verdict(["Chiba", "Aoki", "Baker"]).status == RIGHT
    assert "off is number 2" in Tour().verdict(["Chiba", "Baker", "Aoki"]).text
    assert "has 3 names" in Tour().verdict(["Chiba", "Aoki"]).text


class Choice(PickOne):
    key, why = "choice", "it lies between the two, as the table shows."
    options = {"a": "fewer than ten", "b": "between ten and twenty", "c": "more (or so)", "d": "b"}

    def expected(self):
        return "b"


def test_a_choice_is_taken_as_the_letter_the_option_or_the_label_on_the_button():
    labels = (
        "b) between ten and twenty",
        "B) Between ten  and twenty",
        "b. between ten and twenty.",
        "(b)",
        "b)",
        "b.",
    )
    for answer in ("b", " B ", *labels, "between ten and twenty", "ｂ", "ｂ）", "ｂ） between ten and twenty", ["b"]):
        assert Choice().verdict(answer).status == RIGHT, answer
    for answer in ("c) more (or so)", "more (or so)", "Ｃ"):
        assert Choice().read(answer) == "c"
    assert "none of the options" in Choice().verdict("e").text


@pytest.mark.parametrize("slug, key", [pair for pair in ALL if COURSE.exercises(pair[0])[pair[1]].clickable])
def test_every_label_on_the_screen_may_be_typed_back(slug, key):
    exercise = COURSE.exercises(slug)[key]
    for letter, text in exercise.options.items():
        assert [exercise.read(typed) for typed in (letter, text, f"{letter}) {text}")] == [letter] * 3


def test_a_day_is_read_in_one_order_only_and_in_full_width_too():
    class First(Day):
        key, why = "first", "that is the day on which the notice was signed."

        def expected(self):
            return dt.date(2018, 3, 8)

    for answer in (
        "2018-03-08",
        "２０１８-０３-０８",
        pd.Timestamp("2018-03-08 10:00"),
        np.datetime64("2018-03-08"),
        ["2018-03-08"],
    ):
        assert First().verdict(answer).status == RIGHT
    for answer in ("2018", "20180308", "03-08-2018", "08/03/2018", "today", "2018-W10-4", 20180308, "2018-02-30"):
        assert "year-month-day" in First().verdict(answer).text or "this asks for a day" in First().verdict(answer).text
    assert "9 March 2018 is too late" in First().verdict("2018-03-09").text


def test_a_short_table_names_the_label_that_is_not_a_number():
    class Pair(ShortTable):
        key, why, unit = "pair", "one of each, as the table shows.", "%"

        def expected(self):
            return {"steel": 10, "aluminum": 20}

    assert Pair().verdict(pd.Series({"aluminum": 20, "steel": 10})).status == RIGHT
    assert Pair().verdict(collections.Counter(steel=10, aluminum=20)).status == RIGHT
    assert "'steel' has 'ten', not a number" in Pair().verdict({"steel": "ten", "aluminum": 20}).text
    assert "wrong labels" in Pair().verdict({"steel": 20, "aluminum": 10}).text


class Meeting(Judgement):
    key, why = "meeting", "both can be defended from rows."
    options = {"a": "yes", "b": "partly", "c": "no"}
    defensible = ("a", "b")
    mistaken = {"c": "K2 says that they met."}
    solution = '["a", "the meeting in K2 came first and the statement followed it"]'

    def cites(self):
        return ["K1", "K2"]


def test_a_judgement_wants_a_defensible_letter_and_a_row():
    reasons = "the meeting in K2 came first and the statement followed it"
    assert Meeting().verdict(["a", reasons]).status == Meeting().verdict(["b", reasons]).status == RIGHT
    assert Meeting().verdict(["c", reasons]) == (WRONG, "K2 says that they met.")
    assert "name no row" in Meeting().verdict(["a", reasons.replace("K2", "K22")]).text
    assert "too few" in Meeting().verdict(["a", "K2 shows it"]).text


def test_a_judgement_states_its_right_and_its_mistaken_answers_in_its_own_words():
    assert Meeting().verdict(Meeting().expected()).status == RIGHT
    assert [(wrong[0], sentence) for wrong, sentence in Meeting().mistakes()] == [("c", "K2 says that they met.")]


def test_reasons_in_japanese_are_counted_and_their_row_is_seen():
    assert Meeting().verdict(["a", "会談はK2が先にあり、声明はその後に続いたから"]).status == RIGHT
    assert Meeting().verdict(["ａ", "会談はＫ２が先にあり、声明はその後に続いたから"]).status == RIGHT
    assert "too few" in Meeting().verdict(["a", "K2が先だ"]).text


def test_a_key_of_any_kind_is_a_sentence_at_every_door(capsys):
    lesson = Lesson("10-first-look")
    for key in (None, 5, ["first-day"], Bomb(), lying_class(), Agreeable("first-day"), "x" * 10**5):
        for door in (lesson.check, lesson.answer, lesson.hint, lesson.solution):
            door(key)
            assert "No exercise is called" in capsys.readouterr().out
        with pytest.raises(LookupError):
            lesson.verdict(key, 1)


def test_a_fault_of_the_kit_itself_still_ends_in_a_sentence():
    class Broken(Exercise):
        wants = "anything"

        def read(self, value):
            raise ZeroDivisionError

    assert Broken().verdict(5).text.startswith(UNREADABLE)


def test_tables_in_a_lesson_add_no_markup_from_the_tables(monkeypatch):
    attack = "<script>alert(1)</script>"
    lesson = Lesson("10-first-look")
    shown = pd.DataFrame({"claim_id": [attack], "claim": attack, "verdict": attack, "because": attack})
    monkeypatch.setattr(type(COURSE), "ledger", lambda *_: shown)
    assert "<script" not in lesson.claims().data and "&lt;script" in lesson.claims().data


def test_hints_come_one_by_one_and_the_solution_after_a_try(capsys):
    lesson = Lesson("10-first-look")
    lesson.hint("first-day")
    lesson.hint("first-day")
    lesson.solution("first-day")
    lesson.check("first-day", "2018-03-08")
    lesson.solution("first-day")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Hint 1 of 2") and lines[1].startswith("Hint 2 of 2")
    assert lines[2].startswith("Try it first") and any(line.startswith("One way") for line in lines[3:])


def test_a_guess_is_noted_set_beside_the_tables_and_then_stays(capsys):
    lesson = Lesson("30-tariff-exemptions")
    lesson.check("predict-share")
    assert "no guess" in capsys.readouterr().out
    lesson.answer("predict-share", "a")
    assert NOTED in capsys.readouterr().out
    lesson.check("predict-share")
    printed = capsys.readouterr().out
    assert "nearer to the share of those who paid" in printed and WRONG not in printed and RIGHT not in printed
    question = lesson._questions["predict-share"]
    assert all(control.disabled for control in fields._controls(question._field.widget))
    assert lesson.given("predict-share") == "a"


def test_an_answer_comes_back_in_the_next_kernel_and_with_the_name(tmp_path):
    def begun():
        lesson = Lesson("10-first-look")
        lesson.journal = Journal(tmp_path)
        lesson.journal.watch(lesson._refresh)
        return lesson

    first = begun()
    first.journal.sign("Aiko")
    first.answer("days-waited")
    form = first._questions["days-waited"]
    form._field._box.value = "12"
    assert "Press Check" in form.status
    form.buttons[0].click()
    assert form.status.startswith(WRONG)
    for lesson in (begun(), begun()):
        lesson.answer("days-waited")
        assert lesson._questions["days-waited"].status == form.status and lesson.given("days-waited") == "12"
    assert f"{WRONG}: days waited" in repr(first.progress())
    lesson.journal.sign("Ben")
    assert lesson.given("days-waited") is None and UNANSWERED in lesson._questions["days-waited"].status


@pytest.mark.parametrize(("slug", "key"), ALL)
def test_every_form_takes_the_right_answer_and_the_worked_one(slug, key, tmp_path):
    if key in ("twenty", "propose"):
        return  # answered on the sheet of forecasts and the sheet of verdicts
    lesson = Lesson(slug)
    exercise = lesson.exercises[key]
    sheet = SimpleNamespace(codes=exercise.expected()) if key == "code-a-dozen" else None
    question = Question(exercise, lesson, exercise.expected(), sheet)
    right = RIGHT if exercise.marked else NOTED
    assert question.status.startswith(right)
    # What the form shows is read as the answer it was filled with.
    assert exercise.verdict(question._field.value).status == right
    assert "ToggleButtons" not in str(question._repr_mimebundle_())


def test_a_misspelt_exercise_is_a_sentence_not_an_error(capsys):
    Lesson("10-first-look").check("first-dya", 1)
    assert "Did you mean 'first-day'" in capsys.readouterr().out


def test_progress_counts_what_can_be_marked_and_lists_every_exercise():
    lesson = Lesson("30-tariff-exemptions")
    assert repr(lesson.progress()).count(UNANSWERED) == len(lesson.exercises)
    lesson.answer("all-ended", "2025-03-12")
    lesson.answer("predict-share", "a")
    printed = repr(lesson.progress())
    assert f"{RIGHT}: all ended" in printed and f"{NOTED}: predict share" in printed
    assert "1 of 6 questions" in printed and "1 of 1 guesses" in printed
