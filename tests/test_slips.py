"""Plain words for slips: each tried in one real kernel, as a notebook's cell, and read as a page would show it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from alliancelab import lab
from alliancelab.classroom.slips import cells, writing
from alliancelab.classroom.slips.scene import Scene
from alliancelab.ground import paths
from jupyter_client.manager import start_new_kernel
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

SLUG = "10-first-look"
NOTEBOOK = paths.notebooks() / f"{SLUG}.ipynb"
CODE = {cell.id: cell.source for cell in cells.cells(NOTEBOOK)}
PREPARED = """
import kit
import pandas as pd
from alliancelab import bargaining, catalogue, tariffs
from alliancelab.bargaining import delegations
from alliancelab.classroom import Lesson
lesson = Lesson("10-first-look")
status = catalogue.load("section-232-status")
members = catalogue.load("eu-members")
shares = {"tonnage": 1.0}
waiting = ...
wishes = catalogue.load("summit-wishes")
def summit(*, japan):
    sides = {"Japan": japan, "United States": [50, 30, 20]}
    return bargaining.linked(pd.DataFrame(sides, index=list(delegations.ISSUES)), [40, 30])
"""


class Kernel:
    """A real kernel, as a server starts it for a notebook: what its cells answer."""

    def __init__(self, notebook=NOTEBOOK):
        env = {**os.environ, "JPY_SESSION_NAME": str(notebook)}
        env["PYTHONPATH"] = os.pathsep.join(str(paths.root() / room) for room in ("helpers", "notebooks"))
        self.manager, self.client = start_new_kernel(cwd=str(notebook.parent), env=env, startup_timeout=120)

    def run(self, source, act=None):
        """The reply to a cell, and every message it sent."""
        messages = []

        def seen(message):
            messages.append((message["msg_type"], message["content"]))
            if act:
                act(message)

        reply = self.client.execute_interactive(source, timeout=120, output_hook=seen, stop_on_error=False)
        return reply["content"], messages

    def error(self, source, act=None):
        """What a cell that stops shows: the sentence, after everything that must hold of every error was asked."""
        reply, messages = self.run(source, act)
        errors = [content for kind, content in messages if kind == "error"]
        assert reply["status"] == "error" and len(errors) == 1, (reply, messages)
        # It still is an error for a runner: the name and the value are Python's own.
        assert (errors[0]["ename"], errors[0]["evalue"]) == (reply["ename"], reply["evalue"]) and reply["ename"]
        assert len(errors[0]["traceback"]) == 1
        text = errors[0]["traceback"][0]
        assert "\n" not in text and "\x1b" not in text and "Traceback" not in text and text.endswith((".", "?"))
        assert not re.search(r"[A-Z]\w+(Error|Interrupt|Exception)\b", text), text
        folded = [content["data"] for kind, content in messages if kind == "display_data"]
        assert len(folded) == 1 and folded[0]["text/html"].count("<details class=") == 1
        assert reply["ename"] in folded[0]["text/html"] and "\x1b" not in folded[0]["text/plain"]
        return text

    def stop(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module")
def kernel():
    started = Kernel()
    reply, messages = started.run(PREPARED)
    assert reply["status"] == "ok", messages
    yield started
    started.stop()


# What a student types, and words that the sentence must hold.
SLIPS = [
    # Quotation marks.
    ('first_day = "2018-03-23', ["Line 1 (first_day", "quotation mark is missing"]),
    ('first_day = 2018-03-23"', ["quotation mark is missing"]),
    ("first_day = '2018-03-23", ["quotation mark is missing"]),
    ('first_day = "2018-03-23\nlesson.check("first-day", first_day)', ["Line 1 (", "quotation mark is missing"]),
    ("first_day = “2018-03-23”", ["“", "word processor", 'the straight mark "']),
    ('first_day = "2018-03-23”', ["”", "word processor"]),
    ("first_day = ‘2018-03-23’", ["‘", "straight"]),
    ("first_day = 「2018-03-23」", ["「", "Japanese keyboard"]),
    ("lesson.check('first-day', 'Japan's')", ["apostrophe in Japan's", "double quotation marks"]),
    # Days.
    ("first_day = 2018-03-23", ["Line 1 (first_day = 2018-03-23)", 'Write "2018-03-23"']),
    ("x = 1\nfirst_day = 2018/03/23", ["Line 2 (", '"2018/03/23"']),
    ("first_day = 23 March 2018", ['"23 March 2018"']),
    ("first_day = 2018年3月23日", ['"2018年3月23日"']),
    ('tariffs.treatment(status, members, "JPN", "steel", 2018-03-23)', ['"2018-03-23"', "quotation marks"]),
    # Without quotation marks this one is a subtraction, and Python finds nothing wrong with it.
    ('tariffs.treatment(status, members, "JPN", "steel", 2018-10-15)', ['"2018-10-15"', "quotation marks"]),
    ('tariffs.treatment(status, members, "JPN", "steel", "23rd of March")', ["A day is written", "'23rd of March'"]),
    # Names without quotation marks.
    ("on_the_list = [AUS, ARG]", ['Write "AUS", "ARG"']),
    ('lesson.answer("how-many-claims", b)', ['Write "b"']),
    ("lesson.hint(first-day)", ['Write "first-day"']),
    ("catalogue.load(eu-members)", ['Write "eu-members"']),
    # Full-width and other foreign signs.
    ('lesson.check（"first-day", "x"）', ["（ is a full-width sign", "type ( instead"]),
    ("days_waited = ９６", ["９ is a full-width sign", "type 9 instead"]),
    ("original_share ＝ 5", ["＝ is a full-width sign", "type = instead"]),
    ('on_the_list = ["AUS"、"ARG"]', ["sign 、", "Type , instead"]),
    ('lesson.check("first-day", "x")。', ["sign 。"]),
    ("days_waited = 100 – 4", ["long dash", "Type - instead"]),
    ("days_waited = 100 − 4", ["long dash"]),
    ("days_waited =\u00a096 + 1", ["one of the blanks"]),
    ("days_waited =\u300096", ["one of the blanks"]),
    ("days_waited = 12 × 8", ["sign ×", "Type * instead"]),
    ("days_waited = …", ["sign …", "Type ... instead"]),
    ("price = 100€", ["sign €"]),
    # Brackets.
    ('lesson.check("first-day", "x"', ["bracket ( is opened and never closed", "Add )"]),
    ('on_the_list = ["AUS", "ARG"\nlesson.check("x", on_the_list)', ["Line 1 (on_the_list", "bracket [", "Add ]"]),
    ('lesson.check("first-day", "x"))', ["one bracket ) too many"]),
    ('on_the_list = ["AUS", "ARG")', ["bracket ) closes", "Put ]"]),
    # Numbers.
    ("imports_kt = 3,041", ["no commas", "Write 3041"]),
    ('lesson.check("original-share", 3,413)', ["no commas", "Write 3413"]),
    ('lesson.check("original-share", 89,1)', ["Write 89.1", "point"]),
    ("imports_kt = 1 000", ["no blanks", "Write 1000"]),
    ("original_share = 89.1%", ["sign %", "Write 89.1"]),
    ("days_waited = 96 days", ["without its unit", "Write 96"]),
    ("days_waited = 96days", ["without its unit", "Write 96"]),
    ("price = $100", ["without its unit", "Write 100"]),
    ("lesson_number = 010", ["does not begin with 0", "Write 10"]),
    # Signs of Python.
    ('if status["product"] = "steel": print(1)', ["Write == if you want to compare"]),
    ('status[status["product"] = "steel"]', ["Write == if you want to compare"]),
    ("5 = days_waited", ["on the left of the sign ="]),
    ("first-day = 5", ["Write first_day instead of first-day"]),
    ("days waited = 5", ["Write days_waited instead of days waited"]),
    ("class = 5", ["class is one of Python's own words"]),
    ("first_day =", ["nothing follows the sign ="]),
    ('for name in ["a", "b"]\n    print(name)', ["Line 1 (for name", "sign : is missing"]),
    ('for name in ["a", "b"]:\nprint(name)', ["Line 2 (print(name))", "Put four blanks before it"]),
    ("x = 1\n  y = 2", ["Line 2 (y = 2)", "blanks at the beginning"]),
    ("if True:\n    x = 1\n  y = 2", ["another number of blanks"]),
    ('print "hello"', ["brackets of print"]),
    ('lesson.check "first-day", "x"', ["round brackets of lesson.check are missing"]),
    ('lesson check("first-day", "x")', ["point is missing", "lesson.check(...)"]),
    ('on_the_list = ["AUS" "ARG" JPN]', ["comma is missing"]),
    ('two = {"Japan" 0.0}', ["colon follows each name"]),
    ("return 5", ["Take it away"]),
    ("Japan was left out", ["cannot read this line", "Edit > Undo"]),
    ("%hint", ["begins with %"]),
    # Misspelt names.
    ('Print("hello")', ["Did you mean print?"]),
    ("statuss.head()", ["nothing is called statuss", "Did you mean status?"]),
    ("Status.head()", ["Did you mean status?"]),
    ("x = true", ["Did you mean True?"]),
    ("count_of_it(5)", ["nothing is called count_of_it"]),
    ('lesson.chek("first-day", "x")', ["lesson has nothing called chek", "Did you mean check?"]),
    ('tariffs.treatmnt(status, members, "JPN", "steel", "2018-03-23")', ["tariffs has nothing called treatmnt"]),
    ("status.tratment", ["status has nothing called tratment", "Did you mean treatment?"]),
    ('status["tratment"]', ["no column 'tratment'", "Did you mean 'treatment'?"]),
    ('status[["tratment", "product"]]', ["no column 'tratment'"]),
    ('status.set_index("country_code").loc["JAP"]', ["'JAP'", "Did you mean 'JPN'?"]),
    ('shares["tonage"]', ["'tonage'", "Did you mean 'tonnage'?"]),
    ('catalogue.load("eu-member")', ["Did you mean 'eu-members'?"]),
    ("from alliancelab import tarifs", ["alliancelab has nothing called tarifs", "Did you mean tariffs?"]),
    ("import alliancelab.tarifs", ["Did you mean tariffs?"]),
    ("import matplotlob", ["no library called matplotlob"]),
    ('open("status.csv")', ["no file called status.csv", "catalogue.load"]),
    # Wrong arguments.
    ("lesson.hint()", ["lesson.hint also needs key", 'lesson.hint("']),
    ("catalogue.load()", ["catalogue.load also needs name"]),
    ('lesson.check("first-day", anwser="x")', ["no argument called anwser", "Did you mean answer?"]),
    ('lesson.check("spared-list", "AUS", "ARG", "BRA")', ["too few or too many", "square brackets"]),
    ("len()", ["too few or too many"]),
    ('status("treatment")', ["status is a table and not a function", 'status["treatment"]']),
    ('lesson.check["first-day"]', ["lesson.check is a function", "round brackets"]),
    ('tariffs.treatment(status, members, "Japan", "steel", "2018-03-23")', ["'Japan'", "Did you mean 'JPN'?"]),
    # Calculating.
    ("days = ... - 5", ["three dots", "wait for your answer"]),
    ("days = waiting - 5", ["three dots"]),
    ('total = "5" + 3', ["quotation marks away"]),
    ('days = "2018-05-01" - "2018-03-23"', ["cannot be subtracted"]),
    ('status[status["rate_pct"] > "3"]', ["different kinds cannot be compared"]),
    ('status[(status["product"] == "steel") and (status["rate_pct"] > 3)]', ["write & instead of and"]),
    ('float("3,413")', ['"3,413" is not a number']),
    ("shares_of = 5 / 0", ["divided by 0"]),
    ("on = [1, 2][5]", ["a part that is not there"]),
    ("x = [0] * 10**13", ["more memory"]),
    ("def f():\n    return f()\n\nf()", ["Line 4 (f())", "calls itself"]),
    # The role-play and the summit table.
    ('delegations.replies({"trade": 30}, wishes, seed=7)', ["0, 50 or 100"]),
    ('delegations.replies({"trade": 50}, wishes, seed=7)', ["leaves out"]),
    ("summit(japan=[10, 30, 55])", ["add up to 95", "add 5 points"]),
    ('summit(japan=["10", "30", "60"])', ["number"]),
    # What no sentence was written for.
    ("assert 1 == 2, 'First. Then last.'", ['said "Then last"', "Line 1 (assert", f"restore {SLUG}", "Undo"]),
]  # fmt: skip


def test_there_are_many_slips_and_no_two_alike():
    assert len({source for source, _ in SLIPS}) == len(SLIPS) >= 40


@pytest.mark.parametrize(("source", "words"), SLIPS, ids=[source[:40] for source, _ in SLIPS])
def test_a_slip_is_answered_with_one_sentence(kernel, source, words):
    text = kernel.error(source)
    assert [word for word in words if word not in text] == [], text


def test_a_copied_prompt_is_taken_off_by_the_notebook_itself(kernel):
    for source in (">>> x = 1", "In [1]: x = 1", "y = 1\n>>> x = 1"):
        assert kernel.run(source)[0]["status"] == "ok"


def test_a_cell_that_is_stopped_says_so(kernel):
    def interrupt(message):
        if message["msg_type"] == "stream":
            kernel.manager.interrupt_kernel()

    text = kernel.error("import time\nprint('begun', flush=True)\nwhile True: time.sleep(0.05)", interrupt)
    assert "was stopped before its end" in text and "run the cell again" in text
    assert kernel.run("x = 1")[0]["status"] == "ok"


def test_the_reply_keeps_what_an_author_needs_when_a_runner_stops(kernel):
    reply, _ = kernel.run('status["tratment"]')
    assert "no column" in reply["traceback"][0] and "KeyError" in reply["traceback"][-1]


def test_installing_twice_changes_nothing(kernel):
    source = "from alliancelab.classroom import slips\nprint(slips.install(), slips.install())"
    _, messages = kernel.run(source)
    assert [content["text"] for kind, content in messages if kind == "stream"] == ["True True\n"]
    assert "quotation mark" in kernel.error('x = "')


def test_a_slip_of_our_own_never_hides_the_students(kernel):
    kernel.run("from alliancelab.classroom.slips import running as _r\n_kept, _r.sentence = _r.sentence, None")
    reply, messages = kernel.run("1 / 0")
    kernel.run("_r.sentence = _kept")
    errors = [content for kind, content in messages if kind == "error"]
    assert reply["status"] == "error" and "ZeroDivisionError" in "".join(errors[0]["traceback"])


@pytest.fixture
def fresh(monkeypatch):
    """A kernel as `python -m alliancelab lab` starts one, of which no cell has been run yet."""
    monkeypatch.setenv("JUPYTER_PATH", lab.environment()["JUPYTER_PATH"])
    started = []

    def start(notebook=NOTEBOOK):
        started.append(Kernel(notebook))
        return started[-1]

    yield start
    for each in started:
        each.stop()


def test_a_skipped_cell_is_named_by_its_heading(fresh):
    kernel = fresh()
    # Nothing was run since the kernel started: after a restart, and where the first cell was skipped.
    text = kernel.error(CODE["10-15"])
    assert text.startswith('lesson is made in the cell under the heading "First look: how do we know')
    assert "has not been run since the kernel started. Choose Run > Run All Above Selected Cell" in text
    assert "Run All Above" in kernel.error(CODE["10-11"]) and "Run All Above" in kernel.error(CODE["10-19"])
    assert kernel.run(CODE["10-02"])[0]["status"] == "ok"
    # One in the middle was skipped.
    text = kernel.error(CODE["10-19"])
    assert text.startswith("status is made") or text.startswith("members is made")
    text = kernel.error(CODE["10-23"])
    assert 'status is made in the cell under the heading "What is one row?' in text
    assert 'begins with status = catalogue.load("section-232-status")' in text and "Run it first" in text
    kernel.manager.restart_kernel(now=True)
    kernel.client.wait_for_ready(timeout=120)
    assert "Run All Above" in kernel.error(CODE["10-23"])


def test_a_name_that_a_later_cell_makes_is_said_to_be_further_down(fresh, tmp_path):
    sources = [("markdown", "# Beginning"), ("code", "import sys\nx = 1"), ("code", "len(late)"),
               ("markdown", "Words.\n\n## The *end*\n\nMore."), ("code", "# then\nlate = 'late'")]  # fmt: skip
    stored = [{"cell_type": kind, "id": str(n), "source": source} for n, (kind, source) in enumerate(sources)]
    path = tmp_path / "late.ipynb"
    path.write_text(json.dumps({"cells": stored}), encoding="utf-8")
    kernel = fresh(path)
    kernel.run("from alliancelab.classroom import slips\nslips.install()\nx = 1")
    text = kernel.error("len(late)")
    assert 'late is made further down, in the cell under the heading "The end" that begins with # then' in text


def test_a_name_of_a_deleted_cell_says_how_to_bring_it_back(fresh, tmp_path):
    whole = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    whole["cells"] = [cell for cell in whole["cells"] if cell["id"] != "10-13"]
    (tmp_path / NOTEBOOK.name).write_text(json.dumps(whole), encoding="utf-8")
    (tmp_path / "kit.py").write_bytes((paths.notebooks() / "kit.py").read_bytes())
    kernel = fresh(tmp_path / NOTEBOOK.name)
    assert kernel.run(CODE["10-02"])[0]["status"] == "ok"
    text = kernel.error(CODE["10-23"])
    assert 'status was made in a cell under the heading "What is one row?' in text
    assert "Undo Delete Cells" in text and f"python -m alliancelab restore {SLUG}" in text


def test_a_notebook_away_from_its_copy_says_so(fresh, tmp_path):
    (tmp_path / NOTEBOOK.name).write_bytes(NOTEBOOK.read_bytes())
    kernel = fresh(tmp_path / NOTEBOOK.name)
    kernel.run("import sys; sys.modules['kit'] = None\nfrom alliancelab.classroom import slips\nslips.install()")
    assert "kit.py is not beside this notebook" in kernel.error("import kit")


def test_binder_starts_its_server_with_the_same_kernel():
    ask = [sys.executable, "-c", "import os; print(os.environ['JUPYTER_PATH'])"]
    run = subprocess.run(["bash", ".binder/start", *ask], cwd=paths.root(), capture_output=True, text=True, check=True)
    assert (Path(run.stdout.split(os.pathsep)[0].strip()) / "kernels" / "python3" / "kernel.json").is_file()


def test_a_misspelt_exercise_is_answered_and_the_lesson_goes_on(kernel):
    reply, messages = kernel.run('lesson.check("first-dya", "2018-03-23")')
    assert reply["status"] == "ok"
    assert "Did you mean 'first-day'?" in str(messages)


# A cell that Python cannot read may hold anything.
@pytest.mark.parametrize(
    "source", ["", "(", ")", "\\", "'", '"""', "\x00", "\ud800", "f'{", "=" * 500, "[" * 500, "¤§"]
)
def test_reading_the_signs_of_a_cell_never_stops(source):
    scene = Scene(SyntaxError("invalid syntax"), source, 1, {}, unread=True)
    assert writing.sentence(scene).endswith("Then run the cell again.")


@pytest.fixture
def with_a_slip(tmp_path):
    """A notebook whose second cell stops."""
    sources = ["import kit\nkit.__name__", "first_day = “2018-03-23”", "1 + 1"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    path = tmp_path / "slip.ipynb"
    nbformat.write(notebook, path)
    return path


def test_a_slip_still_stops_nbclient(with_a_slip):
    notebook = nbformat.read(with_a_slip, 4)
    with pytest.raises(CellExecutionError) as stopped:
        NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(paths.notebooks())}}).execute()
    assert stopped.value.ename == "SyntaxError" and "straight mark" in str(stopped.value)
    assert notebook.cells[2].execution_count is None


def test_a_slip_still_fails_nbval(with_a_slip):
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(str(paths.root() / room) for room in ("helpers", "notebooks"))}
    words = ["-p", "no:cacheprovider", "--nbval-lax", "--nbval-current-env", with_a_slip.name]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *words], cwd=with_a_slip.parent, env=env, capture_output=True, text=True
    )
    assert "1 failed, 2 passed" in run.stdout and "straight mark" in run.stdout, run.stdout
