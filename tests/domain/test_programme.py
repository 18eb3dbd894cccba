"""The congress's own work, worked out: samples, tallies, and what is due from whom."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain import programme
from station_app.domain.field import built
from station_app.domain.programme import Question
from station_app.domain.records import DispatchReturn, DispatchSchedule, Survey, SurveyCall
from tests.domain.test_holidays import shipped

QUESTIONS = "对办理态度：满意、基本满意、不满意\n\n对办理结果: 满意/不满意\n还有什么意见"


def test_questions_stand_one_a_line_with_their_choices_behind_a_colon() -> None:
    assert programme.questions_of(QUESTIONS) == (
        Question("对办理态度", ("满意", "基本满意", "不满意")),
        Question("对办理结果", ("满意", "不满意")),
        Question("还有什么意见"),
    )
    assert programme.problems_of_questions(QUESTIONS) == ()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["survey_without_questions"]),
        ("  \n ", ["survey_without_questions"]),
        ("态度：满意", ["survey_question"]),
        ("：满意、不满意", ["survey_question"]),
        ("态度：满意、满意", ["survey_question"]),
    ],
)
def test_what_cannot_be_asked_is_refused(text: str, codes: list[str]) -> None:
    assert [one.code for one in programme.problems_of_questions(text)] == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("1=满意\n3=修路要快", []),
        ("", []),
        ("满意", ["survey_answer_form"]),
        ("1=满意\n1=不满意", ["survey_answer_form"]),
        ("1=很好", ["survey_choice"]),
        ("4=满意", ["survey_no_question"]),
        ("0=满意\n1=", ["survey_answer_form", "survey_no_question"]),
    ],
)
def test_answers_are_judged_by_the_questions(text: str, codes: list[str]) -> None:
    questions = programme.questions_of(QUESTIONS)
    assert [one.code for one in programme.problems_of_answers(text, questions)] == codes


SIZES = {"NATIONAL": 2, "PROVINCE": 10, "COUNTY": 88, "TOWNSHIP": 252}


def levels(sizes: dict[str, int]) -> dict[str, list[str]]:
    return {level: [f"{level}{number}" for number in range(size)] for level, size in sizes.items()}


def test_a_sample_takes_each_level_in_its_share_and_is_the_same_for_one_seed() -> None:
    drawn = programme.sample_of(levels(SIZES), 100, "a")
    assert Counter(level for level, _ in drawn) == {"PROVINCE": 3, "COUNTY": 25, "TOWNSHIP": 72}
    assert drawn == programme.sample_of({one: pool[::-1] for one, pool in levels(SIZES).items()}, 100, "a")
    assert drawn != programme.sample_of(levels(SIZES), 100, "b")


@given(st.dictionaries(st.sampled_from(sorted(SIZES)), st.integers(0, 20)), st.integers(0, 60), st.text())
def test_a_sample_is_as_large_as_it_can_be_and_names_nobody_twice(
    sizes: dict[str, int], wanted: int, seed: str
) -> None:
    drawn = programme.sample_of(levels(sizes), wanted, seed)
    assert len(drawn) == min(wanted, sum(sizes.values()))
    assert len({uid for _, uid in drawn}) == len(drawn)
    assert all(uid.startswith(level) for level, uid in drawn)


def test_a_tally_counts_each_choice_and_whoever_was_not_reached() -> None:
    survey = built(Survey, {"questions": QUESTIONS})

    def call(state: str, level: str, answers: str = "") -> SurveyCall:
        return built(SurveyCall, {"state": state, "level": level, "answers": answers})

    tally = programme.tally_of(
        survey,
        [
            call("ANSWERED", "COUNTY", "1=满意\n2=满意\n3=修路"),
            call("ANSWERED", "COUNTY", "1=不满意"),
            call("REFUSED", "TOWNSHIP"),
            call("TO_CALL", "TOWNSHIP", "1=满意"),
        ],
    )
    assert tally.states == {"ANSWERED": 2, "REFUSED": 1, "TO_CALL": 1}
    assert tally.levels == {"COUNTY": {"ANSWERED": 2}, "TOWNSHIP": {"REFUSED": 1, "TO_CALL": 1}}
    assert [dict(counts) for _, counts in tally.answers] == [
        {"满意": 1, "基本满意": 0, "不满意": 1},
        {"满意": 1, "不满意": 0},
        {"": 1},
    ]


SCHEDULE = built(
    DispatchSchedule,
    {"uid": "s", "name": "乡村振兴调度", "period": "TWO_MONTHS", "within_days": 5, "from_on": "2026-01-01"},
)


@pytest.mark.parametrize(
    ("period", "from_on", "until", "ends"),
    [
        ("MONTH", "2026-01-01", "2026-03-30", ["2026-01-31", "2026-02-28"]),
        ("MONTH", "2026-01-20", "2026-02-28", ["2026-01-31", "2026-02-28"]),
        ("TWO_MONTHS", "2026-02-10", "2026-04-30", ["2026-02-28", "2026-04-30"]),
        ("QUARTER", "2025-12-01", "2026-06-29", ["2025-12-31", "2026-03-31"]),
        ("HALF_YEAR", "2026-01-01", "2026-12-31", ["2026-06-30", "2026-12-31"]),
        ("YEAR", "2024-05-01", "2026-12-30", ["2024-12-31", "2025-12-31"]),
        ("MONTH", "2026-05-01", "2026-05-30", []),
        ("SOMETIMES", "2026-05-01", "2026-12-30", []),
        ("MONTH", "", "2026-12-30", []),
    ],
)
def test_the_periods_of_a_schedule_are_whole_and_have_ended(
    period: str, from_on: str, until: str, ends: list[str]
) -> None:
    one = replace(SCHEDULE, period=period, from_on=from_on)
    found = programme.rounds_of(one, ["a"], (), until, shipped())
    assert [each.last_on for each in found] == ends[::-1]


def test_a_schedule_that_ends_asks_for_nothing_afterwards() -> None:
    found = programme.rounds_of(replace(SCHEDULE, to_on="2026-04-30"), ["a"], (), "2026-12-31", shipped())
    assert [one.last_on for one in found] == ["2026-04-30", "2026-02-28"]


def test_it_is_said_from_whom_a_period_is_missing_and_until_when_it_was_due() -> None:
    def sent(station: str, state: str) -> DispatchReturn:
        said = {"schedule": "s", "station": station, "state": state, "first_on": "2026-03-01"}
        return built(DispatchReturn, said)

    returns = [sent("a", "TAKEN"), sent("b", "SENT_BACK"), replace(sent("c", "SENT"), schedule="another")]
    latest, first = programme.rounds_of(SCHEDULE, ["a", "b", "c"], returns, "2026-05-01", shipped())
    assert (latest.sent, latest.missing) == (("a",), ("b", "c"))
    assert latest.due is not None
    assert latest.due.due_on == "2026-05-06"  # 5 May is a holiday
    assert first.missing == ("a", "b", "c")
    chosen = programme.rounds_of(replace(SCHEDULE, senders=("b",)), ["a", "b"], returns, "2026-05-01", shipped())
    assert [one.missing for one in chosen] == [("b",), ("b",)]


def test_two_days_are_a_period_of_a_schedule_or_not() -> None:
    assert programme.period_problems(SCHEDULE, "2026-03-01", "2026-04-30") == ()
    for first, last in (("2026-03-01", "2026-03-31"), ("2026-02-01", "2026-03-31"), ("2025-11-01", "2025-12-31")):
        assert [one.code for one in programme.period_problems(SCHEDULE, first, last)] == ["no_such_period"]
