"""Files of a record: clean, once, with their record; what stays here is never sent."""

from __future__ import annotations

import os
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base
from PIL.PngImagePlugin import PngInfo
from reportlab.pdfgen.canvas import Canvas

from station_app import apart
from station_app.db import blobs
from station_app.domain.files import LARGEST_PAPER_BYTES, LONG_EDGE
from station_app.domain.problem import Rejected, refusal
from station_app.domain.records import Attachment
from station_app.services import attachments, photos
from station_app.services.acts import Ask, perform
from station_app.services.attachments import Prepared, prepare
from station_app.services.desk import Desk
from tests.office import registered

CAMERA = "Quokka-Cam 77"
REPORTED = {
    "redirect_reason": "DISCIPLINE",
    "redirect_organ": "县纪委监委",
    "told_on": "2026-11-23",
    "told_by": "王小莉",
}


def photo(width: int = 3000, height: int = 1500, orientation: int = 6) -> bytes:
    """A photo as a telephone writes it: lying on its side, red on the left, with camera, time, place and a comment."""
    picture = Image.new("RGB", (width, height), "blue")
    picture.paste("red", (0, 0, width // 2, height))
    exif = Image.Exif()
    exif[Base.Make], exif[Base.Orientation], exif[Base.DateTime] = CAMERA, orientation, "2026:11:20 08:01:02"
    exif.get_ifd(IFD.GPSInfo).update({GPS.GPSLatitudeRef: "N", GPS.GPSLatitude: (28.0, 31.0, 7.5)})
    written = BytesIO()
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{CAMERA}</x:xmpmeta>".encode()
    picture.save(written, "JPEG", exif=exif, comment=CAMERA.encode(), xmp=xmp)
    return written.getvalue()


def paper_of(words: str, password: str = "") -> bytes:
    """A PDF of one page, encrypted where a password is given."""
    written = BytesIO()
    sheet = Canvas(written, encrypt=password or None)
    sheet.drawString(72, 720, words)
    sheet.save()
    return written.getvalue()


PDF = paper_of("a letter")


def problem_of(content: bytes, name: str = "photo.jpg") -> str:
    with pytest.raises(Rejected) as refused:
        prepare(content, name)
    return refused.value.problems[0].code


def waiting(desk: Desk) -> set[str]:
    return {one.hash for one in blobs.unfinished(desk.store.database, blobs.UP)}


def test_nothing_of_place_camera_and_time_remains_in_what_is_kept(desk: Desk) -> None:
    taken = photo()
    assert CAMERA.encode() in taken
    assert Image.open(BytesIO(taken)).getexif().get_ifd(IFD.GPSInfo)
    done = attachments.attach(desk, "opinion", registered(desk)["opinion"].uid, prepare(taken, "C:\\照片\\路.JPG"))
    kept = desk.records.one(Attachment, done.uid)
    content = attachments.content_of(desk, kept.blob) or b""
    small = attachments.thumbnail_of(desk, kept.blob) or b""
    for stored in (content, small):
        picture = Image.open(BytesIO(stored))
        assert dict(picture.getexif()) == {}
        assert not {"exif", "comment", "xmp", "photoshop"} & picture.info.keys()
        for trace in (CAMERA.encode(), b"Exif", b"2026:11:20", b"xmpmeta", b"GPS"):
            assert trace not in stored
    assert (kept.name, kept.cleaned, kept.what, kept.media_type) == ("路.jpg", True, "PHOTO", "image/jpeg")


def test_a_photo_is_upright_and_scaled_down() -> None:
    ready = prepare(photo(), "路.jpg")
    picture = Image.open(BytesIO(ready.content)).convert("RGB")
    assert picture.size == (ready.width, ready.height) == (LONG_EDGE // 2, LONG_EDGE)
    top, bottom = picture.getpixel((500, 100)), picture.getpixel((500, 1900))
    assert _is_near(top, (255, 0, 0))
    assert _is_near(bottom, (0, 0, 255))
    assert max(Image.open(BytesIO(ready.thumbnail)).size) <= 160


PHOTO_OF_PHONE = Path(__file__).resolve().parents[1] / "data" / "photo.heic"
DAMAGED = PHOTO_OF_PHONE.with_name("photo-damaged.heic")
"""A few bytes of it were changed: the library that reads it ends its process."""


def test_a_telephones_own_form_is_taken_as_a_photo_without_its_place() -> None:
    content = PHOTO_OF_PHONE.read_bytes()
    assert b"PHONE MAKER" in content
    ready = prepare(content, "IMG_0001.HEIC")
    picture = Image.open(BytesIO(ready.content))
    assert (ready.name, ready.media_type, picture.size) == ("IMG_0001.jpg", "image/jpeg", (640, 400))
    assert not picture.getexif()
    assert b"PHONE MAKER" not in ready.content


def test_a_photo_that_ends_its_reader_costs_a_sentence_and_not_the_program() -> None:
    assert problem_of(DAMAGED.read_bytes(), "IMG_0002.HEIC") == "picture_broken"
    assert problem_of(PHOTO_OF_PHONE.read_bytes()[:1200], "IMG_0003.HEIC") == "picture_broken"


def test_what_takes_too_long_apart_is_given_up() -> None:
    with pytest.raises(Rejected) as refused:
        apart.done_apart("picture", PHOTO_OF_PHONE.read_bytes(), refusal("picture_broken"), seconds=0.001)
    assert refused.value.problems[0].code == "picture_broken"


def test_the_photos_of_a_folder_are_listed_latest_first_with_small_pictures(tmp_path: Path) -> None:
    camera = tmp_path / "telephone" / "card" / "DCIM"
    (camera / "100APPLE").mkdir(parents=True)
    for turn, (name, content) in enumerate(
        [("old.jpg", photo(60, 40)), ("100APPLE/new.HEIC", PHOTO_OF_PHONE.read_bytes()), ("bad.jpg", b"no picture")]
    ):
        (camera / name).write_bytes(content)
        os.utime(camera / name, (1_000_000 + turn, 1_000_000 + turn))
    (camera / "letter.txt").write_text("words")
    assert photos.cameras([str(tmp_path / "telephone")]) == [camera]
    bad, new, old = photos.photos_in(camera)
    assert (bad.name, new.name, old.name) == ("bad.jpg", "new.HEIC", "old.jpg")
    assert photos.small(bad) == b""
    for one in (new, old):
        assert max(Image.open(BytesIO(photos.small(one))).size) <= 160
    with pytest.raises(Rejected):
        photos.photos_in(tmp_path / "unplugged")


def test_a_small_picture_is_not_blown_up_and_what_is_clear_becomes_white() -> None:
    written = BytesIO()
    info = PngInfo()
    info.add_text("Location", CAMERA)
    Image.new("RGBA", (40, 20), (0, 0, 0, 0)).save(written, "PNG", pnginfo=info)
    ready = prepare(written.getvalue(), "screen.png")
    assert (ready.width, ready.height, ready.name) == (40, 20, "screen.jpg")
    assert Image.open(BytesIO(ready.content)).convert("RGB").getpixel((3, 3)) == (255, 255, 255)
    assert CAMERA.encode() not in ready.content


def test_the_content_tells_what_a_file_is_and_not_its_name() -> None:
    assert prepare(photo(60, 40), "路.pdf").media_type == "image/jpeg"
    assert prepare(PDF, "路.jpg").media_type == "application/pdf"
    assert problem_of(b"MZ\x90\0" + b"\0" * 99, "photo.jpg") == "file_program"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "picture_broken"),
        (b"\0\0\0\x18ftypisom\0\0\0\0", "file_film"),
        (b"\x7fELF\x02\x01", "file_program"),
        (b"PK\x03\x04\x14\0", "file_office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file_office"),
        (b"hello", "file_unknown"),
        (b"%PDF-1.7\n<</OpenAction <</S /JavaScript /JS (app.alert)>>>>", "file_pdf_active"),
        (b"%PDF-1.7\nnothing", "paper_broken"),
        (paper_of("a letter", "secret"), "paper_broken"),
        (b"%PDF-1.7\n" + b"0" * LARGEST_PAPER_BYTES, "file_too_large"),
        (b"\xff\xd8\xff\xe0 no picture at all", "picture_broken"),
        (b"\x89PNG\r\n\x1a\n", "picture_broken"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "picture_broken"),
    ],
)
def test_what_is_no_photo_and_no_paper_is_refused_in_words(content: bytes, code: str) -> None:
    assert problem_of(content) == code


def test_a_photo_that_is_cut_off_is_refused() -> None:
    assert problem_of(photo(800, 600)[:-3000]) == "picture_broken"


def test_a_picture_with_more_pixels_than_memory_is_refused_before_it_is_read() -> None:
    bomb = bytearray(_png(1, 1))
    bomb[16:24] = (60_000).to_bytes(4, "big") + (60_000).to_bytes(4, "big")
    bomb[29:33] = zlib.crc32(bytes(bomb[12:29])).to_bytes(4, "big")
    assert problem_of(bytes(bomb)) == "picture_too_many_pixels"


def test_a_scan_of_several_pages_is_asked_for_as_a_pdf() -> None:
    written = BytesIO()
    pages = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    pages[0].save(written, "TIFF", save_all=True, append_images=pages[1:])
    assert problem_of(written.getvalue()) == "picture_several_pages"


def test_a_file_that_cannot_be_read_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(Rejected) as refused:
        attachments.prepare_file(str(tmp_path / "gone.jpg"))
    assert refused.value.problems[0].code == "file_unreadable"


def test_the_same_file_twice_is_one(desk: Desk) -> None:
    opinion, ready = registered(desk)["opinion"].uid, prepare(PDF, "来信.pdf")
    first, second = (attachments.attach(desk, "opinion", opinion, ready) for _ in range(2))
    assert first.uid == second.uid
    assert len(attachments.of_record(desk, "opinion", opinion)) == 1
    assert waiting(desk) == {ready.blob}


def test_a_file_of_no_record_is_refused_and_nothing_of_it_is_kept(desk: Desk) -> None:
    with pytest.raises(Rejected):
        attachments.attach(desk, "opinion", desk.clock.new_id(), prepare(PDF, "a.pdf"))
    assert blobs.find(desk.store.database, prepare(PDF, "a.pdf").blob) is None


def test_what_is_held_for_a_draft_goes_nowhere(desk: Desk) -> None:
    held = attachments.hold(desk, prepare(PDF, "a.pdf"))
    assert waiting(desk) == set()
    assert attachments.content_of(desk, held.blob) == PDF


def test_a_file_is_removed_with_a_reason_and_is_not_sent_any_more(desk: Desk) -> None:
    opinion = registered(desk)["opinion"].uid
    done = attachments.attach(desk, "opinion", opinion, prepare(PDF, "a.pdf"))
    with pytest.raises(Rejected):
        attachments.remove(desk, done.uid, "")
    attachments.remove(desk, done.uid, "附错了")
    assert attachments.of_record(desk, "opinion", opinion) == []
    assert waiting(desk) == set()


@pytest.fixture
def paper() -> Prepared:
    return prepare(PDF, "举报信.pdf")


def test_a_file_of_an_accusation_is_never_sent(desk: Desk, paper: Prepared) -> None:
    accused = registered(desk, opinion_kind="REPORT")["opinion"].uid
    attachments.attach(desk, "opinion", accused, paper)
    assert waiting(desk) == set()
    perform(desk, [Ask("opinion", "redirect", REPORTED, accused)])
    perform(desk, [Ask("opinion", "correct", {"opinion_kind": "COMPLAINT"}, accused)])
    assert waiting(desk) == set()


def test_the_sheet_of_a_visit_that_held_an_accusation_is_never_sent(desk: Desk, paper: Prepared) -> None:
    done = registered(desk, opinion_kind="REPORT")
    attachment = attachments.attach(desk, "visit", done["visit"].uid, paper)
    assert waiting(desk) == set()
    assert desk.store.is_kept_here("attachment", attachment.uid)


def test_what_turns_out_to_be_an_accusation_stops_its_file(desk: Desk, paper: Prepared) -> None:
    opinion = registered(desk)["opinion"].uid
    attachments.attach(desk, "opinion", opinion, paper)
    assert waiting(desk) == {paper.blob}
    perform(desk, [Ask("opinion", "correct", {"opinion_kind": "REPORT"}, opinion)])
    assert waiting(desk) == set()


def test_a_file_that_an_ordinary_matter_holds_too_is_sent(desk: Desk, paper: Prepared) -> None:
    attachments.attach(desk, "opinion", registered(desk, opinion_kind="REPORT")["opinion"].uid, paper)
    attachments.attach(desk, "opinion", registered(desk)["opinion"].uid, paper)
    assert waiting(desk) == {paper.blob}


def _is_near(found: object, colour: tuple[int, int, int]) -> bool:
    return isinstance(found, tuple) and all(abs(one - other) < 60 for one, other in zip(found, colour, strict=True))


def _png(width: int, height: int) -> bytes:
    written = BytesIO()
    Image.new("L", (width, height)).save(written, "PNG")
    return written.getvalue()
