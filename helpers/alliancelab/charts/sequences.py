"""Figures of order: events on a line of time, a count beside what chance gives, two codings by week, belief."""

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from alliancelab.charts import SERIES_STYLE, Chart, _need, _numbers, day_texts

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
TEST_STYLE = {
    "straw in the wind": "circle-open",
    "hoop": "circle",
    "smoking gun": "square",
    "doubly decisive": "star",
    "": "x",
}
_LANE_OF = {kind: lane for lane, kinds in LANES.items() for kind in kinds}
_STEP = 0.17


def lane(kinds: pd.Series) -> pd.Series:
    """The lane of the timeline in which each kind of event stands.

    >>> lane(pd.Series(["summit", "sanction", "parade"])).tolist()
    ['Talks', 'Sanctions', 'Words']
    """
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
    """Events as marks on a line of time, one lane a sort of event, shape and colour by direction.

    events has event_id, from_date, kind, direction and description; several of one day and lane stand above
    one another. days fixes the two ends of the axis; a table without rows then gives an empty axis. Raises
    ValueError for a missing column, and for no rows where days are not given.

    >>> one = pd.DataFrame({"event_id": ["E1"], "from_date": pd.to_datetime(["2018-06-12"]), "kind": ["summit"],
    ...                     "direction": ["cooperative"], "description": ["They met"]})
    >>> timeline(one, title="When?", source="made up", reading="One.").data[2].name
    'cooperative'
    """
    if days is None or not events.empty:
        _need(events, "event_id", "from_date", "kind", "direction", "description")
    shown = events[["event_id", "from_date", "kind", "direction", "description"]]
    shown = shown.assign(from_date=day_texts(shown["from_date"]))
    places = {name: -n for n, name in enumerate(lanes)}
    marks, taken = {name: [] for name in DIRECTION_STYLE}, Counter()
    for name, day, direction, place in zip(
        shown["event_id"],
        shown["from_date"],
        shown["direction"],
        [places[name] for name in lane(shown["kind"])],
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
                "text": list(names),
                "hovertemplate": "%{x}: %{text}<extra></extra>",
                "marker": {"symbol": symbol, "size": 10, "color": colour, "line": {"width": 1.5, "color": colour}},
            }
        )
    axis = {"type": "date", "title": {"text": "Day, by the clock of the place"}}
    if days is not None:
        axis["range"] = [f"{pd.Timestamp(day):%Y-%m-%d}" for day in days]
    layout = {
        "title": title,
        "xaxis": axis,
        "height": 200 + 62 * len(lanes),
        "margin": {"l": 80, "r": 20, "t": 90, "b": 110},
        "yaxis": {
            "tickvals": [-n for n in range(len(lanes))],
            "ticktext": list(lanes),
            "zeroline": False,
            "range": [0.6 - len(lanes), 0.8],
            "title": {"text": "Sort of event"},
        },
    }
    return Chart(traces, layout, table=shown, reading=reading, source=source)


def beside_chance(answered: int, drawn: Sequence[int], *, title: str, axis: str, source: str, reading: str) -> Chart:
    """How often chance gave each count, with the counts at least as high as the one seen drawn hatched.

    drawn holds one count a draw. Raises ValueError for no draws.

    >>> beside_chance(2, [0, 1, 1, 2], title="Chance?", axis="launches", source="made up", reading="Rare.").data[1].x
    (2,)
    """
    counts = pd.Series(drawn, dtype="int64").value_counts(normalize=True).sort_index() * 100
    counts = counts.reindex(range(0, max(int(answered), *counts.index, 0) + 1), fill_value=0.0)
    table = pd.DataFrame({"count": counts.index, "share_pct": counts.to_numpy()})
    _need(table, "count", "share_pct")
    high = table["count"] >= answered
    looks = [(~high, "fewer than seen", "#999999", ""), (high, "as many as seen, or more", "#D55E00", "/")]
    traces = [
        {
            "type": "bar",
            "name": name,
            "x": table.loc[part, "count"].tolist(),
            "y": _numbers(table.loc[part, "share_pct"]),
            "text": [f"{share:.1f}" for share in table.loc[part, "share_pct"]],
            "textposition": "outside",
            "cliponaxis": False,
            "hovertemplate": "%{x}: %{text}%<extra></extra>",
            "marker": {"color": colour, "pattern": {"shape": shape}, "line": {"color": "#222", "width": 1}},
        }
        for part, name, colour, shape in looks
    ]
    layout = {
        "title": title,
        "xaxis": {"title": {"text": axis}, "dtick": 1},
        "margin": {"l": 60, "r": 20, "t": 90, "b": 110},
        "yaxis": {"title": {"text": "Share of draws (%)"}, "rangemode": "tozero"},
    }
    return Chart(traces, layout, table=table, reading=reading, source=source)


def two_codings(table: pd.DataFrame, *, title: str, source: str, reading: str) -> Chart:
    """A hand-coded and a machine-coded series of one pair of countries by week, one above the other.

    table has week_from_date, hand_net and machine_net (cooperation minus conflict), as `diplomacy.side_by_side`
    gives. Raises ValueError for a missing column or no rows.

    >>> weeks = pd.DataFrame({"week_from_date": pd.to_datetime(["2018-01-01"]), "hand_net": [-1], "machine_net": [2]})
    >>> two_codings(weeks, title="Alike?", source="made up", reading="No.").data[0].name
    'by hand'
    """
    _need(table, "week_from_date", "hand_net", "machine_net")
    weeks = table["week_from_date"].dt.strftime("%Y-%m-%d").tolist()
    parts = [
        ("by hand", "hand_net", "y", {"type": "bar", "marker": {"color": SERIES_STYLE[1][0]}}),
        (
            "by machine",
            "machine_net",
            "y2",
            {"type": "scatter", "mode": "lines+markers", "line": {"color": SERIES_STYLE[0][0]}, "marker": {"size": 6}},
        ),
    ]
    traces = [
        {
            "name": name,
            "x": weeks,
            "y": table[column].astype(int).tolist(),
            "yaxis": axis,
            "hovertemplate": f"{name}, week of %{{x}}: %{{y}}<extra></extra>",
            **look,
        }
        for name, column, axis, look in parts
    ]
    layout = {
        "title": title,
        "height": 480,
        "margin": {"l": 70, "r": 20, "t": 90, "b": 110},
        "xaxis": {"type": "date", "title": {"text": "Week from"}, "anchor": "y2"},
        "yaxis": {"title": {"text": "By hand (net events)"}, "domain": [0.6, 1], "dtick": 1},
        "yaxis2": {
            "title": {"text": "By machine (net reports)"},
            "domain": [0, 0.52],
            "gridcolor": "#ddd",
            "linecolor": "#555",
        },
    }
    shown = table[["week_from_date", "hand_net", "machine_net"]].assign(week_from_date=weeks)
    return Chart(traces, layout, table=shown, reading=reading, source=source)


def beliefs(steps: pd.DataFrame, prior: float, *, title: str, source: str, reading: str) -> Chart:
    """Belief in an account before any clue and after each, the kind of test written at each step.

    steps has clue_id, kind (one of TEST_STYLE) and after (0 to 1); it may have no rows: then the start alone is
    drawn. Raises ValueError for a missing column.

    >>> steps = pd.DataFrame({"clue_id": ["C1"], "kind": ["hoop"], "after": [0.8]})
    >>> beliefs(steps, 0.5, title="How sure?", source="made up", reading="Surer.").data[0].y
    (50.0, 80.0)
    """
    if not steps.empty:
        _need(steps, "clue_id", "kind", "after")
    names, kinds = ["start", *steps["clue_id"]], ["", *steps["kind"]]
    heights = _numbers(pd.Series([prior, *steps["after"]]) * 100)
    trace = {
        "type": "scatter",
        "mode": "lines+markers+text",
        "x": names,
        "y": heights,
        "text": [f"{height:.0f}%" for height in heights],
        "textposition": "top center",
        "line": {"color": "#555", "dash": "dot"},
        "cliponaxis": False,
        "hovertemplate": "%{x}: %{text}<extra></extra>",
        "marker": {"size": 12, "color": SERIES_STYLE[0][0], "symbol": [TEST_STYLE[kind] for kind in kinds]},
    }
    under = [f"{name}<br>{kind.replace(' in the ', '<br>in the ')}" for name, kind in zip(names, kinds, strict=True)]
    layout = {
        "title": title,
        "showlegend": False,
        "margin": {"l": 60, "r": 20, "t": 70, "b": 140},
        "xaxis": {
            "title": {"text": "Clue, and the kind of test it is"},
            "type": "category",
            "tickangle": 0,
            "tickvals": names,
            "ticktext": under,
        },
        "yaxis": {"title": {"text": "Belief that Tokyo was surprised (%)"}, "range": [0, 112], "dtick": 20},
    }
    shown = pd.DataFrame({"step": names, "kind": kinds, "belief_pct": heights})
    return Chart([trace], layout, table=shown, reading=reading, source=source)
