"""Who moved when: order of events, gaps, runs, who met whom, calls after launches, a hand against a machine.

An event table has one row per event with event_id, from_date and before_date (half-open, local days without
a time zone), at_utc (text such as "2018-03-09 00:00", empty where unknown), kind, actors (codes joined by
semicolons) and direction, as in the dataset korea-events. Every function that reads one refuses a row whose
before_date is not after its from_date.
"""

from alliancelab.diplomacy.actors import FACE_TO_FACE, first_moves, involving, parties, who_met_whom
from alliancelab.diplomacy.chance import FollowUp, follow_ups
from alliancelab.diplomacy.codings import BY_KIND, by_kind, rank_correlation, side_by_side
from alliancelab.diplomacy.order import ZONES, around, between, clocks, event, gap_days, gap_minutes, in_order, runs
from alliancelab.diplomacy.table import DIRECTIONS

__all__ = [
    "BY_KIND",
    "DIRECTIONS",
    "FACE_TO_FACE",
    "ZONES",
    "FollowUp",
    "around",
    "between",
    "by_kind",
    "clocks",
    "event",
    "first_moves",
    "follow_ups",
    "gap_days",
    "gap_minutes",
    "in_order",
    "involving",
    "parties",
    "rank_correlation",
    "runs",
    "side_by_side",
    "who_met_whom",
]
