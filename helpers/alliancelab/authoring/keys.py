"""Answer keys and exported pages: the student's notebook with solutions in, executed and normalised."""

import copy
import hashlib
import os
import re
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from alliancelab.classroom import restore
from alliancelab.classroom.course import COURSE, Course
from alliancelab.classroom.kinds import Exercise
from alliancelab.forms import journal
from alliancelab.ground import paths
from alliancelab.ground.messages import say

PLOTLY, VIEW = "application/vnd.plotly.v1+json", "application/vnd.jupyter.widget-view+json"
# What nbconvert needs to know to write a script; no version, so that a key is the same on every Python.
# What lies beside every key: a kernel knows its own folder only, and the work is done in one place.
KIT = '''"""Starts the kit.py of the notebooks, so that this key finds its own copy of the kit. Made by `make keys`."""

import runpy
from pathlib import Path

kit = Path(__file__).resolve().parents[2] / "notebooks" / "kit.py"
if not kit.is_file():
    raise ImportError("The folder notebooks is not beside lessons. Put this folder back into its copy of Alliance Lab.")
runpy.run_path(str(kit))
'''
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
    },
}
# What the plan calls a kind of exercise, where the name of its class is no word a lecturer would use.
_KINDS = {
    "pickone": "choose one",
    "shorttable": "numbers",
    "inorder": "put in order",
    "exercise": "sheet",
    "wholesheet": "sheet",
}
_CALL = re.compile(r'lesson\.(?:answer|check)\("([^"]+)"')


def exercise_in(cell) -> str | None:
    """The key of the exercise a cell answers, or None."""
    found = _CALL.search(cell.source) if cell.cell_type == "code" else None
    return found.group(1) if found and "..." in cell.source else None


def with_solutions(slug: str, course: Course = COURSE) -> nbformat.NotebookNode:
    """The student's notebook with every three dots replaced by the exercise's solution; not executed."""
    student = nbformat.read(course.notebook(slug), 4)
    known = course.exercises(slug)
    for cell in student.cells:
        key = exercise_in(cell)
        if key in known:
            cell.source = cell.source.replace("...", known[key].solution, 1)
    return student


def executed(notebook: nbformat.NotebookNode, folder: Path) -> nbformat.NotebookNode:
    """A copy of a notebook, run top to bottom in a fresh kernel and brought into stored form."""
    ran = copy.deepcopy(notebook)
    NotebookClient(
        ran,
        timeout=120,
        kernel_name="python3",
        store_widget_state=False,
        resources={"metadata": {"path": str(folder)}},
    ).execute(env=os.environ | {journal.ELSEWHERE: "off"})
    return normalised(ran)


def normalised(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The one stored form: counts from 1, no widget state, no timings, stable ids, each stream in one piece."""
    notebook.metadata = nbformat.from_dict(METADATA)
    count = 0
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type != "code":
            continue
        count += 1
        cell.execution_count = count
        cell.outputs = _joined(cell.outputs)
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = count
            view = output.get("data", {}).get(VIEW)
            if view:
                view["model_id"] = hashlib.md5(cell.id.encode()).hexdigest()
    return notebook


def _joined(outputs: list) -> list:
    # A kernel sends what is printed in as many pieces as its clock happens to cut: one piece is kept.
    joined = []
    for output in outputs:
        before = joined[-1] if joined else {}
        if output.output_type == "stream" and output.name == before.get("name"):
            before["text"] += output.text
        else:
            joined.append(output)
    return joined


def cells_with(finding: str, key: nbformat.NotebookNode) -> list[str]:
    """The ids of a key's cells out of which a finding comes, as a whole number or word.

    >>> from nbformat import v4
    >>> cell = v4.new_code_cell("x", id="a", outputs=[v4.new_output("stream", text="125 rows, 25.0% of them")])
    >>> cells_with("25", v4.new_notebook(cells=[cell])), cells_with("12", v4.new_notebook(cells=[cell]))
    (['a'], [])
    """
    # "25" is not found in "125" or "25.4", and is in "25.0".
    before = r"(?<![\w.,])" if finding[:1].isalnum() else ""
    whole = re.compile(rf"{before}{re.escape(finding)}(?!\w|[.,](?!0+\b)\d)")
    return [cell.id for cell in key.cells if any(whole.search(_said(out)) for out in cell.get("outputs", []))]


def _said(output: nbformat.NotebookNode) -> str:
    return output.get("text", "") or "\n".join(map(str, output.get("data", {}).values()))


def write(notebook: nbformat.NotebookNode, path: Path) -> None:
    """Store a notebook as text with a closing newline."""
    path.write_text(nbformat.writes(notebook, 4).rstrip("\n") + "\n", encoding="utf-8", newline="\n")


def make_key(slug: str, course: Course = COURSE) -> Path:
    """Write the executed answer key of a lesson, its kit.py, the copy for `restore`, and the answers in its plan."""
    path = course.home(slug) / "key.ipynb"
    restore.seal_copy(slug, course.root)
    path.with_name("kit.py").write_text(KIT, encoding="utf-8", newline="\n")
    write(executed(with_solutions(slug, course), path.parent), path)
    plan = course.home(slug) / "lesson.md"
    plan.write_text(with_answers(slug, course), encoding="utf-8", newline="\n")
    return path


def write_overview() -> None:
    """Write the table of lessons into README.md, where there is one (an installed wheel has none)."""
    if (readme := paths.root() / "README.md").is_file():
        readme.write_text(with_overview(), encoding="utf-8", newline="\n")


def with_overview(course: Course = COURSE) -> str:
    """README.md with its table of lessons made again from the settings of the lessons on the disk."""
    rows = ["| lesson | question | minutes |", "|---|---|---|"]
    for slug in course.slugs():
        settings = course.settings(slug)
        if settings.ready:
            rows.append(f"| {slug.split('-')[0]} | {settings.question} | {settings.minutes} |")
    text = (course.root / "README.md").read_text(encoding="utf-8")
    return _filled(text, "<!-- lessons: made by `make keys` -->", rows, "README.md")


def with_answers(slug: str, course: Course = COURSE) -> str:
    """lesson.md with its answer table made again from the exercises."""
    rows = ["| exercise | kind | answer | why it matters |", "|---|---|---|---|"]
    for key, exercise in course.exercises(slug).items():
        rows.append(f"| {key} | {_kind(exercise)} | {exercise.answer_text()} | {exercise.why} |")
    text = (course.home(slug) / "lesson.md").read_text(encoding="utf-8")
    return _filled(text, "<!-- answers -->", rows, f"lessons/{slug}/lesson.md")


def _filled(text: str, mark: str, rows: list[str], path: str) -> str:
    head, begins, rest = text.partition(f"{mark}\n")
    _, ends, tail = rest.partition("<!-- end -->")
    if not begins or not ends:
        raise ValueError(say("classroom.no_plan_mark", path=path, mark=mark))
    return f"{head}{mark}\n" + "\n".join(rows) + f"\n<!-- end -->{tail}"


def _kind(exercise: Exercise) -> str:
    kind = next(k.__name__ for k in type(exercise).__mro__[1:]).lower()
    return _KINDS.get(kind, kind)
