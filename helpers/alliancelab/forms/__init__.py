"""What a student fills in: sheets of codes, forecasts and verdicts, the memo, a seat, a package, and their journal."""

from alliancelab.ground.rooms import fetched

_NAMES = {
    "CodingSheet": "coding_sheet",
    "ForecastSheet": "forecast_sheet",
    "VerdictSheet": "verdict_sheet",
    "MemoDesk": "memo_desk",
    "PackageForm": "package_form",
    "SeatForm": "seat_form",
}
_MODULES = ("files", "frame", "journal", "page")

__getattr__ = fetched(__name__, _NAMES, _MODULES)


def __dir__() -> list[str]:
    return sorted({*_NAMES, *_NAMES.values(), *_MODULES})
