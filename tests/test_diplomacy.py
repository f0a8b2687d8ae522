"""Order, gaps, chance, networks and codings against counting by hand; every error by its sentence."""

import csv
import datetime as dt
import math
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from alliancelab import catalogue, diplomacy
from alliancelab.ground import paths


def rows(name):
    with (paths.datasets() / name / f"{name}.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def table(*lines):
    """Events from (event_id, from_date, before_date, actors, kind, direction, at_utc), the last four optional."""
    names = ["event_id", "from_date", "before_date", "actors", "kind", "direction", "at_utc"]
    made = pd.DataFrame([line + ("JPN;USA", "call", "neutral", None)[len(line) - 3 :] for line in lines], columns=names)
    return made.assign(from_date=pd.to_datetime(made["from_date"]), before_date=pd.to_datetime(made["before_date"]))


@pytest.fixture(scope="module")
def events():
    return catalogue.load("korea-events")


@pytest.fixture(scope="module")
def launches():
    return catalogue.load("missile-tests")


@pytest.fixture(scope="module")
def calls():
    contacts = catalogue.load("abe-trump-contacts")
    return contacts.loc[contacts["kind"] == "call", "date"]


VISIT = table(("V", "2018-03-25", "2018-03-29"))


@pytest.mark.parametrize(
    "first, last, touched",
    [
        ("2018-03-20", "2018-03-24", 0),
        ("2018-03-20", "2018-03-25", 1),
        ("2018-03-26", "2018-03-26", 1),
        ("2018-03-28", "2018-04-02", 1),
        ("2018-03-29", "2018-04-02", 0),
    ],
)
def test_a_stretch_touches_an_event_from_its_first_day_to_its_last(first, last, touched):
    assert len(diplomacy.between(VISIT, first, last)) == touched


def test_events_of_one_day_stand_by_their_time_in_utc():
    day = table(
        ("late", "2018-03-09", "2018-03-10", "JPN", "call", "neutral", "2018-03-09 02:00"),
        ("early", "2018-03-09", "2018-03-10", "JPN", "call", "neutral", "2018-03-09 01:00"),
    )
    assert diplomacy.in_order(day)["event_id"].tolist() == ["early", "late"]
    assert diplomacy.in_order(day)["gap_days"].tolist()[1] == 0


def test_ninety_six_days_ten_minutes_and_an_article_two_days_before_the_speech(events):
    assert diplomacy.gap_days(events, "E153", "E199") == 96
    assert diplomacy.gap_minutes(events, "E154", "E153") == 10
    assert diplomacy.gap_days(events, "E111", "E110") == -2


def test_the_call_came_first_although_its_day_is_later(events):
    clocks = diplomacy.clocks(events, ["E153", "E154"])
    assert clocks.index.tolist() == ["E154", "E153"]
    assert clocks.loc["E154", ["Washington", "UTC", "Tokyo"]].tolist() == ["8 Mar 18:50", "8 Mar 23:50", "9 Mar 08:50"]
    assert diplomacy.gap_days(events, "E153", "E154") == 1


def test_summer_time_in_washington_is_an_hour_nearer_to_tokyo():
    summer = table(("A", "2018-06-12", "2018-06-13", "JPN", "call", "neutral", "2018-06-12 12:34"))
    assert diplomacy.clocks(summer, ["A"])[["Washington", "Tokyo"]].iloc[0].tolist() == ["12 Jun 08:34", "12 Jun 21:34"]


def test_gaps_agree_with_counting_days_line_by_line(events):
    days = sorted(dt.date.fromisoformat(row["from_date"]) for row in rows("korea-events"))
    by_hand = [(later - earlier).days for earlier, later in pairwise(days)]
    assert diplomacy.in_order(events)["gap_days"].tolist()[1:] == by_hand


def test_around_keeps_the_days_asked_for_and_no_more(events):
    week = diplomacy.around(events, "E111", 2, 1)
    assert week["from_date"].min() == pd.Timestamp("2017-09-17") and week["from_date"].max() == pd.Timestamp(
        "2017-09-20"
    )


def test_the_pause_of_testing_has_the_published_length(launches):
    # A public copy of the CNS database: 522 days, before a test of April 2019 was added (505 with it).
    days = pd.to_datetime(launches["at_utc"].dropna().str[:10])
    timed = days[days <= "2019-05-04"].drop_duplicates().sort_values()
    assert timed.diff().dt.days.max() == 522
    assert (pd.Timestamp("2019-04-17") - pd.Timestamp("2017-11-28")).days == 505


def test_kims_summits_are_the_twelve_of_the_congressional_research_service(events):
    met = diplomacy.who_met_whom(events, ["summit"]).loc["PRK"]
    kim = events[(events["kind"] == "summit") & events["people"].str.contains("Kim Jong Un", na=False)]
    assert len(kim) == 12
    # The report counts the meeting at the border, where Moon joined, under the United States: 5, 3, 3, 1.
    assert met[["CHN", "USA", "KOR", "RUS", "JPN"]].tolist() == [5, 3, 3 + 1, 1, 0]


def test_who_met_whom_reads_the_same_both_ways_and_counts_every_pair_of_a_meeting(events):
    met = diplomacy.who_met_whom(events)
    assert (met.to_numpy() == met.to_numpy().T).all() and np.diag(met).sum() == 0
    pairs = sum(
        math.comb(len(row["actors"].split(";")), 2)
        for row in rows("korea-events")
        if row["kind"] in ("summit", "meeting")
    )
    assert met.to_numpy().sum() == 2 * pairs


def test_involving_wants_all_the_countries_named(events):
    found = set(diplomacy.involving(events, "JPN", "PRK")["event_id"])
    assert found == {row["event_id"] for row in rows("korea-events") if {"JPN", "PRK"} <= set(row["actors"].split(";"))}


def test_runs_break_where_the_value_changes():
    found = diplomacy.runs(
        table(
            ("A", "2017-01-01", "2017-01-02", "JPN", "call", "coercive"),
            ("B", "2017-01-05", "2017-01-06", "JPN", "call", "coercive"),
            ("C", "2017-01-06", "2017-01-07", "JPN", "call", "neutral"),
            ("D", "2017-01-09", "2017-01-10", "JPN", "call", "coercive"),
        )
    )
    assert found[["direction", "events", "days"]].values.tolist() == [
        ["coercive", 2, 5],
        ["neutral", 1, 1],
        ["coercive", 1, 1],
    ]


@pytest.mark.parametrize(
    "year, first, within, answered, days",
    [
        (2017, "2017-01-20", 3, 6, 15),
        (2017, "2017-01-20", 2, 4, 15),
        (2019, "2019-01-01", 3, 1, 14),
    ],
)
def test_answered_launch_days_agree_with_a_plain_count(launches, calls, year, first, within, answered, days):
    found = diplomacy.follow_ups(launches["launch_date"], calls, within, first, f"{year}-12-31", draws=10)
    asked = {
        dt.date.fromisoformat(row["launch_date"])
        for row in rows("missile-tests")
        if row["launch_date"][:4] == str(year)
    }
    rung = [dt.date.fromisoformat(row["date"]) for row in rows("abe-trump-contacts") if row["kind"] == "call"]
    by_hand = sum(any(0 <= (call - day).days <= within for call in rung) for day in asked)
    assert (found.answered, found.days) == (by_hand, len(asked)) == (answered, days)


def test_one_call_dealt_blindly_answers_one_launch_as_often_as_the_window_is_wide():
    found = diplomacy.follow_ups(["2017-05-01"], ["2017-05-02"], 3, "2017-01-01", "2017-12-31", draws=20_000)
    # Four of 365 days; the standard error of 20,000 draws is below 0.0008.
    assert found.expected == pytest.approx(4 / 365, abs=0.003)
    assert found.p_value == pytest.approx(found.expected, abs=0.001)


def test_a_call_on_every_day_answers_every_launch_and_proves_nothing():
    every = pd.date_range("2017-01-01", "2017-01-31")
    found = diplomacy.follow_ups(["2017-01-03", "2017-01-20"], every, 0, "2017-01-01", "2017-01-31", draws=50)
    assert (found.answered, found.expected, found.p_value) == (2, 2.0, 1.0)


def test_no_call_at_all_answers_nothing_and_a_call_before_is_no_answer():
    assert diplomacy.follow_ups(["2017-01-03"], [], 3, "2017-01-01", "2017-01-31", draws=9)[:4] == (0, 1, 0.0, 1.0)
    assert diplomacy.follow_ups(["2017-01-03"], ["2017-01-02"], 3, "2017-01-01", "2017-01-31", draws=9).answered == 0


def test_one_seed_gives_one_result_and_another_seed_another():
    given = (["2017-03-01", "2017-06-01"], ["2017-03-02", "2017-08-01"], 3, "2017-01-01", "2017-12-31")
    assert (diplomacy.follow_ups(*given, seed=1).drawn == diplomacy.follow_ups(*given, seed=1).drawn).all()
    assert (diplomacy.follow_ups(*given, seed=1).drawn != diplomacy.follow_ups(*given, seed=2).drawn).any()


def test_the_blunt_coder_knows_only_the_kind(events):
    blunt = diplomacy.by_kind(events)
    assert blunt[events["kind"] == "call"].eq("cooperative").all()
    assert blunt[events["kind"].isin(["sanction", "missile_test"])].eq("coercive").all()
    assert blunt[events["kind"] == "announcement"].eq("neutral").all()


def test_hand_and_machine_agree_with_counting_one_week_by_hand(events):
    weeks = diplomacy.side_by_side(events, catalogue.load("weekly-dyads"), "USA", "PRK").set_index("week_from_date")
    pair = [row for row in rows("weekly-dyads") if {row["actor_code"], row["target_code"]} == {"USA", "PRK"}]
    week = [row for row in pair if row["week_from_date"] == "2018-05-21"]
    net = sum(
        int(row["verbal_cooperation"])
        + int(row["material_cooperation"])
        - int(row["verbal_conflict"])
        - int(row["material_conflict"])
        for row in week
    )
    assert weeks.loc["2018-05-21", ["hand_events", "hand_net", "machine_net"]].tolist() == [1, -1, net]
    # The published total of the subset for this pair, both ways.
    assert weeks["machine_events"].sum() == 5_136 == sum(int(row["events"]) for row in pair)
    assert len(weeks) == 44


def test_ranks_without_ties_follow_spearmans_formula():
    one, two = pd.Series([3, 1, 4, 2, 5]), pd.Series([2, 1, 5, 4, 3])
    by_formula = 1 - 6 * ((one - two) ** 2).sum() / (5 * (25 - 1))
    assert diplomacy.rank_correlation(one, two) == pytest.approx(by_formula)
    assert diplomacy.rank_correlation(one, one) == 1 and diplomacy.rank_correlation(one, -one) == -1


def test_every_clue_and_every_trigger_names_a_listed_event_of_that_day(events):
    day = dict(zip(events["event_id"], events["from_date"], strict=True))
    clues, sanctions = catalogue.load("tokyo-clues"), catalogue.load("sanctions").dropna(subset="trigger_event_id")
    assert [day[event] for event in clues["event_id"]] == clues["clue_date"].tolist()
    assert [day[event] for event in sanctions["trigger_event_id"]] == sanctions["trigger_date"].tolist()
    assert (sanctions["trigger_date"] <= sanctions["adopted_date"]).all()


def test_launch_days_of_the_event_list_and_of_the_launch_table_are_the_same(events, launches):
    # Cruise missiles stand in the list only (E080), and the list goes on into 2020.
    listed = events[
        (events["kind"] == "missile_test") & (events["from_date"] < "2020") & (events["event_id"] != "E080")
    ]
    assert set(listed["from_date"]) == set(launches["launch_date"])
    first = launches.dropna(subset="at_utc").groupby("launch_date")["at_utc"].min()
    timed = listed.dropna(subset="at_utc").set_index("from_date")["at_utc"]
    assert timed.to_dict() == first.to_dict()


def test_leaders_calls_of_the_event_list_stand_in_the_table_of_contacts(events, calls):
    rung = diplomacy.involving(events, "JPN", "USA")
    rung = rung[(rung["kind"] == "call") & rung["people"].str.contains("Abe")]
    assert set(rung["from_date"]) == set(calls)


def test_an_event_with_month_precision_holds_the_whole_month(events):
    month = events[events["date_precision"] == "month"]
    assert (month["from_date"].dt.day == 1).all()
    assert (month["before_date"] == month["from_date"] + pd.offsets.MonthBegin()).all()


BACKWARDS = table(("A", "2018-03-10", "2018-03-08"))
PAIR = table(("A", "2018-03-08", "2018-03-09"), ("B", "2018-03-09", "2018-03-10"))


@pytest.mark.parametrize(
    "ask, kind, sentence",
    [
        (lambda: diplomacy.in_order(BACKWARDS), ValueError, "A begins on 2018-03-10 and is over on 2018-03-08"),
        (
            lambda: diplomacy.between(PAIR, "2018-04-01", "2018-03-01"),
            ValueError,
            "2018-03-01 is before 2018-04-01. Give the earlier",
        ),
        (
            lambda: diplomacy.between(PAIR, "8 Marsh", "2018-03-01"),
            ValueError,
            "A day is written year-month-day; '8 Marsh' was given",
        ),
        (lambda: diplomacy.between(PAIR, 20180308, "2018-03-01"), ValueError, "20180308 was given"),
        (lambda: diplomacy.between(PAIR, None, "2018-03-01"), ValueError, "None was given"),
        (lambda: diplomacy.gap_days(PAIR, "A", "C"), LookupError, "No event is called 'C'"),
        (lambda: diplomacy.gap_days(PAIR, 1, "A"), LookupError, "No event is called 1"),
        (lambda: diplomacy.gap_minutes(PAIR, "A", "B"), ValueError, "no time of day for B; compare it by days"),
        (lambda: diplomacy.around(PAIR, "A", -1, 2), ValueError, "days_before is -1"),
        (lambda: diplomacy.around(PAIR, "A", 1.5, 2), ValueError, "days_before is 1.5"),
        (lambda: diplomacy.involving(PAIR, "JPM"), LookupError, "No actor is called 'JPM'. Did you mean 'JPN'"),
        (lambda: diplomacy.involving(PAIR.iloc[:0], "JPN"), ValueError, "The event table has no rows"),
        (lambda: diplomacy.who_met_whom(PAIR, ["cal"]), LookupError, "No kind is called 'cal'. Did you mean 'call'"),
        (lambda: diplomacy.in_order(PAIR.drop(columns="before_date")), LookupError, "no column before_date"),
        (
            lambda: diplomacy.in_order(PAIR.rename(columns={"from_date": "from_dat"})),
            LookupError,
            "no column from_date. Did you mean 'from_dat'",
        ),
        (
            lambda: diplomacy.follow_ups([], ["2017-01-02"], 3, "2017-01-01", "2017-12-31"),
            ValueError,
            "No day lies from 2017-01-01",
        ),
        (
            lambda: diplomacy.follow_ups(["2017-01-02"], [], 3, "2017-12-31", "2017-01-01"),
            ValueError,
            "2017-01-01 is before 2017-12-31",
        ),
        (
            lambda: diplomacy.follow_ups(["2017-01-02"], [], -3, "2017-01-01", "2017-12-31"),
            ValueError,
            "within_days is -3",
        ),
        (
            lambda: diplomacy.follow_ups(["2017-01-02"], [], 3, "2017-01-01", "2017-12-31", draws=0),
            ValueError,
            "draws is 0",
        ),
        (
            lambda: diplomacy.side_by_side(PAIR, catalogue.load("weekly-dyads"), "USA", "PKR"),
            LookupError,
            "Did you mean 'PRK'",
        ),
        (lambda: diplomacy.rank_correlation(pd.Series([1, 2]), pd.Series([1, 2])), ValueError, "three rows or more"),
        (lambda: diplomacy.rank_correlation(pd.Series([1, 1, 1]), pd.Series([1, 2, 3])), ValueError, "one value only"),
    ],
)
def test_bad_input_gets_one_sentence(ask, kind, sentence):
    with pytest.raises(kind) as error:
        ask()
    assert sentence in str(error.value) and "\n" not in str(error.value)
