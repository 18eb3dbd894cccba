"""Prints by the names that the office gives them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from station_app.domain.records import Opinion, Person, ReceptionDay, ReceptionPlan, Suggestion, Visit
from station_app.domain.redaction import Audience
from station_app.services import county, prints, reception, sample
from station_app.services.acts import Ask, perform
from station_app.services.prints import Asked
from station_app.services.suggestions import promote
from tests.office import CHEAP, PASSWORD, SetClock, refer, registered
from tests.offices import Pair, sealed
from tests.suggesting import deputy, draft_fields

RECORDS: dict[str, type] = {
    "reception_plan": ReceptionPlan,
    "reception_day": ReceptionDay,
    "visit": Visit,
    "opinion": Opinion,
    "suggestion": Suggestion,
}
REFERRED = {"unit": "交通运输局", "assigned_on": "2026-11-23", "due_on": "2026-12-23", "requirements": "先清塌方"}
TRIAGED = {"category": "0206", "urgency": "NORMAL", "owner_level": "TOWNSHIP", "proposed_unit": "交通运输局"}


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


def author_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return str(document.get_metadata_value("Author"))


def test_the_summary_for_the_wall_hides_the_names_that_the_file_s_shows(tmp_path: Path) -> None:
    desk = sample.make(tmp_path, "day", PASSWORD, SetClock(), CHEAP).desk
    day = desk.records.all(ReceptionDay)[0].uid
    whole, for_the_wall = (prints.version_of("P9", one)(desk, day, Asked()) for one in (None, Audience.PUBLIC))
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


@pytest.fixture
def sent(pair: Pair, tmp_path: Path) -> Pair:
    """A county that holds what its station wrote: a plan with its days, a visit that was referred, a suggestion."""
    desk = pair.station
    lead = deputy(desk, "秦彬")
    plan = {
        "year": 2026,
        "recurrence": "MONTHLY_DAY",
        "month_days": "23",
        "shift": "NEXT_WORKDAY",
        "start": "09:00",
        "end": "12:00",
        "place": "社区活动室",
        "deputies": [lead],
    }
    perform(desk, [Ask("reception_plan", "register", plan)])
    day = reception.plan_and_begin(
        desk, {"held_on": "2026-11-23", "start": "09:00", "end": "12:00", "place": "活动室"}, [lead]
    )
    done = registered(desk)
    perform(desk, [Ask("visit", "correct", {"deputies": [lead]}, done["visit"].uid)])
    uid = done["opinion"].uid
    perform(desk, [Ask("opinion", "triage", TRIAGED, uid), refer(REFERRED, uid)])
    promote(desk, [uid], draft_fields(lead))
    reception.close(desk, day.uid)
    folder = tmp_path / "came"
    folder.mkdir()
    for number, content in enumerate(sealed(desk)):
        (folder / f"{number}.lzb").write_bytes(content)
    report = county.take_all(pair.county, county.preview(pair.county, [folder]))
    assert report.totals["refused"] == 0
    return pair


@pytest.mark.parametrize("form", sorted(prints.FORMS.keys() - {"P19"}))  # an accusation never comes to a county
def test_every_paper_prints_at_the_county_and_bears_the_station_s_name(sent: Pair, form: str) -> None:
    record: Any = sent.station.records.all(RECORDS[prints.FORMS[form].kind])[0]
    make = prints.version_of(form, None)
    printed = [make(desk, record.uid, Asked()).pdf for desk in (sent.county, sent.station)]
    assert [author_of(pdf) for pdf in printed] == [sent.station.place.name] * 2
    there, here = map(text_of, printed)
    assert sent.county.place.name not in there
    assert sent.county.user.name not in there
    assert there.replace("\n", "")[:200] == here.replace("\n", "")[:200]


def test_a_county_prints_its_own_papers_too(sent: Pair) -> None:
    desk = sent.county
    assert author_of(prints.handover(desk, desk.user.uid).pdf) == desk.place.name
    for make in (prints.record_sheet, prints.receipts):
        assert make(desk, "").pages > 0
