"""Taking a batch that somebody else wrote: the one importer, for any direction and any carrier.

One transaction a batch. Where the power is cut, the batch was taken whole or not at all, and taking it again does
nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from station_app import paths
from station_app.db import journal, outbox, withheld
from station_app.db.journal import Author, JournalEntry
from station_app.db.outbox import Parcel
from station_app.db.quarantine import Refused
from station_app.db.store import Store
from station_app.domain import judging, receiving
from station_app.domain.batch import frame, suite
from station_app.domain.batch.header import Header
from station_app.domain.batch.opening import Batch, opened
from station_app.domain.change import OFFICE
from station_app.domain.immutable import immutable
from station_app.domain.judging import Home
from station_app.domain.problem import Problem, Rejected, refusal
from station_app.domain.receiving import Meeting
from station_app.sync import trust as trusting
from station_app.sync.trust import Trust

MEND_LATER = frozenset({"batch_gap", "news_would_retire", "batch_key_unknown", "batch_dictionary_unknown"})
"""Problems that time or a person can mend: the batch is kept until then."""

KEPT_FOR_REVIEW = frozenset({"batch_fork", "batch_key_revoked"})
"""Problems whose batch is kept as evidence: never thrown away. A revoked device's is taken once it counts."""


@immutable
class Taking:
    """What became of one batch: how many changes were new, how many were here already, which lines came out as refused
    by it (`out`: its own, and of other journals those that now turn out to speak of another's record).

    `problem` says why nothing was taken; `header` is None where the file is no batch at all; `batch` is there only for
    what goes on in the same transaction (`Receiver.after`). `names_devices`: it says who is admitted or revoked.
    """

    hash: str
    header: Header | None = None
    new: int = 0
    same: int = 0
    out: tuple[Refused, ...] = ()
    problem: Problem | None = None
    batch: Batch | None = None
    names_devices: bool = False

    @property
    def refused(self) -> dict[int, Problem]:
        """The batch's own lines that were refused, by sequence number, each with its problem."""
        journal = self.header.journal if self.header else ""
        return {one.place.seq: one.problem for one in self.out if one.place.journal == journal}


@immutable
class Receiver:
    """Where batches are taken: the store, its own home, whom it believes, and the time (`domain.clock.stamp`).

    `ask_first` gives the problem that a person must decide on before a batch is taken; `after` goes on in the same
    transaction with what was taken. `by_hand`: what is taken is to be told to the province; what comes from there
    counts where a journal goes on otherwise here. The bytes of what is taken are kept: the province may be restored
    from an older copy when their author is gone.
    """

    store: Store
    home: Home
    trust: Trust
    at: str
    ask_first: Callable[[Batch], Problem | None] = lambda _batch: None
    after: Callable[[Taking, Home], None] = lambda _taking, _home: None
    by_hand: bool = False


def heard(receiver: Receiver, taking: Taking) -> Receiver:
    """The receiver as it is after a taking: whom that admitted or revoked counts for what is taken next."""
    return replace(receiver, trust=trusting.trusted(receiver.store)) if taking.names_devices else receiver


def take(receiver: Receiver, content: bytes) -> Taking:
    """Take a batch. Never raises for what a stranger may have written: the outcome says what is wrong."""
    store, name = receiver.store, frame.hash_of(content)
    try:
        header = frame.read_frame(content).header
    except Rejected as rejected:
        return Taking(name, problem=rejected.problems[0])
    if outbox.was_taken(store.database, name):
        return Taking(name, header, same=header.count)
    try:
        batch = opened(content, partial(trusting.key_of, store, receiver.trust), paths.dictionaries())
    except Rejected as rejected:
        taking = Taking(name, header, problem=_of_whom(receiver, content, rejected.problems[0]))
    else:
        # Whoever looks at many outcomes later does not hold every change of them.
        taking = replace(_taken(receiver, batch, content), batch=None)
    if taking.problem is not None and taking.problem.code in MEND_LATER | KEPT_FOR_REVIEW:
        kept = Parcel(
            hash=name,
            journal=header.journal,
            first=header.first,
            last=header.last,
            content=content,
            reason=taking.problem.code,
            came_at=receiver.at,
            by_hand=receiver.by_hand,
        )
        with store.transaction():
            outbox.hold(store.database, kept)
    return taking


def take_waiting(receiver: Receiver, reasons: Sequence[str] = ("batch_gap",)) -> list[Taking]:
    """Take what came too early and has waited; what still cannot be taken goes on waiting."""
    waiting = [parcel for reason in reasons for parcel in outbox.kept(receiver.store.database, reason)]
    takings = []
    for parcel in waiting:
        author = journal.author(receiver.store.database, parcel.journal)
        if parcel.reason != "batch_gap" or (author and parcel.first <= author.last_seq + 1):
            takings.append(take(replace(receiver, by_hand=parcel.by_hand), parcel.content))
            receiver = heard(receiver, takings[-1])
    return takings


def _of_whom(receiver: Receiver, content: bytes, problem: Problem) -> Problem:
    """A revoked device's batch is kept for review, so it must be that device's: anybody may write its name."""
    if problem.code != "batch_key_revoked":
        return problem
    parts = frame.read_frame(content)
    key = trusting.named_key(receiver.store, parts.header)
    is_theirs = suite.is_signed(key, parts.signed, parts.signature, parts.header.alg)
    return problem if is_theirs else refusal("batch_signature_wrong")


def _taken(receiver: Receiver, batch: Batch, content: bytes) -> Taking:
    store, header = receiver.store, batch.header
    known = receiver.trust.by_key[batch.key]
    stranger = _is_for_another(receiver.home, header, known.home) or _claims_another(store, header)
    if stranger:
        return Taking(batch.hash, header, problem=stranger, batch=batch)
    with store.transaction():
        author = journal.author(store.database, header.journal)
        meeting = _meeting(store, author, batch)
        match meeting.meeting:
            case Meeting.GAP:
                number = outbox.last_number(store.database, header.journal) + 1
                problem = refusal("batch_gap", value=header.number, expected=meeting.seq, number=number)
                return Taking(batch.hash, header, problem=problem, batch=batch)
            case Meeting.FORK if not receiver.by_hand and author is not None and not author.mine:
                _go_back(store, author, meeting.seq - 1)
                author = journal.author(store.database, header.journal)
                return _append(receiver, author, batch, _meeting(store, author, batch).skip, content)
            case Meeting.FORK:
                problem = refusal("batch_fork", value=header.number, seq=meeting.seq)
                taking = Taking(batch.hash, header, problem=problem, batch=batch)
                receiver.after(taking, known.home)
                return taking
            case _:
                problem_first = receiver.ask_first(batch) if meeting.meeting is Meeting.GOES_ON else None
                if problem_first:
                    return Taking(batch.hash, header, problem=problem_first, batch=batch)
                return _append(receiver, author, batch, meeting.skip, content)


def _append(receiver: Receiver, author: Author | None, batch: Batch, skip: int, content: bytes) -> Taking:
    store, header = receiver.store, batch.header
    home = receiver.trust.by_key[batch.key].home
    if author is None:
        author = journal.found(store.database, header.journal, home, mine=False, audience=header.audience)
        journal.signed_by(store.database, author, header.key or batch.key)
    entries = [JournalEntry(member.change, member.line, member.hash) for member in batch.members[skip:]]
    out = tuple(store.take(author, entries)) if entries else ()
    if gone := [member.change.seq for member in batch.members[:skip] if member.line.erased]:
        store.erase(author, gone)
    waits = receiver.by_hand or bool(header.replaces and outbox.is_carried(store.database, header.replaces))
    bare = {member.change.seq for member in batch.members if member.line.erased}
    # What its home withholds it seals anew, and that is what goes on.
    kept = None if withheld.of_range(store.database, author, header.first, header.last) - bare else content
    outbox.taken(store.database, batch.hash, header, receiver.at, kept, waits=waits)
    of_devices = any(entry.change.kind == "device" for entry in entries)
    taking = Taking(batch.hash, header, len(entries), skip, out, batch=batch, names_devices=of_devices)
    receiver.after(taking, home)
    return taking


def _go_back(store: Store, author: Author, common: int) -> None:
    """Another machine went on with a journal after the change `common`, and the province has its word: what stands here
    after it is set aside, and written anew where its author is of this home."""
    store.set_aside(author, common)
    outbox.untaken(store.database, author.uid, common)


def _claims_another(store: Store, header: Header) -> Problem | None:
    """A batch takes the place of one of its own journal and range, and of no other."""
    claimed = outbox.range_of(store.database, header.replaces) if header.replaces else None
    ours = claimed in (None, (header.journal, header.first, header.last))
    return None if ours else refusal("batch_replaces_other", value=header.number)


def _meeting(store: Store, author: Author | None, batch: Batch) -> receiving.Placing:
    hashes = [member.hash for member in batch.members]
    if author is None:
        here, first_hash = 0, batch.header.previous if batch.header.first == 1 else b""
        return receiving.place(here, batch.header.first, batch.header.previous, hashes, lambda _seq: first_hash)
    known = author
    return receiving.place(
        known.last_seq,
        batch.header.first,
        batch.header.previous,
        hashes,
        lambda seq: journal.head_at(store.database, known, seq),
    )


def _is_for_another(here: Home, header: Header, author: Home) -> Problem | None:
    """Why a batch is none of this desk's business: another county's station, another station's news;
    or none of its author's: a station speaks to those above it, an office within its area."""
    if header.audience == OFFICE:
        ours = here.oversees(author)
        return None if ours else refusal("batch_other_county", value=author.area_code)
    if not author.oversees(here):
        return refusal("batch_of_no_office", value=author.area_code)
    ours = header.audience == here.uid or here.area_code.startswith(header.audience) or here.role != judging.STATION
    if header.audience == author.uid:  # what an office says to itself
        ours = here.uid == author.uid
    return None if ours else refusal("batch_other_station", value=header.audience[:8])
