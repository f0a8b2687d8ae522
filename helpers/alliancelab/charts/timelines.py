"""Points in time: one row per partner or actor, lanes of events, and two codings week by week."""

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from alliancelab.charts.chart import SERIES_STYLE, Chart
from alliancelab.charts.labels import literal
from alliancelab.ground import days as calendar
from alliancelab.ground.messages import say
from alliancelab.ground.numbers import whole
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
_STEP, _MOST = 0.17, 10**9
# Colour, height within the row, marker: three signs for one difference.
KIND_STYLE = [
    ("#0072B2", -0.2, "circle"),
    ("#D55E00", 0.0, "square"),
    ("#222222", 0.2, "diamond-open"),
    ("#009E73", -0.1, "triangle-up"),
    ("#CC79A7", 0.1, "x"),
]


def points(
    table: pd.DataFrame,
    row: str,
    date: str,
    kind: str,
    *,
    title: str,
    source: str,
    reading: str,
    labels: dict | None = None,
    order: list | None = None,
    name: str | None = None,
    marks: dict | None = None,
    span: tuple | None = None,
    x_title: str | None = None,
) -> Chart:
    """One marker per event: its day across, its row up and down, its kind by marker, colour and height.

    table has the columns row, date (days) and kind. labels maps kinds to plain words, in the order they
    are drawn; order gives the rows from the top; name is a column shown when the pointer rests on a
    marker; marks maps a day to the words on an upright line; span is the first and last day drawn; x_title is
    Day unless given. A table without rows draws the rows of order, empty. Raises LookupError for a missing
    column and for a row or a kind that is in the table and not in order or labels, ValueError for a missing
    day, neither rows nor order, or more kinds than there are markers.

    >>> met = pd.DataFrame({"who": ["India"], "day": pd.to_datetime(["2017-09-14"]), "what": ["trade"]})
    >>> points(met, "who", "day", "what", title="When?", source="made up", reading="Once.").data[0].name
    'trade'
    """
    extra = [name] if name else []
    need(table, *extra, what="table", rows=order is None, days=[date], filled=[date, row, kind])
    kinds = list(labels or sorted(table[kind].astype("str").unique()))
    if len(kinds) > len(KIND_STYLE):
        raise ValueError(say("timelines.too_many_kinds", most=len(KIND_STYLE), n=len(kinds)))
    rows = [str(one) for one in (order or table[row].astype("str").unique())]
    need(table.astype({row: "str", kind: "str"}), what="table", known={row: rows, kind: kinds})
    place = {one: at for at, one in enumerate(rows)}
    days = calendar.texts(table[date])
    names = [literal(text) for text in table[name].astype("str")] if name else [None] * len(table)
    events = list(zip(table[kind].astype("str").tolist(), days, table[row].astype("str").tolist(), names, strict=True))
    traces = [
        _trace([event[1:] for event in events if event[0] == one], style, literal((labels or {}).get(one, one)), place)
        for one, style in zip(kinds, KIND_STYLE, strict=False)
    ]
    shown = table[[c for c in dict.fromkeys([date, row, kind, name]) if c]].assign(**{date: days})
    lines, words = _marks(marks or {})
    layout = {
        "title": title,
        "height": 250 + 30 * len(rows),
        "margin": {"l": 60, "r": 20, "t": 100, "b": 110},
        "xaxis": {"type": "date", "title": {"text": x_title or say("timelines.day")}}
        | ({"range": _ends(span)} if span else {}),
        "yaxis": {
            "tickvals": list(range(len(rows))),
            "ticktext": [literal(one) for one in rows],
            "range": [len(rows) - 0.5, -0.5],
            "zeroline": False,
        },
        "shapes": lines,
    }
    chart = Chart([trace for trace in traces if trace["x"]], layout, table=shown, reading=reading, source=source)
    if words:
        chart.layout.annotations += tuple(words)
    return chart


def _ends(days: tuple) -> list[str]:
    if not isinstance(days, (tuple, list)) or len(days) != 2:
        raise ValueError(say("timelines.two_days", given=days))
    return [f"{day:%Y-%m-%d}" for day in calendar.stretch(*days)]


def _trace(events: list[tuple], style: tuple, label: str, place: dict[str, int]) -> dict:
    colour, height, marker = style
    named = bool(events) and events[0][2] is not None
    return {
        "type": "scatter",
        "mode": "markers",
        "name": label,
        "x": [day for day, _, _ in events],
        "y": [round(place[row] + height, 2) for _, row, _ in events],
        "customdata": [name for _, _, name in events] if named else None,
        "hovertemplate": ("%{customdata}, " if named else "") + "%{x}<extra>%{fullData.name}</extra>",
        "marker": {
            "symbol": marker,
            "size": 10,
            "color": colour,
            "line": {"color": colour if "open" in marker else "#fff", "width": 1.5},
        },
    }


def _marks(marks: dict) -> tuple[list[dict], list[dict]]:
    days = {f"{calendar.read(day, say('timelines.marked_day')):%Y-%m-%d}": text for day, text in marks.items()}
    lines = [
        {
            "type": "line",
            "x0": day,
            "x1": day,
            "yref": "paper",
            "y0": 0,
            "y1": 1,
            "line": {"color": "#555", "dash": "dot", "width": 1.5},
        }
        for day in days
    ]
    words = [
        {
            "text": literal(text),
            "x": day,
            "yref": "paper",
            "y": 0,
            "xanchor": "left",
            "yanchor": "bottom",
            "showarrow": False,
            "xshift": 3,
            "font": {"size": 11},
            "bgcolor": "#fff",
        }
        for day, text in days.items()
    ]
    return lines, words


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
) -> Chart:
    """Events as marks on a line of time, one lane per sort of event, shape and colour by direction.

    events has event_id, from_date, kind, direction and description; several of one day and lane are drawn above
    one another. days fixes the two ends of the axis; a table without rows then gives an empty axis. Raises
    LookupError for a missing column, an unknown direction and a lane that is not drawn, ValueError for a missing
    value, and for no rows where days are not given.

    >>> one = pd.DataFrame({"event_id": ["E1"], "from_date": pd.to_datetime(["2018-06-12"]), "kind": ["summit"],
    ...                     "direction": ["cooperative"], "description": ["They met"]})
    >>> timeline(one, title="When?", source="made up", reading="One.").data[2].name
    'cooperative'
    """
    columns = ["event_id", "from_date", "kind", "direction", "description"]
    need(
        events,
        *columns,
        what="events",
        rows=days is None,
        days=["from_date"],
        filled=columns[:4],
        known={"direction": DIRECTION_STYLE},
    )
    shown = events[columns]
    shown = shown.assign(from_date=calendar.texts(shown["from_date"]))
    places = {name: -n for n, name in enumerate(lanes)}
    marks, taken = {name: [] for name in DIRECTION_STYLE}, Counter()
    for name, day, direction, place in zip(
        shown["event_id"],
        shown["from_date"],
        shown["direction"],
        [places[resolve(name, places, "lane of this figure")] for name in lane(shown["kind"])],
        strict=True,
    ):
        marks[direction].append((day, round(place + _STEP * taken[day, place], 2), name))
        taken[day, place] += 1
    traces = []
    for name, (colour, symbol) in DIRECTION_STYLE.items():
        dates, levels, names = zip(*marks[name], strict=True) if marks[name] else ((), (), ())
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": name,
                "x": list(dates),
                "y": list(levels),
                "text": [literal(name) for name in names],
                "hovertemplate": "%{x}: %{text}<extra></extra>",
                "marker": {"symbol": symbol, "size": 10, "color": colour, "line": {"width": 1.5, "color": colour}},
            }
        )
    axis = {"type": "date", "title": {"text": say("timelines.local_day")}}
    if days is not None:
        axis["range"] = _ends(days)
    layout = {
        "title": title,
        "xaxis": axis,
        "height": 200 + 62 * len(lanes),
        "margin": {"l": 80, "r": 20, "t": 90, "b": 110},
        "yaxis": {
            "tickvals": [-n for n in range(len(lanes))],
            "ticktext": [literal(name) for name in lanes],
            "zeroline": False,
            "range": [0.6 - len(lanes), 0.8],
            "title": {"text": say("timelines.sort_of_event")},
        },
    }
    return Chart(traces, layout, table=shown, reading=reading, source=source)


def two_codings(table: pd.DataFrame, *, title: str, source: str, reading: str) -> Chart:
    """A hand-coded and a machine-coded series of one pair of countries by week, one above the other.

    table has week_from_date, hand_net and machine_net (whole numbers: cooperation minus conflict). Raises
    LookupError for a missing column, ValueError for no rows and for a missing value.

    >>> weeks = pd.DataFrame({"week_from_date": pd.to_datetime(["2018-01-01"]), "hand_net": [-1], "machine_net": [2]})
    >>> two_codings(weeks, title="Alike?", source="made up", reading="No.").data[0].name
    'by hand'
    """
    columns = ["week_from_date", "hand_net", "machine_net"]
    need(table, what="table", rows=True, days=columns[:1], filled=columns)
    weeks = calendar.texts(table["week_from_date"])
    values = {name: [whole(number, -_MOST, _MOST, name) for number in table[name]] for name in columns[1:]}
    parts = [
        (say("timelines.by_hand"), "hand_net", "y", {"type": "bar", "marker": {"color": SERIES_STYLE[1][0]}}),
        (
            say("timelines.by_machine"),
            "machine_net",
            "y2",
            {"type": "scatter", "mode": "lines+markers", "line": {"color": SERIES_STYLE[0][0]}, "marker": {"size": 6}},
        ),
    ]
    traces = [
        {
            "name": name,
            "x": weeks,
            "y": values[column],
            "yaxis": axis,
            "hovertemplate": say("timelines.week_of", name=name) + "<extra></extra>",
            **look,
        }
        for name, column, axis, look in parts
    ]
    layout = {
        "title": title,
        "height": 480,
        "margin": {"l": 70, "r": 20, "t": 90, "b": 110},
        "xaxis": {"type": "date", "title": {"text": say("timelines.week_from")}, "anchor": "y2"},
        "yaxis": {"title": {"text": say("timelines.hand_axis")}, "domain": [0.6, 1], "dtick": 1},
        "yaxis2": {
            "title": {"text": say("timelines.machine_axis")},
            "domain": [0, 0.52],
            "gridcolor": "#ddd",
            "linecolor": "#555",
        },
    }
    shown = table[columns].assign(week_from_date=weeks)
    return Chart(traces, layout, table=shown, reading=reading, source=source)
