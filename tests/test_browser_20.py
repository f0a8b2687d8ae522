"""Lesson 20 in a real browser: the coding sheet and every control of the explorer, from the keyboard."""

from labs import focused, sentence_after, tab_to

SLUG = "20-two-tracks"
# The page has two sentences that follow: the sheet's, then the explorer's.
SHEET, EXPLORER = 0, 1


def test_a_dozen_moves_are_coded_from_the_keyboard_and_kept(lesson_of):
    page = lesson_of(SLUG)
    buttons = page.locator(".widget-toggle-button", has_text="toward Washington")
    focused(page, buttons.first)
    said = sentence_after(page, lambda: page.keyboard.press("Space"), SHEET)
    assert said == "Coded 1 of 12."
    for n in range(1, 12):
        tab_to(page, buttons.nth(n), most=3)
        said = sentence_after(page, lambda: page.keyboard.press("Space"), SHEET)
    assert said == "Coded 12 of 12. The codes are kept."


def test_every_control_of_the_explorer_moves_by_keyboard_and_the_sentence_follows(lesson_of):
    page = lesson_of(SLUG)
    handles = page.locator(".noUi-handle")
    focused(page, handles.first)
    said = sentence_after(page, lambda: page.keyboard.press("ArrowRight"), EXPLORER)
    assert said.startswith("1 October 2016")
    tab_to(page, handles.nth(1))
    said = sentence_after(page, lambda: page.keyboard.press("ArrowLeft"), EXPLORER)
    assert "to 30 September 2025" in said
    tab_to(page, page.locator(".widget-toggle-button", has_text="China, Russia, Iran"))
    said = sentence_after(page, lambda: page.keyboard.press("Space"), EXPLORER)
    assert "China, Russia, Iran: our list has 0 moves of Japan toward Washington and 21 elsewhere" in said
    tab_to(page, page.locator(".widget-toggle-button", has_text="security"))
    said = sentence_after(page, lambda: page.keyboard.press("Space"), EXPLORER)
    assert "0 security moves of Japan toward Washington and 4 elsewhere" in said
    tab_to(page, page.get_by_label("Draw moves of the United States too"))
    said = sentence_after(page, lambda: page.keyboard.press("Space"), EXPLORER)
    assert "0 of the United States are drawn and not counted" in said
