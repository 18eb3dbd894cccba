"""Several rows and one act: a form for all of them, and under it what each row would get, before anything is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from station_app.domain.problem import Rejected
from station_app.domain.records import BY_KIND, SharedMatter, Suggestion
from station_app.services import several
from station_app.services.acts import would_leave
from station_app.services.desk import Desk
from station_app.services.several import ACTS, Prospect
from station_app.text import county as say
from station_app.text import explain, key_label
from station_app.text import finding as words
from station_app.text.planning import due_line
from station_app.ui.parts.record_form import RecordForm
from station_app.ui.parts.record_list import ListColumn, ListSpec, RecordList, in_two_lines
from station_app.ui.parts.sheet import Sheet, row_of, words_line
from station_app.ui.shell.keys import EscapeKey
from station_app.ui.shell.page import KeyAct, Page, act_key
from station_app.ui.shell.workplace import Workplace

LABELS = {"assign": say.ASSIGN, "remind": say.REMIND, "check": say.CHECK, "merge": say.JOIN}
HINTS = {"assign": say.DIFFERENT_UNITS, "merge": say.EXCERPT_HINT}
MERGE_ASKS = {"opinion": ("title", "category", "merged_on", "excerpt"), "suggestion": ("reviewed_on", "review_reason")}
JUDGED_AFTER_MS = 250
"""How long nothing is typed before the rows are judged again."""


def _fate(_desk: Desk, one: Prospect) -> str:
    return say.WILL_DO if one.can else _fate_words(one)


def _beneath(one: Prospect) -> str:
    """What a cell has no room for: why it cannot be done, else why it is due on that day."""
    if one.can:
        return due_line(one.why) if one.why else ""
    return _fate_words(one)


def _fate_words(one: Prospect) -> str:
    return say.CANNOT.format(why=say.BETWEEN_WHYS.join(dict.fromkeys(explain(each) for each in one.problems)))


def _due(desk: Desk, one: Prospect) -> str:
    return in_two_lines(words.short_day(one.due_on, desk.today), due_line(one.why) if one.why else "")


NUMBER, TITLE, UNIT, DUE, FATE = say.SEVERAL_HEADS
LIST: ListSpec[Prospect] = ListSpec(
    say.LOOK_FIRST,
    (
        ListColumn(NUMBER, 212, lambda _desk, one: one.number),
        ListColumn(TITLE, 232, lambda _desk, one: one.title),
        ListColumn(UNIT, 130, lambda _desk, one: one.unit),
        ListColumn(DUE, 0, _due),
        ListColumn(FATE, 144, _fate),
    ),
    two_lines=True,
    beneath=_beneath,
    opens=lambda place, one: place.record(one.kind, one.uid),
)


class SeveralPage(Page):
    """One act on several matters of a kind. F9 does it to those that can, and Ctrl+Z takes all of it back."""

    def __init__(self, place: Workplace, name: str, kind: str, uids: Sequence[str]) -> None:
        super().__init__(say.do_several(LABELS[name], len(uids)), say.SEVERAL_SENTENCE)
        self._place, self._name, self._kind, self._uids = place, name, kind, list(uids)
        self._can = 0
        self.form = RecordForm(*self._asked(), columns=3)
        self.form.set_values(self._beforehand())
        self._later = QTimer(self, singleShot=True, interval=JUDGED_AFTER_MS)
        self.form.changed.connect(lambda _name: self._later.start())
        self._later.timeout.connect(self._judge)
        self.list = RecordList(place, LIST)
        sheet = Sheet()
        sheet.column.addWidget(self.form)
        if name in HINTS:
            sheet.column.addWidget(words_line(HINTS[name], "hint"))
        self.do_key = act_key(KeyAct(say.do_several(LABELS[name], len(uids)), self.do), "F9")
        self.do_key.setObjectName("main")
        self._told = words_line("", "hint")
        self._told.setWordWrap(False)
        self.body.addWidget(sheet)
        self.body.addWidget(self.list.table, 1)
        self.body.addWidget(self.list.beneath)
        self.body.addLayout(row_of(self._told, QWidget(), self.do_key, stretch_after=1))
        self.set_acts({"F9": KeyAct(LABELS[name], self.do), "F5": KeyAct(say.LOOK_FIRST, self._judge)})
        EscapeKey(self, place.back)

    def entered(self) -> None:
        """The first field takes the keys, and the rows are judged."""
        self.form.focus_first()
        self._judge()

    def do(self) -> None:
        """Do it to those that can."""
        if control := self.focusWidget():
            control.clearFocus()  # a line reads what was typed into it when it is left
        desk, fields = self._place.desk, self._fields()
        if self._name == "merge":
            work: partial[Any] = partial(several.merge, desk, self._kind, self._uids, fields)
        else:
            work = partial(several.do, desk, self._name, self._kind, self._uids, fields)
        self._place.jobs.save(work, self._done, self._refused, owner=self)

    def _asked(self) -> tuple[type, Any, tuple[str, ...]]:
        sources = self._place.sources
        if self._name == "merge":
            asked: type = SharedMatter if self._kind == "opinion" else Suggestion
            return asked, sources, MERGE_ASKS[self._kind]
        act = ACTS[self._name]
        left_out = {"opinion": ("part",)}.get(self._kind, ()) if self._name == "assign" else ()
        return BY_KIND[act.kind], sources, tuple(name for name in act.asks if name not in left_out)

    def _beforehand(self) -> dict[str, object]:
        """Today in the day of the act; of a merge the title and the category of the first. Nothing that somebody must
        judge."""
        desk = self._place.desk
        if self._name != "merge":
            return dict.fromkeys(ACTS[self._name].row.today, desk.today)
        if self._kind == "suggestion":
            return {"reviewed_on": desk.today}
        first = desk.records.rows("opinion", self._uids[:1])[self._uids[0]].values
        return {"title": first["title"], "category": first["category"], "merged_on": desk.today}

    def _fields(self) -> dict[str, object]:
        return {name: value for name, value in self.form.values().items() if value not in ("", None, ())}

    def _judge(self) -> None:
        desk, fields = self._place.desk, self._fields()
        if self._name == "merge":
            work: Any = partial(merged, desk, self._kind, self._uids, fields)
        else:
            work = partial(several.prospects, desk, self._name, self._kind, self._uids, fields)
        self._place.jobs.read(work, self._show, owner=self)

    def _show(self, found: Sequence[Prospect]) -> None:
        self.list.show(found)
        self._can = sum(one.can for one in found)
        label = LABELS[self._name]
        self._told.setText(say.will_do(label, self._can, len(found)) if self._can else say.NONE_CAN)
        self.do_key.setEnabled(bool(self._can))
        self.do_key.setText(key_label(say.do_several(label, self._can or len(found)), "F9"))

    def _done(self, outcome: Sequence[Any]) -> None:
        if self._name != "merge":
            count = sum(not isinstance(one, Rejected) for one in outcome)
            if not count:
                self._judge()
                return
        else:
            count = len(self._uids)
        self._place.back()
        self._place.tell(say.did(LABELS[self._name], count))

    def _refused(self, rejected: Rejected) -> None:
        problems = [(one.where, explain(one), one.refuses) for one in rejected.problems]
        left = self.form.show_problems(problems)
        self.notices.show_problems([("", sentence, refuses) for _, sentence, refuses in left], str)


def merged(desk: Desk, kind: str, uids: Sequence[str], fields: Mapping[str, Any]) -> list[Prospect]:
    """What a merge would make of each matter: one that stays itself, or goes into the first."""
    left = would_leave(desk, [several.merge_asks(desk, kind, uids, fields)])[0] if len(uids) > 1 else None
    problems = left.problems if isinstance(left, Rejected) else ()
    rows = desk.records.rows(kind, list(uids))
    return [
        Prospect(
            kind,
            uid,
            str(rows[uid].values.get("official_no") or rows[uid].values["number"]),
            str(rows[uid].values["title"]),
            str(rows[uid].values.get("unit") or rows[uid].values.get("assigned_unit") or ""),
            str(rows[uid].values["due_on"]),
            problems=tuple(one for one in problems if one.refuses and (kind == "opinion" or one.part == place - 1)),
        )
        for place, uid in enumerate(uids)
        if uid in rows
    ]
