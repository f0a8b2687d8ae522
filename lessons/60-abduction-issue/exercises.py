"""The exercises of lesson 60: whose number, whose word, what was known when, and one sentence to judge.

They ask about governments, documents and totals. None asks about a person, and none keeps a score.
"""

import functools

import pandas as pd
from alliancelab import abductions, catalogue, evidence
from alliancelab.article import claims, parts
from alliancelab.classroom.kinds import InOrder, Judgement, Number, PickOne, Prediction, ShortTable, cited
from alliancelab.ground import days

ARTICLE_DAY = "2018-04-17"
INTEREST = {"interest_abductions": "abductions", "interest_nuclear": "nuclear weapons", "interest_missiles": "missiles"}


@functools.cache
def _record():
    return catalogue.load("abduction-record")


@functools.cache
def _claims():
    return catalogue.load("abduction-claims")


@functools.cache
def _talks():
    return catalogue.load("japan-dprk-talks")


@functools.cache
def _statements():
    return catalogue.load("leader-statements")


@functools.cache
def _level(level, day=ARTICLE_DAY):
    table = abductions.levels(_claims(), day)
    official = table["claimant_group"].isin(["Japan", "DPRK"]) & (table["level"] == level)
    return int(table.loc[official, "quantity"].iloc[0])


def _summits():
    return _talks().loc[_talks()["kind"] == "leaders_meeting"].sort_values("event_date")


def _first(milestone, after=pd.Timestamp.min):
    rows = _talks()[(_talks()["milestone"] == milestone) & (_talks()["event_date"] > after)]
    return rows.sort_values("event_date").iloc[0]


def _survey(year):
    rows = catalogue.load("public-opinion")
    rows = rows[rows["indicator"].isin(list(INTEREST)) & (rows["year"] == year)]
    return rows.assign(question=rows["indicator"].astype("str").map(INTEREST)).set_index("question")["value_pct"]


class ThreeLevels(ShortTable):
    key, objective = "three-levels", "name-the-claimant"
    unit, tolerance = "people", 0
    solution = '{"admitted": 13, "identified": 17, "cannot be ruled out": 883}'
    why = (
        "three claimants count three different things, and neither government accepts the other's total. "
        "The counts stand side by side and are never added."
    )
    hints = (
        "Read the column of quantities in three rows: those of the DPRK, the Government of Japan and the police.",
        "Two rows say that abduction cannot be ruled out. One is of a private commission. Take the other one.",
    )
    worked = (
        "Read the quantity in the row of each claimant. For the last count, take the row of the National Police Agency."
    )

    def expected(self):
        return {level.replace("_", " "): _level(level) for level in ("admitted", "identified", "cannot_be_ruled_out")}

    def mistakes(self):
        right = self.expected()
        return [
            (
                right | {"cannot be ruled out": 470},
                "that is the list of a private commission. Take the list of the police.",
            ),
            (
                right | {"cannot be ruled out": right["cannot be ruled out"] + right["identified"]},
                "here two counts are added up. People on a list of inquiries are not identified victims.",
            ),
            (
                right | {"cannot be ruled out": _level("cannot_be_ruled_out", "2015-06-26")},
                "that is an older figure of the police. The list had grown again by the day of the article.",
            ),
        ]


class IdentifiedThen(Number):
    key, objective = "identified-then", "name-the-claimant"
    unit, tolerance, decimals = "people", 0, 0
    solution = """(
    abductions.levels(claims, "2002-09-17")
    .query("claimant_group == 'Japan' and level == 'identified'")["quantity"]
    .iloc[0]
)"""
    why = (
        "on that day the DPRK admitted more people than the Government of Japan had identified. "
        "A count belongs to a day as well as to a claimant."
    )
    hints = (
        "Move the slider to the left. The figure and the sentence below it follow.",
        "Press the button Japan under the slider, and read how many people the Government identifies.",
    )
    worked = "Move the slider to the day of the first summit. The sentence says how many Japan identifies."

    def expected(self):
        return _level("identified", _summits()["event_date"].iloc[0])

    def mistakes(self):
        first = _summits()["event_date"].iloc[0]
        before = _claims().loc[_claims()["level"] == "identified", "claim_date"].min()
        return [
            (_level("identified"), "that is the count on the day of the article. In 2002 it was smaller."),
            (_level("admitted", first), "that is what the DPRK admitted on that day. Read what Japan says."),
            (
                _level("identified", before),
                "that is the first count in the table. Move the slider further to the right.",
            ),
        ]


class OddWord(PickOne):
    key, objective = "odd-word", "name-the-claimant"
    options = {"a": "living", "b": "dead", "c": "missing", "d": "never entered"}
    solution = '"c"'
    why = "the word belongs to Tokyo, to news desks and to the article. Pyongyang answered with other words."
    hints = ("Read down the column of the DPRK.", "An empty cell means that no row of that side uses the word.")
    worked = "Read down the column of the DPRK and look for the one of the four words where the cell is empty."

    def expected(self):
        used = abductions.word_users(_claims())["DPRK"]
        return next(letter for letter, word in self.options.items() if used[word] != "yes")

    def mistakes(self):
        return [
            ("a", "in 2002 the DPRK said of five people that they were living, and they came back."),
            ("b", "it is the DPRK's claim about eight people. Japan disputes it."),
            ("d", "it is the DPRK's answer about four people. Japan disputes it."),
        ]


class SeaOfJapan(Number):
    key, objective = "sea-of-japan", "count-in-groups"
    unit, tolerance = "%", 0.1
    solution = 'by_region["sea_of_japan"] / by_region.sum() * 100'
    why = (
        'it is about half. "Off the west coast" holds for the larger group, '
        'and the article\'s "elsewhere" is not small.'
    )
    hints = (
        "The bar gives the number of people. How many people are there in all?",
        "Divide the number of the bar Sea of Japan by seventeen, and multiply by a hundred.",
    )
    worked = "Divide the people of the bar Sea of Japan by all people, and multiply by a hundred."

    def expected(self):
        groups = abductions.counts(_record(), "region")
        return evidence.share(groups["sea_of_japan"], groups.sum())

    def mistakes(self):
        groups = abductions.counts(_record(), "region")
        both = groups["sea_of_japan"] + groups["kagoshima"]
        return [
            (evidence.share(both, groups.sum()), "that is the share with Kagoshima, which lies on another sea."),
            (float(groups["sea_of_japan"]), "that is the number of people. The question asks for a share in percent."),
        ]


class InWhichOrder(InOrder):
    key, objective = "in-which-order", "follow-the-talks"
    solution = '["first summit", "settled", "Stockholm", "committee dissolved"]'
    why = 'nine years lie between "settled" and Stockholm. Both sides opened again what one side had called closed.'
    hints = ("The table above gives the day of each.", "Stockholm comes before the committee is dissolved.")
    worked = "Read the days in the table above, and begin with the earliest."

    def days(self):
        return {
            "first summit": _summits()["event_date"].iloc[0],
            "settled": _first("declared_settled")["event_date"],
            "Stockholm": _first("stockholm_agreed")["event_date"],
            "committee dissolved": _first("committee_dissolved")["event_date"],
        }

    def known(self):
        return list(self.days())

    def expected(self):
        return sorted(self.days(), key=self.days().get)

    def mistakes(self):
        first, *middle, last = self.expected()
        return [
            (
                [first, *middle[::-1], last],
                '"settled" was said in the dispute over the evidence, years before the agreement of Stockholm.',
            )
        ]


class AutumnSurvey(Prediction):
    key, objective = "autumn-survey", "read-the-gaps"
    options = {"a": "abductions", "b": "nuclear weapons", "c": "missiles"}
    solution = '"c"'
    why = "missiles came first in the year of the launches. A year later abductions came first again."
    hints = ("It was a year of launches over Japan.", "Read the figure of the survey at that year.")

    def expected(self):
        first = _survey(2017).idxmax()
        return next(letter for letter, text in self.options.items() if text == first)

    def mistakes(self):
        return [
            ("a", "in most surveys of the table abductions came first. Look at that year again."),
            ("b", "the nuclear question came third in that year."),
        ]


class JudgeTheSentence(Judgement):
    key, objective = "judge-the-sentence", "name-the-claimant"
    options = {"a": "supported", "b": "partly supported", "c": "not supported"}
    defensible = ("b", "c")
    solution = (
        '["b", "By C53 and C54 the DPRK says eight dead and four never entered; "\n'
        '      "missing is a word of the press, as in C21, and Japan disputes all twelve"]'
    )
    mistaken = {"a": "one of its three words, missing, is in no row of the DPRK. Look again at who uses which word."}
    why = "two of the three words are answers of the DPRK and one is not. The sentence leaves out who disputes them."
    hints = (
        "Which of the three words has a row of the DPRK?",
        "Name a row of the table by its claim_id, and say who the claimant is.",
    )
    worked = "Say for each of the three words which row has it and whose word it is. Then say who disputes it."

    def cites(self):
        # A claimed death never stands without the side that claims it.
        rows = _claims().query("topic == 'answer'")
        return cited(rows.assign(said=rows["claimant"] + ": " + rows["claim"]), "claim_id", "claim_date", "said")


DECADES = ("1970-01", "1989-12")


def _when(rows, column="event_date"):
    return days.spoken(rows[column].iloc[0]) if len(rows) else "a day no row has"


def _official_count(counts, level, day):
    """The Government's latest count of a level on a day: no row, or one."""
    rows = counts[(counts["claimant_group"] == "Japan") & (counts["level"] == level) & (counts["claim_date"] <= day)]
    return rows[rows["quantity"].notna()].sort_values("claim_date", kind="stable").tail(1)


def _milestones(talks, name, first=pd.Timestamp.min, last=pd.Timestamp.max):
    rows = talks[(talks["milestone"] == name) & talks["event_date"].between(first, last)]
    return rows.sort_values("event_date", kind="stable")


def _seventeen(load=catalogue.load):
    record, counts = load("abduction-record"), load("abduction-claims")
    said = _official_count(counts, "identified", pd.Timestamp(ARTICLE_DAY))
    admitted = counts[(counts["claimant_group"] == "DPRK") & (counts["level"] == "admitted")].head(1)
    sea = record[record["region"] == "sea_of_japan"]
    groups = sea, record.drop(sea.index)
    fewer = min(groups, key=len)
    months = record["disappeared_month"].dropna()
    number = None if said.empty or record.empty else bool((said["quantity"] == 17).all()) and len(record) == 17
    claimed = f"the DPRK itself admits {admitted['quantity'].iloc[0]}" if len(admitted) else "no row has what it admits"
    return claims.decided(
        parts.fact(
            "number",
            number,
            f"Since {_when(said, 'claim_date')} the Government of Japan identifies {len(record)} people",
            {"abduction-claims": said, "abduction-record": record},
        ),
        parts.fact(
            "years",
            None if months.empty else bool(months.str[:7].between(*DECADES).all()),
            f"who disappeared from {months.min()[:4]} to {months.max()[:4]},"
            if len(months)
            else "in years no row has,",
            {"abduction-record": record},
        ),
        parts.tally(
            "places",
            f"{len(groups[0])} from prefectures on the Sea of Japan and {len(groups[1])} from elsewhere.",
            {"abduction-record": fewer},
            # Where the whole list falls into one group, it speaks against the other.
            {"abduction-record": record if fewer.empty else record.head(0)},
            beside={"abduction-record": record},
        ),
        parts.judged(
            "allegedly", f"How well the word allegedly fits is a judgement: {claimed}.", {"abduction-claims": admitted}
        ),
    )


def _five(load=catalogue.load):
    record, talks = load("abduction-record"), load("japan-dprk-talks")
    returned = record[record["status"] == "returned"]
    back, summit = (
        talks[talks["kind"] == kind].sort_values("event_date", kind="stable").head(1)
        for kind in ("return", "leaders_meeting")
    )
    both, agreed = pd.concat([summit, back]), int((returned["japan_answer"] == "agrees").sum())
    after = None if len(both) < 2 else bool(summit["event_date"].iloc[0] < back["event_date"].iloc[0])
    return claims.decided(
        parts.fact(
            "five",
            len(returned) == 5 if len(record) else None,
            f"{len(returned)} people on the official list are back; on {agreed} of them both governments agree.",
            {"abduction-record": record},
        ),
        parts.fact(
            "after",
            after,
            f"They came on {_when(back)}, the summit was on {_when(summit)}.",
            {"japan-dprk-talks": both},
        ),
    )


def _the_rest(load=catalogue.load):
    record, counts = load("abduction-record"), load("abduction-claims")
    rest = record[record["status"] != "returned"]
    dead, never = (rest[rest["dprk_claim"] == answer] for answer in ("said_dead", "said_never_entered"))
    other = rest.drop([*dead.index, *never.index])
    missing = bool((other["dprk_claim"] == "said_missing").any()) or (None if len(other) or rest.empty else False)
    words = counts[(counts["topic"] == "answer") & (counts["claimant_group"] == "DPRK")]
    words = words[words["claim_date"] <= ARTICLE_DAY]
    disputed = int((rest["japan_answer"] == "disputes").sum())
    return claims.decided(
        parts.tally(
            "dead", f"Of {len(rest)} others the DPRK says that {len(dead)} have died", {"abduction-record": dead}
        ),
        parts.tally("never-taken", f"and that {len(never)} never entered.", {"abduction-record": never}),
        parts.fact(
            "missing",
            missing,
            f"That leaves {len(other)} whom it could have called missing; Japan disputes all it says of {disputed}.",
            {"abduction-record": rest, "abduction-claims": words},
        ),
    )


def _second_summit(load=catalogue.load):
    talks, record = load("japan-dprk-talks"), pd.Timestamp(ARTICLE_DAY)
    visit = talks[(talks["kind"] == "leaders_meeting") & (talks["event_date"].dt.year == 2004)]
    start = visit["event_date"].min() if len(visit) else pd.Timestamp("2004-01-01")
    closed = _milestones(talks, "declared_settled", start, record)
    back = talks[(talks["kind"] == "return") & talks["event_date"].between(start, record)]
    promised = visit[visit["milestone"] == "reinvestigation_promised"]
    return claims.decided(
        parts.tally("again", f"The second visit was on {_when(visit)}.", {"japan-dprk-talks": visit}),
        parts.tally(
            "closed",
            f"Later {len(closed)} statements of Pyongyang in the list call the matter settled, from {_when(closed)}.",
            {"japan-dprk-talks": closed},
        ),
        parts.judged(
            "when",
            "When it first said so is open: the report of that day says that it had done so before; at the visit "
            f"it {'promised to look again' if len(promised) else 'still talked'}"
            f"{' and more relatives came' if len(back) else ''}.",
            {"japan-dprk-talks": pd.concat([promised, back])},
        ),
    )


def _first_abe_government(load=catalogue.load):
    talks, record, counts = load("japan-dprk-talks"), load("abduction-record"), load("abduction-claims")
    took, left = (_milestones(talks, name).head(1) for name in ("first_cabinet_begins", "first_cabinet_ends"))
    known = len(took) and len(left)
    start, end = (rows["event_date"].iloc[0] if known else pd.NaT for rows in (took, left))
    before = _official_count(counts, "returned", start) if known else counts.head(0)
    returned = record[record["status"] == "returned"]
    then = talks[talks["event_date"].between(start, end)] if known else talks.head(0)
    met = then[then["between_governments"].astype(bool)]
    later = _milestones(talks, "reinvestigation_promised", end) if known else talks.head(0)
    none_came = None if before.empty or returned.empty else len(returned) == int(before["quantity"].iloc[0])
    return claims.decided(
        parts.fact(
            "returned",
            none_came,
            f"Of the {len(returned)} people who are back, all had come before this government of {_when(took)} to "
            f"{_when(left)}, which met the other {len(met)} times."
            if none_came
            else "Whether somebody came back under this government, the counts do not settle.",
            {"abduction-claims": before, "abduction-record": record, "japan-dprk-talks": pd.concat([took, left])},
        ),
        parts.tally(
            "unresolved",
            f"After it, on {_when(later)}, Pyongyang promised once more to look for the others.",
            {"japan-dprk-talks": later},
            beside={"japan-dprk-talks": met},
        ),
    )


def _two_thousand_seventeen(load=catalogue.load):
    said, events = load("leader-statements"), load("korea-events")
    said = said[(said["speaker"] == "Donald Trump") & (said["statement_date"].dt.year == 2017)]
    said = said[said["abductions_named"].astype(bool)]
    seen = {
        name: events[(events["event_id"] == name) & (events["from_date"].dt.year == 2017)] for name in ("E111", "E121")
    }
    speech = said[said["kind"] == "speech"]
    families = said[(said["kind"] == "meeting") & (said["country_code"] == "JPN")]
    return claims.decided(
        parts.tally(
            "families",
            f"He met families in Tokyo on {_when(families, 'statement_date')}",
            {"leader-statements": families, "korea-events": seen["E121"]},
        ),
        parts.tally(
            "united-nations",
            f"and spoke of an abduction in the General Assembly on {_when(speech, 'statement_date')}.",
            {"leader-statements": speech, "korea-events": seen["E111"]},
        ),
    )


CLAIMS = {
    "A12": _seventeen,
    "A13": _five,
    "A14": _the_rest,
    "A15": _second_summit,
    "A16": _first_abe_government,
    "A17": _two_thousand_seventeen,
}


def _missiles_first():
    rows = catalogue.load("public-opinion")
    wide = rows[rows["indicator"].isin(list(INTEREST))].pivot(index="year", columns="indicator", values="value_pct")
    return int(wide.index[wide["interest_missiles"] > wide["interest_abductions"]].min())


def _last_delegations():
    return _talks().loc[_talks()["kind"] == "government_talks", "event_date"].max()


# Every number the lesson's prose uses, computed: the tests compare key and value.
NUMBERS = {
    "October 2014": lambda: f"{_last_delegations():%B %Y}",
    "in 2014": lambda: f"in {_claims().set_index('claim_id').loc['C59', 'claim_date']:%Y}",
    "17 September 2002": lambda: days.spoken(_summits()["event_date"].iloc[0]),
    "17 April 2018": lambda: days.spoken(pd.Timestamp(ARTICLE_DAY)),
    "autumn of 2017": lambda: f"autumn of {_missiles_first()}",
}
