"""The one way in: changes enter the journal and are folded into the tables in the same transaction.

A clerk's save, an old ledger, a batch from elsewhere: all are changes that `commit` (this device's own) or `take`
(another author's) put into the journal. The tables that screens and statistics read are the fold, kept up to date.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from station_app.db import journal, matters, quarantine, review, tables, withheld
from station_app.db.connection import Database, transaction
from station_app.db.journal import Author, JournalEntry
from station_app.db.models import NUMBERED
from station_app.db.quarantine import Refused
from station_app.db.records import Records
from station_app.db.tables import Initials, Row
from station_app.domain import clock as time
from station_app.domain import judging
from station_app.domain.anew import written_anew
from station_app.domain.change import KEPT_HERE, OFFICE, Change, Place, line_of
from station_app.domain.clock import Clock
from station_app.domain.fold import whole
from station_app.domain.immutable import immutable
from station_app.domain.judging import Home
from station_app.domain.lifecycle import WRITE_ANEW
from station_app.domain.numbering import find, mark_of
from station_app.domain.problem import Problem
from station_app.domain.records import BY_KIND
from station_app.domain.withholding import places_of

Progress = Callable[[int, int], None]
"""Told how many of how many are done; may raise to stop the work, which is then undone."""


NOTHING = object()
"""What no field holds."""


def unwatched(done: int, total: int) -> None:
    """Nobody watches the progress."""


@immutable
class Write:
    """An act to be written: what is done to which record, and the fields it sets. A new record has no row yet.

    `of` is the place, in the list that is written, of the act that this one came with; None where it stands by itself.
    `is_new`: no change names the record yet, so that nothing of it has to be looked for.
    """

    act: str
    kind: str
    record: str
    fields: Mapping[str, Any]
    of: int | None = None
    is_new: bool = False


@immutable
class Anew:
    """A record that is written anew under another id, with all that was said of it: `old` is "" where there is nothing
    before. `fields` are what it says then, as far as its history does not."""

    kind: str
    old: str
    new: str
    fields: Mapping[str, Any]


def to_office(_write: Write) -> str:
    """A station's acts are for whoever is above it."""
    return OFFICE


_Speech = tuple[str, str, str, str]
"""Who speaks of what: kind, record, the author's home, and the act where it is its record's own home's alone."""


def _speech(change: Change, author: Home) -> _Speech:
    act = change.act if judging.is_of_its_home(change.kind, change.act) else ""
    return change.kind, change.record, author.uid, act


@dataclass
class _Page:
    """What is being written into one of this device's journals."""

    author: Author
    at: str
    standing: str
    entries: list[JournalEntry] = field(default_factory=list)

    @property
    def next_seq(self) -> int:
        return self.author.last_seq + len(self.entries) + 1


class Store:
    """The journals and their fold in one database."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        initials: Initials,
        problem_of: Callable[[Change], Problem | None],
    ) -> None:
        """`problem_of`: what keeps data that travels (rules, codes, holidays) from being taken, by its schema."""
        self.database = database
        self.records = Records(database)
        self._clock = clock
        self._initials = initials
        self._problem_of = problem_of
        self._authors: dict[str, tuple[Home, str]] = {}  # where journals' authors stand, and for whom they are

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One transaction: all of it is durable at the end, or nothing has happened."""
        try:
            with transaction(self.database):
                yield
        except BaseException:
            self._authors.clear()  # a journal that was begun in it is not there
            raise

    def begin_journal(self, home: Home, audience: str = OFFICE, *, is_first: bool = True) -> Author:
        """Begin a journal of this device, of the station or office `home`: at first start, for each audience of an
        office, and where another machine went on with a journal of ours. `is_first`: no other of that home is known of;
        False where it is known that there is one, though nothing of it is here yet."""
        earlier = [one for one in journal.authors(self.database) if (one.home, one.audience) == (home.uid, OFFICE)]
        begun = journal.found(self.database, self._clock.new_id(), home, mine=True, audience=audience)
        return begun if audience != OFFICE or (is_first and not earlier) else self._marked(begun)

    def mark(self) -> str:
        """What the numbers that this device gives bear: two letters, "" in its home's first journal."""
        return journal.my_mark(self.database)

    def commit(
        self, writes: Sequence[Write], by: str, audience_of: Callable[[Write], str] = to_office
    ) -> tuple[Place, ...]:
        """Write acts of this device, in order, by the user `by`; returns their places in the journal.

        Each act goes into the journal for its audience; none that travels names a cause that is kept here. The caller
        holds the transaction and has checked the acts.
        """
        new = {write.record for write in writes if write.is_new}
        rows = self._rows(((write.kind, write.record) for write in writes), new)
        now = self._clock.now()
        heads = {key: row.heads for key, row in rows.items()}
        pages: dict[str, _Page] = {}
        entries: list[JournalEntry] = []
        audiences: list[str] = []
        for write in writes:
            audience = audience_of(write)
            audiences.append(audience)
            page = pages.get(audience) or pages.setdefault(audience, self._page(audience, now))
            seen = heads[write.kind, write.record]
            uid = self._clock.new_id() if seen else write.record
            who, what = (page.author.uid, page.next_seq, uid, page.at, page.standing, by), (write.act, write.kind)
            of = ""
            if write.of is not None and audiences[write.of] in (audience, OFFICE):
                of = entries[write.of].change.uid
            change = Change(*who, *what, write.record, seen, write.fields, of=of)
            page.entries.append(JournalEntry(change, line_of(change)))
            entries.append(page.entries[-1])
            heads[write.kind, write.record] = (change.place,)
        for page in pages.values():
            journal.append(self.database, page.author, page.entries)
        self._fold_in(entries, rows, new)
        return tuple(entry.change.place for entry in entries)

    def write_anew(self, audience: str, by: str, records: Sequence[Anew]) -> None:
        """Write records anew in the journal for an audience, each under its new id: what this home said of it, with who
        and when, then what it says now. The old lines stay where they are. The caller holds the transaction."""
        page = self._page(audience, self._clock.now())
        for one in records:
            history = [entry.change for entry in journal.entries_of(self.database, one.old) if not entry.line.erased]
            own = [change for change in history if self._home(change.journal).uid == page.author.home]
            told: dict[str, Any] = {}
            seen: tuple[Place, ...] = ()
            for change in own:
                told.update(change.fields)
                seen = self._again(page, replace(change, of="", kind=one.kind), one.new, seen)
            left = {name: value for name, value in one.fields.items() if told.get(name, NOTHING) != value}
            last = Change(
                journal=page.author.uid,
                seq=page.next_seq,
                uid=one.new,
                at=page.at,
                clock=page.standing,
                by=by,
                act=WRITE_ANEW,
                kind=one.kind,
                record=one.new,
                seen=seen,
                fields=left,
            )
            self._again(page, last, one.new, seen)
        journal.append(self.database, page.author, page.entries)
        self._fold_in(page.entries)

    def _again(self, page: _Page, change: Change, record: str, seen: tuple[Place, ...]) -> tuple[Place, ...]:
        uid = self._clock.new_id() if seen else record
        written = replace(change, journal=page.author.uid, seq=page.next_seq, uid=uid, record=record, seen=seen)
        page.entries.append(JournalEntry(written, line_of(written)))
        return (written.place,)

    def take(self, author: Author, entries: Sequence[JournalEntry]) -> list[Refused]:
        """Take entries of another author's journal that follow what has come of it. Raises Rejected at a gap.

        Lines that say what their author may not stay in their journal, and nothing of them is folded: those that come
        out now, whether they came now or before and in whichever journal, by place. Kinds that this program does not
        know are kept in the journal and passed on. The caller holds the transaction.
        """
        if not author.mine:
            self._leave_mark(author, entries)
        journal.append(self.database, author, entries)
        if entries:
            first, last = entries[0].change.seq, entries[-1].change.seq
            if numbers := withheld.of_range(self.database, author, first, last):
                withheld.erase(self.database, author, numbers)
                entries = list(journal.entries_after(self.database, author, first - 1, last))
        return sorted(self._fold_in(entries), key=lambda one: one.place)

    def begin_anew(self, author: Author, common: int) -> Author:
        """Give up a journal of this device after the change `common`, where another machine went on with it; the new
        one. What this device wrote after it is written anew there with the same change ids, and its first writing is
        set aside. The caller holds the transaction.
        """
        tail = list(journal.entries_after(self.database, author, common))
        journal.cut(self.database, author, common)
        begun = self.begin_journal(author.standing, author.audience)
        self._write_anew(begun, tail)
        return begun

    def set_aside(self, author: Author, common: int) -> None:
        """Take another's journal back to the change `common`, after which other changes count than stand here.

        What a device of its own home holds of the rest it writes anew in its own journal, with the same change ids: the
        author may be gone. The caller holds the transaction.
        """
        tail = list(journal.entries_after(self.database, author, common))
        journal.set_aside(self.database, author, common)
        mine = [one for one in journal.my_authors(self.database) if one.home == author.home]
        if mine:
            own = [one for one in mine if one.audience == author.audience]
            self._write_anew(own[-1] if own else self.begin_journal(author.standing, author.audience), tail)
        else:
            self._fold_anew({(entry.change.kind, entry.change.record) for entry in tail})

    def _write_anew(self, author: Author, tail: Sequence[JournalEntry]) -> None:
        written = written_anew([(entry.change, entry.line) for entry in tail], author.uid, author.last_seq)
        journal.append(self.database, author, [JournalEntry(change, line) for change, line in written])
        self._fold_anew({(entry.change.kind, entry.change.record) for entry in tail})

    def rebuild(self, progress: Progress = unwatched) -> int:
        """Throw the tables away and fold them again from the journals, in one transaction; the number of changes."""
        with self.transaction():
            tables.clear(self.database)
            return self._fold_all(None, progress)

    def fold_again(self, kinds: Iterable[str], progress: Progress = unwatched) -> int:
        """Fill the tables of some kinds, which are empty, from the journals; the number of changes.

        What was kept of fields and kinds that an older program did not know has its place then. The caller holds the
        transaction.
        """
        wanted = tuple(kinds)
        tables.forget(self.database, wanted)
        return self._fold_all(wanted, progress) if wanted else 0

    def series(self, station: str) -> dict[str, int]:
        """How far each series of a station has come, by its prefix; `station` is what its numbers begin with
        (`520324116-01-`). Gapless, because the act that takes a number is in the same transaction."""
        query = "SELECT prefix, last FROM series WHERE prefix >= ? AND prefix < ?"
        return dict(self.database.execute_sql(query, (station, f"{station}~")).fetchall())

    def is_kept_here(self, kind: str, record: str) -> bool:
        """Whether a record was last written in the journal that never leaves this desk."""
        try:
            kept = journal.my_author(self.database, KEPT_HERE).uid
        except LookupError:
            return False
        row = tables.read_rows(self.database, kind, [record]).get(record)
        return row is not None and any(place.journal == kept for place in row.heads)

    def _marked(self, author: Author) -> Author:
        mark = mark_of(author.uid, journal.marks_of(self.database, author.home))
        journal.bears(self.database, author, mark)
        return replace(author, mark=mark)

    def _leave_mark(self, author: Author, entries: Sequence[JournalEntry]) -> None:
        """Where a colleague's journal is seen to give numbers under this device's mark, go on under the next free one:
        two computers had the same two letters, or both thought themselves the first."""
        given = [number for entry in entries for name in NUMBERED.get(entry.change.kind, ())
                 if (number := find(str(entry.change.fields.get(name, ""))))]  # fmt: skip
        if not given or not self._brings_new(entries):
            return
        mine = journal.my_authors(self.database)
        for one in mine:
            if one.audience == OFFICE and one.home == author.home and any(one.mark == other.mark for other in given):
                self._marked(one)

    def _brings_new(self, entries: Sequence[JournalEntry]) -> bool:
        """Whether any entry is none that stands here already and was only written anew in another journal."""
        return any(one.change.uid == one.change.record and one.change.kind in NUMBERED
                   and not journal.makers_of(self.database, [one.change.record]) for one in entries)  # fmt: skip

    def _fold_all(self, kinds: Sequence[str] | None, progress: Progress) -> int:
        total, done = journal.count(self.database, kinds), 0
        for portion in journal.all_entries(self.database, kinds):
            self._fold_in(portion)
            done += len(portion)
            progress(done, total)
        return done

    def _rows(
        self, wanted: Iterable[tuple[str, str]], new: Collection[str] = frozenset()
    ) -> dict[tuple[str, str], Row]:
        # Dictionaries keep the order of the acts, and with it that of the rows.
        by_kind: dict[str, dict[str, None]] = {}
        for kind, uid in wanted:
            by_kind.setdefault(kind, {})[uid] = None
        rows = {}
        for kind, uids in by_kind.items():
            asked = [uid for uid in uids if uid not in new]
            found = tables.read_rows(self.database, kind, asked) if asked else {}
            rows.update({(kind, uid): found.get(uid) or Row(kind, uid) for uid in uids})
        return rows

    def _fold_in(
        self,
        entries: Sequence[JournalEntry],
        read: dict[tuple[str, str], Row] | None = None,
        new: Collection[str] = frozenset(),
    ) -> list[Refused]:
        gone = self._withhold(entries)
        changes = [entry.change for entry in entries if entry.change.kind in BY_KIND]
        rows = read if read is not None else self._rows((change.kind, change.record) for change in changes)
        known = {change.record for change in changes} - set(new)
        # Of a record of which lines wait, were refused or are erased nothing is taken at its word.
        knotted = quarantine.waiting(self.database, sorted(known)) if known else set()
        made_again = [one.record for one in changes if one.uid == one.record and one.record in known]
        knotted |= journal.made_twice(self.database, made_again)
        knotted |= {entry.change.record for entry in entries if entry.line.erased} | (gone & known)
        spoken = self._spoken(changes, rows)
        touched = matters.touched_by(rows.values())
        for change in changes:
            row, author = rows[change.kind, change.record], self._home(change.journal)
            is_plain = (
                not row.unsettled
                and change.record not in knotted
                and set(change.seen) == set(row.heads)
                and _speech(change, author) in spoken
                and not (judging.problems_of(change, author) or self.unfit(change))
            )
            if not is_plain:
                knotted.add(change.record)
                continue
            row.values.update(change.fields)
            row.heads = (change.place,)
        plain = {key: row for key, row in rows.items() if row.heads and row.uid not in knotted}
        matters.read_into(self.database, plain, new)
        self._write_rows(list(plain.values()))
        untold = touched | matters.touched_by(plain.values())
        if any(uid not in new for _, uid in untold):
            matters.settle(self.database, untold, plain.keys(), self._write_rows)
        out = self._fold_whole([row for row in rows.values() if row.uid in knotted]) if knotted else []
        revoked = [row.values for row in rows.values() if row.kind == "device"]
        said = [row.values for row in rows.values() if row.kind == "verdict"]
        return out + self._fold_reviewed(revoked) + self._fold_decided(said) + self._fold_gone(gone)

    def _fold_decided(self, verdicts: Sequence[Mapping[str, Any]]) -> list[Refused]:
        """Fold anew the records of lines of which an office decided."""
        named = {
            (str(one.get("target_kind")), str(one.get("target")))
            for one in verdicts
            if one.get("outcome") in quarantine.DECIDED
        }
        return self._fold_anew({key for key in named if key[0] in BY_KIND and key[0] != "verdict"})

    def _fold_reviewed(self, devices: Sequence[Mapping[str, Any]]) -> list[Refused]:
        """Fold anew what revoked devices had said beyond the last change that counts."""
        touched = review.settle(self.database, devices, time.stamp(self._clock.now())) if devices else {}
        return self._fold_anew({(kind, uid) for uid, kind in touched.items()})

    def _spoken(self, changes: Sequence[Change], rows: Mapping[tuple[str, str], Row]) -> set[_Speech]:
        """Of which of these changes it is known without looking at all others that their authors may speak so. Who made
        the record just now, and whose home wrote what stands, may; an office also asks whose words they are."""
        found: set[_Speech] = set()
        asked: set[_Speech] = set()
        for change in changes:
            author = self._home(change.journal)
            key = _speech(change, author)
            heads = rows[change.kind, change.record].heads
            is_plain = author.role == judging.STATION or not key[3]
            is_own = is_plain and all(self._home(one.journal) == author for one in heads)
            if is_own if heads else change.uid == change.record:
                found.add(key)
            elif key not in found:
                asked.add(key)
        if asked:
            makers = journal.makers_of(self.database, sorted({record for _, record, _, _ in asked}))
            homes = {self._home(change.journal).uid: self._home(change.journal) for change in changes}
            for kind, record, uid, act in asked:
                made = makers.get(record, [])
                if len(made) != 1 or made[0].kind != kind:
                    continue
                if judging.may_speak(homes[uid], made[0], self._home(made[0].journal), act):
                    found.add((kind, record, uid, act))
        return found

    def _home(self, uid: str) -> Home:
        if uid not in self._authors:
            self._authors.update(journal.standings(self.database, [uid]))
        return self._authors[uid][0]

    def unfit(self, change: Change) -> Problem | None:
        """What keeps a change out of the journal that it stands in."""
        self._home(change.journal)
        audience = self._authors[change.journal][1]
        return judging.problem_of_audience(change.kind, change.fields, audience) or self._problem_of(change)

    def _withhold(self, entries: Sequence[JournalEntry]) -> set[str]:
        """Erase what lines just written or taken withhold, and what of them is withheld already; the records."""
        touched: set[str] = set()
        for entry in entries:
            if entry.change.kind == "withholding":
                home = self._home(entry.change.journal).uid
                touched |= withheld.put(self.database, home, places_of(entry.change.fields.get("lines")))
        return touched

    def erase(self, author: Author, numbers: Iterable[int]) -> None:
        """Erase lines of another's journal, since that author's own batch has them so. The caller holds the
        transaction."""
        self._fold_gone(withheld.erase(self.database, author, numbers))

    def _fold_gone(self, gone: set[str]) -> list[Refused]:
        """Fold records again of which lines were erased."""
        if not gone:
            return []
        kinds = journal.kinds_of(self.database, sorted(gone))
        out = self._fold_anew({(kind, uid) for uid, kind in kinds.items()})
        tables.forget_words(self.database, {kind for kind in kinds.values() if kind in BY_KIND})
        return out

    def _fold_anew(self, keys: set[tuple[str, str]]) -> list[Refused]:
        """Fold some records again from all their changes."""
        rows = self._rows(key for key in sorted(keys) if key[0] in BY_KIND)
        return self._fold_whole(list(rows.values()))

    def _fold_whole(self, rows: Sequence[Row]) -> list[Refused]:
        """Judge and fold records from all their changes; the lines that are refused now and were not before."""
        out: list[Refused] = []
        folded: list[Row] = []
        touched = matters.touched_by(rows)
        for record, group in groupby(sorted(rows, key=lambda row: row.uid), lambda row: row.uid):
            entries = journal.entries_of(self.database, record)
            history = [entry.change for entry in entries]
            erased = {entry.change.place for entry in entries if entry.line.erased}
            homes = {change.journal: self._home(change.journal) for change in history}
            made = whole(history, homes, self.unfit, erased, quarantine.allowed(self.database, record))
            out += quarantine.put(self.database, record, made.refused)
            here = {row.kind: row for row in group}
            for kind in {change.kind for change in history} & BY_KIND.keys() - here.keys():
                here[kind] = tables.read_rows(self.database, kind, [record]).get(record) or Row(kind, record)
            own = here.pop(made.kind) if made.kind else here.popitem()[1]
            touched |= matters.touched_by((own, *here.values()))
            for row in here.values():  # what another home wrote under this record's id
                tables.take_away(self.database, row)
            tables.write_folded(self.database, own, made.folded)
            folded.append(own)
        self._write_rows([row for row in folded if row.heads])
        matters.settle(self.database, touched | matters.touched_by(folded), (), self._write_rows)
        return out

    def _write_rows(self, rows: list[Row]) -> None:
        tables.write_rows(self.database, rows, self._initials)

    def _page(self, audience: str, now: datetime) -> _Page:
        try:
            author = journal.my_author(self.database, audience)
        except LookupError:
            author = self.begin_journal(journal.my_author(self.database).standing, audience)
        return _Page(author, time.stamp(now), time.standing(now, author.last_at))
