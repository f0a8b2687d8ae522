"""How an answer is read: one generous reader of days, numbers, names and countries, for every kind of exercise.

What reaches these functions is plain (`classroom.answers`). Each gives the value in the exercise's own terms, or
raises Unusable with a sentence. They are for what a person writes; tables are read strictly (`ground.days`).
"""

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from alliancelab import catalogue
from alliancelab.classroom.answers import Unusable, shown, tidy
from alliancelab.ground.messages import say
from alliancelab.ground.suggestions import did_you_mean
from alliancelab.tariffs.countries import COUNTRIES

# Beyond this a computer's numbers no longer tell neighbours apart, and no table of ours comes near.
_LARGEST = 1e15
_LONGEST_NUMBER = 60
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー", "-") | dict.fromkeys("‘’‛´`", "'") | dict.fromkeys("“”„″", '"'))
_NO_MARKS = str.maketrans(dict.fromkeys(range(0x300, 0x370)))
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_WEEKDAY = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|\(?[月火水木金土日]曜日?\)?|\([月火水木金土日]\)"
)
_CLOCK = re.compile(r"(?<=\d)[t ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?$")
_DAY_PARTS = re.compile(r"\d+|[a-z]+")
_SIGN = re.compile(r"(?:about |約|[~≈=]) ?|(?P<minus>(?:-|minus|マイナス|[▲△]) ?)|\+ ?")
_PLAIN = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d{1,3}(?![\w.]))?")
# Thousands, then decimals; the second pattern is as in German or French, where it cannot be anything else.
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:(?:,\d{3})+|(?:[ ']\d{3})+)(?:\.\d*)?(?![\d,])")
_COMMA = re.compile(r"(?:\d{1,3}(?:[. ]\d{3})+|\d+),\d+(?![\d,.])|\d{1,3}(?:\.\d{3}){2,}(?![\d,.])")
_NO_UNIT = {"", "%", "point", "points"}
_BETWEEN_NAMES = re.compile(r"[,;、;・\n\r\t]|->|→|⇒|(?<=\s)>(?=\s)")
_AND = re.compile(r"(?:^|\s+)(?:and|then|&|\+)\s+|\s*(?:および|そして|と)\s*")
_AROUND = " \"'“”‘’「」『』[](){}<>*•.,:-"
_NUMBERED = re.compile(r"^\(?\d{1,2}[.):]\s*(?=\D)")
_BETWEEN_NUMBERS = tuple(
    map(
        re.compile,
        (r"\s*[;、\n]\s*|,\s+", r",", r"\s+(?:and|to|through)\s+|\s*[~〜と]\s*", r"\s+", r"(?<=\d)\s?-\s?(?=\d)"),
    )
)
_NAMES_OF_COUNTRIES = (
    "eu-members",
    "us-treaty-allies",
    "us-fta-partners",
    "us-steel-imports",
    "us-aluminum-imports",
    "un-ideal-points",
    "places",
)


def spelling(text: str) -> str:
    """A text in the one spelling in which it is compared.

    Full width, capitals, blanks, accents, and the kind of dash or quotation mark do not matter.

    >>> spelling(" Ｂ  –  Türkiye ")
    'b - turkiye'
    """
    marks = unicodedata.normalize("NFD", tidy(text).translate(_DASHES)).translate(_NO_MARKS)
    return unicodedata.normalize("NFC", marks).casefold()


_UNITS = tuple(
    frozenset(map(spelling, group))
    for group in (
        {"%", "percent", "per cent", "pct", "percentage point", "percentage points", "パーセント", "ポイント"},
        {"day", "days", "日", "日間"},
        {"km", "kilometre", "kilometres", "kilometer", "kilometers", "キロ", "キロメートル"},
        {"people", "person", "persons", "人", "名"},
    )
)


def alone(value: object) -> object:
    """The one value in a list, or in a table with one label, of one; anything else as it is.

    >>> alone([["a"]]), alone({"JPN": 4.9}), alone([1, 2])
    ('a', 4.9, [1, 2])
    """
    while type(value) in (list, dict) and len(value) == 1:
        value = value[0] if type(value) is list else next(iter(value.values()))
    return value


def is_blank(value: object) -> bool:
    """Whether nothing has been answered: no value, blanks, dots, or a list or table of nothing else.

    >>> is_blank(" … "), is_blank({"from": None, "to": ""}), is_blank(0)
    (True, True, False)
    """
    if type(value) is dict:
        return all(map(is_blank, value.values()))
    if type(value) is list:
        return all(map(is_blank, value))
    return value is None or (type(value) is str and not tidy(value).strip(". "))


def day(value: object) -> dt.date:
    """A day in any order that can only mean one day.

    >>> day("12 June 2018") == day("June 12th, 2018") == day("2018/6/12") == day("２０１８年６月１２日")
    True
    >>> day("03/04/2018")
    Traceback (most recent call last):
    alliancelab.classroom.answers.Unusable: '03/04/2018' may be 3 April 2018 or 4 March 2018; write the month as a word
    """
    value = alone(value)
    if type(value) is dt.date:
        return value
    if type(value) in (int, float):
        raise Unusable(say("kinds.day_is_number", given=shown(value)))
    if type(value) is not str:
        raise Unusable(say("kinds.is_value", given=shown(value)))
    readings = _days_in(value)
    if not readings:
        raise Unusable(say("kinds.not_a_day", given=shown(value)))
    if len(readings) > 1:
        raise Unusable(say("kinds.two_days", given=shown(value), one=readings[0], other=readings[1]))
    return readings[0]


def _days_in(text: str) -> list[dt.date]:
    """Each day that a text can mean."""
    # The weekday first: 日 is also the sign after the day of a month.
    text = _WEEKDAY.sub(" ", _CLOCK.sub("", spelling(text[:80]))).strip(" ()\"'.")
    if re.fullmatch(r"\d{8}", text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    text = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|\b(?:of|the)\b", " ", text)
    parts = _DAY_PARTS.findall(text)
    if len(parts) != 3 or re.sub(r"[\s./,年月日()-]", "", _DAY_PARTS.sub("", text)):
        return []
    named = [(n, month) for n, part in enumerate(parts) if (month := _month(part))]
    if len(named) == 1 and named[0][0] < 2:
        place, month = named[0]
        one, other = parts[:place] + parts[place + 1 :]
        orders = [(one, month, other), (other, month, one)]
    else:
        orders = [(parts[0], parts[1], parts[2]), (parts[2], parts[1], parts[0]), (parts[2], parts[0], parts[1])]
    found = [moment for year, month, date in orders if (moment := _day_of(year, month, date))]
    return list(dict.fromkeys(found))


def _month(word: str) -> str:
    return next((str(n) for n, month in enumerate(_MONTHS, 1) if len(word) >= 3 and month.startswith(word)), "")


def _day_of(year: str, month: str, date: str) -> dt.date | None:
    if not (year.isdigit() and len(year) == 4 and month.isdigit() and date.isdigit() and len(month) < 3 > len(date)):
        return None
    try:
        return dt.date(int(year), int(month), int(date))
    except ValueError:
        return None


def number(value: object, unit: str = "") -> float:
    """A number, also from text, with or without its unit; a comma is a decimal only where it cannot part thousands.

    >>> number("３,４１３ km", "km"), number("89,1 %", "%"), number("−5"), number("0,125")
    (3413.0, 89.1, -5.0, 0.125)
    >>> number("96 km", "days")
    Traceback (most recent call last):
    alliancelab.classroom.answers.Unusable: '96 km' is not in days
    """
    value = alone(value)
    figure = _figure(value, unit) if type(value) is str else value
    if type(figure) not in (int, float):
        raise Unusable(say("kinds.not_a_number", given=shown(value)))
    if not abs(figure) < _LARGEST:
        raise Unusable(say("kinds.not_sensible"))
    return float(figure)


def _figure(given: str, unit: str) -> float | None:
    text = spelling(given).strip("\"'") if len(given) <= _LONGEST_NUMBER else ""
    sign = _SIGN.match(text)
    rest = text[sign.end() :] if sign else text
    figures = _GROUPED.match(rest) or _COMMA.match(rest) or _PLAIN.match(rest)
    if not figures:
        return None
    written, behind = figures[0], rest[figures.end() :].strip()
    if behind[:1] in tuple("0123456789,.-/:"):
        return None
    if not _is_unit(behind, unit):
        raise Unusable(say("kinds.other_unit", given=shown(given), unit=unit) if unit else say("kinds.no_unit"))
    if figures.re is _COMMA:
        written = re.sub("[. ]", "", written).replace(",", ".")
    size = float(re.sub("[, ']", "", written))
    return -size if sign and sign["minus"] else size


def _is_unit(given: str, unit: str) -> bool:
    given, unit = given.rstrip(". "), spelling(unit)
    if not unit or not given:
        return given in _NO_UNIT
    own = next((group for group in _UNITS if unit in group), {unit})
    return given in own or {word.rstrip("s") for word in given.split()} <= {word.rstrip("s") for word in unit.split()}


def numbers(text: str, unit: str, count: int) -> list[float] | None:
    """So many numbers from one text, whatever stands between them, or None.

    >>> numbers("45, 60", "", 2), numbers("65,1; 66,9", "%", 2), numbers("45 to 60", "", 2), numbers("45", "", 2)
    ([45.0, 60.0], [65.1, 66.9], [45.0, 60.0], None)
    """
    # As tidy, except that the lines stay apart.
    text = "\n".join(tidy(line) for line in text[:2_000].strip(_AROUND.replace("-", "").replace(".", "")).splitlines())
    # A dash stands between two numbers only; between three they are a day.
    for between in _BETWEEN_NUMBERS if count == 2 else _BETWEEN_NUMBERS[:-1]:
        pieces = between.split(text.translate(_DASHES))
        if len(pieces) == count:
            try:
                return [number(piece, unit) for piece in pieces]
            except Unusable:
                continue
    return None


def _loose(text: str) -> str:
    """A name without what people leave out of it: zeros in front, blanks, hyphens, dots."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", re.sub(r"[\s\-_.]", "", spelling(text)))


class Spellings:
    """The names an exercise knows, each found by every way people write it.

    >>> rows = Spellings(["JPN01", "JPN02", "USA04"])
    >>> rows.find("usa4"), rows.find("USA"), rows.find("4"), rows.find("JPN")
    ('USA04', 'USA04', 'USA04', None)
    >>> rows.near("JPN")
    ['JPN01', 'JPN02']
    """

    def __init__(self, names: Iterable[str], label: Callable[[str], str] = str):
        self.names = list(dict.fromkeys(names))
        self._floors: list[dict[str, list[str]]] = [{}, {}, {}]
        for name in self.names:
            for text in (name, label(name)):
                self._add(0, spelling(text), name)
                self._add(1, _loose(text), name)
            letters, figures = re.fullmatch(r"(.*?)(\d*)", _loose(name)).groups()
            if figures:
                self._add(2, letters, name)
                self._add(2, figures, name)

    def _add(self, floor: int, text: str, name: str) -> None:
        names = self._floors[floor].setdefault(text, [])
        if name not in names:
            names.append(name)

    def find(self, text: str) -> str | None:
        """The one name that a text means, or None."""
        near = self.near(text)
        return near[0] if len(near) == 1 else None

    def near(self, text: str) -> list[str]:
        """The names that a text can mean, by the most exact way that finds any."""
        loose = _loose(text.strip(_AROUND))
        if not loose:
            return []
        ways = zip(self._floors, (spelling(text), loose, loose), strict=True)
        exact = next((names for floor, way in ways if (names := floor.get(way))), [])
        if exact or not (code := country(text)):
            return exact
        named = {_loose(code), _loose(names_of_countries().get(code, code))}
        return [name for name in self.names if _loose(name) in named] or self._floors[2].get(_loose(code), [])

    def read(self, part: object) -> str:
        """The name that a text means. Raises Unusable, with a question where names are near."""
        if type(part) is not str:
            raise Unusable(say("kinds.is_value", given=shown(part)))
        near = self.near(part)
        if len(near) == 1:
            return near[0]
        if near:
            raise Unusable(say("kinds.which_name", given=shown(part), names=say("kinds.or").join(near[:3])))
        question = did_you_mean(tidy(part), self.names)
        raise Unusable(say("kinds.unknown_name", given=shown(part), question=question).rstrip("."))


def pieces(value: object, known: Callable[[str], object]) -> list[str]:
    """The names in an answer, apart: from a list of texts or numbers, a table's labels, or one text.

    known says of a text whether it is a name; what is one stays whole, so that "Trinidad and Tobago" does.

    >>> pieces("AUS, KOR and ARG", {"AUS", "KOR", "ARG"}.__contains__)
    ['AUS', 'KOR', 'ARG']
    """
    parts = list(value) if type(value) in (list, dict) else [value]
    texts = [str(part) if type(part) is int else part for part in map(alone, parts)]
    if not all(type(text) is str for text in texts):
        odd = next(text for text in texts if type(text) is not str)
        raise Unusable(say("kinds.is_value", given=shown(value if type(value) is list else odd)))
    return [name for text in texts for name in _split(text, known)]


def _split(text: str, known: Callable[[str], object]) -> list[str]:
    if known(text):
        return [text]
    names = []
    for piece in _BETWEEN_NAMES.split(unicodedata.normalize("NFKC", text)):
        piece = piece.strip()
        for way in (lambda one: [one], lambda one: [_NUMBERED.sub("", one)], _AND.split, str.split):
            found = [part for part in way(piece) if part.strip(_AROUND)]
            if found and all(map(known, found)):
                break
        else:
            found = [part.strip(" \"'[](){}") for part in _AND.split(piece) if part.strip(_AROUND)]
        names += found
    return names


@cache
def names_of_countries() -> dict[str, str]:
    """The name of each country that our tables know, by its code of three letters.

    >>> names_of_countries()["KOR"]
    'South Korea'
    """
    names = {}
    for table in map(catalogue.load, _NAMES_OF_COUNTRIES):
        names |= dict(zip(table["country_code"].astype("str"), table["country_name"].astype("str"), strict=True))
    return {code: names[code] for code in sorted(names, key=names.get) if code in COUNTRIES - {"OTH"} or code == "EUU"}


@cache
def _countries() -> dict[str, str]:
    further = json.loads(Path(__file__).with_name("countries.json").read_text(encoding="utf-8"))
    by_text = {spelling(code): code for code in (*COUNTRIES, "EUU")}
    by_text |= {_country_text(name): code for code, name in names_of_countries().items()}
    return by_text | {_country_text(name): code for code, names in further.items() for name in names}


def _country_text(text: str) -> str:
    return spelling(text).replace(".", "").removeprefix("the ").strip(_AROUND)


def country(text: str) -> str:
    """The code of the country that a text names, by code or name, in English or Japanese; nothing for any other text.

    >>> country("the US"), country("Korea"), country("日本"), country("Atlantis")
    ('USA', 'KOR', 'JPN', '')
    """
    return _countries().get(_country_text(text[:80]), "")


def is_percent(unit: str) -> bool:
    """Whether a unit is percent, however it is written.

    >>> is_percent("%"), is_percent("percent"), is_percent("days")
    (True, True, False)
    """
    return spelling(unit) in _UNITS[0]


def labelled(text: str) -> dict[str, str]:
    """Numbers with their labels out of one text, or nothing.

    >>> labelled("Japan: -1.5; South Korea = 2")
    {'Japan': '-1.5', 'South Korea': '2'}
    """
    parts = [re.split(r"\s*[:=]\s*", part.strip(" \"'{}[]()")) for part in re.split(r"[;、\n]|,(?!\d)", text[:2_000])]
    parts = [part for part in parts if part != [""]]
    if not parts or any(len(part) != 2 for part in parts):
        return {}
    return {label.strip(" \"'"): number.strip(" \"'") for label, number in parts}
