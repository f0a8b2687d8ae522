"""The rules are tried: each catches its planted fault, a sound house breaks none, and CONTRIBUTING lists them all."""

import shutil

import pytest
from alliancelab.authoring import rules
from alliancelab.ground import paths
from houses import small_house

RULES = rules.every()


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    return small_house(tmp_path_factory.mktemp("sound"))


@pytest.fixture
def house(sound, tmp_path):
    return shutil.copytree(sound, tmp_path / "house")


def test_a_sound_house_breaks_no_rule(sound):
    assert rules.check(sound) == []


@pytest.mark.parametrize("name", RULES)
def test_a_rule_catches_its_planted_fault_in_sentences_that_say_where(name, house):
    RULES[name].plant(house)
    faults = rules.check(house)
    assert name in {fault.rule for fault in faults}, faults
    assert all(fault.sentence and "\n" not in fault.sentence for fault in faults)


def test_contributing_lists_every_rule_from_the_code():
    text = (paths.root() / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert rules.listing() in text, "put the output of python -m alliancelab rules into CONTRIBUTING.md"


def test_the_house_itself_breaks_no_rule():
    assert rules.check() == []


def test_no_two_rules_have_one_name():
    with pytest.raises(ValueError, match="locked"):
        rules.rule("locked", "lesson", "Again.", lambda root: None)(lambda lesson: [])
