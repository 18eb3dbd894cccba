"""Opinions that no visitor brought (F3 社情民意收集表): heard on a walk, in a courtyard meeting, found in a box."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from station_app.services import attachments
from station_app.services.acts import Ask, Done, perform
from station_app.services.desk import Desk
from station_app.services.visits import Matter, matter_asks

COLLECTED = ("OUTREACH", "FORUM", "CONTACT", "BOX", "ONLINE", "LETTER", "PHONE", "SUPERIOR", "SURVEY")
"""The channels of what is collected; who stands at the door is registered as a visit."""


def register(desk: Desk, how: Mapping[str, Any], matter: Matter) -> list[Done]:
    """Register one item with how it was collected, and what becomes of it right away; the opinion comes first.

    Raises Rejected.
    """
    with desk.store.transaction():
        done = perform(desk, _asks(desk, how, matter))
        attachments.release(desk, matter.files)
    return done


def _asks(desk: Desk, how: Mapping[str, Any], matter: Matter) -> list[Ask]:
    return matter_asks(desk, matter, how)
