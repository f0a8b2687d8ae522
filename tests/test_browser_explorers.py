"""Every explorer of every lesson on a small laptop's screen: controls beside the figure, each with a name."""

import pytest
from alliancelab import catalogue
from alliancelab.classroom import COURSE
from alliancelab.forms import page as script
from axe_playwright_python.sync_playwright import Axe
from labs import focused, run_all, run_cell, sentence_after
from playwright.sync_api import expect

EXPLORED = [slug for slug in COURSE.slugs() if slug != "10-first-look"]
# Laptops sold for years have this screen; JupyterLab's own bars take a sixth of it.
LAPTOP, NARROW = {"width": 1366, "height": 768}, {"width": 800, "height": 768}

# For the explorer of a number, scrolled to the top: what of it does not lie whole in the part of the notebook on view.
_OUTSIDE = """n => {
    const explorer = document.querySelectorAll('.alliancelab-explorer')[n];
    explorer.scrollIntoView();
    const view = document.querySelector('.jp-NotebookPanel-notebook').getBoundingClientRect();
    const parts = '.noUi-base, .noUi-handle, .widget-label, .widget-readout, button, input, p[role=status], ' +
        '.js-plotly-plot .main-svg';
    const seen = [...explorer.querySelectorAll(parts)].filter(part => part.getClientRects().length);
    return seen.filter(part => { const box = part.getBoundingClientRect();
        return box.top < view.top - 3 || box.bottom > view.bottom || box.left < view.left || box.right > view.right; })
        .map(part => part.outerHTML.slice(0, 120)); }"""
_BESIDE = """n => { const explorer = document.querySelectorAll('.alliancelab-explorer')[n];
    const [controls, figure] = ['.alliancelab-controls', '.alliancelab-figure']
        .map(part => explorer.querySelector(part).getBoundingClientRect());
    return figure.left >= controls.right ? 'beside' : figure.top >= controls.bottom ? 'below' : 'over'; }"""


@pytest.fixture(params=EXPLORED)
def lesson(request, lesson_of):
    page = lesson_of(request.param)
    before = page.viewport_size
    yield page
    page.set_viewport_size(before)


def test_controls_and_figure_share_a_small_laptops_screen(lesson):
    explorers = lesson.locator(".alliancelab-explorer")
    assert explorers.count() > 0
    lesson.set_viewport_size(LAPTOP)
    for n in range(explorers.count()):
        expect(explorers.nth(n).locator(".js-plotly-plot .main-svg").first).to_be_visible()
        lesson.wait_for_function(f"n => ({_OUTSIDE})(n).length === 0 && ({_BESIDE})(n) === 'beside'", arg=n)
    lesson.set_viewport_size(NARROW)
    for n in range(explorers.count()):
        lesson.wait_for_function(f"n => ({_BESIDE})(n) === 'below'", arg=n)


@pytest.fixture(scope="module")
def named(lesson_of):
    """Lesson 40, which has most sliders, boxes and buttons, all where they begin; its first cell brings the script."""
    page = lesson_of("40-korea-sequence")
    run_all(page)
    page.wait_for_selector(".noUi-handle[aria-label]")
    return page


def names(page, selector, attribute="aria-label"):
    return page.locator(selector).evaluate_all("(nodes, name) => nodes.map(node => node.getAttribute(name))", attribute)


def test_each_handle_has_a_name_of_its_own_with_the_words_of_its_clue(named):
    found = names(named, ".noUi-handle")
    # Two months, the belief to start from, and two likelihoods per clue.
    sliders = 3 + 2 * int((catalogue.load("tokyo-clues")["topic"] == "announcement").sum())
    assert len(found) == sliders and len(set(found)) == sliders and None not in found
    assert "C1: A month before, Pence in Tokyo promises the hardest sanctions yet beside Abe: if not" in found
    assert {"Months, first", "Months, last", "Belief to start from"} <= set(found)


def test_axe_leaves_no_control_of_an_explorer_without_a_name(named):
    rules = {"aria-input-field-name", "label", "button-name", "select-name", "aria-allowed-attr", "aria-required-attr"}
    options = {"runOnly": {"type": "rule", "values": sorted(rules)}}
    response = Axe().run(named, context=".alliancelab-controls", options=options).response
    assert response["violations"] == [] and rules & {rule["id"] for rule in response["passes"]}
    # The rule sees a handle whose name is taken away.
    named.evaluate("window.alliancelabNames.disconnect()")
    named.locator(".noUi-handle").first.evaluate("node => node.removeAttribute('aria-label')")
    response = Axe().run(named, context=".alliancelab-controls", options=options).response
    assert [rule["id"] for rule in response["violations"]] == ["aria-input-field-name"]
    named.evaluate(f"window.alliancelabNames = null; {script.script()}")
    expect(named.locator(".noUi-handle").first).to_have_attribute("aria-label", "Belief to start from")


def test_a_moved_handle_says_the_month_and_a_pressed_button_says_so(named):
    first = named.locator(".noUi-handle[aria-label='Months, first']")
    expect(first).to_have_attribute("aria-valuetext", "Jan 2016")
    focused(named, first)
    sentence_after(named, lambda: named.keyboard.press("ArrowRight"), 1)
    expect(first).to_have_attribute("aria-valuetext", "Feb 2016")
    group = named.get_by_role("group", name="With")
    japan = group.get_by_role("button", name="Japan")
    expect(japan).to_have_attribute("aria-pressed", "false")
    focused(named, japan)
    sentence_after(named, lambda: named.keyboard.press("Space"), 1)
    expect(japan).to_have_attribute("aria-pressed", "true")
    expect(group.get_by_role("button", name="everyone")).to_have_attribute("aria-pressed", "false")


def test_a_control_shown_later_is_named_too_and_running_the_script_again_changes_nothing(named):
    named.evaluate("window.kept = window.alliancelabNames")
    named.evaluate(script.script())
    assert named.evaluate("window.kept === window.alliancelabNames")
    named.evaluate("document.querySelectorAll('.noUi-handle').forEach(node => node.classList.add('earlier'))")
    run_cell(named, "explorers.diplomacy.events_in_view")
    expect(named.locator(".noUi-handle[aria-label='Months, last']:not(.earlier)")).to_have_count(1)
