"""Lesson 80 as a person works through it by keyboard: fill the sheet, lock it, reload, and only then see outcomes."""

import re

from alliancelab import catalogue
from labs import SENTENCES, focused, opened, ready, run_all, sentence_after, signed, tab_to
from playwright.sync_api import expect

SLUG = "80-forecasts"


def text_of_outputs(page):
    return page.evaluate(
        """() => JSON.stringify(window.jupyterapp.shell.currentWidget.content.widgets
        .filter(c => c.model.type === 'code').flatMap(c => c.model.outputs.toJSON()))"""
    )


def told(page):
    # Read in the model, which holds outputs that are off the screen too.
    words = catalogue.load("forecast-questions")["what_happened"]
    said = text_of_outputs(page)
    return [text for text in words if text[:40] in said]


def boxes(page):
    return page.locator(".sheet input[type=text]")


def test_the_explorer_of_boldness_moves_by_keyboard(lesson_of):
    page = lesson_of(SLUG)
    sentences = page.locator(SENTENCES)
    last = sentences.count() - 1
    handle = page.locator(".noUi-handle").first
    focused(page, handle)
    assert "reckless" in sentence_after(page, lambda: page.keyboard.press("End"), last)
    assert "all at 50%" in sentence_after(page, lambda: page.keyboard.press("Home"), last)
    said = sentence_after(page, lambda: page.keyboard.press("ArrowRight"), last)
    assert "very timid" in said and "resolution 0.060" in said
    tab_to(page, page.locator(".widget-toggle-button", has_text="fifths of the scale"))
    said = sentence_after(page, lambda: page.keyboard.press("Space"), last)
    assert "within groups" in said


def test_the_sheet_is_filled_locked_and_kept_over_a_reload_and_opens_only_then(lab, browser, work, copy_of):
    # A copy: its kernel is ended below, and the page that other tests share keeps its own.
    address = f"{lab}/lab/tree/{copy_of(SLUG)}?reset"
    page = opened(browser, address)
    run_all(page)
    expect(boxes(page)).to_have_count(20)
    signed(page, "Sheet 80")
    assert told(page) == []
    focused(page, boxes(page).first)
    status = page.locator(".sheet p[role=status]")
    page.keyboard.type("95")
    page.keyboard.press("Tab")
    page.wait_for_selector("text=Did you mean 0.95?")
    for n in range(1, 20):
        # The tick *I knew this* stands between two boxes.
        page.keyboard.press("Tab")
        page.keyboard.type(f"0.{n % 9 + 1}")
        page.keyboard.press("Tab")
    page.wait_for_selector("text=19 of 20 answered")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.wait_for_selector("text=Not locked: A probability is between 0 and 1")
    assert told(page) == []

    # The kernel ends and the page is loaded again, before the lock: a new kernel reads what was typed.
    page.evaluate("window.jupyterapp.shell.currentWidget.context.sessionContext.shutdown()")
    page.goto(address)
    ready(page)
    run_all(page)
    signed(page, "Sheet 80")
    for n in (1, 19):
        expect(boxes(page).nth(n)).to_have_value("0.2")
    focused(page, boxes(page).first)
    page.keyboard.press("Control+A")
    page.keyboard.type("30%")
    tab_to(page, page.locator("button", has_text="Lock the sheet"), most=45)
    page.wait_for_selector("text=20 of 20 answered")
    page.keyboard.press("Space")
    page.wait_for_selector("text=kept in my-work/Sheet 80. The code of this sheet is")
    assert '"item": "lock"' in (work / "Sheet 80" / "answers.jsonl").read_text(encoding="utf-8") and told(page) == []

    run_all(page)
    assert len(told(page)) >= 20 and "0.239" in text_of_outputs(page)
    expect(boxes(page).first).to_have_value("0.3")
    expect(boxes(page).first).to_be_disabled()
    expect(status).to_have_text(re.compile("^Locked on"))
    page.close()
