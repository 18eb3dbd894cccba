"""The ways of an accusation: what of it leaves the desk, and who at the desk learns of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from station_app.db import audit, journal, ledger, search
from station_app.db.ledger import Filter
from station_app.domain.batch import frame
from station_app.domain.change import KEPT_HERE
from station_app.domain.field import values_of
from station_app.domain.problem import Rejected, refusal
from station_app.domain.records import DutyRecord, Opinion, User, Visit
from station_app.gateway import ingest
from station_app.gateway.ingest import BatchAnswer, Platform
from station_app.gateway.server import Setup
from station_app.services import (
    access,
    attachments,
    held_day,
    history,
    printing,
    prints,
    reception,
    trail,
    undo,
    users,
    visits,
    withholding,
)
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.roster import enrol
from station_app.services.sending import Sender
from station_app.services.withholding import Reach, Reached
from tests.journeys.test_roads import contact
from tests.journeys.test_withholding import cells_of, contents, gateway, offices, setup, unpacked
from tests.office import CHEAP, OPINION, PASSWORD, PERSON, VISIT, refer
from tests.offices import sealed
from tests.services.test_attachments import photo

__all__ = ["gateway", "offices", "setup"]

WHO, WHERE, WORDS, BEFORE = "龙秀芝", "半坡组第三户", "村支书秦彬收了低保的好处费", "曾向县纪委控告秦彬"
PLANTED = (WHO, WHERE, WORDS, BEFORE, "16187654321")
TOLD = {"redirect_reason": "DISCIPLINE", "redirect_organ": "县纪委监委", "told_on": "2026-11-23", "told_by": "吴道明"}


def heard(desk: Desk, *more: dict[str, object], **opinion: object) -> dict[str, str]:
    """A visit with planted words in all that it holds: the uids by kind; `more` are further, ordinary matters."""
    person, visit = desk.clock.new_id(), desk.clock.new_id()
    who = {**PERSON, "name": WHO, "phone": "16187654321", "address": WHERE}
    asks = [
        Ask("person", "register", who, person),
        Ask("visit", "register", {**VISIT, "visitor": person, "prior_channels": BEFORE}, visit),
        Ask("opinion", "register", {**OPINION, "visit": visit, "verbatim": WORDS, **opinion}),
        *(Ask("opinion", "register", {**OPINION, "visit": visit, **one}) for one in more),
    ]
    return {one.kind: one.uid for one in reversed(perform(desk, asks))}


def leaving(desk: Desk) -> set[str]:
    """Those of the planted words that what is sent from now on would hold, and the journals that travel hold."""
    content = b"".join(unpacked(one) for one in sealed(desk))
    lines = (one.line.text for author in journal.my_authors(desk.store.database)
             for one in journal.entries_after(desk.store.database, author, 0))  # fmt: skip
    whole = content.decode("utf-8", "replace") + "".join(lines)
    return {one for one in PLANTED if one in whole}


def secret(desk: Desk) -> Opinion:
    """The one matter that says the planted words."""
    [found] = [one for one in desk.records.all(Opinion) if one.verbatim == WORDS]
    return found


def sitting_as(desk: Desk, name: str, roles: list[str], deputy: str = "") -> Desk:
    fields = {"name": name, "roles": roles, **({"deputy": deputy} if deputy else {})}
    uid = users.add(desk, fields, "another horse 7", PASSWORD, CHEAP).uid
    return replace(desk, user=desk.records.one(User, uid))


def learns(desk: Desk) -> set[str]:
    """What of the secret matter somebody at this desk learns, by the ways that pages, lists and papers go."""
    own, found = secret(desk), set[str]()
    visit = desk.records.one(Visit, own.visit)
    database, viewer = desk.store.database, desk.viewer
    for kind, uid in (("opinion", own.uid), ("visit", visit.uid), ("person", visit.visitor)):
        row = desk.records.rows(kind, [uid])[uid]
        found |= {kind} if access.may_read(desk, kind, {**row.values, "uid": uid}) else set()
    if access.readable(desk, "attachment", attachments.of_record(desk, "opinion", own.uid)):
        found.add("attachment")
    if own.uid in {one.uid for one in ledger.rows(database, ledger.all_ids(database, Filter(viewer=viewer))).values()}:
        found.add("ledger")
    for typed in (WHO, "低保", own.number, visit.number):
        found |= {f"search {typed}" for hit in search.everywhere(database, typed, viewer=viewer) if hit.uid}
    try:
        prints.record_sheet(desk, visit.uid)
        found.add("sheet")
    except Rejected:
        pass
    return found


def test_a_late_redirect_before_the_first_contact_leaves_nothing_to_send(desk: Desk) -> None:
    perform(desk, [Ask("opinion", "redirect", TOLD, heard(desk)["opinion"])])
    assert leaving(desk) == set()
    assert secret(desk).state == "REDIRECTED"


def test_so_does_a_correction_of_the_kind(desk: Desk) -> None:
    sealed(desk)
    perform(desk, [Ask("opinion", "correct", {"opinion_kind": "REPORT"}, heard(desk)["opinion"])])
    assert leaving(desk) == set()
    assert secret(desk).opinion_kind == "REPORT"


def test_neither_visit_nor_person_of_an_accusation_is_sent(desk: Desk) -> None:
    heard(desk, opinion_kind="REPORT")
    assert leaving(desk) == set()


def test_an_ordinary_matter_beside_it_is_sent_with_its_speaker_and_without_what_points_to_it(desk: Desk) -> None:
    heard(desk, {"title": "水管坏了"}, opinion_kind="REPORT")
    assert leaving(desk) == {WHO, WHERE, "16187654321"}


def test_no_record_has_lines_in_both_journals(desk: Desk) -> None:
    one = heard(desk, {"title": "水管坏了"})
    attachments.attach(desk, "opinion", one["opinion"], attachments.prepare(photo(), "信.jpg"))
    perform(desk, [Ask("opinion", "redirect", TOLD, one["opinion"])])
    heard(desk, {"title": "水管又坏了"}, opinion_kind="REPORT")
    kept = journal.my_author(desk.store.database, KEPT_HERE)
    inside = {entry.change.record for entry in journal.entries_after(desk.store.database, kept, 0)}
    for author in journal.my_authors(desk.store.database):
        outside = {entry.change.record for entry in journal.entries_after(desk.store.database, author, 0)}
        assert not inside & outside


@pytest.fixture
def accused(desk: Desk) -> Desk:
    """The deputy who is accused sits at the desk: he heard the visit."""
    deputy = enrol(desk, {"name": "秦彬"}, {"level": "COUNTY"})[0].uid
    one = heard(desk, opinion_kind="REPORT", accused="村支书秦彬")
    perform(desk, [Ask("visit", "correct", {"deputies": [deputy]}, one["visit"])])
    attachments.attach(desk, "opinion", one["opinion"], attachments.prepare(photo(), "举报信.jpg"))
    return sitting_as(desk, "秦彬", ["DEPUTY"], deputy)


def test_the_accused_deputy_learns_nothing(accused: Desk) -> None:
    assert learns(accused) == set()


def test_another_clerk_learns_nothing(desk: Desk, accused: Desk) -> None:
    assert learns(sitting_as(desk, "石敏", ["STATION_CLERK"])) == set()


def test_the_accused_head_and_chair_learn_nothing(desk: Desk) -> None:
    clerk = sitting_as(desk, "吴道明", ["STATION_CLERK"])
    heard(clerk, opinion_kind="REPORT", accused="站长石敏")
    for roles in (["STATION_HEAD"], ["TOWNSHIP_CHAIR", "STATION_HEAD"]):
        name = "石敏" if roles == ["STATION_HEAD"] else "石 敏"
        assert learns(sitting_as(desk, name, roles)) == set()
    assert learns(clerk) > {"opinion", "visit", "person", "ledger"}


def test_a_barring_is_not_told_to_the_barred_and_is_not_sent(desk: Desk) -> None:
    one = heard(desk)
    head = sitting_as(desk, "石敏", ["STATION_HEAD"])
    reason = "来访人说的是站长石敏家里的事"
    fields = {"person": one["person"], "barred_user": head.user.uid, "reason": reason}
    uid = perform(desk, [Ask("barring", "register", fields)])[0].uid
    values = {**desk.records.rows("barring", [uid])[uid].values, "uid": uid}
    assert access.may_read(desk, "barring", values)
    assert not access.may_read(head, "barring", values)
    with pytest.raises(Rejected, match="not_for_you"):
        perform(head, [Ask("barring", "correct", {"to_on": "2026-11-22"}, uid)])
    assert reason.encode() not in b"".join(unpacked(one) for one in sealed(desk))


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"opinion_kind": "REPORT"}, {"opinion_kind": "REQUEST"}),
        ({"opinion_kind": "REPORT", "accused": "秦彬"}, {"accused": ""}),
        ({"accused": "秦彬、石敏"}, {"accused": "石敏"}),
        ({"sensitivity": "WORK_SECRET"}, {"sensitivity": "GENERAL"}),
    ],
)
def test_one_correction_takes_no_secrecy_off(desk: Desk, said: dict[str, object], fields: dict[str, object]) -> None:
    heard(desk, **said)
    own = secret(desk)
    with pytest.raises(Rejected, match="secrecy"):
        perform(desk, [Ask("opinion", "correct", fields, own.uid)])


def test_an_accusation_is_neither_merged_nor_withdrawn_by_one_alone(desk: Desk) -> None:
    other = heard(desk, opinion_kind="REPORT", verbatim="别的话")["opinion"]
    heard(desk, opinion_kind="REPORT")
    for act, fields in (("merge", {"merged_into": other}), ("withdraw", {"withdraw_statement": "他不告了"})):
        with pytest.raises(Rejected, match="secrecy"):
            perform(desk, [Ask("opinion", act, fields, secret(desk).uid)])
    assert values_of(secret(desk))["state"] == "REGISTERED"


@pytest.fixture
def second(desk: Desk) -> Desk:
    """The desk with a colleague beside who keeps the book too."""
    sitting_as(desk, "吴道明", ["STATION_HEAD"])
    return users.beside(desk, "吴道明", "another horse 7")


def test_two_persons_take_secrecy_off_and_the_matter_goes_on_in_the_open(second: Desk) -> None:
    heard(second, opinion_kind="REPORT", accused="秦彬")
    own = secret(second)
    done = perform(second, [Ask("opinion", "disclose", {"secrecy_reason": "他说的是办事慢，不是收钱"}, own.uid)])
    kept = second.records.one(Opinion, own.uid)
    [opened] = [one for one in second.records.all(Opinion) if one.uid != own.uid]
    assert (kept.state, kept.agreed_by, opened.state) == ("VOID", second.beside, "REGISTERED")
    assert (opened.opinion_kind, opened.accused, opened.verbatim) == ("", "", WORDS)
    assert opened.number in {one.number for one in done}
    assert leaving(second) == {WHO, WHERE, WORDS, "16187654321"}
    assert trail.lines(second, 0, 1)[0].what == "两人同意办的事"


def test_a_merger_takes_two_and_the_recorder(second: Desk) -> None:
    other = heard(second, opinion_kind="REPORT", verbatim="别的话")["opinion"]
    heard(second, opinion_kind="REPORT")
    fields = {"merged_into": other, "secrecy_reason": "两个人说的是一件事"}
    clerk = sitting_as(second, "石敏", ["STATION_HEAD"])
    with pytest.raises(Rejected, match="secrecy_by_recorder"):
        perform(clerk, [Ask("opinion", "merge", fields, secret(second).uid)])
    perform(second, [Ask("opinion", "merge", fields, secret(second).uid)])
    assert secret(second).state == "MERGED"


def test_an_accusation_goes_into_no_ordinary_matter(second: Desk) -> None:
    other = heard(second, verbatim="别的话")["opinion"]
    heard(second, opinion_kind="REPORT")
    with pytest.raises(Rejected, match="names_what_stays"):
        perform(
            second, [Ask("opinion", "merge", {"merged_into": other, "secrecy_reason": "一件事"}, secret(second).uid)]
        )


def test_a_namesake_is_let_in_by_two_and_never_by_himself(second: Desk) -> None:
    heard(second, opinion_kind="REPORT", accused="村支书石敏")
    namesake = sitting_as(second, "石敏", ["STATION_HEAD"])
    assert learns(namesake) == set()
    fields = {"let_in": [namesake.user.uid], "secrecy_reason": "不是一个人"}
    himself = users.beside(second, "石敏", "another horse 7")
    for desk in (namesake, himself):
        with pytest.raises(Rejected):
            perform(desk, [Ask("opinion", "let_in", fields, secret(second).uid)])
    perform(second, [Ask("opinion", "let_in", fields, secret(second).uid)])
    assert learns(namesake) > {"opinion", "visit", "person"}


def test_who_is_accused_does_not_write_it_down(desk: Desk) -> None:
    with pytest.raises(Rejected, match="accused_keep_the_book"):
        heard(desk, opinion_kind="REPORT", accused=f"站长{desk.user.name}")
    assert desk.records.all(Visit) == []
    clerk = sitting_as(desk, "吴道明", ["STATION_CLERK"])
    with pytest.raises(Rejected, match="accused_sits_here"):
        heard(desk, opinion_kind="REPORT", accused=desk.user.name)
    heard(clerk, opinion_kind="REPORT", accused=desk.user.name)
    assert learns(desk) == set()


def test_who_is_named_later_is_barred_from_then_on(desk: Desk) -> None:
    head = sitting_as(desk, "石敏", ["STATION_HEAD"])
    heard(desk, opinion_kind="REPORT")
    assert learns(head) > {"opinion"}
    perform(desk, [Ask("opinion", "correct", {"accused": "石 敏"}, secret(desk).uid)])
    assert learns(head) == set()


def in_files(*folders: Path) -> set[str]:
    """Those of the planted words that files of some folders hold, databases' cells and batches unpacked; encrypted
    databases are looked at through their desks."""
    whole = b"".join(
        contents(path.read_bytes()) for folder in folders for path in folder.glob("**/*") if path.is_file()
    )
    return {one for one in PLANTED if one.encode() in whole}


def in_tables(desk: Desk) -> set[str]:
    """Those of the planted words that any table of a desk holds."""
    tables = desk.store.database.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    rows = [
        row for (table,) in tables for row in desk.store.database.execute_sql(f'SELECT * FROM "{table}"').fetchall()
    ]
    whole = b"".join(contents(cell) for row in rows for cell in row)
    return {one for one in PLANTED if one.encode() in whole}


def test_a_late_redirect_after_sending_leaves_nothing_at_gateway_and_county(
    offices: tuple[Desk, Desk], setup: Setup
) -> None:
    above, desk = offices
    one = heard(desk)
    attachments.attach(desk, "opinion", one["opinion"], attachments.prepare(photo(), "信.jpg"))
    heard(desk, {"title": "水管坏了"}, verbatim="别的话")
    contact(desk)
    contact(above)
    assert in_tables(above) == set(PLANTED)
    assert list((setup.files / "blobs").iterdir())
    perform(desk, [Ask("opinion", "redirect", TOLD, one["opinion"])])
    assert leaving(desk) == {WHO, WHERE, BEFORE, "16187654321"}, "the other visit says so too"
    for who in (desk, above, above, desk):
        contact(who)
    assert WORDS not in in_tables(above)
    at_gateway = b"".join(contents(cell) for _, cell in cells_of(setup.store))
    assert WORDS.encode() not in at_gateway
    assert WORDS not in in_files(setup.files)
    assert list((setup.files / "blobs").iterdir()) == []
    assert not above.records.all(Opinion, uid=one["opinion"])
    assert not above.records.all(Visit, uid=one["visit"])
    own = secret(desk)
    assert [one.act for one in history.history(desk, own.uid)] == ["register", "write_anew", "redirect"]
    assert attachments.content_of(desk, attachments.of_record(desk, "opinion", own.uid)[0].blob)
    assert audit.audit(above.store).is_sound
    assert audit.audit(desk.store).is_sound
    assert withholding.reached(desk, own.withheld_by) == Reached(Reach.WITHDRAWN, Reach.WITHDRAWN)


def test_the_clerk_is_told_who_has_not_put_it_away_yet(offices: tuple[Desk, Desk]) -> None:
    above, desk = offices
    never = heard(desk, verbatim="别的话")["opinion"]
    perform(desk, [Ask("opinion", "redirect", TOLD, never)])
    [first] = desk.records.all(Opinion)
    assert withholding.reached(desk, first.withheld_by) == Reached(Reach.NEVER_SENT, Reach.NEVER_SENT)
    sent = heard(desk)["opinion"]
    contact(desk)
    perform(desk, [Ask("opinion", "redirect", TOLD, sent)])
    own = secret(desk)
    assert withholding.reached(desk, own.withheld_by) == Reached(Reach.WAITING, Reach.WAITING)
    contact(desk)
    assert withholding.reached(desk, own.withheld_by) == Reached(Reach.WITHDRAWN, Reach.WAITING)
    for who in (above, above, desk):
        contact(who)
    assert withholding.reached(desk, own.withheld_by) == Reached(Reach.WITHDRAWN, Reach.WITHDRAWN)


def test_a_receiver_whose_program_is_too_old_is_named(
    offices: tuple[Desk, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A platform of before takes no batch in another one's place; once it is renewed, what waited goes."""
    above, desk = offices
    uid = heard(desk)["opinion"]
    contact(desk)
    contact(above)
    perform(desk, [Ask("opinion", "redirect", TOLD, uid)])
    own, today_s = secret(desk), ingest.receive

    def receive(platform: Platform, journal: str, content: bytes) -> BatchAnswer:
        if frame.read_frame(content).header.replaces:
            return BatchAnswer(problem=refusal("batch_header_unsound"))
        return today_s(platform, journal, content)

    with monkeypatch.context() as of_before:
        of_before.setattr(ingest, "receive", receive)
        Sender(desk).once()
        assert withholding.reached(desk, own.withheld_by) == Reached(Reach.TOO_OLD, Reach.TOO_OLD)
    for who in (desk, above, above, desk):
        contact(who)
    assert withholding.reached(desk, own.withheld_by) == Reached(Reach.WITHDRAWN, Reach.WITHDRAWN)


def test_two_persons_let_a_unit_hear_who_spoke(second: Desk) -> None:
    uid = heard(second, sensitivity="CONFIDENTIAL", verbatim="路塌了")["opinion"]
    triage = {"owner_level": "TOWNSHIP", "proposed_unit": "＋交通运输局"}
    given = {"unit": "交通运输局", "assigned_on": "2026-11-23", "due_on": "2026-12-23", "requirements": "办"}
    perform(second, [Ask("opinion", "triage", triage, uid), refer(given, uid)])
    reason = {"revealed_to": "交通运输局", "reveal_reason": "要当面量地，本人同意"}
    assert WHO not in words_of(prints.referral_slips(second, uid))
    with pytest.raises(Rejected, match="secrecy_second_person"):
        perform(replace(second, beside=""), [Ask("opinion", "reveal_speaker", reason, uid)])
    perform(second, [Ask("opinion", "reveal_speaker", reason, uid)])
    assert WHO in words_of(prints.referral_slips(second, uid))
    assert "向单位披露反映人" in trail.lines(second, 0, 1)[0].detail
    assert second.records.one(Opinion, uid).agreed_by == second.beside


def words_of(printed: printing.Print) -> str:
    with pypdfium2.PdfDocument(printed.pdf) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def test_what_is_split_off_an_accusation_stands_on_an_open_visit(desk: Desk) -> None:
    heard(desk, opinion_kind="REPORT")
    done = visits.split_off(desk, {**OPINION, "title": "水管坏了没有人修", "visit": secret(desk).visit})
    opened = desk.records.one(Opinion, done[0].uid)
    assert not desk.records.one(Visit, opened.visit).kept_here
    assert leaving(desk) == {WHO, WHERE, "16187654321"}
    visits.split_off(desk, {**OPINION, "opinion_kind": "REPORT", "visit": secret(desk).visit})
    assert leaving(desk) == {WHO, WHERE, "16187654321"}


def test_who_joins_a_secret_visit_later_is_not_sent_either(desk: Desk) -> None:
    own = heard(desk, opinion_kind="REPORT")["visit"]
    other = desk.clock.new_id()
    who = {**PERSON, "name": WHO, "phone": "16187654321", "address": WHERE}
    joins = {"companions": [other], "headcount": 2}
    perform(desk, [Ask("person", "register", who, other), Ask("visit", "correct", joins, own)])
    assert leaving(desk) == set()


@pytest.mark.parametrize("more", [(), ({"title": "水管坏了"},)])
def test_who_was_barred_from_the_petitioner_stays_so(desk: Desk, more: tuple[dict[str, object], ...]) -> None:
    one = heard(desk, *more)
    head = sitting_as(desk, "石敏", ["STATION_HEAD"])
    barred = {"person": one["person"], "barred_user": head.user.uid, "reason": "亲属"}
    perform(desk, [Ask("barring", "register", barred)])
    uid = next(own.uid for own in desk.records.all(Opinion) if own.verbatim == WORDS)
    perform(desk, [Ask("opinion", "correct", {"opinion_kind": "REPORT"}, uid)])
    assert learns(head) == set()


def test_the_trail_tells_the_accused_of_no_paper(desk: Desk) -> None:
    head = sitting_as(desk, "石敏", ["STATION_HEAD"])
    heard(desk, opinion_kind="REPORT", accused="石敏")
    trail.note_paper(desk, trail.PRINTED, prints.record_sheet(desk, secret(desk).visit))
    assert "X26-0001" in trail.lines(desk, 0, 1)[0].detail
    assert trail.lines(head, 0, 1)[0].detail == ""


def test_a_work_secret_is_moved_as_an_accusation_is(desk: Desk) -> None:
    perform(desk, [Ask("opinion", "correct", {"sensitivity": "WORK_SECRET"}, heard(desk)["opinion"])])
    assert leaving(desk) == set()


def test_a_matter_merged_into_one_that_becomes_secret_goes_with_it(desk: Desk) -> None:
    first = heard(desk)["opinion"]
    other = heard(desk, verbatim="别的话")["opinion"]
    perform(desk, [Ask("opinion", "merge", {"merged_into": first}, other)])
    perform(desk, [Ask("opinion", "correct", {"opinion_kind": "REPORT"}, first)])
    assert leaving(desk) == set()
    assert {one.state for one in desk.records.all(Opinion)} == {"REGISTERED", "MERGED"}


def test_the_days_duty_records_count_what_is_open(desk: Desk) -> None:
    deputy = enrol(desk, {"name": "秦彬"}, {"level": "COUNTY"})[0].uid
    fields = {"held_on": desk.today, "start": "9:00", "end": "12:00", "place": "活动室"}
    day = reception.plan_and_begin(desk, fields, [deputy]).uid
    reception.mark(desk, held_day.attendance(desk, day)[0].attendance.uid, "PRESENT")
    one = heard(desk)
    on_day = {"channel": "RECEPTION_DAY", "reception_day": day, "deputies": [deputy]}
    perform(desk, [Ask("visit", "correct", on_day, one["visit"])])
    reception.close(desk, day)
    [before] = desk.records.all(DutyRecord)
    perform(desk, [Ask("opinion", "correct", {"opinion_kind": "REPORT"}, one["opinion"])])
    [after] = desk.records.all(DutyRecord)
    assert before.content != after.content
    assert audit.audit(desk.store).is_sound


def test_what_was_moved_is_not_taken_back_by_one_key(desk: Desk) -> None:
    one = heard(desk)["opinion"]
    perform(desk, [Ask("opinion", "correct", {"opinion_kind": "REPORT"}, one)])
    with pytest.raises(Rejected, match="undo_secret"):
        undo.undo(desk, "误")
    assert secret(desk).opinion_kind == "REPORT"
    heard(desk, {"title": "水管坏了没有人修"}, opinion_kind="REPORT", verbatim="别的话")
    with pytest.raises(Rejected, match="undo_secret"):
        undo.undo(desk, "误")


def test_an_accusation_that_was_just_registered_is_taken_back_as_any_visit_is(desk: Desk) -> None:
    heard(desk, opinion_kind="REPORT")
    undo.undo(desk, "误")
    assert secret(desk).state == "VOID"
    assert leaving(desk) == set()


def test_a_name_is_not_taken_off_by_taking_back_that_it_was_added(desk: Desk) -> None:
    heard(desk, opinion_kind="REPORT", accused="秦彬")
    perform(desk, [Ask("opinion", "correct", {"accused": "秦彬、石敏"}, secret(desk).uid)])
    with pytest.raises(Rejected, match="secrecy_by_two"):
        undo.undo(desk, "误")
    assert secret(desk).accused == "秦彬、石敏"
