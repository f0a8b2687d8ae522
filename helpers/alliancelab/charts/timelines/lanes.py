"""Events on one line of time, a lane for each sort of event."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import pandas as pd

from alliancelab.charts.chart import Chart
from alliancelab.charts.labels import literal, row_height, told, wrapped
from alliancelab.charts.timelines.axis import ends
from alliancelab.ground import days as calendar
from alliancelab.ground.messages import say
from alliancelab.ground.suggestions import resolve
from alliancelab.ground.tables import need

# Lanes of a timeline, top to bottom, and the kinds of event each holds; other kinds go to the last.
LANES = {
    "Tests": ("missile_test", "nuclear_test"),
    "Exercises": ("exercise",),
    "Sanctions": ("sanction",),
    "Talks": ("summit", "meeting", "call", "agreement"),
    "Words": ("statement", "announcement", "letter", "other"),
}
DIRECTION_STYLE = {
    "coercive": ("#D55E00", "triangle-down"),
    "neutral": ("#777777", "circle-open"),
    "cooperative": ("#0072B2", "diamond"),
}
_LANE_OF = {kind: lane for lane, kinds in LANES.items() for kind in kinds}
# How much higher the next event of the same day and lane is drawn.
_STEP = 0.17


def lane(kinds: pd.Series) -> pd.Series:
    """The lane of the timeline that each kind of event is drawn in; kinds without a lane go to the last.

    Raises ValueError for what is not a column of a table.

    >>> lane(pd.Series(["summit", "sanction", "parade"])).tolist()
    ['Talks', 'Sanctions', 'Words']
    """
    if not isinstance(kinds, pd.Series):
        raise ValueError(say("timelines.no_column", given=kinds))
    return kinds.astype("str").map(_LANE_OF).fillna(list(LANES)[-1])


def timeline(
    events: pd.DataFrame,
    *,
    title: str,
    source: str,
    reading: str,
    lanes: Sequence[str] = tuple(LANES),
    days: tuple | None = None,
    by_actor: bool = False,
) -> Chart:
    """Events as marks on a line of time, one lane per sort of event, shape and colour by direction.

    events has event_id, from_date, kind, direction and description, and perhaps actor_names, joined by
    semicolons; what all of them say is told where the pointer rests on a mark. Several events of one day and lane
    are drawn above one another. by_actor gives each actor a lane instead, the busiest on top; an event of several
    actors then stands in the lane of each. days fixes the two ends of the axis; a table without rows then gives
    an empty axis. Raises LookupError for a missing column, an unknown direction and a lane that is not drawn,
    ValueError for a missing value, and for no rows where days are not given.

    >>> one = pd.DataFrame({"event_id": ["E1"], "from_date": pd.to_datetime(["2018-06-12"]), "kind": ["summit"],
    ...                     "direction": ["cooperative"], "description": ["They met"]})
    >>> timeline(one, title="When?", source="made up", reading="One.").data[2].name
    'cooperative'
    """
    columns = ["event_id", "from_date", "kind", "direction", "description"]
    actors = ["actor_names"] if by_actor or "actor_names" in getattr(events, "columns", ()) else []
    need(
        events,
        *columns,
        *actors,
        what="events",
        rows=days is None,
        days=["from_date"],
        filled=columns[:4],
        known={"direction": DIRECTION_STYLE},
    )
    shown = events[["event_id", "from_date", *actors, "kind", "direction", "description"]]
    shown = shown.assign(from_date=calendar.texts(shown["from_date"]))
    places = (
        [_actors(names) for names in shown["actor_names"]] if by_actor else [(name,) for name in lane(events["kind"])]
    )
    if by_actor:
        lanes = [name for name, _ in Counter(name for names in places for name in names).most_common()]
    traces = [
        _marks(name, rows, style)
        for (name, style), rows in zip(
            DIRECTION_STYLE.items(), _stacked(shown, places, _words(events, actors), lanes), strict=True
        )
    ]
    names = [wrapped(name) for name in lanes]
    axis = {"type": "date", "title": {"text": say("timelines.local_day")}}
    if days is not None:
        axis["range"] = ends(days)
    layout = {
        "title": title,
        "xaxis": axis,
        "height": 150 + row_height(names, 62) * len(lanes),
        "yaxis": {
            "tickvals": [-n for n in range(len(lanes))],
            "ticktext": names,
            "zeroline": False,
            "range": [0.6 - len(lanes), 0.8],
            "title": {"text": say("timelines.actor" if by_actor else "timelines.sort_of_event")},
        },
    }
    return Chart(traces, layout, table=shown, reading=reading, source=source)


def _actors(names: object) -> tuple[str, ...]:
    return tuple(name.strip() for name in str(names).split(";"))


def _words(events: pd.DataFrame, actors: list[str]) -> list[str]:
    columns = [events[name] for name in ("from_date", "kind", "direction", *actors)]
    said = events["description"].astype("str").where(events["description"].notna(), "")
    return [_told(*event) for event in zip(said, *columns, strict=True)]


@lru_cache(maxsize=4096)  # an explorer draws the same events at each of its moves
def _told(description: str, day: pd.Timestamp, kind: str, direction: str, *actors: str) -> str:
    who = ", ".join(name for names in actors for name in _actors(names))
    return told(say("timelines.act", day=day, kind=str(kind).replace("_", " "), direction=direction), who, description)


def _stacked(shown: pd.DataFrame, places: list, words: list[str], lanes: Sequence[str]) -> list[list[tuple]]:
    """Day, height, name and words of each event, one list per direction; events of one day and lane go upwards."""
    heights, taken = {name: -n for n, name in enumerate(lanes)}, Counter()
    marks = {name: [] for name in DIRECTION_STYLE}
    columns = (shown["event_id"], shown["from_date"], shown["direction"], places, words)
    for event, day, direction, names, said in zip(*columns, strict=True):
        for name in names:
            height = heights[resolve(name, heights, "lane of this figure")]
            marks[direction].append((day, round(height + _STEP * taken[day, height], 2), event, said))
            taken[day, height] += 1
    return list(marks.values())


def _marks(direction: str, rows: list[tuple], style: tuple[str, str]) -> dict:
    colour, symbol = style
    days, heights, names, words = zip(*rows, strict=True) if rows else ((), (), (), ())
    return {
        "type": "scatter",
        "mode": "markers",
        "name": direction,
        "x": list(days),
        "y": list(heights),
        "text": [literal(name) for name in names],
        "customdata": list(words),
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {"symbol": symbol, "size": 10, "color": colour, "line": {"width": 1.5, "color": colour}},
    }
