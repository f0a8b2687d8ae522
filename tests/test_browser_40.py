"""Lesson 40 in a real browser: the panel of belief and the timeline, every control by keyboard."""

import pytest
from alliancelab import catalogue
from labs import focused, sentence_after, tab_to
from playwright.sync_api import expect


@pytest.fixture(scope="module")
def page(lesson_of):
    return lesson_of("40-korea-sequence")


def explorer(page, label):
    """The box of the explorer that holds a control of this label."""
    return page.locator(".widget-vbox", has=page.get_by_text(label, exact=True)).first


def test_every_likelihood_moves_by_arrow_key_and_the_belief_follows(page):
    handles = explorer(page, "Belief to start from").locator(".noUi-handle")
    clues = catalogue.load("tokyo-clues")
    sliders = 1 + 2 * int((clues["topic"] == "announcement").sum())
    expect(handles).to_have_count(sliders)
    focused(page, handles.first)
    assert "from 55% to" in sentence_after(page, lambda: page.keyboard.press("ArrowRight"))
    for n in range(1, sliders):
        tab_to(page, handles.nth(n))
        # Far enough that the rounded sentence changes; the figure follows every step.
        said = sentence_after(page, lambda: page.keyboard.press("Home"))
        assert said.startswith(("Belief goes from 55%", "Clue C"))
        sentence_after(page, lambda: [page.keyboard.press("ArrowRight") for _ in range(8)])


def test_months_countries_and_sorts_move_by_keyboard(page):
    box = explorer(page, "Months")
    first = box.locator(".noUi-handle").first
    focused(page, first)
    assert "From February 2016" in sentence_after(page, lambda: page.keyboard.press("ArrowRight"), 1)
    tab_to(page, box.locator(".noUi-handle").nth(1))
    assert "to September 2020" in sentence_after(page, lambda: page.keyboard.press("ArrowLeft"), 1)
    for country in ("China", "Japan", "North Korea"):
        tab_to(page, box.locator(".widget-toggle-button", has_text=country).last)
        assert f"events with {country}" in sentence_after(page, lambda: page.keyboard.press("Space"), 1)
    for sort in ("Tests", "Exercises", "Sanctions", "Talks", "Words"):
        tab_to(page, box.get_by_label(sort, exact=True))
        if sort != "Exercises":  # In the list North Korea takes part in no exercise, so nothing is lost.
            said = sentence_after(page, lambda: page.keyboard.press("Space"), 1)
    assert "no such event with North Korea" not in said or sort == "Words"
