"""收集社情民意: what was heard on a walk or at a courtyard meeting, one item after the other."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from station_app import text
from station_app.db.drafts import Draft
from station_app.domain.field import field_of
from station_app.domain.problem import Rejected
from station_app.domain.records import Opinion
from station_app.services import collecting
from station_app.services.acts import Done
from station_app.text import desk as say
from station_app.text import visits as visits_say
from station_app.ui.pages.draft_keeper import DraftKeeper
from station_app.ui.pages.saved_strip import MissingLine, short_with_check
from station_app.ui.pages.visit_matter import MatterPart
from station_app.ui.parts.sheet import NOWHERE, Sheet, row_of, words
from station_app.ui.record_form import RecordForm
from station_app.ui.shell.look import GRID
from station_app.ui.shell.page import Act, Page, act_key, scrolled
from station_app.ui.shell.workplace import Workplace

FORM = "opinion"
"""Under which name drafts of this page are kept."""

HOW = ("channel", "received_on", "village", "collected_by", "speakers")
KEPT = ("channel", "received_on", "village", "collected_by")
"""What stays from item to item: one courtyard meeting gives many."""

ITEM = (
    *("title", "category", "urgency", "verbatim", "cause", "ask", "advice"),
    *("affected_place", "affected_people"),
)


class CollectPage(Page):
    """The form of an opinion without a visitor (F3). `take_up` goes on with a draft."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(visits_say.COLLECT, visits_say.COLLECT_SENTENCE)
        self._place, self._desk = place, place.desk
        self._is_touched = False
        self._count = 0
        self.how = RecordForm(Opinion, place.sources, only=HOW)
        self.item = MatterPart(place, ITEM)
        self.item.set_number(1, is_only=True)
        self.item.set_heading(visits_say.ITEM_PART)
        self.drafts = DraftKeeper(place.desk, place.jobs, FORM, self._content, self)
        self.missing = MissingLine()
        self.state = words("", "hint")
        self._scroll = self._laid_out()
        self._connect()
        self.set_acts(
            {
                "F9": Act(visits_say.SAVE_AND_NEXT_ITEM, self.save_and_next),
                "Ctrl+Return": Act(say.SAVE, self.save),
                "F7": Act(visits_say.SET_ITEM_ASIDE, self.set_aside),
                "F12": Act(visits_say.ADD_FILE, self.item.files.choose),
            }
        )
        self.how.set_values({"received_on": place.desk.today})
        self._show_missing()

    def entered(self) -> None:
        """How it was collected comes first, unless the person was somewhere in the form already."""
        if not self._is_touched:
            self.how.focus_first()

    def take_up(self, draft: Draft) -> None:
        """Go on with a draft."""
        self.how.set_values(draft.content["how"])
        self.item.put(draft.content["item"])
        self.drafts.take_up(draft)
        self._is_touched = True
        self._show_missing()
        self.item.focus_field("title")

    def save_and_next(self) -> None:
        """Register the item; date, way, village and deputies stay for the next."""
        self._register(self._begin_next)

    def save(self) -> None:
        """Register the item and go back."""
        self._register(self._place.back)

    def set_aside(self) -> None:
        """Keep the item as a draft, and begin with the next."""
        self.drafts.keep()
        self._begin_next()
        self._place.saved()

    def _laid_out(self) -> QScrollArea:
        how, content = Sheet(visits_say.HOW_PART), QWidget()
        how.column.addWidget(self.how)
        content.setObjectName("scrolled")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID)
        column.addWidget(how)
        column.addWidget(self.item)
        column.addStretch(1)
        area = scrolled(content)
        main = act_key(Act(visits_say.SAVE_AND_NEXT_ITEM, self.save_and_next), "F9")
        main.setObjectName("main")
        aside = act_key(Act(visits_say.SET_ITEM_ASIDE, self.set_aside), "F7")
        aside.setProperty("role", "link")
        save = act_key(Act(say.SAVE, self.save), "Ctrl+Enter")
        self.body.addWidget(self.state)
        self.state.hide()
        self.body.addWidget(area, 1)
        foot = row_of(self.missing, aside, save, main, stretch_after=NOWHERE)
        foot.setStretch(0, 1)
        self.body.addLayout(foot)
        return area

    def _connect(self) -> None:
        self.how.changed.connect(self._touched)
        self.how.arrived.connect(self._follow)
        self.how.ended.connect(lambda: self.item.focus_field("title"))
        self.item.changed.connect(self._touched)
        self.item.arrived.connect(self._follow)
        self.drafts.kept.connect(lambda at: self._say(say.draft_kept(at)))
        self.missing.jump.connect(self._jump)

    def _follow(self, control: QWidget) -> None:
        QTimer.singleShot(0, control, lambda: self._scroll.ensureWidgetVisible(control, 0, GRID * 4))

    def _touched(self, _name: str = "") -> None:
        self._is_touched = True
        self.drafts.touched()
        self.notices.clear()
        self._say(say.DRAFT_WAITS)
        self._show_missing()

    def _say(self, words_said: str) -> None:
        done = visits_say.ITEMS_DONE.format(count=self._count) if self._count else ""
        self.state.setText(visits_say.side_by_side(done, words_said))
        self.state.setVisible(bool(self.state.text()))

    def _content(self) -> dict[str, Any] | None:
        if not self._is_touched or self.item.is_empty:
            return None
        title = str(self.item.main.values()["title"])
        return {"called": title, "how": self.how.values(), "item": self.item.content()}

    def _show_missing(self) -> None:
        how = [(f"how.{name}", field_of(Opinion, name).label) for name in KEPT[:2] if not self.how.values()[name]]
        self.missing.put([*how, *((f"item.{name}", label) for name, label in self.item.missing())])

    def _jump(self, place: str) -> None:
        part, _, name = place.partition(".")
        if part == "how":
            self.how.focus_field(name)
        else:
            self.item.focus_field(name)

    def _register(self, then: Callable[[], None]) -> None:
        if control := self.focusWidget():
            control.clearFocus()  # a line reads what was typed into it when it is left
        if self.item.files.is_busy:
            self.notices.tell(visits_say.FILES_STILL_COMING)
            return
        how = {name: value for name, value in self.how.values().items() if value not in ("", ())}
        desk, matter, drop = self._desk, self.item.matter(), self.drafts.settled()

        def work() -> list[Done]:
            done = collecting.register(desk, how, matter)
            drop()
            return done

        self._place.jobs.save(work, partial(self._registered, then), self._refused, owner=self)

    def _registered(self, then: Callable[[], None], done: list[Done]) -> None:
        self._count += 1
        self._place.saved()
        then()
        said = [visits_say.COLLECTED.format(number=short_with_check(done[0].number))]
        said += [say.look_at(text.explain(one)) for act in done for one in act.warnings]
        self.notices.show_problems([("", sentence, False) for sentence in said], str)

    def _begin_next(self) -> None:
        self.drafts.begin_anew()
        kept = {name: value for name, value in self.how.values().items() if name in KEPT}
        self.how.clear()
        self.how.set_values(kept)
        self.item.clear()
        self._is_touched = False
        self._say("")
        self._show_missing()
        self._scroll.verticalScrollBar().setValue(0)
        self.item.focus_field("title")

    def _refused(self, rejected: Rejected) -> None:
        """Nothing was registered; the draft is on the disk, and every problem stands beside its field."""
        self.drafts.keep()
        told = [(one.where, text.explain(one), one.refuses) for one in rejected.problems]
        left = self.item.show_problems(self.how.show_problems(told))
        self._show_missing()
        said = say.NOT_FINISHED if self.missing.places() else say.NOT_RIGHT
        self.notices.show_problems([("", said, True), *(("", one, refuses) for _, one, refuses in left)], str)
        wrong = [one.where for one in rejected.problems if one.refuses and one.where]
        for place in self.missing.places()[:1] or [f"{'how' if name in HOW else 'item'}.{name}" for name in wrong[:1]]:
            self._jump(place)
