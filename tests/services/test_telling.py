"""Who waits to hear, what a call brings, and how often nobody answered."""

from __future__ import annotations

import pytest

from station_app.domain.problem import Rejected
from station_app.domain.records import Opinion
from station_app.services import telling
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from tests.office import by_unit, refer, registered, report, told

TRIAGE = {"category": "0301", "urgency": "NORMAL", "owner_level": "COUNTY", "proposed_unit": "水务局"}
REFERRAL = {"unit": "水务局", "assigned_on": "2026-11-23", "due_on": "2026-12-23", "requirements": "办复"}
RESULT = {"result": "水池洗好了", "result_degree": "SOLVED", "replied_on": "2026-11-23"}
TOLD = {"fed_back_on": "2026-11-23", "fed_back_way": "PHONE"}


def handled(desk: Desk) -> str:
    """A matter whose result is there."""
    uid = registered(desk)["opinion"].uid
    perform(desk, [Ask("opinion", "triage", TRIAGE, uid), refer(REFERRAL, uid), report(RESULT, uid)])
    return uid


def test_who_waits_is_listed_with_a_masked_phone(desk: Desk) -> None:
    registered(desk)
    uid = handled(desk)
    (one,) = telling.waiting_to_hear(desk)
    assert (one.opinion.uid, one.name, one.tries) == (uid, "杨胜美", 0)
    assert one.phone
    assert "16112345678" not in one.phone


def test_who_is_told_and_says_what_they_think_waits_no_longer(desk: Desk) -> None:
    uid = handled(desk)
    telling.tell(desk, uid, TOLD, {"satisfaction": "SATISFIED"})
    assert desk.records.one(Opinion, uid).state == "RATED"
    assert telling.waiting_to_hear(desk) == []


def test_who_is_told_and_says_nothing_is_rated_by_nobody(desk: Desk) -> None:
    uid = handled(desk)
    telling.tell(desk, uid, TOLD, {"satisfaction": "", "satisfaction_reason": ""})
    assert (desk.records.one(Opinion, uid).state, desk.records.one(Opinion, uid).satisfaction) == ("FED_BACK", "")


def test_dissatisfied_without_a_reason_is_refused_whole(desk: Desk) -> None:
    uid = handled(desk)
    with pytest.raises(Rejected) as refused:
        telling.tell(desk, uid, TOLD, {"satisfaction": "DISSATISFIED"})
    assert [one.code for one in refused.value.problems] == ["dissatisfied_why"]
    assert desk.records.one(Opinion, uid).state == "HANDLED"


def test_tries_are_counted_and_only_after_three_one_is_out_of_reach(desk: Desk) -> None:
    uid = handled(desk)
    close = Ask("opinion", "close", {"closing_basis": "UNREACHABLE", "closed_on": "2026-11-23"}, uid)
    telling.miss(desk, uid)
    telling.miss(desk, uid)
    perform(desk, [told({**TOLD, "fed_back_way": "POSTED"}, uid)])
    with pytest.raises(Rejected) as refused:
        perform(desk, [close])
    assert [one.code for one in refused.value.problems] == ["tries_few"]
    assert desk.records.one(Opinion, uid).contact_tries == 2


def test_three_tries_and_a_poster_are_a_basis(desk: Desk) -> None:
    uid = handled(desk)
    for _ in range(3):
        telling.miss(desk, uid)
    perform(desk, [told({**TOLD, "fed_back_way": "POSTED"}, uid)])
    perform(desk, [Ask("opinion", "close", {"closing_basis": "UNREACHABLE", "closed_on": "2026-11-23"}, uid)])
    assert desk.records.one(Opinion, uid).state == "CLOSED"


def test_a_matter_that_is_done_again_later_may_be_answered_later_than_the_first_call(desk: Desk) -> None:
    uid = handled(desk)
    dissatisfied = {"satisfaction": "DISSATISFIED", "satisfaction_reason": "水还是黄的"}
    telling.tell(desk, uid, {**TOLD, "fed_back_on": "2026-11-23"}, dissatisfied)
    perform(desk, [by_unit(desk, "rework", {"rework_reason": "再洗一遍", "due_on": "2026-12-23"}, uid)])
    assert desk.records.one(Opinion, uid).fed_back_on == ""
    desk.clock.move(days=5)  # type: ignore[attr-defined]  # the clock of the tests
    perform(desk, [report({**RESULT, "replied_on": "2026-11-28"}, uid)])
    assert desk.records.one(Opinion, uid).state == "HANDLED"


def script_of(desk: Desk, uid: str) -> list[str]:
    one = next(one for one in telling.waiting_to_hear(desk) if one.opinion.uid == uid)
    said = telling.script(desk, one)
    return [*said.lines, said.question]


def test_what_to_say_names_the_day_the_matter_the_unit_and_asks_at_the_end(desk: Desk) -> None:
    said = script_of(desk, handled(desk))
    assert said[:2] == ["您11月23日来说：通组路塌方没有人修。", "水务局答复：水池洗好了。"]
    assert said[-1].endswith("满意不满意？")


def test_to_who_asked_for_secrecy_nothing_is_said_that_an_ear_beside_may_hear(desk: Desk) -> None:
    uid = registered(desk, sensitivity="CONFIDENTIAL")["opinion"].uid
    perform(desk, [Ask("opinion", "triage", TRIAGE, uid), refer(REFERRAL, uid), report(RESULT, uid)])
    said = "".join(script_of(desk, uid))
    assert not [word for word in ("塌方", "水池", "水务局", "联络站", "代表", "反映") if word in said]


def test_a_member_of_a_merged_matter_hears_the_answer_and_nobody_elses_name(desk: Desk) -> None:
    main, member = (registered(desk)["opinion"].uid for _ in range(2))
    perform(desk, [Ask("opinion", "triage", TRIAGE, main), refer(REFERRAL, main)])
    perform(desk, [Ask("opinion", "merge", {"merged_into": main}, member)])
    told_to_main = "经核实，村民龙国富家门口的塌方已清理，电话13912345678。"
    perform(desk, [report({**RESULT, "result": told_to_main}, main)])
    assert {one.opinion.uid for one in telling.waiting_to_hear(desk)} == {main, member}
    said = "".join(script_of(desk, member))
    assert "塌方已清理" in said
    assert not [word for word in ("龙国富", "13912345678") if word in said]
    assert "龙国富" in "".join(script_of(desk, main))


def test_who_comes_by_is_still_owed_and_was_not_missed(desk: Desk) -> None:
    uid = handled(desk)
    telling.arrange(desk, uid, "2026-11-25")
    kept = desk.records.one(Opinion, uid)
    assert (kept.state, kept.owed_since, kept.contact_tries, kept.comes_on) == (
        "HANDLED", "2026-11-23", None, "2026-11-25",
    )  # fmt: skip
    telling.tell(desk, uid, TOLD, {"satisfaction": "SATISFIED"})
    assert desk.records.one(Opinion, uid).comes_on == ""
