"""What anybody in the simulated county holds: journals in memory, taken by the same decision as everywhere."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from station_app.domain.batch import suite
from station_app.domain.batch.opening import Batch, opened
from station_app.domain.change import Change, Line, chained, first_hash
from station_app.domain.fold import Folded, fold
from station_app.domain.receiving import Meeting, Placing, place

KEYS = {number: suite.SigningKey(number.to_bytes(32, "big")) for number in range(1, 80)}
"""A key for every device of the world, by number."""


@dataclass
class Journal:
    """A journal as somebody holds it: its changes, and the head after each."""

    uid: str
    changes: list[Change] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    heads: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.heads = self.heads or [first_hash(self.uid)]

    @property
    def last(self) -> int:
        return len(self.changes)

    def append(self, change: Change, line: Line) -> None:
        self.changes.append(change)
        self.lines.append(line)
        self.heads.append(chained(self.heads[-1], line))

    def cut(self, keep: int) -> list[tuple[Change, Line]]:
        """End after the change `keep`; what came after it."""
        tail = list(zip(self.changes[keep:], self.lines[keep:], strict=True))
        del self.changes[keep:], self.lines[keep:], self.heads[keep + 1 :]
        return tail

    def copy(self) -> Journal:
        return Journal(self.uid, self.changes[:], self.lines[:], self.heads[:])


@dataclass
class Holding:
    """Journals by id, and the batches that came too early."""

    journals: dict[str, Journal] = field(default_factory=dict)
    early: dict[str, Batch] = field(default_factory=dict)

    def take(self, content: bytes) -> Placing:
        """Take a batch, and what had waited for it."""
        batch = unsealed(content)
        placed = self._take(batch)
        if placed.meeting is Meeting.GAP:
            self.early[batch.hash] = batch
        while self.early and any(self._take(one).meeting is not Meeting.GAP for one in list(self.early.values())):
            self.early = {name: one for name, one in self.early.items() if self._place(one).meeting is Meeting.GAP}
        return placed

    def ids(self) -> set[str]:
        """The changes that are held, each once."""
        return {change.uid for journal in self.journals.values() for change in journal.changes}

    def records(self) -> dict[str, Folded]:
        """Every record that is held, folded."""
        by_record: dict[str, list[Change]] = defaultdict(list)
        for journal in self.journals.values():
            for change in journal.changes:
                by_record[change.record].append(change)
        return {record: fold(changes, authority) for record, changes in by_record.items()}

    def copied(self) -> dict[str, Journal]:
        return {uid: journal.copy() for uid, journal in self.journals.items()}

    def _place(self, batch: Batch) -> Placing:
        journal = self.journals.get(batch.header.journal) or Journal(batch.header.journal)
        hashes = [member.hash for member in batch.members]
        return place(journal.last, batch.header.first, batch.header.previous, hashes, journal.heads.__getitem__)

    def _take(self, batch: Batch) -> Placing:
        placed = self._place(batch)
        if placed.meeting is Meeting.GOES_ON:
            journal = self.journals.setdefault(batch.header.journal, Journal(batch.header.journal))
            for member in batch.members[placed.skip :]:
                journal.append(member.change, member.line)
        return placed


@lru_cache(maxsize=4096)
def unsealed(content: bytes) -> Batch:
    """The batch in a file; the same bytes are opened once, whoever receives them."""
    return opened(content, lambda header: KEYS[int(header.build)].public, {})


def authority(journal: str) -> int:
    """An office's journals begin with c."""
    return int(journal.startswith("c"))
