"""What is kept of a person: told to them whole, forgotten when they ask, and by nobody but the head."""

from __future__ import annotations

import pytest

from station_app.db import journal
from station_app.db import trail as trail_rows
from station_app.domain.problem import Rejected
from station_app.domain.records import Opinion, Person, Visit
from station_app.services import own_data, trail, users
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from tests.office import CHEAP, OPINION, PASSWORD, PERSON, registered
from tests.reports.reading import page_texts
from tests.suggesting import deputy

SECOND = "another horse 7"


@pytest.fixture
def closed(desk: Desk) -> dict[str, str]:
    """A visit with one matter that was answered on the spot, by kind."""
    made = {kind: done.uid for kind, done in registered(desk).items()}
    answered = {"answer": "村里下周来修", "answered_by": [deputy(desk, "秦彬")]}
    perform(desk, [Ask("opinion", "answer", answered, made["opinion"])])
    return made


def test_a_person_is_told_all_that_is_kept_of_them_in_full_and_nothing_of_others(
    desk: Desk, closed: dict[str, str]
) -> None:
    other = registered(desk, title="自来水浑浊有泥沙", verbatim="自来水黄的")
    kept = own_data.own_data(desk, closed["person"])
    assert [visit.uid for visit, _ in kept.visits] == [closed["visit"]]
    said = "".join(page_texts(own_data.own_data_sheet(desk, closed["person"]).pdf)).replace("\n", "")
    for words in (PERSON["name"], PERSON["phone"], OPINION["title"], OPINION["verbatim"], "村里下周来修", "只在本站"):
        assert words in said
    assert "自来水" not in said
    assert other["person"].uid != closed["person"]


def test_whom_somebody_must_not_learn_of_is_not_told_to_them(desk: Desk, closed: dict[str, str]) -> None:
    fields = {"person": closed["person"], "barred_user": desk.user.uid, "reason": "亲属", "from_on": desk.today}
    perform(desk, [Ask("barring", "register", fields)])
    with pytest.raises(Rejected, match="not_for_you"):
        own_data.own_data(desk, closed["person"])


def test_who_asks_for_it_is_forgotten_and_that_something_stood_there_stays(desk: Desk, closed: dict[str, str]) -> None:
    with pytest.raises(Rejected, match="own_password_wrong"):
        own_data.forget(desk, closed["person"], "wrong horse")
    own_data.forget(desk, closed["person"], PASSWORD)
    for kind, cls in (("person", Person), ("opinion", Opinion), ("visit", Visit)):
        assert desk.records.several(cls, [closed[kind]]) == {}
    assert len(journal.entries_of(desk.store.database, closed["opinion"])) == 2, "that it stood there stays"
    for uid in closed.values():
        assert not any(entry.change.fields for entry in journal.entries_of(desk.store.database, uid))
    found = trail_rows.last_of(desk.store.database, trail.FORGOTTEN)
    assert found is not None
    assert found.record == closed["person"]


def test_nobody_is_forgotten_whose_matter_is_open_or_by_a_clerk(desk: Desk) -> None:
    person = registered(desk)["person"].uid
    with pytest.raises(Rejected, match="own_matter_open"):
        own_data.forget(desk, person, PASSWORD)
    users.add(desk, {"name": "吴道明", "roles": ["STATION_CLERK"]}, SECOND, PASSWORD, CHEAP)
    clerk = users.sit_down(desk, SECOND, "吴道明")
    with pytest.raises(Rejected, match="act_of_another_role"):
        own_data.forget(clerk, person, SECOND)
    assert desk.records.one(Person, person).name == PERSON["name"]
