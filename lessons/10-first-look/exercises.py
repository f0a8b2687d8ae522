"""The exercises of lesson 10: reading a table, a source and a day."""

import pandas as pd
from alliancelab import catalogue
from alliancelab.article import claims, parts
from alliancelab.classroom.kinds import Countries, Day, Number, PickOne, Prediction


def _status():
    return catalogue.load("section-232-status")


def _japan():
    status = _status()
    return status[(status["country_code"] == "JPN") & (status["product"] == "steel")]


def _on_list():
    status = _status()
    first = status["from_date"].min()
    rows = status[(status["product"] == "steel") & (status["from_date"] == first)]
    return set(rows.loc[rows["treatment"] == "exempt_temporary", "country_code"]) - {"GBR"}


class HowManyClaims(Prediction):
    key, objective = "how-many-claims", "read-a-table"
    options = {"a": "fewer than ten", "b": "between ten and twenty", "c": "more than twenty"}
    solution = '"b"'
    why = "one short article, and so many statements that can be right or wrong on their own."
    hints = ("The cell above shows four claims; the table has more.", "The next cell counts them.")

    def expected(self):
        n = len(catalogue.load("article-claims"))
        return "a" if n < 10 else "b" if n <= 20 else "c"

    def mistakes(self):
        return [
            ("a", "only the first rows of the table were shown; it has more."),
            ("c", "the article is short; the table has fewer rows than that."),
        ]


class FirstDay(Day):
    key, objective = "first-day", "read-a-table"
    solution = '"2018-03-23"'
    why = "the proclamation was signed on the 8th, but a duty is owed from the day it takes effect."
    hints = ("Look at the column From.", "It is the first day of the first row: the row of the full duty.")
    worked = "the first row says tariff, and its first day stands in the column from_date."

    def expected(self):
        return _japan()["from_date"].min()

    def mistakes(self):
        actions = catalogue.load("section-232-actions").set_index("action_id")
        return [
            (
                actions.loc["P9705", "signed_date"],
                "on that day the proclamation was signed; look for the first day on which it was in force.",
            )
        ]


class HalfOpen(PickOne):
    key, objective = "half-open", "read-a-table"
    options = {"a": "the last day of the full duty", "b": "the first day without it"}
    solution = '"b"'
    why = "a row has a first day in and a first day out, so no day is missing and no day is counted twice."
    hints = ("Compare the day with the first day of the next row.", "On one day only one of the two rows can hold.")

    def expected(self):
        rows = _japan()
        return "b" if rows["before_date"].iloc[0] == rows["from_date"].iloc[1] else "a"

    def mistakes(self):
        return [("a", "if it were, two rows would hold on that day, because the next row starts on it.")]


class PredictList(Prediction):
    key, objective = "predict-list", "test-a-claim"
    options = {"a": "yes, exactly", "b": "the table has more partners", "c": "the table has fewer"}
    solution = '"a"'
    why = "the table agrees with the article, partner by partner."
    hints = ("Compare the claim's partners with the rows.", "Count the European Union as one.")

    def expected(self):
        listed = _on_list()
        return "a" if listed == NAMED else "b" if listed > NAMED else "c"

    def mistakes(self):
        return [
            ("b", "Britain was a member of the European Union in that month; do not count it twice."),
            ("c", "count again, with the European Union as one partner."),
        ]


class SparedList(Countries):
    key, objective = "spared-list", "test-a-claim"
    solution = 'spared.loc[spared["country_code"] != "GBR", "country_code"]'
    why = "seven partners, Japan not among them: the article's list holds."
    hints = (
        "The codes are in the column country_code of the table above.",
        "Take every row of that table, and leave out GBR.",
    )
    worked = "the table has eight rows; without Britain, seven partners are left."

    def known(self):
        # Without the row for all countries that no other row is about.
        return [code for code in _status()["country_code"].unique() if code != "WLD"]

    def expected(self):
        return _on_list()

    def mistakes(self):
        return [
            (_on_list() | {"GBR"}, "Britain was a member of the European Union in that month; leave it out."),
            (_on_list() | {"JPN"}, "Japan has no row in that table: it was not spared."),
        ]


class DaysWaited(Number):
    key, objective = "days-waited", "read-a-table"
    unit, tolerance = "days", 0
    solution = '(japan["before_date"] - japan["from_date"]).dt.days.iloc[0]'
    why = "more than four years: how long an ally waited is a number that can be looked up."
    hints = (
        "You need two days: the first day of Japan's first bar and the first day of its second bar.",
        "Both days are in the table under the figure. A calendar on your computer counts the days between them.",
    )
    worked = "take the first day of the second row minus the first day of the first row."

    def expected(self):
        rows = _japan()
        return (rows["before_date"].iloc[0] - rows["from_date"].iloc[0]).days

    def mistakes(self):
        return [
            (self.expected() + 1, "that is one day too many: the first day out is not counted."),
            (self.expected() - 1, "that is one day too few: the first day in is counted."),
        ]


class OriginalShare(Number):
    key, objective = "original-share", "judge-a-source"
    unit, tolerance = "%", 0.1
    solution = 'grades["original"] / grades.sum() * 100'
    why = "most rows were read in somebody else's copy of an official text: right as far as we can see, one step away."
    hints = (
        "The table above has the number of rows of each grade.",
        "Divide the number of original rows by the number of all rows, and multiply by a hundred.",
    )
    worked = "divide the original rows by all rows (all grades together), times a hundred."

    def expected(self):
        return self._share(["original"])

    def mistakes(self):
        return [
            (
                self._share(list(catalogue.OFFICIAL)),
                "that counts the copies too; the question asks for the originals alone.",
            ),
            (
                float((_status()["grade"] == "original").sum()),
                "that is the number of original rows; the question asks for their share of all rows.",
            ),
        ]

    def _share(self, grades):
        return _status()["grade"].isin(grades).mean() * 100


NAMED = {"AUS", "ARG", "BRA", "CAN", "MEX", "KOR", "EUU"}
# The first day of the duties, and the days the article gives for the visit.
FIRST = pd.Timestamp("2018-03-23")
VISIT = (pd.Timestamp("2018-04-17"), pd.Timestamp("2018-04-20"))
# A visit that the two called off and held another time would begin further away than this.
SAME_VISIT = pd.Timedelta(days=30)


def _list_holds(load=catalogue.load):
    status = load("section-232-status")
    then = status[(status["from_date"] <= FIRST) & ~(status["before_date"] <= FIRST)]
    seven, japan = then[then["country_code"].isin(NAMED)], then[then["country_code"] == "JPN"]
    spared = seven[seven["treatment"] == "exempt_temporary"]
    both = spared.groupby("country_code")["product"].nunique()
    named = int((both == 2).sum())
    holds = None if seven["country_code"].nunique() < len(NAMED) else named == len(NAMED)
    paid = (japan["treatment"] == "tariff").all() if len(japan) else None
    return claims.decided(
        parts.fact(
            "seven",
            holds,
            f"{named} of the {len(NAMED)} partners named were spared on steel and aluminum on {FIRST.day} "
            f"{FIRST:%B %Y}.",
            {"section-232-status": seven},
        ),
        parts.fact(
            "japan",
            paid,
            "Japan's own rows say: full duty." if paid else "Japan's own rows do not all say full duty.",
            {"section-232-status": japan},
        ),
    )


def _visit_took_place(load=catalogue.load):
    contacts, visits = load("leaders-contacts"), load("leader-visits")
    met = contacts[(contacts["kind"] == "meeting") & contacts["date"].between(*VISIT)]
    near = visits["first_date"].between(VISIT[0] - SAME_VISIT, VISIT[1] + SAME_VISIT)
    visit = visits[(visits["partner_code"] == "JPN") & (visits["direction"] == "to_us") & near].head(1)
    first, last = (visit[end].iloc[0] if len(visit) else pd.NaT for end in ("first_date", "last_date"))
    # Who leaves on one day is at home on the next one, by Japan's calendar.
    home = last == VISIT[1] - pd.Timedelta(days=1)
    days = " and ".join(f"{day.day} {day:%B}" for day in met["date"].drop_duplicates())
    return claims.decided(
        parts.tally(
            "summit",
            f"They met on {days}." if days else "No meeting in these days is listed.",
            {"leaders-contacts": met},
        ),
        parts.fact(
            "first-day",
            None if visit.empty or pd.isna(first) else first == VISIT[0],
            "" if visit.empty else f"The American list of visits has him there from {first.day} {first:%B}",
            {"leader-visits": visit},
        ),
        parts.fact(
            "last-day",
            None if visit.empty or home or pd.isna(last) else last == VISIT[1],
            ""
            if visit.empty
            else f"to {last.day} {last:%B}; the 20th counts the flight home, as announced in Tokyo."
            if home
            else f"to {last.day} {last:%B}.",
            {"leader-visits": visit},
        ),
    )


CLAIMS = {"A01": _visit_took_place, "A04": _list_holds}


def _article():
    return catalogue.sources(catalogue.load("article-claims")).iloc[0]


# Every number the lesson's prose uses, computed: the tests compare key and value.
NUMBERS = {
    "March 2018": lambda: f"{_status()['from_date'].min():%B %Y}",
    "17 April 2018": lambda: f"{pd.Timestamp(_article()['published']):%d %B %Y}",
    "April 2018": lambda: f"{pd.Timestamp(_article()['published']):%B %Y}",
    "https://nationalinterest.org/feature/tokyos-awakening-trump-25427": lambda: _article()["url"],
}
