"""Shares and truth tables by hand, belief against Bayes' rule, what an error must say."""

import math

import pandas as pd
import pytest
from alliancelab import catalogue, evidence


def test_share_is_in_percent():
    assert evidence.share(5, 20) == 25.0
    assert evidence.share(0, 20) == 0.0


@pytest.mark.parametrize(
    ("part", "whole", "sentence"),
    [
        (1, 0, "A whole is above zero; whole is 0."),
        (1, -2, "A whole is above zero; whole is -2."),
        (-1, 2, "A part is between 0 and the whole, 2; part is -1."),
        (3, 2, "A part is between 0 and the whole, 2; part is 3."),
        (math.nan, 2, "A number is needed; part is nan."),
        ("1", 2, "A number is needed; part is '1'."),
    ],
)
def test_share_of_what_is_no_share_gets_a_sentence(part, whole, sentence):
    with pytest.raises(ValueError) as error:
        evidence.share(part, whole)
    assert sentence in str(error.value)


def partners():
    return pd.DataFrame(
        {
            "country_name": ["Japan", "Korea", "Canada", "Brazil", "China"],
            "ally": [True, True, True, False, False],
            "agreement": [False, True, True, False, False],
            "spared": [False, True, True, True, False],
        }
    )


def test_truth_table_has_one_row_for_each_combination_that_occurs():
    table = evidence.truth_table(partners(), ["ally", "agreement"], "spared")
    assert table.to_numpy().tolist() == [
        [True, True, 2, 2, 1.0, "always", "Korea, Canada"],
        [True, False, 1, 0, 0.0, "never", "Japan"],
        [False, False, 2, 1, 0.5, "contradictory", "Brazil, China"],
    ]


@pytest.mark.parametrize(
    ("change", "conditions", "sentence"),
    [
        ({}, ["allly"], "cases has no column 'allly'. Did you mean 'ally'?"),
        ({"ally": [1, 0, 1, 0, 1]}, ["ally"], "ally must be true or false for every case; row 0 has 1."),
        ({"ally": [True, None, True, False, True]}, ["ally"], "row 1 has None"),
        (
            {"country_name": ["Japan", None, "a", "b", "c"]},
            ["ally"],
            "country_name of cases is empty in 1 row, first in row 1",
        ),
        ({}, [], "one condition or more"),
        ({}, ["spared"], "apart from outcome"),
    ],
)
def test_truth_table_refuses_what_is_not_true_or_false(change, conditions, sentence):
    with pytest.raises((LookupError, ValueError)) as error:
        evidence.truth_table(partners().assign(**change), conditions, "spared")
    assert sentence in str(error.value)


@pytest.mark.parametrize("conditions", [None, 5, [["ally"]], [None], "", {}])
def test_conditions_that_are_no_names_get_a_sentence(conditions):
    with pytest.raises((LookupError, ValueError), match="condition|column"):
        evidence.truth_table(partners(), conditions, "spared")


def test_a_table_that_is_none_gets_a_sentence():
    for bad in (None, [], "x", pd.DataFrame({"x": [1]})):
        for call in (
            lambda bad=bad: evidence.truth_table(bad, ["ally"], "spared"),
            lambda bad=bad: evidence.before_after(bad, "country_code", "JPN", "CAN", 2017, 2019, "quantity_kt"),
            lambda bad=bad: evidence.trace(bad),
            lambda bad=bad: evidence.belief_reading(bad, 0.5),
        ):
            with pytest.raises((LookupError, ValueError), match=r"must be a table|has no column"):
                call()


def test_truth_table_reads_nullable_booleans():
    cases = partners().astype({"ally": "boolean", "spared": "boolean"})
    assert evidence.truth_table(cases, ["ally"], "spared")["n"].to_list() == [3, 2]


def test_update_is_bayes_rule():
    result = evidence.update(0.2, 0.9, 0.3)
    assert result.posterior == pytest.approx(0.18 / 0.42)
    assert result.likelihood_ratio == pytest.approx(3)
    assert result.weight_db == pytest.approx(4.7712, abs=1e-4)


def test_update_goes_to_the_ends():
    assert evidence.update(0.2, 0.9, 0) == (1.0, math.inf, math.inf)
    assert evidence.update(0.2, 0, 0.9) == (0.0, 0.0, -math.inf)
    assert evidence.update(0.4, 0.5, 0.5) == (0.4, 1.0, 0.0)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ((95, 0.5, 0.5), "A probability is between 0 and 1; prior is 95. Did you mean 0.95?"),
        ((0.5, 1.2, 0.5), "A probability is between 0 and 1; if_true is 1.2"),
        ((0.5, 0.5, -0.1), "if_false is -0.1"),
        ((math.nan, 0.5, 0.5), "prior is nan."),
        ((True, 0.5, 0.5), "prior is True. Give a number."),
        (("half", 0.5, 0.5), "prior is 'half'. Give a number."),
        ((0.5, 0, 0), "Evidence with if_true 0 and if_false 0 cannot occur"),
        ((1, 0, 0.5), "cannot occur under a prior of 1"),
    ],
)
def test_update_refuses_what_is_no_probability(given, sentence):
    with pytest.raises(ValueError) as error:
        evidence.update(*given)
    assert sentence in str(error.value)


@pytest.mark.parametrize(
    ("if_true", "if_false", "name"),
    [
        (0.9, 0.1, "doubly decisive"),
        (0.9, 0.11, "hoop"),
        (0.89, 0.1, "smoking gun"),
        (0.89, 0.11, "straw in the wind"),
    ],
)
def test_kinds_of_test_meet_at_their_thresholds(if_true, if_false, name):
    assert evidence.kind_of_test(if_true, if_false) == name


def imports():
    return pd.DataFrame(
        {
            "country_code": ["JPN", "JPN", "CAN", "CAN", "KOR", "KOR", "KOR"],
            "year": [2017, 2019, 2017, 2019, 2017, 2019, 2019],
            "quantity_kt": [200.0, 100.0, 100.0, 90.0, 0.0, 1.0, 2.0],
        }
    )


def test_before_after_takes_one_change_from_the_other():
    table = evidence.before_after(imports(), "country_code", "JPN", "CAN", 2017, 2019, "quantity_kt")
    assert table["change_pct"].to_list() == [-50.0, -10.0, -40.0]
    assert table.index.to_list() == ["treated", "control", "difference"]


@pytest.mark.parametrize(
    ("treated", "after", "value", "sentence"),
    [
        ("JAP", 2019, "quantity_kt", "no row with country_code 'JAP' and year 2017. Did you mean 'JPN'?"),
        ("JPN", 2020, "quantity_kt", "no row with country_code 'JPN' and year 2020."),
        ("JPN", 2019, "quantity", "table has no column 'quantity'."),
        ("KOR", 2019, "quantity_kt", "The table has 2 rows with country_code 'KOR' and year 2019"),
    ],
)
def test_before_after_without_its_rows_gets_a_sentence(treated, after, value, sentence):
    with pytest.raises((LookupError, ValueError)) as error:
        evidence.before_after(imports(), "country_code", treated, "CAN", 2017, after, value)
    assert sentence in str(error.value)


def test_before_after_needs_a_start_above_zero():
    with pytest.raises(ValueError, match="start above zero; quantity_kt of KOR in 2017 is 0"):
        evidence.before_after(imports().iloc[:6], "country_code", "KOR", "CAN", 2017, 2019, "quantity_kt")


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        (2019, 2017, "before is 2019 and after is 2017. Exchange them"),
        (2017, 2017, "Exchange them"),
        ("2019", "2017", "Exchange them"),
        (pd.Timestamp("2019-01-01"), pd.Timestamp("2017-01-01"), "Exchange them"),
        (2017, "2019", "of one kind"),
        ([2017], [2019], "a list will not do"),
    ],
)
def test_before_after_refuses_exchanged_periods(before, after, says):
    with pytest.raises(ValueError, match=says):
        evidence.before_after(imports(), "country_code", "JPN", "CAN", before, after, "quantity_kt")


def test_before_after_takes_periods_that_are_words():
    table = imports().iloc[:4].assign(year=["first", "afterwards"] * 2)
    change = evidence.before_after(table, "country_code", "JPN", "CAN", "first", "afterwards", "quantity_kt")
    assert change["change_pct"].to_list() == [-50.0, -10.0, -40.0]


def test_before_after_needs_two_units():
    with pytest.raises(ValueError, match="both are 'JPN'"):
        evidence.before_after(imports(), "country_code", "JPN", "JPN", 2017, 2019, "quantity_kt")


# Process tracing


@pytest.fixture(scope="module")
def clues():
    table = catalogue.load("tokyo-clues")
    return table[table["topic"] == "announcement"]


def one_clue(yes, no):
    return pd.DataFrame({"clue_id": ["C1"], "example_if_surprised": [yes], "example_if_not": [no]})


def test_belief_after_all_clues_is_bayes_rule_in_odds(clues):
    steps = evidence.trace(clues, 0.3)
    odds = 0.3 / 0.7 * math.prod(clues["example_if_surprised"] / clues["example_if_not"])
    assert steps["after"].iloc[-1] == pytest.approx(odds / (1 + odds))
    assert steps["before"].tolist()[1:] == steps["after"].tolist()[:-1]
    assert steps["moved"].sum() == pytest.approx(100 * (steps["after"].iloc[-1] - 0.3))


def test_the_order_of_the_clues_does_not_change_the_end(clues):
    backwards = evidence.trace(clues.iloc[::-1])["after"].iloc[-1]
    assert backwards == pytest.approx(evidence.trace(clues)["after"].iloc[-1])


@pytest.mark.parametrize(
    "yes, no, speaks, kind",
    [
        (0.95, 0.3, "for", "hoop"),
        (0.6, 0.1, "for", "smoking gun"),
        (0.95, 0.05, "for", "doubly decisive"),
        (0.6, 0.4, "for", "straw in the wind"),
        (0.3, 0.95, "against", "hoop"),
        (0, 0.3, "against", "smoking gun"),
        (0.5, 0.5, "neither", "straw in the wind"),
    ],
)
def test_a_clue_is_named_for_the_account_it_speaks_for(yes, no, speaks, kind):
    clue = one_clue(yes, no)
    assert evidence.trace(clue)[["speaks", "kind"]].iloc[0].tolist() == [speaks, kind]


def test_a_clue_as_likely_either_way_moves_nothing():
    clue = one_clue(0.4, 0.4)
    assert evidence.belief_reading(evidence.trace(clue, 0.2), 0.2) == "Belief goes from 20% to 20%; no clue moves it."


@pytest.mark.parametrize(
    "yes, no, prior, sentence",
    [
        (95, 0.3, 0.5, "Clue C1: A probability is between 0 and 1; if_true is 95. Did you mean 0.95?"),
        (0.5, -0.1, 0.5, "Clue C1: A probability is between 0 and 1; if_false is -0.1."),
        (0.0, 0.0, 0.5, "Clue C1: Evidence with if_true 0 and if_false 0 cannot occur"),
        (0.5, 0.5, 1.5, "A probability is between 0 and 1; prior is 1.5."),
        (math.nan, 0.5, 0.5, "Clue C1: A probability is a number between 0 and 1"),
    ],
)
def test_what_is_no_probability_gets_one_sentence_with_its_clue(yes, no, prior, sentence):
    clue = one_clue(yes, no)
    with pytest.raises(ValueError) as error:
        evidence.trace(clue, prior)
    assert str(error.value).startswith(sentence)


def test_a_table_without_likelihoods_says_which_column_it_lacks(clues):
    with pytest.raises(LookupError, match="no column 'mine'"):
        evidence.trace(clues, 0.5, "mine")


# Limits and edges


def test_a_share_reaches_from_nothing_to_all_of_any_whole():
    assert (evidence.share(0, 0.5), evidence.share(0.5, 0.5), evidence.share(0.25, 0.5)) == (0, 100, 50)
    for part, whole in [(0, 0), (0.51, 0.5), (-0.01, 0.5), (1, -1)]:
        with pytest.raises(ValueError):
            evidence.share(part, whole)


def test_a_start_above_zero_is_enough_and_words_may_stand_beside_a_year():
    small = imports().assign(quantity_kt=[0.5, 1, 0.1, 0.1, 0, 1, 2])
    table = evidence.before_after(small, "country_code", "JPN", "CAN", 2017, 2019, "quantity_kt")
    assert table["change_pct"].to_list() == [100, 0, 100] and table["before"].to_list()[:2] == [0.5, 0.1]
    words = imports().iloc[:4].assign(year=["early", "2017"] * 2)
    table = evidence.before_after(words, "country_code", "JPN", "CAN", "early", "2017", "quantity_kt")
    assert table["change_pct"].to_list() == [-50, -10, -40]
    with pytest.raises(ValueError, match="of one kind"):
        evidence.before_after(words, "country_code", "JPN", "CAN", "early", 2017, "quantity_kt")


def test_evidence_that_a_certain_belief_rules_out_cannot_occur_and_tiny_likelihoods_keep_their_ratio():
    for given in [(0, 0.5, 0), (1, 0, 0.5)]:
        with pytest.raises(ValueError, match="cannot occur"):
            evidence.update(*given)
    assert evidence.update(0, 0, 0.5).posterior == 0 and evidence.update(1, 0.5, 0).posterior == 1
    tiny = evidence.update(0.5, 3e-320, 1e-320)
    assert tiny.posterior == pytest.approx(0.75, abs=1e-3) and tiny.weight_db == pytest.approx(4.771, abs=1e-2)


def test_the_reading_names_the_clue_that_moves_belief_most_and_which_way():
    clues = pd.DataFrame(
        {
            "clue_id": ["C1", "C2", "C3"],
            "example_if_surprised": [0.8, 0.05, 0.6],
            "example_if_not": [0.2, 0.95, 0.4],
        }
    )
    steps = evidence.trace(clues)
    # 0.8, then odds 4/19, then odds 6/19.
    assert steps["after"].tolist() == pytest.approx([0.8, 4 / 23, 6 / 25])
    assert steps["moved"].tolist() == pytest.approx([30, 100 * (4 / 23 - 0.8), 100 * (6 / 25 - 4 / 23)])
    reading = evidence.belief_reading(steps, 0.5)
    assert "from 50% to 24%" in reading and "C2" in reading and "63 points" in reading
    assert "down" in reading and "decisive" in reading and "against" in reading
    assert evidence.trace(clues.head(1).assign(clue="a call"))["clue"].tolist() == ["a call"]
    up = evidence.belief_reading(evidence.trace(clues.head(1)), 0.5)
    assert "C1" in up and "up" in up and "straw in the wind" in up
