"""The order guard: which cell of a notebook makes a name, and under which heading it is."""

import ast
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

from alliancelab.ground import paths


@dataclass(frozen=True)
class Cell:
    """A cell with code: the heading it is under, its source, and the names it makes."""

    id: str
    heading: str
    source: str
    makes: frozenset[str]

    @property
    def begins(self) -> str:
        """Its first line, by which a person finds it."""
        return next((line.strip() for line in self.source.split("\n") if line.strip()), "")


def cells(path: Path) -> list[Cell]:
    """The cells with code of a notebook, in order; none where it cannot be read.

    >>> first = cells(paths.notebooks() / "10-first-look.ipynb")[0]
    >>> "lesson" in first.makes, first.heading
    (True, 'First look: how do we know what we say we know?')
    """
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    heading, read = path.stem, []
    for cell in stored:
        source = "".join(cell.get("source", ""))
        if cell.get("cell_type") == "code":
            read.append(Cell(cell.get("id", ""), heading, source, frozenset(made(source))))
        elif headings := re.findall(r"^#+ +(.+?) *$", source, flags=re.MULTILINE):
            heading = headings[-1].replace("*", "").replace("`", "")
    return read


def made(source: str) -> set[str]:
    """The names that a cell makes; those before a sign of equality where Python cannot read it.

    >>> sorted(made("import kit\\nfrom a import b as c\\nd, e = 1, 2\\ndef f(g): h = 1\\nfor i in []: j = i"))
    ['c', 'd', 'e', 'f', 'i', 'j', 'kit']
    """
    try:
        return _bound(ast.parse(source))
    except SyntaxError:
        return set(re.findall(r"^(\w+)\s*=(?!=)", source, flags=re.MULTILINE))


def _bound(node: ast.AST) -> set[str]:
    names = set()
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(child.name)  # what is made inside stays inside
        elif isinstance(child, ast.alias):
            names.add((child.asname or child.name).split(".")[0])
        elif isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store):
            names.add(child.id)
        elif not isinstance(child, ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            names |= _bound(child)
    return names


def notebook(names: dict, source: str) -> Path | None:
    """The file of the notebook that is open: by the server, by the editor, or the one here that has this cell."""
    for named in (os.environ.get("JPY_SESSION_NAME"), names.get("__vsc_ipynb_file__")):
        if named and Path(named).is_file():
            return Path(named)
    for path in sorted(Path.cwd().glob("*.ipynb")):
        if any(cell.source == source for cell in cells(path)):
            return path
    return None


def as_it_came(path: Path, names: dict) -> Path:
    """The copy of a notebook as it came (`restore`), which need not be there."""
    slug = getattr(names.get("lesson"), "slug", None) or path.stem.split(" ")[0]
    return paths.lessons() / str(slug) / "notebook.json"
