"""One number for an article: the score against its closed form, and the explorer of its rules."""

import itertools
import math

import pandas as pd
import pytest
from alliancelab import catalogue, charts, explorers
from alliancelab.article import dossier
from alliancelab.article.scores import counted_by, score
from alliancelab.classroom import COURSE


@pytest.fixture(scope="module")
def claims():
    return catalogue.load("article-claims")


def four():
    verdicts = ["supported", "partly supported", "not supported", "a judgement"]
    return pd.DataFrame({"verdict": verdicts, "official": [1, 1, 0, 0]})


def test_a_score_follows_its_closed_form():
    assert score(four(), 0.5, "left out", False) == (50.0, 3)
    assert score(four(), 0.0, "as supported", False) == (50.0, 4)
    assert score(four(), 1.0, "as not supported", False) == (50.0, 4)
    assert score(four(), 0.25, "left out", True) == (62.5, 2)
    assert math.isnan(score(four().tail(1), 0.5, "left out", False)[0])


def test_a_claim_without_a_verdict_does_not_count():
    table = pd.concat([four(), pd.DataFrame({"verdict": [dossier.UNSHOWN], "official": [0]})])
    assert score(table, 0.5, "left out", False) == (50.0, 3) and len(counted_by(table, "as supported", False)) == 4


def test_a_rule_that_is_not_one_is_a_sentence():
    for partly in (30, "0.5", None, math.nan):
        with pytest.raises(ValueError, match="partly supported claim counts"):
            score(four(), partly, "left out", False)
    with pytest.raises(LookupError, match="Did you mean 'left out'"):
        score(four(), 0.5, "leftout", False)
    with pytest.raises(LookupError, match="no column"):
        score(pd.DataFrame({"x": [1]}), 0.5, "left out", False)
    with pytest.raises(LookupError, match="Did you mean 'supported'"):
        score(pd.DataFrame({"verdict": ["suported"], "official": [1]}), 0.5, "left out", False)
    with pytest.raises(ValueError, match="must be a table"):
        counted_by(None, "left out", False)


def test_every_rule_draws_the_claims_it_counts_and_stays_within_the_range_it_names(claims):
    explorer = explorers.article.rules(dossier.table(claims, COURSE.findings()), "x")
    options = {
        name: [o[1] if type(o) is tuple else o for o in control.options] for name, control in explorer.controls.items()
    }
    sentences = set()
    for values in itertools.product(*options.values()):
        for name, value in zip(options, values, strict=True):
            explorer.controls[name].value = value
        figure = explorer._figure.outputs[0]["data"]
        assert figure["text/plain"] == explorer.status
        words = explorer.status.replace(".", " ").split()
        number, least, most = (int(part[:-1]) for part in words if part.endswith("%"))
        assert least <= number <= most
        drawn = sum(sum(trace["x"]) for trace in figure[charts.MIME]["data"])
        assert f"% of {drawn} claims" in explorer.status
        sentences.add(explorer.status)
    assert len(sentences) == len(options["partly"]) * len(options["judgements"]) * len(options["evidence"])


def test_without_verdicts_the_rules_say_what_to_do(claims):
    explorer = explorers.article.rules(dossier.table(claims, {}), "x")
    for name, control in explorer.controls.items():
        control.value = control.options[-1][1] if name == "partly" else control.options[-1]
        assert "No verdict is shown yet" in explorer.status


def test_the_rules_refuse_a_table_without_verdicts_in_a_sentence():
    for table in (pd.DataFrame({"x": [1]}), None, []):
        with pytest.raises((LookupError, ValueError), match="table of verdicts"):
            explorers.article.rules(table, "x")


def test_the_page_starts_at_half_and_offers_each_quarter(claims):
    explorer = explorers.article.rules(dossier.table(claims, COURSE.findings()), "x")
    assert [worth for _, worth in explorer.controls["partly"].options] == [0.0, 0.25, 0.5, 0.75, 1.0]
    assert explorer.controls["partly"].value == 0.5 and "counts 0.50" in explorer.status


def test_the_range_of_a_page_is_that_of_all_its_rules():
    table = four().assign(group="a fact", lesson="10")
    status = explorers.article.rules(table, "x").status
    # Least: both judgements and a half count nothing, all four rows; most: left out, a half counts one, official rows.
    assert "anything from 25% to 100%" in status and "50% of 3 claims" in status
    explorer = explorers.article.rules(table, "x")
    explorer.controls["evidence"].value = "with an official row"
    assert "75% of 2 claims" in explorer.status
