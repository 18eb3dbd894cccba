"""A page on which something is entered, one after the other: its drafts, what is missing, how it is saved, what is
refused. What is entered, and where it stands, each page says in one `Entry`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from station_app import text
from station_app.db.drafts import Draft
from station_app.domain.immutable import immutable
from station_app.domain.problem import Problem, Rejected
from station_app.text import desk as say
from station_app.ui.parts.draft_keeper import DraftKeeper
from station_app.ui.parts.missing_line import MissingLine
from station_app.ui.parts.sheet import NOWHERE, row_of, words
from station_app.ui.shell.look import GRID
from station_app.ui.shell.page import KeyAct, Page, act_key, scrolled
from station_app.ui.shell.workplace import Workplace

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


@immutable
class Entry:
    """What a page says of what is entered on it.

    `form` is the name that its drafts go under, `content` what a draft keeps (None: nothing worth keeping), `put` shows
    it again. `begin` makes ready for the next one. `missing` is (place, label) of what must still be filled, `jump`
    goes to a place. `work` is what a press registers, None where it cannot be now (the page has said why); `registered`
    gives the sentences about what came of it. `show_problems` says problems by section and gives back those of no
    field. `words` are those of the keys that the page has, in their order on the screen: F7 sets aside, Ctrl+Return
    saves and leads back, F9 saves and begins the next. `more` are acts of its own.
    """

    form: str
    words: Mapping[str, str]
    content: Callable[[], dict[str, Any] | None]
    put: Callable[[Mapping[str, Any]], None]
    begin: Callable[[], None]
    missing: Callable[[], Sequence[tuple[str, str]]]
    jump: Callable[[str], None]
    first: Callable[[], None]
    work: Callable[[], Work | None]
    registered: Callable[[Any], Sequence[str]]
    show_problems: Callable[[Mapping[str, Told]], Told]
    more: Mapping[str, KeyAct] = field(default_factory=dict, hash=False)


class EntryPage(Page):
    """Nothing that was typed is lost: within a second it is a draft, which `take_up` goes on with."""

    def __init__(self, place: Workplace, title: str, sentence: str = "") -> None:
        super().__init__(title, sentence)
        self._place, self._desk = place, place.desk
        self.is_touched = False
        self.state = words("", "hint")
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
        self.missing.jump.connect(entry.jump)
        self.notices.jump.connect(entry.jump)

    def lay_out(self, above: QHBoxLayout | QWidget | None, middle: QHBoxLayout | QWidget) -> None:
        """The page from above: what stands over the form, the form, the keys."""
        for part, stretch in ((above, 0), (middle, 1), (self._foot(), 0)):
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
        self.register(self._place.back)

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
        work = self._entry.work()
        if work is None:
            return
        drop = self.drafts.settled()

        def do() -> Any:
            outcome = work.do()
            drop()
            return outcome

        self._place.jobs.save(do, partial(self._registered, then), partial(self._refused, work), owner=self)

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
        self.drafts.begin_anew()
        self.notices.clear()
        said = self._entry.registered(outcome)
        self._place.saved()
        then()
        if said:
            self.notices.show_problems([("", sentence, False) for sentence in said], str)

    def _refused(self, work: Work, rejected: Rejected) -> None:
        """Nothing was registered; the draft is on the disk, and every problem stands beside its field."""
        told: dict[str, Told] = {}
        wrong = []
        for problem in rejected.problems:
            if place := work.place_of(problem):
                section, _, name = place.partition(".")
                told.setdefault(section, []).append((name, text.explain(problem), problem.refuses))
                wrong += [place] if problem.refuses and name else []
        elsewhere = self._entry.show_problems(told)
        self.show_missing()
        said = say.NOT_FINISHED if self.missing.places() else say.NOT_RIGHT
        self.notices.show_problems(
            [("", said, True), *(("", sentence, refuses) for _, sentence, refuses in elsewhere)], str
        )
        if place := next(iter([*self.missing.places(), *wrong]), ""):
            self._entry.jump(place)
