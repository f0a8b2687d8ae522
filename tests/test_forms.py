"""The verdict sheet and the coding sheet without a browser; the memo desk has tests/test_memo_desk.py."""

import ast
import errno
import os

import ipywidgets as widgets
import pandas as pd
import pytest
from alliancelab import catalogue, forms
from alliancelab.article import drafts
from alliancelab.bargaining import delegations
from alliancelab.forms.journal import Journal
from alliancelab.ground import paths

ATTACK = "<img src=x onerror=alert(1)>\"'&</p><script>alert(2)</script>"


def signed(folder):
    """The journal of a student who has given her name."""
    journal = Journal(folder)
    journal.sign("Aiko")
    return journal


def filled(claims, verdict="supported"):
    return dict.fromkeys(claims["claim_id"], verdict)


def test_the_sheet_holds_the_verdicts_back_until_every_claim_has_one(claims, tmp_path, capsys):
    sheet = forms.VerdictSheet(claims, Journal(tmp_path))
    assert sheet.opened(lambda: pytest.fail("the tables were asked too early")) == {}
    assert f"○ {len(claims)} claims wait for your verdict" in capsys.readouterr().out
    for row in sheet.rows.values():
        row.value = "supported"
    assert sheet.status.startswith(f"{len(claims)} of {len(claims)}") and sheet.opened(lambda: {"A01": 1}) == {"A01": 1}


class Agreeable(str):
    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


def test_a_typed_table_counts_when_it_is_whole_and_known(claims, tmp_path):
    sheet = forms.VerdictSheet(claims, Journal(tmp_path))
    assert sheet.verdicts(filled(claims)) == sheet.mine == filled(claims) and sheet.is_full
    odd = [{"A01": "supported"}, filled(claims, "true"), [1], {"A01": []}, None, 5, filled(claims, Agreeable("x"))]
    for typed in odd:
        sheet.verdicts(typed)
        assert not sheet.is_full and sheet.mine == {}


def test_a_bare_table_or_none_is_refused_by_every_form_in_a_sentence(claims, tmp_path):
    cases = pd.DataFrame({"move": ["a", "b"]})
    bad = [
        lambda table: forms.VerdictSheet(table, Journal(tmp_path)),
        lambda table: forms.ForecastSheet(table, "sheet", Journal(tmp_path)),
        lambda table: forms.CodingSheet(table, "move", ["x"], {"a": "A"}),
        lambda table: drafts.Shelf(table, {}, {}),
        lambda table: forms.MemoDesk(table),
    ]
    for door in bad:
        for table in (pd.DataFrame({"x": [1]}), None, [1], "text"):
            with pytest.raises((LookupError, ValueError)) as refused:
                door(table)
            assert not isinstance(refused.value, (KeyError, IndexError)) and len(str(refused.value)) > 20
    for folder in (None, 5, ["my-work"]):
        with pytest.raises(ValueError, match="A folder is named by a text"):
            forms.files.place(folder)
    with pytest.raises(ValueError, match="drafts.Shelf"):
        drafts.draft(claims)
    for text, options in ((["x"], {"a": "A"}), (["x", "y"], ["a"]), (None, {"a": "A"}), (5, {"a": "A"})):
        with pytest.raises(ValueError):
            forms.CodingSheet(cases, "move", text, options)


def test_the_coding_sheet_counts_and_gives_codes_whatever_the_names():
    names = ['a "quoted" \\ name', "日本"]
    sheet = forms.CodingSheet(pd.DataFrame({"move": names}), "move", [ATTACK, "plain"], {"to": "Toward", "off": "Away"})
    assert "0 of 2" in sheet.status and sheet.codes == {}
    assert "<img" not in sheet.children[0].value and "<script" not in sheet.children[0].value
    for button in sheet.buttons.values():
        button.value = "to"
    assert sheet.codes == dict.fromkeys(names, "to") and "2 of 2" in sheet.status


def test_the_text_of_a_question_adds_no_markup(tmp_path):
    sheet = forms.ForecastSheet(pd.DataFrame({"question_id": ["Q1"], "question": [ATTACK]}), "sheet", Journal(tmp_path))
    text = sheet.children[0].children[1].value
    assert "<img" not in text and "&lt;img" in text


def questions(n=4):
    return pd.DataFrame({"question_id": [f"Q{i}" for i in range(n)], "question": "Will it?"})


def test_a_sheet_alone_says_nothing_of_another_page_and_may_change_its_mind(tmp_path):
    sheet = forms.ForecastSheet(questions(), "sheet", signed(tmp_path))
    for value in ("0.1", "0.2", "", "0.5"):
        sheet._boxes["Q0"].value = value
        assert "another page" not in sheet.status
    assert sheet.status == "1 of 4 answered."
    again = forms.ForecastSheet(questions(), "sheet", Journal(tmp_path))
    again._boxes["Q1"].value = "95"
    assert "0.95" in again.status and "1 of 4 answered" in again.status


def test_labels_of_controls_are_text_and_never_markup(claims, shelf, tmp_path):
    odd = claims.head(2).assign(claim_id=["A01", ATTACK], paraphrase=ATTACK)
    controls = list(forms.VerdictSheet(odd, Journal(tmp_path)).rows.values())
    controls += forms.MemoDesk(drafts.Shelf(odd, {}, {}), {}, signed(tmp_path)).claims.values()
    controls += forms.CodingSheet(pd.DataFrame({"move": [ATTACK]}), "move", ["x"], {"a": ATTACK}).buttons.values()
    assert len(controls) == 5 and not any(control.description_allow_html for control in controls)


def test_the_sheet_counts_each_verdict_and_leads_on_only_from_the_last(claims, tmp_path):
    two = claims.head(2)
    sheet = forms.VerdictSheet(two, Journal(tmp_path))
    assert "0 of 2" in sheet.status and "Run the next cell" not in sheet.status
    first, last = sheet.rows.values()
    first.value = "supported"
    assert "1 of 2" in sheet.status and "Run the next cell" not in sheet.status and not sheet.is_full
    last.value = "a judgement"
    assert "2 of 2" in sheet.status and "Run the next cell" in sheet.status and sheet.is_full
    assert "2" in sheet.summary() and sheet.summary() == repr(sheet)


def test_the_number_of_claims_that_wait_is_what_is_left(claims, tmp_path, capsys):
    sheet = forms.VerdictSheet(claims.head(3), Journal(tmp_path))
    sheet.rows["A01"].value = "supported"
    assert sheet.opened(dict) == {} and "○ 2 claims wait" in capsys.readouterr().out
    typed = dict.fromkeys(["A01", "A02", "A03"], "supported")
    assert sheet.verdicts(typed) is typed and sheet.mine == typed
    assert sheet.verdicts(typed | {"A04": "supported"}) and not sheet.is_full
    assert sheet.verdicts(...) == sheet.verdicts(None) == {"A01": "supported"}


def test_each_form_is_there_again_in_the_next_kernel(claims, shelf, tmp_path):
    work = signed(tmp_path)
    cases = pd.DataFrame({"move": ["one", "two"]})

    def shown(work):
        sheets = forms.VerdictSheet(claims, work), forms.CodingSheet(cases, "move", ["x", "y"], {"to": "Toward"}, work)
        return (*sheets, forms.ForecastSheet(questions(), "sheet", work), forms.MemoDesk(shelf, {}, work))

    verdicts, codes, paper, desk = shown(work)
    verdicts.rows["A02"].value, codes.buttons["two"].value = "a judgement", "to"
    paper._boxes["Q1"].value, paper._ticks["Q2"].value = "30%", True
    desk.parts["advice"].value = "Row E110 came first."
    desk.claims["A05"].value = not desk.claims["A05"].value
    for later in (work, Journal(tmp_path)):
        again = shown(later)
        assert again[0].chosen == {"A02": "a judgement"} and again[1].codes == {"two": "to"}
        assert again[2].answers == {"Q1": 0.3} and again[2].knew == ["Q2"]
        assert again[3].parts["advice"].value == "Row E110 came first."
        assert again[3].claims["A05"].value == desk.claims["A05"].value


def test_no_press_of_a_button_overtakes_what_was_typed_before_it():
    """A text box sends its text whole, when it is left: letters sent one by one arrive after a quick press."""
    boxes = [
        (path.name, call.lineno, [(word.arg, getattr(word.value, "value", None)) for word in call.keywords])
        for path in (paths.root() / "helpers").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") in ("Text", "Textarea")
    ]
    assert len(boxes) >= 4
    assert [box[:2] for box in boxes if ("continuous_update", False) not in box[2]] == []


def test_no_form_has_a_list_to_open():
    """JupyterLab takes the arrow keys and the letters of such a list, so that the keyboard alone cannot choose."""
    lists = [
        (path.name, node.lineno)
        for path in (paths.root() / "helpers").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("Dropdown", "Select", "SelectMultiple")
    ]
    assert lists == []


@pytest.mark.parametrize(
    "kind",
    [forms.CodingSheet, forms.ForecastSheet, forms.VerdictSheet, forms.MemoDesk, forms.PackageForm, forms.SeatForm],
)
def test_a_form_takes_no_name_that_a_widget_has(kind):
    """A method called open or close would take the place of the widget's own, and the page would never meet it."""
    own = {name for base in kind.__mro__ if base.__module__.startswith("alliancelab") for name in vars(base)}
    assert {name for name in own & set(dir(widgets.Box)) if not name.startswith("_")} == set()


def test_a_form_on_the_screen_changes_hands_with_the_name(claims, tmp_path):
    work = signed(tmp_path)
    sheet = forms.VerdictSheet(claims, work)
    sheet.rows["A02"].value = "a judgement"
    work.sign("Ben")
    assert sheet.chosen == {}
    sheet.rows["A02"].value = "supported"
    work.sign("Aiko")
    assert sheet.chosen == {"A02": "a judgement"}


def test_what_cannot_be_kept_on_the_disk_is_said_under_every_form(claims, shelf, tmp_path):
    (tmp_path / "taken").write_text("")
    work = Journal(tmp_path / "taken")
    sheet, desk = forms.VerdictSheet(claims, work), forms.MemoDesk(shelf, {}, work)
    sheet.rows["A02"].value = "supported"
    desk.author.value = "Aiko"
    assert "Not kept on the disk" in sheet.status and "Not kept on the disk" in desk.status


@pytest.mark.parametrize("value", ["true", [], 5, None, {"a": 1}])
def test_an_unknown_verdict_in_the_journal_is_passed_over(claims, tmp_path, value):
    work = signed(tmp_path)
    work.keep("verdicts", "A01", value)
    assert forms.VerdictSheet(claims, work).chosen == {}


def record(n=2):
    return pd.DataFrame({"question_id": [f"Q{i}" for i in range(n)], "happened": [i % 2 == 0 for i in range(n)]})


def test_a_sheet_is_locked_only_whole_and_its_outcomes_open_only_then(tmp_path, capsys):
    work = signed(tmp_path)
    sheet = forms.ForecastSheet(questions(2), "sheet", work)
    stand_in = record().assign(forecast_prob=[0.9, 0.4], forecaster="the crowd")
    opened = sheet.opened(record(), stand_in)
    assert opened["squared_error"].round(9).tolist() == [0.01, 0.16] and "the crowd" in capsys.readouterr().out
    sheet._boxes["Q0"].value = "0.5"
    sheet.lock()
    assert not sheet.is_locked and "Q1" in sheet.status
    sheet._boxes["Q1"].value = "0.5"
    sheet.lock()
    assert not sheet.is_locked and sheet.locked() is None
    sheet._boxes["Q1"].value = "0.25"
    sheet.lock()
    assert sheet.is_locked and sheet.locked() == {"Q0": 0.5, "Q1": 0.25}
    assert all(box.disabled for box in sheet._boxes.values()) and sheet.code in sheet.status
    again = forms.ForecastSheet(questions(2), "sheet", Journal(tmp_path))
    assert again.is_locked and again._boxes["Q1"].value == "0.25" and again.code == sheet.code != ""


def test_the_lock_holds_against_typing_and_a_changed_file_no_longer_fits_its_code(tmp_path):
    work = signed(tmp_path)
    sheet = forms.ForecastSheet(questions(2), "sheet", work)
    assert sheet.locked({"Q0": 0.1}) == {"Q0": 0.1} and not sheet.is_locked
    assert sheet.locked({"Q0": 0.5, "Q1": 0.5}) == {"Q0": 0.5, "Q1": 0.5} and not sheet.is_locked
    assert sheet.locked({"Q0": 0.1, "Q1": 0.2}) == {"Q0": 0.1, "Q1": 0.2} and sheet.is_locked and sheet.is_sound
    assert sheet.locked({"Q0": 1, "Q1": 0}) == {"Q0": 0.1, "Q1": 0.2} and "passed over" in sheet.status
    assert sheet.locked({"Q0": 1}) == sheet.locked(5) == {"Q0": 0.1, "Q1": 0.2}
    path = tmp_path / "Aiko" / "answers.jsonl"
    path.write_text(path.read_text().replace('"Q0": 0.1', '"Q0": 0.9'))
    forged = forms.ForecastSheet(questions(2), "sheet", Journal(tmp_path))
    assert forged.is_locked and not forged.is_sound and "does not fit its code" in forged.status


def test_a_sheet_begun_after_the_outcomes_were_shown_says_so(tmp_path):
    sheet = forms.ForecastSheet(questions(2), "sheet", signed(tmp_path))
    sheet.locked({"Q0": 0.1, "Q1": 0.2})
    assert "after outcomes" not in sheet.status
    sheet.opened(record(), record().assign(forecast_prob=0.5, forecaster="made"))
    sheet.start_another()
    assert not sheet.is_locked and sheet.answers == {} and not sheet._boxes["Q1"].disabled
    sheet.locked({"Q0": 1, "Q1": 0})
    assert "begun after outcomes" in sheet.status
    assert "begun after outcomes" in forms.ForecastSheet(questions(2), "sheet", Journal(tmp_path)).status


def test_what_was_known_is_scored_apart(tmp_path):
    sheet = forms.ForecastSheet(questions(2), "sheet", signed(tmp_path))
    sheet._ticks["Q0"].value = True
    sheet.locked({"Q0": 1, "Q1": 0.2})
    opened = sheet.opened(record(), record().assign(forecast_prob=0.5, forecaster="made"))
    apart = sheet.apart(opened)
    assert apart["forecasts"].tolist() == [2, 1]
    assert apart.loc[["all questions", "without those you ticked"], "Brier score"].tolist() == [0.02, 0.04]


def test_what_the_course_itself_shows_is_left_out_too(tmp_path):
    sheet = forms.ForecastSheet(questions(3), "sheet", signed(tmp_path))
    sheet._ticks["Q0"].value = True
    sheet.locked({"Q0": 1, "Q1": 0.2, "Q2": 0.4})
    scored = pd.DataFrame(
        {"question_id": ["Q0", "Q1", "Q2"], "forecast_prob": [1, 0.2, 0.4], "happened": [True, False, True]}
    )
    scored = scored.assign(squared_error=(scored["forecast_prob"] - scored["happened"]) ** 2, shown_in=[None, 10, 40])
    apart = sheet.apart(scored)
    assert apart["forecasts"].tolist() == [3, 2, 2, 1, 0]
    assert apart.loc["without those that lesson 10 shows", "Brier score"] == 0.18
    assert apart.loc["without those that lessons 10 to 40 show", "Brier score"] == 0
    assert apart.iloc[-1, 1:].isna().all()
    assert apart["Brier score of always the base rate"].iloc[0] == round(2 / 9, 3)


@pytest.mark.parametrize(
    "answers", [{"Q0": 0.1}, {"Q0": 0.1, "Q9": 0.2}, {"Q0": 0.1, "Q1": 95}, {"Q0": True, "Q1": 0.2}, [], "text", None]
)
def test_a_lock_that_does_not_answer_just_these_questions_is_none(tmp_path, answers):
    work = signed(tmp_path)
    work.keep("sheet", "lock", {"answers": answers, "locked_at": "2026-11-24T10:00", "code": "x"})
    assert not forms.ForecastSheet(questions(2), "sheet", work).is_locked


def test_the_same_sheet_in_two_kernels_loses_no_answer_of_either(tmp_path):
    signed(tmp_path).keep("sheet", "Q9", 1)
    first, second = (forms.ForecastSheet(questions(), "sheet", Journal(tmp_path)) for _ in range(2))
    first._boxes["Q0"].value = "0.1"
    second._boxes["Q1"].value = "0.2"
    first._boxes["Q2"].value = "0.3"
    assert first.answers == second.answers == {"Q0": 0.1, "Q1": 0.2, "Q2": 0.3}
    second._boxes["Q2"].value = "0.7"
    assert "on another page" in second.status and first.answers["Q2"] == 0.7


def test_a_package_is_answered_at_once_and_lies_on_the_table_in_the_next_kernel(tmp_path):
    wishes = catalogue.load("summit-wishes")
    table = forms.PackageForm(wishes, seed=7, work=signed(tmp_path))
    before = table.children[-1].value
    table.levels["trade"].value = 0
    assert table.children[-1].value != before and "Trade 0" in table.status
    again = forms.PackageForm(wishes, seed=7, work=Journal(tmp_path))
    assert again.package == {"trade": 0, "north-korea": 100, "abductions": 100}
    replies = delegations.replies(again.package, wishes, seed=7)
    assert all(delegation in again.children[-1].value for delegation in replies["delegation"])
    assert "ToggleButtons" not in str(again._repr_mimebundle_())


def test_a_group_types_its_votes_and_they_are_kept_for_the_next_kernel(tmp_path):
    wishes = catalogue.load("summit-wishes")
    table = forms.PackageForm(wishes, seed=7, work=signed(tmp_path))
    assert table.votes == {} and "no deal" in table.status
    yes, no = table.ballots["United States"]
    yes.value, no.value = 3, 1
    assert table.votes == {"United States": (3, 1)} and "the text is announced" in table.status
    assert "vote, 3 to 1" in table.children[-1].value
    again = forms.PackageForm(wishes, seed=7, work=Journal(tmp_path))
    assert again.votes == {"United States": (3, 1)} and again.status == table.status
    no.value = 3
    assert "no deal" in table.status


@pytest.mark.parametrize("kept", [-1, 41, "3", True, None])
def test_votes_that_were_damaged_on_the_disk_are_none(tmp_path, kept):
    work = signed(tmp_path)
    work.keep("package", "Japan for", kept)
    assert forms.PackageForm(catalogue.load("summit-wishes"), seed=7, work=work).votes == {}


SEAT_TABLES = [f"summit-{name}" for name in ("seats", "pages", "issues")]


def seat_form(work, **changed):
    return forms.SeatForm(*(changed.get(name, catalogue.load(name)) for name in SEAT_TABLES), seed=7, work=work)


def test_a_seat_shows_its_page_and_every_seat_and_is_kept_for_the_next_kernel(tmp_path):
    seat = seat_form(signed(tmp_path))
    assert (seat.students, seat.seat_id) == (1, "japan-head")
    assert "Japan, head of delegation" in seat.children[-1].value
    seat.number.value, seat.seat.value = 7, "China"
    assert "7 students" in seat.status and "China, head of delegation" in seat.status
    seat.part.value = "adviser on trade"
    page = seat.children[-1].value
    assert all(f"student {n}" in page for n in range(1, 8)) and "scripted partner" not in page
    assert "<h3>China, adviser on trade</h3>" in page and "CHN02" in page and "**" not in page and "###" not in page
    again = seat_form(Journal(tmp_path))
    assert (again.students, again.delegation, again.seat_id) == (7, "China", "china-trade")
    assert "BoundedIntText" not in str(again._repr_mimebundle_())


def test_another_delegation_begins_with_its_first_seat_and_the_press_has_seats_too(tmp_path):
    seat = seat_form(signed(tmp_path))
    seat.part.value = "adviser on trade"
    seat.seat.value = "United States"
    assert seat.seat_id == "united-states-head"
    assert seat_form(Journal(tmp_path)).seat_id == "united-states-head"
    seat.seat.value = "Press"
    assert seat.seat_id == "press-tokyo" and "put in the light" in seat.children[-1].value


@pytest.mark.parametrize("kept", [0, 41, "7", True, None])
def test_a_seat_that_was_damaged_on_the_disk_is_the_first_one(tmp_path, kept):
    work = signed(tmp_path)
    work.keep("seat", "students", kept)
    work.keep("seat", "delegation", ATTACK)
    work.keep("seat", "part", ATTACK)
    seat = seat_form(work)
    assert (seat.students, seat.seat_id) == (1, "japan-head")


def test_a_seat_on_a_full_disk_is_taken_and_says_so(tmp_path, monkeypatch):
    seat = seat_form(signed(tmp_path))

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "open", full)
    monkeypatch.setattr("builtins.open", full)
    seat.seat.value = "China"
    assert seat.delegation == "China" and "could not be written" in seat.status


def test_nothing_of_a_page_is_read_as_markup():
    pages = catalogue.load("summit-pages").assign(text=ATTACK)
    page = seat_form(Journal(None), **{"summit-pages": pages}).children[-1].value
    assert "<script" not in page and "<img" not in page
