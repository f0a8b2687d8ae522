"""The exercises of lesson 50: distances, ranges in dispute, and whom a deal on one class leaves in reach."""

import functools
import math

import pandas as pd
from alliancelab import catalogue, ranges
from alliancelab.article import claims, parts
from alliancelab.classroom.kinds import Judgement, Names, Number, PickOne, Prediction, ShortTable, cited

JAPAN, STATES = "Japan main islands", "Continental US"
# The distance that the question on "or more" asks about.
BEYOND_KM = 8000


@functools.cache
def _figures():
    return catalogue.load("missile-ranges")


@functools.cache
def _missiles():
    """The missiles by the figures that count: the newest of each author that is named."""
    return ranges.reaches(ranges.named(_figures()))


@functools.cache
def _places():
    return catalogue.load("places")


@functools.cache
def _statements():
    return catalogue.load("range-statements")


@functools.cache
def _seen(origin="Sunan"):
    return ranges.positions(ranges.place(_places(), origin), _places())


@functools.cache
def _near():
    """Every place as seen from the launch place nearest to it."""
    places = _places()
    return ranges.nearest(places[places["kind"] == "launch_site"], places)


def _far(name, origin="Sunan"):
    return float(_seen(origin).set_index("place").loc[name, "distance_km"])


def _standing(held="flown", removed=(), seen=None, margin=ranges.MARGIN):
    """Listed cities with their reach, from the nearest launch place unless another is given; no bases, no sites."""
    where = ranges.in_reach(_near() if seen is None else seen, ranges.left(_missiles(), held, removed), margin)
    return where[where["population"].notna()]


class GuamDistance(Number):
    key, objective = "guam-distance", "measure-distance"
    unit, tolerance = "km", 1.0
    solution = 'ranges.positions(sunan, places).set_index("place").loc["Guam", "distance_km"]'
    why = "that is more than twice as far as Tokyo, and less than half of the way to Seattle."
    hints = (
        "In the cell above, only the word Tokyo has to change.",
        "Write Guam with a capital letter, run the cell again, and read the number of kilometres.",
    )
    worked = "with Guam in place of Tokyo, the cell above prints the distance."

    def expected(self):
        return _far("Guam")

    def mistakes(self):
        return [
            (_far("Tokyo"), "that is the distance to Tokyo; replace Tokyo by Guam and run the cell again."),
            (_far("Guam") * 1000, "that is in metres; the question asks for kilometres."),
            (_far("Guam", "Wonsan Kalma"), "that is the distance from Wonsan Kalma; measure from Sunan."),
        ]


class PredictNearest(Prediction):
    key, objective = "predict-nearest", "measure-distance"
    options = {"a": "Anchorage (Alaska)", "b": "Honolulu (Hawaii)", "c": "Moscow", "d": "Seattle"}
    solution = '"a"'
    why = "a flat wall map hides it: over the far north, Anchorage is nearer than Honolulu."
    hints = ("Think of a globe and not of a map on the wall.", "The shortest way may run over the far north.")

    def expected(self):
        far = _seen().set_index("place")["distance_km"]
        return min(self.options, key=lambda letter: far[self.options[letter].partition(" (")[0]])

    def mistakes(self):
        return [
            ("b", "Honolulu is in the same ocean, but it lies far to the south-east."),
            ("c", "there is land all the way to Moscow, but another place is nearer."),
            ("d", "Seattle is the farthest of the four."),
        ]


class TokyoSources(ShortTable):
    key, objective = "tokyo-sources", "read-disagreement"
    solution = 'nodong["says"].value_counts()'
    why = "1,299 km against 1,300 km decides nothing: counted from Sunan, hardly a source says anything clear of Tokyo."
    hints = (
        "Look at the last column of the table above, says.",
        "Count the rows with each of the four words. The four numbers add up to the rows of the table.",
    )
    worked = "count each of the four words in the column says of the table above."

    def _counted(self, margin):
        counts = ranges.says(_figures(), "Nodong", _far("Tokyo"), margin)["says"].value_counts()
        return {word: int(counts.get(word, 0)) for word in ("yes", "perhaps", "no", "too close")}

    def expected(self):
        return self._counted(ranges.MARGIN)

    def mistakes(self):
        right = self.expected()
        return [
            (self._counted(0), "that is without the margin: a kilometre more or less would then decide."),
            (
                {**right, "yes": right["yes"] + right["perhaps"], "perhaps": 0},
                "a row in which Tokyo lies between the two figures says perhaps, and not yes.",
            ),
            (
                {**right, "no": right["no"] + right["perhaps"], "perhaps": 0},
                "a row in which Tokyo lies between the two figures says perhaps, and not no.",
            ),
        ]


def _floor():
    """The lowest "or more" that a source says of the Hwasong-14, and what it says of the distance asked about."""
    rows = ranges.says(_figures(), "Hwasong-14", BEYOND_KM)
    return rows[rows["range_high_km"].isna()].sort_values("range_low_km").iloc[0]


class OrMore(PickOne):
    key, objective = "or-more", "read-disagreement"
    options = {
        "a": "the missile reaches a place at 8,000 km",
        "b": "it does not reach a place at 8,000 km",
        "c": "nothing about a place at 8,000 km",
    }
    solution = '"c"'
    why = '"or more" denies nothing: beyond its figure such a source is silent, and counts for neither side.'
    hints = ('"Or more" is a smallest figure. Is there a largest one?', "Read the rule again: what is a silent source?")
    worked = "the row gives no upper figure, so by the rule it is silent about every place beyond its figure."

    def expected(self):
        word = _floor()["says"]
        return {"yes": "a", "no": "b", "silent": "c"}[word]

    def mistakes(self):
        return [
            ("a", "this source does not say so; other sources do."),
            ("b", "this source gives no upper figure, so it denies nothing."),
        ]


class PredictJapan(Prediction):
    key, objective = "predict-japan", "what-if"
    options = {"a": "none of them", "b": "fewer than half", "c": "more than half", "d": "all of them"}
    solution = '"a"'
    why = (
        "no city on Japan's main islands was in reach of intercontinental missiles alone; shorter ones reach them all."
    )
    hints = (
        "Which classes of missile reach as far as Japan?",
        "In the table, read the line of Japan's main islands: how many cities are in reach by none?",
    )

    def expected(self):
        before, after = (_standing("flown", removed).query("area == @JAPAN") for removed in ((), ("ICBM",)))
        left, total = (after["reach"] != "none").sum(), (before["reach"] != "none").sum()
        dropped = total - left
        return "a" if not dropped else "d" if dropped == total else "b" if dropped < total / 2 else "c"

    def mistakes(self):
        return [
            ("d", "that is what happens to the continental United States."),
            ("b", "the column none in the line of Japan has the number of cities that dropped out."),
            ("c", "look at the column none in the line of Japan's main islands."),
        ]


class AmericanPlaces(Names):
    key, objective = "american-places", "what-if"
    solution = 'american.loc[american["reach"] != "none", "place"]'
    why = (
        "Guam is American soil with American bases: a deal that protects the continent does not protect all Americans."
    )
    hints = ("Look for rows of the table whose reach is not none.", "They are on one island.")
    worked = "take the rows of the table whose reach is all or some."

    def known(self):
        return _places()["place"].tolist()

    def expected(self):
        where = ranges.in_reach(_near(), ranges.left(_missiles(), "flown", ["ICBM"]), ranges.MARGIN)
        return set(where.loc[where["country_code"].isin(["USA", "GUM"]) & (where["reach"] != "none"), "place"])

    def mistakes(self):
        return [
            ({"Guam"}, "on the same island there is a base too."),
            ({"Andersen"}, "on the same island there is a town too."),
            (
                self.expected() | {"Honolulu", "Anchorage"},
                "Hawaii and Alaska were in reach of intercontinental missiles alone.",
            ),
        ]


class FromMusudan(ShortTable):
    key, objective = "from-musudan", "what-if"
    unit, tolerance = "cities", 0
    solution = (
        "{site: ranges.people(ranges.in_reach(ranges.positions(ranges.place(places, site), places),\n"
        '            ranges.left(missiles, "deployed", ["ICBM"]))).loc["Japan main islands", "all"]\n'
        '            for site in ["Sunan", "Musudan-ri"]}'
    )
    why = "the same missiles reach more cities from a place nearer to Japan, so say from where an answer is counted."
    hints = (
        "Choose deployed missiles and the deal on ICBMs. Read the sentence for Sunan, then press Musudan-ri.",
        "Take the cities in reach by all sources, on Japan's main islands.",
    )
    worked = "the sentence of the explorer gives the number for each launch place, with deployed missiles and no ICBMs."

    def _counted(self, held="deployed", word="all", sites=("Sunan", "Musudan-ri")):
        counts = []
        for site in sites:
            here = _standing(held, ("ICBM",), _seen(site), margin=0).query("area == @JAPAN")
            counts.append(int((here["reach"] == word).sum()))
        return dict(zip(("Sunan", "Musudan-ri"), counts, strict=True))

    def expected(self):
        return self._counted()

    def mistakes(self):
        return [
            (self._counted("flown"), "those are the missiles flown; choose the missiles that are deployed."),
            (self._counted(sites=("Sunan", "Sunan")), "the second number is from Sunan too; press Musudan-ri."),
            (self._counted(word="some"), "those are in reach by some sources only; the question asks for all."),
        ]


class AmericaFirst(Judgement):
    key, objective = "america-first", "two-readings"
    options = {
        "a": "the narrow reading fits these rows better",
        "b": "the wide reading fits these rows better",
        "c": "these rows cannot tell the two apart",
    }
    defensible = ("a", "c")
    solution = (
        '["c", "S07 and S09 care little about short ranges, S13 and S14 name every ballistic missile, '
        'and no deal put either reading to the test"]'
    )
    mistaken = {"b": "joint texts and one adviser fit this reading, but the President's own words do not; weigh both."}
    why = "others can argue with a judgement that names its rows; with one that names none they cannot."
    hints = (
        "Name a row by its id, such as S07, and say what it shows.",
        "What would you expect to see if the other reading were right? Does a row show it?",
    )

    def cites(self):
        return cited(_statements(), "statement_id", "date", "paraphrase")


def _leaves_japan_in_reach(load=catalogue.load):
    places, figures = load("places"), load("missile-ranges")
    # The deal ends ICBMs; and a low end above the high one is a slip, and says nothing.
    slips = (figures["range_low_km"] > figures["range_high_km"]).fillna(False).astype(bool)
    figures = figures[(figures["missile_class"] != "ICBM") & ~slips]
    sites, cities = places[places["kind"] == "launch_site"], places[places["population"].notna()]
    american, japanese = (cities[cities["area"] == area] for area in (STATES, JAPAN))
    missiles = ranges.reaches(figures) if len(figures) else pd.DataFrame()
    # Missiles on trucks start anywhere: what a city must fear is counted from the launch site nearest to it.
    flown, deployed = (_without_icbms(missiles, held) for held in ("flown", "deployed"))
    threatened, doubted = _counted(sites, american, flown)
    sure, perhaps = _counted(sites, japanese, deployed)
    everywhere = min((_counted(sites.loc[[site]], japanese, flown)[0] for site in sites.index), default=0)
    known = len(sites) and len(figures)
    rows = {"missile-ranges": figures}
    return claims.decided(
        parts.fact(
            "protect",
            None if not known or american.empty or (doubted and not threatened) else not threatened,
            f"Without ICBMs {doubted} of {len(american)} listed cities of the continental US stay in reach by any "
            f"source of missiles flown by {_april()}, counted from each of {len(sites)} launch sites.",
            rows,
            hinge=_farthest(figures, flown, "range_any_km", "range_high_km"),
        ),
        parts.fact(
            "leave",
            None
            if not known or japanese.empty or (sure <= len(japanese) / 2 and perhaps > sure)
            else sure > len(japanese) / 2,
            f"By all sources {sure} of {len(japanese)} on Japan's main islands stay in reach of deployed missiles from "
            f"the nearest site, and {everywhere} of missiles flown from whichever site. Space launchers are left out.",
            rows,
            hinge=_farthest(figures, deployed, "range_all_km", "range_low_km"),
        ),
    )


def _without_icbms(missiles, held):
    return ranges.left(missiles, held, ["ICBM"]) if len(missiles) else missiles


def _counted(sites, cities, missiles):
    """How many cities are in reach from the nearest of these sites: by all sources, and by any."""
    sure, at_most = ranges.bands(missiles) if len(missiles) else (0.0, 0.0)
    starts, ends = (list(zip(rows["lat_deg"], rows["lon_deg"], strict=True)) for rows in (sites, cities))
    near = [min((_km(*start, *end) for start in starts), default=math.inf) for end in ends]
    return sum(far <= sure for far in near), sum(far <= at_most for far in near)


# The same pairs of points are asked for again whenever a range changes.
_km = functools.cache(ranges.distance_km)


def _farthest(figures, missiles, reach, end):
    """The rows that say how far the farthest of these missiles reaches."""
    if missiles.empty:
        return {"missile-ranges": figures.head(0)}
    best = missiles.sort_values(reach).iloc[-1]
    rows = figures[figures["missile"] == best["missile"]]
    told = rows[end].fillna(rows["range_low_km"]) == best[reach]
    return {"missile-ranges": rows[told]}


def _suits_america_first(load=catalogue.load):
    said = load("range-statements")
    fits = said.loc[(said["country_code"] == "USA") & said["fits"].isin(["narrow", "wide"]), "fits"].value_counts()
    return claims.decided(
        parts.judged(
            "suits",
            f"Of {fits.sum()} American statements that fit one reading, {fits.get('narrow', 0)} fit the narrow one "
            f"(what counts is American soil) and {fits.get('wide', 0)} the wide one (what counts is the alliance). Our "
            "coding reads them so, and no deal put either reading to the test.",
            {"range-statements": said},
        )
    )


CLAIMS = {"A11": _leaves_japan_in_reach, "A19": _suits_america_first}


def _april():
    return f"{_statements().set_index('statement_id').loc['S13', 'date']:%B %Y}"


@functools.cache
def _choices():
    """Cities of Japan's main islands in reach by all, without ICBMs: by launch place and by whose figures count."""
    whose = {"every row": ranges.reaches(_figures()), "named authors": _missiles()}
    arsenals = {words: ranges.left(missiles, "deployed", ["ICBM"]) for words, missiles in whose.items()}
    starts = {"Sunan": _seen(), "Musudan-ri": _seen("Musudan-ri"), "the nearest": _near()}
    return ranges.by_choice(starts, arsenals, JAPAN, ranges.MARGIN)


def _turning_km():
    """Below this figure a source would not be clear of the farthest listed city of Japan's main islands."""
    cities = _near().query("area == @JAPAN and population.notna()")
    return cities["distance_km"].max() / (1 - ranges.MARGIN)


# Every number the lesson's prose uses, computed: the tests compare key and value.
NUMBERS = {
    "April 2018": _april,
    "the end of 2020": lambda: f"the end of {_statements()['date'].max().year}",
    "5,500 km or more": lambda: f"{int(_floor()['range_low_km']):,} km or more",
    "8,000 km": lambda: f"{BEYOND_KM:,} km",
    "August 2017": lambda: f"August {_statements()['date'].min().year}",
    "1,300 km": lambda: f"{int(_figures().set_index('row_id').loc['NOD-1', 'range_low_km']):,} km",
    "five percent": lambda: {5: "five"}[round(100 * ranges.MARGIN)] + " percent",
    "from 3 to 15": lambda: f"from {_choices().min().min()} to {_choices().max().max()}",
    "1,117 km": lambda: f"{_turning_km():,.0f} km",
    "Hwasong-12": lambda: ranges.says(_figures(), "Hwasong-12", 0)["missile"].iloc[0],
}
