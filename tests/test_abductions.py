"""The subject against counting by hand, the record against what it owes to the people in it."""

import re

import nbformat
import pandas as pd
import pytest
from alliancelab import abductions, catalogue, charts
from alliancelab.classroom import COURSE
from alliancelab.ground import paths

SLUG = "60-abduction-issue"
TABLES = [
    "abduction-record",
    "abduction-claims",
    "japan-dprk-talks",
    "un-votes",
    "leader-statements",
    "un-debate-words",
]


@pytest.fixture(scope="module")
def record():
    return catalogue.load("abduction-record")


@pytest.fixture(scope="module")
def claims():
    return catalogue.load("abduction-claims")


@pytest.fixture(scope="module")
def talks():
    return catalogue.load("japan-dprk-talks")


# What a lesson on real people owes them.

ALLOWED = {
    "person_id",
    "case_no",
    "name_en",
    "name_ja",
    "disappeared_month",
    "month_is_approximate",
    "place",
    "region",
    "status",
    "status_asserted_by",
    "dprk_claim",
    "dprk_claim_asserted_by",
    "japan_answer",
    "source_id",
    "grade",
    "remark",
}


def test_the_record_has_only_the_columns_agreed_on(record):
    assert set(record.columns) == ALLOWED


@pytest.mark.parametrize("name", TABLES)
def test_no_table_has_ages_coordinates_portraits_or_days_of_death(name):
    banned = re.compile(
        r"(^|_)(age|ages|sex|gender|child|minor|lat|lon|latitude|longitude|photo|portrait|death|died|born|birth)(_|$)"
    )
    assert [column for column in catalogue.load(name).columns if banned.search(column)] == []


def test_there_are_two_statuses_and_neither_is_death(record):
    assert set(record["status"]) == {"returned", "whereabouts unknown"}
    assert set(record["status"].cat.categories) == {"returned", "whereabouts unknown"}


def test_every_answer_of_the_dprk_names_its_claimant_and_whether_japan_agrees(record, claims):
    assert record["dprk_claim"].str.startswith("said_").all()
    assert set(record["dprk_claim_asserted_by"]) == {"DPRK"}
    assert record["japan_answer"].notna().all()
    said = claims[claims["level"].isin(["said_living", "said_dead", "said_never_entered", "admitted"])]
    assert said["claimant"].str.startswith("DPRK").all() and set(said["claimant_group"]) == {"DPRK"}


def test_every_claim_of_a_death_is_disputed_or_concedes_an_error(claims):
    dead = claims[(claims["claimant_group"] == "DPRK") & (claims["word"] == "dead")]
    conceded = dead[dead["standing"] != "disputed"]
    assert (dead["level"] == "said_dead").sum() >= 4
    assert conceded["claim"].str.contains("wrong").all() and len(conceded) == 1


def test_a_disputed_claim_says_who_disputes_it(claims):
    disputed = claims["standing"] == "disputed"
    assert claims.loc[disputed, "disputed_by"].notna().all()
    assert claims.loc[~disputed, "disputed_by"].isna().all()


def test_places_are_prefectures_or_coarser(record):
    assert set(record["place"]) <= {
        "Ishikawa",
        "Tottori",
        "Niigata",
        "Fukui",
        "Kagoshima",
        "Miyazaki",
        "Europe",
        "unknown",
    }


def test_all_rows_of_the_record_look_alike(record):
    assert record["remark"].isna().all()
    assert record["disappeared_month"].str.fullmatch(r"19\d\d-\d\d").all()


def test_names_stand_family_name_first(record):
    assert record["name_en"].str.fullmatch(r"[A-Z]+ [A-Z][a-z]+").all()


def _words(cell):
    """A cell as text, without rules of style: JupyterLab calls the parts of an output children."""
    return re.sub(r"<style>.*?</style>", "", str(dict(cell)), flags=re.DOTALL)


def written():
    """All text of the lesson but the one table that lists the names together."""
    home = COURSE.home(SLUG)
    parts = {path.name: path.read_text(encoding="utf-8") for path in (home / "lesson.md", home / "exercises.py")}
    for path in (COURSE.notebook(SLUG), home / "key.ipynb"):
        cells = nbformat.read(path, 4).cells
        parts[path.name] = "\n".join(_words(cell) for cell in cells if '"name_en"' not in cell.source)
    for name in TABLES:
        text = (paths.datasets() / name / f"{name}.csv").read_text(encoding="utf-8")
        parts[name] = "" if name == "abduction-record" else text
        parts[f"{name}, sources"] = (paths.datasets() / name / "sources.csv").read_text(encoding="utf-8")
    return parts


def test_no_name_stands_outside_the_list(record):
    named = set(record["name_ja"]) | {word for name in record["name_en"] for word in name.split() if word.isupper()}
    named |= {word.capitalize() for word in named if word.isascii()}
    found = [(where, name) for where, text in written().items() for name in named if re.search(rf"\b{name}\b", text)]
    assert found == []


def test_no_child_is_spoken_of(record):
    words = re.compile(r"\b(girl|boy|schoolgirl|child|children|\d+-year-old|aged? \d+)\b", re.I)
    assert [(where, words.findall(text)) for where, text in written().items() if words.search(text)] == []


def test_the_list_is_shown_whole_or_not_at_all():
    shown = [cell for cell in nbformat.read(COURSE.home(SLUG) / "key.ipynb", 4).cells if '"name_en"' in cell.source]
    assert len(shown) == 1
    assert ".head(" not in shown[0].source and ".iloc" not in shown[0].source


def test_no_figure_of_the_lesson_shows_one_person_or_a_name(record):
    names = [*record["name_en"], *record["name_ja"]]
    for cell in nbformat.read(COURSE.home(SLUG) / "key.ipynb", 4).cells:
        for output in cell.get("outputs", []):
            figure = output.get("data", {}).get(charts.MIME)
            if figure:
                assert not any(name in str(figure) for name in names)
                people = "People" in str(figure["layout"]["xaxis"].get("title"))
                assert not people or min(number for trace in figure["data"] for number in trace["x"]) >= 2


def test_no_exercise_asks_about_a_person_or_keeps_a_score(record):
    for exercise in COURSE.exercises(SLUG).values():
        said = " ".join([exercise.answer_text(), exercise.why, *exercise.hints, str(getattr(exercise, "options", ""))])
        assert not any(name.split()[0].lower() in said.lower() for name in record["name_en"])
        assert not re.search(r"\b(score|points won|guess who|survivor|alive today)\b", said)


def test_the_note_comes_first_with_a_way_round_and_the_others_who_were_taken():
    first = nbformat.read(COURSE.notebook(SLUG), 4).cells[0].source
    for words in (
        "Before you start",
        "You need not do it",
        "Koreans in far greater number",
        "Korean residents of Japan are not to blame",
    ):
        assert words in first
    assert "A way round it" in (COURSE.home(SLUG) / "lesson.md").read_text(encoding="utf-8")


# The tables agree with each other and with published sums.


def test_seventeen_are_five_and_eight_and_four(record):
    said = record["dprk_claim"].value_counts()
    assert (said["said_living"], said["said_dead"], said["said_never_entered"]) == (5, 8, 4)
    assert (record["status"] == "returned").sum() == 5 and (record["japan_answer"] == "disputes").sum() == 12
    assert record["case_no"].nunique() == 12


def test_the_record_and_the_claims_of_the_same_day_agree(record, claims):
    by_level = abductions.levels(claims, "2024-03-13").set_index("level")["quantity"]
    said = record["dprk_claim"].value_counts()
    assert by_level["said_dead"] == said["said_dead"] and by_level["said_never_entered"] == said["said_never_entered"]
    assert by_level["identified"] == len(record) and by_level["returned"] == (record["status"] == "returned").sum()


def test_no_count_by_the_dprk_uses_the_word_missing(claims):
    assert "missing" not in set(claims.loc[claims["claimant_group"] == "DPRK", "word"].dropna())


def test_events_stand_in_order_and_end_after_they_begin(talks):
    assert talks["event_date"].is_monotonic_increasing
    ends = talks.dropna(subset="last_date")
    assert (ends["last_date"] >= ends["event_date"]).all()
    assert talks.loc[talks["date_precision"] == "month", "event_date"].dt.day.eq(1).all()


def test_a_meeting_of_governments_is_a_direct_meeting(talks):
    assert talks.loc[talks["between_governments"], "direct"].all()
    assert talks.loc[talks["direct"], "actors"].str.contains("JPN").all()
    assert talks.loc[talks["direct"], "actors"].str.contains("PRK").all()


def test_phases_follow_one_another_without_overlap(talks):
    spans = talks.groupby("phase", observed=True, sort=False)["event_date"].agg(["min", "max"]).sort_values("min")
    assert (spans["min"].iloc[1:].to_numpy() > spans["max"].iloc[:-1].to_numpy()).all()


def announced_only(talks):
    """Rows that count as a meeting of governments although no government announced it, or nobody met."""
    counted = talks["between_governments"].astype(bool)
    return talks.loc[counted & ~(talks["direct"].astype(bool) & (talks["on_record"] == "announced")), "event_id"]


def test_only_what_a_government_announced_counts_as_a_meeting(talks):
    assert announced_only(talks).empty
    planted = talks.assign(on_record=talks["on_record"].astype("str").where(talks["event_id"] != "T140", "reported"))
    assert announced_only(planted).tolist() == ["T140"]
    assert talks.loc[talks["direct"], "on_record"].notna().all()
    assert talks.loc[~talks["direct"], "on_record"].isna().all()


def test_a_reported_contact_is_no_meeting_of_its_phase(talks):
    reported = talks["on_record"].eq("reported")
    table = abductions.talks_by_phase(talks)
    assert reported.sum() > 5
    assert table["direct_meetings"].sum() == (talks["direct"] & ~reported).sum()


def test_ministers_met_on_each_day_that_a_report_calls_the_last_time(talks):
    """Reports name the meeting before; each of them must be a row, or the table has a gap it does not know of."""
    kinds = talks["kind"].isin(["ministers_meeting", "brief_exchange"])
    months = set(talks.loc[kinds, "event_date"].dt.strftime("%Y-%m"))
    assert {"2012-07", "2013-07", "2014-08", "2015-08", "2018-08", "2018-09"} <= months


def families_met(talks, statements):
    """Days of presidents' meetings with families that stand in one table and not in the other."""
    rows = statements[(statements["kind"] == "meeting") & (statements["office"] == "US President")]
    shown = talks[(talks["kind"] == "united_states") & talks["actors"].str.contains("families")]
    shown = shown[shown["actors"].str.contains("Bush|Obama|Trump|Biden")]
    return set(rows["statement_date"]) ^ set(shown["event_date"])


def test_a_president_met_families_on_one_day_in_both_tables(talks):
    statements = catalogue.load("leader-statements")
    assert families_met(talks, statements) == set()
    moved = statements["statement_date"].mask(statements["statement_id"] == "S46", pd.Timestamp("2025-10-27"))
    assert len(families_met(talks, statements.assign(statement_date=moved))) == 2


def test_one_president_met_families_three_times_and_waited_longer_before_the_third():
    statements = catalogue.load("leader-statements")
    met = statements[(statements["kind"] == "meeting") & (statements["speaker"] == "Donald Trump")]
    assert met["statement_date"].diff().dt.days.dropna().tolist() == [567, 2346]


def test_both_sides_of_one_talk_do_not_always_name_the_abductions():
    """What the caution of the contacts says of AT064 and AT072, read from the rows and from their links."""
    contacts = catalogue.load("leaders-contacts").set_index("contact_id")
    statements = catalogue.load("leader-statements").set_index("statement_id")
    links = catalogue.load("shared-events")
    for contact, summary in (("AT064", "S53"), ("AT072", "S64")):
        keys = [set(links.loc[links["row_id"] == each, "event_key"]) for each in (contact, summary)]
        assert keys[0] & keys[1]
        assert "abductions" in contacts.loc[contact, "topics"].split(";")
        assert not statements.loc[summary, "abductions_named"]


def over_the_membership(votes):
    """Resolutions with more votes than the body had members in that year."""
    members = votes["body"].astype("str").map({"Commission on Human Rights": 53, "Human Rights Council": 47})
    members = members.fillna(votes["year"].map(lambda year: 191 if year < 2006 else 192 if year < 2011 else 193))
    return votes.loc[votes[["yes", "no", "abstain"]].sum(axis=1) > members, "row_id"].tolist()


def test_no_body_cast_more_votes_than_it_had_members():
    votes = catalogue.load("un-votes")
    assert over_the_membership(votes) == []
    assert over_the_membership(votes.assign(yes=votes["yes"].mask(votes["row_id"] == "U11", 35))) == ["U11"]
    assert over_the_membership(votes.assign(abstain=votes["abstain"].mask(votes["row_id"] == "U04", 83))) == ["U04"]


def test_one_body_adopts_one_resolution_a_year_and_in_that_year():
    votes = catalogue.load("un-votes")
    assert not votes.duplicated(["body", "year"]).any()
    dated = votes.dropna(subset="adopted_date")
    assert (dated["adopted_date"].dt.year == dated["year"]).all()


def far_from_the_united_states(points):
    """Rows whose distance is not the one worked out from the two positions, or whose range misses its estimate."""
    own = points.set_index(["country_code", "year"])["ideal_point"]
    american = points["year"].map(own.loc["USA"])
    wrong = (points["distance_to_us"] - (american - points["ideal_point"]).abs()).abs() > 0.0015
    outside = ~points["ideal_point"].between(points["ideal_point_p5"], points["ideal_point_p95"])
    return points.loc[wrong | outside, ["country_code", "year"]].to_numpy().tolist()


def test_a_distance_is_the_one_between_the_two_positions():
    points = catalogue.load("un-ideal-points")
    assert far_from_the_united_states(points) == []
    japan = (points["country_code"] == "JPN") & (points["year"] == 2018)
    planted = points.assign(distance_to_us=points["distance_to_us"].mask(japan, 0.5))
    assert far_from_the_united_states(planted) == [["JPN", 2018]]


def test_no_speech_has_more_counted_words_than_words():
    speeches = catalogue.load("un-debate-words").dropna(subset=["words"])
    assert (speeches["abduct_count"] + speeches["kidnap_count"] <= speeches["words"]).all()


def test_no_total_of_either_government_reads_as_the_accepted_one(claims):
    totals = claims[claims["level"].isin(["admitted", "identified"])]
    assert set(totals["standing"]) == {"disputed"} and totals["at_issue"].notna().all()
    disputed = claims[claims["topic"].isin(["count", "answer"]) & (claims["standing"] == "disputed")]
    assert disputed.loc[disputed["level"] != "identified_police", "at_issue"].notna().all()


def test_the_figure_of_the_police_is_the_last_one_published_before_the_day(claims):
    police = claims[(claims["level"] == "cannot_be_ruled_out") & claims["claimant"].str.contains("Police")]
    for day, number in (("2015-06-26", 878), ("2018-04-17", 883), ("2019-05-20", 882)):
        table = abductions.levels(claims, day)
        mine = table[(table["level"] == "cannot_be_ruled_out") & table["claimant"].str.contains("Police")]
        assert mine["quantity"].tolist() == [number]
        assert (police.loc[police["quantity"] == number, "claim_date"] <= pd.Timestamp(day)).any()


def test_one_report_of_a_changed_answer_is_told_and_names_nobody(claims, record):
    row = claims.set_index("claim_id").loc["C59"]
    assert row["standing"] == "not_established" and row["level"] == "not_a_count" and pd.isna(row["word"])
    assert not any(word in str(row.tolist()) for name in record["name_en"] for word in name.split())


def test_votes_have_totals_only_where_a_vote_was_taken():
    votes = catalogue.load("un-votes")
    without = votes[votes["adopted_by"] != "vote"]
    assert without[["yes", "no", "abstain"]].isna().all(axis=None)
    assert votes.loc[votes["adopted_by"] == "vote", "yes"].notna().all()


# Counting in groups.


def test_a_group_of_one_is_put_with_another_even_if_all_others_are_large():
    table = pd.DataFrame({"place": ["a"] * 4 + ["b"] * 3 + ["c"]})
    assert abductions.counts(table, "place").to_dict() == {"a": 4, abductions.TOGETHER: 4}


def test_groups_add_up_to_everybody(record):
    for column in ("place", "region", "status", "dprk_claim", "disappeared_month", "case_no"):
        groups = abductions.counts(record, column)
        assert groups.sum() == len(record) and groups.min() >= 2


def test_groups_by_place_agree_with_a_plain_count(record):
    by_hand = {}
    for place in record["place"]:
        by_hand[place] = by_hand.get(place, 0) + 1
    large = {place: number for place, number in by_hand.items() if number >= 2}
    assert abductions.counts(record, "place").drop(abductions.TOGETHER).to_dict() == large


@pytest.mark.parametrize(
    ("by", "least", "words"),
    [
        ("name_en", 2, ["name_en", "one by one", "region"]),
        ("person_id", 2, ["person_id", "one by one"]),
        ("regoin", 2, ["'regoin'", "Did you mean 'region'?"]),
        ("region", 1, ["from 2", "is 1"]),
        ("region", "2", ["is '2'"]),
        ("region", 50, ["17 rows", "region", "50"]),
        ("remark", 2, ["0 rows", "remark"]),
        (None, 2, ["None"]),
        (["region"], 2, ["a list"]),
    ],
)
def test_a_count_that_singles_out_or_cannot_be_made_gets_a_sentence(record, by, least, words):
    with pytest.raises((ValueError, LookupError)) as error:
        abductions.counts(record, by, least)
    assert all(word in str(error.value) for word in words), str(error.value)


@pytest.mark.parametrize("values", [["a", None, None], [None, None], ["a"], []])
def test_a_count_ends_also_where_fewer_rows_have_a_value_than_a_group_needs(values):
    with pytest.raises(ValueError, match="with a value in region, fewer than 2"):
        abductions.counts(pd.DataFrame({"region": pd.Series(values, dtype=object)}), "region")


def test_rows_without_a_value_are_counted_in_the_open():
    table = pd.DataFrame({"place": ["a", "a", None, None, None]})
    assert abductions.counts(table, "place").to_dict() == {abductions.NOT_GIVEN: 3, "a": 2}


def test_any_column_of_any_part_of_the_record_is_counted_or_refused(record):
    for rows in range(len(record) + 1):
        for column in [name for name in record if name not in abductions.PERSONAL]:
            try:
                groups = abductions.counts(record.head(rows), column)
            except ValueError:
                assert record[column].head(rows).notna().sum() < 2
            else:
                assert groups.sum() == rows and groups.min() >= 2


# Counts as of a day.


@pytest.mark.parametrize(
    ("day", "number"),
    [
        ("1997-05-01", 10),
        ("2002-03-11", 10),
        ("2002-03-12", 11),
        ("2005-04-26", 15),
        ("2005-04-27", 16),
        ("2006-11-19", 16),
        ("2006-11-20", 17),
        ("2018-04-17", 17),
    ],
)
def test_the_number_identified_changes_on_the_day_and_not_before(claims, day, number):
    table = abductions.levels(claims, day)
    assert table.loc[table["level"] == "identified", "quantity"].tolist() == [number]


@pytest.mark.parametrize(("day", "admitted"), [("2002-09-16", []), ("2002-09-17", [13]), ("2024-03-13", [13])])
def test_the_admission_is_not_back_dated(claims, day, admitted):
    table = abductions.levels(claims, day)
    assert table.loc[table["level"] == "admitted", "quantity"].tolist() == admitted


def test_levels_agree_with_a_plain_reading_on_every_day(claims):
    for day in sorted(claims["claim_date"].dropna().unique()):
        seen = {}
        for row in claims.sort_values("claim_date").itertuples():
            if (
                row.level in abductions.LEVELS
                and not pd.isna(row.claim_date)
                and row.claim_date <= day
                and not pd.isna(row.quantity)
            ):
                seen[row.level, row.claimant] = row.quantity
        table = abductions.levels(claims, day)
        assert {(row.level, row.claimant): row.quantity for row in table.itertuples()} == seen


def test_a_day_with_a_clock_time_is_that_day(claims):
    plain = abductions.levels(claims, "2018-04-17")
    assert abductions.levels(claims, pd.Timestamp("2018-04-17 12:00")).equals(plain)


def test_claims_without_any_date_say_so(claims):
    with pytest.raises(ValueError, match="No claim of this table has a level, a number and a date"):
        abductions.levels(claims[claims["claim_date"].isna()], "2018-04-17")


def test_a_count_without_a_claimant_or_given_twice_is_not_merged_in_silence(claims):
    counted = claims.index[claims["level"].isin(list(abductions.LEVELS)) & claims["claim_date"].notna()]
    with pytest.raises(ValueError, match="claimant of claims is empty in 1 row"):
        abductions.levels(claims.assign(claimant=claims["claimant"].where(claims.index != counted[0])), "2018-04-17")
    with pytest.raises(ValueError, match="two rows with the same level and claimant and claim_date"):
        abductions.levels(pd.concat([claims, claims.loc[counted[:1]]], ignore_index=True), "2018-04-17")


def test_an_unknown_level_is_not_left_out_in_silence(claims):
    odd = claims.assign(level=claims["level"].astype("str").replace("identified", "identifed"))
    with pytest.raises(LookupError, match="'identifed'.*Did you mean 'identified'"):
        abductions.levels(odd, "2018-04-17")


def test_levels_keep_their_trace_and_have_no_total(claims):
    table = abductions.levels(claims, "2018-04-17")
    assert len(catalogue.sources(table, "abduction-claims")) > 3
    assert "total" not in {str(value).lower() for value in table["level"]}


def test_a_day_before_the_first_count_gets_the_first_day(claims):
    with pytest.raises(ValueError, match="1990-01-01.*1997-05-01"):
        abductions.levels(claims, "1990-01-01")


@pytest.mark.parametrize(
    ("day", "given"),
    [
        ("17 Aprul 2018", "'17 Aprul 2018'"),
        ("2018", "'2018'"),
        ("03-04-2018", "'03-04-2018'"),
        ("06/03/2018", "'06/03/2018'"),
        ("today", "'today'"),
        (2018, "2018"),
        (None, "None"),
        ([2018], "a list"),
        (2018.0, "2018.0"),
        (float("nan"), "nan"),
        (pd.NaT, "NaT"),
    ],
)
def test_what_is_not_a_day_gets_a_sentence(claims, talks, day, given):
    for ask in (lambda: abductions.levels(claims, day), lambda: abductions.silences(talks, day)):
        with pytest.raises(ValueError, match="A day is written year-month-day") as error:
            ask()
        assert given in str(error.value)


def test_a_day_with_a_time_zone_is_refused(claims):
    with pytest.raises(ValueError, match="no time zone"):
        abductions.levels(claims, pd.Timestamp("2018-04-17 12:00", tz="Asia/Tokyo"))


@pytest.mark.parametrize(
    ("function", "name"),
    [
        (abductions.answers, "abduction-record"),
        (abductions.word_users, "abduction-claims"),
        (abductions.talks_by_phase, "japan-dprk-talks"),
        (lambda table: abductions.levels(table, "2018-04-17"), "abduction-claims"),
        (lambda table: abductions.silences(table, "2018-04-17"), "japan-dprk-talks"),
    ],
)
def test_a_table_of_another_kind_gets_the_name_of_the_one_to_load(function, name):
    with pytest.raises(LookupError, match=f"Load it with catalogue.load\\('{name}'\\)") as error:
        function(pd.DataFrame({"x": [1]}))
    assert not isinstance(error.value, KeyError)
    for given in ([1], None, "x"):
        with pytest.raises(ValueError, match="must be a table"):
            function(given)


# Talks, silences, gaps.


def test_phases_count_what_a_plain_count_finds(talks):
    table = abductions.talks_by_phase(talks)
    assert table["events"].sum() == len(talks)
    for phase, row in table.iterrows():
        here = talks[talks["phase"] == phase]
        assert row["of_governments"] == sum(bool(met) for met in here["between_governments"])


def test_a_silence_runs_from_one_meeting_to_the_next_and_the_last_is_open(talks):
    recent = talks[talks["event_date"] >= "2000-01-01"]
    table = abductions.silences(recent, "2018-04-17")
    assert not table["open"].any()  # the two spoke in February 2018
    assert ("2008-08-11", "2012-07-01", 1420) in [
        (f"{row.met:%Y-%m-%d}", f"{row.met_again:%Y-%m-%d}", row.days) for row in table.itertuples()
    ]
    later = abductions.silences(recent, "2020-01-01")
    assert later["open"].tolist() == [False] * (len(later) - 1) + [True]
    assert f"{later['met'].iloc[-1]:%Y-%m-%d}" == "2018-09-26"


def test_a_silence_needs_a_meeting_first(talks):
    with pytest.raises(ValueError, match="no meeting of the two governments up to 1980-01-01"):
        abductions.silences(talks, "1980-01-01")


def test_a_missing_day_does_not_invent_a_silence(talks):
    late = talks["between_governments"] & (talks["event_date"] > "2012")
    with pytest.raises(ValueError, match="event_date of talks is empty"):
        abductions.silences(talks.assign(event_date=talks["event_date"].mask(late)), "2018-04-17")


@pytest.mark.parametrize("column", ["phase", "event_date", "direct", "between_governments"])
def test_an_event_without_a_key_does_not_drop_out_of_its_phase(talks, column):
    holed = talks.astype({"direct": object, "between_governments": object})
    holed[column] = holed[column].where(holed.index != 30)
    with pytest.raises(ValueError, match=f"{column} of talks is empty in 1 row"):
        abductions.talks_by_phase(holed)


@pytest.mark.parametrize("column", ["dprk_claim_asserted_by", "dprk_claim", "status", "japan_answer"])
def test_a_person_without_an_answer_does_not_drop_out_of_the_answers(record, column):
    with pytest.raises(ValueError, match=f"{column} of record is empty in 1 row"):
        abductions.answers(record.assign(**{column: record[column].astype(object).where(record.index != 3)}))


def test_a_word_without_a_side_does_not_drop_out_of_the_words(claims):
    word = claims.index[claims["word"].notna()][0]
    with pytest.raises(ValueError, match="claimant_group of claims is empty in 1 row"):
        abductions.word_users(
            claims.assign(claimant_group=claims["claimant_group"].astype(object).where(claims.index != word))
        )


def test_the_text_false_is_not_true(talks):
    with pytest.raises(LookupError, match="between_governments of talks has 'false'"):
        abductions.silences(talks.assign(between_governments="false"), "2018-04-17")


def test_a_gap_is_kept_and_never_filled():
    table = abductions.with_gaps(pd.DataFrame({"year": [2015, 2018], "pct": [1.0, 4.0]}), "year", ["pct"])
    assert table["year"].tolist() == [2015, 2016, 2017, 2018] and table["pct"].isna().tolist() == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("years", "year", "columns", "sentence"),
    [
        ([2015, 2015], "year", ["pct"], "year 2015 occurs twice"),
        ([2015, 2016], "yaer", ["pct"], "Did you mean 'year'?"),
        ([2015, 2016], "year", ["percent"], "No column is called 'percent'."),
        ([2015, None], "year", ["pct"], "empty in 1 row"),
        ([2015, 2015.5], "year", ["pct"], "whole years"),
        ([2015, 10**12], "year", ["pct"], "whole years"),
        (["2015", "2016"], "year", ["pct"], "whole years"),
        ([2015, 2016], "year", ["text"], "text does not hold numbers"),
        ([], "year", ["pct"], "has no rows"),
    ],
)
def test_a_series_that_cannot_be_laid_out_by_year_gets_a_sentence(years, year, columns, sentence):
    with pytest.raises((ValueError, LookupError)) as error:
        abductions.with_gaps(pd.DataFrame({"year": years, "pct": 1.0, "text": "many"}), year, columns)
    assert sentence in str(error.value)


# Figures.


@pytest.mark.parametrize(
    ("people", "says"),
    [
        (pd.Series({"Niigata": 5, "Miyazaki": 1}), "'Miyazaki' has fewer than two people"),
        (pd.Series(dtype="int64"), "no groups to draw"),
        (pd.Series({"Niigata": 5, "Miyazaki": float("nan")}), "The size of the group"),
        ([5, 4], "no groups to draw"),
    ],
)
def test_a_figure_of_groups_refuses_a_group_of_one(people, says):
    with pytest.raises(ValueError, match=says):
        charts.counts.groups(people, title="t", source="s", reading="r")


WORDS = {"title": "t", "source": "s", "reading": "r", "levels": abductions.LEVELS, "sides": {"Japan": "Japan"}}


def test_what_a_table_says_is_drawn_letter_by_letter():
    chart = charts.counts.groups(pd.Series({"<b>Niigata</b>": 5}), title="t", source="s", reading="r")
    assert chart.data[0].y == ("&lt;b&gt;Niigata&lt;/b&gt;",)


def test_a_figure_of_counts_refuses_a_table_that_names_people():
    one = pd.DataFrame(
        {
            "level": ["identified"],
            "claimant": ["x"],
            "claimant_group": ["Japan"],
            "quantity": [1],
            "standing": ["disputed"],
            "name_en": ["y"],
        }
    )
    with pytest.raises(ValueError, match="groups, not people.*name_en"):
        charts.counts.by_claimant(one, **WORDS)
    with pytest.raises(LookupError, match="'identifed'.*Did you mean 'identified'"):
        charts.counts.by_claimant(one.drop(columns="name_en").assign(level="identifed"), **WORDS)


def test_the_police_figure_stands_on_a_scale_of_its_own(claims):
    table = abductions.levels(claims, "2018-04-17")
    table = table[table["claimant_group"].isin(["Japan", "DPRK"])]
    chart = charts.counts.by_claimant(table, **WORDS, apart="cannot_be_ruled_out", apart_axis="a")
    axes = {trace.xaxis: max(trace.x) for trace in chart.data}
    assert axes["x2"] > 800 and axes["x"] <= 17


def test_a_broken_line_stays_broken():
    table = pd.DataFrame({"year": [2010, 2011, 2012], "yes": [106.0, None, 119.0]})
    trace = charts.counts.broken_lines(table, "year", title="t", axis="states", source="s", reading="r").data[0]
    assert trace.y == (106.0, None, 119.0) and trace.connectgaps is False and trace.text[-1] == " yes"


def test_years_without_a_meeting_have_a_bar_of_no_height():
    chart = charts.counts.per_year(
        pd.to_datetime(pd.Series(["2002-09-17", "2004-05-22"])),
        2001,
        2004,
        title="t",
        axis="n",
        source="s",
        reading="r",
    )
    assert chart.data[0].y == (0, 1, 0, 1)
    with pytest.raises(ValueError, match="first year comes before the last; given 2004 and 2001"):
        charts.counts.per_year(
            pd.to_datetime(pd.Series(["2002-09-17"])), 2004, 2001, title="t", axis="n", source="s", reading="r"
        )


def test_a_year_count_refuses_a_missing_day():
    days = pd.to_datetime(pd.Series(["2002-09-17", None]))
    with pytest.raises(ValueError, match="empty in 1 row"):
        charts.counts.per_year(days, 2001, 2004, title="t", axis="n", source="s", reading="r")


# The turning points and the verdicts that hang on them.


def test_each_turning_point_is_coded_on_the_row_that_says_so(talks):
    days = talks.groupby("milestone", observed=True)["event_date"].min().dt.strftime("%Y-%m-%d")
    assert days.to_dict() == {
        "declared_settled": "2005-01-18",
        "reinvestigation_promised": "2004-05-22",
        "first_cabinet_begins": "2006-09-26",
        "first_cabinet_ends": "2007-09-26",
        "stockholm_agreed": "2014-05-26",
        "committee_dissolved": "2016-02-12",
    }
    assert set(days.index) == set(talks["milestone"].cat.categories)


def decided():
    module = COURSE.module(SLUG)
    verdicts = {claim: (rule().verdict, rule().sentence) for claim, rule in module.CLAIMS.items()}
    return verdicts, [
        exercise.expected() for key, exercise in COURSE.exercises(SLUG).items() if key == "in-which-order"
    ]


def test_a_better_translation_of_the_talks_changes_no_verdict(talks, monkeypatch):
    before = decided()
    reworded = talks.assign(what="翻訳", place="ストックホルム", remark="")
    monkeypatch.setattr(COURSE.module(SLUG), "_talks", lambda: reworded)
    assert decided() == before and len(before[0]) == 6


def test_the_order_of_the_rows_changes_no_verdict(talks, monkeypatch):
    before = decided()
    monkeypatch.setattr(COURSE.module(SLUG), "_talks", lambda: talks.iloc[::-1])
    assert decided() == before


# Limits and edges.


@pytest.mark.parametrize(
    ("sizes", "least", "shown"),
    [
        ({"a": 2, "b": 2}, 2, {"a": 2, "b": 2}),
        ({"a": 5, "b": 1, "c": 1}, 2, {"a": 5, "together": 2}),
        ({"a": 5, "b": 4, "c": 1}, 2, {"a": 5, "together": 5}),
        ({"a": 5, "b": 3, "c": 2}, 3, {"a": 5, "together": 5}),
        ({"a": 5, "b": 2, "c": 1}, 3, {"a": 5, "together": 3}),
        ({"b": 1, "a": 1}, 2, {"together": 2}),
        ({"a": 1, "b": 2, "c": 2}, 2, {"b": 2, "together": 3}),
    ],
)
def test_small_groups_are_put_together_until_they_are_large_enough_and_no_further(sizes, least, shown):
    table = pd.DataFrame({"place": [name for name, n in sizes.items() for _ in range(n)]})
    given = abductions.counts(table, "place", least)
    assert {name.replace(abductions.TOGETHER, "together"): n for name, n in given.items()} == shown
    assert list(given.index)[-1] == abductions.TOGETHER or abductions.TOGETHER not in given.index


def test_two_people_are_the_fewest_that_are_counted_unless_more_are_asked_for():
    table = pd.DataFrame({"place": ["a", "a", "b", "b", "b"]})
    assert abductions.counts(table, "place").to_dict() == {"b": 3, "a": 2}
    assert abductions.counts(table.head(2), "place").to_dict() == {"a": 2}
    with pytest.raises(ValueError, match="1 row"):
        abductions.counts(table.head(1), "place")


def meetings(*days):
    """Meetings of governments, each known to the day."""
    return pd.DataFrame(
        {"event_date": pd.to_datetime(list(days)), "date_precision": "day", "between_governments": True}
    )


def test_a_silence_of_a_year_counts_and_one_a_day_shorter_does_not():
    # 365 days, then 364, then 365 up to the end.
    held = meetings("2001-01-01", "2002-01-01", "2002-12-31")
    assert abductions.silences(held, "2003-12-31")["days"].tolist() == [365, 365]
    assert abductions.silences(held, "2003-12-30")["days"].tolist() == [365]
    assert abductions.silences(held, "2003-12-31", 0)["days"].tolist() == [365, 364, 365]
    assert abductions.silences(held, "2003-12-31", 366).empty
    # A meeting on the very last day ends the silence before it; one after it is not known yet.
    assert abductions.silences(held, "2002-12-31", 0)[["days", "open"]].values.tolist() == [
        [365, False],
        [364, False],
        [0, True],
    ]
    assert abductions.silences(held, "2002-12-30", 0)["days"].tolist() == [365, 363]
    with pytest.raises(ValueError, match="-1"):
        abductions.silences(held, "2003-12-31", -1)


def test_only_meetings_of_governments_known_to_the_day_or_month_end_a_silence():
    held = meetings("2001-01-01", "2003-01-01", "2005-01-01")
    by_year = held.assign(date_precision=["day", "year", "month"])
    assert abductions.silences(by_year, "2005-01-02")["days"].tolist() == [1461]
    others = held.assign(between_governments=[True, False, True])
    assert abductions.silences(others, "2005-01-02")["days"].tolist() == [1461]


@pytest.mark.parametrize("year", [1, 9999])
def test_a_series_of_one_year_keeps_its_year_from_1_to_9999(year):
    table = abductions.with_gaps(pd.DataFrame({"year": [year], "pct": [2]}), "year", ["pct"])
    assert table.values.tolist() == [[year, 2.0]]
    for beyond in (0, 10_000):
        with pytest.raises(ValueError, match="whole years"):
            abductions.with_gaps(pd.DataFrame({"year": [beyond], "pct": [2]}), "year", ["pct"])


def test_the_year_that_occurs_twice_is_named_and_one_column_needs_no_brackets():
    table = pd.DataFrame({"year": [2014, 2016, 2016, 2018, 2018], "pct": 1.0})
    with pytest.raises(ValueError, match="2016"):
        abductions.with_gaps(table, "year", ["pct"])
    assert list(abductions.with_gaps(table.head(2), "year", "pct").columns) == ["year", "pct"]


def test_levels_are_listed_from_what_is_conceded_to_what_is_not_established_and_the_latest_count_holds():
    claims = pd.DataFrame(
        [
            ("other_nationals", "b", "2002-01-01", 5),
            ("admitted", "b", "2002-01-02", 13),
            ("admitted", "a", "2002-01-02", 8),
            ("admitted", "b", "2002-01-01", 12),
            ("not_a_count", "b", "2002-01-01", 1),
            ("returned", "a", None, 5),
            ("returned", "c", "2002-01-01", None),
        ],
        columns=["level", "claimant", "claim_date", "quantity"],
    )
    claims["claim_date"] = pd.to_datetime(claims["claim_date"])
    rows = abductions.levels(claims, "2002-01-02")[["level", "claimant", "quantity"]].values.tolist()
    assert rows == [["admitted", "a", 8], ["admitted", "b", 13], ["other_nationals", "b", 5]]
    assert abductions.levels(claims, "2002-01-01")["quantity"].tolist() == [12, 5]


def test_phases_come_in_the_order_of_their_first_event():
    talks = pd.DataFrame(
        {
            "phase": ["late", "early", "late", "early"],
            "event_date": pd.to_datetime(["2004-05-22", "2002-09-17", "2003-01-01", "2003-06-01"]),
            "direct": [True, True, True, False],
            "between_governments": [True, False, True, False],
        }
    )
    table = abductions.talks_by_phase(talks)
    assert table.index.tolist() == ["early", "late"] and table.values.tolist() == [[2002, 2, 1, 0], [2003, 2, 2, 2]]
