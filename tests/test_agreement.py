"""Agreement between coders, against published figures, closed forms and a count one by one."""

import math
import random

import pandas as pd
import pytest
from alliancelab import agreement, catalogue
from alliancelab.__main__ import main


def spread(counts, codes):
    """Two lists of codes, case by case, from a square table of counts."""
    pairs = [
        (a, b) for a, row in zip(codes, counts, strict=True) for b, n in zip(codes, row, strict=True) for _ in range(n)
    ]
    return [a for a, _ in pairs], [b for _, b in pairs]


def test_kappa_and_interval_agree_with_the_example_of_statpsych():
    # statpsych (Bonett), ci.kappa(.05, 31, 12, 4, 58), after Fleiss and Paik (2003), Statistical Methods.
    alike = agreement.cohen_kappa(*spread([[31, 12], [4, 58]], ["no", "yes"]))
    assert (round(alike.kappa, 7), round(alike.low, 7), round(alike.high, 7)) == (0.6756757, 0.5317210, 0.8196303)
    assert alike.n == 105


def test_two_coders_by_hand():
    # Alike in 3 of 4; the first uses each code half the time, the second 3 to 1, so chance gives half.
    alike = agreement.cohen_kappa(["us", "us", "else", "else"], ["us", "us", "else", "us"])
    assert (alike.observed, alike.expected, alike.kappa) == (0.75, 0.5, 0.5)


@pytest.mark.parametrize(("second", "kappa"), [(list("aabb"), 1.0), (list("bbaa"), -1.0), (list("abab"), 0.0)])
def test_full_agreement_full_opposition_and_chance(second, kappa):
    assert agreement.cohen_kappa(list("aabb"), second).kappa == kappa


def test_full_agreement_has_an_interval_of_no_width():
    alike = agreement.cohen_kappa(list("aabb"), list("aabb"))
    assert alike.low == alike.high == 1


def test_kappa_is_the_same_either_way_round_and_within_its_interval():
    chance = random.Random(20)
    for _ in range(200):
        n = chance.randint(4, 40)
        one, two = ([chance.choice("abc") for _ in range(n)] for _ in "xy")
        if len({*one, *two}) == 1:
            continue
        there, back = agreement.cohen_kappa(one, two), agreement.cohen_kappa(two, one)
        assert math.isclose(there.kappa, back.kappa) and math.isclose(there.low, back.low)
        assert -1 <= there.low <= there.kappa <= there.high <= 1


def test_kappa_equals_a_count_one_by_one():
    chance = random.Random(1960)
    one, two = ([chance.choice("abcd") for _ in range(60)] for _ in "xy")
    alike = sum(a == b for a, b in zip(one, two, strict=True)) / 60
    by_chance = sum(a == b for a in one for b in two) / 60**2
    assert math.isclose(agreement.cohen_kappa(one, two).kappa, (alike - by_chance) / (1 - by_chance))


def test_the_interval_covers_as_often_as_it_says():
    # Two coders who each keep the true code with probability 0.8 and toss a coin otherwise.
    chance, covered = random.Random(7), 0
    true_kappa = 0.64
    for _ in range(400):
        truth = [chance.choice("ab") for _ in range(100)]
        one, two = ([t if chance.random() < 0.8 else chance.choice("ab") for t in truth] for _ in "xy")
        alike = agreement.cohen_kappa(one, two)
        covered += alike.low <= true_kappa <= alike.high
    assert 0.92 <= covered / 400 <= 0.98


def test_confusion_counts_every_pair_once_with_categories_in_their_order():
    table = agreement.confusion(["b", "a", "b"], ["b", "b", "a"], ["b", "a", "c"])
    assert table.index.tolist() == table.columns.tolist() == ["b", "a", "c"]
    assert table.to_numpy().tolist() == [[1, 1, 0], [1, 0, 0], [0, 0, 0]]


def test_a_category_that_nobody_used_does_not_change_kappa():
    one, two = list("aabbab"), list("abbbaa")
    assert agreement.cohen_kappa(one, two, ["a", "b", "never"]) == agreement.cohen_kappa(one, two)


def test_disagreements_keep_the_rows_and_their_order():
    table = pd.DataFrame({"x": [1, 2, 3], "ours": list("aba"), "yours": list("bbb")})
    assert agreement.disagreements(table, "ours", "yours")["x"].tolist() == [1, 3]


def test_categories_of_pandas_are_compared_by_their_words():
    one = pd.Series(list("abab"), dtype=pd.CategoricalDtype(["b", "a", "z"]))
    assert agreement.cohen_kappa(one, list("abab")).kappa == 1


@pytest.mark.parametrize(
    ("first", "second", "kinds", "says"),
    [
        (["a", "b"], ["a"], None, "the first has 2 codes and the second 1"),
        ([], [], None, "no cases to compare"),
        (["a", None], ["a", "b"], None, "Case 2 of the first coder has no code"),
        (["a", float("nan")], ["a", "b"], None, "Case 2 of the first coder has no code"),
        (["a", "b"], ["a", ...], None, "Case 2 of the second coder has no code"),
        (["a", "b"], ["", "b"], None, "Case 1 of the second coder has no code"),
        (["a", 3], ["a", "b"], None, "Case 2 of the first coder is 3; a code is a word"),
        (["a", ["b"]], ["a", "b"], None, "Case 2 of the first coder is a list; a code is a word"),
        ("ab", ["a", "b"], None, "one code per case; they are 'ab'"),
        (7, ["a", "b"], None, "one code per case; they are 7"),
        (["a", "a"], ["a", "a"], None, "kappa is not defined"),
        (["usa", "other"], ["usa", "othr"], ["usa", "other"], "Did you mean 'other'?"),
        (["a", "b"], ["a", "b"], "ab", "codes of categories must be a list"),
        (["a", "b"], ["a", "b"], 5, "codes of categories must be a list"),
        ({"x": "a"}, ["a"], None, "must be a list"),
        (None, None, None, "must be a list"),
        ((code for code in "ab"), ["a", "b"], None, "must be a list"),
    ],
)
def test_bad_codes_get_one_sentence(first, second, kinds, says):
    with pytest.raises((LookupError, ValueError)) as refused:
        agreement.cohen_kappa(first, second, kinds)
    assert says in str(refused.value) and "\n" not in str(refused.value)


def test_a_missing_column_gets_a_sentence():
    with pytest.raises(LookupError, match="Did you mean 'yours'"):
        agreement.disagreements(pd.DataFrame({"ours": ["a"], "yours": ["a"]}), "ours", "your")


def days(*texts):
    return pd.to_datetime(pd.Series(list(texts)))


def test_a_day_is_covered_from_the_first_day_to_the_last_and_not_beside_them():
    asked = days("2018-04-16", "2018-04-17", "2018-04-18", "2018-04-19", "2018-05-09", "2018-05-10", "2018-05-11")
    answer = agreement.covered(asked, days("2018-04-17", "2018-05-10"), days("2018-04-18", None))
    assert answer.tolist() == [False, True, True, False, False, True, False]


def test_covered_equals_a_count_one_by_one_and_keeps_the_index():
    chance = random.Random(55)
    first = pd.Timestamp("2017-01-01") + pd.to_timedelta(pd.Series([chance.randint(0, 90) for _ in range(12)]), "D")
    last = first + pd.to_timedelta(pd.Series([chance.randint(0, 4) for _ in range(12)]), "D")
    asked = pd.Series(pd.date_range("2016-12-20", periods=120), index=range(500, 620))
    answer = agreement.covered(asked, first, last)
    assert answer.index.equals(asked.index)
    assert answer.tolist() == [any(a <= day <= b for a, b in zip(first, last, strict=True)) for day in asked]


@pytest.mark.parametrize(
    ("asked", "first", "last", "says"),
    [
        (days("2018-04-17"), days("2018-04-18"), days("2018-04-16"), "number 1 runs from 2018-04-18 to 2018-04-16"),
        (
            days("2018-04-17", None),
            days("2018-04-18"),
            days("2018-04-19"),
            "column dates of the days given is empty in 1 row",
        ),
        (days("2018-04-17"), days(None), days(None), "column first of the days given is empty in 1 row"),
        (days("2018-04-17"), days("2018-04-18", "2018-04-19"), days("2018-04-19"), "2 rows in first and 1 in last"),
        (pd.Series(["2018-04-17"]), days("2018-04-18"), days("2018-04-19"), "not days. Convert it"),
        (days("2018-04-17").dt.tz_localize("Asia/Tokyo"), days("2018-04-18"), days("2018-04-19"), "has a time zone"),
        ("2018-04-17", days("2018-04-18"), days("2018-04-19"), "dates must be a column of days"),
    ],
)
def test_bad_days_get_one_sentence(asked, first, last, says):
    with pytest.raises(ValueError, match=says):
        agreement.covered(asked, first, last)


def test_codes_of_other_rows_are_refused():
    one, two = pd.Series(list("aab")), pd.Series(list("aab"), index=[2, 0, 1])
    for compare in (agreement.cohen_kappa, agreement.confusion):
        with pytest.raises(ValueError, match="number 1 .* row 0 .* row 2.*Take both from one table"):
            compare(one, two)
        compare(one, two.tolist())
        compare(one, two.set_axis(one.index))


def test_stretches_of_other_rows_are_refused():
    with pytest.raises(ValueError, match="first and last .* row 0 .* row 7"):
        agreement.covered(days("2018-04-17"), days("2018-04-16"), days("2018-04-18").set_axis([7]))


@pytest.mark.parametrize("bad", [None, [], "x", pd.DataFrame({"x": [1]})])
def test_disagreements_need_a_table_with_both_columns(bad):
    with pytest.raises((LookupError, ValueError), match="must be a table|has no column"):
        agreement.disagreements(bad, "ours", "yours")


def test_a_day_is_covered_from_the_first_to_the_last_day_of_a_stretch_and_not_beside_it():
    dates = pd.Series(pd.to_datetime(["2018-04-15", "2018-04-16", "2018-04-18", "2018-04-19", "2018-05-01"]))
    first = pd.Series(pd.to_datetime(["2018-04-16", "2018-05-01", "2018-05-02"]))
    last = pd.Series(pd.to_datetime(["2018-04-18", None, "2018-05-02"]))
    dates.index = list("abcde")
    answer = agreement.covered(dates, first, last)
    assert answer.to_dict() == {"a": False, "b": True, "c": True, "d": False, "e": True}
    with pytest.raises(ValueError, match="3.*2018-05-02.*2018-05-01"):
        agreement.covered(dates, first, last.where(last.index != 2, pd.Timestamp("2018-05-01")))


def test_the_interval_of_three_codes_follows_the_formula_of_1969():
    # The three-by-three example of Fleiss, Cohen and Everitt (1969): kappa 0.429, its variance 0.002885.
    counts = [[106, 10, 4], [22, 28, 10], [2, 12, 6]]
    alike = agreement.cohen_kappa(*spread(counts, list("abc")))
    assert alike.kappa == pytest.approx(0.429, abs=0.0005) and alike.n == 200
    error = (alike.high - alike.low) / 2 / 1.959964
    assert error**2 == pytest.approx(0.002885, abs=0.00001)


def test_an_interval_is_cut_at_one_and_at_minus_one():
    high = agreement.cohen_kappa(list("aaaabbbb"), list("aaaabbba"))
    assert high.low < high.kappa < high.high == 1
    low = agreement.cohen_kappa(list("bbbbaaaa"), list("aaaabbba"))
    assert -1 == low.low < low.kappa < low.high < 1


@pytest.fixture(scope="module")
def codings():
    return catalogue.load("second-codings")


# What the second reading found when the two codings were first compared, before any code was corrected:
# rows, rows coded differently, percent alike, kappa and its 95% interval.
PUBLISHED = {
    ("track", "all rows"): (125, 3, 97.6, 0.96, 0.91, 1.00),
    ("track", "rows with a code"): (108, 3, 97.2, 0.94, 0.88, 1.00),
    ("domain", "all rows"): (125, 26, 79.2, 0.69, 0.59, 0.79),
    ("domain", "a second code counts too"): (125, 11, 91.2, 0.87, 0.79, 0.94),
    ("direction", "all rows"): (255, 7, 97.3, 0.96, 0.93, 0.99),
    ("act", "all rows"): (53, 14, 73.6, 0.69, 0.56, 0.83),
}


def rounded(line):
    kappas = (round(value, 2) for value in (line.kappa, line.low, line.high))
    return (line.n, line.differ, round(line.alike_pct, 1), *kappas)


def test_agreement_per_variable_is_what_was_found_before_any_code_was_corrected(codings):
    lines = agreement.by_variable(codings)
    assert {(line.variable, line.counted): rounded(line) for line in lines.itertuples()} == PUBLISHED


def test_agreement_on_the_moves_of_japan_and_on_events_that_not_everybody_codes_alike(codings):
    track = codings[codings["variable"] == "track"]
    japan = set(track.loc[track["first_code"] != "na", "row_id"])
    domain = codings[(codings["variable"] == "domain") & codings["row_id"].isin(japan)]
    assert rounded(next(agreement.by_variable(domain).itertuples())) == (108, 21, 80.6, 0.71, 0.61, 0.82)
    plain = codings["kind"].isin(["missile_test", "nuclear_test", "call"])
    hard = codings[(codings["variable"] == "direction") & ~plain]
    assert rounded(next(agreement.by_variable(hard).itertuples())) == (166, 6, 96.4, 0.95, 0.90, 0.99)


def test_agreement_per_code_shows_the_code_that_the_readers_cannot_tell_apart(codings):
    domain = agreement.by_category(codings, "domain").set_index("code")
    assert domain[["first", "second", "both"]].loc["security"].tolist() == [46, 22, 21]
    assert domain["kappa"].idxmin() == "security" and domain["alike_pct"].idxmax() == "trade"
    assert domain.loc["security", "alike_pct"] == pytest.approx(100 * 2 * 21 / (46 + 22))


def test_a_changed_code_changes_the_agreement(codings):
    row = codings.index[(codings["row_id"] == "E286") & (codings["variable"] == "direction")]
    mended = codings.assign(first_code=codings["first_code"].astype("str"))
    mended.loc[row, "first_code"] = "neutral"
    lines = agreement.by_variable(mended).set_index("variable")
    assert lines.loc["direction", "differ"] == 6


def test_alpha_is_that_of_krippendorffs_own_example():
    # Twelve articles read by two coders: Krippendorff (2004), Content Analysis, chapter 11.
    alpha = agreement.krippendorff_alpha(list("aabbdcccedda"), list("babbbccceddd"))
    assert alpha == pytest.approx(0.692, abs=0.0005)


def test_alpha_equals_a_count_of_all_pairs():
    chance = random.Random(1970)
    one, two = ([chance.choice("abc") for _ in range(20)] for _ in "xy")
    bag = one + two
    pairs = [(a, b) for i, a in enumerate(bag) for j, b in enumerate(bag) if i != j]
    by_chance = sum(a != b for a, b in pairs) / len(pairs)
    differ = sum(a != b for a, b in zip(one, two, strict=True)) / 20
    assert math.isclose(agreement.krippendorff_alpha(one, two), 1 - differ / by_chance)
    with pytest.raises(ValueError, match="kappa is not defined"):
        agreement.krippendorff_alpha(["a", "a"], ["a", "a"])


def test_samples_of_all_cases_have_the_kappa_of_all_and_the_seed_decides_what_is_drawn():
    chance = random.Random(12)
    one, two = ([chance.choice("ab") for _ in range(30)] for _ in "xy")
    every = agreement.sampled_kappas(one, two, size=30, times=5)
    assert every.tolist() == pytest.approx([agreement.cohen_kappa(one, two).kappa] * 5)
    first, again, other = (agreement.sampled_kappas(one, two, 12, 50, seed).tolist() for seed in (1, 1, 2))
    assert first == again != other


def test_samples_are_as_often_in_full_agreement_as_the_urn_without_putting_back_says():
    # 3 of 20 cases are coded differently: a sample of 5 misses all three with 17!/12! / (20!/15!) = 0.3991.
    one, two = list("ab" * 10), list("ab" * 8 + "abba")
    two[0] = "b"
    kappas = agreement.sampled_kappas(one, two, 5, 4000)
    chance = math.comb(17, 5) / math.comb(20, 5)
    one_code = 2 * math.comb(10, 5) / math.comb(20, 5)
    assert (kappas == 1).mean() == pytest.approx(chance, abs=0.03) and kappas.isna().mean() <= one_code


def test_a_code_given_twice_and_a_variable_that_was_not_coded_get_one_sentence(codings):
    with pytest.raises(ValueError, match="DT001"):
        agreement.by_variable(pd.concat([codings.head(1), codings]))
    with pytest.raises(LookupError, match="Did you mean 'track'"):
        agreement.by_category(codings, "trak")


def test_the_command_prints_each_coded_variable_and_who_coded(capsys):
    assert main(["agreement"]) == 0
    said = capsys.readouterr().out
    assert "domain (dual-track-moves, all rows): 125 rows, 26 coded differently, 79.2% alike, kappa 0.69" in said
    assert all(f"{variable} (" in said for variable in ("track", "domain", "direction", "act"))
    assert "domain security: 46 by the first coder, 22 by the second, 21 by both" in said and "language model" in said
