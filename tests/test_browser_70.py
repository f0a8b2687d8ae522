"""Lesson 70 in a real browser: every slider of the summit explorer by keyboard, and one student plays alone."""

from labs import focused, sentence_after, tab_to
from playwright.sync_api import expect


def test_every_slider_moves_by_keyboard_and_the_sentence_follows(lesson_of):
    page = lesson_of("70-summit-table")
    handles = page.locator(".jp-OutputArea .widget-slider .noUi-handle")
    expect(handles).to_have_count(3)
    labels = page.locator(".jp-OutputArea .widget-slider .widget-label")
    expect(labels.first).to_have_attribute("title", "Japan: Worth of no deal (points)")
    expect(labels.last).to_have_attribute("title", "United States: Trade")
    focused(page, handles.first)
    said = set()
    for number in range(3):
        if number:
            tab_to(page, handles.nth(number))
        said.add(sentence_after(page, lambda: page.keyboard.press("ArrowRight")))
    assert len(said) == 3 and all("Linked, Japan has" in sentence for sentence in said)


def test_one_student_gets_a_seat_a_brief_answers_and_the_record(lesson_of):
    page = lesson_of("70-summit-table")
    for text in (
        "Japan, head of delegation",
        "scripted partner",
        "asks for a change",
        "talks on trade, the exemption left open",
    ):
        shown = page.locator(f".jp-OutputArea >> text={text}").first
        shown.scroll_into_view_if_needed()
        expect(shown).to_be_visible()
