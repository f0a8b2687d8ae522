"""The boxes and buttons in which an exercise is answered: one sort of field per kind of exercise.

A field has `widget`, the answer so far (`value`, what the person put, not yet read), `fill` to show an answer that
was kept, and calls `changed` when the person changes something. Names that a screen reader says are the
descriptions of the widgets.
"""

import datetime as dt
from collections.abc import Callable

import ipywidgets as widgets

from alliancelab.classroom import kinds
from alliancelab.ground.messages import say

# More names than this are picked from a list that is searched by typing.
_MOST_BUTTONS = 12
_WIDE = {"description_width": "initial"}


class Field:
    """One answer of several parts or of one. A subclass makes `widget` and gives and takes `value`."""

    def __init__(self):
        self.changed: Callable[[], None] = lambda: None
        self._filling = False

    def follow(self, *controls: widgets.Widget) -> None:
        """Call `changed` when a person changes one of the controls."""
        for control in controls:
            control.observe(lambda _: None if self._filling else self.changed(), "value")

    def fill(self, answer: object) -> None:
        """Show an answer; one that does not fit leaves the field empty."""
        self._filling = True
        try:
            self._put(answer)
        finally:
            self._filling = False

    def switch(self, on: bool) -> None:
        """Let the person change the answer, or not."""
        for control in _controls(self.widget):
            control.disabled = not on


class Choice(Field):
    """Buttons, one per option; the answer is a letter."""

    def __init__(self, exercise: kinds.PickOne):
        super().__init__()
        # Buttons, not radios: JupyterLab takes the arrow keys a radio group needs for itself.
        options = [(say("lesson.choice", letter=k, text=text), k) for k, text in exercise.options.items()]
        self.widget = self._buttons = widgets.ToggleButtons(
            options=options,
            value=None,
            description=say("lesson.choose"),
            style={"button_width": "max-content"},
        )
        self._exercise = exercise
        self.follow(self._buttons)

    @property
    def value(self) -> str | None:
        return self._buttons.value

    def _put(self, answer):
        try:
            # A judgement reads a letter with reasons; here the letter stands alone.
            self._buttons.value = kinds.PickOne.read(self._exercise, answer)
        except (kinds.Unusable, TypeError):
            self._buttons.value = None


class Typed(Field):
    """One box for a number or a day, as the person writes it."""

    def __init__(self, name: str, example: str, unit: str = ""):
        super().__init__()
        self._box = _box(name, example)
        self.widget = widgets.HBox([self._box, widgets.Label(unit)]) if unit else self._box
        self.follow(self._box)

    @property
    def value(self) -> str | None:
        return self._box.value.strip() or None

    def _put(self, answer):
        self._box.value = _written(answer)


class Boxes(Field):
    """A box per label, one under the other; the answer is a dictionary of what is written in them."""

    def __init__(self, labels: list[str], unit: str):
        super().__init__()
        self._boxes = {label: _box(label, "") for label in labels}
        lines = [widgets.HBox([box, widgets.Label(unit)]) if unit else box for box in self._boxes.values()]
        self.widget = widgets.VBox(lines)
        self.follow(*self._boxes.values())

    @property
    def value(self) -> dict[str, str] | None:
        written = {label: box.value.strip() for label, box in self._boxes.items()}
        return written if any(written.values()) else None

    def _put(self, answer):
        given = answer if type(answer) is dict else {}
        for label, box in self._boxes.items():
            box.value = _written(given.get(label))


class Picked(Field):
    """Names: pressed as buttons, or found in a list and added, or written with commas between them.

    An order is the order in which they are pressed or written. Buttons and boxes, no lists to open: JupyterLab takes
    the arrow keys and letters that such a list needs for itself.
    """

    def __init__(self, names: dict[str, str], example: str):
        super().__init__()
        self._names = names
        self._box = _box(say("lesson.names"), example, width="90%")
        parts: list[widgets.Widget] = [self._box]
        self._buttons: dict[str, widgets.ToggleButton] = {}
        if len(names) <= _MOST_BUTTONS:
            self._buttons = {name: _press(label) for name, label in names.items()}
            parts = [widgets.HBox(list(self._buttons.values()), layout={"flex_flow": "row wrap"}), self._box]
            for name, button in self._buttons.items():
                button.observe(lambda change, name=name: self._pressed(name, change["new"]), "value")
        else:
            self._list = widgets.Combobox(
                options=sorted(_listed(names).values()),
                description=say("lesson.find"),
                placeholder=say("lesson.find_example"),
                style=_WIDE,
                continuous_update=False,
            )
            self._list.observe(self._chosen, "value")
            parts = [self._list, self._box]
        self.widget = widgets.VBox(parts)
        self.follow(self._box)
        self._box.observe(lambda _: self._show(), "value")

    @property
    def value(self) -> str | None:
        return self._box.value.strip() or None

    def _parts(self) -> list[str]:
        return [part.strip() for part in self._box.value.replace("、", ",").split(",") if part.strip()]

    def _pressed(self, name: str, on: bool) -> None:
        if self._filling:
            return
        others = [part for part in self._parts() if part != name]
        self._box.value = ", ".join([*others, name] if on else others)

    def _chosen(self, change) -> None:
        name = next((name for name, label in _listed(self._names).items() if label == change["new"]), None)
        if name is None:
            return
        if name not in self._parts():
            self._box.value = ", ".join([*self._parts(), name])
        self._list.value = ""

    def _show(self) -> None:
        filling, self._filling = self._filling, True
        for name, button in self._buttons.items():
            button.value = name in self._parts()
        self._filling = filling

    def _put(self, answer):
        given = answer if type(answer) is list else [] if answer is None else [answer]
        self._box.value = ", ".join(map(str, given))
        self._show()


class Reasons(Field):
    """A choice and a box for the reasons; the answer is a list of the two."""

    def __init__(self, exercise: kinds.Judgement):
        super().__init__()
        self._choice = Choice(exercise)
        self._box = widgets.Textarea(
            description=say("lesson.reasons"),
            placeholder=say("lesson.reasons_example"),
            layout={"width": "90%", "height": "90px"},
            style=_WIDE,
            continuous_update=False,
        )
        self.widget = widgets.VBox([self._choice.widget, self._box])
        self.follow(self._choice.widget, self._box)

    @property
    def value(self) -> list | None:
        letter, reasons = self._choice.value, self._box.value.strip()
        return [letter or "", reasons] if letter or reasons else None

    def _put(self, answer):
        letter, reasons = answer if type(answer) is list and len(answer) == 2 else (None, "")
        self._choice.fill(letter)
        self._box.value = reasons if type(reasons) is str else ""


class FromSheet(Field):
    """No box of its own: the answer is what a sheet above holds."""

    def __init__(self, sheet: object):
        super().__init__()
        self._sheet, self._given = sheet, None
        self.widget = widgets.VBox([])

    @property
    def value(self) -> dict | None:
        return dict(self._sheet.codes) or self._given

    def _put(self, answer):
        self._given = answer if type(answer) is dict else None


def field(exercise: kinds.Exercise, sheet: object = None) -> Field:
    """The field in which an exercise of its kind is answered."""
    if sheet is not None:
        return FromSheet(sheet)
    if isinstance(exercise, kinds.Judgement):
        return Reasons(exercise)
    if isinstance(exercise, kinds.PickOne):
        return Choice(exercise)
    if isinstance(exercise, kinds.ShortTable):
        return Boxes(list(exercise.wanted), exercise.unit)
    if isinstance(exercise, kinds.InOrder):
        # In the order of the alphabet, which gives nothing away.
        return Picked({name: name for name in sorted(exercise.parts())}, say("lesson.order_example"))
    if isinstance(exercise, kinds.Names):
        return Picked({name: exercise.label(name) for name in exercise.known()}, say("lesson.names_example"))
    if isinstance(exercise, kinds.Number):
        return Typed(say("lesson.number"), say("lesson.number_example"), exercise.unit)
    return Typed(say("lesson.day"), say("lesson.day_example"))


def _written(answer: object) -> str:
    """An answer as a person would write it in a box."""
    # Not isinstance: a missing day of pandas is a date too, and cannot be written.
    if type(answer) is dt.date:
        return f"{answer:%Y-%m-%d}"
    if type(answer) is float:
        return f"{answer:.10g}"
    return str(answer) if type(answer) in (str, int) else ""


def _box(name: str, example: str, width: str = "340px") -> widgets.Text:
    return widgets.Text(
        description=name, placeholder=example, continuous_update=False, layout={"width": width}, style=_WIDE
    )


def _press(label: str) -> widgets.ToggleButton:
    return widgets.ToggleButton(description=label, layout={"width": "max-content"})


def _listed(names: dict[str, str]) -> dict[str, str]:
    """How the list shows each name: with its words where they differ."""
    return {n: n if n == words else say("lesson.named", name=n, words=words) for n, words in names.items()}


def _controls(widget: widgets.Widget):
    if isinstance(widget, widgets.Box):
        for child in widget.children:
            yield from _controls(child)
    elif hasattr(widget, "disabled"):
        yield widget
