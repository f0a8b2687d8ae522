"""Figures as they are met: on a telephone, at 200%, in the dark, on paper, with nothing of them cut."""

import base64
from datetime import timedelta

import nbformat
import pytest
from alliancelab import charts
from alliancelab.authoring import site
from alliancelab.classroom import COURSE, freshness
from labs import violations
from playwright.sync_api import expect

FIGURE = charts.MIME
# A text is cut where it leaves the figure, or the part of a figure that clips it. A map is cut at its frame.
_CUT = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap(figure => {
    const frame = figure.querySelector('.svg-container').getBoundingClientRect();
    const map = figure._fullLayout.yaxis.scaleanchor;
    return [...figure.querySelectorAll('svg text')].filter(text => text.textContent.trim()).flatMap(text => {
        const box = text.getBoundingClientRect(), style = getComputedStyle(text);
        if (!box.width || style.visibility === 'hidden') return [];
        const clipped = !map && text.closest('[clip-path]');
        const id = clipped && clipped.getAttribute('clip-path').match(/#[^')"]+/)[0];
        const clip = id && document.querySelector(id + ' rect');
        const bounds = clip ? [frame, rect(clipped, clip)] : [frame];
        return bounds.some(b => box.left < b.left - 1 || box.right > b.right + 1 || box.top < b.top - 1 ||
            box.bottom > b.bottom + 1) ? [text.textContent] : [];
    });
    function rect(group, clip) {
        const at = group.getScreenCTM(), is = name => +clip.getAttribute(name) || 0;
        const left = at.e + is('x'), top = at.f + is('y');
        return {left, top, right: left + is('width'), bottom: top + is('height')};
    }
})"""
# Drawn, and drawn anew for the width that the window has: a figure is never wider than the page.
_DRAWN = """([n, width]) => [...document.querySelectorAll('.js-plotly-plot')].filter(f => f.querySelector('.xtick') &&
    f._fullLayout.width <= width && Math.abs(f._fullLayout.width - f.getBoundingClientRect().width) < 2).length >= n"""


def with_figures(slug):
    key = nbformat.read(COURSE.home(slug) / "key.ipynb", 4)
    return key, sum(FIGURE in output.get("data", {}) for cell in key.cells for output in cell.get("outputs", []))


@pytest.mark.parametrize("slug", COURSE.slugs())
def test_an_exported_page_draws_every_figure_uncut_on_a_telephone_at_200_percent_and_without_a_network(
    exported, browser, slug
):
    context = browser.new_context(offline=True, viewport={"width": 360, "height": 800})
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(exported(slug))
    figures = with_figures(slug)[1]
    assert page.locator("figure").count() == figures
    # A telephone; then 1366 pixels at 200%, which are 683.
    for width in (360, 683):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_function(_DRAWN, arg=[figures, width])
        assert page.evaluate(_CUT) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".modebar-btn").count() == 0
    for n in range(figures):
        expect(page.locator("figure").nth(n).locator(".main-svg").first).to_be_visible()
        assert len(page.locator("figure").nth(n).get_attribute("aria-label")) > 20
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


def test_a_text_that_is_cut_is_noticed(browser, tmp_path):
    key, figures = with_figures("10-first-look")
    for output in (output for cell in key.cells for output in cell.get("outputs", [])):
        if figure := output.get("data", {}).get(FIGURE):
            figure["layout"]["xaxis"]["title"]["text"] = "a title far longer than a telephone is wide, " * 2
    path = tmp_path / "cut.html"
    path.write_text(site.page(key, "Cut"), encoding="utf-8")
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto(path.as_uri())
    page.wait_for_function(_DRAWN, arg=[figures, 360])
    assert any("far longer" in text for text in page.evaluate(_CUT))
    page.close()


def test_on_paper_tables_are_open_and_the_page_says_what_was_answered_in_words(browser, tmp_path):
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "x", "version_major": 2, "version_minor": 0}}
    outputs = [
        nbformat.v4.new_output(
            "display_data", view | {"text/html": "<p>Your answer: <b>four</b></p>", "text/plain": "f"}
        ),
        nbformat.v4.new_output("display_data", view | {"text/plain": "ToggleButtons(description='Choose:', index=0)"}),
        nbformat.v4.new_output("display_data", view | {"text/plain": "Nothing (yet) is answered."}),
    ]
    key, _ = with_figures("10-first-look")
    key.cells.append(nbformat.v4.new_code_cell("form", outputs=outputs, execution_count=99))
    path = tmp_path / "page.html"
    path.write_text(site.page(key, "Page"), encoding="utf-8")
    context = browser.new_context(java_script_enabled=False)  # as in JupyterLab's File > Print
    page = context.new_page()
    page.goto(path.as_uri())
    words = page.locator("body").inner_text()
    assert "Your answer: four" in words and "Nothing (yet) is answered." in words and "ToggleButtons(" not in words
    table = page.locator("details table").first
    assert not table.is_visible()
    page.emulate_media(media="print")
    assert table.is_visible()
    context.close()


def test_jupyterlab_exports_a_notebook_as_the_site_does(lab, browser):
    page = browser.new_page()
    # The server answers its own pages only.
    page.goto(f"{lab}/nbconvert/html/lessons/10-first-look/key.ipynb?download=false", referer=f"{lab}/lab")
    page.wait_for_function(_DRAWN, arg=[with_figures("10-first-look")[1], 2000])
    assert page.locator("figure.kit-figure").count() == with_figures("10-first-look")[1]
    assert page.evaluate("[...document.scripts].every(script => !script.src.startsWith('http'))")
    page.close()


def test_in_the_dark_theme_a_figure_is_dark_and_its_words_can_be_read(lesson_of):
    page = lesson_of("10-first-look")
    colours = """() => { const box = document.querySelector('.jp-Notebook .js-plotly-plot .svg-container');
        const title = document.querySelector('.jp-Notebook .al-title');
        return [getComputedStyle(box).filter, getComputedStyle(title).color]; }"""
    light = page.evaluate(colours)
    assert light[0] == "none"
    try:
        page.evaluate("jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Dark'})")
        page.wait_for_function("document.body.dataset.jpThemeLight === 'false'")
        page.wait_for_function(f"before => ({colours})()[1] !== before", arg=light[1])
        figure = page.locator(".jp-Notebook .js-plotly-plot").first
        figure.scroll_into_view_if_needed()
        # The commonest colour of the figure is the page's own, and text on it is nearly white.
        shades = page.evaluate(
            """async data => { const image = new Image(); image.src = 'data:image/png;base64,' + data;
            await image.decode();
            const canvas = document.createElement('canvas');
            Object.assign(canvas, {width: image.width, height: image.height});
            const context = canvas.getContext('2d'); context.drawImage(image, 0, 0);
            const all = context.getImageData(0, 0, image.width, image.height).data, seen = {};
            let brightest = 0;
            for (let i = 0; i < all.length; i += 4) { const key = all.slice(i, i + 3).join();
                seen[key] = (seen[key] || 0) + 1; brightest = Math.max(brightest, Math.min(...all.slice(i, i + 3))); }
            return [Object.entries(seen).sort((a, b) => b[1] - a[1])[0][0], brightest]; }""",
            base64.b64encode(figure.screenshot()).decode(),
        )
        assert max(map(int, shades[0].split(","))) < 40 and shades[1] > 180
    finally:
        page.evaluate("jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Light'})")
        page.wait_for_function("document.body.dataset.jpThemeLight === 'true'")
