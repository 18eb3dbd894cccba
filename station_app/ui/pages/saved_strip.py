"""What stands beside the visit form: the number just given."""

from __future__ import annotations

from collections.abc import Sequence

from station_app.domain import numbering
from station_app.services.visits import Registered
from station_app.text import desk as say
from station_app.text import visits as visits_say
from station_app.ui.pages.records.versions import versions_of
from station_app.ui.parts.sheet import Sheet, row_of, words
from station_app.ui.shell.page import KeyAct, act_key
from station_app.ui.shell.workplace import Workplace


class SavedStrip(Sheet):
    """The number that was just given, large, with its check character; what the person should look at under it."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.FIRST_FREE)
        self._place = place
        self._visit = ""
        self._number, self._whole, self._warnings = words("", "large"), words("", "hint"), words("", "warning")
        self._see = act_key(KeyAct(say.SEE_RECORD, self._open))
        self._see.setProperty("role", "link")
        for part in (self._number, self._whole, self._warnings):
            self.column.addWidget(part)
        receipt = act_key(KeyAct(visits_say.PRINT_RECEIPT, self.print_receipt), "F8")
        self.column.addLayout(row_of(receipt, self._see, stretch_after=2))
        self.hide()

    def show_saved(self, registered: Registered, warnings: Sequence[str]) -> None:
        """Show what was registered."""
        self._visit = registered.visit.uid
        number = registered.visit.number
        self._number.setText(short_with_check(number))
        self._whole.setText(numbering.with_check(number))
        self._warnings.setText("\n".join(warnings))
        self._warnings.setVisible(bool(warnings))
        self.show()

    def number(self) -> str:
        """The number in full that is shown, "" for none."""
        return self._whole.text()

    def print_receipt(self) -> None:
        """The visitor's receipt, and the record sheet as the other version; nothing before the first visit."""
        if self._visit:
            self._place.show_print(versions_of(self._place.desk, "visit", {"uid": self._visit}))

    def _open(self) -> None:
        self._place.record("visit", self._visit)


def short_with_check(number: str) -> str:
    """The part of a number that a desk needs, with the check character of the whole: F26-0031-K."""
    return numbering.short_with_check(number)
