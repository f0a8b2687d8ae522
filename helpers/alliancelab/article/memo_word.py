"""The Word side of a memo: a document that a screen reader can walk, with real footnotes, made with python-docx."""

from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as Docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from alliancelab.article.sections import Document as Cited
from alliancelab.article.sections import Footnote, Run, Runs, Section, Sheet
from alliancelab.ground.messages import say

LANGUAGE = "en-US"
_WIDTH_MM, _BLOCK_MM = 166, 24
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_STYLES = (("Normal", 10.5, 0, 4), ("List Number", 8.5, 0, 2), ("Heading 1", 17, 0, 6), ("Heading 2", 11.5, 9, 3))


def document(title: str, sheet: Sheet) -> Docx:
    """A document with a title block, headings, tables and footnotes; what is attached begins on a page of its own.

    >>> made = document("Yes?", Sheet("Memorandum", (), (Section("Bottom line", (Run("Yes."),)),)))
    >>> [p.style.name for p in made.paragraphs]
    ['Heading 1', 'Heading 2', 'Normal']
    """
    made = Document()
    _page(made)
    made.core_properties.title, made.core_properties.language = title, LANGUAGE
    made.core_properties.author, made.core_properties.comments = "", say("article.made_with")
    made.add_heading(sheet.heading, level=1)
    if sheet.block:
        _block(made, sheet.block)
    attached = False
    for section in sheet.sections:
        heading = made.add_heading(section.title, level=2)
        if section.attached and not attached:
            heading.paragraph_format.page_break_before = attached = True
        if section.runs:
            _write(made.add_paragraph(), section.runs)
        if section.rows:
            _table(made, section)
        for one in section.documents:
            _linked(made.add_paragraph(style="List Number"), one)
    if sheet.footnotes:
        _footnotes(made, sheet.footnotes)
    return made


def _page(made: Docx) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm((210 - _WIDTH_MM) / 2)
    section.top_margin = section.bottom_margin = Mm(18)
    for name, size, before, after in _STYLES:
        style = made.styles[name]
        style.font.name, style.font.size = "Arial", Pt(size)
        style.font.color.rgb = RGBColor(0x11, 0x11, 0x11)
        fonts = style.element.rPr.rFonts
        # A theme's font would win over the one named.
        for mark in [mark for mark in fonts.attrib if mark.endswith("Theme")]:
            del fonts.attrib[mark]
        fonts.set(qn("w:eastAsia"), "Yu Gothic")
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    # The language a screen reader speaks, also where a paragraph says nothing of its own.
    language = made.styles.element.find(".//" + qn("w:lang"))
    language.set(qn("w:val"), LANGUAGE)
    language.set(qn("w:eastAsia"), "ja-JP")


def _block(made: Docx, lines: tuple[tuple[str, str], ...]) -> None:
    """Who writes to whom, when, on what: a table without lines, and a rule below it."""
    table = _made_table(
        made, len(lines), (_BLOCK_MM, _WIDTH_MM - _BLOCK_MM), "Normal Table", ("block", say("article.block"))
    )
    for line, (name, value) in zip(table.rows, lines, strict=True):
        for cell, text, bold in zip(line.cells, (name, value), (True, False), strict=True):
            run = cell.paragraphs[0].add_run(text)
            run.bold = bold
            cell.paragraphs[0].paragraph_format.space_after = Pt(1)
    rule = made.add_paragraph()
    rule.paragraph_format.space_after = Pt(2)
    borders = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:top w:val="single" w:sz="12" w:space="1" w:color="111111"/></w:pBdr>'
    )
    rule._p.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _table(made: Docx, section: Section) -> None:
    widths = tuple(_WIDTH_MM * share / 100 for share in section.widths)
    table = _made_table(made, len(section.rows), widths, "Table Grid", ("table", section.title))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for line, row in zip(table.rows, section.rows, strict=True):
        # A row is not cut by the end of a page.
        line._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
        for cell, runs in zip(line.cells, row, strict=True):
            _write(cell.paragraphs[0], runs)
    for cell in table.rows[0].cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True


def _made_table(made: Docx, rows: int, widths: tuple[float, ...], style: str, named: tuple[str, str]) -> Table:
    table = made.add_table(rows, len(widths), style=style)
    table.autofit = False
    kind, name = named
    for mark, text in (("w:tblCaption", name), ("w:tblDescription", say(f"article.{kind}_description"))):
        words = OxmlElement(mark)
        words.set(qn("w:val"), text)
        table._tbl.tblPr.append(words)
    # Word reads the cells' widths and other programs the columns': both say the same.
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    return table


def _write(paragraph: Paragraph, runs: Runs) -> None:
    for run in runs:
        paragraph.add_run(run.text)
        if run.note:
            _mark(paragraph, run)


def _mark(paragraph: Paragraph, run: Run) -> None:
    mark = paragraph.add_run()
    mark.font.superscript = True
    reference = OxmlElement("w:footnoteReference")
    # Word keeps the first two numbers for the line above the footnotes.
    reference.set(qn("w:id"), str(run.note + 1))
    mark._r.append(reference)


def _footnotes(made: Docx, footnotes: tuple[Footnote, ...]) -> None:
    """The part of the file that holds the footnotes, which python-docx does not make itself."""
    part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES, b"", made.part.package)
    written = "".join(_footnote(part, number, note) for number, note in enumerate(footnotes, 2))
    lines = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:spacing w:after="0"/></w:pPr>'
        f"<w:r><w:{mark}/></w:r></w:p></w:footnote>"
        for number, (kind, mark) in enumerate(
            [("separator", "separator"), ("continuationSeparator", "continuationSeparator")]
        )
    )
    declared = nsdecls("w", "r")
    part._blob = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f"<w:footnotes {declared}>{lines}{written}</w:footnotes>"
    ).encode()
    made.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    named = "".join(f'<w:footnote w:id="{number}"/>' for number in (0, 1))
    settings = made.settings.element
    known = parse_xml(f"<w:footnotePr {nsdecls('w')}>{named}</w:footnotePr>")
    after = settings.find(qn("w:compat"))
    settings.append(known) if after is None else after.addprevious(known)


def _footnote(part: Part, number: int, note: Footnote) -> str:
    size = '<w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Yu Gothic"/><w:sz w:val="17"/>{more}</w:rPr>'
    plain, raised = size.format(more=""), size.format(more='<w:vertAlign w:val="superscript"/>')

    def run(text: str, style: str = plain) -> str:
        return f'<w:r>{style}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'

    pieces = [f"<w:r>{raised}<w:footnoteRef/></w:r>", run(f" {note.text}")]
    if one := note.document:
        pieces.append(run(f" {one.before}"))
        title = run(one.title, size.format(more='<w:u w:val="single"/>') if one.url else plain)
        if one.url:
            link = part.relate_to(one.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            title = f'<w:hyperlink r:id="{link}">{title}</w:hyperlink>'
        pieces += [title, run(one.after)]
    spacing = '<w:pPr><w:spacing w:after="20"/></w:pPr>'
    return f'<w:footnote w:id="{number}"><w:p>{spacing}{"".join(pieces)}</w:p></w:footnote>'


def _linked(paragraph: Paragraph, one: Cited) -> None:
    paragraph.add_run(one.before)
    run = paragraph.add_run(one.title)
    if one.url:
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), paragraph.part.relate_to(one.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        run.font.underline, run.font.color.rgb = True, RGBColor(0x05, 0x4A, 0x91)
        run._r.addprevious(link)
        link.append(run._r)
    paragraph.add_run(one.after)
