"""The fast lookup: one array with the row that holds for every group of countries, product and day.

Ten million import lines are then three gathers from small arrays, which is what makes `treatments` faster
than a join. The slow, readable rule is `lookup.treatment`; a test holds the two against each other.
"""

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
import pandas as pd

from alliancelab.tariffs.table import (
    APPLIES_AS,
    DEFAULT,
    EU,
    FAR,
    TREATMENTS,
    day_numbers,
    figures,
    products,
    span,
)

REASONS = (
    "no country code", "unknown country", "no product", "unknown product", "no day",
    "before the first row", "after the last day the table knows", "no row that day",
)  # fmt: skip
CHUNK = 1 << 20  # lines at a time: bounds the extra memory


class Calendar(NamedTuple):
    """Which row holds on each day, for every group of countries that share their rows.

    places has a place for each group, product and day, and one more of each for the unknown, always -1.
    What is there is a row's position, plus the table's length for an EU member and twice that for the
    default. After the last day in places nothing changes until `known`, the last day that may be asked for.
    """

    status: pd.DataFrame
    groups: dict[str | None, int]  # None stands for any country without rows of its own
    products: list[str]
    first: int  # days since 1970-01-01
    known: int
    places: np.ndarray

    @classmethod
    def of(cls, status: pd.DataFrame, members: pd.DataFrame, known: pd.Timestamp) -> "Calendar":
        """The calendar of two tables that were checked, for days up to the last known one."""
        codes, (starts, ends) = status["country_code"].astype(str), span(status)
        first = int(starts.min())
        turns = np.concatenate([starts, ends, *span(members)])
        known = int(day_numbers(pd.Series([known]))[0])
        last = max(min(int(turns[turns < FAR].max()), known), first - 1)
        names = [*dict.fromkeys([None, DEFAULT, EU, *codes, *members["country_code"].astype(str)])]
        groups = {name: place for place, name in enumerate(names)}
        goods = products(status)
        kind = np.int16 if 3 * len(status) < 2**15 else np.int32
        own = np.full((len(names) + 1, len(goods) + 1, last - first + 2), -1, kind)
        for row, (code, product) in enumerate(zip(codes, status["product"].astype(str), strict=True)):
            own[groups[code], goods.index(product), starts[row] - first : ends[row] - first] = row
        own[:, :, -1] = -1
        return cls(status, groups, goods, first, known, _inherited(own, groups, members, first, len(status)))

    def rows_of(self, lines: pd.DataFrame, countries: Collection[str]) -> tuple[np.ndarray, np.ndarray]:
        """For each line its row (-1 for none) and the place in REASONS of why there is none (-1)."""
        rows = np.empty(len(lines), self.places.dtype)
        reasons = np.full(len(lines), -1, np.int8)
        group_of = {**dict.fromkeys(countries, self.groups[None]), **self.groups}
        product_of = {name: place for place, name in enumerate(self.products)}
        flat, (height, width, length) = self.places.ravel(), self.places.shape
        for start in range(0, len(lines), CHUNK):
            chunk = slice(start, start + CHUNK)
            group = _numbered(lines["country_code"].iloc[chunk], group_of, height - 1)
            product = _numbered(lines["product"].iloc[chunk], product_of, width - 1)
            day = day_numbers(lines["date"].iloc[chunk]) - self.first
            place = np.minimum(day, length - 2)
            place[(place < 0) | (day > self.known - self.first)] = length - 1
            place += (group * width + product) * length
            rows[chunk] = np.take(flat, place)
            if len(without := np.flatnonzero(rows[chunk] < 0)):
                rest = lines.iloc[chunk].iloc[without]
                reasons[chunk][without] = self._reasons(rest, group[without], product[without], day[without])
        return rows, reasons

    def _reasons(self, lines: pd.DataFrame, group: np.ndarray, product: np.ndarray, day: np.ndarray) -> np.ndarray:
        covered = self.places >= 0
        first = np.where(covered.any(axis=2), covered.argmax(axis=2), 0)[group, product]
        height, width, _ = self.places.shape
        conditions = {
            "no country code": lines["country_code"].isna(),
            "unknown country": group == height - 1,
            "no product": lines["product"].isna(),
            "unknown product": product == width - 1,
            "no day": lines["date"].isna(),
            "before the first row": day < first,
            "after the last day the table knows": day > self.known - self.first,
        }
        numbers = [REASONS.index(reason) for reason in conditions]
        return np.select(list(conditions.values()), numbers, default=REASONS.index("no row that day"))

    def gathered(self, rows: np.ndarray, index: pd.Index | None) -> pd.DataFrame:
        """One line of output for each row. The small tables end with what -1 stands for: nothing."""
        status = self.status
        kinds = pd.Categorical(status["treatment"].astype(str), TREATMENTS)
        actions, row_ids = (pd.Categorical(status[name].astype(str)) for name in ("action_id", "row_id"))
        sources = {
            "treatment": np.tile(kinds.codes, 3),
            "rate_pct": np.tile(figures(status, "rate_pct", "status").to_numpy(), 3),
            "in_quota_rate_pct": np.tile(figures(status, "in_quota_rate_pct", "status").to_numpy(), 3),
            "action_id": np.tile(actions.codes, 3),
            "applies_as": np.repeat(np.arange(3, dtype=np.int8), len(status)),
            "row_id": np.tile(row_ids.codes, 3),
        }
        small = {k: np.append(v, v.dtype.type(np.nan if v.dtype.kind == "f" else -1)) for k, v in sources.items()}
        columns = {name: np.empty(len(rows), values.dtype) for name, values in small.items()}
        for start in range(0, len(rows), CHUNK):
            chunk = slice(start, start + CHUNK)
            places = rows[chunk].astype(np.intp)
            for name, values in small.items():
                np.take(values, places, out=columns[name][chunk], mode="wrap")
        names = {"treatment": TREATMENTS, "action_id": actions.categories, "applies_as": APPLIES_AS}
        for name, categories in (names | {"row_id": row_ids.categories}).items():
            columns[name] = pd.Categorical.from_codes(columns[name], categories, validate=False)
        return pd.DataFrame(columns, index=index, copy=False)


def _inherited(own: np.ndarray, groups: dict, members: pd.DataFrame, first: int, rows: int) -> np.ndarray:
    """Own rows, then the EU's over the days of membership, then the default's."""
    places = own.copy()
    for code, start, end in zip(members["country_code"].astype(str), *span(members), strict=True):
        stretch = slice(max(start - first, 0), max(end - first, 0))
        mine, union = places[groups[code], :, stretch], own[groups[EU], :, stretch]
        mine[:] = np.where((mine < 0) & (union >= 0), union + rows, mine)
    default = own[groups[DEFAULT]]
    places[:-1] = np.where((places[:-1] < 0) & (default >= 0), default + 2 * rows, places[:-1])
    return places


def _numbered(column: pd.Series, place_of: dict[str, int], unknown: int) -> np.ndarray:
    """The place of every value; what is missing or not known gets the place `unknown`."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes, values = column.cat.codes.to_numpy(), column.cat.categories
    else:
        codes, values = pd.factorize(column)
    return np.array([*(place_of.get(value, unknown) for value in values), unknown]).take(codes, mode="wrap")
