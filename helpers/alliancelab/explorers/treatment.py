"""Explore partner-treatment: which partner pays what on a day, on which scale, by which act, and with what law."""

from datetime import date

import ipywidgets as widgets
import pandas as pd

from alliancelab import tariffs
from alliancelab.charts.chart import Chart
from alliancelab.charts.scales import two_scales
from alliancelab.explorers.explorer import Explorer
from alliancelab.ground import days
from alliancelab.ground.messages import say
from alliancelab.ground.suggestions import resolve
from alliancelab.ground.tables import need

GOODS = {name: say(f"treatment.{name}") for name in tariffs.GOODS}
_ON_TOP, _ALL_IN = "on top", "all-in"
# So many partners are named in a group of the sentence; of a larger group the number is said.
_NAMED = 4
# Beside China's rates of the spring of 2025 no other bar could be read: longer ones are cut, and say so.
_LONGEST_PCT = 62.5


def who_stands_where(
    treatments: pd.DataFrame, source: str = "partner-treatment", *, as_of: date | str | None = None
) -> Explorer:
    """Move the day, choose the goods and a partner: every partner's rate on its own scale, and a sentence on one.

    treatments and as_of as in `tariffs.duty`; the rates are those of the table, one measure at a time, and the
    default row is left out. Raises LookupError or ValueError as `tariffs.check_treatments` does.

    >>> from alliancelab import catalogue
    >>> explorer = who_stands_where(catalogue.load("partner-treatment"))
    >>> explorer.controls["day"].value = pd.Timestamp("2026-02-24")
    >>> explorer.status[:75]
    '24 February 2026, goods in general from Japan: 10% on top of the ordinary d'
    """
    known = _Known(treatments, as_of)

    def draw(day: pd.Timestamp, measure: str, partner: str) -> Chart:
        return known.drawn(day, measure, partner, source)

    controls = {
        "day": widgets.SelectionSlider(
            options=[(f"{day.day} {day:%b %Y}", day) for day in known.turns],
            description=say("treatment.day"),
            continuous_update=True,
        ),
        "measure": widgets.ToggleButtons(
            options=[(words, name) for name, words in GOODS.items()], description=say("treatment.measure")
        ),
        "partner": widgets.ToggleButtons(options=known.partners, description=say("treatment.partner")),
    }
    return Explorer(controls, draw, is_wide=True)


def standing_chart(
    treatments: pd.DataFrame,
    partner: str,
    measure: str,
    day: date | str,
    source: str = "partner-treatment",
    *,
    as_of: date | str | None = None,
) -> Chart:
    """One position of the explorer as a still figure.

    partner is a name of the table, measure one of GOODS. Raises LookupError for a partner or a measure that is not
    known, ValueError for what is no day and for a day before the first row or after the last day of the table.

    >>> from alliancelab import catalogue
    >>> chart = standing_chart(catalogue.load("partner-treatment"), "Japan", "autos", "2026-10-07")
    >>> chart.reading[:74]
    '7 October 2026, cars from Japan: 15% all-in, with the ordinary duty inside'
    """
    known = _Known(treatments, as_of)
    resolve(partner, known.partners, say("treatment.a_partner"))
    resolve(measure, GOODS, say("treatment.a_measure"))
    day = days.read(day)
    tariffs.not_after(treatments, day, as_of)
    if day < known.turns[0]:
        raise ValueError(say("treatment.before_first", day=day, first=known.turns[0]))
    return known.drawn(day, measure, partner, source)


class _Known:
    """Every partner's row for each measure on each day that something turns: a move then only looks up and draws."""

    def __init__(self, treatments: pd.DataFrame, as_of: date | str | None):
        need(treatments, what="treatments", dataset="partner-treatment", filled=("country_name",))
        tariffs.check_treatments(treatments)
        rows = treatments[treatments["country_code"].astype(str) != tariffs.DEFAULT]
        last = tariffs.last_known_day(treatments, as_of)
        turns = {*rows["from_date"], *rows["before_date"].dropna(), last}
        self.turns = sorted(day for day in turns if day <= last)
        self.partners = [*dict.fromkeys(rows["country_name"].astype(str))]
        self._rows = [_plain(row) for row in rows.to_dict("records")]
        self._on: dict[tuple, dict] = {}
        self.tops = {measure: self._top(measure) for measure in GOODS}

    def _top(self, measure: str) -> float:
        """The end of both axes for a measure, on every day."""
        rates = [row["rate_pct"] for row in self._rows if row["measure"] == measure]
        return min(_LONGEST_PCT, 1.25 * max([4.0, *rates]))

    def on(self, day: pd.Timestamp, measure: str) -> dict[str, dict]:
        """The row of each partner for a measure on a day, by the partner's name in the table's order."""
        if (day, measure) not in self._on:
            held = [r for r in self._rows if r["measure"] == measure and r["from_date"] <= day < r["before_date"]]
            self._on[day, measure] = {row["country_name"]: row for row in held}
        return self._on[day, measure]

    def drawn(self, day: pd.Timestamp, measure: str, partner: str, source: str) -> Chart:
        stands = self.on(day, measure)
        table = pd.DataFrame(
            {
                say("treatment.a_partner"): list(stands),
                say("treatment.rate"): [row["rate_pct"] for row in stands.values()],
                say("treatment.kind"): [row["rate_kind"] for row in stands.values()],
            }
        )
        return two_scales(
            table,
            *table.columns,
            scales={_ON_TOP: say("treatment.axis_on_top"), _ALL_IN: say("treatment.axis_all_in")},
            title=say("treatment.title", goods=GOODS[measure], day=days.spoken(day)),
            source=source,
            reading=self._sentence(day, measure, partner, stands),
            chosen=partner,
            top=self.tops[measure],
        )

    def _sentence(self, day: pd.Timestamp, measure: str, partner: str, stands: dict[str, dict]) -> str:
        row = stands[partner]
        words = {"day": days.spoken(day), "goods": GOODS[measure], "partner": partner, "rate": row["rate_pct"]}
        parts = [say(f"treatment.{_amount(row)}", **words)]
        if row["scope"]:
            parts.append(say("treatment.scope", scope=row["scope"]))
        if row["acts"]:
            parts.append(say("treatment.acts", acts=row["acts"].replace(";", ", "), basis=row["legal_basis"]))
        parts += _in_dispute(row)
        parts += self._beside(day, measure, row, partner)
        parts.append(_among(row, [other for name, other in stands.items() if name != partner]))
        if row["last_confirmed"]:
            parts.append(say("treatment.confirmed", day=row["last_confirmed"]))
        return " ".join(parts)

    def _beside(self, day: pd.Timestamp, measure: str, row: dict, partner: str) -> list[str]:
        """What a good pays beside its own measure, or in its place."""
        if measure == tariffs.GENERAL:
            return [say("treatment.usmca")] if row["usmca"] == "free" and row["rate_pct"] else []
        general = self.on(day, tariffs.GENERAL)[partner]
        if not row["rate_pct"] or not general["rate_pct"]:
            return []
        if tariffs.border_first(row["country_code"], measure, day):
            return [say("treatment.border_first", rate=general["rate_pct"])]
        if general["also_on_232_pct"]:
            # The part rests on the first act of its row.
            act = general["acts"].partition(";")[0]
            return [say("treatment.part_too", part=general["also_on_232_pct"], act=act), *_in_dispute(general)]
        return [say("treatment.not_general")]


def _plain(row: dict) -> dict:
    """A row in plain values: texts empty where nothing stands, and an open row open for ever."""
    texts = ("country_code", "country_name", "measure", "rate_kind", "usmca", "scope", "legal_basis", "law", "acts")
    kept = {name: "" if pd.isna(row[name]) else str(row[name]) for name in texts}
    seen = row["last_confirmed"]
    return kept | {
        "from_date": row["from_date"],
        "before_date": pd.Timestamp.max if pd.isna(row["before_date"]) else row["before_date"],
        "rate_pct": float(row["rate_pct"]),
        "also_on_232_pct": float(row["also_on_232_pct"]),
        "last_confirmed": "" if pd.isna(seen) else days.spoken(seen),
    }


def _in_dispute(row: dict) -> list[str]:
    law = row["law"]
    return [say(f"tariffs.law_{tariffs.IN_DISPUTE.index(law)}")] if law in tariffs.IN_DISPUTE else []


def _amount(row: dict) -> str:
    if not row["rate_pct"]:
        return "pays_nothing"
    return "pays_all_in" if row["rate_kind"] == _ALL_IN else "pays_on_top"


def _among(row: dict, others: list[dict]) -> str:
    """How the others stand to one partner, on its own scale only."""
    same_scale = [other for other in others if other["rate_kind"] == row["rate_kind"]]
    groups = {
        "less": [o["country_name"] for o in same_scale if o["rate_pct"] < row["rate_pct"]],
        "same": [o["country_name"] for o in same_scale if o["rate_pct"] == row["rate_pct"]],
        "more": [o["country_name"] for o in same_scale if o["rate_pct"] > row["rate_pct"]],
    }
    said = [say(f"treatment.{name}", n=len(who), who=_named(who)) for name, who in groups.items()]
    apart = len(others) - len(same_scale)
    return say("treatment.among", groups=", ".join(said)) + (say("treatment.apart", n=apart) if apart else "")


def _named(who: list[str]) -> str:
    return say("treatment.named", names=", ".join(who)) if 0 < len(who) <= _NAMED else ""
