"""Every exercise of every lesson: untouched, right, each known mistake, and answers of every wrong kind."""

import collections
import datetime as dt
import json
import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from alliancelab import catalogue
from alliancelab.classroom import COURSE, Lesson, fields
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
    Prediction,
    ShortTable,
    Unusable,
    readers,
)
from alliancelab.classroom.question import Question
from alliancelab.forms.journal import Journal
from alliancelab.ground.messages import say
from hostile import HOSTILE, Agreeable, Bomb, lying_class

ALL = [(slug, key) for slug in COURSE.slugs() for key in COURSE.exercises(slug)]
# The sentence of last resort: a value that meets it was not thought of.
UNREADABLE = say("kinds.unreadable")
# Sheets of one's own: any whole one is noted.
SHEETS = ("code-a-dozen", "twenty", "propose", "next-twelve")


@pytest.mark.parametrize("slug, key", ALL)
def test_untouched_is_not_answered_yet(slug, key):
    exercise = COURSE.exercises(slug)[key]
    for nothing in (..., None, "", [], {}):
        assert exercise.verdict(nothing).status == UNANSWERED


@pytest.mark.parametrize("slug, key", ALL)
def test_the_expected_answer_is_right_or_noted_and_says_why(slug, key):
    exercise = COURSE.exercises(slug)[key]
    verdict = exercise.verdict(exercise.expected())
    assert verdict.status == (RIGHT if exercise.marked else NOTED) and len(verdict.text) > 20
    assert exercise.marked == (not isinstance(exercise, (Prediction, Judgement)) and key not in SHEETS)


@pytest.mark.parametrize("slug, key", ALL)
def test_each_known_mistake_gets_its_own_sentence(slug, key):
    exercise = COURSE.exercises(slug)[key]
    mistakes = exercise.mistakes()
    assert mistakes or isinstance(exercise, Judgement), "every exercise names at least one known mistake"
    for wrong, sentence in mistakes:
        status, text = exercise.verdict(wrong)
        if exercise.marked:
            assert (status, text) == (WRONG, sentence)
        elif isinstance(exercise, Prediction):
            assert status == NOTED and sentence not in text
            assert exercise.outcome(wrong).endswith(sentence[0].upper() + sentence[1:])
        else:
            assert status not in (RIGHT, WRONG) and sentence in text
    assert len({sentence for _, sentence in mistakes}) == len(mistakes)


@pytest.mark.parametrize("slug, key", ALL)
def test_what_is_wanted_and_the_hints_are_for_a_form(slug, key):
    exercise = COURSE.exercises(slug)[key]
    wants = exercise.wants
    assert wants[0].isupper() and wants.endswith(".") and not re.search(r"[\[\]{}\"`]|\.\.\.|quotation|_", wants)
    for hint in exercise.hints:
        assert not re.search(r"quotation marks|brackets|Python|`", hint)
        # Code is a second way, and says so.
        assert "In code" in hint or not re.search(r"\w\[|\w\(|\[\"|: 0", hint), hint
    assert "In code" not in exercise.hints[0]


def test_no_answer_whatever_stops_a_cell_of_the_notebook(capsys):
    lesson = Lesson("30-tariff-exemptions")
    for key in lesson.exercises:
        for door in (lesson.check, lesson.answer):
            for name, answer in HOSTILE.items():
                door(key, answer)
                assert capsys.readouterr().out.strip(), (key, name)


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
    texts = ("50%", "50 %", " 50.0 ", "５０％", "５０．０", "50.00", "50,0", "+50", "about 50 percent", "50パーセント")
    columns = (pd.Series([50.0]), pd.Series({"JPN": 50}), pd.Series([50], index=[129]), pd.DataFrame({"n": [50]}))
    for answer in (50, 50.1, np.float64(49.9), *texts, *columns, [50], (50,), [["50"]], {50}, np.array([[50]])):
        assert Half().verdict(answer).status == RIGHT, answer
    assert Half().verdict(50.2).status == WRONG
    assert "fraction" in Half().verdict(0.5).text
    for answer in ("half, or so", "50 apples", "50 km", "5 0", "50,0,0", "50-60", "1/2", True, "50.0.0"):
        assert Half().verdict(answer).status == WRONG, answer
    assert "is not in %" in Half().verdict("50 km").text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3,413", 3413),
        ("3 413", 3413),
        ("3\u202f413", 3413),
        ("３，４１３", 3413),
        ("3,413.5", 3413.5),
        ("3.413,5", 3413.5),
        ("1.234.567", 1234567),
        ("3,41", 3.41),
        ("0,413", 0.413),
        ("3413,125", 3413.125),
        ("3.413", 3.413),
        (".5", 0.5),
        ("1e3", 1000),
        ("-5", -5),
        ("−5", -5),
        ("–5", -5),
        ("－５", -5),
        ("- 5", -5),
        ("minus 5", -5),
        ("▲5", -5),
        ("\ufeff5\u200b", 5),
    ],
)
def test_a_number_in_text_is_read_one_way(text, number):
    assert readers.number(text) == number


def test_a_unit_is_read_in_the_words_people_use_and_no_other():
    read = [
        ("96 days", "days"),
        ("96 day", "days"),
        ("96日", "days"),
        ("4 days", "launch days"),
        ("0.49 points", "points of x"),
    ]
    assert [readers.number(text, unit) for text, unit in read] == [96, 96, 96, 4, 0.49]
    for text, unit in (("96 km", "days"), ("49 %", "points of the Brier score"), ("96 days", "km"), ("5 apples", "")):
        with pytest.raises(Unusable):
            readers.number(text, unit)


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


def test_names_are_found_in_a_text_however_they_are_parted():
    texts = (
        "Aoki; Chiba",
        "Aoki and Chiba",
        "Aoki & Chiba",
        "Aoki\nChiba",
        "Aoki Chiba",
        "aoki/",
        "[\"Aoki\", 'Chiba']",
    )
    assert [Band().verdict(text).status for text in texts] == [RIGHT] * 5 + [WRONG, RIGHT]
    assert Band().verdict(["Aoki, Chiba"]).status == Band().verdict({"Aoki": 3, "Chiba": 1}).status == RIGHT
    assert Band().verdict(np.array([["Aoki"], ["Chiba"]])).status == RIGHT

    class Islands(Names):
        key, why = "islands", "those are the two that were asked for."

        def known(self):
            return ["Trinidad and Tobago", "Guam"]

        def expected(self):
            return {"Trinidad and Tobago", "Guam"}

    assert Islands().verdict("Guam and Trinidad and Tobago").status == WRONG
    assert Islands().verdict("Guam, Trinidad and Tobago").status == RIGHT


def test_rows_are_found_without_their_zeros_or_letters_and_what_is_not_clear_is_asked():
    class Rows(Names):
        key, why = "rows", "those are the two rows that say so."

        def known(self):
            return ["USA04", "JPN01", "JPN02", "DT003"]

        def expected(self):
            return {"USA04", "DT003"}

    for answer in ("USA04, DT003", "usa4 dt3", "USA, DT", ["USA", 3], "4 and 3", "USA-04; DT 003", "the US, DT003"):
        assert Rows().verdict(answer).status == RIGHT, answer
    assert "Did you mean JPN01 or JPN02?" in Rows().verdict("JPN").text
    assert "Did you mean JPN01 or JPN02?" in Rows().verdict("Japan").text


class Two(Countries):
    key, why = "two", "those two are the ones that were asked for."

    def expected(self):
        return {"USA", "KOR"}


def test_countries_are_read_by_code_and_by_name_in_english_and_japanese():
    for answer in (
        "USA, KOR",
        "the US and Korea",
        "United States; South Korea",
        "U.S.A. & Republic of Korea",
        "韓国、アメリカ",
        "米国と韓国",
        ["us", "ROK"],
        {"United States of America", "KR"},
        pd.Series(["USA", "KOR"]).unique(),
        pd.Series({"USA": 1, "KOR": 2}).index,
        {"USA": 1, "KOR": 2}.keys(),
    ):
        assert Two().verdict(answer).status == RIGHT, answer
    assert "North Korea should not be there" in Two().verdict("USA, DPRK").text
    assert "Did you mean 'South Korea'" in Two().verdict("USA, South Corea").text
    assert "is not a country we know" in Two().verdict("Atlantis, USA").text
    assert set(Two().known()) >= {"USA", "KOR", "EUU"} and Two().label("KOR") == "South Korea"


def test_each_spelling_of_a_country_means_one_country_and_every_table_is_understood():
    path = Path(readers.__file__).with_name("countries.json")
    spellings = json.loads(path.read_text(encoding="utf-8"))
    seen = collections.Counter(readers.spelling(name) for names in spellings.values() for name in names)
    assert seen.most_common(1)[0][1] == 1
    for code, names in spellings.items():
        assert {readers.country(name) for name in (code, *names)} == {code}
    for table in map(catalogue.load, catalogue.names()):
        if {"country_code", "country_name"} <= set(table):
            for code, name in set(zip(table["country_code"].astype(str), table["country_name"], strict=True)):
                if code not in ("OTH", "WLD"):
                    assert readers.country(name) == readers.country(code) == code


def test_what_a_form_offers_holds_the_answer_and_has_a_name_for_each():
    for slug, key in ALL:
        exercise = COURSE.exercises(slug)[key]
        if isinstance(exercise, Names):
            assert set(exercise.known()) >= set(exercise.expected()), key
            assert all(exercise.read(exercise.label(name)) for name in exercise.known())
        if isinstance(exercise, InOrder):
            assert (
                sorted(exercise.expected()) == exercise.parts() and exercise.verdict(exercise.parts()).status == WRONG
            )
        if isinstance(exercise, ShortTable) and exercise.marked:
            assert exercise.labels() == list(exercise.wanted)


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


class First(Day):
    key, why = "first", "that is the day on which the notice was signed."

    def expected(self):
        return dt.date(2018, 6, 12)


@pytest.mark.parametrize(
    "answer",
    [
        *[
            "2018-06-12",
            "２０１８-０６-１２",
            "2018-6-12",
            "2018/06/12",
            "2018.6.12",
            "2018年6月12日",
            "２０１８年６月１２日（火）",
        ],
        *[
            "12 June 2018",
            "June 12, 2018",
            "12th of June, 2018",
            "12 jun. 2018",
            "Tuesday, June 12th 2018",
            "12-Jun-2018",
        ],
        *[
            "2018 June 12",
            "20180612",
            "2018-06-12 00:00:00",
            "2018-06-12T10:00",
            "2018年6月12日火曜日",
            " 2018 – 06 – 12 ",
        ],
        *[
            dt.date(2018, 6, 12),
            dt.datetime(2018, 6, 12, 10),
            pd.Timestamp("2018-06-12 10:00"),
            np.datetime64("2018-06-12"),
        ],
        *[["2018-06-12"], pd.Series(pd.to_datetime(["2018-06-12"])), np.array("2018-06-12", dtype="M8[D]")],
    ],
)
def test_a_day_is_read_in_every_order_that_means_one_day(answer):
    assert First().verdict(answer).status == RIGHT


def test_a_day_of_two_meanings_is_asked_and_what_is_no_day_is_said():
    assert "may be 3 April 2018 or 4 March 2018" in First().verdict("03/04/2018").text
    assert First().verdict("13/04/2018").text.startswith("13 April 2018 is too early")
    assert First().verdict("04/13/2018").text.startswith("13 April 2018 is too early")
    assert First().verdict("03/03/2018").text.startswith("3 March 2018 is too early")
    assert "2000 is a number, not a day" in First().verdict(2018 - 6 - 12).text
    for answer in (
        "2018",
        "June 2018",
        "12 June 18",
        "today",
        "2018-W10-4",
        "2018-02-30",
        "31 June 2018",
        "12 Juno 2018 x",
    ):
        assert "is not read as a day. Write a day, such as" in First().verdict(answer).text, answer
    assert "13 June 2018 is too late" in First().verdict("2018-06-13").text


class Metals(ShortTable):
    key, why, unit = "metals", "one of each, as the table shows.", "%"

    def expected(self):
        return {"steel": 10, "aluminum": 20.5}


def test_a_short_table_is_read_with_its_labels_or_in_their_order():
    for answer in (
        pd.Series({"aluminum": 20.5, "steel": 10}),
        pd.Series([10, 20.5], index=[7, 3]),
        collections.OrderedDict(steel="10 %", Aluminum="20,5"),
        [("steel", 10), ("aluminum", 20.5)],
        [10, 20.5],
        (10, "20.5%"),
        np.array([10, 20.5]),
        "10, 20.5",
        "10 20.5",
        "10; 20,5",
        "10% and 20.5%",
        "steel: 10, aluminum: 20.5",
        "{'aluminum': 20.5, 'steel': 10}",
    ):
        assert Metals().verdict(answer).status == RIGHT, answer
    assert Metals().verdict([20.5, 10]).status == WRONG


def test_a_short_table_names_the_label_that_is_not_a_number():
    assert "steel: 'ten' is not read as a number" in Metals().verdict({"steel": "ten", "aluminum": 20}).text
    assert "wrong labels" in Metals().verdict({"steel": 20.5, "aluminum": 10}).text
    assert Metals().verdict({"steel": 10, "aluminum": None}) == (
        UNANSWERED,
        "not complete yet: aluminum has no number.",
    )
    assert Metals().verdict({"steel": None, "aluminum": ""}).status == UNANSWERED
    assert "3 numbers are given" in Metals().verdict([1, 2, 3]).text


class Meeting(Judgement):
    key, why = "meeting", "both can be defended from rows."
    options = {"a": "yes", "b": "partly", "c": "no", "d": "never"}
    defensible = ("a", "b")
    mistaken = {"c": "K2 says that they met."}
    solution = '["a", "the meeting in K2 came first and the statement followed it"]'

    def cites(self):
        return {"K1": (None, ""), "K2": (dt.date(2018, 6, 12), "They meet in Singapore"), "K03": (None, "They part")}


REASONS = "the meeting in K2 came first and the statement followed it"


def test_a_judgement_is_noted_with_the_rows_it_names_and_never_marked():
    status, text = Meeting().verdict(["a", REASONS])
    assert status == NOTED
    assert text.startswith("a) yes. You name K2 (12 June 2018: They meet in Singapore). Both can be defended")
    assert "K03 (They part); K1. " in Meeting().verdict(["b", REASONS.replace("K2", "k3 and K1")]).text
    assert Meeting().verdict(["c", REASONS]).status == NOTED
    assert Meeting().verdict(["c", REASONS]).text.endswith("A critic would answer: K2 says that they met.")
    assert "A critic would answer: that verdict is hard to defend" in Meeting().verdict(["d", REASONS]).text
    for answer in (
        ("A)", REASONS),
        {"choice": "a", "reasons": REASONS},
        f"a) {REASONS}",
        {"a", REASONS},
        [["a"], [REASONS]],
    ):
        assert Meeting().verdict(answer) == Meeting().verdict(["a", REASONS]), answer


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (["a", REASONS.replace("K2", "K22")], "name no row"),
        (["a", "K2 shows it"], "3 different words are too few"),
        (["a", "K2 K2 K2 K2 K2 K2 K2 K2 K2"], "1 different word is too few"),
        (["a", "K2 " + "word " * 20], "2 different words are too few"),
        (["a", "ああああああああああああああああああK2"], "too few"),
        ("a", "the reasons are missing"),
        (["a", None], "the reasons are missing"),
        (["a", ""], "the reasons are missing"),
    ],
)
def test_reasons_that_are_no_reasons_are_not_complete_yet(answer, says):
    status, text = Meeting().verdict(answer)
    assert status == UNANSWERED and text.startswith("not complete yet: ") and says in text


def test_names_of_rows_alone_are_no_reasons():
    class Long(Meeting):
        def cites(self):
            return [f"K{n}" for n in range(1, 20)]

    status, text = Long().verdict(["a", " ".join(Long().cites())])
    assert status == UNANSWERED and "say what they show" in text


def test_a_question_about_two_events_asks_for_a_row_on_each():
    class Both(Meeting):
        def about(self):
            return {"the meeting": ["K2"], "the end": ["K03", "K1"]}

    assert Both().verdict(["a", REASONS]).text == (
        "not complete yet: the reasons name no row on the end; name one, such as K03."
    )
    assert Both().verdict(["a", f"{REASONS}, and K1 the end"]).status == NOTED


def test_the_lessons_question_about_two_events_wants_both():
    exercise = COURSE.exercises("40-korea-sequence")["blindsided"]
    reasons = "C4 shows that the call came only minutes before the announcement was made"
    assert "no row on the steel list" in exercise.verdict(["b", reasons]).text
    assert "9 March 2018" in exercise.verdict(["b", reasons + ", and C7 asks"]).text


def test_every_judgement_of_the_lessons_says_what_its_rows_say():
    for slug, key in ALL:
        if isinstance(exercise := COURSE.exercises(slug)[key], Judgement):
            rows = exercise.cites()
            assert len(rows) > 2 and all(words for _, words in rows.values()), key
            assert any(day for day, _ in rows.values()), key


def test_reasons_in_japanese_are_counted_and_their_row_is_seen():
    assert Meeting().verdict(["a", "会談はK2が先にあり、声明はその後に続いたから"]).status == NOTED
    assert Meeting().verdict(["ａ", "会談はＫ２が先にあり、声明はその後に続いたから"]).status == NOTED
    assert "too few" in Meeting().verdict(["a", "K2が先だ"]).text


class Guess(Prediction):
    key, why, options = "guess", "the table has twelve rows.", {"a": "few", "b": "many"}

    def expected(self):
        return "b"

    def mistakes(self):
        return [("a", "count them all.")]


def test_a_guess_is_noted_and_set_beside_the_tables_and_never_marked():
    assert Guess().verdict("few") == (NOTED, "a) few. Run on to see what the tables say.")
    assert Guess().outcome("A)") == "Your guess: a) few; the tables: b) many. Count them all."
    assert Guess().outcome("b") == "Your guess: b) many; the tables: b) many. The table has twelve rows."
    assert Guess().outcome(None) == Guess().outcome("perhaps") == "No guess was noted; the tables: b) many."


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
    assert "nearer to the share of the partners that paid" in printed and WRONG not in printed and RIGHT not in printed
    question = lesson._questions["predict-share"]
    assert all(control.disabled for control in fields._controls(question._field.widget))
    assert lesson.given("predict-share") == "a"
    # Typing over it does not help either.
    for door in (lesson.answer, lesson.check):
        door("predict-share", "c")
        assert lesson.given("predict-share") == "a" and "about two thirds; the tables" not in capsys.readouterr().out


def test_a_typed_answer_that_cannot_be_kept_says_so(tmp_path, capsys):
    (tmp_path / "taken").write_text("")
    lesson = Lesson("10-first-look")
    lesson.journal = Journal(tmp_path / "taken")
    lesson.answer("days-waited", 1470)
    printed = capsys.readouterr().out
    assert RIGHT in printed and "Not kept on the disk" in printed


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
    # A browser may send the press before what was typed: from the first Check on, each change is judged.
    form._field._box.value = "1470"
    assert form.status.startswith(RIGHT)
    form._field._box.value = "12"
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
    marked = sum(exercise.marked for exercise in lesson.exercises.values())
    assert f"1 of {marked} questions" in printed and "1 of 1 guesses" in printed
