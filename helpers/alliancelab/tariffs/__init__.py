"""Which Section 232 treatment held for a partner's steel or aluminum on a day, and what it weighed.

A country's own row comes first, then the EU's row if the country was a member that day, then the
default row WLD. `from_date` is the first day a row holds, `before_date` the first day it no longer does.
"""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import NamedTuple

import numpy as np
import pandas as pd

from alliancelab.ground.suggestions import brief, did_you_mean, resolve

TREATMENT_LABELS = {
    "tariff": "full duty",
    "trq": "tariff-rate quota",
    "quota_absolute": "absolute quota",
    "exempt_temporary": "exempt for a time",
    "exempt_agreement": "exempt by agreement",
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
_CODES = """
ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR
BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL
COM CPV CRI CUB CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK
FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV
HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO
LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG
MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN
PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE
SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO
TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE OTH
"""
# ISO 3166-1 alpha-3, and OTH for a residual group of partners.
COUNTRIES = frozenset(_CODES.split())
_STATUS = ("row_id", "country_code", "product", "from_date", "before_date", "treatment", "rate_pct",
           "in_quota_rate_pct", "action_id")  # fmt: skip
_MEMBERS = ("country_code", "from_date", "before_date")
_DAY = np.timedelta64(1, "D")
_FAR = 2**31  # the day number of an end that has not come
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
    >>> treatment(status, members, "JPN", "steel", "2018-03-23")[["treatment", "applies_as"]].to_list()
    ['tariff', 'default']
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
        raise ValueError(f"lines.date holds {lines['date'].dtype}, not days; convert it with pd.to_datetime first.")
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

    `imports` is any table with one row a partner in country_code, such as `partners` gives; its other
    columns (quantity_kt, value_usd) are kept. Raises ValueError when a partner would count twice.

    >>> row = {"row_id": "a", "country_code": "WLD", "product": "steel", "treatment": "tariff",
    ...        "rate_pct": 25.0, "in_quota_rate_pct": None, "action_id": "P9705"}
    >>> status = pd.DataFrame([row]).assign(from_date=pd.Timestamp("2018-03-23"), before_date=pd.NaT)
    >>> members = pd.DataFrame(columns=["country_code", "from_date", "before_date"])
    >>> imports = pd.DataFrame({"country_code": ["JPN"], "country_name": ["Japan"],
    ...                         "quantity_kt": [1728.0], "value_usd": [1.66e9]})
    >>> standing(status, members, imports, "steel", "2018-06-01").loc[0, "treatment"]
    'tariff'
    """
    _need(imports, ("country_code",), "imports")
    codes = imports["country_code"].astype(str)
    twice = [*codes[codes.duplicated()], *({DEFAULT} & set(codes))]
    # A former member (the United Kingdom) may stand beside a total of those that stayed.
    if EU in set(codes) and set(codes) & set(members.loc[members["before_date"].isna(), "country_code"]):
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
            f"imports has no {product_group!r} rows for {brief(getattr(year, 'item', lambda: year)())}; its years are "
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


def aluminum_partners(imports: pd.DataFrame, year: int = 2024) -> pd.DataFrame:
    """The aluminum table cut to one comparable row a partner, by value.

    Only one year of us-aluminum-imports has one definition for all partners (original scope of the
    duty, Census). Tonnage is missing there, and stays missing.
    """
    rows = imports[(imports["year"] == year) & (imports["product_group"] == "sec232_original_scope")]
    return rows[rows["partner_kind"] != "world"].reset_index(drop=True)


def changes(status: pd.DataFrame, members: pd.DataFrame, country_code: str, product: str) -> pd.DataFrame:
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
    group = calendar.groups.get(country_code, calendar.groups[None])
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
    rows["first"], rows["out"] = _span(status)
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
            a if a == b else f"{a} with {b}" for a, b in zip(broken["row_id"], broken["row_id_other"], strict=True)
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

    groups: dict[str | None, int]  # None stands for any country without rows of its own
    products: list[str]
    first: int  # days since 1970-01-01
    known_until: bool
    answers: np.ndarray


def _calendar(status: pd.DataFrame, members: pd.DataFrame) -> _Calendar:
    _need(status, _STATUS, "status")
    _need(members, _MEMBERS, "members")
    if status.empty:
        raise ValueError('status has no rows; load it with catalogue.load("section-232-status").')
    codes, starts, ends = status["country_code"].astype(str), *_span(status)
    if (starts >= ends).any():
        check_intervals(status)
    as_of = status.attrs.get("as_of")
    first = int(starts.min())
    # Without as_of nothing changes after the last day any row or membership begins or ends.
    turns = np.concatenate([starts, ends, *_span(members)])
    last = max(int(_day_numbers(pd.Series([_day(as_of)]))[0]) if as_of else turns[turns < _FAR].max(), first - 1)
    names = [*dict.fromkeys([None, DEFAULT, EU, *codes, *members["country_code"].astype(str)])]
    groups = {name: place for place, name in enumerate(names)}
    products = _products(status)
    kind = np.int16 if 3 * len(status) < 2**15 else np.int32
    own = np.full((len(names) + 1, len(products) + 1, last - first + 2), -1, kind)
    for row, (code, product) in enumerate(zip(codes, status["product"], strict=True)):
        days = own[groups[code], products.index(product), starts[row] - first : ends[row] - first]
        if (days >= 0).any():
            check_intervals(status)
        days[:] = row
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


def _answers(calendar: _Calendar, lines: pd.DataFrame, countries: Collection[str]) -> tuple[np.ndarray, np.ndarray]:
    """For each line its answer (-1 for none) and the place in REASONS of why there is none (-1)."""
    answers = np.empty(len(lines), calendar.answers.dtype)
    reasons = np.full(len(lines), -1, np.int8)
    group_of = {**dict.fromkeys(countries, calendar.groups[None]), **calendar.groups}
    product_of = {name: place for place, name in enumerate(calendar.products)}
    flat, (height, width, length) = calendar.answers.ravel(), calendar.answers.shape
    for start in range(0, len(lines), _CHUNK):
        here = slice(start, start + _CHUNK)
        group = _places(lines["country_code"].iloc[here], group_of, height - 1)
        product = _places(lines["product"].iloc[here], product_of, width - 1)
        day = _day_numbers(lines["date"].iloc[here]) - calendar.first
        place = day if calendar.known_until else np.minimum(day, length - 2)
        place = np.where((place < 0) | (place > length - 2), length - 1, place)
        place += (group * width + product) * length
        answers[here] = np.take(flat, place)
        if len(bad := np.flatnonzero(answers[here] < 0)):
            why = _reasons(calendar, lines.iloc[here].iloc[bad], group[bad], product[bad], day[bad])
            reasons[here][bad] = why
    return answers, reasons


def _places(column: pd.Series, place_of: dict[str, int], unknown: int) -> np.ndarray:
    """The place of every value; what is missing or not known gets the place `unknown`."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes, values = column.cat.codes.to_numpy(), column.cat.categories
    else:
        codes, values = pd.factorize(column)
    return np.array([*(place_of.get(value, unknown) for value in values), unknown]).take(codes, mode="wrap")


def _reasons(
    calendar: _Calendar, bad: pd.DataFrame, group: np.ndarray, product: np.ndarray, day: np.ndarray
) -> np.ndarray:
    held = calendar.answers >= 0
    first = np.where(held.any(axis=2), held.argmax(axis=2), 0)[group, product]
    height, width, length = calendar.answers.shape
    return np.select(
        [
            bad["country_code"].isna(), group == height - 1, bad["product"].isna(), product == width - 1,
            bad["date"].isna(), day < first, calendar.known_until & (day > length - 2),
        ],
        range(7), default=7,
    )  # fmt: skip


def _gather(status: pd.DataFrame, answers: np.ndarray, index: pd.Index | None) -> pd.DataFrame:
    """One line of output for each answer. The small tables end with what -1 stands for: nothing."""
    for kind in dict.fromkeys(status["treatment"].astype(str)):
        resolve(kind, TREATMENTS, "treatment")
    kinds = pd.Categorical(status["treatment"].astype(str), TREATMENTS)
    actions, row_ids = (pd.Categorical(status[name].astype(str)) for name in ("action_id", "row_id"))
    applies = np.repeat(np.arange(3, dtype=np.int8), len(status))
    sources = {
        "treatment": np.tile(kinds.codes, 3),
        "rate_pct": np.tile(status["rate_pct"].to_numpy(float, na_value=np.nan), 3),
        "in_quota_rate_pct": np.tile(status["in_quota_rate_pct"].to_numpy(float, na_value=np.nan), 3),
        "action_id": np.tile(actions.codes, 3),
        "applies_as": applies,
        "row_id": np.tile(row_ids.codes, 3),
    }
    small = {k: np.append(v, v.dtype.type(np.nan if v.dtype.kind == "f" else -1)) for k, v in sources.items()}
    columns = {name: np.empty(len(answers), values.dtype) for name, values in small.items()}
    for start in range(0, len(answers), _CHUNK):
        here = slice(start, start + _CHUNK)
        places = answers[here].astype(np.intp)
        for name, values in small.items():
            np.take(values, places, out=columns[name][here], mode="wrap")
    names = {"treatment": TREATMENTS, "action_id": actions.categories, "applies_as": APPLIES_AS,
             "row_id": row_ids.categories}  # fmt: skip
    for name, categories in names.items():
        columns[name] = pd.Categorical.from_codes(columns[name], categories, validate=False)
    return pd.DataFrame(columns, index=index, copy=False)


def _first_offender(lines: pd.DataFrame, reasons: np.ndarray) -> str:
    bad = np.flatnonzero(reasons >= 0)
    line = lines.iloc[bad[0]]
    day = "no day" if pd.isna(line["date"]) else f"{line['date']:%Y-%m-%d}"
    return (
        f"{len(bad)} of {len(lines)} lines have no treatment; the first is line {lines.index[bad[0]]} "
        f"({line['country_code']}, {line['product']}, {day}): {REASONS[reasons[bad[0]]]}. "
        "Mend them, or pass missing='keep' to see why for each."
    )


def _readings(members: pd.DataFrame, country_code: str, day: pd.Timestamp) -> Iterator[tuple[str, str]]:
    yield country_code, "own"
    if (_holds(members, day) & (members["country_code"] == country_code)).any():
        yield EU, "EU member"
    yield DEFAULT, "default"


def _holds(table: pd.DataFrame, day: pd.Timestamp) -> pd.Series:
    # Half-open: the notice takes effect at 12:01 a.m., so the old rate holds through the day before.
    return (table["from_date"] <= day) & (table["before_date"].isna() | (day < table["before_date"]))


def _why_no_row(status: pd.DataFrame, members: pd.DataFrame, country_code: str, product: str, day: pd.Timestamp) -> str:
    rows = status[status["product"] == product]
    part = f" {product} is part of {PART_OF[product]}: ask for {PART_OF[product]!r}." if product in PART_OF else ""
    readings = [code for code, _ in _readings(members, country_code, day)]
    mine = rows[rows["country_code"].isin(readings)]
    if mine.empty:
        having = ", ".join(sorted(set(rows["country_code"].astype(str))))
        return f"{product} has rows only for {having}, none for {country_code}.{part}"
    where = f"{product} has no row for {country_code} on {day:%Y-%m-%d}"
    if day < (first := mine["from_date"].min()):
        return f"{where}: the first begins on {first:%Y-%m-%d}; ask for that day or a later one.{part}"
    if mine["before_date"].notna().all() and day >= (end := mine["before_date"].max()):
        return f"{where}: the last ended, with {end:%Y-%m-%d} the first day out; ask for an earlier day.{part}"
    return f"{where}, though it has some before and after; see tariffs.changes for the days covered.{part}"


def _known_country(status: pd.DataFrame, members: pd.DataFrame, country_code: str, countries: Collection[str]) -> None:
    near = [*dict.fromkeys([*status["country_code"].astype(str), *members["country_code"].astype(str)])]
    if isinstance(country_code, str) and (country_code in near or country_code in countries):
        return
    hint = ""
    if "country_name" in status:
        code_of = dict(zip(status["country_name"].astype(str), status["country_code"].astype(str), strict=True))
        question = did_you_mean(country_code, code_of)
        meant = [code for name, code in code_of.items() if repr(name) in question]
        hint = f" Did you mean {meant[0]!r}?" if meant else ""
    hint = hint or did_you_mean(country_code, near) or did_you_mean(country_code, sorted(countries))
    raise LookupError(
        f"No country code is {brief(country_code)}.{hint} Give an ISO 3166-1 alpha-3 code such as 'JPN', "
        "'EUU' for the EU or 'OTH' for a residual group."
    )


def _not_after(status: pd.DataFrame, day: pd.Timestamp) -> None:
    as_of = status.attrs.get("as_of")
    if as_of and day > _day(as_of):
        raise ValueError(
            f"The table is known up to {as_of}; {day:%Y-%m-%d} is later. Ask for a day up to then, "
            "or look for a newer table."
        )


def _day(day: object) -> pd.Timestamp:
    """Midnight of a day given as a date, a datetime, a Timestamp or ISO text."""
    moment = day
    if isinstance(day, str):
        try:
            moment = datetime.fromisoformat(day)
        except ValueError:
            moment = None
    if isinstance(moment, np.datetime64):
        moment = pd.Timestamp(moment)
    if not isinstance(moment, date) or pd.isna(moment) or getattr(moment, "tzinfo", None):
        raise ValueError(f"{brief(day)} is not a day; give one such as '2018-03-23', without a time zone.")
    return pd.Timestamp(moment).normalize()


def _day_numbers(days: pd.Series) -> np.ndarray:
    """Whole days since 1970-01-01; what is missing becomes far negative."""
    values = pd.to_datetime(days).to_numpy()
    return values.view(np.int64) // (_DAY // np.timedelta64(1, np.datetime_data(values.dtype)[0]))


def _span(table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """First day in and first day out of every row, as day numbers; a missing one is far ahead."""
    return tuple(np.where(table[name].isna(), _FAR, _day_numbers(table[name])) for name in ("from_date", "before_date"))


def _products(status: pd.DataFrame) -> list[str]:
    return [*dict.fromkeys(status["product"].astype(str))]


def _kt(quantity: float) -> str:
    return "no figure" if pd.isna(quantity) else f"{quantity:,.1f} kt"


def _need(table: pd.DataFrame, columns: Collection[str], what: str) -> None:
    if absent := [name for name in columns if name not in table.columns]:
        hint = did_you_mean(absent[0], [str(name) for name in table.columns])
        raise LookupError(
            f"{what} has no column {', '.join(absent)}.{hint} Rename or add it, or load the table anew "
            "with catalogue.load."
        )
