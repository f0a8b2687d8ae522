"""Cells that Python cannot read: which sign is missing, one too many, or foreign.

The signs of the cell are read first, because Python's own message names what it met last and not what was meant,
and changes from one version to the next.
"""

import keyword
import re
import unicodedata
from dataclasses import dataclass, field

from alliancelab.classroom.slips.scene import Scene

QUOTES = "“”„‟«»‘’‚‛「」『』″′＂＇`´"
BLANKS = "\u00a0\u3000\u200b\u2009\u202f\ufeff\u2007\u2003"
DASHES = "–—―−‐‑‒"
# What was meant by signs that Unicode does not hold to be full-width.
MEANT = {"、": ",", "。": ".", "・": ".", "…": "...", "×": "*", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!=", "【": "[",
         "】": "]", "〔": "[", "〕": "]", "〜": "~"}  # fmt: skip
PAIRS = {"(": ")", "[": "]", "{": "}"}

_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_DAY = re.compile(
    rf"\b(?:\d{{4}}([-/.])\d{{1,2}}\1\d{{1,2}}|\d{{4}}年\d{{1,2}}月\d{{1,2}}日|\d{{1,2}} {_MONTH} \d{{4}}|"
    rf"{_MONTH} \d{{1,2}}, ?\d{{4}})"
)
_NUMBER = r"\d+(?:\.\d+)?"
_WORD = r"(?!(?:and|or|in|is|if|else|for|not)\b)[^\W\d]\w*"
# What a line looks like (its texts left out), and the sentence for it; what the brackets catch is said in the sentence.
_LINES = [
    (re.compile(rf"(?P<given>(?P<number>{_NUMBER})\s*%)\s*(?:$|[,)\]}}])"), "percent"),
    (re.compile(rf"(?P<given>[$€£¥]\s*(?P<number>{_NUMBER}))"), "unit"),
    (re.compile(rf"(?<![\w.])(?P<given>(?P<number>{_NUMBER})\s*(?:{_WORD}|[$€£¥]))"), "unit"),
    (re.compile(r"(?<![\w.])(?P<given>0+(?P<number>[1-9]\d*))(?![\w.])"), "zeros"),
    (re.compile(r"^\s*(?:[^=]*[^=!<>])?=\s*$"), "empty"),
    (re.compile(rf"^\s*(?P<given>(?:{_WORD}[ -]+)+{_WORD})\s*=(?!=)"), "name"),
    (re.compile(r"^\s*print\s+[^(\s]"), "printing"),
    (re.compile(r"\{[^{}:]*[\"']\s*[\"']\s*[;,=]?\s*[-\d.]"), "pairs"),
    (re.compile(rf"^\s*(?:\w+ = )?(?P<name>{_WORD}(?:\.\w+)*) +[\"'\d\[]"), "call"),
    (re.compile(rf"^\s*(?P<given>{_WORD}) (?P<right>{_WORD})\("), "dot"),
]
# What Python says, and the sentence for it: where that is certain, and where the look of the line says it better.
_CERTAIN = [
    (r"expected ':'", "colon"),
    (r"unexpected indent", "indent_less"),
    (r"expected an indented block", "indent_more"),
    (r"unindent does not match|inconsistent use of tabs", "indent_other"),
    (r"Missing parentheses in call to 'print'", "printing"),
    (r"outside function|outside loop|not properly in loop", "outside"),
]
_LIKELY = [
    (r"cannot assign to (?:literal|function call)", "assign"),
    (r"Maybe you meant '=='|perhaps you meant \"==\"", "equals"),
    (r"forgot a comma", "comma"),
    (r"cannot assign to", "assign"),
]


@dataclass
class Signs:
    """The signs of a cell: its code with the insides of texts and comments blanked out, and what does not fit.

    `open` is a text that is never closed, as its place and its sign; `bracket` what is wrong with the brackets, as
    (id, place, sign, the sign that should be there).
    """

    code: str
    open: int | None = None
    bracket: tuple[str, int, str, str] | None = None
    stack: list[tuple[int, str]] = field(default_factory=list)


def read(source: str) -> Signs:
    """Walk through a cell sign by sign.

    >>> signs = read('on = ["AUS", "KOR"  # two')
    >>> signs.code, signs.bracket
    ('on = ["   ", "   "       ', ('bracket_open', 5, '[', ']'))
    """
    code, at, signs = list(source), 0, Signs("")
    while at < len(source):
        sign = source[at]
        if sign == "#":
            end = source.find("\n", at)
            at = _blanked(code, at, len(source) if end < 0 else end)
        elif sign in "\"'":
            mark = sign * 3 if source.startswith(sign * 3, at) else sign
            end = _end_of_text(source, at + len(mark), mark)
            if end is None:
                signs.open = at
                break
            _blanked(code, at + len(mark), end)
            at = end + len(mark)
        else:
            _bracket(signs, at, sign)
            at += 1
    if signs.stack and not signs.bracket:
        place, sign = signs.stack[-1]
        signs.bracket = ("bracket_open", place, sign, PAIRS[sign])
    signs.code = "".join(code)
    return signs


def _blanked(code: list[str], start: int, end: int) -> int:
    code[start:end] = [sign if sign == "\n" else " " for sign in code[start:end]]
    return end


def _end_of_text(source: str, at: int, mark: str) -> int | None:
    while at < len(source):
        if source.startswith(mark, at):
            return at
        if source[at] == "\n" and len(mark) == 1:
            return None
        at += 2 if source[at] == "\\" else 1
    return None


def _bracket(signs: Signs, at: int, sign: str) -> None:
    if sign in PAIRS:
        signs.stack.append((at, sign))
    elif sign in PAIRS.values() and not signs.bracket:
        opening = next(left for left, right in PAIRS.items() if right == sign)
        if not signs.stack:
            signs.bracket = ("bracket_closed", at, sign, opening)
        elif PAIRS[signs.stack[-1][1]] != sign:
            signs.bracket = ("bracket_other", at, sign, PAIRS[signs.stack[-1][1]])
        else:
            signs.stack.pop()


def bare_day(code: str) -> str | None:
    """A day written without quotation marks in a line whose texts were blanked out, or None.

    >>> bare_day("first_day = 2018-03-23"), bare_day("first_day = '          '")
    ('2018-03-23', None)
    """
    found = _DAY.search(code)
    return found.group() if found else None


def sentence(scene: Scene) -> str:
    """What to do about a cell that Python could not read, in one sentence."""
    signs = read(scene.source)
    # A text that is never closed hides whether its last sign is a foreign one.
    rest = scene.source[signs.open :].split("\n")[0] if signs.open is not None else ""
    for at, sign in enumerate(signs.code):
        if signs.open is not None and signs.open <= at and sign not in QUOTES:
            continue
        if _is_foreign(sign):
            return _foreign(scene, sign, _line_of(scene.source, at))
    if signs.open is not None:
        number = _line_of(scene.source, signs.open)
        apostrophe = re.search(r"[^\W\d]+'s\b", scene.lines[number - 1])
        if apostrophe and rest.startswith("'"):
            return scene.say("apostrophe", number, given=apostrophe.group())
        return scene.say("quote", number)
    if signs.bracket:
        name, at, sign, right = signs.bracket
        return scene.say(name, _line_of(scene.source, at), sign=sign, right=right)
    return _of_line(scene, signs.code.split("\n"))


def _of_line(scene: Scene, lines: list[str]) -> str:
    line = lines[scene.number - 1] if scene.number and scene.number <= len(lines) else ""
    if day := bare_day(line):
        return scene.say("day", given=day)
    if number := number_with_commas(line):
        return scene.say(number[0], given=number[1], right=number[2])
    if found := re.search(r"(?<![\w.])\d+(?: \d+)+(?![\w.])", line):
        return scene.say("number_blank", given=found.group(), right=found.group().replace(" ", ""))
    said = getattr(scene.error, "msg", "") or ""
    for pattern, name in _CERTAIN:
        if re.search(pattern, said):
            return scene.say(name)
    if (word := re.match(r"\s*(\w+)\s*=(?!=)", line)) and keyword.iskeyword(word.group(1)):
        return scene.say("own_word", given=word.group(1))
    for pattern, name in _LINES:
        if found := pattern.search(line):
            texts = {key: value.strip() for key, value in found.groupdict().items()}
            if keyword.iskeyword(texts.get("name", "")):
                continue
            if name == "name":
                texts["right"] = re.sub(r"[ -]+", "_", texts["given"])
            return scene.say(name, **texts)
    for pattern, name in _LIKELY:
        if re.search(pattern, said):
            return scene.say(name)
    return scene.say("unreadable")


def number_with_commas(code: str) -> tuple[str, str, str] | None:
    """A number with commas between its figures: the id of its sentence, as it was given, as it should be; or None.

    >>> number_with_commas("check(3,413)"), number_with_commas("check(89,1)"), number_with_commas("check(1, 2)")
    (('number_comma', '3,413', '3413'), ('decimal_comma', '89,1', '89.1'), None)
    """
    found = re.search(r"(?<![\w.,])\d+(?:,\d+)+(?:\.\d+)?(?![\w,])", code)
    if not found:
        return None
    given = found.group()
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", given):
        return "number_comma", given, given.replace(",", "")
    return ("decimal_comma", given, given.replace(",", ".")) if given.count(",") == 1 else None


def _is_foreign(sign: str) -> bool:
    if sign in QUOTES or sign in BLANKS or sign in DASHES or sign in MEANT:
        return True
    return ord(sign) > 127 and (sign.isdecimal() or not f"a{sign}".isidentifier())


def _foreign(scene: Scene, sign: str, number: int) -> str:
    if sign in QUOTES:
        return scene.say("curly", number, sign=sign)
    if sign in BLANKS:
        return scene.say("blank", number)
    if sign in DASHES:
        return scene.say("dash", number, sign=sign)
    if sign in MEANT:
        return scene.say("sign", number, sign=sign, right=MEANT[sign])
    usual = unicodedata.normalize("NFKC", sign)
    if usual.isascii():
        return scene.say("full_width", number, sign=sign, right=usual)
    return scene.say("unknown_sign", number, sign=sign)


def _line_of(source: str, at: int) -> int:
    return source.count("\n", 0, at) + 1
