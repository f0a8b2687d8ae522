"""How long a text is, in words, whatever it is written in."""

import math
import re

from alliancelab.ground.messages import say

# Japanese and Chinese put no blanks between words; two of these characters make about one.
_CHARACTER = r"[\u3005-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
_UNSPACED, _UNSPACED_RUN = re.compile(_CHARACTER), re.compile(f"{_CHARACTER}+")
_LONGEST_WORD = 40
# What a usual word takes of a line, its blank counted.
_LETTERS_A_WORD = 6


def count(text: str) -> int:
    """How many words a text has: each piece between blanks, and one for two Japanese or Chinese characters.

    A piece without a blank that is longer than any word counts by its letters, so that no long text counts as short.
    Raises ValueError for anything else than text.

    >>> count("Two words"), count("日本語です"), count("x" * 400)
    (2, 3, 67)
    """
    if not isinstance(text, str):
        raise ValueError(say("article.not_a_text", what=say("article.a_text"), given=text))
    unspaced = len(_UNSPACED.findall(text))
    pieces = _UNSPACED.sub(" ", text).split()
    if unspaced:
        # A comma between two characters is not a word of its own.
        pieces = [piece for piece in pieces if len(piece) > 3 or any(map(str.isalnum, piece))]
    return math.ceil(unspaced / 2) + sum(map(_words_in, pieces))


def different(text: str) -> int:
    """How many different words a text has: said again, a word counts once, and so do two Japanese characters.

    Raises ValueError for anything else than text.

    >>> different("C1, C1 c1"), different("ああああああ"), different("会談が先にあった")
    (1, 1, 4)
    """
    count(text)
    pairs = {
        "".join(pair) for run in _UNSPACED_RUN.findall(text) for pair in zip(run[::2], f"{run} "[1::2], strict=True)
    }
    rest = re.findall(r"[^\W_]+(?:[-'’.][^\W_]+)*", _UNSPACED.sub(" ", text).casefold())
    return len(pairs) + len(set(rest))


def _words_in(piece: str) -> int:
    return 1 if len(piece) <= _LONGEST_WORD else math.ceil(len(piece) / _LETTERS_A_WORD)
