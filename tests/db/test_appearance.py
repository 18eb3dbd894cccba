from __future__ import annotations

from pathlib import Path

import pytest

from station_app.db import preferences
from station_app.db.preferences import LOOKS, Appearance
from station_app.ui.shell.look import VARIANTS


def test_what_was_set_is_there_before_anything_is_unlocked(tmp_path: Path) -> None:
    assert preferences.read(tmp_path) == Appearance(100, "light")
    preferences.write(tmp_path, Appearance(150, "high_contrast"))
    assert preferences.read(tmp_path) == Appearance(150, "high_contrast")
    assert [path.name for path in tmp_path.iterdir()] == ["desk.json"]


@pytest.mark.parametrize("told", ["", "{", "[]", '{"scale": 900, "look": "pink"}', '{"scale": "150"}', "\udcff"])
def test_a_file_that_is_broken_or_strange_is_the_usual_look(tmp_path: Path, told: str) -> None:
    (tmp_path / "desk.json").write_bytes(told.encode("utf-8", "surrogateescape"))
    assert preferences.read(tmp_path) == Appearance()


def test_a_size_that_there_is_not_is_not_kept(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="170 percent"):
        preferences.write(tmp_path, Appearance(170, "light"))
    assert list(tmp_path.iterdir()) == []


def test_every_look_has_its_colours() -> None:
    assert set(LOOKS) == set(VARIANTS)
