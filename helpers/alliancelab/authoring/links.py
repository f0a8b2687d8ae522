"""One event in several tables: what each table says of it, where two say different things, what is not yet linked.

The dataset shared-events names, event by event, the rows of other datasets that tell of it. The functions here
read those rows in one form, compare them with the first row of their event, and list rows of one day and the same
parties that nobody has linked or held apart. Nothing here decides that two rows are one event: a person does, by
the documents.
"""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

import pandas as pd

from alliancelab.ground.messages import say
from alliancelab.ground.tables import need

# How a row stands to an event: it tells of it; it tells of a longer stretch that the event is a piece of; it tells
# what was said there; it looks like it and is another event.
SAME, PART, TOLD, APART = "same", "part", "told", "apart"
# A stretch longer than this (a month known without its day) says too little to be a candidate by its days.
LONGEST_DAYS = 5


class _Reader(NamedTuple):
    """Where a dataset keeps what can be compared: columns, and functions of a row where no column says it."""

    key: str
    first: str
    last: str = ""
    place: str = ""
    parties: Callable[[dict], set] = lambda row: set()
    kind: str = ""
    kinds: Mapping[str, str] = {}
    hour: str = ""
    # from_date and before_date are half-open; other tables name the last day itself.
    half_open: bool = False


_CODE = re.compile(r"\b(?:JPN|USA|KOR|PRK|CHN|RUS|AUS|IND|IRN|GBR|FRA|DEU|CAN)\b")
_MEETINGS = """
summit meeting summit_visit summit_margins visit ministerial_visit state_visit multilateral two_plus_two consultation
dialogue_round negotiation government_talks leaders_meeting party_contact red_cross informal_contact six_party_talks
brief_exchange ministers_meeting
"""
_WORDS = """
statement announcement letter joint_statement speech dprk_statement japanese_government united_nations
press_conference communique report_of_talks
"""
_OTHER = {
    "call": "call",
    "leader_call": "call",
    "missile_test": "test",
    "nuclear_test": "test",
    "sanction": "measure",
    "measure": "measure",
    "agreement": "agreement",
    "agreement_signed": "agreement",
    "exercise": "exercise",
}
KINDS = {**dict.fromkeys(_MEETINGS.split(), "meeting"), **dict.fromkeys(_WORDS.split(), "word"), **_OTHER}
_GROUPS = {"US President": {"USA"}, "US Vice President": {"USA"}, "US Secretary of State": {"USA"}}


def _codes(column: str) -> Callable[[dict], set]:
    return lambda row: set(_CODE.findall(str(row.get(column, ""))))


def _move(row: dict) -> set:
    return {"JPN"} | set(_CODE.findall(str(row["partner"]))) | ({"USA"} if row["us_takes_part"] else set())


def _spoken(row: dict) -> set:
    people = str(row["venue"])
    host = {"JPN"} if re.search("PM (Koizumi|Fukuda|Abe|Suga|Kishida|Ishiba|Takaichi)", people) else set()
    return _GROUPS.get(row["office"], set()) | host


def _position(row: dict) -> set:
    joint = {"JPN", "USA"} if row["delegation"] == "Japan and United States" else set()
    return joint | set(_CODE.findall(str(row["country_code"])))


READERS = {
    "korea-events": _Reader(
        "event_id", "from_date", "before_date", "place", _codes("actors"), "kind", KINDS, "at_utc", half_open=True
    ),
    "leaders-contacts": _Reader("contact_id", "date", "", "place", lambda row: {"JPN", "USA"}, "kind", KINDS),
    "leader-visits": _Reader(
        "visit_id", "first_date", "last_date", "place", lambda row: {"USA", str(row["partner_code"])}, "", KINDS
    ),
    "dual-track-moves": _Reader("move_id", "date", "last_date", "place", _move, "kind", KINDS),
    "japan-dprk-talks": _Reader("event_id", "event_date", "last_date", "place", _codes("actors"), "kind", KINDS),
    "leader-statements": _Reader("statement_id", "statement_date", "", "venue", _spoken, "kind", KINDS),
    "summit-issues": _Reader("row_id", "stated_date", "", "forum", _position),
    "sanctions": _Reader(
        "sanction_id", "adopted_date", "", "", lambda row: _codes("issuer")(row) | {"PRK"}, "", {"": "measure"}
    ),
    "missile-tests": _Reader("test_id", "launch_date", "", "", lambda row: {"PRK"}, "", {"": "test"}, "at_utc"),
    "tokyo-clues": _Reader("clue_id", "clue_date"),
    "section-232-actions": _Reader("action_id", "signed_date", "", "", lambda row: {"USA"}, "", {"": "measure"}),
}
# One place under two names.
_ALIASES = {
    "white house": "washington",
    "oval office": "washington",
    "un general assembly": "new york",
    "trump tower": "new york",
    "state guest house": "tokyo",
    "akasaka palace": "tokyo",
    "mar-a-lago": "palm beach",
    "twitter": "",
    "telephone": "",
    "by telephone": "",
}


def accounts(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """What each row of these datasets says, in one form that can be compared.

    tables maps the name of a dataset (one of READERS) to its table; a column `document`, where a table has one,
    is the address of the row's source. Columns dataset, row_id, first and last (days, both counted; missing where
    the row has none), place, parties (a set of country codes), kind (call, meeting, test, measure, word,
    agreement, exercise, or empty), hour, grade and document. Raises LookupError for another dataset or a column
    that is not there.

    >>> day = pd.to_datetime(["2018-03-09"])
    >>> call = pd.DataFrame({"contact_id": ["A"], "date": day, "kind": ["call"], "place": [""], "grade": ["original"]})
    >>> accounts({"leaders-contacts": call})[["row_id", "kind"]].values.tolist()
    [['A', 'call']]
    """
    rows = []
    for name, table in tables.items():
        if name not in READERS:
            raise LookupError(say("authoring.no_reader", name=name, known=", ".join(sorted(READERS))))
        reader = READERS[name]
        columns = [each for each in (reader.key, reader.first, reader.last, reader.place, reader.kind, "grade") if each]
        need(table, *columns, what=name, dataset=name)
        rows += [_account(name, reader, row) for row in table.to_dict("records")]
    names = ["dataset", "row_id", "first", "last", "place", "parties", "kind", "hour", "grade", "document"]
    return pd.DataFrame(rows, columns=names)


def _account(name: str, reader: _Reader, row: dict) -> tuple:
    first = pd.Timestamp(row[reader.first])
    end = row.get(reader.last) if reader.last else None
    last = first if end is None or pd.isna(end) else pd.Timestamp(end) - pd.Timedelta(days=int(reader.half_open))
    if row.get("date_precision") == "month" and first is not pd.NaT:
        last = first + pd.offsets.MonthEnd(0)
    if row.get("date_precision") == "year" and first is not pd.NaT:
        last = first + pd.offsets.YearEnd(0)
    kind = "meeting" if name == "leader-visits" else reader.kinds.get(str(row.get(reader.kind, "")), "")
    hour = row.get(reader.hour, "") if reader.hour else ""
    place = row.get(reader.place, "") if reader.place else ""
    text = ["" if value is None or value is pd.NA or pd.isna(value) else str(value) for value in (place, hour)]
    said = (text[0], frozenset(reader.parties(row)), kind, text[1], str(row["grade"]), str(row.get("document", "")))
    return (name, str(row[reader.key]), first, last, *said)


def differences(links: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """Where a linked row says something else than the first row of its event.

    links has event_key, dataset, row_id and relation (dataset shared-events), told is what `accounts` gives. A row
    that tells of the event ("same") is compared by day, hour, place, parties, code and grade; one that tells of a
    longer stretch ("part") or of what was said there ("told") only has to hold the event's days, or lie within
    them, and to share its parties; one held "apart" is not compared. One row for each compared link: event_key,
    dataset, row_id, differs_in (both values, this row's first; empty where all agree) and same_document.
    Raises LookupError for a linked row that no table has.

    >>> told = pd.DataFrame({"dataset": ["a", "b"], "row_id": ["1", "2"], "first": pd.to_datetime(["2018-03-09"] * 2),
    ...     "last": pd.to_datetime(["2018-03-09"] * 2), "place": ["", "Tokyo"], "parties": [frozenset({"JPN"})] * 2,
    ...     "kind": ["call", "word"], "hour": ["", ""], "grade": ["original"] * 2, "document": ["x", "x"]})
    >>> links = pd.DataFrame({"event_key": ["k", "k"], "dataset": ["a", "b"], "row_id": ["1", "2"],
    ...                       "relation": ["same", "same"]})
    >>> differences(links, told)["differs_in"].tolist()
    ['', 'code: word, call']
    """
    need(links, "event_key", "dataset", "row_id", "relation", what="links", dataset="shared-events")
    need(told, "dataset", "row_id", "first", "last", "place", "parties", "kind", "hour", "grade", what="told")
    by_row = {(row["dataset"], row["row_id"]): row for row in told.to_dict("records")}
    found, heads = [], {}
    for link in links.to_dict("records"):
        name = (str(link["dataset"]), str(link["row_id"]))
        if name not in by_row:
            raise LookupError(say("authoring.no_linked_row", event=link["event_key"], dataset=name[0], row=name[1]))
        row = by_row[name]
        head = heads.setdefault(link["event_key"], row)
        if link["relation"] == APART:
            continue
        unlike = _unlike(row, head) if link["relation"] == SAME else _outside(row, head)
        text = "; ".join(f"{field}: {mine}, {theirs}" for field, mine, theirs in unlike)
        found.append((link["event_key"], *name, text, row.get("document") == head.get("document")))
    return pd.DataFrame(found, columns=["event_key", "dataset", "row_id", "differs_in", "same_document"])


def _unlike(row: dict, head: dict):
    if (row["first"], row["last"]) != (head["first"], head["last"]):
        yield "day", _days(row), _days(head)
    if row["hour"] and head["hour"] and row["hour"] != head["hour"]:
        yield "hour", row["hour"], head["hour"]
    if not _one_place(row["place"], head["place"]):
        yield "place", row["place"].replace(",", ""), head["place"].replace(",", "")
    if not _among(row, head):
        yield "parties", _names(row), _names(head)
    if row["kind"] and head["kind"] and row["kind"] != head["kind"]:
        yield "code", row["kind"], head["kind"]
    if row["grade"] != head["grade"]:
        yield "grade", row["grade"], head["grade"]


def _outside(row: dict, head: dict):
    if not _within(row, head):
        yield "day", _days(row), _days(head)
    if row["parties"] and not row["parties"] & head["parties"]:
        yield "parties", _names(row), _names(head)


def _within(one: dict, other: dict) -> bool:
    return (one["first"] >= other["first"] and one["last"] <= other["last"]) or (
        other["first"] >= one["first"] and other["last"] <= one["last"]
    )


def _among(one: dict, other: dict) -> bool:
    return one["parties"] <= other["parties"] or other["parties"] <= one["parties"]


def _names(row: dict) -> str:
    return "+".join(sorted(row["parties"]))


def _days(row: dict) -> str:
    if row["first"] is pd.NaT:
        return "none"
    return f"{row['first']:%Y-%m-%d}" + (f" to {row['last']:%Y-%m-%d}" if row["last"] != row["first"] else "")


def _one_place(one: str, other: str) -> bool:
    words = []
    for place in (one.casefold(), other.casefold()):
        for name, known in _ALIASES.items():
            place = place.replace(name, known)
        words.append(set(re.findall(r"[^\W\d_]{4,}", place)))
    return not words[0] or not words[1] or bool(words[0] & words[1])


def candidates(links: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """Pairs of rows of two datasets that may be one event and that nobody has linked or held apart.

    Two rows are a pair when one's days lie within the other's (neither longer than LONGEST_DAYS), one's parties
    are among the other's, and their kinds are the same; a row without days, parties or a kind makes no pair.
    Columns first, dataset, row_id, other_dataset, other_row_id. Raises as `differences`.

    >>> told = pd.DataFrame({"dataset": ["a", "b"], "row_id": ["1", "2"], "first": pd.to_datetime(["2018-03-09"] * 2),
    ...     "last": pd.to_datetime(["2018-03-09"] * 2), "parties": [frozenset({"JPN", "USA"})] * 2,
    ...     "kind": ["call", "call"]})
    >>> links = pd.DataFrame({"event_key": [], "dataset": [], "row_id": [], "relation": []})
    >>> candidates(links, told)[["row_id", "other_row_id"]].values.tolist()
    [['1', '2']]
    """
    need(links, "event_key", "dataset", "row_id", "relation", what="links", dataset="shared-events")
    need(told, "dataset", "row_id", "first", "last", "parties", "kind", what="told")
    settled = {}
    for link in links.to_dict("records"):
        settled.setdefault((str(link["dataset"]), str(link["row_id"])), set()).add(link["event_key"])
    usable = [
        row
        for row in told.sort_values(["first", "dataset", "row_id"], kind="stable").to_dict("records")
        if row["first"] is not pd.NaT
        and row["parties"]
        and row["kind"]
        and (row["last"] - row["first"]).days < LONGEST_DAYS
    ]
    found = []
    for place, one in enumerate(usable):
        for other in usable[place + 1 :]:
            # Sorted by their first day: once one begins after this one is over, so do all the rest.
            if other["first"] > one["last"]:
                break
            if one["dataset"] == other["dataset"] or not _alike(one, other):
                continue
            names = (one["dataset"], one["row_id"]), (other["dataset"], other["row_id"])
            if not settled.get(names[0], set()) & settled.get(names[1], set()):
                found.append((one["first"], *names[0], *names[1]))
    return pd.DataFrame(found, columns=["first", "dataset", "row_id", "other_dataset", "other_row_id"])


def _alike(one: dict, other: dict) -> bool:
    return _within(one, other) and _among(one, other) and one["kind"] == other["kind"]


def open_questions(links: pd.DataFrame, told: pd.DataFrame) -> list[str]:
    """What somebody has to look at: differences without a reason, reasons without a difference, pairs not linked.

    links and told as in `differences`; links also has differs_in and remark. One sentence each, empty when nothing
    is open. Raises as `differences`, and LookupError for links without differs_in or remark.

    >>> told = pd.DataFrame({"dataset": ["a", "b"], "row_id": ["1", "2"], "first": pd.to_datetime(["2018-03-09"] * 2),
    ...     "last": pd.to_datetime(["2018-03-09"] * 2), "place": ["", ""], "parties": [frozenset({"JPN"})] * 2,
    ...     "kind": ["call", "word"], "hour": ["", ""], "grade": ["original"] * 2, "document": ["x", "x"]})
    >>> links = pd.DataFrame({"event_key": ["k", "k"], "dataset": ["a", "b"], "row_id": ["1", "2"],
    ...     "relation": ["same", "same"], "differs_in": ["", ""], "remark": ["", ""]})
    >>> open_questions(links, told)[0][:50]
    'k: b 2 differs in "code: word, call", and shared-e'
    """
    need(links, "event_key", "dataset", "row_id", "relation", "differs_in", "remark", what="links")
    key = ["event_key", "dataset", "row_id"]
    kept = {tuple(row[:3]): row[3:] for row in links[[*key, "differs_in", "remark"]].fillna("").astype(str).values}
    sentences = []
    for row in differences(links, told).astype(str).to_dict("records"):
        agreed, why = kept[tuple(row[column] for column in key)]
        if row["differs_in"] != agreed:
            sentences.append(say("authoring.differs", **{**row, "agreed": agreed}))
        elif agreed and not why:
            sentences.append(say("authoring.no_reason", **row))
    for row in links[(links["relation"] == APART) & links["remark"].isna()].astype(str).to_dict("records"):
        sentences.append(say("authoring.no_reason_apart", **row))
    for row in candidates(links, told).to_dict("records"):
        sentences.append(say("authoring.not_linked", **{**row, "first": f"{row['first']:%Y-%m-%d}"}))
    return sentences
