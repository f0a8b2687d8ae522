"""Lesson 60 as a person works it, by keyboard, in a real browser."""

from labs import focused, sentence_after, tab_to
from playwright.sync_api import expect

SLUG = "60-abduction-issue"


def test_every_control_of_the_record_moves_by_keyboard_and_the_sentence_follows(lesson_of):
    page = lesson_of(SLUG)
    handle = page.locator(".noUi-handle").first
    focused(page, handle)
    said = sentence_after(page, lambda: page.keyboard.press("Home"))
    assert "May 1997" in said and "identifies 10 people" in said
    said = sentence_after(page, lambda: page.keyboard.press("End"))
    assert "16 February 2026" in said and "admits having taken 13" in said
    tab_to(page, page.locator(".widget-toggle-button", has_text="the DPRK"))
    said = sentence_after(page, lambda: page.keyboard.press("Space"))
    assert "admits having taken 13" in said and "identifies" not in said
    page.keyboard.press("Shift+Tab")
    said = sentence_after(page, lambda: page.keyboard.press("Space"))
    assert "identifies 17" in said and "admits" not in said
    tab_to(page, page.locator("input[type=checkbox]").last)
    said = sentence_after(page, lambda: page.keyboard.press("Space"))
    assert said.endswith("inquiries, not victims.")


def test_the_note_is_read_before_anything_else(lesson_of):
    page = lesson_of(SLUG)
    page.evaluate("window.jupyterapp.shell.currentWidget.content.scrollToItem(0)")
    note = page.locator(".jp-RenderedMarkdown").first
    expect(note).to_contain_text("You need not do it")
