"""Where an error happened: the cell, its line, and the names that were known at that moment."""

import ast
import linecache
from dataclasses import dataclass
from functools import cached_property
from types import TracebackType

from alliancelab.ground.messages import say

_MOST = 60


@dataclass
class Scene:
    """An error, the cell it came from, the number of the line (None where it came from no cell), and all names.

    `unread` says that Python could not read the cell at all, so that nothing of it was run.
    """

    error: BaseException
    source: str
    number: int | None
    names: dict
    unread: bool = False
    cell_id: str = ""

    @classmethod
    def of(cls, shell, error: BaseException) -> "Scene":
        """The scene of an error that a shell is about to show."""
        parent = getattr(shell, "get_parent", dict)()
        source = parent.get("content", {}).get("code", "")
        cell_id = parent.get("metadata", {}).get("cellId", "")
        frame, number = _of_cell(error.__traceback__, shell.user_ns)
        if frame is not None:
            # An error in a button's click belongs to the cell that made the button, not to the one that runs.
            cell = "".join(linecache.getlines(frame.f_code.co_filename))
            # A cell is kept with its magics written out; the person knows it as it was typed.
            source = cell if cell and shell.transform_cell(source) != cell else source
            return cls(error, source, number, {**frame.f_globals, **frame.f_locals}, cell_id=cell_id)
        unread = isinstance(error, SyntaxError)
        return cls(error, source, getattr(error, "lineno", None), shell.user_ns, unread, cell_id)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the cell."""
        return self.source.split("\n")

    @property
    def line(self) -> str:
        """The line the error is in."""
        return self.lines[self.number - 1] if self.number and self.number <= len(self.lines) else ""

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Every node of the statement that holds the line; none where the cell cannot be read."""
        try:
            body = ast.parse(self.source).body
        except SyntaxError:
            return []
        held = [node for node in body if node.lineno <= (self.number or 0) <= node.end_lineno]
        return [node for statement in held for node in ast.walk(statement)]

    def value(self, node: ast.AST) -> object:
        """What a name, or a part of one such as tariffs.shares, stands for; None where it is anything else."""
        if isinstance(node, ast.Name):
            return self.names.get(node.id)
        if isinstance(node, ast.Attribute):
            return getattr(self.value(node.value), node.attr, None)
        return None

    def say(self, name: str, at: int | None = None, /, **values: object) -> str:
        """The sentence of that id, with the line it is about and what to do afterwards."""
        sentence = say(f"slips.{name}", **values)
        number = at or self.number
        words = self.lines[number - 1].strip() if number and number <= len(self.lines) else ""
        if not words:
            return say("slips.somewhere", sentence=sentence[:1].upper() + sentence[1:])
        return say("slips.in_line", line=number, words=shortened(words), sentence=sentence)


def shortened(line: str) -> str:
    """A line of code as a sentence quotes it.

    >>> shortened("x = " + "1" * 100)[-3:]
    '11…'
    """
    return line if len(line) <= _MOST else line[:_MOST].rstrip() + "…"


def _of_cell(trace: TracebackType | None, names: dict):
    # The outermost: a function that an earlier cell made is called from a line of this one.
    while trace is not None:
        if trace.tb_frame.f_globals is names and trace.tb_frame.f_code.co_name == "<module>":
            return trace.tb_frame, trace.tb_lineno
        trace = trace.tb_next
    return None, None
