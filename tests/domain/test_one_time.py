"""The one-time code."""

from __future__ import annotations

from station_app.domain import exchange


def test_a_code_is_read_back_as_people_type_it() -> None:
    code = exchange.new_code()
    for typed in (code, code.lower(), exchange.shown(code), f" {exchange.shown(code).lower()} "):
        assert exchange.is_sound(typed)
        assert exchange.hash_of(typed) == exchange.hash_of(code)
    assert exchange.plain("o0-iL1") == "00111"


def test_a_miscopied_code_is_noticed() -> None:
    code = exchange.new_code()
    for place, sign in enumerate(code[:-1]):
        other = exchange.SIGNS[(exchange.SIGNS.index(sign) + 1) % 31]
        assert not exchange.is_sound(code[:place] + other + code[place + 1 :])
    assert not exchange.is_sound(code[:-1])
    assert not exchange.is_sound("")


def test_whoever_admits_names_the_same_device() -> None:
    assert exchange.device_of("a" * 32) == exchange.device_of("a" * 32) != exchange.device_of("b" * 32)
