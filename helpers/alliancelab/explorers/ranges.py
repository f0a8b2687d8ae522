"""Explore reach: from where, with which missiles, and what a deal leaves."""

from functools import cache
from html import escape
from itertools import product

import ipywidgets as widgets
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
    scenes = {origin: _scene(places, coasts, origin) for origin in ORIGINS}
    cities = widgets.HTML()

    @cache
    def state(origin: str, held: str, deal: str) -> tuple[pd.DataFrame, tuple[float, float], str, str]:
        stays = ranges.left(missiles, held, ranges.DEALS[deal])
        seen = ranges.in_reach(scenes[origin][0], stays)
        return seen, ranges.bands(stays), sentence(seen, origin, held, deal), cities_html(seen)

    for position in product(scenes, ranges.HELD, ranges.DEALS):
        state(*position)

    def draw(origin: str, held: str, deal: str, view: str) -> Chart:
        seen, circles, reading, cities.value = state(origin, held, deal)
        return _map(seen, circles, scenes[origin][1][view], reading, origin, held, deal, view, source)

    explorer = Explorer(_controls(scenes), draw)
    explorer.children = (*explorer.children, cities)
    return explorer


def _controls(scenes: dict) -> dict[str, widgets.Widget]:
    def buttons(options, words: str, value: str) -> widgets.ToggleButtons:
        return widgets.ToggleButtons(options=list(options), value=value, description=words)

    return {
        "origin": buttons(scenes, say("ranges.control_origin"), ORIGINS[0]),
        "held": buttons(ranges.HELD, say("ranges.control_missiles"), "flown"),
        "deal": buttons(ranges.DEALS, say("ranges.control_deal"), "no deal"),
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
    'The map ends at 2,000 km.'
    """
    positions, paths = _scene(places, coasts, origin, resolve(view, VIEWS, say("ranges.view")))
    stays = ranges.left(missiles, held, ranges.DEALS[resolve(deal, ranges.DEALS, say("ranges.deal"))])
    seen = ranges.in_reach(positions, stays)
    reading = sentence(seen, origin, held, deal)
    return _map(seen, ranges.bands(stays), paths[view], reading, origin, held, deal, view, source)


def _scene(places: pd.DataFrame, coasts: pd.DataFrame, origin: str, *views: str) -> tuple[pd.DataFrame, dict[str, str]]:
    need(coasts, "scale", what=say("ranges.coasts"), dataset="coastlines")
    start = ranges.place(places, origin)
    drawn = {view: ranges.positions(start, coasts[coasts["scale"] == view]) for view in views or VIEWS}
    return ranges.positions(start, places), {view: maps.outline(points) for view, points in drawn.items()}


def _map(
    seen: pd.DataFrame,
    circles: tuple[float, float],
    path: str,
    reading: str,
    origin: str,
    held: str,
    deal: str,
    view: str,
    source: str,
) -> Chart:
    words = say("ranges.title_deal", deal=deal) if ranges.DEALS[deal] else say("ranges.title_no_deal")
    title = say("ranges.map_title", held=held, deal=words)
    reading = say("ranges.map_reading", sentence=reading, within=VIEWS[view])
    return maps.bands(seen, circles, path, VIEWS[view], title=title, origin=origin, source=source, reading=reading)


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
    millions = [people / 1e6 for people in numbers(counted["population"])]
    cities = list(zip(counted["area"], counted["reach"], millions, strict=True))
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
    """How many cities of one area are in reach, and the people (in millions) who live in them."""
    sure, doubtful = (sum(reach == word for reach, _ in cities) for word in ("all", "some"))
    people = sum(living for reach, living in cities if reach != "none")
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
    cells: dict[tuple[str, str], list[str]] = {}
    columns = ["area", "reach", "place", "distance_km"]
    for area, reach, place, far in counted[columns].itertuples(index=False):
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
