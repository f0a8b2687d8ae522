"""Restore and update: the notebook as it came, the student's own kept byte for byte, and nothing lost on the way."""

import shutil
import subprocess
import sys
from datetime import datetime

import pytest
from alliancelab.classroom import restore
from alliancelab.ground import paths

SLUG = "10-first-look"
CAME = b'{"cells": [], "nbformat": 4}\n'
MINE = '{"cells": [], "mine": "日本"}\r\n'.encode()


@pytest.fixture
def house(tmp_path):
    """A copy of the kit with two lessons, as an author leaves it."""
    (tmp_path / "helpers").mkdir()
    (tmp_path / "notebooks").mkdir()
    for slug in (SLUG, "20-two-tracks"):
        (tmp_path / "lessons" / slug).mkdir(parents=True)
        (tmp_path / "notebooks" / f"{slug}.ipynb").write_bytes(CAME)
        restore.seal_copy(slug, tmp_path)
    return tmp_path


def worked(house, content=MINE):
    notebook = house / "notebooks" / f"{SLUG}.ipynb"
    notebook.write_bytes(content)
    return notebook


def test_the_students_own_is_kept_byte_for_byte_and_the_pristine_is_back(house):
    notebook = worked(house)
    done = restore.restore(SLUG, house)
    assert done.notebook == notebook and notebook.read_bytes() == CAME
    assert done.mine.parent == notebook.parent and done.mine.read_bytes() == MINE
    assert done.mine.name.startswith(f"{SLUG} (mine, {datetime.now():%Y-%m-%d} ") and done.mine.suffix == ".ipynb"
    assert done.mine.name in done.sentence and "my-work" in done.sentence


def test_twice_in_one_minute_keeps_both_and_a_third_time_has_nothing_to_keep(house, monkeypatch):
    class Clock(datetime):
        @classmethod
        def now(cls):
            return cls(2026, 11, 26, 14, 5)

    monkeypatch.setattr(restore, "datetime", Clock)
    kept = []
    for content in (b"first", b"second"):
        worked(house, content)
        kept.append(restore.restore("10", house).mine)
    assert [path.name for path in kept] == [
        f"{SLUG} (mine, 2026-11-26 14.05).ipynb",
        f"{SLUG} (mine, 2026-11-26 14.05, 2).ipynb",
    ]
    assert [path.read_bytes() for path in kept] == [b"first", b"second"]
    again = restore.restore(SLUG, house)
    assert again.mine is None and "nothing was changed" in again.sentence
    assert len(list((house / "notebooks").iterdir())) == 4


def test_a_notebook_that_was_deleted_comes_back(house):
    worked(house).unlink()
    done = restore.restore(SLUG, house)
    assert done.notebook.read_bytes() == CAME and done.mine is None and "not there" in done.sentence


def test_an_unknown_lesson_is_answered_with_a_question(house):
    with pytest.raises(LookupError, match=r"Did you mean '10-first-look'\? Known: 10-first-look, 20-two-tracks"):
        restore.restore("10-first-lok", house)


@pytest.mark.parametrize("step", ["_keep", "_replace"])
def test_a_folder_or_a_disk_that_takes_nothing_is_said_and_nothing_is_lost(house, monkeypatch, step):
    notebook = worked(house)

    def full(file, content):
        if step == "_keep" or file.name.endswith(".part"):
            file.write(content[:5])
            raise OSError(28, "No space left on device")
        file.write(content)

    monkeypatch.setattr(restore, "_written", full)
    with pytest.raises(ValueError, match=r"cannot be written \(No space left on device\)") as said:
        restore.restore(SLUG, house)
    assert "\n" not in str(said.value) and notebook.read_bytes() == MINE
    left = [path for path in notebook.parent.iterdir() if SLUG in path.name and path != notebook]
    assert [path.read_bytes() for path in left] == ([] if step == "_keep" else [MINE])


def test_a_read_only_folder_is_said(house, monkeypatch):
    notebook = worked(house)

    def refused(path, mode="r", *more, **further):
        # Asked of the file and not of the folder: an administrator may write anywhere.
        if "b" in mode and "r" not in mode:
            raise PermissionError(13, "Permission denied")
        return open(path, mode, *more, **further)

    monkeypatch.setattr(type(notebook), "open", refused)
    with pytest.raises(ValueError, match=r"cannot be written \(Permission denied\)") as said:
        restore.restore(SLUG, house)
    assert "\n" not in str(said.value) and list(notebook.parent.glob(f"{SLUG}*")) == [notebook]


def git(folder, *words):
    name = ("-c", "user.name=Author", "-c", "user.email=author@example.org", "-c", "init.defaultBranch=main")
    return subprocess.run(["git", *name, *words], cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def clone(house, tmp_path_factory):
    """A student's clone of the house; the lecturer's own is the fixture `house`."""
    shutil.copy(paths.root() / ".gitignore", house)
    git(house, "init", "-q")
    git(house, "add", ".")
    git(house, "commit", "-qm", "Begin")
    folder = tmp_path_factory.mktemp("student") / "kit"
    git(house, "clone", "-q", str(house), str(folder))
    return folder


def test_update_pulls_over_a_worked_notebook_and_keeps_it(house, clone):
    worked(house, b'{"cells": [], "new": 1}\n')
    restore.seal_copy(SLUG, house)
    git(house, "commit", "-qam", "Mend")
    notebook = worked(clone)
    kept, pulled = restore.update(clone)
    assert "(mine, " in kept and "up to date" in pulled
    assert notebook.read_bytes() == (house / "notebooks" / notebook.name).read_bytes()
    assert [path.read_bytes() for path in notebook.parent.glob("*(mine, *")] == [MINE]
    assert git(clone, "status", "--porcelain") == "", "what is kept is no change in git's eyes"


def test_update_says_in_one_sentence_that_git_refuses(house, clone):
    git(clone, "commit", "-q", "--allow-empty", "-m", "Mine")
    git(house, "commit", "-q", "--allow-empty", "-m", "Theirs")
    with pytest.raises(ValueError, match="Your notebooks are safe, but git did not bring the new version") as said:
        list(restore.update(clone))
    assert "\n" not in str(said.value)


def test_update_without_git_keeps_what_was_worked_in_and_says_how_to_get_a_new_copy(house):
    worked(house)
    kept, how = restore.update(house)
    assert "(mine, " in kept and "ZIP" in how and "my-work" in how


def test_a_wheel_restores_what_lab_laid_out_in_the_working_folder(house, tmp_path_factory, monkeypatch):
    (house / "helpers").rmdir()
    monkeypatch.setattr(paths, "root", lambda: house)
    here = tmp_path_factory.mktemp("here")
    shutil.copytree(house / "notebooks", here / "notebooks")
    for folder in (here, here / "notebooks"):
        monkeypatch.chdir(folder)
        (here / "notebooks" / f"{SLUG}.ipynb").write_bytes(MINE)
        assert restore.restore(SLUG).mine.parent == here / "notebooks"
    assert (house / "notebooks" / f"{SLUG}.ipynb").read_bytes() == CAME
    assert "pip" in list(restore.update())[-1]


def test_the_commands_say_one_sentence():
    ran = subprocess.run(
        [sys.executable, "-m", "alliancelab", "restore", "10-first-lok"], capture_output=True, text=True
    )
    assert ran.returncode == 1 and "Did you mean '10-first-look'" in ran.stderr and "Traceback" not in ran.stderr


@pytest.mark.parametrize("slug", paths.names_in(paths.lessons(), "lesson.md"))
def test_every_lesson_ships_the_copy_that_is_restored(slug):
    copy = paths.lessons() / slug / restore.COPY
    assert copy.read_bytes() == (paths.notebooks() / f"{slug}.ipynb").read_bytes(), "make keys"
