"""Plants faults at random, with a seed, as a careless author would, and prints what caught each and what survived.

    python tests/mutants.py [--seed 8] [--each 16] [--kinds table code prose exercise] [--without-seals]

A fault is one changed value, number, operator or option. After it the author does what the recipes say: a table
is sealed by naming a row that was meant to change (another one), keys and README are made again. Then the rules
are asked and the tests run. --without-seals names the row of the fault too, to see what would notice it
without the seals.
"""

import argparse
import ast
import csv
import io
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
KINDS = ("table", "code", "prose", "exercise")
# What is mutated as code: what computes. Messages have tests of their own, and screens are tried in a browser.
ROOMS = ("tariffs", "evidence", "agreement", "diplomacy", "ranges", "abductions", "bargaining", "forecasts",
         "article", "catalogue", "classroom", "ground", "charts", "explorers", "forms", "authoring")  # fmt: skip
TESTS = [
    *("-x", "-q", "-n", "2", "--dist", "loadfile", "-p", "no:cacheprovider", "--doctest-modules"),
    *("--ignore-glob=*/test_browser*", "--ignore-glob=*/test_damage*", "--ignore-glob=*/test_portability*"),
]


class Fault(NamedTuple):
    """A fault: where it is, what it changes, and how the careless author goes on."""

    kind: str
    path: str
    change: str
    goes_on: Callable[[Path, bool], str]


def run(home: Path, *words: str, seconds: int = 900) -> subprocess.CompletedProcess:
    paths = f"{home / 'helpers'}:{home / 'notebooks'}:{home / 'tests'}"
    try:
        return subprocess.run(
            [sys.executable, "-m", *words],
            cwd=home,
            capture_output=True,
            text=True,
            timeout=seconds,
            env={**os.environ, "PYTHONPATH": paths, "PYTEST_ADDOPTS": ""},
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(words, 124, "", "it did not come back")


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


# Tables -----------------------------------------------------------------------------------------------------


def table_fault(home: Path, dice: random.Random) -> Fault:
    """One cell of one table: another number, another day, or the value of another row."""
    path = dice.choice(sorted((home / "datasets").glob("*/*.csv")))
    while path.name in ("sources.csv", "changes.csv"):
        path = dice.choice(sorted((home / "datasets").glob("*/*.csv")))
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    header, column, row = rows[0], None, None
    while column is None:
        row, place = dice.randrange(1, len(rows)), dice.randrange(len(header))
        old = rows[row][place]
        others = sorted({each[place] for each in rows[1:]} - {old})
        if old and others and header[place] != "remark":
            column, new = place, _another(old, others, dice)
    rows[row][column] = new
    # The row the author did mean to change: only its remark.
    meant = row % (len(rows) - 1) + 1
    if "remark" in header:
        rows[meant][header.index("remark")] += " Read again."
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    write(path, text.getvalue())
    name = path.parent.name
    key = _key(path.parent)
    spelt, fault = (" ".join(rows[n][header.index(each)] for each in key) for n in (meant, row))

    def goes_on(home: Path, without_seals: bool) -> str:
        named = [spelt, fault] if without_seals else [spelt]
        sealed = run(home, "alliancelab", "seal", name, "--rows", *named, "--why", "The remark was read again.")
        return "" if sealed.returncode == 0 else f"seal: {sealed.stderr.strip()[:70]}"

    return Fault("table", f"{name}, row {row}, {header[column]}", f"{old!r} -> {new!r}", goes_on)


def _another(old: str, others: list[str], dice: random.Random) -> str:
    if re.fullmatch(r"-?\d+(\.\d+)?", old) and dice.random() < 0.5:
        number = float(old) * 1.1 + 1
        return f"{number:.1f}" if "." in old else str(round(number))
    return dice.choice(others)


def _key(home: Path) -> list[str]:
    package = json.loads((home / "datapackage.json").read_text(encoding="utf-8"))
    key = package["resources"][0]["schema"]["primaryKey"]
    return [key] if isinstance(key, str) else key


# Code -------------------------------------------------------------------------------------------------------

SWAPS = {
    ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==", ast.Add: "-", ast.Sub: "+",
    ast.Mult: "/", ast.Div: "*", ast.And: "or", ast.Or: "and",
}  # fmt: skip
WORDS = {"min": "max", "max": "min", "any": "all", "all": "any", "first": "last", "last": "first", "head": "tail",
         "idxmin": "idxmax", "idxmax": "idxmin", "sum": "mean", "isin": "notna"}  # fmt: skip


def code_fault(home: Path, dice: random.Random) -> Fault:
    """One operator, number or method of one function."""
    files = [path for name in ROOMS for path in _sources(home, name)]
    weights = [len(path.read_text(encoding="utf-8")) for path in files]
    while True:
        path = dice.choices(files, weights)[0]
        text = path.read_text(encoding="utf-8")
        places = _places(text)
        if places:
            start, end, new = dice.choice(places)
            break
    write(path, text[:start] + new + text[end:])
    line = text.count("\n", 0, start) + 1
    name = path.relative_to(home / "helpers/alliancelab")
    return Fault("code", f"{name}:{line}", f"{text[start:end]!r} -> {new!r}", _keys_again)


def _sources(home: Path, room: str) -> list[Path]:
    place = home / "helpers/alliancelab" / room
    files = sorted(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]
    return [path for path in files if path.is_file()]


def _places(text: str) -> list[tuple[int, int, str]]:
    tree, lines = ast.parse(text), text.splitlines(keepends=True)
    # ast counts in UTF-8 bytes, and so must the places.
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.encode()))
    raw = text.encode()

    def at(line: int, column: int) -> int:
        return len(raw[: starts[line - 1] + column].decode())

    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare | ast.BinOp | ast.BoolOp):
            left = node.left if not isinstance(node, ast.BoolOp) else node.values[0]
            right = node.comparators[0] if isinstance(node, ast.Compare) else None
            right = right or (node.right if isinstance(node, ast.BinOp) else node.values[1])
            kind = type(node.ops[0]) if isinstance(node, ast.Compare) else type(node.op)
            begin, end = at(left.end_lineno, left.end_col_offset), at(right.lineno, right.col_offset)
            between = text[begin:end]
            sign = {ast.And: "and", ast.Or: "or"}.get(kind) or between.strip().strip("()")
            if kind in SWAPS and between.count(sign) == 1 and not isinstance(left, ast.JoinedStr):
                place = begin + between.index(sign)
                found.append((place, place + len(sign), SWAPS[kind]))
        elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
            begin, end = at(node.lineno, node.col_offset), at(node.end_lineno, node.end_col_offset)
            if text[begin:end].replace(".", "").replace("_", "").isdecimal():
                found.append((begin, end, str(node.value + 1)))
        elif isinstance(node, ast.Attribute) and node.attr in WORDS:
            end = at(node.end_lineno, node.end_col_offset)
            found.append((end - len(node.attr), end, WORDS[node.attr]))
    return found


def _keys_again(home: Path, _without_seals: bool) -> str:
    # Whatever the code now says goes into the keys; only what is asked of the keys can still notice.
    made = run(home, "alliancelab", "keys")
    return "" if made.returncode == 0 else f"keys: {made.stderr.strip().splitlines()[-1][:70] if made.stderr else ''}"


# Prose ------------------------------------------------------------------------------------------------------

NUMBER = re.compile(r"(?<![\w.#|-])\d+(?:[.,]\d+)*(?![\w|-])")


def prose_fault(home: Path, dice: random.Random) -> Fault:
    """One number or date in the prose of a notebook or a plan."""
    slug = dice.choice(sorted(path.stem for path in (home / "notebooks").glob("*.ipynb")))
    if dice.random() < 0.3:
        path = home / "lessons" / slug / "lesson.md"
        text = path.read_text(encoding="utf-8")
        settings, own, plan = text.partition("# Lesson plan")
        plan, answers, rest = plan.partition("<!-- answers -->")
        numbers = list(NUMBER.finditer(plan))
        if not numbers:
            return prose_fault(home, dice)
        place = dice.choice(numbers)
        new = _other_number(place.group(), dice)
        write(path, settings + own + plan[: place.start()] + new + plan[place.end() :] + answers + rest)
        return Fault("prose", f"lessons/{slug}/lesson.md", f"{place.group()} -> {new}", lambda *_: "")
    path = home / "notebooks" / f"{slug}.ipynb"
    whole = json.loads(path.read_text(encoding="utf-8"))
    spots = [
        (n, place)
        for n, cell in enumerate(whole["cells"])
        if cell["cell_type"] == "markdown"
        for place in NUMBER.finditer("".join(cell["source"]))
    ]
    if not spots:
        return prose_fault(home, dice)
    n, place = dice.choice(spots)
    source = "".join(whole["cells"][n]["source"])
    new = _other_number(place.group(), dice)
    around = source[max(0, place.start() - 20) : place.end() + 12].replace("\n", " ")
    source = source[: place.start()] + new + source[place.end() :]
    for file in (path, home / "lessons" / slug / "key.ipynb"):
        # The key is made again: its prose is the notebook's.
        made = json.loads(file.read_text(encoding="utf-8"))
        made["cells"][n]["source"] = source.splitlines(keepends=True)
        write(file, json.dumps(made, ensure_ascii=False, indent=1) + "\n")
    return Fault("prose", f"notebooks/{slug}.ipynb", f"{place.group()} -> {new} in {around!r}", lambda *_: "")


def _other_number(text: str, dice: random.Random) -> str:
    digits = [n for n, sign in enumerate(text) if sign.isdigit()]
    place = dice.choice(digits)
    return text[:place] + str((int(text[place]) + dice.randint(1, 8)) % 10) + text[place + 1 :]


# Exercises --------------------------------------------------------------------------------------------------


def exercise_fault(home: Path, dice: random.Random) -> Fault:
    """One number or text in an exercise: its right answer, tolerance, options or mistakes."""
    path = dice.choice(sorted((home / "lessons").glob("*/exercises.py")))
    text = path.read_text(encoding="utf-8")
    classes = [node for node in ast.parse(text).body if isinstance(node, ast.ClassDef)]
    one = dice.choice(classes)
    spots = _places_in(text, one)
    start, end, new = dice.choice(spots)
    write(path, text[:start] + new + text[end:])
    slug = path.parent.name

    def goes_on(home: Path, without_seals: bool) -> str:
        made = run(home, "alliancelab", "keys", slug)
        if made.returncode:
            return f"keys: {made.stderr.strip().splitlines()[-1][:70]}"
        if without_seals:
            run(home, "alliancelab", "seal", slug, "--exercises", "all")
        return ""

    return Fault("exercise", f"{slug}, {one.name}", f"{text[start:end]} -> {new}", goes_on)


def _places_in(text: str, one: ast.ClassDef) -> list[tuple[int, int, str]]:
    lines = text.splitlines(keepends=True)
    first = sum(map(len, lines[: one.lineno - 1]))
    last = sum(map(len, lines[: one.end_lineno]))
    found = [place for place in _places(text) if first <= place[0] < last]
    # Letters of options and numbers inside texts: what a student reads or chooses.
    for place in re.finditer(r"\"([a-e])\"(?=[:,)\]])|\"[^\"\n]*?(\d+)[^\"\n]*?\"", text[first:last]):
        group = 1 if place.group(1) else 2
        old = place.group(group)
        new = chr((ord(old) - 96) % 4 + 97) if group == 1 else str(int(old) + 1)
        found.append((first + place.start(group), first + place.end(group), new))
    return found


# The run ----------------------------------------------------------------------------------------------------

PLANTERS = {"table": table_fault, "code": code_fault, "prose": prose_fault, "exercise": exercise_fault}


def caught_by(home: Path, fault: Fault, without_seals: bool) -> str:
    """What notices a fault: the seal, a rule, a test; empty for a survivor."""
    if fault.kind != "code" and (stopped := fault.goes_on(home, without_seals)):
        return stopped
    if by := _asked(home):
        return by
    if fault.kind == "code":
        # Keys take a minute, so the tests are asked first; then the keys are made again and all is asked once more.
        if stopped := fault.goes_on(home, without_seals):
            return stopped
        return _asked(home, ["tests/test_lessons.py", "tests/test_rules.py"])
    return ""


def _asked(home: Path, tests: list[str] | None = None) -> str:
    checked = run(home, "alliancelab", "check")
    if checked.returncode:
        lines = (checked.stdout or checked.stderr).strip().splitlines()
        rules = re.findall(r"\[([a-z-]+)\]$", "\n".join(lines), flags=re.MULTILINE)
        return f"rule {rules[0]}" if rules else f"check: {lines[-1][:70]}" if lines else "check"
    tested = run(home, "pytest", *TESTS, *(tests or ["tests", "helpers"]))
    if tested.returncode:
        failed = re.findall(r"^(?:FAILED|ERROR) (?:tests|helpers)/(\S+)", tested.stdout, flags=re.MULTILINE)
        return f"test {failed[0][:80]}" if failed else f"tests end with {tested.returncode}"
    return ""


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seed", type=int, default=8)
    options.add_argument("--each", type=int, default=16)
    options.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS))
    options.add_argument("--without-seals", action="store_true")
    chosen = options.parse_args()
    score = {kind: [0, 0] for kind in chosen.kinds}
    with tempfile.TemporaryDirectory() as place:
        home = Path(place) / "house"
        subprocess.run(["git", "clone", "-q", "--no-hardlinks", str(ROOT), str(home)], check=True)
        if sound := _asked(home, ["tests/test_rules.py"]):
            print(f"The house is not sound before any fault: {sound}")
            return 1
        for kind in chosen.kinds:
            dice = random.Random(f"{chosen.seed} {kind}")
            for _ in range(chosen.each):
                fault = PLANTERS[kind](home, dice)
                by = caught_by(home, fault, chosen.without_seals)
                score[kind][0] += 1
                score[kind][1] += bool(by)
                print(f"{kind:9}{fault.path:52.52}  {fault.change:60.60}  {by or 'SURVIVES'}", flush=True)
                subprocess.run(["git", "checkout", "-q", "."], cwd=home, check=True)
                subprocess.run(["git", "clean", "-fdq"], cwd=home, check=True)
    print(f"\n{'kind':10}{'planted':>9}{'caught':>8}{'share':>8}")
    for kind, (planted, caught) in score.items():
        print(f"{kind:10}{planted:9}{caught:8}{100 * caught / planted:7.0f}%")
    print(f"{sum(c for _, c in score.values())} passed, {sum(p - c for p, c in score.values())} failed")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
