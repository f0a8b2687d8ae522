"""Explore the record: who said what of how many people, as of a day."""

import ipywidgets as widgets
import pandas as pd

from alliancelab import abductions
from alliancelab.charts import counts
from alliancelab.charts.chart import Chart
from alliancelab.explorers.explorer import Explorer
from alliancelab.ground.suggestions import resolve

SIDES = {"both": ("Japan", "DPRK"), "Japan": ("Japan",), "the DPRK": ("DPRK",)}
_SHOWN = ("admitted", "identified", "returned", "said_living", "said_dead", "said_never_entered", "cannot_be_ruled_out")


def counts_on_a_day(claims: pd.DataFrame, source: str, day: str = "2018-04-17") -> Explorer:
    """Move the day, choose whose words to see, and show or hide the police's list of inquiries.

    claims is the dataset abduction-claims; the days are those on which a count was put on record, and `day`.
    """
    abductions.levels(claims, day)  # Refuses another table and what is no day, in a sentence.
    known = _known(claims)
    days = sorted({*known["claim_date"], pd.Timestamp(day)})
    controls = {
        "day": widgets.SelectionSlider(
            options=[(_when(known, d), d) for d in days],
            value=pd.Timestamp(day),
            description="Day",
            continuous_update=True,
            layout={"width": "min(640px, 95%)"},
        ),
        "words": widgets.ToggleButtons(options=list(SIDES), description="Words of"),
        "inquiries": widgets.Checkbox(value=False, description="Add the police's list of inquiries", indent=False),
    }

    told = {day: (abductions.levels(known, day), _when(known, day)) for day in days}

    def draw(day: pd.Timestamp, words: str, inquiries: bool) -> Chart:
        return _chart(*told[day], source, words, inquiries)

    return Explorer(controls, draw)


def counts_chart(
    claims: pd.DataFrame,
    day,
    source: str,
    words: str = "both",
    inquiries: bool = False,
) -> Chart:
    """Counts of people on record on a day, each with its claimant and standing; levels stand side by side.

    words is both, Japan or the DPRK. A side that had said nothing yet leaves a sentence and no bar. Raises
    LookupError for other words and ValueError for what is not a day and for a day before the first count.
    """
    abductions.levels(claims, day)
    known = _known(claims)
    resolve(words, SIDES, "choice of words")
    return _chart(abductions.levels(known, day), _when(known, pd.Timestamp(day)), source, words, inquiries)


def _chart(table: pd.DataFrame, when: str, source: str, words: str, inquiries: bool) -> Chart:
    table = table[table["claimant_group"].isin(SIDES[words])]
    listed = (table["level"] == "cannot_be_ruled_out").to_numpy()
    people = table[~listed]
    reading = f"By {when} {_said(people)}."
    if inquiries and words != "the DPRK":
        reading += _inquiries(table[listed])
    drawn = table if inquiries else people
    if drawn.empty:
        return _nothing(when, source, reading)
    return counts.by_claimant(drawn, title=f"Who said what of how many, by {when}", source=source, reading=reading)


def _when(claims: pd.DataFrame, day: pd.Timestamp) -> str:
    # A count known only to the month must not look like one known to the day.
    to_the_day = claims.loc[claims["claim_date"] == day, "date_precision"].isin(["day"])
    return f"{day.day} {day:%B %Y}" if to_the_day.all() else f"{day:%B %Y}"


def _known(claims: pd.DataFrame) -> pd.DataFrame:
    sides = claims["claimant_group"].isin(["Japan", "DPRK"]) & claims["claim_date"].notna()
    columns = ["level", "claimant", "claimant_group", "claim_date", "date_precision", "quantity", "standing"]
    known = claims.loc[claims["level"].isin(_SHOWN) & sides, columns]
    # Plain text: categories of the whole dataset would travel through every move of a slider.
    return known.astype({"level": "str", "claimant_group": "str", "standing": "str"})


def _said(people: pd.DataFrame) -> str:
    number = dict(zip(people["level"], people["quantity"], strict=True))
    told = []
    if "identified" in number:
        told.append(f"the Government of Japan identifies {number['identified']} people as abducted")
    if "admitted" in number:
        told.append(f"the DPRK admits having taken {number['admitted']}")
    if "said_dead" in number:
        told.append(
            f"it says that {number['said_dead']} of those asked about have died and finds no entry of "
            f"{number['said_never_entered']}, and Japan disputes both answers"
        )
    if "returned" in number:
        told.append(f"{number['returned']} have returned")
    return "; ".join(told) or "the table has no count by this side yet"


def _inquiries(listed: pd.DataFrame) -> str:
    if listed.empty:
        return " The police had published no list of inquiries."
    number = listed["quantity"].iloc[0]
    return f" For {number} other missing people the police cannot rule abduction out: inquiries, not victims."


def _nothing(when: str, source: str, reading: str) -> Chart:
    layout = {
        "title": f"Who said what of how many, by {when}",
        "xaxis": {"title": {"text": "People (count)"}},
        "yaxis": {"visible": False},
    }
    trace = {"type": "bar", "x": [], "y": []}
    return Chart([trace], layout, table=pd.DataFrame({"quantity": []}), reading=reading, source=source)
