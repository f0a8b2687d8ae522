"""Explore reach: from where, with which missiles, and what a deal leaves."""

import math
from functools import cache
from html import escape
from itertools import product
from typing import NamedTuple

import ipywidgets as widgets
import numpy as np
import pandas as pd

from alliancelab import ranges
from alliancelab.charts import maps
from alliancelab.charts.chart import Chart, numbers
from alliancelab.explorers.explorer import Explorer
from alliancelab.ground.messages import say
from alliancelab.ground.suggestions import resolve
from alliancelab.ground.tables import need

# Half the width of the map in km, by its word.
VIEWS = {"near": 2000, "wide": 12000}
ORIGINS = ("Sunan", "Sohae", "Wonsan Kalma", "Musudan-ri")
WATCHED = ("Japan main islands", "Okinawa", "South Korea", "Guam", "Alaska and Hawaii", "Continental US")


# The radius of a sphere as large as the Earth, and its shorter half axis by its longer one.
_EARTH_KM, _FLAT = 6371.0, 1 - 1 / 298.257
# The places the sentence speaks of are named on the map before all others.
NAMED = ("Tokyo", "Guam")


def missile_reach(places: pd.DataFrame, missiles: pd.DataFrame, coasts: pd.DataFrame, source: str) -> Explorer:
    """Choose launch place, missiles, deal and map; the map, the sentence and the table of cities follow.

    places, missiles (`ranges.reaches`) and coasts as the tables of those names; source is named under the
    map. Distances are measured once, so that a move only compares them. Raises LookupError for a missing
    column or launch place, ValueError for a value that is missing or not a number.

    >>> from alliancelab import catalogue
    >>> places, missiles = catalogue.load("places"), ranges.reaches(catalogue.load("missile-ranges"))
    >>> coasts = catalogue.load("coastlines").groupby("scale", observed=True).head(3)
    >>> missile_reach(places, missiles, coasts, "the tables").status[:14]
    'Without a deal'
    """
    shores = {view: _shore(coasts, view) for view in VIEWS}
    places = _worded(places)
    seen = {origin: ranges.positions(ranges.place(places, origin), places) for origin in ORIGINS}
    known = {origin: _Known(table) for origin, table in seen.items()}
    circles = {
        (held, deal): ranges.farthest(ranges.left(missiles, held, gone))
        for held, (deal, gone) in product(ranges.HELD, ranges.DEALS.items())
    }
    cities = widgets.HTML(layout={"display": "none"})
    shows_cities = widgets.Checkbox(value=False, description=say("ranges.control_cities"), indent=False)
    shows_cities.observe(lambda change: setattr(cities.layout, "display", None if change["new"] else "none"), "value")

    @cache
    def base(origin: str, view: str) -> maps.BaseMap:
        return _base(seen[origin], shores[view], places, origin, view)

    @cache
    def state(origin: str, held: str, deal: str) -> tuple[list[str], str, str]:
        (sure, _), (at_most, _) = circles[held, deal]
        reach = ["all" if far <= sure else "some" if far <= at_most else "none" for far in known[origin].distances]
        cities = known[origin].cities
        words = _sentence([(c.area, reach[c.n], c.people) for c in cities], origin, held, deal)
        return reach, words, _cities_html([(c.area, reach[c.n], c.place, c.distance_km) for c in cities])

    def draw(origin: str, held: str, deal: str, view: str) -> Chart:
        reach, words, cities.value = state(origin, held, deal)
        drawn = base(origin, view)
        return drawn.bands(reach, circles[held, deal], **_words(words, origin, held, deal, view), source=source)

    explorer = Explorer(_controls(), draw)
    explorer.children = (*explorer.children, shows_cities, cities)
    return explorer


class _City(NamedTuple):
    n: int
    area: str
    place: str
    distance_km: float
    people: float


class _Known:
    """What a move reads of the places seen from one origin: every distance in km, and the cities, nearest first."""

    def __init__(self, seen: pd.DataFrame):
        need(seen, "population", what=say("ranges.places"), rows=True, filled=["place", "area"])
        self.distances = seen["distance_km"].tolist()
        texts = [[str(text) for text in seen[column]] for column in ("area", "place")]
        rows = zip(range(len(seen)), *texts, self.distances, numbers(seen["population"]), strict=True)
        cities = [_City(*row) for row in rows if not math.isnan(row[-1])]
        self.cities = sorted(cities, key=lambda city: city.distance_km)


def _controls() -> dict[str, widgets.Widget]:
    def buttons(options, words: str, value: str, tooltips: dict[str, str] | None = None) -> widgets.ToggleButtons:
        tips = [tooltips[option] for option in options] if tooltips else []
        return widgets.ToggleButtons(options=list(options), value=value, description=words, tooltips=tips)

    return {
        "origin": buttons(ORIGINS, say("ranges.control_origin"), ORIGINS[0]),
        "held": buttons(ranges.HELD, say("ranges.control_missiles"), "flown", _held_words()),
        "deal": buttons(ranges.DEALS, say("ranges.control_deal"), "no deal", _deal_words()),
        "view": buttons(VIEWS, say("ranges.control_map"), "wide"),
    }


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
    (VIEWS) that is not known, and for a missing column; ValueError for a value missing or not a number.

    >>> from alliancelab import catalogue
    >>> places, missiles = catalogue.load("places"), ranges.reaches(catalogue.load("missile-ranges"))
    >>> coasts = catalogue.load("coastlines").groupby("scale", observed=True).head(3)
    >>> reach_chart(places, missiles, coasts, view="near", source="the tables").reading[-25:]
    'which ends at 2,000 km.'
    """
    shore = _shore(coasts, resolve(view, VIEWS, say("ranges.view")))
    places = _worded(places)
    seen = ranges.positions(ranges.place(places, origin), places)
    stays = ranges.left(missiles, held, ranges.DEALS[resolve(deal, ranges.DEALS, say("ranges.deal"))])
    reached = ranges.in_reach(seen, stays)
    words = _words(sentence(reached, origin, held, deal), origin, held, deal, view)
    drawn = _base(seen, shore, places, origin, view)
    return drawn.bands(reached["reach"].tolist(), ranges.farthest(stays), **words, source=source)


def _worded(places: pd.DataFrame) -> pd.DataFrame:
    """The places, each with what is said of it beside the pointer."""
    kinds = {"capital": say("ranges.a_capital"), "city": say("ranges.a_city"), "base": say("ranges.a_base")}
    columns = ["kind", "country_name", "remark"]
    need(places, "remark", "population", what=say("ranges.places"), dataset="places", filled=["kind", "country_name"])
    people = numbers(places["population"])
    words = []
    for (kind, country, remark), living in zip(places[columns].itertuples(index=False), people, strict=True):
        parts = [say("ranges.a_place", kind=kinds.get(kind, kind), country=country)]
        parts += [say("ranges.living", people=living)] if living > 0 else []
        words.append("; ".join(parts + ([] if pd.isna(remark) else [str(remark)])))
    return places.assign(words=words)


def _shore(coasts: pd.DataFrame, view: str) -> pd.DataFrame:
    filled = ["scale", "ring", "point", "lat_deg", "lon_deg"]
    need(coasts, what=say("ranges.coasts"), dataset="coastlines", filled=filled)
    points = coasts.loc[coasts["scale"] == view, filled[1:]]
    return pd.DataFrame({column: numbers(points[column]) for column in points})


def _base(seen: pd.DataFrame, shore: pd.DataFrame, places: pd.DataFrame, origin: str, view: str) -> maps.BaseMap:
    start = ranges.place(places, origin)
    coast = maps.outline(_sketched(start["lat_deg"], start["lon_deg"], shore))
    return maps.BaseMap(seen, coast, VIEWS[view], origin=origin, named=NAMED)


def _sketched(lat: float, lon: float, shore: pd.DataFrame) -> pd.DataFrame:
    """Coasts as seen from an origin, on a sphere: off by half a percent, which is less than the coasts are simplified.

    Places are measured on the ellipsoid (`ranges.positions`), which takes a hundred times as long.
    """
    here, there = (np.arctan(_FLAT * np.tan(np.radians(deg))) for deg in (lat, shore["lat_deg"].to_numpy()))
    turn = np.radians(shore["lon_deg"].to_numpy() - lon)
    east = np.cos(there) * np.sin(turn)
    north = np.cos(here) * np.sin(there) - np.sin(here) * np.cos(there) * np.cos(turn)
    up = np.sin(here) * np.sin(there) + np.cos(here) * np.cos(there) * np.cos(turn)
    across = np.hypot(east, north)
    km = _EARTH_KM * np.arctan2(across, up) / np.where(across > 0, across, 1)
    return shore.assign(east_km=east * km, north_km=north * km)


def _words(sentence: str, origin: str, held: str, deal: str, view: str) -> dict[str, str]:
    words = say("ranges.title_deal", deal=deal) if ranges.DEALS[deal] else say("ranges.title_no_deal")
    return {
        "title": say("ranges.map_title", held=held, deal=words),
        "reading": say("ranges.map_reading", sentence=sentence, origin=origin, within=VIEWS[view]),
    }


def sentence(seen: pd.DataFrame, origin: str, held: str, deal: str) -> str:
    """What the map shows, in one sentence: listed cities in reach in Japan, Guam and the continental US.

    seen is `ranges.in_reach` of the dataset places; held and deal are keys of ranges.HELD and ranges.DEALS.
    Raises LookupError for another word and ValueError for a table without a city of Guam.

    >>> from alliancelab import catalogue
    >>> places, missiles = catalogue.load("places"), ranges.reaches(catalogue.load("missile-ranges"))
    >>> seen = ranges.in_reach(ranges.positions(ranges.place(places, "Sunan"), places), ranges.left(missiles))
    >>> sentence(seen, "Sunan", "flown", "no deal")[:43]
    'Without a deal, counting missiles flown by '
    """
    counted = _cities(seen)
    cities = list(zip(counted["area"], counted["reach"], numbers(counted["population"]), strict=True))
    return _sentence(cities, origin, held, deal)


def _sentence(cities: list[tuple[str, str, float]], origin: str, held: str, deal: str) -> str:
    reach_of_guam = [reach for area, reach, _ in cities if area == "Guam"]
    if not reach_of_guam:
        raise ValueError(say("ranges.no_guam"))
    guam = {"all": say("ranges.guam_all"), "some": say("ranges.guam_some"), "none": say("ranges.guam_none")}
    return say(
        "ranges.sentence",
        deal=_deal_words()[resolve(deal, ranges.DEALS, say("ranges.deal"))],
        held=_held_words()[resolve(held, ranges.HELD, say("ranges.arsenal"))],
        origin=origin,
        japan=_area([(reach, living) for area, reach, living in cities if area == "Japan main islands"]),
        guam=guam[reach_of_guam[0]],
        states=_area([(reach, living) for area, reach, living in cities if area == "Continental US"]),
    )


def _area(cities: list[tuple[str, float]]) -> str:
    """How many cities of one area are in reach, and how many people live in them."""
    sure, doubtful = (sum(reach == word for reach, _ in cities) for word in ("all", "some"))
    people = sum(living for reach, living in cities if reach != "none") / 1e6
    if not sure + doubtful:
        return say("ranges.area_none", n=len(cities))
    if not doubtful:
        return say("ranges.area_all", sure=sure, n=len(cities), people=people)
    return say("ranges.area_some", sure=sure, n=len(cities), doubtful=doubtful, people=people)


def _held_words() -> dict[str, str]:
    return {
        "deployed": say("ranges.held_deployed"),
        "flown": say("ranges.held_flown"),
        "listed": say("ranges.held_listed"),
    }


def _deal_words() -> dict[str, str]:
    return {
        "no deal": say("ranges.deal_none"),
        "ICBM": say("ranges.deal_icbm"),
        "ICBM, IRBM": say("ranges.deal_irbm"),
        "all but SRBM": say("ranges.deal_all_but_srbm"),
    }


def _cities(seen: pd.DataFrame) -> pd.DataFrame:
    """The listed cities of places with reach, each with its area and reach."""
    what, known = say("ranges.reached_places"), {"reach": ranges.REACH}
    need(seen, "population", what=what, rows=True, filled=["area", "reach"], known=known)
    return seen[seen["population"].notna()]


def cities_html(seen: pd.DataFrame) -> str:
    """The listed cities by area and reach, nearest first, as a small HTML table.

    seen is `ranges.in_reach` of the dataset places. Raises LookupError for a missing column or an unknown
    reach, ValueError for a value that is missing or not a number.

    >>> from alliancelab import catalogue
    >>> places, missiles = catalogue.load("places"), ranges.reaches(catalogue.load("missile-ranges"))
    >>> seen = ranges.in_reach(ranges.positions(ranges.place(places, "Sunan"), places), ranges.left(missiles))
    >>> "Tokyo 1,299" in cities_html(seen)
    True
    """
    need(seen, what=say("ranges.reached_places"), filled=["place", "distance_km"])
    counted = _cities(seen)
    counted = counted.assign(distance_km=numbers(counted["distance_km"])).sort_values("distance_km")
    return _cities_html(list(counted[["area", "reach", "place", "distance_km"]].itertuples(index=False, name=None)))


def _cities_html(cities: list[tuple[str, str, str, float]]) -> str:
    cells: dict[tuple[str, str], list[str]] = {}
    for area, reach, place, far in cities:
        cells.setdefault((area, reach), []).append(f"{escape(str(place))} {far:,.0f}")
    rows = "".join(
        f'<tr><th scope="row">{area}</th>'
        + "".join(f"<td>{', '.join(cells.get((area, word), [])) or '–'}</td>" for word in ranges.REACH)
        + "</tr>"
        for area in WATCHED
    )
    names = (say("ranges.cities_area"), say("ranges.cities_all"), say("ranges.cities_some"), say("ranges.cities_none"))
    head = "".join(f'<th scope="col">{escape(words)}</th>' for words in names)
    caption = escape(say("ranges.cities_caption"))
    return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
