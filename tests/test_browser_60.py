"""Lesson 60 as a person works it, by keyboard, in a real browser."""

from labs import lesson_page, sentence_after, tab_to

SLUG = "60-abduction-issue"


def test_every_control_of_the_record_moves_by_keyboard_and_the_sentence_follows(lab, browser):
    page = lesson_page(browser, lab, SLUG)
    handle = page.locator(".noUi-handle").first
    handle.scroll_into_view_if_needed()
    handle.focus()
    said = sentence_after(page, lambda: page.keyboard.press("Home"))
    assert "May 1997" in said and "identifies 10 people" in said
    said = sentence_after(page, lambda: page.keyboard.press("End"))
    assert "March 2024" in said and "admits having taken 13" in said
    tab_to(page, page.locator(".widget-toggle-button", has_text="the DPRK"))
    said = sentence_after(page, lambda: page.keyboard.press("Space"))
    assert "admits having taken 13" in said and "identifies" not in said
    page.keyboard.press("Shift+Tab")
    said = sentence_after(page, lambda: page.keyboard.press("Space"))
    assert "identifies 17" in said and "admits" not in said
    tab_to(page, page.locator("input[type=checkbox]").last)
    said = sentence_after(page, lambda: page.keyboard.press("Space"))
    assert said.endswith("inquiries, not victims.")
    page.close()


def test_the_note_is_read_before_anything_else_and_a_choice_is_made_by_keyboard(lab, browser):
    page = lesson_page(browser, lab, SLUG)
    page.evaluate("window.jupyterapp.shell.currentWidget.content.scrollToItem(0)")
    note = page.locator(".jp-RenderedMarkdown").first
    note.wait_for()
    assert "You need not do it" in note.inner_text()
    choices = page.locator(".widget-toggle-button", has_text="c) missing")
    page.evaluate("""async () => { const n = window.jupyterapp.shell.currentWidget.content;
        await n.scrollToItem(n.widgets.findIndex(c => c.model.sharedModel.getSource().includes('odd-word'))); }""")
    choices.first.focus()
    page.keyboard.press("Space")
    page.wait_for_selector("text=Right: the word belongs to Tokyo")
    page.close()
