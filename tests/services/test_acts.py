"""The one way of acting: all problems at once, nothing written unless everything can be, states by the table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from station_app.db import journal
from station_app.domain import lifecycle
from station_app.domain.problem import Rejected
from station_app.domain.records import Opinion, Person, ReceptionDay, User, Visit
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from tests.office import OPINION, PERSON, VISIT, SetClock, refer, registered


def refused(desk: Desk, *asks: Ask) -> set[tuple[int, str, str]]:
    with pytest.raises(Rejected) as caught:
        perform(desk, asks)
    return {(one.part, one.where, one.code) for one in caught.value.problems if one.refuses}


def act(desk: Desk, name: str, uid: str, **fields: object) -> str:
    return perform(desk, [Ask("opinion", name, fields, uid)])[0].state


TRIAGE = {"owner_level": "TOWNSHIP", "proposed_unit": "乡镇人民政府"}
REFER = {"unit": "乡镇人民政府", "assigned_on": "2026-11-23", "due_on": "2026-12-23", "requirements": "书面答复"}


def test_every_problem_of_every_part_comes_back_at_once(desk: Desk) -> None:
    assert refused(
        desk,
        Ask("person", "register", {"name": " ", "birth_year": 1700}),
        Ask("visit", "register", {"received_on": "2026-11-24", "channel": "飞鸽", "headcount": 0}),
    ) == {
        (0, "name", "name_empty"),
        (0, "phone", "phone_or_reason"),
        (0, "birth_year", "count_out_of_range"),
        (1, "visitor", "missing"),
        (1, "received_on", "day_ahead"),
        (1, "channel", "not_in_list"),
        (1, "headcount", "count_out_of_range"),
        (1, "is_first", "missing"),
        (1, "notice_way", "missing"),
    }


def test_one_warning_of_one_record_is_told_once_though_three_acts_met_it(desk: Desk) -> None:
    visit = registered(desk)["visit"].uid
    uid = desk.clock.new_id()
    done = perform(
        desk,
        [
            Ask("opinion", "register", {**OPINION, "title": "路坏了", "visit": visit}, uid),
            Ask("opinion", "triage", TRIAGE, uid),
            refer(REFER, uid),
        ],
    )
    assert [problem.code for one in done for problem in one.warnings].count("title_length") == 1


REPORTED = {"urgency": "CRITICAL", "reported_to": "县公安局", "reported_on": "今天", "reported_at": "9:30",
            "reported_by": "王小莉"}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        ("opinion", REPORTED | {"reported_at": "25:99"}, [("reported_at", "time_impossible")]),
        ("opinion", REPORTED | {"reported_on": "2099-1-1"}, [("reported_on", "day_too_far")]),
        ("person", {"phone": "", "no_phone_reason": "没有\ud800"}, [("no_phone_reason", "half_character")]),
        (
            "visit",
            {"channel": "RECEPTION_DAY", "deputies": ["x"]},
            [("channel", "no_reception_day"), ("deputies", "wrong_kind")],
        ),
    ],
)
def test_one_fault_is_one_sentence(
    desk: Desk, kind: str, fields: dict[str, object], said: list[tuple[str, str]]
) -> None:
    asks = {"person": Ask("person", "register", PERSON, desk.clock.new_id())}
    asks["visit"] = Ask("visit", "register", {**VISIT, "visitor": asks["person"].uid}, desk.clock.new_id())
    asks["opinion"] = Ask("opinion", "register", {**OPINION, "visit": asks["visit"].uid})
    asks[kind] = replace(asks[kind], fields={**asks[kind].fields, **fields})
    with pytest.raises(Rejected) as caught:
        perform(desk, list(asks.values()))
    assert sorted((one.where, one.code) for one in caught.value.problems) == sorted(said)


def test_a_refused_act_writes_nothing_and_uses_no_number(desk: Desk) -> None:
    before = journal.my_author(desk.store.database)
    refused(desk, Ask("person", "register", PERSON), Ask("visit", "register", VISIT))
    assert journal.my_author(desk.store.database) == before
    assert registered(desk)["visit"].number == "520324116-01-F26-0001"


def test_numbers_are_gapless_by_kind_and_year_and_a_void_one_stays_used(desk: Desk, clock: SetClock) -> None:
    first = registered(desk)
    perform(desk, [Ask("opinion", "void", {"void_reason": "重复登记"}, first["opinion"].uid)])
    assert registered(desk)["opinion"].number == "520324116-01-M26-0002"
    clock.move(days=60)
    assert registered(desk, title="第二年的事情一件")["opinion"].number == "520324116-01-M26-0003"
    late = {**VISIT, "received_on": "2027-01-20", "visitor": registered(desk)["person"].uid}
    assert perform(desk, [Ask("visit", "register", late)])[0].number == "520324116-01-F27-0001"


def test_an_opinion_goes_the_way_of_the_table(desk: Desk) -> None:
    uid = registered(desk)["opinion"].uid
    assert act(desk, "triage", uid, **TRIAGE) == "TRIAGED"
    perform(desk, [refer(REFER, uid)])
    opinion = desk.records.one(Opinion, uid)
    assert (opinion.state, opinion.stage) == ("REFERRED", "TRIAGED")
    assert opinion.slip_number == "520324116-01-Z26-0001"
    assert opinion.route == "TOWNSHIP"


def test_no_referral_without_unit_due_date_and_requirements(desk: Desk) -> None:
    uid = registered(desk)["opinion"].uid
    act(desk, "triage", uid, **TRIAGE)
    blank = dict.fromkeys(("unit", "assigned_on", "due_on", "requirements"), "")
    assert refused(desk, refer(blank, uid)) == {(0, name, "missing") for name in blank}
    assert refused(desk, refer({**REFER, "due_on": "2026-11-01"}, uid)) == {(0, "due_on", "due_before_referral")}


@pytest.mark.parametrize(
    "ask",
    [
        Ask("opinion", "close", {"closing_basis": "ANSWERED"}),
        Ask("opinion", "handle", {}),
        Ask("opinion", "answer", {"answer": "已办", "answered_by": [], "unit": "水务局"}),
        Ask("moot", "register", {}),
        Ask("visit", "register", {"uid": "x", "colour": "red"}),
    ],
)
def test_what_the_tables_do_not_have_is_refused(desk: Desk, ask: Ask) -> None:
    uid = registered(desk)["opinion"].uid
    assert refused(desk, replace(ask, uid=uid) if ask.kind == "opinion" else ask)


def test_deputies_do_not_handle() -> None:
    assert not [one for one in lifecycle.ACTS if "handle" in one.name or "solve" in one.name]


def test_a_clerk_alone_cannot_refer_or_void(desk: Desk) -> None:
    clerk = replace(desk, user=replace(desk.user, roles=("STATION_CLERK",)))
    uid = registered(clerk)["opinion"].uid
    assert refused(clerk, Ask("opinion", "void", {"void_reason": "错"}, uid)) == {(0, "", "act_of_another_role")}
    act(clerk, "triage", uid, **TRIAGE)
    assert refused(clerk, refer(REFER, uid)) == {(0, "", "act_of_another_role")}
    head = replace(desk, user=replace(desk.user, roles=("STATION_HEAD",)))
    assert refused(head, Ask("opinion", "correct", {"verbatim": "改了原话"}, uid)) == {(0, "", "act_of_another_role")}


def test_a_correction_sets_only_what_changed(desk: Desk) -> None:
    uid = registered(desk)["person"].uid
    perform(desk, [Ask("person", "correct", {**PERSON, "phone": "16187654321"}, uid)])
    last = journal.entries_of(desk.store.database, uid)[-1].change
    assert (last.act, last.fields) == ("correct", {"phone": "16187654321"})
    perform(desk, [Ask("person", "correct", {"phone": "16187654321"}, uid)])
    assert journal.entries_of(desk.store.database, uid)[-1].change == last


def test_showing_a_value_in_full_is_in_the_journal(desk: Desk) -> None:
    uid = registered(desk)["person"].uid
    perform(desk, [Ask("person", "reveal", {}, uid)])
    last = journal.entries_of(desk.store.database, uid)[-1].change
    assert (last.act, last.by, last.fields) == ("reveal", desk.user.uid, {})


def test_what_is_referred_to_must_be_here_or_be_made_in_the_same_sitting(desk: Desk) -> None:
    nobody = "9" * 32
    assert refused(desk, Ask("visit", "register", {**VISIT, "visitor": nobody})) == {
        (0, "visitor", "unknown_reference")
    }
    assert refused(desk, Ask("attendance", "register", {"reception_day": nobody, "deputy": nobody, "level": "县"})) == {
        (0, "reception_day", "unknown_reference"),
        (0, "deputy", "unknown_reference"),
    }


def test_a_reference_of_the_wrong_kind_is_refused(desk: Desk) -> None:
    opinion = registered(desk)["opinion"].uid
    assert refused(desk, Ask("visit", "register", {**VISIT, "visitor": opinion})) == {
        (0, "visitor", "unknown_reference")
    }


def test_nothing_that_a_person_must_judge_is_preset(desk: Desk) -> None:
    done = registered(desk)
    opinion, visit = desk.records.one(Opinion, done["opinion"].uid), desk.records.one(Visit, done["visit"].uid)
    assert (opinion.route, opinion.proposed_unit, opinion.owner_level, visit.confirmation) == ("", "", "", "")
    fields = {name: value for name, value in OPINION.items() if name not in ("urgency", "category")}
    assert refused(desk, Ask("opinion", "register", {**fields, "visit": done["visit"].uid})) == {
        (0, "urgency", "missing"),
        (0, "category", "missing"),
    }


def test_an_opinion_takes_day_way_and_village_from_its_visit(desk: Desk) -> None:
    done = registered(desk)
    opinion = desk.records.one(Opinion, done["opinion"].uid)
    assert (opinion.received_on, opinion.channel, opinion.village) == ("2026-11-23", "WALK_IN", "520324116201")
    later = perform(desk, [Ask("opinion", "register", {**OPINION, "visit": done["visit"].uid})])[0]
    assert desk.records.one(Opinion, later.uid).received_on == "2026-11-23"


def test_an_opinion_without_a_visitor_says_itself_when_and_how(desk: Desk) -> None:
    assert refused(desk, Ask("opinion", "register", OPINION)) == {
        (0, "received_on", "missing"),
        (0, "channel", "missing"),
    }
    perform(desk, [Ask("opinion", "register", {**OPINION, "received_on": "昨天", "channel": "OUTREACH"})])


def test_a_jumping_clock_marks_the_change_and_decides_nothing(desk: Desk, clock: SetClock) -> None:
    uid = registered(desk)["person"].uid
    clock.move(days=-200)
    perform(desk, [Ask("person", "correct", {"phone": "16100000001"}, uid)])
    clock.move(days=-20_000)
    perform(desk, [Ask("person", "correct", {"phone": "16100000002"}, uid)])
    changes = [entry.change for entry in journal.entries_of(desk.store.database, uid)]
    assert [one.clock for one in changes] == ["ok", "jumped", "unset"]
    assert desk.records.one(Person, uid).phone == "16100000002"


def test_the_first_records_are_the_station_and_its_user(desk: Desk) -> None:
    assert desk.records.all(User) == [desk.user]
    assert desk.records.all(ReceptionDay) == []
    assert desk.station.name == "桴㯊镇人大代表联络站"


@pytest.mark.parametrize("uid", ["x", "A" * 32, "0" * 31, "../../etc", "\ud800"])
def test_an_identity_of_another_form_is_refused(desk: Desk, uid: str) -> None:
    assert refused(desk, Ask("person", "register", PERSON, uid)) == {(0, "uid", "uid_unusable")}


def test_an_identity_belongs_to_one_record_of_one_kind(desk: Desk) -> None:
    person = registered(desk)["person"].uid
    assert refused(desk, Ask("deputy", "register", {"name": "秦应彬"}, person)) == {(0, "uid", "uid_unusable")}
