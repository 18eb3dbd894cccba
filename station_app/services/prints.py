"""Prints: what each paper is made of, and the paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from station_app import paths
from station_app.db import drafts, ledger
from station_app.db.ledger import Filter
from station_app.domain import numbering
from station_app.domain.field import built, values_of
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import DAY_PLANNED, OPEN_OPINION, UNTOLD_OPINION, acts_of, stands
from station_app.domain.problem import refusal, reject
from station_app.domain.records import (
    Deputy,
    Opinion,
    Person,
    ReceptionDay,
    ReceptionPlan,
    Station,
    Suggestion,
    User,
    Visit,
)
from station_app.domain.redaction import Audience
from station_app.domain.secrecy import is_accusation
from station_app.domain.tally import DaySummary, Handover, Referral, VisitSheet, blank_visit, seen_by
from station_app.reports.desk_papers import Listing
from station_app.services import access, held_day, local_rules, matter_sheet, reception, roster
from station_app.services.access import must_read, readable
from station_app.services.desk import Desk
from station_app.services.printing import Print, counted, seen, terms, unsorted
from station_app.services.road_totals import waiting
from station_app.services.visits import Matter, VisitEntry
from station_app.text import day_in_words
from station_app.text import paper as words
from station_app.text.finding import short_day
from station_app.text.visits import spoken

if TYPE_CHECKING:
    from station_app.reports.desk_papers import Listing


def sheet_of(desk: Desk, visit: str) -> VisitSheet:
    """The papers of a visit; without any ("") those of nobody. Raises KeyError for a visit that is not here, Rejected
    for whom it is not."""
    if not visit:
        return blank_visit(built(Station, {}) if desk.is_office else desk.station_now)
    record = desk.records.one(Visit, visit)
    must_read(desk, "visit", values_of(record))
    people = desk.records.several(Person, {record.visitor, *record.companions, *record.representatives})
    deputies = desk.records.several(Deputy, record.deputies)
    recorder = desk.records.several(User, [record.recorder]).get(record.recorder)
    station = desk.station_of(record.station)
    standing = [one for one in desk.records.all(Opinion, visit=visit) if stands(one.state)]
    if len(readable(desk, "opinion", standing)) < len(standing):
        raise reject(refusal("not_for_you"))  # its papers would name whoever said what is kept from them
    earlier = desk.records.several(Visit, [record.repeat_of]).get(record.repeat_of)
    return VisitSheet(
        station=station,
        visit=record,
        person=people[record.visitor],
        companions=tuple(people[uid].name for uid in record.companions if uid in people),
        representatives=tuple(people[uid].name for uid in record.representatives if uid in people),
        deputies=tuple(deputies[uid].name for uid in record.deputies if uid in deputies),
        recorder=recorder.name if recorder else "",
        matters=tuple(standing),
        earlier=earlier.number if earlier else "",
        contact=_clerk(desk, station, record.recorder),
        contact_phone=station.phone,
        printed_on=desk.today,
    )


def referral_of(desk: Desk, opinion: str) -> Referral:
    """What a unit is given of an opinion. Raises Rejected for an accusation, and where it was referred to nobody."""
    record = desk.records.one(Opinion, opinion)
    must_read(desk, "opinion", values_of(record))
    if is_accusation(values_of(record)):
        raise reject(refusal("accusation_has_no_slip"))
    if not record.slip_number:
        raise reject(refusal("not_referred"))
    visit = desk.records.several(Visit, [record.visit]).get(record.visit)
    person = desk.records.several(Person, [visit.visitor]).get(visit.visitor) if visit else None
    deputies = desk.records.several(Deputy, visit.deputies if visit else record.collected_by)
    station = desk.station_of(record.station)
    return Referral(
        station=station,
        opinion=record,
        source=visit.number if visit else record.number,
        speaker=person.name if person else record.speakers,
        speaker_phone=person.phone if person else "",
        village=paths.regions().name_of(record.village) if record.village else "",
        heard=tuple(one for line in held_day.tallied(desk, [record]) for one in line.heard),
        deputies=tuple(one.name for one in deputies.values()),
        officer=_clerk(desk, station, record.recorder),
        officer_phone=station.phone,
        printed_on=desk.today,
        due=local_rules.why_due(desk, "opinion", values_of(record)),
    )


def as_its_unit_reads(desk: Desk, opinion: str) -> Referral:
    """The same without what a unit must not know: who asked for confidence. Raises as `referral_of` does."""
    return seen(desk, referral_of(desk, opinion), Audience.UNIT).facts


def _clerk(desk: Desk, station: Station, recorder: str) -> str:
    """Whom a paper of a station names to be asked: whoever prints it there, elsewhere who wrote the record down."""
    if desk.place.uid == station.uid:
        return desk.user.name
    known = desk.records.several(User, [recorder]).get(recorder)
    return known.name if known else ""


def summary_of_day(desk: Desk, day: str) -> Print:
    """P9, the reception day's summary for the file. Raises Rejected where it names visitors whom the person here may
    not see, KeyError for a day that is not here."""
    return _summary_in_full(desk, day, has_annex=False)


def summary_with_words(desk: Desk, day: str) -> Print:
    """The same with the speakers' own words in an annex. Raises as `summary_of_day` does."""
    return _summary_in_full(desk, day, has_annex=True)


def _summary_in_full(desk: Desk, day: str, *, has_annex: bool) -> Print:
    if not roster.may_print_in_full(desk, day):
        raise reject(refusal("not_your_own"))
    facts = held_day.looked_back(desk, day)
    shown = seen_by(Audience.DESK, facts, terms(desk)).facts
    name = f"P9-{facts.day.held_on}{'-words' if has_annex else ''}.pdf"
    return _summary(desk, shown, Audience.DESK, name, has_annex=has_annex)


def public_summary(desk: Desk, day: str, kept: frozenset[str] = frozenset()) -> Print:
    """P9 for the wall; `kept` are words that look like a name and are none. Raises KeyError for a day not here."""
    facts = held_day.looked_back(desk, day)
    seen = seen_by(Audience.PUBLIC, facts, terms(desk, kept))
    made = _summary(desk, seen.facts, Audience.PUBLIC, f"P9-{facts.day.held_on}-public.pdf")
    return replace(made, found=seen.found, again=partial(public_summary, desk, day))


def own_summary(desk: Desk, day: str, deputy: str, kept: frozenset[str] = frozenset()) -> Print:
    """P9 as one deputy carries it away: what they heard in full, the rest as on the wall, what became of what they
    heard before. Raises Rejected for a deputy who is not the one at the desk, KeyError for a day or deputy not here."""
    named = desk.records.one(Deputy, deputy)
    if access.is_only_deputy(desk) and desk.user.deputy != deputy:
        raise reject(refusal("not_your_own"))
    facts = held_day.looked_back_by(desk, day, deputy)
    visits = {one.uid: one for one in facts.visits}
    own = {one.opinion.uid for one in facts.earlier}
    readable = access.readable(desk, "opinion", [one.opinion for one in facts.matters])
    own |= {one.uid for one in readable if held_day.is_heard_by(one, visits.get(one.visit), deputy)}
    seen = seen_by(Audience.PUBLIC, facts, terms(desk, kept), own)
    made = _summary(desk, seen.facts, Audience.DEPUTY, f"P9-{facts.day.held_on}-{named.name}.pdf")
    return replace(made, found=seen.found, again=partial(own_summary, desk, day, deputy))


def _summary(desk: Desk, facts: DaySummary, audience: Audience, name: str, *, has_annex: bool = False) -> Print:
    from station_app.reports import fonts, p9  # noqa: PLC0415  (the desk starts without its paper)

    reference = p9.Reference(desk.codes, paths.regions())
    # An office that has 仿宋 and 小标宋 of its own gets them (GB/T 9704-2012, 5.2); the others print the shipped faces.
    return counted(p9.summary(facts, audience, reference, fonts.office_faces(), has_annex=has_annex), name)


def notice_of_day(desk: Desk, day: str) -> Print:
    """P1, the notice of a reception day for the wall. Raises KeyError for a day that is not here."""
    from station_app.reports import fonts, planning  # noqa: PLC0415  (the desk starts without its paper)

    facts = reception.notice(desk, day)
    return counted(planning.notice(facts, desk.codes, fonts.office_faces()), f"P1-{facts.day.held_on}.pdf")


def plan_of_year(desk: Desk, year: int, station: str) -> Print:
    """P2, the reception days of a station's year."""
    from station_app.reports import fonts, planning  # noqa: PLC0415  (the desk starts without its paper)

    pdf = planning.year_plan(reception.year(desk, year, station), desk.codes, fonts.office_faces())
    return counted(pdf, f"P2-{year}.pdf")


def sign_in_sheet(desk: Desk, day: str) -> Print:
    """P3, the sign-in sheet of a reception day. Raises KeyError for a day that is not here."""
    from station_app.reports import fonts, planning  # noqa: PLC0415  (the desk starts without its paper)

    facts = reception.notice(desk, day)
    return counted(planning.sign_in_sheet(facts, desk.codes, fonts.office_faces()), f"P3-{facts.day.held_on}.pdf")


def record_sheet(desk: Desk, visit: str) -> Print:
    """P4, the record sheet of a visit; for "" the blank form. Raises KeyError for a visit that is not here."""
    from station_app.reports import fonts, p9, visit_papers  # noqa: PLC0415  (the desk starts without its paper)

    facts = seen(desk, sheet_of(desk, visit), Audience.FILE).facts
    pdf = visit_papers.record_sheet(facts, p9.Reference(desk.codes, paths.regions()), fonts.office_faces())
    return counted(pdf, f"P4-{facts.visit.number or 'blank'}.pdf")


def receipts(desk: Desk, *visits: str) -> Print:
    """P5, the receipts of visitors, a sheet each; for "" the blank form. Raises KeyError for a visit that is not
    here, Rejected where one is not for whoever asks."""
    from station_app.reports import fonts, visit_papers  # noqa: PLC0415  (the desk starts without its paper)

    stack = [seen(desk, sheet_of(desk, visit), Audience.VISITOR).facts for visit in visits]
    pdf = visit_papers.receipts(stack, desk.codes, fonts.office_faces())
    return counted(pdf, _of_stack("P5", [one.visit.number or "blank" for one in stack]))


def referral_slips(desk: Desk, *opinions: str) -> Print:
    """P6, slips in three parts, a sheet each. Raises Rejected for a matter that was not referred, KeyError for one not
    here."""
    from station_app.reports import fonts, visit_papers  # noqa: PLC0415  (the desk starts without its paper)

    stack = [as_its_unit_reads(desk, opinion) for opinion in opinions]
    pdf = visit_papers.referral_slips(stack, fonts.office_faces())
    return counted(pdf, _of_stack("P6", [one.opinion.slip_number for one in stack]))


def result_sheets(desk: Desk, *opinions: str) -> Print:
    """P8, sheets on which units answer, one each. Raises as `referral_slips` does."""
    from station_app.reports import fonts, visit_papers  # noqa: PLC0415  (the desk starts without its paper)

    stack = [as_its_unit_reads(desk, opinion) for opinion in opinions]
    pdf = visit_papers.result_sheets(stack, desk.codes, fonts.office_faces())
    return counted(pdf, _of_stack("P8", [one.opinion.slip_number for one in stack]))


def _of_stack(form: str, numbers: Sequence[str]) -> str:
    """The name of a stack's file: its form, its numbers while they are few, else the first and how many."""
    told = numbers if len(numbers) <= NAMED_NUMBERS else [numbers[0], f"{len(numbers)}"]
    return f"{'-'.join((form, *told))}.pdf"


NAMED_NUMBERS = 3


def handover(desk: Desk, leaver: str, successor: str = "") -> Print:
    """The handover sheet of a user who leaves. Raises KeyError for one who is not here."""
    from station_app.reports import fonts  # noqa: PLC0415  (the desk starts without its paper)
    from station_app.reports.desk_papers import handover_sheet  # noqa: PLC0415  (as above)

    facts = seen(desk, handover_of(desk, leaver, successor), Audience.DESK).facts
    return counted(handover_sheet(facts, desk.codes, fonts.office_faces()), f"handover-{facts.day}.pdf")


def discipline_letter(desk: Desk, opinion: str) -> Print:
    """P19, the sealed letter of an accusation to the discipline organ; for "" a blank. Raises as `letters.letter_of`
    does."""
    from station_app.reports import desk_papers, fonts  # noqa: PLC0415  (the desk starts without its paper)
    from station_app.services.letters import letter_of  # noqa: PLC0415  (as above)

    facts = letter_of(desk, opinion)
    return counted(
        desk_papers.discipline_letter(facts, fonts.office_faces()), f"P19-{facts.opinion.number or 'blank'}.pdf"
    )


def listing(facts: Listing) -> Print:
    """Any list of the screen."""
    from station_app.reports import fonts  # noqa: PLC0415  (the desk starts without its paper)
    from station_app.reports.desk_papers import listing as listed  # noqa: PLC0415  (as above)

    return counted(listed(facts, fonts.office_faces()), f"{facts.title}-{facts.on}.pdf")


def suggestion_sheet(desk: Desk, suggestion: str) -> Print:
    """P11, the official paper of a suggestion. Raises KeyError where it is not here."""
    from station_app.reports import fonts, p11  # noqa: PLC0415  (the desk starts without its paper)
    from station_app.services.suggestions import paper_of  # noqa: PLC0415  (as above)

    facts = seen(desk, paper_of(desk, suggestion), Audience.CONGRESS).facts
    pdf = p11.suggestion_sheet(facts, desk.codes, fonts.office_faces())
    return counted(pdf, f"P11-{facts.suggestion.number}.pdf")


def recovery_sheet(desk: Desk, code: str) -> Print:
    """The sheet with the recovery code, for the first start."""
    from station_app.reports import desk_papers  # noqa: PLC0415  (the desk starts without its paper)

    return counted(desk_papers.recovery_sheet(desk.place.name, desk.user.name, desk.today, code), "recovery-sheet.pdf")


def sectioned(
    desk: Desk,
    name: str,
    title: str,
    opening: Sequence[str],
    parts: Sequence[tuple[str, Sequence[tuple[str, str]]]],
    *after: Sequence[str],
) -> Print:
    """A paper of headings with rows of two cells under them; `after`: what stands behind, and who signs."""
    from station_app.reports import fonts  # noqa: PLC0415  (the desk starts without its paper)
    from station_app.reports.desk_papers import Sections, sections  # noqa: PLC0415  (as above)

    closing, signs = (*after, (), ())[:2]
    said = Sections(
        office=desk.place.name,
        title=title,
        day=desk.today,
        opening=opening,
        parts=parts,
        closing=closing,
        signs=signs,
    )
    return counted(sections(said, fonts.office_faces()), name)


def reconciliation_list(desk: Desk) -> Print:
    """The reconciliation list of all stations that are held here."""
    from station_app.reports import fonts  # noqa: PLC0415  (the desk starts without its paper)
    from station_app.reports.desk_papers import reconciliation  # noqa: PLC0415  (as above)
    from station_app.services.county import statements  # noqa: PLC0415  (as above)

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


@immutable
class Asked:
    """What is asked of a form: the words that look like names and are none, and for whom a deputy's own version is."""

    kept: frozenset[str] = frozenset()
    deputy: str = ""


Version = Callable[[Desk, str, Asked], Print]
"""What makes one version of a form of a record's uid."""


@immutable
class Form:
    """A print that the command line knows: the kind of record that it is made of, and its versions, the usual first."""

    kind: str
    versions: Mapping[Audience, Version]


def form_of(name: str) -> Form:
    """A form by its name, as P9. Raises Rejected where there is none."""
    if name.upper() not in FORMS:
        raise reject(refusal("unknown_form", value=name, offered=sorted(FORMS)))
    return FORMS[name.upper()]


def version_of(name: str, audience: Audience | None) -> Version:
    """What makes a form for an audience; for None as it is usually made. Raises Rejected where the form has no such
    version."""
    versions = form_of(name).versions
    if audience is None:
        return next(iter(versions.values()))
    if audience not in versions:
        offered = sorted(one for one, form in FORMS.items() if audience in form.versions)
        raise reject(refusal(f"no_{audience}_version", value=name.upper(), offered=offered))
    return versions[audience]


def _plan_of(desk: Desk, plan: str) -> Print:
    record = desk.records.one(ReceptionPlan, plan)
    return plan_of_year(desk, record.year, record.station)


def _only(kind: str, audience: Audience, make: Callable[[Desk, str], Print]) -> Form:
    return Form(kind, {audience: lambda desk, uid, _asked: make(desk, uid)})


FORMS: dict[str, Form] = {
    "P1": _only("reception_day", Audience.PUBLIC, notice_of_day),
    "P2": _only("reception_plan", Audience.PUBLIC, _plan_of),
    "P3": _only("reception_day", Audience.FILE, sign_in_sheet),
    "P4": _only("visit", Audience.FILE, record_sheet),
    "P5": _only("visit", Audience.VISITOR, receipts),
    "P6": _only("opinion", Audience.UNIT, referral_slips),
    "P8": _only("opinion", Audience.UNIT, result_sheets),
    "P9": Form(
        "reception_day",
        {
            Audience.DESK: lambda desk, uid, _asked: summary_of_day(desk, uid),
            Audience.FILE: lambda desk, uid, _asked: summary_with_words(desk, uid),
            Audience.PUBLIC: lambda desk, uid, asked: public_summary(desk, uid, asked.kept),
            Audience.DEPUTY: lambda desk, uid, asked: own_summary(
                desk, uid, asked.deputy or desk.user.deputy, asked.kept
            ),
        },
    ),
    "P11": _only("suggestion", Audience.CONGRESS, suggestion_sheet),
    "P20": Form(
        "opinion",
        {
            Audience.VISITOR: lambda desk, uid, _asked: matter_sheet.for_visitor(desk, uid),
            Audience.FILE: lambda desk, uid, _asked: matter_sheet.for_file(desk, uid),
        },
    ),
    "P19": _only("opinion", Audience.FILE, discipline_letter),
}
"""The prints that the command line knows."""


ANSWERED, TRIAGED = "answer", "triage"
TRIAGE = ("owner_level", "proposed_unit", "proposed_handling")


@immutable
class SheetEntry:
    """What stands on a sheet, by record: empty fields are left out."""

    person: Mapping[str, Any]
    visit: Mapping[str, Any]
    opinion: Mapping[str, Any]


def entry_of(desk: Desk, sheet: SheetEntry) -> VisitEntry:
    """A sheet as a visit: an answer that is written on it was given on the spot by the deputies of that day; a unit
    that is proposed on it is the triage."""
    visit = reception.on_its_day(desk, sheet.visit)
    opinion = dict(sheet.opinion)
    answer = opinion.pop("answer", "")
    triage: dict[str, Any] = {name: opinion.pop(name) for name in TRIAGE if name in opinion}
    if answer:
        matter = Matter(opinion, ANSWERED, {"answer": answer, "answered_by": visit.get("deputies", ())})
    elif triage:
        matter = Matter(opinion, TRIAGED, triage)
    else:
        matter = Matter(opinion)
    return VisitEntry(sheet.person, visit, [matter])


ON_SHEET: tuple[tuple[type, tuple[str, ...]], ...] = (
    (Visit, ("received_on", "received_at", "place", "channel", "deputies")),
    (
        Person,
        ("name", "gender", "birth_year", "ethnicity", "is_voter", "village", "address", "phone", "no_phone_reason"),
    ),
    (Visit, ("headcount", "is_first", "prior_channels")),
    (Opinion, ("title", "verbatim", "ask", "category", "revitalization", "urgency", "affected_place")),
    (Opinion, ("affected_people", "sensitivity", "disclosure")),
    (Visit, ("notice_way",)),
    (Opinion, ("answer", "owner_level", "proposed_unit", "proposed_handling")),
    (Visit, ("confirmation", "proxy_name", "language", "interpreter", "blank_no")),
)
"""The order of the paper (domain 3.3), by record."""


DRAFTED = next(act.before for act in acts_of("suggestion") if act.name == "submit")
"""The states of a suggestion that is still being written."""


def handover_of(desk: Desk, leaver: str, successor: str = "") -> Handover:
    """What is open here on the day that `leaver` goes; the two are users' uids. Raises KeyError for one not here.

    An accusation is handed over by its number alone: the paper is read by others.
    """
    users = desk.records.several(User, [leaver, successor])
    standing = [one for state in OPEN_OPINION for one in desk.records.all(Opinion, state=state)]
    here = desk.place.uid
    standing = readable(desk, "opinion", [one for one in standing if one.station == here])
    lines = held_day.tallied(desk, standing)
    suggestions = [one for state in DRAFTED for one in desk.records.all(Suggestion, state=state, station=here)]
    deputies = desk.records.several(Deputy, {one.lead_deputy for one in suggestions})
    days = [one for one in desk.records.all(ReceptionDay, state=DAY_PLANNED, station=here) if one.held_on >= desk.today]
    return Handover(
        station=desk.place.name,
        leaver=users[leaver].name,
        successor=users[successor].name if successor in users else "",
        day=desk.today,
        open=tuple(one for one in lines if one.opinion.state not in UNTOLD_OPINION),
        to_tell=tuple(one for one in lines if one.opinion.state in UNTOLD_OPINION),
        accusations=tuple(one.number for one in standing if is_accusation(values_of(one))),
        days=tuple(sorted(days, key=lambda one: one.held_on)),
        suggestions=tuple(suggestions),
        leads={one.uid: deputies[one.lead_deputy].name for one in suggestions if one.lead_deputy in deputies},
        drafts=len(drafts.of_user(desk.store.database, leaver)),
        waiting=waiting(desk),
    )


MOST_ROWS = 3_000
"""A longer ledger is printed in parts."""


def ledger_listing(desk: Desk, chosen: Filter, told: str, only: Sequence[int] = ()) -> Listing:
    """The ledger that a filter leaves, in its order, at most `MOST_ROWS` lines, or `only` those of these ids; `told`
    says which lines these are."""
    database = desk.store.database
    ids = only[:MOST_ROWS] or ledger.ids(database, chosen, 0, MOST_ROWS)
    rows = ledger.rows(database, ids)
    opinions = desk.records.several(Opinion, [row.uid for row in rows.values()])
    tallied = seen(desk, held_day.tallied(desk, list(opinions.values())), Audience.DESK).facts
    shown = {one.opinion.uid: one for one in tallied}
    visits = desk.records.several(Visit, {one.visit for one in opinions.values() if one.visit})
    heard = {uid for visit in visits.values() for uid in visit.deputies}
    heard |= {uid for one in opinions.values() for uid in one.collected_by}
    deputies = {uid: one.name for uid, one in desk.records.several(Deputy, heard).items()}
    without_category = unsorted(desk)
    named, day = desk.codes.name_of, partial(short_day, today=desk.today)
    lines = []
    listed = [rows[one] for one in ids if one in rows and rows[one].uid in shown]
    for turn, row in enumerate(listed, 1):
        one, visit, line = opinions[row.uid], visits.get(row.visit), shown[row.uid]
        names = [deputies[uid] for uid in (visit.deputies if visit else one.collected_by) if uid in deputies]
        lines.append(
            (
                str(turn),
                numbering.short_of(row.number),
                day(row.received_on),
                words.BETWEEN.join(names),
                line.speaker or words.KEPT,
                str(row.headcount or ""),
                line.opinion.title,
                "" if row.category in without_category else named("matter", row.category),
                named("route", one.route),
                row.unit,
                day(row.due_on),
                named("opinion_state", row.state),
                day(one.fed_back_on),
                named("satisfaction", one.satisfaction),
                day(one.closed_on),
                "",
            )
        )
    return Listing(
        organ=desk.place.name,
        title=words.LEDGER_TITLE,
        told=words.beside(told, words.accusations_apart(len(opinions) - len(listed))),
        heads=words.LEDGER_HEADS,
        shares=words.LEDGER_SHARES,
        rows=lines,
        on=desk.today,
        unit=words.LEDGER_UNIT,
        most=words.LEDGER_LINES,
    )
