"""The checks themselves are tried: planted faults must fail and say where; the recipes must work."""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest
from alliancelab.authoring.rules import plants
from alliancelab.ground import paths
from houses import working_house

LESSON = "lessons/30-tariff-exemptions/key.ipynb"
ROOT = paths.root()


# A strict run of the cells up to this one shows shares, a table and a figure; the other cells only take longer.
LAST = "30-15"


def copied(home, parts):
    """Copy parts of the kit into home; gives home and a function that runs a command in it with its own helpers."""
    for part in parts:
        # What is compiled goes along, as nothing else would compile it but the commands that are tried.
        ignore = shutil.ignore_patterns(".ipynb_checkpoints", "my-work")
        shutil.copytree(ROOT / part, home / part, ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", home)
    search = os.pathsep.join(str(home / part) for part in ("notebooks", "helpers"))

    def run(*words):
        return subprocess.run(
            [sys.executable, "-m", *words],
            cwd=home,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": search, "PYTEST_ADDOPTS": ""},
        )

    return home, run


@pytest.fixture
def tree(tmp_path):
    """The whole kit, with the first cells of one key."""
    home, run = copied(tmp_path, ("datasets", "helpers", "lessons", "notebooks"))
    notebook = json.loads((home / LESSON).read_text(encoding="utf-8"))
    last = [cell["id"] for cell in notebook["cells"]].index(LAST)
    notebook["cells"] = notebook["cells"][: last + 1]
    assert any("application/vnd.plotly.v1+json" in json.dumps(cell.get("outputs")) for cell in notebook["cells"])
    (home / LESSON).write_text(json.dumps(notebook), encoding="utf-8")
    return home, run


@pytest.fixture
def hamlet(tmp_path):
    """A copy with one lesson that can run, and the tests that an author is told to run."""
    return copied(working_house(tmp_path / "house", plants.LESSON), ("tests",))


def spoil(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{old} is not in {path.name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def strict(run, *options):
    return run("pytest", "--nbval", "--nbval-current-env", "--nbval-cell-timeout", "120", *options, LESSON)


PLANTED = {
    "a value in a table": (
        "datasets/us-steel-imports/us-steel-imports.csv",
        "JPN,Japan,country,2017,all,1728.37",
        "JPN,Japan,country,2017,all,1738.37",
        "us-steel-imports",
    ),
    "a number in a helper": (
        "helpers/alliancelab/tariffs/weights.py",
        "return (100 * sums / sums.sum())",
        "return (99 * sums / sums.sum())",
        None,
    ),
    "a label of a figure": ("helpers/alliancelab/tariffs/table.py", '"exempt for a time"', '"spared for a time"', None),
}


@pytest.mark.parametrize("what", PLANTED)
def test_a_planted_fault_fails_the_strict_run_and_names_the_cell(tree, what):
    home, run = tree
    path, old, new, sealed = PLANTED[what]
    spoil(home / path, old, new)
    if sealed:
        sealing = run("alliancelab", "seal", sealed, "--rows", "JPN 2017 all", "--why", "Planted.")
        assert sealing.returncode == 0, sealing.stderr
    ran = strict(run)
    assert ran.returncode == 1
    assert re.search(rf"FAILED {LESSON}::Cell \d+", ran.stdout), ran.stdout[-2000:]


def test_the_sound_key_passes_a_runner_that_ignores_our_settings(tree):
    _, run = tree
    ran = strict(run, "-c", os.devnull, "--noconftest", "--rootdir", ".", "-p", "no:cacheprovider")
    assert ran.returncode == 0, ran.stdout[-2000:]


def test_a_key_stored_without_being_run_fails(tree):
    home, run = tree
    path = home / LESSON
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=None)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    ran = strict(run)
    assert ran.returncode == 1 and "stored without having been run" in ran.stdout


def test_a_lesson_and_a_dataset_by_the_recipe_touch_nothing_else_and_pass(hamlet):
    home, run = hamlet
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    (home / "rows.csv").write_text("name,day,n\nA,2018-03-01,3\nB,2018-03-02,4\n", encoding="utf-8")
    for words in (["lesson", "35-example"], ["dataset", "example", "rows.csv"]):
        written = run("alliancelab", "new", *words)
        assert written.returncode == 0, written.stderr
    (home / "rows.csv").unlink()
    changed = [path for path, content in before.items() if path.read_bytes() != content]
    assert changed == []
    checked = run("alliancelab", "check")
    assert checked.stdout == "The house is in order.\n", checked.stdout
    tested = run("pytest", "tests/test_lessons.py", "tests/test_datasets.py", "-k", "35-example or example")
    assert tested.returncode == 0 and " passed" in tested.stdout, tested.stdout


def test_a_draft_that_decides_another_lessons_claim_is_refused(hamlet):
    home, run = hamlet
    assert run("alliancelab", "new", "lesson", "35-example").returncode == 0
    exercises = home / "lessons/35-example/exercises.py"
    rule = 'CLAIMS = {"A01": lambda: Finding("supported", "Made up.", {})}\n'
    text = exercises.read_text(encoding="utf-8").replace(
        "from alliancelab.classroom", "from alliancelab.article.claims import Finding\nfrom alliancelab.classroom"
    )
    exercises.write_text(f"{text}\n{rule}", encoding="utf-8")
    spoil(home / "lessons/35-example/settings.toml", "claims = []", 'claims = ["A01"]')
    checked = run("alliancelab", "check")
    assert checked.returncode == 1 and "decides claim A01, which belongs to 10-first-look" in checked.stdout
    verdict = run("pytest", "--doctest-modules", "helpers/alliancelab/classroom/course.py")
    assert verdict.returncode == 0, verdict.stdout


def test_a_lesson_that_cannot_be_run_stops_no_other(hamlet):
    home, run = hamlet
    assert run("alliancelab", "new", "lesson", "35-example").returncode == 0
    with (home / "lessons/35-example/exercises.py").open("a", encoding="utf-8") as end:
        end.write("def (\n")
    checked = run("alliancelab", "check")
    assert "lessons/35-example/exercises.py cannot be run: SyntaxError" in checked.stdout
    assert "Traceback" not in checked.stdout + checked.stderr and checked.stdout.count("\n") < 10
