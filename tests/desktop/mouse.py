"""A hand at a real mouse: the whole program on a real screen, every click through X.

Run as a program of its own: `python -m tests.desktop.mouse FOLDER WORK` in the environment of `surroundings.desktop`,
WORK one of `WORKS`. Pictures of the screen go to `FOLDER/pictures`, what was counted to `FOLDER/counted.json`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QTimer
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from station_app import app
from station_app.domain.records import Visit
from station_app.services import copies, sample
from station_app.text import copies as copies_say
from station_app.text import desk as desk_say
from station_app.ui.pages.days.today import TodayPage
from station_app.ui.pages.settings.unlock import UnlockPage
from station_app.ui.pages.settings.ways_back import WaysBackPage
from tests.desktop.clerk import Fingers, NotSo, PageT
from tour.hands import names_of

PASSWORD, COST = "correct horse 9", 1024


class Clicked(QObject):
    """How many clicks the program has heard the end of."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self.count = 0
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt names it)
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(watched, QWidget):
            self.count += 1
        return False


class Mouse(Fingers):
    """Clicks by the X server; `clicks` are counted. Letters are typed, no other key is pressed."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._clicked, self.clicks = Clicked(application), 0

    def click(self, widget: QWidget, at: QPoint | None = None, button: int = 1, times: int = 1) -> None:
        """Click on the middle of a widget, or at a place of it. Raises NotSo where it cannot be seen."""
        self.wait(lambda: widget.isVisible() and widget.isEnabled(), f"{names_of(widget)} can be clicked")
        inside = at or widget.rect().center()
        there = widget.mapToGlobal(inside)
        window = widget.window()
        is_within = QRect(window.mapToGlobal(QPoint(0, 0)), window.size()).contains(there)
        if not is_within or self._is_covered(widget, there):
            raise NotSo(f"{names_of(widget)} is out of sight")
        heard = self._clicked.count
        self._say(f"mousemove {there.x()} {there.y()}")
        self._say(f"click --repeat {times} --delay 60 {button}")
        self.clicks += times
        self.wait(lambda: self._clicked.count > heard, f"the click on {names_of(widget)} arrives")

    def press_button(self, within: QWidget, words: str) -> None:
        """Click on the button that bears some words."""
        self.wait(lambda: bool(self._buttons(within, words)), f"there is a button {words}")
        self.click(self._buttons(within, words)[0])

    def _buttons(self, within: QWidget, words: str) -> list[QPushButton]:
        found = within.findChildren(QPushButton)
        return [one for one in found if one.isVisible() and words in (one.text() + one.accessibleName())]

    def _is_covered(self, widget: QWidget, there: QPoint) -> bool:
        on_top = QApplication.widgetAt(there)
        return on_top is not None and on_top is not widget and not widget.isAncestorOf(on_top)

    def _say(self, words: str) -> None:
        if self._keyboard.stdin:
            self._keyboard.stdin.write(f"{words}\n")
            self._keyboard.stdin.flush()


class Work:
    """What is done by the mouse, with a picture of the screen after each step."""

    def __init__(self, program: app.Program, mouse: Mouse, folder: Path) -> None:
        self._program, self.mouse, self._folder = program, mouse, folder
        self.counted: dict[str, int] = {}
        self._pictures = folder / "pictures"
        self._pictures.mkdir(exist_ok=True)

    def page(self, kind: type[PageT]) -> PageT:
        """The page in view, which must become one of that kind."""

        def in_view() -> QWidget | None:
            window = self._program.window
            return window.page() if window is not None and window.isActiveWindow() else None

        self.mouse.wait(lambda: isinstance(in_view(), kind), f"{kind.__name__} is in view", 30)
        return cast("PageT", in_view())

    def look(self, name: str) -> None:
        """A picture of the whole screen, as the X server has it."""
        self.mouse.settle()
        taken = len(list(self._pictures.glob("*.png"))) + 1
        subprocess.run(["import", "-window", "root", str(self._pictures / f"{taken:02}-{name}.png")], check=True)

    def counting(self, name: str, work: Callable[[], None]) -> None:
        """Do something and count its clicks."""
        before = self.mouse.clicks
        work()
        self.counted[name] = self.mouse.clicks - before

    def restore(self) -> None:
        """The database is broken: from the lock page a copy is back by three clicks."""
        lock = self.page(UnlockPage)
        self.look("lock")

        def three() -> None:
            self.mouse.press_button(lock, copies_say.FROM_COPY)
            page = self.page(WaysBackPage)
            self.mouse.wait(lambda: len(page.copies) == 1, "the copy is found")
            self.look("ways-back")
            self.mouse.press_button(page, copies_say.BRING_BACK)
            self.mouse.wait(page.notices.isVisible, "what is set aside is said, and asked")
            self.look("asked")
            self.mouse.press_button(page.notices, copies_say.BRING_BACK)
            self.page(UnlockPage)

        self.counting("restore", three)
        self.look("restored")
        self._open()

    def rescue(self) -> None:
        """A part of the database is broken and there is no copy: what can still be read is rescued."""
        self.mouse.press_button(self.page(UnlockPage), copies_say.FROM_COPY)
        page = self.page(WaysBackPage)
        self.mouse.press_button(page, copies_say.RESCUE)
        self.look("rescue")
        self.mouse.click(page.form.line("password"))
        self.mouse.spell("wrong horse 9")
        self.mouse.press_button(page, copies_say.RESCUE_NOW)
        self.mouse.wait(lambda: page.form.line("password").property("troubled") is True, "a wrong password is said", 30)
        self.look("rescue-wrong")
        self.mouse.click(page.form.line("password"), times=3)
        self.mouse.spell(PASSWORD)
        self.mouse.press_button(page, copies_say.RESCUE_NOW)
        self.page(UnlockPage)
        self.look("rescued")
        self._open()

    def _open(self) -> None:
        """Open what came back by its password, and count its visits."""
        lock = self.page(UnlockPage)
        self.mouse.click(lock.form.line("password"))
        self.mouse.spell(PASSWORD)
        self.mouse.press_button(lock, desk_say.UNLOCK)
        self.page(TodayPage)
        self.look("today")
        desk = self._program.desk
        self.counted["visits"] = len(desk.records.all(Visit)) if desk else 0


def broken_desk(folder: Path) -> None:
    """A desk with a day's visits, a copy of it, and a database that its password does not open."""
    desk = sample.make(folder / "station", "day", PASSWORD, cost=COST).desk
    (folder / "stick").mkdir()
    copies.choose(desk.folder, folder / "stick")
    copies.make(desk, folder / "stick")
    desk.close()
    (folder / "station" / "station.db").write_bytes(b"\xa5" * 200_000)


def damaged_desk(folder: Path) -> None:
    """A desk with a day's visits, of whose database a part in the middle is another one's."""
    desk = sample.make(folder / "station", "day", PASSWORD, cost=COST).desk
    desk.store.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    desk.close()
    with (folder / "station" / "station.db").open("r+b") as file:
        file.seek((folder / "station" / "station.db").stat().st_size // 2)
        file.write(b"\xa5" * 8_192)


WORKS: Mapping[str, tuple[Callable[[Path], None], Callable[[Work], None]]] = {
    "restore": (broken_desk, Work.restore),
    "rescue": (damaged_desk, Work.rescue),
}


def main(folder: Path, name: str) -> int:
    """Prepare the folder, run the program, work in it. 1 where a step did not come true."""
    begun: list[app.Program] = []
    ends: list[int] = []
    prepare, work = WORKS[name]
    prepare(folder)

    class Watched(app.Program):
        """The program, with somebody at it."""

        def open(self) -> None:
            super().open()
            if not begun:  # it is opened again where a copy was brought back
                begun.append(self)
                QTimer.singleShot(0, lambda: ends.append(_work(self, folder, work)))

    app.Program = Watched  # type: ignore[misc]  # the program that the command starts is the watched one
    app.main(["--data", str(folder / "station")])
    return ends[0] if ends else 1


def _work(program: app.Program, folder: Path, work: Callable[[Work], None]) -> int:
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise TypeError("no application")
    mouse = Mouse(application)
    at = Work(program, mouse, folder)
    try:
        work(at)
    except Exception:  # noqa: BLE001  (whatever it was, the picture and the words of it are wanted)
        traceback.print_exc()
        at.look("broken")
        return 1
    finally:
        mouse.close()
        (folder / "counted.json").write_text(json.dumps(at.counted))
        application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
