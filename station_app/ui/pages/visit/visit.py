"""来访登记: the form of a visit, when and where it was heard, and what is said when it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_app import text
from station_app.domain import numbering
from station_app.domain.field import field_of, fields_of
from station_app.domain.lifecycle import DAY_OPEN
from station_app.domain.problem import Problem
from station_app.domain.records import Opinion, Person, Visit
from station_app.services import agenda, held_day, reception, visits
from station_app.services.desk import Desk
from station_app.services.visits import ON_DAY, Registered, VisitEntry
from station_app.text import desk as say
from station_app.text import visits as visits_say
from station_app.ui.pages.records.versions import versions_of
from station_app.ui.pages.visit.matter import MatterPart
from station_app.ui.pages.visit.matter_list import MatterList
from station_app.ui.pages.visit.people import NAMED, CameAlong, KnownPeople, PersonPart
from station_app.ui.parts.entry_page import Entry, EntryPage, Told, Work
from station_app.ui.parts.fold import Fold
from station_app.ui.parts.record_form import RecordForm, rest_of
from station_app.ui.parts.sheet import Beside, Sheet, paragraph, row_of
from station_app.ui.parts.values import Speaker
from station_app.ui.shell.look import GRID
from station_app.ui.shell.page import KeyAct, act_key
from station_app.ui.shell.sources import Sources
from station_app.ui.shell.workplace import Workplace

COMING = ("channel", "headcount")
HEARING = (
    *("is_first", "notice_way", "deputies", "place", "received_on", "received_at"),
    *("language", "interpreter", "confirmation", "proxy_name"),
)
SELDOM = rest_of(Visit, (*COMING, *HEARING, *NAMED))
IS_MINOR, OF_AGE = "is_minor", 18
HERE = ("PRESENT", "STAND_IN")


class HearingPart(QObject):
    """The forms `coming`, `came` (who came along), `hearing` and `seldom`. `changed()`: a person typed."""

    changed = Signal()

    def __init__(self, desk: Desk, sources: Sources, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._minor_proposed = False
        self.coming = RecordForm(Visit, sources, only=COMING)
        self.coming.passes = lambda name: name == "channel" and bool(self.coming.values()["channel"])
        self.came = CameAlong(sources)
        self.hearing = RecordForm(Visit, sources, only=HEARING)
        self.seldom = Fold(RecordForm(Visit, sources, only=SELDOM))
        for form in (self.coming, self.hearing, self.seldom.form):
            form.changed.connect(self._typed)
        self.came.changed.connect(self.changed)

    def forms(self) -> tuple[RecordForm, ...]:
        """The forms of this part."""
        return (self.coming, self.came.form, self.hearing, self.seldom.form)

    def values(self) -> dict[str, object]:
        """Everything that stands in the forms."""
        return {name: value for form in self.forms() for name, value in form.values().items()}

    def fields(self) -> dict[str, Any]:
        """What the act is told: what was filled, with the reception day on which it was heard."""
        filled = {name: value for name, value in self.values().items() if value not in ("", (), None, False)}
        return reception.on_its_day(self._desk, filled)

    def put(self, values: Mapping[str, Any], newcomers: list[list[str]]) -> None:
        """Show what a draft holds."""
        for form in self.forms():
            form.set_values(values)
        self.came.put({}, newcomers)
        self._count_heads()

    def begin(self) -> None:
        """Empty forms with the facts of the hour: the day, and where and by whom a reception day is held."""
        self._minor_proposed = False
        for form in self.forms():
            form.clear()
            form.show_problems([])
        self.came.clear()
        self.seldom.unfold(is_open=False)
        self.hearing.set_values({"received_on": self._desk.today})
        day = agenda.day_of(self._desk, self._desk.today)
        if day is not None and day.state == DAY_OPEN:
            self.coming.set_values({"channel": ON_DAY})
            self.hearing.set_values({"place": day.place, "deputies": self._present(day.uid)})

    def touched(self) -> None:
        """The first key of a visit says when it came."""
        if not self.hearing.values()["received_at"]:
            self.hearing.set_values({"received_at": f"{self._desk.clock.now():%H:%M}"})

    @property
    def is_minor(self) -> bool:
        """Whether the visitor is under age."""
        return bool(self.seldom.form.values()[IS_MINOR])

    def born(self, year: str) -> bool:
        """The visitor's year of birth is this: one under age is proposed to be marked so, once. Whether it was."""
        read = self._desk.reader.read(field_of(Visit, "headcount"), year).value if year else None
        is_young = isinstance(read, int) and read > 1900 and int(self._desk.today[:4]) - read < OF_AGE
        if not is_young or self._minor_proposed or self.is_minor:
            return False
        self._minor_proposed = True
        self.seldom.form.set_values({IS_MINOR: True})
        self.seldom.unfold(is_open=True)
        return True

    def _present(self, day: str) -> tuple[str, ...]:
        attended = held_day.attendance(self._desk, day)
        return tuple(
            (one.stand_in or one.deputy).uid for one in attended if one.stand_in or one.attendance.presence in HERE
        )

    def _typed(self, name: str) -> None:
        if name == "headcount":
            self._count_heads()
        self.changed.emit()

    def _count_heads(self) -> None:
        read = self._desk.reader.read(field_of(Visit, "headcount"), str(self.coming.values()["headcount"])).value
        self.came.set_heads(read if isinstance(read, int) else 1)


def missing_places(
    person: PersonPart, coming: RecordForm, hearing: RecordForm, matters: Sequence[MatterPart]
) -> list[tuple[str, str]]:
    """What must still be filled, (place, label), in the order of the form."""
    known = person.values()
    wanted = [(f"person.{spec.name}", spec.label) for spec in person.main.missing()]
    if not known["phone"] and not known["no_phone_reason"]:
        wanted.append(("person.phone", field_of(Person, "phone").label))
    wanted += [(f"visit.{spec.name}", spec.label) for spec in coming.missing()]
    for number, part in enumerate(matters):
        of_matter = say.matter_heading(number + 1) if len(matters) > 1 else ""
        wanted += [(f"{number}.{name}", say.in_place(label, of_matter)) for name, label in part.missing()]
    wanted += [(f"visit.{spec.name}", spec.label) for spec in hearing.missing()]
    if coming.values()["channel"] == ON_DAY and not hearing.values()["deputies"]:
        wanted.append(("visit.deputies", field_of(Visit, "deputies").label))
    return wanted


def shown_in(forms: Sequence[RecordForm], problems: Told, fold: Fold) -> Told:
    """Say problems under their fields, unfolding where one is hidden; those of no field here are given back."""
    left = list(problems)
    for form in forms:
        before = len(left)
        left = form.show_problems(left)
        if form is fold.form and len(left) < before:
            fold.unfold(is_open=True)
    return left


def focus_in(forms: Sequence[RecordForm], name: str, fold: Fold) -> None:
    """Go to the field `name` of whichever form has it."""
    for form in forms:
        if name in form.values():
            if form is fold.form:
                fold.unfold(is_open=True)
            form.focus_field(name)


def label_of_field(name: str) -> str:
    """The label of a field of the form, "" for none."""
    specs = [spec for cls in (Visit, Person, Opinion) for spec in fields_of(cls)]
    return next((spec.label for spec in specs if spec.name == name), "")


REPEAT = "REPEAT"
IS_FIRST = "is_first"


class RepeatLink(QObject):
    """The link of the visit that is being typed. `changed()`: a person picked; `settled()`: the keys may go on."""

    changed = Signal()
    settled = Signal()

    def __init__(self, known: KnownPeople, hearing: RecordForm, parent: QObject) -> None:
        super().__init__(parent)
        self._known, self._hearing = known, hearing
        self.visit = self._title = ""
        known.linked.connect(self._picked)
        hearing.changed.connect(self._asked)

    def forget(self) -> None:
        """Nothing is linked."""
        self.visit = self._title = ""
        self._say()

    def content(self) -> list[str]:
        """What a draft keeps."""
        return [self.visit, self._title]

    def put(self, kept: list[str]) -> None:
        """Show what a draft holds."""
        self.visit, self._title = kept
        self._say()

    def go(self) -> None:
        """Let the keys pick among what was raised before."""
        self._known.focus_earlier()

    def _asked(self, name: str) -> None:
        if name == IS_FIRST:
            if not self._is_repeat:
                self.visit = self._title = ""
            self._say()

    @property
    def _is_repeat(self) -> bool:
        return self._hearing.values()[IS_FIRST] == REPEAT

    def _picked(self, visit: str, title: str) -> None:
        self.visit, self._title = visit, title
        if visit:
            self._hearing.set_values({IS_FIRST: REPEAT})
        self._say()
        self.changed.emit()
        self.settled.emit()

    def _say(self) -> None:
        if self.visit:
            self._known.say_link(visits_say.LINKED.format(title=self._title))
        else:
            self._known.say_link(visits_say.LINK_HINT if self._is_repeat and self._known.has_earlier() else "")


class SavedStrip(Sheet):
    """The number that was just given, large, with its check character; what the person should look at under it."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.FIRST_FREE)
        self._place = place
        self._visit = ""
        self._number, self._whole, self._warnings = (
            paragraph("", "large"),
            paragraph("", "hint"),
            paragraph("", "warning"),
        )
        self._see = act_key(KeyAct(say.SEE_RECORD, self._open))
        self._see.setProperty("role", "link")
        for part in (self._number, self._whole, self._warnings):
            self.column.addWidget(part)
        receipt = act_key(KeyAct(visits_say.PRINT_RECEIPT, self.print_receipt), "F8")
        self.column.addLayout(row_of(receipt, self._see, stretch_after=2))
        self.hide()

    def show_saved(self, registered: Registered, warnings: Sequence[str]) -> None:
        """Show what was registered."""
        self._visit = registered.visit.uid
        number = registered.visit.number
        self._number.setText(short_with_check(number))
        self._whole.setText(numbering.with_check(number))
        self._warnings.setText("\n".join(warnings))
        self._warnings.setVisible(bool(warnings))
        self.show()

    def number(self) -> str:
        """The number in full that is shown, "" for none."""
        return self._whole.text()

    def print_receipt(self) -> None:
        """The visitor's receipt, and the record sheet as the other version; nothing before the first visit."""
        if self._visit:
            self._place.show_print(versions_of(self._place.desk, "visit", {"uid": self._visit}))

    def _open(self) -> None:
        self._place.record("visit", self._visit)


def short_with_check(number: str) -> str:
    """The part of a number that a desk needs, with the check character of the whole: F26-0031-K."""
    return numbering.short_with_check(number)


FROM_VISIT = ("received_on", "channel", "village", "visit")
"""What a matter takes from its visit."""
SIDE_NARROW, SIDE_WIDTH = 176, 304
LAID_OUT_MS = 20
"""By then what came up in the form has its room."""


class VisitPage(EntryPage):
    """The form of a visit: the visitor, their matters, how they were heard; the person may be known."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(place, say.VISIT_TITLE)
        desk, sources, jobs = place.desk, place.sources, place.jobs
        self.person = PersonPart(desk, sources, jobs, self)
        self.visit = HearingPart(desk, sources, self)
        self.coming, self.hearing, self.seldom = self.visit.coming, self.visit.hearing, self.visit.seldom
        self.link = RepeatLink(self.person.known, self.hearing, self)
        self.list = MatterList(place)
        self.strip = SavedStrip(place)
        self._secrecy, self._young = paragraph("", "warning"), paragraph("", "warning")
        entry = Entry(
            form="visit",
            words={"F7": say.SET_ASIDE, "Ctrl+Return": say.SAVE, "F9": say.SAVE_AND_NEXT},
            content=self._typed,
            put=self._put,
            begin=self._begin,
            missing=self._missing,
            jump=self._jump,
            first=partial(self.person.main.focus_field, "name"),
            work=self._work,
            registered=self._registered_now,
            show_problems=self._show_problems,
            more={
                "Ctrl+N": KeyAct(say.ANOTHER_MATTER, self.add_matter),
                "F8": KeyAct(visits_say.PRINT_RECEIPT, self.print_receipt),
                "F11": KeyAct(visits_say.READ_BACK, self.read_back),
                "F12": KeyAct(visits_say.ADD_FILE, self.add_file),
                "Shift+F12": KeyAct(visits_say.PHOTOS, self.add_photos),
                "Ctrl+K": KeyAct(visits_say.CONFIDENTIAL, self.keep_confidential),
                "Ctrl+R": KeyAct(visits_say.LINK, self.link.go),
                "Ctrl+J": KeyAct(visits_say.LIKE_LAST, self.like_last),
            },
        )
        self.set_up(entry, self._sheets())
        self.column.insertLayout(2, row_of(*(self.key(name) for name in ("Ctrl+N", "Ctrl+J", "Ctrl+K", "F11"))))
        both = Beside(self.area, self.column, 0, self._side(), (SIDE_NARROW, SIDE_WIDTH))
        both.stacked.connect(self.person.known.hide_when_idle)
        self.person.known.seen.connect(lambda: QTimer.singleShot(LAID_OUT_MS, self, self._keep_in_sight))
        self.lay_out(None, both)
        self._connect()
        self._begin()
        self.show_missing()

    @property
    def matters(self) -> list[MatterPart]:
        """The matters in the form."""
        return self.list.parts

    def print_receipt(self) -> None:
        """The receipt of what stands in the form, which is registered first; of an empty form, of the visit before."""
        if self.is_touched:
            self.register(self._begin_next_and_print)
        else:
            self.strip.print_receipt()

    def add_matter(self) -> None:
        """One more matter of the same visitor."""
        self.list.add().focus_field("title")
        self.touched()

    def like_last(self) -> None:
        """Begin with what the visit before was about, where nothing was typed yet: neighbours come one after the other
        with one matter."""
        start = visits.like_last(self._place.desk)
        if start is None:
            self.notices.tell(visits_say.NO_LAST)
            return
        matter = self.list.at_focus().main
        for form, values in (
            (self.person.main, start.person),
            (self.coming, start.visit),
            (self.hearing, start.visit),
            (matter, start.matter),
        ):
            empty = {name for name, value in form.values().items() if value in ("", ())}
            form.set_values({name: values[name] for name in empty & values.keys() if values[name]})
        self.touched()
        self.show_missing()

    def keep_confidential(self) -> None:
        """The visitor asks for secrecy, or takes it back: it holds for everything that they raise."""
        self.list.set_confidential(not self.list.is_confidential)
        self.touched()
        self._say_secrecy()

    def read_back(self) -> None:
        """Everything in large type, to be read to somebody who does not read; then how they confirm it."""
        name = str(self.person.values()["name"])
        self._place.open("read_back", name, self._said(), self._confirmed)

    def add_file(self) -> None:
        """A file for the matter that the keys are in, or for the last."""
        self.list.at_focus().files.choose()

    def add_photos(self) -> None:
        """As `add_file`, from a telephone's folder."""
        self.list.at_focus().files.choose_photos()

    def entry(self) -> VisitEntry:
        """The visit as typed."""
        fields = self.visit.fields() | ({"repeat_of": self.link.visit} if self.link.visit else {})
        came = self.visit.came.newcomers()
        return VisitEntry(self.person.fields(), fields, self.list.matters(), self.person.uid, came)

    def _sheets(self) -> list[QWidget]:
        visitor, hearing = Sheet(say.VISITOR_PART), Sheet(say.VISIT_PART)
        for part in (self.person.main, self.coming, self.visit.came, self.person.fold, self._young):
            visitor.column.addWidget(part)
        for part in (self.hearing, self.seldom):
            hearing.column.addWidget(part)
        return [visitor, self.list, self._secrecy, hearing]

    def _side(self) -> QWidget:
        side = QWidget()
        down = QVBoxLayout(side)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(GRID)
        down.addWidget(self.state)
        down.addWidget(self.strip)
        down.addWidget(self.person.known, 1)
        return side

    def _keep_in_sight(self) -> None:
        """Who was found may stand over the form and push it down: the line that is typed into stays in sight."""
        if (control := self.focusWidget()) is not None and self.area.isAncestorOf(control):
            self.area.ensureWidgetVisible(control, 0, GRID)

    def _connect(self) -> None:
        for form in (*self.person.forms(), *self._visit_forms()):
            form.arrived.connect(self.follow)
        self.visit.came.arrived.connect(self.follow)
        self.list.arrived.connect(self.follow)
        self.list.changed.connect(self.touched)
        self.list.ended.connect(self.hearing.focus_first)
        self.visit.changed.connect(self.touched)
        self.person.changed.connect(self._person_typed)
        self.link.changed.connect(self.touched)
        self.link.settled.connect(self.hearing.focus_first)
        self.person.main.ended.connect(self.coming.focus_first)
        self.person.fold.form.ended.connect(self.coming.focus_first)
        self.coming.ended.connect(self._after_coming)
        self.visit.came.ended.connect(lambda: self.matters[0].focus_field("title"))

    def _after_coming(self) -> None:
        """A group first says who speaks for it; else the first matter comes next."""
        if self.visit.came.is_group:
            self.visit.came.line.setFocus()
        else:
            self.matters[0].focus_field("title")

    def _person_typed(self) -> None:
        values = self.person.values()
        if not self.person.uid and self.link.visit:
            self.link.forget()
        if self.visit.born(str(values.get("birth_year") or "")):
            self._young.setText(visits_say.MINOR_PROPOSED)
            self._young.show()
        self.touched()

    def _visit_forms(self) -> tuple[RecordForm, ...]:
        return self.visit.forms()

    def touched(self, _name: str = "") -> None:
        """A person has changed something; the first key of a visit says when it came."""
        if not self.is_touched:
            self.visit.touched()
        self.list.set_minor(self.visit.is_minor)
        super().touched()

    def _begin(self) -> None:
        """An empty form with the facts of the hour."""
        self.person.clear()
        self.visit.begin()
        self.link.forget()
        self._young.hide()
        self.list.begin()
        self._say_secrecy()

    def _begin_next_and_print(self) -> None:
        self.begin_next()
        self.strip.print_receipt()

    def _put(self, content: Mapping[str, Any]) -> None:
        self.person.put(content["person"], content["person_fields"])
        self.visit.put(content["visit_fields"], content.get("newcomers", []))
        self.link.put(content.get("link", ["", ""]))
        self.list.put(content["matters"])
        self._say_secrecy()

    def _typed(self) -> dict[str, Any]:
        return {
            "person": self.person.uid,
            "person_fields": self.person.values(),
            "visit_fields": self.visit.values(),
            "newcomers": self.visit.came.content(),
            "link": self.link.content(),
            "matters": self.list.content(),
        }

    def _missing(self) -> list[tuple[str, str]]:
        return missing_places(self.person, self.coming, self.hearing, self.matters)

    def _jump(self, place: str) -> None:
        section, _, name = place.partition(".")
        match section:
            case "person":
                focus_in(self.person.forms(), name, self.person.fold)
            case "group":
                self.visit.came.line.setFocus()
            case "visit":
                focus_in(self._visit_forms(), name, self.seldom)
            case number if number.isdigit():
                self.matters[int(number)].focus_field(name)

    def _work(self) -> Work | None:
        self.list.drop_empty()
        if self.list.is_taking_files:
            self.notices.tell(visits_say.FILES_STILL_COMING)
            return None
        entry = self.entry()
        sections = visits.sections(self._desk, entry)

        def place_of(problem: Problem) -> str:
            section = sections[problem.part]
            if problem.code == "missing" and section.isdigit() and problem.where in FROM_VISIT:
                return ""  # the matter takes it from the visit, where it is said already
            return f"{section}.{problem.where}"

        return Work(partial(visits.register, self._desk, entry), place_of)

    def _registered_now(self, registered: Registered) -> list[str]:
        warnings = [problem for done in registered.done for problem in done.warnings]
        looked_at = [say.look_at(text.explain(one, label_of_field(one.where))) for one in warnings]
        self.strip.show_saved(registered, looked_at)
        return []

    def _show_problems(self, told: Mapping[str, Told]) -> Told:
        left = shown_in(self.person.forms(), told.get("person", []), self.person.fold)
        left += shown_in(self._visit_forms(), told.get("visit", []), self.seldom)
        self.visit.came.say_problem("\n".join(sentence for _, sentence, _ in told.get("group", [])))
        for number, part in enumerate(self.matters):
            left += part.show_problems(told.get(str(number), []))
        return [(name, say.at(label_of_field(name), sentence), refuses) for name, sentence, refuses in left]

    def _said(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """What was written, in words, to be read aloud."""
        speaker = Speaker(self._desk.codes, self._place.sources.names, in_full=True)
        parts = [
            (say.VISITOR_PART, self.person.forms()),
            *((say.matter_heading(number), part.forms()) for number, part in enumerate(self.matters, start=1)),
            (say.VISIT_PART, self._visit_forms()),
        ]
        return [(heading, [pair for form in forms for pair in form.said(speaker.say)]) for heading, forms in parts]

    def _confirmed(self, code: str) -> None:
        self._place.back()
        self.hearing.set_values({"confirmation": code})
        self.touched()
        name = self._desk.codes.name_of(field_of(Visit, "confirmation").scheme, code)
        self.notices.tell(visits_say.READ_DONE.format(name=name))
        self.hearing.focus_field("proxy_name" if code == "BY_PROXY" else "confirmation")

    def _say_secrecy(self) -> None:
        is_confidential = self.list.is_confidential
        self._secrecy.setText(visits_say.CONFIDENTIAL_ON if is_confidential else "")
        self._secrecy.setVisible(is_confidential)
