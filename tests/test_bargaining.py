"""Bargains against published examples, closed forms and plain search; seeds; seats; every error by its sentence."""

import itertools

import numpy as np
import pandas as pd
import pytest
from alliancelab import bargaining, catalogue
from alliancelab.bargaining import delegations, games, meetings
from alliancelab.classroom import COURSE

WEIGHTS = pd.DataFrame(
    {"Japan": [25, 40, 35], "United States": [55, 35, 10]}, index=["trade", "north-korea", "abductions"]
)


@pytest.fixture(scope="module")
def issues():
    return catalogue.load("summit-issues")


@pytest.fixture(scope="module")
def options():
    return catalogue.load("summit-options")


@pytest.fixture(scope="module")
def wishes():
    return catalogue.load("summit-wishes")


def game(a, b, moves=("one", "two")):
    return pd.DataFrame(a, moves, moves), pd.DataFrame(b, moves, moves)


def test_bill_and_jack_gain_twelve_and_five_as_in_nash_1950():
    goods = pd.DataFrame(
        {"Bill": [2, 2, 2, 2, 4, 10, 4, 6, 2], "Jack": [4, 2, 1, 2, 1, 1, 1, 2, 2]},
        index=["book", "whip", "ball", "bat", "box", "pen", "toy", "knife", "hat"],
    )
    barter = bargaining.nash(goods, (12, 6))
    assert barter.gains == (12, 5) and barter.product == 60
    given_to_jack = barter.share_pct[barter.share_pct == 0].index
    assert list(given_to_jack) == ["book", "whip", "ball", "bat", "hat"]


def test_no_way_of_dealing_out_bills_and_jacks_goods_has_a_larger_product():
    bill, jack = np.array([2, 2, 2, 2, 4, 10, 4, 6, 2]), np.array([4, 2, 1, 2, 1, 1, 1, 2, 2])
    ways = np.array(list(itertools.product([0, 1], repeat=9)))
    u, v = ways @ bill - 12, (1 - ways) @ jack - 6
    assert np.where((u > 0) & (v > 0), u * v, 0).max() == 60


def test_linked_issues_agree_with_a_search_over_a_fine_grid():
    dice = np.random.default_rng(1950)
    grid = np.linspace(0, 1, 41)
    shares = np.array(list(itertools.product(grid, repeat=3)))
    for _ in range(20):
        values = pd.DataFrame(dice.uniform(5, 90, (3, 2)), columns=["one", "other"])
        values = 100 * values / values.sum()
        out = tuple(float(x) for x in dice.uniform(0, 45, 2))
        deal = bargaining.linked(values, out)
        u, v = shares @ values["one"] - out[0], (1 - shares) @ values["other"] - out[1]
        best = np.where((u > 0) & (v > 0), u * v, 0).max()
        assert best - 1e-9 <= deal.product <= best * 1.02
        assert deal.product == pytest.approx(deal.gains[0] * deal.gains[1])
        assert deal.worth[0] == pytest.approx((deal.share_pct / 100) @ values["one"])


def test_a_single_issue_is_shared_half_way_between_the_no_deal_points():
    one = pd.DataFrame({"a": [100], "b": [100]}, index=["cake"])
    assert bargaining.linked(one, (20, 40)).share_pct["cake"] == pytest.approx(40)
    assert bargaining.linked(one, (20, 40)).worth == pytest.approx(bargaining.unlinked(one, (20, 40)).worth)


def test_linking_is_never_worse_by_the_product_and_can_open_a_deal():
    assert bargaining.linked(WEIGHTS, (20, 40)).product > bargaining.unlinked(WEIGHTS, (20, 40)).product
    with pytest.raises(ValueError, match="leave nothing to share"):
        bargaining.unlinked(WEIGHTS, (45, 60))
    assert min(bargaining.linked(WEIGHTS, (45, 60)).gains) > 0


def test_a_better_no_deal_never_lowers_what_the_side_gets():
    worth = [bargaining.linked(WEIGHTS, (out, 40)).worth[0] for out in range(0, 60, 5)]
    assert worth == sorted(worth)


def test_a_package_lies_on_the_frontier():
    edge = bargaining.frontier(WEIGHTS)
    for worth in (0, 20, 35, 60, 75, 100):
        shares = bargaining.package(WEIGHTS, worth) / 100
        assert shares @ WEIGHTS["Japan"] == pytest.approx(worth)
        other = float((1 - shares) @ WEIGHTS["United States"])
        assert other == pytest.approx(np.interp(worth, edge["Japan"], edge["United States"]))


@pytest.mark.parametrize(
    ("a", "b", "found"),
    [
        ([[3, 0], [5, 1]], [[3, 5], [0, 1]], [("pure", 0, 0)]),  # prisoner's dilemma
        ([[1, -1], [-1, 1]], [[-1, 1], [1, -1]], [("mixed", 0.5, 0.5)]),  # matching pennies
        (
            [[2, 0], [0, 1]],
            [[1, 0], [0, 2]],
            [("pure", 1, 1), ("pure", 0, 0), ("mixed", 2 / 3, 1 / 3)],
        ),  # battle of the sexes
        ([[4, 1], [3, 2]], [[4, 3], [1, 2]], [("pure", 1, 1), ("pure", 0, 0), ("mixed", 0.5, 0.5)]),  # stag hunt
    ],
)
def test_textbook_games_have_their_textbook_equilibria(a, b, found):
    lines = games.equilibria(*game(a, b))
    assert [kind for kind, _, _ in found] == lines["kind"].tolist()
    for (_, p, q), line in zip(found, lines.itertuples(), strict=True):
        assert (line.first_row, line.first_column) == pytest.approx((p, q))


def test_no_side_gains_by_leaving_an_equilibrium():
    dice = np.random.default_rng(1951)
    for _ in range(200):
        a, b = dice.uniform(-5, 5, (2, 2)), dice.uniform(-5, 5, (2, 2))
        lines = games.equilibria(*game(a, b))
        assert len(lines) % 2 == 1
        for line in lines.itertuples():
            p, q = np.array([line.first_row, 1 - line.first_row]), np.array([line.first_column, 1 - line.first_column])
            assert (a @ q).max() <= p @ a @ q + 1e-9 and (p @ b).max() <= p @ b @ q + 1e-9


def drawn_game(dice):
    """Random premises of the alliance dilemma: what closeness brings (on a grid of five pulls) and how it binds."""
    apart, close = sorted(dice.choice([0, 2, 4, 6, 8, 10], 2, replace=False).tolist())
    loose, bound = sorted(dice.uniform(0, 1, 2).tolist())
    return (close, apart), (bound, loose)


@pytest.mark.parametrize("seed", range(12))
def test_the_alliance_game_is_solved_as_a_search_of_all_plans_solves_it(seed):
    # Five pulls, each as likely: a plan of the patron answers each pull after each move. Every pair of a move and a
    # plan is tried, and kept where nobody gains by another move or by another answer to what was seen.
    dice = np.random.default_rng(seed)
    brings, drawn_in = drawn_game(dice)
    left, drawn = (float(fear) for fear in dice.uniform(0, 10, 2))
    pulls = [1, 3, 5, 7, 9]
    tables = [games.alliance_game(left, drawn, pull, brings, drawn_in) for pull in pulls]
    ally, patron = (np.array([table[side].to_numpy() for table in tables]) for side in (0, 1))
    best = set()
    for plan in itertools.product((0, 1), repeat=10):
        answer = np.array(plan).reshape(5, 2)
        replies = [(patron[n, move], answer[n, move]) for n in range(5) for move in (0, 1)]
        kept = all(worths[reply] >= worths[1 - reply] for worths, reply in replies)
        if kept:
            worth = [np.mean([ally[n, move, answer[n, move]] for n in range(5)]) for move in (0, 1)]
            best |= {move for move in (0, 1) if worth[move] >= worth[1 - move]}
            found = games.alignment(left, drawn, brings, drawn_in)
            assert found["points"].tolist() == pytest.approx(worth)
    chosen = games.alignment(left, drawn, brings, drawn_in)["chosen"].tolist()
    assert best == {chosen.index(True)} and sum(chosen) == 1


def test_more_fear_of_abandonment_only_brings_the_ally_closer_and_more_of_entrapment_only_moves_it_away():
    dice, turns = np.random.default_rng(1984), 0
    for _ in range(60):
        premises = drawn_game(dice)
        left, drawn = (float(fear) for fear in dice.uniform(0, 10, 2))

        def closeness(left, drawn, premises=premises):
            return bool(games.alignment(left, drawn, *premises).loc["stay close", "chosen"])

        by_left = [closeness(float(fear), drawn) for fear in np.linspace(0, 10, 21)]
        by_drawn = [closeness(left, float(fear)) for fear in np.linspace(0, 10, 21)]
        assert by_left == sorted(by_left) and by_drawn == sorted(by_drawn, reverse=True)
        turn = games.turning_point(drawn, *premises)
        assert by_left == [fear >= turn - 1e-6 for fear in np.linspace(0, 10, 21)]
        turns += 0 < sum(by_left) < 21
    assert turns > 20


def test_closeness_buys_consultation_and_is_bound_more_whatever_the_fears_are():
    dice = np.random.default_rng(1997)
    for _ in range(100):
        table = games.alignment(*(float(fear) for fear in dice.uniform(0, 10, 2)), *drawn_game(dice))
        assert table.loc["stay close", "dealt past"] < table.loc["keep distance", "dealt past"]
        assert table.loc["stay close", "drawn in"] > table.loc["keep distance", "drawn in"]


@pytest.mark.parametrize(("brings", "drawn_in"), [((3, 8), (0.6, 0.2)), ((8, 8), (0.6, 0.2)), ((8, 3), (0.2, 0.6))])
def test_a_game_in_which_distance_buys_consultation_is_refused(brings, drawn_in):
    for solve in (
        lambda: games.alliance_game(8, 5, 5, brings, drawn_in),
        lambda: games.alignment(8, 5, brings, drawn_in),
        lambda: games.turning_point(5, brings, drawn_in),
    ):
        with pytest.raises(ValueError, match="staying close brings more and binds more"):
            solve()


def test_at_a_tie_the_ally_stays_close_and_a_little_below_it_does_not():
    assert games.turning_point(5) == 4 and games.turning_point(0) == 0
    assert games.alignment(4, 5)["chosen"].tolist() == [True, False]
    assert games.alignment(3.999, 5)["chosen"].tolist() == [False, True]
    assert games.by_fear(5, [4]).to_numpy().tolist() == [[4, 6.2, 6.2]]


def test_unseen_closeness_buys_nothing():
    # Where both move at once and the pull lies between the two worths, distance and dealing alone is what is left,
    # and both are worse off than with closeness and consultation.
    for pull in (4, 5, 7):
        ally, patron = games.alliance_game(8, 5, pull)
        (only,) = games.equilibria(ally, patron)[["first_row", "first_column"]].to_numpy().tolist()
        assert only == [0, 0]
        assert ally.iloc[0, 0] > ally.iloc[1, 1] and patron.iloc[0, 0] > patron.iloc[1, 1]


def test_a_game_by_turns_is_told_from_its_end():
    close, apart, first = games.answers(*games.alliance_game(8, 5, pull=5))
    assert "'stay close', 'consult' is better: 8 points against 5" in close
    assert "'keep distance', 'deal alone' is better: 5 points against 3" in apart
    assert "'stay close'" in first and "7 points against 1" in first
    assert "'keep distance'" in games.answers(*games.alliance_game(1, 5, pull=5))[-1]
    assert "'keep distance'" in games.answers(*games.alliance_game(8, 5, pull=9))[-1]
    assert "'consult' is better: 3 points against 2" in games.answers(*games.alliance_game(8, 5, pull=2))[1]
    tied = games.answers(*game([[1, 1], [1, 1]], [[1, 1], [1, 1]]))
    assert all("'one'" in sentence for sentence in tied)


def test_win_sets_shrink_as_more_must_agree():
    limits = {"a": 10, "b": 40, "c": 90}
    assert [bargaining.win_set(limits, n) for n in (1, 2, 3)] == [(0, 90), (0, 40), (0, 10)]
    assert [bargaining.win_set(limits, n, "from") for n in (1, 2, 3)] == [(10, 100), (40, 100), (90, 100)]
    assert bargaining.overlap((0, 40), (40, 100)) == (40, 40)


def test_the_same_seed_plays_the_same_meeting_and_another_seed_another():
    first, again, other = (meetings.meeting(WEIGHTS, (20, 40), seed).rounds for seed in (7, 7, 8))
    assert first.equals(again) and not first.equals(other)
    runs = [meetings.meetings(WEIGHTS, (20, 40), 5, 20, seed=7) for _ in range(2)]
    assert runs[0].equals(runs[1])


def one_ulp_more(no_deal):
    return tuple(float(np.nextafter(worth, np.inf)) for worth in no_deal)


@pytest.mark.parametrize("seed", range(40))
def test_a_tie_is_a_tie_whatever_the_last_bit_says(seed):
    # At the start both sides risk all they have, and only the seed says who begins.
    weights = pd.DataFrame({"J": [24.3, 41.9, 33.8], "U": [52.1, 36.7, 11.2]}, index=["a", "b", "c"])
    exact = (17.3, 38.9)
    played = meetings.meeting(weights, exact, seed)
    for order in itertools.permutations(weights.index):
        for no_deal in (exact, one_ulp_more(exact), (exact[0], one_ulp_more(exact)[1])):
            other = meetings.meeting(weights.loc[list(order)], no_deal, seed)
            pd.testing.assert_frame_equal(other.rounds, played.rounds)
            assert other.worth == pytest.approx(played.worth)


def test_who_begins_is_drawn_from_the_seed_and_both_sides_do_so():
    weights = pd.DataFrame({"J": [24.3, 41.9, 33.8], "U": [52.1, 36.7, 11.2]}, index=["a", "b", "c"])
    first = [meetings.meeting(weights, (17.3, 38.9), seed).rounds["gives way"].iloc[0] for seed in range(60)]
    assert 20 <= first.count("J") <= 40


def test_an_issue_of_the_same_ratio_is_traded_in_the_order_of_the_table():
    # 0.1 / 0.3 and 0.2 / 0.6 differ by rounding in some tables; the shares must not.
    for scale in (1, 3, 7, 0.1, 0.7, 1 / 3):
        values = pd.DataFrame({"J": [1 * scale, 2 * scale, 3 * scale], "U": [3, 6, 9]}, index=["a", "b", "c"])
        shares = bargaining.package(values, float(values["J"].sum()) * 0.5)
        assert shares.tolist() == pytest.approx([100, 100, 0])


def test_meetings_end_within_one_step_of_the_nash_solution():
    wanted = bargaining.linked(WEIGHTS, (20, 40)).worth[0]
    for seed in range(30):
        played = meetings.meeting(WEIGHTS, (20, 40), seed)
        assert played.agreed and abs(played.worth[0] - wanted) < 8
        assert played.rounds["agreed"].tolist() == [False] * (len(played.rounds) - 1) + [True]
        assert (played.share_pct / 100) @ WEIGHTS["Japan"] == pytest.approx(played.worth[0])


def test_too_few_rounds_end_without_a_deal():
    played = meetings.meeting(WEIGHTS, (20, 40), seed=1, rounds=2)
    assert not played.agreed and played.worth == (20, 40) and played.share_pct.isna().all()


def test_sensitivity_finds_the_assumption_an_outcome_was_made_from():
    dice = np.random.default_rng(4)
    runs = pd.DataFrame({"Japan: trade": dice.random(50), "Japan: no deal": dice.random(50), "agreed": True})
    runs["worth"] = runs["Japan: trade"] ** 3
    table = meetings.sensitivity(runs, "worth")
    assert table.iloc[0].tolist() == ["Japan: trade", pytest.approx(1)]


def test_scripted_partners_answer_alike_for_a_seed_and_like_their_own_wishes(wishes):
    package = {"trade": 50, "north-korea": 50, "abductions": 100}
    assert delegations.replies(package, wishes, 5).equals(delegations.replies(package, wishes, 5))
    wanted = wishes.astype({"delegation": str, "issue": str}).set_index(["delegation", "issue"])["level"]
    for name in delegations.NAMES:
        answers = delegations.replies(wanted[name].to_dict(), wishes, 5).set_index("delegation")
        assert answers.loc[name, ["says", "issue"]].tolist() == ["accepts", ""]


def test_the_wishes_are_marked_as_assumed_and_weigh_a_hundred(wishes):
    assert set(wishes.groupby("delegation", observed=True)["weight"].sum()) == {100}
    assert set(wishes["basis"]) == {"assumed"}
    assert "Assumed, not measured" in catalogue.cautions("summit-wishes")[0]


def test_the_options_read_every_act_of_that_day_once(issues, options):
    day = issues[(issues["stated_date"] == delegations.MEETING) & (issues["forum"] == "Mar-a-Lago")]
    for _, rows in options.groupby("issue", observed=True):
        acts = [act for text in rows["acts"] for act in text.split("; ")]
        assert len(acts) == len(set(acts)) and set(acts) <= set(issues["act"].cat.categories)
        assert {"announces", "promises", "decides"} <= set(acts)
    assert {"announces", "promises"} <= set(day["act"].astype(str))


def test_the_debrief_says_where_class_and_record_part(issues, options):
    table = delegations.debrief(issues, options, {"trade": 100, "north-korea": 50, "abductions": 0})
    assert [each == "the same text" for each in table["beside the record"]] == [False, True, False]
    assert table.loc["abductions", "rows"] == "OUT05"


def test_positions_before_the_meeting_are_dated_before_it_and_results_from_it_on(issues):
    late = issues["stated_date"] >= "2018-04-17"
    assert (late == (issues["phase"] == "after")).all()
    assert issues["row_id"].str.startswith("OUT").equals(late)


def test_the_lesson_checks_against_the_assumptions_its_notebook_prints():
    text = COURSE.notebook("70-summit-table").read_text(encoding="utf-8")
    code = COURSE.module("70-summit-table")
    for side in WEIGHTS:
        assert f'{side}\\": {code.WEIGHTS[side].tolist()}' in text
    assert f"no_deal = {code.NO_DEAL}" in text and f"fears={code.FEARS_DRAWN}" in text
    fears = f"abandonment={code.FEARS['abandonment']}, entrapment={code.FEARS['entrapment']}"
    assert f"{fears}, pull={code.PULL}" in text and f"alignment({fears})" in text
    assert f"fear_chart(entrapment={code.FEARS['entrapment']}, " in text


TABLE = WEIGHTS.rename(columns={"Japan": "J", "United States": "U"})
NONE = {"trade": 0, "north-korea": 0, "abductions": 0}
RUNS = pd.DataFrame({"J: trade": range(20), "word": ["x"] * 20, "agreed": True})


def load(name):
    return catalogue.load(f"summit-{name}")


@pytest.mark.parametrize(
    ("call", "parts"),
    [
        (lambda: games.equilibria(pd.DataFrame([[1, 2, 3]]), TABLE), ["2 by 2", "rows is 1 by 3"]),
        (lambda: games.equilibria([[1, 2], [3, 4]], [[1, 2], [3, 4]]), ["2 by 2", "rows is a list"]),
        (lambda: games.equilibria(None, None), ["rows is None"]),
        (lambda: games.equilibria(*game([[1, "x"], [1, 1]], [[1, 1], [1, 1]])), ["a payoff is 'x'"]),
        (lambda: games.equilibria(*game([[1, np.nan], [1, 1]], [[1, 1], [1, 1]])), ["a payoff is nan"]),
        (
            lambda: games.equilibria(game([[1, 1], [1, 1]], 0)[0], game(0, [[1, 1], [1, 1]], ("a", "b"))[1]),
            ["different moves"],
        ),
        (lambda: games.alliance_game(11, 2, 5), ["abandonment", "between 0 and 10", "11"]),
        (lambda: games.alliance_game(8, "2", 5), ["entrapment", "'2'"]),
        (lambda: games.alliance_game(8, 2, 11), ["pull", "between 0 and 10", "11"]),
        (lambda: games.alliance_game(8, 2, 5, brings=8), ["brings has two numbers", "8"]),
        (lambda: games.alliance_game(8, 2, 5, drawn_in=(0.6, 0.2, 0)), ["drawn_in has two numbers"]),
        (lambda: games.alignment(8, 2, drawn_in=(1.1, 0.2)), ["drawn_in", "between 0 and 1"]),
        (lambda: games.by_fear(5, [1, 11]), ["abandonment", "between 0 and 10", "11"]),
        (lambda: bargaining.win_set({}, 1), ["limits is empty"]),
        (lambda: bargaining.win_set([1, 2], 1), ["limits is a list"]),
        (lambda: bargaining.win_set({"a": 120}, 1), ["limit of a", "between 0 and 100", "120"]),
        (lambda: bargaining.win_set({"a": 20}, 2), ["groups", "from 1 to 1", "2"]),
        (lambda: bargaining.win_set({"a": 20}, True), ["groups", "True"]),
        (lambda: bargaining.win_set({"a": 20}, 1, "upto"), ["opens is 'upto'"]),
        (lambda: bargaining.win_set({"a": 20}, 1, ["from"]), ["opens is a list"]),
        (lambda: bargaining.overlap(None, (1, 2)), ["a pair (low, high)", "None"]),
        (lambda: bargaining.overlap(("a", 2), (1, 2)), ["low end of a win-set is 'a'"]),
        (lambda: bargaining.overlap((30, 20), (0, 100)), ["30 to 20", "Exchange"]),
        (lambda: bargaining.linked(TABLE * 1.1, (20, 40)), ["J add up to 110", "take 10 points"]),
        (lambda: bargaining.linked(TABLE - 1, (20, 40)), ["add up to 97", "add 3 points"]),
        (lambda: bargaining.linked(TABLE, (90, 90)), ["No package", "90 and 90"]),
        (lambda: bargaining.linked(TABLE, (-1, 20)), ["0 or more", "-1"]),
        (lambda: bargaining.linked(TABLE, 20), ["two numbers", "no_deal is 20"]),
        (lambda: bargaining.linked(TABLE, ("a", 20)), ["no-deal worth of J is 'a'"]),
        (lambda: bargaining.linked(TABLE[["J"]], (1, 1)), ["two columns"]),
        (lambda: bargaining.linked(pd.concat([TABLE, TABLE]) / 2, (1, 1)), ["'trade' twice"]),
        (lambda: bargaining.linked(pd.DataFrame(columns=["a", "b"]), (1, 1)), ["one row per issue"]),
        (lambda: bargaining.frontier(None), ["one row per issue", "None"]),
        (lambda: bargaining.nash(TABLE * 0, (1, 1)), ["one is worth 0 to J"]),
        (lambda: bargaining.nash(TABLE.assign(U="x"), (1, 1)), ["a worth to U is 'x'"]),
        (lambda: bargaining.nash(TABLE.assign(U=np.nan), (1, 1)), ["a worth to U is nan"]),
        (lambda: bargaining.package(TABLE, 101), ["worth is between 0 and 100", "101"]),
        (lambda: meetings.meeting(TABLE, (20, 40), -1), ["The seed is a whole number from 0", "-1"]),
        (lambda: meetings.meeting(TABLE, (20, 40), 1.5), ["seed", "1.5"]),
        (lambda: meetings.meeting(TABLE, (20, 40), 1, rounds=0), ["number of rounds", "from 1"]),
        (lambda: meetings.meetings(TABLE, (20, 40), 10**9, 20, 1), ["number of meetings", "2,000"]),
        (lambda: meetings.meetings(TABLE, (20, 40), 5, 80, 1), ["spread", "between 0 and 50", "80"]),
        (lambda: meetings.meetings(TABLE, (20, 40), 5, "20", 1), ["spread", "'20'"]),
        (lambda: meetings.sensitivity(RUNS, "jade"), ["no outcome 'jade'", "agreed"]),
        (lambda: meetings.sensitivity(RUNS, None), ["no outcome None"]),
        (lambda: meetings.sensitivity(RUNS, "word"), ["'word'", "numbers"]),
        (lambda: meetings.sensitivity(RUNS.head(1), "J: trade"), ["1 meeting ended", "at least 10"]),
        (lambda: meetings.sensitivity(RUNS.assign(agreed="yes"), "J: trade"), ["agreed", "true or false"]),
        (lambda: meetings.sensitivity(pd.DataFrame({"x": [1]}), "x"), ["no column 'agreed'"]),
        (lambda: delegations.record(None, load("options")), ["must be a table"]),
        (lambda: delegations.record(load("issues"), None), ["must be a table", "summit-options"]),
        (lambda: delegations.record(load("issues"), load("options").head(4)), ["9 rows", "4"]),
        (lambda: delegations.record(load("issues").query("phase == 'before'"), load("options")), ["18 April", "trade"]),
        (lambda: delegations.texts(load("options").assign(level=5)), ["5", "0, 50, 100"]),
        (lambda: delegations.replies(NONE, pd.DataFrame(), 1), ["no column", "summit-wishes"]),
        (lambda: delegations.replies(NONE, load("wishes").head(3), 1), ["15 rows", "3"]),
        (lambda: delegations.replies(NONE, load("wishes").assign(weight=-5), 1), ["weight of a wish", "-5"]),
        (lambda: delegations.replies(NONE, load("wishes").assign(weight=np.nan), 1), ["weight", "empty"]),
        (lambda: delegations.debrief(load("issues").iloc[:0], load("options"), NONE), ["no rows"]),
        (lambda: delegations.replies({"trade": 50}, load("wishes"), 1), ["leaves out north-korea"]),
        (lambda: delegations.replies({**NONE, "trade": 60}, load("wishes"), 1), ["trade is 60"]),
        (lambda: delegations.replies({**NONE, "trade": True}, load("wishes"), 1), ["trade is True"]),
        (lambda: delegations.replies({**NONE, "trade": "50"}, load("wishes"), 1), ["trade is '50'"]),
        (lambda: delegations.replies({"trad": 50}, load("wishes"), 1), ["Did you mean 'trade'?"]),
        (lambda: delegations.replies(50, load("wishes"), 1), ["what was given is 50"]),
    ],
)
def test_what_will_not_do_gets_one_sentence(call, parts):
    with pytest.raises((ValueError, LookupError)) as error:
        call()
    assert all(part in str(error.value) for part in parts) and "\n" not in str(error.value)
    assert type(error.value) in (ValueError, LookupError, bargaining.NoDeal)


@pytest.mark.parametrize("fears", [3, [], "1", None])
def test_fears_that_are_not_a_list_are_one_sentence(fears):
    with pytest.raises(ValueError, match="come as a list of numbers"):
        games.by_fear(5, fears)


def test_a_game_of_fears_has_the_payoffs_its_description_says():
    # 10 less 60% of the fear of entrapment close and 20% apart, and less all the fear of abandonment when dealt past.
    ally, patron = games.alliance_game(8, 5, 5)
    assert ally.to_numpy().tolist() == [[7, -1], [9, 1]] and patron.to_numpy().tolist() == [[8, 5], [3, 5]]
    assert games.alliance_game(10, 0, 0)[0].to_numpy().tolist() == [[10, 0], [10, 0]]
    assert games.alliance_game(0, 10, 10)[1].to_numpy().tolist() == [[8, 10], [3, 10]]
    with pytest.raises(ValueError, match="abandonment"):
        games.alliance_game(10.1, 0, 5)
    with pytest.raises(ValueError, match="entrapment"):
        games.alliance_game(10, 10.1, 5)


def test_every_equilibrium_pays_what_its_moves_pay():
    both = game([[2, 0], [0, 1]], [[1, 0], [0, 2]])
    assert games.equilibria(*both).iloc[:2, 1:].to_numpy().tolist() == [[1, 1, 2, 1], [0, 0, 1, 2]]
    (mixed,) = games.equilibria(*both).iloc[2:][["first_row", "first_column"]].to_numpy().tolist()
    assert mixed == pytest.approx([2 / 3, 1 / 3])


def test_a_move_that_only_ties_is_an_equilibrium_and_one_that_is_a_little_worse_is_not():
    tied = games.equilibria(*game([[1, 1], [1, 1]], [[1, 1], [1, 1]]))
    assert tied["kind"].tolist() == ["pure"] * 4
    worse = games.equilibria(*game([[1, 1], [1.001, 1.001]], [[1, 1], [1, 1]]))
    assert worse[["kind", "first_row"]].to_numpy().tolist() == [["pure", 0], ["pure", 0]]
    # At the end of what a mixture can be there is none: one side would play one move always.
    edge = games.equilibria(*game([[1, 1], [2, 0]], [[0, 0], [0, 1]]))
    assert set(edge["kind"]) == {"pure"}


def test_win_sets_that_only_touch_share_one_deal_and_a_gap_shares_none():
    assert bargaining.overlap((0, 40), (40, 100)) == (40, 40)
    assert bargaining.overlap((40, 100), (0, 40)) == (40, 40)
    assert bargaining.overlap((0, 39.9), (40, 100)) is None
    assert bargaining.overlap((10, 80), (20, 90)) == (20, 80)
    assert bargaining.overlap((30, 30), (0, 100)) == (30, 30)
    assert bargaining.win_set({"a": 0, "b": 100}, 2) == (0, 0)
    assert bargaining.win_set({"a": 0, "b": 100}, 2, "from") == (100, 100)
    with pytest.raises(ValueError, match="100"):
        bargaining.win_set({"a": 100.5}, 1)
    for bad in ((1, 2, 3), (1,)):
        with pytest.raises(ValueError, match="pair"):
            bargaining.overlap((0, 1), bad)


def test_issues_settled_one_by_one_split_what_no_deal_leaves_in_half():
    # No deal gives 20 and 40 of 100: of the 40 points that are left each side gets 20 more.
    alone = bargaining.unlinked(WEIGHTS, (20, 40))
    assert alone.worth == (40, 60) and alone.gains == (20, 20) and alone.product == 400
    assert alone.share_pct.tolist() == [40, 40, 40]
    with pytest.raises(bargaining.NoDeal):
        bargaining.unlinked(WEIGHTS, (40, 60))
    assert bargaining.unlinked(WEIGHTS, (40, 59)).gains == (0.5, 0.5)


def test_no_deal_that_only_ties_with_the_best_package_leaves_no_bargain():
    cake = pd.DataFrame({"a": [100], "b": [100]}, index=["cake"])
    with pytest.raises(bargaining.NoDeal):
        bargaining.linked(cake, (60, 40))
    assert bargaining.linked(cake, (60, 39)).gains == pytest.approx((0.5, 0.5))


@pytest.mark.parametrize(("off", "fine"), [(0.5e-6, True), (2e-6, False), (-0.5e-6, True), (-2e-6, False)])
def test_weights_add_up_to_a_hundred_but_for_rounding(off, fine):
    table = WEIGHTS.astype(float)
    table.iloc[0, 0] += off
    if fine:
        assert bargaining.linked(table, (20, 40)).gains[0] > 0
    else:
        with pytest.raises(ValueError, match="add up"):
            bargaining.linked(table, (20, 40))


def test_the_corners_of_the_best_packages_trade_the_cheapest_issue_first():
    # Japan gains 35 of the abduction issue for 10 of the other side, then 40 for 35, then 25 for 55.
    assert bargaining.frontier(WEIGHTS).to_numpy().tolist() == [[0, 100], [35, 90], [75, 55], [100, 0]]
    assert bargaining.package(WEIGHTS, 0).tolist() == [0, 0, 0]
    assert bargaining.package(WEIGHTS, 55).tolist() == [0, 50, 100]
    assert bargaining.package(WEIGHTS, 100).tolist() == [100, 100, 100]
    with pytest.raises(ValueError, match="worth is between 0 and 100"):
        bargaining.package(WEIGHTS, -1)


def test_the_linked_solution_of_the_lesson_is_that_of_its_closed_form():
    # On the issue of North Korea u = 15 + 40 t and v = 50 - 35 t: the product is largest at t = 5/7 - 3/16.
    deal = bargaining.linked(WEIGHTS, (20, 40))
    assert deal.share_pct.tolist() == pytest.approx([0, 100 * (5 / 7 - 3 / 16), 100])
    assert deal.gains == pytest.approx((15 + 40 * (5 / 7 - 3 / 16), 50 - 35 * (5 / 7 - 3 / 16)))


def test_a_meeting_of_a_seed_is_played_as_it_always_was():
    played = meetings.meeting(WEIGHTS, (20, 40), seed=7)
    rounds = played.rounds.set_index("round")
    assert rounds.index.tolist() == list(range(1, 12))
    assert "".join("J" if side == "Japan" else "U" for side in rounds["gives way"]) == "UJJUJUUJUJU"
    assert rounds["Japan asks"].tolist() == [81.8, 75.4, 72.8, 72.8, 65.7, 65.7, 65.7, 59.1, 59.1, 56.0, 56.0]
    assert rounds["United States offers"].tolist() == [38.4, 38.4, 38.4, 42, 42, 43.2, 50.9, 50.9, 55.8, 55.8, 56.0]
    assert played.worth == pytest.approx((55.996344549757964, 71.62819851896178))


def test_a_meeting_has_twenty_rounds_unless_told_otherwise_and_a_thousand_at_most():
    even = pd.DataFrame({"J": [50, 50], "U": [50, 50]}, index=["a", "b"])
    slow = next(seed for seed in range(50) if not meetings.meeting(even, (0, 0), seed).agreed)
    assert len(meetings.meeting(even, (0, 0), slow).rounds) == 20
    short = meetings.meetings(even, (0, 0), 60, 0, seed=1)
    assert short["agreed"].equals(meetings.meetings(even, (0, 0), 60, 0, seed=1, rounds=20)["agreed"])
    assert meetings.meetings(even, (0, 0), 60, 0, seed=1, rounds=1)["agreed"].sum() == 0
    assert meetings.meeting(even, (0, 0), 1, rounds=1_000).agreed
    for play in (lambda n: meetings.meeting(even, (0, 0), 1, n), lambda n: meetings.meetings(even, (0, 0), 1, 0, 1, n)):
        with pytest.raises(ValueError, match="1,000"):
            play(1_001)


def test_no_step_back_is_longer_than_eight_points_or_shorter_than_one():
    asked = []
    for seed in range(60):
        rounds = meetings.meeting(WEIGHTS, (20, 40), seed).rounds
        steps = rounds[rounds["gives way"] == "Japan"]["Japan asks"]
        asked += (
            (rounds["Japan asks"].shift(fill_value=None) - rounds["Japan asks"]).loc[steps.index[:-1]].dropna().tolist()
        )
    assert 0.9 <= min(asked) < 1.4 and 7.6 < max(asked) <= 8.1


def test_shaken_assumptions_stay_within_the_spread_reach_its_ends_and_weigh_a_hundred():
    runs = meetings.meetings(WEIGHTS, (20, 40), 400, 50, seed=1, rounds=1)
    for side, out in (("Japan", 20), ("United States", 40)):
        weights = runs[[f"{side}: {issue}" for issue in WEIGHTS.index]]
        assert weights.sum(axis=1).to_numpy() == pytest.approx(100)
        drawn = runs[f"{side}: no deal"] / out
        assert 0.5 <= drawn.min() < 0.505 and 1.495 < drawn.max() <= 1.5
        odds = (weights.iloc[:, 0] / weights.iloc[:, 1]) / (WEIGHTS[side].iloc[0] / WEIGHTS[side].iloc[1])
        assert 1 / 3 <= odds.min() < 0.4 and 2.5 < odds.max() <= 3
    still = meetings.meetings(WEIGHTS, (20, 40), 3, 0, seed=1)
    assert still["Japan: trade"].tolist() == pytest.approx([25] * 3)
    assert still["United States: no deal"].tolist() == [40] * 3
    with pytest.raises(ValueError, match="50"):
        meetings.meetings(WEIGHTS, (20, 40), 1, 50.1, seed=1)
    with pytest.raises(ValueError, match="2,000"):
        meetings.meetings(WEIGHTS, (20, 40), 2_001, 0, seed=1)


def test_shaken_meetings_of_a_seed_come_out_as_they_always_did():
    runs = meetings.meetings(WEIGHTS, (20, 40), 2, 50, seed=1)
    assert runs["Japan: trade"].tolist() == pytest.approx([31.827888, 20.603965], abs=1e-6)
    assert runs["United States: no deal"].tolist() == pytest.approx([36.367965, 58.797017], abs=1e-6)
    assert runs["worth to Japan"].tolist() == pytest.approx([55.010622, 45.762416], abs=1e-6)
    assert runs["north-korea"].tolist() == pytest.approx([59.403581, 31.233375], abs=1e-6)


def test_ten_deals_are_enough_for_a_rank_correlation_and_nine_are_not():
    runs = pd.DataFrame({"J: a": range(12), "J: b": [3, 1, 2] * 4, "J: c": 5, "agreed": [True] * 10 + [False] * 2})
    runs["worth"] = [*range(0, -10, -1), 99, 99]
    table = meetings.sensitivity(runs, "worth")
    assert table["assumption"].tolist() == ["J: a", "J: b"] and table["rank_correlation"].iloc[0] == pytest.approx(-1)
    with pytest.raises(ValueError, match="9 meetings"):
        meetings.sensitivity(runs.iloc[1:], "worth")


def test_a_partner_is_as_content_as_its_wishes_are_met_give_or_take_five(wishes):
    # Weights times the distance from each wish, taken from 100: 57.5, 77.5, 57.5, 15 and 30 points.
    expected = {"Japan": 57.5, "United States": 77.5, "South Korea": 57.5, "North Korea": 15, "China": 30}
    moods = []
    for seed in range(40):
        answers = delegations.replies({"trade": 0, "north-korea": 100, "abductions": 50}, wishes, seed)
        for line in answers.itertuples():
            moods.append(line.content - expected[line.delegation])
            words = "accepts" if line.content > 45 else "asks for a change" if 30 < line.content < 45 else "objects"
            assert line.says == words or line.content in (30, 45)
    assert -5.5 <= min(moods) < -4.5 and 4.5 < max(moods) <= 5.5


@pytest.mark.parametrize(
    ("weight", "says"), [(49, "accepts"), (61, "asks for a change"), (64, "asks for a change"), (76, "objects")]
)
def test_a_partner_accepts_from_forty_five_and_objects_below_thirty(wishes, weight, says):
    own = wishes.assign(weight=[weight, 0, 0] * 5, level=100)
    answers = delegations.replies({"trade": 0, "north-korea": 100, "abductions": 100}, own, seed=4)
    assert set(answers["says"]) == {says} and set(answers["issue"]) == {"trade"}


def test_the_record_and_what_came_later_are_the_rows_of_the_day_and_after_it(issues, options):
    result = delegations.record(issues, options).set_index("issue")
    assert result["level"].to_dict() == {"trade": 50, "north-korea": 50, "abductions": 100}
    assert result["rows"].to_dict() == {"trade": "OUT01, OUT03", "north-korea": "OUT04", "abductions": "OUT05"}
    later = delegations.debrief(issues, options, NONE)["what came later"]
    assert later["trade"] == "OUT10, OUT12, OUT13, OUT22"
    assert later["north-korea"] == "OUT06, OUT07, OUT18, OUT19, OUT20, OUT21"
    assert later["abductions"] == "OUT08, OUT09, OUT11, OUT14, OUT15, OUT16, OUT17"


def test_a_wish_reaches_from_nothing_to_all(wishes):
    ends = wishes.assign(level=[0, 100, 50] * 5, weight=[0, 100, 0] * 5)
    assert len(delegations.replies(NONE, ends, seed=1)) == 5
    for change in ({"level": 101}, {"weight": 101}, {"level": -1}):
        with pytest.raises(ValueError, match="wish"):
            delegations.replies(NONE, wishes.assign(**change), 1)


def test_a_side_that_needs_no_deal_ends_with_a_package_worth_what_it_asks():
    wanted = bargaining.linked(WEIGHTS, (78, 5)).worth[0]
    for seed in range(6):
        played = meetings.meeting(WEIGHTS, (78, 5), seed)
        assert played.agreed and abs(played.worth[0] - wanted) < 8 and played.worth[0] > 78
        assert (played.share_pct / 100) @ WEIGHTS["Japan"] == pytest.approx(played.worth[0])
        assert (1 - played.share_pct / 100) @ WEIGHTS["United States"] == pytest.approx(played.worth[1])


def test_two_sides_have_two_columns_and_two_worths_without_a_deal():
    for bad in ((1, 2, 3), (1,), []):
        with pytest.raises(ValueError, match="two numbers"):
            bargaining.nash(WEIGHTS, bad)
    with pytest.raises(ValueError, match="two columns"):
        bargaining.nash(WEIGHTS.assign(China=1), (1, 2))
    with pytest.raises(ValueError, match="0 or more"):
        bargaining.nash(WEIGHTS, (0, -0.5))
    assert bargaining.nash(WEIGHTS, [0, 0]).gains[0] > 0


def test_the_first_seed_is_nothing_and_one_odd_answer_among_many_is_refused():
    assert len(meetings.meetings(WEIGHTS, (20, 40), 2, 10, seed=0)) == 2
    assert meetings.meeting(WEIGHTS, (20, 40), seed=0).agreed
    odd = RUNS.assign(agreed=[True] * 19 + ["yes"])
    with pytest.raises(ValueError, match="true or false"):
        meetings.sensitivity(odd, "J: trade")


def test_another_reading_of_any_act_of_that_day_moves_the_record_and_never_stops_it(issues, options):
    acts = {act for text in options["acts"] for act in text.split("; ")}
    assert acts == set(issues["act"].astype(str))
    day = issues.index[(issues["stated_date"] == delegations.MEETING) & (issues["forum"] == "Mar-a-Lago")]
    plain = issues.astype({"act": str})
    for row, act in itertools.product(day, sorted(acts)):
        result = delegations.record(plain.assign(act=plain["act"].where(plain.index != row, act)), options)
        assert result["level"].isin(delegations.LEVELS).all() and len(result) == len(delegations.ISSUES)


def test_the_four_works_behind_the_models_have_their_whole_citations():
    works = catalogue.load("theory-concepts").set_index("concept_id")
    found = works.loc[["T01", "T02", "T03", "T04"], ["author", "year", "venue"]].astype(str).agg(" ".join, axis=1)
    assert found.tolist() == [
        "Glenn H. Snyder 1984 World Politics 36(4): 461-495",
        "Robert D. Putnam 1988 International Organization 42(3): 427-460",
        "John F. Nash 1950 Econometrica 18(2): 155-162",
        "John C. Harsanyi 1956 Econometrica 24(2): 144-157",
    ]
    # The caution counts the rows whose citation is not whole.
    lacking = works["citation_seen"].str.contains("not seen|not printed").sum()
    assert f"In {lacking} rows part of the citation" in catalogue.cautions("theory-concepts")[1]


def test_where_the_two_readers_of_act_part_the_lesson_says_what_hangs_on_it(issues):
    second = catalogue.load("second-codings").query("dataset == 'summit-issues'").set_index("row_id")["code"]
    rows = issues.set_index("row_id")
    singapore = rows[(rows["issue"] == "abductions") & (rows["forum"] == "Singapore")]
    first = set(singapore.index[singapore["act"] == "reports"])
    by_second = {row for row in singapore.index if second[row] == "reports"}
    assert (first, by_second) == ({"OUT16", "OUT17"}, {"OUT16"})
    assert "no reading of `OUT17` turns the verdict" in COURSE.notebook("70-summit-table").read_text(encoding="utf-8")
    recoded = issues.assign(act=issues["act"].astype(str).where(issues["row_id"] != "OUT17", second["OUT17"]))

    def load(name):
        return recoded if name == "summit-issues" else catalogue.load(name)

    decide = COURSE.module("70-summit-table").CLAIMS["A18"]
    assert decide(load).verdict == decide().verdict
