"""Whatever is handed in: nothing raises, each answer gets one plain sentence, and no object is right by itself."""

import collections
import datetime as dt
import functools
import random
import re
import time

import numpy as np
import pandas as pd
import pytest
from alliancelab.classroom import COURSE
from alliancelab.classroom.answers import Unusable, plain
from alliancelab.classroom.kinds import NOTED, RIGHT, UNANSWERED, WRONG, Judgement, Prediction
from alliancelab.ground.messages import say
from hostile import HOSTILE, value

EXERCISES = [exercise for slug in COURSE.slugs() for exercise in COURSE.exercises(slug).values()]
UNREADABLE = say("kinds.unreadable")
# Words that Python would use; what a person wrote stands in quotation marks and is left out.
QUOTED = re.compile(r"'[^']*(?:'|$)")
MACHINE = re.compile(
    r"Traceback|Error\b|Exception| object at |dtype|\b(?:None|nan|NaN|NaT|inf|np|pd|numpy|pandas|str|int|float64|float|"
    r"bool|dict|tuple|ndarray|Series|DataFrame|Categorical|Timestamp|NoneType|range|iterator|generator|module)\b|<NA>|<class|"
    r"\de[+-]\d|0x[0-9a-f]{4}|\\[xu][0-9a-f]|\(\)|[{}\[\]<>]"
)


def fault(exercise, answer, allowed=(WRONG, UNANSWERED)):
    """What is wrong with the verdict on an answer, or nothing."""
    started = time.process_time()
    try:
        verdict = exercise.verdict(answer)
        outcome = exercise.outcome(answer) if isinstance(exercise, Prediction) else "guess"
    except BaseException as error:
        return f"raised {type(error).__name__}"
    if time.process_time() - started > 2:
        return "took more than two seconds"
    if verdict.status not in allowed:
        return f"was {verdict.status}"
    if verdict.text.startswith(UNREADABLE) or outcome == UNREADABLE:
        return "was not foreseen"
    if type(verdict.text) is not str or not 10 < len(verdict.text) < 800 or not verdict.text.isprintable():
        return f"got the sentence {verdict.text!r}"
    # The exercise's own words are its author's, and are read elsewhere.
    said = QUOTED.sub("", "" if verdict.text in _own(exercise) else verdict.text.replace(exercise.wants, ""))
    return f"speaks like a machine: {verdict.text}" if MACHINE.search(said) else ""


@functools.cache
def _own(exercise):
    return {exercise.why, *(sentence for _, sentence in exercise.known_mistakes)}


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.key)
def test_nothing_hostile_raises_hangs_or_talks_its_way_in(exercise):
    faults = {name: said for name, answer in HOSTILE.items() if (said := fault(exercise, answer))}
    assert faults == {}


# pandas and numpy warn of odd values while they are drawn; the verdict is what is tried.
@pytest.mark.filterwarnings("ignore")
def test_thousands_of_drawn_values_get_one_plain_sentence():
    draw, faults, seen = random.Random(2018), [], collections.Counter()
    words = {id(one): _words(one) for one in EXERCISES}
    for n in range(6_000):
        exercise = EXERCISES[n % len(EXERCISES)]
        answer = value(draw, words[id(exercise)])
        said = fault(exercise, answer, (RIGHT, NOTED, WRONG, UNANSWERED))
        seen[exercise.verdict(answer).status] += 1
        if said:
            faults.append((exercise.key, said, str(plain_or_nothing(answer))[:100]))
    assert faults == []
    assert set(seen) == {RIGHT, NOTED, WRONG, UNANSWERED}, "the drawing reaches every status"


def _words(exercise):
    """Words from which an answer to this exercise may come, so that the drawing reaches beyond the first refusal."""
    words = [*getattr(exercise, "options", {}), *sorted(map(str, _parts(exercise.expected())))[:4]]
    words += getattr(exercise, "labels", list)()[:5]
    words += [exercise.expected()[1]] if isinstance(exercise, Judgement) else []
    return [*dict.fromkeys([*words, "JPN", "KOR", "supported", "a", "b", "A05", "x" * 30])]


def _parts(answer):
    return answer if isinstance(answer, (list, set, tuple, dict)) else [answer]


def plain_or_nothing(answer):
    try:
        return plain(answer)
    except Unusable:
        return None


def _disguised(exercise):
    """The right answer in the clothes of an object that answers for itself, alone and among the parts."""
    right = exercise.expected()
    parts = list(_parts(right))
    agreeing = {"__eq__": lambda self, other: True, "__hash__": lambda self: 1, "__len__": lambda self: len(parts)}
    for base in (str, float, int, list, dict, set, tuple, object):
        hostile = type("Right", (base,), agreeing)()
        yield hostile
        yield [hostile, *parts[1:]]
        yield {"a": hostile}
        yield (*parts, hostile)
    for name in ("a text that equals everything", "a float that equals everything", "an object that explodes"):
        yield [HOSTILE[name]] * len(parts)
        if "explodes" not in name:
            yield np.array([HOSTILE[name]], dtype=object)
            yield pd.Series([HOSTILE[name]] * len(parts), dtype=object)
        yield dict.fromkeys(parts if all(type(part) is str for part in parts) else "ab", HOSTILE[name])


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.key)
def test_an_object_that_agrees_with_everything_is_never_right(exercise):
    for answer in _disguised(exercise):
        said = fault(exercise, answer)
        assert said == "", (type(answer), said)


@pytest.mark.filterwarnings("ignore")
def test_plain_gives_nothing_but_plain_values():
    def kinds(given):
        inner = (
            [*given.keys(), *given.values()] if type(given) is dict else given if type(given) in (list, tuple) else []
        )
        return {type(given)}.union(*map(kinds, inner))

    draw, exact = random.Random(4), {bool, int, float, str, dt.date, list, dict, tuple, type(None)}
    for _ in range(3_000):
        try:
            given = plain(value(draw, ["a", "b", "c", "d", "e", "f"]))
        except Unusable:
            continue
        assert kinds(given) <= exact
