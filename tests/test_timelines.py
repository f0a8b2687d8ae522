"""Points in time and estimates with their range: what is drawn, and what is refused with a sentence."""

import pandas as pd
import pytest
from alliancelab import charts

WORDS = {"title": "When?", "source": "made up", "reading": "Made up."}


def events():
    return pd.DataFrame(
        {
            "who": ["India", "Russia", "India"],
            "what": ["trade", "talk", "talk"],
            "id": ["E1", "E2", "E3"],
            "day": pd.to_datetime(["2017-09-14", "2018-05-26", "2018-10-29"]),
        }
    )


def test_every_event_is_drawn_once_in_the_row_of_its_partner():
    chart = charts.timelines.points(events(), "who", "day", "what", order=["Russia", "India"], name="id", **WORDS)
    drawn = {
        (name, day, round(y))
        for trace in chart.data
        for name, day, y in zip(trace.customdata, trace.x, trace.y, strict=True)
    }
    assert drawn == {
        ("14 September 2017: India, trade<br>E1", "2017-09-14", 1),
        ("26 May 2018: Russia, talk<br>E2", "2018-05-26", 0),
        ("29 October 2018: India, talk<br>E3", "2018-10-29", 1),
    }
    assert chart.layout.yaxis.ticktext == ("Russia", "India")


def test_kinds_differ_in_marker_colour_and_height():
    chart = charts.timelines.points(events(), "who", "day", "what", **WORDS)
    looks = [(trace.marker.symbol, trace.marker.color, round(min(trace.y) % 1, 2)) for trace in chart.data]
    assert all(len({look[n] for look in looks}) == len(looks) for n in range(3))


def test_who_acted_and_what_happened_are_told_beside_the_pointer_and_kept_in_the_table():
    table = events().assign(actor=["Japan", None, "Tokyo & Delhi"], words="They signed a treaty on trade and talked.")
    chart = charts.timelines.points(table, "who", "day", "what", who="actor", name="words", **WORDS)
    told = [words for trace in chart.data for words in trace.customdata]
    assert told == [
        "26 May 2018: Russia, talk<br>They signed a treaty on trade and<br>talked.",
        "29 October 2018: India, talk<br>Tokyo &amp; Delhi<br>They signed a treaty on trade and<br>talked.",
        "14 September 2017: India, trade<br>Japan<br>They signed a treaty on trade and<br>talked.",
    ]
    assert list(chart.table.columns) == ["day", "who", "what", "actor", "words"]


def test_a_marked_day_has_a_line_and_words():
    chart = charts.timelines.points(events(), "who", "day", "what", marks={"2018-04-17": "the article"}, **WORDS)
    assert chart.layout.shapes[0].x0 == "2018-04-17"
    assert [note.text for note in chart.layout.annotations] == ["the article"]


def test_a_table_without_rows_draws_its_rows_empty_when_they_are_named():
    chart = charts.timelines.points(events().head(0), "who", "day", "what", order=["India"], **WORDS)
    assert chart.data == () and chart.layout.yaxis.ticktext == ("India",)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda t: t.head(0), "has no rows"),
        (lambda t: t.drop(columns="day"), "no column 'day'"),
        (lambda t: t.assign(day=pd.NaT), "day of table is empty in 3 rows"),
        (lambda t: t.assign(day="2018-03-08"), "not days"),
        (lambda t: t.assign(day=t["day"].dt.tz_localize("UTC")), "time zone"),
        (lambda t: t.assign(who=None), "who of table is empty in 3 rows"),
        (lambda t: [t], "must be a table"),
        (lambda t: pd.concat([t.assign(what=str(n)) for n in range(6)]), "5 kinds can be told apart and there are 6"),
    ],
)
def test_bad_events_get_one_sentence(change, says):
    with pytest.raises((ValueError, LookupError), match=says):
        charts.timelines.points(change(events()), "who", "day", "what", **WORDS)


def estimate():
    return pd.DataFrame(
        {"who": ["Japan", "Japan"], "year": [2016, 2017], "at": [0.8, 0.7], "low": [0.6, 0.5], "high": [0.9, 0.8]}
    )


def test_whiskers_reach_from_low_to_high():
    chart = charts.estimates.whiskers(estimate(), "year", "at", "low", "high", axis="scale", **WORDS)
    trace = chart.data[0]
    assert [round(x + up, 9) for x, up in zip(trace.x, trace.error_x.array, strict=True)] == [0.9, 0.8]
    assert [round(x - down, 9) for x, down in zip(trace.x, trace.error_x.arrayminus, strict=True)] == [0.6, 0.5]


def test_lines_by_year_are_named_at_their_end_and_drawn_in_order():
    both = pd.concat([estimate(), estimate().assign(who="India", at=0.7)]).sample(frac=1, random_state=1)
    chart = charts.estimates.by_year(
        both, "who", "year", "at", "low", "high", axis="scale", order=["India", "Japan"], **WORDS
    )
    assert [trace.name for trace in chart.data] == ["India", "Japan"]
    assert all(trace.x == (2016, 2017) and trace.text[-1].strip() == trace.name for trace in chart.data)


def test_an_estimate_outside_its_range_gets_a_sentence():
    with pytest.raises(ValueError, match="Japan has 0.8 and the range from 0.9 to 0.6. Are low and high exchanged"):
        charts.estimates.whiskers(estimate(), "who", "at", "high", "low", axis="scale", **WORDS)


def test_more_lines_than_can_be_told_apart_get_a_sentence():
    many = pd.concat([estimate().assign(who=name) for name in "abcde"])
    with pytest.raises(ValueError, match="4 lines can be told apart and there are 5"):
        charts.estimates.by_year(many, "who", "year", "at", "low", "high", axis="scale", **WORDS)


def test_a_row_or_a_kind_that_is_not_drawn_is_not_dropped_in_silence():
    with pytest.raises(LookupError, match="who of table has 'Russia'.*Known: India"):
        charts.timelines.points(events(), "who", "day", "what", order=["India"], **WORDS)
    with pytest.raises(LookupError, match="what of table has 'trade'.*Known: talk"):
        charts.timelines.points(events(), "who", "day", "what", labels={"talk": "Talks"}, **WORDS)


def test_tags_in_a_table_are_drawn_letter_by_letter():
    odd = events().assign(who="<a href='x'>India</a>", what="<b>trade</b>", id="<i>E1</i>")
    chart = charts.timelines.points(odd, "who", "day", "what", name="id", marks={"2018-04-17": "<b>day</b>"}, **WORDS)
    assert not any(tag in str(chart.to_dict()["data"]) + str(chart.layout) for tag in ("<b>t", "<b>d", "<i>E", "<a "))


def test_lines_by_year_refuse_a_series_the_table_lacks():
    with pytest.raises(LookupError, match="'Inda'"):
        charts.estimates.by_year(estimate(), "who", "year", "at", "low", "high", axis="scale", order=["Inda"], **WORDS)


@pytest.mark.parametrize("at", ["many", None, float("inf")])
def test_an_estimate_that_is_not_a_number_gets_a_sentence(at):
    with pytest.raises(ValueError, match="A number is needed; at is"):
        charts.estimates.whiskers(estimate().assign(at=at), "who", "at", "low", "high", axis="scale", **WORDS)


def listed(*rows):
    """Events from (event_id, day, kind, direction)."""
    table = pd.DataFrame(rows, columns=["event_id", "from_date", "kind", "direction"])
    return table.assign(from_date=pd.to_datetime(table["from_date"]), description="made up")


def spots(chart):
    return {name: (day, y) for trace in chart.data for name, day, y in zip(trace.text, trace.x, trace.y, strict=True)}


def test_each_event_lies_in_its_lane_and_the_next_of_the_same_day_above_it():
    events = listed(
        ("E1", "2018-06-12", "summit", "cooperative"),
        ("E2", "2018-06-12", "call", "neutral"),
        ("E3", "2018-06-12", "agreement", "cooperative"),
        ("E4", "2018-06-13", "meeting", "cooperative"),
        ("E5", "2018-06-12", "missile_test", "coercive"),
        ("E6", "2018-06-12", "parade", "coercive"),
    )
    chart = charts.timelines.timeline(events, **WORDS)
    assert spots(chart) == {
        "E1": ("2018-06-12", -3),
        "E2": ("2018-06-12", -2.83),
        "E3": ("2018-06-12", -2.66),
        "E4": ("2018-06-13", -3),
        "E5": ("2018-06-12", 0),
        "E6": ("2018-06-12", -4),
    }
    assert chart.layout.yaxis.tickvals == (0, -1, -2, -3, -4)
    assert chart.layout.yaxis.ticktext == ("Tests", "Exercises", "Sanctions", "Talks", "Words")
    # Four tenths of a lane below the last one, and room above the first for events of one day.
    assert chart.layout.yaxis.range == (-4.4, 0.8)
    assert [trace.name for trace in chart.data] == ["coercive", "neutral", "cooperative"]
    assert len({trace.marker.symbol for trace in chart.data}) == len({trace.marker.color for trace in chart.data}) == 3


def test_a_lane_that_is_switched_off_makes_the_figure_lower_and_moves_the_others_up():
    events = listed(("E1", "2018-06-12", "summit", "cooperative"))
    whole = charts.timelines.timeline(events, **WORDS)
    part = charts.timelines.timeline(events, lanes=["Tests", "Talks"], **WORDS)
    assert spots(part)["E1"][1] == -1 and part.layout.yaxis.range == (-1.4, 0.8)
    assert 0 < part.layout.height < whole.layout.height < 700


def test_fixed_ends_draw_an_empty_axis_and_ends_that_are_not_two_days_are_refused():
    none = listed(("E1", "2018-06-12", "summit", "cooperative")).head(0)
    chart = charts.timelines.timeline(none, days=("2018-03-01", "2018-06-15"), **WORDS)
    assert chart.layout.xaxis.range == ("2018-03-01", "2018-06-15") and [len(t.x) for t in chart.data] == [0, 0, 0]
    one = charts.timelines.timeline(none, days=["2018-03-01", "2018-03-01"], **WORDS)
    assert one.layout.xaxis.range == ("2018-03-01", "2018-03-01")
    for days in ("2018-03-01", ("2018-03-01",), ("2018-03-01",) * 3, {"2018-03-01", "2018-06-15"}):
        with pytest.raises(ValueError, match="2018-03-01"):
            charts.timelines.timeline(none, days=days, **WORDS)
    missing = listed(("E1", "2018-06-12", None, "cooperative"))
    with pytest.raises(ValueError, match="kind of events is empty"):
        charts.timelines.timeline(missing, **WORDS)
    assert charts.timelines.timeline(listed(("E1", "2018-06-12", "call", "neutral")).assign(description=None), **WORDS)


def test_two_codings_lie_one_above_the_other_and_each_week_keeps_its_two_numbers():
    weeks = pd.DataFrame(
        {"week_from_date": pd.to_datetime(["2018-01-01", "2018-01-08"]), "hand_net": [-1, 10**9], "machine_net": [2, 0]}
    )
    chart = charts.timelines.two_codings(weeks, **WORDS)
    hand, machine = chart.data
    assert (hand.x, hand.y) == (("2018-01-01", "2018-01-08"), (-1, 10**9)) and machine.y == (2, 0)
    assert (hand.type, machine.type, hand.yaxis, machine.yaxis) == ("bar", "scatter", "y", "y2")
    assert hand.marker.color != machine.line.color
    below, above = chart.layout.yaxis2.domain, chart.layout.yaxis.domain
    assert below[0] == 0 < below[1] < above[0] < above[1] == 1 and above[0] - below[1] < 0.15
    assert chart.layout.yaxis.dtick == 1
    assert chart.table["week_from_date"].tolist() == ["2018-01-01", "2018-01-08"]
    for number in (10**9 + 1, -(10**9) - 1, 0.5):
        with pytest.raises(ValueError, match="hand_net"):
            charts.timelines.two_codings(weeks.assign(hand_net=number), **WORDS)


def test_a_mark_lies_within_a_quarter_of_its_row_and_every_row_has_half_a_row_of_room():
    many = pd.concat([events().assign(what=kind) for kind in "abcde"])
    chart = charts.timelines.points(many, "who", "day", "what", order=["Russia", "India"], **WORDS)
    assert [trace.y for trace in chart.data] == [
        (0.8, -0.2, 0.8),
        (1, 0, 1),
        (1.2, 0.2, 1.2),
        (0.9, -0.1, 0.9),
        (1.1, 0.1, 1.1),
    ]
    assert chart.layout.yaxis.tickvals == (0, 1) and chart.layout.yaxis.range == (1.5, -0.5)
    # An open marker has no filling: its line carries the colour.
    for trace in chart.data:
        assert (trace.marker.line.color == trace.marker.color) == ("open" in trace.marker.symbol)
    assert chart.data[0].customdata[0] == "14 September 2017: India, a"
    taller = charts.timelines.points(many, "who", "day", "what", order=["Russia", "India", "Iran"], **WORDS)
    assert 0 < chart.layout.height < taller.layout.height < 500


def test_a_marked_day_is_drawn_from_the_bottom_to_the_top_and_the_ends_are_those_asked_for():
    chart = charts.timelines.points(
        events(), "who", "day", "what", marks={"2018-04-17": "one"}, span=("2017-01-01", "2018-12-31"), **WORDS
    )
    line, words = chart.layout.shapes[0], chart.layout.annotations[-1]
    assert (line.x0, line.x1, line.yref, line.y0, line.y1) == ("2018-04-17", "2018-04-17", "paper", 0, 1)
    assert (words.x, words.yref, words.y, words.showarrow) == ("2018-04-17", "paper", 0, False)
    assert chart.layout.xaxis.range == ("2017-01-01", "2018-12-31")


def test_kinds_are_drawn_in_the_order_of_their_labels_and_those_without_an_event_are_not():
    labels = {"talk": "Talks", "visit": "Visits", "trade": "Trade"}
    chart = charts.timelines.points(events(), "who", "day", "what", labels=labels, name="id", **WORDS)
    assert [(trace.name, len(trace.x)) for trace in chart.data] == [("Talks", 2), ("Trade", 1)]
    assert chart.data[1].customdata == ("14 September 2017: India, Trade<br>E1",)
    assert list(chart.table.columns) == ["day", "who", "what", "id"]
    assert chart.table["day"].tolist() == ["2017-09-14", "2018-05-26", "2018-10-29"]


def test_a_whisker_says_its_value_to_two_places_and_keeps_its_limits():
    table = pd.DataFrame({"who": ["a", "b"], "k": [0.126, 0.5], "low": [0.126, 0.1], "high": [0.2, 0.5]})
    chart = charts.estimates.whiskers(table, "who", "k", "low", "high", axis="kappa", limits=(-0.4, 1.1), **WORDS)
    assert chart.data[0].text == ("0.13", "0.50") and chart.data[0].y == ("a", "b")
    assert chart.data[0].error_x.symmetric is False
    assert chart.layout.xaxis.range == (-0.4, 1.1) and chart.layout.yaxis.autorange == "reversed"
    assert chart.table["k"].tolist() == [0.13, 0.5]
    one = charts.estimates.whiskers(table.head(1), "who", "k", "low", "high", axis="kappa", **WORDS)
    assert one.layout.xaxis.range is None and 0 < one.layout.height < chart.layout.height < 500


def test_a_line_by_year_has_its_name_at_the_last_point_only_and_its_range_at_each():
    four = pd.concat([estimate().assign(who=name) for name in "dcba"])
    chart = charts.estimates.by_year(four, "who", "year", "at", "low", "high", axis="scale", **WORDS)
    assert [trace.name for trace in chart.data] == ["d", "c", "b", "a"]
    assert [trace.text for trace in chart.data] == [("", " d"), ("", " c"), ("", " b"), ("", " a")]
    assert chart.data[0].y == (0.8, 0.7) and chart.data[0].error_y.array == (0.1, 0.1)
    assert chart.data[0].error_y.arrayminus == (0.2, 0.2) and chart.data[0].error_y.symmetric is False
    assert len({(trace.line.color, trace.line.dash, trace.marker.symbol) for trace in chart.data}) == 4
    assert len({trace.line.color for trace in chart.data}) == len({trace.line.dash for trace in chart.data}) == 4
    assert chart.data[0].customdata[0] == "d, 2016: 0.80<br>range: 0.60 to 0.90<br>scale"
    part = charts.estimates.by_year(four, "who", "year", "at", "low", "high", axis="scale", order=["b"], **WORDS)
    assert part.table["who"].tolist() == ["b", "b"]


def test_bars_of_chance_reach_from_zero_to_the_highest_count_and_split_at_the_one_seen():
    def shown(answered, drawn):
        fewer, as_many = charts.estimates.beside_chance(answered, drawn, axis="days", **WORDS).data
        return (fewer.x, fewer.y, fewer.text), (as_many.x, as_many.y, as_many.text)

    assert shown(4, [1, 1, 2]) == (
        ((0, 1, 2, 3), (0, pytest.approx(200 / 3), pytest.approx(100 / 3), 0), ("0.0", "66.7", "33.3", "0.0")),
        ((4,), (0,), ("0.0",)),
    )
    assert shown(1, [3, 0]) == (((0,), (50,), ("50.0",)), ((1, 2, 3), (0, 0, 50), ("0.0", "0.0", "50.0")))
    chart = charts.estimates.beside_chance(1, [3, 0], axis="days", **WORDS)
    assert chart.table.values.tolist() == [[0, 50], [1, 0], [2, 0], [3, 50]]
    fewer, as_many = chart.data
    assert (
        not fewer.marker.pattern.shape and as_many.marker.pattern.shape and fewer.marker.color != as_many.marker.color
    )
    assert charts.estimates.beside_chance(0, [10_000], axis="days", **WORDS).data[1].x[-1] == 10_000
    for answered, drawn in [(-1, [1]), (10_001, [1]), (1, [10_001]), (1, [-1]), (1, [0.5])]:
        with pytest.raises(ValueError):
            charts.estimates.beside_chance(answered, drawn, axis="days", **WORDS)


def test_a_step_of_belief_is_a_percentage_with_the_mark_of_its_test():
    kinds = ["straw in the wind", "hoop", "smoking gun", "doubly decisive"]
    steps = pd.DataFrame({"clue_id": ["C1", "C2", "C3", "C4"], "kind": kinds, "after": [0.25, 0.5, 0.999, 1.0]})
    chart = charts.estimates.beliefs(steps, 0.2, axis="Belief (%)", **WORDS)
    trace = chart.data[0]
    assert trace.x == (20, 25, 50, pytest.approx(99.9), 100) and trace.text == ("20%", "25%", "50%", "100%", "100%")
    assert trace.marker.symbol == ("x", "circle-open", "circle", "square", "star")
    assert trace.y[1:] == ("C1", "C2", "C3", "C4")
    assert chart.layout.yaxis.ticktext[:3] == ("start", "C1: straw in the<br>wind", "C2: hoop")
    assert chart.layout.xaxis.range == (0, 103) and chart.layout.margin.r > 40, "the label beside 100% has room"
    assert chart.layout.xaxis.dtick == 20 and chart.layout.yaxis.autorange == "reversed", "time runs down"
    worded = charts.estimates.beliefs(steps.assign(clue="Pence < Abe"), 0.2, axis="Belief (%)", **WORDS)
    assert worded.data[0].customdata[:2] == ("start<br>20%", "C1: straw in the wind<br>25%<br>Pence &lt; Abe")
    assert chart.table["belief_pct"].tolist()[1:3] == [25, 50] and chart.table["kind"].tolist() == ["", *kinds]


def claimed(*rows):
    return pd.DataFrame(rows, columns=["level", "claimant", "claimant_group", "quantity", "standing"])


def by_claimant(table, **more):
    words = {"identified": "identified", "listed": "on a list"}
    sides = {"Japan": "Japan", "DPRK": "the DPRK", "UN": "the UN"}
    return charts.counts.by_claimant(table, levels=words, sides=sides, **more, **WORDS)


COUNTS = claimed(
    ("identified", "Japan", "Japan", 17, "disputed"),
    ("identified", "Pyongyang", "DPRK", 13, "admitted_once"),
    ("identified", "a paper", "press", 20, "open"),
    ("listed", "police", "Japan", 883, "open"),
)


def test_each_count_lies_beside_its_claimant_and_whoever_is_of_no_side_comes_last():
    chart = by_claimant(COUNTS)
    bars = {trace.name: (trace.x, trace.y, trace.text) for trace in chart.data}
    assert list(bars) == ["said by Japan", "said by the DPRK", "said by others"]
    assert bars["said by Japan"][0] == (17, 883) and bars["said by Japan"][2] == ("17, disputed", "883, open")
    assert bars["said by the DPRK"] == ((13,), ("identified: Pyongyang",), ("13, admitted<br>once",))
    assert len({trace.marker.color for trace in chart.data}) == 3
    assert len({trace.marker.pattern.shape for trace in chart.data}) == 3
    # Bars are drawn from the bottom, the table is read from the top.
    assert chart.layout.yaxis.categoryarray[0] == "on a list: police"
    assert chart.layout.yaxis.categoryarray[-1] == "identified: Japan"
    assert all(trace.showlegend for trace in chart.data) and chart.layout.xaxis.dtick == 5
    assert 0 < by_claimant(COUNTS.head(2)).layout.height < chart.layout.height < 600


def test_a_level_apart_has_a_scale_of_its_own_below_and_its_side_once_in_the_legend():
    chart = by_claimant(COUNTS, apart="listed", apart_axis="people on a list")
    below = [trace for trace in chart.data if trace.xaxis == "x2"]
    assert [(trace.x, trace.yaxis, trace.showlegend) for trace in below] == [((883,), "y2", False)]
    assert all(trace.showlegend and 883 not in trace.x for trace in chart.data if trace.xaxis == "x")
    assert len(chart.layout.yaxis.categoryarray) == 3
    low, high = chart.layout.yaxis2.domain, chart.layout.yaxis.domain
    assert low == (0, 0.125) and high == (0.365, 1), "one row of four below, with room for an axis between"
    assert (chart.layout.xaxis.anchor, chart.layout.xaxis2.anchor) == ("y", "y2")
    assert chart.layout.xaxis2.title.text == "people on a list"
    fewer = by_claimant(COUNTS.tail(2), apart="listed")
    assert by_claimant(COUNTS).layout.height < chart.layout.height > fewer.layout.height > 350


def test_four_sides_are_one_more_than_can_be_told_apart():
    sides = {name: name for name in ("Japan", "DPRK", "press", "UN")}
    with pytest.raises(ValueError, match="4"):
        charts.counts.by_claimant(COUNTS, levels={"identified": "a", "listed": "b"}, sides=sides, **WORDS)


def test_groups_of_two_are_drawn_with_their_number_and_the_first_on_top():
    chart = charts.counts.groups(pd.Series({"sea": 9, "rest": 2}), **WORDS)
    assert (chart.data[0].y, chart.data[0].x, chart.data[0].text) == (("sea", "rest"), (9, 2), ("9", "2"))
    assert chart.layout.yaxis.autorange == "reversed"
    assert chart.table.values.tolist() == [["sea", 9], ["rest", 2]]
    one = charts.counts.groups(pd.Series({"sea": 9}), **WORDS)
    assert 0 < one.layout.height < chart.layout.height < 400


def test_a_broken_line_is_named_at_its_last_value_and_above_it_where_that_is_zero():
    table = pd.DataFrame({"year": [2016, 2017, 2018], "a": [1, 2, None], "b": [3, None, 0], "c": [None] * 3})
    chart = charts.counts.broken_lines(table.astype(float), "year", axis="n", **WORDS)
    assert [trace.text for trace in chart.data] == [("", " a", ""), ("", "", " b"), ("", "", "")]
    assert [trace.textposition for trace in chart.data] == ["middle right", "top right", "middle right"]
    assert [trace.y for trace in chart.data] == [(1, 2, None), (3, None, 0), (None, None, None)]
    assert len({trace.line.dash for trace in chart.data}) == len({trace.marker.symbol for trace in chart.data}) == 3
    assert chart.layout.yaxis.rangemode == "tozero" and not any(trace.connectgaps for trace in chart.data)
    topped = charts.counts.broken_lines(table.astype(float), "year", axis="n", top=100, **WORDS)
    assert topped.layout.yaxis.range == (0, 100)


def test_years_are_drawn_from_the_first_to_the_last_and_only_what_happened_has_a_number():
    days = pd.Series(pd.to_datetime(["2001-12-31", "2002-01-01", "2003-12-31", "2003-01-01", "2004-01-01"]))
    chart = charts.counts.per_year(days, 2002, 2005, axis="Meetings", **WORDS)
    bars = chart.data[0]
    assert (bars.x, bars.y, bars.text) == ((2002, 2003, 2004, 2005), (1, 2, 1, 0), ("1", "2", "1", ""))
    assert chart.table.to_dict("list") == {"year": [2002, 2003, 2004, 2005], "meetings": [1, 2, 1, 0]}
    assert charts.counts.per_year(days, 2003, 2003, axis="n", **WORDS).data[0].y == (2,)
    for first, last in [(2004, 2003), (0, 2003), (2003, 10_000)]:
        with pytest.raises(ValueError):
            charts.counts.per_year(days, first, last, axis="n", **WORDS)
    assert charts.counts.per_year(days, 1, 9999, axis="n", **WORDS).data[0].x[::9998] == (1, 9999)


def test_one_estimate_outside_its_range_is_named_among_others_inside():
    table = pd.DataFrame({"who": ["a", "b"], "k": [0.5, 0.9], "low": 0.1, "high": 0.8})
    with pytest.raises(ValueError, match="b has 0.9"):
        charts.estimates.whiskers(table, "who", "k", "low", "high", axis="kappa", **WORDS)


def test_who_moved_is_seen_in_the_lanes_and_told_beside_the_pointer():
    events = listed(("E1", "2018-06-12", "summit", "cooperative"), ("E2", "2018-06-13", "nuclear_test", "coercive"))
    events["actor_names"] = ["United States; North Korea", "North Korea"]
    by_kind = charts.timelines.timeline(events, **WORDS)
    assert by_kind.data[0].customdata == ("13 June 2018: nuclear test, coercive<br>North Korea<br>made up",)
    assert by_kind.data[2].customdata[0].split("<br>")[1] == "United States, North Korea"
    chart = charts.timelines.timeline(events, by_actor=True, **WORDS)
    assert chart.layout.yaxis.ticktext == ("North Korea", "United States")
    assert chart.data[2].y == (-1, 0) and chart.data[2].x == ("2018-06-12",) * 2 and chart.data[0].y == (0,)
    assert "actor_names" in chart.table
    with pytest.raises(LookupError, match="actor_names"):
        charts.timelines.timeline(events.drop(columns="actor_names"), by_actor=True, **WORDS)
