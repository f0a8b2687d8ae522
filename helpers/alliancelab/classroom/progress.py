"""How far a student is in one lesson: marked questions counted, guesses and judgements noted."""

from html import escape

from alliancelab.classroom.kinds import RIGHT, UNANSWERED, Exercise, Judgement, Prediction
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


def html(exercises: dict[str, Exercise], items: dict[str, object]) -> str:
    """A sentence of counts and the list of questions with their states, as HTML."""
    found = states(exercises, items)
    noted = [key for key, exercise in exercises.items() if isinstance(exercise, Judgement | Prediction)]
    marked = [key for key in exercises if key not in noted]
    right = sum(found[key] == RIGHT for key in marked)
    given = sum(found[key] != UNANSWERED for key in noted)
    sentence = say("lesson.progress_marked", right=right, most=len(marked))
    if noted:
        sentence += " " + say("lesson.progress_noted", n=given, most=len(noted))
    lines = "".join(f"<li>{escape(key.replace('-', ' '))}: {escape(state)}</li>" for key, state in found.items())
    return f'<div class="al-note"><p>{escape(sentence)}</p><ul>{lines}</ul></div>'
