"""What looks wrong and is right: taken, stored sign by sign, found again, and printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from station_app import paths
from station_app.db import people, search
from station_app.domain.field import values_of
from station_app.domain.folding import fold
from station_app.domain.records import Opinion, Person, Visit
from station_app.domain.secrecy import EVERYTHING, is_confidential
from station_app.reports.fonts import shipped_faces
from station_app.services import prints
from station_app.services.desk import Desk
from station_app.services.first_start import FirstStart, found
from station_app.services.old_ledger import FolderReport, PortionOutcome, take_folder
from station_app.services.old_ledger.mapping import read_mapping
from tests.office import CHEAP, PASSWORD, SetClock
from tests.reports.reading import page_texts
from tests.services.year import make_year, rows_of

UNLIKE_ITS_NAME = {"phone_two", "phone_ext"}
"""Cases whose phone is tidied, and said to be."""


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_year(tmp_path_factory.mktemp("odd"), "--visits", "60")


@pytest.fixture(scope="module")
def odd(year: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, FolderReport]]:
    start = FirstStart("520324116000", "桴㯊镇人大代表联络站", "王小莉", PASSWORD)
    desk = found(tmp_path_factory.mktemp("desk") / "data", start, SetClock(), CHEAP).desk
    yield desk, take_folder(desk, year)
    desk.close()


@pytest.fixture(scope="module")
def cases(year: Path) -> dict[str, str]:
    return {row["id"]: row["case"] for row in rows_of(year, "truth") if "case" in row}


def of(year: Path, name: str, key: str, cases: dict[str, str]) -> list[tuple[str, dict[str, Any]]]:
    return [(cases[row[key]], row) for row in rows_of(year, name) if row[key] in cases]


def uid(desk: Desk, kind: str, foreign: str) -> str:
    return read_mapping("station_year").uid(desk.place.uid, kind, "S52032411601", foreign)


def test_every_odd_row_is_taken(odd: tuple[Desk, FolderReport], cases: dict[str, str]) -> None:
    assert len(set(cases.values())) > 55
    assert [one.id for one in odd[1].lines if one.outcome is PortionOutcome.REFUSED] == []


def test_people_are_stored_as_they_were(odd: tuple[Desk, FolderReport], year: Path, cases: dict[str, str]) -> None:
    rows = of(year, "people", "person_id", cases)
    standing = odd[0].records.several(Person, [uid(odd[0], "person", row["person_id"]) for _, row in rows])
    assert len(rows) == len(standing) > 30
    for case, row in rows:
        person = standing[uid(odd[0], "person", row["person_id"])]
        assert person.name == row["name"], case
        assert person.id_number == (row.get("id_no") or row.get("doc_no") or ""), case
        assert person.address == (row.get("address") or ""), case
        assert f"出生日期：{row['born']}" in person.carried or not row["born"], case
        if case not in UNLIKE_ITS_NAME:
            assert person.phone == (row.get("phone") or ""), case
        else:
            assert person.phone in ("0851-91234567转8003", "16100000001/16100000002"), case


def test_texts_are_stored_sign_by_sign(odd: tuple[Desk, FolderReport], year: Path, cases: dict[str, str]) -> None:
    rows = [one for one in of(year, "visits", "visit_id", cases) if one[0] != "title_and_text_empty"]
    standing = odd[0].records.several(Opinion, [uid(odd[0], "opinion", row["visit_id"]) for _, row in rows])
    for case, row in rows:
        opinion = standing[uid(odd[0], "opinion", row["visit_id"])]
        # A page end (U+000C) is a box on every screen and sheet: it stands as the end of a line.
        assert opinion.verbatim == row["text"].replace("\f", "\n"), case
        assert opinion.title == row["title"] or not row["title"], case
    assert max(len(opinion.verbatim) for opinion in standing.values()) == 20_000


def test_thirty_people_come_on_one_visit(odd: tuple[Desk, FolderReport], year: Path, cases: dict[str, str]) -> None:
    (row,) = (row for case, row in of(year, "visits", "visit_id", cases) if case == "group_of_30")
    visit = odd[0].records.one(Visit, uid(odd[0], "visit", row["visit_id"]))
    assert (visit.headcount, len(visit.companions)) == (30, 29)


def test_every_odd_name_is_found(odd: tuple[Desk, FolderReport], year: Path, cases: dict[str, str]) -> None:
    database = odd[0].store.database
    for case, row in of(year, "people", "person_id", cases):
        found_uids = {one.uid for one in people.find(database, row["name"], limit=500, viewer=EVERYTHING)}
        assert uid(odd[0], "person", row["person_id"]) in found_uids, case


def test_interpuncts_typed_another_way_find_each_other(odd: tuple[Desk, FolderReport]) -> None:
    names = {one.name for one in people.find(odd[0].store.database, "阿依努尔买买提", viewer=EVERYTHING)}
    assert {"阿依努尔·买买提", "阿依努尔•买买提"} <= names


def words_of(text: str) -> list[str]:
    """Words as somebody would type them: pairs of Han signs from the beginning, middle and end, else Latin words."""
    runs = [run[:2] for run in re.findall("[\u4e00-\u9fa5]+", text)] or re.findall("[A-Za-z0-9]+", text)
    return [runs[0], runs[len(runs) // 2], runs[-1]] if runs else []


def test_every_odd_text_is_found_by_a_word(odd: tuple[Desk, FolderReport], year: Path, cases: dict[str, str]) -> None:
    database, sought = odd[0].store.database, 0
    for case, row in of(year, "visits", "visit_id", cases):
        for word in words_of(row["text"]):
            hits = search.everywhere(database, word, limit=10_000, viewer=EVERYTHING)
            assert uid(odd[0], "opinion", row["visit_id"]) in {hit.uid for hit in hits}, (case, word)
            sought += 1
    assert sought > 40


def test_search_signs_in_a_text_are_no_commands(
    odd: tuple[Desk, FolderReport], year: Path, cases: dict[str, str]
) -> None:
    (row,) = (row for case, row in of(year, "visits", "visit_id", cases) if case == "text_fts_operators")
    for typed in ('"道路" OR 水*', "NEAR(", "^路 -桥", "col:值", "百分_下划线"):
        search.everywhere(odd[0].store.database, typed, viewer=EVERYTHING)
    hits = search.everywhere(odd[0].store.database, "百分_下划线", viewer=EVERYTHING)
    assert uid(odd[0], "opinion", row["visit_id"]) in {hit.uid for hit in hits}


def test_every_odd_row_is_printed_in_its_days_summary(
    odd: tuple[Desk, FolderReport], year: Path, cases: dict[str, str]
) -> None:
    rows = [row for _, row in of(year, "visits", "visit_id", cases) if row["day_id"]]
    names = {row["person_id"]: row["name"] for row in rows_of(year, "people")}
    texts = {}
    for day in {row["day_id"] for row in rows}:
        printed = prints.summary_of_day(odd[0], uid(odd[0], "reception_day", day))
        texts[day] = joined("".join(page_texts(printed.pdf)))
    assert len(texts) > 5
    hidden = {one.visit for one in odd[0].records.all(Opinion) if is_confidential(values_of(one))}
    for row in rows:
        is_named = joined(names[row["person_ids"][0]]) in texts[row["day_id"]]
        assert is_named or uid(odd[0], "visit", row["visit_id"]) in hidden, row["visit_id"]


def joined(text: str) -> str:
    """A text as it can be compared with what is copied out of a print: without spaces and what has no ink."""
    return "".join(sign for sign in fold(text) if sign.isalpha())


def test_every_odd_name_prints_without_a_box(year: Path, cases: dict[str, str]) -> None:
    """A sign that no face holds prints as a box with its code."""
    faces = shipped_faces()
    framed = {case for case, row in of(year, "people", "person_id", cases) if list(faces.missing(row["name"]))}
    assert framed == set()


def test_places_that_old_code_pages_cannot_write_are_there() -> None:
    regions = paths.regions()
    assert {regions.name_of("520324116000"), regions.name_of("522626001000")} == {"桴㯊镇", "㵲水街道"}
    assert len(regions.named("龙场镇")) == 5
    assert len(regions.named("602库居民委员会")) == 1
