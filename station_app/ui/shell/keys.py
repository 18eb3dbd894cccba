"""The keys of a form: Enter goes on, Shift+Enter goes back.

While an input method composes, the window holds them back (`ComposingWatch`).
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QImage,
    QInputMethodEvent,
    QInputMethodQueryEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QWidget,
)
from shiboken6 import isValid

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


WENT_ON, ECHO_S = "wentOn", 0.6
"""A window's property: when a field was left by itself; seconds within which an Enter is the habit, and no wish."""


def went_on(control: QWidget) -> None:
    """A field took what was typed and was left without Enter."""
    control.window().setProperty(WENT_ON, monotonic())


def is_echo(control: QWidget, event: QKeyEvent) -> bool:
    """Whether a key is the Enter of somebody who did not see that the field was left already."""
    at = control.window().property(WENT_ON)
    if at is None or not event.text():  # Shift and its like are not yet a key
        return False
    control.window().setProperty(WENT_ON, None)
    return event.key() in ENTER and event.modifiers() in PLAIN and monotonic() - at < ECHO_S


class FieldKeys(QObject):
    """Watches the controls that take the keys. `step(control, 1 or -1)` goes to the next or the previous field.

    In a long text Enter is a new line; Shift+Enter still goes back, F6 goes on. A picture that is pasted is no text:
    `pasted(picture)` hears of it. The wheel turns only what has the focus: a page scrolls past the rest.
    """

    arrived = Signal(QWidget)
    pasted = Signal(QImage)

    def __init__(self, step: Callable[[QWidget, int], None], parent: QObject) -> None:
        super().__init__(parent)
        self._step = step

    def watch(self, control: QWidget) -> None:
        """Take care of the keys of `control`."""
        control.installEventFilter(self)
        if isinstance(control, QAbstractScrollArea):
            control.viewport().installEventFilter(self)  # the wheel turns over the viewport

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's door: whether the event was taken."""
        if not isinstance(watched, QWidget):
            return False
        match event.type():
            case QEvent.Type.FocusIn:
                self.arrived.emit(watched)
            case QEvent.Type.InputMethod:
                watched.window().setProperty(WENT_ON, None)  # words came between: the next Enter is meant
            case QEvent.Type.ShortcutOverride if _is_forward(event):
                event.accept()
                return True
            case QEvent.Type.KeyPress if isinstance(event, QKeyEvent):
                return self._pressed(watched, event)
            case QEvent.Type.Wheel if not watched.hasFocus():
                event.ignore()
                return True
        return False

    def _pressed(self, control: QWidget, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Paste) and (picture := picture_copied()) is not None:
            self.pasted.emit(picture)
            return True
        if is_echo(control, event):
            return True
        direction = _direction(control, event)
        if direction == 0:
            return False
        self._step(control, direction)
        return True


def picture_copied() -> QImage | None:
    """The picture that was copied last; None where text, or nothing to look at, was."""
    copied = QGuiApplication.clipboard().mimeData()
    if copied is None or not copied.hasImage() or copied.hasText():
        return None
    picture = QGuiApplication.clipboard().image()
    return None if picture.isNull() else picture


def keep_latin(line: QWidget) -> None:
    """Keep the input method out of a line of digits and Latin letters: what is pressed is what stands there."""
    line.installEventFilter(_LatinKeys(line))


class _LatinKeys(QObject):
    def eventFilter(self, _line: QObject, event: QEvent) -> bool:
        """Qt's door: whether the event was taken. An input method asks before it takes a key."""
        if isinstance(event, QInputMethodQueryEvent):
            event.setValue(Qt.InputMethodQuery.ImEnabled, False)
            return True
        return False


class EscapeKey(QObject):
    """Gives Esc within `form` to `give_up`, before it means anything to the window."""

    def __init__(self, form: QWidget, give_up: Callable[[], None]) -> None:
        super().__init__(form)
        self.give_up = give_up
        form.installEventFilter(self)

    def eventFilter(self, _form: QObject, event: QEvent) -> bool:
        """Qt's door: whether the event was taken."""
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Escape:
            return False
        match event.type():
            case QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            case QEvent.Type.KeyPress:
                self.give_up()
                return True
        return False


def _is_forward(event: QEvent) -> bool:
    """F6 leaves a field, before it means anything to the window."""
    return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F6 and event.modifiers() in PLAIN


def _direction(control: QWidget, event: QKeyEvent) -> int:
    is_plain = event.modifiers() in PLAIN
    if event.key() == Qt.Key.Key_F6 and is_plain:
        return 1
    if event.key() not in ENTER:
        return 0
    if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
        return -1
    keeps_enter = isinstance(control, QPlainTextEdit) or control.property("keepsEnter") is True
    return 1 if is_plain and not keeps_enter else 0


class ComposingWatch(QObject):
    """Watches whatever has the keys within `window`. `composed`: an input method has begun a word.

    Shortcuts and keys that act (Enter, Esc, Tab, F-keys, Ctrl and Alt with anything) are swallowed until the word is
    committed or given up. Letters still arrive: a word that an input method forgot must not lock the line.
    """

    composed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._watched: QWidget | None = None
        self._is_composing = False
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Qt's door: whether the event was taken."""
        match event.type():
            case QEvent.Type.InputMethod if isinstance(event, QInputMethodEvent):
                self._is_composing = bool(event.preeditString())
                if self._is_composing:
                    self.composed.emit()
            case QEvent.Type.ShortcutOverride if self._is_composing:
                event.accept()
                return True
            case QEvent.Type.KeyPress if self._is_composing and isinstance(event, QKeyEvent):
                held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
                return bool(held) or not event.text().isprintable() or not event.text()
        return False

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        self._is_composing = False
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = now if now is not None and now.window() is self._window else None
        if self._watched is not None:
            self._watched.installEventFilter(self)  # the last one installed is asked first


RED_KEYS = {"objectName": "main", "role": "next"}
"""Properties of which one makes a key a red one."""
RING, GAP = 3, 2
"""Pixels of the ring around what has the keys, and between it and a red key."""


class FocusRing(QObject):
    """Draws the ring around the red key in `window` that has the keys; on red itself it could not be told apart."""

    def __init__(self, window: QWidget, colour: str) -> None:
        super().__init__(window)
        self._window, self._colour = window, colour
        self._key: QWidget | None = None
        self._ring: QWidget | None = None
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def eventFilter(self, _key: QObject, event: QEvent) -> bool:
        """Qt's door: only listens. The ring lies where the key lies."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show):
            self._lie_around()
        elif event.type() == QEvent.Type.Hide and self._ring is not None:
            self._ring.hide()
        return False

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        if self._key is not None and isValid(self._key):
            self._key.removeEventFilter(self)
        if self._ring is not None and isValid(self._ring):
            self._ring.hide()
            self._ring.deleteLater()
        self._key = self._ring = None
        if isinstance(now, QPushButton) and now.window() is self._window and _is_red(now):
            self._key = now
            now.installEventFilter(self)
            self._ring = _Ring(_room_around(now), self._colour)
            self._lie_around()

    def _lie_around(self) -> None:
        key, ring = self._key, self._ring
        if key is None or ring is None or not isValid(key) or not isValid(ring):
            return
        room, around = ring.parentWidget() or key.window(), RING + GAP
        ring.setGeometry(QRect(key.mapTo(room, QPoint()), key.size()).adjusted(-around, -around, around, around))
        ring.setVisible(key.isVisible())
        ring.raise_()


class _Ring(QWidget):
    """A ring with nothing in it, through which the mouse goes."""

    def __init__(self, room: QWidget, colour: str) -> None:
        super().__init__(room)
        self._colour = colour
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._colour), RING))
        inner = QRectF(self.rect()).adjusted(RING / 2, RING / 2, -RING / 2, -RING / 2)
        painter.drawRoundedRect(inner, 9, 9)
        painter.end()


def _is_red(key: QWidget) -> bool:
    return any(key.property(name) == value for name, value in RED_KEYS.items())


def _room_around(key: QWidget) -> QWidget:
    """The widget around a key in which the ring has room; it scrolls along with the key."""
    room, around = key.parentWidget() or key.window(), RING + GAP
    while (above := room.parentWidget()) is not None and not isinstance(above, QStackedWidget):
        at = QRect(key.mapTo(room, QPoint()), key.size()).adjusted(-around, -around, around, around)
        if room.rect().contains(at):
            break
        room = above
    return room


LOOK_MS = 5_000
HANDS = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel})


class IdleWatch(QObject):
    """Calls `away` once nobody has touched keys or mouse for `minutes` (0: never), and again only after a touch."""

    def __init__(self, app: QApplication, minutes: Callable[[], int], away: Callable[[], None]) -> None:
        super().__init__(app)
        self._minutes, self._away = minutes, away
        self._touched_at = monotonic()
        self._is_away = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        app.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Qt's door: only listens."""
        if event.type() in HANDS:
            self._touched_at, self._is_away = monotonic(), False
        return False

    def look(self, now: float | None = None) -> None:
        """Whether it is time; `now` in seconds of the steady clock."""
        minutes = self._minutes()
        waited_s = (monotonic() if now is None else now) - self._touched_at
        if minutes and not self._is_away and waited_s >= minutes * 60:
            self._is_away = True
            self._away()
