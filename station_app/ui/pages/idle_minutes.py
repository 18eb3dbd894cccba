"""After how many minutes without anybody the desk locks itself."""

from __future__ import annotations

from station_app.services import locking
from station_app.text import settings as say
from station_app.ui.page import Act, Page, act_key
from station_app.ui.pages.plain_form import PlainForm, PlainLine
from station_app.ui.pages.sheet import Sheet, in_middle, row_of
from station_app.ui.pages.workplace import Workplace

WIDTH = 560


class IdleMinutesPage(Page):
    """One number. F9 keeps it."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.IDLE, say.IDLE_SENTENCE)
        self._place = place
        self.form = PlainForm([PlainLine("minutes", say.IDLE)])
        self.form.line("minutes").setText(str(locking.minutes(place.desk)))
        keep = Act(say.IDLE_KEEP, self.keep)
        sheet, key = Sheet(), act_key(keep, "F9")
        key.setObjectName("main")
        sheet.column.addWidget(self.form)
        sheet.column.addLayout(row_of(key))
        self.form.ended.connect(self.keep)
        self.body.addWidget(in_middle(sheet, WIDTH))
        self.body.addStretch(1)
        self.set_acts({"F9": keep})

    def entered(self) -> None:
        """The number takes the keys."""
        self.form.focus_field("minutes")

    def keep(self) -> None:
        """Keep the number."""
        typed, desk = self.form.value("minutes").strip(), self._place.desk
        if not (typed.isascii() and typed.isdigit() and int(typed) <= locking.LONGEST):
            self.form.show_problems({"minutes": say.IDLE_WRONG})
            return
        minutes = int(typed)
        told = say.IDLE_KEPT.format(minutes=minutes) if minutes else say.IDLE_NEVER
        self.form.show_problems({})
        self._place.jobs.save(
            lambda: locking.set_minutes(desk, minutes), lambda _none: self.notices.tell(told), owner=self
        )
