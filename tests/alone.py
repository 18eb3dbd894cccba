"""A run asks nobody: no printer of the machine is seen, and a modal box fails the test instead of waiting for ever."""

from __future__ import annotations

from typing import Never

import pytest
from PySide6.QtPrintSupport import QPrintDialog, QPrinterInfo
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox

MODAL = (
    (QDialog, ("exec",)),
    (QPrintDialog, ("exec",)),
    (QMessageBox, ("exec", "information", "question", "warning", "critical")),
    (QFileDialog, ("getOpenFileName", "getOpenFileNames", "getSaveFileName", "getExistingDirectory")),
)


def leave_alone(patch: pytest.MonkeyPatch) -> None:
    """Take the machine's printers away, and every box that would wait for a person."""
    patch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(lambda: []))
    for box, names in MODAL:
        for name in names:
            patch.setattr(box, name, staticmethod(_refused))


def _refused(*_: object, **__: object) -> Never:
    raise AssertionError("a modal box was opened: it would wait for ever")
