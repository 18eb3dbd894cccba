"""Prints by the names that the office gives them."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from station_app.domain.records import Person, ReceptionDay
from station_app.services import prints, sample
from tests.office import CHEAP, PASSWORD, SetClock


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


def test_the_summary_for_the_wall_hides_the_names_that_the_file_s_shows(tmp_path: Path) -> None:
    desk = sample.make(tmp_path, "day", PASSWORD, SetClock(), CHEAP).desk
    day = desk.records.all(ReceptionDay)[0].uid
    whole, for_the_wall = (prints.FORMS["P9"][1](desk, day, for_public) for for_public in (False, True))
    names = {one.name for one in desk.records.all(Person)}
    assert {name for name in names if name in text_of(whole.pdf)} == names
    assert {name for name in names if name in text_of(for_the_wall.pdf)} == set()
    assert (whole.name, for_the_wall.name) == ("P9-2026-11-23.pdf", "P9-2026-11-23-public.pdf")
    assert whole.pages == len(pypdfium2.PdfDocument(whole.pdf))
    with pytest.raises(KeyError):
        prints.summary_of_day(desk, "f" * 32)
    desk.close()


def test_the_recovery_sheet_is_one_page_with_the_code(tmp_path: Path) -> None:
    founded = sample.make(tmp_path, "day", PASSWORD, SetClock(), CHEAP)
    sheet = prints.recovery_sheet(founded.desk, founded.recovery_code)
    assert (sheet.pages, sheet.name) == (1, "recovery-sheet.pdf")
    assert founded.recovery_code.replace("-", "") in "".join(text_of(sheet.pdf).replace("-", "").split())
    founded.desk.close()
