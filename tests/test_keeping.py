"""A student's answers on disk: kept at once, whole or not at all, and never written over once locked."""

import json
import os

import pytest
from alliancelab.forms import drawer

WHOLE = {"Q1": 0.3, "Q2": 0.0}


@pytest.fixture
def drawer(tmp_path):
    return drawer.Drawer("80-forecasts", tmp_path / "my-work")


def names(drawer):
    return sorted(path.name for path in drawer.folder.iterdir()) if drawer.folder.exists() else []


def test_reading_an_empty_place_writes_nothing(drawer):
    assert drawer.read() == ({}, "", "", "") and not drawer.folder.exists()


def test_a_draft_is_replaced_and_read_back(drawer):
    drawer.save({"Q1": 0.1})
    drawer.save(WHOLE)
    assert drawer.read()[:2] == (WHOLE, "") and names(drawer) == ["80-forecasts.draft.json"]


def test_a_locked_sheet_takes_the_place_of_its_draft(drawer):
    drawer.save(WHOLE)
    assert drawer.lock(WHOLE, "2026-11-24T10:00:00+09:00") == "80-forecasts.json"
    assert drawer.read()[:3] == (WHOLE, "2026-11-24T10:00:00+09:00", "80-forecasts.json")
    assert names(drawer) == ["80-forecasts.json"]


def test_later_locked_sheets_get_new_names_and_earlier_ones_keep_every_byte(drawer):
    for n in range(1, 12):
        before = {path.name: path.read_bytes() for path in drawer.folder.glob("*.json")}
        drawer.lock({"Q1": n / 100}, "now")
        assert all((drawer.folder / name).read_bytes() == content for name, content in before.items())
    assert len(names(drawer)) == 11 and drawer.read()[2] == "80-forecasts-11.json"


def test_a_draft_after_a_lock_leaves_the_locked_sheet_alone(drawer):
    drawer.lock(WHOLE, "now")
    locked = (drawer.folder / "80-forecasts.json").read_bytes()
    drawer.save({"Q1": 0.9})
    assert drawer.read()[:2] == ({"Q1": 0.9}, "")
    assert (drawer.folder / "80-forecasts.json").read_bytes() == locked


def test_a_disk_without_links_still_never_writes_over(drawer, monkeypatch):
    def no_links(*_):
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", no_links)
    drawer.lock(WHOLE, "first")
    drawer.lock({"Q1": 1.0}, "second")
    assert names(drawer) == ["80-forecasts-2.json", "80-forecasts.json"]
    assert json.loads((drawer.folder / "80-forecasts.json").read_text())["locked_at"] == "first"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"answers": {"Q1": 95}, "locked_at": ""}',
        b'{"answers": {"Q1": NaN}, "locked_at": ""}',
        b'{"answers": {"Q1": "0.3"}, "locked_at": ""}',
        b'{"answers": {"Q1": true}, "locked_at": ""}',
        b'{"answers": {}}',
        b'{"answers": [], "locked_at": ""}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_file_is_set_aside_with_one_sentence_and_not_lost(drawer, content):
    drawer.lock(WHOLE, "now")
    for _ in range(2):
        (drawer.folder / "80-forecasts.draft.json").write_bytes(content)
        found = drawer.read()
    assert found.answers == WHOLE
    assert found.note == "my-work/80-forecasts.draft.json was damaged; it is kept as 80-forecasts.draft.damaged-2.json."
    assert (drawer.folder / "80-forecasts.draft.damaged-1.json").read_bytes() == content
    drawer.save({"Q1": 0.2})
    assert (drawer.folder / "80-forecasts.draft.damaged-2.json").read_bytes() == content


def test_a_damaged_locked_sheet_is_set_aside_and_is_not_read_as_a_number(drawer):
    drawer.lock(WHOLE, "now")
    (drawer.folder / "80-forecasts.json").write_text("oops")
    assert drawer.read()[:2] == ({}, "")
    assert drawer.lock(WHOLE, "later") == "80-forecasts.json"
    assert names(drawer) == ["80-forecasts.damaged-1.json", "80-forecasts.json"]


def test_a_write_that_fails_half_way_leaves_the_last_draft_whole(drawer, monkeypatch):
    drawer.save({"Q1": 0.1})

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError):
        drawer.save(WHOLE)
    assert drawer.read().answers == {"Q1": 0.1} and names(drawer) == ["80-forecasts.draft.json"]
