"""The opinions that a suggestion grows from: each a line of evidence; more by search, and proposed by likeness."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal

from station_app.domain.tally import Evidence
from station_app.services.suggestions import Alike, alike_to, evidence_of, joinable
from station_app.text import finding as finding_words
from station_app.text import suggestions as say
from station_app.ui.parts.line_list import LineList
from station_app.ui.parts.sheet import Sheet, words
from station_app.ui.pick import Pick, PickLine
from station_app.ui.shell.keys import FieldKeys
from station_app.ui.shell.page import KeyAct, act_key
from station_app.ui.shell.workplace import Workplace, short

ASKED_OF = 3
"""Of how many linked opinions like ones are looked for: they say the same."""


class EvidencePart(Sheet):
    """`added(uids)` and `taken(uid)`: an opinion is to come or to go; `opened(uid)`: it is to be seen."""

    added = Signal(object)
    taken = Signal(str)
    opened = Signal(str)

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.EVIDENCE)
        self._place = place
        self._evidence = Evidence(())
        self._proposed: list[Alike] = []
        self._said = words(say.NO_EVIDENCE, "hint")
        self.list = LineList("evidence", say.EVIDENCE)
        self.list.setToolTip(say.REMOVE_HINT)
        self.list.chosen.connect(lambda row: self.opened.emit(self._evidence.lines[row].opinion))
        self.list.taken.connect(lambda row: self.taken.emit(self._evidence.lines[row].opinion))
        self.line = PickLine(self._search, partial(place.sources.names, "opinion"))
        self.line.setObjectName("add_opinion")
        self.line.setPlaceholderText(say.ADD_OPINION)
        self.line.setAccessibleName(say.ADD_OPINION)
        self.line.settled.connect(self._picked)
        self._keys = FieldKeys(lambda _control, _step: self.line.settle(), self)
        self._keys.watch(self.line)
        self.like_key = act_key(KeyAct(say.LIKE_ONES, self.look), "Ctrl+N")
        self._head = words("", "hint")
        self.proposals = LineList("proposals", say.LIKE_ONES)
        self.proposals.chosen.connect(lambda row: self.added.emit((self._proposed[row].opinion.uid,)))
        for widget in (self._said, self.list, self.line, self.like_key, self._head, self.proposals):
            self.column.addWidget(widget)
        self._head.hide()
        self.proposals.hide()

    def put(self, opinions: Sequence[str], is_open: bool = True) -> None:
        """Show the evidence of these opinions."""
        self._evidence = evidence_of(self._place.desk, opinions)
        lines = [
            (say.evidence(short(one.number[:-2]), one.received_on, one.village, one.matter, one.people), True)
            for one in self._evidence.lines
        ]
        self.list.put(lines)
        self._said.setText(say.summed(len(lines), self._evidence.villages, self._evidence.people))
        self._proposed = [one for one in self._proposed if one.opinion.uid not in opinions]
        self._show_proposed()
        self.like_key.setEnabled(bool(opinions))
        self.line.setVisible(is_open)

    def look(self) -> None:
        """Look for opinions that say the same as those that are linked."""
        linked = [line.opinion for line in self._evidence.lines]
        if linked:
            self._place.jobs.read(partial(_like_all, self._place, linked), self._found, owner=self)

    def _found(self, proposed: list[Alike]) -> None:
        self._proposed = proposed
        self._show_proposed()
        self._head.setText(say.LIKE_HEAD if proposed else say.NO_LIKE_ONES)
        self._head.show()
        if proposed:
            self.proposals.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_proposed(self) -> None:
        self._head.setVisible(bool(self._proposed))
        self.proposals.put([(self._words(one), True) for one in self._proposed])

    def _words(self, one: Alike) -> str:
        percent, number = round(100 * one.likeness), short(one.opinion.number)
        village = finding_words.place(one.village)
        return say.like_one(one.opinion.title, village, number, percent, one.same_category, one.other_village)

    def _search(self, typed: str) -> list[Pick]:
        offered = list(self._place.sources.choices("opinion", typed))
        possible = joinable(self._place.desk, [uid for uid, _ in offered])
        return [one for one in offered if one[0] in possible]

    def _picked(self, uid: str) -> None:
        self.line.put("")
        self.added.emit((uid,))


def _like_all(place: Workplace, linked: Sequence[str]) -> list[Alike]:
    """What is like the first of the linked opinions, each once, those of other villages first."""
    found: dict[str, Alike] = {}
    for uid in linked[:ASKED_OF]:
        for one in alike_to(place.desk, uid):
            if one.opinion.uid not in linked:
                found.setdefault(one.opinion.uid, one)
    return sorted(found.values(), key=lambda one: (not one.other_village, -one.likeness, one.opinion.uid))
