"""The sentence over the ledger: 所有村 的 各类 待办 意见，按 等得最久 排列, each word of it a choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from station_app import paths
from station_app.db.ledger import Filter
from station_app.domain import lifecycle
from station_app.domain.span import span_of
from station_app.services.desk import Desk
from station_app.text import finding as words
from station_app.ui.flow import FlowLayout
from station_app.ui.keys import FieldKeys
from station_app.ui.pick import Pick, PickLine
from station_app.ui.plain import PlainLabel

ANY = "*"
ROOM = 52
"""Pixels beside the words of a phrase: its borders and the arrow."""

PLACED = ("REFERRED", "ESCALATED", "ACKNOWLEDGED", "HANDLING", "RETURN_REQUESTED")
GROUPS: dict[str, tuple[str, ...]] = {
    "open": lifecycle.OPEN_OPINION,
    "untold": lifecycle.UNTOLD_OPINION,
    "all": (),
    "placed": PLACED,
    "ended": lifecycle.CLOSED_OPINION,
}


class LedgerSentence(QWidget):
    """Says which opinions in which order; `changed` when another word was chosen. Enter goes on, and at last `on`."""

    changed = Signal()

    def __init__(self, desk: Desk, on: Callable[[], None]) -> None:
        super().__init__()
        self._desk, self._on = desk, on
        self._standing = {"village": ANY, "category": ANY, "state": "open", "span": ANY, "sort": "waiting"}
        self._picks = {
            "village": self._villages(),
            "category": self._categories(),
            "state": self._states(),
            "span": [(ANY, words.ANY_TIME), *words.SPANS.items()],
            "sort": list(words.SORTS.items()),
        }
        names = (
            words.PHRASE_VILLAGE,
            words.PHRASE_CATEGORY,
            words.PHRASE_STATE,
            words.PHRASE_SPAN,
            words.PHRASE_SORT,
        )
        self._keys = FieldKeys(self._step, self)
        self._lines = {part: self._phrase(part, label) for part, label in zip(self._picks, names, strict=True)}
        flow = FlowLayout(self, gap=4)
        for between, line in zip_longest(words.LEDGER_SENTENCE, self._lines.values()):
            if between.strip():
                label = PlainLabel(between.strip())
                label.setProperty("role", "between")
                flow.addWidget(label)
            if line is not None:
                flow.addWidget(line)

    def chosen(self, text: str) -> Filter:
        """The filter that the sentence says, narrowed by the search text."""
        say = {part: "" if key == ANY else key for part, key in self._standing.items()}
        from_on, to_on = span_of(say["span"], self._desk.today)
        states = GROUPS.get(say["state"], (say["state"],))
        return Filter(
            text=text.strip(),
            states=() if say["state"] == "open" else states,
            open_only=say["state"] == "open",
            category=say["category"],
            village=say["village"],
            from_on=from_on,
            to_on=to_on,
            sort=say["sort"],
        )

    def words(self) -> str:
        """The sentence as it stands, for a print."""
        lines = [line.text() for line in self._lines.values()]
        told = [part for pair in zip_longest(words.LEDGER_SENTENCE, lines, fillvalue="") for part in pair]
        return " ".join(part.strip() for part in told if part.strip())

    def put(self, part: str, key: str) -> None:
        """Say another word: `part` is village, category, state, span or sort. Raises KeyError for another part."""
        self._lines[part].put(key)
        self._heard(part)

    def put_sort(self, sort: str) -> None:
        """Another order."""
        self.put("sort", sort)

    def line(self, part: str) -> PickLine:
        """The phrase of a part."""
        return self._lines[part]

    def _villages(self) -> list[Pick]:
        home = self._desk.place.area_code
        return [
            (ANY, words.ANY_VILLAGE),
            *((one.code, words.place(one.name)) for one in paths.regions().children(home)),
        ]

    def _categories(self) -> list[Pick]:
        gathering = self._desk.codes["matter"].gathering(self._desk.today)
        return [(ANY, words.ANY_CATEGORY), *((one.code, one.name) for one in gathering)]

    def _states(self) -> list[Pick]:
        reached = dict.fromkeys(state for act in lifecycle.acts_of("opinion") for state in act.after)
        named = [(state, self._desk.codes.name_of("opinion_state", state)) for state in reached]
        return [*words.STATE_GROUPS.items(), *named]

    def _phrase(self, part: str, label: str) -> PickLine:
        picks = self._picks[part]
        names = dict(picks)
        line = PickLine(lambda typed: _matching(picks, typed), lambda key: names.get(key, key), self)
        line.setObjectName(part)
        line.setProperty("phrase", True)
        line.setAccessibleName(label)
        line.put(self._standing[part])
        line.changed.connect(lambda: self._heard(part))
        line.settled.connect(lambda _key: self._heard(part))
        line.editingFinished.connect(lambda: self._restore(part))
        self._keys.watch(line)
        self._fit(line)
        return line

    def _heard(self, part: str) -> None:
        line = self._lines[part]
        key = line.value()
        if key in dict(self._picks[part]) and key != self._standing[part]:
            self._standing[part] = key
            self.changed.emit()
        self._fit(line)

    def _restore(self, part: str) -> None:
        """What was typed and means nothing gives way to what stands."""
        line = self._lines[part]
        if line.value() != self._standing[part] or line.text() != dict(self._picks[part])[self._standing[part]]:
            line.put(self._standing[part])
        self._fit(line)

    def _fit(self, line: PickLine) -> None:
        line.ensurePolished()
        line.setFixedWidth(max(72, line.fontMetrics().horizontalAdvance(line.text()) + ROOM))
        self.updateGeometry()

    def _step(self, control: QWidget, direction: int) -> None:
        lines = list(self._lines.values())
        at = next(index for index, line in enumerate(lines) if line is control) + direction
        if 0 <= at < len(lines):
            lines[at].setFocus(Qt.FocusReason.TabFocusReason)
        elif direction > 0:
            self._on()


def _matching(picks: Sequence[Pick], typed: str) -> list[Pick]:
    """The picks whose words hold what was typed, or whose pinyin begins with it."""
    wanted = typed.casefold()
    return [pick for pick in picks if wanted in pick[1] or paths.initials_of(pick[1]).casefold().startswith(wanted)]
