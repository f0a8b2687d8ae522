"""What the browser tests share: one Debian chromium, one JupyterLab opened by the README's own command, and one
page per lesson, run once and used by every test that leaves it as it was."""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

# What the tests answer is nobody's work.
os.environ.setdefault("ALLIANCELAB_WORK", "off")


# Long files whose tests share nothing: they fill the gaps at the end.
_SPREAD = ("test_manners.py", "test_rules.py", "test_exercises.py", "test_fuzz.py")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """The browser tests of one lesson together, since they share its page; all others file by file, since what a
    file prepares takes seconds and serves all its tests.

    Two workers have a browser and a JupyterLab each. Not by marks of a group: xdist 3.8 writes the group into a name
    that pytest 9.2 no longer reads.
    """
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            file = nodeid.partition("::")[0]
            if "test_browser" not in file:
                return nodeid if file.endswith(_SPREAD) else file
            lesson = re.search(r"_browser_(\d\d)\.py|\[(\d\d)-", nodeid)
            late = lesson and (lesson[1] or lesson[2]) >= "60"
            return "browser, later lessons" if late else "browser, earlier lessons"

    return ByFile(config, log)


@pytest.fixture(autouse=True)
def no_ones_work():
    """Each test begins with an empty journal, as each kernel does."""
    from alliancelab.forms import journal

    journal.journal.cache_clear()


@pytest.fixture(scope="module")
def claims():
    """The nineteen claims of the article."""
    from alliancelab import catalogue

    return catalogue.load("article-claims")


@pytest.fixture(scope="module")
def findings():
    """What the tables say of each claim."""
    from alliancelab.classroom import COURSE

    return COURSE.findings()


@pytest.fixture(scope="module")
def shelf(claims, findings):
    """What a memo is written from."""
    from alliancelab import catalogue
    from alliancelab.article import drafts, omissions

    return drafts.Shelf(claims, findings, {"Stockholm": omissions.stockholm(catalogue.load("japan-dprk-talks"))})


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A small house in which every rule holds; nobody changes it."""
    from houses import small_house

    return small_house(tmp_path_factory.mktemp("sound"))


@pytest.fixture
def house(sound, tmp_path):
    """A copy of the small house to plant a fault in."""
    return shutil.copytree(sound, tmp_path / "house")


@pytest.fixture(scope="session")
def browser():
    from labs import CHROMIUM
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-gpu"],
        )
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def work(tmp_path_factory):
    """The folder of all students' work of the lab: not that of whoever runs the tests."""
    return tmp_path_factory.mktemp("work")


@pytest.fixture(scope="session")
def lab(tmp_path_factory, work):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # The command that `make lab` runs; a workspace of its own keeps the developer's layout alone, and without
    # autosave the outputs of a long test do not end in the committed notebooks.
    settings = tmp_path_factory.mktemp("settings")
    for plugin, text in {
        "docmanager-extension/plugin": '{"autosave": false}',
        # Every cell is drawn at once, so that a test need not walk down the page.
        "notebook-extension/tracker": '{"windowingMode": "none"}',
    }.items():
        path = settings / "@jupyterlab" / f"{plugin}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    server = subprocess.Popen(
        [
            sys.executable,
            *("-m", "alliancelab", "lab", "--no-browser", "--ip=127.0.0.1", f"--port={port}"),
            *("--IdentityProvider.token=", "--LabApp.expose_app_in_browser=True"),
            f"--LabApp.workspaces_dir={tmp_path_factory.mktemp('workspaces')}",
            f"--LabApp.user_settings_dir={settings}",
        ],
        env=os.environ | {"ALLIANCELAB_WORK": str(work)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address, patience = f"http://127.0.0.1:{port}", time.monotonic() + 120
    while time.monotonic() < patience and server.poll() is None:
        try:
            urllib.request.urlopen(address + "/api/status", timeout=5)
            break
        except OSError:
            time.sleep(0.1)
    else:
        pytest.fail("JupyterLab did not answer; run python -m alliancelab lab to see why")
    yield address
    server.terminate()
    server.wait()


@pytest.fixture(scope="session")
def lesson_of(browser, lab):
    """The page of a lesson by its slug, opened and run at the first call of a session."""
    from labs import lesson_page

    pages = {}

    def page(slug):
        if slug not in pages:
            pages[slug] = lesson_page(browser, lab, slug)
        pages[slug].bring_to_front()
        return pages[slug]

    yield page
    for each in pages.values():
        each.close()


@pytest.fixture(scope="session")
def exported(tmp_path_factory):
    """The page of a lesson's key by its slug, made at the first call, as an address."""
    import nbformat
    from alliancelab.authoring import site
    from alliancelab.classroom import COURSE

    out = tmp_path_factory.mktemp("pages")

    def page(slug):
        path = out / f"{slug}.html"
        if not path.exists():
            key = nbformat.read(COURSE.home(slug) / "key.ipynb", 4)
            settings = COURSE.settings(slug)
            path.write_text(site.page(key, settings.title, settings.datasets), encoding="utf-8")
        return path.as_uri()

    return page


@pytest.fixture
def copy_of(tmp_path):
    """Copies a lesson into a folder of its own and gives its address below the root; taken away after the test."""
    from alliancelab.ground import paths

    here = paths.notebooks() / "my-work" / tmp_path.name

    def copied(slug):
        here.mkdir(parents=True)
        for name in (f"{slug}.ipynb", "kit.py"):
            shutil.copy(paths.notebooks() / name, here)
        return (here / f"{slug}.ipynb").relative_to(paths.root()).as_posix()

    yield copied
    shutil.rmtree(here, ignore_errors=True)
    with contextlib.suppress(OSError):  # not empty: somebody's work, or another test's
        here.parent.rmdir()
