"""The office's own steps, O1-O24 of an opinion and G1-G14 of a suggestion: whoever may does each, and everybody else is
told who may, or whose turn it is.

No act are O1 (a draft is kept by itself), G13 (a term that ends changes nothing: `test_sharing`) and G14 (a print).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from station_app.db.store import Write
from station_app.domain.act import ADMIN, AUDITOR, CHAIR, CLERK, COUNTY, DEPUTY, HEAD
from station_app.domain.field import values_of
from station_app.domain.problem import Rejected
from station_app.domain.records import Commitment, Cosigning, Extension, Opinion, Reply, Suggestion
from station_app.services import acts, county, news, quality, suggestions
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.text import explain
from tests.office import assign, assignments, by_unit, evaluate, rated, refer, registered, reply, report, told
from tests.offices import Pair, admit, sealed
from tests.offices import county as new_county
from tests.offices import station as new_station
from tests.suggesting import deputy, draft_fields

TRIAGE = {"owner_level": "COUNTY", "proposed_unit": "＋县水务局"}
SLIP = {"unit": "＋县水务局", "due_on": "2026-12-20", "requirements": "请书面答复"}
RESULT = {"result": "管子换好了", "result_degree": "SOLVED"}
LETTER = {**RESULT, "letter_no": "〔2026〕3号", "contact_phone": "0851-26420002"}
PROMISE = {**LETTER, "result_degree": "PLANNED", "next_measures": "换二公里管子", "next_due_on": "2027-06-30"}
TOLD = {"fed_back_on": "2026-11-23", "fed_back_way": "PHONE"}
JUDGED = {"work_satisfaction": "SATISFIED", "result_satisfaction": "SATISFIED"}

AT_STATION = (CLERK, HEAD, CHAIR, DEPUTY, ADMIN, AUDITOR)
ROLES = (*AT_STATION, COUNTY)


@dataclass
class World:
    """A county and a station; `lead` is a deputy of the township and of the county, who sits at the station too."""

    pair: Pair
    lead: str = ""
    other: str = ""
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(1, 1000)))

    def at(self, role: str) -> Desk:
        """The desk of somebody with one role."""
        if role == COUNTY:
            return self.pair.county
        desk = self.pair.station
        return replace(desk, user=replace(desk.user, roles=(role,), deputy=self.lead if role == DEPUTY else ""))

    @property
    def everybody(self) -> Desk:
        """Who may do all at the station: what leads to a step is not tried."""
        desk = self.pair.station
        return replace(desk, user=replace(desk.user, roles=(CLERK, HEAD, CHAIR)))

    def exchange(self) -> None:
        county.take_contents(self.pair.county, sealed(self.pair.station))
        news.take_in(self.pair.station, sealed(self.pair.county, self.pair.station.place.uid))

    def opinion(self, *steps: Callable[[str], Ask]) -> str:
        uid = registered(self.everybody, collected_by=(self.lead,))["opinion"].uid
        for step in steps:
            perform(self.everybody, [step(uid)])
        return uid

    def escalated(self, *steps: Callable[[str], Ask]) -> str:
        uid = self.opinion(triage, lambda one: Ask("opinion", "escalate", {"escalate_reason": "归县里管"}, one))
        self.exchange()
        for step in steps:
            perform(self.pair.county, [step(uid)])
        return uid

    def draft(self, level: str) -> str:
        title = f"关于{next(self.numbers):03d}号通组路修复的建议"
        fields = {**draft_fields(self.lead), "level": level, "title": title, "open_for_cosign": True}
        return perform(self.everybody, [Ask("suggestion", "register", fields)])[0].uid

    def submitted(self, level: str, *steps: Callable[[str], Ask]) -> str:
        uid = self.draft(level)
        desk = self.everybody
        with desk.store.transaction():  # what the checks find is tried elsewhere
            said = {"submitted_on": desk.today, "stage": "SUBMITTED"}
            acts.write(desk, [Write("submit", "suggestion", uid, said)])
        if level != "TOWNSHIP":
            desk = self.pair.county
            self.exchange()
        for step in steps:
            perform(desk, [step(uid)])
        return uid


def is_told(uid: str) -> Ask:
    return told(TOLD, uid)


def triage(uid: str) -> Ask:
    return Ask("opinion", "triage", TRIAGE, uid)


def given(uid: str) -> Ask:
    return refer(SLIP, uid)


def answered(uid: str) -> Ask:
    return report(RESULT, uid)


def accepted(uid: str) -> Ask:
    return Ask("suggestion", "accept", {}, uid)


def assigned(uid: str) -> Ask:
    return assign(SLIP, uid)


def replied(uid: str) -> Ask:
    return reply(LETTER, uid)


@dataclass(frozen=True)
class Step:
    """One step: what leads there, what is asked, by whom it may be, and how the matter reads afterwards."""

    name: str
    made: Callable[[World], str]
    ask: Callable[[World, Desk, str], Ask]
    who: tuple[str, ...]
    then: str = ""


def act(kind: str, name: str, **fields: Any) -> Callable[[World, Desk, str], Ask]:
    """An act on the matter itself."""
    return lambda _world, _desk, uid: Ask(kind, name, fields, uid)


def on(ask: Callable[[str], Ask]) -> Callable[[World, Desk, str], Ask]:
    """An act that says the same wherever it is asked."""
    return lambda _world, _desk, uid: ask(uid)


def unit(name: str, **fields: Any) -> Callable[[World, Desk, str], Ask]:
    """An act on what its unit was given."""
    return lambda _world, desk, uid: by_unit(desk, name, fields, uid)


def beside(kind: str, **fields: Any) -> Callable[[World, Desk, str], Ask]:
    """A record that hangs from what its unit was given."""
    return lambda _world, desk, uid: Ask(kind, "register", {**fields, "assignment": assignments(desk, uid)[-1].uid})


def on_reply(kind: str, name: str, **fields: Any) -> Callable[[World, Desk, str], Ask]:
    """An act on the last reply, or a record that hangs from it."""

    def ask(_world: World, desk: Desk, uid: str) -> Ask:
        found = desk.records.all(Reply, opinion=uid) + desk.records.all(Reply, suggestion=uid)
        return (
            Ask(kind, name, fields, found[-1].uid)
            if kind == "reply"
            else Ask(kind, name, {**fields, "reply": found[-1].uid})
        )

    return ask


def made(*steps: Callable[[str], Ask]) -> Callable[[World], str]:
    return lambda world: world.opinion(*steps)


def up(*steps: Callable[[str], Ask]) -> Callable[[World], str]:
    return lambda world: world.escalated(*steps)


def of(level: str, *steps: Callable[[str], Ask]) -> Callable[[World], str]:
    return lambda world: world.submitted(level, *steps)


def more_time(prepared: Callable[[World], str], at: str) -> Callable[[World], str]:
    """A unit has asked for more time, at the desk of its side."""

    def asked(world: World) -> str:
        uid = prepared(world)
        desk = world.pair.county if at == COUNTY else world.everybody
        said = {"assignment": assignments(desk, uid)[-1].uid, "until_on": "2027-01-15", "reason": "雨季"}
        perform(desk, [Ask("extension", "register", said)])
        world.exchange()
        return uid

    return asked


def granted(_world: World, desk: Desk, uid: str) -> Ask:
    found = desk.records.all(Extension, opinion=uid) + desk.records.all(Extension, suggestion=uid)
    return Ask("extension", "grant", {}, found[-1].uid)


def return_asked(world: World) -> str:
    uid = world.opinion(triage, given)
    perform(world.everybody, [by_unit(world.everybody, "request_return", {"return_reason": "不归我们"}, uid)])
    return uid


def said_no(world: World) -> str:
    uid = world.opinion(triage, given, answered, is_told)
    said = {"satisfaction": "DISSATISFIED", "satisfaction_reason": "还是没水"}
    perform(world.everybody, [rated(world.everybody, said, uid)])
    return uid


def judged(level: str) -> Callable[[World], str]:
    def prepared(world: World) -> str:
        uid = world.submitted(level, accepted, assigned, replied)
        world.exchange()
        perform(world.everybody, [evaluate(world.everybody, JUDGED, uid)])
        world.exchange()
        return uid

    return prepared


def promised(world: World) -> str:
    return world.submitted("COUNTY", accepted, assigned, lambda one: reply(PROMISE, one))


def kept(_world: World, desk: Desk, uid: str) -> Ask:
    (promise,) = desk.records.all(Commitment, suggestion=uid)
    return Ask("commitment", "keep_promise", {"outcome": "换好了"}, promise.uid)


def draft(world: World) -> str:
    uid = world.draft("TOWNSHIP")
    values = values_of(world.everybody.records.one(Suggestion, uid))
    for finding in quality.check(world.everybody, values).open:
        suggestions.let_stand(world.everybody, uid, finding, "几件相近，各有地点")
    return uid


def asked_to_join(world: World) -> str:
    uid = world.draft("TOWNSHIP")
    perform(world.everybody, [Ask("cosigning", "register", {"suggestion": uid, "deputy": world.other})])
    return uid


def joins(_world: World, desk: Desk, uid: str) -> Ask:
    (asked,) = desk.records.all(Cosigning, suggestion=uid)
    return Ask("cosigning", "confirm", {"confirm_way": "IN_PERSON"}, asked.uid)


WRITERS, DECIDERS = (CLERK, HEAD, CHAIR), (HEAD, CHAIR)
DESK_ROLES, ANYBODY = (CLERK, HEAD), (CLERK, HEAD, CHAIR, DEPUTY)

STEPS = (
    Step("O2 登记", made(), lambda _world, _desk, _uid: Ask("opinion", "register", {
        "title": "自来水管老化漏水", "category": "0206", "urgency": "NORMAL", "verbatim": "没水", "ask": "换管",
        "received_on": "2026-11-20", "channel": "WALK_IN"}), (*DESK_ROLES, COUNTY)),
    Step("O3 当场答复", made(), lambda world, _desk, uid: Ask(
        "opinion", "answer", {"answer": "当场说清了", "answered_by": [world.lead]}, uid), ANYBODY, "ANSWERED_ON_SITE"),
    Step("O4 告知引导", made(), act("opinion", "redirect", redirect_reason="PETITION_OFFICE",
                                  redirect_organ="县信访局"),
         DESK_ROLES, "REDIRECTED"),
    Step("O5 拟办", made(), act("opinion", "triage", **TRIAGE), DESK_ROLES, "TRIAGED"),
    Step("O6 转办", made(triage), on(given), DECIDERS, "REFERRED"),
    Step("O6 交办上报的", up(), on(given), (COUNTY,), "REFERRED"),
    Step("O7 上报", made(triage), act("opinion", "escalate", escalate_reason="归县里管"), (HEAD,), "ESCALATED"),
    Step("O8 签收", made(triage, given), unit("acknowledge", officer="赵建国"), WRITERS, "ACKNOWLEDGED"),
    Step("O8 签收上报的", up(given), unit("acknowledge", officer="赵建国"), (COUNTY,), "ACKNOWLEDGED"),
    Step("O9 申退", made(triage, given), unit("request_return", return_reason="不归我们"), WRITERS, "RETURN_REQUESTED"),
    Step("O10 同意退回", return_asked, unit("agree_return", return_decision="同意"), DECIDERS, "TRIAGED"),
    Step("O11 不同意退回", return_asked, unit("refuse_return", return_decision="归你们"), DECIDERS, "ACKNOWLEDGED"),
    Step("O12 开始办理", made(triage, given), unit("begin_handling", officer="赵建国"), WRITERS, "HANDLING"),
    Step("O13 延期", more_time(made(triage, given), CLERK), granted, DECIDERS, "REFERRED"),
    Step("O13 延期上报的", more_time(up(given), COUNTY), granted, (COUNTY,), "REFERRED"),
    Step("O14 办复", made(triage, given), on(answered), WRITERS, "HANDLED"),
    Step("O14 办复上报的", up(given), on(answered), (COUNTY,), "HANDLED"),
    Step("O15 审查", made(triage, given, answered), on_reply("reply", "pass_reply"), DECIDERS, "CHECKED"),
    Step("O15 驳回", made(triage, given, answered), on_reply("reply", "send_back", sent_back_why="没写哪天"), DECIDERS,
         "HANDLING"),
    Step("O15 审查上报的", up(given, answered), on_reply("reply", "pass_reply"), (COUNTY,), "CHECKED"),
    Step("O16 反馈", made(triage, given, answered), on(is_told), DESK_ROLES, "FED_BACK"),
    Step("O16 反馈上报的", up(given, answered), on(is_told), DESK_ROLES, "FED_BACK"),
    Step("O17 评价", made(triage, given, answered, is_told),
         lambda world, _desk, uid: rated(world.everybody, {"satisfaction": "SATISFIED"}, uid), DESK_ROLES, "RATED"),
    Step("O18 重办", said_no, unit("rework", rework_reason="群众不满意", due_on="2026-12-20"), DECIDERS, "HANDLING"),
    Step("O19 办结", made(triage, given, answered, is_told),
         act("opinion", "close", closing_basis="SOLVED"), DECIDERS, "CLOSED"),
    Step("O20 归档", made(triage, given, answered, is_told,
                        lambda uid: Ask("opinion", "close", {"closing_basis": "SOLVED"}, uid)),
         act("opinion", "archive", archive_no="3-17"), (CLERK,), "ARCHIVED"),
    Step("O21 并案", made(), lambda world, _desk, uid: Ask("opinion", "merge", {"merged_into": world.opinion()}, uid),
         DESK_ROLES, "MERGED"),
    Step("O22 转为建议", made(), lambda world, _desk, uid: Ask(
        "opinion", "promote", {"promoted_to": world.draft("TOWNSHIP")}, uid),
         ANYBODY, "REGISTERED"),
    Step("O23 撤回", made(triage), act("opinion", "withdraw", withdraw_statement="不反映了"), DESK_ROLES, "WITHDRAWN"),
    Step("O24 作废", made(), act("opinion", "void", void_reason="登记重了"), (HEAD,), "VOID"),
    Step("G1 确认附议", asked_to_join, joins, ANYBODY, "DRAFT"),
    Step("G2 提出", draft, act("suggestion", "submit"), ANYBODY, "SUBMITTED"),
    Step("G3 立案", of("COUNTY"), act("suggestion", "accept"), (COUNTY,), "ACCEPTED"),
    Step("G3 主席团立案", of("TOWNSHIP"), act("suggestion", "accept"), (CHAIR,), "ACCEPTED"),
    Step("G4 退回", of("COUNTY"), act("suggestion", "return_to_deputy", review_reason="一事一议"), (COUNTY,),
         "RETURNED_TO_DEPUTY"),
    Step("G4 主席团退回", of("TOWNSHIP"), act("suggestion", "return_to_deputy", review_reason="一事一议"), (CHAIR,),
         "RETURNED_TO_DEPUTY"),
    Step("G4 转来信", of("COUNTY"), act("suggestion", "treat_as_letter", review_reason="个别问题"), (COUNTY,),
         "TREATED_AS_LETTER"),
    Step("G4 并案", of("COUNTY"), lambda world, _desk, uid: Ask(
        "suggestion", "merge", {"merged_into": world.submitted("COUNTY")}, uid), (COUNTY,), "MERGED"),
    Step("G5 交办", of("COUNTY", accepted), on(assigned), (COUNTY,), "ASSIGNED"),
    Step("G5 主席团交办", of("TOWNSHIP", accepted), on(assigned), (CHAIR,), "ASSIGNED"),
    Step("G6 签收", of("COUNTY", accepted, assigned), unit("acknowledge", officer="赵建国"), (COUNTY,), "IN_HANDLING"),
    Step("G6 沟通", of("COUNTY", accepted, assigned), beside(
        "consultation", phase="BEFORE", way="PHONE", content="说明了打算"), (COUNTY, *WRITERS), "ASSIGNED"),
    Step("G6 会办意见", of("COUNTY", accepted, assigned), beside("assist_opinion", text="同意"), (COUNTY,)),
    Step("G6 催办", of("COUNTY", accepted, assigned), beside("reminder", way="PHONE", text="请抓紧"), (COUNTY,)),
    Step("G7 延期", more_time(of("COUNTY", accepted, assigned), COUNTY), granted, (COUNTY,), "ASSIGNED"),
    Step("G8 答复", of("COUNTY", accepted, assigned), on(replied), (COUNTY,), "REPLIED"),
    Step("G8 主席团答复", of("TOWNSHIP", accepted, assigned), on(replied), WRITERS,
         "REPLIED"),
    Step("G9 公开", of("COUNTY", accepted, assigned, replied), on_reply("publication", "register", text="管子换好了"),
         (COUNTY,), "REPLIED"),
    Step("G10 评价", of("COUNTY", accepted, assigned, replied), lambda _world, desk, uid: evaluate(desk, JUDGED, uid),
         (*ANYBODY, COUNTY), "EVALUATED"),
    Step("G11 重办", judged("COUNTY"), unit("rework", rework_reason="代表不满意", due_on="2026-12-20"), (COUNTY,),
         "IN_HANDLING"),
    Step("G12 兑现承诺", promised, kept, (COUNTY,), "REPLIED"),
    Step("办结", judged("COUNTY"), act("suggestion", "conclude"), (COUNTY,), "CONCLUDED"),
    Step("主席团办结", judged("TOWNSHIP"), act("suggestion", "conclude"), (CHAIR,), "CONCLUDED"),
)  # fmt: skip

SAYS = ("可以办的是", "轮到", "写的，只有那一边能接着办", "不是", "现在是")
"""What a refusal says: who may do it, whose turn it is, whose record it is, or where the matter stands."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder: Path = tmp_path_factory.mktemp("steps")
    pair = Pair(new_county(folder / "county"), new_station(folder / "station"))
    admit(pair.county, pair.station)
    found = World(pair)
    found.lead, found.other = deputy(found.everybody, "秦彬"), deputy(found.everybody, "罗光强")
    held = {"level": "COUNTY", "term": 20, "cert_no": "20-1", "delegation": "第一代表团", "from_on": "2021-12-01"}
    perform(found.everybody, [Ask("mandate", "register", {**held, "deputy": found.lead})])
    found.exchange()
    yield found
    pair.close()


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_each_step_is_done_by_whoever_may_and_refused_to_everybody_else_with_whose_it_is(
    step: Step, world: World
) -> None:
    uid = step.made(world)
    world.exchange()
    for role in ROLES:
        if role in step.who:
            continue
        desk = world.at(role)
        with pytest.raises(Rejected) as caught:
            perform(desk, [step.ask(world, desk, uid)])
        said = [explain(one) for one in caught.value.problems if one.refuses]
        assert any(part in sentence for sentence in said for part in SAYS), f"{role}: {said}"
    for number, role in enumerate(step.who):
        if number:
            uid = step.made(world)
            world.exchange()
        desk = world.at(role)
        perform(desk, [step.ask(world, desk, uid)])
        cls: type[Opinion | Suggestion] = Opinion if desk.records.known("opinion", [uid]) else Suggestion
        if step.then:
            assert desk.records.one(cls, uid).state == step.then, role
