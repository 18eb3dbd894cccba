"""设置: its lines, the typing check, the trail."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QPushButton, QVBoxLayout, QWidget

from station_app.db import preferences
from station_app.db.preferences import LOOKS, SCALES, Appearance
from station_app.domain.problem import Rejected
from station_app.services import access, trail, users
from station_app.services.desk import Desk
from station_app.services.trail import Seen
from station_app.text import explain
from station_app.text import hands as hands_say
from station_app.text import settings as say
from station_app.ui.parts.flow import FlowLayout
from station_app.ui.parts.pick import Pick
from station_app.ui.parts.plain_form import PlainForm, PlainLine
from station_app.ui.parts.record_list import ListColumn, ListSpec, RecordList
from station_app.ui.parts.rows import Pages
from station_app.ui.parts.sheet import Sheet, in_middle, paragraph, row_of
from station_app.ui.shell.input_methods import TypingSurroundings, advice, look_around, standing
from station_app.ui.shell.keys import ENTER
from station_app.ui.shell.page import KeyAct, Page, act_key, scrolled
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
    (ListColumn("", 0, lambda _desk, line: f"{line[0].label}\n{line[1]}"),),
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
            sheet.column.addWidget(paragraph(heading, "heading"))
            sheet.column.addWidget(row)
        sheet.column.addWidget(paragraph(hands_say.APPEARANCE_HINT, "hint"))
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


def lay_on_sheet(page: Page, form: PlainForm, keep: KeyAct) -> None:
    """A few lines on a sheet in the middle of a page; F9, or Enter in the last, keeps them."""
    sheet, key = Sheet(), act_key(keep, "F9")
    key.setObjectName("main")
    sheet.column.addWidget(form)
    sheet.column.addLayout(row_of(key))
    form.ended.connect(keep.do)
    page.body.addWidget(in_middle(sheet, IDLE_WIDTH))
    page.body.addStretch(1)
    page.set_acts({"F9": keep})


class IdleMinutesPage(Page):
    """One number. F9 keeps it."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.IDLE, say.IDLE_SENTENCE)
        self._place = place
        self.form = PlainForm([PlainLine("minutes", say.IDLE, is_latin=True)])
        self.form.line("minutes").setText(str(users.minutes(place.desk)))
        lay_on_sheet(self, self.form, KeyAct(say.IDLE_KEEP, self.keep))

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
        work = partial(users.set_minutes, desk, minutes)
        self._place.jobs.save(work, lambda _none: self.notices.tell(told), owner=self)


class QuickKeyPage(Page):
    """A few digits, twice, and one's own password. F9 keeps them, in the program's memory alone."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.QUICK, say.QUICK_LINE)
        self._place = place
        self.form = PlainForm(
            [
                PlainLine("pin", say.QUICK, True),
                PlainLine("again", say.QUICK_AGAIN, True),
                PlainLine("own_password", say.OWN_PASSWORD, True),
            ]
        )
        lay_on_sheet(self, self.form, KeyAct(say.QUICK_KEEP, self.keep))

    def entered(self) -> None:
        """The digits take the keys."""
        self.form.focus_field("pin")

    def keep(self) -> None:
        """Keep the digits."""
        pin, own = self.form.value("pin"), self.form.value("own_password")
        if self._place.jobs.is_under_way(self):
            return
        if pin != self.form.value("again"):
            self.form.show_problems({"again": say.PASSWORDS_DIFFER})
            self.form.focus_field("again")
            return
        desk, keys = self._place.desk, self._place.quick_keys()
        self._place.jobs.slow(
            lambda _report: users.set_quick_key(desk, keys, pin, own), self._kept, self._refused, owner=self
        )

    def _kept(self, _none: None) -> None:
        self.form.show_problems({})
        self.form.clear("pin", "again", "own_password")
        self.notices.tell(say.QUICK_KEPT)

    def _refused(self, rejected: Rejected) -> None:
        said = {one.where: explain(one) for one in rejected.problems}
        self.form.show_problems(said)
        self.form.focus_field(next(iter(said)))


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


WIDTH = 680


class TypingCheckPage(Page):
    """One line to type in; the key leaves when the person has seen enough."""

    def __init__(self, place: Workplace, look_around: Callable[[], TypingSurroundings] = look_around) -> None:
        super().__init__(hands_say.TYPING, hands_say.TYPING_SENTENCE)
        self._look_around = look_around
        self._composed = False
        self.line, self._verdict, self._advice = QLineEdit(), paragraph(hands_say.TYPING_WAITS, "hint"), paragraph("")
        self._standing = paragraph(standing(look_around()), "hint")
        self.line.setAccessibleName(f"{hands_say.TYPING_ASK}{hands_say.TYPING_WANTED}")
        self.line.setPlaceholderText(hands_say.TYPING_LINE)
        self.line.installEventFilter(self)
        self.line.textEdited.connect(self._typed)
        self.line.returnPressed.connect(place.back)
        go_on = KeyAct(hands_say.TYPING_DONE, place.back)
        key = act_key(go_on, "F9")
        key.setObjectName("main")
        typing, rare = Sheet(hands_say.TYPING_ASK), Sheet(hands_say.RARE_PART)
        for part in (
            paragraph(hands_say.TYPING_WANTED, "large"),
            self.line,
            self._verdict,
            self._advice,
            self._standing,
        ):
            typing.column.addWidget(part)
        rare.column.addWidget(paragraph(hands_say.RARE_CHARACTERS, "large"))
        rare.column.addWidget(paragraph(hands_say.RARE_SENTENCE, "hint"))
        content = QWidget()
        content.setObjectName("scrolled")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        for sheet in (typing, rare):
            column.addWidget(in_middle(sheet, WIDTH))
        column.addStretch(1)
        self.body.addWidget(scrolled(content), 1)
        self.body.addLayout(row_of(QWidget(), key, stretch_after=0))
        self._advice.hide()
        self.set_acts({"F9": go_on})

    def entered(self) -> None:
        """The line takes the keys."""
        self.line.setFocus()

    def verdict(self) -> str:
        """What the page says of the typing."""
        return self._verdict.text()

    def standing(self) -> str:
        """What the page says the program is connected with."""
        return self._standing.text()

    def advised(self) -> str:
        """What the page says to do, "" for nothing."""
        return "" if self._advice.isHidden() else self._advice.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's door: only listens for an input method."""
        if isinstance(event, QInputMethodEvent) and event.preeditString():
            self._composed = True
            self._say(hands_say.TYPING_MAKING)
        return super().eventFilter(watched, event)

    def _typed(self, typed: str) -> None:
        if hands_say.TYPING_WANTED in typed:
            self._say(hands_say.TYPING_GOOD)
        elif not typed:
            self._say(hands_say.TYPING_WAITS)
        elif not typed.isascii():
            self._say(hands_say.TYPING_OTHER)
        elif not self._composed:
            self._say(hands_say.TYPING_LETTERS, "\n".join(advice(self._look_around())))

    def _say(self, verdict: str, steps: str = "") -> None:
        self._verdict.setText(verdict)
        self._advice.setText(steps)
        self._advice.setVisible(bool(steps))
        self._standing.setHidden(bool(steps))
        self.line.setAccessibleDescription("\n".join((verdict, steps)).strip())


def _detail(_desk: Desk, one: Seen) -> str:
    return say.failures(one.detail) if one.event == trail.UNLOCKED else one.detail


AT, WHO, WHAT, DETAIL = say.TRAIL_HEADS
TRAIL: ListSpec[Seen] = ListSpec(
    say.TRAIL,
    (
        ListColumn(AT, 190, lambda _desk, one: say.when(one.at)),
        ListColumn(WHO, 140, lambda _desk, one: one.who),
        ListColumn(WHAT, 160, lambda _desk, one: one.what),
        ListColumn(DETAIL, 0, _detail),
    ),
    say.TRAIL_EMPTY,
)


class TrailPage(Page):
    """The trail as a list; it is read only."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.TRAIL)
        self._place = place
        self.list = RecordList(place, TRAIL)
        self.table = self.list.table
        self.body.addWidget(self.table, 1)
        self.set_acts({"F5": KeyAct(say.TRAIL, self.entered), **self.list.acts()})

    def entered(self) -> None:
        """Read again; whether each line follows from the one before is judged off the screen's thread."""
        desk = self._place.desk
        try:
            access.must_read_trail(desk)
        except Rejected as rejected:
            self.set_acts({})
            self.table.hide()
            self.set_heading(say.TRAIL, explain(rejected.problems[0]))
            return
        self.list.show_pages(Pages(lambda: trail.count(desk), self._ids, self._lines))
        self.table.setFocus()
        self._place.jobs.read(lambda: trail.broken(desk), self._judged, owner=self)

    def _judged(self, broken: Sequence[int]) -> None:
        sound = say.TRAIL_SOUND.format(count=trail.count(self._place.desk))
        self.set_heading(say.TRAIL, say.TRAIL_BROKEN.format(first=broken[0]) if broken else sound)

    def _ids(self, offset: int, limit: int) -> Sequence[int]:
        # The newest stands first, and lines are numbered without gaps from 1.
        count = trail.count(self._place.desk)
        return range(count - offset, max(count - offset - limit, 0), -1)

    def _lines(self, wanted: Sequence[int]) -> Mapping[int, Seen]:
        if not wanted:
            return {}
        count = trail.count(self._place.desk)
        found = trail.lines(self._place.desk, count - max(wanted), max(wanted) - min(wanted) + 1)
        return {one.id: one for one in found}
