from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from station_app import paths
from station_app.ui.parts.files import documents
from station_app.ui.shell import look
from station_app.ui.shell.look import PAIRS, VARIANTS, Colours
from tests.screens import UI

RINGS = (("link", "paper"), ("link", "sheet"), ("link", "refused"), ("edge", "sheet"), ("edge", "paper"))
"""What is no text and yet must be seen: the focus ring and the border of what can be typed in."""


def _luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_as_the_guideline_measures_it() -> None:
    assert _contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert _contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_every_text_can_be_read_on_its_ground(variant: str, ink: str, ground: str) -> None:
    colours = VARIANTS[variant]
    assert _contrast(getattr(colours, ink), getattr(colours, ground)) >= 4.5


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize(("line", "ground"), RINGS)
def test_the_focus_ring_and_the_borders_of_fields_can_be_seen(variant: str, line: str, ground: str) -> None:
    colours = VARIANTS[variant]
    assert _contrast(getattr(colours, line), getattr(colours, ground)) >= 3


def test_no_rule_of_the_style_sheet_sets_a_pair_of_colours_that_is_not_measured() -> None:
    sheet = (paths.resources() / "style" / "desk.qss").read_text("utf-8")
    found = {
        (ink.group(1), ground.group(1))
        for rule in re.findall(r"\{([^{}]*)\}", re.sub(r"\$\{\w+\}", "", sheet))
        if (ink := re.search(r"(?<![-\w])color: \$(\w+)", rule))
        and (ground := re.search(r"(?<![-\w])background: \$(\w+)", rule))
    }
    assert found
    assert found <= set(PAIRS)


def test_a_style_sheet_leaves_no_name_unfilled() -> None:
    for colours in VARIANTS.values():
        assert "$" not in look.style_sheet(colours)


def test_every_colour_is_six_hexadecimal_digits() -> None:
    for colours in VARIANTS.values():
        for item in fields(Colours):
            assert re.fullmatch(r"#[0-9A-F]{6}", getattr(colours, item.name))


def test_the_shipped_fonts_are_known_to_qt_after_loading() -> None:
    families = look.load_fonts([path for some in look.font_files() for path in some])
    assert {"Noto Sans SC", "Noto Serif SC"} <= set(families)


@pytest.mark.parametrize(
    ("is_there", "told", "theme"),
    [
        (True, {"DBUS_SESSION_BUS_ADDRESS": "unix:"}, "xdgdesktopportal"),
        (True, {"DBUS_SESSION_BUS_ADDRESS": "unix:", look.THEME: "gtk3"}, "gtk3"),
        (True, {}, None),
        (False, {"DBUS_SESSION_BUS_ADDRESS": "unix:"}, None),
    ],
)
def test_files_are_asked_for_by_the_desktops_own_dialogs_where_it_has_them(
    tmp_path: Path, is_there: bool, told: dict[str, str], theme: str | None
) -> None:
    service = tmp_path / "usr/share" / look.PORTAL
    service.parent.mkdir(parents=True)
    if is_there:
        service.touch()
    environ = dict(told)
    look.use_system_dialogs(tmp_path, environ)
    assert environ.get(look.THEME) == theme


def test_dialogs_begin_in_the_documents_else_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    assert documents() == tmp_path
    (tmp_path / "Documents").mkdir()
    assert documents() == tmp_path / "Documents"


def test_no_dialog_for_files_begins_where_the_program_was_started() -> None:
    asks = re.compile(r"QFileDialog\.get\w+\(\s*self,\s*[\w.]+,\s*([^,)]+(?:\(\))?)")
    begun = [
        (path.name, where) for path in (UI / "pages").rglob("*.py") for where in asks.findall(path.read_text("utf-8"))
    ]
    assert len(begun) > 8
    assert [one for one in begun if one[1].strip() in ('""', "''")] == []
