"""What a typed text may mean in a form, and how a chosen record is called."""

from __future__ import annotations

import pytest

from station_app.domain.problem import Rejected
from station_app.domain.records import Opinion, Unit, Visit
from station_app.services import choices, units
from station_app.services.acts import Ask, perform, perform_each
from station_app.services.desk import Desk
from station_app.text import explain
from tests.office import OPINION, registered


def deputy(desk: Desk, name: str) -> str:
    return perform(desk, [Ask("deputy", "register", {"name": name})])[0].uid


@pytest.mark.parametrize("typed", ["秦应", "qyb", "Q", " 秦 "])
def test_a_deputy_is_meant_by_name_or_initials(desk: Desk, typed: str) -> None:
    wanted = deputy(desk, "秦应彬")
    deputy(desk, "罗启芬")
    assert choices.choices(desk, "deputy", typed) == [(wanted, "秦应彬")]
    assert [name for _, name in choices.choices(desk, "deputy", "")] == ["秦应彬", "罗启芬"]


def test_villages_of_the_own_township_come_first_and_others_with_their_path(desk: Desk) -> None:
    own = choices.choices(desk, "area", "")
    assert own
    assert all(code.startswith("520324116") and not code.endswith("000") for code, _ in own)
    code, name = own[0]
    assert (code, name) in choices.choices(desk, "area", name)
    elsewhere = choices.choices(desk, "area", "青岩")
    assert elsewhere
    assert all("青岩" in words and not found.startswith("520324116") for found, words in elsewhere)


def test_a_township_is_offered_with_its_whole_path(desk: Desk) -> None:
    assert ("520324116000", "遵义市正安县桴㯊镇") in choices.choices(desk, "township", "桴㯊镇")
    assert choices.townships("") == []


def test_a_visitor_is_offered_with_the_village_and_nobody_for_nothing(desk: Desk) -> None:
    done = registered(desk)
    ((uid, words),) = choices.choices(desk, "person", "杨胜")
    assert uid == done["person"].uid
    assert words.startswith("杨胜美 ")
    assert choices.choices(desk, "person", " ") == []


def test_an_opinion_is_offered_by_its_short_number_and_title(desk: Desk) -> None:
    done = registered(desk)
    expected = [(done["opinion"].uid, f"M26-0001 {OPINION['title']}")]
    assert choices.choices(desk, "opinion", "道路") == expected
    assert choices.choices(desk, "opinion", "") == expected
    assert choices.choices(desk, "opinion", "水管") == []


def test_no_more_is_offered_than_a_list_shows(desk: Desk) -> None:
    perform(desk, [Ask("deputy", "register", {"name": "秦应彬"}) for _ in range(choices.SHOWN + 5)])
    assert len(choices.choices(desk, "deputy", "秦")) == choices.SHOWN


def test_a_record_is_called_by_its_words_and_what_is_not_here_by_itself(desk: Desk) -> None:
    done = registered(desk)
    assert choices.name_of(desk, "person", done["person"].uid) == "杨胜美"
    assert choices.name_of(desk, "visit", done["visit"].uid) == desk.records.all(Visit)[0].number
    assert choices.name_of(desk, "township", "520324116000") == "桴㯊镇"
    assert choices.name_of(desk, "user", "f" * 32) == "f" * 32
    assert choices.name_of(desk, "mandate", "1" * 32) == "1" * 32
    assert choices.choices(desk, "mandate", "1") == []


def triaged(desk: Desk, unit: str) -> str:
    uid = registered(desk)["opinion"].uid
    fields = {"category": "0206", "urgency": "NORMAL", "owner_level": "TOWNSHIP", "proposed_unit": unit}
    perform(desk, [Ask("opinion", "triage", fields, uid)])
    return uid


@pytest.mark.parametrize("typed", ["请现场查看，尽快修复", "请现场查看 尽快修复", "修", "abc", "长" * 31])
def test_a_sentence_is_no_unit_and_none_is_offered(desk: Desk, typed: str) -> None:
    assert [key for key, _ in choices.choices(desk, "unit", typed) if key.startswith(units.NEW)] == []
    for said in (typed, f"{units.NEW}{typed}"):
        with pytest.raises(Rejected, match="unit_unknown"):
            triaged(desk, said)
    assert desk.records.all(Unit) == []


def test_a_new_unit_is_entered_by_one_key_with_what_names_it(desk: Desk) -> None:
    offered = choices.choices(desk, "unit", "镇自来水厂")
    assert offered == [("＋镇自来水厂", "＋ 新增单位：镇自来水厂")]
    uid = triaged(desk, offered[0][0])
    assert desk.records.one(Opinion, uid).proposed_unit == "镇自来水厂"
    assert [one.name for one in desk.records.all(Unit)] == ["镇自来水厂"]
    triaged(desk, "＋镇自来水厂")
    assert len(desk.records.all(Unit)) == 1
    assert choices.choices(desk, "unit", "镇自来水厂") == [("镇自来水厂", "镇自来水厂")]


def test_a_new_unit_of_a_refused_act_is_new_to_the_next_one_too(desk: Desk) -> None:
    first, second = (registered(desk)["opinion"].uid for _ in range(2))
    fields = {"category": "0206", "urgency": "NORMAL", "owner_level": "TOWNSHIP"}
    refused = Ask("opinion", "triage", {**fields, "urgency": "飞快", "proposed_unit": "＋镇自来水厂"}, first)
    plain = Ask("opinion", "triage", {**fields, "proposed_unit": "镇自来水厂"}, second)
    outcome = perform_each(desk, [[refused], [plain]])
    assert [isinstance(one, Rejected) for one in outcome] == [True, True]
    sound = Ask("opinion", "triage", {**fields, "proposed_unit": "＋镇自来水厂"}, second)
    assert isinstance(perform_each(desk, [[refused], [sound]])[1], list)
    assert [one.name for one in desk.records.all(Unit)] == ["镇自来水厂"]


def test_an_alias_is_kept_as_the_name_and_the_nearest_are_offered(desk: Desk) -> None:
    perform(desk, [Ask("unit", "register", {"name": "镇农业服务中心", "aliases": "农服中心"})])
    uid = triaged(desk, "农服中心")
    assert desk.records.one(Opinion, uid).proposed_unit == "镇农业服务中心"
    with pytest.raises(Rejected) as caught:
        triaged(desk, "农业服务中心")
    assert "镇农业服务中心" in explain(caught.value.problems[0])


def test_where_there_is_no_deputy_a_line_says_where_one_is_added_and_cannot_be_picked(desk: Desk) -> None:
    ((uid, said),) = choices.choices(desk, "deputy", "")
    assert uid == ""
    assert "代表" in said
