"""A clerk at a real keyboard: the whole program on a real screen, every key through X and the input method.

Run as a program of its own: `python -m tests.desktop.clerk FOLDER` in the environment of `surroundings.desktop`. From
an empty folder to the day's summary as a PDF; what was counted goes to `FOLDER/counted.json`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from station_app import app
from station_app.services import agenda, held_day
from station_app.text import hands as say
from station_app.ui.pages.days.today import TodayPage
from station_app.ui.pages.records.deputies import DeputiesPage
from station_app.ui.pages.records.preview import PreviewPage
from station_app.ui.pages.settings.first_start import FirstStartPage
from station_app.ui.pages.settings.settings import TypingCheckPage
from station_app.ui.pages.visit.visit import VisitPage
from tour.hands import names_of

PASSWORD = "correct horse 9"
TOWNSHIP = "fsz"
"""Initials of the station's township."""
PATIENCE_S, RELEASE_S, QUIET_S, LOOK_S = 12.0, 0.3, 0.02, 0.004
REACH = 60


PageT = TypeVar("PageT", bound=QWidget)


class NotSo(Exception):
    """A step did not come true."""


class Heard(QObject):
    """When the program last heard a key's end, or an input method."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self.at = 0.0
        self.releases = 0
        self.composing = ""
        application.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt names it)
        if isinstance(event, QInputMethodEvent):
            self.at, self.composing = monotonic(), event.preeditString()
        elif isinstance(event, QKeyEvent):
            self.at = monotonic()
            self.releases += event.type() == QEvent.Type.KeyRelease
        return False


class Fingers:
    """Keys by the X server. `strokes` are the keys that were pressed, `letters` those of them that spell words."""

    def __init__(self, application: QApplication) -> None:
        self._heard = Heard(application)
        self._keyboard = subprocess.Popen(["xdotool", "-"], stdin=subprocess.PIPE, text=True)
        self.strokes = self.letters = 0

    def close(self) -> None:
        if self._keyboard.stdin:
            self._keyboard.stdin.close()
        self._keyboard.wait(5)

    def wait(self, holds: Callable[[], bool], step: str, patience_s: float = PATIENCE_S) -> None:
        """Let the program work until `holds()`."""
        end = monotonic() + patience_s
        while not holds():
            if monotonic() > end:
                focused = QApplication.focusWidget()
                raise NotSo(f"{step} (the keys are at {names_of(focused) if focused else None})")
            QApplication.processEvents()
            QApplication.sendPostedEvents()
            sleep(LOOK_S)

    def press(self, *keys: str) -> None:
        """Press keys, as X names them, one after the other; each is over before the next."""
        for key in keys:
            began, releases = monotonic(), self._heard.releases
            if self._keyboard.stdin:
                self._keyboard.stdin.write(f"key {key}\n")
                self._keyboard.stdin.flush()
            self.strokes += 1
            is_letter = len(key) == 1
            self.wait(lambda: self._is_over(began, releases, is_letter), f"the key {key} arrives")  # noqa: B023
        self.wait(lambda: monotonic() - self._heard.at > QUIET_S, "the keys come to rest")

    def settle(self) -> None:
        """Let what was begun be drawn."""
        end = monotonic() + RELEASE_S
        self.wait(lambda: monotonic() > end, "the screen comes to rest")

    def _is_over(self, began: float, releases: int, is_letter: bool) -> bool:
        """A letter may end in the input method; another key ends with its release, unless its window went meanwhile."""
        is_heard = self._heard.at > began
        return is_heard and (is_letter or self._heard.releases > releases or monotonic() - self._heard.at > RELEASE_S)

    def spell(self, letters: str) -> None:
        """Latin letters and digits as they are."""
        self.press(*({" ": "space", ".": "period", "-": "minus", ":": "colon"}.get(one, one) for one in letters))

    def chinese(self, pinyin: str) -> str:
        """Words by their pinyin, the first that the input method offers; what then stands in the line."""
        line = self.focused()
        before, strokes = written(line), self.strokes
        self.press(*pinyin, "space")
        self.wait(lambda: not self._heard.composing and written(line) != before, f"{pinyin} becomes words")
        self.letters += self.strokes - strokes
        if not any("\u4e00" <= sign <= "\u9fff" for sign in written(line)):
            raise NotSo(f"{pinyin} stays letters: {written(line)}")
        return written(line)

    def focused(self) -> QWidget:
        widget = QApplication.focusWidget()
        if widget is None:
            raise NotSo("nothing has the keys")
        return widget

    def go_on(self) -> None:
        self.press("F6" if isinstance(self.focused(), QPlainTextEdit) else "Return")

    def go_to(self, field: str) -> None:
        """From field to field until the one of that name has the keys."""
        passed = []
        for _ in range(REACH):
            if field in names_of(self.focused()):
                return
            passed += names_of(self.focused())[:1]
            self.go_on()
        raise NotSo(f"no key leads to {field}; passed {passed}")

    def tab_to(self, place: str) -> None:
        for _ in range(REACH):
            if place in names_of(self.focused()):
                return
            self.press("Tab")
        raise NotSo(f"Tab leads nowhere to {place}")


def written(widget: QWidget) -> str:
    return widget.toPlainText() if isinstance(widget, QPlainTextEdit) else str(widget.property("text") or "")


class Clerk:
    """Works through the program; `said` are the words that came out, `keys` the keys of each part."""

    def __init__(self, program: app.Program, fingers: Fingers, folder: Path) -> None:
        self._program, self._fingers, self._folder = program, fingers, folder
        self.said: dict[str, str] = {}
        self.keys: dict[str, dict[str, int]] = {}

    def work(self) -> None:
        for part in (self.first_start, self.deputy, self.begin_day, self.visit, self.summary):
            strokes, letters = self._fingers.strokes, self._fingers.letters
            part()
            words = self._fingers.letters - letters
            self.keys[part.__name__] = {"keys": self._fingers.strokes - strokes - words, "words": words}

    def page(self, kind: type[PageT]) -> PageT:
        """The page in view, which must become one of that kind."""
        self._fingers.wait(lambda: isinstance(self._in_view(), kind), f"{kind.__name__} is in view")
        page = self._in_view()
        if not isinstance(page, kind):
            raise NotSo(f"{kind.__name__} is in view")
        return page

    def _in_view(self) -> QWidget | None:
        window = self._program.window
        return window.page() if window is not None and window.isActiveWindow() else None

    def first_start(self) -> None:
        hands = self._fingers
        page = self.page(FirstStartPage)
        hands.wait(lambda: "area_code" in names_of(hands.focused()), "the first field has the keys")
        hands.spell(TOWNSHIP)
        hands.go_to("phone")
        hands.spell("0854-7221234")
        hands.go_on()
        hands.wait(lambda: page.user.isAncestorOf(hands.focused()), "on to the clerk's name")
        self.said["clerk"] = hands.chinese("wangxiaoli")
        hands.go_to("password")
        hands.spell(PASSWORD)
        hands.go_on()
        hands.spell(PASSWORD)
        hands.go_on()
        hands.wait(lambda: bool(page.recovery_code()), "the station is founded", 30)
        hands.wait(lambda: "last_group" in names_of(hands.focused()), "the code is asked for")
        hands.spell(page.recovery_code().split("-")[-1].lower())
        hands.go_on()
        typing = self.page(TypingCheckPage)
        hands.wait(lambda: hands.focused() is typing.line, "the try of typing has the keys")
        self.said["standing"] = typing.standing()
        hands.chinese("laifang")
        if typing.verdict() not in (say.TYPING_GOOD, say.TYPING_OTHER):
            raise NotSo(f"no Chinese: {typing.verdict()} {typing.advised()}")
        hands.press("F9")
        self.page(TodayPage)

    def deputy(self) -> None:
        hands = self._fingers
        hands.press("alt+5")
        page = self.page(DeputiesPage)
        hands.press("F2")
        hands.wait(lambda: page.form() is not None and "name" in names_of(hands.focused()), "a form for a deputy")
        self.said["deputy"] = hands.chinese("libin")
        hands.go_to("gender")
        hands.spell("1")
        hands.go_to("level")
        hands.spell("1")
        hands.go_to("from_on")
        hands.spell("2021.12.1")
        hands.press("ctrl+Return")
        hands.wait(lambda: page.form() is None, "the deputy is entered")

    def begin_day(self) -> None:
        hands = self._fingers
        hands.press("alt+1")
        page = self.page(TodayPage)
        hands.press("F7")
        hands.wait(lambda: page.plan.isVisible() and isinstance(hands.focused(), QLineEdit), "the day is asked for")
        hands.go_to("start")
        hands.spell("9:00")
        hands.go_to("end")
        hands.spell("12:00")
        hands.go_to("place")
        hands.chinese("huiyishi")
        hands.go_to("deputies")
        hands.chinese("libin")
        hands.press("Return")
        hands.press("F9")
        hands.wait(lambda: not page.plan.isVisible() and page.attendance.isVisible(), "the day has begun")
        desk = self._program.desk
        if desk is None:
            raise NotSo("no desk is open")
        day = agenda.day_of(desk, desk.today)
        uid = day.uid if day else ""
        (here,) = held_day.attendance(desk, uid)
        hands.tab_to(f"presence_{here.attendance.uid}")
        offered = [one.code for one in desk.codes["presence"].offered(desk.today)]
        hands.spell(str(offered.index("PRESENT") + 1))
        hands.wait(
            lambda: held_day.attendance(desk, uid)[0].attendance.presence == "PRESENT",
            "the deputy is here",
        )

    def visit(self) -> None:
        hands = self._fingers
        hands.press("F2")
        page = self.page(VisitPage)
        hands.wait(lambda: "name" in names_of(hands.focused()), "the form begins with the name")
        self.said["visitor"] = hands.chinese("zhangsan")
        hands.go_to("phone")
        hands.spell("16112342201")
        hands.go_to("village")
        hands.press("Down")
        self._matter(page)
        hands.go_to("is_first")
        hands.spell("1")
        hands.go_to("notice_way")
        hands.spell("1")
        hands.press("F9")
        hands.wait(lambda: page.strip.number() != "" or page.notices.isVisible(), "the visit is answered")
        if not page.strip.number():
            raise NotSo(f"not saved: {page.missing.places()} {page.notices.accessibleDescription()}")
        self.said["number"] = page.strip.number()
        hands.press("Escape")
        self.page(TodayPage)

    def _matter(self, page: VisitPage) -> None:
        """What it is about, and whom it is referred to."""
        hands = self._fingers
        hands.go_to("title")
        self.said["title"] = hands.chinese("shuiguanpolie")
        hands.go_to("category")
        hands.spell("ys")
        hands.go_to("urgency")
        self.said["category"] = str(page.matters[0].main.values()["category"])
        hands.spell("1")
        hands.go_to("verbatim")
        self.said["verbatim"] = hands.chinese("jialimeishui")
        hands.go_to("ask")
        self.said["ask"] = hands.chinese("qingxiufu")
        hands.go_on()
        keys = [key.objectName() for key in page.matters[0].destination.findChildren(QPushButton)]
        hands.spell(str(keys.index("to_refer") + 1))
        hands.go_to("owner_level")
        hands.spell("1")
        hands.go_to("requirements")
        self.said["requirements"] = hands.chinese("jinkuaixiufu")

    def summary(self) -> None:
        hands = self._fingers
        page = self.page(TodayPage)
        hands.press("F8")
        hands.wait(lambda: page.closing.isVisible() and isinstance(hands.focused(), QPlainTextEdit), "what was common")
        self.said["common"] = hands.chinese("yinshui")
        hands.press("F9")
        preview = self.page(PreviewPage)
        hands.wait(lambda: preview.shown() is not None and bool(preview.images()), "the summary is set", 30)
        printed = preview.shown()
        if printed is None:
            raise NotSo("the summary is there")
        answer = QTimer()
        answer.timeout.connect(partial(self._answer, answer))
        answer.start(50)  # the program stands still while it asks where to save
        hands.press("F9")
        saved = Path.home() / printed.name
        hands.wait(saved.is_file, f"the summary is saved as {saved}")
        (self._folder / "summary.pdf").write_bytes(saved.read_bytes())

    def _answer(self, look: QTimer) -> None:
        """Save under the name and in the folder that the dialog proposes."""
        asked, line = QApplication.activeWindow(), QApplication.focusWidget()
        if isinstance(asked, QFileDialog) and isinstance(line, QLineEdit) and line.text():
            look.stop()
            self._fingers.press("Return")


def main(folder: Path) -> int:
    """Run the program, work in it, and write down what was counted. 1 where a step did not come true."""
    ends: list[int] = []

    class Watched(app.Program):
        """The program, with somebody at it."""

        def open(self) -> None:
            super().open()
            QTimer.singleShot(0, lambda: ends.append(_work(self, folder)))

    app.Program = Watched  # type: ignore[misc]  # the program that the command starts is the watched one
    app.main(["--data", str(folder / "station")])
    return ends[0] if ends else 1


def _work(program: app.Program, folder: Path) -> int:
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise TypeError("no application")
    fingers = Fingers(application)
    clerk = Clerk(program, fingers, folder)
    try:
        clerk.work()
    except Exception:  # noqa: BLE001  (whatever it was, the picture and the words of it are wanted)
        traceback.print_exc()
        if program.window is not None:
            program.window.grab().save(str(folder / "broken.png"))
        return 1
    finally:
        fingers.close()
        (folder / "counted.json").write_text(json.dumps({"said": clerk.said, "keys": clerk.keys}, ensure_ascii=False))
        application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
