"""Who may do what to whose record, as a receiver judges it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from station_app.domain.change import Change, Place
from station_app.domain.judging import COUNTY, PROVINCE, STATION, Home, owner_of, problems_of

US = Home("1" * 32, STATION, "520324116000")
THEM = Home("2" * 32, STATION, "520324100000")
OUR_COUNTY = Home("3" * 32, COUNTY, "520324")
OTHER_COUNTY = Home("4" * 32, COUNTY, "520302")
GATEWAY = Home("5" * 32, PROVINCE, "52")
SEEN = (Place("a" * 32, 1),)


def change(act: str, kind: str = "opinion", seen: tuple[Place, ...] = SEEN, **fields: Any) -> Change:
    return Change("a" * 32, 2, "b" * 32, "", "ok", "c" * 32, act, kind, "d" * 32, seen, fields)


def codes(one: Change, author: Home, owner: Home | None = None) -> list[str]:
    return [problem.code for problem in problems_of(one, author, owner)]


def test_what_a_station_does_with_its_own_is_sound() -> None:
    new = change("register", seen=(), title="通组路塌方", station=US.uid, state="REGISTERED", number="x")
    assert codes(new, US) == []
    assert codes(change("correct", title="改过的题目"), US, US) == []
    assert codes(change("refer", unit="交通局", slip_number="y", route="TOWNSHIP", state="REFERRED"), US, US) == []


@pytest.mark.parametrize(
    ("one", "author", "owner", "code"),
    [
        (change("correct", title="改"), THEM, US, "record_of_another"),
        (change("register", seen=(), station=THEM.uid), US, None, "record_of_another"),
        (change("correct", station=THEM.uid), US, US, "record_of_another"),
        (change("report_result", result="x", state="HANDLED"), OTHER_COUNTY, US, "record_of_another"),
        (change("correct", title="改"), OUR_COUNTY, US, "act_of_another_role"),
        (change("register", "office", (), name="代表工委"), US, None, "act_of_another_role"),
        (change("correct", "office", name="代表工委"), US, OUR_COUNTY, "act_of_another_role"),
        (change("correct", "deputy", name="秦彬"), US, OUR_COUNTY, "record_of_another"),
        (change("dance"), US, US, "unknown_act"),
        (change("refer", unit="交通局", state="CLOSED"), US, US, "act_out_of_turn"),
        (change("correct", state="CLOSED"), US, US, "act_out_of_turn"),
        (change("correct", seen=(), title="改"), US, None, "no_such_record"),
        (change("refer", unit="交通局", title="改"), US, US, "field_of_another_act"),
        (change("correct", title=7), US, US, "wrong_kind"),
        (change("correct", title="长" * 5_000), US, US, "too_long"),
        (change("correct", affected_people=-1), US, US, "count_out_of_range"),
        (change("correct", affected_people=True), US, US, "wrong_kind"),
    ],
)
def test_each_overstepping_has_its_name(one: Change, author: Home, owner: Home | None, code: str) -> None:
    assert code in codes(one, author, owner)


def test_the_offices_above_speak_of_a_station_s_matters() -> None:
    done = change("report_result", result="修好了", result_degree="SOLVED", handled_on="2026-11-23", state="HANDLED")
    assert codes(done, OUR_COUNTY, US) == []
    assert codes(done, GATEWAY, US) == []


def test_what_newer_programs_write_is_kept_and_never_refused() -> None:
    newer = replace(change("dance", blood="O"), schema=99)
    assert codes(newer, US, US) == []
    assert codes(change("register", "horoscope", (), sign="ox"), US) == []
    assert codes(change("correct", blood="O"), US, US) == []


def test_a_request_for_correction_is_its_station_s_to_answer() -> None:
    assert owner_of("correction", {"station": US.uid}, OUR_COUNTY.uid) == US.uid
    assert owner_of("opinion", {"station": THEM.uid}, US.uid) == US.uid
    answered = change("answer_correction", "correction", answered_on="2026-11-23", state="ANSWERED")
    assert codes(answered, US, US) == []
    assert codes(answered, THEM, US) == ["record_of_another"]
