"""The shape of the code: floors, examples in docstrings, and nothing of this machine in the tree."""

import ast
import doctest
import importlib
import inspect
import subprocess
import sys

import pytest
from alliancelab.ground import paths

FLOORS = [
    {"folders", "naming", "keeping"},
    {"catalogue", "lessons"},
    # The subjects of the lessons.
    {
        "tariffs",
        "evidence",
        "coding",
        "diplomacy",
        "ranges",
        "abductions",
        "bargaining",
        "forecasts",
        "omissions",
        "memo_docx",
    },
    {"charts", "ledger", "dossier", "memo"},  # charts is a folder: the frame, and one module a family of figures
    {"explorers", "kinds", "exercises"},  # explorers is a folder: the frame, and one module a subject
    {"keys", "site", "house", "__main__"},
]
HOME = paths.root() / "helpers" / "alliancelab"
MODULES = sorted(
    {
        str(path.relative_to(HOME).with_suffix("")).replace("/", ".").removesuffix(".__init__")
        for path in HOME.rglob("*.py")
    }
    - {"__init__"}
)


def floor(module):
    return next((n for n, modules in enumerate(FLOORS) if module.split(".")[0] in modules), None)


def imported(module):
    place = HOME / module.replace(".", "/")
    tree = ast.parse(
        (place / "__init__.py" if place.is_dir() else place.with_suffix(".py")).read_text(encoding="utf-8")
    )
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "alliancelab":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("alliancelab."):
            yield node.module.split(".")[1]


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_from_lower_floors(module):
    own = floor(module)
    assert own is not None, f"give {module} a floor in FLOORS"
    # Neighbours may meet in a folder, where the frame is, and on the authors' floor.
    allowed = {module.split(".")[0], *({"kinds"} if module == "exercises" else ())}
    assert [name for name in imported(module) if floor(name) >= own and own < 5 and name not in allowed] == []


@pytest.mark.parametrize("module", [m for m in MODULES if floor(m) <= 3])
def test_every_public_function_has_a_docstring_with_an_example(module):
    loaded = importlib.import_module(f"alliancelab.{module}")
    finder = doctest.DocTestFinder(recurse=False)
    for name, function in vars(loaded).items():
        if inspect.isfunction(function) and function.__module__ == loaded.__name__ and not name.startswith("_"):
            assert any(test.examples for test in finder.find(function, name)), f"{module}.{name} has no example"


def test_no_path_of_a_machine_and_no_package_host_in_the_tree():
    words = ["/wo" + "rk/", "/ro" + "ot/", "py" + "pi.org", "files.python" + "hosted", "registry.npm" + "js"]
    if not (paths.root() / ".git").exists():
        pytest.fail("run the tests from a clone: this check reads the files that git tracks")
    for word in words:
        found = subprocess.run(["git", "grep", "-lIF", word], cwd=paths.root(), capture_output=True, text=True)
        assert found.stdout == "", f"{word} stands in {found.stdout}"


@pytest.mark.parametrize("command", ["lessons", "datasets", "check"])
def test_the_commands_answer(command):
    ran = subprocess.run([sys.executable, "-m", "alliancelab", command], capture_output=True, text=True)
    assert ran.returncode == 0 and ran.stdout.strip()


def test_a_misspelt_name_on_the_command_line_is_one_sentence():
    ran = subprocess.run([sys.executable, "-m", "alliancelab", "seal", "eu-member"], capture_output=True, text=True)
    assert ran.returncode == 1 and "Did you mean 'eu-members'" in ran.stderr and "Traceback" not in ran.stderr
