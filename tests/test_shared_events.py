"""One event, one identity: rows that tell of one event agree or say why not, and no pair is left unlinked.

After other tables have changed, `python -m alliancelab links` lists the same sentences as these tests.
"""

import pandas as pd
import pytest
from alliancelab import catalogue
from alliancelab.__main__ import main
from alliancelab.authoring import links as shared


@pytest.fixture(scope="module")
def tables():
    return {name: catalogue.load(name) for name in shared.READERS}


@pytest.fixture(scope="module")
def told(tables):
    return shared.accounts(tables)


@pytest.fixture(scope="module")
def links():
    return catalogue.load("shared-events")


def said(links, told, **row):
    """The open questions after one row of one table says something else."""
    dataset, row_id = row.pop("dataset"), row.pop("row_id")
    changed = told.copy()
    at = changed.index[(changed["dataset"] == dataset) & (changed["row_id"] == row_id)][0]
    for column, value in row.items():
        changed.at[at, column] = value
    return shared.open_questions(links, changed)


def test_every_linked_row_agrees_or_says_why_and_no_pair_is_left(links, told):
    assert shared.open_questions(links, told) == []


def test_a_row_tells_of_one_event_only_and_each_event_stands_in_two_tables(links):
    same = links[links["relation"] == shared.SAME]
    assert not same.duplicated(["dataset", "row_id"]).any()
    assert (links.groupby("event_key")["dataset"].nunique() >= 2).all()
    assert links.drop_duplicates("event_key")["relation"].eq(shared.SAME).all()


def test_every_row_that_points_to_an_event_is_linked_to_it(links, tables):
    rows = set(zip(links["dataset"].astype(str), links["row_id"], links["event_key"], strict=True))
    key_of = {row: key for dataset, row, key in rows if dataset == "korea-events"}
    clues = tables["tokyo-clues"].dropna(subset="event_id")
    for clue, event in zip(clues["clue_id"], clues["event_id"], strict=True):
        assert ("tokyo-clues", clue, key_of[event]) in rows


PLANTED = [
    # A day, a place, a party, a kind and a grade, each wrong in one table.
    ({"first": pd.Timestamp("2018-03-10"), "last": pd.Timestamp("2018-03-10")}, "day: 2018-03-10, 2018-03-09"),
    ({"place": "Seoul"}, "place: Seoul, Hanoi"),
    ({"parties": frozenset({"KOR", "USA"})}, "parties: KOR+USA, JPN+USA"),
    ({"kind": "meeting"}, "code: meeting, call"),
    ({"grade": "report"}, "grade: report, original"),
]


@pytest.mark.parametrize("fault, sentence", PLANTED, ids=[sentence.split(":")[0] for _, sentence in PLANTED])
def test_a_planted_fault_is_named(links, told, fault, sentence):
    row = {"dataset": "leaders-contacts", "row_id": "AT027"}
    if "place" in fault:
        changed = told.copy()
        changed.loc[changed["row_id"] == "E154", "place"] = "Hanoi"
        told = changed
    assert any(sentence in each for each in said(links, told, **row, **fault))


def test_an_hour_that_two_tables_give_differently_is_named(links, told):
    found = said(links, told, dataset="missile-tests", row_id="MT080", hour="2016-04-23 09:30")
    assert any("hour: 2016-04-23 09:30, 2016-04-23 09:29" in each for each in found)


def test_a_fault_in_the_first_row_of_an_event_is_named_too(links, told):
    found = said(links, told, dataset="korea-events", row_id="E154", first=pd.Timestamp("2018-03-08"))
    assert any("leaders-contacts AT027 differs" in each for each in found)


def test_an_agreed_difference_that_has_changed_or_gone_is_named(links, told):
    def dated(day):
        moment = pd.Timestamp(day)
        return said(links, told, dataset="dual-track-moves", row_id="DT055", first=moment, last=moment)

    assert any(
        "DT055 differs in" in each and 'says "day: 2018-04-18, 2018-04-17' in each for each in dated("2018-04-19")
    )
    assert any("DT055 differs in" in each for each in dated("2018-04-17"))


def test_a_stretch_that_no_longer_holds_the_event_is_named(links, told):
    found = said(links, told, dataset="leader-visits", row_id="V2909", first=pd.Timestamp("2018-04-18"))
    assert any("V2909 differs in" in each and "2018-04-17" in each for each in found)


def test_a_difference_or_a_distinction_without_a_reason_is_named(links, told):
    bare = links.assign(remark=links["remark"].where(links["differs_in"].isna() & (links["relation"] != shared.APART)))
    found = shared.open_questions(bare, told)
    assert sum("without a reason" in each for each in found) == (bare["remark"].isna() & (
        links["differs_in"].notna() | (links["relation"] == shared.APART))).sum()  # fmt: skip


def test_a_pair_that_nobody_linked_is_listed(links, told):
    unlinked = links[links["event_key"] != "call-abe-trump-2018-03-09"]
    found = shared.open_questions(unlinked, told)
    assert any("korea-events E154 and leaders-contacts AT027" in each for each in found)
    assert all(each.startswith("2018-03-09: ") for each in found)


def test_the_link_is_by_document_and_not_by_day_alone(links):
    # Two calls of one day, and a lunch and a meeting of one day, are told apart.
    by_row = links[links["relation"] == shared.SAME].set_index(["dataset", "row_id"])["event_key"]
    pairs = [("AT018", "E291"), ("AT019", "E105"), ("AT020", "E114"), ("AT057", "E292")]
    keys = [by_row["leaders-contacts", contact] for contact, _ in pairs]
    assert keys == [by_row["korea-events", event] for _, event in pairs] and len(set(keys)) == 4


def test_a_row_that_was_taken_out_of_its_table_is_named(links, told):
    with pytest.raises(LookupError, match="links leaders-contacts AT027 to the event call-abe-trump-2018-03-09"):
        shared.differences(links, told[told["row_id"] != "AT027"])


def test_another_dataset_is_answered_with_the_list_of_those_compared():
    with pytest.raises(LookupError, match="'coastlines' is not one of those .* sanctions"):
        shared.accounts({"coastlines": pd.DataFrame()})


def test_the_command_says_that_nothing_is_open(capsys):
    assert main(["links"]) == 0
    assert "no pair is left" in capsys.readouterr().out


def test_tokyos_own_tally_and_the_table_of_contacts_differ_as_they_say():
    contacts = catalogue.load("leaders-contacts")
    contacts = contacts[(contacts["us_leader"] == "Donald Trump") & (contacts["japan_leader"] == "Shinzo Abe")]
    counted = contacts[contacts["in_tally"]]["kind"].value_counts()
    calls, meetings = catalogue.descriptor("leaders-contacts")["benchmarks"]
    assert (counted["call"], counted["meeting"]) == (calls["ours"], meetings["ours"]) == (35, 14)
    assert (calls["theirs"], meetings["theirs"]) == (37, 14) and calls["why"]
    # What is not counted: the president-elect, three at a table, a word to the press, two dinners, a second day.
    left = contacts[~contacts["in_tally"]]["contact_id"].tolist()
    assert left == ["AT001", "AT002", "AT056", "AT005", "AT012", "AT057", "AT029", "AT037"]


def test_summits_are_by_one_rule_whoever_meets(tables):
    # To 2020: after it the list is a selection and claims to be complete for nobody.
    events = tables["korea-events"]
    events = events[events["from_date"] < "2021"]
    summits = events[events["kind"] == "summit"]

    def by_pair(*pair):
        return summits[[set(pair) <= set(actors.split(";")) for actors in summits["actors"]]]

    contacts = tables["leaders-contacts"]
    contacts = contacts[(contacts["us_leader"] == "Donald Trump") & (contacts["japan_leader"] == "Shinzo Abe")]
    # Abe and Trump: the 14 of the tally, the dinner, the second day at Mar-a-Lago and the two of three leaders.
    in_office = contacts[(contacts["kind"] == "meeting") & (contacts["us_office"] == "president")]
    assert len(by_pair("JPN", "USA")) == 18 == len(in_office) - 2  # a word to the press, a dinner without a topic
    # Seoul counted nine of Moon and Trump; three more are with another leader.
    two = [len(actors.split(";")) == 2 for actors in by_pair("USA", "KOR")["actors"]]
    assert (sum(two), len(two)) == (9, 12)
    assert (summits["level"] == "leader").all()
