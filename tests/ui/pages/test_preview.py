from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from station_app.domain.problem import refusal, reject
from station_app.reports import press
from station_app.reports.desk_papers import Listing
from station_app.services import prints, reception, trail
from station_app.services.desk import Desk
from station_app.services.printing import Print
from station_app.ui.pages.records import preview
from station_app.ui.pages.records.preview import PreviewPage
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace
from tests.reports.reading import page_texts
from tests.ui.pages.conftest import Shown


@pytest.fixture
def day(desk: Desk) -> str:
    fields = {"held_on": "2026-11-23", "start": "9:00", "end": "12:00", "place": "活动室"}
    uid = reception.plan(desk, fields, ()).uid
    reception.begin(desk, uid)
    return uid


@pytest.fixture
def page(desk: Desk, day: str, jobs: Jobs, window: MainWindow, qtbot: QtBot) -> PreviewPage:
    versions = {
        "存档版": lambda: prints.summary_of_day(desk, day),
        "公开张贴版": lambda: prints.public_summary(desk, day),
    }
    page = PreviewPage(versions, jobs)
    window.open(page)
    qtbot.waitUntil(lambda: page.shown() is not None, timeout=20_000)
    return page


def _papers(page: PreviewPage) -> list[QLabel]:
    return [label for label in page.findChildren(QLabel, "paper") if label.isVisibleTo(page)]


def test_every_page_of_the_print_is_in_view(page: PreviewPage, qtbot: QtBot) -> None:
    made = page.shown()
    assert made is not None
    qtbot.waitUntil(lambda: len(page.images()) == made.pages == len(_papers(page)))
    assert page.accessibleDescription() == f"第 1 页，共 {made.pages} 页"


def test_plus_minus_and_nought_change_the_width(page: PreviewPage, qtbot: QtBot) -> None:
    fits = _papers(page)[0].width()
    qtbot.keyClick(page, Qt.Key.Key_Plus)
    assert _papers(page)[0].width() > fits
    qtbot.waitUntil(lambda: _papers(page)[0].pixmap().width() > fits)
    qtbot.keyClick(page, Qt.Key.Key_0)
    qtbot.keyClick(page, Qt.Key.Key_Minus)
    assert _papers(page)[0].width() < fits


def test_the_other_version_is_another_print(page: PreviewPage, qtbot: QtBot) -> None:
    first = page.shown()
    page.change_version("公开张贴版")
    qtbot.waitUntil(lambda: page.shown() is not None, timeout=20_000)
    second = page.shown()
    assert first is not None
    assert second is not None
    assert second.name == "P9-2026-11-23-public.pdf"
    assert second.pdf != first.pdf


def test_the_pdf_is_saved_as_it_was_shown(page: PreviewPage, tmp_path: Path) -> None:
    made = page.shown()
    assert made is not None
    page.save_as(tmp_path / made.name)
    assert (tmp_path / "P9-2026-11-23.pdf").read_bytes() == made.pdf
    assert "保存好了" in page.notices.accessibleDescription()


@pytest.fixture
def coarse(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are painted coarsely, where it does not matter what stands on the paper."""
    monkeypatch.setattr(preview, "PRINT_DPI", 40)


@pytest.mark.usefixtures("coarse")
def test_what_was_saved_and_printed_stands_in_the_trail(
    place: Workplace, desk: Desk, day: str, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    place.show_print({"存档版": lambda: prints.summary_of_day(desk, day)})
    page = window.page()
    assert isinstance(page, PreviewPage)
    qtbot.waitUntil(lambda: page.shown() is not None, timeout=20_000)
    page.save_as(tmp_path / "no folder" / "x.pdf")
    page.save_as(tmp_path / "x.pdf")
    qtbot.waitUntil(lambda: trail.count(desk) == 1)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    page.print_on(printer)
    qtbot.waitUntil(lambda: trail.count(desk) == 2, timeout=20_000)
    noted = [(one.what, one.detail) for one in trail.lines(desk, 0, 9)]
    assert noted == [("打印", "P9-2026-11-23.pdf"), ("存成文件", "P9-2026-11-23.pdf")]


def test_a_place_that_cannot_be_written_is_said(page: PreviewPage, tmp_path: Path) -> None:
    page.save_as(tmp_path / "no folder" / "x.pdf")
    assert "写不进去" in page.notices.accessibleDescription()


def test_that_no_printer_is_here_is_told_plainly(page: PreviewPage, window: MainWindow) -> None:
    window.press("F8")
    assert "没有装打印机" in page.notices.accessibleDescription()


def test_a_run_waits_for_nobody_where_a_printer_appears(
    page: PreviewPage, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(lambda: ["office"]))
    with pytest.raises(AssertionError, match="a modal box was opened"):
        window.press("F8")


def test_pages_are_painted_on_paper(page: PreviewPage, tmp_path: Path, qtbot: QtBot) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    page.print_on(printer)
    qtbot.waitUntil(lambda: "已送到打印机" in page.notices.accessibleDescription(), timeout=20_000)
    made = page.shown()
    assert made is not None
    assert press.page_count((tmp_path / "paper.pdf").read_bytes()) == made.pages


def listed(rows: int) -> Print:
    """A list, lying."""
    lines = [(str(number), "通组路塌方没有人修") for number in range(rows)]
    return prints.listing(Listing("联络站", "台账", "", ("序号", "事项"), (2.0, 20.0), lines, "2026-11-23"))


def test_of_a_long_print_only_the_pages_near_the_view_are_held(jobs: Jobs, shown: Shown, qtbot: QtBot) -> None:
    page = shown(lambda: PreviewPage({"一种": lambda: listed(1000)}, jobs)).page()
    assert isinstance(page, PreviewPage)
    qtbot.waitUntil(lambda: page.shown() is not None, timeout=20_000)
    made = page.shown()
    assert made is not None
    assert made.pages > 40
    assert len(_papers(page)) == made.pages
    qtbot.waitUntil(lambda: len(page.images()) == preview.NEAR)
    assert not _papers(page)[-1].pixmap().width()
    qtbot.keyClick(page.focusWidget() or page, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    page._area.verticalScrollBar().setValue(page._area.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: bool(_papers(page)[-1].pixmap().width()))
    assert len(page.images()) <= preview.NEAR
    assert not _papers(page)[0].pixmap().width()
    assert page.accessibleDescription() == f"第 {made.pages} 页，共 {made.pages} 页"


@pytest.mark.usefixtures("coarse")
def test_a_lying_page_is_printed_on_a_lying_sheet_of_a4_under_the_paper_s_name(
    jobs: Jobs, shown: Shown, tmp_path: Path, qtbot: QtBot
) -> None:
    page = shown(lambda: PreviewPage({"一种": lambda: listed(40)}, jobs)).page()
    assert isinstance(page, PreviewPage)
    qtbot.waitUntil(lambda: page.shown() is not None, timeout=20_000)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    page.print_on(printer)
    qtbot.waitUntil(lambda: "已送到打印机" in page.notices.accessibleDescription(), timeout=20_000)
    sizes = press.page_sizes((tmp_path / "paper.pdf").read_bytes())
    assert len(sizes) > 1
    assert {(round(one.width), round(one.height)) for one in sizes} == {(842, 595)}
    assert printer.docName() == "台账-2026-11-23"


def test_what_was_hidden_is_looked_at_before_the_print_leaves(
    desk: Desk, day: str, jobs: Jobs, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    reception.close(desk, day, "村民王建国说，请打13985001234。")
    page = PreviewPage({"公开张贴版": lambda: prints.public_summary(desk, day)}, jobs)
    window.open(page)
    qtbot.waitUntil(lambda: page.shown() is not None, timeout=20_000)
    page.save_as(tmp_path / "x.pdf")
    window.press("F8")
    assert "先把遮去的地方看过" in page.notices.accessibleDescription()
    assert not (tmp_path / "x.pdf").exists()
    made = page.shown()
    assert made is not None
    assert [one.text for one in made.found] == ["13985001234", "王建国"]
    assert "王建国" not in "".join(page_texts(made.pdf))
    (key,) = [one for one in page.findChildren(QPushButton) if "王建国" in one.text()]
    key.click()
    qtbot.waitUntil(lambda: page.shown() not in (None, made), timeout=20_000)
    again = page.shown()
    assert again is not None
    assert "王建国" in "".join(page_texts(again.pdf)), "a person said that it is no name"
    assert "13985001234" not in "".join(page_texts(again.pdf))
    window.press("F7")
    page.save_as(tmp_path / "x.pdf")
    assert (tmp_path / "x.pdf").read_bytes() == again.pdf


def test_a_print_that_is_refused_says_why(jobs: Jobs, window: MainWindow, qtbot: QtBot) -> None:
    def refused() -> Print:
        raise reject(refusal("no_station_here"))

    page = PreviewPage({"存档版": refused}, jobs)
    window.open(page)
    qtbot.waitUntil(page.notices.isVisible)
    assert "还没有联络站" in page.notices.accessibleDescription()
    assert page.acts() == {}


def test_a_long_print_says_how_far_it_is_and_f6_stops_it(jobs: Jobs, shown: Shown, qtbot: QtBot) -> None:
    began, goes_on = threading.Event(), threading.Event()

    def making() -> Print:
        began.set()
        goes_on.wait(5)
        return Print(b"", 1, "never.pdf")

    page = shown(lambda: PreviewPage({"一种": making}, jobs)).page()
    assert isinstance(page, PreviewPage)
    qtbot.waitUntil(began.is_set)
    qtbot.waitUntil(lambda: bool(page._working.said()))
    assert "F6" in page.acts()
    qtbot.keyClick(page.window(), Qt.Key.Key_F6)
    goes_on.set()
    qtbot.waitUntil(lambda: not page._working.isVisible())
    assert page.shown() is None
    assert "F6" not in page.acts()
    assert page.notices.isVisible()
