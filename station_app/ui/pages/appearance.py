"""字号和对比度: the size of letters and the colours, from the next start."""

from __future__ import annotations

from station_app.db import appearance
from station_app.db.appearance import LOOKS, SCALES, Appearance
from station_app.text import hands as say
from station_app.ui.page import Act, Page, act_key
from station_app.ui.pages.choice_row import ChoiceRow
from station_app.ui.pages.sheet import Sheet, in_middle, row_of, words
from station_app.ui.pages.workplace import Workplace

WIDTH = 640


class AppearancePage(Page):
    """Two rows of keys; F9 keeps them in the data folder."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.APPEARANCE, say.APPEARANCE_SENTENCE)
        folder = self._folder = place.desk.folder
        stands = appearance.read(folder)
        scales = [(str(scale), say.percent(scale)) for scale in SCALES]
        self.scale = ChoiceRow(say.SCALE_PART, scales, str(stands.scale))
        self.look = ChoiceRow(say.LOOK_PART, [(look, say.LOOK_NAMES[look]) for look in LOOKS], stands.look)
        keep = Act(say.APPEARANCE_KEEP, self.keep)
        key = act_key(keep, "F9")
        key.setObjectName("main")
        sheet = Sheet()
        for heading, row in ((say.SCALE_PART, self.scale), (say.LOOK_PART, self.look)):
            sheet.column.addWidget(words(heading, "heading"))
            sheet.column.addWidget(row)
        sheet.column.addWidget(words(say.APPEARANCE_HINT, "hint"))
        sheet.column.addLayout(row_of(key))
        self.scale.left.connect(self.look.take_keys)
        self.look.left.connect(self.keep)
        self.body.addWidget(in_middle(sheet, WIDTH))
        self.body.addStretch(1)
        self.set_acts({"F9": keep})

    def entered(self) -> None:
        """The size takes the keys."""
        self.scale.take_keys()

    def keep(self) -> None:
        """Keep what is chosen; a small file, written at once."""
        wanted = Appearance(int(self.scale.chosen()), self.look.chosen())
        try:
            appearance.write(self._folder, wanted)
        except OSError:
            self.notices.tell(say.APPEARANCE_NOT_KEPT.format(path=self._folder))
            return
        said = say.APPEARANCE_KEPT.format(scale=say.percent(wanted.scale), look=say.LOOK_NAMES[wanted.look])
        self.notices.tell(said)
