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
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLineEdit,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)

from station_app import app, text
from station_app.domain.records import Visit
from station_app.services import copies, sample
from station_app.text import copies as copies_say
from station_app.text import desk as desk_say
from station_app.text import finding as finding_say
from station_app.text import settings as settings_say
from station_app.ui.pages.days.today import TodayPage
from station_app.ui.pages.records.export import ExportPage
from station_app.ui.pages.records.ledger import LedgerPage
from station_app.ui.pages.records.preview import PreviewPage
from station_app.ui.pages.records.record import RecordPage
from station_app.ui.pages.settings.first_start import RecoveryPage
from station_app.ui.pages.settings.settings import IdleMinutesPage, SettingsPage
from station_app.ui.pages.settings.unlock import SwitchPage, UnlockPage
from station_app.ui.pages.settings.ways_back import WaysBackPage
from station_app.ui.pages.visit.visit import VisitPage
from station_app.ui.parts.record_table import RecordTable
from station_app.ui.shell.pages import PAGES
from station_app.ui.shell.window import MainWindow
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
        self.bring_in_sight(widget)
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

    def write(self, line: QWidget, letters: str) -> None:
        """Click on a line, and type into it once it has the keys."""
        self.settle()
        self.click(line)
        self.wait(line.hasFocus, f"{names_of(line)} has the keys")
        self.settle()
        self.spell(letters)

    def press_button(self, within: QWidget, words: str) -> None:
        """Click on the button that bears some words."""
        self.wait(lambda: bool(self._buttons(within, words)), f"there is a button {words}")
        self.click(self._buttons(within, words)[0])

    def _buttons(self, within: QWidget, words: str) -> list[QAbstractButton]:
        found = within.findChildren(QAbstractButton)
        return [one for one in found if one.isVisible() and words in (one.text() + one.accessibleName())]

    def bring_in_sight(self, widget: QWidget) -> None:
        """Turn the wheel over the page until a widget is in sight."""
        area: QWidget | None = widget
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        for _ in range(40):
            there = widget.mapToGlobal(widget.rect().center())
            if area is None or QRect(area.mapToGlobal(QPoint(0, 0)), area.size()).contains(there):
                return
            middle = area.mapToGlobal(area.rect().center())
            self._say(f"mousemove {middle.x()} {middle.y()}")
            self._say(f"click {5 if there.y() > middle.y() else 4}")
            self.settle()
        raise NotSo(f"the wheel leads nowhere to {names_of(widget)}")

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
        self.mouse.wait(lambda: isinstance(self._in_view(), kind), f"{kind.__name__} is in view", 30)
        return cast("PageT", self._in_view())

    def _in_view(self) -> QWidget | None:
        window = self._program.window
        return window.page() if window is not None and window.isActiveWindow() else None

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
        self.mouse.write(page.form.line("password"), "wrong horse 9")
        self.mouse.press_button(page, copies_say.RESCUE_NOW)
        self.mouse.wait(lambda: page.form.line("password").property("troubled") is True, "a wrong password is said", 30)
        self.look("rescue-wrong")
        self.mouse.write(page.form.line("password"), PASSWORD)
        self.mouse.press_button(page, copies_say.RESCUE_NOW)
        self.page(UnlockPage)
        self.look("rescued")
        self._open()

    def half_hour(self) -> None:
        """A clerk's half hour: opens, hears somebody, looks for a matter and does something to it, prints, saves a
        list, looks at the settings, and locks. Words are typed; everything else is clicked."""
        self._open()
        for part in (self._visit, self._ledger, self._paper, self._list, self._settings, self._lock):
            self.counting(part.__name__.strip("_"), part)

    def _go(self, name: str) -> None:
        window = self._window()
        self.mouse.press_button(window, PAGES[name].title)
        self.mouse.wait(lambda: window.name_in_view == name, f"the rail leads to {name}")
        self.mouse.settle()

    def _window(self) -> MainWindow:
        if self._program.window is None:
            raise NotSo("the program has no window")
        return self._program.window

    def _choose(self, line: QWidget, typed: str = "") -> None:
        """Click on a line of choices, and on the first that is offered."""
        self.mouse.click(line)
        if typed:
            self.mouse.spell(typed)
        self.mouse.wait(lambda: self._offered() is not None, f"{names_of(line)} offers its choices")
        offered = self._offered()
        if offered is None:
            raise NotSo(f"{names_of(line)} offers nothing")
        self.mouse.settle()
        row = offered.visualRect(offered.model().index(0, 0)).center()
        self.mouse.click(offered.viewport(), row)

    def _offered(self) -> QListWidget | None:
        window = self._window()
        lists = [one for one in window.findChildren(QListWidget) if type(one).__name__ == "_PickList"]
        return next((one for one in lists if one.isVisible() and one.count()), None)

    def _visit(self) -> None:
        self.mouse.press_button(self.page(TodayPage), PAGES["visit"].title)
        page = self.page(VisitPage)
        matter = page.matters[0]
        for line, words in (
            (page.person.main.editor("name"), "zhangsan "),
            (page.person.main.editor("phone"), "16112342201"),
        ):
            self.mouse.write(line, words)
        self._choose(page.person.main.editor("village"))
        self.mouse.write(matter.main.editor("title"), "shuiguanpolie ")
        self._choose(matter.main.editor("category"), "ys")
        self._choose(matter.main.editor("urgency"))
        for name in ("verbatim", "ask"):
            self.mouse.write(matter.main.editor(name), "jialimeishui ")
        self.look("visit-filled")
        self.mouse.click(self._named(page, "to_answer"))
        self.mouse.write(self._named(page, "answer"), "shuiguanhuanhao ")
        self._choose(self._named(page, "answered_by"))
        self.look("visit-answer")
        self._choose(self._named(page, "is_first"))
        self._choose(self._named(page, "notice_way"))
        self.mouse.press_button(page, desk_say.SAVE_AND_NEXT)
        self.mouse.wait(lambda: page.strip.number() != "" or page.notices.isVisible(), "the visit is answered")
        self.look("visit-saved")
        if not page.strip.number():
            raise NotSo(f"not saved: {page.missing.places()} {page.notices.accessibleDescription()}")
        self.mouse.press_button(page, text.BACK)
        self.page(TodayPage)

    def _named(self, page: QWidget, name: str) -> QWidget:
        """The widget of a name that a page shows."""
        kinds = (QLineEdit, QPlainTextEdit, QPushButton)
        named = [one for one in page.findChildren(QWidget, name) if one.isVisibleTo(page)]
        found = [one for whole in named for one in (whole, *whole.findChildren(QLineEdit)) if isinstance(one, kinds)]
        if not found:
            raise NotSo(f"{name} is not on the page")
        return found[0]

    def _ledger(self) -> None:
        self._go("ledger")
        page = self.page(LedgerPage)
        table = page.table
        self.mouse.wait(lambda: table.model().rowCount() > 0, "the ledger is read")
        head = table.horizontalHeader()
        self.mouse.click(head.viewport(), QPoint(head.sectionViewportPosition(0) + 20, head.height() // 2))
        self.mouse.settle()
        self.look("ledger-sorted")
        self.mouse.click(table.viewport(), self._row(table, 0), button=3)
        self.mouse.wait(
            lambda: isinstance(QApplication.activePopupWidget(), QMenu), "the right button offers what the keys do"
        )
        self.look("ledger-menu")
        menu = QApplication.activePopupWidget()
        if not isinstance(menu, QMenu):
            raise NotSo("the menu is gone")
        self.mouse.click(menu, menu.actionGeometry(menu.actions()[1]).center())
        self.mouse.click(table.viewport(), self._row(table, 0), times=2)
        record = self.page(RecordPage)
        self.look("record")
        self.mouse.press_button(record, "更正")
        self.mouse.wait(lambda: record.form() is not None, "a correction opens its form")
        self.look("record-correct")
        self.mouse.press_button(record, "先不办")
        self.mouse.wait(lambda: record.form() is None, "it is closed again")

    def _paper(self) -> None:
        record = self.page(RecordPage)
        self.mouse.press_button(record, "打印")
        preview = self.page(PreviewPage)
        self.mouse.wait(lambda: preview.shown() is not None and bool(preview.images()), "the sheet is set", 30)
        self.look("preview")
        self.mouse.press_button(preview, text.BACK)
        record = self.page(RecordPage)
        self.mouse.press_button(record, text.BACK)
        self.page(LedgerPage)

    def _list(self) -> None:
        page = self.page(LedgerPage)
        self.mouse.click(page.table.viewport(), self._row(page.table, 1), button=3)
        menu = self._menu()
        act = next(one for one in menu.actions() if one.text().startswith(finding_say.EXPORT))
        self.mouse.click(menu, menu.actionGeometry(act).center())
        export = self.page(ExportPage)
        self.look("export")
        self.mouse.press_button(export, text.BACK)
        self.page(LedgerPage)

    def _settings(self) -> None:
        self._go("settings")
        page = self.page(SettingsPage)
        self.look("settings")
        place = page.lines().index(settings_say.IDLE)
        self.mouse.click(page.table.viewport(), self._row(page.table, place), times=2)
        idle = self.page(IdleMinutesPage)
        self.look("idle")
        self.mouse.press_button(idle, text.BACK)
        self.page(SettingsPage)

    def _lock(self) -> None:
        page = self.page(SettingsPage)
        self.mouse.click(page.table.viewport(), self._row(page.table, 0), times=2)
        lock = self.page(SwitchPage)
        self.look("locked")
        self.mouse.write(lock.form.line("password"), PASSWORD)
        self.mouse.press_button(lock, desk_say.UNLOCK)
        self.page(SettingsPage)

    def _menu(self) -> QMenu:
        def there() -> QMenu | None:
            return next(
                (one for one in QApplication.topLevelWidgets() if isinstance(one, QMenu) and one.isVisible()), None
            )

        self.mouse.wait(lambda: there() is not None, "the right button offers what the keys do")
        self.mouse.settle()
        return cast("QMenu", there())

    def _row(self, table: RecordTable, row: int) -> QPoint:
        return table.visualRect(table.model().index(row, 0)).center()

    def _open(self) -> None:
        """Open what came back by its password, and count its visits."""
        lock = self.page(UnlockPage)
        self.mouse.write(lock.form.line("password"), PASSWORD)
        self.mouse.press_button(lock, desk_say.UNLOCK)
        opened = (TodayPage, RecoveryPage)
        self.mouse.wait(lambda: isinstance(self._in_view(), opened), "the desk is open", 30)
        if isinstance(page := self._in_view(), RecoveryPage):  # that somebody looked at the sheet was not read either
            self.look("recovery")
            self.mouse.press_button(page, text.BACK)
        self.page(TodayPage)
        self.look("today")
        desk = self._program.desk
        self.counted["visits"] = len(desk.records.all(Visit)) if desk else 0


def day_at_a_station(folder: Path) -> None:
    """A desk with the visits of a reception day that goes on."""
    sample.make(folder / "station", "day", PASSWORD, cost=COST).desk.close()


def broken_desk(folder: Path) -> None:
    """A desk with a day's visits, a copy of it, and a database that its password does not open."""
    desk = sample.make(folder / "station", "day", PASSWORD, cost=COST).desk
    (folder / "stick").mkdir()
    copies.choose(desk.folder, folder / "stick")
    copies.make(desk, folder / "stick")
    desk.close()
    (folder / "station" / "station.db").write_bytes(b"\xa5" * 200_000)


def damaged_desk(folder: Path) -> None:
    """A desk with a year's visits, of whose database a part in the middle is another one's: rows, and not the list of
    tables, without which nothing is read (docs/reliability.md)."""
    desk = sample.make(folder / "station", "year", PASSWORD, cost=COST).desk
    desk.store.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    desk.close()
    with (folder / "station" / "station.db").open("r+b") as file:
        file.seek((folder / "station" / "station.db").stat().st_size // 2)
        file.write(b"\xa5" * 8_192)


WORKS: Mapping[str, tuple[Callable[[Path], None], Callable[[Work], None]]] = {
    "restore": (broken_desk, Work.restore),
    "rescue": (damaged_desk, Work.rescue),
    "half_hour": (day_at_a_station, Work.half_hour),
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
