"""Admitting devices: invitations that are handed out once, and the device that answers one."""

from __future__ import annotations

from dataclasses import replace

from station_app.domain import exchange
from station_app.domain.batch.suite import bytes_of
from station_app.domain.exchange import AdmissionRequest, Invitation, signed_text
from station_app.domain.judging import PROVINCE, ROLES, Home
from station_app.domain.problem import Rejected, refusal
from station_app.gateway import office
from station_app.gateway.ingest import Platform
from station_app.gateway.office import Writing
from station_app.gateway.store import devices
from station_app.gateway.store.devices import ACTIVE, Admitted, Invited
from station_app.gateway.store.engine import Cursor


def invite(platform: Platform, invitation: Invitation) -> str:
    """Remember the code of an invitation, and sign it: the text of its file."""
    hashed = exchange.hash_of(invitation.code)
    one = Invited(hashed, invitation.name, invitation.area_code, invitation.role, invitation.expires_on)
    platform.engine.write(lambda cursor: devices.invite(cursor, one))
    key = platform.office.key
    return signed_text("invitation", replace(invitation, gateway_key=key.public), key)


def admit(platform: Platform, request: AdmissionRequest) -> dict[str, str]:
    """Admit the device of a request whose signature was judged; the answer. Raises Rejected.

    The same device asking again gets the same answer.
    """
    return platform.engine.write(lambda cursor: _admitted(cursor, platform, request))


def revoke(platform: Platform, key: str, reason: str) -> None:
    """A device's word no longer counts: its batches go to review. Raises Rejected for a key that is nobody's."""

    def work(cursor: Cursor) -> None:
        one = devices.device(cursor, key)
        if one is None or one.home.role == PROVINCE:
            raise Rejected((refusal("device_unknown", value=key[:8]),))
        devices.revoke(cursor, key)
        said = Writing("revoke", "device", one.record, {"standing": devices.REVOKED, "revoke_reason": reason})
        audience = office.audience_of_device(one.home)
        office.say(cursor, platform.office, platform.clock, audience, [said])

    platform.engine.write(work)


def _admitted(cursor: Cursor, platform: Platform, request: AdmissionRequest) -> dict[str, str]:
    hashed = exchange.hash_of(request.code)
    invited = devices.invited(cursor, hashed)
    if invited is None:
        raise Rejected((refusal("code_unknown"),))
    if invited.used_by not in ("", request.key):
        raise Rejected((refusal("code_used"),))
    if not invited.used_by:
        _check(platform, invited, request)
        home = Home(request.home, request.role, request.area_code)
        record = exchange.device_of(invited.record or hashed)
        one = Admitted(request.key, home, request.name, request.recipient, ACTIVE, platform.now, record)
        devices.admit(cursor, one)
        devices.used(cursor, hashed, request.key)
        audience = office.audience_of_device(home)
        office.say(cursor, platform.office, platform.clock, audience, [office.device_record(one)])
    return {
        "epoch": platform.office.epoch,
        "gateway": platform.office.key.public,
        "home": request.home,
        "journal": request.journal,
    }


def _check(platform: Platform, invited: Invited, request: AdmissionRequest) -> None:
    if invited.expires_on and invited.expires_on < platform.now[:10]:
        raise Rejected((refusal("code_expired", value=invited.expires_on),))
    fits = (invited.area_code, invited.role) == (request.area_code, request.role) and request.role in ROLES
    try:
        is_key = len(bytes_of(request.key)) == len(bytes(32))
    except ValueError:
        is_key = False
    if not fits or not is_key or len(request.home) != len("0" * 32):
        raise Rejected((refusal("code_of_another", value=invited.name),))
