"""How far a student is in one lesson: marked questions counted, guesses and judgements noted."""

from alliancelab.classroom.kinds import RIGHT, UNANSWERED, Exercise, Prediction
from alliancelab.ground.messages import say


def states(exercises: dict[str, Exercise], items: dict[str, object]) -> dict[str, str]:
    """The state of each exercise, in words, from what is kept of the lesson.

    >>> states({}, {})
    {}
    """
    found = {}
    for key, exercise in exercises.items():
        kept = items.get(key)
        kept = kept if type(kept) is dict else {}
        if kept.get("answer") is None:
            found[key] = UNANSWERED
        elif kept.get("checked") or isinstance(exercise, Prediction):
            found[key] = exercise.verdict(kept["answer"]).status
        else:
            found[key] = say("lesson.not_checked")
    return found


def report(exercises: dict[str, Exercise], items: dict[str, object]) -> str:
    """A sentence of counts, and a line for each question with its state.

    >>> report({}, {})
    '0 of 0 questions are answered as the tables do.'
    """
    found = states(exercises, items)
    noted = [key for key, exercise in exercises.items() if not exercise.marked]
    marked = [key for key in exercises if key not in noted]
    right = sum(found[key] == RIGHT for key in marked)
    given = sum(found[key] != UNANSWERED for key in noted)
    sentence = say("lesson.progress_marked", right=right, most=len(marked))
    if noted:
        sentence += " " + say("lesson.progress_noted", n=given, most=len(noted))
    return "\n".join([sentence, *(f"{state}: {key.replace('-', ' ')}" for key, state in found.items())])
