"""The whole way over a real gateway: a station speaks, the county answers, and the visitor is told."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from station_app.db import audit, journal, outbox
from station_app.domain.batch import frame
from station_app.domain.exchange import Invitation
from station_app.domain.records import Attachment, Device, Opinion, PolicyDocument, Receipt, Visit
from station_app.gateway import admission, epoch
from station_app.gateway.http.bodies import Limits
from station_app.gateway.server import Serving, Setup, serving
from station_app.services import (
    attachments,
    county,
    documents,
    enrolment,
    first_start,
    news,
    rejoining,
    road_totals,
)
from station_app.services import stick as sticks
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.first_start import FirstStart
from station_app.services.sending import Sender, SendingState
from station_app.text import roads as say
from station_app.ui.pages.roads import sync
from tests.office import CHEAP, SetClock, from_image, registered, report, told
from tests.offices import COUNTY, TOWNSHIPS
from tests.offices import county as new_county
from tests.offices import station as new_station
from tests.services.test_attachments import paper_of, photo


@pytest.fixture
def setup(tmp_path: Path) -> Setup:
    limits = Limits(frame.LARGEST, 2 * 2**20, 8 * 2**20)
    return Setup(str(tmp_path / "gateway.db"), tmp_path / "files", limits, 5, key_file=tmp_path / "gateway.key")


@pytest.fixture
def gateway(setup: Setup) -> Iterator[Serving]:
    with serving(setup) as served:
        yield served


def invited_office(gateway: Serving, desk: Desk) -> None:
    """The platform invites a county's office."""
    code = f"COUNTY{desk.place.uid[:10]}"
    invitation = Invitation(code, desk.place.name, COUNTY, "COUNTY", "2027-06-30", gateway_url=gateway.url)
    enrolment.accept_invitation(desk, admission.invite(gateway.platform, invitation))


def contact(desk: Desk) -> SendingState:
    """One contact with the gateway; it must go well."""
    state = Sender(desk).once()
    assert (state.network, state.trouble) == ("online", ""), state
    return state


@pytest.fixture
def county_desk(tmp_path: Path, clock: SetClock, gateway: Serving) -> Iterator[Desk]:
    desk = new_county(tmp_path / "county", clock)
    invited_office(gateway, desk)
    contact(desk)
    yield desk
    desk.close()


def join(county_desk: Desk, desk: Desk) -> None:
    """The county invites a station, which is admitted at its first contact."""
    text = enrolment.invite(county_desk, desk.place.name, desk.place.area_code, "2027-06-30")
    contact(county_desk)
    enrolment.accept_invitation(desk, text)
    contact(desk)


@pytest.fixture
def station_desk(tmp_path: Path, clock: SetClock, county_desk: Desk) -> Iterator[Desk]:
    desk = new_station(tmp_path / "station", clock)
    join(county_desk, desk)
    yield desk
    desk.close()


def test_a_word_goes_up_and_the_answer_comes_back(county_desk: Desk, station_desk: Desk) -> None:
    assert enrolment.is_admitted(station_desk)
    done = registered(station_desk)["opinion"].uid
    perform(station_desk, [
        Ask("opinion", "triage", {"owner_level": "COUNTY", "proposed_unit": "交通运输局"}, done),
        Ask("opinion", "escalate", {"escalate_reason": "县道归县里管"}, done),
    ])  # fmt: skip
    contact(station_desk)
    contact(county_desk)
    assert county_desk.records.one(Opinion, done) == station_desk.records.one(Opinion, done)
    assert [one.name for one in county_desk.records.all(Device, role="STATION")] == [station_desk.place.name]
    news.ask(county_desk, "opinion", done, "title", "题目看不出是哪条路")
    result = {"result": "12 月 5 日修好了", "result_degree": "SOLVED", "replied_on": county_desk.today}
    perform(county_desk, [report(result, done)])
    contact(county_desk)
    contact(station_desk)
    mine = journal.my_author(station_desk.store.database)
    assert (mine.acked, mine.judged, mine.imported) == (mine.last_seq,) * 3
    [sent] = news.sent_back(station_desk)
    news.mend(station_desk, sent.correction, "坪生村三组通组路塌方没有人修", "写明了")
    perform(station_desk, [
        told({"fed_back_on": station_desk.today, "fed_back_way": "PHONE"}, done)
    ])  # fmt: skip
    contact(station_desk)
    contact(county_desk)
    there = county_desk.records.one(Opinion, done)
    assert (there.state, there.title) == ("FED_BACK", "坪生村三组通组路塌方没有人修")
    assert audit.audit(county_desk.store).is_sound
    assert audit.audit(station_desk.store).is_sound


def test_totals_always_add_up_and_agree_with_the_gateway(county_desk: Desk, station_desk: Desk) -> None:
    registered(station_desk)
    contact(station_desk)
    registered(station_desk)
    totals = road_totals.totals(station_desk)
    assert totals.waiting == 3
    sender = Sender(station_desk)
    sender.compare()
    assert sender.once().differences == ()
    assert road_totals.totals(station_desk).waiting == 0


def test_a_restored_gateway_gets_everything_again(setup: Setup, tmp_path: Path, clock: SetClock) -> None:
    with serving(setup) as gateway:
        office_desk = new_county(tmp_path / "county", clock)
        invited_office(gateway, office_desk)
        contact(office_desk)
        desk = new_station(tmp_path / "station", clock)
        join(office_desk, desk)
        contact(office_desk)
        registered(desk)
        contact(desk)
        port = int(gateway.url.rsplit(":", 1)[1])
    copy = tmp_path / "copy.db"
    shutil.copy(setup.store, copy)
    with serving(setup, port):
        for _ in range(3):
            registered(desk)
            contact(desk)
        contact(office_desk)
    with serving(replace(setup, store=str(copy)), port) as restored:
        restored.platform.engine.write(epoch.begin)
    with serving(replace(setup, store=str(copy)), port) as restored:
        registered(desk)
        contact(desk)
        contact(office_desk)
        held = restored.platform.engine.read(
            lambda cursor: cursor.rows("SELECT count(DISTINCT uid) FROM change WHERE kind = 'visit'")
        )
        assert held == [(5,)]
        assert len(office_desk.records.all(Visit)) == 5
    desk.close()
    office_desk.close()


def test_a_device_restored_from_a_copy_begins_a_new_journal_by_itself(
    tmp_path: Path, clock: SetClock, county_desk: Desk, station_desk: Desk
) -> None:
    registered(station_desk)
    contact(station_desk)
    station_desk.close()
    shutil.copytree(tmp_path / "station", tmp_path / "copy")
    later = registered(station_desk)["opinion"].uid
    contact(station_desk)
    copied = from_image(tmp_path / "copy", clock)
    lost = registered(copied)["opinion"].uid
    before, counted = journal.my_author(copied.store.database).uid, road_totals.totals(copied)
    contact(copied)
    assert journal.my_author(copied.store.database).uid != before
    contact(copied)
    contact(county_desk)
    after = road_totals.totals(copied)
    assert after.adds_up
    assert after.total > counted.total, "what went before the fork is still the station's, and the other's is too"
    assert (after.waiting, after.accepted) == (0, after.total)
    for desk in (copied, county_desk):
        assert {one.uid for one in desk.records.all(Opinion)} >= {later, lost}
        assert len(desk.records.all(Visit)) == 3
        assert audit.audit(desk.store).is_sound
    copied.close()


def test_when_everything_is_gone_the_platform_gives_the_station_back_with_its_photos(
    tmp_path: Path, clock: SetClock, county_desk: Desk, station_desk: Desk
) -> None:
    visit = registered(station_desk)["visit"].uid
    photo = attachments.attach(station_desk, "visit", visit, attachments.prepare(paper_of("a letter"), "信.pdf")).uid
    contact(station_desk)
    contact(county_desk)
    unsent = registered(station_desk)["opinion"].uid
    station_desk.close()
    old = county_desk.records.all(Device, home=station_desk.place.uid)[0]
    place = station_desk.place
    text = enrolment.invite(county_desk, place.name, place.area_code, "2027-06-30", old.uid)
    contact(county_desk)
    start = FirstStart("", "", "田小文", "another horse 8", invitation=text)
    desk = first_start.found(tmp_path / "new", start, clock, CHEAP).desk
    at_noon = registered(desk)["visit"]
    contact(desk)
    contact(desk)
    assert {one.uid for one in desk.records.all(Visit)} == {visit, at_noon.uid}
    assert desk.station_now == station_desk.place
    blob = desk.records.one(Attachment, photo).blob
    assert documents.content_of(desk, blob) == documents.content_of(station_desk, blob)
    assert audit.audit(desk.store).is_sound
    assert {one.letter: one.after for one in rejoining.missing(desk)}["M"] == ("M26-0001",)
    contact(county_desk)
    standings = {one.uid: one.standing for one in county_desk.records.all(Device, home=place.uid)}
    assert standings[old.uid] == "REVOKED"
    # The old computer lives after all: what it wrote later is stopped, and counts nowhere.
    Sender(station_desk).once()
    contact(county_desk)
    assert not county_desk.records.several(Opinion, [unsent])
    assert {one.uid for one in county_desk.records.all(Visit)} == {visit, at_noon.uid}
    desk.close()


def test_a_photo_reaches_the_county_by_the_network_and_the_station_hears_of_it(
    county_desk: Desk, station_desk: Desk
) -> None:
    visit = registered(station_desk)["visit"].uid
    made = attachments.prepare(photo(800, 600), "塌方.jpg")
    attachments.attach(station_desk, "visit", visit, made)
    contact(station_desk)
    assert documents.standing(station_desk).sent.above == 1
    contact(county_desk)
    assert documents.content_of(county_desk, made.blob) == made.content
    assert attachments.thumbnail_of(county_desk, made.blob)
    contact(county_desk)
    contact(station_desk)
    sent = documents.standing(station_desk).sent
    assert (sent.files, sent.above, sent.told, sent.waiting_bytes) == (1, 1, 1, 0)


def test_photos_of_which_the_platform_knows_nothing_yet_hold_nobody_up(county_desk: Desk, station_desk: Desk) -> None:
    visit = registered(station_desk)["visit"].uid
    late = attachments.prepare(photo(800, 600), "1.jpg")
    attachments.attach(station_desk, "visit", visit, late)
    database = station_desk.store.database
    with station_desk.store.transaction():
        database.execute_sql("UPDATE blob SET held = 1")
    contact(station_desk)
    contact(county_desk)
    standing = documents.standing(county_desk)
    assert (standing.wanted, standing.named[0].missing) == (1, 1)
    with station_desk.store.transaction():
        database.execute_sql("UPDATE blob SET held = 0")
    contact(station_desk)
    contact(county_desk)
    assert documents.standing(county_desk).wanted == 0


def test_what_comes_to_the_county_by_hand_reaches_the_province(
    tmp_path: Path, clock: SetClock, gateway: Serving, setup: Setup, county_desk: Desk
) -> None:
    desk = new_station(tmp_path / "remote", clock, TOWNSHIPS[1])
    enrolment.accept_invitation(desk, enrolment.invite(county_desk, desk.place.name, TOWNSHIPS[1], "2027-06-30"))
    enrolment.admit_from_stick(county_desk, enrolment.request_text(desk))
    made = attachments.prepare(photo(800, 600), "塌方.jpg")
    attachments.attach(desk, "visit", registered(desk)["visit"].uid, made)
    sticks.write(desk, tmp_path, is_new=True)
    county.take_all(county_desk, county.preview(county_desk, [tmp_path / "LZ"]))
    assert len(outbox.carried(county_desk.store.database)) == 1
    contact(county_desk)
    assert outbox.carried(county_desk.store.database) == []
    held = gateway.platform.engine.read(lambda cursor: cursor.rows("SELECT count(*) FROM change WHERE kind = 'visit'"))
    assert held == [(1,)]
    assert (setup.files / "blobs" / made.blob).exists()
    assert {one.stage for one in county_desk.records.all(Receipt)} == {"IMPORTED", "FILE"}
    desk.close()


def test_a_policy_document_comes_down_with_its_file(county_desk: Desk, station_desk: Desk) -> None:
    content = secrets.token_bytes(700_000)
    name = documents.attach(county_desk, content)
    fields = {"title": "关于办好民生实事的通知", "file_name": "通知.pdf", "blob": name, "size_bytes": len(content)}
    uid = perform(county_desk, [Ask("policy_document", "register", fields)])[0].uid
    contact(county_desk)
    contact(station_desk)
    document = station_desk.records.one(PolicyDocument, uid)
    assert documents.content_of(station_desk, document.blob) == content
    assert [one.kind for one in news.items(station_desk)] == ["policy_document"]


def test_what_a_replaced_computer_writes_later_is_shown_at_the_county(
    county_desk: Desk, station_desk: Desk, tmp_path: Path, clock: SetClock
) -> None:
    """By the network as by the stick: it changes nothing, and a person is shown that it came."""
    registered(station_desk)
    contact(station_desk)
    contact(county_desk)
    place = station_desk.place
    (old,) = (one for one in county_desk.records.all(Device) if one.home == place.uid)
    text = enrolment.invite(county_desk, place.name, place.area_code, "2027-06-30", old.uid)
    contact(county_desk)
    start = FirstStart("", "", "田小文", "another horse 8", invitation=text)
    fresh = first_start.found(tmp_path / "instead", start, clock, CHEAP).desk
    contact(fresh)
    later = registered(station_desk, title="旧电脑后来写的")["opinion"].uid
    Sender(station_desk).once()
    contact(county_desk)
    assert not county_desk.records.several(Opinion, [later])
    shown = [one for one in sync.held(county_desk) if one.whence == place.name]
    assert {one.why for one in shown} == {say.WAITS_FOR["batch_key_revoked"]}
    contact(fresh)
    assert not fresh.records.several(Opinion, [later])
    assert audit.audit(county_desk.store).is_sound
    fresh.close()
