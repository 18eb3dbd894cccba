"""The first start: the place, the station, a name and a password, the recovery sheet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from station_app import paths, text
from station_app.db import keyring, life
from station_app.domain import clock as time
from station_app.domain.clock import Clock
from station_app.domain.exchange import Invitation, read_invitation
from station_app.domain.immutable import immutable
from station_app.domain.intake import Reader
from station_app.domain.judging import COUNTY
from station_app.domain.problem import Problem, Rejected, refusal
from station_app.domain.records import Office, Station, User
from station_app.services import choices, prints
from station_app.services.choices import county_name
from station_app.services.desk import lacks_recovery
from station_app.services.first_start import FirstStart, Founded, found
from station_app.services.printing import Print
from station_app.services.users import (
    confirm_recovery_code,
    keep_recovery_code,
    new_recovery_code,
    problems_of_password,
    proposed_password,
)
from station_app.text import copies as copies_say
from station_app.text import desk as say
from station_app.text import roads as roads_say
from station_app.text import settings as settings_say
from station_app.ui.parts.files import documents
from station_app.ui.parts.plain_form import PasswordProposal, PlainForm, PlainLine
from station_app.ui.parts.record_form import RecordForm
from station_app.ui.parts.sheet import Sheet, in_middle, paragraph, row_of
from station_app.ui.shell.jobs import Jobs, Report
from station_app.ui.shell.page import KeyAct, Page, act_key, scrolled
from station_app.ui.shell.sources import Sources
from station_app.ui.shell.workplace import Workplace

SAID_BY_OFFICE = ("area_code", "name")
FIELDS = (*SAID_BY_OFFICE, "phone")
LARGEST = 200_000
"""Bytes of a file that may be an invitation: a certificate is the longest part of one."""


class StartPlace(QWidget):
    """The choice and the form that goes with it; a name is proposed once the division is known.

    `chosen()`: the other of the two was chosen.
    """

    chosen = Signal()

    def __init__(self, sources: Sources) -> None:
        super().__init__()
        self._proposed = ""
        self.station = RecordForm(Station, sources, only=FIELDS, columns=1)
        self.office = RecordForm(Office, sources, only=FIELDS, columns=1)
        self._forms = QStackedWidget()
        self._keys = QButtonGroup(self)
        self._keys.setExclusive(True)
        for place, (label, form, hint) in enumerate(
            (
                (say.AT_STATION, self.station, say.TOWNSHIP_HINT),
                (say.AT_COUNTY, self.office, say.COUNTY_HINT),
            )
        ):
            self._keys.addButton(_choice_key(label), place)
            self._forms.addWidget(form)
            division = form.editor("area_code")
            if isinstance(division, QLineEdit):
                division.setPlaceholderText(hint)
            phone = form.editor("phone")
            if isinstance(phone, QLineEdit):
                phone.setPlaceholderText(say.PHONE_HINT)
            form.changed.connect(self._propose_name)
        self._keys.button(0).setChecked(True)
        self._keys.idClicked.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(row_of(*self._keys.buttons()))
        column.addWidget(self._forms)

    @property
    def is_office(self) -> bool:
        """Whether a county's office is to be set up."""
        return self._keys.checkedId() == 1

    @property
    def form(self) -> RecordForm:
        """The form of what is chosen."""
        return self.office if self.is_office else self.station

    def is_known(self) -> bool:
        """Whether the division that was typed is there."""
        return self._division_name() != ""

    def show_invited(self, invitation: Invitation) -> None:
        """Show the place that an invitation names; it is no longer asked."""
        self._keys.button(int(invitation.role == COUNTY)).click()
        self.form.set_values({"area_code": invitation.area_code, "name": invitation.name})
        known = FIELDS if invitation.home else SAID_BY_OFFICE
        for fixed in (*self._keys.buttons(), *map(self.form.editor, known)):
            fixed.setEnabled(False)
        phone = self.form.editor("phone")
        if invitation.home and isinstance(phone, QLineEdit):
            phone.setPlaceholderText(copies_say.PHONE_COMES_BACK)

    def _choose(self, place: int) -> None:
        self._forms.setCurrentIndex(place)
        self._proposed = ""
        self.chosen.emit()
        self.form.focus_first()

    def _division_name(self) -> str:
        code = str(self.form.values()["area_code"])
        if not self.is_office:
            township = paths.regions().by_code.get(code)
            return township.name if township else ""
        name = county_name(code)
        return paths.regions().name_of(code.ljust(12, "0")) if code and name != code.ljust(12, "0") else ""

    def _propose_name(self, name: str) -> None:
        form = self.form
        if name != "area_code" or form.values()["name"] not in ("", self._proposed):
            return
        division = self._division_name()
        proposal = say.office_name if self.is_office else say.station_name
        self._proposed = proposal(division) if division else ""
        form.set_values({"name": self._proposed})


def _choice_key(label: str) -> QPushButton:
    key = QPushButton(label)
    key.setObjectName("version")
    key.setAccessibleName(label)
    key.setCheckable(True)
    key.setAutoDefault(True)
    return key


WIDTH = 680
PLACE_FIELDS = {"name": "station_name"}
OFFERS = {"township": choices.townships, "county": choices.counties}


@immutable
class StartWays:
    """Where the first start leads: `ready` hears of the station that was founded, `open_preview` shows a print,
    `ways_back` leads to the copies of a desk that was."""

    ready: Callable[[Founded], None]
    open_preview: Callable[[Callable[[], Print]], None]
    ways_back: Callable[[], None]


class FirstStartPage(Page):
    """Sets up a station in `folder`; on the second step the person copies the code's end from the printed sheet.

    `cost` is the password hash's N.
    """

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        jobs: Jobs,
        ways: StartWays,
        cost: int = keyring.COST,
    ) -> None:
        super().__init__(say.FIRST_TITLE, say.FIRST_SENTENCE)
        self._folder, self._clock, self._jobs = folder, clock, jobs
        self._ways, self._cost = ways, cost
        self._founded: Founded | None = None
        sources = _sources(clock)
        self.place = StartPlace(sources)
        self.user = RecordForm(User, sources, only=("name",), columns=1)
        self.secret = PlainForm(
            [PlainLine("password", say.PASSWORD, True), PlainLine("again", say.PASSWORD_AGAIN, True)]
        )
        self.sheet = CodeSheet(self._print)
        self.check = self.sheet.check
        self._found_key, self._begin_key = _main_key(say.FOUND, self._found), _main_key(say.BEGIN, self._begin)
        self._steps = QStackedWidget()
        for step in (self._first_step(), self.sheet):
            self._steps.addWidget(scrolled(_on_ground(in_middle(step, WIDTH))))
        self.body.addWidget(self._steps, 1)
        foot, self._back_key = QWidget(), act_key(KeyAct(copies_say.WAS_HERE, ways.ways_back), "F4")
        self._back_key.setProperty("role", "link")
        hint = paragraph(say.NO_STATE_SECRETS, "hint")
        foot.setLayout(row_of(hint, self._back_key, self._found_key, self._begin_key, stretch_after=0))
        self._begin_key.hide()
        self.body.addWidget(in_middle(foot, WIDTH))
        self.place.chosen.connect(self._place_chosen)
        self.secret.ended.connect(self._found)
        self.check.ended.connect(self._begin)
        self._invitation = ""
        if unfit := copies_say.LIES_ON[life.lies_on(folder)]:
            self.set_heading(say.FIRST_TITLE, unfit.lstrip())
        self.set_acts(
            {
                "F4": KeyAct(copies_say.WAS_HERE, ways.ways_back),
                "F7": KeyAct(roads_say.INVITATION_FILE, self._ask_file),
                "F9": KeyAct(say.FOUND, self._found),
            }
        )

    @property
    def station(self) -> RecordForm:
        """The form of the station, or of the office where one is set up."""
        return self.place.form

    def entered(self) -> None:
        """The first field takes the keys."""
        if self._founded is None:
            self.station.focus_first()
        else:
            self.check.focus_field("last_group")

    def recovery_code(self) -> str:
        """The code that is shown, "" before the station is there."""
        return self._founded.recovery_code if self._founded else ""

    def _first_step(self) -> QWidget:
        sheet = Sheet()
        for part in (paragraph(say.PLACE_PART, "heading"), self.place, paragraph(say.USER_PART, "heading"), self.user):
            sheet.column.addWidget(part)
        sheet.column.addWidget(self.secret)
        sheet.column.addWidget(PasswordProposal(self.secret, proposed_password, say.PASSWORD_HINT))
        self._invited = paragraph(say.INVITED_HINT, "hint")
        file_key = act_key(KeyAct(roads_say.INVITATION_FILE, self._ask_file), "F7")
        sheet.column.addLayout(row_of(self._invited, file_key, stretch_after=0))
        return sheet

    def take_invitation(self, path: Path) -> None:
        """Be set up at the place that an invitation names: its name and its uid are the office's to say."""
        try:
            with path.open("rb") as file:
                said = file.read(LARGEST).decode(errors="replace")
            invitation = read_invitation(said)
        except OSError:
            self.notices.show_problems([("", text.explain(refusal("stick_unreadable", value=path.name)), True)], str)
            return
        except Rejected as rejected:
            self.notices.show_problems([("", text.explain(one), True) for one in rejected.problems], str)
            return
        self.notices.clear()
        self._invitation = said
        self.place.show_invited(invitation)
        at = copies_say.REJOINS_AT if invitation.home else say.INVITED_AT
        self._invited.setText(at.format(name=invitation.name))
        if invitation.home:
            self.set_heading(copies_say.REJOIN, self._invited.text())
            self._name_key(copies_say.REJOIN)
            self.user.focus_first()
        else:
            self.station.focus_field("phone")

    def _ask_file(self) -> None:
        title, kinds = roads_say.INVITATION_FILE, roads_say.INVITATION_FILES
        chosen, _ = QFileDialog.getOpenFileName(self, title, str(documents()), kinds)
        if chosen:
            self.take_invitation(Path(chosen))

    def _place_chosen(self) -> None:
        self.notices.clear()
        is_office = self.place.is_office
        if is_office:
            self.set_heading(say.OFFICE_PART, say.COUNTY_SENTENCE)
        else:
            self.set_heading(say.FIRST_TITLE, say.FIRST_SENTENCE)
        self._name_key(say.FOUND_OFFICE if is_office else say.FOUND)

    def _name_key(self, label: str) -> None:
        self._found_key.setText(text.key_label(label, "F9"))
        self._found_key.setAccessibleName(label)

    def _found(self) -> None:
        if self._jobs.is_under_way(self):
            return
        problems = self._unsound()
        if problems:
            self._refused(Rejected(tuple(problems)))
            return
        values = self.station.values()
        start = FirstStart(
            str(values["area_code"]),
            str(values["name"]).strip(),
            str(self.user.values()["name"]).strip(),
            self.secret.value("password"),
            invitation=self._invitation,
            phone=str(values["phone"]).strip(),
            waits_for_sheet=True,
        )
        folder, clock, cost = self._folder, self._clock, self._cost

        def work(_report: Report) -> Founded:
            founded = found(folder, start, clock, cost)
            founded.desk.close()  # this thread's connection
            return founded

        self._found_key.setEnabled(False)
        self.notices.tell(say.FOUNDING)
        self._jobs.slow(work, self._founded_now, self._refused, owner=self, ended=self._found_ended)

    def _unsound(self) -> list[Problem]:
        problems = [refusal("missing", PLACE_FIELDS.get(spec.name, spec.name)) for spec in self.station.missing()]
        problems += [refusal("missing", "user_name") for _ in self.user.missing()]
        division = str(self.station.values()["area_code"])
        if division and not self.place.is_known():
            code = "county_unknown" if self.place.is_office else "division_unknown"
            problems.append(refusal(code, "area_code", division))
        password = self.secret.value("password")
        if weak := problems_of_password(password, str(self.user.values()["name"])):
            problems += weak
        elif password != self.secret.value("again"):
            problems.append(refusal("passwords_differ", "again"))
        return problems

    def _found_ended(self) -> None:
        self._found_key.setEnabled(True)
        self.notices.clear()

    def _refused(self, rejected: Rejected) -> None:
        said = {problem.where: text.explain(problem) for problem in rejected.problems}
        self.station.show_problems(
            [
                (own, said[name], True)
                for own, name in (("area_code", "area_code"), ("name", "station_name"), ("phone", "phone"))
                if name in said
            ]
        )
        self.user.show_problems([("name", said[name], True) for name in ("user_name", "name") if name in said])
        self.secret.show_problems(said)
        places = {"area_code", "station_name", "phone", "user_name", "name", "password", "again"}
        self.notices.show_problems([("", sentence, True) for name, sentence in said.items() if name not in places], str)
        self._focus_first_of(set(said))

    def _focus_first_of(self, names: set[str]) -> None:
        if "area_code" in names or "station_name" in names:
            self.station.focus_field("area_code" if "area_code" in names else "name")
        elif "phone" in names:
            self.station.focus_field("phone")
        elif names & {"user_name", "name"}:
            self.user.focus_first()
        else:
            self.secret.focus_field("again" if names == {"again"} else "password")

    def _founded_now(self, founded: Founded) -> None:
        self._founded = founded
        self.secret.clear("password", "again")
        self.set_heading(say.SHEET_TITLE, say.SHEET_SENTENCE)
        self.sheet.show_code(founded.recovery_code)
        self._steps.setCurrentIndex(1)
        for done in (self._found_key, self._back_key):
            done.hide()
        self._begin_key.show()
        self.set_acts({"F8": KeyAct(say.PRINT_SHEET, self._print), "F9": KeyAct(say.BEGIN, self._begin)})
        self.check.focus_field("last_group")

    def _print(self) -> None:
        if founded := self._founded:
            self._ways.open_preview(lambda: prints.recovery_sheet(founded.desk, founded.recovery_code))

    def _begin(self) -> None:
        founded = self._founded
        if founded is None or self._jobs.is_under_way(self) or not self.sheet.is_copied():
            return

        def work(_report: Report) -> None:
            confirm_recovery_code(founded.desk)
            founded.desk.close()  # this thread's connection

        self._jobs.slow(work, lambda _none: self._ways.ready(founded), self._refused, owner=self)


class CodeSheet(Sheet):
    """A recovery code, the key that prints its sheet, and the line into which its end is copied from there."""

    def __init__(self, print_sheet: Callable[[], None]) -> None:
        super().__init__()
        self._code = ""
        self._shown = paragraph("", "large")
        self.check = PlainForm([PlainLine("last_group", say.LAST_GROUP, is_latin=True)])
        self.column.addWidget(self._shown)
        self.column.addLayout(row_of(act_key(KeyAct(say.PRINT_SHEET, print_sheet), "F8")))
        self.column.addSpacing(16)
        self.column.addWidget(self.check)
        self.column.addWidget(paragraph(say.LAST_GROUP_HINT, "hint"))

    def show_code(self, code: str) -> None:
        """Show a code, in two lines."""
        self._code = code
        groups = code.split("-")
        self._shown.setText("\n".join((" - ".join(groups[:3]), " - ".join(groups[3:]))))

    def is_copied(self) -> bool:
        """Whether the code's end stands in the line; where it does not, that is said."""
        if self.check.value("last_group").strip().upper() == self._code.split("-")[-1]:
            return True
        self.check.show_problems({"last_group": say.LAST_GROUP_WRONG})
        self.check.focus_field("last_group")
        return False


class RecoveryPage(Page):
    """恢复纸: another recovery code. It is printed, its end is copied from the sheet, and only then does it count."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(settings_say.RECOVERY, settings_say.RECOVERY_LINE)
        self._place, self._code = place, ""
        self.form = PlainForm([PlainLine("own_password", settings_say.OWN_PASSWORD, True)])
        self.sheet = CodeSheet(self._print)
        ask = Sheet()
        sentence = settings_say.RECOVERY_LACKS if lacks_recovery(place.desk) else settings_say.RECOVERY_SENTENCE
        ask.column.addWidget(paragraph(sentence))
        ask.column.addWidget(self.form)
        ask.column.addLayout(row_of(_main_key(settings_say.RECOVERY_MAKE, self._make)))
        self._keep_key = _main_key(settings_say.RECOVERY_KEEP, self._keep)
        self.sheet.column.addLayout(row_of(self._keep_key))
        self._steps = QStackedWidget()
        for step in (ask, self.sheet):
            self._steps.addWidget(scrolled(_on_ground(in_middle(step, WIDTH))))
        self.body.addWidget(self._steps, 1)
        self.form.ended.connect(self._make)
        self.sheet.check.ended.connect(self._keep)
        self.set_acts({"F9": KeyAct(settings_say.RECOVERY_MAKE, self._make)})

    def entered(self) -> None:
        """The line of the step takes the keys."""
        if self._code:
            self.sheet.check.focus_field("last_group")
        else:
            self.form.focus_field("own_password")

    def recovery_code(self) -> str:
        """The code that is shown, "" before it is made."""
        return self._code

    def _make(self) -> None:
        desk, own = self._place.desk, self.form.value("own_password")
        if not self._place.jobs.is_under_way(self):
            self._place.jobs.slow(lambda _report: new_recovery_code(desk, own), self._made, self._refused, owner=self)

    def _made(self, code: str) -> None:
        self._code = code
        self.form.clear("own_password")
        self.sheet.show_code(code)
        self.set_heading(say.SHEET_TITLE, settings_say.RECOVERY_COUNTS)
        self._steps.setCurrentIndex(1)
        keep = KeyAct(settings_say.RECOVERY_KEEP, self._keep)
        self.set_acts({"F8": KeyAct(say.PRINT_SHEET, self._print), "F9": keep})
        self.sheet.check.focus_field("last_group")

    def _print(self) -> None:
        if code := self._code:
            self._place.show_print({settings_say.RECOVERY: lambda: prints.recovery_sheet(self._place.desk, code)})

    def _keep(self) -> None:
        desk, code = self._place.desk, self._code
        if not code or self._place.jobs.is_under_way(self) or not self.sheet.is_copied():
            return
        self._place.jobs.slow(lambda _report: keep_recovery_code(desk, code), self._kept, self._refused, owner=self)

    def _kept(self, _none: None) -> None:
        self._place.back()
        self._place.tell(settings_say.RECOVERY_KEPT)

    def _refused(self, rejected: Rejected) -> None:
        said = {problem.where: text.explain(problem) for problem in rejected.problems}
        self.form.show_problems(said)
        self.form.clear("own_password")
        self.notices.show_problems([("", told, True) for where, told in said.items() if where != "own_password"], str)
        self.entered()


def _on_ground(content: QWidget) -> QWidget:
    """Content on the page's own ground."""
    content.setObjectName("scrolled")
    return content


def _main_key(label: str, do: Callable[[], None]) -> QPushButton:
    key = act_key(KeyAct(label, do), "F9")
    key.setObjectName("main")
    return key


def _sources(clock: Clock) -> Sources:
    today = time.today(clock)
    codes = paths.code_book()
    return Sources(
        codes=codes,
        today=today,
        read=Reader(codes, today).read,
        choices=lambda kind, typed: OFFERS[kind](typed) if kind in OFFERS else [],
        names=lambda kind, code: choices.county_name(code) if kind == "county" else paths.regions().path_name(code),
        initials=paths.initials_of,
    )
