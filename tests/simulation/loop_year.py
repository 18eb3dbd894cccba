"""A county's year of the loop: four stations and the office work through made visits by the program's own services,
blind for days, over roads that lose, repeat and delay, with an old copy and a dead disk on the way.

Station C has no network at all, station A two computers. Everything is drawn from one seed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from station_app import paths
from station_app.domain.act import CHAIR, CLERK, HEAD
from station_app.domain.field import values_of
from station_app.domain.handling_acts import OPEN_ASSIGNMENT
from station_app.domain.problem import Rejected
from station_app.domain.records import (
    Assignment,
    Commitment,
    Deputy,
    Device,
    Extension,
    Opinion,
    Suggestion,
    Telling,
)
from station_app.services import county, enrolment, quality, stick, suggestions
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.sync import trust
from tests.services.year import make_year, rows_of
from tests.simulation.desks import EXPIRES, Member, invited_by_gateway, office, station
from tests.simulation.gate import Gate, MemoryEngine, clock_of
from tests.simulation.world import World
from tests.suggesting import draft_fields

TOWNSHIPS = ("520324116000", "520324100000", "520324101000", "520324102000")
ACCIDENTS = ("session cut", "stick", "device restored", "disk dead", "batch repeated", "both blind")

BY_STICK = 6
"""The number of C's computer."""

STATION_ROLES = (CLERK, HEAD, CHAIR)
ENOUGH = 60
"""Characters of a made text that are kept: what is tried is the loop."""


@dataclass
class Words:
    """What is planted, and at whose desk alone it may stand: a home's uid, "" for the one desk that wrote it."""

    speakers: dict[str, str] = field(default_factory=dict)
    confidential: dict[str, str] = field(default_factory=dict)
    accusing: dict[str, int] = field(default_factory=dict)


@dataclass
class LoopYear(World):
    """One year. `visits` is how many each station hears."""

    visits: int = 20
    folder: Path = Path()
    words: Words = field(default_factory=Words)
    done: Counter[str] = field(default_factory=Counter)

    def found(self) -> None:
        """Everybody is set up and admitted by the program's own ways; C's device by the office's own record."""
        first = office(0, self.clock, invited_by_gateway(self.gate))
        self.meets(first)
        self.members = [first]
        for number, township in ((2, 0), (3, 0), (4, 1), (6, 2), (8, 3)):
            text = enrolment.invite(first.desk, f"{township}站", TOWNSHIPS[township], EXPIRES)
            self.meets(first)
            home = self.members[1].desk.place.uid if number == 3 else ""
            one = station(number, self.clock, TOWNSHIPS[township], text, home)
            one.desk = replace(one.desk, user=replace(one.desk.user, roles=STATION_ROLES))
            self.members.append(one)
            if number == BY_STICK:
                self._admitted_by_hand(first, one)
            else:
                self.meets(one)
            self.meets(first)
        self.calm()
        for one in self.stations:
            if one.number != 3:
                self._roster(one)

    def _admitted_by_hand(self, first: Member, one: Member) -> None:
        place = one.desk.place
        said = {"home": place.uid, "name": place.name, "area_code": place.area_code, "role": "STATION"}
        keys = {"key": trust.signing_key(one.desk.store).public, "recipient": trust.recipient(one.desk.store)}
        perform(first.desk, [Ask("device", "register", {**said, **keys, "enrolled_on": first.desk.today})])
        assert {each.key for each in first.desk.records.all(Device)} >= {keys["key"]}

    def _roster(self, one: Member) -> None:
        for level in ("COUNTY", "TOWNSHIP"):
            uid = self.clock.new_id()
            held = {"deputy": uid, "level": level, "term": 20, "cert_no": f"20-{one.number}", "status": "ACTIVE"}
            made = {"name": "秦彬", "phone": "13912345678", "station": one.desk.place.uid}
            perform(one.desk, [Ask("deputy", "register", made, uid), Ask("mandate", "register", held)])

    @property
    def office(self) -> Member:
        return self.offices[0]

    def meets(self, one: Member, loss: float = 0) -> None:
        """C goes by stick alone."""
        if one.number == BY_STICK:
            self.stick(one, self.office)
        else:
            super().meets(one, loss)

    def stick(self, one: Member, there: Member) -> None:
        """To the office by hand, and back with its word: the program's own stick, on a folder."""
        self.happened["stick"] += 1
        root = self.folder / f"stick of {one.number}"
        root.mkdir(parents=True, exist_ok=True)
        stick.write(one.desk, root, is_new=True)
        county.take_all(there.desk, county.preview(there.desk, [root]))
        stick.write(there.desk, root)
        stick.read(one.desk, root)

    def live(self, days: int) -> None:
        """The year: each day somebody hears somebody, everybody moves what they may, some meet; then all is settled."""
        heard = {one.number: self._matters(index) for index, one in enumerate(self.stations)}
        a_day = -(-self.visits // days)
        for day in range(days):
            for one in list(self.members):
                for matter in islice(heard.get(one.number, iter(())), a_day):
                    self._hear(one, matter)
                for _ in range(4 * a_day):
                    self._moves(one)
                if self.chance.random() < 0.5:
                    self.meets(one, self.chance.choice((0, 0, 0.2)))
                else:
                    self.happened["both blind"] += 1
            if day in (days // 3, 2 * days // 3):
                self._disk(day == days // 3)
            if day == days // 2:
                self._repeats()
            self.clock.day_ends()
        for _ in range(3):
            self.calm()
            for one in self.members:
                for _ in range(6 * self.visits):
                    self._moves(one)
        self.calm()

    def _disk(self, knows: bool) -> None:
        """The office goes on from an old copy, of which it knows; the disk of A's second computer dies for good."""
        if knows:
            copy = self.office.from_image(0, self.office.image(), self.clock)
            copy.begins_anew()
            self.office.desk.close()
            self.members[0] = copy
            self.happened["device restored"] += 1
        else:
            gone = next(one for one in self.members if one.number == 3)
            self.meets(gone)
            self.members.remove(gone)
            gone.desk.close()
            self.happened["disk dead"] += 1

    def _repeats(self) -> None:
        """Batches come a second time, in another order."""
        for one in self.stations:
            self.stick(one, self.office)
            self.stick(one, self.office)
        self.happened["batch repeated"] += 1

    def _matters(self, index: int) -> Iterator[Mapping[str, Any]]:
        made = make_year(self.folder / str(index), "--visits", str(self.visits), "--seed", str(index + 1), "--no-nasty")
        return rows_of(made, "visits")

    def _hear(self, one: Member, row: Mapping[str, Any]) -> None:
        desk, draw = one.desk, self.chance.random()
        mark = f"{one.number}号站的人{self.clock.new_id()[:6]}"
        person, visit = self.clock.new_id(), self.clock.new_id()
        said = {
            "title": str(row["title"])[:30].ljust(8, "事"),
            "category": "0206",
            "urgency": "NORMAL",
            "ask": "请解决",
        }
        said |= {"verbatim": str(row["text"])[:ENOUGH], "visit": visit}
        if draw < 0.06:
            said |= {"sensitivity": "CONFIDENTIAL"}
            self.words.confidential[mark] = desk.place.uid
        elif draw < 0.1:
            said |= {"opinion_kind": "REPORT", "accused": f"被举报的{mark}"}
            self.words.accusing[mark] = one.number
        self.words.speakers[mark] = desk.place.uid
        who = {"name": "杨胜美", "phone": "16112345678", "address": mark}
        came = {"received_on": desk.today, "channel": "WALK_IN", "is_first": "FIRST", "notice_way": "ORAL"}
        perform(desk, [Ask("person", "register", who, person),
                       Ask("visit", "register", {**came, "visitor": person}, visit),
                       Ask("opinion", "register", said)])  # fmt: skip
        self.done["heard"] += 1

    def _moves(self, one: Member) -> None:
        """One step of the loop on whatever stands at this desk."""
        kind = "suggestion" if self.chance.random() < 0.12 else "opinion"
        over = "('ARCHIVED', 'WITHDRAWN', 'VOID', 'REDIRECTED', 'CONCLUDED')"
        query = f"SELECT uid FROM {kind} WHERE state NOT IN {over} ORDER BY uid"
        uids = [row[0] for row in one.database.execute_sql(query)]
        if not uids:
            return
        uid = self.chance.choice(uids)
        with suppress(Rejected):
            asks = self._opinion(one.desk, uid) if kind == "opinion" else self._suggestion(one.desk, uid)
            if asks:
                perform(one.desk, asks)
                self.done[f"{asks[0].kind}.{asks[0].act}"] += 1

    def _slip(self, desk: Desk) -> dict[str, Any]:
        return {"unit": self.chance.choice(("＋县水务局", "＋县交通运输局", "＋县住建局")), "due_on": later(desk, 60),
                "requirements": "请书面答复", "assigned_on": desk.today}  # fmt: skip

    def _answer(self) -> dict[str, Any]:
        degree = self.chance.choice(("SOLVED", "PLANNED", "UNRESOLVED"))
        more = {"next_measures": "明年修", "next_due_on": "2027-12-30"} if degree == "PLANNED" else {}
        return {"result": "办好了" if degree == "SOLVED" else "正在办", "result_degree": degree, **more}

    def _opinion(self, desk: Desk, uid: str) -> list[Ask]:
        own = desk.records.one(Opinion, uid)
        given = [one for one in desk.records.all(Assignment, opinion=uid) if one.state in OPEN_ASSIGNMENT]
        if given and own.state in ("REFERRED", "ACKNOWLEDGED", "HANDLING", "RETURN_REQUESTED"):
            return self._at_unit(desk, given[-1])
        steps: Mapping[str, Callable[[], list[Ask]]] = {
            "REGISTERED": lambda: self._first(desk, uid),
            "TRIAGED": lambda: self._further(desk, uid),
            "ESCALATED": lambda: self._from_above(desk, uid),
            "HANDLED": lambda: self._answered(desk, own),
            "CHECKED": lambda: self._tell(desk, uid),
            "MERGED": lambda: self._tell(desk, uid),
            "FED_BACK": lambda: self._told(desk, own),
            "RATED": lambda: self._told(desk, own),
            "CLOSED": lambda: [Ask("opinion", "archive", {"archive_no": "3-17"}, uid)],
        }
        return steps[own.state]() if own.state in steps else []

    def _first(self, desk: Desk, uid: str) -> list[Ask]:
        """Where a matter goes that was just heard."""
        draw = self.chance.random()
        if draw < 0.1:
            other = self.chance.choice([one.uid for one in desk.records.all(Opinion)])
            return [Ask("opinion", "merge", {"merged_into": other}, uid)]
        if draw < 0.2:
            return [Ask("opinion", "withdraw", {"withdraw_statement": "不反映了"}, uid)]
        if draw < 0.3:
            away = {"redirect_reason": "PETITION_OFFICE", "redirect_organ": "县信访局", "told_by": "王"}
            return [Ask("opinion", "redirect", away, uid)]
        return [Ask("opinion", "triage", {"owner_level": "COUNTY", "proposed_unit": "＋县水务局"}, uid)]

    def _further(self, desk: Desk, uid: str) -> list[Ask]:
        """A matter that was triaged: for a suggestion, for the office above, or for a unit."""
        draw = self.chance.random()
        if draw < 0.15:
            return self._promote(desk, uid)
        if draw < 0.65:
            return [Ask("opinion", "escalate", {"escalate_reason": "归县里管"}, uid)]
        return [Ask("assignment", "register", {**self._slip(desk), "opinion": uid})]

    def _from_above(self, desk: Desk, uid: str) -> list[Ask]:
        if desk.is_office and self.chance.random() < 0.15:
            return self._shared(desk, uid)
        return [Ask("assignment", "register", {**self._slip(desk), "opinion": uid})]

    def _at_unit(self, desk: Desk, one: Assignment) -> list[Ask]:
        """What a unit does with what it was given, and what is asked of it."""
        more = {"assignment": one.uid}
        asked = [each for each in desk.records.all(Extension, assignment=one.uid) if each.state == "ASKED"]
        if asked:
            return [Ask("extension", self.chance.choice(("grant", "refuse")), {"decision": "可"}, asked[0].uid)]
        ways: list[Callable[[], Ask]] = [
            lambda: Ask("assignment", "acknowledge", {"officer": "赵建国"}, one.uid),
            lambda: Ask("assignment", "begin_handling", {"officer": "赵建国"}, one.uid),
            lambda: Ask("assignment", "request_return", {"return_reason": "不归我们"}, one.uid),
            lambda: Ask("assignment", "agree_return", {"return_decision": "同意"}, one.uid),
            lambda: Ask("assignment", "refuse_return", {"return_decision": "归你们"}, one.uid),
            lambda: Ask("extension", "register", {**more, "until_on": later(desk, 85), "reason": "雨季"}),
            lambda: Ask("reminder", "register", {**more, "way": "PHONE", "text": "请抓紧"}),
            *(lambda: Ask("reply", "register", {**more, **self._answer()}) for _ in range(4)),
        ]
        return [self.chance.choice(ways)()]

    def _answered(self, desk: Desk, own: Opinion) -> list[Ask]:
        draw, reply = self.chance.random(), own.answered_in
        if draw < 0.15:
            return [Ask("reply", "pass_reply", {}, reply)]
        if draw < 0.25:
            return [Ask("reply", "send_back", {"sent_back_why": "没写哪天修好"}, reply)]
        return self._tell(desk, own.uid)

    def _tell(self, desk: Desk, uid: str) -> list[Ask]:
        if self.chance.random() < 0.2:
            return [Ask("telling", "miss", {"opinion": uid})]
        return [Ask("telling", "register", {"opinion": uid, "fed_back_on": desk.today, "fed_back_way": "PHONE"})]

    def _told(self, desk: Desk, own: Opinion) -> list[Ask]:
        draw = self.chance.random()
        last = [one for one in desk.records.all(Telling, opinion=own.uid) if one.reached == "YES"]
        if own.state == "FED_BACK" and last and draw < 0.6:
            said = {"satisfaction": self.chance.choice(("SATISFIED", "BASICALLY", "DISSATISFIED"))}
            return [Ask("telling", "rate", {**said, "satisfaction_reason": "还要看"}, last[-1].uid)]
        if own.satisfaction == "DISSATISFIED" and draw < 0.4:
            done = [one for one in desk.records.all(Assignment, opinion=own.uid) if one.state == "DONE"]
            said = {"rework_reason": "群众不满意", "due_on": later(desk, 20)}
            return [Ask("assignment", "rework", said, one.uid) for one in done[-1:]]
        basis = {"SOLVED": "SOLVED", "PLANNED": "PLANNED"}.get(own.result_degree, "EXPLAINED")
        return [Ask("opinion", "close", {"closing_basis": basis, "closing_note": "已说明"}, own.uid)]

    def _shared(self, desk: Desk, uid: str) -> list[Ask]:
        up = [one for one in desk.records.all(Opinion, state="ESCALATED") if one.uid != uid]
        members = [uid, *(one.uid for one in up[:1])]
        shared = self.clock.new_id()
        said = {"title": "几个镇都缺水", "excerpt": "几个镇的水管老化", "members": members}
        answer = {"result": "统一办好了", "result_degree": "SOLVED"}
        steps = (("register", said), ("assign", self._slip(desk)), ("reply", answer))
        return [Ask("shared_matter", name, fields, shared) for name, fields in steps]

    def _promote(self, desk: Desk, uid: str) -> list[Ask]:
        lead = next((one.uid for one in desk.records.all(Deputy)), "")  # a second computer may not know them yet
        fields = {**draft_fields(lead), "level": "COUNTY", "title": f"关于第{self.clock.new_id()[:5]}件事的建议"}
        draft = suggestions.promote(desk, [uid], fields)[0].uid
        values = values_of(desk.records.one(Suggestion, draft))
        for finding in quality.check(desk, values).open:
            suggestions.let_stand(desk, draft, finding, "几件相近，各有地点")
        return [Ask("suggestion", "submit", {}, draft)]

    def _suggestion(self, desk: Desk, uid: str) -> list[Ask]:
        own = desk.records.one(Suggestion, uid)
        given = [one for one in desk.records.all(Assignment, suggestion=uid) if one.state in OPEN_ASSIGNMENT]
        match own.state:
            case "SUBMITTED":
                return [Ask("suggestion", "accept", {}, uid)]
            case "ACCEPTED":
                return [Ask("assignment", "register", {**self._slip(desk), "suggestion": uid, "part": "LEAD"})]
            case "ASSIGNED" | "IN_HANDLING" if given:
                letter = {"letter_no": "〔2026〕3号", "contact_phone": "0851-26420002"}
                return [Ask("reply", "register", {**letter, **self._answer(), "assignment": given[-1].uid})]
            case "REPLIED" if not desk.is_office:
                judged = {"work_satisfaction": "SATISFIED", "result_satisfaction": "BASICALLY"}
                return [Ask("evaluation", "register", {**judged, "reply": own.answered_in})]
            case "EVALUATED":
                return [Ask("suggestion", "conclude", {}, uid)]
            case "TRACKING":
                open_ = [one for one in desk.records.all(Commitment, suggestion=uid) if one.state == "OPEN"]
                return [Ask("commitment", "keep_promise", {"outcome": "修好了"}, one.uid) for one in open_[:1]]
        return []


def later(desk: Desk, days: int) -> str:
    """A civil date after today's."""
    return (date.fromisoformat(desk.today) + timedelta(days=days)).isoformat()


def year_of(seed: int, visits: int, folder: Path) -> LoopYear:
    """A county that stands, before its first day."""
    gate = Gate(MemoryEngine(), clock_of(seed), dict(paths.dictionaries()))
    world = LoopYear(seed, gate, visits=visits, folder=folder)
    world.found()
    return world


STEPS = ("opinion.triage", "opinion.escalate", "assignment.register", "assignment.acknowledge",
         "assignment.request_return",
         "extension.register", "extension.grant", "reminder.register", "reply.register", "reply.send_back",
         "reply.pass_reply", "telling.register", "telling.miss", "telling.rate", "assignment.rework", "opinion.close",
         "opinion.archive", "shared_matter.register", "suggestion.accept", "suggestion.conclude",
         "evaluation.register", "commitment.keep_promise")  # fmt: skip
"""What happens in every year of some length."""
