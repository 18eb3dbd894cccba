"""Facts of the papers, reckoned from records alone: a day's tally, evidence, slips, seats, a handover."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from station_app.domain import numbering
from station_app.domain.deadline import Explanation
from station_app.domain.field import built
from station_app.domain.immutable import immutable, immutable_by_keyword
from station_app.domain.lifecycle import stands
from station_app.domain.records import (
    Attachment,
    Attendance,
    Cosigning,
    Deputy,
    Mandate,
    Opinion,
    Person,
    ReceptionDay,
    Station,
    Suggestion,
    Visit,
)
from station_app.domain.records.visit import GROUP
from station_app.domain.redaction import Audience, Name, OfOffice, Phone, Redacted, Terms, Village, redacted

WHEREABOUTS: dict[str, str] = {
    "ANSWERED_ON_SITE": "ON_SITE",
    "REDIRECTED": "REDIRECT",
    "TRIAGED": "TRIAGED",
    "REFERRED": "TOWNSHIP",
    "ESCALATED": "ESCALATE",
    "MERGED": "MERGED",
    "WITHDRAWN": "WITHDRAWN",
    "REGISTERED": "REGISTERED",
}
"""Under which heading of the summary an opinion is counted, by its state; any later state was referred."""


@immutable
class TalliedMatter:
    """One line of a paper: an opinion with who raised it.

    `heard` are the visit and its people where somebody came: what they are called stands nowhere on a paper that must
    not tell it.
    """

    opinion: Opinion
    speaker: Name
    village: Village
    headcount: int
    heard: tuple[Person | Visit, ...] = ()


@immutable
class SilentVisit:
    """A visit of which no matter is here, with its people: what it was about may be kept elsewhere (an accusation is in
    no batch), so nobody is named by it."""

    visit: Visit
    people: tuple[Person, ...]
    matters: tuple[Opinion, ...] = ()


@immutable
class DaySummary:
    """What the reception day's summary (P9) prints, as all of it stands; `domain.redaction` makes the versions.

    `matters` are those of this day, `earlier` those of earlier days that are told of again (接待事项办理回头看), the
    oldest first. `withheld` of this day's matters have no line of their own.
    """

    station: Station
    day: ReceptionDay
    attendance: tuple[tuple[Attendance, Deputy, Deputy | None], ...]
    visits: tuple[Visit, ...]
    matters: tuple[TalliedMatter, ...]
    earlier: tuple[TalliedMatter, ...]
    recorders: tuple[OfOffice, ...]
    printed_on: str
    withheld: int = 0
    silent: tuple[SilentVisit, ...] = ()

    @property
    def visit_count(self) -> int:
        """批."""
        return len(self.visits)

    @property
    def head_count(self) -> int:
        """人次."""
        return sum(visit.headcount for visit in self.visits)

    @property
    def group_count(self) -> int:
        """集体访, 批: five heads or more."""
        return sum(1 for visit in self.visits if visit.headcount >= GROUP)

    @property
    def present(self) -> tuple[tuple[Attendance, Deputy], ...]:
        """The deputies who were there, those who stood in for another among them, each once."""
        here: dict[str, tuple[Attendance, Deputy]] = {}
        for attendance, deputy, stand_in in self.attendance:
            if stand_in:
                here.setdefault(stand_in.uid or stand_in.name, (attendance, stand_in))
            elif attendance.presence in ("PRESENT", "STAND_IN"):
                here[deputy.uid or deputy.name] = (attendance, deputy)  # by their own seat, if they have one
        return tuple(here.values())

    @property
    def whereabouts(self) -> Mapping[str, int]:
        """How many opinions (条) went where; the values add up to the number of matters."""
        return tally_whereabouts([matter.opinion for matter in self.matters])


def seen_by(audience: Audience, summary: DaySummary, terms: Terms, own: Collection[str] = ()) -> Redacted[DaySummary]:
    """A day's summary as an audience may see it, with how many of its matters have no line there; `own` are the uids of
    the opinions that a deputy heard."""
    seen = redacted(summary, audience, terms, own)
    withheld = len(summary.matters) - len(seen.facts.matters)
    return replace(seen, facts=replace(seen.facts, withheld=withheld))


def tally_whereabouts(opinions: Sequence[Opinion]) -> Mapping[str, int]:
    """How many opinions (条) stand under each heading of `WHEREABOUTS`; void ones do not count."""
    return Counter(WHEREABOUTS.get(opinion.state, "TOWNSHIP") for opinion in opinions if stands(opinion.state))


@immutable
class EvidenceLine:
    """One opinion: its number with check character, day, village, what it is about, how many people it concerns.

    No personal name stands in it; the title of what is sensitive gives way to the category's name.
    """

    opinion: str
    number: str
    received_on: str
    village: str
    matter: str
    category: str
    people: int


@immutable
class Evidence:
    """The lines in the order of receipt, and what they add up to."""

    lines: tuple[EvidenceLine, ...]

    @property
    def villages(self) -> int:
        """How many villages they come from."""
        return len({line.village for line in self.lines if line.village})

    @property
    def people(self) -> int:
        """How many people they concern together, as the opinions say."""
        return sum(line.people for line in self.lines)

    @property
    def span(self) -> tuple[str, str]:
        """The first and the last day of receipt; ("", "") for none."""
        days = sorted(line.received_on for line in self.lines)
        return (days[0], days[-1]) if days else ("", "")


@immutable
class Cosigner:
    """A deputy who joins in, with the mandate by which, and how they confirmed."""

    deputy: Deputy
    mandate: Mandate | None
    cosigning: Cosigning | None


@immutable
class SuggestionPaper:
    """All that the official paper (代表建议专用纸) shows; what is not known yet is left to be filled by hand.

    `sources` are the opinions behind the evidence, with the people who must not be named.
    """

    suggestion: Suggestion
    station: str
    lead: Deputy | None
    mandate: Mandate | None
    cosigners: tuple[Cosigner, ...]
    evidence: Evidence
    sources: tuple[TalliedMatter, ...] = ()


@immutable_by_keyword
class VisitSheet:
    """One visit with all that its papers say; without a record each place is blank, to be filled by hand.

    `earlier` is the number of the visit that this one repeats; `contact` and `contact_phone` whom the visitor asks.
    """

    station: Station
    visit: Visit
    person: Person
    companions: tuple[Name, ...]
    representatives: tuple[Name, ...]
    deputies: tuple[str, ...]
    recorder: OfOffice
    matters: tuple[Opinion, ...]
    earlier: str
    contact: OfOffice
    contact_phone: OfOffice
    printed_on: str

    @property
    def is_blank(self) -> bool:
        """Whether it is a form for a day without power."""
        return not self.visit.uid


def blank_visit(station: Station, matters: int = 1) -> VisitSheet:
    """The papers of a visit with nothing on them but the station."""
    visit = built(Visit, {"headcount": None})
    empty = tuple(built(Opinion, {}) for _ in range(matters))
    return VisitSheet(
        station=station,
        visit=visit,
        person=built(Person, {}),
        companions=(),
        representatives=(),
        deputies=(),
        recorder="",
        matters=empty,
        earlier="",
        contact="",
        contact_phone=station.phone,
        printed_on="",
    )


@immutable_by_keyword
class Referral:
    """One opinion as a unit is given it; `village` by its name, `heard` the visit and its people.

    `source` is the number of the visit, or of the opinion where nobody came; `deputies` who heard it. `due` is why it
    is due when it is, None where a person set another day than the rule.
    """

    station: Station
    opinion: Opinion
    source: str
    speaker: Name
    speaker_phone: Phone
    village: Village
    heard: tuple[Person | Visit, ...]
    deputies: tuple[str, ...]
    officer: OfOffice
    officer_phone: OfOffice
    printed_on: str
    due: Explanation | None = None


@immutable
class Seat:
    """Who sits on a day: the deputy, the level by which they sit there, and whom they stand in for ("" for nobody)."""

    deputy: Deputy
    level: str
    stands_in_for: str = ""


@immutable
class Notice:
    """What a notice says. `posted_on` is the day under it (ISO 8601)."""

    station: Station
    day: ReceptionDay
    seats: tuple[Seat, ...]
    posted_on: str


@immutable
class YearPlan:
    """The reception days of a year in order, each with who sits there."""

    station: Station
    year: int
    days: tuple[tuple[ReceptionDay, tuple[Seat, ...]], ...]
    printed_on: str


@immutable
class DisciplineLetter:
    """What a letter to the discipline organ says: whose matter, of whom (`home`: village and address in words), what
    was handed over. Without an opinion's number it is a blank to be filled by hand."""

    station: Station
    organ: str
    opinion: Opinion
    visit: Visit
    person: Person
    home: str
    files: tuple[Attachment, ...]
    recorder: OfOffice
    printed_on: str

    @property
    def number(self) -> str:
        """The receipt number, with its check character."""
        return numbering.checked(self.opinion.number) if self.opinion.number else ""


@immutable
class Handover:
    """Open matters with how they stand, those whose speakers wait to hear, days to come, drafts.

    `accusations` are numbers alone: the paper is read by others. `leads` are names by the suggestion's uid.
    """

    station: str
    leaver: OfOffice
    successor: OfOffice
    day: str
    open: tuple[TalliedMatter, ...]
    to_tell: tuple[TalliedMatter, ...]
    accusations: tuple[str, ...]
    days: tuple[ReceptionDay, ...]
    suggestions: tuple[Suggestion, ...]
    leads: dict[str, str]
    drafts: int
    waiting: int


@immutable
class SheetStep:
    """One step of a matter on paper: its day, whose, what was done, the number of its paper; nobody's name."""

    day: OfOffice
    lane: OfOffice
    said: OfOffice
    paper: OfOffice


@immutable
class SheetReply:
    """One answer on paper: its day, the unit, its letter's number, and its words."""

    day: OfOffice
    unit: OfOffice
    letter_no: OfOffice
    said: str


@immutable_by_keyword
class MatterSheet:
    """What became of a matter, on one page: its steps, its answers, what is promised (each with its day and where it
    stands), who has the next step. `number` is that of its receipt, else its own; `heard` the visit and its people."""

    station: Station
    opinion: Opinion
    number: OfOffice
    speaker: Name
    heard: tuple[Person | Visit, ...]
    steps: tuple[SheetStep, ...]
    replies: tuple[SheetReply, ...]
    promises: tuple[str, ...]
    next: OfOffice
    printed_on: str
