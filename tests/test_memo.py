"""The memo as a page and as a Word document: a title block, numbered footnotes, columns that can be read."""

import io
import re
import zipfile
from xml.etree import ElementTree

import pandas as pd
import pytest
from alliancelab.article import markup, memo, memo_own, memo_rows, memo_word
from alliancelab.article.words import count
from docx import Document
from docx.oxml.ns import qn

TWO = pd.DataFrame(
    {
        "publisher": ["A", "B"],
        "title": ["First <b>", "Second"],
        "published": ["2018", "unknown"],
        "url": ["https://example.org/?a=1&b=2", "unknown"],
    }
)
FIRST, SECOND = TWO.to_dict("records")
NOTES = (
    memo.Note("E110", "korea-events", "An article appears", "original", FIRST),
    memo.Note("T040", "japan-dprk-talks", "They meet <again>", "report", SECOND),
)


def made(advice="Wait, as T040 shows.", points=2):
    held = memo.Point(
        "A01", "He came & went", "supported", "Two days say so.", ["T1", "T2", "T3", "T4"], "1 of 4 official", TWO
    )
    other = memo.Point(
        "A02", "He stayed", "not supported", "He left.", ["T9"], "0 of 1 official", TWO.tail(1), "supported"
    )
    left = memo.Point("", "Taiwan", "", "It paid too.", ["TWN"], "0 of 1 official", TWO.head(1).assign(rows=7))
    own = memo.Own("Yes, by E110.", "Act", "Some & more", "A little", "Wait", "Time", "Trust", advice, "A new offer.")
    return memo.Memo("Can we?", own, "Aoi", "2026-11-24", NOTES, (held, other)[:points], left, 143)


def opened(one):
    return Document(io.BytesIO(memo.docx(one)))


def part(one, name):
    with zipfile.ZipFile(io.BytesIO(memo.docx(one))) as packed:
        return ElementTree.fromstring(packed.read(name))


def test_a_title_block_says_to_whom_from_whom_when_and_on_what():
    block = dict(memo.sheet(made()).block)
    assert block["From"] == "Aoi" and block["Date"] == "2026-11-24" and block["Subject"] == "Can we?"
    assert block["To"].startswith("The office of the Foreign Minister") and "143 words" in block["Memo"]
    nameless = dict(memo.sheet(made()._replace(author="", day="")).block)
    assert nameless["From"] == f"Analyst {memo.code(made())}" and "day you save it" in nameless["Date"]
    assert '<th scope="row" style="text-align:left">From</th>' in memo.html(made())


def test_footnotes_are_numbered_as_a_reader_meets_their_rows():
    page = memo.html(made())
    assert re.findall(r"(E110|T040)<sup id=\"memo-mark-(\d)\">", page) == [("E110", "1"), ("T040", "2")]
    assert re.findall(r'<li id="memo-note-(\d)">(\w+)', page) == [("1", "E110"), ("2", "T040")]
    assert "E110 (korea-events). An article appears. Grade: original." in page and "They meet &lt;again&gt;" in page
    assert page.index('class="notes"') < page.index('<hr class="attached">')


def test_each_document_behind_what_is_attached_is_listed_once_and_cited_by_its_number():
    page = memo.html(made())
    assert [one["publisher"] for one in memo.numbered(made())] == ["A", "B"]
    assert "Rows: T1, T2, T3 and 1 more (1 of 4 official). Documents 1, 2." in page
    assert "Rows: T9 (0 of 1 official). Document 2." in page and "It paid too. Rows: TWN" in page


def test_the_page_has_language_title_headings_and_column_heads():
    page = memo.html(made())
    assert '<html lang="en">' in page and "<title>Can we?</title>" in page
    assert re.findall(r"<(h\d)>", page) == ["h1"] + ["h2"] * 8 and page.count('<th scope="col"') == 6
    assert re.findall(r'<col style="width:(\d+)%">', page) == ["24", "38", "38", "30", "18", "52"]
    assert re.findall(r"<(h\d)>", memo.body(made()))[:2] == ["h3", "h4"]


def test_text_cannot_add_markup_to_the_page_nor_to_what_is_kept_in_it():
    page = memo.html(made("<script>alert(1)</script>"), {"advice": '"><script>alert(1)</script>'})
    assert "<script>" not in page and "First &lt;b&gt;" in page and "a=1&amp;b=2" in page
    assert memo.reopened(page) == {"advice": '"><script>alert(1)</script>'}


def test_an_empty_part_leaves_no_heading():
    assert "Advice" not in memo.body(made("")) and "Advice" in memo.body(made("x"))
    bare = memo.Memo("Can we?", memo.Own("Yes."))
    assert [part.title for part in memo.sheet(bare).sections] == ["Bottom line"]
    assert "Attached" not in memo.body(bare) and 'class="notes"' not in memo.body(bare)


def test_japanese_says_that_it_is_japanese_and_keeps_its_brackets():
    own = memo.Own("E110（記事）の順序は確認が必要である。", "免除", "Some gain of it", advice="Wait.")
    page = memo.html(memo.Memo("Can we?", own, notes=NOTES[:1]))
    assert '<p lang="ja">E110<sup' in page and "（記事）" in page and '<td style="text-align:left">Some gain' in page
    assert page.count('lang="ja"') == 2


def test_the_word_document_has_real_headings_a_language_and_header_rows():
    document = opened(made())
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings[0] == ("Heading 1", "Memorandum") and [text for _, text in headings[1:]] == [
        "Bottom line",
        "Two options",
        "Advice",
        "What would change this advice",
        "Attached: what the tables say",
        "Statements of the article",
        "What the article leaves out",
        "Documents behind this part",
    ]
    language = document.styles.element.find(".//" + qn("w:lang"))
    assert language.get(qn("w:val")) == "en-US" and language.get(qn("w:eastAsia")) == "ja-JP"
    assert document.core_properties.title == "Can we?" and document.core_properties.language == "en-US"
    block, options, record = document.tables
    assert [cell.text for cell in block.columns[0].cells] == ["To", "From", "Date", "Subject", "Memo"]
    assert block.rows[0]._tr.find(".//" + qn("w:tblHeader")) is None
    for table in (options, record):
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None and len(table.rows) == 3
        assert table._tbl.tblPr.find(qn("w:tblDescription")) is not None
    assert [cell.text for cell in options.rows[0].cells] == ["Option", "What it gains", "What it costs"]
    assert record.rows[2].cells[1].text == "writer: supported; kit: not supported"


def test_what_is_attached_begins_on_a_page_of_its_own():
    breaks = [p.text for p in opened(made()).paragraphs if p.paragraph_format.page_break_before]
    assert breaks == ["Attached: what the tables say"]
    assert "hr.attached{break-before:page" in memo.html(made())


def test_the_columns_of_the_word_document_are_as_wide_as_they_need_in_every_program():
    document = opened(made())
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    room = round((section.page_width - section.left_margin - section.right_margin) / 36_000)
    for table, shares in zip(document.tables, ((14, 86), (24, 38, 38), (30, 18, 52)), strict=True):
        grid = [column.width for column in table.columns]
        assert grid == [cell.width for cell in table.rows[-1].cells] and table.autofit is False
        assert [round(width / sum(grid) * 100) for width in grid] == list(shares) and round(sum(grid) / 36_000) == room
    assert document.styles["Normal"].font.name == "Arial" and document.styles["Heading 1"].font.size.pt == 17


def test_the_footnotes_of_the_word_document_are_real_ones_with_links():
    document, notes = opened(made()), part(made(), "word/footnotes.xml")
    marks = [mark.get(qn("w:id")) for mark in document.element.body.iter(qn("w:footnoteReference"))]
    texts = {note.get(qn("w:id")): "".join(note.itertext()) for note in notes}
    # The first two draw the line above the footnotes.
    assert marks == ["2", "3"] and list(texts) == ["0", "1", "2", "3"] and texts["0"] == texts["1"] == ""
    assert texts["2"] == " E110 (korea-events). An article appears. Grade: original. A: First <b> (2018)."
    assert "They meet <again>" in texts["3"]
    targets = [link.get("Target") for link in part(made(), "word/_rels/footnotes.xml.rels")]
    assert targets == ["https://example.org/?a=1&b=2"] and len(list(notes.iter(qn("w:hyperlink")))) == 1
    known = part(made(), "word/settings.xml").find(qn("w:footnotePr"))
    assert [each.get(qn("w:id")) for each in known] == ["0", "1"]
    types = part(made(), "[Content_Types].xml")
    assert memo_word._FOOTNOTES in [each.get("ContentType") for each in types]


def test_the_word_document_links_titles_and_says_all_that_the_page_says():
    document = opened(made())
    links = document.element.body.findall(".//" + qn("w:hyperlink"))
    assert [document.part.rels[link.get(qn("r:id"))].target_ref for link in links] == ["https://example.org/?a=1&b=2"]
    words = " ".join(node.text or "" for node in document.element.body.iter(qn("w:t")))
    for word in (
        "He came & went",
        "1 of 4 official",
        "It paid too.",
        "First <b>",
        "Wait, as T040",
        "Some & more",
        "A new offer.",
        "Aoi",
        "2026-11-24",
    ):
        assert word in words


def test_a_pasted_control_character_still_makes_a_document_that_opens():
    document = opened(made("\x00\x0brow T040\ud800")._replace(notes=(NOTES[0]._replace(says="\x00said\ud800"),)))
    assert "row T040" in " ".join(p.text for p in document.paragraphs)


def test_empty_lines_and_blanks_do_not_make_the_document_longer():
    paragraphs = opened(made("one\n" + "\n" * 3_000 + " " * 3_000 + "two")).paragraphs
    assert "one two" in [p.text for p in paragraphs]


def test_japanese_text_counts_by_its_characters_and_a_text_without_blanks_by_its_length():
    assert count("two words") == 2 and count("") == 0 and count("日本語です") == 3
    assert count("Row E110 は先 に来た") == 2 + 3
    assert memo_own.counted("日" * 40_000).all == 20_000 and memo_own.counted("x" * 40_000).all > 1_000


def test_eight_words_in_a_row_are_copied_and_seven_are_not():
    kit = "the two leaders met in Singapore on the twelfth of June"
    seven, eight = "two leaders met in Singapore on the", "two leaders met in Singapore on the twelfth"
    assert memo_own.counted(f"I say {seven} day.", [kit]).copied == 0
    assert memo_own.counted(f"I say {eight} day.", [kit]) == memo_own.Counted(11, 8, 0)
    assert memo_own.counted(f"I say, {eight.upper()}!", [kit]).copied == 8
    assert (
        memo_own.counted(["会談は六月十二日に行われたという。"], ["首脳会談は六月十二日に行われたという"]).copied == 8
    )
    assert memo_own.counted(["会談は六月十二日だ"], ["首脳会談は六月十二日に行われたという"]).copied == 0


def test_what_is_said_again_counts_once_also_in_another_part():
    once = "we should ask for a limit before the summer"
    assert memo_own.counted([once, once]) == memo_own.Counted(18, 0, 9)
    assert memo_own.counted([once, once], [once]) == memo_own.Counted(18, 18, 0)
    assert memo_own.counted(["word " * 200]).own <= 8 and memo_own.counted([]).own == 0


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "http", 'https://a.example/"><script>', None]
)
def test_an_address_that_is_not_a_web_page_is_no_link(url):
    odd = TWO.head(1).assign(url=url, publisher="<b>", title='"<script>')
    point = memo.Point("<i>", "<i>", "<i>", "<i>", ["<i>"], "<i>", odd, "<i>")
    note = memo.Note("E110", "<script>", "<script>", "<script>", odd.to_dict("records")[0])
    own = memo.Own(*["<script> E110"] * len(memo.Own._fields))
    one = memo.Memo("<script>", own, "<script>", "<script>", (note,), (point,), point)
    page = memo.html(one).replace('href="#memo-note-1"', "")
    assert "href" not in page and "<script" not in page and "<i>" not in page
    assert opened(one).element.body.findall(".//" + qn("w:hyperlink")) == []
    assert list(part(one, "word/footnotes.xml").iter(qn("w:hyperlink"))) == []


def test_what_is_not_a_memo_is_a_sentence():
    for odd in (None, "memo", pd.DataFrame()):
        for door in (memo.body, memo.html, memo.docx, memo.code, memo.numbered, memo.sheet):
            with pytest.raises(ValueError, match="A memo is made by drafts.draft"):
                door(odd)


def test_what_is_not_text_or_a_table_is_a_sentence():
    for odd in (None, 5, ["a"]):
        for door in (count, memo_rows.named, memo_rows.tidy):
            with pytest.raises(ValueError, match="must be text"):
                door(odd)
        with pytest.raises(ValueError, match="must be a table"):
            markup.table(odd)


def test_a_piece_of_forty_letters_is_one_word_and_of_forty_one_is_seven():
    assert count("x" * 40) == 1 and count("x" * 41) == 7 and count("x" * 42) == 7 and count("x" * 43) == 8
    assert count("日") == count("日本") == 1 and count("日本語") == 2
    assert count("日、本") == 1 and count("日 --- 本") == 1 and count("日 ---- 本") == 2 and count("日 a 本") == 2
    assert count("a - b") == 3


@pytest.mark.parametrize(("cites", "words"), [(2, "T0, T1 ("), (3, "T0, T1, T2 ("), (4, "T0, T1, T2 and 1 more (")])
def test_three_rows_are_named_and_the_others_counted(cites, words):
    point = made().points[0]._replace(cites=[f"T{n}" for n in range(cites)])
    assert f"Rows: {words}1 of 4 official)" in memo.body(made()._replace(points=(point,)))


def test_a_point_without_rows_cites_none():
    bare = made().points[0]._replace(cites=[], documents=TWO.head(0))
    page = memo.body(made()._replace(points=(bare,), left_out=None), 2)
    assert (
        "Rows:" not in page and "Document " not in page and "<h2>Memorandum</h2>" in page and "<h3>Advice</h3>" in page
    )


def test_a_table_in_a_page_has_a_dash_for_what_is_missing_and_breaks_only_long_names():
    page = markup.table(pd.DataFrame({"a": ["x" * 24, "x" * 25], "b": [None, "<b>"]}))
    assert page.count('class="whole"') == 3 and "NaN" not in page and "None" not in page and "&lt;b&gt;" in page
    assert ">–</td>" in page and "<th></th>" not in page
    assert markup.address("https://[bad") == markup.address("https://") == markup.address("ftp://a.example") == ""
    assert markup.link("http://a.example", "T").startswith('<a href="http://a.example"')
