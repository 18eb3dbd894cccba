"""What the papers of a visit and of a referral say: the record sheet, the receipt, the slip and its answer."""

from __future__ import annotations

from station_app.domain.field import built
from station_app.domain.immutable import immutable_by_keyword
from station_app.domain.records import Opinion, Person, Station, Visit


@immutable_by_keyword
class VisitSheet:
    """One visit with all that its papers say; without a record each place is blank, to be filled by hand.

    `earlier` is the number of the visit that this one repeats; `contact` and `contact_phone` whom the visitor asks.
    """

    station: Station
    visit: Visit
    person: Person
    companions: tuple[str, ...]
    representatives: tuple[str, ...]
    deputies: tuple[str, ...]
    recorder: str
    matters: tuple[Opinion, ...]
    earlier: str
    contact: str
    contact_phone: str
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
    """One opinion as a unit is given it. `speaker` is empty where the speaker asked for confidence.

    `source` is the number of the visit, or of the opinion where nobody came; `deputies` who heard it.
    """

    station: Station
    opinion: Opinion
    source: str
    speaker: str
    speaker_phone: str
    village: str
    deputies: tuple[str, ...]
    officer: str
    officer_phone: str
    printed_on: str
