"""Scores of probability forecasts: closed forms, a published table, brute force, and what bad input is answered."""

import math
import random

import numpy as np
import pandas as pd
import pytest
from alliancelab import catalogue, explorers, forecasts
from alliancelab.classroom import COURSE
from alliancelab.ground import paths


@pytest.fixture(scope="module")
def days():
    counts = catalogue.load("rain-forecasts")
    return forecasts.one_row_each(counts, "rained", "Will it rain?", forecaster="rain forecasts for Tampere")


@pytest.fixture(scope="module")
def record():
    return catalogue.load("forecast-questions")


def made(seed, size=200):
    dice = random.Random(seed)
    prob = [round(dice.random(), 2) for _ in range(size)]
    return prob, [dice.random() < p for p in prob]


def test_the_published_table_of_the_rain_forecasts_comes_out_to_three_decimals(days):
    # Verification page of the Australian Bureau of Meteorology (cawcr.gov.au/projects/verification/POP3),
    # 24-hour probability of precipitation: Brier 0.144, reliability 0.025, resolution 0.060, uncertainty
    # 0.179.
    parts = forecasts.decomposition(days["forecast_prob"], days["happened"])
    assert [round(part, 3) for part in parts] == [0.025, 0.060, 0.179, 0.0, 0.144]
    assert len(days) == 347 and days["happened"].sum() == 81


def test_the_shares_by_probability_are_those_of_another_reading_of_the_same_file(days):
    # NOAA's Water Resources Evaluation Service, reliability diagram of its test data; 0 and 0.1 are one group there.
    table = forecasts.calibration_table(days["forecast_prob"], days["happened"]).set_index("group")
    assert table["forecasts"].iloc[2:].tolist() == [59, 41, 19, 22, 22, 34, 24, 11, 13]
    assert table["observed_share"].iloc[2:].round(4).tolist() == [
        0.0847,
        0.122,
        0.2105,
        0.3636,
        0.2727,
        0.4706,
        0.6667,
        0.7273,
        0.8462,
    ]
    assert table["forecasts"].iloc[:2].sum() == 102 and table["happened"].iloc[:2].sum() == 2


@pytest.mark.parametrize(
    "prob, did, brier, log",
    [
        ([1, 0], [True, False], 0, 0),
        ([0, 1], [True, False], 1, math.inf),
        ([0.5] * 3, [True, False, True], 0.25, math.log(2)),
        ([0.8], [True], 0.04, -math.log(0.8)),
        ([0.8], [False], 0.64, -math.log(0.2)),
        ([0], [False], 0, 0),
        ([1], [False], 1, math.inf),
    ],
)
def test_scores_of_forecasts_worked_by_hand(prob, did, brier, log):
    assert forecasts.brier_score(prob, did) == pytest.approx(brier)
    assert forecasts.log_score(prob, did) == pytest.approx(log)


@pytest.mark.parametrize("came, asked", [(1, 4), (11, 28), (9, 20), (5, 5), (0, 3)])
def test_the_base_rate_scores_its_own_uncertainty(came, asked):
    did = [True] * came + [False] * (asked - came)
    rate = came / asked
    table = forecasts.baselines(did)
    assert table["brier"].tolist() == pytest.approx([rate * (1 - rate), 0.25])
    parts = forecasts.decomposition([rate] * asked, did)
    assert parts[:3] == pytest.approx((0, 0, rate * (1 - rate)))


def test_the_base_rate_on_all_questions_scores_what_the_curriculum_says(record):
    assert round(forecasts.baselines(record["happened"])["brier"].iloc[0], 3) == 0.239
    assert len(record) == 28


def brute_parts(prob, did, group):
    size, rate = len(prob), sum(did) / len(did)
    parts = [0.0, 0.0]
    for name in set(group):
        own = [n for n in range(size) if group[n] == name]
        mean, share = sum(prob[n] for n in own) / len(own), sum(did[n] for n in own) / len(own)
        parts[0] += len(own) / size * (mean - share) ** 2
        parts[1] += len(own) / size * (share - rate) ** 2
    return [*parts, rate * (1 - rate)]


@pytest.mark.parametrize("seed", range(8))
def test_the_parts_agree_with_a_plain_loop_and_sum_to_the_score(seed):
    prob, did = made(seed)
    exact = forecasts.decomposition(prob, did)
    assert list(exact[:3]) == pytest.approx(brute_parts(prob, did, prob))
    assert exact.reliability - exact.resolution + exact.uncertainty == pytest.approx(exact.brier)
    fifths = forecasts.decomposition(prob, did, forecasts.FIFTHS)
    group = [min(round(p * 100) // 20, 4) for p in prob]
    assert list(fifths[:3]) == pytest.approx(brute_parts(prob, did, group))
    assert sum(fifths[:4]) - 2 * fifths.resolution == pytest.approx(fifths.brier)


def test_what_varies_within_a_group_is_variance_less_twice_the_covariance():
    prob, did = [0.1, 0.3], [False, True]
    parts = forecasts.decomposition(prob, did, [0, 0.5, 1])
    variance, covariance = np.var(prob), np.mean((np.array(prob) - 0.2) * (np.array(did) - 0.5))
    assert parts.within_groups == pytest.approx(variance - 2 * covariance)


def test_an_edge_belongs_to_the_upper_group_and_one_to_the_last():
    table = forecasts.calibration_table([0.19, 0.2, 0.8, 1.0], [False] * 4, forecasts.FIFTHS)
    assert table["group"].tolist() == ["0 to 0.2", "0.2 to 0.4", "0.8 to 1"]
    assert table["forecasts"].tolist() == [1, 1, 2]


@pytest.mark.parametrize("factor", [0.25, 0.5, 1, 2, 3])
def test_stretching_moves_reliability_only_and_keeps_the_order(days, factor):
    moved = forecasts.stretched(days["forecast_prob"], factor)
    before, after = (forecasts.decomposition(p, days["happened"]) for p in (days["forecast_prob"], moved))
    assert after.resolution == pytest.approx(before.resolution)
    assert after.uncertainty == before.uncertainty
    assert (np.argsort(moved, kind="stable") == np.argsort(days["forecast_prob"], kind="stable")).all()


def test_stretching_by_one_changes_nothing_and_by_nothing_says_even_odds_to_all():
    assert forecasts.stretched([0, 0.3, 1], 1).tolist() == pytest.approx([0, 0.3, 1])
    assert forecasts.stretched([0, 0.3, 1], 0).tolist() == [0.5] * 3
    assert forecasts.stretched([0.8], 0.5)[0] == pytest.approx(2 / 3)


def test_the_questions_as_asked_carry_nothing_of_the_outcomes(record):
    asked = forecasts.asked(record)
    assert asked.columns.tolist() == ["question_id", "question", "topic", "resolution_date"]
    assert len(asked) == 20 and "Q17" not in set(asked["question_id"])
    assert asked["resolution_date"].is_monotonic_increasing
    days_of_outcomes = record.set_index("question_id")["happened_date"].dropna()
    for name, day in days_of_outcomes.items():
        words = record.set_index("question_id").loc[name, "question"]
        assert f"{day.day} {day:%B}" not in words and "Singapore" not in words and "Hanoi" not in words


def test_what_the_dataset_says_of_itself_gives_no_outcome_away(record):
    description = " ".join(catalogue.describe("forecast-questions")["what it says"]).lower()
    for word in ("singapore", "hanoi", "12 june", "freed", "signed", *(f"{record['happened'].sum()} of", "eleven")):
        assert word not in description


def test_a_yes_came_within_the_time_asked_and_what_it_implies_came_too(record):
    yes = record[record["happened"].astype(bool)]
    assert (yes["happened_date"] <= yes["resolution_date"]).all() and (yes["happened_date"] > yes["asked_date"]).all()
    assert record.loc[~record["happened"].astype(bool), "happened_date"].isna().all()
    came = record.set_index("question_id")["happened"].astype(bool)
    implied = record.dropna(subset=["implies"])
    assert len(implied) == 4
    assert all(came[b] or not came[a] for a, b in zip(implied["question_id"], implied["implies"], strict=True))


def test_the_tested_expectations_name_claims_of_the_article(record):
    assert set(record["claim_id"].dropna()) <= set(catalogue.load("article-claims")["claim_id"])


def test_a_whole_sheet_is_put_in_order_and_joined_with_every_question(record):
    ids = forecasts.asked(record)["question_id"].tolist()
    sheet = forecasts.sheet(pd.Series(0.3, index=ids[::-1]), ids)
    assert list(sheet) == ids
    opened = forecasts.opened(record, sheet)
    assert len(opened) == 28 and opened["forecast_prob"].notna().sum() == 20
    assert opened["squared_error"].mean() == pytest.approx(
        forecasts.brier_score([0.3] * 20, opened.dropna(subset=["forecast_prob"])["happened"])
    )


def test_the_scoreboard_puts_the_best_first(days):
    assert forecasts.scoreboard(days).index.tolist() == [
        "rain forecasts for Tampere",
        forecasts.BASE_RATE,
        forecasts.EVEN,
    ]


@pytest.mark.parametrize("first, second, pairs", [(0.6, 0.5, 1), (0.5, 0.5, 0), (0.4, 0.5, 0)])
def test_a_contradiction_is_a_first_likelier_than_what_it_implies(record, first, second, pairs):
    assert len(forecasts.contradictions({"Q01": first, "Q02": second}, record)) == pairs


def test_an_unresolved_question_is_refused_and_not_scored_as_true():
    for gap in (None, float("nan"), pd.NA, pd.NaT):
        record = pd.DataFrame({"question_id": ["Q1", "Q2"], "happened": pd.Series([True, gap], dtype=object)})
        with pytest.raises(ValueError, match="happened .* is empty in 1 row"):
            forecasts.opened(record, {"Q1": 0.3})


@pytest.mark.parametrize("value", ["False", "True", "no", 2, [True]])
def test_an_outcome_that_is_neither_true_nor_false_is_refused_with_its_question(value):
    record = pd.DataFrame({"question_id": ["Q1", "Q2"], "happened": [True, value]})
    with pytest.raises(ValueError, match="Question Q2 has no outcome"):
        forecasts.opened(record, {"Q1": 0.3})


@pytest.mark.parametrize("value", [True, np.True_, 1])
def test_an_outcome_may_be_a_truth_value_of_any_kind(value):
    record = pd.DataFrame({"question_id": ["Q1"], "happened": pd.Series([value], dtype=object)})
    assert forecasts.opened(record, {"Q1": 0.25})["squared_error"].tolist() == [0.5625]


def test_an_answer_in_percent_is_asked_back_and_not_scored(record):
    for act in (forecasts.opened, lambda record, answers: forecasts.contradictions(answers, record)):
        with pytest.raises(ValueError, match=r"Q01 is 30\. Did you mean 0\.3\?"):
            act(record, {"Q01": 30})
    assert forecasts.opened(record, {"Q01": "30%"})["forecast_prob"].dropna().tolist() == [0.3]


def test_two_forecasters_in_one_table_are_not_pooled(days):
    both = pd.concat([days, days.assign(forecaster="another")], ignore_index=True)
    with pytest.raises(ValueError, match="rain forecasts for Tampere and by another"):
        forecasts.scoreboard(both)


@pytest.mark.parametrize("score", [forecasts.brier_score, forecasts.log_score, forecasts.calibration_table])
def test_columns_of_different_rows_do_not_go_together(days, score):
    prob, did = days["forecast_prob"], days["happened"]
    score(prob.iloc[::-1], did.iloc[::-1]), score(prob.tolist(), did.iloc[::-1])
    with pytest.raises(ValueError, match="number 1 one is from row 0 and the other from row 346"):
        score(prob, did.iloc[::-1])


def test_counted_forecasts_are_written_out_whatever_the_index_is():
    counts = pd.DataFrame({"forecast_prob": [0.1, 0.5], "forecasts": [2, 1], "came": [1, 0]}, index=["a", "a"])
    table = forecasts.one_row_each(counts, "came", "Will it?", forecaster="made", case="case", words=("yes", "no"))
    assert table["forecast_prob"].tolist() == [0.1, 0.1, 0.5]
    assert table["what_happened"].tolist() == ["yes", "no", "no"]
    assert table["question_id"].tolist() == ["case 1", "case 2", "case 3"]


IDS = ["Q01", "Q02"]
COUNTS = pd.DataFrame({"forecast_prob": [0.1], "forecasts": [2], "came": [1]})


@pytest.mark.parametrize(
    "act, sentence",
    [
        (lambda: forecasts.brier_score([95], [True]), r"between 0 and 1; number 1 is 95\. Did you mean 0\.95\?"),
        (lambda: forecasts.brier_score([0.5, 1.5], [True, True]), r"number 2 is 1\.5\.$"),
        (lambda: forecasts.brier_score([-0.1], [True]), r"number 1 is -0\.1\.$"),
        (lambda: forecasts.brier_score([float("nan")], [True]), "number 1 is nan"),
        (lambda: forecasts.brier_score([None], [True]), "missing at number 1"),
        (lambda: forecasts.brier_score([pd.NA], [True]), "missing at number 1"),
        (lambda: forecasts.brier_score([True], [True]), "number 1 is True"),
        (lambda: forecasts.brier_score("0.5", [True]), "list or a column; .* '0.5'"),
        (lambda: forecasts.brier_score(0.5, [True]), "list or a column; .* 0.5"),
        (lambda: forecasts.brier_score([], []), "no forecasts to score"),
        (lambda: forecasts.brier_score([0.5], []), "nothing was given"),
        (lambda: forecasts.brier_score([0.5], ["yes"]), "number 1 is 'yes'"),
        (lambda: forecasts.brier_score([0.5], ["False"]), "number 1 is 'False'"),
        (lambda: forecasts.brier_score([0.5], [pd.NA]), "true or false"),
        (lambda: forecasts.brier_score([0.5], [np.array([1, 0])]), "true or false"),
        (lambda: forecasts.brier_score([0.5], True), "true and false; .* True"),
        (lambda: forecasts.brier_score([0.5], [True, False]), "1 forecast and 2 outcomes"),
        (lambda: forecasts.calibration_table([0.5], [True], [0, 0.8, 0.4, 1]), "rise from 0 to 1"),
        (lambda: forecasts.decomposition([0.5], [True], [0.2, 1]), "rise from 0 to 1"),
        (lambda: forecasts.decomposition([0.5], [True], 3), "rise from 0 to 1"),
        (lambda: forecasts.decomposition([0.5], [True], [0, "x", 1]), "an edge of the groups is 'x'"),
        (lambda: forecasts.stretched([0.5], -1), "between 0 and 10; it is -1"),
        (lambda: forecasts.stretched([0.5], True), "is True"),
        (lambda: forecasts.sheet({"Q01": 0.1}, IDS), "1 of 2 questions has no answer yet: Q02"),
        (lambda: forecasts.sheet({"Q01": 0.1, "Q02": " "}, IDS), "no answer yet: Q02"),
        (lambda: forecasts.sheet({"Q01": 0.1, "Q02": 30}, IDS), r"Q02 is 30\. Did you mean 0\.3\?"),
        (lambda: forecasts.sheet({"Q01": 0.1, "Q0": 0.3}, IDS), "No question is called 'Q0'. Did you mean 'Q0"),
        (lambda: forecasts.sheet(pd.Series([0.1, 0.2], index=["Q01", "Q01"]), IDS), "Q01 is answered twice"),
        (
            lambda: forecasts.sheet(pd.DataFrame({"question_id": ["Q01", "Q01"], "forecast_prob": [0.1, 0.2]}), IDS),
            "answered twice",
        ),
        (lambda: forecasts.sheet([0.1, 0.2], IDS), "such as {'Q01': 0.3}; .* a list"),
        (lambda: forecasts.sheet({"Q01": 0.1}, None), "list of questions; .* None"),
        (lambda: forecasts.sheet({}, []), "list of questions; .* a list"),
        (lambda: forecasts.opened(pd.DataFrame({"question_id": ["Q01"], "happened": [True]}), {"Q9": 0.1}), "'Q9'"),
        (lambda: forecasts.opened(catalogue.load("forecast-questions"), None), "each question.* None"),
        (lambda: forecasts.contradictions([0.1], catalogue.load("forecast-questions")), "each question.* a list"),
        (lambda: forecasts.asked(catalogue.load("forecast-questions"), 0), "number of questions .* it is 0"),
        (lambda: forecasts.probability("likely"), "the answer is 'likely'"),
        (lambda: forecasts.probability("130%"), "the answer is 130%"),
        (lambda: forecasts.probability("30"), r"the answer is 30\. Did you mean 0\.3\?"),
        (lambda: forecasts.probability("inf"), "number between 0 and 1"),
        (lambda: forecasts.probability(10**400), "between 0 and 1"),
        (lambda: forecasts.probability([0.3]), "the answer is a list"),
        (lambda: forecasts.one_row_each(COUNTS, "rained", "?", forecaster="f"), "no column 'rained'"),
        (lambda: forecasts.one_row_each(COUNTS, None, "?", forecaster="f"), "column of those that came true.*None"),
        (lambda: forecasts.one_row_each(COUNTS.assign(came=3), "came", "?", forecaster="f"), "row 1 .* it is 3"),
        (lambda: forecasts.one_row_each(COUNTS.assign(came=0.5), "came", "?", forecaster="f"), "row 1 .* it is 0.5"),
        (lambda: forecasts.one_row_each(COUNTS.assign(came="x"), "came", "?", forecaster="f"), "row 1 is 'x'"),
        (lambda: forecasts.one_row_each(COUNTS, "came", "?", forecaster="f", words="yes"), "'rain', 'no rain'"),
        (lambda: forecasts.one_row_each(pd.concat([COUNTS] * 2), "came", "?", forecaster="f"), "two rows .* 0.1"),
    ],
)
def test_what_cannot_be_scored_is_answered_in_one_sentence(act, sentence):
    with pytest.raises((ValueError, LookupError), match=sentence) as error:
        act()
    assert type(error.value) in (ValueError, LookupError)
    assert "\n" not in str(error.value) and len(str(error.value)) < 300


@pytest.mark.parametrize("given", [None, [1], "text", pd.DataFrame({"x": [1]})])
@pytest.mark.parametrize(
    "act",
    [
        forecasts.scoreboard,
        forecasts.asked,
        lambda given: forecasts.opened(given, {"Q01": 0.1}),
        lambda given: forecasts.contradictions({"Q01": 0.1}, given),
        lambda given: forecasts.one_row_each(given, "rained", "?", forecaster="f"),
    ],
)
def test_what_is_not_the_table_asked_for_is_one_sentence(act, given):
    with pytest.raises((ValueError, LookupError), match="table") as error:
        act(given)
    assert type(error.value) in (ValueError, LookupError)


@pytest.mark.parametrize(
    "entry, number",
    [
        ("0.3", 0.3),
        (".3", 0.3),
        ("0,3", 0.3),
        ("30%", 0.3),
        (" 30 % ", 0.3),
        ("0", 0),
        ("1", 1),
        ("100%", 1),
        (np.float64(0.2), 0.2),
        (np.int64(1), 1),
    ],
)
def test_a_probability_may_be_written_in_several_ways(entry, number):
    assert forecasts.probability(entry) == number


@pytest.mark.parametrize(
    ("entry", "number"), [("0%", 0), ("100%", 1), ("33.3%", 0.333), ("12.34567890123%", 0.123456789)]
)
def test_a_percentage_is_a_hundredth_and_ends_at_a_hundred(entry, number):
    assert forecasts.probability(entry) == number
    for beyond in ("100.1%", "-0.1%"):
        with pytest.raises(ValueError, match=beyond):
            forecasts.probability(beyond)


def test_a_long_entry_is_cut_to_forty_signs_in_its_sentence():
    with pytest.raises(ValueError, match="'x{40}'"):
        forecasts.probability("x" * 60)


def test_of_many_unanswered_questions_five_are_named_and_the_rest_counted():
    ids = [f"Q{n}" for n in range(1, 8)]
    with pytest.raises(ValueError, match="7 of 7 questions.*Q1, Q2, Q3, Q4, Q5 and 2 more"):
        forecasts.sheet({}, ids)
    with pytest.raises(ValueError, match="6 of 7 questions.*Q6 and 1 more"):
        forecasts.sheet({"Q1": 0.1}, ids)
    with pytest.raises(ValueError, match="5 of 7 questions.*Q6, Q7") as error:
        forecasts.sheet({"Q1": 0.1, "Q2": 0.1}, ids)
    assert "more" not in str(error.value)


def test_counts_may_be_none_or_all_and_not_one_more():
    counts = pd.DataFrame({"forecast_prob": [0.0, 1.0, 0.5], "forecasts": [2, 2, 0], "came": [0, 2, 0]})
    table = forecasts.one_row_each(counts, "came", "?", forecaster="f")
    assert table["happened"].tolist() == [False, False, True, True]
    assert table.columns.tolist()[:2] == ["question_id", "forecast_prob"] and "source_id" not in table
    assert (
        forecasts.one_row_each(counts.assign(source_id="s"), "came", "?", forecaster="f")["source_id"].tolist()
        == ["s"] * 4
    )
    for change in (
        {"came": [0, 3, 0]},
        {"forecasts": [2, 10**6 + 1, 0]},
        {"came": [0, -1, 0]},
        {"forecast_prob": [0, 1.1, 0.5]},
    ):
        with pytest.raises(ValueError, match="row 2"):
            forecasts.one_row_each(counts.assign(**change), "came", "?", forecaster="f")
    with pytest.raises(ValueError, match="two|'rain', 'no rain'"):
        forecasts.one_row_each(counts, "came", "?", forecaster="f", words=("a", "b", "c"))


def test_the_soonest_questions_are_asked_first_twenty_unless_told_otherwise(record):
    asked = forecasts.asked(record)
    later = record[~record["question_id"].isin(asked["question_id"])]
    assert later["resolution_date"].min() >= asked["resolution_date"].max() and asked.index.tolist() == list(range(20))
    assert len(forecasts.asked(record, 1)) == 1 and len(forecasts.asked(record, 28)) == 28
    with pytest.raises(ValueError, match="number of questions"):
        forecasts.asked(record, 0)


def test_an_opened_sheet_adds_the_squared_distance_to_what_happened():
    record = pd.DataFrame({"question_id": ["Q1", "Q2", "Q3"], "happened": [True, False, True]})
    table = forecasts.opened(record, {"Q2": 0.25, "Q1": 0.25})
    assert table["squared_error"].tolist()[:2] == [0.5625, 0.0625] and table["squared_error"].isna().tolist()[2]
    assert set(table["forecaster"]) == {"you"} and table["happened"].dtype == bool


def test_a_contradiction_names_both_questions_and_both_probabilities():
    record = pd.DataFrame({"question_id": ["Q1", "Q2", "Q3", "Q4"], "implies": ["Q2", None, "Q4", None]})
    table = forecasts.contradictions({"Q1": 0.6, "Q2": 0.5, "Q3": 0.7}, record)
    assert table.to_numpy().tolist() == [["Q1", "Q2", 0.6, 0.5]]
    assert len(forecasts.contradictions({"Q4": 0.5, "Q2": 0.5}, record)) == 0


def test_the_scoreboard_of_the_rain_forecasts_is_that_of_its_published_parts(days):
    board = forecasts.scoreboard(days).astype(float).round(3)
    assert board["brier"].tolist() == [0.144, 0.179, 0.25] and board["uncertainty"].tolist() == [0.179] * 3
    assert board["reliability"].tolist() == [0.024, 0, 0.071] and board["resolution"].tolist() == [0.057, 0, 0]
    assert board["within_groups"].tolist() == [-0.002, 0, 0] or board["within_groups"].tolist() == [-0.001, 0, 0]
    assert board["log_score"].tolist() == [math.inf, 0.543, 0.693]


def test_one_range_from_nothing_to_all_is_a_group_and_edges_that_do_not_span_it_are_refused():
    table = forecasts.calibration_table([0.0, 0.5, 1.0], [False, True, True], [0, 1])
    assert table.iloc[0].tolist() == ["0 to 1", 3, 0.5, 2, pytest.approx(2 / 3)]
    for edges in ([], [0], [1], [0, 0.5], [0.1, 1], [0, 0.5, 0.5, 1], [0, 1, 1]):
        with pytest.raises(ValueError, match="rise from 0 to 1"):
            forecasts.calibration_table([0.5], [True], edges)


def test_forecasts_are_stretched_by_nothing_up_to_tenfold():
    assert forecasts.stretched([0.5], 10).tolist() == [0.5]
    assert forecasts.stretched([0.75], 10)[0] == pytest.approx(3**10 / (3**10 + 1))
    with pytest.raises(ValueError, match="between 0 and 10"):
        forecasts.stretched([0.5], 10.1)


def test_what_is_wrong_is_counted_from_one():
    with pytest.raises(ValueError, match="number 2 is 'no'"):
        forecasts.brier_score([0.5, 0.5], [True, "no"])
    with pytest.raises(ValueError, match="missing at number 2"):
        forecasts.brier_score([0.5, None], [True, True])


def test_nothing_is_written_as_nothing_and_never_as_minus_nothing():
    assert str(forecasts.log_score([1.0, 0.0], [True, False])) == "0.0"
    assert str(forecasts.decomposition([0.1, 0.1], [True, False], forecasts.FIFTHS).within_groups) == "0.0"


def test_every_probability_and_every_day_of_the_tables_lies_within_its_bounds(record, days):
    rain = catalogue.load("rain-forecasts")
    assert rain["forecast_prob"].between(0, 1).all() and (rain["rained"] <= rain["forecasts"]).all()
    assert days["forecast_prob"].between(0, 1).all()
    # The day before the last day, the last day and the day after: what came a day late did not come.
    first, last = record["asked_date"], record["resolution_date"]
    assert (first < last).all() and (last <= pd.Timestamp("2020-12-31")).all()
    came = record["happened"].astype(bool)
    assert (record.loc[came, "happened_date"] <= last[came]).all() and (
        record.loc[came, "happened_date"] > first[came]
    ).all()
    late = record.assign(happened_date=record["happened_date"].where(~came, last + pd.Timedelta(days=1)))
    assert not (late.loc[came, "happened_date"] <= last[came]).any()


def test_the_document_that_settles_a_question_is_not_older_than_what_it_settles(record):
    published = pd.read_csv(paths.root() / "datasets/forecast-questions/sources.csv").set_index("source_id")[
        "published"
    ]
    for row in record.itertuples():
        day = str(published[row.source_id])
        if day == "unknown":
            assert row.happened or str(row.remark) not in ("", "nan"), row.question_id
            continue
        end = pd.Period(day).end_time
        if row.happened:
            assert end >= row.happened_date, row.question_id
        elif end < row.resolution_date:
            assert str(row.remark) not in ("", "nan", "<NA>"), row.question_id


def test_a_row_that_gives_an_answer_away_is_in_a_table_of_that_lesson_and_of_the_same_day(record):
    given = record.dropna(subset=["shown_row"])
    assert len(given) == record["shown_in"].notna().sum()
    for row in given.itertuples():
        name, key = row.shown_row.split(" ", 1)
        table = catalogue.load(name)
        found = table[table[table.columns[0]].astype(str) == key]
        assert len(found) == 1, row.shown_row
        (slug,) = [slug for slug in COURSE.slugs() if slug.startswith(f"{row.shown_in}-")]
        assert name in COURSE.settings(slug).datasets, row.shown_row
        if row.happened:
            days = [found[c].iloc[0] for c in found.select_dtypes("datetime") if pd.notna(found[c].iloc[0])]
            assert row.happened_date in days, row.shown_row


def test_the_gap_of_two_forecasters_is_the_mean_of_their_differences_with_twice_its_standard_error(days):
    prob, did = [0.9, 0.6, 0.3], [True, False, False]
    each = [(0.5 - o) ** 2 - (p - o) ** 2 for p, o in zip(prob, did, strict=True)]
    found = forecasts.gap(prob, did, 0.5)
    assert found.better_by == pytest.approx(sum(each) / 3) and found.other == 0.25
    assert found.give_or_take == pytest.approx(2 * np.std(each, ddof=1) / math.sqrt(3))
    assert forecasts.gap([0.5, 0.5], [True, False], 0.5)[2:] == (0, 0)
    rain = forecasts.gap(days["forecast_prob"], days["happened"], float(days["happened"].mean()))
    assert round(rain.brier, 3) == 0.144 and rain.better_by > rain.give_or_take > 0


def test_each_sentence_of_a_comparison_follows_from_its_two_scores(days):
    better = explorers.forecasts.comparison(days)
    assert all("Better by" in sentence and "more than chance" in sentence for sentence in better)
    made = pd.DataFrame({"forecast_prob": [0.6, 0.4, 0.5], "happened": [True, False, True], "forecaster": "made"})
    assert all("too little for 3 questions" in sentence for sentence in explorers.forecasts.comparison(made))
    worse = explorers.forecasts.comparison(made.assign(forecast_prob=[0.1, 0.9, 0.2]))
    assert all("Worse by" in sentence for sentence in worse)
    even = explorers.forecasts.comparison(made.assign(forecast_prob=0.5))
    assert "the same as always 50%" in even[1]


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda: forecasts.gap([0.5], [True], 0.5), "1 forecast has no spread"),
        (lambda: forecasts.gap([0.5, 0.5], [True, True], 30), "the other gives to all is 30"),
        (lambda: forecasts.gap([0.5, 0.5], [True, True], None), "the other gives to all is 'None'"),
        (lambda: forecasts.without(pd.DataFrame({"question_id": ["a"]}), {}), "no column"),
        (
            lambda: forecasts.without(
                pd.DataFrame({"question_id": ["a"], "forecast_prob": [0.5], "happened": [True]}), ["a"]
            ),
            "dictionary",
        ),
    ],
)
def test_what_cannot_be_compared_is_one_sentence(act, sentence):
    with pytest.raises((ValueError, LookupError), match=sentence):
        act()
