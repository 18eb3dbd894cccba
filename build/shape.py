"""The shape of the program in figures: `make shape`, or `python -m build.shape`.

How many files and lines are shipped; which imports go in circles (those within functions count, those for types alone
do not); what is a paragraph and no room; what only tests call; class names that stand twice; and what a new field, act,
list, page or print touches, by the worked examples in docs/recipes.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = "station_app"
CALLERS = ("station_app", "tour", "build")
"""Who calls a function for its own sake: the tests and the measurements do not."""

JUDGED = ("station_app.services", "station_app.sync")
MOST_FILES, MOST_LINES = 300, 46_000


@dataclass(frozen=True)
class Module:
    """One file: its dotted name, its text, what it imports and when."""

    name: str
    path: Path
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """What it says."""
        return ast.parse(self.text)

    @property
    def folder(self) -> str:
        """The package that it stands in."""
        return self.name if self.path.name == "__init__.py" else self.name.rpartition(".")[0]

    @cached_property
    def imports(self) -> list[tuple[str, str, str]]:
        """(module, name, how it is called here) of every import that runs; the name is "" for a whole module."""
        found: list[tuple[str, str, str]] = []
        for node in _running(self.tree):
            match node:
                case ast.ImportFrom(module=str() as module, names=names):
                    found += [(module, one.name, one.asname or one.name) for one in names]
                case ast.Import(names=names):
                    found += [(one.name, "", one.asname or one.name) for one in names]
        return found


@dataclass
class Tree:
    """All modules of some folders of a clone, by name."""

    modules: Mapping[str, Module] = field(default_factory=dict)

    def needs(self, module: Module) -> set[str]:
        """The modules of the tree that one imports, at its top or within its functions."""
        found = set()
        for source, name, _ in module.imports:
            inner = f"{source}.{name}"
            found.add(inner if inner in self.modules else source)
        return {name for name in found if name in self.modules and name != module.name}

    @cached_property
    def graph(self) -> dict[str, set[str]]:
        """Who imports whom."""
        return {name: self.needs(module) for name, module in self.modules.items()}


def read(root: Path, folders: Iterable[str]) -> Tree:
    """The modules of those folders of a clone that are there."""
    paths = [path for folder in folders for path in sorted((root / folder).rglob("*.py"))]
    return Tree({one.name: one for one in (_module(root, path) for path in [*paths, root / "main.py"])})


def _module(root: Path, path: Path) -> Module:
    parts = path.relative_to(root).with_suffix("").parts
    return Module(".".join(parts[:-1] if parts[-1] == "__init__" else parts), path, path.read_text("utf-8"))


def _running(node: ast.AST) -> Iterator[ast.AST]:
    """Every node but those under `if TYPE_CHECKING:`."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                continue
        yield child
        yield from _running(child)


def circles(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """Groups of modules that import one another (the strongly connected ones), each in the order of names."""
    reach = {name: _reached(graph, name) for name in graph}
    groups = {tuple(sorted(other for other in reach[name] if name in reach[other])) for name in graph}
    return sorted(list(group) for group in groups if len(group) > 1)


def _reached(graph: Mapping[str, set[str]], start: str) -> set[str]:
    seen, waiting = set(), [start]
    while waiting:
        for name in graph[waiting.pop()]:
            if name not in seen:
                seen.add(name)
                waiting.append(name)
    return seen


def paragraphs(tree: Tree) -> list[tuple[str, str]]:
    """Modules that a single one imports, which stands in the same folder: (paragraph, room)."""
    importers: defaultdict[str, set[str]] = defaultdict(set)
    for name, needed in tree.graph.items():
        for one in needed:
            importers[one].add(name)
    alone = [(name, next(iter(by))) for name, by in importers.items() if len(by) == 1]
    rooms = [(name, by) for name, by in alone if not tree.modules[name].path.name.startswith("__")]
    return sorted((name, by) for name, by in rooms if tree.modules[name].folder == tree.modules[by].folder)


def twice(tree: Tree) -> list[str]:
    """Class names that stand more than once, with where."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name, module in tree.modules.items():
        for node in module.tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(name)
    return [f"{name}: {', '.join(where)}" for name, where in sorted(found.items()) if len(where) > 1]


def uncalled(tree: Tree, prefixes: tuple[str, ...] = JUDGED) -> list[str]:
    """Public functions of those packages that nothing in the tree names but themselves."""
    used: Counter[tuple[str, str]] = Counter()
    for module in tree.modules.values():
        used.update(_named(tree, module))
    judged = [module for name, module in tree.modules.items() if name.startswith(prefixes)]
    return [
        f"{module.name}.{node.name}"
        for module in judged
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not used[module.name, node.name]
    ]


def _named(tree: Tree, module: Module) -> Iterator[tuple[str, str]]:
    """(module, name) of everything of the tree that a module speaks of."""
    called = {here: f"{source}.{name}" for source, name, here in module.imports if f"{source}.{name}" in tree.modules}
    for source, name, here in module.imports:
        if source in tree.modules and here not in called:
            yield source, name
    for node in ast.walk(module.tree):
        match node:
            case ast.Attribute(value=ast.Name(id=here), attr=name) if here in called:
                yield called[here], name
            case ast.Name(id=name, ctx=ast.Load()):
                yield module.name, name


def touched(patch: str) -> dict[str, int]:
    """Lines that a patch adds, by file."""
    added: dict[str, int] = {}
    for part in re.split(r"^diff --git ", patch, flags=re.MULTILINE)[1:]:
        name = part.splitlines()[0].rpartition(" b/")[2]
        added[name] = sum(line.startswith("+") and not line.startswith("+++") for line in part.splitlines())
    return added


def report(root: Path) -> Iterator[str]:
    """The lines that are told."""
    shipped, calling = read(root, (SHIPPED,)), read(root, CALLERS)
    lines = sum(len(module.text.splitlines()) for module in shipped.modules.values())
    files = len(shipped.modules)
    yield f"files {files} (aim {MOST_FILES}), lines {lines:,} (aim {MOST_LINES:,}), mean {lines / files:.0f} a file"
    yield from _listed("circles of imports", [" -> ".join(one) for one in circles(shipped.graph)])
    yield from _listed("files with one importer, in their own folder", [f"{a} <- {b}" for a, b in paragraphs(shipped)])
    yield from _listed("functions of services and sync that only tests call", uncalled(calling))
    yield from _listed("class names that stand twice", twice(shipped))
    for patch in sorted((root / "docs" / "recipes").glob("*.patch")):
        added = touched(patch.read_text("utf-8"))
        yield f"a new {patch.stem}: {sum(added.values())} lines in {len(added)} files ({', '.join(added)})"


def _listed(title: str, found: list[str]) -> Iterator[str]:
    yield f"{title}: {len(found)}"
    yield from (f"    {one}" for one in found)


if __name__ == "__main__":
    for told in report(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT):
        print(told)
