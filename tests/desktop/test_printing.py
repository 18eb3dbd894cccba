"""Papers through CUPS: as lines and letters, on A4, each page in its own orientation, under the job's title."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.desktop.surroundings import NotHad, desktop, printer
from tests.screens import ROOT

LONGEST_S = 80
A4 = {595, 842}


def told_of(pdf: Path) -> dict[str, str]:
    lines = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True).stdout.splitlines()
    return {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines)}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="a printer of its own needs root")
def test_papers_come_out_of_cups_as_they_were_made(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("p")
    command = [sys.executable, "-m", "tests.desktop.printing", str(folder)]
    try:
        with printer() as (server, came, log), desktop(folder / "person", "fcitx5") as environ:
            done = subprocess.run(
                command,
                env=environ | {"CUPS_SERVER": server},
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=False,
                timeout=LONGEST_S,
            )
            assert done.returncode == 0, done.stderr
            printed = json.loads((folder / "printed.json").read_text("utf-8"))
            papers = printed["papers"]
            end = time.monotonic() + LONGEST_S
            while len(made := came()) < len(papers) or log.read_text("utf-8").count(" A4 ") < len(papers):
                assert time.monotonic() < end, log.read_text("utf-8")
                time.sleep(0.2)
            time.sleep(1.0)  # the last is written to its end
            titles = log.read_text("utf-8")
            for (name, paper), pdf in zip(papers.items(), made, strict=True):
                said = told_of(pdf)
                width, height = (round(float(one)) for one in re.findall(r"[\d.]+", said["Page size"])[:2])
                is_lying = (width > height) != (said["Page rot"] in ("90", "270"))
                assert (int(said["Pages"]), is_lying, {width, height}) == (paper["pages"], name == "lying", A4)
                fonts = subprocess.run(["pdffonts", str(pdf)], capture_output=True, text=True, check=True).stdout
                assert "NotoSerifSC" in fonts or "NotoSansSC" in fonts, "letters stay letters"
                assert paper["title"] in titles
            assert printed["in_windows_thread"] == [False] * len(papers)
    except NotHad as missing:
        pytest.fail(str(missing))
