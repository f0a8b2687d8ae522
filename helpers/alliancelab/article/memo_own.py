"""How many words of a text are its writer's own: what stands in the kit's sentences, and what is said again, is not."""

import re
import unicodedata
from collections.abc import Iterable
from math import ceil
from typing import NamedTuple

from alliancelab.article import words

# So many words in a row that stand in another text were not written, but copied.
RUN_OF_WORDS = 8
_UNSPACED = r"[\u3005-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
_TOKEN = re.compile(rf"{_UNSPACED}|(?:(?!{_UNSPACED})\w)+(?:[-'’.](?:(?!{_UNSPACED})\w)+)*")
_ONE_UNSPACED = re.compile(_UNSPACED)


class Counted(NamedTuple):
    """The words of a text: all, those that stand in the kit's sentences, those that are said again, and its own."""

    all: int
    copied: int
    repeated: int

    @property
    def own(self) -> int:
        """What is left when the copied and the repeated words are taken away; never less than nothing."""
        return max(self.all - self.copied - self.repeated, 0)


def counted(texts: Iterable[str], kits: Iterable[str] = ()) -> Counted:
    """The words of some texts, read in their order, against the sentences of the kit.

    Eight words in a row that stand in a sentence of the kit are copied; eight that stood in the texts before are
    repeated. Two Japanese or Chinese characters make a word, as in `words.count`. Raises ValueError for anything
    else than texts.

    >>> counted(["We should wait."]).own, counted(["one two three four five six seven eight nine " * 2]).repeated
    (3, 9)
    """
    texts, kits = _texts(texts), _texts(kits)
    everything = sum(map(words.count, texts))
    theirs = {run for text in kits for _, _, run in _runs(_tokens(text))}
    copied, repeated, said = 0.0, 0.0, set[tuple]()
    for text in texts:
        tokens = _tokens(text)
        runs = list(_runs(tokens))
        taken = _covered(runs, theirs)
        again: set[int] = set()
        for first, last, run in runs:
            if run in said:
                again.update(range(first, last))
            said.add(run)
        copied += _weight(tokens, taken)
        repeated += _weight(tokens, again - taken)
    return Counted(everything, min(ceil(copied), everything), min(ceil(repeated), everything))


def _texts(given: object) -> list[str]:
    texts = [given] if isinstance(given, str) or not isinstance(given, Iterable) else list(given)
    for text in texts:
        words.count(text)
    return texts


def _covered(runs: list[tuple[int, int, tuple]], known: set[tuple]) -> set[int]:
    return {place for first, last, run in runs if run in known for place in range(first, last)}


def _weight(tokens: list[str], places: set[int]) -> float:
    return sum(_worth(tokens[place]) for place in places)


def _worth(token: str) -> float:
    return 0.5 if _ONE_UNSPACED.fullmatch(token) else 1.0


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(unicodedata.normalize("NFKC", text).casefold())


def _runs(tokens: list[str]) -> Iterable[tuple[int, int, tuple]]:
    """Each stretch of tokens that is worth a run of words: where it begins and ends, and the tokens."""
    worth, last = 0.0, 0
    for first in range(len(tokens)):
        while worth < RUN_OF_WORDS and last < len(tokens):
            worth += _worth(tokens[last])
            last += 1
        if worth < RUN_OF_WORDS:
            return
        yield first, last, tuple(tokens[first:last])
        worth -= _worth(tokens[first])
