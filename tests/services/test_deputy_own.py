"""A deputy who keeps no book reads and does what is their own, whatever a screen would offer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from station_app.domain.field import values_of
from station_app.domain.problem import Rejected
from station_app.domain.records import Cosigning, Opinion, Suggestion, User, Visit
from station_app.services import access, held_day, prints, reception, roster, suggestions, users
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.roster import enrol
from station_app.services.suggestions import listed
from tests.office import CHEAP, PASSWORD, registered
from tests.reports.reading import page_texts


def deputy_of(desk: Desk, name: str, phone: str) -> tuple[Desk, str]:
    """A desk at which a deputy sits, and the deputy."""
    uid = enrol(desk, {"name": name, "phone": phone}, {"level": "TOWNSHIP", "term": "20"})[0].uid
    fields = {"name": name, "roles": ["DEPUTY"], "deputy": uid}
    user = users.add(desk, fields, "another horse 7", PASSWORD, CHEAP).uid
    return replace(desk, user=desk.records.one(User, user)), uid


def drafted(desk: Desk, lead: str, opinion: str) -> str:
    fields = {
        "title": "关于修复通组路的建议",
        "lead_deputy": lead,
        "kind": "SUGGESTION",
        "level": "TOWNSHIP",
        "raised_in": "INTERSESSION",
        "disclosure": "FULL",
        "situation": "三组至四组通组路塌方半年。",
        "proposals": "列入今年的水毁修复。",
    }
    return suggestions.promote(desk, [opinion], fields)[0].uid


def codes(refused: pytest.ExceptionInfo[Rejected]) -> set[str]:
    return {one.code for one in refused.value.problems}


@pytest.fixture
def own(desk: Desk) -> tuple[Desk, str]:
    return deputy_of(desk, "秦彬", "13912345678")


@pytest.fixture
def other(desk: Desk) -> tuple[Desk, str]:
    return deputy_of(desk, "郑淑珍", "13912345679")


def heard_by(desk: Desk, *deputies: str, **opinion: object) -> dict[str, str]:
    """A visit that some deputies heard, by kind."""
    made = {kind: done.uid for kind, done in registered(desk, **opinion).items()}
    perform(desk, [Ask("visit", "correct", {"deputies": list(deputies)}, made["visit"])])
    return made


def test_a_suggestion_of_somebody_else_is_neither_read_nor_changed(
    desk: Desk, own: tuple[Desk, str], other: tuple[Desk, str]
) -> None:
    theirs = drafted(desk, other[1], registered(desk)["opinion"].uid)
    values = {**values_of(desk.records.one(Suggestion, theirs)), "uid": theirs}
    assert not access.may_read(own[0], "suggestion", values)
    assert access.may_read(other[0], "suggestion", values)
    for act, fields in (("correct", {"title": "别的标题"}), ("submit", {"submitted_on": desk.today})):
        with pytest.raises(Rejected) as refused:
            perform(own[0], [Ask("suggestion", act, fields, theirs)])
        assert "not_for_you" in codes(refused)
    perform(other[0], [Ask("suggestion", "correct", {"title": "关于修好通组路的建议"}, theirs)])
    assert desk.records.one(Suggestion, theirs).title == "关于修好通组路的建议"
    assert listed(own[0]) == []
    assert len(listed(other[0])) == 1


def test_nobody_drafts_in_the_name_of_another(desk: Desk, own: tuple[Desk, str], other: tuple[Desk, str]) -> None:
    opinion = heard_by(desk, own[1])["opinion"]
    with pytest.raises(Rejected) as refused:
        drafted(own[0], other[1], opinion)
    assert "not_your_own" in codes(refused)
    assert desk.records.all(Suggestion) == []
    drafted(own[0], own[1], opinion)


def test_an_opinion_that_others_heard_is_not_theirs_to_take_up(
    desk: Desk, own: tuple[Desk, str], other: tuple[Desk, str]
) -> None:
    opinion = heard_by(desk, other[1])["opinion"]
    with pytest.raises(Rejected) as refused:
        drafted(own[0], own[1], opinion)
    assert "not_for_you" in codes(refused)
    assert desk.records.one(Opinion, opinion).promoted_to == ""


def test_a_cosigner_answers_for_themselves_alone_and_changes_no_text(
    desk: Desk, own: tuple[Desk, str], other: tuple[Desk, str]
) -> None:
    third, third_uid = deputy_of(desk, "王强", "13912345670")
    theirs = drafted(desk, other[1], registered(desk)["opinion"].uid)
    suggestions.ask(desk, theirs, own[1])
    suggestions.ask(other[0], theirs, third_uid)
    mine, thirds = (desk.records.all(Cosigning, deputy=uid)[0].uid for uid in (own[1], third_uid))
    suggestions.confirm(own[0], mine, {"confirmed_on": desk.today, "confirm_way": "PHONE"})
    with pytest.raises(Rejected) as refused:
        suggestions.confirm(own[0], thirds, {"confirmed_on": desk.today, "confirm_way": "PHONE"})
    assert "not_your_own" in codes(refused)
    with pytest.raises(Rejected) as refused:
        perform(own[0], [Ask("suggestion", "correct", {"title": "别的标题"}, theirs)])
    assert "not_your_own" in codes(refused)
    suggestions.decline(third, thirds)
    assert third_uid not in desk.records.one(Suggestion, theirs).cosigners
    assert len(listed(own[0])) == 1


def test_the_phone_of_a_petitioner_is_not_theirs_to_see(desk: Desk, own: tuple[Desk, str]) -> None:
    person = heard_by(desk, own[1])["person"]
    with pytest.raises(Rejected) as refused:
        perform(own[0], [Ask("person", "reveal", {}, person)])
    assert codes(refused) == {"act_of_another_role"}
    assert not access.may_reveal(own[0])
    assert access.may_reveal(desk)


def test_their_days_are_those_they_sat_at_and_the_summary_is_their_own(
    desk: Desk, own: tuple[Desk, str], other: tuple[Desk, str]
) -> None:
    fields = {"held_on": desk.today, "start": "9:00", "end": "12:00", "place": "社区活动室", "topic": "人居环境"}
    day = reception.plan(desk, fields, [own[1], other[1]]).uid
    reception.begin(desk, day)
    assert roster.attended(own[0]) == []
    for one in held_day.attendance(desk, day):
        reception.mark(desk, one.attendance.uid, "PRESENT" if one.deputy.uid == own[1] else "LEAVE")
    mine = heard_by(desk, own[1])["visit"]
    perform(desk, [Ask("visit", "correct", {"reception_day": day}, mine)])
    (attended,) = roster.attended(own[0])
    assert (attended.day.uid, attended.heard) == (day, 1)
    assert roster.attended(other[0]) == []
    theirs = heard_by(desk, other[1])["visit"]
    perform(desk, [Ask("visit", "correct", {"reception_day": day}, theirs)])
    with pytest.raises(Rejected) as refused:
        prints.summary_of_day(own[0], day)
    assert codes(refused) == {"not_your_own"}
    with pytest.raises(Rejected) as refused:
        prints.own_summary(own[0], day, other[1])
    assert codes(refused) == {"not_your_own"}
    assert prints.public_summary(own[0], day).pages > 0
    carried = "".join(page_texts(prints.own_summary(own[0], day, own[1]).pdf))
    assert (carried.count("杨胜美"), carried.count("杨某")) == (1, 1), (
        "whom they heard in full, the others as on the wall"
    )
    assert prints.summary_of_day(desk, day).pages > 0
    assert desk.records.one(Visit, theirs).deputies == (other[1],)


def test_the_duty_file_holds_their_own_records_alone(
    desk: Desk, own: tuple[Desk, str], other: tuple[Desk, str]
) -> None:
    told = {"held_on": "2026-11-20", "way": "TRAINING", "content": "参加县人大培训"}
    for uid in (own[1], other[1]):
        perform(desk, [Ask("duty_record", "register", {**told, "deputy": uid})])
    assert [one.deputy for one in roster.file(own[0])] == [own[1]]


def test_a_user_who_is_tied_to_no_deputy_owns_nothing(desk: Desk) -> None:
    user = users.add(desk, {"name": "吴道明", "roles": ["DEPUTY"]}, "another horse 7", PASSWORD, CHEAP).uid
    nobody = replace(desk, user=desk.records.one(User, user))
    assert (roster.attended(nobody), roster.file(nobody), listed(nobody)) == ([], [], [])
