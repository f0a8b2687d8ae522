"""Maps drawn without a network: range bands around a launch place, and what sources say of each missile."""

from collections.abc import Mapping
from html import escape

import pandas as pd

from alliancelab.charts.chart import LEGEND_MARGIN, OUTLINE, SERIES_STYLE, Chart, numbers
from alliancelab.ground.messages import say
from alliancelab.ground.numbers import between, number
from alliancelab.ground.tables import need

# In reach by all sources, by some, by none: colour and marker.
REACH_STYLE = {"all": ("#B5460F", "circle"), "some": ("#0072B2", "diamond-open"), "none": ("#555555", "x-thin-open")}
KIND_STYLE = {"point": "circle", "floor": "triangle-right-open", "span": "line-ns-open"}
LAND = "#EDEAE3"


def outline(coasts: pd.DataFrame) -> str:
    """Coasts as one drawing path in kilometres east and north of the middle of the map, rounded to ten.

    coasts: one row per point (ring, point, east_km, north_km) at one scale, drawn in the order of point.
    Raises LookupError for a missing column and ValueError for a missing value.

    >>> square = pd.DataFrame({"ring": 1, "point": [1, 2, 3], "east_km": [-557.0, 557, 0], "north_km": [0.0, 0, 552]})
    >>> outline(square)
    'M-560,0L560,0L0,550Z'
    """
    need(coasts, what=say("maps.coasts"), filled=["ring", "point", "east_km", "north_km"])
    columns = ["ring", "point", "east_km", "north_km"]
    points = pd.DataFrame({column: numbers(coasts[column]) for column in columns}).sort_values(["ring", "point"])
    points[["east_km", "north_km"]] = (points[["east_km", "north_km"]] / 10).round().astype(int) * 10
    return "".join(
        "M" + "L".join(f"{east},{north}" for east, north in zip(ring["east_km"], ring["north_km"], strict=True)) + "Z"
        for _, ring in points.groupby("ring")
    )


def bands(
    places: pd.DataFrame,
    circles: tuple[float, float],
    coast: str,
    within_km: float,
    *,
    title: str,
    origin: str,
    source: str,
    reading: str,
) -> Chart:
    """Places around an origin, and two circles: how far all sources say one can reach, and how far any says so.

    places has place, area, kind, reach (all, some or none), distance_km, east_km, north_km and population;
    circles are the two distances in km, 0 for no circle; coast is from `outline`. Places beyond within_km
    are left out of the drawing and kept in the table. Distances are true from the centre only. Raises
    LookupError for a missing column or an unknown reach, ValueError for a table without rows.

    >>> where = pd.DataFrame({"place": ["A"], "area": ["X"], "kind": ["city"], "reach": ["all"], "distance_km": [500.0],
    ...                       "east_km": [300.0], "north_km": [400.0], "population": [1]})
    >>> shown = bands(where, (1000, 1300), "", 2000, title="Who?", origin="B", source="made up", reading="A.")
    >>> [shape["type"] for shape in shown.layout["shapes"]]
    ['circle', 'circle']
    """
    filled = ["place", "area", "kind", "reach", "distance_km", "east_km", "north_km"]
    need(places, "population", what=say("maps.places"), rows=True, filled=filled, known={"reach": tuple(REACH_STYLE)})
    between(within_km, 10, 20_100, say("maps.within"))
    measured = {column: numbers(places[column]) for column in ("distance_km", "east_km", "north_km", "population")}
    places = places.assign(place=places["place"].astype(str), **measured)
    listed = places[places["kind"].isin(["city", "capital", "base"])]
    drawn = _apart(listed[listed["distance_km"] <= within_km], within_km)
    groups = {word: [row for row in drawn if row["reach"] == word] for word in REACH_STYLE}
    traces = [_marks(rows, word) for word, rows in groups.items() if rows]
    traces.append(_origin(origin))
    layout = {
        "title": title,
        "height": 700,
        "showlegend": True,
        "shapes": _shapes(coast, circles),
        "margin": LEGEND_MARGIN,
        "xaxis": _axis(within_km, say("maps.east_axis", origin=origin)),
        "yaxis": {**_axis(within_km, say("maps.north_axis")), "scaleanchor": "x"},
    }
    table = listed[["place", "area", "distance_km", "reach"]].sort_values("distance_km")
    return Chart(
        traces, layout, table=table.assign(distance_km=table["distance_km"].round()), reading=reading, source=source
    )


def _origin(name: str) -> dict:
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [0],
        "y": [0],
        "text": [escape(str(name), quote=False)],
        "hoverinfo": "skip",
        "textposition": "middle left",
        "marker": {"symbol": "star", "size": 12, "color": "#222"},
        "textfont": {"size": 11},
        "showlegend": False,
    }


def _axis(within_km: float, words: str) -> dict:
    half = within_km // 2
    return {
        "range": [-within_km, within_km],
        "zeroline": False,
        "showgrid": False,
        "tickvals": [-half, 0, half],
        "tickformat": ",d",
        "constrain": "domain",
        "title": {"text": escape(str(words), quote=False)},
    }


def _apart(rows: pd.DataFrame, within_km: float) -> list[dict]:
    """Places to draw, the largest first, each with a label where there is room for one.

    A place that would lie under a larger one of the same reach is left to the table.
    """
    weight = rows["population"].astype("float64").fillna(0)
    rows = rows.assign(reach=rows["reach"].astype("str")).loc[weight.sort_values(ascending=False, kind="stable").index]
    dot, wide, high = within_km * 0.03, within_km * 0.032, within_km * 0.045
    # The launch place and its name come first.
    drawn, taken = [], [(-12 * wide, wide, 0.0)]
    for row in rows[["place", "reach", "distance_km", "east_km", "north_km"]].to_dict("records"):
        east, north = row["east_km"], row["north_km"]
        if any(
            abs(east - o["east_km"]) < dot and abs(north - o["north_km"]) < dot and o["reach"] == row["reach"]
            for o in drawn
        ):
            continue
        right = east + wide * (len(row["place"]) + 2)
        room = all(right < o[0] or o[1] < east - dot or abs(north - o[2]) > high for o in taken)
        taken.append((east - dot, right if room else east + dot, north))
        drawn.append({**row, "label": row["place"] if room else ""})
    return drawn


def _marks(rows: list[dict], word: str) -> dict:
    colour, symbol = REACH_STYLE[word]
    words = {"all": say("maps.reach_all"), "some": say("maps.reach_some"), "none": say("maps.reach_none")}
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": words[word],
        "x": [round(row["east_km"] / 10) * 10 for row in rows],
        "y": [round(row["north_km"] / 10) * 10 for row in rows],
        "text": [escape(str(row["label"]), quote=False) for row in rows],
        "textposition": "middle right",
        "textfont": {"size": 11},
        "hovertext": [f"{escape(str(row['place']), quote=False)} {row['distance_km']:,.0f}" for row in rows],
        "hovertemplate": "%{hovertext} km<extra></extra>",
        "marker": {"symbol": symbol, "size": 9, "color": colour, "line": {"color": colour, "width": 2}},
    }


def _shapes(coast: str, circles: tuple[float, float]) -> list[dict]:
    land = [
        {"type": "path", "path": coast, "fillcolor": LAND, "line": {"color": "#B5AFA2", "width": 1}, "layer": "below"}
    ]
    if not isinstance(circles, tuple) or len(circles) != 2:
        raise ValueError(say("maps.not_circles", given=circles))
    distances = [number(far, say("maps.circle")) for far in circles]
    rings = zip(distances, ("all", "some"), ("solid", "dash"), strict=True)
    return (land if coast else []) + [
        {
            "type": "circle",
            "x0": -far,
            "x1": far,
            "y0": -far,
            "y1": far,
            "line": {"color": REACH_STYLE[word][0], "dash": dash, "width": 2},
        }
        for far, word, dash in rings
        if far > 0
    ]


def disagreement(
    figures: pd.DataFrame,
    missiles: pd.DataFrame,
    marks: Mapping[str, float],
    *,
    title: str,
    source: str,
    reading: str,
) -> Chart:
    """What sources say of each missile: a bar from the range all grant to the range any names, a mark per figure.

    figures: one row per missile and source (missile, range_low_km, range_high_km, figure_kind: point, span
    or floor); missiles: one row per missile to draw (missile, missile_class, range_all_km, range_any_km);
    marks: distances in km to name on the figure. Raises LookupError for a missing column or an unknown kind,
    ValueError for a table of missiles without rows and for a mark that is not a number.

    >>> figures = pd.DataFrame({"missile": ["N"], "range_low_km": 1000, "range_high_km": 1300, "figure_kind": "span"})
    >>> missiles = pd.DataFrame({"missile": ["N"], "missile_class": "M", "range_all_km": 1000, "range_any_km": 1300})
    >>> disagreement(figures, missiles, {"Tokyo": 1299.0}, title="?", source="s", reading="r").data[1].x
    (1000, 1300)
    """
    ends = ["range_all_km", "range_any_km"]
    need(missiles, "missile_class", what=say("maps.missiles"), rows=True, filled=["missile", *ends], unique=["missile"])
    filled, known = ["missile", "range_low_km", "figure_kind"], {"figure_kind": tuple(KIND_STYLE)}
    need(figures, "range_high_km", what=say("maps.figures"), filled=filled, known=known)
    if not isinstance(marks, Mapping):
        raise ValueError(say("maps.not_marks", given=marks))
    distances = {
        escape(str(name), quote=False): number(far, say("maps.mark", name=name)) for name, far in marks.items()
    }
    for table, columns in ((missiles, ends), (figures, ("range_low_km", "range_high_km"))):
        for column in columns:
            numbers(table[column])
    names = missiles["missile"].astype("str").tolist()
    drawn = figures[figures["missile"].isin(names)]
    shown = [escape(str(name), quote=False) for name in names]
    traces = [_span(missiles, shown)]
    for n, kind in enumerate(KIND_STYLE):
        rows = drawn[drawn["figure_kind"] == kind]
        if len(rows):
            traces.append(_kind(rows, kind, n))
    traces.append(_mark_names(distances))
    layout = {
        "title": title,
        "height": 330 + 26 * len(names),
        "margin": LEGEND_MARGIN,
        "xaxis": {"title": {"text": say("maps.range_axis")}, "rangemode": "tozero", "tickformat": ",d"},
        "yaxis": {"categoryorder": "array", "categoryarray": [*shown[::-1], " "]},
        "shapes": [_mark_line(far) for far in distances.values()],
    }
    return Chart(traces, layout, table=missiles, reading=reading, source=source)


def _span(missiles: pd.DataFrame, names: list[str]) -> dict:
    return {
        "type": "bar",
        "orientation": "h",
        "y": names,
        "base": missiles["range_all_km"].tolist(),
        "width": 0.5,
        "x": (missiles["range_any_km"] - missiles["range_all_km"]).tolist(),
        "name": say("maps.between"),
        "marker": {"color": "#DCE6EE", "line": OUTLINE, "pattern": {"shape": "/"}},
        "hoverinfo": "skip",
    }


def _kind(rows: pd.DataFrame, kind: str, n: int) -> dict:
    words = {"point": say("maps.point"), "span": say("maps.span"), "floor": say("maps.floor")}
    ends = pd.concat([rows.set_index("missile")[name] for name in ("range_low_km", "range_high_km")])
    ends = ends.dropna().groupby(level=0, observed=True).unique()
    pairs = [(escape(str(name), quote=False), int(far)) for name, all_far in ends.items() for far in all_far]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": words[kind],
        "y": [name for name, _ in pairs],
        "x": [far for _, far in pairs],
        "hovertemplate": "%{y}: %{x:,} km<extra></extra>",
        "marker": {
            "symbol": KIND_STYLE[kind],
            "size": 11,
            "color": SERIES_STYLE[n][0],
            "line": {"color": SERIES_STYLE[n][0], "width": 2},
        },
    }


def _mark_names(distances: dict[str, float]) -> dict:
    # The names of the distances have a row of their own above the missiles.
    return {
        "type": "scatter",
        "mode": "text",
        "x": list(distances.values()),
        "y": [" "] * len(distances),
        "text": list(distances),
        "textfont": {"size": 11},
        "showlegend": False,
        "hoverinfo": "skip",
    }


def _mark_line(far: float) -> dict:
    return {
        "type": "line",
        "x0": far,
        "x1": far,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "layer": "below",
        "line": {"color": "#777", "dash": "dot", "width": 1},
    }
