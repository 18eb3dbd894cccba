"""What is most likely where nothing is said: the same in a form, at the command line and in an importer.

A day is today's, whoever acts is who sits here, a deadline is the rule's, and what goes with a code in its code list is
filled with it. A form shows all of it beforehand; what a person says stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from station_app.db import journal
from station_app.domain import judging, lifecycle
from station_app.domain.codes import CodeBook
from station_app.domain.field import FieldSpec, Kind, blank_of, fields_of, specs_of
from station_app.domain.lifecycle import CARRY_OVER, CORRECT, Act
from station_app.domain.records import BY_KIND
from station_app.services import local_rules, official
from station_app.services.desk import Desk


def beforehand(desk: Desk, act: Act, before: Mapping[str, Any]) -> dict[str, Any]:
    """What a form of the act shows before anything is typed, for a record that stands as `before`."""
    kept = {name: before.get(name) for name in act.kept} | numbered(desk, act, before, ())
    found = {name: value for name, value in (kept | _said_of(desk, act, before)).items() if value not in ("", None, ())}
    return _following(desk.codes, act, before, found) | found


def proposed(desk: Desk, act: Act, before: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the fields of the act that nobody has given.

    An old ledger is not told what nobody wrote down: of it only codes follow from codes.
    """
    if act.name == CARRY_OVER:
        return _following(desk.codes, act, before, given, (Kind.CODE,))
    found = {name: value for name, value in _said_of(desk, act, before).items() if name not in given}
    found |= _following(desk.codes, act, before, {**found, **given})
    if act.due and act.due not in given:
        by_rule = local_rules.proposed(desk, act, {**before, **found, **given})
        found |= {act.due: by_rule.earliest} if by_rule and by_rule.earliest else {}
    return found


def numbered(desk: Desk, act: Act, before: Mapping[str, Any], made: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The next official number, where the act gives one; `made` are records of the kind that are not stored yet."""
    found = official.next_of(desk, before, made) if act.series else ""
    return {act.series: found} if found else {}


def followed(codes: CodeBook, cls: type, spec: FieldSpec, code: str) -> str:
    """What goes with a code that another field of the record holds; "" where its list says nothing."""
    if spec.follows is None:
        return ""
    entry = codes[specs_of(cls)[spec.follows[0]].scheme].by_code.get(code)
    return entry.goes_with.get(spec.follows[1], "") if entry else ""


def _said_of(desk: Desk, act: Act, before: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = dict.fromkeys(act.today, desk.today) if act.today else {}
    found |= {name: before.get(source, "") for name, source in act.taken.items() if before.get(source)}
    if act.by_me:
        found[act.by_me] = desk.user.name
    if act.counts:
        found[act.counts] = (before.get(act.counts) or 0) + 1
    if act.known_here:
        written = (one for one in journal.authors(desk.store.database) if one.device_key == before.get("key"))
        found[act.known_here] = judging.counted_text({one.uid: one.last_seq for one in written})
    return found


def _following(
    codes: CodeBook,
    act: Act,
    before: Mapping[str, Any],
    given: Mapping[str, Any],
    kinds: tuple[Kind, ...] = tuple(Kind),
) -> dict[str, Any]:
    """What goes with the codes that are given, where nobody has said something else."""
    cls = BY_KIND[act.kind]
    found = {}
    for spec in _followers(act):
        if spec.follows is None or spec.name in given or spec.kind not in kinds:
            continue
        source, stands = spec.follows[0], before.get(spec.name, blank_of(cls)[spec.name])
        code, earlier = given.get(source, before.get(source, "")), before.get(source, "")
        has_moved = code != earlier and stands in ("", followed(codes, cls, spec, earlier))
        if has_moved or (not stands and act.name != CORRECT):
            found[spec.name] = followed(codes, cls, spec, code)
    return {name: value for name, value in found.items() if value}


@cache
def _followers(act: Act) -> tuple[FieldSpec, ...]:
    """The fields of an act that go with a code."""
    taken = lifecycle.fields_taken(act)
    return tuple(spec for spec in fields_of(BY_KIND[act.kind]) if spec.follows is not None and spec.name in taken)
