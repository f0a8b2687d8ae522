"""Lesson 70 in a real browser: every slider of the summit explorer by keyboard, and one student plays alone."""

from labs import lesson_page, sentence_after, tab_to


def test_every_slider_moves_by_keyboard_and_the_sentence_follows(lab, browser):
    page = lesson_page(browser, lab, "70-summit-table")
    handles = page.locator(".jp-OutputArea .widget-slider .noUi-handle")
    handles.first.scroll_into_view_if_needed()
    assert handles.count() == 8
    labels = page.locator(".jp-OutputArea .widget-slider .widget-label").all_inner_texts()
    assert labels[0] == "Japan: Trade" and labels[-1] == "United States: no deal"
    handles.first.focus()
    said = set()
    for number in range(8):
        if number:
            tab_to(page, handles.nth(number))
        said.add(sentence_after(page, lambda: page.keyboard.press("ArrowRight")))
    assert len(said) == 8 and all("Linked, Japan has" in sentence for sentence in said)
    page.close()


def test_one_student_gets_a_seat_a_brief_answers_and_the_record(lab, browser):
    page = lesson_page(browser, lab, "70-summit-table")
    for text in ("Brief: Japan", "scripted partner", "asks for a change", "talks on trade, the exemption left open"):
        shown = page.locator(f".jp-OutputArea >> text={text}").first
        shown.scroll_into_view_if_needed()
        assert shown.is_visible()
    page.close()
