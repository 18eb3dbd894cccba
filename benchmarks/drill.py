"""A year's station, its disk gone, and back by each of the ways: from a copy, by the county's stick, by the platform.

What came back is compared with what was there, record by record: counts of each kind, and a digest of all they say; by
the old recovery sheet its settings too.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from benchmarks.kills import reaped
from station_app.db import audit
from station_app.domain.clock import SystemClock
from station_app.domain.exchange import Invitation
from station_app.domain.records import BY_KIND, Attachment, Device, Visit
from station_app.gateway import admission
from station_app.gateway.server import Serving, Setup, serving, usual_files
from station_app.services import (
    attachments,
    copies,
    county,
    enrolment,
    first_start,
    rejoining,
    restoring,
    sample,
    settings_copy,
    stick,
    users,
)
from station_app.services.desk import Desk, unlock
from station_app.services.first_start import FirstStart
from station_app.services.sending import Sender

COUNTY, COST = "520324", 1024
PHOTOS = 20
PASSWORD = "correct horse 9"
MINUTES = 25
NOT_OF_RECORDS = frozenset({"device", "receipt", "verdict", "user"})
"""Kinds that tell of the computers and of who sits there: another computer has others."""

Said = dict[str, dict[str, str]]
"""The hash of each record's values, by kind and uid."""


def main() -> int:
    """Go each way and tell what came back; 1 where one of them brought something else than was there."""
    failed = 0
    for name, way in WAYS.items():
        with tempfile.TemporaryDirectory() as folder:
            said = reaped(partial(way, Path(folder)))
        print(f"{name}: {said}")
        failed += "as it was" not in said
    return 1 if failed else 0


def by_copy(root: Path) -> str:
    """From a copy on another disk."""
    desk = _year(root)
    (root / "stick").mkdir()
    copies.make(desk, root / "stick")
    before = _said(desk, is_all=True)
    desk.close()
    began = time.perf_counter()
    restoring.restore(root / "new", copies.found_at(root / "stick")[0])
    back = unlock(root / "new", PASSWORD)
    return _told(before, back, began, is_all=True)


def by_stick(root: Path) -> str:
    """By a stick that goes to the county twice: with the request for admission, and back with all that was sent."""
    office, desk = _office(root), _year(root)
    (root / "stick" / "LZ").mkdir(parents=True)
    _invite(office, desk)
    code = _set_up(desk)
    enrolment.admit_from_stick(office, enrolment.request_text(desk))
    stick.write(desk, root / "stick")
    _carried(office, root / "stick")
    before = _said(desk)
    desk.close()
    began = time.perf_counter()
    back = _instead(office, desk, root / "new")
    stick.write(back, root / "stick")
    _carried(office, root / "stick")
    stick.read(back, root / "stick")
    return _told(before, back, began, code)


def by_platform(root: Path) -> str:
    """By the network, from the platform's feed."""
    with serving(Setup(str(root / "gateway.db"), usual_files(str(root / "gateway.db")))) as gateway:
        office, desk = _office(root), _year(root)
        _join_platform(gateway, office)
        _invite(office, desk)
        code = _set_up(desk)
        Sender(office).once()
        Sender(desk).once()
        Sender(office).once()
        before = _said(desk)
        desk.close()
        began = time.perf_counter()
        back = _instead(office, desk, root / "new")
        Sender(office).once()
        for _ in range(2):  # admitted and sent, then read
            Sender(back).once()
        return _told(before, back, began, code)


WAYS: dict[str, Callable[[Path], str]] = {
    "from a copy": by_copy,
    "by the county's stick": by_stick,
    "by the platform": by_platform,
}


def _year(root: Path) -> Desk:
    """A made year, with photos beside its last visits."""
    desk = sample.make(root / "data", "year", PASSWORD, cost=COST).desk
    for at, visit in enumerate(desk.records.all(Visit)[-PHOTOS:]):
        made = attachments.prepare(_photo(at), f"{at}.jpg")
        attachments.attach(desk, "visit", visit.uid, made)
    return desk


def _photo(at: int) -> bytes:
    """A picture of noise: as large as a telephone's of a road."""
    from PIL import Image  # noqa: PLC0415  (only here)

    written = BytesIO()
    Image.effect_noise((1200, 900), 40 + at).convert("RGB").save(written, "JPEG", quality=85)
    return written.getvalue()


def _office(root: Path) -> Desk:
    start = FirstStart(COUNTY, "County", "Chen", PASSWORD)
    return first_start.found(root / "county", start, SystemClock(), COST).desk


def _join_platform(gateway: Serving, office: Desk) -> None:
    until = _until(office)
    invitation = Invitation("DRILL", office.place.name, COUNTY, "COUNTY", until, gateway_url=gateway.url)
    enrolment.accept_invitation(office, admission.invite(gateway.platform, invitation))
    Sender(office).once()


def _set_up(desk: Desk) -> str:
    """Set something; the recovery code by which it comes back."""
    users.set_minutes(desk, MINUTES)
    return users.told_recovery_code(desk)


def _invite(office: Desk, desk: Desk) -> None:
    place = desk.place
    enrolment.accept_invitation(desk, enrolment.invite(office, place.name, place.area_code, _until(office)))


def _instead(office: Desk, lost: Desk, folder: Path) -> Desk:
    """A new computer in the place of the lost one."""
    (old,) = office.records.all(Device, home=lost.place.uid)
    text = enrolment.invite(office, lost.place.name, lost.place.area_code, _until(office), old.uid)
    start = FirstStart("", "", "Tian", PASSWORD, invitation=text)
    return first_start.found(folder, start, SystemClock(), COST).desk


def _carried(office: Desk, root: Path) -> None:
    for request in stick.requests(root):
        enrolment.admit_from_stick(office, request)
    county.take_all(office, county.preview(office, [root]))
    stick.write(office, root)


def _until(desk: Desk) -> str:
    return (desk.clock.now() + timedelta(days=90)).date().isoformat()


def _said(desk: Desk, *, is_all: bool = False) -> Said:
    """What the records say; without those that never leave their desk, unless all are meant."""

    def hashes(kind: str, cls: type[Any]) -> dict[str, str]:
        return {
            one.uid: hashlib.sha256(repr(one).encode()).hexdigest()
            for one in desk.records.all(cls)
            if is_all or not desk.store.is_kept_here(kind, one.uid)
        }

    return {kind: hashes(kind, cls) for kind, cls in BY_KIND.items() if kind not in NOT_OF_RECORDS}


def _told(before: Said, back: Desk, began: float, code: str = "", *, is_all: bool = False) -> str:
    if code:
        settings_copy.take_back(back, code)
        if users.minutes(back) != MINUTES:
            return "the settings did not come back"
    seconds = time.perf_counter() - began
    after = _said(back, is_all=is_all)
    is_sound = audit.audit(back.store).is_sound
    attached = [one.blob for one in back.records.all(Attachment)]
    photos = sum(attachments.content_of(back, one) is not None for one in attached)
    lost = sum(len(one.keys() - after[kind].keys()) for kind, one in before.items())
    other = sum(one[uid] != after[kind].get(uid, one[uid]) for kind, one in before.items() for uid in one)
    count, visits = sum(map(len, before.values())), len(before["visit"])
    listed = ", ".join(" ".join(one.after) for one in rejoining.missing(back)) if rejoining.is_instead(back) else ""
    back.close()
    if lost or other or not is_sound or photos < max(PHOTOS, len(attached)):
        told = f"{lost} of {count} records lost, {other} say something else, sound: {is_sound}"
        return f"{told}, {photos} of {len(attached)} photos"
    digest = hashlib.sha256(repr(sorted(map(repr, before.items()))).encode()).hexdigest()[:12]
    missing = f"; listed as never sent: after {listed}" if listed else ""
    return f"{count} records, {visits} visits, {photos} photos, digest {digest}, as it was, in {seconds:.1f} s{missing}"


if __name__ == "__main__":
    sys.exit(main())
