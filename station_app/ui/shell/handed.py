"""A file that the program was started with, as a double click does: the page that takes it offers to, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from station_app.text import roads as say
from station_app.ui.pages.workplace import Workplace

INVITATION, BATCHES = ".lzi", (".lzb", ".age")


def offer(place: Workplace, paths: Sequence[Path]) -> None:
    """Open the page for the files and let it offer to take them; what nobody here takes is said."""
    batches = [path for path in paths if path.suffix.lower() in BATCHES and path.is_file()]
    invitation = next((path for path in paths if path.suffix.lower() == INVITATION and path.is_file()), None)
    name = "admission" if invitation else "intake" if place.desk.is_office else "stick"
    if not (invitation or batches) or not place.offers(name):
        place.tell(say.NOT_FOR_HERE.format(names=say.names([path.name for path in paths])))
        return
    page = place.open(name)
    if invitation:
        page.offer_file(invitation)  # type: ignore[attr-defined]  # the page that the name is of
    elif place.desk.is_office:
        page.look_at(batches)  # type: ignore[attr-defined]  # as above
    else:
        page.offer_file(batches[0])  # type: ignore[attr-defined]  # as above
