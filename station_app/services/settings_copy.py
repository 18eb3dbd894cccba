"""What a computer is set to, as a record that travels with the rest: sealed for whoever has its recovery code, so that
the computer that takes a lost one's place gets it back, and nobody on the way reads it.

It holds what people prefer (the minutes before the lock, the organ's key, columns), how the screen looks, what was
answered of this office's old ledgers, and where copies go. Users come back as records; their passwords never travel.
"""

from __future__ import annotations

import hashlib
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from station_app.db import keyring, ledgers, preferences, secrets
from station_app.db.preferences import Appearance
from station_app.db.store import Write
from station_app.domain import sealing
from station_app.domain.field import kind_of, specs_of
from station_app.domain.immutable import immutable
from station_app.domain.problem import Rejected, refusal, reject
from station_app.domain.records import SettingsCopy, User
from station_app.domain.wire import canonical, parse
from station_app.services import acts, copies, trail
from station_app.services.desk import RECOVERY, Desk

KIND = kind_of(SettingsCopy)
_PURPOSE = "station settings"
_OWN, _TAKEN = "settings_copy", "settings_copy_taken"
_MOST_TEXT = specs_of(SettingsCopy)["sealed"].max_len
_MOST_BYTES = 16 * 2**20


@immutable
class Returned:
    """How many settings came back, and how many remembered answers about old ledgers."""

    settings: int
    answers: int


def keep(desk: Desk) -> None:
    """Write down what this computer is set to, where that has changed since, or the recovery code has: it goes with the
    next batch. Of an office, and where nothing was ever set, nothing is written."""
    database = desk.store.database
    public = secrets.get(database, RECOVERY)
    if desk.is_office or not public or not (said := _said(desk)):
        return
    shared = [one for one in said["preferences"] if one[0] == preferences.EVERYBODY]
    own, known = _digest(public, said), _own(desk)
    for_all = _digest(public, {**said, "preferences": shared})
    # Columns are drawn wider all day long: what one person alone has set goes once a day.
    if known.get("digest") == own or (known.get("for_all") == for_all and known.get("day") == desk.today):
        return
    uid = str(known.get("uid") or desk.clock.new_id())
    fields: dict[str, Any] = {"sealed": _sealed(said, public)}
    is_new = not desk.records.several(SettingsCopy, [uid])
    if is_new:
        fields["station"] = desk.place.uid
    told = {"uid": uid, "digest": own, "for_all": for_all, "day": desk.today}
    with desk.store.transaction():
        acts.write(desk, [Write("register" if is_new else "correct", KIND, uid, fields, is_new=is_new)])
        secrets.put(database, _OWN, canonical(told).encode())


def waiting(desk: Desk) -> list[SettingsCopy]:
    """The settings of other computers of this station that have come and were not taken here."""
    if desk.is_office:
        return []
    past = {_own(desk).get("uid"), *secrets.get(desk.store.database, _TAKEN).decode().split()}
    return [one for one in desk.records.all(SettingsCopy, station=desk.place.uid) if one.uid not in past]


def take_back(desk: Desk, code: str) -> Returned:
    """Set this computer as the lost one was, by the code on that one's recovery sheet; noted in the trail.

    Raises Rejected for a code that is miscopied, that opens none of those that came, and where none has come.
    """
    if not keyring.is_recovery_code(code):
        raise reject(refusal("recovery_code_miscopied", "code"))
    there = waiting(desk)
    if not there:
        raise reject(refusal("settings_not_here", "code"))
    secret = keyring.secret_of_code(code)
    opened = [(one, content) for one in there if (content := _opened(one.sealed, secret)) is not None]
    if not opened:
        raise reject(refusal("settings_of_another_code", "code"))
    database, returned = desk.store.database, Returned(0, 0)
    with desk.store.transaction():
        for _, content in opened:
            returned = _put(desk, content)
        taken = secrets.get(database, _TAKEN).decode().split()
        secrets.put(database, _TAKEN, " ".join([*taken, *(one.uid for one, _ in opened)]).encode())
        trail.note(desk, trail.SETTINGS_BACK, detail=f"{returned.settings} / {returned.answers}")
    _put_outside(desk, opened[-1][1])
    return returned


def _own(desk: Desk) -> dict[str, Any]:
    """Of this computer's own record: its uid, and what was sealed in it last, when."""
    kept = secrets.get(desk.store.database, _OWN)
    return parse(kept) if kept else {}


def _said(desk: Desk) -> dict[str, Any]:
    """All that is set here; nothing where nothing ever was."""
    database, look = desk.store.database, preferences.read(desk.folder)
    own_place = copies.chosen(desk.folder)
    said: dict[str, Any] = {
        "preferences": [list(one) for one in preferences.every(database) if one[1] != ledgers.UNFINISHED],
        "mappings": ledgers.mappings(database),
        "look": {} if look == Appearance() else {"scale": look.scale, "look": look.look},
        "copies": "" if own_place == desk.folder / copies.BESIDE else str(own_place),
    }
    return said if any(said.values()) else {}


def _digest(public: bytes, said: Mapping[str, Any]) -> str:
    return hashlib.sha256(public + canonical(dict(said)).encode()).hexdigest()


def _sealed(said: Mapping[str, Any], public: bytes) -> str:
    """Answers of old ledgers stay behind where they would be too much for one line."""
    for content in (said, {**said, "mappings": {}}):
        packed = sealing.sealed(zlib.compress(canonical(dict(content)).encode()), public, _PURPOSE)
        text = urlsafe_b64encode(packed).decode()
        if len(text) <= _MOST_TEXT:
            break
    return text


def _opened(sealed: str, secret: bytes) -> Mapping[str, Any] | None:
    with suppress(ValueError, zlib.error):
        packed = sealing.opened(urlsafe_b64decode(sealed), secret, _PURPOSE)
        if packed is not None:
            read = parse(zlib.decompressobj().decompress(packed, _MOST_BYTES))
            return read if isinstance(read, dict) else None
    return None


def _put(desk: Desk, content: Mapping[str, Any]) -> Returned:
    """What stood in the lost computer's database. Who begins anew under a former user's name gets what that one
    preferred."""
    database, told = desk.store.database, list(content.get("preferences", ()))
    names = {one.uid: one.name for one in desk.records.all(User)}
    for user, name, value in told:
        preferences.put(database, name, value, user)
        if user and names.get(user) == desk.user.name:
            preferences.put(database, name, value, desk.user.uid)
    answers = dict(content.get("mappings", {}))
    for name, mapping in answers.items():
        ledgers.keep_mapping(database, name, mapping)
    return Returned(len(told), len(answers))


def _put_outside(desk: Desk, content: Mapping[str, Any]) -> None:
    """What stood beside the database: how the screen looks, and where copies go where that place is there."""
    if look := content.get("look"):
        with suppress(OSError, ValueError):
            preferences.write(desk.folder, Appearance(look["scale"], look["look"]))
    root = Path(str(content.get("copies") or ""))
    if root.name and root.is_dir():
        with suppress(Rejected):
            copies.choose(desk.folder, root)
