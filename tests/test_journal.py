"""A student's work: kept at once under her name, never mixed with another's, and nothing half-written."""

import datetime as dt
import errno
import json
import os
import subprocess
import sys
import threading

import pytest
from alliancelab.forms import files
from alliancelab.forms import journal as journals
from alliancelab.forms.journal import Journal

LESSON = "10-first-look"


@pytest.fixture
def place(tmp_path):
    return tmp_path / "my-work"


def named(place, name):
    """A kernel whose student has given her name."""
    journal = Journal(place)
    journal.sign(name)
    return journal


def kept(place):
    return sorted(str(path.relative_to(place)) for path in place.rglob("*") if path.is_file())


def test_what_is_answered_is_there_in_the_next_kernel(place):
    first = named(place, "Aiko")
    assert first.keep(LESSON, "first-day", {"answer": "2018-03-23"}) == ""
    again = Journal(place)
    assert again.name == "Aiko" and again.last(LESSON, "first-day") == {"answer": "2018-03-23"}
    assert again.items(LESSON) == {"first-day": {"answer": "2018-03-23"}}
    assert kept(place) == [os.path.join("Aiko", "answers.jsonl")]


def shifted(monkeypatch, **by):
    """The clock of this machine, put forward or back."""

    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz=None):
            return dt.datetime.now(tz) + dt.timedelta(**by)

    monkeypatch.setattr(journals, "datetime", Clock)


def test_the_last_answer_is_the_last_though_the_clock_was_put_back_or_the_student_has_travelled(place, monkeypatch):
    aiko = named(place, "Aiko")
    aiko.keep(LESSON, "first-day", "before the clock was put back")
    shifted(monkeypatch, minutes=-5)
    aiko.keep(LESSON, "first-day", "after")
    assert Journal(place).last(LESSON, "first-day") == "after"
    tokyo, new_york = "2018-04-18T09:00:00.000+09:00", "2018-04-17T23:00:00.000-04:00"
    lines = [(new_york, "there"), (tokyo, "at home")]
    with (place / "Aiko" / "answers.jsonl").open("a", encoding="utf-8") as file:
        for at, value in lines:
            file.write(json.dumps({"at": at, "kernel": "k", "lesson": LESSON, "item": "trip", "value": value}) + "\n")
    assert Journal(place).last(LESSON, "trip") == "there"


def test_nothing_is_written_before_something_is_done(place):
    journal = Journal(place)
    journal.last(LESSON, "first-day")
    journal.items(LESSON)
    assert not place.exists()


def test_two_students_on_one_folder_never_see_each_others_answers(place):
    aiko, ben = named(place, "Aiko"), Journal(place)
    aiko.keep(LESSON, "first-day", "hers")
    ben.sign("Ben")
    assert ben.last(LESSON, "first-day") is None
    ben.keep(LESSON, "first-day", "his")
    assert aiko.last(LESSON, "first-day") == "hers" and named(place, "Aiko").last(LESSON, "first-day") == "hers"
    third = Journal(place)
    assert third.name == "" and third.names() == ["Aiko", "Ben"] and third.last(LESSON, "first-day") is None


def test_two_students_without_a_name_are_kept_apart_and_a_name_takes_only_ones_own(place):
    one, two = Journal(place), Journal(place)
    one.keep(LESSON, "first-day", "one's")
    two.keep(LESSON, "first-day", "two's")
    assert (one.last(LESSON, "first-day"), two.last(LESSON, "first-day")) == ("one's", "two's")
    assert "1 answer is kept" in one.sign("Aiko")
    assert one.last(LESSON, "first-day") == "one's" and two.last(LESSON, "first-day") == "two's"
    assert kept(place) == [
        os.path.join("Aiko", "answers.jsonl"),
        os.path.join(journals.NO_NAME, two.kernel, "answers.jsonl"),
    ]


def test_what_was_done_without_a_name_is_offered_to_the_next_kernel_and_not_shown(place):
    first = Journal(place)
    first.keep(LESSON, "first-day", "mine")
    later = Journal(place)
    assert later.last(LESSON, "first-day") is None and len(later.left_without_name()) == 1
    later.sign("Aiko")
    assert "1 entry that had no name is now in my-work/Aiko" in later.take_over()
    assert later.last(LESSON, "first-day") == "mine" and later.left_without_name() == []


def test_a_restarted_kernel_finds_what_was_done_without_a_name(place):
    Journal(place, "k1").keep(LESSON, "first-day", "mine")
    assert Journal(place, "k1").last(LESSON, "first-day") == "mine"
    assert Journal(place, "k2").last(LESSON, "first-day") is None
    named(place, "Ben").keep(LESSON, "half-open", "his")
    again = Journal(place, "k1")
    assert again.name == "" and again.last(LESSON, "first-day") == "mine" and Journal(place, "k3").name == "Ben"


def test_two_pages_of_one_student_lose_nothing_and_say_what_happened(place):
    one, two = named(place, "Aiko"), named(place, "Aiko")
    one.keep(LESSON, "first-day", "a")
    two.keep(LESSON, "half-open", "b")
    assert two.last(LESSON, "first-day") == "a" and one.last(LESSON, "half-open") == "b"
    two.keep(LESSON, "first-day", "c")
    assert "on another page with your name" in one.keep(LESSON, "first-day", "d")
    assert two.last(LESSON, "first-day") == "d"
    lines = (place / "Aiko" / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["value"] for line in lines] == ["a", "b", "c", "d"]


def test_a_reader_is_told_when_somebody_elses_work_comes_up(place):
    journal, calls = Journal(place), []
    journal.watch(lambda: calls.append(journal.name))
    journal.sign("Aiko")
    journal.sign("Ben")
    assert calls == ["Aiko", "Ben"]


@pytest.mark.parametrize(
    "name", ["", " ", ".", "..", "../Aiko", "a/b", "a\\b", "C:x", "x" * 61, "a\0b", "-x", "x.", 5, None]
)
def test_a_name_that_no_folder_can_have_is_one_sentence_and_changes_nothing(place, name):
    journal = Journal(place)
    with pytest.raises(ValueError, match="cannot be the name of a folder"):
        journal.sign(name)
    assert journal.name == "" and not place.exists()


@pytest.mark.parametrize("name", ["愛子", "Aiko Yamada", "O'Brien", "s-12", "Ａｉｋｏ"])
def test_names_of_people_are_taken(place, name):
    named(place, name).keep(LESSON, "first-day", 1)
    assert Journal(place).last(LESSON, "first-day") == 1


def test_two_spellings_of_one_name_are_one_person(place):
    named(place, "Aiko").keep(LESSON, "first-day", 1)
    assert named(place, " aiko ").last(LESSON, "first-day") == 1


@pytest.mark.parametrize(
    "damage", [b"{", b'{"at": 1}', b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"at":"x"}', b'{"at": "2020-01-01"']
)
def test_a_damaged_line_is_left_alone_and_all_others_are_read(place, damage):
    journal = named(place, "Aiko")
    journal.keep(LESSON, "first-day", 1)
    path = place / "Aiko" / "answers.jsonl"
    path.write_bytes(path.read_bytes() + damage)
    later = Journal(place)
    assert later.last(LESSON, "first-day") == 1 and "1 line of my-work/Aiko" in later.trouble()
    later.keep(LESSON, "half-open", 2)
    assert Journal(place).items(LESSON) == {"first-day": 1, "half-open": 2} and damage in path.read_bytes()


def test_on_a_full_disk_the_line_is_taken_back_and_a_sentence_says_so(place, monkeypatch):
    journal = named(place, "Aiko")
    journal.keep(LESSON, "first-day", 1)
    whole, write = (place / "Aiko" / "answers.jsonl").read_bytes(), os.write
    monkeypatch.setattr(os, "write", lambda handle, content: write(handle, content[:5]))
    assert "No space left on device" in journal.keep(LESSON, "half-open", 2)
    assert (place / "Aiko" / "answers.jsonl").read_bytes() == whole
    # It is there as long as the kernel is.
    assert journal.items(LESSON) == {"first-day": 1, "half-open": 2}


def test_a_folder_that_cannot_be_written_is_a_sentence(place, monkeypatch):
    place.write_text("a file where the folder should be")
    journal = Journal(place)
    assert "Not kept on the disk" in journal.keep(LESSON, "first-day", 1)
    assert journal.last(LESSON, "first-day") == 1


def test_many_kernels_at_once_write_whole_lines(place):
    students = [named(place, "Aiko") for _ in range(8)]

    def work(n):
        for k in range(20):
            students[n].keep(LESSON, f"item-{n}-{k}", "x" * 500)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    later = Journal(place)
    assert len(later.items(LESSON)) == 160 and later.trouble() == ""


def test_a_key_keeps_nothing_and_another_working_folder_finds_the_same_work(tmp_path):
    ask = "from alliancelab.forms import journal; print(journal.home())"

    def home(folder, **more):
        environment = {name: value for name, value in os.environ.items() if name != journals.ELSEWHERE} | more
        done = subprocess.run([sys.executable, "-c", ask], cwd=folder, env=environment, capture_output=True, text=True)
        return done.stdout.strip()

    root = journals.paths.root()
    assert home(root / "lessons" / LESSON) == "None"
    assert home(root) == home(root / "notebooks") == home(tmp_path) == str(root / "notebooks" / "my-work")
    assert home(root, **{journals.ELSEWHERE: "off"}) == "None"
    assert home(root, **{journals.ELSEWHERE: str(tmp_path)}) == str(tmp_path)


@pytest.mark.parametrize("name", ["../outside", "a/b", "/etc/passwd", "..", "", ".hidden", "a\0b", "x" * 300, None, 5])
def test_a_file_name_that_leaves_the_folder_is_refused(tmp_path, name):
    with pytest.raises(ValueError, match="is not a name for a file"):
        files.new_files(tmp_path / "in", name, {".txt": b""})
    assert not (tmp_path / "in").exists()


def test_files_made_at_once_get_a_name_each(tmp_path):
    contents = {".html": b"h" * 5000, ".docx": b"d" * 5000}
    work = [threading.Thread(target=files.new_files, args=(tmp_path, "memo", contents)) for _ in range(8)]
    for each in work:
        each.start()
    for each in work:
        each.join()
    assert len(kept(tmp_path)) == 16 and not [name for name in kept(tmp_path) if name.endswith(".part")]
    assert {path.read_bytes() for path in tmp_path.glob("memo-*")} == {b"h" * 5000, b"d" * 5000}


@pytest.mark.parametrize("good", [0, 1])
def test_on_a_full_disk_all_files_are_written_or_none(tmp_path, monkeypatch, good):
    calls = []

    def fsync(_):
        calls.append(1)
        if len(calls) > good:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(OSError):
        files.new_files(tmp_path, "memo", {".html": b"h", ".docx": b"d"})
    assert kept(tmp_path) == []


def test_a_second_file_that_cannot_be_named_takes_the_first_back(tmp_path, monkeypatch):
    rename = os.rename

    def once(part, path):
        if str(path).endswith(".docx"):
            raise OSError(errno.EIO, "Input/output error")
        rename(part, path)

    monkeypatch.setattr(os, "rename", once)
    with pytest.raises(OSError):
        files.new_files(tmp_path, "memo", {".html": b"h", ".docx": b"d"})
    assert kept(tmp_path) == []


def test_a_part_left_by_a_killed_kernel_is_passed_over_and_left_alone(tmp_path):
    (tmp_path / "memo-1.html.part").write_text("half")
    assert files.new_files(tmp_path, "memo", {".html": b""})[0].name == "memo-2.html"
    assert (tmp_path / "memo-1.html.part").read_text() == "half"
