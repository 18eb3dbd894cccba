"""What came back: requests for correction, and fields that were written in two ways."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from station_app.domain.field import FieldSpec, field_of, fields_of
from station_app.domain.problem import Rejected
from station_app.domain.records import BY_KIND, Correction
from station_app.services import clashes, news
from station_app.services.clashes import Clash
from station_app.services.history import history
from station_app.services.news import Sent
from station_app.text import explain
from station_app.text import finding as finding_say
from station_app.text import finding as words
from station_app.text import roads as say
from station_app.ui.parts.pick import Pick, PickLine, among
from station_app.ui.parts.record_form import LABEL_WIDTH, RecordForm
from station_app.ui.parts.sheet import Sheet, in_middle, pairs, paragraph, row_of, words_line
from station_app.ui.parts.values import Speaker
from station_app.ui.shell.look import GRID
from station_app.ui.shell.page import KeyAct, Page, act_key, scrolled
from station_app.ui.shell.workplace import Naming, Workplace


class SentBackPage(Page):
    """One sheet for each request. F9 is for the sheet that has the keys."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.SENT_BACK, say.SENT_BACK_SENTENCE)
        self._place = place
        self._content = QWidget()
        self._content.setObjectName("scrolled")
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 0, GRID, 0)
        self._column.setSpacing(GRID * 2)
        self.body.addWidget(scrolled(self._content), 1)
        self.sheets: list[CorrectionSheet] = []
        mended = {"F9": KeyAct(say.MENDED, self._mend_present)} if _may_answer(place) else {}
        self.set_acts({**mended, "F5": KeyAct(say.SENT_BACK, self.reload)})
        self.reload()

    def entered(self) -> None:
        """The first field takes the keys."""
        if self.sheets:
            self.sheets[0].take_keys()
        else:
            self.setFocus()

    def reload(self) -> None:
        """Read again what came back."""
        while (item := self._column.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.sheets = [CorrectionSheet(self._place, one) for one in news.sent_back(self._place.desk)]
        for sheet in self.sheets:
            sheet.settled.connect(self._settled)
            sheet.refused.connect(self._refused)
            self._column.addWidget(sheet)
        if not self.sheets:
            self._column.addWidget(words_line(say.SENT_BACK_EMPTY, "hint"))
        self._column.addStretch(1)

    def _mend_present(self) -> None:
        focused = QApplication.focusWidget()
        present = [sheet for sheet in self.sheets if focused is not None and sheet.isAncestorOf(focused)]
        for sheet in (present or self.sheets)[:1]:
            sheet.mend()

    def _settled(self, sentence: str) -> None:
        self.reload()
        self.notices.tell(sentence)
        self.entered()

    def _refused(self, sentences: list[str]) -> None:
        self.notices.show_problems([("", one, True) for one in sentences], str)


class CorrectionSheet(Sheet):
    """One request. `settled(sentence)`: it was mended or answered; `refused(sentences)`: what no field here can say."""

    settled = Signal(str)
    refused = Signal(list)

    def __init__(self, place: Workplace, sent: Sent) -> None:
        self._correction = sent.correction
        kind, uid = self._correction.target_kind, self._correction.target
        super().__init__(Naming(place.desk).name(kind, uid))
        self._place, self._values = place, sent.values
        spec = _spec_of(self._correction)
        self.column.addWidget(pairs(self._said(spec), lambda *_: None))
        self.field: RecordForm | None = None
        if spec is not None and sent.values is not None and not spec.given:
            self.field = RecordForm(BY_KIND[kind], place.sources, only=(spec.name,), columns=1)
            self.field.set_values({spec.name: sent.values.get(spec.name)})
            self.column.addWidget(self.field)
        self.note = RecordForm(Correction, place.sources, only=("answer_note",), columns=1)
        self.column.addWidget(self.note)
        self.column.addLayout(row_of(*self._keys(), stretch_after=0))

    def take_keys(self) -> None:
        """The field to mend takes the keys."""
        (self.field or self.note).focus_first()

    def mend(self) -> None:
        """Put what was typed into the field, and answer the request."""
        desk, correction, note = self._place.desk, self._correction, str(self.note.values()["answer_note"])
        if self.field is None:
            self.answer()
            return
        value = self.field.values()[correction.where]
        work = partial(news.mend, desk, correction, value, note)
        self._place.jobs.save(work, lambda _: self.settled.emit(say.MENDED_NOW), self._was_refused, owner=self)

    def answer(self) -> None:
        """Answer by words alone."""
        desk, note = self._place.desk, str(self.note.values()["answer_note"])
        work = partial(news.answer, desk, self._correction, note)
        self._place.jobs.save(work, lambda _: self.settled.emit(say.ANSWERED_NOW), self._was_refused, owner=self)

    def _said(self, spec: FieldSpec | None) -> list[tuple[str, str, None]]:
        desk, correction = self._place.desk, self._correction
        speaker = Speaker(desk.codes, Naming(desk).name)
        said = [(say.WHICH_FIELD, spec.label if spec else say.WHOLE_RECORD, None)]
        if spec is not None and self._values is not None:
            said.append((say.PRESENT, speaker.say(spec, self._values.get(spec.name)) or finding_say.NOTHING, None))
        said.append((say.REASON, correction.reason, None))
        said.append((say.ASKED_ON, finding_say.short_day(correction.asked_on, desk.today), None))
        return said

    def _keys(self) -> list[QWidget]:
        kind, uid = self._correction.target_kind, self._correction.target
        see = act_key(KeyAct(say.SEE_RECORD, partial(self._place.record, kind, uid)))
        keys = [see, act_key(KeyAct(say.ANSWER, self.answer))] if _may_answer(self._place) else [see]
        if self.field is not None and _may_answer(self._place):
            mended = act_key(KeyAct(say.MENDED, self.mend), "F9")
            mended.setProperty("role", "next")
            keys.append(mended)
        if self._values is None:
            see.hide()
        for key in keys:
            key.setAutoDefault(True)
        return list(keys)

    def _was_refused(self, rejected: Rejected) -> None:
        problems = [(one.where, explain(one), one.refuses) for one in rejected.problems]
        left = self.field.show_problems(problems) if self.field is not None else problems
        left = self.note.show_problems(left)
        self.refused.emit([sentence for _, sentence, _ in left])
        if len(left) < len(problems):
            self.take_keys()


def _may_answer(place: Workplace) -> bool:
    return place.may("correction", "answer_correction", "ASKED")


def _spec_of(correction: Correction) -> FieldSpec | None:
    """The field that is asked about; None for the whole record, and for a field of a newer program."""
    specs = {spec.name: spec for spec in fields_of(BY_KIND[correction.target_kind])} if _is_known(correction) else {}
    return specs.get(correction.where)


def _is_known(correction: Correction) -> bool:
    return correction.target_kind in BY_KIND


WIDTH = 760


class AskCorrectionPage(Page):
    """Two lines and F9."""

    def __init__(self, place: Workplace, kind: str, uid: str) -> None:
        super().__init__(say.ASK_CORRECTION, say.ASK_SENTENCE)
        self._place, self._kind, self._uid = place, kind, uid
        self._picks: list[Pick] = [(spec.name, spec.label) for spec in fields_of(BY_KIND[kind]) if not spec.given][1:]
        names = dict(self._picks)
        self.where = PickLine(self._search, lambda name: names.get(name, name))
        self.where.setObjectName("where")
        self.where.setAccessibleName(say.WHICH_FIELD)
        self.reason = RecordForm(Correction, place.sources, only=("reason",), columns=1)
        send = act_key(KeyAct(say.SEND_BACK, self.send), "F9")
        send.setObjectName("main")
        sheet = Sheet(Naming(place.desk).name(kind, uid))
        label = paragraph(say.WHICH_FIELD, "label")
        label.setFixedWidth(LABEL_WIDTH)
        line = row_of(label, self.where, stretch_after=2)
        line.setStretchFactor(self.where, 1)
        sheet.column.addLayout(line)
        sheet.column.addWidget(self.reason)
        sheet.column.addLayout(row_of(QWidget(), send, stretch_after=0))
        self.body.addWidget(in_middle(sheet, WIDTH))
        self.body.addStretch(1)
        self.set_acts({"F9": KeyAct(say.SEND_BACK, self.send)})

    def entered(self) -> None:
        """The first line takes the keys."""
        self.where.setFocus(Qt.FocusReason.OtherFocusReason)

    def send(self) -> None:
        """Send the record back."""
        self.where.settle()
        reason = str(self.reason.values()["reason"])
        work = partial(news.ask, self._place.desk, self._kind, self._uid, self.where.value(), reason)
        self._place.jobs.save(work, self._sent, self._refused, owner=self)

    def _search(self, typed: str) -> list[Pick]:
        return list(among(self._picks)(typed))

    def _sent(self, _done: object) -> None:
        self.reason.clear()
        self.where.put("")
        self.notices.tell(say.SENT_BACK_NOW)

    def _refused(self, rejected: Rejected) -> None:
        problems = [(one.where, explain(one), one.refuses) for one in rejected.problems]
        left = self.reason.show_problems(problems)
        self.notices.show_problems([("", sentence, refuses) for _, sentence, refuses in left], str)


class ClashesPage(Page):
    """One sheet for each clash, its values in columns with a key under each."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.CLASHES, say.CLASHES_SENTENCE)
        self._place = place
        content = QWidget()
        content.setObjectName("scrolled")
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, GRID, 0)
        self._column.setSpacing(GRID * 2)
        self.body.addWidget(scrolled(content), 1)
        self.keys: list[QPushButton] = []
        self.set_acts({"F5": KeyAct(say.CLASHES, self.reload)})
        self.reload()

    def entered(self) -> None:
        """The first key takes the focus."""
        if self.keys:
            self.keys[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        """Read the clashes again."""
        while (item := self._column.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.keys = []
        found = clashes.clashes(self._place.desk)
        for clash in found:
            self._column.addWidget(self._sheet(clash))
        if not found:
            self._column.addWidget(words_line(say.CLASHES_EMPTY, "hint"))
        self._column.addStretch(1)

    def _sheet(self, clash: Clash) -> Sheet:
        desk = self._place.desk
        naming, spec = Naming(desk), field_of(BY_KIND[clash.kind], clash.field)
        speaker = Speaker(desk.codes, naming.name)
        sheet = Sheet(f"{naming.name(clash.kind, clash.record)}{say.DOT}{spec.label}")
        across = QHBoxLayout()
        across.setSpacing(GRID * 3)
        may_decide = clashes.may_decide(desk, clash)
        for chosen, value in enumerate(clash.values):
            column = QVBoxLayout()
            column.addWidget(words_line(speaker.say(spec, value) or words.NOTHING))
            column.addWidget(words_line(self._author(clash, value, is_shown=not chosen), "hint"))
            if may_decide:
                key = act_key(KeyAct(say.USE_THIS, partial(self._decide, clash, chosen)))
                key.setAutoDefault(True)
                self.keys.append(key)
                column.addWidget(key, 0, Qt.AlignmentFlag.AlignLeft)
            column.addStretch(1)
            across.addLayout(column, 1)
        sheet.column.addLayout(across)
        if not may_decide:
            sheet.column.addWidget(words_line(say.NOT_YOURS_TO_DECIDE, "hint"))
        return sheet

    def _author(self, clash: Clash, value: object, *, is_shown: bool) -> str:
        desk = self._place.desk
        events = [
            event
            for event in history(desk, clash.record)
            for step in event.steps
            if step.field == clash.field and step.new == value
        ]
        said = [f"{events[-1].by}{say.DOT}{words.instant(events[-1].at, desk.today)}"] if events else []
        return say.DOT.join([*said, *([say.SHOWN_NOW] if is_shown else [])])

    def _decide(self, clash: Clash, chosen: int) -> None:
        work = partial(clashes.decide, self._place.desk, clash, chosen)
        self._place.jobs.save(work, lambda _: self._decided(), self._refused, owner=self)

    def _decided(self) -> None:
        self.reload()
        self.notices.tell(say.DECIDED)
        self.entered()

    def _refused(self, rejected: Rejected) -> None:
        self.reload()
        self.notices.show_problems([("", explain(one), True) for one in rejected.problems], str)
