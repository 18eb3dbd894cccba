"""An ordinary Monday: who walks in, calls, writes; a refusal, a child, an accusation; what each takes home on paper."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QMimeData, QRect, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from station_app.domain.records import Opinion
from station_app.services import attachments
from station_app.text import paper as slip_words
from station_app.ui.pages.days.today import TodayPage
from station_app.ui.pages.records.preview import PreviewPage
from station_app.ui.pages.records.record import RecordPage
from station_app.ui.pages.visit.rekey import ReadBackPage
from station_app.ui.pages.visit.visit import VisitPage
from tour import script, visits
from tour.closing import made
from tour.hands import CONTROL, SHIFT, Key
from tour.opening import number_of
from tour.script import Coming
from tour.walker import Walker

PHOTO = QRect(0, 0, 1200, 900)
SHOTS: tuple[dict[str, str], ...] = (
    {},
    {"whole": "visit-by-phone"},
    {},
    {"whole": "visit-redirected"},
    {"young": "visit-child", "report": "visit-harm"},
    {"accused": "visit-accusation"},
)


def walk(walker: Walker) -> None:
    """Six visits without a reception day, the first with a photo, the last read aloud."""
    everybody = [script.coming(raw) for raw in script.script()["walk_ins"]]
    page = visits.open_form(walker)
    for one, shots in zip(everybody, SHOTS, strict=True):
        visits.type_in(walker, page, one, shots)
        if "whole" in shots:
            walker.shoot(shots["whole"])
        if one is everybody[0]:
            _paste_photo(walker, page)
        if one is everybody[-1]:
            _read_back(walker, page)
        visits.save(walker, page, one)
        walker.clock.let_pass(visits.MINUTES_A_VISIT)
        if "report" in shots:
            walker.shoot("visit-harm-saved")
    accused = walker.desk.records.all(Opinion)[-1]
    walker.must(walker.desk.store.is_kept_here("opinion", accused.uid), "an accusation stays at this desk")
    walker.hands.press(Key.Key_Escape)
    walker.page(TodayPage, "Esc leads back to the day")
    walker.shoot("today-walk-ins")
    _on_paper(walker, everybody[0])


def _paste_photo(walker: Walker, page: VisitPage) -> None:
    """A photo that was copied is pasted into the words; it becomes a file of the matter."""
    copied = QMimeData()
    copied.setImageData(a_photo())
    QGuiApplication.clipboard().setMimeData(copied)
    walker.hands.tab_to("verbatim", SHIFT)
    walker.hands.press(Key.Key_V, modifier=CONTROL)
    walker.hands.wait(lambda: len(page.matters[0].files.held()) == 1, "the photo is taken in")
    QGuiApplication.clipboard().clear()  # a picture that outlived the program would break its end
    walker.shoot("visit-photo")


def _read_back(walker: Walker, page: VisitPage) -> None:
    """F11 in large letters; who will not sign is written down as that."""
    walker.hands.press(Key.Key_F11)
    walker.page(ReadBackPage, "F11 shows what is read aloud")
    walker.shoot("read-back")
    walker.hands.pick(number_of(walker, "confirmation", "REFUSED"))
    walker.page(VisitPage, "the digit leads back to the form")
    walker.must(page.hearing.values()["confirmation"] == "REFUSED", "the refusal to sign is written down")
    walker.shoot("visit-not-signed")


def _on_paper(walker: Walker, one: Coming) -> None:
    """Receipt, record sheet and slip of one matter, from its record by F8."""
    hands, desk = walker.hands, walker.desk
    matter = next(own for own in desk.records.all(Opinion) if own.title == one.matters[0].title)
    walker.must(bool(attachments.of_record(desk, "opinion", matter.uid)), "the photo belongs to the matter")
    open_record(walker, matter)
    walker.shoot("record-with-photo")
    hands.press(Key.Key_F8)
    preview = walker.page(PreviewPage, "F8 shows the papers of a matter")
    for form, name in (("P6", "slip"), ("P8", "result-sheet"), ("P5", "receipt"), ("P4", "record-sheet")):
        words = slip_words.ON_PAPER[form]
        if form != "P6":
            hands.tab_to(words)
            hands.press(Key.Key_Return)
        printed = made(walker, preview, words)
        walker.camera.pages(printed.pdf, name)
        if form in ("P6", "P5"):
            walker.shoot(f"{name}-preview")
    hands.press(Key.Key_Escape)
    walker.page(RecordPage, "Esc leads back to the record")
    hands.press(Key.Key_Escape)


def open_record(walker: Walker, matter: Opinion) -> RecordPage:
    """A matter by the search over everything: F3, its title, Enter."""
    hands = walker.hands
    hands.press(Key.Key_F3)
    hands.write(matter.title)
    search = walker.window.page()
    hands.wait(lambda: bool(getattr(search, "found", list)()), f"the search finds {matter.title}")
    hands.press(Key.Key_Return)
    return walker.page(RecordPage, "Enter opens what was found")


def a_photo() -> QImage:
    """A muddy road on a slope, drawn."""
    image = QImage(PHOTO.size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.fillRect(PHOTO, QColor("#C9D7DE"))
    for number, (top, colour) in enumerate(((260, "#8FA58A"), (420, "#6E8763"), (600, "#8A7355"))):
        painter.setBrush(QColor(colour))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(QRect(-500 + 420 * number, top, 2000, 1400))
    painter.setBrush(QColor("#3E3A33"))
    for number in range(14):
        painter.drawEllipse(QRect(420 + 37 * number, 640 + 29 * (number % 4), 90, 52))
    painter.end()
    return image


def in_days(walker: Walker, days: int) -> str:
    """A day as it is typed, so many days from today."""
    return (walker.desk.clock.now().date() + timedelta(days=days)).isoformat()
