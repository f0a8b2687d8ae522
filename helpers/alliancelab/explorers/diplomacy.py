"""Explore the order of events, and how far clues move a belief."""

import ipywidgets as widgets
import pandas as pd

from alliancelab import diplomacy, evidence
from alliancelab.charts import estimates, timelines
from alliancelab.charts.chart import Chart
from alliancelab.charts.labels import literal
from alliancelab.explorers.explorer import Explorer
from alliancelab.ground.messages import say
from alliancelab.ground.numbers import probability
from alliancelab.ground.tables import need

# Up to so many events in view, each has its actors written beside it; more would lie over one another.
_NAMED = 12
EVERYONE = say("diplomacy.view_everyone")


def events_in_view(events: pd.DataFrame, source: str) -> Explorer:
    """A timeline to zoom: two ends of a stretch of months, one country or all, and five sorts of event.

    events as in `diplomacy`, with actor_names (joined by semicolons, in the order of actors). Both ends of the
    slider move by the arrow keys; countries and sorts are reached with Tab and switched with the space bar.
    Raises LookupError for a missing column or an unknown direction, ValueError for a missing value.

    >>> from alliancelab import catalogue
    >>> events_in_view(catalogue.load("korea-events").head(20), "korea-events").status.split(":")[0]
    'From January 2016 to August 2016 the list has 20 events'
    """
    columns = ["event_id", "from_date", "before_date", "kind", "direction", "description", "actors", "actor_names"]
    need(
        events,
        "description",
        what="events",
        dataset="korea-events",
        rows=True,
        days=["from_date", "before_date"],
        filled=[name for name in columns if name != "description"],
        known={"direction": diplomacy.DIRECTIONS},
    )
    events = events.reset_index(drop=True)
    names = _names(events)
    controls = _controls(events["from_date"], list(names))
    where, parties = timelines.lane(events["kind"]), pd.Series(diplomacy.parties(events))
    # Only what is drawn and told: a move of the slider then copies seven columns, not twenty.
    drawn = events[[*columns[:6], "actor_names"]]
    who_acted = [literal(str(who).replace(";", ",")) for who in events["actor_names"]]
    actors = dict(zip(map(literal, events["event_id"]), who_acted, strict=True))
    with_whom = {name: parties.map(lambda codes, code=code: code in codes) for name, code in names.items()}

    def draw(months: tuple, who: str, **switched: bool) -> Chart:
        first, last = months[0], months[1] + pd.offsets.MonthEnd()
        lanes = [name for name in timelines.LANES if switched[name.lower()]]
        rows = diplomacy.between(drawn, first, last)
        rows = rows[where[rows.index].isin(lanes) & (with_whom[who][rows.index] if who in with_whom else True)]
        span = say("diplomacy.view_span", first=first, last=last)
        chart = timelines.timeline(
            rows,
            title=say("diplomacy.view_title", span=span),
            source=source,
            lanes=lanes or [say("diplomacy.view_empty_lane")],
            reading=_counted(rows, span, who),
            days=(first, last),
        )
        if len(rows) <= _NAMED:
            _name_actors(chart, actors)
        return chart

    boxes = widgets.HBox([controls[name.lower()] for name in timelines.LANES], layout={"flex_flow": "row wrap"})
    return Explorer(controls, draw, panel=[controls["months"], controls["who"], boxes])


def _name_actors(chart: Chart, actors: dict[str, str]) -> None:
    """Write beside each mark who acted."""
    for trace in chart.to_dict()["data"]:
        trace |= {"mode": "markers+text", "text": [actors[name] for name in trace["text"]]}
        trace |= {"textposition": "top center", "textfont": {"size": 11}, "cliponaxis": False}


def _controls(days: pd.Series, names: list[str]) -> dict[str, widgets.Widget]:
    months = list(pd.date_range(days.min().normalize().replace(day=1), days.max(), freq="MS"))
    return {
        "months": widgets.SelectionRangeSlider(
            options=[(f"{month:%b %Y}", month) for month in months],
            index=(0, len(months) - 1),
            description=say("diplomacy.view_months"),
        ),
        "who": widgets.ToggleButtons(options=[EVERYONE, *names], description=say("diplomacy.view_who")),
        **{
            name.lower(): widgets.Checkbox(value=True, description=name, indent=False, layout={"width": "90px"})
            for name in timelines.LANES
        },
    }


def _names(events: pd.DataFrame) -> dict[str, str]:
    pairs = {}
    for row, texts in enumerate(zip(events["actor_names"], events["actors"], strict=True)):
        names, codes = ([part.strip() for part in str(text).split(";") if part.strip()] for text in texts)
        if len(names) != len(codes):
            raise ValueError(say("diplomacy.view_names", row=row, codes=len(codes), names=len(names)))
        pairs |= dict(zip(names, codes, strict=True))
    return dict(sorted(pairs.items()))


def _counted(rows: pd.DataFrame, span: str, who: str) -> str:
    if who == EVERYONE:
        whose = ""
    elif who.startswith("United"):
        whose = say("diplomacy.view_with_the", who=who)
    else:
        whose = say("diplomacy.view_with", who=who)
    if rows.empty:
        return say("diplomacy.view_nothing", span=span, whose=whose)
    counts = rows["direction"].astype("str").value_counts()
    coercive, neutral, cooperative = (counts.get(name, 0) for name in diplomacy.DIRECTIONS)
    directions = say("diplomacy.view_directions", coercive=coercive, neutral=neutral, cooperative=cooperative)
    longest = rows["from_date"].sort_values().diff().dt.days.max()
    silence = say("diplomacy.view_silence", days=int(longest)) if len(rows) > 1 else ""
    return say("diplomacy.view_counted", span=span, n=len(rows), whose=whose, directions=directions, silence=silence)


def belief_panel(clues: pd.DataFrame, source: str) -> Explorer:
    """Set the belief to start from and two likelihoods per clue; see the belief step by step and the kind of each test.

    clues as in `evidence.trace`, with the example likelihoods to begin at. Every slider is labelled and moves by
    the arrow keys, a twentieth a step; two likelihoods of zero are answered by a sentence. Raises LookupError for
    a missing column, ValueError for a missing or repeated clue and for a likelihood that is not a probability.

    >>> from alliancelab import catalogue
    >>> belief_panel(catalogue.load("tokyo-clues").head(2), "tokyo-clues").status.split(";")[0]
    'Belief goes from 50% to 47%'
    """
    likelihoods = ["example_if_surprised", "example_if_not"]
    need(clues, what="clues", dataset="tokyo-clues", rows=True, filled=["clue_id", "clue", *likelihoods])
    need(clues.reset_index(drop=True), what="clues", unique=["clue_id"])
    start = _slider(say("diplomacy.belief_start"), 0.5)
    controls: dict[str, widgets.Widget] = {"prior": start}
    rows = {}
    for row in clues.to_dict("records"):
        name, (yes, no) = row["clue_id"], (probability(row[column], column) for column in likelihoods)
        words = say("diplomacy.belief_clue", name=name, clue=row["clue"])
        controls[f"{name}_yes"] = _slider(say("diplomacy.belief_if"), yes, words)
        controls[f"{name}_no"] = _slider(say("diplomacy.belief_if_not"), no, words)
        rows[words] = [controls[f"{name}_yes"], controls[f"{name}_no"]]

    def draw(prior: float, **set_by_hand: float) -> Chart:
        yours = clues.assign(
            yes=[round(set_by_hand[f"{name}_yes"], 2) for name in clues["clue_id"]],
            no=[round(set_by_hand[f"{name}_no"], 2) for name in clues["clue_id"]],
        )
        prior = round(prior, 2)
        try:
            steps = evidence.trace(yours, prior, "yes", "no")
            reading = evidence.belief_reading(steps, prior)
        except ValueError as error:
            steps, reading = pd.DataFrame({"clue_id": [], "kind": [], "after": []}), str(error)
        return estimates.beliefs(
            steps,
            prior,
            title=say("diplomacy.belief_title"),
            axis=say("diplomacy.belief_axis"),
            source=source,
            reading=reading,
        )

    return Explorer(controls, draw, panel=[start, *rows.items()], is_wide=True)


def _slider(label: str, value: float, about: str = "") -> widgets.FloatSlider:
    return widgets.FloatSlider(
        value=value,
        min=0,
        max=1,
        step=0.05,
        description=label,
        tooltip=say("diplomacy.belief_slider", about=about, label=label) if about else label,
        readout_format=".2f",
    )
