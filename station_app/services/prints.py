"""Prints of the desk, by the names the office gives them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from station_app import paths
from station_app.domain.immutable import immutable
from station_app.domain.problem import refusal, reject
from station_app.domain.records import ReceptionPlan
from station_app.services import deputy_own, held_day, seating, slips
from station_app.services.desk import Desk
from station_app.text import day_in_words
from station_app.text.spoken import spoken

if TYPE_CHECKING:
    from station_app.reports.listing import Listing


@immutable
class Print:
    """A print: the PDF's bytes, how many pages, and the name that a file of it gets.

    `called` is what the trail calls it where somebody else gave that name: it may hold a petitioner's.
    """

    pdf: bytes
    pages: int
    name: str
    called: str = ""


def summary_of_day(desk: Desk, day: str, for_public: bool = False) -> Print:
    """P9, the reception day's summary: in full for the file, or with names hidden for the wall.

    Raises Rejected for the full one where it names visitors whom the person here may not see.
    """
    from station_app.reports import fonts, p9  # noqa: PLC0415  (the desk starts without its paper)

    if not for_public and not deputy_own.may_print_in_full(desk, day):
        raise reject(refusal("not_your_own"))
    facts = held_day.summary(desk, day)
    reference = p9.Reference(desk.codes, paths.regions())
    # An office that has 仿宋 and 小标宋 of its own gets them (GB/T 9704-2012, 5.2); the others print the shipped faces.
    faces = fonts.office_faces()
    pdf = p9.anonymised(facts, reference, faces) if for_public else p9.full(facts, reference, faces)
    return counted(pdf, f"P9-{facts.day.held_on}{'-public' if for_public else ''}.pdf")


def notice_of_day(desk: Desk, day: str) -> Print:
    """P1, the notice of a reception day for the wall. Raises KeyError for a day that is not here."""
    from station_app.reports import fonts, planning  # noqa: PLC0415  (the desk starts without its paper)

    facts = seating.notice(desk, day)
    return counted(planning.notice(facts, desk.codes, fonts.office_faces()), f"P1-{facts.day.held_on}.pdf")


def plan_of_year(desk: Desk, year: int) -> Print:
    """P2, the reception days of a year."""
    from station_app.reports import fonts, planning  # noqa: PLC0415  (the desk starts without its paper)

    pdf = planning.year_plan(seating.year(desk, year), desk.codes, fonts.office_faces())
    return counted(pdf, f"P2-{year}.pdf")


def sign_in_sheet(desk: Desk, day: str) -> Print:
    """P3, the sign-in sheet of a reception day. Raises KeyError for a day that is not here."""
    from station_app.reports import fonts, planning  # noqa: PLC0415  (the desk starts without its paper)

    facts = seating.notice(desk, day)
    return counted(planning.sign_in_sheet(facts, desk.codes, fonts.office_faces()), f"P3-{facts.day.held_on}.pdf")


def record_sheet(desk: Desk, visit: str) -> Print:
    """P4, the record sheet of a visit; for "" the blank form. Raises KeyError for a visit that is not here."""
    from station_app.reports import fonts, p9, visit_papers  # noqa: PLC0415  (the desk starts without its paper)

    facts = slips.sheet_of(desk, visit)
    pdf = visit_papers.record_sheet(facts, p9.Reference(desk.codes, paths.regions()), fonts.office_faces())
    return counted(pdf, f"P4-{facts.visit.number or 'blank'}.pdf")


def receipt(desk: Desk, visit: str) -> Print:
    """P5, the visitor's receipt; for "" the blank form. Raises KeyError for a visit that is not here."""
    from station_app.reports import fonts, visit_papers  # noqa: PLC0415  (the desk starts without its paper)

    facts = slips.sheet_of(desk, visit)
    return counted(
        visit_papers.receipt(facts, desk.codes, fonts.office_faces()), f"P5-{facts.visit.number or 'blank'}.pdf"
    )


def referral_slip(desk: Desk, opinion: str) -> Print:
    """P6, the slip in three parts. Raises Rejected for a matter that was not referred, KeyError for one not here."""
    from station_app.reports import fonts, visit_papers  # noqa: PLC0415  (the desk starts without its paper)

    facts = slips.referral_of(desk, opinion)
    return counted(visit_papers.referral_slip(facts, fonts.office_faces()), f"P6-{facts.opinion.slip_number}.pdf")


def result_sheet(desk: Desk, opinion: str) -> Print:
    """P8, the sheet on which the unit answers. Raises as `referral_slip` does."""
    from station_app.reports import fonts, visit_papers  # noqa: PLC0415  (the desk starts without its paper)

    facts = slips.referral_of(desk, opinion)
    return counted(
        visit_papers.result_sheet(facts, desk.codes, fonts.office_faces()), f"P8-{facts.opinion.slip_number}.pdf"
    )


def handover(desk: Desk, leaver: str, successor: str = "") -> Print:
    """The handover sheet of a user who leaves. Raises KeyError for one who is not here."""
    from station_app.reports import fonts  # noqa: PLC0415  (the desk starts without its paper)
    from station_app.reports.desk_papers import handover_sheet  # noqa: PLC0415  (as above)
    from station_app.services.handover import handover_of  # noqa: PLC0415  (as above)

    facts = handover_of(desk, leaver, successor)
    return counted(handover_sheet(facts, desk.codes, fonts.office_faces()), f"handover-{facts.day}.pdf")


def listing(facts: Listing) -> Print:
    """Any list of the screen."""
    from station_app.reports import fonts  # noqa: PLC0415  (the desk starts without its paper)
    from station_app.reports.listing import listing as listed  # noqa: PLC0415  (as above)

    return counted(listed(facts, fonts.office_faces()), f"{facts.title}-{facts.on}.pdf")


def suggestion_sheet(desk: Desk, suggestion: str) -> Print:
    """P11, the official paper of a suggestion. Raises KeyError where it is not here."""
    from station_app.reports import fonts, p11  # noqa: PLC0415  (the desk starts without its paper)
    from station_app.services.evidence import paper_of  # noqa: PLC0415  (as above)

    facts = paper_of(desk, suggestion)
    pdf = p11.suggestion_sheet(facts, desk.codes, fonts.office_faces())
    return counted(pdf, f"P11-{facts.suggestion.number}.pdf")


def recovery_sheet(desk: Desk, code: str) -> Print:
    """The sheet with the recovery code, for the first start."""
    from station_app.reports import desk_papers  # noqa: PLC0415  (the desk starts without its paper)

    return counted(desk_papers.recovery_sheet(desk.place.name, desk.user.name, desk.today, code), "recovery-sheet.pdf")


def reconciliation_list(desk: Desk) -> Print:
    """The reconciliation list of all stations that are held here."""
    from station_app.reports import fonts  # noqa: PLC0415  (the desk starts without its paper)
    from station_app.reports.taken import reconciliation  # noqa: PLC0415  (as above)
    from station_app.services.reconciliation import statements  # noqa: PLC0415  (as above)

    rows = [(one.station, str(one.last_seq), spoken(one.syllables)) for one in statements(desk)]
    pdf = reconciliation(desk.place.name, day_in_words(desk.today), rows, fonts.office_faces())
    return counted(pdf, f"reconciliation-{desk.today}.pdf")


def manual() -> Print:
    """The clerk's manual, a sheet a task."""
    from station_app.reports import fonts  # noqa: PLC0415  (the desk starts without its paper)
    from station_app.reports.manual import booklet  # noqa: PLC0415  (as above)
    from station_app.services.manual import pages  # noqa: PLC0415  (as above)

    everything = pages()
    texts = [(one.title, one.text) for one in everything]
    return counted(booklet(texts, everything[0].folder, fonts.office_faces()), "manual.pdf")


def counted(pdf: bytes, name: str) -> Print:
    """The print of a PDF, its pages counted."""
    from station_app.reports import preview  # noqa: PLC0415  (the desk starts without its paper)

    return Print(pdf, preview.page_count(pdf), name)


Form = Callable[[Desk, str, bool], Print]
"""What makes a form of a record's uid; the last says that it is for the public, where the form has such a version."""


def _plan_of(desk: Desk, plan: str) -> Print:
    return plan_of_year(desk, desk.records.one(ReceptionPlan, plan).year)


FORMS: dict[str, tuple[str, Form]] = {
    "P1": ("reception_day", lambda desk, uid, _public: notice_of_day(desk, uid)),
    "P2": ("reception_plan", lambda desk, uid, _public: _plan_of(desk, uid)),
    "P3": ("reception_day", lambda desk, uid, _public: sign_in_sheet(desk, uid)),
    "P4": ("visit", lambda desk, uid, _public: record_sheet(desk, uid)),
    "P5": ("visit", lambda desk, uid, _public: receipt(desk, uid)),
    "P6": ("opinion", lambda desk, uid, _public: referral_slip(desk, uid)),
    "P8": ("opinion", lambda desk, uid, _public: result_sheet(desk, uid)),
    "P9": ("reception_day", summary_of_day),
    "P11": ("suggestion", lambda desk, uid, _public: suggestion_sheet(desk, uid)),
}
"""The prints that the command line knows, each with the kind of record that it is made of."""
