"""Rules of a lesson's folder: its parts, its settings, its claims, and what its plan promises."""

import re

from alliancelab import catalogue
from alliancelab.authoring import keys, seals
from alliancelab.authoring.rules import rule
from alliancelab.authoring.rules.plants import DATASET, added, gone, replaced
from alliancelab.authoring.rules.subjects import LessonFiles
from alliancelab.classroom.course import COURSE, SETTINGS, LessonError, settings_rules
from alliancelab.ground.messages import say

_SETTINGS, _EXERCISES = f"lessons/{{lesson}}/{SETTINGS}", "lessons/{lesson}/exercises.py"
_PARTS = ("lesson.md", SETTINGS, "exercises.py", "key.ipynb", seals._EXERCISES)
_LOADS = re.compile(r"""\bload\(\s*["']([\w-]+)["']""")


@rule("lesson-parts", "lesson", f"A lesson is a notebook and {', '.join(_PARTS)}.", gone("notebooks/{lesson}.ipynb"))
def _parts(lesson: LessonFiles):
    absent = [part for part in _PARTS if not (lesson.home / part).is_file()]
    absent += [] if lesson.course.notebook(lesson.slug).is_file() else [lesson.notebook_where]
    if absent:
        yield say("authoring.lesson_lacks", where=lesson.where, parts=", ".join(absent))


@rule(
    "settings-read",
    "lesson",
    f"The settings of a lesson stand in {SETTINGS}, as TOML.",
    replaced(_SETTINGS, "claims = [", "claims = "),
)
def _settings_read(lesson: LessonFiles):
    try:
        lesson.course.raw_settings(lesson.slug)
    except LessonError as error:
        yield str(error)


@rule(
    "settings-typed",
    "lesson",
    "Each setting is known and of its kind.",
    replaced(_SETTINGS, "minutes = 60", 'minutes = "sixty"'),
)
def _settings_typed(lesson: LessonFiles):
    yield from settings_rules(lesson.raw, f"{lesson.where}/{SETTINGS}")


@rule("exercises-run", "lesson", "exercises.py can be run.", added(_EXERCISES, "def (\n"))
def _exercises_run(lesson: LessonFiles):
    try:
        lesson.course.exercises(lesson.slug)
    except LessonError as error:
        yield str(error)


@rule(
    "datasets-listed",
    "lesson",
    "The settings list each dataset that the notebook or the exercises load, and no other.",
    replaced(_SETTINGS, '"eu-members", ', ""),
)
def _datasets_listed(lesson: LessonFiles):
    code = "\n".join(cell.source for _, cell in lesson.code)
    code += (lesson.home / "exercises.py").read_text(encoding="utf-8")
    loaded, listed = set(_LOADS.findall(code)), set(lesson.settings.datasets)
    for name in sorted(listed - set(catalogue.names())):
        yield say("authoring.dataset_unknown", where=lesson.where, name=name)
    for name in sorted(loaded - listed):
        yield say("authoring.dataset_unlisted", where=lesson.where, name=name)
    if lesson.settings.ready:
        for name in sorted((listed & set(catalogue.names())) - loaded - _by_claims(lesson)):
            yield say("authoring.dataset_unused", where=lesson.where, name=name)


def _by_claims(lesson: LessonFiles) -> set[str]:
    # A lesson that weighs the whole ledger rests on the tables of other lessons' claims.
    code = (lesson.home / "exercises.py").read_text(encoding="utf-8")
    ledger = "course.findings()" in code
    return {name for found in lesson.course.findings().values() for name in found.rows} if ledger else set()


def _a_draft_table(root) -> None:
    path = root / "datasets" / DATASET / "datapackage.json"
    path.write_text(path.read_text(encoding="utf-8").replace("{", '{"status": "draft",', 1), encoding="utf-8")


@rule("no-draft-table", "lesson", "A ready lesson loads no dataset that is a draft.", _a_draft_table)
def _no_draft_table(lesson: LessonFiles):
    for data in lesson.house.datasets():
        if lesson.settings.ready and data.name in lesson.settings.datasets and data.package.get("status") == "draft":
            yield say("authoring.draft_used", where=lesson.where, name=data.name)


@rule(
    "objectives",
    "lesson",
    "Each objective and the exercises that show it name each other.",
    replaced(_SETTINGS, '"first-day", ', ""),
)
def _objectives(lesson: LessonFiles):
    named = {(objective.id, key) for objective in lesson.settings.objectives for key in objective.exercises}
    own = {(exercise.objective, key) for key, exercise in lesson.exercises.items()}
    for objective, key in sorted(named ^ own):
        yield say("authoring.objective", where=lesson.where, objective=objective, exercise=key)


@rule(
    "needs-earlier",
    "lesson",
    "A lesson that another one needs is there, and comes before it.",
    added(_SETTINGS, '\n[[needs]]\nlesson = "90-check-the-article"\nreason = "None."\nmust = true\n'),
)
def _needs_earlier(lesson: LessonFiles):
    # In a copy with some of the lessons, those that came with the kit count as there.
    there = set(lesson.course.slugs()) | set(COURSE.slugs())
    for need in lesson.settings.needs:
        if need.lesson not in there or need.lesson >= lesson.slug:
            yield say("authoring.need_not_earlier", where=lesson.where, need=need.lesson)


@rule(
    "claims-decided",
    "lesson",
    "The claims in the settings are those that CLAIMS decides.",
    replaced(_SETTINGS, 'claims = ["A01", "A04"]', 'claims = ["A01"]'),
)
def _claims_decided(lesson: LessonFiles):
    for claim in sorted(set(lesson.settings.claims) ^ set(lesson.course.rules(lesson.slug))):
        yield say("authoring.claim_undecided", where=lesson.where, claim=claim)


@rule(
    "claims-owned",
    "lesson",
    "Each claim has one lesson, the one that article-claims names; no other decides it, and no draft.",
    replaced(_EXERCISES, '"A04": _list_holds', '"A05": _list_holds'),
)
def _claims_owned(lesson: LessonFiles):
    owners = lesson.course.owners()
    for claim in sorted(set(lesson.settings.claims) | set(lesson.course.rules(lesson.slug))):
        owner = owners.get(claim)
        if owner != lesson.slug or not lesson.settings.ready:
            yield say("authoring.claim_owned", where=lesson.where, claim=claim, owner=owner or "no lesson")


@rule(
    "findings-promised",
    "lesson",
    "A ready lesson promises what must come out of its cells, as a whole number or word, and the key shows it.",
    replaced(_SETTINGS, 'findings = ["199", ', 'findings = ["206", '),
)
def _findings_promised(lesson: LessonFiles):
    if lesson.settings.ready and not lesson.settings.findings:
        yield say("authoring.findings_none", where=lesson.where)
    for finding in lesson.settings.findings:
        if not keys.cells_with(finding, lesson.key):
            yield say("authoring.finding_absent", where=lesson.where, finding=finding)


@rule(
    "exercises-sealed",
    "lesson",
    "Each exercise is the one that was sealed under its key (seal.json): right answer, tolerance, options, sentences.",
    replaced(_EXERCISES, 'unit, tolerance = "%", 0.1', 'unit, tolerance = "%", 1.1'),
)
def _exercises_sealed(lesson: LessonFiles):
    changed = seals.changed_exercises(lesson.slug, lesson.course) if lesson.exercises else []
    if changed:
        yield say("authoring.exercises_changed", where=lesson.where, n=len(changed), keys=", ".join(changed[:5]))
