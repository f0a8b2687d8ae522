"""Explore Section 232: who stood where on a day, by tonnage or by value."""

import ipywidgets as widgets
import pandas as pd

from alliancelab import charts, tariffs
from alliancelab.explorers.explorer import Explorer

MEASURES = {"tonnage": "quantity_kt", "value": "value_usd"}


def tariff_calendar(
    status: pd.DataFrame,
    members: pd.DataFrame,
    imports: dict[str, pd.DataFrame],
) -> Explorer:
    """Move the day, choose the metal and the measure; see how imports stood under the duty.

    status and members as in `tariffs`; imports maps a metal ("steel", "aluminum") to one row a partner
    (`tariffs.partners`). A metal without the chosen measure is shown by the other, and says so.
    """
    days = _days(status)
    controls = {
        "day": widgets.SelectionSlider(
            options=[(f"{day.day} {day:%b %Y}", day) for day in days],
            description="Day",
            continuous_update=True,
            layout={"width": "min(640px, 95%)"},
        ),
        "metal": widgets.ToggleButtons(options=list(imports), description="Metal"),
        "measure": widgets.ToggleButtons(options=list(MEASURES), description="Measure"),
    }

    # Looked up once for all days: a move of the slider then only adds up and draws.
    stands = {
        (metal, measure): _standing_by_day(status, members, _largest_first(table, measure), metal, days)
        for metal, table in imports.items()
        for measure in MEASURES
    }

    def draw(day: pd.Timestamp, metal: str, measure: str) -> charts.Chart:
        return _drawn(stands[metal, measure][day], metal, day, measure, f"section-232-status, us-{metal}-imports")

    return Explorer(controls, draw)


def treatment_chart(
    status: pd.DataFrame,
    members: pd.DataFrame,
    imports: pd.DataFrame,
    metal: str,
    day,
    measure: str,
    source: str,
) -> charts.Chart:
    """Who stands where on a day: the share of imports by treatment, with the partners named.

    imports has one row a partner. Returns a chart whose table names the partners under each treatment.
    """
    stands = tariffs.standing(status, members, _largest_first(imports, measure), metal, day)
    return _drawn(stands, metal, pd.Timestamp(day), measure, source)


def _shown_by(imports: pd.DataFrame, measure: str) -> str:
    """The measure asked for, or the other one where the table has no figure for it."""
    return next(
        name for name in sorted(MEASURES, key=lambda name: name != measure) if imports[MEASURES[name]].notna().any()
    )


def _largest_first(imports: pd.DataFrame, measure: str) -> pd.DataFrame:
    column = MEASURES[_shown_by(imports, measure)]
    return imports.dropna(subset=[column]).sort_values(column, ascending=False)


def _standing_by_day(status, members, imports: pd.DataFrame, metal: str, days: list) -> dict:
    lines = imports.merge(pd.DataFrame({"date": days}), how="cross").assign(product=metal)
    found = tariffs.treatments(status, members, lines)
    lines = pd.concat([lines.drop(columns=found.columns, errors="ignore"), found], axis=1)
    return dict(iter(lines.groupby("date")))


def _drawn(stands: pd.DataFrame, metal: str, day: pd.Timestamp, measure: str, source: str) -> charts.Chart:
    asked, measure = measure, _shown_by(stands, measure)
    note = "" if asked == measure else f" (The {metal} table has no {asked}; shown by {measure}.)"
    share = tariffs.shares(stands, MEASURES[measure])
    names, rates = {}, {}
    for kind, name, rate in zip(stands["treatment"], stands["country_name"], stands["rate_pct"], strict=True):
        names.setdefault(kind, []).append(str(name))
        rates.setdefault(kind, set()).add(rate)
    table = pd.DataFrame(
        {
            "treatment": [tariffs.TREATMENT_LABELS[kind] for kind in share.index],
            "share of imports (%)": share.to_numpy(),
            "duty rates (%)": [", ".join(f"{rate:g}" for rate in sorted(rates.get(kind, ()))) for kind in share.index],
            "largest partners": [", ".join(names.get(kind, [])[:4]) for kind in share.index],
        }
    )
    spared = share[list(tariffs.SPARED)].sum()
    japan = stands[stands["country_code"] == "JPN"].iloc[0]
    year, when = int(stands["year"].iloc[0]), f"{day.day} {day:%B %Y}"
    reading = (
        f"On {when}, partners not under the full duty stood for {spared:.1f}% of U.S. {metal} imports by "
        f"{measure} (imports of {year}); Japan: {tariffs.TREATMENT_LABELS[japan['treatment']]}, "
        f"{japan['rate_pct']:g}%.{note}"
    )
    styles = {tariffs.TREATMENT_LABELS[kind]: look for kind, look in charts.TREATMENT_STYLE.items()}
    return charts.bars(
        table,
        "treatment",
        "share of imports (%)",
        title=f"Who stood where on {when}?",
        axis=f"Share of {metal} imports of {year} by {measure} (%)",
        source=source,
        reading=reading,
        styles=styles,
    )


def _days(status: pd.DataFrame) -> list[pd.Timestamp]:
    first, last = status["from_date"].min(), pd.Timestamp(status.attrs["as_of"])
    turns = set(status["from_date"]) | set(status["before_date"].dropna()) | {last}
    months = set(pd.date_range(first, last, freq="QS"))
    return sorted(day for day in turns | months if first <= day <= last)
