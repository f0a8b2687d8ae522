"""The constraints of a table exactly at their limits, and the line, column and value that a fault names."""

import json
import shutil

import pandas as pd
import pytest
from alliancelab import catalogue
from alliancelab.catalogue import schema
from alliancelab.ground import paths


def faults(text: str, key=(), **fields):
    """The faults of a small file; each field is its type and its constraints."""
    listed = [{"name": name, "type": kind, "constraints": rules} for name, (kind, rules) in fields.items()]
    resource = {"path": "x.csv", "schema": {"fields": listed, "primaryKey": list(key)}}
    return list(schema.faults(text.encode(), resource, "x.csv"))


@pytest.mark.parametrize(
    ("kind", "rule", "good", "bad"),
    [
        ("integer", {"minimum": 5}, "5", "4"),
        ("integer", {"maximum": 5}, "5", "6"),
        ("number", {"minimum": 0.5}, "0.5", "0.4"),
        ("number", {"maximum": 0.5}, "0.5", "0.6"),
        ("date", {"minimum": "2018-03-08"}, "2018-03-08", "2018-03-07"),
        ("date", {"maximum": "2018-03-08"}, "2018-03-08", "2018-03-09"),
        ("string", {"minLength": 3}, "abc", "ab"),
        ("string", {"maxLength": 3}, "abc", "abcd"),
        ("string", {"pattern": "[a-c]{2}"}, "ab", "abc"),
        ("string", {"enum": ["a", "b"]}, "b", "c"),
    ],
)
def test_a_value_at_the_limit_holds_and_one_beyond_is_named_with_its_place(kind, rule, good, bad):
    assert faults(f"n,v\n1,{good}\n2,\n3,{good}\n", n=("integer", {}), v=(kind, rule)) == []
    ((name, sentence),) = faults(f"n,v\n1,{good}\n2,\n3,{bad}\n4,{bad}\n", n=("integer", {}), v=(kind, rule))
    assert name == next(iter(rule)) and "line 4" in sentence and "column v" in sentence and bad in sentence


def test_a_required_value_a_repeated_one_and_a_repeated_key_are_found_in_their_line():
    two = {"n": ("integer", {}), "v": ("string", {"required": True})}
    ((kind, sentence),) = faults("n,v\n1,a\n2,\n", **two)
    assert kind == "required" and "line 3" in sentence
    assert faults("n,v\n1,a\n2,\n", n=("integer", {}), v=("string", {"required": False})) == []
    ((kind, sentence),) = faults("v\na\nb\na\n", v=("string", {"unique": True}))
    assert kind == "unique" and "line 4" in sentence
    assert faults("v,n\n,1\n,2\n", v=("string", {"unique": True}), n=("integer", {})) == []
    assert faults("v\na\na\n", v=("string", {"unique": False})) == []
    columns = {"a": ("string", {}), "b": ("string", {})}
    assert faults("a,b\nx,1\nx,2\n", ["a", "b"], **columns) == []
    ((kind, sentence),) = faults("a,b\nx,1\ny,1\nx,1\n", ["a", "b"], **columns)
    assert kind == "key" and "line 4" in sentence and "a and b" in sentence


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("integer", "-12", "1.5"),
        ("number", "1.5", "one"),
        ("boolean", "true", "True"),
        ("date", "2018-03-08", "2018-02-30"),
    ],
)
def test_a_value_of_another_type_is_named_with_its_place(kind, good, bad):
    assert faults(f"v\n{good}\n", v=(kind, {})) == []
    ((name, sentence),) = faults(f"v\n{good}\n{bad}\n", v=(kind, {}))
    assert name == "type" and "line 3" in sentence and bad in sentence


@pytest.mark.parametrize(
    ("pattern", "risky"),
    [
        ("a*", False),
        ("[A-Z]{3}(-[a-z]+)*", False),
        ("(a|b)", False),
        ("(ab)?", False),
        ("(a+)?", False),
        ("^a$", False),
        ("(-a)*", False),
        ("(-a-)*", False),
        ("(-[a-z]+-b*)*", False),
        ("(-[,-.]+)*", True),
        ("(-[-]+)*", True),
        ("(--+)*", True),
        ("(-.+)*", True),
        ("(a*)*", True),
        ("([ab])*", True),
        ("(-(a|b))*", True),
        ("(-(a+)+)*", True),
        ("((a+)+|b)", True),
        ("(b|(a+)+)", True),
        ("b(a+)+", True),
        (r"(a)\1", True),
        ("(?=a)", True),
        ("[", True),
        (5, True),
    ],
)
def test_a_pattern_is_safe_only_where_no_repeat_can_eat_anothers_text(pattern, risky):
    assert schema.risky_pattern(pattern) is risky


def test_a_row_that_names_no_listed_source_is_found_in_its_line(tmp_path):
    home = shutil.copytree(paths.datasets() / "eu-members", tmp_path / "eu-members")
    table = home / "eu-members.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    source = catalogue.load("eu-members")["source_id"].iloc[0]
    lines[3] = lines[3].replace(source, "elsewhere")
    table.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    package = json.loads((home / "datapackage.json").read_text(encoding="utf-8"))
    package["resources"][0]["hash"] = catalogue.digest(table.read_bytes())
    (home / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    with pytest.raises(ValueError, match="line 4.*source_id.*elsewhere"):
        catalogue.load("eu-members", home)


def test_sources_are_counted_by_row_with_the_busiest_first():
    table = catalogue.load("section-232-status")
    counted = catalogue.sources(table)
    assert counted["rows"].sum() == len(table) and counted["rows"].is_monotonic_decreasing
    assert counted["rows"].iloc[0] == table["source_id"].value_counts().iloc[0]
    first = table["source_id"].iloc[0]
    assert catalogue.sources(table.head(1))[["rows", "source_id"]].values.tolist() == [[1, first]]
    assert catalogue.sources(pd.DataFrame({"source_id": [first]}), "section-232-status")["rows"].tolist() == [1]
    with pytest.raises(ValueError):
        catalogue.sources(pd.DataFrame({"source_id": [first]}))


def test_a_description_numbers_its_cautions_from_one_and_a_citation_has_the_year():
    rows = catalogue.describe("section-232-status").index.tolist()
    assert next(name for name in rows if name.startswith("caution")).endswith("1")
    assert "2026" in catalogue.cite("section-232-status") and "CC-BY-4.0" in catalogue.cite("section-232-status")


@pytest.mark.parametrize(
    ("resources", "fault"),
    [
        ([{}], "resources"),
        ([{}, {}], "path"),
        ([{"path": "a"}, {"path": "b"}], "fields"),
        ([{"path": "a", "schema": {"fields": []}}] * 2, "fields"),
        ([{"path": "a", "schema": {"fields": [{"name": "n", "type": "text"}]}}] * 2, "fields"),
        ([{"path": "a", "schema": {"fields": [{"name": "n", "type": "string", "constraints": []}]}}] * 2, "fields"),
        ([{"path": "a", "schema": {"fields": [{"name": "n", "type": "string"}], "primaryKey": "m"}}] * 2, "primaryKey"),
        ([{"path": "a", "schema": {"fields": [{"name": "n", "type": "string"}], "primaryKey": "n"}}] * 2, ""),
    ],
)
def test_a_descriptor_that_lacks_a_part_is_refused_by_its_name(resources, fault):
    assert catalogue.shape_fault({"resources": resources}).split(" ")[0] == fault
