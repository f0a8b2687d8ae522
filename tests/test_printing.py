"""What a class is given on paper: made from the lessons, and its text looked for."""

import re
import subprocess
import sys
from html import unescape

import pytest
from alliancelab import catalogue
from alliancelab.authoring import printing
from alliancelab.authoring.printing import rubric
from alliancelab.bargaining import delegations, seats
from alliancelab.classroom.course import COURSE

ROLE_PLAY = "70-summit-table"
SLUGS = COURSE.slugs()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("print")
    written = printing.write(printing.ALL, "A4", out)
    assert sorted(written) == sorted(out.iterdir())
    return out


def text(path):
    page = re.sub(r"<style>.*?</style>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    page = re.sub(r"</?(?:a|em|strong|code)\b[^>]*>", "", page)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def told(words):
    return re.sub(r"\s+", " ", re.sub(r"[*`]", "", words)).strip()


@pytest.mark.parametrize("slug", SLUGS)
def test_every_lesson_has_a_handout_with_its_questions_its_choices_and_its_tables(folder, slug):
    page = text(folder / f"{slug[:2]}-handout.html")
    settings = COURSE.settings(slug)
    assert settings.title in page and all(objective.text in page for objective in settings.objectives)
    for exercise in COURSE.exercises(slug).values():
        for letter, option in getattr(exercise, "options", {}).items():
            assert f"{letter}) {option}" in page
        assert getattr(exercise, "options", None) or told(exercise.wants) in page, exercise.key
    for name in settings.datasets:
        package = catalogue.descriptor(name)
        assert package["title"] in page and told(package["cautions"][0]) in page and told(catalogue.cite(name)) in page


@pytest.mark.parametrize("slug", SLUGS)
def test_no_handout_has_an_answer_or_a_reason_for_one(folder, slug):
    page = text(folder / f"{slug[:2]}-handout.html")
    for exercise in COURSE.exercises(slug).values():
        said = [exercise.why, exercise.worked, *exercise.hints, *(sentence for _, sentence in exercise.mistakes())]
        assert not [each for each in said if len(each) > 25 and told(each) in page], exercise.key
        if not getattr(exercise, "options", None) and len(exercise.answer_text()) > 12:
            assert exercise.answer_text() not in page, exercise.key


def test_a_lesson_has_a_rubric_and_a_marking_sheet_where_its_plan_has_one(folder):
    having = [slug for slug in SLUGS if rubric.rubrics(COURSE.plan(slug))]
    assert ROLE_PLAY in having and len(having) >= 2
    for slug in SLUGS:
        assert (folder / f"{slug[:2]}-rubric.html").exists() == (slug in having)
        assert (folder / f"{slug[:2]}-marking-sheet.html").exists() == (slug in having)
    for slug in having:
        section = next(iter(rubric.rubrics(COURSE.plan(slug)).values()))
        cells = [
            told(cell) for line in section.splitlines() if line.startswith("| ") for cell in line.strip("|").split("|")
        ]
        for name in ("rubric", "marking-sheet"):
            page = text(folder / f"{slug[:2]}-{name}.html")
            assert all(cell in page for cell in cells if cell.strip("- "))
        sheet = text(folder / f"{slug[:2]}-marking-sheet.html")
        assert sheet.count("☐") >= 10 and "no name" in sheet and "Student" not in sheet


def test_the_role_play_has_a_sheet_for_each_seat_and_no_other_seat_reads_it(folder):
    page = (folder / "70-seats.html").read_text(encoding="utf-8")
    sheets = [unescape(sheet) for sheet in page.split('<section class="sheet">')[1:]]
    places, pages = catalogue.load("summit-seats"), catalogue.load("summit-pages")
    assert len(sheets) == len(places) == 20
    secrets = pages[pages["part"] == "only you know"].set_index("for_whom")["text"]
    for sheet, place in zip(sheets, places.itertuples(), strict=True):
        assert f"{place.delegation}, {place.part}" in sheet and place.task in sheet
        assert [seat for seat, secret in secrets.items() if secret in sheet] == [place.seat_id]
        assert "[record: USA05, 22 March 2018, The White House]" in sheet and "[invented]" in sheet


def test_a_decision_sheet_has_the_scale_the_texts_and_the_rules_of_its_kind(folder):
    page = (folder / "70-decision-sheets.html").read_text(encoding="utf-8")
    leaders, others, press = (unescape(sheet) for sheet in page.split('<section class="sheet">')[1:])
    words, pages = delegations.texts(catalogue.load("summit-options")), catalogue.load("summit-pages")
    for sheet in (leaders, others, press):
        assert all(option in sheet for option in words.to_numpy().ravel()) and "0 is nothing" in sheet
    rules = pages[pages["basis"] == "rule"]
    for line in rules.itertuples():
        kind = str(line.for_whom)
        assert (line.text in leaders) == (kind in ("delegations", "leaders"))
        assert (line.text in others) == (kind in ("delegations", "others"))
        assert (line.text in press) == (kind == "Press")
    assert "☐ yes" in leaders and "☐ objects" in others and "☐ neither" in press and "☐ yes" not in others


def test_the_chairs_page_has_clock_words_rules_sizes_roads_board_and_a_play(folder):
    page, clock = text(folder / "70-chair.html"), catalogue.load("summit-clock")
    assert all(told(step) in page for step in [*clock["step"], *clock["chair_says"]])
    assert "in all 20 50 75 100" in page and "7 to 10 pass" in page
    assert all(told(rule) in page for rule in catalogue.load("summit-pages").query("basis == 'rule'")["text"])
    assert "40 4 + 4 4 + 4 3 + 3 3 + 3 3 + 3 3 + 3" in page and "1 1 script script" in page
    assert "Round 1. Japan opens with:" in page and "Headline about:" in page and "The board" in page


def test_the_record_names_each_row_and_its_document(folder):
    page, issues = text(folder / "70-record.html"), catalogue.load("summit-issues")
    titles = catalogue.source_records("summit-issues").set_index("source_id")["title"]
    for row in issues[issues["phase"] == "before"].itertuples():
        assert row.row_id in page and told(row.position) in page and told(titles[row.source_id]) in page
    assert "OUT05" not in page


def test_a_printed_page_is_whole_breaks_where_it_should_and_has_its_paper(folder, tmp_path):
    for path in folder.iterdir():
        page = path.read_text(encoding="utf-8")
        assert not re.search(r"<script|<link|src=|@import|url\(", page), path.name
        assert "size: A4" in page and "break-after: page" in page and '<html lang="en">' in page
        assert page.count("<section") == page.count("</section>") == text(path).count("Alliance Lab. ")
    (first, *_) = printing.write("10", "Letter", tmp_path)
    assert "size: letter" in first.read_text(encoding="utf-8") and first.name == "10-handout.html"


def test_nothing_of_a_table_or_a_plan_is_read_as_markup():
    assert "<b>" not in printing.html("a <b>bold</b> word") and "&lt;b&gt;" in printing.html("a <b>bold</b> word")
    from alliancelab.authoring.printing import parts

    assert "<script" not in parts.table(["<script>"], [["<script>"]]) + parts.ticks(["<script>"]) + parts.words(
        "<script>"
    )


def test_the_commands_print_and_play_and_answer_a_slip_in_one_sentence(tmp_path):
    def run(*words):
        return subprocess.run([sys.executable, "-m", "alliancelab", *words], capture_output=True, text=True)

    made = run("print", "90", "--paper", "Letter", "--out", str(tmp_path))
    assert made.returncode == 0 and "90-handout.html" in made.stdout and len(list(tmp_path.iterdir())) >= 3
    one, two = run("play", "24", "--seed", "3"), run("play", "24", "--seed", "3")
    assert one.stdout == two.stdout and "Table 2" in one.stdout and one.stdout.count("Headline") == 2
    for words, sentence in {("print", "91"): "No lesson is called '91'", ("play", "41"): "from 1 to 40"}.items():
        slip = run(*words)
        assert slip.returncode == 1 and sentence in slip.stderr and "Traceback" not in slip.stderr
    paper = run("print", "90", "--paper", "A5", "--out", str(tmp_path))
    assert paper.returncode == 1 and "Known: A4, Letter" in paper.stderr


def test_a_lesson_without_seats_has_no_role_play():
    assert {"seats", "chair", "record", "decision-sheets"} <= set(printing.documents(ROLE_PLAY))
    assert set(printing.documents(SLUGS[0])) == {"handout"}
    assert seats.MOST == 40
