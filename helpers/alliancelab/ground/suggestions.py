"""One sentence for a misspelt name: what was given, what would do."""

from collections.abc import Iterable
from difflib import get_close_matches

from alliancelab.ground.messages import brief, say

__all__ = ["brief", "did_you_mean", "resolve"]


def did_you_mean(given: object, known: Iterable[str]) -> str:
    """A question with the nearest known name, or nothing when none is near.

    >>> did_you_mean("steal", ["steel", "aluminum"])
    " Did you mean 'steel'?"
    >>> did_you_mean("copper", ["steel", "aluminum"])
    ''
    """
    if type(given) is not str:
        return ""
    by_lower = {name.lower(): name for name in known}
    near = get_close_matches(given.strip().lower()[:80], by_lower, n=1, cutoff=0.6)
    return say("ground.did_you_mean", near=by_lower[near[0]]) if near else ""


def resolve(given: object, known: Iterable[str], what: str) -> str:
    """The name itself if it is known; otherwise one sentence that says what would do.

    Raises LookupError with the nearest name and the known ones.

    >>> resolve("steel", ["steel", "aluminum"], "product")
    'steel'
    >>> resolve("steal", ["steel", "aluminum"], "product")
    Traceback (most recent call last):
    LookupError: No product is called 'steal'. Did you mean 'steel'? Known: steel, aluminum.
    """
    known = list(known)
    if type(given) is str and given in known:
        return given
    names = [str(name) for name in known]
    shown = ", ".join(names[:12]) + (say("ground.and_more", n=len(names) - 12) if len(names) > 12 else "")
    question = did_you_mean(given, names)
    raise LookupError(say("ground.unknown_name", what=what, given=given, question=question, known=shown))
