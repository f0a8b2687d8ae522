"""Seals: what was meant to change is named, and whatever else has changed is refused; `new` writes sealed drafts."""

import json
import shutil

import pandas as pd
import pytest
from alliancelab import catalogue
from alliancelab.authoring import new, rules, seals
from alliancelab.authoring.rules.plants import DATASET, LESSON
from alliancelab.authoring.rules.subjects import DatasetFiles
from alliancelab.classroom.course import Course
from alliancelab.ground import paths
from houses import small_house


@pytest.fixture
def home(tmp_path):
    return shutil.copytree(paths.datasets() / DATASET, tmp_path / DATASET)


def spoil(path, old, new_text):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new_text, 1), encoding="utf-8", newline="\n")


def change(home, row="JPN-steel-1"):
    spoil(home / f"{DATASET}.csv", f"{row},JPN,Japan,steel,2018-03-23", f"{row},JPN,Japan,steel,2018-03-24")


def test_a_row_that_was_meant_to_change_is_sealed_with_a_line_of_revision(home):
    change(home)
    said = seals.seal_dataset(DATASET, ["JPN-steel-1"], "The notice was read again.", home)
    revision = catalogue.descriptor(DATASET, home)["revisions"][-1]
    assert (
        "1 change" in said and "JPN-steel-1" in revision["change"] and revision["why"] == "The notice was read again."
    )
    assert str(catalogue.load(DATASET, home).set_index("row_id").loc["JPN-steel-1", "from_date"])[:10] == "2018-03-24"


@pytest.mark.parametrize(
    ("rows", "why", "words"),
    [
        ([], "Why not.", ["1 more", "JPN-steel-1"]),
        (["JPN-steel-2"], "Why not.", ["1 more", "JPN-steel-1"]),
        (["JPN-steel-1", "JPN-steel-2"], "Why not.", ["did not change", "JPN-steel-2"]),
        (["JPN-steel-1"], " ", ["why"]),
    ],
)
def test_a_seal_is_refused_and_nothing_is_written(home, rows, why, words):
    change(home)
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    with pytest.raises(ValueError) as error:
        seals.seal_dataset(DATASET, rows, why, home)
    assert all(word in str(error.value) for word in words)
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before


def test_a_table_that_breaks_its_descriptor_is_not_sealed(home):
    spoil(home / f"{DATASET}.csv", ",tariff,", ",tarif,")
    before = (home / "datapackage.json").read_bytes()
    with pytest.raises(ValueError, match="column treatment: the value is 'tarif'"):
        seals.seal_dataset(DATASET, ["JPN-steel-1"], "Why not.", home)
    assert (home / "datapackage.json").read_bytes() == before


def test_a_new_row_and_a_row_that_is_gone_are_changes_too(home):
    path = home / f"{DATASET}.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    gone, added = lines[-1].split(",")[0], lines[1].replace("ARE-aluminum-1", "ARE-aluminum-9")
    path.write_text("\n".join([*lines[:-1], added]) + "\n", encoding="utf-8", newline="\n")
    data = DatasetFiles(home)
    assert set(seals.changed_rows(home, data.package, data.contents)) == {gone, "ARE-aluminum-9"}


def test_an_exercise_that_was_not_named_is_refused(tmp_path):
    root = small_house(tmp_path)
    spoil(root / "lessons" / LESSON / "exercises.py", "Look at the column From.", "Look well.")
    with pytest.raises(ValueError, match="1 more.*first-day"):
        seals.seal_lesson(LESSON, ["half-open"], Course(root))
    assert "1 change" in seals.seal_lesson(LESSON, ["first-day"], Course(root))
    assert rules.check(root) == []


def test_the_record_of_an_exercise_has_what_is_right_and_every_sentence():
    record = seals.exercise_record(Course().exercises(LESSON)["original-share"])
    assert record["kind"] == "Number" and record["tolerance"] == 0.1 and len(record["hints"]) == 2
    assert json.loads(json.dumps(record)) == record


def test_a_new_dataset_keeps_its_values_and_guesses_types_and_key(tmp_path):
    table = tmp_path / "rows.csv"
    pd.DataFrame({"Year": [2017, 2017], "Partner name": ["A", "B"], "rate": [1.5, 2], "on": ["true", "false"]}).to_csv(
        table, index=False
    )
    new.new_dataset("my-rows", table, tmp_path)
    package = catalogue.descriptor("my-rows", tmp_path / "my-rows")
    fields = {field["name"]: field["type"] for field in package["resources"][0]["schema"]["fields"]}
    assert fields["year"] == "integer" and fields["rate"] == "number" and fields["on"] == "boolean"
    assert package["resources"][0]["schema"]["primaryKey"] == ["year", "partner_name"]
    loaded = catalogue.load("my-rows", tmp_path / "my-rows")
    assert loaded["partner_name"].tolist() == ["A", "B"] and loaded["source_id"].unique().tolist() == ["my-rows-source"]


@pytest.mark.parametrize("content", ["", "only a header\n", "\x00\x00"])
def test_a_file_that_is_no_table_makes_no_dataset(tmp_path, content):
    (tmp_path / "rows.csv").write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match="is not a table"):
        new.new_dataset("my-rows", tmp_path / "rows.csv", tmp_path)
    assert not (tmp_path / "my-rows").exists()


def test_a_name_that_is_taken_is_left_alone(tmp_path):
    root = small_house(tmp_path)
    with pytest.raises(ValueError, match="is there already"):
        new.new_lesson(LESSON, Course(root))


def test_another_file_sealed_by_name_is_whole_and_nothing_is_sealed_twice(home):
    change(home)
    seals.seal_dataset(DATASET, ["JPN-steel-1"], " Read again. ", home)
    package = catalogue.descriptor(DATASET, home)
    for resource in package["resources"]:
        content = (home / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content) and resource["hash"] == catalogue.digest(content)
    assert package["revisions"][-1]["why"] == "Read again."
    before = (home / "datapackage.json").read_bytes()
    assert "nothing has changed" in seals.seal_dataset(DATASET, ["JPN-steel-1"], "Again.", home)
    assert (home / "datapackage.json").read_bytes() == before
    for resource in package["resources"]:
        assert (home / "sealed" / resource["path"]).read_bytes() == (home / resource["path"]).read_bytes()


def test_a_source_is_a_row_of_its_own_and_eight_unnamed_rows_are_listed(home):
    spoil(home / "sources.csv", "Proclamation 10144 of February 1", "Proclamation 10144 of February 2")
    data = DatasetFiles(home)
    assert seals.changed_rows(home, data.package, data.contents) == ["source proc-10144"]
    path = home / f"{DATASET}.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(lines[:-9]) + "\n", encoding="utf-8", newline="\n")
    gone = [line.split(",")[0] for line in lines[-9:]]
    with pytest.raises(ValueError) as error:
        seals.seal_dataset(DATASET, ["source proc-10144"], "Why not.", home)
    assert "9 more" in str(error.value) and all(name in str(error.value) for name in gone[:8])
    assert gone[8] not in str(error.value)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("a,b\n1,x\n2,x\n", ["a"]),
        ("a,b\n1,x\n1,y\n", ["a", "b"]),
        ("a,b,c\n1,x,p\n1,x,q\n", ["a", "b", "c"]),
        ("a,b,c,d\n1,x,p,1\n1,x,p,2\n", ["row_id"]),
        ("a,b\n1,x\n,y\n", ["row_id"]),
        ("a;b\n1;x\n2;x\n", ["a"]),
    ],
)
def test_a_new_dataset_is_keyed_by_its_first_columns_or_by_numbered_rows(tmp_path, text, key):
    (tmp_path / "rows.csv").write_text(text, encoding="utf-8")
    files = new.new_dataset("my-rows", tmp_path / "rows.csv", tmp_path)
    package = catalogue.descriptor("my-rows", tmp_path / "my-rows")
    assert package["resources"][0]["schema"]["primaryKey"] == key
    table = catalogue.load("my-rows", tmp_path / "my-rows")
    assert key != ["row_id"] or table["row_id"].tolist() == ["R0001", "R0002"]
    assert [path.name for path in files] == ["changes.csv", "datapackage.json", "my-rows.csv", "sealed", "sources.csv"]
    fields = {field["name"]: field for field in package["resources"][0]["schema"]["fields"]}
    assert fields["grade"]["constraints"] == {"required": True, "enum": list(catalogue.GRADES)}
    assert "constraints" not in fields["remark"] and fields["remark"]["type"] == "string"
    assert int(package["review_by"][:4]) == int(package["as_of"][:4]) + 1 and package["review_by"].endswith("-01")
    with pytest.raises(ValueError, match="is there already"):
        new.new_dataset("my-rows", tmp_path / "rows.csv", tmp_path)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ("1,-2", "integer"),
        ("1,x", "string"),
        ("1,2.5", "number"),
        ("1.5,", "number"),
        ("true,false", "boolean"),
        ("true,yes", "string"),
        ("2018-03-08,2018-03-09", "date"),
        ("2018-03-08,March", "string"),
        ("123456789012345,1", "integer"),
        ("1234567890123456,1", "number"),
        (",", "string"),
    ],
)
def test_the_type_of_a_column_is_the_one_that_fits_all_its_values(tmp_path, values, kind):
    one, other = values.split(",")
    (tmp_path / "rows.csv").write_text(f"name,v\na,{one}\nb,{other}\n", encoding="utf-8")
    new.new_dataset("my-rows", tmp_path / "rows.csv", tmp_path)
    field = catalogue.descriptor("my-rows", tmp_path / "my-rows")["resources"][0]["schema"]["fields"][1]
    assert field["type"] == kind and ("required" in field.get("constraints", {})) == bool(one and other)
