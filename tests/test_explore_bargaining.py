"""The summit explorer moved without a browser: sentence, figure and helper agree at every position."""

import pandas as pd
import pytest
from alliancelab import bargaining, charts, explorers
from alliancelab.bargaining import delegations
from alliancelab.classroom.course import COURSE

WEIGHTS = pd.DataFrame({"Japan": [25, 40, 35], "United States": [55, 35, 10]}, index=list(delegations.ISSUES))


@pytest.fixture
def explorer():
    return explorers.bargaining.summit_table(WEIGHTS, (20, 40), delegations.ISSUES)


def figure(explorer):
    """The figure that the explorer shows under its controls."""
    return explorer._figure.outputs[0]["data"][charts.MIME]


def test_the_first_position_is_the_still_figure(explorer):
    still = explorers.bargaining.bargain_chart(WEIGHTS, (20, 40), delegations.ISSUES)
    assert explorer.status == still.reading
    assert "Linked, Japan has 56.1 and United States 71.6 points" in explorer.status


ASKED = {"Japan|no deal": (0, 80), "United States|abductions": (5, 95), "United States|trade": (5, 95)}


@pytest.mark.parametrize("name", ASKED)
def test_every_position_of_every_slider_agrees_with_the_helper(explorer, name):
    control, sentences = explorer.controls[name], set()
    assert (control.min, control.max, control.step) == (*ASKED[name], 5)
    for value in range(control.min, control.max + 1, control.step):
        control.value = value
        sentences.add(explorer.status)
        at = {key: slider.value for key, slider in explorer.controls.items()}
        american = {"trade": at["United States|trade"], "north-korea": 35, "abductions": at["United States|abductions"]}
        weights = explorers.bargaining.weights_of({"Japan": WEIGHTS["Japan"].to_dict(), "United States": american})
        best = bargaining.linked(weights, [at["Japan|no deal"], 40])
        drawn = figure(explorer)
        linked = drawn["data"][-1]
        assert (linked["x"][0], linked["y"][0]) == pytest.approx(best.worth)
        assert f"Linked, Japan has {best.worth[0]:.1f}" in explorer.status == drawn["layout"]["meta"]["summary"]
    assert len(sentences) > 5


def test_there_are_three_questions_with_one_slider_each(explorer):
    assert list(explorer.controls) == list(ASKED)
    assert [slider.value for slider in explorer.controls.values()] == [20, 10, 55]


def test_the_three_answers_of_the_lesson_are_where_the_sentence_turns(explorer):
    wanted = COURSE.exercises("70-summit-table")["what-if"].expected()

    def first(name, values, turned):
        start = explorer.controls[name].value
        found = None
        for value in values:
            explorer.controls[name].value = value
            found = value if found is None and turned(explorer.status) else found
        explorer.controls[name].value = start
        return found

    assert first("Japan|no deal", range(20, 81, 5), lambda said: "no deal at all" in said) == wanted["worth of no deal"]
    fell = first("United States|abductions", range(10, 96, 5), lambda said: "Abduction issue 100%" not in said)
    rose = first("United States|trade", range(55, 4, -5), lambda said: "Trade 0%" not in said)
    assert (fell, rose) == (wanted["weight of abductions"], wanted["weight of trade"])


def test_where_issue_by_issue_there_is_no_deal_linking_may_still_find_one(explorer):
    explorer.controls["Japan|no deal"].value = 60
    assert "Issue by issue there is no deal at all" in explorer.status and "Linked, Japan" in explorer.status


def test_where_no_deal_is_better_for_both_the_sentence_says_so():
    explorer = explorers.bargaining.summit_table(WEIGHTS, (20, 75), delegations.ISSUES)
    explorer.controls["Japan|no deal"].value = 80
    assert "no package is better for both" in explorer.status
    assert len(figure(explorer)["data"]) == 2


def test_any_scale_of_importance_becomes_weights_of_a_hundred():
    assert explorers.bargaining.weights_of(
        {"Japan": {"a": 1, "b": 3}, "China": {"a": 10, "b": 10}}
    ).to_numpy().tolist() == [[25, 50], [75, 50]]


def test_the_fear_chart_draws_what_the_game_gives_and_names_both_ends():
    chart = explorers.bargaining.fear_chart(5, [0, 4, 8])
    assert chart.data[0].y == pytest.approx((7, 6.2, 5.4)) and chart.data[1].y == pytest.approx((9, 6.2, 3.4))
    assert "7.0 to 5.4" in chart.reading and "9.0 to 3.4" in chart.reading
    with pytest.raises(ValueError, match="abandonment is between 0 and 10"):
        explorers.bargaining.fear_chart(5, [1, 11])


def test_the_room_chart_shades_the_overlap_it_speaks_of():
    chart = explorers.bargaining.room_chart({"a": 30, "b": 60}, {"c": 70, "d": 20}, needed=1)
    assert (chart.layout.shapes[0].x0, chart.layout.shapes[0].x1) == (20, 60)
    assert "1 on each side, from 20 to 60; 2 on each side, no room" in chart.reading
    assert len(explorers.bargaining.room_chart({"a": 30, "b": 60}, {"c": 70, "d": 20}, needed=2).layout.shapes) == 0


@pytest.mark.parametrize(
    ("call", "kind", "parts"),
    [
        (lambda: explorers.bargaining.weights_of(None), ValueError, ["maps each side", "None"]),
        (lambda: explorers.bargaining.weights_of({"Japan": 3}), ValueError, ["maps each side"]),
        (lambda: explorers.bargaining.weights_of({"J": {"a": "x"}}), ValueError, ["importance of a to J", "'x'"]),
        (lambda: explorers.bargaining.weights_of({"J": {"a": 0}}), ValueError, ["J", "all its numbers are 0"]),
        (lambda: explorers.bargaining.weights_of({"J": {"a": 1}, "U": {"b": 1}}), ValueError, ["U", "same issues"]),
        (
            lambda: explorers.bargaining.bargain_chart(WEIGHTS * 1.1, (20, 40), delegations.ISSUES),
            ValueError,
            ["add up to 110"],
        ),
        (lambda: explorers.bargaining.bargain_chart(WEIGHTS, 20, delegations.ISSUES), ValueError, ["two numbers"]),
        (lambda: explorers.bargaining.bargain_chart(WEIGHTS, (20, 40), {}), LookupError, ["'trade'", "no name"]),
        (lambda: explorers.bargaining.summit_table(None, (20, 40), {}), ValueError, ["one row per issue"]),
        (lambda: explorers.bargaining.room_chart({"a": 30}, {"b": 20}, needed=2), ValueError, ["from 1 to 1", "2"]),
    ],
)
def test_what_will_not_do_gets_one_sentence(call, kind, parts):
    with pytest.raises(kind) as error:
        call()
    assert all(part in str(error.value) for part in parts) and "\n" not in str(error.value)


def test_a_bargaining_set_needs_two_sides_and_pairs_of_worths():
    edge = pd.DataFrame({"<b>J</b>": [0.0, 100.0], "U": [100.0, 0.0]})
    words = {"title": "t", "source": "s", "reading": "r"}
    drawn = str(charts.sets.bargaining_set(edge, {"<i>none</i>": (1, 2)}, **words).to_dict()["data"])
    assert "&lt;b&gt;J" in drawn and "<b>" not in drawn and "<i>" not in drawn
    with pytest.raises(ValueError, match="it has 1"):
        charts.sets.bargaining_set(edge[["U"]], {"none": (1, 2)}, **words)
    with pytest.raises(ValueError, match="Deals map a name to its two worths"):
        charts.sets.bargaining_set(edge, {"none": 3}, **words)
    with pytest.raises(LookupError, match="no column 'side'"):
        charts.sets.win_sets(edge, axis="a", **words)


def test_importance_counts_from_nothing_up_by_its_share():
    weights = explorers.bargaining.weights_of({"J": {"a": 0, "b": 3, "c": 1}, "U": {"a": 1e9, "b": 0, "c": 0}})
    assert weights.to_numpy().tolist() == [[0, 100], [75, 0], [25, 0]]
    for bad in (-1, 1.1e9, 1e9 + 1):
        with pytest.raises(ValueError, match="importance of a to J"):
            explorers.bargaining.weights_of({"J": {"a": bad}})


def test_the_bargaining_set_marks_no_deal_issue_by_issue_and_linked():
    chart = explorers.bargaining.bargain_chart(WEIGHTS, (20, 40), delegations.ISSUES)
    assert [(mark.x[0], mark.y[0]) for mark in chart.data[1:3]] == [(20, 40), (40, 60)]
    assert (chart.data[3].x[0], chart.data[3].y[0]) == pytest.approx((56.0714286, 71.5625))
    assert chart.data[0].x == (0, 35, 75, 100) and "40.0 and 60.0" in chart.reading
    none = explorers.bargaining.bargain_chart(WEIGHTS, (90, 80), delegations.ISSUES)
    assert (none.data[1].x, none.data[1].y) == ((90,), (80,)) and "90" in none.reading and "80" in none.reading


def test_the_fear_chart_holds_all_points_and_the_names_at_its_ends():
    chart = explorers.bargaining.fear_chart(5, [0, 4, 8])
    assert chart.layout.yaxis.range == (0, 10)
    assert chart.data[0].x == (0, 4, 8) and chart.data[1].text[-1].strip().replace("<br>", " ") == chart.data[1].name
    falling = explorers.bargaining.fear_chart(5, [8, 4])
    assert "5.4 to 6.2" in falling.reading and "from 4 to 8" in falling.reading


def test_the_room_chart_has_a_bar_for_every_rule_of_each_side():
    chart = explorers.bargaining.room_chart({"a": 30, "b": 60, "c": 90}, {"d": 70, "e": 20}, needed=2)
    tokyo, washington = chart.data
    assert (tokyo.base, tokyo.x) == ((0, 0, 0), (90, 60, 30))
    assert (washington.base, washington.x) == ((20, 70), (80, 30))
    assert "1 on each side, from 20 to 90; 2 on each side, no room" in chart.reading and "3 on" not in chart.reading


def test_the_sensitivity_chart_names_the_strongest_and_the_weakest_assumption():
    runs = pd.DataFrame({"J: a": range(20), "J: b": [1, 2] * 10, "agreed": True})
    runs["worth to J"] = [-n for n in range(20)]
    chart = explorers.bargaining.sensitivity_chart(runs, "worth to J")
    # Spearman by hand: of 20 ranks in a row, every other one is half a place higher on the mean.
    assert chart.data[0].y == ("J: a", "J: b") and chart.data[0].x == pytest.approx((-1, -0.0867110))
    assert chart.reading.index("J: a") < chart.reading.index("-1.0") < chart.reading.index("J: b")
    assert "-0.1" in chart.reading.split("J: b")[1]
