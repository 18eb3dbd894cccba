"""A repeated visit goes on with an earlier one: picked by a person, or linked to nothing. Never silently."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from station_app.text import visits as say
from station_app.ui.pages.known_people import KnownPeople
from station_app.ui.record_form import RecordForm

REPEAT = "REPEAT"
IS_FIRST = "is_first"


class RepeatLink(QObject):
    """The link of the visit that is being typed. `changed()`: a person picked; `settled()`: the keys may go on."""

    changed = Signal()
    settled = Signal()

    def __init__(self, known: KnownPeople, hearing: RecordForm, parent: QObject) -> None:
        super().__init__(parent)
        self._known, self._hearing = known, hearing
        self.visit = self._title = ""
        known.linked.connect(self._picked)
        hearing.changed.connect(self._asked)

    def forget(self) -> None:
        """Nothing is linked."""
        self.visit = self._title = ""
        self._say()

    def content(self) -> list[str]:
        """What a draft keeps."""
        return [self.visit, self._title]

    def put(self, kept: list[str]) -> None:
        """Show what a draft holds."""
        self.visit, self._title = kept
        self._say()

    def go(self) -> None:
        """Let the keys pick among what was raised before."""
        self._known.focus_earlier()

    def _asked(self, name: str) -> None:
        if name == IS_FIRST:
            if not self._is_repeat:
                self.visit = self._title = ""
            self._say()

    @property
    def _is_repeat(self) -> bool:
        return self._hearing.values()[IS_FIRST] == REPEAT

    def _picked(self, visit: str, title: str) -> None:
        self.visit, self._title = visit, title
        if visit:
            self._hearing.set_values({IS_FIRST: REPEAT})
        self._say()
        self.changed.emit()
        self.settled.emit()

    def _say(self) -> None:
        if self.visit:
            self._known.say_link(say.LINKED.format(title=self._title))
        else:
            self._known.say_link(say.LINK_HINT if self._is_repeat and self._known.has_earlier() else "")
