"""The change log: every value that differs from an earlier edition has a line, and every version its number by rule."""

import json
import random
import shutil

import pytest
from alliancelab import catalogue
from alliancelab.__main__ import main
from alliancelab.authoring import new, rules, seals
from alliancelab.authoring.rules.plants import DATASET
from alliancelab.authoring.rules.subjects import DatasetFiles
from alliancelab.catalogue import editions
from alliancelab.ground import paths

ROW = "JPN-steel-1"


@pytest.fixture
def home(tmp_path):
    return shutil.copytree(paths.datasets() / DATASET, tmp_path / DATASET)


def spoil(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def changed(home, old=",tariff,25,", new=",tariff,24,"):
    path = home / f"{DATASET}.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith(f"{ROW},"))
    assert old in lines[at], lines[at]
    lines[at] = lines[at].replace(old, new, 1)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def faults(home):
    lines = editions.read(home)
    return [kind for kind, _ in editions.faults(seals.sealed_records(home), version(home), lines)]


def version(home):
    return catalogue.descriptor(DATASET, home)["version"]


@pytest.mark.parametrize("name", catalogue.names())
def test_every_dataset_can_be_taken_back_to_its_first_edition(name):
    home = paths.datasets() / name
    held, package = seals.sealed_records(home), catalogue.descriptor(name)
    assert list(editions.faults(held, package["version"], editions.read(home))) == []
    if len(editions.editions(editions.read(home))) > 1:
        assert package["revisions"][-1]["version"] == package["version"]


def test_seal_writes_the_old_and_the_new_value_by_itself(home):
    before = editions.read(home)
    changed(home)
    seals.seal_dataset(DATASET, [ROW], "The notice was read again.", home)
    lines = editions.read(home)[len(before) :]
    assert [line[2:6] for line in lines[1:]] == [(ROW, "rate_pct", "25", "24")]
    assert lines[1].why == "The notice was read again." and faults(home) == []


def test_all_is_refused_once_there_is_a_first_edition(home):
    changed(home)
    before = {path.name: path.read_bytes() for path in home.iterdir() if path.is_file()}
    with pytest.raises(ValueError, match='"all" is for a first edition only'):
        seals.seal_dataset(DATASET, ["all"], "Why not.", home)
    assert {path.name: path.read_bytes() for path in home.iterdir() if path.is_file()} == before


def sealed_by_hand(home):
    """What a careless author can do without seal: make the hashes, the copies and the last digest again."""
    package = catalogue.descriptor(DATASET, home)
    for resource in package["resources"]:
        resource["hash"] = catalogue.digest((home / resource["path"]).read_bytes())
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (home / "datapackage.json").write_text(text, encoding="utf-8", newline="\n")
    for file in ("datapackage.json", *(resource["path"] for resource in package["resources"])):
        shutil.copy(home / file, home / "sealed")
    lines = editions.read(home)
    last = max(n for n, line in enumerate(lines) if not line.row)
    lines[last] = lines[last]._replace(new=editions.digest(seals.sealed_records(home)))
    editions.write(home, lines)


def test_fourteen_values_changed_at_random_and_sealed_by_hand_are_all_noticed(home, tmp_path):
    # Half of such faults passed every check of the first edition.
    changed(home)
    seals.seal_dataset(DATASET, [ROW], "So that there is an edition to take back.", home)
    dice, caught = random.Random(14), 0
    for n in range(14):
        copy = shutil.copytree(home, tmp_path / f"copy-{n}" / DATASET)
        path = copy / dice.choice([f"{DATASET}.csv", "sources.csv"])
        lines = path.read_text(encoding="utf-8").splitlines()
        at = dice.randrange(1, len(lines))
        lines[at] = lines[at] + " again"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
        sealed_by_hand(copy)
        caught += "trace" in faults(copy)
    assert caught == 14


def test_a_line_that_tells_of_no_change_is_noticed(home):
    changed(home)
    seals.seal_dataset(DATASET, [ROW], "Read again.", home)
    spoil(home / "changes.csv", "rate_pct,25,24", "rate_pct,25,23")
    assert faults(home) == ["trace"]


def test_a_row_that_was_dropped_is_kept_in_the_log_and_a_new_one_is_one_line(home):
    path = home / f"{DATASET}.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    gone, new = lines[-1].split(",")[0], lines[1].replace("ARE-aluminum-1", "ARE-aluminum-9")
    path.write_text("\n".join([*lines[:-1], new]) + "\n", encoding="utf-8", newline="\n")
    seals.seal_dataset(DATASET, [gone, "ARE-aluminum-9"], "A row was wrong and one was missing.", home)
    last = editions.editions(editions.read(home))[-1].lines
    assert [line.new for line in last if line.row == "ARE-aluminum-9"] == [editions.ADDED]
    kept = {line.column: line.old for line in last if line.row == gone}
    assert kept["row_id"] == gone and kept["country_code"] and all(line.new == "" for line in last if line.row == gone)
    assert faults(home) == []


FIRST = {"A": {"v": "1", "remark": "x"}, "source s": {"title": "T"}, "column v": {}, "descriptor": {"title": "T"}}


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"A": {"v": "2", "remark": "x"}}, "2.0.0"),
        ({"A": {"remark": "x"}}, "2.0.0"),
        ({"A": None}, "2.0.0"),
        ({"B": {"v": "3"}}, "1.5.0"),
        ({"A": {"v": "1", "remark": "x", "w": "9"}, "column w": {}}, "1.5.0"),
        ({"A": {"v": "1", "remark": "y"}}, "1.4.3"),
        ({"source s": {"title": "U"}}, "1.4.3"),
        ({"descriptor": {"title": "U"}}, "1.4.3"),
    ],
)
def test_a_version_is_numbered_by_what_changed(change, wanted):
    after = {name: cells for name, cells in (FIRST | change).items() if cells is not None}
    assert editions.next_version("1.4.2", FIRST, after) == wanted


def test_seal_gives_the_number_and_another_is_noticed(home):
    major = int(version(home).partition(".")[0])
    changed(home)
    seals.seal_dataset(DATASET, [ROW], "Read again.", home)
    assert version(home) == f"{major + 1}.0.0"
    spoil(home / "datapackage.json", '"grain": "', '"grain": "In short: ')
    seals.seal_dataset(DATASET, [], "Said more shortly.", home)
    assert version(home) == f"{major + 1}.0.1" and faults(home) == []
    spoil(home / "datapackage.json", f'"version": "{major + 1}.0.1"', f'"version": "{major + 1}.1.0"')
    assert faults(home) == ["version"]


def test_a_change_of_every_row_alike_is_one_line_and_is_taken_back(home):
    held = seals.sealed_records(home)
    after = {name: cells | ({"new": "x"} if editions.is_row(name) else {}) for name, cells in held.items()}
    after["AAA-steel-1"] = {"row_id": "AAA-steel-1", "new": "x"}
    told = editions.told(held, after)
    assert told == [("*", "new", "", "x"), ("AAA-steel-1", "", "", editions.ADDED)]
    lines = [editions.Line("2.0.0", "2026-11-26", *cells, "A column.") for cells in told]
    assert editions.taken_back(after, lines) == held
    assert len(editions.history(lines, ROW)) == 1 and len(editions.history(lines, "AAA-steel-1")) == 1


def test_a_new_column_needs_no_names_but_a_changed_value_does():
    held = {"A": {"v": "1"}, "B": {"v": "2"}, "column v": {"type": "integer"}}
    wider = {"A": {"v": "1", "w": "x"}, "B": {"v": "9", "w": "y"}, "column v": held["column v"], "column w": {}}
    assert editions.to_name(held, wider) == ["B"]


def test_a_row_can_be_traced_on_the_command_line(capsys):
    assert main(["history", "eu-members", "AUT"]) == 0
    assert "grade" in capsys.readouterr().out
    assert main(["history", "eu-members", "AUTT"]) == 1
    assert "Did you mean 'AUT'" in capsys.readouterr().err


def test_names_of_rows_can_be_given_in_a_file(tmp_path, capsys):
    (tmp_path / "names.txt").write_text("AUT\nBEL\n", encoding="utf-8")
    assert main(["seal", "eu-members", "--why", "Read again.", "--rows", f"@{tmp_path / 'names.txt'}"]) == 0
    assert "nothing has changed" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "version,day\n", "version,day,row,column,old,new,why\n1.0.0,2026\n"])
def test_a_damaged_log_is_said_in_one_sentence(home, text):
    (home / "changes.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="is not a change log"):
        editions.read(home)


def test_a_draft_begins_its_log_anew_and_an_edition_never_does(home, tmp_path):
    (tmp_path / "rows.csv").write_text("name,v\nA,1\nB,2\n", encoding="utf-8")
    new.new_dataset("my-rows", tmp_path / "rows.csv", tmp_path)
    draft = tmp_path / "my-rows"
    spoil(draft / "my-rows.csv", "A,1", "A,3")
    spoil(draft / "datapackage.json", '"status": "draft",', "")
    assert "sealed" in seals.seal_dataset("my-rows", ["all"], "First edition.", draft)
    assert catalogue.descriptor("my-rows", draft)["version"] == "1.0.0" and len(editions.read(draft)) == 1
    assert list(rules.every()["changes-traced"].broken(DatasetFiles(draft))) == []
    spoil(draft / "datapackage.json", '"name": "my-rows",', '"name": "my-rows", "status": "draft",')
    seals.seal_dataset("my-rows", [], "Called a draft again.", draft)
    spoil(draft / "my-rows.csv", "A,3", "A,4")
    with pytest.raises(ValueError, match="for a first edition only"):
        seals.seal_dataset("my-rows", ["all"], "Why not.", draft)


def test_a_log_cannot_be_begun_anew_by_throwing_the_sealed_copies_away(home):
    changed(home)
    shutil.rmtree(home / "sealed")
    with pytest.raises(ValueError, match="its sealed copies .* are missing"):
        seals.seal_dataset(DATASET, ["all"], "First edition.", home)
    seals_before = [revision.get("version") for revision in catalogue.descriptor(DATASET, home)["revisions"]]
    (home / "changes.csv").unlink()
    seals.seal_dataset(DATASET, ["all"], "First edition.", home)
    found = list(rules.every()["changes-traced"].broken(DatasetFiles(home)))
    assert seals_before[-1] != "1.0.0" and f"tells of version {seals_before[-1]}" in found[0]
