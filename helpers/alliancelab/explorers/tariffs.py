"""Explore Section 232: who paid which duty on a day, by tonnage or by value."""

from datetime import date

import ipywidgets as widgets
import pandas as pd

from alliancelab import charts, tariffs
from alliancelab.charts.shares import shares
from alliancelab.explorers.explorer import Explorer
from alliancelab.ground import days
from alliancelab.ground.messages import say
from alliancelab.ground.suggestions import resolve
from alliancelab.ground.tables import need
from alliancelab.tariffs.table import figures

MEASURES = {"tonnage": "quantity_kt", "value": "value_usd"}
# So many partners of a bar are named, the largest; the rest are counted.
_NAMED = 4


def tariff_calendar(
    status: pd.DataFrame,
    members: pd.DataFrame,
    imports: dict[str, pd.DataFrame],
    *,
    as_of: date | str | None = None,
) -> Explorer:
    """Move the day, choose the metal and the measure; see how imports were treated under the duty.

    status, members and as_of as in `tariffs`; imports maps a metal ("steel", "aluminum") to one row per
    partner (`tariffs.partners`). A metal without the chosen measure is shown by the other, and says so.
    Raises LookupError or ValueError as `tariffs.treatments` does.

    >>> from alliancelab import catalogue
    >>> steel = tariffs.partners(catalogue.load("us-steel-imports"), 2017)
    >>> status, members = catalogue.load("section-232-status"), catalogue.load("eu-members")
    >>> tariff_calendar(status, members, {"steel": steel}).controls["metal"].value
    'steel'
    """
    if not isinstance(imports, dict) or not imports:
        raise ValueError(say("tariffs.no_metals", given=imports))
    turns = _days(status, as_of)
    # Looked up once for all days: a move of the slider then only adds up and draws.
    standings = {
        (metal, measure): _standing_by_day(status, members, _largest_first(table, measure), metal, turns, as_of)
        for metal, table in imports.items()
        for measure in MEASURES
    }

    def draw(day: pd.Timestamp, metal: str, measure: str) -> charts.Chart:
        source = say("tariffs.source", metal=metal)
        return _drawn(standings[metal, measure][day], metal, day, measure, source)

    return Explorer(_controls(turns, list(imports)), draw)


def treatment_chart(
    status: pd.DataFrame,
    members: pd.DataFrame,
    imports: pd.DataFrame,
    metal: str,
    day: date | str,
    measure: str,
    source: str,
    *,
    as_of: date | str | None = None,
) -> charts.Chart:
    """Who was treated how on a day: the share of imports by treatment, with the partners named.

    imports has one row per partner; measure is "tonnage" or "value". Returns a chart whose table names the
    partners under each treatment. Raises LookupError or ValueError as `tariffs.standing` does.

    >>> from alliancelab import catalogue
    >>> steel = tariffs.partners(catalogue.load("us-steel-imports"), 2017)
    >>> status, members = catalogue.load("section-232-status"), catalogue.load("eu-members")
    >>> treatment_chart(status, members, steel, "steel", "2018-06-01", "value", "made up").title
    'Who stood where on 1 June 2018?'
    """
    resolve(measure, MEASURES, "measure")
    standing = tariffs.standing(status, members, _largest_first(imports, measure), metal, day, as_of=as_of)
    return _drawn(standing, metal, days.read(day), measure, source)


def _controls(turns: list[pd.Timestamp], metals: list[str]) -> dict[str, widgets.Widget]:
    return {
        "day": widgets.SelectionSlider(
            options=[(f"{day.day} {day:%b %Y}", day) for day in turns],
            description=say("tariffs.day"),
            continuous_update=True,
        ),
        "metal": widgets.ToggleButtons(options=metals, description=say("tariffs.metal")),
        "measure": widgets.ToggleButtons(options=list(MEASURES), description=say("tariffs.measure")),
    }


def _shown_by(imports: pd.DataFrame, measure: str) -> str:
    """The measure asked for, or the other one where the table has no figure for it."""
    for name in sorted(MEASURES, key=lambda name: name != measure):
        if imports[MEASURES[name]].notna().any():
            return name
    raise ValueError(say("tariffs.no_measure", columns=" and ".join(MEASURES.values())))


def _largest_first(imports: pd.DataFrame, measure: str) -> pd.DataFrame:
    need(imports, *MEASURES.values(), "country_code", "country_name", what="imports", filled=("year",), rows=True)
    imports = imports.assign(**{name: figures(imports, name, "imports") for name in MEASURES.values()})
    figures(imports, "year", "imports")
    column = MEASURES[_shown_by(imports, measure)]
    return imports.dropna(subset=[column]).sort_values(column, ascending=False)


def _standing_by_day(
    status: pd.DataFrame, members: pd.DataFrame, imports: pd.DataFrame, metal: str, turns: list, as_of: object
) -> dict[pd.Timestamp, pd.DataFrame]:
    lines = imports.merge(pd.DataFrame({"date": turns}), how="cross").assign(product=metal)
    added = tariffs.treatments(status, members, lines, as_of=as_of)
    lines = pd.concat([lines.drop(columns=added.columns, errors="ignore"), added], axis=1)
    return dict(iter(lines.groupby("date")))


def _drawn(standing: pd.DataFrame, metal: str, day: pd.Timestamp, measure: str, source: str) -> charts.Chart:
    shown_by = _shown_by(standing, measure)
    share = tariffs.shares(standing, MEASURES[shown_by])
    year, when = int(standing["year"].iloc[0]), days.spoken(day)
    words = {"day": when, "metal": metal, "measure": shown_by, "year": year}
    note = "" if shown_by == measure else say("tariffs.other_measure", metal=metal, asked=measure, measure=shown_by)
    spared = share[list(tariffs.SPARED)].sum()
    return shares(
        _table(standing, share),
        say("tariffs.by_treatment"),
        say("tariffs.share"),
        say("tariffs.partners"),
        title=say("tariffs.who_stood_where", day=when),
        axis=say("tariffs.share_axis", **words),
        source=source,
        reading=say("tariffs.spared", share=spared, japan=_japan(standing), note=note, **words),
        styles={tariffs.TREATMENT_LABELS[kind]: look for kind, look in charts.TREATMENT_STYLE.items()},
    )


def _table(standing: pd.DataFrame, share: pd.Series) -> pd.DataFrame:
    # Plain lists in one pass: grouping the table takes most of what a move of the slider may.
    names, rates = {}, {}
    for kind, name, rate in zip(standing["treatment"], standing["country_name"], standing["rate_pct"], strict=True):
        names.setdefault(kind, []).append(str(name))
        rates.setdefault(kind, {}).setdefault(float(rate), []).append(str(name))
    return pd.DataFrame(
        {
            say("tariffs.by_treatment"): [tariffs.TREATMENT_LABELS[kind] for kind in share.index],
            say("tariffs.share"): share.to_numpy(),
            say("tariffs.partners"): [
                say(
                    "tariffs.row",
                    treatment=tariffs.TREATMENT_LABELS[kind],
                    rates=_rates(rates.get(kind, {})),
                    partners=_partners(names.get(kind, [])),
                )
                for kind in share.index
            ],
        }
    )


def _partners(names: list[str]) -> str:
    if not names:
        return say("tariffs.no_partner")
    more = say("tariffs.and_more", n=len(names) - _NAMED) if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _rates(partners: dict[float, list[str]]) -> str:
    """The duty most of them pay, and who pays another; nothing where nobody pays."""
    usual, *others = sorted(partners, key=lambda rate: -len(partners[rate])) or (0.0,)
    words = "; ".join(
        say(
            "tariffs.other_rate",
            rate=rate,
            who=", ".join(who) if len(who) < _NAMED else say("tariffs.some", n=len(who)),
        )
        for rate in others
        if (who := partners[rate])
    )
    if not usual and not words:
        return ""
    return say("tariffs.rate", rate=usual) + (say("tariffs.others", words=words) if words else "")


def _japan(standing: pd.DataFrame) -> str:
    rows = standing[standing["country_code"] == "JPN"]
    if rows.empty:
        return ""
    row = rows.iloc[0]
    return say("tariffs.japan", treatment=tariffs.TREATMENT_LABELS[row["treatment"]], rate=row["rate_pct"])


def _days(status: pd.DataFrame, as_of: date | str | None) -> list[pd.Timestamp]:
    need(status, what="status", dataset="section-232-status", rows=True, days=("from_date", "before_date"))
    first, last = status["from_date"].min(), tariffs.last_known_day(status, as_of)
    turns = set(status["from_date"].dropna()) | set(status["before_date"].dropna()) | {last}
    months = set(pd.date_range(first, last, freq="QS"))
    return sorted(day for day in turns | months if first <= day <= last)
