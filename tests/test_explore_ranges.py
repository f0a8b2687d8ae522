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
    return catalogue.load("places"), ranges.reaches(catalogue.load("missile-ranges")), catalogue.load("coastlines")


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
    assert "14 more by some" in first.split("Guam")[1]
    assert "in the continental US none of 15 listed cities is in reach" in at(explorer, deal="ICBM")
    assert "4 of 15 listed cities" in at(explorer, held="deployed") and "Guam is out of reach" in explorer.status
    assert "from Musudan-ri" in at(explorer, origin="Musudan-ri")


def test_every_position_draws_a_small_figure_that_agrees_with_its_sentence(explorer, tables):
    places, missiles, _ = tables
    for values in itertools.product(*(control.options for control in explorer.controls.values())):
        chosen = dict(zip(explorer.controls, values, strict=True))
        sentence = at(explorer, **chosen)
        drawn = shown(explorer)
        figure = drawn[charts.MIME]
        assert drawn["text/plain"] == sentence == figure["layout"]["meta"]["summary"]
        assert len(json.dumps(figure)) < 6300
        seen = ranges.positions(ranges.place(places, chosen["origin"]), places)
        where = ranges.in_reach(seen, ranges.left(missiles, chosen["held"], ranges.DEALS[chosen["deal"]]))
        japan = ranges.people(where).loc["Japan main islands"]
        words = sentence.split("main islands ")[1].split(";")[0]
        count = re.match(r"(\d+) of 15 listed cities (?:is|are) in reach by all sources(?: and (\d+) more)?", words)
        assert (int(count[1]), int(count[2] or 0)) == (japan["all"], japan["some"]) if count else japan["none"] == 15
        assert explorer.children[-1].value == explorers.ranges.cities_html(where)


def test_places_beyond_the_map_stay_in_its_table(tables):
    chart = explorers.ranges.reach_chart(*tables, view="near", source=SOURCE)
    drawn = {text.rsplit(" ", 1)[0] for trace in chart.to_dict()["data"] for text in trace.get("hovertext", [])}
    assert "Tokyo" in drawn and "Seattle" not in drawn
    assert {"Tokyo", "Seattle", "Andersen"} <= set(chart.table["place"])


def test_the_circles_have_the_radius_of_all_and_of_any(tables):
    chart = explorers.ranges.reach_chart(*tables, held="deployed", deal="ICBM", view="near", source=SOURCE)
    circles = [shape for shape in chart.to_dict()["layout"]["shapes"] if shape["type"] == "circle"]
    assert [(circle["x1"], circle["y0"], circle["line"]["dash"]) for circle in circles] == [
        (1000, -1000, "solid"),
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


def test_no_two_labels_lie_on_each_other(tables):
    for view in explorers.ranges.VIEWS:
        chart = explorers.ranges.reach_chart(*tables, view=view, source=SOURCE).to_dict()
        half = explorers.ranges.VIEWS[view]
        boxes = [
            (x, y, len(text))
            for trace in chart["data"][:-1]
            for x, y, text in zip(trace["x"], trace["y"], trace["text"], strict=True)
            if text
        ]
        for (x, y, long), (other_x, other_y, _) in itertools.permutations(boxes, 2):
            assert abs(y - other_y) > half * 0.04 or other_x < x or other_x > x + long * half * 0.03


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
    with pytest.raises(ValueError, match="Two circles are a pair"):
        where = ranges.positions(ranges.place(tables[0], "Sunan"), tables[0]).assign(reach="all")
        charts.maps.bands(where, 1000, "", 2000, origin="o", **WORDS)
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
    for words in ("4 of 15 listed cities", "11 more by some", "31.0 million people", "none of 15", "2,000 km"):
        assert words in chart.reading
    wide = explorers.ranges.reach_chart(*tables, held="deployed", source=SOURCE)
    assert "12,000 km" in wide.reading and wide.layout.xaxis.range == (-12000, 12000)
    places, missiles, _ = tables
    seen = ranges.in_reach(ranges.positions(ranges.place(places, "Sunan"), places), ranges.left(missiles, "deployed"))
    html = explorers.ranges.cities_html(seen)
    assert "<td>Hagi 739, Fukuoka 753, Hiroshima 805, Kobe 983</td><td>Osaka 1,007, Kyoto 1,008," in html
    assert '<th scope="row">Okinawa</th><td>–</td><td>Naha 1,452</td><td>–</td>' in html
    assert '<th scope="row">Guam</th><td>–</td><td>–</td><td>Dededo 3,412</td>' in html


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
    given = {"area": "X", "kind": "city", "reach": "all", "population": range(len(table), 0, -1)}
    table = table.assign(**{name: value for name, value in given.items() if name not in table})
    return table.assign(distance_km=(table["east_km"] ** 2 + table["north_km"] ** 2) ** 0.5)


def mapped(places, within=2000, circles=(1000, 1300), coast=""):
    return charts.maps.bands(places, circles, coast, within, origin="B", **WORDS)


def labels(places, within=2000):
    *traces, _ = mapped(places, within).to_dict()["data"]
    return {
        hover.rsplit(" ", 1)[0]: text
        for trace in traces
        for hover, text in zip(trace["hovertext"], trace["text"], strict=True)
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
    ("east", "north", "named"),
    [
        # "Ab" takes the room from a dot before it to four letters after it, 440 to 756 km, and 90 km up and down.
        (816, 500, False),
        (817, 500, True),
        (700, 590, False),
        (700, 591, True),
        (700, 410, False),
        (700, 409, True),
        # Before it, "C" needs a dot and three letters: it ends 192 km east of its dot.
        (248, 500, False),
        (247, 500, True),
        # The launch place and its name are first.
        (124, 0, False),
        (125, 0, True),
        (-961, 0, True),
        (-960, 0, False),
        (0, 91, True),
    ],
)
def test_a_place_has_a_name_where_there_is_room_for_it(east, north, named):
    two = seen_from_b(place=["Ab", "C"], east_km=[500.0, east], north_km=[500.0, north])
    assert labels(two) == {"Ab": "Ab", "C": "C" if named else ""}


def test_of_two_names_the_larger_city_has_the_room_and_a_place_without_people_comes_last():
    near = {"east_km": [500.0, 600, 600], "north_km": [500.0, 500, 540]}
    places = seen_from_b(place=["small", "large", "base"], reach=["all", "some", "none"], **near)
    assert labels(places.assign(population=[1, 2, None]))["large"] == "large"
    assert labels(places.assign(population=[1, 2, None]))["small"] == ""
    assert labels(places.assign(population=[1, None, None]))["small"] == "small"


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
    *marks, origin = chart.to_dict()["data"]
    assert [(mark["x"], mark["y"]) for mark in marks] == [([300], [-400]), ([310], [500]), ([-900], [0])]
    assert [mark["hovertext"] for mark in marks] == [["A 506"], ["C 583"], ["D 900"]]
    looks = [(mark["marker"]["symbol"], mark["marker"]["color"]) for mark in marks]
    assert looks == [("circle", "#B5460F"), ("diamond-open", "#0072B2"), ("x-thin-open", "#555555")]
    assert {mark["marker"]["line"]["width"] for mark in marks} == {2}, "an open mark is its line"
    assert (origin["x"], origin["y"], origin["text"], origin["marker"]["symbol"]) == ([0], [0], ["B"], "star")
    land, circle = chart.to_dict()["layout"]["shapes"]
    assert land["path"] == "M0,0Z" and land["layer"] == "below"
    assert [circle[end] for end in ("x0", "x1", "y0", "y1")] == [-1000, 1000, -1000, 1000]
    assert circle["line"] == {"color": "#B5460F", "dash": "solid", "width": 2}
    (only,) = mapped(places, circles=(0, 1300)).to_dict()["layout"]["shapes"]
    assert only["line"] == {"color": "#0072B2", "dash": "dash", "width": 2} and only["x1"] == 1300
    assert len(mapped(places, circles=(0, 0)).layout.shapes) == 0
    assert chart.layout.yaxis.scaleanchor == "x" and chart.layout.height == 700
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
    assert (spans["base"], spans["x"]) == ([100, 300, 500, 729, 1000], [70, 0, 200, 271, 800])
    assert [far for name, far in zip(points["y"], points["x"], strict=True) if name == "Nodong"] == [1300, 1000, 1600]
    assert list(zip(ends["y"], ends["x"], strict=True))[-2:] == [("Nodong", 1200), ("Nodong", 1800)]
    assert (points["marker"]["symbol"], ends["marker"]["symbol"]) == ("circle", "line-ns-open")
    assert points["marker"]["color"] != ends["marker"]["color"] and ends["marker"]["line"]["width"] == 2
    assert (names["x"], names["text"], names["y"]) == ([1299, 3412], ["Tokyo", "Guam"], [" ", " "])
    layout = chart.to_dict()["layout"]
    assert layout["yaxis"]["categoryarray"] == ["Nodong", "Scud-ER", "Scud-C", "Scud-B", "KN-02", " "]
    assert [[line[end] for end in ("x0", "x1", "y0", "y1")] for line in layout["shapes"]] == [
        [1299, 1299, 0, 1],
        [3412, 3412, 0, 1],
    ]
    one = charts.maps.disagreement(figures, missiles.head(1), {}, **WORDS)
    assert layout["height"] - one.layout.height == 4 * 26 and one.layout.height == 356
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
