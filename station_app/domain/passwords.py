"""What makes a password: long enough, and not what anybody would try first.

A password is taken apart into what people put together when they are asked for one (common words, names in pinyin,
birthdays, runs of keys, lucky numbers), and each such part counts as little as it costs to guess. Made after the idea
of D. Wheeler, zxcvbn (USENIX Security 2016); GB/T 22239-2019, 8.1.4.1 asks that passwords are hard to guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from functools import cached_property

from station_app.domain.immutable import immutable
from station_app.domain.problem import Problem, refusal

SHORTEST, WORDS, SHORTEST_WORD = 10, 4, 2
"""Signs of a password, or words of it and the signs of each."""

LEAST = 8
"""What the parts of a password must be worth together: a sign that belongs to none is worth 1."""

OF_A_PART, OF_DIGITS = 2, 4
"""What a known part is worth, and at most a run of digits."""

MOST_SYLLABLES = 3
"""Of a name: what is longer is a sentence, and each two syllables of it are a word."""

PIN_DIGITS = (4, 8)
"""The fewest and the most digits of a quick key."""

_RUNS = tuple(
    line
    for row in (
        *("1234567890-=", "!@#$%^&*()_+", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "abcdefghijklmnopqrstuvwxyz"),
        *("1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik,", "9ol.", "0123456789"),
        *("147", "258", "369", "159", "357"),
    )
    for line in (row, row[::-1])
)
_SHORTEST_RUN = 3
_AS_LETTERS = str.maketrans("013457@$!", "oleastasi")
_DATES = re.compile(
    r"(?:19|20)\d\d(?:[-./]?(?:0?[1-9]|1[0-2])[-./]?(?:0?[1-9]|[12]\d|3[01]))?|\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
    r"|1[3-9]\d{9}"
)
"""Years, birthdays and numbers of mobile telephones."""

_DIGITS, _LETTERS = re.compile(r"\d{4,}"), re.compile(r"[a-z]+")
_BETWEEN_WORDS = re.compile(r"[\W_]+")


@immutable
class Guesses:
    """What anybody would try: words by which passwords are made, the syllables of pinyin, and the words that are
    proposed, each in pinyin and in characters."""

    common: frozenset[str]
    syllables: frozenset[str]
    words: tuple[tuple[str, str], ...]

    @cached_property
    def longest(self) -> int:
        """Signs of the longest common word."""
        return max(map(len, self.common))


def parse_guesses(common: str, syllables: str, words: str) -> Guesses:
    """The guesses that the resources hold: words between blanks; of the last one pair a line."""
    pairs = tuple((line.split()[0], line.split()[1]) for line in words.splitlines() if line.strip())
    return Guesses(frozenset(common.split()), frozenset(syllables.split()), pairs)


def problems_of(password: str, name: str, guesses: Guesses, where: str = "password") -> list[Problem]:
    """All that keeps a password from being taken for the user of that name."""
    words = [word for word in _BETWEEN_WORDS.split(password) if len(word) >= SHORTEST_WORD]
    problems = []
    if len(password.strip()) < SHORTEST and len(words) < WORDS:
        problems.append(refusal("password_short", where, least=SHORTEST, words=WORDS))
    if name.strip() and name.strip() in password:
        problems.append(refusal("password_holds_name", where))
    if not problems and worth(password, guesses) < LEAST:
        problems.append(refusal("password_guessed", where))
    return problems


def worth(password: str, guesses: Guesses) -> int:
    """What a password is worth: its parts, each once, and the signs that belong to none."""
    text, at, total = password.strip().lower(), 0, 0
    known: set[str] = set()
    while at < len(text):
        length, value = max(_parts(text, at, guesses), key=lambda part: (part[0], -part[1]), default=(1, 1))
        part = text[at : at + length]
        total += 0 if length > 1 and part in known else value
        known.add(part)
        at += length
    return total


def _parts(text: str, at: int, guesses: Guesses) -> list[tuple[int, int]]:
    """The known parts that begin at a place: how long, and what each is worth."""
    found = [(len(word), OF_A_PART) for word in _words(text, at, guesses)]
    if (run := _run(text, at)) >= _SHORTEST_RUN:
        found.append((run, OF_A_PART))
    if date := _DATES.match(text, at):
        found.append((len(date[0]), OF_A_PART))
    if digits := _DIGITS.match(text, at):
        found.append((len(digits[0]), OF_DIGITS))
    letters = _LETTERS.match(text, at)
    count = _syllables(letters[0], guesses.syllables) if letters else 0
    if letters and count > 1:
        pairs = 1 if count <= MOST_SYLLABLES else count // 2
        found.append((len(letters[0]), OF_A_PART * pairs))
    return found


def _words(text: str, at: int, guesses: Guesses) -> Sequence[str]:
    rest = text[at : at + guesses.longest]
    spelt = (rest, rest.translate(_AS_LETTERS))
    return [one[:end] for one in spelt for end in range(len(one), 1, -1) if one[:end] in guesses.common]


def _run(text: str, at: int) -> int:
    """How many signs from a place on are one sign again and again, or lie side by side on the keys."""
    same = len(text) - at - len(text[at:].lstrip(text[at]))
    beside = 0
    for line in _RUNS:
        start = line.find(text[at])
        length = 0
        while start >= 0 and at + length < len(text) and line[start + length : start + length + 1] == text[at + length]:
            length += 1
        beside = max(beside, length)
    return max(same, beside)


def _syllables(letters: str, syllables: Collection[str]) -> int:
    """Into how few syllables of pinyin letters fall, 0 where they do not."""
    fewest = {0: 0}
    for end in range(1, len(letters) + 1):
        ways = [fewest[start] + 1 for start in fewest if letters[start:end] in syllables]
        if ways:
            fewest[end] = min(ways)
    return fewest.get(len(letters), 0)


def proposed(guesses: Guesses, drawn: Callable[[int], int]) -> tuple[str, str]:
    """A password that is easily kept in mind, and how it reads: four words and a number of two digits, 41 bits.
    `drawn(n)` draws one of n at random."""
    words = [guesses.words[drawn(len(guesses.words))] for _ in range(WORDS)]
    number = str(10 + drawn(90))
    return " ".join((*(word for word, _ in words), number)), " ".join((*(said for _, said in words), number))


def problems_of_pin(pin: str, where: str = "pin") -> list[Problem]:
    """All that keeps a quick key from being taken: other signs than digits, too few, too many, or a run of keys."""
    fewest, most = PIN_DIGITS
    if not (pin.isascii() and pin.isdigit() and fewest <= len(pin) <= most):
        return [refusal("pin_form", where, least=fewest, most=most)]
    is_run = any(pin in line for line in _RUNS) or len(set(pin)) <= 2 or pin[: len(pin) // 2] * 2 == pin
    return [refusal("pin_guessed", where)] if is_run else []
