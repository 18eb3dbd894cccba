"""Time is evidence for people, and identities are no time."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain import clock
from tests.office import SetClock

NOW = datetime.fromisoformat("2026-11-23T09:30:00+08:00")


@given(st.integers(0, 2**48 - 1))
def test_an_identity_has_the_form_of_rfc_9562(unix_ms: int) -> None:
    text = clock.uuid7(unix_ms)
    read = uuid.UUID(hex=text)
    assert len(text) == 32
    assert text == text.lower()
    assert (read.version, read.variant) == (7, uuid.RFC_4122)
    assert read.int >> 80 == unix_ms


def test_every_random_bit_of_an_identity_is_used() -> None:
    # 74 bits vary: after 200 draws each was seen as 0 and as 1 (but once in 2**192).
    drawn = [int(clock.uuid7(0), 16) for _ in range(200)]
    varying = ((1 << 12) - 1) << 64 | (1 << 62) - 1
    seen_set, seen_clear = 0, 0
    for value in drawn:
        seen_set |= value
        seen_clear |= ~value
    assert seen_set & seen_clear & ((1 << 128) - 1) == varying
    assert len(set(drawn)) == 200


def test_the_machine_s_clock_knows_its_offset_and_gives_new_identities() -> None:
    machine = clock.SystemClock()
    assert machine.now().utcoffset() is not None
    assert machine.new_id() != machine.new_id()


def test_today_is_the_civil_date_at_the_desk_and_not_of_utc() -> None:
    assert clock.today(SetClock(datetime.fromisoformat("2026-11-23T00:30:00+08:00"))) == "2026-11-23"
    assert clock.stamp(NOW) == "2026-11-23T09:30:00.000+08:00"


@pytest.mark.parametrize(("last_at", "now", "said"), [
    ("", NOW, "ok"),
    ("", clock.EARLIEST, "ok"),
    ("", clock.EARLIEST - timedelta(milliseconds=1), "unset"),
    ("2026-11-23T09:30:00.000+08:00", datetime(2010, 1, 1, tzinfo=UTC), "unset"),
    ("2026-11-24T09:30:00.000+08:00", NOW, "ok"),
    ("2026-11-24T09:30:00.001+08:00", NOW, "jumped"),
    ("2025-10-19T09:30:00.000+08:00", NOW, "ok"),
    ("2025-10-19T09:29:59.999+08:00", NOW, "jumped"),
    ("2026-11-23T01:30:00.000+00:00", NOW, "ok"),
])  # fmt: skip
def test_what_a_clock_is_worth(last_at: str, now: datetime, said: str) -> None:
    assert clock.standing(now, last_at) == said
