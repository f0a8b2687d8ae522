"""Who sits where at the summit table: the size of the group, one's own seat, and then the page of that seat."""

import re
from functools import cache
from html import escape

import ipywidgets as widgets
import pandas as pd

from alliancelab.bargaining import delegations, seats
from alliancelab.forms.frame import Form
from alliancelab.forms.journal import Journal, journal
from alliancelab.ground import shown
from alliancelab.ground.messages import say

# Under this name the journal keeps the size of the group, the delegation and the part in it.
_NAME = "seat"
_DELEGATIONS = (*delegations.NAMES, seats.PRESS)


class SeatForm(Form):
    """Say how many students there are and choose a seat; who sits where and the page of the seat follow at once.

    places, pages and issues are the tables summit-seats, summit-pages and summit-issues; seed deals the students to
    the seats (`seats.seated`). `students`, `delegation` and `seat_id` are what was chosen. Raises as `seats.page` does.

    >>> from alliancelab import catalogue
    >>> tables = [catalogue.load(f"summit-{name}") for name in ("seats", "pages", "issues")]
    >>> SeatForm(*tables, seed=7, work=Journal(None)).seat_id
    'japan-head'
    """

    def __init__(
        self, places: pd.DataFrame, pages: pd.DataFrame, issues: pd.DataFrame, seed: int, work: Journal | None = None
    ):
        self._places, self._seed, self._work, self._loading = places, seed, work or journal(), False
        # A page is made when its seat is chosen: twenty at once would be felt.
        self._page = cache(lambda seat: _page(seats.page(pages, places, issues, seat)))
        self.number = widgets.BoundedIntText(
            value=1,
            min=1,
            max=seats.MOST,
            description=say("forms.students"),
            layout={"width": "220px"},
            style={"description_width": "130px"},
        )
        self.seat = _choice(_DELEGATIONS, say("forms.delegation"))
        self.part = _choice(self._parts(), say("forms.part"))
        self._shown = widgets.HTML()
        super().__init__([self.number, self.seat, self.part, self.status_line, self._shown])
        for item, control in {"students": self.number, "delegation": self.seat, "part": self.part}.items():
            control.observe(lambda change, item=item: self._follow(item, change["new"]), "value")
        self._work.watch(self.load)
        self.load()

    @property
    def students(self) -> int:
        """How many students share the seats."""
        return self.number.value

    @property
    def delegation(self) -> str:
        """The delegation that was chosen, or the press."""
        return self.seat.value

    @property
    def seat_id(self) -> str:
        """The seat whose page is shown."""
        own = self._own()
        return own.loc[own["part"] == self.part.value, "seat_id"].iloc[0]

    def load(self) -> None:
        """Take the seat that the journal holds."""
        students, delegation, part = (self._work.last(_NAME, item) for item in ("students", "delegation", "part"))
        self._loading = True
        self.number.value = students if type(students) is int and 1 <= students <= seats.MOST else 1
        self.seat.value = delegation if delegation in _DELEGATIONS else _DELEGATIONS[0]
        self.part.options = self._parts()
        self.part.value = part if part in self.part.options else self.part.options[0]
        self._loading = False
        self._seated()

    def _own(self) -> pd.DataFrame:
        return self._places[self._places["delegation"] == self.seat.value]

    def _parts(self) -> list[str]:
        return self._own()["part"].tolist()

    def _follow(self, item: str, value: object) -> None:
        if self._loading:
            return
        if item == "delegation":
            # Another delegation has other parts; its first is taken until one is chosen.
            self._loading = True
            self.part.options = self._parts()
            self.part.value = self.part.options[0]
            self._loading = False
            self._work.keep(_NAME, "part", self.part.value)
        self._seated(self._work.keep(_NAME, item, value))

    def _seated(self, note: str = "") -> None:
        table = seats.seated(self._places, self.students, seed=self._seed).drop(columns=["seat_id", "issue"])
        table = table if table["table"].nunique() > 1 else table.drop(columns="table")
        self._shown.value = shown.html(table, len(table)) + self._page(self.seat_id)
        sentence = say("forms.seat", n=self.students, delegation=self.delegation, part=self.part.value)
        self.tell(f"{sentence} {note}".strip())

    def summary(self) -> str:
        return self.status

    def _repr_mimebundle_(self, **options):
        bundle = super()._repr_mimebundle_(**options)
        bundle["text/html"] = f"<p>{escape(self.status)}</p>{self._shown.value}"
        return bundle


def _choice(options, words: str) -> widgets.ToggleButtons:
    style = {"button_width": "max-content", "description_width": "130px"}
    return widgets.ToggleButtons(options=list(options), description=words, style=style)


def _page(page: str) -> str:
    """The Markdown of a page as HTML: it has a heading, paragraphs, lists, bold and slanted words, and nothing else."""
    parts = []
    for part in escape(page, quote=False).split("\n\n"):
        part = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", part)
        part = re.sub(r"\*(\[.+?\])\*", r"<i>\1</i>", part)
        if part.startswith("### "):
            parts.append(f"<h3>{part[4:]}</h3>")
        elif part.startswith("- "):
            parts.append("<ul>" + "".join(f"<li>{line[2:]}</li>" for line in part.splitlines()) + "</ul>")
        else:
            parts.append(f"<p>{part}</p>")
    return "".join(parts)
