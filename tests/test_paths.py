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


@pytest.mark.parametrize(
    ("words", "initials"), [("种养技术", "zyjs"), ("藏族", "zz"), ("重办", "cb"), ("重复反映", "cffy"), ("站长", "zz")]
)
def test_words_of_code_lists_are_not_read_as_surnames(words: str, initials: str) -> None:
    assert paths.word_initials_of(words) == initials


def test_a_name_is_read_as_a_surname_is() -> None:
    assert paths.initials_of("仇和") == "qh"
