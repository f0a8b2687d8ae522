"""Three slips in JupyterLab: the sentence is in view, what Python said is folded, and the page can be read."""

import pytest
from labs import PATIENCE, opened, run_cell
from playwright.sync_api import expect

SLUG = "30-tariff-exemptions"


@pytest.fixture
def page(browser, lab, copy_of):
    # A copy has a kernel of its own, in which nothing has been run.
    page = opened(browser, f"{lab}/lab/tree/{copy_of(SLUG)}?reset")
    yield page
    page.close()


def slip(page, begins, source=None):
    """Run a cell that stops; its sentence and its fold."""
    run_cell(page, begins, source)
    cell = page.locator(".jp-Notebook .jp-CodeCell").filter(has_text=begins).first
    expect(cell.locator("details")).to_have_count(1)
    return cell.locator('.jp-OutputArea-output[data-mime-type*="error"], [data-mime-type*="stderr"]').first, cell


SLIPS = [
    # The first cell was not run: the kernel knows the way even so.
    ("status = catalogue.load", None, 'catalogue is made in the cell under the heading "Was Japan'),
    ("import kit", None, ""),
    ('lesson.answer("all-ended"', 'lesson.answer("all-ended", “2018-03-23”)', "straight mark"),
    ('lesson.answer("what-fell"', 'lesson.answer("what-fell", {"Japan": "flat"', "never closed"),
]


def test_a_slip_is_a_sentence_in_view_with_the_traceback_folded(page, tmp_path):
    for number, (begins, source, words) in enumerate(SLIPS):
        if not words:
            run_cell(page, begins, source)
            continue
        shown, cell = slip(page, begins, source)
        expect(shown).to_contain_text(words)
        shown.scroll_into_view_if_needed()
        fold = cell.locator("details")
        assert shown.is_visible() and not fold.locator("pre").is_visible()
        # The sentence fits its place: nothing is cut off or needs a sideways scroll.
        assert shown.evaluate("node => node.scrollWidth <= node.clientWidth + 1")
        # A word is not broken at the end of a line, as JupyterLab breaks the words of an error.
        assert shown.locator("pre").evaluate("node => getComputedStyle(node).wordBreak") == "normal"
        page.screenshot(path=tmp_path / f"slip-{number}.png")
        fold.locator("summary").click(timeout=PATIENCE)
        expect(fold.locator("pre")).to_contain_text("Error")
