"""The manual tells the truth: its links lead somewhere, its pictures are there, its keys and words the screens'."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from build.manual import NAMED
from station_app.reports.manual import ManualPicture, blocks, links
from station_app.services import manual
from station_app.services.manual import INDEX
from station_app.ui.shell.pages import PAGES as ROWS
from tests.screens import ROOT, UI, keys_of

FOLDER = ROOT / "docs" / "manual"
PAGES = sorted(FOLDER.glob("*.md"))
MOST_BYTES = 4_000_000
MOST_WORDS = 900
EVERYWHERE = (UI / "shell" / "desk_window.py", UI / "parts" / "record_list.py")
OF_ROWS = {(row.key, row.title) for row in ROWS.values() if row.key}
OF_FIELDS = {"回车", "Shift+回车", "Tab", "↑", "↓", "Esc", "F6", "Delete", "Ctrl+V"}
OF_FIELDS |= {"空格", "Shift+↓", "←", "→", "Ctrl+A", "Ctrl+C", "Ctrl+T"}
"""Keys of lines and lists themselves; the tests of `ui/shell/keys` and of the editors hold them."""
RAIL = re.compile(r"Alt\+[1-7]")


def text_of(path: Path) -> str:
    return path.read_text("utf-8")


def files_of(path: Path) -> list[Path]:
    """The sources of the screens that a page of the manual speaks of, as its first line says."""
    named = re.match(r"<!-- screens: ([\w ]+) -->", text_of(path))
    names = named[1].split() if named else []
    return [classes()[name] for name in names]


@cache
def classes() -> dict[str, Path]:
    """Every class of `ui/pages`, and the file that it stands in."""
    files = sorted((UI / "pages").rglob("*.py"))
    return {name: file for file in files for name in re.findall(r"^class (\w+)", text_of(file), re.MULTILINE)}


def offered(path: Path) -> set[tuple[str, str]]:
    return {pair for file in (*files_of(path), *EVERYWHERE) for pair in keys_of(file)} | OF_ROWS


@cache
def every_word() -> str:
    """Everything that the screens can say: sentences, code lists, labels of fields."""
    sources = [*(ROOT / "station_app" / "text").glob("*.py"), *(ROOT / "resources" / "codes").glob("*.json")]
    sources += [*(ROOT / "station_app" / "domain" / "records").glob("*.py")]
    return "\n".join(text_of(path) for path in sources)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_key_of_a_page_is_a_key_of_the_screens_that_it_speaks_of(path: Path) -> None:
    keys = {key.replace("Ctrl+Return", "Ctrl+回车").replace("Ctrl+Enter", "Ctrl+回车") for key, _ in offered(path)}
    named = set(re.findall("【([^】]+)】", text_of(path)))
    assert {key for key in named - keys - OF_FIELDS if not RAIL.fullmatch(key)} - {"F1"} == set()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_key_that_is_named_with_its_words_does_just_that(path: Path) -> None:
    pairs = {
        (key.replace("Ctrl+Return", "Ctrl+回车").replace("Ctrl+Enter", "Ctrl+回车"), words)
        for key, words in offered(path)
    }
    unknown = {key for key, words in pairs if not words}
    named = set(re.findall("【([^】]+)】(?:打印)?「([^」]+)」", text_of(path))) - rail_pairs(path)
    assert {(key, words) for key, words in named if (key, words) not in pairs and key not in unknown} == set()


def rail_pairs(path: Path) -> set[tuple[str, str]]:
    return {(key, words) for key, words in re.findall("【([^】]+)】「([^」]+)」", text_of(path)) if RAIL.fullmatch(key)}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_word_of_a_button_is_a_word_of_the_screens(path: Path) -> None:
    assert [words for words in re.findall("「([^」]+)」", text_of(path)) if words not in every_word()] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_link_and_picture_is_there(path: Path) -> None:
    targets = [target for _, target in links(text_of(path))]
    targets += [one.path for one in blocks(text_of(path)) if isinstance(one, ManualPicture)]
    assert [target for target in targets if not (FOLDER / target).is_file()] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_is_short(path: Path) -> None:
    assert len(re.sub(r"\s|!?\[.*?\]\(.*?\)", "", text_of(path))) < MOST_WORDS


def test_every_page_is_linked_from_the_index_and_every_picture_named() -> None:
    assert {one.name for one in manual.pages()} == {path.stem for path in PAGES}
    named = {name for path in PAGES for name in NAMED.findall(text_of(path))}
    assert {path.stem for path in (FOLDER / "pictures").glob("*.png")} == named
    assert sum(path.stat().st_size for path in (FOLDER / "pictures").glob("*.png")) < MOST_BYTES


def test_every_page_of_the_program_has_its_page_of_the_manual() -> None:
    assert {row.help for row in ROWS.values()} <= {path.stem for path in PAGES}
    assert INDEX in {path.stem for path in PAGES}
