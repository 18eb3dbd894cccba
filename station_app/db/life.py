"""One life of a data folder: from its founding, or from the day it was copied or set back, until that happens again.

Two copies of a folder that both go on would write one journal twice and give one number twice. So at each unlocking the
machine and the files are compared with what the database says of itself. Beside the database lies a file that is
written anew each time: a copy has another inode, a file that was written over a later change time, and what was put
back alone another word than the file. What cannot be told (no machine id, a file system that makes its inodes up)
says nothing.
"""

from __future__ import annotations

import hashlib
import os
import secrets as random
import sys
from pathlib import Path
from typing import Any

from station_app.db import connection, secrets
from station_app.db.connection import Database
from station_app.db.keyring import write_durably
from station_app.domain.wire import canonical, parse

FILE_NAME = "desk.life"
_NAME = "life"
_MACHINE_ID = Path("/etc/machine-id")
_MOUNTS = Path("/proc/self/mountinfo")
_MADE_UP = frozenset({"vfat", "msdos", "exfat", "nfs", "nfs4", "cifs", "smb3", "9p", "fuse", "fuseblk"})
"""File systems whose inodes or change times may differ after a restart although nobody has copied anything."""


def goes_on(database: Database, folder: Path) -> bool:
    """Whether the folder still lives the life that the database knows; it is then noted for the next unlocking, and so
    is the new one. A database that knows none yet goes on. The caller holds the transaction."""
    kept = secrets.get(database, _NAME)
    known = parse(kept) if kept else None
    same = known is None or known == _standing(folder)
    write_durably(folder / FILE_NAME, random.token_hex(16).encode())
    secrets.put(database, _NAME, canonical(_standing(folder)).encode())
    return same


def goes_on_in(connection: Any, path: Path) -> None:
    """The file at `path`, attached as `renewed`, is to take the database's name: it goes on with the same life. A move
    within a folder keeps the inode."""
    row = connection.execute("SELECT value FROM renewed.secret WHERE name = ?", (_NAME,)).fetchone()
    kept = parse(bytes(row[0])) if row and row[0] else {}
    if kept.get("database"):
        told = canonical({**kept, "database": str(path.stat().st_ino)}).encode()
        connection.execute("UPDATE renewed.secret SET value = ? WHERE name = ?", (told, _NAME))


def _standing(folder: Path) -> dict[str, str]:
    """What can be said of the machine, the database and the file beside it; "" for what cannot."""
    beside = folder / FILE_NAME
    word = beside.read_text("utf-8", errors="replace") if beside.is_file() else ""
    said = {"machine": _machine(), "word": word, "database": "", "beside": ""}
    if word and not _makes_up(folder):
        data, own = (folder / connection.FILE_NAME).stat(), beside.stat()
        said |= {"database": str(data.st_ino), "beside": f"{own.st_ino} {own.st_ctime_ns}"}
    return said


def _machine() -> str:
    """The machine's own id, hashed for this program as machine-id(5) asks; "" where it has none."""
    if sys.platform == "win32":
        own = _windows_guid()
    else:
        try:
            own = _MACHINE_ID.read_text("ascii", errors="replace").strip()
        except OSError:
            own = ""
    return hashlib.sha256(f"station {own}".encode()).hexdigest()[:32] if own else ""


def _windows_guid() -> str:
    if sys.platform != "win32":
        return ""
    import winreg  # noqa: PLC0415  (there alone)

    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    except OSError:
        return ""


NETWORK, STICK = "network", "stick"
_NETWORKS = frozenset({"nfs", "nfs4", "cifs", "smb3", "9p", "afs", "ceph", "fuse.sshfs", "fuse.davfs", "davfs"})
_STICKS = ("/media/", "/run/media/")
_WINDOWS_DRIVES = {2: STICK, 4: NETWORK}
"""DRIVE_REMOVABLE, DRIVE_REMOTE."""


def lies_on(folder: Path) -> str:
    """What the folder lies on that is no place for a database that is written every day: "network" (it may lock nothing
    and lose what was forced to the disk), "stick" (it is pulled out); "" for neither, and where nobody can tell."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415  (there alone)

        return _WINDOWS_DRIVES.get(ctypes.windll.kernel32.GetDriveTypeW(folder.resolve().anchor), "")
    point, kind = _mounted(folder)
    if kind in _NETWORKS:
        return NETWORK
    return STICK if f"{point}/".startswith(_STICKS) else ""


def _makes_up(folder: Path) -> bool:
    """Whether the folder lies on a file system whose inodes or change times may be made up."""
    return _mounted(folder)[1].partition(".")[0] in _MADE_UP


def _mounted(folder: Path) -> tuple[str, str]:
    """Where the file system of a folder is mounted, and its kind: of the longest mount point above it. "" where nobody
    can tell."""
    try:
        lines = _MOUNTS.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return "", ""
    place, found = os.fspath(folder.resolve()), ("", "")
    for line in lines:
        before, _, after = line.partition(" - ")
        point = before.split()[4].replace("\\040", " ")
        is_above = place == point or place.startswith(point.rstrip("/") + "/")
        if is_above and len(point) >= len(found[0]):
            found = (point, after.split()[0])
    return found
