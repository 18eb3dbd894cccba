"""How long each folder of tests took, told at the end of a run: seconds of work, whatever the number of workers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import pytest


class Minutes:
    """A plugin that adds up what each phase of each test took."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count one phase of a test (setting up, the test, clearing away)."""
        self.seconds[folder_of(report.nodeid)] += report.duration

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Tell the folders, the dearest first."""
        terminalreporter.section("minutes of work by folder")
        for line in lines(self.seconds):
            terminalreporter.write_line(line)


def folder_of(nodeid: str) -> str:
    """`tests/ui/pages/test_a.py::test_b` is of `tests/ui`: the tree is mirrored, so it is the layer that was tested."""
    parts = nodeid.partition("::")[0].split("/")
    return "/".join(parts[:-1][:2])


def lines(seconds: Mapping[str, float]) -> list[str]:
    """`  1.25  tests/ui`, the dearest first, and their sum."""
    dearest = sorted(seconds.items(), key=lambda one: -one[1])
    told = [f"{spent / 60:6.2f}  {folder}" for folder, spent in dearest]
    return [*told, f"{sum(seconds.values()) / 60:6.2f}  all"]
