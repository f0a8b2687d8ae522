"""Numbers: what a number, a probability and a whole number must be, each with one sentence for what will not do."""

import math
from numbers import Real

import numpy as np

from alliancelab.ground.messages import say


def number(given: object, what: str = "the value") -> float:
    """The value as a float. Raises ValueError when it is not a finite number (true and false are none).

    >>> number(3, "a payoff")
    3.0
    """
    if not math.isfinite(_as_float(given)):
        raise ValueError(say("ground.not_a_number", what=what, given=_plain(given)))
    return float(given)


def between(given: object, least: float, most: float, what: str = "the value") -> float:
    """The value as a float from least to most, both counted. Raises ValueError otherwise.

    >>> between(20, 0, 100, "the limit of farmers")
    20.0
    """
    value = number(given, what)
    if not least <= value <= most:
        raise ValueError(say("ground.off_scale", what=what, given=value, least=least, most=most))
    return value


def whole(given: object, least: int, most: int = 2**32, what: str = "the value") -> int:
    """The value as an int from least to most, both counted. Raises ValueError otherwise.

    >>> whole(7, 0, what="the seed")
    7
    """
    is_whole = isinstance(given, (int, np.integer)) and not isinstance(given, bool)
    if not is_whole or not least <= given <= most:
        raise ValueError(say("ground.not_whole", what=what, given=_plain(given), least=least, most=most))
    return int(given)


def probability(given: object, what: str = "the probability") -> float:
    """The value as a float from 0 to 1. Raises ValueError otherwise, and asks whether percent was meant.

    >>> probability(0.5)
    0.5
    >>> probability(95, "the answer")
    Traceback (most recent call last):
    ValueError: A probability is between 0 and 1; the answer is 95. Did you mean 0.95?
    """
    value = _as_float(given)
    if math.isnan(value):
        raise ValueError(say("ground.not_a_probability", what=what, given=_plain(given)))
    if not 0 <= value <= 1:
        sentence = say("ground.off_probability", what=what, given=value)
        # 1.5 is as likely a slip of another kind; from 2 up it is percent.
        percent = 2 <= value <= 100
        raise ValueError(say("ground.meant_hundredth", sentence=sentence, meant=value / 100) if percent else sentence)
    return value


def _as_float(given: object) -> float:
    if not isinstance(given, Real) or isinstance(given, (bool, np.bool_)):
        return math.nan
    try:
        return float(given)
    except OverflowError:
        # A whole number may be too large for a float.
        return math.inf if given > 0 else -math.inf


def _plain(given: object) -> object:
    return given.item() if isinstance(given, np.generic) else given
