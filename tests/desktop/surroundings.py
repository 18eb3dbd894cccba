"""A desktop of its own: a screen, a window manager, a session bus, and an input method that is always on.

Nothing of the person's own session is touched: folders, bus and screen are made here and go with the test.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

SCREEN = "1366x768x24"
PATIENCE_S = 20.0
LOOK_S = 0.05
KEPT = ("PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")
PROFILE = """[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=pinyin
Layout=

[GroupOrder]
0=Default
"""
"""What fcitx5 is told: pinyin alone, so that it is on in every line, as with a clerk who never turns it off."""


class NotHad(Exception):
    """What the test stands on cannot be had; the message says what and how to get it."""


@contextmanager
def desktop(folder: Path, server: str, screen: str = SCREEN) -> Iterator[dict[str, str]]:
    """The environment of a program on a new desktop in `folder`; `server` is fcitx5, ibus, or fcitx5-alone: without
    the program ibus-daemon in the path. Raises NotHad."""
    with ExitStack() as standing:
        environ = _folders(folder)
        address = _begin(standing, ["dbus-daemon", "--session", "--print-address", "--nofork", "--nopidfile"], environ)
        environ["DBUS_SESSION_BUS_ADDRESS"] = address
        number = _screen(standing, environ, screen)
        environ["DISPLAY"] = f":{number}"
        _begin_silent(standing, ["openbox", "--sm-disable"], environ)
        _wait(lambda: _succeeds(["xdotool", "get_desktop"], environ), "openbox manages no windows")
        if server == "ibus":
            _begin_silent(standing, ["ibus-daemon", "--panel", "disable"], environ)
            _wait(lambda: _is_libpinyin(environ), "ibus has no libpinyin: apt-get install ibus-libpinyin")
        else:
            _begin_silent(standing, ["fcitx5"], environ)
            _wait(lambda: _succeeds(["fcitx5-remote"], environ), "fcitx5 does not answer")
        _wait(lambda: any((folder / "config" / "ibus" / "bus").glob(f"*-{number}")), f"{server} wrote no address")
        if server == "fcitx5-alone":
            environ["PATH"] = _path_without(folder / "path", "ibus-daemon")
        yield environ


def _folders(folder: Path) -> dict[str, str]:
    """Folders of a person who has just got this computer."""
    places = {
        "HOME": "home",
        "XDG_CONFIG_HOME": "config",
        "XDG_DATA_HOME": "share",
        "XDG_CACHE_HOME": "cache",
        "XDG_RUNTIME_DIR": "run",
    }
    for name in places.values():
        (folder / name).mkdir(parents=True, mode=0o700)
    (folder / "config" / "fcitx5").mkdir()
    (folder / "config" / "fcitx5" / "profile").write_text(PROFILE)
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    # Qt's own dialogs: what a portal of this machine would show differs from one to the next.
    kept |= {"LANG": "C.UTF-8", "QT_QPA_PLATFORMTHEME": "generic"}
    return {**kept, **{name: str(folder / place) for name, place in places.items()}}


def _screen(standing: ExitStack, environ: Mapping[str, str], screen: str) -> str:
    """A screen under a number that is free."""
    out, into = os.pipe()
    command = ["Xvfb", "-displayfd", str(into), "-screen", "0", screen, "-nolisten", "tcp", "-noreset"]
    try:
        _start(standing, command, environ, subprocess.DEVNULL, (into,))
    finally:
        os.close(into)
    with os.fdopen(out) as said:
        number = said.readline().strip()
    if not number:
        raise NotHad("Xvfb gives no screen")
    return number


def _begin(standing: ExitStack, command: Sequence[str], environ: Mapping[str, str]) -> str:
    """Start a program that says one line."""
    process = _start(standing, command, environ, subprocess.PIPE)
    line = process.stdout.readline().decode().strip() if process.stdout else ""
    if not line:
        raise NotHad(f"{command[0]} does not start")
    return line


def _begin_silent(standing: ExitStack, command: Sequence[str], environ: Mapping[str, str]) -> None:
    _start(standing, command, environ, subprocess.DEVNULL)


def _start(
    standing: ExitStack, command: Sequence[str], environ: Mapping[str, str], out: int, passed: Sequence[int] = ()
) -> subprocess.Popen[bytes]:
    """A program that ends with the desktop, by its own number."""
    if shutil.which(command[0]) is None:
        raise NotHad(f"{command[0]} is not here: sh build/setup.sh desktop installs it")
    process = subprocess.Popen(command, env=dict(environ), stdout=out, stderr=subprocess.DEVNULL, pass_fds=passed)
    standing.callback(_end, process)
    return process


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    if process.stdout:
        process.stdout.close()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _is_libpinyin(environ: Mapping[str, str]) -> bool:
    """Whether ibus has it now; it says nothing of use when it is asked to take it."""
    _succeeds(["ibus", "engine", "libpinyin"], environ)
    said = subprocess.run(["ibus", "engine"], env=dict(environ), capture_output=True, text=True, check=False)
    return said.stdout.strip() == "libpinyin"


def _succeeds(command: Sequence[str], environ: Mapping[str, str]) -> bool:
    try:
        done = subprocess.run(command, env=dict(environ), capture_output=True, check=False, timeout=PATIENCE_S)
    except (FileNotFoundError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _wait(holds: Callable[[], bool], else_said: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while not holds():
        if time.monotonic() > end:
            raise NotHad(else_said)
        time.sleep(LOOK_S)


def _path_without(folder: Path, program: str) -> str:
    """A path on which every program is found but one."""
    folder.mkdir()
    for place in os.environ["PATH"].split(os.pathsep):
        for one in Path(place).glob("*"):
            if one.name != program and not (folder / one.name).is_symlink():
                (folder / one.name).symlink_to(one)
    return str(folder)


CUPSD = "/usr/sbin/cupsd"
PRINTER_MODEL = "lsb/usr/cups-pdf/CUPS-PDF_opt.ppd"
"""The printer that writes what it gets as PDF: printer-driver-cups-pdf."""
CUPSD_CONF = """Listen {folder}/socket
Browsing Off
DefaultAuthType None
WebInterface No
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""
CUPS_FILES = """ServerRoot {folder}/root
StateDir {folder}/state
CacheDir {folder}/cache
RequestRoot {folder}/spool
TempDir {folder}/tmp
AccessLog {folder}/access.log
ErrorLog {folder}/error.log
PageLog {folder}/page.log
SystemGroup root
"""


@contextmanager
def printer() -> Iterator[tuple[str, Callable[[], list[Path]], Path]]:
    """A print server of its own with one printer that writes PDFs: its socket, what gives those that came, and the
    log of its jobs. Nothing of the machine's own printers is touched; what it wrote goes with it. Raises NotHad."""
    out = Path(pwd.getpwuid(os.geteuid()).pw_dir) / "PDF"  # where the driver puts a person's papers
    before = set(out.glob("*")) if out.is_dir() else set()
    with ExitStack() as standing:
        folder = Path(standing.enter_context(TemporaryDirectory(prefix="cups")))
        folder.chmod(0o755)  # its filters run as another user
        for name in ("root", "state", "cache", "spool", "tmp"):
            (folder / name).mkdir()
        (folder / "tmp").chmod(0o1777)
        (folder / "root" / "cupsd.conf").write_text(CUPSD_CONF.format(folder=folder))
        (folder / "files.conf").write_text(CUPS_FILES.format(folder=folder))
        command = [CUPSD, "-f", "-c", str(folder / "root" / "cupsd.conf"), "-s", str(folder / "files.conf")]
        environ = {**os.environ, "CUPS_SERVER": str(folder / "socket")}
        _begin_silent(standing, command, environ)
        _wait(lambda: _succeeds(["lpstat", "-r"], environ), "cupsd does not answer: apt-get install cups")
        make = ["lpadmin", "-p", "PDF", "-v", "cups-pdf:/", "-m", PRINTER_MODEL, "-E"]
        if not (_succeeds(make, environ) and _succeeds(["lpadmin", "-d", "PDF"], environ)):
            raise NotHad("no printer that writes PDFs: apt-get install printer-driver-cups-pdf")
        (folder / "page.log").touch()

        def came() -> list[Path]:
            new = set(out.glob("*.pdf")) - before if out.is_dir() else set()
            return sorted(new, key=lambda one: one.stat().st_mtime)

        try:
            yield str(folder / "socket"), came, folder / "page.log"
        finally:
            for one in came():
                one.unlink()
