"""这一页的键: every key that means something on the page in view, on one sheet; Enter does what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from station_app.text import hands as say
from station_app.ui.look import GRID
from station_app.ui.page import Act, Page, scrolled
from station_app.ui.pages.sheet import Sheet, words

KEY_WIDTH = 128


class KeysPage(Page):
    """`here` and `everywhere` are acts by key, `places` the words of the rail. `leave` closes the sheet."""

    def __init__(
        self, here: Mapping[str, Act], everywhere: Mapping[str, Act], places: Sequence[str], leave: Callable[[], None]
    ) -> None:
        super().__init__(say.KEYS, say.KEYS_SENTENCE)
        self._leave = leave
        self._keys: list[QPushButton] = []
        beyond = {key: act for key, act in everywhere.items() if key not in here}
        content = QWidget()
        content.setObjectName("scrolled")
        across = QHBoxLayout(content)
        across.setSpacing(GRID * 2)
        across.setContentsMargins(0, 0, 0, 0)
        for heading, acts in ((say.KEYS_HERE, here), (say.KEYS_EVERYWHERE, beyond)):
            across.addWidget(self._sheet_of(heading, acts), 1, Qt.AlignmentFlag.AlignTop)
        rail = [(f"Alt+{number}", say.GO_PAGE.format(page=name)) for number, name in enumerate(places, start=1)]
        told = Sheet(say.KEYS_FIELDS)
        for key, meaning in (*rail, ("Esc", say.BACK), *say.FIELD_KEYS):
            told.column.addLayout(_line(words(key, "label"), words(meaning)))
        across.addWidget(told, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(scrolled(content), 1)

    def entered(self) -> None:
        """The first key takes the focus."""
        if self._keys:
            self._keys[0].setFocus(Qt.FocusReason.TabFocusReason)

    def listed(self) -> dict[str, str]:
        """The keys that the sheet does, with their words."""
        return {key.objectName(): key.text() for key in self._keys}

    def _sheet_of(self, heading: str, acts: Mapping[str, Act]) -> Sheet:
        sheet = Sheet(heading)
        for key, act in acts.items():
            button = QPushButton(act.label)
            button.setObjectName(key)
            button.setAccessibleName(f"{shown(key)} {act.label}")
            button.setProperty("role", "link")
            button.setAutoDefault(True)
            button.clicked.connect(lambda _=False, act=act: self._do(act))
            self._keys.append(button)
            sheet.column.addLayout(_line(words(shown(key), "label"), button))
        sheet.setVisible(bool(acts))
        return sheet

    def _do(self, act: Act) -> None:
        self._leave()
        act.do()


def shown(key: str) -> str:
    """A key as it stands on a keyboard."""
    return key.replace("Return", "Enter").replace("PgUp", "Page Up").replace("PgDown", "Page Down")


def _line(key: QLabel, meaning: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(GRID)
    key.setWordWrap(False)
    key.setFixedWidth(KEY_WIDTH)
    row.addWidget(key)
    row.addWidget(meaning, 0 if isinstance(meaning, QPushButton) else 1)
    if isinstance(meaning, QPushButton):
        row.addStretch(1)
    return row
