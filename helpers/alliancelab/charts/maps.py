"""Maps drawn without a network: range bands around a launch place, and what sources say of each missile."""

import math
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from alliancelab.charts.chart import LEGEND_MARGIN, OUTLINE, SERIES_STYLE, Chart, numbers
from alliancelab.charts.labels import literal, told
from alliancelab.ground.messages import say
from alliancelab.ground.numbers import between, number
from alliancelab.ground.tables import need

# In reach by all sources, by some, by none: colour, marker, and how the circle is drawn.
REACH_STYLE = {
    "all": ("#A33F0D", "circle", "solid"),
    "some": ("#005E99", "diamond-open", "dash"),
    "none": ("#555555", "x-thin-open", "dot"),
}
KIND_STYLE = {"point": "circle", "floor": "triangle-right-open", "span": "line-ns-open"}
LAND, COAST, SEA = "#E9E5DA", "#8A857A", "#F1F6FA"
# What a letter and a line of a label take on a telephone of 360 pixels, as parts of half the map's width; and a dot.
_LETTER, _LINE, _DOT = 0.05, 0.12, 0.03
# In which direction from the middle the label of a circle stands best, in degrees from the east; it may turn aside.
_DIRECTION = {"all": 135, "some": 315}
_TURNS = sorted(range(-165, 181, 15), key=abs)


def outline(coasts: pd.DataFrame) -> str:
    """Coasts as one drawing path in kilometres east and north of the middle of the map, rounded to ten.

    coasts: one row per point (ring, point, east_km, north_km) at one scale, drawn in the order of point.
    Raises LookupError for a missing column and ValueError for a missing value.

    >>> square = pd.DataFrame({"ring": 1, "point": [1, 2, 3], "east_km": [-557.0, 557, 0], "north_km": [0.0, 0, 552]})
    >>> outline(square)
    'M-560,0L560,0L0,550Z'
    """
    columns = ["ring", "point", "east_km", "north_km"]
    need(coasts, what=say("maps.coasts"), filled=columns)
    given = {name: coasts[name] if coasts[name].dtype.kind in "iuf" else numbers(coasts[name]) for name in columns}
    points = pd.DataFrame(given, index=coasts.index).sort_values(["ring", "point"])
    ends = [(points[name].to_numpy(float) / 10).round().astype(int) * 10 for name in ("east_km", "north_km")]
    rings: dict[float, list[str]] = {}
    for ring, east, north in zip(points["ring"].tolist(), *(end.tolist() for end in ends), strict=True):
        rings.setdefault(ring, []).append(f"{east},{north}")
    return "".join(f"M{'L'.join(ring)}Z" for ring in rings.values())


class BaseMap:
    """Places and a coast around an origin, checked once, on which `bands` draws circles as often as a control moves.

    places has place, area, kind, words (what else is said of it beside the pointer), distance_km, east_km, north_km
    and population; coast is from `outline`; the places in named have their names first. Places beyond within_km
    are left out of the drawing and kept in the table. Raises LookupError for a missing column, ValueError for a
    table without rows.
    """

    def __init__(
        self, places: pd.DataFrame, coast: str, within_km: float, *, origin: str, named: Iterable[str] = ()
    ) -> None:
        filled = ["place", "area", "kind", "words", "distance_km", "east_km", "north_km"]
        need(places, "population", what=say("maps.places"), rows=True, filled=filled)
        between(within_km, 10, 20_100, say("maps.within"))
        self._coast, self._within, self._origin = coast, within_km, str(origin)
        texts = {column: [str(text) for text in places[column]] for column in ("place", "area", "kind", "words")}
        measured = {column: numbers(places[column]) for column in ("distance_km", "east_km", "north_km", "population")}
        columns = {"number": range(len(places)), **texts, **measured}
        rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
        rows = [row for row in rows if row["kind"] in ("city", "capital", "base")]
        for row in rows:
            row["east"], row["north"] = row["east_km"] / within_km, row["north_km"] / within_km
            # Places without people come last.
            row["people"] = row["population"] if row["population"] > 0 else 0
            row["told"] = told(row["place"], row["words"])
        self._listed = sorted(rows, key=lambda row: row["distance_km"])
        self._named = list(named)
        seen = [row for row in rows if row["distance_km"] <= within_km]
        self._drawn = sorted(seen, key=lambda row: (row["place"] not in self._named, -row["people"]))
        self._axes = {
            "xaxis": {**_axis(within_km), "title": {"text": literal(say("maps.axis", origin=origin))}},
            "yaxis": {**_axis(within_km), "scaleanchor": "x", "constraintoward": "top"},
        }

    def bands(
        self,
        reach: Sequence[str],
        circles: Sequence[tuple[float, str]],
        *,
        title: str,
        source: str,
        reading: str,
    ) -> Chart:
        """The map with two circles, how far all sources say one can reach and how far any says so.

        reach has a word (all, some, none) per place; circles are two pairs of a distance in km (0 for no circle)
        and the name of what reaches so far.
        """
        rings = _rings(circles)
        rows = _apart([{**row, "reach": reach[row["number"]]} for row in self._drawn])
        start = {"place": self._origin, "east": 0, "north": 0}
        first = [start, *(row for row in rows if row["place"] in self._named)]
        rest = [row for row in rows if row["place"] not in self._named]
        dots, taken = [_dot(row) for row in (start, *rows)], []
        _label(first, dots, taken, in_any_case=True)
        names = _ring_names(rings, self._within, dots, taken)
        _label(rest, dots, taken)
        groups = [(word, [row for row in rows if row["reach"] == word]) for word in REACH_STYLE]
        traces = [_marks(group, word, self._origin) for word, group in groups if group]
        layout = {
            "title": title,
            "height": 540,
            "showlegend": True,
            "plot_bgcolor": SEA,
            "shapes": _shapes(self._coast, rings),
            "margin": LEGEND_MARGIN,
            **self._axes,
        }
        table = pd.DataFrame(
            {
                "place": [row["place"] for row in self._listed],
                "area": [row["area"] for row in self._listed],
                "distance_km": [round(row["distance_km"]) for row in self._listed],
                "reach": [reach[row["number"]] for row in self._listed],
            }
        )
        return Chart([*traces, *names, _origin(start)], layout, table=table, reading=reading, source=source)


def bands(
    places: pd.DataFrame,
    circles: Sequence[tuple[float, str]],
    coast: str,
    within_km: float,
    *,
    title: str,
    origin: str,
    source: str,
    reading: str,
    named: Iterable[str] = (),
) -> Chart:
    """Places around an origin, and two circles: how far all sources say one can reach, and how far any says so.

    places has what `BaseMap` reads, and reach (all, some or none); circles are two pairs of a distance in km, 0
    for no circle, and the name of what reaches so far; coast is from `outline`. Distances are true from the
    centre only. Raises LookupError for a missing column or an unknown reach, ValueError for a table without rows.

    >>> where = pd.DataFrame({"place": ["A"], "area": ["X"], "kind": ["city"], "words": ["a city"], "reach": ["all"],
    ...                       "distance_km": [500.0], "east_km": [300.0], "north_km": [400.0], "population": [1]})
    >>> circles = [(1000, "N"), (1300, "N")]
    >>> shown = bands(where, circles, "", 2000, title="Who?", origin="B", source="made up", reading="A.")
    >>> [shape["type"] for shape in shown.layout["shapes"]]
    ['circle', 'circle']
    """
    need(places, what=say("maps.places"), filled=["reach"], known={"reach": tuple(REACH_STYLE)})
    if isinstance(named, str) or not isinstance(named, Iterable):
        raise ValueError(say("maps.not_names", given=named))
    base = BaseMap(places, coast, within_km, origin=origin, named=named)
    return base.bands(places["reach"].tolist(), circles, title=title, source=source, reading=reading)


def _origin(start: dict) -> dict:
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [0],
        "y": [0],
        "text": [literal(start["label"])],
        "hoverinfo": "skip",
        "textposition": start["side"],
        "marker": {"symbol": "star", "size": 12, "color": "#222"},
        "textfont": {"size": 11},
        "showlegend": False,
    }


def _axis(within_km: float) -> dict:
    half = within_km // 2
    return {
        "range": [-within_km, within_km],
        "zeroline": False,
        "showgrid": False,
        "tickvals": [-half, 0, half],
        # A distance has no sign; the axis says to which side.
        "ticktext": [f"{half:,}", "0", f"{half:,}"],
        "constrain": "domain",
    }


def _rings(circles: Sequence[tuple[float, str]]) -> list[tuple[str, float, str]]:
    """The word of each circle, its distance and the name on it; those of distance 0 are left out."""
    pairs = list(circles) if isinstance(circles, Sequence) and not isinstance(circles, str) else []
    if len(pairs) != 2 or any(not isinstance(pair, Sequence) or len(pair) != 2 for pair in pairs):
        raise ValueError(say("maps.not_circles", given=circles))
    rings = [
        (word, number(far, say("maps.circle")), str(name))
        for word, (far, name) in zip(("all", "some"), pairs, strict=True)
    ]
    return [ring for ring in rings if ring[1] > 0]


def _ring_names(rings: list[tuple[str, float, str]], within_km: float, dots: list, taken: list) -> list[dict]:
    """What stands at each circle, outside or inside of it: where it hides least, best with its corner on the circle.

    The words of a circle beyond the map stand in a corner of the map, and say so. The room of each is added to taken.
    """
    traces = []
    radii = [far / within_km for _, far, _ in rings]
    for word, far, name in rings:
        is_beyond = far / within_km * math.sqrt(0.5) >= 1
        lines = [name, say("maps.ring", far=far), *([say("maps.ring_beyond")] if is_beyond else [])]
        wide, high = max(map(len, lines)) * _LETTER, len(lines) * _LINE
        found = []
        for turn in _TURNS:
            angle = math.radians(_DIRECTION[word] + turn)
            cos, sin = math.cos(angle), math.sin(angle)
            out = (1 if cos > 0 else -1, 1 if sin > 0 else -1)
            x, y = (0.98 * out[0], 0.98 * out[1]) if is_beyond else (cos * far / within_km, sin * far / within_km)
            for way, off in ((-1, 0),) if is_beyond else ((1, 0), (-1, 0), (1, 0.15), (1, 0.3)):
                at_x, at_y = x + off * cos, y + off * sin
                to_x, to_y = at_x + way * out[0] * wide, at_y + way * out[1] * high
                box = (min(at_x, to_x), max(at_x, to_x), min(at_y, to_y), max(at_y, to_y))
                hides = 20 * (not _is_on_map(box)) + 20 * any(_touches(box, other) for other in taken) + 5 * off
                if hides < 20:
                    hides += sum(_touches(box, dot) for dot in dots) + 3 * sum(_crosses(box, far) for far in radii)
                found.append((hides, at_x, at_y, (way * out[0], way * out[1]), box))
        _, x, y, (right, up), box = min(found, key=lambda one: one[0])
        taken.append(box)
        traces.append(
            {
                "type": "scatter",
                "mode": "text",
                "x": [round(x * within_km)],
                "y": [round(y * within_km)],
                "text": ["<br>".join(map(literal, lines))],
                "textposition": f"{'top' if up > 0 else 'bottom'} {'right' if right > 0 else 'left'}",
                "textfont": {"size": 11, "color": REACH_STYLE[word][0]},
                "hoverinfo": "skip",
                "showlegend": False,
            }
        )
    return traces


# A box is west, east, south and north, in parts of half the map's width.
def _dot(row: dict) -> tuple[float, float, float, float]:
    return row["east"] - _DOT, row["east"] + _DOT, row["north"] - _DOT, row["north"] + _DOT


def _touches(one: tuple, other: tuple) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def _crosses(box: tuple, radius: float) -> bool:
    """Whether a circle around the middle runs through the box; its corner may lie on the circle."""
    west, east, south, north = box
    nearest = math.hypot(max(west, -east, 0), max(south, -north, 0))
    farthest = math.hypot(max(-west, east), max(-south, north))
    return nearest + 0.01 < radius < farthest - 0.01


def _is_on_map(box: tuple) -> bool:
    return all(-1 < end < 1 for end in box)


def _apart(rows: list[dict]) -> list[dict]:
    """Places to draw, in their order: one that would lie under an earlier one of the same reach is left out."""
    drawn: list[dict] = []
    for row in rows:
        if not any(
            abs(row["east"] - o["east"]) < _DOT and abs(row["north"] - o["north"]) < _DOT and o["reach"] == row["reach"]
            for o in drawn
        ):
            drawn.append(row)
    return drawn


def _label(rows: list[dict], dots: list, taken: list, *, in_any_case: bool = False) -> None:
    """Give each place a name and the side of its dot it stands on, where it hides neither a dot nor a name.

    The room of each name is added to taken.
    """
    for row in rows:
        sides, own = _sides(row), _dot(row)
        hidden = [
            10 * (not _is_on_map(box))
            + 10 * sum(_touches(box, name) for name in taken)
            + sum(_touches(box, dot) for dot in dots if dot != own)
            for _, box in sides
        ]
        row["side"], box = sides[hidden.index(min(hidden))]
        row["label"] = row["place"] if in_any_case or not min(hidden) else ""
        if row["label"]:
            taken.append(box)


def _sides(row: dict) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Where a name may stand beside its dot, and the room it takes there."""
    east, north, wide = row["east"], row["north"], _LETTER * (len(row["place"]) + 1)
    low, high = north - _LINE / 2, north + _LINE / 2
    return [
        ("middle right", (east + _DOT, east + _DOT + wide, low, high)),
        ("middle left", (east - _DOT - wide, east - _DOT, low, high)),
        ("top center", (east - wide / 2, east + wide / 2, north + _DOT, north + _DOT + _LINE)),
        ("bottom center", (east - wide / 2, east + wide / 2, north - _DOT - _LINE, north - _DOT)),
    ]


def _marks(rows: list[dict], word: str, origin: str) -> dict:
    colour, symbol, _ = REACH_STYLE[word]
    words = {"all": say("maps.reach_all"), "some": say("maps.reach_some"), "none": say("maps.reach_none")}
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": {"all": say("maps.key_all"), "some": say("maps.key_some"), "none": say("maps.key_none")}[word],
        "x": [round(row["east_km"] / 10) * 10 for row in rows],
        "y": [round(row["north_km"] / 10) * 10 for row in rows],
        "text": [literal(row["label"]) for row in rows],
        "textposition": [row["side"] for row in rows],
        "textfont": {"size": 11},
        "hovertext": [
            told(row["place"], row["words"], say("maps.far", far=row["distance_km"], origin=origin, reach=words[word]))
            for row in rows
        ],
        "hoverinfo": "text",
        "marker": {"symbol": symbol, "size": 9, "color": colour, "line": {"color": colour, "width": 2}},
    }


def _shapes(coast: str, rings: list[tuple[str, float, str]]) -> list[dict]:
    land = {"type": "path", "path": coast, "fillcolor": LAND, "line": {"color": COAST, "width": 1}, "layer": "below"}
    circles = [
        {
            "type": "circle",
            "x0": -far,
            "x1": far,
            "y0": -far,
            "y1": far,
            "line": {"color": REACH_STYLE[word][0], "dash": REACH_STYLE[word][2], "width": 2},
        }
        for word, far, _ in rings
    ]
    return ([land] if coast else []) + circles


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
    or floor, asserted_by: who says so); missiles: one row per missile to draw (missile, missile_class,
    range_all_km, range_any_km); marks: distances in km to name on the figure. Raises LookupError for a missing
    column or an unknown kind, ValueError for a table of missiles without rows and for a mark that is not a number.

    >>> figures = pd.DataFrame({"missile": ["N"], "range_low_km": 1000, "range_high_km": 1300, "figure_kind": "span",
    ...                         "asserted_by": "the army"})
    >>> missiles = pd.DataFrame({"missile": ["N"], "missile_class": "M", "range_all_km": 1000, "range_any_km": 1300})
    >>> disagreement(figures, missiles, {"Tokyo": 1299.0}, title="?", source="s", reading="r").data[1].x
    (1000, 1300)
    """
    ends = ["range_all_km", "range_any_km"]
    need(missiles, "missile_class", what=say("maps.missiles"), rows=True, filled=["missile", *ends], unique=["missile"])
    filled, known = ["missile", "range_low_km", "figure_kind"], {"figure_kind": tuple(KIND_STYLE)}
    need(figures, "range_high_km", "asserted_by", what=say("maps.figures"), filled=filled, known=known)
    if not isinstance(marks, Mapping):
        raise ValueError(say("maps.not_marks", given=marks))
    distances = {str(name): number(far, say("maps.mark", name=name)) for name, far in marks.items()}
    for table, columns in ((missiles, ends), (figures, ("range_low_km", "range_high_km"))):
        for column in columns:
            numbers(table[column])
    names = missiles["missile"].astype("str").tolist()
    drawn = figures[figures["missile"].isin(names)]
    shown = [literal(name) for name in names]
    traces = [_span(missiles, shown)]
    for n, kind in enumerate(KIND_STYLE):
        rows = drawn[drawn["figure_kind"] == kind]
        if len(rows):
            traces.append(_kind(rows, kind, n))
    farthest = max([*numbers(missiles["range_any_km"]), *distances.values()])
    rows_of_names = _mark_rows(distances, farthest)
    traces.append(_mark_names(distances, rows_of_names))
    layout = {
        "title": title,
        "height": 200 + 26 * (len(names) + len(set(rows_of_names))),
        "margin": LEGEND_MARGIN,
        "xaxis": {
            "title": {"text": say("maps.range_axis")},
            "range": [0, farthest * 1.05],
            "tickformat": ",d",
            "nticks": 5,
        },
        "yaxis": {"categoryorder": "array", "categoryarray": [*shown[::-1], *sorted(set(rows_of_names))]},
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
    columns = ["missile", "range_low_km", "range_high_km", "asserted_by"]
    # One mark per missile and distance, with all who name it.
    said: dict[tuple[str, int], list[str]] = {}
    for missile, low, high, who in rows[columns].itertuples(index=False):
        for far in {low: None, high: None}:
            if pd.notna(far):
                said.setdefault((str(missile), int(far)), []).append(_figure(low, high, kind, who))
    return {
        "type": "scatter",
        "mode": "markers",
        "name": words[kind],
        "y": [literal(missile) for missile, _ in said],
        "x": [far for _, far in said],
        "hovertext": [told(missile, *lines) for (missile, _), lines in said.items()],
        "hoverinfo": "text",
        "marker": {
            "symbol": KIND_STYLE[kind],
            "size": 11,
            "color": SERIES_STYLE[n][0],
            "line": {"color": SERIES_STYLE[n][0], "width": 2},
        },
    }


def _figure(low: float, high: float, kind: str, who: object) -> str:
    """One figure of one source in words."""
    by = say("maps.nobody") if pd.isna(who) else str(who)
    if kind == "floor" or pd.isna(high):
        return say("maps.says_floor", low=int(low), who=by)
    if low == high:
        return say("maps.says_point", low=int(low), who=by)
    return say("maps.says_span", low=int(low), high=int(high), who=by)


def _mark_rows(distances: dict[str, float], farthest: float) -> list[str]:
    """The row each name of a distance stands in: a higher one where it would touch its neighbour on a telephone."""
    ends: list[float] = []
    rows = {}
    for name, far in sorted(distances.items(), key=lambda item: item[1]):
        # Two thirds of the width of the map are left for the bars.
        half = len(name) * _LETTER * farthest / 2 / 1.6
        level = next((n for n, end in enumerate(ends) if end < far - half), len(ends))
        ends[level : level + 1] = [far + half]
        rows[name] = " " * (level + 1)
    return [rows[name] for name in distances]


def _mark_names(distances: dict[str, float], rows: list[str]) -> dict:
    # The names of the distances have rows of their own above the missiles.
    return {
        "type": "scatter",
        "mode": "text",
        "x": list(distances.values()),
        "y": rows,
        "text": [literal(name) for name in distances],
        "textfont": {"size": 11},
        "showlegend": False,
        "hovertext": [told(name, say("maps.away", far=far)) for name, far in distances.items()],
        "hoverinfo": "text",
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
