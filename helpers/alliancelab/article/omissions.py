"""What an article leaves out, found in the tables: a sentence computed from rows, and the rows.

Every function takes tables; which omissions matter is for the reader to judge.
"""

from typing import NamedTuple

import pandas as pd

from alliancelab.ground.suggestions import resolve

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
    rows = talks[(talks["phase"] == agreed["phase"]) | (talks.index == ended.name)]
    met = rows[rows["between_governments"].astype(bool)]
    after = int((met["event_date"] > agreed["event_date"]).sum())
    return Omission(
        f"Governments met {len(met)} times from {met['event_date'].min():%Y-%m-%d} to "
        f"{met['event_date'].max():%Y-%m-%d}. At Stockholm they agreed on {agreed['last_date']:%Y-%m-%d} that the DPRK "
        f"would survey all Japanese there; {after} meetings followed, and the survey ended after "
        f"{days_of_survey(talks)} days, on {ended['event_date']:%Y-%m-%d}.",
        {_TALKS: rows},
    )


def days_of_survey(talks: pd.DataFrame) -> int:
    """Days from the last day of the Stockholm talks to the day the survey ended (table as in `stockholm`).

    >>> days_of_survey(pd.DataFrame())
    Traceback (most recent call last):
    LookupError: The table has no column milestone. Load it with catalogue.load("japan-dprk-talks").
    """
    return int((_ended(talks)["event_date"] - _agreed(talks)["last_date"]).days)


def partner(stands: pd.DataFrame, status: pd.DataFrame, country_name: str) -> Omission:
    """How one partner stood on the day of a list, set beside Japan: treaty, treatment, share of steel.

    stands is `tariffs.standing` of us-partners: one row a partner with country_name, treaty, treatment,
    row_id (of status, which is section-232-status) and steel_share_2017_quantity_pct (percent of tonnage).
    Raises LookupError for an unknown partner.

    >>> stood = pd.DataFrame({"country_name": ["Japan", "Turkey"], "treaty": ["bilateral", "NATO"], "row_id": ["J", "T"],
    ...     "treatment": ["tariff", "tariff"], "steel_share_2017_quantity_pct": [4.99, 5.74]})
    >>> partner(stood, pd.DataFrame({"row_id": ["T", "U"]}), "Turkey").sentence
    'Turkey (NATO) paid the full duty; it sold 5.7% of the steel the United States bought in 2017, Japan 5.0%.'
    """
    _need(stands, ["country_name", "treatment", "treaty", "row_id", _SHARE], _PARTNERS)
    _need(status, ["row_id"], _STATUS)
    names = stands["country_name"].tolist()
    rows = stands[
        stands["country_name"].isin([resolve(country_name, names, "partner"), resolve("Japan", names, "partner")])
    ]
    by_name = rows.set_index("country_name")
    stood = by_name.loc[country_name]
    paid = "paid the full duty" if stood["treatment"] == "tariff" else "was not under the full duty"
    return Omission(
        f"{country_name} ({stood['treaty'] if pd.notna(stood['treaty']) else 'no treaty'}) {paid}; it sold "
        f"{stood[_SHARE]:.1f}% of the steel the United States bought in 2017, Japan {by_name.loc['Japan', _SHARE]:.1f}%.",
        {_STATUS: status[status["row_id"].isin(rows["row_id"])], _PARTNERS: rows},
    )


def larger_sellers(stands: pd.DataFrame) -> pd.DataFrame:
    """Partners under the full duty that sold more steel by tonnage than Japan, largest first.

    stands as in `partner`, without the members of a group that is a row itself. Raises LookupError.

    >>> larger_sellers(pd.DataFrame({"country_name": ["Japan", "Turkey"], "treatment": ["tariff", "tariff"],
    ...     "steel_share_2017_quantity_pct": [4.99, 5.74]}))["country_name"].tolist()
    ['Turkey']
    """
    _need(stands, ["country_name", "treatment", _SHARE], _PARTNERS)
    share = stands.set_index("country_name")[_SHARE]
    own = share[resolve("Japan", share.index, "partner")]
    more = stands[(stands["treatment"] == "tariff") & (stands[_SHARE] > own)]
    return more.sort_values(_SHARE, ascending=False)


def _agreed(talks: pd.DataFrame) -> pd.Series:
    _need(talks, ["milestone", "phase", "event_date", "last_date", "between_governments"], _TALKS)
    return _first(talks[talks["milestone"] == "stockholm_agreed"], "is the Stockholm agreement")


def _ended(talks: pd.DataFrame) -> pd.Series:
    _need(talks, ["milestone", "event_date"], _TALKS)
    return _first(talks[talks["milestone"] == "committee_dissolved"], "says that the committee ended")


def _first(rows: pd.DataFrame, what: str) -> pd.Series:
    if rows.empty:
        raise LookupError(f'No row of the table {what}. Load the whole table with catalogue.load("{_TALKS}").')
    return rows.iloc[0]


def _need(table: pd.DataFrame, columns: list[str], name: str) -> None:
    for column in columns:
        if column not in table:
            raise LookupError(f'The table has no column {column}. Load it with catalogue.load("{name}").')
