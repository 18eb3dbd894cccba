"""Deciding between values that people set without seeing each other: side by side, by a person, as a change."""

from __future__ import annotations

from station_app.db.store import Write
from station_app.domain import lifecycle
from station_app.domain.problem import Rejected, refusal, reject
from station_app.services import acts
from station_app.services.access import must_read
from station_app.services.desk import Desk
from station_app.services.history import Clash, clashes

__all__ = ["Clash", "clashes", "decide"]


def decide(desk: Desk, clash: Clash, chosen: int) -> None:
    """Let the value `chosen` (its place in `clash.values`) stand. The others stay in the history.

    Raises Rejected where somebody has decided meanwhile, and where the person here could not have corrected the field:
    a head does not choose among a petitioner's words.
    """
    with desk.store.transaction():
        _must_correct(desk, clash)
        if clash not in clashes(desk):
            raise reject(refusal("clash_gone"))
        write = Write(lifecycle.DECIDE, clash.kind, clash.record, {clash.field: clash.values[chosen]})
        acts.write(desk, [write])


def may_decide(desk: Desk, clash: Clash) -> bool:
    """Whether the person here may let one of the values stand: a page offers nothing else."""
    try:
        _must_correct(desk, clash)
    except Rejected:
        return False
    return True


def _must_correct(desk: Desk, clash: Clash) -> None:
    values = {**desk.records.rows(clash.kind, [clash.record])[clash.record].values, "uid": clash.record}
    must_read(desk, clash.kind, values)
    act = lifecycle.act_of(clash.kind, "correct", values.get("state") or lifecycle.STATELESS)
    is_typed = act is not None and clash.field in lifecycle.fields_taken(act)
    if act is not None and is_typed and act.who.isdisjoint(desk.user.roles) and not desk.is_office:
        raise reject(refusal("act_of_another_role", value=act.name, who=sorted(act.who)))
