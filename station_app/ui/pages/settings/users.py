"""用户: who works here; one more, another password, leaving with a handover."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from station_app import text
from station_app.domain.lifecycle import STATELESS
from station_app.domain.problem import Rejected
from station_app.domain.records import User
from station_app.services import prints, users
from station_app.services.desk import Desk, is_here
from station_app.text import settings as say
from station_app.ui.parts.flow import FlowLayout
from station_app.ui.parts.plain_form import PasswordProposal, PlainForm, PlainLine
from station_app.ui.parts.record_form import RecordForm
from station_app.ui.parts.record_list import ListColumn, ListSpec, RecordList
from station_app.ui.parts.sheet import Sheet, paragraph, row_of
from station_app.ui.shell.jobs import Report
from station_app.ui.shell.keys import EscapeKey
from station_app.ui.shell.page import KeyAct, Page, act_key
from station_app.ui.shell.workplace import Naming, Workplace

OWN = PlainLine("own_password", say.OWN_PASSWORD, True)
NEW = (PlainLine("password", say.PASSWORD, True), PlainLine("again", say.PASSWORD_AGAIN, True))
ANOTHER = (PlainLine("password", say.NEW_PASSWORD, True), NEW[1])


def _listed(desk: Desk) -> list[User]:
    """All; who keeps no book sees themselves."""
    known = desk.records.all(User, **({"uid": desk.user.uid} if desk.viewer.only_own else {}))
    return [one for one in known if is_here(desk, one) or one.left_on]


def _roles(desk: Desk, user: User) -> str:
    return text.SEPARATOR.join(desk.codes.name_of("role", role) for role in user.roles)


NAME, ROLES, DEPUTY, STANDING = say.USERS_HEADS
LIST = ListSpec(
    say.USERS,
    (
        ListColumn(NAME, 200, lambda _desk, user: user.name),
        ListColumn(ROLES, 0, _roles),
        ListColumn(DEPUTY, 200, lambda desk, user: Naming(desk).name("deputy", user.deputy) if user.deputy else ""),
        ListColumn(STANDING, 220, lambda _desk, user: say.LEFT.format(day=user.left_on) if user.left_on else say.HERE),
    ),
    read=_listed,
    opens=lambda place, user: place.record("user", user.uid),
)


class UsersPage(Page):
    """The list; F2 adds, F6 changes one's own password, F7 leaves, F8 prints the handover, Ctrl+R gives another a new
    password, Ctrl+K has the key renewed.

    Who keeps no book sees themselves, and changes their password."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.USERS, say.USERS_SENTENCE)
        self._place = place
        self.ask: AskSheet | None = None
        self.list = RecordList(place, LIST)
        self.table = self.list.table
        self.body.addWidget(self.table, 1)
        keys = {
            "F2": KeyAct(say.ADD_USER, self.add),
            "F6": KeyAct(say.CHANGE_PASSWORD, self.change_password),
            "F7": KeyAct(say.LEAVE, self.leave),
            "F8": KeyAct(say.PRINT_HANDOVER, self.print_handover),
            "Ctrl+R": KeyAct(say.RESET_PASSWORD, self.reset_password),
            "Ctrl+K": KeyAct(say.NEW_KEY, self.ask_new_key),
            "F5": KeyAct(say.USERS, self.entered),
        }
        is_own = place.desk.viewer.only_own
        is_head = place.may("user", "leave", STATELESS)
        is_theirs = {
            "F2": place.may("user", "register"),
            "F7": is_head,
            "F8": not is_own,
            "Ctrl+R": is_head,
            "Ctrl+K": is_head,
        }
        self._keys = {key: act for key, act in keys.items() if is_theirs.get(key, True)}
        self._keys |= {} if is_own else self.list.export_acts()
        shown = [act_key(self._keys[key], key) for key in ("F6", "F7", "F8", "Ctrl+R", "Ctrl+K") if key in self._keys]
        if not is_own:
            shown.append(act_key(self.list.print_act()))
        foot = QWidget()
        line = FlowLayout(foot)
        for key in shown:
            line.addWidget(key)
        self.body.addWidget(foot)
        self.set_acts(self._keys)

    def entered(self) -> None:
        """Read again."""
        self.list.read()
        if self.ask is None:
            self.list.take_keys()
            if not self.notices.isVisible() and users.is_key_due(self._place.desk):
                self.notices.tell(say.NEW_KEY_WAITS)

    def add(self) -> None:
        """Ask for one more person."""
        form = RecordForm(User, self._place.sources, only=("name", "roles", "deputy"), columns=1)
        self._open(
            AskSheet(say.ADD_USER, say.CHANGE_PASSWORD_SENTENCE, say.ADD_USER_KEEP, form, (*NEW, OWN)), self._added
        )

    def change_password(self) -> None:
        """Ask for another password of one's own."""
        sheet = AskSheet(say.CHANGE_PASSWORD, say.CHANGE_PASSWORD_SENTENCE, say.CHANGE_KEEP, None, (OWN, *ANOTHER))
        self._open(sheet, self._changed)

    def reset_password(self) -> None:
        """Ask for a new password of the person in the list."""
        if user := self.list.current():
            sheet = AskSheet(say.of(say.RESET_PASSWORD, user.name), "", say.CHANGE_KEEP, None, (*NEW, OWN))
            self._open(sheet, partial(self._reset, user))

    def leave(self) -> None:
        """Ask when the person in the list leaves, and who takes over."""
        if user := self.list.current():
            form = RecordForm(User, self._place.sources, only=("left_on", "handed_to"), columns=1)
            form.set_values({"left_on": self._place.desk.today})
            sheet = AskSheet(say.of(say.LEAVE, user.name), say.LEAVE_SENTENCE, say.LEAVE_KEEP, form, (OWN,))
            self._open(sheet, partial(self._left, user))

    def ask_new_key(self) -> None:
        """Ask whether the key is to be renewed."""
        sheet = AskSheet(say.NEW_KEY, say.NEW_KEY_SENTENCE, say.NEW_KEY_KEEP, None, (OWN,))
        self._open(sheet, self._new_key)

    def print_handover(self) -> None:
        """The handover sheet of the person in the list."""
        if user := self.list.current():
            self._place.show_print({say.HANDOVER_PAPER: partial(prints.handover, self._place.desk, user.uid)})

    def _open(self, sheet: AskSheet, wanted: Callable[[AskSheet], None]) -> None:
        self._close()
        self.ask = sheet
        sheet.wanted.connect(partial(wanted, sheet))
        sheet.given_up.connect(self._given_up)
        self.body.insertWidget(0, sheet)
        sheet.show()  # at once, so that its first field can take the focus
        self.set_acts({**self._keys, "F9": KeyAct(sheet.accessibleName(), sheet.submit)})
        sheet.focus_first()

    def _added(self, sheet: AskSheet) -> None:
        desk, fields, plain = self._place.desk, sheet.fields(), sheet.plain
        password, own = plain.value("password"), plain.value("own_password")
        done = say.USER_ADDED.format(name=fields.get("name", ""))
        self._do(sheet, lambda: users.add(desk, fields, password, own), done)

    def _changed(self, sheet: AskSheet) -> None:
        desk, old, new = self._place.desk, sheet.plain.value("own_password"), sheet.plain.value("password")
        self._do(sheet, lambda: users.change_password(desk, old, new), say.CHANGED)

    def _reset(self, user: User, sheet: AskSheet) -> None:
        desk, new, own = self._place.desk, sheet.plain.value("password"), sheet.plain.value("own_password")
        done = say.RESET_DONE.format(name=user.name)
        self._do(sheet, lambda: users.reset_password(desk, user.uid, new, own), done)

    def _left(self, user: User, sheet: AskSheet) -> None:
        desk, fields, own = self._place.desk, sheet.fields(), sheet.plain.value("own_password")
        self._do(sheet, lambda: users.leave(desk, user.uid, fields, own), say.LEAVE_DONE.format(name=user.name))

    def _new_key(self, sheet: AskSheet) -> None:
        desk, own = self._place.desk, sheet.plain.value("own_password")
        self._do(sheet, lambda: users.ask_new_key(desk, own), say.NEW_KEY_WAITS)

    def _do(self, sheet: AskSheet, work: Callable[[], object], done: str) -> None:
        """A password is stretched for a fifth of a second: not in the lane of a clerk's saves."""
        if sheet.differs() or self._place.jobs.is_under_way(sheet):
            return

        def slow(_report: Report) -> None:
            work()

        def finished(_none: None) -> None:
            self._close()
            self.entered()
            self.notices.tell(done)

        self._place.jobs.slow(slow, finished, partial(self._refused, sheet), owner=sheet)

    def _refused(self, sheet: AskSheet, rejected: Rejected) -> None:
        left = sheet.show_problems(rejected)
        self.notices.show_problems([("", told, True) for told in left], lambda _field: "")

    def _given_up(self) -> None:
        self._close()
        self.entered()

    def _close(self) -> None:
        self.notices.clear()
        if self.ask is not None:
            self.body.removeWidget(self.ask)
            self.ask.hide()
            self.ask.deleteLater()
            self.ask = None
        self.set_acts(self._keys)


def own_password(place: Workplace) -> UsersPage:
    """The page, asking for another password of one's own."""
    page = UsersPage(place)
    page.change_password()
    return page


class AskSheet(Sheet):
    """A few fields of a record and lines of passwords. `wanted()`: the key was pressed; `given_up()`: Esc."""

    wanted = Signal()
    given_up = Signal()

    def __init__(
        self, heading: str, sentence: str, keep: str, form: RecordForm | None, lines: tuple[PlainLine, ...]
    ) -> None:
        super().__init__(heading)
        self.setAccessibleName(heading)
        self._form = form
        self.plain = PlainForm(lines)
        if sentence:
            self.column.addWidget(paragraph(sentence, "hint"))
        if form is not None:
            self.column.addWidget(form)
            form.ended.connect(lambda: self.plain.focus_field(lines[0].name))
        self.column.addWidget(self.plain)
        self.plain.ended.connect(self.submit)
        key = act_key(KeyAct(keep, self.submit), "F9")
        key.setObjectName("main")
        if {line.name for line in NEW} <= {line.name for line in lines}:
            self.column.addWidget(PasswordProposal(self.plain, users.proposed_password, say.PROPOSE_SENTENCE))
        self.column.addLayout(row_of(key))
        self._first = lines[0].name
        EscapeKey(self, self.given_up.emit)

    def focus_first(self) -> None:
        """The first line takes the keys."""
        if self._form is not None:
            self._form.focus_first()
        else:
            self.plain.focus_field(self._first)

    def submit(self) -> None:
        """Ask for it."""
        self.wanted.emit()

    def fields(self) -> Mapping[str, object]:
        """The record's fields as typed."""
        values = self._form.values() if self._form is not None else {}
        return {name: value for name, value in values.items() if value not in ("", ())}

    def differs(self) -> bool:
        """Whether the two new passwords differ: said at once."""
        both = [line.name for line in NEW]
        try:
            first, second = (self.plain.value(name) for name in both)
        except KeyError:
            return False
        if first != second:
            self.plain.show_problems({"again": say.PASSWORDS_DIFFER})
            self.plain.focus_field("again")
        return first != second

    def show_problems(self, rejected: Rejected) -> list[str]:
        """Say problems beside their fields; the sentences of no field are given back."""
        told = [(one.where, text.explain(one), one.refuses) for one in rejected.problems]
        left = self._form.show_problems(told) if self._form is not None else told
        names = {line.name for line in (*NEW, OWN)}
        self.plain.show_problems({name: said for name, said, _ in left if name in names})
        return [said for name, said, _ in left if name not in names]
