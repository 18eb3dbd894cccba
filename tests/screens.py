"""What the program's pages offer, read from their source: keys with the words of their acts."""

from __future__ import annotations

import ast
import importlib
from functools import cache
from pathlib import Path

from station_app.ui.shell.window import KEYS

ROOT = Path(__file__).resolve().parent.parent
UI = ROOT / "station_app" / "ui"
ENTRY, ENTRY_KEYS = UI / "parts" / "entry_page.py", {"next": "F9", "aside": "F7"}
"""The page on which something is entered, and the keys that it takes the words of from its `Entry`."""


@cache
def page_classes() -> dict[str, Path]:
    """Every class of `ui/pages` that may be in view, and the file that it stands in."""
    found = {}
    for path in sorted((UI / "pages").rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and (node.name.endswith("Page") or _is_page(node)):
                found[node.name] = path
    return found


def _is_page(node: ast.ClassDef) -> bool:
    return any(isinstance(base, ast.Name) and base.id in {"Page", "EntryPage"} for base in node.bases)


@cache
def keys_of(path: Path) -> frozenset[tuple[str, str]]:
    """(key, words) of each act in a file, the words "" where they are made only when the program runs."""
    tree = ast.parse(path.read_text("utf-8"))
    modules = _modules(tree)
    named = {
        target.id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found = set()
    for node in ast.walk(tree):
        for key, value in _pairs(node):
            if key in KEYS or key == "Ctrl+Enter":
                found.add((key, _words(value, modules, named)))
    return frozenset(found | _of_every_entry(tree))


def _of_every_entry(tree: ast.AST) -> set[tuple[str, str]]:
    """What a page on which something is entered offers beside the keys that its `Entry` has words for."""
    enters = any(isinstance(node, ast.ClassDef) and _is_entry(node) for node in ast.walk(tree))
    return {pair for pair in keys_of(ENTRY) if pair[1]} if enters else set()


def _is_entry(node: ast.ClassDef) -> bool:
    return any(isinstance(base, ast.Name) and base.id == "EntryPage" for base in node.bases)


def _pairs(node: ast.AST) -> list[tuple[str, ast.expr]]:
    match node:
        case ast.Dict(keys=keys, values=values):
            pairs = zip(keys, values, strict=True)
            return [
                (one.value, what) for one, what in pairs if isinstance(one, ast.Constant) and type(one.value) is str
            ]
        case ast.Call(func=ast.Name(id="Entry"), keywords=given):
            return [(ENTRY_KEYS[one.arg], one.value) for one in given if one.arg in ENTRY_KEYS]
        case ast.Assign(targets=[ast.Subscript(slice=ast.Constant(value=str() as key))], value=value):
            return [(key, value)]
        case ast.Call(func=ast.Name(id="act_key"), args=[value, ast.Constant(value=str() as key)]):
            return [(key, value)]
        case ast.Call(func=ast.Attribute(attr="key_label"), args=[value, ast.Constant(value=str() as key)]):
            return [(key, value)]
    return []


def _words(value: ast.expr, modules: dict[str, str], named: dict[str, ast.expr]) -> str:
    match value:
        case ast.Call(func=ast.Name(id="Act" | "print_list"), args=[first, *_]):
            return _words(first, modules, named)
        case ast.Name(id=name) if name in named:
            return _words(named[name], modules, {one: what for one, what in named.items() if one != name})
        case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name in modules:
            found = getattr(importlib.import_module(modules[name]), attribute, "")
            return found if isinstance(found, str) else ""
    return ""


def _modules(tree: ast.AST) -> dict[str, str]:
    """Names under which modules of sentences are imported."""
    return {
        one.asname or one.name: f"{node.module}.{one.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "station_app.text"
        for one in node.names
    } | {"text": "station_app.text"}
