"""How far everything that this desk wrote has come: totals that always add up, by batch, by record."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum

from station_app.db import blobs, journal, outbox, quarantine
from station_app.db.journal import Author
from station_app.db.outbox import Outgoing
from station_app.domain.change import KEPT_HERE, Change
from station_app.domain.immutable import immutable
from station_app.domain.records import Verdict
from station_app.services.desk import Desk

REFUSED, HELD = "REFUSED", "HELD"
FILES, NAMED_DIGITS = "files", 12
"""What a difference between files is called, and by how much of its hash the gateway names a file."""
SUPPORT_DIGITS = 8


class RoadStage(StrEnum):
    """How far a change has come, the least first."""

    WAITING = "waiting"
    RECEIVED = "received"
    REFUSED = "refused"
    HELD = "held"
    ACCEPTED = "accepted"
    IMPORTED = "imported"


_ORDER = tuple(RoadStage)


@immutable
class RoadTotals:
    """How many changes wait, were received and not yet judged, accepted, refused, held; `imported` by the county is
    told beside them."""

    waiting: int
    received: int
    accepted: int
    refused: int
    held: int
    imported: int
    total: int

    @property
    def adds_up(self) -> bool:
        """Whether every change is in one place: always."""
        return self.waiting + self.received + self.accepted + self.refused + self.held == self.total


@immutable
class BatchLine:
    """A batch with how far it has come; `support_code` is what to say on the telephone where it was stopped."""

    batch: Outgoing
    stage: RoadStage
    support_code: str


@immutable
class Difference:
    """Where both sides count differently: the civil day, the kind, here and at the gateway; of files (`FILES`) no
    day."""

    day: str
    kind: str
    here: int
    there: int


def totals(desk: Desk) -> RoadTotals:
    """All changes of this station's (or office's) journals: those that this device writes, those that it gave up after
    a fork, and those of its colleagues' computers, which came from where they had been received."""
    authors = [*journal.my_authors(desk.store.database), *_others(desk)]
    verdicts = _verdicts(desk, authors)
    counted = {"waiting": 0, "received": 0, "judged": 0, "imported": 0, "total": 0}
    for author in authors:
        judged, received = _reached(author)
        counted["waiting"] += author.last_seq - received
        counted["received"] += received - judged
        counted["judged"] += judged
        counted["imported"] += author.imported
        counted["total"] += author.last_seq
    outcomes = list(verdicts.values())
    refused, held = outcomes.count(REFUSED), outcomes.count(HELD)
    return RoadTotals(
        waiting=counted["waiting"],
        received=counted["received"],
        accepted=counted["judged"] - refused - held,
        refused=refused,
        held=held,
        imported=counted["imported"],
        total=counted["total"],
    )


def waiting(desk: Desk) -> int:
    """How many changes nobody has acknowledged yet: cheap, for the status line."""
    return sum(author.last_seq - author.acked for author in journal.my_authors(desk.store.database))


def stage_of(desk: Desk, record: str) -> RoadStage | None:
    """How far a record has come: as far as the least of what this device wrote of it; None where it wrote nothing."""
    authors = {author.uid: author for author in journal.my_authors(desk.store.database)}
    verdicts = _verdicts(desk, list(authors.values()))
    changes = [entry.change for entry in journal.entries_of(desk.store.database, record)]
    stages = [_stage(authors[one.journal], one, verdicts) for one in changes if one.journal in authors]
    return min(stages, key=_ORDER.index, default=None)


def batches(desk: Desk, limit: int = 100, offset: int = 0) -> list[BatchLine]:
    """The batches of this device, the newest first."""
    authors = {author.uid: author for author in journal.my_authors(desk.store.database)}
    return [_line(authors.get(one.journal), one) for one in outbox.newest(desk.store.database, limit, offset)]


def differences(desk: Desk, journal_uid: str, acked: int, days: Mapping[tuple[str, str], int]) -> list[Difference]:
    """Where the gateway's count of a journal, up to the change `acked`, differs from this device's."""
    author = journal.author(desk.store.database, journal_uid)
    here = journal.days_upto(desk.store.database, author, acked) if author else {}
    keys = sorted({*here, *days})
    return [
        Difference(day, kind, here.get((day, kind), 0), days.get((day, kind), 0))
        for day, kind in keys
        if here.get((day, kind), 0) != days.get((day, kind), 0)
    ]


def missing_files(desk: Desk, there: Collection[str]) -> list[Difference]:
    """Files that went up and do not lie at the gateway, which names those of this home by the first digits of their
    hashes: they go up again."""
    database = desk.store.database
    sent = blobs.sent_up(database)
    lost = [name for name in sent if name[:NAMED_DIGITS] not in there]
    if not lost:
        return []
    with desk.store.transaction():
        for name in lost:
            blobs.sent(database, name, 0)
    return [Difference("", FILES, len(sent), len(sent) - len(lost))]


def send_again(desk: Desk, journal_uid: str) -> None:
    """Send a whole journal again; what the other side holds alike it passes over."""
    author = journal.author(desk.store.database, journal_uid)
    if author is not None and author.mine:
        with desk.store.transaction():
            outbox.gone_back(desk.store.database, author, 0)


def _others(desk: Desk) -> list[Author]:
    """The journals of this home that this device does not write, or no longer."""
    written = {one.uid for one in journal.my_authors(desk.store.database)}
    home = desk.place.uid
    found = [one for one in journal.authors(desk.store.database) if one.home == home and one.uid not in written]
    return [one for one in found if one.audience != KEPT_HERE]


def _reached(author: Author) -> tuple[int, int]:
    """Up to which change a journal was judged, and received, by whoever was first."""
    if not author.mine:
        return author.last_seq, author.last_seq
    judged = max(author.judged, author.imported)
    return judged, max(author.acked, judged)


def _verdicts(desk: Desk, authors: Sequence[Author]) -> dict[tuple[str, int], str]:
    """What was refused or held, by journal and sequence number, of what was judged."""
    judged = {author.uid: _reached(author)[0] for author in authors}
    found: dict[tuple[str, int], str] = {}
    accepted = set()
    for one in desk.records.all_in(Verdict, "journal", judged):
        if one.outcome == quarantine.ACCEPTED:
            accepted.add((one.journal, one.seq))
        elif one.seq <= judged[one.journal]:
            found[one.journal, one.seq] = HELD if one.outcome == HELD else REFUSED
    return {place: outcome for place, outcome in found.items() if place not in accepted}


def _stage(author: Author, change: Change, verdicts: Mapping[tuple[str, int], str]) -> RoadStage:
    outcome = verdicts.get((author.uid, change.seq))
    if outcome is not None:
        return RoadStage.REFUSED if outcome == REFUSED else RoadStage.HELD
    return _stage_at(author, change.seq)


def _stage_at(author: Author, seq: int) -> RoadStage:
    judged, received = _reached(author)
    if seq <= author.imported:
        return RoadStage.IMPORTED
    if seq <= judged:
        return RoadStage.ACCEPTED
    return RoadStage.RECEIVED if seq <= received else RoadStage.WAITING


def _line(author: Author | None, batch: Outgoing) -> BatchLine:
    stage = _stage_at(author, batch.last) if author else RoadStage.WAITING
    return BatchLine(batch, stage, batch.hash[:SUPPORT_DIGITS] if batch.trouble else "")
