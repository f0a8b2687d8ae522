"""A verdict with reasons."""

import ast
import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, cached_property
from textwrap import shorten

import pandas as pd

from alliancelab.article import words
from alliancelab.classroom.answers import Incomplete, Unusable, shown, tidy
from alliancelab.classroom.kinds.exercise import NOTED, Verdict
from alliancelab.classroom.kinds.readers import alone, is_blank
from alliancelab.classroom.kinds.single import PickOne
from alliancelab.ground.messages import say

_MOST_ROWS, _MOST_LETTERS = 3, 80
_LETTER_FIRST = re.compile(r"\(?(\w)(?:[).:,]\s*|\s+)(\S.*)", re.DOTALL)

# What a row says: its day, where it has one, and a few words.
Row = tuple[date | None, str]


class Judgement(PickOne):
    """A verdict with reasons: a letter, and reasons that name rows of a table. It is noted with its rows, never marked.

    `cites()` maps the names of the rows that count to their day and words; `about` names, for a question about two
    events, the rows on each, and the reasons name one of each. More than one verdict may be defended (`defensible`);
    `mistaken` has, for a letter that is hard to defend, what a critic would answer. `solution` is the source of a
    list of a letter and reasons.
    """

    clickable = marked = False
    defensible: tuple[str, ...] = ()
    mistaken: dict[str, str] = {}
    least_words = 8

    def cites(self) -> Mapping[str, Row] | Iterable[str]:
        """The names of the rows that a reason may point to, and what each says; or the names alone."""
        raise NotImplementedError

    def about(self) -> dict[str, list[str]]:
        """The rows on each event that the question is about; none where it is about one."""
        return {}

    @cached_property
    def _rows(self) -> dict[str, Row]:
        rows = self.cites()
        return dict(rows) if isinstance(rows, Mapping) else dict.fromkeys(rows, (None, ""))

    def answer_text(self):
        return say("kinds.or").join(map(self._labelled, self.defensible))

    @property
    def wants(self) -> str:
        return say("kinds.wants_judgement", row=next(iter(self._rows)), least=self.least_words)

    def expected(self):
        return ast.literal_eval(self.solution)

    def mistakes(self):
        # Under another letter the worked reasons meet that letter's critic.
        return [([letter, self.expected()[1]], sentence) for letter, sentence in self.mistaken.items()]

    def read(self, value):
        if type(value) is dict:
            value = list(value.values())
        if type(value) is str and (parts := _LETTER_FIRST.fullmatch(tidy(value))):
            value = list(parts.groups())
        if type(value) is not list or len(value) != 2:
            return self._letter_alone(value)
        choice, reasons = map(alone, value)
        if type(reasons) is str and type(choice) is str and not self._is_option(choice) and self._is_option(reasons):
            choice, reasons = reasons, choice
        letter = super().read(choice)
        if type(reasons) is not str or is_blank(reasons):
            raise Incomplete(say("kinds.no_reasons"))
        return letter, reasons

    def _letter_alone(self, value: object) -> tuple[str, str]:
        if self._is_option(value):
            raise Incomplete(say("kinds.no_reasons"))
        raise Unusable(say("kinds.is_value", given=shown(value)))

    def _is_option(self, value: object) -> bool:
        try:
            return bool(super().read(value))
        except Unusable:
            return False

    def _judged(self, given):
        letter, reasons = given
        if (number := words.different(reasons)) < self.least_words:
            raise Incomplete(say("kinds.too_few_words", n=number, least=self.least_words))
        rows = self.named_rows(reasons)
        if words.different(without(reasons, rows)) < self.least_words / 2:
            raise Incomplete(say("kinds.only_names"))
        critic = self.critic(letter, reasons)
        close = say("kinds.critic", sentence=critic) if critic else say("kinds.lecturer_reads", why=self.why)
        return Verdict(NOTED, say("kinds.noted_with", option=self._labelled(letter), rows=_told(rows), close=close))

    def named_rows(self, reasons: str) -> dict[str, Row]:
        """The rows that the reasons name, with what each says. Raises Incomplete where one is still to be named."""
        rows = {name: self._rows[name] for name in named(reasons, self._rows)}
        if not rows:
            raise Incomplete(say("kinds.no_row", row=next(iter(self._rows))))
        for event, names in self.about().items():
            if not rows.keys() & set(names):
                raise Incomplete(say("kinds.no_row_about", event=event, row=names[0]))
        return rows

    def critic(self, letter: str, reasons: str) -> str:
        """What a critic would answer to a letter that is hard to defend; nothing where it can be defended."""
        return "" if letter in self.defensible else self.mistaken.get(letter) or say("kinds.hard_to_defend")


def named(text: str, names: Iterable[str]) -> list[str]:
    """Those of the names that a text names, in its order; kana may follow a name, and zeros in front may be left out.

    >>> named("k22 is not it; Ｋ０２は is", ["K1", "K2"])
    ['K2']
    """
    patterns = {name: _pattern(name) for name in names}
    text = tidy(text)
    places = {name: found.start() for name, pattern in patterns.items() if (found := pattern.search(text))}
    return sorted(places, key=places.get)


def without(text: str, names: Iterable[str]) -> str:
    """A text with these names taken out.

    >>> without("K1 and K2 say so", ["K1", "K2"]).split()
    ['and', 'say', 'so']
    """
    text = tidy(text)
    for name in names:
        text = _pattern(name).sub(" ", text)
    return text


@cache
def _pattern(name: str) -> re.Pattern:
    pieces = [
        f"0*{piece.lstrip('0') or 0}" if piece.isdigit() else re.escape(piece)
        for piece in re.split(r"(\d+)", tidy(name))
    ]
    # Only Latin letters and figures make another name of a name: K2 is not in K22, and it is in K2は. Small letters
    # are read where a figure makes a name of them; CAN is a row and can is a word.
    flags = re.ASCII | (re.IGNORECASE if any(map(str.isdigit, name)) else 0)
    return re.compile(rf"(?<!\w)(?:{''.join(pieces)})(?!\w)", flags)


def _told(rows: dict[str, Row]) -> str:
    told = []
    for name, (day, what) in list(rows.items())[:_MOST_ROWS]:
        what = shorten(tidy(what), _MOST_LETTERS, placeholder=" …").rstrip(".")
        if day is not None:
            told.append(say("kinds.row_with_day", name=name, day=day, words=what))
        else:
            told.append(say("kinds.row_with_words", name=name, words=what) if what else name)
    more = say("kinds.rows_more", n=len(rows) - _MOST_ROWS) if len(rows) > _MOST_ROWS else ""
    return "; ".join(told) + more


def cited(table: pd.DataFrame, names: str | list[str], day: str, words: str) -> dict[str, Row]:
    """The rows of a table by their names (a list, or a column), each with its day and words, as `cites` gives them.

    A day that the table knows to the month or the year only (column date_precision) is left out.

    >>> table = pd.DataFrame({"id": ["K1"], "day": pd.to_datetime(["2018-06-12"]), "what": ["They meet"]})
    >>> cited(table, "id", "day", "what")
    {'K1': (datetime.date(2018, 6, 12), 'They meet')}
    """
    exact = table["date_precision"].eq("day") if "date_precision" in table else table[day].notna()
    days = [moment.date() if known else None for moment, known in zip(table[day], exact, strict=True)]
    texts = table[words].astype("str").where(table[words].notna(), "")
    names = table[names].astype("str") if isinstance(names, str) else names
    return dict(zip(names, zip(days, texts, strict=True), strict=True))
