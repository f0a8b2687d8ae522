"""Explore reach: from where, with which missiles, and what a deal leaves."""

from functools import cache
from html import escape
from itertools import product

import ipywidgets as widgets
import pandas as pd

from alliancelab import ranges
from alliancelab.charts import maps
from alliancelab.charts.chart import Chart
from alliancelab.explorers.explorer import Explorer
from alliancelab.ground.suggestions import resolve

# Half the width of the map in km, by its word.
VIEWS = {"near": 2000, "wide": 12000}
ORIGINS = ("Sunan", "Sohae", "Wonsan Kalma", "Musudan-ri")
HELD_WORDS = {
    "deployed": "missiles said to be deployed",
    "flown": "missiles flown by April 2018",
    "listed": "every missile and space launcher listed",
}
DEAL_WORDS = {
    "no deal": "Without a deal",
    "ICBM": "With intercontinental missiles gone",
    "ICBM, IRBM": "With intercontinental and intermediate missiles gone",
    "all but SRBM": "With all missiles but short-range ones gone",
}
WATCHED = ("Japan main islands", "Okinawa", "South Korea", "Guam", "Alaska and Hawaii", "Continental US")


def missile_reach(places: pd.DataFrame, missiles: pd.DataFrame, coasts: pd.DataFrame, source: str) -> Explorer:
    """Choose launch place, missiles, deal and map; the map, the sentence and the table of cities follow.

    places, missiles (`ranges.reaches`) and coasts as the tables of those names; source is named under the
    map. Distances are measured once, so that a move only compares them.
    """
    scenes = {origin: _scene(places, coasts, origin) for origin in ORIGINS}
    cities = widgets.HTML()
    controls = {
        "origin": widgets.ToggleButtons(options=list(scenes), description="From"),
        "held": widgets.ToggleButtons(options=list(ranges.HELD), value="flown", description="Missiles"),
        "deal": widgets.ToggleButtons(options=list(ranges.DEALS), description="Deal on"),
        "view": widgets.ToggleButtons(options=list(VIEWS), value="wide", description="Map"),
    }

    @cache
    def state(origin: str, held: str, deal: str) -> tuple[pd.DataFrame, pd.DataFrame, str, str]:
        kept = ranges.left(missiles, held, ranges.DEALS[deal])
        where = ranges.in_reach(scenes[origin][0], kept)
        return where, kept, sentence(where, origin, held, deal), cities_html(where)

    for position in product(scenes, ranges.HELD, ranges.DEALS):
        state(*position)

    def draw(origin: str, held: str, deal: str, view: str) -> Chart:
        where, kept, said, cities.value = state(origin, held, deal)
        return _map(where, kept, scenes[origin][1][view], said, origin, held, deal, view, source)

    explorer = Explorer(controls, draw)
    explorer.children = (*explorer.children, cities)
    return explorer


def reach_chart(
    places: pd.DataFrame,
    missiles: pd.DataFrame,
    coasts: pd.DataFrame,
    *,
    origin: str = "Sunan",
    held: str = "flown",
    deal: str = "no deal",
    view: str = "wide",
    source: str,
) -> Chart:
    """One position of the explorer as a still figure.

    Raises LookupError for an origin, a kind of arsenal (ranges.HELD), a deal (ranges.DEALS) or a view
    (VIEWS) that is not known.
    """
    seen, paths = _scene(places, coasts, origin, resolve(view, VIEWS, "view"))
    kept = ranges.left(missiles, held, ranges.DEALS[resolve(deal, ranges.DEALS, "deal")])
    where = ranges.in_reach(seen, kept)
    return _map(where, kept, paths[view], sentence(where, origin, held, deal), origin, held, deal, view, source)


def _scene(places: pd.DataFrame, coasts: pd.DataFrame, origin: str, *views: str) -> tuple[pd.DataFrame, dict[str, str]]:
    start = ranges.place(places, origin)
    paths = {view: maps.outline(start, coasts[coasts["scale"] == view]) for view in views or VIEWS}
    return ranges.positions(start, places), paths


def _map(
    where: pd.DataFrame,
    kept: pd.DataFrame,
    path: str,
    said: str,
    origin: str,
    held: str,
    deal: str,
    view: str,
    source: str,
) -> Chart:
    title = f"Who is in reach of missiles {held}? {'Deal on ' + deal if ranges.DEALS[deal] else 'No deal'}"
    reading = f"{said} The map ends at {VIEWS[view]:,} km."
    return maps.bands(where, kept, path, VIEWS[view], title=title, origin=origin, source=source, reading=reading)


def sentence(where: pd.DataFrame, origin: str, held: str, deal: str) -> str:
    """What the map shows, in one sentence: listed cities in reach in Japan, Guam and the continental US."""
    counted = where[where["population"].notna()]
    pairs = list(zip(counted["area"], counted["reach"], counted["population"] / 1e6, strict=True))

    def told(area: str) -> str:
        here = [(reach, living) for name, reach, living in pairs if name == area]
        sure, doubtful = (sum(reach == word for reach, _ in here) for word in ("all", "some"))
        living = sum(living for reach, living in here if reach != "none")
        if not sure + doubtful:
            return f"none of {len(here)} listed cities is in reach"
        more = f" and {doubtful} more by some" if doubtful else ""
        return (
            f"{sure} of {len(here)} listed cities {'is' if sure == 1 else 'are'} in reach by all sources{more} "
            f"({living:.1f} million people)"
        )

    guam = {"all": "in reach by all sources", "some": "in reach by some sources", "none": "out of reach"}
    stands = next(reach for name, reach, _ in pairs if name == "Guam")
    return (
        f"{DEAL_WORDS[deal]}, counting {HELD_WORDS[held]} from {origin}: on Japan's main islands "
        f"{told('Japan main islands')}; Guam is {guam[stands]}; in the continental US {told('Continental US')}."
    )


def cities_html(where: pd.DataFrame) -> str:
    """The listed cities by area and reach, nearest first, as a small HTML table."""
    counted = where[where["population"].notna()].sort_values("distance_km")
    cells: dict[tuple[str, str], list[str]] = {}
    for area, reach, place, far in zip(
        counted["area"], counted["reach"], counted["place"], counted["distance_km"], strict=True
    ):
        cells.setdefault((area, reach), []).append(f"{escape(place)} {far:,.0f}")
    rows = "".join(
        f'<tr><th scope="row">{area}</th>'
        + "".join(f"<td>{', '.join(cells.get((area, word), [])) or '–'}</td>" for word in ranges.REACH)
        + "</tr>"
        for area in WATCHED
    )
    head = "".join(f'<th scope="col">{words}</th>' for words in ("Area", "By all sources", "By some", "By none"))
    return (
        f"<table><caption>Listed cities and their distance in km</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )
