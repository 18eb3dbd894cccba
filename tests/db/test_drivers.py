"""Drivers that the desk never uses do not slow its start."""

from __future__ import annotations

import subprocess
import sys

import pytest

QUESTION = """
import sys
import station_app.db.connection
assert "psycopg" not in sys.modules, "peewee has loaded it"
import psycopg
assert psycopg.connect
"""


def test_peewee_loads_no_driver_of_the_gateway_and_the_gateway_still_finds_it() -> None:
    pytest.importorskip("psycopg")
    asked = subprocess.run([sys.executable, "-c", QUESTION], capture_output=True, text=True, check=False)
    assert (asked.returncode, asked.stderr) == (0, "")
