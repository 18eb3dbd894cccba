"""Why no Chinese comes through: which input method runs, and whether Qt can reach it.

Qt talks to fcitx and ibus through plugins in `platforminputcontexts`. A program with a Qt of its own does not bring
that of fcitx; Kylin and UOS have one for the system's Qt, in one of the places of `SYSTEM_PLACES`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QLibraryInfo

from station_app.domain.immutable import immutable
from station_app.text import hands as say

FRAMEWORKS = ("fcitx", "ibus")
VARIABLES = ("QT_IM_MODULE", "GTK_IM_MODULE", "XMODIFIERS")
SYSTEM_PLACES = (
    "usr/lib/*/qt6/plugins/platforminputcontexts",
    "usr/lib/qt6/plugins/platforminputcontexts",
    "usr/lib64/qt6/plugins/platforminputcontexts",
    "opt/*/plugins/platforminputcontexts",
)
FOLDER = "platforminputcontexts"


@immutable
class TypingSurroundings:
    """What there is: names of Qt's own plugins and their folder, plugins of the system, variables, what runs."""

    plugins: tuple[str, ...]
    folder: str
    system: tuple[str, ...]
    variables: Mapping[str, str]
    running: tuple[str, ...]
    is_linux: bool = True


def look_around(root: Path = Path("/"), environ: Mapping[str, str] = os.environ) -> TypingSurroundings:
    """Look at this computer; nothing is changed."""
    own = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / FOLDER
    return TypingSurroundings(
        tuple(sorted(path.name for path in own.glob("*.so"))),
        str(own),
        tuple(sorted(str(path) for place in SYSTEM_PLACES for path in root.glob(f"{place}/lib*context*.so"))),
        {name: environ.get(name, "") for name in VARIABLES},
        _running(root / "proc"),
        sys.platform.startswith("linux"),
    )


def advice(found: TypingSurroundings) -> list[str]:
    """What to do, first things first."""
    if not found.is_linux:
        return [say.SWITCH_ON_WINDOWS]
    wanted = next((one for one in FRAMEWORKS if _runs(one, found.running)), "")
    if not wanted:
        return [say.SWITCH_ON, say.NOT_RUNNING]
    steps = [say.SWITCH_ON]
    if not any(wanted in name for name in found.plugins):
        theirs = next((path for path in found.system if wanted in Path(path).name), "")
        there = say.NO_PLUGIN.format(framework=wanted, plugin=theirs, folder=found.folder)
        steps.append(there if theirs else say.NO_PLUGIN_FOUND.format(framework=wanted))
    elif wanted not in found.variables.get("QT_IM_MODULE", ""):
        steps.append(say.NO_VARIABLE.format(framework=wanted))
    return steps


def _runs(framework: str, running: Sequence[str]) -> bool:
    return any(name.startswith(framework) for name in running)


def _running(processes: Path) -> tuple[str, ...]:
    """Names of processes that are input methods; those that end meanwhile are passed over."""
    found = set()
    for path in processes.glob("[0-9]*/comm"):
        try:
            name = path.read_text("utf-8", "replace").strip()
        except OSError:
            continue
        if name.startswith(FRAMEWORKS):
            found.add(name)
    return tuple(sorted(found))
