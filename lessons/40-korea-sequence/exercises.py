"""The exercises of lesson 40: order, gaps, a count beside chance, two codings, and belief moved by clues."""

import functools

import pandas as pd
from alliancelab import agreement, catalogue, diplomacy, evidence
from alliancelab.article.claims import Finding
from alliancelab.classroom.kinds import Countries, InOrder, Judgement, Number, PickOne, Prediction, ShortTable, cited

CALL, ANNOUNCED, SINGAPORE = "E154", "E153", "E199"
ARTICLE, UN_SPEECH, OWN_SPEECH = "E110", "E111", "E113"
STEPS = {
    "envoys in Pyongyang": "E152",
    "announcement": ANNOUNCED,
    "call": CALL,
    "steel list": "E158",
    "Kim in Beijing": "E159",
}
# The article under test, and the end of May by which the two were to meet.
PUBLISHED, PROMISED = pd.Timestamp("2018-04-17"), pd.Timestamp("2018-05-31")
YEARS = {"2017": ("2017-01-20", "2017-12-31"), "2019": ("2019-01-01", "2019-12-31")}
WITHIN = 3


@functools.cache
def _events():
    return catalogue.load("korea-events")


@functools.cache
def _launches():
    return catalogue.load("missile-tests")["launch_date"]


@functools.cache
def _calls():
    contacts = catalogue.load("abe-trump-contacts")
    return contacts.loc[contacts["kind"] == "call", "date"]


@functools.cache
def _follow(year, within=WITHIN):
    return diplomacy.follow_ups(_launches(), _calls(), within, *YEARS[year])


@functools.cache
def _clues():
    return catalogue.load("tokyo-clues")


@functools.cache
def _belief(topic):
    clues = _clues()
    return evidence.trace(clues[clues["topic"] == topic])


def _row(name):
    return diplomacy.event(_events(), name)


def _rows(*names):
    return _events()[_events()["event_id"].isin(names)]


def _day(name):
    day = _row(name)["from_date"]
    return f"{day.day} {day:%B %Y}"


class PredictArticle(Prediction):
    key, objective = "predict-article", "order-and-gaps"
    options = {
        "a": "the article came after the speech",
        "b": "the article came before the speech",
        "c": "both came on one day",
    }
    solution = '"b"'
    why = "an order told in passing is easily wrong; two dates settle it."
    hints = ("The table of that week has both.", "Compare the two dates, not the story.")

    def expected(self):
        days = diplomacy.gap_days(_events(), UN_SPEECH, ARTICLE)
        return "a" if days > 0 else "b" if days < 0 else "c"

    def mistakes(self):
        return [
            ("a", "that is what the claim says; the column from_date says otherwise."),
            ("c", "the two have different days in the column from_date."),
        ]


class OrderOfMarch(InOrder):
    key, objective = "order-of-march", "order-and-gaps"
    solution = '["envoys in Pyongyang", "call", "announcement", "steel list", "Kim in Beijing"]'
    why = "a local day is a name for a moment, and one moment can have two names."
    hints = (
        "Four of the five are in order of their days; for the last two use the clocks.",
        "Read the column UTC: which of the two came first?",
    )

    def known(self):
        return list(STEPS)

    def expected(self):
        return sorted(STEPS, key=lambda name: self._moment(_row(STEPS[name])))

    @staticmethod
    def _moment(row):
        return pd.Timestamp(row["at_utc"] if isinstance(row["at_utc"], str) else row["from_date"])

    def mistakes(self):
        by_day = sorted(STEPS, key=lambda name: _row(STEPS[name])["from_date"])
        return [
            (
                by_day,
                "that is the order of the local days; the call is dated by Tokyo's clock, the announcement by "
                "Washington's.",
            )
        ]


class DaysToSingapore(Number):
    key, objective = "days-to-singapore", "order-and-gaps"
    unit = "days"
    solution = 'diplomacy.gap_days(events, "E153", "E199")'
    why = "the promise was by May; the meeting came in June."
    hints = (
        "The announcement is E153 and the summit E199.",
        'Count the days between. In code: diplomacy.gap_days(events, "E153", "E199")',
    )

    def expected(self):
        return diplomacy.gap_days(_events(), ANNOUNCED, SINGAPORE)

    def mistakes(self):
        return [
            (
                diplomacy.gap_days(_events(), CALL, SINGAPORE),
                "that counts from the day in Tokyo; the announcement was made in Washington.",
            ),
            ((PROMISED - _row(ANNOUNCED)["from_date"]).days, "that is the time to the end of May, not to the meeting."),
            (-self.expected(), "the sign says that the summit came first; name the earlier event first."),
        ]


class CallsAnswered(ShortTable):
    key, objective = "calls-answered", "count-against-chance"
    unit = "launch days"
    solution = '{"2017": in_2017.answered, "2019": in_2019.answered}'
    why = "the calls that followed launches in one year did not follow them in the other."
    hints = (
        "Each result has a field called answered.",
        "Take the launch days that were answered by a call, and not all launch days.",
    )

    def expected(self):
        return {year: _follow(year).answered for year in YEARS}

    def mistakes(self):
        return [
            ({year: _follow(year).days for year in YEARS}, "those are all the launch days, answered or not."),
            (
                {year: round(_follow(year).expected, 1) for year in YEARS},
                "that is what chance gives, not what was seen.",
            ),
        ]


class WhoMetKim(Countries):
    key, objective = "who-met-kim", "network-and-codings"
    solution = 'met.loc["PRK"][met.loc["PRK"] > 0].index'
    why = "of the five other countries of the old six-party talks, one leader had no summit with Kim."
    hints = ("Read the row PRK of the table.", "Every column with more than zero in that row.")

    def known(self):
        return [code for code in diplomacy.who_met_whom(_events(), ["summit"]) if code != "PRK"]

    def expected(self):
        met = diplomacy.who_met_whom(_events(), ["summit"]).loc["PRK"]
        return set(met[met > 0].index)

    def mistakes(self):
        return [
            (self.expected() | {"JPN"}, "the cell of PRK and JPN is zero."),
            ({"KOR", "USA"}, "those two, and others: read the whole row."),
        ]


class DisagreeMost(PickOne):
    key, objective = "disagree-most", "network-and-codings"
    options = {"a": "calls", "b": "meetings", "c": "statements", "d": "sanctions"}
    solution = '"a"'
    why = (
        "two allies on the telephone cooperate with one another; "
        "whether that is cooperative toward North Korea the rule must say."
    )
    hints = ("The counts are in the column at the right.", "Take the largest number among the four.")

    def expected(self):
        differ = agreement.disagreements(
            _events().assign(ours=_events()["direction"].astype("str"), blunt=diplomacy.by_kind(_events())),
            "ours",
            "blunt",
        )
        counts = differ["kind"].astype("str").value_counts()
        return max(self.options, key=lambda letter: counts.get(self.options[letter].rstrip("s"), 0))

    def mistakes(self):
        return [
            ("b", "close; one other kind has more."),
            ("c", "read the whole column; another kind has more."),
            ("d", "on sanctions both coders agree every time."),
        ]


class KindOfTest(PickOne):
    key, objective = "kind-of-test", "process-tracing"
    options = {"a": "a straw in the wind", "b": "a hoop test", "c": "a smoking gun", "d": "a doubly decisive clue"}
    solution = '"b"'
    why = "an account of surprise would fall without it, and does not win by it alone."
    hints = ("Is it nearly certain if Tokyo was surprised? Is it nearly impossible if not?", "Certain, and not unique.")

    def expected(self):
        clue = _clues().set_index("clue_id").loc["C4"]
        name = evidence.kind_of_test(clue["example_if_surprised"], clue["example_if_not"])
        return next(letter for letter, text in self.options.items() if name in text)

    def mistakes(self):
        return [
            ("a", "it is nearly certain under one account, so it is more than a straw."),
            ("c", "a late call could also happen without surprise: it is not unique."),
            ("d", "it would have to be nearly impossible without surprise."),
        ]


class Blindsided(Judgement):
    key, objective = "blindsided", "process-tracing"
    options = {
        "a": "yes, by both",
        "b": "by the announcement, not by the steel list",
        "c": "by neither",
        "d": "the public record cannot tell",
    }
    defensible = ("b", "d")
    solution = (
        '["b", "C4 and C5 fit surprise at the announcement, but C7 shows Tokyo asking for an exemption beforehand"]'
    )
    mistaken = {
        "a": "what do C7 and C8 say of the steel list? Tokyo had asked for an exemption in public.",
        "c": "C4 and C5 are hard to explain if Tokyo had known of the announcement.",
    }
    why = "a verdict on two events needs evidence on each of them, and a row for each reason."
    hints = (
        "Look at the two columns of belief: they end in different places.",
        "Give a reason on each of the two events, and name a clue for each, such as C4.",
    )

    def cites(self):
        return cited(_clues(), "clue_id", "clue_date", "clue")

    def about(self):
        return {f"the {topic}": rows["clue_id"].tolist() for topic, rows in _clues().groupby("topic", observed=True)}


def _suddenly_by_may():
    days = diplomacy.gap_days(_events(), ANNOUNCED, SINGAPORE)
    late = (_row(SINGAPORE)["from_date"] - PROMISED).days
    return Finding(
        # The claim is about what was said; a meeting that came late does not make it wrong.
        "supported" if PROMISED > _row(ANNOUNCED)["from_date"] >= pd.Timestamp("2018-03-01") else "not supported",
        f"On {_day(ANNOUNCED)} in Washington Seoul's envoy announced that Trump would meet Kim by May, hours after "
        f"the secretary of state had called negotiations far away. The meeting came late: on {_day(SINGAPORE)}, "
        f"{days} days later and {late} days after the end of May.",
        {"korea-events": _rows(ANNOUNCED, SINGAPORE, "E282")},
    )


def _beijing_and_april():
    beijing, fixed, summit = (_row(name)["from_date"] for name in ("E159", "E160", "E174"))
    right = (beijing.month, beijing.day > 20, fixed < summit, summit.month, summit.day > 20) == (3, True, True, 4, True)
    return Finding(
        "supported" if right else "not supported",
        f"Kim was in Beijing from {_day('E159')}; on {_day('E160')} the Koreas fixed the day of their summit, and it "
        f"was held on {_day('E174')}.",
        {"korea-events": _rows("E159", "E160", "E174")},
    )


def _blindsided():
    ends = {topic: _belief(topic)["after"].iloc[-1] for topic in ("announcement", "steel list")}
    high = sum(end > 0.75 for end in ends.values())
    return Finding(
        ("not supported", "partly supported", "supported")[high],
        f"From even odds and our example likelihoods, belief in surprise ends at {ends['announcement']:.0%} for the "
        f"announcement (the call began {diplomacy.gap_minutes(_events(), CALL, ANNOUNCED)} minutes before it) and at "
        f"{ends['steel list']:.0%} for the list of partners spared from the steel duties, on which Tokyo had asked "
        "to stand.",
        {"korea-events": _events()[_events()["event_id"].isin(_clues()["event_id"])]},
    )


def _maximum_pressure():
    # North Korea's own launches over Japan say nothing on where Abe stood.
    moves = _events()[_events()["kind"] != "missile_test"]
    moves = diplomacy.between(diplomacy.involving(moves, "JPN", "PRK"), *YEARS["2017"])
    coercive = int((moves["direction"] == "coercive").sum())
    longer = _follow("2017")
    # One draw: of the shorter window only what was seen is said.
    shorter = diplomacy.follow_ups(_launches(), _calls(), WITHIN - 1, *YEARS["2017"], draws=1)
    in_step = coercive == len(moves) and longer.answered > longer.expected
    return Finding(
        "supported" if in_step else "partly supported",
        f"{coercive} of {len(moves)} listed events of 2017 between Japan and North Korea, launches left out, are "
        f"coded coercive, and a call of the leaders followed {longer.answered} of {longer.days} launch days within "
        f"{WITHIN} days ({longer.expected:.1f} by chance; within {WITHIN - 1} days {shorter.answered}).",
        {"korea-events": moves},
    )


def _just_after_the_speech():
    days = diplomacy.gap_days(_events(), UN_SPEECH, ARTICLE)
    return Finding(
        "supported" if days > 0 else "not supported",
        f"Abe's article appeared on {_day(ARTICLE)}, {-days} days before the speech of {_day(UN_SPEECH)}; what came "
        f"the day after the speech was Abe's own at the United Nations, {_day(OWN_SPEECH)}.",
        {"korea-events": _rows(ARTICLE, UN_SPEECH, OWN_SPEECH)},
    )


def _seeks_a_summit():
    moves = diplomacy.involving(_events(), "JPN", "PRK")
    toward = moves[(moves["direction"] == "cooperative") & (moves["from_date"] > _row(ANNOUNCED)["from_date"])]
    before = toward[toward["from_date"] < PUBLISHED]
    by_abe = toward[(toward["level"] == "leader") & (toward["kind"] == "statement")].iloc[0]
    summits = int((moves["kind"] == "summit").sum())
    return Finding(
        "not supported" if before.empty else "partly supported" if by_abe["from_date"] > PUBLISHED else "supported",
        f"From {_day(before.iloc[0]['event_id'])} the press, quoting unnamed officials, said so, and the government "
        f"did not deny it; in the list Abe says so himself on {_day(by_abe['event_id'])}; of summits with Kim there "
        f"are {summits}.",
        {"korea-events": toward},
    )


CLAIMS = {
    "A02": _suddenly_by_may,
    "A03": _beijing_and_april,
    "A07": _blindsided,
    "A08": _maximum_pressure,
    "A09": _just_after_the_speech,
    "A10": _seeks_a_summit,
}


def _span():
    days = _events()["from_date"]
    return f"from {days.min().year} to {days.max().year}"


# Every number the lesson's prose uses, computed: the tests compare key and value.
NUMBERS = {
    "September 2017": lambda: f"{_row(UN_SPEECH)['from_date']:%B %Y}",
    "March 2018": lambda: f"{_row(ANNOUNCED)['from_date']:%B %Y}",
    "from 2016 to 2020": _span,
    "in 2017": lambda: f"in {min(YEARS)}",
    "In 2019": lambda: f"In {max(YEARS)}",
    "0.9": lambda: f"{evidence.CERTAIN:g}",
    "0.1": lambda: f"{evidence.UNIQUE:g}",
    "in 2018": lambda: f"in {catalogue.load('weekly-dyads')['week_from_date'].min().year}",
}
