"""From five opinions to a submitted suggestion and beyond, as the services do it."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from station_app.domain.problem import Rejected
from station_app.domain.records import CheckOverride, Cosigning, Opinion, Suggestion
from station_app.services import prints, quality, suggestions
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.suggestions import alike_to, evidence_of, joinable
from tests.office import evaluate
from tests.suggesting import deputy, draft_fields, heard


@pytest.fixture
def draft(desk: Desk, opinions: list[str], lead: str) -> str:
    return suggestions.promote(desk, opinions, draft_fields(lead))[0].uid


def stands(desk: Desk, uid: str) -> Suggestion:
    return desk.records.one(Suggestion, uid)


def refused(error: pytest.ExceptionInfo[Rejected]) -> set[str]:
    return {one.code for one in error.value.problems}


def test_like_opinions_of_other_people_are_proposed_those_of_other_villages_first(
    desk: Desk, opinions: list[str]
) -> None:
    heard(desk, 5, title="路灯不亮请求更换", verbatim="晚上黑漆漆的，路灯坏了三盏。", category="0202", ask="换灯")
    proposed = alike_to(desk, opinions[0])
    assert {one.opinion.uid for one in proposed} == set(opinions[1:])
    assert [one.other_village for one in proposed] == [True, True, True, False]
    assert all(one.same_category and 0 < one.likeness <= 1 for one in proposed)
    assert proposed == alike_to(desk, opinions[0])


def test_what_was_said_by_the_same_person_is_no_further_voice(desk: Desk, opinions: list[str]) -> None:
    own = desk.records.one(Opinion, opinions[0])
    fields = {
        "title": own.title,
        "verbatim": own.verbatim,
        "ask": own.ask,
        "category": own.category,
        "urgency": "NORMAL",
    }
    again = perform(desk, [Ask("opinion", "register", {**fields, "visit": own.visit})])[0].uid
    assert again not in {one.opinion.uid for one in alike_to(desk, opinions[0])}


def test_accusations_secrets_void_and_promoted_matters_are_never_proposed(
    desk: Desk, opinions: list[str], lead: str
) -> None:
    heard(desk, 5, opinion_kind="REPORT")
    heard(desk, 6, sensitivity="WORK_SECRET")
    void = heard(desk, 7)
    perform(desk, [Ask("opinion", "void", {"void_reason": "登记错了"}, void)])
    suggestions.promote(desk, [opinions[1]], draft_fields(lead))
    everything = [one.uid for one in desk.records.all(Opinion)]
    assert joinable(desk, everything) == {opinions[0], *opinions[2:]}
    assert {one.opinion.uid for one in alike_to(desk, opinions[0])} == set(opinions[2:])


def test_an_accusation_becomes_no_suggestion(desk: Desk, lead: str) -> None:
    accusation = heard(desk, 0, opinion_kind="REPORT")
    assert alike_to(desk, accusation) == []
    with pytest.raises(Rejected) as error:
        suggestions.promote(desk, [accusation], draft_fields(lead))
    assert refused(error) == {"accusation_passed_on"}
    assert desk.records.all(Suggestion) == []


def test_opinions_come_and_go_and_each_knows_where_it_stands(desk: Desk, draft: str, opinions: list[str]) -> None:
    further = heard(desk, 5)
    suggestions.add_opinions(desk, draft, [further, opinions[0]])
    assert stands(desk, draft).origin_opinions == (*opinions, further)
    assert desk.records.one(Opinion, further).promoted_to == draft
    suggestions.take_opinion(desk, draft, opinions[0])
    assert stands(desk, draft).origin_opinions == (*opinions[1:], further)
    assert desk.records.one(Opinion, opinions[0]).promoted_to == ""
    assert desk.records.one(Opinion, opinions[0]).state == "REGISTERED"


def test_an_opinion_stands_in_one_suggestion_only(desk: Desk, draft: str, opinions: list[str], lead: str) -> None:
    with pytest.raises(Rejected) as error:
        suggestions.promote(desk, opinions[:2], draft_fields(lead))
    assert [one.code for one in error.value.problems] == ["opinion_promoted"] * 2


def test_every_line_of_the_evidence_cites_its_opinion_and_its_figures_are_derived(
    desk: Desk, opinions: list[str]
) -> None:
    evidence = evidence_of(desk, opinions)
    assert [line.opinion for line in evidence.lines] == opinions
    assert [line.people for line in evidence.lines] == [1, 2, 3, 4, 5]
    assert (evidence.people, evidence.villages, evidence.span) == (15, 3, ("2026-11-23", "2026-11-23"))
    assert all(line.number.startswith("520324116-01-M26-000") for line in evidence.lines)
    assert evidence_of(desk, opinions[:2]).people == 3


def test_a_sensitive_matter_shows_its_category(desk: Desk) -> None:
    (line,) = evidence_of(desk, [heard(desk, 0, sensitivity="CONFIDENTIAL", title="某人家里的事不能说")]).lines
    assert line.matter == line.category == "道路损毁修复"


def test_a_sound_draft_is_submitted(desk: Desk, draft: str) -> None:
    suggestions.submit(desk, draft)
    assert (stands(desk, draft).state, stands(desk, draft).submitted_on) == ("SUBMITTED", desk.today)


def test_a_submission_is_refused_with_everything_at_once(desk: Desk, opinions: list[str]) -> None:
    stranger = deputy(desk, "王强", "COUNTY", cert_no="")
    fields = draft_fields(stranger, title="修路的事", disclosure="NOT_RECORDED", proposals="请高度重视。")
    uid = perform(desk, [Ask("suggestion", "carry_over", {**fields, "state": "DRAFT"})])[0].uid
    suggestions.ask(desk, uid, deputy(desk, "郑淑珍"))
    with pytest.raises(Rejected) as error:
        suggestions.submit(desk, uid)
    assert refused(error) == {"Q12_level", "Q13_asked", "Q32", "Q2_short", "Q3", "Q6_whole", "Q25"}
    assert stands(desk, uid).state == "DRAFT"
    with pytest.raises(Rejected):
        perform(desk, [Ask("suggestion", "submit", {"submitted_on": desk.today}, uid)])


def test_a_doubt_stands_with_a_reason_until_the_text_changes(desk: Desk, draft: str) -> None:
    suggestions.keep(desk, draft, {"title": "关于通组路"})
    doubts = quality.check(desk, {"uid": draft, **_values(desk, draft)}).open
    assert [one.code for one in doubts] == ["Q2", "Q3"]
    with pytest.raises(Rejected) as error:
        suggestions.let_stand(desk, draft, doubts[0], " ")
    assert refused(error) == {"reason_missing"}
    for one in doubts:
        suggestions.let_stand(desk, draft, one, "代表坚持用这个标题")
    assert len(desk.records.all(CheckOverride, suggestion=draft)) == 2
    assert quality.check(desk, _values(desk, draft)).open == ()
    suggestions.keep(desk, draft, {"title": "关于修通组路"})
    assert [one.code for one in quality.check(desk, _values(desk, draft)).open] == ["Q2", "Q3"]


def test_what_blocks_is_not_let_stand(desk: Desk, draft: str) -> None:
    suggestions.ask(desk, draft, deputy(desk, "郑淑珍"))
    (blocks,) = quality.check(desk, _values(desk, draft)).open
    with pytest.raises(Rejected) as error:
        suggestions.let_stand(desk, draft, blocks, "来不及问")
    assert refused(error) == {"not_to_be_let_stand"}


def test_cosigners_answer_for_themselves(desk: Desk, draft: str, lead: str) -> None:
    first, second = deputy(desk, "郑淑珍"), deputy(desk, "王强")
    for joins in (first, second):
        suggestions.ask(desk, draft, joins)
    one, other = suggestions.cosignings_of(desk, draft)
    suggestions.confirm(desk, one.uid, {"confirmed_on": desk.today, "confirm_way": "PHONE"})
    suggestions.decline(desk, other.uid, "意见不同")
    assert stands(desk, draft).cosigners == (first,)
    assert [row.state for row in suggestions.cosignings_of(desk, draft)] == ["CONFIRMED", "DECLINED"]
    with pytest.raises(Rejected) as error:
        suggestions.ask(desk, draft, lead)
    assert refused(error) == {"cosigner_is_lead"}
    with pytest.raises(Rejected) as error:
        suggestions.ask(desk, draft, first)
    assert refused(error) == {"cosigner_twice"}
    suggestions.leave(desk, one.uid)
    assert stands(desk, draft).cosigners == ()


def test_nobody_joins_in_what_was_submitted(desk: Desk, draft: str) -> None:
    suggestions.submit(desk, draft)
    with pytest.raises(Rejected) as error:
        suggestions.ask(desk, draft, deputy(desk, "郑淑珍"))
    assert refused(error) == {"cosigning_is_over"}
    assert desk.records.all(Cosigning) == []


def test_a_draft_is_put_away_freely_and_its_opinions_are_free_again(
    desk: Desk, draft: str, opinions: list[str]
) -> None:
    suggestions.withdraw(desk, draft)
    assert stands(desk, draft).state == "WITHDRAWN"
    assert {one.promoted_to for one in desk.records.several(Opinion, opinions).values()} == {""}


def test_what_was_submitted_is_withdrawn_with_a_reason_and_amended_beside_its_text(desk: Desk, draft: str) -> None:
    suggestions.submit(desk, draft)
    before = stands(desk, draft).proposals
    with pytest.raises(Rejected):
        suggestions.keep(desk, draft, {"proposals": "换一条"})
    perform(desk, [Ask("suggestion", "amend", {"amendment": "补充：请一并修复边沟。"}, draft)])
    assert (stands(desk, draft).proposals, stands(desk, draft).amendment) == (before, "补充：请一并修复边沟。")
    with pytest.raises(Rejected) as error:
        suggestions.withdraw(desk, draft)
    assert refused(error) == {"missing"}
    suggestions.withdraw(desk, draft, "县里已经安排")
    assert stands(desk, draft).state == "WITHDRAWN"


def test_a_reply_is_judged_on_two_axes_with_nothing_preset(desk: Desk, lead: str) -> None:
    fields = {**draft_fields(lead), "submitted_on": "2026-05-01", "reply": "已经安排。", "reply_category": "PLANNED"}
    uid = perform(desk, [Ask("suggestion", "carry_over", {**fields, "replied_on": "2026-07-01", "state": "REPLIED"})])[
        0
    ].uid
    with pytest.raises(Rejected) as error:
        perform(desk, [evaluate(desk, {}, uid)])
    assert {one.where for one in error.value.problems} == {"work_satisfaction", "result_satisfaction"}
    judged = {"work_satisfaction": "SATISFIED", "result_satisfaction": "DISSATISFIED"}
    with pytest.raises(Rejected) as error:
        perform(desk, [evaluate(desk, judged, uid)])
    assert refused(error) == {"dissatisfied_why"}
    wanted = "请把修复列入明年的计划，并告知村里"
    given = {**judged, "evaluation_reason": "没有写明哪年修", "further_request": wanted}
    perform(desk, [evaluate(desk, given, uid)])
    assert (stands(desk, uid).state, stands(desk, uid).further_request) == ("EVALUATED", wanted)


def test_the_list_counts_those_whom_an_old_ledger_names_each_once(desk: Desk, lead: str) -> None:
    joined, asked = deputy(desk, "郑淑珍"), deputy(desk, "王强")
    fields = {**draft_fields(lead), "submitted_on": "2026-05-01", "cosigners": [joined, asked], "state": "SUBMITTED"}
    uid = perform(desk, [Ask("suggestion", "carry_over", fields)])[0].uid
    cosigning = {"suggestion": uid, "deputy": joined, "asked_on": "2026-04-30", "state": "CONFIRMED"}
    perform(desk, [Ask("cosigning", "carry_over", cosigning)])
    assert [one.cosigners for one in suggestions.listed(desk)] == [2]


def test_who_holds_a_mandate_of_the_level_on_that_day_is_offered_first(desk: Desk) -> None:
    county = deputy(desk, "王强", "COUNTY")
    over = deputy(desk, "郑淑珍", to_on="2026-10-01")
    active = deputy(desk, "秦彬")
    offered = suggestions.leads(desk, "TOWNSHIP")
    assert [one.deputy.uid for one in offered] == [active, county, over]
    assert [one.mandate is not None for one in offered] == [True, False, False]
    assert suggestions.leads(desk, "TOWNSHIP", "2026-09-30")[0].deputy.uid == over


def test_a_deputy_sees_what_they_lead_or_join(desk: Desk, draft: str, lead: str) -> None:
    joins, stranger = deputy(desk, "郑淑珍"), deputy(desk, "王强")
    suggestions.ask(desk, draft, joins)

    def seen_by(uid: str) -> list[str]:
        theirs = replace(desk, user=replace(desk.user, deputy=uid))
        return [one.uid for one in suggestions.own_suggestions(theirs)]

    assert (seen_by(lead), seen_by(joins), seen_by(stranger), seen_by("")) == ([draft], [draft], [], [])


def test_the_list_says_what_keeps_a_draft_back(desk: Desk, draft: str) -> None:
    (line,) = suggestions.listed(desk)
    assert (line.lead, line.opinions, line.open_findings, line.is_draft) == ("秦彬", 5, 0, True)
    suggestions.keep(desk, draft, {"title": "修路"})
    assert suggestions.listed(desk)[0].open_findings == 2


def test_the_paper_is_printed_by_its_name(desk: Desk, draft: str) -> None:
    printed = prints.suggestion_sheet(desk, draft)
    assert (printed.name, printed.pages) == ("P11-520324116-01-Y26-0001.pdf", 3)


def test_checks_of_a_long_text_are_fast(desk: Desk, draft: str) -> None:
    values = {**_values(desk, draft), "situation": "青山村三组的路塌了86户出行不便，" * 1100}
    quality.check(desk, values)
    started = time.thread_time()  # the checks' own work: what else the machine does counts for nothing
    quality.check(desk, values)
    assert time.thread_time() - started < 1


def _values(desk: Desk, uid: str) -> dict[str, object]:
    return {**desk.records.rows("suggestion", [uid])[uid].values, "uid": uid}
