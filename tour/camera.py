"""Pictures of windows and of printed pages, numbered so that they sort."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from station_app.reports import press

PAGE_DPI = 110
NUMBERED = len("000-")


class Camera:
    """Writes `NNN-name.png` into `folder`, each name once: the manual names pictures by it. `taken` lists the files."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for old in [*folder.glob("[0-9]*-*.png"), *folder.glob("*.pdf"), *folder.glob("tour.txt")]:
            old.unlink()
        self.folder = folder
        self.taken: list[str] = []

    def window(self, window: QWidget, name: str) -> None:
        """A picture of what a person sees."""
        for _ in range(3):
            QApplication.sendPostedEvents()
            QApplication.processEvents()
        self._keep(window.grab().toImage(), name)

    def pages(self, pdf: bytes, name: str) -> None:
        """A picture of each page of a print."""
        for number, page in enumerate(press.pages(pdf, PAGE_DPI), start=1):
            image = QImage(page.bgrx, page.width, page.height, page.width * 4, QImage.Format.Format_RGB32)
            self._keep(image, f"{name}-page-{number}")

    def file(self, content: bytes, name: str) -> None:
        """A picture that a browser has made."""
        self._keep(QImage.fromData(content), name)

    def left_out(self, name: str, why: str) -> None:
        """A picture that this machine cannot make: the list of pictures says so."""
        self.taken.append(f"--- {name}: {why}")

    def _keep(self, image: QImage, name: str) -> None:
        if any(one[NUMBERED:] == f"{name}.png" for one in self.taken):
            raise ValueError(f"there is a picture {name} already")
        named = f"{sum(one.endswith('.png') for one in self.taken) + 1:03}-{name}.png"
        if not image.save(str(self.folder / named)):
            raise OSError(f"{self.folder / named} cannot be written")
        self.taken.append(named)
