from __future__ import annotations

from station_app.reports import press
from station_app.reports.desk_papers import recovery_sheet
from tests.reports.reading import page_texts

CODE = "730TF-EVQ7F-DSH03-NNYS4-6HXWN"


def test_the_sheet_is_one_page_that_holds_the_whole_code() -> None:
    pdf = recovery_sheet("桴㯊镇人大代表联络站", "王小莉", "2026-11-23", CODE)
    assert press.page_count(pdf) == 1
    printed = "".join(page_texts(pdf))
    assert all(group in printed for group in CODE.split("-"))
    assert "王小莉" in printed
