"""登记来访: who came, what they raised, what becomes of it; saved with two keys, kept while it is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from station_app import text
from station_app.db.drafts import Draft
from station_app.domain.field import field_of
from station_app.domain.problem import Rejected
from station_app.domain.records import Visit
from station_app.services import visits
from station_app.services.visits import Registered, VisitEntry
from station_app.text import desk as say
from station_app.text import visits as visits_say
from station_app.ui.pages.draft_keeper import DraftKeeper
from station_app.ui.pages.matter_list import MatterList
from station_app.ui.pages.repeat_link import RepeatLink
from station_app.ui.pages.saved_strip import MissingLine, SavedStrip
from station_app.ui.pages.visit_hearing import HearingPart
from station_app.ui.pages.visit_matter import MatterPart
from station_app.ui.pages.visit_person import PersonPart
from station_app.ui.pages.visit_places import Told, focus_in, label_of_field, missing_places, shown_in
from station_app.ui.parts.sheet import NOWHERE, Sheet, beside, row_of, words
from station_app.ui.parts.values import Speaker
from station_app.ui.record_form import RecordForm
from station_app.ui.shell.look import GRID
from station_app.ui.shell.page import Act, Page, act_key, scrolled
from station_app.ui.shell.workplace import Workplace

FORM = "visit"
"""Under which name drafts of this page are kept."""

FROM_VISIT = ("received_on", "channel", "village", "visit")
"""What a matter takes from its visit."""
SIDE_NARROW, SIDE_WIDTH = 176, 304


class VisitPage(Page):
    """The form of a visit. `take_up` goes on with a draft; without it the form is for the next visitor."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.VISIT_TITLE)
        desk, sources, jobs = place.desk, place.sources, place.jobs
        self._place, self._desk, self._sources, self._jobs = place, desk, sources, jobs
        self._saves_then: Callable[[], None] = self._begin_next
        self._is_touched = False
        self.person = PersonPart(desk, sources, jobs, self)
        self.visit = HearingPart(desk, sources, self)
        self.coming, self.hearing, self.seldom = self.visit.coming, self.visit.hearing, self.visit.seldom
        self.link = RepeatLink(self.person.known, self.hearing, self)
        self.list = MatterList(self._place)
        self.drafts = DraftKeeper(desk, jobs, FORM, self._content, self)
        self.strip = SavedStrip(place)
        self.missing = MissingLine()
        self._draft_state = words("", "hint")
        self._draft_state.setWordWrap(False)
        self._secrecy, self._young = words("", "warning"), words("", "warning")
        self._area = self._laid_out()
        self._connect()
        self.set_acts(
            {
                "F9": Act(say.SAVE_AND_NEXT, self.save_and_next),
                "Ctrl+Return": Act(say.SAVE, self.save),
                "Ctrl+N": Act(say.ANOTHER_MATTER, self.add_matter),
                "F7": Act(say.SET_ASIDE, self.set_aside),
                "F8": Act(visits_say.PRINT_RECEIPT, self.print_receipt),
                "F11": Act(visits_say.READ_BACK, self.read_back),
                "F12": Act(visits_say.ADD_FILE, self.add_file),
                "Ctrl+K": Act(visits_say.CONFIDENTIAL, self.keep_confidential),
                "Ctrl+R": Act(visits_say.LINK, self.link.go),
            }
        )
        self._begin()

    @property
    def matters(self) -> list[MatterPart]:
        """The matters in the form."""
        return self.list.parts

    def entered(self) -> None:
        """The name takes the keys, unless the person was somewhere else in the form already."""
        if not self._is_touched:
            self.person.main.focus_field("name")

    def take_up(self, draft: Draft) -> None:
        """Go on with a draft."""
        content = draft.content
        self.person.put(content["person"], content["person_fields"])
        self.visit.put(content["visit_fields"], content.get("newcomers", []))
        self.link.put(content.get("link", ["", ""]))
        self.list.put(content["matters"])
        self._say_secrecy()
        self.drafts.take_up(draft)
        self._is_touched = True
        self._draft_state.setText(say.draft_kept(draft.kept_at[11:19]))
        self._show_missing()
        self.person.main.focus_field("name")

    def save_and_next(self) -> None:
        """Register the visit; the form is then ready for the next visitor."""
        self._register(self._begin_next)

    def save(self) -> None:
        """Register the visit and go back."""
        self._register(self._place.back)

    def print_receipt(self) -> None:
        """The receipt of what stands in the form, which is registered first; of an empty form, of the visit before."""
        if self._is_touched:
            self._register(self._begin_next_and_print)
        else:
            self.strip.print_receipt()

    def set_aside(self) -> None:
        """Keep what is typed as a draft, and begin with the next visitor."""
        self.drafts.keep()
        self.drafts.begin_anew()
        self.notices.clear()
        self._begin()
        self.person.main.focus_field("name")
        self._place.saved()

    def add_matter(self) -> None:
        """One more matter of the same visitor."""
        self.list.add().focus_field("title")
        self._touched()

    def keep_confidential(self) -> None:
        """The visitor asks for secrecy, or takes it back: it holds for everything that they raise."""
        self.list.set_confidential(not self.list.is_confidential)
        self._touched()
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

    def _laid_out(self) -> QScrollArea:
        visitor, hearing, content = Sheet(say.VISITOR_PART), Sheet(say.VISIT_PART), QWidget()
        content.setObjectName("scrolled")
        for part in (self.person.main, self.coming, self.visit.came, self.person.fold, self._young):
            visitor.column.addWidget(part)
        for part in (self.hearing, self.seldom):
            hearing.column.addWidget(part)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID)
        another = act_key(Act(say.ANOTHER_MATTER, self.add_matter), "Ctrl+N")
        confidential = act_key(Act(visits_say.CONFIDENTIAL, self.keep_confidential), "Ctrl+K")
        read_back = act_key(Act(visits_say.READ_BACK, self.read_back), "F11")
        column.addWidget(visitor)
        column.addWidget(self.list)
        column.addLayout(row_of(another, confidential, read_back))
        column.addWidget(self._secrecy)
        column.addWidget(hearing)
        column.addStretch(1)
        area = scrolled(content)
        self.body.addLayout(beside(area, self._side(), SIDE_NARROW, SIDE_WIDTH), 1)
        self.body.addLayout(self._foot())
        return area

    def _side(self) -> QWidget:
        side = QWidget()
        down = QVBoxLayout(side)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(GRID)
        down.addWidget(self._draft_state)
        down.addWidget(self.strip)
        down.addWidget(self.person.known, 1)
        return side

    def _foot(self) -> QHBoxLayout:
        main = act_key(Act(say.SAVE_AND_NEXT, self.save_and_next), "F9")
        main.setObjectName("main")
        aside = act_key(Act(say.SET_ASIDE, self.set_aside), "F7")
        aside.setProperty("role", "link")
        save = act_key(Act(say.SAVE, self.save), "Ctrl+Enter")
        foot = row_of(self.missing, aside, save, main, stretch_after=NOWHERE)
        foot.setStretch(0, 1)
        return foot

    def _connect(self) -> None:
        for form in (*self.person.forms(), *self._visit_forms()):
            form.arrived.connect(self._follow)
        self.visit.came.arrived.connect(self._follow)
        self.list.arrived.connect(self._follow)
        self.list.changed.connect(self._touched)
        self.list.ended.connect(self.hearing.focus_first)
        self.visit.changed.connect(self._touched)
        self.person.changed.connect(self._person_typed)
        self.link.changed.connect(self._touched)
        self.link.settled.connect(self.hearing.focus_first)
        self.person.main.ended.connect(self.coming.focus_first)
        self.person.fold.form.ended.connect(self.coming.focus_first)
        self.coming.ended.connect(self._after_coming)
        self.visit.came.ended.connect(lambda: self.matters[0].focus_field("title"))
        self.drafts.kept.connect(lambda at: self._draft_state.setText(say.draft_kept(at)))
        self.missing.jump.connect(self._jump)
        self.notices.jump.connect(self._jump)

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
        self._touched()

    def _follow(self, control: QWidget) -> None:
        # Only once what is new has been laid out.
        QTimer.singleShot(0, control, lambda: self._area.ensureWidgetVisible(control, 0, GRID * 4))

    def _visit_forms(self) -> tuple[RecordForm, ...]:
        return self.visit.forms()

    def _begin(self) -> None:
        """An empty form with the facts of the hour."""
        self._is_touched = False
        self.person.clear()
        self.visit.begin()
        self.link.forget()
        self._young.hide()
        self.list.begin()
        self._draft_state.setText("")
        self._say_secrecy()
        self._area.verticalScrollBar().setValue(0)
        self._show_missing()

    def _begin_next(self) -> None:
        self._begin()
        self.person.main.focus_field("name")

    def _begin_next_and_print(self) -> None:
        self._begin_next()
        self.strip.print_receipt()

    def _touched(self, _name: str = "") -> None:
        if not self._is_touched:
            self._is_touched = True
            self.visit.touched()
        self.list.set_minor(self.visit.is_minor)
        self._draft_state.setText(say.DRAFT_WAITS)
        self.drafts.touched()
        self.notices.clear()
        self._show_missing()

    def _content(self) -> dict[str, Any] | None:
        if not self._is_touched:
            return None
        return {
            "person": self.person.uid,
            "person_fields": self.person.values(),
            "visit_fields": self.visit.values(),
            "newcomers": self.visit.came.content(),
            "link": self.link.content(),
            "matters": self.list.content(),
        }

    def _show_missing(self) -> None:
        self.missing.put(missing_places(self.person, self.coming, self.hearing, self.matters))

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

    def _register(self, then: Callable[[], None]) -> None:
        if not self._is_touched:
            self.person.main.focus_field("name")
            return
        if control := self.focusWidget():
            control.clearFocus()  # a line reads what was typed into it when it is left
        self.list.drop_empty()
        if self.list.is_taking_files:
            self.notices.tell(visits_say.FILES_STILL_COMING)
            return
        self._saves_then = then
        entry, desk, drop = self.entry(), self._desk, self.drafts.settled()

        def work() -> Registered:
            registered = visits.register(desk, entry)
            drop()
            return registered

        self._jobs.save(work, self._registered, partial(self._refused, entry), owner=self)

    def _registered(self, registered: Registered) -> None:
        self.drafts.begin_anew()
        self.notices.clear()
        warnings = [problem for done in registered.done for problem in done.warnings]
        self.strip.show_saved(
            registered, [say.look_at(text.explain(one, label_of_field(one.where))) for one in warnings]
        )
        self._place.saved()
        self._saves_then()

    def _refused(self, entry: VisitEntry, rejected: Rejected) -> None:
        """Nothing was registered; the draft is on the disk, and every problem stands beside its field."""
        self.drafts.keep()
        sections = visits.sections(self._desk, entry)
        told: dict[str, Told] = {}
        for problem in rejected.problems:
            place = f"{sections[problem.part]}.{problem.where}"
            if problem.code == "missing" and place.split(".", maxsplit=1)[0].isdigit() and problem.where in FROM_VISIT:
                continue  # the matter takes it from the visit, where it is said already
            told.setdefault(sections[problem.part], []).append((problem.where, text.explain(problem), problem.refuses))
        elsewhere = self._show_problems(told)
        self._show_missing()
        said = say.NOT_FINISHED if self.missing.places() else say.NOT_RIGHT
        self.notices.show_problems([("", said, True), *elsewhere], lambda _field: "")
        wrong = [f"{sections[one.part]}.{one.where}" for one in rejected.problems if one.refuses and one.where]
        if place := next(iter([*self.missing.places(), *wrong]), ""):
            self._jump(place)

    def _show_problems(self, told: Mapping[str, Told]) -> Told:
        left = shown_in(self.person.forms(), told.get("person", []), self.person.fold)
        left += shown_in(self._visit_forms(), told.get("visit", []), self.seldom)
        self.visit.came.say_problem("\n".join(sentence for _, sentence, _ in told.get("group", [])))
        for number, part in enumerate(self.matters):
            left += part.show_problems(told.get(str(number), []))
        return [("", say.at(label_of_field(name), sentence), refuses) for name, sentence, refuses in left]

    def _said(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """What was written, in words, to be read aloud."""
        speaker = Speaker(self._desk.codes, self._sources.names, in_full=True)
        parts = [
            (say.VISITOR_PART, self.person.forms()),
            *((say.matter_heading(number), part.forms()) for number, part in enumerate(self.matters, start=1)),
            (say.VISIT_PART, self._visit_forms()),
        ]
        return [(heading, [pair for form in forms for pair in form.said(speaker.say)]) for heading, forms in parts]

    def _confirmed(self, code: str) -> None:
        self._place.back()
        self.hearing.set_values({"confirmation": code})
        self._touched()
        name = self._desk.codes.name_of(field_of(Visit, "confirmation").scheme, code)
        self.notices.tell(visits_say.READ_DONE.format(name=name))
        self.hearing.focus_field("proxy_name" if code == "BY_PROXY" else "confirmation")

    def _say_secrecy(self) -> None:
        is_confidential = self.list.is_confidential
        self._secrecy.setText(visits_say.CONFIDENTIAL_ON if is_confidential else "")
        self._secrecy.setVisible(is_confidential)
