"""What one good of one partner pays on one day, over all measures: the table partner-treatment, stacked.

The rules of the day, each with the act it comes from:

1. A good under a Section 232 duty does not pay the general layer (EO 14257 section 3(b), EO 14323 and 14329
   section 3, Proclamation 11012 clause 4, U.S. note 52(f)), but for the part in `also_on_232_pct`: China's
   fentanyl duty, which EO 14289 does not list. "Under a duty" means that more than nothing is owed.
2. For Canada and Mexico the border duty comes before the steel and aluminum duty to 3 June 2025 (EO 14289
   section 3(a)(ii)), and after it from 4 June (Proclamation 10947 clause 5). Cars and parts come first always.
3. An all-in rate is a total: the ordinary duty is inside it, and nothing is added where that is higher.
4. Goods that qualify under the USMCA pay what the column `usmca` says of each rate.
"""

from datetime import date

import numpy as np
import pandas as pd

from alliancelab.ground import days
from alliancelab.ground.messages import say
from alliancelab.ground.numbers import between
from alliancelab.ground.suggestions import resolve
from alliancelab.ground.tables import need
from alliancelab.tariffs.countries import COUNTRIES
from alliancelab.tariffs.table import figures, last_known_day, not_after, overlaps, span

GENERAL = "general"
GOODS = (GENERAL, "autos", "auto_parts", "steel", "aluminum")
RATE_KINDS = ("on top", "all-in")
USMCA = ("full", "free", "non-U.S. content")
# From what needs no word to what needs most.
LAWS = ("no duty", "not ruled unlawful", "challenged in court", "held unlawful, on appeal", "held unlawful")
IN_DISPUTE = LAWS[2:]
_NEIGHBOURS, _METALS = ("CAN", "MEX"), ("steel", "aluminum")
_METALS_FIRST_FROM = pd.Timestamp("2025-06-04")
_STRETCH = ("from_date", "before_date")
_FILLED = ("row_id", "country_code", "measure", "from_date", "rate_pct", "rate_kind", "also_on_232_pct", "law")
_TOLD = ("legal_basis", "law", "acts", "scope", "last_confirmed")
# What the row of the ordinary duty says in these columns.
_EMPTY = {"acts": "", "scope": "", "legal_basis": "", "rate_kind": "", "law": LAWS[0]}


def check_treatments(treatments: pd.DataFrame) -> None:
    """Nothing when every rule about the table holds; one sentence otherwise.

    `treatments` is the dataset partner-treatment. Raises LookupError for a missing column or an unknown word,
    ValueError for a missing value, a rate that is no number, and rows that hold together.

    >>> check_treatments(pd.DataFrame({"x": [1]}))
    Traceback (most recent call last):
    LookupError: treatments has no column 'usmca'. It has x. Load it with catalogue.load('partner-treatment').
    """
    need(
        treatments,
        "usmca",
        *_TOLD,
        what="treatments",
        dataset="partner-treatment",
        rows=True,
        known={"measure": GOODS, "rate_kind": RATE_KINDS, "law": LAWS, "usmca": USMCA},
        filled=_FILLED,
        days=(*_STRETCH, "last_confirmed"),
    )
    for column in ("rate_pct", "also_on_232_pct"):
        figures(treatments, column, "treatments")
    first, out = span(treatments)
    country, good = (pd.factorize(treatments[name])[0] for name in ("country_code", "measure"))
    order = np.lexsort((first, good, country))
    same = (np.diff(country[order]) == 0) & (np.diff(good[order]) == 0)
    if (first >= out).any() or (out[order][:-1] > first[order][1:])[same].any():
        broken = overlaps(treatments.rename(columns={"measure": "product"})).head(5)
        pairs = [f"{one}, {other}" for one, other in zip(broken["row_id"], broken["row_id_other"], strict=True)]
        raise ValueError(say("tariffs.treatments_overlap", pairs="; ".join(pairs)))


def duty(
    treatments: pd.DataFrame,
    country_code: str,
    measure: str,
    day: date | str,
    *,
    ordinary_pct: float,
    usmca: bool = False,
    us_content_pct: float = 0.0,
    as_of: date | str | None = None,
) -> pd.Series:
    """The whole duty on one good from one partner on one day, and the acts it rests on.

    Arguments and errors as in `layers`, whose rows it adds up. Returns total_pct (percent of customs value),
    ordinary_pct and added_pct, its two parts; rate_kind, "all-in" where the total is a set one; acts, the ids
    of the acts behind what is added; law, the gravest word the courts had for it on the table's day; and
    dispute, that word as a sentence, empty where the law is not in dispute.

    >>> row = {"row_id": "a", "country_code": "JPN", "measure": "general", "rate_pct": 15.0, "rate_kind": "all-in",
    ...        "also_on_232_pct": 0, "usmca": None, "scope": None, "legal_basis": "IEEPA", "law": "held unlawful",
    ...        "acts": "EO14345"}
    >>> table = pd.DataFrame([row]).assign(from_date=pd.Timestamp("2025-08-07"), before_date=pd.NaT)
    >>> table["last_confirmed"] = pd.NaT
    >>> duty(table, "JPN", "general", "2025-08-07", ordinary_pct=4)[["total_pct", "added_pct", "acts"]].to_list()
    [15.0, 11.0, 'EO14345']
    """
    table = layers(
        treatments,
        country_code,
        measure,
        day,
        ordinary_pct=ordinary_pct,
        usmca=usmca,
        us_content_pct=us_content_pct,
        as_of=as_of,
    )
    ordinary, added = float(table["paid_pct"].iloc[0]), float(table["paid_pct"].iloc[1:].sum())
    # An all-in layer says how much there is to pay even where it adds nothing.
    set_total = bool((table["holds"] & (table["rate_kind"] == "all-in")).any())
    behind = table[table["holds"]].iloc[1:]
    law = max((str(word) for word in behind["law"]), key=LAWS.index, default=LAWS[0])
    return pd.Series(
        {
            "country_code": country_code,
            "measure": measure,
            "day": days.read(day),
            "total_pct": round(ordinary + added, 6),
            "ordinary_pct": ordinary,
            "added_pct": round(added, 6),
            "rate_kind": RATE_KINDS[set_total],
            "acts": ";".join(dict.fromkeys(act for acts in behind["acts"] for act in acts.split(";") if act)),
            "law": law,
            "dispute": say(f"tariffs.law_{IN_DISPUTE.index(law)}") if law in IN_DISPUTE else "",
            "last_confirmed": behind["last_confirmed"].min(),
        },
        dtype=object,
    )


def layers(
    treatments: pd.DataFrame,
    country_code: str,
    measure: str,
    day: date | str,
    *,
    ordinary_pct: float,
    usmca: bool = False,
    us_content_pct: float = 0.0,
    as_of: date | str | None = None,
) -> pd.DataFrame:
    """The layers of the duty on one good, one a row: the ordinary duty, the good's own measure, the general layer.

    `treatments` is the dataset partner-treatment, `measure` one of GOODS: what the good is, with "general" for
    all that is under no Section 232 duty. `ordinary_pct` is the good's ordinary duty in percent (2.5 for a car,
    0 where a trade agreement frees it). `usmca` says that the good qualifies under the USMCA, and
    `us_content_pct` how much of its value is U.S. content, which counts for cars. `as_of` is the last day the
    table is known.

    Returns layer, rate_pct and rate_kind as in the table, paid_pct (percent of customs value), holds (whether
    the layer applies), why in words, and legal_basis, law, acts, scope and last_confirmed of the row. The good
    is taken as all of one kind: content of other metals, lists of exempt goods and Section 338 are left out.
    Raises LookupError for a partner without rows, an unknown measure, a day before the first row; ValueError
    for what is no day, no percentage, a day after as_of, usmca for another partner, and a table that breaks
    its rules.

    >>> row = {"row_id": "a", "country_code": "JPN", "measure": "general", "rate_pct": 10.0, "rate_kind": "on top",
    ...        "also_on_232_pct": 0, "usmca": None, "scope": None, "legal_basis": "IEEPA", "law": "held unlawful",
    ...        "acts": "EO14257"}
    >>> table = pd.DataFrame([row]).assign(from_date=pd.Timestamp("2025-04-05"), before_date=pd.NaT)
    >>> table["last_confirmed"] = pd.NaT
    >>> layers(table, "JPN", "general", "2025-04-05", ordinary_pct=2.5)[["layer", "paid_pct"]].values.tolist()
    [['ordinary', 2.5], ['general', 10.0]]
    """
    check_treatments(treatments)
    _known_partner(treatments, country_code)
    resolve(measure, GOODS, "measure")
    day = days.read(day)
    not_after(treatments, day, as_of)
    ordinary = between(ordinary_pct, 0, 1000, "the ordinary duty in percent")
    foreign = 1 - between(us_content_pct, 0, 100, "the U.S. content in percent") / 100
    if usmca and country_code not in _NEIGHBOURS:
        raise ValueError(say("tariffs.not_usmca", country=country_code))

    general = _Layer(_row(treatments, country_code, GENERAL, day), bool(usmca), foreign)
    found = [general]
    if measure != GENERAL:
        own = _Layer(_row(treatments, country_code, measure, day), bool(usmca), foreign)
        found = [own, general]
        if own.owed and general.owed and border_first(country_code, measure, day):
            own.give_way(say("tariffs.layer_border_first"))
        elif own.owed and general.owed:
            general.give_way_to_232()
    first = {"layer": "ordinary", "rate_pct": ordinary, "paid_pct": ordinary, "holds": True}
    first["why"] = say("tariffs.layer_ordinary")
    table = pd.DataFrame([first, *(layer.told(ordinary) for layer in found)])
    for name, otherwise in _EMPTY.items():
        table[name] = [otherwise if pd.isna(value) else str(value) for value in table[name]]
    table["last_confirmed"] = pd.to_datetime(table["last_confirmed"])
    return table[["layer", "rate_pct", "rate_kind", "paid_pct", "holds", "why", *_TOLD]]


def border_first(country_code: str, measure: str, day: date | str) -> bool:
    """Whether a good pays the border duty in place of its metals duty on a day (rule 2 above).

    country_code and measure as in `layers`; for any other country or measure the answer is no. Raises ValueError for
    what is no day. Source: EO 14289 section 3(a)(ii), Proclamation 10947 clause 5.

    >>> border_first("CAN", "steel", "2025-06-03"), border_first("CAN", "steel", "2025-06-04")
    (True, False)
    """
    return country_code in _NEIGHBOURS and measure in _METALS and days.read(day) < _METALS_FIRST_FROM


def daily(
    treatments: pd.DataFrame, measure: str, first: date | str, last: date | str, *, as_of: date | str | None = None
) -> pd.DataFrame:
    """The rate of every partner on every day from first to last, both counted, for one measure.

    Columns day, country_code, rate_pct and rate_kind, by day and in the table's order of partners; days a
    partner has no row for are left out. The rates are as in the table, not stacked. Raises as `layers` does.

    >>> row = {"row_id": "a", "country_code": "JPN", "measure": "general", "rate_pct": 10.0, "rate_kind": "on top",
    ...        "also_on_232_pct": 0, "usmca": None, "scope": None, "legal_basis": "IEEPA", "law": "held unlawful",
    ...        "acts": "EO14257"}
    >>> table = pd.DataFrame([row]).assign(from_date=pd.Timestamp("2025-04-05"), before_date=pd.NaT)
    >>> table["last_confirmed"] = pd.NaT
    >>> daily(table, "general", "2025-04-04", "2025-04-05")[["day", "rate_pct"]]
             day  rate_pct
    0 2025-04-05      10.0
    """
    check_treatments(treatments)
    resolve(measure, GOODS, "measure")
    start, end = days.stretch(first, last)
    not_after(treatments, end, as_of)
    rows = treatments[treatments["measure"].astype(str) == measure]
    place = {code: n for n, code in enumerate(dict.fromkeys(rows["country_code"].astype(str)))}
    known = last_known_day(treatments, as_of)
    parts = []
    for row in rows.to_dict("records"):
        out = known if pd.isna(row["before_date"]) else row["before_date"] - pd.Timedelta(days=1)
        stretch = pd.date_range(max(row["from_date"], start), min(out, end))
        parts.append(
            pd.DataFrame(
                {
                    "day": stretch,
                    "country_code": str(row["country_code"]),
                    "rate_pct": float(row["rate_pct"]),
                    "rate_kind": str(row["rate_kind"]),
                }
            )
        )
    names = ["day", "country_code", "rate_pct", "rate_kind"]
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=names)
    order = table.assign(place=table["country_code"].map(place)).sort_values(["day", "place"], kind="stable")
    return order[names].reset_index(drop=True)


class _Layer:
    """One row of the table on its way to what is paid."""

    def __init__(self, row: pd.Series, usmca: bool, foreign: float):
        self.row, self.rate, self.all_in = row, float(row["rate_pct"]), row["rate_kind"] == "all-in"
        self.why, self.acts = "", "" if pd.isna(row["acts"]) else str(row["acts"])
        if usmca and row["usmca"] == "free":
            self.rate, self.why = 0.0, say("tariffs.layer_usmca_free")
        elif usmca and row["usmca"] == "non-U.S. content":
            self.rate, self.why = self.rate * foreign, say("tariffs.layer_content", share=foreign * 100)

    @property
    def owed(self) -> bool:
        return self.rate > 0

    def give_way(self, why: str) -> None:
        self.rate, self.why = 0.0, why

    def give_way_to_232(self) -> None:
        part = float(self.row["also_on_232_pct"])
        why = say("tariffs.layer_part_on_232", part=part) if part else say("tariffs.layer_under_232")
        # The part that stays is an addition, and rests on the first act of the row.
        self.rate, self.why, self.all_in = part, why, False
        self.acts = self.acts.partition(";")[0]

    def told(self, ordinary: float) -> dict:
        holds = self.owed
        paid = max(self.rate - ordinary, 0.0) if self.all_in and holds else self.rate
        why = self.why
        if not why and not holds:
            why = say("tariffs.layer_nothing")
        elif not why and self.all_in:
            why = say("tariffs.layer_all_in" if paid else "tariffs.layer_inside", rate=self.rate, ordinary=ordinary)
        elif not why:
            why = say("tariffs.layer_on_top")
        kept = {name: self.row[name] for name in _TOLD} | {"acts": self.acts}
        shown = {"layer": str(self.row["measure"]), "rate_pct": float(self.row["rate_pct"])}
        return shown | {"rate_kind": str(self.row["rate_kind"]), "paid_pct": paid, "holds": holds, "why": why} | kept


def _row(treatments: pd.DataFrame, country_code: str, measure: str, day: pd.Timestamp) -> pd.Series:
    mine = (treatments["country_code"] == country_code).to_numpy() & (treatments["measure"] == measure).to_numpy()
    first, out = span(treatments)
    # Half-open: an act takes effect at 12:01 a.m., so the old rate holds through the day before.
    here = mine & (first <= (now := (day - pd.Timestamp(0)).days)) & (now < out)
    if here.any():
        return treatments.iloc[int(here.argmax())]
    if not mine.any():
        raise LookupError(say("tariffs.no_such_layer", country=country_code, measure=measure))
    where = say("tariffs.no_row", product=measure, country=country_code, day=day)
    if day < (earliest := treatments["from_date"][mine].min()):
        raise LookupError(say("tariffs.before_first", where=where, first=earliest))
    raise LookupError(say("tariffs.no_treatment_then", where=where))


def _known_partner(treatments: pd.DataFrame, country_code: object) -> None:
    codes = [*dict.fromkeys(treatments["country_code"].astype(str))]
    if type(country_code) is str and country_code in COUNTRIES and country_code not in codes:
        raise LookupError(say("tariffs.no_rows_of_its_own", country=country_code, having=", ".join(codes)))
    resolve(country_code, codes, "partner")
