"""The course: its lessons, kinds of exercise, and the lesson a notebook talks to."""

from alliancelab.ground.rooms import fetched

_NAMES = {
    "Lesson": "lesson",
    "COURSE": "course",
}
_MODULES = ("kinds",)

__getattr__ = fetched(__name__, _NAMES, _MODULES)


def __dir__() -> list[str]:
    return sorted({*_NAMES, *_NAMES.values(), *_MODULES})
