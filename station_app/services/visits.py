"""Visits: registering and collecting them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import Any

from station_app.db import journal, people
from station_app.db.store import Write
from station_app.domain.field import values_of
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import REGISTER, WRITE_ANEW, acts_of, passes_on, stands
from station_app.domain.problem import warning
from station_app.domain.records import Opinion, Person, Visit
from station_app.domain.secrecy import is_accusation, is_confidential, is_kept_here
from station_app.services import acts, attachments
from station_app.services.access import may_do, readable
from station_app.services.acts import Ask, Done, perform
from station_app.services.attachments import Held
from station_app.services.desk import Desk
from station_app.text.visits import THROUGH_VISITOR

REFER = "refer"
"""To give a matter to a unit at once: its triage, and an assignment."""

OPENING_ACTS = ("answer", "redirect", "triage", REFER, "escalate")
"""What may be done with a matter while the visitor is still there; none of them: it is put off (先放着)."""

ON_DAY = "RECEPTION_DAY"
"""The channel of a visit that was heard on a reception day."""

_NEEDS_TRIAGE = frozenset({REFER, "escalate"})
_TRIAGE_FIELDS = ("category", "urgency", "owner_level", "proposed_unit", "proposed_handling")


@immutable
class Matter:
    """One matter as typed: the opinion's fields, and the act that follows with its fields ("" for none yet)."""

    fields: Mapping[str, Any]
    act: str = ""
    act_fields: Mapping[str, Any] = field(default_factory=dict)
    files: Sequence[Held] = ()


@immutable
class Newcomer:
    """Somebody who came along and is not known yet: `role` is the field of the visit that names them
    (`representatives` or `companions`). Without a phone they are reached through the visitor."""

    role: str
    name: str
    phone: str = ""


@immutable
class VisitEntry:
    """A visit as typed: a known person (`person`) or a new one, with what is new about them; the visit; its matters;
    who came along and is new; files of the visit itself (the signed sheet)."""

    person_fields: Mapping[str, Any]
    visit_fields: Mapping[str, Any]
    matters: Sequence[Matter]
    person: str = ""
    newcomers: Sequence[Newcomer] = ()
    files: Sequence[Held] = ()


@immutable
class Registered:
    """What came of it: the visit, its matters, and all acts in the order of the asks."""

    visit: Done
    opinions: tuple[Done, ...]
    done: tuple[Done, ...]


def register(desk: Desk, entry: VisitEntry) -> Registered:
    """Register a visit with all its matters. Raises Rejected; `sections` tells where in the form each problem is."""
    asks, _ = _asks(desk, entry)
    done = perform(desk, asks)
    visit = next(one for one in done if one.kind == "visit")
    if twice := people.same_visit(desk.store.database, visit.uid):
        visit = replace(visit, warnings=(*visit.warnings, warning("visit_written_twice", "visitor", twice)))
    done = [visit if one.uid == visit.uid else one for one in done]
    opinions = tuple(one for one in done if one.kind == "opinion" and one.act == "register")
    return Registered(visit, opinions, tuple(done))


def sections(desk: Desk, entry: VisitEntry) -> tuple[str, ...]:
    """For each part that a problem may name: "person", "group", "visit", "files", or a matter's number as text."""
    return _asks(desk, entry)[1]


def opening_acts(desk: Desk, opinion: Mapping[str, Any] | None = None) -> tuple[str, ...]:
    """Those of `OPENING_ACTS` that this user may do; with an accusation's values, those that tell it to nobody else
    and leave it to the discipline organ (信访工作条例 2022 art. 30)."""
    may = {act.name for act in acts_of("opinion") if act.who & set(desk.user.roles)}
    if may_do(desk, "assignment", REGISTER):
        may.add(REFER)
    if opinion is not None and is_accusation(opinion):
        may &= {act.name for act in acts_of("opinion") if not passes_on(act) and "answer" not in act.needs}
    return tuple(name for name in OPENING_ACTS if name in may)


def matters_of(desk: Desk, visit: str) -> list[Opinion]:
    """The matters that were raised on a visit, those that the person here may know of."""
    return readable(desk, "opinion", desk.records.all(Opinion, visit=visit))


def _asks(desk: Desk, entry: VisitEntry) -> tuple[list[Ask], tuple[str, ...]]:
    person = entry.person or desk.clock.new_id()
    visit = desk.clock.new_id()
    act = "correct" if entry.person else "register"
    asks, sections = [Ask("person", act, entry.person_fields, person, is_minted=not entry.person)], ["person"]
    came, fields = _came_along(desk, entry)
    asks += came
    sections += ["group"] * len(came)
    asks.append(Ask("visit", "register", {**fields, "visitor": person}, visit, is_minted=True))
    sections.append("visit")
    for number, matter in enumerate(entry.matters):
        of_matter = matter_asks(desk, matter, {"visit": visit})
        asks += of_matter
        sections += [str(number)] * len(of_matter)
    papers = attachments.asks(desk, "visit", visit, entry.files)
    return asks + papers, (*sections, *["files"] * len(papers))


def _came_along(desk: Desk, entry: VisitEntry) -> tuple[list[Ask], dict[str, Any]]:
    """The asks that register newcomers, and the visit's fields that name them beside those who are known."""
    asks, fields = [], dict(entry.visit_fields)
    village = entry.person_fields.get("village", "")
    for one in entry.newcomers:
        told = {"name": one.name, "phone": one.phone, "village": village}
        if not one.phone:
            told["no_phone_reason"] = THROUGH_VISITOR
        asks.append(Ask("person", "register", told, desk.clock.new_id(), is_minted=True))
        fields[one.role] = (*fields.get(one.role, ()), asks[-1].uid)
    return asks, fields


def matter_asks(desk: Desk, matter: Matter, given: Mapping[str, Any]) -> list[Ask]:
    """The asks of one matter: to register it with what is `given` (its visit), the act that follows, its files."""
    opinion = desk.clock.new_id()
    asks = [Ask("opinion", "register", {**matter.fields, **given}, opinion, is_minted=True)]
    if matter.act in _NEEDS_TRIAGE:
        # The office's order is triage, then approval: who may approve does both in one sitting.
        known = {**matter.fields, **matter.act_fields}
        known.setdefault("proposed_unit", known.get("unit", ""))
        triage = {name: known[name] for name in _TRIAGE_FIELDS if known.get(name)}
        asks.append(Ask("opinion", "triage", triage, opinion))
        rest = {name: value for name, value in matter.act_fields.items() if name not in _TRIAGE_FIELDS}
        if matter.act == REFER:
            asks.append(Ask("assignment", REGISTER, {**rest, "opinion": opinion}, desk.clock.new_id(), is_minted=True))
        else:
            asks.append(Ask("opinion", matter.act, rest, opinion))
    elif matter.act:
        fields = matter.act_fields
        if matter.act == "triage":
            fields = {**{name: matter.fields.get(name, "") for name in ("category", "urgency")}, **fields}
        asks.append(Ask("opinion", matter.act, fields, opinion))
    return asks + attachments.asks(desk, "opinion", opinion, matter.files)


@immutable
class Start:
    """What the visit before may say of the next one: of the visitor, of the visit, of its matter; fields by name."""

    person: Mapping[str, Any]
    visit: Mapping[str, Any]
    matter: Mapping[str, Any]


LOOKS_BACK = 400
"""Changes of this desk among which the visit before is looked for."""

SAME_VISIT = ("channel", "place", "deputies", "notice_way")
SAME_MATTER = ("title", "category", "urgency")


def like_last(desk: Desk) -> Start | None:
    """The village, the channel and the matter of the visit that the person here registered last; None where there is
    none that stands. The speaker's words are each speaker's own, and of what is confidential nothing is taken over."""
    newest = (entry.change for entry in journal.newest_of_mine(desk.store.database, LOOKS_BACK))
    own = [one.record for one in newest if (one.kind, one.act, one.by) == ("visit", REGISTER, desk.user.uid)]
    visit = next((one for uid in own if stands((one := desk.records.one(Visit, uid)).state)), None)
    if visit is None:
        return None
    person = desk.records.one(Person, visit.visitor)
    said = next((one for one in matters_of(desk, visit.uid) if not is_accusation(values_of(one))), None)
    is_open = said is not None and not is_confidential(values_of(said))
    return Start(
        person={"village": person.village},
        visit={name: getattr(visit, name) for name in SAME_VISIT},
        matter={name: getattr(said, name) for name in SAME_MATTER} if is_open else {},
    )


def split_off(desk: Desk, fields: Mapping[str, Any]) -> list[Done]:
    """Register another matter of a visit, the matter first. Beside a secret one it stands on an open visit of its own,
    if it is not secret too. Raises Rejected."""
    from station_app.services.consequences import opened_visit  # noqa: PLC0415  (the first page judges nothing)

    visit = str(fields.get("visit", ""))
    asks, opened = ([], visit) if is_kept_here(fields) else opened_visit(desk, desk.records, visit)
    with desk.store.transaction():
        done = perform(desk, [*asks, Ask("opinion", REGISTER, {**fields, "visit": opened})])
        if asks:  # whoever is accused on the one learns of neither
            acts.write(desk, [Write(WRITE_ANEW, "visit", visit, {"copy_of": opened})])
    return sorted(done, key=lambda one: one.kind != "opinion")


COLLECTED = ("OUTREACH", "FORUM", "CONTACT", "BOX", "ONLINE", "LETTER", "PHONE", "SUPERIOR", "SURVEY")
"""The channels of what is collected; who stands at the door is registered as a visit."""


def collect(desk: Desk, how: Mapping[str, Any], matter: Matter) -> list[Done]:
    """Register one item with how it was collected, and what becomes of it right away; the opinion comes first.

    Raises Rejected.
    """
    return perform(desk, matter_asks(desk, matter, how))
