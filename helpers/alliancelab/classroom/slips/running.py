"""Cells that stopped while they ran: a name from a cell that was not run, a misspelt one, a wrong argument."""

import ast
import builtins
import inspect
import os
import pkgutil
import re
import sys
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from alliancelab.classroom.slips import cells, writing
from alliancelab.classroom.slips.scene import Scene, shortened
from alliancelab.ground import paths
from alliancelab.ground.messages import brief, say
from alliancelab.ground.suggestions import did_you_mean

_HOME = Path(__file__).resolve().parents[2]
_MOST = 300


def sentence(scene: Scene) -> str:
    """What to do about a cell that stopped, in one sentence."""
    if spoken := _spoken_by_the_kit(scene):
        return spoken
    if type(scene.error).__name__ == "UsageError":
        return scene.say("magic")
    for kind, explain in _BY_KIND:
        if isinstance(scene.error, kind) and (text := explain(scene)):
            return text
    return _general(scene)


def _spoken_by_the_kit(scene: Scene) -> str | None:
    error = scene.error
    if not isinstance(error, LookupError | ValueError | ImportError) or isinstance(error, KeyError | IndexError):
        return None
    trace, file = error.__traceback__, ""
    while trace is not None:
        file, trace = trace.tb_frame.f_code.co_filename, trace.tb_next
    ours = Path(file).name == "kit.py" or _HOME in Path(file).parents or paths.lessons() in Path(file).parents
    if not ours or "\n" in str(error):
        return None
    # 2018-10-15 without quotation marks is a subtraction: the kit can only say that 1993 is no day.
    day = writing.bare_day(writing.read(scene.line).code)
    return scene.say("day", given=day) if day and isinstance(error, ValueError) else str(error)


def _unnamed(scene: Scene) -> str | None:
    given = getattr(scene.error, "name", None)
    if not given:
        return None
    path = cells.notebook(scene.names, scene.source)
    own = cells.cells(path) if path else []
    return (
        _of_other_cell(scene, given, own)
        or _quoted_whole(scene, given)
        or _misspelt(scene, given, own)
        or _of_deleted_cell(scene, given, path)
        or _as_text(scene, given)
        or scene.say("unknown", given=given)
    )


def _of_other_cell(scene: Scene, given: str, own: list[cells.Cell]) -> str | None:
    here = [n for n, cell in enumerate(own) if scene.cell_id == cell.id or cell.source == scene.source]
    makers = [n for n, cell in enumerate(own) if given in cell.makes and n not in here]
    if not makers:
        return None
    # The nearest one above, which made the name last.
    above = [n for n in makers if here and n < here[0]]
    number = above[-1] if above else makers[0]
    # kit may have been loaded when the kernel started.
    first = own[0].makes - {"kit"}
    fresh = number == 0 or bool(first and not first & scene.names.keys())
    name = "restarted" if fresh else "below" if here and not above else "skipped"
    return say(f"slips.{name}", given=given, heading=own[number].heading, begins=shortened(own[number].begins))


def _of_deleted_cell(scene: Scene, given: str, path: Path | None) -> str | None:
    if path is None:
        return None
    copy = cells.as_it_came(path, scene.names)
    makers = [cell for cell in cells.cells(copy) if given in cell.makes]
    if not makers:
        return None
    return say("slips.deleted", given=given, heading=makers[0].heading, lesson=copy.parent.name)


def _quoted_whole(scene: Scene, given: str) -> str | None:
    # first-day without its quotation marks is read as first minus day.
    known = {
        *getattr(scene.names.get("lesson"), "exercises", ()),
        *paths.names_in(paths.datasets(), "datapackage.json"),
    }
    words = re.findall(r"\w+(?:-\w+)+", writing.read(scene.source).code)
    whole = next((word for word in words if word in known and given in word.split("-")), None)
    return scene.say("text", given=whole, right=f'"{whole}"', n=1) if whole else None


def _misspelt(scene: Scene, given: str, own: list[cells.Cell]) -> str | None:
    own_names = {name for name in scene.names if not name.startswith("_")}
    python = {name for name in dir(builtins) if name[0].islower()} | {"True", "False", "None"}
    almost = nearest(given, own_names | python | {name for cell in own for name in cell.makes})
    if almost is None:
        return None
    quotes = "" if given.islower() or _is_asked_of(scene, given) else say("slips.or_text", right=f'"{given}"')
    return scene.say("misspelt", given=given, near=almost, quotes=quotes)


def nearest(given: str, known: Iterable[str]) -> str | None:
    """The known name that was probably meant; a code such as AUS, or a letter, is never taken for another name.

    >>> nearest("statuss", ["status", "members"]), nearest("Print", ["print"]), nearest("AUS", ["bus"])
    ('status', 'print', None)
    """
    by_lower = {name.lower(): name for name in sorted(known)}
    if given.lower() in by_lower:
        return by_lower[given.lower()]
    if given.isupper() or len(given) < 3:
        return None
    near = get_close_matches(given.lower(), by_lower, n=1, cutoff=0.75)
    return by_lower[near[0]] if near else None


def _is_asked_of(scene: Scene, given: str) -> bool:
    # status.head, status["x"], status(): nobody writes a text so.
    asked = [getattr(node, part, None) for node in scene.nodes for part in ("func", "value")
             if isinstance(node, ast.Call | ast.Attribute | ast.Subscript)]  # fmt: skip
    return any(isinstance(node, ast.Name) and node.id == given for node in asked)


def _as_text(scene: Scene, given: str) -> str | None:
    if _is_asked_of(scene, given):
        return None
    known = scene.names.keys() | set(dir(builtins))
    names = [node.id for node in scene.nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)]
    unknown = dict.fromkeys(name for name in names if name not in known) or [given]
    right = ", ".join(f'"{name}"' for name in unknown)
    return scene.say("text", given=", ".join(unknown), right=right, n=len(unknown))


def _not_there(scene: Scene) -> str | None:
    """A part of something that has no such part: lesson.chek, tariffs.treatmnt, status.tratment."""
    given, owner = getattr(scene.error, "name", None), getattr(scene.error, "obj", None)
    if "ellipsis" in str(scene.error):
        return scene.say("dots")
    if not given:
        return None
    if owner is None:
        return scene.say("nothing", given=given)
    known = [name for name in dir(owner) if not name.startswith("_")]
    asked = [ast.unparse(node.value) for node in scene.nodes if isinstance(node, ast.Attribute) and node.attr == given]
    return scene.say(
        "no_part", owner=asked[0] if asked else _kind(owner), given=given, question=_question(given, known)
    )


def _question(given: str, known: Iterable[str]) -> str:
    almost = nearest(given, known)
    return say("slips.did_you_mean", near=almost) if almost else ""


def _no_module(scene: Scene) -> str | None:
    error, given = scene.error, getattr(scene.error, "name", None) or ""
    if given == "kit":
        return say("slips.no_kit")
    if isinstance(error, ModuleNotFoundError):
        home, _, last = given.rpartition(".")
        known = _modules(home) if home else {*sys.stdlib_module_names, *(name.split(".")[0] for name in sys.modules)}
        return scene.say("no_module", given=given, question=_question(last, known))
    if found := re.match(r"cannot import name '(\w+)' from '([\w.]+)'", str(error)):
        given, home = found.groups()
        return scene.say("no_part", owner=home, given=given, question=_question(given, _modules(home)))
    return None


def _modules(home: str) -> set[str]:
    owner = sys.modules.get(home)
    inside = {module.name for module in pkgutil.iter_modules(getattr(owner, "__path__", []))}
    return {name for name in {*inside, *dir(owner)} if not name.startswith("_")}


def _no_key(scene: Scene) -> str | None:
    """A column, a row or a name in a dictionary that is not there."""
    trace, what, known, given = scene.error.__traceback__, None, (), None
    while trace is not None:
        owner = trace.tb_frame.f_locals.get("self")
        kinds = [kind.__name__ for kind in type(owner).__mro__]
        what = "column" if "DataFrame" in kinds and what is None else "row" if "_LocIndexer" in kinds else what
        if "Index" in kinds:
            key = trace.tb_frame.f_locals.get("key")
            known = known or [name for name in owner if type(name) is str]
            given = given or ([part for part in key if part not in owner][:1] or [None])[0] if _is_list(key) else key
        trace = trace.tb_next
    if what and given is not None:
        return scene.say(f"no_{what}", given=given, question=did_you_mean(given, known), known=_some(known))
    for node in scene.nodes:
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            owner, given = scene.value(node.value), node.slice.value
            if isinstance(owner, dict) and given not in owner:
                known = [name for name in owner if type(name) is str]
                return scene.say("no_row", given=given, question=did_you_mean(given, known), known=_some(known))
    given = scene.error.args[0] if scene.error.args else None
    return scene.say("no_row", given=given, question="", known="")


def _is_list(key: object) -> bool:
    return type(key) is not str and hasattr(key, "__iter__")


def _some(known: Iterable[str]) -> str:
    known = list(dict.fromkeys(known))
    shown = ", ".join(known[:12]) + (say("ground.and_more", n=len(known) - 12) if len(known) > 12 else "")
    return say("slips.it_has", known=shown) if known else ""


def _of_kind(scene: Scene) -> str | None:
    """A TypeError, told apart by its words."""
    said = str(scene.error)
    if "ellipsis" in said:
        return scene.say("dots")
    for pattern, explain in _OF_KIND:
        if found := re.search(pattern, said):
            return explain(scene, *found.groups())
    return None


def _not_a_function(scene: Scene, _kind_said: str) -> str:
    for node in scene.nodes:
        if isinstance(node, ast.Call) and (value := scene.value(node.func)) is not None and not callable(value):
            name = ast.unparse(node.func)
            columns = [column for column in getattr(value, "columns", ()) if type(column) is str]
            if columns:
                asked = [part.value for part in node.args if isinstance(part, ast.Constant) and part.value in columns]
                return scene.say("table_called", name=name, column=[*asked, *columns][0])
            return scene.say("not_called", name=name, kind=_kind(value))
    return scene.say("not_called_unnamed")


def _kind(value: object) -> str:
    """What a value is, in words."""
    return say(f"slips.kind_{name}") if (name := _KINDS.get(type(value).__name__)) else brief(value)


_KINDS = {"str": "text", "int": "number", "float": "number", "list": "list", "tuple": "list", "dict": "names",
          "DataFrame": "table", "Series": "column", "NoneType": "nothing", "Lesson": "lesson"}  # fmt: skip


def _square(scene: Scene, *_: str) -> str | None:
    for node in scene.nodes:
        if isinstance(node, ast.Subscript) and callable(scene.value(node.value)):
            return scene.say("square", name=ast.unparse(node.value))
    return None


def _missing(scene: Scene, function: str, what: str) -> str:
    name, such = _called(scene, function), ""
    exercises = getattr(scene.names.get("lesson"), "exercises", None)
    if name.startswith("lesson.") and what == "'key'" and exercises:
        such = say("slips.such_as", call=f'{name}("{next(iter(exercises))}")')
    return scene.say("missing", name=name, what=what.replace("'", ""), such=such)


def _called(scene: Scene, function: str) -> str:
    calls = [ast.unparse(node.func) for node in scene.nodes if isinstance(node, ast.Call)]
    return next((name for name in calls if name.split(".")[-1] == function), function)


def _too_many(scene: Scene, function: str) -> str:
    number = writing.number_with_commas(writing.read(scene.line).code)
    if number:
        return scene.say(number[0], given=number[1], right=number[2])
    return scene.say("too_many", name=_called(scene, function))


def _no_keyword(scene: Scene, function: str, given: str) -> str:
    for node in scene.nodes:
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == function:
            try:
                known = list(inspect.signature(scene.value(node.func)).parameters)
            except (TypeError, ValueError):
                continue
            question = _question(given, known)
            return scene.say(
                "no_keyword", name=ast.unparse(node.func), given=given, question=question, known=_some(known)
            )
    return scene.say("no_keyword", name=function, given=given, question="", known="")


def _operands(scene: Scene, one: str, other: str) -> str:
    return scene.say("two_texts" if one == other == "str" else "text_and_number")


# What Python says of a TypeError, and what answers it.
_OF_KIND = [
    (r"^'(\w+)' object is not callable", _not_a_function),
    (r"^'(?:function|method|builtin_function_or_method|type)' object is not subscriptable", _square),
    (r"(\w+)\(\) missing \d+ required [\w-]+ arguments?: (.+)", _missing),
    (r"(\w+)\(\) (?:takes|expected) .*\(?\d+ (?:positional arguments? )?(?:were|was)? ?given", _too_many),
    (r"(\w+)\(\) got an unexpected keyword argument '(\w+)'", _no_keyword),
    (r"unsupported operand type\(s\) for \S+ '(\w+)' and '(\w+)'", lambda scene, *kinds:
        _operands(scene, *kinds) if "str" in kinds else None),
    (r'can only concatenate str \(not "(\w+)"\)', lambda scene, kind: _operands(scene, "str", kind)),
    (r"not supported between instances|Invalid comparison between", lambda scene: scene.say("compare")),
]  # fmt: skip


def _value(scene: Scene) -> str | None:
    said = str(scene.error)
    if "truth value of" in said:
        return scene.say("and_or")
    if found := re.search(r"(?:could not convert string to float|invalid literal for int\(\).*): '(.*)'", said):
        return scene.say("not_a_number", given=found.group(1))
    return None


def _general(scene: Scene) -> str:
    said = str(scene.error).strip() or type(scene.error).__name__
    last = re.split(r"(?<=[.!?])\s+", said.splitlines()[-1].strip())[-1].rstrip(".")
    path = os.environ.get("JPY_SESSION_NAME") or ""
    lesson = getattr(scene.names.get("lesson"), "slug", None) or Path(path).stem or "LESSON"
    return scene.say("general", said=last[:_MOST], lesson=lesson)


_BY_KIND = [
    (NameError, _unnamed),
    (AttributeError, _not_there),
    (ImportError, _no_module),
    (KeyError, _no_key),
    (IndexError, lambda scene: scene.say("too_short")),
    (TypeError, _of_kind),
    (ValueError, _value),
    (ZeroDivisionError, lambda scene: scene.say("zero")),
    (MemoryError, lambda scene: scene.say("memory")),
    (RecursionError, lambda scene: scene.say("recursion")),
    (KeyboardInterrupt, lambda scene: say("slips.stopped")),
    (FileNotFoundError, lambda scene: scene.say("no_file", given=scene.error.filename)),
]
