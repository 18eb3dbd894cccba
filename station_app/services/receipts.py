"""What receivers say of this desk's journals: heeded the moment it comes, whatever road it came by."""

from __future__ import annotations

from station_app.db import journal, outbox
from station_app.domain import clock as time
from station_app.domain.batch import suite
from station_app.domain.records import Receipt
from station_app.services.desk import Desk
from station_app.sync.agreeing import begin_anew
from station_app.sync.taking import Taking

IMPORTED, FORKED = "IMPORTED", "FORKED"


def heed(desk: Desk, taking: Taking) -> None:
    """Heed the receipts in a batch that was just taken, in its transaction."""
    for member in taking.batch.members if taking.batch and taking.problem is None else ():
        if member.change.kind == "receipt" and member.change.seq not in taking.refused:
            _heed(desk, desk.records.one(Receipt, member.change.record))


def _heed(desk: Desk, receipt: Receipt) -> None:
    database = desk.store.database
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
