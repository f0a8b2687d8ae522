"""The exercises of lesson 50: distances, ranges in dispute, and whom a deal on one class leaves in reach."""

import functools

import pandas as pd
from alliancelab import catalogue, ranges
from alliancelab.article.claims import Finding
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
    why = "no city on Japan's main islands was in reach of intercontinental missiles alone; shorter ones reach them all."
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


@functools.cache
def _cities_from_every_site():
    """The listed cities that the claim is about, as seen from each launch site: one row per site and city."""
    places = _places()
    cities = places[places["population"].notna() & places["area"].isin([STATES, JAPAN, "Guam"])]
    sites = places.loc[places["kind"] == "launch_site", "place"]
    return pd.concat([ranges.positions(ranges.place(places, site), cities).assign(site=site) for site in sites])


def _from_every_site(held, removed):
    """Reach of these cities counted from each launch site."""
    return ranges.in_reach(_cities_from_every_site(), ranges.left(_missiles(), held, removed))


def _leaves_japan_in_reach():
    before, after = (_from_every_site("flown", removed) for removed in ((), ("ICBM",)))
    states, japan = (after[after["area"] == area] for area in (STATES, JAPAN))
    guam = after[after["area"] == "Guam"]
    cities, sites = states["place"].nunique(), after["site"].nunique()
    once = (before.loc[before["area"] == STATES, "reach"] != "none").all()
    safe, exposed = (states["reach"] == "none").all(), (japan["reach"] == "all").all()
    cities_seen = _cities_from_every_site()
    sunan = cities_seen[cities_seen["site"] == "Sunan"]
    listed_left, deployed = (ranges.left(_missiles(), *kept) for kept in (("listed", ("ICBM",)), ("deployed",)))
    launcher = int((ranges.in_reach(sunan[sunan["area"] == STATES], listed_left)["reach"] != "none").sum())
    sure = int((ranges.in_reach(sunan[sunan["area"] == JAPAN], deployed)["reach"] == "all").sum())
    american = states.loc[states["reach"] != "none", "place"].nunique()
    japanese, listed = japan.loc[japan["reach"] == "all", "place"].nunique(), japan["place"].nunique()
    return Finding(
        "supported"
        if once and safe and exposed
        else "partly supported"
        if safe and (japan["reach"] != "none").any()
        else "not supported",
        f"Counted from each of {sites} launch sites and with the missiles flown by {_april()}: with ICBMs gone, "
        f"{american} of {cities} listed cities of the continental US stay in reach by any source, and {japanese} of "
        f"{listed} on Japan's main islands stay in reach by all. Guam stays in reach "
        f"{'too' if (guam['reach'] != 'none').all() else 'from some sites'}. "
        f"Two limits: with deployed missiles alone all sources agree on {sure} of those cities of Japan, and "
        f"space launchers, if counted, keep {launcher} American ones in reach by some source.",
        {"missile-ranges": _figures()},
    )


def _suits_america_first():
    said = _statements()
    fits = said[(said["country_code"] == "USA") & (said["fits"] != "neither")]["fits"].value_counts()
    return Finding(
        "a judgement",
        "Two readings. The narrow one (what counts is American soil) expects Washington to shrug at shorter ranges: "
        f"{fits['narrow']} of {fits.sum()} American statements do. The wide one (what counts is the alliance) expects "
        f"demands for all ranges: {fits['wide']} does, and Abe reports that the President agreed (S02). To "
        f"{said['date'].max():%B %Y} no deal on one class was concluded, so neither was put to the test.",
        {"range-statements": said},
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
