"""The role-play: who sits where, each delegation's brief, scripted partners, and the record beside the class."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from alliancelab.ground import days
from alliancelab.ground.messages import say
from alliancelab.ground.numbers import between, whole
from alliancelab.ground.suggestions import resolve
from alliancelab.ground.tables import need

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
LEVELS = (0, 50, 100)
MEETING = pd.Timestamp("2018-04-18")
_PARTNER = "scripted partner"


def seats(students: int, seed: int = 0) -> pd.DataFrame:
    """Who sits where, for 1 to 24 students: one row per student, and one per delegation left to a scripted partner.

    Delegations differ by one student at most; Japan and the United States fill first. The seed deals the
    numbered students to the seats. Columns delegation, student ("student 1" or "scripted partner"), part.
    Raises ValueError for another number of students.

    >>> seats(1)["student"].tolist()
    ['student 1', 'scripted partner', 'scripted partner', 'scripted partner', 'scripted partner']
    """
    whole(students, 1, MOST, say("bargaining.number_of_students"))
    dice = np.random.default_rng(whole(seed, 0, what=say("bargaining.seed")))
    dealt = [int(number) for number in dice.permutation(students)]
    each, extra = divmod(students, len(NAMES))
    lines = []
    for place, delegation in enumerate(NAMES):
        own = [dealt.pop(0) + 1 for _ in range(each + (place < extra))]
        lines += [(delegation, f"student {number}", part) for number, part in zip(own, PARTS, strict=False)]
        if not own:
            lines.append((delegation, _PARTNER, PARTS[0]))
    return pd.DataFrame(lines, columns=["delegation", "student", "part"])


def brief(issues: pd.DataFrame, delegation: str) -> str:
    """The brief of one delegation as Markdown, drawn from the rows stated before the meeting.

    issues is the table summit-issues. Raises LookupError for an unknown delegation or a missing column.

    >>> row = pd.DataFrame({"row_id": ["JPN01"], "phase": "before", "delegation": "Japan", "issue": "trade",
    ...     "stated_date": pd.to_datetime(["2018-03-09"]), "date_precision": "day",
    ...     "asserted_by": "Suga", "position": "Asks to be spared."})
    >>> print(brief(row, "Japan").splitlines()[4])
    - JPN01, 9 March 2018 (Suga): Asks to be spared.
    """
    resolve(delegation, NAMES, say("bargaining.delegation"))
    _issues(issues, "date_precision", "asserted_by", "position")
    before = issues[issues["phase"] == "before"]
    is_own = before["delegation"] == delegation
    parts = [say("bargaining.brief_title", delegation=delegation)]
    for issue, name in ISSUES.items():
        on_it = before["issue"] == issue
        own = [_quoted(row) for row in before[is_own & on_it].itertuples()] or [say("bargaining.brief_no_row")]
        others = ", ".join(before.loc[~is_own & on_it, "row_id"]) or say("bargaining.brief_no_other_row")
        parts += [say("bargaining.brief_issue", issue=name), "\n".join(own), say("bargaining.brief_read", rows=others)]
    return "\n\n".join([*parts, say("bargaining.brief_unknown")])


def briefs(issues: pd.DataFrame) -> str:
    """All five briefs after one another, for the lecturer to print.

    >>> from alliancelab import catalogue
    >>> briefs(catalogue.load("summit-issues")).count("### Brief")
    5
    """
    return "\n\n".join(brief(issues, delegation) for delegation in NAMES) + "\n"


def texts(options: pd.DataFrame) -> pd.DataFrame:
    """The one decision: the text of each issue (rows) at 0, 50 or 100 percent of what Japan asks (columns).

    options is the table summit-options. Raises ValueError when an issue lacks a level.

    >>> from alliancelab import catalogue
    >>> texts(catalogue.load("summit-options")).loc["trade", 0]
    'no exemption'
    """
    _options(options)
    table = options.assign(issue=options["issue"].astype(str)).pivot(index="issue", columns="level", values="text")
    return table.loc[list(ISSUES), list(LEVELS)].rename_axis(index=None, columns=None)


def replies(package: Mapping[str, int], wanted: pd.DataFrame, seed: int) -> pd.DataFrame:
    """What each scripted partner says to a package, so that one student can play alone.

    package gives each issue 0, 50 or 100; wanted is the table summit-wishes, or your own with its columns:
    for each delegation and issue the level it wants and the weight it gives it. A partner is content to the
    degree that the package is near its wishes (weighted distance); its mood, drawn from the seed, moves
    that by 5 points at most. From 60 it accepts, from 40 it asks for a change where it hurts most, below
    that it objects. Same seed, same answers. Columns delegation, says, issue (where it hurts most),
    content (0 to 100).

    >>> from alliancelab import catalogue
    >>> package = {"trade": 50, "north-korea": 50, "abductions": 100}
    >>> replies(package, catalogue.load("summit-wishes"), seed=1)["says"].tolist()
    ['accepts', 'accepts', 'accepts', 'asks for a change', 'accepts']
    """
    chosen = pd.Series(_package(package))
    _wishes(wanted)
    dice, lines = np.random.default_rng(whole(seed, 0, what=say("bargaining.seed"))), []
    for delegation in NAMES:
        own = wanted[wanted["delegation"] == delegation].set_index("issue").rename(index=str).loc[list(ISSUES)]
        hurt = own["weight"] * (own["level"] - chosen).abs() / 100
        content = float(np.clip(100 - hurt.sum() + dice.uniform(-5, 5), 0, 100))
        says = "accepts" if content >= 60 else "asks for a change" if content >= 40 else "objects"
        lines.append((delegation, says, hurt.idxmax() if hurt.max() > 0 else "", round(content)))
    return pd.DataFrame(lines, columns=["delegation", "says", "issue", "content"])


def record(issues: pd.DataFrame, options: pd.DataFrame) -> pd.DataFrame:
    """What Mar-a-Lago brought, on the scale of the decision: one row per issue with the rows it rests on.

    Takes the rows of 18 April 2018 by the United States, alone or with Japan. summit-options says at which
    level each act is read (its column acts); the highest counts. Raises ValueError without a row on an issue.

    >>> from alliancelab import catalogue
    >>> record(catalogue.load("summit-issues"), catalogue.load("summit-options"))["level"].tolist()
    [50, 50, 100]
    """
    _issues(issues, "forum", "act")
    words, lines = texts(options), []
    that_day = issues[(issues["stated_date"] == MEETING) & (issues["forum"] == "Mar-a-Lago")]
    american = that_day[that_day["delegation"].astype(str).str.contains("United States")]
    for issue, levels in _levels(options):
        rows = american[(american["issue"] == issue) & american["act"].isin(list(levels))]
        if rows.empty:
            raise ValueError(say("bargaining.no_record", day=MEETING, issue=issue))
        level = max(levels[act] for act in rows["act"])
        lines.append((issue, level, words.loc[issue, level], ", ".join(rows["row_id"])))
    return pd.DataFrame(lines, columns=["issue", "level", "text", "rows"])


def debrief(issues: pd.DataFrame, options: pd.DataFrame, package: Mapping[str, int]) -> pd.DataFrame:
    """The class's package beside the record of 18 April, and the later rows to read on each issue.

    issues and options as in `record`; package gives each issue 0, 50 or 100.

    >>> from alliancelab import catalogue
    >>> issues, options = catalogue.load("summit-issues"), catalogue.load("summit-options")
    >>> debrief(issues, options, {"trade": 50, "north-korea": 50, "abductions": 100})["same"].tolist()
    [True, True, True]
    """
    chosen, result, words, lines = _package(package), record(issues, options), texts(options), []
    later = issues[(issues["phase"] == "after") & (issues["stated_date"] > MEETING)]
    for row in result.itertuples():
        after = ", ".join(later.loc[later["issue"] == row.issue, "row_id"])
        level = chosen[row.issue]
        lines.append((row.issue, words.loc[row.issue, level], row.text, level == row.level, row.rows, after))
    columns = ["issue", "your class", "the record", "same", "rows", "what came later"]
    return pd.DataFrame(lines, columns=columns).set_index("issue")


def _issues(issues: pd.DataFrame, *columns: str) -> None:
    filled = ("row_id", "phase", "delegation", "issue")
    known = {"phase": ("before", "after"), "issue": tuple(ISSUES)}
    what = say("bargaining.the_issues")
    need(
        issues,
        *columns,
        what=what,
        dataset="summit-issues",
        rows=True,
        days=["stated_date"],
        filled=[*filled, "stated_date"],
        unique=["row_id"],
        known=known,
    )


def _options(options: pd.DataFrame) -> None:
    need(
        options,
        "acts",
        what=say("bargaining.the_options"),
        dataset="summit-options",
        rows=True,
        filled=["issue", "level", "text"],
        unique=["issue", "level"],
        known={"issue": tuple(ISSUES), "level": LEVELS},
    )
    if len(options) != len(ISSUES) * len(LEVELS):
        raise ValueError(say("bargaining.options_lack", n=len(options), wanted=len(ISSUES) * len(LEVELS)))


def _wishes(wanted: pd.DataFrame) -> None:
    need(
        wanted,
        what=say("bargaining.the_wishes"),
        dataset="summit-wishes",
        rows=True,
        filled=["delegation", "issue", "level", "weight"],
        unique=["delegation", "issue"],
        known={"delegation": NAMES, "issue": tuple(ISSUES)},
    )
    if len(wanted) != len(NAMES) * len(ISSUES):
        raise ValueError(say("bargaining.wishes_lack", n=len(wanted), wanted=len(NAMES) * len(ISSUES)))
    for column in ("level", "weight"):
        what = say("bargaining.wish", column=column)
        for value in wanted[column].tolist():
            between(value, 0, 100, what)


def _levels(options: pd.DataFrame) -> Iterator[tuple[str, dict[str, int]]]:
    """For each issue the level at which an act of the record is read."""
    for issue in ISSUES:
        rows = options[options["issue"] == issue]
        acts = [(str(text).split("; "), int(level)) for text, level in zip(rows["acts"], rows["level"], strict=True)]
        yield issue, {act: level for names, level in acts for act in names}


def _package(package: Mapping[str, int]) -> dict[str, int]:
    if not isinstance(package, Mapping):
        raise ValueError(say("bargaining.not_a_package", given=package))
    for issue, level in package.items():
        resolve(issue, ISSUES, say("bargaining.issue"))
        if isinstance(level, (bool, np.bool_)) or not pd.api.types.is_number(level) or level not in LEVELS:
            raise ValueError(say("bargaining.not_a_level", issue=issue, given=level))
    for issue in ISSUES:
        if issue not in package:
            raise ValueError(say("bargaining.issue_left_out", issue=issue))
    return {issue: int(package[issue]) for issue in ISSUES}


def _quoted(row) -> str:
    day = f"{row.stated_date:%B %Y}" if row.date_precision == "month" else days.spoken(row.stated_date)
    return say("bargaining.brief_row", row=row.row_id, day=day, who=row.asserted_by, position=row.position)
