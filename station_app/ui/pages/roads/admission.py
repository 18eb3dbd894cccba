"""准入: a station hands over the file that its county gave it; a county gives such files."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QWidget

from station_app.domain.exchange import Invitation
from station_app.domain.problem import Rejected, refusal
from station_app.domain.records import Enrolment, Station
from station_app.services import enrolment
from station_app.sync import trust
from station_app.text import explain
from station_app.text import roads as say
from station_app.ui.parts.files import documents, save_bytes
from station_app.ui.parts.plain_form import PlainForm, PlainLine
from station_app.ui.parts.record_form import RecordForm
from station_app.ui.parts.sheet import Sheet, in_middle, paragraph, row_of
from station_app.ui.shell.page import KeyAct, Page, act_key
from station_app.ui.shell.workplace import Workplace

WIDTH = 760
SUFFIX = ".lzi"
LARGEST = 200_000
"""Bytes of a file that may be an invitation: a certificate is the longest part of one."""


class AdmissionPage(Page):
    """How far this device's admission has come; an invitation is chosen as a file (F2) or pasted (F9). Below it the
    proxy that leads out of the office's network (F7)."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.ADMISSION, say.ADMISSION_SENTENCE)
        self._place = place
        self._standing = paragraph("", "heading")
        self.pasted = QPlainTextEdit()
        self.pasted.setObjectName("pasted")
        self.pasted.setAccessibleName(say.PASTE)
        self.pasted.setPlaceholderText(say.PASTE_HERE)
        self.pasted.setTabChangesFocus(True)
        self.pasted.setFixedHeight(160)
        accept = act_key(KeyAct(say.ACCEPT, self.accept_pasted), "F9")
        accept.setAutoDefault(True)
        sheet = Sheet()
        sheet.column.addWidget(self._standing)
        sheet.column.addWidget(self.pasted)
        sheet.column.addLayout(row_of(QWidget(), accept, stretch_after=0))
        self.body.addWidget(in_middle(sheet, WIDTH))
        self.body.addWidget(in_middle(self._way_out(), WIDTH))
        self.body.addStretch(1)
        self.set_acts({
            "F2": KeyAct(say.INVITATION_FILE, self._ask_file),
            "F7": KeyAct(say.KEEP_PROXY, self.keep_proxy),
            "F9": KeyAct(say.ACCEPT, self.accept_pasted),
        })  # fmt: skip

    def _way_out(self) -> Sheet:
        self.proxy = PlainForm([
            PlainLine("proxy", say.PROXY_ADDRESS, is_latin=True),
            PlainLine("proxy_user", say.PROXY_USER),
            PlainLine("proxy_password", say.PROXY_PASSWORD, is_secret=True),
        ])  # fmt: skip
        self.proxy.ended.connect(self.keep_proxy)
        keep = act_key(KeyAct(say.KEEP_PROXY, self.keep_proxy), "F7")
        keep.setAutoDefault(True)
        sheet = Sheet(say.PROXY)
        sheet.column.addWidget(paragraph(say.PROXY_SENTENCE, "hint"))
        sheet.column.addWidget(self.proxy)
        sheet.column.addLayout(row_of(QWidget(), keep, stretch_after=0))
        return sheet

    def entered(self) -> None:
        """Say how far it has come."""
        standing = enrolment.standing(self._place.desk)
        said = say.STANDINGS[standing.stage]
        self._standing.setText(say.because(standing.name, said) if standing.name else said)
        kept = trust.proxy(self._place.desk.store)
        for name, text in (("proxy", kept.url if kept else ""), ("proxy_user", kept.user if kept else "")):
            self.proxy.line(name).setText(text)
        self.proxy.clear("proxy_password")
        self.pasted.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep_proxy(self) -> None:
        """Go out by what stands in the form from now on."""
        from station_app.services import sending  # noqa: PLC0415  (no page waits for the network's libraries)

        said = [self.proxy.value(name) for name in ("proxy", "proxy_user", "proxy_password")]
        work = partial(sending.set_proxy, self._place.desk, *said)
        kept = say.PROXY_KEPT if said[0].strip() else say.NO_PROXY
        self._place.jobs.save(work, lambda _: self._proxy_kept(kept), self._proxy_refused, owner=self)

    def _proxy_kept(self, said: str) -> None:
        self.proxy.show_problems({})
        self.proxy.clear("proxy_password")
        self.notices.tell(said)

    def _proxy_refused(self, rejected: Rejected) -> None:
        self.proxy.show_problems({one.where: explain(one) for one in rejected.problems})
        self.proxy.focus_field("proxy")

    def standing(self) -> str:
        """The sentence that says how far it has come."""
        return self._standing.text()

    def accept_pasted(self) -> None:
        """Hand over what was pasted."""
        if said := self.pasted.toPlainText().strip():
            self._accept(said.encode())

    def accept_file(self, path: Path) -> None:
        """Hand over a file."""
        try:
            with path.open("rb") as file:
                content = file.read(LARGEST)
        except OSError:
            self._refused(Rejected((refusal("stick_unreadable", value=path.name),)))
        else:
            self._accept(content)

    def offer_file(self, path: Path) -> None:
        """Offer to hand over a file that the program was started with."""
        self.notices.offer(say.FILE_HANDED.format(name=path.name), say.ACCEPT, partial(self.accept_file, path))

    def _accept(self, content: bytes) -> None:
        work = partial(enrolment.accept_invitation, self._place.desk, content)
        self._place.jobs.save(work, self._accepted, self._refused, owner=self)

    def _accepted(self, _invitation: Invitation) -> None:
        self.pasted.clear()
        self.entered()
        self.notices.tell(say.ACCEPTED)

    def _refused(self, rejected: Rejected) -> None:
        self.notices.show_problems([("", explain(one), True) for one in rejected.problems], str)

    def _ask_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, say.INVITATION_FILE, str(documents()), say.INVITATION_FILES)
        if chosen:
            self.accept_file(Path(chosen))


class InvitePage(Page):
    """A county's form for one station: where, its name, until when, in place of which computer; F9 writes the file.

    F7 is its own admission."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.ADMISSION, say.INVITE_SENTENCE)
        self._place = place
        self.station = RecordForm(Station, place.sources, only=("area_code", "name"), columns=1)
        self.until = RecordForm(Enrolment, place.sources, only=("expires_on", "replaces"), columns=1)
        invite = act_key(KeyAct(say.INVITE, self._ask_path), "F9")
        invite.setObjectName("main")
        invite.setAutoDefault(True)
        sheet = Sheet()
        for form in (self.station, self.until):
            sheet.column.addWidget(form)
        sheet.column.addLayout(row_of(QWidget(), invite, stretch_after=0))
        self.body.addWidget(in_middle(sheet, WIDTH))
        self.body.addStretch(1)
        own = place.way("admission", say.OWN_ADMISSION)
        own_key = act_key(own, "F7")
        own_key.setAutoDefault(True)
        self.body.addLayout(row_of(own_key))
        self.set_acts({"F7": own, "F9": KeyAct(say.INVITE, self._ask_path)})
        self.until.ended.connect(self._ask_path)

    def entered(self) -> None:
        """The first field takes the keys."""
        self.station.focus_first()

    def invite(self, path: Path) -> None:
        """Write an invitation for what stands in the form to `path`."""
        desk, said = self._place.desk, self.station.values()
        name, area = str(said["name"]).strip(), str(said["area_code"])
        until = self.until.values()
        work = partial(enrolment.invite, desk, name, area, str(until["expires_on"]), str(until["replaces"]))
        self._place.jobs.save(work, partial(self._invited, path), self._refused, owner=self)

    def _invited(self, path: Path, text: str) -> None:
        save_bytes(path, text.encode(), self.notices, say.invited)
        self.station.clear()
        self.until.set_values({"replaces": ""})
        self.station.focus_first()

    def _refused(self, rejected: Rejected) -> None:
        problems = [(one.where, explain(one), one.refuses) for one in rejected.problems]
        left = self.until.show_problems(self.station.show_problems(problems))
        self.notices.show_problems([("", sentence, refuses) for _, sentence, refuses in left], str)

    def _ask_path(self) -> None:
        name = str(self.station.values()["name"]).strip() or "invitation"
        proposed = str(documents() / f"{name}{SUFFIX}")
        path, _ = QFileDialog.getSaveFileName(self, say.INVITE, proposed, say.INVITATION_FILES)
        if path:
            self.invite(Path(path))
