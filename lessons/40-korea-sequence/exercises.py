"""The exercises of lesson 40: order, gaps, a count beside chance, belief moved by clues, and two codings."""

import functools

import pandas as pd
from alliancelab import agreement, catalogue, diplomacy, evidence
from alliancelab.article import claims, parts
from alliancelab.classroom.kinds import InOrder, Judgement, Number, PickOne, Prediction, cited

CALL, ANNOUNCED, SINGAPORE = "E154", "E153", "E199"
ARTICLE, UN_SPEECH, OWN_SPEECH = "E110", "E111", "E113"
# This course follows two men; the table has later leaders too.
ABE_AND_TRUMP = "us_leader == 'Donald Trump' and japan_leader == 'Shinzo Abe'"
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
    # The table goes on; the lesson ends with 2020, as its cell does.
    return diplomacy.between(catalogue.load("korea-events"), "2016-01-01", "2020-12-31")


@functools.cache
def _launches():
    return catalogue.load("missile-tests")["launch_date"]


@functools.cache
def _calls():
    contacts = catalogue.load("leaders-contacts").query(ABE_AND_TRUMP)
    return contacts.loc[contacts["kind"] == "call", "date"]


@functools.cache
def _follow(year, within=WITHIN):
    return diplomacy.follow_ups(_launches(), _calls(), within, *YEARS[year])


@functools.cache
def _clues():
    return catalogue.load("tokyo-clues")


def _row(name):
    return diplomacy.event(_events(), name)


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
    options = {"a": "calls", "b": "summits", "c": "statements", "d": "sanctions"}
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
        "Find C4 in the table of likelihoods: how likely is the clue if Tokyo was surprised, and how likely if not?",
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
        '["b", "C4 is the word of the ministry and names no earlier warning, but by C7 Tokyo asked for an exemption"]'
    )
    mistaken = {
        "a": "what do C7, C8 and C11 say about the steel list? Tokyo had asked in public to be exempted.",
        "c": "C4 is an office speaking with its name: how would you explain it if Tokyo had known?",
    }
    why = "a verdict on two events needs a document on each of them, and says who stands by it."
    hints = (
        "Look at the named documents first: once on the announcement, once on the steel list.",
        "Choose, and write one or two sentences that name a document for each event, such as C4 and C7.",
    )

    def cites(self):
        return cited(_clues(), "clue_id", "clue_date", "clue")

    def about(self):
        return {f"the {topic}": rows["clue_id"].tolist() for topic, rows in _clues().groupby("topic", observed=True)}


# The spans that the article names.
MARCH = (pd.Timestamp("2018-03-01"), pd.Timestamp("2018-03-31"))
END_OF_MARCH = (pd.Timestamp("2018-03-21"), pd.Timestamp("2018-03-31"))
END_OF_APRIL = (pd.Timestamp("2018-04-21"), pd.Timestamp("2018-04-30"))
YEAR_2017 = (pd.Timestamp("2017-01-01"), pd.Timestamp("2017-12-31"))
# "Just after" may mean a week, not more.
JUST_AFTER = pd.Timedelta(days=7)


def _named(table, *names):
    """The rows of these names, by the first column; a name without a row is left out."""
    return table[table[table.columns[0]].isin(names)]


def _said(days):
    return " and ".join(dict.fromkeys(f"{day.day} {day:%B %Y}" for day in sorted(days.dropna()))) or "a day no row has"


def _only(rows):
    """The first day of the one row there is, or no day."""
    return rows["from_date"].iloc[0] if len(rows) else pd.NaT


def _holds(*tests):
    """Whether each test of a day holds, or nothing when a day is missing: tests are pairs of days and a truth."""
    if any(pd.isna(day) for days, _ in tests for day in days):
        return None
    return all(bool(truth) for _, truth in tests)


def _suddenly_by_may(load=catalogue.load):
    events, issues = load("korea-events"), load("summit-issues")
    told = {"korea-events": _named(events, ANNOUNCED), "summit-issues": _named(issues, "USA02")}
    days = {"korea-events": "from_date", "summit-issues": "stated_date"}
    march = {name: rows[rows[days[name]].between(*MARCH)] for name, rows in told.items()}
    when = _said(pd.concat([rows[days[name]] for name, rows in march.items()]))
    return claims.decided(
        parts.tally(
            "announced",
            f"Seoul's envoy announced it in Washington on {when}.",
            march,
            {name: rows.drop(march[name].index) for name, rows in told.items()},
            crosses=True,
        ),
        parts.judged(
            "by-may",
            f'His "by May" may be read as the end of May; they met on {_said(_named(events, SINGAPORE)["from_date"])}.',
            {"korea-events": _named(events, ANNOUNCED, SINGAPORE)},
        ),
        parts.judged(
            "sudden",
            "Sudden is a reading: the secretary of state had called talks far away, Seoul's envoys had not.",
            {"korea-events": _named(events, "E282", "E152")},
        ),
    )


def _beijing_and_april(load=catalogue.load):
    events = load("korea-events")
    beijing, fixed, summit = (_named(events, name) for name in ("E159", "E160", "E174"))
    went, agreed, met = map(_only, (beijing, fixed, summit))
    return claims.decided(
        parts.fact(
            "beijing",
            _holds(((went,), END_OF_MARCH[0] <= went <= END_OF_MARCH[1])),
            f"Kim was in Beijing from {_said(beijing['from_date'])}.",
            {"korea-events": beijing},
        ),
        parts.fact(
            "planned",
            _holds(((agreed, met), agreed <= PUBLISHED and END_OF_APRIL[0] <= met <= END_OF_APRIL[1])),
            f"On {_said(fixed['from_date'])} the Koreas fixed the day of their summit, {_said(summit['from_date'])}.",
            {"korea-events": pd.concat([fixed, summit])},
        ),
    )


def _blindsided(load=catalogue.load):
    events, clues = load("korea-events"), load("tokyo-clues")
    about = {topic: clues[clues["topic"] == topic] for topic in ("announcement", "steel list")}
    told = {topic: events[events["event_id"].isin(rows["event_id"])] for topic, rows in about.items()}
    minutes = _minutes(_named(events, CALL), _named(events, ANNOUNCED))
    return claims.decided(
        parts.judged(
            "announcement",
            "How long before the announcement the president called Abe, no row shows."
            if minutes is None
            else f"The president's call to Abe began {minutes} minutes before the announcement, and officials told a "
            "newspaper that they had not expected it; whether somebody had warned them earlier, no document shows.",
            {"tokyo-clues": about["announcement"], "korea-events": told["announcement"]},
        ),
        parts.judged(
            "list",
            "Tokyo knew of the duties and asked in public to be spared; whether it expected to be on the list, no "
            "document shows.",
            {"tokyo-clues": about["steel list"], "korea-events": told["steel list"]},
        ),
    )


def _minutes(before, after):
    """Minutes from one moment to another, or nothing where a row has no clock."""
    moments = [pd.to_datetime(rows["at_utc"], errors="coerce") for rows in (before, after)]
    if any(moment.empty or moment.isna().any() for moment in moments):
        return None
    return round((moments[1].iloc[0] - moments[0].iloc[0]).total_seconds() / 60)


def _maximum_pressure(load=catalogue.load):
    sanctions, events = load("sanctions"), load("korea-events")
    contacts = load("leaders-contacts").query(ABE_AND_TRUMP)
    own = sanctions[sanctions["adopted_date"].between(*YEAR_2017)]
    tokyo, washington = (own[own["issuer"] == code] for code in ("JPN", "USA"))
    words = _named(events, ARTICLE, OWN_SPEECH)
    words = words[words["from_date"].between(*YEAR_2017)]
    talked = contacts[contacts["date"].between(*YEAR_2017)]
    on_korea = talked["topics"].str.split(";").map({"north_korea"}.issubset).astype(bool)
    quarters = [
        (talked[on_korea & (quarter == number)], talked[~on_korea & (quarter == number)])
        for quarter in [talked["date"].dt.quarter]
        for number in (1, 2, 3, 4)
    ]
    least, rest = min(quarters, key=lambda sides: len(sides[0]))
    return claims.decided(
        parts.tally(
            "measures",
            f"Tokyo took {len(tokyo)} measures of its own in 2017 and Washington {len(washington)}, acts of the "
            "Security Council left out.",
            {"sanctions": tokyo},
            beside={"sanctions": washington},
        ),
        parts.tally(
            "words",
            "Abe asked for pressure, not dialogue, in a newspaper and at the United Nations "
            f"({_said(words['from_date'])}).",
            {"korea-events": words},
        ),
        parts.tally(
            "throughout",
            f"In each quarter of the year the two spoke of North Korea at least {len(least)} times.",
            {"leaders-contacts": least},
            # What they spoke of instead counts only where North Korea was no subject of a whole quarter.
            {"leaders-contacts": rest if least.empty else rest.head(0)},
            beside={"leaders-contacts": talked[on_korea]},
        ),
    )


def _just_after_the_speech(load=catalogue.load):
    events = load("korea-events")
    article, speech, own = (_named(events, name) for name in (ARTICLE, UN_SPEECH, OWN_SPEECH))
    wrote, spoke = _only(article), _only(speech)
    return claims.decided(
        parts.fact(
            "order",
            _holds(((wrote, spoke), spoke <= wrote and wrote - spoke <= JUST_AFTER)),
            f"Abe's article appeared on {_said(article['from_date'])}, the speech was on {_said(speech['from_date'])}; "
            f"what came just after it was a speech of Abe's own, on {_said(own['from_date'])}.",
            {"korea-events": pd.concat([article, speech])},
        )
    )


def _seeks_a_summit(load=catalogue.load):
    events = load("korea-events")
    told = _named(events, "E286", "E287")
    told = told[told["from_date"] <= PUBLISHED]
    # To the families in June, and in August.
    own = _named(events, "E290", "E208").sort_values("from_date").head(1)
    after = f" Abe's own words to that end, as listed, begin on {_said(own['from_date'])}." if len(own) else ""
    return claims.decided(
        parts.tally(
            "seems",
            f"{len(told)} reports from before the article ({_said(told['from_date'])}) bear it out: unnamed officials "
            f"said so, and the government did not deny it.{after}",
            {"korea-events": told},
        )
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
