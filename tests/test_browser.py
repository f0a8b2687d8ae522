"""What a person does, in a real browser: open the lessons, run them, answer, use the keyboard, print."""

import re
from datetime import timedelta

import pytest
from alliancelab.classroom import COURSE, freshness
from alliancelab.ground import paths
from axe_playwright_python.sync_playwright import Axe
from labs import PATIENCE, focused, ready, run_all, sentence_after, tab_to
from playwright.sync_api import expect

# Parts of JupyterLab and ipywidgets break these rules (editors have no name a program of ours can give them);
# they are listed here and printed by the test, not hidden.
LAB_OWN = {
    "aria-allowed-attr",
    "aria-input-field-name",
    "aria-required-children",
    "region",
    "color-contrast",
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


def violations(page, context=None):
    found = Axe().run(page, context=context).response["violations"]
    return [
        (v["id"], [node["html"][:120] for node in v["nodes"]]) for v in found if v["impact"] in ("serious", "critical")
    ]


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
    found = violations(page, ".jp-Notebook")
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


@pytest.mark.parametrize("slug", COURSE.slugs())
def test_an_exported_page_draws_every_chart_with_the_network_off(exported, browser, slug):
    context = browser.new_context(offline=True)
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(exported(slug))
    figures = page.locator("figure")
    for n in range(figures.count()):
        expect(figures.nth(n).locator(".main-svg").first).to_be_visible()
        assert len(figures.nth(n).get_attribute("aria-label")) > 20
    stored = (COURSE.home(slug) / "key.ipynb").read_text(encoding="utf-8").count("application/vnd.plotly.v1+json")
    assert figures.count() == stored
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert violations(page) == []
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    context.close()


@pytest.mark.parametrize(("days", "old"), [(0, False), (1, True)])
def test_an_exported_page_says_how_old_it_is_on_the_day_it_is_read(exported, browser, days, old):
    slug = "10-first-look"
    due = freshness.facts(COURSE.settings(slug).datasets).due
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.clock.set_fixed_time((due + timedelta(days=days)).replace(hour=12).to_pydatetime())
    page.goto(exported(slug))
    expect(page.get_by_text("The newest table of this lesson is known up to")).to_be_visible()
    expect(page.get_by_text("This page is old")).to_be_visible(visible=old)
    context.close()


def test_make_lab_is_the_command_that_is_tested():
    recipe = (paths.root() / "Makefile").read_text(encoding="utf-8")
    assert "-m alliancelab lab $(ARGS)" in recipe
