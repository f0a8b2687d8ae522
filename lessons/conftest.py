"""What nbval does not see by itself, for the strict run over the answer keys.

A plotly figure is compared as data (base64 arrays and float noise aside), a cell stored without having
been run fails, a kernel that died is reported at once, and after a failed set-up cell the rest is skipped.
A bare `pytest --nbval` passes without this.
"""

import json
import time
from queue import Empty

import pytest


def _rounded(value):
    if isinstance(value, dict):
        return {key: _rounded(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_rounded(part) for part in value]
    return float(f"{value:.9g}") if isinstance(value, float) else value


def pytest_configure(config):
    if not getattr(config.option, "nbval", False):
        return
    from nbval import kernel, plugin

    sanitize, wait_once = plugin.IPyNbCell.sanitize, kernel.RunningKernel.get_message

    def sanitize_figures(self, output):
        if isinstance(output, dict) and {"data", "layout"} <= output.keys():
            output = json.dumps(_rounded(output), sort_keys=True, indent=1)
        return sanitize(self, output)

    def wait_while_alive(self, stream, timeout=None):
        # nbval waits the whole cell timeout for a kernel that is gone; ask every second instead.
        end = time.monotonic() + (timeout or config.option.nbval_cell_timeout)
        while True:
            try:
                return wait_once(self, stream, timeout=max(min(1.0, end - time.monotonic()), 0.01))
            except Empty:
                if not self.is_alive():
                    raise RuntimeError("the kernel died while this cell ran") from None
                if time.monotonic() >= end:
                    raise

    plugin.IPyNbCell.sanitize = sanitize_figures
    kernel.RunningKernel.get_message = wait_while_alive


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_call(item):
    if type(item).__name__ == "IPyNbCell":
        if item.cell.source.strip() and item.cell.execution_count is None:
            pytest.fail("this cell was stored without having been run; make keys", pytrace=False)
        if getattr(item.parent, "kit_failed", False):
            pytest.skip("the set-up cell failed, and its error says why: one error is enough")
    outcome = yield
    if outcome.excinfo and type(item).__name__ == "IPyNbCell" and item.cell.source.startswith("import kit"):
        item.parent.kit_failed = True
