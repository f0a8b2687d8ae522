"""One play of the summit role-play at one table, in three rounds: who decides what, and what comes of it.

A choice is made by a function, `choose(question, sight)`: a script, chance, or the marks of a class. The rules are
those printed on the seat pages (summit-pages); nothing here is a finding about 2018.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from alliancelab.bargaining import delegations, seats
from alliancelab.ground.messages import say
from alliancelab.ground.numbers import whole
from alliancelab.ground.tables import need

LEADERS, OTHERS = seats.LEADERS, delegations.NAMES[2:]
ISSUES, LEVELS = tuple(delegations.ISSUES), delegations.LEVELS
LIGHT, GAVE_WAY, ANSWER, VOTE, HEADLINE = "light", "gave way", "answer", "vote", "headline"
NEITHER = "neither"
ANSWERS = ("welcomes", "says nothing", "objects")
YES, NO = "yes", "no"


class Question(NamedTuple):
    """One decision of one seat: the round, the seat and its delegation, what is asked, and what may be chosen."""

    round: int
    seat_id: str
    delegation: str
    asks: str
    options: tuple


class Sight(NamedTuple):
    """What lies open when a seat decides: the last texts, the issue in the light, who was named, and the draft."""

    texts: dict[str, dict[str, int]]
    light: str = ""
    named: str = NEITHER
    draft: dict[str, int] | None = None


class Play(NamedTuple):
    """A play from first mark to headline. ballots has one row per decision; announced is None without a deal."""

    seats: pd.DataFrame
    ballots: pd.DataFrame
    opened: dict[str, dict[str, int]]
    moved: dict[str, dict[str, int]]
    light: str
    named: str
    draft: dict[str, int]
    answers: dict[str, str]
    passed: dict[str, bool]
    announced: dict[str, int] | None
    headline: str


Choose = Callable[[Question, Sight], object]


def play(seated: pd.DataFrame, wanted: pd.DataFrame, seed: int, choose: Choose | None = None) -> Play:
    """One play at one table: three rounds, in each of which every seat decides.

    seated is one table of `seats.seated`, wanted the table summit-wishes. Empty delegations follow their wishes.
    Students choose by `choose`; without it, by chance from the seed. The seed also tosses the coins and moves the
    scripted partners' moods: same seed and same choices, same play. Raises ValueError for a choice that is not among
    the options, for more than one table, and for wishes that are not whole.

    >>> from alliancelab import catalogue
    >>> at = seats.seated(catalogue.load("summit-seats"), 6, seed=7)
    >>> one, two = (play(at, catalogue.load("summit-wishes"), seed=7) for _ in "12")
    >>> one.ballots.equals(two.ballots), sorted(set(one.ballots["round"]))
    (True, [1, 2, 3])
    """
    _one_table(seated)
    delegations.checked_wishes(wanted)
    whole(seed, 0, what=say("bargaining.seed"))
    return _Table(seated, wanted, seed, choose or at_random(seed)).played()


def at_random(seed: int) -> Choose:
    """Choices by chance, fixed by the seed.

    >>> question = Question(3, "japan-head", "Japan", VOTE, (YES, NO))
    >>> at_random(1)(question, Sight({})) == at_random(1)(question, Sight({}))
    True
    """
    dice = np.random.default_rng([whole(seed, 0, what=say("bargaining.seed")), 1])
    return lambda question, _sight: question.options[int(dice.integers(len(question.options)))]


def again(ballots: pd.DataFrame) -> Choose:
    """The choices of a play that was written down, so that it can be played again or changed in one place.

    ballots has the columns round, seat_id, asks, answer, as in `Play.ballots`; a class can type its own. The function
    raises LookupError for a decision that the table does not have.

    >>> written = pd.DataFrame({"round": [3], "seat_id": ["japan-head"], "asks": ["vote"], "answer": ["no"]})
    >>> again(written)(Question(3, "japan-head", "Japan", VOTE, (YES, NO)), Sight({}))
    'no'
    """
    need(ballots, "answer", what=say("bargaining.the_ballots"), rows=True, unique=["round", "seat_id", "asks"])
    kept = {(line.round, line.seat_id, line.asks): line.answer for line in ballots.itertuples()}

    def choose(question: Question, _sight: Sight) -> object:
        key = (question.round, question.seat_id, question.asks)
        if key not in kept:
            raise LookupError(say("bargaining.no_ballot", round=key[0], seat=key[1], asks=key[2]))
        return kept[key]

    return choose


def told(done: Play, options: pd.DataFrame) -> list[str]:
    """A play in sentences, round by round, as minutes for the class. options is the table summit-options.

    Raises ValueError for what is no play.

    >>> from alliancelab import catalogue
    >>> at = seats.seated(catalogue.load("summit-seats"), 6, seed=7)
    >>> lines = told(play(at, catalogue.load("summit-wishes"), seed=7), catalogue.load("summit-options"))
    >>> lines[0].startswith("Round 1. Japan opens with:"), lines[-1].startswith("Headline")
    (True, True)
    """
    if not isinstance(done, Play):
        raise ValueError(say("bargaining.not_a_play", given=done))
    words = delegations.texts(options)

    def text(package: Mapping[str, int]) -> str:
        return "; ".join(f"{delegations.ISSUES[issue]}: {words.loc[issue, level]}" for issue, level in package.items())

    lines = [say("bargaining.told_opens", delegation=name, text=text(done.opened[name])) for name in LEADERS]
    lines.append(say("bargaining.told_light", issue=delegations.ISSUES[done.light]))
    for name in LEADERS:
        changed = {
            issue: done.moved[name][issue] for issue in ISSUES if done.moved[name][issue] != done.opened[name][issue]
        }
        message = "bargaining.told_moves" if changed else "bargaining.told_stays"
        lines.append(say(message, delegation=name, text=text(changed)))
    lines.append(say("bargaining.told_named", leader=done.named))
    lines.append(say("bargaining.told_draft", text=text(done.draft)))
    lines += [say("bargaining.told_answer", delegation=name, answer=answer) for name, answer in done.answers.items()]
    lines += [say("bargaining.told_vote", delegation=name, n=int(passed)) for name, passed in done.passed.items()]
    lines.append(say("bargaining.told_deal" if done.announced else "bargaining.told_no_deal"))
    return [*lines, say("bargaining.told_headline", issue=delegations.ISSUES[done.headline])]


class _Table:
    """The table while it is played."""

    def __init__(self, seated: pd.DataFrame, wanted: pd.DataFrame, seed: int, choose: Choose):
        self.seated, self.wanted, self.seed, self.choose = seated, wanted, seed, choose
        self.coins = np.random.default_rng([seed, 2])
        self.ballots: list[tuple] = []
        self.members = dict(iter(seated.groupby("delegation", sort=False)))
        own = wanted.astype({"delegation": str, "issue": str}).set_index(["delegation", "issue"])
        self.wish, self.weight = own["level"], own["weight"]

    def played(self) -> Play:
        opened = {name: self._marks(1, name, Sight({})) for name in delegations.NAMES}
        light = self._press(1, LIGHT, ISSUES, Sight(opened))
        sight = Sight(opened, light)
        moved = {name: self._marks(2, name, sight) for name in delegations.NAMES}
        named = self._press(2, GAVE_WAY, (*LEADERS, NEITHER), Sight(moved, light))
        draft = self._draft(moved)
        sight = Sight(moved, light, named, draft)
        answers = {name: self._most(name, self._ask(3, name, ANSWER, ANSWERS, sight)) for name in OTHERS}
        passed = {name: self._passes(name, self._ask(3, name, VOTE, (YES, NO), sight), named) for name in LEADERS}
        announced = draft if all(passed.values()) else None
        headline = self._press(3, HEADLINE, ISSUES, sight)
        ballots = pd.DataFrame(self.ballots, columns=["round", "seat_id", "student", "asks", "answer"])
        return Play(self.seated, ballots, opened, moved, light, named, draft, answers, passed, announced, headline)

    def _ask(self, number: int, delegation: str, asks: str, options: tuple, sight: Sight) -> list[tuple]:
        """Each member's choice, with the member's seat."""
        given = []
        for seat in self.members[delegation].itertuples():
            question = Question(number, seat.seat_id, delegation, asks, options)
            is_scripted = seat.student == seats.SCRIPTED
            answer = self._scripted(question, sight) if is_scripted else self.choose(question, sight)
            if answer not in options:
                listed = ", ".join(map(str, options))
                raise ValueError(
                    say("bargaining.not_an_option", seat=seat.seat_id, asks=asks, given=answer, options=listed)
                )
            self.ballots.append((number, seat.seat_id, seat.student, asks, answer))
            given.append((seat, answer))
        return given

    def _marks(self, number: int, delegation: str, sight: Sight) -> dict[str, int]:
        text = {}
        for issue in ISSUES:
            before = sight.texts.get(delegation, {}).get(issue)
            near = [level for level in LEVELS if before is None or abs(_step(level) - _step(before)) <= 1]
            options = tuple(near) if issue == sight.light else LEVELS
            text[issue] = self._counted(issue, self._ask(number, delegation, issue, options, sight))
        return text

    def _counted(self, issue: str, given: list[tuple]) -> int:
        """The text with most marks, an adviser's twice on the own issue; of level ones that nearest to the head's."""
        counts: Counter = Counter()
        for seat, level in given:
            counts[level] += 2 if seat.issue == issue else 1
        head = given[0][1]
        return min(counts, key=lambda level: (-counts[level], abs(level - head), level))

    def _most(self, delegation: str, given: list[tuple]) -> str:
        """The answer of most members; of level ones the head's, where it is among them, then the milder."""
        counts = Counter(answer for _, answer in given)
        head = given[0][1]
        return min(counts, key=lambda answer: (-counts[answer], answer != head, ANSWERS.index(answer)))

    def _passes(self, delegation: str, given: list[tuple], named: str) -> bool:
        yes = sum(answer == YES for _, answer in given)
        if yes * 2 == len(given):
            return named in LEADERS and named != delegation
        return yes * 2 > len(given)

    def _press(self, number: int, asks: str, options: tuple, sight: Sight) -> str:
        counts = Counter(answer for _, answer in self._ask(number, seats.PRESS, asks, options, sight))
        most = [option for option in options if counts[option] == max(counts.values())]
        return most[0] if len(most) == 1 else most[int(self.coins.integers(len(most)))]

    def _draft(self, texts: dict[str, dict[str, int]]) -> dict[str, int]:
        draft = {}
        for issue in ISSUES:
            low, high = sorted(texts[name][issue] for name in LEADERS)
            if _step(high) - _step(low) != 1:
                draft[issue] = (low + high) // 2
                continue
            sides = [min((low, high), key=lambda level, at=texts[name][issue]: abs(level - at)) for name in OTHERS]
            # A text half way from both, as there is none on three steps, could only be the lower.
            draft[issue] = low if sides.count(low) > sides.count(high) else high
        return draft

    def _scripted(self, question: Question, sight: Sight) -> object:
        if question.delegation == seats.PRESS:
            return self._scripted_press(question, sight)
        name = question.delegation
        if question.asks in ISSUES:
            return self._scripted_mark(question, sight)
        replies = delegations.replies(sight.draft, self.wanted, self.seed).set_index("delegation")
        says = replies.loc[name, "says"]
        if question.asks == VOTE:
            return YES if says == "accepts" else NO
        return dict(zip(("accepts", "asks for a change", "objects"), ANSWERS, strict=True))[says]

    def _scripted_mark(self, question: Question, sight: Sight) -> int:
        """Its wish; in the second round a leader goes one step towards the other on what it cares about least."""
        name, issue = question.delegation, question.asks
        wish = int(self.wish[name, issue])
        if question.round == 1 or name not in LEADERS:
            return wish
        other = sight.texts[next(leader for leader in LEADERS if leader != name)]
        apart = [each for each in ISSUES if sight.texts[name][each] != other[each]]
        if not apart or issue != min(apart, key=lambda each: self.weight[name, each]):
            return sight.texts[name][issue]
        return LEVELS[_step(wish) + (1 if other[issue] > wish else -1)]

    def _scripted_press(self, question: Question, sight: Sight) -> str:
        if question.asks == GAVE_WAY:
            return NEITHER
        apart = {issue: abs(sight.texts[LEADERS[0]][issue] - sight.texts[LEADERS[1]][issue]) for issue in ISSUES}
        return max(ISSUES, key=lambda issue: apart[issue])


def _step(level: int) -> int:
    return LEVELS.index(level)


def _one_table(seated: pd.DataFrame) -> None:
    what = say("bargaining.the_seated")
    need(seated, "issue", what=what, rows=True, filled=["table", "delegation", "student"], unique=["table", "seat_id"])
    if seated["table"].nunique() > 1:
        raise ValueError(say("bargaining.two_tables", n=seated["table"].nunique()))
    for name in (*delegations.NAMES, seats.PRESS):
        if name not in set(seated["delegation"]):
            raise ValueError(say("bargaining.no_seat", delegation=name))
