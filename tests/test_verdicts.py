"""Verdicts: made from parts by one rule, never from what is not there, and honest about the rows that turn them."""

import itertools
import re

import pandas as pd
import pytest
from alliancelab import catalogue
from alliancelab.article import claims, parts, sensitivity
from alliancelab.article.claims import Finding, Part, checked, decided, verdict_of
from alliancelab.classroom import COURSE

RULES = {name: rule for slug in COURSE.slugs() for name, rule in COURSE.rules(slug).items()}
SINGLE = ["drop", "recode", "add"]
# One row turns it only by a code that no row has yet, so no change that is tried does: an answer "missing".
BY_A_NEW_CODE = {"A14"}


@pytest.fixture(scope="module")
def tried():
    return {name: sensitivity.tries(rule) for name, rule in RULES.items()}


@pytest.fixture(scope="module")
def findings():
    return {name: checked(name, rule()) for name, rule in RULES.items()}


def test_each_part_is_one_of_claim_parts_with_what_decides_it(findings):
    written = catalogue.load("claim-parts").astype("str")
    for name, found in findings.items():
        rules = written[written["claim_id"] == name]
        assert [part.name for part in found.parts] == rules["part"].tolist(), name
        assert [part.decides for part in found.parts] == rules["decides"].tolist(), name
        used = {dataset for part in found.parts for dataset in part.rows}
        named = {dataset for line in rules["datasets"] for dataset in line.split("; ")}
        assert used <= named, name
    assert set(written["claim_id"]) == set(findings) == set(catalogue.load("article-claims")["claim_id"])
    assert {name for line in written["datasets"] for name in line.split("; ")} <= set(catalogue.names())


def test_the_rule_gives_a_verdict_for_every_mixture_of_outcomes():
    rows = [(outcome, "rows") for outcome in claims.OUTCOMES]
    for some in itertools.chain.from_iterable(itertools.combinations(rows, n) for n in range(4)):
        got, outcomes = verdict_of(some), {outcome for outcome, _ in some}
        if not outcomes & {"for", "against"}:
            assert got == "a judgement"
        elif "for" not in outcomes:
            assert got == "not supported"
        else:
            assert got == ("supported" if outcomes == {"for"} else "partly supported")
        assert verdict_of([*some, ("open", "judgement")]) == got


def test_a_verdict_that_is_typed_or_rests_on_nothing_is_refused():
    rows = {"eu-members": catalogue.load("eu-members").head(1)}
    with pytest.raises(ValueError, match="no parts"):
        checked("A01", Finding("supported", "So it is.", rows))
    good = decided(parts.fact("one", True, "One.", rows))
    assert checked("A01", good).verdict == "supported"
    with pytest.raises(ValueError, match="parts make 'supported'"):
        checked("A01", good._replace(verdict="not supported"))
    for empty in ({}, {"eu-members": rows["eu-members"].head(0)}):
        with pytest.raises(ValueError, match="decided without a row"):
            checked("A01", decided(Part("none", "against", "There is none.", empty, {})))
        for open_part in (parts.fact("none", False, "", empty), parts.tally("none", "", empty)):
            assert open_part.outcome == "open"
    with pytest.raises(ValueError, match="is a judgement, so it must be open"):
        checked("A01", decided(Part("taste", "for", "Good.", rows, {}, "judgement")))


def flips(rule, load=catalogue.load):
    """The parts that an emptied table decides: open before and decided then, or turned round."""
    before = {part.name: part.outcome for part in rule(load).parts}
    tables, found = sensitivity.read_by(rule, load), []
    for name, table in tables.items():
        then = checked(name, rule({**tables, name: table.head(0)}.__getitem__))
        for part in then.parts:
            if part.outcome not in (before[part.name], "open") or len(part.rows.get(name, ())) != 0:
                found.append((name, part.name, part.outcome))
    return found


@pytest.mark.parametrize("claim_id", RULES)
def test_no_part_is_decided_by_an_empty_table(claim_id):
    assert flips(RULES[claim_id]) == []


def test_a_rule_that_reads_absence_as_an_answer_is_caught():
    rows = {"eu-members": catalogue.load("eu-members").head(1)}

    def rule(load):
        listed = load("us-treaty-allies")
        return decided(parts.fact("ally", len(listed) > 0, "An ally, or none.", rows))

    assert flips(rule) == [("us-treaty-allies", "ally", "against")]


@pytest.mark.parametrize("claim_id", RULES)
def test_a_verdict_needs_no_row_that_it_does_not_show(claim_id, tried):
    rest = tried[claim_id].query("change == 'rest'")
    assert len(rest) and not rest["turned"].any()


def test_nothing_crashes_and_a_verdict_that_one_row_turns_says_so(tried, findings):
    for name, found in findings.items():
        single = tried[name][tried[name]["change"].isin(SINGLE)]
        turned = bool(single["turned"].any())
        assert not turned or found.turning.rows == 1, (name, single[single["turned"]])
        assert turned or found.turning.rows != 1 or name in BY_A_NEW_CODE, name
        assert ("One row can turn it" in found.sentence) == (found.turning.rows == 1), name
        assert found.sentence.endswith(found.turning.sentence), name


def test_every_claim_is_tried_row_by_row(tried, findings):
    for name, found in findings.items():
        lines = tried[name]
        rows = {key for part in found.parts if part.decides == "rows" for key in part.rows if len(part.rows[key])}
        assert set(lines.loc[lines["change"] == "drop", "dataset"]) == rows
        assert set(lines.loc[lines["change"] == "empty", "dataset"]) == set(sensitivity.read_by(RULES[name]))


def test_a_verdict_that_hides_how_it_hangs_is_caught():
    row = pd.DataFrame({"country_code": ["AUT"], "grade": ["copy"], "source_id": ["s"]})

    def rule(load):
        part = parts.tally("members", "One is.", {"eu-members": load("eu-members")})
        return decided(part._replace(changes={"open": (5, {"eu-members": ["AUT"]})}))

    found = rule({"eu-members": row}.__getitem__)
    lines = sensitivity.tries(rule, {"eu-members": row}.__getitem__)
    assert found.turning.rows == 5 and lines.query("change == 'drop'")["turned"].all()


@pytest.mark.parametrize("claim_id", RULES)
def test_dropping_the_rows_that_are_named_turns_a_verdict_of_more_than_one(claim_id, findings):
    found = findings[claim_id]
    if found.turning.rows < 2:
        return
    names = re.search(r"can turn it: (.*)\.$", found.turning.sentence)[1].split(", ")
    tables = sensitivity.read_by(RULES[claim_id])
    assert len(names) == found.turning.rows
    kept = {name: table[~table[table.columns[0]].isin(names)] for name, table in tables.items()}
    assert RULES[claim_id](kept.__getitem__).verdict != found.verdict


def test_the_overview_names_the_change_that_turns_a_verdict():
    table = sensitivity.overview({"A09": RULES["A09"], "A19": RULES["A19"]}).set_index("claim_id")
    assert table.loc["A09", "turns"] == 1 and "drop E110 (a judgement)" in table.loc["A09", "by"]
    assert table.loc["A19", ["turns", "turned", "by"]].tolist() == [0, 0, ""]


def test_a_weighed_part_counts_the_fewest_rows_that_turn_it():
    rows = pd.DataFrame({"country_code": list("ABCDE"), "grade": "copy"})
    pro, con = rows.head(4), rows.tail(1)
    plain = parts.tally("p", "", {"eu-members": pro}, {"eu-members": con})
    assert plain.outcome == "for" and plain.changes["open"][0] == 3 and plain.changes["against"][0] == 4
    crossing = parts.tally("p", "", {"eu-members": pro}, {"eu-members": con}, crosses=True)
    assert crossing.changes["against"][0] == 2
    heavy = {"eu-members": pd.Series([9.0, 1, 1, 1, 5], rows.index)}
    weighed = parts.tally("p", "", {"eu-members": pro}, {"eu-members": con}, weights=heavy)
    assert weighed.changes["against"] == (1, {"eu-members": ["A"]})
    lost = parts.tally("p", "", {"eu-members": con}, {"eu-members": pro})
    assert lost.outcome == "against" and lost.changes["open"] == (3, {"eu-members": ["A", "B", "C"]})


def test_two_parts_that_must_both_turn_are_added_up():
    rows = {"eu-members": pd.DataFrame({"country_code": ["A", "B"], "grade": "copy"})}
    against, still = (parts.fact(name, False, "", rows) for name in ("one", "two"))
    holds = parts.tally("three", "", rows)
    # Partly supported: it takes both rows of the part that holds, or both parts that do not.
    assert decided(against, still, holds).turning.rows == 2
    assert decided(against, holds).turning.rows == 1


def test_a_person_is_never_named_by_what_turns_a_verdict(findings):
    people = catalogue.load("abduction-record")
    for found in findings.values():
        for name in [*people["person_id"], *people["name_en"]]:
            assert not re.search(rf"\b{re.escape(name)}\b", found.sentence)


def reworded(table):
    """A table whose free text is in another language; codes, names, keys and grades stay."""
    schema = catalogue.descriptor(table.attrs["dataset"])["resources"][0]["schema"]["fields"]
    words = {
        field["name"]
        for field in schema
        if field["type"] == "string"
        and set(field.get("constraints", {})) <= {"required"}
        and " " in "".join(table[field["name"]].dropna().astype("str"))
    }
    return table.assign(**dict.fromkeys(words - _KEPT, "翻訳"))


# Names of partners and places are how these tables code who and where.
_KEPT = {"partner_name", "country_name", "speaker", "topics", "actors", "word", "area", "place", "missile", "at_utc"}


@pytest.mark.parametrize("claim_id", RULES)
def test_another_wording_and_another_order_of_rows_change_no_verdict(claim_id):
    rule = RULES[claim_id]
    before = [(part.name, part.outcome) for part in rule().parts]
    for changed in (reworded, lambda table: table.iloc[::-1]):
        then = rule(lambda name, changed=changed: changed(catalogue.load(name)))
        assert [(part.name, part.outcome) for part in then.parts] == before
