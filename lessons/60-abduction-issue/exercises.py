"""The exercises of lesson 60: whose number, whose word, what was known when, and one sentence to judge.

They ask about governments, documents and totals. None asks about a person, and none keeps a score.
"""

import functools

import pandas as pd
from alliancelab import abductions, catalogue, evidence
from alliancelab.article.claims import Finding
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


def _answered(claim):
    table = abductions.answers(_record()).set_index("dprk_claim")
    return table.loc[claim]


def _summits():
    return _talks().loc[_talks()["kind"] == "leaders_meeting"].sort_values("event_date")


def _returns():
    return _talks().loc[_talks()["kind"] == "return"].sort_values("event_date")


def _first(milestone, after=pd.Timestamp.min):
    rows = _talks()[(_talks()["milestone"] == milestone) & (_talks()["event_date"] > after)]
    return rows.sort_values("event_date").iloc[0]


def _said_by(speaker, year):
    rows = _statements()
    return rows[(rows["speaker"] == speaker) & (rows["statement_date"].dt.year == year) & rows["abductions_named"]]


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


def _seventeen():
    record, groups = _record(), abductions.counts(_record(), "region")
    admitted, denied = _level("admitted"), int(_answered("said_never_entered")["people"])
    years = record["disappeared_month"].str[:4]
    sea, kagoshima = groups["sea_of_japan"], groups["kagoshima"]
    return Finding(
        "partly supported" if admitted and 0 < sea < len(record) else "supported",
        f"The Government of Japan identifies {len(record)} people in {record['case_no'].nunique()} cases; they "
        f"disappeared from {years.min()} to {years.max()}, {sea} from prefectures on the Sea of Japan "
        f"({sea + kagoshima} with Kagoshima) and the rest "
        f'elsewhere. "Allegedly" fits only the {denied} whom the DPRK denies: it admitted taking {admitted} Japanese.',
        {
            "abduction-record": record,
            "abduction-claims": _claims()[_claims()["level"].isin(["identified", "admitted"])],
        },
    )


def _five():
    back, day = _returns().iloc[[0]], _returns()["event_date"].iloc[0]
    summit, returned = _summits()["event_date"].iloc[0], abductions.counts(_record(), "status")["returned"]
    as_told = returned == 5 and summit < day
    return Finding(
        "supported" if as_told else "not supported",
        f"{returned} people returned on {day:%Y-%m-%d}, {(day - summit).days} days after the first summit; both "
        "governments agree.",
        {"japan-dprk-talks": back},
    )


def _the_rest():
    dead, entered = _answered("said_dead"), _answered("said_never_entered")
    missing = abductions.word_users(_claims()).loc["missing", "DPRK"] == "yes"
    rest = abductions.counts(_record(), "status")["whereabouts unknown"]
    disputed = {dead["japan_answer"], entered["japan_answer"]} == {"disputes"}
    return Finding(
        "supported" if missing else "partly supported",
        f"Of the {rest} others the DPRK says that {dead['people']} have died and that {entered['people']} never "
        "entered; "
        f'"missing" is {"" if missing else "not "}among its answers, and Japan disputes '
        f"{'all' if disputed else 'some of'} {rest}.",
        {
            "abduction-record": _record()[_record()["japan_answer"] == "disputes"],
            "abduction-claims": _claims()[_claims()["topic"] == "answer"],
        },
    )


def _second_summit():
    summit, closed = _summits().iloc[1], _first("declared_settled")
    back = _returns()[_returns()["event_date"] > summit["event_date"]].iloc[0]
    later = _talks()[_talks()["between_governments"] & (_talks()["event_date"] > closed["event_date"])]
    met = later.sort_values("event_date").iloc[0]
    came_home = back["event_date"] < closed["event_date"] < met["event_date"]
    return Finding(
        "partly supported" if came_home else "supported",
        f"The second summit was on {summit['event_date']:%Y-%m-%d}; relatives of the returned came with it and on "
        f"{back['event_date']:%Y-%m-%d}, and a new investigation was promised. The first statement in the table that "
        f"the matter is settled came {(closed['event_date'] - summit['event_date']).days} days after the summit, in "
        f"the dispute over the evidence; governments met again on {met['event_date']:%Y-%m-%d}.",
        {
            "japan-dprk-talks": _talks()[
                _talks()["event_id"].isin([row["event_id"] for row in (summit, closed, back, met)])
            ]
        },
    )


def _first_abe_government():
    took, left = _first("first_cabinet_begins"), _first("first_cabinet_ends")
    then = _talks()[_talks()["event_date"].between(took["event_date"], left["event_date"])]
    met, back = int(then["between_governments"].sum()), int((then["kind"] == "return").sum())
    later, promise = InWhichOrder().days(), _first("reinvestigation_promised", left["event_date"])["event_date"]
    return Finding(
        "supported" if back == 0 else "not supported",
        f"From {took['event_date']:%Y-%m-%d} to {left['event_date']:%Y-%m-%d} the governments met {met} times and "
        f"nobody returned. The article leaves out what came after: a promise on {promise:%Y-%m-%d}, Stockholm on "
        f"{later['Stockholm']:%Y-%m-%d}, and the end of the committee on {later['committee dissolved']:%Y-%m-%d}.",
        {"japan-dprk-talks": then},
    )


def _two_thousand_seventeen():
    said = _said_by("Donald Trump", 2017)
    address, families = said[said["kind"] == "speech"], said[said["kind"] == "meeting"]
    both = len(address) > 0 and len(families) > 0
    return Finding(
        "supported" if both else "partly supported",
        f"He spoke of an abduction in the General Assembly on {address['statement_date'].iloc[0]:%Y-%m-%d} and met "
        f"families in Tokyo on {families['statement_date'].iloc[0]:%Y-%m-%d}; presidents had met families before, in "
        f"{' and '.join(map(str, _presidents_before(families)))}.",
        {"leader-statements": said},
    )


def _presidents_before(families):
    rows = _statements()
    earlier = rows[(rows["kind"] == "meeting") & (rows["office"] == "US President")]
    return sorted(earlier.loc[earlier["statement_date"] < families["statement_date"].iloc[0], "statement_date"].dt.year)


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
