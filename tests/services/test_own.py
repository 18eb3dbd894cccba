"""A deputy's own desk: answers rated, what they heard on paper, duties entered, policies read; nothing of others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from station_app.db.store import Write
from station_app.domain.problem import Rejected
from station_app.domain.records import Evaluation, Suggestion, User
from station_app.services import own, telling, users
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.suggestions import promote
from tests.office import CHEAP, PASSWORD, registered
from tests.offices import office_says
from tests.services.test_deputy_own import heard_by
from tests.services.test_prints import text_of
from tests.suggesting import deputy, draft_fields

SECRET = "别人说的那句话"
ANSWER = {"result": "12月20日前修好挡墙。", "result_degree": "SOLVED", "replied_on": "2026-11-23", "letter_no": "1号"}


def sitting_deputy(desk: Desk, name: str) -> tuple[Desk, str]:
    """A desk at which a deputy sits whose certificate is known, and the deputy."""
    uid = deputy(desk, name)
    fields = {"name": name, "roles": ["DEPUTY"], "deputy": uid}
    user = users.add(desk, fields, "another horse 7", PASSWORD, CHEAP).uid
    return replace(desk, user=desk.records.one(User, user)), uid


def replied(desk: Desk, lead: str, *opinions: str, **fields: object) -> str:
    """A suggestion of a deputy that the county took and had answered."""
    uid = promote(desk, opinions, {**draft_fields(lead), "level": "TOWNSHIP", **fields})[0].uid
    perform(desk, [Ask("suggestion", "submit", {"submitted_on": desk.today}, uid)])
    of = {"suggestion": uid, "station": desk.place.uid, "side": "COUNTY", "unit": "交通运输局", "state": "SENT"}
    office_says(desk, Write("accept", "suggestion", uid, {"official_no": "第 1 号", "stage": "ACCEPTED"}))
    office_says(desk, Write("register", "reply", desk.clock.new_id(), {**ANSWER, **of}))
    return uid


def test_the_lead_rates_on_two_axes_with_a_reason_and_more_to_ask_and_may_change_it(desk: Desk) -> None:
    sitting, lead = sitting_deputy(desk, "秦彬")
    mine = heard_by(desk, lead)["opinion"]
    uid = replied(desk, lead, mine)
    (one,) = own.suggestions_of(sitting)
    assert (one.suggestion.uid, one.may_rate, one.evaluation) == (uid, True, None)
    said = {"work_satisfaction": "SATISFIED", "result_satisfaction": "DISSATISFIED"}
    with pytest.raises(Rejected):
        own.rate(sitting, one, said)
    own.rate(sitting, one, {**said, "evaluation_reason": "还没动工", "further_request": "雨天派人看着"})
    assert desk.records.one(Suggestion, uid).state == "EVALUATED"
    (one,) = own.suggestions_of(sitting)
    own.rate(sitting, one, {"work_satisfaction": "BASICALLY", "result_satisfaction": "BASICALLY"})
    (rated,) = desk.records.all(Evaluation)
    assert (rated.work_satisfaction, rated.further_request) == ("BASICALLY", "雨天派人看着")


def test_a_deputy_sees_of_origins_what_they_heard_themselves_and_of_others_only_how_many(desk: Desk) -> None:
    sitting, lead = sitting_deputy(desk, "秦彬")
    other = deputy(desk, "郑淑珍")
    mine = heard_by(desk, lead)["opinion"]
    theirs = heard_by(desk, other, title=f"{SECRET}通组路塌方")["opinion"]
    replied(desk, lead, mine, theirs)
    telling.tell(desk, mine, {"fed_back_on": desk.today, "fed_back_way": "PHONE"}, {"satisfaction": "SATISFIED"})
    (one,) = own.suggestions_of(sitting)
    assert ([each.uid for each in one.origins], one.origin_count, one.told) == ([mine], 2, 1)
    assert SECRET not in str(one.origins)


def test_what_they_heard_stands_on_one_paper_with_what_became_of_it_and_no_speaker(desk: Desk) -> None:
    sitting, lead = sitting_deputy(desk, "秦彬")
    other = deputy(desk, "郑淑珍")
    heard_by(desk, lead, title="通组路塌方没有人修")
    heard_by(desk, other, title=f"{SECRET}自来水浑浊")
    assert [one.title for one in own.heard(sitting)] == ["通组路塌方没有人修"]
    told = text_of(own.heard_paper(sitting).pdf)
    assert "通组路塌方没有人修" in told
    assert not [word for word in (SECRET, "杨胜美", "16112345678") if word in told]


def test_a_deputy_enters_duties_in_their_own_file_and_in_nobody_elses(desk: Desk) -> None:
    sitting, _ = sitting_deputy(desk, "秦彬")
    other = deputy(desk, "郑淑珍")
    fields = {"held_on": desk.today, "way": "VISIT", "content": "走访三组农户"}
    way = next(one.code for one in desk.codes["duty_way"].codes)
    own.enter_duty(sitting, {**fields, "way": way})
    with pytest.raises(Rejected, match="not_your_own"):
        perform(sitting, [Ask("duty_record", "register", {**fields, "way": way, "deputy": other})])


def test_what_was_read_is_marked_once_and_stands_behind_what_was_not(desk: Desk) -> None:
    sitting, _ = sitting_deputy(desk, "秦彬")
    for title in ("防汛通知", "代表法"):
        office_says(desk, Write("register", "policy_document", desk.clock.new_id(), {"title": title}))
    first = own.policies(sitting)[0]
    own.mark_read(sitting, first.document.uid)
    assert [bool(one.read_on) for one in own.policies(sitting)] == [False, True]
    assert own.policies(sitting)[1].document == first.document
    assert [one.read_on for one in own.policies(desk)] == ["", ""]  # somebody else has not read it
    with pytest.raises(Rejected):
        own.mark_read(sitting, first.document.uid)


def test_who_is_tied_to_no_deputy_heard_nothing(desk: Desk) -> None:
    registered(desk)
    assert own.heard(desk) == []
