"""The duty of one good on one day: published worked examples, the days around every act, and plain readings.

The plain readings go through the file row by row with nothing of the kit's but the rows, so that a fault in
the look-up and a fault in the table show apart.
"""

import csv
from datetime import date, timedelta

import pandas as pd
import pytest
from alliancelab import tariffs
from alliancelab.catalogue import load
from alliancelab.ground import paths

FIRST, KNOWN = date(2025, 1, 20), date(2026, 10, 7)
DAYS = [FIRST + timedelta(days=n) for n in range((KNOWN - FIRST).days + 1)]
MEASURES = ("general", "autos", "auto_parts", "steel", "aluminum")


def raw(name, folder=None):
    home = folder or paths.datasets() / name
    with (home / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = raw("partner-treatment")
PARTNERS = list(dict.fromkeys(row["country_code"] for row in ROWS))


def day_of(text, otherwise=date.max):
    return date.fromisoformat(text) if text else otherwise


def holding(rows, day):
    return [row for row in rows if day_of(row["from_date"]) <= day < day_of(row["before_date"])]


def of(country, measure, rows=ROWS):
    return [row for row in rows if row["country_code"] == country and row["measure"] == measure]


@pytest.fixture(scope="module")
def treatments():
    return load("partner-treatment")


# Published worked examples: what somebody else worked out, to the tenth of a percent. `less` is what the
# example counts and the table does not (China's duties of 2018 to 2024, an antidumping duty).

JAS = "JAS Forwarding, Client advisory: reciprocal examples, 4 April 2025 (jas.com)"
AFP = "AFP, US lowers tariffs on Japanese autos to 15% starting Tuesday, 16 September 2025 (thesun.my)"
HERALD = "Yonhap in The Korea Herald, 25 September 2025 (koreaherald.com/article/10583046)"
UK = "The White House, Fact Sheet: Implementing the General Terms of the U.S.-UK Economic Prosperity Deal, 17 June 2025"
BRAZIL = "The White House, Fact Sheet on threats from the Government of Brazil, 30 July 2025"
BHFS = "Brownstein Hyatt Farber Schreck, Liberation Day alert, updated 10 April 2025 (bhfs.com)"
JET = "Jet Worldwide, Unstacking USA tariffs, spring 2025 (jetworldwide.com)"
AMOY = "Amoyline, How 10% tariff is added to imports from China, 4 February 2025 (amoyline.com)"
STACK = "StackTariff, Tariff stacking explained (stacktariff.com), a flashlight from China in 2025"
ICPA = "International Compliance Professionals Association, answers on 232 and 301, 10 April 2025 (icpainc.org)"
PMMI = "PMMI, Update on tariff stackability for imports from Canada and Mexico, 29 April 2025 (pmmi.org)"
NNR = "NNR Global, New order for stacking tariffs starting June 4, 3 June 2025 (nnrglobal.com)"
WESTERN = "Western Overseas, Updated guidance from CBP on the Japan agreement, September 2025 (westernoverseas.com)"
CSMS_KOR = "U.S. Customs and Border Protection, CSMS 67045953 on Korea, December 2025 (content.govdelivery.com)"
GINGER = "GingerControl, How to calculate import tariffs, March 2026 (gingercontrol.com), a 3% good from China"
MEMO = "The White House, memorandum on the forced-labor investigations, 23 July 2026, section 1(a)(ii)"
HONIGMAN = "Honigman on the forced-labor duties, July 2026: 37.5% with the older 25% on China"
CARDS = "A dealer's guide to U.S. import tax on Japanese trading cards, 25 July 2026"
ENGINE = "An open tariff calculator's case for HTS 8708.10.30 from Taiwan, 2026 HTS Revision 9"

EXAMPLES = [
    (JAS, "JPN", "general", "2025-04-09", 2.5, 26.5, 0),
    (AFP, "JPN", "autos", "2025-09-15", 2.5, 27.5, 0),
    (AFP, "JPN", "autos", "2025-09-16", 2.5, 15.0, 0),
    (HERALD, "EUU", "autos", "2025-07-31", 2.5, 27.5, 0),
    (HERALD, "EUU", "autos", "2025-08-01", 2.5, 15.0, 0),
    (HERALD, "KOR", "autos", "2025-09-25", 0.0, 25.0, 0),
    (UK, "GBR", "autos", "2025-06-30", 2.5, 10.0, 0),
    (BRAZIL, "BRA", "general", "2025-08-06", 0.0, 50.0, 0),
    (BHFS, "CHN", "general", "2025-04-10", 0.0, 145.0, 0),
    (JET, "CHN", "general", "2025-04-30", 2.5, 172.5, 25),
    (JET, "KOR", "auto_parts", "2025-05-03", 0.0, 25.0, 0),
    (AMOY, "CHN", "general", "2025-02-04", 8.0, 125.5, 107.5),
    (STACK, "CHN", "general", "2025-06-02", 3.5, 58.5, 25),
    (ICPA, "CHN", "steel", "2025-04-10", 0.0, 45.0, 0),
    (PMMI, "CAN", "steel", "2025-04-30", 0.0, 25.0, 0),
    (NNR, "CAN", "steel", "2025-06-04", 0.0, 50.0, 0),
    (NNR, "MEX", "aluminum", "2025-06-04", 0.0, 50.0, 0),
    (WESTERN, "JPN", "general", "2025-09-15", 100 * 0.50 / 10, 15.0, 0),
    (CSMS_KOR, "KOR", "general", "2025-11-14", 8.0, 15.0, 0),
    (CSMS_KOR, "KOR", "general", "2025-11-14", 16.0, 16.0, 0),
    (GINGER, "CHN", "general", "2026-03-15", 3.0, 38.0, 25),
    (MEMO, "JPN", "general", "2026-07-24", 4.0, 12.5, 0),
    (MEMO, "JPN", "general", "2026-07-24", 14.0, 14.0, 0),
    (MEMO, "EUU", "general", "2026-07-24", 4.0, 10.0, 0),
    (MEMO, "TWN", "general", "2026-07-24", 12.0, 12.0, 0),
    (HONIGMAN, "CHN", "general", "2026-07-24", 0.0, 37.5, 25),
    (CARDS, "JPN", "general", "2026-07-25", 0.0, 12.5, 0),
    (ENGINE, "TWN", "auto_parts", "2026-04-28", 2.5, 27.5, 0),
    (ENGINE, "TWN", "auto_parts", "2026-05-05", 2.5, 15.0, 0),
]  # fmt: skip


@pytest.mark.parametrize(("document", "country", "measure", "day", "ordinary", "published", "less"), EXAMPLES)
def test_a_published_example_comes_out_to_the_tenth(
    treatments, document, country, measure, day, ordinary, published, less
):
    found = tariffs.duty(treatments, country, measure, day, ordinary_pct=ordinary)
    assert round(found["total_pct"], 1) == round(published - less, 1), document


def test_ten_documents_or_more_stand_behind_the_examples():
    assert len({example[0] for example in EXAMPLES}) >= 10


# The days around every act


def plain(country, measure, day, ordinary):
    """What is paid, read off the file by the rules as they are written in the acts, with nothing of the kit's."""
    general = holding(of(country, "general"), day)[0]
    layer = general if measure == "general" else holding(of(country, measure), day)[0]
    rate, border = float(layer["rate_pct"]), float(general["rate_pct"])
    if measure != "general" and rate:
        neighbours_metal = country in ("CAN", "MEX") and measure in ("steel", "aluminum")
        if neighbours_metal and date(2025, 3, 4) <= day < date(2025, 6, 4) and border:
            layer, rate = general, border
        else:
            ordinary_and_part = ordinary + float(general["also_on_232_pct"])
            return max(ordinary, rate) if layer["rate_kind"] == "all-in" else ordinary_and_part + rate
    elif measure != "general":
        layer, rate = general, border
    return max(ordinary, rate) if layer["rate_kind"] == "all-in" and rate else ordinary + rate


TURNS = sorted({row["from_date"] for row in ROWS})


@pytest.mark.parametrize("turn", TURNS)
def test_the_day_before_the_day_and_the_day_after_each_act(treatments, turn):
    turned = {(row["country_code"], row["measure"]) for row in ROWS if row["from_date"] == turn}
    # A turn of the general layer can turn what every good of the partner pays.
    for country in sorted({country for country, _ in turned}):
        for measure in MEASURES:
            if not turned & {(country, measure), (country, "general")}:
                continue
            for step in (-1, 0, 1):
                day = date.fromisoformat(turn) + timedelta(days=step)
                if day < FIRST:
                    continue
                found = tariffs.duty(treatments, country, measure, day, ordinary_pct=2.5)["total_pct"]
                assert found == pytest.approx(plain(country, measure, day, 2.5)), (country, measure, day)


@pytest.mark.parametrize(
    ("country", "measure", "turn", "before", "on"),
    [
        ("JPN", "general", "2025-04-05", 0, 10),
        ("JPN", "general", "2025-04-09", 10, 24),
        ("JPN", "general", "2025-04-10", 24, 10),
        ("JPN", "general", "2025-08-07", 12.5, 15),
        ("JPN", "general", "2026-02-24", 15, 12.5),
        ("JPN", "general", "2026-07-24", 12.5, 12.5),
        ("KOR", "general", "2025-11-14", 17.5, 15),
        ("CHE", "general", "2025-11-14", 41.5, 15),
        ("IND", "general", "2025-08-27", 27.5, 52.5),
        ("BRA", "general", "2026-07-22", 12.5, 37.5),
        ("CAN", "general", "2025-03-04", 2.5, 27.5),
        ("CAN", "general", "2025-08-01", 27.5, 37.5),
        ("GBR", "steel", "2025-06-04", 27.5, 27.5),
        ("JPN", "steel", "2025-06-04", 27.5, 52.5),
    ],
)
def test_the_turns_of_the_story_in_figures(treatments, country, measure, turn, before, on):
    ordinary = 0 if turn in ("2025-04-05", "2025-04-09", "2025-04-10") else 2.5
    day = date.fromisoformat(turn)
    eve, then = (
        tariffs.duty(treatments, country, measure, when, ordinary_pct=ordinary)["total_pct"]
        for when in (day - timedelta(days=1), day)
    )
    assert (eve, then) == (before, on)


# Plain readings of the intervals


def test_each_partner_and_measure_has_one_row_on_every_day():
    for country in PARTNERS:
        for measure in MEASURES:
            rows = of(country, measure)
            assert all(len(holding(rows, day)) == 1 for day in DAYS), (country, measure)


@pytest.mark.parametrize("measure", MEASURES)
def test_the_table_by_day_agrees_with_the_plain_reading_on_every_day(treatments, measure):
    found = tariffs.daily(treatments, measure, FIRST, KNOWN)
    assert found.index.tolist() == [*range(len(found))]
    by_place = {
        (day.date(), code): (rate, kind)
        for day, code, rate, kind in found[["day", "country_code", "rate_pct", "rate_kind"]].itertuples(index=False)
    }
    assert len(found) == len(by_place) == len(DAYS) * len(PARTNERS)
    for country in PARTNERS:
        rows = of(country, measure)
        for day in DAYS:
            (row,) = holding(rows, day)
            assert by_place[day, country] == (float(row["rate_pct"]), row["rate_kind"]), (country, day)


SECOND = [row | {"country_code": row["partner"]} for row in raw("second_reading", paths.root() / "tests")]


def compared():
    """The rows of the first reading that the second covers: six partners, metals from 12 March 2025."""
    read = {row["country_code"] for row in SECOND}
    return [
        row
        for row in ROWS
        if row["country_code"] in read and not (row["measure"] in MEASURES[3:] and row["from_date"] < "2025-03-12")
    ]


def test_the_second_reading_agrees_on_every_day():
    days_read = 0
    for second in SECOND:
        rows = of(second["country_code"], second["measure"])
        day = day_of(second["from_date"])
        while day < day_of(second["before_date"], KNOWN + timedelta(days=1)):
            (row,) = holding(rows, day)
            kept = (float(second["rate_pct"]), second["rate_kind"])
            assert (float(row["rate_pct"]), row["rate_kind"]) == kept, (second, day)
            days_read, day = days_read + 1, day + timedelta(days=1)
    caution = next(text for text in package("partner-treatment")["cautions"] if "second reading" in text)
    assert f"{days_read:,} days" in caution


def test_the_counts_of_the_second_reading_are_those_the_descriptor_gives():
    names = ("country_code", "measure", "from_date", "before_date", "rate_kind")
    first, second = (
        {(*(row[name] for name in names), float(row["rate_pct"])) for row in rows} for rows in (compared(), SECOND)
    )
    caution = next(text for text in package("partner-treatment")["cautions"] if "second reading" in text)
    assert f"{len(second)} intervals" in caution
    assert f"{len(first & second)} were alike, {len(second - first)} different" in caution
    assert {(row[0], row[2]) for row in second - first} == {("CAN", "2025-03-04"), ("GBR", "2025-04-05")}


INDEPENDENT = [row | {"country_code": row["partner"]} for row in raw("independent_reading", paths.root() / "tests")]
# A rate outside a tariff-rate quota is the first reading's; the independent reader wrote that inside it.
IN_QUOTA = {("EUU", "steel"), ("EUU", "aluminum"), ("GBR", "steel"), ("GBR", "aluminum"), ("JPN", "steel")}


def test_a_reader_who_had_not_seen_the_first_agrees_on_every_day_outside_quotas():
    # The texts that this reader had end on this day.
    last, read, differing = date(2026, 8, 21), 0, set()
    for second in INDEPENDENT:
        rows, day = of(second["country_code"], second["measure"]), day_of(second["from_date"])
        while day < min(day_of(second["before_date"], last + timedelta(days=1)), last + timedelta(days=1)):
            (row,) = holding(rows, day)
            if (float(row["rate_pct"]), row["rate_kind"]) != (float(second["rate_pct"]), second["rate_kind"]):
                assert day < date(2025, 3, 12) and float(second["rate_pct"]) == 0, (second, day)
                differing.add((second["country_code"], second["measure"]))
            read, day = read + 1, day + timedelta(days=1)
    assert differing == IN_QUOTA
    for code, product in IN_QUOTA:
        (held,) = [
            row
            for row in raw("section-232-status")
            if (row["country_code"], row["product"]) == (code, product)
            and row["from_date"] < "2025-03-11" < (row["before_date"] or "9999")
        ]
        assert held["treatment"] == "trq", (code, product)
    caution = next(text for text in package("partner-treatment")["cautions"] if "independent" in text)
    assert f"{read:,} days" in caution and f"{len(INDEPENDENT)} intervals" in caution


# One fact, one place: what stands in two tables agrees


def package(name):
    from alliancelab.catalogue import descriptor

    return descriptor(name)


@pytest.mark.parametrize("product", MEASURES[3:])
def test_metals_are_those_of_section_232_status_on_every_day(product):
    status = [row for row in raw("section-232-status") if row["product"] == product]
    for country in PARTNERS:
        own = [row for row in status if row["country_code"] == country]
        own = own or [row for row in status if row["country_code"] == "WLD"]
        mine = of(country, product)
        for day in DAYS:
            (theirs,), (row,) = holding(own, day), holding(mine, day)
            assert (float(theirs["rate_pct"]), theirs["action_id"]) == (float(row["rate_pct"]), row["acts"])


def test_every_act_is_in_one_of_the_two_tables_of_acts():
    acts = {row["action_id"]: row for row in raw("us-tariff-actions")}
    metals = {row["action_id"]: row for row in raw("section-232-actions")}
    named = {act for row in ROWS for act in row["acts"].split(";") if act}
    assert named <= {*acts, *metals}
    both = {action for action, row in acts.items() if row["in_section_232_actions"] == "true"}
    assert both == {*acts} & {*metals}
    assert all(acts[action]["signed"] == metals[action]["signed_date"] for action in both)


def test_a_row_is_there_from_the_day_its_latest_act_holds_or_later():
    # Two acts were put off or applied by a later notice; the notice is then in the row too, or the row begins later.
    acts = {row["action_id"]: row for row in raw("us-tariff-actions")}
    for row in ROWS:
        days = [acts[act]["effective"] for act in row["acts"].split(";") if act in acts]
        assert not days or min(days) <= row["from_date"], row["row_id"]


def test_the_law_of_a_row_goes_with_what_it_rests_on():
    word = {
        "none": "no duty",
        "IEEPA": "held unlawful",
        "Section 122": "held unlawful, on appeal",
        "Section 122;Section 301": "held unlawful, on appeal",
        "Section 301": "challenged in court",
        "Section 232": "not ruled unlawful",
    }
    assert all(row["law"] == word[row["legal_basis"]] for row in ROWS)
    assert all((float(row["rate_pct"]) == 0) == (row["legal_basis"] == "none") for row in ROWS)
    assert all(bool(row["last_confirmed"]) == (row["before_date"] == "") for row in ROWS)


def test_what_sets_no_duty_is_counted_under_no_law():
    # Acts that free goods, put a duty off or end it, shut goods out or order how duties add, by their texts.
    idle = {"EO14289", "EO14316", "CN-AUG-2025", "AG-NOV-2025", "BRA-NOV-2025", "IND-JS-2026", "EO14389",
            "P10908-A1", "P11000", "P11056", "P11061", "P11062", "P11063"}  # fmt: skip
    acts = raw("us-tariff-actions")
    assert {act["action_id"] for act in acts if act["law"] == "no duty"} >= idle
    for act in acts:
        bases = set(act["legal_basis"].split(";"))
        if act["law"] == "no duty":
            continue
        assert bases <= {"IEEPA", "Section 122", "Section 232", "Section 301", "Section 338"}, act["action_id"]
        mixed = bases == {"IEEPA", "Section 232"}
        assert (act["law"] == "held unlawful") == (bases == {"IEEPA"}), act["action_id"]
        assert (act["law"] == "held unlawful in part") == mixed, act["action_id"]


def test_a_deal_is_dated_by_its_first_announcement_and_only_the_truce_has_none():
    acts = {row["action_id"]: row for row in raw("us-tariff-actions")}
    for deal in raw("partner-deals"):
        assert (deal["announced_in"] == "") == (deal["kind"] == "truce") == (deal["country_code"] == "CHN")
        if not deal["announced_in"]:
            continue
        about = [act for act in acts.values() if deal["country_code"] in act["countries"].split(";")]
        told = [act["signed"] for act in about if act["legal_basis"] == "political text"]
        assert deal["announced"] == acts[deal["announced_in"]]["signed"] == min(told), deal["deal_id"]


def test_deals_begin_on_the_days_of_the_treatments():
    for deal in raw("partner-deals"):
        if deal["country_code"] not in PARTNERS:
            continue
        for column, measure, rate in (
            ("general_from", "general", "rate_agreed_pct"),
            ("autos_from", "autos", "autos_agreed_pct"),
        ):
            if deal[column]:
                rows = holding(of(deal["country_code"], measure), day_of(deal[column]))
                assert rows[0]["from_date"] == deal[column], deal["deal_id"]
                assert float(rows[0]["rate_pct"]) == float(deal[rate]), deal["deal_id"]


# The rules of stacking, one by one


def paid(treatments, *question, **more):
    table = tariffs.layers(treatments, *question, **({"ordinary_pct": 2.5} | more))
    return dict(zip(table["layer"], table["paid_pct"], strict=True))


def test_a_car_pays_no_general_duty(treatments):
    assert paid(treatments, "JPN", "autos", "2025-08-07") == {"ordinary": 2.5, "autos": 25.0, "general": 0.0}


def test_a_car_pays_the_general_duty_while_nothing_is_owed_on_cars(treatments):
    assert paid(treatments, "CHN", "autos", "2025-04-02") == {"ordinary": 2.5, "autos": 0.0, "general": 20.0}
    assert paid(treatments, "CHN", "autos", "2025-04-03") == {"ordinary": 2.5, "autos": 25.0, "general": 20.0}
    assert paid(treatments, "JPN", "auto_parts", "2025-05-02")["general"] == 10.0
    assert paid(treatments, "JPN", "auto_parts", "2025-05-03")["general"] == 0.0


def test_the_part_of_chinas_duty_that_stays_rests_on_its_own_act(treatments):
    table = tariffs.layers(treatments, "CHN", "aluminum", "2025-12-01", ordinary_pct=0).set_index("layer")
    assert table["paid_pct"].to_dict() == {"ordinary": 0.0, "aluminum": 50.0, "general": 10.0}
    assert table.loc["general", "acts"] == "CN-NOV-2025"
    assert tariffs.duty(treatments, "CHN", "aluminum", "2026-02-24", ordinary_pct=0)["acts"] == "P10947"


@pytest.mark.parametrize(
    ("day", "usmca", "metal", "border"),
    [
        ("2025-03-06", True, 0.0, 25.0),  # USMCA goods were out from the 7th only, and metals free to the 11th
        ("2025-03-11", False, 0.0, 25.0),
        ("2025-03-12", False, 0.0, 25.0),
        ("2025-03-12", True, 25.0, 0.0),
        ("2025-06-03", False, 0.0, 25.0),
        ("2025-06-04", False, 50.0, 0.0),
        ("2025-06-04", True, 50.0, 0.0),
        ("2026-03-01", False, 50.0, 0.0),
    ],
)
def test_border_duty_and_metal_duty_of_canada_never_add(treatments, day, usmca, metal, border):
    found = paid(treatments, "CAN", "steel", day, ordinary_pct=0, usmca=usmca)
    assert (found["steel"], found["general"]) == (metal, border)


def test_goods_under_the_usmca(treatments):
    assert paid(treatments, "MEX", "general", "2025-03-06", usmca=True)["general"] == 25.0
    assert paid(treatments, "MEX", "general", "2025-03-07", usmca=True)["general"] == 0.0
    assert paid(treatments, "MEX", "auto_parts", "2025-06-01", usmca=True)["auto_parts"] == 0.0
    cars = {"ordinary_pct": 0, "usmca": True, "us_content_pct": 40}
    assert paid(treatments, "CAN", "autos", "2025-06-01", **cars) == {"ordinary": 0, "autos": 15.0, "general": 0.0}
    # U.S. content counts for cars alone, and only under the USMCA; a duty of half a percent is still a duty.
    assert paid(treatments, "CAN", "autos", "2025-06-01", us_content_pct=40)["autos"] == 25.0
    assert paid(treatments, "CAN", "steel", "2025-07-01", **cars)["steel"] == 50.0
    few = paid(treatments, "CAN", "autos", "2025-06-01", usmca=True, us_content_pct=98)
    assert (few["autos"], few["general"]) == (pytest.approx(0.5), 0.0)
    found = tariffs.duty(treatments, "CAN", "autos", "2025-06-01", ordinary_pct=0, usmca=True)
    assert (found["total_pct"], paid(treatments, "CAN", "autos", "2025-06-01", usmca=True)["autos"]) == (25.0, 25.0)


@pytest.mark.parametrize(
    ("country", "measure", "day", "more", "layer", "words"),
    [
        ("JPN", "general", "2025-05-01", {}, "ordinary", "the ordinary duty"),
        ("JPN", "general", "2025-05-01", {}, "general", "on top of the ordinary duty"),
        ("JPN", "general", "2025-03-01", {}, "general", "nothing to pay"),
        ("JPN", "general", "2025-09-01", {}, "general", "the total is 15%, with the ordinary duty of 2.5% inside"),
        ("JPN", "general", "2025-09-01", {"ordinary_pct": 15}, "general", "nothing is added: the ordinary duty of 15%"),
        ("JPN", "autos", "2025-09-16", {}, "autos", "the total is 15%"),
        ("JPN", "autos", "2025-09-16", {}, "general", "not paid: the good is under a Section 232 duty"),
        ("CHN", "steel", "2025-05-01", {}, "general", "20 points only"),
        ("CAN", "steel", "2025-05-01", {}, "steel", "the border duty comes first"),
        ("CAN", "steel", "2025-05-01", {}, "general", "on top"),
        ("CAN", "general", "2025-05-01", {"usmca": True}, "general", "not paid: the good qualifies under the USMCA"),
        ("MEX", "autos", "2025-05-01", {"usmca": True, "us_content_pct": 30}, "autos", "on the 70% of its value"),
    ],
)
def test_each_layer_says_why(treatments, country, measure, day, more, layer, words):
    table = tariffs.layers(treatments, country, measure, day, **({"ordinary_pct": 2.5} | more)).set_index("layer")
    assert words in table.loc[layer, "why"]
    assert table.loc["ordinary", ["acts", "scope", "rate_kind", "law"]].to_list() == ["", "", "", "no duty"]


def test_an_all_in_rate_adds_nothing_to_a_higher_ordinary_duty(treatments):
    found = tariffs.duty(treatments, "JPN", "general", "2025-09-01", ordinary_pct=20)
    assert (found["total_pct"], found["added_pct"], found["rate_kind"]) == (20, 0, "all-in")
    assert tariffs.duty(treatments, "JPN", "general", "2025-05-01", ordinary_pct=20)["rate_kind"] == "on top"


@pytest.mark.parametrize(
    ("day", "law", "words"),
    [
        ("2025-03-01", "no duty", ""),
        ("2026-02-23", "held unlawful", "20 February 2026 the Supreme Court"),
        ("2026-02-24", "held unlawful, on appeal", "7 May 2026, for the plaintiffs only"),
        ("2026-07-24", "challenged in court", "pending at the Court of International Trade"),
    ],
)
def test_it_says_where_the_law_is_in_dispute(treatments, day, law, words):
    found = tariffs.duty(treatments, "JPN", "general", day, ordinary_pct=0)
    assert found["law"] == law and words in found["dispute"] and bool(found["dispute"]) == bool(words)


def test_the_law_of_a_car_is_that_of_the_car_duty_alone(treatments):
    found = tariffs.duty(treatments, "JPN", "autos", "2025-10-01", ordinary_pct=2.5)
    assert (found["law"], found["dispute"], found["acts"]) == ("not ruled unlawful", "", "CAR-JPN-2025")
    assert tariffs.duty(treatments, "CHN", "autos", "2025-10-01", ordinary_pct=2.5)["law"] == "held unlawful"


# What will not do


@pytest.mark.parametrize(
    ("question", "error", "words"),
    [
        (("MYS", "general", "2025-09-01"), LookupError, "many partners had rates of their own"),
        (("DEU", "general", "2025-09-01"), LookupError, "'EUU' where the country is a member"),
        (("Japan", "general", "2025-09-01"), LookupError, "No partner is called 'Japan'"),
        (("JPN", "cars", "2025-09-01"), LookupError, "No measure is called 'cars'"),
        (("JPN", "general", "2025-01-19"), LookupError, "the first begins on 2025-01-20"),
        (("JPN", "general", "2026-10-08"), ValueError, "known up to 2026-10-07"),
        (("JPN", "general", "September"), ValueError, "year-month-day"),
    ],
)
def test_what_will_not_do_is_said_in_one_sentence(treatments, question, error, words):
    with pytest.raises(error, match=words):
        tariffs.duty(treatments, *question, ordinary_pct=2.5)


def test_percentages_and_the_usmca_are_checked(treatments):
    with pytest.raises(ValueError, match="ordinary duty"):
        tariffs.duty(treatments, "JPN", "general", "2025-09-01", ordinary_pct=-1)
    with pytest.raises(ValueError, match="U.S. content"):
        tariffs.duty(treatments, "CAN", "autos", "2025-09-01", ordinary_pct=0, usmca=True, us_content_pct=101)
    with pytest.raises(ValueError, match="Only goods of CAN and MEX"):
        tariffs.duty(treatments, "JPN", "general", "2025-09-01", ordinary_pct=0, usmca=True)


def test_rows_that_hold_together_and_a_missing_part_of_the_table_are_refused(treatments):
    twice = pd.concat([treatments, treatments[treatments["row_id"] == "JPN-general-2025-08-07"]])
    with pytest.raises(ValueError, match="rows that overlap.*JPN-general-2025-08-07"):
        tariffs.check_treatments(twice)
    gap = treatments[treatments["row_id"] != "JPN-general-2025-08-07"]
    with pytest.raises(LookupError, match="no row for JPN on 2025-09-01. Load the whole table"):
        tariffs.duty(gap, "JPN", "general", "2025-09-01", ordinary_pct=2.5)
    cars = treatments[treatments["measure"] == "autos"]
    with pytest.raises(LookupError, match="JPN has no rows for general"):
        tariffs.duty(cars, "JPN", "autos", "2025-09-01", ordinary_pct=2.5)


@pytest.mark.parametrize(
    ("column", "value", "error", "words"),
    [
        ("rate_pct", "ten", ValueError, "rate_pct of treatments must hold numbers"),
        ("rate_pct", None, ValueError, "rate_pct of treatments is empty in 1 row, first in row 3"),
        ("also_on_232_pct", "all", ValueError, "also_on_232_pct of treatments must hold numbers"),
        ("row_id", None, ValueError, "row_id of treatments is empty"),
        ("measure", "cars", LookupError, "measure of treatments has 'cars'"),
        ("rate_kind", "in all", LookupError, "rate_kind of treatments has 'in all'"),
        ("law", "lawful", LookupError, "law of treatments has 'lawful'"),
        ("usmca", "half", LookupError, "usmca of treatments has 'half'"),
        ("from_date", "May", ValueError, "from_date of treatments holds object, not days"),
        ("last_confirmed", "May", ValueError, "last_confirmed of treatments holds object, not days"),
    ],
)
def test_a_table_that_breaks_its_rules_is_refused(treatments, column, value, error, words):
    spoilt = treatments.assign(**{column: treatments[column].astype(object)})
    spoilt.loc[3, column] = value
    with pytest.raises(error, match=words):
        tariffs.check_treatments(spoilt)


def test_an_empty_table_and_a_missing_column_are_refused(treatments):
    with pytest.raises(ValueError, match="no rows"):
        tariffs.check_treatments(treatments.iloc[:0])
    for column in ("acts", "usmca", "legal_basis", "scope"):
        with pytest.raises(LookupError, match=f"no column '{column}'"):
            tariffs.check_treatments(treatments.drop(columns=column))


def test_an_interval_that_ends_before_it_begins_is_refused(treatments):
    spoilt = treatments.copy()
    spoilt.loc[1, "before_date"] = spoilt.loc[1, "from_date"]
    with pytest.raises(ValueError, match="overlap"):
        tariffs.check_treatments(spoilt)
