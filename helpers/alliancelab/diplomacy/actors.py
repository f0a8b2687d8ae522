"""Who takes part in an event, and who sat together with whom."""

from collections.abc import Iterable
from itertools import combinations

import pandas as pd

from alliancelab.diplomacy.order import in_order
from alliancelab.diplomacy.table import DIRECTIONS, as_list, event_table
from alliancelab.ground.messages import say
from alliancelab.ground.suggestions import resolve

FACE_TO_FACE = ("summit", "meeting")


def parties(events: pd.DataFrame) -> list[set[str]]:
    """Who takes part in each event, as a set of codes; blanks around a code do not count.

    Raises ValueError for a table without rows and for an event without an actor, LookupError for a table
    without the column actors.

    >>> parties(pd.DataFrame({"actors": ["JPN; USA"]})) == [{"JPN", "USA"}]
    True
    """
    event_table(events, "actors", dated=False, rows=True, filled=["actors"])
    codes = [{code.strip() for code in str(text).split(";")} - {""} for text in events["actors"]]
    if set() in codes:
        raise ValueError(say("diplomacy.no_actor", row=events.index[codes.index(set())]))
    return codes


def involving(events: pd.DataFrame, *actors: str) -> pd.DataFrame:
    """The events in which all these countries take part (codes such as "JPN").

    Raises LookupError for a country that no event of the table has.

    >>> one = pd.DataFrame({"event_id": ["A"], "actors": ["JPN;USA"]})
    >>> len(involving(one, "JPN")), len(involving(one, "JPN", "USA"))
    (1, 1)
    """
    codes = parties(events)
    known = sorted(set().union(*codes))
    wanted = {resolve(actor, known, "actor") for actor in actors}
    return events[[wanted <= party for party in codes]]


def first_moves(events: pd.DataFrame, direction: str = "cooperative") -> pd.DataFrame:
    """For each country the first event of this direction that it takes part in, earliest first.

    One row per country, by its name where events has actor_names, else by its code: from_date, days_later (after
    the first of all), event_id and, where events has one, description. To take part is not to begin it: read who
    acts in the description. Who is first depends on where the table begins. Raises LookupError for an unknown
    direction and as `parties`, ValueError for no such event.

    >>> first_moves(pd.DataFrame({"event_id": ["A", "B"], "actors": ["PRK;KOR", "KOR;USA"],
    ...     "from_date": pd.to_datetime(["2018-01-01", "2018-01-04"]), "direction": ["cooperative"] * 2,
    ...     "before_date": pd.to_datetime(["2018-01-02", "2018-01-05"])}))["days_later"].to_dict()
    {'KOR': 0, 'PRK': 0, 'USA': 3}
    """
    event_table(events, filled=["event_id", "direction"], known={"direction": DIRECTIONS})
    parties(events)
    ordered = in_order(events[events["direction"] == resolve(direction, list(DIRECTIONS), "direction")])
    if ordered.empty:
        raise ValueError(say("diplomacy.no_such_direction", direction=direction))
    first = {}
    for row, party in zip(ordered.to_dict("records"), parties(ordered), strict=True):
        names = dict(zip(_split(row["actors"]), _split(row.get("actor_names", row["actors"])), strict=False))
        for actor in sorted(party):
            first.setdefault(names.get(actor, actor), row)
    table = pd.DataFrame(list(first.values()), index=pd.Index(list(first), name="actor"))
    table.insert(1, "days_later", (table["from_date"] - table["from_date"].iloc[0]).dt.days)
    return table[[name for name in ("from_date", "days_later", "event_id", "description") if name in table]]


def _split(text: object) -> list[str]:
    return [part.strip() for part in str(text).split(";")]


def who_met_whom(events: pd.DataFrame, kinds: Iterable[str] = FACE_TO_FACE) -> pd.DataFrame:
    """A square table: in how many events of these kinds each two countries sat together.

    The network as a table; it reads the same by row and by column, and the diagonal is 0. Raises as
    `involving`, and LookupError for a kind that no event has.

    >>> met = who_met_whom(pd.DataFrame({"kind": ["summit"], "actors": ["CHN;PRK"]}), ["summit"])
    >>> int(met.loc["CHN", "PRK"]), int(met.loc["PRK", "CHN"]), int(met.loc["PRK", "PRK"])
    (1, 1, 0)
    """
    codes = parties(event_table(events, "kind", dated=False, filled=["kind"]))
    known = sorted(events["kind"].astype("str").unique())
    wanted = {resolve(kind, known, "kind") for kind in as_list(kinds, "the kinds")}
    names = sorted(set().union(*codes))
    table = pd.DataFrame(0, index=names, columns=names)
    for kind, party in zip(events["kind"], codes, strict=True):
        for one, two in combinations(sorted(party), 2) if kind in wanted else ():
            table.loc[one, two] += 1
            table.loc[two, one] += 1
    return table
