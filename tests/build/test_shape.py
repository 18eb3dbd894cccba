"""What the figures of the program's shape count."""

from __future__ import annotations

from pathlib import Path

import pytest

from build import shape


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    files = {
        "main.py": "from app import ui\n\nui.show()\n",
        "app/__init__.py": "",
        "app/ui.py": (
            "from app.services import roster\n\n\ndef show():\n    roster.seated()\n\n\nclass Line:\n    pass\n"
        ),
        "app/services/__init__.py": "",
        "app/services/roster.py": (
            "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from app import ui\n\n\n"
            "def seated():\n    from app.services import chairs\n\n    return chairs.all_of()\n\n\n"
            "def called_by_tests_alone():\n    return 1\n\n\ndef _own():\n    return 2\n"
        ),
        "app/services/chairs.py": (
            "def all_of():\n    from app.services.roster import seated\n\n    return seated\n"
            "\n\nclass Line:\n    pass\n"
        ),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_imports_within_functions_make_circles_and_those_for_types_alone_do_not(clone: Path) -> None:
    graph = shape.read(clone, ["app"]).graph
    assert shape.circles(graph) == [["app.services.chairs", "app.services.roster"]]
    assert graph["app.ui"] == {"app.services.roster"}


def test_a_file_that_one_neighbour_imports_is_a_paragraph(clone: Path) -> None:
    assert shape.paragraphs(shape.read(clone, ["app"])) == [("app.services.chairs", "app.services.roster")]


def test_what_nothing_calls_and_what_stands_twice_is_named(clone: Path) -> None:
    tree = shape.read(clone, ["app"])
    assert shape.uncalled(tree, ("app.services",)) == ["app.services.roster.called_by_tests_alone"]
    assert shape.twice(tree) == ["Line: app.services.chairs, app.ui"]


def test_the_lines_that_a_patch_adds_are_counted_by_file() -> None:
    patch = "what for\n\ndiff --git a/x/a.py b/x/a.py\n--- a/x/a.py\n+++ b/x/a.py\n@@ -1 +1,2 @@\n one\n+two\n"
    assert shape.touched(patch + patch.replace("a.py", "b.py").replace("+two", "-one\n+two\n+three")) == {
        "x/a.py": 1,
        "x/b.py": 2,
    }


def test_the_whole_is_told() -> None:
    told = list(shape.report(shape.ROOT))
    assert told[0].startswith("files ")
    assert any(line.startswith("circles of imports: ") for line in told)
