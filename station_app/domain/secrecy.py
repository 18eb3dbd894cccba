"""Secrecy as one policy: what is kept from whom, what travels, and what hangs from what.

An accusation (检举控告) must never come to the knowledge of the accused or their unit (信访工作条例 2022 arts. 30,
46(5)); a work secret is in no batch by default. Both are written into a journal that never leaves its desk, and so is
all that hangs from them: the visit, the petitioner where nothing else of theirs is open, the files, who is barred.
`db.viewing` makes its conditions of queries from the rows here; pages ask `Viewer.may_know`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from station_app.domain.act import CHAIR, CLERK, HEAD, Act
from station_app.domain.folding import fold
from station_app.domain.handling_acts import HANDLING_KINDS
from station_app.domain.immutable import immutable
from station_app.domain.pattern import pattern
from station_app.domain.records import Barring, User

ACCUSATION, TO_DISCIPLINE, WORK_SECRET = "REPORT", "DISCIPLINE", "WORK_SECRET"

ACCUSING: Mapping[str, str] = {"opinion_kind": ACCUSATION, "redirect_reason": TO_DISCIPLINE}
"""What says that a matter accuses somebody: a field and its value. So does the field that names who is accused."""

ACCUSED = "accused"
"""The field of a matter that names who is accused."""

PASSED_ON = ("unit", "escalate_reason", "promoted_to", "proposed_unit")
"""What would carry a matter to somebody else."""

POINTING = ("prior_channels",)
"""What of a visit points to an accusation that was raised on it, though ordinary matters were raised too."""

BY_TWO = frozenset({"merge", "withdraw"})
"""Acts on an opinion that take a second person where it is secret."""

HIDDEN_NAMES = frozenset({"CONFIDENTIAL", WORK_SECRET})

MARKED = frozenset({"visit", "person"})
"""The kinds whose records say themselves that they stay here (`kept_here`): they hang from a secret matter."""

SECRET_KINDS = MARKED | {"opinion", "attachment", "barring", *HANDLING_KINDS}
"""The kinds of which a record may have to stay at its desk."""

HOLDS_PEOPLE = ("visitor", "companions", "representatives")
"""The fields of a visit that name petitioners."""

READS_ALL = frozenset({CLERK, HEAD, CHAIR})
"""Who keeps the station's book, and so reads it."""

LEAST_NAME, LEAST_BODY = 2, 4
"""So many characters a name of a person, of a body, has that is looked for among those who are accused."""

_BETWEEN = pattern(r"[\u3001\uff0c,;\uff1b\s]+")  # 、 ， ； part those who are named

Standing = Callable[[str, str], Mapping[str, Any]]
"""The values of a record by kind and uid, {} where there is none."""

Raised = Callable[[str], Iterable[Mapping[str, Any]]]
"""The values of what hangs from a record: of a visit its matters, of a petitioner their visits."""


def is_accusation(opinion: Mapping[str, Any]) -> bool:
    """Whether an opinion's values say that somebody is accused."""
    return bool(opinion.get(ACCUSED)) or any(opinion.get(name) == value for name, value in ACCUSING.items())


def is_confidential(opinion: Mapping[str, Any]) -> bool:
    """Whether the speaker's name is kept from units and from the public: they asked for it, or it is an accusation."""
    return opinion.get("sensitivity") in HIDDEN_NAMES or is_accusation(opinion)


def is_kept_here(opinion: Mapping[str, Any]) -> bool:
    """Whether an opinion with these values stays at the desk where it was written: no batch holds it."""
    return is_accusation(opinion) or opinion.get("sensitivity") == WORK_SECRET


def stays(kind: str, values: Mapping[str, Any], look: Standing) -> bool:
    """Whether a record may not travel: it is a secret matter, or hangs from one. Who must not learn of somebody is told
    to nobody above: it says that there is something to tell."""
    match kind:
        case "opinion":
            return is_kept_here(values)
        case "attachment":
            target = str(values.get("target_kind", ""))
            return target in SECRET_KINDS - {kind} and stays(target, look(target, str(values.get("target", ""))), look)
        case "barring":
            return True
    if kind in HANDLING_KINDS:
        opinion = str(values.get("opinion") or "")
        return bool(opinion) and stays("opinion", look("opinion", opinion), look)
    return kind in MARKED and bool(values.get("kept_here"))


def laid_open(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """The field by which a secret matter would be so no more, or somebody would no longer be named as accused; "" for
    none. It takes an act for two persons."""
    if not is_kept_here(before):
        return ""
    if fold(str(before.get(ACCUSED, ""))) not in fold(str(after.get(ACCUSED, ""))):
        return ACCUSED
    names = (*ACCUSING, "sensitivity")
    changed = (name for name in names if before.get(name) != after.get(name))
    return "" if is_kept_here(after) else next(changed, ACCUSED)


def is_by_two(act: Act, values: Mapping[str, Any]) -> bool:
    """Whether an act on a matter takes a second person: it makes known what is secret, or takes it out of hand."""
    return act.by_two or (act.kind == "opinion" and act.name in BY_TWO and is_kept_here(values))


def is_fit(act: Act, values: Mapping[str, Any]) -> bool:
    """Whether an act that is for secret matters alone, or for those whose speaker is hidden, is done to such a one."""
    is_hidden = is_confidential(values) and not is_accusation(values)
    return (not act.of_secret or is_kept_here(values)) and (not act.of_hidden or is_hidden)


def is_told_to(opinion: Mapping[str, Any], unit: str) -> bool:
    """Whether two persons decided that a unit may hear who a confidential speaker is. Of an accusation nobody may."""
    return bool(unit) and opinion.get("revealed_to") == unit and not is_accusation(opinion)


def accuses(accused: str, names: Iterable[str], posts: Iterable[str] = ()) -> bool:
    """Whether a text that says who is accused names somebody who is called by one of `names`, or a body that one of
    their `posts` is at, whatever stands beside it and however it is written (`domain.folding`)."""
    said = fold(accused)
    if any(len(name) >= LEAST_NAME and name in said for name in map(fold, names)):
        return True
    bodies = [part for part in map(fold, _BETWEEN.split(accused)) if len(part) >= LEAST_BODY]
    return any(body in post for body in bodies for post in map(fold, posts))


@immutable
class Viewer:
    """Whoever reads, by uids. `sees_all`: the head, who sees accusations that others wrote down. `only_own`: who does
    not keep the book: a deputy sees what they heard, answered or collected, an administrator no matter at all.
    `barred`: petitioners whom they must not learn of (回避). `accused_in`, `accused_visits`: the matters that accuse
    them and the visits on which those were raised; whatever else they are, they see none of it."""

    user: str = ""
    deputy: str = ""
    sees_all: bool = True
    only_own: bool = False
    barred: tuple[str, ...] = ()
    accused_in: tuple[str, ...] = ()
    accused_visits: tuple[str, ...] = ()

    @property
    def is_bounded(self) -> bool:
        """Whether anything is kept from them."""
        return not self.sees_all or self.only_own or bool(self.barred or self.accused_in)

    def may_read(self, opinion: Mapping[str, Any], visit: Mapping[str, Any]) -> bool:
        """Whether they may see an opinion that was raised on a visit ({} where nobody came)."""
        if opinion.get("uid") in self.accused_in or visit.get("uid", opinion.get("visit")) in self.accused_visits:
            return False
        if visit.get("visitor") in self.barred:
            return False
        if is_accusation(opinion) and not self.sees_all and opinion.get("recorder") != self.user:
            return False
        return not self.only_own or self.is_own(opinion, visit)

    def may_see_visit(self, visit: Mapping[str, Any], matters: Iterable[Mapping[str, Any]]) -> bool:
        """Whether they may know of a visit on which `matters` were raised. Of one that stays here knows who wrote it
        down, or may read a matter of it."""
        if visit.get("uid") in self.accused_visits or visit.get("visitor") in self.barred:
            return False
        if self.only_own and self.deputy not in visit.get("deputies", ()):
            return False
        if not visit.get("kept_here") or self.sees_all or visit.get("recorder") == self.user:
            return True
        return any(self.may_read(one, visit) for one in matters)

    def may_see_person(self, person: Mapping[str, Any], visits: Iterable[bool]) -> bool:
        """Whether they may know a petitioner, `visits` being whether they may know of each visit of theirs."""
        if self.only_own or person.get("uid") in self.barred:
            return False
        if not person.get("kept_here"):
            return True
        seen = list(visits)
        return any(seen) or (self.sees_all and not seen)

    def is_own(self, opinion: Mapping[str, Any], visit: Mapping[str, Any]) -> bool:
        """Whether a deputy heard, answered or collected it."""
        named = (opinion.get("answered_by", ()), opinion.get("collected_by", ()), visit.get("deputies", ()))
        return bool(self.deputy) and any(self.deputy in deputies for deputies in named)


EVERYTHING = Viewer()
"""From whom nothing is kept: the program itself, when it counts or rebuilds."""


def viewer_of(
    user: User, barrings: Iterable[Barring], today: str, accused: Sequence[tuple[str, tuple[str, ...]]] = ()
) -> Viewer:
    """A user as somebody from whom things may be kept; `accused`: the matters that accuse them, each with its visits.
    An office sees what its stations sent: accusations are not among it."""
    if user.office:
        return Viewer(user.uid)
    roles = frozenset(user.roles)
    barred = (one.person for one in barrings if is_barring(one, user) and is_in_force(one, today))
    return Viewer(
        user=user.uid,
        deputy=user.deputy,
        sees_all=HEAD in roles,
        only_own=roles.isdisjoint(READS_ALL),
        barred=tuple(dict.fromkeys(barred)),
        accused_in=tuple(matter for matter, _ in accused),
        accused_visits=tuple(dict.fromkeys(visit for _, visits in accused for visit in visits if visit)),
    )


def is_barring(one: Barring, user: User) -> bool:
    """Whether a barring is of this user, or of the deputy who they are."""
    return user.uid == one.barred_user or bool(user.deputy and user.deputy == one.barred_deputy)


def is_in_force(one: Barring, today: str) -> bool:
    """Whether a barring holds on a day."""
    return one.from_on <= today and (not one.to_on or today <= one.to_on)
