"""The lock: who opens the desk, who takes over from whom, and the way back with the recovery sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QStackedWidget, QWidget

from station_app import text
from station_app.db import keyring, life, preferences
from station_app.db.keyring import Keyring
from station_app.domain.clock import Clock
from station_app.domain.immutable import immutable
from station_app.domain.problem import Rejected, refusal
from station_app.services.desk import Desk, unlock
from station_app.services.users import QuickKeys, problems_of_password, proposed_password, recover, sit_down
from station_app.text import copies as copies_say
from station_app.text import desk as say
from station_app.text import desk as words
from station_app.text import settings as settings_say
from station_app.ui.parts.flow import FlowLayout
from station_app.ui.parts.plain_form import PasswordProposal, PlainForm, PlainLine
from station_app.ui.parts.sheet import Sheet, in_middle, paragraph, row_of
from station_app.ui.parts.sheet import paragraph as sentence
from station_app.ui.shell.jobs import Jobs, Report
from station_app.ui.shell.page import KeyAct, Page, act_key, scrolled

WIDTH = 560
BROKEN = ("database_unreadable", "database_damaged", "database_gone", "database_disk_fails", "keyring_unreadable")
"""What a copy can mend."""

SECOND_MS = 1000


@immutable
class Lock:
    """Which data folder is locked, who hears of the open desk, and the way to the copies where it cannot be opened.
    `cost` is the hash's N of a new password."""

    folder: Path
    clock: Clock
    ready: Callable[[Desk], None]
    cost: int = keyring.COST
    ways_back: Callable[[], None] | None = None


class NameKeys(QWidget):
    """Names as keys, one of them chosen: ↑ and ↓ in the lines that are watched choose another, so does a click.

    `picked()`: a person chose.
    """

    picked = Signal()

    def __init__(self, names: Sequence[str], chosen: str) -> None:
        super().__init__()
        self.names = list(names)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        line = FlowLayout(self)
        for place, name in enumerate(self.names):
            key = QPushButton(settings_say.digit(place + 1, name))
            key.setAccessibleName(name)
            key.setProperty("role", "step")
            key.setCheckable(True)
            key.clicked.connect(lambda _=False, name=name: self.choose(name))
            self._group.addButton(key, place)
            line.addWidget(key)
        if self.names:
            self._group.button(self.names.index(chosen) if chosen in self.names else 0).setChecked(True)

    def chosen(self) -> str:
        """The name that is picked, "" where there are none."""
        return self.names[self._group.checkedId()] if self.names else ""

    def choose(self, name: str) -> None:
        """Pick a name. Raises ValueError for nobody of that name."""
        self._group.button(self.names.index(name)).setChecked(True)
        self.picked.emit()

    def acts(self) -> dict[str, KeyAct]:
        """Alt and a digit pick one of the first nine."""
        return {
            f"Alt+{place}": KeyAct(name, partial(self.choose, name))
            for place, name in enumerate(self.names[:9], start=1)
        }

    def watch(self, line: QWidget) -> None:
        """Take ↑ and ↓ from a line."""
        line.installEventFilter(self)

    def eventFilter(self, line: QObject, event: QEvent) -> bool:
        """Qt's door: whether the event was taken."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or event.key() not in steps:
            return super().eventFilter(line, event)
        if self.names:
            at = self._group.checkedId() + steps[Qt.Key(event.key())]
            self.choose(self.names[max(0, min(at, len(self.names) - 1))])
        return True


class UnlockPage(Page):
    """Asks who it is, the last one first, and for the password. The keyring waits off the screen's thread."""

    def __init__(self, lock: Lock, jobs: Jobs) -> None:
        super().__init__(
            say.UNLOCK_TITLE, say.unlock_sentence(str(lock.folder)) + copies_say.LIES_ON[life.lies_on(lock.folder)]
        )
        self._lock, self._jobs = lock, jobs
        self._left_s = 0
        last = preferences.read_window(lock.folder).user
        names = sorted(Keyring.read(lock.folder).names, key=lambda name: name != last)
        self.people, self.whose = NameKeys(names, last), NameKeys(names, last)
        self.form = PlainForm([PlainLine("password", say.PASSWORD, True)])
        nobody = [] if names else [PlainLine("name", say.WHO_TAKES_OVER)]
        self.recovery = PlainForm(
            [
                *nobody,
                PlainLine("code", say.RECOVERY_CODE, is_latin=True),
                PlainLine("password", say.NEW_PASSWORD, True),
                PlainLine("again", say.NEW_PASSWORD_AGAIN, True),
            ]
        )
        self.people.watch(self.form.line("password"))
        self.people.picked.connect(partial(self.form.focus_field, "password"))
        for line in ("code", "password", "again"):
            self.whose.watch(self.recovery.line(line))
        self._steps = QStackedWidget()
        for sheet in (self._password_sheet(), self._recovery_sheet()):
            ground = in_middle(sheet, WIDTH)
            ground.setObjectName("scrolled")
            self._steps.addWidget(scrolled(ground))
        self.body.addWidget(self._steps, 1)
        self._countdown = QTimer(self)
        self._countdown.setInterval(SECOND_MS)
        self._countdown.timeout.connect(self._tick)
        self.form.ended.connect(self._unlock)
        self.recovery.ended.connect(self._recover)
        self._show_password()

    def entered(self) -> None:
        """The password takes the keys."""
        self.form.focus_field("password")

    def _password_sheet(self) -> QWidget:
        sheet = Sheet(settings_say.SWITCH_WHO)
        key = act_key(KeyAct(say.UNLOCK, self._unlock), "F9")
        key.setObjectName("main")
        forgotten = act_key(KeyAct(say.FORGOTTEN, self._show_recovery))
        forgotten.setProperty("role", "link")
        sheet.column.addWidget(self.people)
        sheet.column.addWidget(self.form)
        others = [forgotten]
        if self._lock.ways_back is not None:
            others.append(act_key(KeyAct(copies_say.FROM_COPY, self._lock.ways_back), "F4"))
            others[-1].setProperty("role", "link")
        sheet.column.addLayout(row_of(*others, QWidget(), key, stretch_after=len(others)))
        sheet.column.addWidget(paragraph(say.deputies_come_later(self.people.names), "hint"))
        sheet.column.addWidget(paragraph(say.NO_STATE_SECRETS, "hint"))
        return sheet

    def _recovery_sheet(self) -> QWidget:
        sheet = Sheet(say.WHOSE_PASSWORD)
        key = act_key(KeyAct(say.RECOVER, self._recover), "F9")
        key.setObjectName("main")
        back = act_key(KeyAct(say.BACK_TO_PASSWORD, self._show_password))
        back.setProperty("role", "link")
        sheet.column.addWidget(self.whose)
        sheet.column.addWidget(paragraph(say.RECOVERY_HINT, "hint"))
        sheet.column.addWidget(self.recovery)
        sheet.column.addLayout(row_of(back, key, stretch_after=0))
        sheet.column.addWidget(PasswordProposal(self.recovery, proposed_password, say.NEW_PASSWORD_HINT))
        return sheet

    def _show_recovery(self) -> None:
        self._steps.setCurrentIndex(1)
        self.notices.clear()
        self.set_acts({"F9": KeyAct(say.RECOVER, self._recover), **self.whose.acts()})
        self.recovery.focus_field("code")

    def _show_password(self) -> None:
        self._steps.setCurrentIndex(0)
        self.notices.clear()
        acts = {"F9": KeyAct(say.UNLOCK, self._unlock), **self.people.acts()}
        if self._lock.ways_back is not None:
            acts["F4"] = KeyAct(copies_say.FROM_COPY, self._lock.ways_back)
        self.set_acts(acts)
        self.form.focus_field("password")

    def _unlock(self) -> None:
        password = self.form.value("password")
        if self._jobs.is_under_way(self) or not password:
            return
        lock = self._lock
        name = self.people.chosen()

        def work(report: Report) -> Desk:
            desk = unlock(lock.folder, password, name, lock.clock, report)
            desk.close()  # this thread's connection
            return desk

        self._ask(work)

    def _recover(self) -> None:
        if self._jobs.is_under_way(self):
            return
        code, password = self.recovery.value("code"), self.recovery.value("password")
        name = self.whose.chosen() if self.whose.names else self.recovery.value("name").strip()
        problems = []
        if not keyring.is_recovery_code(code):
            problems.append(refusal("recovery_code_miscopied", "code"))
        if weak := problems_of_password(password, name):
            problems += weak
        elif password != self.recovery.value("again"):
            problems.append(refusal("passwords_differ", "again"))
        if problems:
            self._refused(Rejected(tuple(problems)))
            return
        lock = self._lock

        def work(_report: Report) -> Desk:
            desk = recover(lock.folder, code, password, name, lock.clock, lock.cost)
            desk.close()  # this thread's connection
            return desk

        self._ask(work)

    def _ask(self, work: Callable[[Report], Desk]) -> None:
        self._steps.setEnabled(False)
        self._left_s = Keyring.read(self._lock.folder).wait_s
        self.notices.tell(say.waiting(self._left_s) if self._left_s else say.CHECKING)
        self._countdown.start()
        self._jobs.slow(work, self._opened, self._refused, self._progress, owner=self, ended=self._judged)

    def _progress(self, done: int, total: int) -> None:
        """A new release has given the tables another form: that is said, for it may take minutes."""
        self._countdown.stop()
        self.notices.tell(say.bringing_up(done, total))

    def _tick(self) -> None:
        self._left_s -= 1
        self.notices.tell(say.waiting(self._left_s) if self._left_s > 0 else say.CHECKING)

    def _opened(self, desk: Desk) -> None:
        self.form.clear("password")
        self.recovery.clear("code", "password", "again")
        self._lock.ready(desk)

    def _refused(self, rejected: Rejected) -> None:
        said = {problem.where: text.explain(problem) for problem in rejected.problems}
        form = self.recovery if self._is_recovering() else self.form
        form.show_problems(said)
        elsewhere = [("", sentence, True) for name, sentence in said.items() if name in ("", "name")]
        self.notices.show_problems(elsewhere, str)
        broken = next((one for one in rejected.problems if one.code in BROKEN), None)
        if broken is not None and self._lock.ways_back is not None:
            self.notices.offer(text.explain(broken), copies_say.FROM_COPY, self._lock.ways_back)
        if not self._is_recovering():
            self.form.clear("password")
        form.focus_field(next((name for name in ("code", "password", "again") if name in said), "password"))

    def _is_recovering(self) -> bool:
        return self._steps.currentIndex() == 1

    def _judged(self) -> None:
        self._countdown.stop()
        self.notices.clear()
        self._steps.setEnabled(True)


SWITCH_WIDTH = 640


class SwitchPage(Page):
    """Names as keys, a password. ↑ and ↓, or Alt and a digit, pick a name; Enter in the password opens.

    `back` hears that the same person is there again, `another` of the desk that somebody else opened; a quick key of
    `quick` does as a password.
    """

    def __init__(
        self,
        desk: Desk,
        names: Sequence[str],
        jobs: Jobs,
        back: Callable[[], None],
        another: Callable[[Desk], None],
        quick: QuickKeys | None = None,
    ) -> None:
        super().__init__(settings_say.SWITCH_TITLE, settings_say.SWITCH_SENTENCE)
        self._desk, self._jobs, self._back, self._another, self._quick = desk, jobs, back, another, quick
        self.people = NameKeys(names, desk.user.name)
        label = settings_say.QUICK_OR_PASSWORD if quick and quick.left(desk.user.uid) else words.PASSWORD
        self.form = PlainForm([PlainLine("password", label, True)])
        self.form.ended.connect(self.open)
        sheet, key = Sheet(settings_say.SWITCH_WHO), act_key(KeyAct(words.UNLOCK, self.open), "F9")
        key.setObjectName("main")
        sheet.column.addWidget(self.people)
        sheet.column.addWidget(self.form)
        sheet.column.addLayout(row_of(key))
        sheet.column.addWidget(sentence(words.NO_STATE_SECRETS, "hint"))
        self.body.addWidget(in_middle(sheet, SWITCH_WIDTH))
        self.body.addStretch(1)
        self.people.watch(self.form.line("password"))
        self.people.picked.connect(partial(self.form.focus_field, "password"))
        self.set_acts({"F9": KeyAct(words.UNLOCK, self.open), **self.people.acts()})

    def entered(self) -> None:
        """The password takes the keys."""
        self.form.focus_field("password")

    def open(self) -> None:
        """Judge the password off the screen's thread."""
        password, name, desk, quick = self.form.value("password"), self.people.chosen(), self._desk, self._quick
        if self._jobs.is_under_way(self) or not password:
            return

        def work(_report: Report) -> Desk:
            opened = sit_down(desk, password, name, quick)
            opened.close()  # this thread's connection
            return opened

        self.notices.tell(words.CHECKING)
        self._jobs.slow(work, self._opened, self._refused, owner=self, ended=self.notices.clear)

    def _opened(self, desk: Desk) -> None:
        self.form.clear("password")
        if desk.user.uid == self._desk.user.uid:
            self._back()
        else:
            self._another(desk)

    def _refused(self, rejected: Rejected) -> None:
        self.form.clear("password")
        self.form.show_problems({"password": text.explain(rejected.problems[0])})
        self.form.focus_field("password")
