"""What a table or a person wrote, as a text of a figure."""

import textwrap
from collections.abc import Iterable
from functools import lru_cache
from html import escape

from alliancelab.ground.messages import say

# Letters in a line, so that nothing is cut on a telephone of 360 pixels: the name of a row, the title of an
# axis, an entry of the legend, the words beside the pointer, and the name at the end of a line.
ROW, AXIS, KEY, HOVER, END = 18, 28, 34, 36, 12
# What one letter and one line of a figure take, in pixels.
LETTER, LINE = 7, 17


def literal(text: object) -> str:
    """The text as plotly shows it letter by letter; otherwise it reads tags such as <b> and <a>.

    >>> literal('<b>"us" & them</b>')
    '&lt;b&gt;"us" &amp; them&lt;/b&gt;'
    """
    # Plotly knows no &quot;, so quotation marks stay as they are.
    return escape(str(text), quote=False)


@lru_cache(maxsize=8192)  # an explorer draws the same words at each of its moves
def wrapped(text: str, letters: int = ROW) -> str:
    """The text letter by letter, broken between words into lines of so many letters.

    >>> wrapped("exempt by agreement & quota", 17)
    'exempt by<br>agreement &amp; quota'
    """
    return "<br>".join(literal(line) for line in textwrap.wrap(str(text), letters) or [""])


def told(*parts: object) -> str:
    """What is said beside the pointer: each part begins a line; empty ones are left out.

    >>> told("12 June 2018: North Korea, United States", "They met.", "")
    '12 June 2018: North Korea, United<br>States<br>They met.'
    """
    return "<br>".join(wrapped(str(part), HOVER) for part in parts if part not in ("", None))


def row_height(labels: Iterable[str], least: int = 34) -> int:
    """The height in pixels that one row needs where the longest of these wrapped labels has room.

    >>> row_height(["Japan", "one<br>two<br>three"])
    63
    """
    return max([least, *(LINE * (label.count("<br>") + 1) + 12 for label in _texts(labels))])


def room(labels: Iterable[str]) -> int:
    """The pixels to the right of the last point that the longest of these labels needs.

    >>> room(["12.0", "1,234.6"])
    63
    """
    return 14 + LETTER * max((len(line) for label in _texts(labels) for line in label.split("<br>")), default=0)


def _texts(labels: Iterable[str]) -> list[str]:
    if not isinstance(labels, Iterable):
        raise ValueError(say("charts.no_words", given=labels))
    return [str(label) for label in labels]
