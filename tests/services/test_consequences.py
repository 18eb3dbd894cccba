"""What an act brings with it is the same by every door, once, and names its cause; what was left behind is found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from station_app.db import journal
from station_app.db.keyring import Keyring
from station_app.db.store import Write
from station_app.domain import lifecycle
from station_app.domain.change import Change
from station_app.domain.problem import Rejected
from station_app.domain.records import Cosigning, DutyRecord, Opinion, Person, Suggestion, User, Visit
from station_app.services import acts, consequences, held_day, reception, undo, users
from station_app.services.acts import Ask, mend, perform
from station_app.services.desk import Desk, unlock
from tests.office import CHEAP, OPINION, PASSWORD, SetClock, extend, refer, registered, report
from tests.suggesting import deputy, draft_fields


def changes(desk: Desk) -> list[Change]:
    """All that this desk wrote, the oldest first."""
    return [one.change for one in reversed(journal.newest_of_mine(desk.store.database, 10_000))]


def bare(desk: Desk, kind: str, uid: str, act: str, fields: dict[str, object]) -> None:
    """What an older program wrote: the act alone."""
    with desk.store.transaction():
        acts.write(desk, [Write(act, kind, uid, fields)])


def begun(desk: Desk) -> tuple[str, str]:
    """A reception day that goes on, with one deputy who is there."""
    who = deputy(desk, "秦彬")
    fields = {"held_on": desk.today, "start": "9:00", "end": "12:00", "place": "村委会"}
    day = reception.plan_and_begin(desk, fields, [who]).uid
    reception.mark(desk, held_day.attendance(desk, day)[0].attendance.uid, "PRESENT")
    return day, who


def drafted(desk: Desk, lead: str, *opinions: str) -> str:
    return perform(desk, [Ask("suggestion", "register", {**draft_fields(lead), "origin_opinions": opinions})])[0].uid


def test_each_name_in_a_row_is_a_consequence_and_each_is_in_a_row() -> None:
    named = {name for act in lifecycle.ACTS for name in act.brings}
    assert named == consequences.WRITTEN.keys() | {"keyring_follows"}  # the one that is done outside the database
    assert {name for name, _, _ in consequences.STANDING} <= consequences.WRITTEN.keys()


def test_closing_a_day_writes_the_duty_records_and_each_names_the_closing(desk: Desk) -> None:
    day, who = begun(desk)
    perform(desk, [Ask("reception_day", "close", {}, day)])
    (duty,) = desk.records.all(DutyRecord)
    assert (duty.deputy, duty.reception_day, duty.state) == (who, day, "RECORDED")
    closing, record = changes(desk)[-2:]
    assert (closing.act, closing.of, record.act, record.of) == ("close", "", "register", closing.uid)


def test_a_day_closed_again_brings_only_what_has_changed(desk: Desk) -> None:
    day, _ = begun(desk)
    for act in ("close", "reopen", "close"):
        perform(desk, [Ask("reception_day", act, {}, day)])
    assert len(desk.records.all(DutyRecord)) == 1
    assert [one.act for one in changes(desk)][-3:] == ["register", "reopen", "close"]


def test_who_was_there_after_all_is_in_the_duty_file_of_a_closed_day(desk: Desk) -> None:
    day, who = begun(desk)
    perform(desk, [Ask("reception_day", "close", {}, day)])
    seat = held_day.attendance(desk, day)[0].attendance.uid
    perform(desk, [Ask("attendance", "correct", {"presence": "LEAVE"}, seat)])
    assert [one.state for one in desk.records.all(DutyRecord)] == ["VOID"]
    perform(desk, [Ask("attendance", "correct", {"presence": "PRESENT"}, seat)])
    assert [(one.deputy, one.state) for one in desk.records.all(DutyRecord)] == [(who, "VOID"), (who, "RECORDED")]
    perform(desk, [Ask("reception_day", "correct", {"place": "学校操场"}, day)])
    assert desk.records.all(DutyRecord)[1].place == "学校操场"
    assert list(consequences.lacking(desk)) == []


def test_a_visit_that_is_void_raised_nothing(desk: Desk) -> None:
    done = registered(desk)
    perform(desk, [Ask("visit", "void", {"void_reason": "登记错了"}, done["visit"].uid)])
    opinion = desk.records.one(Opinion, done["opinion"].uid)
    assert (opinion.state, opinion.void_reason) == ("VOID", "登记错了")


def test_a_visit_whose_matter_has_gone_on_is_not_void_and_the_sentence_names_the_matter(desk: Desk) -> None:
    done = registered(desk)
    perform(
        desk, [Ask("opinion", "answer", {"answer": "已办", "answered_by": [deputy(desk, "秦彬")]}, done["opinion"].uid)]
    )
    with pytest.raises(Rejected) as refused:
        perform(desk, [Ask("visit", "void", {"void_reason": "登记错了"}, done["visit"].uid)])
    (problem,) = refused.value.problems
    assert (problem.code, dict(problem.details)["of"]) == ("act_out_of_turn", "M26-0001")
    assert desk.records.one(Visit, done["visit"].uid).state == "REGISTERED"


def test_a_matter_was_received_when_its_visit_was(desk: Desk) -> None:
    done = registered(desk)
    perform(desk, [Ask("visit", "correct", {"received_on": "2026-11-20"}, done["visit"].uid)])
    assert desk.records.one(Opinion, done["opinion"].uid).received_on == "2026-11-20"


def test_a_suggestion_marks_the_opinions_that_it_grew_from_and_lets_them_go(desk: Desk) -> None:
    lead, first, second = deputy(desk, "秦彬"), registered(desk)["opinion"].uid, registered(desk)["opinion"].uid
    suggestion = drafted(desk, lead, first)
    assert desk.records.one(Opinion, first).promoted_to == suggestion
    perform(desk, [Ask("opinion", "promote", {"promoted_to": suggestion}, second)])
    assert desk.records.one(Suggestion, suggestion).origin_opinions == (first, second)
    perform(desk, [Ask("opinion", "release", {}, first)])
    assert desk.records.one(Suggestion, suggestion).origin_opinions == (second,)
    perform(desk, [Ask("suggestion", "withdraw", {}, suggestion)])
    assert desk.records.one(Opinion, second).promoted_to == ""
    assert desk.records.one(Suggestion, suggestion).origin_opinions == (second,)  # what it grew from stays true


def test_an_opinion_of_another_draft_is_not_taken_and_nothing_is_written(desk: Desk) -> None:
    lead, opinion = deputy(desk, "秦彬"), registered(desk)["opinion"].uid
    first = drafted(desk, lead, opinion)
    before = len(changes(desk))
    with pytest.raises(Rejected, match="opinion_promoted"):
        drafted(desk, lead, opinion)
    assert desk.records.one(Opinion, opinion).promoted_to == first
    assert len(changes(desk)) == before


def test_the_list_of_cosigners_follows_their_own_yes_and_no(desk: Desk) -> None:
    lead, other = deputy(desk, "秦彬"), deputy(desk, "罗光强")
    suggestion = drafted(desk, lead)
    asked = perform(desk, [Ask("cosigning", "register", {"suggestion": suggestion, "deputy": other})])[0].uid
    assert desk.records.one(Suggestion, suggestion).cosigners == (other,)
    perform(desk, [Ask("cosigning", "decline", {}, asked)])
    assert desk.records.one(Suggestion, suggestion).cosigners == ()
    with pytest.raises(Rejected, match="cosigner_is_lead"):
        perform(desk, [Ask("cosigning", "register", {"suggestion": suggestion, "deputy": lead})])


def test_two_entries_become_one_and_are_parted_again_wherever_a_visit_names_them(desk: Desk) -> None:
    kept, gone = registered(desk), registered(desk)
    beside = registered(desk)["visit"].uid
    perform(desk, [Ask("visit", "correct", {"companions": [gone["person"].uid], "headcount": "2"}, beside)])
    perform(desk, [Ask("person", "merge", {"merged_into": kept["person"].uid}, gone["person"].uid)])
    assert desk.records.one(Visit, gone["visit"].uid).visitor == kept["person"].uid
    assert desk.records.one(Visit, beside).companions == (kept["person"].uid,)
    perform(desk, [Ask("person", "part", {}, gone["person"].uid)])
    assert desk.records.one(Visit, gone["visit"].uid).visitor == gone["person"].uid
    assert desk.records.one(Visit, beside).companions == (gone["person"].uid,)
    assert desk.records.one(Visit, kept["visit"].uid).visitor == kept["person"].uid


def test_a_head_who_keeps_no_words_joins_entries_all_the_same(desk: Desk) -> None:
    kept, gone = registered(desk)["person"].uid, registered(desk)["person"].uid
    beside = registered(desk)["visit"].uid
    perform(desk, [Ask("visit", "correct", {"companions": [gone], "headcount": "2"}, beside)])
    head = replace(desk, user=replace(desk.user, roles=(lifecycle.HEAD,)))
    perform(head, [Ask("person", "merge", {"merged_into": kept}, gone)])
    assert desk.records.one(Visit, beside).companions == (kept,)


def test_whoever_leaves_by_whichever_door_opens_nothing_any_more(desk: Desk, clock: SetClock) -> None:
    uid = users.add(desk, {"name": "吴道明", "roles": ["STATION_CLERK"]}, "another horse 7", PASSWORD, CHEAP).uid
    perform(desk, [Ask("user", "leave", {"left_on": desk.today}, uid)])
    assert not Keyring.read(desk.folder).has_user(uid)
    with pytest.raises(Rejected, match="user_unknown"):
        unlock(desk.folder, "another horse 7", "吴道明", clock)


def test_the_last_head_does_not_leave_by_any_door(desk: Desk) -> None:
    with pytest.raises(Rejected, match=":last_head"):
        perform(desk, [Ask("user", "leave", {}, desk.user.uid)])
    with pytest.raises(Rejected, match="left_on:field_of_another_act"):
        perform(desk, [Ask("user", "correct", {"left_on": desk.today}, desk.user.uid)])


def test_who_was_renamed_leaves_too_and_a_keyring_that_did_not_hear_opens_nothing(desk: Desk, clock: SetClock) -> None:
    uid = users.add(desk, {"name": "吴道明", "roles": ["STATION_CLERK"]}, "another horse 7", PASSWORD, CHEAP).uid
    keys = Keyring.read(desk.folder)
    perform(desk, [Ask("user", "correct", {"name": "吴道亮"}, uid)])
    perform(desk, [Ask("user", "leave", {}, uid)])
    assert not Keyring.read(desk.folder).has_user(uid)
    keys.write()  # a kill between the record and the keyring leaves the old one
    with pytest.raises(Rejected, match="user_has_left"):
        unlock(desk.folder, "another horse 7", "吴道明", clock)
    assert [one.name for one in consequences.lacking(desk)] == ["keyring_follows"]
    mend(desk)
    assert not Keyring.read(desk.folder).has_user(uid)


def test_what_follows_from_a_deputy_stands_in_a_duty_record_by_every_door(desk: Desk) -> None:
    who = deputy(desk, "秦彬")
    perform(desk, [Ask("duty_record", "register", {"deputy": who, "way": "TRAINING", "content": "履职培训"})])
    (one,) = desk.records.all(DutyRecord)
    assert (one.held_on, one.organiser) == (desk.today, desk.station.name)


def test_what_older_programs_left_is_found_mended_by_acts_and_twice_adds_nothing(desk: Desk) -> None:
    day, _ = begun(desk)
    bare(desk, "reception_day", day, "close", {"state": "CLOSED"})
    void = registered(desk)
    bare(desk, "visit", void["visit"].uid, "void", {"state": "VOID", "void_reason": "登记错了"})
    kept, gone = registered(desk), registered(desk)
    bare(desk, "person", gone["person"].uid, "merge", {"merged_into": kept["person"].uid})
    lead, opinion = deputy(desk, "罗光强"), registered(desk)["opinion"].uid
    suggestion = drafted(desk, lead, opinion)
    bare(desk, "suggestion", suggestion, "withdraw", {"stage": "WITHDRAWN"})
    found = [(one.name, one.uid) for one in consequences.lacking(desk)]
    assert found == [
        ("duty_records", day),
        ("matters_void", void["visit"].uid),
        ("origins_marked", suggestion),
        ("entries_joined", gone["person"].uid),
    ]
    assert [problems for _, problems in mend(desk)] == [()] * 4
    assert len(desk.records.all(DutyRecord)) == 1
    assert desk.records.one(Opinion, void["opinion"].uid).state == "VOID"
    assert desk.records.one(Visit, gone["visit"].uid).visitor == kept["person"].uid
    assert desk.records.one(Opinion, opinion).promoted_to == ""
    assert list(consequences.lacking(desk)) == []
    before = len(changes(desk))
    assert mend(desk) == []
    assert len(changes(desk)) == before


def test_a_day_that_an_old_ledger_closed_lacks_nothing(desk: Desk) -> None:
    fields = {"held_on": "2025-03-05", "start": "9:00", "end": "11:00", "place": "村委会", "state": "CLOSED"}
    perform(desk, [Ask("reception_day", "carry_over", fields)])
    assert list(consequences.lacking(desk)) == []


def test_an_auditor_mends_nothing(desk: Desk) -> None:
    with pytest.raises(Rejected, match="act_of_another_role"):
        mend(replace(desk, user=replace(desk.user, roles=("AUDITOR",))))


def test_closing_a_day_is_taken_back_with_the_duty_records_it_brought(desk: Desk, clock: SetClock) -> None:
    day, _ = begun(desk)
    perform(desk, [Ask("reception_day", "close", {}, day)])
    undo.undo(desk, "点错了")
    assert held_day.days(desk)[0].state == "OPEN"
    assert [one.state for one in desk.records.all(DutyRecord)] == ["VOID"]


def test_acts_of_one_moment_that_have_nothing_to_do_with_one_another_are_not_taken_back_together(desk: Desk) -> None:
    first, second = (registered(desk)["person"].uid for _ in range(2))
    perform(desk, [Ask("person", "correct", {"address": "一组"}, first)])
    perform(desk, [Ask("person", "correct", {"address": "二组"}, second)])  # in the same millisecond
    undo.undo(desk, "")
    assert [desk.records.one(Person, uid).address for uid in (first, second)] == ["一组", ""]


def test_a_merging_is_taken_back_with_the_visits_that_it_moved(desk: Desk) -> None:
    kept, gone = registered(desk), registered(desk)
    perform(desk, [Ask("person", "merge", {"merged_into": kept["person"].uid}, gone["person"].uid)])
    undo.undo(desk, "")
    assert desk.records.one(Person, gone["person"].uid).merged_into == ""
    assert desk.records.one(Visit, gone["visit"].uid).visitor == gone["person"].uid


def test_a_suggestion_that_was_just_drafted_is_withdrawn_and_its_opinions_are_free(desk: Desk) -> None:
    opinion = registered(desk)["opinion"].uid
    suggestion = drafted(desk, deputy(desk, "秦彬"), opinion)
    undo.undo(desk, "点错了")
    assert desk.records.one(Suggestion, suggestion).state == "WITHDRAWN"
    assert desk.records.one(Opinion, opinion).promoted_to == ""


def test_what_has_no_way_back_is_refused_by_name(desk: Desk) -> None:
    perform(desk, [Ask("deputy_group", "register", {"name": "第一小组"})])
    with pytest.raises(Rejected) as refused:
        undo.undo(desk, "")
    (problem,) = refused.value.problems
    assert (problem.code, problem.value) == ("undo_by_hand", "代表小组")


def test_a_correction_says_no_more_than_its_own_fields(desk: Desk) -> None:
    done = registered(desk)
    for kind, field, value in (
        ("person", "merged_into", registered(desk)["person"].uid),
        ("visit", "void_reason", "错"),
        ("opinion", "promoted_to", "0" * 32),
        ("opinion", "result", "已修好"),
    ):
        with pytest.raises(Rejected, match=f"{field}:field_of_another_act"):
            perform(desk, [Ask(kind, "correct", {field: value}, done[kind].uid)])


def test_a_station_writes_no_field_of_the_office_into_a_suggestion(desk: Desk) -> None:
    lead = deputy(desk, "秦彬")
    suggestion = drafted(desk, lead)
    for field, value in (("official_no", "第 12 号"), ("reply", "已办"), ("assigned_unit", "水务局")):
        with pytest.raises(Rejected, match=f"{field}:field_of_another_act"):
            perform(desk, [Ask("suggestion", "correct", {field: value}, suggestion)])
        with pytest.raises(Rejected, match=f"{field}:field_of_another_act"):
            perform(desk, [Ask("suggestion", "register", {**draft_fields(lead), field: value})])


def test_what_goes_with_a_category_is_filled_and_may_be_changed(desk: Desk) -> None:
    uid = registered(desk)["opinion"].uid
    one = desk.records.one(Opinion, uid)
    assert (one.revitalization, one.construction) == ("INDUSTRY", "ECON")
    perform(desk, [Ask("opinion", "correct", {"category": "0304"}, uid)])
    assert desk.records.one(Opinion, uid).revitalization == "ECOLOGY"
    perform(desk, [Ask("opinion", "correct", {"revitalization": "CULTURE"}, uid)])
    perform(desk, [Ask("opinion", "correct", {"category": "0206"}, uid)])
    assert desk.records.one(Opinion, uid).revitalization == "CULTURE"
    said = registered(desk, revitalization="TALENT")["opinion"].uid
    assert desk.records.one(Opinion, said).revitalization == "TALENT"


def test_a_referral_takes_what_the_form_would_propose(desk: Desk) -> None:
    uid = registered(desk)["opinion"].uid
    triage = {"category": "0206", "urgency": "NORMAL", "owner_level": "TOWNSHIP"}
    perform(desk, [Ask("opinion", "triage", triage, uid)])
    perform(desk, [refer({"requirements": "请现场查看"}, uid)])
    one = desk.records.one(Opinion, uid)
    assert (one.unit, one.assigned_on, one.due_on) == (one.proposed_unit, "2026-11-23", "2026-12-23")
    assert one.proposed_unit


def test_days_of_one_record_do_not_contradict_one_another(desk: Desk) -> None:
    uid = registered(desk)["opinion"].uid
    triage = {"category": "0206", "urgency": "NORMAL", "owner_level": "TOWNSHIP"}
    perform(desk, [Ask("opinion", "triage", triage, uid)])
    with pytest.raises(Rejected, match="due_on:due_too_far"):
        perform(desk, [refer({"requirements": "办", "due_on": "2036-11-23"}, uid)])
    perform(desk, [refer({"requirements": "办", "assigned_on": "2026-11-23"}, uid)])
    for day, code in (("2026-11-22", "day_before_other"), ("2026-11-24", "day_ahead")):
        result = {"result": "修好了", "result_degree": "SOLVED", "replied_on": day}
        with pytest.raises(Rejected, match=f"replied_on:{code}"):
            perform(desk, [report(result, uid)])
    for due, code in (
        ("2026-12-01", "extension_shortens"),
        ("2026-12-23", "extension_shortens"),
        ("2027-01-23", "extension_too_long"),
        ("2031-01-01", "due_too_far"),
    ):
        with pytest.raises(Rejected, match=f"until_on:{code}"):
            perform(desk, extend(desk, due, "雨季", uid))
    done = perform(desk, extend(desk, "2027-01-20", "雨季", uid))[0]
    assert ("due_unmoved", "until_on") in [(one.code, one.where) for one in done.warnings]
    assert desk.records.one(Opinion, uid).due_on == "2027-01-20"
    with pytest.raises(Rejected, match="until_on:extended_before"):
        perform(desk, extend(desk, "2027-02-20", "雨季", uid))


def test_a_clock_that_cannot_be_right_is_said_where_it_is_written(desk: Desk, clock: SetClock) -> None:
    registered(desk)
    for at in ("1970-01-01T08:00:00+08:00", "2099-05-05T08:00:00+08:00"):
        clock.at = clock.at.fromisoformat(at)
        done = perform(desk, [Ask("visit", "register", _visit(desk))])[0]
        assert [(one.code, one.where) for one in done.warnings if one.code == "clock_wrong"] == [
            ("clock_wrong", "received_on")
        ]


def _visit(desk: Desk) -> dict[str, object]:
    person = desk.records.all(Person)[0].uid
    return {
        "visitor": person,
        "received_on": desk.today,
        "channel": "WALK_IN",
        "is_first": "FIRST",
        "notice_way": "ORAL",
    }


def test_a_visit_does_not_repeat_itself_and_a_clerk_moves_no_station(desk: Desk) -> None:
    done = registered(desk)
    with pytest.raises(Rejected, match="repeat_of:repeats_itself"):
        perform(desk, [Ask("visit", "correct", {"repeat_of": done["visit"].uid}, done["visit"].uid)])
    with pytest.raises(Rejected, match="area_code:field_of_another_act"):
        perform(desk, [Ask("station", "correct", {"area_code": "520324117000"}, desk.station.uid)])
    clerk = replace(desk, user=replace(desk.user, roles=(lifecycle.CLERK,)))
    with pytest.raises(Rejected, match="act_of_another_role"):
        perform(clerk, [Ask("station", "rezone", {"area_code": "520324117000"}, desk.station.uid)])


def test_of_stands_in_the_line_and_nothing_that_travels_names_what_is_kept_here(desk: Desk) -> None:
    person, visit = desk.clock.new_id(), desk.clock.new_id()
    secret = {**OPINION, "visit": visit, "opinion_kind": "REPORT"}
    fields = {"received_on": desk.today, "channel": "WALK_IN", "is_first": "FIRST", "notice_way": "ORAL"}
    perform(desk, [
        Ask("person", "register", {"name": "杨胜美", "phone": "16112345678"}, person),
        Ask("visit", "register", {**fields, "visitor": person}, visit),
        Ask("opinion", "register", secret),
    ])  # fmt: skip
    kept = journal.my_author(desk.store.database, "kept_here")
    for author in (one for one in journal.authors(desk.store.database) if one.mine):
        own = {one.change.uid for one in journal.entries_after(desk.store.database, author, 0)}
        for entry in journal.entries_after(desk.store.database, author, 0):
            assert author.uid == kept.uid or not entry.change.of or entry.change.of in own
    assert desk.records.all(User)
    assert desk.records.all(Cosigning) == []
