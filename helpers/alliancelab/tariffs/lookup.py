"""Which treatment held: for one partner, product and day, for a whole table of lines, and over time."""

from collections.abc import Collection, Iterator
from datetime import date

import numpy as np
import pandas as pd

from alliancelab.ground import days
from alliancelab.ground.messages import say
from alliancelab.ground.suggestions import did_you_mean, resolve
from alliancelab.ground.tables import need
from alliancelab.tariffs.calendar import REASONS, Calendar
from alliancelab.tariffs.countries import COUNTRIES, listed
from alliancelab.tariffs.table import (
    DEFAULT,
    EU,
    PART_OF,
    check_tables,
    last_known_day,
    not_after,
    products,
)


def treatment(
    status: pd.DataFrame,
    members: pd.DataFrame,
    country_code: str,
    product: str,
    day: date | str,
    *,
    countries: Collection[str] = COUNTRIES,
    as_of: date | str | None = None,
) -> pd.Series:
    """The row of the status table that held for one partner and product on one day.

    Adds `asked` (the country asked for) and `applies_as`: "own", "EU member" or "default".
    `status` is the dataset section-232-status, `members` the dataset eu-members; rates are ad valorem,
    in percent. `as_of` is the last day the table is known (see `last_known_day`). Raises LookupError for
    an unknown country or product and a day no row covers, ValueError for what is not a day, for a day
    after as_of, and for a table that breaks its rules.

    >>> row = {"row_id": "a", "country_code": "WLD", "product": "steel", "treatment": "tariff",
    ...        "rate_pct": 25.0, "in_quota_rate_pct": None, "action_id": "P9705"}
    >>> status = pd.DataFrame([row]).assign(from_date=pd.Timestamp("2018-03-23"), before_date=pd.NaT)
    >>> members = pd.DataFrame(columns=["country_code", "from_date", "before_date"])
    >>> treatment(status, members, "JPN", "steel", "2018-03-23")[["treatment", "applies_as"]].to_list()
    ['tariff', 'default']
    """
    check_tables(status, members)
    _known_country(status, members, country_code, countries)
    resolve(product, products(status), "product")
    day = days.read(day)
    not_after(status, day, as_of)
    rows = status[(status["product"] == product) & _holds(status, day)]
    for code, applies_as in _readings(members, country_code, day):
        of_code = rows[rows["country_code"] == code]
        if len(of_code):
            added = pd.Series({"asked": country_code, "applies_as": applies_as}, dtype=object)
            return pd.concat([of_code.iloc[0].astype(object), added]).rename(of_code.index[0])
    raise LookupError(_why_no_row(status, members, country_code, product, day))


def treatments(
    status: pd.DataFrame,
    members: pd.DataFrame,
    lines: pd.DataFrame,
    missing: str = "raise",
    *,
    countries: Collection[str] = COUNTRIES,
    as_of: date | str | None = None,
) -> pd.DataFrame:
    """The treatment of every import line: what `treatment` gives, for a whole table at once.

    `lines` has country_code, product and date, and is left as it was. Returns its index with treatment,
    rate_pct, in_quota_rate_pct, action_id, applies_as and row_id. With missing="raise" lines without a
    treatment raise what `treatment` raises for the first of them, with their count; with missing="keep"
    they stay, empty, and a column `reason` says why (one of REASONS).

    >>> row = {"row_id": "a", "country_code": "WLD", "product": "steel", "treatment": "tariff",
    ...        "rate_pct": 25.0, "in_quota_rate_pct": None, "action_id": "P9705"}
    >>> status = pd.DataFrame([row]).assign(from_date=pd.Timestamp("2018-03-23"), before_date=pd.NaT)
    >>> members = pd.DataFrame(columns=["country_code", "from_date", "before_date"])
    >>> lines = pd.DataFrame({"country_code": "JPN", "product": "steel",
    ...                       "date": pd.to_datetime(["2018-03-22", "2018-03-23", "2018-03-24"])})
    >>> treatments(status, members, lines, missing="keep")[["rate_pct", "reason"]]
       rate_pct                              reason
    0       NaN                before the first row
    1      25.0                                 NaN
    2       NaN  after the last day the table knows
    """
    resolve(missing, ("raise", "keep"), "way with missing lines")
    need(lines, "country_code", "product", what="lines", days=("date",))
    check_tables(status, members)
    calendar = Calendar.of(status, members, last_known_day(status, as_of))
    rows, reasons = calendar.rows_of(lines, listed(countries))
    if missing == "raise" and (reasons >= 0).any():
        raise _refusal(status, members, lines, reasons, countries, as_of)
    table = calendar.gathered(rows, lines.index)
    if missing == "keep":
        table["reason"] = pd.Categorical.from_codes(reasons, REASONS, validate=False)
    return table


def changes(
    status: pd.DataFrame,
    members: pd.DataFrame,
    country_code: str,
    product: str,
    *,
    as_of: date | str | None = None,
) -> pd.DataFrame:
    """The rows that held for one partner and product, in order, with the days they held for it.

    Columns from_date, before_date (NaT while open), treatment, rate_pct, action_id, applies_as. What
    changes after as_of, the last day the table is known, is left out. Raises as `treatment` does.

    >>> row = {"row_id": "a", "country_code": "WLD", "product": "steel", "treatment": "tariff",
    ...        "rate_pct": 25.0, "in_quota_rate_pct": None, "action_id": "P9705"}
    >>> status = pd.DataFrame([row]).assign(from_date=pd.Timestamp("2018-03-23"), before_date=pd.NaT)
    >>> members = pd.DataFrame(columns=["country_code", "from_date", "before_date"])
    >>> changes(status, members, "JPN", "steel")[["from_date", "rate_pct", "applies_as"]]
       from_date  rate_pct applies_as
    0 2018-03-23      25.0    default
    """
    check_tables(status, members)
    _known_country(status, members, country_code, COUNTRIES)
    resolve(product, products(status), "product")
    not_after(status, status["from_date"].min(), as_of)
    calendar = Calendar.of(status, members, last_known_day(status, as_of))
    group = calendar.groups.get(country_code, calendar.groups[None])
    row_of_day = calendar.places[group, calendar.products.index(product), :-1]
    starts = np.flatnonzero(np.r_[True, row_of_day[1:] != row_of_day[:-1]])
    covered = row_of_day[starts] >= 0
    table = calendar.gathered(row_of_day[starts[covered]], None)
    table = table.drop(columns=["in_quota_rate_pct", "row_id"])
    first_in = np.datetime64(calendar.first, "D") + starts.astype("m8[D]")
    first_out = np.r_[first_in[1:], np.datetime64("NaT", "D")]
    if covered[-1]:  # the last run is cut off by the calendar's end, not by its own
        first_out[-1] = status["before_date"].iloc[row_of_day[-1] % len(status)].to_datetime64().astype("M8[D]")
    table.insert(0, "from_date", first_in[covered].astype("M8[s]"))
    table.insert(1, "before_date", first_out[covered].astype("M8[s]"))
    return table


def _refusal(status, members, lines: pd.DataFrame, reasons: np.ndarray, countries, as_of) -> Exception:
    """What `treatment` says of the first line without one, and how many there are."""
    without = np.flatnonzero(reasons >= 0)
    line, reason = lines.iloc[without[0]], REASONS[reasons[without[0]]]
    why = LookupError(say("tariffs.because", reason=reason))
    try:
        treatment(status, members, *line[["country_code", "product", "date"]], countries=countries, as_of=as_of)
    except (LookupError, ValueError) as error:
        why = error
    return type(why)(
        say("tariffs.lines_without", n=len(without), total=len(lines), line=lines.index[without[0]], why=str(why))
    )


def _readings(members: pd.DataFrame, country_code: str, day: pd.Timestamp) -> Iterator[tuple[str, str]]:
    yield country_code, "own"
    if (_holds(members, day) & (members["country_code"] == country_code)).any():
        yield EU, "EU member"
    yield DEFAULT, "default"


def _holds(table: pd.DataFrame, day: pd.Timestamp) -> pd.Series:
    # Half-open: the notice takes effect at 12:01 a.m., so the old rate holds through the day before.
    # A table without rows may have columns of any kind.
    first, out = (pd.to_datetime(table[name]) for name in ("from_date", "before_date"))
    return (first <= day) & (out.isna() | (day < out))


def _why_no_row(status: pd.DataFrame, members: pd.DataFrame, country_code: str, product: str, day: pd.Timestamp) -> str:
    rows = status[status["product"] == product]
    part = say("tariffs.part_of", product=product, whole=PART_OF[product]) if product in PART_OF else ""
    codes = [code for code, _ in _readings(members, country_code, day)]
    mine = rows[rows["country_code"].isin(codes)]
    if mine.empty:
        having = ", ".join(sorted(set(rows["country_code"].astype(str))))
        return say("tariffs.no_country_row", product=product, having=having, country=country_code) + part
    where = say("tariffs.no_row", product=product, country=country_code, day=day)
    if day < (first := mine["from_date"].min()):
        return say("tariffs.before_first", where=where, first=first) + part
    if mine["before_date"].notna().all() and day >= (end := mine["before_date"].max()):
        return say("tariffs.after_end", where=where, end=end) + part
    return say("tariffs.in_a_gap", where=where) + part


def _known_country(status: pd.DataFrame, members: pd.DataFrame, country_code: str, countries: Collection[str]) -> None:
    near = [*dict.fromkeys([*status["country_code"].astype(str), *members["country_code"].astype(str)])]
    known = listed(countries)
    if isinstance(country_code, str) and (country_code in near or country_code in known):
        return
    question = _code_of_name(status, country_code)
    question = question or did_you_mean(country_code, near) or did_you_mean(country_code, sorted(map(str, known)))
    raise LookupError(say("tariffs.unknown_country", given=country_code, question=question))


def _code_of_name(status: pd.DataFrame, given: object) -> str:
    """A question with the code of a country, when its name was given in place of the code."""
    if type(given) is not str or "country_name" not in status:
        return ""
    code_of = dict(zip(status["country_name"].astype(str), status["country_code"].astype(str), strict=True))
    question = did_you_mean(given, code_of)
    codes = [code for name, code in code_of.items() if repr(name) in question]
    return say("ground.did_you_mean", near=codes[0]) if codes else ""
