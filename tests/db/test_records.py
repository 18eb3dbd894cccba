"""Records come back as they stand, by uid and by their fields."""

from __future__ import annotations

import pytest

from station_app.domain.records import Deputy, Opinion, Person, Visit
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from tests.office import PERSON, registered


def people(desk: Desk, number: int) -> list[str]:
    asks = [Ask("person", "register", {**PERSON, "name": f"杨{at % 7}妹"}) for at in range(number)]
    return [done.uid for done in perform(desk, asks)]


def test_a_record_is_found_by_its_uid_or_not_at_all(desk: Desk) -> None:
    done = registered(desk)
    assert desk.records.one(Person, done["person"].uid).name == PERSON["name"]
    with pytest.raises(KeyError):
        desk.records.one(Person, done["visit"].uid)
    assert desk.records.known("person", [done["person"].uid, done["visit"].uid]) == {done["person"].uid}


def test_more_than_one_query_can_name_come_whole_and_in_order(desk: Desk) -> None:
    made = people(desk, 1_201)
    assert [one.uid for one in desk.records.all(Person)] == made
    assert desk.records.several(Person, made).keys() == set(made)
    assert desk.records.known("person", [*made, "f" * 32]) == set(made)
    assert len(desk.records.rows("person", made)) == 1_201
    assert len(desk.records.all_in(Person, "uid", made)) == 1_201


def test_fields_narrow_and_a_name_that_is_none_is_said(desk: Desk) -> None:
    made = people(desk, 14)
    assert [one.uid for one in desk.records.all(Person, name="杨3妹")] == [made[3], made[10]]
    assert desk.records.all(Person, name="杨3妹", phone="1") == []
    assert [one.uid for one in desk.records.all_in(Person, "name", ["杨1妹", "杨0妹"])] == [
        made[0], made[1], made[7], made[8]
    ]  # fmt: skip
    with pytest.raises(KeyError):
        desk.records.all(Person, colour="red")
    with pytest.raises(KeyError):
        desk.records.all_in(Person, "uid = uid --", ["1"])


def test_values_of_every_type_can_be_asked_for(desk: Desk) -> None:
    deputy = perform(desk, [Ask("deputy", "register", {"name": "秦应彬"})])[0].uid
    done = registered(desk)
    perform(desk, [Ask("visit", "correct", {"deputies": [deputy]}, done["visit"].uid)])
    assert [one.uid for one in desk.records.all(Visit, deputies=(deputy,))] == [done["visit"].uid]
    assert desk.records.all(Visit, deputies=()) == []
    assert len(desk.records.all(Visit, headcount=1)) == 1
    assert len(desk.records.all(Opinion, affected_people=None)) == 1
    assert desk.records.one(Deputy, deputy).name == "秦应彬"
