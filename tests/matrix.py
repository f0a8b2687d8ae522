"""`make matrix`: run every answer key, strictly, on each Python and on the oldest and newest libraries admitted.

Each row is an environment of its own in which the kit is not installed: a key finds its copy by itself. Pinned
means .binder/pins.txt, oldest the lower bounds in pyproject.toml, newest whatever its upper bounds admit today.
A row also asks JupyterLab whether it has what draws figures and widgets, which no key can see.
Prints a table and ends with 1 when a cell failed or nothing would be drawn.

    python tests/matrix.py                               every Python found, every set of libraries
    python tests/matrix.py --python python3.13 --set newest
    python tests/matrix.py --with 'pandas==3.0.*'        one more wish for every row (to look for a bound)
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SETS = ("pinned", "oldest", "newest")
SHOWN = ("pandas", "plotly", "ipywidgets", "jupyterlab", "ipykernel", "numpy")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def pythons() -> list[str]:
    """Every Python from 3.11 on that starts here: the running one, those on the path, and pyenv's."""
    candidates = [sys.executable, *(f"python3.{minor}" for minor in range(11, 20))]
    candidates += map(str, sorted(Path.home().glob(".pyenv/versions/*/bin/python")))
    by_version = {}
    for candidate in candidates:
        if (release := _asked(candidate)) and release >= (3, 11):
            by_version.setdefault(release[:2], candidate)
    return [by_version[release] for release in sorted(by_version)]


def _asked(python: str) -> tuple[int, ...] | None:
    if not shutil.which(python):
        return None
    ask = subprocess.run([python, "-c", "import sys; print(*sys.version_info[:3])"], capture_output=True, text=True)
    return tuple(map(int, ask.stdout.split())) if ask.returncode == 0 else None


def wishes(which: str) -> list[str]:
    """What pip is asked for in one set of libraries.

    Oldest turns each lower bound into that very version; what the libraries bring with them is left to pip.
    """
    wanted = PROJECT["dependencies"]
    if which == "oldest":
        wanted = [re.sub(r">=([\d.]+),.*", r"==\1", wish) for wish in wanted]
    runner = ["pytest", "nbval"]
    return [*wanted, *runner, *(["-c", str(ROOT / ".binder/pins.txt")] if which == "pinned" else [])]


def row(python: str, which: str, further: list[str], folder: Path) -> tuple:
    """One line of the table: set, Python, versions, cells, failed, drawn, seconds. -1 cells where pip found no set."""
    home = folder / f"{which}-{'.'.join(map(str, _asked(python)))}"
    subprocess.run([python, "-m", "venv", "--clear", home], check=True)
    inside = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    install = [inside, "-m", "pip", "install", "-q", "--disable-pip-version-check", *wishes(which), *further]
    if (pip := subprocess.run(install, capture_output=True, text=True)).returncode:
        print(pip.stderr[-2000:], file=sys.stderr)
        return which, _spoken(inside), "cannot be installed", -1, -1, "no", 0
    versions = subprocess.run([inside, "-c", _VERSIONS, *SHOWN], capture_output=True, text=True).stdout.strip()
    begun = time.monotonic()
    tests = [inside, "-m", "pytest", "-p", "no:cacheprovider", "--nbval", "--nbval-current-env"]
    # Neither PYTHONPATH nor the environment that make has set up may help a key.
    clean = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")}
    run = subprocess.run(
        [*tests, "--nbval-cell-timeout", "120", "-ra", ROOT / "lessons"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=clean,
    )
    counts = {word: int(n) for n, word in re.findall(r"(\d+) (passed|failed|errors?)", run.stdout[-400:])}
    failed = sum(n for word, n in counts.items() if word != "passed")
    if failed or run.returncode:
        (home / "report.txt").write_text(run.stdout + run.stderr, encoding="utf-8")
        print(*re.findall(r"^FAILED.*|^ERROR.*", run.stdout, flags=re.M)[:20], sep="\n", file=sys.stderr)
        print(f"the whole report: {home / 'report.txt'}", file=sys.stderr)
    seconds = round(time.monotonic() - begun)
    return which, _spoken(inside), versions, sum(counts.values()), failed, drawn(inside), seconds


def drawn(python: Path) -> str:
    """Whether JupyterLab has an extension in working order for plotly's figures and one for widgets: yes or no."""
    ask = subprocess.run([python, "-m", "jupyter", "labextension", "list"], capture_output=True, text=True)
    lines = (ask.stdout + ask.stderr).splitlines()
    extensions = ("jupyterlab-plotly", "@jupyter-widgets/jupyterlab-manager")
    return "yes" if all(any(name in line and "OK" in line for line in lines) for name in extensions) else "no"


_VERSIONS = (
    "import sys; from importlib.metadata import version as v; print(', '.join(n + ' ' + v(n) for n in sys.argv[1:]))"
)


def _spoken(python: Path) -> str:
    return ".".join(map(str, _asked(str(python))))


def table(rows: list[tuple]) -> str:
    """The rows as a Markdown table, ready for a note."""
    lines = [
        "| libraries | Python | versions | cells | failed | figures drawn | seconds |",
        "|---|---|---|---|---|---|---|",
    ]
    return "\n".join(lines + [f"| {' | '.join(map(str, cells))} |" for cells in rows])


def main() -> int:
    """Run the rows asked for; 1 when a cell failed, a set could not be installed, or no cell ran."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", action="append", help="an interpreter; every one found when none is given")
    parser.add_argument("--set", action="append", choices=SETS, help="a set of libraries; all three when none is given")
    parser.add_argument("--with", action="append", default=[], dest="further", help="a further wish for pip")
    parser.add_argument("--folder", type=Path, help="where the environments are made and kept; else a temporary one")
    chosen = parser.parse_args()
    if silent := [python for python in chosen.python or [] if _asked(python) is None]:
        parser.error(f"no Python starts as {', '.join(silent)}; give the path of an interpreter")
    with tempfile.TemporaryDirectory(prefix="alliancelab-matrix-") as temporary:
        folder = (chosen.folder or Path(temporary)).resolve()
        rows = []
        for python in chosen.python or pythons():
            for which in chosen.set or SETS:
                rows.append(row(python, which, chosen.further, folder))
                print(table(rows[-1:]).splitlines()[-1], file=sys.stderr)
    print(table(rows))
    return any(cells <= 0 or failed or draws != "yes" for *_, cells, failed, draws, _ in rows)


if __name__ == "__main__":
    raise SystemExit(main())
