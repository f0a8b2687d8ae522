"""A sheet of questions to be answered by probabilities, locked, and only then opened."""

from collections.abc import Iterable
from datetime import datetime
from html import escape
from pathlib import Path

import ipywidgets as widgets
import pandas as pd

from alliancelab import forecasts
from alliancelab.forms import drawer
from alliancelab.forms.frame import Form
from alliancelab.ground.messages import say
from alliancelab.ground.tables import need


class ForecastSheet(Form):
    """A row per question: its text and a box for a probability. Answers are kept at each change; Lock ends it.

    questions is `forecasts.asked` (no outcome is in it); name is the name of the files in my-work/.
    Files are written only when a person types or presses a button. Raises LookupError for a missing column,
    ValueError for anything else than a table, a question that is there twice, and a name that is not a file's.
    """

    def __init__(self, questions: pd.DataFrame, name: str, folder: str | Path = drawer.FOLDER):
        need(questions, "question", what=say("forms.questions"), rows=True, unique=["question_id"])
        self._ids = questions["question_id"].tolist()
        self._drawer = drawer.Drawer(name, folder)
        self._answers: dict[str, float] = {}
        # What this sheet last read from its draft or wrote into it.
        self._on_disk: dict[str, float] = {}
        self._typed: dict[str, float] | None = None
        self._locked, self._loading = False, False
        self._boxes = {row.question_id: _box(row) for row in questions.itertuples()}
        self._lock_button = widgets.Button(description=say("forms.lock"), button_style="primary")
        self._again_button = widgets.Button(description=say("forms.another"))
        # HTML, not Label: a long question wraps on a narrow screen instead of being cut.
        texts = [widgets.HTML(escape(str(text)), layout={"flex": "1 1 0"}) for text in questions["question"]]
        rows = [widgets.HBox(list(pair)) for pair in zip(self._boxes.values(), texts, strict=True)]
        super().__init__([*rows, widgets.HBox([self._lock_button, self._again_button]), self.status_line])
        self.add_class("sheet")
        for box in self._boxes.values():
            box.observe(self._follow, "value")
        self._lock_button.on_click(lambda _: self.lock())
        self._again_button.on_click(lambda _: self.start_another())
        self._load()

    @property
    def is_locked(self) -> bool:
        """Whether outcomes may be shown: the sheet on screen is locked, or a whole one was typed."""
        return self._locked or self._typed is not None

    def locked(self, typed: object = ...) -> dict[str, float] | object:
        """The locked forecasts by question; what was typed in place of the three dots; or nothing yet.

        A typed sheet that is whole counts as locked. One that is not is handed on as it is, for
        `lesson.check` to say what it lacks.
        """
        self._typed = None
        if typed is not ... and typed is not None:
            try:
                self._typed = self._whole(typed)
            except (ValueError, LookupError, TypeError):
                return typed
        return self._typed or (dict(self._answers) if self._locked else None)

    def opened(self, record: pd.DataFrame, stand_in: pd.DataFrame) -> pd.DataFrame:
        """After the lock, every question of record with its outcome and your forecasts; before it, stand_in.

        Both have the columns of record, and forecast_prob, squared_error and forecaster. Raises LookupError for
        a missing column.
        """
        if not self.is_locked:
            columns = ("forecast_prob", "happened", "forecaster")
            need(record, what=say("forms.record"))
            need(stand_in, *columns, what=say("forms.stand_in"), rows=True)
            print(say("forms.unlocked", forecaster=stand_in["forecaster"].iloc[0]))
            errors = (stand_in["forecast_prob"] - stand_in["happened"]) ** 2
            columns = dict.fromkeys([*record.columns, *stand_in.columns])
            return stand_in.reindex(columns=list(columns)).assign(squared_error=errors)
        return forecasts.opened(record, self._typed or self._answers)

    def after_lock(self, value: object) -> object:
        """The value itself once the sheet is locked; before that nothing, so that no verdict gives an outcome away."""
        if self.is_locked or value is ...:
            return value
        print(say("forms.lock_first"))
        return None

    def lock(self) -> None:
        """Lock the sheet if every question has an answer; otherwise say which have none."""
        if self._locked:
            return
        try:
            self._answers = self._whole({name: box.value for name, box in self._boxes.items()})
        except (ValueError, LookupError) as error:
            self.tell(say("forms.not_locked", reason=str(error)))
            return
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        try:
            sentence = say("forms.locked_kept", file=self._shown(self._drawer.lock(self._answers, now)))
        except OSError as error:
            sentence = say("forms.locked_not_kept", reason=error.strerror)
        self._locked = True
        self._show(sentence)

    def _whole(self, answers: object) -> dict[str, float]:
        # A sheet that says nothing must not open the outcomes: it could be filled in earnest afterwards.
        whole = forecasts.sheet(answers, self._ids)
        if set(whole.values()) == {0.5}:
            raise ValueError(say("forms.all_even"))
        return whole

    def start_another(self) -> None:
        """An empty sheet; the locked one stays in its file."""
        self._answers, self._on_disk, self._locked, self._typed = {}, {}, False, None
        self._fill()
        self._show(say("forms.new_sheet"))

    def _load(self) -> None:
        kept = self._drawer.read()
        fits = set(kept.answers) <= set(self._ids) and (not kept.locked_at or len(kept.answers) == len(self._ids))
        self._answers = dict(kept.answers) if fits else {}
        self._locked = bool(fits and kept.locked_at)
        self._on_disk = {} if self._locked else dict(self._answers)
        self._fill()
        if self._locked:
            day = kept.locked_at[:10]
            self._show(say("forms.locked_on", day=day, file=self._shown(kept.file), note=kept.note).strip())
        else:
            self._show(f"{kept.note if fits else _of_others(kept)} {self._progress()}".strip())

    def _shown(self, name: str) -> str:
        return f"{self._drawer.folder.name}/{name}"

    def _fill(self, names: Iterable[str] | None = None) -> None:
        self._loading = True
        for name in self._boxes if names is None else names:
            box = self._boxes[name]
            box.value = f"{self._answers[name]:g}" if name in self._answers else ""
        self._loading = False

    def _follow(self, change) -> None:
        if self._loading or self._locked:
            return
        answers, wrong = self._read_boxes()
        elsewhere = self._changed_elsewhere(change["owner"])
        self._answers = {name: answer for name, answer in (answers | elsewhere).items() if answer is not None}
        if elsewhere:
            self._fill(elsewhere)
        progress = self._progress()
        try:
            self._drawer.save(self._answers)
            self._on_disk = dict(self._answers)
        except OSError as error:
            progress = say("forms.answered_not_kept", progress=progress, reason=error.strerror)
        note = say("forms.other_page", n=len(elsewhere)) if elsewhere else ""
        self.tell(" ".join(part for part in (wrong, progress, note) if part))

    def _read_boxes(self) -> tuple[dict[str, float], str]:
        answers, wrong = {}, ""
        for name, box in self._boxes.items():
            try:
                number = forecasts.probability(box.value, name)
            except ValueError as error:
                wrong = wrong or str(error)
                continue
            if number is not None:
                answers[name] = number
        return answers, wrong

    def _changed_elsewhere(self, owner: widgets.Text) -> dict[str, float | None]:
        # The same sheet in another kernel writes the same draft; what it answered must not be lost.
        disk = self._drawer.draft()
        if disk is None or disk == self._on_disk:
            return {}
        names = [name for name, box in self._boxes.items() if box is not owner]
        return {name: disk.get(name) for name in names if disk.get(name) != self._on_disk.get(name)}

    def _progress(self) -> str:
        return say("forms.answered", n=len(self._answers), most=len(self._ids))

    def _show(self, sentence: str) -> None:
        self._switch(self._locked)
        self.tell(sentence)

    def _switch(self, locked: bool) -> None:
        for box in self._boxes.values():
            box.disabled = locked
        self._lock_button.disabled = locked
        self._again_button.layout.display = "" if locked else "none"

    def summary(self) -> str:
        return say("forms.forecast_sheet", n=len(self._ids))


def _of_others(kept: drawer.Kept) -> str:
    # A draft is written over at the next entry; a locked sheet never is.
    if kept.locked_at:
        return say("forms.other_locked", file=kept.file, note=kept.note).strip()
    return say("forms.other_draft", file=kept.file, note=kept.note).strip()


def _box(row: tuple) -> widgets.Text:
    return widgets.Text(
        description=row.question_id,
        placeholder=say("forms.box"),
        continuous_update=False,
        tooltip=row.question,
        layout={"width": "150px", "flex": "0 0 auto"},
        style={"description_width": "40px"},
    )
