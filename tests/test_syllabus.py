"""The syllabus is computed: every lesson once, in order, by the minutes of its plans; marks add up."""

import itertools
import shutil

import pytest
from alliancelab.__main__ import main
from alliancelab.authoring import rules
from alliancelab.authoring.rules.subjects import House
from alliancelab.classroom import syllabus
from alliancelab.classroom.course import COURSE, Course, LessonError
from alliancelab.ground import paths
from houses import small_house

READY = [slug for slug in COURSE.slugs() if COURSE.settings(slug).ready]
RULE = rules.every()["syllabus-holds"]
# Three small lessons: their minutes, and the parts of their plans of 50 and 90 minutes.
MADE = {"10-a": 60, "20-b": 75, "30-c": 60}


def made_course(root):
    for slug, minutes in MADE.items():
        home = root / "lessons" / slug
        home.mkdir(parents=True)
        (home / "settings.toml").write_text(
            f'title = "{slug}"\nquestion = "{slug}?"\nminutes = {minutes}\nstatus = "ready"\nclaims = []\n'
            f'datasets = ["one", "{slug}"]\n[[objectives]]\nid = "o"\ntext = "Do {slug}"\nexercises = ["x"]\n',
            encoding="utf-8",
        )
        (home / "lesson.md").write_text(
            f"# Plan\n\n## Minutes\n\n### {minutes - 20} minutes: First\n\n### 20 minutes: Last\n\n## In 50 minutes\n\n"
            "| part | minutes | what changes |\n|---|---|---|\n| First | 50 | faster |\n| Last | 0 | at home |\n\n"
            "## In 90 minutes\n\n| part | minutes | what changes |\n|---|---|---|\n"
            "| First | 40 | |\n| A walk | 25 | new |\n| Last | 25 | |\n",
            encoding="utf-8",
        )
    text = (
        'title = "T"\nabout = "A"\narticle = "R"\naway = "W"\nlonger = ["20-b", "30-c", "10-a"]\n'
        '[[outcomes]]\nid = "all"\ntext = "Do it"\nobjectives = ["10-a o", "20-b o", "30-c o"]\n'
        '[[assessment]]\nid = "memo"\ntitle = "Memo"\nhow = "Read."\nweights = { all = 100 }\n'
        'due = [\n{ what = "draft", lesson = "20-b", when = "before" },\n'
        '{ what = "memo", lesson = "20-b", when = "after" },\n]\n'
        '[[questions]]\nask = "Why?"\nanswer = "Because."\nclaims = ["A01"]\nlesson = "10-a"\n'
    )
    (root / "lessons" / "syllabus.toml").write_text(text, encoding="utf-8")
    return Course(root)


@pytest.fixture
def made(tmp_path):
    return made_course(tmp_path)


def laid(meetings):
    return [[(one.slug, one.plan, one.minutes) for one in meeting.taught] for meeting in meetings]


def test_as_many_meetings_as_lessons_have_one_lesson_each_by_its_own_minutes():
    assert laid(syllabus.meetings(len(READY))) == [[(s, m, m)] for s in READY for m in [COURSE.settings(s).minutes]]


@pytest.mark.parametrize("count", range(1, len(READY) + 1))
def test_each_lesson_is_taught_once_in_order_and_no_other_way_has_a_shorter_longest_meeting(count):
    found = syllabus.meetings(count)
    assert [one.slug for meeting in found for one in meeting.taught] == READY and len(found) == count
    minutes = [COURSE.settings(slug).minutes for slug in READY]
    assert sum(meeting.minutes for meeting in found) == sum(minutes)
    # By another way: with one minute less than the longest meeting, filling up needs more meetings.
    assert filled(minutes, max(meeting.minutes for meeting in found) - 1) > count


def filled(minutes, most):
    if max(minutes) > most:
        return len(minutes) + 1
    used, meetings = 0, 1
    for each in minutes:
        used, meetings = (used + each, meetings) if used + each <= most else (each, meetings + 1)
    return meetings


def test_more_meetings_than_lessons_take_the_long_plan_in_two(made):
    assert laid(syllabus.meetings(4, course=made)) == [
        [("10-a", 60, 60)],
        [("20-b", 90, 40)],
        [("20-b", 90, 50)],
        [("30-c", 60, 60)],
    ]
    assert syllabus.meetings(4, course=made)[2].taught[0].parts == ("A walk", "Last")
    assert len(syllabus.meetings(6, course=made)) == 6


def test_thirteen_meetings_hold_every_part_of_three_long_plans():
    found = syllabus.meetings(13)
    twice = [slug for slug, times in itertools.groupby(m.taught[0].slug for m in found) if len(list(times)) == 2]
    assert len(found) == 13 and sorted(twice) == sorted(syllabus.whole()["longer"][:3])
    for slug in twice:
        parts = [part for meeting in found for one in meeting.taught if one.slug == slug for part in one.parts]
        assert parts == [part.title for part in syllabus.lengths(slug)[90] if part.minutes]
        assert sum(meeting.minutes for meeting in found if meeting.taught[0].slug == slug) == 90
    assert max(meeting.minutes for meeting in found) <= 75


@pytest.mark.parametrize(
    ("count", "length", "wanted"),
    [
        (3, 50, [[("10-a", 50, 50)], [("20-b", 50, 50)], [("30-c", 50, 50)]]),
        (3, 80, [[("10-a", 60, 60)], [("20-b", 75, 75)], [("30-c", 60, 60)]]),
        (3, 90, [[("10-a", 90, 90)], [("20-b", 90, 90)], [("30-c", 90, 90)]]),
        (2, 120, [[("10-a", 90, 90)], [("20-b", 50, 50), ("30-c", 60, 60)]]),
        (1, 30, [[("10-a", 50, 50), ("20-b", 50, 50), ("30-c", 50, 50)]]),
    ],
)
def test_a_lesson_is_taught_by_its_longest_plan_that_fits(count, length, wanted, made):
    assert laid(syllabus.meetings(count, length, made)) == wanted


def test_what_is_too_long_or_left_out_is_said(made):
    text = syllabus.text(1, 60, course=made)
    assert "Meeting 1 has 150 minutes, more than the 60 that there are" in text
    assert 'Lesson 20, not in class: "Last" (at home).' in text
    assert "not in class" not in syllabus.text(3, course=made)


def test_what_is_handed_in_stands_before_the_first_and_after_the_last_meeting_of_its_lesson(made):
    lines = [line for line in syllabus.text(4, course=made).splitlines() if line.startswith(("| 2 |", "| 3 |"))]
    assert "before it: draft" in lines[0] and "memo" not in lines[0]
    assert "a week after it: memo" in lines[1] and "draft" not in lines[1]


def test_what_is_due_between_two_lessons_of_one_meeting_is_done_in_it(made):
    lines = [line for line in syllabus.text(1, course=made).splitlines() if line.startswith("| 1 |")]
    assert "in it, before lesson 20: draft" in lines[0] and "before it" not in lines[0]
    first = next(line for line in syllabus.text(5).splitlines() if line.startswith("| 1 |"))
    assert "in it, before lesson 20, 15 minutes more: the sheet of forecasts" in first


def test_tables_met_before_are_computed(made):
    assert [again for *_, again in syllabus.needs(made)] == [[], ["one"], ["one"]]


@pytest.mark.parametrize("count", [0, -1, 2.5, "five", True, None, 7])
def test_a_number_of_meetings_that_will_not_do_is_refused(count, made):
    with pytest.raises(ValueError, match="from 1 to 6"):
        syllabus.meetings(count, course=made)


@pytest.mark.parametrize("length", [0, -60, "an hour", 59.5, True])
def test_a_length_that_will_not_do_is_refused(length, made):
    with pytest.raises(ValueError, match="whole number of minutes"):
        syllabus.meetings(3, length, made)


def test_a_plan_without_slots_and_a_missing_syllabus_are_said_in_a_sentence(made):
    (made.root / "lessons" / "20-b" / "lesson.md").write_text("# Plan\n", encoding="utf-8")
    with pytest.raises(LessonError, match="20-b/lesson.md has no slots"):
        syllabus.meetings(3, 60, made)
    (made.root / "lessons" / "syllabus.toml").unlink()
    with pytest.raises(LessonError, match="lessons/syllabus.toml"):
        syllabus.text(3, course=made)


def test_the_sheet_to_hand_out_has_every_question_and_no_answer(capsys):
    assert main(["syllabus", "--meetings", "5"]) == 0
    sheet = capsys.readouterr().out
    assert main(["syllabus", "--answers"]) == 0
    answered = capsys.readouterr().out
    for one in syllabus.whole()["questions"]:
        assert one["ask"] in sheet and one["answer"] not in sheet and one["answer"] in answered
    assert main(["syllabus", "--meetings", "99"]) == 1


def test_the_forecasts_are_locked_before_any_lesson_tells_what_happened():
    for count in (5, 9):
        rows = [line for line in syllabus.text(count).splitlines() if "locked" in line and line.startswith("| ")]
        assert len(rows) >= 1 and "20: " in rows[0]


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    return small_house(tmp_path_factory.mktemp("sound"))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("{ forecasts = 15 }", "{ forecasts = 10 }", "add up to 95"),
        ('"10-first-look test-a-claim", ', "", "10-first-look test-a-claim stands in 0 outcomes"),
        ('"10-first-look judge-a-source", ', '"10-first-look test-a-claim", ', "test-a-claim stands in 2 outcomes"),
        ('"10-first-look test-a-claim", ', '"10-first-look test-a-claim", "10-first-look sing", ', "sing"),
        ("{ forecasts = 15 }", "{ forecast = 15 }", "forecast is not both"),
        ('lesson = "10-first-look"\n', 'lesson = "15-first-look"\n', "15-first-look"),
        ('claims = ["A01"]', 'claims = ["A77"]', "A77"),
        ('longer = [\n    "70-summit-table"', 'longer = [\n    "75-summit-table"', "75-summit-table"),
    ],
)
def test_a_syllabus_that_does_not_hold_is_said(old, new, words, sound, tmp_path):
    root = shutil.copytree(sound, tmp_path / "house")
    text = (paths.lessons() / "syllabus.toml").read_text(encoding="utf-8")
    assert old in text
    path = root / "lessons" / "syllabus.toml"
    path.write_text(text, encoding="utf-8")
    assert list(RULE.broken(House(root))) == []
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    said = list(RULE.broken(House(root)))
    assert said and any(words in sentence for sentence in said), said


def test_a_rubric_says_what_is_asked_for_full_marks_and_for_half():
    text, lines = syllabus.text(9), [line for each in syllabus.whole()["assessment"] for line in each.get("rubric", [])]
    assert len(lines) >= 9
    for line in lines:
        assert set(line) == {"ask", "full", "half"} and f"| {line['ask']} | {line['full']} | {line['half']} |" in text


def test_every_outcome_names_objectives_of_the_course_and_counts():
    whole = syllabus.whole()
    assert list(RULE.broken(House())) == []
    for outcome in whole["outcomes"]:
        assert sum(each["weights"].get(outcome["id"], 0) for each in whole["assessment"]) >= 5
    asked = {claim for one in whole["questions"] for claim in one["claims"]}
    assert len(asked) >= 15 and {one["lesson"] for one in whole["questions"]} <= set(READY)
