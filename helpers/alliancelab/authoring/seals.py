"""Seals: what tells that a row of a table, or an exercise of a lesson, is still the one that was meant.

A dataset's files are sealed by their hash, and a copy of each as it was sealed lies in its folder sealed/; a
lesson's exercises are written out in seal.json. Neither is made again by `make keys`: whoever means to change a
row or an exercise names it, and whatever else has changed by accident is refused. What changed, from what, to
what and why, `seal` writes into changes.csv by itself.
"""

import ast
import hashlib
import json
import re
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from alliancelab import catalogue
from alliancelab.catalogue import digest, editions, schema
from alliancelab.catalogue.editions import Line, Records
from alliancelab.classroom.course import COURSE, Course
from alliancelab.classroom.kinds import Exercise, plain
from alliancelab.ground import paths
from alliancelab.ground.messages import say

__all__ = [
    "changed_exercises",
    "changed_rows",
    "computed_anew",
    "difference",
    "digest",
    "exercise_record",
    "seal_dataset",
    "seal_lesson",
    "sealed_findings",
    "sealed_records",
    "to_name",
]

_EXERCISES = "seal.json"
SEALED = "sealed"
# Under this name the findings that a lesson promises are sealed beside its exercises.
FINDINGS = "findings"
ALL = "all"
# What of an exercise is computed from the tables; all else of it is written by its author.
_FROM_TABLES = {"right", "mistakes"}
# How many rows a line of revision names; changes.csv names all.
_MOST_NAMED, _FIRST, _ALL_ROWS = 20, "First edition", "every row"


def seal_dataset(name: str, rows: list[str], why: str = "", folder: Path | None = None) -> str:
    """Seal a dataset after a change: check it, then write its hashes, its change log, its version and a revision.

    rows are the names of all rows that were meant to change ("all" for a first edition only), why is the
    reason. Sources are named as "source NAME"; words of the descriptor, and columns that are new or gone, need
    no name. Nothing is written where the table breaks its descriptor or another row has changed too. Returns a
    sentence. Raises LookupError for an unknown dataset, ValueError with what must be put right first.

    >>> seal_dataset("eu-members", [])
    'eu-members: nothing has changed.'
    """
    home = folder or paths.datasets() / name
    package, contents, before, after = _read(name, folder)
    if before is not None and editions.digest(before) == editions.digest(after):
        return say("authoring.seal_nothing", name=name)
    if before is None and any(not line.version.startswith("0.") for line in editions.read(home)):
        raise ValueError(say("authoring.seal_lost", name=name))
    changed = editions.to_name(before or {}, after)
    if rows == [ALL] and before is not None:
        raise ValueError(say("authoring.seal_all", name=name, n=len(changed)))
    if rows != [ALL] and set(rows) != set(changed):
        raise ValueError(difference(name, rows, changed))
    if not why.strip():
        raise ValueError(say("authoring.seal_why", name=name))
    _write(home, package, contents, before, after, why.strip())
    return say("authoring.sealed", name=name, n=len(changed))


def to_name(name: str, folder: Path | None = None) -> list[str]:
    """The rows and sources of a dataset that changed since it was sealed, as `seal_dataset` wants them named.

    Raises LookupError for an unknown dataset, ValueError for a table that breaks its descriptor.

    >>> to_name("eu-members")
    []
    """
    *_, before, after = _read(name, folder)
    return editions.to_name(before or {}, after)


def _read(name: str, folder: Path | None) -> tuple[dict, dict[str, bytes], Records | None, Records]:
    """The descriptor, the files, and what the dataset held when it was sealed and holds now."""
    package, home = catalogue.descriptor(name, folder), folder or paths.datasets() / name
    contents = {r["path"]: paths.inside(home, r["path"]).read_bytes() for r in package["resources"]}
    for resource in package["resources"]:
        for _, sentence in schema.faults(contents[resource["path"]], resource, f"datasets/{name}/{resource['path']}"):
            raise ValueError(say("authoring.seal_refused", name=name, problem=sentence))
    return package, contents, sealed_records(home), editions.records(package, contents)


def _write(home: Path, package: dict, contents: Mapping[str, bytes], before: Records | None, after: Records, why: str):
    """Write the hashes, the change log, the version and a line of revision; the sealed copies last."""
    today, lines = date.today().isoformat(), editions.read(home) if before is not None else []
    if before is None:
        version = package["version"] if package.get("status") == "draft" else editions.FIRST
        changes = []
    else:
        version = editions.next_version(package["version"], before, after)
        changes = [Line(version, today, *cells, why) for cells in editions.told(before, after)]
    edition = Line(version, today, "", editions.DIGEST, editions.digest(before or {}), editions.digest(after), why)
    editions.write(home, [*lines, edition, *changes])
    for resource in package["resources"]:
        content = contents[resource["path"]]
        resource.update(hash=digest(content), bytes=len(content))
    named = list(dict.fromkeys(_ALL_ROWS if line.row == editions.EVERY else line.row for line in changes))
    change = say("authoring.seal_change", n=len(named), rows=", ".join(named[:_MOST_NAMED])) if named else _FIRST
    if len(named) > _MOST_NAMED:
        change += say("authoring.seal_change_more", n=len(named) - _MOST_NAMED)
    package["version"] = version
    package.setdefault("revisions", []).append({"date": today, "version": version, "change": change, "why": why})
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (home / "datapackage.json").write_text(text, encoding="utf-8", newline="\n")
    (home / SEALED).mkdir(exist_ok=True)
    for file in ("datapackage.json", *contents):
        shutil.copyfile(home / file, home / SEALED / file)


def sealed_records(home: Path) -> Records | None:
    """What a dataset held when it was last sealed; None where it never was, or only as a draft (version 0).

    >>> sealed_records(paths.datasets() / "eu-members")["AUT"]["country_name"]
    'Austria'
    """
    kept = home / SEALED
    try:
        package = json.loads((kept / "datapackage.json").read_text(encoding="utf-8"))
        contents = {r["path"]: paths.inside(kept, r["path"]).read_bytes() for r in package["resources"]}
    except (OSError, ValueError, KeyError, TypeError):
        return None
    # A draft is numbered below one; what was once an edition stays one, whatever its status says later.
    return None if str(package.get("version", "")).startswith("0.") else editions.records(package, contents)


def changed_rows(home: Path, package: Mapping, contents: Mapping[str, bytes]) -> list[str]:
    """Names of rows, sources ("source NAME"), columns and the descriptor that are not the sealed ones.

    >>> home = paths.datasets() / "eu-members"
    >>> changed_rows(home, catalogue.descriptor("eu-members"), {p.name: p.read_bytes() for p in home.glob("*.csv")})
    []
    """
    before, after = sealed_records(home), editions.records(package, contents)
    if before is None:
        return [] if package.get("status") == "draft" else list(after)
    return [name for name in dict.fromkeys([*after, *before]) if after.get(name) != before.get(name)]


def difference(name: str, named: list[str], changed: list[str]) -> str:
    """What to say where the names an author gave are not those that changed."""
    unnamed = [row for row in changed if row not in named]
    unchanged = [row for row in named if row not in changed]
    if unnamed:
        return say("authoring.seal_unnamed", name=name, n=len(unnamed), rows=", ".join(unnamed[:8]))
    return say("authoring.seal_unchanged", name=name, n=len(unchanged), rows=", ".join(unchanged[:8]))


def seal_lesson(slug: str, exercises: list[str], course: Course = COURSE) -> str:
    """Seal a lesson's exercises after a change; exercises are the keys of all that were meant to change.

    Nothing is written where another one has changed too. Raises LookupError and ValueError as `seal_dataset`.

    >>> seal_lesson("10-first-look", [])
    '10-first-look: nothing has changed.'
    """
    changed = changed_exercises(slug, course)
    if not changed:
        return say("authoring.seal_nothing", name=slug)
    if exercises != [ALL] and set(exercises) != set(changed):
        raise ValueError(difference(slug, exercises, changed))
    text = json.dumps(_records(slug, course), ensure_ascii=False, indent=1) + "\n"
    (course.home(slug) / _EXERCISES).write_text(text, encoding="utf-8", newline="\n")
    return say("authoring.sealed", name=slug, n=len(changed))


def changed_exercises(slug: str, course: Course = COURSE) -> list[str]:
    """Keys of exercises that are not the sealed ones; "findings" and "lessons-named" for the plan and the prose.

    >>> changed_exercises("10-first-look")
    []
    """
    sealed, now = _sealed_exercises(slug, course), _records(slug, course)
    return [key for key in dict.fromkeys([*now, *sealed]) if now.get(key) != sealed.get(key)]


def computed_anew(slug: str, course: Course = COURSE) -> dict[str, tuple[object, object]]:
    """Exercises that a change of a table alone made other ones: the right answer that was sealed, and the one now.

    Their code and their words are the sealed ones, and the answer can be computed.

    >>> computed_anew("10-first-look")
    {}
    """
    sealed, now = _sealed_exercises(slug, course), _records(slug, course)
    found = {}
    for key in course.exercises(slug):
        was, is_now = sealed.get(key, {}), now[key]
        parts = {part for part in {*was, *is_now} if was.get(part) != is_now.get(part)}
        stopped = any(isinstance(is_now[part], _Stopped) for part in _FROM_TABLES)
        if was and parts and parts <= _FROM_TABLES and not stopped:
            found[key] = was["right"], is_now["right"]
    return found


def sealed_findings(slug: str, course: Course = COURSE) -> list[str]:
    """The findings that a lesson promised when it was sealed.

    >>> sealed_findings("10-first-look") == list(COURSE.settings("10-first-look").findings)
    True
    """
    return _sealed_exercises(slug, course).get(FINDINGS, [])


def _sealed_exercises(slug: str, course: Course) -> dict[str, dict]:
    path = course.home(slug) / _EXERCISES
    try:
        return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except ValueError:
        return {}


def _records(slug: str, course: Course) -> dict[str, object]:
    sources = _sources((course.home(slug) / "exercises.py").read_text(encoding="utf-8"))
    records: dict[str, object] = {
        # A class that others of the lesson build on is part of each of them.
        key: exercise_record(exercise)
        | {"source": [sources[k.__name__] for k in type(exercise).__mro__ if k.__name__ in sources]}
        for key, exercise in course.exercises(slug).items()
    }
    texts = {"notebook": course.notebook(slug).read_text(encoding="utf-8"), "plan": course.plan(slug)}
    named = {where: re.findall(r"[Ll]essons? (\d\d)", text) for where, text in texts.items()}
    records |= {FINDINGS: list(course.settings(slug).findings), "lessons-named": named}
    return records


def _sources(text: str) -> dict[str, str]:
    """A digest of each class of a file, without its layout: what is computed and allowed, beside what comes out."""
    classes = [node for node in ast.parse(text).body if isinstance(node, ast.ClassDef)]
    segments = {node.name: ast.get_source_segment(text, node) or "" for node in classes}
    return {name: _short("".join(segment.split())) for name, segment in segments.items()}


def _short(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:12]


def exercise_record(exercise: Exercise) -> dict[str, object]:
    """An exercise as plain values: what is right, within what, what is offered, and every sentence.

    >>> exercise_record(COURSE.exercises("10-first-look")["half-open"])["right"]
    'b'
    """
    kind = type(exercise)
    fixed = {
        name: _json(getattr(exercise, name))
        for name in ("objective", "unit", "tolerance", "decimals", "options", "defensible", "least_words")
        if hasattr(exercise, name)
    }
    words = {name: _json(getattr(exercise, name)) for name in ("hints", "solution", "why", "worked")}
    return {
        "kind": next(each.__name__ for each in kind.__mro__[1:]),
        "right": _computed(exercise.expected),
        "mistakes": _computed(exercise.mistakes),
        **fixed,
        **words,
    }


class _Stopped(str):
    """What an author's function said when it stopped, in place of what it should have given."""


def _computed(compute: Callable[[], object]) -> object:
    try:
        return _json(compute())
    except Exception as error:  # whatever an author's function may raise; a rule says that the answer is not right
        return _Stopped(f"{type(error).__name__}: {error}")


def _json(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _json(each) for key, each in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(_json(each) for each in value)
    if isinstance(value, list | tuple):
        return [_json(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, float):
        # Nine digits: the same on every machine, and far finer than any tolerance.
        return float(f"{value:.9g}")
    if value is None or isinstance(value, bool | int | str):
        return value
    return _json(plain(value))
