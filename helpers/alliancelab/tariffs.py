"""Which Section 232 treatment held for a partner's steel or aluminum on a day, and what it weighed.

A country's own row comes first, then the EU's row if the country was a member that day, then the
default row WLD. `from_date` is the first day a row holds, `before_date` the first day it no longer does.
"""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import NamedTuple

import numpy as np
import pandas as pd

from alliancelab.naming import brief, did_you_mean, resolve

TREATMENT_LABELS = {
    "tariff": "full duty on every ton",
    "trq": "tariff-rate quota: free or cheaper up to a quantity, full duty above it",
    "quota_absolute": "absolute quota: no duty, no entry above a quantity",
    "exempt_temporary": "exempt for a time",
    "exempt_agreement": "exempt under an agreement",
}
TREATMENTS = tuple(TREATMENT_LABELS)
# Spared means: does not pay the full duty on all its goods. Quantities may still be limited.
SPARED = ("exempt_temporary", "exempt_agreement", "quota_absolute", "trq")
EU, DEFAULT = "EUU", "WLD"
APPLIES_AS = ("own", "EU member", "default")
PART_OF = {"aluminum_7601.10": "aluminum"}
MEASURES = ("quantity_kt", "value_usd")
REASONS = (
    "no country code", "unknown country", "no product", "unknown product", "no day",
    "before the first row", "after the last day the table knows", "no row that day",
)  # fmt: skip
# ISO 3166-1 alpha-3, and OTH for a residual group of partners.
COUNTRIES = frozenset(
    """
@@CODES@@
    """.split()
)
_STATUS = ("row_id", "country_code", "product", "from_date", "before_date", "treatment", "rate_pct",
           "in_quota_rate_pct", "action_id")  # fmt: skip
_MEMBERS = ("country_code", "from_date", "before_date")
_DAY = np.timedelta64(1, "D")
_CHUNK = 1 << 20  # lines at a time: bounds the extra memory


def treatment(
    status: pd.DataFrame,
    members: pd.DataFrame,
    country_code: str,
    product: str,
    day: date | str,
    *,
    countries: Collection[str] = COUNTRIES,
) -> pd.Series:
    """The row of the status table that held for one partner and product on one day.

    Adds `asked` (the country asked for) and `applies_as`: "own", "EU member" or "default".
    `status` is the dataset section-232-status, `members` the dataset eu-members; rates are ad valorem,
    in percent. Raises LookupError or ValueError with a sentence for an unknown country or product, for
    what is not a day, and for a day no row covers.

    >>> row = {"row_id": "a", "country_code": "WLD", "product": "steel", "treatment": "tariff",
    ...        "rate_pct": 25.0, "in_quota_rate_pct": None, "action_id": "P9705"}
    >>> status = pd.DataFrame([row]).assign(from_date=pd.Timestamp("2018-03-23"), before_date=pd.NaT)
    >>> members = pd.DataFrame(columns=["country_code", "from_date", "before_date"])
    >>> treatment(status, members, "JPN", "steel", "2018-03-23")[["rate_pct", "applies_as"]].to_list()
    [25.0, 'default']
    """
    _need(status, _STATUS, "status")
    _need(members, _MEMBERS, "members")
    _known_country(status, members, country_code, countries)
    resolve(product, _products(status), "product")
    day = _day(day)
    _not_after(status, day)
    rows = status[(status["product"] == product) & _holds(status, day)]
    for code, applies_as in _readings(members, country_code, day):
        held = rows[rows["country_code"] == code]
        if len(held) > 1:
            check_intervals(status)
        if len(held):
            added = pd.Series({"asked": country_code, "applies_as": applies_as}, dtype=object)
            return pd.concat([held.iloc[0].astype(object), added]).rename(held.index[0])
    raise LookupError(_why_no_row(status, members, country_code, product, day))


def treatments(
    status: pd.DataFrame,
    members: pd.DataFrame,
    lines: pd.DataFrame,
    missing: str = "raise",
    *,
    countries: Collection[str] = COUNTRIES,
) -> pd.DataFrame:
    """The treatment of every import line: what `treatment` gives, for a whole table at once.

    `lines` has country_code, product and date, and is left as it was. Returns its index with treatment,
    rate_pct, in_quota_rate_pct, action_id, applies_as and row_id. With missing="raise" lines without a
    treatment raise LookupError, with their count and the first; with missing="keep" they stay, empty,
    and a column `reason` says why (one of REASONS).

    >>> row = {"row_id": "a", "country_code": "WLD", "product": "steel", "treatment": "tariff",
    ...        "rate_pct": 25.0, "in_quota_rate_pct": None, "action_id": "P9705"}
    >>> status = pd.DataFrame([row]).assign(from_date=pd.Timestamp("2018-03-23"), before_date=pd.NaT)
    >>> members = pd.DataFrame(columns=["country_code", "from_date", "before_date"])
    >>> lines = pd.DataFrame({"country_code": "JPN", "product": "steel",
    ...                       "date": pd.to_datetime(["2018-03-22", "2018-03-23"])})
    >>> treatments(status, members, lines, missing="keep")[["rate_pct", "reason"]]
       rate_pct                reason
    0       NaN  before the first row
    1      25.0                   NaN
    """
    resolve(missing, ("raise", "keep"), "way with missing lines")
    _need(lines, ("country_code", "product", "date"), "lines")
    if getattr(lines["date"].dtype, "kind", "") != "M" or getattr(lines["date"].dtype, "tz", None):
        raise ValueError(
            f"lines.date holds {lines['date'].dtype}, not days; convert it with pd.to_datetime first."
        )
    calendar = _calendar(status, members)
    answers, reasons = _answers(calendar, lines, countries)
    if missing == "raise" and (reasons >= 0).any():
        raise LookupError(_first_offender(lines, reasons))
    table = _gather(status, answers, lines.index)
    if missing == "keep":
        table["reason"] = pd.Categorical.from_codes(reasons, REASONS, validate=False)
    return table


def standing(
    status: pd.DataFrame, members: pd.DataFrame, imports: pd.DataFrame, product: str, day: date | str
) -> pd.DataFrame:
    """Each partner's imports beside the treatment that held for it on one day: one row a partner.

    `imports` has country_code, country_name, quantity_kt (thousand metric tons) and value_usd, without
    the EU and world totals (see `partners`). Raises ValueError when a partner would count twice.

    >>> row = {"row_id": "a", "country_code": "WLD", "product": "steel", "treatment": "tariff",
    ...        "rate_pct": 25.0, "in_quota_rate_pct": None, "action_id": "P9705"}
    >>> status = pd.DataFrame([row]).assign(from_date=pd.Timestamp("2018-03-23"), before_date=pd.NaT)
    >>> members = pd.DataFrame(columns=["country_code", "from_date", "before_date"])
    >>> imports = pd.DataFrame({"country_code": ["JPN"], "country_name": ["Japan"],
    ...                         "quantity_kt": [1728.0], "value_usd": [1.66e9]})
    >>> standing(status, members, imports, "steel", "2018-06-01").loc[0, "treatment"]
    'tariff'
    """
    _need(imports, ("country_code", "country_name", *MEASURES), "imports")
    codes = imports["country_code"].astype(str)
    twice = [*codes[codes.duplicated()], *({DEFAULT} & set(codes))]
    if EU in set(codes) and set(codes) & set(members["country_code"]):
        twice.append(EU)
    if twice:
        raise ValueError(
            f"imports would count {', '.join(sorted(set(twice)))} twice; keep one row a partner "
            "with tariffs.partners(imports, year)."
        )
    resolve(product, _products(status), "product")
    lines = pd.DataFrame({"country_code": codes, "product": product, "date": _day(day)}, index=imports.index)
    found = treatments(status, members, lines)
    return pd.concat([imports.drop(columns=found.columns, errors="ignore"), found], axis=1)


def shares(standing: pd.DataFrame, measure: str) -> pd.Series:
    """Percent of imports under each of the five treatments, in fixed order, zeros included; sums to 100.

    `measure` is "quantity_kt" or "value_usd". Raises ValueError for a partner without a figure.

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
    _need(standing, ("treatment", measure), "standing")
    figures = pd.to_numeric(standing[measure]).astype(float)
    if not (np.isfinite(figures) & (figures >= 0)).all() or not figures.sum() > 0:
        raise ValueError(
            f"Shares need a {measure} of zero or more for every partner, and more than zero in all; "
            "choose another measure or year."
        )
    kinds = standing["treatment"].map(lambda kind: resolve(kind, TREATMENTS, "treatment")).astype(object)
    sums = figures.groupby(kinds).sum().reindex(pd.Index(TREATMENTS, name="treatment"), fill_value=0.0)
    return (100 * sums / sums.sum()).rename("share_pct")


def share_spared(standing: pd.DataFrame, measure: str, spared: Collection[str] = SPARED) -> float:
    """Percent of imports from partners that did not pay the full duty on all their goods.

    >>> share_spared(pd.DataFrame({"treatment": ["tariff", "trq"], "value_usd": [3.0, 1.0]}), "value_usd")
    25.0
    """
    kinds = [spared] if isinstance(spared, str) else list(spared)
    chosen = {resolve(kind, TREATMENTS, "treatment") for kind in kinds}
    by_treatment = shares(standing, measure)
    return float(by_treatment[[kind in chosen for kind in TREATMENTS]].sum())


def partners(imports: pd.DataFrame, year: int, product_group: str = "all") -> pd.DataFrame:
    """One row a partner from the table us-steel-imports, without the EU and world totals.

    Checks that the partners and the residual add up to the world's quantity_kt within 0.1%, so that
    shares are of the whole. Raises LookupError for a year or group the table lacks, ValueError when the
    rows do not add up.

    >>> imports = pd.DataFrame({"partner_kind": ["country", "residual", "world"], "year": 2017,
    ...     "product_group": "all", "country_code": ["JPN", "OTH", "WLD"], "quantity_kt": [2.0, 1.0, 3.0]})
    >>> partners(imports, 2017)["country_code"].to_list()
    ['JPN', 'OTH']
    """
    _need(imports, ("partner_kind", "year", "product_group", "country_code", "quantity_kt"), "imports")
    resolve(product_group, sorted(imports["product_group"].astype(str).unique()), "product group")
    group = imports[imports["product_group"].astype(str) == product_group]
    if year not in (years := sorted(int(each) for each in group["year"].unique())):
        raise LookupError(
            f"imports has no {product_group!r} rows for {brief(year)}; its years are "
            f"{', '.join(map(str, years))}."
        )
    chosen = group[group["year"] == year]
    kept = chosen[chosen["partner_kind"].isin(["country", "residual"])]
    world = chosen.loc[chosen["partner_kind"] == "world", "quantity_kt"].sum(min_count=1)
    total = kept["quantity_kt"].sum(skipna=False)
    if not abs(total - world) <= 0.001 * world:
        raise ValueError(
            f"The {product_group!r} partners of {year} sum to {_kt(total)}, the world row says {_kt(world)}; "
            "shares of the whole need a year and group whose partners add up, such as 2017 and 'all'."
        )
    return kept.reset_index(drop=True)


def changes(
    status: pd.DataFrame, members: pd.DataFrame, country_code: str, product: str
) -> pd.DataFrame:
    """The rows that held for one partner and product, in order, with the days they held for it.

    Columns from_date, before_date (NaT while open), treatment, rate_pct, action_id, applies_as.

    >>> row = {"row_id": "a", "country_code": "WLD", "product": "steel", "treatment": "tariff",
    ...        "rate_pct": 25.0, "in_quota_rate_pct": None, "action_id": "P9705"}
    >>> status = pd.DataFrame([row]).assign(from_date=pd.Timestamp("2018-03-23"), before_date=pd.NaT)
    >>> members = pd.DataFrame(columns=["country_code", "from_date", "before_date"])
    >>> changes(status, members, "JPN", "steel")[["from_date", "rate_pct", "applies_as"]]
       from_date  rate_pct applies_as
    0 2018-03-23      25.0    default
    """
    _known_country(status, members, country_code, COUNTRIES)
    resolve(product, _products(status), "product")
    calendar = _calendar(status, members)
    group = calendar.groups.get(country_code, calendar.groups[DEFAULT])
    days = calendar.answers[group, calendar.products.index(product), :-1]
    starts = np.flatnonzero(np.r_[True, days[1:] != days[:-1]])
    held = days[starts] >= 0
    table = _gather(status, days[starts[held]], None).drop(columns=["in_quota_rate_pct", "row_id"])
    first_in = np.datetime64(calendar.first, "D") + starts * _DAY
    first_out = np.r_[first_in[1:], np.datetime64("NaT", "D")]
    if held[-1]:  # the last run is cut off by the calendar's end, not by its own
        first_out[-1] = status["before_date"].iloc[days[-1] % len(status)].to_datetime64().astype("M8[D]")
    table.insert(0, "from_date", first_in[held].astype("M8[s]"))
    table.insert(1, "before_date", first_out[held].astype("M8[s]"))
    return table


def overlaps(status: pd.DataFrame) -> pd.DataFrame:
    """Pairs of rows for the same country and product that hold on a common day; empty when sound.

    Columns country_code, product, row_id, row_id_other. A row whose before_date is not after its
    from_date is listed with itself.

    >>> status = pd.DataFrame({"row_id": ["a", "b"], "country_code": "JPN", "product": "steel",
    ...     "from_date": pd.to_datetime(["2018-03-23", "2022-04-01"]), "before_date": pd.NaT})
    >>> overlaps(status)[["row_id", "row_id_other"]].values.tolist()
    [['a', 'b']]
    """
    _need(status, ("row_id", "country_code", "product", "from_date", "before_date"), "status")
    rows = pd.DataFrame({name: status[name].astype(str) for name in ("country_code", "product", "row_id")})
    rows["position"] = np.arange(len(rows))
    rows["first"], rows["out"] = _day_numbers(status["from_date"]), _ends(status["before_date"])
    pairs = rows.merge(rows, on=["country_code", "product"], suffixes=("", "_other"))
    common = (pairs["first"] < pairs["out_other"]) & (pairs["first_other"] < pairs["out"])
    empty = (pairs["position"] == pairs["position_other"]) & (pairs["out"] <= pairs["first"])
    found = pairs[(common & (pairs["position"] < pairs["position_other"])) | empty]
    return found[["country_code", "product", "row_id", "row_id_other"]].reset_index(drop=True)


def check_intervals(status: pd.DataFrame) -> None:
    """Nothing when no two rows hold together; otherwise ValueError with a sentence naming the rows.

    >>> check_intervals(pd.DataFrame({"row_id": ["a"], "country_code": "JPN", "product": "steel",
    ...     "from_date": pd.to_datetime(["2018-03-23"]), "before_date": pd.NaT}))
    """
    broken = overlaps(status)
    if len(broken):
        pairs = [
            a if a == b else f"{a} with {b}"
            for a, b in zip(broken["row_id"], broken["row_id_other"], strict=True)
        ]
        raise ValueError(
            f"status has rows that overlap or end before they begin: {'; '.join(pairs[:5])}"
            f"{f' and {len(pairs) - 5} more' if len(pairs) > 5 else ''}. Mend their days first."
        )


class _Calendar(NamedTuple):
    """Which row holds on each day, for every group of countries that share their rows.

    answers has a place for each group, product and day, and one more of each for the unknown, always -1.
    An answer is a row's position, plus the table's length for an EU member and twice that for the default.
    """

    groups: dict[str, int]
    products: list[str]
    first: int  # days since 1970-01-01
    known_until: bool
    answers: np.ndarray


def _calendar(status: pd.DataFrame, members: pd.DataFrame) -> _Calendar:
    _need(status, _STATUS, "status")
    _need(members, _MEMBERS, "members")
    check_intervals(status)
    codes, starts, ends = status["country_code"].astype(str), *_span(status)
    as_of = status.attrs.get("as_of")
    first = int(starts.min())
    last = _number(_day(as_of)) if as_of else int(max(starts.max(), ends[ends < _FAR].max(initial=0)))
    if not as_of and len(members):
        last = max(last, *(int(days[days < _FAR].max(initial=0)) for days in _span(members)))
    names = [*dict.fromkeys([DEFAULT, EU, *codes, *members["country_code"].astype(str)])]
    groups = {name: place for place, name in enumerate(names)}
    products = _products(status)
    kind = np.int16 if 3 * len(status) < 2**15 else np.int32
    own = np.full((len(names) + 1, len(products) + 1, last - first + 2), -1, kind)
    for row, (code, product) in enumerate(zip(codes, status["product"], strict=True)):
        own[groups[code], products.index(product), starts[row] - first : max(ends[row] - first, 0)] = row
    own[:, :, -1] = -1
    return _Calendar(groups, products, first, bool(as_of), _filled(own, groups, members, first, len(status)))


def _filled(own: np.ndarray, groups: dict, members: pd.DataFrame, first: int, rows: int) -> np.ndarray:
    """Own rows, then the EU's over the days of membership, then the default's."""
    answers = own.copy()
    for code, start, end in zip(members["country_code"].astype(str), *_span(members), strict=True):
        days = slice(max(start - first, 0), max(end - first, 0))
        mine, union = answers[groups[code], :, days], own[groups[EU], :, days]
        mine[:] = np.where((mine < 0) & (union >= 0), union + rows, mine)
    default = own[groups[DEFAULT]]
    answers[:-1] = np.where((answers[:-1] < 0) & (default >= 0), default + 2 * rows, answers[:-1])
    return answers


def _answers(
    calendar: _Calendar, lines: pd.DataFrame, countries: Collection[str]
) -> tuple[np.ndarray, np.ndarray]:
    """For each line its answer (-1 for none) and the place in REASONS of why there is none (-1)."""
    answers = np.empty(len(lines), calendar.answers.dtype)
    reasons = np.full(len(lines), -1, np.int8)
    default = calendar.groups[DEFAULT]
    group_of = {**dict.fromkeys(countries, default), **calendar.groups}
    product_of = {name: place for place, name in enumerate(calendar.products)}
    flat, (_, width, length) = calendar.answers.ravel(), calendar.answers.shape
    for start in range(0, len(lines), _CHUNK):
        here = slice(start, start + _CHUNK)
        group, no_group = _places(lines["country_code"].iloc[here], group_of, -1)
        product, no_product = _places(lines["product"].iloc[here], product_of, -1)
        day = _day_numbers(lines["date"].iloc[here]) - calendar.first
        place = day if calendar.known_until else np.minimum(day, length - 2)
        place = np.where((place < 0) | (place > length - 2), length - 1, place).astype(np.int32)
        place += (group % len(calendar.answers) * width + product % width) * np.int32(length)
        np.take(flat, place, out=answers[here])
        if len(bad := np.flatnonzero(answers[here] < 0)):
            known = calendar.answers[group[bad], product[bad], :-1]
            reasons[here][bad] = _reasons(no_group[bad], no_product[bad], day[bad], known, calendar)
    return answers, reasons


def _places(column: pd.Series, place_of: dict, unknown: int) -> tuple[np.ndarray, np.ndarray]:
    pass


def _need(table: pd.DataFrame, columns: Collection[str], what: str) -> None:
    pass
