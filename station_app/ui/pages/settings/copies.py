"""备份: when the last one was made and where, one more now, and another place for them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from station_app.domain.field import label_of
from station_app.domain.problem import Rejected, refusal
from station_app.domain.records import BY_KIND
from station_app.services import copies, rejoining, settings_copy
from station_app.services.copies import Copy, CopyStanding
from station_app.services.desk import Desk
from station_app.services.rejoining import Missing
from station_app.services.settings_copy import Returned
from station_app.text import SEPARATOR, explain
from station_app.text import copies as say
from station_app.ui.pages.settings.settings import lay_on_sheet
from station_app.ui.parts.files import documents, stick, sticks
from station_app.ui.parts.notices import Working
from station_app.ui.parts.plain_form import PlainForm, PlainLine
from station_app.ui.parts.record_list import ListColumn, ListPage, ListSpec, RecordList
from station_app.ui.parts.sheet import paragraph, row_of
from station_app.ui.shell.page import KeyAct, Page, act_key
from station_app.ui.shell.workplace import Workplace

WHEN, WHAT, WHERE = say.COPIES_HEADS
LIST: ListSpec[Copy] = ListSpec(
    say.COPIES,
    (
        ListColumn(WHEN, 220, lambda _desk, one: say.when(one.made_at), cell=lambda _desk, one: one.made_at),
        ListColumn(WHAT, 260, lambda _desk, one: say.holds(one.visits, one.last_number)),
        ListColumn(WHERE, 0, lambda _desk, one: str(one.folder.parent.parent.parent)),
    ),
    say.COPIES_EMPTY,
)


KIND, GAPS, AFTER = say.MISSING_HEADS
MISSING: ListSpec[Missing] = ListSpec(
    say.MISSING,
    (
        ListColumn(KIND, 140, lambda _desk, one: label_of(BY_KIND[one.kind])),
        ListColumn(GAPS, 0, lambda _desk, one: SEPARATOR.join(one.gaps) or say.NO_GAP),
        ListColumn(AFTER, 320, lambda _desk, one: say.after(one.after)),
    ),
    say.MISSING_EMPTY,
    rejoining.missing,
    sentence=say.MISSING_SENTENCE,
    beneath=lambda one: SEPARATOR.join(one.gaps),
    ways={"F7": ("settings_back", say.SETTINGS_BACK)},
)
missing_page = partial(ListPage, spec=MISSING)
"""What did not come back to a computer that took another's place."""


class SettingsBackPage(Page):
    """The code of the lost computer's recovery sheet; F9 sets this one as that one was."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.SETTINGS_BACK, say.SETTINGS_BACK_SENTENCE)
        self._place = place
        self.form = PlainForm([PlainLine("code", say.OLD_CODE, is_latin=True)])
        lay_on_sheet(self, self.form, KeyAct(say.TAKE_BACK, self.take_back))

    def entered(self) -> None:
        """The code takes the keys; whether there is anything to open is said at once."""
        self.form.focus_field("code")
        if not settings_copy.waiting(self._place.desk):
            self.notices.tell(explain(refusal("settings_not_here")))

    def take_back(self) -> None:
        """Open what came with the code."""
        work = partial(settings_copy.take_back, self._place.desk, self.form.value("code"))
        self._place.jobs.save(work, self._taken, self._refused, owner=self)

    def _taken(self, returned: Returned) -> None:
        self.form.show_problems({})
        self.form.clear("code")
        self.notices.tell(say.SETTINGS_TAKEN.format(settings=returned.settings, answers=returned.answers))

    def _refused(self, rejected: Rejected) -> None:
        self.form.show_problems({one.where: explain(one) for one in rejected.problems})
        self.form.focus_field("code")


class CopiesPage(Page):
    """The copies that can be reached. F9 makes one now, F8 one on the stick that is in, F2 chooses another place; F7
    leads to what did not come back, where this computer took another's place."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.COPIES, say.COPIES_SENTENCE)
        self._place, self._copying = place, place.copying
        self._list = RecordList(place, LIST)
        self.table = self._list.table
        self._where, self._warning = paragraph(), paragraph()
        self._working = Working(self._stop)
        self.keys = {
            "F9": KeyAct(say.COPY_NOW, self.copy),
            "F8": KeyAct(say.COPY_TO_STICK, self.copy_to_stick),
            "F2": KeyAct(say.CHOOSE_PLACE, self.ask_place),
        }
        if rejoining.is_instead(place.desk):
            self.keys["F7"] = place.way("missing")
        for part in (self._where, self._warning, self._working):
            self.body.addWidget(part)
        self._warning.hide()
        self.body.addWidget(self.table, 1)
        shown = ("F9", "F8", "F7")  # F2 stands beside the heading
        self.body.addLayout(row_of(*(act_key(self.keys[key], key) for key in shown if key in self.keys)))
        self.set_acts({**self.keys, "F5": KeyAct(say.COPIES, self.entered)})
        if self._copying is not None:
            self._copying.changed.connect(self._show_copying)

    def entered(self) -> None:
        """Look again; places may hang, so no page waits for them."""
        desk = self._place.desk
        self._where.setText(say.GOES_TO.format(place=copies.chosen(desk.folder)))
        self._place.jobs.read(partial(_look, desk), self._show, owner=self)
        self.table.setFocus()

    def copy(self) -> None:
        """Make a copy where they go."""
        self._bring(copies.chosen(self._place.desk.folder))

    def copy_to_stick(self) -> None:
        """Make a copy on the stick that is in."""
        there = sticks()
        root = next((one for one in there if os.access(one, os.W_OK)), next(iter(there), None))
        if root is None:
            self.notices.tell(say.NO_STICK)
        else:
            self._bring(root)

    def ask_place(self) -> None:
        """Choose where they go from now on."""
        if found := QFileDialog.getExistingDirectory(self, say.CHOOSE_PLACE, str(stick() or documents())):
            self.choose(Path(found))

    def choose(self, root: Path) -> None:
        """Copies go to `root` from now on, the first at once."""

        def chosen(_none: object) -> None:
            self.notices.tell(say.PLACE_CHOSEN.format(place=root))
            self._where.setText(say.GOES_TO.format(place=root))
            self._bring(root)

        folder = self._place.desk.folder
        self._place.jobs.save(partial(copies.choose, folder, root), chosen, self._refused, owner=self)

    def _bring(self, root: Path) -> None:
        if self._copying is not None:
            self._copying.bring(root)

    def _stop(self) -> None:
        if self._copying is not None:
            self._copying.stop()

    def _show_copying(self) -> None:
        copying = self._copying
        if copying is None:
            return
        if copying.is_working:
            self._working.say(say.COPYING, copying.done, copying.total)
            return
        self._working.hide()
        if copying.problems:
            self._refused(Rejected(copying.problems))
        elif copying.made:
            last = copying.made[-1]
            what = say.holds(last.visits, last.last_number)
            self.notices.tell(say.MADE.format(what=what, place=last.folder))
        self.entered()

    def _show(self, found: tuple[Sequence[Copy], CopyStanding]) -> None:
        there, standing = found
        self._list.show(there)
        self._warning.setVisible(not standing.last_elsewhere_at or standing.is_old)
        is_first = not standing.last_elsewhere_at
        self._warning.setText(say.BESIDE_ONLY if is_first else say.waits(standing.days, is_first=False))

    def _refused(self, rejected: Rejected) -> None:
        self.notices.show_problems([("", explain(one), one.refuses) for one in rejected.problems], str)


def _look(desk: Desk) -> tuple[Sequence[Copy], CopyStanding]:
    return copies.at_hand(desk.folder, sticks()), copies.standing(desk)
