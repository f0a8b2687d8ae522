"""Events as marks, one row per partner or actor."""

from functools import lru_cache

import pandas as pd

from alliancelab.charts.chart import Chart
from alliancelab.charts.labels import END, KEY, row_height, told, wrapped
from alliancelab.charts.timelines.axis import ends
from alliancelab.ground import days as calendar
from alliancelab.ground.messages import say
from alliancelab.ground.tables import need

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
    who: str | None = None,
    marks: dict | None = None,
    span: tuple | None = None,
    x_title: str | None = None,
) -> Chart:
    """One marker per event: its day across, its row up and down, its kind by marker, colour and height.

    table has the columns row, date (days) and kind. labels maps kinds to plain words, in the order they
    are drawn; order gives the rows from the top. Where the pointer rests on a marker, its day, row and kind are
    told, and with them who acted and what happened, where who and name are columns that say so. marks maps a
    day to the words on an upright line; span is the first and last day drawn; x_title is Day unless given. A
    table without rows draws the rows of order, empty. Raises LookupError for a missing column and for a row or a
    kind that is in the table and not in order or labels, ValueError for a missing day, neither rows nor order, or
    more kinds than there are markers.

    >>> met = pd.DataFrame({"who": ["India"], "day": pd.to_datetime(["2017-09-14"]), "what": ["trade"]})
    >>> points(met, "who", "day", "what", title="When?", source="made up", reading="Once.").data[0].name
    'trade'
    """
    extra = [column for column in (who, name) if column]
    need(table, *extra, what="table", rows=order is None, days=[date], filled=[date, row, kind])
    kinds = list(labels or sorted(table[kind].astype("str").unique()))
    if len(kinds) > len(KIND_STYLE):
        raise ValueError(say("timelines.too_many_kinds", most=len(KIND_STYLE), n=len(kinds)))
    rows = [str(one) for one in (order or table[row].astype("str").unique())]
    need(table.astype({row: "str", kind: "str"}), what="table", known={row: rows, kind: kinds})
    place = {one: at for at, one in enumerate(rows)}
    days = calendar.texts(table[date])
    words = {one: str((labels or {}).get(one, one)) for one in kinds}
    more = [table[column].astype("str").where(table[column].notna(), "") for column in extra]
    events = [
        (what, day, where, _told(at, where, words[what], *said))
        for what, day, where, at, *said in zip(
            table[kind].astype("str"), days, table[row].astype("str"), table[date], *more, strict=True
        )
    ]
    traces = [
        _trace([event[1:] for event in events if event[0] == one], style, wrapped(words[one], KEY), place)
        for one, style in zip(kinds, KIND_STYLE, strict=False)
    ]
    shown = table[[c for c in dict.fromkeys([date, row, kind, who, name]) if c]].assign(**{date: days})
    lines, notes = _marks(marks or {})
    names = [wrapped(one) for one in rows]
    layout = {
        "title": title,
        "height": 190 + row_height(names, 30) * len(rows),
        "xaxis": {"type": "date", "title": {"text": x_title or say("timelines.day")}}
        | ({"range": ends(span)} if span else {}),
        "yaxis": {
            "tickvals": list(range(len(rows))),
            "ticktext": names,
            "range": [len(rows) - 0.5, -0.5],
            "zeroline": False,
        },
        "shapes": lines,
        "annotations": notes,
    }
    return Chart([trace for trace in traces if trace["x"]], layout, table=shown, reading=reading, source=source)


@lru_cache(maxsize=4096)  # an explorer draws the same events at each of its moves
def _told(day: pd.Timestamp, row: str, kind: str, *more: str) -> str:
    return told(say("timelines.event", day=day, row=row, kind=kind), *more)


def _trace(events: list[tuple], style: tuple, label: str, place: dict[str, int]) -> dict:
    colour, height, marker = style
    return {
        "type": "scatter",
        "mode": "markers",
        "name": label,
        "x": [day for day, _, _ in events],
        "y": [round(place[row] + height, 2) for _, row, _ in events],
        "customdata": [words for _, _, words in events],
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {
            "symbol": marker,
            "size": 10,
            "color": colour,
            "line": {"color": colour if "open" in marker else "#fff", "width": 1.5},
        },
    }


def _marks(marks: dict) -> tuple[list[dict], list[dict]]:
    what = say("timelines.marked_day")
    days = {f"{calendar.read(day, what):%Y-%m-%d}": text for day, text in marks.items()}
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
            "text": wrapped(str(text), END),
            "x": day,
            "yref": "paper",
            "y": 0,
            "xanchor": "left",
            "align": "left",
            "yanchor": "bottom",
            "showarrow": False,
            "xshift": 3,
            "font": {"size": 11},
            "bgcolor": "#fff",
        }
        for day, text in days.items()
    ]
    return lines, words
