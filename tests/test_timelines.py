"""Points in time and estimates with their range: what is drawn, and what is refused with a sentence."""

import pandas as pd
import pytest
from alliancelab import charts

WORDS = {"title": "When?", "source": "made up", "reading": "Made up."}


def events():
    return pd.DataFrame(
        {
            "who": ["India", "Russia", "India"],
            "what": ["trade", "talk", "talk"],
            "id": ["E1", "E2", "E3"],
            "day": pd.to_datetime(["2017-09-14", "2018-05-26", "2018-10-29"]),
        }
    )


def test_every_event_is_drawn_once_in_the_row_of_its_partner():
    chart = charts.timelines.points(events(), "who", "day", "what", order=["Russia", "India"], name="id", **WORDS)
    drawn = {
        (name, day, round(y))
        for trace in chart.data
        for name, day, y in zip(trace.customdata, trace.x, trace.y, strict=True)
    }
    assert drawn == {("E1", "2017-09-14", 1), ("E2", "2018-05-26", 0), ("E3", "2018-10-29", 1)}
    assert chart.layout.yaxis.ticktext == ("Russia", "India")


def test_kinds_differ_in_marker_colour_and_height():
    chart = charts.timelines.points(events(), "who", "day", "what", **WORDS)
    looks = [(trace.marker.symbol, trace.marker.color, round(min(trace.y) % 1, 2)) for trace in chart.data]
    assert all(len({look[n] for look in looks}) == len(looks) for n in range(3))


def test_a_marked_day_has_a_line_and_words_and_the_source_stays():
    chart = charts.timelines.points(events(), "who", "day", "what", marks={"2018-04-17": "the article"}, **WORDS)
    assert chart.layout.shapes[0].x0 == "2018-04-17"
    assert [note.text for note in chart.layout.annotations] == ["Source: made up", "the article"]


def test_a_table_without_rows_draws_its_rows_empty_when_they_are_named():
    chart = charts.timelines.points(events().head(0), "who", "day", "what", order=["India"], **WORDS)
    assert chart.data == () and chart.layout.yaxis.ticktext == ("India",)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda t: t.head(0), "has no rows"),
        (lambda t: t.drop(columns="day"), "no column 'day'"),
        (lambda t: t.assign(day=pd.NaT), "day of table is empty in 3 rows"),
        (lambda t: t.assign(day="2018-03-08"), "not days"),
        (lambda t: t.assign(day=t["day"].dt.tz_localize("UTC")), "time zone"),
        (lambda t: t.assign(who=None), "who of table is empty in 3 rows"),
        (lambda t: [t], "must be a table"),
        (lambda t: pd.concat([t.assign(what=str(n)) for n in range(6)]), "5 kinds can be told apart and there are 6"),
    ],
)
def test_bad_events_get_one_sentence(change, says):
    with pytest.raises((ValueError, LookupError), match=says):
        charts.timelines.points(change(events()), "who", "day", "what", **WORDS)


def estimate():
    return pd.DataFrame(
        {"who": ["Japan", "Japan"], "year": [2016, 2017], "at": [0.8, 0.7], "low": [0.6, 0.5], "high": [0.9, 0.8]}
    )


def test_whiskers_reach_from_low_to_high():
    chart = charts.estimates.whiskers(estimate(), "year", "at", "low", "high", axis="scale", **WORDS)
    trace = chart.data[0]
    assert [round(x + up, 9) for x, up in zip(trace.x, trace.error_x.array, strict=True)] == [0.9, 0.8]
    assert [round(x - down, 9) for x, down in zip(trace.x, trace.error_x.arrayminus, strict=True)] == [0.6, 0.5]


def test_lines_by_year_are_named_at_their_end_and_drawn_in_order():
    both = pd.concat([estimate(), estimate().assign(who="India", at=0.7)]).sample(frac=1, random_state=1)
    chart = charts.estimates.by_year(
        both, "who", "year", "at", "low", "high", axis="scale", order=["India", "Japan"], **WORDS
    )
    assert [trace.name for trace in chart.data] == ["India", "Japan"]
    assert all(trace.x == (2016, 2017) and trace.text[-1].strip() == trace.name for trace in chart.data)


def test_an_estimate_outside_its_range_gets_a_sentence():
    with pytest.raises(ValueError, match="Japan has 0.8 and the range from 0.9 to 0.6. Are low and high exchanged"):
        charts.estimates.whiskers(estimate(), "who", "at", "high", "low", axis="scale", **WORDS)


def test_more_lines_than_can_be_told_apart_get_a_sentence():
    many = pd.concat([estimate().assign(who=name) for name in "abcde"])
    with pytest.raises(ValueError, match="4 lines can be told apart and there are 5"):
        charts.estimates.by_year(many, "who", "year", "at", "low", "high", axis="scale", **WORDS)


def test_a_row_or_a_kind_that_is_not_drawn_is_not_dropped_in_silence():
    with pytest.raises(LookupError, match="who of table has 'Russia'.*Known: India"):
        charts.timelines.points(events(), "who", "day", "what", order=["India"], **WORDS)
    with pytest.raises(LookupError, match="what of table has 'trade'.*Known: talk"):
        charts.timelines.points(events(), "who", "day", "what", labels={"talk": "Talks"}, **WORDS)


def test_tags_in_a_table_are_drawn_letter_by_letter():
    odd = events().assign(who="<a href='x'>India</a>", what="<b>trade</b>", id="<i>E1</i>")
    chart = charts.timelines.points(odd, "who", "day", "what", name="id", marks={"2018-04-17": "<b>day</b>"}, **WORDS)
    assert not any(tag in str(chart.to_dict()["data"]) + str(chart.layout) for tag in ("<b>t", "<b>d", "<i>E", "<a "))


def test_lines_by_year_refuse_a_series_the_table_lacks():
    with pytest.raises(LookupError, match="'Inda'"):
        charts.estimates.by_year(estimate(), "who", "year", "at", "low", "high", axis="scale", order=["Inda"], **WORDS)


@pytest.mark.parametrize("at", ["many", None, float("inf")])
def test_an_estimate_that_is_not_a_number_gets_a_sentence(at):
    with pytest.raises(ValueError, match="A number is needed; at is"):
        charts.estimates.whiskers(estimate().assign(at=at), "who", "at", "low", "high", axis="scale", **WORDS)
