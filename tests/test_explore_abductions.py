"""The explorer of the record moved without a browser: every day, every side, with and without the police's list."""

import pandas as pd
import pytest
from alliancelab import abductions, catalogue, charts, explorers


@pytest.fixture(scope="module")
def claims():
    return catalogue.load("abduction-claims")


@pytest.fixture(scope="module")
def explorer(claims):
    return explorers.abductions.counts_on_a_day(claims, "x")


def at(explorer, **values):
    for name, value in values.items():
        explorer.controls[name].value = value
    return explorer.status


def test_the_sentence_names_each_side_and_who_disputes(explorer):
    said = at(explorer, day=pd.Timestamp("2018-04-17"), words="both", inquiries=False)
    assert "the Government of Japan identifies 17 people" in said and "the DPRK admits having taken 13" in said
    assert "8 of those asked about have died and finds no entry of 4, and Japan disputes both answers" in said


def test_one_side_alone_says_only_its_own_words(explorer):
    assert "DPRK" not in at(explorer, day=pd.Timestamp("2018-04-17"), words="Japan", inquiries=False)
    assert "identifies" not in at(explorer, words="the DPRK")


def test_the_list_of_inquiries_is_told_from_victims(explorer):
    said = at(explorer, day=pd.Timestamp("2018-04-17"), words="Japan", inquiries=True)
    assert said.endswith("inquiries, not victims.")
    assert "no list of inquiries" in at(explorer, day=pd.Timestamp("2002-09-17"))


def test_a_side_without_a_count_leaves_a_sentence(explorer):
    said = at(explorer, day=pd.Timestamp("1997-05-01"), words="the DPRK", inquiries=False)
    assert said == "By May 1997 the table has no count by this side yet."


def test_a_count_known_to_the_month_does_not_show_a_day(explorer):
    labels = [label for label, _ in explorer.controls["day"].options]
    assert labels[0] == "May 1997" and "July 2014" in labels and "17 September 2002" in labels


def test_every_position_draws_what_its_table_says(claims, explorer):
    for _, day in explorer.controls["day"].options:
        numbers = set(abductions.levels(claims, day)["quantity"])
        for words in explorers.abductions.SIDES:
            for inquiries in (False, True):
                sentence = at(explorer, day=day, words=words, inquiries=inquiries)
                figure = explorer._figure.outputs[0]["data"]
                drawn = figure[charts.MIME]
                assert figure["text/plain"] == sentence == drawn["layout"]["meta"]["summary"]
                assert {number for trace in drawn["data"] for number in trace["x"]} <= numbers
                groups = {trace.get("name") for trace in drawn["data"]} - {None}
                assert groups <= {f"said by {side}" for side in ("Japan", "the DPRK")}
                if words != "both":
                    assert len(groups) <= 1


def test_no_position_adds_the_police_figure_to_the_victims(claims, explorer):
    for _, day in explorer.controls["day"].options:
        at(explorer, day=day, words="both", inquiries=True)
        for trace in explorer._figure.outputs[0]["data"][charts.MIME]["data"]:
            if trace.get("xaxis", "x") == "x":
                assert max(trace["x"], default=0) <= 17


def test_other_words_or_no_day_get_a_sentence(claims):
    with pytest.raises(LookupError, match="'japan'.*Did you mean 'Japan'"):
        explorers.abductions.counts_chart(claims, "2018-04-17", "x", "japan")
    for view in (
        lambda table, day: explorers.abductions.counts_chart(table, day, "x"),
        lambda table, day: explorers.abductions.counts_on_a_day(table, "x", day),
    ):
        with pytest.raises(ValueError, match="A day is written year-month-day"):
            view(claims, "someday")
        with pytest.raises(ValueError, match="1990-01-01"):
            view(claims, "1990-01-01")
        for column in ("level", "claimant_group", "standing", "date_precision"):
            with pytest.raises(LookupError, match=f"no column '{column}'"):
                view(claims.drop(columns=column), "2018-04-17")


def test_an_answer_given_by_half_is_not_spoken_of(claims):
    for level in ("said_dead", "said_never_entered"):
        chart = explorers.abductions.counts_chart(claims[claims["level"] != level], "2018-04-17", "x")
        assert "have died" not in chart.reading and "admits having taken 13" in chart.reading
