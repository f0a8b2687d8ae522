"""Explorers moved without a browser: every position gives a figure and a sentence of its own."""

import itertools

import pandas as pd
import pytest
from alliancelab import catalogue, charts, explorers, forecasts, tariffs
from alliancelab.article import dossier
from alliancelab.classroom import COURSE


@pytest.fixture(scope="module")
def explorer():
    steel = tariffs.partners(catalogue.load("us-steel-imports"), 2017)
    aluminum = tariffs.aluminum_partners(catalogue.load("us-aluminum-imports"))
    return explorers.tariffs.tariff_calendar(
        catalogue.load("section-232-status"), catalogue.load("eu-members"), {"steel": steel, "aluminum": aluminum}
    )


def at(explorer, **values):
    for name, value in values.items():
        explorer.controls[name].value = value
    return explorer.status


def test_the_sentence_follows_day_and_measure(explorer):
    first, later = pd.Timestamp("2018-03-23"), pd.Timestamp("2022-04-01")
    assert "65.1% of U.S. steel imports by tonnage (imports of 2017)" in at(
        explorer, day=first, metal="steel", measure="tonnage"
    )
    assert "66.9% of U.S. steel imports by value" in at(explorer, measure="value")
    assert "Japan: tariff-rate quota, 25%" in at(explorer, day=later)
    assert "Japan: full duty, 50%" in at(explorer, day=pd.Timestamp("2025-06-04"))
    assert "0.0%" in at(explorer, day=pd.Timestamp("2025-03-12"))


def test_a_metal_without_tonnage_is_shown_by_value_and_says_so(explorer):
    assert "has no tonnage" in at(explorer, metal="aluminum", measure="tonnage")


def test_every_day_metal_and_measure_draws_a_figure_that_agrees_with_its_sentence(explorer):
    for _, day in explorer.controls["day"].options[::7]:
        sentence = at(explorer, day=day, metal="steel", measure="value")
        figure = explorer._figure.outputs[0]["data"]
        assert figure["text/plain"] == sentence == figure[charts.MIME]["layout"]["meta"]["summary"]
        assert sum(figure[charts.MIME]["data"][0]["x"]) == pytest.approx(100)


@pytest.fixture(scope="module")
def tables():
    steel = tariffs.partners(catalogue.load("us-steel-imports"), 2017)
    return catalogue.load("section-232-status"), catalogue.load("eu-members"), steel


def rained():
    return forecasts.one_row_each(
        catalogue.load("rain-forecasts"), "rained", "Rain?", forecaster="f", words=("rain", "none"), case="day"
    )


@pytest.mark.parametrize(
    ("given", "axes"),
    [
        (lambda: None, {"xaxis"}),
        (lambda: explorers.abductions.counts_on_a_day(catalogue.load("abduction-claims"), "x"), {"xaxis", "xaxis2"}),
        (lambda: explorers.forecasts.boldness(rained(), "x"), {"xaxis", "yaxis", "xaxis2"}),
        (
            lambda: explorers.article.rules(dossier.table(catalogue.load("article-claims"), COURSE.findings()), "x"),
            {"xaxis"},
        ),
    ],
    ids=["tariffs", "abductions", "forecasts", "article"],
)
def test_the_axes_of_numbers_stay_while_the_controls_move_and_hold_every_bar(explorer, given, axes):
    explorer = given() or explorer
    # What the bars stand for may change the scale; no other control does.
    options = {
        name: [o[1] if isinstance(o, tuple) else o for o in getattr(control, "options", (False, True))]
        for name, control in explorer.controls.items()
        if name != "by"
    }
    ranges = {axis: set() for axis in axes}
    for values in itertools.product(*options.values()):
        at(explorer, **dict(zip(options, values, strict=True)))
        drawn = explorer._figure.outputs[0]["data"][charts.MIME]
        for axis in axes & set(drawn["layout"]):
            ranges[axis].add(tuple(drawn["layout"][axis]["range"]))
            name = axis.replace("axis", "")
            bars = [t["x"] for t in drawn["data"] if t["type"] == "bar" and (t.get("xaxis") or "x") == name]
            is_stacked = drawn["layout"].get("barmode") == "stack"
            ends = map(sum, zip(*bars, strict=True)) if is_stacked else itertools.chain(*bars)
            assert max(ends, default=0) <= drawn["layout"][axis]["range"][1]
    assert {axis: len(several) for axis, several in ranges.items()} == dict.fromkeys(axes, 1)


def test_the_figure_of_an_explorer_has_one_height_and_its_room_is_kept_while_it_is_drawn(explorer):
    heights = set()
    for metal in explorer.controls["metal"].options:
        at(explorer, metal=metal)
        heights.add(explorer._figure.outputs[0]["data"][charts.MIME]["layout"]["height"])
    assert heights == {480} and explorer._figure.layout.min_height == "480px"


def test_a_table_that_lost_its_last_day_is_explored_up_to_its_last_row_or_the_day_given(tables):
    status, members, steel = tables
    bare = status.copy()
    bare.attrs = {}
    for known, last in (({}, bare["from_date"].max()), ({"as_of": "2026-08-21"}, pd.Timestamp("2026-08-21"))):
        explorer = explorers.tariffs.tariff_calendar(bare, members, {"steel": steel}, **known)
        assert explorer.controls["day"].options[-1][1] == last


def test_partners_without_japan_are_drawn_and_japan_is_not_mentioned(tables):
    status, members, steel = tables
    others = steel[steel["country_code"] != "JPN"]
    chart = explorers.tariffs.treatment_chart(status, members, others, "steel", "2019-01-01", "value", "x")
    assert "imports of 2017)." in chart.reading and "Japan" not in chart.reading


@pytest.mark.parametrize(
    ("change", "error", "says"),
    [
        ({"measure": "tons"}, LookupError, "No measure is called 'tons'"),
        ({"day": "2018"}, ValueError, "the day is '2018'"),
        ({"day": "2030-01-01"}, ValueError, "2030-01-01 is later"),
        ({"metal": "steal"}, LookupError, "Did you mean 'steel'"),
        ({"imports": pd.DataFrame({"x": [1]})}, LookupError, "imports has no column 'quantity_kt'"),
    ],
)
def test_a_chart_that_cannot_be_drawn_gets_a_sentence(tables, change, error, says):
    status, members, steel = tables
    asked = {"imports": steel, "metal": "steel", "day": "2019-01-01", "measure": "value", "source": "x"} | change
    with pytest.raises(error, match=says):
        explorers.tariffs.treatment_chart(status, members, **asked)


def test_an_explorer_needs_tables_by_metal(tables):
    status, members, steel = tables
    for bad in (steel, {}, None):
        with pytest.raises(ValueError, match="tables by metal"):
            explorers.tariffs.tariff_calendar(status, members, bad)


def test_one_partner_with_a_figure_is_enough_to_be_shown_by_it_and_its_year_is_named(tables):
    status, members, steel = tables
    few = steel[steel["country_code"].isin(["JPN", "CAN"])].reset_index(drop=True)
    some = few.assign(quantity_kt=few["quantity_kt"].where(few["country_code"] == "JPN"))
    chart = explorers.tariffs.treatment_chart(status, members, some, "steel", "2018-03-23", "tonnage", "x")
    assert "by tonnage" in chart.reading and "2017" in chart.reading
    assert sum(chart.data[0].x) == pytest.approx(100) and max(chart.data[0].x) == pytest.approx(100)
    one = explorers.tariffs.treatment_chart(
        status, members, some.dropna(subset="quantity_kt"), "steel", "2018-03-23", "tonnage", "x"
    )
    assert "2017" in one.reading


def test_four_partners_are_named_for_each_treatment_largest_first_with_every_rate(tables):
    status, members, steel = tables
    chart = explorers.tariffs.treatment_chart(status, members, steel, "steel", "2018-08-13", "tonnage", "x")
    row = chart.table[chart.table.iloc[:, 0] == tariffs.TREATMENT_LABELS["tariff"]].iloc[0].tolist()
    # Turkey paid the double rate from that day.
    rates, partners = row[2].removeprefix("full duty, ").split(": ")
    named, more = partners.split(" and ")
    assert rates == "25% (Turkey 50%)" and len(named.split(", ")) == 4
    standing = tariffs.standing(status, members, steel, "steel", "2018-08-13")
    paying = standing[standing["treatment"] == "tariff"].nlargest(4, "quantity_kt")
    assert named.split(", ") == paying["country_name"].tolist()
    assert more == f"{(standing['treatment'] == 'tariff').sum() - 4} more"


def test_each_bar_says_its_duty_and_who_is_in_it_and_a_bar_without_partners_says_so(tables):
    status, members, steel = tables

    def said(day):
        chart = explorers.tariffs.treatment_chart(status, members, steel, "steel", day, "tonnage", "x")
        return dict(zip(chart.table.iloc[:, 0], chart.data[1].text, strict=True))

    assert said("2025-03-12")["full duty"].startswith("full duty, 25%: Canada")
    assert said("2025-06-04")["full duty"].startswith("full duty, 50% (United Kingdom 25%):")
    assert said("2025-06-04")["absolute quota"] == "absolute quota: no partner"
    assert said("2022-04-01")["tariff-rate quota"].startswith("tariff-rate quota, 25%: ")
    assert said("2018-03-23")["exempt for a time"].startswith("exempt for a time: Canada, Brazil, South")


def test_the_days_of_the_slider_are_turns_and_quarters_from_the_first_row_to_the_last_known_day(tables, explorer):
    days = [day for _, day in explorer.controls["day"].options]
    assert days == sorted(set(days)) and days[0] == tables[0]["from_date"].min()
    assert days[-1] == tariffs.last_known_day(tables[0])
    assert pd.Timestamp("2018-04-01") in days and pd.Timestamp("2026-07-01") in days
    assert set(tables[0]["from_date"]) <= set(days)
