"""The memo as students write it: memos of every quality go through the desk, and each gets what it deserves."""

import errno
import html
import io
import os
import re

import pytest
from alliancelab import catalogue, forms
from alliancelab.__main__ import main
from alliancelab.article import dossier, drafts, memo, memo_marking, memo_own, memo_rows
from alliancelab.classroom import COURSE
from alliancelab.forms.journal import Journal
from docx import Document
from docx.oxml.ns import qn

PLAN = (COURSE.root / "lessons" / "90-check-the-article" / "lesson.md").read_text(encoding="utf-8")
ATTACK = "<img src=x onerror=alert(1)>\"'&</p><script>alert(2)</script>"
GOOD = {
    "bottom_line": "Use the article for what it says of the duties, which stands, and check its order of events. "
    "Tokyo should ask for a limit rather than for a full exemption.",
    "option_1": "A full exemption",
    "gain_1": "Japanese steel would pay nothing, as other makers did for some weeks (E158), and the slight would end.",
    "cost_1": "The American side asks for more trade in return (USA04), so farmers would pay for what the mills gain.",
    "option_2": "A limit on what may be sold",
    "gain_2": "A known amount would enter free of duty, and the mills could plan their year.",
    "cost_2": "It grants the point that steel from an ally is a danger, and whoever sells above it pays in full.",
    "advice": "Ask for the limit. It costs pride, but Seoul has shown that Washington signs such a thing, and R07 says "
    "what it took. The weak point of this advice is that no row tells us what cars would cost in the bargain.",
    "change": "If a partner outside the first list were spared without a limit before summer, ask for the same.",
}
JAPANESE = {
    "bottom_line": "記事の関税に関する記述は利用できるが、出来事の順序は確認が必要である。日本は全面的な免除ではなく、"
    "数量枠を求めるべきだ。",
    "option_1": "全面的な免除",
    "gain_1": "日本の鉄鋼は関税を払わずに済む。E158 が示すように、七つの相手は一時的に除外された。",
    "cost_1": "米国は見返りに市場の開放を求めており(USA04)、農家がその代償を払うことになる。",
    "option_2": "数量枠",
    "gain_2": "一定の量までは無税で輸出でき、製鉄会社は一年の計画を立てることができる。",
    "cost_2": "同盟国の鉄鋼が安全保障上の脅威だという主張を認めることになり、枠を超えた分は全額を払う。",
    "advice": "数量枠を求めるべきである。面目は失うが、R07 が示すように米国は韓国と同じ形の合意に署名している。"
    "ただし、自動車がどこまで取引の材料になるかを示す資料はない。",
    "change": "最初の一覧にない国が夏までに枠なしで除外された場合は、日本も同じ扱いを求めるように助言を改める。",
}
SYLLABLES = ("alo", "eri", "ino", "oru", "umi", "ate", "ebo", "ida", "ofa", "uge", "aki", "elu", "ima", "ono")
FILLER = [f"{first}{second}" for first in "bcdfghjklmnprstvwz" for second in SYLLABLES]


@pytest.fixture
def work(tmp_path):
    journal = Journal(tmp_path)
    journal.sign("Aiko")
    return journal


def written(desk, own, ticked=()):
    for name, text in own.items():
        desk.parts[name].value = text
    for name in ticked:
        desk.claims[name].value = True
    desk.save()
    return desk


def saved(desk, folder, number=1):
    return (folder / "Aiko" / f"memo-{number}.html").read_text(encoding="utf-8")


def words_of(page):
    """What a reader of a saved page reads, its marks and its style left out."""
    page = re.sub(r"<style>.*?</style>|<sup.*?</sup>", "", page, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def of_length(number):
    """A memo of so many words, all its own."""
    short = dict.fromkeys(memo.Own._fields, "") | {
        "bottom_line": "We should wait now.",
        "option_1": "Wait",
        "gain_1": "It keeps every door open.",
        "cost_1": "Others may move before us.",
        "option_2": "Act",
        "gain_2": "It shows them some resolve.",
        "cost_2": "It spends what E110 bought.",
        "change": "A new offer would do.",
    }
    left = number - memo_own.counted(short.values()).all
    assert left <= len(FILLER)
    return short | {"advice": " ".join(FILLER[:left])}


def samples():
    """The two memos that the plan prints beside its rubric, as texts by part."""
    table = PLAN.split("## Two memos, marked")[1]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if line[:1] == "|"]
    cells = [[cell.replace("`", "") for cell in row[1:]] for row in rows[2:]]
    assert len(cells) == len(memo.Own._fields)
    return [dict(zip(memo.Own._fields, column, strict=True)) for column in zip(*cells, strict=True)]


REFUSED = {
    "empty": ({}, "Nothing is written yet"),
    "blank": (dict.fromkeys(memo.Own._fields, " \n . "), "Nothing is written yet"),
    "one sentence": ({"bottom_line": "The article can be used with care."}, "Still empty: the first option"),
    "without a cost": (GOOD | {"cost_2": ""}, "Still empty: what the second option costs."),
    "a cost of one word": (GOOD | {"cost_1": "Money."}, "Say more about what the first option costs"),
    "one option twice": (GOOD | {"option_2": "a full exemption."}, "The two options are the same"),
    "one gain and cost twice": (GOOD | {"gain_2": GOOD["gain_1"], "cost_2": GOOD["cost_1"]}, "options are the same"),
    "an invented row": (GOOD | {"cost_2": "It grants the point, as X999 shows."}, "No row is called X999"),
    "an invented row of a known kind": (GOOD | {"change": "If E9876 were true, wait."}, "No row is called E9876"),
    "a row of figures invented": (GOOD | {"change": "If JPN-steel-77 came, wait."}, "No row is called JPN-steel-77"),
    "a slip in a name": (GOOD | {"change": "If A5 were wrong, ask again."}, "No row is called A5. Did you mean 'A05'?"),
    "a name of several tables": (GOOD | {"change": "If S23 were lifted, ask again."}, "S23 is a row of several tables"),
    "no row": (
        {name: re.sub(r"\(?[A-Z]+\d+\)?", "", text) for name, text in GOOD.items()},
        "No row of a table is named",
    ),
    "a claim for a row": (
        {name: re.sub(r"\b(E158|USA04|R07)\b", "A04", text) for name, text in GOOD.items()},
        "a number of a claim, such as A05, is not enough",
    ),
    "far too long": (GOOD | {"advice": "word by word " * 200}, "Leave out"),
    "far too long without blanks": (GOOD | {"advice": "日本" * 20_000}, "Leave out"),
    "a word too short": (of_length(119), "You have written 119 words, and a memo has 120 to 250"),
    "a word too long": (of_length(251), "You have written 251 words, and a memo has 250 at most. Leave out 1 word."),
    "a sentence said again and again": (
        of_length(60) | {"advice": "Tokyo should ask Washington for a limit on steel this spring. " * 8},
        "are said twice",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_memo_that_is_not_one_yet_is_refused_in_a_plain_sentence(name, shelf, work, tmp_path):
    own, sentence = REFUSED[name]
    desk = written(forms.MemoDesk(shelf, {}, work), own)
    assert desk.status.startswith("Not saved: ") and sentence in desk.status
    assert list(tmp_path.rglob("memo-*")) == []


@pytest.mark.parametrize("own", [GOOD, JAPANESE, of_length(120), of_length(250), *samples()])
def test_a_memo_of_ones_own_is_saved_whatever_its_advice(own, shelf, work, tmp_path):
    desk = written(forms.MemoDesk(shelf, {}, work), own)
    assert desk.status == "Saved as my-work/Aiko/memo-1.html and my-work/Aiko/memo-1.docx."
    page = words_of(saved(desk, tmp_path))
    document = Document(tmp_path / "Aiko" / "memo-1.docx")
    word = " ".join("".join(node.itertext()) for node in document.element.body.iter(qn("w:p")))
    for text in own.values():
        assert memo_rows.tidy(text) in page and memo_rows.tidy(text) in " ".join(word.split())


def test_what_stands_in_the_kits_sentences_is_not_ones_own(shelf, findings, work, tmp_path):
    kits = [finding.sentence for finding in findings.values()]
    copied = GOOD | {"bottom_line": kits[4], "advice": kits[8], "gain_1": kits[3] + " By E158.", "cost_1": kits[2]}
    desk = written(forms.MemoDesk(shelf, {}, work), copied)
    assert re.search(r"Only \d+ of your \d+ words are your own.*kit's sentences \(\d\d+\)", desk.status)
    assert list(tmp_path.rglob("memo-*")) == []


def test_machine_sentences_are_attached_and_never_counted(shelf, work):
    desk = forms.MemoDesk(shelf, {}, work)
    for name, text in GOOD.items():
        desk.parts[name].value = text
    before = desk.drafted.own_words
    desk.claims["A05"].value, desk.left_out.value = True, "Stockholm"
    made = desk.drafted
    assert made.own_words == before == memo_own.counted(GOOD.values()).own
    assert "Attached: A05." in desk.status and f"{before} of your own words" in desk.status
    page = memo.body(made)
    own, attached = page.split('<hr class="attached">')
    assert shelf.point("A05").because[:40] not in html.unescape(own)
    assert shelf.point("A05").because[:40] in html.unescape(attached) and "does not count" in attached


def test_rows_become_footnotes_with_what_they_say_and_their_documents(shelf, work, tmp_path):
    desk = written(forms.MemoDesk(shelf, {}, work), GOOD)
    made = desk.drafted
    assert [(note.name, note.dataset) for note in made.notes] == [
        ("E158", "korea-events"),
        ("USA04", "summit-issues"),
        ("R07", "section-232-reasons"),
    ]
    page = saved(desk, tmp_path)
    assert re.findall(r'E158<sup id="memo-mark-(\d)">', page) == ["1"] and page.count('id="memo-note-') == 3
    assert "22 March 2018" in words_of(page) and "28 March 2018, Trade Representative" in words_of(page)
    for note in made.notes:
        row = memo_rows.row(note.dataset, note.name)
        assert note.document["title"] in catalogue.sources(row, note.dataset)["title"].tolist()
        assert html.escape(note.document["title"]) in page and f"Grade: {row['grade'].iloc[0]}" in page


def test_a_row_that_is_named_twice_has_one_footnote(shelf):
    made = drafts.draft(shelf, GOOD | {"change": "If E158 had named Japan, nothing would be asked."})
    assert [note.name for note in made.notes] == ["E158", "USA04", "R07"]
    assert memo.body(made).count('href="#memo-note-1"') == 1


def test_a_verdict_that_differs_says_so_on_the_desk_in_the_memo_and_in_its_footnote(shelf, work, tmp_path):
    own = GOOD | {"change": "If A09 held and a partner were spared without a limit, ask for the same."}
    desk = written(forms.MemoDesk(shelf, {"A09": "supported", "A04": "supported"}, work), own, ["A09", "A04"])
    page = words_of(saved(desk, tmp_path))
    assert "The writer's verdict differs from the kit's on A09." in page
    assert "writer: supported; kit: not supported" in page and "supported (writer and kit)" in page
    assert 'The writer\'s verdict is "supported" and the kit\'s is "not supported"' in page
    desk.parts["change"].value = "If a partner were spared without a limit, ask for the same now."
    assert "Your verdict differs from the kit's on A09; the memo says so. It can be saved." in desk.status


def test_five_statements_are_too_many_to_attach_and_four_are_not(shelf, work, tmp_path):
    desk = written(forms.MemoDesk(shelf, {}, work), GOOD, ["A01", "A02", "A03", "A04", "A05"])
    assert "5 statements are too many" in desk.status and list(tmp_path.rglob("memo-*")) == []
    desk.claims["A05"].value = False
    desk.save()
    assert desk.status.startswith("Saved as")


def test_a_saved_memo_can_be_opened_again_and_what_was_there_before_too(shelf, work, tmp_path):
    desk = forms.MemoDesk(shelf, {}, work)
    desk.open_memo()
    assert desk.status == "Choose a saved memo first, then press Open."
    desk.author.value = "Aiko"
    written(desk, GOOD, ["A05"])
    desk.parts["advice"].value, desk.claims["A07"].value, desk.claims["A05"].value = "Something else.", True, False
    desk.saved.value = "memo-1"
    desk.open_button.click()
    assert {name: box.value for name, box in desk.parts.items()} == GOOD and desk.author.value == "Aiko"
    assert [name for name, tick in desk.claims.items() if tick.value] == ["A05"]
    desk.saved.value = "what was here before"
    desk.open_memo()
    assert desk.parts["advice"].value == "Something else." and desk.claims["A07"].value
    again = forms.MemoDesk(shelf, {}, Journal(tmp_path))
    again.saved.value = "memo-1"
    again.open_memo()
    assert again.parts["cost_1"].value == GOOD["cost_1"]


def test_a_page_that_is_no_memo_is_not_opened(shelf, work, tmp_path):
    (tmp_path / "Aiko").mkdir()
    for number, page in enumerate(('<meta name="alliance-lab-memo" content="[1]">', "<p>mine", "\udcff"), 1):
        (tmp_path / "Aiko" / f"memo-{number}.html").write_bytes(page.encode("utf-8", "surrogateescape"))
    desk = forms.MemoDesk(shelf, {}, work)
    desk.parts["advice"].value = "Wait for me."
    for number in (1, 2, 3):
        desk.saved.value = f"memo-{number}"
        desk.open_memo()
        assert desk.status == f"memo-{number} holds no memo that can be opened."
    assert desk.parts["advice"].value == "Wait for me."
    assert memo.reopened(None) == memo.reopened("") == {}


def test_what_one_student_wrote_leaves_the_screen_with_her_name(shelf, work):
    desk = forms.MemoDesk(shelf, {}, work)
    desk.parts["advice"].value, desk.claims["A05"].value = "Wait for me.", True
    work.sign("Ben")
    assert desk.parts["advice"].value == "" and not desk.claims["A05"].value
    work.sign("Aiko")
    assert desk.parts["advice"].value == "Wait for me." and desk.claims["A05"].value


def test_what_a_person_types_on_the_desk_adds_no_markup(shelf, work, tmp_path):
    desk = forms.MemoDesk(shelf, {"A01": ATTACK}, work)
    desk.author.value = ATTACK + "\ud800"
    written(desk, GOOD | {"gain_2": GOOD["gain_2"] + ATTACK + "\x00\x0b\ud800"}, ["A01"])
    for page in (desk.preview.value, saved(desk, tmp_path)):
        assert "<script" not in page and "<img" not in page and "&lt;script&gt;" in page
    assert "could plan" in "".join(Document(tmp_path / "Aiko" / "memo-1.docx").element.body.itertext())


def test_a_memo_that_cannot_be_written_whole_is_not_written_at_all(shelf, work, tmp_path, monkeypatch):
    rename = os.rename

    def no_word(part, path):
        if str(path).endswith(".docx"):
            raise OSError(errno.ENOSPC, "No space left on device")
        rename(part, path)

    monkeypatch.setattr(os, "rename", no_word)
    desk = written(forms.MemoDesk(shelf, {}, work), GOOD)
    assert "No space left on device" in desk.status and list(tmp_path.rglob("memo-*")) == []


def test_each_saving_has_a_number_of_its_own_and_no_name_but_a_plain_one(shelf, work, tmp_path):
    desk = written(forms.MemoDesk(shelf, {}, work), GOOD)
    desk.save_button.click()
    assert sorted(path.name for path in (tmp_path / "Aiko").glob("memo-*")) == [
        "memo-1.docx",
        "memo-1.html",
        "memo-2.docx",
        "memo-2.html",
    ]
    made = desk.drafted
    with pytest.raises(ValueError, match="is not a name for a file"):
        forms.memo_desk.save(made, tmp_path / "in", "../memo")
    with pytest.raises(ValueError, match="a str|'memo'"):
        forms.memo_desk.save("memo", tmp_path)
    with pytest.raises(ValueError, match="Nothing is written yet"):
        forms.memo_desk.save(drafts.draft(shelf), tmp_path / "in")
    assert not (tmp_path / "in").exists()


def test_what_is_no_part_no_claim_and_no_text_is_refused_in_a_sentence(claims, shelf):
    assert dossier.UNSHOWN in drafts.shown(drafts.draft(drafts.Shelf(claims, {}, {}), {}, ["A01"])).data
    with pytest.raises(LookupError, match="Did you mean 'Stockholm'"):
        drafts.draft(shelf, left_out="Stokholm")
    with pytest.raises(LookupError, match="No part of a memo is called 'advise'. Did you mean 'advice'"):
        drafts.draft(shelf, {"advise": "Wait."})
    with pytest.raises(LookupError, match="No claim is called 'A99'"):
        drafts.draft(shelf, {}, ["A99"])
    for own, chosen, more in (({}, "A01", {}), ({"advice": 5}, [], {}), ("Wait.", [], {}), ({}, [], {"author": 5})):
        with pytest.raises(ValueError, match="was given"):
            drafts.draft(shelf, own, chosen, **more)


def test_a_point_says_how_many_rows_are_official_and_an_opinion_that_is_none_changes_nothing(shelf, findings):
    finding = findings["A01"]
    point = shelf.point("A01")
    assert point.verdict == finding.verdict and f"{finding.official} of {finding.count}" in point.grades
    for name, one in findings.items():
        first_two = dossier.documents(one.rows)["title"].tolist()[:2]
        assert shelf.point(name).documents["title"].tolist() == first_two
    assert drafts.draft(shelf, {}, ["A01"], mine={"A01": dossier.NO_OPINION}).points[0] == point
    assert not memo.differs(drafts.draft(shelf, {}, ["A01"], mine={"A01": finding.verdict}).points[0])
    empty = drafts.Shelf(shelf.claims, {}, {})
    (untested,) = drafts.draft(empty, {}, ["A01"], mine={"A01": "supported"}).points
    assert untested.grades == "" and untested.verdict == dossier.UNSHOWN and not memo.differs(untested)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By E110, e111 and Ｅ１１２は", ["E110", "E111", "E112"]),
        ("E110-E112 and T040/T086", ["E110", "E112", "T040", "T086"]),
        ("the G7, the G20, an F-35, COVID-19, Hwasong-14, KN-08, B52, USA and Can", []),
        ("sanctions S05, `range-statements` `S05` and leader-statements: S06.", ["S05", "S05", "S06"]),
        ("JPN-DEAL-2022 (track-01)", ["JPN-DEAL-2022", "track-01"]),
    ],
)
def test_names_are_read_as_people_write_them(text, names):
    found = memo_rows.named(text)
    assert [place.name for place in found.places] == names and found.trouble == ""


def test_no_row_of_a_person_can_be_named():
    record = catalogue.load("abduction-record")
    for name in record["person_id"].astype("str"):
        assert not any(place.dataset == "abduction-record" for place in memo_rows.named(f"By {name}.").places)


def test_a_claimed_death_never_stands_in_a_footnote_without_its_claimant_and_who_disputes_it():
    told = memo_rows.says("abduction-claims", "C53")
    assert "DPRK: These people have died" in told and "disputed by: Government of Japan" in told


def test_every_row_with_a_name_says_something():
    for dataset in catalogue.names():
        names = memo_rows._names_of(dataset)
        for name in [*names[:2], *names[-1:]]:
            assert len(memo_rows.says(dataset, name)) > 10, (dataset, name)


def test_the_marking_sheet_has_a_code_the_plans_rubric_and_no_name(shelf, work, tmp_path):
    desk = forms.MemoDesk(shelf, {"A09": "supported"}, work)
    desk.author.value = "Aiko Example"
    written(desk, GOOD, ["A09"])
    written(desk, GOOD | {"change": GOOD["change"] + " It may happen."})
    page = memo_marking.sheets(shelf, tmp_path, memo_marking.rubric(PLAN))
    assert page.count('<section class="sheet">') == 1 and memo.code(desk.drafted) in page
    assert "Aiko" not in page and "E158 (" in page and "differ from the kit's: A09" in words_of(page)
    assert "Total: ______ of 20" in page
    for criterion in memo_marking.rubric(PLAN):
        for level in criterion.levels:
            assert html.escape(level) in page
    with pytest.raises(LookupError, match="No saved memo"):
        memo_marking.sheets(shelf, tmp_path / "none", [])
    with pytest.raises(LookupError, match="The weight of 'bottom line'"):
        memo_marking.rubric(PLAN.replace("| bottom line | two |", "| bottom line | 2 |"))


def test_the_code_follows_the_words_and_not_the_name(shelf):
    code = memo.code(drafts.draft(shelf, GOOD, author="Aiko"))
    assert code == memo.code(drafts.draft(shelf, GOOD, ["A01"], author="Ben"))
    assert code != memo.code(drafts.draft(shelf, GOOD | {"option_1": "Another"}))
    assert f"Analyst {code}" in memo.html(drafts.draft(shelf, GOOD))


def test_the_word_document_opens_with_its_footnotes_and_its_widths(shelf):
    made = drafts.draft(shelf, GOOD, ["A05"], day="26 November 2026")
    document = Document(io.BytesIO(memo.docx(made)))
    assert document.tables[0].cell(2, 1).text == "26 November 2026"
    for table in document.tables:
        grid = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.findall(qn("w:gridCol"))]
        cells = [int(cell._tc.tcPr.find(qn("w:tcW")).get(qn("w:w"))) for cell in table.rows[0].cells]
        assert grid == cells and len(set(grid)) > 1


def test_a_lecturer_has_the_sheets_from_one_command(shelf, work, tmp_path, capsys):
    written(forms.MemoDesk(shelf, {}, work), JAPANESE)
    assert main(["marking", str(tmp_path)]) == 0 and "marking-1.html" in capsys.readouterr().out
    page = (tmp_path / "marking-1.html").read_text(encoding="utf-8")
    assert memo.code(drafts.draft(shelf, JAPANESE)) in page and "all passed" in page
    assert main(["marking", str(tmp_path / "none")]) == 1
    assert "No saved memo" in capsys.readouterr().err


def test_a_look_up_shows_the_footnotes_that_names_would_get_also_before_our_verdicts(claims, shelf):
    page = words_of(drafts.looked_up(shelf, "E110", "A09", mine={"A09": "supported"}).data)
    assert "17 September 2017" in page and 'and the kit\'s is "not supported"' in page
    empty = drafts.Shelf(claims, {}, shelf.omissions)
    assert "not shown yet" in drafts.looked_up(empty, "A09").data
    with pytest.raises(ValueError, match="No row is called X999"):
        drafts.looked_up(shelf, "X999")
    with pytest.raises(ValueError, match="No row is called nothing"):
        drafts.looked_up(shelf, "nothing")


def test_each_box_of_the_desk_has_a_name_of_its_own(shelf):
    names = [box.description for box in forms.MemoDesk(shelf).parts.values()]
    assert len(set(names)) == len(memo.Own._fields) and all(names)


def test_a_part_that_a_saved_memo_does_not_hold_is_empty_when_it_is_opened(shelf, work, tmp_path):
    desk = forms.MemoDesk(shelf, {}, work)
    desk.parts["advice"].value = "Wait for me."
    page = memo.html(memo.Memo("Yes?", memo.Own("Yes.")), {"bottom_line": "Yes."})
    (tmp_path / "Aiko" / "memo-1.html").write_text(page, encoding="utf-8")
    desk.load()
    desk.saved.value = "memo-1"
    desk.open_memo()
    assert desk.parts["bottom_line"].value == "Yes." and desk.parts["advice"].value == ""
