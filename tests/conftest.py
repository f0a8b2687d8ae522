"""What the browser tests share: one Debian chromium and one JupyterLab, opened by the README's own command."""

import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from playwright.sync_api import sync_playwright


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"],
        )
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # The command that `make lab` runs; a workspace of its own keeps the developer's layout alone, and without
    # autosave the outputs of a long test do not end in the committed notebooks.
    settings = tmp_path_factory.mktemp("settings")
    (settings / "@jupyterlab/docmanager-extension").mkdir(parents=True)
    (settings / "@jupyterlab/docmanager-extension/plugin.jupyterlab-settings").write_text('{"autosave": false}')
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "alliancelab",
            "lab",
            "--no-browser",
            "--ip=127.0.0.1",
            f"--port={port}",
            "--IdentityProvider.token=",
            "--LabApp.expose_app_in_browser=True",
            f"--LabApp.workspaces_dir={tmp_path_factory.mktemp('workspaces')}",
            f"--LabApp.user_settings_dir={settings}",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(600):
        try:
            urllib.request.urlopen(address + "/api/status", timeout=1)
            break
        except OSError:
            time.sleep(0.1)
    yield address
    server.terminate()
    server.wait()
