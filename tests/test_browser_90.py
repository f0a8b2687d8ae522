"""Lesson 90 by keyboard: propose verdicts, move the rules, write a memo, open it again, and print it."""

import re

from alliancelab import catalogue
from alliancelab.article import drafts, memo, omissions
from alliancelab.classroom import COURSE
from labs import drawn, focused, opened, ready, run_all, sentence_after, sentence_with, signed, tab_to
from playwright.sync_api import expect
from test_memo_desk import GOOD, of_length

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

    boxes = page.locator(".memo-desk textarea, .memo-desk input[type=text]")
    focused(page, boxes.first)
    for n, text in enumerate(GOOD.values()):
        page.keyboard.insert_text(text)
        if n + 1 < len(GOOD):
            tab_to(page, boxes.nth(n + 1), most=2)
    box = page.locator("input[type=checkbox]").nth(7)
    tab_to(page, box, most=12)
    # The text of the last box may be answered first: wait for the words, not for any change.
    said = sentence_with(page, lambda: page.keyboard.press("Space"), "Attached: A08", DESK)
    assert "It can be saved." in said
    tab_to(page, page.locator("button", has_text="Save memo"), most=20)
    sentence_with(page, lambda: page.keyboard.press("Space"), "Saved as my-work/Sheet 90/memo-1", DESK)
    assert (work / "Sheet 90" / "memo-1.docx").is_file()
    assert "Ask for the limit." in (work / "Sheet 90" / "memo-1.html").read_text(encoding="utf-8")
    last = page.locator(".memo-desk textarea").last
    focused(page, last)
    page.keyboard.press("Control+A")
    page.keyboard.type("Nothing.")
    chosen = page.locator(".memo-desk .widget-toggle-button", has_text="memo-1")
    tab_to(page, chosen, most=40)
    page.keyboard.press("Space")
    tab_to(page, page.locator(".memo-desk button", has_text=re.compile("^Open$")), most=4)
    sentence_with(page, lambda: page.keyboard.press("Space"), "memo-1 is open", DESK)
    expect(last).to_have_value(GOOD["change"])
    page.close()


def test_the_longest_memo_prints_on_one_page_and_what_is_attached_on_the_next(browser):
    claims, findings = catalogue.load("article-claims"), COURSE.findings()
    shelf = drafts.Shelf(claims, findings, {"Stockholm": omissions.stockholm(catalogue.load("japan-dprk-talks"))})
    page = browser.new_page()
    for ticked, pages in (([], 1), (["A13", "A03", "A16", "A17"], 2)):
        made = drafts.draft(shelf, of_length(memo.MOST_WORDS), ticked, left_out="Stockholm" if ticked else "")
        assert made.trouble == ""
        page.set_content(memo.html(made))
        for size in ("A4", "Letter"):
            printed = page.pdf(format=size)
            assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) == pages
    page.close()
