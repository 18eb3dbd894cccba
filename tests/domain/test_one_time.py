"""The one-time code."""

from __future__ import annotations

from station_app.domain import one_time


def test_a_code_is_read_back_as_people_type_it() -> None:
    code = one_time.new_code()
    for typed in (code, code.lower(), one_time.shown(code), f" {one_time.shown(code).lower()} "):
        assert one_time.is_sound(typed)
        assert one_time.hash_of(typed) == one_time.hash_of(code)
    assert one_time.plain("o0-iL1") == "00111"


def test_a_miscopied_code_is_noticed() -> None:
    code = one_time.new_code()
    for place, sign in enumerate(code[:-1]):
        other = one_time.SIGNS[(one_time.SIGNS.index(sign) + 1) % 31]
        assert not one_time.is_sound(code[:place] + other + code[place + 1 :])
    assert not one_time.is_sound(code[:-1])
    assert not one_time.is_sound("")


def test_whoever_admits_names_the_same_device() -> None:
    assert one_time.device_of("a" * 32) == one_time.device_of("a" * 32) != one_time.device_of("b" * 32)
