"""How the smoke test of the bundle sees a page."""

from __future__ import annotations

import struct

from PIL import Image, ImageDraw

from build import bundle

SIZE = bundle.WIDTH, bundle.HEIGHT
SHADES = bundle.FEWEST_COLOURS


def test_a_window_dump_is_read_with_its_colours_in_order() -> None:
    fields = [0] * 25
    fields[0], fields[4], fields[5], fields[12], fields[19] = 100, 2, 1, 8, 1
    dump = struct.pack(">25I", *fields) + bytes(12) + bytes((1, 2, 3, 0, 4, 5, 6, 0))
    seen = bundle.picture(dump)
    assert (seen.size, seen.getpixel((0, 0)), seen.getpixel((1, 0))) == ((2, 1), (3, 2, 1), (6, 5, 4))


def test_an_empty_screen_and_an_empty_window_are_no_page() -> None:
    assert not bundle.is_a_page(Image.new("RGB", SIZE, "black"))
    assert not bundle.is_a_page(Image.new("RGB", SIZE, "white"))


def test_a_light_page_with_letters_of_many_shades_is_one() -> None:
    page = Image.new("RGB", SIZE, "white")
    draw = ImageDraw.Draw(page)
    for shade in range(SHADES):
        draw.line((shade, 0, shade, 20), fill=(shade, shade, shade))
    assert bundle.is_a_page(page)
