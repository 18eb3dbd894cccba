"""How the desk looks: one table of colours, one style sheet made from it, the shipped fonts.

The colours and sizes are those of the design (a quiet office register): light as drawn, dark and high contrast from
the same names. Every pair of ink and ground that the style sheet puts on one another stands in `PAIRS`; a test holds
each at 4.5:1 or better (WCAG 2.2, 1.4.3) and the focus ring at 3:1 (1.4.11).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, MutableMapping
from dataclasses import asdict
from pathlib import Path
from string import Template

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from station_app import paths
from station_app.domain.immutable import immutable

BODY_POINTS = 12
TITLE_POINTS = 17
GRID = 8
"""Pixels: margins and gaps are multiples of it."""
CONTROL_HEIGHT = 36
"""Pixels: no key, line or row is lower."""


@immutable
class Colours:
    """One table of colours, `#RRGGBB` each."""

    paper: str
    sheet: str
    hairline: str
    edge: str
    ink: str
    muted: str
    accent: str
    accent_deep: str
    on_accent: str
    link: str
    chosen: str
    hover: str
    late: str
    soon: str
    soon_wash: str
    calm: str
    bar_old: str
    bar_mid: str
    refused: str
    noted: str


LIGHT = Colours(
    paper="#F6F5F2",
    sheet="#FFFFFF",
    hairline="#DDD9D2",
    edge="#8E8A83",
    ink="#1F2328",
    muted="#5F636A",
    accent="#B3261E",
    accent_deep="#8F1D17",
    on_accent="#FFFFFF",
    link="#1F5FA8",
    chosen="#E6EDF5",
    hover="#EFEDE8",
    late="#B3261E",
    soon="#8A5300",
    soon_wash="#FBF2E1",
    calm="#2B6A4B",
    bar_old="#98928A",
    bar_mid="#6C7076",
    refused="#FBEDEB",
    noted="#EFF3F8",
)
DARK = Colours(
    paper="#1B1D20",
    sheet="#24272B",
    hairline="#3A3E44",
    edge="#7D838B",
    ink="#ECEAE6",
    muted="#A9AEB5",
    accent="#C7372E",
    accent_deep="#A92A22",
    on_accent="#FFFFFF",
    link="#8CBBF0",
    chosen="#2C3A4A",
    hover="#2E3136",
    late="#FF9B92",
    soon="#EDB75E",
    soon_wash="#3A3022",
    calm="#8FCBA9",
    bar_old="#7D838B",
    bar_mid="#A9AEB5",
    refused="#3B2725",
    noted="#27313C",
)
HIGH_CONTRAST = Colours(
    paper="#FFFFFF",
    sheet="#FFFFFF",
    hairline="#000000",
    edge="#000000",
    ink="#000000",
    muted="#262626",
    accent="#8A0F08",
    accent_deep="#5E0A05",
    on_accent="#FFFFFF",
    link="#003C8F",
    chosen="#FFF3A8",
    hover="#E8E8E8",
    late="#8A0F08",
    soon="#5C3700",
    soon_wash="#FFFFFF",
    calm="#0B4A2B",
    bar_old="#6B6B6B",
    bar_mid="#3A3A3A",
    refused="#FFFFFF",
    noted="#FFFFFF",
)
VARIANTS = {"light": LIGHT, "dark": DARK, "high_contrast": HIGH_CONTRAST}

PAIRS = (
    ("ink", "paper"),
    ("ink", "sheet"),
    ("ink", "chosen"),
    ("ink", "hover"),
    ("ink", "refused"),
    ("ink", "noted"),
    ("muted", "paper"),
    ("muted", "sheet"),
    ("muted", "chosen"),
    ("on_accent", "accent"),
    ("on_accent", "accent_deep"),
    ("link", "paper"),
    ("link", "sheet"),
    ("link", "hover"),
    ("link", "noted"),
    ("link", "refused"),
    ("late", "refused"),
    ("late", "paper"),
    ("late", "sheet"),
    ("late", "chosen"),
    ("soon", "paper"),
    ("soon", "sheet"),
    ("soon", "chosen"),
    ("soon", "soon_wash"),
    ("sheet", "late"),
    ("calm", "sheet"),
    ("calm", "chosen"),
)
"""Text on ground, by name."""

OTHERS_AFTER_MS = 300
STYLE = "fusion"
OTHERS = ("Station Kai", "LXGW WenKai", "Noto Sans Yi", "Noto Sans Miao", "Noto Sans Mongolian", "Noto Sans Tai Le")
SANS = ("Noto Sans SC", "Noto Serif SC", *OTHERS)
SERIF = ("Noto Serif SC", "Noto Sans SC", *OTHERS)
"""Families in the order that a missing character looks for its glyph."""


def style_sheet(colours: Colours) -> str:
    """The one style sheet, `resources/style/desk.qss`, in the given colours."""
    sheet = Template((paths.resources() / "style" / "desk.qss").read_text("utf-8"))
    icons = (paths.resources() / "icons").as_posix()
    return sheet.substitute(asdict(colours), body=BODY_POINTS, title=TITLE_POINTS, icons=icons)


def load_fonts(files: Iterable[Path]) -> tuple[str, ...]:
    """Give Qt font files; the families that it then knows, in the order of the files."""
    families: list[str] = []
    for path in files:
        families += QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))
    return tuple(families)


def font_files() -> tuple[list[Path], list[Path]]:
    """The shipped faces of the interface, and those of quotations and other scripts; the black one is for paper."""
    shipped = sorted((paths.resources() / "fonts").glob("*.[to]tf"))
    interface = [path for path in shipped if path.name.startswith("NotoSansSC-")]
    return interface, [path for path in shipped if path not in interface and "Black" not in path.name]


def application(name: str) -> QApplication:
    """Qt's part of the program, in the style that the sheet is written for. It is said here: whoever asks Qt for its
    style is given five hundred names with it, a fiftieth of a start."""
    return QApplication([name, "-style", STYLE])


THEME, PORTAL = "QT_QPA_PLATFORMTHEME", "dbus-1/services/org.freedesktop.portal.Desktop.service"


def use_system_dialogs(root: Path = Path("/"), environ: MutableMapping[str, str] = os.environ) -> None:
    """Let Qt ask for files by the desktop's own dialogs, where the desktop has a portal for them. Before Qt begins.

    Qt finds those of GNOME and its kin by itself, and shows its own where the portal knows none. What somebody has told
    Qt already wins. For printing Linux has no dialog but Qt's.
    """
    places = (environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":")
    is_there = any((root / place.lstrip("/") / PORTAL).is_file() for place in places)
    if is_there and environ.get("DBUS_SESSION_BUS_ADDRESS"):
        environ.setdefault(THEME, "xdgdesktopportal")


def dress(app: QApplication, colours: Colours = LIGHT) -> None:
    """Give the program its fonts and its colours; called once, before the first window."""
    interface, others = font_files()
    load_fonts(interface)
    # The others are 20 MB: they follow when the first page stands.
    QTimer.singleShot(OTHERS_AFTER_MS, app, lambda: load_fonts(others))
    app.setFont(sans())
    app.setPalette(_palette(colours))
    app.setStyleSheet(style_sheet(colours))


def name_anew(widget: QWidget, name: str) -> None:
    """Give a widget the name that the style sheet dresses it by."""
    if widget.objectName() != name:
        widget.setObjectName(name)
        _dress_anew(widget)


def mark(widget: QWidget, name: str, value: str | bool) -> None:
    """Give a widget a property that the style sheet dresses it by."""
    if (widget.property(name) or "") != (value or ""):
        widget.setProperty(name, value)
        _dress_anew(widget)


def _dress_anew(widget: QWidget) -> None:
    """What was never shown is dressed when it is: asking for the style makes Qt's largest table, 5 ms of a start."""
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().polish(widget)


def sans(points: int = BODY_POINTS) -> QFont:
    """The interface's letters."""
    return _font(SANS, points)


def serif(points: int = BODY_POINTS + 1) -> QFont:
    """The speaker's own words: they read as a quotation."""
    return _font(SERIF, points)


def _font(families: tuple[str, ...], points: int) -> QFont:
    font = QFont()
    font.setFamilies(list(families))
    font.setPointSize(points)
    return font


def _palette(colours: Colours) -> QPalette:
    """The same colours for what no style sheet reaches: painted rows, placeholders, selections."""
    roles = {
        QPalette.ColorRole.Window: colours.paper,
        QPalette.ColorRole.WindowText: colours.ink,
        QPalette.ColorRole.Base: colours.sheet,
        QPalette.ColorRole.AlternateBase: colours.paper,
        QPalette.ColorRole.Text: colours.ink,
        QPalette.ColorRole.PlaceholderText: colours.muted,
        QPalette.ColorRole.Button: colours.sheet,
        QPalette.ColorRole.ButtonText: colours.ink,
        QPalette.ColorRole.Highlight: colours.chosen,
        QPalette.ColorRole.HighlightedText: colours.ink,
        QPalette.ColorRole.Link: colours.link,
        QPalette.ColorRole.ToolTipBase: colours.sheet,
        QPalette.ColorRole.ToolTipText: colours.ink,
        QPalette.ColorRole.Mid: colours.hairline,
    }
    palette = QPalette()
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    return palette
