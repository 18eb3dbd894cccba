"""Accusations leave as sealed letters to the discipline organ: on paper, and as a file that it alone can open.

The organ's public key is typed from its paper once, and its fingerprint read back by telephone (信访工作条例 2022
arts. 30, 46(5)); neither the county nor the province's platform can open such a file.
"""

from __future__ import annotations

import json
from typing import Any

from station_app import paths
from station_app.db import preferences
from station_app.domain.field import built, values_of
from station_app.domain.immutable import immutable
from station_app.domain.problem import refusal, reject
from station_app.domain.records import Opinion, Person, User, Visit
from station_app.domain.secrecy import is_accusation
from station_app.domain.tally import DisciplineLetter
from station_app.services import attachments, trail
from station_app.services.access import must_read
from station_app.services.desk import Desk
from station_app.sync import letter

ORGAN, KEY = "letter_organ", "letter_key"
"""Under which names the organ and its public key are kept."""


@immutable
class Organ:
    """The organ to which letters go as files: its name, its public key as written, the fingerprint to read back."""

    name: str
    key: str
    fingerprint: str


def letter_of(desk: Desk, opinion: str) -> DisciplineLetter:
    """The letter of an accusation; of none ("") a blank. Raises KeyError for one that is not here, Rejected for whom it
    is not, and for what accuses nobody."""
    if not opinion:
        blank = {"state": "", "number": ""}
        return DisciplineLetter(
            station=desk.station_now,
            organ="",
            opinion=built(Opinion, blank),
            visit=built(Visit, {}),
            person=built(Person, {}),
            home="",
            files=(),
            recorder="",
            printed_on="",
        )
    own = desk.records.one(Opinion, opinion)
    must_read(desk, "opinion", values_of(own))
    if not is_accusation(values_of(own)):
        raise reject(refusal("letter_of_no_accusation"))
    visit = desk.records.several(Visit, [own.visit]).get(own.visit) or built(Visit, {})
    person = desk.records.several(Person, [visit.visitor]).get(visit.visitor) or built(Person, {"name": own.speakers})
    recorder = desk.records.several(User, [own.recorder]).get(own.recorder)
    known = organ_of(desk)
    files = (*attachments.of_record(desk, "opinion", own.uid), *attachments.of_record(desk, "visit", own.visit))
    return DisciplineLetter(
        station=desk.station_now,
        organ=own.redirect_organ or (known.name if known else ""),
        opinion=own,
        visit=visit,
        person=person,
        home=f"{paths.regions().name_of(person.village) if person.village else ''}{person.address}",
        files=files,
        recorder=recorder.name if recorder else "",
        printed_on=desk.today,
    )


def organ_of(desk: Desk) -> Organ | None:
    """The organ whose key was typed at this desk; None where none was."""
    kept = preferences.get(desk.store.database, KEY)
    if not kept:
        return None
    name = preferences.get(desk.store.database, ORGAN)
    return Organ(name, kept, letter.fingerprint(letter.key_of(kept)))


def trust(desk: Desk, organ: str, key: str, read_back: str) -> Organ:
    """Letters go to an organ, by the key that stands on its paper; `read_back` is the fingerprint that somebody there
    read aloud. Raises Rejected for a key that is miscopied, and where what was read back is another key's."""
    public = letter.key_of(key)
    try:
        letter.sealed({}, public)
    except ValueError as error:  # of a point that seals nothing
        raise reject(refusal("letter_key_miscopied", "key")) from error
    if "".join(read_back.split()) != letter.fingerprint(public).replace(" ", ""):
        raise reject(refusal("letter_fingerprint_other", "read_back"))
    with desk.store.transaction():
        preferences.put(desk.store.database, ORGAN, organ)
        preferences.put(desk.store.database, KEY, letter.written(public))
        trail.note(desk, trail.LETTER_KEY, detail=organ)
    return Organ(organ, letter.written(public), letter.fingerprint(public))


def sealed(desk: Desk, opinion: str, sheet: bytes) -> bytes:
    """The letter of an accusation as a file for the organ: its sheet as PDF, what it says as JSON, its files. Raises as
    `letter_of` does, and Rejected where no organ's key was typed."""
    organ = organ_of(desk)
    if organ is None:
        raise reject(refusal("letter_key_missing"))
    facts = letter_of(desk, opinion)
    said: dict[str, Any] = {
        "number": facts.number,
        "station": facts.station.name,
        "opinion": values_of(facts.opinion),
        "visit": values_of(facts.visit),
        "person": values_of(facts.person),
    }
    files = {"letter.pdf": sheet, "letter.json": json.dumps(said, ensure_ascii=False, indent=1).encode("utf-8")}
    for number, one in enumerate(facts.files, 1):
        files[f"{number}-{one.name}"] = attachments.content_of(desk, one.blob) or b""
    content = letter.sealed(files, letter.key_of(organ.key))
    trail.note(desk, trail.LETTER_SEALED, "opinion", opinion, organ.name)
    return content
