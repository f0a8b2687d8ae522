"""Figures of a contested record: counts by claimant, series with their gaps, events year by year.

A bar is a group with its claimant written beside it; nothing here draws a single person.
"""

from collections.abc import Mapping

import pandas as pd

from alliancelab.charts.chart import MARGIN, OUTLINE, SERIES_STYLE, Chart, numbers
from alliancelab.charts.labels import END, KEY, literal, room, row_height, told, wrapped
from alliancelab.charts.plain import step
from alliancelab.ground.messages import say
from alliancelab.ground.numbers import whole
from alliancelab.ground.tables import need

# Colour and pattern of each side, in the order the sides are named; whoever is of no side comes last.
SIDE_STYLE = [("#0072B2", ""), ("#E69F00", "/"), ("#009E73", "x")]
_OTHERS = ("#BBBBBB", ".")
_NAMES_PEOPLE = ("person", "name")


def by_claimant(
    table: pd.DataFrame,
    *,
    title: str,
    source: str,
    reading: str,
    levels: Mapping[str, str],
    sides: Mapping[str, str],
    apart: str | None = None,
    apart_axis: str = "",
) -> Chart:
    """Horizontal bars, one per level and claimant; the level `apart`, if there, on a scale of its own below.

    table has level, claimant, claimant_group, quantity (people) and standing. levels maps each level to its
    words and sides each claimant_group to the name in the legend (three at the most, the rest are others);
    apart_axis is the title of the second scale. Raises LookupError for a missing column or a level without
    words, ValueError for levels or sides that are not a dictionary, for no rows, a quantity that is missing
    or not whole, and a table that names people (a column that begins with person or name).

    >>> one = pd.DataFrame({"level": ["identified"], "claimant": ["Government of Japan"], "quantity": [17],
    ...                     "claimant_group": ["Japan"], "standing": ["disputed"]})
    >>> by_claimant(one, title="Who counts?", source="made up", reading="17.", levels={"identified": "identified"},
    ...             sides={"Japan": "Japan"}).data[0].x
    (17.0,)
    """
    columns = ["level", "claimant", "claimant_group", "quantity", "standing"]
    if not isinstance(levels, Mapping):
        raise ValueError(say("counts.not_words", name="levels", example="identified", given=levels))
    need(table, what="table", rows=True, filled=columns, known={"level": levels})
    if named := [column for column in table.columns if str(column).startswith(_NAMES_PEOPLE)]:
        raise ValueError(say("counts.names_people", column=named[0]))
    if not isinstance(sides, Mapping):
        raise ValueError(say("counts.not_words", name="sides", example="Japan", given=sides))
    if len(sides) > len(SIDE_STYLE):
        raise ValueError(say("counts.too_many_sides", most=len(SIDE_STYLE), n=len(sides)))
    # Plain rows from here on: a slider redraws this, and frames are slow to cut up.
    rows = table[columns].to_dict("records")
    main, below = ([row for row in rows if (row["level"] == apart) == chosen] for chosen in (False, True))
    looks = [*zip(sides, sides.values(), SIDE_STYLE, strict=False), (None, say("counts.others"), _OTHERS)]
    parts = [(main, ""), (below, "2")]
    traces = [
        _side([row for row in part if _side_of(row, sides) == side], name, style, levels, axes)
        for part, axes in parts
        for side, name, style in looks
    ]
    high = row_height(_label(row, levels) for row in rows)
    layout = {
        "title": title,
        "barmode": "overlay",
        "height": 190 + high * len(rows),
        "xaxis": {"title": {"text": say("counts.people")}, "rangemode": "tozero", "dtick": 5},
        "yaxis": {"categoryorder": "array", "categoryarray": [_label(row, levels) for row in main][::-1]},
        "margin": MARGIN | {"r": room(_beside(row) for row in rows)},
    }
    layout |= _second_scale(layout, len(below), len(rows), apart_axis) if below else {}
    shown = table[["level", "claimant", "quantity", "standing"]]
    return Chart([trace for trace in traces if trace["x"]], layout, table=shown, reading=reading, source=source)


def _second_scale(layout: dict, below: int, rows: int, axis: str) -> dict:
    part = 0.5 * below / rows
    return {
        "yaxis": layout["yaxis"] | {"domain": [part + 0.24, 1]},
        "xaxis": layout["xaxis"] | {"anchor": "y"},
        "yaxis2": {"domain": [0, part], "automargin": True},
        "xaxis2": {"title": {"text": axis}, "anchor": "y2", "rangemode": "tozero", "nticks": 3},
        "height": layout["height"] + 120,
    }


def groups(people: pd.Series, *, title: str, source: str, reading: str) -> Chart:
    """Horizontal bars, one per group of people with its whole number; a group of one is refused.

    people is a Series with a count for each label. Raises ValueError for no groups, for a count that is not a
    whole number, and for a group of fewer than two.

    >>> groups(pd.Series({"Sea of Japan": 9, "elsewhere": 8}), title="Where?", source="made up", reading="9.").data[0].x
    (9.0, 8.0)
    """
    if not isinstance(people, pd.Series) or len(people) == 0:
        raise ValueError(say("counts.no_groups"))
    for name, size in people.items():
        if whole(size, 0, what=say("counts.size_of", group=name)) < 2:
            raise ValueError(say("counts.group_of_one", group=name))
    labels = [wrapped(str(name)) for name in people.index]
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": labels,
        "x": numbers(people),
        "text": [str(int(size)) for size in people],
        "textposition": "outside",
        "cliponaxis": False,
        "customdata": [told(say("counts.people_of", group=name, n=int(size))) for name, size in people.items()],
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {"color": SERIES_STYLE[0][0], "line": OUTLINE},
    }
    layout = {
        "title": title,
        "showlegend": False,
        "xaxis": {"title": {"text": say("counts.people")}, "rangemode": "tozero"},
        "yaxis": {"autorange": "reversed"},
        "height": 110 + row_height(labels) * len(people),
        "margin": MARGIN | {"r": 40},
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
    x_title: str | None = None,
    top: float | None = None,
) -> Chart:
    """One line for each column but x, broken where a value is missing, named at its last value.

    table has one row per year, missing values left missing; axis names the unit; top is the end of the axis;
    x_title is Year unless given. Raises LookupError for a missing column, ValueError for no rows and for a
    column that does not hold numbers.

    >>> broken = pd.DataFrame({"year": [2016, 2017, 2018], "abductions": [81.2, None, 81.4]})
    >>> broken_lines(broken, "year", title="Up?", axis="%", source="made up", reading="Gap.").data[0].y
    (81.2, None, 81.4)
    """
    need(table, what="table", rows=True, filled=[x])
    names, over = [column for column in table.columns if column != x], x_title or say("counts.year")
    traces = []
    for n, name in enumerate(names):
        colour, dash, marker = SERIES_STYLE[n % len(SERIES_STYLE)]
        if not pd.api.types.is_numeric_dtype(table[name]):
            raise ValueError(say("counts.not_numbers", column=name))
        there = table[name].notna()
        last = there[::-1].idxmax() if there.any() else None
        # A label on the zero line would be struck through by it.
        beside = "top right" if last is not None and table[name][last] == 0 else "middle right"
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers+text",
                "name": literal(name),
                "connectgaps": False,
                "x": table[x].tolist(),
                "y": [value if known else None for value, known in zip(numbers(table[name]), there, strict=True)],
                "line": {"color": colour, "dash": dash},
                "marker": {"symbol": marker, "size": 8},
                "text": [f" {wrapped(name, END)}" if row == last else "" for row in table.index],
                "textposition": beside,
                "hovertemplate": f"{told(name)}<br>{literal(over)} %{{x}}: %{{y}}<br>{told(axis)}<extra></extra>",
                "cliponaxis": False,
            }
        )
    layout = {
        "title": title,
        "showlegend": False,
        "xaxis": {"title": {"text": over}, "tickformat": "d", "dtick": step(table[x])},
        "yaxis": {"title": {"text": axis}, "range": [0, top]}
        if top
        else {"title": {"text": axis}, "rangemode": "tozero"},
        "margin": MARGIN | {"r": room(wrapped(name, END) for name in names)},
    }
    return Chart(traces, layout, table=table, reading=reading, source=source)


def per_year(days: pd.Series, first: int, last: int, *, title: str, axis: str, source: str, reading: str) -> Chart:
    """Upright bars, one per year from first to last, also where nothing happened.

    days is a column of days, one per event; days of other years are not drawn. Raises ValueError when it is
    empty or lacks a day, when the years are reversed, and when axis is not text.

    >>> per_year(pd.Series(pd.to_datetime(["2002-09-17"])), 2001, 2003, title="When?", axis="meetings",
    ...          source="made up", reading="Once.").data[0].y
    (0.0, 1.0, 0.0)
    """
    if not isinstance(days, pd.Series):
        raise ValueError(say("counts.no_column", given=days))
    need(days.to_frame("days"), what="days", rows=True, days=["days"], filled=["days"])
    first, last = (whole(year, 1, 9999, say("counts.a_year")) for year in (first, last))
    if not isinstance(axis, str):
        raise ValueError(say("counts.not_an_axis", given=axis))
    if first > last:
        raise ValueError(say("counts.years_reversed", first=first, last=last))
    years = list(range(first, last + 1))
    events = days.dt.year.value_counts().reindex(years, fill_value=0)
    table = pd.DataFrame({"year": years, axis.lower(): events.to_numpy()})
    trace = {
        "type": "bar",
        "x": years,
        "y": numbers(events),
        "hovertemplate": f"{told(say('counts.year'))} %{{x}}: %{{y}} {literal(axis.lower())}<extra></extra>",
        "text": [str(n) if n else "" for n in events],
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": SERIES_STYLE[0][0], "line": OUTLINE},
    }
    layout = {
        "title": title,
        "showlegend": False,
        "xaxis": {"title": {"text": say("counts.year")}, "tickformat": "d", "dtick": step(table["year"])},
        "yaxis": {"title": {"text": axis}, "rangemode": "tozero", "dtick": 2},
    }
    return Chart([trace], layout, table=table, reading=reading, source=source)


def _side_of(row: dict, sides: Mapping[str, str]) -> str | None:
    return row["claimant_group"] if row["claimant_group"] in sides else None


def _label(row: dict, levels: Mapping[str, str]) -> str:
    return wrapped(f"{levels[row['level']]}: {row['claimant']}", 22)


def _beside(row: dict) -> str:
    return wrapped(f"{row['quantity']}, {str(row['standing']).replace('_', ' ')}", 14)


def _side(rows: list[dict], name: str, style: tuple[str, str], levels: Mapping[str, str], axes: str) -> dict:
    colour, pattern = style
    return {
        "type": "bar",
        "orientation": "h",
        "name": wrapped(say("counts.said_by", side=name), KEY),
        "x": [float(whole(row["quantity"], 0, what=say("counts.size_of", group=row["level"]))) for row in rows],
        "y": [_label(row, levels) for row in rows],
        "text": [_beside(row) for row in rows],
        "textposition": "outside",
        "cliponaxis": False,
        "customdata": [
            told(
                say("counts.said", claimant=row["claimant"], n=row["quantity"], level=levels[row["level"]]),
                str(row["standing"]).replace("_", " "),
            )
            for row in rows
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
        "xaxis": f"x{axes}",
        "yaxis": f"y{axes}",
        "showlegend": not axes,
        "marker": {"color": colour, "line": OUTLINE, "pattern": {"shape": pattern}},
    }
