"""The worked examples in docs/recipes: each is laid on a copy of the program, and what it adds works there at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from build.shape import touched

ROOT = Path(__file__).resolve().parents[2]
RECIPES = ROOT / "docs" / "recipes"
CHANGED = ("station_app", "resources/codes")
"""What a recipe may touch; the rest of the clone is only looked at."""

MOST = {"field": (1, 1), "act": (2, 2), "list": (35, 3), "page": (35, 3), "print": (30, 3)}
"""Lines and files that each may take."""

BEGIN = """
from pathlib import Path
from station_app.services.acts import Ask, perform
from tests.office import registered
from tests.offices import station
desk = station(Path("data"))
made = registered(desk)
"""
WINDOW = """
from PySide6.QtWidgets import QApplication, QLabel
from station_app.services.roster import enrol
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.desk_window import desk_window
app = QApplication([])
enrol(desk, {"name": "秦彬", "phone": "13912345678"}, {"level": "TOWNSHIP", "term": 20, "from_on": "2026-01-01"})
broken = []
jobs = Jobs(broken.append, thread_end=desk.close)
place = desk_window(desk, jobs)
place.window.show()
"""
TRIED = {
    "field": """
from station_app.domain.records import Visit
visit = made["visit"].uid
perform(desk, [Ask("visit", "correct", {"came_by": "搭班车"}, visit)])
desk.store.rebuild()
assert desk.records.one(Visit, visit).came_by == "搭班车"
""",
    "act": """
from station_app.domain.records import Opinion
opinion = made["opinion"].uid
triage = {"category": "0301", "urgency": "URGENT", "owner_level": "COUNTY", "proposed_unit": "水务局"}
referral = {"unit": "水务局", "assigned_on": desk.today, "due_on": "2026-12-03", "requirements": "十日内办复"}
perform(desk, [Ask("opinion", "triage", triage, opinion)])
given = perform(desk, [Ask("assignment", "register", {**referral, "opinion": opinion})])[0].uid
perform(desk, [Ask("assignment", "urge", {"requirements": "三日内办复"}, given)])
urged = desk.records.one(Opinion, opinion)
assert (urged.state, urged.requirements) == ("REFERRED", "三日内办复")
assert desk.codes.name_of("act", "urge") == "催一催"
""",
    "list": WINDOW
    + """
place.open("mandates")
app.processEvents()
page = place.window.page()
assert [one.term for one in page.list.lines] == [20]
place.window.press("F8")
app.processEvents()
jobs.finish()
assert broken == []
""",
    "page": WINDOW
    + """
place.open("about")
app.processEvents()
told = [label.text() for label in place.window.page().findChildren(QLabel)]
assert any(str(desk.folder) in one for one in told), told
jobs.finish()
assert broken == []
""",
    "print": """
from station_app.services import prints
form = prints.form_of("P7")
paper = prints.version_of("P7", None)(desk, made[form.kind].uid, prints.Asked())
assert (form.kind, paper.pages) == ("visit", 1)
""",
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of what a recipe may touch, and the rest of the clone beside it."""
    for name in CHANGED:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in (*(ROOT / "resources").iterdir(), ROOT / "tests", ROOT / "build"):
        if not (linked := tmp_path / path.relative_to(ROOT)).exists():
            linked.symlink_to(path)
    return tmp_path


@pytest.mark.parametrize("recipe", TRIED)
def test_what_a_recipe_adds_works_at_once(recipe: str, copy: Path) -> None:
    subprocess.run(["git", "apply", str(RECIPES / f"{recipe}.patch")], cwd=copy, check=True)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", BEGIN + TRIED[recipe]]
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr.replace("This plugin does not support propagateSizeHints()\n", "")) == (0, "")


@pytest.mark.parametrize("recipe", TRIED)
def test_a_recipe_stays_as_short_as_it_is_meant(recipe: str) -> None:
    added = touched((RECIPES / f"{recipe}.patch").read_text("utf-8"))
    lines, files = MOST[recipe]
    assert (sum(added.values()) <= lines, len(added) <= files) == (True, True), added


def test_every_recipe_is_tried() -> None:
    assert {path.stem for path in RECIPES.glob("*.patch")} == set(TRIED)
