"""What comes down from the offices: news, what they ask to be corrected, their receipts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from station_app import paths
from station_app.db import journal, outbox, quarantine, secrets, withheld
from station_app.db.store import Write
from station_app.domain import clock as time
from station_app.domain.batch import suite
from station_app.domain.batch.opening import Batch, opened
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import MANDATE_IN_FORCE, STATELESS, act_of
from station_app.domain.problem import Problem, refusal, reject
from station_app.domain.records import BY_KIND, Correction, Deputy, Mandate, Receipt, Verdict
from station_app.domain.withholding import lines_text
from station_app.services import acts, documents
from station_app.services.access import may_do
from station_app.services.acts import Ask, Done, perform
from station_app.services.desk import Desk, follow_users
from station_app.sync import trust
from station_app.sync.session import begin_anew
from station_app.sync.taking import Receiver, Taking, take, take_waiting

OPEN = "ASKED"
REFUSED = "REFUSED"


@immutable
class Sent:
    """A record that came back: the request, and the record's values as they stand here (None where it is not here)."""

    correction: Correction
    values: dict[str, Any] | None


def sent_back(desk: Desk) -> list[Sent]:
    """The requests that wait for this station, the oldest first."""
    waiting = desk.records.all(Correction, state=OPEN)
    return [Sent(one, _values(desk, one.target_kind, one.target)) for one in waiting]


def refused(desk: Desk) -> list[Verdict]:
    """What receivers did not take, with the reason, each line once: as somebody at an office decided, where one has."""
    found: dict[tuple[str, int], Verdict] = {}
    outcomes = (REFUSED, *quarantine.DECIDED)
    for one in sorted(desk.records.all_in(Verdict, "outcome", outcomes), key=lambda one: outcomes.index(one.outcome)):
        found[one.journal, one.seq] = one
    return [one for one in found.values() if one.outcome != quarantine.ACCEPTED]


def mend(desk: Desk, correction: Correction, value: Any, note: str = "") -> list[Done]:
    """Put `value`, as typed, into the field that was asked about, and answer the request, in one go. Raises Rejected.

    Part 0 of the problems is the record's, part 1 the answer's.
    """
    mending = Ask(correction.target_kind, "correct", {correction.where: value}, correction.target)
    return perform(desk, [mending, _answer(desk, correction, note)])


def answer(desk: Desk, correction: Correction, note: str) -> list[Done]:
    """Answer a request by words: the record stands as it is, or was mended elsewhere. Raises Rejected."""
    if not note.strip():
        raise reject(refusal("missing", "answer_note"))
    return perform(desk, [_answer(desk, correction, note)])


def ask(desk: Desk, kind: str, uid: str, where: str, reason: str) -> Done:
    """At an office: send a record back to its station with the reason. Raises Rejected."""
    values = _values(desk, kind, uid)
    if values is None:
        raise reject(refusal("no_such_record", value=uid))
    fields = {
        "station": values.get("station", ""),
        "target_kind": kind,
        "target": uid,
        "where": where,
        "reason": reason,
        "asked_on": desk.today,
    }
    return perform(desk, [Ask("correction", "register", fields)])[0]


def _answer(desk: Desk, correction: Correction, note: str) -> Ask:
    fields = {"answered_on": desk.today, "answer_note": note}
    return Ask("correction", "answer_correction", {name: one for name, one in fields.items() if one}, correction.uid)


def _values(desk: Desk, kind: str, uid: str) -> dict[str, Any] | None:
    row = desk.records.rows(kind, [uid]).get(uid) if kind in BY_KIND else None
    return row.values if row else None


IMPORTED, FORKED, ERASED = "IMPORTED", "FORKED", "ERASED"


def heed(desk: Desk, taking: Taking) -> None:
    """Heed the receipts in a batch that was just taken, and what a colleague's computer withholds, in its
    transaction."""
    if (
        taking.problem is None
        and taking.batch
        and any(one.change.kind == "withholding" for one in taking.batch.members)
    ):
        _withhold_the_rest(desk)
    for member in taking.batch.members if taking.batch and taking.problem is None else ():
        if member.change.kind == "receipt" and member.change.seq not in taking.refused:
            # One that waits for an earlier one which has not come says nothing yet.
            for receipt in desk.records.several(Receipt, [member.change.record]).values():
                _heed(desk, receipt)


def _withhold_the_rest(desk: Desk) -> None:
    """What was written here of a record before it was heard that its first line is withheld goes with it."""
    if not desk.is_office and (places := withheld.left_of_withheld(desk.store.database)):
        said = {"lines": lines_text(places)}
        acts.write(desk, [Write("register", "withholding", desk.clock.new_id(), said, is_new=True)])


def _heed(desk: Desk, receipt: Receipt) -> None:
    database = desk.store.database
    if receipt.stage == ERASED:
        name = suite.bytes_of(receipt.head).hex()
        outbox.replaced(database, name, time.stamp(desk.clock.now()))
        outbox.passed_on(database, name)
        return
    if receipt.stage == documents.FILE:
        documents.heed(desk, receipt)
        return
    author = journal.author(database, receipt.journal)
    if author is None or not author.mine:
        return
    agrees = receipt.last_seq <= author.last_seq and receipt.head == suite.text_of(
        journal.head_at(database, author, receipt.last_seq)
    )
    if receipt.stage == FORKED:
        # Another machine went on with this journal (a copy was restored): what came after is written anew.
        begin_anew(desk.store, author, receipt.last_seq if agrees else author.imported)
        return
    if not agrees:
        return  # of the machine that went on with this journal: the next contact tells
    outbox.acknowledged(database, author, receipt.last_seq, time.stamp(desk.clock.now()))
    imported = receipt.last_seq if receipt.stage == IMPORTED else 0
    outbox.progressed(database, author, receipt.last_seq, imported)


MOST_RETIRED = 0.05
"""The part of a roster that news may retire without a person's yes."""

WOULD_RETIRE = "news_would_retire"
WHAT_WAITS = ("batch_gap", "batch_key_unknown", "batch_dictionary_unknown", "batch_key_revoked")
"""What time mends by itself: the rest comes, the author is named, the program is renewed, an office says that
more of a revoked device counts."""

_SEEN = "news_seen"


@immutable
class Item:
    """One thing that an office did: on which record, when, and whether somebody here has looked at the list since."""

    kind: str
    record: str
    act: str
    at: str
    is_new: bool


def receiver(desk: Desk) -> Receiver:
    """Where this station takes what others wrote."""
    return Receiver(
        desk.store,
        desk.home,
        trust.trusted(desk.store),
        time.stamp(desk.clock.now()),
        ask_first=lambda batch: _would_retire(desk, batch),
        after=lambda taking, _home: heed(desk, taking),
    )


def take_in(desk: Desk, contents: Iterable[bytes], *, by_hand: bool = False) -> list[Taking]:
    """Take batches of news in order, and what had waited for them; `by_hand` those of a stick."""
    takings = []
    for content in contents:
        takings += [take(replace(receiver(desk), by_hand=by_hand), content), *_what_waited(desk)]
    follow_users(desk)  # who left at another computer opens nothing here
    return takings


def may_allow(desk: Desk) -> bool:
    """Whether the person here may say yes to news that would retire many of the roster: who may end a mandate."""
    return may_do(desk, "mandate", "correct", STATELESS)


def allow(desk: Desk, name: str) -> list[Taking]:
    """A person said yes to the news of this hash that would retire many of the roster: take it, and what waited.

    Raises Rejected for who may not end a mandate here.
    """
    if not may_allow(desk):
        act = act_of("mandate", "correct", STATELESS)
        raise reject(refusal("act_of_another_role", value="correct", who=sorted(act.who) if act else []))
    said_yes = replace(receiver(desk), ask_first=lambda _batch: None)
    waiting = [one for one in outbox.kept(desk.store.database, WOULD_RETIRE) if one.hash == name]
    takings = [take(replace(said_yes, by_hand=one.by_hand), one.content) for one in waiting]
    return [*takings, *_what_waited(desk)]


def items(desk: Desk, limit: int = 200) -> list[Item]:
    """What offices did, the newest first; receipts are shown beside the batches and not here."""
    seen = int(secrets.get(desk.store.database, _SEEN) or b"0")
    told = journal.from_above(desk.store.database, limit, ("receipt", "device", "user", "office", "enrolment"))
    return [
        Item(kind=one.kind, record=one.record, act=one.act, at=one.at, is_new=number > seen) for number, one in told
    ]


def looked_at(desk: Desk) -> None:
    """The clerk has looked at the list: what comes from now on is new."""
    with desk.store.transaction():
        secrets.put(desk.store.database, _SEEN, str(journal.last_id(desk.store.database)).encode())


@immutable
class AskedCorrection:
    """News that waits for a person's yes: the batch's hash, and the deputies whom it would retire."""

    hash: str
    names: tuple[str, ...]


def asked_first(desk: Desk) -> list[AskedCorrection]:
    """The news that would retire more of the roster than it may unasked."""
    waiting = outbox.kept(desk.store.database, WOULD_RETIRE)
    if not waiting:
        return []
    believed, found = trust.trusted(desk.store), []
    for parcel in waiting:
        batch = opened(parcel.content, partial(trust.key_of, desk.store, believed), paths.dictionaries())
        mandates = desk.records.several(Mandate, _retired(desk, batch))
        deputies = desk.records.several(Deputy, [one.deputy for one in mandates.values()])
        found.append(AskedCorrection(parcel.hash, tuple(sorted(one.name for one in deputies.values()))))
    return found


def _what_waited(desk: Desk) -> list[Taking]:
    """Take what came too early, as long as something of it fits."""
    found: list[Taking] = []
    while more := [one for one in take_waiting(receiver(desk), WHAT_WAITS) if one.problem is None]:
        found += more
    return found


def _retired(desk: Desk, batch: Batch) -> set[str]:
    """The mandates in force that a batch would end."""
    in_force = {one.uid for one in desk.records.all(Mandate, status=MANDATE_IN_FORCE)}
    return {
        member.change.record
        for member in batch.members
        if member.change.kind == "mandate"
        and member.change.record in in_force
        and member.change.fields.get("status", MANDATE_IN_FORCE) != MANDATE_IN_FORCE
    }


def _would_retire(desk: Desk, batch: Batch) -> Problem | None:
    """Whether a batch would take more of the roster out of office than news may do unasked."""
    in_force = len(desk.records.all(Mandate, status=MANDATE_IN_FORCE))
    retired = _retired(desk, batch)
    if len(retired) <= in_force * MOST_RETIRED:
        return None
    return refusal(WOULD_RETIRE, value=len(retired), of=in_force)
