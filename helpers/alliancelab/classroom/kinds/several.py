"""Answers of several parts: names, names in an order, a short table."""

from functools import cached_property

from alliancelab.classroom.answers import Incomplete, Unusable, shown, tidy
from alliancelab.classroom.kinds import readers
from alliancelab.classroom.kinds.exercise import ROUNDING, Exercise
from alliancelab.ground.messages import say


class Names(Exercise):
    """A set of names out of `known`; order and repeats do not matter, nor do capitals or zeros in front."""

    @property
    def wants(self) -> str:
        return say("kinds.wants_names")

    def known(self) -> list[str]:
        """Every name that could be in an answer, so that a misspelt one is told from a wrong one."""
        raise NotImplementedError

    def label(self, name: str) -> str:
        """A name as a person reads it; the name itself unless an exercise says otherwise."""
        return name

    def answer_text(self):
        return ", ".join(sorted(self.expected()))

    def read(self, value):
        return set(self._names(value))

    def _names(self, value) -> list[str]:
        names = [self._name(part) for part in readers.pieces(value, self._find)]
        if not names:
            raise Unusable(say("kinds.no_name", given=shown(value)))
        return names

    def _name(self, part: str) -> str:
        return self._spellings.read(part)

    def _find(self, part: str) -> str | None:
        return self._spellings.find(part)

    @cached_property
    def _spellings(self) -> readers.Spellings:
        return readers.Spellings(self.known(), self.label)

    def wrong(self, given):
        extra, absent = sorted(given - self.wanted), len(self.wanted - given)
        names = ", ".join(map(self.label, extra[:5]))
        parts = [say("kinds.extra_names", names=names)] if extra else []
        parts += [say("kinds.absent_names", n=absent)] if absent else []
        return self._hinted(say("kinds.both", first=parts[0], second=parts[1]) if len(parts) == 2 else parts[0])


class Countries(Names):
    """A set of countries, read by code or by name; order and repeats do not matter.

    `known` are the codes that a form offers, and every country that our tables name unless an exercise says otherwise;
    an answer may name any country.
    """

    @property
    def wants(self) -> str:
        return say("kinds.wants_countries")

    def known(self):
        return list(readers.names_of_countries())

    def label(self, name):
        return readers.names_of_countries().get(name, name)

    def _name(self, part):
        if code := self._find(part):
            return code
        names = [self.label(code) for code in self.known()]
        question = readers.did_you_mean(tidy(part), names)
        raise Unusable(say("kinds.not_a_country", given=shown(part), question=question).rstrip("."))

    def _find(self, part):
        return readers.country(part)


class InOrder(Names):
    """Names in an order, first to last, each once."""

    @property
    def wants(self) -> str:
        return say("kinds.wants_order", names=", ".join(map(self.label, self.parts())))

    def parts(self) -> list[str]:
        """The names to be put in order, by the alphabet."""
        return sorted(self.wanted)

    def answer_text(self):
        return ", then ".join(self.expected())

    def read(self, value):
        return self._names(value)

    def wrong(self, given):
        wanted = self.wanted
        if sorted(given) != sorted(wanted):
            return say("kinds.order_has", n=len(wanted), names=", ".join(sorted(wanted)))
        place = next(n for n, (a, b) in enumerate(zip(given, wanted, strict=True), start=1) if a != b)
        return self._hinted(say("kinds.order_breaks", place=place))


class ShortTable(Exercise):
    """A few labelled numbers, each within tolerance: with their labels, or alone in the order of the labels."""

    unit = ""
    tolerance = 0.0

    def answer_text(self):
        numbers = self.expected()
        decimals = 0 if all(number == round(number) for number in numbers.values()) else 1
        return ", ".join(f"{label}: {number:,.{decimals}f}" for label, number in numbers.items())

    def labels(self) -> list[str]:
        """The labels asked for, in the order in which numbers alone are read."""
        return [tidy(str(label)) for label in self.expected()]

    @property
    def wants(self) -> str:
        labels = ", ".join(self._labels)
        return (
            say("kinds.wants_table_in", labels=labels, unit=self.unit)
            if self.unit
            else say("kinds.wants_table", labels=labels)
        )

    @cached_property
    def _labels(self) -> list[str]:
        return self.labels()

    @cached_property
    def _spellings(self) -> readers.Spellings:
        return readers.Spellings(self._labels)

    def read(self, value):
        if type(value) is str:
            value = self._apart(value)
        if type(value) is dict and not self._by_label(value):
            value = list(value.values())
        if type(value) is list:
            value = self._in_order(value)
        if type(value) is not dict:
            raise Unusable(say("kinds.is_value", given=shown(value)))
        table, empty = {}, []
        for key, number in value.items():
            label = self._label(key)
            if label in table:
                raise Unusable(say("kinds.table_twice", label=label))
            table[label] = 0.0 if readers.is_blank(number) else self._number(label, number)
            empty += [label] if readers.is_blank(number) else []
        if empty:
            raise Incomplete(say("kinds.table_empty", labels=", ".join(empty), n=len(empty)))
        return table

    def _by_label(self, table: dict) -> bool:
        # A column that kept its row numbers has no labels of ours.
        return not all(type(key) is int for key in table) or any(self._spellings.find(str(key)) for key in table)

    def _apart(self, text: str) -> dict | list:
        numbers = readers.numbers(text, self.unit, len(self._labels))
        return numbers or readers.labelled(text) or [text]

    def _in_order(self, values: list) -> dict:
        pairs = [pair for pair in values if type(pair) is list and len(pair) == 2 and type(pair[0]) is str]
        if values and len(pairs) == len(values):
            return dict(values)
        if len(values) != len(self._labels):
            raise Unusable(say("kinds.table_count", n=len(values), labels=", ".join(self._labels)))
        return dict(zip(self._labels, values, strict=True))

    def _label(self, key: object) -> str:
        text = tidy(str(key)) if type(key) in (str, int, float, bool) else shown(key)
        return self._spellings.find(text) or text[:40]

    def _number(self, label: str, number: object) -> float:
        try:
            return readers.number(number, self.unit)
        except Unusable as error:
            raise Unusable(say("kinds.table_value", label=label, sentence=error)) from None

    def same(self, given, wanted):
        return given.keys() == wanted.keys() and not self._off(given, wanted)

    def _off(self, given: dict, wanted: dict) -> list[str]:
        return [name for name in wanted if abs(given[name] - wanted[name]) > self.tolerance + ROUNDING]

    def wrong(self, given):
        wanted = self.wanted
        if given.keys() != wanted.keys():
            return say("kinds.labels", labels=", ".join(wanted))
        if sorted(given.values()) == sorted(wanted.values()):
            return say("kinds.wrong_labels")
        if self.same({name: number * 100 for name, number in given.items()}, wanted):
            return say("kinds.fractions", unit=self.unit)
        off = self._off(given, wanted)
        return say("kinds.off", labels=", ".join(off), n=len(off))
