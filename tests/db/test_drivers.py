"""Drivers that the desk never uses do not slow its start."""

from __future__ import annotations

import subprocess
import sys

import pytest

QUESTION = """
import sys
from station_app.services import desk
assert "peewee" not in sys.modules, "the desk's start has loaded it"
from station_app.db.models import model
assert model("visit")
assert "psycopg" not in sys.modules, "peewee has loaded it"
import psycopg
assert psycopg.connect
"""


def test_peewee_is_no_part_of_a_start_and_loads_no_driver_of_the_gateway_and_the_gateway_still_finds_it() -> None:
    pytest.importorskip("psycopg")
    asked = subprocess.run([sys.executable, "-c", QUESTION], capture_output=True, text=True, check=False)
    assert (asked.returncode, asked.stderr) == (0, "")
