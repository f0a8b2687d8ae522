"""Lesson 85: its numbers by another way, its questions still open, and its sheet opened once outcomes are there."""

import pandas as pd
import pytest
from alliancelab import catalogue, forecasts
from alliancelab.classroom import COURSE
from alliancelab.classroom.kinds import NOTED, UNANSWERED, WRONG
from alliancelab.forms import ForecastSheet
from alliancelab.forms.journal import Journal

SLUG = "85-eight-years-on"


@pytest.fixture(scope="module")
def exercises():
    return COURSE.exercises(SLUG)


@pytest.fixture(scope="module")
def questions():
    return catalogue.load("next-year-questions")


def by_day(measure, days):
    """What each partner's row says on each of these days: every row asked, without the subject's functions."""
    rows = catalogue.load("partner-treatment")
    rows = rows[(rows["measure"] == measure) & (rows["country_code"] != "WLD")]
    for day in days:
        held = rows[(rows["from_date"] <= day) & (rows["before_date"].isna() | (day < rows["before_date"]))]
        yield day, {row.country_code: (row.rate_pct, row.rate_kind) for row in held.itertuples()}


def test_days_at_25_percent_are_those_a_count_day_by_day_gives(exercises):
    days = pd.date_range("2025-04-03", "2026-10-07")
    paid = [(day, rates) for day, rates in by_day("autos", days)]
    count = {code: sum(rates[code] == (25, "on top") for _, rates in paid) for code in ("GBR", "EUU", "JPN", "KOR")}
    assert count == {"GBR": 88, "EUU": 120, "JPN": 166, "KOR": 212}
    assert exercises["cars-longer"].expected() == count["JPN"] - count["EUU"] == 46
    always = {code for code, rate in paid[-1][1].items() if rate == (25, "on top")}
    assert {"CHE", "TWN"} <= always and not always & set(count)


def test_the_one_rate_is_the_only_day_by_day_stretch_with_one_pair_of_rate_and_kind(exercises):
    different = {
        day: len(set(rates.values())) for day, rates in by_day("general", pd.date_range("2025-04-05", "2026-10-07"))
    }
    alone = [day for day, number in different.items() if number == 1]
    assert (alone[0], alone[-1], len(alone)) == (pd.Timestamp("2026-02-24"), pd.Timestamp("2026-07-21"), 148)
    assert exercises["one-rate"].expected() == alone[0]
    turns = [(f"{day:%m-%d}", n) for day, n in different.items() if n != different.get(day - pd.Timedelta(days=1))]
    assert [n for _, n in turns] == [3, 10, 3, 4, 5, 10, 9, 7, 1, 2, 5]


def test_waits_are_counted_from_2_april_2025_and_settlers_share_rate_and_scale():
    deals = catalogue.load("partner-deals").set_index("country_code")
    days = {code: (deals.loc[code, "announced"] - pd.Timestamp("2025-04-02")).days for code in deals.index}
    assert days == {"GBR": 36, "VNM": 91, "IDN": 104, "JPN": 111, "EUU": 116, "KOR": 119, "THA": 119, "CHN": 213,
                    "CHE": 226, "TWN": 288, "IND": 306}  # fmt: skip
    assert list(deals.index[deals["kind"] == "truce"]) == ["CHN"]
    all_in = deals[deals["rate_agreed_kind"] == "all-in"]
    assert set(all_in.index) == {"JPN", "EUU", "KOR", "CHE", "TWN"} and set(all_in["rate_agreed_pct"]) == {15}
    # Whoever promised a sum of investment moved from one scale to the other, so no price a point is a price.
    assert set(deals.index[deals["investment_usd_bn"].notna()]) == set(all_in.index)


def test_the_whole_duty_of_the_two_goods_is_that_of_pencil_and_paper(exercises):
    assert exercises["two-scales"].expected() == {"Japan": 12.5, "Thailand": 12.5 + 6}
    assert exercises["points-off"].expected() == (10 + 10) - 15


@pytest.mark.parametrize(
    ("key", "answer", "says"),
    [
        ("cars-longer", 5, "between the two agreements"),
        ("cars-longer", 166, "how long Japan paid it"),
        ("two-scales", {"Japan": 12.5, "Thailand": 12.5}, "Add the ordinary duty"),
        ("two-scales", {"Japan": 18.5, "Thailand": 18.5}, "nothing is added"),
        ("one-rate", "20 February 2026", "day of the judgment"),
        ("one-rate", "2025-04-10", "not China and the neighbours"),
        ("gap-closed", "c", "it doubled"),
        ("points-off", 9, "Make both the whole duty first"),
    ],
)
def test_a_known_mistake_gets_its_own_sentence(exercises, key, answer, says):
    verdict = exercises[key].verdict(answer)
    assert verdict.status == WRONG and says in verdict.text


def test_a_judgement_needs_a_statement_of_2018_and_a_row_of_these_years(exercises):
    judged = exercises["write-anew"]
    reasons = "because the list of A05 is gone and everybody now pays more than in that spring"
    assert judged.verdict(["a", reasons]).status == UNANSWERED
    whole = f"{reasons}, see GBR-steel-2026-04-06 for the one that still pays less"
    assert judged.verdict(["a", whole]).status == NOTED
    assert judged.verdict(["d", whole]).status == WRONG


def test_no_question_has_an_outcome_and_each_has_a_rule_a_judge_and_a_day_ahead(questions):
    assert 8 <= len(questions) <= 10
    assert questions[["happened", "happened_date", "what_happened"]].isna().all(axis=None)
    assert (questions["resolution_date"] > questions["asked_date"]).all()
    assert (questions["rule"].str.split().str.len() >= 15).all() and questions["decided_by"].notna().all()
    assert set(questions["grade"].astype(str)) == {"ours"}
    # The families are no matter for a score, and no rule asks a table of this kit.
    words = questions["question"].astype(str) + " " + questions["rule"].astype(str)
    assert "N10" not in set(questions["question_id"]) and not words.str.contains("famil|abduct|partner-").any()
    # No act or case that a question begins from is later than the day it asks from.
    acts = catalogue.load("us-tariff-actions").set_index("action_id")["signed"]
    about = questions.dropna(subset=["about"])
    assert (about["about"].astype(str).map(acts) <= about["asked_date"]).all()


def test_the_worked_sheet_does_not_contradict_itself(exercises, questions):
    worked = exercises["next-twelve"].expected()
    assert forecasts.contradictions(worked, questions).empty
    assert len(forecasts.contradictions(worked | {"N02": 0.9}, questions)) == 1
    assert exercises["next-twelve"].verdict(dict.fromkeys(worked, 0.5)).status != NOTED


def test_a_later_edition_with_outcomes_opens_a_sheet_that_was_locked_in_this_one(tmp_path, exercises, questions):
    work = Journal(tmp_path)
    work.sign("Aiko")
    sheet = ForecastSheet(forecasts.asked(questions), SLUG, work)
    assert "happened" not in forecasts.asked(questions)
    for name, probability in exercises["next-twelve"].expected().items():
        sheet._boxes[name].value = str(probability)
    sheet.lock()
    assert sheet.is_locked and sheet.is_sound and len(sheet.code) > 3
    with pytest.raises(ValueError, match="happened"):
        forecasts.opened(questions, sheet.answers)
    came = questions.assign(happened=[name == "N01" for name in questions["question_id"]])
    later = ForecastSheet(forecasts.asked(came), SLUG, Journal(tmp_path))
    assert later.code == sheet.code and later.is_sound
    opened = forecasts.opened(came, later.answers)
    assert opened.set_index("question_id").loc["N01", "squared_error"] == pytest.approx((0.6 - 1) ** 2)
    assert len(opened) == len(questions)


def test_the_numbers_that_prose_gives_in_words_are_those_of_the_tables():
    partners = set(catalogue.load("partner-treatment")["country_code"]) - {"WLD"}
    deals, acts = catalogue.load("partner-deals"), catalogue.load("us-tariff-actions")
    duties = acts[acts["law"] != "no duty"]["legal_basis"].astype(str).str.split(";").explode()
    assert (len(partners), len(deals), len(set(duties))) == (14, 11, 5)
    assert len(catalogue.load("article-claims")) == 19 and len(catalogue.load("next-year-questions")) == 10
    # The last of the five settled half a year after Japan, and one rate for all held for five months.
    settled = deals[deals["rate_agreed_kind"] == "all-in"].set_index("country_code")["announced"]
    assert len(settled) == 5 and 170 <= (settled.max() - settled["JPN"]).days <= 190
    # Seven were on the first list, Britain in the Union; Argentina is no partner here.
    status = catalogue.load("section-232-status")
    first = status[(status["product"] == "steel") & (status["from_date"] == "2018-03-23")]
    spared = set(first.loc[first["treatment"] == "exempt_temporary", "country_code"])
    assert len(spared - {"GBR"}) == 7 and spared - partners == {"ARG"}
