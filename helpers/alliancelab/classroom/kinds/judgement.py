"""A verdict with reasons."""

import ast
import re

from alliancelab.article import words
from alliancelab.classroom.answers import Unusable, tidy
from alliancelab.classroom.kinds.single import PickOne
from alliancelab.ground.messages import say


class Judgement(PickOne):
    """A verdict with reasons: the answer is [letter, reasons]; reasons name at least one row of a table.

    More than one verdict may be defended (`defensible`); what is checked is that the reasons are there
    and point to rows (`cites()` gives the row names that count), not that they are ours. `solution` is the
    source of a list of a letter and reasons, and so the expected answer; `mistaken` has a sentence for each
    letter that is hard to defend, whatever rows are named.
    """

    clickable = False
    defensible: tuple[str, ...] = ()
    mistaken: dict[str, str] = {}
    least_words = 8

    def cites(self) -> list[str]:
        """Names of rows (claim, event or row ids) that a reason may point to."""
        raise NotImplementedError

    def answer_text(self):
        return say("kinds.or").join(f"{letter}) {self.options[letter]}" for letter in self.defensible)

    @property
    def wants(self) -> str:
        return say("kinds.wants_judgement", letters=", ".join(self.options), row=self.cites()[0])

    def expected(self):
        return ast.literal_eval(self.solution)

    def mistakes(self):
        # The worked reasons name a row; under another letter they make that letter's mistake.
        return [([letter, self.expected()[1]], sentence) for letter, sentence in self.mistaken.items()]

    def read(self, value):
        if type(value) is not list or len(value) != 2 or type(value[1]) is not str:
            raise Unusable(say("kinds.is_value", given=value))
        letter, reasons = super().read(value[0]), value[1]
        if (number := words.count(reasons)) < self.least_words:
            raise Unusable(say("kinds.too_few_words", n=number, least=self.least_words))
        return letter, bool(self.first_named(reasons, self.cites()))

    @staticmethod
    def first_named(reasons: str, names: list[str]) -> str:
        """The first of these names that reasons name, or nothing; kana may follow it, full width is read too.

        >>> Judgement.first_named("K22 is not it; Ｋ２は is", ["K1", "K2"])
        'K2'
        """
        by_text = {tidy(name): name for name in names}
        # Only Latin letters and figures make another name of a name: K2 is not in K22, and it is in K2は.
        listed = "|".join(map(re.escape, sorted(by_text, key=len, reverse=True)))
        named = re.search(rf"(?<!\w)(?:{listed})(?!\w)", tidy(reasons), re.ASCII) if listed else None
        return by_text[named[0]] if named else ""

    def same(self, given, wanted):
        both = given[0] in self.defensible and wanted[0] in self.defensible
        return (both or given[0] == wanted[0]) and given[1] == wanted[1]

    def wrong(self, given):
        if not given[1]:
            return say("kinds.no_row", row=self.cites()[0])
        return self._hinted(say("kinds.hard_to_defend"))
