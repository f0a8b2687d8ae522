"""Steps a person takes in JupyterLab, for the browser tests of every lesson."""


def opened(browser, address):
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.goto(address)
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=60_000)
    page.wait_for_function(
        "window.jupyterapp?.shell?.currentWidget?.context?.sessionContext?.session?.kernel?.status === 'idle'",
        timeout=60_000,
    )
    return page


def run_all(page):
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_function(
        """() => { const p = window.jupyterapp.shell.currentWidget;
        const cells = p.content.widgets.filter(c => c.model.type === 'code');
        return cells.every(c => c.model.executionCount) &&
            p.context.sessionContext.session.kernel.status === 'idle'; }""",
        timeout=120_000,
    )
    # Lab draws only what is near the screen: walk down the page so that every output is there.
    page.evaluate("""async () => { const n = window.jupyterapp.shell.currentWidget.content;
        for (let i = 0; i < n.widgets.length; i++) { await n.scrollToItem(i); await new Promise(r => setTimeout(r, 40)); }}""")


def lesson_page(browser, lab, slug):
    """The lesson open in JupyterLab, every cell run."""
    page = opened(browser, f"{lab}/lab/tree/notebooks/{slug}.ipynb?reset")
    run_all(page)
    return page


def sentence_after(page, act, number=0):
    """Do act, wait until the explorer's sentence (the one of that number on the page) changes, return it."""
    sentence = page.locator("p[role=status]").nth(number)
    before = sentence.inner_text()
    act()
    page.wait_for_function(
        "([b, n]) => document.querySelectorAll('p[role=status]')[n].innerText !== b", arg=[before, number]
    )
    return sentence.inner_text()


def tab_to(page, target, most=12):
    """Press Tab until the target has the focus; a control that Tab does not reach fails the test."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("node => node === document.activeElement"):
            return
    raise AssertionError("Tab does not reach the control")
