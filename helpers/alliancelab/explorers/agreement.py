"""Explore Japan's moves: partner and domain against time, and how far two coders agree on the tracks."""

from datetime import date

import ipywidgets as widgets
import pandas as pd

from alliancelab import agreement
from alliancelab.charts import estimates, timelines
from alliancelab.charts.chart import Chart
from alliancelab.explorers.explorer import Explorer
from alliancelab.forms.coding_sheet import CodingSheet
from alliancelab.ground import days
from alliancelab.ground.messages import say
from alliancelab.ground.suggestions import resolve
from alliancelab.ground.tables import need

TRACKS = {"washington": "toward Washington", "elsewhere": "elsewhere"}
DOMAINS = {"trade": "trade", "security": "security", "diplomacy": "diplomacy"}
# Each by kinds of partner or by partners; the second has the three that the article names.
GROUPS = {
    "all partners": ["united_states", "us_ally", "group_with_us", "like_minded", "rival_of_us", "other"],
    "European Union, Australia, India": ["European Union", "Australia", "India"],
    "the United States": ["united_states"],
    "its allies and the Quad": ["us_ally", "group_with_us"],
    "India, TPP and other groups": ["like_minded", "other"],
    "China, Russia, Iran": ["rival_of_us"],
}
MADE = "the mechanical coder (codes washington whenever the American government takes part)"
YOU = "you"
_DATASET = "dual-track-moves"
_DRAWN = ["move_id", "date", "partner_name", "partner_kind", "domain", "is_us_move", "track", "description"]


def coding_sheet(sample: pd.DataFrame) -> CodingSheet:
    """The moves of a sample with buttons for the two tracks; our codes are not shown.

    sample has the columns of dual-track-moves. Raises LookupError or ValueError where they are not there.

    >>> from alliancelab import catalogue
    >>> moves = catalogue.load("dual-track-moves")
    >>> coding_sheet(moves[moves["in_sample"]]).codes
    {}
    """
    filled = ("move_id", "date", "date_precision", "domain", "description")
    need(
        sample,
        "place",
        "second_domain",
        what="sample",
        dataset=_DATASET,
        days=("date",),
        filled=filled,
        unique=("move_id",),
    )
    return CodingSheet(sample, "move_id", [_described(move) for move in sample.itertuples()], TRACKS)


def two_coders(moves: pd.DataFrame, mine: object = None) -> pd.DataFrame:
    """The moves with our code (`ours`), a second code (`second`) and who gave it (`second_coder`).

    mine maps each move_id to a track. Unless it has a track for every move the second coder is a made
    one, and the label says so: it is no person, and asks only whether the American government takes part.
    Raises LookupError or ValueError for a table that is not dual-track-moves.

    >>> moves = pd.DataFrame({"move_id": ["DT1"], "description": "A visit", "track": "elsewhere",
    ...                       "us_takes_part": True})
    >>> two_coders(moves)[["ours", "second"]].values.tolist()
    [['elsewhere', 'washington']]
    """
    filled = ("move_id", "us_takes_part")
    need(moves, "description", "track", what="moves", dataset=_DATASET, filled=filled, unique=("move_id",))
    given = mine if isinstance(mine, dict) else {}
    codes = [given.get(move) for move in moves["move_id"].astype("str")]
    is_complete = all(type(code) is str and code in TRACKS for code in codes)
    if not is_complete:
        codes = ["washington" if takes_part else "elsewhere" for takes_part in moves["us_takes_part"]]
    return pd.DataFrame(
        {
            "move_id": moves["move_id"],
            "description": moves["description"],
            "ours": moves["track"].astype("str"),
            "second": pd.Series(codes, index=moves.index, dtype="str"),
            "second_coder": YOU if is_complete else MADE,
        }
    )


def agreement_chart(sample: pd.DataFrame, moves: pd.DataFrame, mine: object, source: str) -> Chart:
    """Kappa with its interval: our codes against the mechanical coder's, on the sample and on all moves, and yours.

    sample and moves have the columns of dual-track-moves and mine is as in `two_coders`, whose errors it raises.

    >>> from alliancelab import catalogue
    >>> moves = catalogue.load("dual-track-moves")
    >>> japan = moves[~moves["is_us_move"]]
    >>> len(agreement_chart(japan[japan["in_sample"]], japan, None, "dual-track-moves").table)
    2
    """
    few, many = _kappa(two_coders(sample)), _kappa(two_coders(moves))
    labels = {say("agreement.made_few", n=len(sample)): few, say("agreement.made_all", n=len(moves)): many}
    yours = two_coders(sample, mine)
    if yours["second_coder"].iloc[0] != YOU:
        about_you = say("agreement.not_complete")
    elif yours["second"].nunique() == 1:
        about_you = say("agreement.you_gave_one_code")
    else:
        you = _kappa(yours)
        labels = {say("agreement.you", n=len(sample)): you} | labels
        about_you = say("agreement.you_and_we", you=you)
    table = pd.DataFrame(labels.values(), index=list(labels)).rename_axis(say("agreement.against")).reset_index()
    return estimates.whiskers(
        table,
        say("agreement.against"),
        "kappa",
        "low",
        "high",
        title=say("agreement.how_far"),
        axis=say("agreement.kappa_axis"),
        source=source,
        reading=say("agreement.kappas", about_you=about_you, few=few, many=many),
        limits=(-0.4, 1.1),
    )


def timeline_chart(
    moves: pd.DataFrame,
    first: date | str,
    last: date | str,
    source: str,
    *,
    group: str = "all partners",
    domain: str = "all",
    us_moves: bool = False,
    marks: dict | None = None,
) -> Chart:
    """Moves between two days, one row per partner, told apart by domain; the sentence counts the tracks.

    group is one of GROUPS, domain one of DOMAINS or "all"; us_moves also draws what the United States
    did, which is never counted; marks puts words on days. A choice without any move draws an empty
    figure and says so. A move is drawn and counted under its main domain. Raises LookupError for a missing
    column and an unknown group or domain, ValueError for what is not a day and for days in the wrong order.

    >>> from alliancelab import catalogue
    >>> moves = catalogue.load("dual-track-moves")
    >>> timeline_chart(moves, "2018-04-17", "2018-04-18", "dual-track-moves").title
    'With whom, about what, and when?'
    """
    _need_moves(moves)
    group, domain = resolve(group, GROUPS, "group of partners"), resolve(domain, ["all", *DOMAINS], "domain")
    first, last = days.stretch(first, last)
    partners = moves["partner_kind"].isin(GROUPS[group]) | moves["partner_name"].isin(GROUPS[group])
    chosen = moves[moves["date"].between(first, last) & partners]
    chosen = chosen[chosen["domain"] == domain] if domain != "all" else chosen
    of_america = chosen["is_us_move"].astype(bool)
    known = set(moves.loc[partners, "partner_name"])
    margin = (last - first) * 0.015
    return timelines.points(
        chosen if us_moves else chosen[~of_america],
        "partner_name",
        "date",
        "domain",
        title=say("agreement.with_whom"),
        source=source,
        reading=_counted(chosen, of_america, (first, last), group, domain, us_moves),
        labels=DOMAINS,
        order=[name for name in moves["partner_name"].astype("category").cat.categories if name in known],
        name="description",
        span=(first - margin, last + margin),
        marks=marks,
    )


def track_explorer(moves: pd.DataFrame, source: str) -> Explorer:
    """Choose a stretch of time, a group of partners and a domain; see the moves and what the list counts.

    moves is dual-track-moves. Raises LookupError or ValueError for another table.

    >>> from alliancelab import catalogue
    >>> track_explorer(catalogue.load("dual-track-moves"), "dual-track-moves").controls["domain"].value
    'all'
    """
    drawn = _need_moves(moves)[_DRAWN]
    quarters = pd.date_range(
        moves["date"].min().to_period("Q").start_time, moves["date"].max() + pd.offsets.QuarterEnd(), freq="QS"
    )
    ends = [(f"{day:%b %Y}", day) for day in quarters]
    controls = {
        "time": widgets.SelectionRangeSlider(
            options=ends,
            index=(0, len(ends) - 1),
            description=say("agreement.time"),
            continuous_update=True,
        ),
        "group": widgets.ToggleButtons(options=list(GROUPS), description=say("agreement.partners")),
        "domain": widgets.ToggleButtons(options=["all", *DOMAINS], description=say("agreement.domain")),
        "us_moves": widgets.Checkbox(value=False, description=say("agreement.draw_us_moves"), indent=False),
    }

    def draw(time: tuple, group: str, domain: str, us_moves: bool) -> Chart:
        last = time[1] + pd.offsets.QuarterEnd(startingMonth=3)
        return timeline_chart(drawn, time[0], last, source, group=group, domain=domain, us_moves=us_moves)

    return Explorer(controls, draw)


def _need_moves(moves: pd.DataFrame) -> pd.DataFrame:
    filled = ("move_id", "date", "partner_name", "partner_kind", "is_us_move")
    return need(moves, *_DRAWN, what="moves", dataset=_DATASET, days=("date",), filled=filled, rows=True)


def _described(move: tuple) -> str:
    day = f"{move.date.day} " if move.date_precision == "day" else ""
    place = f", {move.place}" if pd.notna(move.place) else ""
    domain = move.domain
    if pd.notna(move.second_domain):
        domain = say("agreement.two_domains", main=move.domain, second=move.second_domain)
    return f"{day}{move.date:%B %Y}, {domain}{place}: {move.description}"


def _kappa(coded: pd.DataFrame) -> agreement.Agreement:
    return agreement.cohen_kappa(coded["ours"], coded["second"], list(TRACKS))


def _counted(chosen: pd.DataFrame, of_america: pd.Series, span: tuple, group: str, domain: str, us_moves: bool) -> str:
    japan = chosen[~of_america]
    tracks = japan["track"].value_counts()
    elsewhere = japan.loc[japan["track"] == "elsewhere", "partner_name"].astype("str").value_counts()
    most = say("agreement.most_often", name=elsewhere.index[0], n=elsewhere.iloc[0]) if len(elsewhere) else ""
    return say(
        "agreement.tracks_counted",
        first=span[0],
        last=span[1],
        group=group,
        washington=tracks.get("washington", 0),
        elsewhere=tracks.get("elsewhere", 0),
        domain="" if domain == "all" else f"{domain} ",
        most=most,
        extra=say("agreement.us_moves", n=int(of_america.sum())) if us_moves else "",
    )
