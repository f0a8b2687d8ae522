"""Every sentence a person reads, in one table: `say` looks it up by its id and fills in its values.

The table is one JSON file a room (`en/tariffs.json`, ids without the room's name), read when a room first
speaks. A translation is a folder beside `en` with files of the same names and ids; what it lacks is said
in English. The language is the environment variable ALLIANCELAB_LANGUAGE.
"""

import json
import os
import string
from datetime import date
from functools import cache
from pathlib import Path

ENGLISH = "en"
_HOME = Path(__file__).parent


class _Words(string.Formatter):
    """str.format with four additions, for what sentences need.

    {n:row|rows} is one or many, {value!b} a value shown safely, {day!d} a day as it is said (23 March 2018),
    {what!c} words at the beginning of a sentence.
    """

    def convert_field(self, value, conversion):
        if conversion == "b":
            return brief(value)
        if conversion == "d":
            return f"{value.day} {value:%B %Y}" if isinstance(value, date) else str(value)
        if conversion == "c":
            # The name of an argument, such as status, stays as it is typed.
            return value[:1].upper() + value[1:] if " " in value else value
        return super().convert_field(value, conversion)

    def format_field(self, value, format_spec):
        one, bar, many = format_spec.partition("|")
        return (one if value == 1 else many) if bar else super().format_field(value, format_spec)


_WORDS = _Words()


def say(name: str, /, **values: object) -> str:
    """The sentence of that id ("room.id") with its values filled in.

    Raises LookupError for an id the table does not have: a slip of the author's, and a test looks for it.

    >>> say("ground.not_a_day", what="day", given="2018")
    "A day is written year-month-day, such as '2018-03-23'; day is '2018'."
    """
    room, _, key = name.partition(".")
    template = table(room, language()).get(key) or table(room, ENGLISH).get(key)
    if template is None:
        raise LookupError(f"The table of messages has no {name!r}. Add it to ground/messages/en/{room}.json.")
    if absent := fields(template) - set(values):
        raise LookupError(f"The message {name!r} also needs {', '.join(sorted(absent))}.")
    return _WORDS.vformat(template, (), values)


def language() -> str:
    """The language people are spoken to in, as a folder's name; English where it is not set.

    >>> language()
    'en'
    """
    return os.environ.get("ALLIANCELAB_LANGUAGE", ENGLISH)


@cache
def table(room: str, language: str = ENGLISH) -> dict[str, str]:
    """The messages of one room in one language, by id; none where there is no such file.

    >>> "not_a_day" in table("ground")
    True
    """
    path = _HOME / language / f"{room}.json"
    # Only a plain folder name: the language comes from outside.
    return json.loads(path.read_text(encoding="utf-8")) if language.isalpha() and path.is_file() else {}


def fields(template: str) -> set[str]:
    """The names of the values a template asks for.

    >>> sorted(fields("{n} {n:row|rows} of {table}"))
    ['n', 'table']
    """
    return {name.partition(".")[0].partition("[")[0] for _, name, _, _ in _WORDS.parse(template) if name}


def brief(value: object, limit: int = 60) -> str:
    """How a value is shown in a sentence: its text if it is plain and short, else its type.

    >>> brief("JPN"), brief([1, 2]), brief(10**40), brief("x" * 100)
    ("'JPN'", 'a list', 'an int', "'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…'")
    """
    if type(value) is str:
        return repr(value[:limit] + "…" if len(value) > limit else value)
    if type(value) in (bool, float) or value is None or (type(value) is int and abs(value) < 10**30):
        return repr(value)
    # Asked of type itself: a class of its own making may answer with anything.
    kind = str(type.__dict__["__name__"].__get__(type(value)))[:40]
    return f"{'an' if kind[:1] in 'aeiouAEIO' else 'a'} {kind}"
