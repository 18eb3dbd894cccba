"""What is past its time is listed, and ended by two persons; the desk gives an account of itself."""

from __future__ import annotations

import json

import pytest

from station_app import paths
from station_app.domain.problem import Rejected
from station_app.domain.records import Opinion, Person, Visit
from station_app.services import local_rules, retention, trail, users
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from tests.office import CHEAP, PASSWORD, SetClock, registered
from tests.reports.reading import page_texts
from tests.suggesting import deputy

NAME, SECOND = "吴道明", "another horse 7"


@pytest.fixture
def closed(desk: Desk) -> dict[str, str]:
    made = {kind: done.uid for kind, done in registered(desk).items()}
    answered = {"answer": "村里下周来修", "answered_by": [deputy(desk, "秦彬")]}
    perform(desk, [Ask("opinion", "answer", answered, made["opinion"])])
    return made


@pytest.fixture
def second(desk: Desk) -> str:
    return users.add(desk, {"name": NAME, "roles": ["STATION_CLERK"]}, SECOND, PASSWORD, CHEAP).uid


def test_the_shipped_rule_is_as_its_schema_says_and_an_office_s_own_stands_over_it(desk: Desk) -> None:
    content = paths.rule_pack("retention")
    assert paths.problems_of_pack("retention", content) == ()
    assert paths.problems_of_pack("retention", content.replace('"visit"', '"everything"'))
    assert retention.years(desk, retention.VISIT) == 10
    said = json.loads(content)
    said["editions"][0]["years"][0]["years"] = 5
    fields = {"name": "retention", "edition": "2", "content": json.dumps(said)}
    assert local_rules.editions(desk, "retention")
    assert paths.problems_of_record("rule_pack", fields) == ()


def test_a_visit_is_past_its_time_when_nothing_of_it_is_open_and_the_last_thing_lies_that_far_back(
    desk: Desk, closed: dict[str, str], clock: SetClock
) -> None:
    open_one = registered(desk)["visit"].uid
    assert retention.past(desk) == []
    clock.move(days=365 * 10 - 30)
    assert retention.past(desk) == []
    clock.move(days=90)
    assert [(one.visit.uid, one.matters) for one in retention.past(desk)] == [(closed["visit"], (closed["opinion"],))]
    assert open_one not in {one.visit.uid for one in retention.past(desk)}


def test_it_is_ended_by_two_persons_and_never_by_one(
    desk: Desk, closed: dict[str, str], second: str, clock: SetClock
) -> None:
    kept = registered(desk)
    clock.move(days=365 * 11)
    found = retention.past(desk)
    for who, own, their, problem in (
        (NAME, "wrong horse", SECOND, "own_password_wrong"),
        (NAME, PASSWORD, PASSWORD, "second_password_wrong"),
        (desk.user.name, PASSWORD, PASSWORD, "second_person_other"),
        ("", PASSWORD, SECOND, "second_person_other"),
    ):
        with pytest.raises(Rejected, match=problem):
            retention.destroy(desk, found, own, who, their)
    assert desk.records.one(Person, closed["person"]).name
    assert found[0].visit.number in "".join(page_texts(retention.destruction_list(desk).pdf))
    retention.destroy(desk, found, PASSWORD, NAME, SECOND)
    assert desk.records.several(Opinion, [closed["opinion"]]) == {}
    assert desk.records.several(Person, [closed["person"]]) == {}
    assert desk.records.one(Person, kept["person"].uid).name, "of whom something else is here"
    assert [one.who for one in trail.lines(desk, 0, 9) if one.event == trail.DESTROYED] == [NAME, "王小莉"]
    assert retention.past(desk) == []
    with pytest.raises(Rejected, match="not_past_its_time"):
        retention.destroy(desk, found, PASSWORD, NAME, SECOND)


def test_somebody_who_came_again_is_kept(desk: Desk, closed: dict[str, str], second: str, clock: SetClock) -> None:
    clock.move(days=365 * 11)
    again = {"received_on": desk.today, "channel": "WALK_IN", "is_first": "REPEAT", "notice_way": "ORAL"}
    perform(desk, [Ask("visit", "register", {**again, "visitor": closed["person"]})])
    retention.destroy(desk, retention.past(desk), PASSWORD, NAME, SECOND)
    assert desk.records.one(Person, closed["person"]).name
    assert desk.records.several(Opinion, [closed["opinion"]]) == {}
    assert any(one.visitor == closed["person"] for one in desk.records.all(Visit))


def test_the_desk_says_who_looked_what_is_past_and_when_it_was_copied(
    desk: Desk, closed: dict[str, str], clock: SetClock
) -> None:
    for _ in range(3):
        trail.note(desk, trail.PRINTED, detail="P9")
    trail.note(desk, trail.PERSONAL_SAVED)
    clock.move(days=365 * 11)
    trail.note(desk, trail.PRINTED, detail="P4")
    trail.note(desk, "COPIED", detail="stick")
    audit = retention.self_audit(desk)
    assert audit.done == (("王小莉", "打印", 1),), "of the last ninety days"
    assert [one.visit.uid for one in audit.past] == [closed["visit"]]
    assert (audit.copied_on, audit.restored_on) == (desk.today, "")
    said = "".join(page_texts(retention.self_audit_sheet(desk).pdf))
    assert "还没有过" in said
    assert desk.records.one(Visit, closed["visit"]).number in said


def test_the_account_is_not_for_a_clerk(desk: Desk, second: str) -> None:
    assert second
    clerk = users.sit_down(desk, SECOND, NAME)
    with pytest.raises(Rejected, match="trail_of_others"):
        retention.self_audit(clerk)
