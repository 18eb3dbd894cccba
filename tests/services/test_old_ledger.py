"""Taking an old system's folder: everything accounted for, nothing doubled, nothing of another station."""

from __future__ import annotations

import gzip
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from station_app.db import audit
from station_app.db.ledger import Filter
from station_app.domain.problem import Rejected
from station_app.domain.records import (
    Attendance,
    Deputy,
    Mandate,
    Opinion,
    Person,
    ReceptionDay,
    Reply,
    Suggestion,
    Visit,
)
from station_app.services import county, held_day, prints
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.first_start import FirstStart
from station_app.services.old_ledger import FolderReport, PortionOutcome, take_folder
from station_app.services.old_ledger.mapping import read_mapping
from station_app.text import explain
from tests import copies
from tests.office import PASSWORD, SetClock
from tests.offices import admit, sealed
from tests.offices import station as new_station
from tests.reports.reading import page_texts
from tests.services.year import FILES, make_year, rows_of, write_rows
from tests.simulation.truth import differences
from tests.simulation.world import world_of

STATION = "S52032411601"


@pytest.fixture(scope="session")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_year(tmp_path_factory.mktemp("year"), "--visits", "300")


@dataclass(frozen=True)
class Taken:
    """A desk that has taken the made year once, and what was said of it: for those who change nothing there."""

    desk: Desk
    report: FolderReport


@pytest.fixture(scope="module")
def taken(year: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Taken]:
    start = FirstStart("520324116000", "桴㯊镇人大代表联络站", "王小莉", PASSWORD)
    made = copies.found(tmp_path_factory.mktemp("taken") / "data", start, SetClock())
    yield Taken(made.desk, take_folder(made.desk, year))
    made.desk.close()


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder of one of each."""
    folder = tmp_path / "small"
    write_rows(folder, "stations", [STATION_ROW])
    write_rows(folder, "deputies", [DEPUTY_ROW])
    write_rows(folder, "people", [PERSON_ROW])
    write_rows(folder, "reception_days", [DAY_ROW])
    write_rows(folder, "visits", [VISIT_ROW])
    write_rows(folder, "suggestions", [SUGGESTION_ROW])
    return folder


STATION_ROW = {"station_id": STATION, "name": "桴㯊镇人大代表联络站", "area_code": "520324116000", "clerk": "王小莉"}
DEPUTY_ROW = {
    "deputy_id": "D1",
    "station_id": STATION,
    "name": "秦彬",
    "level": "乡镇",
    "sex": "男",
    "born": "1968-03-17",
    "id_no": "520324196803179291",
    "electorate": "桃子坪村村民委员会",
    "term_from": "2021",
    "term_to": "2026",
}
PERSON_ROW = {"person_id": "P1", "station_id": STATION, "name": "李䶮", "village_code": "520324116001", "phone": None}
DAY_ROW = {
    "day_id": "R1",
    "station_id": STATION,
    "date": "2025-01-06",
    "start": "09:00",
    "end": "12:00",
    "deputy_ids": ["D1"],
    "place": "活动室",
    "status": "已举行",
}
VISIT_ROW = {
    "visit_id": "V1",
    "station_id": STATION,
    "day_id": "R1",
    "channel": "来访",
    "received_at": "2025-01-06T10:05:09+08:00",
    "person_ids": ["P1"],
    "headcount": 1,
    "title": "反映通组路塌方",
    "text": "路塌了半年。请修。",
    "category": "交通运输",
    "deputy_id": "D1",
    "urgent": True,
    "confidential": True,
    "status": "办理中",
    "handled_by": "正安县交通运输局",
    "reply": "已列入计划",
    "rev": 2,
}
SUGGESTION_ROW = {
    "suggestion_id": "G1",
    "station_id": STATION,
    "kind": "议案",
    "level": "县",
    "lead_deputy_id": "D1",
    "cosigner_ids": [],
    "visit_ids": ["V1"],
    "title": "关于修复通组路的建议",
    "category": "城建环保",
    "text": "【案由】路塌了。\n下雨更难。\n【具体建议】\n一、修路\n二、护栏",
    "submitted_on": "2025-03-01",
    "session": "闭会期间",
    "organs": ["正安县人民政府办公室", "正安县交通运输局"],
    "status": "已答复",
    "reply_class": "B",
}


def codes(
    report: FolderReport, outcome: PortionOutcome = PortionOutcome.REFUSED
) -> list[tuple[str, str, tuple[str, ...]]]:
    found = [one for one in report.lines if one.outcome is outcome]
    return [(one.file, one.id, tuple(problem.code for problem in one.problems)) for one in found]


def change(folder: Path, file: str, row: dict[str, Any], **fields: Any) -> None:
    write_rows(folder, file, [{**row, **fields}])


def test_every_row_of_a_year_is_accounted_for(taken: Taken, year: Path) -> None:
    desk, report = taken.desk, taken.report
    rows = {name: sum(1 for _ in rows_of(year, name)) for name in FILES}
    assert sum(report.totals.values()) == sum(rows.values())
    assert report.totals["refused"] == report.totals["same"] == 0
    told = Counter(one.outcome.value for one in report.lines)
    assert told == {"normalised": report.totals["normalised"]}
    assert set(report.unread) == {"manifest.json", "truth.ndjson"}
    standing: dict[str, list[Any]] = {
        "deputies": desk.records.all(Deputy),
        "people": desk.records.all(Person),
        "reception_days": desk.records.all(ReceptionDay),
        "visits": desk.records.all(Visit),
        "suggestions": desk.records.all(Suggestion),
    }
    assert {name: len(found) for name, found in standing.items()} | {"stations": 1} == rows
    assert len(desk.records.all(Opinion)) == rows["visits"]
    assert len(desk.records.all(Mandate)) == rows["deputies"]
    assert audit.audit(desk.store).is_sound


def test_taking_the_same_folder_twice_adds_nothing(taken: Taken, year: Path) -> None:
    desk, first = taken.desk, taken.report
    before = audit.audit(desk.store).changes
    again = take_folder(desk, year)
    assert again.totals == {"taken": 0, "normalised": 0, "same": sum(first.totals.values()), "refused": 0}
    assert audit.audit(desk.store).changes == before


def test_a_home_takes_a_ledger_once_whichever_computer_does_and_another_home_makes_its_own(
    small: Path, tmp_path: Path
) -> None:
    world = world_of(1)
    office, here, second = (world.members[number].desk for number in (0, 2, 3))
    assert take_folder(here, small).totals["refused"] == 0
    world.calm()
    before = audit.audit(second.store).changes
    assert set(take_folder(second, small).totals.items()) >= {("taken", 0), ("normalised", 0), ("refused", 0)}
    assert audit.audit(second.store).changes == before
    assert list(differences(world)) == []
    other = new_station(tmp_path / "other", township=here.place.area_code)
    admit(office, other)
    assert take_folder(other, small).totals["refused"] == 0
    [taking] = [one for _, one in county.take_contents(office, sealed(other)).takings]
    assert (taking.problem, taking.out) == (None, ())
    assert len(office.records.all(Visit)) == len(here.records.all(Visit)) + len(other.records.all(Visit)) == 2
    other.close()
    world.close()


def test_numbers_follow_the_order_of_arrival_and_have_no_gap(taken: Taken) -> None:
    standing = sorted(taken.desk.records.all(Visit), key=lambda visit: visit.number)
    assert [visit.number[-4:] for visit in standing] == [f"{n:04}" for n in range(1, len(standing) + 1)]
    moments = [(visit.received_on, visit.received_at) for visit in standing]
    assert moments == sorted(moments)


def test_rows_of_another_station_are_refused_by_its_name(desk: Desk, tmp_path: Path) -> None:
    folder = make_year(tmp_path / "two", "--visits", "60", "--stations", "2")
    other = next(row for row in rows_of(folder, "stations") if row["station_id"] != STATION)
    report = take_folder(desk, folder)
    refused = [one for one in report.lines if one.outcome is PortionOutcome.REFUSED]
    theirs = [row for name in FILES for row in rows_of(folder, name) if row["station_id"] != STATION]
    assert len(refused) == len(theirs) > 60
    assert {other["name"] in explain(problem) for one in refused for problem in one.problems} == {True}
    assert {visit.station for visit in desk.records.all(Visit)} == {desk.station.uid}


def test_packed_files_are_taken_too(desk: Desk, small: Path) -> None:
    path = small / "visits.ndjson"
    (small / "visits.ndjson.gz").write_bytes(gzip.compress(path.read_bytes()))
    path.unlink()
    assert take_folder(desk, small).totals["refused"] == 0
    assert len(desk.records.all(Visit)) == 1


def test_a_row_becomes_the_records_of_the_desk(desk: Desk, small: Path) -> None:
    report = take_folder(desk, small)
    assert codes(report) == []
    (deputy,), (mandate,), (person,) = desk.records.all(Deputy), desk.records.all(Mandate), desk.records.all(Person)
    (day,), (attended,) = desk.records.all(ReceptionDay), desk.records.all(Attendance)
    (visit,), (opinion,) = desk.records.all(Visit), desk.records.all(Opinion)
    (suggestion,) = desk.records.all(Suggestion)
    assert (mandate.deputy, mandate.level, mandate.from_on, mandate.to_on) == (
        deputy.uid,
        "TOWNSHIP",
        "2021-01-01",
        "2026-12-31",
    )
    assert "身份证号：520324196803179291" in deputy.carried.split("\n")
    assert (day.state, attended.deputy, attended.presence, attended.level) == (
        "CLOSED",
        deputy.uid,
        "PRESENT",
        "TOWNSHIP",
    )
    assert (visit.visitor, visit.reception_day, visit.deputies) == (person.uid, day.uid, (deputy.uid,))
    assert (visit.received_on, visit.received_at, visit.channel) == ("2025-01-06", "10:05", "RECEPTION_DAY")
    assert (opinion.visit, opinion.state, opinion.unit) == (visit.uid, "HANDLING", "正安县交通运输局")
    assert (opinion.category, opinion.urgency, opinion.sensitivity) == ("0207", "URGENT", "CONFIDENTIAL")
    assert opinion.village == "520324116001"
    (answer,) = desk.records.all(Reply, opinion=opinion.uid)
    assert (answer.result, answer.unit) == ("已列入计划", "正安县交通运输局")
    assert {"原编号：V1", "原类别：交通运输", "原答复：已列入计划"} <= set(opinion.carried.split("\n"))
    assert {"原接待时刻：2025-01-06T10:05:09+08:00", "原版次：2"} <= set(visit.carried.split("\n"))
    assert (suggestion.situation, suggestion.proposals) == ("路塌了。\n下雨更难。", "一、修路\n二、护栏")
    assert (suggestion.kind, suggestion.state, suggestion.disclosure) == ("MOTION", "REPLIED", "NOT_RECORDED")
    assert (suggestion.lead_deputy, suggestion.origin_opinions) == (deputy.uid, (opinion.uid,))
    assert (suggestion.review_category, suggestion.suggested_units) == (
        "CONSTRUCTION",
        "正安县人民政府办公室、正安县交通运输局",
    )


def test_a_field_that_the_mapping_does_not_know_is_kept_by_its_own_name(desk: Desk, small: Path) -> None:
    change(small, "visits", VISIT_ROW, mood="着急", marks=["甲", 2])
    take_folder(desk, small)
    (visit,) = desk.records.all(Visit)
    assert {"mood：着急", 'marks：["甲", 2]'} <= set(visit.carried.split("\n"))


def test_every_field_of_the_export_has_a_place_or_is_carried(year: Path) -> None:
    for file in read_mapping("station_year").files:
        named = {name for row in rows_of(year, file.name) for name in row}
        assert named <= file.placed, file.name


@pytest.mark.parametrize(
    ("status", "unit", "state"),
    [
        ("已登记", None, "REGISTERED"),
        ("已转办", None, "REFERRED"),
        ("已转办", "正安县信访局", "REFERRED"),
        ("办理中", None, "HANDLING"),
        ("办理中", "正安县信访局", "HANDLING"),
        ("已办结", None, "CLOSED"),
        ("已办结。", None, "CLOSED"),
        ("不予受理", None, "REDIRECTED"),
        ("已撤回", None, "WITHDRAWN"),
    ],
)
def test_the_old_state_is_mapped(desk: Desk, small: Path, status: str, unit: str | None, state: str) -> None:
    change(small, "visits", VISIT_ROW, status=status, handled_by=unit, reply=None)
    take_folder(desk, small)
    (opinion,) = desk.records.all(Opinion)
    assert (opinion.state, f"原状态：{status}" in opinion.carried) == (state, True)


def test_an_answer_in_a_row_that_says_nothing_else_waits_to_be_told(desk: Desk, small: Path) -> None:
    change(small, "visits", VISIT_ROW, status="已登记", handled_by=None)
    take_folder(desk, small)
    (opinion,) = desk.records.all(Opinion)
    assert (opinion.state, opinion.result, opinion.stage) == ("HANDLED", "已列入计划", "REGISTERED")


@pytest.mark.parametrize(
    ("received_at", "day", "time", "said"),
    [
        ("2025-01-31T16:30:00Z", "2025-02-01", "00:30", []),
        ("2025-02-01T00:30:00+08:00", "2025-02-01", "00:30", []),
        ("2025-02-01T00:30:00", "2025-02-01", "00:30", ["time_without_zone"]),
        ("2025-02-01", "2025-02-01", "", []),
        ("2025年2月1日", "2025-02-01", "", []),
    ],
)
def test_an_instant_becomes_civil_time(
    desk: Desk, small: Path, received_at: str, day: str, time: str, said: list[str]
) -> None:
    change(small, "visits", VISIT_ROW, received_at=received_at)
    report = take_folder(desk, small)
    (visit,) = desk.records.all(Visit)
    assert (visit.received_on, visit.received_at) == (day, time)
    assert [problem.code for one in report.lines if one.file == "visits" for problem in one.problems] == said


def test_what_the_old_ledger_left_empty_is_said_in_words(desk: Desk, small: Path) -> None:
    change(small, "visits", VISIT_ROW, title="", text="")
    report = take_folder(desk, small)
    (opinion,) = desk.records.all(Opinion)
    assert (opinion.title, opinion.verbatim) == ("（原台账无标题）", "（原台账无内容）")
    assert codes(report, PortionOutcome.NORMALISED) == [("visits", "V1", ("title_made", "words_put"))]


def test_a_refused_row_says_why_and_the_rest_goes_on(desk: Desk, small: Path) -> None:
    change(small, "people", PERSON_ROW, name="", phone="139****2201")
    report = take_folder(desk, small)
    assert codes(report) == [
        ("people", "P1", ("phone_masked", "missing")),
        ("visits", "V1", ("reference_dropped", "missing")),
    ]
    (line,) = (one for one in report.lines if one.file == "people")
    assert (line.line, line.kind) == (1, "person")
    # The suggestion needs no opinion: it is taken, and keeps the old number.
    (suggestion,) = desk.records.all(Suggestion)
    assert (suggestion.origin_opinions, "来自的群众意见：V1" in suggestion.carried) == ((), True)


def test_a_mended_row_is_taken_the_next_time(desk: Desk, small: Path) -> None:
    change(small, "people", PERSON_ROW, name="")
    take_folder(desk, small)
    change(small, "people", PERSON_ROW)
    report = take_folder(desk, small)
    assert (report.totals["taken"], codes(report)) == (2, [("suggestions", "G1", ("row_differs",))])
    assert len(desk.records.all(Visit)) == 1


def test_a_row_that_says_something_else_now_is_told_and_not_taken(desk: Desk, small: Path) -> None:
    take_folder(desk, small)
    change(small, "visits", VISIT_ROW, text="别的话")
    assert codes(take_folder(desk, small)) == [("visits", "V1", ("row_differs",))]
    assert desk.records.all(Opinion)[0].verbatim == VISIT_ROW["text"]


def test_a_record_that_was_corrected_at_the_desk_is_still_the_same_row(desk: Desk, small: Path) -> None:
    take_folder(desk, small)
    (person,) = desk.records.all(Person)
    perform(desk, [Ask("person", "correct", {"phone": "16112345678", "village": "520324116201"}, person.uid)])
    assert take_folder(desk, small).totals["same"] == 6


def test_a_deputy_whose_term_was_over_is_taken_and_said(desk: Desk, small: Path) -> None:
    change(small, "deputies", DEPUTY_ROW, term_from="2016", term_to="2021")
    assert codes(take_folder(desk, small), PortionOutcome.NORMALISED) == [("reception_days", "R1", ("term_over",))]


def test_one_person_may_come_forty_times(desk: Desk, small: Path) -> None:
    write_rows(small, "visits", [{**VISIT_ROW, "visit_id": f"V{n}"} for n in range(1, 41)])
    assert codes(take_folder(desk, small)) == []
    assert len({visit.number for visit in desk.records.all(Visit, visitor=desk.records.all(Person)[0].uid)}) == 40


def test_an_id_that_stands_twice_is_taken_once(desk: Desk, small: Path) -> None:
    write_rows(small, "visits", [VISIT_ROW, VISIT_ROW, {**VISIT_ROW, "title": "另一件"}])
    report = take_folder(desk, small)
    assert (report.totals["same"], codes(report)) == (1, [("visits", "V1", ("row_differs",))])


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b'{"visit_id":"V2"', "row_unreadable"),
        (b'["V2"]', "row_unreadable"),
        (b'{"visit_id":"V2","visit_id":"V3"}', "row_unreadable"),
        (b'{"visit_id":"V2","headcount":NaN}', "row_unreadable"),
        (b'{"visit_id":"V2","title":"\\ud800"}', "row_unreadable"),
        (b"{'visit_id':'V2'}", "row_unreadable"),
        ('{"visit_id":"V2","title":"乱"}'.encode("gbk"), "row_unreadable"),
        (b'{"station_id":"S52032411601"}', "row_without_id"),
        (b'{"visit_id":"V2"}', "station_not_said"),
    ],
)
def test_a_line_that_is_no_row_is_refused_with_its_place(desk: Desk, small: Path, line: bytes, code: str) -> None:
    path = small / "visits.ndjson"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes() + b"\r\n" + line + b"\n")
    report = take_folder(desk, small)
    found = [(one.line, [problem.code for problem in one.problems]) for one in report.lines if one.outcome == "refused"]
    assert found == [(3, [code])]
    assert len(desk.records.all(Visit)) == 1


def test_a_file_that_breaks_off_is_told_and_what_stands_before_is_taken(desk: Desk, small: Path) -> None:
    packed = gzip.compress((small / "deputies.ndjson").read_bytes())
    (small / "deputies.ndjson").unlink()
    (small / "deputies.ndjson.gz").write_bytes(packed[:-12])
    report = take_folder(desk, small)
    assert ("deputies", "", ("file_unreadable",)) in codes(report)


def test_a_folder_of_something_else_is_refused_whole(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Rejected) as caught:
        take_folder(desk, tmp_path)
    assert [problem.code for problem in caught.value.problems] == ["folder_foreign"]


def test_the_station_is_filled_in_where_the_desk_knows_nothing_yet(desk: Desk, small: Path) -> None:
    change(small, "stations", STATION_ROW, phone="0851-96300945", opened_on="2014-09-18", name="桴㯊镇代表联络站")
    take_folder(desk, small)
    station = desk.records.one(type(desk.station), desk.station.uid)
    assert (station.phone, station.opened_on, station.name) == ("0851-96300945", "2014-09-18", desk.station.name)
    assert {"name：桴㯊镇代表联络站", "联络员：王小莉"} <= set(station.carried.split("\n"))


def test_progress_moves_and_what_was_taken_before_a_stop_stays(desk: Desk, year: Path, tmp_path: Path) -> None:
    class Stopped(Exception):
        pass

    heard: list[tuple[int, int]] = []

    def stop_after_people(done: int, total: int) -> None:
        heard.append((done, total))
        if len(heard) == 4:
            raise Stopped

    with pytest.raises(Stopped):
        take_folder(desk, year, stop_after_people)
    assert [done for done, _ in heard] == sorted({done for done, _ in heard})
    taken = audit.audit(desk.store)
    assert (taken.is_sound, bool(desk.records.all(Person)), desk.records.all(Visit)) == (True, True, [])
    copy = tmp_path / "again"
    shutil.copytree(year, copy)
    report = take_folder(desk, copy, lambda done, total: heard.append((done, total)))
    assert report.totals["same"] == heard[3][0]
    assert heard[-1] == (sum(report.totals.values()),) * 2


def test_papers_of_a_made_year_have_as_few_pages_as_an_office_wants(taken: Taken) -> None:
    desk = taken.desk
    days = {one.uid: prints.summary_of_day(desk, one.uid) for one in desk.records.all(ReceptionDay)}
    ordinary = [uid for uid in days if len(held_day.visits_of_day(desk, uid)) <= 12]
    assert len(ordinary) > 15
    assert {days[uid].pages for uid in ordinary} <= {1, 2}
    told = "".join("".join(page_texts(one.pdf)) for one in days.values())
    assert "未分类" not in told
    walls = [prints.public_summary(desk, uid) for uid in ordinary[::3]]
    assert {one.pages for one in walls} <= {1, 2}
    assert "未分类" not in "".join("".join(page_texts(one.pdf)) for one in walls)
    words = {one.visit: max(len(one.verbatim), len(one.result)) for one in desk.records.all(Opinion)}
    long = [visit for visit, count in words.items() if count > 500]
    short = [visit for visit in words if visit not in long]
    assert {prints.record_sheet(desk, visit).pages for visit in short[::10]} == {2}
    fits = sum(prints.record_sheet(desk, visit).pages == 2 for visit in long)
    assert len(short) + fits >= 0.95 * len(words)
    ledger = prints.ledger_listing(desk, Filter(viewer=desk.viewer), "")
    assert len(ledger.rows) / prints.listing(ledger).pages >= 16
