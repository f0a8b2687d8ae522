"""An error in a cell is answered with one plain sentence; what Python said is folded away beside it.

Nothing else changes: the kernel's reply is an error of the same name and value, so that Run All stops, and nbclient
and nbval count it. Only the standard library is loaded, because this stands at the beginning of every kernel.
"""

import re
import sys
from html import escape

from alliancelab.classroom.slips import running, writing
from alliancelab.classroom.slips.scene import Scene
from alliancelab.ground.messages import say

# JupyterLab breaks the words of an error where the line ends, and sets them as code.
_STYLE = (
    "<style>.jp-OutputArea-child:has(+ .jp-OutputArea-child details.slip) pre {word-break: normal; "
    "overflow-wrap: anywhere; font-family: var(--jp-content-font-family); font-size: var(--jp-content-font-size1); "
    "line-height: 1.5}</style>"
)
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def install(shell=None) -> bool:
    """Answer every error of this kernel with a sentence; a second call changes nothing. False outside of IPython.

    >>> install()
    False
    """
    if shell is None:
        # Where IPython has not been loaded, there is no shell to ask for.
        ask = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)
        shell = ask()
    if shell is None:
        return False
    if getattr(shell, "answers_slips", False):
        return True
    shown = shell._showtraceback  # both errors of writing and of running end here

    def answered(kind, error, trace) -> None:
        text = sentence(shell, error)
        if text is None:
            shown(kind, error, trace)
            return
        shown(kind, error, [text])
        # The reply keeps the whole: it is what an author reads when a runner stops.
        shell._last_traceback = [text, *trace]
        _fold(trace)

    shell._showtraceback = answered
    shell.show_usage_error = lambda error: answered(type(error), error, [f"UsageError: {error}"])
    shell.answers_slips = True
    return True


def sentence(shell, error: BaseException) -> str | None:
    """The sentence for an error of the cell that is running; None where finding one failed, and Python's own is shown.

    >>> sentence(None, ValueError("x")) is None
    True
    """
    try:
        scene = Scene.of(shell, error)
        return writing.sentence(scene) if scene.unread else running.sentence(scene)
    except Exception:  # a slip of our own must never hide the student's
        return None


def _fold(trace: list[str]) -> None:
    from IPython.display import display

    plain = _COLOURS.sub("", "\n".join(trace))
    summary = escape(say("slips.folded"))
    page = f'{_STYLE}<details class="slip"><summary>{summary}</summary><pre>{escape(plain)}</pre></details>'
    display({"text/html": page, "text/plain": plain}, raw=True)
