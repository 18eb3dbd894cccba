"""Taking a batch at the province: authentic or not, then one transaction, then the verdict that is kept for ever."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from station_app.domain import change as line_format
from station_app.domain import judging, receiving
from station_app.domain.batch import frame, packing
from station_app.domain.batch.header import Header
from station_app.domain.batch.opening import Batch, opened
from station_app.domain.batch.packing import Dictionaries
from station_app.domain.batch.suite import text_of
from station_app.domain.change import OFFICE, Change, first_hash
from station_app.domain.clock import Clock, stamp
from station_app.domain.immutable import immutable
from station_app.domain.judging import Home
from station_app.domain.problem import Problem, Rejected, refusal
from station_app.domain.receiving import Meeting
from station_app.domain.records import BY_KIND
from station_app.domain.wire import canonical, parse
from station_app.domain.withholding import places_of
from station_app.gateway import epoch, office
from station_app.gateway.office import PlatformOffice
from station_app.gateway.store import devices, folded, journals, withheld
from station_app.gateway.store.devices import Admitted, Invited
from station_app.gateway.store.engine import Cursor, Engine
from station_app.gateway.store.journals import Journal


@immutable
class Platform:
    """What receiving needs: the store, who the platform is, the dictionaries that were ever shipped, the time."""

    engine: Engine
    office: PlatformOffice
    dictionaries: Dictionaries
    clock: Clock

    @property
    def now(self) -> str:
        """The time, as changes bear it."""
        return stamp(self.clock.now())


@immutable
class BatchAnswer:
    """What is said to whoever sent a batch: the verdict, or the problem with what is needed to go on.

    `said` is the canonical JSON of a verdict; `more` stands beside a problem's code in its answer. `reader` is whom
    news may be given to, at a batch that is taken for the first time. Of the batch `replaced` and of `files` no byte
    may stay anywhere.
    """

    said: str = ""
    problem: Problem | None = None
    more: Mapping[str, Any] | None = None
    reader: Admitted | None = None
    cursor: str = ""
    replaced: str = ""
    files: frozenset[str] = frozenset()


def receive(platform: Platform, journal: str, content: bytes) -> BatchAnswer:
    """Take a batch of a journal. Whatever a stranger may have written, the answer says what is wrong."""
    name = frame.hash_of(content)
    if said := platform.engine.read(lambda cursor: journals.verdict_of(cursor, name)):
        return BatchAnswer(said)
    try:
        header = frame.read_frame(content).header
        if header.journal != journal:
            return BatchAnswer(problem=refusal("batch_other_journal", value=header.journal[:8]))
        device = platform.engine.read(partial(_device, header))
        batch = opened(content, lambda _header: device.key, platform.dictionaries)
    except Rejected as rejected:
        problem = rejected.problems[0]
        unknown = {"acked": 0, "head": text_of(first_hash(journal))} if problem.code == "batch_gap" else None
        return BatchAnswer(problem=problem, more=unknown)
    if not device.counts(journal, header.last):
        platform.engine.write(partial(_put_to_review, device, header, (name, platform.now, content)))
        return BatchAnswer(problem=refusal("batch_key_revoked", value=device.name))
    answer = platform.engine.write(lambda cursor: _taken(cursor, platform, device, (batch, content)))
    if answer.replaced or answer.files:
        platform.engine.settle()
    return answer


def _put_to_review(device: Admitted, header: Header, came: tuple[str, str, bytes], cursor: Cursor) -> None:
    """What a device wrote that was revoked is no line of its journal, and is shown at its county too."""
    name, at, content = came
    row = (name, header.journal, header.first, header.last, "batch_key_revoked", 0, at, content)
    if journals.set_aside(cursor, row):
        journals.published(cursor, [office.UP + device.home.county], header.journal, name)


def _may_address(cursor: Cursor, author: Home, audience: str) -> bool:
    """Whether an author may speak to an audience: a station to whoever is above it, an office within its area."""
    if author.role == judging.STATION:
        return audience == OFFICE
    if len(audience) == len(author.uid):
        reader = devices.home_of(cursor, audience)
        return reader is None or author.oversees(reader)
    return audience == OFFICE or audience.startswith(author.area_code)


def _device(header: Header, cursor: Cursor) -> Admitted:
    """The device that a batch must be signed by. Raises Rejected where it was never admitted."""
    journal = journals.one(cursor, header.journal)
    key = journal.device_key if journal else header.key
    device = devices.device(cursor, key) if key else None
    if device is None and not key:
        raise Rejected((refusal("batch_gap", value=header.number, expected=1, number=1),))
    if device is None:
        raise Rejected((refusal("batch_key_unknown", value=header.journal[:8]),))
    if not header.sealer:
        return device
    # Sealed anew by another device of the same home, since lines were erased: the author may be gone.
    other = devices.device(cursor, header.sealer)
    if other is None:
        raise Rejected((refusal("batch_key_unknown", value=header.journal[:8]),))
    if other.home != device.home:
        raise Rejected((refusal("batch_signature_wrong"),))
    return other


def _taken(cursor: Cursor, platform: Platform, device: Admitted, came: tuple[Batch, bytes]) -> BatchAnswer:
    batch, content = came
    header = batch.header
    begun = journals.begun(header.journal, device.home.uid, header.audience, header.key or device.key)
    if unfit := _unfit(cursor, device, header):
        return BatchAnswer(problem=unfit)
    journal = journals.locked(cursor, begun)
    # One at a time in a county: two writers of one record would each fold it without the other's change.
    journals.locked_scope(cursor, office.UP + device.home.county)
    if said := journals.verdict_of(cursor, batch.hash):  # the same batch came twice at once
        return BatchAnswer(said)
    hashes = [member.hash for member in batch.members]
    placed = receiving.place(
        journal.acked, header.first, header.previous, hashes, lambda seq: journals.head_at(cursor, journal, seq) or b""
    )
    match placed.meeting:
        case Meeting.GAP:
            journals.missed(cursor, journal.uid, header.first)
            more = {"acked": journal.acked, "head": text_of(journal.head)}
            problem = refusal("batch_gap", value=header.number, expected=placed.seq, number=journal.number + 1)
            return BatchAnswer(problem=problem, more=more)
        case Meeting.FORK:
            aside = (batch.hash, journal.uid, header.first, header.last, "batch_fork", placed.seq, platform.now)
            journals.set_aside(cursor, (*aside, content))
            problem = refusal("batch_fork", value=header.number, seq=placed.seq)
            return BatchAnswer(problem=problem, more={"seq": placed.seq, "acked": journal.acked})
    gone = _append(cursor, platform, device, journal, (batch, placed.skip))
    said = _verdict(cursor, journal.uid, header.replaces)
    goes_on = placed.meeting is Meeting.GOES_ON
    # What only repeats lines that are withheld is known from now on, and not kept: nobody is ever given it.
    journals.keep_batch(cursor, batch, said, content if goes_on or not gone.clear else b"")
    if goes_on and gone.clear:
        withheld.mark_one(cursor, batch.hash)
    if header.replaces:
        withheld.replaced(cursor, header.replaces, batch.hash)
    journals.touched(cursor, journal.uid, platform.now)
    if goes_on or header.replaces:
        scopes = office.scopes_of(cursor, header.audience, device.home)
        journals.published(cursor, scopes, journal.uid, batch.hash)
    return BatchAnswer(said, reader=device, cursor=header.cursor, replaced=header.replaces, files=gone.files)


def _unfit(cursor: Cursor, device: Admitted, header: Header) -> Problem | None:
    """Why a batch is not this author's to send: to whom it speaks, or whose place it claims."""
    if not _may_address(cursor, device.home, header.audience):
        return refusal("not_allowed")
    claimed = withheld.range_of(cursor, header.replaces) if header.replaces else None
    if claimed not in (None, (header.journal, header.first, header.last)):
        return refusal("batch_replaces_other", value=header.number)
    return None


@immutable
class _Erased:
    """What was erased with a batch: lines that it holds itself in clear, and files that nothing names any more."""

    clear: frozenset[int]
    files: frozenset[str]


def _withhold(cursor: Cursor, platform: Platform, device: Admitted, batch: Batch, skip: int) -> _Erased:
    """Erase what a batch withholds, what of it is withheld already, and what it has without fields and is here with."""
    uid, files = batch.header.journal, set[str]()
    touched: dict[str, str] = {}
    wanted: dict[str, set[int]] = {}
    for member in batch.members[skip:]:
        if member.change.kind == "withholding":
            places = places_of(member.change.fields.get("lines"))
            withheld.put(cursor, device.home.uid, places)
            for place in places:
                wanted.setdefault(place.journal, set()).add(place.seq)
    wanted = {one: set(withheld.of_range(cursor, one, min(seqs), max(seqs))) for one, seqs in wanted.items()}
    bare = {member.change.seq for member in batch.members if member.line.erased}
    clear = set(withheld.of_range(cursor, uid, batch.header.first, batch.header.last)) - bare
    for journal, numbers in (*wanted.items(), (uid, bare | clear)):
        records, blobs = withheld.erase(cursor, journal, sorted(numbers))
        touched |= records
        files |= blobs
    if touched:
        folded.fold_anew(cursor, touched)
        _empty_aside(cursor, platform, device.home.uid)
    return _Erased(frozenset(clear), frozenset(blob for blob in files if not withheld.is_named(cursor, blob)))


def _empty_aside(cursor: Cursor, platform: Platform, home: str) -> None:
    """Take the bytes of a home's batches that lie aside and hold what that home withholds; that they came stays."""
    ids = withheld.ids(cursor, home)
    for name, content in withheld.aside_of(cursor, home):
        try:
            lines = packing.unpacked(frame.read_frame(content).packed, platform.dictionaries).splitlines()
        except Rejected:
            continue
        read = [change for _, change in map(line_format.read, lines) if change.fields]
        places = withheld.of_range(cursor, read[0].journal, read[0].seq, read[-1].seq) if read else ()
        if any(change.uid in ids or change.seq in places for change in read):
            withheld.replaced(cursor, name, name)


def _append(cursor: Cursor, platform: Platform, device: Admitted, journal: Journal, came: tuple[Batch, int]) -> _Erased:
    """Raw changes in, judged and folded; of lines that were refused the station hears. What was erased with them."""
    batch, skip = came
    if members := batch.members[skip:]:
        known = [member.change for member in members if member.change.kind in BY_KIND]
        here = folded.standing(cursor, (change.record for change in known))
        journals.append(cursor, journal, members, batch.header.number)
        out = folded.fold_in(cursor, known, here)
        refused = {one.change.place for one in out}
        _obey(cursor, platform, device, [change for change in known if change.place not in refused])
        office.tell_refused(cursor, platform.office, platform.clock, out)
    return _withhold(cursor, platform, device, batch, skip)


def _obey(cursor: Cursor, platform: Platform, device: Admitted, changes: Sequence[Change]) -> None:
    """What a county says of admissions holds here too, within its own area."""
    if device.home.role == judging.STATION:
        return
    for change in changes:
        values = {**change.fields}
        match change.kind, change.act:
            case "enrolment", "register":
                area = str(values.get("area_code", ""))
                if area.startswith(device.home.area_code) and values.get("role") in (judging.STATION, device.home.role):
                    names = ("code_hash", "name", "area_code", "role", "expires_on", "home", "replaces")
                    said = {name: str(values.get(name, "")) for name in names}
                    devices.invite(cursor, Invited(**said, record=change.record))
            case "device", "register":
                _admit(cursor, platform, device, change)
            case "device", "revoke":
                standing = folded.standing(cursor, [change.record]).get(change.record)
                revoked = standing.values if standing else {}
                admitted = devices.device(cursor, str(revoked.get("key", "")))
                if admitted and device.home.oversees(admitted.home):
                    devices.revoke(cursor, admitted.key, str(revoked.get("counted", "")))
                    folded.fold_anew(cursor, journals.reviewed(cursor, admitted.key, platform.now))


def _admit(cursor: Cursor, platform: Platform, county: Admitted, change: Change) -> None:
    """A device that the county admitted by a stick, or that the platform itself had admitted before it was restored."""
    said = {name: str(value) for name, value in change.fields.items()}
    home = Home(said.get("home", ""), said.get("role", ""), said.get("area_code", ""))
    is_theirs = home.role == judging.STATION or county.home.role == judging.PROVINCE
    if is_theirs and county.home.oversees(home) and said.get("key"):
        recipient = said.get("recipient", "")
        one = Admitted(said["key"], home, said.get("name", ""), recipient, "ACTIVE", platform.now, change.record)
        devices.admit(cursor, one)


def _verdict(cursor: Cursor, uid: str, replaces: str = "") -> str:
    """The canonical JSON of how far a journal has come: small, since a normal day is one request. `replaces`: the batch
    of which no byte is kept any more."""
    journal = journals.one(cursor, uid)
    assert journal is not None
    said: dict[str, Any] = {
        "acked": journal.acked,
        "head": text_of(journal.head),
        "journal": uid,
        "judged": journal.judged,
    }
    held = len(folded.held(cursor, uid))
    said |= {name: number for name, number in (("refused", folded.refused_of(cursor, uid)), ("held", held)) if number}
    waiting = [list(one) for one in withheld.stale(cursor, journal.home) if one[0] != replaces]
    said |= {name: one for name, one in (("replaced", replaces), ("stale", waiting)) if one}
    return canonical(said)


def spoken(platform: Platform, verdict: str) -> str:
    """A verdict as it is said now: with the epoch, and the word that its sender may bring back."""
    said = parse(verdict)
    now = platform.engine.read(epoch.current)
    given = epoch.proof(platform.office.secret, now, said["journal"], said["acked"])
    return canonical({**said, "epoch": now, "proof": given})


def with_news(platform: Platform, answer: BatchAnswer, most_bytes: int) -> str:
    """A verdict as it is said now, with the news that its sender has not read, as far as it fits."""
    more: dict[str, Any] = {}
    if answer.reader is not None and answer.cursor:
        scopes, uid = office.readers_scopes(answer.reader.home), parse(answer.said)["journal"]
        try:
            found = feed(platform, scopes, uid, answer.cursor, most_bytes)
            more = {"news": found["items"], "cursor": found["cursor"]} if found["items"] else {}
            more |= {"more": True} if found["items"] and found["more"] else {}
        except Rejected:  # a lost cursor: what was taken is taken all the same, and the sender asks for the feed
            more = {"more": True}
    said = spoken(platform, answer.said)
    return canonical({**parse(said), **more}) if more else said


def feed(platform: Platform, scopes: Sequence[str], journal: str, after: str, most_bytes: int) -> dict[str, Any]:
    """What is meant for the reader of some scopes after a cursor: batches in base64, at least one where there is any.

    The reader's own journal is passed over. Raises Rejected for a cursor that was not given to this reader in this
    epoch. One that tells of more than the store holds begins a new one.
    """
    secret = platform.office.secret
    try:
        return platform.engine.read(lambda cursor: _feed(cursor, secret, scopes, journal, (after, most_bytes)))
    except epoch.Older as older:
        begun = older.epoch
    platform.engine.write(lambda cursor: epoch.begin_after(cursor, begun))
    raise Rejected((refusal("cursor_lost"),))


def _feed(cursor: Cursor, secret: bytes, scopes: Sequence[str], journal: str, asked: tuple[str, int]) -> dict[str, Any]:
    after, most_bytes = asked
    positions = epoch.read_cursor(cursor, secret, scopes, after)
    items: list[str] = []
    room, more = most_bytes, False
    for index, scope in enumerate(scopes):
        for position, author, name, size in journals.feed_after(cursor, scope, positions[index], 500):
            if author != journal:
                if items and size * 4 // 3 > room:
                    more = True
                    break
                items.append(b64encode(journals.content_of(cursor, name)).decode())
                room -= size * 4 // 3
            positions[index] = position
        more = more or bool(journals.feed_after(cursor, scope, positions[index], 1))
        if more:
            break
    return {"cursor": epoch.written_cursor(cursor, secret, scopes, positions), "items": items, "more": more}
