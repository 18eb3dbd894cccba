from __future__ import annotations

from pathlib import Path

from station_app.text import hands as say
from station_app.ui.shell.input_methods import TypingSurroundings, advice, look_around

OWN = ("libcomposeplatforminputcontextplugin.so", "libibusplatforminputcontextplugin.so")
THEIRS = "/usr/lib/x86_64-linux-gnu/qt6/plugins/platforminputcontexts/libfcitx5platforminputcontextplugin.so"


def found(
    running: tuple[str, ...], system: tuple[str, ...] = (), module: str = "", is_linux: bool = True
) -> TypingSurroundings:
    return TypingSurroundings(OWN, "/opt/desk/plugins", system, {"QT_IM_MODULE": module}, running, is_linux)


def test_nothing_that_runs_is_said_first() -> None:
    assert advice(found(())) == [say.SWITCH_ON, say.NOT_RUNNING]


def test_the_plugin_of_the_system_is_named_where_ours_lacks_it() -> None:
    switch, copy = advice(found(("fcitx5",), (THEIRS,)))
    assert switch == say.SWITCH_ON
    assert THEIRS in copy
    assert "/opt/desk/plugins" in copy


def test_without_a_plugin_anywhere_the_other_ways_are_named() -> None:
    assert "QT_IM_MODULE=ibus" in advice(found(("fcitx",)))[1]


def test_ibus_that_nobody_told_qt_of_needs_a_variable() -> None:
    assert "export QT_IM_MODULE=ibus" in advice(found(("ibus-daemon",)))[1]
    assert advice(found(("ibus-daemon",), module="ibus")) == [say.SWITCH_ON]


def test_windows_has_a_key_of_its_own() -> None:
    assert advice(found((), is_linux=False)) == [say.SWITCH_ON_WINDOWS]


def test_what_runs_and_what_lies_in_the_usual_places_is_found(tmp_path: Path) -> None:
    for pid, name in (("12", "fcitx5\n"), ("13", "bash\n"), ("self", "fcitx\n")):
        (tmp_path / "proc" / pid).mkdir(parents=True)
        (tmp_path / "proc" / pid / "comm").write_text(name)
    plugin = tmp_path / THEIRS[1:]
    plugin.parent.mkdir(parents=True)
    plugin.touch()
    around = look_around(tmp_path, {"QT_IM_MODULE": "fcitx"})
    assert around.running == ("fcitx5",)
    assert around.system == (str(plugin),)
    assert around.variables == {"QT_IM_MODULE": "fcitx", "GTK_IM_MODULE": "", "XMODIFIERS": ""}
    assert around.folder.endswith("platforminputcontexts")
