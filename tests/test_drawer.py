"""A student's files: kept at once, whole or not at all, and never written over once locked."""

import errno
import json
import os
import threading

import pytest
from alliancelab.forms.drawer import Drawer, new_files

WHOLE = {"Q1": 0.3, "Q2": 0.0}


@pytest.fixture
def drawer(tmp_path):
    return Drawer("80-forecasts", tmp_path / "my-work")


def names(folder):
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


@pytest.fixture
def full_disk(monkeypatch):
    """From the second time on, what is written does not reach the disk."""
    calls = []

    def fsync(_):
        calls.append(1)
        if len(calls) > fsync.good:
            raise OSError(errno.ENOSPC, "No space left on device")

    fsync.good = 0
    monkeypatch.setattr(os, "fsync", fsync)
    return fsync


def test_reading_an_empty_place_writes_nothing(drawer):
    assert drawer.read() == ({}, "", "", "") and not drawer.folder.exists()


def test_a_draft_is_replaced_and_read_back(drawer):
    drawer.save({"Q1": 0.1})
    drawer.save(WHOLE)
    assert drawer.read()[:2] == (WHOLE, "") and names(drawer.folder) == ["80-forecasts.draft.json"]


def test_a_locked_sheet_takes_the_place_of_its_draft(drawer):
    drawer.save(WHOLE)
    assert drawer.lock(WHOLE, "2026-11-24T10:00:00+09:00") == "80-forecasts.json"
    assert drawer.read()[:3] == (WHOLE, "2026-11-24T10:00:00+09:00", "80-forecasts.json")
    assert names(drawer.folder) == ["80-forecasts.json"]


def test_later_locked_sheets_get_new_names_and_earlier_ones_keep_every_byte(drawer):
    for n in range(1, 12):
        before = {path.name: path.read_bytes() for path in drawer.folder.glob("*.json")}
        drawer.lock({"Q1": n / 100}, "now")
        assert all((drawer.folder / name).read_bytes() == content for name, content in before.items())
    assert len(names(drawer.folder)) == 11 and drawer.read()[2] == "80-forecasts-11.json"


def test_a_draft_after_a_lock_leaves_the_locked_sheet_alone(drawer):
    drawer.lock(WHOLE, "now")
    locked = (drawer.folder / "80-forecasts.json").read_bytes()
    drawer.save({"Q1": 0.9})
    assert drawer.read()[:2] == ({"Q1": 0.9}, "")
    assert (drawer.folder / "80-forecasts.json").read_bytes() == locked


@pytest.mark.parametrize("name", ["../outside", "a/b", "/etc/passwd", "..", "", ".hidden", "a\0b", "x" * 300, None, 5])
def test_a_name_that_leaves_the_folder_is_refused(tmp_path, name):
    for open_it in (lambda: Drawer(name, tmp_path / "in"), lambda: new_files(tmp_path / "in", name, {".txt": b""})):
        with pytest.raises(ValueError, match="is not a name for a file"):
            open_it()
    assert names(tmp_path) in ([], ["in"])


def test_locks_and_files_made_at_once_get_a_name_each(tmp_path):
    folder, contents = tmp_path / "my-work", {".html": b"h" * 5000, ".docx": b"d" * 5000}
    work = [threading.Thread(target=new_files, args=(folder, "memo", contents)) for _ in range(8)]
    work += [threading.Thread(target=Drawer("sheet", folder).lock, args=(WHOLE, f"{n}")) for n in range(8)]
    for each in work:
        each.start()
    for each in work:
        each.join()
    assert len(names(folder)) == 24 and not [name for name in names(folder) if name.endswith(".part")]
    assert {path.read_bytes() for path in folder.glob("memo-*")} == {b"h" * 5000, b"d" * 5000}
    locked = [json.loads(path.read_text())["locked_at"] for path in folder.glob("sheet*.json")]
    assert sorted(locked) == sorted(f"{n}" for n in range(8))


@pytest.mark.parametrize("good", [0, 1])
def test_on_a_full_disk_all_files_are_written_or_none(tmp_path, full_disk, good):
    full_disk.good = good
    with pytest.raises(OSError):
        new_files(tmp_path, "memo", {".html": b"h", ".docx": b"d"})
    assert names(tmp_path) == []


def test_a_second_file_that_cannot_be_named_takes_the_first_back(tmp_path, monkeypatch):
    rename = os.rename

    def once(part, path):
        if str(path).endswith(".docx"):
            raise OSError(errno.EIO, "Input/output error")
        rename(part, path)

    monkeypatch.setattr(os, "rename", once)
    with pytest.raises(OSError):
        new_files(tmp_path, "memo", {".html": b"h", ".docx": b"d"})
    assert names(tmp_path) == []


def test_a_part_left_by_a_killed_kernel_is_passed_over_and_left_alone(tmp_path):
    (tmp_path / "verdicts-1.json.part").write_text("half")
    assert new_files(tmp_path, "verdicts", {".json": b"{}"})[0].name == "verdicts-2.json"
    assert (tmp_path / "verdicts-1.json.part").read_text() == "half"


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
        kept = drawer.read()
    assert kept.answers == WHOLE
    assert "my-work/80-forecasts.draft.json" in kept.note and "80-forecasts.draft.damaged-2.json" in kept.note
    assert (drawer.folder / "80-forecasts.draft.damaged-1.json").read_bytes() == content
    drawer.save({"Q1": 0.2})
    assert (drawer.folder / "80-forecasts.draft.damaged-2.json").read_bytes() == content


def test_a_damaged_locked_sheet_is_set_aside_and_is_not_read_as_a_number(drawer):
    drawer.lock(WHOLE, "now")
    (drawer.folder / "80-forecasts.json").write_text("oops")
    assert drawer.read()[:2] == ({}, "")
    assert drawer.lock(WHOLE, "later") == "80-forecasts.json"
    assert names(drawer.folder) == ["80-forecasts.damaged-1.json", "80-forecasts.json"]


def test_a_write_that_fails_half_way_leaves_the_last_draft_whole_and_no_part(drawer, full_disk):
    full_disk.good = 1
    drawer.save({"Q1": 0.1})
    with pytest.raises(OSError):
        drawer.save(WHOLE)
    with pytest.raises(OSError):
        drawer.lock(WHOLE, "now")
    assert drawer.read().answers == {"Q1": 0.1} and names(drawer.folder) == ["80-forecasts.draft.json"]


@pytest.mark.parametrize(
    ("answers", "is_read"),
    [
        ({"Q": 0}, True),
        ({"Q": 1}, True),
        ({"Q": -0.01}, False),
        ({"Q": 1.01}, False),
        ({"Q": True}, False),
        ([], False),
    ],
)
def test_a_probability_from_nothing_to_one_is_read_back_and_no_other(drawer, answers, is_read):
    drawer.folder.mkdir()
    (drawer.folder / "80-forecasts.json").write_text(json.dumps({"answers": answers, "locked_at": "now"}))
    assert (drawer.read().file == "80-forecasts.json") == is_read
    assert ("80-forecasts.damaged-1.json" in names(drawer.folder)) == (not is_read)


def test_a_second_damaged_file_gets_the_next_number(drawer):
    drawer.folder.mkdir()
    for n in (1, 2):
        (drawer.folder / "80-forecasts.json").write_text("{")
        assert f"80-forecasts.damaged-{n}.json" in drawer.read().note
    assert names(drawer.folder) == ["80-forecasts.damaged-1.json", "80-forecasts.damaged-2.json"]


def test_a_sheet_without_a_day_of_locking_is_damaged_and_a_draft_is_never_locked(drawer):
    drawer.save(WHOLE)
    draft = drawer.folder / "80-forecasts.draft.json"
    draft.write_text(json.dumps({"answers": {"Q1": 1}, "locked_at": "2026-11-24"}))
    assert drawer.read()[:3] == ({"Q1": 1.0}, "", draft.name) and drawer.draft() == {"Q1": 1.0}
    draft.write_text(json.dumps({"answers": {"Q1": 1}}))
    assert drawer.draft() is None and drawer.read().answers == {}
