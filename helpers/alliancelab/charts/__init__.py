"""Figures from tables, by what they show: bars, stretches of time, maps. They know no subject."""

from alliancelab.ground.rooms import fetched

_NAMES = {
    "Chart": "chart",
    "MIME": "chart",
    "SERIES_STYLE": "chart",
    "TREATMENT_STYLE": "chart",
    "heading_html": "chart",
    "mime_bundle": "chart",
    "reading_html": "chart",
    "bars": "plain",
    "lines": "plain",
    "intervals": "plain",
}
_MODULES = ("counts", "estimates", "maps", "scales", "scores", "sets", "stacks", "timelines")

__getattr__ = fetched(__name__, _NAMES, _MODULES)


def __dir__() -> list[str]:
    return sorted({*_NAMES, *_NAMES.values(), *_MODULES})
