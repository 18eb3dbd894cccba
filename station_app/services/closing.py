"""Closing a period: figures over all that is known, kept with what proves them; and proving them again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from station_app.db import vector as vectors
from station_app.domain import returns
from station_app.domain.codes import Edition
from station_app.domain.immutable import immutable
from station_app.domain.problem import Problem, refusal
from station_app.domain.records import PeriodClose
from station_app.domain.returns import Cells
from station_app.services import local_rules
from station_app.services.desk import Desk

Figures = Mapping[tuple[str, str], int]
"""Figures by row and column."""


@immutable
class Examined:
    """A closed period and what the journals say of it here.

    `is_unreadable`: it holds no figures in their form, or its return's version is not known here. `missing` are the
    journals that have not come that far, `strange` those whose chain has another head there, `erased` the lines that
    were erased since, as they had to be. `differing` are the cells, by row and column, that come out otherwise, with
    the figure kept and the one found; the lists differ where `other_lists`.
    """

    close: PeriodClose
    is_unreadable: bool = False
    missing: tuple[str, ...] = ()
    strange: tuple[str, ...] = ()
    erased: int = 0
    differing: tuple[tuple[str, str, int, int], ...] = ()
    other_lists: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether all that it was counted from is here."""
        return not self.missing and not self.is_unreadable

    @property
    def is_sound(self) -> bool:
        """Whether nothing speaks against it: what has not come proves nothing, what was erased had to be."""
        if self.is_unreadable or self.strange:
            return False
        return bool(self.missing or self.erased) or not (self.differing or self.other_lists)


def reckoned(desk: Desk, given: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """What a closing of the return `report` from `first_on` to `last_on` keeps, with what is wrong with it: a period
    that was closed and of which nothing else has come is not closed again. The caller holds the transaction."""
    report, first, last = (str(given.get(name, "")) for name in ("report", "first_on", "last_on"))
    if not (report and first and last and first <= last):
        return {}, []
    edition = local_rules.in_force(desk, report, last)
    known = vectors.known(desk.store.database)
    cells = _cells(desk, edition, known, first, last)
    figures = returns.figures_text(cells)
    before = closings(desk, report, first, last)
    if before and before[-1].figures == figures and before[-1].lists_hash == returns.hash_of_lists(cells):
        return {}, [refusal("period_closed", "report", first, last=last, closed_on=before[-1].closed_on)]
    return {
        "supplements": before[-1].uid if before else "",
        "closed_on": desk.today,
        "vector": returns.vector_text(known),
        "editions": returns.editions_text(_versions(desk, report, edition)),
        "figures": figures,
        "lists_hash": returns.hash_of_lists(cells),
    }, []


def closings(desk: Desk, report: str, first: str, last: str) -> list[PeriodClose]:
    """The closings of one period by this home, in the order in which one adds to the other."""
    own = "" if desk.is_office else desk.place.uid
    all_of = desk.records.all(PeriodClose, station=own, report=report, first_on=first, last_on=last)
    following = {one.supplements: one for one in all_of}
    found, last_uid = list[PeriodClose](), ""
    while last_uid in following and len(found) < len(all_of):
        found.append(following[last_uid])
        last_uid = found[-1].uid
    return found


def labels(desk: Desk, close: PeriodClose) -> dict[str, str]:
    """The headings of a closing's columns by name, in their order; none where its return's version is not known."""
    return {column["name"]: column["label"] for column in (_edition_of(desk, close) or {}).get("columns", ())}


def figures_of(close: PeriodClose) -> Figures:
    """The figures of a closing; none where it holds none in their form."""
    try:
        return returns.figures_of(close.figures)
    except ValueError:
        return {}


def added(desk: Desk, close: PeriodClose) -> list[tuple[str, str, int, int]]:
    """What came after the closing that this one adds to: the cells that differ, with the figures before and now."""
    before = (
        desk.records.several(PeriodClose, [close.supplements]).get(close.supplements) if close.supplements else None
    )
    return _differing(figures_of(before), figures_of(close)) if before else []


def examined(desk: Desk) -> list[Examined]:
    """Every closed period that is here, counted again from the journals as they stood."""
    return [_examined(desk, one) for one in desk.records.all(PeriodClose)]


def _examined(desk: Desk, close: PeriodClose) -> Examined:
    edition = _edition_of(desk, close)
    try:
        kept, vector = returns.figures_of(close.figures), returns.vector_of(close.vector)
    except ValueError:
        return Examined(close, is_unreadable=True)
    if edition is None:
        return Examined(close, is_unreadable=True)
    standing = vectors.standing(desk.store, vector, returns.kinds_of(edition))
    cells = returns.cells_of(edition, standing.records, close.first_on, close.last_on)
    found = returns.figures_of(returns.figures_text(cells))
    return Examined(
        close,
        missing=standing.missing,
        strange=standing.strange,
        erased=standing.erased,
        differing=tuple(_differing(kept, found)),
        other_lists=returns.hash_of_lists(cells) != close.lists_hash,
    )


def _differing(before: Figures, after: Figures) -> list[tuple[str, str, int, int]]:
    return [(*cell, before.get(cell, 0), after.get(cell, 0)) for cell in returns.differences(before, after)]


def _cells(desk: Desk, edition: Edition, known: returns.Vector, first: str, last: str) -> Cells:
    standing = vectors.standing(desk.store, known, returns.kinds_of(edition))
    return returns.cells_of(edition, standing.records, first, last)


def _versions(desk: Desk, report: str, edition: Edition) -> dict[str, str]:
    versions = {report: returns.hash_of(edition)}
    for scheme in returns.schemes_of(edition):
        entries = [[one.code, one.name, one.parent, one.valid_from, one.valid_to] for one in desk.codes[scheme].codes]
        versions[f"codes/{scheme}"] = returns.hash_of(entries)
    return versions


def _edition_of(desk: Desk, close: PeriodClose) -> Edition | None:
    wanted = returns.editions_of(close.editions).get(close.report)
    return next((one for one in local_rules.editions(desk, close.report) if returns.hash_of(one) == wanted), None)
