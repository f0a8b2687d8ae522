"""The role-play: who sits where, each delegation's brief, scripted partners, and the record beside the class."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from alliancelab.bargaining.checks import has_columns, whole
from alliancelab.ground.suggestions import brief as shown
from alliancelab.ground.suggestions import resolve

NAMES = ("Japan", "United States", "South Korea", "North Korea", "China")
PARTS = (
    "head of delegation",
    "adviser on trade",
    "adviser on North Korea",
    "adviser on the abduction issue",
    "note-taker",
)
MOST = 24
ISSUES = {"trade": "Trade", "north-korea": "North Korea", "abductions": "Abduction issue"}
# The one decision: a text for each issue, at 0, 50 or 100 percent of what Japan asks.
TEXTS = {
    "trade": {0: "no exemption", 50: "talks on trade, the exemption left open", 100: "Japan exempt from the duties"},
    "north-korea": {
        0: "an end to intercontinental missiles",
        50: "an end to ballistic missiles, no ranges named",
        100: "an end to missiles of all ranges, named",
    },
    "abductions": {0: "not named", 50: "named as a concern", 100: "a promise to raise them with Kim Jong Un"},
}
# How we read an act of the record on the scale of TEXTS; a judgement of the makers of this kit.
LEVELS = {"refuses": 0, "omits": 0, "announces": 50, "accepts": 100, "promises": 100, "decides": 100}
_COLUMNS = ["row_id", "phase", "stated_date", "date_precision", "delegation", "issue", "asserted_by", "position"]


def seats(students: int, seed: int = 0) -> pd.DataFrame:
    """Who sits where, for 1 to 24 students: one row a student, and one a delegation left to a scripted partner.

    Delegations differ by one student at most; Japan and the United States fill first. The seed deals the
    numbered students to the seats. Columns delegation, student ("student 1" or "scripted partner"), part.

    >>> seats(1)["student"].tolist()
    ['student 1', 'scripted partner', 'scripted partner', 'scripted partner', 'scripted partner']
    """
    whole(students, "The number of students", 1, MOST)
    dealt = [int(number) for number in np.random.default_rng(whole(seed, "The seed", 0)).permutation(students)]
    each, extra = divmod(students, len(NAMES))
    lines = []
    for place, delegation in enumerate(NAMES):
        own = [dealt.pop(0) + 1 for _ in range(each + (place < extra))]
        lines += [(delegation, f"student {number}", part) for number, part in zip(own, PARTS, strict=False)]
        if not own:
            lines.append((delegation, "scripted partner", PARTS[0]))
    return pd.DataFrame(lines, columns=["delegation", "student", "part"])


def brief(issues: pd.DataFrame, delegation: str) -> str:
    """The brief of one delegation as Markdown, drawn from the rows stated before the meeting.

    issues is the table summit-issues. Raises LookupError for an unknown delegation.

    >>> row = pd.DataFrame({"row_id": ["JPN01"], "phase": "before", "delegation": "Japan", "issue": "trade",
    ...     "stated_date": pd.to_datetime(["2018-03-09"]), "date_precision": "day",
    ...     "asserted_by": "Suga", "position": "Asks to be spared."})
    >>> print(brief(row, "Japan").splitlines()[4])
    - JPN01, 9 March 2018 (Suga): Asks to be spared.
    """
    resolve(delegation, NAMES, "delegation")
    has_columns(issues, _COLUMNS, "summit-issues")
    before = issues[issues["phase"] == "before"]
    own, others = before[before["delegation"] == delegation], before[before["delegation"] != delegation]
    lines = [f"### Brief: {delegation}"]
    for issue, name in ISSUES.items():
        mine, theirs = own[own["issue"] == issue], others[others["issue"] == issue]
        said = [f"- {row.row_id}, {_day(row)} ({row.asserted_by}): {row.position}" for row in mine.itertuples()]
        lines += [
            "",
            f"**{name}: what you have said**",
            "",
            *(said or ["- no row: decide what you would say, and mark it as your own"]),
        ]
        lines += ["", f"Read also: {', '.join(theirs['row_id']) or 'no other row'}."]
    return "\n".join(
        [
            *lines,
            "",
            "**What you do not know:** what the others have been told in private. You have no secret orders "
            "either: whatever the rows leave open, you assume, and say so.",
        ]
    )


def briefs(issues: pd.DataFrame) -> str:
    """All five briefs after one another, for the lecturer to print.

    >>> from alliancelab import catalogue
    >>> briefs(catalogue.load("summit-issues")).count("### Brief")
    5
    """
    return "\n\n".join(brief(issues, delegation) for delegation in NAMES) + "\n"


def wishes() -> pd.DataFrame:
    """What the scripted partners are assumed to want: for each delegation and issue a level and a weight.

    level is on the scale of TEXTS (100 is all that Japan asks); weights add up to 100 a delegation. They are
    assumptions of the makers of this kit, made after reading the rows; change them and play again.

    >>> wishes().groupby("delegation")["weight"].sum().unique().tolist()
    [100]
    """
    assumed = {
        "Japan": ((100, 25), (100, 40), (100, 35)),
        "United States": ((0, 55), (50, 35), (100, 10)),
        "South Korea": ((50, 20), (50, 65), (50, 15)),
        "North Korea": ((50, 5), (0, 70), (0, 25)),
        "China": ((50, 40), (0, 50), (50, 10)),
    }
    lines = [(name, issue, *pair) for name, pairs in assumed.items() for issue, pair in zip(ISSUES, pairs, strict=True)]
    return pd.DataFrame(lines, columns=["delegation", "issue", "level", "weight"])


def replies(package: Mapping[str, int], seed: int, wanted: pd.DataFrame | None = None) -> pd.DataFrame:
    """What each scripted partner says to a package, so that one student can play alone.

    package gives each issue 0, 50 or 100, as in TEXTS. A partner is content to the degree that the package
    is near its wishes (weighted distance); its mood, drawn from the seed, moves that by 5 points at most.
    From 60 it accepts, from 40 it asks for a change where it hurts most, below that it objects. Same seed,
    same answers. Columns delegation, says, issue (where it hurts most), content (0 to 100).

    >>> replies({"trade": 50, "north-korea": 50, "abductions": 100}, seed=1)["says"].tolist()
    ['accepts', 'accepts', 'accepts', 'asks for a change', 'accepts']
    """
    chosen, wanted = _package(package), wishes() if wanted is None else wanted
    has_columns(wanted, ["delegation", "issue", "level", "weight"], "What the partners want")
    dice, lines = np.random.default_rng(whole(seed, "The seed", 0)), []
    for delegation in NAMES:
        own = wanted[wanted["delegation"] == delegation].set_index("issue")
        hurt = own["weight"] * (own["level"] - pd.Series(chosen)).abs() / 100
        content = float(np.clip(100 - hurt.sum() + dice.uniform(-5, 5), 0, 100))
        says = "accepts" if content >= 60 else "asks for a change" if content >= 40 else "objects"
        lines.append((delegation, says, hurt.idxmax() if hurt.max() > 0 else "", round(content)))
    return pd.DataFrame(lines, columns=["delegation", "says", "issue", "content"])


def record(issues: pd.DataFrame) -> pd.DataFrame:
    """What Mar-a-Lago brought, on the scale of TEXTS: one row an issue with the rows it rests on.

    Takes the rows of 18 April 2018 by the United States, alone or with Japan; the highest of LEVELS counts.

    >>> from alliancelab import catalogue
    >>> record(catalogue.load("summit-issues"))["level"].tolist()
    [50, 50, 100]
    """
    has_columns(issues, [*_COLUMNS, "forum", "act"], "summit-issues")
    day = issues[(issues["stated_date"] == "2018-04-18") & (issues["forum"] == "Mar-a-Lago")]
    told = day[day["delegation"].astype(str).str.contains("United States") & day["act"].isin(list(LEVELS))]
    lines = []
    for issue in ISSUES:
        rows = told[told["issue"] == issue]
        if rows.empty:
            raise ValueError(f"The table has no row of 18 April 2018 on {issue}; load summit-issues whole.")
        level = max(LEVELS[act] for act in rows["act"])
        lines.append((issue, level, TEXTS[issue][level], ", ".join(rows["row_id"])))
    return pd.DataFrame(lines, columns=["issue", "level", "text", "rows"])


def debrief(issues: pd.DataFrame, package: Mapping[str, int]) -> pd.DataFrame:
    """The class's package beside the record of 18 April, and the later rows to read on each issue.

    >>> from alliancelab import catalogue
    >>> issues = catalogue.load("summit-issues")
    >>> debrief(issues, {"trade": 50, "north-korea": 50, "abductions": 100})["same"].tolist()
    [True, True, True]
    """
    chosen, lines = _package(package), []
    told = record(issues)
    later = issues[(issues["phase"] == "after") & (issues["stated_date"] > "2018-04-18")]
    for row in told.itertuples():
        after = ", ".join(later.loc[later["issue"] == row.issue, "row_id"])
        lines.append(
            (row.issue, TEXTS[row.issue][chosen[row.issue]], row.text, chosen[row.issue] == row.level, row.rows, after)
        )
    return pd.DataFrame(
        lines, columns=["issue", "your class", "the record", "same", "rows", "what came later"]
    ).set_index("issue")


def _package(package: Mapping[str, int]) -> dict[str, int]:
    if not isinstance(package, Mapping):
        raise ValueError(
            f"A package gives each issue 0, 50 or 100; what was given is {shown(package)}. "
            "Write such as {'trade': 50, 'north-korea': 50, 'abductions': 100}."
        )
    for issue, level in package.items():
        resolve(issue, ISSUES, "issue")
        if isinstance(level, bool) or not pd.api.types.is_scalar(level) or level not in (0, 50, 100):
            raise ValueError(
                f"An issue is settled at 0, 50 or 100; {issue} is {shown(level)}. Choose one of the three."
            )
    if absent := [issue for issue in ISSUES if issue not in package]:
        raise ValueError(f"The package leaves out {absent[0]}; give it 0, 50 or 100.")
    return {issue: package[issue] for issue in ISSUES}


def _day(row) -> str:
    day = row.stated_date
    return f"{day:%B %Y}" if row.date_precision == "month" else f"{day.day} {day:%B %Y}"
