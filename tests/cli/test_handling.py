"""The loop at the command line, on a made store: any act, who is owed what, the measure, every step."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from station_app import cli
from station_app.domain.records import Assignment, Opinion, Reply, Telling
from station_app.services.desk import Desk
from tests.office import PASSWORD, SetClock, registered

TRIAGE = ("owner_level=COUNTY", "proposed_unit=＋县水务局")
SLIP = ("unit=县水务局", "due_on=2026-12-20", "requirements=请书面答复")
RESULT = ("result=管子换好了", "result_degree=SOLVED")

Run = Callable[..., tuple[int, list[dict[str, Any]]]]


@pytest.fixture
def run(desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, clock: SetClock) -> Run:
    monkeypatch.setenv("STATION_PASSWORD", PASSWORD)
    monkeypatch.setattr("station_app.domain.clock.SystemClock", lambda: clock)

    def said(*arguments: str) -> tuple[int, list[dict[str, Any]]]:
        code = cli.main([*arguments, "--data", str(desk.folder), "--json"])
        return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return said


def test_a_matter_goes_its_whole_way_by_acts_typed_at_the_command_line(desk: Desk, run: Run) -> None:
    uid = registered(desk)["opinion"].uid
    code, (triaged, unit) = run("act", uid, "triage", "--fields", *TRIAGE)
    assert (code, triaged["state"], unit["kind"]) == (0, "TRIAGED", "unit")
    code, (given,) = run("act", uid, "assignment.register", "--fields", *SLIP)
    assert (code, given["state"], given["number"][13:16]) == (0, "PENDING", "Z26")
    assert run("act", given["uid"], "acknowledge", "--fields", "officer=赵建国")[0] == 0
    assert run("act", given["uid"], "reply.register", "--fields", *RESULT)[0] == 0
    (owed,) = run("owed")[1]
    assert (owed["uid"], owed["name"], owed["owed_since"], owed["tries"]) == (uid, "杨某", desk.today, 0)
    assert run("act", uid, "telling.miss")[0] == 0
    assert run("owed")[1][0]["tries"] == 1
    assert run("act", uid, "telling.register", "--fields", "fed_back_way=PHONE", "satisfaction=SATISFIED")[0] == 0
    assert run("owed") == (0, [])
    assert desk.records.one(Opinion, uid).state == "RATED"
    assert [len(desk.records.all(cls)) for cls in (Assignment, Reply, Telling)] == [1, 1, 2]


def test_what_was_heard_is_measured_by_unit_and_in_a_period(desk: Desk, run: Run) -> None:
    first, second = (registered(desk)["opinion"].uid for _ in range(2))
    run("act", first, "triage", "--fields", *TRIAGE)
    run("act", first, "assignment.register", "--fields", *SLIP)
    (whole, none, water) = run("loop", "--by", "unit", "--first-on", "2026-11-01", "--last-on", "2026-11-30")[1]
    assert (whole["heard"], none["heard"], water["heard"], water["name"]) == (2, 1, 1, "县水务局")
    assert (whole["waiting"], whole["owed"], whole["oldest"]) == (2, 0, "")
    run("act", first, "reply.register", "--fields", *RESULT)
    (whole,) = run("loop", "--first-on", "2026-11-01", "--last-on", "2026-11-30")[1]
    assert (whole["answered"], whole["owed"], whole["waiting"], whole["oldest"]) == (1, 1, 1, desk.today)
    (before,) = run("loop", "--first-on", "2026-10-01", "--last-on", "2026-10-31")[1]
    assert before["heard"] == 0
    assert run("loop", "--first-on", "前天吧")[0] == 1
    assert second != first


def test_a_timeline_tells_every_step_and_who_has_the_next_move(desk: Desk, run: Run) -> None:
    uid = registered(desk)["opinion"].uid
    run("act", uid, "triage", "--fields", *TRIAGE)
    (given,) = run("act", uid, "assignment.register", "--fields", *SLIP)[1]
    *steps, now = run("timeline", given["uid"])[1]  # by any of its records
    assert [f"{one['kind']}.{one['act']}" for one in steps] == [
        "opinion.register",
        "opinion.triage",
        "assignment.register",
    ]
    assert now["now"] == {"state": "REFERRED", "turn": "STATION", "due_on": "2026-12-20", "owed_since": ""}


def test_an_act_that_is_not_to_be_done_is_refused_with_where_the_matter_stands(
    desk: Desk, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    uid = registered(desk)["opinion"].uid
    assert cli.main(["act", uid, "escalate", "--fields", "escalate_reason=x", "--data", str(desk.folder)]) == 1
    said = capsys.readouterr()
    assert "现在是“待定去向”，轮到联络站办" in said.out + said.err
    assert run("act", uid, "dance")[0] == 1
    assert run("act", uid, "triage", "--fields", "no-value")[0] == 1
    assert desk.records.one(Opinion, uid).state == "REGISTERED"
