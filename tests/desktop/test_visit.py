"""A whole visit typed on a real screen through a real input method, from the first start to the day's summary."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.desktop.surroundings import NotHad, desktop
from tests.screens import ROOT

LONGEST_S = 80
MOST_KEYS = 36
"""Of the visit, beside the pinyin of its words."""


@pytest.mark.parametrize(
    ("server", "told"),
    [
        ("fcitx5", {}),
        ("fcitx5-alone", {"QT_IM_MODULE": "fcitx", "XMODIFIERS": "@im=fcitx"}),
        ("ibus", {"QT_IM_MODULE": "xim"}),
    ],
    ids=["fcitx5", "fcitx5-alone", "ibus"],
)
def test_a_visit_is_typed_from_the_first_start_to_the_summary(
    tmp_path_factory: pytest.TempPathFactory, server: str, told: dict[str, str]
) -> None:
    folder = tmp_path_factory.mktemp("d")  # a short name: the socket of ibus lies below it
    command = [sys.executable, "-m", "tests.desktop.clerk", str(folder)]
    try:
        with desktop(folder / "person", server) as environ:
            done = subprocess.run(
                command, env=environ | told, cwd=ROOT, capture_output=True, text=True, check=False, timeout=LONGEST_S
            )
    except NotHad as missing:
        pytest.fail(str(missing))
    assert done.returncode == 0, done.stderr
    counted = json.loads((folder / "counted.json").read_text("utf-8"))
    sys.stdout.write(f"\n{server}: {counted['keys']}\n")
    assert counted["keys"]["visit"]["keys"] <= MOST_KEYS
    assert counted["said"]["category"] == "0301"
    read = ["pdftotext", "-layout", str(folder / "summary.pdf"), "-"]
    summary = subprocess.run(read, capture_output=True, text=True, check=True).stdout
    assert counted["said"]["title"] in summary
    assert counted["said"]["deputy"] in summary
