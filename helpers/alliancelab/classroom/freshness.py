"""How old the facts of a lesson are: a quiet line while they are fresh, and what to do when the copy is old.

It is worked out from the descriptors: as_of, review_by, and whether anything in a table can still change
(review_look_up). A key and a saved notebook keep none of it, since it would be another sentence on another day.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

import pandas as pd

from alliancelab import catalogue
from alliancelab.catalogue import NOTHING
from alliancelab.forms.journal import on_binder
from alliancelab.ground import days
from alliancelab.ground.messages import say


class Facts(NamedTuple):
    """Of the tables that can change: up to which days the newest and the oldest are known, and the first check due."""

    newest: pd.Timestamp
    known: pd.Timestamp
    oldest: str
    due: pd.Timestamp

    def __str__(self) -> str:
        if self.newest == self.known:
            return say("freshness.known", day=self.known)
        return say("freshness.between", newest=self.newest, day=self.known, name=self.oldest)


def facts(datasets: Collection[str]) -> Facts | None:
    """What to say of the tables of a lesson; None where nothing in them changes any more.

    Raises LookupError for an unknown dataset, ValueError for a descriptor that cannot be used.

    >>> facts(["tokyo-clues"]) is None, facts(["section-232-status", "tokyo-clues"]).oldest
    (True, 'section-232-status')
    """
    packages = [catalogue.descriptor(name) for name in datasets]
    moving = [package for package in packages if not is_closed(package)]
    if not moving:
        return None
    oldest = min(moving, key=lambda package: package["as_of"])
    newest = max(package["as_of"] for package in moving)
    due = min(package["review_by"] for package in moving)
    return Facts(days.read(newest), days.read(oldest["as_of"]), oldest["name"], days.read(due))


def is_closed(package: Mapping) -> bool:
    """Whether nothing in a table can change any more, by its descriptor; where it says nothing, something may.

    >>> is_closed(catalogue.descriptor("tokyo-clues")), is_closed({})
    (True, False)
    """
    look_up = package.get("review_look_up")
    return bool(look_up) and all(each.startswith(NOTHING) for each in look_up)


def told(datasets: Collection[str], on: object = None) -> tuple[str, bool]:
    """How old the facts of these tables are on a day (today by default), and whether the check is past.

    The sentence also says what to do then.

    >>> told(["tokyo-clues"], "2040-01-01")
    ('Nothing in the tables of this lesson changes any more.', False)
    """
    found, today = facts(datasets), days.read(on or date.today())
    if found is None:
        return say("freshness.closed"), False
    if today <= found.due:
        return say("freshness.fresh", known=found, due=found.due), False
    way = say("freshness.binder" if on_binder() else "freshness.update")
    return say("freshness.old", known=found, due=found.due, age=age((today - found.due).days), way=way), True


def age(n: int) -> str:
    """A number of days as a person says it: in days, months or years.

    >>> age(1), age(59), age(91), age(800)
    ('1 day', '59 days', '3 months', '2 years')
    """
    unit, size = next((unit, size) for unit, size, least in _UNITS if n >= least)
    return say(f"freshness.{unit}", n=int(n // size))


# A unit, how many days it has, and from how many days on it is used.
_UNITS = (("years", 365, 730), ("months", 30, 61), ("days", 1, 0))
