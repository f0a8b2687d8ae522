"""Answer keys in their stored form, and the tables that are made from the lessons; nothing is executed here."""

import re
from html import unescape

import nbformat
import pytest
from alliancelab.authoring import keys
from alliancelab.authoring.rules.plants import LESSON
from alliancelab.classroom.course import Course
from alliancelab.ground import paths
from houses import small_house
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output


def stored(*cells):
    return keys.normalised(new_notebook(cells=list(cells))).cells


def printed(text, name="stdout"):
    return new_output("stream", name=name, text=text)


def test_what_is_printed_in_pieces_is_one_piece_for_each_stream():
    pieces = [printed("a"), printed("b"), printed("c", "stderr"), printed("d"), printed("e")]
    (cell,) = stored(new_code_cell("x", outputs=pieces))
    assert [(each.name, each.text) for each in cell.outputs] == [("stdout", "ab"), ("stderr", "c"), ("stdout", "de")]
    data = {"text/plain": "1"}
    shown = [new_output("display_data", data=data), printed("a"), new_output("display_data", data=data), printed("b")]
    (cell,) = stored(new_code_cell("x", outputs=shown))
    assert [each.output_type for each in cell.outputs] == ["display_data", "stream"] * 2


def test_cells_of_code_are_counted_from_one_and_their_results_with_them():
    result = new_output("execute_result", data={"text/plain": "1", keys.VIEW: {"model_id": "x"}}, execution_count=9)
    late = new_code_cell("x", outputs=[result], execution_count=9, metadata={"execution": {"at": "noon"}}, id="same")
    first, words, last = stored(new_code_cell("y"), new_markdown_cell("z"), late)
    assert (first.execution_count, last.execution_count, last.outputs[0].execution_count) == (1, 2, 2)
    assert "execution_count" not in words and "execution" not in last.metadata
    again = stored(new_code_cell("x", outputs=[result.copy()], id="same"))[0]
    assert last.outputs[0].data[keys.VIEW]["model_id"] == again.outputs[0].data[keys.VIEW]["model_id"] != "x"


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        (new_code_cell('lesson.check("first-day", ...)'), "first-day"),
        (new_code_cell('answer = ...\nlesson.answer("half-open", answer)'), "half-open"),
        (new_code_cell('lesson.check("first-day", "2018-03-23")'), None),
        (new_code_cell('lesson.hint("first-day", ...)'), None),
        (new_markdown_cell('lesson.check("first-day", ...)'), None),
    ],
)
def test_a_cell_answers_an_exercise_where_it_asks_with_three_dots(cell, key):
    assert keys.exercise_in(cell) == key


def test_a_key_has_each_solution_in_place_of_the_first_three_dots():
    course = Course()
    made, student = keys.with_solutions(LESSON, course), nbformat.read(course.notebook(LESSON), 4)
    asked = [n for n, cell in enumerate(student.cells) if keys.exercise_in(cell)]
    assert len(asked) == 7
    for n, (own, cell) in enumerate(zip(student.cells, made.cells, strict=True)):
        if n in asked:
            solution = course.exercises(LESSON)[keys.exercise_in(own)].solution
            assert cell.source == own.source.replace("...", solution, 1) != own.source
        else:
            assert cell.source == own.source


def test_the_tables_are_made_between_their_marks_and_a_plan_without_them_is_a_sentence(tmp_path):
    root = small_house(tmp_path)
    course, plan = Course(root), root / "lessons" / LESSON / "lesson.md"
    text = keys.with_answers(LESSON, course)
    assert text == plan.read_text(encoding="utf-8")
    assert "| first-day | day | 2018-03-23 |" in text and "| spared-list | countries | ARG, AUS," in text
    table = re.search(r"\| lesson \|.*?<!-- end -->", keys.with_overview(course), re.S).group().splitlines()
    assert len(table) == 4 and table[2].startswith("| 10 | ") and table[2].endswith(" | 60 |")
    settings = plan.with_name("settings.toml")
    said = settings.read_text(encoding="utf-8")
    settings.write_text(said.replace('status = "ready"', 'status = "draft"', 1), encoding="utf-8")
    assert "| 10 | " not in keys.with_overview(course)
    for mark in ("<!-- answers -->", "<!-- end -->"):
        plan.write_text(text.replace(mark, "", 1), encoding="utf-8")
        with pytest.raises(ValueError, match="lesson.md"):
            keys.with_answers(LESSON, course)


def test_a_notebook_is_stored_with_one_closing_newline(tmp_path):
    keys.write(new_notebook(), tmp_path / "x.ipynb")
    text = (tmp_path / "x.ipynb").read_text(encoding="utf-8")
    assert text.endswith("}\n") and not text.endswith("\n\n")


def test_a_key_is_made_with_its_start_and_its_table_of_answers(tmp_path, monkeypatch):
    root = small_house(tmp_path)
    home, course = root / "lessons" / LESSON, Course(root)
    monkeypatch.setattr(keys, "executed", lambda notebook, folder: notebook if folder == home else None)
    whole = (home / "lesson.md").read_text(encoding="utf-8")
    (home / "lesson.md").write_text(whole.replace("| 2018-03-23 |", "| 2018-03-24 |"), encoding="utf-8")
    assert keys.make_key(LESSON, course) == home / "key.ipynb"
    assert (home / "lesson.md").read_text(encoding="utf-8") == whole
    assert nbformat.read(home / "key.ipynb", 4) == keys.with_solutions(LESSON, course)
    assert 'parents[2] / "notebooks" / "kit.py"' in (home / "kit.py").read_text(encoding="utf-8")


# Ways of writing that only a machine has: types, powers of ten, missing values, names of columns, lists in quotes.
MACHINE = re.compile(
    r"\bnp\.|\de[+-]\d|dtype|\bNaT\b|<NA>|\b[Nn]a[Nn]\b|\bName: |Timestamp\(|Categorical|ToggleButtons\("
    r"|\[['\"]|[a-z]_[a-z]"
)


def read(key):
    """Each text that a reader of a key meets: what is printed, plain text, and HTML without its tags."""
    for cell in nbformat.read(key, 4).cells:
        for output in cell.get("outputs", ()):
            data = {"text/plain": output.text} if output.output_type == "stream" else output.get("data", {})
            for kind, text in data.items():
                if kind == "text/html":
                    text = re.sub(r"<style>.*?</style>|<script.*?</script>|<[^>]*>", " ", text, flags=re.S)
                if kind in ("text/plain", "text/html"):
                    yield cell.id, kind, unescape(text)


@pytest.mark.parametrize("key", sorted(paths.lessons().glob("*/key.ipynb")), ids=lambda key: key.parent.name)
def test_a_key_shows_no_word_of_a_machine(key):
    told = [
        (cell, kind, text[max(0, found.start() - 30) : found.end() + 30])
        for cell, kind, text in read(key)
        for found in MACHINE.finditer(text)
    ]
    assert told == []
