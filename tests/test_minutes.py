"""The minutes that are told at the end of a run."""

from __future__ import annotations

import pytest

from tests import minutes


@pytest.mark.parametrize(
    ("nodeid", "folder"),
    [
        ("tests/ui/pages/test_a.py::test_b[x/y]", "tests/ui"),
        ("tests/ui/test_a.py::test_b", "tests/ui"),
        ("tests/test_a.py::test_b", "tests"),
    ],
)
def test_a_test_is_counted_for_the_layer_that_it_tests(nodeid: str, folder: str) -> None:
    assert minutes.folder_of(nodeid) == folder


def test_the_dearest_folder_comes_first_and_the_sum_last() -> None:
    assert minutes.lines({"tests/db": 30.0, "tests/ui": 90.0}) == [
        "  1.50  tests/ui",
        "  0.50  tests/db",
        "  2.00  all",
    ]
