"""The lock: a password, or the code of the recovery sheet with a new password."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from station_app import text
from station_app.db import keyring
from station_app.db.keyring import Keyring
from station_app.domain.clock import Clock
from station_app.domain.immutable import immutable
from station_app.domain.problem import Rejected, refusal
from station_app.services.desk import Desk, unlock
from station_app.services.users import recover
from station_app.text import desk as say
from station_app.ui.jobs import Jobs, Report
from station_app.ui.parts.plain_form import PlainForm, PlainLine
from station_app.ui.parts.sheet import Sheet, in_middle, row_of, words
from station_app.ui.shell.page import KeyAct, Page, act_key

WIDTH = 560
SECOND_MS = 1000


@immutable
class Lock:
    """Which data folder is locked, who hears of the open desk. `cost` is the hash's N of a new password."""

    folder: Path
    clock: Clock
    ready: Callable[[Desk], None]
    cost: int = keyring.COST


class UnlockPage(Page):
    """Asks for the password; the name only where several people have one. The keyring waits off the screen's thread."""

    def __init__(self, lock: Lock, jobs: Jobs) -> None:
        super().__init__(say.UNLOCK_TITLE, say.unlock_sentence(str(lock.folder)))
        self._lock, self._jobs = lock, jobs
        self._left_s = 0
        name = [PlainLine("name", say.NAME)] if Keyring.read(lock.folder).needs_name else []
        self.form = PlainForm([*name, PlainLine("password", say.PASSWORD, True)])
        self.recovery = PlainForm(
            [
                PlainLine("code", say.RECOVERY_CODE),
                *name,
                PlainLine("password", say.NEW_PASSWORD, True),
                PlainLine("again", say.NEW_PASSWORD_AGAIN, True),
            ]
        )
        self._has_name = bool(name)
        self._steps = QStackedWidget()
        self._steps.addWidget(in_middle(self._password_sheet(), WIDTH))
        self._steps.addWidget(in_middle(self._recovery_sheet(), WIDTH))
        self.body.addWidget(self._steps, 1)
        self._countdown = QTimer(self)
        self._countdown.setInterval(SECOND_MS)
        self._countdown.timeout.connect(self._tick)
        self.form.ended.connect(self._unlock)
        self.recovery.ended.connect(self._recover)
        self.set_acts({"F9": KeyAct(say.UNLOCK, self._unlock)})

    def entered(self) -> None:
        """The first line takes the keys."""
        self.form.focus_field("name" if self._has_name else "password")

    def _password_sheet(self) -> QWidget:
        sheet = Sheet()
        key = act_key(KeyAct(say.UNLOCK, self._unlock), "F9")
        key.setObjectName("main")
        forgotten = act_key(KeyAct(say.FORGOTTEN, self._show_recovery))
        forgotten.setProperty("role", "link")
        sheet.column.addWidget(self.form)
        sheet.column.addLayout(row_of(forgotten, key, stretch_after=0))
        sheet.column.addWidget(words(say.NO_STATE_SECRETS, "hint"))
        return sheet

    def _recovery_sheet(self) -> QWidget:
        sheet = Sheet()
        key = act_key(KeyAct(say.RECOVER, self._recover), "F9")
        key.setObjectName("main")
        back = act_key(KeyAct(say.BACK_TO_PASSWORD, self._show_password))
        back.setProperty("role", "link")
        sheet.column.addWidget(words(say.RECOVERY_HINT, "hint"))
        sheet.column.addWidget(self.recovery)
        sheet.column.addLayout(row_of(back, key, stretch_after=0))
        return sheet

    def _show_recovery(self) -> None:
        self._steps.setCurrentIndex(1)
        self.notices.clear()
        self.set_acts({"F9": KeyAct(say.RECOVER, self._recover)})
        self.recovery.focus_field("code")

    def _show_password(self) -> None:
        self._steps.setCurrentIndex(0)
        self.notices.clear()
        self.set_acts({"F9": KeyAct(say.UNLOCK, self._unlock)})
        self.form.focus_field("password")

    def _unlock(self) -> None:
        password = self.form.value("password")
        if self._jobs.is_under_way(self) or not password:
            return
        lock = self._lock
        name = self.form.value("name") if self._has_name else ""

        def work(report: Report) -> Desk:
            desk = unlock(lock.folder, password, name, lock.clock, report)
            desk.close()  # this thread's connection
            return desk

        self._ask(work)

    def _recover(self) -> None:
        if self._jobs.is_under_way(self):
            return
        code, password = self.recovery.value("code"), self.recovery.value("password")
        name = self.recovery.value("name") if self._has_name else ""
        problems = []
        if not keyring.is_recovery_code(code):
            problems.append(refusal("recovery_code_miscopied", "code"))
        if len(password) < keyring.SHORTEST_PASSWORD:
            problems.append(refusal("password_short", "password", least=keyring.SHORTEST_PASSWORD))
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
        wrong = next((problem for problem in rejected.problems if problem.code == "wrong_password"), None)
        if wrong is not None:
            wait_s = int(str(dict(wrong.details)["wait_s"]))
            said = {"code" if self._is_recovering() else "password": say.wrong_password(wait_s)}
        form = self.recovery if self._is_recovering() else self.form
        form.show_problems(said)
        self.notices.show_problems([("", sentence, True) for name, sentence in said.items() if not name], str)
        if not self._is_recovering():
            self.form.clear("password")
        form.focus_field(next((name for name in ("code", "name", "password", "again") if name in said), "password"))

    def _is_recovering(self) -> bool:
        return self._steps.currentIndex() == 1

    def _judged(self) -> None:
        self._countdown.stop()
        self.notices.clear()
        self._steps.setEnabled(True)
