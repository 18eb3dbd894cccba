"""收集社情民意: what was heard on a walk or at a courtyard meeting, one item after the other."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from station_app import text
from station_app.domain.field import field_of
from station_app.domain.problem import Problem
from station_app.domain.records import Opinion
from station_app.services import visits
from station_app.services.acts import Done
from station_app.text import desk as say
from station_app.text import visits as visits_say
from station_app.ui.pages.visit.matter import MatterPart
from station_app.ui.pages.visit.visit import short_with_check
from station_app.ui.parts.entry_page import Entry, EntryPage, Told, Work
from station_app.ui.parts.record_form import RecordForm
from station_app.ui.parts.sheet import Sheet
from station_app.ui.shell.page import KeyAct
from station_app.ui.shell.workplace import Workplace

HOW = ("channel", "received_on", "village", "collected_by", "speakers")
KEPT = ("channel", "received_on", "village", "collected_by")
"""What stays from item to item: one courtyard meeting gives many."""

ITEM = (
    *("title", "category", "urgency", "verbatim", "cause", "ask", "advice"),
    *("affected_place", "affected_people"),
)


class CollectPage(EntryPage):
    """The form of an opinion without a visitor; date, way, village and deputies stay from item to item."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(place, visits_say.COLLECT, visits_say.COLLECT_SENTENCE)
        self._count = 0
        self.how = RecordForm(Opinion, place.sources, only=HOW)
        self.item = MatterPart(place, ITEM)
        self.item.set_number(1, is_only=True)
        self.item.set_heading(visits_say.ITEM_PART)
        how = Sheet(visits_say.HOW_PART)
        how.column.addWidget(self.how)
        entry = Entry(
            form="opinion",
            words={"F7": visits_say.SET_ITEM_ASIDE, "Ctrl+Return": say.SAVE, "F9": visits_say.SAVE_AND_NEXT_ITEM},
            content=self._typed,
            put=self._put,
            begin=self._begin,
            missing=self._missing,
            jump=self._jump,
            first=self._go_first,
            work=self._work,
            registered=self._said,
            show_problems=self._show_problems,
            more={
                "F12": KeyAct(visits_say.ADD_FILE, self.item.files.choose),
                "Shift+F12": KeyAct(visits_say.PHOTOS, self.item.files.choose_photos),
            },
        )
        self.set_up(entry, [how, self.item])
        self.lay_out(self.state, self.area)
        for part in (self.how, self.item):
            part.changed.connect(self.touched)
            part.arrived.connect(self.follow)
        self.how.ended.connect(partial(self.item.focus_field, "title"))
        self.how.set_values({"received_on": place.desk.today})
        self.say_state("")
        self.show_missing()

    def say_state(self, sentence: str) -> None:
        """How the draft stands, and how many items are done."""
        done = visits_say.ITEMS_DONE.format(count=self._count) if self._count else ""
        super().say_state(visits_say.side_by_side(done, sentence))
        self.state.setVisible(bool(self.state.text()))

    def _typed(self) -> dict[str, Any] | None:
        if self.item.is_empty:
            return None
        title = str(self.item.main.values()["title"])
        return {"called": title, "how": self.how.values(), "item": self.item.content()}

    def _put(self, content: Mapping[str, Any]) -> None:
        self.how.set_values(content["how"])
        self.item.put(content["item"])

    def _begin(self) -> None:
        kept = {name: value for name, value in self.how.values().items() if name in KEPT}
        self.how.clear()
        self.how.set_values(kept)
        self.item.clear()

    def _missing(self) -> list[tuple[str, str]]:
        how = [(f"how.{name}", field_of(Opinion, name).label) for name in KEPT[:2] if not self.how.values()[name]]
        return [*how, *((f"item.{name}", label) for name, label in self.item.missing())]

    def _jump(self, place: str) -> None:
        part, _, name = place.partition(".")
        (self.how if part == "how" else self.item).focus_field(name)

    def _go_first(self) -> None:
        """How it was collected comes first, the item where that stands."""
        if self.how.values()["channel"]:
            self.item.focus_field("title")
        else:
            self.how.focus_first()

    def _work(self) -> Work | None:
        if self.item.files.is_busy:
            self.notices.tell(visits_say.FILES_STILL_COMING)
            return None
        how = {name: value for name, value in self.how.values().items() if value not in ("", ())}
        return Work(partial(visits.collect, self._desk, how, self.item.matter()), _place_of)

    def _said(self, done: list[Done]) -> list[str]:
        self._count += 1
        said = [visits_say.COLLECTED.format(number=short_with_check(done[0].number))]
        return said + [say.look_at(text.explain(one)) for act in done for one in act.warnings]

    def _show_problems(self, told: Mapping[str, Told]) -> Told:
        left = self.how.show_problems(told.get("how", []))
        return left + self.item.show_problems(told.get("item", []))


def _place_of(problem: Problem) -> str:
    return f"{'how' if problem.where in HOW else 'item'}.{problem.where}"
