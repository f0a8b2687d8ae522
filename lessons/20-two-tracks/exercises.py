"""The exercises of lesson 20: coding by a rule, agreement, timelines, and what a picked list can carry."""

import functools

from alliancelab import agreement, catalogue, evidence
from alliancelab.article.claims import Finding
from alliancelab.classroom.kinds import (
    Exercise,
    Judgement,
    Names,
    Number,
    PickOne,
    Prediction,
    ShortTable,
    Spellings,
    Unusable,
    cited,
    shown,
)

ARTICLE_DAY = "2018-04-17"
PARTNERS = ["European Union", "Australia", "India"]


@functools.cache
def _moves():
    return catalogue.load("dual-track-moves")


@functools.cache
def _japan():
    return _moves()[~_moves()["is_us_move"]]


def _dozen():
    return _japan()[_japan()["in_sample"]]


def _made(moves):
    return moves["us_takes_part"].map({True: "washington", False: "elsewhere"})


def _against_made(moves):
    return agreement.cohen_kappa(moves["track"].astype("str"), _made(moves))


def _parted():
    dozen = _dozen().assign(made=_made(_dozen()))
    return agreement.disagreements(dozen, "track", "made")


@functools.cache
def _contacts():
    return catalogue.load("abe-trump-contacts")


@functools.cache
def _listed():
    toward = _japan()[(_japan()["track"] == "washington") & (_japan()["date_precision"] == "day")]
    return agreement.covered(_contacts()["date"], toward["date"], toward["last_date"])


def _by_article_day():
    return _japan()[_japan()["date"] <= ARTICLE_DAY]


def _points():
    return catalogue.load("un-ideal-points").set_index(["country_code", "year"])


class Coding(Exercise):
    """A code for every case; any complete coding with more than one code in use is noted."""

    marked = False
    codes: tuple[str, ...] = ()

    def cases(self) -> list[str]:
        raise NotImplementedError

    @property
    def wants(self):
        return f"Give every move of the sheet a code: {' or '.join(self.codes)}."

    def answer_text(self):
        return "any complete coding; ours: " + ", ".join(f"{case} {code}" for case, code in self.expected().items())

    def read(self, value):
        if type(value) is not dict:
            raise Unusable(f"{shown(value)} is not a sheet of codes")
        cases, codes = Spellings(self.cases()), Spellings(self.codes)
        return {cases.read(str(case)): codes.read(str(code)) for case, code in value.items() if code}

    def same(self, given, wanted):
        complete = all(len(codes) == len(self.cases()) and len(set(codes.values())) > 1 for codes in (given, wanted))
        return complete or given == wanted

    def wrong(self, given):
        absent = [case for case in self.cases() if case not in given]
        return f"{len(given)} of {len(self.cases())} are coded; {absent[0]} is still without a code."


class CodeADozen(Coding):
    key, objective = "code-a-dozen", "code-by-a-rule"
    codes = ("washington", "elsewhere")
    # One reading that parts from ours in two places, as most readings will.
    solution = (
        '{"DT003": "washington", "DT005": "elsewhere", "DT023": "elsewhere", "DT029": "elsewhere",\n'
        '        "DT036": "washington", "DT039": "washington", "DT040": "elsewhere", "DT052": "elsewhere",\n'
        '        "DT053": "washington", "DT078": "washington", "DT091": "elsewhere", "DT101": "washington"}'
    )
    why = "all are coded. This is no mark: next you see how far you, we and a made coder agree."
    hints = (
        "Ask of each move: whom does it mainly tie Japan to?",
        "Press a button for every move. In code, sheet.codes has what you pressed.",
    )

    def cases(self):
        return _dozen()["move_id"].tolist()

    def expected(self):
        return dict(zip(_dozen()["move_id"], _dozen()["track"].astype("str"), strict=True))

    def mistakes(self):
        return [
            (dict.fromkeys(self.cases(), code), f"one code, {code}, for all; with a single code kappa is not defined.")
            for code in self.codes
        ]


class PredictKappa(Prediction):
    key, objective = "predict-kappa", "agreement"
    options = {"a": "about 0: no better than chance", "b": "about a third", "c": "about two thirds", "d": "nearly 1"}
    solution = '"b"'
    why = "two thirds were coded alike, but half would be alike by chance: a third of the rest is left."
    hints = ("Two thirds of the codes are alike. How many would be by chance?", "The cell above prints kappa.")

    def expected(self):
        kappa = _against_made(_dozen()).kappa
        return min(self.options, key=lambda letter: abs(kappa - {"a": 0, "b": 1 / 3, "c": 2 / 3, "d": 1}[letter]))

    def mistakes(self):
        return [
            ("a", "the coders agree more often than two who code blindly."),
            ("c", "that is the share coded alike; kappa takes off what chance would give."),
            ("d", "they differ in four moves of the dozen."),
        ]


class WithoutWashington(Names):
    key, objective = "without-washington", "code-by-a-rule"
    solution = 'parted.loc[parted["ours"] == "washington", "move_id"]'
    why = "our rule asks what a move is about, the made coder who takes part: these are about Washington, without it."
    hints = (
        "Look for rows with washington under ours and elsewhere under second.",
        "There are three; one is about missiles.",
    )

    def known(self):
        return _dozen()["move_id"].tolist()

    def expected(self):
        rows = _parted()
        return set(rows.loc[rows["track"] == "washington", "move_id"])

    def mistakes(self):
        return [
            (set(_parted()["move_id"]), "one of these is a meeting at which the American government sits."),
            (set(_parted()["move_id"]) - self.expected(), "that is the one move where it is the other way round."),
        ]


class LikeMinded(ShortTable):
    key, objective = "like-minded", "timelines"
    unit, tolerance = "moves", 0
    solution = 'so_far[so_far["partner_name"].isin(partners)].groupby("partner_name", observed=True)["move_id"].count()'
    why = "each of the three is there; the partner with most moves elsewhere, the eleven of the TPP, is none of them."
    hints = (
        "Add up the row of each partner in the table above.",
        "Count every domain, and stop on the day of the article.",
    )

    def expected(self):
        rows = _by_article_day()
        return {name: int((rows["partner_name"] == name).sum()) for name in PARTNERS}

    def mistakes(self):
        return [
            (
                {name: int((_japan()["partner_name"] == name).sum()) for name in PARTNERS},
                "those are all moves up to today; stop on the day of the article.",
            )
        ]


class NoTrade(PickOne):
    key, objective = "no-trade", "timelines"
    options = {"a": "the European Union", "b": "Australia", "c": "India"}
    solution = '"c"'
    why = "with India the moves were about security and diplomacy; the article's trade option is not in our list."
    hints = ("Read the column trade of the table.", "Look for a zero.")

    def expected(self):
        rows = _by_article_day()
        trade = set(rows.loc[rows["domain"] == "trade", "partner_name"])
        return next(letter for letter, name in zip(self.options, PARTNERS, strict=True) if name not in trade)

    def mistakes(self):
        return [
            ("a", "the trade agreement with the European Union is there."),
            ("b", "the call of March 2018 about steel and the TPP counts as trade."),
        ]


class MissedContacts(Number):
    key, objective = "missed-contacts", "picked-lists"
    unit, tolerance = "%", 0.1
    solution = "100 * (~listed).mean()"
    why = "the hand-picked list leaves out most of the contacts, nearly all of them calls."
    hints = (
        "Divide the contacts not on the list by all contacts.",
        "Then multiply by one hundred. In code: 100 * (~listed).mean()",
    )

    def expected(self):
        return evidence.share(int((~_listed()).sum()), len(_listed()))

    def mistakes(self):
        return [
            (
                evidence.share(int(_listed().sum()), len(_listed())),
                "that is the share on the list; the question asks for the rest.",
            )
        ]


class WhoseWord(Judgement):
    key, objective = "whose-word", "two-scholars"
    options = {"a": "Liff: no hedging", "b": "Atanassova-Cornelis: hedging", "c": "the list cannot decide between them"}
    defensible = ("a", "b", "c")
    solution = (
        '["c", "DT042 with France suits both: an ally of Washington is a tie that helps the alliance, "\n'
        '      "and one that would last without it."]'
    )
    why = (
        "each letter can be defended if the row is read by that author's meaning of the word; "
        "say which meaning you used."
    )
    hints = (
        "Decide first what would count as hedging, then look for a row.",
        "Name a move by its id, such as DT042, and say for whom it speaks.",
    )

    def cites(self):
        # The one that the hint names comes first.
        rows = _japan().sort_values("move_id", key=lambda names: names != "DT042", kind="stable")
        return cited(rows, "move_id", "date", "description")


class WhoMoved(PickOne):
    key, objective = "who-moved", "second-look"
    options = {
        "a": "Japan moved toward the United States",
        "b": "the United States moved toward Japan",
        "c": "both moved about equally",
    }
    solution = '"b"'
    why = "a distance has two ends; Japan voted in 2023 about as it had in 2020."
    hints = ("Compare each line at the two years.", "One of the two lines is nearly level.")

    def expected(self):
        points = _points()["ideal_point"]
        japan, america = (abs(points[code, 2023] - points[code, 2020]) for code in ("JPN", "USA"))
        return "a" if japan > 2 * america else "b" if america > 2 * japan else "c"

    def mistakes(self):
        return [
            ("a", "Japan's line is level in those years, within its range."),
            ("c", "one line falls by more than half a point, the other hardly moves."),
        ]


def _spoken(name):
    return f"the {name}" if name.startswith("European") else name


def _both_tracks():
    rows = _by_article_day()
    named = rows[rows["partner_name"].isin(PARTNERS)]
    both = {
        name: set(named.loc[named["partner_name"] == name, "domain"]) >= {"trade", "diplomacy"} for name in PARTNERS
    }
    lacking = "; ".join(
        f"with {_spoken(name)} none in {' or '.join(sorted({'trade', 'diplomacy'} - set(here['domain'])))}"
        for name in PARTNERS
        if not both[name]
        for here in [named[named["partner_name"] == name]]
    )
    count, tracks = named["partner_name"].value_counts(), rows["track"].value_counts()
    largest = rows.loc[rows["track"] == "elsewhere", "partner_name"].value_counts()
    kappa = _against_made(_japan())
    counts = ", ".join(f"{count[name]} with {_spoken(name)}" for name in PARTNERS)
    present = tracks.min() > 0 and all(count[name] > 0 for name in PARTNERS)
    return Finding(
        "supported" if present and all(both.values()) else "partly supported" if present else "not supported",
        f"By the day of the article our hand-picked list has {tracks['washington']} moves toward Washington and "
        f"{tracks['elsewhere']} elsewhere, of these {counts}; but {lacking}, "
        f"and the largest other partner is {largest.index[0]} with {largest.iloc[0]}. A made second coder agrees with "
        f"kappa {kappa.kappa:.2f} ({kappa.low:.2f} to {kappa.high:.2f}) on all {kappa.n} moves. "
        "Both tracks are there; how large each was, a picked list cannot say.",
        {"dual-track-moves": rows},
    )


CLAIMS = {"A06": _both_tracks}


# Every number the lesson's prose uses, computed: the tests compare key and value.
NUMBERS = {
    "17 April 2018": lambda: f"{_contacts().set_index('contact_id').loc['AT028', 'date']:%d %B %Y}",
    "From 2020 to 2023": lambda: f"From 2020 to {catalogue.load('un-ideal-points')['year'].max()}",
    "to 2025": lambda: f"to {_moves()['date'].max().year}",
    "in 2020": lambda: f"in {catalogue.load('public-opinion').query('mode_changed')['year'].min()}",
}
