"""The ledger of all claims: every verdict is known, rests on rows of the kit, and shows them with their documents."""

import re
from io import StringIO

import pandas as pd
import pytest
from alliancelab import catalogue, charts
from alliancelab.article import claims, dossier


@pytest.fixture(scope="module")
def claims():
    return catalogue.load("article-claims")


@pytest.fixture(scope="module")
def findings():
    return COURSE.findings()


def test_every_claim_of_the_article_has_a_verdict_a_reason_and_rows(claims, findings):
    assert list(findings) == claims["claim_id"].tolist()
    for found in findings.values():
        assert found.verdict in claims.VERDICTS and len(found.sentence) > 40 and len(found.rows)


def test_every_row_behind_a_verdict_is_found_in_a_dataset_with_its_document(claims, findings):
    for claim in claims.itertuples():
        parted = dossier.of_claim(claim, findings[claim.claim_id])
        assert sum(len(part) for part in parted.values()) == len(findings[claim.claim_id].rows)
        assert len(dossier.documents(parted)) and dossier.row_names(parted)


def test_rows_put_together_from_two_datasets_are_taken_apart_again():
    members, allies = catalogue.load("eu-members").head(3), catalogue.load("us-treaty-allies").head(2)
    parted = dossier.parts(pd.concat([members, allies]), ["us-treaty-allies", "eu-members"])
    assert {name: len(part) for name, part in parted.items()} == {"us-treaty-allies": 2, "eu-members": 3}
    assert list(parted["eu-members"]) == list(members)


def test_rows_that_are_in_no_dataset_are_refused():
    made_up = catalogue.load("eu-members").head(1).assign(country_code="XXX")
    with pytest.raises(LookupError, match="1 rows behind a verdict are in no dataset"):
        dossier.parts(made_up, ["eu-members"])


def test_the_page_names_no_person_of_the_abduction_record(claims, findings):
    page = dossier.page(claims, findings).data
    people = catalogue.load("abduction-record")
    assert "people, counted together" in page
    assert [name for name in [*people["name_en"], *people["name_ja"]] if name in page] == []


def test_no_count_of_people_on_the_page_singles_one_out(claims, findings):
    tables = re.findall(r"<table.*?</table>", dossier.page(claims, findings).data, flags=re.S)
    counts = [pd.read_html(StringIO(each))[0]["people"] for each in tables if ">people<" in each]
    counts = [numbers for numbers in counts if numbers.dtype.kind == "i"]
    assert len(counts) == 6 and all((numbers > 1).all() for numbers in counts)


def test_a_row_about_a_person_is_named_by_its_dataset_only(claims, findings):
    names = dossier.row_names(dossier.of_claim(claims.set_index("claim_id", drop=False).loc["A14"], findings["A14"]))
    assert names[0] == "abduction-record" and not set(names) & set(catalogue.load("abduction-record")["person_id"])


def test_without_findings_nothing_of_a_verdict_is_shown(claims):
    table, page = dossier.table(claims, {}), dossier.page(claims, {}).data
    assert table["verdict"].unique().tolist() == [dossier.UNSHOWN] and (table["rows"] == 0).all()
    assert "supported)" not in page and page.count("<details>") == len(claims)


def test_text_of_a_claim_cannot_add_markup(claims):
    odd = claims.head(1).assign(paraphrase="<script>alert(1)</script>")
    assert "<script>" not in dossier.page(odd, {}).data


def test_every_kind_of_claim_has_a_group_and_an_unknown_kind_says_so(claims):
    assert set(claims["kind"].map(dossier.group_of)) == set(dossier.GROUPS)
    with pytest.raises(LookupError, match="No group has the kind 'rumour'"):
        dossier.group_of("rumour")


def test_the_lesson_says_rightly_that_facts_fared_best_and_one_order_was_wrong(claims, findings):
    table = dossier.table(claims, findings)
    held = (table["verdict"] == "supported").groupby(table["group"]).mean()
    assert held.idxmax() == "facts to look up"
    wrong = table.loc[table["verdict"] == "not supported", "claim_id"].tolist()
    assert claims.set_index("claim_id").loc[wrong, "kind"].tolist() == ["order"]


def test_bars_add_up_to_the_claims_and_no_verdict_shares_its_look(claims, findings):
    table = dossier.table(claims, findings)
    chart = charts.stacks.stacked(table, "lesson", title="t", source="s")
    assert sum(sum(trace.x) for trace in chart.data) == len(claims)
    assert len({(pattern, letter) for _, pattern, letter in charts.stacks.STYLE.values()}) == len(charts.stacks.STYLE)
    assert set(charts.stacks.STYLE) == {*claims.VERDICTS, dossier.UNSHOWN}


def test_bars_of_a_table_without_rows_or_columns_are_a_sentence():
    with pytest.raises(ValueError, match="no column verdict"):
        charts.stacks.stacked(pd.DataFrame({"lesson": ["x"]}), "lesson", title="t", source="s")
    with pytest.raises(ValueError, match="no rows"):
        charts.stacks.stacked(pd.DataFrame({"lesson": [], "verdict": []}), "lesson", title="t", source="s")
