"""The question at the end of a reception day: what was common to what people said."""

from __future__ import annotations

from collections.abc import Callable

from station_app.domain.records import ReceptionDay
from station_app.text import desk as say
from station_app.ui.parts.sheet import Sheet, row_of, words
from station_app.ui.record_form import RecordForm
from station_app.ui.shell.page import KeyAct, act_key
from station_app.ui.shell.sources import Sources


class ClosingQuestion(Sheet):
    """Asks for the common matters, then `close` or `put_off`; hidden at first."""

    def __init__(self, sources: Sources, close: Callable[[], None], put_off: Callable[[], None]) -> None:
        super().__init__(say.CLOSE_DAY)
        self.form = RecordForm(ReceptionDay, sources, only=("common_matters",), columns=1)
        key = act_key(KeyAct(say.CLOSE_DAY, close), "F9")
        key.setObjectName("main")
        self.column.addWidget(words(say.CLOSE_QUESTION, "hint"))
        self.column.addWidget(self.form)
        self.column.addLayout(row_of(key, act_key(KeyAct(say.NOT_YET, put_off))))
        self.hide()
