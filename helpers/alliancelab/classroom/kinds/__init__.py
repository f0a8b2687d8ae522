"""The kinds of exercise: what an answer may look like, when it is right, and what to say of it.

An answer is first put into plain values (`classroom.answers`), so that no object can talk its way to a
good verdict; then one generous reader (`kinds.readers`) reads days, numbers, names and countries for all kinds.
"""

from alliancelab.classroom.answers import Incomplete, Unusable, plain, shown
from alliancelab.classroom.kinds.exercise import NOTED, RIGHT, UNANSWERED, WRONG, Exercise, Verdict
from alliancelab.classroom.kinds.judgement import Judgement, cited
from alliancelab.classroom.kinds.readers import Spellings
from alliancelab.classroom.kinds.several import Countries, InOrder, Names, ShortTable
from alliancelab.classroom.kinds.sheets import WholeSheet
from alliancelab.classroom.kinds.single import Day, Number, PickOne, Prediction

__all__ = [
    "NOTED",
    "RIGHT",
    "UNANSWERED",
    "WRONG",
    "Countries",
    "Day",
    "Exercise",
    "InOrder",
    "Incomplete",
    "Judgement",
    "Names",
    "Number",
    "PickOne",
    "Prediction",
    "ShortTable",
    "Spellings",
    "Unusable",
    "Verdict",
    "WholeSheet",
    "cited",
    "plain",
    "shown",
]
