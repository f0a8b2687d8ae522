"""The memo as a page and as a Word document: one page, accessible, cited, and never written over another."""

import io
import re

import pandas as pd
import pytest
from alliancelab.article import memo
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
        "A01", "He came & went", "supported", "Two days say so.", ["T1", "T2", "T3", "T4"], "1 of 4 primary", TWO
    )
    other = memo.Point("A02", "He stayed", "not supported", "He left.", ["T9"], "0 of 1 primary", TWO.tail(1))
    left = memo.Point("", "Taiwan", "", "It paid too.", ["TWN"], "0 of 1 primary", TWO.head(1).assign(rows=7))
    return memo.Memo("Can we?", "Aoi", "2026-11-24", "Yes.", [held, other][:points], left, "Wait.", reasons)


def opened(one):
    return Document(io.BytesIO(memo.docx(one)))


def test_each_document_is_listed_once_and_cited_by_its_number():
    page = memo.html(made())
    assert [one["publisher"] for one in memo.numbered(made())] == ["A", "B"]
    assert "(rows: T1, T2, T3 and 1 more; 1 of 4 primary) [1][2]" in page
    assert "(rows: T9; 0 of 1 primary) [2]" in page and "It paid too. (rows: TWN; 0 of 1 primary) [1]" in page


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
    told = " ".join(node.text or "" for node in document.element.body.iter(qn("w:t")))
    for word in (
        "He came & went",
        "1 of 4 primary",
        "It paid too.",
        "First <b>",
        "Because of row T1.",
        "Aoi",
        "2026-11-24",
    ):
        assert word in told


def test_a_pasted_control_character_still_makes_a_document_that_opens():
    assert "row T1" in " ".join(p.text for p in opened(made("\x00\x0brow T1\ud800")).paragraphs)


def test_a_second_memo_gets_a_new_name_and_the_first_stays(tmp_path):
    first = memo.save(made("one"), tmp_path)
    kept = [path.read_bytes() for path in first]
    second = memo.save(made("two"), tmp_path)
    assert [path.name for path in second] == ["memo-2.html", "memo-2.docx"]
    assert [path.read_bytes() for path in first] == kept


def test_a_number_taken_by_one_of_the_two_files_is_passed_over(tmp_path):
    (tmp_path / "memo-1.docx").write_text("mine")
    assert [path.name for path in memo.save(made(), tmp_path)] == ["memo-2.html", "memo-2.docx"]
    assert (tmp_path / "memo-1.docx").read_text() == "mine"


def test_a_memo_longer_than_a_page_is_not_written(tmp_path):
    with pytest.raises(ValueError, match="one page holds 560. Shorten your reasons"):
        memo.save(made("word " * 700), tmp_path)
    assert list(tmp_path.iterdir()) == []
