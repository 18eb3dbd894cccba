"""Who may see what at a desk, in lists, in the search and on a record's page alike."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station_app.db import ledger, people, search, viewing
from station_app.db.ledger import Filter
from station_app.domain import numbering
from station_app.domain.field import values_of
from station_app.domain.problem import Rejected
from station_app.domain.records import Opinion, Person, User, Visit
from station_app.domain.secrecy import Viewer
from station_app.services import access, agenda, prints, suggestions, trail, users, visits
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.prints import ledger_listing
from station_app.services.roster import enrol
from tests.office import CHEAP, OPINION, PASSWORD, refer, registered


def sitting_as(desk: Desk, name: str, roles: list[str], deputy: str = "") -> Desk:
    fields = {"name": name, "roles": roles, **({"deputy": deputy} if deputy else {})}
    uid = users.add(desk, fields, "another horse 7", PASSWORD, CHEAP).uid
    return replace(desk, user=desk.records.one(User, uid))


def listed(desk: Desk) -> set[str]:
    chosen = Filter(viewer=desk.viewer)
    rows = ledger.rows(desk.store.database, ledger.all_ids(desk.store.database, chosen)).values()
    assert ledger.count(desk.store.database, chosen) == len(rows)
    return {row.uid for row in rows}


def found(desk: Desk, text: str) -> set[str]:
    return {hit.uid for hit in search.everywhere(desk.store.database, text, viewer=desk.viewer)}


@pytest.fixture
def clerk(desk: Desk) -> Desk:
    return sitting_as(desk, "吴道明", ["STATION_CLERK"])


def test_an_accusation_is_seen_by_its_recorder_and_the_head_alone(desk: Desk, clerk: Desk) -> None:
    plain, accused = registered(desk)["opinion"].uid, registered(desk, opinion_kind="REPORT")["opinion"].uid
    own = registered(clerk, opinion_kind="REPORT")["opinion"].uid
    assert listed(desk) == {plain, accused, own}
    assert listed(clerk) == {plain, own}
    assert accused not in found(clerk, "塌方")
    assert accused in found(desk, "塌方")
    assert not access.may_read(clerk, "opinion", values_of(desk.records.one(Opinion, accused)))


def test_who_is_barred_from_a_petitioner_finds_nothing_of_them(desk: Desk, clerk: Desk) -> None:
    done = registered(desk)
    person = done["person"].uid
    fields = {"person": person, "barred_user": clerk.user.uid, "reason": "来访人反映的是他家里人"}
    perform(desk, [Ask("barring", "register", fields)])
    assert listed(clerk) == set()
    assert found(clerk, "杨胜美") == set()
    assert people.find(desk.store.database, "杨胜美", viewer=clerk.viewer) == []
    for kind, uid in (("person", person), ("visit", done["visit"].uid), ("opinion", done["opinion"].uid)):
        row = desk.records.rows(kind, [uid])[uid]
        assert not access.may_read(clerk, kind, {**row.values, "uid": uid})
        assert access.may_read(desk, kind, {**row.values, "uid": uid})


def test_a_barring_that_is_over_hides_nothing(desk: Desk, clerk: Desk) -> None:
    person = registered(desk)["person"].uid
    fields = {"person": person, "barred_user": clerk.user.uid, "reason": "亲属", "to_on": "2026-11-22"}
    perform(desk, [Ask("barring", "register", fields)])
    assert len(listed(clerk)) == 1
    assert access.bars(desk, person) == []


def test_a_matter_is_not_referred_to_the_unit_that_must_not_know(desk: Desk) -> None:
    done = registered(desk)
    fields = {"person": done["person"].uid, "barred_unit": "交通运输局", "reason": "反映的就是这个局"}
    perform(desk, [Ask("barring", "register", fields)])
    triage = {"category": "0206", "urgency": "NORMAL", "owner_level": "TOWNSHIP", "proposed_unit": "交通运输局"}
    perform(desk, [Ask("opinion", "triage", triage, done["opinion"].uid)])
    referral = {"assigned_on": "2026-11-23", "due_on": "2026-12-23", "requirements": "办"}
    with pytest.raises(Rejected, match="unit_barred"):
        perform(desk, [refer({**referral, "unit": "交通运输局"}, done["opinion"].uid)])
    perform(desk, [refer({**referral, "unit": "乡镇人民政府"}, done["opinion"].uid)])


def test_a_barring_names_somebody(desk: Desk) -> None:
    with pytest.raises(Rejected, match="nobody_barred"):
        perform(desk, [Ask("barring", "register", {"person": registered(desk)["person"].uid, "reason": "亲属"})])


def test_a_deputy_who_is_nothing_else_sees_what_they_heard_answered_or_collected(desk: Desk) -> None:
    mine, other = (enrol(desk, {"name": name}, {"level": "COUNTY"})[0].uid for name in ("秦彬", "郑淑珍"))
    deputy = sitting_as(desk, "秦彬", ["DEPUTY"], mine)
    heard, answered, strange = (registered(desk) for _ in range(3))
    perform(desk, [Ask("visit", "correct", {"deputies": [mine]}, heard["visit"].uid)])
    perform(desk, [Ask("opinion", "answer", {"answer": "好", "answered_by": [mine]}, answered["opinion"].uid)])
    perform(desk, [Ask("visit", "correct", {"deputies": [other]}, strange["visit"].uid)])
    collected = {**OPINION, "received_on": desk.today, "channel": "OUTREACH", "collected_by": [mine]}
    alone = perform(desk, [Ask("opinion", "register", collected)])[0].uid
    assert listed(deputy) == {heard["opinion"].uid, answered["opinion"].uid, alone}
    assert found(deputy, "杨胜美") <= {heard["opinion"].uid, answered["opinion"].uid}
    assert not access.may_read(deputy, "person", {"uid": heard["person"].uid})
    assert access.may_read(deputy, "visit", values_of(desk.records.one(Visit, heard["visit"].uid)))


def test_who_keeps_no_book_reads_no_case(desk: Desk) -> None:
    lead = enrol(desk, {"name": "秦彬"}, {"level": "COUNTY"})[0].uid
    drafted = {"title": "关于修路的建议", "lead_deputy": lead, "kind": "SUGGESTION", "level": "COUNTY"}
    drafted |= {"raised_in": "INTERSESSION", "situation": "路塌了", "proposals": "修好", "disclosure": "FULL"}
    suggestion = perform(desk, [Ask("suggestion", "register", drafted)])[0].uid
    done = registered(desk)
    administrator = sitting_as(desk, "石敏", ["ADMIN"])
    assert listed(administrator) == set()
    assert found(administrator, "杨胜美") == set()
    for kind, uid in (("opinion", done["opinion"].uid), ("visit", done["visit"].uid), ("suggestion", suggestion)):
        row = desk.records.rows(kind, [uid])[uid]
        assert not access.may_read(administrator, kind, {**row.values, "uid": uid})
    assert suggestions.listed(administrator) == []


def test_an_accusation_shows_neither_on_its_visit_nor_among_earlier_matters(desk: Desk, clerk: Desk) -> None:
    done = registered(desk, opinion_kind="REPORT")
    visit, person = done["visit"].uid, done["person"].uid
    assert visits.matters_of(clerk, visit) == []
    assert [one.uid for one in visits.matters_of(desk, visit)] == [done["opinion"].uid]
    assert people.earlier_matters(desk.store.database, person, viewer=clerk.viewer) == []
    assert len(people.earlier_matters(desk.store.database, person, viewer=desk.viewer)) == 1


def test_what_somebody_may_not_see_does_not_wait_for_them(desk: Desk, clerk: Desk) -> None:
    registered(desk, opinion_kind="REPORT")
    assert agenda.waiting_at(clerk).undecided.count == 0
    assert agenda.waiting_at(desk).undecided.count == 1


def test_a_name_that_was_asked_to_be_kept_stands_in_no_list(desk: Desk) -> None:
    for more in ({"sensitivity": "CONFIDENTIAL"}, {"opinion_kind": "REPORT"}, {}):
        registered(desk, **more)
    rows = ledger.rows(desk.store.database, ledger.all_ids(desk.store.database, Filter(viewer=desk.viewer)))
    assert sorted(row.visitor for row in rows.values()) == ["杨某", "杨某", "杨胜美"]
    on_paper = ledger_listing(desk, Filter(viewer=desk.viewer), "").rows
    assert sorted(line[4] for line in on_paper) == ["杨胜美", "（保密）"], "of an accusation there is no line"


def test_the_speakers_of_a_matter_that_was_collected_are_kept_from_the_printed_ledger(desk: Desk) -> None:
    collected = {**OPINION, "received_on": desk.today, "channel": "OUTREACH", "speakers": "几位老人"}
    perform(desk, [Ask("opinion", "register", {**collected, "sensitivity": "CONFIDENTIAL"})])
    (line,) = ledger_listing(desk, Filter(viewer=desk.viewer), "").rows
    assert line[4] == "（保密）"


def test_nobody_acts_on_what_they_may_not_read(desk: Desk, clerk: Desk) -> None:
    accused = registered(desk, opinion_kind="REPORT")["opinion"].uid
    with pytest.raises(Rejected, match="not_for_you"):
        perform(clerk, [Ask("opinion", "correct", {"title": "别的一件事情"}, accused)])
    perform(desk, [Ask("opinion", "correct", {"title": "别的一件事情"}, accused)])


def test_a_deputy_does_not_write_in_a_suggestion_of_another(desk: Desk) -> None:
    mine, other = (enrol(desk, {"name": name}, {"level": "COUNTY"})[0].uid for name in ("秦彬", "郑淑珍"))
    deputy = sitting_as(desk, "秦彬", ["DEPUTY"], mine)
    drafted = {"title": "关于修路的建议", "kind": "SUGGESTION", "level": "COUNTY", "raised_in": "INTERSESSION"}
    drafted |= {"situation": "路塌了", "proposals": "修好", "disclosure": "FULL"}
    own, foreign = (
        perform(desk, [Ask("suggestion", "register", {**drafted, "lead_deputy": lead})])[0].uid
        for lead in (mine, other)
    )
    perform(deputy, [Ask("suggestion", "correct", {"proposals": "请修好"}, own)])
    with pytest.raises(Rejected, match="not_for_you"):
        perform(deputy, [Ask("suggestion", "correct", {"proposals": "请修好"}, foreign)])


def test_no_paper_is_made_for_whom_its_record_is_not(desk: Desk, clerk: Desk) -> None:
    done = registered(desk)
    fields = {"person": done["person"].uid, "barred_user": clerk.user.uid, "reason": "来访人反映的是他家里人"}
    perform(desk, [Ask("barring", "register", fields)])
    with pytest.raises(Rejected, match="not_for_you"):
        prints.record_sheet(clerk, done["visit"].uid)
    with pytest.raises(Rejected, match="not_for_you"):
        prints.referral_slips(clerk, done["opinion"].uid)
    assert prints.record_sheet(desk, done["visit"].uid).pages == 2


def test_the_trail_is_for_the_head_and_the_auditor(desk: Desk, clerk: Desk) -> None:
    auditor = sitting_as(desk, "石敏", ["AUDITOR"])
    assert trail.count(auditor) == trail.count(desk) == len(trail.lines(auditor, 0, 9))
    with pytest.raises(Rejected, match="trail_of_others"):
        trail.lines(clerk, 0, 9)
    with pytest.raises(Rejected, match="trail_of_others"):
        trail.broken(clerk)


def test_a_user_of_a_station_is_no_office(desk: Desk) -> None:
    with pytest.raises(Rejected, match="role_of_another_house"):
        sitting_as(desk, "石敏", ["COUNTY_OFFICE"])


def test_a_scanned_receipt_finds_its_visit_and_a_miscopied_one_does_not(desk: Desk) -> None:
    done = registered(desk)
    number = numbering.with_check(done["visit"].number)
    assert done["visit"].uid in found(desk, number)
    assert done["visit"].uid in found(desk, number.lower())
    wrong = number[:-1] + ("A" if number[-1] != "A" else "B")
    with pytest.raises(Rejected, match="check_character_wrong"):
        found(desk, wrong)


STORE = [
    {"opinion_kind": "REPORT"},
    {"opinion_kind": "REPORT", "accused": "秦彬"},
    {"sensitivity": "WORK_SECRET"},
    {"opinion_kind": "COMPLAINT"},
    {},
]
"""What is said of the matters of a store that policy and queries are compared over."""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.data())
def test_lists_and_pages_agree_for_everybody(desk: Desk, clerk: Desk, data: st.DataObject) -> None:
    """The conditions of queries leave just what the policy says, whoever looks, of matters, visits and petitioners."""
    if not desk.records.all(Opinion):
        for number, said in enumerate(STORE):
            own = registered((desk, clerk)[number % 2], **said)
            also = {**OPINION, "visit": own["visit"].uid, "title": "另一件事情的标题"}
            if number % 2 == 0:
                perform(desk, [Ask("opinion", "register", {**also, "opinion_kind": "REPORT"})])
        late = registered(clerk)["opinion"].uid
        perform(clerk, [Ask("opinion", "correct", {"opinion_kind": "REPORT"}, late)])
    opinions, people_here = desk.records.all(Opinion), desk.records.all(Person)
    visits = {one.uid: one for one in desk.records.all(Visit)}
    accused = [one for one in opinions if one.accused]
    is_accused = data.draw(st.booleans())
    viewer = Viewer(
        user=data.draw(st.sampled_from([desk.user.uid, clerk.user.uid, "f" * 32])),
        deputy=data.draw(st.sampled_from(["e" * 32, ""])),
        sees_all=data.draw(st.booleans()),
        only_own=data.draw(st.booleans()),
        barred=tuple(data.draw(st.lists(st.sampled_from([one.visitor for one in visits.values()]), unique=True))),
        accused_in=tuple(one.uid for one in accused) if is_accused else (),
        accused_visits=tuple(one.visit for one in accused) if is_accused else (),
    )
    kinds = (("opinion", opinions), ("visit", list(visits.values())), ("person", people_here))
    for kind, records in kinds:
        asked = viewing.of_kind(kind, viewer)
        query = f"SELECT uid FROM {kind} WHERE {' AND '.join(one.sql for one in asked) or '1'}"
        values = [value for one in asked for value in one.values]
        by_list = {row[0] for row in desk.store.database.execute_sql(query, values)}
        by_page = {one.uid for one in records if access.may_read(desk, kind, values_of(one), viewer)}
        assert by_list == by_page, kind
