"""The loop: a matter over two desks, whose turn it is, who is owed what, and the measure."""

from __future__ import annotations

import pytest

from station_app.db import audit
from station_app.domain.problem import Rejected
from station_app.domain.records import Assignment, Commitment, Opinion, Reply, Suggestion
from station_app.services import county, loop, news, suggestions
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from tests.office import assign, by_unit, evaluate, extend, refer, registered, reply, report, told
from tests.offices import Pair, sealed
from tests.suggesting import deputy, draft_fields

TRIAGE = {"owner_level": "COUNTY", "proposed_unit": "＋县水务局"}
SLIP = {"unit": "＋县水务局", "due_on": "2026-12-20", "requirements": "请书面答复"}
RESULT = {"result": "管子换好了", "result_degree": "SOLVED"}
MANDATE = {"level": "COUNTY", "term": 20, "cert_no": "20-1", "delegation": "第一代表团", "from_on": "2021-12-01"}
TOLD = {"fed_back_on": "2026-11-23", "fed_back_way": "PHONE"}


def exchanged(pair: Pair) -> None:
    for _ in range(2):
        county.take_contents(pair.county, sealed(pair.station))
        news.take_in(pair.station, sealed(pair.county, pair.station.place.uid))


def escalated(pair: Pair) -> str:
    uid = registered(pair.station)["opinion"].uid
    perform(pair.station, [Ask("opinion", "triage", TRIAGE, uid),
                           Ask("opinion", "escalate", {"escalate_reason": "归县里管"}, uid)])  # fmt: skip
    exchanged(pair)
    return uid


def refused(desk: Desk, *asks: Ask) -> set[str]:
    with pytest.raises(Rejected) as caught:
        perform(desk, asks)
    return {one.code for one in caught.value.problems if one.refuses}


def test_what_was_escalated_is_assigned_chased_and_answered_by_the_county_and_told_by_the_station(pair: Pair) -> None:
    uid = escalated(pair)
    assert refused(pair.station, refer(SLIP, uid)) == {"not_this_sides_turn"}
    given = perform(pair.county, [refer(SLIP, uid)])[0].uid
    perform(pair.county, extend(pair.county, "2027-01-15", "雨季", uid))
    perform(pair.county, [Ask("reminder", "register", {"assignment": given, "way": "PHONE"})])
    exchanged(pair)
    here = pair.station.records.one(Opinion, uid)
    assert (here.state, here.turn, here.unit, here.due_on) == ("REFERRED", "COUNTY", "县水务局", "2027-01-15")
    assert refused(pair.station, by_unit(pair.station, "acknowledge", {"officer": "张"}, uid)) == {
        "record_of_other_side"
    }
    assert refused(pair.station, report(RESULT, uid)) == {"not_this_sides_turn"}
    perform(pair.county, [report(RESULT, uid)])
    assert pair.county.records.one(Assignment, given).state == "DONE"
    exchanged(pair)
    assert [one.uid for one in loop.owed(pair.station)] == [uid]
    perform(pair.station, [told({**TOLD, "satisfaction": "DISSATISFIED", "satisfaction_reason": "还是没水"}, uid)])
    exchanged(pair)
    assert pair.county.records.one(Opinion, uid).state == "RATED"
    again = {"rework_reason": "群众不满意", "due_on": "2026-12-20"}
    perform(pair.county, [by_unit(pair.county, "rework", again, uid)])
    perform(pair.county, [report({**RESULT, "result": "第二次修好了"}, uid)])
    exchanged(pair)
    stood = pair.station.records.one(Opinion, uid)
    assert (stood.state, stood.result) == ("HANDLED", "第二次修好了")
    assert len(pair.station.records.all(Reply, opinion=uid)) == 2  # the first is not overwritten
    for kind in ("opinion", "assignment", "reply", "telling"):
        assert audit.digests(pair.station.store)[kind] == audit.digests(pair.county.store)[kind]
    for desk in (pair.station, pair.county):
        assert audit.audit(desk.store).is_sound


def test_a_suggestion_s_answer_reaches_whoever_spoke(pair: Pair) -> None:
    lead = deputy(pair.station, "罗光强")
    perform(pair.station, [Ask("mandate", "register", {**MANDATE, "deputy": lead})])
    heard = [registered(pair.station, title=f"自来水管老化第{number}组")["opinion"].uid for number in "一二"]
    draft = suggestions.promote(pair.station, heard, {**draft_fields(lead), "level": "COUNTY"})[0].uid
    perform(pair.station, [Ask("suggestion", "submit", {"submitted_on": "2026-11-23"}, draft)])
    exchanged(pair)
    perform(pair.county, [Ask("suggestion", "accept", {"official_no": "第 12 号"}, draft), assign(SLIP, draft)])
    promised = {"result": "列入明年计划", "result_degree": "PLANNED", "next_measures": "换二公里管子"}
    letter = {"letter_no": "〔2026〕3号", "contact_phone": "0851-26420002", "next_due_on": "2027-06-30"}
    perform(pair.county, [reply({**promised, **letter}, draft)])
    exchanged(pair)
    assert {one.uid for one in loop.owed(pair.station)} == set(heard)
    (promise,) = pair.station.records.all(Commitment)
    assert (promise.what, promise.by_on, promise.state) == ("换二公里管子", "2027-06-30", "OPEN")
    judged = {"work_satisfaction": "SATISFIED", "result_satisfaction": "BASICALLY", "further_request": "请写明哪月动工"}
    perform(pair.station, [evaluate(pair.station, judged, draft)])
    for uid in heard:
        perform(pair.station, [told({**TOLD, "satisfaction": "SATISFIED"}, uid)])
    exchanged(pair)
    there = pair.county.records.one(Suggestion, draft)
    assert (there.state, there.further_request, there.turn) == ("EVALUATED", "请写明哪月动工", "COUNTY")
    perform(pair.county, [Ask("suggestion", "conclude", {"concluded_on": "2026-11-23"}, draft)])
    assert pair.county.records.one(Suggestion, draft).state == "TRACKING"
    perform(pair.county, [Ask("commitment", "keep_promise", {"outcome": "换好了"}, promise.uid)])
    assert pair.county.records.one(Suggestion, draft).state == "CONCLUDED"
    assert loop.owed(pair.station) == []


def test_a_rating_that_two_desks_wrote_blind_is_one_record(pair: Pair) -> None:
    lead = deputy(pair.station, "罗光强")
    fields = {
        **draft_fields(lead),
        "level": "COUNTY",
        "submitted_on": "2026-05-01",
        "reply": "已办",
        "state": "REPLIED",
    }
    uid = perform(pair.station, [Ask("suggestion", "carry_over", {**fields, "replied_on": "2026-07-01"})])[0].uid
    exchanged(pair)
    judged = {"work_satisfaction": "SATISFIED", "result_satisfaction": "SATISFIED"}
    made = [perform(desk, [evaluate(desk, judged, uid)])[0].uid for desk in (pair.station, pair.county)]
    assert made[0] == made[1]


def test_a_member_that_was_merged_is_owed_the_answer_to_the_other(desk: Desk) -> None:
    first, second = (registered(desk)["opinion"].uid for _ in range(2))
    perform(desk, [Ask("opinion", "merge", {"merged_into": first}, second)])
    perform(desk, [Ask("opinion", "triage", TRIAGE, first), refer(SLIP, first), report(RESULT, first)])
    assert {one.uid for one in loop.owed(desk)} == {first, second}
    perform(desk, [told(TOLD, second)])
    assert [one.uid for one in loop.owed(desk)] == [first]
    assert audit.audit(desk.store).is_sound


def test_the_measure_counts_each_matter_where_it_stands(desk: Desk) -> None:
    waiting, owed, done = (registered(desk)["opinion"].uid for _ in range(3))
    for uid in (owed, done):
        perform(desk, [Ask("opinion", "triage", TRIAGE, uid), refer(SLIP, uid), report(RESULT, uid)])
    perform(desk, [told({**TOLD, "satisfaction": "SATISFIED"}, done)])
    whole, unit, nobody = sorted(loop.measured(desk, "2026-01-01", "2026-12-31", "unit"), key=lambda one: -one.heard)
    assert (whole.heard, whole.answered, whole.told, whole.owed, whole.waiting) == (3, 2, 1, 1, 1)
    assert (whole.solved, whole.judged, whole.content, whole.oldest) == (2, 1, 1, "2026-11-23")
    assert (unit.name, unit.heard, nobody.heard) == ("县水务局", 2, 1)
    assert waiting not in {one.uid for one in loop.owed(desk)}


def test_every_step_of_every_desk_stands_on_one_line_of_time(pair: Pair) -> None:
    uid = escalated(pair)
    perform(pair.county, [refer(SLIP, uid)])
    perform(pair.county, [report(RESULT, uid)])
    exchanged(pair)
    perform(pair.station, [told(TOLD, uid)])
    line = loop.timeline(pair.station, "opinion", uid)
    journals = {one.place.journal for one in line if one.kind == "opinion"}
    here = [(one.kind, one.act) for one in line if one.place.journal in journals]
    there = [(one.kind, one.act) for one in line if one.place.journal not in journals]
    own = [("opinion", "register"), ("opinion", "triage"), ("opinion", "escalate"), ("telling", "register")]
    assert here == own
    assert there == [("assignment", "register"), ("reply", "register"), ("assignment", "finish")]
    given = pair.station.records.all(Assignment, opinion=uid)[0].uid
    assert loop.timeline(pair.station, "assignment", given) == loop.timeline(pair.station, "opinion", uid)
