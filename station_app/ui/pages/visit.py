"""登记来访: who came, what they raised, what becomes of it; saved with two keys, kept while it is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from station_app import text
from station_app.db.drafts import Draft
from station_app.domain.field import field_of
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import DAY_OPEN
from station_app.domain.problem import Rejected
from station_app.domain.records import ReceptionDay, Visit
from station_app.services import reception, visits
from station_app.services.desk import Desk
from station_app.services.visits import Registered, VisitEntry
from station_app.text import desk as say
from station_app.ui.jobs import Jobs
from station_app.ui.look import GRID
from station_app.ui.page import Act, Page, act_key, scrolled
from station_app.ui.pages.draft_keeper import DraftKeeper
from station_app.ui.pages.fold import Fold
from station_app.ui.pages.saved_strip import MissingLine, SavedStrip
from station_app.ui.pages.sheet import NOWHERE, Sheet, beside, row_of, words
from station_app.ui.pages.visit_matter import MatterPart
from station_app.ui.pages.visit_person import PersonPart
from station_app.ui.pages.visit_places import ON_DAY, Told, focus_in, label_of_field, missing_places, shown_in
from station_app.ui.record_form import RecordForm, rest_of
from station_app.ui.sources import Sources

FORM = "visit"
"""Under which name drafts of this page are kept."""

COMING = ("channel", "headcount")
HEARING = ("is_first", "notice_way", "deputies", "place", "received_on", "received_at")
SELDOM = rest_of(Visit, (*COMING, *HEARING))
FROM_VISIT = ("received_on", "channel", "village", "visit")
"""What a matter takes from its visit."""
SIDE_NARROW, SIDE_WIDTH = 200, 304


@immutable
class VisitDoors:
    """Where the page leads: a record, the way back, and who wants to know that something was saved."""

    open_record: Callable[[str, str], None]
    leave: Callable[[], None]
    saved: Callable[[], None]


class VisitPage(Page):
    """The form of a visit. `take_up` goes on with a draft; without it the form is for the next visitor."""

    def __init__(self, desk: Desk, sources: Sources, jobs: Jobs, doors: VisitDoors) -> None:
        super().__init__(say.VISIT_TITLE)
        self._desk, self._sources, self._jobs, self._doors = desk, sources, jobs, doors
        self._saves_then: Callable[[], None] = self._begin_next
        self._is_touched = self._is_saving = False
        self._on_day = ""
        self.person = PersonPart(desk, sources, jobs, self)
        self.coming = RecordForm(Visit, sources, only=COMING)
        self.hearing = RecordForm(Visit, sources, only=HEARING)
        self.seldom = Fold(RecordForm(Visit, sources, only=SELDOM))
        self.matters: list[MatterPart] = []
        self.drafts = DraftKeeper(desk, jobs, FORM, self._content, self)
        self.strip = SavedStrip(doors.open_record)
        self.missing = MissingLine()
        self._draft_state = words("", "hint")
        self._draft_state.setWordWrap(False)
        self._matter_column = QVBoxLayout()
        self._area = self._laid_out()
        self._connect()
        self.set_acts(
            {
                "F9": Act(say.SAVE_AND_NEXT, self.save_and_next),
                "Ctrl+Return": Act(say.SAVE, self.save),
                "Ctrl+N": Act(say.ANOTHER_MATTER, self.add_matter),
                "F7": Act(say.SET_ASIDE, self.set_aside),
            }
        )
        self._begin()

    def entered(self) -> None:
        """The name takes the keys, unless the person was somewhere else in the form already."""
        if not self._is_touched:
            self.person.main.focus_field("name")

    def take_up(self, draft: Draft) -> None:
        """Go on with a draft."""
        content = draft.content
        self.person.put(content["person"], content["person_fields"])
        for form in self._visit_forms():
            form.set_values(content["visit_fields"])
        for number, matter in enumerate(content["matters"]):
            if number:
                self._new_matter()
            self.matters[number].put(matter)
        self.drafts.take_up(draft)
        self._is_touched = True
        self._draft_state.setText(say.draft_kept(draft.kept_at[11:19]))
        self._show_missing()
        self.person.main.focus_field("name")

    def begin_on(self, day: str) -> None:
        """Begin with visits of a reception day that may be over: one held on paper is entered so, sheet by sheet."""
        self._on_day = day
        self._begin()

    def save_and_next(self) -> None:
        """Register the visit; the form is then ready for the next visitor."""
        self._register(self._begin_next)

    def save(self) -> None:
        """Register the visit and go back."""
        self._register(self._doors.leave)

    def set_aside(self) -> None:
        """Keep what is typed as a draft, and begin with the next visitor."""
        self.drafts.keep()
        self.drafts.begin_anew()
        self.notices.clear()
        self._begin()
        self.person.main.focus_field("name")
        self._doors.saved()

    def add_matter(self) -> None:
        """One more matter of the same visitor."""
        self._new_matter().focus_field("title")
        self._touched()

    def entry(self) -> VisitEntry:
        """The visit as typed."""
        fields = {name: value for name, value in self._visit_values().items() if value not in ("", (), None)}
        if fields.get("channel") == ON_DAY:
            held_on = str(self._desk.reader.read(field_of(Visit, "received_on"), fields.get("received_on", "")).value)
            day = reception.day_of(self._desk, held_on)
            if day is not None:
                fields["reception_day"] = day.uid
        return VisitEntry(self.person.fields(), fields, [part.matter() for part in self.matters], self.person.uid)

    def hideEvent(self, event: QHideEvent) -> None:
        """Leaving keeps what was typed."""
        if self.drafts.waits:
            self.drafts.keep()
        super().hideEvent(event)

    def _laid_out(self) -> QScrollArea:
        visitor, hearing, content = Sheet(say.VISITOR_PART), Sheet(say.VISIT_PART), QWidget()
        content.setObjectName("scrolled")
        for part in (self.person.main, self.coming, self.person.fold):
            visitor.column.addWidget(part)
        for part in (self.hearing, self.seldom):
            hearing.column.addWidget(part)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID)
        self._matter_column.setSpacing(GRID)
        another = act_key(Act(say.ANOTHER_MATTER, self.add_matter), "Ctrl+N")
        column.addWidget(visitor)
        column.addLayout(self._matter_column)
        column.addLayout(row_of(another))
        column.addWidget(hearing)
        column.addStretch(1)
        area = scrolled(content)
        side = QWidget()
        down = QVBoxLayout(side)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(GRID)
        down.addWidget(self._draft_state)
        down.addWidget(self.strip)
        down.addWidget(self.person.known, 1)
        self.body.addLayout(beside(area, side, SIDE_NARROW, SIDE_WIDTH), 1)
        self.body.addLayout(self._foot())
        return area

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
        for form in self._visit_forms():
            form.changed.connect(self._touched)
        self.person.changed.connect(self._touched)
        self.person.main.ended.connect(self.coming.focus_first)
        self.coming.ended.connect(lambda: self.matters[0].focus_field("title"))
        self.drafts.kept.connect(lambda at: self._draft_state.setText(say.draft_kept(at)))
        self.missing.jump.connect(self._jump)
        self.notices.jump.connect(self._jump)

    def _follow(self, control: QWidget) -> None:
        # Only once what is new has been laid out.
        QTimer.singleShot(0, control, lambda: self._area.ensureWidgetVisible(control, 0, GRID * 4))

    def _visit_forms(self) -> tuple[RecordForm, ...]:
        return (self.coming, self.hearing, self.seldom.form)

    def _visit_values(self) -> dict[str, object]:
        return {name: value for form in self._visit_forms() for name, value in form.values().items()}

    def _begin(self) -> None:
        """An empty form with the facts of the hour: the day, and where and by whom a reception day is held."""
        self._is_touched = False
        self.person.clear()
        for form in self._visit_forms():
            form.clear()
            form.show_problems([])
        self.seldom.unfold(is_open=False)
        for part in list(self.matters):
            self._drop_matter(part)
        self._new_matter()
        day = self._day()
        self.hearing.set_values({"received_on": day.held_on if day else self._desk.today})
        if day is not None and day.state == DAY_OPEN:
            present = [
                (one.stand_in or one.deputy).uid
                for one in reception.attendance(self._desk, day.uid)
                if one.stand_in or one.attendance.presence in ("PRESENT", "STAND_IN")
            ]
            self.coming.set_values({"channel": ON_DAY})
            self.hearing.set_values({"place": day.place, "deputies": tuple(present)})
        self._draft_state.setText("")
        self._area.verticalScrollBar().setValue(0)
        self._show_missing()

    def _day(self) -> ReceptionDay | None:
        if self._on_day:
            return self._desk.records.one(ReceptionDay, self._on_day)
        return reception.day_of(self._desk, self._desk.today)

    def _begin_next(self) -> None:
        self._begin()
        self.person.main.focus_field("name")

    def _new_matter(self) -> MatterPart:
        part = MatterPart(self._desk, self._sources)
        part.changed.connect(self._touched)
        part.arrived.connect(self._follow)
        part.remove_wanted.connect(partial(self._remove_matter, part))
        part.ended.connect(partial(self._go_on_after, part))
        self.matters.append(part)
        self._matter_column.addWidget(part)
        self._number_matters()
        return part

    def _go_on_after(self, part: MatterPart) -> None:
        """From the end of a matter to the next one, from the last to what is asked of the visit itself."""
        following = self.matters[self.matters.index(part) + 1 :]
        if following:
            following[0].focus_field("title")
        else:
            self.hearing.focus_first()

    def _remove_matter(self, part: MatterPart) -> None:
        self._drop_matter(part)
        self.matters[-1].focus_field("title")
        self._touched()

    def _drop_matter(self, part: MatterPart) -> None:
        self.matters.remove(part)
        self._matter_column.removeWidget(part)
        part.hide()
        part.deleteLater()
        self._number_matters()

    def _number_matters(self) -> None:
        for number, part in enumerate(self.matters, start=1):
            part.set_number(number, is_only=len(self.matters) == 1)

    def _touched(self, _name: str = "") -> None:
        if not self._is_touched:
            self._is_touched = True
            if not self.hearing.values()["received_at"]:
                self.hearing.set_values({"received_at": f"{self._desk.clock.now():%H:%M}"})
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
            "visit_fields": self._visit_values(),
            "matters": [part.content() for part in self.matters],
        }

    def _show_missing(self) -> None:
        self.missing.put(missing_places(self.person, self.coming, self.hearing, self.matters))

    def _jump(self, place: str) -> None:
        section, _, name = place.partition(".")
        match section:
            case "person":
                focus_in(self.person.forms(), name, self.person.fold)
            case "visit":
                focus_in(self._visit_forms(), name, self.seldom)
            case number if number.isdigit():
                self.matters[int(number)].focus_field(name)

    def _register(self, then: Callable[[], None]) -> None:
        if self._is_saving:
            return
        if not self._is_touched:
            self.person.main.focus_field("name")
            return
        if control := self.focusWidget():
            control.clearFocus()  # a line reads what was typed into it when it is left
        for part in [part for part in self.matters[1:] if part.is_empty]:
            self._drop_matter(part)
        self._is_saving, self._saves_then = True, then
        entry, desk, drop = self.entry(), self._desk, self.drafts.settled()

        def work() -> Registered:
            registered = visits.register(desk, entry)
            drop()
            return registered

        self._jobs.quick(work, self._registered, partial(self._refused, entry), owner=self)

    def _registered(self, registered: Registered) -> None:
        self._is_saving = False
        self.drafts.begin_anew()
        self.notices.clear()
        warnings = [problem for done in registered.done for problem in done.warnings]
        self.strip.show_saved(
            registered, [say.look_at(text.explain(one, label_of_field(one.where))) for one in warnings]
        )
        self._doors.saved()
        self._saves_then()

    def _refused(self, entry: VisitEntry, rejected: Rejected) -> None:
        """Nothing was registered; the draft is on the disk, and every problem stands beside its field."""
        self._is_saving = False
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
        for number, part in enumerate(self.matters):
            left += part.show_problems(told.get(str(number), []))
        return [("", say.at(label_of_field(name), sentence), refuses) for name, sentence, refuses in left]
