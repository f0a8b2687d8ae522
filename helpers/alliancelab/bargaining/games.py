"""The alliance dilemma as a game of two moves a side, solved and put into words."""

from collections.abc import Sequence
from itertools import product

import numpy as np
import pandas as pd

from alliancelab.bargaining import TIE
from alliancelab.ground.messages import brief, say
from alliancelab.ground.numbers import between, number


def alliance_game(abandonment: float, entrapment: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The alliance dilemma of one spring as a 2x2 game: the payoffs of the ally (rows) and of the patron.

    abandonment and entrapment are the ally's two fears, 0 to 10 points. The ally stays close or keeps its
    distance; the patron consults or deals alone. To be dealt past costs the ally its whole abandonment
    fear, and half of it when it stayed close; staying close costs its entrapment fear. For the patron
    consulting costs 2 points; it wins 4 by consulting an ally that had drifted off, and has 4 from an ally
    that is close anyway. The points are the kit makers' assumptions; the idea is Snyder's. Raises ValueError
    for a fear that is not a number from 0 to 10.

    >>> ally, patron = alliance_game(abandonment=8, entrapment=2)
    >>> ally.loc["stay close"].tolist()
    [8.0, 4.0]

    References: Snyder (1984), World Politics 36(4), for the two fears and the trade between them.
    """
    left = between(abandonment, 0, 10, say("bargaining.abandonment"))
    drawn = between(entrapment, 0, 10, say("bargaining.entrapment"))
    moves, answers = ["stay close", "keep distance"], ["consult", "deal alone"]
    ally = [[10 - drawn, 10 - drawn - left / 2], [10.0, 10 - left]]
    return pd.DataFrame(ally, moves, answers), pd.DataFrame([[2.0, 4.0], [2.0, 0.0]], moves, answers)


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


def explained(rows: pd.DataFrame, columns: pd.DataFrame) -> list[str]:
    """The equilibria of a 2x2 game in words, one sentence each, with the names of the moves.

    rows and columns as in `equilibria`, which says what is refused.

    >>> explained(*alliance_game(8, 2))[0]
    "'stay close' and 'deal alone': neither side gains by moving alone (4 and 4 points)."
    """
    sentences = []
    for line in equilibria(rows, columns).itertuples():
        if line.kind == "pure":
            row, column = rows.index[1 - int(line.first_row)], rows.columns[1 - int(line.first_column)]
            sentence = say("bargaining.pure", row=row, column=column, one=line.row_payoff, other=line.column_payoff)
        else:
            row, column = rows.index[0], rows.columns[0]
            sentence = say("bargaining.mixed", row=row, column=column, often=line.first_row, other=line.first_column)
        sentences.append(sentence)
    return sentences


def mixing(abandonment: float, fears: Sequence[float]) -> pd.DataFrame:
    """How often each side makes its first and second move as the ally's fear of entrapment grows.

    Solves `alliance_game` for each fear of entrapment in fears. Columns entrapment, "stays close" (the
    ally) and "deals alone" (the patron), in percent of the time in the mixed equilibrium. Raises ValueError
    for a fear at which there is none, and for fears that are no list of numbers.

    >>> mixing(8, [1, 2]).values.tolist()
    [[1.0, 50.0, 25.0], [2.0, 50.0, 50.0]]
    """
    if not isinstance(fears, (list, tuple, range, np.ndarray, pd.Series)) or not len(fears):
        raise ValueError(say("bargaining.fears", given=fears))
    lines = []
    for fear in fears:
        last = equilibria(*alliance_game(abandonment, fear)).iloc[-1]
        if last["kind"] != "mixed":
            raise ValueError(
                say("bargaining.no_side_mixes", abandonment=abandonment, entrapment=fear, most=abandonment / 2)
            )
        lines.append((fear, 100 * last["first_row"], 100 * (1 - last["first_column"])))
    return pd.DataFrame(lines, columns=["entrapment", "stays close", "deals alone"], dtype=float)


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
