"""Who may do what to whose record, as a receiver judges it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from station_app.domain.change import Change, Place
from station_app.domain.field import FieldSpec, Kind, fields_of
from station_app.domain.judging import COUNTY, PROVINCE, STATION, Home, maker_of, of_value, problems_of, refused
from station_app.domain.records import BY_KIND

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


WORDS = {
    "received_on": "2026-11-23", "channel": "VISIT", "title": "通组路塌方", "category": "0301", "urgency": "NORMAL",
    "verbatim": "路塌了", "ask": "修路",
}  # fmt: skip
"""What an opinion cannot do without."""


def test_what_a_station_does_with_its_own_is_sound() -> None:
    new = change("register", seen=(), station=US.uid, stage="REGISTERED", number="x", **WORDS)
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
        (change("correct", title="改"), OUR_COUNTY, US, "record_of_another"),
        (change("submit", "suggestion", submitted_on="2026-11-23"), OUR_COUNTY, US, "record_of_another"),
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
        (change("correct", title=""), US, US, "missing"),
        (change("register", seen=(), station=US.uid, **{**WORDS, "title": ""}), US, None, "missing"),
        (change("register", "person", (), phone="13885200000"), US, None, "missing"),
        (change("correct", verbatim="路\0塌了"), US, US, "sign_forbidden"),
        (change("correct", title="\ufffe"), US, US, "sign_forbidden"),
        (change("register", "visit", (), received_on="昨天"), US, None, "not_a_day"),
        (change("correct", "visit", received_at="25:99"), US, US, "not_a_time"),
        (change("correct", "visit", reception_day="明天那个"), US, US, "not_a_uid"),
        (change("correct", category="3" * 65), US, US, "too_long"),
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
    here = change("register", "opinion", (), station=US.uid, **WORDS)
    there = made_by("opinion", escalate_reason="归县里管", station=US.uid, **WORDS)
    homes = {here.journal: US, there.journal: OUR_COUNTY}
    for changes in ([here, there], [there, here]):
        assert maker_of(changes, homes) == here
        assert list(refused(changes, homes)) == [there.place]


def test_nobody_s_right_is_judged_before_the_making_has_come() -> None:
    later = change("correct", title="改")
    assert refused([later], {later.journal: THEM}) == {}


def test_the_id_of_a_record_is_no_field_of_it() -> None:
    assert codes(change("register", "person", (), uid="3" * 32, name="张三"), US) == ["field_of_another_act"]


def test_only_what_makes_a_record_has_its_id_and_has_seen_nothing() -> None:
    assert codes(replace(change("register", seen=()), uid="9" * 32), US) == ["no_such_record"]
    assert codes(replace(change("correct"), uid="d" * 32), US) == ["no_such_record"]


BAD = {
    Kind.DAY: (
        "昨天",
        "2026-13-45",
        "2026-02-29",
        "2026-3-9",
        "20260309",
        "0000-00-00",
        "2026-03-09T00:00",
        "２０２６-03-09",
    ),
    Kind.TIME: ("25:99", "9:30", "24:00", "09:60", "09:30:00", "九点"),
    Kind.UID: ("x", "A" * 32, "1" * 31, "1" * 33),
    Kind.REF: ("x", "A" * 32, "1" * 31, "1" * 33),
    Kind.REFS: (["x"], ["1" * 31], "1" * 32),
    Kind.COUNT: ("3", True, 1.5, [3]),
    Kind.FLAG: ("true", 1, None),
    Kind.CODE: (7, ["A"], "A" * 65, "A\0"),
    Kind.CODES: ("A", [7], ["A" * 65]),
    Kind.TEXT: (7, None, ["x"], "x\0", "x\x07"),
    Kind.PROSE: (7, None, ["x"], "x\0", "x\x1b[2J"),
}
GOOD = {
    Kind.DAY: ("", "2026-03-09", "1931-12-31"),
    Kind.TIME: ("", "09:30", "23:59"),
    Kind.REF: ("", "f" * 32),
    Kind.CODE: ("", "NOT_IN_ANY_LIST", "99.99"),
    Kind.CODES: ([], ["NOT_IN_ANY_LIST"]),
    Kind.REFS: ([], ["f" * 32]),
    Kind.TEXT: ("",),
    Kind.PROSE: ("", "一行\n\t二行"),
}
EVERY_FIELD = [(kind, spec) for kind, cls in BY_KIND.items() for spec in fields_of(cls)]


@pytest.mark.parametrize(("kind", "spec"), EVERY_FIELD, ids=[f"{kind}.{spec.name}" for kind, spec in EVERY_FIELD])
def test_every_field_of_every_kind_refuses_what_nothing_can_make_right_and_takes_the_rest(
    kind: str, spec: FieldSpec
) -> None:
    for value in BAD[spec.kind]:
        assert list(of_value(spec, value)), (kind, spec.name, value)
    for value in GOOD.get(spec.kind, ()):
        assert not list(of_value(spec, value)), (kind, spec.name, value)


def test_a_reference_whose_record_is_not_here_and_an_unknown_code_keep_nothing_out() -> None:
    assert codes(change("correct", "visit", reception_day="f" * 32, channel="BY_DRONE"), US, US) == []
    assert codes(change("correct", category="98.76"), US, US) == []


def test_bounds_that_a_newer_program_may_have_moved_refuse_nothing_of_it() -> None:
    for one in (
        change("correct", title="长" * 5_000),
        change("correct", affected_people=-1),
        change("correct", title=""),
    ):
        assert codes(one, US, US)
        assert codes(replace(one, schema=99), US, US) == []
    assert codes(replace(change("correct", "visit", received_on="昨天"), schema=99), US, US) == ["not_a_day"]
