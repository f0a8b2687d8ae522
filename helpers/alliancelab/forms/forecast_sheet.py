"""A sheet of questions to be answered by probabilities, locked, and only then opened."""

import hashlib
import json
from datetime import datetime
from html import escape

import ipywidgets as widgets
import pandas as pd

from alliancelab import forecasts
from alliancelab.forms.frame import Form
from alliancelab.forms.journal import Journal, journal
from alliancelab.ground.messages import say
from alliancelab.ground.tables import need

_LOCK, _SHOWN = "lock", "shown"


class ForecastSheet(Form):
    """A row per question: its text, a box for a probability, and a tick for who knew the outcome; Lock ends it.

    questions is `forecasts.asked` (no outcome is in it); name is the item under which the journal keeps each entry
    at once. A locked sheet has a code, made from its answers and its time: who hands the code in on the day can
    show later that nothing was changed, which a file on one's own disk alone cannot. Raises LookupError for a
    missing column, ValueError for anything else than a table and a question that is there twice.
    """

    def __init__(self, questions: pd.DataFrame, name: str, work: Journal | None = None):
        need(questions, "question", what=say("forms.questions"), rows=True, unique=["question_id"])
        self._ids, self._name = questions["question_id"].tolist(), name
        self._work = work or journal()
        self._typed: dict[str, float] | None = None
        self._loading = False
        self._boxes = {row.question_id: _box(row) for row in questions.itertuples()}
        self._ticks = {name: _tick(name) for name in self._ids}
        self._lock_button = widgets.Button(description=say("forms.lock"), button_style="primary")
        self._again_button = widgets.Button(description=say("forms.another"))
        # HTML, not Label: a long question wraps on a narrow screen instead of being cut.
        texts = [widgets.HTML(escape(str(text)), layout={"flex": "1 1 0"}) for text in questions["question"]]
        rows = [
            widgets.HBox(list(parts)) for parts in zip(self._boxes.values(), texts, self._ticks.values(), strict=True)
        ]
        super().__init__([*rows, widgets.HBox([self._lock_button, self._again_button]), self.status_line])
        self.add_class("sheet")
        for each, item in [(self._boxes, ""), (self._ticks, "/knew")]:
            for question, control in each.items():
                control.observe(lambda change, name=question + item: self._follow(name, change["new"]), "value")
        self._lock_button.on_click(lambda _: self.lock())
        self._again_button.on_click(lambda _: self.start_another())
        self._work.watch(self.load)
        self.load()

    def _last(self, item: str) -> object:
        return self._work.last(self._name, item)

    def _keep(self, item: str, value: object) -> str:
        return self._work.keep(self._name, item, value)

    @property
    def _lock(self) -> dict | None:
        """The lock of this sheet: its answers, when, its code, and whether it was begun after outcomes were shown."""
        kept = self._last(_LOCK)
        whole = type(kept) is dict and type(kept.get("answers")) is dict and set(kept["answers"]) == set(self._ids)
        return kept if whole and all(map(_is_probability, kept["answers"].values())) else None

    @property
    def is_locked(self) -> bool:
        """Whether outcomes may be shown."""
        return self._lock is not None

    @property
    def answers(self) -> dict[str, float]:
        """The forecasts by question: those locked, or else those written so far."""
        if self._lock:
            return {name: float(number) for name, number in self._lock["answers"].items()}
        kept = self._work.items(self._name)
        return {name: float(kept[name]) for name in self._ids if _is_probability(kept.get(name))}

    @property
    def knew(self) -> list[str]:
        """The questions whose outcome was known, by the student's own tick; they are scored apart."""
        return [name for name, tick in self._ticks.items() if tick.value]

    @property
    def code(self) -> str:
        """The short code of the locked sheet, to be handed in; nothing before the lock."""
        return self._lock.get("code", "") if self._lock else ""

    @property
    def is_sound(self) -> bool:
        """Whether the locked answers still fit their code; a file changed by hand no longer does."""
        lock = self._lock
        return bool(lock) and lock.get("code") == _code(lock.get("locked_at"), lock["answers"])

    def apart(self, scored: pd.DataFrame) -> pd.DataFrame:
        """The score of all forecasts, and again without the questions whose outcome may have been known before.

        scored is what `opened` gives. Left out are, by turns, the questions with a tick, those that the first lesson
        shows, those that any lesson shows before this one (the column shown_in), and both together. Each score stands
        beside that of always saying the base rate of the sheet. Raises LookupError for a missing column.
        """
        need(scored, "squared_error", what=say("forms.record"), filled=["question_id"])
        asked = scored.dropna(subset=["squared_error"])
        knew = set(self.knew)
        left_out = {say("forms.without_ticks"): knew}
        shown = asked["shown_in"].dropna() if "shown_in" in asked else asked.iloc[:0]
        if len(shown):
            first, last = int(shown.min()), int(shown.max())
            taught = set(asked.loc[shown.index, "question_id"])
            at_once = set(asked.loc[shown.index[shown == first], "question_id"])
            left_out |= {
                say("forms.without_first", first=first): at_once,
                say("forms.without_shown", first=first, last=last): taught,
                say("forms.without_both"): taught | knew,
            }
        table = forecasts.without(asked, left_out)
        return table.round(3).rename(
            columns={
                "forecasts": say("forms.forecasts"),
                "brier": say("forms.brier"),
                "base_rate_brier": say("forms.base_rate"),
            }
        )

    def locked(self, typed: object = ...) -> dict[str, float] | object:
        """The locked forecasts by question; what was typed in place of the three dots; or nothing yet.

        A typed sheet that is whole is locked by it, once: a locked sheet wins over whatever is typed later. One that
        is not whole is handed on as it is, for `lesson.check` to say what it lacks.
        """
        if typed is ... or typed is None:
            return self.answers if self.is_locked else None
        try:
            whole = self._whole(typed)
        except (ValueError, LookupError, TypeError):
            return self.answers if self.is_locked else typed
        if not self.is_locked:
            self._locked_now(whole)
        elif whole != self.answers:
            self.tell(say("forms.typed_after_lock"))
        return self.answers

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
        self._keep(_SHOWN, True)
        return forecasts.opened(record, self.answers)

    def lock(self) -> None:
        """Lock the sheet if every question has an answer; otherwise say which have none."""
        if self.is_locked:
            # On another page perhaps: it is shown here too.
            self.load()
            return
        try:
            self._locked_now(self._whole({name: box.value for name, box in self._boxes.items()}))
        except (ValueError, LookupError) as error:
            self.tell(say("forms.not_locked", reason=str(error)))

    def _locked_now(self, answers: dict[str, float]) -> None:
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        code = _code(now, answers)
        late = bool(self._last(_SHOWN))
        note = self._keep(_LOCK, {"answers": answers, "locked_at": now, "code": code, "late": late})
        self._show()
        self.tell(" ".join(filter(None, (say("forms.locked_kept", day=now[:10], code=code, folder=self._work.shown),
                                         say("forms.locked_late") if late else "", note))))  # fmt: skip

    def _whole(self, answers: object) -> dict[str, float]:
        # A sheet that says nothing must not open the outcomes: it could be filled in earnest afterwards.
        whole = forecasts.sheet(answers, self._ids)
        if set(whole.values()) == {0.5}:
            raise ValueError(say("forms.all_even"))
        return whole

    def start_another(self) -> None:
        """An empty sheet; the locked one stays in the journal, and the new one says that it came later."""
        for item in (_LOCK, *self._ids, *(f"{name}/knew" for name in self._ids)):
            if self._last(item) is not None:
                self._keep(item, None)
        self.load()
        self.tell(say("forms.new_sheet"))

    def load(self) -> None:
        """Show what the journal holds of this sheet."""
        self._loading = True
        for name, box in self._boxes.items():
            kept = self._lock["answers"][name] if self._lock else self._last(name)
            box.value = f"{kept:g}" if _is_probability(kept) else ""
            self._ticks[name].value = bool(self._last(f"{name}/knew"))
        self._loading = False
        self._show()
        lock = self._lock
        if lock:
            day, code = str(lock.get("locked_at"))[:10], self.code
            parts = [say("forms.locked_on", day=day, code=code, folder=self._work.shown)]
            parts += [say("forms.locked_late")] if lock.get("late") else []
            parts += [] if self.is_sound else [say("forms.not_sound")]
            self.tell(" ".join(parts))
        else:
            self.tell(self._progress())

    def _follow(self, name: str, value: object) -> None:
        if self._loading:
            return
        note, wrong = "", ""
        if name.endswith("/knew"):
            note = self._keep(name, value)
        elif not self.is_locked:
            try:
                note = self._keep(name, forecasts.probability(value, name))
            except ValueError as error:
                wrong = str(error)
        self.tell(" ".join(part for part in (wrong, self._progress(), note) if part))

    def _progress(self) -> str:
        return say("forms.answered", n=len(self.answers), most=len(self._ids))

    def _show(self) -> None:
        locked = self.is_locked
        for box in self._boxes.values():
            box.disabled = locked
        self._lock_button.disabled = locked
        self._again_button.layout.display = "" if locked else "none"

    def summary(self) -> str:
        return say("forms.forecast_sheet", n=len(self._ids))


def _code(now: object, answers: dict[str, float]) -> str:
    return hashlib.sha256(json.dumps([now, answers], sort_keys=True).encode()).hexdigest()[:8]


def _is_probability(number: object) -> bool:
    return type(number) in (int, float) and 0 <= number <= 1


def _box(row: tuple) -> widgets.Text:
    return widgets.Text(
        description=row.question_id,
        placeholder=say("forms.box"),
        continuous_update=False,
        tooltip=row.question,
        layout={"width": "150px", "flex": "0 0 auto"},
        style={"description_width": "40px"},
    )


def _tick(name: str) -> widgets.Checkbox:
    return widgets.Checkbox(
        description=say("forms.knew"),
        tooltip=say("forms.knew_tip", id=name),
        indent=False,
        layout={"width": "120px", "flex": "0 0 auto"},
    )
