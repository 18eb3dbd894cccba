"""Deciding between values that people set without seeing each other: side by side, by a person, as a change."""

from __future__ import annotations

from station_app.db.store import Write
from station_app.domain import lifecycle
from station_app.domain.problem import refusal, reject
from station_app.services.acts import audience_of
from station_app.services.desk import Desk
from station_app.services.history import Clash, clashes

__all__ = ["Clash", "clashes", "decide"]


def decide(desk: Desk, clash: Clash, chosen: int) -> None:
    """Let the value `chosen` (its place in `clash.values`) stand. The others stay in the history.

    Raises Rejected where somebody has decided meanwhile.
    """
    with desk.store.transaction():
        if clash not in clashes(desk):
            raise reject(refusal("clash_gone"))
        write = Write(lifecycle.DECIDE, clash.kind, clash.record, {clash.field: clash.values[chosen]})
        desk.store.commit([write], desk.user.uid, lambda one: audience_of(desk, (), one))
