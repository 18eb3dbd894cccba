"""Who the visitor may be, found while their name or phone is typed, and what they raised before."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from station_app import paths
from station_app.db import people
from station_app.domain.identity import masked_phone
from station_app.domain.lifecycle import OPEN_OPINION
from station_app.services.desk import Desk
from station_app.text import desk as say
from station_app.text import visits as visits_say
from station_app.ui.parts.sheet import Sheet, link_key, words
from station_app.ui.shell.keys import ENTER
from station_app.ui.shell.page import KeyAct, act_key

LOOK_MS = 120
KEY = Qt.ItemDataRole.UserRole
EARLIER = "earlier"
EARLIER_SHOWN = 8


class KnownPeople(Sheet):
    """The panel beside the form. `chosen(uid)`: the person picked somebody; `refused()`: it is not this person;
    `reveal_wanted()`: the full phone is to be seen; `linked(visit, words)`: this goes on with that earlier visit, or
    with none ("").

    The keys stay in the line that is watched: ↓ and ↑ move in the list, Enter picks what they point at.
    """

    chosen = Signal(str)
    refused = Signal()
    reveal_wanted = Signal()
    linked = Signal(str, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(say.KNOWN_HEADING)
        self._desk = desk
        self._typed = ""
        self._hint = words(say.KNOWN_EMPTY, "hint")
        self._list = QListWidget()
        self._list.setObjectName("known")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setWordWrap(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName(say.KNOWN_HEADING)
        self._list.itemClicked.connect(self._clicked)
        self._link_hint = words("", "warning")
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

    def show_person(self, uid: str, name: str, is_masked: bool) -> None:
        """Somebody was picked: what they raised before; `is_masked` where there is something to see in full."""
        self._timer.stop()
        self._list.clear()
        self._list.hide()
        self._hint.hide()
        self._show_earlier(uid, name)
        self._reveal_key.setVisible(is_masked)
        self._other_key.show()

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
        current = self._list.currentItem()
        self._show_earlier(str(current.data(KEY)) if current and self._list.currentRow() >= 0 else "")
        return True

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
        self._list.setFixedHeight(sum(self._list.sizeHintForRow(row) for row in range(min(4, len(found)))) + 12)
        self._hint.setText(say.KNOWN_KEYS if found else say.KNOWN_EMPTY)
        self._hint.show()
        self.set_heading(say.KNOWN_HEADING)
        self._show_earlier("")
        for key in (self._reveal_key, self._other_key):
            key.hide()

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
            then = say.earlier_state(state, self._late_days(one))
            self._add_line(one.visit, one.title, f"{say.short_day(one.received_on)} {one.title}", then)
        if matters and name:
            self._add_line("", "", visits_say.NOT_LINKED, "")
        if not matters:
            self._earlier_column.addWidget(words(say.NO_EARLIER, "hint"))

    def _add_line(self, visit: str, title: str, said: str, then: str) -> None:
        line = link_key(said, (visit, title), self.linked.emit, then)
        key = line if isinstance(line, QPushButton) else line.findChild(QPushButton)
        self._earlier_column.addWidget(line)
        line.show()  # at once, so that it can take the focus
        if isinstance(key, QPushButton):
            key.setObjectName(EARLIER)
            self._earlier_keys.append(key)

    def _late_days(self, one: people.EarlierMatter) -> int:
        if one.state not in OPEN_OPINION or not one.due_on:
            return 0
        return (date.fromisoformat(self._desk.today) - date.fromisoformat(one.due_on)).days

    def _clicked(self, item: QListWidgetItem) -> None:
        self.chosen.emit(str(item.data(KEY)))
