"""The page of one record: where it stands, what was said, what belongs to it, what happened, and what can be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from station_app.domain import lifecycle, numbering, waiting
from station_app.domain.field import field_of, label_of
from station_app.domain.lifecycle import NEW, STATELESS
from station_app.domain.problem import Rejected
from station_app.domain.records import BY_KIND
from station_app.services import access, attachments, duty, local_rules, people, roster, suggestions, telling, visits
from station_app.services.acts import Ask, Done, perform
from station_app.text import duty as duty_words
from station_app.text import explain
from station_app.text import finding as words
from station_app.text import people as people_say
from station_app.text import roads as roads_say
from station_app.text import slips as slip_words
from station_app.text import suggestions as suggestion_words
from station_app.text import visits as visits_say
from station_app.ui.flow import FlowLayout
from station_app.ui.page import Act, Page, act_key
from station_app.ui.pages.act_form import ActForm, Rules, asked_by
from station_app.ui.pages.record_sheets import RecordSheets
from station_app.ui.pages.related import visitor_of
from station_app.ui.pages.sheet import let_go
from station_app.ui.pages.versions import Versions, versions_of
from station_app.ui.pages.workplace import Naming, Workplace, act_name, short

SCHEMES = {
    "opinion": "opinion_state",
    "visit": "visit_state",
    "suggestion": "suggestion_state",
    "reception_day": "reception_day_state",
    "duty_record": "duty_record_state",
}
REVEAL = "reveal"
BESIDE = {"deputy": ("mandate", "duty_record"), "person": ("barring",)}
"""What can be added to a record of a kind on its own page."""
CALLED_BESIDE = {"mandate": words.ADD_MANDATE, "duty_record": duty_words.ENTER, "barring": people_say.BAR}
TOLD_AFTER = {("barring", "register"): people_say.BARRED_DONE, ("person", "merge"): people_say.MERGED}
ANY_FIELD = {"title": ""}
"""Stands for the fields of an act that was not begun yet."""
PRINTED = {"reception_day": words.PRINT_DAY, "suggestion": suggestion_words.PRINT, "deputy": duty_words.PRINT_FILE}
"""What the key of the papers says, where it names the likeliest one."""

AT_ONCE = frozenset({"miss"})
"""Acts whose fields the program knows by itself: nothing is asked."""


class RecordPage(Page):
    """One record of any kind. Every act that the table of states allows stands under the heading as a key."""

    def __init__(self, place: Workplace, kind: str, uid: str) -> None:
        super().__init__("")
        self._place, self._kind, self._uid = place, kind, uid
        self._values: dict[str, Any] = {}
        self._in_full = False
        self._form: ActForm | None = None
        self._acts_row = QWidget()
        self._acts_row.setAccessibleName(words.ACTS_ON_IT)
        FlowLayout(self._acts_row)
        self._slot = QVBoxLayout()
        self._sheets: RecordSheets | None = None
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content = QWidget()
        content.setObjectName("scrolled")
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(16)
        self._column.addLayout(self._slot)
        self._column.addStretch(1)
        self._area.setWidget(content)
        self.body.addWidget(self._acts_row)
        self.body.addWidget(self._area, 1)
        self.reload()

    def entered(self) -> None:
        """Read again what may have changed; what is being typed stays."""
        if self._form is None:
            self.reload()
            self._focus_acts()

    def reload(self) -> None:
        """Show the record as it stands now."""
        row = self._place.desk.records.rows(self._kind, [self._uid]).get(self._uid)
        if row is None:
            self.set_heading(label_of(BY_KIND[self._kind]), words.ALREADY_GONE)
            return
        if not access.may_read(self._place.desk, self._kind, {**row.values, "uid": self._uid}):
            self.set_heading(label_of(BY_KIND[self._kind]), words.NOT_FOR_YOU)
            return
        self._values = {**row.values, "uid": self._uid}
        self.set_heading(self._named(), self._standing())
        acts = {"F5": Act(words.OPEN, self.entered), "Ctrl+Return": Act(words.OPEN, self._submit)}
        if self._kind in attachments.TARGETS and self._place.may("attachment", "register"):
            acts["F12"] = Act(visits_say.ADD_FILE, self._add_file)
        if self._papers():
            acts["F8"] = Act(PRINTED.get(self._kind, slip_words.PAPERS), self._preview)
        self.set_acts(acts)
        self._show_acts()
        sheets = RecordSheets(self._place, self._kind, self._values, self._in_full, self.follow)
        sheets.reveal_wanted.connect(self._reveal_visitor)
        if self._sheets is not None:
            self._column.removeWidget(self._sheets)
            self._sheets.hide()  # gone before the event loop destroys it: it would show between the new ones
            self._sheets.deleteLater()
        self._sheets = sheets
        self._column.insertWidget(1, sheets)
        sheets.show()  # at once: no blink between the old sheets and the new

    def begin(self, act: lifecycle.Act) -> None:
        """Open the form of an act; one that asks nothing and can be undone is done at once."""
        self.notices.clear()
        if act.name == "promote":
            self._draft_suggestion()
            return
        if act.name in AT_ONCE or (not asked_by(act, self._values) and act.name not in words.CONFIRM):
            self._do(act, {})
            return
        self._close_form()
        form = self._form = ActForm(act, self._called(act), self._values, self._place.sources, _rules(self._place))
        form.wanted.connect(partial(self._do, act))
        form.given_up.connect(self._given_up)
        form.form.arrived.connect(self._follow_focus)
        self._slot.addWidget(form)
        form.show()  # at once, so that its first field can take the focus
        self._area.verticalScrollBar().setValue(0)
        if form.form.values():
            form.form.focus_first()

    def form(self) -> ActForm | None:
        """The form that is open."""
        return self._form

    def follow(self, kind: str, uid: str) -> None:
        """Open another record over this one."""
        self._place.record(kind, uid)

    def _show_acts(self) -> None:
        row = self._acts_row.layout()
        while row is not None and (item := row.takeAt(0)) is not None:
            item.widget().hide()  # gone before the event loop destroys it: the focus must not come back to it
            item.widget().deleteLater()
        for act in self._possible():
            self._put_key(act.name, Act(self._called(act), partial(self.begin, act)))
        if self._papers():
            self._put_key("", Act(PRINTED.get(self._kind, slip_words.PAPERS), self._preview), "F8")
        if self._place.desk.is_office and self._values.get("station"):
            self._put_key("ask_correction", Act(roads_say.ASK_CORRECTION, self._ask_correction))
        for name, another in self._beside():
            self._put_key(name, another)
        self._acts_row.setVisible(bool(self._acts_row.findChildren(QPushButton)))

    def _put_key(self, name: str, act: Act, key: str = "") -> None:
        """A key in the row under the heading; Enter presses it too."""
        button = act_key(act, key)
        button.setObjectName(name)
        button.setAutoDefault(True)
        if (row := self._acts_row.layout()) is not None:
            row.addWidget(button)
            button.show()  # at once, so that it can take the focus

    def _possible(self) -> list[lifecycle.Act]:
        """What the table and the person's standing allow; a petitioner's entry that was merged is only parted again."""
        desk, state = self._place.desk, self._values.get("state") or STATELESS
        if self._values.get("merged_into") or not access.may_act(desk, self._kind, self._values, ANY_FIELD, _nothing):
            return []
        possible = lifecycle.acts_on(self._kind, state, desk.user.roles, self._values)
        return [act for act in possible if act.name != REVEAL or not self._in_full]

    def _beside(self) -> list[tuple[str, Act]]:
        """Acts on what belongs to the record: another mandate, somebody who must not learn of it; a merging undone."""
        if self._values.get("merged_into"):
            return [("split", Act(people_say.SPLIT, self._split))]
        new = [lifecycle.act_of(kind, "register", NEW) for kind in BESIDE.get(self._kind, ())]
        may = [act for act in new if act is not None and not act.who.isdisjoint(self._place.desk.user.roles)]
        return [(act.kind, Act(self._called(act), partial(self.begin, act))) for act in may]

    def _split(self) -> None:
        desk, uid = self._place.desk, self._uid

        def done(_done: list[Done]) -> None:
            self.reload()
            self._focus_acts()
            self.notices.tell(people_say.PARTED)

        self._place.jobs.save(lambda: people.split(desk, uid), done, self._refused, owner=self)

    def _named(self) -> str:
        number = str(self._values.get("number", ""))
        found = numbering.find(number)
        shown = f"{found.short}-{numbering.check_character(number)}" if found else short(number)
        name = Naming(self._place.desk).name(self._kind, self._uid)
        return words.numbered(shown, name.removeprefix(short(number)).strip())

    def _standing(self) -> str:
        values, desk, today = self._values, self._place.desk, self._place.desk.today
        state = str(values.get("state", ""))
        named = desk.codes.name_of(SCHEMES[self._kind], state) if self._kind in SCHEMES else ""
        received = words.short_day(str(values.get("received_on", "")), today)
        due = ""
        if left := values.get("due_on"):
            days = waiting.days_left(state, str(left), today)
            due = words.due_on(words.due_in(days), words.short_day(str(left), today)) if days is not None else ""
        is_opinion = self._kind == "opinion"
        waited = words.waited(waiting.days_waited(state, values["received_on"], today)) if is_opinion else ""
        label = "" if is_opinion else label_of(BY_KIND[self._kind])
        channel = desk.codes.name_of("channel", str(values["channel"])) if values.get("channel") else ""
        return words.standing(label, named, due, waited, f"{received} {channel}".strip())

    def _called(self, act: lifecycle.Act) -> str:
        if act.kind != self._kind and act.kind in CALLED_BESIDE:
            return CALLED_BESIDE[act.kind]
        return act_name(self._place.desk, act.kind, act.name)

    def _add_file(self) -> None:
        if self._sheets is not None and self._sheets.files is not None:
            self._sheets.files.choose()

    def _submit(self) -> None:
        if self._form is not None:
            self._form.submit()

    def _do(self, act: lifecycle.Act, fields: Mapping[str, object]) -> None:
        work = self._work(act, dict(fields))
        self._place.jobs.save(work, partial(self._done, act), self._refused, owner=self)

    def _work(self, act: lifecycle.Act, fields: dict[str, object]) -> Callable[[], list[Done]]:
        desk, uid = self._place.desk, self._uid
        match act.kind, act.name:
            case "suggestion", "withdraw":
                reason, day = str(fields.get("withdraw_reason", "")), str(fields.get("withdrawn_on", ""))
                return partial(suggestions.withdraw, desk, uid, reason, day)
            case "mandate", "register":
                return partial(roster.add_mandate, desk, uid, fields)
            case "duty_record", "register":
                return partial(duty.enter, desk, uid, fields)
            case "person", "merge":
                return partial(people.merge, desk, uid, str(fields.get("merged_into", "")))
            case "barring", "register":
                return partial(perform, desk, [Ask("barring", "register", {**fields, "person": uid})])
            case "visit", "void":
                return partial(visits.void, desk, uid, str(fields.get("void_reason", "")))
            case "opinion", "miss":
                return lambda: [telling.miss(desk, uid)]
            case _:
                return partial(perform, desk, [Ask(act.kind, act.name, fields, uid)])

    def _done(self, act: lifecycle.Act, done: list[Done]) -> None:
        self._close_form()
        if act.name == REVEAL:
            self._in_full = True
        self.reload()
        self._area.verticalScrollBar().setValue(0)
        self._focus_acts()
        warnings = [(problem.where, explain(problem), False) for one in done for problem in one.warnings]
        if act.name == REVEAL:
            self.notices.tell(words.REVEALED)
        elif warnings:
            self.notices.show_problems(warnings, self._label)
        else:
            told = TOLD_AFTER.get((act.kind, act.name))
            self.notices.tell(told or words.acted(self._called(act), short(done[0].number)))

    def _refused(self, rejected: Rejected) -> None:
        problems = [(one.where, explain(one), one.refuses) for one in rejected.problems]
        elsewhere = self._form.show_problems(problems) if self._form is not None else problems
        self.notices.show_problems([("", sentence, refuses) for _, sentence, refuses in elsewhere], self._label)

    def _label(self, name: str) -> str:
        try:
            return field_of(BY_KIND[self._kind], name).label
        except KeyError:
            return name

    def _papers(self) -> Versions:
        return versions_of(self._place.desk, self._kind, self._values)

    def _preview(self) -> None:
        self._place.show_print(self._papers())

    def _draft_suggestion(self) -> None:
        self._place.open("suggestion", "", (self._uid,))

    def _ask_correction(self) -> None:
        self._place.open("ask_correction", self._kind, self._uid)

    def _reveal_visitor(self) -> None:
        person = visitor_of(self._place, self._kind, self._values)
        act = lifecycle.act_of("person", REVEAL, STATELESS)
        if act is not None and person:
            work = partial(perform, self._place.desk, [Ask("person", REVEAL, {}, person)])
            self._place.jobs.save(work, partial(self._done, act), self._refused, owner=self)

    def _given_up(self) -> None:
        self._close_form()
        self.notices.clear()
        self._focus_acts()

    def _close_form(self) -> None:
        if self._form is not None:
            let_go(self._slot, self._form)
            self._form = None

    def _focus_acts(self) -> None:
        keys = self._acts_row.findChildren(QPushButton)
        alive = [key for key in keys if key.isVisibleTo(self)]
        (alive[0] if alive else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow_focus(self, control: QWidget) -> None:
        self._area.ensureWidgetVisible(control, 0, 60)


def _rules(place: Workplace) -> Rules:
    return Rules(place.desk.user.name, partial(local_rules.proposed, place.desk))


def _nothing(_kind: str, _uid: str) -> Mapping[str, Any]:
    return {}
