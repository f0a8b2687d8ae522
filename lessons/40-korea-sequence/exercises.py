"""The exercises of lesson 40: order, gaps, a count beside chance, belief moved by clues, and two codings."""

import functools

import pandas as pd
from alliancelab import agreement, catalogue, diplomacy, evidence
from alliancelab.article.claims import Finding
from alliancelab.classroom.kinds import InOrder, Judgement, Number, PickOne, Prediction, cited

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
# Below this p many call a result surprising; and the belief of somebody who doubts.
SURPRISING, DOUBT = 0.05, 0.1


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
    why = "an order that is told in passing is easily wrong; two dates settle it."
    hints = ("The table of that week has both events.", "Compare the two days and not the story.")

    def expected(self):
        days = diplomacy.gap_days(_events(), UN_SPEECH, ARTICLE)
        return "a" if days > 0 else "b" if days < 0 else "c"

    def mistakes(self):
        return [
            ("a", "that is what the claim says; the table of that week has another order."),
            ("c", "the two events have different days in the table."),
        ]


class OrderOfMarch(InOrder):
    key, objective = "order-of-march", "order-and-gaps"
    solution = '["envoys in Pyongyang", "call", "announcement", "steel list", "Kim in Beijing"]'
    why = "a date is the name that a place gives to a moment, and one moment can have two names."
    hints = (
        "The table above has the order of the local days. Only the announcement and the call need the clocks.",
        "In the table of clocks, read the time by UTC: which of these two came first?",
    )
    worked = "take the order of the days, and for the announcement and the call take the order of the times by UTC."

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
                "that is the order of the local days; the call has its date from the clock in Tokyo, the announcement "
                "from the clock in Washington.",
            )
        ]


class DaysToSingapore(Number):
    key, objective = "days-to-singapore", "order-and-gaps"
    unit = "days"
    solution = 'diplomacy.gap_days(events, "E153", "E199")'
    why = "the envoy had said that they would meet by May; the meeting came in June."
    hints = (
        "You need two days: that of the announcement in Washington and that of the summit in Singapore.",
        "Both are in the table under the figure. A calendar on your computer counts the days between them.",
    )
    worked = "take the day of the summit in Singapore minus the day of the announcement in Washington."

    def expected(self):
        return diplomacy.gap_days(_events(), ANNOUNCED, SINGAPORE)

    def mistakes(self):
        return [
            (
                diplomacy.gap_days(_events(), CALL, SINGAPORE),
                "that counts from the day in Tokyo, but the announcement was made in Washington.",
            ),
            (
                (PROMISED - _row(ANNOUNCED)["from_date"]).days,
                "that is the time to the end of May; the question asks for the time to the meeting.",
            ),
            (-self.expected(), "the minus sign says that the summit came first; name the earlier event first."),
        ]


class WhichWindow(PickOne):
    key, objective = "which-window", "count-against-chance"
    options = {
        "a": "three days only",
        "b": "one, three and four days",
        "c": "all five windows",
        "d": "two and five days",
    }
    windows = {"a": {3}, "b": {1, 3, 4}, "c": {1, 2, 3, 4, 5}, "d": {2, 5}}
    solution = '"b"'
    why = "whoever chooses the window after looking can have either answer, so say the window first, or show them all."
    hints = (
        "The cell above prints one line for each window, and p stands at the end of the line.",
        "Take the lines in which p is smaller than 0.05.",
    )
    worked = "compare the p of each line with 0.05: two lines are above it and the others are below it."

    def expected(self):
        below = {days for days in range(1, 6) if _follow("2017", days).p_value < SURPRISING}
        return next(letter for letter, days in self.windows.items() if days == below)

    def mistakes(self):
        return [
            ("a", "that is the window that we chose; other windows have a p below 0.05 too."),
            ("c", "in two of the lines p is above 0.05."),
            ("d", "for these two windows p is above 0.05."),
        ]


class DisagreeMost(PickOne):
    key, objective = "disagree-most", "two-codings"
    options = {"a": "calls", "b": "meetings", "c": "statements", "d": "sanctions"}
    solution = '"a"'
    why = (
        "two allies on the telephone cooperate with one another; "
        "the rule must say whether that is cooperative toward North Korea."
    )
    hints = (
        "The table above counts, for each kind of event, how often the two coders differ.",
        "Look only at the four kinds of the question, and take the largest number.",
    )
    worked = "in the table above, calls have the largest number of the four kinds."

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
            ("b", "that is close, but one other kind has more."),
            ("c", "another of the four kinds has more; read the whole table."),
            ("d", "on sanctions the two coders agree every time."),
        ]


class KindOfTest(PickOne):
    key, objective = "kind-of-test", "process-tracing"
    options = {"a": "a straw in the wind", "b": "a hoop test", "c": "a smoking gun", "d": "a doubly decisive clue"}
    solution = '"b"'
    why = "without this clue the account of surprise would fall; with it the account lives on, but has not won."
    hints = (
        "Find C4 in the table: how likely is the clue if Tokyo was surprised, and how likely if it was not?",
        "Is the first number at least 0.9? Is the second number at most 0.1?",
    )
    worked = "the first likelihood is above 0.9 (near certain), and the second is above 0.1 (not near impossible)."

    def expected(self):
        clue = _clues().set_index("clue_id").loc["C4"]
        name = evidence.kind_of_test(clue["example_if_surprised"], clue["example_if_not"])
        return next(letter for letter, text in self.options.items() if name in text)

    def mistakes(self):
        return [
            ("a", "the clue is near certain if Tokyo was surprised, so it is more than a straw in the wind."),
            ("c", "a late call could also happen without surprise, so it is no smoking gun."),
            ("d", "the clue would have to be near impossible if Tokyo was not surprised."),
        ]


class DoubtFirst(Number):
    key, objective = "doubt-first", "process-tracing"
    unit, tolerance = "%", 0.6
    solution = '100 * evidence.trace(announcement, 0.1)["after"].iloc[-1]'
    why = (
        "with these example likelihoods even somebody who doubts ends up convinced; so ask where the numbers come from."
    )
    hints = (
        "Move only the slider at the top, to 0.10. Leave the sliders of the clues as they are.",
        "The sentence of the explorer says from where to where the belief goes.",
    )
    worked = "with the first slider at 0.10 the sentence of the explorer says where the belief ends."

    def _end(self, start):
        clues = _clues()
        return 100 * float(evidence.trace(clues[clues["topic"] == "announcement"], start)["after"].iloc[-1])

    def expected(self):
        return self._end(DOUBT)

    def mistakes(self):
        return [
            (self._end(0.5), "that is the end for somebody who starts from even odds; move the first slider to 0.10."),
            (100 * DOUBT, "that is where the belief starts; read where it ends."),
            (100 - self.expected(), "that is the belief that Tokyo was not surprised."),
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
        "a": "what do C7 and C8 say about the steel list? Tokyo had asked in public to be exempted.",
        "c": "C4 and C5 are hard to explain if Tokyo had known of the announcement.",
    }
    why = (
        "a verdict on two events needs evidence on each of them: one clue for the announcement, one for the steel list."
    )
    hints = (
        "Look where the belief ends: once for the announcement, once for the steel list.",
        "Choose, and write one or two sentences that name a clue for each event, such as C4 and C7.",
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
    "In 2019": lambda: f"In {max(YEARS)}",
    "0.9": lambda: f"{evidence.CERTAIN:g}",
    "0.1": lambda: f"{evidence.UNIQUE:g}",
    "0.05": lambda: f"{SURPRISING:g}",
    "0.10": lambda: f"{DOUBT:.2f}",
    "in 2018": lambda: f"in {catalogue.load('weekly-dyads')['week_from_date'].min().year}",
}
