"""Paper drawn by the library, and its pages as pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.sax.saxutils import escape

from station_app.domain.immutable import immutable
from station_app.reports.fonts import Faces, Role

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

# What brings the body face to the weight of the title face at 22 points.
TITLE_STROKE = 0.9


class PlacedWords(NamedTuple):
    """A line of text from `x` on the baseline `y` (down from the sheet's top), tracking added after each character."""

    x: float
    y: float
    text: str
    role: Role
    size: float
    tracking: float


class Rule(NamedTuple):
    """A straight line and its weight, in points."""

    x0: float
    y0: float
    x1: float
    y1: float
    weight: float


class Box(NamedTuple):
    """A filled rectangle: its upper left corner, width and height, in points."""

    x: float
    y: float
    width: float
    height: float


class PlacedPicture(NamedTuple):
    """A picture's file as bytes (PNG, JPEG), its upper left corner and the room that it fills, in points."""

    x: float
    y: float
    width: float
    height: float
    file: bytes


class Entry(NamedTuple):
    """A line of the outline: its words, how deep it stands (0, 1), and where it leads, in points from the top."""

    text: str
    depth: int
    y: float


@dataclass
class PressedPage:
    """What stands on one page."""

    words: list[PlacedWords] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    pictures: list[PlacedPicture] = field(default_factory=list)
    outline: list[Entry] = field(default_factory=list)


@immutable
class About:
    """What a PDF says of itself: title, author, and the day (ISO 8601) up to which its facts reach, "" where none is
    known."""

    title: str
    author: str
    made_on: str = ""


def press(pages: Sequence[PressedPage], faces: Faces, about: About, size: tuple[float, float]) -> bytes:
    """The PDF of the pages. The same pages give the same bytes: no clock and no chance goes in."""
    # reportlab costs 100 ms at import: the desk must start without it.
    from reportlab import rl_config  # noqa: PLC0415 - see above
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 - see above

    # Binary streams: a quarter smaller and faster than reportlab's habit of wrapping them in letters.
    rl_config.useA85 = 0
    out = BytesIO()
    # Without a first font of ours reportlab would name Helvetica, which it does not embed.
    first = faces[Role.BODY].name
    canvas = Canvas(
        out,
        pagesize=size,
        invariant=1,
        pageCompression=1,
        initialFontName=first,  # type: ignore[arg-type]  # the stubs take the name of a font for a number
        lang="zh-CN",
        pdfVersion=(1, 4),  # the first that knows a language
    )
    canvas.setTitle(about.title)
    canvas.setAuthor(about.author)
    canvas.setCreator(about.author)
    canvas.setProducer(PRODUCER)
    canvas.setSubject("")
    day = about.made_on or NO_DAY
    canvas.setDateFormatter(lambda *_: f"D:{day.replace('-', '')}000000+08'00'")
    _put_archive_marks(canvas, about, f"{day}T00:00:00+08:00")
    deepest = -1
    for number, page in enumerate(pages):
        deepest = _put_outline(canvas, page.outline, number, size[1], deepest)
        _draw_pictures(canvas, page.pictures, size[1])
        _draw_boxes(canvas, page.boxes, size[1])
        _draw_rules(canvas, page.rules, size[1])
        _draw_words(canvas, page.words, faces, size[1])
        canvas.showPage()
    canvas.save()
    return out.getvalue()


PRODUCER, NO_DAY = "station", "2000-01-01"
"""Who made a PDF, and the day of one whose facts have none."""


def _put_outline(canvas: Canvas, entries: Sequence[Entry], page: int, height: float, deepest: int) -> int:
    """The page's lines of the outline; none stands more than one deeper than the line before. How deep the last one
    stands."""
    for number, one in enumerate(entries):
        key, depth = f"{page}-{number}", min(one.depth, deepest + 1)
        canvas.bookmarkHorizontalAbsolute(key, height - one.y)
        canvas.addOutlineEntry(one.text, key, depth)
        deepest = depth
    return deepest


def _put_archive_marks(canvas: Canvas, about: About, made_at: str) -> None:
    """What PDF/A-2b asks of a file beside its fonts (ISO 19005-2, 6.2.3, 6.6.2): the space of its greys and blacks, and
    the same description as XMP. No validator was at hand: that the whole conforms is not proved."""
    from PIL import ImageCms  # noqa: PLC0415 - a print only
    from reportlab.pdfbase import pdfdoc  # noqa: PLC0415 - see `press`

    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[PROFILE_DAY] = bytes(PROFILE_DAY.stop - PROFILE_DAY.start)  # it bears the hour of its making
    owner: Any = canvas
    document = owner._doc  # reportlab has no other way to its catalogue
    colours = pdfdoc.PDFStream(pdfdoc.PDFDictionary({"N": 3}), bytes(profile))
    intent = pdfdoc.PDFDictionary({
        "Type": pdfdoc.PDFName("OutputIntent"),
        "S": pdfdoc.PDFName("GTS_PDFA1"),
        "OutputConditionIdentifier": pdfdoc.PDFString("sRGB IEC61966-2.1"),
        "DestOutputProfile": document.Reference(colours),
    })  # fmt: skip
    document.Catalog.OutputIntents = pdfdoc.PDFArray([document.Reference(intent)])
    if "OutputIntents" not in document.Catalog.__NoDefault__:
        document.Catalog.__NoDefault__ = [*document.Catalog.__NoDefault__, "OutputIntents"]
    document.Catalog.__Refs__ = [one for one in document.Catalog.__NoDefault__ if one != "OutputIntents"]
    document.Catalog.Metadata = pdfdoc.XMP(creator=lambda _: _described(about, made_at))


PROFILE_DAY = slice(24, 36)
"""The day and hour in the head of an ICC profile."""


def _described(about: About, made_at: str) -> bytes:
    """A PDF's description as XMP; the same words as in its Info."""
    title, author = escape(about.title), escape(about.author)
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<xmp:CreatorTool>{author}</xmp:CreatorTool>
<xmp:CreateDate>{made_at}</xmp:CreateDate><xmp:ModifyDate>{made_at}</xmp:ModifyDate>
<pdf:Producer>{PRODUCER}</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>""".encode()


def _draw_pictures(canvas: Canvas, pictures: Sequence[PlacedPicture], height: float) -> None:
    if not pictures:
        return
    from reportlab.lib.utils import ImageReader  # noqa: PLC0415 - it loads the library of pictures

    for one in pictures:
        image = ImageReader(BytesIO(one.file))
        canvas.drawImage(image, one.x, height - one.y - one.height, one.width, one.height)


def _draw_boxes(canvas: Canvas, boxes: Sequence[Box], height: float) -> None:
    """All in one path and one filling: two that touch leave no seam between them."""
    if not boxes:
        return
    path = canvas.beginPath()
    for one in boxes:
        path.rect(one.x, height - one.y - one.height, one.width, one.height)
    canvas.drawPath(path, stroke=0, fill=1)


def _draw_rules(canvas: Canvas, rules: Sequence[Rule], height: float) -> None:
    canvas.setLineCap(2)
    for weight in sorted({rule.weight for rule in rules}):
        canvas.setLineWidth(weight)
        canvas.lines(
            [(rule.x0, height - rule.y0, rule.x1, height - rule.y1) for rule in rules if rule.weight == weight]
        )


def _draw_words(canvas: Canvas, words: Sequence[PlacedWords], faces: Faces, height: float) -> None:
    """One text object a page: a run in another face goes on where the one before ended."""
    pen: Any = canvas.beginText()
    put = pen._code.append  # its own way to a place writes three numbers digit by digit: a third of a long list's time
    tracking, heavy, face = 0.0, False, ("", 0.0)
    canvas.setLineWidth(TITLE_STROKE)
    for line in words:
        put(f"1 0 0 1 {line.x:.3f} {height - line.y:.3f} Tm")
        if line.tracking != tracking:
            tracking = line.tracking
            pen.setCharSpace(tracking)
        for name, text in faces[line.role].runs(line.text):
            # A rare character of a title comes from the body face: its outline is drawn too, or it looks like a hole.
            if heavy != (line.role is Role.TITLE and name != faces[Role.TITLE].name):
                heavy = not heavy
                pen.setTextRenderMode(2 if heavy else 0)
            if face != (name, line.size):
                face = (name, line.size)
                pen.setFont(*face)
            pen.textOut(text)
    canvas.drawText(pen)


class Picture(NamedTuple):
    """One page: width and height in pixels, rows from the top, four bytes a pixel (blue, green, red, unused)."""

    width: int
    height: int
    bgrx: bytes


_ONE_AT_A_TIME = Lock()
"""pdfium knows no threads, and prints are made in one lane while pages are looked at in another."""


class PageSize(NamedTuple):
    """Width and height of a page, in points."""

    width: float
    height: float

    @property
    def is_lying(self) -> bool:
        """Whether it is wider than high."""
        return self.width > self.height


@contextmanager
def _opened(pdf: bytes) -> Iterator[Any]:
    """A PDF as pdfium reads it, which may be asked by one thread at a time. Raises ValueError for bytes that are none.

    pypdfium2 loads a library of several megabytes: only what looks at a PDF needs it.
    """
    import pypdfium2  # noqa: PLC0415  (see above)

    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise ValueError("not a PDF") from error
        with document:
            yield document


def page_sizes(pdf: bytes) -> list[PageSize]:
    """The sizes of a PDF's pages. Raises ValueError for bytes that are no PDF."""
    with _opened(pdf) as document:
        return [PageSize(*document.get_page_size(number)) for number in range(len(document))]


def picture(pdf: bytes, number: int, dpi: float) -> Picture:
    """One page of a PDF, from 0, painted on white. Raises ValueError for bytes that are no PDF."""
    with _opened(pdf) as document:
        page = document[number]
        bitmap = page.render(scale=dpi / 72, prefer_bgrx=True)
        painted = Picture(bitmap.width, bitmap.height, bytes(bitmap.buffer))
        bitmap.close()
        page.close()
        return painted


def pages(pdf: bytes, dpi: float) -> Iterator[Picture]:
    """The pages of a PDF, one after the other. Raises ValueError for bytes that are no PDF."""
    for number in range(page_count(pdf)):
        yield picture(pdf, number, dpi)


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has. Raises ValueError for bytes that are no PDF."""
    return len(page_sizes(pdf))


def can_be_opened(pdf: bytes) -> bool:
    """Whether a PDF can be read without a password, and has a page."""
    try:
        return page_count(pdf) > 0
    except ValueError:
        return False
