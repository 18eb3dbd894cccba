"""What holds between the fields of a record, and between a record and those beside it."""

from __future__ import annotations

from typing import Any

import pytest

from station_app.domain.rules import problems_beside, problems_of
from station_app.text import explain

TODAY = "2026-11-23"


def codes(kind: str, *, at_desk: bool = False, **values: Any) -> list[tuple[str, str, bool]]:
    found = problems_of(kind, values, TODAY, at_desk=at_desk)
    assert all("请核对）" not in explain(one) and "这里有问题" not in explain(one) for one in found)
    return [(one.where, one.code, one.refuses) for one in found]


@pytest.mark.parametrize(
    ("kind", "values", "problem"),
    [
        ("visit", {"received_on": "2026-11-24", "headcount": 1}, ("received_on", "day_ahead", True)),
        ("opinion", {"received_on": "2026-11-24"}, ("received_on", "day_ahead", True)),
        ("opinion", {"told_on": "2026-11-24"}, ("told_on", "day_ahead", True)),
        ("suggestion", {"submitted_on": "2027-01-01"}, ("submitted_on", "day_ahead", True)),
        ("station", {"opened_on": "2027-01-01"}, ("opened_on", "day_ahead", True)),
        ("deputy", {"born_on": "2027-01-01"}, ("born_on", "day_ahead", True)),
        (
            "opinion",
            {"received_on": "2026-11-03", "told_on": "2026-11-02"},
            ("told_on", "told_before_receipt", True),
        ),
        (
            "assignment",
            {"assigned_on": "2026-11-03", "due_on": "2026-11-02"},
            ("due_on", "due_before_referral", True),
        ),
        ("mandate", {"from_on": "2026-01-01", "to_on": "2021-12-31"}, ("to_on", "term_ends_before_start", True)),
        ("reception_day", {"start": "12:00", "end": "09:00"}, ("end", "ends_before_start", True)),
        ("person", {"birth_year": 1895}, ("birth_year", "birth_year_impossible", True)),
        ("person", {"birth_year": 2027}, ("birth_year", "birth_year_impossible", True)),
        ("deputy", {"born_on": "1895-01-01"}, ("born_on", "birth_year_impossible", True)),
    ],
)
def test_b21_days_that_contradict_each_other_are_refused(
    kind: str, values: dict[str, Any], problem: tuple[str, str, bool]
) -> None:
    assert codes(kind, **values) == [problem]


@pytest.mark.parametrize("year", [1921, 1896, 2017, 2026])
def test_k79_the_very_old_and_the_very_young_may_come(year: int) -> None:
    assert codes("person", birth_year=year) == []


def test_b21_a_visitor_who_was_not_born_yet_is_refused() -> None:
    (problem,) = problems_beside("visit", {"received_on": "2025-03-01"}, {"visitor": {"birth_year": 2026}})
    assert (problem.where, problem.code, problem.refuses) == ("visitor", "born_after_visit", True)
    assert problems_beside("visit", {"received_on": "2025-03-01"}, {"visitor": {"birth_year": 2016}}) == ()


def test_b21_a_visit_before_the_station_opened_is_said() -> None:
    (problem,) = problems_beside("visit", {"received_on": "2013-03-01"}, {"station": {"opened_on": "2014-09-18"}})
    assert (problem.where, problem.code, problem.refuses) == ("received_on", "before_station_opened", False)
    assert "2014-09-18" in explain(problem)


def test_b21_a_term_that_ended_before_the_reception_day_is_said() -> None:
    day = {"held_on": "2027-01-06"}
    (problem,) = problems_beside("attendance", {}, {"reception_day": day, "deputy": {"to_on": "2026-12-31"}})
    assert (problem.where, problem.code, problem.refuses) == ("deputy", "term_over", False)
    assert problems_beside("attendance", {}, {"reception_day": day, "deputy": {"to_on": ""}}) == ()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"id_number": "522101197003049019", "id_kind": "RESIDENT", "birth_year": 1971}, "id_birth_differs"),
        ({"id_number": "522101197003049019", "id_kind": "RESIDENT", "gender": "2"}, "id_sex_differs"),
        ({"id_number": "522101197003049019", "id_kind": ""}, "id_kind_missing"),
    ],
)
def test_c25_a_number_that_differs_from_its_columns_is_said(values: dict[str, Any], expected: str) -> None:
    assert [(code, refuses) for _, code, refuses in codes("person", **values)] == [(expected, False)]


def test_a_phone_or_a_reason_is_asked_for_at_the_desk_and_never_of_an_old_ledger() -> None:
    assert codes("person", at_desk=True) == [("phone", "phone_or_reason", True)]
    assert codes("person", at_desk=False) == []
    assert codes("person", at_desk=True, no_phone_reason="邻居代转") == []


def test_heads_and_names_must_agree() -> None:
    assert codes("visit", headcount=1, companions=("a", "b")) == [("headcount", "fewer_heads_than_names", True)]
    assert codes("visit", headcount=5) == [("representatives", "group_without_representatives", False)]


@pytest.mark.parametrize("mark", ["绝密★启用前", "机密 ★ 一年", "秘密★"])
def test_a_state_secret_is_refused_at_every_door(mark: str) -> None:
    assert codes("opinion", verbatim=f"附件：{mark}") == [("verbatim", "state_secret", True)]
    assert codes("opinion", verbatim="这是我们家的秘密") == []


def test_form_is_asked_of_the_desk_alone() -> None:
    wanted = {"channel": "RECEPTION_DAY", "headcount": 1, "received_on": "2026-11-23"}
    assert {code for _, code, _ in codes("visit", at_desk=True, **wanted)} == {"no_reception_day", "no_deputy"}
    assert codes("visit", at_desk=False, **wanted) == []
