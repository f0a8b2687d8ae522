"""The exercises of lesson 70: fears of an ally, room at home, linked issues, a seeded meeting, and the record."""

import functools

import pandas as pd
from alliancelab import bargaining, catalogue
from alliancelab.article.claims import Finding
from alliancelab.bargaining import delegations, games, meetings
from alliancelab.classroom.kinds import Day, Judgement, Names, Number, PickOne, Prediction, ShortTable, cited
from alliancelab.ground import days

# The same assumptions as in the notebook; a test compares them.
FEARS = {"abandonment": 8, "entrapment": 3}
TOKYO = {"farmers": 30, "carmakers": 75, "foreign ministry": 60}
WASHINGTON = {"steel makers": 70, "farm states": 45, "treasury": 20}
WEIGHTS = pd.DataFrame(
    {"Japan": [25, 40, 35], "United States": [55, 35, 10]}, index=["trade", "north-korea", "abductions"]
)
NO_DEAL = (20, 40)
PLAYED = {"count": 200, "spread_pct": 20, "seed": 2018}
GOODS = pd.DataFrame(
    {"Bill": [2, 2, 2, 2, 4, 10, 4, 6, 2], "Jack": [4, 2, 1, 2, 1, 1, 1, 2, 2]},
    index=["book", "whip", "ball", "bat", "box", "pen", "toy", "knife", "hat"],
)


@functools.cache
def _issues():
    return catalogue.load("summit-issues")


@functools.cache
def _runs():
    return meetings.meetings(WEIGHTS, NO_DEAL, **PLAYED)


def _solved():
    return games.equilibria(*games.alliance_game(**FEARS))


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
    why = "three delegations speak on all three issues; the other two leave one of them alone in these rows."
    hints = ("Look for rows of the small table without a 0.", "China has no row on one issue, and so has North Korea.")

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
    solution = '"b"'
    why = "a close ally is safe to leave out: that is the trap of staying close in this game."
    hints = ("Compare Washington's two payoffs in the row 'stay close'.", "Which of the two is larger?")

    def expected(self):
        _, patron = games.alliance_game(**FEARS)
        best = patron.loc["stay close"].idxmax()
        return {"consult": "a", "deal alone": "b"}[best]

    def mistakes(self):
        return [
            ("a", "consulting costs Washington something, and Tokyo is close anyway in that row."),
            ("c", "in the row 'stay close' one of Washington's payoffs is larger than the other."),
        ]


class HowOftenAlone(Number):
    key, objective = "how-often-alone", "solve-game"
    unit, tolerance = "%", 0.5
    solution = '100 - 100 * solved.loc[solved["kind"] == "mixed", "first_column"].iloc[0]'
    why = "Tokyo's own two fears set it: each side's mixture is fixed by what the other side has to lose."
    hints = (
        "first_column is the chance of the first column, consult.",
        "Take the mixed line, and what is missing from first_column to 1, in percent.",
    )

    def expected(self):
        solved = _solved()
        return 100 - 100 * solved.loc[solved["kind"] == "mixed", "first_column"].iloc[0]

    def mistakes(self):
        solved = _solved()
        mixed = solved[solved["kind"] == "mixed"].iloc[0]
        return [
            (100 * mixed["first_column"], "that is how often Washington consults."),
            (100 * mixed["first_row"], "that is how often Tokyo stays close."),
        ]


class RoomAtHome(ShortTable):
    key, objective = "room-at-home", "draw-win-sets"
    unit, tolerance = "", 0.1
    solution = '{"from": shared[0], "to": shared[1]}'
    why = "a deal must lie between what most of Washington wants at least and what most of Tokyo bears at most."
    hints = (
        "The overlap begins where Washington begins to agree and ends where Tokyo no longer does.",
        "The figure shows both ends. In code, the name shared has them.",
    )

    def expected(self):
        low, high = _room(2)
        return {"from": low, "to": high}

    def mistakes(self):
        low, high = _room(2)
        _, tokyo = bargaining.win_set(TOKYO, needed=1)
        wide = _room(1)
        return [
            ({"from": high, "to": low}, "the two ends are the wrong way round."),
            ({"from": 0, "to": high}, "that is Tokyo's win-set; the overlap also needs Washington's."),
            ({"from": low, "to": tokyo}, "one group in Tokyo would go that far, but two must agree."),
            (
                {"from": wide[0], "to": wide[1]},
                "that is the room if one group on each side were enough; two must agree.",
            ),
        ]


class BillAndJack(ShortTable):
    key, objective = "bill-and-jack", "link-issues"
    unit, tolerance = "points", 0.05
    solution = '{"Bill": barter.gains[0], "Jack": barter.gains[1]}'
    why = "these are the gains in Nash's article: the helper finds what the author found."
    hints = (
        "A gain is what a boy has after the barter, less what he had before.",
        "What is printed above has both. In code: barter.gains",
    )

    def expected(self):
        own = (GOODS.loc[:"box", "Bill"].sum(), GOODS.loc["pen":, "Jack"].sum())
        found = bargaining.nash(GOODS, tuple(float(worth) for worth in own))
        return {"Bill": found.gains[0], "Jack": found.gains[1]}

    def mistakes(self):
        own = (float(GOODS.loc[:"box", "Bill"].sum()), float(GOODS.loc["pen":, "Jack"].sum()))
        after = bargaining.nash(GOODS, own).worth
        return [
            ({"Bill": after[0], "Jack": after[1]}, "that is what each has afterwards; take off what he had before.")
        ]


class LeastMoved(PickOne):
    key, objective = "least-moved", "test-assumptions"
    options = {
        "a": "how much Washington cares about trade",
        "b": "what Washington has without a deal",
        "c": "how much Japan cares about the abduction issue",
        "d": "how much Japan cares about North Korea",
    }
    solution = '"c"'
    why = "an issue that goes wholly one way already cannot go further: caring more about it moves nothing."
    hints = (
        "Look for the shortest bar of the four, whichever way it points.",
        "Near 0 means that the outcome does not move with it.",
    )
    _names = {
        "a": "United States: trade",
        "b": "United States: no deal",
        "c": "Japan: abductions",
        "d": "Japan: north-korea",
    }

    def expected(self):
        table = meetings.sensitivity(_runs(), "worth to Japan").set_index("assumption")["rank_correlation"].abs()
        return min(self._names, key=lambda letter: table[self._names[letter]])

    def mistakes(self):
        return [
            ("a", "that bar is among the longest."),
            ("b", "that bar is long, and points the other way."),
            ("d", "shorter than Washington's, but not the shortest of the four."),
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
    mistaken = {"d": "these rows show Japan asking for all three; silence would leave the talks to others."}
    why = "a memo that names its rows can be checked by someone who disagrees with it."
    hints = (
        "Read your brief; choose what Japan should press first and copy the row that carries it.",
        "Say in eight words or more what the row shows.",
    )

    def cites(self):
        before = _issues()[_issues()["phase"] == "before"]
        return cited(before, "row_id", "stated_date", "position")


class WhenReported(Day):
    key, objective = "when-reported", "set-beside-record"
    solution = '"2018-06-12"'
    why = "both governments reported it on one day, and the signed text of that day does not name it."
    hints = (
        "Look in the table for rows whose act is reports.",
        "Both sides reported on the day of the meeting in Singapore.",
    )

    def expected(self):
        reports = _abductions("reports", "2018-04-17")
        return reports.loc[reports["delegation"] == "United States", "stated_date"].min()

    def mistakes(self):
        first = _abductions("promises", "2018-04-17")["stated_date"]
        korea = _abductions("reports", "2018-04-17")
        korea = korea.loc[korea["delegation"] == "South Korea", "stated_date"].min()
        return [
            (first.min(), "that is the day of the promise, at Mar-a-Lago."),
            (first.max(), "that is the day the promise was repeated in Washington."),
            (korea, "that day Seoul reported on its own meeting with Kim."),
        ]


def _pressed():
    asked = _issues()[
        (_issues()["delegation"] == "Japan") & (_issues()["issue"] == "abductions") & (_issues()["act"] == "asks")
    ]
    promised, reported = _abductions("promises", "2018-04-17"), _abductions("reports", "2018-06-12")
    omitted = _abductions("omits", "2018-06-12")
    both = {"Japan", "United States"} <= set(reported["delegation"].astype(str))
    silent = f"the signed text does not name the issue ({_rows(omitted)}), and " if len(omitted) else ""
    since, raised = (days.spoken(rows["stated_date"].min()) for rows in (promised, reported))
    return Finding(
        "supported"
        if len(asked) and len(promised) and both
        else "partly supported"
        if len(promised)
        else "not supported",
        f"Japan asked for it ({_rows(asked)}); from {since} Washington promised it, in {len(promised)} rows "
        f"({_rows(promised)}); on {raised} both governments reported that it was raised ({_rows(reported)}). "
        f"But {silent}no row gives North Korea's own account of that talk.",
        {"summit-issues": pd.concat([asked, promised, reported, omitted])},
    )


def _rows(table):
    return ", ".join(table["row_id"])


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
    "0 (not at all) to 100": lambda: f"{0} (not at all) to {bargaining.TOTAL}",
    "0, 50 or 100": _levels,
    "1 to 24": lambda: f"1 to {delegations.MOST}",
}
