"""The article on trial: its claims and verdicts, the dossier behind them, what it leaves out, and the memo."""

from alliancelab.ground.rooms import fetched

_NAMES = {
    "Finding": "claims",
    "VERDICTS": "claims",
}
_MODULES = (
    "dossier",
    "drafts",
    "entries",
    "markup",
    "memo",
    "memo_marking",
    "memo_own",
    "memo_page",
    "memo_rows",
    "memo_word",
    "naming",
    "omissions",
    "parts",
    "scores",
    "sections",
    "sensitivity",
    "words",
)

__getattr__ = fetched(__name__, _NAMES, _MODULES)


def __dir__() -> list[str]:
    return sorted({*_NAMES, *_NAMES.values(), *_MODULES})
