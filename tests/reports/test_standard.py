"""Our own PDFs, opened and measured against GB/T 9704-2012; `docs/prints.md` says what was found."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from station_app.domain.records import Opinion, ReceptionDay, Visit
from station_app.reports.page import LANDSCAPE, Format
from station_app.reports.planning import WALL
from station_app.reports.visit_papers import FILE, HALF, PARTS
from station_app.services import prints, sample, suggestions
from station_app.services.desk import Desk
from station_app.services.printing import Print
from tests.office import CHEAP, PASSWORD, SetClock
from tests.reports.reading import MM, Mark, lines_of, marks_of
from tests.suggesting import draft_fields

TOLERANCE_MM = 0.5
ANOTHER_PITCH_MM = 1.0
"""Characters that are so much closer or farther stand in a table."""
LEAST_RULE = 200.0
DOC = Path(__file__).parents[2] / "docs" / "prints.md"
OFFICIAL = Format()
FORMATS = {
    "P1": WALL, "P2": LANDSCAPE, "P3": OFFICIAL, "P4": FILE, "P5": HALF, "P6": PARTS, "P8": FILE, "P9": OFFICIAL,
    "P10": LANDSCAPE, "P11": OFFICIAL, "handover": FILE, "recovery": OFFICIAL,
}  # fmt: skip


class Line(NamedTuple):
    """What the standard says of one form, what was found, in mm."""

    form: str
    what: str
    said: float
    found: float


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Print]:
    """Each form of a sample station's day."""
    founded = sample.make(tmp_path_factory.mktemp("standard"), "day", PASSWORD, SetClock(), CHEAP)
    desk = founded.desk
    made = {**_of_day(desk), "recovery": prints.recovery_sheet(desk, founded.recovery_code)}
    desk.close()
    return made


def _of_day(desk: Desk) -> dict[str, Print]:
    from station_app.db.ledger import Filter  # noqa: PLC0415
    from station_app.services import roster  # noqa: PLC0415

    day = desk.records.all(ReceptionDay)[0].uid
    opinions = desk.records.all(Opinion)
    referred = next(one.uid for one in opinions if one.slip_number)
    visit = desk.records.all(Visit)[0].uid
    lead = roster.roster(desk)[0].deputy.uid
    suggestion = suggestions.promote(desk, [referred], draft_fields(lead))[0].uid
    return {
        "P1": prints.notice_of_day(desk, day),
        "P2": prints.plan_of_year(desk, 2026, desk.place.uid),
        "P3": prints.sign_in_sheet(desk, day),
        "P4": prints.record_sheet(desk, visit),
        "P5": prints.receipts(desk, visit),
        "P6": prints.referral_slips(desk, referred),
        "P8": prints.result_sheets(desk, referred),
        "P9": prints.summary_of_day(desk, day),
        "P10": prints.listing(prints.ledger_listing(desk, Filter(viewer=desk.viewer), "")),
        "P11": prints.suggestion_sheet(desk, suggestion),
        "handover": prints.handover(desk, desk.user.uid),
    }


def measured(form: str, printed: Print) -> list[Line]:
    """What can be measured of a form on its first page: its sheet, its edges, its folio, the grid of its body."""
    sheet = FORMATS[form]
    marks = marks_of(printed.pdf, 0)
    folio = max(marks, key=lambda mark: mark.y).y
    found = [
        Line(form, "纸宽", sheet.width / MM, _sheet(printed.pdf)[0]),
        Line(form, "纸高", sheet.height / MM, _sheet(printed.pdf)[1]),
        Line(form, "版心左边", sheet.left / MM, min(_left(marks), *_ruled(printed.pdf)[:1])),
        Line(form, "页码（横线中心）到版心下边", 7.0, folio - 0.38 * 14 / MM - sheet.foot / MM),
    ]
    if _ruled(printed.pdf)[1] > 0:
        found.append(Line(form, "版心右边", (sheet.left + sheet.measure) / MM, _ruled(printed.pdf)[1]))
    body = _body(marks)
    if sheet is OFFICIAL and len(body) > 1:
        found.append(Line(form, "行距", 225 / 22, median(b[0].y - a[0].y for a, b in pairwise(body))))
        full = [line for line in body if len(line) > 20]
        steps = [b.x - a.x for line in full for a, b in pairwise(line) if _is_han(a.char) and _is_han(b.char)]
        wide = [step for step in steps if abs(step - 156 / 28) < ANOTHER_PITCH_MM]
        found += [Line(form, "字距", 156 / 28, median(wide))] if wide else []
    return found


def _sheet(pdf: bytes) -> tuple[float, float]:
    with pypdfium2.PdfDocument(pdf) as document:
        width, height = document.get_page_size(0)
        return width / MM, height / MM


def _ruled(pdf: bytes) -> tuple[float, float]:
    """The left and right edges of what is ruled on the first page, the middle of the outer rules."""
    with pypdfium2.PdfDocument(pdf) as document:
        ruled = list(document[0].get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]))
        # The reader adds a rule's weight on either side.
        bounds = [(one.get_bounds()[0] + _weight(one), one.get_bounds()[2] - _weight(one)) for one in ruled]
    wide = [(left, right) for left, right in bounds if right - left > LEAST_RULE]
    return (min(wide)[0] / MM, max(right for _, right in wide) / MM) if wide else (999.0, 0.0)


def _weight(rules: pypdfium2.PdfObject) -> float:
    weight = ctypes.c_float()
    pdfium.FPDFPageObj_GetStrokeWidth(rules.raw, weight)
    return weight.value


def _left(marks: list[Mark]) -> float:
    return min(mark.x for mark in marks)


def _body(marks: list[Mark]) -> list[list[Mark]]:
    """The longest run of lines one body's leading apart."""
    lines = [line for line in lines_of(marks) if len(line) > 3]
    leading = 225 / 22
    runs: list[list[list[Mark]]] = [[]]
    for line in lines:
        if runs[-1] and abs(line[0].y - runs[-1][-1][0].y - leading) > 1:
            runs.append([])
        runs[-1].append(line)
    return max(runs, key=len)


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_a_form_keeps_the_standard_s_measures(papers: dict[str, Print], form: str) -> None:
    lines = measured(form, papers[form])
    assert len(lines) >= 4
    assert [line for line in lines if abs(line.found - line.said) > TOLERANCE_MM] == []


def test_the_page_of_measures_says_what_was_measured(papers: dict[str, Print]) -> None:
    table = "\n".join(
        f"| {line.form} | {line.what} | {line.said:.2f} | {line.found:.2f} | {line.found - line.said:+.2f} |"
        for form in FORMATS
        for line in measured(form, papers[form])
    )
    said = re.findall(r"^\| (?:P\d+|handover|recovery) \|.*$", DOC.read_text("utf-8"), re.MULTILINE)
    assert "\n".join(said) == table
    assert set(Counter(line.split("|")[1].strip() for line in said)) == set(FORMATS)
