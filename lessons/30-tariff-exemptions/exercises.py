"""The exercises of lesson 30: who was spared, by which measure, why, and with what effect."""

import functools

from alliancelab import catalogue, evidence, tariffs
from alliancelab.article.claims import Finding
from alliancelab.classroom.kinds import Countries, Day, Number, PickOne, Prediction, ShortTable

FIRST = "2018-03-23"
# Where "small" begins is our choice: Thailand stands just beyond it.
SMALL_DEFICIT_USD_BN = -20


@functools.cache
def _status():
    return catalogue.load("section-232-status")


@functools.cache
def _members():
    return catalogue.load("eu-members")


@functools.cache
def _before():
    return tariffs.partners(catalogue.load("us-steel-imports"), 2017)


def _first_day():
    return tariffs.standing(_status(), _members(), _before(), "steel", FIRST)


def _shares():
    stands = _first_day()
    return {
        name: tariffs.share_spared(stands, column)
        for name, column in {"tonnage": "quantity_kt", "value": "value_usd"}.items()
    }


def _japan_share():
    rows = _before().set_index("country_code")
    return {
        name: evidence.share(rows.loc["JPN", column], rows[column].sum())
        for name, column in {"tonnage": "quantity_kt", "value": "value_usd"}.items()
    }


def _stands(table):
    return tariffs.standing(_status(), _members(), table, "steel", FIRST)


@functools.cache
def _cases():
    cases = catalogue.load("us-partners")
    cases = _stands(cases[~cases["eu_member_2018"]])
    return cases.assign(
        spared=cases["treatment"] != "tariff",
        ally=cases["treaty_ally_2018"] != "no",
        agreement=cases["fta_with_us_2018"],
        small_deficit=cases["goods_balance_2017_usd_bn"] > SMALL_DEFICIT_USD_BN,
    )


def _changes():
    imports = catalogue.load("us-steel-imports")
    rows = imports[imports["product_group"] == "all"].set_index(["country_name", "year"])["quantity_kt"]
    return {name: float(rows[name, 2019] / rows[name, 2017] - 1) * 100 for name in ("Japan", "South Korea")}


@functools.cache
def _allies():
    allies = catalogue.load("us-treaty-allies")
    allies = allies[allies["status_2018"] == "in_force"].drop_duplicates("country_code")
    return _stands(allies[allies["arrangement_group"] != "rio"])


class PredictShare(Prediction):
    key, objective = "predict-share", "measure-a-list"
    options = {"a": "about one third", "b": "about half", "c": "about two thirds", "d": "nearly all"}
    solution = '"c"'
    why = "by tonnage and by value alike, about two thirds came from partners on the list."
    hints = ("Canada, Brazil, Mexico and South Korea sell a great deal of steel.", "The cell gives percent.")

    def expected(self):
        share = _shares()["tonnage"]
        return min(self.options, key=lambda letter: abs(share - {"a": 33, "b": 50, "c": 67, "d": 95}[letter]))

    def mistakes(self):
        return [
            ("a", "that is nearer to the share of those who paid."),
            ("b", "more than half: the four largest sellers were all on the list."),
            ("d", "Japan, Turkey, Russia, Taiwan and China together are not small."),
        ]


class WithJapan(ShortTable):
    key, objective = "with-japan", "measure-a-list"
    unit, tolerance = "percentage points", 0.1
    solution = (
        '{"tonnage": before.set_index("country_code").loc["JPN", "quantity_kt"] / before["quantity_kt"].sum() * 100,'
        '\n "value": before.set_index("country_code").loc["JPN", "value_usd"] / before["value_usd"].sum() * 100}'
    )
    why = "Japan sold dear steel: its place on the list would have weighed more in dollars than in tonnes."
    hints = (
        "It is Japan's own share of all imports.",
        "Divide Japan's tonnes by all tonnes, and its dollars by all dollars, times one hundred.",
    )

    def expected(self):
        return _japan_share()

    def mistakes(self):
        shares, japan = _shares(), _japan_share()
        return [
            (
                {name: shares[name] + japan[name] for name in shares},
                "that is the whole share with Japan; the question asks how many points more.",
            )
        ]


class PayingAllies(Countries):
    key, objective = "paying-allies", "measure-a-list"
    solution = 'paid.loc[~paid["nato_member_2018"], "country_code"]'
    why = "Japan was not the only ally in Asia to pay: it was left out in company."
    hints = ("The column arrangement says which treaty.", "Leave out the rows of the North Atlantic Treaty.")

    def known(self):
        return sorted(_allies()["country_code"])

    def expected(self):
        paid = _allies()
        paid = paid[paid["treatment"] == "tariff"]
        return set(paid.loc[~paid["nato_member_2018"], "country_code"])

    def mistakes(self):
        return [
            ({"JPN"}, "Japan was not alone; read the rows again."),
            (self.expected() | {"TUR"}, "Turkey is a member of the North Atlantic Treaty."),
            (
                set(_allies().query("treatment == 'tariff'")["country_code"]),
                "those are all the allies that paid; leave out the North Atlantic Treaty.",
            ),
        ]


class AlwaysSpared(PickOne):
    key, objective = "always-spared", "weigh-explanations"
    options = {
        "a": "being a treaty ally",
        "b": "having a trade agreement",
        "c": "having a small deficit",
        "d": "none of them",
    }
    solution = '"b"'
    why = "always, among the large sellers chosen here; smaller sellers with an agreement paid all the same."
    hints = ("Look for a condition whose rows marked True are all `always`.", "Cover the other columns.")

    def expected(self):
        cases, names = _cases(), {"a": "ally", "b": "agreement", "c": "small_deficit"}
        always = [letter for letter, name in names.items() if cases.loc[cases[name], "spared"].all()]
        return always[0] if always else "d"

    def mistakes(self):
        return [
            ("a", "Japan, Turkey and Thailand were allies and paid."),
            ("c", "several partners with a small deficit, or a surplus, paid all the same."),
            ("d", "read the column agreement again: every True row says always."),
        ]


class QuotaShare(Number):
    key, objective = "quota-share", "treatment-on-a-day"
    unit, tolerance = "%", 0.1
    solution = 'evidence.share(japan_quota["limit_kt"].iloc[0], japan["quantity_kt"])'
    why = "less than three quarters of what Japan had sold before could come in free, four years later."
    hints = (
        "Divide the limit by the tonnage of the year before the duty, times one hundred.",
        'In code: japan_quota["limit_kt"].iloc[0] / japan["quantity_kt"] * 100',
    )

    def _limit(self):
        quotas = catalogue.load("section-232-quotas")
        return quotas.loc[(quotas["country_code"] == "JPN") & (quotas["product"] == "steel"), "limit_kt"].iloc[0]

    def expected(self):
        return evidence.share(self._limit(), _before().set_index("country_code").loc["JPN", "quantity_kt"])

    def mistakes(self):
        return [
            (self._limit(), "that is the limit itself in thousand tonnes; set it against what was sold."),
            (100 - self.expected(), "that is the part that no longer fits under the limit."),
        ]


class AllEnded(Day):
    key, objective = "all-ended", "treatment-on-a-day"
    solution = '"2025-03-12"'
    why = "one proclamation a metal ended every country's arrangement on the same day, Japan's with the rest."
    hints = ("Where do the bars of all partners change at once?", "The table under the figure has the day.")

    def expected(self):
        status = _status()
        special = status[status["treatment"].isin(tariffs.SPARED) & (status["product"] == "steel")]
        return special["before_date"].max()

    def mistakes(self):
        actions = catalogue.load("section-232-actions").set_index("action_id")
        return [
            (actions.loc["P10896", "signed_date"], "that is the day of signature; the order took effect later."),
            (actions.loc["P10947", "effective_date"], "that day the rate rose; the exceptions had ended before."),
        ]


class TwoChanges(ShortTable):
    key, objective = "two-changes", "before-and-after"
    unit, tolerance = "%", 0.1
    solution = "change"
    why = "in total tonnage the partner with a quota lost nearly as much as the one that paid; the goods differ."
    hints = ("The cell above prints both.", "Both fell, so both numbers have a minus sign.")

    def expected(self):
        return _changes()

    def mistakes(self):
        return [({name: -number for name, number in _changes().items()}, "both fell: the signs should be minus.")]


def _most_were_spared():
    shares, allies, cases = _shares(), _allies(), _cases()
    paid = allies[allies["treatment"] == "tariff"]
    heads = {
        "treaty allies (the Rio Treaty left out)": (len(allies) - len(paid), len(allies)),
        "large sellers in us-partners": (int(cases["spared"].sum()), len(cases)),
    }
    by_heads = " and ".join(f"{part} of {whole} {who}" for who, (part, whole) in heads.items())
    most = [share > 50 for share in shares.values()] + [evidence.share(*pair) > 50 for pair in heads.values()]
    return Finding(
        "supported" if all(most) else "partly supported" if any(most) else "not supported",
        f"The list covered {shares['tonnage']:.1f}% of steel imports by tonnage and {shares['value']:.1f}% by value; "
        f"by heads {by_heads}. Japan was not the one ally left out: "
        f"the allies that paid were {', '.join(sorted(paid['country_name']))}.",
        {"section-232-status": _status()[(_status()["from_date"] == FIRST) & (_status()["product"] == "steel")]},
    )


CLAIMS = {"A05": _most_were_spared}


def _span():
    first, last = _status()["from_date"].min(), tariffs.last_known_day(_status())
    return f"from {first.year} to {last.year}"


def _compared():
    imports = catalogue.load("us-steel-imports").dropna(subset=["quantity_kt"])
    return f"from {_status()['from_date'].min().year - 1} to {imports['year'].max()}"


def _weak_before():
    rows = catalogue.load("us-aluminum-imports")
    partners = rows[rows["partner_kind"] == "country"].groupby("year")["evidence"]
    return f"before {partners.apply(lambda grades: (grades == 'primary').all()).idxmax()}"


# Every number the lesson's prose uses, computed: the tests compare key and value.
NUMBERS = {
    "March 2018": lambda: f"{_status()['from_date'].min():%B %Y}",
    "from 2018 to 2026": _span,
    "from 2017 to 2019": _compared,
    "before 2024": _weak_before,
    "in 2017": lambda: f"in {_before()['year'].iloc[0]}",
    "20 billion": lambda: f"{-SMALL_DEFICIT_USD_BN} billion",
    "in 2025": lambda: f"in {AllEnded().expected().year}",
}
