"""The exercises of lesson 70: fears of an ally, room at home, linked issues, and the record."""

import functools

import pandas as pd
from alliancelab import bargaining, catalogue
from alliancelab.article import claims, parts
from alliancelab.bargaining import delegations, games, seats
from alliancelab.classroom.kinds import Day, Judgement, Names, Number, Prediction, ShortTable, cited
from alliancelab.ground import days

# The same assumptions as in the notebook; a test compares them.
FEARS = {"abandonment": 8, "entrapment": 5}
PULL = 5
FEARS_DRAWN = [0, 1, 2, 3, 4, 5, 6, 7, 8]
TOKYO = {"farmers": 30, "carmakers": 75, "foreign ministry": 60}
WASHINGTON = {"steel makers": 70, "farm states": 45, "treasury": 20}
WEIGHTS = pd.DataFrame(
    {"Japan": [25, 40, 35], "United States": [55, 35, 10]}, index=["trade", "north-korea", "abductions"]
)
NO_DEAL = (20, 40)
ALL = 100
GOODS = pd.DataFrame(
    {"Bill": [2, 2, 2, 2, 4, 10, 4, 6, 2], "Jack": [4, 2, 1, 2, 1, 1, 1, 2, 2]},
    index=["book", "whip", "ball", "bat", "box", "pen", "toy", "knife", "hat"],
)


@functools.cache
def _issues():
    return catalogue.load("summit-issues")


def _room(needed):
    return bargaining.overlap(
        bargaining.win_set(TOKYO, needed=needed), bargaining.win_set(WASHINGTON, needed=needed, opens="from")
    )


def _abductions(act, day):
    rows = _issues()
    return rows[(rows["issue"] == "abductions") & (rows["act"] == act) & (rows["stated_date"] >= day)]


class WhoSpoke(Names):
    key, objective = "who-spoke", "cite-positions"
    wants = "Write the delegations, with a comma between them, such as Japan, China."
    solution = 'spoken[(spoken > 0).all(axis="columns")].index'
    why = "three delegations speak on all three issues. The other two leave one issue alone in these rows."
    hints = ("Look for the lines of the table that have no 0.", "China has a 0 on one issue, and so has North Korea.")
    worked = "Read the table line by line, and keep the delegations that have no 0."

    def known(self):
        return list(delegations.NAMES)

    def expected(self):
        before = _issues()[_issues()["phase"] == "before"]
        spoken = before.groupby(["delegation", "issue"], observed=True).size().unstack(fill_value=0)
        return set(spoken[(spoken > 0).all(axis="columns")].index)

    def mistakes(self):
        return [
            (set(delegations.NAMES), "two of the five have a 0 in the table."),
            ({"Japan", "United States"}, "a third delegation also speaks on trade, North Korea and the abductions."),
        ]


class PredictAnswer(Prediction):
    key, objective = "predict-answer", "solve-game"
    options = {"a": "consult", "b": "deal alone", "c": "the game does not say"}
    solution = '"a"'
    why = "an ally that stays close brings Washington more than dealing alone does. In this game closeness is rewarded."
    hints = ("Compare Washington's two points in the row stay close.", "Which of the two is larger?")

    def expected(self):
        _, patron = games.alliance_game(**FEARS, pull=PULL)
        best = patron.loc["stay close"].idxmax()
        return {"consult": "a", "deal alone": "b"}[best]

    def mistakes(self):
        return [
            ("b", "that is better for Washington in the other row. In the row stay close it gives fewer points."),
            ("c", "in the row stay close, one of Washington's points is larger than the other."),
        ]


class WhereLinesMeet(Number):
    key, objective = "where-lines-meet", "solve-game"
    unit, tolerance = "points", 0.05
    solution = "4"
    why = "below that fear Tokyo has more when it keeps its distance, and above it when it stays close."
    hints = (
        "The fear of abandonment is on the horizontal axis.",
        "Find the point where the two lines cross, and read the number below it.",
    )
    worked = "Find the point where the two lines cross, and read the fear of abandonment below it."

    def expected(self):
        return games.turning_point(FEARS["entrapment"])

    def mistakes(self):
        at = self.expected()
        points = games.alignment(at, FEARS["entrapment"])["points"].iloc[0]
        return [
            (FEARS["entrapment"], "that is the fear of entrapment, which is the same all along the figure."),
            (FEARS["abandonment"], "that is the fear in the game above. At that fear the two lines are apart."),
            (points, "those are Tokyo's points. The question asks for the fear, on the horizontal axis."),
        ]


class RoomAtHome(ShortTable):
    key, objective = "room-at-home", "draw-win-sets"
    unit, tolerance = "", 0.1
    solution = '{"from": shared[0], "to": shared[1]}'
    why = "a deal must give most of Washington what it wants at least, and ask of Tokyo what most of it bears at most."
    hints = (
        "A deal in the overlap lies in both win-sets.",
        "The overlap begins where Washington's win-set begins, and ends where Tokyo's ends.",
    )
    worked = "Take the higher of the two beginnings and the lower of the two ends."

    def expected(self):
        low, high = _room(2)
        return {"from": low, "to": high}

    def mistakes(self):
        low, high = _room(2)
        _, tokyo = bargaining.win_set(TOKYO, needed=1)
        wide = _room(1)
        return [
            ({"from": high, "to": low}, "the two ends are the wrong way round."),
            ({"from": 0, "to": high}, "that is Tokyo's win-set. The deal must lie in Washington's too."),
            ({"from": low, "to": tokyo}, "one group in Tokyo would go that far, but two groups must agree."),
            (
                {"from": wide[0], "to": wide[1]},
                "that would be the overlap if one group on each side were enough. Two groups must agree.",
            ),
        ]


class BillAndJack(ShortTable):
    key, objective = "bill-and-jack", "link-issues"
    unit, tolerance = "points", 0.05
    solution = '{"Bill": barter.gains[0], "Jack": barter.gains[1]}'
    why = "these are the gains in Nash's article. Our function finds what the author found."
    hints = (
        "A gain is what a boy has after the exchange, less what he had before.",
        "In Bill's line add up his new things, then the five things he owned before. Subtract. Then do it for Jack.",
    )
    worked = "For each boy, add up what his things are worth after the exchange, and take off what he had before."

    def expected(self):
        own = (GOODS.loc[:"box", "Bill"].sum(), GOODS.loc["pen":, "Jack"].sum())
        found = bargaining.nash(GOODS, tuple(float(worth) for worth in own))
        return {"Bill": found.gains[0], "Jack": found.gains[1]}

    def mistakes(self):
        own = (float(GOODS.loc[:"box", "Bill"].sum()), float(GOODS.loc["pen":, "Jack"].sum()))
        after = bargaining.nash(GOODS, own).worth
        return [
            ({"Bill": after[0], "Jack": after[1]}, "that is what each boy has afterwards. Take off what he had before.")
        ]


class WhatIf(ShortTable):
    key, objective = "what-if", "test-assumptions"
    unit, tolerance = "points", 0.1
    solution = '{"worth of no deal": 100 - no_deal[1], "weight of abductions": 35, "weight of trade": 20}'
    why = (
        "issue by issue the two sides share a hundred points, and linking can open a deal where that is too little. "
        "And an issue goes the way of the side that cares more about it, compared with the other issues."
    )
    hints = (
        "Move one slider step by step, read the sentence below the figure, and put the slider back before the next.",
        "First: stop when there is no deal issue by issue. Second: stop when the abduction issue is below 100%. "
        "Third: stop when trade is above 0%.",
    )
    worked = "Move each slider alone, step by step, and stop where the sentence below the figure turns."

    def expected(self):
        return {
            "worth of no deal": next(worth for worth in range(NO_DEAL[0], 85, 5) if not self._has_deal(worth)),
            "weight of abductions": next(w for w in range(10, 100, 5) if self._share("abductions", w) < ALL),
            "weight of trade": next(w for w in range(55, 0, -5) if self._share("trade", w) > 0),
        }

    def _has_deal(self, worth):
        try:
            bargaining.unlinked(WEIGHTS, (worth, NO_DEAL[1]))
        except ValueError:
            return False
        return True

    def _share(self, issue, weight):
        moved = WEIGHTS.astype(float)
        moved.loc[issue, "United States"] = weight
        shares = bargaining.linked(100 * moved / moved.sum(), NO_DEAL).share_pct
        # As the sentence prints it.
        return round(shares[issue])

    def mistakes(self):
        right = self.expected()
        return [
            (
                {name: value - (-5 if name == "weight of trade" else 5) for name, value in right.items()},
                "those are the steps just before. Go one step further with each slider.",
            ),
            (
                dict(
                    zip(
                        right,
                        (NO_DEAL[0], *WEIGHTS.loc[["abductions", "trade"], "United States"].tolist()),
                        strict=True,
                    )
                ),
                "those are the places where the sliders start. Move each of them, and put it back.",
            ),
            (
                dict(zip(right, (80, 95, 5), strict=True)),
                "those are the ends of the sliders. Find the first step at which the sentence turns.",
            ),
        ]


class PositionMemo(Judgement):
    key, objective = "position-memo", "cite-positions"
    options = {
        "a": "put the exemption from the duties first",
        "b": "put missiles of all ranges first",
        "c": "put the abduction issue first",
        "d": "ask for nothing before Singapore",
    }
    defensible = ("b", "a", "c")
    solution = '["b", "JPN09 says that a deal on intercontinental missiles alone means nothing for Japan"]'
    mistaken = {"d": "these rows show Japan asking for all three. Silence would leave the talks to others."}
    why = "somebody who disagrees with a memo can check it when it names its rows."
    hints = (
        "Read the page of Japan's head of delegation. Choose what to press first, and find the row that carries it.",
        "Write a whole sentence: name the row, say what it shows, and say why that comes first.",
    )
    worked = "Choose one thing to press, name the row that carries it, and say in a sentence why it comes first."

    def cites(self):
        before = _issues()[_issues()["phase"] == "before"]
        return cited(before, "row_id", "stated_date", "position")


class WhenReported(Day):
    key, objective = "when-reported", "set-beside-record"
    solution = '"2018-06-12"'
    why = "both governments reported it on the same day. The text signed on that day does not name it."
    hints = (
        "Look in the table for rows whose act is reports.",
        "Both sides reported on the day of the meeting in Singapore.",
    )
    worked = "Take the rows whose act is reports, and keep those of the United States and of Japan."

    def expected(self):
        reports = _abductions("reports", "2018-04-17")
        return reports.loc[reports["delegation"] == "United States", "stated_date"].min()

    def mistakes(self):
        first = _abductions("promises", "2018-04-17")["stated_date"]
        korea = _abductions("reports", "2018-04-17")
        korea = korea.loc[korea["delegation"] == "South Korea", "stated_date"].min()
        return [
            (first.min(), "that is the day of the promise, at Mar-a-Lago."),
            (first.max(), "that is the day on which the promise was repeated in Washington."),
            (korea, "on that day Seoul reported on its own meeting with Kim."),
        ]


# The days of the visit, and how long before it a wish still belongs to it.
VISIT = (pd.Timestamp("2018-04-17"), pd.Timestamp("2018-04-20"))
BEFORE_VISIT = pd.Timedelta(days=31)


def _pressed(load=catalogue.load):
    issues, contacts = load("summit-issues"), load("leaders-contacts")
    issues = issues[issues["issue"] == "abductions"]
    met = contacts[(contacts["kind"] == "meeting") & contacts["date"].between(*VISIT)]
    raised = met[met["topics"].str.split(";").map({"abductions"}.issubset).astype(bool)]
    answered = issues[(issues["delegation"] == "United States") & issues["stated_date"].between(*VISIT)]
    promised = answered[answered["act"] == "promises"]
    wished = issues[(issues["delegation"] == "Japan") & (issues["act"] == "asks")]
    wished = wished[wished["stated_date"].between(VISIT[0] - BEFORE_VISIT, VISIT[1])]
    later = issues[(issues["act"] == "reports") & (issues["stated_date"] > VISIT[1])]
    told = sorted(set(later["delegation"].astype("str")) & {"Japan", "United States"})
    return claims.decided(
        parts.tally("asked", f"Abe said beforehand that he would ask ({_rows(wished)}).", {"summit-issues": wished}),
        parts.tally(
            "pressed",
            f"The abductions were a subject of {len(raised)} of the {len(met)} meetings listed, and Washington "
            f"promised to raise them ({_rows(promised)}). {'Both' if len(told) == 2 else 'Not both'} said later that "
            "it had.",
            {"summit-issues": promised, "leaders-contacts": raised},
            {"summit-issues": answered[answered["act"] == "refuses"]},
            crosses=True,
            beside={"summit-issues": later},
        ),
    )


def _rows(table):
    return ", ".join(table["row_id"]) or "no row"


def _meeting_day():
    rows = _issues()
    return rows.loc[rows["forum"] == "Mar-a-Lago", "stated_date"].min()


def _levels():
    low, half, high = sorted(catalogue.load("summit-options")["level"].unique())
    return f"{low}, {half} or {high}"


CLAIMS = {"A18": _pressed}

# Every number the lesson's prose uses, computed: the tests compare key and value.
NUMBERS = {
    "April 2018": lambda: f"{_meeting_day():%B %Y}",
    "17 April 2018": lambda: days.spoken(days.read(catalogue.descriptor("article-claims")["coverage"]["to"])),
    "0 (not at all) to 100": lambda: f"{0} (not at all) to {bargaining.TOTAL}",
    "0, 50 or 100": _levels,
    "1 to 40": lambda: f"1 to {seats.MOST}",
}
