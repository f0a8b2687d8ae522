"""Who takes part in an event, and who sat together with whom."""

from collections.abc import Iterable
from itertools import combinations

import pandas as pd

from alliancelab.diplomacy.table import as_list, event_table
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
