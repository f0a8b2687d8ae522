"""Maps drawn without a network: range bands around a launch place, and what sources say of each missile."""

import pandas as pd

from alliancelab import ranges
from alliancelab.charts.chart import SERIES_STYLE, Chart
from alliancelab.ground.tables import need

# In reach by all sources, by some, by none: colour, marker, words.
REACH_STYLE = {
    "all": ("#B5460F", "circle", "in reach by all sources (solid circle)"),
    "some": ("#0072B2", "diamond-open", "by some sources (dashed circle)"),
    "none": ("#555555", "x-thin-open", "by none (outside)"),
}
KIND_STYLE = {"point": "circle", "floor": "triangle-right-open", "span": "line-ns-open"}
LAND = "#EDEAE3"


def outline(origin: pd.Series, coasts: pd.DataFrame) -> str:
    """Coasts as one drawing path on an azimuthal equidistant map around an origin, in kilometres.

    coasts: one row a point (ring, point, lat_deg, lon_deg) at one scale, drawn in the order of point.
    Raises ValueError for a missing column.

    >>> square = pd.DataFrame({"ring": 1, "point": [1, 2, 3, 4], "lat_deg": [-5.0, -5, 5, 5], "lon_deg": [-5.0, 5, 5, -5]})
    >>> outline(pd.Series({"lat_deg": 0, "lon_deg": 0}), square)
    'M-560,-550L560,-550L560,550L-560,550Z'
    """
    need(coasts, "ring", "point")
    seen = ranges.positions(origin, coasts.sort_values(["ring", "point"]))
    seen[["east_km", "north_km"]] = (seen[["east_km", "north_km"]] / 10).round().astype(int) * 10
    return "".join(
        "M" + "L".join(f"{east},{north}" for east, north in zip(ring["east_km"], ring["north_km"], strict=True)) + "Z"
        for _, ring in seen.groupby("ring")
    )


def bands(
    places: pd.DataFrame,
    missiles: pd.DataFrame,
    coast: str,
    within_km: float,
    *,
    title: str,
    origin: str,
    source: str,
    reading: str,
) -> Chart:
    """Places around a launch place, and two circles: how far all sources say the missiles reach, and how far any.

    places from `ranges.in_reach` (place, kind, reach, distance_km, east_km, north_km), missiles the rows
    of `ranges.left`, coast from `outline`. Places beyond within_km are left out of the drawing and kept in
    the table. Distances are true from the centre only. Raises ValueError for a table without rows.

    >>> where = pd.DataFrame({"place": ["A"], "area": ["X"], "kind": ["city"], "reach": ["all"], "distance_km": [500.0],
    ...                       "east_km": [300.0], "north_km": [400.0], "population": [1]})
    >>> shown = bands(where, pd.DataFrame({"range_all_km": [1000], "range_any_km": [1300]}), "", 2000,
    ...               title="Who?", origin="B", source="made up", reading="A.")
    >>> [shape["type"] for shape in shown.layout["shapes"]]
    ['circle', 'circle']
    """
    need(places, "place", "kind", "reach", "distance_km", "east_km", "north_km", "population")
    listed = places[places["kind"].isin(["city", "capital", "base"])]
    drawn = _apart(listed[listed["distance_km"] <= within_km], within_km)
    groups = {word: [row for row in drawn if row["reach"] == word] for word in REACH_STYLE}
    traces = [_marks(rows, word) for word, rows in groups.items() if rows]
    traces.append(
        {
            "type": "scatter",
            "mode": "markers+text",
            "x": [0],
            "y": [0],
            "text": [origin],
            "hoverinfo": "skip",
            "textposition": "middle left",
            "marker": {"symbol": "star", "size": 12, "color": "#222"},
            "textfont": {"size": 11},
            "showlegend": False,
        }
    )
    half = within_km // 2
    axis = {
        "range": [-within_km, within_km],
        "zeroline": False,
        "showgrid": False,
        "tickvals": [-half, 0, half],
        "tickformat": ",d",
        "constrain": "domain",
    }
    layout = {
        "title": title,
        "height": 700,
        "showlegend": True,
        "shapes": _shapes(coast, missiles),
        "margin": {"l": 60, "r": 20, "t": 100, "b": 110},
        "xaxis": {**axis, "title": {"text": f"West and east of {origin} (km)"}},
        "yaxis": {**axis, "title": {"text": "South and north (km)"}, "scaleanchor": "x"},
    }
    table = listed[["place", "area", "distance_km", "reach"]].sort_values("distance_km")
    return Chart(
        traces, layout, table=table.assign(distance_km=table["distance_km"].round()), reading=reading, source=source
    )


def _apart(rows: pd.DataFrame, within_km: float) -> list[dict]:
    """Places to draw, the largest first, each with a label where there is room for one.

    A place that would lie under a larger one of the same reach is left to the table.
    """
    weight = rows["population"].astype("float64").fillna(0)
    rows = rows.assign(reach=rows["reach"].astype("str")).loc[weight.sort_values(ascending=False, kind="stable").index]
    dot, wide, high = within_km * 0.03, within_km * 0.032, within_km * 0.045
    # The launch place and its name come first.
    kept, taken = [], [(-12 * wide, wide, 0.0)]
    for row in rows[["place", "reach", "distance_km", "east_km", "north_km"]].to_dict("records"):
        east, north = row["east_km"], row["north_km"]
        if any(
            abs(east - o["east_km"]) < dot and abs(north - o["north_km"]) < dot and o["reach"] == row["reach"]
            for o in kept
        ):
            continue
        right = east + wide * (len(row["place"]) + 2)
        room = all(right < o[0] or o[1] < east - dot or abs(north - o[2]) > high for o in taken)
        taken.append((east - dot, right if room else east + dot, north))
        kept.append({**row, "label": row["place"] if room else ""})
    return kept


def _marks(rows: list[dict], word: str) -> dict:
    colour, symbol, words = REACH_STYLE[word]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": words,
        "x": [round(row["east_km"] / 10) * 10 for row in rows],
        "y": [round(row["north_km"] / 10) * 10 for row in rows],
        "text": [row["label"] for row in rows],
        "textposition": "middle right",
        "textfont": {"size": 11},
        "hovertext": [f"{row['place']} {row['distance_km']:,.0f}" for row in rows],
        "hovertemplate": "%{hovertext} km<extra></extra>",
        "marker": {"symbol": symbol, "size": 9, "color": colour, "line": {"color": colour, "width": 2}},
    }


def _shapes(coast: str, missiles: pd.DataFrame) -> list[dict]:
    land = [
        {"type": "path", "path": coast, "fillcolor": LAND, "line": {"color": "#B5AFA2", "width": 1}, "layer": "below"}
    ]
    rings = zip(ranges.bands(missiles), ("all", "some"), ("solid", "dash"), strict=True)
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
    marks: dict[str, float],
    *,
    title: str,
    source: str,
    reading: str,
) -> Chart:
    """What sources say of each missile: a bar from the range all grant to the range any names, a mark a figure.

    figures: one row a missile and source (missile, range_low_km, range_high_km, figure_kind); missiles:
    the rows to draw (`ranges.reaches`); marks: distances in km to name on the figure. Raises ValueError
    for a table without rows.

    >>> figures = pd.DataFrame({"missile": ["N"], "range_low_km": [1000], "range_high_km": [1300], "figure_kind": ["span"]})
    >>> missiles = pd.DataFrame({"missile": ["N"], "missile_class": ["MRBM"], "range_all_km": [1000], "range_any_km": [1300]})
    >>> disagreement(figures, missiles, {"Tokyo": 1299.0}, title="?", source="s", reading="r").data[1].x
    (1000, 1300)
    """
    need(missiles, "missile", "missile_class", "range_all_km", "range_any_km")
    need(figures, "missile", "range_low_km", "range_high_km", "figure_kind")
    names = missiles["missile"].astype("str").tolist()
    shown = figures[figures["missile"].isin(names)]
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "y": names,
            "base": missiles["range_all_km"].tolist(),
            "width": 0.5,
            "x": (missiles["range_any_km"] - missiles["range_all_km"]).tolist(),
            "name": "between all and any",
            "marker": {"color": "#DCE6EE", "line": {"color": "#222", "width": 1}, "pattern": {"shape": "/"}},
            "hoverinfo": "skip",
        }
    ]
    words = {"point": "one figure", "span": "lowest or highest of a span", "floor": "at least"}
    for n, (kind, symbol) in enumerate(KIND_STYLE.items()):
        rows = shown[shown["figure_kind"] == kind]
        if rows.empty:
            continue
        ends = pd.concat([rows.set_index("missile")[name] for name in ("range_low_km", "range_high_km")])
        ends = ends.dropna().groupby(level=0, observed=True).unique()
        pairs = [(str(name), int(far)) for name, all_far in ends.items() for far in all_far]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": words[kind],
                "y": [name for name, _ in pairs],
                "x": [far for _, far in pairs],
                "hovertemplate": "%{y}: %{x:,} km<extra></extra>",
                "marker": {
                    "symbol": symbol,
                    "size": 11,
                    "color": SERIES_STYLE[n][0],
                    "line": {"color": SERIES_STYLE[n][0], "width": 2},
                },
            }
        )
    # The names of the distances stand in a row of their own above the missiles.
    traces.append(
        {
            "type": "scatter",
            "mode": "text",
            "x": list(marks.values()),
            "y": [" "] * len(marks),
            "text": list(marks),
            "textfont": {"size": 11},
            "showlegend": False,
            "hoverinfo": "skip",
        }
    )
    layout = {
        "title": title,
        "height": 330 + 26 * len(names),
        "margin": {"l": 60, "r": 20, "t": 100, "b": 110},
        "xaxis": {"title": {"text": "Range or distance (km)"}, "rangemode": "tozero", "tickformat": ",d"},
        "yaxis": {"categoryorder": "array", "categoryarray": [*names[::-1], " "]},
        "shapes": [
            {
                "type": "line",
                "x0": far,
                "x1": far,
                "y0": 0,
                "y1": 1,
                "yref": "paper",
                "layer": "below",
                "line": {"color": "#777", "dash": "dot", "width": 1},
            }
            for far in marks.values()
        ],
    }
    return Chart(traces, layout, table=missiles, reading=reading, source=source)
