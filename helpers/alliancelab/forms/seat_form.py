"""Who sits where at the summit table: the size of the group and one's own delegation, and then its brief."""

import re
from html import escape

import ipywidgets as widgets
import pandas as pd

from alliancelab.bargaining import delegations
from alliancelab.forms.frame import Form
from alliancelab.forms.journal import Journal, journal
from alliancelab.ground import shown
from alliancelab.ground.messages import say

# Under this name the journal keeps the size of the group and the delegation.
_NAME = "seat"


class SeatForm(Form):
    """Say how many students there are and choose a delegation; the seats and its brief follow at once.

    issues is the table summit-issues; seed deals the students to the seats (`delegations.seats`). `students` and
    `delegation` are what was chosen. Raises as `delegations.brief` does.

    >>> from alliancelab import catalogue
    >>> SeatForm(catalogue.load("summit-issues"), seed=7, work=Journal(None)).delegation
    'Japan'
    """

    def __init__(self, issues: pd.DataFrame, seed: int, work: Journal | None = None):
        self._briefs = {name: _page(delegations.brief(issues, name)) for name in delegations.NAMES}
        self._seed, self._work, self._loading = seed, work or journal(), False
        self.number = widgets.BoundedIntText(
            value=1,
            min=1,
            max=delegations.MOST,
            description=say("forms.students"),
            layout={"width": "220px"},
            style={"description_width": "130px"},
        )
        self.seat = widgets.ToggleButtons(
            options=list(delegations.NAMES),
            description=say("forms.delegation"),
            style={"button_width": "max-content", "description_width": "130px"},
        )
        self._shown = widgets.HTML()
        super().__init__([self.number, self.seat, self.status_line, self._shown])
        for item, control in {"students": self.number, "delegation": self.seat}.items():
            control.observe(lambda change, item=item: self._follow(item, change["new"]), "value")
        self._work.watch(self.load)
        self.load()

    @property
    def students(self) -> int:
        """How many students share the seats."""
        return self.number.value

    @property
    def delegation(self) -> str:
        """The delegation whose brief is shown."""
        return self.seat.value

    def load(self) -> None:
        """Take the seat that the journal holds."""
        students, delegation = (self._work.last(_NAME, item) for item in ("students", "delegation"))
        self._loading = True
        self.number.value = students if type(students) is int and 1 <= students <= delegations.MOST else 1
        self.seat.value = delegation if delegation in delegations.NAMES else delegations.NAMES[0]
        self._loading = False
        self._seated()

    def _follow(self, item: str, value: object) -> None:
        if not self._loading:
            self._seated(self._work.keep(_NAME, item, value))

    def _seated(self, note: str = "") -> None:
        seats = delegations.seats(self.students, seed=self._seed)
        self._shown.value = shown.html(seats, len(seats)) + self._briefs[self.delegation]
        sentence = say("forms.seat", n=self.students, delegation=self.delegation)
        self.tell(f"{sentence} {note}".strip())

    def summary(self) -> str:
        return self.status

    def _repr_mimebundle_(self, **options):
        bundle = super()._repr_mimebundle_(**options)
        bundle["text/html"] = f"<p>{escape(self.status)}</p>{self._shown.value}"
        return bundle


def _page(brief: str) -> str:
    """The Markdown of a brief as HTML: it has a heading, paragraphs, lists and bold words, and nothing else."""
    parts = []
    for part in escape(brief, quote=False).split("\n\n"):
        part = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", part)
        if part.startswith("### "):
            parts.append(f"<h3>{part[4:]}</h3>")
        elif part.startswith("- "):
            parts.append("<ul>" + "".join(f"<li>{line[2:]}</li>" for line in part.splitlines()) + "</ul>")
        else:
            parts.append(f"<p>{part}</p>")
    return "".join(parts)
