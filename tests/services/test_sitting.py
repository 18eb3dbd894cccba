"""Groups of acts that stand or fall each by itself."""

from __future__ import annotations

from station_app.db import audit
from station_app.domain.problem import Rejected
from station_app.domain.records import Opinion, Person, Visit
from station_app.services.acts import Ask, Done, perform_each, would_write
from station_app.services.desk import Desk
from tests.office import OPINION, PERSON, VISIT


def group(desk: Desk, **visit: object) -> list[Ask]:
    person, made = desk.clock.new_id(), desk.clock.new_id()
    return [
        Ask("person", "register", PERSON, person),
        Ask("visit", "register", {**VISIT, "visitor": person, **visit}, made),
        Ask("opinion", "register", {**OPINION, "visit": made}),
    ]


def numbers(outcomes: list[list[Done] | Rejected]) -> list[str]:
    return ["refused" if isinstance(one, Rejected) else one[1].number[-4:] for one in outcomes]


def test_a_refused_group_leaves_its_neighbours_alone_and_uses_no_number(desk: Desk) -> None:
    outcomes = perform_each(desk, [group(desk), group(desk, headcount=0), group(desk)])
    assert numbers(outcomes) == ["0001", "refused", "0002"]
    assert [len(desk.records.all(cls)) for cls in (Person, Visit, Opinion)] == [2, 2, 2]
    assert audit.audit(desk.store).is_sound


def test_the_problems_of_a_group_tell_which_of_its_acts_they_are_of(desk: Desk) -> None:
    (_, refused) = perform_each(desk, [group(desk), group(desk, headcount=0)])
    assert isinstance(refused, Rejected)
    assert [(one.part, one.where) for one in refused.problems if one.refuses] == [(1, "headcount")]


def test_a_group_sees_what_a_sound_one_before_it_made_and_nothing_of_a_refused_one(desk: Desk) -> None:
    first, second = group(desk), group(desk, headcount=0)
    later = [Ask("opinion", "register", {**OPINION, "visit": asks[1].uid}) for asks in (first, second)]
    outcomes = perform_each(desk, [first, second, [later[0]], [later[1]]])
    assert [isinstance(one, Rejected) for one in outcomes] == [False, True, False, True]
    assert isinstance(outcomes[3], Rejected)
    assert "unknown_reference" in {one.code for one in outcomes[3].problems}


def test_what_would_be_written_is_told_and_nothing_is_written(desk: Desk) -> None:
    asks = group(desk)
    perform_each(desk, [asks])
    before = audit.audit(desk.store).changes
    (again,) = would_write(desk, [asks])
    assert not isinstance(again, Rejected)
    assert [write.record for write in again][:2] == [asks[0].uid, asks[1].uid]
    assert audit.audit(desk.store).changes == before
