"""The reach explorer and its maps, moved without a browser."""

import itertools
import json
import re

import pandas as pd
import pytest
from alliancelab import catalogue, charts, explorers, ranges

SOURCE = "missile-ranges, places, coastlines"


@pytest.fixture(scope="module")
def tables():
    figures = ranges.named(catalogue.load("missile-ranges"))
    return catalogue.load("places"), ranges.reaches(figures), catalogue.load("coastlines")


@pytest.fixture(scope="module")
def explorer(tables):
    return explorers.ranges.missile_reach(*tables, SOURCE)


def shown(explorer):
    """What the explorer shows under its controls: the figure's output."""
    return explorer._figure.outputs[0]["data"]


def at(explorer, **values):
    for name, value in values.items():
        explorer.controls[name].value = value
    return explorer.status


def test_the_sentence_follows_every_control(explorer):
    first = at(explorer, origin="Sunan", held="flown", deal="no deal", view="wide")
    assert "from Sunan: on Japan's main islands 15 of 15 listed cities are in reach by all sources" in first
    assert "15 of 15 listed cities are in reach by all sources" in first.split("Guam")[1]
    assert "in the continental US none of 15 listed cities is in reach" in at(explorer, deal="ICBM")
    assert "7 of 15 listed cities" in at(explorer, held="deployed") and "Guam is out of reach" in explorer.status
    assert "from Musudan-ri: on Japan's main islands 15 of 15" in at(explorer, origin="Musudan-ri")


def test_every_position_draws_a_small_figure_that_agrees_with_its_sentence(explorer, tables):
    places, missiles, _ = tables
    for values in itertools.product(*(control.options for control in explorer.controls.values())):
        chosen = dict(zip(explorer.controls, values, strict=True))
        sentence = at(explorer, **chosen)
        drawn = shown(explorer)
        figure = drawn[charts.MIME]
        assert drawn["text/plain"] == sentence == figure["layout"]["meta"]["summary"]
        # The coast is two thirds of it.
        assert len(json.dumps(figure)) < 20_000
        seen = ranges.positions(ranges.place(places, chosen["origin"]), places)
        where = ranges.in_reach(seen, ranges.left(missiles, chosen["held"], ranges.DEALS[chosen["deal"]]))
        japan = ranges.people(where).loc["Japan main islands"]
        words = sentence.split("main islands ")[1].split(";")[0]
        count = re.match(r"(\d+) of 15 listed cities (?:is|are) in reach by all sources(?: and (\d+) more)?", words)
        assert (int(count[1]), int(count[2] or 0)) == (japan["all"], japan["some"]) if count else japan["none"] == 15
        assert explorer.children[-1].value == explorers.ranges.cities_html(where)
        # The marks on the map are those of the table.
        reach = {text.partition("<br>")[0]: text for trace in figure["data"] for text in trace.get("hovertext", [])}
        words = {"all": "by all sources", "some": "by some sources", "none": "by no source"}
        for place, word in zip(where["place"], where["reach"], strict=True):
            assert place not in reach or reach[place].replace("<br>", " ").endswith(words[word])


def test_places_beyond_the_map_stay_in_its_table(tables):
    chart = explorers.ranges.reach_chart(*tables, view="near", source=SOURCE)
    drawn = {text.partition("<br>")[0] for trace in chart.to_dict()["data"] for text in trace.get("hovertext", [])}
    assert "Tokyo" in drawn and "Seattle" not in drawn
    assert {"Tokyo", "Seattle", "Andersen"} <= set(chart.table["place"])


def test_the_circles_have_the_radius_of_all_and_of_any(tables):
    chart = explorers.ranges.reach_chart(*tables, held="deployed", deal="ICBM", view="near", source=SOURCE)
    circles = [shape for shape in chart.to_dict()["layout"]["shapes"] if shape["type"] == "circle"]
    assert [(circle["x1"], circle["y0"], circle["line"]["dash"]) for circle in circles] == [
        (1200, -1200, "solid"),
        (1800, -1800, "dash"),
    ]


def test_without_missiles_no_circle_is_drawn(tables):
    places, missiles, coasts = tables
    chart = explorers.ranges.reach_chart(places, missiles.iloc[:0], coasts, source=SOURCE)
    assert {shape["type"] for shape in chart.to_dict()["layout"]["shapes"]} == {"path"}
    assert "Guam is out of reach" in chart.reading


def test_the_map_asks_nothing_of_a_network(tables):
    chart = json.dumps(explorers.ranges.reach_chart(*tables, source=SOURCE).to_dict())
    assert not re.search(r'"(geo|mapbox|map)"|https?:|"scattergeo"|"scattermap', chart)


ALONG = {"right": (0, 1), "left": (-1, 0), "center": (-0.5, 0.5)}
UP = {"top": (0, 1), "bottom": (-1, 0), "middle": (-0.5, 0.5)}


def boxes(chart, half):
    """Where each text of a map stands on a telephone: a letter is 5 percent of half the map wide, a line 12 high."""
    for trace in chart.to_dict()["data"]:
        sides = trace["textposition"]
        sides = sides if isinstance(sides, list) else [sides] * len(trace["x"])
        for x, y, text, side in zip(trace["x"], trace["y"], trace["text"], sides, strict=True):
            if text:
                lines, (up, along) = text.split("<br>"), side.split()
                wide, high = max(map(len, lines)) * 0.05 * half, len(lines) * 0.12 * half
                # Beside a mark the text keeps off its dot.
                dot = 0.03 * half if "markers" in trace["mode"] else 0
                x, y = x + dot * sum(ALONG[along]), y + dot * sum(UP[up])
                ends = [x + part * wide for part in ALONG[along]] + [y + part * high for part in UP[up]]
                yield text, ends


@pytest.mark.parametrize("deal", ["no deal", "ICBM", "ICBM, IRBM"])
def test_no_two_labels_lie_on_each_other(tables, deal):
    for (view, half), held in itertools.product(explorers.ranges.VIEWS.items(), ("deployed", "flown", "listed")):
        chart = explorers.ranges.reach_chart(*tables, held=held, deal=deal, view=view, source=SOURCE)
        for (one, a), (other, b) in itertools.combinations(boxes(chart, half), 2):
            apart = a[1] <= b[0] or b[1] <= a[0] or a[3] <= b[2] or b[3] <= a[2]
            assert apart, (view, held, one, other)


def test_each_circle_carries_its_missile_and_its_distance_where_it_is(tables):
    chart = explorers.ranges.reach_chart(*tables, held="deployed", deal="ICBM", view="near", source=SOURCE)
    sure, at_most = [trace for trace in chart.to_dict()["data"] if trace["mode"] == "text"]
    for trace, text, far in ((sure, "Nodong<br>1,200 km", 1200), (at_most, "Nodong<br>1,800 km", 1800)):
        assert trace["text"] == [text]
        assert abs((trace["x"][0] ** 2 + trace["y"][0] ** 2) ** 0.5 - far) < 2
    assert sure["textfont"]["color"] != at_most["textfont"]["color"]
    beyond = explorers.ranges.reach_chart(*tables, held="flown", view="near", source=SOURCE).to_dict()["data"]
    assert [trace["text"][0] for trace in beyond if trace["mode"] == "text"] == [
        "Hwasong-15<br>12,874 km<br>beyond this map",
        "Hwasong-15<br>13,000 km<br>beyond this map",
    ]


def test_what_the_sentence_speaks_of_has_its_name_on_the_map(tables):
    for origin, held, deal in itertools.product(explorers.ranges.ORIGINS, ranges.HELD, ranges.DEALS):
        where = {"origin": origin, "held": held, "deal": deal}
        for view, names in (("wide", {"Tokyo", "Guam", origin}), ("near", {"Tokyo", origin})):
            chart = explorers.ranges.reach_chart(*tables, view=view, source=SOURCE, **where)
            assert names <= {text for trace in chart.to_dict()["data"] for text in trace["text"]}


def test_where_the_pointer_rests_the_whole_row_is_told(tables):
    chart = explorers.ranges.reach_chart(*tables, held="deployed", deal="ICBM", view="wide", source=SOURCE)
    rows = [text.replace("<br>", " ") for trace in chart.to_dict()["data"] for text in trace.get("hovertext", [])]
    assert "Tokyo capital, Japan; 9,733,276 people 1,299 km from Sunan, in reach by some sources" in rows
    (guam,) = [row for row in rows if row.startswith("Guam")]
    assert "measured at Dededo" in guam and "159,358" in guam and guam.endswith("by no source")
    assert not any("Dededo" in text for trace in chart.to_dict()["data"] for text in trace["text"])


CORNERS = {  # Places on main islands, a few hundred kilometres from every coast of another land.
    "Hokkaido": (43.4, 142.9),
    "Honshu": (36.2, 138.2),
    "Shikoku": (33.7, 133.5),
    "Kyushu": (32.5, 130.9),
    "Korea": (37.0, 128.0),
    "Alaska": (64.0, -152.0),
    "Australia": (-25.0, 134.0),
}


def inside(rings, lat, lon):
    """Whether a point lies on land: a ray to the east crosses the lines an odd number of times."""
    crossings = 0
    for ring in rings:
        for (a_lat, a_lon), (b_lat, b_lon) in zip(ring, ring[1:] + ring[:1], strict=True):
            if abs(a_lon - b_lon) < 180 and (a_lat > lat) != (b_lat > lat):
                crossings += lon < a_lon + (lat - a_lat) * (b_lon - a_lon) / (b_lat - a_lat)
    return crossings % 2 == 1


@pytest.mark.parametrize("view", ["near", "wide"])
def test_japan_is_on_every_map_and_small_islands_of_the_lesson_too(tables, view):
    coasts = tables[2][tables[2]["scale"] == view]
    rings = [list(zip(r["lat_deg"], r["lon_deg"], strict=True)) for _, r in coasts.groupby("ring")]
    for name, (lat, lon) in CORNERS.items():
        assert inside(rings, lat, lon) or (view == "near" and name in ("Alaska", "Australia")), name
    for lat, lon in ((39.0, 134.5), (35.0, 150.0), (30.0, 127.0)):
        assert not inside(rings, lat, lon), "open sea"
    islands = {"Okinawa": (26.5, 127.9)}
    if view == "wide":
        islands |= {"Guam": (13.4, 144.8), "Oahu": (21.4, -158.0), "Hawaii": (19.6, -155.5)}
    for name, (lat, lon) in islands.items():
        small = [ring for ring in rings if all(abs(y - lat) < 1.2 and abs(x - lon) < 1.2 for y, x in ring)]
        assert len(small) == 1 and len(small[0]) >= 3, name


def test_a_coast_is_laid_out_as_places_are(tables):
    places, _, coasts = tables
    for view, half in explorers.ranges.VIEWS.items():
        origin = ranges.place(places, "Musudan-ri")
        shore = explorers.ranges._shore(coasts, view)
        sketch = explorers.ranges._sketched(origin["lat_deg"], origin["lon_deg"], shore)
        exact = ranges.positions(origin, shore)
        on_map = exact["distance_km"] < half
        off = ((sketch["east_km"] - exact["east_km"]) ** 2 + (sketch["north_km"] - exact["north_km"]) ** 2) ** 0.5
        # One part in two hundred of half the map: a pixel on a map of 400.
        assert off[on_map].max() < half / 200 and on_map.sum() > 200


def test_the_cities_are_folded_until_they_are_asked_for(tables):
    explorer = explorers.ranges.missile_reach(*tables, SOURCE)
    *_, shows, cities = explorer.children
    assert cities.layout.display == "none"
    shows.value = True
    assert cities.layout.display is None and "Hagi 739" in cities.value


@pytest.mark.parametrize(
    "wrong, sentence",
    [
        ({"origin": "Sunann"}, "No place is called 'Sunann'. Did you mean 'Sunan'"),
        ({"held": "owned"}, "No kind of arsenal is called 'owned'"),
        ({"deal": "ICBMs"}, "No deal is called 'ICBMs'. Did you mean 'ICBM'"),
        ({"view": "far"}, "No view is called 'far'"),
    ],
)
def test_a_wrong_word_gets_one_sentence(tables, wrong, sentence):
    with pytest.raises(LookupError, match=sentence):
        explorers.ranges.reach_chart(*tables, source=SOURCE, **wrong)


def test_a_sentence_about_places_without_guam_is_refused(tables):
    places, missiles, coasts = tables
    with pytest.raises(ValueError, match="no city of Guam"):
        explorers.ranges.reach_chart(places[places["area"] != "Guam"], missiles, coasts, source=SOURCE)


WORDS = {"title": "t", "source": "s", "reading": "r"}


def test_a_map_or_a_figure_of_sources_without_its_columns_says_so(tables):
    figures = catalogue.load("missile-ranges")
    with pytest.raises(LookupError, match="no column 'reach'"):
        charts.maps.bands(tables[0], (1, 2), "", 2000, origin="o", **WORDS)
    with pytest.raises(ValueError, match="no rows"):
        charts.maps.disagreement(figures, tables[1].iloc[:0], {}, **WORDS)
    where = ranges.positions(ranges.place(tables[0], "Sunan"), tables[0]).assign(reach="all", words="a place")
    with pytest.raises(ValueError, match="Two circles are a pair"):
        charts.maps.bands(where, 1000, "", 2000, origin="o", **WORDS)
    with pytest.raises(ValueError, match="a list of names"):
        charts.maps.bands(where, [(1, "a"), (2, "b")], "", 2000, origin="o", named="Tokyo", **WORDS)
    with pytest.raises(ValueError, match="'Tokyo' is 'far'"):
        charts.maps.disagreement(figures, tables[1], {"Tokyo": "far"}, **WORDS)
    with pytest.raises(LookupError, match="no column 'ring'"):
        charts.maps.outline(pd.DataFrame({"east_km": [0]}))


def test_marks_in_the_names_of_places_are_drawn_as_they_are_written(tables):
    places, missiles, coasts = tables
    odd = places.assign(place=places["place"].replace({"Tokyo": '<a href="x">Tokyo</a>'}))
    drawn = json.dumps(explorers.ranges.reach_chart(odd, missiles, coasts, source=SOURCE).to_dict()["data"])
    assert "&lt;a href" in drawn and "<a href" not in drawn
    seen = ranges.in_reach(ranges.positions(ranges.place(odd, "Sunan"), odd), missiles)
    assert "<a href" not in explorers.ranges.cities_html(seen)


def test_a_still_map_says_and_lists_what_the_tables_give(tables):
    chart = explorers.ranges.reach_chart(*tables, held="deployed", deal="ICBM", view="near", source=SOURCE)
    for words in ("7 of 15 listed cities", "8 more by some", "31.0 million people", "none of 15", "2,000 km"):
        assert words in chart.reading
    wide = explorers.ranges.reach_chart(*tables, held="deployed", source=SOURCE)
    assert "12,000 km" in wide.reading and wide.layout.xaxis.range == (-12000, 12000)
    places, missiles, _ = tables
    seen = ranges.in_reach(ranges.positions(ranges.place(places, "Sunan"), places), ranges.left(missiles, "deployed"))
    html = explorers.ranges.cities_html(seen)
    assert "<td>Hagi 739, Fukuoka 753, Hiroshima 805, Kobe 983, Osaka 1,007, Kyoto 1,008, Nagoya 1,092</td>" in html
    assert '<th scope="row">Okinawa</th><td>–</td><td>Naha 1,452</td><td>–</td>' in html
    assert '<th scope="row">Guam</th><td>–</td><td>–</td><td>Guam 3,412</td>' in html


def test_the_controls_start_at_sunan_with_flown_missiles_and_no_deal(tables):
    explorer = explorers.ranges.missile_reach(*tables, SOURCE)
    assert {name: control.value for name, control in explorer.controls.items()} == {
        "origin": "Sunan",
        "held": "flown",
        "deal": "no deal",
        "view": "wide",
    }
    assert explorer.status == explorers.ranges.reach_chart(*tables, source=SOURCE).reading


def seen_from_b(**columns):
    """Places around an origin: each all in reach unless another word is given."""
    table = pd.DataFrame(columns)
    given = {"area": "X", "kind": "city", "words": "w", "reach": "all", "population": range(len(table), 0, -1)}
    table = table.assign(**{name: value for name, value in given.items() if name not in table})
    return table.assign(distance_km=(table["east_km"] ** 2 + table["north_km"] ** 2) ** 0.5)


def mapped(places, within=2000, circles=(1000, 1300), coast="", **named):
    pairs = [(far, f"N{n}") for n, far in enumerate(circles)]
    return charts.maps.bands(places, pairs, coast, within, origin="B", **WORDS, **named)


def labels(places, within=2000, **named):
    """The name drawn beside each dot, or nothing, and its side; no circles, which have words of their own."""
    traces = [trace for trace in mapped(places, within, (0, 0), **named).to_dict()["data"] if "hovertext" in trace]
    return {
        hover.partition("<br>")[0]: (text, side.split()[-1] if "middle" in side else side.split()[0])
        for trace in traces
        for hover, text, side in zip(trace["hovertext"], trace["text"], trace["textposition"], strict=True)
    }


@pytest.mark.parametrize(
    ("east", "north", "reach", "drawn"),
    [
        (559, 559, "all", False),
        (560, 559, "all", True),
        (559, 560, "all", True),
        (441, 441, "all", False),
        (440, 441, "all", True),
        (559, 559, "some", True),
    ],
)
def test_a_place_under_a_larger_one_of_the_same_reach_is_left_to_the_table(east, north, reach, drawn):
    # A dot is 3 percent of half the map wide: 60 of 2,000 km.
    two = seen_from_b(place=["A", "C"], east_km=[500.0, east], north_km=[500.0, north], reach=["all", reach])
    assert ("C" in labels(two)) == drawn and set(mapped(two).table["place"]) == {"A", "C"}


@pytest.mark.parametrize(
    ("east", "north", "named", "side"),
    [
        # "Ab" takes three letters of 100 km from 60 km beside its dot: 560 to 860 km, and 120 km up and down.
        (930, 500, "Ab", "right"),
        (919, 500, "Ab", "left"),
        (700, 690, "Ab", "right"),
        (700, 670, "Ab", "left"),
        (500, 600, "Ab", "right"),
    ],
)
def test_a_name_stands_where_it_hides_no_other_dot(east, north, named, side):
    two = seen_from_b(place=["Ab", "C"], east_km=[500.0, east], north_km=[500.0, north])
    assert labels(two)["Ab"] == (named, side)


def test_a_place_without_room_for_its_name_has_none_unless_it_is_asked_for():
    # At the edge of the map, with a dot on the other side.
    crowd = {"place": ["large", "Ab"], "east_km": [1850.0, 1985], "north_km": [0.0, 0]}
    assert labels(seen_from_b(**crowd))["Ab"][0] == ""
    asked = labels(seen_from_b(**crowd), named=["Ab"])
    assert asked["Ab"][0] == "Ab"


def test_of_two_names_the_larger_city_has_the_room_and_a_place_without_people_comes_last():
    # Three dots on one spot, with names so long that they fit above and below only.
    names = ["a" * 30, "b" * 30, "c" * 30]
    spot = seen_from_b(place=names, reach=["all", "some", "none"], east_km=[0.0] * 3, north_km=[1000.0] * 3)
    for people, unnamed in (([3, 2, 1], "c"), ([1, 2, 3], "a"), ([2, None, 1], "b")):
        sides = labels(spot.assign(population=people))
        assert [name[0] for name, (text, _) in sides.items() if not text] == [unnamed]


def test_a_map_ends_at_its_edge_and_leaves_launch_places_to_the_circles():
    places = seen_from_b(
        place=["at", "beyond", "site"],
        east_km=[2000.0, 2000.1, 900],
        north_km=[0.0, 0, 900],
        kind=["city", "base", "site"],
    )
    chart = mapped(places)
    assert set(labels(places)) == {"at"} and chart.table["place"].tolist() == ["at", "beyond"]
    assert chart.table["distance_km"].tolist() == [2000, 2000]
    for within in (9, 20_101):
        with pytest.raises(ValueError, match="between 10 and 20100"):
            mapped(places, within)
    assert mapped(places, 20_100).layout.xaxis.range == (-20_100, 20_100)
    assert mapped(places, 10).layout.xaxis.tickvals == (-5, 0, 5)


def test_a_map_is_drawn_to_ten_kilometres_with_each_reach_in_its_own_way():
    places = seen_from_b(
        place=["A", "C", "D"], east_km=[304.0, 306, -900], north_km=[-404.0, 496, 0], reach=["all", "some", "none"]
    )
    chart = mapped(places, coast="M0,0Z", circles=(1000, 0))
    *marks, _, origin = chart.to_dict()["data"]
    assert [(mark["x"], mark["y"]) for mark in marks] == [([300], [-400]), ([310], [500]), ([-900], [0])]
    assert [mark["hovertext"] for mark in marks] == [
        ["A<br>w<br>506 km from B, in reach by all<br>sources"],
        ["C<br>w<br>583 km from B, in reach by some<br>sources"],
        ["D<br>w<br>900 km from B, in reach by no source"],
    ]
    looks = [(mark["marker"]["symbol"], mark["marker"]["color"]) for mark in marks]
    assert looks == [("circle", "#A33F0D"), ("diamond-open", "#005E99"), ("x-thin-open", "#555555")]
    assert {mark["marker"]["line"]["width"] for mark in marks} == {2}, "an open mark is its line"
    assert (origin["x"], origin["y"], origin["text"], origin["marker"]["symbol"]) == ([0], [0], ["B"], "star")
    land, circle = chart.to_dict()["layout"]["shapes"]
    assert land["path"] == "M0,0Z" and land["layer"] == "below"
    assert [circle[end] for end in ("x0", "x1", "y0", "y1")] == [-1000, 1000, -1000, 1000]
    assert circle["line"] == {"color": "#A33F0D", "dash": "solid", "width": 2}
    (only,) = mapped(places, circles=(0, 1300)).to_dict()["layout"]["shapes"]
    assert only["line"] == {"color": "#005E99", "dash": "dash", "width": 2} and only["x1"] == 1300
    assert len(mapped(places, circles=(0, 0)).layout.shapes) == 0
    assert chart.layout.yaxis.scaleanchor == "x" and chart.layout.yaxis.constraintoward == "top"
    for circles in ((1, 2, 3), (1,)):
        with pytest.raises(ValueError, match="Two circles"):
            mapped(places, circles=circles)


def test_a_coast_is_drawn_ring_by_ring_in_the_order_of_its_points():
    coasts = pd.DataFrame(
        {"ring": [2, 1, 1, 2], "point": [2, 2, 1, 1], "east_km": [4.0, 36, -26, 100], "north_km": [0.0, 14, 6, 1999]}
    )
    assert charts.maps.outline(coasts) == "M-30,10L40,10ZM100,2000L0,0Z"


def test_a_figure_of_sources_spans_what_all_grant_to_what_any_names(tables):
    figures, missiles = catalogue.load("missile-ranges"), ranges.left(tables[1], "deployed")
    chart = charts.maps.disagreement(figures, missiles, {"Tokyo": 1299.0, "Guam": 3412}, **WORDS)
    spans, points, ends, names = chart.to_dict()["data"]
    assert spans["y"] == ["KN-02", "Scud-B", "Scud-C", "Scud-ER", "Nodong"]
    assert (spans["base"], spans["x"]) == ([120, 300, 500, 729, 1200], [50, 0, 0, 271, 600])
    assert [far for name, far in zip(points["y"], points["x"], strict=True) if name == "Nodong"] == [
        1300,
        1000,
        1600,
        1287,
        1500,
    ]
    assert list(zip(ends["y"], ends["x"], strict=True))[-3:] == [
        ("Nodong", 1200),
        ("Nodong", 1800),
        ("Nodong", 1500),
    ]
    assert (points["marker"]["symbol"], ends["marker"]["symbol"]) == ("circle", "line-ns-open")
    assert points["marker"]["color"] != ends["marker"]["color"] and ends["marker"]["line"]["width"] == 2
    assert (names["x"], names["text"], names["y"]) == ([1299, 3412], ["Tokyo", "Guam"], [" ", " "])
    layout = chart.to_dict()["layout"]
    assert layout["yaxis"]["categoryarray"] == ["Nodong", "Scud-ER", "Scud-C", "Scud-B", "KN-02", " "]
    assert [[line[end] for end in ("x0", "x1", "y0", "y1")] for line in layout["shapes"]] == [
        [1299, 1299, 0, 1],
        [3412, 3412, 0, 1],
    ]
    assert layout["xaxis"]["range"][1] > 3412, "a name beyond the last missile has room"
    said = dict(zip(zip(points["y"], points["x"], strict=True), points["hovertext"], strict=True))
    assert said["Nodong", 1600].split("<br>")[0] == "Nodong" and "1,600 km, says" in said["Nodong", 1600]
    close = charts.maps.disagreement(figures, tables[1], {"Honolulu": 7400, "Seattle": 8280, "Guam": 3412}, **WORDS)
    assert close.data[-1].y == (" ", "  ", " "), "a name that would touch its neighbour stands a row higher"
    floors = charts.maps.disagreement(figures, ranges.left(tables[1], "listed"), {}, **WORDS).to_dict()["data"]
    drawn = {trace["marker"]["symbol"] for trace in floors if trace["type"] == "scatter" and "marker" in trace}
    assert drawn == {"circle", "triangle-right-open", "line-ns-open"}
    assert len({trace["marker"]["color"] for trace in floors if trace.get("mode") == "markers"}) == 3


def test_the_sentence_counts_cities_in_reach_by_all_and_by_some_and_their_people():
    seen = pd.DataFrame(
        {
            "area": ["Japan main islands"] * 3 + ["Guam", "Continental US", "Continental US"],
            "reach": ["all", "some", "none", "some", "none", "none"],
            "population": [2_000_000, 1_500_000, 9_000_000, 50_000, 1_000_000, None],
        }
    )
    sentence = explorers.ranges.sentence(seen, "Sunan", "listed", "all but SRBM")
    japan, rest = sentence.split(";")[0], sentence.split("Guam")[1]
    assert "1 of 3" in japan and "1 more" in japan and "3.5 million" in japan and "none of 1 " in rest
    sure = explorers.ranges.sentence(seen.assign(reach=["all"] * 6), "Sunan", "listed", "no deal")
    assert "3 of 3" in sure and "more by some" not in sure and "12.5 million" in sure and "1 of 1" in sure
