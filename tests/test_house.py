"""The shape of the code: floors, examples in docstrings, the table of messages, and nothing of this machine."""

import ast
import doctest
import importlib
import inspect
import json
import re
import subprocess
import sys

import pytest
from alliancelab.ground import messages, paths

# The rooms from the ground up: a module imports from lower floors, and from its own room, only.
FLOORS = [
    {"ground"},
    {"catalogue", "lab"},
    {"tariffs", "evidence", "agreement", "diplomacy", "ranges", "abductions", "bargaining", "forecasts"},
    {"charts"},
    {"article"},
    {"forms"},
    {"explorers"},
    {"classroom"},
    {"authoring"},
    {"__main__"},
]
SUBJECTS, COURSE = 2, 7
HOME = paths.root() / "helpers" / "alliancelab"


def name_of(path):
    return str(path.relative_to(HOME).with_suffix("")).replace("\\", "/").replace("/", ".").removesuffix(".__init__")


FILES = {name_of(path): path for path in sorted(HOME.rglob("*.py")) if path != HOME / "__init__.py"}
MODULES = list(FILES)


def room(module):
    return module.split(".")[0]


def floor(module):
    return next((n for n, rooms in enumerate(FLOORS) if room(module) in rooms), None)


def imported(path):
    """The modules of the kit that a file imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.removeprefix("alliancelab.") for alias in node.names if "alliancelab." in alias.name)
        elif isinstance(node, ast.ImportFrom) and node.module == "alliancelab":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("alliancelab."):
            inner = node.module.removeprefix("alliancelab.")
            yield from (f"{inner}.{a.name}" if f"{inner}.{a.name}" in FILES else inner for a in node.names)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_from_lower_floors(module):
    own = floor(module)
    assert own is not None, f"give {room(module)} a floor in FLOORS"
    higher = [name for name in imported(FILES[module]) if room(name) != room(module) and floor(name) >= own]
    assert higher == []


@pytest.mark.parametrize("path", sorted(paths.lessons().glob("*/exercises.py")), ids=lambda path: path.parent.name)
def test_what_the_course_imports_by_file_name_stands_below_it_and_draws_nothing(path):
    # The course imports these files by name, so their imports are the course's.
    drawn = ("charts", "forms", "explorers")
    above = [name for name in imported(path) if floor(name) > COURSE or room(name) in drawn]
    assert above == []


def test_no_two_modules_import_each_other():
    graph = {name: {other for other in imported(path) if other != name} for name, path in FILES.items()}
    seen = set()

    def visit(name, trail):
        assert name not in trail, " -> ".join([*trail[trail.index(name) :], name])
        if name not in seen:
            for other in graph.get(name, ()):
                visit(other, [*trail, name])
            seen.add(name)

    for name in graph:
        visit(name, [])


def test_there_are_about_twenty_rooms():
    assert len({room(module) for module in MODULES}) <= 20


# What a person types, or another module calls, has an example; what draws a screen or runs a command has tests.
EXAMPLED = [m for m in MODULES if floor(m) <= SUBJECTS + 2 and not m.startswith("lab")]


@pytest.mark.parametrize("module", EXAMPLED)
def test_every_public_function_has_a_docstring_with_an_example(module):
    loaded = importlib.import_module(f"alliancelab.{module}")
    finder = doctest.DocTestFinder(recurse=False)
    for name, function in vars(loaded).items():
        if inspect.isfunction(function) and function.__module__ == loaded.__name__ and not name.startswith("_"):
            assert any(test.examples for test in finder.find(function, name)), f"{module}.{name} has no example"


TABLE = {
    f"{path.stem}.{key}": text
    for path in sorted((HOME / "ground/messages/en").glob("*.json"))
    for key, text in json.loads(path.read_text(encoding="utf-8")).items()
}


def said(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
            yield node


def test_every_message_that_code_says_is_in_the_table_with_just_its_values():
    wrong = []
    for module, path in FILES.items():
        for call in said(path):
            name = call.args[0]
            if isinstance(name, ast.Constant):
                given, open_ended = {k.arg for k in call.keywords}, any(k.arg is None for k in call.keywords)
                asked = messages.fields(TABLE.get(name.value, ""))
                if name.value not in TABLE or (asked - given and not open_ended):
                    wrong.append((module, name.value, sorted(asked - given)))
    assert wrong == []


def test_every_message_of_the_table_is_said_somewhere():
    code = "\n".join(path.read_text(encoding="utf-8") for path in FILES.values() if "messages" not in path.parts)
    composed = tuple(re.findall(r"""f["']([a-z_]+\.[a-z_]*)\{""", code))
    unsaid = [name for name in TABLE if f'"{name}"' not in code and not name.startswith(composed)]
    assert unsaid == []


NOT_SPOKEN = r"stands there|is no day|finds for|\banew\b|\bone row a\b|which is no\b|\bwherein\b"


@pytest.mark.parametrize("name", TABLE)
def test_a_message_is_spoken_english(name):
    assert not re.search(NOT_SPOKEN, TABLE[name])


def test_a_translation_is_a_file_and_what_it_lacks_is_said_in_english(tmp_path, monkeypatch):
    (tmp_path / "en").mkdir()
    (tmp_path / "ja").mkdir()
    (tmp_path / "en/ground.json").write_text('{"one": "One {n}.", "two": "Two."}', encoding="utf-8")
    (tmp_path / "ja/ground.json").write_text('{"one": "一つ {n}。"}', encoding="utf-8")
    monkeypatch.setattr(messages, "_HOME", tmp_path)
    monkeypatch.setenv("ALLIANCELAB_LANGUAGE", "ja")
    messages.table.cache_clear()
    try:
        assert (messages.say("ground.one", n=1), messages.say("ground.two")) == ("一つ 1。", "Two.")
    finally:
        messages.table.cache_clear()


def test_no_path_of_a_machine_and_no_package_host_in_the_tree():
    words = ["/wo" + "rk/", "/ro" + "ot/", "py" + "pi.org", "files.python" + "hosted", "registry.npm" + "js"]
    if not (paths.root() / ".git").exists():
        pytest.fail("run the tests from a clone: this check reads the files that git tracks")
    for word in words:
        found = subprocess.run(["git", "grep", "-lIF", word], cwd=paths.root(), capture_output=True, text=True)
        assert found.stdout == "", f"{word} is in {found.stdout}"


@pytest.mark.parametrize("command", [["lessons"], ["datasets"], ["check", "eu-members"], ["rules"]])
def test_the_commands_answer(command):
    ran = subprocess.run([sys.executable, "-m", "alliancelab", *command], capture_output=True, text=True)
    assert ran.returncode == 0 and ran.stdout.strip(), ran.stdout + ran.stderr


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["seal", "eu-member"], "Did you mean 'eu-members'"),
        (["new", "lesson", "quotas"], "two figures and words"),
        (["new", "dataset", "../evil", "x.csv"], "words in small letters"),
        (["keys", "10-first-lok"], "Did you mean '10-first-look'"),
        (["check", "10-first-lok"], "Did you mean '10-first-look'"),
    ],
)
def test_a_slip_on_the_command_line_is_one_sentence(words, sentence):
    ran = subprocess.run([sys.executable, "-m", "alliancelab", *words], capture_output=True, text=True)
    assert ran.returncode == 1 and sentence in ran.stderr and "Traceback" not in ran.stderr


def test_a_reader_that_has_seen_enough_ends_a_command_without_a_word():
    with subprocess.Popen(
        [sys.executable, "-m", "alliancelab", "counts"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as command:
        command.stdout.close()
        assert command.stderr.read() == b"" and command.wait() == 0


def test_the_code_of_the_readme_runs(capsys):
    text = (paths.root() / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    assert blocks
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})
    assert "tariff" in capsys.readouterr().out


def test_the_readme_names_every_target_of_the_makefile():
    targets = re.findall(
        r"^([a-z-]+):.*##", (paths.root() / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    text = (paths.root() / "README.md").read_text(encoding="utf-8")
    absent = [name for name in targets if f"`{name}`" not in text and f"make {name} " not in text and name != "help"]
    assert absent == []
