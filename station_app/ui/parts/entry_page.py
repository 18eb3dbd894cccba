"""A page on which something is entered: its drafts, its missing line, saving, setting aside, refusals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from station_app import text
from station_app.db import drafts
from station_app.db.drafts import Draft
from station_app.domain import clock as time
from station_app.domain.immutable import immutable
from station_app.domain.problem import Problem, Rejected
from station_app.services.desk import Desk
from station_app.text import desk as say
from station_app.ui.parts.flow import FlowLayout
from station_app.ui.parts.sheet import NOWHERE, PlainLabel, paragraph, row_of
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.look import CONTROL_HEIGHT, GRID
from station_app.ui.shell.page import KeyAct, Page, act_key, scrolled
from station_app.ui.shell.workplace import Workplace

JUMPS_SHOWN = 5


class MissingLine(QWidget):
    """One line of what is still missing, each a jump. `jump(place)`."""

    jump = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._places: list[tuple[str, str]] = []
        self._words = PlainLabel()
        self._keys = [QPushButton() for _ in range(JUMPS_SHOWN)]
        self._rest = PlainLabel()
        row = FlowLayout(self, GRID // 2)
        row.addWidget(self._words)
        for number, key in enumerate(self._keys):
            key.setProperty("role", "link")
            key.clicked.connect(partial(self._pressed, number))
            row.addWidget(key)
        row.addWidget(self._rest)
        for part in (self._words, self._rest, *self._keys):
            part.setMinimumHeight(CONTROL_HEIGHT)  # all of a line stand on one foot

    def put(self, places: Sequence[tuple[str, str]]) -> None:
        """Show what is missing, (place, label)."""
        self._places = list(places)
        self._words.setText(say.missing_line(len(places)))
        for number, key in enumerate(self._keys):
            key.setVisible(number < len(places))
            if number < len(places):
                key.setText(places[number][1])
        self._rest.setText(say.SHORTENED if len(places) > len(self._keys) else "")
        self.setAccessibleName(say.missing_line(len(places)) + " ".join(label for _, label in places))

    def places(self) -> list[str]:
        """Where something is missing."""
        return [place for place, _ in self._places]

    def _pressed(self, number: int, _is_checked: bool = False) -> None:
        self.jump.emit(self._places[number][0])


KEEP_MS = 700
"""With the commit behind it well under a second."""


@dataclass
class _Slot:
    """The draft of one visitor. Its id is only read and written in the writer's lane."""

    id: int = 0


class DraftKeeper(QObject):
    """Keeps `content()` as a draft of the form `form`; None is nothing worth keeping.

    `kept(at)`: it is on the disk; `at` is HH:MM:SS. `spared()`: there is nothing to keep. The clock runs from the first
    change, so that one who never stops typing is kept each second too.
    """

    kept = Signal(str)
    spared = Signal()

    def __init__(
        self, desk: Desk, jobs: Jobs, form: str, content: Callable[[], dict[str, Any] | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._form, self._content = desk, jobs, form, content
        self._slot = _Slot()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_MS)
        self._timer.timeout.connect(self.keep)
        parent.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Leaving the page keeps what was typed."""
        if event.type() == QEvent.Type.Hide and self.waits:
            self.keep()
        return False

    @property
    def waits(self) -> bool:
        """Whether something typed is not kept yet."""
        return self._timer.isActive()

    def touched(self) -> None:
        """Something was typed."""
        if not self._timer.isActive():
            self._timer.start()

    def take_up(self, draft: Draft) -> None:
        """Go on with a draft: it is kept under its own id."""
        self._slot = _Slot(draft.id)

    def keep(self) -> None:
        """Keep it now."""
        self._timer.stop()
        content = self._content()
        if content is None:
            self.spared.emit()
            return
        slot, database, user = self._slot, self._desk.store.database, self._desk.user.uid
        now = self._desk.clock.now()
        form, at = self._form, time.stamp(now)

        def work() -> str:
            slot.id = drafts.keep(database, user, form, content, at, slot.id)
            return f"{now:%H:%M:%S}"

        self._jobs.quick(work, self.kept.emit, owner=self)

    def settled(self) -> Callable[[], None]:
        """The form becomes a record: what the writer's lane must do then. What was typed last is kept first, so that
        whatever comes between finds all of it in the draft."""
        if self.waits:
            self.keep()
        slot, database = self._slot, self._desk.store.database

        def drop() -> None:
            if slot.id:
                drafts.drop(database, slot.id)
                slot.id = 0

        return drop

    def begin_anew(self) -> None:
        """The next touch begins a new draft; the one before stays as it was kept."""
        self._timer.stop()
        self._slot = _Slot()


Told = list[tuple[str, str, bool]]
"""Problems as forms say them: field, sentence, whether it refuses."""

SHOWN_AS = {"Ctrl+Return": "Ctrl+Enter"}
"""Keys that stand on the screen by another name than Qt's."""


@immutable
class Work:
    """What a press registers: `do` in the writer's lane; `place_of` a problem of it is "section.field", "" for one that
    is said elsewhere already."""

    do: Callable[[], Any]
    place_of: Callable[[Problem], str]


def _not_registered(missing: Sequence[str], _wrong: Sequence[str]) -> str:
    return say.NOT_FINISHED if missing else say.NOT_RIGHT


def _nothing_next() -> None:
    """What a page does for the next one that stays with one thing."""


def _nothing_missing() -> list[tuple[str, str]]:
    return []


@immutable
class Entry:
    """What a page says of what is entered on it.

    `form` is the name that its drafts go under, `content` what a draft keeps (None: nothing worth keeping), `put` shows
    it again. `jump` goes to a place, `first` to the first. `work` is what a press registers, None where it cannot be
    now (the page has said why); `registered` gives the sentences about what came of it. `show_problems` says problems
    by section and gives back those of no field. `words` are those of the keys that the page has, in their order on the
    screen: F7 sets aside, Ctrl+Return saves and leads back, F9 saves and begins the next. `more` are acts of its own.
    `begin` makes ready for the next one, where there is a next. `missing` is (place, label) of what must still be
    filled, where a line says it. `refused` is the sentence over a refusal, by the places that are missing and that are
    wrong; "" says none.
    """

    form: str
    content: Callable[[], dict[str, Any] | None]
    put: Callable[[Mapping[str, Any]], None]
    jump: Callable[[str], None]
    first: Callable[[], None]
    work: Callable[[], Work | None]
    registered: Callable[[Any], Sequence[str]]
    show_problems: Callable[[Mapping[str, Told]], Told]
    words: Mapping[str, str] = field(default_factory=dict, hash=False)
    more: Mapping[str, KeyAct] = field(default_factory=dict, hash=False)
    begin: Callable[[], None] = _nothing_next
    missing: Callable[[], Sequence[tuple[str, str]]] = _nothing_missing
    refused: Callable[[Sequence[str], Sequence[str]], str] = _not_registered


class EntryPage(Page):
    """Nothing that was typed is lost: within a second it is a draft, which `take_up` goes on with."""

    def __init__(self, place: Workplace, title: str, sentence: str = "") -> None:
        super().__init__(title, sentence)
        self._place, self._desk = place, place.desk
        self.is_touched = False
        self._pressed: dict[str, Any] | None = None
        self._left: QWidget | None = None
        self.state = paragraph("", "hint")
        self.state.setWordWrap(False)
        self.missing = MissingLine()

    def set_up(self, entry: Entry, parts: Iterable[QWidget]) -> None:
        """Lay `parts` under one another in `area`, which scrolls; `lay_out` then lays the page."""
        self._entry = entry
        self.drafts = DraftKeeper(self._desk, self._place.jobs, entry.form, self._content, self)
        does = {"F7": self.set_aside, "Ctrl+Return": self.save, "F9": self.save_and_next}
        self.set_acts({**{key: KeyAct(label, does[key]) for key, label in entry.words.items()}, **entry.more})
        content = QWidget()
        content.setObjectName("scrolled")
        self.column = QVBoxLayout(content)
        self.column.setContentsMargins(0, 0, GRID, 0)
        self.column.setSpacing(GRID)
        for part in parts:
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.area: QScrollArea = scrolled(content)
        self.drafts.kept.connect(lambda at: self.say_state(say.draft_kept(at)))
        self.drafts.spared.connect(lambda: self.say_state(""))
        self.missing.jump.connect(entry.jump)
        self.notices.jump.connect(entry.jump)

    def lay_out(
        self, above: QHBoxLayout | QWidget | None, middle: QHBoxLayout | QWidget, foot: QHBoxLayout | None = None
    ) -> None:
        """The page from above: what stands over the form, the form, the keys; the missing line with the keys of
        `words` where the page has no row of its own."""
        for part, stretch in ((above, 0), (middle, 1), (foot or self._foot(), 0)):
            if isinstance(part, QWidget):
                self.body.addWidget(part, stretch)
            elif part is not None:
                self.body.addLayout(part, stretch)

    def key(self, name: str) -> QPushButton:
        """The key on the screen of one of the page's acts, by the key that does it. Raises KeyError for none."""
        return act_key(self.acts()[name], SHOWN_AS.get(name, name))

    def entered(self) -> None:
        """The first field takes the keys, unless the person was somewhere in the form already."""
        if not self.is_touched:
            self._entry.first()

    def take_up(self, draft: Draft) -> None:
        """Go on with a draft."""
        self._entry.put(draft.content)
        self.drafts.take_up(draft)
        self.is_touched = True
        self.say_state(say.draft_kept(draft.kept_at[11:19]))
        self.show_missing()
        self._entry.first()

    def save_and_next(self) -> None:
        """Register what stands here; the form is then ready for the next."""
        self.register(self.begin_next)

    def save(self) -> None:
        """Register what stands here, and go back."""
        self.register(self._leave)

    def set_aside(self) -> None:
        """Keep what is typed as a draft, and begin with the next."""
        self.drafts.keep()
        self.notices.clear()
        self.begin_next()
        self._place.saved()

    def touched(self, _name: str = "") -> None:
        """A person has changed something."""
        self.is_touched = True
        self.say_state(say.DRAFT_WAITS)
        self.drafts.touched()
        self.notices.clear()
        self.show_missing()

    def follow(self, control: QWidget) -> None:
        """Keep in view what has the keys; only once what is new has been laid out."""
        QTimer.singleShot(0, control, lambda: self.area.ensureWidgetVisible(control, 0, GRID * 4))

    def say_state(self, sentence: str) -> None:
        """How the draft stands."""
        self.state.setText(sentence)

    def show_missing(self) -> None:
        """Say again what must still be filled."""
        self.missing.put(self._entry.missing())

    def begin_next(self) -> None:
        """An empty form for the next one."""
        self.drafts.begin_anew()
        self._entry.begin()
        self.is_touched = False
        self.say_state("")
        self.show_missing()
        self.area.verticalScrollBar().setValue(0)
        self._entry.first()

    def register(self, then: Callable[[], None]) -> None:
        """Register what stands here, and do `then`; of an untouched form the first field takes the keys."""
        if not self.is_touched:
            self._entry.first()
            return
        if control := self.focusWidget():
            control.clearFocus()  # a line reads what was typed into it when it is left
            self._left = control
        self.enter(partial(self._apart, self._entry.content(), then))

    def enter(self, then: Callable[[], None]) -> None:
        """Register what stands here, touched or not, and do `then`; the keys stay where they are."""
        if self._place.jobs.is_saving(self):
            if self._entry.content() != self._pressed:
                self.notices.show_problems([("", say.STILL_REGISTERING, True)], str)
            return
        work = self._entry.work()
        if work is None:
            return
        self._pressed = self._entry.content()
        do = partial(_enter, work, self.drafts.settled())
        self._place.jobs.save(do, partial(self._registered, then), partial(self.refused, work.place_of), owner=self)

    def refused(self, place_of: Callable[[Problem], str], rejected: Rejected) -> None:
        """Say every problem beside its field. Nothing was registered; the draft is on the disk."""
        told: dict[str, Told] = {}
        wrong = []
        for problem in rejected.problems:
            if place := place_of(problem):
                section, _, name = place.partition(".")
                told.setdefault(section, []).append((name, text.explain(problem), problem.refuses))
                wrong += [place] if problem.refuses and name else []
        elsewhere = self._entry.show_problems(told)
        self.show_missing()
        missing = self.missing.places()
        over = self._entry.refused(missing, wrong)
        said = [("", over, True)] if over else []
        self.notices.show_problems([*said, *(("", sentence, refuses) for _, sentence, refuses in elsewhere)], str)
        if place := next(iter([*missing, *wrong]), ""):
            self._entry.jump(place)
        elif self._left is not None and isValid(self._left) and self.focusWidget() is None:
            self._left.setFocus(Qt.FocusReason.OtherFocusReason)  # a disk that is full has no line of its own

    def _apart(self, pressed: dict[str, Any] | None, then: Callable[[], None]) -> None:
        """Do `then`; what was typed after the press is no part of what was registered: a draft of its own, and said."""
        if self._entry.content() == pressed:
            then()
            return
        self.drafts.keep()  # the draft of what was registered is gone by now; one that was kept since goes on
        then()
        self.notices.tell(say.TYPED_SINCE)
        self._place.tell(say.TYPED_SINCE)  # another page may be in view now

    def _leave(self) -> None:
        """Go back; the next form begins a draft of its own."""
        self.drafts.begin_anew()
        self._place.back()

    def _foot(self) -> QHBoxLayout:
        keys = {name: self.key(name) for name in self._entry.words}
        keys["F9"].setObjectName("main")
        keys["F7"].setProperty("role", "link")
        foot = row_of(self.missing, *keys.values(), stretch_after=NOWHERE)
        foot.setStretch(0, 1)
        return foot

    def _content(self) -> dict[str, Any] | None:
        return self._entry.content() if self.is_touched else None

    def _registered(self, then: Callable[[], None], outcome: Any) -> None:
        self.notices.clear()
        said = self._entry.registered(outcome)
        self._place.saved()
        then()
        if said:
            self.notices.show_problems([("", sentence, False) for sentence in said], str)


def _enter(work: Work, drop: Callable[[], None]) -> Any:
    outcome = work.do()
    drop()
    return outcome
