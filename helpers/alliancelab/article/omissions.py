"""What an article leaves out, found in the tables: a sentence computed from rows, and the rows.

Every function takes tables; which omissions matter is for the reader to judge.
"""

import math
from typing import NamedTuple

import pandas as pd

from alliancelab.ground import numbers
from alliancelab.ground.messages import say
from alliancelab.ground.suggestions import resolve
from alliancelab.ground.tables import need

_TALKS, _PARTNERS, _STATUS = "japan-dprk-talks", "us-partners", "section-232-status"
_SHARE = "steel_share_2017_quantity_pct"


class Omission(NamedTuple):
    """Something the record holds and a text does not: one computed sentence, and the rows behind it by dataset."""

    sentence: str
    rows: dict[str, pd.DataFrame]


def stockholm(talks: pd.DataFrame) -> Omission:
    """The talks around the Stockholm agreement: how often governments met, and how long the survey lasted.

    talks has one row per event: event_date, last_date, phase, between_governments and milestone (a code).
    Rows returned: the phase of the agreement, and the row that ends it. Raises LookupError when the
    table has no such column, agreement or ending.

    >>> day = pd.to_datetime(["2014-05-26", "2014-06-01"])
    >>> made = pd.DataFrame({"event_date": day, "last_date": day, "phase": ["S", "T"],
    ...     "milestone": ["stockholm_agreed", "committee_dissolved"], "between_governments": [True, False]})
    >>> len(stockholm(made).rows["japan-dprk-talks"])
    2
    """
    agreed, ended = _agreed(talks), _ended(talks)
    rows = talks[(talks["phase"] == agreed["phase"]) | (talks["milestone"] == "committee_dissolved")]
    met = rows[rows["between_governments"].astype(bool)]
    sentence = say(
        "omissions.stockholm",
        meetings=len(met),
        first=met["event_date"].min(),
        last=met["event_date"].max(),
        agreed=agreed["last_date"],
        after=int((met["event_date"] > agreed["event_date"]).sum()),
        days=days_of_survey(talks),
        ended=ended["event_date"],
    )
    return Omission(sentence, {_TALKS: rows})


def days_of_survey(talks: pd.DataFrame) -> int:
    """Days from the last day of the Stockholm talks to the day the survey ended (table as in `stockholm`).

    >>> days_of_survey(pd.DataFrame())
    Traceback (most recent call last):
    LookupError: The table has no column 'milestone'. It has none. Load it with catalogue.load('japan-dprk-talks').
    """
    return int((_ended(talks)["event_date"] - _agreed(talks)["last_date"]).days)


def partner(stands: pd.DataFrame, status: pd.DataFrame, country_name: str) -> Omission:
    """How one partner stood on the day of a list, set beside Japan: treaty, treatment, share of steel.

    stands is `tariffs.standing` of us-partners: one row per partner with country_name, treaty, treatment,
    row_id (of status, which is section-232-status) and steel_share_2017_quantity_pct (percent of tonnage).
    Raises LookupError for an unknown partner.

    >>> stood = pd.DataFrame({"country_name": ["Japan", "Turkey"], "treaty": ["bilateral", "NATO"],
    ...     "row_id": ["J", "T"], "treatment": ["tariff", "tariff"], "steel_share_2017_quantity_pct": [4.99, 5.74]})
    >>> partner(stood, pd.DataFrame({"row_id": ["T", "U"]}), "Turkey").sentence
    'Turkey (NATO) paid the full duty; it sold 5.7% of the steel the United States bought in 2017, Japan 5.0%.'
    """
    need(stands, "treatment", "treaty", "row_id", what="stands", dataset=_PARTNERS, filled=["country_name", _SHARE])
    need(status, "row_id", what="status", dataset=_STATUS)
    names = stands["country_name"].tolist()
    rows = stands[stands["country_name"].isin([resolve(name, names, "partner") for name in (country_name, "Japan")])]
    by_name = rows.drop_duplicates("country_name").set_index("country_name")
    stood = by_name.loc[country_name]
    sentence = say(
        "omissions.partner_paid" if stood["treatment"] == "tariff" else "omissions.partner_spared",
        partner=country_name,
        treaty=stood["treaty"] if pd.notna(stood["treaty"]) else say("omissions.no_treaty"),
        share=numbers.number(stood[_SHARE], _SHARE),
        japan=numbers.number(by_name.loc["Japan", _SHARE], _SHARE),
    )
    return Omission(sentence, {_STATUS: status[status["row_id"].isin(rows["row_id"])], _PARTNERS: rows})


def larger_sellers(stands: pd.DataFrame) -> pd.DataFrame:
    """Partners under the full duty that sold more steel by tonnage than Japan, largest first.

    stands as in `partner`, without the members of a group that is a row itself. Raises LookupError.

    >>> larger_sellers(pd.DataFrame({"country_name": ["Japan", "Turkey"], "treatment": ["tariff", "tariff"],
    ...     "steel_share_2017_quantity_pct": [4.99, 5.74]}))["country_name"].tolist()
    ['Turkey']
    """
    need(stands, "treatment", what="stands", dataset=_PARTNERS, filled=["country_name"], unique=["country_name"])
    need(stands, _SHARE, what="stands", dataset=_PARTNERS)
    share = pd.Series(
        [math.nan if pd.isna(each) else numbers.number(each, _SHARE) for each in stands[_SHARE].tolist()], stands.index
    )
    names = stands["country_name"].tolist()
    own = share.iloc[names.index(resolve("Japan", names, "partner"))]
    more = stands[(stands["treatment"] == "tariff") & (share > own)]
    return more.sort_values(_SHARE, ascending=False)


def _agreed(talks: pd.DataFrame) -> pd.Series:
    return _first(talks, "stockholm_agreed")


def _ended(talks: pd.DataFrame) -> pd.Series:
    return _first(talks, "committee_dissolved")


def _first(talks: pd.DataFrame, milestone: str) -> pd.Series:
    need(talks, "milestone", "phase", dataset=_TALKS, days=["event_date", "last_date"], filled=["between_governments"])
    rows = talks[(talks["milestone"] == milestone) & talks["event_date"].notna() & talks["last_date"].notna()]
    if rows.empty:
        raise LookupError(say("omissions.no_milestone", milestone=milestone, name=_TALKS))
    return rows.iloc[0]
