"""A PDF on a printer: as it is where the system prints PDFs (CUPS), else painted page by page."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable

from PySide6.QtCore import QMarginsF, QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from station_app.reports import press
from station_app.reports.press import PageSize, Picture

PRINT_DPI = 300
PATIENCE_S = 120.0
SIDES = {
    QPrinter.DuplexMode.DuplexNone: "one-sided",
    QPrinter.DuplexMode.DuplexLongSide: "two-sided-long-edge",
    QPrinter.DuplexMode.DuplexShortSide: "two-sided-short-edge",
}
"""What a printer is asked for, as IPP names it (RFC 8011, 5.2.8)."""

Done = Callable[[int], None]
"""Hears how many pages are done; may raise to stop the work."""


def print_pdf(printer: QPrinter, pdf: bytes, sizes: list[PageSize], done: Done) -> None:
    """Print on A4, each page standing or lying as it is, under the printer's `docName`.

    A printer of CUPS takes the PDF itself: lines and letters stay lines and letters. Elsewhere, and where CUPS does not
    take it, pages are painted at 300 dots an inch, one picture in memory at a time.
    """
    if printer.outputFormat() is QPrinter.OutputFormat.NativeFormat and _is_taken_whole(printer, pdf):
        done(len(sizes))
    else:
        _paint(printer, pdf, sizes, done)


def _is_taken_whole(printer: QPrinter, pdf: bytes) -> bool:
    command = shutil.which("lp")
    if command is None:
        return False
    options = ["media=A4", "print-scaling=none"]
    if printer.duplex() in SIDES:
        options.append(f"sides={SIDES[printer.duplex()]}")
    if printer.colorMode() is QPrinter.ColorMode.GrayScale:
        options.append("print-color-mode=monochrome")
    if pages := _wanted(printer):
        options.append(f"page-ranges={pages[0]}-{pages[-1]}")
    told = [part for option in options for part in ("-o", option)]
    copies = ["-n", str(max(1, printer.copyCount()))]
    asked = [command, "-d", printer.printerName(), "-t", printer.docName(), *copies, *told, "-"]
    try:
        answer = subprocess.run(asked, input=pdf, capture_output=True, timeout=PATIENCE_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def layout_of(size: PageSize) -> QPageLayout:
    """A4, standing or lying as the page is."""
    lying = QPageLayout.Orientation.Landscape if size.is_lying else QPageLayout.Orientation.Portrait
    return QPageLayout(QPageSize(QPageSize.PageSizeId.A4), lying, QMarginsF())


def _wanted(printer: QPrinter) -> range:
    """The pages that were asked for, from 1; an empty range for all."""
    first, last = printer.fromPage(), printer.toPage()
    is_range = printer.printRange() is QPrinter.PrintRange.PageRange and first > 0
    return range(first, max(first, last) + 1) if is_range else range(0)


def _paint(printer: QPrinter, pdf: bytes, sizes: list[PageSize], done: Done) -> None:
    """Every page on a sheet of its own orientation, one picture in memory at a time."""
    asked = _wanted(printer)
    wanted = [(number, one) for number, one in enumerate(sizes) if not asked or number + 1 in asked]
    if not wanted:
        return
    printer.setFullPage(True)
    printer.setPageLayout(layout_of(wanted[0][1]))
    painter = QPainter(printer)
    try:
        for turn, (number, page_size) in enumerate(wanted):
            if turn:
                printer.setPageLayout(layout_of(page_size))
                printer.newPage()
            image = image_of(press.picture(pdf, number, float(PRINT_DPI)))
            paper = printer.pageLayout().fullRectPixels(printer.resolution()).size()
            painter.drawImage(
                QRect(QPoint(0, 0), image.size().scaled(paper, Qt.AspectRatioMode.KeepAspectRatio)), image
            )
            done(number + 1)
    except BaseException:
        printer.abort()
        raise
    finally:
        painter.end()


def image_of(picture: Picture) -> QImage:
    """A page as Qt shows it."""
    image = QImage(picture.bgrx, picture.width, picture.height, picture.width * 4, QImage.Format.Format_RGB32)
    return image.copy()  # the bytes end with the picture
