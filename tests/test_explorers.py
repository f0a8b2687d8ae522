"""Explorers moved without a browser: every position gives a figure and a sentence of its own."""

import pandas as pd
import pytest
from alliancelab import catalogue, charts, explorers, tariffs


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
    assert row[2] == "25, 50" and len(row[3].split(", ")) == 4
    sizes = steel.set_index("country_name")["quantity_kt"]
    named = [sizes[name] for name in row[3].split(", ")]
    assert named == sorted(named, reverse=True)


def test_the_days_of_the_slider_are_turns_and_quarters_from_the_first_row_to_the_last_known_day(tables, explorer):
    days = [day for _, day in explorer.controls["day"].options]
    assert days == sorted(set(days)) and days[0] == tables[0]["from_date"].min()
    assert days[-1] == tariffs.last_known_day(tables[0])
    assert pd.Timestamp("2018-04-01") in days and pd.Timestamp("2026-07-01") in days
    assert set(tables[0]["from_date"]) <= set(days)
