"""Which input method Qt speaks with: chosen before Qt begins, and told to the person who tries to type.

Qt reads the name of a plugin from `QT_IM_MODULES` or `QT_IM_MODULE`. Debian's im-config, Kylin and UOS write `fcitx`
there or nothing at all, and Qt's own build brings no plugin of that name; a plugin of the system's Qt cannot be loaded
into another Qt. What it brings speaks ibus's protocol, which ibus and fcitx5 both answer: each writes where it listens
into a file of the display (`ibus/bus` below the settings' folder). The plugin wants a program `ibus-daemon` as well;
where fcitx5 stands alone it is asked through the session's portal, which needs none.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, MutableMapping
from pathlib import Path

from PySide6.QtCore import QLibraryInfo

from station_app.domain.immutable import immutable
from station_app.text import hands as say

IBUS = "ibus"
SERVERS = ("fcitx5", "ibus-daemon")
"""Processes that answer ibus's protocol."""
OLD_SERVERS = ("fcitx", "sogou")
"""Processes of fcitx 4, which answers another one."""
MODULES, MODULE, PORTAL = "QT_IM_MODULES", "QT_IM_MODULE", "IBUS_USE_PORTAL"
FOLDER = "platforminputcontexts"
WAYLAND, COMPOSE = "wayland", "compose"
"""What Qt is told to leave the typing to the compositor with; what puts accents on letters alone."""


@immutable
class TypingSurroundings:
    """What there is: the server that answers ibus's protocol, an older one that does not, whether Qt was told."""

    server: str
    old_server: str = ""
    is_told: bool = False
    is_linux: bool = True


def look_around(root: Path = Path("/"), environ: Mapping[str, str] = os.environ) -> TypingSurroundings:
    """Look at this computer; nothing is changed."""
    is_linux = sys.platform.startswith("linux")
    if not is_linux:
        return TypingSurroundings("", is_linux=False)
    running = set(_running(root))
    server = _answering(root, environ) or next((one for one in SERVERS if one in running), "")
    old = next((one for one in running if one.startswith(OLD_SERVERS) and one not in SERVERS), "")
    return TypingSurroundings(server, old, IBUS in _asked(environ) or _keeps_its_own(environ))


def choose(root: Path = Path("/"), environ: MutableMapping[str, str] = os.environ) -> None:
    """Tell Qt of a server that answers, where it was told nothing or of a plugin that it does not bring.

    Before the application is made. A start with nothing to type Chinese with costs a look at the processes.
    """
    if not sys.platform.startswith("linux") or _keeps_its_own(environ):
        return
    address = _answering(root, environ)
    if not address and not any(one in SERVERS for one in _running(root)):
        return
    environ[MODULE] = IBUS
    environ.pop(MODULES, None)
    if not address or not _has_daemon(environ):
        environ[PORTAL] = "1"


def standing(found: TypingSurroundings) -> str:
    """What the program is connected with, in a sentence."""
    if not found.is_linux:
        return ""
    if found.server:
        return (say.CONNECTED if found.is_told else say.CAME_LATE).format(server=found.server.removesuffix("-daemon"))
    return say.OLD_SERVER.format(server=found.old_server) if found.old_server else say.NOT_RUNNING


def advice(found: TypingSurroundings) -> list[str]:
    """What to do where letters come out, first things first."""
    if not found.is_linux:
        return [say.SWITCH_ON_WINDOWS]
    return [say.SWITCH_ON if found.server and found.is_told else standing(found)]


def _asked(environ: Mapping[str, str]) -> list[str]:
    return (environ.get(MODULES) or environ.get(MODULE, "")).split(";")


def _keeps_its_own(environ: Mapping[str, str]) -> bool:
    """Whether Qt was told of what works without ibus: the compositor, a plugin that lies among this Qt's own."""
    asked = set(_asked(environ)) - {"", IBUS, COMPOSE}
    if WAYLAND in asked:
        return bool(environ.get("WAYLAND_DISPLAY"))
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / FOLDER
    return bool(asked) and any(name in path.name for name in asked for path in folder.glob("*.so"))


def _answering(root: Path, environ: Mapping[str, str]) -> str:
    """The process whose address stands in the file of this display; "" where none does, or it has ended."""
    for path in _address_files(root, environ):
        try:
            lines = path.read_text("utf-8", "replace").splitlines()
            pid = next((line.partition("=")[2] for line in lines if line.startswith("IBUS_DAEMON_PID=")), "")
            if pid.isdigit():
                return (root / "proc" / pid / "comm").read_text("utf-8", "replace").strip()
        except OSError:  # no longer there
            continue
    return ""


def _address_files(root: Path, environ: Mapping[str, str]) -> Iterator[Path]:
    """Where a server of this display says how it is reached; the same places that Qt looks in."""
    if named := environ.get("IBUS_ADDRESS_FILE"):
        yield root / named.lstrip("/")
    home = environ.get("XDG_CONFIG_HOME") or f"{environ.get('HOME', '')}/.config"
    display = environ.get("DISPLAY", "").rpartition(":")[2].partition(".")[0]
    for number in filter(None, (environ.get("WAYLAND_DISPLAY", ""), display)):
        yield from (root / home.lstrip("/") / "ibus" / "bus").glob(f"*-{number}")


def _has_daemon(environ: Mapping[str, str]) -> bool:
    return any((Path(folder) / "ibus-daemon").exists() for folder in environ.get("PATH", "").split(os.pathsep))


def _running(root: Path) -> Iterator[str]:
    """Names of processes; those that end meanwhile are passed over."""
    for path in (root / "proc").glob("[0-9]*/comm"):
        try:
            yield path.read_text("utf-8", "replace").strip()
        except OSError:
            continue
