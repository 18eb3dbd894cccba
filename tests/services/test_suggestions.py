from __future__ import annotations

import pytest

from station_app.domain.problem import Rejected
from station_app.domain.records import Deputy, Mandate, Opinion, Suggestion
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.history import history
from station_app.services.roster import enrol, roster
from station_app.services.suggestions import promote
from tests.office import registered


def _draft(deputy: str) -> dict[str, object]:
    return {
        "title": "关于修复通组路的建议",
        "lead_deputy": deputy,
        "kind": "SUGGESTION",
        "level": "TOWNSHIP",
        "raised_in": "INTERSESSION",
        "disclosure": "FULL",
        "situation": "三组至四组通组路塌方半年。",
        "proposals": "列入今年的水毁修复。",
    }


@pytest.fixture
def deputy(desk: Desk) -> str:
    return enrol(desk, {"name": "秦彬", "phone": "13912345678"}, {"level": "TOWNSHIP", "term": "20"})[0].uid


def test_a_suggestion_is_drafted_and_its_opinions_point_to_it(desk: Desk, deputy: str) -> None:
    opinions = [registered(desk)["opinion"].uid for _ in range(2)]
    done = promote(desk, opinions, _draft(deputy))
    suggestion = desk.records.one(Suggestion, done[0].uid)
    assert (suggestion.state, suggestion.origin_opinions) == ("DRAFT", tuple(opinions))
    assert done[0].number == "520324116-01-Y26-0001"
    assert [desk.records.one(Opinion, uid).promoted_to for uid in opinions] == [suggestion.uid] * 2
    assert history(desk, opinions[0])[-1].act == "promote"


def test_a_draft_that_lacks_something_leaves_no_trace(desk: Desk, deputy: str) -> None:
    opinion = registered(desk)["opinion"].uid
    with pytest.raises(Rejected) as refused:
        promote(desk, [opinion], {**_draft(deputy), "proposals": "", "title": ""})
    assert {(one.where, one.part) for one in refused.value.problems} == {("title", 0), ("proposals", 0)}
    assert desk.records.all(Suggestion) == []
    assert desk.records.one(Opinion, opinion).promoted_to == ""


def test_an_answered_opinion_is_not_promoted(desk: Desk, deputy: str) -> None:
    opinion = registered(desk)["opinion"].uid
    perform(desk, [Ask("opinion", "answer", {"answer": "已经安排", "answered_by": [deputy]}, opinion)])
    with pytest.raises(Rejected) as refused:
        promote(desk, [opinion], _draft(deputy))
    (problem,) = refused.value.problems
    assert (problem.code, problem.part, dict(problem.details)["of"]) == ("act_out_of_turn", 0, "M26-0001")
    assert desk.records.all(Suggestion) == []


def test_a_deputy_is_enrolled_with_a_mandate_at_once(desk: Desk, deputy: str) -> None:
    line = roster(desk)[0]
    assert (line.deputy.name, line.deputy.station, line.is_active) == ("秦彬", desk.station.uid, True)
    assert [(one.level, one.term) for one in line.mandates] == [("TOWNSHIP", 20)]


def test_problems_of_both_parts_come_together_and_nothing_is_written(desk: Desk) -> None:
    with pytest.raises(Rejected) as refused:
        enrol(desk, {"name": ""}, {"level": ""})
    assert {(one.where, one.part) for one in refused.value.problems} == {("name", 0), ("level", 1)}
    assert desk.records.all(Deputy) == []
    assert desk.records.all(Mandate) == []


def test_mandates_in_force_come_first(desk: Desk, deputy: str) -> None:
    perform(desk, [Ask("mandate", "register", {"deputy": deputy, "level": "COUNTY", "term": 17, "status": "EXPIRED"})])
    perform(desk, [Ask("mandate", "register", {"deputy": deputy, "level": "COUNTY", "term": 18})])
    enrol(desk, {"name": "王强"}, {"level": "TOWNSHIP", "status": "RESIGNED"})
    lines = roster(desk)
    assert [line.deputy.name for line in lines] == ["秦彬", "王强"]
    assert [one.status for one in lines[0].mandates] == ["ACTIVE", "ACTIVE", "EXPIRED"]
    assert not lines[1].is_active
