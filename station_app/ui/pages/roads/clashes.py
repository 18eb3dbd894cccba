"""两边写得不一样: values of authors who had not seen each other, side by side, for a person to decide."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from station_app.domain.field import field_of
from station_app.domain.problem import Rejected
from station_app.domain.records import BY_KIND
from station_app.services import clashes
from station_app.services.clashes import Clash
from station_app.services.history import history
from station_app.text import explain
from station_app.text import finding as words
from station_app.text import roads as say
from station_app.ui.parts.sheet import Sheet, words_line
from station_app.ui.parts.values import Speaker
from station_app.ui.shell.look import GRID
from station_app.ui.shell.page import KeyAct, Page, act_key, scrolled
from station_app.ui.shell.workplace import Naming, Workplace


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
        for chosen, value in enumerate(clash.values):
            column = QVBoxLayout()
            column.addWidget(words_line(speaker.say(spec, value) or words.NOTHING))
            column.addWidget(words_line(self._author(clash, value, is_shown=not chosen), "hint"))
            key = act_key(KeyAct(say.USE_THIS, partial(self._decide, clash, chosen)))
            key.setAutoDefault(True)
            self.keys.append(key)
            column.addWidget(key, 0, Qt.AlignmentFlag.AlignLeft)
            column.addStretch(1)
            across.addLayout(column, 1)
        sheet.column.addLayout(across)
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
