"""Checks that a descriptor declares of its values: each kind catches its planted fault, and asks no empty cell."""

import pandas as pd
import pytest
from alliancelab import catalogue
from alliancelab.catalogue import checks

NAMES = catalogue.names()
DAYS = pd.to_datetime(["2018-03-01", "2018-04-01"])
LISTED = {"acts": pd.DataFrame({"act": ["P1", "P2"], "signed": DAYS})}
TABLE = pd.DataFrame(
    {
        "act": ["P1", "P2", None],
        "several": ["P1; P2", "P2", None],
        "first": pd.to_datetime(["2018-03-01", "2018-04-01", "2018-05-01"]),
        "last": pd.to_datetime(["2018-03-01", "2018-04-02", None]),
        "year": [2017, 2018, 2018],
        "yes": [10.0, 20.0, None],
        "no": [1.0, 2.0, 3.0],
        "all": [11.0, 22.0, 33.0],
        "kind": ["part", "rest", "whole"],
        "tonnes": [1.0, 2.0, 3.0],
        "group": ["g", "g", "g"],
    }
)
PACKAGE = {"coverage": {"from": "2017", "to": "2018-05"}}
TOTAL = {
    "kind": "total",
    "says": "Adds up.",
    "column": "tonnes",
    "by": ["group"],
    "parts": {"kind": ["part", "rest"]},
    "whole": {"kind": ["whole"]},
}
HELD = [
    {"kind": "key", "says": "Listed.", "columns": ["act"], "dataset": "acts", "of": ["act"]},
    {"kind": "key", "says": "Listed.", "columns": ["several"], "dataset": "acts", "of": ["act"], "split": ";"},
    {"kind": "order", "says": "In order.", "columns": ["first", "last"]},
    {"kind": "coverage", "says": "Covered.", "columns": ["first", "last", "year"]},
    {"kind": "sum", "says": "Adds up.", "columns": ["yes", "no"], "total": "all"},
    {"kind": "sum", "says": "Adds up.", "columns": ["all", "-no"], "total": "yes"},
    {"kind": "sum", "says": "Not too many.", "columns": ["yes"], "total": 20, "at_most": True},
    TOTAL,
    TOTAL | {"complete": {"kind": ["rest"]}},
    {
        "kind": "same",
        "says": "The day.",
        "column": "first",
        "by": "act",
        "dataset": "acts",
        "of": "act",
        "value": "signed",
    },
    TOTAL | {"whole": 3},
]
FAULTS = [
    (0, "act", 1, "P3"),
    (1, "several", 0, "P1; P9"),
    (2, "last", 1, pd.Timestamp("2018-03-31")),
    (3, "first", 0, pd.Timestamp("2016-12-31")),
    (3, "last", 1, pd.Timestamp("2018-06-01")),
    (3, "year", 2, 2019),
    (4, "yes", 0, 10.1),
    (5, "all", 1, 23.0),
    (6, "yes", 1, 21.0),
    (7, "tonnes", 1, 2.5),
    (8, "tonnes", 0, 0.5),
    (9, "first", 1, pd.Timestamp("2018-04-02")),
]


@pytest.mark.parametrize("check", HELD)
def test_a_check_that_holds_says_nothing(check):
    assert not checks.broken(check, TABLE, PACKAGE, LISTED.__getitem__).any()


@pytest.mark.parametrize(("n", "column", "row", "value"), FAULTS)
def test_a_planted_fault_is_caught(n, column, row, value):
    table = TABLE.copy()
    table.loc[row, column] = value
    found = list(checks.faults(table, PACKAGE | {"checks": [HELD[n]]}, LISTED.__getitem__))
    assert len(found) == 1 and found[0][0] == HELD[n]["says"]
    # A total is told at the row of the whole.
    assert found[0][1] == [2 if HELD[n]["kind"] == "total" else row]


def test_parts_that_do_not_give_a_number_are_told_row_by_row():
    table = TABLE.assign(tonnes=[1.0, 2.5, 3.0])
    assert checks.broken(HELD[10], table, PACKAGE, LISTED.__getitem__).tolist() == [True, True, False]


@pytest.mark.parametrize(
    "check", [{"kind": "guess", "says": "x"}, {"kind": "order", "says": "x", "columns": ["no-such", "last"]}]
)
def test_a_check_that_cannot_be_asked_is_said(check):
    with pytest.raises(ValueError, match="cannot be asked"):
        checks.broken(check, TABLE, PACKAGE, LISTED.__getitem__)


@pytest.mark.parametrize("name", [name for name in NAMES if catalogue.descriptor(name).get("checks")])
def test_what_a_descriptor_declares_holds(name):
    assert list(checks.faults(catalogue.load(name), catalogue.descriptor(name), catalogue.load)) == []


def test_days_and_years_are_checked_against_the_coverage_in_most_tables():
    declared = [
        name for name in NAMES if any(c["kind"] == "coverage" for c in catalogue.descriptor(name).get("checks", []))
    ]
    assert len(declared) >= 20
