"""The one decision of the role-play: its texts, scripted partners and votes, and the record beside the class."""

from collections.abc import Iterator, Mapping
from itertools import product

import numpy as np
import pandas as pd

from alliancelab.ground.messages import say
from alliancelab.ground.numbers import between, whole
from alliancelab.ground.suggestions import resolve
from alliancelab.ground.tables import need

NAMES = ("Japan", "United States", "South Korea", "North Korea", "China")
ISSUES = {"trade": "Trade", "north-korea": "North Korea", "abductions": "Abduction issue"}
LEVELS = (0, 50, 100)
MEETING = pd.Timestamp("2018-04-18")
# A scripted partner accepts what meets this much of its wishes (0 to 100), and objects to less than the second
# number. The first is ours: above what the models call Washington's worth of no deal, and low enough that several
# roads stay open (`passing` counts them). The mood of a partner moves its content by so much at most.
ACCEPTS, OBJECTS, MOOD = 45, 30, 5


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


def packages() -> list[dict[str, int]]:
    """Every package that the two leaders can announce: each issue at 0, 50 or 100.

    >>> len(packages()), packages()[1]
    (27, {'trade': 0, 'north-korea': 0, 'abductions': 50})
    """
    return [dict(zip(ISSUES, levels, strict=True)) for levels in product(LEVELS, repeat=len(ISSUES))]


def content(package: Mapping[str, int], wanted: pd.DataFrame) -> dict[str, float]:
    """How far a package meets each delegation's assumed wishes: 100 is all of them, 0 none, weighted by issue.

    package gives each issue 0, 50 or 100; wanted is the table summit-wishes, or your own with its columns.

    >>> from alliancelab import catalogue
    >>> content({"trade": 50, "north-korea": 50, "abductions": 100}, catalogue.load("summit-wishes"))["Japan"]
    67.5
    """
    return _met(_package(package), _own(wanted))


def replies(
    package: Mapping[str, int],
    wanted: pd.DataFrame,
    seed: int,
    votes: Mapping[str, tuple[int, int]] | None = None,
) -> pd.DataFrame:
    """What each delegation says to a package: by the votes of its members, or by its assumed wishes.

    package and wanted as in `content`. A scripted partner's mood, drawn from the seed, moves its content by 5 points
    at most. From 45 it accepts, from 30 it asks for a change where it hurts most, below that it objects. votes maps
    a delegation that students play to its votes for and against: it accepts with more for than against. Same seed,
    same answers. Columns delegation, says, issue (where it hurts most), content (0 to 100), by. Raises ValueError for
    votes that are no two whole numbers, or none at all.

    >>> from alliancelab import catalogue
    >>> package = {"trade": 50, "north-korea": 50, "abductions": 100}
    >>> replies(package, catalogue.load("summit-wishes"), 1, {"Japan": (1, 2)})["says"].tolist()
    ['refuses', 'accepts', 'accepts', 'asks for a change', 'accepts']
    """
    hurt, cast = _hurt(_package(package), _own(wanted)), _votes(votes or {})
    moods, lines = _moods(seed), []
    for delegation in NAMES:
        parts = hurt[delegation]
        if delegation in cast:
            yes, no = cast[delegation]
            by = say("bargaining.by_vote", yes=yes, no=no)
            lines.append((delegation, "accepts" if yes > no else "refuses", "", None, by))
            continue
        met = float(np.clip(100 - parts.sum() + moods[delegation], 0, 100))
        says = "accepts" if met >= ACCEPTS else "asks for a change" if met >= OBJECTS else "objects"
        where = list(ISSUES)[parts.argmax()] if parts.max() > 0 else ""
        lines.append((delegation, says, where, round(met), say("bargaining.by_wishes")))
    table = pd.DataFrame(lines, columns=["delegation", "says", "issue", "content", "by"])
    return table.astype({"content": "Int64"})


def passing(wanted: pd.DataFrame, seed: int) -> list[dict[str, int]]:
    """The packages, of the 27, that scripted partners for Japan and the United States both accept.

    wanted and seed as in `replies`.

    >>> from alliancelab import catalogue
    >>> len(passing(catalogue.load("summit-wishes"), seed=7))
    10
    """
    own, moods, leaders = _own(wanted), _moods(seed), NAMES[:2]
    each = [(package, _met(package, own)) for package in packages()]
    return [package for package, met in each if all(met[name] + moods[name] >= ACCEPTS for name in leaders)]


def better_for_both(package: Mapping[str, int], wanted: pd.DataFrame) -> list[dict[str, int]]:
    """The packages that meet the assumed wishes of Japan and of the United States better than this one.

    package and wanted as in `content`. Neither side can lose by any of them, by these wishes.

    >>> from alliancelab import catalogue
    >>> better_for_both({"trade": 50, "north-korea": 50, "abductions": 100}, catalogue.load("summit-wishes"))
    [{'trade': 0, 'north-korea': 100, 'abductions': 100}]
    """
    own = _own(wanted)
    now = _met(_package(package), own)
    others = [(other, _met(other, own)) for other in packages()]
    return [other for other, met in others if all(met[name] > now[name] for name in NAMES[:2])]


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
    """The class's text beside that of 18 April, how far they are apart, and the later rows to read on each issue.

    issues and options as in `record`; package gives each issue 0, 50 or 100. Neither text is the right one.

    >>> from alliancelab import catalogue
    >>> issues, options = catalogue.load("summit-issues"), catalogue.load("summit-options")
    >>> debrief(issues, options, {"trade": 0, "north-korea": 50, "abductions": 100})["beside the record"].tolist()
    ['one step further from what Japan asked', 'the same text', 'the same text']
    """
    chosen, result, words, lines = _package(package), record(issues, options), texts(options), []
    later = issues[(issues["phase"] == "after") & (issues["stated_date"] > MEETING)]
    for row in result.itertuples():
        after = ", ".join(later.loc[later["issue"] == row.issue, "row_id"])
        level = chosen[row.issue]
        beside = _apart(LEVELS.index(level) - LEVELS.index(row.level))
        lines.append((row.issue, words.loc[row.issue, level], row.text, beside, row.rows, after))
    columns = ["issue", "your text", "the record", "beside the record", "rows", "what came later"]
    return pd.DataFrame(lines, columns=columns).set_index("issue")


def weighed(
    issues: pd.DataFrame, options: pd.DataFrame, wanted: pd.DataFrame, package: Mapping[str, int]
) -> pd.DataFrame:
    """How far the class's text and that of the record meet each delegation's assumed wishes (0 to 100).

    Arguments as in `debrief` and `content`. One row per delegation, columns "your text" and "the record".

    >>> from alliancelab import catalogue
    >>> tables = [catalogue.load(f"summit-{name}") for name in ("issues", "options", "wishes")]
    >>> weighed(*tables, {"trade": 0, "north-korea": 100, "abductions": 100}).loc["Japan"].tolist()
    [75.0, 67.5]
    """
    told = record(issues, options).set_index("issue")["level"].to_dict()
    columns = {"your text": content(package, wanted), "the record": content(told, wanted)}
    return pd.DataFrame(columns, index=list(NAMES))


def roads(
    issues: pd.DataFrame, options: pd.DataFrame, wanted: pd.DataFrame, package: Mapping[str, int], seed: int
) -> str:
    """In two sentences: how many packages pass with scripted partners, and how many would serve both sides better.

    Arguments as in `weighed`, seed as in `replies`.

    >>> from alliancelab import catalogue
    >>> tables = [catalogue.load(f"summit-{name}") for name in ("issues", "options", "wishes")]
    >>> roads(*tables, {"trade": 0, "north-korea": 100, "abductions": 100}, seed=7)[:37]
    'Of the 27 texts, 10 pass with scripte'
    """
    told = record(issues, options).set_index("issue")["level"].to_dict()
    return say(
        "bargaining.roads",
        all=len(packages()),
        n=len(passing(wanted, seed)),
        seed=seed,
        yours=len(better_for_both(package, wanted)),
        record=len(better_for_both(told, wanted)),
    )


def _apart(steps: int) -> str:
    if not steps:
        return say("bargaining.same_text")
    return say("bargaining.nearer" if steps > 0 else "bargaining.further", n=abs(steps))


def _own(wanted: pd.DataFrame) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """The wishes of each delegation, checked once: weight and level of each issue."""
    checked_wishes(wanted)
    own = {}
    for delegation in NAMES:
        rows = wanted[wanted["delegation"] == delegation].set_index("issue").rename(index=str).loc[list(ISSUES)]
        own[delegation] = rows["weight"].to_numpy(), rows["level"].to_numpy()
    return own


def _hurt(chosen: Mapping[str, int], own: Mapping[str, tuple[np.ndarray, np.ndarray]]) -> dict[str, np.ndarray]:
    """What a package takes from each delegation, issue by issue, of the 100 that all its wishes are worth."""
    levels = np.array([chosen[issue] for issue in ISSUES])
    return {name: weights * abs(wished - levels) / 100 for name, (weights, wished) in own.items()}


def _met(chosen: Mapping[str, int], own: Mapping[str, tuple[np.ndarray, np.ndarray]]) -> dict[str, float]:
    return {name: float(100 - parts.sum()) for name, parts in _hurt(chosen, own).items()}


def _moods(seed: int) -> dict[str, float]:
    """The mood of each scripted partner, drawn in the order of NAMES."""
    dice = np.random.default_rng(whole(seed, 0, what=say("bargaining.seed")))
    return {name: dice.uniform(-MOOD, MOOD) for name in NAMES}


def _votes(votes: Mapping[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    if not isinstance(votes, Mapping):
        raise ValueError(say("bargaining.not_votes", given=votes))
    cast = {}
    for delegation, pair in votes.items():
        resolve(delegation, NAMES, say("bargaining.delegation"))
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:
            raise ValueError(say("bargaining.not_votes", given=pair))
        yes, no = (whole(number, 0, what=say("bargaining.votes_of", delegation=delegation)) for number in pair)
        if not yes + no:
            raise ValueError(say("bargaining.no_votes", delegation=delegation))
        cast[delegation] = (yes, no)
    return cast


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


def checked_wishes(wanted: pd.DataFrame) -> pd.DataFrame:
    """The table of wishes itself, one row per delegation and issue, level and weight from 0 to 100.

    Raises LookupError for a missing column, an unknown delegation or issue, ValueError for the rest.

    >>> from alliancelab import catalogue
    >>> len(checked_wishes(catalogue.load("summit-wishes")))
    15
    """
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
    return wanted


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
