"""The checks themselves are tried: planted faults must fail and say where; the recipes must work."""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest
from alliancelab.ground import paths

LESSON = "lessons/30-tariff-exemptions/key.ipynb"


@pytest.fixture
def tree(tmp_path):
    """A copy of the files git tracks, with a function that runs a command in it against its own helpers."""
    for part in ("datasets", "helpers", "lessons", "notebooks", "tests", "pyproject.toml"):
        source = paths.root() / part
        ignore = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
        shutil.copytree(source, tmp_path / part, ignore=ignore) if source.is_dir() else shutil.copy(source, tmp_path)
    paths = os.pathsep.join(str(tmp_path / part) for part in ("notebooks", "helpers"))

    def run(*words):
        return subprocess.run(
            [sys.executable, "-m", *words],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": paths, "PYTEST_ADDOPTS": ""},
        )

    tmp_path_run = tmp_path, run
    return tmp_path_run


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
        "helpers/alliancelab/evidence.py",
        "as_extreme / arrangements,",
        "(as_extreme + 99) / arrangements,",
        None,
    ),
    "a label of a figure": ("helpers/alliancelab/tariffs.py", '"exempt for a time"', '"spared for a time"', None),
}


@pytest.mark.parametrize("what", PLANTED)
def test_a_planted_fault_fails_the_strict_run_and_names_the_cell(tree, what):
    home, run = tree
    path, old, new, sealed = PLANTED[what]
    spoil(home / path, old, new)
    if sealed:
        assert run("alliancelab", "seal", sealed).returncode == 0
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


DRAFT = """+++
title = "Empty"
question = "What would it ask?"
minutes = 50
status = "draft"
claims = []
datasets = []
objectives = []
+++
# Lesson plan

<!-- answers -->
<!-- end -->
"""


def test_an_empty_lesson_and_a_dataset_by_the_recipe_touch_nothing_else_and_pass(tree):
    home, run = tree
    (home / "lessons/35-empty").mkdir()
    (home / "lessons/35-empty/lesson.md").write_text(DRAFT, encoding="utf-8")
    (home / "lessons/35-empty/exercises.py").write_text('"""None yet."""\n\nNUMBERS = {}\n', encoding="utf-8")
    notebook = json.loads((home / "notebooks/30-tariff-exemptions.ipynb").read_text(encoding="utf-8"))
    notebook["cells"] = notebook["cells"][:2]
    notebook["cells"][0]["source"] = ["# Empty"]
    notebook["cells"][1]["source"] = ["import kit"]
    (home / "notebooks/35-empty.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    shutil.copytree(home / "datasets/eu-members", home / "datasets/example")
    (home / "datasets/example/eu-members.csv").rename(home / "datasets/example/example.csv")
    descriptor = home / "datasets/example/datapackage.json"
    descriptor.write_text(descriptor.read_text(encoding="utf-8").replace("eu-members", "example"), encoding="utf-8")
    spoil(home / "datasets/example/example.csv", "AUT,Austria", "AUT,Austria (example)")
    assert run("alliancelab", "seal", "example").returncode == 0
    made = run("alliancelab", "keys", "35-empty")
    assert made.returncode == 0, made.stderr
    checked = run("alliancelab", "check")
    assert checked.stdout == "The house is in order.\n", checked.stdout
    tested = run("pytest", "tests/test_lessons.py", "tests/test_datasets.py", "-k", "35-empty or example")
    assert tested.returncode == 0 and " passed" in tested.stdout, tested.stdout


@pytest.mark.parametrize(
    ("path", "old", "new", "sentence"),
    [
        ("lessons/10-first-look/lesson.md", '"first-day", ', "", "objective read-a-table and exercise first-day"),
        ("notebooks/10-first-look.ipynb", "seven partners", "seven (7) partners", "no table gives '(7)'"),
        ("notebooks/10-first-look.ipynb", "len(claims)", "len(claims) + 1", "is not made from its notebook"),
        ("lessons/10-first-look/exercises.py", '"read-a-table"', '"read"', "do not name each other"),
        ("datasets/eu-members/datapackage.json", '"grain"', '"grains"', "has no grain"),
    ],
)
def test_a_broken_rule_is_one_sentence_that_says_where(tree, path, old, new, sentence):
    home, run = tree
    spoil(home / path, old, new)
    checked = run("alliancelab", "check")
    assert checked.returncode == 1 and sentence in checked.stdout, checked.stdout + checked.stderr
    assert "Traceback" not in checked.stdout + checked.stderr
