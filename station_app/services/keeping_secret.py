"""What a sitting asks of secret matters: who may write them down, and what takes two persons."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from station_app.domain import secrecy
from station_app.domain.field import field_of
from station_app.domain.folding import fold
from station_app.domain.lifecycle import Act
from station_app.domain.problem import refusal
from station_app.domain.records import Opinion, Person, User, Visit
from station_app.services import access, proposals
from station_app.services.desk import Desk

if TYPE_CHECKING:
    from station_app.services.sitting import Judged


def judge(desk: Desk, one: Judged) -> None:
    """Add to a judged ask what is wrong with it where a matter is secret."""
    if one.ask.kind == "reception_day" and one.sets.get("common_matters"):
        _name_nobody_who_stays(desk, one)
    if one.ask.kind == "opinion" and one.act is not None:
        if desk.is_office and secrecy.is_kept_here(one.after):
            one.problems.append(refusal("secret_at_office"))
        _name_accused(desk, one)
        if one.before:
            _keep_secret(desk, one.act, one)


def _name_accused(desk: Desk, one: Judged) -> None:
    """Who is accused does not write it down, nor keep it: what nobody else here could read is not taken at all."""
    accused = str(one.sets.get(secrecy.ACCUSED, ""))
    if not accused or not secrecy.accuses(accused, *desk.called):
        return
    here = [user for user in desk.records.all(User, station=desk.place.uid) if not user.left_on]
    readers = [user for user in here if not secrecy.READS_ALL.isdisjoint(user.roles)
               and not secrecy.accuses(accused, *replace(desk, user=user).called)]  # fmt: skip
    follower = field_of(Opinion, "redirect_organ")
    organ = one.after["redirect_organ"] or proposals.followed(desk.codes, Opinion, follower, secrecy.TO_DISCIPLINE)
    one.problems.append(refusal("accused_sits_here" if readers else "accused_keep_the_book", "accused", organ))


def _name_nobody_who_stays(desk: Desk, one: Judged) -> None:
    """What is written of a day travels, and is posted: it names nobody who came that day with what stays here."""
    came = [visit for visit in desk.records.all(Visit, reception_day=one.uid) if visit.kept_here]
    uids = {uid for visit in came for uid in (visit.visitor, *visit.companions, *visit.representatives)}
    said = fold(str(one.sets["common_matters"]))
    for person in desk.records.several(Person, uids).values():
        told = (person.name, person.phone, person.id_number, person.address)
        if any(len(text) > 1 and fold(text) in said for text in told):
            one.problems.append(refusal("day_names_who_stays", "common_matters"))
            return


def _keep_secret(desk: Desk, act: Act, one: Judged) -> None:
    """What is secret stays so, but by the acts for two persons: whoever wrote it down, while they are here, with
    somebody whom it does not accuse, and a reason."""
    before = one.before
    if name := secrecy.laid_open(before, one.after):
        one.problems.append(refusal("secrecy_by_two", name))
    if not secrecy.is_fit(act, before):
        one.problems.append(refusal("not_secret", value=act.name))
    if one.is_brought or not secrecy.is_by_two(act, before):
        return
    if act.name in secrecy.BY_TWO and not one.after["secrecy_reason"].strip():
        one.problems.append(refusal("missing", "secrecy_reason"))
    recorder = desk.records.several(User, [str(before.get("recorder", ""))]).get(str(before.get("recorder", "")))
    second = desk.records.several(User, [desk.beside]).get(desk.beside) if desk.beside else None
    is_bound = secrecy.is_kept_here(before) and recorder is not None and not recorder.left_on
    if is_bound and recorder is not None and recorder.uid not in (desk.user.uid, desk.beside):
        one.problems.append(refusal("secrecy_by_recorder", value=recorder.name))
    elif second is None:
        one.problems.append(refusal("secrecy_second_person"))
    elif not access.may_read(replace(desk, user=second), "opinion", {**before, "uid": one.uid}):
        one.problems.append(refusal("second_person_other"))  # no word of why
    if {desk.user.uid, desk.beside} & set(one.sets.get("let_in", ())):
        one.problems.append(refusal("let_in_by_others", "let_in"))
    one.sets["agreed_by"] = one.after["agreed_by"] = desk.beside
