"""Two entries of one petitioner become one, and can be parted again."""

from __future__ import annotations

import pytest

from station_app.db import people as found
from station_app.domain.problem import Rejected
from station_app.domain.records import Person, Visit
from station_app.domain.secrecy import EVERYTHING
from station_app.services import people
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.history import history
from tests.office import PERSON, registered


def twice(desk: Desk) -> tuple[str, str, str, str]:
    """Two entries of one petitioner, each with a visit; the second has a birth year and no phone."""
    first, second = registered(desk), registered(desk)
    perform(desk, [Ask("person", "correct", {"birth_year": "1960"}, second["person"].uid)])
    return first["person"].uid, second["person"].uid, first["visit"].uid, second["visit"].uid


def merged(desk: Desk, gone: str, kept: str) -> None:
    perform(desk, [Ask("person", "merge", {"merged_into": kept}, gone)])


def test_entries_of_one_phone_or_one_name_in_one_village_are_alike(desk: Desk) -> None:
    first, second, *_ = twice(desk)
    other = {**PERSON, "name": "吴道明", "phone": "16187654321"}
    stranger = perform(desk, [Ask("person", "register", other)])[0].uid
    assert [one.uid for one in people.alike(desk, first)] == [second]
    assert people.alike(desk, stranger) == []


def test_a_merged_entry_gives_its_visits_and_what_it_knew_and_is_found_no_more(desk: Desk) -> None:
    kept, gone, _, its_visit = twice(desk)
    merged(desk, gone, kept)
    assert {one.visitor for one in desk.records.all(Visit)} == {kept}
    assert desk.records.one(Person, kept).birth_year == 1960
    assert [one.uid for one in found.find(desk.store.database, "杨胜美", viewer=desk.viewer)] == [kept]
    assert len(found.earlier_matters(desk.store.database, kept, viewer=EVERYTHING)) == 2
    assert [event.act for event in history(desk, its_visit)] == ["register", "reassign"]
    assert history(desk, gone)[-1].act == "merge"


def test_what_was_merged_by_mistake_is_parted_again_with_its_own_visits(desk: Desk) -> None:
    kept, gone, kept_visit, its_visit = twice(desk)
    merged(desk, gone, kept)
    perform(desk, [Ask("person", "part", {}, gone)])
    assert desk.records.one(Visit, its_visit).visitor == gone
    assert desk.records.one(Visit, kept_visit).visitor == kept
    assert people.is_here(desk.records.one(Person, gone))


def test_companions_follow(desk: Desk) -> None:
    kept, gone, kept_visit, _ = twice(desk)
    perform(desk, [Ask("visit", "correct", {"companions": [gone], "headcount": "2"}, kept_visit)])
    merged(desk, gone, kept)
    assert desk.records.one(Visit, kept_visit).companions == (kept,)


def test_nobody_is_merged_into_themselves_or_into_one_who_has_gone(desk: Desk) -> None:
    kept, gone, *_ = twice(desk)
    with pytest.raises(Rejected, match="person_merged_into_itself"):
        merged(desk, kept, kept)
    merged(desk, gone, kept)
    third = registered(desk)["person"].uid
    with pytest.raises(Rejected, match="person_has_gone"):
        merged(desk, third, gone)
    with pytest.raises(Rejected, match="merged_into:missing"):
        perform(desk, [Ask("person", "part", {}, third)])
