"""The table of pages: each row names what is there, and is named by what needs it."""

from __future__ import annotations

import ast
from dataclasses import replace
from importlib import import_module

import pytest

from station_app.domain.records import User
from station_app.services.desk import Desk
from station_app.ui.shell import pages
from station_app.ui.shell.pages import COUNTY, DEPUTY, PAGES, STATION, DeskPages
from tests.screens import ROOT, page_classes

KEYS_OF_PAGES = {"F3": "search", "F10": "collect", "F11": "rekey", "Ctrl+G": "counter"}


@pytest.mark.parametrize("module", sorted(pages.modules()))
def test_every_module_that_is_named_can_be_imported(module: str) -> None:
    assert import_module(module)


def test_every_row_names_something_that_makes_a_page_and_every_page_has_a_row() -> None:
    made = {name: pages.maker_of(name) for name in PAGES}
    assert all(callable(one) for one in made.values())
    inside = {"BookPage", "MattersPage", "SuggestionDraft"}
    named = {row.code.partition(":")[2] for row in PAGES.values()}
    assert set(page_classes()) - inside <= named


@pytest.mark.parametrize("desk_pages", [STATION, DEPUTY, COUNTY], ids=["station", "deputy", "county"])
def test_what_a_desk_shows_is_in_the_table(desk_pages: DeskPages) -> None:
    assert all(PAGES[name].icon for name, _ in desk_pages.rail)
    assert all(PAGES[name].line for name in desk_pages.settings)
    assert len(desk_pages.rail) <= 9, "Alt and a digit"


def test_a_key_opens_one_page() -> None:
    assert {row.key: row.name for row in PAGES.values() if row.key} == KEYS_OF_PAGES


def test_a_page_is_not_offered_to_whom_its_act_is_refused(desk: Desk) -> None:
    def sitting(*roles: str) -> Desk:
        return replace(desk, user=User(uid="f" * 32, name="某人", roles=roles))

    assert pages.offers(sitting("STATION_CLERK"), "visit")
    assert not pages.offers(sitting("TOWNSHIP_CHAIR"), "visit"), "a chair receives nobody at the desk"
    assert not pages.offers(sitting("STATION_CLERK"), "trail")
    assert pages.offers(sitting("AUDITOR"), "trail")
    assert pages.offers(sitting("TOWNSHIP_CHAIR"), "ledger")


def test_no_page_makes_another() -> None:
    """Whoever opens a page names it: the table is the one place that knows what makes it."""
    found = []
    for path in sorted((ROOT / "station_app" / "ui").rglob("*.py")):
        others = {name for name, stands_in in page_classes().items() if stands_in != path} - {
            "BookPage",
            "MattersPage",
            "SuggestionDraft",
        }
        calls = [node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
        found += [f"{path.stem}: {one.id}" for one in calls if isinstance(one, ast.Name) and one.id in others]
    assert found == ["suggestion: RecordPage"], "a suggestion that is no draft any more shows its record inside"
