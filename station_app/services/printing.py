"""What every print is: its bytes, and its facts as their readers may see them."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import TypeVar

from station_app import paths
from station_app.domain.immutable import immutable
from station_app.domain.redaction import Audience, Found, LookAlikes, Redacted, Terms, redacted
from station_app.services.desk import Desk
from station_app.text.finding import place

Facts = TypeVar("Facts")


@immutable
class Print:
    """A print: the PDF's bytes, how many pages, and the name that a file of it gets.

    `called` is what the trail calls it where somebody else gave that name: it may hold a petitioner's. `found` was
    hidden in free text: a person looks before the paper leaves; `again` makes it anew with what they let stand.
    """

    pdf: bytes
    pages: int
    name: str
    called: str = ""
    found: tuple[Found, ...] = ()
    again: Callable[[frozenset[str]], Print] | None = None


@cache
def look_alikes() -> LookAlikes:
    """How names stand in running text: shipped data."""
    raw = json.loads((paths.resources() / "print" / "look_alikes.json").read_text("utf-8"))
    several = ("before", "follows", "titles", "beside", "counted", "messengers")
    words_of = {name: tuple(raw[name]) for name in several}
    return LookAlikes(surnames=(*raw["compound"], *raw["surnames"]), digits=raw["digits"], **words_of)


def seen(desk: Desk, facts: Facts, audience: Audience) -> Redacted[Facts]:
    """A paper's facts as its audience may see them."""
    return redacted(facts, audience, terms(desk))


@immutable
class _Said:
    """A text by itself."""

    text: str


def as_public(desk: Desk, text: str) -> str:
    """A text as everybody may read it: nothing in it that looks like somebody's name or number."""
    return redacted(_Said(text), Audience.PUBLIC, terms(desk)).facts.text


def terms(desk: Desk, kept: frozenset[str] = frozenset()) -> Terms:
    regions = paths.regions()
    return Terms(lambda code: place(regions.name_of(code)), unsorted(desk), look_alikes(), kept)


def unsorted(desk: Desk) -> frozenset[str]:
    """The categories that say nothing: an old ledger's."""
    return frozenset(one.code for one in desk.codes["matter"].codes if one.legacy)


def counted(pdf: bytes, name: str) -> Print:
    """The print of a PDF, its pages counted."""
    from station_app.reports import press  # noqa: PLC0415  (the desk starts without its paper)

    return Print(pdf, press.page_count(pdf), name)
