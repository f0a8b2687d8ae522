"""The same answer everywhere: other folders, copies, wheels, consoles, readers and exporters."""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import nbformat
import pytest
from alliancelab import catalogue, lab
from alliancelab.authoring import keys
from alliancelab.classroom import COURSE
from alliancelab.ground import paths
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

ROOT = Path(__file__).resolve().parents[1]
KIT = ROOT / "notebooks" / "kit.py"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SHOW = """import kit
from alliancelab import catalogue
from alliancelab.ground import paths
catalogue.load("eu-members")
print(paths.root())"""


@pytest.fixture(scope="session")
def copies(tmp_path_factory):
    """Two whole copies of the kit, old and new."""
    home = tmp_path_factory.mktemp("copies with a space")
    for name in ("old", "new"):
        for room in ("helpers", "notebooks", "lessons", "datasets"):
            away = shutil.ignore_patterns("__pycache__", "my-work", ".ipynb_checkpoints")
            shutil.copytree(ROOT / room, home / name / room, ignore=away)
    return home


def environment(folder, *places):
    """A Python that has the libraries of this one, in which only what lies in the places is installed."""
    venv.create(folder, with_pip=False)
    site = next(folder.glob("[Ll]ib/**/site-packages"))
    # As an editable install does; the .pth files inside a place named here are not followed.
    (site / "libraries.pth").write_text("\n".join(map(str, (*places, pandas_home()))), encoding="utf-8")
    return interpreter(folder), site


def interpreter(folder):
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def pandas_home():
    return Path(importlib.util.find_spec("pandas").origin).parents[1]


@pytest.fixture(scope="session")
def bare(tmp_path_factory):
    """A Python with the libraries and without the kit, as on a hub."""
    return environment(tmp_path_factory.mktemp("bare"))[0]


@pytest.fixture(scope="session")
def beside_an_old_copy(tmp_path_factory, copies):
    """A Python in which the old copy is installed editable."""
    old = copies / "old"
    return environment(tmp_path_factory.mktemp("old"), old / "helpers", old / "notebooks")[0]


def process(words, folder, **more):
    """A finished process in a folder, without what the environment of these tests would lend it."""
    away = ("PYTHONPATH", "PYTHONIOENCODING", "PYTHONUTF8")
    clean = {key: value for key, value in os.environ.items() if key not in away} | more
    return subprocess.run(
        words, cwd=folder, env=clean, capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=120
    )


def run(python, code, folder, **more):
    """Run code as a kernel would that was started in a folder; what it printed, and its last line of error."""
    done = process([python, "-c", code], folder, **more)
    error = done.stderr.strip().splitlines()
    return done.stdout.strip(), error[-1] if error and done.returncode else ""


@pytest.mark.parametrize("place", ["notebooks", "lessons/10-first-look", "lessons/90-check-the-article"])
def test_a_pulled_copy_runs_with_nothing_installed(bare, copies, place):
    assert run(bare, SHOW, copies / "new" / place) == (str(copies / "new"), "")


@pytest.mark.parametrize("place", ["notebooks", "lessons/10-first-look", "."])
def test_an_older_copy_installed_beside_it_never_wins(beside_an_old_copy, copies, place):
    assert run(beside_an_old_copy, SHOW, copies / "new" / place) == (str(copies / "new"), "")


def test_an_installed_copy_is_used_from_any_other_folder(beside_an_old_copy, copies, tmp_path):
    assert run(beside_an_old_copy, SHOW, tmp_path) == (str(copies / "old"), "")


def test_another_copy_that_is_loaded_already_is_refused(beside_an_old_copy, copies):
    printed, error = run(beside_an_old_copy, "import alliancelab\n" + SHOW, copies / "new" / "notebooks")
    assert not printed
    assert str(copies / "new") in error and str(copies / "old") in error and "Restart the kernel" in error


def test_kit_alone_says_that_its_copy_is_missing(bare, tmp_path):
    shutil.copy(KIT, tmp_path)
    assert "is not installed. Put the notebook back" in run(bare, SHOW, tmp_path)[1]


def test_a_notebook_far_from_its_copy_says_what_to_do(tmp_path):
    notebook = nbformat.read(COURSE.notebook("10-first-look"), 4)
    # The kernel is this environment's own, which may have the kit installed: nothing is found of that name here.
    notebook.cells.insert(0, nbformat.v4.new_code_cell("import sys; sys.modules['kit'] = None"))
    with pytest.raises(CellExecutionError) as stopped:
        NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(tmp_path)}}).execute()
    assert "in its own folder of a copy of Alliance Lab" in str(stopped.value)
    executed = [cell for cell in notebook.cells if cell.get("execution_count")]
    assert len(executed) == 2, "one error is enough: nothing ran after it"


def test_a_strict_run_of_a_key_without_its_copy_fails_once(tmp_path):
    shutil.copy(ROOT / "lessons" / "conftest.py", tmp_path)
    shutil.copy(COURSE.home("10-first-look") / "key.ipynb", tmp_path)
    (tmp_path / "kit.py").write_text("raise ImportError('Put the notebook back.')")
    strict = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--nbval", "--nbval-current-env", "key.ipynb"]
    printed = process(strict, tmp_path).stdout
    assert re.search(r"1 failed, \d+ skipped", printed.splitlines()[-1]), printed
    assert "Put the notebook back." in printed


def test_every_notebook_starts_with_kit_and_the_same_advice():
    starts = set()
    for slug in COURSE.slugs():
        code = [cell.source for cell in nbformat.read(COURSE.notebook(slug), 4).cells if cell.cell_type == "code"]
        starts.add(code[0].splitlines()[0])
    assert len(starts) == 1 and starts.pop().startswith("import kit  # Not found? Open or run")


def test_the_kit_beside_every_key_starts_that_of_the_notebooks():
    assert {path.read_text(encoding="utf-8") for path in (ROOT / "lessons").glob("*/kit.py")} == {keys.KIT}
    assert all((COURSE.home(slug) / "kit.py").is_file() for slug in COURSE.slugs())


@pytest.fixture(scope="session")
def empty(tmp_path_factory):
    """A Python without any library."""
    folder = tmp_path_factory.mktemp("empty")
    venv.create(folder, with_pip=False)
    return interpreter(folder)


def test_a_missing_library_is_asked_for_in_one_sentence(empty, copies):
    error = run(empty, SHOW, copies / "new" / "notebooks")[1]
    assert "The library" in error and "is missing" in error and "%pip install" in error


@pytest.mark.parametrize("module, library", [("geographiclib", "geographiclib"), ("docx", "python-docx")])
def test_a_library_of_one_lesson_is_asked_for_when_it_is_needed(empty, copies, module, library):
    error = run(empty, f"import kit\nprint('kit is fine')\nimport {module}", copies / "new" / "notebooks")
    assert error[0] == "kit is fine" and f"The library {library} is missing" in error[1]


def test_a_library_that_is_too_old_is_named_with_its_version(bare, copies, tmp_path):
    (tmp_path / "pandas-2.1.0.dist-info").mkdir()
    (tmp_path / "pandas-2.1.0.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: pandas\nVersion: 2.1.0\n"
    )
    error = run(bare, SHOW, copies / "new" / "notebooks", PYTHONPATH=str(tmp_path))[1]
    assert "pandas 2.1.0 is too old" in error and "%pip install 'pandas>=" in error


def test_kit_asks_for_what_the_project_asks_for():
    spec = importlib.util.spec_from_file_location("kit_to_read", KIT)
    kit = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(kit)
    bounds = dict(re.match(r"([\w-]+)>=([\d.]+)", wish).groups() for wish in PROJECT["project"]["dependencies"])
    for library, oldest in kit.NEEDED.values():
        assert [int(part) for part in oldest.split(".")] == ([int(p) for p in bounds[library].split(".")] + [0])[:2]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory, copies):
    """A Python in which the wheel built from a copy with a student's work in it is unpacked, and the wheel."""
    if not importlib.util.find_spec("hatchling"):
        pytest.skip("hatchling, which builds the wheel, is not installed; make test installs it")
    folder = tmp_path_factory.mktemp("wheel")
    source = shutil.copytree(copies / "new", folder / "source")
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(ROOT / name, source)
    (source / "notebooks" / "my-work").mkdir()
    (source / "notebooks" / "my-work" / "memo.md").write_text("private")
    build = "import hatchling.build as b; print(b.build_wheel('.'))"
    built = subprocess.run([sys.executable, "-c", build], cwd=source, capture_output=True, text=True, check=True)
    python, site = environment(folder / "env")
    with zipfile.ZipFile(source / built.stdout.split()[-1]) as packed:
        packed.extractall(site)
        return python, packed.namelist()


def test_a_wheel_brings_tables_lessons_and_the_page_template_but_no_work_of_a_student(wheel):
    names = wheel[1]
    assert {
        "kit.py",
        "alliancelab/authoring/site/page/index.html.j2",
        "alliancelab/lab/overrides.json",
        "alliancelab/lab/kernels/python3/kernel.json",
    } <= set(names)
    assert sum(name.startswith("alliancelab/_course/datasets/") for name in names) >= 3 * len(catalogue.names())
    assert not [name for name in names if "my-work" in name or "__pycache__" in name]


def test_a_wheel_answers_from_any_folder(wheel, tmp_path):
    code = "from alliancelab.classroom import course; print(course.finding('A04').verdict)"
    assert run(wheel[0], SHOW + "\n" + code, tmp_path)[0].endswith("_course\nsupported")
    for command in ("lessons", "datasets"):
        words = ["-m", "alliancelab", command]
        there = process([wheel[0], *words], tmp_path)
        here = process([sys.executable, *words], tmp_path, PYTHONPATH=str(ROOT / "helpers"))
        assert (there.returncode, there.stdout) == (here.returncode, here.stdout), there.stderr


def test_lab_from_a_wheel_lays_the_lessons_out_and_serves_them(wheel, tmp_path):
    command = [wheel[0], "-m", "alliancelab", "lab", "--version"]
    first = process(command, tmp_path).stdout
    assert "notebooks and lessons of " + str(tmp_path) in first
    assert run(wheel[0], SHOW, tmp_path / "notebooks")[0].endswith("_course")
    (tmp_path / "notebooks" / "10-first-look.ipynb").write_text("mine")
    second = process(command, tmp_path).stdout
    assert "nothing was written" in second and "10-first-look.ipynb" in second
    assert (tmp_path / "notebooks" / "10-first-look.ipynb").read_text() == "mine"


def test_laying_out_copies_what_is_not_there_and_counts_what_differs(tmp_path):
    first = lab.lay_out(ROOT, tmp_path)
    assert not first.left and (tmp_path / "lessons" / "10-first-look" / "key.ipynb").is_file()
    (tmp_path / "notebooks" / "10-first-look.ipynb").write_text("mine")
    (tmp_path / "notebooks" / "20-two-tracks.ipynb").unlink()
    second = lab.lay_out(ROOT, tmp_path)
    assert [path.name for path in second.written] == ["20-two-tracks.ipynb"]
    assert [path.name for path in second.left] == ["10-first-look.ipynb"]


def test_a_place_that_cannot_be_written_is_said_in_one_sentence(tmp_path):
    (tmp_path / "notebooks").write_text("a file where a folder is wanted")
    with pytest.raises(ValueError, match=r"lessons|notebooks.* cannot be written .*Change to a folder of your own"):
        lab.lay_out(ROOT, tmp_path)


def test_lab_from_a_checkout_serves_the_checkout(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert lab.home() == ROOT
    assert not list(tmp_path.iterdir())


def test_an_option_given_by_a_person_takes_the_place_of_ours():
    option = "--MappingKernelManager.cull_idle_timeout=60"
    assert [word for word in lab.command(ROOT, [option]) if "cull_idle_timeout" in word] == [option]


def test_idle_kernels_end_in_lab_and_on_binder():
    assert set(lab.IDLE) <= set(lab.command(ROOT, []))
    start = (ROOT / ".binder" / "start").read_text(encoding="utf-8")
    assert all(option in start for option in lab.IDLE)
    assert "cull_connected" not in " ".join(lab.command(ROOT, [])) + start, "a lesson open in a browser is spared"


def test_binder_opens_the_first_lesson_whatever_the_server():
    start = (ROOT / ".binder" / "start").read_text(encoding="utf-8")
    assert lab.FIRST in start
    for server in ("ServerApp", "LabApp", "JupyterNotebookApp"):
        assert f"--{server}.default_url=$first" in start
    assert lab.FIRST in (ROOT / "README.md").read_text(encoding="utf-8"), "the badge"


SAY = """import kit
from alliancelab.classroom import Lesson
lesson = Lesson("10-first-look")
lesson.check("first-day", None)
lesson.check("first-day", "no day")
print("✓ Right, ✗ Not yet, ○, ●")"""


@pytest.mark.parametrize("encoding", ["cp1252", "cp932", "ascii"])
def test_a_console_without_the_signs_prints_plainer_ones(encoding):
    printed, error = run(sys.executable, SAY, ROOT / "notebooks", PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert not error
    assert re.search(r"\+ Right, x Not yet", printed.splitlines()[-1])


@pytest.mark.parametrize("command", ["lessons", "datasets"])
def test_commands_print_on_any_console(command):
    plain = {"PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT / "helpers")}
    done = process([sys.executable, "-m", "alliancelab", command], ROOT, **plain)
    assert done.returncode == 0, done.stderr


def test_a_key_made_twice_is_the_same_byte_for_byte(tmp_path):
    slug = "10-first-look"
    made = [keys.executed(keys.with_solutions(slug), COURSE.home(slug)) for _ in range(2)]
    for number, notebook in enumerate(made):
        keys.write(notebook, tmp_path / f"{number}.ipynb")
    assert (tmp_path / "0.ipynb").read_bytes() == (tmp_path / "1.ipynb").read_bytes()


def test_what_a_kernel_prints_in_pieces_is_stored_in_one():
    cell = nbformat.v4.new_code_cell("print()", id="a")
    pieces = [("stdout", "one\n"), ("stdout", "two\n"), ("stderr", "three\n"), ("stdout", "four\n")]
    cell.outputs = [nbformat.v4.new_output("stream", name=name, text=text) for name, text in pieces]
    stored = keys.normalised(nbformat.v4.new_notebook(cells=[cell])).cells[0].outputs
    assert [(output.name, output.text) for output in stored] == [
        ("stdout", "one\ntwo\n"),
        ("stderr", "three\n"),
        ("stdout", "four\n"),
    ]


@pytest.mark.parametrize("slug", COURSE.slugs())
def test_notebook_and_key_say_that_they_are_python(slug):
    for path in (COURSE.notebook(slug), COURSE.home(slug) / "key.ipynb"):
        assert json.loads(path.read_text(encoding="utf-8"))["metadata"] == keys.METADATA


def test_nbconvert_writes_a_python_script_that_runs(tmp_path):
    from nbconvert.exporters import ScriptExporter

    text, resources = ScriptExporter().from_filename(str(COURSE.notebook("10-first-look")))
    assert resources["output_extension"] == ".py"
    compile(text, "10-first-look.py", "exec")


def test_nbconvert_writes_each_figures_reading_and_table():
    from nbconvert import HTMLExporter

    # Figures themselves are left out: nbconvert knows no plotly. `make site` draws them.
    page = HTMLExporter().from_filename(str(COURSE.home("10-first-look") / "key.ipynb"))[0]
    readings = re.findall(r'<p class="reading">', page)
    assert readings and page.count("The table behind this figure") >= len(readings)


RESOURCES = [(name, n) for name in catalogue.names() for n in range(len(catalogue.descriptor(name)["resources"]))]


@pytest.mark.parametrize("name, n", RESOURCES)
def test_every_resource_says_what_frictionless_for_r_asks_for(name, n):
    # read_resource() of R's frictionless refuses a resource without this profile (its issue 277).
    resource = catalogue.descriptor(name)["resources"][n]
    assert resource["profile"] == "tabular-data-resource"
    assert (paths.datasets() / name / resource["path"]).is_file() and resource["encoding"] == "utf-8"


READ_ALL = """
library(frictionless)
for (home in commandArgs(TRUE)) {
  package <- suppressMessages(read_package(file.path(home, "datapackage.json")))
  for (name in resources(package)) if (nrow(readr::problems(read_resource(package, name)))) stop(home)
}
cat("all read")
"""


def test_r_reads_every_table():
    if not shutil.which("Rscript"):
        pytest.skip("R is not installed here; the descriptors' rule is tested above")
    if subprocess.run(["Rscript", "-e", "library(frictionless)"], capture_output=True).returncode:
        pytest.skip("R is here without its package frictionless; the descriptors' rule is tested above")
    homes = [str(paths.datasets() / name) for name in catalogue.names()]
    done = subprocess.run(["Rscript", "-e", READ_ALL, *homes], capture_output=True, text=True, timeout=300)
    assert "all read" in done.stdout, done.stderr


def counted(name):
    """The file of a dataset, its columns' types by the descriptor, and how many values each column has."""
    table, resource = catalogue.load(name), catalogue.descriptor(name)["resources"][0]
    types = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
    return paths.datasets() / name / resource["path"], types, {c: int(table[c].notna().sum()) for c in types}


@pytest.mark.parametrize("name", catalogue.names())
def test_duckdb_reads_every_table_by_its_descriptor(name):
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed; make test installs it")
    path, types, filled = counted(name)
    as_sql = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
    rows = duckdb.read_csv(str(path), header=True, columns={column: as_sql[kind] for column, kind in types.items()})
    values = rows.aggregate(", ".join(f'count("{column}")' for column in types)).fetchall()[0]
    assert dict(zip(types, values, strict=True)) == filled


@pytest.mark.parametrize("name", catalogue.names())
def test_polars_reads_every_table_by_its_descriptor(name):
    pl = pytest.importorskip("polars", reason="polars is not installed; make test installs it")
    path, types, filled = counted(name)
    kinds = {"string": pl.String, "integer": pl.Int64, "number": pl.Float64, "boolean": pl.Boolean, "date": pl.Date}
    rows = pl.read_csv(path, schema={column: kinds[kind] for column, kind in types.items()})
    assert {column: rows[column].len() - rows[column].null_count() for column in types} == filled


def test_the_readme_has_a_recipe_without_make_for_every_system():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for line in (
        ".venv\\Scripts\\python -m pip install -c .binder/pins.txt -e .",
        ".venv/bin/python -m pip install -c .binder/pins.txt -e .",
        "python -m alliancelab lab",
    ):
        assert line in readme


@pytest.mark.parametrize("path", sorted((ROOT / ".github" / "workflows").glob("*.yml")), ids=lambda path: path.name)
def test_workflows_use_known_actions_and_a_browser_the_runner_has(path):
    text = path.read_text(encoding="utf-8")
    assert set(re.findall(r"uses: (\S+)", text)) <= {"actions/checkout@v6", "actions/setup-python@v6"}
    assert "run: sudo" not in text, "it would hide the Python that setup-python put on the path"
    assert "ALLIANCELAB_BROWSER: /usr/bin/google-chrome" in text or "make test" not in text
