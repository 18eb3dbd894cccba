"""Admitting devices: invitations that are handed out once, and the device that answers one."""

from __future__ import annotations

from dataclasses import replace

from station_app.domain import exchange
from station_app.domain.batch.suite import bytes_of, is_signed
from station_app.domain.exchange import AdmissionRequest, Evidence, Invitation, signed_text
from station_app.domain.judging import COUNTY, PROVINCE, ROLES, STATION, Home, counted_text, last_counted
from station_app.domain.problem import Rejected, refusal
from station_app.domain.wire import parse
from station_app.gateway import epoch, office
from station_app.gateway.ingest import Platform
from station_app.gateway.office import Writing
from station_app.gateway.store import devices, folded, journals
from station_app.gateway.store.devices import ACTIVE, Admitted, Invited
from station_app.gateway.store.engine import Cursor
from station_app.text import gateway as words


def invite(platform: Platform, asked: Invitation) -> str:
    """Remember the code of an invitation, and sign it: the text of its file.

    A place that is known here gets one more computer: a county has one office, a station has a name. Where the
    invitation names a device to be replaced, it is named by its key. Raises Rejected where that is none of the place's.
    """
    return platform.engine.write(lambda cursor: _invited(cursor, platform, asked))


def _invited(cursor: Cursor, platform: Platform, asked: Invitation) -> str:
    there = [one for one in devices.every(cursor) if _is_of(one, asked)]
    replaced = next((one for one in there if one.key == asked.replaces), None)
    if asked.replaces and replaced is None:
        raise Rejected((refusal("replaces_of_another", value=asked.replaces[:8], name=asked.name),))
    key, home = platform.office.key, there[0].home.uid if there else asked.home
    said = replace(asked, home=home, replaces=replaced.record if replaced else "")
    one = Invited(
        code_hash=exchange.hash_of(said.code),
        name=said.name,
        area_code=said.area_code,
        role=said.role,
        expires_on=said.expires_on,
        home=said.home,
        replaces=said.replaces,
    )
    devices.invite(cursor, one)
    made = len(office.moves(cursor)) - bool(office.moves_ahead(cursor))
    told = {"gateway_home": platform.office.home.uid, "gateway_key": key.public, "gateway_move": str(made or "")}
    return signed_text("invitation", replace(said, **told), key)


def _is_of(device: Admitted, asked: Invitation) -> bool:
    is_there = (device.home.area_code, device.home.role) == (asked.area_code, asked.role)
    return is_there and (device.name == asked.name or asked.role != STATION)


def admit(platform: Platform, request: AdmissionRequest, shown: Evidence | None = None) -> dict[str, str]:
    """Admit the device of a request whose signature was judged; the answer, which is its paper from then on. Raises
    Rejected.

    The same device asking again gets the same answer. One that a store forgot, which was put back from an older copy,
    is admitted by the paper that it shows; where its code was forgotten, by its invitation.
    """
    return platform.engine.write(lambda cursor: _admitted(cursor, platform, request, shown or Evidence()))


def revoke(platform: Platform, key: str, reason: str) -> None:
    """A device's word no longer counts: its batches go to review. Raises Rejected for a key that is nobody's."""

    def work(cursor: Cursor) -> None:
        one = devices.device(cursor, key)
        if one is None or one.home.role == PROVINCE:
            raise Rejected((refusal("device_unknown", value=key[:8]),))
        _revoke(cursor, platform, one, reason)

    platform.engine.write(work)


def _revoke(cursor: Cursor, platform: Platform, one: Admitted, reason: str) -> None:
    counted = counted_text({known.uid: known.acked for known in journals.every(cursor) if known.device_key == one.key})
    devices.revoke(cursor, one.key, counted)
    fields = {"standing": devices.REVOKED, "revoke_reason": reason, "counted": counted}
    said = Writing("revoke", "device", one.record, fields)
    office.say(cursor, platform.office, platform.clock, office.audience_of_device(one.home), [said])


def count_on(cursor: Cursor, platform: Platform, journal: str, last: int) -> None:
    """More of a revoked device counts: its journal up to the change `last`. Raises Rejected for a journal that is not
    here."""
    known = journals.one(cursor, journal)
    one = devices.device(cursor, known.device_key) if known else None
    if one is None:
        raise Rejected((refusal("aside_not_acceptable"),))
    counts = last_counted(one.counted)
    counts[journal] = max(last, counts.get(journal, 0))
    devices.revoke(cursor, one.key, counted_text(counts))
    reason = str(folded.standing(cursor, [one.record])[one.record].values.get("revoke_reason", ""))
    fields = {"standing": devices.REVOKED, "revoke_reason": reason, "counted": counted_text(counts)}
    said = Writing("revoke", "device", one.record, fields)
    office.say(cursor, platform.office, platform.clock, office.audience_of_device(one.home), [said])


def _admitted(cursor: Cursor, platform: Platform, request: AdmissionRequest, shown: Evidence) -> dict[str, str]:
    known = devices.device(cursor, request.key) or _readmitted(cursor, platform, request, shown)
    if known is not None and not known.is_active:
        raise Rejected((refusal("device_revoked"),))
    invited = devices.invited(cursor, exchange.hash_of(request.code)) or _invited_by_county(cursor, request, shown)
    if invited is None and known is None:
        raise Rejected((refusal("code_unknown"),))
    if invited is not None and invited.used_by not in ("", request.key):
        raise Rejected((refusal("code_used"),))
    if invited is not None and not invited.used_by:
        _use(cursor, platform, invited, request)
        known = devices.device(cursor, request.key)
    assert known is not None
    return {
        "area_code": known.home.area_code,
        "epoch": epoch.current(cursor),
        "gateway": platform.office.key.public,
        "home": known.home.uid,
        "journal": request.journal,
        "key": known.key,
        "name": known.name,
        "recipient": known.recipient,
        "record": known.record,
        "role": known.home.role,
    }


def _readmitted(cursor: Cursor, platform: Platform, request: AdmissionRequest, shown: Evidence) -> Admitted | None:
    """The device of a paper that the platform itself once signed; None where it shows none. A paper of this very epoch
    tells that the store is older than it."""
    keys = [platform.office.key.public, *(exchange.read_move(one).former_key for one in office.moves(cursor))]
    try:
        signature = bytes_of(shown.paper_signature)
        is_ours = any(is_signed(key, shown.paper.encode(), signature) for key in keys)
        said = parse(shown.paper) if is_ours else {}
    except ValueError:
        return None
    if said.get("key") != request.key or said.get("role") not in ROLES:
        return None
    home = Home(said["home"], said["role"], said["area_code"])
    one = Admitted(request.key, home, said["name"], said["recipient"], ACTIVE, platform.now, said["record"])
    devices.admit(cursor, one)
    epoch.begin_after(cursor, said["epoch"])
    return one


def _use(cursor: Cursor, platform: Platform, invited: Invited, request: AdmissionRequest) -> None:
    _check(platform, invited, request)
    home = Home(request.home, request.role, request.area_code)
    record = exchange.device_of(invited.record or invited.code_hash)
    one = Admitted(request.key, home, request.name, request.recipient, ACTIVE, platform.now, record)
    devices.admit(cursor, one)
    devices.used(cursor, invited.code_hash, request.key)
    audience = office.audience_of_device(home)
    office.say(cursor, platform.office, platform.clock, audience, [office.device_record(one)])
    replaced = devices.by_record(cursor, invited.replaces) if invited.replaces else None
    if replaced is not None and replaced.home == home and replaced.is_active:
        _revoke(cursor, platform, replaced, words.REPLACED)


def _invited_by_county(cursor: Cursor, request: AdmissionRequest, shown: Evidence) -> Invited | None:
    """The invitation that a device shows, of a county's office that is believed here: its line has not come, or was
    forgotten. From now on its code is known."""
    try:
        said = exchange.read_county_invitation(shown.invitation)
    except Rejected:
        return None
    county, hashed = devices.device(cursor, said.county_key), exchange.hash_of(said.code)
    if county is None or not county.is_active or county.home.role != COUNTY or said.role != STATION:
        return None
    if not said.area_code.startswith(county.home.area_code) or exchange.hash_of(request.code) != hashed:
        return None
    names = ("name", "area_code", "role", "expires_on", "home", "replaces")
    told = {name: getattr(said, name) for name in names}
    devices.invite(cursor, Invited(hashed, **told, record=said.enrolment))
    return devices.invited(cursor, hashed)


def _check(platform: Platform, invited: Invited, request: AdmissionRequest) -> None:
    if invited.expires_on and invited.expires_on < platform.now[:10]:
        raise Rejected((refusal("code_expired", value=invited.expires_on),))
    fits = (invited.area_code, invited.role) == (request.area_code, request.role) and request.role in ROLES
    fits = fits and invited.home in ("", request.home)
    try:
        is_key = len(bytes_of(request.key)) == len(bytes(32))
    except ValueError:
        is_key = False
    if not fits or not is_key or len(request.home) != len("0" * 32):
        raise Rejected((refusal("code_of_another", value=invited.name),))
