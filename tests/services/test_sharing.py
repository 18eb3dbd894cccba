"""Matters and people of several stations: what is one, what each sees of it, and a station that is no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from station_app.db import audit, ledger
from station_app.db.ledger import Filter
from station_app.domain.act import CHAIR, CLERK
from station_app.domain.problem import Problem, Rejected
from station_app.domain.records import (
    Assignment,
    Deputy,
    Excerpt,
    Handover,
    Mandate,
    Opinion,
    Reply,
    RosterLink,
    Station,
    Suggestion,
    Unit,
    Visit,
)
from station_app.domain.secrecy import EVERYTHING
from station_app.services import county, duty, loop, news, roster
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from tests.office import OPINION, PERSON, assign, evaluate, refer, registered, reply, report, told
from tests.offices import TOWNSHIPS, admit, sealed
from tests.offices import county as new_county
from tests.offices import station as new_station
from tests.suggesting import deputy, draft_fields

TRIAGE = {"owner_level": "COUNTY", "proposed_unit": "＋县水务局"}
GIVEN = {"unit": "＋县水务局", "due_on": "2026-12-20", "requirements": "请书面答复"}
RESULT = {"result": "管子换好了", "result_degree": "SOLVED"}
TOLD = {"fed_back_on": "2026-11-23", "fed_back_way": "PHONE", "satisfaction": "SATISFIED"}


@dataclass
class Three:
    county: Desk
    one: Desk
    other: Desk

    def exchange(self) -> None:
        for desk in (self.one, self.other) * 2:
            county.take_contents(self.county, sealed(desk))
            mine = [sealed(self.county, audience) for audience in (desk.place.uid, self.county.home.area_code)]
            news.take_in(desk, [content for some in mine for content in some])

    def escalated(self, desk: Desk, **opinion: object) -> str:
        uid = registered(desk, **opinion)["opinion"].uid
        perform(desk, [Ask("opinion", "triage", TRIAGE, uid),
                       Ask("opinion", "escalate", {"escalate_reason": "归县里管"}, uid)])  # fmt: skip
        self.exchange()
        return uid


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    made = Three(
        new_county(tmp_path / "county"),
        new_station(tmp_path / "one"),
        new_station(tmp_path / "other", township=TOWNSHIPS[1]),
    )
    for desk in (made.one, made.other):
        admit(made.county, desk)
    made.exchange()
    yield made
    for desk in (made.county, made.one, made.other):
        desk.close()


def refused(desk: Desk, *asks: Ask) -> list[Problem]:
    with pytest.raises(Rejected) as caught:
        perform(desk, asks)
    return [one for one in caught.value.problems if one.refuses]


def shared(three: Three, members: list[str], **more: object) -> str:
    fields = {"title": "两个镇的自来水", "excerpt": "两个镇的水管都老化了", "members": members, **more}
    return perform(three.county, [Ask("shared_matter", "register", fields)])[0].uid


def test_each_member_of_a_shared_matter_is_answered_told_and_closed_by_its_own_station(three: Three) -> None:
    mine, theirs = three.escalated(three.one), three.escalated(three.other)
    uid = shared(three, [mine, theirs])
    perform(three.county, [Ask("shared_matter", "assign", GIVEN, uid)])
    perform(three.county, [Ask("shared_matter", "reply", RESULT, uid)])
    three.exchange()
    for desk, own in ((three.one, mine), (three.other, theirs)):
        assert [one.uid for one in loop.owed(desk)] == [own]
        assert [(one.members, one.result) for one in desk.records.all(Excerpt)] == [((own,), "管子换好了")]
    perform(three.one, [told(TOLD, mine), Ask("opinion", "close", {"closing_basis": "SOLVED"}, mine)])
    three.exchange()
    stood = three.county.records.several(Opinion, [mine, theirs])
    assert [stood[one].state for one in (mine, theirs)] == ["CLOSED", "HANDLED"]
    assert {one.station for one in three.county.records.all(Reply)} == {three.one.place.uid, three.other.place.uid}


def test_a_member_that_comes_later_is_given_and_answered_as_the_others_were(three: Three) -> None:
    mine, theirs = three.escalated(three.one), three.escalated(three.other)
    uid = shared(three, [mine])
    perform(three.county, [Ask("shared_matter", "assign", GIVEN, uid), Ask("shared_matter", "reply", RESULT, uid)])
    perform(three.county, [Ask("shared_matter", "correct", {"members": [mine, theirs]}, uid)])
    assert three.county.records.one(Opinion, theirs).state == "HANDLED"
    assert len(three.county.records.all(Assignment)) == len(three.county.records.all(Reply)) == 2


def test_what_a_station_handles_itself_is_said_and_not_answered_over_its_head(three: Three) -> None:
    own = registered(three.other)["opinion"].uid
    three.exchange()
    fields = {"title": "水", "excerpt": "两处缺水", "members": [own]}
    (done, _) = perform(three.county, [Ask("shared_matter", "register", fields)])
    assert [one.code for one in done.warnings] == ["member_at_station"]
    perform(three.county, [Ask("shared_matter", "reply", RESULT, done.uid)])
    assert three.county.records.one(Opinion, own).state == "REGISTERED"


@pytest.mark.parametrize("word", [PERSON["name"], PERSON["phone"]])
def test_what_several_stations_read_names_nobody_who_spoke(three: Three, word: str) -> None:
    mine = three.escalated(three.one, sensitivity="CONFIDENTIAL")
    fields = {"title": "水", "excerpt": f"{word}说没有水", "members": [mine]}
    assert [(one.where, one.code) for one in refused(three.county, Ask("shared_matter", "register", fields))] == [
        ("excerpt", "excerpt_names_person")
    ]
    uid = shared(three, [mine], shown_to=[three.other.place.uid])
    said = {**RESULT, "result": f"已告诉{word}"}
    assert [one.where for one in refused(three.county, Ask("shared_matter", "reply", said, uid))] == ["result"]
    three.exchange()
    assert [one.members for one in three.other.records.all(Excerpt)] == [()]
    for kind in ("opinion", "visit", "person"):
        assert three.other.records.known(kind, [mine]) == set()


def test_the_open_matters_of_a_station_that_is_no_more_go_on_at_its_successor(three: Three) -> None:
    up, here, over = three.escalated(three.one), registered(three.one)["opinion"].uid, registered(three.one)["opinion"]
    perform(three.one, [Ask("opinion", "redirect", {
        "redirect_reason": "PETITION_OFFICE", "redirect_organ": "县信访局", "told_on": "2026-11-23", "told_by": "王",
    }, over.uid)])  # fmt: skip
    three.exchange()
    perform(three.county, [refer(GIVEN, up)])
    perform(three.county, [report(RESULT, up)])
    shut = {"shut_reason": "撤乡并镇", "successor": three.other.place.uid}
    perform(three.county, [Ask("station", "shut", shut, three.one.place.uid)])
    three.exchange()
    kept = three.one.records.several(Opinion, [up, here, over.uid])
    assert [kept[uid].state for uid in (up, here, over.uid)] == ["MOVED", "MOVED", "REDIRECTED"]
    assert three.one.records.one(Station, three.one.place.uid).successor == three.other.place.uid
    handed = {one.opinion: one for one in three.other.records.all(Handover)}
    assert handed.keys() == {up, here}
    assert PERSON["phone"] in handed[up].speakers
    assert loop.measured(three.county, "2026-01-01", "2026-12-31")[0].waiting == 2
    for one in handed.values():
        perform(three.other, [Ask("opinion", "take_over", {"handover": one.uid})])
    (owed,) = loop.owed(three.other)
    own = three.other.records.one(Opinion, owed.uid)
    assert (own.former_number, own.number[10:12], own.result) == (kept[up].number, "01", RESULT["result"])
    perform(three.other, [told(TOLD, owed.uid)])
    three.exchange()
    assert three.county.records.one(Opinion, owed.uid).state == "RATED"
    (whole,) = loop.measured(three.county, "2026-01-01", "2026-12-31")
    assert (whole.heard, whole.told, whole.waiting) == (3, 2, 1)  # nobody counts twice
    assert all(audit.audit(desk.store).is_sound for desk in (three.county, three.one, three.other))
    assert three.other.records.all(Visit) == []  # the old book stays where it is


def test_a_matter_that_comes_after_its_station_was_shut_is_moved_by_hand_and_a_station_renamed(three: Three) -> None:
    home = three.one.place.uid
    shut = {"shut_reason": "撤乡并镇", "successor": home}
    assert [one.code for one in refused(three.county, Ask("station", "shut", shut, home))] == ["succeeds_itself"]
    perform(three.county, [Ask("station", "shut", {**shut, "successor": three.other.place.uid}, home)])
    late = registered(three.one)["opinion"].uid
    three.exchange()
    perform(three.county, [Ask("opinion", "move", {"moved_to": three.other.place.uid}, late)])
    assert [one.code for one in refused(three.other, Ask("station", "shut", shut, home))] == ["no_such_record"]
    three.exchange()
    assert [one.opinion for one in three.other.records.all(Handover)] == [late]
    perform(three.county, [Ask("station", "rename", {"name": "新镇人大代表联络站"}, three.other.place.uid)])
    three.exchange()
    assert three.other.station_now.name == "新镇人大代表联络站"


def test_the_office_sees_suggestions_to_a_township_s_own_congress_to_their_end(three: Three) -> None:
    lead = deputy(three.one, "秦彬")
    uid = perform(three.one, [Ask("suggestion", "register", draft_fields(lead))])[0].uid
    perform(three.one, [Ask("suggestion", "submit", {}, uid)])
    three.exchange()
    assert [one.code for one in refused(three.county, Ask("suggestion", "accept", {"official_no": "1"}, uid))] == [
        "not_this_sides_turn"
    ]
    shut = {"shut_reason": "撤乡并镇", "successor": three.other.place.uid}
    perform(three.county, [Ask("station", "shut", shut, three.one.place.uid)])
    assert perform(three.county, [Ask("suggestion", "accept", {"official_no": "1"}, uid)])[0].state == "ACCEPTED"


def test_a_presidium_takes_gives_and_concludes_its_own_and_the_old_term_s_go_on(three: Three) -> None:
    chair = replace(three.one, user=replace(three.one.user, roles=(CHAIR, CLERK)))
    lead = deputy(three.one, "秦彬")
    uid = perform(three.one, [Ask("suggestion", "register", draft_fields(lead))])[0].uid
    perform(three.one, [Ask("suggestion", "submit", {}, uid)])
    perform(chair, [Ask("suggestion", "accept", {}, uid)])
    perform(chair, [assign(GIVEN, uid)])
    ended = {"level": "TOWNSHIP", "term": 21, "from_on": "2026-11-20"}
    roster.turn_over(three.one, ended, "2026-11-19", [])  # G13: the deputy is not elected again
    letter = {"letter_no": "〔2026〕1号", "contact_phone": "0851-26420002"}
    perform(chair, [reply({**RESULT, **letter}, uid)])
    judged = {"work_satisfaction": "SATISFIED", "result_satisfaction": "SATISFIED"}
    perform(chair, [evaluate(three.one, judged, uid)])
    three.exchange()
    assert [one.code for one in refused(three.county, Ask("suggestion", "conclude", {}, uid))] == [
        "not_this_sides_turn"
    ]
    perform(chair, [Ask("suggestion", "conclude", {}, uid)])
    three.exchange()
    there = three.county.records.one(Suggestion, uid)
    assert (there.state, there.lead_deputy, there.work_satisfaction) == ("CONCLUDED", lead, "SATISFIED")


def test_entries_of_two_stations_that_are_one_count_once_until_they_are_told_apart(three: Three) -> None:
    members = [three.escalated(desk) for desk in (three.one, three.other)]
    for uid, name in zip(members, ("＋县水务局", "＋县水利局"), strict=True):
        perform(three.county, [refer({**GIVEN, "unit": name}, uid)])
    own = three.county.records.one(Opinion, members[1]).unit_ref
    people = [deputy(desk, "秦彬", level="COUNTY") for desk in (three.one, three.other)]
    three.exchange()
    assert len(duty.by_highest_level(three.county)["COUNTY"]) == 2
    links = [
        {"unit": own,
         "same_unit": three.county.records.one(Opinion, members[0]).unit_ref},
        {"deputy": people[1], "same_deputy": people[0]},
    ]  # fmt: skip
    made = [perform(three.county, [Ask("roster_link", "register", fields)])[0].uid for fields in links]
    by_unit = {one.name: one.heard for one in loop.measured(three.county, "2026-01-01", "2026-12-31", "unit")}
    assert by_unit == {"": 2, "县水务局": 2}
    assert len(duty.by_highest_level(three.county)["COUNTY"]) == 1
    for fields, code in (
        ({"deputy": people[1], "same_deputy": people[0]}, "linked_before"),
        ({"deputy": people[0], "same_deputy": people[1]}, "links_in_a_chain"),
        ({"unit": own, "same_unit": own}, "linked_to_itself"),
        ({"unit": own, "same_deputy": people[0]}, "link_says_what"),
    ):
        assert code in {one.code for one in refused(three.county, Ask("roster_link", "register", fields))}
    perform(three.county, [Ask("roster_link", "unlink", {"void_reason": "是同名的两人"}, made[1])])
    assert len(duty.by_highest_level(three.county)["COUNTY"]) == 2
    assert [one.void_reason for one in three.county.records.all(RosterLink)] == ["", "是同名的两人"]
    three.exchange()
    assert three.one.records.all(RosterLink) == []  # it is the office's own
    assert {one.deputy for one in three.county.records.all(Mandate)} == set(people)
    assert len(three.county.records.all(Deputy)) == 2


def test_a_unit_that_is_called_otherwise_keeps_its_matters_in_a_list(three: Three) -> None:
    first = registered(three.one)["opinion"].uid
    perform(three.one, [Ask("opinion", "triage", TRIAGE, first), refer(GIVEN, first)])
    (unit,) = three.one.records.all(Unit)
    perform(three.one, [Ask("unit", "correct", {"name": "县水务和移民局"}, unit.uid)])
    second = registered(three.one)["opinion"].uid
    perform(three.one, [Ask("opinion", "triage", {**TRIAGE, "proposed_unit": "县水务和移民局"}, second),
                        refer({**GIVEN, "unit": "县水务和移民局"}, second)])  # fmt: skip
    stood = three.one.records.several(Opinion, [first, second])
    assert [stood[uid].unit for uid in (first, second)] == ["县水务局", "县水务和移民局"]  # as each slip says
    chosen = Filter(viewer=EVERYTHING, units=(unit.uid,))
    assert ledger.count(three.one.store.database, chosen) == 2
    by_unit = {one.name: one.heard for one in loop.measured(three.one, "2026-01-01", "2026-12-31", "unit")}
    assert by_unit == {"": 2, "县水务和移民局": 2}


def test_what_an_office_hears_itself_it_handles_tells_and_archives(three: Three) -> None:
    office = three.county
    said = {**OPINION, "received_on": "2026-11-20", "channel": "WALK_IN", "speakers": "杨胜美"}
    done = perform(office, [Ask("opinion", "register", said)])[0]
    assert done.number.startswith("520324000-00-M26-")
    perform(office, [Ask("opinion", "triage", TRIAGE, done.uid), refer(GIVEN, done.uid), report(RESULT, done.uid)])
    assert [one.uid for one in loop.owed(office)] == [done.uid]
    three.exchange()
    assert three.one.records.known("opinion", [done.uid]) == set()
    filed = {"archive_no": "2026-3-17"}
    perform(office, [told(TOLD, done.uid), Ask("opinion", "close", {"closing_basis": "SOLVED"}, done.uid)])
    assert perform(office, [Ask("opinion", "archive", filed, done.uid)])[0].state == "ARCHIVED"
    (whole,) = loop.measured(office, "2026-01-01", "2026-12-31")
    assert (whole.heard, whole.told) == (1, 1)


def test_an_office_writes_no_accusation_and_no_station_s_words(three: Three) -> None:
    said = {**OPINION, "received_on": "2026-11-20", "channel": "WALK_IN"}
    accusing = Ask("opinion", "register", {**said, "opinion_kind": "REPORT", "accused": "某乡长"})
    assert "secret_at_office" in {one.code for one in refused(three.county, accusing)}
    theirs = Ask("opinion", "register", {**said, "station": three.one.place.uid})
    assert "record_of_another" in {one.code for one in refused(three.county, theirs)}
    uid = three.escalated(three.one)
    for act, fields in (("correct", {"title": "别的标题说法不一样"}), ("withdraw", {"withdraw_statement": "不反映了"})):
        (problem,) = refused(three.county, Ask("opinion", act, fields, uid))
        assert (problem.code, dict(problem.details)["side"]) == ("record_of_other_side", "联络站")
