"""Copies on the command line: made, listed, brought back, tried."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from station_app.cli import speech
from station_app.cli.desk import DONE, REFUSED, desk_of, password_of
from station_app.db import audit, journal
from station_app.db.keyring import Keyring
from station_app.domain.clock import SystemClock
from station_app.domain.field import label_of
from station_app.domain.problem import refusal, reject
from station_app.domain.records import BY_KIND
from station_app.services import copies, rejoining, restoring, trail
from station_app.services.copies import Copy
from station_app.services.desk import unlock
from station_app.text import SEPARATOR
from station_app.text import copies as text


def copy(options: argparse.Namespace) -> int:
    """Make a copy now: at the place that is named, else where copies of this data go; look through it."""
    desk = desk_of(options)
    if options.to:
        copies.choose(desk.folder, options.to)
    made = copies.make(desk, options.to or copies.chosen(desk.folder))
    _say(options, made, text.MADE)
    return DONE


def listed(options: argparse.Namespace) -> int:
    """The copies that can be reached: at the places that are known, and at those that are named."""
    for one in copies.at_hand(options.data, options.places):
        _say(options, one, text.LISTED)
    return DONE


def restore(options: argparse.Namespace) -> int:
    """Put a copy in the place of what is in the data folder, which is set aside; without a copy that is named, the
    newest that can be reached. `--rescue`: of a damaged database all that can still be read."""
    if options.rescue:
        unlocked = Keyring.read(options.data).unlock(password_of(options), options.user)
        found = restoring.rescue_here(options.data, unlocked, SystemClock())
        lost = sum(one.had - one.came_to for one in found.cuts)
        speech.say(options, {"taken": found.taken, "lost": lost}, text.RESCUED.format(taken=found.taken, lost=lost))
        return DONE
    wanted = copies.found_at(options.copy)[:1] if options.copy else copies.at_hand(options.data)[:1]
    if not wanted:
        raise reject(refusal("copy_none", value=str(options.copy or options.data)))
    restored = restoring.restore(options.data, wanted[0])
    _say(options, restored.copy, text.RESTORED if restored.aside is None else text.RESTORED_ASIDE, aside=restored.aside)
    return DONE


def missing(options: argparse.Namespace) -> int:
    """What a lost computer gave a number and this one, which took its place, has not heard of."""
    desk = desk_of(options)
    for one in rejoining.missing(desk):
        said = {"kind": one.kind, "letter": one.letter, "gaps": list(one.gaps), "after": list(one.after)}
        gaps = SEPARATOR.join(one.gaps) or text.NO_GAP
        speech.say(options, said, f"{label_of(BY_KIND[one.kind])}\t{gaps}\t{text.after(one.after)}")
    return DONE


def drill(options: argparse.Namespace) -> int:
    """Bring the newest copy back into a folder that goes away again, open it and look through it."""
    desk = desk_of(options)
    wanted = [one for one in copies.at_hand(desk.folder, options.places) if one.home == desk.place.uid][:1]
    if not wanted:
        raise reject(refusal("copy_none", value=str(options.data)))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        restoring.restore(folder, wanted[0])
        back = unlock(folder, password_of(options), options.user)
        found = audit.audit(back.store)
        back.close()
    if found.is_sound:
        trail.note(desk, trail.DRILLED, detail=wanted[0].day)
    behind = journal.count(desk.store.database) - wanted[0].changes
    _say(options, wanted[0], text.DRILLED if found.is_sound else text.DRILL_FAILED, behind=behind)
    return DONE if found.is_sound else REFUSED


def _say(options: argparse.Namespace, one: Copy, words: str, **more: object) -> None:
    what, place = text.holds(one.visits, one.last_number), str(one.folder)
    told = {"made_at": one.made_at, "station": one.name, "changes": one.changes, "visits": one.visits}
    said = {"folder": place, **told, "last_number": one.last_number, "size_bytes": one.size_bytes, **more}
    speech.say(options, said, words.format(what=what, place=place, when=text.when(one.made_at), **more))
