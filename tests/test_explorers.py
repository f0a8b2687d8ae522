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


def test_a_chart_without_its_column_or_rows_says_so():
    with pytest.raises(ValueError, match="no column n; it has a"):
        charts.bars(pd.DataFrame({"a": ["x"]}), "a", "n", title="t", axis="x", source="s", reading="r")
    with pytest.raises(ValueError, match="has no rows"):
        charts.lines(pd.DataFrame({"year": []}), "year", title="t", axis="x", source="s", reading="r")
