"""Pictures made ready to be kept: turned upright, scaled down, and without anything that a camera wrote into them.

What comes out is painted anew, so that place, time and device (EXIF, XMP, IPTC, comments) cannot remain. Pillow is
imported at first use: the desk starts without it.
"""

from __future__ import annotations

import struct
import warnings
from io import BytesIO
from typing import TYPE_CHECKING

from station_app.domain.files import JPEG_QUALITY, LONG_EDGE, MOST_PIXELS, THUMB_EDGE
from station_app.domain.immutable import immutable
from station_app.domain.problem import refusal, reject

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, struct.error)
"""What Pillow raises of a file that is cut off or lies about itself."""


@immutable
class Cleaned:
    """A picture as JPEG, its size in pixels, and a small one of it."""

    content: bytes
    width: int
    height: int
    thumbnail: bytes


def cleaned(content: bytes) -> Cleaned:
    """The picture in `content`, upright, at most `LONG_EDGE` pixels long, with no word of where it was taken.

    Raises Rejected where it has too many pixels (a small file may hold a wall), several pages, or is broken.
    """
    from PIL import Image  # noqa: PLC0415  (see above)

    Image.MAX_IMAGE_PIXELS = None  # the size is judged here, before a pixel is read
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd EXIF, which is thrown away anyhow
            with Image.open(BytesIO(content)) as opened:
                _judge(opened)
                picture = _painted_anew(opened)
    except BROKEN:
        raise reject(refusal("picture_broken")) from None
    small = picture.copy()
    small.thumbnail((THUMB_EDGE, THUMB_EDGE))
    return Cleaned(_jpeg(picture), picture.width, picture.height, _jpeg(small))


def _judge(opened: Picture) -> None:
    if opened.width * opened.height > MOST_PIXELS or min(opened.size) < 1:
        raise reject(refusal("picture_too_many_pixels", value=opened.width * opened.height // 10**6))
    if opened.format == "TIFF" and getattr(opened, "n_frames", 1) > 1:
        raise reject(refusal("picture_several_pages"))


def _painted_anew(opened: Picture) -> Picture:
    from PIL import Image, ImageOps  # noqa: PLC0415  (see above)

    opened.draft("RGB", (LONG_EDGE, LONG_EDGE))  # a JPEG is read at an eighth where that is enough
    upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((LONG_EDGE, LONG_EDGE), Image.Resampling.LANCZOS)
    paper = Image.new("RGB", upright.size, "white")
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        see_through = upright.convert("RGBA")
        paper.paste(see_through, mask=see_through)
    else:
        paper.paste(upright.convert("RGB"))
    return paper


def _jpeg(picture: Picture) -> bytes:
    written = BytesIO()
    picture.save(written, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return written.getvalue()
