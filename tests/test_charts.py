"""The frame of every figure and the plain ones: what they keep, what they refuse, what they never interpret."""

import copy
import json
import pickle

import pandas as pd
import plotly.graph_objects as go
import pytest
from alliancelab import charts
from alliancelab.charts.stacks import STYLE, counted, stacked

WORDS = {"title": "How many?", "source": "made up", "reading": "One."}
HOSTILE = '<b>bold</b> & <a href="https://example.org">link</a>'


def bars(table=None, **words):
    table = pd.DataFrame({"who": ["Japan", "Korea"], "n": [2.0, 1.0]}) if table is None else table
    return charts.bars(table, "who", "n", axis="rows", **WORDS | words)


def held(**changes):
    row = {"who": ["Japan"], "from_date": pd.to_datetime(["2018-03-23"]), "before_date": pd.to_datetime(["2022-04-01"])}
    return pd.DataFrame(row | {"treatment": ["tariff"]} | changes)


def intervals(table, until="2026-08-21", **words):
    return charts.intervals(table, "who", until=until, labels={"tariff": "Full duty"}, **WORDS | words)


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda chart: pickle.loads(pickle.dumps(chart))])
def test_a_copy_of_a_chart_keeps_figure_table_and_reading(copied):
    chart = bars().update_layout(height=333)
    twin = copied(chart)
    assert type(twin) is charts.Chart and twin.reading == chart.reading == "One."
    assert twin.to_dict() == chart.to_dict() and twin.layout.height == 333
    pd.testing.assert_frame_equal(twin.table, chart.table)
    twin.update_layout(height=444)
    assert chart.layout.height == 333


def test_a_figure_of_a_chart_is_the_bare_figure():
    figure = go.Figure(bars())
    assert type(figure) is go.Figure and figure.layout.title.text == "How many?"
    assert figure.to_dict()["data"] == bars().to_dict()["data"]


def test_a_layout_that_is_used_twice_keeps_its_title():
    layout = {"title": "t"}
    for _ in range(2):
        assert charts.Chart([], layout, table=held(), reading="r", source="s").layout.title.text == "t"


def test_a_shown_chart_leaves_its_figure_reading_and_table():
    bundle = charts.mime_bundle(bars().to_dict(), "One.")
    assert bundle["text/plain"] == "One." and bundle[charts.MIME]["layout"]["meta"]["summary"] == "One."
    assert "Japan" in charts.reading_html("One.", bars().table)


def marked(figure) -> list[str]:
    """Every text of a figure in which plotly would read a mark of HTML, apart from the hover's own."""
    own = ("<extra></extra>", "<extra>%{fullData.name}</extra>")

    def texts(value):
        if isinstance(value, str):
            for known in own:
                value = value.replace(known, "")
            yield value
        elif isinstance(value, dict):
            yield from (text for key, each in value.items() if key != "meta" for text in texts(each))
        elif isinstance(value, (list, tuple)):
            yield from (text for each in value for text in texts(each))

    return [text for text in texts(figure.to_dict()) if "<" in text]


def test_no_figure_interprets_marks_that_come_from_a_table_or_a_person():
    words = dict.fromkeys(("title", "source", "reading"), HOSTILE)
    row = pd.DataFrame({"who": [HOSTILE], "n": [1.0], "verdict": ["supported"]})
    figures = [
        charts.bars(row, "who", "n", axis=HOSTILE, **words),
        charts.lines(pd.DataFrame({"year": [2017], HOSTILE: [1.0]}), "year", axis=HOSTILE, x_title=HOSTILE, **words),
        charts.intervals(held(who=[HOSTILE]), "who", until="2026-08-21", labels={"tariff": HOSTILE}, **words),
        stacked(row, "who", **words),
    ]
    for figure in figures:
        assert marked(figure) == []
        assert "<b>" not in charts.reading_html(figure.reading, figure.table)


def test_quotation_marks_stay_as_they_are_written():
    assert bars(title='Japan\'s "no"').layout.title.text == 'Japan\'s "no"'


@pytest.mark.parametrize(
    ("draw", "says"),
    [
        (lambda: bars(pd.DataFrame({"who": ["a"]})), "no column 'n'"),
        (lambda: bars(pd.DataFrame({"who": ["a"], "n": ["many"]})), "it has 'many'"),
        (lambda: bars(pd.DataFrame({"who": ["a"], "n": [None]})), "empty in 1 row"),
        (lambda: bars(pd.DataFrame({"who": [], "n": []})), "has no rows"),
        (lambda: bars([1, 2]), "must be a table"),
        (lambda: charts.lines(pd.DataFrame({"year": []}), "year", axis="kt", **WORDS), "has no rows"),
        (lambda: charts.lines(None, "year", axis="kt", **WORDS), "must be a table"),
        (lambda: intervals(held(treatment=["tarif"])), "Did you mean 'tariff'"),
        (lambda: intervals(held(from_date=["2018-03-23"])), "pd.to_datetime"),
        (lambda: intervals(held(from_date=[pd.NaT])), "from_date of The table is empty"),
        (lambda: intervals(held(before_date=pd.to_datetime(["2017-01-01"]))), "Japan runs from 2018-03-23 to 2017"),
        (lambda: intervals(held(before_date=[pd.NaT]), until="2017-01-01"), "Japan runs from 2018-03-23 to 2017"),
        (lambda: intervals(held(before_date=[pd.NaT]), until="2018"), "until is '2018'"),
        (lambda: stacked(pd.DataFrame({"who": ["a"], "verdict": ["suported"]}), "who", **WORDS), "'supported'"),
        (lambda: stacked(pd.DataFrame({"who": ["a"], "verdict": [None]}), "who", **WORDS), "empty in 1 row"),
        (lambda: counted(["suported"]), "'supported'"),
    ],
)
def test_what_cannot_be_drawn_gets_one_sentence(draw, says):
    with pytest.raises((LookupError, ValueError)) as error:
        draw()
    assert says in str(error.value) and not isinstance(error.value, KeyError)


def test_a_line_has_a_gap_where_a_value_is_missing():
    chart = charts.lines(pd.DataFrame({"year": [2017, 2018], "Japan": [1.0, None]}), "year", axis="kt", **WORDS)
    assert chart.data[0].y == (1.0, None)
    json.dumps(chart.to_dict()["data"], allow_nan=False)


def test_every_verdict_has_a_look_and_a_place_in_the_sentence():
    assert counted(list(STYLE)).startswith("Of 5 claims: 1 supported, 1 partly supported")


def test_words_for_kinds_that_are_no_dict_get_a_sentence():
    for bad in (None, "tariff", ["tariff"]):
        with pytest.raises(ValueError, match="such as {'tariff': 'full duty'}"):
            charts.intervals(held(), "who", until="2026-08-21", labels=bad, **WORDS)


def test_no_verdicts_make_no_sentence():
    for bad in (None, [], "supported", 5):
        with pytest.raises(ValueError, match="verdicts must be|has no rows"):
            counted(bad)
