"""The dossier of all claims: every verdict is known, rests on rows of the kit, and shows them with their documents."""

import re
from html import escape
from html.parser import HTMLParser
from io import StringIO

import pandas as pd
import pytest
from alliancelab import catalogue, charts
from alliancelab.article import dossier, entries, naming
from alliancelab.article.claims import VERDICTS, Finding, by_claim, checked

ATTACK = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&"


def test_every_claim_of_the_article_has_a_verdict_a_reason_and_rows(claims, findings):
    assert list(findings) == claims["claim_id"].tolist()
    for finding in findings.values():
        assert finding.verdict in VERDICTS and len(finding.sentence) > 40 and finding.count


def test_every_row_behind_a_verdict_is_in_its_dataset_with_its_document(findings):
    for finding in findings.values():
        for name, part in finding.rows.items():
            whole = catalogue.load(name)
            assert set(part["source_id"]) <= set(whole["source_id"]) and set(part.index) <= set(whole.index)
        assert len(dossier.documents(finding.rows)) and naming.row_names(finding.rows)


def test_a_document_behind_two_datasets_is_there_once_with_all_its_rows():
    part = catalogue.load("eu-members").head(3)
    twice = dossier.documents({"eu-members": part, "us-treaty-allies": catalogue.load("us-treaty-allies").head(2)})
    assert twice["source_id"].is_unique and twice["rows"].sum() == 5 and twice["rows"].is_monotonic_decreasing


def test_the_page_names_no_person_of_the_abduction_record(claims, findings):
    page = entries.page(claims, findings).data
    people = catalogue.load("abduction-record")
    assert "people, counted together" in page
    assert [name for name in [*people["name_en"], *people["name_ja"]] if name in page] == []


def test_no_count_of_people_on_the_page_singles_one_out(claims, findings):
    tables = re.findall(r"<table.*?</table>", entries.page(claims, findings).data, flags=re.S)
    counts = [pd.read_html(StringIO(each))[0]["People"] for each in tables if ">People<" in each]
    counts = [numbers for numbers in counts if numbers.dtype.kind == "i"]
    assert len(counts) == 12 and all((numbers > 1).all() for numbers in counts)


def test_a_row_about_a_person_is_named_by_its_dataset_only(findings):
    names = naming.row_names(findings["A14"].rows)
    assert names[0] == "abduction-record" and not set(names) & set(catalogue.load("abduction-record")["person_id"])


def test_without_findings_nothing_of_a_verdict_is_shown(claims):
    table, page = dossier.table(claims, {}), entries.page(claims, {}).data
    assert table["verdict"].unique().tolist() == [dossier.UNSHOWN] and (table["rows"] == 0).all()
    assert "supported)" not in page and page.count("<details>") == len(claims)


class Tags(HTMLParser):
    """The tags of a page and the addresses it leads to, as a browser reads them."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.links, self.attributes = set(), [], set()
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value for name, value in attrs if name == "href"]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", 'https://a.example/" onclick="alert(1)', "httpx:y"]
)
def test_no_text_of_a_table_adds_markup_or_leads_to_a_program(claims, monkeypatch, url):
    odd = claims.head(2).assign(claim_id=["A01", ATTACK], paraphrase=ATTACK, how_to_test=ATTACK)
    rows = pd.DataFrame({ATTACK: [ATTACK, "b"], "grade": ATTACK, "source_id": "S1"})
    listed = pd.DataFrame({"rows": [1], "publisher": ATTACK, "title": ATTACK, "published": ATTACK, "url": url})
    monkeypatch.setattr(catalogue, "sources", lambda part, name: listed.assign(source_id="S1"))
    page = Tags(entries.page(odd, {"A01": Finding("supported", ATTACK, {ATTACK: rows})}).data)
    allowed = {
        "style",
        "details",
        "summary",
        "strong",
        "p",
        "code",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "ul",
        "li",
    }
    assert page.tags <= allowed and page.links == [] and not [a for a in page.attributes if a.startswith("on")]


def test_a_document_of_the_web_is_a_link(claims, findings):
    links = Tags(entries.page(claims, findings).data).links
    assert len(links) > 20 and all(link.startswith(("https://", "http://")) for link in links)


def test_a_claim_that_has_no_rows_yet_says_why_and_lists_no_documents(claims):
    page = entries.page(claims, {"A01": Finding(dossier.UNSHOWN, "The lesson is a draft.", {})}).data
    assert "The lesson is a draft." in page and "<ul>" not in page


def test_a_bare_table_or_none_is_refused_by_every_door_in_a_sentence(claims, findings):
    doors = [
        lambda bad: dossier.table(bad, findings),
        lambda bad: dossier.table(claims, bad),
        lambda bad: dossier.table(claims, {"A01": bad}),
        lambda bad: dossier.documents({"eu-members": bad}),
        lambda bad: naming.row_names({"eu-members": bad}),
        lambda bad: entries.page(bad, findings),
        lambda bad: entries.page(claims, {"A01": bad}),
        lambda bad: entries.page(claims, {"A01": Finding("supported", "x", {"eu-members": bad})}),
        by_claim,
        dossier.group_of,
        lambda bad: checked("A01", bad),
        lambda bad: checked("A01", Finding(bad, "x", {})),
    ]
    for door in doors:
        for bad in (pd.DataFrame({"x": [1]}), None, [1], "text", 5):
            with pytest.raises((LookupError, ValueError)) as refused:
                door(bad)
            assert type(refused.value) in (LookupError, ValueError) and len(str(refused.value)) > 20
    for bad in ([1], "text", 5):
        with pytest.raises(ValueError, match="Your verdicts are a dictionary"):
            dossier.table(claims, findings, bad)
    with pytest.raises(LookupError, match="No dataset is called 'eu-member'"):
        dossier.documents({"eu-member": catalogue.load("eu-members")})


def test_a_table_without_rows_or_columns_is_read_as_it_is():
    assert entries.readable(pd.DataFrame()).empty and entries.readable(catalogue.load("eu-members").head(0)).empty


def test_every_kind_of_claim_has_a_group_and_an_unknown_kind_says_so(claims):
    assert set(claims["kind"].map(dossier.group_of)) == set(dossier.GROUPS)
    with pytest.raises(LookupError, match="the kind 'dates'. Did you mean 'date'"):
        dossier.group_of("dates")


def test_the_lesson_says_rightly_that_one_order_was_wrong_and_that_groups_are_too_small_for_a_law(claims, findings):
    table = dossier.table(claims, findings)
    wrong = table.loc[table["verdict"] == "not supported", "claim_id"].tolist()
    assert claims.set_index("claim_id").loc[wrong, "kind"].tolist() == ["order"]
    partly = (table["verdict"] == "partly supported").groupby(table["group"])
    first, changed = partly.mean().idxmax(), set()
    for claim in table.index:
        other = table["verdict"].where(table.index != claim, "partly supported")
        changed.add((other == "partly supported").groupby(table["group"]).mean().idxmax())
    # One other verdict is enough for another group to be half right most often.
    assert changed - {first}


def test_an_entry_shows_each_part_with_its_rule_and_outcome(claims, findings):
    page = entries.page(claims, findings).data
    rules = catalogue.load("claim-parts")
    for text in rules["statement"].str.split(",").str[0]:
        assert escape(text) in page, text
    assert page.count("the rows contradict it") == sum(
        part.outcome == "against" for found in findings.values() for part in found.parts
    )
    assert all(escape(found.turning.sentence) in page for found in findings.values())


def test_bars_add_up_to_the_claims_and_no_verdict_shares_its_look(claims, findings):
    table = dossier.table(claims, findings)
    chart = charts.stacks.stacked(table, "lesson", title="t", source="s")
    assert sum(sum(trace.x) for trace in chart.data) == len(claims)
    assert len({(pattern, letter) for _, pattern, letter in charts.stacks.STYLE.values()}) == len(charts.stacks.STYLE)
    assert set(charts.stacks.STYLE) == {*VERDICTS, dossier.UNSHOWN}


def test_bars_of_a_table_without_the_column_are_a_sentence():
    with pytest.raises(LookupError, match="no column 'verdict'"):
        charts.stacks.stacked(pd.DataFrame({"lesson": ["x"]}), "lesson", title="t", source="s")


@pytest.mark.parametrize(("rows", "note"), [(1, "1 row"), (100, "100 rows"), (101, "101 rows, the first 100 shown")])
def test_a_hundred_rows_are_shown_and_of_more_the_first_hundred(claims, rows, note):
    part = pd.concat([catalogue.load("eu-members").head(1)] * rows, ignore_index=True).assign(
        country_name=[f"Country {n}" for n in range(rows)]
    )
    page = entries.page(claims, {"A01": Finding("supported", "So it is.", {"eu-members": part})}).data
    assert f"</code>: {note}</p>" in page and page.count("<tr") == min(rows, 100) + 1
    assert ("Country 99<" in page) == (rows >= 100) and "Country 100<" not in page


def test_a_reader_sees_the_key_the_day_the_longest_text_the_grade_and_what_differs():
    day = pd.to_datetime(["2018-03-08", "2018-03-09"])
    table = pd.DataFrame(
        {
            "name": ["a", "b"],
            "first": day,
            "second": day,
            "short": ["x", "y"],
            "long": ["many words stand", "in this column"],
            "same": ["z", "z"],
            "n1": [1, 2],
            "n2": [1, 2],
            "n3": [1, 2],
            "n4": [1, 2],
            "yes": pd.array([True, False], dtype="boolean"),
            "empty": [None, None],
            "remark": ["p", "q"],
            "grade": ["original", "original"],
            "source_id": ["s", "t"],
        }
    )
    assert entries.readable(table).columns.tolist() == ["name", "first", "second", "short", "long", "n1", "grade"]
    everything = [name for name in table if name not in ("same", "yes", "empty", "remark", "source_id")]
    assert entries.readable(table, 99).columns.tolist() == everything
    assert entries.readable(table.assign(same=None, n1=None)).columns.tolist()[-3:] == ["long", "n2", "grade"]
    assert entries.readable(table, 4).columns.tolist() == ["name", "first", "long", "grade"]
    assert entries.readable(table, 2).columns.tolist() == ["name", "first", "long", "grade"]
    assert entries.readable(table)["first"].tolist() == ["2018-03-08", "2018-03-09"]


def test_a_table_counts_the_rows_of_each_claim_and_keeps_what_you_said(claims):
    part = catalogue.load("eu-members").head(3)
    found = {"A02": Finding("supported", "So it is.", {"eu-members": part})}
    table = dossier.table(claims, found, {"A02": "not supported"}).set_index("claim_id")
    official = int(part["grade"].isin(catalogue.OFFICIAL).sum())
    assert table.loc["A02", ["yours", "verdict", "because", "rows", "official"]].tolist() == [
        "not supported",
        "supported",
        "So it is.",
        3,
        official,
    ]
    assert table.loc["A01", ["yours", "verdict", "rows", "official"]].tolist() == [
        dossier.NO_OPINION,
        dossier.UNSHOWN,
        0,
        0,
    ]


@pytest.mark.parametrize("finding", [Finding("supported", "x", []), ("supported", "x", {}), None])
def test_what_only_looks_like_a_finding_is_refused(finding):
    with pytest.raises(ValueError):
        checked("A01", finding)
    with pytest.raises(ValueError):
        by_claim({"A01": finding})


def test_a_table_counts_rows_by_each_grade(claims, findings):
    table = dossier.table(claims, findings)
    grades = list(catalogue.GRADES)
    assert (table[grades].sum(axis="columns") == table["rows"]).all()
    assert (table["original"] + table["copy"] == table["official"]).all()


def test_a_finding_counts_its_rows_and_the_official_ones_over_all_its_datasets():
    one = pd.DataFrame({"grade": ["original", "report", "copy"]})
    finding = Finding("supported", "x", {"one": one, "two": one.head(2)})
    assert (finding.count, finding.official) == (5, 3)
