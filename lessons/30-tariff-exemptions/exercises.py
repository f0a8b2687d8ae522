"""The exercises of lesson 30: who was spared, by which measure, why, and with what effect."""

import functools

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


class WithJapan(ShortTable):
    key, objective = "with-japan", "measure-a-list"
    unit, tolerance = "percentage points", 0.1
    solution = (
        '{"tonnage": before.set_index("country_code").loc["JPN", "quantity_kt"] / before["quantity_kt"].sum() * 100,'
        '\n "value": before.set_index("country_code").loc["JPN", "value_usd"] / before["value_usd"].sum() * 100}'
    )
    why = "Japan sold dear steel, so it would have added more to the list in dollars than in tonnes."
    hints = (
        "It is Japan's own share of all imports.",
        "In each row of the table above, divide Japan's number by that of all partners, and multiply by a hundred.",
    )
    worked = (
        "divide Japan's tonnage by that of all partners, and Japan's value by that of all partners, times a hundred."
    )

    def expected(self):
        return _japan_share()

    def mistakes(self):
        shares, japan = _shares(), _japan_share()
        return [
            (
                {name: shares[name] + japan[name] for name in shares},
                "that is the whole share with Japan; the question asks how many points more.",
            ),
            (
                {"tonnage": japan["value"], "value": japan["tonnage"]},
                "the two numbers have changed places: the first is for the tonnage.",
            ),
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
    why = "it always goes with being spared among these large sellers, but smaller sellers with an agreement paid."
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
            ("d", "read the column agreement again, and only its rows with True."),
        ]


class QuotaShare(Number):
    key, objective = "quota-share", "treatment-on-a-day"
    unit, tolerance = "%", 0.1
    solution = 'evidence.share(japan_quota["limit_kt"].iloc[0], japan["quantity_kt"])'
    why = "four years later, less than three quarters of what Japan had sold before could come in free."
    hints = (
        "You need two numbers in thousand tonnes: the limit, and what Japan sold in 2017.",
        "Divide the limit by the tonnage of 2017, and multiply by a hundred.",
    )
    worked = "divide the limit (limit_kt) by the tonnage that Japan sold in 2017, times a hundred."

    def _limit(self):
        quotas = catalogue.load("section-232-quotas")
        return quotas.loc[(quotas["country_code"] == "JPN") & (quotas["product"] == "steel"), "limit_kt"].iloc[0]

    def expected(self):
        return evidence.share(self._limit(), _before().set_index("country_code").loc["JPN", "quantity_kt"])

    def mistakes(self):
        return [
            (self._limit(), "that is the limit itself, in thousand tonnes; divide it by what Japan had sold."),
            (100 - self.expected(), "that is the part that is above the limit; the question asks for the limit."),
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
    allies, cases, imports = load("us-treaty-allies"), load("us-partners"), load("us-steel-imports")
    then = _held(status, members)
    allies = allies[allies["status_2018"] == "in_force"].drop_duplicates("country_code")
    rio = allies["arrangement_group"] == "rio"
    whole = imports["partner_kind"].isin(["country", "residual"]) & (imports["product_group"] == "all")
    before, agreed = imports[whole & (imports["year"] == 2017)], cases[cases["fta_with_us_2018"]]
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
            "allies", f"{said['narrow']} treaty allies were spared.", then, narrow, {"us-treaty-allies": allies[~rio]}
        ),
        _weighed(
            "tonnage",
            f"{share[0]:.1f}% of the steel of 2017 by tonnage and",
            then,
            tonnage,
            {"us-steel-imports": before},
        ),
        _weighed("value", f"{share[1]:.1f}% by value came from the list.", then, value, {"us-steel-imports": before}),
        parts.judged(
            "rio",
            f"Whether the Rio Treaty makes an ally is a judgement (with it {said['wide']}),",
            {"us-treaty-allies": allies[rio]},
        ),
        parts.judged(
            "partners",
            f"and so is who counts as a partner ({said['traded']} listed with a trade agreement were spared). "
            f"The allies that paid: {', '.join(sorted(paid['country_name']))}.",
            {"us-partners": agreed},
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
    rows = catalogue.load("us-aluminum-imports")
    partners = rows[rows["partner_kind"] == "country"].groupby("year")["grade"]
    return f"before {partners.apply(lambda grades: grades.isin(catalogue.OFFICIAL).all()).idxmax()}"


# Every number the lesson's prose uses, computed: the tests compare key and value.
NUMBERS = {
    "March 2018": lambda: f"{_status()['from_date'].min():%B %Y}",
    "from 2018 to 2026": _span,
    "from 2017 to 2019": _compared,
    "before 2024": _weak_before,
    "in 2017": lambda: f"in {_before()['year'].iloc[0]}",
    "20 billion": lambda: f"{-SMALL_DEFICIT_USD_BN} billion",
    "1 June 2018": lambda: f"{_june().day} {_june():%B %Y}",
}
