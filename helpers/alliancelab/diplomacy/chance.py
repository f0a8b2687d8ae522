"""How often one thing follows another, beside how often it would by chance."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from alliancelab.diplomacy.table import as_list
from alliancelab.ground import days as calendar
from alliancelab.ground.messages import say
from alliancelab.ground.numbers import whole

# Dealing keeps one number per draw and day; more than this would fill the memory of a student's machine.
MOST_DEALT = 20_000_000


class FollowUp(NamedTuple):
    """Days answered out of all, what chance gives on average, how often it gives as many, and its draws."""

    answered: int
    days: int
    expected: float
    p_value: float
    drawn: np.ndarray


def follow_ups(
    days: Iterable,
    replies: Iterable,
    within_days: int,
    first: object,
    last: object,
    draws: int = 2_000,
    seed: int = 2018,
) -> FollowUp:
    """How many days (launches) are followed by a reply (call) within so many days, and how many by chance.

    A reply on the day itself counts. Chance: as many reply days dealt blindly over first to last, both
    counted, `draws` times with this seed; p_value is the share of draws with at least as many answered days
    (the one seen counted among them). Repeated days count once; days and replies outside the stretch are
    not counted. Raises ValueError for no days, for a missing day, and for counts or draws that make no sense.

    >>> result = follow_ups(["2017-03-06", "2017-05-15"], ["2017-03-07"], 3, "2017-01-20", "2017-12-31")
    >>> result.answered, result.days
    (1, 2)

    References: Good (2005), Permutation, Parametric and Bootstrap Tests of Hypotheses, chapter 3.
    """
    start, end = calendar.stretch(first, last)
    within = whole(within_days, 0, 100_000, "the number of days within which a reply counts")
    length, draws = (end - start).days + 1, whole(draws, 1, 100_000, "the number of draws")
    if draws * length > MOST_DEALT:
        raise ValueError(say("diplomacy.too_many_draws", draws=draws, length=length, most=MOST_DEALT // length))
    asked = _places(days, "a day of the first list", start, length)
    given = _places(replies, "a day of the replies", start, length)
    if not len(asked):
        raise ValueError(say("diplomacy.no_day_inside", first=f"{start:%Y-%m-%d}", last=f"{end:%Y-%m-%d}"))
    dealer = np.random.default_rng(whole(seed, 0, what="the seed"))
    dealt = dealer.random((draws, length)).argpartition(max(len(given) - 1, 0), axis=1)[:, : len(given)]
    drawn = _answered(asked, dealt, within, length)
    seen = int(_answered(asked, given[None, :], within, length)[0])
    return FollowUp(seen, len(asked), float(drawn.mean()), float((1 + (drawn >= seen).sum()) / (1 + draws)), drawn)


def _places(days: Iterable, what: str, start: pd.Timestamp, length: int) -> np.ndarray:
    places = {(calendar.read(day, what) - start).days for day in as_list(days, what)}
    return np.array(sorted(place for place in places if 0 <= place < length), int)


def _answered(asked: np.ndarray, given: np.ndarray, within: int, length: int) -> np.ndarray:
    replied = np.zeros((len(given), length + 1), np.int32)
    np.put_along_axis(replied, given + 1, 1, axis=1)
    # Replies up to each day: a difference of two sums says whether a window holds one.
    so_far = replied.cumsum(axis=1, dtype=np.int32)
    ends = np.minimum(asked + within + 1, length)
    return (so_far[:, ends] > so_far[:, asked]).sum(axis=1)
