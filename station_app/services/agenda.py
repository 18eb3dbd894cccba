"""What a person at the desk looks at in the morning: today's matters, what waits, what was not finished."""

from __future__ import annotations

from datetime import date, timedelta

from station_app.db import drafts, ledger, viewing
from station_app.db.drafts import Draft
from station_app.db.ledger import LedgerRow, Waiting
from station_app.db.models import marks
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import HELD_DAY, OPEN_OPINION, UNDECIDED_OPINION, stands
from station_app.domain.records import Deputy, ReceptionDay, Visit
from station_app.services.access import readable
from station_app.services.desk import Desk


@immutable
class DayLine:
    """One matter raised today: the ledger's id, the record, the visit and its number, and what is shown of it."""

    id: int
    opinion: str
    visit: str
    number: str
    visitor: str
    headcount: int
    title: str
    category: str
    state: str
    unit: str
    sensitivity: str = ""
    is_repeat: bool = False


@immutable
class DayVisits:
    """Today's visits (批), their heads (人次), and a line for each matter, the newest first."""

    visits: int
    heads: int
    lines: tuple[DayLine, ...]


def visits_of(desk: Desk, day: str) -> DayVisits:
    """What was registered with the date `day`; void visits do not count."""
    came = readable(desk, "visit", desk.records.all(Visit, received_on=day))
    standing = {one.uid: one for one in came if stands(one.state)}
    lines = tuple(
        DayLine(
            id=row.id,
            opinion=row.uid,
            visit=row.visit,
            number=standing[row.visit].number,
            visitor=row.visitor,
            headcount=row.headcount,
            title=row.title,
            category=row.category,
            state=row.state,
            unit=row.unit,
            sensitivity=row.sensitivity,
            is_repeat=row.is_repeat,
        )
        for row in ledger.of_day(desk.store.database, day, desk.viewer)
        if row.visit in standing
    )
    return DayVisits(len(standing), sum(one.headcount for one in standing.values()), lines)


def visits_of_reception(desk: Desk, day: ReceptionDay) -> DayVisits:
    """The visits of one reception day, also where others came on the same date."""
    found = visits_of(desk, day.held_on)
    came = readable(desk, "visit", desk.records.all(Visit, reception_day=day.uid))
    here = {one.uid: one for one in came if stands(one.state)}
    lines = tuple(line for line in found.lines if line.visit in here)
    return DayVisits(len(here), sum(one.headcount for one in here.values()), lines)


def day_of(desk: Desk, held_on: str) -> ReceptionDay | None:
    """The reception day of a civil date that was not cancelled: an open one first."""
    found = [day for day in desk.records.all(ReceptionDay, held_on=held_on) if day.state in HELD_DAY]
    return min(found, key=lambda day: HELD_DAY.index(day.state), default=None)


def waiting_at(desk: Desk) -> Waiting:
    """What waits for the clerk today."""
    tomorrow = (date.fromisoformat(desk.today) + timedelta(days=1)).isoformat()
    return ledger.waiting(desk.store.database, desk.today, tomorrow, desk.viewer)


def from_above(desk: Desk) -> tuple[int, int]:
    """How many records came back for correction, and how many pieces of news nobody has looked at."""
    from station_app.services import news  # noqa: PLC0415  (the first page waits for no roads)

    return len(news.sent_back(desk)), sum(one.is_new for one in news.items(desk))


def last_day_open(desk: Desk) -> tuple[str, str, int, int]:
    """Of the reception day before today: its uid, its civil date, how many matters that were heard on it are still
    open, and how many of all earlier days; blank where none is."""
    states = tuple(HELD_DAY)
    query = (
        f"SELECT uid, held_on FROM reception_day WHERE held_on < ? AND station = ? AND state IN ({marks(states)})"
        " ORDER BY held_on DESC LIMIT 1"
    )
    days = desk.store.database.execute_sql(query, (desk.today, desk.place.uid, *states)).fetchone()
    if days is None:
        return "", "", 0, 0
    seen = viewing.of_opinions(desk.viewer)
    where = " AND ".join([f"opinion.state IN ({marks(OPEN_OPINION)})", *(one.sql for one in seen)])
    joined = "opinion JOIN visit ON visit.uid = opinion.visit"
    counted = (
        f"SELECT coalesce(sum(visit.reception_day = ?), 0), count(*) FROM {joined}"
        f" WHERE visit.reception_day <> '' AND visit.received_on < ? AND {where}"
    )
    values = (days[0], desk.today, *OPEN_OPINION, *(value for one in seen for value in one.values))
    own, every = desk.store.database.execute_sql(counted, values).fetchone()
    return str(days[0]), str(days[1]), int(own), int(every)


def promises_past(desk: Desk) -> tuple[int, str, str, str]:
    """How many promises are past their day; of the oldest its matter's kind, uid and what was promised."""
    from station_app.services import loop  # noqa: PLC0415  (the first page stands before what waits)

    found = loop.past_due(desk)
    if not found:
        return 0, "", "", ""
    first = found[0]
    kind, uid = ("opinion", first.opinion) if first.opinion else ("suggestion", first.suggestion)
    return len(found), kind, uid, first.what


def has_deputies(desk: Desk) -> bool:
    """Whether any deputy is registered: until then no reception day can name one."""
    return bool(desk.records.all(Deputy, void_reason=""))


def unfinished(desk: Desk) -> list[Draft]:
    """What this user was typing and did not finish, the latest first."""
    return drafts.of_user(desk.store.database, desk.user.uid)


def undecided_of(desk: Desk, day: ReceptionDay) -> list[DayLine]:
    """The matters of a reception day that have no way yet, in the order they were raised."""
    lines = visits_of_reception(desk, day).lines
    return [line for line in reversed(lines) if line.state in UNDECIDED_OPINION]


def put_away(desk: Desk, draft: Draft) -> None:
    """Give a draft of one's own up."""
    if draft in unfinished(desk):
        drafts.drop(desk.store.database, draft.id)


def bring_back(desk: Desk, draft: Draft) -> None:
    """A draft that was given up is there again, as it was kept."""
    drafts.keep(desk.store.database, desk.user.uid, draft.form, draft.content, draft.kept_at)


def called(draft: Draft) -> str:
    """What a draft is called by: whose, or what about; "" where nobody has said yet. Old ones hold a visitor's name."""
    content = draft.content
    return str(content.get("called") or content.get("person_fields", {}).get("name", ""))


def days_since(desk: Desk, day: str) -> int:
    """How many days lie between a civil date and today, 0 for none."""
    return (date.fromisoformat(desk.today) - date.fromisoformat(day)).days if day else 0


MONTHS_BACK = 5
LONGEST = 5
"""How many of those that have waited longest the first page names."""


@immutable
class DayFigure:
    """A day of the month: its civil date, visits, heads, and the reception day that was held ("" for none)."""

    day: str
    visits: int
    heads: int
    reception: str = ""


@immutable
class Month:
    """The month up to today in figures.

    `told`, `untold`, `in_time` and `late` are what became of the matters heard in it; `late_now` are all that are past
    their deadline today; `missed` how many were due and not answered in time, by month, the present one last.
    """

    days: tuple[DayFigure, ...]
    told: int
    untold: int
    in_time: int
    late: int
    late_now: int
    missed: tuple[tuple[str, int], ...]
    longest: tuple[LedgerRow, ...]

    @property
    def visits(self) -> int:
        """How many visits."""
        return sum(one.visits for one in self.days)

    @property
    def heads(self) -> int:
        """How many people came."""
        return sum(one.heads for one in self.days)

    @property
    def heard(self) -> int:
        """How many matters were heard that stand."""
        return self.told + self.untold + self.in_time + self.late


def month_at(desk: Desk) -> Month:
    """The figures of this month, and the matters that have waited longest."""
    from station_app.db import month  # noqa: PLC0415  (the first page stands before its figures)
    from station_app.domain.intake import span_of  # noqa: PLC0415  (as above)

    database, today, viewer = desk.store.database, desk.today, desk.viewer
    first_on, last_on = span_of("month", today)
    came, held = month.visits(database, first_on, last_on, viewer), month.reception_days(database, first_on, last_on)
    one, until = date.fromisoformat(first_on), date.fromisoformat(last_on)
    days = [(one + timedelta(days=back)).isoformat() for back in range((until - one).days + 1)]
    told, untold, in_time, late = month.became(database, first_on, last_on, today, viewer)
    months = _months_to(one)
    missed = month.missed(database, f"{months[0]}-01", today, viewer)
    ids = month.longest_waiting(database, today, LONGEST, viewer)
    rows = ledger.rows(database, ids)
    return Month(
        days=tuple(DayFigure(day, *came.get(day, (0, 0)), held.get(day, "")) for day in days),
        told=told,
        untold=untold,
        in_time=in_time,
        late=late,
        late_now=month.late(database, today, viewer),
        missed=tuple((name, missed.get(name, 0)) for name in months),
        longest=tuple(rows[one] for one in ids if one in rows),
    )


def _months_to(first: date) -> list[str]:
    """The names of the last months, the present one last: 2026-11."""
    found = [first]
    for _ in range(MONTHS_BACK):
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return [f"{one:%Y-%m}" for one in reversed(found)]
