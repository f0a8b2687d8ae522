"""Two codings of the same weeks, one above the other."""

import pandas as pd

from alliancelab.charts.chart import SERIES_STYLE, Chart
from alliancelab.ground import days as calendar
from alliancelab.ground.messages import say
from alliancelab.ground.numbers import whole
from alliancelab.ground.tables import need

_MOST = 10**9


def two_codings(table: pd.DataFrame, *, title: str, source: str, reading: str) -> Chart:
    """A hand-coded and a machine-coded series of one pair of countries by week, one above the other.

    table has week_from_date, hand_net and machine_net (whole numbers: cooperation minus conflict). Raises
    LookupError for a missing column, ValueError for no rows and for a missing value.

    >>> weeks = pd.DataFrame({"week_from_date": pd.to_datetime(["2018-01-01"]), "hand_net": [-1], "machine_net": [2]})
    >>> two_codings(weeks, title="Alike?", source="made up", reading="No.").data[0].name
    'by hand'
    """
    columns = ["week_from_date", "hand_net", "machine_net"]
    need(table, what="table", rows=True, days=columns[:1], filled=columns)
    weeks = calendar.texts(table["week_from_date"])
    values = {name: [whole(number, -_MOST, _MOST, name) for number in table[name]] for name in columns[1:]}
    parts = [
        (say("timelines.by_hand"), "hand_net", "y", {"type": "bar", "marker": {"color": SERIES_STYLE[1][0]}}),
        (
            say("timelines.by_machine"),
            "machine_net",
            "y2",
            {"type": "scatter", "mode": "lines+markers", "line": {"color": SERIES_STYLE[0][0]}, "marker": {"size": 6}},
        ),
    ]
    traces = [
        {
            "name": name,
            "x": weeks,
            "y": values[column],
            "yaxis": axis,
            "hovertemplate": say("timelines.week_of", name=name) + "<extra></extra>",
            **look,
        }
        for name, column, axis, look in parts
    ]
    layout = {
        "title": title,
        "height": 480,
        "xaxis": {"type": "date", "title": {"text": say("timelines.week_from")}, "anchor": "y2"},
        "yaxis": {"title": {"text": say("timelines.hand_axis")}, "domain": [0.6, 1], "dtick": 1},
        "yaxis2": {
            "title": {"text": say("timelines.machine_axis")},
            "domain": [0, 0.52],
            "automargin": True,
            "gridcolor": "#ddd",
            "linecolor": "#555",
        },
    }
    shown = table[columns].assign(week_from_date=weeks)
    return Chart(traces, layout, table=shown, reading=reading, source=source)
