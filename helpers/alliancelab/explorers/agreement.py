"""Explore Japan's moves: partner and domain against time, and how far two coders agree on the tracks."""

import ipywidgets as widgets
import pandas as pd

from alliancelab import agreement
from alliancelab.charts import estimates, timelines
from alliancelab.charts.chart import Chart
from alliancelab.explorers.explorer import Explorer
from alliancelab.forms.coding_sheet import CodingSheet
from alliancelab.ground.suggestions import resolve
from alliancelab.ground.tables import need

TRACKS = {"washington": "toward Washington", "elsewhere": "elsewhere"}
DOMAINS = {"trade": "trade", "security": "security", "diplomacy": "diplomacy"}
GROUPS = {
    "all partners": ["united_states", "us_ally", "group_with_us", "like_minded", "rival_of_us", "other"],
    "the United States": ["united_states"],
    "its allies and the Quad": ["us_ally", "group_with_us"],
    "India, TPP and other groups": ["like_minded", "other"],
    "China, Russia, Iran": ["rival_of_us"],
}
_DRAWN = ["move_id", "date", "partner_name", "partner_kind", "domain", "is_us_move", "track"]
MADE = "the made coder (codes washington whenever the American government takes part)"


def coding_sheet(sample: pd.DataFrame) -> CodingSheet:
    """The moves of a sample with buttons for the two tracks; our codes are not shown.

    sample has the columns of dual-track-moves.
    """
    need(sample, "move_id", "date", "date_precision", "domain", "place", "description")
    text = [
        (f"{row.date.day} " if row.date_precision == "day" else "")
        + f"{row.date:%B %Y}, {row.domain}"
        + (f", {row.place}" if pd.notna(row.place) else "")
        + f": {row.description}"
        for row in sample.itertuples()
    ]
    return CodingSheet(sample, "move_id", text, TRACKS)


def two_coders(moves: pd.DataFrame, mine: object = None) -> pd.DataFrame:
    """The moves with our code (`ours`), a second code (`second`) and who gave it (`second_coder`).

    mine maps each move_id to a track. Unless it has a track for every move the second coder is a made
    one, and the label says so: it is no person, and asks only whether the American government takes part.
    """
    need(moves, "move_id", "description", "track", "us_takes_part")
    given = dict(mine) if isinstance(mine, dict) else {}
    codes = moves["move_id"].astype("str").map(given)
    answered = bool(codes.isin(list(TRACKS)).all())
    if not answered:
        codes = moves["us_takes_part"].map({True: "washington", False: "elsewhere"})
    return pd.DataFrame(
        {
            "move_id": moves["move_id"],
            "description": moves["description"],
            "ours": moves["track"].astype("str"),
            "second": codes.astype("str"),
            "second_coder": "you" if answered else MADE,
        }
    )


def agreement_chart(sample: pd.DataFrame, moves: pd.DataFrame, mine: object, source: str) -> Chart:
    """Kappa with its interval: our codes against the made coder's, on the sample and on all moves, and yours."""
    pairs = {f"made coder, {len(sample)} moves": two_coders(sample), f"made coder, all {len(moves)}": two_coders(moves)}
    yours = two_coders(sample, mine)
    answered = yours["second_coder"].iloc[0] == "you"
    told = "Your own codes are not complete yet, so they are not drawn."
    if answered and yours["second"].nunique() == 1:
        told = "You gave every move one code; with a second code in use your kappa can be drawn."
    elif answered:
        pairs = {f"you, {len(sample)} moves": yours} | pairs
    found = {who: agreement.cohen_kappa(pair["ours"], pair["second"], list(TRACKS)) for who, pair in pairs.items()}
    table = pd.DataFrame(found.values(), index=list(found)).rename_axis("our codes against").reset_index()
    few, many = (found[who] for who in list(found)[-2:])
    if answered and len(found) == 3:
        you = next(iter(found.values()))
        told = f"You and we agree with kappa {you.kappa:.2f} ({you.low:.2f} to {you.high:.2f})."
    reading = (
        f"{told} Against the made coder kappa is {few.kappa:.2f} ({few.low:.2f} to {few.high:.2f}) on {few.n} moves "
        f"and {many.kappa:.2f} ({many.low:.2f} to {many.high:.2f}) on {many.n}: few cases, wide interval."
    )
    return estimates.whiskers(
        table,
        "our codes against",
        "kappa",
        "low",
        "high",
        title="How far do coders agree beyond chance?",
        axis="Cohen's kappa (0 = chance, 1 = always alike), with 95% interval",
        source=source,
        reading=reading,
        limits=(-0.4, 1.1),
    )


def accounts() -> pd.DataFrame:
    """Two scholars who disagree whether Japan hedges: what each means by the word, and what each expects to see.

    Their accounts are put in our words, and so are the expectations, which we drew from them.
    """
    return pd.DataFrame(
        [
            (
                "Adam P. Liff",
                2019,
                "Unambivalent alignment: Japan's China strategy, the US alliance, and the 'hedging' fallacy",
                "International Relations of the Asia-Pacific, doi 10.1093/irap/lcz015",
                "To hedge is to lean toward Beijing or to take a place between Beijing and Washington. Japan does neither: its new "
                "ties support the alliance.",
                "Moves elsewhere are with friends of Washington; none in security with China or Russia.",
            ),
            (
                "Elena Atanassova-Cornelis",
                2018,
                "Reconceptualising the Asia-Pacific Order: Japan's Response to Strategic Uncertainties in the Era of Trump",
                "Interdisciplinary Political Studies, doi 10.1285/i20398573v4n1p153",
                "To hedge is to insure against doubt: whether America stays, and what China intends. An ally can hedge while it "
                "holds on to the alliance.",
                "Moves elsewhere become more frequent when trust in the American president falls.",
            ),
        ],
        columns=["author", "year", "title", "where", "what hedging means", "what the tables should show"],
    ).set_index("author")


def timeline_chart(
    moves: pd.DataFrame,
    first: str,
    last: str,
    source: str,
    *,
    group: str = "all partners",
    domain: str = "all",
    us_moves: bool = False,
    marks: dict | None = None,
) -> Chart:
    """Moves between two days, one row a partner, told apart by domain; the sentence counts the tracks.

    group is one of GROUPS, domain one of DOMAINS or "all"; us_moves also draws what the United States
    did, which is never counted; marks puts words on days. A choice without any move draws an empty
    figure and says so. Raises LookupError for an unknown group or domain, ValueError for a missing
    column or days in the wrong order.
    """
    need(moves, *_DRAWN)
    group, domain = resolve(group, GROUPS, "group of partners"), resolve(domain, ["all", *DOMAINS], "domain")
    try:
        first, last = pd.Timestamp(first), pd.Timestamp(last)
    except (TypeError, ValueError):
        raise ValueError(
            f"A day is written year-month-day; {first!r} and {last!r} were given. Write it like '2018-04-17'."
        ) from None
    if first > last:
        raise ValueError(
            f"The first day comes before the last; {first:%Y-%m-%d} is after {last:%Y-%m-%d}. Exchange them."
        )
    here = moves[moves["date"].between(first, last) & moves["partner_kind"].isin(GROUPS[group])]
    here = here[here["domain"] == domain] if domain != "all" else here
    japan = here[~here["is_us_move"]]
    drawn = here if us_moves else japan
    what = "moves" if domain == "all" else f"{domain} moves"
    span = f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}"
    count = japan["track"].value_counts()
    extra = f" {len(here) - len(japan)} of the United States are drawn and not counted." if us_moves else ""
    top = japan.loc[japan["track"] == "elsewhere", "partner_name"].astype("str").value_counts()
    most = f" Elsewhere it is most often {top.index[0]} ({top.iloc[0]})." if len(top) else ""
    reading = (
        f"{span}, {group}: our list has {count['washington']} {what} of Japan toward Washington and "
        f"{count['elsewhere']} elsewhere.{most}{extra}"
    )
    known = set(moves.loc[moves["partner_kind"].isin(GROUPS[group]), "partner_name"])
    margin = (last - first) * 0.015
    order = [name for name in moves["partner_name"].cat.categories if name in known]
    return timelines.points(
        drawn,
        "partner_name",
        "date",
        "domain",
        title="With whom, about what, and when?",
        source=source,
        reading=reading,
        labels=DOMAINS,
        order=order,
        name="move_id",
        span=(first - margin, last + margin),
        marks=marks,
    )


def track_explorer(moves: pd.DataFrame, source: str) -> Explorer:
    """Choose a stretch of time, a group of partners and a domain; see the moves and what the list counts.

    moves is dual-track-moves.
    """
    need(moves, *_DRAWN)
    quarters = pd.date_range(
        moves["date"].min().to_period("Q").start_time, moves["date"].max() + pd.offsets.QuarterEnd(), freq="QS"
    )
    ends = [(f"{day:%b %Y}", day) for day in quarters]
    drawn = moves[_DRAWN]
    controls = {
        "time": widgets.SelectionRangeSlider(
            options=ends,
            index=(0, len(ends) - 1),
            description="From, to",
            continuous_update=True,
            layout={"width": "min(640px, 95%)"},
        ),
        "group": widgets.ToggleButtons(
            options=list(GROUPS), description="Partners", style={"button_width": "max-content"}
        ),
        "domain": widgets.ToggleButtons(options=["all", *DOMAINS], description="Domain"),
        "us_moves": widgets.Checkbox(value=False, description="Draw moves of the United States too", indent=False),
    }

    def draw(time: tuple, group: str, domain: str, us_moves: bool) -> Chart:
        last = time[1] + pd.offsets.QuarterEnd(startingMonth=3)
        return timeline_chart(drawn, time[0], last, source, group=group, domain=domain, us_moves=us_moves)

    return Explorer(controls, draw)
