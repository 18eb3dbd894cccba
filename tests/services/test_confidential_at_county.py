"""A speaker who asked for secrecy, and an accusation, through all that a county does with a matter: planted words are
looked for in what leaves its hands, and in the opened stores of others."""

from __future__ import annotations

import pytest

from station_app.db import ledger
from station_app.db.ledger import Filter
from station_app.domain.records import Opinion
from station_app.domain.secrecy import EVERYTHING
from station_app.services import loop, prints
from station_app.services.acts import Ask, perform
from tests.office import PERSON, refer, registered, report, told
from tests.reports.reading import page_texts
from tests.services.test_sharing import GIVEN, RESULT, TOLD, Three, three

__all__ = ["three"]

NAME, PHONE = str(PERSON["name"]), str(PERSON["phone"])
SPOKEN = {
    "title": f"{NAME}家门口的通组路塌方",
    "verbatim": f"我叫{NAME}，电话{PHONE}，路塌了半年。",
    "ask": f"请给{NAME}家修路",
    "sensitivity": "CONFIDENTIAL",
}


def text_of(pdf: bytes) -> str:
    return "".join(page_texts(pdf)).replace(" ", "").replace("　", "")


def dumped(three: Three, whose: str) -> str:
    store = getattr(three, whose).store
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    names = [row[0] for row in store.database.execute_sql(query)]
    return "\n".join(str(row) for name in names for row in store.database.execute_sql(f'SELECT * FROM "{name}"'))


def test_a_confidential_speaker_is_named_in_nothing_that_leaves_the_county(three: Three) -> None:
    uid = three.escalated(three.one, **SPOKEN)
    office = three.county
    perform(office, [refer(GIVEN, uid)])
    papers = [prints.referral_slips(office, uid).pdf]
    perform(office, [report(RESULT, uid)])
    papers.append(prints.result_sheets(office, uid).pdf)
    for pdf in papers:
        assert NAME not in text_of(pdf)
        assert PHONE not in text_of(pdf)
    three.exchange()
    for desk in (office, three.one):
        (owed,) = loop.owed(desk)
        assert (owed.uid, owed.name) == (uid, "杨某")
        assert NAME not in owed.title
    found = ledger.ids(office.store.database, Filter(viewer=EVERYTHING), 0, 10)
    (row,) = ledger.rows(office.store.database, found).values()
    assert not any(word in str(vars(row)) for word in (NAME, PHONE))
    shared = {"title": "修路", "excerpt": "几处塌方", "members": [uid], "shown_to": [three.other.place.uid]}
    perform(office, [Ask("shared_matter", "register", shared)])
    perform(three.one, [told(TOLD, uid)])
    three.exchange()
    there = dumped(three, "other")
    assert "几处塌方" in there
    assert not [word for word in (NAME, PHONE, "家门口") if word in there]


@pytest.mark.parametrize("secret", [{"opinion_kind": "REPORT", "accused": "某乡长"}, {"sensitivity": "WORK_SECRET"}])
def test_what_is_kept_at_its_desk_is_never_at_the_county_whatever_is_handed_over(
    three: Three, secret: dict[str, str]
) -> None:
    planted = "只在本机的一句话"
    uid = registered(three.one, verbatim=planted, **secret)["opinion"].uid
    three.exchange()
    shut = {"shut_reason": "撤乡并镇", "successor": three.other.place.uid}
    perform(three.county, [Ask("station", "shut", shut, three.one.place.uid)])
    three.exchange()
    assert three.one.records.one(Opinion, uid).state == "REGISTERED"
    for whose in ("county", "other"):
        assert planted not in dumped(three, whose)
        assert uid not in dumped(three, whose)
