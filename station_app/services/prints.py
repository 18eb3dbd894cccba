"""Prints of the desk, by the names the office gives them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from station_app import paths
from station_app.reports import p9, preview, recovery
from station_app.services import reception
from station_app.services.desk import Desk


@dataclass(frozen=True)
class Print:
    """A print: the PDF's bytes, how many pages, and the name that a file of it gets."""

    pdf: bytes
    pages: int
    name: str


def summary_of_day(desk: Desk, day: str, for_public: bool = False) -> Print:
    """P9, the reception day's summary: in full for the file, or with names hidden for the wall."""
    facts = reception.summary(desk, day)
    reference = p9.Reference(desk.codes, paths.regions())
    pdf = p9.anonymised(facts, reference) if for_public else p9.full(facts, reference)
    return Print(pdf, preview.page_count(pdf), f"P9-{facts.day.held_on}{'-public' if for_public else ''}.pdf")


def recovery_sheet(desk: Desk, code: str) -> Print:
    """The sheet with the recovery code, for the first start."""
    pdf = recovery.recovery_sheet(desk.station.name, desk.user.name, desk.today, code)
    return Print(pdf, preview.page_count(pdf), "recovery-sheet.pdf")


FORMS: dict[str, Callable[[Desk, str, bool], Print]] = {"P9": summary_of_day}
"""The prints that the command line knows."""
