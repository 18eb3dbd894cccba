"""What a field is typed into: lines, long texts, days, choices that are picked from a list."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cached_property, partial

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QHideEvent, QKeyEvent, QMouseEvent, QResizeEvent, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCheckBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from station_app import text
from station_app.domain.codes import Code, CodeList
from station_app.domain.field import FieldSpec, Kind
from station_app.domain.folding import fold
from station_app.domain.immutable import immutable
from station_app.domain.pinyin import pointed_at
from station_app.ui.parts.flow import FlowLayout
from station_app.ui.parts.pick import Hanging, NameOf, Pick, PickLine, Search, nothing_numbered
from station_app.ui.parts.values import PLACES
from station_app.ui.shell import look
from station_app.ui.shell.keys import keep_latin
from station_app.ui.shell.sources import Read, Sources


class LineEditor(QLineEdit):
    """One line. When it is left, `tidy` may bring what was typed into form, and `spoken` shows it in words."""

    changed = Signal()

    def __init__(
        self,
        tidy: Callable[[str], str] = lambda typed: typed,
        spoken: Callable[[str], str] = lambda value: value,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tidy, self._spoken = tidy, spoken
        self._raw = ""
        self.textEdited.connect(self._typed)

    def value(self) -> str:
        """What was typed, tidied once the line has been left."""
        return self._raw

    def put(self, value: object) -> None:
        """Show `value`; None is nothing."""
        self._raw = "" if value is None else str(value)
        self._show()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The value as it is typed."""
        super().focusInEvent(event)
        if self.text() != self._raw:
            self.setText(self._raw)
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The value in words."""
        super().focusOutEvent(event)
        tidied = self._tidy(self._raw) if self._raw else ""
        if tidied != self._raw:
            self._raw = tidied
            self.changed.emit()
        self._show()

    def _typed(self, typed: str) -> None:
        self._raw = typed
        self.changed.emit()

    def _show(self) -> None:
        shown = self._raw if self.hasFocus() else self._spoken(self._raw)
        if self.text() != shown:
            self.setText(shown)
            self.setCursorPosition(0)


class DayEditor(LineEditor):
    """A line for a day, typed in any way that `tidy` reads, or picked from a month: ↓ or a click at its right end opens
    it, the arrows and the page keys walk in it, Enter or a click takes, Esc does not. `today` is ISO 8601."""

    def __init__(self, tidy: Callable[[str], str], today: str, parent: QWidget | None = None) -> None:
        super().__init__(tidy, text.day_in_words, parent)
        self._today = today
        self._month: QCalendarWidget | None = None
        self._hanging: Hanging | None = None
        self.setProperty("role", "choice")
        self.textEdited.connect(lambda _typed: self._close())

    @property
    def is_open(self) -> bool:
        """Whether the month is seen."""
        return self._month is not None and self._month.isVisible()

    def event(self, event: QEvent) -> bool:
        """Esc closes the month before it means anything to the window."""
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_escape and event.type() == QEvent.Type.ShortcutOverride and self.is_open:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The month's keys, for as long as it is open."""
        key = Qt.Key(event.key())
        if not self.is_open and key == Qt.Key.Key_Down:
            self._open()
        elif self._month is not None and self.is_open and key in DAY_STEPS:
            days, months = DAY_STEPS[key]
            self._month.setSelectedDate(self._month.selectedDate().addMonths(months).addDays(days))
        elif self.is_open and key == Qt.Key.Key_Escape:
            self._close()
        elif self.is_open and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the arrow at the right end opens the month, or closes it."""
        super().mousePressEvent(event)
        if event.position().x() >= self.width() - ARROW_WIDTH and not self.isReadOnly():
            (self._close if self.is_open else self._open)()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Going on by a key takes the day that the month points at."""
        if self.is_open:
            by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
            (self._take if by_key else self._close)()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """The month never stays behind on another page."""
        self._close()
        super().hideEvent(event)

    def _open(self) -> None:
        if self._month is None or self._hanging is None:
            self._month = _month(self)
            self._month.clicked.connect(lambda _day: self._take())
            self._hanging = Hanging(self._month, self, lambda: MONTH_SIZE)
            self.destroyed.connect(self._month.deleteLater)
        read = QDate.fromString(self._tidy(self.value()) if self.value() else "", Qt.DateFormat.ISODate)
        self._month.setSelectedDate(read if read.isValid() else QDate.fromString(self._today, Qt.DateFormat.ISODate))
        self._hanging.open_up()

    def _take(self) -> None:
        if self._month is not None:
            day = self._month.selectedDate().toString(Qt.DateFormat.ISODate)
            self._close()
            self.put(day)
            self.changed.emit()

    def _close(self) -> None:
        if self._hanging is not None:
            self._hanging.close_up()


DAY_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (-7, 0),
    Qt.Key.Key_Down: (7, 0),
    Qt.Key.Key_PageUp: (0, -1),
    Qt.Key.Key_PageDown: (0, 1),
}
"""Days and months that a key walks."""
MONTH_SIZE = QSize(372, 308)
"""Pixels: a month of six weeks."""
ARROW_WIDTH = 30
"""Pixels at the right end of a line that open what hangs under it."""


def _month(line: QWidget) -> QCalendarWidget:
    """A month under a line; the keys stay in the line."""
    month = QCalendarWidget(line)
    month.setObjectName("month")
    month.setLocale(QLocale(QLocale.Language.Chinese))
    month.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    month.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
    month.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    if (inside := month.layout()) is not None:
        inside.setContentsMargins(1, 1, 1, 1)
    plain = QTextCharFormat()  # red means late here, and no Sunday
    plain.setForeground(month.palette().placeholderText())
    for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        month.setWeekdayTextFormat(weekday, plain)
    for part in (month, *month.findChildren(QWidget)):
        part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return month


class ProseEditor(QPlainTextEdit):
    """A long text that grows with what is written, from `low` to `high` lines, and then scrolls."""

    changed = Signal()

    def __init__(self, font: QFont | None = None, low: int = 2, high: int = 10, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if font is not None:
            # The program's style sheet wins over setFont, the control's own over the program's.
            families = ", ".join(f'"{family}"' for family in font.families())
            self.setStyleSheet(f"QPlainTextEdit {{ font-family: {families}; font-size: {font.pointSize()}pt; }}")
        self._low, self._high = low, high
        self.setTabChangesFocus(True)
        self.textChanged.connect(self.changed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def value(self) -> str:
        """The text, exactly as typed."""
        return self.toPlainText()

    def put(self, value: object) -> None:
        """Show the text `value`."""
        self.setPlainText("" if value is None else str(value))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks lines elsewhere."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        # QPlainTextEdit measures its document in lines, not in pixels.
        lines = max(self._low, min(self._high, math.ceil(self.document().size().height())))
        height = lines * self.fontMetrics().lineSpacing() + 2 * round(self.document().documentMargin()) + 8
        if self.height() != height or self.minimumHeight() != height:
            self.setFixedHeight(height)


class FlagEditor(QCheckBox):
    """A claim that holds or does not."""

    changed = Signal()

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label, parent)
        self.toggled.connect(lambda _: self.changed.emit())

    def value(self) -> bool:
        """Whether the claim holds."""
        return self.isChecked()

    def put(self, value: object) -> None:
        """Show whether the claim holds."""
        self.setChecked(bool(value))


class TickEditor(QWidget):
    """Several of a short list, each with its own box."""

    changed = Signal()

    def __init__(self, picks: Sequence[Pick], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = FlowLayout(self)
        self._boxes = {key: QCheckBox(words, self) for key, words in picks}
        for box in self._boxes.values():
            line.addWidget(box)
            box.toggled.connect(lambda _: self.changed.emit())
        self.setFocusProxy(next(iter(self._boxes.values())))

    def controls(self) -> tuple[QWidget, ...]:
        """What takes the keys."""
        return tuple(self._boxes.values())

    def value(self) -> tuple[str, ...]:
        """The keys that are ticked, in the list's order."""
        return tuple(key for key, box in self._boxes.items() if box.isChecked())

    def put(self, value: object) -> None:
        """Tick the keys of `value`, a tuple of them."""
        wanted = _keys(value)
        for key, box in self._boxes.items():
            box.setChecked(key in wanted)


class ManyEditor(QWidget):
    """Several of a long list: a line to find them by, what was picked as keys under it that take them away again."""

    changed = Signal()

    def __init__(
        self, search: Search, name_of: NameOf, parent: QWidget | None = None, number_of: NameOf = nothing_numbered
    ) -> None:
        super().__init__(parent)
        self._name_of = name_of
        self._keys: list[str] = []
        self.line = PickLine(search, name_of, self, number_of)
        self._chips = QWidget(self)
        self._chips.hide()
        FlowLayout(self._chips)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.line)
        column.addWidget(self._chips)
        self.setFocusProxy(self.line)
        self.line.settled.connect(self._add)
        self.line.changed.connect(self._changed)
        self.line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Backspace in the empty line takes the last one away."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            is_backspace = watched is self.line and event.key() == Qt.Key.Key_Backspace
            if is_backspace and self._keys and not self.line.text():
                self._drop(self._keys[-1])
                return True
        return super().eventFilter(watched, event)

    def value(self) -> tuple[str, ...]:
        """The keys in the order they were picked; words in the line that match nothing come last."""
        waiting = self.line.value()
        return (*self._keys, waiting) if waiting and waiting not in self._keys else tuple(self._keys)

    def put(self, value: object) -> None:
        """Show the keys of `value`, a tuple of them."""
        self._keys = list(_keys(value))
        self.line.put("")
        self._draw()

    def _changed(self) -> None:
        # Enter adds what the list points at; where that is nothing, it goes to the next field.
        self.line.setProperty("keepsEnter", bool(self.line.points_at()))
        self.changed.emit()

    def _add(self, key: str) -> None:
        if key not in self._keys:
            self._keys.append(key)
        self.line.put("")
        self._draw()
        self._changed()

    def _drop(self, key: str) -> None:
        self._keys.remove(key)
        self._draw()
        self.line.setFocus()
        self.changed.emit()

    def _draw(self) -> None:
        row = self._chips.layout()
        while row is not None and (item := row.takeAt(0)) is not None:
            item.widget().deleteLater()
        for key in self._keys:
            chip = QPushButton(text.removable(self._name_of(key)), self._chips)
            chip.setProperty("role", "chip")
            chip.setAccessibleName(text.take_away(self._name_of(key)))
            chip.clicked.connect(lambda _=False, key=key: self._drop(key))
            if row is not None:
                row.addWidget(chip)
        self._chips.setVisible(bool(self._keys))
        self.line.setPlaceholderText(text.ANOTHER_CHOICE if self._keys else text.NOTHING_CHOSEN)
        self.updateGeometry()


def _keys(value: object) -> tuple[str, ...]:
    return tuple(str(key) for key in value) if isinstance(value, (tuple, list)) else ()


@immutable
class CodeChoices:
    """The entries of `codes` in force on `day`. `initials(words)` gives the first letters of the words' pinyin."""

    codes: CodeList
    day: str
    initials: Callable[[str], str]

    def search(self, typed: str) -> list[Pick]:
        """What `typed` may mean, best first: its number, then names and aliases by their initials or characters. An
        entry that an alias found shows it."""
        ranks = [(self._rank(entry, typed), entry) for entry in self._offered]
        found = sorted(
            ((rank, entry) for rank, entry in ranks if rank is not None), key=lambda pair: (pair[0], pair[1].place)
        )
        return [(entry.code.code, self._found_by(entry.code, typed)) for _, entry in found]

    def number(self, code: str) -> str:
        """The number that picks an entry: its code where the list's codes are numbers, else its place; all are of one
        length. "" for an entry that no number fits, and for none of the list."""
        return self._numbers.get(code, "")

    def label(self, code: str) -> str:
        """The words of a code, those of the entry above it first; an unknown code stands for itself."""
        entry = self.codes.by_code.get(code)
        if entry is None:
            return code
        above = self.codes.by_code.get(entry.parent)
        return f"{above.name}{text.LEVELS}{entry.name}" if above else entry.name

    @cached_property
    def _offered(self) -> tuple[_Offered, ...]:
        """Entries with their number: the code where it is one, else the place in the list."""
        return tuple(_Offered(place, entry) for place, entry in enumerate(self.codes.offered(self.day), start=1))

    @cached_property
    def _numbers(self) -> dict[str, str]:
        coded = [one.code.code for one in self._offered if one.code.code.isdecimal()]
        if coded:
            width = max(map(len, coded))
            return {code: code for code in coded if len(code) == width}
        width = len(str(len(self._offered)))
        return {one.code.code: f"{one.place:0{width}}" for one in self._offered}

    @cached_property
    def _letters(self) -> dict[str, str]:
        return {}

    def _initials(self, words: str) -> str:
        if words not in self._letters:
            self._letters[words] = self.initials(words).casefold()
        return self._letters[words]

    def _rank(self, entry: _Offered, typed: str) -> int | None:
        number = self.number(entry.code.code)
        if typed.isdecimal() and number.startswith(typed):
            return -1 if number == typed else 0
        if typed.isdecimal() and number.lstrip("0") == typed:
            return -1
        above = self.codes.by_code.get(entry.code.parent)
        names = (entry.code.name, *entry.code.aliases)
        rank = pointed_at(typed, names, self._initials)
        if rank is None and above is not None and not typed.isascii():
            return BY_WHAT_IS_ABOVE if fold(typed) in fold(self.label(entry.code.code)) else None
        return rank

    def _found_by(self, code: Code, typed: str) -> str:
        """The words of an entry, with the alias that was meant where its own name was not."""
        label = self.label(code.code)
        if not typed or typed.isdecimal() or not code.aliases:
            return label
        own = pointed_at(typed, (code.name,), self._initials)
        best = min(code.aliases, key=lambda alias: _rank_or_last(pointed_at(typed, (alias,), self._initials)))
        rank = pointed_at(typed, (best,), self._initials)
        is_alias = rank is not None and (own is None or rank < own)
        return text.also_called(label, best) if is_alias else label


BY_WHAT_IS_ABOVE = 9
"""The rank of an entry that only the words above it point at."""


def _rank_or_last(rank: int | None) -> int:
    return BY_WHAT_IS_ABOVE if rank is None else rank


@immutable
class _Offered:
    place: int
    code: Code


Editor = LineEditor | ProseEditor | PickLine | ManyEditor | TickEditor | FlagEditor

TICKED_AT_MOST = 8
"""A longer list is picked from a line."""

OWN_WORDS = "verbatim"
"""The field whose words are the speaker's: set in serif, and the largest of the form."""


Hint = Qt.InputMethodHint
HINTS = {Kind.COUNT: Hint.ImhPreferNumbers, Kind.DAY: Hint.ImhDate, Kind.TIME: Hint.ImhTime}
HINTS_OF_CHECKS = {
    "phone": Hint.ImhDialableCharactersOnly,
    "postcode": Hint.ImhDigitsOnly,
    "station_no": Hint.ImhDigitsOnly,
    "id_number": Hint.ImhLatinOnly,
}
"""What a field says to the input method. In a phone number 转 may stand, in days and counts words."""

WITHOUT_INPUT_METHOD = frozenset({"postcode", "station_no", "id_number"})


def editor_for(spec: FieldSpec, sources: Sources) -> Editor:
    """A new control for the field. Raises KeyError for a uid, which nobody enters."""
    editor = _MAKERS[spec.kind](spec, sources)
    hint = HINTS_OF_CHECKS.get(spec.check) or HINTS.get(spec.kind)
    if hint is not None and isinstance(editor, LineEditor):
        editor.setInputMethodHints(hint)
        if spec.check in WITHOUT_INPUT_METHOD:
            keep_latin(editor)
    return editor


def controls_of(editor: Editor) -> tuple[QWidget, ...]:
    """The widgets of a control that take the keys."""
    match editor:
        case TickEditor():
            return editor.controls()
        case ManyEditor():
            return (editor.line,)
        case _:
            return (editor,)


def _of_text(spec: FieldSpec, sources: Sources) -> Editor:
    if place := PLACES.get(spec.check):
        return PickLine(partial(sources.choices, place), partial(sources.names, place))
    if spec.target:
        return PickLine(partial(sources.choices, spec.target), str)
    return LineEditor()


def _of_prose(spec: FieldSpec, _sources: Sources) -> Editor:
    return ProseEditor(look.serif(), low=5, high=12) if spec.name == OWN_WORDS else ProseEditor()


def _of_flag(spec: FieldSpec, _sources: Sources) -> Editor:
    return FlagEditor(spec.label)


def _of_reading(spec: FieldSpec, sources: Sources) -> Editor:
    return LineEditor(partial(_tidied, sources.read, spec))


def _of_day(spec: FieldSpec, sources: Sources) -> Editor:
    return DayEditor(partial(_tidied, sources.read, spec), sources.today)


def _of_ref(spec: FieldSpec, sources: Sources) -> Editor:
    return PickLine(partial(sources.choices, spec.target), partial(sources.names, spec.target))


def _of_refs(spec: FieldSpec, sources: Sources) -> Editor:
    return ManyEditor(partial(sources.choices, spec.target), partial(sources.names, spec.target))


def _of_code(spec: FieldSpec, sources: Sources) -> Editor:
    choices = CodeChoices(sources.codes[spec.scheme], sources.today, sources.initials)
    line = PickLine(choices.search, choices.label, number_of=choices.number)
    if not spec.required and spec.default:
        line.setPlaceholderText(text.default_choice(choices.label(spec.default)))
    return line


def _of_codes(spec: FieldSpec, sources: Sources) -> Editor:
    choices = CodeChoices(sources.codes[spec.scheme], sources.today, sources.initials)
    offered = [(entry.code, entry.name) for entry in choices.codes.offered(sources.today)]
    if len(offered) <= TICKED_AT_MOST:
        return TickEditor(offered)
    return ManyEditor(choices.search, choices.label, number_of=choices.number)


def _tidied(read: Read, spec: FieldSpec, typed: str) -> str:
    reading = read(spec, typed)
    is_unread = reading.value is None or reading.value == "" or any(problem.refuses for problem in reading.problems)
    return typed if is_unread else str(reading.value)


_MAKERS: dict[Kind, Callable[[FieldSpec, Sources], Editor]] = {
    Kind.TEXT: _of_text,
    Kind.PROSE: _of_prose,
    Kind.COUNT: _of_reading,
    Kind.CODE: _of_code,
    Kind.CODES: _of_codes,
    Kind.REF: _of_ref,
    Kind.REFS: _of_refs,
    Kind.DAY: _of_day,
    Kind.TIME: _of_reading,
    Kind.FLAG: _of_flag,
}
