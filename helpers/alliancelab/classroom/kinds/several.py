"""Answers of several parts: names, names in an order, a short table."""

import re
from functools import cached_property

from alliancelab.classroom.answers import Unusable, tidy
from alliancelab.classroom.kinds.exercise import ROUNDING, Exercise, is_sensible, spelling
from alliancelab.ground.messages import say
from alliancelab.ground.suggestions import did_you_mean

_BETWEEN_NAMES = re.compile("[,、]")


class Names(Exercise):
    """A set of names out of `known`; order and repeats do not matter, nor do capitals."""

    @property
    def wants(self) -> str:
        return say("kinds.wants_names")

    def known(self) -> list[str]:
        """Every name that could stand in an answer, so that a misspelt one is told from a wrong one."""
        raise NotImplementedError

    def answer_text(self):
        return ", ".join(sorted(self.expected()))

    def read(self, value):
        return set(self._names(value))

    def _names(self, value) -> list[str]:
        parts = [part for part in _BETWEEN_NAMES.split(tidy(value)) if part.strip()] if type(value) is str else value
        if type(parts) is not list or not all(type(part) is str for part in parts):
            raise Unusable(say("kinds.is_value", given=value))
        return [self._name(part) for part in parts]

    def _name(self, part: str) -> str:
        name = self._by_spelling.get(spelling(part))
        if name is None:
            question = did_you_mean(tidy(part), self.known())
            raise Unusable(say("kinds.unknown_name", given=part, question=question).rstrip("."))
        return name

    @cached_property
    def _by_spelling(self) -> dict[str, str]:
        return {spelling(name): name for name in self.known()}

    def wrong(self, given):
        extra, absent = sorted(given - self.wanted), len(self.wanted - given)
        parts = [say("kinds.extra_names", names=", ".join(extra[:5]))] if extra else []
        parts += [say("kinds.absent_names", n=absent)] if absent else []
        return self._hinted(say("kinds.both", first=parts[0], second=parts[1]) if len(parts) == 2 else parts[0])


class Countries(Names):
    """A set of countries, as three-letter codes; order and repeats do not matter."""

    @property
    def wants(self) -> str:
        return say("kinds.wants_countries")

    def known(self):
        return sorted(self.expected())  # TEMP

    def _name(self, part):
        code = tidy(part).upper()
        if not re.fullmatch("[A-Z]{3}", code):
            raise Unusable(say("kinds.not_a_code", given=part))
        return code


class InOrder(Names):
    """Names in an order, first to last, each once."""

    @property
    def wants(self) -> str:
        return say("kinds.wants_order")

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
    """A few labelled numbers, as a dictionary or a column with labels; each within tolerance."""

    unit = ""
    tolerance = 0.0

    def answer_text(self):
        return ", ".join(f"{label}: {number:,.1f}" for label, number in self.expected().items())

    @property
    def wants(self) -> str:
        return say("kinds.wants_table", pairs=", ".join(f"{label!r}: 0" for label in self.wanted))

    def read(self, value):
        if type(value) is not dict:
            raise Unusable(say("kinds.is_value", given=value))
        table = {}
        for key, number in value.items():
            label = tidy(str(key))
            if type(number) not in (int, float):
                raise Unusable(say("kinds.table_value", label=label, given=number))
            if not is_sensible(number):
                raise Unusable(say("kinds.table_not_sensible", label=label))
            if label in table:
                raise Unusable(say("kinds.table_twice", label=label))
            table[label] = float(number)
        return table

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
