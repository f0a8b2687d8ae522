"""The sheet, the rules and the desk moved without a browser; nothing is written until a button is pressed."""

import itertools
import json
import math

import pandas as pd
import pytest
from alliancelab import catalogue, charts, explorers, forms
from alliancelab.article import claims, dossier, omissions


@pytest.fixture(scope="module")
def claims():
    return catalogue.load("article-claims")


@pytest.fixture(scope="module")
def findings():
    return COURSE.findings()


@pytest.fixture(scope="module")
def shelf(claims, findings):
    return forms.memo_desk.Shelf(
        claims, findings, {"Stockholm": omissions.stockholm(catalogue.load("japan-dprk-talks"))}
    )


def filled(claims, verdict="supported"):
    return dict.fromkeys(claims["claim_id"], verdict)


def test_the_sheet_holds_the_verdicts_back_until_every_claim_has_one(claims, tmp_path, capsys):
    sheet = forms.VerdictSheet(claims, tmp_path)
    assert sheet.opened(lambda: pytest.fail("the tables were asked too early")) == {}
    assert f"○ {len(claims)} claims wait for your verdict" in capsys.readouterr().out
    for row in sheet._rows.values():
        row.value = "supported"
    assert sheet.status.startswith(f"{len(claims)} of {len(claims)}") and sheet.opened(lambda: {"A01": 1}) == {"A01": 1}


def test_a_typed_table_counts_when_it_is_whole_and_known(claims, tmp_path):
    sheet = forms.VerdictSheet(claims, tmp_path)
    assert sheet.verdicts(filled(claims)) == sheet.mine == filled(claims) and sheet.is_full
    for odd in ({"A01": "supported"}, filled(claims, "true"), [1], {"A01": []}, None, 5):
        sheet.verdicts(odd)
        assert not sheet.is_full and sheet.mine == {}


def test_verdicts_are_written_on_a_press_only_each_time_anew_and_read_again(claims, tmp_path):
    folder = tmp_path / "my-work"
    sheet = forms.VerdictSheet(claims, folder)
    sheet._rows["A02"].value = "a judgement"
    assert not folder.exists()
    sheet._keep.click()
    sheet._rows["A02"].value = "supported"
    sheet._keep.click()
    assert sorted(path.name for path in folder.iterdir()) == ["verdicts-1.json", "verdicts-2.json"]
    assert json.loads((folder / "verdicts-1.json").read_text()) == {"A02": "a judgement"}
    again = forms.VerdictSheet(claims, folder)
    assert again.chosen == {"A02": "supported"} and "Read from my-work/verdicts-2.json" in again.status


@pytest.mark.parametrize("content", ["{", "[1]", '{"A01": []}', '{"A99": "supported"}', "[" * 100_000])
def test_a_damaged_file_of_verdicts_is_left_alone(claims, tmp_path, content):
    (tmp_path / "verdicts-1.json").write_text(content)
    assert forms.VerdictSheet(claims, tmp_path).chosen == {}
    assert (tmp_path / "verdicts-1.json").read_text() == content


def test_a_folder_that_cannot_be_written_is_a_sentence(claims, shelf, tmp_path):
    (tmp_path / "taken").write_text("")
    sheet, table = (
        forms.VerdictSheet(claims, tmp_path / "taken"),
        forms.MemoDesk(shelf, {}, tmp_path / "taken"),
    )
    sheet._keep.click()
    table._save.click()
    assert "could not be written" in sheet.status and "could not be written" in table.sentence


def test_a_score_follows_its_closed_form():
    table = pd.DataFrame(
        {"verdict": ["supported", "partly supported", "not supported", "a judgement"], "primary": [1, 1, 0, 0]}
    )
    assert dossier.score(table, 0.5, "left out", False) == (50.0, 3)
    assert dossier.score(table, 0.0, "as supported", False) == (50.0, 4)
    assert dossier.score(table, 1.0, "as not supported", False) == (50.0, 4)
    assert dossier.score(table, 0.25, "left out", True) == (62.5, 2)
    assert math.isnan(dossier.score(table.tail(1), 0.5, "left out", False)[0])


def test_every_rule_draws_the_claims_it_counts_and_stays_within_the_range_it_names(claims, findings):
    explorer = explorers.article.rules(dossier.table(claims, findings), "x")
    options = {
        name: [o[1] if type(o) is tuple else o for o in control.options] for name, control in explorer.controls.items()
    }
    said = set()
    for values in itertools.product(*options.values()):
        for name, value in zip(options, values, strict=True):
            explorer.controls[name].value = value
        figure = explorer._figure.outputs[0]["data"]
        assert figure["text/plain"] == explorer.status
        number, least, most = (
            int(part[:-1]) for part in explorer.status.replace(".", " ").split() if part.endswith("%")
        )
        assert least <= number <= most
        drawn = sum(sum(trace["x"]) for trace in figure[charts.MIME]["data"])
        assert f"% of {drawn} claims" in explorer.status
        said.add(explorer.status)
    assert len(said) == len(options["partly"]) * len(options["judgements"]) * len(options["evidence"])


def test_without_verdicts_the_rules_say_what_to_do(claims):
    explorer = explorers.article.rules(dossier.table(claims, {}), "x")
    for name, control in explorer.controls.items():
        control.value = control.options[-1][1] if name == "partly" else control.options[-1]
        assert "No verdict is shown yet" in explorer.status


def test_the_memo_follows_the_choices_and_names_a_difference(shelf, findings):
    table = forms.MemoDesk(shelf, {"A09": "supported"})
    for name, tick in table.claims.items():
        tick.value = name == "A09"
    point = table.drafted.points[0]
    assert point.verdict == "supported" and point.because.startswith('The kit\'s verdict is "not supported".')
    table.controls["voice"].value = "the tables'"
    assert (
        table.drafted.points[0].verdict == "not supported"
        and table.drafted.points[0].because == findings["A09"].sentence
    )
    for name, control in table.controls.items():
        if name in ("bottom_line", "advice"):
            control.value = control.options[-1]
    assert table.drafted.advice == list(forms.memo_desk.ADVICE.values())[-1]
    assert forms.memo_desk.BOTTOM_LINES["Do not rely on it"] in table._preview.value


def test_no_memo_is_written_until_save_is_pressed_and_then_under_a_new_name(shelf, tmp_path):
    folder = tmp_path / "my-work"
    table = forms.MemoDesk(shelf, {}, folder)
    table.controls["reasons"].value = "Row E110 came first."
    assert not folder.exists()
    table._save.click()
    table._save.click()
    assert sorted(path.name for path in folder.iterdir()) == [
        "memo-1.docx",
        "memo-1.html",
        "memo-2.docx",
        "memo-2.html",
    ]
    assert table.sentence == "Saved as my-work/memo-2.html and my-work/memo-2.docx."


def test_too_many_statements_or_words_are_not_saved(shelf, tmp_path):
    table = forms.MemoDesk(shelf, {}, tmp_path)
    table.controls["reasons"].value = "word " * 600
    table._save.click()
    assert "one page holds" in table.sentence
    for tick in table.claims.values():
        tick.value = True
    table._save.click()
    assert "too many for one page" in table.sentence and list(tmp_path.iterdir()) == []


def test_a_draft_without_findings_or_from_a_wrong_name_is_a_sentence(claims, shelf):
    empty = forms.MemoDesk(forms.memo_desk.Shelf(claims, {}, {}), "nonsense")
    assert dossier.UNSHOWN in empty._preview.value
    with pytest.raises(LookupError, match="Did you mean 'Stockholm'"):
        forms.memo_desk.draft(shelf, [], left_out="Stokholm")
    with pytest.raises(LookupError, match="No claim is called 'A99'"):
        forms.memo_desk.draft(shelf, ["A99"])
