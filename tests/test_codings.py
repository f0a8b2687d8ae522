"""The coded tables against their written rules: each decided example carries its code, and what a rule settles
without judgement holds in every row."""

import pandas as pd
import pytest
from alliancelab import catalogue

KEYS = {"dual-track-moves": "move_id", "korea-events": "event_id", "summit-issues": "row_id"}
RULES = catalogue.load("coding-rules").astype({"code": "str", "variable": "str", "dataset": "str"})
EXAMPLES = [(rule, example) for rule in RULES.itertuples() for example in rule.examples.split()]


def coded(dataset, variable):
    table = catalogue.load(dataset).set_index(KEYS[dataset])
    return table[variable].astype("str").where(table[variable].notna(), "na")


def breaks(rules, codes):
    """Names of the examples that are not there or do not carry the code of their rule."""
    return [
        f"{rule.rule_id} {example}"
        for rule in rules.itertuples()
        for example in rule.examples.split()
        if example not in codes or rule.code not in ("any", codes[example])
    ]


@pytest.mark.parametrize("variable", ["track", "domain", "direction", "act"])
def test_each_decided_example_is_there_and_carries_the_code_of_its_rule(variable):
    rules = RULES[RULES["variable"] == variable]
    codes = coded(rules["dataset"].iloc[0], variable)
    assert breaks(rules, codes) == []


def test_an_example_with_another_code_is_noticed():
    rules = RULES[RULES["variable"] == "track"]
    codes = coded("dual-track-moves", "track")
    assert breaks(rules, codes.replace({"washington": "elsewhere"}))
    assert breaks(rules, codes.drop("DT111")) == ["track-03 DT111"]


def test_the_rules_give_no_student_the_code_of_a_move_of_the_dozen():
    moves = catalogue.load("dual-track-moves")
    dozen = set(moves.loc[moves["in_sample"], "move_id"])
    assert not dozen & {example for rule, example in EXAMPLES if rule.variable == "track"}


def test_every_code_in_use_has_a_rule():
    for variable, dataset in RULES[["variable", "dataset"]].drop_duplicates().itertuples(index=False):
        used = set(coded(dataset, variable))
        assert used <= set(RULES.loc[RULES["variable"] == variable, "code"]), variable


def faults(moves):
    """Moves that break a rule which needs no judgement."""
    quad, kind = moves["partner"] == "QUAD", moves["kind"].astype("str")
    eleven = moves["partner"] == "CPTPP"
    wrong = {
        "a Quad meeting is elsewhere": quad & (moves["track"] != "elsewhere"),
        "a Quad meeting is security and diplomacy": quad
        & ((moves["domain"] != "security") | (moves["second_domain"] != "diplomacy")),
        "a two-plus-two is security": (kind == "two_plus_two") & (moves["domain"] != "security"),
        "the eleven are elsewhere, and trade": eleven
        & ((moves["track"] != "elsewhere") | (moves["domain"] != "trade")),
        "a move of the United States has no track": moves["is_us_move"] != moves["track"].isna(),
        "a second domain is another one": moves["second_domain"].notna()
        & (moves["domain"].astype("str") == moves["second_domain"].astype("str")),
        "a day is the day": moves["date_precision"] != "day",
    }
    return {says: moves.loc[rows.fillna(False).astype(bool), "move_id"].tolist() for says, rows in wrong.items()}


def test_what_a_rule_settles_without_judgement_holds_in_every_move():
    assert {says: rows for says, rows in faults(catalogue.load("dual-track-moves")).items() if rows} == {}


@pytest.mark.parametrize(
    ("move", "column", "value"),
    [
        ("DT113", "track", "washington"),
        ("DT128", "domain", "diplomacy"),
        ("DT129", "domain", "diplomacy"),
        ("DT106", "track", "washington"),
        ("DT008", "second_domain", "security"),
    ],
)
def test_a_planted_code_is_noticed(move, column, value):
    moves = catalogue.load("dual-track-moves")
    moves.loc[moves["move_id"] == move, column] = value
    assert [move] in faults(moves).values()


def test_meetings_of_foreign_and_defence_ministers_are_complete_by_their_numbers():
    moves = catalogue.load("dual-track-moves")
    met = moves[(moves["kind"] == "two_plus_two") & moves["date"].between("2017-01-01", "2020-09-16")]
    # Australia's seventh and eighth, Britain's third, France's third to fifth, India's first, Russia's 2nd to 4th.
    wanted = {"AUS": 2, "GBR": 1, "FRA": 3, "IND": 1, "RUS": 3, "USA": 2}
    assert met["partner"].astype("str").value_counts().to_dict() == wanted


def changed(variable):
    codings = catalogue.load("second-codings")
    first = codings[codings["variable"] == variable].set_index("row_id")["first_code"].astype("str")
    now = coded(codings.loc[codings["variable"] == variable, "dataset"].iloc[0], variable)
    both = [row for row in first.index if row in now.index]
    return {row for row in both if first[row] != now[row]}


def test_codes_of_the_first_edition_changed_only_where_this_says_so():
    assert changed("track") == {"DT106", "DT111", "DT113", "DT122"}
    assert changed("act") == {"JPN09", "CHN01", "PRK01", "PRK04", "OUT06", "OUT11"}
    assert changed("domain") == {"DT002", "DT022", "DT025", "DT044", "DT048", "DT096", "DT106", "DT127"}


def test_each_row_that_was_read_twice_is_still_in_its_table():
    codings = catalogue.load("second-codings")
    for dataset, rows in codings.groupby("dataset", observed=True):
        absent = set(rows["row_id"]) - set(catalogue.load(dataset)[KEYS[dataset]])
        assert len(absent) <= 3, absent


def test_the_glossary_says_for_each_term_whether_its_japanese_was_seen():
    words = catalogue.load("glossary")
    seen = words["japanese_seen"].astype("str")
    assert set(seen) == {"yes", "in part", "no"}
    # A term is ours exactly where no page is named; then nothing was seen.
    nowhere = words["source_id"] == "alliance-lab-japanese-terms"
    assert (seen[nowhere] == "no").all() and (words.loc[nowhere, "grade"] == "ours").all()
    addresses = catalogue.sources(words)["url"].astype("str").str.rstrip("/")
    homes = {
        f"https://www.{site}" for site in ("mofa.go.jp", "mofa.go.jp/mofaj", "mod.go.jp", "cas.go.jp", "meti.go.jp")
    }
    assert not homes & set(addresses), "a home page is no document"


def test_the_tables_of_rules_and_second_codings_are_ours_and_say_so():
    for name in ("coding-rules", "second-codings"):
        table = catalogue.load(name)
        assert isinstance(table, pd.DataFrame) and set(table["grade"].astype("str")) == {"ours"}
    assert "language model" in " ".join(catalogue.descriptor("second-codings")["cautions"])
