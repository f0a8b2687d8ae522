"""The seats of the role-play: who sits where, for one to forty students, and the page that each seat is given."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from alliancelab.bargaining import delegations
from alliancelab.ground import days
from alliancelab.ground.messages import say
from alliancelab.ground.numbers import whole
from alliancelab.ground.suggestions import resolve
from alliancelab.ground.tables import need

MOST = 40
AT_A_TABLE = 20
PRESS = "Press"
LEADERS = delegations.NAMES[:2]
SCRIPTED = "scripted partner"
ROUNDS = ("round 1", "round 2", "round 3")
PARTS = ("situation", "interest", "red line", "may trade", "only you know", *ROUNDS)
# What every page calls the day it speaks of.
DAY = pd.Timestamp("2018-04-17")


def sizes(students: int) -> list[int]:
    """How many students sit at each table: one table up to twenty, two nearly equal ones above.

    Raises ValueError for another number than 1 to 40.

    >>> sizes(6), sizes(24), sizes(39)
    ([6], [12, 12], [20, 19])
    """
    whole(students, 1, MOST, say("bargaining.number_of_students"))
    if students <= AT_A_TABLE:
        return [students]
    return [students - students // 2, students // 2]


def seated(seats: pd.DataFrame, students: int, seed: int = 0) -> pd.DataFrame:
    """Who sits where: one row per student, and one for each delegation (and the press) left to a scripted partner.

    seats is the table summit-seats; seats fill in its order. The seed deals the numbered students to the tables and
    seats. Columns table, seat_id, delegation, part, issue (counts twice there), student. Raises ValueError for
    another number of students than 1 to 40.

    >>> from alliancelab import catalogue
    >>> table = seated(catalogue.load("summit-seats"), 6)
    >>> table["delegation"].tolist()
    ['Japan', 'United States', 'South Korea', 'North Korea', 'China', 'Press']
    >>> table["student"].str.startswith("student").all().item()
    True
    """
    ordered = _seats(seats).sort_values("fills")
    tables = sizes(students)
    dice = np.random.default_rng(whole(seed, 0, what=say("bargaining.seed")))
    dealt = [int(number) + 1 for number in dice.permutation(students)]
    parts = []
    for number, size in enumerate(tables, start=1):
        taken, free = ordered.head(size), ordered.iloc[size:]
        # An empty delegation is spoken for by a script, one voice each.
        left = free[~free["delegation"].isin(taken["delegation"])].drop_duplicates("delegation")
        people = [say("bargaining.student", n=dealt.pop(0)) for _ in range(size)]
        sitting = pd.concat([taken, left]).assign(table=number, student=people + [SCRIPTED] * len(left))
        parts.append(sitting)
    columns = ["table", "seat_id", "delegation", "part", "issue", "student"]
    return pd.concat(parts, ignore_index=True)[columns]


def lines(pages: pd.DataFrame, seats: pd.DataFrame, seat_id: str) -> pd.DataFrame:
    """The lines on the page of one seat, in the order in which they are printed.

    pages and seats are the tables summit-pages and summit-seats. Raises LookupError for an unknown seat.

    >>> from alliancelab import catalogue
    >>> pages, seats = catalogue.load("summit-pages"), catalogue.load("summit-seats")
    >>> lines(pages, seats, "japan-trade").query("part == 'only you know'")["line_id"].tolist()
    ['L15']
    """
    seat = _seat(seats, seat_id)
    _pages(pages)
    readers = {"all", seat["delegation"], seat["seat_id"]}
    if seat["delegation"] != PRESS:
        readers |= {"delegations", "leaders" if seat["delegation"] in LEADERS else "others"}
    own = pages[pages["for_whom"].astype(str).isin(readers)]
    order = own["part"].astype(str).map(PARTS.index)
    return own.assign(order=order).sort_values("order", kind="stable").drop(columns="order")


def page(pages: pd.DataFrame, seats: pd.DataFrame, issues: pd.DataFrame, seat_id: str, with_rounds: bool = True) -> str:
    """The page of one seat as Markdown: each line says whether it is on record, with its row, or invented for play.

    issues is the table summit-issues; the others as in `lines`. with_rounds adds what the seat decides in each round,
    which on paper stands on the decision sheet. Raises LookupError for an unknown seat, and for a
    line that names a row which summit-issues does not have.

    >>> from alliancelab import catalogue
    >>> text = page(*(catalogue.load(name) for name in ("summit-pages", "summit-seats", "summit-issues")), "china-head")
    >>> text.splitlines()[0]
    '### China, head of delegation'
    """
    seat, own = _seat(seats, seat_id), lines(pages, seats, seat_id)
    title = say("bargaining.page_title", delegation=seat["delegation"], part=seat["part"])
    twice = "" if pd.isna(seat["issue"]) else say("bargaining.page_twice", issue=delegations.ISSUES[seat["issue"]])
    task = say("bargaining.page_task", task=seat["task"], twice=twice).strip()
    parts = [title, say("bargaining.page_day", day=DAY), task]
    for part in PARTS if with_rounds else PARTS[: -len(ROUNDS)]:
        rows = own[own["part"] == part]
        if len(rows):
            bullets = "\n".join(f"- {_line(row, issues)}" for row in rows.itertuples())
            parts += [say(f"bargaining.page_{part.replace(' ', '_')}"), bullets]
    return "\n\n".join([*parts, say("bargaining.page_unknown")])


def record(issues: pd.DataFrame) -> pd.DataFrame:
    """What all had said before the meeting, with its documents: the sheet that lies on the table.

    issues is the table summit-issues as `catalogue.load` gives it. Columns row_id, issue, said (day, who, position).

    >>> from alliancelab import catalogue
    >>> record(catalogue.load("summit-issues"))["row_id"].iloc[0]
    'JPN01'
    """
    before = _issues(issues)
    said = [say("bargaining.said", day=day, who=row.asserted_by, position=row.position) for row, day in _dated(before)]
    names = [delegations.ISSUES[issue] for issue in before["issue"]]
    return pd.DataFrame({"row_id": before["row_id"].tolist(), "issue": names, "said": said})


def _line(row, issues: pd.DataFrame) -> str:
    if row.basis == "rule":
        return row.text
    if row.basis == "invented":
        return say("bargaining.line_invented", text=row.text)
    before = _issues(issues)
    named = [name.strip() for name in str(row.rows).split(";")]
    for name in named:
        resolve(name, before["row_id"].tolist(), say("bargaining.row"))
    cited = before[before["row_id"].isin(named)]
    where = "; ".join(say("bargaining.line_row", row=r.row_id, day=day, who=r.asserted_by) for r, day in _dated(cited))
    return say("bargaining.line_record", text=row.text, where=where)


def _dated(issues: pd.DataFrame):
    for row in issues.itertuples():
        yield row, f"{row.stated_date:%B %Y}" if row.date_precision == "month" else days.spoken(row.stated_date)


def _seat(seats: pd.DataFrame, seat_id: str) -> pd.Series:
    ids = _seats(seats)["seat_id"].tolist()
    found = seats[seats["seat_id"] == resolve(seat_id, ids, say("bargaining.seat"))].iloc[0]
    return found.astype(object)


def _seats(seats: pd.DataFrame) -> pd.DataFrame:
    known = {
        "fills": range(1, MOST + 1),
        "delegation": (*delegations.NAMES, PRESS),
        "issue": tuple(delegations.ISSUES),
    }
    return _table(seats, "summit-seats", ["seat_id"], ["fills", "delegation", "part", "task"], "issue", known=known)


def _pages(pages: pd.DataFrame) -> pd.DataFrame:
    known = {"part": PARTS, "basis": ("record", "invented", "rule")}
    return _table(pages, "summit-pages", ["line_id"], ["for_whom", "part", "basis", "text"], "rows", known=known)


def _issues(issues: pd.DataFrame) -> pd.DataFrame:
    filled = ["phase", "issue", "asserted_by", "position", "date_precision"]
    known = {"issue": tuple(delegations.ISSUES)}
    table = _table(issues, "summit-issues", ["row_id"], filled, known=known, days=["stated_date"])
    return table[table["phase"] == "before"]


def _table(table: pd.DataFrame, dataset: str, unique: Sequence[str], filled: Sequence[str], *columns: str, **more):
    what = say(f"bargaining.the_{dataset.partition('-')[2]}")
    return need(
        table, *columns, what=what, dataset=dataset, rows=True, filled=[*unique, *filled], unique=unique, **more
    )
