"""What holds between the fields of a record, beyond each field's own form.

`SENSE` holds at every door: contradictions and impossible days. `FORM` holds at the desk, where the person is still
there to be asked; an old ledger is not refused for what nobody wrote down at the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from station_app.domain import identity, numbering, programme, secrecy, sharing
from station_app.domain.act import OF_A_STATION, OF_AN_OFFICE, Act
from station_app.domain.clock import is_credible
from station_app.domain.days import NOTICE_DAYS
from station_app.domain.deadline import problems_of_extension
from station_app.domain.field import field_of, kind_of
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import DRAFT_SUGGESTION, HEAD
from station_app.domain.pattern import pattern
from station_app.domain.problem import Problem, refusal, warning
from station_app.domain.programme_acts import ONCE
from station_app.domain.records import (
    Assignment,
    Commitment,
    Correction,
    DispatchReturn,
    Evaluation,
    Extension,
    KeySupervision,
    Opinion,
    Reminder,
    Reply,
    Suggestion,
    Supervision,
    Survey,
    Telling,
)
from station_app.domain.records.visit import GROUP
from station_app.domain.withholding import places_of

LEAST_TRIES = 3
"""How often somebody was tried before they count as out of reach [practice; the county confirms]."""


@immutable
class _Needs:
    fields: tuple[str, ...] = ()
    degrees: tuple[str, ...] = ()


NEEDS: Mapping[str, _Needs] = {
    "SOLVED": _Needs(("result", "fed_back_on"), ("SOLVED", "REFERENCE")),
    "ANSWERED": _Needs(("answer",)),
    "REDIRECTED": _Needs(("redirect_organ", "told_on")),
    "SUGGESTION_ANSWERED": _Needs(("promoted_to", "result", "fed_back_on")),
    "PLANNED": _Needs(("result", "next_due_on", "fed_back_on"), ("PLANNED",)),
    "EXPLAINED": _Needs(("result", "fed_back_on"), ("UNRESOLVED", "REFERENCE")),
    "UNREACHABLE": _Needs(("result", "fed_back_on")),
}
"""What must stand in the record for each basis; a basis that a county added needs nothing by itself."""


def fits(basis: str, values: Mapping[str, Any]) -> bool:
    """Whether what was done bears a basis."""
    return not any(_problems(basis, values))


def closing_problems(values: Mapping[str, Any]) -> Iterator[Problem]:
    """What keeps a closed opinion's basis from fitting what was done; nothing of one that is open."""
    if values.get("state") == "CLOSED":
        yield from _problems(str(values.get("closing_basis", "")), values)


def _problems(basis: str, values: Mapping[str, Any]) -> Iterator[Problem]:
    needs = NEEDS.get(basis, _Needs())
    lacking = [name for name in needs.fields if not values.get(name)]
    if needs.degrees and values.get("result_degree") not in needs.degrees:
        lacking.append("result_degree")
    if lacking:
        yield refusal(
            "closing_basis_unfit", "closing_basis", basis, needed=[field_of(Opinion, one).label for one in lacking]
        )
    tries = values.get("contact_tries") or 0
    if basis == "UNREACHABLE" and tries < LEAST_TRIES:
        yield refusal("tries_few", "closing_basis", tries, least=LEAST_TRIES)


Values = Mapping[str, Any]
Rule = Callable[[Values, str], Iterator[Problem]]

OLDEST = 130
LATE_DAYS = 366
LONGEST_TERM_DAYS = 366
TITLE_SHORT, TITLE_LONG = 6, 40

REPORT = ("reported_to", "reported_on", "reported_at", "reported_by")
"""A report by telephone: to whom, when, by whom."""

RECURRENCE_NEEDS = {
    "MONTHLY_WEEKDAY": ("nth", "weekday"),
    "MONTHLY_DAY": ("month_days",),
    "WEEKLY": ("weekday",),
    "EVERY_N_DAYS": ("interval_days", "first_on"),
}
"""Which fields of a plan each sort of recurrence needs."""

_SEXES = ("1", "2")
"""GB/T 2261.1: the two that a citizen number can say; unknown and unstated contradict nothing."""

_SECRET_MARK = pattern("(\u7edd\u5bc6|\u673a\u5bc6|\u79d8\u5bc6)\\s*\u2605")  # 绝密★ 机密★ 秘密★


def problems_beside(kind: str, values: Values, beside: Mapping[str, Values]) -> tuple[Problem, ...]:
    """Every problem between a record and those it refers to; `beside` holds their values by the referring field.

    Of a deputy it holds `to_on`, the last day of the longest mandate ("" where one has no end).
    """
    return tuple(problem for rule in BESIDE.get(kind, ()) for problem in rule(values, beside))


def _names_lines(values: Values, _today: str) -> Iterator[Problem]:
    """What names no lines would erase nothing, and look as if it had."""
    if not places_of(values.get("lines")):
        yield refusal("not_lines", "lines")


def problems_of(kind: str, values: Values, today: str, *, at_desk: bool) -> tuple[Problem, ...]:
    """Every problem between a record's fields, on the civil date `today`."""
    rules = (*SENSE.get(kind, ()), *(FORM.get(kind, ()) if at_desk else ()))
    return tuple(problem for rule in rules for problem in rule(values, today))


def problems_of_act(
    act: Act, before: Values, after: Values, beside: Mapping[str, Values], today: str
) -> tuple[Problem, ...]:
    """Every problem of an act against what stood there before it, on the civil date `today`."""
    own = (problem for rule in OF_ACT.get((act.kind, act.name), ()) for problem in rule(before, after, beside))
    return (*own, *_term_of(act, before, after, beside, today))


def _term_of(act: Act, before: Values, after: Values, beside: Mapping[str, Values], today: str) -> Iterator[Problem]:
    """A deadline of years is a slip of the pen: the longest that anybody may give is six months and an extension. One
    in a year whose holidays are not known is not moved past them: that is said."""
    due = after.get(act.due, "") if act.due else ""
    first = max(today, before.get(act.due) or "", *(after.get(name) or "" for name in act.today)) if due else ""
    if due and due > (date.fromisoformat(first) + timedelta(days=LONGEST_TERM_DAYS)).isoformat():
        yield refusal("due_too_far", act.due, due, days=LONGEST_TERM_DAYS)
    elif due and beside.get("holidays", {}).get("unknown"):
        yield warning("due_unmoved", act.due, due, year=due[:4])


def _promoted_once(before: Values, after: Values, beside: Mapping[str, Values]) -> Iterator[Problem]:
    found = numbering.find(after.get("number", ""))
    number = found.short if found else after.get("number", "")
    if secrecy.is_kept_here(after) and not secrecy.is_accusation(after):  # an accusation is refused everywhere
        yield refusal("opinion_kept_here", "promoted_to", number=number)
    elif before.get("promoted_to") not in ("", None, after.get("promoted_to")):
        yield refusal("opinion_promoted", "promoted_to", number=number)


def _one_head_stays(before: Values, after: Values, beside: Mapping[str, Values]) -> Iterator[Problem]:
    if beside.get("others", {}).get("heads") == ():
        yield refusal("last_head")
    if after.get("handed_to") and after["handed_to"] == after.get("uid"):
        yield refusal("handed_to_oneself", "handed_to")


def _head_stays_head(before: Values, after: Values, beside: Mapping[str, Values]) -> Iterator[Problem]:
    if beside.get("others", {}).get("heads") == () and HEAD in before.get("roles", ()) and HEAD not in after["roles"]:
        yield refusal("last_head_role", "roles")


def _cosigner_is_new(before: Values, after: Values, beside: Mapping[str, Values]) -> Iterator[Problem]:
    suggestion, name = beside.get("suggestion", {}), beside.get("deputy", {}).get("name", "")
    if suggestion.get("lead_deputy") == after.get("deputy"):
        yield refusal("cosigner_is_lead", "deputy", name=name)
    if suggestion and suggestion.get("state") not in DRAFT_SUGGESTION:
        yield refusal("cosigning_is_over", "deputy")
    if after.get("deputy") in beside.get("others", {}).get("joined", ()):
        yield refusal("cosigner_twice", "deputy", name=name)


def _kept_entry_stands(before: Values, after: Values, beside: Mapping[str, Values]) -> Iterator[Problem]:
    kept = beside.get("merged_into", {})
    if before.get("merged_into") or kept.get("merged_into") or kept.get("void_reason"):
        yield refusal("person_has_gone", "merged_into")


def _days_not_ahead(*names: str) -> Rule:
    def rule(values: Values, today: str) -> Iterator[Problem]:
        for name in names:
            if values.get(name, "") > today:
                told = refusal if is_credible(today) else warning  # a dead battery must not close the desk
                yield told("day_ahead", name, values[name], today=today)

    return rule


def _in_order(first: str, second: str, code: str) -> Rule:
    def rule(values: Values, today: str) -> Iterator[Problem]:
        if values.get(first) and values.get(second) and values[second] < values[first]:
            yield refusal(code, second, values[second], first=values[first])

    return rule


def _after(cls: type, first: str, *seconds: str) -> tuple[Rule, ...]:
    """None of the days `seconds` may come before the day `first` of the same record."""
    label = field_of(cls, first).label

    def rule(second: str) -> Rule:
        own = field_of(cls, second).label

        def judged(values: Values, today: str) -> Iterator[Problem]:
            if values.get(first) and values.get(second) and values[second] < values[first]:
                yield refusal("day_before_other", second, values[second], own=own, other=label, day=values[first])

        return judged

    return tuple(rule(second) for second in seconds)


def _roles_of_the_house(values: Values, today: str) -> Iterator[Problem]:
    """A station's user cannot be a county's office, and the other way round: each role reads other things."""
    possible = OF_AN_OFFICE if values.get("office") else OF_A_STATION
    foreign = [role for role in values.get("roles", ()) if role not in possible]
    if foreign:
        yield refusal("role_of_another_house", "roles", who=foreign)


def _person_can_be_reached(values: Values, today: str) -> Iterator[Problem]:
    if not values.get("phone") and not values.get("no_phone_reason"):
        yield refusal("phone_or_reason", "phone")


def _person_age(values: Values, today: str) -> Iterator[Problem]:
    year = values.get("birth_year")
    if year is not None and is_credible(today) and not int(today[:4]) - OLDEST <= year <= int(today[:4]):
        yield refusal("birth_year_impossible", "birth_year", year)


def _deputy_age(values: Values, today: str) -> Iterator[Problem]:
    born = values.get("born_on", "")
    if born and int(born[:4]) < int(today[:4]) - OLDEST:
        yield refusal("birth_year_impossible", "born_on", born[:4])


def _person_document(values: Values, today: str) -> Iterator[Problem]:
    number, year = values.get("id_number", ""), values.get("birth_year")
    if number and not values.get("id_kind"):
        yield warning("id_kind_missing", "id_kind")
    if len(number) == 18 and values.get("id_kind") in ("", "RESIDENT", "RESIDENCE_PERMIT"):
        born, sex = identity.born_on(number), identity.gender_code(number)
        if born and year is not None and int(born[:4]) != year:
            yield warning("id_birth_differs", "birth_year", year)
        if sex and values.get("gender") in _SEXES and values["gender"] != sex:
            yield warning("id_sex_differs", "gender", values["gender"])


def _visit_late(values: Values, today: str) -> Iterator[Problem]:
    day = values.get("received_on", "")
    if day and day < (date.fromisoformat(today) - timedelta(days=LATE_DAYS)).isoformat():
        yield warning("visit_long_ago", "received_on", day)


def _visit_heads(values: Values, today: str) -> Iterator[Problem]:
    heads = values.get("headcount") or 0
    named = 1 + len(values.get("companions", ()))
    if heads < named:
        yield refusal("fewer_heads_than_names", "headcount", heads, named=named)
    if heads >= GROUP and not values.get("representatives"):
        yield warning("group_without_representatives", "representatives", heads)


def _visit_heard_by(values: Values, today: str) -> Iterator[Problem]:
    if values.get("channel") == "RECEPTION_DAY":
        if not values.get("reception_day"):
            yield refusal("no_reception_day", "channel")
        if not values.get("deputies"):
            yield refusal("no_deputy", "deputies")


def _visit_proxy(values: Values, today: str) -> Iterator[Problem]:
    if values.get("confirmation") == "BY_PROXY" and not values.get("proxy_name"):
        yield refusal("proxy_name_missing", "proxy_name")


def _title_length(values: Values, today: str) -> Iterator[Problem]:
    length = len(values.get("title", "").strip())
    if length and not TITLE_SHORT <= length <= TITLE_LONG:
        yield warning("title_length", "title", length, low=TITLE_SHORT, high=TITLE_LONG)


def _no_state_secret(*names: str) -> Rule:
    def rule(values: Values, today: str) -> Iterator[Problem]:
        for name in names:
            # 保守国家秘密法 2024 art. 31(3): never on a machine that is not classified.
            if _SECRET_MARK.search(values.get(name, "")):
                yield refusal("state_secret", name)

    return rule


def _critical_matter(values: Values, today: str) -> Iterator[Problem]:
    """[desk practice] What is critical is told by telephone at once, and it is written down to whom and when."""
    if values.get("urgency") == "CRITICAL" and not all(values.get(name) for name in REPORT):
        yield warning("critical_matter", "urgency")


def _accusation_goes_to_discipline(values: Values, today: str) -> Iterator[Problem]:
    """信访工作条例 2022 arts. 30, 46(5): an accusation is told where to go, and is passed to nobody by the station."""
    if secrecy.is_accusation(values):
        for name in secrecy.PASSED_ON:
            if values.get(name):
                yield refusal("accusation_passed_on", name)


def _harm_is_reported(values: Values, today: str) -> Iterator[Problem]:
    """未成年人保护法 2024 art. 11: whoever learns of harm to a minor on duty reports it at once."""
    if values.get("harm_to_minor"):
        for name in REPORT:
            if not values.get(name):
                yield refusal("harm_not_reported", name)


def _closed_on_a_basis(values: Values, today: str) -> Iterator[Problem]:
    yield from closing_problems(values)


def _dissatisfied_why(satisfaction: str, reason: str) -> Rule:
    def rule(values: Values, today: str) -> Iterator[Problem]:
        if values.get(satisfaction) == "DISSATISFIED" and not values.get(reason, "").strip():
            yield refusal("dissatisfied_why", reason)

    return rule


def _planned_by_when(values: Values, today: str) -> Iterator[Problem]:
    if values.get("result_degree") == "PLANNED" and not values.get("next_due_on"):
        yield warning("planned_without_day", "next_due_on")


def _withdrawn_why(values: Values, today: str) -> Iterator[Problem]:
    """What was submitted is withdrawn in writing; a draft is simply put away."""
    if values.get("state") == "WITHDRAWN" and values.get("submitted_on"):
        yield from (refusal("missing", name) for name in ("withdraw_reason", "withdrawn_on") if not values.get(name))


def _minor_has_guardian(values: Values, today: str) -> Iterator[Problem]:
    """个人信息保护法 arts. 28, 31."""
    if values.get("is_minor") and not values.get("guardian"):
        yield warning("minor_without_guardian", "guardian")


def _plan_says_when(values: Values, today: str) -> Iterator[Problem]:
    for name in RECURRENCE_NEEDS.get(values.get("recurrence", ""), ()):
        if not values.get(name):
            yield refusal("missing", name)


def _late_day_is_over(values: Values, today: str) -> Iterator[Problem]:
    if values.get("entered_late") and is_credible(today) and values.get("held_on", "") > today:
        yield refusal("late_day_ahead", "held_on", values["held_on"])


def _barred_is_named(values: Values, today: str) -> Iterator[Problem]:
    if not any(values.get(name) for name in ("barred_user", "barred_deputy", "barred_unit")):
        yield refusal("nobody_barred", "barred_user")


def _person_merged_elsewhere(values: Values, today: str) -> Iterator[Problem]:
    if values.get("merged_into") and values["merged_into"] == values.get("uid"):
        yield refusal("person_merged_into_itself", "merged_into")


def _merged_elsewhere(values: Values, today: str) -> Iterator[Problem]:
    if values.get("merged_into") and values["merged_into"] == values.get("uid"):
        yield refusal("merged_into_itself", "merged_into")


def _notice_in_time(values: Values, today: str) -> Iterator[Problem]:
    posted, held = values.get("notice_posted_on", ""), values.get("held_on", "")
    if posted and held and date.fromisoformat(held) - date.fromisoformat(posted) < timedelta(days=NOTICE_DAYS):
        yield warning("notice_late", "notice_posted_on", posted, days=NOTICE_DAYS)


def _repeats_another(values: Values, today: str) -> Iterator[Problem]:
    if values.get("repeat_of") and values["repeat_of"] == values.get("uid"):
        yield refusal("repeats_itself", "repeat_of")


def _stand_in_is_another(values: Values, today: str) -> Iterator[Problem]:
    if values.get("replaced_by") and values["replaced_by"] == values.get("deputy"):
        yield refusal("replaced_by_itself", "replaced_by")


def _visit_in_life(values: Values, beside: Mapping[str, Values]) -> Iterator[Problem]:
    day, born = values.get("received_on", ""), beside.get("visitor", {}).get("birth_year")
    if day and born is not None and born > int(day[:4]):
        yield refusal("born_after_visit", "visitor", born, year=day[:4])


def _visit_after_opening(values: Values, beside: Mapping[str, Values]) -> Iterator[Problem]:
    day, opened = values.get("received_on", ""), beside.get("station", {}).get("opened_on", "")
    if day and opened and day < opened:
        yield warning("before_station_opened", "received_on", day, opened=opened)


def _deputy_in_term(values: Values, beside: Mapping[str, Values]) -> Iterator[Problem]:
    day, last = beside.get("reception_day", {}).get("held_on", ""), beside.get("deputy", {}).get("to_on", "")
    if day and last and last < day:
        yield warning("term_over", "deputy", last, day=day)


def _unit_may_know(values: Values, beside: Mapping[str, Values]) -> Iterator[Problem]:
    """信访工作条例 2022 art. 30: what a petitioner said of a unit is not given to that unit; arts. 30, 46(5): an
    accusation is given to none."""
    unit = values.get("unit", "").strip()
    if unit and unit in beside.get("barred", {}).get("units", ()):
        yield refusal("unit_barred", "unit", unit)
    if unit and secrecy.is_accusation(beside.get("matter", {})):
        yield refusal("accusation_passed_on", "unit")


def _not_before(of: type, name: str, parent: str, cls: type, first: str) -> Callable[..., Iterator[Problem]]:
    """A class's day `name` must not come before the day `first` of what it hangs from (`parent`, of class `cls`)."""
    own = field_of(of, name).label

    def rule(values: Values, beside: Mapping[str, Values]) -> Iterator[Problem]:
        above = beside.get(parent, {})
        day, earlier = values.get(name, ""), above.get(first, "")
        if parent == "matter" and above.get("kind") != kind_of(cls):
            return
        if day and earlier and day < earlier:
            other = field_of(cls, first).label
            yield refusal("day_before_other", name, day, own=own, other=other, day=earlier)

    return rule


def _extended_once(before: Values, after: Values, beside: Mapping[str, Values]) -> Iterator[Problem]:
    """O13 of the office's table: an extension moves the day on, not past its maximum, and there is one."""
    due = beside.get("assignment", {}).get("due_on", "")
    latest = beside.get("deadline", {}).get("latest")
    granted = int(bool(beside.get("others", {}).get("extended")))
    yield from problems_of_extension(due, after.get("until_on") or "", latest, granted, "until_on")


OF_ACT: dict[tuple[str, str], tuple[Callable[[Values, Values, Mapping[str, Values]], Iterator[Problem]], ...]] = {
    ("opinion", "promote"): (_promoted_once,),
    ("user", "leave"): (_one_head_stays,),
    ("user", "correct"): (_head_stays_head,),
    ("cosigning", "register"): (_cosigner_is_new,),
    ("person", "merge"): (_kept_entry_stands,),
    ("survey", "draw"): (programme.somebody_to_draw,),
    **{(kind, "register"): (programme.once(kind),) for kind in ONCE},
    ("extension", "register"): (_extended_once,),
    ("roster_link", "register"): (sharing.linked_once,),
    ("station", "shut"): (sharing.successor_is_another,),
}
"""What an act must not do, seen against what stood there before."""

BESIDE: dict[str, tuple[Callable[[Values, Mapping[str, Values]], Iterator[Problem]], ...]] = {
    "visit": (_visit_in_life, _visit_after_opening),
    "attendance": (_deputy_in_term,),
    "assignment": (
        _unit_may_know,
        _not_before(Assignment, "assigned_on", "matter", Opinion, "received_on"),
        _not_before(Assignment, "assigned_on", "matter", Suggestion, "submitted_on"),
    ),
    "extension": (_not_before(Extension, "asked_on", "assignment", Assignment, "assigned_on"),),
    "reply": (
        _not_before(Reply, "replied_on", "assignment", Assignment, "assigned_on"),
        _not_before(Reply, "replied_on", "assignment", Assignment, "acknowledged_on"),
        _not_before(Reply, "replied_on", "matter", Opinion, "received_on"),
        _not_before(Reply, "replied_on", "matter", Suggestion, "submitted_on"),
    ),
    "telling": (_not_before(Telling, "fed_back_on", "reply", Reply, "replied_on"),),
    "evaluation": (_not_before(Evaluation, "evaluated_on", "reply", Reply, "replied_on"),),
    "commitment": (_not_before(Commitment, "by_on", "reply", Reply, "replied_on"),),
    "survey_call": (programme.answers_can_be_counted,),
    "dispatch_return": (programme.period_is_of_the_schedule,),
}

SENSE: dict[str, tuple[Rule, ...]] = {
    "station": (
        _days_not_ahead("opened_on", "renamed_on", "shut_on"),
        _in_order("opened_on", "shut_on", "shut_before_opened"),
    ),
    "withholding": (_names_lines,),
    "period_close": (_days_not_ahead("last_on"), _in_order("first_on", "last_on", "period_ends_before_start")),
    "deputy": (_days_not_ahead("born_on"), _deputy_age),
    "mandate": (_in_order("from_on", "to_on", "term_ends_before_start"),),
    "person": (_person_age, _person_document, _person_merged_elsewhere),
    "user": (_roles_of_the_house, _days_not_ahead("left_on")),
    "barring": (_barred_is_named, _in_order("from_on", "to_on", "barring_ends_before_start")),
    "deputy_group": (_in_order("from_on", "to_on", "group_ends_before_start"),),
    "unit": (_in_order("valid_from", "valid_to", "unit_ends_before_start"),),
    "reception_plan": (_plan_says_when, _in_order("start", "end", "ends_before_start")),
    "duty_record": (_days_not_ahead("held_on"), _in_order("start", "end", "ends_before_start")),
    "cosigning": (
        _days_not_ahead("asked_on", "confirmed_on"),
        _in_order("asked_on", "confirmed_on", "confirmed_before_asked"),
    ),
    "correction": (_days_not_ahead("answered_on"), *_after(Correction, "asked_on", "answered_on")),
    "attachment": (_days_not_ahead("added_on"),),
    "deputy_contact": (_days_not_ahead("born_on"), _deputy_age),
    "policy_document": (_days_not_ahead("issued_on"),),
    "campaign": (_in_order("from_on", "to_on", "period_ends_before_start"),),
    "activity": (
        _in_order("held_on", "ended_on", "period_ends_before_start"),
        programme.activity_was_held,
    ),
    "survey": (
        _in_order("from_on", "to_on", "period_ends_before_start"),
        _days_not_ahead("closed_on"),
        *_after(Survey, "from_on", "closed_on"),
        programme.questions_can_be_asked,
    ),
    "survey_call": (_days_not_ahead("called_on", "tried_on"),),
    "dispatch_schedule": (_in_order("from_on", "to_on", "period_ends_before_start"),),
    "dispatch_return": (
        _days_not_ahead("sent_on", "acknowledged_on"),
        _in_order("first_on", "last_on", "period_ends_before_start"),
        *_after(DispatchReturn, "first_on", "sent_on"),
        *_after(DispatchReturn, "sent_on", "acknowledged_on"),
    ),
    "policy_reading": (_days_not_ahead("read_on"),),
    "roster_link": (_days_not_ahead("linked_on"), sharing.link_says_what),
    "handover": (_days_not_ahead("handed_on"),),
    "key_supervision": (
        _days_not_ahead("decided_on", "finished_on"),
        *_after(KeySupervision, "decided_on", "due_on", "finished_on"),
    ),
    "reception_day": (
        _days_not_ahead("notice_posted_on"),
        _in_order("start", "end", "ends_before_start"),
        _late_day_is_over,
    ),
    "attendance": (_stand_in_is_another,),
    "visit": (_days_not_ahead("received_on"), _visit_heads, _repeats_another),
    "opinion": (
        _days_not_ahead("received_on", "told_on", "closed_on", "reported_on"),
        *_after(Opinion, "received_on", "closed_on"),
        *_after(Opinion, "assigned_on", "closed_on"),
        *_after(Opinion, "told_on", "closed_on"),
        *_after(Opinion, "handled_on", "closed_on"),
        *_after(Opinion, "fed_back_on", "closed_on"),
        _in_order("received_on", "told_on", "told_before_receipt"),
        _merged_elsewhere,
        _accusation_goes_to_discipline,
        _no_state_secret("title", "verbatim", "ask", "summary"),
    ),
    "suggestion": (
        _days_not_ahead("submitted_on", "withdrawn_on", "amended_on", "reviewed_on", "concluded_on"),
        *_after(Suggestion, "submitted_on", "withdrawn_on", "amended_on", "reviewed_on"),
        *_after(Suggestion, "replied_on", "concluded_on"),
        _withdrawn_why,
        _no_state_secret("title", "situation", "analysis", "proposals"),
    ),
    "assignment": (
        _days_not_ahead("assigned_on", "acknowledged_on", "return_asked_on", "reworked_on"),
        _in_order("assigned_on", "due_on", "due_before_referral"),
        _in_order("assigned_on", "acknowledged_on", "acknowledged_before_referral"),
        *_after(Assignment, "assigned_on", "return_asked_on", "reworked_on"),
    ),
    "extension": (_days_not_ahead("asked_on", "decided_on"), *_after(Extension, "asked_on", "decided_on")),
    "consultation": (_days_not_ahead("held_on"),),
    "assist_opinion": (_days_not_ahead("given_on"),),
    "reply": (
        _days_not_ahead("replied_on", "checked_on"),
        *_after(Reply, "replied_on", "checked_on", "next_due_on"),
    ),
    "commitment": (_days_not_ahead("settled_on"),),
    "evaluation": (
        _days_not_ahead("evaluated_on"),
        _dissatisfied_why("work_satisfaction", "evaluation_reason"),
        _dissatisfied_why("result_satisfaction", "evaluation_reason"),
    ),
    "telling": (
        _days_not_ahead("fed_back_on", "deputy_told_on"),
        _dissatisfied_why("satisfaction", "satisfaction_reason"),
    ),
    "reminder": (_days_not_ahead("reminded_on", "answered_on"), *_after(Reminder, "reminded_on", "answered_on")),
    "supervision": (_days_not_ahead("ordered_on", "answered_on"), *_after(Supervision, "ordered_on", "answered_on")),
    "publication": (_days_not_ahead("decided_on"),),
}

FORM: dict[str, tuple[Rule, ...]] = {
    "person": (_person_can_be_reached,),
    "reception_day": (_notice_in_time,),
    "visit": (_visit_late, _visit_heard_by, _visit_proxy, _minor_has_guardian),
    "opinion": (_title_length, _critical_matter, _harm_is_reported, _closed_on_a_basis),
    "reply": (_planned_by_when,),
}
