"""Figures in prose that a change of a table has moved: written anew where the place is plain, else named.

A lesson declares each figure of its prose in NUMBERS, as the text and a function that computes it. So the old text
and the new one are both known. A text with a word in it ("66 defence ties") is written anew wherever it stands; a
bare figure ("2014") only where it stands once in a file, because a second one may mean something else. Sentences
around a figure are never touched: each place is named, for a person to read.
"""

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import nbformat

from alliancelab.authoring import keys
from alliancelab.classroom.course import COURSE, SETTINGS, Course
from alliancelab.ground.messages import say

_ANSWERS = re.compile(r"(<!-- answers -->.*?<!-- end -->)", re.DOTALL)
_BETWEEN = "\n\x00\n"
_AROUND = 50


def computed(compute: Callable[[], object]) -> tuple[object, str]:
    """What a function of NUMBERS gives, and what it says where it stops instead.

    >>> computed(lambda: "2018"), computed(lambda: [][0])
    (('2018', ''), (None, 'IndexError: list index out of range'))
    """
    try:
        return compute(), ""
    except Exception as error:  # whatever an author's function may raise: each caller says it, with its place
        return None, f"{type(error).__name__}: {error}"


def moved(slug: str, course: Course = COURSE) -> tuple[dict[str, str], list[str]]:
    """The figures whose tables now say something else, old text and new, and a sentence for each that has no new text.

    >>> moved("10-first-look")
    ({}, [])
    """
    numbers, changed, unclear = course.module(slug).NUMBERS, {}, []
    for old, compute in numbers.items():
        new, stopped = computed(compute)
        if stopped:
            unclear.append(say("entering.figure_stopped", slug=slug, old=old, error=stopped))
            continue
        if new == old:
            continue
        # Two figures that become one text could not be told apart again; a quotation mark would end the key early.
        if not isinstance(new, str) or new in numbers or new in changed.values() or re.search(r"[\"'\\\n]", new):
            unclear.append(say("entering.figure_unclear", slug=slug, old=old, new=new))
        else:
            changed[old] = new
    return changed, unclear


def rewrite(slug: str, changed: dict[str, str], course: Course = COURSE) -> Iterator[str]:
    """Write figures anew in a lesson's notebook, plan and NUMBERS; a sentence for each place written or left."""
    if not changed:
        return
    numbers = list(course.module(slug).NUMBERS)
    notebook = nbformat.read(course.notebook(slug), 4)
    prose = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    named = [say("entering.cell", slug=slug, cell=cell.id) for cell in prose]
    texts, told = _written([cell.source for cell in prose], named, numbers, changed)
    for cell, text in zip(prose, texts, strict=True):
        cell.source = text
    keys.write(notebook, course.notebook(slug))
    yield from told
    plan = course.home(slug) / "lesson.md"
    parts = _ANSWERS.split(plan.read_text(encoding="utf-8"))
    parts[::2], told = _written(parts[::2], [f"lessons/{slug}/lesson.md"] * len(parts[::2]), numbers, changed)
    plan.write_text("".join(parts), encoding="utf-8", newline="\n")
    yield from told
    yield from _keys_written(slug, changed, course)
    yield from _elsewhere(slug, notebook, changed, course)


def _pattern(texts: Iterable[str]) -> re.Pattern:
    # The longest first, so that "April 2018" is not found in "17 April 2018"; and no part of a longer number.
    ordered = sorted(texts, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?<!\d[.,])(?:{'|'.join(map(re.escape, ordered))})(?!\w)(?![.,]\d)")


def _written(texts: list[str], named: list[str], numbers: list[str], changed: dict[str, str]):
    """The texts of one file with the figures written anew, and a sentence for each place."""
    pattern, whole, told = _pattern(numbers), _BETWEEN.join(texts), []
    counts = Counter(found.group() for found in pattern.finditer(whole))

    def place(found: re.Match) -> str:
        old = found.group()
        if old not in changed:
            return old
        at, bare = whole.count(_BETWEEN, 0, found.start()), not re.search(r"[^\W\d_]", old)
        left = bare and counts[old] > 1
        around = whole[max(0, found.start() - _AROUND) : found.end() + _AROUND].partition(_BETWEEN)[0]
        said = "entering.figure_left" if left else "entering.figure_written"
        told.append(say(said, where=named[at], old=old, new=changed[old], around=" ".join(around.split())))
        return old if left else changed[old]

    return pattern.sub(place, whole).split(_BETWEEN), told


def _keys_written(slug: str, changed: dict[str, str], course: Course) -> Iterator[str]:
    """The texts of NUMBERS in exercises.py written anew: the keys of the table, and nothing else in the file."""
    path = course.home(slug) / "exercises.py"
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines(keepends=True)
    places = {node.value: node for node in _number_keys(source) if node.value in changed}
    # From the end of the file, so that the places before stay where they are.
    for old, node in sorted(places.items(), key=lambda each: (each[1].lineno, each[1].col_offset), reverse=True):
        line = lines[node.lineno - 1].encode("utf-8")
        key = line[node.col_offset : node.end_col_offset].decode("utf-8")
        if node.lineno == node.end_lineno and key[1:-1] == old:
            written = f"{key[0]}{changed[old]}{key[-1]}".encode()
            lines[node.lineno - 1] = (line[: node.col_offset] + written + line[node.end_col_offset :]).decode("utf-8")
        else:
            places.pop(old)
    path.write_text("".join(lines), encoding="utf-8", newline="\n")
    for old in changed.keys() - places.keys():
        yield say("entering.figure_key", slug=slug, old=old, new=changed[old])


def _number_keys(source: str) -> Iterator[ast.Constant]:
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and any(getattr(t, "id", "") == "NUMBERS" for t in node.targets):
            tables = [each for each in ast.walk(node.value) if isinstance(each, ast.Dict)]
            yield from (key for table in tables for key in table.keys if isinstance(key, ast.Constant))


def _elsewhere(slug: str, notebook, changed: dict[str, str], course: Course) -> Iterator[str]:
    """Where the old text still stands and is nobody's prose: in code, in what exercises say, in the settings."""
    pattern = _pattern(changed)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            for found in pattern.finditer(cell.source):
                yield say(
                    "entering.figure_elsewhere",
                    where=say("entering.cell", slug=slug, cell=cell.id),
                    old=found.group(),
                )
    for file in ("exercises.py", SETTINGS):
        lines = (course.home(slug) / file).read_text(encoding="utf-8").splitlines()
        for n, line in enumerate(lines, start=1):
            for found in pattern.finditer(line):
                where = say("entering.line", slug=slug, file=file, line=n)
                yield say("entering.figure_elsewhere", where=where, old=found.group())
