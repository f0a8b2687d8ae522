"""The exercises of lesson 50: distances, ranges in dispute, and whom a deal on one class leaves in reach."""

import functools

import pandas as pd
from alliancelab import catalogue, ranges
from alliancelab.article.claims import Finding
from alliancelab.classroom.kinds import InOrder, Judgement, Names, Number, PickOne, Prediction, ShortTable, cited

JAPAN, STATES = "Japan main islands", "Continental US"
# The distance that the question on "or more" asks about.
BEYOND_KM = 8000


@functools.cache
def _figures():
    return catalogue.load("missile-ranges")


@functools.cache
def _missiles():
    return ranges.reaches(_figures())


@functools.cache
def _places():
    return catalogue.load("places")


@functools.cache
def _statements():
    return catalogue.load("range-statements")


@functools.cache
def _seen(origin="Sunan"):
    return ranges.positions(ranges.place(_places(), origin), _places())


def _far(name, origin="Sunan"):
    return float(_seen(origin).set_index("place").loc[name, "distance_km"])


def _standing(held="flown", removed=(), origin="Sunan"):
    """Listed cities with their reach; bases and sites left out."""
    where = ranges.in_reach(_seen(origin), ranges.left(_missiles(), held, removed))
    return where[where["population"].notna()]


def _share(word, held="deployed"):
    """Percent of the people of listed cities on Japan's main islands, by reach."""
    here = _standing(held).query("area == @JAPAN")
    return float(here.loc[here["reach"] == word, "population"].sum() / here["population"].sum() * 100)


class GuamDistance(Number):
    key, objective = "guam-distance", "measure-distance"
    unit, tolerance = "km", 1.0
    solution = 'ranges.distance_km(sunan["lat_deg"], sunan["lon_deg"], guam["lat_deg"], guam["lon_deg"])'
    why = "more than twice as far as Tokyo, and still under half of the way to Seattle."
    hints = (
        "Do for `guam` what the cell above does for `tokyo`.",
        'Four numbers, in this order: sunan["lat_deg"], sunan["lon_deg"], guam["lat_deg"], guam["lon_deg"].',
    )

    def expected(self):
        return _far("Dededo")

    def mistakes(self):
        return [
            (_far("Tokyo"), "that is Tokyo again."),
            (_far("Dededo") * 1000, "that is in metres."),
            (_far("Dededo", "Wonsan Kalma"), "that is counted from Wonsan Kalma, not from Sunan."),
        ]


class NearestFirst(InOrder):
    key, objective = "nearest-first", "measure-distance"
    solution = '["Dededo", "Anchorage", "Moscow", "Honolulu", "Seattle"]'
    why = "a flat wall map hides it: over the far north, Anchorage is nearer than Honolulu."
    hints = ("The table above is sorted; read it from the top.", "Guam (Dededo) is the nearest of the five.")

    def known(self):
        return _places()["place"].tolist()

    def expected(self):
        chosen = _seen()[_seen()["place"].isin(["Seattle", "Honolulu", "Anchorage", "Dededo", "Moscow"])]
        return chosen.sort_values("distance_km")["place"].tolist()

    def mistakes(self):
        return [(list(reversed(self.expected())), "that is farthest first.")]


class TokyoSources(ShortTable):
    key, objective = "tokyo-sources", "read-disagreement"
    solution = 'nodong["says"].value_counts()'
    why = "the sources split over Tokyo, so a single ring on a map would hide a dispute."
    hints = (
        "Count each word in the column says.",
        "Every row says one of the three words, so your numbers add up to the number of rows.",
    )

    def expected(self):
        counts = ranges.says(_figures(), "Nodong", _far("Tokyo"))["says"].value_counts()
        return {word: int(counts.get(word, 0)) for word in ("yes", "perhaps", "no")}

    def mistakes(self):
        right = self.expected()
        return [
            (
                {**right, "yes": right["yes"] + right["perhaps"], "perhaps": 0},
                "a span that contains the distance is neither a yes nor a no.",
            )
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
    why = "a floor is no denial: beyond its figure such a source is silent, and counts for neither side."
    hints = ('"Or more" sets a least, not a most.', "Look at the rule for silent.")

    def expected(self):
        word = _floor()["says"]
        return {"yes": "a", "no": "b", "silent": "c"}[word]

    def mistakes(self):
        return [
            ("a", "the source does not go so far; others do."),
            ("b", "the source sets no upper figure, so it denies nothing."),
        ]


class PredictJapan(Prediction):
    key, objective = "predict-japan", "what-if"
    options = {"a": "none of them", "b": "fewer than half", "c": "more than half", "d": "all of them"}
    solution = '"a"'
    why = "no city of Japan depended on an intercontinental missile to be in reach."
    hints = (
        "Which class has the range of the distance to Japan?",
        "Compare the first and the second line of the table.",
    )

    def expected(self):
        before, after = (_standing("flown", removed).query("area == @JAPAN") for removed in ((), ("ICBM",)))
        left, total = (after["reach"] != "none").sum(), (before["reach"] != "none").sum()
        dropped = total - left
        return "a" if not dropped else "d" if dropped == total else "b" if dropped < total / 2 else "c"

    def mistakes(self):
        return [
            ("d", "that is what happens to the continental US."),
            ("b", "the column none in the line of Japan counts those that dropped out."),
            ("c", "look at the column none in the line of Japan."),
        ]


class AmericanPlaces(Names):
    key, objective = "american-places", "what-if"
    solution = 'american.loc[american["reach"] != "none", "place"]'
    why = (
        "Guam is American soil with American bases: a deal that protects the continent does not protect all Americans."
    )
    hints = ("Look for rows whose reach is not none.", "They are on one island.")

    def known(self):
        return _places()["place"].tolist()

    def expected(self):
        where = ranges.in_reach(_seen(), ranges.left(_missiles(), "flown", ["ICBM"]))
        return set(where.loc[where["country_code"].isin(["USA", "GUM"]) & (where["reach"] != "none"), "place"])

    def mistakes(self):
        return [
            ({"Dededo"}, "there is a base on the island too."),
            ({"Andersen"}, "people live on the island too."),
            (
                self.expected() | {"Honolulu", "Anchorage"},
                "Hawaii and Alaska were in reach of intercontinental missiles only.",
            ),
        ]


class SurePeople(Number):
    key, objective = "sure-people", "what-if"
    unit, tolerance = "percent", 0.1
    solution = 'japan["people_all_m"] / (japan["people_all_m"] + japan["people_some_m"] + japan["people_none_m"]) * 100'
    why = (
        "with the missiles said to be deployed, the rest of them are in reach by some sources and not by others: "
        "doubt has a size."
    )
    hints = (
        "Divide the people in reach by all sources by all people counted.",
        "All people counted: the sum of the three columns that start with people_.",
    )

    def expected(self):
        return _share("all")

    def mistakes(self):
        return [
            (_share("some"), "that is the part in reach by some sources only."),
            (_share("all", "flown"), "that counts missiles flown but not known to be deployed."),
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
        '["c", "S07 and S09 shrug at short ranges, S02 reports an agreement to seek their end, '
        'and no deal put either to the test"]'
    )
    mistaken = {
        "b": "Abe's report and one adviser fit it, the President's own words do not; weigh both before you choose.",
    }
    why = "a judgement with its rows can be argued with; one without them cannot."
    hints = (
        "Name a row, such as S07, and say what it shows.",
        "Ask what you would expect to see if the other reading held, and whether a row shows it.",
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
    return f"{_statements()['date'].min():%B %Y}"


# Every number the lesson's prose uses, computed: the tests compare key and value.
NUMBERS = {
    "April 2018": _april,
    "the end of 2020": lambda: f"the end of {_statements()['date'].max().year}",
    "5,500 km or more": lambda: f"{int(_floor()['range_low_km']):,} km or more",
    "8,000 km": lambda: f"{BEYOND_KM:,} km",
    "Hwasong-12": lambda: ranges.says(_figures(), "Hwasong-12", 0)["missile"].iloc[0],
}
