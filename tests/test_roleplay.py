"""The role-play by a program: every size, every seat in every round, the rules one by one, and the seat pages."""

from itertools import product

import pandas as pd
import pytest
from alliancelab import catalogue
from alliancelab.bargaining import delegations, plays, seats

SEATS, PAGES, ISSUES, OPTIONS, WISHES, CLOCK = (
    catalogue.load(f"summit-{name}") for name in ("seats", "pages", "issues", "options", "wishes", "clock")
)
IDS = SEATS["seat_id"].tolist()


def tables(students, seed=0):
    at = seats.seated(SEATS, students, seed=seed)
    return [rows for _, rows in at.groupby("table")]


def only(rows, delegation, n):
    """One table in which a delegation has its first n seats, all others one; every seat a student's."""
    places = SEATS[SEATS["delegation"] == delegation].sort_values("fills").head(n)
    heads = SEATS.sort_values("fills").drop_duplicates("delegation")
    sitting = pd.concat([places, heads[heads["delegation"] != delegation]]).assign(table=1)
    return sitting.assign(student=[f"student {k + 1}" for k in range(len(sitting))])[rows.columns]


def marks(**by_seat):
    """Choices by seat and question; whatever is not named is the middle text, silence, yes, or the first option."""

    def choose(question, _sight):
        wanted = by_seat.get(question.seat_id.replace("-", "_"), {})
        usual = {plays.ANSWER: "says nothing", plays.GAVE_WAY: plays.NEITHER, plays.VOTE: plays.YES}
        asked = wanted.get((question.round, question.asks), wanted.get(question.asks))
        return (
            usual.get(question.asks, 50 if 50 in question.options else question.options[0]) if asked is None else asked
        )

    return choose


@pytest.fixture(scope="module")
def rows():
    return tables(6)[0]


def test_a_play_of_every_size_by_chance_gives_every_seat_a_decision_in_every_round():
    texts = set()
    for students in range(1, seats.MOST + 1):
        for number, at in enumerate(tables(students, seed=students)):
            chance, asked = plays.at_random(students), []

            def choose(question, sight, chance=chance, asked=asked):
                asked.append(question)
                return chance(question, sight)

            done = plays.play(at, WISHES, students, choose)
            again = plays.play(at, WISHES, students)
            assert done.ballots.equals(again.ballots) and done.announced == again.announced
            played = {q.seat_id for q in asked}
            assert played == set(at.loc[at["student"] != seats.SCRIPTED, "seat_id"]), (students, number)
            assert all(len(q.options) >= 2 for q in asked)
            for seat in played:
                assert {q.round for q in asked if q.seat_id == seat} == {1, 2, 3}, (students, seat)
            assert (done.ballots.groupby("seat_id")["round"].nunique() == 3).all()
            texts.add(tuple(done.announced.values()) if done.announced else None)
    assert None in texts and len(texts) >= 4


@pytest.mark.parametrize("students", range(1, 41))
def test_every_student_has_one_seat_and_every_delegation_a_voice_at_every_table(students):
    at = seats.seated(SEATS, students, seed=3)
    real = at[at["student"] != seats.SCRIPTED]
    assert sorted(real["student"].str.split().str[1].astype(int)) == list(range(1, students + 1))
    sizes = real["table"].value_counts()
    assert sizes.max() <= seats.AT_A_TABLE and sizes.max() - sizes.min() <= 1
    for _, rows in at.groupby("table"):
        assert set(rows["delegation"]) == {*delegations.NAMES, seats.PRESS}
        assert not rows.duplicated("seat_id").any()
        counts = rows[rows["student"] != seats.SCRIPTED]["delegation"].value_counts()
        assert counts.get("Japan", 0) >= counts.get("United States", 0) >= counts.get("China", 0)
    assert at.equals(seats.seated(SEATS, students, seed=3))


def test_another_seed_deals_other_seats_and_plays_another_play():
    assert not seats.seated(SEATS, 20, seed=1).equals(seats.seated(SEATS, 20, seed=2))
    at = tables(18)[0]
    assert not plays.play(at, WISHES, 1).ballots.equals(plays.play(at, WISHES, 2).ballots)


def test_an_advisers_mark_counts_twice_on_the_own_issue_and_once_on_others(rows):
    at = only(rows, "Japan", 2)  # the head and the adviser on trade
    light = {plays.LIGHT: "north-korea"}
    apart = {"japan_head": {"trade": 0, "abductions": 0}, "japan_trade": {"trade": 100, "abductions": 100}}
    done = plays.play(at, WISHES, 0, marks(**apart, press_tokyo=light))
    assert done.opened["Japan"]["trade"] == 100 and done.opened["Japan"]["abductions"] == 0
    three = only(rows, "Japan", 3)
    split = marks(japan_head={"abductions": 50}, japan_trade={"abductions": 0}, japan_north_korea={"abductions": 0})
    assert plays.play(three, WISHES, 0, split).opened["Japan"]["abductions"] == 0
    level = marks(japan_head={"abductions": 100}, japan_trade={"abductions": 50}, japan_north_korea={"abductions": 0})
    assert plays.play(three, WISHES, 0, level).opened["Japan"]["abductions"] == 100


def test_on_the_issue_in_the_light_a_delegation_moves_one_step_and_on_others_as_far_as_it_likes(rows):
    far = {(1, "trade"): 100, (2, "trade"): 0, (1, "abductions"): 100, (2, "abductions"): 0}
    with pytest.raises(ValueError, match="japan-head decides on trade by one of 50, 100; 0 was given"):
        plays.play(rows, WISHES, 0, marks(japan_head=far, press_tokyo={plays.LIGHT: "trade"}))
    done = plays.play(rows, WISHES, 0, marks(japan_head=far, press_tokyo={plays.LIGHT: "north-korea"}))
    assert done.moved["Japan"] == {"trade": 0, "north-korea": 50, "abductions": 0}


@pytest.mark.parametrize(
    ("japan", "america", "others", "draft"),
    [
        (100, 100, (0, 0, 0), 100),
        (100, 0, (0, 0, 0), 50),
        (100, 50, (100, 100, 0), 100),
        (100, 50, (100, 0, 50), 50),
        (50, 0, (100, 50, 0), 50),
        (0, 50, (0, 0, 100), 0),
    ],
)
def test_the_draft_follows_the_printed_rule(rows, japan, america, others, draft):
    names = ("south_korea_head", "north_korea_head", "china_head")
    given = {name: {"abductions": level} for name, level in zip(names, others, strict=True)}
    light = {plays.LIGHT: "trade"}
    choose = marks(
        japan_head={"abductions": japan}, united_states_head={"abductions": america}, press_tokyo=light, **given
    )
    assert plays.play(rows, WISHES, 0, choose).draft["abductions"] == draft


@pytest.mark.parametrize(("named", "passed"), [("neither", False), ("Japan", False), ("United States", True)])
def test_level_votes_are_a_no_unless_the_press_named_the_other_leader_alone(rows, named, passed):
    at = only(rows, "Japan", 2)
    choose = marks(
        japan_head={plays.VOTE: plays.YES}, japan_trade={plays.VOTE: plays.NO}, press_tokyo={plays.GAVE_WAY: named}
    )
    done = plays.play(at, WISHES, 0, choose)
    assert done.passed == {"Japan": passed, "United States": True}
    assert (done.announced is not None) == passed


def test_a_play_that_was_written_down_is_played_again_and_one_vote_can_be_changed(rows):
    done = plays.play(rows, WISHES, 0, marks())
    assert done.announced == {"trade": 50, "north-korea": 50, "abductions": 50}
    assert plays.play(rows, WISHES, 9, plays.again(done.ballots)).announced == done.announced
    ballots = done.ballots.copy()
    ballots.loc[(ballots["seat_id"] == "japan-head") & (ballots["asks"] == plays.VOTE), "answer"] = plays.NO
    changed = plays.play(rows, WISHES, 0, plays.again(ballots))
    assert changed.announced is None and changed.draft == done.draft
    with pytest.raises(LookupError, match="no decision of japan-head on trade in round 1"):
        plays.play(rows, WISHES, 0, plays.again(ballots.tail(2)))


def test_scripted_partners_leave_several_roads_open_whatever_their_mood():
    counts = [len(delegations.passing(WISHES, seed)) for seed in range(12)]
    assert min(counts) >= 6 and max(counts) <= 12
    # By hand: without moods ten of the 27 reach 45 for both leaders.
    met = [delegations.content(package, WISHES) for package in delegations.packages()]
    assert sum(each["Japan"] >= 45 and each["United States"] >= 45 for each in met) == 10
    alone = plays.play(tables(1)[0].assign(student=seats.SCRIPTED), WISHES, 7)
    assert alone.announced is not None


TEMPERS = {
    "stubborn": {"trade": 100, "north-korea": 100, "abductions": 100, plays.VOTE: plays.NO},
    "careful": {"trade": 50, "north-korea": 100, "abductions": 100, plays.VOTE: plays.YES},
}


@pytest.mark.parametrize(("temper", "announced"), [("stubborn", None), ("careful", (50, 100, 100))])
def test_six_with_different_temperaments_end_differently(rows, temper, announced):
    choose = marks(
        japan_head=TEMPERS[temper],
        united_states_head={"trade": 0, "north-korea": 50, (1, "abductions"): 50, (2, "abductions"): 100},
        south_korea_head={"trade": 50, "north-korea": 100, plays.ANSWER: "welcomes"},
        north_korea_head={"trade": 0, "north-korea": 0, "abductions": 0, plays.ANSWER: "objects"},
        china_head={"trade": 50, "north-korea": 100},
        press_tokyo={plays.LIGHT: "abductions", plays.GAVE_WAY: "United States", plays.HEADLINE: "abductions"},
    )
    done = plays.play(rows, WISHES, 7, choose)
    assert (tuple(done.announced.values()) if done.announced else None) == announced
    told = plays.told(done, OPTIONS)
    assert "North Korea objects." in told and "The press names as giving way: United States." in told
    assert any("no deal" in line for line in told) == (announced is None)


def test_votes_of_a_group_take_the_place_of_its_wishes_and_of_nobody_elses():
    package = {"trade": 100, "north-korea": 100, "abductions": 100}
    voted = delegations.replies(package, WISHES, 7, {"United States": (3, 1), "China": (1, 1)}).set_index("delegation")
    alone = delegations.replies(package, WISHES, 7).set_index("delegation")
    assert voted.loc["United States", "says"] == "accepts" and alone.loc["United States", "says"] != "accepts"
    assert voted.loc["China", "says"] == "refuses" and voted.loc["United States", "by"] == "vote, 3 to 1"
    kept = ["Japan", "South Korea", "North Korea"]
    assert voted.loc[kept, "content"].tolist() == alone.loc[kept, "content"].tolist()


@pytest.mark.parametrize(
    ("votes", "parts"),
    [
        (3, ["for and against", "3"]),
        ({"Japna": (1, 0)}, ["Did you mean 'Japan'"]),
        ({"Japan": 3}, ["for and against"]),
        ({"Japan": (1, -1)}, ["number of votes of Japan", "-1"]),
        ({"Japan": (0, 0)}, ["Nobody of Japan has voted"]),
    ],
)
def test_votes_that_will_not_do_get_one_sentence(votes, parts):
    with pytest.raises((LookupError, ValueError)) as error:
        delegations.replies({"trade": 0, "north-korea": 0, "abductions": 0}, WISHES, 1, votes)
    assert all(part in str(error.value) for part in parts) and "\n" not in str(error.value)


def test_the_debrief_praises_no_text_and_finds_a_better_one_than_that_of_the_day():
    told = delegations.record(ISSUES, OPTIONS).set_index("issue")["level"].to_dict()
    better = delegations.better_for_both(told, WISHES)
    assert better == [{"trade": 0, "north-korea": 100, "abductions": 100}]
    assert delegations.better_for_both(better[0], WISHES) == []
    table = delegations.debrief(ISSUES, OPTIONS, {"trade": 100, "north-korea": 0, "abductions": 0})
    assert table["beside the record"].tolist() == [
        "one step nearer to what Japan asked",
        "one step further from what Japan asked",
        "two steps further from what Japan asked",
    ]
    assert "same" not in table
    sentence = delegations.roads(ISSUES, OPTIONS, WISHES, told, seed=7)
    assert "10 pass" in sentence and "1 of them would give both sides more than yours, and 1 more" in sentence


def test_a_line_of_record_names_rows_stated_before_the_meeting_and_an_invented_one_names_none():
    before = set(ISSUES.loc[ISSUES["phase"] == "before", "row_id"])
    for line in PAGES.itertuples():
        named = [] if pd.isna(line.rows) else line.rows.split("; ")
        assert bool(named) == (line.basis == "record") and set(named) <= before, line.line_id
    assert set(PAGES["grade"]) == {"ours"}
    own = PAGES[PAGES["basis"] == "record"]
    names = dict(zip(ISSUES["row_id"], ISSUES["delegation"].astype(str), strict=True))
    for line in own[own["for_whom"].isin(delegations.NAMES) & own["part"].isin(["interest", "red line"])].itertuples():
        assert {names[row] for row in line.rows.split("; ")} == {str(line.for_whom)}, line.line_id


@pytest.mark.parametrize("seat", IDS)
def test_a_seat_page_has_every_part_marks_every_line_and_fits_one_sheet(seat):
    own = seats.lines(PAGES, SEATS, seat)
    assert set(own["part"]) == set(seats.PARTS)
    secrets = PAGES[PAGES["part"] == "only you know"]
    assert own[own["part"] == "only you know"]["for_whom"].tolist() == [seat] and len(secrets) == len(SEATS)
    text = seats.page(PAGES, SEATS, ISSUES, seat)
    told = own[own["basis"] != "rule"]
    assert text.count("*[record: ") + text.count("*[invented]*") == len(told)
    assert all(line.text in text for line in own.itertuples()) and "OUT" not in text
    assert "17 April 2018" in text
    paper = seats.page(PAGES, SEATS, ISSUES, seat, with_rounds=False)
    # About what stands on one sheet of either paper in the size of page.css.
    assert len(paper.split()) <= 520 and paper.count("\n- ") <= 16
    assert not any(line.text in paper for line in own[own["basis"] == "rule"].itertuples())


def test_no_other_seat_reads_what_only_one_seat_knows():
    secrets = PAGES[PAGES["part"] == "only you know"]
    for seat, line in product(IDS, secrets.itertuples()):
        assert (line.line_id in set(seats.lines(PAGES, SEATS, seat)["line_id"])) == (line.for_whom == seat)


def test_the_record_on_the_table_has_every_row_stated_before_the_meeting_once():
    sheet = seats.record(ISSUES)
    assert sheet["row_id"].tolist() == ISSUES.loc[ISSUES["phase"] == "before", "row_id"].tolist()
    month = sheet.set_index("row_id").loc["PRK01", "said"]
    assert month.startswith("March 2018 (") and sheet["said"].iloc[0].startswith("9 February 2018 (")


@pytest.mark.parametrize("minutes", [20, 50, 75, 100])
def test_the_clock_adds_up_and_leaves_no_round_out(minutes):
    assert CLOCK[f"minutes_{minutes}"].sum() == minutes
    rounds = CLOCK[CLOCK["round"].str.startswith("round")]
    assert (rounds[f"minutes_{minutes}"] > 0).all() and set(rounds["round"]) == set(seats.ROUNDS)


@pytest.mark.parametrize(
    ("call", "parts"),
    [
        (lambda: seats.sizes(0), ["number of students", "from 1 to 40", "0"]),
        (lambda: seats.sizes(41), ["41"]),
        (lambda: seats.seated(SEATS, True), ["True"]),
        (lambda: seats.seated(SEATS, 3, seed=-2), ["The seed is a whole number from 0"]),
        (lambda: seats.seated(pd.DataFrame(), 3), ["no column", "catalogue.load('summit-seats')"]),
        (lambda: seats.page(PAGES, SEATS, ISSUES, "japan-hed"), ["'japan-hed'", "Did you mean 'japan-head'?"]),
        (lambda: seats.page(PAGES.head(0), SEATS, ISSUES, "japan-head"), ["no rows", "summit-pages"]),
        (lambda: seats.page(PAGES, SEATS, ISSUES.assign(issue="tea"), "japan-head"), ["'tea'", "trade"]),
        (lambda: seats.page(PAGES.assign(rows="XXX9"), SEATS, ISSUES, "japan-head"), ["row stated before", "'XXX9'"]),
        (lambda: plays.play(seats.seated(SEATS, 24), WISHES, 1), ["2 tables were given"]),
        (lambda: plays.play(tables(6)[0].head(5), WISHES, 1), ["Nobody speaks for Press"]),
        (lambda: plays.play(tables(6)[0], WISHES, -1), ["The seed is a whole number from 0"]),
        (lambda: plays.again(pd.DataFrame({"answer": ["yes"]})), ["no column 'round'"]),
    ],
)
def test_what_will_not_do_gets_one_sentence(call, parts):
    with pytest.raises((LookupError, ValueError)) as error:
        call()
    assert all(part in str(error.value) for part in parts) and "\n" not in str(error.value)
