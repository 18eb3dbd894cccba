"""What the rules look at beside a record that is judged: other records as they stand, and the rules of days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from station_app.domain.field import values_of
from station_app.domain.lifecycle import HEAD, JOINED, Act
from station_app.domain.programme_acts import ONCE
from station_app.domain.records import BY_KIND, Cosigning, Mandate, RosterLink, User
from station_app.services import duty, handling, local_rules
from station_app.services.desk import Desk, is_here
from station_app.services.standing import StandingRecords

Values = Mapping[str, Any]
Look = Callable[[str, str], Values]
"""The values of a record as it stands in this sitting, by kind and uid; nothing where there is none."""


def of_kind(desk: Desk, records: StandingRecords, look: Look, kind: str, values: Values) -> dict[str, Values]:
    """What the rules of a kind look at beside its record."""
    if handling.is_handling(kind):
        return handling.beside(records, look, kind, values)
    match kind:
        case "visit":
            visitor = look("person", values["visitor"])
            return {"station": values_of(desk.place), "visitor": visitor}
        case "survey_call":
            return {"survey": look("survey", values["survey"])}
        case "dispatch_return":
            return {"schedule": look("dispatch_schedule", values["schedule"])}
        case "attendance":
            mandates = desk.records.all(Mandate, deputy=values["deputy"])
            last = max((one.to_on for one in mandates), default="") if all(one.to_on for one in mandates) else ""
            return {
                "reception_day": look("reception_day", values["reception_day"]),
                "deputy": {"to_on": last},
            }
    return {}


def of_act(desk: Desk, look: Look, act: Act, values: Values) -> dict[str, Values]:
    """What the rules of an act look at beside its own record."""
    if act.due:
        return local_rules.beside(desk, look, act, values)
    match act.kind, act.name:
        case "person", "merge":
            return {"merged_into": look("person", values["merged_into"])}
        case "user", "leave" | "correct":
            stay = [one for one in desk.records.all(User) if is_here(desk, one) and one.uid != values["uid"]]
            heads = [one.uid for one in stay if desk.is_office or HEAD in one.roles]
            return {"others": {"heads": tuple(heads)}}
        case "survey", "draw":
            return {"others": {"pool": sum(map(len, duty.by_highest_level(desk).values()))}}
        case kind, "register" if kind in ONCE:
            same: list[Any] = desk.records.all(BY_KIND[kind], **{name: values[name] for name in ONCE[kind].fields})
            return {"others": {"same": bool(same)}}
        case "roster_link", "register":
            links = desk.records.all(RosterLink, void_reason="")
            own = tuple(one.deputy or one.unit for one in links)
            return {"others": {"linked": own, "counting": tuple(one.same_deputy or one.same_unit for one in links)}}
        case "cosigning", "register":
            asked = desk.records.all(Cosigning, suggestion=values["suggestion"], deputy=values["deputy"])
            return {
                "suggestion": look("suggestion", values["suggestion"]),
                "deputy": look("deputy", values["deputy"]),
                "others": {"joined": tuple(one.deputy for one in asked if one.state in JOINED)},
            }
    return {}
