"""Frequent texts (常用话): the station's own, and the shipped ones that it has not put its own in the place of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from station_app import paths
from station_app.domain.field import built
from station_app.domain.records import Template
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk

GROUP_DIGITS = 2
"""Of a code of the list of matters: those that name its group."""


def all_of(desk: Desk) -> list[Template]:
    """Every text, the station's own first, each in the order it was written; a shipped one has its code for a uid."""
    own = desk.records.all(Template)
    replaced = {one.replaces for one in own}
    return [*own, *(one for code, one in _shipped().items() if code not in replaced)]


def offered(desk: Desk, use: str, category: str) -> list[str]:
    """The texts for a use that are in force today: those of the category first, then of its group, then those for all;
    those of other categories last."""
    standing = [one for one in all_of(desk) if one.use == use and not _has_ended(one, desk.today)]
    return [one.words for one in sorted(standing, key=lambda one: _distance(one.category, category))]


def keep(desk: Desk, use: str, category: str, words: str) -> str:
    """Write a text down for the next time; the record's uid, that of the one which says the same where there is one.

    Raises Rejected where it is empty or too long.
    """
    said = words.strip()
    known = (one for one in desk.records.all(Template, use=use) if one.words == said and not one.valid_to)
    if (same := next(known, None)) is not None:
        return same.uid
    return perform(desk, [Ask("template", "register", {"use": use, "category": category, "words": said})])[0].uid


def own(desk: Desk, one: Template) -> str:
    """The uid of the station's own record of a text: a shipped one becomes its own, so that it can be changed."""
    if one.uid not in _shipped():
        return one.uid
    fields = {"use": one.use, "category": one.category, "words": one.words, "replaces": one.uid}
    return perform(desk, [Ask("template", "register", fields)])[0].uid


def is_shipped(one: Template) -> bool:
    """Whether a text stands as it was shipped."""
    return one.uid in _shipped()


def _shipped() -> Mapping[str, Template]:
    raw = json.loads((paths.resources() / "templates.json").read_text("utf-8"))
    return {one["code"]: replace(built(Template, one), uid=one["code"]) for one in raw}


def _has_ended(one: Template, today: str) -> bool:
    return bool(one.valid_to) and one.valid_to < today


def _distance(of_text: str, wanted: str) -> int:
    if of_text and of_text == wanted:
        return 0
    if of_text and wanted and of_text[:GROUP_DIGITS] == wanted[:GROUP_DIGITS]:
        return 1
    return 3 if of_text else 2
