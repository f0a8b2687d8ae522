"""The review on several days, what an author is told to look up, and how a student's copy says how old it is."""

import json

import pandas as pd
import pytest
from alliancelab import __main__, catalogue
from alliancelab.authoring import entering, figures, review, seals
from alliancelab.authoring.rules.plants import DATASET, LESSON, package, prose, replaced
from alliancelab.classroom import freshness, opening
from alliancelab.classroom.course import COURSE, Course
from alliancelab.forms.journal import Journal
from alliancelab.ground import paths

AS_OF, DUE = (catalogue.descriptor(DATASET)[part] for part in ("as_of", "review_by"))


def day(text, later=0):
    return pd.Timestamp(text) + pd.Timedelta(days=later)


def part_of(text, heading, following):
    return text.partition(heading)[2].partition(following)[0]


@pytest.fixture(scope="module")
def small(sound):
    return {table.name: table for table in review.tables(sound)}


@pytest.mark.parametrize(
    ("later", "late", "soon"),
    [(-61, False, False), (-60, False, True), (0, False, True), (1, True, False), (400, True, False)],
)
def test_a_table_is_named_sixty_days_before_its_check_and_is_late_the_day_after(sound, later, late, soon):
    text = review.review(day(DUE, later), sound)
    assert (DATASET in part_of(text, "Past the day", "Due within")) == late
    assert (DATASET in part_of(text, "Due within", "The newest row")) == soon
    if late:
        assert f"{later} {'day' if later == 1 else 'days'} late" in text


def test_the_newest_row_is_the_newest_of_the_day_that_is_asked(small):
    def on(text):
        return review.newest(small[DATASET], day(text))

    table = small[DATASET].rows
    first = table["from_date"].min()
    assert on(f"{first - pd.Timedelta(days=1):%Y-%m-%d}") is None
    assert (on(f"{first:%Y-%m-%d}").day, on(f"{first:%Y-%m-%d}").age) == (first, 0)
    assert on("2025-03-11").day < day("2025-03-12") == on("2025-03-12").day == on("2025-03-13").day
    assert on("2025-03-13").rows == (table["from_date"] == "2025-03-12").sum()
    assert on("2040-01-01").day == table["from_date"].max()


def test_open_rows_and_days_to_come_are_those_of_the_day_that_is_asked(small):
    table = small[DATASET].rows
    last = table["from_date"].max()
    eve = last - pd.Timedelta(days=1)
    assert review.still_open(small[DATASET], last).rows == table["before_date"].isna().sum()
    assert (
        review.still_open(small[DATASET], eve).rows
        == ((table["from_date"] <= eve) & (table["before_date"].isna() | (table["before_date"] > eve))).sum()
    )
    assert review.coming(small[DATASET], last) == []
    began, ended = review.coming(small[DATASET], eve)
    assert (began.column, ended.column, began.day) == ("from_date", "before_date", last)
    assert review.still_open(small["section-232-actions"], last) is None


def test_a_day_of_ones_own_reading_is_not_to_come():
    name = "partner-treatment"
    table = review.Table(catalogue.descriptor(name), catalogue.load(name))
    confirmed = table.rows["last_confirmed"].dropna()
    before = confirmed.min() - pd.Timedelta(days=1)
    assert "last_confirmed" not in {each.column for each in review.coming(table, before)}
    told = review.still_open(table, confirmed.max()).confirmed
    assert sum(told.values()) == (table.rows["last_confirmed"].notna() & table.rows["before_date"].isna()).sum()


def test_a_question_without_an_answer_is_named_from_its_day_on():
    package, rows = catalogue.descriptor("forecast-questions"), catalogue.load("forecast-questions")
    eve = rows["resolution_date"].max() - pd.Timedelta(days=1)
    last = rows[rows["resolution_date"] == rows["resolution_date"].max()]["question_id"].tolist()
    assert review.unanswered(review.Table(package, rows), day("2040-01-01")) == []
    never = review.Table(package, rows.assign(happened=pd.NA))
    named = [set(review.unanswered(never, on)) for on in (eve, eve + pd.Timedelta(days=1))]
    assert named[1] - named[0] == set(last) and named[1] == set(rows["question_id"])


def test_the_review_of_the_whole_kit_names_every_table_once_under_what_to_look_up_or_as_closed():
    text = review.review("2026-11-26")
    listed = part_of(text, "To look up", "Closed, with")
    closed = text.partition("Closed, with")[2]
    for name in catalogue.names():
        to_do = not catalogue.descriptor(name)["review_look_up"][0].startswith("none: ")
        assert (f"  {name} (known up to" in listed, f" {name}," in closed.replace("(", " ").replace(")", ",")) == (
            to_do,
            not to_do,
        ), name
    assert "nan" not in text.split()


def test_the_command_answers_for_any_day_and_refuses_what_is_none(capsys):
    assert __main__.main(["review", "--on", "2027-02-01"]) == 0
    assert capsys.readouterr().out.startswith("Review on 1 February 2027\n")
    assert __main__.main(["review", "--on", "2027"]) == 1
    assert "written year-month-day" in capsys.readouterr().err


def test_where_to_look_may_be_made_better_without_a_new_edition(house):
    package(lambda p: p.update(review_look_up=["The Federal Register."]))(house)
    assert seals.to_name(DATASET, house / "datasets" / DATASET) == []
    assert "nothing has changed" in seals.seal_dataset(DATASET, [], folder=house / "datasets" / DATASET)


# What an act moves in a lesson.

EXERCISES, PLAN = "lessons/{lesson}/exercises.py", "lessons/{lesson}/lesson.md"


def declared(old, now):
    """A lesson that declares a figure whose table now says something else."""
    return replaced(EXERCISES, "NUMBERS = {", f'NUMBERS = {{\n    "{old}": lambda: "{now}",')


def written(house, course):
    changed, unclear = figures.moved(LESSON, course)
    return unclear, list(figures.rewrite(LESSON, changed, course))


def test_a_figure_with_a_word_is_written_anew_wherever_it_is(house):
    for plant in (
        declared("11 partners paid", "12 partners paid"),
        prose("So 11 partners paid, and 11 partners paid more."),
        replaced(PLAN, "## To discuss", "Then 11 partners paid.\n\n## To discuss"),
    ):
        plant(house)
    course = Course(house)
    unclear, told = written(house, course)
    notebook, plan = course.notebook(LESSON).read_text("utf-8"), course.plan(LESSON)
    assert unclear == [] and len(told) == 3 and all("'12 partners paid'" in each for each in told)
    assert "So 12 partners paid, and 12 partners paid more." in notebook and "Then 12 partners paid." in plan
    assert figures.moved(LESSON, Course(house)) == ({}, [])


def test_a_bare_figure_is_written_where_it_is_once_and_named_where_it_is_twice(house):
    declared("77", "78")(house)
    prose("They were 77, and 177 or 77.5 are other numbers, and 77 again.")(house)
    replaced(PLAN, "## To discuss", "They were 77.\n\n## To discuss")(house)
    course = Course(house)
    _, told = written(house, course)
    assert "They were 77, and 177 or 77.5 are other numbers, and 77 again." in course.notebook(LESSON).read_text(
        "utf-8"
    )
    assert "They were 78." in course.plan(LESSON)
    assert sum("more than once" in each for each in told) == 2


def test_a_longer_figure_is_not_touched_by_a_shorter_one_in_it(house):
    declared("77 rows", "78 rows")(house)
    declared("77 rows of steel", "77 rows of steel")(house)
    prose("There are 77 rows of steel among the 77 rows.")(house)
    written(house, Course(house))
    assert "There are 77 rows of steel among the 78 rows." in Course(house).notebook(LESSON).read_text("utf-8")


@pytest.mark.parametrize("now", ["April 2018", 'a \\"quoted\\" word'])
def test_a_figure_that_cannot_be_told_from_another_is_left_to_a_person(house, now):
    declared("77 rows", now)(house)
    prose("There are 77 rows.")(house)
    unclear, told = written(house, Course(house))
    assert len(unclear) == 1 and "'77 rows'" in unclear[0] and told == []
    assert "There are 77 rows." in Course(house).notebook(LESSON).read_text("utf-8")


def test_a_figure_that_cannot_be_computed_and_one_in_code_are_named(house):
    replaced(EXERCISES, "NUMBERS = {", 'NUMBERS = {\n    "99 rows": lambda: 1 / 0,')(house)
    declared("77 rows", "78 rows")(house)
    replaced("lessons/{lesson}/settings.toml", 'title = "', 'title = "77 rows: ')(house)
    unclear, told = written(house, Course(house))
    assert len(unclear) == 1 and "ZeroDivisionError" in unclear[0]
    assert any("settings.toml, line 1 also has '77 rows'" in each for each in told)


def test_an_answer_is_computed_anew_only_where_the_tables_alone_moved_it(house):
    course, path = Course(house), house / "lessons" / LESSON / "seal.json"
    assert seals.computed_anew(LESSON, course) == {}
    sealed = json.loads(path.read_text("utf-8"))
    now = sealed["days-waited"]["right"]
    sealed["days-waited"]["right"] = 7
    sealed["half-open"] |= {"right": "a", "why": "Another reason."}
    path.write_text(json.dumps(sealed), encoding="utf-8")
    assert seals.computed_anew(LESSON, course) == {"days-waited": (7, now)}
    assert set(seals.changed_exercises(LESSON, course)) == {"days-waited", "half-open"}


# A student's copy says how old its facts are.

DATASETS = COURSE.settings(LESSON).datasets


def test_the_facts_are_fresh_up_to_the_day_of_their_check_and_old_the_day_after():
    found = freshness.facts(DATASETS)
    due = found.due
    (fresh, past), (old, late) = (freshness.told(DATASETS, due + pd.Timedelta(days=n)) for n in (0, 1))
    assert (past, late) == (False, True)
    assert fresh.startswith("The newest table of this lesson is known up to") and "alliancelab update" not in fresh
    assert old.startswith("This copy is old.") and "1 day ago" in old and "python -m alliancelab update" in old
    assert found.oldest in fresh and f"{found.known:%B %Y}" in old


def test_the_oldest_and_the_first_due_of_the_tables_that_can_change_are_said():
    found = freshness.facts(DATASETS)
    moving = [p for p in map(catalogue.descriptor, DATASETS) if not p["review_look_up"][0].startswith("none: ")]
    assert 0 < len(moving) < len(DATASETS)
    known = sorted(p["as_of"] for p in moving)
    assert (f"{found.known:%Y-%m-%d}", f"{found.newest:%Y-%m-%d}") == (known[0], known[-1])
    assert f"{found.due:%Y-%m-%d}" == min(p["review_by"] for p in moving)


@pytest.mark.parametrize(
    ("n", "words"),
    [(0, "0 days"), (60, "60 days"), (61, "2 months"), (729, "24 months"), (730, "2 years")],
)
def test_an_age_is_said_in_the_unit_a_person_would_use(n, words):
    assert freshness.age(n) == words


def test_tables_of_one_day_are_said_with_one_day():
    said, _ = freshness.told(["section-232-status"], "2026-11-26")
    assert said.count("2026") == 1 and said.startswith("The tables of this lesson are known up to 21 August")


def test_a_lesson_of_closed_tables_is_never_old():
    said, is_old = freshness.told(["tokyo-clues", "sanctions"], "2040-01-01")
    assert said.endswith("changes any more.") and not is_old


def test_on_binder_the_newer_copy_is_another_link(monkeypatch):
    monkeypatch.setenv("BINDER_SERVICE_HOST", "x")
    told, _ = freshness.told(DATASETS, "2040-01-01")
    assert "Ask your lecturer" in told and "python -m" not in told and "years ago" in told


@pytest.mark.parametrize(("today", "old"), [("2026-11-26", False), ("2040-01-01", True)])
def test_the_first_cell_says_it_and_a_key_keeps_none_of_it(tmp_path, monkeypatch, today, old):
    class Frozen(freshness.date):
        @classmethod
        def today(cls):
            return cls.fromisoformat(today)

    monkeypatch.setattr(freshness, "date", Frozen)
    form = opening.NameForm(Journal(tmp_path), LESSON)
    shown = " ".join(getattr(child, "value", "") for child in form.children)
    first, last = (getattr(form.children[n], "value", "") for n in (0, -1))
    assert "known up to" in (first if old else last)
    assert ("This copy is old." in shown) == old and "known up to" in shown
    # What is stored of the form, in a key and in a saved notebook, is its text.
    assert "known up to" not in form._repr_mimebundle_()["text/plain"]


# An author's slips: one sentence, and nothing is written.


@pytest.mark.parametrize(
    ("rows", "why", "as_of", "words"),
    [
        ([], "Read again.", None, "1 more row or exercise has changed than you named: AUT"),
        (["AUT", "BEL"], "Read again.", None, "1 name you gave did not change: BEL"),
        (["AUT"], " ", None, "Say why"),
        (["AUT"], "Read again.", "2018-01-01", "is before it or has not come yet"),
        (["AUT"], "Read again.", "2999-01-01", "is before it or has not come yet"),
        (["AUT"], "Read again.", "soon", "year-month-day"),
    ],
)
def test_what_was_not_meant_is_refused_before_anything_is_written(monkeypatch, rows, why, as_of, words):
    monkeypatch.setattr(seals, "to_name", lambda name: ["AUT"])
    monkeypatch.setattr(seals, "seal_dataset", lambda *_: pytest.fail("it was sealed"))
    before = (paths.datasets() / "eu-members/datapackage.json").read_bytes()
    with pytest.raises(ValueError, match=words):
        list(entering.enter(["eu-members"], rows, why, as_of))
    assert (paths.datasets() / "eu-members/datapackage.json").read_bytes() == before


def test_a_coverage_that_ended_with_the_newest_row_goes_along_with_it(house, monkeypatch):
    monkeypatch.setattr(paths, "datasets", lambda: house / "datasets")
    name = "section-232-actions"
    home = house / "datasets" / name
    packed = json.loads((home / "datapackage.json").read_text("utf-8"))
    newest = str(catalogue.load(name, home)["signed_date"].max())[:10]
    packed["coverage"]["to"] = newest
    (home / "datapackage.json").write_text(json.dumps(packed), encoding="utf-8")
    table = home / f"{name}.csv"
    table.write_text(table.read_text("utf-8").replace(f"P20260720,{newest}", "P20260720,2026-10-01"), "utf-8")
    moved = entering._known_up_to(name, pd.Timestamp("2026-10-15"))
    assert (moved["coverage"]["to"], moved["as_of"]) == ("2026-10-01", "2026-10-15")
    gap = [day(p["review_by"]) - day(p["as_of"]) for p in (packed, moved)]
    assert gap[0] == gap[1]
