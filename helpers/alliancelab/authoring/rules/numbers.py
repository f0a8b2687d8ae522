"""Rules of numbers in prose: each comes from the tables, and the tables still say so."""

import ast
import functools
import re

from alliancelab import catalogue
from alliancelab.authoring import figures
from alliancelab.authoring.rules import rule
from alliancelab.authoring.rules.plants import prose, replaced
from alliancelab.authoring.rules.subjects import LessonFiles
from alliancelab.ground.messages import say

_EXERCISES, _PLAN = "lessons/{lesson}/exercises.py", "lessons/{lesson}/lesson.md"
# Names that carry a figure no table gives: the law, and the names of datasets.
_NAMES = r"Section 232|section-232-[a-z]+"


@rule(
    "numbers-agree",
    "lesson",
    "A number in NUMBERS is the one the tables give.",
    replaced(_EXERCISES, '"March 2018": lambda', '"March 2019": lambda'),
)
def _numbers_agree(lesson: LessonFiles):
    for text, compute in lesson.module.NUMBERS.items():
        now, stopped = figures.computed(compute)
        if now != text:
            yield say("authoring.number_parted", where=lesson.where, text=text, now=stopped or now)


@rule(
    "numbers-in-notebook",
    "lesson",
    "A number in the notebook's prose comes from the tables (NUMBERS).",
    prose("It was 65.2% in all."),
)
def _in_notebook(lesson: LessonFiles):
    yield from _undeclared(lesson, lesson.prose, lesson.notebook_where)


@rule(
    "numbers-in-plan",
    "lesson",
    "A number in the plan comes from the tables (NUMBERS).",
    replaced(_PLAN, "## To discuss", "It was 65.2%.\n\n## To discuss"),
)
def _in_plan(lesson: LessonFiles):
    own = re.sub(r"<!-- answers -->.*?<!-- end -->", "", lesson.plan, flags=re.DOTALL)
    # Minutes and cells are no findings: they have rules of their own (plans.py).
    own = re.sub(r"\b\d+ minutes?\b|^(\|[^|]+\|) *\d+ *(?=\|)", r"\1", own, flags=re.MULTILINE)
    for name in {f"`{cell.id}`" for cell in lesson.student.cells}:
        own = own.replace(name, " ")
    yield from _undeclared(lesson, own, f"{lesson.where}/lesson.md")


@rule(
    "minutes-agree",
    "lesson",
    "The minutes in the notebook are those of the settings.",
    replaced("notebooks/{lesson}.ipynb", "**60 minutes", "**40 minutes"),
)
def _minutes(lesson: LessonFiles):
    for minutes in re.findall(r"\*\*(\d+) minutes", lesson.prose):
        if int(minutes) != lesson.settings.minutes:
            yield say("authoring.minutes", where=lesson.notebook_where, given=minutes, wanted=lesson.settings.minutes)


@rule("lessons-named", "lesson", "A lesson named in prose is there.", prose("See lesson 15."))
def _lessons_named(lesson: LessonFiles):
    numbers = {slug.partition("-")[0] for slug in lesson.course.slugs()} | {s[:2] for s in _all_lessons()}
    for number in re.findall(r"[Ll]essons? (\d+)", lesson.prose + lesson.plan):
        if number not in numbers:
            yield say("authoring.lesson_unknown", where=lesson.where, number=number)


def _all_lessons() -> set[str]:
    return set(catalogue.load("article-claims")["lesson"]) | set(catalogue.load("readings")["lesson"])


@rule("claims-named", "lesson", "A claim named in prose is in article-claims.", prose("This is claim A77."))
def _claims_named(lesson: LessonFiles):
    known = set(catalogue.load("article-claims")["claim_id"])
    for claim in sorted(set(re.findall(r"\bA\d\d\b", lesson.prose + lesson.plan)) - known):
        yield say("authoring.claim_unknown", where=lesson.where, claim=claim)


@functools.cache
def _names_in(dataset: str) -> frozenset[str]:
    table = catalogue.load(dataset)
    keys = [str(value) for column in catalogue.key(dataset) for value in table[column]]
    return frozenset({dataset, *map(str, table.columns), *keys})


def _undeclared(lesson: LessonFiles, text: str, where: str):
    text = re.sub(r"`([^`]*)`", lambda span: " " if _is_code(lesson, span.group(1)) else f" {span.group(1)} ", text)
    text = re.sub(rf"{_NAMES}|[Ll]essons? \d\d|\*\*\d+ minutes\.?\*\*|\bA\d\d\b", " ", text)
    for declared in sorted(lesson.module.NUMBERS, key=len, reverse=True):
        text = text.replace(declared, " ")
    for token in re.findall(r"\S*\d\S*", text):
        yield say("authoring.number_undeclared", where=where, token=token)


def _is_code(lesson: LessonFiles, span: str) -> bool:
    """Whether what stands between back quotes is code or a name that is there, and no number put out of sight."""
    if not span.startswith(("{", "[")) and span.strip("\"'") in _code(lesson) and not re.fullmatch(r"[\d.,% ]+", span):
        return True
    if span.strip("\"'") in _names(lesson) or re.fullmatch(_NAMES, span):
        return True
    try:
        example = ast.literal_eval(span)
    except (ValueError, SyntaxError):
        return False
    # An example of an answer has zeros where numbers will stand: any other number would say something.
    numbers = [part for part in _leaves(example) if isinstance(part, int | float)]
    return (
        isinstance(example, list | dict)
        and not any(numbers)
        and set(re.findall(r"\b[A-Z]{1,4}\d{1,4}\b", span)) <= _names(lesson)
    )


def _leaves(value: object) -> list[object]:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else None
    return [value] if parts is None else [leaf for part in parts for leaf in _leaves(part)]


def _code(lesson: LessonFiles) -> str:
    answers = [
        f"{exercise.solution} {exercise.wants} {' '.join(exercise.hints)}" for exercise in lesson.exercises.values()
    ]
    return "\n".join([*(cell.source for _, cell in lesson.code), *answers])


def _names(lesson: LessonFiles) -> set[str]:
    listed = set(lesson.settings.datasets) & set(catalogue.names())
    return {name for dataset in listed for name in _names_in(dataset)}
