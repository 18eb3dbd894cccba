"""A folder with the whole program, made by pyinstaller, and its smoke test: `python -m build.bundle smoke`.

The smoke test lays the folder under a path with blanks and Chinese, lets it test itself, starts it on a virtual X
server and looks at the screen: a page has many colours, and most of it is light. What pyinstaller needs stays in out/.
"""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "out" / "bundle"
NAME = "station-app"
MADE = OUT / "dist" / NAME
AWKWARD = "联络站 的 电脑"
PICTURE = OUT / "first-page.png"
SHOWN = (("resources", "resources"), ("docs/manual", "docs/manual"))
NAMED_BY_TEXT = ("station_app", "uvicorn", "reportlab.graphics.barcode")
"""Packages whose modules are imported by a name that stands in a text: pyinstaller does not see them."""

WIDTH, HEIGHT = 1366, 768
PATIENCE_S = 60.0
FEWEST_COLOURS, LEAST_LIGHT = 40, 0.5


def main(arguments: list[str]) -> int:
    """Make the folder, and try it where that is asked for."""
    make()
    if arguments == ["smoke"]:
        smoke()
    return 0


def make() -> None:
    """The folder in `out/bundle/dist`."""
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "--onedir", "--name", NAME]
    command += ["--distpath", str(OUT / "dist"), "--workpath", str(OUT / "work"), "--specpath", str(OUT)]
    for source, target in SHOWN:
        command += ["--add-data", f"{ROOT / source}{os.pathsep}{target}"]
    command += ["--collect-data", "station_app"]
    for package in NAMED_BY_TEXT:
        command += ["--collect-submodules", package]
    subprocess.run([*command, str(ROOT / "main.py")], cwd=ROOT, check=True)


def smoke() -> None:
    """Try the folder as a station would have it. Raises where something is missing or nothing is seen."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / AWKWARD
        shutil.copytree(MADE, folder, symlinks=True)
        program = str(folder / NAME)
        offscreen = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        told = subprocess.run([program, "selftest"], env=offscreen, check=True, capture_output=True, encoding="utf-8")
        print(told.stdout, end="")
        with _screen(Path(name)) as (display, pixels):
            shown = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
            with subprocess.Popen([program, "--data", str(Path(name) / f"{AWKWARD} 数据")], env=shown) as running:
                try:
                    _wait_for_a_page(running, pixels)
                finally:
                    running.terminate()
    print(f"The first page was seen: {PICTURE.relative_to(ROOT)}")


@contextmanager
def _screen(folder: Path) -> Iterator[tuple[str, Path]]:
    """A virtual X server: its display, and the file that its pixels stand in."""
    told, tells = os.pipe()
    command = ["Xvfb", "-displayfd", str(tells), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp"]
    with subprocess.Popen([*command, "-fbdir", str(folder)], pass_fds=(tells,), stderr=subprocess.DEVNULL) as server:
        os.close(tells)
        with os.fdopen(told) as number:
            display = f":{number.readline().strip()}"
        try:
            yield display, folder / "Xvfb_screen0"
        finally:
            server.terminate()


def _wait_for_a_page(running: subprocess.Popen[bytes], pixels: Path) -> None:
    """Look until a page stands there, and keep the picture. Raises RuntimeError where none comes."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and running.poll() is None:
        time.sleep(1)
        seen = picture(pixels.read_bytes())
        if is_a_page(seen):
            time.sleep(1)
            picture(pixels.read_bytes()).save(PICTURE)
            return
    raise RuntimeError(f"no page was seen; the program ended with {running.poll()}")


def picture(dump: bytes) -> Image.Image:
    """The picture in an X window dump (version 7, 32 bits a pixel, blue first)."""
    fields = struct.unpack(">25I", dump[:100])
    header_bytes, width, height, line_bytes, colours = fields[0], fields[4], fields[5], fields[12], fields[19]
    start = header_bytes + colours * 12
    return Image.frombuffer("RGB", (width, height), dump[start:], "raw", "BGRX", line_bytes, 1)


def is_a_page(seen: Image.Image) -> bool:
    """Whether a page with words stands there: letters have many shades, and paper is light."""
    colours = seen.getcolors(WIDTH * HEIGHT) or []
    light = sum(count for count, colour in colours if isinstance(colour, tuple) and min(colour) > 200)
    return len(colours) >= FEWEST_COLOURS and light >= LEAST_LIGHT * WIDTH * HEIGHT


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
