"""Who may decide between two values of a field: whoever could have corrected it."""

from __future__ import annotations

import pytest

from station_app.db import journal
from station_app.db.journal import JournalEntry
from station_app.domain.change import Change, line_of
from station_app.domain.problem import Rejected
from station_app.domain.records import Opinion
from station_app.services.acts import Ask, perform
from station_app.services.clashes import clashes, decide
from station_app.services.desk import Desk
from tests.office import OPINION, registered
from tests.services.test_access import sitting_as

THERE = "我们组的路塌了一年。"


def test_a_head_alone_does_not_choose_among_a_petitioners_words(desk: Desk) -> None:
    uid = registered(desk)["opinion"].uid
    first = journal.entries_of(desk.store.database, uid)[0].change.place
    perform(desk, [Ask("opinion", "correct", {"verbatim": OPINION["verbatim"] + "真的。"}, uid)])
    at = "2026-11-23T09:30:00.000+08:00"
    fields = {"verbatim": THERE}
    blind = Change("f" * 32, 1, "1" * 32, at, "ok", "2" * 32, "correct", "opinion", uid, (first,), fields)
    with desk.store.transaction():
        author = journal.found(desk.store.database, "f" * 32, desk.home, mine=False)
        desk.store.take(author, [JournalEntry(blind, line_of(blind))])
    (clash,) = clashes(desk)
    chosen = clash.values.index(THERE)
    head, clerk = sitting_as(desk, "石敏", ["STATION_HEAD"]), sitting_as(desk, "吴道明", ["STATION_CLERK"])
    with pytest.raises(Rejected, match="act_of_another_role"):
        decide(head, clash, chosen)
    decide(clerk, clash, chosen)
    assert desk.records.one(Opinion, uid).verbatim == THERE
