"""登记来访: who came, what they raised, what becomes of it; saved with two keys, kept while it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_app import text
from station_app.domain.field import field_of
from station_app.domain.problem import Problem
from station_app.domain.records import Visit
from station_app.services import visits
from station_app.services.visits import Registered, VisitEntry
from station_app.text import desk as say
from station_app.text import visits as visits_say
from station_app.ui.pages.matter_list import MatterList
from station_app.ui.pages.repeat_link import RepeatLink
from station_app.ui.pages.saved_strip import SavedStrip
from station_app.ui.pages.visit_hearing import HearingPart
from station_app.ui.pages.visit_matter import MatterPart
from station_app.ui.pages.visit_person import PersonPart
from station_app.ui.pages.visit_places import focus_in, label_of_field, missing_places, shown_in
from station_app.ui.parts.entry_page import Entry, EntryPage, Told, Work
from station_app.ui.parts.sheet import Sheet, beside, row_of, words
from station_app.ui.parts.values import Speaker
from station_app.ui.record_form import RecordForm
from station_app.ui.shell.look import GRID
from station_app.ui.shell.page import KeyAct
from station_app.ui.shell.workplace import Workplace

FROM_VISIT = ("received_on", "channel", "village", "visit")
"""What a matter takes from its visit."""
SIDE_NARROW, SIDE_WIDTH = 176, 304


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
        self._secrecy, self._young = words("", "warning"), words("", "warning")
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
                "Ctrl+K": KeyAct(visits_say.CONFIDENTIAL, self.keep_confidential),
                "Ctrl+R": KeyAct(visits_say.LINK, self.link.go),
            },
        )
        self.set_up(entry, self._sheets())
        self.column.insertLayout(2, row_of(*(self.key(name) for name in ("Ctrl+N", "Ctrl+K", "F11"))))
        self.lay_out(None, beside(self.area, self._side(), SIDE_NARROW, SIDE_WIDTH))
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
