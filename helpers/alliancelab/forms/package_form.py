"""A package for the summit: one button per issue and level, and the answers by wishes or by a group's votes."""

import ipywidgets as widgets
import pandas as pd

from alliancelab.bargaining import delegations, seats
from alliancelab.forms.frame import Form
from alliancelab.forms.journal import Journal, journal
from alliancelab.ground import shown
from alliancelab.ground.messages import say

# Under this name the journal keeps the package on the table.
_NAME = "package"
_FIRST = delegations.LEVELS[-1]


class PackageForm(Form):
    """Choose a level for each issue; each delegation answers at once, and the journal keeps package and votes.

    wishes is the table summit-wishes; seed decides how scripted partners waver (`delegations.replies`). A delegation
    that students play has its votes typed in, and then answers by them. `package` is what lies on the table: the level
    (0, 50 or 100) by issue; `votes` are those for and against by delegation. Raises as `delegations.replies` does.

    >>> from alliancelab import catalogue
    >>> PackageForm(catalogue.load("summit-wishes"), seed=7, work=Journal(None)).package
    {'trade': 100, 'north-korea': 100, 'abductions': 100}
    """

    def __init__(self, wishes: pd.DataFrame, seed: int, work: Journal | None = None):
        self._wishes, self._seed = wishes, seed
        self._work, self._loading = work or journal(), False
        self.levels = {issue: _levels(words) for issue, words in delegations.ISSUES.items()}
        self.ballots = {name: (_count(name, "for"), _count(name, "against")) for name in delegations.NAMES}
        self._replies = widgets.HTML()
        rows = [
            widgets.HBox([widgets.Label(name, layout={"width": "130px"}), *pair]) for name, pair in self.ballots.items()
        ]
        group = widgets.Accordion([widgets.VBox(rows)], titles=[say("forms.group_votes")], selected_index=None)
        super().__init__([*self.levels.values(), group, self.status_line, self._replies])
        for issue, level in self.levels.items():
            level.observe(lambda change, issue=issue: self._follow(issue, change["new"]), "value")
        for item, count in self._counts():
            count.observe(lambda change, item=item: self._follow(item, change["new"]), "value")
        self._work.watch(self.load)
        self.load()

    @property
    def package(self) -> dict[str, int]:
        """The level of each issue, as the cells below use it."""
        return {issue: level.value for issue, level in self.levels.items()}

    @property
    def votes(self) -> dict[str, tuple[int, int]]:
        """The votes for and against of each delegation that has voted."""
        cast = {name: (yes.value, no.value) for name, (yes, no) in self.ballots.items()}
        return {name: pair for name, pair in cast.items() if any(pair)}

    def _counts(self):
        for name, pair in self.ballots.items():
            yield from zip((f"{name} for", f"{name} against"), pair, strict=True)

    def load(self) -> None:
        """Put the package that the journal holds on the table, and its votes."""
        self._loading = True
        for issue, level in self.levels.items():
            kept = self._work.last(_NAME, issue)
            level.value = kept if kept in delegations.LEVELS else _FIRST
        for item, count in self._counts():
            kept = self._work.last(_NAME, item)
            count.value = kept if type(kept) is int and 0 <= kept <= seats.MOST else 0
        self._loading = False
        self._answer()

    def _follow(self, item: str, value: int) -> None:
        if not self._loading:
            self._answer(self._work.keep(_NAME, item, value))

    def _answer(self, note: str = "") -> None:
        replies = delegations.replies(self.package, self._wishes, seed=self._seed, votes=self.votes)
        self._replies.value = shown.html(replies, len(replies))
        words = say("forms.comma").join(f"{delegations.ISSUES[name]} {level}" for name, level in self.package.items())
        agreed = [
            name for name in seats.LEADERS if "accepts" in set(replies.loc[replies["delegation"] == name, "says"])
        ]
        came = say("forms.announced") if len(agreed) == len(seats.LEADERS) else say("forms.not_announced")
        sentence = say("forms.package", words=words, came=came)
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


def _count(delegation: str, side: str) -> widgets.BoundedIntText:
    words = say("forms.votes_for") if side == "for" else say("forms.votes_against")
    return widgets.BoundedIntText(
        value=0,
        min=0,
        max=seats.MOST,
        description=words,
        tooltip=say("forms.votes_of", delegation=delegation, side=words),
        layout={"width": "150px"},
    )
