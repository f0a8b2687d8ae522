"""What a role-play needs on paper: a page for each seat, decision sheets, the chair's page, the record on the table."""

from collections import Counter

import pandas as pd

from alliancelab import catalogue
from alliancelab.authoring.printing.parts import BOX, lines, table, ticks, title, words
from alliancelab.bargaining import delegations, plays, seats
from alliancelab.classroom.course import Course
from alliancelab.ground.messages import say

_SEATS = "summit-seats"
# The sizes of a class that the chair's page tells apart, and the seed of the play that it shows.
SIZES, SEED = (1, 6, 11, 18, 24, 30, 40), 7
_LENGTHS = (20, 50, 75, 100)
# The kinds of decision sheets, and whose rules stand on each.
_READS = {"leaders": ("delegations", "leaders"), "others": ("delegations", "others"), "press": (seats.PRESS,)}


def sheets(slug: str, course: Course) -> dict[str, list[str]]:
    """Seat pages, decision sheets, chair's page and record of a lesson that loads the seats; nothing for another."""
    if _SEATS not in course.settings(slug).datasets:
        return {}
    places, pages, issues, options, wishes, clock = (
        catalogue.load(f"summit-{name}") for name in ("seats", "pages", "issues", "options", "wishes", "clock")
    )
    own = [_seat(seats.page(pages, places, issues, seat, with_rounds=False)) for seat in places["seat_id"]]
    return {
        "seats": own,
        "decision-sheets": [_decisions(options, pages, kind) for kind in _READS],
        "chair": _chair(places, pages, options, wishes, clock),
        "record": [_record(issues)],
    }


def _seat(page: str) -> str:
    return f'<div class="seat">{words(page)}{words(say("printing.seat_decides"))}</div>'


def _decisions(options: pd.DataFrame, pages: pd.DataFrame, kind: str) -> str:
    """The decision sheet of one kind of seat: in each round its rules, and what may be ticked."""
    names, leaders = list(delegations.ISSUES.values()), [*seats.LEADERS, say("printing.neither")]
    rules = pages[(pages["basis"] == "rule") & pages["for_whom"].astype(str).isin(_READS[kind])]
    parts = [
        title(say(f"printing.sheet_{kind}")),
        words(say("printing.sheet_head")),
        words(say("printing.sheet_scale")),
    ]
    if kind == "press":
        parts.append(_texts(options, ""))
    boxes = {
        "leaders": [_texts(options, f"{BOX} ")] * 2 + [ticks(say("printing.yes_no").split("; "))],
        "others": [_texts(options, f"{BOX} ")] * 2 + [ticks(plays.ANSWERS)],
        "press": [ticks(names), ticks(leaders), ticks(names)],
    }
    for round_, box in zip(seats.ROUNDS, boxes[kind], strict=True):
        told = " ".join(rules.loc[rules["part"] == round_, "text"])
        parts.append(f'<div class="question">{words(f"**{round_.capitalize()}.** {told}")}{box}</div>')
    return "".join(['<div class="seat">', *parts, words(say(f"printing.sheet_end_{kind}")), lines(2), "</div>"])


def _texts(options: pd.DataFrame, box: str) -> str:
    words_at = delegations.texts(options)
    rows = [
        [name, *(f"{box}{words_at.loc[issue, level]}" for level in delegations.LEVELS)]
        for issue, name in delegations.ISSUES.items()
    ]
    return table([say("printing.issue"), *map(str, delegations.LEVELS)], rows)


def _chair(places, pages, options, wishes, clock) -> list[str]:
    clock = clock.sort_values("place")
    minutes = [
        [row.round, row.step, *(getattr(row, f"minutes_{n}") or "–" for n in _LENGTHS)] for row in clock.itertuples()
    ]
    totals = ["", say("printing.total"), *(int(clock[f"minutes_{n}"].sum()) for n in _LENGTHS)]
    spoken = [[row.round, row.chair_says] for row in clock.itertuples()]
    first = [
        title(say("printing.chair_title")),
        words(say("printing.chair_how")),
        title(say("printing.chair_clock"), 2),
        table(
            [say("printing.round"), say("printing.step"), *(say("printing.minutes", n=n) for n in _LENGTHS)],
            [*minutes, totals],
        ),
        title(say("printing.chair_says"), 2),
        table([say("printing.round"), say("printing.you_say")], spoken),
    ]
    return ["".join(first), _rules(places, pages, wishes), _board(), _sample(places, options, wishes)]


def _rules(places, pages, wishes) -> str:
    rules = pages[pages["basis"] == "rule"]
    told = [[str(row.part), say(f"printing.for_{str(row.for_whom).lower()}"), row.text] for row in rules.itertuples()]
    counts = [[n, *_shared(places, n)] for n in SIZES]
    passing = Counter(len(delegations.passing(wishes, seed)) for seed in range(20))
    open_roads = say(
        "printing.roads",
        least=min(passing),
        most=max(passing),
        seeds=sum(passing.values()),
        all=len(delegations.packages()),
    )
    return "".join(
        [
            title(say("printing.rules_title")),
            table([say("printing.round"), say("printing.whom"), say("printing.rule")], told, "small"),
            title(say("printing.sizes_title"), 2),
            table([say("printing.students"), *delegations.NAMES, seats.PRESS], counts, "small"),
            words(say("printing.sizes_how")),
            words(open_roads),
        ]
    )


def _shared(places: pd.DataFrame, students: int) -> list[str]:
    """How many students each delegation has, table by table; a scripted one has none."""
    at = seats.seated(places, students)
    at = at[at["student"] != seats.SCRIPTED]
    names = [*delegations.NAMES, seats.PRESS]
    each = [at[at["table"] == number]["delegation"].value_counts() for number in sorted(at["table"].unique())]
    return [
        " + ".join(str(int(counts.get(name, 0))) for counts in each).replace("0", say("printing.script"))
        for name in names
    ]


def _board() -> str:
    names = list(delegations.NAMES)
    empty = [""] * len(names)
    rounds = [(say("printing.round_n", n=number), issue) for number in (1, 2) for issue in delegations.ISSUES.values()]
    rows = [[f"{round_}: {issue}", *empty] for round_, issue in rounds]
    ends = [[say(f"printing.board_{part}"), *empty] for part in ("answer", "draft", "light")]
    return title(say("printing.board_title")) + words(say("printing.board_how")) + table(["", *names], [*rows, *ends])


def _sample(places, options, wishes) -> str:
    at = seats.seated(places, 6, seed=SEED)
    done = plays.play(at, wishes, seed=SEED)
    told = "\n".join(f"- {line}" for line in plays.told(done, options))
    again = words(say("printing.sample_again", seed=SEED))
    return title(say("printing.sample_title", n=6)) + words(say("printing.sample_how")) + words(told) + again


def _record(issues: pd.DataFrame) -> str:
    rows, records = seats.record(issues), catalogue.source_records("summit-issues").set_index("source_id")
    ids = issues.set_index("row_id")["source_id"]
    listed = []
    for row in rows.itertuples():
        source = records.loc[ids[row.row_id]]
        listed.append(
            [row.row_id, row.issue, row.said, f"{source['publisher']}: {source['title']} ({source['grade']})"]
        )
    head = [say(f"printing.record_{part}") for part in ("row", "issue", "said", "document")]
    return title(say("printing.record_title")) + words(say("printing.record_how")) + table(head, listed, "small")
