"""The syllabus: lessons laid out over meetings by the minutes of their plans, and what is marked for what.

Meetings are computed from the plans; outcomes, weights and reading questions are in lessons/syllabus.toml.
"""

import itertools
import tomllib
from typing import NamedTuple

from alliancelab.classroom import plans
from alliancelab.classroom.course import COURSE, Course, LessonError, Need
from alliancelab.ground.messages import say

FILE = "syllabus.toml"
# The plan by which a lesson is taught where it has two meetings.
_LONG = 90


class Taught(NamedTuple):
    """A lesson in one meeting: by the plan of which length, its minutes here, and which parts (none: the whole)."""

    slug: str
    plan: int
    minutes: int
    parts: tuple[str, ...] = ()


class Meeting(NamedTuple):
    """One meeting of a class: its number and what is taught."""

    number: int
    taught: tuple[Taught, ...]

    @property
    def minutes(self) -> int:
        """The minutes of all that is taught."""
        return sum(each.minutes for each in self.taught)


def meetings(count: int = 9, length: int | None = None, course: Course = COURSE) -> list[Meeting]:
    """The ready lessons laid out over a number of meetings, in order.

    Fewer meetings than lessons: whole lessons go together, so that the longest meeting is as short as possible.
    More: a lesson that gains most from it (`longer` in syllabus.toml) is taught by its plan of 90 minutes in two
    meetings, cut between two parts. length is what a meeting has, in minutes: each lesson is then taught by its
    longest plan (50 minutes, its own, 90) with which the meeting fits, or by its shortest where none fits.
    Raises ValueError for a number of meetings or minutes that will not do, LessonError where a plan has no slots.

    >>> [meeting.minutes for meeting in meetings(9)][:3]
    [60, 60, 60]
    >>> [len(meeting.taught) for meeting in meetings(3)]
    [4, 3, 3]
    """
    slugs = [slug for slug in course.slugs() if course.settings(slug).ready]
    if type(count) is not int or not 1 <= count <= 2 * len(slugs):
        raise ValueError(say("syllabus.count", given=count, most=2 * len(slugs)))
    if length is not None and (type(length) is not int or length < 1):
        raise ValueError(say("syllabus.length", given=length))
    if count <= len(slugs):
        groups = [[(slug, None) for slug in group] for group in _grouped(slugs, count, course)]
    else:
        cut = set([slug for slug in whole(course)["longer"] if slug in slugs][: count - len(slugs)])
        halves = {slug: _halves(slug, course) for slug in cut}
        groups = [[(slug, half)] for slug in slugs for half in halves.get(slug, [None])]
    return [
        Meeting(n, (group[0][1],) if group[0][1] else _fitted([slug for slug, _ in group], length, course))
        for n, group in enumerate(groups, start=1)
    ]


def whole(course: Course = COURSE) -> dict:
    """What stands in lessons/syllabus.toml. Raises LessonError where it cannot be read.

    >>> sum(sum(each["weights"].values()) for each in whole()["assessment"])
    100
    """
    path = course.root / "lessons" / FILE
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LessonError(say("syllabus.unreadable", where=f"lessons/{FILE}", error=str(error))) from None


def lengths(slug: str, course: Course = COURSE) -> dict[int, tuple[plans.Part, ...]]:
    """The plans of a lesson by their minutes, the shortest first, each with its parts.

    Raises LookupError for an unknown lesson, LessonError for a plan without slots.

    >>> list(lengths("10-first-look"))
    [50, 60, 90]
    """
    plan = plans.read(course.plan(slug))
    if not plan.slots:
        raise LessonError(say("syllabus.no_slots", where=f"lessons/{slug}/lesson.md"))
    own = tuple(plans.Part(slot.title, slot.minutes, "") for slot in plan.slots)
    return dict(sorted({sum(part.minutes for part in parts): parts for parts in (own, *plan.lengths.values())}.items()))


def _minutes(slug: str, course: Course) -> int:
    return course.settings(slug).minutes


def _grouped(slugs: list[str], count: int, course: Course) -> list[list[str]]:
    """Neighbours together: the longest meeting as short as possible, then all as alike as possible."""

    def rank(groups: list[list[str]]) -> tuple:
        sums = [sum(_minutes(slug, course) for slug in group) for group in groups]
        return max(sums), sum(minutes**2 for minutes in sums)

    cuts = itertools.combinations(range(1, len(slugs)), count - 1)
    ways = ([slugs[a:b] for a, b in itertools.pairwise((0, *cut, len(slugs)))] for cut in cuts)
    return min(ways, key=rank)


def _halves(slug: str, course: Course) -> list[Taught]:
    """The plan of 90 minutes in two meetings, cut between the two parts nearest to the middle."""
    known = lengths(slug, course)
    length = _LONG if _LONG in known else max(known)
    parts = [part for part in known[length] if part.minutes]
    sums = list(itertools.accumulate(part.minutes for part in parts))
    at = min(range(1, len(parts)), key=lambda n: abs(2 * sums[n - 1] - length), default=1)
    return [
        Taught(slug, length, sum(p.minutes for p in half), tuple(p.title for p in half))
        for half in (parts[:at], parts[at:])
    ]


def _fitted(slugs: list[str], length: int | None, course: Course) -> tuple[Taught, ...]:
    own = tuple(Taught(slug, _minutes(slug, course), _minutes(slug, course)) for slug in slugs)
    if length is None:
        return own
    ways = [
        tuple(Taught(slug, minutes, minutes) for slug, minutes in zip(slugs, way, strict=True))
        for way in itertools.product(*(lengths(slug, course) for slug in slugs))
    ]
    totals = {way: sum(each.minutes for each in way) for way in ways}
    fit = [way for way in ways if totals[way] <= length]
    return max(fit, key=totals.get) if fit else min(ways, key=totals.get)


def needs(course: Course = COURSE) -> list[tuple[str, list[Need], list[Need], list[str]]]:
    """What each lesson needs: it, the lessons it cannot do without, those that help, tables met in an earlier one.

    >>> lesson, must, helps, again = needs()[1]
    >>> lesson, [need.lesson for need in must]
    ('20-two-tracks', ['10-first-look'])
    """
    lines, met = [], set()
    for slug in course.slugs():
        settings = course.settings(slug)
        if settings.ready:
            must = [need for need in settings.needs if need.must]
            helps = [need for need in settings.needs if not need.must]
            again = [name for name in settings.datasets if name in met]
            lines.append((slug, must, helps, again))
            met |= set(settings.datasets)
    return lines


def text(count: int = 9, length: int | None = None, answers: bool = False, course: Course = COURSE) -> str:
    """The syllabus as Markdown, to hand out; with the answers to the reading questions, for the lecturer.

    >>> text(9).splitlines()[0][:14]
    '# How do we kn'
    >>> "How it is marked" in text(5) and "Answer" not in text(5)
    True
    """
    course_of, laid = whole(course), meetings(count, length, course)
    parts = [
        f"# {course_of['title']}",
        course_of["about"],
        say("syllabus.article", article=course_of["article"]),
        course_of["away"],
        "## " + say("syllabus.meetings", n=count),
        _table(("meeting", "minutes", "taught", "handed in"), _meeting_rows(laid, course_of, course)),
        *_notes(laid, length, course),
        "## " + say("syllabus.outcomes"),
        _table(("outcome", "lessons", "objectives"), _outcome_rows(course_of, course)),
        "## " + say("syllabus.marked"),
        _table(("what", "percent", "how"), [(e["title"], _weight(e), e["how"]) for e in course_of["assessment"]]),
        *_rubrics(course_of),
        say("syllabus.matrix"),
        _matrix(course_of),
        "## " + say("syllabus.needs"),
        _table(("lesson", "must", "helps", "again"), _need_rows(course)),
        "## " + say("syllabus.questions"),
        say("syllabus.questions_about"),
        *_questions(course_of, answers),
    ]
    return "\n\n".join(parts) + "\n"


def _table(heads: tuple[str, ...], rows: list[tuple]) -> str:
    head = [say(f"syllabus.column_{name}") for name in heads]
    return "\n".join(f"| {' | '.join(map(str, row))} |" for row in (head, ["---"] * len(head), *rows))


def _number(slug: str) -> str:
    return slug.partition("-")[0]


def _numbers(slugs: list[str]) -> str:
    return ", ".join(map(_number, slugs)) or "–"


def _reasons(needed: list[Need]) -> str:
    return "; ".join(say("syllabus.need", number=_number(n.lesson), reason=n.reason) for n in needed) or "–"


def _meeting_rows(laid: list[Meeting], course_of: dict, course: Course) -> list[tuple]:
    due: dict[int, list[str]] = {}
    for each in (one for assessment in course_of["assessment"] for one in assessment["due"]):
        held = [meeting.number for meeting in laid if each["lesson"] in {one.slug for one in meeting.taught}]
        if held:
            number = held[0] if each["when"] == "before" else held[-1]
            due.setdefault(number, []).append(_due(each, laid[number - 1]))
    return [
        (
            meeting.number,
            meeting.minutes,
            "; ".join(_said(one, course) for one in meeting.taught),
            "; ".join(due.get(meeting.number, [])) or "–",
        )
        for meeting in laid
    ]


def _due(each: dict, meeting: Meeting) -> str:
    if each["when"] == "after":
        return say("syllabus.after", what=each["what"])
    if each["lesson"] == meeting.taught[0].slug:
        return say("syllabus.before", what=each["what"])
    # An earlier lesson of the same meeting comes first: what is due is done between the two, in class.
    minutes = each.get("minutes", 0)
    if minutes:
        return say("syllabus.within_minutes", what=each["what"], number=_number(each["lesson"]), minutes=minutes)
    return say("syllabus.within", what=each["what"], number=_number(each["lesson"]))


def _said(one: Taught, course: Course) -> str:
    question = say("syllabus.lesson", number=_number(one.slug), question=course.settings(one.slug).question)
    if one.parts:
        return say("syllabus.lesson_part", lesson=question, first=one.parts[0], last=one.parts[-1], plan=one.plan)
    own = one.plan == course.settings(one.slug).minutes
    return question if own else say("syllabus.lesson_by", lesson=question, plan=one.plan)


def _notes(laid: list[Meeting], length: int | None, course: Course) -> list[str]:
    notes = [say("syllabus.total", minutes=sum(m.minutes for m in laid), longest=max(m.minutes for m in laid))]
    for meeting in laid:
        if length is not None and meeting.minutes > length:
            notes.append(say("syllabus.too_long", n=meeting.number, minutes=meeting.minutes, length=length))
    for one in (one for meeting in laid for one in meeting.taught if not one.parts):
        left = [part for part in lengths(one.slug, course).get(one.plan, ()) if not part.minutes] if length else []
        for part in left:
            notes.append(say("syllabus.left_out", number=_number(one.slug), part=part.title, change=part.change))
    return notes


def _outcome_rows(course_of: dict, course: Course) -> list[tuple]:
    rows = []
    for n, outcome in enumerate(course_of["outcomes"], start=1):
        named = [name.split() for name in outcome["objectives"]]
        words = [
            objective.text
            for slug, key in named
            if slug in course.slugs()
            for objective in course.settings(slug).objectives
            if objective.id == key
        ]
        rows.append(
            (
                say("syllabus.outcome", n=n, text=outcome["text"]),
                _numbers(list(dict.fromkeys(slug for slug, _ in named))),
                "; ".join(words),
            )
        )
    return rows


def _weight(each: dict) -> int:
    return sum(each["weights"].values())


def _rubrics(course_of: dict) -> list[str]:
    lines = []
    for each in course_of["assessment"]:
        if rubric := each.get("rubric"):
            lines.append(say("syllabus.rubric", title=each["title"]))
            rows = [(line["ask"], line["full"], line["half"]) for line in rubric]
            lines.append(_table(("asked", "full", "half"), rows))
    return lines


def _matrix(course_of: dict) -> str:
    assessment = course_of["assessment"]
    head = [say("syllabus.column_outcome"), *(each["title"] for each in assessment), say("syllabus.column_all")]
    rows = []
    for n, outcome in enumerate(course_of["outcomes"], start=1):
        weights = [each["weights"].get(outcome["id"], 0) for each in assessment]
        rows.append([n, *(weight or "–" for weight in weights), sum(weights)])
    rows.append([say("syllabus.column_all"), *map(_weight, assessment), sum(map(_weight, assessment))])
    return "\n".join(f"| {' | '.join(map(str, row))} |" for row in (head, ["---"] * len(head), *rows))


def _need_rows(course: Course) -> list[tuple]:
    return [
        (f"{_number(slug)}: {course.settings(slug).title}", *map(_reasons, (must, helps)), ", ".join(again) or "–")
        for slug, must, helps, again in needs(course)
    ]


def _questions(course_of: dict, answers: bool) -> list[str]:
    lines = []
    for n, one in enumerate(course_of["questions"], start=1):
        lines.append(say("syllabus.question", n=n, ask=one["ask"], lesson=_number(one["lesson"])))
        if answers:
            lines.append(say("syllabus.answer", answer=one["answer"], claims=", ".join(one["claims"])))
    return lines
