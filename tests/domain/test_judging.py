"""Who may do what to whose record, as a receiver judges it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from station_app.domain.change import Change, Place
from station_app.domain.judging import COUNTY, PROVINCE, STATION, Home, maker_of, problems_of, refused

US = Home("1" * 32, STATION, "520324116000")
THEM = Home("2" * 32, STATION, "520324100000")
OUR_COUNTY = Home("3" * 32, COUNTY, "520324")
OTHER_COUNTY = Home("4" * 32, COUNTY, "520302")
GATEWAY = Home("5" * 32, PROVINCE, "52")
SEEN = (Place("a" * 32, 1),)


def change(act: str, kind: str = "opinion", seen: tuple[Place, ...] = SEEN, **fields: Any) -> Change:
    uid = "b" * 32 if seen else "d" * 32
    return Change("a" * 32, 2, uid, "", "ok", "c" * 32, act, kind, "d" * 32, seen, fields)


def made_by(kind: str, **fields: Any) -> Change:
    return replace(change("register", kind, (), **fields), journal="e" * 32, seq=1)


def codes(one: Change, author: Home, owner: Home | None = None) -> list[str]:
    """The problems of a line by itself, and of a record that `owner` made."""
    found = [problem.code for problem in problems_of(one, author)]
    if owner is None or found:
        return found
    homes = {one.journal: author, "e" * 32: owner}
    return [problem.code for place, problem in refused([made_by(one.kind), one], homes).items() if place == one.place]


def test_what_a_station_does_with_its_own_is_sound() -> None:
    new = change("register", seen=(), title="通组路塌方", station=US.uid, stage="REGISTERED", number="x")
    assert codes(new, US) == []
    assert codes(change("correct", title="改过的题目"), US, US) == []
    assert codes(change("triage", proposed_unit="交通局", route="TOWNSHIP", stage="TRIAGED"), US, US) == []


@pytest.mark.parametrize(
    ("one", "author", "owner", "code"),
    [
        (change("correct", title="改"), THEM, US, "record_of_another"),
        (change("register", seen=(), station=THEM.uid), US, None, "record_of_another"),
        (change("correct", station=THEM.uid), US, US, "record_of_another"),
        (change("accept", "suggestion", official_no="1"), OTHER_COUNTY, US, "record_of_another"),
        (change("acknowledge", "assignment", officer="赵"), OUR_COUNTY, US, "record_of_another"),
        (change("acknowledge", "assignment", officer="赵"), US, OUR_COUNTY, "record_of_another"),
        (change("correct", title="改"), OUR_COUNTY, US, "act_of_another_role"),
        (change("register", "office", (), name="代表工委"), US, None, "act_of_another_role"),
        (change("correct", "office", name="代表工委"), US, OUR_COUNTY, "act_of_another_role"),
        (change("correct", "deputy", name="秦彬"), US, OUR_COUNTY, "record_of_another"),
        (change("dance"), US, US, "unknown_act"),
        (change("triage", proposed_unit="交通局", stage="CLOSED"), US, US, "act_out_of_turn"),
        (change("correct", stage="CLOSED"), US, US, "act_out_of_turn"),
        (change("correct", unit="交通局"), US, US, "field_of_another_act"),
        (change("correct", state="HANDLED"), US, US, "field_of_another_act"),
        (change("correct", seen=(), title="改"), US, None, "no_such_record"),
        (change("triage", proposed_unit="交通局", title="改"), US, US, "field_of_another_act"),
        (change("correct", title=7), US, US, "wrong_kind"),
        (change("correct", title="长" * 5_000), US, US, "too_long"),
        (change("correct", affected_people=-1), US, US, "count_out_of_range"),
        (change("correct", affected_people=True), US, US, "wrong_kind"),
    ],
)
def test_each_overstepping_has_its_name(one: Change, author: Home, owner: Home | None, code: str) -> None:
    assert code in codes(one, author, owner)


def test_the_offices_above_speak_of_a_station_s_matters() -> None:
    done = change("accept", "suggestion", official_no="第 12 号", stage="ACCEPTED")
    assert codes(done, OUR_COUNTY, US) == []
    assert codes(done, GATEWAY, US) == []


def test_what_newer_programs_write_is_kept_and_never_refused() -> None:
    newer = replace(change("dance", blood="O"), schema=99)
    assert codes(newer, US, US) == []
    assert codes(change("register", "horoscope", (), sign="ox"), US) == []
    assert codes(change("correct", blood="O"), US, US) == []


def test_a_request_for_correction_is_its_station_s_to_answer() -> None:
    asked = made_by("correction", station=US.uid)
    answered = change("answer_correction", "correction", answered_on="2026-11-23", state="ANSWERED")
    for author, wrong in ((US, []), (THEM, [answered.place])):
        homes = {asked.journal: OUR_COUNTY, answered.journal: author}
        assert [place for place in refused([answered, asked], homes) if place == answered.place] == wrong


def test_a_device_is_whoever_s_business_stands_above_its_place() -> None:
    admitted = made_by("device", home=US.uid, role=STATION, area_code=US.area_code)
    revoked = change("revoke", "device", standing="REVOKED", revoke_reason="丢了")
    for author, wrong in ((OUR_COUNTY, []), (OTHER_COUNTY, [revoked.place])):
        homes = {admitted.journal: GATEWAY, revoked.journal: author}
        assert [place for place in refused([admitted, revoked], homes) if place == revoked.place] == wrong


def test_of_two_homes_that_made_one_record_the_higher_counts_whatever_came_first() -> None:
    here, there = change("register", "deputy", (), name="张"), made_by("deputy", name="李")
    for author, other in ((US, OUR_COUNTY), (THEM, US)):
        homes = {here.journal: author, there.journal: other}
        for changes in ([here, there], [there, here]):
            assert maker_of(changes, homes) == there
            assert here.place in refused(changes, homes)


def test_who_says_what_it_may_not_takes_no_record_from_who_made_it() -> None:
    here, there = change("register", "opinion", (), title="路塌了"), made_by("opinion", escalate_reason="归县里管")
    homes = {here.journal: US, there.journal: OUR_COUNTY}
    for changes in ([here, there], [there, here]):
        assert maker_of(changes, homes) == here
        assert list(refused(changes, homes)) == [there.place]


def test_nobody_s_right_is_judged_before_the_making_has_come() -> None:
    later = change("correct", title="改")
    assert refused([later], {later.journal: THEM}) == {}


def test_the_id_of_a_record_is_no_field_of_it() -> None:
    assert codes(change("register", "person", (), uid="3"), US) == ["field_of_another_act"]


def test_only_what_makes_a_record_has_its_id_and_has_seen_nothing() -> None:
    assert codes(replace(change("register", seen=()), uid="9" * 32), US) == ["no_such_record"]
    assert codes(replace(change("correct"), uid="d" * 32), US) == ["no_such_record"]
