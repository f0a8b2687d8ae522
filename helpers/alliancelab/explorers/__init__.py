"""Controls around a figure: move one quantity, see the figure and a sentence follow. One module a subject."""

from alliancelab.ground.rooms import fetched

_NAMES = {
    "Explorer": "explorer",
}
_MODULES = (
    "abductions",
    "agreement",
    "article",
    "bargaining",
    "diplomacy",
    "forecasts",
    "ranges",
    "tariffs",
    "treatment",
)

__getattr__ = fetched(__name__, _NAMES, _MODULES)


def __dir__() -> list[str]:
    return sorted({*_NAMES, *_NAMES.values(), *_MODULES})
