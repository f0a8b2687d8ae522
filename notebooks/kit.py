"""Puts this copy's own helpers first, or says in one sentence what to do.

A small kit.py beside every key starts this one, so that each runs in its own folder with nothing installed.
The sentences are here and not in the table of messages, because they are for the case that the table cannot
be found.
"""

import importlib.util
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

# The oldest that pass (pyproject.toml, measured by `make matrix`), by the name that is imported.
NEEDED = {
    "pandas": ("pandas", "3.0"),
    "plotly": ("plotly", "6.3"),
    "ipywidgets": ("ipywidgets", "8.0"),
    "geographiclib": ("geographiclib", "2.0"),
    "docx": ("python-docx", "1.1"),
}


def helpers():
    """The folder helpers of the copy that the working folder, or else this file, is in; None where neither is."""
    for start in (Path.cwd().resolve(), Path(__file__).resolve().parent):
        for folder in (start, *start.parents):
            if (folder / "helpers" / "alliancelab").is_dir() and (folder / "datasets").is_dir():
                return folder / "helpers"
    return None


def use(folder):
    """Make `import alliancelab` take the one in that folder. Raises ImportError where another is loaded or none is."""
    loaded = getattr(sys.modules.get("alliancelab"), "__file__", None)
    if folder and loaded and folder not in Path(loaded).resolve().parents:
        raise ImportError(
            f"This notebook belongs to {folder.parent}, but the Alliance Lab of {Path(loaded).parents[1]} is already "
            "loaded. Restart the kernel and run this cell first."
        )
    if folder:
        sys.path[:] = [str(folder), *(place for place in sys.path if place != str(folder))]
    elif not getattr(importlib.util.find_spec("alliancelab"), "origin", None):
        raise ImportError(
            "The folders helpers and datasets of Alliance Lab are not around this notebook, and Alliance Lab is not "
            "installed. Put the notebook back into its copy of Alliance Lab and open it there."
        )


def check_versions():
    """Raise ImportError in one sentence when a library is older than the kit needs."""
    for name, oldest in NEEDED.values():
        try:
            here = version(name)
        except PackageNotFoundError:
            continue  # _Missing speaks when a lesson really needs it: only one needs geographiclib
        if _parts(here) < _parts(oldest):
            raise ImportError(
                f"{name} {here} is too old: Alliance Lab needs {oldest} or newer. {_install(name, oldest)}"
            )


class _Missing:
    """Last in line of those that find modules: a needed library that nobody else found is asked for in a sentence."""

    @staticmethod
    def find_spec(module, path=None, target=None):
        if module in NEEDED:
            name, oldest = NEEDED[module]
            raise ModuleNotFoundError(f"The library {name} is missing: {_install(name, oldest)}", name=module)


def _install(name, oldest):
    ask = f"%pip install '{name}>={oldest}'"
    return f"Alliance Lab needs {oldest} or newer. Run {ask} in a cell of its own, then restart the kernel."


def _parts(text):
    return [int("".join(filter(str.isdigit, part)) or 0) for part in text.split(".")[:2]]


use(helpers())
importlib.import_module("alliancelab.classroom.slips").install()  # from here on an error is one plain sentence
check_versions()
if not any(getattr(finder, "__name__", "") == "_Missing" for finder in sys.meta_path):
    sys.meta_path.append(_Missing)
