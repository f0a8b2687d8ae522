"""The exercises of lesson 20: coding by a rule, agreement, timelines, and what a picked list can carry."""

import functools

import pandas as pd
from alliancelab import agreement, catalogue, evidence
from alliancelab.article import claims, parts
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
# This course follows two men; the table has later leaders too.
ABE_AND_TRUMP = "us_leader == 'Donald Trump' and japan_leader == 'Shinzo Abe'"
PARTNERS = ["European Union", "Australia", "India"]
# The first quarter after Abe left office; the explorer moves by quarters.
AFTER_ABE = pd.Timestamp("2020-10-01")


@functools.cache
def _moves():
    return catalogue.load("dual-track-moves")


@functools.cache
def _japan():
    return _moves()[~_moves()["is_us_move"]]


def _dozen():
    return _japan()[_japan()["in_sample"]]


def _mechanical(moves):
    return moves["us_takes_part"].map({True: "washington", False: "elsewhere"})


def _against_mechanical(moves):
    return agreement.cohen_kappa(moves["track"].astype("str"), _mechanical(moves))


def _differing():
    dozen = _dozen().assign(mechanical=_mechanical(_dozen()))
    return agreement.disagreements(dozen, "track", "mechanical")


@functools.cache
def _contacts():
    return catalogue.load("leaders-contacts").query(ABE_AND_TRUMP)


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
        return "any complete coding will do; ours is " + ", ".join(
            f"{case} {code}" for case, code in self.expected().items()
        )

    def read(self, value):
        if type(value) is not dict:
            raise Unusable(f"{shown(value)} is not a sheet of codes")
        cases, codes = Spellings(self.cases()), Spellings(self.codes)
        return {cases.read(case): codes.read(code) for case, code in value.items() if code}

    def same(self, given, wanted):
        complete = all(len(codes) == len(self.cases()) and len(set(codes.values())) > 1 for codes in (given, wanted))
        return complete or given == wanted

    def wrong(self, given):
        absent = [case for case in self.cases() if case not in given]
        return f"{len(given)} of {len(self.cases())} moves have a code; {absent[0]} still has none."


class CodeADozen(Coding):
    key, objective = "code-a-dozen", "code-by-a-rule"
    codes = ("washington", "elsewhere")
    # One reading that differs from ours in two places, as most readings will.
    solution = (
        '{"DT003": "washington", "DT005": "elsewhere", "DT023": "elsewhere", "DT029": "elsewhere",\n'
        '        "DT036": "washington", "DT039": "washington", "DT040": "elsewhere", "DT052": "elsewhere",\n'
        '        "DT053": "washington", "DT078": "washington", "DT091": "elsewhere", "DT101": "washington"}'
    )
    why = "every move has a code. This is not a mark: next you see how far you, we and a mechanical coder agree."
    hints = (
        "Ask about each move: to whom does it mainly tie Japan?",
        "Press one button for every move of the sheet above, then press Check.",
    )
    worked = "there are no right answers here: any complete coding will do, if it uses both codes."

    def cases(self):
        return _dozen()["move_id"].tolist()

    def expected(self):
        return dict(zip(_dozen()["move_id"], _dozen()["track"].astype("str"), strict=True))

    def mistakes(self):
        return [
            (
                dict.fromkeys(self.cases(), code),
                f"every move has the code {code}; kappa cannot be computed when a coder uses only one code.",
            )
            for code in self.codes
        ]


class PredictKappa(Prediction):
    key, objective = "predict-kappa", "agreement"
    options = {"a": "about 0: no better than chance", "b": "about a third", "c": "about two thirds", "d": "nearly 1"}
    solution = '"b"'
    why = "two thirds of the codes are alike, but half would be alike by chance; kappa is a third of what is left."
    hints = ("Two thirds of the codes are alike. How many would be alike by chance?", "The next cell prints kappa.")

    def expected(self):
        kappa = _against_mechanical(_dozen()).kappa
        return min(self.options, key=lambda letter: abs(kappa - {"a": 0, "b": 1 / 3, "c": 2 / 3, "d": 1}[letter]))

    def mistakes(self):
        return [
            ("a", "the two coders agree more often than two who code by flipping a coin."),
            ("c", "that is the share of codes that are alike; kappa takes off what chance would give."),
            ("d", "they differ on four moves of the dozen."),
        ]


class WithoutWashington(Names):
    key, objective = "without-washington", "code-by-a-rule"
    solution = 'differ.loc[differ["ours"] == "washington", "move_id"]'
    why = "our rule asks what a move is about, and the mechanical coder asks who takes part in it."
    hints = (
        "Look for rows with washington under ours and elsewhere under second.",
        "There are three such moves. One of them is about missiles.",
    )
    worked = "take the rows of the table where our code is washington and the second code is elsewhere."

    def known(self):
        return _dozen()["move_id"].tolist()

    def expected(self):
        rows = _differing()
        return set(rows.loc[rows["track"] == "washington", "move_id"])

    def mistakes(self):
        return [
            (set(_differing()["move_id"]), "the American government takes part in one of these moves."),
            (set(_differing()["move_id"]) - self.expected(), "for that move it is the other way round."),
        ]


class LikeMinded(ShortTable):
    key, objective = "like-minded", "timelines"
    unit, tolerance = "moves", 0
    solution = 'so_far["partner_name"].astype("str").value_counts()[["European Union", "Australia", "India"]]'
    why = "the list has moves with each of the three, and more with the eleven of the TPP than with any of the three."
    hints = (
        "Find the row of each partner in the table above. Take only the moves elsewhere.",
        "Add up the three numbers of the row: trade, security and diplomacy.",
    )
    worked = "in the table above, add up the row of each partner over the three domains."

    def expected(self):
        rows = _by_article_day()
        return {name: int((rows["partner_name"] == name).sum()) for name in PARTNERS}

    def mistakes(self):
        rows = _by_article_day()
        return [
            (
                {name: int((_japan()["partner_name"] == name).sum()) for name in PARTNERS},
                "those are the moves of all years; stop on the day of the article.",
            ),
            (
                {name: int(((rows["partner_name"] == name) & (rows["domain"] == "trade")).sum()) for name in PARTNERS},
                "those are the trade moves alone; add security and diplomacy.",
            ),
        ]


class AfterAbe(ShortTable):
    key, objective = "after-abe", "picked-lists"
    unit, tolerance = "moves", 0
    solution = (
        'japan.loc[japan["date"] >= "2020-10-01", "track"].value_counts().rename({"washington": "toward Washington"})'
    )
    why = "the makers of the list looked for Abe's years, so few later moves do not show that Japan moved less."
    hints = (
        "Press the button for all partners and the one for all domains, and leave the right end of the slider.",
        "Move only the left end of the time slider, to Oct 2020. The sentence has both numbers.",
    )
    worked = "with the left end at October 2020 the sentence of the explorer counts both tracks up to the last move."

    @staticmethod
    def _counted(rows):
        tracks = rows["track"].astype("str").value_counts()
        return {"toward Washington": int(tracks["washington"]), "elsewhere": int(tracks["elsewhere"])}

    def expected(self):
        return self._counted(_japan()[_japan()["date"] >= AFTER_ABE])

    def mistakes(self):
        right, every = self.expected(), self._counted(_japan())
        before = self._counted(_japan()[_japan()["date"] < AFTER_ABE])
        return [
            (every, "those are the moves of all years; move the left end of the slider."),
            (before, "those are the moves before October 2020: you moved the right end of the slider."),
            (
                dict(zip(right, reversed(right.values()), strict=True)),
                "the two numbers have changed places: the first is for the moves toward Washington.",
            ),
        ]


class MissedContacts(Number):
    key, objective = "missed-contacts", "picked-lists"
    unit, tolerance = "%", 0.1
    solution = "100 * (~listed).mean()"
    why = "the hand-picked list leaves out most of the contacts, nearly all of them calls."
    hints = (
        "The table above has the contacts that are not on the list, and the number of all contacts.",
        "Divide the contacts that are not on the list by all contacts, and multiply by a hundred.",
    )
    worked = "divide the contacts in the column False by all contacts, times a hundred."

    def expected(self):
        return evidence.share(int((~_listed()).sum()), len(_listed()))

    def mistakes(self):
        return [
            (
                evidence.share(int(_listed().sum()), len(_listed())),
                "that is the share on the list; the question asks for the rest.",
            ),
            (
                float((~_listed()).sum()),
                "that is the number of contacts that are missing; the question asks for their share in percent.",
            ),
        ]


class WhoseWord(Judgement):
    key, objective = "whose-word", "two-scholars"
    options = {
        "a": "the account of Liff: no hedging",
        "b": "the account of Atanassova-Cornelis: hedging",
        "c": "the list cannot decide between them",
    }
    defensible = ("a", "b", "c")
    solution = (
        '["c", "DT042 with France suits both: an ally of Washington is a tie that helps the alliance, "\n'
        '      "and one that would last without it."]'
    )
    why = (
        "each choice can be defended if you read the row by that scholar's meaning of the word; "
        "say which meaning you used."
    )
    hints = (
        "Decide first what would count as hedging. Then look for a move that shows it, or that speaks against it.",
        "Name a move by its id, such as DT042, and say which account it supports.",
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
    why = "a distance has two ends; Japan voted in 2023 about as it had voted in 2020."
    hints = (
        "Follow the line of Japan and the line of the United States from 2020 to 2023.",
        "One of the two lines is nearly level in these years.",
    )
    worked = "in the figure, Japan's line is nearly level from 2020 to 2023, and the line of the United States falls."

    def expected(self):
        points = _points()["ideal_point"]
        japan, america = (abs(points[code, 2023] - points[code, 2020]) for code in ("JPN", "USA"))
        return "a" if japan > 2 * america else "b" if america > 2 * japan else "c"

    def mistakes(self):
        return [
            ("a", "Japan's line is nearly level in those years."),
            ("c", "one line falls by more than half a point; the other hardly moves."),
        ]


def _both_tracks(load=catalogue.load):
    contacts, moves = load("leaders-contacts").query(ABE_AND_TRUMP), load("dual-track-moves")
    day = pd.Timestamp(ARTICLE_DAY)
    talked = contacts[contacts["date"] < day]
    moves = moves[(moves["date"] <= day) & ~moves["is_us_move"].astype(bool)]
    elsewhere = moves[moves["track"] == "elsewhere"]
    about = {kind: elsewhere[_is_about(elsewhere, kind)] for kind in ("trade", "diplomacy")}
    either = elsewhere[elsewhere.index.isin([*about["trade"].index, *about["diplomacy"].index])]
    ties = {name: either[either["partner_name"] == name] for name in PARTNERS}
    three = {kind: rows[rows["partner_name"].isin(PARTNERS)] for kind, rows in about.items()}
    met = int((talked["kind"] == "meeting").sum())
    counts = ", ".join(f"{len(rows)} with {'the ' * name.startswith('European')}{name}" for name, rows in ties.items())
    return claims.decided(
        parts.tally(
            "close",
            f"Before the article the two had talked {len(talked)} times, {met} of them in person.",
            {"leaders-contacts": talked},
        ),
        *(
            parts.tally(slug, sentence, {"dual-track-moves": ties[name]})
            for slug, name, sentence in (
                ("eu", PARTNERS[0], f"Listed moves in trade or diplomacy: {counts};"),
                ("australia", PARTNERS[1], ""),
                ("india", PARTNERS[2], ""),
            )
        ),
        parts.tally("trade", f"{len(three['trade'])} of them are trade,", {"dual-track-moves": three["trade"]}),
        parts.tally("diplomacy", f"{len(three['diplomacy'])} diplomacy.", {"dual-track-moves": three["diplomacy"]}),
        parts.judged(
            "options",
            "How large the ties were a picked list cannot say; whether they were built as options is a judgement.",
        ),
    )


def _is_about(moves, kind):
    """Whether a move is about a domain, the first one or a second one where the table has it."""
    columns = [name for name in moves if name.startswith("domain")]
    return (moves[columns].astype("str") == kind).any(axis="columns")


CLAIMS = {"A06": _both_tracks}


# Every number the lesson's prose uses, computed: the tests compare key and value.
NUMBERS = {
    "17 April 2018": lambda: f"{_contacts().set_index('contact_id').loc['AT028', 'date']:%d %B %Y}",
    "September 2020": lambda: f"{AFTER_ABE - pd.Timedelta(days=1):%B %Y}",
    "October 2020": lambda: f"{AFTER_ABE:%B %Y}",
    "From 2020 to 2023": lambda: f"From 2020 to {catalogue.load('un-ideal-points')['year'].max()}",
    "to 2025": lambda: f"to {_moves()['date'].max().year}",
}
