"""The exercises of lesson 90: verdicts on the article, what they rest on, and what it leaves out."""

import functools

import pandas as pd
from alliancelab import catalogue, tariffs
from alliancelab.article import claims, dossier, memo, naming, omissions, scores
from alliancelab.classroom import course
from alliancelab.classroom.kinds import (
    Exercise,
    Incomplete,
    Judgement,
    Names,
    PickOne,
    Prediction,
    ShortTable,
    Spellings,
    Unusable,
    cited,
    shown,
)
from alliancelab.classroom.kinds.judgement import named

CHOICES = (*claims.VERDICTS, dossier.NO_OPINION)


@functools.cache
def _claims():
    return catalogue.load("article-claims")


@functools.cache
def _findings():
    return course.findings()


@functools.cache
def _table():
    table = dossier.table(_claims(), _findings())
    return table[table["verdict"] != claims.UNSHOWN]


# Where a row behind a claim says its day and what it is about; a row of another dataset is shown by its name.
SAYS = {
    "leader-visits": ("first_date", "visitor"),
    "sanctions": ("adopted_date", "main_measures"),
    "tokyo-clues": ("clue_date", "clue"),
    "leaders-contacts": ("date", "topics"),
    "abduction-claims": ("claim_date", "claim"),
    "dual-track-moves": ("date", "description"),
    "japan-dprk-talks": ("event_date", "what"),
    "korea-events": ("from_date", "description"),
    "leader-statements": ("statement_date", "summary"),
    "range-statements": ("date", "paraphrase"),
    "section-232-status": ("from_date", "standing"),
    "summit-issues": ("stated_date", "position"),
}


@functools.cache
def _cited(claim_id):
    """The rows behind a claim by name, each with its day and words."""
    rows = _findings()[claim_id].rows
    told = {}
    for dataset, part in rows.items():
        if dataset == "section-232-status":
            labels = part["treatment"].astype("str").map(tariffs.TREATMENT_LABELS)
            part = part.assign(standing=part["country_name"] + ", " + part["product"].astype("str") + ": " + labels)
        if dataset in SAYS:
            told |= cited(part, naming.row_names({dataset: part}), *SAYS[dataset])
    # A row that says nothing is named by its dataset only: a code of three letters would be found in other names.
    return told | {dataset: (None, catalogue.descriptor(dataset)["title"]) for dataset in rows if dataset not in SAYS}


@functools.cache
def _talks():
    return catalogue.load("japan-dprk-talks")


@functools.cache
def _stands():
    partners = catalogue.load("us-partners")
    partners = partners[~partners["eu_member_2018"]]
    return tariffs.standing(
        catalogue.load("section-232-status"), catalogue.load("eu-members"), partners, "steel", "2018-03-23"
    )


class PredictSupported(Prediction):
    key, objective = "predict-supported", "commit-first"
    options = {"a": "fewer than one in three", "b": "between one and two in three", "c": "more than two in three"}
    solution = '"c"'
    why = (
        "most statements stand as written, in the article's own scope. That is not yet praise: many were easy to look "
        "up, and many verdicts hang on one row."
    )
    hints = ("Supported means: as written, without a but.", "Count the verdicts in the ledger.")

    def expected(self):
        share = (_table()["verdict"] == "supported").mean()
        return "a" if share < 1 / 3 else "b" if share <= 2 / 3 else "c"

    def mistakes(self):
        sentences = {
            "a": "more statements than that hold as written.",
            "b": "count again the statements that hold as written.",
            "c": "fewer statements than that hold as written. Look for those of which a part is open or wrong.",
        }
        return [(letter, sentence) for letter, sentence in sentences.items() if letter != self.expected()]


class Propose(Exercise):
    """A verdict, or no opinion, for every claim; any mixture is noted."""

    marked = False
    key, objective = "propose", "commit-first"
    wants = "Give every claim on the sheet above a verdict."
    solution = (
        '{row.claim_id: "a judgement" if row.kind in ("judgement", "forecast") else "supported"'
        "\n for row in claims.itertuples()}"
    )
    why = "this page had shown none of our verdicts when you gave yours, so the comparison below is fair."
    hints = ("Ask of each: which table could contradict it?", "Press no opinion where you have not done the lesson.")
    worked = "Any mixture of verdicts will do. Those of the key trust the article, except on judgements and forecasts."

    def expected(self):
        later = ("judgement", "forecast")
        return {row.claim_id: "a judgement" if row.kind in later else "supported" for row in _claims().itertuples()}

    def answer_text(self):
        return "any verdicts; the key trusts the article except on judgements and forecasts"

    def read(self, value):
        if type(value) is not dict or not all(type(part) is str for pair in value.items() for part in pair):
            raise Unusable(f"{shown(value)} is not a sheet of verdicts")
        known = _claims()["claim_id"].tolist()
        names, verdicts = Spellings(known), Spellings(CHOICES)
        given = {names.read(name): verdicts.read(verdict) for name, verdict in value.items()}
        if absent := [name for name in known if name not in given]:
            raise Incomplete(f"{len(absent)} of {len(known)} claims have no verdict, the first is {absent[0]}")
        return given

    def same(self, given, wanted):
        mixed = len(set(given.values())) > 1 and len(set(wanted.values())) > 1
        return mixed or given == wanted

    def mistakes(self):
        names = _claims()["claim_id"]
        return [
            (
                dict.fromkeys(names, "supported"),
                "every verdict is supported. Is there no statement that could be wrong?",
            ),
            (
                dict.fromkeys(names, dossier.NO_OPINION),
                "give a verdict on at least one claim, or there is nothing to compare.",
            ),
        ]

    def wrong(self, given):
        return "one verdict for every claim is a mood and not a test. Look for the claims that differ."


class CountByVerdict(ShortTable):
    key, objective = "count-by-verdict", "weigh-a-ledger"
    unit, tolerance = "claims", 0
    solution = 'found["verdict"].value_counts().to_dict()'
    why = "four words stand in place of one grade. The counts say more than any average of them."
    hints = (
        "Count the lines of the ledger for each word in the column verdict.",
        "Or use the next table: add up the counts of all lines with the same verdict of ours.",
    )
    worked = "Count in the ledger how often each word stands in the column verdict."

    def expected(self):
        return {name: int(number) for name, number in _table()["verdict"].value_counts().items()}

    def answer_text(self):
        return ", ".join(f"{label}: {number}" for label, number in self.expected().items())

    def mistakes(self):
        right = self.expected()
        names = list(right)
        swapped = right | {names[0]: right[names[1]], names[1]: right[names[0]]}
        merged = {name: number for name, number in right.items() if name != "a judgement"}
        return [
            (swapped, f"{names[0]} and {names[1]} have changed places."),
            (merged, "the judgement is missing. It is a verdict too."),
        ]


class NotByOneRow(Names):
    key, objective = "not-by-one-row", "weigh-a-ledger"
    wants = "Write the claims, with a comma between them, such as A01, A02."
    solution = 'found.loc[found["turns"] != 1, "claim_id"]'
    why = (
        "where one row decides, an error in one document is an error in the verdict. Two documents that agree, or a "
        "judgement that says it is one, stand firmer."
    )
    hints = (
        "Look in the column Rows that turn it of the ledger.",
        "Leave out every claim with a 1. A 0 means that no row can turn the verdict.",
    )
    worked = "Read down the column of rows that turn a verdict, and keep the claims that have another number than 1."

    def known(self):
        return _claims()["claim_id"].tolist()

    def expected(self):
        return set(_table().loc[_table()["turns"] != 1, "claim_id"])

    def mistakes(self):
        table = _table()
        return [
            (set(table.loc[table["turns"] == 1, "claim_id"]), "these are those that one row turns. Keep the others."),
            (
                set(table.loc[table["turns"] == 0, "claim_id"]),
                "no row turns these; but there are others that need more than one.",
            ),
            (
                set(table.loc[table["turns"] > 1, "claim_id"]),
                "these need more than one row; but there are others that no row can turn.",
            ),
        ]


class WhatMovesTheNumber(PickOne):
    key, objective = "what-lifts-the-number", "weigh-a-ledger"
    options = {
        "a": "setting Partly to the far right",
        "b": "counting judgements as not supported",
        "c": "counting only the claims with an official row",
    }
    rules = {"a": (1.0, scores.JUDGEMENTS[0], False), "b": (0.5, scores.JUDGEMENTS[2], False)}
    rules |= {"c": (0.5, scores.JUDGEMENTS[0], True)}
    solution = '"b"'
    why = "the same verdicts give a higher or a lower number, and the article is the same. So ask for the rule first."
    hints = (
        "Write down the number at the start. Change one control, read the number, and put the control back.",
        "Compare how far each of the three takes the number from where it began, up or down.",
    )
    worked = "Make one change at a time, read the number in the sentence, and put the control back before the next."

    def expected(self):
        start = scores.score(_table(), 0.5, scores.JUDGEMENTS[0], False)[0]
        return max(self.rules, key=lambda letter: abs(scores.score(_table(), *self.rules[letter])[0] - start))

    def mistakes(self):
        sentences = {
            "a": "that moves the number, but another change moves it further.",
            "b": "try the other two again: one of them moves the number further.",
            "c": "look again at how far the other two move it.",
        }
        return [(letter, sentence) for letter, sentence in sentences.items() if letter != self.expected()]


class NoPrimary(Names):
    key, objective = "no-primary", "weigh-a-ledger"
    wants = "Write the claims, with a comma between them, such as A01, A02."
    solution = 'found.loc[found["official"] == 0, "claim_id"]'
    why = "such a verdict may be right. But it rests on reports about documents, and somebody should open those."
    hints = (
        "Look in the column official of the ledger.",
        "Look for a 0 in it.",
    )
    worked = "Read down the column official of the ledger, and keep the claims with a 0."

    def known(self):
        return _claims()["claim_id"].tolist()

    def expected(self):
        return set(_table().loc[_table()["official"] == 0, "claim_id"])

    def mistakes(self):
        table = _table()
        return [
            (
                set(table.loc[table["official"] == 1, "claim_id"]),
                "these have one official row each. Look for claims with none.",
            ),
            (
                set(table.loc[table["official"] < table["rows"], "claim_id"]),
                "some of their rows are official. Look for claims with none.",
            ),
        ]


class Dissent(Judgement):
    """A verdict on any claim, with the claim and one of its rows named in the reasons.

    Any verdict may be defended, except the opposite of what rows with days, names or counts say.
    """

    key, objective = "dissent", "judge-with-rows"
    options = dict(zip("abcd", claims.VERDICTS, strict=True))
    defensible = tuple("abcd")
    least_words = 12
    solution = (
        '["b", "A05: most of the steel and most allies were spared, as the article says, "'
        '\n "but JPN-steel-1 and TUR-steel-1 show two allies under the full duty on the same day."]'
    )
    why = "one can argue with a verdict that names a row. We may still disagree, and say from which row."
    hints = (
        "Open the claim's entry above: each row has a name in its first column.",
        "Name the claim first, then the row, then say what the row shows and why your verdict follows.",
    )
    worked = "Name a claim and one of its rows, and say what the row shows and why your verdict follows from it."

    def cites(self):
        return _cited("A05")

    def answer_text(self):
        return "any verdict with a claim and one of its rows, but not the opposite of what days, names and counts say"

    @property
    def wants(self):
        return (
            "Choose a verdict, and give your reasons in twelve words or more that name a claim, such as A05, "
            "and one of its rows, such as JPN-steel-1."
        )

    def named_rows(self, reasons):
        if not (claim := self._claim(reasons)):
            raise Incomplete("the reasons name no claim that was tested; begin with one, such as A05")
        rows = _cited(claim)
        if not (found := named(reasons, rows)):
            raise Incomplete(f"the reasons name no row behind {claim}; name one, such as {next(iter(rows))}")
        return {name: rows[name] for name in found}

    @staticmethod
    def _claim(reasons):
        return next(iter(named(reasons, _findings())), "")

    def critic(self, letter, reasons):
        claim = self._claim(reasons)
        kind = _claims().set_index("claim_id")["kind"][claim]
        both = {self.options[letter], _findings()[claim].verdict}
        if dossier.group_of(kind) != "facts to look up" or both != {"supported", "not supported"}:
            return ""
        return f"days, names or counts decide {claim}, and they say: {_findings()[claim].verdict}; read the rows again."

    def mistakes(self):
        order = f"A09 says which of the two came first, and by {next(iter(_cited('A09')))} it was as the article has it"
        return [(["a", order], self.critic("a", order))]


class LargerSellers(Names):
    key, objective = "larger-sellers", "find-what-is-left-out"
    wants = "Write the partners, with a comma between them, such as India, China."
    solution = 'omissions.larger_sellers(stands)["country_name"]'
    why = "Japan was not the only large seller left off the list, and not the largest."
    hints = (
        "The table above has only partners that paid. The largest sellers stand on top.",
        "Look for Japan in the table, and take the partners above it.",
    )
    worked = "The table above is in order of the share sold. Take the partners that stand above Japan."

    def known(self):
        return _stands()["country_name"].tolist()

    def expected(self):
        return set(omissions.larger_sellers(_stands())["country_name"])

    def mistakes(self):
        table, share = _stands(), "steel_share_2017_quantity_pct"
        own = table.set_index("country_name")[share]["Japan"]
        return [
            (self.expected() | {"Taiwan"}, "Taiwan paid too, but it sold less than Japan."),
            (
                set(table.loc[table[share] > own, "country_name"]),
                "some of these were on the list. Keep those that paid the full duty.",
            ),
        ]


def _day():
    return pd.Timestamp(catalogue.sources(_claims())["published"].iloc[0])


def _stockholm_year():
    return str(_talks().loc[_talks()["milestone"] == "stockholm_agreed", "event_date"].dt.year.iloc[0])


# Every number the lesson's prose uses, computed: the tests compare key and value.
NUMBERS = {
    "120 to 250": lambda: f"{memo.LEAST_WORDS} to {memo.MOST_WORDS}",
    "17 April 2018": lambda: f"{_day().day} {_day():%B %Y}",
    "2014": _stockholm_year,
    "https://nationalinterest.org/feature/tokyos-awakening-trump-25427": lambda: str(
        catalogue.sources(_claims())["url"].iloc[0]
    ),
}
