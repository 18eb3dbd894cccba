"""What prints and pages are given, and what a unit is not."""

from __future__ import annotations

import pytest

from station_app.services import facts
from station_app.services.acts import Ask, perform
from station_app.services.collecting import register
from station_app.services.desk import Desk
from station_app.services.visits import Matter
from tests.office import OPINION, registered
from tests.services.test_collecting import HOW
from tests.services.test_telling import REFERRAL, TRIAGE


def referred(desk: Desk, **opinion: object) -> str:
    uid = registered(desk, **opinion)["opinion"].uid
    perform(desk, [Ask("opinion", "triage", TRIAGE, uid), Ask("opinion", "refer", REFERRAL, uid)])
    return uid


def test_the_facts_of_a_visit_are_all_of_its_sheet(desk: Desk) -> None:
    done = registered(desk)
    found = facts.visit_facts(desk, done["visit"].uid)
    assert (found.visitor.name, found.recorder, found.repeat_of) == ("杨胜美", "王小莉", None)
    assert [one.uid for one in found.matters] == [done["opinion"].uid]


def test_what_was_collected_has_its_speakers_and_no_visit(desk: Desk) -> None:
    done = register(desk, HOW, Matter(OPINION))
    found = facts.opinion_facts(desk, done[0].uid)
    assert (found.visit, found.speaker) == (None, "院坝会上三位村民")


def test_a_unit_learns_who_asked(desk: Desk) -> None:
    found = facts.referral_facts(desk, referred(desk))
    assert (found.speaker, found.phone) == ("杨胜美", "16112345678")


def test_a_unit_does_not_learn_who_asked_in_confidence(desk: Desk) -> None:
    found = facts.referral_facts(desk, referred(desk, sensitivity="CONFIDENTIAL"))
    assert (found.speaker, found.phone) == ("", "")


@pytest.mark.parametrize("opinion", [{"opinion_kind": "REPORT"}, {}])
def test_what_was_not_referred_goes_to_no_unit(desk: Desk, opinion: dict[str, str]) -> None:
    with pytest.raises(LookupError):
        facts.referral_facts(desk, registered(desk, **opinion)["opinion"].uid)


def test_a_work_secret_goes_to_no_unit(desk: Desk) -> None:
    uid = referred(desk, sensitivity="WORK_SECRET")
    with pytest.raises(LookupError):
        facts.referral_facts(desk, uid)
