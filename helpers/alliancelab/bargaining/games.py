"""The alliance dilemma as a game of two moves a side, other games of two moves, solved and put into words."""

from collections.abc import Sequence
from itertools import product

import numpy as np
import pandas as pd

from alliancelab.bargaining import TIE
from alliancelab.ground.messages import brief, say
from alliancelab.ground.numbers import between, number

MOVES, ANSWERS = ("stay close", "keep distance"), ("consult", "deal alone")
MOST = 10
# What an ally brings its patron when it is consulted (points), and the chance that it is drawn into the patron's
# quarrels: each for an ally that stays close, then for one that keeps its distance.
BRINGS, DRAWN_IN = (8, 3), (0.6, 0.2)


def alliance_game(
    abandonment: float,
    entrapment: float,
    pull: float,
    brings: Sequence[float] = BRINGS,
    drawn_in: Sequence[float] = DRAWN_IN,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The alliance dilemma of one spring as a 2x2 game: the payoffs of the ally (rows) and of the patron.

    abandonment and entrapment say how bad it would be for the ally to be dealt past and to be drawn in, 0 to 10
    points. pull is what the patron gains by dealing alone, 0 to 10 points. brings is what the ally brings the patron
    when it is consulted, drawn_in the chance that it is drawn into the patron's quarrels: each for an ally that stays
    close, then for one that keeps its distance. The ally has 10 points, less its entrapment fear times that chance,
    less its abandonment fear when it is dealt past.

    That closeness lowers the risk of abandonment and raises that of entrapment is Snyder's; what breaks it is refused.
    That it does so because a close ally is worth more to its patron is the kit makers' reason, and the numbers are
    theirs too. Snyder has more than the game holds: the patron's own two fears, the adversary who watches, reputation,
    dependence as the root of the fears, and the leverage over a patron that distance can give.

    Raises ValueError for a number out of range, and where closeness brings less, or binds less, than distance.

    >>> ally, patron = alliance_game(abandonment=8, entrapment=5, pull=5)
    >>> ally.to_numpy().tolist(), patron.to_numpy().tolist()
    ([[7.0, -1.0], [9.0, 1.0]], [[8.0, 5.0], [3.0, 5.0]])

    References: Snyder (1984), World Politics 36(4): 461-495, pages 466-467; Snyder (1997), Alliance Politics, Cornell
    University Press, for the two fears and the trade between them.
    """
    left, drawn = _fears(abandonment, entrapment)
    gain = between(pull, 0, MOST, say("bargaining.pull"))
    worths, chances = _closeness(brings, drawn_in)
    ally = [[MOST - drawn * chance, MOST - drawn * chance - left] for chance in chances]
    patron = [[worth, gain] for worth in worths]
    return pd.DataFrame(ally, MOVES, ANSWERS), pd.DataFrame(patron, MOVES, ANSWERS)


def alignment(
    abandonment: float,
    entrapment: float,
    brings: Sequence[float] = BRINGS,
    drawn_in: Sequence[float] = DRAWN_IN,
) -> pd.DataFrame:
    """What the ally risks by each move when it cannot know the pull on its patron: one row per move.

    The ally moves first, and its patron sees the move. The patron knows its pull; the ally knows only that it lies
    between 0 and 10, each number as likely as another. Solved from the end: the patron consults where what the ally
    then brings is at least its pull, so the ally is dealt past with the chance 1 - brings / 10. Close is better where

        abandonment x (chance dealt past apart - close)  >=  entrapment x (chance drawn in close - apart).

    Both brackets are positive, so more fear of abandonment can only bring the ally closer and more fear of entrapment
    only move it away: Snyder's trade. Columns "dealt past" and "drawn in" (chances), points (10 less the two expected
    losses) and chosen (true for one move; a tie goes to staying close). Arguments and errors as in `alliance_game`.

    >>> alignment(abandonment=8, entrapment=5)["points"].tolist()
    [5.4, 3.4]

    References: as in `alliance_game`.
    """
    left, drawn = _fears(abandonment, entrapment)
    worths, chances = _closeness(brings, drawn_in)
    past = [1 - worth / MOST for worth in worths]
    points = [MOST - left * p - drawn * c for p, c in zip(past, chances, strict=True)]
    is_close = points[0] >= points[1] - TIE
    columns = {"dealt past": past, "drawn in": list(chances), "points": points, "chosen": [is_close, not is_close]}
    table = pd.DataFrame(columns, MOVES)
    # Far below what matters: 1 - 0.8 is not quite 0.2 in a computer's binary fractions.
    return table.round({"dealt past": 9, "points": 9})


def turning_point(entrapment: float, brings: Sequence[float] = BRINGS, drawn_in: Sequence[float] = DRAWN_IN) -> float:
    """The fear of abandonment from which the ally stays close, at a fear of entrapment; it may lie above 10.

    Arguments and errors as in `alliance_game`.

    >>> turning_point(entrapment=5)
    4.0

    References: the derivation is in `alignment`.
    """
    _, drawn = _fears(0, entrapment)
    worths, chances = _closeness(brings, drawn_in)
    return round(drawn * (chances[0] - chances[1]) * MOST / (worths[0] - worths[1]), 9)


def by_fear(entrapment: float, fears: Sequence[float]) -> pd.DataFrame:
    """The ally's points by each move as its fear of abandonment grows, its fear of entrapment fixed.

    Solves `alignment` for each fear of abandonment in fears. Columns abandonment, "stays close" and "keeps its
    distance", in points. Raises ValueError for fears that are no list of numbers, or out of range.

    >>> by_fear(5, [0, 4]).values.tolist()
    [[0.0, 7.0, 9.0], [4.0, 6.2, 6.2]]
    """
    if not isinstance(fears, (list, tuple, range, np.ndarray, pd.Series)) or not len(fears):
        raise ValueError(say("bargaining.fears", given=fears))
    lines = [(fear, *alignment(fear, entrapment)["points"]) for fear in fears]
    return pd.DataFrame(lines, columns=["abandonment", "stays close", "keeps its distance"], dtype=float)


def answers(rows: pd.DataFrame, columns: pd.DataFrame) -> list[str]:
    """A 2x2 game in which the row player moves first and is seen, solved from the end: three sentences.

    rows and columns as in `equilibria`, which says what is refused. A tie goes to the first of two moves.

    >>> answers(*alliance_game(8, 5, pull=5))[-1]
    "So 'stay close' is better for the side that moves first: 7 points against 1."
    """
    a, b = _two_by_two(rows, columns)
    replies = [int(b[i, 1] > b[i, 0] + TIE) for i in (0, 1)]
    sentences = [
        say("bargaining.reply", row=rows.index[i], column=rows.columns[j], best=b[i, j], other=b[i, 1 - j])
        for i, j in enumerate(replies)
    ]
    worth = [a[i, j] for i, j in enumerate(replies)]
    first = int(worth[1] > worth[0] + TIE)
    opening = say("bargaining.opening", row=rows.index[first], best=worth[first], other=worth[1 - first])
    return [*sentences, opening]


def equilibria(rows: pd.DataFrame, columns: pd.DataFrame) -> pd.DataFrame:
    """Every Nash equilibrium of a 2x2 game: neither side gains by changing its own move alone.

    rows and columns are 2x2 tables of payoffs with the row player's moves as index and the column player's
    as columns. One row per equilibrium: kind (pure or mixed), the probabilities of the first row and the
    first column, and the two expected payoffs. With ties there may be more between those listed. Raises
    ValueError for tables that are not 2x2 numbers with the same moves.

    >>> hawk = pd.DataFrame([[0, 7], [2, 6]], ["dare", "yield"], ["dare", "yield"])
    >>> equilibria(hawk, hawk.T)[["kind", "first_row", "first_column"]].values.tolist()
    [['pure', 1.0, 0.0], ['pure', 0.0, 1.0], ['mixed', 0.333..., 0.333...]]

    References: Nash (1951), Non-Cooperative Games, Annals of Mathematics 54(2).
    """
    a, b = _two_by_two(rows, columns)
    solutions = [
        ("pure", 1.0 - i, 1.0 - j)
        for i, j in product((0, 1), repeat=2)
        if a[i, j] >= a[1 - i, j] - TIE and b[i, j] >= b[i, 1 - j] - TIE
    ]
    # Each side mixes so that the OTHER is indifferent: that is why p comes from b and q from a.
    p = _indifferent(b[1, 1] - b[1, 0], b[0, 0] - b[0, 1])
    q = _indifferent(a[1, 1] - a[0, 1], a[0, 0] - a[1, 0])
    if p is not None and q is not None:
        solutions.append(("mixed", p, q))
    lines = [(kind, p, q, _expected(a, p, q), _expected(b, p, q)) for kind, p, q in solutions]
    return pd.DataFrame(lines, columns=["kind", "first_row", "first_column", "row_payoff", "column_payoff"])


def _fears(abandonment: float, entrapment: float) -> tuple[float, float]:
    return (
        between(abandonment, 0, MOST, say("bargaining.abandonment")),
        between(entrapment, 0, MOST, say("bargaining.entrapment")),
    )


def _closeness(brings: Sequence[float], drawn_in: Sequence[float]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The two pairs, close first, when closeness brings more and binds more; otherwise the sentence that says so."""
    pairs = []
    for name, pair, most in (("brings", brings, MOST), ("drawn_in", drawn_in, 1)):
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:
            raise ValueError(say("bargaining.not_closeness", name=name, given=pair))
        close, apart = (between(end, 0, most, name) for end in pair)
        if close <= apart:
            raise ValueError(say("bargaining.not_snyder", name=name, close=close, apart=apart))
        pairs.append((close, apart))
    return pairs[0], pairs[1]


def _two_by_two(rows: pd.DataFrame, columns: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    for name, table in {"rows": rows, "columns": columns}.items():
        if not isinstance(table, pd.DataFrame):
            raise ValueError(say("bargaining.not_two_by_two", name=name, given=brief(table)))
        if table.shape != (2, 2):
            size = say("bargaining.size", rows=len(table), columns=table.shape[1])
            raise ValueError(say("bargaining.not_two_by_two", name=name, given=size))
    if list(rows.index) != list(columns.index) or list(rows.columns) != list(columns.columns):
        raise ValueError(say("bargaining.other_moves"))
    what = say("bargaining.payoff")
    return tuple(
        np.array([[number(cell, what) for cell in line] for line in table.values.tolist()]) for table in (rows, columns)
    )


def _indifferent(stay: float, lead: float) -> float | None:
    """The probability that makes the other side indifferent, if it is above 0 and below 1."""
    if abs(stay + lead) < TIE:
        return None
    share = stay / (stay + lead)
    return share if TIE < share < 1 - TIE else None


def _expected(payoffs: np.ndarray, p: float, q: float) -> float:
    return float(np.array([p, 1 - p]) @ payoffs @ np.array([q, 1 - q]))
