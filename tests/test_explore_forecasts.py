"""The sheet and the explorer of forecasts, used without a browser: what is kept, shown, and not shown."""

import nbformat
import pandas as pd
import pytest
from alliancelab import catalogue, charts, explorers, forecasts
from alliancelab.authoring import keys
from alliancelab.classroom import COURSE, Lesson
from alliancelab.forms.forecast_sheet import ForecastSheet as Sheet
from alliancelab.forms.journal import Journal


@pytest.fixture(scope="module")
def record():
    return catalogue.load("forecast-questions")


@pytest.fixture(scope="module")
def days():
    counts = catalogue.load("rain-forecasts")
    return forecasts.one_row_each(counts, "rained", "Will it rain?", forecaster="rain forecasts for Tampere")


@pytest.fixture
def paper(record, tmp_path):
    work = Journal(tmp_path)
    work.sign("Aiko")
    return Sheet(forecasts.asked(record), "80-forecasts", work)


def again(record, tmp_path):
    return Sheet(forecasts.asked(record), "80-forecasts", Journal(tmp_path))


def fill(paper, text="0.3"):
    for box in paper._boxes.values():
        box.value = text


def test_looking_at_a_sheet_writes_nothing(paper, tmp_path):
    paper.locked(...), paper._repr_mimebundle_()
    assert list(tmp_path.iterdir()) == []
    assert paper.status == "0 of 20 answered."


def test_each_entry_is_kept_and_found_again(paper, record, tmp_path):
    paper._boxes["Q03"].value = "40%"
    reloaded = again(record, tmp_path)
    assert reloaded._boxes["Q03"].value == "0.4" and reloaded.status == "1 of 20 answered."
    assert not reloaded.is_locked


def test_a_percent_in_the_box_is_asked_back_and_not_counted(paper):
    paper._boxes["Q03"].value = "95"
    assert paper.status == "A probability is between 0 and 1; Q03 is 95. Did you mean 0.95? 0 of 20 answered."


def test_an_unanswered_or_wrong_sheet_does_not_lock(paper, record, tmp_path):
    paper.lock()
    assert paper.status.startswith("Not locked: 20 of 20 questions have no answer yet")
    fill(paper)
    paper._boxes["Q27"].value = "2"
    paper.lock()
    assert paper.status == "Not locked: A probability is between 0 and 1; Q27 is 2. Did you mean 0.02?"
    assert not paper.is_locked and not again(record, tmp_path).is_locked


def test_a_locked_sheet_is_closed_kept_and_found_again(paper, record, tmp_path):
    fill(paper)
    paper._lock_button.click()
    assert paper.is_locked and all(box.disabled for box in paper._boxes.values())
    reloaded = again(record, tmp_path)
    assert reloaded.is_locked and reloaded.locked(...) == dict.fromkeys(paper._ids, 0.3)
    assert reloaded.status.startswith("Locked") and paper.code in reloaded.status


def test_a_second_sheet_hides_the_outcomes_again_and_the_first_lock_stays_in_the_journal(
    paper, record, tmp_path, days, capsys
):
    fill(paper)
    paper.lock()
    first = paper.code
    paper._again_button.click()
    assert not paper.is_locked and paper._boxes["Q01"].value == ""
    assert "what_happened" in paper.opened(record, days) and "not locked yet" in capsys.readouterr().out
    fill(paper, "0.6")
    paper.lock()
    assert paper.code != first and first in (tmp_path / "Aiko" / "answers.jsonl").read_text()
    assert again(record, tmp_path).locked(...)["Q01"] == 0.6


def test_of_two_open_copies_the_first_lock_counts_and_the_other_shows_it(paper, record, tmp_path):
    fill(paper, "0.4")
    other = again(record, tmp_path)
    fill(paper), paper.lock()
    other.lock()
    assert other.code == paper.code and other.locked(...)["Q01"] == 0.3
    assert other._boxes["Q01"].disabled and other._boxes["Q01"].value == "0.3"


def test_a_whole_typed_sheet_is_locked_and_an_incomplete_one_is_handed_on(paper, record, days):
    assert paper.locked({"Q01": 0.2}) == {"Q01": 0.2} and not paper.is_locked
    typed = dict.fromkeys(paper._ids, 0.2)
    assert paper.locked(typed) == typed and paper.is_locked
    assert paper.opened(record, days)["forecast_prob"].dropna().eq(0.2).all()


def test_before_the_lock_the_stand_in_is_used_and_no_outcome_leaves_the_sheet(paper, record, days, capsys):
    opened = paper.opened(record, days)
    assert "rain forecasts for Tampere" in capsys.readouterr().out
    assert not set(opened["what_happened"]) & set(record["what_happened"]) and opened["claim_id"].isna().all()


def test_after_the_lock_the_questions_and_the_answer_are_passed_on(paper, record, days):
    fill(paper), paper.lock()
    assert set(paper.opened(record, days)["what_happened"]) == set(record["what_happened"])


@pytest.mark.parametrize("typed", [{"Q01": 95}, {1: 2}, [0.1], "0.5", object(), 10**400, {"Q01": None}])
def test_a_typed_sheet_that_is_none_does_not_lock(paper, typed):
    assert paper.locked(typed) is typed and not paper.is_locked


def test_a_sheet_of_50_percent_throughout_opens_nothing_on_screen_or_typed(paper):
    fill(paper, "50%"), paper.lock()
    assert not paper.is_locked and "move at least one" in paper.status
    typed = dict.fromkeys(paper._ids, 0.5)
    assert paper.locked(typed) is typed and not paper.is_locked
    paper._boxes["Q01"].value = "0.4"
    paper.lock()
    assert paper.is_locked


def test_what_a_typed_sheet_lacks_is_said_in_one_sentence():
    lesson = Lesson("80-forecasts")
    verdicts = {str(lesson.verdict("twenty", answer)) for answer in ({"Q01": 95}, {"Q99": 0.1}, {"Q01": 0.5}, [0.1])}
    assert any("between 0 and 1; Q01 is 95. Did you mean 0.95?" in text for text in verdicts)
    assert any("No question is called 'Q99'" in text for text in verdicts)
    assert any("19 of 20 questions have no answer yet" in text for text in verdicts)


def test_the_students_notebook_holds_no_outcome_in_its_words(record):
    words = COURSE.notebook("80-forecasts").read_text(encoding="utf-8").lower()
    for text in (*record["what_happened"], "singapore", "hanoi", "fewer than half", "0.239", "0.393"):
        assert text.lower() not in words


def test_hints_give_no_outcome_away(record):
    words = " ".join(hint for exercise in COURSE.exercises("80-forecasts").values() for hint in exercise.hints).lower()
    for word in ("singapore", "met ", "june", "signed", "0.39", "eleven"):
        assert word not in words


@pytest.mark.parametrize("typed", [False, True])
def test_the_notebook_runs_as_committed_without_outcomes_and_with_a_sheet_with_them(tmp_path, record, typed):
    book = keys.with_solutions("80-forecasts") if typed else nbformat.read(COURSE.notebook("80-forecasts"), 4)
    ran = keys.executed(book, tmp_path)
    shown = nbformat.writes(nbformat.from_dict({**ran, "cells": [{**c, "source": ""} for c in ran.cells]}))
    outcomes = [text for text in record["what_happened"] if text[:40] in shown]
    assert (len(outcomes) >= 20) == typed and bool(outcomes) == typed
    assert ("not locked yet" in shown) != typed and ("0.239" in shown) == typed
    assert list(tmp_path.iterdir()) == [], "running the notebook writes no file"


def at(explorer, **values):
    for name, value in values.items():
        explorer.controls[name].value = value
    return explorer.status


@pytest.fixture(scope="module")
def explorer(days):
    return explorers.forecasts.boldness(days, "rain-forecasts")


@pytest.mark.parametrize("groups", explorers.forecasts.GROUPS)
@pytest.mark.parametrize("bold", explorers.forecasts.FACTORS)
def test_every_position_shows_the_score_of_the_forecasts_it_names(explorer, days, bold, groups):
    sentence = at(explorer, bold=bold, groups=groups)
    score = forecasts.brier_score(
        forecasts.stretched(days["forecast_prob"], explorers.forecasts.FACTORS[bold]), days["happened"]
    )
    assert f"Brier score {score:.3f}" in sentence
    figure = explorer._figure.outputs[0]["data"]
    assert figure["text/plain"] == sentence == figure[charts.MIME]["layout"]["meta"]["summary"]
    assert sum(int(n) for n in figure[charts.MIME]["data"][1]["text"]) == len(days)
    turn = "worse" if bold != "as given" and round(score, 3) != 0.144 else ""
    assert turn in sentence and ("Made " in sentence) == (bold != "as given")


def test_boldness_costs_reliability_only_while_each_probability_is_a_group(explorer):
    assert all(
        "resolution 0.060" in at(explorer, bold=bold, groups="each probability")
        for bold in list(explorers.forecasts.FACTORS)[1:]
    )
    assert "resolution 0.000" in at(explorer, bold="all at 50%")


WORDS = {"title": "t", "source": "s"}


def test_a_figure_of_one_forecast_and_of_none(days):
    assert "Brier score" in explorers.forecasts.calibration_chart(days.head(1), **WORDS).reading
    with pytest.raises(ValueError, match="has no rows"):
        explorers.forecasts.calibration_chart(days.head(0), **WORDS)
    with pytest.raises(LookupError, match="no column 'forecaster'"):
        explorers.forecasts.calibration_chart(days.drop(columns="forecaster"), **WORDS)
    with pytest.raises(LookupError, match="no column 'brier'"):
        explorers.forecasts.board_chart(days, **WORDS)


def test_a_figure_does_not_pool_two_forecasters(days):
    both = pd.concat([days, days.assign(forecaster="another")], ignore_index=True)
    for draw in (explorers.forecasts.boldness, lambda s, source: explorers.forecasts.calibration_chart(s, **WORDS)):
        with pytest.raises(ValueError, match="by another"):
            draw(both, "s")


def test_the_figures_of_scores_draw_any_groups_and_bars():
    groups = pd.DataFrame(
        {"group": ["low"], "forecasts": [4], "mean_forecast": [0.1], "happened": [1], "observed_share": [0.25]}
    )
    chart = charts.scores.calibration(groups, {"<b>part</b>": 0.2}, axis="points", reading="r", **WORDS)
    assert chart.data[1].text == ("4",) and chart.data[2].y == ("&lt;b&gt;part&lt;/b&gt;",)
    with pytest.raises(ValueError, match="Bars map a name to a number"):
        charts.scores.board({}, axis="points", reading="r", table=groups, **WORDS)
    with pytest.raises(ValueError, match="the bar 'a' is 'x'"):
        charts.scores.board({"a": "x"}, axis="points", reading="r", table=groups, **WORDS)


def test_each_step_of_boldness_scores_what_its_factor_does(explorer):
    scores = {
        bold: float(at(explorer, bold=bold, groups="each probability").split("Brier score ")[1][:5])
        for bold in explorers.forecasts.FACTORS
    }
    assert list(scores.values()) == [0.25, 0.181, 0.159, 0.148, 0.144, 0.144, 0.147, 0.154, 0.168]
    assert list(explorers.forecasts.FACTORS.values()) == sorted(explorers.forecasts.FACTORS.values())


def test_what_fifths_leave_out_is_named_with_its_sign_and_only_where_it_shows(explorer):
    assert "+ uncertainty 0.179 - within groups 0.002." in at(explorer, bold="as given", groups="fifths of the scale")
    assert "+ within groups 0.001." in at(explorer, bold="a little timid")
    assert "within groups" not in at(explorer, bold="all at 50%")
    assert "within groups" not in at(explorer, bold="as given", groups="each probability")


def test_too_bold_forecasts_get_better_when_they_are_made_timid():
    bold = pd.DataFrame({"forecast_prob": [0.95] * 4, "happened": [True, True, True, False], "forecaster": "bold"})
    explorer = explorers.forecasts.boldness(bold, "made up")
    assert explorer.controls["bold"].value == "as given" and "Made" not in explorer.status
    assert "better than the 0.228" in at(explorer, bold="timid") and "worse than the 0.228" in at(explorer, bold="bold")
    even = bold.assign(forecast_prob=0.5)
    assert "the same as the 0.250" in at(explorers.forecasts.boldness(even, "made up"), bold="reckless")


@pytest.mark.parametrize(("within", "words"), [(0.0004, ""), (0.0006, "+ within groups 0.001"), (-0.0006, "- within")])
def test_a_part_within_groups_is_named_from_half_a_thousandth_on(within, words):
    sentence = explorers.forecasts.parts_sentence(forecasts.Parts(0.1, 0.02, 0.2, within, 0.28 + within))
    assert words in sentence and ("within" in sentence) == bool(words)


def test_a_board_says_and_draws_every_score_best_first(days):
    chart = explorers.forecasts.board_chart(forecasts.scoreboard(days), **WORDS)
    assert chart.data[0].x == pytest.approx((0.144, 0.179, 0.25), abs=5e-4)
    assert [word in chart.reading for word in ("0.144", "0.179", "0.250")] == [True] * 3
    assert chart.table.to_numpy().tolist() == [
        ["rain forecasts for Tampere", "0.144", "inf"],
        ["always the base rate", "0.179", "0.543"],
        ["always 50%", "0.250", "0.693"],
    ]
