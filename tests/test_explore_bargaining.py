"""The summit explorer moved without a browser: sentence, figure and helper agree at every position."""

import pandas as pd
import pytest
from alliancelab import bargaining, charts, explorers
from alliancelab.bargaining import delegations

WEIGHTS = pd.DataFrame({"Japan": [25, 40, 35], "United States": [55, 35, 10]}, index=list(delegations.ISSUES))


@pytest.fixture
def explorer():
    return explorers.bargaining.summit_table(WEIGHTS, (20, 40), delegations.ISSUES)


def test_the_first_position_is_the_still_figure(explorer):
    still = explorers.bargaining.bargain_chart(WEIGHTS, (20, 40), delegations.ISSUES)
    assert explorer.status == still.reading
    assert "Linked, Japan has 56.1 and United States 71.6 points" in explorer.status


@pytest.mark.parametrize("number", range(8))
def test_every_position_of_every_slider_agrees_with_the_helper(explorer, number):
    name = list(explorer.controls)[number]
    control, said = explorer.controls[name], set()
    for value in range(control.min, control.max + 1, control.step):
        control.value = value
        said.add(explorer.status)
        at = {key: slider.value for key, slider in explorer.controls.items()}
        importance = {side: {issue: at[f"{side}|{issue}"] for issue in WEIGHTS.index} for side in WEIGHTS}
        out = [at[f"{side}|no deal"] for side in WEIGHTS]
        best = bargaining.linked(explorers.bargaining.weights_of(importance), out)
        figure = explorer._figure.outputs[0]["data"][charts.MIME]
        linked = figure["data"][-1]
        assert (linked["x"][0], linked["y"][0]) == pytest.approx(best.worth)
        assert f"Linked, Japan has {best.worth[0]:.1f}" in explorer.status == figure["layout"]["meta"]["summary"]
    assert len(said) > 5


def test_where_issue_by_issue_there_is_no_deal_linking_may_still_find_one(explorer):
    explorer.controls["Japan|no deal"].value = 45
    explorer.controls["United States|no deal"].value = 60
    assert "Issue by issue there is no deal at all" in explorer.status and "Linked, Japan" in explorer.status


def test_where_no_deal_is_better_for_both_the_sentence_says_so(explorer):
    explorer.controls["Japan|no deal"].value = explorer.controls["United States|no deal"].value = 80
    assert "no package is better for both" in explorer.status
    assert len(explorer._figure.outputs[0]["data"][charts.MIME]["data"]) == 2


def test_any_scale_of_importance_becomes_weights_of_a_hundred():
    assert explorers.bargaining.weights_of(
        {"Japan": {"a": 1, "b": 3}, "China": {"a": 10, "b": 10}}
    ).to_numpy().tolist() == [[25, 50], [75, 50]]


def test_the_fear_chart_draws_what_the_game_gives_and_names_both_ends():
    chart = explorers.bargaining.fear_chart(8, [1, 2, 3])
    assert chart.data[1].y == pytest.approx((25, 50, 75)) and chart.data[0].y == (50, 50, 50)
    assert "25.0% to 75.0%" in chart.reading
    with pytest.raises(ValueError, match="keep entrapment above 0 and below 4"):
        explorers.bargaining.fear_chart(8, [1, 5])


def test_the_room_chart_shades_the_overlap_it_speaks_of():
    chart = explorers.bargaining.room_chart({"a": 30, "b": 60}, {"c": 70, "d": 20}, needed=1)
    assert (chart.layout.shapes[0].x0, chart.layout.shapes[0].x1) == (20, 60)
    assert "1 on each side, from 20 to 60; 2 on each side, no room" in chart.reading
    assert len(explorers.bargaining.room_chart({"a": 30, "b": 60}, {"c": 70, "d": 20}, needed=2).layout.shapes) == 0
