"""Records of handling at a desk: what a new one takes from what it hangs from, whose turn it is, how a matter reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

from station_app.domain import lifecycle, secrecy, standing
from station_app.domain.act import CHAIR, NOWHERE, STATELESS
from station_app.domain.clock import named_id
from station_app.domain.field import blank_of, field_of, kind_of, specs_of, values_of
from station_app.domain.handling_acts import (
    ASKED_EXTENSION,
    DECIDES,
    HANDLING_KINDS,
    OPEN_ASSIGNMENT,
    OPEN_COMMITMENT,
    PARENT,
    REFUSED_EXTENSION,
    RELEASED_ASSIGNMENT,
)
from station_app.domain.lifecycle import CORRECT, REGISTER, Act
from station_app.domain.problem import Problem, refusal, warning
from station_app.domain.records import BY_KIND, Assignment, Barring, Evaluation, Extension, Opinion, Reply, Suggestion
from station_app.domain.standing import COUNTY, MATTERS, STATION
from station_app.services.desk import Desk
from station_app.services.standing import StandingRecords

Values = Mapping[str, Any]
Look = Callable[[str, str], Values]
"""The values of a record as it stands, by kind and uid; {} where there is none."""


def side_of(desk: Desk) -> str:
    """On which side of a matter this desk writes."""
    return COUNTY if desk.is_office else STATION


def matter_of(values: Values) -> tuple[str, str]:
    """The matter that a record of handling is about: its kind and uid; two blanks where it names none."""
    return next(((kind, str(values[kind])) for kind in MATTERS if values.get(kind)), ("", ""))


def given(desk: Desk, records: StandingRecords, look: Look, kind: str, read: Values) -> dict[str, Any]:
    """What a new record of handling takes from what it hangs from: its matter, the station it is for, the assignment or
    the reply that is meant where only one can be."""
    specs = specs_of(BY_KIND[kind])
    found: dict[str, Any] = {"side": side_of(desk)}
    if not desk.is_office:
        found["recorder"] = desk.user.uid
    if kind == "reply" and not read.get("assignment") and matter_of(read)[0]:
        open_ = answering(desk, records, *matter_of(read))
        found |= {"assignment": open_[0].uid} if len(open_) == 1 else {}
    known = {**found, **read}
    for parent in PARENT[kind]:
        above = look(parent, str(known.get(parent) or ""))
        if not above:
            continue
        if parent in MATTERS:
            found |= {parent: str(known[parent]), "station": above.get("station", "")}
        else:
            found |= {name: above.get(name, "") for name in (*MATTERS, "station")}
            if kind == "reply":
                found["unit"] = above.get("unit", "")
    if kind == "telling":
        found["reply"] = look("opinion", str(known.get("opinion") or "")).get("answered_in", "")
    if kind == "evaluation":
        found["deputy"] = look("suggestion", str(found.get("suggestion") or "")).get("lead_deputy", "")
    return {name: value for name, value in found.items() if name in specs and (value or name == "side")}


def uid_of(records: StandingRecords, kind: str, values: Values) -> str:
    """The uid of a record of which there can be only one; "" where it is as any. There is one evaluation of a reply by
    a deputy: two desks that write it blind meet in one record. After one that is void comes another."""
    if kind != "evaluation" or not values.get("reply"):
        return ""
    said = records.all(Evaluation, reply=values["reply"])
    void = sum(1 for one in said if one.void_reason and one.deputy == values.get("deputy"))
    return named_id(f"evaluation/{values['reply']}/{values.get('deputy', '')}/{void}")


def answering(desk: Desk, records: StandingRecords, kind: str, uid: str) -> list[Assignment]:
    """The open assignments of a matter whose units answer it themselves, those of this side."""
    own = [one for one in records.all(Assignment, **{kind: uid}) if one.side == side_of(desk)]
    return [one for one in own if one.state in OPEN_ASSIGNMENT and one.part in standing.ANSWERS]


def problems(
    desk: Desk, records: StandingRecords, look: Look, act: Act, before: Values, after: Values
) -> list[Problem]:
    """What keeps an act on a matter or its handling back: it is not this side's turn, or another side's record."""
    if act.kind in MATTERS:
        if act.kind == OPINION and not before and desk.is_office and after.get("station"):
            return [refusal("record_of_another", "station")]  # whoever spoke is told by the home that heard them
        return _not_at_home(desk, act, before or after) or (_out_of_turn(desk, act, before) if act.by_turn else [])
    kind, uid = matter_of(after)
    matter = look(kind, uid) if kind else {}
    if not is_handling(act.kind):  # who joins in a suggestion signs where it was written down
        return _not_at_home(desk, act, matter)
    if not matter:
        return [refusal("missing", PARENT[act.kind][0])]
    return _of_handling(desk, records, look, act, before, after)


def _of_handling(
    desk: Desk, records: StandingRecords, look: Look, act: Act, before: Values, after: Values
) -> list[Problem]:
    """What keeps an act on a record of handling back."""
    kind, uid = matter_of(after)
    matter = look(kind, uid)
    side = side_of(desk)
    if before and before.get("side", side) not in ("", side):
        return [refusal("record_of_other_side", value=act.name, side=desk.codes.name_of("side", before["side"]))]
    if found := _not_at_home(desk, act, matter) or (not before and _of_other_side(desk, look, act, after)):
        return found
    decides = act.who == DECIDES and act.name != "void"  # whoever leads the station takes back what it took by mistake
    if kind == SUGGESTION and not desk.is_office and decides and CHAIR not in desk.user.roles:
        by = [desk.codes.name_of("role", CHAIR)]  # 组织法 2022 art. 42: the presidium's, and not the station's
        return [refusal("act_of_another_role", value=act.name, who=[CHAIR], by=by)]
    allowed = act.on.get(kind, ()) if act.on else None
    is_told = matter.get("state") == "MERGED" and not matter.get("owed_since")  # or nothing is there to tell
    if allowed is not None and (matter.get("state") not in allowed or (act.kind == "telling" and is_told)):
        return [refusal("matter_elsewhere", value=act.name, state=_named(desk, kind, matter))]
    if act.by_turn and (found := _out_of_turn(desk, act, matter)):
        return found
    if act.kind == "reply" and not before and not after.get("assignment"):
        open_ = answering(desk, records, kind, uid)
        if len(open_) > 1:
            return [refusal("which_assignment", "assignment", offered=[one.unit for one in open_])]
    return []


SAID_AT_ONCE = {"opinion": ("requirements",), "suggestion": ("part",)}
"""What an assignment must say, by its matter's kind: what a unit is asked to do about an opinion (O6), and whether it
leads, assists or answers apart where a suggestion has several (代表法 2025 art. 51)."""


def unsaid(act: Act, after: Values) -> list[Problem]:
    """What a new assignment lacks; of a reply to a suggestion, which is a letter (代表法 2025 art. 51), its number and
    whom to call."""
    kind = matter_of(after)[0]
    names = SAID_AT_ONCE.get(kind, ()) if act.kind == "assignment" else ()
    letter = ("letter_no", "contact_phone") if (act.kind, kind) == ("reply", "suggestion") else ()
    if act.name != REGISTER:
        return []
    missing = [refusal("missing", name) for name in names if not str(after.get(name, "")).strip()]
    return missing + [warning("letter_lacks", name) for name in letter if not after.get(name)]


def beside(records: StandingRecords, look: Look, kind: str, values: Values) -> dict[str, Values]:
    """What the rules of a record of handling look at beside it: its matter, what it hangs from, whom it must not reach,
    what was asked for before."""
    of, uid = matter_of(values)
    matter = look(of, uid) if uid else {}
    found: dict[str, Values] = {"matter": {**matter, "kind": of}}
    for parent in ("assignment", "reply"):
        if values.get(parent):
            found[parent] = look(parent, str(values[parent]))
    if kind == "assignment" and of == "opinion" and matter.get("visit"):
        visitor = look("visit", str(matter["visit"])).get("visitor", "")
        barred = [one.barred_unit for one in records.all(Barring, person=visitor) if one.barred_unit]
        found["barred"] = {"units": tuple(barred)}
    if kind == "extension":
        others = [one for one in records.all(Extension, assignment=values.get("assignment", "")) if not one.void_reason]
        others = [one for one in others if one.uid != values["uid"] and one.state not in REFUSED_EXTENSION]
        found["others"] = {"extended": bool(others)}
    return found


ASSIGNMENT, OPINION, REPLY = kind_of(Assignment), kind_of(Opinion), kind_of(Reply)
SUGGESTION = kind_of(Suggestion)

ON_MATTER = ("assignment", "reply", "telling", "extension", "reminder", "commitment", "evaluation")
"""The kinds whose acts stand on the page of the matter itself; all of them stand on their own record's page."""

NEXT_STEPS = ("telling", "assignment", "reply")
"""The kinds whose acts move a matter on: they stand before what else can be done with it."""

AGAIN = frozenset({REGISTER, "rework"})
"""What is done to a matter that a unit has had: given to one more, done again. It comes after what is due."""

NOT_ON_MATTER = frozenset({CORRECT, "void"})


Possible = tuple[Act, str, Values]
"""An act that can be done now, with the kind and the values of the record that it is done to or made beside."""


def possible(desk: Desk, kind: str, values: Values) -> list[Possible]:
    """What the person here may do now to the handling of a matter, or to one record of it (`kind`, `values`), in the
    order of its page."""
    look: Look = cache(partial(_stored, desk))
    of, uid = (kind, str(values["uid"])) if kind in MATTERS else matter_of(values)
    matter = look(of, uid)
    # An accusation goes to no unit: who wrote it down handles it.
    if not matter or (of == OPINION and secrecy.is_accusation(matter)):
        return []
    found = _shown(desk.records, of, matter) if kind in MATTERS else [(kind, values)]
    may = [
        (act, own_kind, own)
        for own_kind, own in found
        for act in _acts_at(own_kind, own, of)
        if act.page != NOWHERE
        and not act.who.isdisjoint(desk.user.roles)
        and (kind not in MATTERS or (act.kind in ON_MATTER and act.name not in NOT_ON_MATTER))
        and not _keeps_back(desk, look, act, own, {own_kind: own["uid"], of: uid})
    ]
    # Where a unit has the matter, the answer is made beside what it was given, and not a second time beside the matter.
    answered = any(act.kind == REPLY and act.beside and own_kind != of for act, own_kind, _ in may)
    had = any(one == ASSIGNMENT for one, _ in found)
    may = [one for one in may if not (answered and one[0].kind == REPLY and one[1] == of)]
    return sorted(may, key=lambda one: _order(one[0], had))


def _shown(records: StandingRecords, of: str, matter: Values) -> list[tuple[str, Values]]:
    """A matter, and the records of its handling that something can still be done to."""
    answer = str(matter["answered_in"])
    beside = [(kind, row) for kind in ON_MATTER for row in _current(records, kind, of, str(matter["uid"]), answer)]
    return [(of, matter), *beside]


def _acts_at(kind: str, own: Values, of: str) -> list[Act]:
    """What is made beside a record of a matter of the kind `of`, and, of a record of handling, what is done to it."""
    made = [act for act in lifecycle.made_beside(kind) if is_handling(act.kind)]
    state = str(own.get("state") or STATELESS)
    return made + ([act for act in lifecycle.acts_of(kind) if state in act.before] if kind != of else [])


def _keeps_back(desk: Desk, look: Look, act: Act, own: Values, beside: Values) -> list[Problem]:
    """What keeps an act back that is done to a record (`own`), or that makes another one which points to `beside`."""
    after = {**blank_of(BY_KIND[act.kind]), **(beside if act.beside else own)}
    return problems(desk, desk.records, look, act, {} if act.beside else own, after)


def _order(act: Act, had: bool) -> tuple[int, bool]:
    """Where an act stands: what moves the matter on first, what is done again after what is due."""
    place = NEXT_STEPS.index(act.kind) if act.kind in NEXT_STEPS else len(NEXT_STEPS)
    return place, had and act.kind == ASSIGNMENT and act.name in AGAIN


def is_ours(desk: Desk, act: Act, matter: Values) -> bool:
    """Whether an act on a matter is this side's to do now: its turn, or its own record, where the act asks for it."""
    return not _not_at_home(desk, act, matter) and not (act.by_turn and _out_of_turn(desk, act, matter))


def _current(records: StandingRecords, kind: str, of: str, uid: str, answer: str) -> list[Values]:
    """The records of handling of a matter that something can still be done to."""
    if of not in specs_of(BY_KIND[kind]):
        return []
    rows = [one for one in _all(records, kind, of, uid) if not one.get("void_reason")]
    match kind:
        case "assignment":
            return [one for one in rows if one["state"] not in RELEASED_ASSIGNMENT]
        case "reply" | "evaluation" | "telling":
            named = "uid" if kind == "reply" else "reply"
            return [one for one in rows if one[named] == answer][-1:]
        case "extension":
            return [one for one in rows if one["state"] in ASKED_EXTENSION]
        case "commitment":
            return [one for one in rows if one["state"] in OPEN_COMMITMENT]
    return [one for one in rows if not one.get("answered_on")]


def _stored(desk: Desk, kind: str, uid: str) -> Values:
    row = desk.records.rows(kind, [uid]).get(uid) if uid else None
    return {**row.values, "uid": uid} if row else {}


def _not_at_home(desk: Desk, act: Act, matter: Values) -> list[Problem]:
    """What keeps an act back that only the side does which wrote the matter down (domain rules 2.6)."""
    home = standing.home_of(matter)
    if not act.by_home or home == side_of(desk):
        return []
    return [refusal("record_of_other_side", value=act.name, side=desk.codes.name_of("side", home))]


def _out_of_turn(desk: Desk, act: Act, matter: Values) -> list[Problem]:
    turn = matter.get("turn", "")
    if turn == standing.DEPUTY:  # who never rates keeps nobody from concluding: whoever runs it may
        turn = STATION if standing.is_run_by_township(matter) else COUNTY
    if turn in ("", side_of(desk)):
        return []
    return [refusal("not_this_sides_turn", value=act.name, whose=desk.codes.name_of("side", turn))]


EITHER_SIDE = frozenset({"consultation", "evaluation"})
"""What either side writes of what the other gave or took: whoever spoke with the deputy, wherever the deputy rates."""


def _of_other_side(desk: Desk, look: Look, act: Act, after: Values) -> list[Problem]:
    """What keeps back what is made beside a unit's part, or an answer, of the other side."""
    parents = PARENT[act.kind] if act.kind not in EITHER_SIDE else ()
    above = look(parents[0], str(after.get(parents[0]) or "")) if parents in (("assignment",), ("reply",)) else {}
    side = str(above.get("side", ""))
    if side in ("", side_of(desk)):
        return []
    return [refusal("record_of_other_side", value=act.name, side=desk.codes.name_of("side", side))]


def where_it_is(desk: Desk, kind: str, values: Values) -> dict[str, str]:
    """How a record stands and, of a matter, whose turn it is, in words; nothing where it has no state."""
    state, turn = str(values.get("state", "")), str(values.get("turn", ""))
    found = {"stands": desk.codes.name_of(field_of(BY_KIND[kind], "state").scheme, state)} if state else {}
    return found | ({"turn": desk.codes.name_of("side", turn)} if kind in MATTERS and turn else {})


def _named(desk: Desk, kind: str, matter: Values) -> str:
    return desk.codes.name_of(f"{kind}_state", str(matter.get("state", "")))


def reading(records: StandingRecords, kind: str, own: Values) -> dict[str, Any]:
    """How a matter reads while acts are judged (`domain.standing`)."""
    kinds = (of for of in standing.READ if kind in specs_of(BY_KIND[of]))
    beside = {of: _all(records, of, kind, str(own["uid"])) for of in kinds}

    def matter(of: str, uid: str) -> Values:
        found = records.several(BY_KIND[of], [uid]).get(uid)
        return values_of(found) if found else {}

    answers = standing.answers_of(kind, own, matter, partial(_all, records, "reply"))
    return standing.read(kind, own, beside, answers)


def _all(records: StandingRecords, kind: str, name: str, uid: str) -> list[Values]:
    """The records of a kind of which a field says this."""
    found: list[object] = list(records.all(BY_KIND[kind], **{name: uid}))
    return list(map(values_of, found))


def is_handling(kind: str) -> bool:
    """Whether records of a kind are about one matter."""
    return kind in HANDLING_KINDS


def hanging(records: StandingRecords, kind: str, uid: str) -> list[tuple[str, str]]:
    """The matters that are answered by what answers a matter, by kind and uid."""
    named = standing.hanging_from(kind)
    return [(of, str(one["uid"])) for of, name in named for one in _all(records, of, name, uid)]
