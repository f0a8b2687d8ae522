"""Lesson 50 in a real browser: every control of the reach explorer by keyboard, and the table that follows."""

from labs import SENTENCES, sentence_after, tab_to
from playwright.sync_api import expect


def test_each_row_of_buttons_moves_map_sentence_and_table_by_keyboard(lesson_of):
    page = lesson_of("50-missile-reach")
    page.locator(SENTENCES).scroll_into_view_if_needed()
    cities = page.locator("table", has=page.locator("caption", has_text="Listed cities"))
    states = cities.locator("tr", has_text="Continental US")
    expect(cities).to_be_hidden()
    page.get_by_label("Show the listed cities and their distances").check()
    expect(states.locator("td").nth(0)).to_contain_text("Seattle 8,280")
    page.locator(".widget-toggle-button", has_text="Sunan").focus()
    for label, told in (
        ("Musudan-ri", "from Musudan-ri"),
        ("deployed", "missiles said to be deployed"),
        ("listed", "every missile and space launcher listed"),
        ("ICBM", "With intercontinental missiles gone"),
    ):
        button = page.locator(".widget-toggle-button", has_text=label).first
        tab_to(page, button)
        assert told in sentence_after(page, lambda: page.keyboard.press("Space"))
    expect(states.locator("td").nth(0)).to_have_text("–")
    expect(states.locator("td").nth(1)).to_contain_text("New York")
    tab_to(page, page.locator(".widget-toggle-button", has_text="near"))
    assert "on this map, which ends at 2,000 km" in sentence_after(page, lambda: page.keyboard.press("Space"))
