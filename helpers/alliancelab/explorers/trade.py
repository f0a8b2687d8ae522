"""Explore Section 232: who stood where on a day, by tonnage or by value."""

import ipywidgets as widgets
import pandas as pd

from alliancelab import charts, tariffs
from alliancelab.explorers import Explorer

MEASURES = {"tonnage": "quantity_kt", "value": "value_usd"}


def tariff_calendar(
    status: pd.DataFrame, members: pd.DataFrame, imports: dict[str, pd.DataFrame],
) -> Explorer:
    """Move the day, choose the metal and the measure; see how imports stood under the duty.

    status and members as in `tariffs`; imports maps a metal ("steel", "aluminum") to one row a partner
    (`tariffs.partners`). A metal without the chosen measure is shown by the other, and says so.
    """
    days = _days(status)
    controls = {
        "day": widgets.SelectionSlider(
            options=[(f"{day.day} {day:%b %Y}", day) for day in days], description="Day",
            continuous_update=True, layout={"width": "min(640px, 95%)"},
        ),
        "metal": widgets.ToggleButtons(options=list(imports), description="Metal"),
        "measure": widgets.ToggleButtons(options=list(MEASURES), description="Measure"),
    }

    def draw(day: pd.Timestamp, metal: str, measure: str) -> charts.Chart:
        source = f"section-232-status, us-{metal}-imports"
        return treatment_chart(status, members, imports[metal], metal, day, measure, source)

    return Explorer(controls, draw)


def treatment_chart(
    status: pd.DataFrame, members: pd.DataFrame, imports: pd.DataFrame, metal: str, day, measure: str,
    source: str,
) -> charts.Chart:
    """Who stands where on a day: the share of imports by treatment, with the partners named.

    imports has one row a partner. Returns a chart whose table names the partners under each treatment.
    """
    day = pd.Timestamp(day)
    note = ""
    if imports[MEASURES[measure]].isna().all():
        other = next(name for name in MEASURES if name != measure)
        note, measure = f" (The {metal} table has no {measure}; shown by {other}.)", other
    column = MEASURES[measure]
    stands = tariffs.standing(status, members, imports.dropna(subset=column), metal, day)
    share = tariffs.shares(stands, column)
    groups = stands.sort_values(column, ascending=False).groupby("treatment", observed=True)
    names = {kind: ", ".join(rows["country_name"].head(4).astype("str")) for kind, rows in groups}
    rates = {kind: ", ".join(f"{rate:g}" for rate in sorted(rows["rate_pct"].dropna().unique())) for kind, rows in groups}
    table = pd.DataFrame({
        "treatment": [tariffs.TREATMENT_LABELS[kind] for kind in share.index],
        "share of imports (%)": share.to_numpy(),
        "duty rates (%)": [rates.get(kind, "") for kind in share.index],
        "largest partners": [names.get(kind, "") for kind in share.index],
    })
    spared = tariffs.share_spared(stands, column)
    japan = stands.set_index("country_code").loc["JPN"]
    year = int(imports["year"].iloc[0])
    when = f"{day.day} {day:%B %Y}"
    reading = (
        f"On {when}, partners not under the full duty stood for {spared:.1f}% of U.S. {metal} imports by "
        f"{measure} (imports of {year}); Japan: {tariffs.TREATMENT_LABELS[japan['treatment']]}, "
        f"{japan['rate_pct']:g}%.{note}"
    )
    styles = {tariffs.TREATMENT_LABELS[kind]: look for kind, look in charts.TREATMENT_STYLE.items()}
    chart = charts.bars(
        table, "treatment", "share of imports (%)", title=f"Who stood where on {when}?",
        axis=f"Share of {metal} imports of {year} by {measure} (%)", source=source, reading=reading, styles=styles,
    )
    object.__setattr__(chart, "table", table)
    return chart


def _days(status: pd.DataFrame) -> list[pd.Timestamp]:
    first, last = status["from_date"].min(), pd.Timestamp(status.attrs["as_of"])
    turns = set(status["from_date"]) | set(status["before_date"].dropna()) | {last}
    months = set(pd.date_range(first, last, freq="QS"))
    return sorted(day for day in turns | months if first <= day <= last)


def aluminum_partners(imports: pd.DataFrame, year: int = 2024) -> pd.DataFrame:
    """The aluminum table cut to one comparable row a partner, by value, for the explorer.

    Only one year of us-aluminum-imports has one definition for all partners (original scope of the
    duty, Census). Tonnage is missing there, and stays missing.
    """
    rows = imports[(imports["year"] == year) & (imports["product_group"] == "sec232_original_scope")]
    return rows[rows["partner_kind"] != "world"].reset_index(drop=True)
