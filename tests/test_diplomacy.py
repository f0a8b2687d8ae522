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
    contacts = catalogue.load("leaders-contacts")
    contacts = contacts[(contacts["us_leader"] == "Donald Trump") & (contacts["japan_leader"] == "Shinzo Abe")]
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


def test_an_untimed_event_keeps_its_place_in_the_day_and_timed_ones_change_places():
    day = table(
        ("late", "2018-03-09", "2018-03-10", "JPN", "call", "neutral", "2018-03-09 02:00"),
        ("untimed", "2018-03-09", "2018-03-10", "JPN", "call", "neutral", None),
        ("early", "2018-03-09", "2018-03-10", "JPN", "call", "neutral", "2018-03-09 01:00"),
        ("day before", "2018-03-08", "2018-03-09", "JPN", "call", "neutral", "2018-03-08 23:00"),
    )
    assert diplomacy.in_order(day)["event_id"].tolist() == ["day before", "early", "untimed", "late"]


def test_an_untimed_event_listed_last_in_its_day_stays_last(events):
    ordered = diplomacy.in_order(events)["event_id"].tolist()
    assert ordered.index("E153") < ordered.index("E282") and ordered.index("E198") < ordered.index("E199")


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo"])
def test_times_in_utc_may_be_text_with_an_offset_or_moments(zone):
    moments = pd.to_datetime(["2018-03-09 02:00", "2018-03-09 01:00"], utc=True).tz_convert(zone)
    day = table(("late", "2018-03-09", "2018-03-10"), ("early", "2018-03-09", "2018-03-10"))
    for column in (moments, [moment.isoformat() for moment in moments]):
        assert diplomacy.in_order(day.assign(at_utc=column))["event_id"].tolist() == ["early", "late"]


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
    # The report counts to 2020; the part of the table after it does not claim to have all summits.
    events = diplomacy.between(events, "2016-01-01", "2020-12-31")
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


def test_who_moves_first_depends_on_where_the_list_begins(events):
    spring = diplomacy.first_moves(diplomacy.between(events, "2018-01-01", "2018-06-15"))
    assert spring["days_later"].to_dict() == {
        "South Korea": 0, "North Korea": 0, "United States": 3, "Japan": 39, "China": 83,
    }  # fmt: skip
    assert spring.loc["North Korea", "event_id"] == "E134"
    longer = diplomacy.first_moves(diplomacy.between(events, "2017-01-20", "2018-06-15"))
    assert longer.loc["South Korea", ["event_id", "days_later"]].tolist() == ["E086", 0]
    with pytest.raises(ValueError, match="No event of the table is coercive"):
        diplomacy.first_moves(events[events["direction"] == "neutral"], "coercive")


def test_involving_wants_all_the_countries_named(events):
    both = set(diplomacy.involving(events, "JPN", "PRK")["event_id"])
    assert both == {row["event_id"] for row in rows("korea-events") if {"JPN", "PRK"} <= set(row["actors"].split(";"))}


def test_runs_break_where_the_value_changes():
    stretches = diplomacy.runs(
        table(
            ("A", "2017-01-01", "2017-01-02", "JPN", "call", "coercive"),
            ("B", "2017-01-05", "2017-01-06", "JPN", "call", "coercive"),
            ("C", "2017-01-06", "2017-01-07", "JPN", "call", "neutral"),
            ("D", "2017-01-09", "2017-01-10", "JPN", "call", "coercive"),
        )
    )
    assert stretches[["direction", "events", "days"]].values.tolist() == [
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
    result = diplomacy.follow_ups(launches["launch_date"], calls, within, first, f"{year}-12-31", draws=10)
    asked = {
        dt.date.fromisoformat(row["launch_date"])
        for row in rows("missile-tests")
        if row["launch_date"][:4] == str(year)
    }
    rung = [dt.date.fromisoformat(row["date"]) for row in rows("leaders-contacts") if row["kind"] == "call"]
    by_hand = sum(any(0 <= (call - day).days <= within for call in rung) for day in asked)
    assert (result.answered, result.days) == (by_hand, len(asked)) == (answered, days)


def test_one_call_dealt_blindly_answers_one_launch_as_often_as_the_window_is_wide():
    result = diplomacy.follow_ups(["2017-05-01"], ["2017-05-02"], 3, "2017-01-01", "2017-12-31", draws=20_000)
    # Four of 365 days; the standard error of 20,000 draws is below 0.0008.
    assert result.expected == pytest.approx(4 / 365, abs=0.003)
    assert result.p_value == pytest.approx(result.expected, abs=0.001)


def test_a_call_on_every_day_answers_every_launch_and_proves_nothing():
    every = pd.date_range("2017-01-01", "2017-01-31")
    result = diplomacy.follow_ups(["2017-01-03", "2017-01-20"], every, 0, "2017-01-01", "2017-01-31", draws=50)
    assert (result.answered, result.expected, result.p_value) == (2, 2.0, 1.0)


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


@pytest.mark.parametrize("shift", range(7))
def test_a_week_holds_its_seven_days_on_whatever_day_it_begins(events, shift):
    dyads = catalogue.load("weekly-dyads")
    moved = dyads.assign(week_from_date=dyads["week_from_date"] - pd.Timedelta(days=shift))
    weeks = diplomacy.side_by_side(events, moved, "USA", "PRK")
    pair = [row for row in rows("korea-events") if {"USA", "PRK"} <= set(row["actors"].split(";"))]
    days = [pd.Timestamp(row["from_date"]) for row in pair]
    by_hand = [
        sum(first <= day < first + pd.Timedelta(days=7) for day in days)
        for first in sorted(moved["week_from_date"].unique())
    ]
    assert weeks["hand_events"].tolist() == by_hand and sum(by_hand) > 15


def test_blanks_between_the_codes_of_actors_change_no_count(events):
    spaced = events.assign(actors=events["actors"].str.replace(";", " ; "))
    assert len(diplomacy.involving(spaced, "JPN", "USA")) == len(diplomacy.involving(events, "JPN", "USA")) > 0
    assert diplomacy.who_met_whom(spaced).equals(diplomacy.who_met_whom(events))


def test_a_reply_every_day_for_ten_years_is_counted_without_filling_the_memory():
    every = pd.date_range("2010-01-01", "2019-12-31")
    result = diplomacy.follow_ups(every, every, 3, "2010-01-01", "2019-12-31", draws=20)
    assert result.answered == result.days == len(every)


def test_one_kind_may_be_given_without_brackets(events):
    assert diplomacy.who_met_whom(events, "summit").equals(diplomacy.who_met_whom(events, ["summit"]))


def test_ranks_without_ties_follow_spearmans_formula():
    one, two = pd.Series([3, 1, 4, 2, 5]), pd.Series([2, 1, 5, 4, 3])
    by_formula = 1 - 6 * ((one - two) ** 2).sum() / (5 * (25 - 1))
    assert diplomacy.rank_correlation(one, two) == pytest.approx(by_formula)
    assert diplomacy.rank_correlation(one, one) == 1 and diplomacy.rank_correlation(one, -one) == -1


def test_every_clue_and_every_trigger_names_a_listed_event_of_that_day(events):
    day = dict(zip(events["event_id"], events["from_date"], strict=True))
    clues, sanctions = catalogue.load("tokyo-clues"), catalogue.load("sanctions").dropna(subset="trigger_event_id")
    # A clue without an event is a report of the press.
    clues = clues.dropna(subset="event_id")
    assert [day[event] for event in clues["event_id"]] == clues["clue_date"].tolist()
    assert [day[event] for event in sanctions["trigger_event_id"]] == sanctions["trigger_date"].tolist()
    assert (sanctions["trigger_date"] <= sanctions["adopted_date"]).all()


def test_launch_days_of_the_event_list_and_of_the_launch_table_are_the_same(events, launches):
    # Cruise missiles stand in the list only (E080), and the list goes on into 2020.
    listed = events[
        (events["kind"] == "missile_test") & (events["from_date"] < "2020") & (events["event_id"] != "E080")
    ]
    launches = launches[launches["launch_date"] < "2020"]
    assert set(listed["from_date"]) == set(launches["launch_date"])
    first = launches.dropna(subset="at_utc").groupby("launch_date")["at_utc"].min()
    timed = listed.dropna(subset="at_utc").set_index("from_date")["at_utc"]
    assert timed.to_dict() == first.to_dict()


def test_from_2025_on_the_event_list_has_some_of_the_launch_days_and_no_other(events, launches):
    # Cruise missiles stand in the list only (E442), and so do the launches after the table's last day.
    later = events[
        (events["kind"] == "missile_test") & (events["from_date"] >= "2025") & (events["event_id"] != "E442")
    ]
    later = later[later["from_date"] <= launches["launch_date"].max()]
    days = set(launches.loc[launches["launch_date"] >= "2025", "launch_date"])
    assert set(later["from_date"]) < days and (len(later), len(days)) == (7, 12)


def test_leaders_calls_of_the_event_list_stand_in_the_table_of_contacts(events, calls):
    rung = diplomacy.involving(events, "JPN", "USA")
    rung = rung[(rung["kind"] == "call") & rung["people"].str.contains("Abe")]
    assert set(rung["from_date"]) == set(calls)


TERMS = {
    # First day of each in office, at the place; the one before is in office until then.
    "us_leader": [("2017-01-20", "Donald Trump"), ("2021-01-20", "Joe Biden"), ("2025-01-20", "Donald Trump")],
    "japan_leader": [
        ("2012-12-26", "Shinzo Abe"),
        ("2020-09-16", "Yoshihide Suga"),
        ("2021-10-04", "Fumio Kishida"),
        ("2024-10-01", "Shigeru Ishiba"),
        ("2025-10-21", "Sanae Takaichi"),
    ],
}


def out_of_office(contacts):
    """Contacts of somebody who was not in office on that day and is not called president-elect."""
    wrong = []
    for row in contacts.itertuples():
        for column, terms in TERMS.items():
            there = [name for first, name in terms if pd.Timestamp(first) <= row.date]
            elect = column == "us_leader" and row.us_office == "president-elect"
            if elect == (there[-1:] == [getattr(row, column)]):
                wrong.append((row.contact_id, column))
    return wrong


def test_contacts_are_of_leaders_in_office():
    contacts = catalogue.load("leaders-contacts")
    assert out_of_office(contacts) == []
    moved = contacts["date"].mask(contacts["contact_id"] == "AT058", pd.Timestamp("2020-09-15"))
    assert out_of_office(contacts.assign(date=moved)) == [("AT058", "japan_leader")]
    assert set(contacts.loc[contacts["us_office"] == "president-elect", "contact_id"]) == {
        "AT001",
        "AT002",
        "AT059",
        "AT085",
    }


def test_only_contacts_of_abe_and_trump_are_in_their_tally():
    contacts = catalogue.load("leaders-contacts")
    counted = contacts[contacts["in_tally"]]
    assert set(counted["us_leader"]) == {"Donald Trump"} and set(counted["japan_leader"]) == {"Shinzo Abe"}
    assert counted["date"].max() == pd.Timestamp("2020-08-31")


def test_an_event_with_month_precision_holds_the_whole_month(events):
    month = events[events["date_precision"] == "month"]
    assert (month["from_date"].dt.day == 1).all()
    assert (month["before_date"] == month["from_date"] + pd.offsets.MonthBegin()).all()


BACKWARDS = table(("A", "2018-03-10", "2018-03-08"))
PAIR = table(("A", "2018-03-08", "2018-03-09"), ("B", "2018-03-09", "2018-03-10"))
YEAR = ("2017-01-01", "2017-12-31")
DYADS = pd.DataFrame(
    {"week_from_date": pd.to_datetime(["2018-03-05", "2018-03-12"]), "actor_code": "USA", "target_code": "JPN"}
).assign(events=1, verbal_cooperation=1, material_cooperation=0, verbal_conflict=0, material_conflict=0)


def weekly(events=PAIR, dyads=DYADS, one="USA", two="JPN"):
    return diplomacy.side_by_side(events, dyads, one, two)


@pytest.mark.parametrize(
    "ask, words",
    [
        (lambda: diplomacy.gap_days(PAIR, "A", "C"), ["event", "'C'"]),
        (lambda: diplomacy.gap_days(PAIR, 1, "A"), ["event", "1"]),
        (lambda: diplomacy.involving(PAIR, "JPM"), ["'JPM'", "Did you mean 'JPN'"]),
        (lambda: diplomacy.involving(PAIR, None), ["actor", "None"]),
        (lambda: diplomacy.who_met_whom(PAIR, ["cal"]), ["'cal'", "Did you mean 'call'"]),
        (lambda: diplomacy.who_met_whom(PAIR.drop(columns="kind")), ["'kind'", "korea-events"]),
        (lambda: diplomacy.in_order(PAIR.drop(columns="before_date")), ["'before_date'", "korea-events"]),
        (lambda: diplomacy.in_order(PAIR.rename(columns={"from_date": "from_dat"})), ["Did you mean 'from_dat'"]),
        (lambda: diplomacy.runs(PAIR, "directon"), ["'directon'", "Did you mean 'direction'"]),
        (lambda: diplomacy.runs(PAIR, ["direction"]), ["column", "a list"]),
        (lambda: weekly(two="JPM"), ["'JPM'", "Did you mean 'JPN'"]),
        (lambda: weekly(PAIR.assign(direction="hostile")), ["direction", "'hostile'", "coercive"]),
    ],
)
def test_an_unknown_name_is_given_back_with_what_would_do(ask, words):
    with pytest.raises(LookupError) as error:
        ask()
    assert not isinstance(error.value, (KeyError, IndexError)) and "\n" not in str(error.value)
    assert all(word in str(error.value) for word in words), str(error.value)


ZONED = PAIR.assign(from_date=PAIR["from_date"].dt.tz_localize("Asia/Tokyo"))


@pytest.mark.parametrize(
    "ask, words",
    [
        (lambda: diplomacy.in_order(BACKWARDS), ["A", "2018-03-10", "2018-03-08"]),
        (lambda: diplomacy.in_order(ZONED), ["from_date", "time zone"]),
        (lambda: diplomacy.between(ZONED, "2018-03-01", "2018-03-31"), ["from_date", "time zone"]),
        (lambda: weekly(PAIR.assign(from_date=ZONED["from_date"])), ["from_date", "time zone"]),
        (lambda: diplomacy.in_order(PAIR.assign(from_date=pd.NaT)), ["from_date", "empty in 2 rows"]),
        (lambda: diplomacy.in_order(PAIR.assign(from_date="2018-03-08")), ["from_date", "not days"]),
        (
            lambda: diplomacy.gap_days(PAIR.assign(from_date=PAIR["from_date"] + pd.Timedelta(hours=9)), "A", "B"),
            ["from_date", "09:00"],
        ),
        (lambda: diplomacy.in_order(PAIR.assign(at_utc="2018-03-08")), ["at_utc", "'2018-03-08'"]),
        (lambda: diplomacy.in_order(PAIR.assign(at_utc="noon")), ["at_utc", "'noon'"]),
        (lambda: diplomacy.in_order([1, 2]), ["events", "a list"]),
        (lambda: diplomacy.gap_days(PAIR.assign(event_id="A"), "A", "A"), ["event_id", "A"]),
        (lambda: diplomacy.gap_minutes(PAIR, "A", "B"), ["B", "gap_days"]),
        (lambda: diplomacy.clocks(PAIR, []), ["No event"]),
        (lambda: diplomacy.clocks(PAIR, 5), ["the events", "5"]),
        (lambda: diplomacy.between(PAIR, "2018-04-01", "2018-03-01"), ["2018-04-01", "2018-03-01"]),
        (lambda: diplomacy.around(PAIR, "A", -1, 2), ["days before", "-1"]),
        (lambda: diplomacy.around(PAIR, "A", 2, 1.5), ["days after", "1.5"]),
        (lambda: diplomacy.involving(PAIR.iloc[:0], "JPN"), ["no rows"]),
        (lambda: diplomacy.involving(PAIR.assign(actors=["JPN", None]), "JPN"), ["actors", "empty in 1 row"]),
        (lambda: diplomacy.involving(PAIR.assign(actors=["JPN", " ; "]), "JPN"), ["actors", "row 1"]),
        (lambda: diplomacy.by_kind(PAIR.assign(kind=None)), ["kind", "empty in 2 rows"]),
        (lambda: diplomacy.runs(PAIR.assign(direction=[None, "neutral"])), ["direction", "empty in 1 row"]),
        (lambda: diplomacy.follow_ups([], ["2017-01-02"], 3, *YEAR), ["2017-01-01", "2017-12-31"]),
        (lambda: diplomacy.follow_ups(["2017-01-02"], [], 3, *YEAR[::-1]), ["2017-01-01", "2017-12-31"]),
        (lambda: diplomacy.follow_ups(["2017-01-02"], [pd.NaT], 3, *YEAR), ["replies"]),
        (lambda: diplomacy.follow_ups(["2017-01-02"], 7, 3, *YEAR), ["replies", "7"]),
        (lambda: diplomacy.follow_ups(["2017-01-02"], [], -3, *YEAR), ["-3"]),
        (lambda: diplomacy.follow_ups(["2017-01-02"], [], 3, *YEAR, draws=0), ["draws", "0"]),
        (lambda: diplomacy.follow_ups(["2017-01-02"], [], 3, "1900-01-01", "2100-01-01", draws=9_999), ["9,999"]),
        (lambda: diplomacy.follow_ups(["2017-01-02"], [], 3, *YEAR, seed="x"), ["seed", "'x'"]),
        (lambda: weekly(PAIR.assign(direction=None)), ["direction", "empty in 2 rows"]),
        (lambda: weekly(two="USA"), ["USA", "twice"]),
        (lambda: weekly(dyads=pd.concat([DYADS, DYADS], ignore_index=True)), ["week_from_date"]),
        (lambda: weekly(dyads=DYADS.assign(events="many")), ["events", "not counts"]),
        (
            lambda: weekly(dyads=DYADS.assign(week_from_date=pd.to_datetime(["2018-03-05", "2018-03-11"]))),
            ["Monday", "Sunday"],
        ),
        (lambda: diplomacy.rank_correlation(pd.Series([1, 2]), pd.Series([1, 2])), ["three rows", "2"]),
        (lambda: diplomacy.rank_correlation(pd.Series([1, 1, 1]), pd.Series([1, 2, 3])), ["one value only"]),
        (lambda: diplomacy.rank_correlation(pd.Series([1, 2, None]), pd.Series([1, 2, 3])), ["nan"]),
        (
            lambda: diplomacy.rank_correlation(pd.Series([1, 2, 3]), pd.Series([1, 2, 3], index=[2, 1, 0])),
            ["one table"],
        ),
    ],
)
def test_a_bad_value_gets_one_sentence_that_names_it(ask, words):
    with pytest.raises(ValueError) as error:
        ask()
    assert "\n" not in str(error.value)
    assert all(word in str(error.value) for word in words), str(error.value)


@pytest.mark.parametrize(
    "day", ["2018", "03-04-2018", "06/03/2018", "today", "8 Marsh", 20180308, None, True, pd.NaT, float("nan")]
)
def test_only_one_way_of_writing_a_day_is_read(day):
    for ask in (
        lambda: diplomacy.between(PAIR, day, "2018-12-31"),
        lambda: diplomacy.follow_ups([day], [], 3, *YEAR),
        lambda: diplomacy.follow_ups(["2017-01-02"], [], 3, day, "2017-12-31"),
    ):
        with pytest.raises(ValueError, match="A day is written year-month-day"):
            ask()


def test_a_table_without_rows_has_an_order_without_rows():
    assert diplomacy.in_order(PAIR.iloc[:0]).empty and diplomacy.runs(PAIR.iloc[:0]).empty


def test_around_reaches_from_no_day_to_a_hundred_thousand_and_no_further():
    days = table(
        ("A", "2018-03-08", "2018-03-09"), ("B", "2018-03-09", "2018-03-10"), ("C", "2018-03-10", "2018-03-11")
    )
    assert diplomacy.around(days, "B", 0, 0)["event_id"].tolist() == ["B"]
    assert diplomacy.around(days, "B", 1, 0)["event_id"].tolist() == ["A", "B"]
    assert diplomacy.around(days, "B", 0, 1)["event_id"].tolist() == ["B", "C"]
    assert len(diplomacy.around(days, "B", 100_000, 0)) == 2 == len(diplomacy.around(days, "B", 0, 100_000))
    for before, after in [(100_001, 0), (0, 100_001)]:
        with pytest.raises(ValueError, match="100.?001"):
            diplomacy.around(days, "B", before, after)


def test_chance_is_dealt_two_thousand_times_with_the_seed_2018_unless_asked_otherwise():
    given = (["2017-03-01", "2017-06-01"], ["2017-03-02", "2017-08-01"], 3, *YEAR)
    usual = diplomacy.follow_ups(*given)
    assert len(usual.drawn) == 2_000
    assert (usual.drawn == diplomacy.follow_ups(*given, draws=2_000, seed=2018).drawn).all()
    # With one draw as high or not, and the one seen counted among them: both of two, or one of two.
    every = pd.date_range(*YEAR)
    assert diplomacy.follow_ups(["2017-03-01"], every, 0, *YEAR, draws=1, seed=0).p_value == 1
    rare = diplomacy.follow_ups(["2017-03-01"], ["2017-03-01"], 0, *YEAR, draws=1, seed=0)
    assert (rare.answered, rare.expected, rare.p_value) == (1, 0, 0.5)
    nine = diplomacy.follow_ups(["2017-03-01"], ["2017-03-01"], 0, *YEAR, draws=9, seed=0)
    assert nine.p_value == (1 + nine.drawn.sum()) / 10


@pytest.mark.parametrize("change", [{"draws": 100_001}, {"within_days": 100_001}, {"seed": -1}, {"within_days": 0.5}])
def test_counts_beyond_the_limits_of_dealing_get_a_sentence(change):
    given = {"days": ["2017-01-02"], "replies": ["2017-01-02"], "within_days": 0, "first": "2017-01-01"}
    given |= {"last": "2017-01-03", "draws": 2}
    assert diplomacy.follow_ups(**given).answered == 1
    assert diplomacy.follow_ups(**given | {"within_days": 100_000}).answered == 1
    assert len(diplomacy.follow_ups(**given | {"draws": 100_000}).drawn) == 100_000
    with pytest.raises(ValueError, match=str(next(iter(change.values())))[:3]):
        diplomacy.follow_ups(**given | change)


def test_as_much_is_dealt_as_memory_allows_and_not_a_number_more(monkeypatch):
    monkeypatch.setattr("alliancelab.diplomacy.chance.MOST_DEALT", 365 * 10)
    given = (["2017-03-01"], ["2017-03-02"], 3, *YEAR)
    assert len(diplomacy.follow_ups(*given, draws=10).drawn) == 10
    with pytest.raises(ValueError, match="10"):
        diplomacy.follow_ups(*given, draws=11)


def test_a_day_counts_from_the_first_to_the_last_day_of_the_stretch():
    days = ["2016-12-31", "2017-01-01", "2017-12-31", "2018-01-01"]
    assert diplomacy.follow_ups(days, days, 0, *YEAR, draws=1)[:2] == (2, 2)
    # A reply after the stretch is none; one on its last day answers a launch of that day and of the day before.
    assert diplomacy.follow_ups(["2017-12-30", "2017-12-31"], ["2018-01-01"], 3, *YEAR, draws=1).answered == 0
    assert diplomacy.follow_ups(["2017-12-30", "2017-12-31"], ["2017-12-31"], 1, *YEAR, draws=1).answered == 2
    assert diplomacy.follow_ups(["2017-12-29"], ["2017-12-31"], 1, *YEAR, draws=1).answered == 0


def test_a_week_without_a_row_of_the_pair_is_zero_and_a_neutral_event_adds_nothing():
    events = table(
        ("A", "2018-03-05", "2018-03-06", "USA;JPN", "call", "cooperative"),
        ("B", "2018-03-11", "2018-03-12", "USA;JPN", "call", "neutral"),
        ("C", "2018-03-12", "2018-03-13", "USA;JPN;KOR", "call", "coercive"),
        ("D", "2018-03-04", "2018-03-05", "USA;JPN", "call", "coercive"),
        ("E", "2018-03-26", "2018-03-27", "USA;JPN", "call", "coercive"),
    )
    kinds = ["events", "verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"]
    dyads = pd.DataFrame(
        [
            ("2018-03-05", "USA", "JPN", 20, 7, 5, 2, 1),
            ("2018-03-05", "JPN", "USA", 10, 1, 2, 3, 4),
            ("2018-03-12", "USA", "KOR", 99, 9, 9, 9, 9),
            ("2018-03-19", "USA", "JPN", 4, 0, 0, 1, 3),
        ],
        columns=["week_from_date", "actor_code", "target_code", *kinds],
    )
    dyads["week_from_date"] = pd.to_datetime(dyads["week_from_date"])
    assert weekly(events, dyads).iloc[:, 1:].to_numpy().tolist() == [[2, 1, 30, 5], [1, -1, 0, 0], [0, 0, 4, -4]]
    gap = dyads[dyads["week_from_date"] != "2018-03-12"]
    assert weekly(events, gap).iloc[:, 1:].to_numpy().tolist() == [[2, 1, 30, 5], [0, 0, 4, -4]]


def test_weeks_that_begin_on_another_day_are_named_with_both_days():
    other = DYADS.assign(week_from_date=pd.to_datetime(["2018-03-05", "2018-03-13"]))
    three = pd.concat([DYADS, other.tail(1)], ignore_index=True)
    with pytest.raises(ValueError, match="5 March 2018.*13 March 2018"):
        weekly(dyads=three)


@pytest.mark.parametrize("one, two", [([1, 2, 3], [1, 1, 1]), ([1, 1, 1], [1, 2, 3]), ([1, 2, 3, 4], [1, 2, 3])])
def test_columns_that_cannot_be_ranked_side_by_side_are_refused(one, two):
    with pytest.raises(ValueError) as error:
        diplomacy.rank_correlation(one, two)
    assert len(one) == len(two) or all(n in str(error.value) for n in "43")


def test_ties_share_their_mean_rank():
    # Ranks 1.5, 1.5, 3 against 1, 2, 3: 1.5 over the root of 1.5 times 2.
    assert diplomacy.rank_correlation([5, 5, 9], [1, 2, 3]) == pytest.approx(1.5 / math.sqrt(3))
    assert diplomacy.rank_correlation([1, 1, 2], [1, 2, 2]) == 0.5, "two values are enough"
    assert diplomacy.rank_correlation(pd.Series([1, 2, 3], index=[4, 5, 6]), [1, 2, 3]) == 1


def test_a_wrong_event_is_named_wherever_it_lies():
    days = pd.concat([PAIR, table(("C", "2018-03-10", "2018-03-10"))], ignore_index=True)
    with pytest.raises(ValueError, match="C.*2018-03-10"):
        diplomacy.in_order(days)
    with pytest.raises(ValueError, match="'noon'"):
        diplomacy.in_order(PAIR.assign(at_utc=["2018-03-08 01:00", "noon"]))
    late = PAIR.assign(from_date=PAIR["from_date"] + pd.to_timedelta([0, 9], unit="h"))
    with pytest.raises(ValueError, match="09:00"):
        diplomacy.in_order(late)


def test_pairs_of_a_meeting_of_three_are_counted_and_other_kinds_are_not():
    met = diplomacy.who_met_whom(
        table(
            ("A", "2018-03-08", "2018-03-09", "USA;JPN;KOR", "summit"),
            ("B", "2018-03-09", "2018-03-10", "USA;JPN", "meeting"),
            ("C", "2018-03-10", "2018-03-11", "USA;JPN", "call"),
        )
    )
    assert met.loc["JPN"].to_dict() == {"JPN": 0, "KOR": 1, "USA": 2} == met["JPN"].to_dict()
    assert met.loc["KOR"].to_dict() == {"JPN": 1, "KOR": 0, "USA": 1}


DECIDED = {
    "coercive": ["E032", "E059", "E073", "E103", "E110", "E113", "E132", "E142", "E225", "E262"],
    "neutral": ["E140", "E145", "E170", "E176", "E208", "E286", "E287", "E290"],
    "cooperative": ["E134", "E153", "E216", "E231", "E242", "E280", "E289"],
}


def test_the_examples_that_the_rule_of_direction_decides_are_coded_by_it(events):
    said = " ".join(catalogue.descriptor("korea-events")["cautions"])
    coded = events.set_index("event_id")["direction"]
    for direction, names in DECIDED.items():
        assert {name: coded[name] for name in names} == dict.fromkeys(names, direction)
        # Hanoi and Stockholm stand in the rule by their places.
        assert [name for name in names if name not in said] in ([], ["E231"], ["E262"])
