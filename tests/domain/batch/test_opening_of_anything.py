"""The batch reader before what a stranger may have written: only `Rejected` ever comes out."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station_app import paths
from station_app.domain.batch import frame, packing, seal
from station_app.domain.batch.header import Header
from station_app.domain.batch.opening import Batch, opened
from station_app.domain.batch.suite import new_key
from station_app.domain.change import Change, first_hash, line_of
from station_app.domain.problem import Rejected
from station_app.domain.wire import canonical

KEY = new_key()
JOURNAL = "a" * 32
LINES = [
    line_of(
        Change(JOURNAL, seq, f"{seq:032}", "2026-11-23T09:30:00.000+08:00", "ok", "b" * 32, "register", "person",
               f"{seq:032}", (), {"name": "杨胜美", "note": "路" * seq})
    )
    for seq in range(1, 6)
]  # fmt: skip
HEADER = Header(JOURNAL, 1, 1, 1, first_hash(JOURNAL), "0.1.0", key=KEY.public)
SOUND = seal.sealed(HEADER, LINES, KEY, paths.dictionaries()[1]).content


def tried(content: bytes) -> Batch | None:
    try:
        return opened(content, lambda _header: KEY.public, paths.dictionaries())
    except Rejected:
        return None


def test_a_sound_batch_opens() -> None:
    batch = tried(SOUND)
    assert batch is not None
    assert [member.line for member in batch.members] == LINES


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400), st.sampled_from([b"", b"LZB1", b"LZB1\0\2{}"]))
def test_any_bytes_are_refused(content: bytes, before: bytes) -> None:
    assert tried(before + content) is None


@settings(max_examples=400, deadline=None)
@given(st.integers(0, len(SOUND) - 1), st.integers(1, 255), st.booleans())
def test_one_changed_byte_is_refused_signed_anew_or_not(place: int, by: int, signs_anew: bool) -> None:
    changed = bytearray(SOUND)
    changed[place] ^= by
    content = bytes(changed)
    if signs_anew:
        tried(content[:-64] + KEY.signed(content[:-64]))  # whatever it says now, nothing else comes out
    else:
        assert tried(content) is None


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=600), st.booleans())
def test_whatever_an_admitted_author_packs_only_a_refusal_comes_out(content: bytes, is_packed: bool) -> None:
    packed = packing.packed(content) if is_packed else content
    assert tried(frame.framed(HEADER, packed, KEY)) is None


NAMES = st.sampled_from(["fields", "header", "erased", "seq", "seen"])
PLAIN = st.none() | st.integers() | st.text(max_size=8)


@settings(max_examples=200, deadline=None)
@given(st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5)))
def test_lines_of_any_json_are_refused(value: object) -> None:
    packed = packing.packed(canonical(value).encode() + b"\n")
    assert tried(frame.framed(HEADER, packed, KEY)) is None
