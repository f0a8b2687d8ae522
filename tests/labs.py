"""Steps a person takes in JupyterLab, for the browser tests of every lesson. Each waits for what it needs to see."""

import os

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

# Far more than any step takes: a loaded machine is slow, and a condition that never comes must still end.
PATIENCE = 90_000
expect.set_options(timeout=PATIENCE)
CHROMIUM = os.environ.get("ALLIANCELAB_BROWSER", "/usr/bin/chromium")

_IDLE = """() => { const kernel = window.jupyterapp?.shell?.currentWidget?.context?.sessionContext?.session?.kernel;
    return kernel?.status === 'idle' && kernel.connectionStatus === 'connected'; }"""


def opened(browser, address):
    """A new page at an address of the lab, its notebook there and its kernel idle."""
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    ready(page)
    return page


def ready(page):
    """Wait until the notebook is there and its kernel idle."""
    page.wait_for_selector(".jp-Notebook .jp-CodeCell")
    page.wait_for_function(_IDLE)


def restarted(page):
    """Restart the kernel and wait until it is idle again; the page stays as it is."""
    page.evaluate("window.jupyterapp.shell.currentWidget.context.sessionContext.session.kernel.restart()")
    page.wait_for_function(_IDLE)


def run_all(page):
    """Run every cell as the menu does, and wait until all have run and everything is drawn."""
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_function(
        """() => { const p = window.jupyterapp.shell.currentWidget;
        const cells = p.content.widgets.filter(c => c.model.type === 'code');
        return cells.every(c => c.model.executionCount) &&
            p.context.sessionContext.session.kernel.status === 'idle'; }""",
    )
    drawn(page)


def run_cell(page, begins, source=None):
    """Run the first cell whose source begins so, with another source where one is given."""
    page.evaluate(
        """async ([begins, source]) => { const app = window.jupyterapp, n = app.shell.currentWidget.content;
        const i = n.widgets.findIndex(c => c.model.type === 'code' &&
            c.model.sharedModel.getSource().startsWith(begins));
        if (source !== null) n.widgets[i].model.sharedModel.setSource(source);
        n.deselectAll(); n.activeCellIndex = i; await n.scrollToItem(i);
        await app.commands.execute('notebook:run-cell'); }""",
        [begins, source],
    )


def drawn(page):
    """Wait until every output on the page is drawn: figures, and the sentences of sheets and explorers."""
    page.wait_for_function(
        """() => { const cells = window.jupyterapp.shell.currentWidget.content.widgets
            .filter(c => c.model.type === 'code');
        const outputs = cells.flatMap(c => c.model.outputs.toJSON());
        const has = mime => outputs.filter(o => mime in (o.data || {})).length;
        const page = selector => document.querySelectorAll('.jp-Notebook ' + selector).length;
        return page('.js-plotly-plot .main-svg') >= has('application/vnd.plotly.v1+json') &&
            page('.jp-OutputArea-output > [class*="widget-"]') >= has('application/vnd.jupyter.widget-view+json'); }"""
    )


def lesson_page(browser, lab, slug):
    """The lesson open in JupyterLab, every cell run."""
    page = opened(browser, f"{lab}/lab/tree/notebooks/{slug}.ipynb?reset")
    run_all(page)
    return page


def focused(page, target):
    """Bring a control into view and give it the keyboard."""
    target.scroll_into_view_if_needed()
    target.focus()
    page.wait_for_function("() => document.activeElement !== document.body")


# The sentences of explorers and sheets; each form of an exercise has one of its own.
SENTENCES = "p[role=status]:not(.al-form p)"


def sentence_after(page, act, number=0):
    """Do act, wait until the sentence (the one of that number on the page) changes, return it."""
    sentence = page.locator(SENTENCES).nth(number)
    before = sentence.inner_text()
    act()
    page.wait_for_function(
        "([b, n, s]) => document.querySelectorAll(s)[n].innerText !== b", arg=[before, number, SENTENCES]
    )
    return sentence.inner_text()


def sentence_with(page, act, words, number=0):
    """Do act and wait until the sentence of that number says these words; return it."""
    act()
    sentence = page.locator(SENTENCES).nth(number)
    expect(sentence).to_contain_text(words)
    return sentence.inner_text()


def tab_to(page, target, most=12):
    """Press Tab until the target has the focus; a control that Tab does not reach fails the test."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("node => node === document.activeElement"):
            return
    raise AssertionError("Tab does not reach the control")


def signed(page, name):
    """Write a name into the box of the first cell and press the button beside it."""
    box = page.get_by_label("Your name or alias")
    focused(page, box)
    page.keyboard.press("Control+A")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator(".al-form p[role=status]").first).to_contain_text(f"You work as {name}")


def violations(page, context=None, without=()):
    """What axe finds that is serious or critical, without some rules: rule, and the beginning of each node."""
    options = {"rules": {rule: {"enabled": False} for rule in without}, "resultTypes": ["violations"]}
    found = Axe().run(page, context=context, options=options).response["violations"]
    return [
        (v["id"], [node["html"][:120] for node in v["nodes"]]) for v in found if v["impact"] in ("serious", "critical")
    ]
