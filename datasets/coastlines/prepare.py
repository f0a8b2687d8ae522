"""Make coastlines.csv from land-110m.json of the npm package world-atlas 2.0.2 (Natural Earth, public domain).

    python prepare.py land-110m.json > coastlines.csv

Two scales, both laid out around Pyongyang: what lies farther than a circle is laid on that circle, and the
points whose triangles are smallest are dropped until as many are left as a small figure carries
(Visvalingam and Whyatt 1993). Near the centre a triangle weighs more.
"""

import json
import sys

import numpy as np
from geographiclib.geodesic import Geodesic

CENTRE = (39.03385, 125.75432)
# Name of the scale: half width of the map in km, points kept.
SCALES = {"near": (2000, 150), "wide": (12000, 112)}
ROW = "natural-earth-land,primary,"


def lines(topology):
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [np.cumsum(arc, axis=0) * (sx, sy) + (tx, ty) for arc in topology["arcs"]]
    for shape in topology["objects"]["land"]["geometries"]:
        for polygon in shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]:
            line = np.vstack([arcs[n] if n >= 0 else arcs[~n][::-1] for n in polygon[0]])
            if line[:, 1].max() > -60:  # Antarctica is left out
                yield line


def plane(line):
    ways = [Geodesic.WGS84.Inverse(*CENTRE, lat, lon) for lon, lat in line]
    far, turn = (np.array([way[name] for way in ways]) for name in ("s12", "azi1"))
    return np.c_[far * np.sin(np.radians(turn)), far * np.cos(np.radians(turn))] / 1000


def weights(line, near):
    before, after = np.roll(line, 1, axis=0) - line, np.roll(line, -1, axis=0) - line
    return np.abs(before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]) / (near + np.hypot(*line.T))


def thinned(rings, points, near):
    heavy = [weights(ring, near) for ring in rings]
    while sum(map(len, rings)) > points:
        n = min(range(len(rings)), key=lambda k: heavy[k].min())
        if len(rings[n]) <= 3:
            del rings[n], heavy[n]
            continue
        rings[n] = np.delete(rings[n], int(heavy[n].argmin()), axis=0)
        heavy[n] = weights(rings[n], near)
    return rings


def main(path):
    with open(path, encoding="utf-8") as file:
        flat = [plane(line) for line in lines(json.load(file))]
    print("scale,ring,point,lat_deg,lon_deg,source_id,evidence,remark")
    for scale, (half, points) in SCALES.items():
        edge, rings = half * 1.45, []
        for line in flat:
            far = np.hypot(*line.T)
            if far.min() < edge:
                rings.append(line * np.minimum(1, edge / np.maximum(far, 1))[:, None])
        for ring, line in enumerate(thinned(rings, points, half / 4), start=1):
            for point, (east, north) in enumerate(line, start=1):
                bearing = np.degrees(np.arctan2(east, north))
                there = Geodesic.WGS84.Direct(*CENTRE, bearing, np.hypot(east, north) * 1000)
                print(f"{scale},{ring},{point},{there['lat2']:.2f},{there['lon2']:.2f},{ROW}")


if __name__ == "__main__":
    main(*sys.argv[1:])
