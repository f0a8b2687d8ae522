"""The explorer of lesson 20 and its coding sheet, moved without a browser, against a count one by one."""

import itertools

import pandas as pd
import pytest
from alliancelab import catalogue, charts, explorers


@pytest.fixture(scope="module")
def moves():
    return catalogue.load("dual-track-moves")


@pytest.fixture(scope="module")
def explorer(moves):
    return explorers.agreement.track_explorer(moves, "x")


def test_every_group_and_domain_counts_as_a_count_one_by_one(explorer, moves):
    rows = moves.to_dict("records")
    explorer.controls["us_moves"].value = False
    for group, domain in itertools.product(explorers.agreement.GROUPS, ["all", *explorers.agreement.DOMAINS]):
        explorer.controls["group"].value, explorer.controls["domain"].value = group, domain
        here = [
            r
            for r in rows
            if {r["partner_kind"], r["partner_name"]} & set(explorers.agreement.GROUPS[group])
            and domain in ("all", r["domain"])
            and not r["is_us_move"]
        ]
        toward, away = (sum(r["track"] == track for r in here) for track in ("washington", "elsewhere"))
        what = ("" if domain == "all" else f"{domain} ") + ("move" if toward == 1 else "moves")
        assert (
            f"{group}: our list has {toward} {what} of Japan toward Washington and {away} elsewhere." in explorer.status
        )
        figure = explorer._figure.outputs[0]["data"][charts.MIME]
        assert sum(len(trace["x"]) for trace in figure["data"]) == len(here)


def test_both_ends_of_the_time_move_and_the_last_day_is_counted(explorer, moves):
    for name, value in {"group": "all partners", "domain": "all"}.items():
        explorer.controls[name].value = value
    days = [day for _, day in explorer.controls["time"].options]
    for first, last in [(days[0], days[0]), (days[3], days[9]), (days[-1], days[-1]), (days[0], days[-1])]:
        explorer.controls["time"].value = (first, last)
        end = last + pd.offsets.QuarterEnd(startingMonth=3)
        here = moves[(moves["date"] >= first) & (moves["date"] <= end) & ~moves["is_us_move"]]
        toward = (here["track"] == "washington").sum()
        assert f"our list has {toward} {'move' if toward == 1 else 'moves'} of Japan" in explorer.status


def test_the_three_partners_of_the_article_are_chosen_together_in_one_step(explorer, moves):
    days = [day for _, day in explorer.controls["time"].options]
    explorer.controls["time"].value = (days[0], days[-1])
    for name, value in {"domain": "all", "us_moves": False, "group": "European Union, Australia, India"}.items():
        explorer.controls[name].value = value
    drawn = explorer._figure.outputs[0]["data"][charts.MIME]
    assert sorted(drawn["layout"]["yaxis"]["ticktext"]) == ["Australia", "European Union", "India"]
    three = moves[moves["partner_name"].isin(["Australia", "European Union", "India"]) & ~moves["is_us_move"]]
    assert sum(len(trace["x"]) for trace in drawn["data"]) == len(three) == 23


def test_a_mark_says_its_day_partner_domain_and_what_was_done(explorer, moves):
    days = [day for _, day in explorer.controls["time"].options]
    explorer.controls["time"].value = (days[0], days[-1])
    for name, value in {"group": "all partners", "domain": "all", "us_moves": True}.items():
        explorer.controls[name].value = value
    data = explorer._figure.outputs[0]["data"][charts.MIME]["data"]
    told = [text.replace("<br>", " ") for trace in data for text in trace["customdata"]]
    assert len(told) == len(moves) and not any(name in text for text in told for name in ("DT0", "DT1"))
    signed = next(text for text in told if "Civil nuclear cooperation" in text)
    assert all(word in signed for word in ("11 November 2016", "India", "trade", "outside the NPT"))


def test_moves_of_the_united_states_are_drawn_and_never_counted(explorer, moves):
    days = [day for _, day in explorer.controls["time"].options]
    explorer.controls["time"].value = (days[0], days[-1])
    for name, value in {"group": "all partners", "domain": "all", "us_moves": False}.items():
        explorer.controls[name].value = value
    counted = explorer.status
    explorer.controls["us_moves"].value = True
    assert (
        explorer.status == f"{counted} {int(moves['is_us_move'].sum())} of the United States are drawn and not counted."
    )
    figure = explorer._figure.outputs[0]["data"][charts.MIME]
    assert sum(len(trace["x"]) for trace in figure["data"]) == len(moves)


def test_a_choice_without_moves_draws_an_empty_figure_and_says_none(explorer):
    for name, value in {"group": "the United States", "domain": "trade", "us_moves": False}.items():
        explorer.controls[name].value = value
    days = [day for _, day in explorer.controls["time"].options]
    explorer.controls["time"].value = (days[0], days[0])
    assert "0 trade moves of Japan toward Washington and 0 elsewhere." in explorer.status
    assert explorer._figure.outputs[0]["data"][charts.MIME]["data"] == []


def test_the_sheet_counts_and_gives_the_codes(moves):
    dozen = moves[moves["in_sample"]]
    sheet = explorers.agreement.coding_sheet(dozen)
    assert sheet.status == "Coded 0 of 12." and sheet.codes == {}
    for button in sheet.buttons.values():
        button.value = "elsewhere"
    assert sheet.codes == dict.fromkeys(dozen["move_id"], "elsewhere")
    assert "12 of 12" in sheet.status and sheet.status in repr(sheet)


def test_the_sheet_does_not_show_our_codes(moves):
    sheet = explorers.agreement.coding_sheet(moves[moves["in_sample"]])
    assert {button.value for button in sheet.buttons.values()} == {None}


def test_without_complete_codes_the_second_coder_is_made_and_says_so(moves):
    dozen = moves[moves["in_sample"]]
    for mine in (
        None,
        ...,
        {},
        "washington",
        {"DT003": ["washington"]},
        dict.fromkeys(dozen["move_id"], "neither"),
        [1],
    ):
        coded = explorers.agreement.two_coders(dozen, mine)
        assert coded["second_coder"].unique().tolist() == [explorers.agreement.MADE]
        assert (coded["second"] == "washington").tolist() == dozen["us_takes_part"].tolist()


def test_complete_codes_are_yours_and_drawn(moves):
    dozen, japan = moves[moves["in_sample"]], moves[~moves["is_us_move"]]
    ours = dict(zip(dozen["move_id"], dozen["track"].astype("str"), strict=True))
    assert explorers.agreement.two_coders(dozen, ours)["second_coder"].unique().tolist() == ["you"]
    chart = explorers.agreement.agreement_chart(dozen, japan, ours, "x")
    assert "You and we agree with kappa 1.00" in chart.reading and len(chart.table) == 3


def test_one_code_for_every_move_draws_no_kappa_of_yours_and_says_why(moves):
    dozen, japan = moves[moves["in_sample"]], moves[~moves["is_us_move"]]
    chart = explorers.agreement.agreement_chart(dozen, japan, dict.fromkeys(dozen["move_id"], "elsewhere"), "x")
    assert "You gave every move one code" in chart.reading and len(chart.table) == 2


def test_no_move_of_the_united_states_carries_a_track(moves):
    assert (
        moves.loc[moves["is_us_move"], "track"].isna().all() and moves.loc[~moves["is_us_move"], "track"].notna().all()
    )
    assert not moves.loc[moves["in_sample"], "is_us_move"].any()


def test_each_scholar_has_a_meaning_and_a_test():
    accounts = catalogue.load("hedging-accounts")
    assert len(accounts) == 2
    assert accounts[["hedging_means", "tables_should_show"]].map(len).min(axis=None) > 40


def test_a_move_known_by_its_month_shows_no_day_on_the_sheet(moves):
    two = moves[moves["move_id"].isin(["DT040", "DT053"])].astype({"date_precision": "str"})
    two.loc[two["move_id"] == "DT040", "date_precision"] = "month"
    sheet = explorers.agreement.coding_sheet(two)
    shown = [child.value for child in sheet.children if hasattr(child, "value") and "<p style" in str(child.value)]
    assert ">January 2018, security and trade," in shown[0] and ">17 April 2018, security and diplomacy," in shown[1]


@pytest.mark.parametrize(
    ("change", "error", "says"),
    [
        ({"group": "all partner"}, LookupError, "Did you mean 'all partners'"),
        ({"domain": "secuirty"}, LookupError, "Did you mean 'security'"),
        ({"first": "2019-01-01", "last": "2018-01-01"}, ValueError, "2019-01-01 is after 2018-01-01"),
        ({"first": "2018"}, ValueError, "the first day is '2018'"),
        ({"last": "06/03/2018"}, ValueError, "the last day is '06/03/2018'"),
    ],
)
def test_a_choice_the_timeline_does_not_know_gets_a_sentence(moves, change, error, says):
    with pytest.raises(error, match=says):
        explorers.agreement.timeline_chart(
            moves, **{"first": "2017-01-01", "last": "2018-01-01", "source": "x"} | change
        )


def test_a_table_of_another_kind_gets_a_sentence(moves):
    for call in (
        explorers.agreement.coding_sheet,
        explorers.agreement.two_coders,
        lambda table: explorers.agreement.track_explorer(table, "x"),
    ):
        for other in (catalogue.load("leader-visits"), pd.DataFrame({"x": [1]}), None, [moves]):
            with pytest.raises((LookupError, ValueError), match="has no column|must be a table"):
                call(other)


def test_the_days_asked_for_have_a_little_room_on_either_side(moves):
    chart = explorers.agreement.timeline_chart(moves, "2018-01-01", "2018-04-11", "x")
    # A hundred days and one and a half on either side.
    assert chart.layout.xaxis.range == ("2017-12-30", "2018-04-12")


def test_kappa_is_drawn_from_below_chance_to_full_agreement(moves):
    japan = moves[~moves["is_us_move"]]
    low, high = explorers.agreement.agreement_chart(japan[japan["in_sample"]], japan, None, "x").layout.xaxis.range
    assert -1 < low < 0 and 1 < high < 1.2


def test_the_time_begins_with_every_quarter_of_the_list(explorer, moves):
    time = explorer.controls["time"]
    quarters = [day for _, day in time.options]
    assert quarters[0] <= moves["date"].min() < quarters[1] and quarters[-1] <= moves["date"].max()
    assert (moves["date"].max() - quarters[-1]).days < 92 and all(day.month in (1, 4, 7, 10) for day in quarters)
    fresh = explorers.agreement.track_explorer(moves, "x").controls["time"]
    assert fresh.index == (0, len(quarters) - 1)
