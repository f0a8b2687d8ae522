"""What the page needs besides the widgets: a small script that gives their controls names a screen reader says."""

import json
from functools import cache
from pathlib import Path

from alliancelab.ground.messages import say


@cache
def script() -> str:
    """The script as text for an output of the kind application/javascript; running it again changes nothing.

    It reads no file and no network, and watches the page, so that controls shown later get their names too.

    >>> script().endswith(');') and "aria-label" in script()
    True
    """
    words = {"first": say("forms.page_first"), "last": say("forms.page_last"), "typed": say("forms.page_typed")}
    source = Path(__file__).with_name("page_script.js").read_text(encoding="utf-8")
    return f"({source.strip()})({json.dumps(words)});"
