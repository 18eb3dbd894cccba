"""The summary of a day of 300 visits and a list of 2,000 rows, against bare reportlab that draws the same lines in the
same places; where typst is installed (it is no dependency), what the list takes it stands beside.
"""

from __future__ import annotations

import importlib.util
import io
import json
import re
from dataclasses import replace
from functools import partial
from typing import Any

from benchmarks.measure import Figures, in_turn, seconds_of
from station_app import paths
from station_app.domain.field import built
from station_app.domain.records import Opinion, ReceptionDay, Station, Visit
from station_app.domain.redaction import Audience
from station_app.domain.tally import DaySummary, TalliedMatter
from station_app.reports import desk_papers, p9
from station_app.reports.desk_papers import Listing
from station_app.text.paper import LEDGER_HEADS, LEDGER_SHARES

VISITS = 300
ROWS = 2_000
RUNS = 5


def measure() -> Figures:
    """The summary, and the same lines drawn bare."""
    summary, reference = _summary(), p9.Reference(paths.code_book(), paths.regions())
    ours = partial(p9.summary, summary, Audience.DESK, reference)
    lines = _lines_of(ours())
    facts = _listing()
    drawn = _lines_of(desk_papers.listing(facts))
    listed = in_turn(
        lambda: _bare(drawn), lambda: desk_papers.listing(facts), RUNS, f"{len(drawn)} pages{_typst(facts)}"
    )
    return {"summary": in_turn(lambda: _bare(lines), ours, RUNS, f"{len(lines)} pages"), "list": listed}


def _listing() -> Listing:
    """A ledger as an office keeps it: numbers, days, names, matters, units; no two rows the same."""
    said = json.loads((paths.resources() / "sample" / "matters.json").read_text("utf-8"))["matters"]
    rows = []
    for number in range(ROWS):
        one = said[number % len(said)]
        title = f"{one['title'].format(village='')}（第{number}件）"
        told = (str(number), f"M26-{number:04}", f"{number % 12 + 1}月{number % 28 + 1}日", f"杨胜{number % 97:02}")
        rows.append(
            (
                *told,
                f"王{number:04}",
                "1",
                title,
                "道路交通",
                "转办",
                "交通运输局",
                "12月23日",
                "办理中",
                "",
                "",
                "",
                "",
            )
        )
    return Listing("联络站", "接待台账", "全部", LEDGER_HEADS, LEDGER_SHARES, rows, "2026-11-23", most=2)


def _typst(facts: Listing) -> str:
    """What the same list takes typst, as words behind the figure."""
    if importlib.util.find_spec("typst") is None:
        return ""
    typst: Any = importlib.import_module("typst")
    plain = re.compile(r"[^A-Za-z0-9\u4e00-\u9fff]")
    cells = "\n".join("".join(f"[{plain.sub('', cell)}]," for cell in row) for row in facts.rows)
    heads = ",".join(f"[{head}]" for head in facts.heads)
    page = '#set page(paper: "a4", flipped: true)\n#set text(font: "Noto Serif SC", size: 9pt)\n'
    source = f"{page}#table(columns: {len(facts.heads)}, table.header({heads}),\n{cells})"
    fonts = [str(paths.resources() / "fonts")]
    typst.compile(source.encode(), font_paths=fonts)
    return f", typst {seconds_of(lambda: typst.compile(source.encode(), font_paths=fonts)) * 1000:.0f} ms"


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
