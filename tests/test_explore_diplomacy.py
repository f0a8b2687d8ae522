"""The timeline and the panel of belief, moved without a browser."""

import json

import pandas as pd
import pytest
from alliancelab import catalogue, charts, diplomacy, explorers


@pytest.fixture(scope="module")
def events():
    return catalogue.load("korea-events")


@pytest.fixture(scope="module")
def clues():
    table = catalogue.load("tokyo-clues")
    return table[table["topic"] == "announcement"]


@pytest.fixture
def timeline(events):
    return explorers.diplomacy.events_in_view(events, "korea-events")


@pytest.fixture
def panel(clues):
    return explorers.diplomacy.belief_panel(clues, "tokyo-clues")


def figure(explorer):
    return explorer._figure.outputs[0]["data"]


def marks(explorer):
    return sum(len(trace["x"]) for trace in figure(explorer)[charts.MIME]["data"])


def test_every_month_country_and_sort_draws_as_many_marks_as_its_sentence_says(timeline, events):
    months = timeline.controls["months"]
    for who in timeline.controls["who"].options:
        timeline.controls["who"].value = who
        for first in range(0, len(months.options) - 6, 9):
            months.index = (first, first + 6)
            said = timeline.status
            assert figure(timeline)["text/plain"] == said == figure(timeline)[charts.MIME]["layout"]["meta"]["summary"]
            assert (f"has {marks(timeline)} event" in said) or (marks(timeline) == 0 and "no such event" in said)
    for name in charts.timelines.LANES:
        months.index = (0, len(months.options) - 1)
        before = marks(timeline)
        timeline.controls[name.lower()].value = False
        lost = (charts.timelines.lane(events["kind"]) == name) & events["actors"].str.contains("USA")
        assert before - marks(timeline) == lost.sum()
    assert "no such event" in timeline.status


def test_the_timeline_counts_what_stands_in_the_table(timeline, events):
    assert f"has {len(events)} events" in timeline.status
    timeline.controls["who"].value = "Japan"
    assert f"has {len(diplomacy.involving(events, 'JPN'))} events with Japan" in timeline.status
    timeline.controls["who"].value = "United States"
    assert "with the United States" in timeline.status


def test_every_slider_of_the_panel_moves_the_sentence_and_the_figure(panel, clues):
    for name, slider in panel.controls.items():
        before = panel.status, figure(panel)[charts.MIME]["data"][0]["x"]
        slider.value = 0.15 if slider.value != 0.15 else 0.85
        after = panel.status, figure(panel)[charts.MIME]["data"][0]["x"]
        assert after[1] != before[1], name
        assert figure(panel)["text/plain"] == panel.status
    told = [slider.tooltip for name, slider in panel.controls.items() if name != "prior"]
    rows = clues[["clue_id", "clue"]].to_numpy()
    wanted = [f"{clue}: {words}: {end}" for clue, words in rows for end in ("if surprised", "if not")]
    assert told == wanted


def test_two_zeros_are_answered_by_a_sentence_and_leave_the_start_alone(panel):
    panel.controls["C4_yes"].value = panel.controls["C4_no"].value = 0
    assert panel.status.startswith("Clue C4") and "cannot occur" in panel.status
    assert list(figure(panel)[charts.MIME]["data"][0]["x"]) == [50.0]
    panel.controls["C4_yes"].value = 0.5
    assert panel.status.startswith("Belief goes from 50% to 100%")


def test_a_certain_start_is_moved_by_no_possible_clue(panel):
    panel.controls["prior"].value = 1
    assert panel.status == "Belief goes from 100% to 100%; no clue moves it."
    panel.controls["prior"].value = 0
    assert panel.status == "Belief goes from 0% to 0%; no clue moves it."


def test_events_of_one_day_and_lane_do_not_hide_one_another(events):
    day = events[events["from_date"] == "2018-06-12"]
    chart = charts.timelines.timeline(day, title="t", source="s", reading="r")
    points = [point for trace in chart.data for point in zip(trace.x, trace.y, strict=True)]
    assert len(set(points)) == len(day) == len(points)


def test_bars_of_chance_add_up_and_split_at_the_count_seen():
    chart = charts.estimates.beside_chance(2, [0, 1, 1, 2, 3], title="t", axis="a", source="s", reading="r")
    assert [sum(trace.y) for trace in chart.data] == pytest.approx([60, 40])
    assert chart.data[1].x == (2, 3)


def test_a_chart_without_its_columns_or_rows_says_so(events):
    said = {"title": "t", "source": "s", "reading": "r"}
    with pytest.raises(LookupError, match="no column 'kind'"):
        charts.timelines.timeline(events.drop(columns="kind"), **said)
    with pytest.raises(ValueError, match="has no rows"):
        charts.timelines.timeline(events.iloc[:0], **said)
    with pytest.raises(ValueError, match="has no rows"):
        charts.timelines.two_codings(
            pd.DataFrame({"week_from_date": pd.to_datetime([]), "hand_net": [], "machine_net": []}), **said
        )
    step = pd.DataFrame({"clue_id": ["C1"], "kind": ["hoop"], "after": [0.8]})
    with pytest.raises(LookupError, match="no column 'after'"):
        charts.estimates.beliefs(step.drop(columns="after"), 0.5, axis="a", **said)
    with pytest.raises(LookupError, match="'hop'.*Did you mean 'hoop'"):
        charts.estimates.beliefs(step.assign(kind="hop"), 0.5, axis="a", **said)
    with pytest.raises(ValueError, match="0.95"):
        charts.estimates.beliefs(step, 95, axis="a", **said)
    with pytest.raises(LookupError, match="direction of events has 'hostile'"):
        charts.timelines.timeline(events.assign(direction="hostile"), **said)
    with pytest.raises(LookupError, match="'Talks'"):
        charts.timelines.timeline(events, lanes=["Tests", "Exercises", "Sanctions", "Words"], **said)
    with pytest.raises(ValueError, match="not drawn once"):
        charts.estimates.beside_chance(2, [], axis="a", **said)


def test_a_spring_of_events_is_stored_small(events):
    spring = diplomacy.between(events, "2018-03-01", "2018-06-15")
    chart = charts.timelines.timeline(spring, title="t", source="s", reading="r")
    assert len(json.dumps(charts.mime_bundle(chart.to_dict(), "r")[charts.MIME])) < 20_000


def test_names_and_codes_of_an_event_have_to_pair(events):
    spaced = events.assign(actors=events["actors"].str.replace(";", " ; "))
    explorer = explorers.diplomacy.events_in_view(spaced, "korea-events")
    explorer.controls["who"].value = "Japan"
    assert f"has {len(diplomacy.involving(events, 'JPN'))} events with Japan" in explorer.status
    with pytest.raises(ValueError, match="row 0"):
        explorers.diplomacy.events_in_view(events.assign(actor_names="Japan; United States; Nobody"), "x")


def test_a_panel_needs_each_clue_once_with_two_probabilities(clues):
    for change, says in [
        (clues.assign(example_if_not=30), "example_if_not"),
        (pd.concat([clues, clues]), "clue_id"),
        (clues.assign(clue_id=None), "clue_id"),
        (clues.iloc[:0], "no rows"),
    ]:
        with pytest.raises(ValueError, match=says):
            explorers.diplomacy.belief_panel(change, "x")


def test_the_longest_silence_lies_between_two_events_one_after_the_other(events):
    days = ["2018-01-01", "2018-01-11", "2018-01-12"]
    few = events.head(3).assign(from_date=pd.to_datetime(days))
    few["before_date"] = few["from_date"] + pd.Timedelta(days=1)
    explorer = explorers.diplomacy.events_in_view(few.iloc[[2, 0, 1]], "x")
    assert "has 3 events" in explorer.status and "10 days" in explorer.status
    two = explorers.diplomacy.events_in_view(few.head(2), "x")
    assert "has 2 events" in two.status and "10 days" in two.status
    one = explorers.diplomacy.events_in_view(few.head(1), "x")
    assert "has 1 event" in one.status and "days" not in one.status


def test_the_stretch_begins_with_all_months_and_ends_with_the_last_day_of_the_last(events):
    few = events.head(2).assign(from_date=pd.to_datetime(["2018-01-01", "2018-02-28"]))
    few["before_date"] = few["from_date"] + pd.Timedelta(days=1)
    explorer = explorers.diplomacy.events_in_view(few, "x")
    months = explorer.controls["months"]
    assert [label for label, _ in months.options] == ["Jan 2018", "Feb 2018"] and months.index == (0, 1)
    assert figure(explorer)[charts.MIME]["layout"]["xaxis"]["range"] == ["2018-01-01", "2018-02-28"]
    months.index = (1, 1)
    assert "has 1 event" in explorer.status
    months.index = (0, 0)
    assert "has 1 event" in explorer.status
    assert figure(explorer)[charts.MIME]["layout"]["xaxis"]["range"] == ["2018-01-01", "2018-01-31"]


def test_a_slider_of_belief_goes_from_none_to_certain_by_twentieths_and_starts_at_a_half(panel):
    for slider in panel.controls.values():
        assert (slider.min, slider.max, slider.step) == (0, 1, 0.05)
    assert panel.controls["prior"].value == 0.5
    # Steps of a slider add up to numbers such as 0.15000000000000002; belief is counted with 0.15.
    panel.controls["prior"].value = 0.126
    assert figure(panel)[charts.MIME]["data"][0]["x"][0] == pytest.approx(13)
    panel.controls["prior"].value = 0.5
    for name in panel.controls:
        if name.endswith(("_yes", "_no")):
            panel.controls[name].value = 0.5
    panel.controls["C4_yes"].value, panel.controls["C4_no"].value = 0.754, 0.246
    assert figure(panel)[charts.MIME]["data"][0]["x"][-1] == pytest.approx(75)


def test_a_few_events_in_view_have_their_actors_beside_them_and_every_mark_says_its_row(timeline, events):
    months = [month for _, month in timeline.controls["months"].options]
    for name in charts.timelines.LANES:
        timeline.controls[name.lower()].value = True
    timeline.controls["who"].value = "everyone"
    timeline.controls["months"].value = (months[0], months[-1])
    data = figure(timeline)[charts.MIME]["data"]
    assert marks(timeline) == len(events) and {trace["mode"] for trace in data} == {"markers"}
    timeline.controls["months"].value = (pd.Timestamp("2018-06-01"), pd.Timestamp("2018-06-01"))
    data = figure(timeline)[charts.MIME]["data"]
    written = {name for trace in data for name in trace["text"]}
    june = events[events["from_date"].between("2018-06-01", "2018-06-30")]
    assert written == {names.replace(";", ",") for names in june["actor_names"]}
    assert {trace["mode"] for trace in data} == {"markers+text"}
    met = [text.replace("<br>", " ") for trace in data for text in trace["customdata"] if "12 June 2018" in text]
    assert any("summit" in text and "United States, North Korea" in text for text in met)
