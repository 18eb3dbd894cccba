"""The summary of a reception day of 300 visits, against bare reportlab drawing the same lines at the same places."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from functools import partial
from typing import Any

from benchmarks.measure import Figures, in_turn
from station_app import paths
from station_app.domain.field import built
from station_app.domain.records import Opinion, ReceptionDay, Station, Visit
from station_app.domain.redaction import Audience
from station_app.domain.tally import DaySummary, TalliedMatter
from station_app.reports import p9

VISITS = 300
RUNS = 5


def measure() -> Figures:
    """The summary, and the same lines drawn bare."""
    summary, reference = _summary(), p9.Reference(paths.code_book(), paths.regions())
    ours = partial(p9.summary, summary, Audience.DESK, reference)
    lines = _lines_of(ours())
    return {"summary": in_turn(lambda: _bare(lines), ours, RUNS, f"{len(lines)} pages")}


def _summary() -> DaySummary:
    said = json.loads((paths.resources() / "sample" / "matters.json").read_text("utf-8"))["matters"]
    day = built(ReceptionDay, {"held_on": "2026-11-23", "start": "09:00", "end": "17:00", "place": "社区活动室"})
    matters = []
    for number in range(VISITS):
        one = said[number % len(said)]
        words = {name: one[name].format(village="") for name in ("title", "verbatim", "ask")}
        # No two speak the same words: nothing may be broken into lines once for many.
        words["verbatim"] = words["verbatim"][number // len(said) :] + f"这是第{number}件事。" + words["title"]
        values = {**words, "category": one["category"], "state": "REFERRED", "unit": "交通运输局"}
        matters.append(TalliedMatter(built(Opinion, values), f"杨胜{number:03}", "520324116201", 1))
    station = built(Station, {"name": "联络站"})
    visits = tuple(replace(built(Visit, {}), headcount=1) for _ in range(VISITS))
    return DaySummary(station, day, (), visits, tuple(matters), (), ("王小莉",), "2026-11-23")


def _lines_of(pdf: bytes) -> list[list[tuple[float, float, float, str]]]:
    """For each page the lines that stand on it: x, y from below, size in points, text."""
    import pypdfium2  # noqa: PLC0415  (a tool of the bench, not of its figures)

    pages: list[list[tuple[float, float, float, str]]] = []
    for page in pypdfium2.PdfDocument(pdf):
        text: Any = page.get_textpage()
        found = []
        for number in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(number)
            found.append((left, bottom, top - bottom, text.get_text_bounded(left, bottom, right, top).strip()))
        pages.append(found)
    return pages


def _bare(pages: list[list[tuple[float, float, float, str]]]) -> bytes:
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415  (reportlab is imported where it is used)
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415  (see above)
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415  (see above)

    if "bare" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("bare", paths.resources() / "fonts" / "NotoSerifSC-Regular.ttf"))
    written = io.BytesIO()
    canvas = Canvas(written)
    for lines in pages:
        for x, y, size, text in lines:
            canvas.setFont("bare", size)
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return written.getvalue()
