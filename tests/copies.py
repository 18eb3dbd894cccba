"""Stations and offices for tests: each is founded once in a run, by the program's own first start, then copied."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from station_app.db import life, secrets
from station_app.db.keyring import Keyring, Unlocked
from station_app.domain.clock import Clock
from station_app.domain.immutable import immutable
from station_app.services import first_start
from station_app.services.desk import open_with
from station_app.services.first_start import FirstStart, Founded
from tests.office import CHEAP, SetClock

_Wanted = tuple[FirstStart, datetime, int]


@immutable
class _Template:
    """What a first start left: the files of its folder, what its keyring opens to, the code that it told once."""

    files: dict[str, bytes]
    unlocked: Unlocked
    recovery_code: str


_templates: dict[_Wanted, _Template] = {}
_given: Counter[tuple[FirstStart, datetime]] = Counter()


def begin() -> None:
    """A new test begins: it may have the stations again that the one before it had."""
    _given.clear()


def found(folder: Path, start: FirstStart, clock: Clock) -> Founded:
    """The desk that a first start leaves in `folder`. Two of one test are never the same station, whatever they say."""
    if type(clock) is not SetClock:  # one that moves by itself is read while the station is founded
        return first_start.found(folder, start, clock, CHEAP)
    said = (start, clock.now())
    _given[said] += 1
    wanted = (*said, _given[said])
    if wanted not in _templates:
        _templates[wanted] = _template(start, clock)
    template = _templates[wanted]
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in template.files.items():
        (folder / name).write_bytes(content)
    desk = open_with(folder, template.unlocked, clock)
    with desk.store.transaction():
        secrets.put(desk.store.database, "life", b"")  # it was founded here, as far as a test knows
        life.goes_on(desk.store.database, folder)
    return Founded(desk, template.recovery_code)


def _template(start: FirstStart, clock: Clock) -> _Template:
    with TemporaryDirectory() as name:
        folder = Path(name)
        made = first_start.found(folder, start, clock, CHEAP)
        made.desk.close()
        files = {path.name: path.read_bytes() for path in folder.iterdir()}
        return _Template(files, Keyring.read(folder).unlock(start.password), made.recovery_code)
