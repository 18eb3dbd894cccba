"""设置: what is seldom needed, each behind one line; what the desk looks like, and after how long it locks itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from station_app.db import preferences
from station_app.db.preferences import LOOKS, SCALES, Appearance
from station_app.services import users
from station_app.text import hands as hands_say
from station_app.text import settings as say
from station_app.ui.flow import FlowLayout
from station_app.ui.parts.plain_form import PlainForm, PlainLine
from station_app.ui.parts.record_list import ListColumn, ListSpec, RecordList
from station_app.ui.parts.sheet import Sheet, in_middle, row_of, words
from station_app.ui.pick import Pick
from station_app.ui.shell.keys import ENTER
from station_app.ui.shell.page import KeyAct, Page, act_key
from station_app.ui.shell.pages import PAGES, maker_of, pages_of
from station_app.ui.shell.workplace import Workplace

APPEARANCE_WIDTH, IDLE_WIDTH = 640, 560


class SettingsPage(Page):
    """The lines of the desk that whoever sits here may use: an act, and a sentence under it. Enter opens."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.SETTINGS, say.SETTINGS_SENTENCE)
        self._lines = list(lines_of(place))
        self.list = RecordList(place, LIST)
        self.table = self.list.table
        self.table.horizontalHeader().hide()
        self.list.show(self._lines)
        self.body.addWidget(self.table, 1)

    def entered(self) -> None:
        """The list takes the keys, at the line where it was left."""
        self.list.take_keys()

    def lines(self) -> Sequence[str]:
        """The words of the lines, from the top."""
        return [act.label for act, _ in self._lines]


def lines_of(place: Workplace) -> Sequence[tuple[KeyAct, str]]:
    """The lines in their order: the lock, and the pages that are reached from here alone."""
    pages = [PAGES[name] for name in pages_of(place.desk).settings if place.offers(name)]
    return ((KeyAct(say.SWITCH, place.lock), say.SWITCH_SENTENCE), *((place.way(one.name), one.line) for one in pages))


def own_station(place: Workplace) -> QWidget:
    """The station's own record."""
    return maker_of("record")(place, "station", place.desk.place.uid)


LIST: ListSpec[tuple[KeyAct, str]] = ListSpec(
    say.SETTINGS,
    (ListColumn("", 0, lambda _place, line: f"{line[0].label}\n{line[1]}"),),
    opens=lambda _place, line: line[0].do(),
    two_lines=True,
)


class AppearancePage(Page):
    """Two rows of keys; F9 keeps them in the data folder."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(hands_say.APPEARANCE, hands_say.APPEARANCE_SENTENCE)
        folder = self._folder = place.desk.folder
        stands = preferences.read(folder)
        scales = [(str(scale), hands_say.percent(scale)) for scale in SCALES]
        self.scale = ChoiceRow(hands_say.SCALE_PART, scales, str(stands.scale))
        self.look = ChoiceRow(hands_say.LOOK_PART, [(look, hands_say.LOOK_NAMES[look]) for look in LOOKS], stands.look)
        keep = KeyAct(hands_say.APPEARANCE_KEEP, self.keep)
        key = act_key(keep, "F9")
        key.setObjectName("main")
        sheet = Sheet()
        for heading, row in ((hands_say.SCALE_PART, self.scale), (hands_say.LOOK_PART, self.look)):
            sheet.column.addWidget(words(heading, "heading"))
            sheet.column.addWidget(row)
        sheet.column.addWidget(words(hands_say.APPEARANCE_HINT, "hint"))
        sheet.column.addLayout(row_of(key))
        self.scale.left.connect(self.look.take_keys)
        self.look.left.connect(self.keep)
        self.body.addWidget(in_middle(sheet, APPEARANCE_WIDTH))
        self.body.addStretch(1)
        self.set_acts({"F9": keep})

    def entered(self) -> None:
        """The size takes the keys."""
        self.scale.take_keys()

    def keep(self) -> None:
        """Keep what is chosen; a small file, written at once."""
        wanted = Appearance(int(self.scale.chosen()), self.look.chosen())
        try:
            preferences.write(self._folder, wanted)
        except OSError:
            self.notices.tell(hands_say.APPEARANCE_NOT_KEPT.format(path=self._folder))
            return
        said = hands_say.APPEARANCE_KEPT.format(
            scale=hands_say.percent(wanted.scale), look=hands_say.LOOK_NAMES[wanted.look]
        )
        self.notices.tell(said)


class IdleMinutesPage(Page):
    """One number. F9 keeps it."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.IDLE, say.IDLE_SENTENCE)
        self._place = place
        self.form = PlainForm([PlainLine("minutes", say.IDLE)])
        self.form.line("minutes").setText(str(users.minutes(place.desk)))
        keep = KeyAct(say.IDLE_KEEP, self.keep)
        sheet, key = Sheet(), act_key(keep, "F9")
        key.setObjectName("main")
        sheet.column.addWidget(self.form)
        sheet.column.addLayout(row_of(key))
        self.form.ended.connect(self.keep)
        self.body.addWidget(in_middle(sheet, IDLE_WIDTH))
        self.body.addStretch(1)
        self.set_acts({"F9": keep})

    def entered(self) -> None:
        """The number takes the keys."""
        self.form.focus_field("minutes")

    def keep(self) -> None:
        """Keep the number."""
        typed, desk = self.form.value("minutes").strip(), self._place.desk
        if not (typed.isascii() and typed.isdigit() and int(typed) <= users.LONGEST):
            self.form.show_problems({"minutes": say.IDLE_WRONG})
            return
        minutes = int(typed)
        told = say.IDLE_KEPT.format(minutes=minutes) if minutes else say.IDLE_NEVER
        self.form.show_problems({})
        self._place.jobs.save(
            lambda: users.set_minutes(desk, minutes), lambda _none: self.notices.tell(told), owner=self
        )


STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class ChoiceRow(QWidget):
    """`picked(key)`: another one; `left()`: Enter."""

    picked = Signal(str)
    left = Signal()

    def __init__(self, name: str, picks: Sequence[Pick], chosen: str) -> None:
        super().__init__()
        self._picks = list(picks)
        self._group = QButtonGroup(self)
        self.setAccessibleName(name)
        row = FlowLayout(self)
        for place, (key, told) in enumerate(self._picks):
            button = QPushButton(told)
            button.setAccessibleName(f"{name} {told}")
            button.setProperty("role", "step")
            button.setCheckable(True)
            button.setChecked(key == chosen)
            button.installEventFilter(self)
            self._group.addButton(button, place)
            row.addWidget(button)
        self._group.idClicked.connect(lambda place: self.picked.emit(self._picks[place][0]))

    def chosen(self) -> str:
        """The key that is chosen."""
        return self._picks[self._group.checkedId()][0]

    def take_keys(self) -> None:
        """Go to the chosen one."""
        (self._group.checkedButton() or self._group.button(0)).setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the row."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.key() in ENTER and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.left.emit()
            return True
        step = STEPS.get(Qt.Key(event.key()), 0)
        if not step or not isinstance(watched, QPushButton):
            return super().eventFilter(watched, event)
        button = self._group.button(max(0, min(self._group.id(watched) + step, len(self._picks) - 1)))
        button.setFocus()
        button.click()
        return True
