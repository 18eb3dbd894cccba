"""Fifty visits by real key events, without a mouse, in words that no other test knows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.clerk import VISITS, WORDS, log_visits
from station_app.db import drafts
from station_app.domain.records import Opinion, Person, Visit
from station_app.services.visits import matters_of
from tests.screens import ROOT

MOST_KEYS = 60
MOST_STALLED = 1
"""Stalls of a tenth of a second a visit, of the program's own making: one when the form is made anew."""


@pytest.mark.usefixtures("qapp")
@pytest.mark.long
def test_fifty_visits_are_logged_by_keys_alone(tmp_path: Path) -> None:
    figures, desk = log_visits(tmp_path, VISITS)
    visits = desk.records.all(Visit)
    assert len(visits) == VISITS == len(figures.keys)
    for visit, meant in zip(visits, figures.typed, strict=True):
        (matter,) = matters_of(desk, visit.uid)
        (told,) = meant.matters
        assert (matter.title, matter.verbatim, matter.ask) == (told.title, told.verbatim, told.ask)
        assert desk.records.one(Person, visit.visitor).name == meant.name
    assert len(desk.records.all(Opinion)) == VISITS
    assert len({visit.number for visit in visits}) == VISITS
    assert drafts.of_user(desk.store.database, desk.user.uid) == []
    assert max(figures.keys) <= MOST_KEYS
    assert figures.mouse == 0
    assert len(figures.own_stalls_ms) <= VISITS * MOST_STALLED
    desk.close()


def test_the_clerks_words_stand_in_no_other_test() -> None:
    said = json.loads(WORDS.read_text("utf-8"))
    own = [*(one["trouble"] for one in said["things"]), *said["since"], *said["effects"], *said["asks"]]
    others = [
        path for path in (ROOT / "tests").rglob("*.*") if path.suffix in (".py", ".json", ".csv") and path != WORDS
    ]
    elsewhere = "\n".join(path.read_text("utf-8", errors="replace") for path in others)
    assert [words for words in own if words in elsewhere] == []
