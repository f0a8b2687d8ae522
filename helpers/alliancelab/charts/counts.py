"""Figures of a contested record: counts by claimant, series with their gaps, meetings year by year.

A bar is a group with its claimant written beside it; nothing here draws a single person.
"""

import pandas as pd

from alliancelab.abductions import LEVELS, PERSONAL
from alliancelab.charts.chart import SERIES_STYLE, Chart, numbers
from alliancelab.ground.tables import need

SIDE_STYLE = {"Japan": ("#0072B2", ""), "DPRK": ("#E69F00", "/"), "others": ("#BBBBBB", ".")}
_SPOKEN = {"Japan": "Japan", "DPRK": "the DPRK", "others": "others"}
_APART = "cannot_be_ruled_out"


def by_claimant(table: pd.DataFrame, *, title: str, source: str, reading: str) -> Chart:
    """Horizontal bars, one a level and claimant; the police figure, if there, on a scale of its own below.

    table comes from `abductions.levels` (columns level, claimant, claimant_group, quantity, standing).
    Raises ValueError for a missing column, no rows, or a table that names people.

    >>> one = pd.DataFrame({"level": ["identified"], "claimant": ["Government of Japan"], "quantity": [17],
    ...                     "claimant_group": ["Japan"], "standing": ["disputed"]})
    >>> by_claimant(one, title="Who counts?", source="made up", reading="17.").data[0].x
    (17.0,)
    """
    need(table, "level", "claimant", "claimant_group", "quantity", "standing")
    if named := [column for column in PERSONAL if column in table]:
        raise ValueError(f"A figure shows groups, not people; leave the column {named[0]} out.")
    shown = table[["level", "claimant", "quantity", "standing"]]
    # Plain rows from here on: a slider redraws this, and frames are slow to cut up.
    rows = table[["level", "claimant", "claimant_group", "quantity", "standing"]].to_dict("records")
    main = [row for row in rows if row["level"] != _APART]
    below = [row for row in rows if row["level"] == _APART]
    traces = [_side([row for row in main if _side_of(row) == side], side, "") for side in SIDE_STYLE]
    layout = {
        "title": title,
        "barmode": "overlay",
        "height": 250 + 38 * len(rows),
        "xaxis": {"title": {"text": "People (count)"}, "rangemode": "tozero", "dtick": 5},
        "yaxis": {"categoryorder": "array", "categoryarray": [_label(row) for row in main][::-1]},
        "margin": {"l": 60, "r": 140, "t": 90, "b": 110},
    }
    if below:
        traces.append(_side(below, "Japan", "2"))
        part = 0.5 * len(below) / len(rows)
        layout |= {
            "yaxis": layout["yaxis"] | {"domain": [part + 0.24, 1]},
            "xaxis": layout["xaxis"] | {"anchor": "y"},
            "yaxis2": {"domain": [0, part], "automargin": True},
            "xaxis2": {
                "title": {"text": "Missing people on lists of inquiries (count, another scale)"},
                "anchor": "y2",
                "rangemode": "tozero",
            },
            "height": 390 + 42 * len(rows),
        }
    return Chart([trace for trace in traces if trace["x"]], layout, table=shown, reading=reading, source=source)


def groups(people: pd.Series, *, title: str, source: str, reading: str) -> Chart:
    """Horizontal bars, one a group of people with its whole number; a group of one is refused.

    people comes from `abductions.counts`: a count for each label. Raises ValueError for no groups and for a
    group of fewer than two.

    >>> groups(pd.Series({"Sea of Japan": 9, "elsewhere": 8}), title="Where?", source="made up", reading="9.").data[0].x
    (9.0, 8.0)
    """
    if len(people) == 0:
        raise ValueError("There are no groups to draw; count them with abductions.counts.")
    if people.min() < 2:
        raise ValueError(f"The group {people.idxmin()!r} has fewer than two people; count with abductions.counts.")
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": [str(name) for name in people.index],
        "x": numbers(people),
        "text": [str(int(number)) for number in people],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertemplate": "%{y}: %{text}<extra></extra>",
        "marker": {"color": SERIES_STYLE[0][0], "line": {"color": "#222", "width": 1}},
    }
    layout = {
        "title": title,
        "showlegend": False,
        "xaxis": {"title": {"text": "People (count)"}, "rangemode": "tozero"},
        "yaxis": {"autorange": "reversed"},
        "height": 230 + 34 * len(people),
    }
    table = pd.DataFrame({"group": people.index.astype("str"), "people": people.to_numpy()})
    return Chart([trace], layout, table=table, reading=reading, source=source)


def broken_lines(
    table: pd.DataFrame,
    x: str,
    *,
    title: str,
    axis: str,
    source: str,
    reading: str,
    x_title: str = "Year",
    top: float | None = None,
) -> Chart:
    """One line for each column but x, broken where a value is missing, named at its last value.

    table: one row a year, missing values left missing (`abductions.with_gaps`); axis names the unit; top is
    the end of the axis. Raises ValueError for a missing column or no rows.

    >>> broken = pd.DataFrame({"year": [2016, 2017, 2018], "abductions": [81.2, None, 81.4]})
    >>> broken_lines(broken, "year", title="Up?", axis="%", source="made up", reading="Gap.").data[0].y
    (81.2, None, 81.4)
    """
    need(table, x)
    traces = []
    for n, name in enumerate(column for column in table.columns if column != x):
        colour, dash, marker = SERIES_STYLE[n % len(SERIES_STYLE)]
        there = table[name].notna()
        last = there[::-1].idxmax() if there.any() else None
        # A label on the zero line would be struck through by it.
        beside = "top right" if last is not None and table[name][last] == 0 else "middle right"
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers+text",
                "name": name,
                "connectgaps": False,
                "x": table[x].tolist(),
                "y": [number if known else None for number, known in zip(numbers(table[name]), there, strict=True)],
                "line": {"color": colour, "dash": dash},
                "marker": {"symbol": marker, "size": 8},
                "text": [f" {name}" if row == last else "" for row in table.index],
                "textposition": beside,
                "hovertemplate": f"{name} %{{x}}: %{{y}}<extra></extra>",
                "cliponaxis": False,
            }
        )
    layout = {
        "title": title,
        "showlegend": False,
        "xaxis": {"title": {"text": x_title}, "tickformat": "d"},
        "yaxis": {"title": {"text": axis}, "range": [0, top]}
        if top
        else {"title": {"text": axis}, "rangemode": "tozero"},
        "margin": {"l": 60, "r": 130, "t": 70, "b": 110},
    }
    return Chart(traces, layout, table=table, reading=reading, source=source)


def per_year(days: pd.Series, first: int, last: int, *, title: str, axis: str, source: str, reading: str) -> Chart:
    """Upright bars, one a year from first to last, also where nothing happened.

    days is a column of days, one an event. Raises ValueError when it is empty or the years are reversed.

    >>> per_year(pd.Series(pd.to_datetime(["2002-09-17"])), 2001, 2003, title="When?", axis="meetings",
    ...          source="made up", reading="Once.").data[0].y
    (0.0, 1.0, 0.0)
    """
    if len(days) == 0:
        raise ValueError("There are no days to count; loosen the filter that made them.")
    if first > last:
        raise ValueError(f"The first year comes before the last; given {first} and {last}.")
    years = list(range(first, last + 1))
    found = days.dt.year.value_counts().reindex(years, fill_value=0)
    table = pd.DataFrame({"year": years, axis.lower(): found.to_numpy()})
    trace = {
        "type": "bar",
        "x": years,
        "y": numbers(found),
        "hovertemplate": "%{x}: %{y}<extra></extra>",
        "text": [str(n) if n else "" for n in found],
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": SERIES_STYLE[0][0], "line": {"color": "#222", "width": 1}},
    }
    layout = {
        "title": title,
        "showlegend": False,
        "xaxis": {"title": {"text": "Year"}, "tickformat": "d"},
        "yaxis": {"title": {"text": axis}, "rangemode": "tozero", "dtick": 2},
    }
    return Chart([trace], layout, table=table, reading=reading, source=source)


def _side_of(row: dict) -> str:
    return row["claimant_group"] if row["claimant_group"] in SIDE_STYLE else "others"


def _label(row: dict) -> str:
    return f"{LEVELS.get(row['level'], row['level'])}: {row['claimant']}"


def _side(rows: list[dict], side: str, axes: str) -> dict:
    colour, pattern = SIDE_STYLE[side]
    return {
        "type": "bar",
        "orientation": "h",
        "name": f"said by {_SPOKEN[side]}",
        "x": [float(row["quantity"]) for row in rows],
        "y": [_label(row) for row in rows],
        "text": [f"{row['quantity']}, {row['standing'].replace('_', ' ')}" for row in rows],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertemplate": "%{y}: %{text}<extra></extra>",
        "xaxis": f"x{axes}",
        "yaxis": f"y{axes}",
        "showlegend": not axes,
        "marker": {"color": colour, "line": {"color": "#222", "width": 1}, "pattern": {"shape": pattern}},
    }
