"""Every dataset on the disk, read by frictionless and by the catalogue; damage must be noticed."""

import json
import shutil

import pandas as pd
import pytest
from alliancelab import catalogue, tariffs
from alliancelab.ground import paths
from frictionless import Package

NAMES = catalogue.names()


@pytest.mark.parametrize("name", NAMES)
def test_frictionless_finds_no_fault(name):
    report = Package(str(paths.datasets() / name / "datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])


@pytest.mark.parametrize("name", NAMES)
def test_every_row_names_a_listed_source_and_a_grade(name):
    table = catalogue.load(name)
    assert set(table["source_id"]) == set(catalogue.sources(table)["source_id"])
    assert table["evidence"].isin(["primary", "secondary"]).all()


def test_no_two_rows_hold_on_one_day():
    tariffs.check_intervals(catalogue.load("section-232-status"))


def test_every_action_a_row_names_is_listed():
    actions = set(catalogue.load("section-232-actions")["action_id"])
    for name in ("section-232-status", "section-232-quotas"):
        assert set(catalogue.load(name)["action_id"]) <= actions


@pytest.fixture
def copy(tmp_path):
    def of(name):
        return shutil.copytree(paths.datasets() / name, tmp_path / name)

    return of


def spoil(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


DAMAGE = [
    ("JPN-steel-1,JPN", "JPN-steel-1,", r"line 131, column country_code: nothing stands there; expected a value"),
    (",2018-03-23,2022-04-01,tariff,25", ",23 March,2022-04-01,tariff,25", r"from_date: '23 March' .* expected a day"),
    (",2018-03-23,2022-04-01,tariff,25", ",2018-03-23,2022-04-01,tarif,25", r"treatment: .* expected one of tariff"),
    (
        ",2018-03-23,2022-04-01,tariff,25",
        ",2018-03-23,2022-04-01,tariff,much",
        r"rate_pct: 'much' .* expected a number",
    ),
    (
        ",2018-03-23,2022-04-01,tariff,25",
        ",2018-03-23,2022-04-01,tariff,24",
        r"not the file its descriptor was sealed with",
    ),
    ("JPN-steel-2,", "JPN-steel-1,", r"a second row with the same row_id|expected a value that no earlier row has"),
    ("row_id,country_code", "row_id,country", r"other columns than its descriptor: country, country_code"),
]


@pytest.mark.parametrize("old, new, sentence", DAMAGE)
def test_a_damaged_table_is_refused_with_the_place(copy, old, new, sentence):
    folder = copy("section-232-status")
    spoil(folder / "section-232-status.csv", old, new)
    with pytest.raises(ValueError, match=sentence):
        catalogue.load("section-232-status", folder)


def test_a_deleted_source_row_is_noticed(copy):
    folder = copy("eu-members")
    sources = folder / "sources.csv"
    sources.write_text(sources.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    seal_copy(folder)
    with pytest.raises(ValueError, match="column source_id: .* expected a source in sources.csv"):
        catalogue.load("eu-members", folder)


def test_a_descriptor_that_contradicts_its_file_is_noticed(copy):
    folder = copy("us-steel-imports")
    spoil(folder / "datapackage.json", '"name": "quantity_kt"', '"name": "quantity_t"')
    with pytest.raises(ValueError, match="other columns than its descriptor: quantity_kt, quantity_t"):
        catalogue.load("us-steel-imports", folder)


def test_an_unreadable_descriptor_says_what_to_do(copy):
    folder = copy("eu-members")
    spoil(folder / "datapackage.json", "{", "")
    with pytest.raises(ValueError, match="datapackage.json is damaged .* git checkout"):
        catalogue.load("eu-members", folder)


def test_an_empty_file_and_a_missing_file_say_so(copy):
    folder = copy("eu-members")
    (folder / "eu-members.csv").write_bytes(b"")
    with pytest.raises(ValueError, match="no readable header line"):
        catalogue.load("eu-members", folder)
    (folder / "eu-members.csv").unlink()
    with pytest.raises(ValueError, match="eu-members.csv is missing"):
        catalogue.load("eu-members", folder)


def test_a_misspelt_name_is_answered_with_the_right_one():
    with pytest.raises(LookupError, match="Did you mean 'section-232-status'"):
        catalogue.load("section-232-statuss")


def test_rows_that_lost_their_trace_say_how_to_keep_it():
    with pytest.raises(ValueError, match="keep the column source_id"):
        catalogue.sources(pd.DataFrame({"a": [1]}))


def seal_copy(folder):
    import hashlib

    path = folder / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    for resource in package["resources"]:
        content = (folder / resource["path"]).read_bytes()
        resource["hash"] = "sha256:" + hashlib.sha256(content).hexdigest()
    path.write_text(json.dumps(package), encoding="utf-8")
