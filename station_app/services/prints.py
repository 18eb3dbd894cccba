"""Prints of the desk, by the names the office gives them."""

from __future__ import annotations

from collections.abc import Callable

from station_app import paths
from station_app.domain.immutable import immutable
from station_app.services import reception
from station_app.services.desk import Desk
from station_app.text import day_in_words
from station_app.text.spoken import spoken


@immutable
class Print:
    """A print: the PDF's bytes, how many pages, and the name that a file of it gets."""

    pdf: bytes
    pages: int
    name: str


def summary_of_day(desk: Desk, day: str, for_public: bool = False) -> Print:
    """P9, the reception day's summary: in full for the file, or with names hidden for the wall."""
    from station_app.reports import fonts, p9  # noqa: PLC0415  (the desk starts without its paper)

    facts = reception.summary(desk, day)
    reference = p9.Reference(desk.codes, paths.regions())
    # An office that has 仿宋 and 小标宋 of its own gets them (GB/T 9704-2012, 5.2); the others print the shipped faces.
    faces = fonts.office_faces()
    pdf = p9.anonymised(facts, reference, faces) if for_public else p9.full(facts, reference, faces)
    return counted(pdf, f"P9-{facts.day.held_on}{'-public' if for_public else ''}.pdf")


def suggestion_sheet(desk: Desk, suggestion: str, _for_public: bool = False) -> Print:
    """P11, the official paper of a suggestion. Raises KeyError where it is not here."""
    from station_app.reports import fonts, p11  # noqa: PLC0415  (the desk starts without its paper)
    from station_app.services.evidence import paper_of  # noqa: PLC0415  (as above)

    facts = paper_of(desk, suggestion)
    pdf = p11.suggestion_sheet(facts, desk.codes, fonts.office_faces())
    return counted(pdf, f"P11-{facts.suggestion.number}.pdf")


def recovery_sheet(desk: Desk, code: str) -> Print:
    """The sheet with the recovery code, for the first start."""
    from station_app.reports import recovery  # noqa: PLC0415  (the desk starts without its paper)

    return counted(recovery.recovery_sheet(desk.place.name, desk.user.name, desk.today, code), "recovery-sheet.pdf")


def reconciliation_list(desk: Desk) -> Print:
    """The reconciliation list of all stations that are held here."""
    from station_app.reports import fonts  # noqa: PLC0415  (the desk starts without its paper)
    from station_app.reports.statements import reconciliation  # noqa: PLC0415  (as above)
    from station_app.services.reconciliation import statements  # noqa: PLC0415  (as above)

    rows = [(one.station, str(one.last_seq), spoken(one.syllables)) for one in statements(desk)]
    pdf = reconciliation(desk.place.name, day_in_words(desk.today), rows, fonts.office_faces())
    return counted(pdf, f"reconciliation-{desk.today}.pdf")


def counted(pdf: bytes, name: str) -> Print:
    """The print of a PDF, its pages counted."""
    from station_app.reports import preview  # noqa: PLC0415  (the desk starts without its paper)

    return Print(pdf, preview.page_count(pdf), name)


FORMS: dict[str, Callable[[Desk, str, bool], Print]] = {"P9": summary_of_day, "P11": suggestion_sheet}
"""The prints that the command line knows."""

FORM_KINDS = {"P9": "reception_day", "P11": "suggestion"}
"""Of which kind of record each of them is made."""
