"""What is past its time is listed, and ended by two persons; the desk gives an account of itself."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from station_app import paths
from station_app.db import audit as audit_of
from station_app.domain.problem import Rejected
from station_app.domain.records import Deputy, Mandate, Opinion, Person, Telling, Visit
from station_app.services import copies, local_rules, retention, suggestions, trail, users
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from tests.office import CHEAP, OPINION, PASSWORD, PERSON, SetClock, refer, registered, report, told
from tests.reports.reading import page_texts
from tests.services.test_loop import RESULT, SLIP, TOLD, TRIAGE
from tests.suggesting import deputy, draft_fields

NAME, SECOND = "吴道明", "another horse 7"
COLLECTED = {"received_on": "2026-11-20", "channel": "OUTREACH", "speakers": "几位村民"}


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
    found = {one.uid: one.beside for one in retention.past(desk)}
    assert found == {closed["visit"]: (("opinion", closed["opinion"]),)}
    assert open_one not in found


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
    assert found[0].called in "".join(page_texts(retention.destruction_list(desk).pdf))
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
    desk: Desk, closed: dict[str, str], clock: SetClock, tmp_path: Path
) -> None:
    for _ in range(3):
        trail.note(desk, trail.PRINTED, detail="P9")
    trail.note(desk, trail.PERSONAL_SAVED)
    clock.move(days=365 * 11)
    trail.note(desk, trail.PRINTED, detail="P4")
    for place in ("here", "gone"):
        (tmp_path / place).mkdir()
        copies.make(desk, tmp_path / place)
    shutil.rmtree(tmp_path / "gone")
    trail.note(desk, trail.DRILLED)
    audit = retention.self_audit(desk)
    assert audit.done == (("王小莉", "打印", "P4", 1),), "of the last ninety days"
    assert [one.uid for one in audit.past] == [closed["visit"]]
    told = {place: (last, count) for place, last, count in audit.copies}
    assert told == {str(tmp_path / "here"): (desk.today, 1), str(tmp_path / "gone"): (desk.today, None)}
    assert (audit.restored_on, audit.tried_on) == ("", desk.today)
    said = "".join(page_texts(retention.self_audit_sheet(desk).pdf))
    assert "还没有过" in said
    assert desk.records.one(Visit, closed["visit"]).number in said


def ended(desk: Desk, clock: SetClock, years: int) -> dict[str, str]:
    """The kinds, with their uids, that are past their time after so many years."""
    clock.move(days=365 * years + years)
    return {one.kind: one.uid for one in retention.past(desk)}


def test_every_kind_that_holds_people_has_its_time(desk: Desk, second: str, clock: SetClock) -> None:
    """What was collected, somebody whom no visit names, a suggestion that is over, a deputy of before."""
    collected = perform(desk, [Ask("opinion", "register", {**OPINION, **COLLECTED})])[0].uid
    answered = {"answer": "说清了", "answered_by": [deputy(desk, "秦彬")]}
    perform(desk, [Ask("opinion", "answer", answered, collected)])
    alone = perform(desk, [Ask("person", "register", PERSON)])[0].uid
    gone = deputy(desk, "罗应权")
    (term,) = (one for one in desk.records.all(Mandate) if one.deputy == gone)
    perform(desk, [Ask("mandate", "correct", {"status": "EXPIRED"}, term.uid)])
    draft = perform(desk, [Ask("suggestion", "register", draft_fields(gone))])[0].uid
    suggestions.withdraw(desk, draft, "不提了")
    assert ended(desk, clock, 9) == {}
    assert ended(desk, clock, 2) == {"opinion": collected, "person": alone}
    retention.destroy(desk, retention.past(desk), PASSWORD, NAME, SECOND)
    assert desk.records.several(Person, [alone]) == {}
    assert ended(desk, clock, 20) == {"suggestion": draft}, "it names the deputy"
    retention.destroy(desk, retention.past(desk), PASSWORD, NAME, SECOND)
    found = retention.past(desk)
    assert [(one.kind, one.uid, one.beside) for one in found] == [("deputy", gone, (("mandate", term.uid),))]
    assert "罗应权" in "".join(page_texts(retention.destruction_list(desk).pdf))
    retention.destroy(desk, found, PASSWORD, NAME, SECOND)
    assert gone not in {one.uid for one in desk.records.all(Deputy)}
    assert audit_of.audit(desk.store).is_sound


def test_what_was_written_of_its_handling_goes_with_a_matter(desk: Desk, second: str, clock: SetClock) -> None:
    """Who was told is said in a record beside it; while that is younger, all of it stays."""
    made = registered(desk)
    uid = made["opinion"].uid
    perform(desk, [Ask("opinion", "triage", TRIAGE, uid), refer(SLIP, uid), report(RESULT, uid)])
    clock.move(days=365 * 2)
    telling = perform(desk, [told({**TOLD, "fed_back_on": desk.today, "told_whom": "邻居罗应权代接"}, uid)])[0].uid
    assert ended(desk, clock, 9) == {}
    assert ended(desk, clock, 2) == {"visit": made["visit"].uid}
    retention.destroy(desk, retention.past(desk), PASSWORD, NAME, SECOND)
    assert not any(one.told_whom for one in desk.records.all(Telling))
    assert telling not in {one.uid for one in desk.records.all(Telling)}
    assert audit_of.audit(desk.store).is_sound


def test_the_trail_goes_from_the_oldest_on_and_what_stays_is_still_chained(
    desk: Desk, second: str, clock: SetClock, tmp_path: Path
) -> None:
    for _ in range(5):
        trail.note(desk, trail.PRINTED, detail="P9")
    clock.move(days=365 * 2)
    trail.note(desk, trail.PRINTED, detail="P4")
    assert retention.past_lines(desk) == 0
    clock.move(days=365 + 30)
    old = retention.past_lines(desk)
    assert old >= 5
    assert f"{old} 条" in "".join(page_texts(retention.destruction_list(desk).pdf))
    retention.destroy(desk, [], PASSWORD, NAME, SECOND)
    assert retention.past_lines(desk) == 0
    kept = trail.lines(desk, 0, 99)
    assert [one.detail for one in kept if one.event == trail.PRINTED] == ["P4"]
    assert trail.broken(desk) == []
    trail.note(desk, trail.PRINTED, detail="P5")
    assert trail.broken(desk) == []
    desk.store.database.execute_sql("DELETE FROM trail WHERE id = (SELECT min(id) FROM trail)")
    assert trail.broken(desk) != [], "whoever takes away more is seen"


def test_the_account_is_not_for_a_clerk(desk: Desk, second: str) -> None:
    assert second
    clerk = users.sit_down(desk, SECOND, NAME)
    with pytest.raises(Rejected, match="trail_of_others"):
        retention.self_audit(clerk)
