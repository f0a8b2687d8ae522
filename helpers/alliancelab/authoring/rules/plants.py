"""Ways to plant a fault in a copy of the house, as a careless author would."""

import json
from collections.abc import Callable
from pathlib import Path

# The lesson and the dataset in which the tests plant every fault.
LESSON, DATASET = "10-first-look", "section-232-status"


def replaced(path: str, old: str, new: str) -> Callable[[Path], None]:
    """Exchanges the first place of one text for another; LESSON and DATASET may stand in the path in braces."""

    def plant(root: Path) -> None:
        file = root / path.format(lesson=LESSON, dataset=DATASET)
        text = file.read_text(encoding="utf-8")
        if old not in text:
            raise LookupError(f"{path} has no {old!r} to exchange.")
        file.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")

    return plant


def gone(path: str) -> Callable[[Path], None]:
    """Deletes a file."""
    return lambda root: (root / path.format(lesson=LESSON, dataset=DATASET)).unlink()


def added(path: str, text: str) -> Callable[[Path], None]:
    """Writes a file that was not there, or text at the end of one that was."""

    def plant(root: Path) -> None:
        file = root / path.format(lesson=LESSON, dataset=DATASET)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8", newline="\n") as end:
            end.write(text)

    return plant


def package(change: Callable[[dict], object]) -> Callable[[Path], None]:
    """Changes the descriptor of the dataset."""

    def plant(root: Path) -> None:
        path = root / "datasets" / DATASET / "datapackage.json"
        whole = json.loads(path.read_text(encoding="utf-8"))
        change(whole)
        path.write_text(json.dumps(whole, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")

    return plant


def constraint(column: str, **rules: object) -> Callable[[Path], None]:
    """Gives a column of the dataset's table constraints that its values break."""

    def change(whole: dict) -> None:
        fields = whole["resources"][0]["schema"]["fields"]
        field = next(field for field in fields if field["name"] == column)
        field.setdefault("constraints", {}).update(rules)

    return package(change)


def notebook(change: Callable[[list[dict]], object], which: str = "notebooks/{lesson}.ipynb") -> Callable[[Path], None]:
    """Changes the cells of the lesson's notebook (or of another, by its path)."""

    def plant(root: Path) -> None:
        path = root / which.format(lesson=LESSON)
        whole = json.loads(path.read_text(encoding="utf-8"))
        change(whole["cells"])
        path.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")

    return plant


def first(cells: list[dict], kind: str, text: str = "") -> dict:
    """The first cell of a kind whose source contains a text."""
    return next(cell for cell in cells if cell["cell_type"] == kind and text in "".join(cell["source"]))


def code(line: str) -> Callable[[Path], None]:
    """Writes a line of code at the top of the notebook's first code cell."""

    def change(cells: list[dict]) -> None:
        cell = first(cells, "code")
        cell["source"] = [f"{line}\n", *cell["source"]]

    return notebook(change)


def prose(text: str) -> Callable[[Path], None]:
    """Writes a text at the end of the notebook's last cell of prose."""

    def change(cells: list[dict]) -> None:
        cell = [cell for cell in cells if cell["cell_type"] == "markdown"][-1]
        cell["source"] = [*cell["source"], f"\n\n{text}"]

    return notebook(change)
