"""The explorer of 2025 and 2026, moved without a browser: every position by another way, and each sentence's parts."""

import itertools
import re

import pandas as pd
import pytest
from alliancelab import catalogue, charts, explorers, tariffs

SCALES = {"on top": "on top (%)", "all-in": "all-in (%)"}
WORDS = {"scales": SCALES, "title": "Who?", "source": "made up", "reading": "Two scales."}


@pytest.fixture(scope="module")
def treatments():
    return catalogue.load("partner-treatment")


@pytest.fixture(scope="module")
def explorer(treatments):
    return explorers.treatment.who_stands_where(treatments)


def at(explorer, day, measure="general", partner="Japan"):
    controls = explorer.controls
    controls["day"].value, controls["measure"].value = pd.Timestamp(day), measure
    controls["partner"].value = partner
    return explorer.status


def drawn(explorer):
    return explorer._figure.outputs[0]["data"][charts.MIME]


def numbers_of(trace):
    """The number written at each bar; the bar is as long, or ends with its axis."""
    written = [float(text.split()[0]) if text else None for text in trace["text"]]
    assert trace["x"] == [None if number is None else min(number, 62.5) for number in written]
    return written


def test_each_position_shows_each_partners_row_of_that_day_in_the_panel_of_its_kind(treatments, explorer):
    for (_, day), measure in itertools.product(explorer.controls["day"].options, tariffs.GOODS):
        at(explorer, day, measure)
        left, right = map(numbers_of, drawn(explorer)["data"])
        # By another way: the rows that hold on the day, one by one.
        rows = treatments[(treatments["measure"] == measure) & (treatments["country_code"] != "WLD")]
        rows = rows[(rows["from_date"] <= day) & ~(rows["before_date"] <= day)]
        assert len(rows) == 14
        pairs = [*zip(rows["rate_pct"], rows["rate_kind"], strict=True)]
        assert left == [rate if kind == "on top" else None for rate, kind in pairs]
        assert right == [rate if kind == "all-in" else None for rate, kind in pairs]


@pytest.mark.parametrize(
    ("position", "says"),
    [
        (("2025-01-20",), "no added duty. Of the partners on the same scale 0 pay less, 13 the same, 0 more."),
        (("2025-04-09",), "24% on top of the ordinary duty. It rests on EO14257 (IEEPA). The law did not hold"),
        (("2025-08-07",), "15% all-in, with the ordinary duty inside. It rests on EO14345 (IEEPA)."),
        (("2026-02-24",), "10% on top of the ordinary duty. It rests on P11012 (Section 122). The law is in dispute"),
        (("2026-10-07",), "2 pay less (European Union, Taiwan), 2 the same (South Korea, Switzerland), 0 more."),
        (("2025-04-09",), "Refunds were ordered; for entries finally settled the government has appealed."),
        (("2025-06-30", "autos"), "1 partner stands on the other scale: compare it good by good."),
        (("2026-10-07",), "9 partners stand on the other scale: compare them good by good. Seen in force up to 7 Oct"),
        (
            ("2025-09-16", "autos"),
            "15% all-in, with the ordinary duty inside. It rests on CAR-JPN-2025 (Section 232). S",
        ),
        (("2025-09-16", "autos"), "Such goods do not pay the duty on goods in general."),
        (("2026-02-24", "autos", "United Kingdom"), "This holds for: first 100,000 cars a year."),
        (
            ("2025-05-14", "autos", "China"),
            "Of the duty on goods in general, 20 points are paid too (EO14195-A2). The law did not hold",
        ),
        (("2025-05-03", "steel", "Canada"), "Up to 3 June 2025 the border duty of 25% was charged in its place."),
        (("2025-06-04", "steel", "Canada"), "Such goods do not pay the duty on goods in general."),
        (("2025-04-05", "general", "Mexico"), "Goods that qualify under the USMCA pay nothing of it."),
    ],
)
def test_the_sentence_names_rate_scale_act_court_and_the_others_on_the_same_scale(explorer, position, says):
    assert says in at(explorer, *position)


def test_the_sentence_agrees_with_the_stacked_duty_of_a_good_without_an_ordinary_duty(treatments, explorer):
    codes = dict(zip(treatments["country_name"].astype(str), treatments["country_code"].astype(str), strict=True))
    days = ["2025-04-09", "2025-05-14", "2025-11-14", "2026-02-24", "2026-10-07"]
    for day, measure, partner in itertools.product(days, ("general", "autos"), explorer.controls["partner"].options):
        found = tariffs.duty(treatments, codes[partner], measure, day, ordinary_pct=0)
        said = at(explorer, day, measure, partner)
        part = re.search(r"(\d+) points are paid too", said)
        rate = found["total_pct"] - (int(part[1]) if part else 0)
        assert (f": {rate:g}% {'all-in' if found['rate_kind'] == 'all-in' else 'on top'}" in said) == (rate > 0)
        assert (found["dispute"] in said) or not rate


def test_the_chosen_partner_is_marked_by_an_arrow_and_a_darker_bar_and_the_axes_stay(explorer):
    ranges = set()
    for _, day in explorer.controls["day"].options:
        at(explorer, day, "autos", "South Korea")
        layout = drawn(explorer)["layout"]
        ranges.add((*layout["xaxis"]["range"], *layout["xaxis2"]["range"]))
        marked = [label for label in drawn(explorer)["data"][0]["y"] if "▶" in label]
        assert marked == ["▶ South Korea"] and layout["height"] == 480
    assert len(ranges) == 1


def test_the_still_figure_is_the_explorers_and_refuses_what_it_does_not_know(treatments, explorer):
    chart = explorers.treatment.standing_chart(treatments, "Japan", "autos", "2026-02-24")
    assert chart.reading == at(explorer, "2026-02-24", "autos") and "Two scales" in chart.title
    for change, error, says in [
        ({"partner": "Japn"}, LookupError, "Did you mean 'Japan'"),
        ({"measure": "cars"}, LookupError, "No measure is called 'cars'"),
        ({"day": "2030-01-01"}, ValueError, "2030-01-01 is later"),
        ({"day": "2018-03-23"}, ValueError, "begins on 2025-01-20; 2018-03-23 is earlier"),
        ({"day": "2018"}, ValueError, "the day is '2018'"),
    ]:
        asked = {"partner": "Japan", "measure": "autos", "day": "2026-02-24"} | change
        with pytest.raises(error, match=says):
            explorers.treatment.standing_chart(treatments, **asked)


def test_a_table_known_for_longer_or_shorter_ends_its_slider_there(treatments):
    for last in ("2025-06-30", "2026-10-07"):
        explorer = explorers.treatment.who_stands_where(treatments, as_of=last)
        assert explorer.controls["day"].options[-1][1] == pd.Timestamp(last)


def made(**changes):
    row = {"who": ["Japan", "India", "China"], "pct": [15, 10, 0], "kind": ["all-in", "on top", "on top"]}
    return pd.DataFrame(row | changes)


def test_two_scales_never_share_a_panel():
    chart = charts.scales.two_scales(made(), "who", "pct", "kind", **WORDS, top=50)
    left, right = chart.to_dict()["data"]
    assert (left["x"], right["x"]) == ([None, 10.0, 0.0], [15.0, None, None])
    assert (left["xaxis"], right["xaxis"], left["text"]) == ("x", "x2", ["", "10", "0"])
    layout = chart.to_dict()["layout"]
    assert layout["xaxis"]["range"] == layout["xaxis2"]["range"] == [0, 50]
    assert layout["xaxis"]["domain"][1] < layout["xaxis2"]["domain"][0]
    assert (layout["xaxis"]["title"]["text"], layout["xaxis2"]["title"]["text"]) == tuple(SCALES.values())


def test_a_bar_longer_than_its_axis_is_cut_and_says_so():
    chart = charts.scales.two_scales(made(), "who", "pct", "kind", **WORDS, top=12)
    _, right = chart.to_dict()["data"]
    assert right["text"][0] == "15 (bar cut)" and right["textposition"][0] == "inside" and right["x"][0] == 12
    assert charts.scales.two_scales(made(), "who", "pct", "kind", **WORDS).layout.xaxis.range == (0, 18.75)


@pytest.mark.parametrize(
    ("given", "error", "says"),
    [
        ({"scales": {"on top": "x"}}, ValueError, "Two scales stand beside each other"),
        ({"scales": None}, ValueError, "Two scales stand beside each other"),
        ({"scales": {"on top": "x", "inside": "y"}}, LookupError, "all-in"),
        ({"chosen": "Japn"}, LookupError, "Did you mean 'Japan'"),
        ({"top": "long"}, ValueError, "the end of the axes"),
        ({"table": made(who=["Japan", "Japan", "China"])}, ValueError, "Japan"),
        ({"table": made(pct=["15", "ten", "0"])}, ValueError, "ten"),
        ({"table": made().iloc[:0]}, ValueError, "no rows"),
    ],
)
def test_two_scales_refuse_what_cannot_be_drawn(given, error, says):
    asked = {"table": made()} | WORDS | given
    with pytest.raises(error, match=says):
        charts.scales.two_scales(asked.pop("table"), "who", "pct", "kind", **asked)
