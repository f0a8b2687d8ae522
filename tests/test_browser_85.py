"""Lesson 85 as a person works it, by keyboard, in a real browser."""

from labs import SENTENCES, focused, opened, run_all, sentence_after, sentence_with, signed, tab_to
from playwright.sync_api import expect

SLUG = "85-eight-years-on"


def test_every_control_of_the_explorer_moves_by_keyboard_and_the_sentence_follows(lesson_of):
    page = lesson_of(SLUG)
    handle = page.locator(".noUi-handle").first
    focused(page, handle)
    said = sentence_after(page, lambda: page.keyboard.press("End"))
    assert said.startswith("7 October 2026, goods in general from Japan: 12.5% all-in") and "in dispute" in said
    assert "2 pay less (European Union, Taiwan)" in said and "compare them good by good" in said
    said = sentence_with(page, lambda: page.keyboard.press("Home"), "20 January 2025")
    assert "no added duty" in said
    tab_to(page, page.locator(".widget-toggle-button", has_text="cars"))
    sentence_with(page, lambda: page.keyboard.press("Space"), "cars from Japan")
    button = page.locator(".alliancelab-controls .widget-toggle-button", has_text="South Korea")
    tab_to(page, button, most=16)
    sentence_with(page, lambda: page.keyboard.press("Space"), "cars from South Korea")
    expect(button).to_have_attribute("aria-pressed", "true")


def test_the_sheet_is_filled_and_locked_and_no_outcome_is_there(lab, browser, work, copy_of):
    page = opened(browser, f"{lab}/lab/tree/{copy_of(SLUG)}?reset")
    run_all(page)
    signed(page, "Sheet 85")
    boxes = page.locator(".sheet input[type=text]")
    expect(boxes).to_have_count(10)
    focused(page, boxes.first)
    for n in range(10):
        page.keyboard.type(f"0.{n % 8 + 1}")
        # The tick *I knew this* stands between two boxes.
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
    status = page.locator(".sheet p[role=status]")
    expect(status).to_contain_text("10 of 10 answered")
    # The last Tab has reached the button.
    expect(page.locator("button", has_text="Lock the sheet")).to_be_focused()
    page.keyboard.press("Space")
    expect(status).to_contain_text("The code of this sheet is")
    assert '"item": "lock"' in (work / "Sheet 85" / "answers.jsonl").read_text(encoding="utf-8")
    expect(boxes.first).to_be_disabled()
    # What opens a sheet stands in no cell of this edition.
    assert page.locator(SENTENCES).count() and not page.get_by_text("Brier").count()
    page.close()


def test_the_way_round_the_section_on_the_abductions_is_said_at_the_top(lesson_of):
    page = lesson_of(SLUG)
    page.evaluate("window.jupyterapp.shell.currentWidget.content.scrollToItem(0)")
    expect(page.locator(".jp-RenderedMarkdown").first).to_contain_text("may be left out")
