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
    return next(child for child in explorer.children if hasattr(child, "outputs")).outputs[0]["data"]


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
