"""Bars, lines and stretches of time: the figures that most tables need."""

import pandas as pd

from alliancelab.charts.chart import SERIES_STYLE, TREATMENT_STYLE, Chart, numbers
from alliancelab.ground.tables import need


def bars(
    table: pd.DataFrame,
    label: str,
    value: str,
    *,
    title: str,
    axis: str,
    source: str,
    reading: str,
    styles: dict | None = None,
) -> Chart:
    """Horizontal bars, one a row, each with its value written beside it.

    table has the columns named by label and value; axis is the axis title with its unit; styles maps a
    label to (colour, pattern, marker). Raises ValueError for a table without those columns or rows.

    >>> bars(pd.DataFrame({"a": ["x"], "n": [2.0]}), "a", "n", title="How many?", axis="rows",
    ...      source="made up", reading="Two rows.").data[0].x
    (2.0,)
    """
    need(table, label, value)
    looks = [(styles or {}).get(name, (SERIES_STYLE[0][0], "", "")) for name in table[label]]
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": [str(name) for name in table[label]],
        "x": numbers(table[value]),
        "text": [f"{number:,.1f}" for number in numbers(table[value])],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertemplate": "%{y}: %{text}<extra></extra>",
        "marker": {
            "color": [c for c, _, _ in looks],
            "line": {"color": "#222", "width": 1},
            "pattern": {"shape": [p for _, p, _ in looks]},
        },
    }
    layout = {
        "title": title,
        "xaxis": {"title": {"text": axis}, "rangemode": "tozero"},
        "yaxis": {"autorange": "reversed"},
        "showlegend": False,
        "height": 230 + 34 * len(table),
    }
    return Chart([trace], layout, table=table, reading=reading, source=source)


def lines(
    table: pd.DataFrame,
    x: str,
    *,
    title: str,
    axis: str,
    source: str,
    reading: str,
    x_title: str = "Year",
) -> Chart:
    """One line for each column but x, told apart by colour, dash and marker, named at its end.

    table: one row a point in time, numeric columns in one unit (named by axis). Raises ValueError for
    a missing column or no rows.

    >>> lines(pd.DataFrame({"year": [2017, 2018], "Japan": [1.0, 2.0]}), "year", title="Up?", axis="kt",
    ...       source="made up", reading="Up.").data[0].name
    'Japan'
    """
    need(table, x)
    traces = []
    for n, name in enumerate(column for column in table.columns if column != x):
        colour, dash, marker = SERIES_STYLE[n % len(SERIES_STYLE)]
        heights = numbers(table[name])
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers+text",
                "name": name,
                "x": table[x].tolist(),
                "y": heights,
                "line": {"color": colour, "dash": dash},
                "marker": {"symbol": marker, "size": 9},
                "text": [""] * (len(heights) - 1) + [f" {name}"],
                "textposition": "middle right",
                "cliponaxis": False,
                "hovertemplate": f"{name} %{{x}}: %{{y:,.0f}}<extra></extra>",
            }
        )
    layout = {
        "title": title,
        "yaxis": {"title": {"text": axis}, "rangemode": "tozero"},
        "showlegend": False,
        "xaxis": {"title": {"text": x_title}, "tickformat": "d", "dtick": 1},
        "margin": {"l": 60, "r": 110, "t": 70, "b": 110},
    }
    return Chart(traces, layout, table=table, reading=reading, source=source)


def intervals(
    table: pd.DataFrame,
    row: str,
    *,
    title: str,
    source: str,
    reading: str,
    until: str,
    labels: dict,
    styles: dict = TREATMENT_STYLE,
    kind: str = "treatment",
) -> Chart:
    """Bars in time: one row a partner, one bar for each stretch of days, drawn by kind.

    table needs the columns row, from_date, before_date (missing = still open, drawn to `until`) and
    kind. labels maps a kind to plain words. Raises ValueError for a missing column or no rows.

    >>> held = pd.DataFrame({"who": ["Japan"], "from_date": pd.to_datetime(["2018-03-23"]),
    ...     "before_date": pd.to_datetime(["2022-04-01"]), "treatment": ["tariff"]})
    >>> intervals(held, "who", title="Who?", source="made up", reading="Japan.", until="2026-08-21",
    ...           labels={"tariff": "Full duty"}).data[0].name
    'Full duty'
    """
    need(table, row, "from_date", "before_date", kind)
    ends = table["before_date"].fillna(pd.Timestamp(until))
    traces = []
    for name, (colour, pattern, _) in styles.items():
        here = (table[kind].astype("str") == name).to_numpy()
        if here.any():
            start = table.loc[here, "from_date"]
            traces.append(
                {
                    "type": "bar",
                    "orientation": "h",
                    "name": labels.get(name, name),
                    "y": table.loc[here, row].astype("str").tolist(),
                    "base": start.dt.strftime("%Y-%m-%d").tolist(),
                    "x": ((ends[here] - start).dt.days * 86_400_000).tolist(),
                    "customdata": ends[here].dt.strftime("%Y-%m-%d").tolist(),
                    "hovertemplate": "%{y}: %{base} to before %{customdata}<extra>%{fullData.name}</extra>",
                    "marker": {"color": colour, "line": {"color": "#222", "width": 1}, "pattern": {"shape": pattern}},
                }
            )
    shown = table[[row, kind, "from_date", "before_date"]].copy()
    shown[kind] = shown[kind].astype("str").map(lambda name: labels.get(name, name))
    for day in ("from_date", "before_date"):
        shown[day] = shown[day].dt.strftime("%Y-%m-%d").fillna("open")
    layout = {
        "title": title,
        "barmode": "overlay",
        "xaxis": {"type": "date", "title": {"text": "Day"}},
        "yaxis": {"autorange": "reversed"},
        "height": 260 + 30 * table[row].nunique(),
        "margin": {"l": 60, "r": 20, "t": 100, "b": 110},
    }
    return Chart(traces, layout, table=shown, reading=reading, source=source)
