"""Treatment of ten million import lines, against pandas.merge_asof and DuckDB's ASOF JOIN.

The references get for free what `treatments` has to work out: a table of intervals in which own rows, EU
rows and the default are already resolved for every country. Run: python tests/bench_tariffs.py
"""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from alliancelab import tariffs
from alliancelab.catalogue import load

PRODUCTS = ("steel", "aluminum")
SENT = ["treatment", "rate_pct", "in_quota_rate_pct", "action_id", "applies_as"]


def resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def measured(work: Callable[[], pd.DataFrame]) -> tuple[pd.DataFrame, float, float]:
    """The result, the seconds and the most extra memory in MiB while it ran (result included)."""
    before, peak, done = resident_bytes(), [0], threading.Event()

    def watch() -> None:
        while not done.wait(0.005):
            peak[0] = max(peak[0], resident_bytes())

    watcher = threading.Thread(target=watch)
    watcher.start()
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    peak[0] = max(peak[0], resident_bytes())
    done.set()
    watcher.join()
    return result, seconds, (peak[0] - before) / 2**20


def import_lines(n: int, countries: list[str]) -> pd.DataFrame:
    dice = np.random.default_rng(232)
    days = np.datetime64("2018-03-23", "s") + dice.integers(0, 3000, n).astype("m8[D]")
    return pd.DataFrame(
        {
            "country_code": np.array(countries, dtype=object)[dice.integers(0, len(countries), n)],
            "product": np.array(PRODUCTS, dtype=object)[dice.integers(0, len(PRODUCTS), n)],
            "date": days,
        }
    )


def resolved(status: pd.DataFrame, members: pd.DataFrame, countries: list[str]) -> pd.DataFrame:
    pieces = [
        tariffs.changes(status, members, code, product).assign(country_code=code, product=product)
        for code in countries
        for product in PRODUCTS
    ]
    table = pd.concat(pieces, ignore_index=True).assign(in_quota_rate_pct=np.nan)
    table[["treatment", "action_id", "applies_as"]] = table[["treatment", "action_id", "applies_as"]].astype("category")
    return table.sort_values("from_date", ignore_index=True)


def by_merge_asof(lines: pd.DataFrame, intervals: pd.DataFrame) -> pd.DataFrame:
    # merge_asof needs its left table in order of time, and the answer is wanted in the order given.
    order = np.argsort(lines["date"].to_numpy(), kind="stable")
    by = ["country_code", "product"]
    joined = pd.merge_asof(lines.iloc[order], intervals, left_on="date", right_on="from_date", by=by)
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    return joined[SENT].iloc[back]


def by_duckdb(lines: pd.DataFrame, intervals: pd.DataFrame) -> pd.DataFrame:
    link = duckdb.connect()
    link.execute("set enable_progress_bar = false")
    link.register("numbered", lines.assign(line=np.arange(len(lines), dtype=np.int32)))
    link.register("intervals", intervals.assign(interval=np.arange(len(intervals), dtype=np.int16)))
    query = """select line, interval from numbered asof join intervals
        on numbered.country_code = intervals.country_code and numbered.product = intervals.product
        and numbered.date >= intervals.from_date"""
    pairs = link.execute(query).fetchnumpy()
    place = np.empty(len(lines), np.int16)
    place[pairs["line"]] = pairs["interval"]
    return intervals[SENT].take(place)


def bench_treatments(n: int = 10_000_000) -> list[tuple[str, float, float, float]]:
    """Rows (what, reached, reference, ratio): seconds against the faster reference, MiB against 1024."""
    status, members = load("section-232-status"), load("eu-members")
    codes = {*status["country_code"].astype(str), *members["country_code"].astype(str), "CHN", "IND", "VNM"}
    countries = sorted(codes)
    intervals, rows = resolved(status, members, countries), []
    text = import_lines(n, countries)
    for what, kind in (("text", str), ("categories", "category")):
        lines = text.assign(**{name: text[name].astype(kind) for name in ("country_code", "product")})
        keys = {name: intervals[name].astype(lines[name].dtype) for name in ("country_code", "product")}
        ours, seconds, extra = measured(lambda lines=lines: tariffs.treatments(status, members, lines))
        for other, work in (("merge_asof", by_merge_asof), ("DuckDB ASOF", by_duckdb)):
            theirs, reference, _ = measured(
                lambda lines=lines, keys=keys, work=work: work(lines, intervals.assign(**keys))
            )
            assert np.array_equal(theirs["rate_pct"].to_numpy(), ours["rate_pct"].to_numpy())
            rows.append((f"{n:,} lines of {what}, seconds, against {other}", seconds, reference, seconds / reference))
            del theirs
        rows.append((f"{n:,} lines of {what}, MiB extra, of 1,024", extra, 1024.0, extra / 1024))
        del ours
    return rows


if __name__ == "__main__":
    for what, reached, reference, ratio in bench_treatments():
        print(f"{what:60} {reached:10.3f} {reference:10.3f} {ratio:6.2f}")
