"""The two ends of an axis of days."""

from alliancelab.ground import days as calendar
from alliancelab.ground.messages import say


def ends(days: object) -> list[str]:
    """The first and the last day of an axis as text, from a pair of days. Raises ValueError for anything else.

    >>> ends(("2018-03-01", "2018-06-15"))
    ['2018-03-01', '2018-06-15']
    """
    if not isinstance(days, (tuple, list)) or len(days) != 2:
        raise ValueError(say("timelines.two_days", given=days))
    return [f"{day:%Y-%m-%d}" for day in calendar.stretch(*days)]
