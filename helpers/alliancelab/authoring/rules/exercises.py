"""Rules of an exercise: that it helps, that its right answer is right, and that its mistakes are told apart."""

from alliancelab.authoring.rules import rule
from alliancelab.authoring.rules.plants import added, replaced
from alliancelab.authoring.rules.subjects import LessonFiles
from alliancelab.classroom.kinds import NOTED, RIGHT, WRONG, Exercise, Judgement, Prediction
from alliancelab.ground.messages import say

_FILE = "lessons/{lesson}/exercises.py"
# Long enough to say something: "look again" is not a reason.
LEAST_SENTENCE = 20


@rule(
    "number-of-exercises",
    "lesson",
    "A ready lesson has five to eight exercises.",
    added(_FILE, "\n\n" + "\n\n".join(f'class More{n}(HalfOpen):\n    key = "more-{n}"' for n in (1, 2)) + "\n"),
)
def _number(lesson: LessonFiles):
    if lesson.settings.ready and not 5 <= len(lesson.exercises) <= 8:
        yield say("authoring.exercises_number", where=lesson.where, n=len(lesson.exercises))


def _each(lesson: LessonFiles, holds, message: str):
    for key, exercise in lesson.exercises.items():
        try:
            well = holds(exercise)
        except Exception:  # whatever an author's function may raise: the rule does not hold
            well = False
        if not well:
            yield say(message, where=lesson.where, exercise=key)


@rule(
    "two-hints",
    "lesson",
    "An exercise has two hints or more.",
    replaced(_FILE, '"Look at the column From.", ', ""),
)
def _hints(lesson: LessonFiles):
    yield from _each(
        lesson,
        lambda one: isinstance(one.hints, tuple) and len(one.hints) >= 2 and all(one.hints),
        "authoring.two_hints",
    )


@rule(
    "solution",
    "lesson",
    "An exercise has a worked solution.",
    replaced(_FILE, "solution = '\"2018-03-23\"'", "solution = ''"),
)
def _solution(lesson: LessonFiles):
    yield from _each(lesson, lambda one: bool(one.solution), "authoring.no_solution")


@rule(
    "why",
    "lesson",
    "An exercise says why its answer matters.",
    replaced(_FILE, 'why = "a row has a first day in', 'why = "" and "a row has a first day in'),
)
def _why(lesson: LessonFiles):
    yield from _each(lesson, lambda one: len(one.why) >= LEAST_SENTENCE, "authoring.no_why")


@rule(
    "right-is-right",
    "lesson",
    "The expected answer is right, or noted where an exercise is not marked.",
    replaced(_FILE, 'return _japan()["from_date"].min()', 'return [_japan()["from_date"].min(), 1]'),
)
def _right(lesson: LessonFiles):
    yield from _each(
        lesson,
        lambda one: one.verdict(one.expected()).status == (RIGHT if one.marked else NOTED),
        "authoring.right_is_wrong",
    )


@rule(
    "known-mistake",
    "lesson",
    "An exercise names one known mistake or more, unless it is a judgement.",
    replaced(_FILE, 'return [("a",', 'return [] and [("a",'),
)
def _known_mistake(lesson: LessonFiles):
    yield from _each(lesson, lambda one: isinstance(one, Judgement) or bool(one.mistakes()), "authoring.no_mistake")


@rule(
    "mistakes-told-apart",
    "lesson",
    "Each known mistake gets a sentence of its own, and is wrong where the exercise is marked.",
    replaced(_FILE, "too few: the first day in is counted", "too many: the first day out is not counted"),
)
def _mistakes(lesson: LessonFiles):
    yield from _each(lesson, _tells_mistakes_apart, "authoring.mistakes_alike")


def _tells_mistakes_apart(exercise: Exercise) -> bool:
    mistakes = exercise.mistakes()
    own = len({sentence for _, sentence in mistakes}) == len(mistakes)
    return own and all(_meets(exercise, wrong, sentence) for wrong, sentence in mistakes)


def _meets(exercise: Exercise, wrong: object, sentence: str) -> bool:
    verdict = exercise.verdict(wrong)
    if exercise.marked:
        return verdict == (WRONG, sentence)
    # A guess meets the sentence when it is set beside the tables; there it begins a sentence.
    said = exercise.outcome(wrong) if isinstance(exercise, Prediction) else verdict.text
    return verdict.status not in (RIGHT, WRONG) and sentence.lower() in said.lower()


@rule(
    "near-miss",
    "lesson",
    "The tolerance of a number is at most a twentieth of the answer.",
    replaced(_FILE, 'unit, tolerance = "%", 0.1', 'unit, tolerance = "%", 9.1'),
)
def _near_miss(lesson: LessonFiles):
    yield from _each(lesson, _is_narrow, "authoring.tolerance_wide")


def _is_narrow(exercise: Exercise) -> bool:
    tolerance = getattr(exercise, "tolerance", 0)
    wanted = exercise.wanted if isinstance(exercise.wanted, dict) else {"": exercise.wanted}
    return not tolerance or all(tolerance <= max(abs(number), 1) / 20 for number in wanted.values())
