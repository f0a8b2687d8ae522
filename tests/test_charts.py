"""The frame of every figure and the plain ones: what they keep, what they refuse, what they never interpret."""

import copy
import json
import pickle

import pandas as pd
import plotly.graph_objects as go
import pytest
from alliancelab import charts
from alliancelab.charts.chart import numbers
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
    figure = bars().figure
    assert type(figure) is go.Figure and figure.layout.meta["title"] == "How many?"
    assert figure.to_dict()["data"] == bars().to_dict()["data"]


def test_a_layout_that_is_used_twice_keeps_its_title():
    layout = {"title": "t"}
    for _ in range(2):
        assert charts.Chart([], layout, table=held(), reading="r", source="s").title == "t"


def test_a_shown_chart_leaves_its_figure_reading_and_table():
    bundle = charts.mime_bundle(bars().to_dict(), "One.")
    assert bundle["text/plain"] == "One." and bundle[charts.MIME]["layout"]["meta"]["summary"] == "One."
    assert bundle[charts.MIME]["config"]["displayModeBar"] is False
    assert "Japan" in charts.reading_html("One.", bars().table)


def test_the_words_around_a_figure_are_text_and_none_of_them_is_drawn_in_it(capture_outputs):
    chart = bars(title=HOSTILE, source="the <table>", reading="Two & one.")
    title, figure, below = capture_outputs(chart)
    assert title["text/html"].endswith("link&lt;/a&gt;</p>") and "<b>bold" not in title["text/html"]
    assert '<p class="al-source">Source: the &lt;table&gt;</p>' in below["text/html"]
    assert "Two &amp; one." in below["text/html"] and "<details>" in below["text/html"]
    layout = figure[charts.MIME]["layout"]
    assert layout["meta"] == dict.fromkeys(("summary", "alt"), "Two & one.") | {
        "title": HOSTILE,
        "source": "the <table>",
    }
    assert "title" not in layout and "annotations" not in layout


@pytest.fixture
def capture_outputs(monkeypatch):
    """What a chart hands to the notebook when it is shown, in order."""
    shown = []

    def display(part, raw=False):
        shown.append(part if raw else {"text/html": part.data})

    monkeypatch.setattr("alliancelab.charts.chart.display", display)

    def captured(chart):
        chart._ipython_display_()
        return shown

    return captured


def marked(figure) -> list[str]:
    """Every text of a figure in which plotly would read a mark of HTML, apart from the hover's own."""
    own = ("<extra></extra>", "<br>", "<sub>", "</sub>")

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
    table = pd.DataFrame({"who": ['Japan\'s "no"'], "n": [1.0]})
    assert bars(table).data[0].y == ('Japan\'s "no"',)


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
        (lambda: intervals(held(from_date=[pd.NaT])), "from_date of the table is empty"),
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


def drawing(chart) -> tuple[list[dict], dict]:
    """The traces and the layout of a chart as they are stored."""
    stored = chart.to_dict()
    return stored["data"], stored["layout"]


def test_every_figure_leaves_the_room_of_its_words_to_what_they_need():
    layout = drawing(charts.Chart([], {"title": "t"}, table=held(), reading="r", source="s"))[1]
    legend, inside = layout["legend"], layout["template"]["layout"]
    assert (legend["orientation"], legend["xref"], legend["yref"], legend["y"]) == ("h", "container", "container", 1)
    assert inside["xaxis"]["automargin"] and inside["yaxis"]["automargin"] and inside["dragmode"] is False
    assert inside["font"]["size"] == inside["xaxis"]["title"]["font"]["size"] == 13
    assert layout["height"] == 360 and max(layout["margin"].values()) <= 20
    assert drawing(intervals(held()))[1]["margin"] == layout["margin"]


def test_long_words_of_a_figure_stand_in_lines():
    words = "Launch days of 2017 followed by a call within three days"
    table = pd.DataFrame({"who": ["exempt for as long as talks go on & on"], "n": [1.0]})
    (trace,), layout = drawing(charts.bars(table, "who", "n", axis=words, **WORDS))
    lines = layout["xaxis"]["title"]["text"].split("<br>")
    assert " ".join(lines) == words and max(map(len, lines)) <= 28
    assert trace["y"] == ["exempt for as long<br>as talks go on &amp;<br>on"]
    three = drawing(charts.bars(table.assign(who="one"), "who", "n", axis=words, **WORDS))[1]
    assert layout["height"] > three["height"]


def test_who_is_in_a_bar_stands_under_its_name_and_beside_the_pointer():
    table = pd.DataFrame({"who": ["full duty", "quota"], "n": [2.0, 0.0], "names": ["Japan, China", None]})
    (trace,), layout = drawing(charts.bars(table, "who", "n", axis="share (%)", note="names", limits=(0, 100), **WORDS))
    assert trace["y"] == ["full duty<br><sub>Japan, China</sub>", "quota"]
    assert trace["customdata"] == ["full duty: 2.0<br>share (%)<br>Japan, China", "quota: 0.0<br>share (%)"]
    assert layout["xaxis"]["range"] == [0, 100]
    with pytest.raises(LookupError, match="no column 'nams'"):
        charts.bars(table, "who", "n", axis="%", note="nams", **WORDS)


def test_a_bar_to_the_left_leaves_room_for_its_number():
    table = pd.DataFrame({"who": ["a", "b"], "n": [-0.5, 0.5]})
    low, high = drawing(charts.bars(table, "who", "n", axis="n", **WORDS))[1]["xaxis"]["range"]
    assert low < -0.6 and high > 0.5 and "range" not in drawing(bars())[1]["xaxis"]


def test_a_duty_that_rises_is_seen_in_shade_legend_bar_and_beside_the_pointer():
    rows = pd.DataFrame(
        {
            "who": ["Japan"] * 4,
            "from_date": pd.to_datetime(["2018-03-23", "2025-03-12", "2025-06-04", "2022-04-01"]),
            "before_date": pd.to_datetime(["2022-04-01", "2025-06-04", None, "2025-03-12"]),
            "treatment": ["tariff", "tariff", "tariff", "trq"],
            "rate_pct": [25, 25, 50, 0],
        }
    )
    traces, layout = drawing(intervals(rows, rate="rate_pct"))
    assert [(trace["name"], trace.get("text")) for trace in traces] == [
        ("trq", None),
        ("Full duty, 25%", "25%"),
        ("Full duty, 50%", "50%"),
    ]
    assert traces[1]["base"] == ["2018-03-23", "2025-03-12"] and traces[2]["base"] == ["2025-06-04"]
    assert traces[1]["marker"]["color"] != traces[2]["marker"]["color"] == "#3B3B6D"
    assert traces[2]["customdata"] == ["Japan: Full duty, 50%<br>from 4 June 2025, and still so on 21<br>August 2026"]
    assert layout["uniformtext"]["mode"] == "hide" and layout["uniformtext"]["minsize"] >= 10
    part = drawing(intervals(rows.assign(rate_pct=[25, None, 50, 0]), rate="rate_pct"))[0]
    assert [trace["name"] for trace in part] == ["trq", "Full duty", "Full duty, 25%", "Full duty, 50%"]
    assert [trace["name"] for trace in drawing(intervals(rows))[0]] == ["trq", "Full duty"]


def test_ticks_of_years_leave_room_for_one_another():
    for last, width in ((2021, 1), (2022, 2), (2027, 2), (2028, 5), (2045, 5), (2046, 10)):
        assert charts.plain.step(pd.Series([2015, last])) == width


def test_a_changed_layout_keeps_what_was_not_named():
    chart = bars().with_layout(margin={"r": 190}, yaxis={"range": [0, 100]})
    assert chart.layout.margin.r == 190 and chart.layout.margin.l == 10
    assert chart.layout.yaxis.autorange == "reversed" and chart.layout.yaxis.range == (0, 100)


def test_the_table_under_a_figure_is_shown_in_the_style_of_all_tables():
    html = charts.reading_html("r", pd.DataFrame({"rate_pct": [1234.56, None], "year": [2018, 2019]}, index=["a", "b"]))
    assert '<td class="number">1,235</td><td class="number">2018</td>' in html
    assert ">Rate (%)</th>" in html and ">a</th>" not in html and "NaN" not in html


def test_numbers_are_stored_to_nine_digits():
    assert numbers(pd.Series([1 / 3, 123456789.4, 2])) == [0.333333333, 123456789.0, 2.0]
    with pytest.raises(ValueError, match="'many'"):
        numbers(pd.Series([1, None, "many"], dtype=object))


def test_bars_stand_in_the_order_of_the_table_each_with_its_value():
    table = pd.DataFrame({"who": ["Japan", "Korea", "EU"], "n": [1234.56, 1.0, 0.0]})
    (trace,), layout = drawing(bars(table, styles={"Korea": ("#fff", "/", "x")}))
    assert trace["y"] == ["Japan", "Korea", "EU"] and trace["x"] == [1234.56, 1.0, 0.0]
    assert trace["text"] == ["1,234.6", "1.0", "0.0"] and layout["yaxis"] == {"autorange": "reversed"}
    assert trace["marker"]["color"] == ["#0072B2", "#fff", "#0072B2"] and trace["marker"]["line"]["width"] == 1
    assert trace["marker"]["pattern"]["shape"] == ["", "/", ""] and layout["xaxis"]["rangemode"] == "tozero"


@pytest.mark.parametrize(
    ("draw", "one", "each"),
    [
        (lambda n: bars(pd.DataFrame({"who": [f"{i}" for i in range(n)], "n": 1.0})), 144, 34),
        (lambda n: intervals(pd.concat([held(who=[f"{i}"]) for i in range(n)])), 220, 30),
        (lambda n: intervals(pd.concat([held()] * n)), 220, 0),
        (
            lambda n: stacked(pd.DataFrame({"by": list(map(str, range(n))), "verdict": "supported"}), "by", **WORDS),
            230,
            40,
        ),
    ],
)
def test_a_figure_grows_with_its_rows_so_that_no_name_is_cut(draw, one, each):
    assert [drawing(draw(n))[1]["height"] for n in (1, 2, 5)] == [one, one + each, one + 4 * each]


def test_lines_are_told_apart_without_colour_and_named_at_their_ends():
    table = pd.DataFrame({"year": [2017, 2018, 2019]} | {f"c{n}": [1.0, 2.0, 3.0 + n] for n in range(5)})
    traces, layout = drawing(charts.lines(table, "year", axis="kt", **WORDS))
    assert [trace["line"]["dash"] for trace in traces] == ["solid", "dash", "dot", "dashdot", "solid"]
    assert [trace["line"]["color"] for trace in traces[:4]] == ["#0072B2", "#D55E00", "#555555", "#009E73"]
    assert [trace["marker"]["symbol"] for trace in traces[:4]] == ["circle", "square", "diamond", "triangle-up"]
    assert traces[1]["text"] == ["", "", " c1"] and traces[1]["x"] == [2017, 2018, 2019]
    assert traces[1]["y"] == [1.0, 2.0, 4.0] and traces[0]["name"] == "c0"
    assert layout["xaxis"]["dtick"] == 1 and layout["xaxis"]["title"]["text"] == "Year"
    long = drawing(charts.lines(table.rename(columns={"c4": "the whole world"}), "year", axis="kt", **WORDS))[1]
    assert 100 > long["margin"]["r"] > layout["margin"]["r"] > 20 and layout["yaxis"]["rangemode"] == "tozero"
    assert drawing(charts.lines(table, "year", axis="kt", x_title="", **WORDS))[1]["xaxis"]["title"]["text"] == ""


def test_a_stretch_is_as_long_as_its_days_and_an_open_one_ends_where_the_figure_does():
    rows = held(
        who=["Japan", "EU", "Korea"],
        from_date=pd.to_datetime(["2018-03-23", "2018-06-01", "2018-05-01"]),
        before_date=pd.to_datetime(["2018-03-24", None, "2018-05-01"]),
        treatment=["tariff", "tariff", "quota_absolute"],
    )
    chart = intervals(rows, until="2018-06-11")
    (quota, tariff), _ = drawing(chart)
    day = 24 * 60 * 60 * 1000
    assert tariff["x"] == [day, 10 * day] and quota["x"] == [0]
    assert tariff["base"] == ["2018-03-23", "2018-06-01"] and tariff["customdata"] == [
        "Japan: Full duty<br>from 23 March 2018 until before 24<br>March 2018",
        "EU: Full duty<br>from 1 June 2018, and still so on 11<br>June 2018",
    ]
    assert tariff["y"] == ["Japan", "EU"] and (tariff["name"], quota["name"]) == ("Full duty", "quota_absolute")
    assert (tariff["marker"]["color"], quota["marker"]["pattern"]["shape"]) == ("#3B3B6D", "/")
    assert chart.table["before_date"].tolist()[::2] == ["2018-03-24", "2018-05-01"]
    assert chart.table["treatment"].tolist() == ["Full duty", "Full duty", "quota_absolute"]
    with pytest.raises(ValueError, match="Korea runs"):
        intervals(
            rows.assign(before_date=rows["before_date"].where(rows["who"] != "Korea", pd.Timestamp("2018-04-30")))
        )


def test_verdicts_are_stacked_in_their_order_with_count_and_letter():
    verdicts = ["not supported", "supported", "supported", "a judgement"]
    table = pd.DataFrame({"lesson": ["20", "10", "20", "20"], "verdict": verdicts})
    chart = stacked(table, "lesson", **WORDS | {"reading": ""})
    traces, layout = drawing(chart)
    assert chart.table.columns.tolist() == ["lesson", "supported", "not supported", "a judgement"]
    assert chart.table.to_numpy().tolist() == [["10", 1, 0, 0], ["20", 1, 1, 1]]
    assert [trace["x"] for trace in traces] == [[1, 1], [0, 1], [0, 1]]
    assert [trace["text"] for trace in traces] == [["1<br>S", "1<br>S"], ["", "1<br>N"], ["", "1<br>J"]]
    assert [trace["marker"]["pattern"]["shape"] for trace in traces] == ["", "x", "."]
    assert layout["xaxis"]["dtick"] == 1 and layout["yaxis"] == {"autorange": "reversed"}
    assert layout["legend"]["traceorder"] == "normal"
    assert {trace["textangle"] for trace in traces} == {0}
    assert traces[0]["customdata"][1] == "20<br>1 claim: supported"
    # The letter is larger than the other words and bold, and the pattern behind it is faint.
    assert {(trace["textfont"]["size"], trace["textfont"]["weight"]) for trace in traces} == {(14, 700)}
    assert {trace["marker"]["pattern"]["solidity"] for trace in traces} == {0.12}
    assert "Of 4 claims: 2 supported, 1 not supported, 1 a judgement" in chart.reading


def test_win_sets_run_from_their_low_end_to_their_high_end_on_the_whole_scale():
    table = pd.DataFrame(
        {"side": ["T", "T", "W"], "rule": ["1", "2", "1"], "low": [0.0, 0, 20], "high": [60.0, 30, 100]}
    )
    chart = charts.sets.win_sets(table, axis="scale", shared=(20, 60), **WORDS)
    (tokyo, washington), layout = drawing(chart)
    assert (tokyo["base"], tokyo["x"]) == ([0, 0], [60, 30]) and (washington["base"], washington["x"]) == ([20], [80])
    assert "20" in washington["text"][0] and "100" in washington["text"][0]
    assert tokyo["marker"]["color"] != washington["marker"]["color"]
    assert [side["marker"]["pattern"]["shape"] for side in (tokyo, washington)] == ["", "/"]
    assert layout["xaxis"]["range"][0] == 0 and 100 < layout["xaxis"]["range"][1] < 103
    (shade,) = layout["shapes"]
    assert [shade[end] for end in ("x0", "x1", "y0", "y1")] == [20, 60, 0, 1] and shade["yref"] == "paper"
    assert 0.1 < shade["opacity"] < 0.3 and shade["layer"] == "below" and shade["line"] == {"width": 0}
    assert layout["height"] == 110 + 3 * 42 and tokyo["width"] == washington["width"] == 0.5
    assert "shapes" not in drawing(charts.sets.win_sets(table, axis="scale", **WORDS))[1]


def test_a_bargaining_set_marks_each_deal_where_its_worths_are():
    edge = pd.DataFrame({"J": [0.0, 75, 100], "U": [100.0, 55, 0]})
    deals = {
        "none": (20, 40),
        "one by one": (40, 60.5),
        "linked": (56.1234567891, 71),
        "fourth": (1, 2),
        "fifth": (3, 4),
    }
    chart = charts.sets.bargaining_set(edge, deals, **WORDS)
    (line, *marks), layout = drawing(chart)
    assert (line["x"], line["y"], line["fill"]) == ([0, 75, 100], [100, 55, 0], "tozeroy")
    assert [(mark["x"], mark["y"]) for mark in marks[:3]] == [([20], [40]), ([40], [60.5]), ([56.1234568], [71])]
    assert [mark["marker"]["symbol"] for mark in marks] == ["x", "square", "diamond", "circle", "x"]
    assert [mark["marker"]["color"] for mark in marks] == ["#0072B2", "#D55E00", "#555555", "#009E73", "#0072B2"]
    assert [mark["textposition"] for mark in marks] == ["bottom center"] + ["middle right"] * 4
    assert layout["xaxis"]["range"] == layout["yaxis"]["range"] and layout["xaxis"]["range"][0] == 0
    assert 105 <= layout["xaxis"]["range"][1] <= 108 and layout["height"] == 480
    assert chart.table.iloc[1].tolist() == ["one by one", 40, 60.5]
    for bad in ({"none": (1, 2, 3)}, {"none": (1,)}):
        with pytest.raises(ValueError, match="two worths"):
            charts.sets.bargaining_set(edge, bad, **WORDS)
    with pytest.raises(ValueError, match="it has 3"):
        charts.sets.bargaining_set(edge.assign(C=1.0), deals, **WORDS)


GROUPS = pd.DataFrame(
    {"group": ["0.2", "0.5", "0.9"], "forecasts": [4, 16, 1], "mean_forecast": [0.2, 0.5, 0.9], "happened": [1, 8, 1]}
).assign(observed_share=[0.25, 0.5, 1.0])


def test_a_calibration_figure_puts_each_group_where_it_was_forecast_and_came_true():
    chart = charts.scores.calibration(GROUPS, {"a": 0.1, "b": 0.05, "c": 0.2, "d": 1 / 3}, axis="points", **WORDS)
    (diagonal, points, parts), layout = drawing(chart)
    assert (diagonal["x"], diagonal["y"], diagonal["line"]["dash"]) == ([0, 1], [0, 1], "dash")
    assert (points["x"], points["y"], points["text"]) == ([0.2, 0.5, 0.9], [0.25, 0.5, 1], ["4", "16", "1"])
    # The area of a point grows with its forecasts: a quarter as many, half the step from the smallest size.
    assert points["marker"]["size"] == [16.5, 24, 12.8] and points["marker"]["color"] == "#0072B2"
    assert parts["x"] == [0.1, 0.05, 0.2, 0.333333] and parts["text"] == ["0.100", "0.050", "0.200", "0.333"]
    assert parts["y"] == ["a", "b", "c", "d"] and parts["marker"]["pattern"]["shape"] == ["", "/", "x", ""]
    assert parts["marker"]["color"] == ["#0072B2", "#D55E00", "#555555", "#009E73"]
    assert {trace["marker"]["line"]["width"] for trace in (points, parts)} == {1}
    assert chart.table.iloc[0].tolist() == ["0.2", 4, "0.20", 1, "0.25"]
    assert layout["yaxis2"]["autorange"] == "reversed" and layout["yaxis2"]["anchor"] == "x2"
    assert points["customdata"][0] == "4 forecasts, 0.20 on average<br>1 thing happened: a share of 0.25"


def test_both_panels_of_a_calibration_figure_hold_all_that_is_drawn_in_them():
    _, layout = drawing(charts.scores.calibration(GROUPS, {"a": 0.1}, axis="points", **WORDS))
    assert layout["xaxis"]["range"] == [-0.05, 1.05] and layout["yaxis"]["range"] == [-0.08, 1.12]
    assert layout["xaxis2"]["range"] == [0, 0.4]
    wide = drawing(charts.scores.calibration(GROUPS, {"a": 0.5, "b": 1.0}, axis="points", **WORDS))[1]
    assert wide["xaxis2"]["range"] == [0, 1.3]
    below, above = layout["yaxis2"]["domain"], layout["yaxis"]["domain"]
    assert below[0] == 0 < below[1] < above[0] < above[1] == 1


def test_a_board_draws_scores_from_the_top_in_the_order_given():
    drawn = {"one": 0.04, "two": 0.2, "three": 0.25}
    (trace,), layout = drawing(charts.scores.board(drawn, axis="score", table=GROUPS, **WORDS))
    assert (trace["y"], trace["x"]) == (["one", "two", "three"], [0.04, 0.2, 0.25])
    assert trace["marker"]["pattern"]["shape"] == ["", "/", "x"] and layout["yaxis"]["autorange"] == "reversed"
    assert layout["xaxis"]["range"] == [0, 0.3] and layout["height"] == 110 + 3 * 45
    wide = drawing(charts.scores.board({"one": 0.5}, axis="score", table=GROUPS, **WORDS))[1]
    assert wide["xaxis"]["range"] == pytest.approx([0, 0.6])
