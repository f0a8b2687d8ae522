"""The memo as a page and as a Word document: one page, accessible and cited."""

import io
import re

import pandas as pd
import pytest
from alliancelab.article import markup, memo
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


def made(reasons="Because of row T1.", points=2):
    held = memo.Point(
        "A01", "He came & went", "supported", "Two days say so.", ["T1", "T2", "T3", "T4"], "1 of 4 official", TWO
    )
    other = memo.Point("A02", "He stayed", "not supported", "He left.", ["T9"], "0 of 1 official", TWO.tail(1))
    left = memo.Point("", "Taiwan", "", "It paid too.", ["TWN"], "0 of 1 official", TWO.head(1).assign(rows=7))
    return memo.Memo("Can we?", "Aoi", "2026-11-24", "Yes.", [held, other][:points], left, "Wait.", reasons)


def opened(one):
    return Document(io.BytesIO(memo.docx(one)))


def test_each_document_is_listed_once_and_cited_by_its_number():
    page = memo.html(made())
    assert [one["publisher"] for one in memo.numbered(made())] == ["A", "B"]
    assert "(rows: T1, T2, T3 and 1 more; 1 of 4 official) [1][2]" in page
    assert "(rows: T9; 0 of 1 official) [2]" in page and "It paid too. (rows: TWN; 0 of 1 official) [1]" in page


def test_the_page_has_language_title_headings_and_column_heads():
    page = memo.html(made())
    assert '<html lang="en">' in page and "<title>Can we?</title>" in page
    assert re.findall(r"<(h\d)>", page) == ["h1"] + ["h2"] * 6 and page.count('<th scope="col"') == 3


def test_text_cannot_add_markup_to_the_page():
    page = memo.html(made("<script>alert(1)</script>"))
    assert "<script>" not in page and "First &lt;b&gt;" in page and "a=1&amp;b=2" in page


def test_an_empty_part_leaves_no_heading():
    assert "Reasons" not in memo.body(made("")) and "Reasons" in memo.body(made("x"))


def test_the_word_document_has_real_headings_a_language_and_a_header_row():
    document = opened(made())
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings[0] == ("Heading 1", "Can we?") and [text for _, text in headings[1:]] == [
        "Bottom line",
        "What the record says",
        "What the article leaves out",
        "Advice",
        "Reasons",
        "Documents",
    ]
    language = document.styles.element.find(".//" + qn("w:lang"))
    assert language.get(qn("w:val")) == "en-US" and language.get(qn("w:eastAsia")) == "ja-JP"
    assert document.core_properties.title == "Can we?" and document.core_properties.language == "en-US"
    table = document.tables[0]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [cell.text for cell in table.rows[0].cells] == ["Statement", "Verdict", "Why"] and len(table.rows) == 3
    assert table._tbl.tblPr.find(qn("w:tblDescription")) is not None


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
        "Because of row T1.",
        "Aoi",
        "2026-11-24",
    ):
        assert word in words


def test_a_pasted_control_character_still_makes_a_document_that_opens():
    assert "row T1" in " ".join(p.text for p in opened(made("\x00\x0brow T1\ud800")).paragraphs)


def test_empty_lines_and_blanks_do_not_make_the_document_longer():
    paragraphs = opened(made("one\n" + "\n" * 3_000 + " " * 3_000 + "two")).paragraphs
    assert "one two" in [p.text for p in paragraphs]


def test_japanese_text_counts_by_its_characters_and_a_text_without_blanks_by_its_length():
    assert count("two words") == 2 and count("") == 0 and count("日本語です") == 3
    assert count("Row E110 は先 に来た") == 2 + 3
    assert memo.words(made("日" * 40_000)) > 20_000 and memo.words(made("x" * 40_000)) > 1_000
    assert memo.words(made("日" + "。" * 40_000)) > 1_000
    assert memo.words(made("日" * 40)) - memo.words(made("")) < 40


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "http", 'https://a.example/"><script>', None]
)
def test_an_address_that_is_not_a_web_page_is_no_link(url):
    odd = TWO.head(1).assign(url=url, publisher="<b>", title='"<script>')
    point = memo.Point("<i>", "<i>", "<i>", "<i>", ["<i>"], "<i>", odd)
    one = memo.Memo("<script>", "<script>", "<script>", "<script>", [point], point, "<script>", "<script>")
    assert "<a " not in memo.html(one) and "<script" not in memo.html(one) and "<i>" not in memo.html(one)
    assert opened(one).element.body.findall(".//" + qn("w:hyperlink")) == []


def test_what_is_not_a_memo_is_a_sentence():
    for odd in (None, "memo", pd.DataFrame()):
        for door in (memo.body, memo.html, memo.docx, memo.words, memo.numbered, memo.head, memo.sections):
            with pytest.raises(ValueError, match="A memo is made by drafts.draft"):
                door(odd)


def test_what_is_not_text_or_a_table_is_a_sentence():
    for odd in (None, 5, ["a"]):
        with pytest.raises(ValueError, match="must be text"):
            count(odd)
        with pytest.raises(ValueError, match="must be a table"):
            markup.table(odd)


def test_a_piece_of_forty_letters_is_one_word_and_of_forty_one_is_seven():
    assert count("x" * 40) == 1 and count("x" * 41) == 7 and count("x" * 42) == 7 and count("x" * 43) == 8
    assert count("日") == count("日本") == 1 and count("日本語") == 2
    assert count("日、本") == 1 and count("日 --- 本") == 1 and count("日 ---- 本") == 2 and count("日 a 本") == 2
    assert count("a - b") == 3


@pytest.mark.parametrize(("cites", "words"), [(2, "T0, T1;"), (3, "T0, T1, T2;"), (4, "T0, T1, T2 and 1 more;")])
def test_three_rows_are_named_and_the_others_counted(cites, words):
    point = made().points[0]._replace(cites=[f"T{n}" for n in range(cites)])
    assert f"(rows: {words} 1 of 4 official)" in memo.body(made()._replace(points=[point]))


def test_a_point_without_rows_cites_none_and_a_body_has_the_level_asked_for():
    bare = made().points[0]._replace(cites=[], documents=TWO.head(0))
    page = memo.body(memo.Memo("Yes?", "", "", "Yes.", [bare], None, "Wait.", ""), 2)
    assert "(rows" not in page and "[1]" not in page and "<h2>Yes?</h2>" in page and "<h3>Advice</h3>" in page
    assert re.findall(r"<(h\d)>", memo.body(made()))[:2] == ["h3", "h4"]


def test_a_table_in_a_page_has_a_dash_for_what_is_missing_and_breaks_only_long_names():
    page = markup.table(pd.DataFrame({"a": ["x" * 24, "x" * 25], "b": [None, "<b>"]}))
    assert page.count('class="whole"') == 3 and "NaN" not in page and "None" not in page and "&lt;b&gt;" in page
    assert ">–</td>" in page and "<th></th>" not in page
    assert markup.address("https://[bad") == markup.address("https://") == markup.address("ftp://a.example") == ""
    assert markup.link("http://a.example", "T").startswith('<a href="http://a.example"')


def test_the_word_document_is_one_a4_page_with_a_bold_header_row():
    document = opened(made())
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    room = section.page_width - section.left_margin - section.right_margin
    widths = [cell.width for cell in document.tables[0].rows[0].cells]
    assert round(room / 36_000) == 178 == round(sum(widths) / 36_000)
    assert [cell.paragraphs[0].runs[0].bold for cell in document.tables[0].rows[0].cells] == [True] * 3
    assert document.tables[0].rows[1].cells[0].paragraphs[0].runs[0].bold is None
    assert document.styles["Normal"].font.name == "Arial" and document.styles["Heading 1"].font.size.pt == 15
