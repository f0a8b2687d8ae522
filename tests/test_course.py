"""The course as one object: settings that are checked, lessons imported once, claims with one owner."""

import os
import subprocess
import sys

import pytest
from alliancelab.article.claims import UNSHOWN, Finding, checked
from alliancelab.authoring import rules
from alliancelab.authoring.rules.plants import LESSON
from alliancelab.classroom.course import COURSE, Course, LessonError, settings_rules
from houses import small_house

GOOD = {
    "title": "T",
    "question": "Q?",
    "minutes": 50,
    "status": "draft",
    "claims": [],
    "datasets": [],
    "objectives": [{"id": "one", "text": "One", "exercises": ["first"]}],
}


@pytest.fixture
def root(tmp_path):
    return small_house(tmp_path)


def spoil(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_good_settings_break_no_rule():
    assert settings_rules(GOOD, "x") == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"minutes": "fifty"}, ["minutes", "whole number", "'fifty'"]),
        ({"minutes": True}, ["minutes", "whole number"]),
        ({"minutes": 4000}, ["minutes", "240"]),
        ({"status": "reday"}, ["status", "'draft' or 'ready'", "'reday'"]),
        ({"title": " "}, ["title"]),
        ({"claims": "A01"}, ["claims", "list"]),
        ({"datasets": ["a", "a"]}, ["datasets", "each once"]),
        ({"objectives": [{"id": "one"}]}, ["objectives", "id, text and exercises"]),
        ({"minuts": 50}, ["'minuts'", "Did you mean 'minutes'"]),
    ],
)
def test_a_setting_that_will_not_do_is_one_sentence(change, words):
    wrong = settings_rules(GOOD | change, "lessons/x/settings.toml")
    assert len(wrong) == 1 and all(word in wrong[0] for word in ["lessons/x/settings.toml", *words]), wrong


@pytest.mark.parametrize("key", GOOD)
def test_a_missing_setting_is_named(key):
    assert [key in sentence for sentence in settings_rules({k: v for k, v in GOOD.items() if k != key}, "x")] == [True]


def test_each_lesson_is_imported_once_until_its_file_changes(root):
    course = Course(root)
    first = course.module(LESSON)
    assert course.module(LESSON) is first and course.exercises(LESSON) is course.exercises(LESSON)
    with (root / "lessons" / LESSON / "exercises.py").open("a", encoding="utf-8") as end:
        end.write("\nADDED = 1\n")
    assert course.module(LESSON) is not first and course.module(LESSON).ADDED == 1


def test_a_claim_found_cold_runs_its_owner_only_and_needs_no_widget_and_no_chart():
    code = """
import sys
import pandas
from alliancelab.classroom.course import COURSE
print(COURSE.finding("A09").verdict)
print(sorted(COURSE._modules), [m for m in sys.modules if m.split(".")[0] in ("ipywidgets", "plotly", "IPython")])
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ran.stdout.splitlines() == ["not supported", "['40-korea-sequence'] []"], ran.stderr


def test_a_lesson_that_cannot_be_run_is_one_sentence_and_costs_its_own_claims_only(root):
    with (root / "lessons" / LESSON / "exercises.py").open("a", encoding="utf-8") as end:
        end.write("\n1 / 0\n")
    course = Course(root)
    with pytest.raises(LessonError, match=r"10-first-look/exercises.py cannot be run: ZeroDivisionError.* in line \d+"):
        course.exercises(LESSON)
    findings = course.findings()
    assert set(findings) == set(COURSE.owners())
    assert findings["A01"].verdict == UNSHOWN and "cannot be run" in findings["A01"].sentence


def test_a_second_finder_of_a_claim_changes_no_verdict(root):
    exercises = root / "lessons" / LESSON / "exercises.py"
    spoil(exercises, 'CLAIMS = {"A01"', 'CLAIMS = {"A09": _visit_took_place, "A01"')
    findings = Course(root).findings()
    assert findings["A01"].verdict == COURSE.finding("A01").verdict
    assert findings["A09"].verdict == UNSHOWN and "40-korea-sequence, which is not there" in findings["A09"].sentence


def test_a_draft_decides_no_claim(root):
    spoil(root / "lessons" / LESSON / "settings.toml", 'status = "ready"', 'status = "draft"')
    with pytest.raises(LookupError, match="A04 belongs to lesson 10-first-look, which is a draft"):
        Course(root).finding("A04")


def test_an_unknown_claim_and_an_unknown_lesson_are_answered_with_the_nearest():
    with pytest.raises(LookupError, match="No claim is called 'A99'"):
        COURSE.finding("A99")
    with pytest.raises(LookupError, match="Did you mean '10-first-look'"):
        COURSE.settings("10-first-lok")


@pytest.mark.parametrize(
    "found", [None, ("supported", "x", {}), Finding("supported", "x", []), Finding("yes", "x", {})]
)
def test_what_is_no_finding_is_refused_with_its_claim(found):
    with pytest.raises(ValueError, match="A01"):
        checked("A01", found)


def test_every_finding_rests_on_rows_of_the_datasets_it_names():
    from alliancelab import catalogue

    for claim_id, found in COURSE.findings().items():
        assert found.count > 0, claim_id
        for name, rows in found.rows.items():
            table = catalogue.load(name)
            assert set(rows["source_id"]) <= set(table["source_id"]), (claim_id, name)
            assert rows.index.isin(table.index).all(), (claim_id, name)


def test_the_ledger_has_one_row_per_claim_in_order():
    ledger = COURSE.ledger()
    assert ledger["claim_id"].tolist() == sorted(COURSE.owners())
    assert set(COURSE.ledger("10-first-look")["claim_id"]) == {"A01", "A04"}


def test_a_course_in_a_folder_without_lessons_is_empty(tmp_path):
    os.makedirs(tmp_path / "lessons")
    assert Course(tmp_path).slugs() == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("\n\nraise RuntimeError('boom')\n", ["RuntimeError", "boom", "line 3"]),
        ("import json\n\n\n\njson.loads('{')\n", ["JSONDecodeError", "line 5"]),
        ("def fail():\n    raise ValueError('deep')\n\n\nfail()\n", ["deep", "line 2"]),
        ("\nx = = 1\n", ["SyntaxError", "line 2"]),
    ],
)
def test_a_lesson_that_breaks_says_in_which_line_of_its_own_file(root, code, words):
    (root / "lessons" / LESSON / "exercises.py").write_text(code, encoding="utf-8")
    with pytest.raises(LessonError) as error:
        Course(root).exercises(LESSON)
    assert all(word in str(error.value) for word in [LESSON, *words])


@pytest.mark.parametrize(
    "objectives",
    [
        "one",
        ["one"],
        [{"id": "one", "text": "One"}],
        [{"id": "one", "text": "One", "exercises": [], "more": 1}],
        [{"id": " ", "text": "One", "exercises": []}],
        [{"id": "one", "text": 5, "exercises": []}],
        [{"id": "one", "text": "One", "exercises": ["a", "a"]}],
        [{"id": "one", "text": "One", "exercises": "a"}],
        [*GOOD["objectives"], {"id": "two", "text": "", "exercises": []}],
    ],
)
def test_an_objective_has_an_id_a_text_and_exercises_and_nothing_else(objectives):
    assert len(settings_rules(GOOD | {"objectives": objectives}, "x")) == 1
    assert settings_rules(GOOD | {"objectives": []}, "x") == []


def test_each_thing_that_is_wrong_with_the_settings_is_said(root):
    wrong = settings_rules({"minuts": 5, "title": "T", "question": "", "findings": [1]}, "x")
    assert len(wrong) == 1 + 2 + 5
    spoil(root / "lessons" / LESSON / "settings.toml", "minutes = 60", 'minutes = "sixty"\nmore = 1')
    with pytest.raises(LessonError, match="more.*minutes"):
        Course(root).settings(LESSON)


@pytest.mark.parametrize("slug", COURSE.slugs())
def test_a_plan_opens_as_prose(slug):
    head = COURSE.plan(slug).lstrip().splitlines()
    assert head[0].startswith("# Lesson plan: ") and not any("= [" in line for line in head[:40])


def test_settings_and_plan_are_two_files(root):
    course = Course(root)
    assert course.plan(LESSON) == (root / "lessons" / LESSON / "lesson.md").read_text(encoding="utf-8")
    settings = course.settings(LESSON)
    assert settings.minutes == 60 and settings.claims == ("A01", "A04") and settings.ready
    assert settings.objectives[0].exercises == ("how-many-claims", "first-day", "half-open", "days-waited")
    assert course.home(LESSON) == root / "lessons" / LESSON and course.notebook(LESSON).parent == root / "notebooks"


def test_a_lesson_written_with_its_settings_before_the_plan_is_still_read(root):
    home, course = root / "lessons" / LESSON, Course(root)
    settings, plan = course.settings(LESSON), course.plan(LESSON)
    said = (home / "settings.toml").read_text(encoding="utf-8")
    (home / "lesson.md").write_text(f"+++\n{said}+++\n{plan}\n+++\nafter\n", encoding="utf-8")
    (home / "settings.toml").unlink()
    assert course.settings(LESSON) == settings and course.plan(LESSON) == f"{plan}\n+++\nafter\n"
    assert [f.rule for f in rules.check(root) if f.rule != "key-run"] == ["lesson-parts"]


@pytest.mark.parametrize("spoilt", [None, b"title = ", b"\xff\xfe"])
def test_settings_that_cannot_be_read_are_one_sentence_with_their_file(root, spoilt):
    path = root / "lessons" / LESSON / "settings.toml"
    path.unlink()
    if spoilt is not None:
        path.write_bytes(spoilt)
    with pytest.raises(LessonError, match=r"lessons/10-first-look/settings.toml must hold the settings .*\(.+\)"):
        Course(root).settings(LESSON)


def test_the_ledger_of_one_lesson_has_its_claims_only(root):
    ledger = Course(root).ledger(LESSON)
    assert ledger["claim_id"].tolist() == ["A01", "A04"] and set(ledger["lesson"]) == {LESSON}
    assert ledger["verdict"].tolist() == ["partly supported", "supported"] and (ledger["rows"] > 0).all()
    findings = Course(root).findings()
    assert findings["A01"].verdict == "partly supported" and findings["A02"].verdict == UNSHOWN
    assert list(findings) == sorted(findings)
