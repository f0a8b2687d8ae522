"""The first cell of a lesson: whose work this is, what is offered, and what it says of Binder."""

import base64
import json
import re

import pytest
from alliancelab.classroom import opening, restore
from alliancelab.forms.journal import Journal

LESSON = "10-first-look"


def test_a_name_is_asked_once_and_known_in_the_next_kernel(tmp_path):
    form = opening.NameForm(Journal(tmp_path), LESSON)
    assert "Write your name" in form.status and form.names == []
    form.box.value = "Aiko"
    form.button.click()
    assert "You work as Aiko" in form.status
    form._journal.keep(LESSON, "first-day", 1)
    later = opening.NameForm(Journal(tmp_path), LESSON)
    assert later.box.value == "Aiko" and "Is this not you?" in later.status


def test_several_names_are_offered_as_buttons_and_nobody_is_taken_for_another(tmp_path):
    for name in ("Aiko", "Ben"):
        journal = Journal(tmp_path)
        journal.sign(name)
        journal.keep(LESSON, "first-day", name)
    form = opening.NameForm(Journal(tmp_path), LESSON)
    assert form.box.value == "" and "Several people" in form.status
    assert [button.description for button in form.names] == ["Aiko", "Ben"]
    form.names[1].click()
    assert form._journal.last(LESSON, "first-day") == "Ben" and "You work as Ben" in form.status


@pytest.mark.parametrize("name", ["", "../up", "x" * 80])
def test_a_name_that_will_not_do_is_one_sentence(tmp_path, name):
    form = opening.NameForm(Journal(tmp_path), LESSON)
    form.box.value = name
    form.sign()
    assert "cannot be the name of a folder" in form.status and list(tmp_path.iterdir()) == []


def test_what_was_done_without_a_name_is_offered_and_taken(tmp_path):
    Journal(tmp_path).keep(LESSON, "first-day", 1)
    form = opening.NameForm(Journal(tmp_path), LESSON)
    assert form.take.layout.display == ""
    form.box.value = "Aiko"
    form.sign()
    form.take.click()
    assert form._journal.last(LESSON, "first-day") == 1 and form.take.layout.display == "none"


def test_on_binder_the_answers_can_be_taken_away_and_elsewhere_nothing_is_said_of_it(tmp_path, monkeypatch):
    journal = Journal(tmp_path)
    journal.sign("Aiko Yamada")
    journal.keep(LESSON, "first-day", "<b>")
    plain = opening.NameForm(journal, LESSON)
    assert plain.fetch not in plain.children
    monkeypatch.setenv("BINDER_SERVICE_HOST", "x")
    form = opening.NameForm(journal, LESSON)
    assert form.fetch in form.children and any("forgotten" in getattr(c, "value", "") for c in form.children)
    form.fetch.click()
    link = form._link.value
    assert 'download="alliance-lab-Aiko-Yamada.jsonl"' in link
    packed = base64.b64decode(re.search('base64,([^"]+)', link)[1])
    assert [json.loads(line)["value"] for line in packed.splitlines()] == ["<b>"]


def test_the_button_brings_the_notebook_back_and_says_where_ones_own_is(tmp_path, monkeypatch):
    form = opening.NameForm(Journal(tmp_path), LESSON)
    asked = []
    monkeypatch.setattr(restore, "restore", lambda slug: asked.append(slug) or restore.Restored(None, None, "Back."))
    form.pristine.click()
    assert asked == [LESSON] and form.status == "Back."


def test_without_a_kernel_the_style_speaks_in_our_words():
    assert "Run this cell" in opening.style() and "Run All Cells" in opening.style()
