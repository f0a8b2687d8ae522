"""Days: one way to read them, one way to say them, one way to put a column of them into text."""

import re
from datetime import date, datetime

import numpy as np
import pandas as pd

from alliancelab.ground.messages import say

# Text in another order, such as 03-04-2018, could be two days, and 2018 is a year: only one order is read.
_WRITTEN = re.compile(r"\d{4}-\d\d-\d\d(?:[T ][\d:.]+)?")


def read(given: object, what: str = "the day") -> pd.Timestamp:
    """Midnight of a day given as a date, a datetime, a Timestamp or text such as "2018-03-23".

    `what` names it in the sentence. Raises ValueError for anything else, and for a moment with a time zone.

    >>> read("2018-03-23") == read(date(2018, 3, 23))
    True
    >>> read("2018")
    Traceback (most recent call last):
    ValueError: A day is written year-month-day, such as '2018-03-23'; the day is '2018'.
    """
    moment = given
    if isinstance(given, str):
        try:
            moment = datetime.fromisoformat(given.strip()) if _WRITTEN.fullmatch(given.strip()) else None
        except ValueError:
            moment = None
    elif isinstance(given, np.datetime64):
        moment = pd.Timestamp(given)
    if not isinstance(moment, date) or moment is pd.NaT:
        raise ValueError(say("ground.not_a_day", what=what, given=given))
    if getattr(moment, "tzinfo", None):
        raise ValueError(say("ground.zoned_day", what=what, given=str(given)))
    return pd.Timestamp(moment).normalize()


def stretch(first: object, last: object) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Two days, the first not after the last. Raises ValueError otherwise.

    >>> stretch("2018-06-12", "2018-03-08")
    Traceback (most recent call last):
    ValueError: The first day comes before the last; 2018-06-12 is after 2018-03-08. Exchange them.
    """
    start, end = read(first, "the first day"), read(last, "the last day")
    if start > end:
        raise ValueError(say("ground.days_reversed", first=start, last=end))
    return start, end


def spoken(day: date) -> str:
    """A day as it is said: 8 March 2018.

    >>> spoken(pd.Timestamp("2018-03-08"))
    '8 March 2018'
    """
    return f"{day.day} {day:%B %Y}"


def texts(days: pd.Series) -> list[str]:
    """A column of days as year-month-day; ten times faster than strftime, which a slider would feel.

    >>> texts(pd.Series(pd.to_datetime(["2018-04-17"])))
    ['2018-04-17']
    """
    return np.datetime_as_string(days.to_numpy().astype("M8[D]")).tolist()
