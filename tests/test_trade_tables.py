"""The tables of trade against each other, against bounds and against totals: what a wrong value must trip over."""

import pandas as pd
import pytest
from alliancelab import catalogue, tariffs


@pytest.fixture
def load():
    """A fresh copy of a table, so that a test may plant a fault in it."""
    return lambda name: catalogue.load(name).copy()


def _odd(table, key, wrong):
    return table.loc[wrong.to_numpy(), key].astype(str).tolist()


# Limits and duties


def off_limits(quotas):
    """Quotas whose kilotonnes are not the printed quantity in its printed unit."""
    per_unit = {"metric tons": 1e-3, "short tons": 0.90718474e-3}
    wanted = quotas["limit_quantity"] * quotas["limit_unit"].astype(object).map(per_unit).astype(float)
    given = quotas["limit_kt"]
    return _odd(quotas, "quota_id", (wanted.isna() != given.isna()) | ((wanted - given).abs() > 1e-5))


def off_status(quotas, status):
    """Yearly limits whose days, kind or rates are not those of the rows of section-232-status."""
    odd = []
    for limit in quotas[quotas["period_kind"] == "annual"].itertuples():
        rows = status[(status["country_code"] == limit.country_code) & (status["product"] == limit.product)]
        rows = rows[(rows["from_date"] < limit.before_date) & (rows["before_date"] > limit.from_date)]
        rows = rows[~rows["treatment"].isin(["exempt_temporary"])]
        kind = {"trq"} if limit.over_quota_rate_pct == limit.over_quota_rate_pct else {"quota_absolute"}
        whole = rows["from_date"].min() == limit.from_date and rows["before_date"].max() == limit.before_date
        same = set(rows["treatment"]) == kind and set(rows["in_quota_rate_pct"]) == {limit.in_quota_rate_pct}
        over = kind == {"quota_absolute"} or set(rows["rate_pct"]) == {limit.over_quota_rate_pct}
        if not (whole and same and over):
            odd.append(limit.quota_id)
    return odd


def korea_by_rule(quotas, imports):
    """South Korea's limit as the rule makes it from the import table, and as the quota table has it, in tonnes."""
    rows = imports[(imports["country_code"] == "KOR") & (imports["product_group"] == "all")]
    average = rows.loc[rows["year"].between(2015, 2017), "quantity_kt"].mean()
    share = int(quotas.set_index("quota_id").loc["KOR-steel-4", "basis"].split("%")[0]) / 100
    return share * average * 1000, quotas.set_index("quota_id").loc["KOR-steel-1", "limit_quantity"]


def test_a_limit_in_kilotonnes_is_its_printed_quantity(load):
    quotas = load("section-232-quotas")
    assert off_limits(quotas) == []
    quotas.loc[quotas["quota_id"] == "JPN-steel-1", "limit_kt"] = 1251
    assert off_limits(quotas) == ["JPN-steel-1"]


def test_a_yearly_limit_holds_on_the_days_and_at_the_rates_of_the_duties(load):
    quotas, status = load("section-232-quotas"), load("section-232-status")
    # Brazil's quota has three rows of duties, all of the same kind; its limit of 2020 changed for a part of a year.
    assert off_status(quotas, status) == []
    quotas.loc[quotas["quota_id"] == "EUU-steel-1", "over_quota_rate_pct"] = 10
    quotas.loc[quotas["quota_id"] == "KOR-steel-2", "from_date"] = pd.Timestamp("2018-06-01")
    assert off_status(quotas, status) == ["EUU-steel-1", "KOR-steel-2"]


def test_south_koreas_limit_is_the_rule_applied_to_the_import_table(load):
    made, kept = korea_by_rule(load("section-232-quotas"), load("us-steel-imports"))
    # The import table rounds to tonnes, the three years are averaged: a tonne either way.
    assert made == pytest.approx(kept, abs=1)
    imports = load("us-steel-imports")
    imports.loc[(imports["country_code"] == "KOR") & (imports["year"] == 2016), "quantity_kt"] += 1
    made, kept = korea_by_rule(load("section-232-quotas"), imports)
    assert abs(made - kept) > 100


def test_japans_limit_is_its_average_of_the_first_two_years_under_the_duty(load):
    imports = load("us-steel-imports")
    rows = imports[(imports["country_code"] == "JPN") & (imports["product_group"] == "all")]
    average = rows.loc[rows["year"].isin([2018, 2019]), "quantity_kt"].mean()
    assert load("section-232-quotas").set_index("quota_id").loc["JPN-steel-1", "limit_kt"] == pytest.approx(
        average, rel=2e-3
    )


def test_a_figure_of_ours_is_under_our_own_name(load):
    quotas, imports = load("section-232-quotas"), load("us-steel-imports")
    ours = quotas["asserted_by"].str.startswith("Our ")
    assert ours.any() and (quotas.loc[ours, "grade"] == "ours").all()
    assert not quotas.loc[~ours, "grade"].eq("ours").any()
    summed = (imports["partner_kind"] == "eu_total") & (imports["year"] < 2024)
    assert (imports.loc[summed, "grade"] == "ours").all()


# Acts and days


def late_acts(actions):
    early = actions["effective_date"] < actions["signed_date"]
    return _odd(actions, "action_id", early.fillna(False))


def days_apart(status, actions):
    """Rows of steel and aluminum that begin on another day than the act that set them took effect."""
    effective = status["action_id"].map(actions.set_index("action_id")["effective_date"])
    main = status["product"].isin(["steel", "aluminum"])
    return _odd(status, "row_id", main & effective.notna() & (effective != status["from_date"]))


def test_an_act_takes_effect_on_the_day_it_is_signed_or_later(load):
    actions = load("section-232-actions")
    # One is retroactive by its own words, two were printed after they took effect: see the cautions.
    assert late_acts(actions) == ["P10106", "BIS-2025-05", "BIS-2025-08"]
    actions.loc[actions["action_id"] == "P10896", "effective_date"] = pd.Timestamp("2025-01-12")
    assert "P10896" in late_acts(actions)


# A row that goes on, or begins with an act that had taken effect before, with the reason.
CONTINUED = {
    "CAN-aluminum-5": "the exemption of 2019 goes on for all other aluminum",
    "BRA-steel-5": "the limits of 2018 come back on 1 January 2021, when the cut of 2020 ends",
}


def test_a_duty_begins_on_the_day_its_act_took_effect(load):
    status, actions = load("section-232-status"), load("section-232-actions")
    assert set(days_apart(status, actions)) == set(CONTINUED)
    status.loc[status["row_id"] == "JPN-steel-2", "from_date"] = pd.Timestamp("2022-04-02")
    assert "JPN-steel-2" in days_apart(status, actions)


def gaps(status):
    """Country and product of neighbouring rows between which a day is left out or counted twice."""
    rows = status.sort_values(["country_code", "product", "from_date"])
    groups = rows.groupby(["country_code", "product"], observed=True)
    following = groups["from_date"].shift(-1)
    return _odd(rows, "row_id", following.notna() & (following != rows["before_date"]))


def test_rows_of_one_partner_and_product_meet_without_a_gap(load):
    status = load("section-232-status")
    tariffs.check_intervals(status)
    assert gaps(status) == []
    status.loc[status["row_id"] == "KOR-steel-1", "before_date"] = pd.Timestamp("2018-04-30")
    assert gaps(status) == ["KOR-steel-1"]


def test_a_spared_partner_has_no_duty_and_a_duty_is_one_of_the_printed_rates(load):
    status = load("section-232-status")
    free = status["treatment"].isin(["exempt_temporary", "exempt_agreement", "quota_absolute"])
    assert (status.loc[free, "rate_pct"] == 0).all()
    assert set(status.loc[~free, "rate_pct"]) <= {10, 25, 50, 200}
    assert (status["in_quota_rate_pct"].notna() == status["treatment"].isin(["trq", "quota_absolute"])).all()


# Sums of imports


def sums_off(imports, measure):
    """Year, group and how far the parts are from the whole: countries and the rest against the world."""
    off = []
    for (year, group), rows in imports.groupby(["year", "product_group"], observed=True):
        if {"residual", "world"} <= set(rows["partner_kind"]):
            parts = rows.loc[rows["partner_kind"].isin(["country", "residual"]), measure].sum()
            world = rows.loc[rows["partner_kind"] == "world", measure].sum()
            if abs(parts - world) > 1e-3 * world:
                off.append((int(year), str(group)))
    return off


def groups_off(imports):
    """Partner and year whose kinds of goods do not add up to all products."""
    off = []
    for (code, year), rows in imports[imports["year"] < 2024].groupby(["country_code", "year"], observed=True):
        kinds = rows.set_index("product_group")["quantity_kt"]
        if len(kinds) > 1 and abs(kinds.drop("all").sum() - kinds["all"]) > 0.5:
            off.append((str(code), int(year)))
    return off


def test_steel_adds_up_to_the_published_totals(load):
    imports = load("us-steel-imports")
    assert sums_off(imports, "quantity_kt") == sums_off(imports, "value_usd") == groups_off(imports) == []
    bad = (imports["country_code"] == "JPN") & (imports["year"] == 2017) & (imports["product_group"] == "all")
    imports.loc[bad, "quantity_kt"] += 100
    assert sums_off(imports, "quantity_kt") == [(2017, "all")] and groups_off(imports) == [("JPN", 2017)]


def eu_off(imports, members):
    """Years in which the total of the European Union is not the sum of the members that have rows."""
    rows = imports[(imports["product_group"] == "all") & (imports["year"] < 2024)]
    mine = rows[rows["country_code"].isin(members["country_code"])].groupby("year")["quantity_kt"].sum()
    total = rows[rows["partner_kind"] == "eu_total"].set_index("year")["quantity_kt"]
    return [int(year) for year in total.index if abs(total[year] - mine[year]) > 0.01]


def test_the_european_total_is_the_sum_of_its_members(load):
    imports, members = load("us-steel-imports"), load("eu-members")
    assert eu_off(imports, members) == []
    assert len(eu_off(imports, members[members["country_code"] != "DEU"])) == 7


def test_no_list_of_partners_is_larger_than_the_world(load):
    for name in ("us-steel-imports", "us-aluminum-imports"):
        for (year, definition), rows in load(name).groupby(["year", "definition"], observed=True):
            # The parts of the European Union have rows of their own, so countries alone are added.
            for group, part in rows.groupby("product_group", observed=True):
                world = part.loc[part["partner_kind"] == "world", "value_usd"].sum()
                countries = part.loc[part["partner_kind"] == "country", "value_usd"].sum()
                assert not world or countries <= 1.001 * world, (name, year, definition, group)


# One fact in two tables


def partners_off(partners, load):
    """Partner and column of us-partners that differ from the table the column is taken from."""
    allies, members = load("us-treaty-allies"), load("eu-members")
    bound = allies[(allies["status_2018"] == "in_force") & (allies["arrangement_group"] != "rio")]
    agreement = set(load("us-fta-partners")["country_code"])
    imports = load("us-steel-imports")
    sold = imports[(imports["year"] == 2017) & (imports["product_group"] == "all")].set_index("country_code")
    off = []
    for row in partners.itertuples():
        code = row.country_code
        wanted = {
            "fta_with_us_2018": code in agreement,
            "eu_member_2018": code in set(members["country_code"]),
            "treaty_ally_2018": "mixed" if code == "EUU" else "yes" if code in set(bound["country_code"]) else "no",
        }
        off += [(code, column) for column, value in wanted.items() if getattr(row, column) != value]
        for column, measure in (("quantity", "quantity_kt"), ("value", "value_usd")):
            share = 100 * sold.loc[code, measure] / sold.loc["WLD", measure]
            name = f"steel_share_2017_{column}_pct"
            off += [(code, name)] if abs(getattr(row, name) - share) > 0.0051 else []
    return off


def test_what_us_partners_takes_from_other_tables_is_what_they_say(load):
    partners = load("us-partners")
    assert partners_off(partners, load) == []
    partners.loc[partners["country_code"] == "JPN", "fta_with_us_2018"] = True
    partners.loc[partners["country_code"] == "THA", "treaty_ally_2018"] = "no"
    partners.loc[partners["country_code"] == "KOR", "steel_share_2017_value_pct"] += 0.1
    assert partners_off(partners, load) == [
        ("JPN", "fta_with_us_2018"),
        ("KOR", "steel_share_2017_value_pct"),
        ("THA", "treaty_ally_2018"),
    ]


def test_every_column_of_us_partners_says_where_it_is_taken_from():
    fields = catalogue.descriptor("us-partners")["resources"][0]["schema"]["fields"]
    about = [f for f in fields if f["name"].endswith("_2018") or "2017" in f["name"] or f["name"] == "treaty"]
    assert len(about) == 8 and all(f.get("taken_from") for f in about)
    named = {f["taken_from"] for f in about} - {"source_id", "22 CFR 120.32"}
    assert named <= set(catalogue.names())


def test_the_balance_with_japan_is_the_same_in_both_tables(load):
    partners, trade = load("us-partners").set_index("country_code"), load("us-japan-trade")
    row = trade[(trade["year"] == 2017) & (trade["vintage"] == "2018-10")].iloc[0]
    assert partners.loc["JPN", "goods_balance_2017_usd_bn"] == pytest.approx(row["balance_usd_m"] / 1000, abs=0.005)


# Lists that are said to be whole


def test_the_list_of_agreement_partners_is_whole(load):
    partners = load("us-fta-partners")
    # The Trade Representative counts twenty partners; fourteen agreements made them.
    assert (len(partners), partners["agreement"].nunique()) == (20, 14)
    late = partners[partners["in_force_date"] > pd.Timestamp("2009-02-01")]
    # The Commerce Department counted seventeen in January 2009.
    assert set(late["country_code"]) == {"KOR", "COL", "PAN"}
    assert partners.loc[partners["in_force_date"].isna(), "country_code"].tolist() == ["ISR"]


def test_every_tie_that_the_research_data_code_is_in_the_table(load):
    allies = load("us-treaty-allies")
    assert (allies["atop_defence_2018"].sum(), len(allies)) == (66, 67)
    nato = allies[allies["nato_member_2018"]]
    assert len(nato) == 28 and (nato["arrangement_group"] == "north_atlantic").all()
    members = set(load("eu-members")["country_code"])
    assert (allies["eu_member_2018"] == allies["country_code"].isin(members)).all()
    assert (len(members), len(members & set(nato["country_code"]))) == (28, 22)


def test_shares_and_counts_of_exclusions_keep_within_their_bounds(load):
    rows = load("japan-exclusions").set_index("exclusion_id")
    percent = rows[rows["unit"] == "percent"]["value"]
    assert percent.between(0, 100).all()
    decided = rows.loc[["X02", "X03"], "value"].sum()
    assert decided <= rows.loc["X04", "value"] and rows.loc["X06", "value"] <= rows.loc["X05", "value"]
    assert rows.loc["X10", "value"] + rows.loc["X11", "value"] <= 100
    assert rows.loc["X15", "value"] < rows.loc["X16", "value"]


def test_each_reason_is_of_the_time_and_about_partners_on_the_list_or_japan(load):
    reasons = load("section-232-reasons")
    assert reasons["said_date"].dropna().between("2018-03-05", "2018-05-31").all()
    assert reasons["said_date"].dropna().is_monotonic_increasing
    spared = load("section-232-status")
    spared = spared[(spared["from_date"] == "2018-03-23") & (spared["treatment"] == "exempt_temporary")]
    names = set(spared["country_name"]) | {"all on the list", "Japan"}
    for partner in reasons["partner"]:
        parts = partner.replace("the European", "European").replace(" and ", ", ").split(", ")
        assert set(parts) <= names, partner
