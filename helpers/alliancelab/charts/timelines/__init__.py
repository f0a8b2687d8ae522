"""Points in time: one row per partner or actor, lanes of events, and two codings week by week."""

from alliancelab.charts.timelines.lanes import DIRECTION_STYLE, LANES, lane, timeline
from alliancelab.charts.timelines.rows import KIND_STYLE, points
from alliancelab.charts.timelines.weeks import two_codings

__all__ = ["DIRECTION_STYLE", "KIND_STYLE", "LANES", "lane", "points", "timeline", "two_codings"]
