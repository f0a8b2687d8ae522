"""Each place lies in its country, each launch has its day and hour, and words are coded by whose they are."""

import datetime as dt

import pandas as pd
import pytest
from alliancelab import catalogue, ranges

# South, north, west and east of each area, in whole degrees and a little wide; two boxes where one would not do.
BOXES = {
    "Japan main islands": [(31, 46, 129, 146)],
    "Okinawa": [(24, 28, 122, 131)],
    "South Korea": [(33, 38.62, 124.5, 131)],
    "North Korea": [(37.6, 43.1, 124, 131)],
    "Guam": [(13.2, 13.7, 144.6, 145)],
    "Continental US": [(24, 49.4, -125, -66)],
    "Alaska and Hawaii": [(51, 72, -180, -130), (18, 23, -161, -154)],
}
COUNTRIES = {
    "AUS": [(-44, -10, 112, 154)],
    "CHN": [(18, 54, 73, 135)],
    "RUS": [(41, 82, 27, 180)],
    "SGP": [(1.1, 1.5, 103.6, 104.1)],
    "VNM": [(8, 24, 102, 110)],
}
CODES = {
    "Japan main islands": "JPN",
    "Okinawa": "JPN",
    "South Korea": "KOR",
    "North Korea": "PRK",
    "Guam": "GUM",
    "Continental US": "USA",
    "Alaska and Hawaii": "USA",
}


def outside(places: pd.DataFrame) -> list[str]:
    """The places that lie in no box of their area, or of their country where the area says elsewhere."""
    strays = []
    for row in places.itertuples():
        boxes = COUNTRIES[row.country_code] if row.area == "Elsewhere" else BOXES[row.area]
        if not any(south <= row.lat_deg <= north and west <= row.lon_deg <= east for south, north, west, east in boxes):
            strays.append(row.place)
    return strays


@pytest.fixture(scope="module")
def places():
    return catalogue.load("places")


def test_each_place_lies_in_its_country(places):
    assert outside(places) == []
    named = places[places["area"] != "Elsewhere"]
    assert (named["area"].astype(str).map(CODES) == named["country_code"].astype(str)).all()


@pytest.mark.parametrize(
    "fault",
    [
        lambda p: p.assign(lat_deg=p["lon_deg"], lon_deg=p["lat_deg"]),
        lambda p: p.assign(lon_deg=-p["lon_deg"]),
        lambda p: p.assign(lat_deg=p["lat_deg"] + 10),
        lambda p: p.assign(area=p["area"].astype(str).replace({"Okinawa": "Guam"})),
    ],
)
def test_a_place_that_is_moved_is_noticed(places, fault):
    assert outside(fault(places))


def test_a_year_of_a_count_is_said_only_with_a_count(places):
    assert places.loc[places["population_year"].notna(), "population"].notna().all()
    assert places["population_year"].dropna().between(2010, 2020).all()


@pytest.fixture(scope="module")
def launches():
    return catalogue.load("missile-tests")


def off_days(launches: pd.DataFrame) -> list[str]:
    """Launches whose hour in UTC, nine hours later, is not on their local day."""
    timed = launches[launches["at_utc"].notna()]
    hours = pd.to_datetime(timed["at_utc"], format="%Y-%m-%d %H:%M") + pd.Timedelta(hours=9)
    return timed.loc[hours.dt.normalize() != timed["launch_date"], "test_id"].tolist()


def test_the_hour_in_utc_falls_on_the_local_day(launches):
    assert off_days(launches) == []
    moved = launches.assign(launch_date=launches["launch_date"] + pd.Timedelta(days=1))
    assert len(off_days(moved)) == launches["at_utc"].notna().sum()


def test_launches_announced_by_japan_have_the_hour_of_the_announcement(launches):
    # Hours in Japan from the announcements named in sources.csv.
    told = {
        "MT074": "2016-02-07 09:31",
        "MT098": "2017-02-12 07:55",
        "MT106": "2017-04-16 06:21",
        "MT108": "2017-05-14 05:28",
        "MT112": "2017-07-28 23:42",
        "MT116": "2017-08-29 05:58",
        "MT117": "2017-09-15 06:57",
    }
    hours = launches.set_index("test_id")["at_utc"]
    for test, local in told.items():
        utc = dt.datetime.strptime(hours[test], "%Y-%m-%d %H:%M")
        assert utc + dt.timedelta(hours=9) == dt.datetime.strptime(local, "%Y-%m-%d %H:%M"), test


def test_several_missiles_of_a_day_are_numbered_from_one_in_the_order_of_their_hours(launches):
    for _, day in launches.groupby("launch_date"):
        assert sorted(day["seq_in_day"]) == list(range(1, len(day) + 1))
        timed = day[day["at_utc"].notna()].sort_values("seq_in_day")["at_utc"].tolist()
        assert timed == sorted(timed)


def test_the_compilation_of_launches_carries_no_licence_of_ours():
    package = catalogue.descriptor("missile-tests")
    assert [licence["name"] for licence in package["licenses"]] == ["notspecified"]
    assert "CNS" in package["description"] and "Ask the compiler" in package["licenses"][0]["title"]


def test_only_words_of_the_american_side_are_read_as_american_policy():
    said = catalogue.load("range-statements")
    american = said["country_code"].eq("USA") & ~said["speaker"].eq("no agreement")
    assert (said["fits"].ne("not coded") == american).all()
    assert set(said.loc[american, "fits"]) == {"narrow", "wide", "neither"}


def test_short_missiles_alone_reach_every_listed_city_of_south_korea(places):
    # Lesson 50 says so beside the deal on ICBMs, which changes nothing there.
    near = ranges.nearest(places[places["kind"] == "launch_site"], places)
    figures = ranges.reaches(ranges.named(catalogue.load("missile-ranges")))
    others = [name for name in figures["missile_class"].unique() if name != "SRBM"]
    for held in ("flown", "deployed"):
        left = ranges.left(figures, held, others)
        south = ranges.people(ranges.in_reach(near, left, ranges.MARGIN)).loc["South Korea"]
        assert (south["cities"], south["all"]) == (10, 10), held
