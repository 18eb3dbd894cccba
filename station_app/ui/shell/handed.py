"""A file that the program was started with, as a double click does: the page that takes it offers to, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from station_app.text import roads as say
from station_app.ui.shell.workplace import Workplace

INVITATION, BATCHES = ".lzi", (".lzb", ".age")


@runtime_checkable
class TakesFile(Protocol):
    """A page that offers to take one file."""

    def offer_file(self, path: Path) -> None:
        """Say what the file is, and offer to take it."""
        ...


@runtime_checkable
class LooksAtFiles(Protocol):
    """A page that looks at files before they are taken."""

    def look_at(self, paths: Sequence[Path]) -> None:
        """Show what is in the files."""
        ...


def offer(place: Workplace, paths: Sequence[Path]) -> None:
    """Open the page for the files and let it offer to take them; what nobody here takes is said."""
    batches = [path for path in paths if path.suffix.lower() in BATCHES and path.is_file()]
    invitation = next((path for path in paths if path.suffix.lower() == INVITATION and path.is_file()), None)
    name = "admission" if invitation else "intake" if place.desk.is_office else "stick"
    if not (invitation or batches) or not place.offers(name):
        place.tell(say.NOT_FOR_HERE.format(names=say.names([path.name for path in paths])))
        return
    match place.open(name):
        case TakesFile() as page if invitation:
            page.offer_file(invitation)
        case LooksAtFiles() as page:
            page.look_at(batches)
        case TakesFile() as page:
            page.offer_file(batches[0])
