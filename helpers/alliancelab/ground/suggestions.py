"""One sentence for a misspelt name: what was given, what would do."""

from collections.abc import Iterable
from difflib import get_close_matches


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
    return f" Did you mean {by_lower[near[0]]!r}?" if near else ""


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
    shown = ", ".join(known[:12]) + (f" and {len(known) - 12} more" if len(known) > 12 else "")
    raise LookupError(f"No {what} is called {brief(given)}.{did_you_mean(given, known)} Known: {shown}.")


def brief(value: object, limit: int = 60) -> str:
    """How a value is shown in a sentence: its text if it is plain and short, else its type.

    >>> brief("JPN"), brief([1, 2]), brief("x" * 100)
    ("'JPN'", 'a list', "'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…'")
    """
    if type(value) is str:
        return repr(value[:limit] + "…" if len(value) > limit else value)
    if type(value) in (bool, float) or value is None or (type(value) is int and abs(value) < 10**30):
        return repr(value)
    return f"a {type(value).__name__}"
