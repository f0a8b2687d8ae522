"""The kinds of exercise: what an answer may look like, when it is right, and what to say of it.

An answer is first put into plain values (`classroom.answers`), so that no object can talk its way to a
good verdict, and an answer of any other type gets a sentence saying what would do.
"""

from alliancelab.classroom.answers import Unusable, plain
from alliancelab.classroom.kinds.exercise import RIGHT, UNANSWERED, WRONG, Exercise, Verdict
from alliancelab.classroom.kinds.judgement import Judgement
from alliancelab.classroom.kinds.several import Countries, InOrder, Names, ShortTable
from alliancelab.classroom.kinds.single import Day, Number, PickOne, Prediction
from alliancelab.ground.suggestions import brief

__all__ = [
    "RIGHT",
    "UNANSWERED",
    "WRONG",
    "Countries",
    "Day",
    "Exercise",
    "InOrder",
    "Judgement",
    "Names",
    "Number",
    "PickOne",
    "Prediction",
    "ShortTable",
    "Unusable",
    "Verdict",
    "brief",
    "plain",
]
