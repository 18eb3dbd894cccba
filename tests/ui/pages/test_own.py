"""A deputy's own suggestions: what was chosen and typed of a rating stays whatever comes meanwhile."""

from __future__ import annotations

from dataclasses import replace

from pytestqt.qtbot import QtBot

from station_app.services import telling
from station_app.ui.pages.suggestion.own import FURTHER, WORK, OwnPage
from station_app.ui.shell.workplace import Workplace
from tests.office import registered
from tests.services.test_own import replied, sitting_deputy


def test_a_rating_that_is_begun_is_there_again_after_the_page_was_made_anew(place: Workplace, qtbot: QtBot) -> None:
    sitting, lead = sitting_deputy(place.desk, "罗秀英")
    opinion = registered(place.desk)["opinion"].uid
    replied(place.desk, lead, opinion)
    page = OwnPage(replace(place, desk=sitting))
    qtbot.addWidget(page)
    page.entered()
    before = page.sheet
    assert before is not None
    assert not before.is_begun
    before.work.put("SATISFIED")
    before.form.set_values({FURTHER: "雨天派人看着"})
    telling.tell(place.desk, opinion, {"fed_back_on": place.desk.today, "fed_back_way": "PHONE"})
    page.entered()
    assert page.sheet is not None
    assert page.sheet is not before  # it says by now that somebody was told
    said = page.sheet.said()
    assert (said[WORK], said[FURTHER]) == ("SATISFIED", "雨天派人看着")
