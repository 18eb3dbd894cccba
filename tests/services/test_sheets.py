"""A paper sheet as a visit."""

from __future__ import annotations

from station_app.services import prints, reception, visits
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.prints import ON_SHEET, SheetEntry
from tests.office import OPINION, PERSON, VISIT


def test_an_answer_on_the_sheet_was_given_by_the_deputies_of_its_day(desk: Desk) -> None:
    deputy = perform(desk, [Ask("deputy", "register", {"name": "秦彬"})])[0].uid
    day = {"held_on": "2026-11-16", "start": "9:00", "end": "12:00", "place": "活动室"}
    held = reception.plan(desk, day, [deputy]).uid
    told = {**VISIT, "received_on": "2026-11-16", "channel": "RECEPTION_DAY", "deputies": (deputy,)}
    entry = prints.entry_of(desk, SheetEntry(PERSON, told, {**OPINION, "answer": "下个月来修"}))
    done = visits.register(desk, entry)
    assert [one.state for one in done.done] == ["", "REGISTERED", "REGISTERED", "ANSWERED_ON_SITE"]
    assert entry.visit_fields["reception_day"] == held


def test_a_unit_that_is_proposed_on_the_sheet_is_its_triage(desk: Desk) -> None:
    sheet = SheetEntry(PERSON, VISIT, {**OPINION, "owner_level": "COUNTY", "proposed_unit": "交通运输局"})
    done = visits.register(desk, prints.entry_of(desk, sheet))
    assert done.done[-1].state == "TRIAGED"


def test_a_sheet_with_neither_is_registered(desk: Desk) -> None:
    done = visits.register(desk, prints.entry_of(desk, SheetEntry(PERSON, VISIT, OPINION)))
    assert done.done[-1].state == "REGISTERED"


def test_each_field_stands_once_on_the_sheet() -> None:
    places = [(cls, name) for cls, names in ON_SHEET for name in names]
    assert len(places) == len(set(places))
