"""Distances on the ellipsoid, ranges that sources dispute, and who is in reach of what a deal leaves."""

import math
from collections.abc import Iterable, Mapping, Sequence
from numbers import Real

import numpy as np
import pandas as pd
from geographiclib.geodesic import Geodesic

from alliancelab.ground.messages import say
from alliancelab.ground.numbers import between, number
from alliancelab.ground.suggestions import resolve
from alliancelab.ground.tables import need

# Which missiles count: a word for the reader, and the statuses of the table behind it.
HELD = {
    "deployed": ("deployed",),
    "flown": ("deployed", "flight_tested", "failed_tests"),
    "listed": ("deployed", "flight_tested", "failed_tests", "displayed", "retired", "space_launcher"),
}
DEALS = {
    "no deal": (),
    "ICBM": ("ICBM",),
    "ICBM, IRBM": ("ICBM", "IRBM"),
    "all but SRBM": ("ICBM", "IRBM", "MRBM", "SLBM"),
}
REACH = ("all", "some", "none")
# Published figures are rounded to a hundred kilometres and more: 1,300 may mean 1,250. Our choice, not a finding.
MARGIN = 0.05


def distance_km(from_lat: float, from_lon: float, to_lat: float, to_lon: float) -> float:
    """Length of the shortest way between two points on the WGS84 ellipsoid, in kilometres.

    Latitudes and longitudes in degrees, north and east positive. Raises ValueError for a coordinate
    that is missing, not a number, or off the globe.

    >>> round(distance_km(0, 0, 90, 0), 3)  # a quarter of a meridian
    10001.966

    References: Karney (2013), Algorithms for geodesics, Journal of Geodesy 87, by geographiclib.
    """
    start = _start(from_lat, from_lon)
    return _way(*start, to_lat, to_lon, say("ranges.the_point"))[0]


def place(places: pd.DataFrame, name: str) -> pd.Series:
    """The row of one place, to measure from it. Raises LookupError for a name the table does not have.

    >>> place(pd.DataFrame({"place": ["Sunan"], "lat_deg": [39.2], "lon_deg": [125.7]}), "Sunnan")
    Traceback (most recent call last):
    LookupError: No place is called 'Sunnan'. Did you mean 'Sunan'? Known: Sunan.
    """
    need(places, what=say("ranges.places"), dataset="places", rows=True, filled=["place"], unique=["place"])
    known = resolve(name, places["place"].tolist(), say("ranges.place"))
    return places.set_index("place", drop=False).loc[known]


def positions(origin: pd.Series, places: pd.DataFrame) -> pd.DataFrame:
    """Places as seen from an origin: the table with distance_km, bearing_deg, east_km and north_km.

    origin is one row and places any rows with lat_deg, lon_deg (and place, if they have names).
    east_km and north_km lay the distance off along the bearing (an azimuthal equidistant map), so that
    distances from the origin, and only these, are true on paper. Raises ValueError for a place without
    coordinates or an origin that is not a row, and LookupError for a missing column.

    >>> table = pd.DataFrame({"place": ["A", "B"], "lat_deg": [0.0, 0.0], "lon_deg": [0.0, 1.0]})
    >>> positions(table.iloc[0], table)[["place", "distance_km", "bearing_deg", "north_km"]].round(1)
      place  distance_km  bearing_deg  north_km
    0     A          0.0        180.0      -0.0
    1     B        111.3         90.0       0.0
    """
    if not isinstance(origin, pd.Series):
        raise ValueError(say("ranges.not_an_origin", given=origin))
    need(origin.to_frame().T, "lat_deg", "lon_deg", what=say("ranges.origin"), dataset="places")
    need(places, "lat_deg", "lon_deg", what=say("ranges.places"), dataset="places")
    names = places["place"] if "place" in places else pd.Series(say("ranges.the_point"), places.index)
    start = _start(origin["lat_deg"], origin["lon_deg"])
    ways = [
        _way(*start, lat, lon, name) for name, lat, lon in zip(names, places["lat_deg"], places["lon_deg"], strict=True)
    ]
    far, bearing = np.array(ways, dtype=float).reshape(-1, 2).T
    turn = np.radians(bearing)
    return places.assign(
        distance_km=far, bearing_deg=bearing % 360, east_km=far * np.sin(turn), north_km=far * np.cos(turn)
    )


def nearest(origins: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Places as seen from whichever origin is nearest to each: with distance_km and from_place.

    origins and places are rows of the table places. A missile on a lorry is not bound to one site, so that a
    reach counted from the nearest listed one hides least. Of two origins equally near the first is named.
    Raises LookupError for a missing column and ValueError for a table without rows or a place without
    coordinates.

    >>> table = pd.DataFrame({"place": ["A", "B", "C"], "lat_deg": [0.0, 0.0, 0.0], "lon_deg": [0.0, 10.0, 9.0]})
    >>> nearest(table.iloc[:2], table.iloc[2:])[["place", "distance_km", "from_place"]].round(1)
      place  distance_km from_place
    2     C        111.3          B
    """
    need(origins, what=say("ranges.origins"), dataset="places", rows=True, filled=["place"], unique=["place"])
    seen = {row["place"]: positions(row, places)["distance_km"] for _, row in origins.iterrows()}
    far = pd.DataFrame(seen, index=places.index)
    return places.assign(distance_km=far.min(axis=1), from_place=far.columns[far.to_numpy().argmin(axis=1)])


def named(figures: pd.DataFrame) -> pd.DataFrame:
    """The figures that count: those of a named author, and of one author for one missile the newest.

    figures has missile, author (missing = nobody is named) and source_year (missing = older than any other).
    Figures of one author and year stay together. Raises LookupError for a missing column and ValueError for a
    year that is not a number.

    >>> figures = pd.DataFrame({"missile": "Nodong", "author": ["United States", "United States", None],
    ...                         "source_year": [1998, 2019, 2017], "range_low_km": [1000, 1287, 1000]})
    >>> named(figures)["range_low_km"].tolist()
    [1287]
    """
    what = say("ranges.figures")
    need(figures, "author", "source_year", what=what, dataset="missile-ranges", filled=["missile"])
    _numbers(figures, what, "source_year")
    known = figures[figures["author"].notna()]
    year = pd.to_numeric(known["source_year"]).astype(float).fillna(0)
    newest = year.groupby([known["missile"].astype(str), known["author"].astype(str)]).transform("max")
    return known[year == newest]


def says(figures: pd.DataFrame, missile: str, far_km: float, margin: float = 0) -> pd.DataFrame:
    """What each source says of one missile at one distance: the rows of the missile with a column says.

    "yes" up to the low figure, "perhaps" up to the high one, "no" beyond it; a source that gives only a
    floor ("or more", range_high_km missing) is "silent" beyond its figure: it denies nothing. With a margin
    (a part of the figure, such as MARGIN) a distance that is nearer than that to the figure that would decide
    is "too close". Raises LookupError for an unknown missile and ValueError for a distance, a range or a
    margin that cannot be.

    >>> figures = pd.DataFrame({"missile": "Nodong", "range_low_km": [1200, 1300], "range_high_km": [1500, None]})
    >>> says(figures, "Nodong", 1400)["says"].tolist()
    ['perhaps', 'silent']
    >>> says(figures, "Nodong", 1299, margin=0.05)["says"].tolist()
    ['perhaps', 'too close']
    """
    figures = _figures(figures)
    known = resolve(missile, figures["missile"].unique().tolist(), say("ranges.missile"))
    rows, far = figures[figures["missile"] == known], number(far_km, say("ranges.distance"))
    if far < 0:
        raise ValueError(say("ranges.below_zero", given=far))
    less, more = _margin(margin)
    low, high = rows["range_low_km"], rows["range_high_km"]
    inside = (far > low * more) & (far <= high * less)
    words = [far <= low * less, high.isna() & (far > low * more), inside, far > high * more]
    return rows.assign(says=np.select(words, ["yes", "silent", "perhaps", "no"], "too close"))


def reaches(figures: pd.DataFrame) -> pd.DataFrame:
    """One row per missile: how far all sources say it reaches, and how far any source says so.

    figures has one row per missile and source: missile, missile_class, status_2018, range_low_km and
    range_high_km (missing = "or more"). Columns: missile, missile_class, status_2018, sources,
    range_all_km, range_any_km, nearest first. Up to range_all_km some source says yes and none denies
    it; beyond range_any_km none says that it reaches. Raises ValueError for a low figure above its high.

    >>> figures = pd.DataFrame({"missile": "Nodong", "missile_class": "MRBM", "status_2018": "deployed",
    ...     "range_low_km": [1200, 1300, 900], "range_high_km": [1500, 1300, None]})
    >>> reaches(figures)[["missile", "sources", "range_all_km", "range_any_km"]]
      missile  sources  range_all_km  range_any_km
    0  Nodong        3          1200          1500
    """
    figures = _figures(figures, "missile_class", "status_2018")
    lines = []
    for missile, rows in figures.groupby("missile", sort=False, observed=True):
        low, high = rows["range_low_km"], rows["range_high_km"]
        # A floor denies nothing: it can lengthen what is said, never shorten it.
        bounded = low[high.notna()]
        sure = bounded.min() if len(bounded) else low.max()
        at_most = max(low.max(), high.max()) if len(bounded) else low.max()
        kind = rows[["missile_class", "status_2018"]].iloc[0]
        lines.append((missile, *kind, len(rows), int(sure), int(at_most)))
    columns = ["missile", "missile_class", "status_2018", "sources", "range_all_km", "range_any_km"]
    table = pd.DataFrame(lines, columns=columns)
    return table.sort_values(["range_any_km", "range_all_km", "missile"], ignore_index=True)


def left(missiles: pd.DataFrame, held: str = "flown", removed: Sequence[str] = ()) -> pd.DataFrame:
    """The missiles that a deal leaves: those of a kind (a key of HELD) without the classes removed.

    missiles has missile_class and status_2018 (`reaches`). Raises LookupError for an unknown kind or class,
    ValueError when removed is not a list.

    >>> missiles = pd.DataFrame({"missile": ["Nodong", "Hwasong-15"], "missile_class": ["MRBM", "ICBM"],
    ...                          "status_2018": ["deployed", "flight_tested"]})
    >>> left(missiles, "flown", ["ICBM"])["missile"].tolist()
    ['Nodong']
    """
    need(
        missiles,
        what=say("ranges.missiles"),
        filled=["missile_class", "status_2018"],
        known={"status_2018": HELD["listed"]},
    )
    if not isinstance(removed, Iterable):
        raise ValueError(say("ranges.not_classes", given=removed))
    classes = sorted({name for deal in DEALS.values() for name in deal} | set(missiles["missile_class"].astype(str)))
    named = [removed] if isinstance(removed, str) else removed
    gone = [resolve(name, classes, say("ranges.missile_class")) for name in named]
    stays = missiles["status_2018"].isin(HELD[resolve(held, HELD, say("ranges.arsenal"))])
    return missiles[stays & ~missiles["missile_class"].isin(gone)].reset_index(drop=True)


def in_reach(places: pd.DataFrame, missiles: pd.DataFrame, margin: float = 0) -> pd.DataFrame:
    """Places with a column reach: in reach of some missile by "all" sources, by "some", or by "none".

    places has distance_km (`positions`, `nearest`), missiles range_all_km and range_any_km (`reaches`, `left`).
    The best missile counts; without missiles nothing is in reach. With a margin (a part of the range, such as
    MARGIN) "all" and "none" are said only of what lies nearer or farther by at least that; the rest is "some".
    Raises LookupError for a missing column and ValueError for a place without a distance or a margin that
    cannot be.

    >>> places = pd.DataFrame({"place": ["A", "B", "C"], "distance_km": [900.0, 1300.0, 2000.0]})
    >>> in_reach(places, pd.DataFrame({"range_all_km": [1000], "range_any_km": [1800]}))["reach"].tolist()
    ['all', 'some', 'none']
    """
    need(places, what=say("ranges.measured_places"), filled=["distance_km"])
    _numbers(places, say("ranges.measured_places"), "distance_km")
    (sure, at_most), (less, more) = bands(missiles), _margin(margin)
    far = places["distance_km"].to_numpy(dtype=float)
    sure, at_most = sure * less, at_most * more
    reach = np.select([far <= sure, far <= at_most], ["all", "some"], "none")
    return places.assign(reach=pd.Categorical(reach, REACH, ordered=True))


def bands(missiles: pd.DataFrame) -> tuple[float, float]:
    """The two circles of a set of missiles, in km: how far by all sources, how far by any; 0 without missiles.

    Raises LookupError for a missing column and ValueError for a missing range.

    >>> bands(pd.DataFrame({"range_all_km": [1000, 500], "range_any_km": [1300, 1800]}))
    (1000.0, 1800.0)
    """
    need(missiles, what=say("ranges.missiles"), filled=["range_all_km", "range_any_km"])
    if missiles.empty:
        return 0.0, 0.0
    _numbers(missiles, say("ranges.missiles"), "range_all_km", "range_any_km")
    return float(missiles["range_all_km"].max()), float(missiles["range_any_km"].max())


def farthest(missiles: pd.DataFrame) -> tuple[tuple[float, str], tuple[float, str]]:
    """The two circles of `bands`, each with the missile that reaches so far; (0, "") without missiles.

    Of several that reach equally far the first is named. Raises LookupError for a missing column and ValueError
    for a missing range or name.

    >>> farthest(pd.DataFrame({"missile": ["A", "B"], "range_all_km": [1000, 500], "range_any_km": [1300, 1800]}))
    ((1000.0, 'A'), (1800.0, 'B'))
    """
    need(missiles, what=say("ranges.missiles"), filled=["missile"])
    names = missiles["missile"].tolist()
    sure, at_most = bands(missiles)
    ends = (("range_all_km", sure), ("range_any_km", at_most))
    return tuple((far, str(names[missiles[end].tolist().index(far)]) if names else "") for end, far in ends)


def people(places: pd.DataFrame, by: str = "area") -> pd.DataFrame:
    """Listed cities in reach and the people who live in them, one row per group.

    places has reach (`in_reach`), population and the column by. Only places with a population count, so
    a base inside a city is not counted twice; each of them needs a reach and a group. Columns: cities, all,
    some, none (numbers of cities) and people_all_m, people_some_m, people_none_m (millions, not rounded).
    Groups as they first appear. Raises LookupError for an unknown reach or a missing column, ValueError for
    a city without a reach or a group.

    >>> people(pd.DataFrame({"area": ["X", "X", "X"], "population": [2_000_000, 1_000_000, None],
    ...     "reach": ["all", "some", "all"]}))
          cities  all  some  none  people_all_m  people_some_m  people_none_m
    area
    X          2    1     1     0           2.0            1.0            0.0
    """
    if not isinstance(by, str):
        raise ValueError(say("ranges.not_a_column", given=by))
    need(places, "reach", "population", by, what=say("ranges.reached_places"))
    _numbers(places, say("ranges.reached_places"), "population")
    counted = places[places["population"].notna()]
    need(counted, what=say("ranges.cities"), filled=["reach", by], known={"reach": REACH})
    groups = counted.groupby([counted[by].astype("str"), counted["reach"].astype("str")], sort=False)["population"]
    order = list(dict.fromkeys(counted[by].astype("str")))
    cities = groups.size().unstack(fill_value=0).reindex(index=order, columns=list(REACH), fill_value=0)
    living = groups.sum().unstack().reindex(index=order, columns=list(REACH)).astype(float).fillna(0) / 1e6
    cities.columns, living.columns = list(REACH), [f"people_{word}_m" for word in REACH]
    cities.insert(0, "cities", cities.sum(axis=1))
    return cities.join(living).rename_axis(by)


def by_choice(
    starts: Mapping[str, pd.DataFrame], arsenals: Mapping[str, pd.DataFrame], area: str, margin: float = 0
) -> pd.DataFrame:
    """How many listed cities of an area are in reach by all sources, for each start and each arsenal.

    starts names places with distance_km, population and area (`positions`, `nearest`), arsenals names missiles
    (`left`); margin as for `in_reach`. One row per start, one column per arsenal. Raises LookupError for an
    unknown area, ValueError for what is not a set of named tables.

    >>> places = pd.DataFrame({"area": ["X", "X"], "population": [10, 20], "distance_km": [900.0, 1100.0]})
    >>> by_choice({"from A": places}, {"N": pd.DataFrame({"range_all_km": [1000], "range_any_km": [1000]})}, "X")
            N
    from A  1
    """
    for given in (starts, arsenals):
        if not isinstance(given, Mapping) or not given:
            raise ValueError(say("ranges.not_named_tables", given=given))
    counts = {}
    for name, missiles in arsenals.items():
        column = counts.setdefault(str(name), {})
        for start, places in starts.items():
            cities = people(in_reach(places, missiles, margin))
            column[str(start)] = int(cities.loc[resolve(area, cities.index.tolist(), say("ranges.area")), "all"])
    return pd.DataFrame(counts)


def _margin(margin: object) -> tuple[float, float]:
    """What a figure is multiplied by to be surely within it, and surely beyond it."""
    part = between(margin, 0, 0.5, say("ranges.margin"))
    return 1 - part, 1 + part


def _start(lat: object, lon: object) -> tuple[float, float]:
    name = say("ranges.origin")
    return _degrees(lat, 90, name), _degrees(lon, 180, name)


def _way(lat: float, lon: float, to_lat: object, to_lon: object, name: object) -> tuple[float, float]:
    """The distance in km to a point and the bearing at which one sets out for it."""
    ends = _degrees(to_lat, 90, name), _degrees(to_lon, 180, name)
    way = Geodesic.WGS84.Inverse(lat, lon, *ends, Geodesic.DISTANCE | Geodesic.AZIMUTH)
    return way["s12"] / 1000, way["azi1"]


def _degrees(value: object, most: int, name: object) -> float:
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        raise ValueError(say("ranges.no_coordinates", name=str(name)[:60]))
    if isinstance(value, bool) or not isinstance(value, Real) or not abs(value) <= most:
        given = value.item() if isinstance(value, np.generic) else value
        if most == 90:
            raise ValueError(say("ranges.off_latitude", name=str(name)[:60], given=given))
        raise ValueError(say("ranges.off_longitude", name=str(name)[:60], given=given))
    return float(value)


def _figures(figures: pd.DataFrame, *columns: str) -> pd.DataFrame:
    what, ends = say("ranges.figures"), ["range_low_km", "range_high_km"]
    need(figures, *columns, *ends, what=what, dataset="missile-ranges", filled=["missile", "range_low_km", *columns])
    _numbers(figures, what, *ends)
    figures = figures.assign(**{end: pd.to_numeric(figures[end]) for end in ends})
    wrong = figures[(figures["range_low_km"] > figures["range_high_km"]).fillna(False)]
    if len(wrong):
        missile, low, high = wrong[["missile", *ends]].iloc[0]
        raise ValueError(say("ranges.low_above_high", missile=missile, low=low, high=high))
    return figures


def _numbers(table: pd.DataFrame, what: str, *columns: str) -> None:
    for column in columns:
        # By value, not by kind: a table made from one row holds its numbers as objects.
        inferred = pd.api.types.infer_dtype(table[column], skipna=True)
        if inferred not in ("integer", "floating", "mixed-integer-float", "empty"):
            raise ValueError(say("ranges.not_numbers", what=what, column=column, kind=inferred))
