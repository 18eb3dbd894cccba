"""Admission: an office invites, a device asks, by network or by stick, and from then on both are believed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from station_app.db import journal, outbox, trail
from station_app.domain import clock as time
from station_app.domain import exchange
from station_app.domain.exchange import AdmissionRequest, Invitation
from station_app.domain.field import kind_of
from station_app.domain.immutable import immutable
from station_app.domain.judging import COUNTY, STATION
from station_app.domain.problem import Problem, Rejected, refusal, reject
from station_app.domain.records import Device, Enrolment, Station
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.sync import trust
from station_app.text import gateway as words

if TYPE_CHECKING:
    from station_app.sync.road import Road

CODE = "code"


class Stage(StrEnum):
    """How far this device has come: nobody has invited it, it has an invitation, it is admitted."""

    NOT_INVITED = "not_invited"
    INVITED = "invited"
    ADMITTED = "admitted"


@immutable
class AdmissionStanding:
    """This device's admission: its stage, the invitation's name and last day, and whether there is a network road."""

    stage: Stage
    name: str = ""
    expires_on: str = ""
    has_gateway: bool = False


def standing(desk: Desk) -> AdmissionStanding:
    """How far this device has come."""
    agreed = trust.agreed(desk.store)
    if agreed is None:
        return AdmissionStanding(Stage.NOT_INVITED)
    stage = Stage.ADMITTED if is_admitted(desk) else Stage.INVITED
    return AdmissionStanding(stage, agreed.name, agreed.expires_on, bool(agreed.gateway_url))


def is_admitted(desk: Desk) -> bool:
    """Whether the gateway, or the county by a stick, has admitted this device."""
    if outbox.contact(desk.store.database).admitted:
        return True
    return bool(desk.records.all(Device, key=trust.signing_key(desk.store).public))


def accept_invitation(desk: Desk, text: str | bytes) -> Invitation:
    """Believe from now on whom an invitation names. Raises Rejected where it is none, is for another place, or over.

    Accepting another invitation later begins the admission anew. The file by which the platform says that it has moved
    is accepted the same way: what stays is the admission.
    """
    if moves := exchange.moves_in(text):
        return follow_moves(desk, moves, is_vouched=False)
    invitation = exchange.read_invitation(text)
    problems = tuple(_problems_of(desk, invitation))
    if problems:
        raise reject(*problems)
    before = trust.agreed(desk.store)
    with desk.store.transaction():
        trust.agree(desk.store, invitation)
        trust.keep_invitation(desk.store, text)
        contact = outbox.contact(desk.store.database)
        if before is not None and before.gateway_key != invitation.gateway_key:
            contact = outbox.Contact()
        outbox.remember(desk.store.database, replace(contact, admitted=""))
    return invitation


def follow_moves(desk: Desk, moves: Sequence[str], *, is_vouched: bool) -> Invitation:
    """Believe the platform where it says that it is from now on, and note it in the trail; what is pinned then. Raises
    Rejected where nobody has invited this device, and for a move that the key that is pinned here has not signed.
    `is_vouched` as in `trust.follow`."""
    with desk.store.transaction():
        before = trust.agreed(desk.store)
        if before is None:
            raise reject(refusal("not_invited"))
        pinned = trust.follow(desk.store, moves, is_vouched=is_vouched)
    if pinned is not None:
        now, user = desk.clock.now(), desk.user.uid
        trail.note(desk.store.database, now, user, trail.GATEWAY_MOVED, detail=pinned.gateway_url)
    return pinned or before


def request_text(desk: Desk) -> str:
    """The request for admission, signed by this device. Raises Rejected before an invitation was accepted."""
    invitation = trust.agreed(desk.store)
    if invitation is None:
        raise reject(refusal("not_invited"))
    key = trust.signing_key(desk.store)
    evidence = trust.evidence(desk.store)
    request = AdmissionRequest(
        code=invitation.code,
        journal=journal.my_author(desk.store.database).uid,
        key=key.public,
        recipient=trust.recipient(desk.store),
        home=desk.place.uid,
        name=desk.place.name,
        area_code=desk.place.area_code,
        role=desk.home.role,
    )
    return exchange.request_text(request, key, evidence)


def ask_gateway(desk: Desk, road: Road) -> None:
    """Ask the gateway to admit this device. Raises Rejected where it refuses, `sync.road.Cut` where the road broke.

    Asked again it answers the same.
    """
    from station_app.sync import client  # noqa: PLC0415  (the desk starts without the roads)
    from station_app.sync.road import post_enrol  # noqa: PLC0415  (the desk starts without the roads)

    invitation = trust.agreed(desk.store)
    text = request_text(desk)
    answer = road.ask(post_enrol(text), lambda _up, _down: None)
    said = client.signed_object(answer, invitation.gateway_key if invitation else "")
    mine = journal.my_author(desk.store.database).uid
    if answer.status == 200 and said and said.get("journal") == mine:
        before, at = outbox.contact(desk.store.database), time.stamp(desk.clock.now())
        known = replace(before, epoch=before.epoch or str(said.get("epoch", "")), at=at, admitted=mine)
        with desk.store.transaction():
            outbox.remember(desk.store.database, known)
            trust.keep_paper(desk.store, answer.body.decode(), answer.headers[exchange.SIGNATURE_HEADER.lower()])
        return
    match client.read_failure(answer, invitation.gateway_key if invitation else ""):
        case client.StoppedByGateway("device_revoked"):
            raise reject(refusal("device_revoked"))
        case client.StoppedByGateway(code):
            raise reject(refusal("admission_refused", value=code))
        case client.Stranger(code) | client.ComeLater(_, code):
            raise reject(refusal(code))
        case _:
            raise reject(refusal("gateway_busy"))


def ask_again(desk: Desk, road: Road) -> None:
    """The gateway does not know this device any more: show it the paper of the admission. Raises as `ask_gateway`;
    where it refuses, `not_admitted` says what to do."""
    try:
        ask_gateway(desk, road)
    except Rejected as rejected:
        if rejected.problems[0].code != "admission_refused":
            raise
        raise reject(refusal("not_admitted")) from rejected


def invite(desk: Desk, name: str, area_code: str, expires_on: str, replaces: str = "") -> str:
    """The text of an invitation for one device of a station; its one-time code is kept only as a hash.

    A station of this place and name that is known here gets one more computer; `replaces` is the uid of a device of it
    that ends when the new one is admitted. Raises Rejected where the place is none of this county's, and where the
    device to be replaced is none of the station's.
    """
    _must_be_office(desk)
    if not area_code.startswith(desk.place.area_code):
        raise reject(refusal("place_of_another_county", "area_code", area_code))
    home = _known_home(desk, name, area_code)
    if replaces and not (home and desk.records.all(Device, uid=replaces, home=home)):
        raise reject(refusal("replaces_of_another", "replaces", replaces, name=name))
    code, own = exchange.new_code(), trust.agreed(desk.store)
    fields = {"code_hash": exchange.hash_of(code), "name": name, "area_code": area_code, "role": STATION}
    fields |= {name: said for name, said in (("home", home), ("replaces", replaces)) if said}
    perform(desk, [Ask(kind_of(Enrolment), "register", {**fields, "expires_on": expires_on})])
    key = trust.signing_key(desk.store)
    station = desk.records.several(Station, [home]).get(home)
    invitation = Invitation(
        code=code,
        name=name,
        area_code=area_code,
        role=STATION,
        expires_on=desk.records.all(Enrolment, code_hash=fields["code_hash"])[0].expires_on,
        home=home,
        station_no=station.station_no if station else "",
        replaces=replaces,
        county_home=desk.place.uid,
        county_key=key.public,
        county_recipient=trust.recipient(desk.store),
        gateway_home=own.gateway_home if own else "",
        gateway_url=own.gateway_url if own else "",
        gateway_key=own.gateway_key if own else "",
        gateway_ca=own.gateway_ca if own else "",
        gateway_move=own.gateway_move if own else "",
        enrolment=desk.records.all(Enrolment, code_hash=fields["code_hash"])[0].uid,
    )
    return exchange.signed_text("invitation", invitation, key)


def admit_from_stick(desk: Desk, text: str | bytes) -> Device:
    """Admit the device whose request came on a stick. Raises Rejected where its code was never given, is over or used.

    The same device asking again is told the same.
    """
    _must_be_office(desk)
    request = exchange.read_request(text)
    given = desk.records.all(Enrolment, code_hash=exchange.hash_of(request.code))
    if not given:
        raise reject(refusal("enrolment_unknown", value=request.name))
    enrolment = given[0]
    uid = exchange.device_of(enrolment.uid)
    known = next(iter(desk.records.all(Device, uid=uid)), None)
    if known is not None and known.key == request.key:
        return known
    if known is not None:
        raise reject(refusal("enrolment_used", value=known.name))
    if enrolment.expires_on < desk.today:
        raise reject(refusal("enrolment_over", value=enrolment.name, day=enrolment.expires_on))
    is_meant = (request.area_code, request.role) == (enrolment.area_code, enrolment.role)
    if not is_meant or enrolment.home not in ("", request.home):
        raise reject(refusal("enrolment_of_another_place", value=request.name, invited=enrolment.name))
    said = {name: value for name, value in asdict(request).items() if name not in (CODE, "journal")}
    asks = [Ask(kind_of(Device), "register", {**said, "enrolled_on": desk.today}, uid)]
    if enrolment.replaces:
        asks.append(Ask(kind_of(Device), "revoke", {"revoke_reason": words.REPLACED}, enrolment.replaces))
    perform(desk, asks)
    return desk.records.one(Device, uid)


def _known_home(desk: Desk, name: str, area_code: str) -> str:
    """The uid of the station of a place and name, as far as it is known here; "" for a new one."""
    admitted = [one.home for one in desk.records.all(Device, name=name, area_code=area_code, role=STATION)]
    heard_of = [one.uid for one in desk.records.all(Station, name=name, area_code=area_code)]
    return next(iter([*admitted, *heard_of]), "")


def _problems_of(desk: Desk, invitation: Invitation) -> list[Problem]:
    wrong = []
    if invitation.role not in (STATION, COUNTY) or invitation.role != desk.home.role:
        wrong.append(refusal("invitation_of_another_role", value=invitation.name))
    elif invitation.area_code != desk.place.area_code:
        wrong.append(refusal("invitation_of_another_place", value=invitation.name, here=desk.place.name))
    elif invitation.home not in ("", desk.place.uid):
        wrong.append(refusal("invitation_for_one_more", value=invitation.name))
    if not _is_day(invitation.expires_on):
        wrong.append(refusal("invitation_unsound"))
    elif invitation.expires_on < desk.today:
        wrong.append(refusal("invitation_over", value=invitation.expires_on, today=desk.today))
    return wrong


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _must_be_office(desk: Desk) -> None:
    if not desk.is_office:
        raise reject(refusal("only_an_office"))
