"""What a treatment weighed: imports by treatment, the share that was spared, one row per partner."""

from collections.abc import Collection
from datetime import date

import numpy as np
import pandas as pd

from alliancelab.ground import days, numbers
from alliancelab.ground.messages import say
from alliancelab.ground.suggestions import resolve
from alliancelab.ground.tables import need
from alliancelab.tariffs.countries import listed
from alliancelab.tariffs.lookup import treatments
from alliancelab.tariffs.table import (
    DEFAULT,
    EU,
    SPARED,
    TREATMENTS,
    figures,
    not_after,
    products,
)

MEASURES = ("quantity_kt", "value_usd")


def standing(
    status: pd.DataFrame,
    members: pd.DataFrame,
    imports: pd.DataFrame,
    product: str,
    day: date | str,
    *,
    as_of: date | str | None = None,
) -> pd.DataFrame:
    """Each partner's imports beside the treatment that held for it on one day: one row per partner.

    `imports` is any table with one row per partner in country_code, such as `partners` gives; its other
    columns (quantity_kt, value_usd) are kept. `as_of` is the last day the table is known. Raises
    ValueError when a partner would count twice, and otherwise as `treatment` does.

    >>> row = {"row_id": "a", "country_code": "WLD", "product": "steel", "treatment": "tariff",
    ...        "rate_pct": 25.0, "in_quota_rate_pct": None, "action_id": "P9705"}
    >>> status = pd.DataFrame([row]).assign(from_date=pd.Timestamp("2018-03-23"), before_date=pd.NaT)
    >>> members = pd.DataFrame(columns=["country_code", "from_date", "before_date"])
    >>> imports = pd.DataFrame({"country_code": ["JPN"], "country_name": ["Japan"],
    ...                         "quantity_kt": [1728.0], "value_usd": [1.66e9]})
    >>> standing(status, members, imports, "steel", "2018-06-01", as_of="2026-08-21").loc[0, "treatment"]
    'tariff'
    """
    need(imports, what="imports", filled=("country_code",))
    # What is read here; `treatments` checks both tables whole.
    need(status, "product", what="status", dataset="section-232-status")
    need(members, "country_code", "before_date", what="members", dataset="eu-members")
    codes = imports["country_code"].astype(str)
    twice = [*codes[codes.duplicated()], *({DEFAULT} & set(codes))]
    # A former member (the United Kingdom) may stand beside a total of those that stayed.
    if EU in set(codes) and set(codes) & set(members.loc[members["before_date"].isna(), "country_code"].astype(str)):
        twice.append(EU)
    if twice:
        raise ValueError(say("tariffs.counted_twice", codes=", ".join(sorted(set(twice)))))
    resolve(product, products(status), "product")
    day = days.read(day)
    not_after(status, day, as_of)
    lines = pd.DataFrame({"country_code": codes, "product": product, "date": day}, index=imports.index)
    added = treatments(status, members, lines, as_of=as_of)
    return pd.concat([imports.drop(columns=added.columns, errors="ignore"), added], axis=1)


def shares(standing: pd.DataFrame, measure: str) -> pd.Series:
    """Percent of imports under each of the five treatments, in fixed order, zeros included; sums to 100.

    `measure` is "quantity_kt" or "value_usd". Raises LookupError for an unknown measure or treatment,
    ValueError for a partner without a figure.

    >>> shares(pd.DataFrame({"treatment": ["tariff", "trq"], "quantity_kt": [3.0, 1.0]}), "quantity_kt")
    treatment
    tariff              75.0
    trq                 25.0
    quota_absolute       0.0
    exempt_temporary     0.0
    exempt_agreement     0.0
    Name: share_pct, dtype: float64
    """
    resolve(measure, MEASURES, "measure")
    need(standing, measure, what="standing", filled=("treatment",), known={"treatment": TREATMENTS})
    weights = figures(standing, measure, "standing")
    if not (np.isfinite(weights) & (weights >= 0)).all() or not weights.sum() > 0:
        raise ValueError(say("tariffs.no_shares", measure=measure))
    sums = weights.groupby(standing["treatment"].astype(object)).sum()
    sums = sums.reindex(pd.Index(TREATMENTS, name="treatment"), fill_value=0.0)
    return (100 * sums / sums.sum()).rename("share_pct")


def share_spared(standing: pd.DataFrame, measure: str, spared: Collection[str] = SPARED) -> float:
    """Percent of imports from partners that did not pay the full duty on all their goods.

    `spared` says which treatments count. Raises as `shares` does.

    >>> share_spared(pd.DataFrame({"treatment": ["tariff", "trq"], "value_usd": [3.0, 1.0]}), "value_usd")
    25.0
    """
    chosen = {resolve(kind, TREATMENTS, "treatment") for kind in listed(spared)}
    by_treatment = shares(standing, measure)
    return float(by_treatment[[kind in chosen for kind in TREATMENTS]].sum())


def partners(imports: pd.DataFrame, year: int, product_group: str = "all") -> pd.DataFrame:
    """One row per partner from the table us-steel-imports, without the EU and world totals.

    Checks that the partners and the residual add up to the world's quantity_kt within 0.1%, so that
    shares are of the whole. Raises LookupError for a year or group the table lacks, ValueError when the
    rows do not add up.

    >>> imports = pd.DataFrame({"partner_kind": ["country", "residual", "world"], "year": 2017,
    ...     "product_group": "all", "country_code": ["JPN", "OTH", "WLD"], "quantity_kt": [2.0, 1.0, 3.0]})
    >>> partners(imports, 2017)["country_code"].to_list()
    ['JPN', 'OTH']
    """
    rows = _of_year(imports, year, product_group, "us-steel-imports")
    quantity = figures(need(rows, "quantity_kt", what="imports"), "quantity_kt", "imports")
    chosen = rows["partner_kind"].isin(["country", "residual"])
    world, total = quantity[rows["partner_kind"] == "world"].sum(min_count=1), quantity[chosen].sum(skipna=False)
    if not abs(total - world) <= 0.001 * world:
        raise ValueError(
            say("tariffs.not_the_whole", group=product_group, year=int(year), total=_kt(total), world=_kt(world))
        )
    return need(rows[chosen].reset_index(drop=True), what="imports", unique=("country_code",))


def aluminum_partners(imports: pd.DataFrame, year: int = 2024) -> pd.DataFrame:
    """The aluminum table cut to one comparable row per partner, by value.

    Only one year of us-aluminum-imports has one definition for all partners (original scope of the
    duty, Census). Tonnage is missing there, and stays missing. Raises LookupError for a year it lacks.

    >>> imports = pd.DataFrame({"partner_kind": ["country", "world"], "year": 2024, "value_usd": [2.0, 2.0],
    ...     "product_group": "sec232_original_scope", "country_code": ["JPN", "WLD"]})
    >>> aluminum_partners(imports)["country_code"].to_list()
    ['JPN']
    """
    rows = _of_year(imports, year, "sec232_original_scope", "us-aluminum-imports")
    rows = rows[rows["partner_kind"] != "world"].reset_index(drop=True)
    return need(rows, what="imports", unique=("country_code",))


def _of_year(imports: pd.DataFrame, year: int, product_group: str, dataset: str) -> pd.DataFrame:
    need(imports, what="imports", dataset=dataset, filled=("partner_kind", "year", "product_group", "country_code"))
    resolve(product_group, sorted(imports["product_group"].astype(str).unique()), "product group")
    group = imports[imports["product_group"].astype(str) == product_group]
    years = sorted(set(figures(group, "year", "imports")))
    if numbers.number(year, "the year") not in years:
        listing = ", ".join(f"{each:g}" for each in years)
        raise LookupError(say("tariffs.no_such_year", group=product_group, year=f"{year:g}", years=listing))
    return group[group["year"] == year]


def _kt(quantity: float) -> str:
    return say("tariffs.no_figure") if pd.isna(quantity) else say("tariffs.kilotonnes", quantity=quantity)
