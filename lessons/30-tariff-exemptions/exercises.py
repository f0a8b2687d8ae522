"""The exercises of lesson 30: who was spared, by which measure, why, and with what effect."""

import functools
import re

import pandas as pd
from alliancelab import catalogue, evidence, tariffs
from alliancelab.article import claims, parts
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


def _listed_in_june():
    """The partners of the March list, with whether each kept a place on the day the list ended for some."""
    listed = _cases()[_cases()["spared"]]
    june = tariffs.standing(_status(), _members(), listed, "steel", _june())
    return june.assign(kept=june["treatment"] != "tariff")


_NAMES = {"JPN": "Japan", "KOR": "South Korea"}


@functools.cache
def _quotas():
    return catalogue.load("section-232-quotas").set_index("quota_id")


def _averages():
    """What Japan and South Korea sold on average in the years that the Korean quota was made from, in kt."""
    imports = catalogue.load("us-steel-imports")
    rows = imports[imports["country_code"].isin(_NAMES) & (imports["product_group"] == "all")]
    return rows[rows["year"].between(2015, 2017)].groupby("country_code")["quantity_kt"].mean()


def _limits():
    """Japan's printed limit, and South Korea's as the rule makes it from the import table, in kt."""
    return {"JPN": _quotas().loc["JPN-steel-1", "limit_kt"], "KOR": 0.7 * _averages()["KOR"]}


def _of_each(limits, sold):
    return {_NAMES[code]: evidence.share(limit, sold[code]) for code, limit in limits.items()}


def _june():
    """The day on which the exemption of the European Union, made longer once, ended."""
    rows = _status()[(_status()["country_code"] == "EUU") & (_status()["product"] == "steel")]
    return rows.loc[rows["treatment"] == "exempt_temporary", "before_date"].max()


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
    hints = (
        "Canada, Brazil, Mexico and South Korea sell a great deal of steel.",
        "The next cell gives the share in percent.",
    )

    def expected(self):
        share = _shares()["tonnage"]
        return min(self.options, key=lambda letter: abs(share - {"a": 33, "b": 50, "c": 67, "d": 95}[letter]))

    def mistakes(self):
        return [
            ("a", "that is nearer to the share of the partners that paid."),
            ("b", "it is more than half: the four largest sellers were all on the list."),
            ("d", "Japan, Turkey, Russia, Taiwan and China together sold a good part."),
        ]


class PayingAllies(Countries):
    key, objective = "paying-allies", "measure-a-list"
    solution = 'paid.loc[~paid["nato_member_2018"], "country_code"]'
    why = "Japan was not the only ally in Asia that had to pay."
    hints = (
        "The column arrangement says by which treaty a country is an ally.",
        "Leave out the rows of the North Atlantic Treaty.",
    )
    worked = "take every row of the table whose treaty is not the North Atlantic Treaty."

    def known(self):
        return sorted(_allies()["country_code"])

    def expected(self):
        paid = _allies()
        paid = paid[paid["treatment"] == "tariff"]
        return set(paid.loc[~paid["nato_member_2018"], "country_code"])

    def mistakes(self):
        return [
            ({"JPN"}, "Japan was not alone; read all rows of the table."),
            (self.expected() | {"TUR"}, "Turkey is a member of the North Atlantic Treaty."),
            (
                set(_allies().query("treatment == 'tariff'")["country_code"]),
                "those are all the allies that paid; leave out the members of the North Atlantic Treaty.",
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
    why = "it always goes with being spared among these large sellers; the next cells count every partner with one."
    hints = (
        "Take one column, and look only at its rows with yes. What was the outcome in all of them?",
        "Cover the other columns with your hand.",
    )
    worked = "in the rows where agreement is yes, every case was spared; for the two other conditions some were not."

    def expected(self):
        cases, names = _cases(), {"a": "ally", "b": "agreement", "c": "small_deficit"}
        always = [letter for letter, name in names.items() if cases.loc[cases[name], "spared"].all()]
        return always[0] if always else "d"

    def mistakes(self):
        return [
            ("a", "Japan, Turkey and Thailand were allies and paid."),
            ("c", "several partners with a small deficit, or with a surplus, paid."),
            ("d", "read the column agreement again, and only its rows with yes."),
        ]


class WhoKept(PickOne):
    key, objective = "who-kept", "weigh-explanations"
    options = {
        "a": "being a treaty ally",
        "b": "having a trade agreement",
        "c": "having a small deficit",
        "d": "none of the three",
    }
    solution = '"d"'
    why = "what a partner was did not tell who kept a place; an explanation that fits one day may fail on the next."
    hints = (
        "Take one column. Is it yes for every partner that kept a place, and no for every one that lost it?",
        "Compare Australia with Canada, and South Korea with the European Union.",
    )
    worked = "each of the three columns is mixed among those who kept a place, among those who lost it, or both."

    def expected(self):
        listed, names = _listed_in_june(), {"a": "ally", "b": "agreement", "c": "small_deficit"}
        telling = [letter for letter, name in names.items() if (listed[name] == listed["kept"]).all()]
        return telling[0] if telling else "d"

    def mistakes(self):
        return [
            ("a", "Canada is an ally and lost its place; Brazil is none and kept it."),
            ("b", "Canada and Mexico had an agreement and lost their place; Argentina had none and kept it."),
            ("c", "Canada's deficit was small and it lost its place; South Korea's was not and it kept it."),
        ]


class QuotaShare(ShortTable):
    key, objective = "quota-share", "treatment-on-a-day"
    unit, tolerance = "%", 0.1
    solution = '(100 * limits["limit"] / limits["sold in 2017"]).to_dict()'
    why = "each could sell about three quarters of what it had sold before; Japan's limit came four years later."
    hints = (
        "For each country you need two numbers of its row: the limit, and what it sold in 2017.",
        "Divide the limit by the tonnage of 2017, and multiply by a hundred.",
    )
    worked = "in each row, divide the limit by the tonnage sold in 2017, times a hundred."

    def expected(self):
        return _of_each(_limits(), _before().set_index("country_code")["quantity_kt"])

    def mistakes(self):
        limits = {_NAMES[code]: float(limit) for code, limit in _limits().items()}
        return [
            (limits, "those are the limits themselves, in thousand tonnes; divide each by what the country had sold."),
            (
                _of_each(_limits(), _averages()),
                "those are the limits in percent of the average; the question asks for the tonnage of one year.",
            ),
        ]


class AllEnded(Day):
    key, objective = "all-ended", "treatment-on-a-day"
    solution = '"2025-03-12"'
    why = "one proclamation for each metal ended the arrangements of all countries on the same day."
    hints = ("Where do the bars of all partners change at once?", "The table under the figure has the day.")
    worked = "in the table under the figure, the last day of every exemption and every quota is the same."

    def expected(self):
        status = _status()
        special = status[status["treatment"].isin(tariffs.SPARED) & (status["product"] == "steel")]
        return special["before_date"].max()

    def mistakes(self):
        actions = catalogue.load("section-232-actions").set_index("action_id")
        return [
            (actions.loc["P10896", "signed_date"], "on that day the proclamation was signed; it took effect later."),
            (
                actions.loc["P10947", "effective_date"],
                "on that day the rate rose; the exemptions and quotas had ended before.",
            ),
        ]


class WhatFell(PickOne):
    key, objective = "what-fell", "before-and-after"
    options = {
        "a": "Japan in pipes and tubes, South Korea in half-finished steel",
        "b": "Japan in half-finished steel, South Korea in pipes and tubes",
        "c": "both in sheet steel",
        "d": "both in half-finished steel",
    }
    lost = {
        "a": ("pipe_tube", "semi_finished"),
        "b": ("semi_finished", "pipe_tube"),
        "c": ("flat", "flat"),
        "d": ("semi_finished", "semi_finished"),
    }
    solution = '"b"'
    why = "two totals that fall alike can be made of different goods, so the two countries are not the same case."
    hints = (
        "For each country take the number of 2017 minus the number of 2019, in each row of the table.",
        "Leave out the row all. Which difference is the largest for Japan, and which for South Korea?",
    )
    worked = "compare the columns of 2017 and 2019: the largest fall of each country is in another row."

    def expected(self):
        imports = catalogue.load("us-steel-imports")
        rows = imports[imports["country_code"].isin(["JPN", "KOR"]) & (imports["product_group"] != "all")]
        sold = rows.set_index(["country_code", "year", "product_group"])["quantity_kt"].sort_index()
        fell = tuple((sold[code, 2017] - sold[code, 2019]).idxmax() for code in ("JPN", "KOR"))
        return next(letter for letter, goods in self.lost.items() if goods == fell)

    def mistakes(self):
        return [
            ("a", "the two countries have changed places: read the headings of the columns again."),
            ("c", "South Korea sold more sheet steel in 2019 than in 2017, and Japan lost more of something else."),
            ("d", "South Korea sold hardly any half-finished steel, so it could not lose much of it."),
        ]


class ShareInJune(Number):
    key, objective = "share-in-june", "treatment-on-a-day"
    unit, tolerance = "%", 0.1
    solution = 'tariffs.share_spared(tariffs.standing(status, members, before, "steel", "2018-06-01"), "quantity_kt")'
    why = "the list of March lasted for ten weeks: on this day the European Union, Canada and Mexico lost their place."
    hints = (
        "Move the slider of the explorer until the day is 1 June 2018, with the metal steel and the measure tonnage.",
        "The sentence of the explorer says how much the partners stood for that were not under the full duty.",
    )
    worked = "the sentence of the explorer gives the share for the day, the metal and the measure that are chosen."

    def _on(self, day, column="quantity_kt"):
        return tariffs.share_spared(tariffs.standing(_status(), _members(), _before(), "steel", day), column)

    def expected(self):
        return self._on(_june())

    def mistakes(self):
        return [
            (self._on(FIRST), "that is the share on the first day of the duties; move the slider."),
            (self._on(_june(), "value_usd"), "that is the share by value; choose tonnage."),
            (100 - self.expected(), "that is the share that was under the full duty; the question asks for the rest."),
        ]


def _most_were_spared(load=catalogue.load):
    status, members = load("section-232-status"), load("eu-members")
    allies, agreed, imports = load("us-treaty-allies"), load("us-fta-partners"), load("us-steel-imports")
    then = _held(status, members)
    allies = allies[allies["status_2018"] == "in_force"].drop_duplicates("country_code")
    rio = allies["arrangement_group"] == "rio"
    whole = imports["partner_kind"].isin(["country", "residual"]) & (imports["product_group"] == "all")
    before = imports[whole & (imports["year"] == 2017)]
    narrow, wide, traded = (_weighs(then, rows["country_code"]) for rows in (allies[~rio], allies, agreed))
    tonnage, value = (_weighs(then, before["country_code"], before[column]) for column in ("quantity_kt", "value_usd"))
    spared = then[0]["treatment"].isin(tariffs.SPARED)
    said = {
        name: f"{weight[spared].sum():.0f} of {weight.sum():.0f}"
        for name, weight in {"narrow": narrow, "wide": wide, "traded": traded}.items()
    }
    share = [evidence.share(weight[spared].sum(), weight.sum()) if weight.sum() else 0 for weight in (tonnage, value)]
    paid = allies[~rio & ~_under(then, allies["country_code"]).isin(spared[spared].index)]
    return claims.decided(
        _weighed(
            "allies", f"Spared were {said['narrow']} treaty allies,", then, narrow, {"us-treaty-allies": allies[~rio]}
        ),
        _weighed(
            "tonnage",
            f"{share[0]:.1f}% of the steel imports of 2017 by tonnage,",
            then,
            tonnage,
            {"us-steel-imports": before},
        ),
        _weighed("value", f"{share[1]:.1f}% by value.", then, value, {"us-steel-imports": before}),
        parts.judged(
            "rio",
            f"Judgements: whether the Rio Treaty makes an ally (with it {said['wide']}),",
            {"us-treaty-allies": allies[rio]},
        ),
        parts.judged(
            "partners",
            f"and who is a partner (by trade agreement {said['traded']}). "
            f"Allies that paid: {', '.join(sorted(paid['country_name']))}.",
            {"us-fta-partners": agreed},
        ),
    )


def _held(status, members):
    """The rows for steel on the first day, and which of them each country falls under (by its code)."""
    day = pd.Timestamp(FIRST)
    rows = status[(status["product"] == "steel") & (status["from_date"] <= day) & ~(status["before_date"] <= day)]
    inside = members[(members["from_date"] <= day) & ~(members["before_date"] <= day)]["country_code"]
    if inside.empty:
        # Without its members nobody can say whom the row of the European Union covers.
        rows = rows.head(0)
    of = dict(zip(rows["country_code"], rows.index, strict=True))
    return rows, {**(dict.fromkeys(inside, of["EUU"]) if "EUU" in of else {}), **of}


def _under(then, codes):
    """The row that each of these partners falls under: its own, that of its union, or the one for all others."""
    rows, of = then
    return codes.map(of).fillna(of.get("WLD", rows.index.max()))


def _weighs(then, codes, weights=None):
    """What each row weighs: the partners under it, one each or by their weights."""
    weights = pd.Series(1.0, codes.index) if weights is None else weights.astype(float).fillna(0)
    return weights.groupby(_under(then, codes)).sum().reindex(then[0].index, fill_value=0.0)


def _weighed(name, sentence, then, weights, beside):
    rows = then[0][weights > 0]
    spared = rows["treatment"].isin(tariffs.SPARED)
    return parts.tally(
        name,
        sentence,
        {"section-232-status": rows[spared]},
        {"section-232-status": rows[~spared]},
        weights={"section-232-status": weights},
        crosses=True,
        beside=beside,
    )


CLAIMS = {"A05": _most_were_spared}


def _span():
    first, last = _status()["from_date"].min(), tariffs.last_known_day(_status())
    return f"from {first.year} to {last.year}"


def _compared():
    imports = catalogue.load("us-steel-imports").dropna(subset=["quantity_kt"])
    return f"from {_status()['from_date'].min().year - 1} to {imports['year'].max()}"


def _weak_before():
    """The first year in which every partner is counted by the scope of the duty itself."""
    rows = catalogue.load("us-aluminum-imports")
    partners = rows[(rows["partner_kind"] == "country") & (rows["product_group"] == "sec232_original_scope")]
    return f"before {partners['year'].min()}"


def _contested():
    return int((catalogue.load("us-treaty-allies")["status_2018"] == "contested").sum())


def _base_of_japans_limit():
    """The two years in a row whose average is nearest to Japan's limit."""
    imports = catalogue.load("us-steel-imports")
    sold = imports[(imports["country_code"] == "JPN") & (imports["product_group"] == "all")]
    pairs = sold.set_index("year")["quantity_kt"].dropna().rolling(2).mean().dropna()
    last = (pairs - _quotas().loc["JPN-steel-1", "limit_kt"]).abs().idxmin()
    return f"its average of {last - 1} and {last}"


def _rule_of_the_quota():
    return _quotas().loc["KOR-steel-4", "basis"].split()[0]


def _years_of_the_quota():
    first, last = re.search(r"in (\d{4}) to (\d{4})", _quotas().loc["KOR-steel-4", "basis"]).groups()
    return f"from {first} to {last}"


# Every number the lesson's prose uses, computed: the tests compare key and value.
NUMBERS = {
    "March 2018": lambda: f"{_status()['from_date'].min():%B %Y}",
    "from 2018 to 2026": _span,
    "from 2017 to 2019": _compared,
    "before 2024": _weak_before,
    "in 2017": lambda: f"in {_before()['year'].iloc[0]}",
    "20 billion": lambda: f"{-SMALL_DEFICIT_USD_BN} billion",
    "1 June 2018": lambda: f"{_june().day} {_june():%B %Y}",
    "its average of 2018 and 2019": _base_of_japans_limit,
    "66 defence ties": lambda: f"{int(catalogue.load('us-treaty-allies')['atop_defence_2018'].sum())} defence ties",
    "17 are contested": lambda: f"{_contested()} are contested",
    "70% of the average": lambda: f"{_rule_of_the_quota()} of the average",
    "from 2015 to 2017": _years_of_the_quota,
    "2.68 million tons": lambda: f"{_quotas().loc['KOR-steel-2', 'limit_quantity'] / 1e6:.2f} million tons",
    "got one in 2022": lambda: f"got one in {_quotas().loc['JPN-steel-1', 'from_date'].year}",
    "got one in 2018": lambda: f"got one in {_quotas().loc['KOR-steel-1', 'from_date'].year}",
    "Until 2022": lambda: f"Until {_quotas().loc['JPN-steel-1', 'from_date'].year}",
}
