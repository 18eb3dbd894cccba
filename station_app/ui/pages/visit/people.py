"""Who came: the petitioner as typed or as known already, and those who came along."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QPushButton, QScrollArea, QVBoxLayout, QWidget

from station_app import paths
from station_app.db import people
from station_app.domain.field import fields_of, values_of
from station_app.domain.identity import MASKS, masked, masked_phone
from station_app.domain.records import Person, Visit
from station_app.domain.records.visit import GROUP
from station_app.domain.waiting import days_left
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.visits import Newcomer
from station_app.text import desk as say
from station_app.text import finding as words
from station_app.text import visits as visits_say
from station_app.ui.parts.editors import LineEditor
from station_app.ui.parts.flow import FlowLayout
from station_app.ui.parts.fold import Fold
from station_app.ui.parts.record_form import RecordForm, rest_of
from station_app.ui.parts.sheet import Sheet, emptied, link_key, paragraph
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.keys import ENTER, FieldKeys
from station_app.ui.shell.look import GRID
from station_app.ui.shell.page import KeyAct, act_key
from station_app.ui.shell.sources import Sources

LOOK_MS = 120
KEY = Qt.ItemDataRole.UserRole
EARLIER = "earlier"
EARLIER_SHOWN = 8


class KnownPeople(Sheet):
    """The panel beside the form. `chosen(uid)`: the person picked somebody; `refused()`: it is not this person;
    `reveal_wanted()`: the full phone is to be seen; `linked(visit, words)`: this goes on with that earlier visit, or
    with none ("").

    The keys stay in the line that is watched: ↓ and ↑ move in the list, Enter picks what they point at. All that was
    found stands there: what the panel stands in scrolls. `seen()`: somebody was found.
    """

    chosen = Signal(str)
    refused = Signal()
    reveal_wanted = Signal()
    linked = Signal(str, str)
    seen = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(say.KNOWN_HEADING)
        self._desk = desk
        self._hides = False
        self._typed = ""
        self._hint = paragraph(say.KNOWN_EMPTY, "hint")
        self._list = QListWidget()
        self._list.setObjectName("known")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setWordWrap(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName(say.KNOWN_HEADING)
        self._list.itemClicked.connect(self._clicked)
        self._link_hint = paragraph("", "warning")
        self._earlier = QWidget()
        self._earlier_keys: list[QPushButton] = []
        self._earlier_column = QVBoxLayout(self._earlier)
        self._earlier_column.setContentsMargins(0, 0, 0, 0)
        self._earlier_column.setSpacing(4)
        self._reveal_key, self._other_key = (
            act_key(KeyAct(say.REVEAL, self.reveal_wanted.emit)),
            act_key(KeyAct(say.NOT_THIS_PERSON, self.refused.emit)),
        )
        for key in (self._reveal_key, self._other_key):
            key.setProperty("role", "link")
        for part in (self._hint, self._list, self._link_hint, self._earlier):
            self.column.addWidget(part)
        for key in (self._reveal_key, self._other_key):
            self.column.addWidget(key, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addStretch(1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look_up)
        self.forget()

    def hide_when_idle(self, hides: bool) -> None:
        """On a small screen the panel takes no room for as long as it has nobody to show."""
        if hides or self._hides:  # else it is seen, once it stands on a page
            self.setVisible(not hides or not self._list.isHidden() or not self._earlier.isHidden())
        self._hides = hides

    def has_earlier(self) -> bool:
        """Whether something that was raised before can be linked to."""
        return bool(self._earlier_keys)

    def focus_earlier(self) -> None:
        """Go to what was raised before: ↓ and ↑ move, Enter links."""
        if self._earlier_keys:
            self._earlier_keys[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def say_link(self, sentence: str) -> None:
        """What is said about the link: that there is one to be picked, or which was."""
        self._link_hint.setText(sentence)
        self._link_hint.setVisible(bool(sentence))

    def watch(self, line: QLineEdit) -> None:
        """Move in the list by the keys of `line`."""
        line.installEventFilter(self)

    def look_up(self, typed: str) -> None:
        """Somebody's name, initials or phone is being typed."""
        self._typed = typed
        self._timer.start()

    def forget(self) -> None:
        """Nobody is known yet."""
        self._timer.stop()
        self._typed = ""
        self._show_list([])
        self._show_earlier("")
        self.say_link("")
        self.hide_when_idle(self._hides)

    def show_person(self, uid: str, name: str, is_masked: bool) -> None:
        """Somebody was picked: what they raised before; `is_masked` where there is something to see in full."""
        self._timer.stop()
        self._list.clear()
        self._list.hide()
        self._hint.hide()
        self._show_earlier(uid, name)
        self._reveal_key.setVisible(is_masked)
        self._other_key.show()
        self.hide_when_idle(self._hides)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """↓ ↑ Enter of the line."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(event)
        return super().eventFilter(watched, event)

    def _pressed(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Down and self._timer.isActive():
            self._look_up()
        if self._list.isHidden():
            return False
        row = self._list.currentRow()
        match event.key():
            case Qt.Key.Key_Down:
                self._list.setCurrentRow(min(row + 1, self._list.count() - 1))
            case Qt.Key.Key_Up if row >= 0:
                self._list.setCurrentRow(row - 1)
            case key if key in ENTER and row >= 0:
                self._clicked(self._list.currentItem())
                return True
            case _:
                return False
        self._follow_row()
        current = self._list.currentItem()
        self._show_earlier(str(current.data(KEY)) if current and self._list.currentRow() >= 0 else "")
        return True

    def _follow_row(self) -> None:
        """Keep in sight what the keys point at, in whatever the panel stands in."""
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None:
            at = self._list.visualItemRect(self._list.currentItem()).center()
            place = self._list.viewport().mapTo(above.widget(), at)
            above.ensureVisible(0, place.y(), 0, GRID * 6)

    def _look_up(self) -> None:
        self._timer.stop()
        typed = self._typed.strip()
        self._show_list(people.find(self._desk.store.database, typed, viewer=self._desk.viewer) if typed else [])

    def _show_list(self, found: list[people.Acquaintance]) -> None:
        self._list.clear()
        village = paths.regions().name_of
        for one in found:
            told = "  ".join(part for part in (one.name, say.village(village(one.village))) if part)
            then = "  ".join(
                part for part in (masked_phone(one.phone), say.came(one.visits, one.last_visit_on)) if part
            )
            item = QListWidgetItem(f"{told}\n{then}", self._list)
            item.setData(KEY, one.uid)
        self._list.setVisible(bool(found))
        self._list.setFixedHeight(sum(self._list.sizeHintForRow(row) for row in range(len(found))) + 12)
        self._hint.setText(say.KNOWN_KEYS if found else say.KNOWN_EMPTY)
        self._hint.show()
        self.set_heading(say.KNOWN_HEADING)
        self._show_earlier("")
        for key in (self._reveal_key, self._other_key):
            key.hide()
        self.hide_when_idle(self._hides)
        if found:
            self.seen.emit()

    def _show_earlier(self, person: str, name: str = "") -> None:
        while (item := self._earlier_column.takeAt(0)) is not None:
            item.widget().hide()  # what is to be deleted would still be painted once
            item.widget().deleteLater()
        self._earlier_keys.clear()
        self._earlier.setVisible(bool(person))
        if not person:
            return
        matters = people.earlier_matters(self._desk.store.database, person, viewer=self._desk.viewer)
        if name:
            self.set_heading(say.earlier_heading(name, len(matters)))
        for one in matters[:EARLIER_SHOWN]:
            state = self._desk.codes.name_of("opinion_state", one.state)
            then = say.earlier_state(state, words.due_in(days_left(one.state, one.due_on, self._desk.today)))
            self._add_line(one.visit, one.title, f"{say.short_day(one.received_on)} {one.title}", then)
        if matters and name:
            self._add_line("", "", visits_say.NOT_LINKED, "")
        if not matters:
            self._earlier_column.addWidget(paragraph(say.NO_EARLIER, "hint"))

    def _add_line(self, visit: str, title: str, said: str, then: str) -> None:
        line = link_key(said, (visit, title), self.linked.emit, then)
        key = line if isinstance(line, QPushButton) else line.findChild(QPushButton)
        self._earlier_column.addWidget(line)
        line.show()  # at once, so that it can take the focus
        if isinstance(key, QPushButton):
            key.setObjectName(EARLIER)
            self._earlier_keys.append(key)

    def _clicked(self, item: QListWidgetItem) -> None:
        self.chosen.emit(str(item.data(KEY)))


MAIN = ("name", "phone", "village", "address", "no_phone_reason")
MORE = rest_of(Person, MAIN)
NO_PHONE = "no_phone_reason"
LOOKED_UP = ("name", "phone")
_MASKED = tuple(spec.name for spec in fields_of(Person) if spec.check in MASKS)


class PersonPart(QObject):
    """The forms `main` and `fold.form`, and the panel `known` that fills them. `changed()`: a person typed."""

    changed = Signal()

    def __init__(self, desk: Desk, sources: Sources, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._jobs = desk, jobs
        self.uid = ""
        self._shown: dict[str, object] = {}
        self.main = RecordForm(Person, sources, only=MAIN, spans={"no_phone_reason": 1})
        self.fold = Fold(RecordForm(Person, sources, only=MORE))
        self.known = KnownPeople(desk)
        for name in LOOKED_UP:
            line = self.main.editor(name)
            if isinstance(line, QLineEdit):
                self.known.watch(line)
        for form in (self.main, self.fold.form):
            form.changed.connect(self._typed)
        self.main.passes = lambda name: name == NO_PHONE and bool(self.main.values()["phone"])
        self.known.chosen.connect(self.choose)
        self.known.refused.connect(self.let_go)
        self.known.reveal_wanted.connect(self._reveal)

    def forms(self) -> tuple[RecordForm, ...]:
        """The forms of this part."""
        return (self.main, self.fold.form)

    def values(self) -> dict[str, object]:
        """Everything that stands in the forms."""
        return {**self.main.values(), **self.fold.form.values()}

    def fields(self) -> dict[str, object]:
        """What the act is told: all of somebody new; of somebody known only what was changed here."""
        values = self.values()
        if not self.uid:
            return {name: value for name, value in values.items() if value not in ("", (), None)}
        return {name: value for name, value in values.items() if value != self._shown.get(name)}

    def clear(self) -> None:
        """Nobody yet."""
        self.uid, self._shown = "", {}
        for form in self.forms():
            form.clear()
            form.show_problems([])
        self.fold.unfold(is_open=False)
        self.known.forget()

    def put(self, uid: str, values: Mapping[str, Any]) -> None:
        """Show what a draft holds; `uid` of somebody known, "" else."""
        self.clear()
        if uid and uid in self._desk.records.several(Person, [uid]):
            self._fill(uid)
        self._set(values)

    def choose(self, uid: str) -> None:
        """It is this person: fill in what is known, phone and document masked."""
        self._fill(uid)
        if self.main.values()["phone"]:
            self.main.ended.emit()  # all is known: what is new comes after
        else:
            self.main.focus_field("phone")
        self.changed.emit()

    def let_go(self) -> None:
        """It is somebody else: what was filled in goes, the name stays."""
        name = self.main.values()["name"]
        self.clear()
        self._set({"name": name})
        self.main.focus_field("name")
        self.known.look_up(str(name))
        self.changed.emit()

    def _fill(self, uid: str) -> None:
        person = self._desk.records.one(Person, uid)
        specs = {spec.name: spec for spec in fields_of(Person)}
        told = {name: masked(specs[name], value) for name, value in values_of(person).items()}
        self.uid = uid
        self._set({name: "" if value is None else str(value) for name, value in told.items() if name in _NAMES})
        self._shown = self.values()
        self.known.show_person(uid, person.name, any(getattr(person, name) for name in _MASKED))

    def _set(self, values: Mapping[str, Any]) -> None:
        for form in self.forms():
            form.set_values(values)

    def _typed(self, name: str) -> None:
        values = self.main.values()
        if name == "name" and self.uid:
            # Another name over a known person is another person: nobody is renamed from here.
            self.uid = ""
            self._set({one: "" for one in _MASKED if self.values()[one] == self._shown.get(one)})
            self._shown = {}
        if name in LOOKED_UP and not self.uid:
            self.known.look_up(str(values[name]))
        self.changed.emit()

    def _reveal(self) -> None:
        desk, uid = self._desk, self.uid

        def work() -> Person:
            perform(desk, [Ask("person", "reveal", {}, uid)])
            return desk.records.one(Person, uid)

        self._jobs.quick(work, self._revealed, owner=self)

    def _revealed(self, person: Person) -> None:
        if person.uid != self.uid:
            return
        for name in _MASKED:
            if self.values()[name] == self._shown.get(name):
                self._set({name: getattr(person, name)})
                self._shown[name] = getattr(person, name)


_NAMES: Sequence[str] = (*MAIN, *MORE)


NAMED = ("representatives", "companions")
REPRESENTATIVES, COMPANIONS = NAMED
_PHONE = re.compile(
    "^(.*?)[\\s,\uff0c\u3001]*([0-9\uff10-\uff19+][0-9\uff10-\uff19\\s-]{4,})$"
)  # \uff0c\u3001 and full-width digits


class CameAlong(QWidget):
    """Shown from two heads on. `changed()`: a person typed; `ended()`: Enter on an empty line; `arrived(control)`."""

    changed = Signal()
    ended = Signal()
    arrived = Signal(QWidget)

    def __init__(self, sources: Sources) -> None:
        super().__init__()
        self._heads = 1
        self._newcomers: list[Newcomer] = []
        self._what = paragraph("", "warning")
        self.form = RecordForm(Visit, sources, only=NAMED)
        self.line = LineEditor()
        self.line.setObjectName("newcomer")
        self.line.setAccessibleName(visits_say.NEWCOMER_NAME)
        self._keys = FieldKeys(self._step, self)
        self._keys.watch(self.line)
        self._keys.arrived.connect(self.arrived)
        self._chips = QWidget()
        FlowLayout(self._chips)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        for part in (self._what, self.form, self.line, self._chips):
            column.addWidget(part)
        self.form.changed.connect(self._typed)
        self.form.arrived.connect(self.arrived)
        self.form.ended.connect(self.line.setFocus)
        self.line.changed.connect(self.changed)
        self._show()

    def set_heads(self, heads: int) -> None:
        """So many came."""
        self._heads = heads
        self._show()

    @property
    def is_group(self) -> bool:
        """Whether so many came that they name representatives."""
        return self._heads >= GROUP

    def newcomers(self) -> tuple[Newcomer, ...]:
        """Who is not known yet; what still stands in the line is one of them."""
        return (*self._newcomers, *self._in_line())

    def content(self) -> list[list[str]]:
        """What a draft keeps."""
        return [[one.role, one.name, one.phone] for one in self.newcomers()]

    def put(self, values: Mapping[str, Any], newcomers: Sequence[Sequence[str]]) -> None:
        """Show what a draft holds."""
        self.form.set_values(values)
        self._newcomers = [Newcomer(*one) for one in newcomers]
        self._show()

    def clear(self) -> None:
        """Nobody came along."""
        self.form.clear()
        self.form.show_problems([])
        self.line.put("")
        self._newcomers, self._heads = [], 1
        self._show()

    def say_problem(self, sentence: str) -> None:
        """Somebody who is written here cannot be registered so."""
        self._what.setText(sentence or visits_say.group(self._heads, self._named(REPRESENTATIVES)))
        self._what.setVisible(bool(self._what.text()))

    def _step(self, _control: QWidget, direction: int) -> None:
        if direction > 0 and (written := self._in_line()):
            self._newcomers += written
            self.line.put("")
            self._show()
            self.changed.emit()
        elif direction > 0:
            self.focusNextPrevChild(True)
            self.ended.emit()
        else:
            self.form.focus_field(COMPANIONS)

    def _typed(self, _name: str) -> None:
        self._show()
        self.changed.emit()

    def _in_line(self) -> tuple[Newcomer, ...]:
        typed = self.line.value().strip()
        found = _PHONE.match(typed)
        name, phone = (found[1].strip(), found[2].strip()) if found else (typed, "")
        return (Newcomer(self._role(), name, phone),) if typed else ()

    def _role(self) -> str:
        """As what the next newcomer is put down: as a representative, as long as a group still names some."""
        names_more = self.is_group and self._named(REPRESENTATIVES) < visits_say.MOST_REPRESENTATIVES
        return REPRESENTATIVES if names_more else COMPANIONS

    def _named(self, role: str) -> int:
        chosen = self.form.values()[role]
        known = len(chosen) if isinstance(chosen, tuple) else 0
        return known + sum(one.role == role for one in self._newcomers)

    def _show(self) -> None:
        is_anybody = self._heads > 1 or bool(self._newcomers) or any(self.form.values().values())
        self.setVisible(is_anybody)
        self.say_problem("")
        self.line.setPlaceholderText(visits_say.newcomer_line(self._role()))
        row = emptied(self._chips)
        for one in self._newcomers:
            chip = QPushButton(visits_say.newcomer(one.role, one.name, one.phone))
            chip.setProperty("role", "chip")
            chip.setAccessibleName(visits_say.NEWCOMER_KEY_GONE.format(name=one.name))
            chip.setAutoDefault(True)
            chip.clicked.connect(partial(self._let_go, one))
            row.addWidget(chip)
            chip.show()
        self._chips.setVisible(bool(self._newcomers))

    def _let_go(self, one: Newcomer, _is_checked: bool = False) -> None:
        self._newcomers.remove(one)
        self._show()
        self.line.setFocus()
        self.changed.emit()
