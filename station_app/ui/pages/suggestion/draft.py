"""The draft of a suggestion: its form, what the checks find, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from station_app.domain.field import field_of
from station_app.domain.lifecycle import JOINED
from station_app.domain.problem import Problem
from station_app.domain.quality.finding import Finding, Gravity
from station_app.domain.records import Opinion, Suggestion
from station_app.services import quality, suggestions
from station_app.services.acts import Done
from station_app.services.choices import Choice
from station_app.services.desk import Desk
from station_app.services.quality import Checked, problem_of
from station_app.services.suggestions import Lead, leads
from station_app.text import explain
from station_app.text import finding as finding_words
from station_app.text import suggestions as say
from station_app.ui.pages.records.versions import Versions, versions_of_paper
from station_app.ui.pages.suggestion.evidence import CosignersPart, EvidencePart
from station_app.ui.parts.entry_page import Entry, EntryPage, Told, Work
from station_app.ui.parts.line_list import LineList
from station_app.ui.parts.record_form import RecordForm
from station_app.ui.parts.sheet import Beside, Sheet, paragraph, row_of
from station_app.ui.shell.keys import FieldKeys
from station_app.ui.shell.page import KeyAct, act_key
from station_app.ui.shell.sources import Sources
from station_app.ui.shell.workplace import Workplace, short_at

ORDER = (
    "term",
    "session",
    "raised_in",
    "level",
    "kind",
    "lead_deputy",
    "title",
    "phone",
    "postcode",
    "address",
    "situation",
    "analysis",
    "proposals",
    "suggested_units",
    "disclosure",
    "origin_basis",
    "repeat_years",
    "want_contact",
    "no_written_reply",
    "open_for_cosign",
)
"""The fields of the official paper (代表建议专用纸), in its order."""

SPANS = {"title": 2, "address": 2, "suggested_units": 2, "origin_basis": 2}
USUAL = {"kind": "SUGGESTION", "raised_in": "INTERSESSION"}
"""What a suggestion that is drafted at a station is as a rule; both can be changed."""


def form_of(sources: Sources) -> RecordForm:
    """An empty form."""
    return RecordForm(Suggestion, sources, only=ORDER, columns=2, spans=SPANS)


def leading(desk: Desk, sources: Sources, level: str) -> Sources:
    """Sources that offer deputies by mandate: those first who hold one of `level` today."""

    def choices(kind: str, typed: str) -> list[Choice]:
        if kind != "deputy":
            return list(sources.choices(kind, typed))
        wanted = typed.casefold()
        offered = [one for one in leads(desk, level) if wanted in one.deputy.name or _begins(one, wanted, sources)]
        return [(one.deputy.uid, say.lead(one.deputy.name, _mandate(desk, one))) for one in offered]

    return replace(sources, choices=choices)


def follows_from_lead(desk: Desk, deputy: str, values: Mapping[str, Any]) -> dict[str, object]:
    """What a lead deputy's mandate and own record fill in where nothing stands yet: level, term, phone, address."""
    level = str(values.get("level", ""))
    lead = next((one for one in leads(desk, level) if one.deputy.uid == deputy), None)
    if lead is None:
        return {}
    known: dict[str, object] = {
        "phone": lead.deputy.phone,
        "address": lead.deputy.address,
        "postcode": lead.deputy.postcode,
    }
    if lead.mandate is not None:
        known |= {"level": lead.mandate.level, "term": str(lead.mandate.term or "")}
    return {name: value for name, value in known.items() if value and not values.get(name)}


def show_place(form: RecordForm, field: str, start: int, end: int) -> None:
    """Go to a field, and select the place in its text."""
    editor = form.editor(field)
    form.focus_field(field)
    match editor:
        case QPlainTextEdit():
            cursor = editor.textCursor()
            text = editor.toPlainText()
            cursor.setPosition(_units(text[:start]))
            cursor.setPosition(_units(text[:end]), cursor.MoveMode.KeepAnchor)
            editor.setTextCursor(cursor)
            editor.ensureCursorVisible()
        case QLineEdit() if end > start:
            text = editor.text()
            editor.setSelection(_units(text[:start]), _units(text[start:end]))
        case _:
            editor.setFocus(Qt.FocusReason.OtherFocusReason)


def _units(text: str) -> int:
    """How many places a text takes in Qt, which counts UTF-16: a rare character takes two."""
    return len(text.encode("utf-16-le")) // 2


def _begins(one: Lead, wanted: str, sources: Sources) -> bool:
    return sources.initials(one.deputy.name).startswith(wanted)


def _mandate(desk: Desk, one: Lead) -> str:
    if one.mandate is None:
        return say.ANOTHER_MANDATE
    return finding_words.mandate(desk.codes.name_of("deputy_level", one.mandate.level), one.mandate.term, "")


SHOWN_ROWS = 5


class FindingsPart(Sheet):
    """What the checks found last. `wanted(finding)`: go to its place; `stands(finding, reason)`: let it stand."""

    wanted = Signal(object)
    stands = Signal(object, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(say.CHECKS)
        self._desk = desk
        self._shown: list[Finding] = []
        self._checked = Checked((), {})
        self._said = paragraph(say.NOTHING_FOUND, "hint")
        self.list = LineList("findings", say.CHECKS, opens=say.GO_THERE)
        self.list.chosen.connect(self._choose)
        self.list.pointed.connect(self._point)
        self.reason = QLineEdit()
        self.reason.setObjectName("reason")
        self.reason.setPlaceholderText(say.REASON_HINT)
        self.reason.setAccessibleName(say.REASON)
        self._keys = FieldKeys(lambda _control, _step: self._let_stand(), self)
        self._keys.watch(self.reason)
        for widget in (self._said, self.list, self.reason):
            self.column.addWidget(widget)
        self.reason.hide()

    @property
    def checked(self) -> Checked:
        """What was found last."""
        return self._checked

    def put(self, checked: Checked) -> None:
        """Show what was found: what keeps it back first, what was let stand last."""
        self._checked = checked
        self._shown = sorted(checked.findings, key=lambda one: one.mark in checked.let_stand)
        self.list.put([(self._line(one), one.mark not in checked.let_stand) for one in self._shown])
        count = {gravity: sum(one.gravity is gravity for one in checked.findings) for gravity in Gravity}
        doubts = sum(one.gravity is Gravity.DOUBT for one in checked.open)
        told = say.FINDINGS_NOW.format(blocks=count[Gravity.BLOCKS], doubts=doubts, hints=count[Gravity.HINT])
        self._said.setText(told if checked.findings else say.NOTHING_FOUND)
        self._point(self.list.currentRow())

    def next(self) -> Finding | None:
        """The first finding that keeps the suggestion back; pointed at."""
        if not self._checked.open:
            return None
        first = self._checked.open[0]
        self.list.setCurrentRow(self._shown.index(first))
        return first

    def current(self) -> Finding | None:
        """The finding that is pointed at."""
        row = self.list.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def _line(self, one: Finding) -> str:
        sentence = explain(problem_of(self._desk, one))
        stood = self._checked.let_stand.get(one.mark)
        if stood is not None and one.gravity is Gravity.DOUBT:
            return say.let_stand(sentence, stood.reason)
        return say.finding(one.gravity.value, field_of(Suggestion, one.field).label, sentence)

    def _choose(self, row: int) -> None:
        self.wanted.emit(self._shown[row])

    def _point(self, _row: int) -> None:
        one = self.current()
        is_doubt = one is not None and one.gravity is Gravity.DOUBT and self._checked.keeps_back(one)
        if not is_doubt and self.reason.hasFocus():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reason.setVisible(is_doubt)

    def _let_stand(self) -> None:
        one = self.current()
        if one is not None and self.reason.isVisible():
            self.stands.emit(one, self.reason.text())
            self.reason.clear()


FORM, IN_FORM = "suggestion", "form"
CHECK_AFTER_MS = 350
SIDE_NARROW, SIDE_WIDTH = 216, 430


class SuggestionDraft(EntryPage):
    """A draft that is not a record yet (`uid` ""), or one that is. `changed()`: it left the state of a draft."""

    changed = Signal()

    def __init__(self, place: Workplace, uid: str = "", opinions: Sequence[str] = ()) -> None:
        super().__init__(place, say.DRAFT_TITLE, say.SENTENCE)
        self._uid, self._opinions = uid, tuple(opinions)
        self._seen = 0
        sources = self._sources()
        self.form = form_of(sources)
        self.findings = FindingsPart(place.desk)
        self.evidence = EvidencePart(place)
        self.cosigners = CosignersPart(place, sources)
        self._timer = QTimer(self, singleShot=True, interval=CHECK_AFTER_MS)
        self._timer.timeout.connect(self.check)
        entry = Entry(
            form=FORM,
            content=self._typed,
            put=self._put,
            jump=self._jump,
            first=self.form.focus_first,
            work=self._work,
            registered=self._was_kept,
            show_problems=self._show_problems,
            refused=lambda _missing, wrong: say.refused(len(wrong)) if wrong else "",
            more=self._keys(),
        )
        sheet = Sheet()
        sheet.column.addWidget(self.form)
        self.set_up(entry, [sheet])
        self._away = act_key(KeyAct(say.WITHDRAW, self.put_away))
        self._away.setToolTip(say.PUT_AWAY_SURE)
        self.lay_out(None, self._both(), self._row_of_keys())
        self._connect()
        self.say_state(say.NOT_KEPT)
        self._before = self._fill()
        self.check()

    @property
    def uid(self) -> str:
        """The record; "" where it was not kept yet."""
        return self._uid

    def entered(self) -> None:
        """Into view again: what was done on another page is read."""
        if self._uid:
            row = self._place.desk.records.rows("suggestion", [self._uid])[self._uid]
            self._opinions = tuple(row.values["origin_opinions"])
        self._show_parts()
        self.check()
        if not self.isAncestorOf(self.focusWidget() or self):
            self.form.focus_first()

    def check(self) -> None:
        """Check what stands there, away from the screen's thread; a later check makes an earlier one void."""
        self._timer.stop()
        if self._place.jobs.is_finished:
            return
        self._seen += 1
        work = partial(quality.check, self._place.desk, self.values())
        self._place.jobs.read(work, partial(self._checked, self._seen), owner=self)

    def values(self) -> dict[str, Any]:
        """The suggestion as it stands on the screen."""
        linked = {"uid": self._uid, "origin_opinions": self._opinions}
        return {**self.form.values(), **linked, "cosigners": self._listed()}

    def keep(self) -> None:
        """Keep it as a draft that everybody at the station finds."""
        self._keep_then(lambda: self.notices.tell(say.KEPT))

    def touched(self, name: str = "") -> None:
        """A person has changed something; what a lead deputy brings is filled in, and all is checked again."""
        if name == "lead_deputy":
            values = self.form.values()
            self.form.set_values(follows_from_lead(self._desk, str(values[name]), values))
        super().touched()
        self._timer.start()

    def submit(self) -> None:
        """Submit it: everything that keeps it back is said at once."""
        self._keep_then(self._submit)

    def print_paper(self) -> None:
        """The official paper of what was kept."""
        self._keep_then(lambda: self._place.show_print(self._paper()))

    def go_on(self) -> None:
        """To the next place that keeps it back."""
        if found := self.findings.next():
            self._show(found)

    def put_away(self) -> None:
        """Ask whether the draft is to be put away: nothing undoes it."""
        if self._uid:
            self.notices.ask(say.PUT_AWAY_SURE, say.WITHDRAW, self._put_away)

    def _put_away(self) -> None:
        work = partial(suggestions.withdraw, self._place.desk, self._uid)
        self._act(work, lambda _done: self.changed.emit())

    def _keys(self) -> dict[str, KeyAct]:
        return {
            "Ctrl+Return": KeyAct(say.KEEP, self.keep),
            "F4": KeyAct(say.NEXT, self.go_on),
            "F5": KeyAct(say.CHECKS, self.check),
            "F8": KeyAct(say.PRINT, self.print_paper),
            "F9": KeyAct(say.SUBMIT, self.submit),
            "Ctrl+F": KeyAct(say.CHECKS, lambda: self._go_to_side(self.findings.list)),
            "Ctrl+N": KeyAct(say.LIKE_ONES, self.evidence.look),
        }

    def _both(self) -> Beside:
        """The form, and beside it what the checks found, what it rests on, who joins in."""
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 8, 0)
        for part in (self.findings, self.evidence, self.cosigners):
            column.addWidget(part)
        column.addStretch(1)
        self._side = Beside(self.area, self.column, self.column.count() - 1, side, (SIDE_NARROW, SIDE_WIDTH))
        return self._side

    def _row_of_keys(self) -> QHBoxLayout:
        onward, paper, keep, submit = (self.key(name) for name in ("F4", "F8", "Ctrl+Return", "F9"))
        submit.setProperty("role", "next")
        return row_of(self.state, self._away, onward, paper, keep, submit, stretch_after=0)

    def _connect(self) -> None:
        self.form.changed.connect(self.touched)
        self.form.arrived.connect(self.follow)
        self.findings.wanted.connect(self._show)
        self.findings.stands.connect(self._let_stand)
        self.evidence.added.connect(self._add_opinions)
        self.evidence.taken.connect(self._take_opinion)
        self.evidence.opened.connect(lambda uid: self._open("opinion", uid))
        desk, act = self._place.desk, self._act_on_record
        self.cosigners.asked.connect(lambda deputy: act(lambda uid: suggestions.ask(desk, uid, deputy)))
        self.cosigners.answered.connect(lambda one, fields: act(lambda _: suggestions.confirm(desk, one, fields)))
        self.cosigners.declined.connect(lambda one: act(lambda _: suggestions.decline(desk, one)))
        self.cosigners.left.connect(lambda one: act(lambda _: suggestions.leave(desk, one)))

    def _fill(self) -> dict[str, object]:
        """What the record holds, or what a new draft begins with; the form's values then."""
        if self._uid:
            row = self._place.desk.records.rows("suggestion", [self._uid])[self._uid]
            self._opinions = tuple(row.values["origin_opinions"])
            self.form.set_values({name: _as_typed(row.values[name]) for name in ORDER})
            self.set_heading(
                f"{say.DRAFT_TITLE}  {short_at(self._place.desk, str(row.values['number']), self._uid)}", say.SENTENCE
            )
            self.say_state("")
        else:
            self.form.set_values({**USUAL, "title": say.titled(self._first_title())})
        self._show_parts()
        return self.form.values()

    def _first_title(self) -> str:
        found = self._place.desk.records.several(Opinion, self._opinions[:1])
        return next((one.title for one in found.values()), "")

    def _show_parts(self) -> None:
        self.evidence.put(self._opinions)
        self.cosigners.put(self._uid)
        self._away.setVisible(bool(self._uid))

    def _sources(self) -> Sources:
        """Deputies by mandate of the level that the form says when they are asked for."""
        desk, given = self._place.desk, self._place.sources

        def choices(kind: str, typed: str) -> Sequence[tuple[str, str]]:
            level = str(self.form.values().get("level", ""))
            return leading(desk, given, level).choices(kind, typed)

        return Sources(given.codes, given.today, given.read, choices, given.names, given.initials)

    def _typed(self) -> dict[str, Any] | None:
        values = self.form.values()
        if values == self._before:
            return None
        title = str(values["title"]) or say.DRAFT_TITLE
        typed = self._changed() if self._uid else values
        return {"called": title, "uid": self._uid, "opinions": list(self._opinions), "values": typed}

    def _put(self, content: Mapping[str, Any]) -> None:
        """A record's draft holds what was changed in it, emptied fields too; the rest is as the record stands now."""
        self._uid = str(content.get("uid", ""))
        self._opinions = tuple(content.get("opinions", ()))
        if self._uid:
            self._before = self._fill()
        self.form.set_values({name: _as_typed(value) for name, value in content["values"].items()})
        self._show_parts()
        self.check()

    def _jump(self, place: str) -> None:
        self.form.focus_field(place.partition(".")[2])

    def _listed(self) -> tuple[str, ...]:
        desk = self._place.desk
        rows = suggestions.cosignings_of(desk, self._uid) if self._uid else []
        return tuple(one.deputy for one in rows if one.state in JOINED)

    def _checked(self, seen: int, checked: Checked) -> None:
        if seen == self._seen:
            self.findings.put(checked)

    def _show(self, one: Finding) -> None:
        """Go to the place of a finding; of a double, both texts side by side."""
        details = dict(one.details)
        if one.code == "Q26" and self.findings.list.hasFocus():
            other = self._place.desk.records.one(Suggestion, str(details["uid"]))
            self._place.open("compare", quality.suggestion_of(self.values()), other)
        elif one.field in ORDER:
            show_place(self.form, one.field, one.start, one.end)
        elif one.field == "cosigners":
            self._go_to_side(self.cosigners.list if self.cosigners.list.isVisibleTo(self) else self.cosigners.line)
        else:
            self._go_to_side(self.evidence.line)

    def _go_to_side(self, control: QWidget) -> None:
        control.setFocus(Qt.FocusReason.OtherFocusReason)
        self._side.show_control(control)

    def _let_stand(self, one: Finding, reason: str) -> None:
        desk = self._place.desk
        self._act_on_record(lambda uid: suggestions.let_stand(desk, uid, one, reason))

    def _add_opinions(self, uids: Sequence[str]) -> None:
        if self._uid:
            desk = self._place.desk
            self._act_on_record(lambda uid: suggestions.add_opinions(desk, uid, uids))
        else:
            self._link(tuple(dict.fromkeys((*self._opinions, *uids))))

    def _take_opinion(self, opinion: str) -> None:
        if self._uid:
            desk = self._place.desk
            self._act_on_record(lambda uid: suggestions.take_opinion(desk, uid, opinion))
        else:
            self._link(tuple(uid for uid in self._opinions if uid != opinion))

    def _link(self, opinions: tuple[str, ...]) -> None:
        """Of a draft that is no record yet the links are kept with what is being typed."""
        self._opinions = opinions
        self.evidence.put(opinions)
        self.touched()
        self.check()

    def _act_on_record(self, do: Callable[[str], list[Done]]) -> None:
        """Do something that needs the draft as a record: it is kept first where it is not one."""
        self._keep_then(lambda: self._act(partial(do, self._uid), lambda _done: self.entered()))

    def _keep_then(self, then: Callable[[], None]) -> None:
        if self._uid and not self._changed():
            then()
        else:
            self.enter(then)

    def _changed(self) -> dict[str, object]:
        return {name: value for name, value in self.form.values().items() if value != self._before[name]}

    def _work(self) -> Work:
        sent = self.form.values()
        if self._uid:
            keep = partial(suggestions.keep, self._desk, self._uid, self._changed())
        else:
            keep = partial(suggestions.promote, self._desk, self._opinions, sent)
        return Work(lambda: (sent, keep()), _place_of)

    def _was_kept(self, kept: tuple[dict[str, object], list[Done]]) -> list[str]:
        """What was sent is the record now; what was typed since is kept as a draft of it."""
        sent, done = kept
        self.form.show_problems([(one.where, explain(one), False) for one in done[0].warnings])
        self._uid = done[0].uid
        if self.form.values() == sent:
            self._before = self._fill()
        else:
            self._before = sent
            self.drafts.touched()
        self.check()
        return []

    def _submit(self) -> None:
        self._act(partial(suggestions.submit, self._desk, self._uid), lambda _done: self.changed.emit())

    def _act(self, work: Callable[[], list[Done]], done: Callable[[list[Done]], None]) -> None:
        self.notices.clear()
        self._place.jobs.quick(work, done, partial(self.refused, _place_of), owner=self)

    def _show_problems(self, told: Mapping[str, Told]) -> Told:
        self.check()
        return self.form.show_problems(told.get(IN_FORM, [])) + told.get("", [])

    def _paper(self) -> Versions:
        return versions_of_paper(self._place.desk, self._uid)

    def _open(self, kind: str, uid: str) -> None:
        self._place.record(kind, uid)


def _as_typed(value: object) -> object:
    """A record's value as a form takes it."""
    match value:
        case None:
            return ""
        case bool() | tuple():
            return value
        case list():
            return tuple(value)
        case _:
            return str(value)


def _place_of(problem: Problem) -> str:
    return f"{IN_FORM}.{problem.where}" if problem.where in ORDER else "."
