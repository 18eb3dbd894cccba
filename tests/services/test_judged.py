"""What did not simply go in at an office is looked at, and somebody decides."""

from __future__ import annotations

from typing import Any

import pytest

from station_app.db import audit, journal, outbox
from station_app.domain.change import Place
from station_app.domain.problem import Rejected
from station_app.domain.records import Attendance, Device, Person, Verdict, Visit
from station_app.services import county, judged, news, road_totals
from station_app.services.acts import Ask, perform
from tests.office import registered
from tests.offices import Pair, sealed
from tests.services.test_county_surprises import made_by, written


def refused(pair: Pair, **fields: Any) -> Place:
    """A person whom a stranger's program wrote at the station with `fields`; where the line stands at the county."""
    content = sealed(pair.station)
    county.take_contents(pair.county, content)
    one = made_by(pair.station, "person", 1, **fields)
    county.take_contents(pair.county, [written(pair.station, [one])])
    [line] = judged.lines(pair.county)
    return line.place


def heard(pair: Pair) -> None:
    """The county's word comes to the station."""
    for audience in (pair.county.place.area_code, pair.station.place.uid):
        news.take_in(pair.station, sealed(pair.county, audience))


def code_of(problem: pytest.ExceptionInfo[Rejected]) -> str:
    return problem.value.problems[0].code


def test_a_refused_line_is_listed_with_its_bytes_and_what_is_wrong(pair: Pair) -> None:
    place = refused(pair, name="秦彬", phone="161\x0012345678")
    [line] = judged.lines(pair.county)
    assert (line.code, line.field) == ("sign_forbidden", "phone")
    assert "\\u0000" in judged.raw(pair.county, place)
    assert pair.county.records.all(Person, name="秦彬") == []


def test_accepted_it_counts_without_what_cannot_stand_and_the_station_hears_of_it(pair: Pair) -> None:
    place = refused(pair, name="秦彬", phone="161\x0012345678", village="520324116201")
    judged.accept(pair.county, place)
    [person] = pair.county.records.all(Person, name="秦彬")
    assert (person.phone, person.village) == ("", "520324116201")
    assert judged.lines(pair.county) == []
    assert audit.audit(pair.county.store).is_sound
    pair.county.store.rebuild()
    assert pair.county.records.all(Person, name="秦彬") == [person]
    heard(pair)
    assert news.refused(pair.station) == []


def test_what_was_accepted_before_its_line_came_counts_as_after(pair: Pair) -> None:
    place = refused(pair, name="秦彬", birth_year=3)
    judged.accept(pair.county, place)
    before = pair.county.records.all(Person, name="秦彬")
    pair.county.store.fold_again(["verdict", "person"])
    assert pair.county.records.all(Person, name="秦彬") == before != []


def test_dropped_it_stays_out_and_the_station_s_list_says_so(pair: Pair) -> None:
    place = refused(pair, name="")
    judged.drop(pair.county, place, "空的，不是登记")
    assert judged.lines(pair.county) == []
    [said] = pair.county.records.all(Verdict)
    assert (said.outcome, said.reason, said.said) == ("DROPPED", "missing", "空的，不是登记")
    heard(pair)
    [one] = news.refused(pair.station)
    assert (one.outcome, one.said) == ("DROPPED", "空的，不是登记")
    totals = road_totals.totals(pair.station)
    assert totals.adds_up


def test_sent_back_it_stands_on_the_station_s_list_of_corrections(pair: Pair) -> None:
    place = refused(pair, name="秦彬", id_number="x\x07")
    judged.send_back(pair.county, place)
    heard(pair)
    [sent] = news.sent_back(pair.station)
    assert (sent.correction.target_kind, sent.correction.where) == ("person", "id_number")
    assert "坏字符" in sent.correction.reason


def test_who_speaks_of_another_s_record_cannot_be_accepted(pair: Pair) -> None:
    county.take_contents(pair.county, sealed(pair.station))
    one = made_by(pair.station, "office", 1, name="水务局")
    county.take_contents(pair.county, [written(pair.station, [one])])
    [line] = judged.lines(pair.county)
    assert not judged.may_be_accepted(pair.county, line.place)
    with pytest.raises(Rejected) as problem:
        judged.accept(pair.county, line.place)
    assert code_of(problem) == "line_not_acceptable"
    judged.drop(pair.county, line.place)
    assert judged.lines(pair.county) == []


def test_only_refused_lines_of_stations_are_decided_and_only_at_an_office(pair: Pair) -> None:
    registered(pair.station)
    county.take_contents(pair.county, sealed(pair.station))
    mine = journal.my_author(pair.station.store.database)
    for desk, place in ((pair.county, Place(mine.uid, 1)), (pair.county, Place("e" * 32, 1)),
                        (pair.station, Place(mine.uid, 1))):  # fmt: skip
        with pytest.raises(Rejected) as problem:
            judged.drop(desk, place)
        assert code_of(problem) == "line_not_refused"


def test_a_code_that_no_list_knows_and_a_reference_to_what_is_not_here_are_taken_and_listed(pair: Pair) -> None:
    county.take_contents(pair.county, sealed(pair.station))
    coming = made_by(pair.station, "attendance", 1, reception_day="7" * 32, deputy="8" * 32, level="BY_DRONE")
    report = county.take_contents(pair.county, [written(pair.station, [coming])])
    assert report.totals["refused"] == 0
    [one] = pair.county.records.all(Attendance)
    assert (one.level, one.deputy) == ("BY_DRONE", "8" * 32)
    found = {(loose.field, loose.value): loose for loose in judged.loose(pair.county)}
    assert found["level", "BY_DRONE"].scheme
    assert found["deputy", "8" * 32].target == "deputy"
    perform(pair.county, [Ask("deputy", "register", {"name": "秦彬", "gender": "2"}, "8" * 32)])
    assert ("deputy", "8" * 32) not in {(loose.field, loose.value) for loose in judged.loose(pair.county)}


def test_a_revoked_device_s_batch_that_lies_aside_is_taken_or_dropped(pair: Pair) -> None:
    county.take_contents(pair.county, sealed(pair.station))
    device = pair.county.records.all(Device)[0]
    known = journal.author(pair.county.store.database, journal.my_author(pair.station.store.database).uid)
    assert known is not None
    counted = {"revoke_reason": "丢了", "counted": f"{known.uid}={known.last_seq}"}
    perform(pair.county, [Ask("device", "revoke", counted, device.uid)])
    registered(pair.station)
    county.take_contents(pair.county, sealed(pair.station))
    [parcel] = outbox.kept(pair.county.store.database)
    assert pair.county.records.all(Visit) == []
    judged.take_aside(pair.county, parcel.hash)
    assert len(pair.county.records.all(Visit)) == 1
    assert outbox.kept(pair.county.store.database) == []
    with pytest.raises(Rejected) as problem:
        judged.drop_aside(pair.county, parcel.hash)
    assert code_of(problem) == "nothing_aside"
