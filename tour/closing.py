"""The end of the day: closed with its common matters, the summary looked at, saved, and laid on paper."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QCompleter, QFileDialog, QLineEdit

from station_app.services import agenda
from station_app.services.printing import Print
from station_app.text import finding as words
from station_app.ui.pages.days.reception import ReceptionPage
from station_app.ui.pages.days.today import TodayPage
from station_app.ui.pages.records.preview import PreviewPage
from tour import script
from tour.hands import Key, StepFailed
from tour.walker import Walker

DIALOG_LOOK_MS = 20
MOST_LOOKS = 250


def close_day(walker: Walker) -> None:
    """F8, the common matters, F9; then the summary in full and for the wall."""
    hands, desk = walker.hands, walker.desk
    walker.go("today", TodayPage)
    hands.press(Key.Key_F8)
    hands.write(script.sample()["common"])
    walker.shoot("today-closing")
    hands.press(Key.Key_F9)
    preview = walker.page(PreviewPage, "the closed day shows its summary")
    day = agenda.day_of(desk, desk.today)
    walker.must(day is not None and day.state == "CLOSED", "the day is closed")
    look_at_summary(walker, preview)
    hands.press(Key.Key_Escape)
    walker.page(TodayPage, "Esc leads back to the day")
    walker.shoot("today-closed")
    walker.go("reception", ReceptionPage)
    walker.shoot("reception")


def look_at_summary(walker: Walker, preview: PreviewPage) -> None:
    """Both versions in the window and on paper, the full one saved by its key."""
    full = made(walker, preview, words.FULL_VERSION)
    walker.shoot("summary-full")
    walker.camera.pages(full.pdf, "summary-full")
    _save(walker, preview, full)
    walker.hands.tab_to(words.PUBLIC_VERSION)
    walker.hands.press(Key.Key_Return)
    public = made(walker, preview, words.PUBLIC_VERSION)
    walker.shoot("summary-public")
    walker.camera.pages(public.pdf, "summary-public")
    (walker.camera.folder / public.name).write_bytes(public.pdf)


def made(walker: Walker, preview: PreviewPage, version: str) -> Print:
    """The print in view once it is set."""
    walker.hands.wait(lambda: preview.shown() is not None and bool(preview.images()), f"the summary is set: {version}")
    printed = preview.shown()
    if printed is None:
        raise StepFailed(f"there is no summary: {version}")
    walker.hands.settle()
    return printed


def _save(walker: Walker, preview: PreviewPage, printed: Print) -> None:
    path = walker.camera.folder / printed.name
    asked = _Asked(walker, path)
    walker.hands.press(Key.Key_F9)
    walker.hands.wait(lambda: asked.is_answered and path.is_file(), "the summary is saved where the dialog was told to")
    walker.window.activateWindow()  # as a window manager does when a dialog goes
    walker.hands.wait(walker.window.isActiveWindow, "the window has the keys again")
    walker.must(path.read_bytes() == printed.pdf, "the file holds the summary")
    walker.must(not preview.notices.isHidden(), "the page says where it was saved")
    walker.shoot("summary-saved")


class _Asked:
    """Answers the file dialog, which holds the program up while it is open: once, and shuts it if it will not go."""

    def __init__(self, walker: Walker, path: Path) -> None:
        self.is_answered = False
        self._looks = 0
        self._timer = QTimer()
        self._timer.timeout.connect(partial(self._answer, walker, path))
        self._timer.start(DIALOG_LOOK_MS)

    def _answer(self, walker: Walker, path: Path) -> None:
        dialog = next((one for one in QApplication.topLevelWidgets() if isinstance(one, QFileDialog)), None)
        if dialog is None or not dialog.isVisible():
            return
        self._looks += 1
        line = dialog.findChild(QLineEdit, "fileNameEdit")
        if self._looks > MOST_LOOKS or line is None:
            self._timer.stop()
            dialog.reject()
        elif not line.hasFocus() or not line.text():
            dialog.activateWindow()
            line.setFocus()
        elif not self.is_answered:
            self.is_answered = True
            line.setCompleter(QCompleter(line))  # one that knows nothing: its list would take the dialog's keys
            line.selectAll()
            walker.hands.write(str(path))
            walker.camera.window(dialog, "summary-save-as")
            walker.hands.press(Key.Key_Return)
