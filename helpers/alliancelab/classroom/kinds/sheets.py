"""A sheet of forecasts as an answer: any whole one is noted, and none is right."""

from alliancelab import forecasts
from alliancelab.classroom.answers import Unusable, shown
from alliancelab.classroom.kinds.several import ShortTable
from alliancelab.ground.messages import say


class WholeSheet(ShortTable):
    """A probability for each question of a sheet; noted, except where every one is a half.

    `made` is a sheet for the answer key, probabilities by question; the key writes `per_line` of them on a line.
    """

    marked = False
    made: dict[str, float] = {}
    per_line = 7

    @property
    def wants(self) -> str:
        return say("kinds.wants_sheet")

    @property
    def solution(self) -> str:
        pairs = [f'"{name}": {probability}' for name, probability in self.made.items()]
        lines = [", ".join(pairs[n : n + self.per_line]) for n in range(0, len(pairs), self.per_line)]
        return "{" + ",\n    ".join(lines) + "}"

    @property
    def worked(self) -> str:
        return say("kinds.sheet_worked")

    def expected(self):
        return self.made

    def answer_text(self):
        return say("kinds.sheet_any")

    def mistakes(self):
        return [(dict.fromkeys(self.made, 0.5), say("kinds.sheet_half"))]

    def read(self, value):
        if type(value) is not dict:
            raise Unusable(say("kinds.not_a_sheet", given=shown(value)))
        try:
            return forecasts.sheet({self._label(name): prob for name, prob in value.items()}, list(self.made))
        except (ValueError, LookupError) as error:
            raise Unusable(str(error)) from None

    def same(self, given, wanted):
        return given == wanted or (set(given.values()) != {0.5} and set(wanted.values()) != {0.5})
