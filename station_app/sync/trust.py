"""Whom this device believes, and by which keys it is believed itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING

from station_app.db import journal, secrets
from station_app.db.store import Store
from station_app.domain import exchange, judging
from station_app.domain.batch.header import Header
from station_app.domain.batch.suite import SigningKey, new_key
from station_app.domain.exchange import Evidence, Invitation
from station_app.domain.immutable import immutable
from station_app.domain.judging import COUNTY, PROVINCE, Home
from station_app.domain.problem import refusal, reject
from station_app.domain.records import Device, Office, Station
from station_app.domain.wire import canonical, parse
from station_app.sync.road import Proxy

if TYPE_CHECKING:
    from pyrage import x25519

SIGNING = "signing_key"
WRAPPING = "wrapping_key"


def signing_key(store: Store) -> SigningKey:
    """The key that this device signs with."""
    kept = secrets.get(store.database, SIGNING)
    if kept:
        return SigningKey(kept)
    made = new_key()
    secrets.put(store.database, SIGNING, made.secret)
    return made


def wrapping_key(store: Store) -> x25519.Identity:
    """The key that others wrap for this device with (age, X25519)."""
    from pyrage import x25519  # noqa: PLC0415  (the desk starts without the roads)

    kept = secrets.get(store.database, WRAPPING)
    if not kept:
        kept = str(x25519.Identity.generate()).encode()
        secrets.put(store.database, WRAPPING, kept)
    return x25519.Identity.from_str(kept.decode())


def recipient(store: Store) -> str:
    """The public key that others wrap for this device with."""
    return str(wrapping_key(store).to_public())


def wrapped(content: bytes, recipients: Sequence[str]) -> bytes:
    """`content` as an age file for the holders of some public keys. Raises ValueError for what is no such key."""
    import pyrage  # noqa: PLC0415  (see above)

    try:
        return bytes(pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(one) for one in recipients]))
    except pyrage.RecipientError as error:
        raise ValueError("no age public key") from error


def unwrapped(store: Store, content: bytes) -> bytes | None:
    """What an age file holds; None where it was wrapped for somebody else, or is none."""
    import pyrage  # noqa: PLC0415  (see above)

    try:
        return bytes(pyrage.decrypt(content, [wrapping_key(store)]))
    except pyrage.DecryptError:
        return None


COUNTY_DIGITS = 6
AGREED = "invitation"
REVOKED = "REVOKED"


@immutable
class Known:
    """A device that is known: its home, what it is called, and whether its word still counts; of one whose word does
    not, `counted` is the last change of each journal that does."""

    home: Home
    name: str
    is_active: bool = True
    recipient: str = ""
    counted: Mapping[str, int] = field(default_factory=dict, hash=False)


@immutable
class Trust:
    """The devices that are known here, by public key."""

    by_key: Mapping[str, Known]

    def home_of(self, uid: str) -> Home | None:
        """Where a station or office stands, by its uid; None for one that is not known."""
        return next((one.home for one in self.by_key.values() if one.home.uid == uid), None)


def trusted(store: Store) -> Trust:
    """Whom this desk believes now."""
    known: dict[str, Known] = {}
    invitation = agreed(store)
    if invitation is not None:
        area = invitation.area_code[:COUNTY_DIGITS]
        county, province = Home(invitation.county_home, COUNTY, area), Home(invitation.gateway_home, PROVINCE, area[:2])
        known[invitation.county_key] = Known(county, "", True, invitation.county_recipient)
        known |= {key: Known(province, "") for key in (*former_keys(store), invitation.gateway_key)}
    for device in store.records.all(Device):
        home = Home(device.home, device.role, device.area_code)
        counted = judging.last_counted(device.counted)
        known[device.key] = Known(home, device.name, device.standing != REVOKED, device.recipient, counted)
    known.pop("", None)
    return Trust({**_own(store), **known})


def _own(store: Store) -> dict[str, Known]:
    """This device itself: what it wrote under a journal that another machine went on with comes back by the news."""
    secret = secrets.get(store.database, SIGNING)
    mine = journal.my_authors(store.database)
    if not secret or not mine:
        return {}
    return {signing_key(store).public: Known(mine[0].standing, "")}


def agreed(store: Store) -> Invitation | None:
    """The invitation by which this device was, or is to be, admitted."""
    kept = secrets.get(store.database, AGREED)
    return Invitation(**parse(kept)) if kept else None


def place_of_invitation(store: Store) -> Station | Office | None:
    """The home that an invitation names, as far as it tells; None where it names none."""
    invitation = agreed(store)
    if invitation is None or not invitation.home:
        return None
    said = {"uid": invitation.home, "name": invitation.name, "area_code": invitation.area_code}
    return Office(**said) if invitation.role == COUNTY else Station(**said, station_no=invitation.station_no or "01")


def agree(store: Store, invitation: Invitation) -> None:
    """Believe from now on whom an invitation names."""
    secrets.put(store.database, AGREED, canonical(dict(vars(invitation))).encode())


_INVITATION, _PAPER = "invitation_text", "admission_paper"


def keep_invitation(store: Store, text: str | bytes) -> None:
    """Keep an invitation as it was signed. The caller holds the transaction."""
    secrets.put(store.database, _INVITATION, text if isinstance(text, bytes) else text.encode())


def keep_paper(store: Store, said: str, signature: str) -> None:
    """Keep the platform's answer by which this device was admitted: a store that forgets it admits it by that again."""
    secrets.put(store.database, _PAPER, canonical({"paper": said, "paper_signature": signature}).encode())


def evidence(store: Store) -> Evidence:
    """What this device can show of its admission."""
    invitation, paper = secrets.get(store.database, _INVITATION), secrets.get(store.database, _PAPER)
    return Evidence(invitation.decode("utf-8", "replace"), **(parse(paper) if paper else {}))


_PROXY = "proxy"


def proxy(store: Store) -> Proxy | None:
    """The way out of the office's network, as it was set; None where it leads out by itself."""
    kept = secrets.get(store.database, _PROXY)
    return Proxy(**parse(kept)) if kept else None


def keep_proxy(store: Store, one: Proxy | None) -> None:
    """Set it, in the encrypted file alone: its password is somebody's. The caller holds the transaction."""
    if one is None:
        secrets.drop(store.database, _PROXY)
    else:
        secrets.put(store.database, _PROXY, canonical(dict(vars(one))).encode())


_FORMER = "gateway_former_keys"


def former_keys(store: Store) -> tuple[str, ...]:
    """The keys by which the platform was believed before its moves: what it wrote then is its word still."""
    kept = secrets.get(store.database, _FORMER)
    return tuple(parse(kept)) if kept else ()


def follow(store: Store, said: Sequence[str], *, is_vouched: bool) -> Invitation | None:
    """Believe the platform at its new address, by its new key, as far as the key that is pinned here has signed it:
    what is pinned now, None where nothing has moved. A move that was followed before, or an older one, does nothing.

    `is_vouched`: the platform itself tells them, in an answer signed by the pinned key: whom it was before is learnt
    from it too. The caller holds the transaction. Raises Rejected for a next move that another key has signed.
    """
    before = pinned = agreed(store)
    if pinned is None or before is None or not pinned.gateway_key:
        return None
    read = sorted((exchange.read_move(one) for one in said), key=lambda move: int(move.number))
    former = set(former_keys(store)) | ({move.former_key for move in read} if is_vouched else set())
    for move in read:
        if int(move.number) <= int(pinned.gateway_move or 0):
            continue
        if (move.former_key, move.gateway_home) != (pinned.gateway_key, pinned.gateway_home):
            raise reject(refusal("move_not_believed"))
        former.add(move.former_key)
        place = {"gateway_url": move.gateway_url, "gateway_ca": move.gateway_ca, "gateway_key": move.gateway_key}
        pinned = replace(pinned, **place, gateway_move=move.number)
    secrets.put(store.database, _FORMER, canonical(sorted(former)).encode())
    if pinned == before:
        return None
    agree(store, pinned)
    return pinned


def key_of(store: Store, trust: Trust, header: Header) -> str:
    """The public key that a batch must be signed with. Raises Rejected where its author is not known, or no longer
    believed."""
    key = named_key(store, header)
    if not key:
        raise reject(refusal("batch_gap", value=header.first, expected=1, number=1))
    if key not in trust.by_key:
        raise reject(refusal("batch_key_unknown", value=header.journal[:8]))
    if header.sealer:  # another device of the same home, since lines were erased: the author may be gone
        if header.sealer not in trust.by_key:
            raise reject(refusal("batch_key_unknown", value=header.journal[:8]))
        if trust.by_key[header.sealer].home != trust.by_key[key].home:
            raise reject(refusal("batch_signature_wrong"))
        key = header.sealer
    known = trust.by_key[key]
    if not known.is_active and header.last > known.counted.get(header.journal, 0):
        raise reject(refusal("batch_key_revoked", value=known.name))
    return key


def named_key(store: Store, header: Header) -> str:
    """The public key of a journal's author, believed or not; "" where nothing of it has come that names one."""
    author = journal.author(store.database, header.journal)
    if author is None:
        return header.key
    if author.mine and not author.device_key and not header.key:  # what an office said comes back to it by its feed
        return signing_key(store).public
    return author.device_key or header.key
