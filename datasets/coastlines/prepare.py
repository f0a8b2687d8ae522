"""Make coastlines.csv from land-50m.json of the npm package world-atlas 2.0.2 (Natural Earth 4.1.0, public domain).

    pip install numpy geographiclib shapely
    python prepare.py land-50m.json > coastlines.csv

Two scales, both laid out around Pyongyang (azimuthal equidistant, on the ellipsoid). What lies beyond a square is
cut off, and a coast is simplified by dropping, again and again, the point whose triangle with its neighbours is the
smallest, as long as it is smaller than a figure shows (Visvalingam and Whyatt 1993).
"""

import json
import sys

import numpy as np
import shapely
from geographiclib.geodesic import Geodesic

CENTRE = (39.03385, 125.75432)
# By scale: half the side in km of the square at which land is cut off, wider than the map by as much as the launch
# places lie apart; and the side in km of the smallest triangle kept, at the centre and more per km away from it.
SCALES = {"near": (2600, 16, 0.004), "wide": (13300, 36, 0.017)}
# Islands the lesson speaks of stay, however small: Guam, Okinawa, Oahu, Hawaii (latitude, longitude).
KEPT = [(13.45, 144.78), (26.5, 127.95), (21.45, -157.95), (19.6, -155.5)]
ROW = "natural-earth-land,dataset,"


def polygons(topology):
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [np.cumsum(arc, axis=0) * (sx, sy) + (tx, ty) for arc in topology["arcs"]]
    for shape in topology["objects"]["land"]["geometries"]:
        for polygon in shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]:
            yield [np.vstack([arcs[n] if n >= 0 else arcs[~n][::-1] for n in ring]) for ring in polygon]


def plane(points):
    ways = [Geodesic.WGS84.Inverse(*CENTRE, lat, lon) for lon, lat in points]
    far, turn = (np.array([way[name] for way in ways]) for name in ("s12", "azi1"))
    return np.c_[far * np.sin(np.radians(turn)), far * np.cos(np.radians(turn))] / 1000


def thinned(ring, side, more, least):
    """The ring without its light points; at least so many stay, or none where it is lighter than its triangle."""
    points = np.asarray(ring.coords)[:-1]
    while len(points) >= 3:
        before, after = np.roll(points, 1, axis=0) - points, np.roll(points, -1, axis=0) - points
        area = np.abs(before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]) / 2
        weight = area / (side + more * np.hypot(*points.T)) ** 2 * 2
        if weight.min() >= 1 or len(points) <= least:
            return points
        points = np.delete(points, int(weight.argmin()), axis=0)
    return points[:0]


def main(path):
    with open(path, encoding="utf-8") as file:
        flat = [shapely.make_valid(shapely.Polygon(*split)) for split in map(rings_of, polygons(json.load(file)))]
    # One land: the file cuts it at the 180th meridian.
    land = shapely.unary_union([shape.buffer(0.5) for shape in flat])
    kept = [shapely.Point(point).buffer(15) for point in plane([(lon, lat) for lat, lon in KEPT])]
    print("scale,ring,point,lat_deg,lon_deg,source_id,grade,remark")
    for scale, (edge, side, more) in SCALES.items():
        cut = land.intersection(shapely.box(-edge, -edge, edge, edge))
        lines = []
        for part in shapely.get_parts(cut):
            least = 3 if any(part.intersects(place) for place in kept) else 2
            lines += [thinned(ring, side, more, least) for ring in (part.exterior, *part.interiors)]
        lines = sorted((line for line in lines if len(line) > 2), key=lambda line: np.hypot(*line.T).min())
        for ring, line in enumerate(lines, start=1):
            for point, (east, north) in enumerate(line, start=1):
                bearing = np.degrees(np.arctan2(east, north))
                there = Geodesic.WGS84.Direct(*CENTRE, bearing, np.hypot(east, north) * 1000)
                print(f"{scale},{ring},{point},{there['lat2']:.2f},{there['lon2']:.2f},{ROW}")


def rings_of(rings):
    outer, *holes = map(plane, rings)
    return outer, holes


if __name__ == "__main__":
    main(*sys.argv[1:])
