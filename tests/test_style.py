"""Rules of the house that no linter knows."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import tomllib
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SENTENCES = ROOT / "station_app" / "text"
RECORDS = ROOT / "station_app" / "domain" / "records"
SILENT = (SENTENCES, ROOT / "build", ROOT / "benchmarks")
"""Where Chinese may stand in code: the sentences themselves, and what speaks to nobody at a desk."""
LONGEST_FILE = 600

SOURCES = sorted(
    path for folder in ("station_app", "tour", "build", "benchmarks") for path in (ROOT / folder).rglob("*.py")
) + sorted(ROOT.glob("*.py"))

CJK = re.compile("[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]")
PLACE = tuple[int, int]
# From Python 3.12 on, an f-string is several tokens.
STRING_TOKENS = {tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}


def free_places(tree: ast.AST, labels: bool) -> set[PLACE]:
    """Where strings may hold Chinese: docstrings, and labels of record fields where `labels` says so."""
    places: set[PLACE] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant(value=str()) as text):
                places.add((text.lineno, text.col_offset))
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="field")), args=[ast.Constant(value=str()) as label, *_]
            ):
                if labels:
                    places.add((label.lineno, label.col_offset))
    return places


def chinese_literals(source: str, labels: bool = False) -> list[int]:
    """The lines of strings that hold Chinese as such (an escape is no sentence) where none belongs."""
    free = free_places(ast.parse(source), labels)
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    strings = (token for token in tokens if token.type in STRING_TOKENS and token.start not in free)
    return [token.start[0] for token in strings if CJK.search(token.string)]


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ('"""中文"""\n# 中文\n', []),
        ('x = "\\u4e2d"\n', []),
        ('x = 1\n"""中文 beside x"""\n', []),
        ('x = "中文"\n', [1]),
        ('y = 1\nx = f"{y}中文"\n', [2]),
        ('name = field.text("姓名", max_len=60)\n', [1]),
    ],
)
def test_a_chinese_literal_is_told_from_a_docstring_and_an_escape(source: str, lines: list[int]) -> None:
    assert chinese_literals(source) == lines


def test_only_the_label_of_a_field_is_free() -> None:
    assert chinese_literals('name = field.text("姓名", max_len=60)\n', labels=True) == []
    assert chinese_literals('name = field.text("姓名", default="无")\n', labels=True) == [1]


def test_chinese_stands_on_fields_in_sentences_and_in_data_only() -> None:
    speaking = [path for path in SOURCES if path.parent not in SILENT]
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in speaking
        for line in chinese_literals(path.read_text("utf-8"), labels=path.parent == RECORDS)
    ]
    assert found == []


def test_no_file_is_longer_than_one_can_read() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in SOURCES}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_the_lock_names_no_index_and_hashes_everything() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    packages = [line for line in lock.splitlines() if re.match(r"[A-Za-z0-9]", line)]
    assert packages
    assert lock.count("    --hash=sha256:") >= len(packages)
    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host|\s@\s|file:", lock)


def test_the_lock_holds_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    extras = project["project"]["optional-dependencies"].values()
    wanted = [*project["project"]["dependencies"], *chain(*extras), *project["dependency-groups"]["dev"]]
    names = {re.split(r"[<>=!~;\[ ]", requirement)[0].lower() for requirement in wanted}
    locked = re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE)
    assert names <= set(locked)


def test_no_label_guesses_whether_a_visitor_s_words_are_markup() -> None:
    guessing = re.compile(r"(?<!\w)QLabel\(|setToolTip\((?!tip_of|say\.|f\")")
    found = [
        f"{path.name}: {line}"
        for path in (ROOT / "station_app").rglob("*.py")
        for line in path.read_text().splitlines()
        if guessing.search(line)
    ]
    assert [line for line in found if not line.startswith("plain.py")] == []


def test_nobody_asks_for_a_neighbour_in_the_focus_chain() -> None:
    """Qt's binding makes who is asked the owner of the neighbour, which dies with it: parts of a page in view do."""
    asking = re.compile(r"\.(next|previous)InFocusChain\(")
    paths = chain.from_iterable((ROOT / folder).rglob("*.py") for folder in ("station_app", "tour", "tests"))
    assert [path.name for path in paths if asking.search(path.read_text("utf-8"))] == []


EMPTY_BASES = {"eventFilter": {"QObject"}, "paintEvent": {"QWidget"}}
"""Where the base's own does nothing: a filter that is a plain QObject, the surface of a plain widget."""


def swallowed_events(source: str) -> list[str]:
    """The handlers of Qt's events that keep the event from their base: without `super()` a view's own timers never
    stop, a list never scrolls. One that accepts the event says in a comment why its base must not have it."""
    comments = {
        token.start[0]
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT
    }
    found = []
    for owner in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef)):
        bases = {base.id for base in owner.bases if isinstance(base, ast.Name)}
        for one in (node for node in owner.body if isinstance(node, ast.FunctionDef)):
            if not (one.name.endswith("Event") or one.name in {"event", "eventFilter"}):
                continue
            if not one.args.args[1:] or bases & EMPTY_BASES.get(one.name, set()):
                continue
            called = {ast.unparse(call.func) for call in ast.walk(one) if isinstance(call, ast.Call)}
            accepts = any(name in called for name in ("event.accept", "event.acceptProposedAction", "event.ignore"))
            says_why = any(one.lineno <= line <= (one.end_lineno or 0) for line in comments)
            if f"super().{one.name}" not in called and not (accepts and says_why):
                found.append(f"{owner.name}.{one.name}")
    return found


def test_a_handler_that_keeps_an_event_from_its_base_is_found() -> None:
    handlers = {
        "class A(QListWidget):\n    def timerEvent(self, event):\n        self.lie_down()\n": ["A.timerEvent"],
        "class A(QListWidget):\n    def timerEvent(self, event):\n        super().timerEvent(event)\n": [],
        "class A(QWidget):\n    def dropEvent(self, event):\n        event.accept()\n": ["A.dropEvent"],
        "class A(QWidget):\n    def dropEvent(self, event):\n        event.accept()  # it is ours\n": [],
        "class A(QObject):\n    def eventFilter(self, watched, event):\n        return False\n": [],
        "class A(QScrollArea):\n    def eventFilter(self, watched, event):\n        return False\n": ["A.eventFilter"],
        "class A(QWidget):\n    def paintEvent(self, event):\n        pass\n": [],
    }
    assert {source: swallowed_events(source) for source in handlers} == handlers


def test_no_handler_swallows_what_its_base_needs() -> None:
    found = {path.name: swallowed for path in SOURCES if (swallowed := swallowed_events(path.read_text("utf-8")))}
    assert found == {}
