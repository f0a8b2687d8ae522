"""The exercises of lesson 10: reading a table, a source and a day."""

import pandas as pd
from alliancelab import catalogue, tariffs
from alliancelab.article.claims import Finding
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
    hints = ("Four rows are shown; the claim numbers go on.", "Run the next cell and count.")

    def expected(self):
        n = len(catalogue.load("article-claims"))
        return "a" if n < 10 else "b" if n <= 20 else "c"

    def mistakes(self):
        return [
            ("a", "the rows shown are only the head of the table; count them all."),
            ("c", "the article is short; count the rows of the table."),
        ]


class FirstDay(Day):
    key, objective = "first-day", "read-a-table"
    solution = '"2018-03-23"'
    why = "the proclamation was signed on the 8th, but a duty is owed from the day it takes effect."
    hints = ("Look at the column from_date.", "It is the from_date of the first row.")

    def expected(self):
        return _japan()["from_date"].min()

    def mistakes(self):
        actions = catalogue.load("section-232-actions").set_index("action_id")
        return [
            (
                actions.loc["P9705", "signed_date"],
                "that is the day the proclamation was signed; look for the first day in force.",
            )
        ]


class HalfOpen(PickOne):
    key, objective = "half-open", "read-a-table"
    options = {"a": "the last day of the full duty", "b": "the first day without it"}
    solution = '"b"'
    why = "with a first day in and a first day out, stretches meet without a gap or a day counted twice."
    hints = ("The column is called before_date.", "The next row's from_date is the same day.")

    def expected(self):
        rows = _japan()
        return "b" if rows["before_date"].iloc[0] == rows["from_date"].iloc[1] else "a"

    def mistakes(self):
        return [("a", "if it were, two rows would hold on that day: the next row starts on it.")]


class PredictList(Prediction):
    key, objective = "predict-list", "test-a-claim"
    options = {"a": "yes, exactly", "b": "the table has more partners", "c": "the table has fewer"}
    solution = '"a"'
    why = "the claim about the list is supported, partner by partner."
    hints = ("Compare the claim's partners with the rows.", "Count the European Union as one.")

    def expected(self):
        listed = _on_list()
        return "a" if listed == NAMED else "b" if listed > NAMED else "c"

    def mistakes(self):
        return [
            ("b", "Britain's row is part of the European Union's in that month; take it out."),
            ("c", "count again, with the European Union as one partner."),
        ]


class SparedList(Countries):
    key, objective = "spared-list", "test-a-claim"
    solution = 'spared.loc[spared["country_code"] != "GBR", "country_code"]'
    why = "seven partners, Japan not among them: the article's list holds."
    hints = (
        "The names are in the table above; in March 2018 Britain was a part of the European Union.",
        'Leave Britain out. In code, the column spared["country_code"] has all of them.',
    )

    def known(self):
        return _status()["country_code"].drop_duplicates().drop("WLD", errors="ignore").tolist()

    def expected(self):
        return _on_list()

    def mistakes(self):
        return [
            (_on_list() | {"GBR"}, "Britain was a member of the European Union then; leave it out."),
            (_on_list() | {"JPN"}, "Japan is not on the list; that is the point of the claim."),
        ]


class DaysWaited(Number):
    key, objective = "days-waited", "read-a-table"
    unit, tolerance = "days", 0
    solution = '(japan["before_date"] - japan["from_date"]).dt.days.iloc[0]'
    why = "more than four years: an ally's waiting time is a number one can look up."
    hints = (
        "Subtract the first day of the first bar from the first day of the second.",
        'In code: (japan["before_date"] - japan["from_date"]).dt.days.iloc[0]',
    )

    def expected(self):
        rows = _japan()
        return (rows["before_date"].iloc[0] - rows["from_date"].iloc[0]).days

    def mistakes(self):
        return [
            (self.expected() + 1, "one too many: the first day out is not counted."),
            (self.expected() - 1, "one too few: the first day in is counted."),
        ]


class PrimaryShare(Number):
    key, objective = "primary-share", "judge-a-source"
    unit, tolerance = "%", 0.1
    solution = 'grades["primary"] / grades.sum() * 100'
    why = "most rows were read in an official text; the rest say so themselves."
    hints = (
        "Divide the number of primary rows by the number of all rows.",
        'In code: grades["primary"] / grades.sum() * 100',
    )

    def expected(self):
        return (_status()["evidence"] == "primary").mean() * 100

    def mistakes(self):
        return [(100 - self.expected(), "that is the share of secondary rows.")]


NAMED = {"AUS", "ARG", "BRA", "CAN", "MEX", "KOR", "EUU"}


def _list_holds():
    status, listed = _status(), _on_list()
    first = status["from_date"].min()
    rows = status[(status["product"] == "steel") & (status["from_date"] == first)]
    japan = rows.loc[rows["country_code"] == "JPN", "treatment"].iloc[0]
    is_true = listed == NAMED and japan == "tariff"
    return Finding(
        "supported" if is_true else "partly supported",
        f"{len(listed & NAMED)} of the {len(NAMED)} partners named were spared on {first:%d %B %Y}, "
        f"{len(listed - NAMED)} others were, and Japan's own row that day says: {tariffs.TREATMENT_LABELS[japan]}.",
        {"section-232-status": rows[rows["country_code"].isin(listed | {"JPN"})]},
    )


# The days the article gives for the visit.
VISIT = (pd.Timestamp("2018-04-17"), pd.Timestamp("2018-04-20"))


def _visit_took_place():
    contacts = catalogue.load("abe-trump-contacts")
    met = contacts[(contacts["kind"] == "meeting") & contacts["date"].between(*VISIT)]
    days = " and ".join(f"{day:%d %B %Y}" for day in met["date"].drop_duplicates())
    return Finding(
        "supported" if len(met) else "not supported",
        f"They met in person on {days or 'none of the days named'}, "
        f"at {met['place'].iloc[0] if len(met) else 'no place'}, "
        f"for {met['duration_min'].sum():.0f} minutes in all; "
        "the table has meetings, not the days of travel around them.",
        {"abe-trump-contacts": met},
    )


CLAIMS = {"A01": _visit_took_place, "A04": _list_holds}


def _article_month():
    return catalogue.sources(catalogue.load("article-claims"))["published"].iloc[0]


# Every number the lesson's prose uses, computed: the tests compare key and value.
NUMBERS = {
    "March 2018": lambda: f"{_status()['from_date'].min():%B %Y}",
    "April 2018": lambda: f"{pd.Timestamp(_article_month()):%B %Y}",
}
