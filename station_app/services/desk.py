"""The open desk: one data folder, unlocked by one person."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from station_app import paths
from station_app.db import connection, exchange, journal, keyring, life, renewal, schema, secrets, trail, viewing
from station_app.db.keyring import Keyring, Unlocked, Verifier
from station_app.db.records import Records
from station_app.db.renewal import Believed
from station_app.db.store import Progress, Store, unwatched
from station_app.domain import clock as time
from station_app.domain.clock import Clock
from station_app.domain.codes import Code, CodeBook
from station_app.domain.field import built
from station_app.domain.immutable import immutable
from station_app.domain.judging import COUNTY as COUNTY_HOME
from station_app.domain.judging import STATION as STATION_HOME
from station_app.domain.judging import Home
from station_app.domain.problem import Rejected, refusal, reject
from station_app.domain.records import Barring, CodeEntry, Deputy, Office, Station, User
from station_app.domain.secrecy import READS_ALL, Viewer, viewer_of
from station_app.domain.wire import canonical, parse

if TYPE_CHECKING:
    from station_app.domain.intake import Reader


@immutable
class Desk:
    """Everything that an act needs: where, by whom, with which code lists, at what time. `beside`: the user who has
    just given their own password beside the one who sits here (`services.users.beside`), for what takes two."""

    folder: Path
    store: Store
    clock: Clock
    codes: CodeBook
    user: User
    place: Station | Office
    beside: str = ""

    @property
    def station(self) -> Station:
        """The station whose desk it is, as it stood when the desk was opened. LookupError at an office's."""
        if not isinstance(self.place, Station):
            raise LookupError("an office has no visits, days and numbers of its own")  # noqa: TRY004  (a matter of whose desk it is)
        return self.place

    @property
    def station_now(self) -> Station:
        """The same as papers must show it: its telephone may have been corrected since. Raises as `station` does."""
        return self.records.several(Station, [self.station.uid]).get(self.station.uid, self.station)

    def station_of(self, uid: str) -> Station:
        """The station whose record it is, as papers must show it, at its own desk and at an office's alike: `uid` as
        the record names it. A station without a name where it is not known here."""
        return self.records.several(Station, [uid]).get(uid) or built(Station, {"uid": uid})

    @property
    def is_office(self) -> bool:
        """Whether a county's office sits here, and no station."""
        return isinstance(self.place, Office)

    @property
    def home(self) -> Home:
        """Where this desk stands, as receivers know it."""
        return home_of(self.place)

    @property
    def records(self) -> Records:
        """The records as they stand now."""
        return self.store.records

    @property
    def today(self) -> str:
        """The civil date at the desk."""
        return time.today(self.clock)

    @property
    def reader(self) -> Reader:
        """What reads typed values today."""
        from station_app.domain.intake import Reader  # noqa: PLC0415  (the first page reads nothing that is typed)

        return Reader(self.codes, self.today)

    @property
    def is_encrypted(self) -> bool:
        """Whether the file on the disk is encrypted; shown openly where it is not."""
        return connection.encrypts

    @property
    def viewer(self) -> Viewer:
        """Whoever sits here, as somebody from whom things may be kept."""
        accused = [] if self.is_office else viewing.accusing(self.store.database, *self.called, self.user.uid)
        return viewer_of(self.user, self.records.all(Barring), self.today, accused)

    @property
    def called(self) -> tuple[list[str], list[str]]:
        """The names that whoever sits here is called by, as a user and as a deputy, and their posts."""
        own = self.records.several(Deputy, [self.user.deputy]).values() if self.user.deputy else ()
        return [self.user.name, *(one.name for one in own)], [one.post for one in own if one.post]

    def close(self) -> None:
        """Close the running thread's connection."""
        self.store.database.close()


OTHERS = 0o077
"""What the modes of a file say of everybody but its owner."""

BEFORE_STEP = "before-step.db"
"""The copy of a database as it was before the last step of its tables; the one before it is kept too."""

FOUNDING = "founding"
"""It lies in the folder during a first start: a database without a keyring beside it was promised to nobody yet."""


class Standing(StrEnum):
    """What a data folder holds: nothing yet, a desk, or a part of one."""

    NOTHING = "nothing"
    FOUNDED = "founded"
    KEYRING_GONE = "keyring_gone"
    KEYRING_UNREADABLE = "keyring_unreadable"
    DATABASE_GONE = "database_gone"


def standing_of(folder: Path) -> Standing:
    """What a data folder holds, as far as it can be said without a password."""
    has_data = exchange.has_bytes(folder / connection.FILE_NAME)
    has_keys = (folder / keyring.FILE_NAME).exists()
    if not has_keys:
        is_lost = has_data and not (folder / FOUNDING).exists()
        return Standing.KEYRING_GONE if is_lost else Standing.NOTHING
    try:
        Keyring.read(folder)
    except Rejected:
        return Standing.KEYRING_UNREADABLE
    return Standing.FOUNDED if has_data else Standing.DATABASE_GONE


def make_private(folder: Path) -> None:
    """Keep other people's accounts of this computer out of a data folder. A file system that knows no owners stays."""
    with suppress(OSError):
        if folder.stat().st_mode & OTHERS:
            folder.chmod(0o700)
        for path in folder.iterdir():
            if path.stat().st_mode & OTHERS:
                path.chmod(0o700 if path.is_dir() else 0o600)


def is_founded(folder: Path) -> bool:
    """Whether a station was set up in this data folder."""
    return any((folder / name).exists() for name in (keyring.FILE_NAME, exchange.RESTORE))


def end_restore(folder: Path) -> None:
    """End a restore that the power cut; without one, nothing."""
    waiting = (f"{name}{exchange.BACK}" for name in (connection.FILE_NAME, keyring.FILE_NAME))
    if any((folder / name).exists() for name in (exchange.RESTORE, *waiting)):
        exchange.finish(folder)


def unlock(
    folder: Path, password: str, name: str = "", clock: Clock | None = None, progress: Progress = unwatched
) -> Desk:
    """Open the desk of a data folder for the user whose password it is.

    Raises Rejected for a wrong password, a missing station, and a file that cannot be read.
    """
    end_restore(folder)
    keys = Keyring.read(folder)
    return begin(folder, keys.unlock(password, name), clock or time.SystemClock(), progress, keys.failures)


def begin(folder: Path, unlocked: Unlocked, clock: Clock, progress: Progress = unwatched, failures: int = 0) -> Desk:
    """Open the desk with a key that was just unlocked, after so many wrong secrets: the trail says so, whoever left has
    no slot from now on, and a key that is due to be renewed is renewed first.

    Raises Rejected as `open_with` does.
    """
    make_private(folder)
    unlocked = renewal.settled(folder, unlocked)
    desk = open_with(folder, unlocked, clock, progress)
    database, user = desk.store.database, desk.user.uid
    with desk.store.transaction():  # one, for each waits for the disk
        trail.note(database, clock.now(), user, trail.UNLOCKED, detail=str(failures or ""))
        if unlocked.verifier is not None:
            put_verifier(desk, user, unlocked.verifier)
        if settle(desk):
            trail.note(database, clock.now(), user, trail.NEW_LIFE, detail=desk.store.mark())
    if not settle_slots(desk).is_due:
        return desk
    try:
        key = renew_key(desk, progress)
    except Rejected:  # it stays due, and the page of the users says so
        return desk
    return open_with(folder, replace(unlocked, key=key), clock, progress)


VERIFIER, RECOVERY, CONFIRMED = "verifier:", "recovery_public", "recovery_confirmed"
"""Under which names the database keeps by what each user's password is judged, the public half of the recovery code,
and that somebody has copied that code's end from the printed sheet."""


def keeps_book(user: User) -> bool:
    """Whether somebody keeps the book of a station or an office: their password opens the file. A deputy's, and an
    administrator's, is judged inside a file that one of them has opened."""
    return bool(user.office) or not READS_ALL.isdisjoint(user.roles)


def is_here(desk: Desk, user: User) -> bool:
    """Whether somebody belongs to this place and has not left it."""
    home = user.office if desk.is_office else user.station
    return home == desk.place.uid and not user.left_on


def put_verifier(desk: Desk, user: str, verifier: Verifier) -> None:
    """Judge a user's password by this from now on. The caller holds the transaction."""
    secrets.put(desk.store.database, f"{VERIFIER}{user}", canonical(verifier.values()).encode())


def verifiers(desk: Desk) -> dict[str, Verifier]:
    """By what the passwords of this desk's users are judged, by their ids."""
    kept = secrets.under(desk.store.database, VERIFIER)
    return {user: Verifier.read(parse(value)) for user, value in kept.items()}


def settle_slots(desk: Desk) -> Keyring:
    """Compare the keyring with the users, as they stand in the database, and give it: who left, here or at another
    computer, or keeps no book any more, has no slot; who was renamed unlocks by the new name. Done again, it changes
    nothing.

    Raises Rejected where the keyring cannot be read, OSError where it cannot be written.
    """
    here = [one for one in desk.records.all(User) if is_here(desk, one)]
    keys = Keyring.read(desk.folder)
    settled = keys.of_users({one.uid: one.name for one in here if keeps_book(one)})
    if settled != keys:
        settled.write()
    gone = verifiers(desk).keys() - {one.uid for one in here}
    if gone:
        with desk.store.transaction():
            for user in gone:
                secrets.drop(desk.store.database, f"{VERIFIER}{user}")
    return settled


def follow_users(desk: Desk) -> None:
    """Compare the keyring with the users after something was written or taken. Where it cannot be read or written now,
    the next unlocking does it before anybody's desk opens."""
    with suppress(OSError, Rejected):
        settle_slots(desk)


def lacks_recovery(desk: Desk) -> bool:
    """Whether a recovery code is to be made: nobody has copied the end of the last one from its sheet, or what stands
    in the keyring is not what the database knows."""
    held, database = Keyring.read(desk.folder).recovery, desk.store.database
    return held is None or held.public != secrets.get(database, RECOVERY) or not secrets.get(database, CONFIRMED)


def renew_key_if_due(desk: Desk, progress: Progress = unwatched) -> None:
    """Renew the key of a desk that is closed where it is due. Raises as `renew_key` does, and where the keyring cannot
    be read."""
    if Keyring.read(desk.folder).is_due:
        renew_key(desk, progress)


def renew_key(desk: Desk, progress: Progress = unwatched) -> bytes:
    """Give the database a new key; what it is now. The desk is closed before, and every other user of the file must be.

    Raises Rejected where one is not, or the disk hinders: the old key stays, and stays due.
    """
    database = desk.store.database
    if not desk.is_encrypted:
        replace(Keyring.read(desk.folder), is_due=False).write()
        return database.key
    believed = Believed(verifiers(desk), secrets.get(database, RECOVERY))
    desk.close()
    key = renewal.renewed(desk.folder, Unlocked(database.key, desk.user.uid), believed, progress).key
    after = connection.connect(desk.folder / connection.FILE_NAME, key)
    trail.note(after, desk.clock.now(), desk.user.uid, trail.KEY_RENEWED)
    after.close()
    return key


def settle(desk: Desk) -> bool:
    """Look whether this folder was copied or set back since it was unlocked last; whether it was.

    It then goes on in journals of its own, so that no number is given twice: what nobody has acknowledged is written
    anew in them, and counts once wherever the other copy tells it too.
    """
    with desk.store.transaction():
        if life.goes_on(desk.store.database, desk.folder):
            return False
        from station_app.sync.session import begin_anew  # noqa: PLC0415  (only then)

        for author in journal.my_authors(desk.store.database):
            begin_anew(desk.store, author, author.acked)
    return True


def open_with(folder: Path, unlocked: Unlocked, clock: Clock, progress: Progress = unwatched) -> Desk:
    """Open the desk with the raw key; the user is the one whom the key was unlocked for.

    Raises Rejected for who has left, and for somebody whom the database does not know.
    """
    database = folder / connection.FILE_NAME
    if not database.exists() or not database.stat().st_size:
        raise reject(refusal("database_gone", value=database.name))  # an empty one in its place would look like a loss
    store = open_store(database, unlocked.key, clock, progress)
    if (folder / exchange.RESCUE).exists():
        exchange.take_in(store, folder, unlocked, clock, progress)
    user = store.records.several(User, [unlocked.user]).get(unlocked.user)
    if user is None or user.left_on:
        store.database.close()
        # The keyring has not heard of it yet, or holds what somebody else has put there.
        raise reject(refusal("user_has_left" if user else "user_unknown", "password"))
    return desk_of(folder, store, user, clock)


def desk_of(folder: Path, store: Store, user: User, clock: Clock) -> Desk:
    """The desk of an open store, for a user of it."""
    place = _place_of(store, user)
    return Desk(folder=folder, store=store, clock=clock, codes=codes_in_force(store), user=user, place=place)


def _place_of(store: Store, user: User) -> Station | Office:
    """The home of a user. A desk that took another's place knows it by its invitation, until its record comes back."""
    found: Station | Office | None
    if user.office:
        found = store.records.several(Office, [user.office]).get(user.office)
    else:
        found = store.records.several(Station, [user.station]).get(user.station)
    if found is None:
        from station_app.sync import trust  # noqa: PLC0415  (only then)

        found = trust.place_of_invitation(store)
    if found is None:
        raise reject(refusal("database_damaged"))
    return found


def home_of(place: Station | Office) -> Home:
    """Where a station or an office stands."""
    return Home(place.uid, COUNTY_HOME if isinstance(place, Office) else STATION_HOME, place.area_code)


def codes_in_force(store: Store) -> CodeBook:
    """The shipped code lists with what the offices above have sent."""
    book = paths.code_book()
    for scheme, entries in groupby(sorted(store.records.all(CodeEntry), key=lambda one: one.scheme), _scheme_of):
        if scheme in book.lists:
            book = book.with_entries(scheme, map(_code_of, entries))
    return book


def _scheme_of(entry: CodeEntry) -> str:
    return entry.scheme


def _code_of(entry: CodeEntry) -> Code:
    return Code(
        code=entry.code,
        name=entry.name,
        aliases=(),
        parent=entry.parent,
        goes_with={},
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
    )


def open_store(path: Path, key: bytes, clock: Clock, progress: Progress = unwatched) -> Store:
    """The store in a file, brought to this program's form; `progress` is told where that folds kinds again."""
    database = connection.connect(path, key)
    store = Store(database, clock, paths.initials_of, paths.problem_of_change)
    try:
        schema.bring_up(database, lambda kinds: store.fold_again(kinds, progress), path.with_name(BEFORE_STEP))
    except BaseException:
        database.close()
        raise
    return store
