"""Lesson 50 in a real browser: every control of the reach explorer by keyboard, and the table that follows."""

from labs import answered, sentence_after, tab_to
from playwright.sync_api import expect


def test_each_row_of_buttons_moves_map_sentence_and_table_by_keyboard(lesson_of):
    page = lesson_of("50-missile-reach")
    page.locator("p[role=status]").scroll_into_view_if_needed()
    cities = page.locator("table", has=page.locator("caption", has_text="Listed cities"))
    states = cities.locator("tr", has_text="Continental US")
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


def test_a_wrong_place_and_a_thin_reason_get_their_sentences(lesson_of):
    page = lesson_of("50-missile-reach")
    for start, answer, verdict in (
        ("american_places", '["Guam"]', "Not yet: there is a base on the island too."),
        ("american_places", '["Guam", "Anderson"]', "Did you mean 'Andersen'"),
        ("america_first", '["a", "because"]', "too few for reasons"),
        (
            "america_first",
            '["a", "S07 and S09 are what that reading expects to see"]',
            "Right: a judgement with its rows",
        ),
    ):
        answered(page, start, answer)
        page.wait_for_selector(f"text={verdict}")
