"""Explore the order of events, and how far clues move a belief."""

import ipywidgets as widgets
import pandas as pd

from alliancelab import diplomacy, evidence
from alliancelab.charts import estimates, timelines
from alliancelab.charts.chart import Chart
from alliancelab.explorers.explorer import Explorer
from alliancelab.ground.tables import need

EVERYONE = "everyone"


def events_in_view(events: pd.DataFrame, source: str) -> Explorer:
    """A timeline to zoom: two ends of a stretch of months, one country or all, and five sorts of event.

    events as in `diplomacy`, with actor_names. Both ends of the slider move by the arrow keys; countries and
    sorts are reached with Tab and switched with the space bar.
    """
    need(events, "event_id", "from_date", "before_date", "kind", "direction", "description", "actors", "actor_names")
    names = _names(events)
    months = list(
        pd.date_range(events["from_date"].min().normalize().replace(day=1), events["from_date"].max(), freq="MS")
    )
    controls: dict[str, widgets.Widget] = {
        "months": widgets.SelectionRangeSlider(
            options=[(f"{month:%b %Y}", month) for month in months],
            index=(0, len(months) - 1),
            description="Months",
            layout={"width": "min(680px, 95%)"},
        ),
        "who": widgets.ToggleButtons(
            options=[EVERYONE, *names], description="With", style={"button_width": "max-content"}
        ),
        **{
            name.lower(): widgets.Checkbox(value=True, description=name, indent=False, layout={"width": "120px"})
            for name in timelines.LANES
        },
    }
    where, parties = timelines.lane(events["kind"]), events["actors"].str.split(";")
    # Only what is drawn: a move of the slider then copies six columns, not twenty.
    drawn = events[["event_id", "from_date", "before_date", "kind", "direction", "description"]]
    with_whom = {name: parties.map(lambda codes, code=code: code in codes) for name, code in names.items()}

    def draw(months: tuple, who: str, **shown: bool) -> Chart:
        first, last = months[0], months[1] + pd.offsets.MonthEnd()
        lanes = [name for name in timelines.LANES if shown[name.lower()]]
        seen = diplomacy.between(drawn, first, last)
        seen = seen[where[seen.index].isin(lanes) & (with_whom[who][seen.index] if who in with_whom else True)]
        span = f"{first:%B %Y} to {last:%B %Y}"
        return timelines.timeline(
            seen,
            title=f"Who moved, {span}?",
            source=source,
            lanes=lanes or ["nothing switched on"],
            reading=_counted(seen, span, who),
            days=(first, last),
        )

    explorer = Explorer(controls, draw)
    boxes = widgets.HBox([controls[name.lower()] for name in timelines.LANES], layout={"flex_flow": "row wrap"})
    return _arranged(explorer, [controls["months"], controls["who"], boxes])


def _names(events: pd.DataFrame) -> dict[str, str]:
    pairs = {
        name: code
        for names, codes in zip(events["actor_names"], events["actors"], strict=True)
        for name, code in zip(names.split("; "), codes.split(";"), strict=True)
    }
    return dict(sorted(pairs.items()))


def _counted(seen: pd.DataFrame, span: str, who: str) -> str:
    whose = "" if who == EVERYONE else f" with {'the ' if who.startswith('United') else ''}{who}"
    if seen.empty:
        return f"From {span} the list has no such event{whose}; widen the months or switch something on."
    counts = seen["direction"].astype("str").value_counts()
    told = ", ".join(f"{counts.get(name, 0)} {name}" for name in diplomacy.DIRECTIONS)
    gaps = seen["from_date"].sort_values().diff().dt.days
    silence = f"; the longest silence lasted {int(gaps.max())} days" if len(seen) > 1 else ""
    return f"From {span} the list has {len(seen)} event{'s' if len(seen) > 1 else ''}{whose}: {told}{silence}."


def belief_panel(clues: pd.DataFrame, source: str) -> Explorer:
    """Set the belief to start from and two likelihoods a clue; see the belief step by step and the kind of each test.

    clues as in `trace`, with the example likelihoods to begin at. Every slider is labelled and moves by the
    arrow keys, a twentieth a step; two likelihoods of zero are answered by a sentence.
    """
    controls: dict[str, widgets.Widget] = {"prior": _slider("Belief to start from", 0.5)}
    for row in clues.to_dict("records"):
        controls[f"{row['clue_id']}_yes"] = _slider(f"{row['clue_id']} if surprised", row["example_if_surprised"])
        controls[f"{row['clue_id']}_no"] = _slider(f"{row['clue_id']} if not", row["example_if_not"])

    def draw(prior: float, **likelihoods: float) -> Chart:
        yours = clues.assign(
            yes=[round(likelihoods[f"{name}_yes"], 2) for name in clues["clue_id"]],
            no=[round(likelihoods[f"{name}_no"], 2) for name in clues["clue_id"]],
        )
        prior, steps = round(prior, 2), None
        try:
            steps = evidence.trace(yours, prior, "yes", "no")
            reading = evidence.belief_reading(steps, prior)
        except ValueError as error:
            steps, reading = pd.DataFrame({"clue_id": [], "kind": [], "after": []}), str(error)
        return estimates.beliefs(
            steps, prior, title="How far do the clues move the belief?", source=source, reading=reading
        )

    explorer = Explorer(controls, draw)
    rest = [control for name, control in controls.items() if name != "prior"]
    grid = widgets.GridBox(rest, layout={"grid_template_columns": "repeat(2, minmax(260px, 420px))"})
    return _arranged(explorer, [controls["prior"], grid])


def _slider(label: str, value: float) -> widgets.FloatSlider:
    return widgets.FloatSlider(
        value=value,
        min=0,
        max=1,
        step=0.05,
        description=label,
        readout_format=".2f",
        style={"description_width": "130px"},
        layout={"width": "min(410px, 95%)"},
    )


def _arranged(explorer: Explorer, top: list[widgets.Widget]) -> Explorer:
    # The frame stacks its controls; many small ones read better side by side, in the same order of Tab.
    explorer.children = [*top, *explorer.children[len(explorer.controls) :]]
    return explorer
