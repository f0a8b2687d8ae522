"""Estimates with their doubt: a point and the range it may lie in, by label or by year."""

from collections.abc import Iterable, Sequence

import pandas as pd

from alliancelab.charts.chart import MARGIN, OUTLINE, SERIES_STYLE, Chart, numbers
from alliancelab.charts.labels import END, KEY, literal, room, row_height, told, wrapped
from alliancelab.charts.plain import step
from alliancelab.ground.messages import say
from alliancelab.ground.numbers import number, probability, whole
from alliancelab.ground.suggestions import resolve
from alliancelab.ground.tables import need

# Bars reach up to the highest count; more than these would not be a figure.
_MOST = 10_000
# How a step of belief is marked, by the kind of test its clue is; the start is none.
TEST_STYLE = {
    "straw in the wind": "circle-open",
    "hoop": "circle",
    "smoking gun": "square",
    "doubly decisive": "star",
    "": "x",
}


def whiskers(
    table: pd.DataFrame,
    label: str,
    value: str,
    low: str,
    high: str,
    *,
    title: str,
    axis: str,
    source: str,
    reading: str,
    limits: tuple[float, float] | None = None,
) -> Chart:
    """One row per estimate: a point at its value, a bar from low to high, the value written beside it.

    low and high are ends of the range, in the unit of value (named by axis). Raises LookupError for a missing
    column, ValueError for no rows, a value that is not a number or a value outside its range.

    >>> found = pd.DataFrame({"who": ["we"], "kappa": [0.5], "low": [0.1], "high": [0.9]})
    >>> whiskers(found, "who", "kappa", "low", "high", title="Alike?", axis="kappa", source="made up",
    ...          reading="Half.").data[0].x
    (0.5,)
    """
    _within(table, label, value, low, high)
    values = numbers(table[value])
    labels = [wrapped(str(name)) for name in table[label]]
    trace = {
        "type": "scatter",
        "mode": "markers+text",
        "x": values,
        "y": labels,
        "text": [f"{each:.2f}" for each in values],
        "textposition": "top center",
        "cliponaxis": False,
        "marker": {"symbol": "diamond", "size": 12, "color": SERIES_STYLE[0][0]},
        "error_x": _bars(table, value, low, high) | {"color": "#222", "thickness": 2, "width": 8},
        "customdata": [_range(*row, axis) for row in zip(table[label], values, table[low], table[high], strict=True)],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    layout = {
        "title": title,
        "showlegend": False,
        "height": 110 + row_height(labels, 55) * len(table),
        "xaxis": {"title": {"text": axis}, "zeroline": True, "zerolinecolor": "#555"}
        | ({"range": list(limits)} if limits else {}),
        "yaxis": {"autorange": "reversed", "type": "category"},
    }
    return Chart([trace], layout, table=table[[label, value, low, high]].round(2), reading=reading, source=source)


def by_year(
    table: pd.DataFrame,
    series: str,
    year: str,
    value: str,
    low: str,
    high: str,
    *,
    title: str,
    axis: str,
    source: str,
    reading: str,
    order: list | None = None,
) -> Chart:
    """A line for each series over the years, each point with its range, named at its end.

    table has one row per series and year; order says which series are drawn. Raises LookupError for a missing
    column and for a series of order that the table lacks, ValueError for no rows, more than four series, a
    value that is not a number or a value outside its range.

    >>> seen = pd.DataFrame({"who": ["Japan"] * 2, "year": [2016, 2017], "at": [0.8, 0.7], "low": [0.6, 0.5],
    ...                      "high": [0.9, 0.8]})
    >>> by_year(seen, "who", "year", "at", "low", "high", title="Moved?", axis="scale", source="made up",
    ...         reading="No.").data[0].name
    'Japan'
    """
    _within(table, series, value, low, high, year)
    known = table[series].astype("str").unique().tolist()
    names = [resolve(name, known, series) for name in order or known]
    if len(names) > len(SERIES_STYLE):
        raise ValueError(say("estimates.too_many_lines", most=len(SERIES_STYLE), n=len(names)))
    traces = []
    for name, (colour, dash, marker) in zip(names, SERIES_STYLE, strict=False):
        rows = table[table[series].astype("str") == name].sort_values(year)
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers+text",
                "name": literal(name),
                "x": [int(y) for y in rows[year]],
                "y": numbers(rows[value]),
                "line": {"color": colour, "dash": dash},
                "marker": {"symbol": marker, "size": 8},
                "text": [""] * (len(rows) - 1) + [f" {wrapped(name, END)}"],
                "textposition": "middle right",
                "cliponaxis": False,
                "error_y": _bars(rows, value, low, high) | {"color": colour, "thickness": 1, "width": 3},
                "customdata": [
                    _range(f"{name}, {int(at)}", *row, axis)
                    for at, *row in zip(rows[year], numbers(rows[value]), rows[low], rows[high], strict=True)
                ],
                "hovertemplate": "%{customdata}<extra></extra>",
            }
        )
    layout = {
        "title": title,
        "showlegend": False,
        "margin": MARGIN | {"r": room(wrapped(name, END) for name in names)},
        "xaxis": {"title": {"text": say("estimates.year")}, "tickformat": "d", "dtick": step(table[year])},
        "yaxis": {"title": {"text": axis}},
    }
    shown = table[table[series].astype("str").isin(names)][[series, year, value, low, high]]
    return Chart(traces, layout, table=shown, reading=reading, source=source)


def _range(name: object, value: float, low: float, high: float, axis: str) -> str:
    return told(f"{name}: {value:.2f}", say("estimates.from_to", low=low, high=high), axis)


def _bars(table: pd.DataFrame, value: str, low: str, high: str) -> dict:
    return {
        "type": "data",
        "symmetric": False,
        "array": numbers((table[high] - table[value]).round(6)),
        "arrayminus": numbers((table[value] - table[low]).round(6)),
    }


def _within(table: pd.DataFrame, label: str, value: str, low: str, high: str, *more: str) -> None:
    numeric = [low, value, high, *more]
    need(table, *numeric, what="table", rows=True, filled=[label])
    for column in numeric:
        for each in table[column]:
            number(each, column)
    bad = ~((table[low] <= table[value]) & (table[value] <= table[high]))
    if bad.any():
        first = table[bad].iloc[0]
        raise ValueError(
            say("estimates.outside", label=first[label], value=first[value], low=first[low], high=first[high])
        )


def beside_chance(answered: int, drawn: Sequence[int], *, title: str, axis: str, source: str, reading: str) -> Chart:
    """How often chance gave each count, with the counts at least as high as the one seen drawn hatched.

    drawn holds one whole number per draw. Raises ValueError for no draws and for a number that is not whole.

    >>> beside_chance(2, [0, 1, 1, 2], title="Chance?", axis="launches", source="made up", reading="Rare.").data[1].x
    (2,)
    """
    seen = whole(answered, 0, _MOST, say("estimates.count_seen"))
    draws = pd.Series(list(drawn) if isinstance(drawn, Iterable) else [], dtype=object)
    if draws.empty:
        raise ValueError(say("estimates.no_draws"))
    draws = draws.map(lambda count: whole(count, 0, _MOST, say("estimates.count_drawn"))).astype("int64")
    shares = draws.value_counts(normalize=True).sort_index() * 100
    shares = shares.reindex(range(0, max(seen, *shares.index) + 1), fill_value=0.0)
    table = pd.DataFrame({"count": shares.index, "share_pct": shares.to_numpy()})
    high = table["count"] >= seen
    looks = [(~high, say("estimates.fewer"), "#999999", ""), (high, say("estimates.as_many"), "#D55E00", "/")]
    traces = [
        {
            "type": "bar",
            "name": wrapped(name, KEY),
            "x": table.loc[part, "count"].tolist(),
            "y": numbers(table.loc[part, "share_pct"]),
            "text": [f"{share:.1f}" for share in table.loc[part, "share_pct"]],
            "textposition": "outside",
            "cliponaxis": False,
            "hovertemplate": f"{told(axis)}: %{{x}}<br>%{{text}}%, {name}<extra></extra>",
            "marker": {"color": colour, "pattern": {"shape": shape}, "line": OUTLINE},
        }
        for part, name, colour, shape in looks
    ]
    layout = {
        "title": title,
        "xaxis": {"title": {"text": axis}, "dtick": 1},
        "yaxis": {"title": {"text": say("estimates.share_of_draws")}, "rangemode": "tozero"},
    }
    return Chart(traces, layout, table=table, reading=reading, source=source)


def beliefs(steps: pd.DataFrame, prior: float, *, title: str, axis: str, source: str, reading: str) -> Chart:
    """Belief in an account before any clue and after each, from the top down, the kind of test beside each clue.

    steps has clue_id, kind (one of TEST_STYLE) and after (0 to 1), and perhaps clue, the words that the pointer
    tells; without rows the start alone is drawn. axis says in what is believed, with its unit (%). Raises
    LookupError for a missing column or an unknown kind, ValueError for what is not a probability.

    >>> steps = pd.DataFrame({"clue_id": ["C1"], "kind": ["hoop"], "after": [0.8]})
    >>> beliefs(steps, 0.5, title="How sure?", axis="Belief (%)", source="made up", reading="Surer.").data[0].x
    (50.0, 80.0)
    """
    need(steps, "after", what="steps", filled=["clue_id", "kind"], known={"kind": TEST_STYLE})
    levels = [probability(prior, say("estimates.prior")), *(probability(after) for after in steps["after"])]
    names = [say("estimates.start"), *map(str, steps["clue_id"])]
    kinds = ["", *steps["kind"]]
    clues = ["", *(steps["clue"] if "clue" in steps else [""] * len(steps))]
    heights = numbers(pd.Series(levels) * 100)
    trace = {
        "type": "scatter",
        "mode": "lines+markers+text",
        "x": heights,
        "y": [literal(name) for name in names],
        "text": [f"{height:.0f}%" for height in heights],
        "textposition": "middle right",
        "line": {"color": "#555", "dash": "dot"},
        "cliponaxis": False,
        "customdata": [
            told(": ".join(filter(None, [name, kind])), f"{height:.0f}%", said)
            for name, kind, height, said in zip(names, kinds, heights, clues, strict=True)
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {"size": 12, "color": SERIES_STYLE[0][0], "symbol": [TEST_STYLE[kind] for kind in kinds]},
    }
    beside = [wrapped(": ".join(filter(None, pair))) for pair in zip(names, kinds, strict=True)]
    layout = {
        "title": title,
        "showlegend": False,
        "height": 110 + row_height(beside, 40) * len(names),
        "margin": MARGIN | {"r": 45},
        "xaxis": {"title": {"text": axis}, "range": [0, 103], "dtick": 20},
        "yaxis": {
            "title": {"text": say("estimates.clue_and_test")},
            "type": "category",
            "autorange": "reversed",
            "tickvals": [literal(name) for name in names],
            "ticktext": beside,
        },
    }
    shown = pd.DataFrame({"step": names, "kind": kinds, "belief_pct": heights})
    return Chart([trace], layout, table=shown, reading=reading, source=source)
