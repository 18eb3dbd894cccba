from __future__ import annotations

from dataclasses import replace

from pytestqt.qtbot import QtBot

from station_app import paths
from station_app.domain.intake import Reader
from station_app.domain.records import Visit
from station_app.ui.parts.record_form import RecordForm
from station_app.ui.shell.sources import Sources


def test_what_the_program_reads_is_what_the_form_shows(sources: Sources, qtbot: QtBot) -> None:
    book = paths.code_book()
    form = RecordForm(
        Visit, replace(sources, codes=book, read=Reader(book, "2026-11-23").read), only=("received_on", "place")
    )
    qtbot.addWidget(form)
    form.show()
    qtbot.waitUntil(form.isActiveWindow)
    form.focus_first()
    qtbot.keyClicks(form.editor("received_on"), "20260309")
    form.focus_field("place")
    assert form.values()["received_on"] == "2026-03-09"
