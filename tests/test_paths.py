"""The shipped resources are where the program looks for them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from station_app import paths


def test_a_bundle_s_resources_are_those_beside_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    here = paths.resources()
    assert here.name == "resources"
    assert (here / "codes").is_dir()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resources() == tmp_path / "resources"


def test_a_code_list_is_called_as_its_file() -> None:
    lists = paths.code_book().lists
    assert len(lists) == len(list((paths.resources() / "codes").glob("*.json")))
    assert {name: one.scheme for name, one in lists.items()} == {name: name for name in lists}
    with pytest.raises(KeyError):
        lists["no_such_scheme"]


def test_the_divisions_and_the_initials_are_read_once() -> None:
    assert paths.regions() is paths.regions()
    assert paths.regions().path_name("520324116000") == "遵义市正安县桴㯊镇"
    assert paths.initials_of("单小明") == "sxm"
