"""Explore the record: who said what of how many people, as of a day."""

import ipywidgets as widgets
import pandas as pd

from alliancelab import abductions
from alliancelab.charts import counts
from alliancelab.charts.chart import Chart
from alliancelab.explorers.explorer import Explorer
from alliancelab.ground import days as calendar
from alliancelab.ground.messages import say
from alliancelab.ground.suggestions import resolve
from alliancelab.ground.tables import need

# As they are spoken of; the codes are those of claimant_group.
_SPOKEN = {"Japan": say("abductions.view_japan"), "DPRK": say("abductions.view_dprk")}
SIDES = {say("abductions.view_both"): tuple(_SPOKEN), **{name: (code,) for code, name in _SPOKEN.items()}}
_LISTED = "cannot_be_ruled_out"
_SHOWN = ("admitted", "identified", "returned", "said_living", "said_dead", "said_never_entered", _LISTED)


def counts_on_a_day(claims: pd.DataFrame, source: str, day: str = "2018-04-17") -> Explorer:
    """Move the day, choose whose words to see, and show or hide the police's list of inquiries.

    claims is the dataset abduction-claims; the days are those on which a count was put on record, and `day`.
    Raises as `counts_chart`.

    >>> from alliancelab import catalogue
    >>> counts_on_a_day(catalogue.load("abduction-claims"), "abduction-claims", "2018-04-17").status[:59]
    'By 17 April 2018 the Government of Japan identifies 17 peop'
    """
    day = calendar.read(day)
    known = _known(claims, day)
    days = sorted({*known["claim_date"], day})
    controls = {
        "day": widgets.SelectionSlider(
            options=[(_when(known, one), one) for one in days],
            value=day,
            description=say("abductions.view_day"),
            continuous_update=True,
        ),
        "words": widgets.ToggleButtons(options=list(SIDES), description=say("abductions.view_words")),
        "inquiries": widgets.Checkbox(value=False, description=say("abductions.view_inquiries"), indent=False),
    }
    by_day = {one: (abductions.levels(known, one), _when(known, one)) for one in days}

    # One scale for all days, or 5 people would once look like 17.
    ever = pd.concat([table for table, _ in by_day.values()])
    is_listed = ever["level"] == _LISTED
    tops = {"xaxis": ever.loc[~is_listed, "quantity"].max(), "xaxis2": ever.loc[is_listed, "quantity"].max()}

    def draw(day: pd.Timestamp, words: str, inquiries: bool) -> Chart:
        chart = _chart(*by_day[day], source, words, inquiries)
        axes = [axis for axis in tops if axis in chart.to_dict()["layout"]]
        return chart.with_layout(**{axis: {"range": [0, round(1.1 * float(tops[axis]), 1)]} for axis in axes})

    return Explorer(controls, draw)


def counts_chart(
    claims: pd.DataFrame,
    day: object,
    source: str,
    words: str = next(iter(SIDES)),
    inquiries: bool = False,
) -> Chart:
    """Counts of people on record on a day, each with its claimant and standing; levels are drawn side by side.

    words is both, Japan or the DPRK. A side that had said nothing yet leaves a sentence and no bar. Raises
    LookupError for other words and for a missing column, ValueError for a value that is not a day and for a day
    before the first count.

    >>> from alliancelab import catalogue
    >>> counts_chart(catalogue.load("abduction-claims"), "2018-04-17", "abduction-claims", "Japan").reading
    'By 17 April 2018 the Government of Japan identifies 17 people as abducted; 5 have returned.'
    """
    day = calendar.read(day)
    known = _known(claims, day)
    resolve(words, SIDES, say("abductions.view_choice"))
    return _chart(abductions.levels(known, day), _when(known, day), source, words, inquiries)


def _chart(table: pd.DataFrame, when: str, source: str, words: str, inquiries: bool) -> Chart:
    table = table[table["claimant_group"].isin(SIDES[words])]
    listed = (table["level"] == _LISTED).to_numpy()
    people = table[~listed]
    with_list = inquiries and "Japan" in SIDES[words]
    reading = say(
        "abductions.view_reading",
        when=when,
        counts=_in_words(people),
        inquiries=_inquiries(table[listed]) if with_list else "",
    )
    drawn = table if inquiries else people
    if drawn.empty:
        return _nothing(when, source, reading)
    return counts.by_claimant(
        drawn,
        title=say("abductions.view_title", when=when),
        source=source,
        reading=reading,
        levels=abductions.LEVELS,
        sides=_SPOKEN,
        apart=_LISTED,
        apart_axis=say("abductions.view_apart"),
    )


def _when(claims: pd.DataFrame, day: pd.Timestamp) -> str:
    # A count known only to the month must not look like one known to the day; by = on record by that day.
    to_the_day = claims.loc[claims["claim_date"] == day, "date_precision"].isin(["day", "by"])
    return say("abductions.view_day_spoken", day=day) if to_the_day.all() else say("abductions.view_month", day=day)


def _known(claims: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    abductions.levels(claims, day)
    need(claims, "claimant_group", "date_precision", "standing", what="claims", dataset="abduction-claims")
    sides = claims["claimant_group"].isin(list(_SPOKEN)) & claims["claim_date"].notna()
    columns = ["level", "claimant", "claimant_group", "claim_date", "date_precision", "quantity", "standing"]
    known = claims.loc[claims["level"].isin(_SHOWN) & sides, columns]
    # Plain text: categories of the whole dataset would travel through every move of a slider.
    return known.astype({"level": "str", "claimant_group": "str", "standing": "str"})


def _in_words(people: pd.DataFrame) -> str:
    number = dict(zip(people["level"], people["quantity"], strict=True))
    parts = []
    if "identified" in number:
        parts.append(say("abductions.view_identified", n=number["identified"]))
    if "admitted" in number:
        parts.append(say("abductions.view_admitted", n=number["admitted"]))
    if "said_dead" in number and "said_never_entered" in number:
        parts.append(say("abductions.view_answers", dead=number["said_dead"], entered=number["said_never_entered"]))
    if "returned" in number:
        parts.append(say("abductions.view_returned", n=number["returned"]))
    return "; ".join(parts) or say("abductions.view_no_count")


def _inquiries(listed: pd.DataFrame) -> str:
    if listed.empty:
        return say("abductions.view_no_list")
    return say("abductions.view_list", n=listed["quantity"].iloc[0])


def _nothing(when: str, source: str, reading: str) -> Chart:
    layout = {
        "title": say("abductions.view_title", when=when),
        "xaxis": {"title": {"text": say("abductions.view_people")}},
        "yaxis": {"visible": False},
    }
    trace = {"type": "bar", "x": [], "y": []}
    return Chart([trace], layout, table=pd.DataFrame({"quantity": []}), reading=reading, source=source)
