"""What a notebook shows of a table, a day or a number that a cell ends with: words, in one style everywhere."""

from datetime import date, datetime, timedelta
from functools import partial

import numpy as np
import pandas as pd
from IPython import get_ipython

from alliancelab import catalogue
from alliancelab.ground import shown, wording

_TABLES = (pd.DataFrame, pd.Series)
# Numbers and days also where they stand in a tuple, a list or a dictionary; a whole number is plain already.
# IPython asks a class that has a representation of its own before its parents, so each such class is named.
_VALUES = (
    *(float, date, datetime, timedelta, pd.Timestamp, pd.Timedelta, type(pd.NaT), type(pd.NA)),
    *sorted(set(np.sctypeDict.values()), key=str),
    *(np.ndarray, pd.Index, pd.api.extensions.ExtensionArray, pd.Categorical),
)


def install(shell=None) -> None:
    """Show tables and values in words, in this kernel; again changes nothing, and without a kernel it does nothing.

    shell is IPython's, where it is not the running one.
    """
    shell = shell or get_ipython()
    if shell is None:
        return
    formatters = shell.display_formatter.formatters
    for kind in _TABLES:
        formatters["text/html"].for_type(kind, _html)
        formatters["text/plain"].for_type(kind, partial(_written, _text))
    formatters["text/html"].for_type(dict, _named_html)
    formatters["text/plain"].for_type(dict, _named_text)
    for kind in _VALUES:
        formatters["text/plain"].for_type(kind, partial(_written, wording.value))
    for truth in (True, False):
        formatters["text/plain"].singleton_printers[id(truth)] = partial(_written, wording.value)


def _html(table: pd.DataFrame | pd.Series) -> str:
    return shown.html(table, shown.MOST_ROWS, catalogue.headings(table))


def _text(table: pd.DataFrame | pd.Series) -> str:
    return shown.text(table, shown.MOST_ROWS, catalogue.headings(table))


def _named_html(named: dict) -> str | None:
    """Values under names, such as {"by tonnage (%)": 65.1}, as a table of two columns; others as Python shows them."""
    if not named or not all(isinstance(name, str) for name in named):
        return None
    return _html(pd.Series([*named.values()], index=[*named], dtype="object"))


def _named_text(named: dict, printer, cycle) -> None:
    if cycle or not named or not all(isinstance(name, str) for name in named):
        printer.text(repr(named))
    else:
        printer.text(_text(pd.Series([*named.values()], index=[*named], dtype="object")))


def _written(words, given, printer, cycle) -> None:
    printer.text(words(given))
