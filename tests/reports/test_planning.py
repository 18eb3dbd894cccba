"""P1, P2 and P3 say who receives where and when, on as few sheets as can be."""

from __future__ import annotations

from station_app import paths
from station_app.domain.field import built
from station_app.domain.records import Deputy, ReceptionDay, Station
from station_app.domain.tally import Notice, Seat, YearPlan
from station_app.reports import planning
from tests.reports.reading import page_texts

STATION = built(Station, {"name": "桴㯊镇人大代表联络站"})
CODES = paths.code_book()


def day(held_on: str = "2026-12-04", **fields: object) -> ReceptionDay:
    usual = {"held_on": held_on, "start": "09:00", "end": "12:00", "place": "社区活动室", "topic": "人居环境"}
    return built(ReceptionDay, {**usual, **fields})


def seats(count: int) -> tuple[Seat, ...]:
    names = ("秦彬", "李䶮", "郑淑珍", "𬭎明", "罗一凡", "王强")
    return tuple(
        Seat(
            built(Deputy, {"name": name, "post": "村医"}),
            "TOWNSHIP" if place else "COUNTY",
            "潘秀" if place == 1 else "",
        )
        for place, name in enumerate(names[:count])
    )


def texts(pdf: bytes) -> list[str]:
    return [page.replace(" ", "").replace("　", "") for page in page_texts(pdf)]


def test_a_notice_fits_on_one_sheet_and_says_what_the_village_asks() -> None:
    facts = Notice(STATION, day(contact="王小莉", contact_phone="0851-26420001"), seats(4), "2026-11-27")
    pages = texts(planning.notice(facts, CODES))
    assert len(pages) == 1
    for said in (
        "2026年12月4日（星期五）9:00至12:00",
        "本次议题：人居环境",
        "𬭎明",
        "纪检监察",
        "王小莉0851-26420001",
        "2026年11月27日",
    ):
        assert said in pages[0]


def test_a_notice_without_deputies_has_blanks_for_them_and_its_own_scope() -> None:
    pages = texts(planning.notice(Notice(STATION, day(topic="", scope="只收饮水问题。"), (), "2026-11-27"), CODES))
    assert "只收饮水问题。" in pages[0]
    assert "议题" not in pages[0]


def test_the_year_s_plan_numbers_its_days_and_repeats_its_head_on_each_page() -> None:
    days = [(day(f"2026-{month:02d}-06"), seats(3)) for month in range(1, 13)]
    days.append((day("2026-12-20", state="CANCELLED"), ()))
    pages = texts(planning.year_plan(YearPlan(STATION, 2026, tuple(days), "2026-11-23"), CODES))
    assert "2026年代表接待日安排表" in pages[0]
    assert "共12次" in pages[0]
    assert all("接待代表" in page and "第" in page for page in pages)
    assert "已取消" in pages[-1]
    assert "填表人" in pages[-1]
    assert "12月20日" in pages[-1]


def test_an_empty_year_has_rows_to_fill_by_hand() -> None:
    pages = texts(planning.year_plan(YearPlan(STATION, 2027, (), "2026-11-23"), CODES))
    assert "2027年代表接待日安排表" in pages[0]
    assert "共0次" in pages[0]


def test_the_sign_in_sheet_names_who_stands_in_for_whom_and_is_one_sheet() -> None:
    pages = texts(planning.sign_in_sheet(Notice(STATION, day(), seats(5), "2026-11-27"), CODES))
    assert len(pages) == 1
    assert "替潘秀" in pages[0]
    assert "签名" in pages[0]
    assert "联合接待部门" in pages[0]
