"""What a person does, in a real browser: open the lessons, run them, answer, use the keyboard, print."""

import re

import pytest
from alliancelab.classroom import COURSE
from alliancelab.ground import paths
from labs import PATIENCE, focused, ready, run_all, sentence_after, tab_to, violations
from playwright.sync_api import expect

# Parts of JupyterLab and ipywidgets break these rules (editors have no name a program of ours can give them);
# they are listed here and printed by the test, not hidden.
LAB_OWN = {
    "aria-allowed-attr",
    "aria-input-field-name",
    "aria-required-children",
    "region",
    "scrollable-region-focusable",
    "aria-required-attr",
    "label",
}


def test_the_lab_command_opens_the_first_lesson(lab, browser):
    page, asked = browser.new_page(), []
    page.set_default_timeout(PATIENCE)
    page.on("request", lambda request: asked.append(request.url))
    page.goto(lab)
    ready(page)
    assert "10-first-look.ipynb" in page.url
    expect(page.locator(".jp-Notebook h1").first).to_have_text(re.compile("First look"))
    # JupyterLab would ask about news once it is up; a student should not have to answer.
    page.evaluate("window.jupyterapp.restored")
    run_all(page)
    expect(page.locator(".Toastify__toast")).to_have_count(0)
    assert [url for url in asked if "/api/news" in url] == []
    page.close()


@pytest.fixture(scope="module", params=COURSE.slugs())
def ran(request, lesson_of):
    """Each lesson: its page with every cell run, and its name."""
    return lesson_of(request.param), request.param


def test_every_cell_runs_without_an_error_and_every_figure_is_drawn(ran):
    page, _ = ran
    outputs = page.evaluate(
        """() => window.jupyterapp.shell.currentWidget.content.widgets.filter(c => c.model.type === 'code')
        .flatMap(c => c.model.outputs.toJSON())"""
    )
    assert [o for o in outputs if o["output_type"] == "error"] == []
    figures = [o for o in outputs if "application/vnd.plotly.v1+json" in o.get("data", {})]
    plots = page.locator(".jp-OutputArea .js-plotly-plot")
    assert plots.count() >= len(figures)
    for n in range(plots.count()):
        plots.nth(n).scroll_into_view_if_needed()
        expect(plots.nth(n).locator(".main-svg").first).to_be_visible()
    assert page.locator(".jp-Notebook p.reading").count() >= len(figures)
    assert page.locator(".jp-Notebook details table").count() >= len(figures)


def test_axe_finds_nothing_of_ours_in_the_notebook(ran, capsys):
    page, slug = ran
    # Contrast takes longest and is JupyterLab's own; on the exported pages, which are ours, it is asked.
    found = violations(page, ".jp-Notebook", without=["color-contrast"])
    with capsys.disabled():
        for rule, nodes in found:
            handles = sum("noUi-handle" in node for node in nodes)
            where = f"lesson {slug[:2]}: {rule} on {len(nodes)} nodes, {handles} of them slider handles"
            print(f"\naxe in JupyterLab, {where}", end="")
    ours = [
        (rule, [n for n in nodes if re.search(r"reading|<details|<summary|role=\"status\"|<table|<th|noUi-handle", n)])
        for rule, nodes in found
    ]
    assert [(rule, nodes) for rule, nodes in ours if nodes] == []
    assert {rule for rule, _ in found} <= LAB_OWN


def test_the_explorer_moves_by_keyboard_and_its_sentence_follows(lesson_of):
    page = lesson_of("30-tariff-exemptions")
    handle = page.locator(".noUi-handle").first
    focused(page, handle)
    said = sentence_after(page, lambda: page.keyboard.press("End"))
    assert "2026" in said and "0.0%" in said
    tab_to(page, page.locator(".widget-toggle-button", has_text="aluminum"))
    said = sentence_after(page, lambda: page.keyboard.press("Space"))
    assert "aluminum imports by value" in said and "has no tonnage" in said


def test_make_lab_is_the_command_that_is_tested():
    recipe = (paths.root() / "Makefile").read_text(encoding="utf-8")
    assert "-m alliancelab lab $(ARGS)" in recipe
