"""A package for the summit: one button per issue and level, and the answers of the scripted partners."""

import ipywidgets as widgets
import pandas as pd

from alliancelab.bargaining import delegations
from alliancelab.forms.frame import Form
from alliancelab.forms.journal import Journal, journal
from alliancelab.ground import shown
from alliancelab.ground.messages import say

# Under this name the journal keeps the package on the table.
_NAME = "package"
_FIRST = delegations.LEVELS[-1]


class PackageForm(Form):
    """Choose a level for each issue; the scripted partners answer at once, and the journal keeps the package.

    wishes is the table summit-wishes; seed decides how the partners waver (`delegations.replies`). `package` is
    what lies on the table: the level (0, 50 or 100) by issue. Raises as `delegations.replies` does.

    >>> from alliancelab import catalogue
    >>> PackageForm(catalogue.load("summit-wishes"), seed=7, work=Journal(None)).package
    {'trade': 100, 'north-korea': 100, 'abductions': 100}
    """

    def __init__(self, wishes: pd.DataFrame, seed: int, work: Journal | None = None):
        self._wishes, self._seed = wishes, seed
        self._work, self._loading = work or journal(), False
        self.levels = {issue: _levels(words) for issue, words in delegations.ISSUES.items()}
        self._replies = widgets.HTML()
        super().__init__([*self.levels.values(), self.status_line, self._replies])
        for issue, level in self.levels.items():
            level.observe(lambda change, issue=issue: self._follow(issue, change["new"]), "value")
        self._work.watch(self.load)
        self.load()

    @property
    def package(self) -> dict[str, int]:
        """The level of each issue, as the cells below use it."""
        return {issue: level.value for issue, level in self.levels.items()}

    def load(self) -> None:
        """Put the package that the journal holds on the table."""
        self._loading = True
        for issue, level in self.levels.items():
            kept = self._work.last(_NAME, issue)
            level.value = kept if kept in delegations.LEVELS else _FIRST
        self._loading = False
        self._answer()

    def _follow(self, issue: str, level: int) -> None:
        if not self._loading:
            self._answer(self._work.keep(_NAME, issue, level))

    def _answer(self, note: str = "") -> None:
        replies = delegations.replies(self.package, self._wishes, seed=self._seed)
        self._replies.value = shown.html(replies, len(replies))
        words = say("forms.comma").join(f"{delegations.ISSUES[name]} {level}" for name, level in self.package.items())
        sentence = say("forms.package", words=words)
        self.tell(f"{sentence} {note}".strip())

    def summary(self) -> str:
        return self.status

    def _repr_mimebundle_(self, **options):
        bundle = super()._repr_mimebundle_(**options)
        bundle["text/html"] = f"<p>{self.status}</p>{self._replies.value}"
        return bundle


def _levels(words: str) -> widgets.ToggleButtons:
    return widgets.ToggleButtons(
        options=list(delegations.LEVELS),
        value=_FIRST,
        description=words,
        style={"button_width": "max-content", "description_width": "130px"},
    )
