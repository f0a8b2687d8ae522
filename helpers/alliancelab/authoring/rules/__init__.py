"""The rules of the house: each is one object with an id, a sentence, a test, and one fault planted to try it.

`check` asks every rule of every dataset and lesson; the tests plant each rule's fault in a copy and see that
it is caught; CONTRIBUTING.md lists the rules from here. A rule is added by writing it with `rule`, in the
module of what it is about, and nowhere else.
"""

from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from alliancelab.ground.messages import say
from alliancelab.ground.suggestions import resolve

ABOUT = ("dataset", "lesson", "house")
_MODULES = ("datasets", "editions", "checks", "lessons", "plans", "exercises", "notebooks", "numbers", "keys", "house")


class Rule(NamedTuple):
    """A rule: its id, what it is about (one of ABOUT), what it says, the test, and a planted fault.

    `broken` takes what the rule is about and yields a sentence for each place where the rule does not hold.
    `plant` takes the root of a copy of the house and does what a careless author might do.
    """

    id: str
    about: str
    says: str
    broken: Callable[[object], Iterable[str]]
    plant: Callable[[Path], None]


class Fault(NamedTuple):
    """A rule that does not hold, and a sentence that says where."""

    rule: str
    sentence: str


RULES: dict[str, Rule] = {}


def rule(name: str, about: str, says: str, plant: Callable[[Path], None]) -> Callable:
    """Makes the function below it the test of a rule.

    >>> "locked" in every() and every()["locked"].about
    'lesson'
    """

    def made(broken: Callable[[object], Iterable[str]]) -> Callable[[object], Iterable[str]]:
        if name in RULES or about not in ABOUT:
            raise ValueError(f"The rule {name!r} is there already, or is about something else than {ABOUT}.")
        RULES[name] = Rule(name, about, says, broken, plant)
        return broken

    return made


def every() -> dict[str, Rule]:
    """All rules by id, in the order in which they are written.

    >>> len(every()) > 50
    True
    """
    for module in _MODULES:
        import_module(f"{__name__}.{module}")
    return RULES


def check(root: Path | None = None, only: str | None = None) -> list[Fault]:
    """Every rule that does not hold in a house (the checkout's by default); empty when all is in order.

    only is the name of one dataset, lesson or rule: nothing else is then asked. Raises LookupError for no such name.

    >>> check(only="eu-members")
    []
    """
    from alliancelab.authoring.rules.subjects import House

    rules, house = every(), House(root)
    subjects = {
        "dataset": {each.name: each for each in house.datasets()},
        "lesson": {each.slug: each for each in house.lessons()},
        "house": {"": house},
    }
    if only is not None:
        names = [name for each in subjects.values() for name in each if name]
        only = resolve(only, [*names, *rules], say("authoring.checked"))
        if only in rules:
            rules = {only: rules[only]}
        else:
            subjects = {about: {only: each[only]} for about, each in subjects.items() if only in each}
    return [
        fault
        for about, each in subjects.items()
        for subject in each.values()
        for one in rules.values()
        if one.about == about
        for fault in _asked(one, subject)
    ]


def _asked(one: Rule, subject: object) -> list[Fault]:
    from alliancelab.authoring.rules.subjects import NotReadable
    from alliancelab.classroom.course import LessonError

    try:
        return [Fault(one.id, sentence) for sentence in one.broken(subject)]
    except (NotReadable, LessonError, OSError):
        # What cannot be read has its own rule; the others have nothing to look at.
        return []
    except Exception as error:  # whatever an author's code may raise is a fault of that code, said where it is
        where = getattr(subject, "where", one.about)
        shown = f"{type(error).__name__}: {error}".splitlines()[0]
        return [Fault(one.id, say("authoring.rule_stopped", where=where, error=shown))]


def listing() -> str:
    """The rules as CONTRIBUTING.md lists them, one line per rule.

    >>> listing().startswith("| rule | about |")
    True
    """
    lines = [f"| `{one.id}` | {one.about} | {one.says} |" for one in every().values()]
    return "\n".join(["| rule | about | what it says |", "|---|---|---|", *lines])
