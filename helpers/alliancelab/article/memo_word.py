"""The Word side of a memo: a document that a screen reader can walk, made with python-docx."""

from docx import Document
from docx.document import Document as Docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from alliancelab.article.sections import Document as Cited
from alliancelab.article.sections import Section
from alliancelab.ground.messages import say

LANGUAGE = "en-US"


def document(title: str, head: str, sections: list[Section]) -> Docx:
    """A document of one A4 page: a title, a line under it, and sections with headings (`sections.Section`).

    >>> [p.style.name for p in document("Yes?", "From: me.", [Section("Bottom line", "Yes.")]).paragraphs]
    ['Heading 1', 'Normal', 'Heading 2', 'Normal']
    """
    made = Document()
    _page(made)
    made.core_properties.title, made.core_properties.language = title, LANGUAGE
    made.core_properties.author, made.core_properties.comments = "", say("article.made_with")
    made.add_heading(title, level=1)
    made.add_paragraph(head)
    for section in sections:
        made.add_heading(section.title, level=2)
        if section.rows:
            _table(made, section.title, section.rows)
        elif section.documents:
            for one in section.documents:
                _linked(made.add_paragraph(style="List Number"), one)
        else:
            made.add_paragraph(section.text)
    return made


def _page(made: Docx) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(16)
    section.top_margin = section.bottom_margin = Mm(13)
    for name, size, before in (("Normal", 9.5, 0), ("List Number", 8.5, 0), ("Heading 1", 15, 0), ("Heading 2", 11, 6)):
        style = made.styles[name]
        style.font.name, style.font.size = "Arial", Pt(size)
        style.font.color.rgb = RGBColor(0x11, 0x11, 0x11)
        # A theme's font would win over the one named.
        for mark in [mark for mark in style.element.rPr.rFonts.attrib if mark.endswith("Theme")]:
            del style.element.rPr.rFonts.attrib[mark]
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(2)
    # The language a screen reader speaks, also where a paragraph says nothing of its own.
    language = made.styles.element.find(".//" + qn("w:lang"))
    language.set(qn("w:val"), LANGUAGE)
    language.set(qn("w:eastAsia"), "ja-JP")


def _table(made: Docx, name: str, rows: tuple[tuple[str, ...], ...]) -> None:
    table = made.add_table(len(rows), len(rows[0]), style="Table Grid")
    for mark, text in (("w:tblCaption", name), ("w:tblDescription", say("article.table_description"))):
        words = OxmlElement(mark)
        words.set(qn("w:val"), text)
        table._tbl.tblPr.append(words)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for line, row in zip(table.rows, rows, strict=True):
        for cell, text, width in zip(line.cells, row, (Mm(52), Mm(26), Mm(100)), strict=True):
            cell.width, cell.text = width, text
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True


def _linked(paragraph, one: Cited) -> None:
    paragraph.add_run(one.before)
    run = paragraph.add_run(one.title)
    if one.url:
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), paragraph.part.relate_to(one.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        run.font.underline, run.font.color.rgb = True, RGBColor(0x05, 0x4A, 0x91)
        run._r.addprevious(link)
        link.append(run._r)
    paragraph.add_run(one.after)
