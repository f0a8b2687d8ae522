"""What the modules of bargaining ask of a number, each with one sentence for what will not do."""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from alliancelab.ground.suggestions import brief


def number(value: object, what: str) -> float:
    """The value as a float; ValueError with a sentence when it is not a finite number.

    >>> number(3, "a payoff")
    3.0
    """
    if (
        isinstance(value, (bool, np.bool_))
        or not isinstance(value, (int, float, np.number))
        or not math.isfinite(value)
    ):
        raise ValueError(f"A number is needed; {what} is {brief(value)}. Give a finite number.")
    return float(value)


def on_scale(value: object, what: str, most: float = 100) -> float:
    """The value as a float between 0 and most; ValueError with a sentence otherwise.

    >>> on_scale(20, "the limit of farmers")
    20.0
    """
    found = number(value, what)
    if not 0 <= found <= most:
        raise ValueError(f"The scale runs from 0 to {most:g}; {what} is {found:g}. Choose a number on it.")
    return found


def whole(value: object, what: str, least: int, most: int = 2**32) -> int:
    """The value itself if it is a whole number from least to most; ValueError with a sentence otherwise.

    >>> whole(7, "The seed", 0)
    7
    """
    if type(value) is not int or not least <= value <= most:
        raise ValueError(
            f"{what} is a whole number from {least} to {most:,}; it is {brief(value)}. Try {max(least, 1)}."
        )
    return value


def has_columns(table: object, names: Sequence[str], what: str) -> None:
    """Nothing when the table has the columns and rows; ValueError with a sentence otherwise.

    >>> has_columns(pd.DataFrame({"issue": ["trade"]}), ["issue"], "summit-issues")
    """
    absent = [name for name in names if not isinstance(table, pd.DataFrame) or name not in table]
    if absent or table.empty:
        lack = f"no column {absent[0]}" if absent else "no rows"
        raise ValueError(f"{what} is needed as a table; what was given has {lack}. Give it whole.")
