"""The exercises of lesson 85: who waited, which scale, which day, what came off, what to write anew, what to expect.

None asks about one of the abducted, and a forecast is noted and never marked.
"""

import functools

import pandas as pd
from alliancelab import catalogue, tariffs
from alliancelab.classroom.kinds import (
    Day,
    Judgement,
    Number,
    PickOne,
    Prediction,
    ShortTable,
    WholeSheet,
    cited,
)
from alliancelab.ground import days

ANNOUNCED = pd.Timestamp("2025-04-02")
# A made sheet for the answer key: coherent, and written before anybody knew.
WORKED = {
    "N01": 0.6,
    "N02": 0.3,
    "N03": 0.4,
    "N04": 0.5,
    "N05": 0.35,
    "N06": 0.2,
    "N07": 0.7,
    "N08": 0.15,
    "N09": 0.05,
    "N11": 0.5,
}


@functools.cache
def _treatments():
    return catalogue.load("partner-treatment")


@functools.cache
def _deals():
    # China has a truce after retaliation, and no agreement.
    deals = catalogue.load("partner-deals").query("kind == 'agreement'")
    return deals.assign(days=(deals["announced"] - ANNOUNCED).dt.days).set_index("country_code")


@functools.cache
def _acts():
    return catalogue.load("us-tariff-actions").set_index("action_id")


@functools.cache
def _questions():
    return catalogue.load("next-year-questions")


def _row(code, measure, day):
    rows = _treatments()
    rows = rows[(rows["country_code"] == code) & (rows["measure"] == measure) & (rows["from_date"] <= day)]
    return rows.sort_values("from_date").iloc[-1]


def _duty(code, day, ordinary):
    return float(tariffs.duty(_treatments(), code, "general", day, ordinary_pct=ordinary)["total_pct"])


def _days_at_25(code):
    rows = _treatments()
    held = rows[(rows["country_code"] == code) & (rows["measure"] == "autos") & (rows["rate_pct"] == 25)].iloc[0]
    return int((held["before_date"] - held["from_date"]).days)


def _settlers():
    """Those who settled at Japan's rate, on Japan's scale, by the days they waited."""
    deals, japan = _deals(), _deals().loc["JPN"]
    same = (deals["rate_agreed_pct"] == japan["rate_agreed_pct"]) & (
        deals["rate_agreed_kind"] == japan["rate_agreed_kind"]
    )
    return deals[same].sort_values("days")


class EarlyOrLate(Prediction):
    key, objective = "early-or-late", "order-and-wait"
    options = {
        "a": "early, and nobody who came later got as low a rate",
        "b": "early, and others who came later got the same rate",
        "c": "late, and it got a lower rate for waiting",
        "d": "late, and the first had got a lower rate",
    }
    solution = '"b"'
    why = "few were quicker, Britain first, and four who came later settled on the rate that Japan had got."
    hints = ("Japan opened talks in the first weeks.", "The next section counts the days.")

    def expected(self):
        japan, others = _deals().loc["JPN"], _settlers()["days"].drop("JPN")
        if japan["days"] <= _deals()["days"].median():
            return "b" if (others > japan["days"]).any() else "a"
        return "d" if (others < japan["days"]).any() else "c"

    def mistakes(self):
        return [
            ("a", "four who came later settled on the same rate, on the same scale."),
            ("c", "most agreements came after Japan's."),
            ("d", "most agreements came after Japan's, and on its scale none had a lower rate."),
        ]


class CarsLonger(Number):
    key, objective = "cars-longer", "order-and-wait"
    unit, tolerance, decimals = "days", 0, 0
    solution = 'int(waited.loc["Japan", "days at 25%"] - waited.loc["European Union", "days at 25%"])'
    why = "its notice came later than Japan's and reached back further. Japan's rate on cars was not applied back."
    hints = (
        "Take the row of Japan and the row of the European Union.",
        "Subtract the days at 25% of the one from those of the other.",
    )
    worked = "In the table, subtract the European Union's days at 25% from Japan's."

    def expected(self):
        return _days_at_25("JPN") - _days_at_25("EUU")

    def mistakes(self):
        apart = int((_deals().loc["EUU", "announced"] - _deals().loc["JPN", "announced"]).days)
        return [
            (_days_at_25("JPN"), "that is how long Japan paid it. The question asks how much longer than the other."),
            (apart, "that is how many days lie between the two agreements. Look at the days at 25%."),
            (_days_at_25("JPN") - _days_at_25("GBR"), "that is how much longer than Britain."),
        ]


class TwoScales(ShortTable):
    key, objective = "two-scales", "keep-scales-apart"
    unit, tolerance = "%", 0
    solution = """{
    name: tariffs.duty(treatments, code, "general", "2026-07-24", ordinary_pct=6)["total_pct"]
    for name, code in {"Japan": "JPN", "Thailand": "THA"}.items()
}"""
    why = "the two rates have one number, and the good from Thailand pays its ordinary duty besides."
    hints = (
        "Find each partner's rate in the explorer, and read in which of the two panels it stands.",
        "All-in is the whole duty. On top is added to the ordinary duty.",
    )
    worked = "Japan's rate is all-in and is the whole duty. Thailand's is on top: add the ordinary duty of the good."
    day, ordinary = "2026-07-24", 6

    def expected(self):
        return {
            name: _duty(code, self.day, self.ordinary) for name, code in {"Japan": "JPN", "Thailand": "THA"}.items()
        }

    def mistakes(self):
        rate = float(_row("JPN", "general", self.day)["rate_pct"])
        more = rate + self.ordinary
        return [
            ({"Japan": rate, "Thailand": rate}, "one of the two rates is on top. Add the ordinary duty to it."),
            ({"Japan": more, "Thailand": more}, "one of the two rates is all-in: nothing is added to it."),
            ({"Japan": more, "Thailand": rate}, "the two scales have changed places."),
        ]


class OneRate(Day):
    key, objective = "one-rate", "treatment-on-a-day"
    solution = '"2026-02-24"'
    why = "it took a judgment, an order and a proclamation, and no agreement. That day all fourteen had one rate."
    hints = (
        "Move the slider with the arrow keys, with goods in general.",
        "Look for the day on which all others pay the same and, by the sentence, nobody stands on the other scale.",
    )
    worked = "Move the slider until every partner has the same number in the same panel."

    def expected(self):
        daily = tariffs.daily(_treatments(), "general", "2025-04-05", _treatments().attrs["as_of"])
        daily = daily[daily["country_code"] != tariffs.DEFAULT]
        rates = daily["rate_pct"].astype(str) + daily["rate_kind"].astype(str)
        number = rates.groupby(daily["day"]).nunique()
        return number.index[number == 1][0]

    def mistakes(self):
        return [
            (_acts().loc["SCOTUS-2026", "signed"], "that is the day of the judgment. The duties ended days later."),
            (
                _acts().loc["EO14266", "effective"],
                "on that day most stood at one rate, but not China and the neighbours.",
            ),
            (_treatments()["from_date"].min(), "on that day nobody paid a general duty. Look from 5 April 2025 on."),
        ]


class GapClosed(PickOne):
    key, objective = "gap-closed", "treatment-on-a-day"
    options = {
        "a": "Japan's rate fell to that of the European Union",
        "b": "both rates fell, Japan's by more",
        "c": "the European Union's rate rose to Japan's, which stayed",
        "d": "both rates rose, the European Union's by more",
    }
    solution = '"d"'
    why = "Japan is no longer left out because nobody is let in, and its own rate doubled."
    hints = (
        "Read the row of Japan from left to right, then the row of the European Union.",
        "Did Japan's number get larger or smaller?",
    )
    worked = "Set the first and the last column of the two rows side by side."

    def _rates(self):
        status, members = catalogue.load("section-232-status"), catalogue.load("eu-members")
        two = pd.DataFrame({"country_code": ["JPN", "EUU"]})
        ends = ("2018-03-23", status.attrs["as_of"])
        return [tariffs.standing(status, members, two, "steel", day)["rate_pct"].tolist() for day in ends]

    def expected(self):
        (japan, union), (japan_now, union_now) = self._rates()
        if japan_now > japan:
            return "d" if union_now - union > japan_now - japan else ""
        return "c" if japan_now == japan else "b" if union_now < union else "a"

    def mistakes(self):
        return [
            ("a", "Japan's rate on steel has not fallen. Read its row again."),
            ("b", "neither rate has fallen."),
            ("c", "Japan's rate did not stay: it doubled."),
        ]


class PointsOff(Number):
    key, objective = "points-off", "keep-scales-apart"
    unit, tolerance = "points", 0
    solution = "(10 + 10) - 15"
    why = "a good without an ordinary duty paid more than before. One price per point hides that."
    hints = (
        "Add the ordinary duty to what was on top of it. Is anything to be added to a rate that is all-in?",
        "Subtract the whole duty of the later day from the whole duty of the earlier one.",
    )
    worked = "On the first day the good paid its ordinary duty and the rate on top; on the second the rate all-in."
    first, second, ordinary = "2025-08-06", "2025-08-07", 10
    asked = "2025-04-09"

    def expected(self):
        return _duty("JPN", self.first, self.ordinary) - _duty("JPN", self.second, self.ordinary)

    def mistakes(self):
        asked, before, agreed = (
            float(_row("JPN", "general", day)["rate_pct"]) for day in (self.asked, self.first, self.second)
        )
        return [
            (asked - agreed, "that subtracts a rate all-in from a rate on top. Make both the whole duty first."),
            (asked + self.ordinary - agreed, "that starts from the rate of one day in April. Start from 6 August."),
            (before + self.ordinary, "that is the whole duty of the first day. How much of it came off?"),
            (agreed, "that is the whole duty of the second day. How much came off?"),
        ]


class WriteAnew(Judgement):
    key, objective = "write-anew", "then-and-now"
    options = {
        "a": "those about who was spared a duty",
        "b": "those about meetings with North Korea",
        "c": "those about the two tracks of Japan's policy",
    }
    defensible = ("a", "b", "c")
    solution = (
        '["a", "By rows such as EUU-steel-2026-04-06 and KOR-steel-2026-04-06 partners on the list of A04 pay now, "\n'
        '      "so most were spared, as in A05, would have to say on which day, and who pays today"]'
    )
    why = (
        "A statement about a list of one day stays true of that day. What has to change is what a reader takes from it."
    )
    hints = (
        "Choose the group whose statements a reader of October 2026 would misunderstand most.",
        "Name one statement by its number, and one row of the tables of 2025 and 2026 by its name.",
    )
    worked = "Say which statement you mean, which row speaks against it now, and how you would write it."

    since = pd.Timestamp("2021-01-20")

    def cites(self):
        claims = catalogue.load("article-claims")
        said = cited(claims.assign(day=pd.NaT), "claim_id", "day", "paraphrase")
        rows = _treatments()
        rate = rows["rate_pct"].map("{:g}%".format) + " " + rows["rate_kind"].astype(str)
        told = rows["country_name"].astype(str) + ", " + rows["measure"].astype(str) + ": " + rate
        since = cited(rows.assign(told=told), "row_id", "from_date", "told")
        since |= cited(_acts().reset_index(), "action_id", "signed", "summary")
        events, texts = catalogue.load("korea-events"), catalogue.load("leader-statements")
        since |= cited(events[events["from_date"] >= self.since], "event_id", "from_date", "description")
        since |= cited(texts[texts["statement_date"] >= self.since], "statement_id", "statement_date", "summary")
        # What is claimed never stands without the side that claims it.
        sides = catalogue.load("abduction-claims")
        sides = sides[sides["claim_date"] >= self.since]
        return (
            said
            | since
            | cited(sides.assign(said=sides["claimant"] + ": " + sides["claim"]), "claim_id", "claim_date", "said")
        )

    def about(self):
        statements = catalogue.load("article-claims")["claim_id"].tolist()
        return {"2018": statements, "the years since": [name for name in self.cites() if name not in statements]}


class NextTwelve(WholeSheet):
    key, objective = "next-twelve", "forecast-anew"
    made, per_line = WORKED, 5
    why = "you are committed, and the rule that decides was written before anybody knew. A later edition opens it."
    hints = (
        "Ask first how often such things happened in the tables of this lesson, and only then what is special now.",
        "Press Lock the sheet, then run the cell again.",
    )


@functools.cache
def _status():
    return catalogue.load("section-232-status")


def _law(name):
    """The name of a law, where an act of the table rests on it."""
    return name if _acts()["legal_basis"].astype(str).str.split(";").explode().eq(name).any() else "no such law"


def _held(code, measure, day):
    row = _row(code, measure, day)
    return int((row["before_date"] - row["from_date"]).days)


def _said(day):
    return days.spoken(pd.Timestamp(day))


def _month(day):
    return f"{pd.Timestamp(day):%B %Y}"


def _years():
    signed = _acts()["signed"]
    return f"{signed.min().year} and {signed.max().year}"


def _rate(code, measure, day):
    row = _row(code, measure, day)
    return f"{row['rate_pct']:g}% {row['rate_kind']}"


def _first_day_of(action):
    return _said(_acts().loc[action, "effective"])


def _first_year_with_a_president():
    contacts = catalogue.load("leaders-contacts")
    return contacts.loc[contacts["us_office"] == "president", "date"].min().year


def _words(n):
    return {3: "three", 5: "five", 7: "seven", 10: "ten", 14: "fourteen"}[n]


def _reached_back(action):
    act = _acts().loc[action]
    return f"reached back to {act['effective']:%B}" if act["effective"] < act["signed"] else "to no day"


def _later():
    japan, union = (_acts().loc[action, "signed"] for action in ("CAR-JPN-2025", "CAR-EUU-2025"))
    return f"came {_words((union - japan).days)} days later"


def _last_call():
    contacts = catalogue.load("leaders-contacts")
    return contacts["date"].max()


def _texts_since():
    said = catalogue.load("leader-statements")
    later = said[said["abductions_named"] & (said["statement_date"] > "2020-12-31")]
    return f"since {later['statement_date'].min().year}"


def _article_month():
    return _month(catalogue.descriptor("article-claims")["coverage"]["to"])


# Every number the lesson's prose uses, computed: the tests compare key and value.
NUMBERS = {
    "23 March 2018": lambda: _said(_status()["from_date"].min()),
    "March 2018": lambda: _month(_status()["from_date"].min()),
    "April 2018": _article_month,
    "2018": lambda: str(_status()["from_date"].min().year),
    "2025 and 2026": _years,
    "In 2025": lambda: f"In {_acts()['signed'].min().year}",
    "early October 2026": lambda: f"early {_month(_treatments().attrs['as_of'])}",
    "October 2026": lambda: _month(_treatments().attrs["as_of"]),
    "7 October 2026": lambda: _said(_questions()["asked_date"].max()),
    "August 2026": lambda: _month(_status().attrs["as_of"]),
    "Section 122": lambda: _law("Section 122"),
    "Section 301": lambda: _law("Section 301"),
    "Section 338": lambda: _law("Section 338"),
    "150 days": lambda: f"{_held('JPN', 'general', '2026-02-24')} days",
    "2 April 2025": lambda: _said(_acts().loc["EO14257", "signed"]),
    "higher rates of 2 April": lambda: (
        "higher rates of " + _said(_acts().loc["EO14257", "signed"]).removesuffix(" 2025")
    ),
    "April 2025": lambda: _month(_acts().loc["P10908", "effective"]),
    "pay 25% on its cars": lambda: f"pay {_row('JPN', 'autos', '2025-04-03')['rate_pct']:g}% on its cars",
    "ordinary duty of 6%": lambda: f"ordinary duty of {TwoScales.ordinary}%",
    "ordinary duty of 10%": lambda: f"ordinary duty of {PointsOff.ordinary}%",
    "24 July 2026": lambda: _first_day_of("S301FL-2026"),
    "5 April 2025": lambda: _first_day_of("EO14257"),
    "15% all-in": lambda: _rate("JPN", "general", "2025-08-07"),
    "201 days": lambda: f"{_held('JPN', 'general', '2025-08-07')} days",
    "6 and 7 August 2025": lambda: f"{pd.Timestamp(PointsOff.first).day} and {_said(PointsOff.second)}",
    "10% on top": lambda: _rate("JPN", "general", "2026-02-24"),
    "then Japan paid 10% on top": lambda: f"then Japan paid {_rate('JPN', 'general', '2025-04-10')}",
    "early in 2025": lambda: f"early in {_acts()['signed'].min().year}",
    "none after March 2026": lambda: f"none after {_month(_last_call())}",
    "since January 2025": lambda: f"since {_month(_treatments()['from_date'].min())}",
    "in 2017": lambda: f"in {_first_year_with_a_president()}",
    "Ten partners": lambda: f"{_words(len(_deals())).capitalize()} partners",
    "Five settled": lambda: f"{_words(len(_settlers())).capitalize()} settled",
    "came ten days later": _later,
    "reached back to August": lambda: _reached_back("CAR-EUU-2025"),
    "to no day": lambda: _reached_back("CAR-JPN-2025"),
    "all fourteen partners": lambda: f"all {_words(_treatments()['country_code'].nunique() - 1)} partners",
    "Ten questions": lambda: f"{_words(len(_questions())).capitalize()} questions",
    "20 January 2025": lambda: _said(_treatments()["from_date"].min()),
    "since 2021": _texts_since,
}
