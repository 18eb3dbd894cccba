"""A password is long enough and not what anybody would try first; one that is proposed is taken."""

from __future__ import annotations

import random

import pytest

from station_app import paths
from station_app.domain import passwords

GUESSES = paths.guesses()


def codes(password: str, name: str = "王小莉") -> list[str]:
    return [one.code for one in passwords.problems_of(password, name, GUESSES)]


@pytest.mark.parametrize("password", ["", "        ", "12345678", "00000000", "password", "kx7$vQz2m", "a b c d"])
def test_what_is_short_is_said_to_be_short(password: str) -> None:
    assert codes(password) == ["password_short"]


@pytest.mark.parametrize(
    "password",
    [
        "1234567890",
        "aaaaaaaaaaaa",
        "qwertyuiop[]",
        "1qaz2wsx3edc",
        "zxcvbnm,./123",
        "poiuytrewq",
        "P@ssw0rd2026",
        "admin@123456",
        "wangxiaoli1985",
        "zhangwei19900101!",
        "xiaoli520520",
        "woaini1314520",
        "woaizhongguo1949",
        "guizhou@2026",
        "13985471234",
        "zhangsan13985471234",
        "520324199003041234",
        "19850312520",
        "lianluozhan2026",
        "daibiao888666",
        "WangXiaoLi888",
        "abcABC123123",
        "83749261034",
        "zhangwei zhangwei",
    ],
)
def test_what_people_put_together_when_they_are_asked_for_one_is_guessed(password: str) -> None:
    assert codes(password) == ["password_guessed"]


def test_a_password_that_is_short_and_holds_the_name_is_told_both() -> None:
    assert codes("王小莉12") == ["password_short", "password_holds_name"]


@pytest.mark.parametrize(
    "password",
    [
        "correct horse 9",
        "liushu denglong chapan shitou",
        "liushudenglongchapanshitou",
        "k7$vQz2!mw",
        "桃树 水井 灯笼 米袋",
    ],
)
def test_what_nobody_would_try_is_taken(password: str) -> None:
    assert codes(password) == []


def test_each_proposal_is_taken_is_typed_without_chinese_and_reads_as_words() -> None:
    drawn = random.Random(7).randrange
    proposals = {passwords.proposed(GUESSES, drawn) for _ in range(2000)}
    assert len(proposals) == 2000
    for password, reads in proposals:
        assert codes(password) == []
        assert password.isascii()
        assert len(reads.split()) == len(password.split()) == passwords.WORDS + 1


def test_the_words_that_are_proposed_are_many_and_each_of_another_spelling() -> None:
    spelt = [word for word, _ in GUESSES.words]
    assert len(set(spelt)) == len(spelt) >= 450


@pytest.mark.parametrize(
    ("pin", "code"),
    [("", "pin_form"), ("123", "pin_form"), ("123456789", "pin_form"), ("12a4", "pin_form"), ("１２３４", "pin_form")]
    + [(pin, "pin_guessed") for pin in ("1234", "9876", "0000", "1212", "112211", "123123", "7777")],
)
def test_a_quick_key_is_of_digits_that_do_not_repeat_or_follow(pin: str, code: str) -> None:
    assert [one.code for one in passwords.problems_of_pin(pin)] == [code]


def test_another_quick_key_is_taken() -> None:
    assert passwords.problems_of_pin("4071") == []
