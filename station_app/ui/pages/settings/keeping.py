"""What is kept and how long: the desk's account of itself, the end of what is past its time, and of one person."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_app import text
from station_app.domain.problem import Rejected
from station_app.services import own_data, retention, users
from station_app.services.retention import SelfAudit
from station_app.text import finding
from station_app.text import settings as say
from station_app.ui.pages.settings.unlock import NameKeys
from station_app.ui.parts.plain_form import PlainForm, PlainLine
from station_app.ui.parts.sheet import Sheet, in_middle, paragraph, row_of
from station_app.ui.shell.jobs import Report
from station_app.ui.shell.page import KeyAct, Page, act_key, scrolled
from station_app.ui.shell.workplace import Workplace

WIDTH = 860
MOST = 30
"""Rows of what is past its time that the page lists; the paper lists all."""

OWN = PlainLine("own_password", say.OWN_PASSWORD, True)


class AuditPage(Page):
    """自查: read off the screen's thread. F8 prints it, F7 asks two people to end what is past its time."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.AUDIT, say.AUDIT_LINE)
        self._place = place
        self._audit: SelfAudit | None = None
        ground = QWidget()
        ground.setObjectName("scrolled")
        self._column = QVBoxLayout(ground)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addStretch(1)
        self.body.addWidget(scrolled(ground), 1)
        acts = {"F8": KeyAct(say.PRINT_AUDIT, self.print)}
        if place.offers("destroy"):
            acts["F7"] = KeyAct(say.DESTROY, partial(place.open, "destroy"))
        self.body.addLayout(row_of(*(act_key(act, key) for key, act in acts.items())))
        self.set_acts({**acts, "F5": KeyAct(say.AUDIT, self.entered)})

    def entered(self) -> None:
        """Read again."""
        self._place.jobs.read(partial(retention.self_audit, self._place.desk), self._show)

    def print(self) -> None:
        """Look at it on paper."""
        self._place.show_print({say.AUDIT: partial(retention.self_audit_sheet, self._place.desk)})

    def told(self) -> SelfAudit | None:
        """What is shown; None before it was read."""
        return self._audit

    def _show(self, audit: SelfAudit) -> None:
        self._audit = audit
        while self._column.count() > 1:
            gone = self._column.takeAt(0)
            if gone is not None and gone.widget() is not None:
                gone.widget().hide()
                gone.widget().deleteLater()
        for place, (heading, rows) in enumerate(retention.audit_parts(audit)):
            sheet = Sheet(heading)
            for label, words in rows or [("", say.HANDOVER_NONE)]:
                sheet.column.addWidget(paragraph(f"{label}  {words}".strip()))
            self._column.insertWidget(place, in_middle(sheet, WIDTH))


class DestroyPage(Page):
    """到期销毁: the list on paper (F8), a second person picked, both passwords."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.DESTROY, say.DESTROY_SENTENCE)
        self._place = place
        others = [one.name for one in users.with_password(place.desk) if one.uid != place.desk.user.uid]
        self.second = NameKeys(others, "")
        self.form = PlainForm([OWN, PlainLine("second_password", say.THEIR_PASSWORD, True)])
        self._found = retention.past(place.desk)
        sheet = Sheet(say.DESTRUCTION_PART)
        sheet.column.addWidget(paragraph(retention.opening(place.desk, self._found), "hint"))
        for number, words in retention.past_rows(self._found, MOST) or [("", say.NOTHING_PAST)]:
            sheet.column.addWidget(paragraph(f"{number}  {words}".strip()))
        self.set_acts(_asked(sheet, say.SECOND, self.second, self.form, (say.DESTROY_KEEP, self.end), self.print))
        ground = in_middle(sheet, WIDTH)
        ground.setObjectName("scrolled")
        self.body.addWidget(scrolled(ground), 1)
        self.form.ended.connect(self.end)

    def entered(self) -> None:
        """The first password takes the keys."""
        self.form.focus_field("own_password")

    def print(self) -> None:
        """The list, to be signed before."""
        self._place.show_print({say.DESTRUCTION_TITLE: partial(retention.destruction_list, self._place.desk)})

    def end(self) -> None:
        """Ask for it."""
        own, their = self.form.value("own_password"), self.form.value("second_password")
        if not self._place.jobs.is_under_way(self):
            work = partial(retention.destroy, self._place.desk, self._found, own, self.second.chosen(), their)
            self._place.jobs.slow(_slow(work), self._ended, partial(_refused, self, self.form), owner=self)

    def _ended(self, _none: None) -> None:
        self._place.back()
        self._place.tell(say.DESTROYED.format(count=len(self._found)))


class ForgetPage(Page):
    """依本人要求删除: the person's own data on paper (F8), and the head's password."""

    def __init__(self, place: Workplace, person: str) -> None:
        super().__init__(say.FORGET, say.FORGET_SENTENCE)
        self._place, self._person = place, person
        self.form = PlainForm([OWN])
        sheet = Sheet()
        self.set_acts(_asked(sheet, "", None, self.form, (say.FORGET_KEEP, self.forget), self.print))
        self.body.addWidget(in_middle(sheet, WIDTH))
        self.body.addStretch(1)
        self.form.ended.connect(self.forget)

    def entered(self) -> None:
        """The password takes the keys."""
        self.form.focus_field("own_password")

    def print(self) -> None:
        """What is kept of the person."""
        sheet = partial(own_data.own_data_sheet, self._place.desk, self._person)
        self._place.show_print({say.OWN_TITLE: sheet})

    def forget(self) -> None:
        """Ask for it."""
        if not self._place.jobs.is_under_way(self):
            work = partial(own_data.forget, self._place.desk, self._person, self.form.value("own_password"))
            self._place.jobs.slow(_slow(work), self._gone, partial(_refused, self, self.form), owner=self)

    def _gone(self, _none: None) -> None:
        self._place.back()
        self._place.tell(say.FORGOTTEN)


def _asked(
    sheet: Sheet,
    label: str,
    names: NameKeys | None,
    form: PlainForm,
    keep: tuple[str, Callable[[], None]],
    print_it: Callable[[], None],
) -> dict[str, KeyAct]:
    """Lay the lines and the keys of a page that asks for passwords on its sheet; the acts of the page."""
    acts = {"F8": KeyAct(finding.PRINT, print_it), "F9": KeyAct(*keep)}
    if names is not None:
        sheet.column.addWidget(paragraph(label, "heading"))
        sheet.column.addWidget(names)
        acts |= names.acts()
    main = act_key(acts["F9"], "F9")
    main.setObjectName("main")
    sheet.column.addWidget(form)
    sheet.column.addLayout(row_of(act_key(acts["F8"], "F8"), main, stretch_after=0))
    return acts


def _slow(work: Callable[[], object]) -> Callable[[Report], None]:
    def slow(_report: Report) -> None:
        work()

    return slow


def _refused(page: Page, form: PlainForm, rejected: Rejected) -> None:
    said = {problem.where: text.explain(problem) for problem in rejected.problems}
    known = {"own_password", "second_password"}
    form.show_problems({name: words for name, words in said.items() if name in known})
    page.notices.show_problems([("", words, True) for name, words in said.items() if name not in known], str)
    form.focus_field(next((name for name in ("own_password", "second_password") if name in said), "own_password"))
