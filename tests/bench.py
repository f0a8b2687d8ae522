"""The table of speeds and sizes: what was reached, the reference measured in the same run, and the ratio."""

import statistics
import subprocess
import sys
import time
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import nbformat
import pandas as pd
from alliancelab import catalogue
from alliancelab.classroom import COURSE
from alliancelab.ground import paths
from bench_tariffs import bench_treatments
from nbclient import NotebookClient
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ALONE = "import pandas, plotly.graph_objects, ipywidgets"
# What the set-up cells of the lessons import and their cells fetch, all lessons together.
LESSON = """
from alliancelab import catalogue, charts, evidence, explorers, tariffs
from alliancelab.classroom import Lesson
explorers.tariffs, charts.intervals
"""
# A kernel that has drawn one figure: what any notebook with these libraries holds.
DRAWN = """
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import display
InteractiveShell.instance()
import pandas, plotly.graph_objects as go, ipywidgets
figure = go.Figure(data=[{"type": "bar", "x": [1, 2], "y": [3, 4]}], layout={"title": "One"})
shown = figure._repr_mimebundle_()
"""
# Not getrusage: its peak is handed down by the process that starts this one, so the benchmark measured itself.
MEMORY = """
print(next(int(line.split()[1]) for line in open('/proc/self/status') if line.startswith('VmHWM')) / 1024)
"""
COLD = """
import time
import pandas
from alliancelab.classroom.course import COURSE
begin = time.perf_counter()
COURSE.finding("CLAIM")
print(time.perf_counter() - begin)
"""


def seconds(work, repeats=7):
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def python(code):
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(ran.stdout or 0)


def imports():
    # In turns, so that a machine that grows slower or faster does so for both.
    pairs = [(seconds(lambda: python(LESSON), 1), seconds(lambda: python(ALONE), 1)) for _ in range(15)]
    return tuple(statistics.median(times) for times in zip(*pairs, strict=True))


def cold_claim():
    """The slowest claim, found in a process of its own that has imported pandas and the course."""
    from alliancelab.classroom.course import COURSE as course

    times = {name: statistics.median(python(COLD.replace("CLAIM", name)) for _ in range(3)) for name in course.owners()}
    return max(times.values())


def loading(name="section-232-status"):
    path = paths.datasets() / name / f"{name}.csv"
    table = catalogue.load(name)
    days = [c for c in table if table[c].dtype.kind == "M"]
    dtypes = {
        c: "category" if isinstance(table[c].dtype, pd.CategoricalDtype) else table[c].dtype
        for c in table
        if c not in days
    }
    bare = seconds(lambda: pd.read_csv(path, dtype=dtypes, parse_dates=days, date_format="%Y-%m-%d"), 50)

    def first_load():
        # A table is read and checked once a session; what is measured is that once.
        catalogue._LOADED.clear()
        catalogue.load(name)

    return seconds(first_load, 50), bare


EXPLORERS = """
import statistics, time
from alliancelab.explorers import Explorer
_made, _begin = [], Explorer.__init__
Explorer.__init__ = lambda self, *given, **named: (_begin(self, *given, **named), _made.append(self))[0]
CODE
def positions(control):
    if type(control).__name__ == "SelectionRangeSlider":
        values = [o[1] if isinstance(o, tuple) else o for o in control.options]
        return [(value, values[-1]) for value in values]
    if hasattr(control, "options"):
        return [o[1] if isinstance(o, tuple) else o for o in control.options]
    if hasattr(control, "min"):
        return [control.min + (control.max - control.min) * n / 40 for n in range(41)]
    return [not control.value, control.value]
worst = 0.0
for explorer in _made:
    times = []
    for control in explorer.controls.values():
        for value in positions(control) * 2:
            if isinstance(control.value, tuple) and not isinstance(value, tuple):
                value = tuple({*control.value} ^ {value})
            elif isinstance(control.value, int) and not isinstance(control.value, bool):
                value = int(value)
            start = time.perf_counter()
            control.value = value
            times.append(time.perf_counter() - start)
    worst = max(worst, statistics.quantiles(times, n=20)[-1])
print(worst)
"""


def slider(slug):
    return float(python_in(EXPLORERS.replace("CODE", key_code(slug)), paths.notebooks()))


def key_code(slug):
    cells = nbformat.read(COURSE.home(slug) / "key.ipynb", 4).cells
    # Outside a notebook display is not there by itself.
    return "\n".join(["from IPython.display import display", *(c.source for c in cells if c.cell_type == "code")])


def strict():
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "-n", "2", "--dist", "loadfile"]

    def bare():
        for slug in COURSE.slugs():
            key = nbformat.read(COURSE.home(slug) / "key.ipynb", 4)
            NotebookClient(key, timeout=120, resources={"metadata": {"path": str(COURSE.home(slug))}}).execute()

    def checked():
        subprocess.run([*command, str(paths.lessons())], check=True, capture_output=True, cwd=paths.root())

    return seconds(checked, 3), seconds(bare, 3)


def memory():
    worst = 0.0
    for slug in COURSE.slugs():
        worst = max(worst, float(python_in(key_code(slug) + MEMORY, paths.notebooks())))
    return worst, python(DRAWN + MEMORY)


def python_in(code, folder):
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=folder)
    return ran.stdout.splitlines()[-1]


def needed_megabytes(name):
    """Size of a distribution's files and of all it asks for without extras: what `make lab` installs."""
    seen, waiting, size = set(), [name], 0
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name in seen:
            continue
        seen.add(name)
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue  # wanted on another system or Python only
        size += sum(p.stat().st_size for f in found.files or () if (p := Path(found.locate_file(f))).is_file())
        for wish in map(Requirement, found.requires or ()):
            if not wish.marker or wish.marker.evaluate({"extra": ""}):
                waiting.append(wish.name)
    return size / 1e6


def main():
    rows = [
        ("import of what a lesson uses (s)", *imports(), 1.1),
        ("the slowest claim, cold (s)", cold_claim(), 0.050, 1),
        ("loading and checking a dataset, first time (s)", *loading(), 2.5),
    ]
    for slug in COURSE.slugs():
        if "Explorer" in (COURSE.home(slug) / "key.ipynb").read_text(encoding="utf-8"):
            rows.append((f"one move in lesson {slug[:2]}, 95th percentile (s)", slider(slug), 0.008, 1))
    rows.append(("strict check of all keys on two cores (s)", *strict(), 0.6))
    rows.append(("memory after a whole lesson (MiB)", *memory(), 1.2))
    rows.append(("what the lessons need, installed (MB)", needed_megabytes("alliancelab"), 500, 1))
    print(f"{'what':50}{'reached':>10}{'reference':>11}{'ratio':>7}{'target':>8}")
    for what, reached, reference, target in rows:
        missed = "" if reached <= reference * target else "  missed"
        print(f"{what:50}{reached:10.3f}{reference:11.3f}{reached / reference:7.2f}{target:8.2f}{missed}")
    for row in bench_treatments():
        print(*row, sep="  ")


if __name__ == "__main__":
    main()
