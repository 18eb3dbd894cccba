from __future__ import annotations

from pathlib import Path

import pytest

from station_app.text import hands as say
from station_app.ui.shell.input_methods import TypingSurroundings, advice, choose, look_around, standing

PID = "4711"


@pytest.fixture(autouse=True)
def _on_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")


def runs(root: Path, process: str, pid: str = PID) -> None:
    (root / "proc" / pid).mkdir(parents=True)
    (root / "proc" / pid / "comm").write_text(f"{process}\n")


def answers(root: Path, process: str, display: str = "0") -> None:
    """A server that wrote where it listens."""
    runs(root, process)
    folder = root / "home/clerk/.config/ibus/bus"
    folder.mkdir(parents=True)
    lines = ("# made by the server", "IBUS_ADDRESS=unix:path=/tmp/bus", f"IBUS_DAEMON_PID={PID}")
    (folder / f"0123abcd-unix-{display}").write_text("\n".join(lines))


def environment(root: Path, **more: str) -> dict[str, str]:
    """What a desktop with ibus in its path tells a program."""
    (root / "bin").mkdir(exist_ok=True)
    (root / "bin" / "ibus-daemon").touch()
    return {"HOME": "/home/clerk", "DISPLAY": ":0", "PATH": str(root / "bin"), **more}


@pytest.mark.parametrize("server", ["fcitx5", "ibus-daemon"])
@pytest.mark.parametrize(
    "told",
    [
        {},
        {"QT_IM_MODULE": "fcitx"},
        {"QT_IM_MODULE": "fcitx5"},
        {"QT_IM_MODULE": "xim"},
        {"QT_IM_MODULE": "compose"},
        {"QT_IM_MODULE": "ibus"},
        {"QT_IM_MODULES": "wayland;fcitx"},
        {"QT_IM_MODULES": "fcitx", "QT_IM_MODULE": "ibus"},
    ],
)
def test_a_server_that_answers_is_spoken_with_whatever_qt_was_told(
    tmp_path: Path, server: str, told: dict[str, str]
) -> None:
    answers(tmp_path, server)
    environ = environment(tmp_path, **told)
    choose(tmp_path, environ)
    assert environ["QT_IM_MODULE"] == "ibus"
    assert "QT_IM_MODULES" not in environ
    assert "IBUS_USE_PORTAL" not in environ
    found = look_around(tmp_path, environ)
    assert standing(found) == say.CONNECTED.format(server=server.removesuffix("-daemon"))
    assert advice(found) == [say.SWITCH_ON]


def test_fcitx_without_ibus_beside_it_is_asked_through_the_portal(tmp_path: Path) -> None:
    answers(tmp_path, "fcitx5")
    environ = environment(tmp_path, PATH="/nowhere")
    choose(tmp_path, environ)
    assert (environ["QT_IM_MODULE"], environ["IBUS_USE_PORTAL"]) == ("ibus", "1")


def test_a_server_that_left_no_address_is_asked_through_the_portal(tmp_path: Path) -> None:
    runs(tmp_path, "fcitx5")
    environ = environment(tmp_path)
    choose(tmp_path, environ)
    assert (environ["QT_IM_MODULE"], environ["IBUS_USE_PORTAL"]) == ("ibus", "1")


def test_another_displays_server_and_one_that_ended_do_not_answer(tmp_path: Path) -> None:
    answers(tmp_path, "fcitx5", display="7")
    (tmp_path / "proc" / PID / "comm").unlink()
    for display in (":0", ":7"):
        environ = environment(tmp_path, DISPLAY=display)
        choose(tmp_path, environ)
        assert "QT_IM_MODULE" not in environ


@pytest.mark.parametrize("display", ["unix:7.0", ":7", ":7.1"])
def test_the_display_is_read_as_x_writes_it(tmp_path: Path, display: str) -> None:
    answers(tmp_path, "fcitx5", display="7")
    environ = environment(tmp_path, DISPLAY=display)
    choose(tmp_path, environ)
    assert "IBUS_USE_PORTAL" not in environ


def test_on_wayland_the_servers_file_of_that_display_counts_and_the_compositor_is_left_to_who_asks_for_it(
    tmp_path: Path,
) -> None:
    answers(tmp_path, "fcitx5", display="wayland-0")
    unset = environment(tmp_path, WAYLAND_DISPLAY="wayland-0", DISPLAY="")
    choose(tmp_path, unset)
    assert unset["QT_IM_MODULE"] == "ibus"
    asked = environment(tmp_path, WAYLAND_DISPLAY="wayland-0", QT_IM_MODULES="wayland;fcitx;ibus")
    choose(tmp_path, asked)
    assert asked["QT_IM_MODULES"] == "wayland;fcitx;ibus"
    assert standing(look_around(tmp_path, asked)) == say.CONNECTED.format(server="fcitx5")


def test_a_plugin_that_lies_among_qts_own_is_left_to_who_asks_for_it(tmp_path: Path) -> None:
    answers(tmp_path, "fcitx5")
    environ = environment(tmp_path, QT_IM_MODULE="qtvirtualkeyboard")
    choose(tmp_path, environ)
    assert environ["QT_IM_MODULE"] == "qtvirtualkeyboard"


def test_nothing_that_runs_is_said_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "proc").mkdir()
    environ = environment(tmp_path)
    choose(tmp_path, environ)
    found = look_around(tmp_path, environ)
    assert "QT_IM_MODULE" not in environ
    assert standing(found) == say.NOT_RUNNING
    assert advice(found) == [say.NOT_RUNNING]


@pytest.mark.parametrize("process", ["fcitx", "fcitx-dbus-watc", "sogoupinyin-ser"])
def test_the_old_fcitx_cannot_be_reached_and_that_is_said(tmp_path: Path, process: str) -> None:
    runs(tmp_path, process)
    environ = environment(tmp_path)
    choose(tmp_path, environ)
    assert "QT_IM_MODULE" not in environ
    assert advice(look_around(tmp_path, environ)) == [say.OLD_SERVER.format(server=process)]


def test_a_server_that_began_after_the_program_asks_for_another_start(tmp_path: Path) -> None:
    environ = environment(tmp_path)
    choose(tmp_path, environ)
    answers(tmp_path, "fcitx5")
    found = look_around(tmp_path, environ)
    assert standing(found) == say.CAME_LATE.format(server="fcitx5")
    assert advice(found) == [standing(found)]


def test_no_advice_speaks_of_what_cannot_work() -> None:
    said = "".join(value for value in vars(say).values() if isinstance(value, str))
    assert "QT_IM_MODULE" not in said
    assert "xprofile" not in said


def test_windows_has_a_key_of_its_own() -> None:
    windows = TypingSurroundings("", is_linux=False)
    assert advice(windows) == [say.SWITCH_ON_WINDOWS]
    assert standing(windows) == ""
