"""Lesson 90 by keyboard: propose verdicts, move the rules, write a memo, and print it on one page."""

import re

from alliancelab import catalogue
from alliancelab.article import drafts, memo, omissions
from alliancelab.classroom import COURSE
from labs import drawn, focused, opened, ready, run_all, sentence_after, signed, tab_to
from playwright.sync_api import expect

SHEET, RULES, DESK = 0, 1, 2


def button(page, text, number=0):
    return page.locator(".widget-toggle-button", has_text=text).nth(number)


def run_below(page, words):
    """Run the cell with these words and all below it, as the menu does."""
    page.evaluate(
        """async words => { const app = window.jupyterapp, n = app.shell.currentWidget.content;
        n.deselectAll();
        n.activeCellIndex = n.widgets.findIndex(
            c => c.model.type === 'code' && c.model.sharedModel.getSource().includes(words));
        await app.commands.execute('notebook:run-all-below'); }""",
        words,
    )
    ready(page)
    drawn(page)


def test_verdicts_rules_and_memo_work_from_the_keyboard(lab, browser, work, copy_of):
    # A copy has a kernel of its own, so that its name stays off the page that other tests share.
    page = opened(browser, f"{lab}/lab/tree/{copy_of('90-check-the-article')}?reset")
    run_all(page)
    signed(page, "Sheet 90")
    unshown = page.locator("summary", has_text="(not shown yet)")
    expect(unshown).to_have_count(len(catalogue.load("article-claims")))
    first = page.locator(".verdict-sheet .widget-toggle-button").first
    focused(page, first)
    tab_to(page, page.locator(".verdict-sheet .widget-toggle-button").nth(5))
    said = sentence_after(page, lambda: page.keyboard.press("Space"), SHEET)
    assert re.match(r"(1|\d+) of 19 claims", said)
    # The remaining verdicts by the mouse, then the cells below once more.
    for n in range(0, 95, 5):
        page.locator(".verdict-sheet .widget-toggle-button").nth(n + (n // 5) % 2).click()
    page.wait_for_selector("text=19 of 19 claims have your verdict")
    run_below(page, 'lesson.check("propose"')
    expect(page.locator("text=Noted: this page had shown none")).to_have_count(1)

    handle = page.locator(".noUi-handle").first
    focused(page, handle)
    assert "counts 1.00" in sentence_after(page, lambda: page.keyboard.press("End"), RULES)
    tab_to(page, button(page, "as not supported"))
    assert "counted as not supported" in sentence_after(page, lambda: page.keyboard.press("Space"), RULES)
    tab_to(page, button(page, "with an official row"))
    assert "with an official row" in sentence_after(page, lambda: page.keyboard.press("Space"), RULES)
    by_lesson = button(page, "lesson")
    tab_to(page, by_lesson)
    page.keyboard.press("Space")
    page.wait_for_selector(".js-plotly-plot >> nth=-1 >> text=30-tariff-exemptions")

    box = page.locator("input[type=checkbox]").nth(7)
    focused(page, box)
    assert "A08" in sentence_after(page, lambda: page.keyboard.press("Space"), DESK)
    reasons = page.locator("textarea").last
    tab_to(page, reasons, most=40)
    page.keyboard.type("Row E110 came first.")
    tab_to(page, page.locator("button", has_text="Save memo"), most=3)
    sentence_after(page, lambda: page.keyboard.press("Space"), DESK)
    page.wait_for_selector("text=Saved as my-work/Sheet 90/memo-1")
    assert (work / "Sheet 90" / "memo-1.docx").is_file()
    assert "Row E110 came first." in (work / "Sheet 90" / "memo-1.html").read_text(encoding="utf-8")
    page.close()


def test_the_longest_memo_that_may_be_saved_prints_on_one_page(browser):
    claims, findings = catalogue.load("article-claims"), COURSE.findings()
    shelf = drafts.Shelf(claims, findings, {"Stockholm": omissions.stockholm(catalogue.load("japan-dprk-talks"))})
    page = browser.new_page()
    for chosen in (["A13", "A03", "A16", "A17"], ["A06", "A11"]):
        short = drafts.draft(shelf, chosen, left_out="Stockholm", author="A name")
        room = memo.MOST_WORDS - memo.words(short._replace(reasons="x"))
        page.set_content(memo.html(short._replace(reasons="because the rows show it " * (room // 5))))
        printed = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) == 1
    page.close()
