"""The course as one object: what each lesson says of itself, its exercises, and which lesson decides which claim.

A lesson is a folder in lessons/ and a notebook in notebooks/. Nothing else lists them: what is on the disk is
the course. Each lesson's exercises.py is imported once, and again only when the file has changed.
"""

import importlib.util
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from types import ModuleType

import pandas as pd

from alliancelab import catalogue
from alliancelab.article.claims import UNSHOWN, Finding, checked
from alliancelab.classroom.kinds import Exercise
from alliancelab.ground import paths
from alliancelab.ground.messages import say
from alliancelab.ground.suggestions import did_you_mean, resolve

STATES = ("draft", "ready")
# Apart from the plan, so that a lecturer who opens the plan reads prose.
SETTINGS = "settings.toml"


@dataclass(frozen=True)
class Objective:
    """Something a student can do afterwards, and the exercises that show it."""

    id: str
    text: str
    exercises: tuple[str, ...]


@dataclass(frozen=True)
class Settings:
    """What a lesson says of itself in its settings.toml; every setting is checked when it is read."""

    title: str
    question: str
    minutes: int
    status: str
    claims: tuple[str, ...]
    datasets: tuple[str, ...]
    objectives: tuple[Objective, ...]
    findings: tuple[str, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether the lesson is taught; a draft is spared the rules of size and decides no claim."""
        return self.status == "ready"


class LessonError(ValueError):
    """A lesson that cannot be read or run, in one sentence that says where."""


class Course:
    """Every lesson below one folder (the checkout's by default).

    >>> Course().settings("10-first-look").title
    'First look'
    """

    def __init__(self, root: Path | None = None):
        self._root = root
        self._modules: dict[str, tuple[tuple, ModuleType | LessonError]] = {}
        self._exercises: dict[str, tuple[ModuleType, dict[str, Exercise]]] = {}

    @property
    def root(self) -> Path:
        """The folder that holds lessons/ and notebooks/."""
        return self._root or paths.root()

    def slugs(self) -> list[str]:
        """The lessons on the disk, in teaching order."""
        return paths.names_in(self.root / "lessons", "lesson.md")

    def home(self, slug: str) -> Path:
        """The teacher's folder of a lesson. Raises LookupError for an unknown lesson."""
        return self.root / "lessons" / resolve(slug, self.slugs(), "lesson")

    def notebook(self, slug: str) -> Path:
        """The student's notebook of a lesson. Raises LookupError for an unknown lesson."""
        return self.root / "notebooks" / f"{resolve(slug, self.slugs(), 'lesson')}.ipynb"

    def settings(self, slug: str) -> Settings:
        """The settings of a lesson. Raises LessonError with a sentence for each that will not do."""
        given = self.raw_settings(slug)
        if wrong := settings_rules(given, f"lessons/{slug}/{SETTINGS}"):
            raise LessonError(" ".join(wrong))
        objectives = tuple(Objective(o["id"], o["text"], tuple(o["exercises"])) for o in given["objectives"])
        plain = {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}
        return Settings(**plain | {"objectives": objectives})

    def raw_settings(self, slug: str) -> dict:
        """The settings as they are written, unchecked. Raises LessonError where they cannot be read at all."""
        path = self.home(slug) / SETTINGS
        try:
            return tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            shown = error.strerror if isinstance(error, OSError) else str(error)
            raise LessonError(say("classroom.no_settings", where=f"lessons/{slug}/{SETTINGS}", error=shown)) from None

    def plan(self, slug: str) -> str:
        """The lecturer's plan, all of lesson.md."""
        return (self.home(slug) / "lesson.md").read_text(encoding="utf-8")

    def module(self, slug: str) -> ModuleType:
        """The lesson's exercises.py, imported once until it changes.

        Raises LessonError in one sentence where it cannot be run; nothing else is stopped by it.
        """
        path = self.home(slug) / "exercises.py"
        stamp = _stamp(path)
        if self._modules.get(slug, ((), None))[0] != stamp:
            self._modules[slug] = stamp, _imported(path, slug)
        loaded = self._modules[slug][1]
        if isinstance(loaded, LessonError):
            raise loaded
        return loaded

    def exercises(self, slug: str) -> dict[str, Exercise]:
        """The exercises of a lesson by key, in the order they stand in exercises.py.

        Each is made once, so that what it computes from the tables is computed once.
        """
        module = self.module(slug)
        if self._exercises.get(slug, (None,))[0] is not module:
            kinds = [value for value in vars(module).values() if isinstance(value, type)]
            made = [kind() for kind in kinds if issubclass(kind, Exercise) and kind.key]
            self._exercises[slug] = module, {exercise.key: exercise for exercise in made}
        return self._exercises[slug][1]

    def rules(self, slug: str) -> dict:
        """The rules by which a lesson decides claims: CLAIMS of its exercises.py, by claim."""
        return getattr(self.module(slug), "CLAIMS", {})

    def owners(self) -> dict[str, str]:
        """Which lesson decides which claim, by the table article-claims: one lesson a claim."""
        return dict(catalogue.load("article-claims")[["claim_id", "lesson"]].itertuples(index=False, name=None))

    def finding(self, claim_id: str) -> Finding:
        """The finding on one claim, computed from the tables by the one lesson that owns it.

        Raises LookupError for an unknown claim or one without a ready lesson, LessonError where the lesson
        cannot be run.
        """
        owners = self.owners()
        return self._decided(resolve(claim_id, owners, "claim"), owners[claim_id])

    def _decided(self, claim_id: str, slug: str) -> Finding:
        if slug not in self.slugs():
            raise LookupError(say("classroom.claim_without_lesson", claim=claim_id, slug=slug, state="not there"))
        if not self.settings(slug).ready:
            raise LookupError(say("classroom.claim_without_lesson", claim=claim_id, slug=slug, state="a draft"))
        compute = self.rules(slug).get(claim_id)
        if compute is None:
            raise LookupError(say("classroom.claim_not_decided", claim=claim_id, slug=slug))
        return checked(claim_id, compute())

    def findings(self, slug: str | None = None) -> dict[str, Finding]:
        """Every finding by claim, in order of claims; slug keeps the claims of one lesson.

        A claim whose lesson is missing, a draft or broken is UNSHOWN, and its sentence says why.
        """
        findings = {}
        for claim_id, owner in sorted(self.owners().items()):
            if slug not in (None, owner):
                continue
            try:
                findings[claim_id] = self._decided(claim_id, owner)
            except (LookupError, LessonError) as error:
                findings[claim_id] = Finding(UNSHOWN, str(error), {})
        return findings

    def ledger(self, slug: str | None = None) -> pd.DataFrame:
        """One row per claim: lesson, paraphrase, verdict, reason and the number of rows behind it.

        slug keeps the claims of one lesson. Columns claim_id, lesson, claim, verdict, because, rows.
        """
        words = catalogue.load("article-claims").set_index("claim_id")
        lines = [
            (name, words.loc[name, "lesson"], words.loc[name, "paraphrase"], found.verdict, found.sentence, found.count)
            for name, found in self.findings(slug).items()
        ]
        return pd.DataFrame(lines, columns=["claim_id", "lesson", "claim", "verdict", "because", "rows"])


# The checkout's own course, made once for each process.
COURSE = Course()


def finding(claim_id: str) -> Finding:
    """The finding on one claim, computed from the tables by its lesson (`Course.finding`).

    >>> finding("A04").verdict
    'supported'
    """
    return COURSE.finding(claim_id)


def findings() -> dict[str, Finding]:
    """Every finding by claim, in order of claims (`Course.findings`).

    >>> list(findings())[0]
    'A01'
    """
    return COURSE.findings()


def settings_rules(given: dict, where: str) -> list[str]:
    """What is wrong with the settings of a lesson, one sentence each; empty when all will do.

    >>> settings_rules({"title": "T", "question": "Q?", "minutes": "fifty", "status": "draft", "claims": [],
    ...     "datasets": [], "objectives": []}, "settings.toml")
    ["settings.toml: minutes must be a whole number from 5 to 240; it is 'fifty'."]
    """
    known = [field.name for field in fields(Settings)]
    wrong = [
        say("classroom.setting_unknown", where=where, key=key, question=did_you_mean(key, known))
        for key in given
        if key not in known
    ]
    for key, (wanted, holds) in _SETTINGS.items():
        if key not in given:
            wrong += [] if key == "findings" else [say("classroom.setting_missing", where=where, key=key)]
        elif not holds(given[key]):
            wrong.append(say("classroom.setting_wrong", where=where, key=key, wanted=wanted, given=given[key]))
    return wrong


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value)) and len(set(value)) == len(value)


def _are_objectives(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(each, dict)
        and set(each) == {"id", "text", "exercises"}
        and _is_text(each["id"])
        and _is_text(each["text"])
        and _are_texts(each["exercises"])
        for each in value
    )


# What each setting must be, in words and as a test.
_SETTINGS = {
    "title": ("text", _is_text),
    "question": ("text", _is_text),
    "minutes": ("a whole number from 5 to 240", lambda value: type(value) is int and 5 <= value <= 240),
    "status": (" or ".join(f"'{state}'" for state in STATES), lambda value: value in STATES),
    "claims": ("a list of texts, each once", _are_texts),
    "datasets": ("a list of texts, each once", _are_texts),
    "objectives": ("a list of tables with id, text and exercises", _are_objectives),
    "findings": ("a list of texts, each once", _are_texts),
}


def _stamp(path: Path) -> tuple:
    try:
        found = path.stat()
    except OSError:
        return (None,)
    return found.st_mtime_ns, found.st_size


def _imported(path: Path, slug: str) -> ModuleType | LessonError:
    spec = importlib.util.spec_from_file_location(f"exercises_{slug.replace('-', '_')}", path)
    loaded = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(loaded)
    except Exception as error:  # whatever an author's file may raise: it must not stop the other lessons
        line = _line_of(error, path)
        shown = f"{type(error).__name__}, {error.msg if isinstance(error, SyntaxError) else error}"
        at = say("classroom.at_line", line=line) if line else ""
        return LessonError(say("classroom.lesson_broken", slug=slug, error=shown, line=at))
    return loaded


def _line_of(error: Exception, path: Path) -> int | None:
    if isinstance(error, SyntaxError):
        return error.lineno
    line, trace = None, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == str(path):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
