"""What the article leaves out, against an independent reading of the files, and bad tables."""

import csv
import datetime as dt

import pandas as pd
import pytest
from alliancelab import catalogue, tariffs
from alliancelab.article import omissions
from alliancelab.ground import paths

CODES = ("stockholm_agreed", "committee_dissolved")


def rows_of(name):
    with open(paths.datasets() / name / f"{name}.csv", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def stands():
    partners = catalogue.load("us-partners")
    partners = partners[~partners["eu_member_2018"]]
    return tariffs.standing(
        catalogue.load("section-232-status"), catalogue.load("eu-members"), partners, "steel", "2018-03-23"
    )


def test_the_survey_lasted_the_days_that_the_file_says():
    rows = rows_of("japan-dprk-talks")
    agreed, ended = (next(row for row in rows if row["milestone"] == code) for code in CODES)
    days = dt.date.fromisoformat(ended["event_date"]) - dt.date.fromisoformat(agreed["last_date"])
    talks = catalogue.load("japan-dprk-talks")
    assert omissions.days_of_survey(talks) == days.days
    found = omissions.stockholm(talks)
    assert f"{days.days} days" in found.sentence
    assert {agreed["event_id"], ended["event_id"]} <= set(found.rows["japan-dprk-talks"]["event_id"])
    met = [row for row in rows if row["phase"] == agreed["phase"] and row["between_governments"] == "true"]
    assert f"met {len(met)} times" in found.sentence


def test_a_better_translation_of_the_talks_changes_no_sentence():
    talks = catalogue.load("japan-dprk-talks")
    reworded = talks.assign(what="翻訳", place="ストックホルム")
    assert omissions.stockholm(reworded).sentence == omissions.stockholm(talks).sentence


def test_larger_sellers_are_those_of_the_file(stands):
    share = {
        row["country_name"]: float(row["steel_share_2017_quantity_pct"])
        for row in rows_of("us-partners")
        if row["steel_share_2017_quantity_pct"] and row["eu_member_2018"] == "false"
    }
    spared = {"South Korea", "Canada", "Mexico", "Brazil", "Argentina", "Australia", "European Union"}
    assert set(omissions.larger_sellers(stands)["country_name"]) == {
        name for name, number in share.items() if number > share["Japan"] and name not in spared
    }


def test_a_partner_is_set_beside_japan_with_the_rows_of_both_tables(stands):
    found = omissions.partner(stands, catalogue.load("section-232-status"), "Taiwan")
    assert "Taiwan Relations Act" in found.sentence and "paid the full duty" in found.sentence
    assert {"TWN", "JPN"} <= set(found.rows["us-partners"]["country_code"])
    assert {"WLD-steel-1", "JPN-steel-1"} <= set(found.rows["section-232-status"]["row_id"])


def test_a_partner_on_the_list_is_not_said_to_have_paid(stands):
    assert (
        "was not under the full duty"
        in omissions.partner(stands, catalogue.load("section-232-status"), "Canada").sentence
    )


def test_bad_tables_and_names_get_one_sentence(stands):
    status = catalogue.load("section-232-status")
    with pytest.raises(LookupError, match="Did you mean 'Turkey'"):
        omissions.partner(stands, status, "Turky")
    with pytest.raises(LookupError, match="no column 'treatment'.*Load it"):
        omissions.partner(catalogue.load("us-partners"), status, "Turkey")
    with pytest.raises(LookupError, match="has no column 'row_id'"):
        omissions.partner(stands, pd.DataFrame(), "Turkey")
    talks = catalogue.load("japan-dprk-talks")
    with pytest.raises(LookupError, match="milestone stockholm_agreed"):
        omissions.stockholm(talks[talks["milestone"] != CODES[0]])
    with pytest.raises(LookupError, match="milestone committee_dissolved.*Load"):
        omissions.days_of_survey(talks[talks["milestone"] == CODES[0]])
    with pytest.raises(LookupError, match="No partner is called 'Japan'"):
        omissions.larger_sellers(stands[stands["country_name"] != "Japan"])


def test_the_sentence_has_the_first_and_the_last_meeting_and_how_many_came_after():
    day = pd.to_datetime(["2014-03-01", "2014-05-26", "2014-07-01", "2014-10-27", "2015-02-03", "2016-02-12"])
    talks = pd.DataFrame(
        {
            "event_date": day,
            "last_date": day + pd.Timedelta(days=2),
            "phase": ["S", "S", "S", "S", "S", "T"],
            "milestone": [None, "stockholm_agreed", None, None, None, "committee_dissolved"],
            "between_governments": [True, True, True, True, False, False],
        }
    )
    found = omissions.stockholm(talks)
    for words in ("4 times", "2 meetings", "from 2014-03-01 to 2014-10-27", "2014-05-28", "2016-02-12", "625 days"):
        assert words in found.sentence
    assert len(found.rows["japan-dprk-talks"]) == 6 and omissions.days_of_survey(talks) == 625


def test_a_seller_of_just_as_much_is_not_a_larger_one():
    names, shares = ["Japan", "Turkey", "India", "Brazil", "Peru"], [5.0, 5.0, 5.1, 9.0, 7.0]
    treatments = ["tariff", "tariff", "tariff", "quota", "tariff"]
    stands = pd.DataFrame({"country_name": names, "treatment": treatments, "steel_share_2017_quantity_pct": shares})
    assert omissions.larger_sellers(stands)["country_name"].tolist() == ["Peru", "India"]
