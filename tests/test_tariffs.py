"""The treatment of a partner, a product and a day; boundaries by the day; what an error must say."""

from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from alliancelab import tariffs
from alliancelab.catalogue import load
from alliancelab.tariffs import calendar

DEFAULTS = ["CHN", "IND", "VNM", "OTH"]


@pytest.fixture(scope="module")
def status():
    return load("section-232-status")


@pytest.fixture(scope="module")
def members():
    return load("eu-members")


def small_status(*rows, as_of=None):
    names = ["row_id", "country_code", "product", "from_date", "before_date", "treatment", "rate_pct"]
    table = pd.DataFrame(rows, columns=names).assign(in_quota_rate_pct=np.nan, action_id="P1")
    for name in ("from_date", "before_date"):
        table[name] = pd.to_datetime(table[name])
    if as_of:
        table.attrs["as_of"] = as_of
    return table


def small_members(*rows):
    table = pd.DataFrame(rows, columns=["country_code", "from_date", "before_date"])
    return table.assign(from_date=pd.to_datetime(table["from_date"]), before_date=pd.to_datetime(table["before_date"]))


WORLD = ("W", "WLD", "steel", "2018-03-23", None, "tariff", 25.0)
UNION = ("E", "EUU", "steel", "2018-03-23", None, "trq", 25.0)
LEAVER = ("GBR", "2018-03-23", "2020-02-01")


def import_lines(*rows):
    table = pd.DataFrame(rows, columns=["country_code", "product", "date"])
    return table.assign(date=pd.to_datetime(table["date"], format="ISO8601"))


def imports_of(*rows):
    return pd.DataFrame(rows, columns=["country_code", "country_name", "quantity_kt", "value_usd"])


# One row, one day


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2018-03-23", ("tariff", 25.0)),
        ("2022-03-31", ("tariff", 25.0)),
        ("2022-04-01", ("trq", 25.0)),
        ("2022-04-02", ("trq", 25.0)),
        ("2025-03-11", ("trq", 25.0)),
        ("2025-03-12", ("tariff", 25.0)),
        ("2025-03-13", ("tariff", 25.0)),
        ("2025-06-03", ("tariff", 25.0)),
        ("2025-06-04", ("tariff", 50.0)),
        ("2026-08-21", ("tariff", 50.0)),
    ],
)
def test_japanese_steel_changes_on_the_first_day_of_each_row(status, members, day, expected):
    row = tariffs.treatment(status, members, "JPN", "steel", day)
    assert (row["treatment"], row["rate_pct"]) == expected


@pytest.mark.parametrize(
    ("country", "applies_as", "code"),
    [("JPN", "own", "JPN"), ("DEU", "EU member", "EUU"), ("CHN", "default", "WLD"), ("EUU", "own", "EUU")],
)
def test_own_row_comes_first_then_the_eu_then_the_default(status, members, country, applies_as, code):
    row = tariffs.treatment(status, members, country, "steel", "2019-01-01")
    assert (row["asked"], row["applies_as"], row["country_code"]) == (country, applies_as, code)


@pytest.mark.parametrize(
    ("day", "applies_as"),
    [("2020-01-31", "EU member"), ("2020-02-01", "default"), ("2020-02-02", "default")],
)
def test_eu_row_ends_on_the_first_day_out_of_the_union(day, applies_as):
    status, members = small_status(WORLD, UNION, as_of="2021-01-01"), small_members(LEAVER)
    assert tariffs.treatment(status, members, "GBR", "steel", day)["applies_as"] == applies_as
    table = tariffs.treatments(status, members, import_lines(("GBR", "steel", day)))
    assert table["applies_as"].to_list() == [applies_as]


@pytest.mark.parametrize(
    "day",
    [date(2022, 4, 1), datetime(2022, 4, 1, 23, 59), pd.Timestamp("2022-04-01"), np.datetime64("2022-04-01")],
)
def test_a_day_may_come_in_any_usual_form(status, members, day):
    assert tariffs.treatment(status, members, "JPN", "steel", day)["treatment"] == "trq"


# The last day that is known


def forms(status, members, day, **known):
    """The question in each of its forms: one row, a table of lines, a day's standing."""
    lines = import_lines(("JPN", "steel", day))
    return {
        "treatment": lambda: tariffs.treatment(status, members, "JPN", "steel", day, **known)["rate_pct"],
        "treatments": lambda: tariffs.treatments(status, members, lines, **known)["rate_pct"].iloc[0],
        "standing": lambda: tariffs.standing(
            status, members, imports_of(("JPN", "Japan", 1.0, 1.0)), "steel", day, **known
        )["rate_pct"].iloc[0],
    }


FORMS = ["treatment", "treatments", "standing"]


@pytest.mark.parametrize("form", FORMS)
def test_as_of_may_be_an_argument_a_column_or_what_the_table_carries(form):
    bare, day = small_status(WORLD), "2020-01-01"
    for status, known in [
        (bare, {"as_of": day}),
        (bare.assign(as_of=pd.Timestamp(day)), {}),
        (bare.assign(as_of=day), {}),
        (small_status(WORLD, as_of=day), {}),
        (small_status(WORLD, as_of="2019-01-01"), {"as_of": day}),
    ]:
        assert forms(status, small_members(), day, **known)[form]() == 25.0
        with pytest.raises(ValueError, match=f"known up to {day}; 2020-01-02 is later"):
            forms(status, small_members(), "2020-01-02", **known)[form]()


@pytest.mark.parametrize("form", FORMS)
def test_a_merge_or_a_concat_never_makes_the_future_known(status, members, form):
    extra = pd.DataFrame({"country_code": ["JPN"], "note": ["x"]})
    for changed in (status.merge(extra, how="left"), pd.concat([status, status.head(0).assign(new=1)])):
        changed.attrs = {}
        assert forms(changed, members, "2025-06-04")[form]() == 50.0
        assert forms(changed, members, "2026-08-21", as_of="2026-08-21")[form]() == 50.0
        for future in ("2030-01-01", "2026-08-22"):
            with pytest.raises(ValueError, match=f"{future} is later. Give the last day it is known"):
                forms(changed, members, future)[form]()


def test_lines_after_the_last_known_day_are_kept_with_their_reason():
    lines = import_lines(("JPN", "steel", "2018-03-23"), ("JPN", "steel", "2099-01-01"))
    table = tariffs.treatments(small_status(WORLD), small_members(), lines, missing="keep")
    assert table["reason"].to_list() == [np.nan, "after the last day the table knows"]


def test_changes_stop_at_the_last_known_day():
    status, members = small_status(WORLD, UNION), small_members(LEAVER)
    for as_of, kinds in {"2020-01-31": ["EU member"], "2020-02-01": ["EU member", "default"]}.items():
        assert tariffs.changes(status, members, "GBR", "steel", as_of=as_of)["applies_as"].to_list() == kinds
    with pytest.raises(ValueError, match="2018-03-23 is later"):
        tariffs.changes(status, members, "GBR", "steel", as_of="2018-03-22")


def test_the_earliest_day_of_a_column_decides():
    status = small_status(WORLD, UNION).assign(as_of=pd.to_datetime(["2020-01-01", "2019-01-01"]))
    assert tariffs.last_known_day(status) == pd.Timestamp("2019-01-01")


@pytest.mark.parametrize("as_of", ["2018", "03-04-2018", "today", 5, float("nan"), pd.NaT, []])
def test_an_as_of_that_is_no_day_is_refused(as_of):
    with pytest.raises(ValueError, match="A day is written year-month-day"):
        tariffs.treatment(small_status(WORLD), small_members(), "JPN", "steel", "2018-03-23", as_of=as_of)


@pytest.mark.parametrize("form", [*FORMS, "changes"])
@pytest.mark.parametrize(
    ("changes", "error", "says"),
    [
        ({"from_date": pd.NaT}, ValueError, "The column from_date of status is empty in 1 row"),
        ({"country_code": None}, ValueError, "The column country_code of status is empty"),
        ({"treatment": "tarif"}, LookupError, "Did you mean 'tariff'"),
        ({"rate_pct": "a quarter"}, ValueError, "rate_pct of status must hold numbers; it has 'a quarter'"),
        ({"before_date": pd.Timestamp("9999-12-31")}, ValueError, "Leave before_date empty"),
        ({"before_date": pd.Timestamp("2018-03-01")}, ValueError, "end before they begin"),
        ({"from_date": "2018-03-23"}, ValueError, "pd.to_datetime"),
    ],
)
def test_every_form_refuses_a_broken_row_with_one_sentence(form, changes, error, says):
    status = small_status(WORLD, UNION)
    for column, value in changes.items():
        status[column] = (
            status[column].where(status["row_id"] != "E", value)
            if column != "from_date"
            else [
                value if row == "E" or isinstance(value, str) else day
                for row, day in zip(status["row_id"], status["from_date"], strict=True)
            ]
        )
    asked = forms(status, small_members(), "2018-03-23") | {
        "changes": lambda: tariffs.changes(status, small_members(), "JPN", "steel")
    }
    with pytest.raises(error, match=says):
        asked[form]()


def test_a_member_that_leaves_before_it_joins_is_refused():
    with pytest.raises(ValueError, match="members has GBR leaving on or before the day it joined"):
        tariffs.changes(small_status(WORLD), small_members((LEAVER[0], *LEAVER[:0:-1])), "GBR", "steel")


@pytest.mark.parametrize("bad", [None, [], "status", 5, pd.DataFrame({"x": [1]}), pd.Series([1])])
def test_what_is_no_status_table_gets_one_sentence(members, bad):
    for call in (
        lambda: tariffs.treatment(bad, members, "JPN", "steel", "2019-01-01"),
        lambda: tariffs.treatments(bad, members, import_lines()),
        lambda: tariffs.changes(bad, members, "JPN", "steel"),
        lambda: tariffs.standing(bad, members, imports_of(), "steel", "2019-01-01"),
        lambda: tariffs.overlaps(bad),
        lambda: tariffs.partners(bad, 2017),
        lambda: tariffs.aluminum_partners(bad),
        lambda: tariffs.shares(bad, "quantity_kt"),
    ):
        with pytest.raises((LookupError, ValueError), match=r"table|column") as error:
            call()
        assert not isinstance(error.value, KeyError)


# Errors in one sentence


@pytest.mark.parametrize(
    ("country", "product", "day", "sentence"),
    [
        ("JPN", "steel", "soon", "such as '2018-03-23'; the day is 'soon'"),
        ("JPN", "steel", 20180323, "the day is 20180323"),
        ("JPN", "steel", None, "the day is None"),
        ("JPN", "steel", pd.NaT, "A day is written year-month-day"),
        ("JPN", "steel", "2018", "the day is '2018'"),
        ("JPN", "steel", "03-04-2018", "the day is '03-04-2018'"),
        ("JPN", "steel", pd.Timestamp("2019-01-01", tz="UTC"), "no time zone"),
        (
            "JPN",
            "steel",
            "2018-03-22",
            "steel has no row for JPN on 2018-03-22: the first begins on 2018-03-23",
        ),
        ("JPN", "steel", "2026-08-22", "The table is known up to 2026-08-21; 2026-08-22 is later."),
        (
            "Japan",
            "steel",
            "2019-01-01",
            "No country code is 'Japan'. Did you mean 'JPN'? Give an ISO 3166-1",
        ),
        ("JAP", "steel", "2019-01-01", "No country code is 'JAP'. Did you mean 'JPN'?"),
        ("jpn", "steel", "2019-01-01", "No country code is 'jpn'. Did you mean 'JPN'?"),
        ("XQZ", "steel", "2019-01-01", "No country code is 'XQZ'."),
        (None, "steel", "2019-01-01", "No country code is None."),
        ("JPN", "steal", "2019-01-01", "No product is called 'steal'. Did you mean 'steel'?"),
        (
            "JPN",
            "aluminum_7601.10",
            "2020-08-20",
            "aluminum_7601.10 has rows only for CAN, none for JPN. "
            "aluminum_7601.10 is part of aluminum: ask for 'aluminum'.",
        ),
        ("CAN", "aluminum_7601.10", "2020-09-01", "the last ended, with 2020-09-01 the first day out"),
        ("JPN", "steel_derivative", "2026-04-06", "the last ended, with 2026-04-06 the first day out"),
        ("CHN", "aluminum_derivative", "2026-05-01", "the last ended, with 2026-04-06 the first day out"),
    ],
)
def test_what_cannot_be_answered_gets_a_sentence(status, members, country, product, day, sentence):
    with pytest.raises((LookupError, ValueError)) as error:
        tariffs.treatment(status, members, country, product, day)
    assert sentence in str(error.value) and not isinstance(error.value, KeyError)


def test_a_gap_between_rows_is_said_to_be_a_gap():
    first = ("a", "JPN", "steel", "2018-03-23", "2019-01-01", "tariff", 25.0)
    second = ("b", "JPN", "steel", "2020-01-01", None, "tariff", 25.0)
    with pytest.raises(LookupError, match="no row for JPN on 2019-06-01, though it has some before and after"):
        tariffs.treatment(small_status(first, second), small_members(), "JPN", "steel", "2019-06-01")


def test_a_country_passed_in_countries_is_known(status, members):
    row = tariffs.treatment(status, members, "XKX", "steel", "2019-01-01", countries=["XKX"])
    assert row["applies_as"] == "default"


def test_a_table_without_a_needed_column_is_named(status, members):
    with pytest.raises(LookupError, match="status has no column 'from_date'.*Load it"):
        tariffs.treatment(status.drop(columns="from_date"), members, "JPN", "steel", "2019-01-01")
    with pytest.raises(LookupError, match="members has no column 'before_date'"):
        tariffs.treatment(status, members.drop(columns="before_date"), "JPN", "steel", "2019-01-01")


def test_treatment_refuses_two_rows_for_one_day():
    again = ("X", *WORLD[1:])
    with pytest.raises(ValueError, match="overlap or end before they begin: W with X"):
        tariffs.treatment(small_status(WORLD, again), small_members(), "JPN", "steel", "2019-01-01")


def test_treatments_refuse_rows_that_overlap():
    lines = import_lines(("JPN", "steel", "2019-01-01"))
    with pytest.raises(ValueError, match="overlap or end before they begin: W with X"):
        tariffs.treatments(small_status(WORLD, ("X", *WORLD[1:])), small_members(), lines)


# Whole tables of lines


def test_lines_keep_their_index_and_are_left_alone(status, members):
    lines = import_lines(("JPN", "steel", "2022-04-01"), ("DEU", "steel", "2019-01-01 13:00"))
    lines.index = ["b", "a"]
    before = lines.copy()
    table = tariffs.treatments(status, members, lines)
    assert table.index.to_list() == ["b", "a"]
    assert table["treatment"].to_list() == ["trq", "tariff"]
    assert table["row_id"].to_list()[0] == "JPN-steel-2"
    pd.testing.assert_frame_equal(lines, before)


def test_categories_and_text_give_the_same_table(status, members):
    lines = import_lines(("JPN", "steel", "2022-04-01"), ("CHN", "aluminum", "2019-01-01"))
    as_categories = lines.astype({"country_code": "category", "product": "category"})
    pd.testing.assert_frame_equal(
        tariffs.treatments(status, members, lines), tariffs.treatments(status, members, as_categories)
    )


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_every_resolution_of_time_gives_the_same_day(status, members, unit):
    lines = import_lines(("JPN", "steel", "2022-03-31 23:59:59"), ("JPN", "steel", "2022-04-01"))
    lines["date"] = lines["date"].astype(f"datetime64[{unit}]")
    assert tariffs.treatments(status, members, lines)["treatment"].to_list() == ["tariff", "trq"]


@pytest.mark.parametrize("kind", ["object", "category"])
def test_offending_lines_stay_and_say_why(status, members, kind):
    lines = import_lines(
        (None, "steel", "2019-01-01"),
        ("Japan", "steel", "2019-01-01"),
        ("JPN", None, "2019-01-01"),
        ("JPN", "steal", "2019-01-01"),
        ("JPN", "steel", None),
        ("JPN", "steel", "2018-03-22"),
        ("JPN", "steel", "2026-08-22"),
        ("JPN", "aluminum_7601.10", "2020-08-20"),
        ("JPN", "steel", "2018-03-23"),
    )
    lines = lines.astype({"country_code": kind, "product": kind})
    table = tariffs.treatments(status, members, lines, missing="keep")
    assert table["reason"].to_list()[:8] == list(tariffs.REASONS)
    assert table["reason"].isna().to_list() == [False] * 8 + [True]
    assert table["treatment"].isna().to_list() == [True] * 8 + [False]
    assert table["rate_pct"].isna().to_list() == [True] * 8 + [False]


def test_offending_lines_are_counted_and_the_first_is_named(status, members):
    lines = import_lines(("JPN", "steel", "2019-01-01"), ("JPN", "steel", "2018-01-01"), ("JPN", "steel", None))
    with pytest.raises(LookupError) as error:
        tariffs.treatments(status, members, lines)
    for part in ("2 of 3 lines", "the first is line 1", "no row for JPN on 2018-01-01", "missing='keep'"):
        assert part in str(error.value)


@pytest.mark.parametrize(
    ("country", "product", "day"),
    [
        (None, "steel", "2019-01-01"),
        ("Japan", "steel", "2019-01-01"),
        ("JPN", None, "2019-01-01"),
        ("JPN", "steal", "2019-01-01"),
        ("JPN", "steel", None),
        ("JPN", "steel", "2018-03-22"),
        ("JPN", "steel", "2026-08-22"),
        ("JPN", "aluminum_7601.10", "2020-08-20"),
    ],
)
def test_a_line_is_refused_in_the_words_and_with_the_kind_of_error_of_one_row(status, members, country, product, day):
    lines = import_lines((country, product, day))
    with pytest.raises((LookupError, ValueError)) as one:
        tariffs.treatment(status, members, *lines.iloc[0])
    with pytest.raises(type(one.value)) as many:
        tariffs.treatments(status, members, lines)
    assert str(many.value).endswith(str(one.value))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda lines: lines.drop(columns="product"), "lines has no column 'product'."),
        (
            lambda lines: lines.rename(columns={"date": "dates"}),
            "lines has no column 'date'. Did you mean 'dates'?",
        ),
        (lambda lines: lines.assign(date="2019-01-01"), "not days. Convert it with pd.to_datetime"),
        (
            lambda lines: lines.assign(date=lines["date"].dt.tz_localize("UTC")),
            "has a time zone",
        ),
    ],
)
def test_unreadable_lines_get_a_sentence(status, members, change, sentence):
    with pytest.raises((LookupError, ValueError)) as error:
        tariffs.treatments(status, members, change(import_lines(("JPN", "steel", "2019-01-01"))))
    assert sentence in str(error.value)


def test_an_unknown_way_with_missing_lines_is_refused(status, members):
    with pytest.raises(LookupError, match="'drop'"):
        tariffs.treatments(status, members, import_lines(), missing="drop")


def test_no_lines_give_no_rows(status, members):
    assert len(tariffs.treatments(status, members, import_lines())) == 0


def test_an_empty_or_unknown_status_gets_a_sentence(members):
    lines = import_lines(("JPN", "steel", "2019-01-01"))
    with pytest.raises(ValueError, match="status has no rows.*section-232-status"):
        tariffs.treatments(small_status(), members, lines)
    with pytest.raises(LookupError, match="'tarif', which is not a known value. Did you mean 'tariff'"):
        tariffs.treatments(small_status((*WORLD[:5], "tarif", 25.0)), members, lines)


def test_more_lines_than_a_chunk_are_all_answered(status, members, monkeypatch):
    monkeypatch.setattr(calendar, "CHUNK", 3)
    lines = import_lines(*[("JPN", "steel", "2022-03-31"), ("JPN", "steel", "2022-04-01")] * 5)
    assert tariffs.treatments(status, members, lines)["treatment"].to_list() == ["tariff", "trq"] * 5


# Against an independent reading of the whole table


def read_day_by_day(status, members, last):
    """{(country, product, day): row_id}, written row by row with plain Python dates."""
    days = [date(2018, 3, 1) + timedelta(n) for n in range((last - date(2018, 3, 1)).days + 1)]
    own, union = {}, set()
    for row in status.itertuples():
        for day in days:
            if row.from_date.date() <= day and (pd.isna(row.before_date) or day < row.before_date.date()):
                own[row.country_code, row.product, day] = row.row_id
    for row in members.itertuples():
        out = date.max if pd.isna(row.before_date) else row.before_date.date()
        union |= {(row.country_code, day) for day in days if row.from_date.date() <= day < out}
    countries = sorted({*status["country_code"], *members["country_code"], *DEFAULTS})
    reading = {}
    for country in countries:
        for product in sorted(set(status["product"])):
            for day in days:
                row_id = own.get((country, product, day))
                if row_id is None and (country, day) in union:
                    row_id = own.get(("EUU", product, day))
                reading[country, product, day] = row_id or own.get(("WLD", product, day))
    return reading


@pytest.fixture(scope="module")
def reading(status, members):
    return read_day_by_day(status, members, date.fromisoformat(status.attrs["as_of"]))


def test_every_country_product_and_day_agrees_with_a_plain_reading(status, members, reading):
    codes, products, days = zip(*reading, strict=True)
    lines = pd.DataFrame({"country_code": codes, "product": products, "date": np.array(days, "M8[s]")})
    table = tariffs.treatments(status, members, lines, missing="keep")
    expected = pd.Series(list(reading.values()), dtype=object)
    given = table["row_id"].astype(object)
    assert ((given == expected) | (given.isna() & expected.isna())).all()
    assert (table["reason"].isna() == expected.notna()).all()


def test_one_at_a_time_agrees_with_a_plain_reading(status, members, reading):
    dice = np.random.default_rng(232)
    places = list(reading)
    for place in dice.choice(len(places), 300, replace=False):
        country, product, day = places[place]
        expected = reading[places[place]]
        if expected is None:
            with pytest.raises(LookupError):
                tariffs.treatment(status, members, country, product, day)
        else:
            assert tariffs.treatment(status, members, country, product, day)["row_id"] == expected


# What it weighed


def test_standing_adds_the_treatment_of_the_day_to_every_partner(status, members):
    imports = imports_of(("JPN", "Japan", 3.0, 30.0), ("KOR", "Korea", 1.0, 10.0))
    table = tariffs.standing(status, members, imports, "steel", "2018-06-01")
    assert table["country_name"].to_list() == ["Japan", "Korea"]
    assert table["treatment"].to_list() == ["tariff", "quota_absolute"]
    assert tariffs.shares(table, "quantity_kt").to_list() == [75.0, 0.0, 25.0, 0.0, 0.0]
    assert tariffs.share_spared(table, "value_usd") == 25.0


@pytest.mark.parametrize("twice", [["JPN", "JPN"], ["JPN", "WLD"], ["DEU", "EUU"]])
def test_standing_refuses_to_count_twice(status, members, twice):
    imports = imports_of(*[(code, code, 1.0, 1.0) for code in twice])
    with pytest.raises(ValueError, match=f"imports would count {twice[1]} twice"):
        tariffs.standing(status, members, imports, "steel", "2019-01-01")


def test_shares_of_the_real_partners_sum_to_a_hundred(status, members):
    imports = tariffs.partners(load("us-steel-imports"), 2017)
    table = tariffs.standing(status, members, imports, "steel", "2018-06-01")
    result = tariffs.shares(table, "quantity_kt")
    assert result.index.to_list() == list(tariffs.TREATMENTS)
    assert result.sum() == pytest.approx(100)
    assert result.round(2).to_list() == [75.20, 0.0, 23.99, 0.0, 0.81]


def test_shares_need_a_known_measure_and_every_figure():
    table = pd.DataFrame({"treatment": ["tariff", "trq"], "quantity_kt": [1.0, np.nan], "value_usd": [0.0, 0.0]})
    with pytest.raises(LookupError, match="No measure is called 'quantity'"):
        tariffs.shares(table, "quantity")
    for measure in ("quantity_kt", "value_usd"):
        with pytest.raises(ValueError, match=f"Shares need a {measure} of zero or more for every partner"):
            tariffs.shares(table, measure)


def test_share_spared_takes_other_treatments_as_spared():
    table = pd.DataFrame({"treatment": ["tariff", "trq"], "value_usd": [3.0, 1.0]})
    assert tariffs.share_spared(table, "value_usd", spared=["tariff"]) == 75.0
    assert tariffs.share_spared(table, "value_usd", spared=[]) == 0.0
    with pytest.raises(LookupError, match="Did you mean 'trq'"):
        tariffs.share_spared(table, "value_usd", spared=["trqs"])


def test_partners_drop_the_totals_and_need_a_year_that_adds_up():
    imports = load("us-steel-imports")
    kinds = tariffs.partners(imports, 2017)["partner_kind"].astype(str)
    assert set(kinds) == {"country", "residual"}
    with pytest.raises(LookupError, match="imports has no 'all' rows for 2012; its years are 2013, 2014"):
        tariffs.partners(imports, 2012)
    with pytest.raises(LookupError, match=r"No product group is called 'flats'. Did you mean 'flat'"):
        tariffs.partners(imports, 2017, "flats")
    with pytest.raises(ValueError, match=r"The 'flat' partners of 2017 sum to 1,950.7 kt, and the world row says"):
        tariffs.partners(imports, 2017, "flat")


# Sequences and soundness


def test_changes_of_japanese_steel_are_in_order(status, members):
    table = tariffs.changes(status, members, "JPN", "steel")
    assert table["from_date"].dt.strftime("%Y-%m-%d").to_list() == [
        "2018-03-23", "2022-04-01", "2025-03-12", "2025-06-04", "2026-04-06",
    ]  # fmt: skip
    assert table["rate_pct"].to_list() == [25.0, 25.0, 25.0, 50.0, 50.0]
    assert table["before_date"].iloc[:-1].to_list() == table["from_date"].iloc[1:].to_list()
    assert pd.isna(table["before_date"].iloc[-1])


def test_changes_follow_a_country_out_of_the_union():
    table = tariffs.changes(small_status(WORLD, UNION), small_members(LEAVER), "GBR", "steel", as_of="2021-01-01")
    assert table["applies_as"].to_list() == ["EU member", "default"]
    assert table["before_date"].to_list() == [pd.Timestamp("2020-02-01"), pd.NaT]


def test_changes_leave_out_days_without_a_row(status, members):
    table = tariffs.changes(status, members, "CAN", "aluminum_7601.10")
    assert table[["from_date", "before_date"]].astype(str).to_numpy().tolist() == [["2020-08-16", "2020-09-01"]]
    assert len(tariffs.changes(status, members, "JPN", "aluminum_7601.10")) == 0


def test_the_real_table_has_no_overlaps(status):
    assert tariffs.overlaps(status).empty
    tariffs.check_intervals(status)


def test_rows_that_meet_do_not_overlap_and_rows_a_day_longer_do():
    second = ("b", "JPN", "steel", "2022-04-01", None, "trq", 25.0)
    meets = ("a", "JPN", "steel", "2018-03-23", "2022-04-01", "tariff", 25.0)
    longer = ("a", "JPN", "steel", "2018-03-23", "2022-04-02", "tariff", 25.0)
    assert tariffs.overlaps(small_status(meets, second)).empty
    assert tariffs.overlaps(small_status(longer, second)).iloc[0].to_list() == ["JPN", "steel", "a", "b"]


def test_a_row_that_ends_before_it_begins_is_broken():
    status = small_status(("a", "JPN", "steel", "2018-03-23", "2018-03-23", "tariff", 25.0))
    with pytest.raises(ValueError, match=r"overlap or end before they begin: a"):
        tariffs.check_intervals(status)


@pytest.mark.parametrize(
    ("year", "error"), [("2017", ValueError), (None, ValueError), (True, ValueError), (1, LookupError)]
)
def test_partners_of_a_year_that_is_none_get_a_sentence(year, error):
    for table, call in (("us-steel-imports", tariffs.partners), ("us-aluminum-imports", tariffs.aluminum_partners)):
        with pytest.raises(error, match="year"):
            call(load(table), year)


def test_a_partner_with_two_rows_in_a_year_is_refused():
    imports = load("us-steel-imports")
    small = imports[(imports["year"] == 2017) & (imports["quantity_kt"] < 1)].head(1)
    with pytest.raises(ValueError, match="two rows with the same country_code"):
        tariffs.partners(pd.concat([imports, small.assign(product_group="all")]), 2017)


def test_intervals_are_refused_exactly_when_two_rows_overlap():
    dice = np.random.default_rng(7)
    verdicts = []
    for _ in range(200):
        days = np.datetime64("2018-01-01") + np.sort(dice.integers(0, 60, (3, 2)), axis=1).astype("m8[D]")
        status = small_status(*[(str(n), "JPN", "steel", *pair, "trq", 25.0) for n, pair in enumerate(days)])
        sound = tariffs.overlaps(status).empty
        verdicts.append(sound)
        if sound:
            tariffs.check_intervals(status)
        else:
            with pytest.raises(ValueError, match="overlap or end before they begin"):
                tariffs.check_intervals(status)
    assert 0 < sum(verdicts) < 200


# Limits and edges


@pytest.mark.parametrize(("total", "adds_up"), [(999.0, True), (1001.0, True), (998.9, False), (1001.1, False)])
def test_partners_may_miss_the_world_by_a_thousandth_and_no_more(total, adds_up):
    imports = pd.DataFrame(
        {
            "partner_kind": ["country", "residual", "group", "world"],
            "country_code": ["JPN", "OTH", "EUU", "WLD"],
            "quantity_kt": [total - 100, 100.0, 50.0, 1000.0],
        }
    ).assign(year=2017, product_group="all")
    if adds_up:
        assert tariffs.partners(imports, 2017)["country_code"].to_list() == ["JPN", "OTH"]
    else:
        with pytest.raises(ValueError, match=f"{total:,.1f} kt.*1,000.0 kt"):
            tariffs.partners(imports, 2017)


def test_a_world_without_a_figure_or_a_row_is_no_whole():
    rows = {"partner_kind": ["country", "world"], "country_code": ["JPN", "WLD"], "quantity_kt": [0.0, np.nan]}
    imports = pd.DataFrame(rows).assign(year=2017, product_group="all")
    for table in (imports, imports.head(1)):
        with pytest.raises(ValueError, match="2017"):
            tariffs.partners(table, 2017)


def test_aluminum_is_read_for_2024_unless_asked_otherwise():
    rows = {"partner_kind": "country", "year": [2023, 2024], "value_usd": [1.0, 2.0], "country_code": "JPN"}
    imports = pd.DataFrame(rows).assign(product_group="sec232_original_scope")
    assert tariffs.aluminum_partners(imports)["value_usd"].to_list() == [2.0]
    assert tariffs.aluminum_partners(imports, 2023)["value_usd"].to_list() == [1.0]


@pytest.mark.parametrize("weights", [[0.0, 0.0], [1.0, -0.5], [1.0, np.inf], [1.0, np.nan]])
def test_shares_need_weights_that_are_figures_from_zero_up(weights):
    table = pd.DataFrame({"treatment": ["tariff", "trq"], "quantity_kt": weights})
    with pytest.raises(ValueError, match="quantity_kt"):
        tariffs.shares(table, "quantity_kt")


def test_shares_of_small_weights_and_of_a_partner_with_none():
    table = pd.DataFrame({"treatment": ["tariff", "trq", "trq"], "quantity_kt": [0.0, 0.1, 0.3]})
    assert tariffs.shares(table, "quantity_kt").to_list() == [0, 100, 0, 0, 0]
    assert tariffs.share_spared(table.assign(quantity_kt=[1.0, 2.0, 1.0]), "quantity_kt") == 75
    two = pd.DataFrame({"treatment": ["trq", "quota_absolute", "tariff"], "value_usd": [1.0, 1.0, 2.0]})
    assert tariffs.share_spared(two, "value_usd") == 50


def test_a_former_member_may_stand_beside_the_union_and_a_member_may_not():
    status = small_status(WORLD, UNION, as_of="2021-01-01")
    members = small_members(LEAVER, ("DEU", "2018-03-23", None))
    both = imports_of(("EUU", "EU", 1.0, 1.0), ("GBR", "Britain", 1.0, 1.0))
    assert tariffs.standing(status, members, both, "steel", "2020-06-01")["treatment"].to_list() == ["trq", "tariff"]
    with pytest.raises(ValueError, match="EUU"):
        tariffs.standing(status, members, both.assign(country_code=["EUU", "DEU"]), "steel", "2020-06-01")


@pytest.mark.parametrize(("first", "out"), [("1899-12-31", "2019-01-01"), ("2018-03-23", "2200-01-02")])
def test_days_of_three_centuries_are_days_and_those_outside_are_signs(first, out):
    sound = small_status(("a", "WLD", "steel", "1900-01-01", "2200-01-01", "tariff", 25.0), as_of="2018-03-23")
    assert tariffs.treatment(sound, small_members(), "JPN", "steel", "2018-03-23")["row_id"] == "a"
    with pytest.raises(ValueError, match="1899-12-31|2200-01-02"):
        odd = small_status(("a", "WLD", "steel", first, out, "tariff", 25.0))
        tariffs.treatment(odd, small_members(), "JPN", "steel", "2018-03-23")


def test_a_member_for_no_day_at_all_is_refused_and_named():
    members = small_members(("DEU", "2018-03-23", None), ("GBR", "2020-02-01", "2020-02-01"))
    with pytest.raises(ValueError, match="GBR.*2020-02-01"):
        tariffs.treatment(small_status(WORLD), members, "JPN", "steel", "2018-03-23")
    one_day = small_members(("GBR", "2018-03-23", "2018-03-24"))
    assert tariffs.treatment(small_status(WORLD, UNION), one_day, "GBR", "steel", "2018-03-23")["treatment"] == "trq"


@pytest.mark.parametrize(("n", "more"), [(5, ""), (6, "1 more"), (8, "3 more")])
def test_five_broken_rows_are_named_and_the_rest_counted(n, more):
    codes = ["JPN", "KOR", "CHN", "IND", "VNM", "CAN", "MEX", "BRA"][:n]
    rows = [(f"<{code}>", code, "steel", "2018-03-23", "2018-03-23", "tariff", 25.0) for code in codes]
    with pytest.raises(ValueError) as error:
        tariffs.check_intervals(small_status(*rows))
    assert sum(f"<{code}>" in str(error.value) for code in codes) == 5
    assert ("more" in str(error.value)) == bool(more) and more in str(error.value)


def test_a_broken_pair_is_found_wherever_it_lies_and_named_by_both_rows():
    one = ("a", "JPN", "steel", "2018-03-23", None, "tariff", 25.0)
    other = ("b", "JPN", "steel", "2019-03-23", None, "tariff", 25.0)
    others = [
        ("c", "JPN", "aluminum", "2018-03-23", None, "tariff", 10.0),
        ("d", "KOR", "steel", "2018-03-23", None, "tariff", 25.0),
        ("e", "AUS", "steel", "2018-03-23", None, "tariff", 25.0),
    ]
    tariffs.check_intervals(small_status(one, *others))
    for rows in ((one, other, *others), (*others, other, one), (others[0], one, others[1], other, others[2])):
        with pytest.raises(ValueError) as error:
            tariffs.check_intervals(small_status(*rows))
        assert "a" in str(error.value) and "b" in str(error.value)
        assert sorted(tariffs.overlaps(small_status(*rows)).iloc[0, 2:]) == ["a", "b"]


def test_membership_before_and_out_of_the_days_of_the_table():
    # The EU's row comes first in the table, and its place there is zero.
    status = small_status(UNION, WORLD, as_of="2021-01-01")
    members = small_members(("DEU", "1958-01-01", None), ("GRL", "1973-01-01", "1985-02-01"))
    lines = import_lines(("DEU", "steel", "2018-03-23"), ("GRL", "steel", "2018-03-23"), ("JPN", "steel", "2018-03-23"))
    table = tariffs.treatments(status, members, lines)
    assert table["applies_as"].to_list() == ["EU member", "default", "default"]
    assert table["row_id"].to_list() == ["E", "W", "W"] and table["rate_pct"].to_list() == [25.0] * 3
    assert tariffs.changes(status, members, "DEU", "steel")["from_date"].to_list() == [pd.Timestamp("2018-03-23")]


def test_a_row_of_its_own_ends_and_the_default_comes_back():
    own = ("J", "JPN", "steel", "2018-03-23", "2018-03-25", "exempt_temporary", None)
    status, members = small_status(own, WORLD, as_of="2018-04-01"), small_members()
    lines = import_lines(*(("JPN", "steel", f"2018-03-{day}") for day in (23, 24, 25, 26)))
    table = tariffs.treatments(status, members, lines)
    assert table["row_id"].to_list() == ["J", "J", "W", "W"]
    assert table["rate_pct"].isna().to_list() == [True, True, False, False]
    changes = tariffs.changes(status, members, "JPN", "steel")
    assert changes["applies_as"].to_list() == ["own", "default"]
    assert changes["before_date"].to_list() == [pd.Timestamp("2018-03-25"), pd.NaT]
    assert list(changes.columns)[:2] == ["from_date", "before_date"]


def test_the_last_run_ends_where_its_row_ends_also_after_the_last_known_day():
    status = small_status(("a", "WLD", "steel", "2018-03-23", "2022-04-01", "tariff", 25.0))
    for as_of in ("2018-03-23", "2022-03-31", "2022-04-01"):
        table = tariffs.changes(status, small_members(), "JPN", "steel", as_of=as_of)
        assert table["before_date"].to_list() == [pd.Timestamp("2022-04-01")]


def test_a_product_without_any_row_for_a_country_has_no_row_that_day_from_the_first_day_on():
    status = small_status(WORLD, ("J", "JPN", "aluminum", "2018-03-25", None, "tariff", 10.0), as_of="2018-06-01")
    lines = import_lines(
        ("KOR", "aluminum", "2018-03-23"),
        ("KOR", "aluminum", "2018-03-24"),
        ("JPN", "aluminum", "2018-03-24"),
        ("JPN", "aluminum", "2018-03-25"),
        ("JPN", "steel", "2018-06-01"),
        ("JPN", "steel", "2018-06-02"),
        ("JPN", "steel", "2018-03-22"),
    )
    table = tariffs.treatments(status, small_members(), lines, missing="keep")
    late, early = "after the last day the table knows", "before the first row"
    assert table["reason"].to_list() == ["no row that day", "no row that day", early, np.nan, np.nan, late, early]
    kept = ["treatment", "rate_pct", "action_id", "applies_as", "row_id"]
    assert table[kept].isna().all(axis=1).to_list() == [True, True, True, False, False, True, True]


def test_a_table_of_eleven_thousand_rows_is_answered_to_its_last_row():
    # Three places for each row no longer fit in sixteen bits.
    days = pd.date_range("1990-01-01", periods=10_923)
    status = pd.DataFrame({"from_date": days, "before_date": days + pd.Timedelta(days=1)})
    status = status.assign(row_id=[f"r{n}" for n in range(len(days))], country_code="WLD", product="steel")
    status = status.assign(treatment="tariff", rate_pct=25.0, in_quota_rate_pct=np.nan, action_id="P1")
    lines = pd.DataFrame({"country_code": "JPN", "product": "steel", "date": days[[0, 1, -2, -1]]})
    assert tariffs.treatments(status, small_members(), lines)["row_id"].to_list() == ["r0", "r1", "r10921", "r10922"]


def test_the_first_line_without_a_treatment_is_the_one_named():
    lines = import_lines(("JPN", "steel", "2018-03-23"), ("JPX", "steel", "2018-03-23"), ("JPN", "steel", "2018-03-01"))
    lines.index = ["one", "two", "three"]
    with pytest.raises(LookupError, match="2 of 3.*two.*JPX"):
        tariffs.treatments(small_status(WORLD), small_members(), lines)


def test_a_figure_that_is_not_a_number_is_the_one_named():
    status = small_status(WORLD, UNION, ("J", "JPN", "steel", "2018-03-23", None, "trq", 25.0))
    with pytest.raises(ValueError, match="'many'"):
        tariffs.treatment(status.assign(rate_pct=[25.0, "many", "none"]), small_members(), "JPN", "steel", "2018-03-23")


def test_where_a_row_ended_and_another_begins_the_sentence_says_which():
    status = small_status(
        ("a", "JPN", "steel", "2018-03-23", "2018-04-01", "tariff", 25.0),
        ("b", "JPN", "steel", "2018-05-01", "2018-06-01", "tariff", 25.0),
        as_of="2019-01-01",
    )

    def why(day):
        with pytest.raises(LookupError) as error:
            tariffs.treatment(status, small_members(), "JPN", "steel", day)
        return str(error.value)

    assert "2018-03-23" in why("2018-03-22")
    assert why("2018-06-01").count("2018-06-01") == 2 and "2018-06-01" in why("2018-06-02")
    for day in ("2018-04-01", "2018-04-30"):
        assert "2018-03-23" not in why(day) and "2018-06-01" not in why(day)
    open_end = status.assign(before_date=pd.to_datetime(["2018-04-01", None]))
    assert tariffs.treatment(open_end, small_members(), "JPN", "steel", "2018-06-01")["row_id"] == "b"
