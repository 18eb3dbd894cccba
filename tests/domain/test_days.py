"""Days and times as people write them; the letters are those of the list of bad inputs."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.days import chinese_day, read_day, read_time
from station_app.text import explain

TODAY = "2026-11-23"


def read(typed: str) -> tuple[str, list[str]]:
    day, problems = read_day(typed, TODAY)
    return day, [problem.code for problem in problems]


@pytest.mark.parametrize(
    "typed",
    [
        "2021.5.8",
        "2021/5/8",
        "2021-5-8",
        "20210508",
        "2021年5月8日",
        "2021年5月8号",
        "2021年05月08日 星期六",
        "2021年5月8日（星期六）",
        "2021-05-08 周六",
        "二〇二一年五月八日",
        "二○二一年五月八日",
        "二零二一年五月八日",
        "２０２１年５月８日",
        "　2021-5-8 ",
    ],
)
def test_b14_b20_a_day_is_read_in_any_usual_writing(typed: str) -> None:
    assert read(typed) == ("2021-05-08", [])


@pytest.mark.parametrize(
    ("typed", "day"),
    [("二〇二一年十月十日", "2021-10-10"), ("二〇二一年十二月三十一日", "2021-12-31"), ("2021年二月廿日", "")],
)
def test_b14_chinese_tens_are_read(typed: str, day: str) -> None:
    assert read(typed)[0] == day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("5月8日", "2026-05-08"),
        ("12月31日", "2025-12-31"),
        ("21.5.8", "2021-05-08"),
        ("68.5.8", "1968-05-08"),
        ("69.5.8", "1969-05-08"),
        ("27.1.2", "2027-01-02"),
        ("28.1.2", "1928-01-02"),
        ("2021-05-08 09:30", "2021-05-08"),
    ],
)
def test_b14_b15_what_was_filled_in_is_said(typed: str, day: str) -> None:
    assert read(typed) == (day, ["day_read_as"])


@pytest.mark.parametrize("typed", ["2021.5", "2021年5月", "2021", "2021年"])
def test_b14_a_day_that_is_not_said_is_asked_for(typed: str) -> None:
    assert read(typed) == ("", ["day_missing"])


@pytest.mark.parametrize(("typed", "day"), [("45785", "2025-05-08"), ("45785.604", "2025-05-08")])
def test_b16_the_day_of_a_spreadsheet_is_read_and_said(typed: str, day: str) -> None:
    assert read(typed) == (day, ["day_serial"])


@pytest.mark.parametrize("typed", ["1", "59", "60", "43"])
def test_b16_the_first_serials_with_their_false_leap_day_are_refused(typed: str) -> None:
    assert read(typed) == ("", ["day_unreadable"])


@pytest.mark.parametrize("typed", ["5/8/2021", "08-05-21", "13/5/2021", "1.2.3"])
def test_b17_what_may_mean_two_days_is_refused(typed: str) -> None:
    assert read(typed) == ("", ["day_ambiguous"] if typed != "1.2.3" else ["day_unreadable"])


@pytest.mark.parametrize("typed", ["农历四月初八", "腊月二十三", "赶场天", "上周五", "春节前", "正月初一"])
def test_b18_what_only_another_calendar_tells_is_refused(typed: str) -> None:
    assert read(typed) == ("", ["day_not_civil"])


@pytest.mark.parametrize(("typed", "day"), [("今天", "2026-11-23"), ("昨天", "2026-11-22"), ("前天", "2026-11-21")])
def test_days_near_today_are_read(typed: str, day: str) -> None:
    assert read(typed) == (day, [])


@pytest.mark.parametrize(
    "typed",
    [
        "2021-02-29",
        "2021-13-01",
        "2021-04-31",
        "2021-00-00",
        "0000-00-00",
        "1900-01-00",
    ],
)
def test_b19_days_that_never_were_are_refused(typed: str) -> None:
    assert read(typed) == ("", ["day_impossible"])


@pytest.mark.parametrize("typed", ["0211-05-08", "2201-05-08", "9999-12-31", "2099-1-1", "2099年12月31日", "99999"])
def test_a_day_of_another_century_is_said_to_be_too_far(typed: str) -> None:
    assert read(typed) == ("", ["day_too_far"])


def test_b19_a_leap_day_is_a_day() -> None:
    assert read("1984-2-29") == ("1984-02-29", [])


@pytest.mark.parametrize("typed", ["2021-05-08T16:30:00Z", "无", "/", "同上", "三十", "²021-5-8", "٢٠٢١-٥-٨"])
def test_b22_what_is_no_day_is_refused_with_an_example(typed: str) -> None:
    day, problems = read_day(typed, TODAY)
    assert (day, problems[0].code) == ("", "day_unreadable")
    assert "2026-3-9" in explain(problems[0])


@given(
    st.dates(date(1880, 1, 1), date(2076, 12, 31)), st.sampled_from(["{0}-{1}-{2}", "{0}年{1}月{2}日", "{0}.{1}.{2}"])
)
def test_every_day_is_read_back_as_it_was_written(day: date, form: str) -> None:
    assert read(form.format(day.year, day.month, day.day)) == (day.isoformat(), [])


@given(st.text(max_size=20))
def test_no_text_breaks_the_reading_of_days_or_times(text: str) -> None:
    day, problems = read_day(text, TODAY)
    assert bool(day) != any(problem.refuses for problem in problems)
    time, problems = read_time(text)
    assert bool(time) != any(problem.refuses for problem in problems)


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("9:30", "09:30"),
        ("９：３０", "09:30"),
        ("0930", "09:30"),
        ("8.30", "08:30"),
        ("9", "09:00"),
        ("12", "12:00"),
        ("下午3", "15:00"),
        ("09:30:00", "09:30"),
        ("9点半", "09:30"),
        ("9点一刻", "09:15"),
        ("十点三刻", "10:45"),
        ("9时", "09:00"),
        ("上午9点", "09:00"),
        ("下午3时", "15:00"),
        ("下午3点20分", "15:20"),
        ("晚上8点", "20:00"),
        ("中午12点", "12:00"),
        ("中午1点", "13:00"),
        ("中午11点半", "11:30"),
        ("凌晨12点", "00:00"),
        ("下午15:20", "15:20"),
    ],
)
def test_b20_a_time_is_read_in_any_usual_writing(typed: str, time: str) -> None:
    assert read_time(typed) == (time, ())


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("24:00", "time_impossible"),
        ("25:00", "time_impossible"),
        ("9:60", "time_impossible"),
        ("晚上12点", "time_impossible"),
        ("上午15点", "time_impossible"),
        ("930", "time_unreadable"),
        ("饭后", "time_unreadable"),
    ],
)
def test_b20_a_time_that_is_none_is_refused(typed: str, code: str) -> None:
    time, problems = read_time(typed)
    assert (time, [problem.code for problem in problems]) == ("", [code])


def test_a_day_on_paper_is_not_padded() -> None:
    assert chinese_day("2026-03-09", "{year}年{month}月{day}日") == "2026年3月9日"
