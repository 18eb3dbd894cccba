"""The clerk's manual: its pages in the order of the index, and finding by words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from station_app import paths
from station_app.domain.immutable import immutable

INDEX = "index"


@immutable
class ManualPage:
    """A page: the name of its file without ending, its title, its Markdown, and the folder that its pictures are in."""

    name: str
    title: str
    text: str
    folder: Path


def pages() -> Sequence[ManualPage]:
    """The index, and every page that it links, in its order. Raises OSError where the manual is not shipped."""
    return _pages(paths.manual())


def page(name: str) -> ManualPage:
    """The page of that name; the index where there is none."""
    everything = pages()
    return next((one for one in everything if one.name == name), everything[0])


def found(typed: str) -> Sequence[ManualPage]:
    """The pages that hold every word of `typed`; those whose title holds one come first. All for no words."""
    wanted = typed.lower().split()
    held = [one for one in pages() if all(word in one.text.lower() for word in wanted)]
    return sorted(held, key=lambda one: not any(word in one.title.lower() for word in wanted)) if wanted else held


@cache
def _pages(folder: Path) -> Sequence[ManualPage]:
    from station_app.reports import manual  # noqa: PLC0415  (the desk starts without its manual)

    index = _read(folder, INDEX)
    names = [target.removesuffix(".md") for _, target in manual.links(index.text) if target.endswith(".md")]
    return (index, *(_read(folder, name) for name in names))


def _read(folder: Path, name: str) -> ManualPage:
    text = (folder / f"{name}.md").read_text("utf-8")
    first = next(line for line in text.splitlines() if line.startswith("# "))
    return ManualPage(name, first.removeprefix("# ").strip(), text, folder)
