"""The desktop program: puts its parts together and runs them."""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLockFile, QStandardPaths, QTimer, QTranslator
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QProgressDialog, QWidget

from station_app import __version__
from station_app.db import models, preferences
from station_app.domain.clock import Clock, SystemClock
from station_app.domain.immutable import immutable_by_keyword
from station_app.domain.problem import Rejected
from station_app.services.desk import (
    Desk,
    Standing,
    end_restore,
    is_founded,
    lacks_recovery,
    renew_key_if_due,
    standing_of,
    unlock,
)
from station_app.text import desk as say
from station_app.text.finding import PREVIEW
from station_app.text.problems import reason_of
from station_app.text.settings import HELP, RENEWING
from station_app.ui.parts.notices import BugDialog, trace_of
from station_app.ui.shell import input_methods, look
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.look import Colours
from station_app.ui.shell.page import KeyAct, Page
from station_app.ui.shell.pages import PAGES, maker_of
from station_app.ui.shell.window import SIZE, MainWindow, RailPage, WindowPlace

if TYPE_CHECKING:
    from station_app.services.first_start import Founded
    from station_app.services.printing import Print
    from station_app.services.users import QuickKeys
    from station_app.ui.shell.copying import Copying
    from station_app.ui.shell.lane import Lane
    from station_app.ui.shell.workplace import Workplace

FOLDER_NAME = "station-app"
SAMPLE_FOLDER_NAME = "station-app-sample"
SAMPLE_PASSWORD = "sample-station"
LOCK_NAME = "desk.lock"
LOCK_WAIT_MS = 100
LOG_BYTES = 500_000
LOGS_KEPT = 4
USUAL_PERCENT = 100

SETTLED_MS = 2_000
"""By then the first page stands, and what was made for it stays."""

log = logging.getLogger("station_app")


def main(arguments: list[str]) -> int:
    """Run the desktop; the exit code."""
    options = _options(arguments)
    folder: Path = options.data or _usual_folder(SAMPLE_FOLDER_NAME if options.sample else FOLDER_NAME)
    stands = preferences.read(folder)
    _enlarge(stands.scale)
    input_methods.choose()
    look.use_system_dialogs()
    app, colours = dressed(options.look or stands.look)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = log_to(folder / "logs")
    except OSError as error:  # no home, one that is read-only, a full disk
        return _cannot_begin(say.CANNOT_WRITE.format(folder=folder, reason=reason_of(error)))
    lock = locked(folder)
    if lock is None:
        log.removeHandler(handler)
        handler.close()
        return _cannot_begin(say.ALREADY_OPEN.format(folder=folder))
    program = Program(folder, SystemClock(), colours, options.files, WindowPlace(folder))
    app.aboutToQuit.connect(program.close)
    QTimer.singleShot(SETTLED_MS, app, lambda: program.watch(app))
    QTimer.singleShot(SETTLED_MS, app, program.look_for_garbage)
    try:
        if options.sample:
            program.open_sample(options.scale)
        else:
            program.open()
        return app.exec()
    finally:
        log.removeHandler(handler)
        handler.close()
        lock.unlock()


def _cannot_begin(sentence: str) -> int:
    """Say why there will be no window: on the screen, for who pressed an icon, and where a terminal listens."""
    sys.stderr.write(sentence + "\n")
    QMessageBox.information(None, say.PROGRAM, sentence)
    return 1


def _enlarge(percent: int) -> None:
    """Larger letters and everything with them. Before Qt begins; what somebody has told Qt already wins."""
    if percent != USUAL_PERCENT:
        os.environ.setdefault("QT_SCALE_FACTOR", str(percent / USUAL_PERCENT))


def dressed(name: str) -> tuple[QApplication, Colours]:
    """The application in the look of that name, and its colours."""
    app = QApplication.instance() or look.application(sys.argv[0])
    if not isinstance(app, QApplication):
        raise TypeError("a Qt program without windows is running")
    app.setApplicationDisplayName(say.PROGRAM)
    colours = look.VARIANTS[name]
    look.dress(app, colours)
    own_words = QTranslator(app)  # of the dialogs that Qt makes itself
    if own_words.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(own_words)
    return app, colours


def locked(folder: Path) -> QLockFile | None:
    """The lock that keeps a data folder to one running program; None where another one has it."""
    lock = QLockFile(str(folder / LOCK_NAME))
    return lock if lock.tryLock(LOCK_WAIT_MS) else None


class Program:
    """From the lock to the open desk. One window at a time; `window` is the one that stands."""

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        colours: Colours = look.LIGHT,
        handed: Sequence[Path] = (),
        window_place: WindowPlace | None = None,
    ) -> None:
        self._folder, self._clock, self._colours, self._window_place = folder, clock, colours, window_place
        self._handed = tuple(handed)
        self._bugs = BugDialog(__version__, str(folder / "logs"))
        self._desk: Desk | None = None
        self._jobs = Jobs(self.broken, in_view=self._in_view)
        self._lane: Lane | None = None
        self._copying: Copying | None = None
        self._place: Workplace | None = None
        self._quick: QuickKeys | None = None
        self.window: MainWindow | None = None
        sys.excepthook = self._last_resort

    @property
    def lane(self) -> Lane | None:
        """The sending lane of the desk that is open."""
        return self._lane

    @property
    def desk(self) -> Desk | None:
        """The desk that is open."""
        return self._desk

    def open(self) -> None:
        """The first start where there is no station, the lock where there is a whole one, else the ways back."""
        end_restore(self._folder)
        match standing_of(self._folder):
            case Standing.FOUNDED:
                self._show(self._start_window("unlock", self._unlock_page))
            case Standing.NOTHING:
                self._show(self._start_window("first_start", self._first_start_page))
            case _:
                self._open_ways_back()

    def open_sample(self, scale: str) -> None:
        """A sample station, made at the first time."""
        from station_app.services import sample  # noqa: PLC0415  (the desk must not wait for the samples)

        if is_founded(self._folder):
            self.open_desk(unlock(self._folder, SAMPLE_PASSWORD, clock=self._clock))
        else:
            self.open_desk(sample.make(self._folder, scale, SAMPLE_PASSWORD, self._clock).desk)

    def open_desk(self, desk: Desk) -> None:
        """The window of the open desk, with lanes that have its database."""
        from station_app.ui.shell.copying import Copying  # noqa: PLC0415  (the lock must not wait for what is behind it)
        from station_app.ui.shell.desk_window import desk_window  # noqa: PLC0415  (as above)
        from station_app.ui.shell.lane import Lane, tell_status  # noqa: PLC0415  (as above)
        from station_app.ui.shell.workplace import OfProgram  # noqa: PLC0415  (as above)

        self._finish_lanes()
        before, self._desk = self._jobs, desk
        self._jobs, self._lane = self._lanes_of(desk), Lane(desk, self.broken)
        self._copying = Copying(desk, self.broken)
        self._bugs.release()
        given = OfProgram(self.lock, self._quick_keys, self._copying)
        place = self._place = desk_window(desk, self._jobs, self._colours, self._lane, given)
        tell_status(self._lane, desk, place.window, self.lock)
        self._show(place.window)
        self._go_where_it_was(place)
        self._ask_for_recovery(place)
        before.finish()
        QTimer.singleShot(look.OTHERS_AFTER_MS, place.window, self._load_builder)
        if self._handed:
            from station_app.ui.shell import handed  # noqa: PLC0415  (after a double click on a file)

            files, self._handed = self._handed, ()
            handed.offer(place, files)

    def _go_where_it_was(self, place: Workplace) -> None:
        """Back to the page that was in view when the program was closed today; another day begins with the first."""
        last = self._window_place.last if self._window_place else None
        if last is not None and last.day == place.desk.today and place.window.has(last.page):
            place.window.go(last.page)

    def _ask_for_recovery(self, place: Workplace) -> None:
        """Whoever may make a recovery code is asked to where nobody has ever copied the end of one from its sheet."""
        if place.offers("recovery") and lacks_recovery(place.desk):
            place.open("recovery")

    def _quick_keys(self) -> QuickKeys:
        """The quick keys of whoever sits here: in this program's memory, as long as it runs."""
        from station_app.services.users import QuickKeys  # noqa: PLC0415  (not at the start)

        self._quick = self._quick or QuickKeys()
        return self._quick

    def _load_builder(self) -> None:
        """The first page needs no query that is put together, and the first list does not wait for what makes them."""
        if not self._jobs.is_finished:
            self._jobs.read(models.builder, lambda _: None)

    def lock(self) -> None:
        """Cover the window of the open desk until somebody says a password; what is being typed stays behind it."""
        if self._desk is None or self.window is None or self.window.is_covered:
            return
        from station_app.services import users  # noqa: PLC0415  (not at the start)

        desk, window = self._desk, self.window
        names = [one.name for one in users.with_password(desk)]
        self._clear_away()
        uncover = partial(self._uncover, window)
        window.cover(maker_of("lock")(desk, names, self._jobs, uncover, self.open_desk, self._quick))
        self._jobs.quick(lambda: users.locked(desk), lambda _none: None)

    def _uncover(self, window: MainWindow) -> None:
        window.uncover()
        self._bugs.release()

    def _clear_away(self) -> None:
        """Nothing hangs over the lock: a question for a file or a printer is answered with no, a list that was open is
        shut, a bug waits."""
        self._bugs.hold()
        for one in QApplication.topLevelWidgets():
            if isinstance(one, QDialog) and one.isVisible():
                one.reject()
            elif one is not self.window and one.isVisible():
                one.hide()

    def look_for_garbage(self) -> None:
        """Look for garbage from now on, but not among what the start has made."""
        gc.freeze()
        self._jobs.look_for_garbage()

    def watch(self, app: QApplication) -> None:
        """Lock by itself once nobody has touched keys or mouse for the minutes that are set."""
        from station_app.services import users  # noqa: PLC0415  (once the first page stands)
        from station_app.ui.shell.keys import IdleWatch  # noqa: PLC0415  (as above)

        IdleWatch(app, lambda: users.minutes(self._desk) if self._desk else 0, self.lock)

    def broken(self, error: BaseException) -> None:
        """A bug: into the log, without what a person may have typed, and shown once; the work goes on."""
        log.error("bug\n%s", trace_of(error))
        self._bugs.show_error(error)

    def close(self) -> None:
        """Wait for every save, and close the database."""
        if self._window_place and self.window is not None and self._desk is not None:
            self._window_place.keep(self.window, self._desk.today, self._desk.user.name)
        self._finish_lanes()
        self._jobs.finish()
        if self._desk is not None:
            self._desk.close()
            self._renew_key(self._desk)
        sys.excepthook = sys.__excepthook__

    def _finish_lanes(self) -> None:
        """End what works beside the pages: sending, and copying."""
        for one in (self._lane, self._copying):
            if one is not None:
                one.finish()

    def _renew_key(self, desk: Desk) -> None:
        """Give the file a new key where it is due. Where that cannot be, it stays due, and the next start does it."""
        shown: list[QProgressDialog] = []

        def progress(done: int, total: int) -> None:
            if not shown:  # the window is gone already, and somebody might switch off
                shown.append(QProgressDialog(RENEWING, "", 0, 100))
                shown[0].setCancelButton(None)
                shown[0].show()
            shown[0].setValue(done * 99 // max(total, 1))
            QApplication.processEvents()

        try:
            renew_key_if_due(desk, progress)
        except Rejected as rejected:
            log.warning("the key was not renewed: %s", rejected)
        for one in shown:
            one.close()

    def _show(self, window: MainWindow) -> None:
        before, self.window = self.window, window
        window.resize(*SIZE)
        if before is not None:
            window.setGeometry(before.normalGeometry() if before.isMaximized() else before.geometry())
            window.setWindowState(before.windowState())
        elif self._window_place is not None:
            self._window_place.put(window)
        window.show()
        window.activateWindow()
        if before is not None:
            before.close()
            before.deleteLater()

    def _lanes_of(self, desk: Desk) -> Jobs:
        return Jobs(self.broken, thread_end=desk.close, in_view=self._in_view)

    def _in_view(self) -> QWidget | None:
        return self.window.laid() if self.window else None

    def _start_window(self, name: str, make: Callable[[], QWidget]) -> MainWindow:
        """The window of a page that stands without a desk."""
        row, window = PAGES[name], MainWindow(say.PROGRAM, self._colours)
        window.furnish([RailPage(name, row.title, row.icon, make)], {"F1": KeyAct(HELP, self._help)})
        return window

    def _help(self) -> None:
        from station_app.ui.shell.desk_window import show_help  # noqa: PLC0415  (not at the start)

        if self.window is not None:
            show_help(self.window, self._jobs, self._colours)

    def _unlock_page(self) -> QWidget:
        from station_app.ui.pages.settings.unlock import Lock  # noqa: PLC0415  (not needed at a first start)

        lock = Lock(self._folder, self._clock, self.open_desk, ways_back=self._open_ways_back)
        return maker_of("unlock")(lock, self._jobs)

    def _open_ways_back(self) -> None:
        self._show(self._start_window("ways_back", self._ways_back_page))

    def _ways_back_page(self) -> QWidget:
        from station_app.ui.pages.settings.ways_back import WayBack  # noqa: PLC0415  (on a bad morning alone)

        way = WayBack(self._folder, self._clock, self._restored, self._leave_ways_back, self._colours)
        return maker_of("ways_back")(way, self._jobs)

    def _leave_ways_back(self) -> None:
        if standing_of(self._folder) is Standing.FOUNDED:
            self.open()
        else:
            self._show(self._start_window("first_start", self._first_start_page))

    def _restored(self, sentence: str) -> None:
        """The folder holds a whole desk again: to the lock, which says so."""
        self.open()
        page = self.window.page() if self.window is not None else None
        if isinstance(page, Page):
            page.notices.tell(sentence)

    def _first_start_page(self) -> QWidget:
        from station_app.ui.pages.settings.first_start import StartWays  # noqa: PLC0415  (once for each desk)

        make = maker_of("first_start")
        ways = StartWays(self._begin_with, self._preview_of_start, self._open_ways_back)
        return make(self._folder, self._clock, self._jobs, ways)

    def _begin_with(self, founded: Founded) -> None:
        """A new desk: the clerk first tries whether Chinese can be typed here. It is asked this once."""
        self.open_desk(founded.desk)
        if self._place is not None:
            self._place.open("typing")

    def _preview_of_start(self, make_print: Callable[[], Print]) -> None:
        if self.window is not None:
            self.window.open(maker_of("preview")({PREVIEW: make_print}, self._jobs), "preview")

    def _last_resort(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            self.broken(error)


@immutable_by_keyword
class Options:
    """How a start was asked for: the folder of the data, whether a sample and how large, the look, files to take."""

    data: Path | None = None
    sample: bool = False
    scale: str = "day"
    look: str | None = None
    files: Sequence[Path] = ()


def _options(arguments: Sequence[str]) -> Options:
    """What was asked for; a start by a click has nothing to be read, and loads nothing for it."""
    if not arguments:
        return Options()
    from argparse import ArgumentParser  # noqa: PLC0415  (see above: 2 ms)

    parser = ArgumentParser(prog="main.py")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("--scale", default=Options.scale)
    parser.add_argument("--look", choices=sorted(look.VARIANTS))
    parser.add_argument("files", nargs="*", type=Path)
    return Options(**vars(parser.parse_args(arguments)))


def _usual_folder(name: str) -> Path:
    """Where programs keep their data on this platform."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)) / name


def log_to(folder: Path) -> logging.Handler:
    """Log into a folder, a few files of half a megabyte; no line ever holds what a person typed.

    Raises OSError where nothing can be written there.
    """
    folder.mkdir(exist_ok=True)
    handler = _LogFile(folder / "desk.log")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    return handler


class _LogFile(logging.Handler):
    """Files that begin to turn at the first line: few starts log any, and what turns them loads sockets."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: logging.Handler | None = None
        path.open("a", encoding="utf-8").close()  # says now whether it can be written

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line."""
        if self._file is None:
            from logging.handlers import RotatingFileHandler  # noqa: PLC0415  (see above)

            self._file = RotatingFileHandler(self._path, maxBytes=LOG_BYTES, backupCount=LOGS_KEPT, encoding="utf-8")
            self._file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        self._file.emit(record)

    def close(self) -> None:
        """Leave the file."""
        if self._file is not None:
            self._file.close()
        super().close()
