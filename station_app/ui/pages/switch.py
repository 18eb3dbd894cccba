"""The lock over an open desk: the same person goes on where they were, or another opens the desk as themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from station_app import text
from station_app.domain.problem import Rejected
from station_app.services.desk import Desk, unlock
from station_app.text import desk as words
from station_app.text import settings as say
from station_app.ui.flow import FlowLayout
from station_app.ui.jobs import Jobs, Report
from station_app.ui.parts.plain_form import PlainForm, PlainLine
from station_app.ui.parts.sheet import Sheet, in_middle, row_of
from station_app.ui.parts.sheet import words as sentence
from station_app.ui.shell.page import KeyAct, Page, act_key

WIDTH = 640


class SwitchPage(Page):
    """Names as keys, a password. Alt and a digit pick a name; Enter in the password opens.

    `back` hears that the same person is there again, `another` of the desk that somebody else opened.
    """

    def __init__(
        self,
        desk: Desk,
        names: Sequence[str],
        jobs: Jobs,
        back: Callable[[], None],
        another: Callable[[Desk], None],
    ) -> None:
        super().__init__(say.SWITCH_TITLE, say.SWITCH_SENTENCE)
        self._desk, self._jobs, self._back, self._another = desk, jobs, back, another
        self._names = list(names)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.form = PlainForm([PlainLine("password", words.PASSWORD, True)])
        self.form.ended.connect(self.open)
        sheet, key = Sheet(say.SWITCH_WHO), act_key(KeyAct(words.UNLOCK, self.open), "F9")
        key.setObjectName("main")
        sheet.column.addWidget(self._people())
        sheet.column.addWidget(self.form)
        sheet.column.addLayout(row_of(key))
        sheet.column.addWidget(sentence(words.NO_STATE_SECRETS, "hint"))
        self.body.addWidget(in_middle(sheet, WIDTH))
        self.body.addStretch(1)
        by_digit = {
            f"Alt+{place}": KeyAct(name, partial(self.choose, name)) for place, name in enumerate(self._names, start=1)
        }
        self.set_acts({"F9": KeyAct(words.UNLOCK, self.open), **by_digit})

    def entered(self) -> None:
        """The password takes the keys."""
        self.form.focus_field("password")

    def chosen(self) -> str:
        """The name that is picked."""
        return self._names[self._group.checkedId()]

    def choose(self, name: str) -> None:
        """Pick a name. Raises ValueError for nobody of that name."""
        self._group.button(self._names.index(name)).setChecked(True)
        self.form.focus_field("password")

    def open(self) -> None:
        """Judge the password off the screen's thread."""
        password, name, desk = self.form.value("password"), self.chosen(), self._desk
        if self._jobs.is_under_way(self) or not password:
            return

        def work(_report: Report) -> Desk:
            opened = unlock(desk.folder, password, name, desk.clock)
            opened.close()  # this thread's connection
            return opened

        self.notices.tell(words.CHECKING)
        self._jobs.slow(work, self._opened, self._refused, owner=self, ended=self.notices.clear)

    def _people(self) -> QWidget:
        row = QWidget()
        line = FlowLayout(row)
        for place, name in enumerate(self._names):
            key = QPushButton(say.digit(place + 1, name))
            key.setAccessibleName(name)
            key.setProperty("role", "step")
            key.setCheckable(True)
            key.setChecked(name == self._desk.user.name)
            key.clicked.connect(lambda _=False, name=name: self.choose(name))
            self._group.addButton(key, place)
            line.addWidget(key)
        return row

    def _opened(self, desk: Desk) -> None:
        self.form.clear("password")
        if desk.user.uid == self._desk.user.uid:
            self._back()
        else:
            self._another(desk)

    def _refused(self, rejected: Rejected) -> None:
        self.form.clear("password")
        wrong = next((one for one in rejected.problems if one.code == "wrong_password"), None)
        told = words.wrong_password(int(str(dict(wrong.details)["wait_s"]))) if wrong else ""
        self.form.show_problems({"password": told or text.explain(rejected.problems[0])})
        self.form.focus_field("password")
