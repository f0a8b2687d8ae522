"""Explore the summit table: three questions, what if one assumption were another, with one slider each."""

from collections.abc import Mapping, Sequence

import ipywidgets as widgets
import pandas as pd

from alliancelab import bargaining
from alliancelab.bargaining import games, meetings
from alliancelab.charts import sets
from alliancelab.charts.chart import Chart
from alliancelab.charts.plain import bars, lines
from alliancelab.explorers.explorer import Explorer
from alliancelab.ground.messages import say
from alliancelab.ground.numbers import between


def weights_of(importance: Mapping[str, Mapping[str, float]]) -> pd.DataFrame:
    """Weights of 100 per side from any scale of importance: a side's numbers, divided by their sum.

    importance maps a side to its issues and an issue to a number from 0 up. Returns one row per issue, one
    column per side, for `bargaining.linked`. Raises ValueError for anything else.

    >>> weights_of({"Japan": {"trade": 1, "missiles": 3}})["Japan"].tolist()
    [25.0, 75.0]
    """
    sides = list(importance.values()) if isinstance(importance, Mapping) else []
    if not sides or not all(isinstance(issues, Mapping) and issues for issues in sides):
        raise ValueError(say("bargaining.not_importance", given=importance))
    for side, issues in importance.items():
        if set(issues) != set(sides[0]):
            raise ValueError(say("bargaining.other_issues", side=side, first=next(iter(importance))))
        for issue, value in issues.items():
            between(value, 0, 1e9, say("bargaining.importance", issue=issue, side=side))
        if not any(issues.values()):
            raise ValueError(say("bargaining.nothing_matters", side=side))
    table = pd.DataFrame(importance).astype(float)
    return 100 * table / table.sum()


def bargain_chart(weights: pd.DataFrame, no_deal: Sequence[float], names: Mapping[str, str]) -> Chart:
    """The bargaining set of two sides with no deal, issue by issue and linked marked, and what linking brings.

    weights and no_deal as in `bargaining.linked`; names maps an issue to plain words. Where no package
    beats no deal for both, the sentence says so and only no deal is marked. Raises ValueError for weights
    and worths that `bargaining.linked` refuses, LookupError for an issue without a name.

    >>> weights = pd.DataFrame({"Japan": [30, 70], "United States": [60, 40]}, index=["trade", "missiles"])
    >>> bargain_chart(weights, (20, 20), {"trade": "Trade", "missiles": "Missiles"}).reading[-45:]
    'Issue by issue they would have 50.0 and 50.0.'
    """
    edge = bargaining.frontier(weights)
    one, other = weights.columns
    _named(weights, names)
    try:
        best = bargaining.linked(weights, no_deal)
    except bargaining.NoDeal:
        worth = tuple(map(float, no_deal))
        reading = say("bargaining.set_none", one=one, other=other, one_worth=worth[0], other_worth=worth[1])
        return _set_chart(edge, {say("bargaining.no_deal"): worth}, reading)
    deals = {say("bargaining.no_deal"): tuple(map(float, no_deal))}
    try:
        alone = bargaining.unlinked(weights, no_deal)
    except bargaining.NoDeal:
        unlinked = say("bargaining.set_no_unlinked")
    else:
        deals[say("bargaining.one_by_one")] = alone.worth
        unlinked = say("bargaining.set_unlinked", one_worth=alone.worth[0], other_worth=alone.worth[1])
    deals[say("bargaining.linked")] = best.worth
    return _set_chart(edge, deals, f"{_linked_reading(best, one, other, names)} {unlinked}")


def _named(weights: pd.DataFrame, names: Mapping[str, str]) -> None:
    for issue in weights.index:
        if not isinstance(names, Mapping) or issue not in names:
            raise LookupError(say("bargaining.name_missing", issue=issue))


def _linked_reading(best: bargaining.Agreement, one: str, other: str, names: Mapping[str, str]) -> str:
    shares = [say("bargaining.set_share", issue=names[key], share=share) for key, share in best.share_pct.items()]
    worth = best.worth
    return say(
        "bargaining.set_linked",
        one=one,
        other=other,
        one_worth=worth[0],
        other_worth=worth[1],
        shares=", ".join(shares),
    )


def _set_chart(edge: pd.DataFrame, deals: Mapping[str, tuple[float, float]], reading: str) -> Chart:
    title, source = say("bargaining.set_title"), say("bargaining.source")
    return sets.bargaining_set(edge, deals, title=title, source=source, reading=reading)


def fear_chart(entrapment: float, fears: Sequence[float]) -> Chart:
    """What the ally can expect of each move as its fear of abandonment grows, its fear of entrapment fixed.

    entrapment and fears as in `games.by_fear`, which says what is refused.

    >>> fear_chart(5, [0, 4]).table["Tokyo stays close"].tolist()
    [7.0, 6.2]
    """
    table = games.by_fear(entrapment, fears)
    close, apart = table["stays close"], table["keeps its distance"]
    chart = lines(
        table.rename(columns={close.name: say("bargaining.fear_close"), apart.name: say("bargaining.fear_apart")}),
        "abandonment",
        title=say("bargaining.fear_title"),
        axis=say("bargaining.fear_axis"),
        x_title=say("bargaining.fear_x"),
        source=say("bargaining.fear_source"),
        reading=say(
            "bargaining.fear_reading",
            entrapment=entrapment,
            low=table["abandonment"].min(),
            high=table["abandonment"].max(),
            close_first=close.iloc[0],
            close_last=close.iloc[-1],
            apart_first=apart.iloc[0],
            apart_last=apart.iloc[-1],
        ),
    )
    return chart.with_layout(yaxis={"range": [0, games.MOST]})


def room_chart(tokyo: Mapping[str, float], washington: Mapping[str, float], needed: int) -> Chart:
    """The win-sets of two sides under every rule at home, the overlap under one rule shaded.

    tokyo maps a group to the furthest it accepts, washington to the least; needed groups must agree on each
    side. Raises ValueError for limits and a number of groups that `bargaining.win_set` refuses.

    >>> room_chart({"farmers": 30}, {"steel makers": 20}, needed=1).reading
    'If so many groups must agree: 1 on each side, from 20 to 30. Shaded: 1.'
    """
    shared = _room(tokyo, washington, needed)
    rooms = []
    for n in range(1, min(len(tokyo), len(washington)) + 1):
        room = _room(tokyo, washington, n)
        rooms.append(
            say("bargaining.room_some", n=n, low=room[0], high=room[1]) if room else say("bargaining.room_none", n=n)
        )
    rules = [
        *_rules(say("bargaining.tokyo"), tokyo, "up to"),
        *_rules(say("bargaining.washington"), washington, "from"),
    ]
    return sets.win_sets(
        pd.DataFrame(rules, columns=["side", "rule", "low", "high"]),
        title=say("bargaining.room_title"),
        axis=say("bargaining.room_axis"),
        source=say("bargaining.room_source"),
        shared=shared,
        reading=say("bargaining.room_reading", rooms="; ".join(rooms), needed=needed),
    )


def _room(tokyo: Mapping[str, float], washington: Mapping[str, float], needed: int) -> tuple[float, float] | None:
    return bargaining.overlap(bargaining.win_set(tokyo, needed), bargaining.win_set(washington, needed, "from"))


def _rules(side: str, limits: Mapping[str, float], opens: str) -> list[tuple[str, str, float, float]]:
    return [
        (side, say("bargaining.room_rule", n=n, groups=len(limits)), *bargaining.win_set(limits, n, opens))
        for n in range(1, len(limits) + 1)
    ]


def sensitivity_chart(runs: pd.DataFrame, outcome: str) -> Chart:
    """What an outcome of many simulated meetings moves with, one bar per assumption.

    runs from `meetings.meetings`; `meetings.sensitivity` says what is refused.

    >>> weights = pd.DataFrame({"Japan": [30, 70], "United States": [60, 40]}, index=["trade", "missiles"])
    >>> sensitivity_chart(meetings.meetings(weights, (20, 20), 50, 20, seed=1), "worth to Japan").reading[:9]
    'Most with'
    """
    moves = meetings.sensitivity(runs, outcome)
    first, last = moves.iloc[0], moves.iloc[-1]
    return bars(
        moves,
        "assumption",
        "rank_correlation",
        title=say("bargaining.moves_title", outcome=outcome),
        axis=say("bargaining.moves_axis"),
        source=say("bargaining.moves_source", n=len(runs)),
        reading=say(
            "bargaining.moves_reading",
            most=first["assumption"],
            high=_tenths(first["rank_correlation"]),
            least=last["assumption"],
            low=_tenths(last["rank_correlation"]),
        ),
    )


def _tenths(value: float) -> float:
    # Adding 0 turns a rounded -0.0 into 0.0.
    return round(value, 1) + 0.0


def summit_table(weights: pd.DataFrame, no_deal: Sequence[float], names: Mapping[str, str]) -> Explorer:
    """Three questions to answer with three sliders, each of which moves one assumption; all others stay.

    What if the first side had more without a deal? What if the other side cared more about the issue that it cares
    least about, or less about the one that it cares most about? weights is where the sliders start, one row per issue
    and one column per side (shares of all a side cares about count); no_deal likewise, and names maps an issue to
    plain words. What `bargain_chart` refuses is refused here.

    >>> weights = pd.DataFrame({"Japan": [30, 70], "United States": [60, 40]}, index=["trade", "missiles"])
    >>> list(summit_table(weights, (20, 20), {"trade": "Trade", "missiles": "Missiles"}).controls)
    ['Japan|no deal', 'United States|missiles', 'United States|trade']
    """
    bargain_chart(weights, no_deal, names)
    one, other = weights.columns
    least, most = weights[other].idxmin(), weights[other].idxmax()
    without = say("bargaining.slider_no_deal")
    controls = {
        f"{one}|no deal": _slider(one, without, no_deal[0], 0, 80),
        f"{other}|{least}": _slider(other, names[least], weights.loc[least, other], 5, 95),
        f"{other}|{most}": _slider(other, names[most], weights.loc[most, other], 5, 95),
    }
    questions = (
        say("bargaining.ask_no_deal", side=one),
        say("bargaining.ask_more", side=other, issue=names[least]),
        say("bargaining.ask_less", side=other, issue=names[most]),
    )

    def draw(**values: int) -> Chart:
        importance = {side: weights[side].to_dict() for side in weights}
        importance[other] |= {issue: values[f"{other}|{issue}"] for issue in (least, most)}
        return bargain_chart(weights_of(importance), [values[f"{one}|no deal"], no_deal[1]], names)

    panel = [(question, [slider]) for question, slider in zip(questions, controls.values(), strict=True)]
    return Explorer(controls, draw, panel=panel)


def _slider(side: str, words: str, value: float, least: int, most: int) -> widgets.IntSlider:
    return widgets.IntSlider(
        value=round(value),
        min=least,
        max=most,
        step=5,
        description=side,
        style={"description_width": "110px"},
        tooltip=say("bargaining.slider_name", side=side, words=words),
        continuous_update=True,
    )
